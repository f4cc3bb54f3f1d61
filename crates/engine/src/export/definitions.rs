//! What follows, with names: verdicts, norms, exceptions, bases, terms, duties.

use super::{Definition, Literal, Name};
use crate::circuit::Lit;
use crate::compile::{Cell, Compiled, Mode};
use crate::explain::words::Words;
use safeconduct_rulebook::model::{Origin, Verdict};
use std::collections::{HashMap, HashSet};

/// A definition of the compiled rulebook.
pub(super) struct Defined {
    name: Name,
    title: String,
    cites: String,
    pub(super) literal: Lit,
}

impl Defined {
    fn new(name: Name, title: &str, origin: Option<&Origin>, literal: Lit) -> Self {
        Self {
            name,
            title: title.to_owned(),
            cites: origin.map(Origin::citation).unwrap_or_default(),
            literal,
        }
    }

    pub(super) fn through(self, code: impl Fn(Lit) -> Literal) -> Definition {
        Definition {
            name: self.name,
            title: self.title,
            cites: self.cites,
            literal: code(self.literal),
        }
    }
}

fn word(mode: Mode) -> &'static str {
    match mode {
        Mode::Must | Mode::MustHome => "must",
        Mode::Bar => "must_not",
        Mode::While => "must_not_while",
        Mode::Until => "must_not_until",
    }
}

/// The norms, bases and verdicts of some cells. What never holds is left out, but for verdicts.
pub(super) fn of_cells(cells: &[&Cell], compiled: &Compiled<'_>, words: Words<'_>) -> Vec<Defined> {
    let rb = compiled.rulebook;
    let mut out = Vec::new();
    for cell in cells {
        let act = rb.acts[cell.act.ix()].id.as_str();
        let to = cell.destination.map_or("", |d| words.code(d));
        let mut exceptions = Vec::new();
        for basis in &cell.bases {
            exceptions.extend(&basis.exceptions);
            let declared = &rb.bases[basis.basis.ix()];
            let name = Name::new("basis", [declared.id.as_str(), act, to]);
            out.push(Defined::new(name, &declared.title, Some(&declared.origin), basis.holds));
        }
        for norm in &cell.norms {
            exceptions.extend(&norm.exceptions);
            let declared = &rb.rules[norm.rule.ix()];
            let about = [declared.id.as_str(), word(norm.mode), act, to];
            if norm.holds != norm.stands {
                let name = Name::new("holds", about);
                out.push(Defined::new(name, &declared.title, Some(&declared.origin), norm.holds));
            }
            let name = Name::new("stands", about);
            out.push(Defined::new(name, &declared.title, Some(&declared.origin), norm.stands));
        }
        for (id, lit) in exceptions {
            let declared = &rb.exceptions[id.ix()];
            let name = Name::new("exception", [declared.id.as_str(), act, to]);
            out.push(Defined::new(name, &declared.title, Some(&declared.origin), lit));
        }
        for (one_of, lit) in &cell.last_choice_of {
            let declared = &rb.rules[compiled.one_of[*one_of].rule.ix()];
            let name = Name::new("last_choice", [declared.id.as_str(), act, to]);
            out.push(Defined::new(name, &declared.title, Some(&declared.origin), *lit));
        }
        out.retain(|d| d.literal != Lit::FALSE || d.name.kind == "verdict");
        for (verdict, lit) in Verdict::ALL.into_iter().zip(cell.verdicts) {
            let name = Name::new("verdict", [act, to]).is(verdict.word());
            let title = words.act_phrase(cell.act, cell.destination);
            out.push(Defined::new(name, &title, None, lit));
        }
    }
    out
}

/// The terms whose literal is wanted.
pub(super) fn of_terms(compiled: &Compiled<'_>, words: Words<'_>, wanted: impl Fn(Lit) -> bool) -> Vec<Defined> {
    let terms = compiled.terms.iter();
    terms
        .filter(|(.., lit)| *lit != Lit::FALSE && wanted(*lit))
        .map(|(term, state, lit)| {
            let declared = &compiled.rulebook.terms[term.ix()];
            Defined::new(
                Name::new("term", [words.term(*term, *state)]),
                &declared.title,
                None,
                *lit,
            )
        })
        .collect()
}

/// When each duty with a clock is owed.
pub(super) fn of_duties(compiled: &Compiled<'_>) -> Vec<Defined> {
    let duties = compiled.duties.iter();
    duties
        .filter(|d| d.when != Lit::FALSE)
        .map(|duty| {
            let declared = &compiled.rulebook.duties[duty.duty.ix()];
            let name = Name::new("duty", [&declared.id]);
            Defined::new(name, &declared.title, Some(&declared.origin), duty.when)
        })
        .collect()
}

/// The same thing named twice is named once; two things of one name are told apart by a number.
pub(super) fn distinct(definitions: &mut Vec<Defined>) {
    let mut seen: HashSet<(Name, Lit)> = HashSet::new();
    definitions.retain(|d| seen.insert((d.name.clone(), d.literal)));
    let mut times: HashMap<Name, usize> = HashMap::new();
    for definition in definitions {
        let n = times.entry(definition.name.clone()).or_default();
        *n += 1;
        if *n > 1
            && let Some(first) = definition.name.about.first_mut()
        {
            *first = format!("{first}#{n}");
        }
    }
}
