//! `safeconduct law at`

use super::args::At;
use super::draw::Sheet;
use super::print;
use crate::output::Output;
use crate::{Failure, law};
use jiff::civil::Date;
use safeconduct_engine::law::{Status, status};
use safeconduct_report::layout::{pad, width};
use safeconduct_rulebook::model::{InstrumentId, LawEntry, Limit, Membership, Rulebook, StateLaw};
use serde::Serialize;

/// The law of a state on a day.
#[derive(Serialize)]
struct LawOf {
    state: String,
    name: String,
    day: String,
    law: Vec<Line>,
}

/// A state and an instrument.
#[derive(Serialize)]
struct Line {
    instrument: String,
    short: String,
    /// `bound`, `not bound`, `open`.
    status: &'static str,
    /// Since when, or why.
    #[serde(skip_serializing_if = "String::is_empty")]
    since: String,
    unverified: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reservations: Vec<Limited>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    derogations: Vec<Limited>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    source: String,
}

/// A reservation or derogation in force.
#[derive(Serialize)]
struct Limited {
    articles: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    unverified: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

pub(crate) fn run(command: &At, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.how.law, output)?;
    let mut states: Vec<&StateLaw> = Vec::new();
    let mut wrong = Vec::new();
    let codes: Vec<&str> = rulebook.states.iter().map(|s| s.code.as_str()).collect();
    for code in &command.states {
        match rulebook.states.iter().find(|s| s.code.eq_ignore_ascii_case(code)) {
            Some(state) => states.push(state),
            None => wrong.push(format!(
                "the rulebook says nothing about the state `{code}`: all its law is open; it knows {}",
                codes.join(", ")
            )),
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Input(wrong.join("\n")));
    }
    if command.states.is_empty() {
        states = rulebook.states.iter().collect();
    }
    let all: Vec<LawOf> = states.iter().map(|s| of(&rulebook, s, command.day)).collect();
    print(&command.how, output, &all, |sheet| draw(sheet, &all));
    Ok(())
}

/// The instruments by which a state can be bound and that matter: those with an entry for any state, and those on which a
/// condition asks.
fn instruments(rb: &Rulebook) -> Vec<usize> {
    let index = super::index::Index::of(rb);
    let entered = |i: usize| {
        rb.states
            .iter()
            .any(|s| s.entries.iter().any(|e| e.instrument.ix() == i))
    };
    let asked = |i: usize| index.items.iter().any(|x| x.instruments.contains(&i));
    let mut all: Vec<usize> = (0..rb.instruments.len()).filter(|i| entered(*i) || asked(*i)).collect();
    // What binds states among each other first.
    all.sort_by_key(|i| rb.instruments[*i].kind == "statute");
    all
}

fn of(rb: &Rulebook, state: &StateLaw, day: Date) -> LawOf {
    let lines = instruments(rb).into_iter().filter_map(|i| {
        let entries: Vec<&LawEntry> = state.entries.iter().filter(|e| e.instrument.ix() == i).collect();
        // The statutes of other states are no concern of this one.
        if entries.is_empty() && rb.instruments[i].kind == "statute" {
            return None;
        }
        Some(line(rb, state, i, &entries, day))
    });
    LawOf {
        state: state.code.clone(),
        name: state.name.clone(),
        day: day.to_string(),
        law: lines.collect(),
    }
}

fn line(rb: &Rulebook, state: &StateLaw, instrument: usize, entries: &[&LawEntry], day: Date) -> Line {
    let found = status(rb, &state.code, InstrumentId(instrument as u32), day);
    let entry = telling(entries, found, day);
    let counts = |l: &&Limit| in_force(l, day) && found != Status::NotBound;
    let limits = |all: &[Limit]| all.iter().filter(counts).map(limited).collect();
    Line {
        instrument: rb.instruments[instrument].id.clone(),
        short: rb.instruments[instrument].short.clone(),
        status: match found {
            Status::Bound => "bound",
            Status::NotBound => "not bound",
            Status::Open => "open",
        },
        since: since(entry, found, day),
        unverified: entry.is_some_and(|e| e.unverified),
        reservations: entry.map_or_else(Vec::new, |e| limits(&e.reservations)),
        derogations: entry.map_or_else(Vec::new, |e| limits(&e.derogations)),
        note: entry.and_then(|e| e.note.clone()),
        source: entry.map_or_else(String::new, |e| e.source.clone()),
    }
}

/// The entry that decides: the one that covers the day, or else the last that began before it, or else the first.
fn telling<'a>(entries: &[&'a LawEntry], found: Status, day: Date) -> Option<&'a LawEntry> {
    let begun = |e: &&&LawEntry| e.from.is_none_or(|from| from <= day);
    let over = |e: &LawEntry| e.until.is_some_and(|until| until <= day);
    let party = |e: &&&LawEntry| e.status == Membership::Party;
    let covering = entries
        .iter()
        .find(|e| begun(e) && !over(e) && party(e) && (found == Status::Open || e.from.is_some()));
    (covering.or_else(|| entries.iter().rev().find(begun)))
        .or_else(|| entries.first())
        .copied()
}

fn since(entry: Option<&LawEntry>, found: Status, day: Date) -> String {
    let Some(e) = entry else {
        return "no entry".to_owned();
    };
    match (e.status, e.from, e.until) {
        (Membership::NotParty, ..) => "not a party".to_owned(),
        (_, None, _) if found == Status::Open => "a party; the day is not known".to_owned(),
        (_, _, Some(until)) if until <= day => format!("until {until}"),
        (_, Some(from), _) if from > day => format!("only from {from}"),
        (_, Some(from), _) => format!("since {from}"),
        (_, None, _) => String::new(),
    }
}

fn in_force(limit: &Limit, day: Date) -> bool {
    limit.from.is_none_or(|from| from <= day) && limit.until.is_none_or(|until| day < until)
}

fn limited(limit: &Limit) -> Limited {
    Limited {
        articles: limit.articles.clone(),
        since: limit.from.map(|d| d.to_string()),
        until: limit.until.map(|d| d.to_string()),
        unverified: limit.unverified,
        note: limit.note.clone(),
    }
}

fn draw(sheet: &mut Sheet, all: &[LawOf]) {
    for law in all {
        sheet.blank();
        sheet.heading(
            &format!(
                "{} ({}), {}",
                safeconduct_rulebook::prose::capital(&law.name),
                law.state,
                law.day
            ),
            "",
        );
        let short = law.law.iter().map(|l| width(&l.short)).max().unwrap_or(0).min(28);
        let since = law.law.iter().map(|l| width(&l.since)).max().unwrap_or(0).min(30);
        for line in &law.law {
            let mark = if line.unverified { "unverified" } else { "" };
            let status = pad(line.status, 9);
            let row = format!(
                "{}  {status}  {}  {mark}",
                pad(&line.short, short),
                pad(&line.since, since)
            );
            if width(row.trim_end()) <= sheet.width() {
                sheet.line(row.trim_end());
            } else {
                sheet.put(&row, "", "    ");
            }
            for (word, limits) in [("reservation", &line.reservations), ("derogation", &line.derogations)] {
                limits.iter().for_each(|l| sheet.put(&said(word, l), "    ", "      "));
            }
            if let Some(note) = &line.note {
                sheet.put(&format!("note: {note}"), "    ", "      ");
            }
            if !line.source.is_empty() {
                sheet.put(&format!("source: {}", line.source), "    ", "      ");
            }
        }
    }
    sheet.blank();
    let legend = "Open: nobody has entered from which day, or whether, the state is bound. Both possibilities are carried \
                  through every answer.";
    sheet.put(legend, "", "");
}

fn said(word: &str, limit: &Limited) -> String {
    let mut out = format!("{word} to art {}", limit.articles.join(", "));
    if let Some(since) = &limit.since {
        out.push_str(&format!(" since {since}"));
    }
    if let Some(until) = &limit.until {
        out.push_str(&format!(" until {until}"));
    }
    if limit.unverified {
        out.push_str(", unverified");
    }
    if let Some(note) = &limit.note {
        out.push_str(&format!(": {note}"));
    }
    out
}
