//! What a rulebook is compiled for: one case, every case of one form, or every case.

use crate::situation::Situation;
use jiff::ToSpan as _;
use jiff::civil::Date;
use safeconduct_rulebook::model::Unit;

/// A case, the cases of one form, or generic cases with so many states.
#[derive(Clone, Copy, Debug)]
pub enum Frame<'a> {
    /// One case.
    Case(&'a Situation),
    /// Every case with the states, roles and day of this one: what it states, and whether there is no other state to go to, is left to selectors
    /// ([`super::form`]), so that it is compiled once for many cases.
    Form(&'a Situation),
    /// Every case with so many states besides the detaining power (`docs/semantics.md` §7).
    Generic {
        /// How many.
        states: u32,
    },
}

impl<'a> Frame<'a> {
    /// The number of states besides the detaining power.
    pub fn states(&self) -> u32 {
        match self {
            Self::Case(case) | Self::Form(case) => case.states.len() as u32,
            Self::Generic { states } => *states,
        }
    }

    /// The case whose states, roles and day count.
    pub fn case(&self) -> Option<&'a Situation> {
        match self {
            Self::Case(case) | Self::Form(case) => Some(case),
            Self::Generic { .. } => None,
        }
    }
}

/// A state of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// The detaining power.
    Detaining,
    /// A state of the list.
    Listed(u32),
}

/// Generic states are alike: what is so of an act toward one, or of one, is so of the first.
pub(crate) fn first(state: Option<u32>) -> bool {
    state.is_none_or(|s| s == 0)
}

/// A bound of a date or number: the atom says that the value is below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threshold {
    /// A number, or a day counted from 1970-01-01.
    At(i64),
    /// So many days, roughly, before the day of a generic case: only its order among others of its kind counts.
    Ago(i64),
}

/// Days since 1970-01-01.
pub(crate) fn day_number(date: Date) -> i64 {
    let epoch = jiff::civil::date(1970, 1, 1);
    date.duration_since(epoch).as_hours() / 24
}

/// The day with that number.
pub fn day_from_number(number: i64) -> Option<Date> {
    jiff::civil::date(1970, 1, 1).checked_add(number.days()).ok()
}

/// The day `n` units before `day`.
pub fn before(day: Date, n: i64, unit: Unit) -> Option<Date> {
    let span = jiff::Span::new();
    let span = match unit {
        Unit::Days => span.try_days(n),
        Unit::Weeks => span.try_weeks(n),
        Unit::Months => span.try_months(n),
        Unit::Years => span.try_years(n),
    };
    day.checked_sub(span.ok()?).ok()
}

/// The day `n` units after `day`.
pub fn after(day: Date, n: i64, unit: Unit) -> Option<Date> {
    before(day, -n, unit)
}

/// Roughly how many days, for ordering only.
pub(crate) fn rough_days(n: i64, unit: Unit) -> i64 {
    match unit {
        Unit::Days => n * 100,
        Unit::Weeks => n * 700,
        Unit::Months => n * 3044,
        Unit::Years => n * 36525,
    }
}
