//! What may vary, with names.

use super::{Literal, Name, Shape, Value, Variable};
use crate::circuit::Lit;
use crate::compile::frame::{Frame, Threshold};
use crate::compile::items::{Choice, Repr};
use crate::compile::{Compiled, LawKey};
use crate::explain::words::Words;
use crate::law::LimitKind;
use crate::situation::{Item, What};
use safeconduct_rulebook::model::Val;
use std::mem::discriminant;

/// A variable of the compiled rulebook.
pub(super) struct Named {
    name: Name,
    title: String,
    shape: Shape,
    values: Vec<(String, String, Lit)>,
}

impl Named {
    fn new(name: Name, title: impl Into<String>, shape: Shape) -> Self {
        Self {
            name,
            title: title.into(),
            shape,
            values: Vec::new(),
        }
    }

    /// A variable with two values.
    fn either(name: Name, title: impl Into<String>, lit: Lit, words: [&str; 2], says: [String; 2]) -> Self {
        let [yes, no] = says;
        let mut this = Self::new(name, title, Shape::ExactlyOne);
        this.values.push((words[0].to_owned(), yes, lit));
        this.values.push((words[1].to_owned(), no, !lit));
        this
    }

    pub(super) fn literals(&self) -> impl Iterator<Item = Lit> {
        self.values.iter().map(|(_, _, l)| *l)
    }

    /// Each value's name and literal.
    pub(super) fn names(&self) -> impl Iterator<Item = (Name, Lit)> {
        self.values.iter().map(|(value, _, lit)| (self.name.is(value), *lit))
    }

    pub(super) fn through(self, code: impl Fn(Lit) -> Literal) -> Variable {
        let value = |(value, says, lit)| Value {
            value,
            says,
            literal: code(lit),
        };
        Variable {
            name: self.name,
            title: self.title,
            shape: self.shape,
            values: self.values.into_iter().map(value).collect(),
        }
    }
}

const NOTHING: [String; 2] = [String::new(), String::new()];

/// Readings, law, roles, findings, statements: in this order.
pub(super) fn variables(compiled: &Compiled<'_>, frame: Frame<'_>, words: Words<'_>) -> Vec<Named> {
    let mut out = readings(compiled);
    law(compiled, words, &mut out);
    for (role, lits) in compiled.rulebook.roles.iter().zip(&compiled.roles) {
        let mut named = Named::new(Name::new("role", [&role.id]), &role.title, Shape::AtMostOne);
        for (s, lit) in lits.iter().enumerate() {
            named
                .values
                .push((words.code(s as u32).to_owned(), String::new(), *lit));
        }
        out.push(named);
    }
    if compiled.complete.constant().is_none() {
        out.push(Named::either(
            Name::new("destinations", ["complete"]),
            "Whether there is no other state to go to",
            compiled.complete,
            ["yes", "no"],
            NOTHING,
        ));
    }
    for (item, repr) in &compiled.items {
        out.extend(of_item(*item, repr, words));
    }
    if let Frame::Case(case) = frame {
        for s in &compiled.stated {
            let path = words.path(s.item);
            let (value, clause) = words.value(s.item, case.stated[s.index].value);
            let title = format!("Whether it is stated that {clause}");
            let kept = Name::new("stated", [&path, &value]);
            out.push(Named::either(kept, title, s.kept, ["kept", "dropped"], NOTHING));
            let title = "Whether the body that recorded it rebuts the presumptions that it may rebut";
            let rebuts = Name::new("rebuts", [&path]);
            out.push(Named::either(rebuts, title, s.rebuts, ["yes", "no"], NOTHING));
        }
    }
    selectors(compiled, words, &mut out);
    out
}

fn readings(compiled: &Compiled<'_>) -> Vec<Named> {
    let mut out = Vec::new();
    for (question, lits) in compiled.rulebook.questions.iter().zip(&compiled.questions) {
        let mut named = Named::new(Name::new("reading", [&question.id]), &question.title, Shape::ExactlyOne);
        for (position, lit) in question.positions.iter().zip(lits) {
            named.values.push((position.id.clone(), position.says.clone(), *lit));
        }
        out.push(named);
    }
    out
}

fn law(compiled: &Compiled<'_>, words: Words<'_>, out: &mut Vec<Named>) {
    let name = |key: &LawKey| -> [String; 2] {
        let instrument = &compiled.rulebook.instruments[key.instrument.ix()].id;
        [words.place(key.place).to_owned(), instrument.clone()]
    };
    for (key, lit) in &compiled.open_law {
        let title = &compiled.rulebook.instruments[key.instrument.ix()].title;
        let named = Named::either(
            Name::new("law", name(key)),
            title,
            *lit,
            ["bound", "not_bound"],
            NOTHING,
        );
        out.push(named);
    }
    for (key, article, kind, lit) in &compiled.limits {
        let kind = match kind {
            LimitKind::Reservation => "reservation",
            LimitKind::Derogation => "derogation",
        };
        let [place, instrument] = name(key);
        let title = format!("A {kind} to article {article}");
        let name = Name::new(kind, [place, format!("{instrument}.{article}")]);
        out.push(Named::either(name, title, *lit, ["yes", "no"], NOTHING));
    }
}

/// An item; a date with thresholds of two kinds is two variables, each in order.
fn of_item(item: Item, repr: &Repr, words: Words<'_>) -> Vec<Named> {
    let title = match item.what {
        What::Fact(fact) => &words.rb.facts[fact.ix()].title,
        What::Relation(relation) => &words.rb.relations[relation.ix()].title,
    };
    let name = Name::new("fact", [words.path(item)]);
    match repr {
        Repr::Bool(lit) => {
            let ((yes, holds), (no, fails)) = (words.value(item, Val::Bool(true)), words.value(item, Val::Bool(false)));
            vec![Named::either(name, title, *lit, [&yes, &no], [holds, fails])]
        }
        Repr::OneOf(lits) => {
            let mut named = Named::new(name, title, Shape::ExactlyOne);
            for (v, lit) in lits.iter().enumerate() {
                let (word, clause) = words.value(item, Val::Value(v as u32));
                named.values.push((word, clause, *lit));
            }
            vec![named]
        }
        Repr::Below(bounds) => {
            let mut out: Vec<Named> = Vec::new();
            for (i, (threshold, lit)) in bounds.iter().enumerate() {
                let same = i > 0 && discriminant(&bounds[i - 1].0) == discriminant(threshold);
                if !same {
                    out.push(Named::new(name.clone(), title, Shape::Ordered));
                }
                let said = words.choice(item, Choice::Below(i as u32), repr);
                let (value, clause) = match threshold {
                    Threshold::At(_) => (said.value, said.clause),
                    Threshold::Ago(n) => (format!("at least {} days ago", -n / 100), String::new()),
                };
                if let Some(named) = out.last_mut() {
                    named.values.push((value, clause, *lit));
                }
            }
            out
        }
    }
}

fn selectors(compiled: &Compiled<'_>, words: Words<'_>, out: &mut Vec<Named>) {
    for selector in &compiled.selectors {
        let path = words.path(selector.item);
        let Some(repr) = compiled.items.get(&selector.item) else {
            continue;
        };
        let title = "What is stated of it; nothing, if nothing is";
        let mut named = Named::new(Name::new("states", [&path]), title, Shape::AtMostOne);
        for (i, lit) in selector.says.iter().enumerate() {
            let (value, clause) = stated_value(selector.item, i, repr, words);
            named.values.push((value, clause, *lit));
        }
        out.push(named);
        for (p, lit) in &selector.rebuts {
            let presumption = compiled.presumptions[*p].presumption;
            let declared = &compiled.rulebook.presumptions[presumption.ix()];
            let title = format!("Whether a body recorded it that rebuts: {}", declared.title);
            let name = Name::new("rebuts", [&path, &declared.id]);
            out.push(Named::either(name, title, *lit, ["yes", "no"], NOTHING));
        }
    }
}

/// The word for a value by its index in [`Repr::values`].
fn stated_value(item: Item, index: usize, repr: &Repr, words: Words<'_>) -> (String, String) {
    match repr {
        Repr::Bool(_) => words.value(item, Val::Bool(index == 0)),
        Repr::OneOf(_) => words.value(item, Val::Value(index as u32)),
        Repr::Below(bounds) => {
            let said = |choice| words.choice(item, choice, repr);
            let from = index.checked_sub(1).map(|i| said(Choice::Since(i as u32)).value);
            let to = (index < bounds.len()).then(|| said(Choice::Below(index as u32)).value);
            let parts: Vec<String> = from.into_iter().chain(to).collect();
            let value = if parts.is_empty() {
                "any".to_owned()
            } else {
                parts.join(", ")
            };
            (value, String::new())
        }
    }
}

/// What the case states: its statements are kept.
pub(super) fn given(compiled: &Compiled<'_>) -> Vec<Lit> {
    compiled.stated.iter().flat_map(|s| [s.kept, s.rebuts]).collect()
}
