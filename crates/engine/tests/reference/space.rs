//! The finite space of assignments of a case: every position, every open law entry, every item that a condition reads.
//! The stated items are in it too: "grounds" and "unless" take statements away.

use super::law::{self, Says};
use super::reads::Reads;
use jiff::{Span, civil::Date};
use safeconduct_engine::situation::{Item, Situation, What};
use safeconduct_rulebook::model::*;
use std::collections::BTreeMap;

/// A state that a condition names: the detaining power, or one of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Detaining,
    At(u32),
}

/// Where a condition is read: the act and destination of its norm, and the states of the variables so far.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cx {
    pub act: Option<ActId>,
    pub dest: Option<u32>,
    pub vars: Vec<u32>,
}

impl Cx {
    pub fn new(act: Option<ActId>, dest: Option<u32>) -> Self {
        Self {
            act,
            dest,
            vars: Vec::new(),
        }
    }

    pub fn with(&self, state: u32) -> Self {
        let mut cx = self.clone();
        cx.vars.push(state);
        cx
    }
}

/// A boundary of a date or number: `v < t`. Dates are counted in days.
pub type Threshold = i64;

/// The values of an item, numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Values {
    /// 0 no, 1 yes.
    Bool,
    /// The values of the enumeration.
    Named(usize),
    /// Intervals between sorted thresholds: value i is `t[i-1] <= v < t[i]`.
    Between(Vec<Threshold>),
}

impl Values {
    pub fn count(&self) -> usize {
        match self {
            Self::Bool => 2,
            Self::Named(n) => *n,
            Self::Between(t) => t.len() + 1,
        }
    }
}

/// All that may vary. A world index is a mixed-radix number over questions, then law, then items.
#[derive(Debug)]
pub struct Space {
    pub law: Vec<(Who, InstrumentId)>,
    pub items: Vec<(Item, Values)>,
    pub radix: Vec<usize>,
    /// `usize::MAX` where there are more than can be counted.
    pub size: usize,
    pub first_law: usize,
    pub first_item: usize,
    places: BTreeMap<Item, usize>,
}

pub fn day(d: Date) -> i64 {
    (d - Date::constant(2000, 1, 1)).get_days().into()
}

pub fn day_back(n: i64) -> Date {
    Date::constant(2000, 1, 1)
        .checked_add(Span::new().days(n))
        .expect("a day within the calendar")
}

/// The day n units before the day of the case.
pub fn ago(as_of: Date, n: i64, unit: Unit) -> Date {
    as_of.checked_sub(span(n, unit)).expect("a day within the calendar")
}

pub fn span(n: i64, unit: Unit) -> Span {
    match unit {
        Unit::Days => Span::new().days(n),
        Unit::Weeks => Span::new().weeks(n),
        Unit::Months => Span::new().months(n),
        Unit::Years => Span::new().years(n),
    }
}

/// The threshold of a test: the test holds below it or from it on.
pub fn threshold(test: &Test, as_of: Date) -> Option<Threshold> {
    match test {
        Test::Before(d) => Some(day(*d)),
        Test::Ago(n, unit) => Some(day(ago(as_of, *n, *unit)) + 1),
        Test::AtLeast(n) => Some(*n),
        Test::Yes | Test::OneOf(_) => None,
    }
}

pub fn ordinal(value: Val) -> Option<Threshold> {
    match value {
        Val::Date(d) => Some(day(d)),
        Val::Number(n) => Some(n),
        Val::Bool(_) | Val::Value(_) => None,
    }
}

/// The state that an expression names; `None` where nobody has the role.
pub fn who(sit: &Situation, e: StateExpr, cx: &Cx) -> Option<Who> {
    match e {
        StateExpr::Destination => cx.dest.map(Who::At),
        StateExpr::Detaining => Some(Who::Detaining),
        StateExpr::Role(r) => sit.roles[r.ix()].map(Who::At),
        StateExpr::Var(v) => cx.vars.get(v as usize).map(|s| Who::At(*s)),
    }
}

/// The item that a fact atom reads; `None` where it names nobody (then the atom does not hold).
pub fn fact_item(book: &Rulebook, sit: &Situation, fact: FactId, state: Option<StateExpr>, cx: &Cx) -> Option<Item> {
    let what = What::Fact(fact);
    match book.facts[fact.ix()].per {
        Per::Case => Some(Item {
            what,
            act: None,
            state: None,
            other: None,
        }),
        Per::Destination => match who(sit, state?, cx)? {
            Who::At(s) => Some(Item {
                what,
                act: None,
                state: Some(s),
                other: None,
            }),
            Who::Detaining => None,
        },
        Per::Act => {
            let act = cx.act?;
            let state = if book.acts[act.ix()].destination {
                Some(cx.dest?)
            } else {
                None
            };
            Some(Item {
                what,
                act: Some(act),
                state,
                other: None,
            })
        }
    }
}

/// A cell: an act and, where it has one, a destination of the list.
pub type Cell = (ActId, Option<u32>);

/// The cells of an act.
pub fn cells_of(book: &Rulebook, sit: &Situation, act: ActId) -> Vec<Cell> {
    if book.acts[act.ix()].destination {
        (0..sit.states.len() as u32).map(|d| (act, Some(d))).collect()
    } else {
        vec![(act, None)]
    }
}

pub fn all_cells(book: &Rulebook, sit: &Situation) -> Vec<Cell> {
    (0..book.acts.len() as u32)
        .flat_map(|a| cells_of(book, sit, ActId(a)))
        .collect()
}

/// The contexts in which an item's presumptions and protective conditions are read.
pub fn item_cx(item: &Item) -> Cx {
    Cx::new(item.act, item.state)
}

/// Every presumption on every item that is in the space, with the index of the item.
pub fn presumptions_on<'b>(
    book: &'b Rulebook,
    sit: &Situation,
    space: &Space,
) -> Vec<(PresumptionId, &'b Presumption, usize)> {
    let mut found = Vec::new();
    for (p, presumption) in book.presumptions.iter().enumerate() {
        let what = match presumption.what {
            Presumed::Fact(f) => What::Fact(f),
            Presumed::Relation(r) => What::Relation(r),
        };
        let items = items_of(book, sit, what);
        let indices = items.iter().filter_map(|item| space.item_index(item));
        found.extend(indices.map(|index| (PresumptionId(p as u32), presumption, index)));
    }
    found
}

/// Every item of a fact or relation in this case, read or not.
pub fn items_of(book: &Rulebook, sit: &Situation, what: What) -> Vec<Item> {
    let n = sit.states.len() as u32;
    match what {
        What::Fact(f) => match book.facts[f.ix()].per {
            Per::Case => vec![Item {
                what,
                act: None,
                state: None,
                other: None,
            }],
            Per::Destination => (0..n)
                .map(|s| Item {
                    what,
                    act: None,
                    state: Some(s),
                    other: None,
                })
                .collect(),
            Per::Act => all_cells(book, sit)
                .into_iter()
                .map(|(a, d)| Item {
                    what,
                    act: Some(a),
                    state: d,
                    other: None,
                })
                .collect(),
        },
        What::Relation(_) => (0..n)
            .flat_map(|s| (0..n).filter(move |t| *t != s).map(move |t| (s, t)))
            .map(|(s, t)| Item {
                what,
                act: None,
                state: Some(s),
                other: Some(t),
            })
            .collect(),
    }
}

impl Space {
    pub fn new(book: &Rulebook, sit: &Situation) -> Self {
        Self::of(book, sit, false)
    }

    /// With what claims read as well.
    pub fn generic(book: &Rulebook, sit: &Situation) -> Self {
        Self::of(book, sit, true)
    }

    fn of(book: &Rulebook, sit: &Situation, claims: bool) -> Self {
        let mut reads = Reads::new(book, sit);
        reads.claims = claims;
        reads.all();
        let Reads {
            items, thresholds, law, ..
        } = reads;
        let code = |w: Who| match w {
            Who::Detaining => sit.detaining.code.clone(),
            Who::At(s) => sit.states[s as usize].code.clone(),
        };
        let mut law: Vec<_> = law
            .into_iter()
            .filter(|(w, i)| law::says(book, sit, *w, *i) == Says::Open)
            .collect();
        law.sort_by_key(|(w, i)| (code(*w), *i));
        let items: Vec<(Item, Values)> = items
            .into_iter()
            .map(|item| {
                let kind = match item.what {
                    What::Fact(f) => &book.facts[f.ix()].kind,
                    What::Relation(_) => &Type::YesNo,
                };
                let values = match kind {
                    Type::YesNo => Values::Bool,
                    Type::OneOf(v) => Values::Named(v.len()),
                    Type::Date | Type::Number => {
                        let fact = if let What::Fact(f) = item.what {
                            thresholds.get(&f)
                        } else {
                            None
                        };
                        Values::Between(fact.into_iter().flatten().copied().collect())
                    }
                };
                (item, values)
            })
            .collect();
        let mut radix: Vec<usize> = book.questions.iter().map(|q| q.positions.len()).collect();
        let first_law = radix.len();
        radix.extend(law.iter().map(|_| 2));
        let first_item = radix.len();
        radix.extend(items.iter().map(|(_, v)| v.count()));
        let places = items.iter().enumerate().map(|(i, (item, _))| (*item, i)).collect();
        let size = radix.iter().fold(1_usize, |a, b| a.saturating_mul(*b));
        Self {
            law,
            items,
            radix,
            size,
            first_law,
            first_item,
            places,
        }
    }

    /// The values of a world, by variable.
    pub fn digits(&self, mut world: usize) -> Vec<usize> {
        self.radix
            .iter()
            .map(|r| {
                let digit = world % r;
                world /= r;
                digit
            })
            .collect()
    }

    pub fn item_index(&self, item: &Item) -> Option<usize> {
        self.places.get(item).copied()
    }

    /// The number of a value of an item.
    pub fn value_index(&self, item: usize, value: Val) -> usize {
        match (&self.items[item].1, value) {
            (Values::Bool, Val::Bool(b)) => usize::from(b),
            (Values::Named(_), Val::Value(v)) => v as usize,
            (Values::Between(t), v) => {
                let v = ordinal(v).expect("a date or a number");
                t.iter().filter(|t| v >= **t).count()
            }
            other => unreachable!("a value of another type: {other:?}"),
        }
    }
}
