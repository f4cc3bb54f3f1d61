//! A case file in its canonical form.

use crate::expect::{About, Expect};
use crate::file::{CaseFile, Finding, Plain, Word};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Writes a case in its canonical form: the keys of the case, the readings, law, the facts by their tables in the order of the alphabet,
/// steps, evidence, expectations. Reading it again gives the same case. Comments are not part of a case.
pub fn write_toml(case: &CaseFile) -> String {
    let mut out = Toml::default();
    out.text("id", Some(&case.id));
    out.text("title", case.title.as_ref());
    out.date("as_of", case.as_of);
    out.date("as_known", case.as_known);
    out.word("profile", case.profile.as_ref());
    out.word("detaining", Some(&case.detaining));
    for statement in case.statements.iter().filter(|s| s.path.len() == 1) {
        out.line(&key(&statement.path[0].text), &plain(&statement.value));
    }
    if let Some(destinations) = &case.destinations {
        out.line("destinations", &words(destinations));
    }
    if let Some(complete) = case.complete {
        out.line("destinations_complete", &complete.to_string());
    }
    out.text("happened", case.happened.as_ref());
    if !case.readings.is_empty() {
        out.header("[readings]");
        for (question, position) in &case.readings {
            out.line(&key(&question.text), &quoted(&position.text));
        }
    }
    for law in &case.law {
        out.header(&format!("[law.{}]", key(&law.state.text)));
        for (instrument, bound) in &law.bound {
            out.line(&key(&instrument.text), &bound.to_string());
        }
        for (name, articles) in [("reserves", &law.reserves), ("derogates", &law.derogates)] {
            if !articles.is_empty() {
                out.line(name, &words(articles));
            }
        }
    }
    statements(case, &mut out);
    for finding in &case.findings {
        write_finding(finding, &mut out);
    }
    for expect in &case.expects {
        write_expect(expect, &mut out);
    }
    out.0
}

/// Tables of facts, then tables of steps.
fn statements(case: &CaseFile, out: &mut Toml) {
    type Lines<'a> = Vec<(&'a str, &'a Plain)>;
    let mut tables: BTreeMap<(bool, Vec<&str>), Lines<'_>> = BTreeMap::new();
    for statement in &case.statements {
        if let Some((last, table)) = statement.path.split_last().filter(|(_, table)| !table.is_empty()) {
            let path: Vec<&str> = table.iter().map(|w| w.text.as_str()).collect();
            tables
                .entry((path[0] == "steps", path))
                .or_default()
                .push((&last.text, &statement.value));
        }
    }
    for ((_, path), mut lines) in tables {
        lines.sort_by_key(|(name, _)| *name);
        out.header(&format!(
            "[{}]",
            path.iter().map(|s| key(s)).collect::<Vec<_>>().join(".")
        ));
        for (name, value) in lines {
            out.line(&key(name), &plain(value));
        }
    }
}

fn write_finding(finding: &Finding, out: &mut Toml) {
    let path = finding
        .path
        .iter()
        .map(|w| w.text.as_str())
        .collect::<Vec<_>>()
        .join(".");
    out.header(&format!("[findings.{}]", quoted(&path)));
    out.text("source", finding.source.as_ref());
    if let Some(kind) = finding.kind {
        out.line("kind", &quoted(kind.word()));
    }
    out.word("found_by", finding.found_by.as_ref());
    out.text("standard", finding.standard.as_ref());
    out.date("since", finding.since);
    out.date("recorded", finding.recorded);
    out.text("unverified", finding.unverified.as_ref());
    out.text("asked", finding.asked.map(|a| a.word().to_owned()).as_ref());
    if let Some(disputed) = &finding.disputed {
        out.header(&format!("[findings.{}.disputed]", quoted(&path)));
        let values: Vec<String> = disputed.values.iter().map(|(value, _)| plain(value)).collect();
        out.line("values", &format!("[{}]", values.join(", ")));
        out.text("why", disputed.why.as_ref());
    }
}

fn write_expect(expect: &Expect, out: &mut Toml) {
    out.header("[[expect]]");
    match &expect.about {
        About::Act { act, destination } => {
            out.word("act", Some(act));
            out.word("destination", destination.as_ref());
        }
        About::Duty(duty) => out.word("duty", Some(duty)),
        About::Term { term, state } => {
            out.word("term", Some(term));
            out.word("state", state.as_ref());
        }
    }
    out.word("status", expect.status.as_ref());
    out.date("due", expect.due.map(|(day, _)| day));
    out.word("value", expect.value.as_ref());
    out.word("verdict", expect.verdict.as_ref());
    out.word("now", expect.now.as_ref());
    if let Some(possible) = &expect.possible {
        out.line("possible", &words(possible));
    }
    out.word("settled", expect.settled.as_ref());
    out.word("profile", expect.profile.as_ref());
    out.word("not_settled", expect.not_settled.as_ref());
    for (name, list) in [("by_rule", &expect.by_rule), ("steps", &expect.steps)] {
        if !list.is_empty() {
            out.line(name, &words(list));
        }
    }
    out.text("why", expect.why.as_ref());
}

#[derive(Default)]
struct Toml(String);

impl Toml {
    fn line(&mut self, name: &str, value: &str) {
        // Writing to a string cannot fail.
        let _ = writeln!(self.0, "{name} = {value}");
    }

    fn header(&mut self, header: &str) {
        let _ = writeln!(self.0, "\n{header}");
    }

    fn text(&mut self, name: &str, text: Option<&String>) {
        if let Some(text) = text {
            self.line(name, &quoted(text));
        }
    }

    fn word(&mut self, name: &str, word: Option<&Word>) {
        self.text(name, word.map(|w| &w.text));
    }

    fn date(&mut self, name: &str, date: Option<Date>) {
        if let Some(date) = date {
            self.line(name, &date.to_string());
        }
    }
}

fn plain(value: &Plain) -> String {
    match value {
        Plain::Text(text) => quoted(text),
        other => other.to_string(),
    }
}

fn words(words: &[Word]) -> String {
    format!(
        "[{}]",
        words.iter().map(|w| quoted(&w.text)).collect::<Vec<_>>().join(", ")
    )
}

fn key(name: &str) -> String {
    let bare = !name.is_empty()
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if bare { name.to_owned() } else { quoted(name) }
}

/// A text as TOML writes it.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
