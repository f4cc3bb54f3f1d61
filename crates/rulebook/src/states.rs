//! The law of states: `states/XX.toml`.

use crate::model::{InstrumentId, LawEntry, Limit, Membership, Rulebook, StateLaw};
use crate::resolve::names::close;
use crate::source::{Diagnostic, SourceFile, Sources, Span};
use crate::table::Table;
use jiff::civil::Date;

/// Reads the law of one state. Everything that is wrong is reported; a file that cannot be read gives nothing.
pub(crate) fn parse(number: u32, file: &SourceFile, rb: &Rulebook) -> (Option<StateLaw>, Vec<Diagnostic>) {
    let mut d = Vec::new();
    let code = file
        .path
        .rsplit('/')
        .next()
        .and_then(|n| n.strip_suffix(".toml"))
        .unwrap_or_default()
        .to_owned();
    if code.is_empty()
        || !code
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
    {
        let at = Span {
            file: number,
            start: 0,
            end: 0,
        };
        d.push(
            Diagnostic::error("bad-state-code", at, format!("`{code}` is no code of a state"))
                .help("call the file by the state's two capital letters, such as `states/CH.toml`"),
        );
    }
    let Some(mut top) = Table::parse(number, &file.text, &mut d) else {
        return (None, d);
    };
    let name = top.required_text("name", &mut d).unwrap_or_default();
    let mut read: Vec<(Span, LawEntry)> = Vec::new();
    for table in top.tables("law", &mut d) {
        let span = table.span;
        if let Some(entry) = entry(table, file, rb, &mut d) {
            read.push((span, entry));
        }
    }
    top.finish(&mut d);
    overlaps(&read, rb, &mut d);
    let entries = read.into_iter().map(|(_, e)| e).collect();
    (
        Some(StateLaw {
            code,
            name,
            entries,
            file: number,
        }),
        d,
    )
}

fn entry(mut t: Table<'_>, file: &SourceFile, rb: &Rulebook, d: &mut Vec<Diagnostic>) -> Option<LawEntry> {
    let span = t.span;
    let line = Sources {
        files: vec![file.clone()],
    }
    .line(Span { file: 0, ..span });
    let instrument = instrument(&mut t, rb, d);
    let member = t.flag("member", d);
    let dated = t.has("from");
    let (from, until) = period(&mut t, d);
    let unverified = unverified(&mut t, d);
    let source = t.required_text("source", d).unwrap_or_default();
    let note = t.text("note", d).map(|(_, n)| n);
    let reservations = limits(&mut t, "reservations", d);
    let derogations = limits(&mut t, "derogations", d);
    t.finish(d);
    let status = match member {
        Some((at, false)) => {
            if dated || until.is_some() || !reservations.is_empty() || !derogations.is_empty() {
                d.push(
                    Diagnostic::error(
                        "bad-period",
                        at,
                        "a state that is not a party has no dates, reservations or derogations",
                    )
                    .label("not a party")
                    .help("for a state that left, give `from` and `until` and leave `member` out"),
                );
            }
            Membership::NotParty
        }
        Some((_, true)) => Membership::Party,
        None => {
            if !dated {
                d.push(
                    Diagnostic::error("missing-key", span, "`from` is missing")
                        .help("since when the state is bound; `member = true` where the date is not known, `member = false` where it is no party"),
                );
            }
            Membership::Party
        }
    };
    Some(LawEntry {
        instrument: instrument?,
        status,
        from,
        until,
        unverified,
        note,
        source,
        reservations,
        derogations,
        line,
    })
}

fn instrument(t: &mut Table<'_>, rb: &Rulebook, d: &mut Vec<Diagnostic>) -> Option<InstrumentId> {
    let span = t.span;
    let Some((at, id)) = t.text("instrument", d) else {
        d.push(Diagnostic::error("missing-key", span, "`instrument` is missing").help("write `instrument = \"…\"`"));
        return None;
    };
    if let Some(i) = rb.instruments.iter().position(|i| i.id == id) {
        return Some(InstrumentId(i as u32));
    }
    let error = Diagnostic::error("unknown-instrument", at, format!("`{id}` names no declared instrument"))
        .label("not declared");
    d.push(match close(&id, rb.instruments.iter().map(|i| i.id.as_str())) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    });
    None
}

/// `from` and `until`, in order.
fn period(t: &mut Table<'_>, d: &mut Vec<Diagnostic>) -> (Option<Date>, Option<Date>) {
    let from = t.date("from", d);
    let until = t.date("until", d);
    if let (Some((_, from)), Some((at, until))) = (from, until)
        && from >= until
    {
        d.push(
            Diagnostic::error("bad-period", at, format!("`until` {until} is not after `from` {from}"))
                .label("ends before it starts")
                .help("`until` is the first day on which it no longer holds"),
        );
    }
    (from.map(|(_, d)| d), until.map(|(_, d)| d))
}

fn unverified(t: &mut Table<'_>, d: &mut Vec<Diagnostic>) -> bool {
    let span = t.span;
    match t.text("status", d) {
        Some((_, s)) if s == "checked" => false,
        Some((_, s)) if s == "unverified" => true,
        Some((at, s)) => {
            let error = Diagnostic::error("unknown-value", at, format!("`{s}` is no status"));
            d.push(error.label("not a status").help("one of checked, unverified"));
            true
        }
        None => {
            let error = Diagnostic::error("missing-key", span, "`status` is missing");
            d.push(error.help("write `status = \"checked\"` or `status = \"unverified\"`"));
            true
        }
    }
}

fn limits(t: &mut Table<'_>, key: &'static str, d: &mut Vec<Diagnostic>) -> Vec<Limit> {
    let mut out = Vec::new();
    for mut limit in t.tables(key, d) {
        let span = limit.span;
        let articles: Vec<String> = limit.texts("articles", d).into_iter().map(|(_, a)| a).collect();
        if articles.is_empty() {
            d.push(Diagnostic::error("missing-key", span, "`articles` is missing").help("write `articles = [\"13\"]`"));
        }
        let (from, until) = period(&mut limit, d);
        let unverified = unverified(&mut limit, d);
        let note = limit.text("note", d).map(|(_, n)| n);
        let source = limit.text("source", d).map(|(_, s)| format!("source: {s}"));
        let note = match (note, source) {
            (Some(note), Some(source)) => Some(format!("{note} ({source})")),
            (note, source) => note.or(source),
        };
        limit.finish(d);
        out.push(Limit {
            articles,
            from,
            until,
            unverified,
            note,
        });
    }
    out
}

/// Two periods of one instrument must not overlap.
fn overlaps(entries: &[(Span, LawEntry)], rb: &Rulebook, d: &mut Vec<Diagnostic>) {
    for (i, (at, b)) in entries.iter().enumerate() {
        let clash = entries[..i].iter().find(|(_, a)| {
            let a_first = a.until.is_none_or(|end| b.from.is_none_or(|start| start < end));
            let b_first = b.until.is_none_or(|end| a.from.is_none_or(|start| start < end));
            a.instrument == b.instrument && a_first && b_first
        });
        if let Some((first, _)) = clash {
            let id = rb.instruments.get(b.instrument.ix()).map_or("", |i| i.id.as_str());
            d.push(
                Diagnostic::error("overlapping-entries", *at, format!("two entries for `{id}` overlap"))
                    .label("again")
                    .related(*first, "the first entry")
                    .help("several entries for one instrument are several periods: give the first an `until`"),
            );
        }
    }
}
