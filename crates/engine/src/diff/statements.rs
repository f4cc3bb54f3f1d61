//! Which statements a change of the law adds, takes away, changes, or only words otherwise.

use super::{Days, NEW, OLD};
use crate::law::{LimitKind, Status, limits, status};
use jiff::civil::Date;
use safeconduct_rulebook::lexer::{Kind, lex};
use safeconduct_rulebook::model::*;
use safeconduct_rulebook::prose;
use safeconduct_rulebook::source::Sources;
use std::collections::BTreeSet;

/// A statement as it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementText {
    /// Its title.
    pub title: String,
    /// Its citations.
    pub citation: String,
    /// What it says, as a sentence; empty for a word that is only declared.
    pub sentence: String,
}

/// What became of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// It is new.
    Added(StatementText),
    /// It is gone.
    Removed(StatementText),
    /// It says something else.
    Changed(StatementText, StatementText),
    /// It means the same in other words: title, clause, citation or mark.
    Reworded(StatementText, StatementText),
}

/// A statement that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementChange {
    /// The word that declares it: `rule`, `exception`, `fact` and so on.
    pub kind: &'static str,
    /// Its id, on the new side where it is there.
    pub id: String,
    /// What became of it.
    pub what: Stated,
}

/// A statement of one side.
struct Here {
    kind: &'static str,
    id: String,
    text: StatementText,
    /// What it says, without texts and citations.
    meaning: Vec<String>,
    /// Everything that it says.
    words: Vec<String>,
}

/// The statements that differ: first those that mean something else, in the order of the new rulebook, those that are gone last.
pub fn statements(old: (&Rulebook, &Sources), new: (&Rulebook, &Sources)) -> Vec<StatementChange> {
    let renamed = |id: &str| {
        let alias = new.0.aliases.iter().find(|(was, ..)| was == id);
        alias.map_or_else(|| id.to_owned(), |(_, to, _)| to.clone())
    };
    let was = all(old.0, old.1, &renamed);
    let is = all(new.0, new.1, &|id| id.to_owned());
    let mut out = Vec::new();
    for now in &is {
        let before = was.iter().find(|b| b.kind == now.kind && renamed(&b.id) == now.id);
        let what = match before {
            None => Stated::Added(now.text.clone()),
            Some(b) if b.meaning != now.meaning => Stated::Changed(b.text.clone(), now.text.clone()),
            Some(b) if b.words != now.words => Stated::Reworded(b.text.clone(), now.text.clone()),
            Some(_) => continue,
        };
        out.push((now.kind, now.id.clone(), what));
    }
    for b in &was {
        if !is.iter().any(|n| b.kind == n.kind && renamed(&b.id) == n.id) {
            out.push((b.kind, b.id.clone(), Stated::Removed(b.text.clone())));
        }
    }
    out.into_iter()
        .map(|(kind, id, what)| StatementChange { kind, id, what })
        .collect()
}

fn all(rb: &Rulebook, sources: &Sources, renamed: &dyn Fn(&str) -> String) -> Vec<Here> {
    let mut out: Vec<Here> = Vec::new();
    let mut add = |kind: &'static str, id: &str, title: &str, origin: &Origin, sentence: String| {
        let (meaning, mut words) = tokens(origin, sources, renamed);
        let citation = origin.citation();
        words.push(citation.clone());
        let text = StatementText {
            title: title.to_owned(),
            citation,
            sentence,
        };
        out.push(Here {
            kind,
            id: id.to_owned(),
            text,
            meaning,
            words,
        });
    };
    for s in prose::statements(rb) {
        add(s.kind, s.id, s.title, s.origin, s.sentence.clone());
    }
    macro_rules! declared {
        ($($list:ident $kind:literal),*) => {$(
            for x in &rb.$list {
                add($kind, &x.id, &x.title, &x.origin, String::new());
            }
        )*};
    }
    declared!(
        instruments "instrument", facts "fact", steps "step", relations "relation", roles "role", terms "term",
        acts "act", profiles "profile"
    );
    out
}

/// What is written: what it means (names, numbers, signs, in their order), and all of it.
fn tokens(origin: &Origin, sources: &Sources, renamed: &dyn Fn(&str) -> String) -> (Vec<String>, Vec<String>) {
    let text = sources.text(origin.span.file);
    let range = origin.span.start as usize..origin.span.end as usize;
    let (mut meaning, mut words) = (Vec::new(), Vec::new());
    // The words after `cite` up to the next line say where it stands, not what it says.
    let mut source = false;
    for token in lex(origin.span.file, text, range, &mut Vec::new()) {
        let written = token.text(text);
        if token.kind == Kind::Comment {
            continue;
        }
        words.push(renamed(written));
        if token.first {
            source = matches!(written, "cite" | "unverified");
        }
        if token.kind != Kind::Text && !source {
            meaning.push(renamed(written));
        }
    }
    (meaning, words)
}

/// What the rulebooks say otherwise of a state and an instrument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The state's code.
    pub state: String,
    /// Its name.
    pub name: String,
    /// The short name of the instrument.
    pub instrument: String,
    /// The word before a pinpoint, `art`.
    pub pinpoint: String,
    /// For two days: what is said on each. For every day: `None`, the entry differs.
    pub on: Option<[OnDay; 2]>,
}

/// What is said of a state and an instrument on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnDay {
    /// Whether it is bound.
    pub status: Status,
    /// The articles reserved, where it is bound or may be.
    pub reserved: Vec<String>,
    /// The articles derogated from.
    pub derogated: Vec<String>,
}

/// Where the law of states differs, by code and instrument of the new rulebook; instruments that only one rulebook has are not among them.
pub fn entries(old: &Rulebook, new: &Rulebook, days: Days) -> Vec<Entry> {
    let books = [old, new];
    let codes: BTreeSet<&String> = books.iter().flat_map(|b| &b.states).map(|s| &s.code).collect();
    let mut out = Vec::new();
    for code in codes {
        for (n, instrument) in new.instruments.iter().enumerate() {
            let Some(o) = old.instruments.iter().position(|i| i.id == instrument.id) else {
                continue;
            };
            let ids = [InstrumentId(o as u32), InstrumentId(n as u32)];
            let on = match days {
                Days::Two { old: was, new: is } => {
                    let said = [(OLD, was), (NEW, is)].map(|(s, day)| said(books[s], code, ids[s], day));
                    (said[OLD] != said[NEW]).then_some(Some(said))
                }
                Days::Every { .. } => {
                    let same = whole(old, code, ids[OLD]) == whole(new, code, ids[NEW]);
                    (!same).then_some(None)
                }
            };
            let Some(on) = on else { continue };
            let file = books
                .iter()
                .rev()
                .find_map(|b| b.states.iter().find(|s| s.code == *code));
            out.push(Entry {
                state: code.clone(),
                name: file.map_or_else(|| code.clone(), |s| s.name.clone()),
                instrument: instrument.short.clone(),
                pinpoint: instrument.pinpoint.clone(),
                on,
            });
        }
    }
    out
}

/// The entries of a state for an instrument.
fn of<'r>(rb: &'r Rulebook, code: &str, id: InstrumentId) -> impl Iterator<Item = &'r LawEntry> {
    let state = rb.states.iter().find(|s| s.code == code);
    state
        .into_iter()
        .flat_map(|s| &s.entries)
        .filter(move |e| e.instrument == id)
}

fn said(rb: &Rulebook, code: &str, id: InstrumentId, day: Date) -> OnDay {
    let status = status(rb, code, id, day);
    let articles = |kind: LimitKind| -> Vec<String> {
        let all: BTreeSet<&String> = of(rb, code, id)
            .flat_map(|e| limits(e, kind))
            .flat_map(|l| &l.articles)
            .collect();
        let in_force = |a: &&String| status != Status::NotBound && crate::law::limited(rb, code, id, a, kind, day);
        all.into_iter().filter(in_force).cloned().collect()
    };
    OnDay {
        status,
        reserved: articles(LimitKind::Reservation),
        derogated: articles(LimitKind::Derogation),
    }
}

/// Everything about days that the entries say, to be compared.
fn whole(rb: &Rulebook, code: &str, id: InstrumentId) -> Vec<String> {
    let limit = |l: &Limit| format!("{:?} {:?} {:?}", l.articles, l.from, l.until);
    let entry = |e: &LawEntry| {
        let kinds = [LimitKind::Reservation, LimitKind::Derogation];
        let limits: Vec<Vec<String>> = kinds.map(|k| limits(e, k).iter().map(limit).collect()).into();
        format!("{:?} {:?} {:?} {limits:?}", e.status, e.from, e.until)
    };
    of(rb, code, id).map(entry).collect()
}
