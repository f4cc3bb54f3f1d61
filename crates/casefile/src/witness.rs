//! A case that the engine found, as a case file.

use crate::file::{CaseFile, Finding, LawTable, Plain, Statement, Word};
use crate::write::write_toml;
use safeconduct_engine::claims::Changed;
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::law::LimitKind;
use safeconduct_engine::situation::{Item, What};
use safeconduct_engine::witness::{DETAINING, Witness, code, place};
use safeconduct_rulebook::model::{BodyId, Per, Presumed, Rulebook, Type, Val};
use safeconduct_rulebook::source::{SourceFile, Span};

/// The path of an item in a file on a generic case.
pub fn path(rulebook: &Rulebook, item: Item) -> String {
    let states = [item.state, item.other].into_iter().flatten().map(code);
    match item.what {
        What::Relation(relation) => {
            let table = rulebook.relations[relation.ix()].table.clone();
            std::iter::once(table).chain(states).collect::<Vec<_>>().join(".")
        }
        What::Fact(fact) => {
            let fact = &rulebook.facts[fact.ix()];
            match (fact.per, fact.id.split_once('.')) {
                (Per::Destination, Some((first, rest))) => {
                    let states: Vec<String> = states.collect();
                    format!("{first}.{}.{rest}", states.join("."))
                }
                _ => {
                    let act = item.act.map(|a| rulebook.acts[a.ix()].id.clone());
                    let parts = std::iter::once(fact.id.clone()).chain(act).chain(states);
                    parts.collect::<Vec<_>>().join(".")
                }
            }
        }
    }
}

/// A value as it stands in a case file.
pub fn value(rulebook: &Rulebook, item: Item, value: Val) -> Plain {
    match (item.what, value) {
        (What::Relation(_), Val::Bool(true)) => Plain::Text("found".to_owned()),
        (What::Relation(_), _) => Plain::Text("dispelled".to_owned()),
        (_, Val::Bool(yes)) => Plain::Bool(yes),
        (_, Val::Date(day)) => Plain::Date(day),
        (_, Val::Number(n)) => Plain::Int(n),
        (What::Fact(fact), Val::Value(v)) => match &rulebook.facts[fact.ix()].kind {
            Type::OneOf(values) => Plain::Text(values.get(v as usize).map_or_else(String::new, |v| v.id.clone())),
            _ => Plain::Int(v.into()),
        },
    }
}

/// What `what-if` takes to make a change of a claim in the case: an option and its value.
pub fn change_of(rulebook: &Rulebook, changed: &Changed) -> (&'static str, String) {
    match changed {
        Changed::Item(item, to) => {
            let to = value(rulebook, *item, *to);
            ("--set", format!("{}={to}", path(rulebook, *item)))
        }
        Changed::Reading(question, position) => {
            let question = &rulebook.questions[question.ix()];
            let position = &question.positions[*position as usize].id;
            ("--reading", format!("{}={position}", question.id))
        }
        Changed::Law(key, bound) => {
            let instrument = &rulebook.instruments[key.instrument.ix()].id;
            ("--set", format!("law.{}.{instrument}={bound}", place(key.place)))
        }
    }
}

/// The body by which a finding has to be recorded so that it counts against what is presumed; `None` where nothing is, or anybody will do.
fn recorded_by(rulebook: &Rulebook, item: Item, value: Val) -> Option<BodyId> {
    let about = |p: &Presumed| match p {
        Presumed::Fact(fact) => item.what == What::Fact(*fact),
        Presumed::Relation(relation) => item.what == What::Relation(*relation),
    };
    let mut until = rulebook.presumptions.iter();
    let mut until: Vec<&[BodyId]> = until
        .by_ref()
        .filter(|p| about(&p.what) && p.value != value && !p.until.is_empty())
        .map(|p| p.until.as_slice())
        .collect();
    let first = until.pop()?;
    let common = first.iter().find(|b| until.iter().all(|other| other.contains(b)));
    common.or(first.first()).copied()
}

/// The text of a case file that says what the witness names, and nothing else; every command opens it.
pub fn case_of(rulebook: &Rulebook, witness: &Witness, id: &str, title: &str) -> String {
    let word = |text: &str| Word {
        text: text.to_owned(),
        span: Span::default(),
    };
    let words = |path: &str| path.split('.').map(word).collect::<Vec<Word>>();
    let mut statements: Vec<Statement> = (witness.roles.iter())
        .map(|(role, state)| (rulebook.roles[role.ix()].id.clone(), Plain::Text(code(*state))))
        .map(|(path, value)| (words(&path), value))
        .map(|(path, value)| Statement {
            path,
            value,
            span: Span::default(),
        })
        .collect();
    let mut findings = Vec::new();
    for (item, found) in &witness.facts {
        let path = words(&path(rulebook, *item));
        statements.push(Statement {
            path: path.clone(),
            value: value(rulebook, *item, *found),
            span: Span::default(),
        });
        if let Some(body) = recorded_by(rulebook, *item, *found) {
            findings.push(Finding {
                asked: None,
                path,
                span: Span::default(),
                source: None,
                kind: None,
                found_by: Some(word(&rulebook.bodies[body.ix()])),
                standard: None,
                since: None,
                recorded: None,
                unverified: None,
                disputed: None,
            });
        }
    }
    let readings = witness.readings.iter().map(|(question, position)| {
        let question = &rulebook.questions[question.ix()];
        (word(&question.id), word(&question.positions[*position as usize].id))
    });
    let case = CaseFile {
        source: SourceFile {
            path: String::new(),
            text: String::new(),
        },
        id: id.to_owned(),
        title: Some(title.to_owned()),
        as_of: Some(witness.as_of),
        as_known: None,
        profile: None,
        detaining: word(DETAINING),
        destinations: Some((0..witness.states).map(|s| word(&code(s))).collect()),
        complete: witness.complete.then_some(true),
        readings: readings.collect(),
        law: law(rulebook, witness),
        statements,
        findings,
        expects: Vec::new(),
        happened: None,
        warnings: Vec::new(),
        empty: Vec::new(),
    };
    write_toml(&case)
}

/// The same, with these states at their places instead of generic ones. What the witness says of their law should be what the rulebook leaves open.
pub fn case_with(rulebook: &Rulebook, witness: &Witness, states: &[(Place, String)], id: &str, title: &str) -> String {
    let text = case_of(rulebook, witness, id, title);
    let mut out = String::new();
    // The codes of generic states are words of their own wherever they stand.
    for word in text.split_inclusive(|c: char| !c.is_ascii_alphanumeric()) {
        let end = word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()).len();
        let (name, rest) = word.split_at(end);
        let real = states.iter().find(|(of, _)| place(*of) == name);
        out.push_str(real.map_or(name, |(_, code)| code));
        out.push_str(rest);
    }
    out
}

/// The law of the witness, a table a state.
fn law(rulebook: &Rulebook, witness: &Witness) -> Vec<LawTable> {
    let word = |text: String| Word {
        text,
        span: Span::default(),
    };
    let id = |instrument: safeconduct_rulebook::model::InstrumentId| rulebook.instruments[instrument.ix()].id.clone();
    let mut tables: Vec<(Place, LawTable)> = Vec::new();
    let mut table = |of: Place, add: &dyn Fn(&mut LawTable)| {
        if tables.iter().all(|(p, _)| *p != of) {
            let state = word(place(of));
            tables.push((
                of,
                LawTable {
                    state,
                    ..LawTable::default()
                },
            ));
        }
        tables.iter_mut().filter(|(p, _)| *p == of).for_each(|(_, t)| add(t));
    };
    for (key, bound) in &witness.law {
        table(key.place, &|t| t.bound.push((word(id(key.instrument)), *bound)));
    }
    for (key, article, kind, yes) in &witness.limits {
        // What is not bound has no limits; and a limit that is not stated is none.
        if *yes && !witness.law.contains(&(*key, false)) {
            let article = format!("{}.{article}", id(key.instrument));
            table(key.place, &|t| match kind {
                LimitKind::Reservation => t.reserves.push(word(article.clone())),
                LimitKind::Derogation => t.derogates.push(word(article.clone())),
            });
        }
    }
    tables.into_iter().map(|(_, t)| t).collect()
}
