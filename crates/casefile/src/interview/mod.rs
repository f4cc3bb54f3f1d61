//! An interview: one question after the other, until a case is known well enough.
//!
//! It knows no terminal and no page. Whoever asks (`safeconduct ask`, an office's pages) gets from it what was replied, in order, goes back and forward, and at
//! every moment has the case as it stands: [`Interview::case`] for the engine, [`Interview::text`] for the file. A reply is never lost by going back: a reply that
//! is changed leaves those after it as they are, and one that no longer bears on anything stays in the file.

mod question;

pub use question::{Choice, Everywhere, Form, Question, a_day, items_at};

use crate::file::{Asked, CaseFile, DisputedValues, Finding, Kind, Plain, Statement, Word};
use crate::overrides::segments;
use crate::write::write_toml;
use jiff::civil::Date;
use safeconduct_rulebook::source::Span;

/// What was replied to a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// A value.
    Value(Plain),
    /// The evidence conflicts: the values that are put forward, and why. The fact stays open.
    Disputed(Vec<Plain>, Option<String>),
    /// No value, and why. The fact stays open.
    Nothing(Asked),
}

/// Where a reply comes from; all of it optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// In words.
    pub source: Option<String>,
    /// How strong it is.
    pub kind: Option<Kind>,
    /// The body that found it, or that was asked.
    pub found_by: Option<String>,
    /// To what standard.
    pub standard: Option<String>,
    /// It holds since.
    pub since: Option<Date>,
    /// The office knows it since.
    pub recorded: Option<Date>,
    /// What nobody has checked.
    pub unverified: Option<String>,
}

/// A question and what was replied to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The path of the fact, as in a case file.
    pub path: String,
    /// What was replied.
    pub reply: Reply,
    /// Where that comes from.
    pub evidence: Evidence,
}

impl Record {
    /// A reply of which nobody says where it comes from.
    pub fn new(path: impl Into<String>, reply: Reply) -> Self {
        Self {
            path: path.into(),
            reply,
            evidence: Evidence::default(),
        }
    }
}

/// An interview: a setting, what was replied, and where one stands.
#[derive(Clone, Debug)]
pub struct Interview {
    /// The case without the facts: its name, day, states, steps, expectations.
    setting: CaseFile,
    records: Vec<Record>,
    /// Replies that were changed, with where they came from: who takes one up again gets its evidence back.
    before: Vec<Record>,
    /// The record before which one stands; their number where one stands at the front.
    at: usize,
}

impl Interview {
    /// An interview about a case. What its file says of facts and relations counts as replied, in the order of the file; one stands at the front.
    pub fn of(mut case: CaseFile) -> Self {
        let mut records: Vec<Record> = Vec::new();
        let (facts, rest): (Vec<Statement>, Vec<Statement>) = std::mem::take(&mut case.statements)
            .into_iter()
            .partition(|s| s.path.len() > 1 && s.path[0].text != "steps");
        case.statements = rest;
        for statement in facts {
            records.push(Record::new(join(&statement.path), Reply::Value(statement.value)));
        }
        let mut general = Vec::new();
        for finding in std::mem::take(&mut case.findings) {
            let path = join(&finding.path);
            let reply = match (&finding.disputed, finding.asked) {
                (Some(disputed), _) => Some(Reply::Disputed(
                    disputed.values.iter().map(|(value, _)| value.clone()).collect(),
                    disputed.why.clone(),
                )),
                (None, Some(asked)) => Some(Reply::Nothing(asked)),
                (None, None) => None,
            };
            if let Some(record) = records.iter_mut().find(|r| r.path == path) {
                record.evidence = evidence(&finding);
            } else if let Some(reply) = reply {
                records.push(Record {
                    path,
                    reply,
                    evidence: evidence(&finding),
                });
            } else {
                // Evidence on several facts at once.
                general.push(finding);
            }
        }
        case.findings = general;
        let at = records.len();
        Self {
            setting: case,
            records,
            before: Vec::new(),
            at,
        }
    }

    /// What was replied, in order.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// How many questions lie before where one stands.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The record at which one stands: a question that was asked before. `None` at the front, where the next question is asked.
    pub fn current(&self) -> Option<&Record> {
        self.records.get(self.at)
    }

    /// Goes back by one question; whether there is one.
    pub fn back(&mut self) -> bool {
        let can = self.at > 0;
        self.at = self.at.saturating_sub(1);
        can
    }

    /// Goes forward by one question; whether there is one.
    pub fn forward(&mut self) -> bool {
        let can = self.at < self.records.len();
        self.at = self.records.len().min(self.at + 1);
        can
    }

    /// Goes to the question about a path; whether it was asked.
    pub fn go_to(&mut self, path: &str) -> bool {
        let place = self.records.iter().position(|r| r.path == path);
        self.at = place.unwrap_or(self.at);
        place.is_some()
    }

    /// Goes to where the next question is asked.
    pub fn to_the_front(&mut self) {
        self.at = self.records.len();
    }

    /// Takes a reply: to the question at which one stands, or, at the front, to a new one. Nothing else changes, and one stands after it. Evidence belongs to
    /// a reply: it goes when another takes its place, and comes back with it.
    pub fn reply(&mut self, mut record: Record) {
        if record.evidence == Evidence::default()
            && let Some(old) = (self.records.iter().chain(self.before.iter().rev()))
                .find(|old| old.path == record.path && old.reply == record.reply)
        {
            record.evidence = old.evidence.clone();
        }
        let wide = matches!(record.reply, Reply::Value(_)).then(|| record.path.clone());
        let front = self.at == self.records.len();
        let known = self.records.iter().position(|r| r.path == record.path);
        let place = if front { known.unwrap_or(self.at) } else { self.at };
        match self.records.get_mut(place) {
            Some(old) => self.before.push(std::mem::replace(old, record)),
            None => self.records.push(record),
        }
        // A reply for every act takes the place of one for a single act, and the other way round.
        if let Some(twice) = known.filter(|known| *known != place) {
            self.before.push(self.records.remove(twice));
            self.at -= usize::from(twice < place);
        }
        self.at = if front { self.records.len() } else { self.at + 1 };
        if let Some(wide) = wide {
            self.withdraw_under(&wide);
        }
    }

    /// Takes back what was replied for single acts and states, where a value for all of them was replied.
    fn withdraw_under(&mut self, path: &str) {
        let narrow = format!("{path}.");
        let single: Vec<String> = (self.records.iter())
            .filter(|r| r.path.starts_with(&narrow))
            .map(|r| r.path.clone())
            .collect();
        single.iter().for_each(|path| self.withdraw(path));
    }

    /// Takes a question back that was asked before: it was not asked. One stands where it stood.
    pub fn withdraw(&mut self, path: &str) {
        if let Some(place) = self.records.iter().position(|r| r.path == path) {
            self.before.push(self.records.remove(place));
            self.at -= usize::from(place < self.at);
        }
    }

    /// The case as it stands. It has no places in any file; [`Interview::text`] read again has.
    pub fn case(&self) -> CaseFile {
        let mut case = self.setting.clone();
        for record in &self.records {
            if let Reply::Value(value) = &record.reply {
                case.statements.push(Statement {
                    path: path(&record.path),
                    value: value.clone(),
                    span: Span::default(),
                });
            }
            case.findings.extend(finding(record));
        }
        // As a file is resumed in another order, so that it is the same file again.
        case.findings.sort_by_key(|f| join(&f.path));
        case
    }

    /// The case as a file, in the canonical form.
    pub fn text(&self) -> String {
        write_toml(&self.case())
    }
}

fn join(path: &[Word]) -> String {
    path.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(".")
}

fn path(text: &str) -> Vec<Word> {
    segments(text, 0, 0)
}

fn evidence(finding: &Finding) -> Evidence {
    Evidence {
        source: finding.source.clone(),
        kind: finding.kind,
        found_by: finding.found_by.as_ref().map(|w| w.text.clone()),
        standard: finding.standard.clone(),
        since: finding.since,
        recorded: finding.recorded,
        unverified: finding.unverified.clone(),
    }
}

/// What a file says of a record besides its value.
fn finding(record: &Record) -> Option<Finding> {
    let said = &record.evidence;
    let (disputed, asked) = match &record.reply {
        Reply::Value(_) if *said == Evidence::default() => return None,
        Reply::Value(_) => (None, None),
        Reply::Disputed(values, why) => {
            let values = values.iter().map(|v| (v.clone(), Span::default())).collect();
            let why = why.clone();
            let span = Span::default();
            (Some(DisputedValues { values, why, span }), None)
        }
        Reply::Nothing(asked) => (None, Some(*asked)),
    };
    Some(Finding {
        path: path(&record.path),
        span: Span::default(),
        source: said.source.clone(),
        kind: said.kind,
        found_by: said.found_by.as_ref().map(|text| Word {
            text: text.clone(),
            span: Span::default(),
        }),
        standard: said.standard.clone(),
        since: said.since,
        recorded: said.recorded,
        unverified: said.unverified.clone(),
        disputed,
        asked,
    })
}
