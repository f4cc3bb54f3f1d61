//! A case that the solver found among generic cases (`docs/semantics.md` §7), as plain data.

use crate::circuit::Lit;
use crate::compile::frame::{Place, Threshold, after, before, day_from_number, day_number};
use crate::compile::items::Repr;
use crate::compile::{Compiled, LawKey, span_ago};
use crate::law::LimitKind;
use crate::situation::{Item, What};
use jiff::civil::Date;
use safeconduct_rulebook::model::{ActId, QuestionId, RoleId, Rulebook, Type, Unit, Val};

/// The day of a found case, unless its days demand another.
pub(crate) const DAY: Date = Date::constant(2026, 1, 1);

/// What the detaining power of a generic case is called. The codes are those that ISO 3166 leaves to their users.
pub const DETAINING: &str = "XD";

/// What another state of a generic case is called: `XA`, `XB`, `XC`, `XE`, ….
pub fn code(state: u32) -> String {
    let letter = ('A'..='Z')
        .filter(|c| *c != 'D')
        .nth(state as usize % 25)
        .unwrap_or('A');
    match state / 25 {
        0 => format!("X{letter}"),
        round => format!("X{letter}{round}"),
    }
}

/// What a state of a generic case is called.
pub fn place(place: Place) -> String {
    match place {
        Place::Detaining => DETAINING.to_owned(),
        Place::Listed(s) => code(s),
    }
}

/// A case found: what is worth saying of it. What it does not name may be anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// The day of the case; the days among its facts were chosen for it.
    pub as_of: Date,
    /// How many states there are besides the detaining power: all of them are asked about.
    pub states: u32,
    /// The act and destination that it is about.
    pub cell: Option<(ActId, Option<u32>)>,
    /// Which state has a role; where nobody has one, it is not listed.
    pub roles: Vec<(RoleId, u32)>,
    /// What is found; a day or number stands for all between the thresholds around it.
    pub facts: Vec<(Item, Val)>,
    /// Positions on contested questions.
    pub readings: Vec<(QuestionId, u32)>,
    /// Whether a state is bound by an instrument.
    pub law: Vec<(LawKey, bool)>,
    /// Whether a state has such a limit on an article.
    pub limits: Vec<(LawKey, String, LimitKind, bool)>,
    /// Whether there is no other state to go to.
    pub complete: bool,
}

impl Witness {
    /// Reads a world of a generic frame. `value` tells what holds in it, `wanted` which inputs are worth naming. The cell is the caller's to add.
    pub fn read(compiled: &Compiled<'_>, value: impl Fn(Lit) -> bool, wanted: impl Fn(Lit) -> bool) -> Self {
        Self::read_on(compiled, None, value, wanted)
    }

    /// The same, for a case of this day.
    pub(crate) fn read_on(
        compiled: &Compiled<'_>,
        day: Option<Date>,
        value: impl Fn(Lit) -> bool,
        wanted: impl Fn(Lit) -> bool,
    ) -> Self {
        let named = |lits: &[Lit]| lits.iter().any(|l| l.constant().is_none() && wanted(*l));
        let chosen = |lits: &[Lit]| lits.iter().position(|l| value(*l)).map(|i| i as u32);
        let between: Vec<Between> = (compiled.items.iter())
            .filter_map(|(item, repr)| Between::of(compiled.rulebook, *item, repr, &value, &wanted))
            .collect();
        let as_of = day.unwrap_or_else(|| day_of(&between));
        let facts = compiled.items.iter().filter_map(|(item, repr)| {
            let found = match repr {
                Repr::Below(_) => between.iter().find(|b| b.item == *item)?.value(as_of),
                repr if named(&repr.inputs()) => value_of(compiled.rulebook, *item, repr, as_of, &value),
                _ => None,
            };
            Some((*item, found?))
        });
        let roles = compiled.roles.iter().enumerate().filter(|(_, lits)| named(lits));
        let questions = compiled.questions.iter().enumerate().filter(|(_, lits)| named(lits));
        let law = compiled.open_law.iter().filter(|(_, l)| wanted(**l));
        let limits = compiled.limits.iter().filter(|(.., l)| wanted(*l));
        Self {
            as_of,
            states: compiled.states,
            cell: None,
            roles: roles
                .filter_map(|(r, lits)| Some((RoleId(r as u32), chosen(lits)?)))
                .collect(),
            facts: facts.collect(),
            readings: questions
                .filter_map(|(q, lits)| Some((QuestionId(q as u32), chosen(lits)?)))
                .collect(),
            law: law.map(|(key, l)| (*key, value(*l))).collect(),
            limits: limits
                .map(|(key, article, kind, l)| (*key, article.clone(), *kind, value(*l)))
                .collect(),
            complete: wanted(compiled.complete) && value(compiled.complete),
        }
    }
}

/// The value of an item in a world, on the day of a case.
pub(crate) fn value_of(
    rulebook: &Rulebook,
    item: Item,
    repr: &Repr,
    as_of: Date,
    value: impl Fn(Lit) -> bool,
) -> Option<Val> {
    match repr {
        Repr::Bool(l) => Some(Val::Bool(value(*l))),
        Repr::OneOf(lits) => lits.iter().position(|l| value(*l)).map(|v| Val::Value(v as u32)),
        Repr::Below(_) => Between::of(rulebook, item, repr, value, |_| true)?.value(as_of),
    }
}

/// A threshold of a day or number.
#[derive(Clone, Copy, Debug)]
enum Bound {
    /// A number, or the number of a day.
    At(i64),
    /// So long before the day of the case.
    Ago(i64, Unit),
}

impl Bound {
    /// What the value is below, or not.
    fn at(self, as_of: Date) -> Option<i64> {
        match self {
            Self::At(n) => Some(n),
            Self::Ago(n, unit) => before(as_of, n, unit).map(|d| day_number(d) + 1),
        }
    }
}

/// A day or number, and whether it is below each threshold that counts.
#[derive(Clone, Debug)]
struct Between {
    item: Item,
    number: bool,
    bounds: Vec<(Bound, bool)>,
}

impl Between {
    /// The thresholds that count; `None` where there are none.
    fn of(
        rulebook: &Rulebook,
        item: Item,
        repr: &Repr,
        value: impl Fn(Lit) -> bool,
        wanted: impl Fn(Lit) -> bool,
    ) -> Option<Self> {
        let (What::Fact(fact), Repr::Below(bounds)) = (item.what, repr) else {
            return None;
        };
        let bounds = bounds.iter().filter(|(_, l)| wanted(*l));
        let bounds = bounds.filter_map(|(threshold, l)| {
            let bound = match threshold {
                Threshold::At(n) => Bound::At(*n),
                Threshold::Ago(_) => {
                    let (n, unit) = span_ago(rulebook, fact, *threshold)?;
                    Bound::Ago(n, unit)
                }
            };
            Some((bound, value(*l)))
        });
        let bounds: Vec<(Bound, bool)> = bounds.collect();
        let number = rulebook.facts[fact.ix()].kind == Type::Number;
        (!bounds.is_empty()).then_some(Self { item, number, bounds })
    }

    /// A value on the right side of every threshold.
    fn value(&self, as_of: Date) -> Option<Val> {
        let at = |below: bool| {
            let bounds = self.bounds.iter().filter(move |(_, b)| *b == below);
            bounds.filter_map(|(bound, _)| bound.at(as_of))
        };
        let (from, until) = (at(false).max(), at(true).min());
        let value = match (from, until) {
            (Some(from), Some(until)) if from >= until => return None,
            (Some(from), _) => from,
            (None, until) => until?.checked_sub(1)?,
        };
        if self.number {
            return Some(Val::Number(value));
        }
        day_from_number(value).map(Val::Date)
    }
}

/// A day of the case on which every day among the facts exists: most often any will do.
fn day_of(all: &[Between]) -> Date {
    let fits = |day: &Date| all.iter().all(|b| b.value(*day).is_some());
    if fits(&DAY) {
        return DAY;
    }
    // Absolute days and days before that of the case are in each other's way: try around every place where they meet.
    let bounds = all.iter().filter(|b| !b.number).flat_map(|b| &b.bounds);
    let (mut fixed, mut ago) = (Vec::new(), vec![(0, Unit::Days)]);
    for (bound, _) in bounds {
        match bound {
            Bound::At(n) => fixed.push(*n),
            Bound::Ago(n, unit) => ago.push((*n, *unit)),
        }
    }
    let around = fixed
        .iter()
        .flat_map(|n| (-2..=2).filter_map(move |off| day_from_number(n + off)));
    let mut meets = around.flat_map(|day| ago.iter().filter_map(move |(n, unit)| after(day, *n, *unit)));
    meets.find(fits).unwrap_or(DAY)
}
