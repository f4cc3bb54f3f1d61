//! Paths and clauses: how items, values, acts and law entries are called in an answer.

use super::words_of;
use crate::answer::{FactValue, Next, ReadingGroup, StepAnswer};
use crate::compile::frame::{Place, Threshold, day_from_number};
use crate::compile::items::{Choice, Repr};
use crate::compile::{Cell, LawKey, Norm};
use crate::exact::{Axis, Group};
use crate::situation::{Item, Situation, StatedLaw, What};
use safeconduct_rulebook::model::*;
use safeconduct_rulebook::prose::{body_words, clause, list};

/// A rulebook and a case: what names are taken from.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// The rulebook.
    pub rb: &'a Rulebook,
    /// The case.
    pub case: &'a Situation,
}

impl Words<'_> {
    pub(crate) fn code(&self, state: u32) -> &str {
        &self.case.states[state as usize].code
    }

    pub(crate) fn name(&self, state: u32) -> &str {
        &self.case.states[state as usize].name
    }

    pub(crate) fn place(&self, place: Place) -> &str {
        match place {
            Place::Detaining => &self.case.detaining.code,
            Place::Listed(s) => self.code(s),
        }
    }

    pub(crate) fn place_name(&self, place: Place) -> &str {
        match place {
            Place::Detaining => &self.case.detaining.name,
            Place::Listed(s) => self.name(s),
        }
    }

    /// The path of an item as in a case file.
    pub fn path(&self, item: Item) -> String {
        match item.what {
            What::Relation(relation) => {
                let table = &self.rb.relations[relation.ix()].table;
                let ends: Vec<&str> = [item.state, item.other]
                    .into_iter()
                    .flatten()
                    .map(|s| self.code(s))
                    .collect();
                format!("{table}.{}", ends.join("."))
            }
            What::Fact(fact) => {
                let fact = &self.rb.facts[fact.ix()];
                match (fact.per, item.act, item.state) {
                    (Per::Destination, _, Some(state)) => in_path(&fact.id, self.code(state)),
                    (Per::Act, Some(act), state) => {
                        let act = &self.rb.acts[act.ix()].id;
                        let state = state.map(|s| format!(".{}", self.code(s))).unwrap_or_default();
                        format!("{}.{act}{state}", fact.id)
                    }
                    _ => fact.id.clone(),
                }
            }
        }
    }

    /// Fills `{destination}`, `{act}`, `{from}`, `{to}` in a clause about an item.
    pub fn fill(&self, clause: &str, item: Item) -> String {
        let name = |s: Option<u32>| s.map_or("", |s| self.name(s)).to_owned();
        let act = item.act.map(|a| self.act_phrase(a, item.state)).unwrap_or_default();
        clause
            .replace("{act}", &act)
            .replace("{destination}", &name(item.state))
            .replace("{from}", &name(item.state))
            .replace("{to}", &name(item.other))
            .replace("{detaining}", &self.case.detaining.name)
    }

    /// "ship the cargo to Country A"
    pub(crate) fn act_phrase(&self, act: ActId, destination: Option<u32>) -> String {
        let act = &self.rb.acts[act.ix()];
        act.phrase
            .replace("{destination}", destination.map_or("another state", |s| self.name(s)))
    }

    /// "ship to AA", "store", "sell to any other state"
    pub fn act_name(&self, act: ActId, destination: Option<u32>) -> String {
        let declared = &self.rb.acts[act.ix()];
        match (declared.destination, destination) {
            (false, _) => declared.id.clone(),
            (true, Some(s)) => format!("{} to {}", declared.id, self.code(s)),
            (true, None) => format!("{} to any other state", declared.id),
        }
    }

    fn clauses(&self, item: Item) -> (&str, &str) {
        match item.what {
            What::Fact(fact) => (&self.rb.facts[fact.ix()].holds, &self.rb.facts[fact.ix()].fails),
            What::Relation(relation) => (
                &self.rb.relations[relation.ix()].holds,
                &self.rb.relations[relation.ix()].fails,
            ),
        }
    }

    fn title(&self, item: Item) -> &str {
        match item.what {
            What::Fact(fact) => &self.rb.facts[fact.ix()].title,
            What::Relation(relation) => &self.rb.relations[relation.ix()].title,
        }
    }

    /// A value of an item: its word, and the clause that says so.
    pub fn value(&self, item: Item, value: Val) -> (String, String) {
        let (holds, fails) = self.clauses(item);
        let relation = matches!(item.what, What::Relation(_));
        let (word, clause) = match value {
            Val::Bool(true) => (if relation { "found" } else { "yes" }.to_owned(), holds.to_owned()),
            Val::Bool(false) => (if relation { "dispelled" } else { "no" }.to_owned(), fails.to_owned()),
            Val::Value(v) => match item.what {
                What::Fact(fact) => match &self.rb.facts[fact.ix()].kind {
                    Type::OneOf(values) => (values[v as usize].id.clone(), values[v as usize].clause.clone()),
                    _ => (String::new(), String::new()),
                },
                What::Relation(_) => (String::new(), String::new()),
            },
            Val::Date(date) => (date.to_string(), format!("{}: {date}", self.title(item))),
            Val::Number(n) => (n.to_string(), format!("{}: {n}", self.title(item))),
        };
        (word, self.fill(&clause, item))
    }

    /// A finding about an item.
    pub(crate) fn choice(&self, item: Item, choice: Choice, repr: &Repr) -> FactValue {
        let bound = |i: u32| match repr {
            Repr::Below(bounds) => match bounds[i as usize].0 {
                Threshold::At(n) if self.is_date(item) => {
                    day_from_number(n).map_or_else(|| n.to_string(), |d| d.to_string())
                }
                Threshold::At(n) | Threshold::Ago(n) => n.to_string(),
            },
            _ => String::new(),
        };
        let (value, clause) = match choice {
            Choice::Bool(yes) => self.value(item, Val::Bool(yes)),
            Choice::Value(v) => self.value(item, Val::Value(v)),
            Choice::Below(i) => (
                format!("before {}", bound(i)),
                format!("{}: before {}", self.title(item), bound(i)),
            ),
            Choice::Since(i) => (
                format!("since {}", bound(i)),
                format!("{}: {} or later", self.title(item), bound(i)),
            ),
        };
        FactValue {
            fact: self.path(item),
            value,
            clause,
        }
    }

    /// The question about an item, for the acts to which it matters.
    pub(crate) fn question<'c>(&self, item: Item, cells: impl Iterator<Item = &'c Cell>) -> Next {
        let inquiry = item.what.inquiry(self.rb);
        let by = match (self.bodies(inquiry.shown_by), inquiry.standard) {
            (bodies, "") => bodies,
            (bodies, standard) if bodies.is_empty() => standard.to_owned(),
            (bodies, standard) => format!("{bodies} (standard: {standard})"),
        };
        Next {
            item,
            fact: self.path(item),
            ask: self.fill(inquiry.ask, item),
            shown_by: by,
            settles: cells.map(|c| self.act_name(c.act, c.destination)).collect(),
        }
    }

    /// A group of readings, with what is possible under them.
    pub(crate) fn group(&self, group: &Group) -> ReadingGroup {
        let at = group.at.iter();
        ReadingGroup {
            at: at.map(|(axis, values)| self.axis(*axis, values)).collect(),
            possible: words_of(group.possible),
        }
    }

    /// A step for which a norm makes an act wait.
    pub(crate) fn step(&self, norm: &Norm, step: StepId, done: bool, certain: bool) -> StepAnswer {
        let (step, rule) = (&self.rb.steps[step.ix()], &self.rb.rules[norm.rule.ix()]);
        StepAnswer {
            step: step.id.clone(),
            title: step.title.clone(),
            rule: rule.id.clone(),
            citation: rule.origin.citation(),
            done,
            certain,
        }
    }

    /// What lifts a bar that lasts while something lasts.
    pub(crate) fn lifts_when(&self, norm: &Norm) -> Option<String> {
        let lasts = self.rb.rules[norm.rule.ix()].then[norm.conclusion as usize].lasts()?;
        Some(clause(self.rb, &Cond::Not(Box::new(lasts.clone()))))
    }

    /// The state that an expression means at a place in a condition: with this destination, and these values of its variables.
    pub(crate) fn means(&self, state: StateExpr, destination: Option<u32>, vars: &[u32]) -> Option<Place> {
        let listed = match state {
            StateExpr::Detaining => return Some(Place::Detaining),
            StateExpr::Destination => destination,
            StateExpr::Var(v) => vars.get(v as usize).copied(),
            StateExpr::Role(role) => self.case.roles.get(role.ix()).copied().flatten(),
        };
        listed.map(Place::Listed)
    }

    /// Bodies in words: `camp doctor or mixed commission`.
    pub(super) fn bodies(&self, bodies: &[BodyId]) -> String {
        let words = bodies.iter().map(|b| body_words(self.rb, &self.rb.bodies[b.ix()]));
        list(&words.collect::<Vec<_>>(), "or")
    }

    pub(crate) fn is_date(&self, item: Item) -> bool {
        matches!(item.what, What::Fact(fact) if self.rb.facts[fact.ix()].kind == Type::Date)
    }

    /// `law.AA.treaty`
    pub(crate) fn law(&self, key: LawKey) -> String {
        format!(
            "law.{}.{}",
            self.place(key.place),
            self.rb.instruments[key.instrument.ix()].id
        )
    }

    /// Law that the case states: "the case states that Country A is bound by the Goods Treaty, without reservation or derogation".
    pub(crate) fn stated_law(&self, stated: &StatedLaw) -> FactValue {
        let name = self.place_name(stated.place);
        let short = &self.rb.instruments[stated.instrument.ix()].short;
        let articles = |verb: &str, articles: &[String]| {
            let word = if articles.len() == 1 { "article" } else { "articles" };
            (!articles.is_empty()).then(|| format!("{verb} {word} {}", articles.join(", ")))
        };
        let limits: Vec<String> = articles("has reserved", &stated.reserves)
            .into_iter()
            .chain(articles("derogates from", &stated.derogates))
            .collect();
        let limits = limits.join(" and ");
        let (value, said) = match (stated.bound, limits.is_empty()) {
            (Some(false), _) => ("not_bound", format!("is not bound by {short}")),
            (Some(true), true) => (
                "bound",
                format!("is bound by {short}, without reservation or derogation"),
            ),
            (Some(true), false) => ("bound", format!("is bound by {short} and {limits} of it, and no other")),
            (None, true) => (
                "limited",
                format!("has no reservation to {short} and derogates from none of it"),
            ),
            (None, false) => ("limited", format!("{limits} of {short}, and no other")),
        };
        FactValue {
            fact: self.law(LawKey {
                place: stated.place,
                instrument: stated.instrument,
            }),
            value: value.to_owned(),
            clause: format!("the case states that {name} {said}"),
        }
    }

    /// The name of an axis of readings and of its values.
    pub(crate) fn axis(&self, axis: Axis, values: &[u32]) -> (String, Vec<String>) {
        match axis {
            Axis::Question(q) => {
                let question = &self.rb.questions[q.ix()];
                (
                    question.id.clone(),
                    values
                        .iter()
                        .map(|v| question.positions[*v as usize].id.clone())
                        .collect(),
                )
            }
            Axis::Law(key) => {
                let words = values
                    .iter()
                    .map(|v| if *v == 0 { "bound" } else { "not_bound" }.to_owned())
                    .collect();
                (self.law(key), words)
            }
        }
    }

    /// The name of a term of a state: `destination.KP.is_home`, `freely_wishes(KP)`.
    pub(crate) fn term(&self, term: TermId, state: Option<u32>) -> String {
        let id = &self.rb.terms[term.ix()].id;
        match state {
            None => id.clone(),
            Some(s) if id.contains('.') => in_path(id, self.code(s)),
            Some(s) => format!("{id}({})", self.code(s)),
        }
    }
}

/// A code after the first segment of a dotted name.
fn in_path(id: &str, code: &str) -> String {
    match id.split_once('.') {
        Some((head, tail)) => format!("{head}.{code}.{tail}"),
        None => format!("{id}.{code}"),
    }
}
