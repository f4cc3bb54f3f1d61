//! How an answer names things: paths, values, readings.

use super::case::Case;
use super::eval::Choice;
use super::space::{Cell, Values, Who, day_back};
use safeconduct_engine::situation::{Item, Situation, What};
use safeconduct_rulebook::model::*;

fn code(sit: &Situation, s: u32) -> &str {
    &sit.states[s as usize].code
}

/// The state stands after the first segment; of a relation, its table and the two states.
pub fn path(book: &Rulebook, sit: &Situation, item: &Item) -> String {
    match item.what {
        What::Relation(r) => {
            let pair: Vec<&str> = item.state.iter().chain(&item.other).map(|s| code(sit, *s)).collect();
            format!("{}.{}", book.relations[r.ix()].table, pair.join("."))
        }
        What::Fact(f) => {
            let fact = &book.facts[f.ix()];
            match (item.act, item.state) {
                (None, None) => fact.id.clone(),
                (None, Some(s)) => match fact.id.split_once('.') {
                    Some((first, rest)) => format!("{first}.{}.{rest}", code(sit, s)),
                    None => format!("{}.{}", fact.id, code(sit, s)),
                },
                (Some(a), None) => format!("{}.{}", fact.id, book.acts[a.ix()].id),
                (Some(a), Some(s)) => format!("{}.{}.{}", fact.id, book.acts[a.ix()].id, code(sit, s)),
            }
        }
    }
}

/// A question or entry of the law, and its values.
pub fn reading(case: &Case<'_>, at: usize) -> (String, Vec<String>) {
    if let Some(q) = case.book.questions.get(at) {
        return (q.id.clone(), q.positions.iter().map(|p| p.id.clone()).collect());
    }
    let (who, instrument) = case.space.law[at - case.space.first_law];
    let state = match who {
        Who::Detaining => &case.sit.detaining.code,
        Who::At(s) => code(case.sit, s),
    };
    let name = format!("law.{state}.{}", case.book.instruments[instrument.ix()].id);
    (name, vec!["bound".into(), "not_bound".into()])
}

/// A value that a set of findings names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lit {
    Is(usize),
    Before(i64),
    Since(i64),
}

impl Lit {
    /// Whether value number `v` of an item has it.
    pub fn passes(self, values: &Values, v: usize) -> bool {
        let Values::Between(t) = values else {
            return self == Self::Is(v);
        };
        match self {
            Self::Is(_) => false,
            Self::Before(bound) => t.get(v).is_some_and(|end| *end <= bound),
            Self::Since(bound) => v > 0 && t[v - 1] >= bound,
        }
    }

    pub fn all(values: &Values) -> Vec<Self> {
        match values {
            Values::Bool => vec![Self::Is(1), Self::Is(0)],
            Values::Named(n) => (0..*n).map(Self::Is).collect(),
            Values::Between(t) => t.iter().flat_map(|t| [Self::Before(*t), Self::Since(*t)]).collect(),
        }
    }
}

pub fn value(book: &Rulebook, item: &Item, lit: Lit) -> String {
    let kind = match item.what {
        What::Relation(_) => None,
        What::Fact(f) => Some(&book.facts[f.ix()].kind),
    };
    let bound = |t: i64| {
        if kind == Some(&Type::Date) {
            day_back(t).to_string()
        } else {
            t.to_string()
        }
    };
    match (kind, lit) {
        (None, Lit::Is(v)) => ["dispelled", "found"][v].into(),
        (Some(Type::OneOf(values)), Lit::Is(v)) => values[v].id.clone(),
        (_, Lit::Is(v)) => ["no", "yes"][v].into(),
        (_, Lit::Before(t)) => format!("before {}", bound(t)),
        (_, Lit::Since(t)) => format!("since {}", bound(t)),
    }
}

pub fn cell(book: &Rulebook, sit: &Situation, cell: Cell) -> String {
    let act = &book.acts[cell.0.ix()].id;
    cell.1
        .map_or_else(|| act.clone(), |d| format!("{act} to {}", code(sit, d)))
}

pub fn choice(book: &Rulebook, sit: &Situation, c: Choice) -> String {
    match c {
        Choice::Cell(c) => cell(book, sit, c),
        Choice::AnyOther(a) => format!("{} to any other state", book.acts[a.ix()].id),
    }
}
