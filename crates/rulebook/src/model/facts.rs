//! What can be found, done, named or derived: facts, steps, relations, roles, terms, acts.

use super::*;
use jiff::civil::Date;

/// The sort of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// Open until somebody finds it.
    Finding,
    /// What the prisoner says; open until he is asked; never in an `unless`.
    Wish,
    /// Somebody else's act; open until recorded.
    Order,
}

impl Sort {
    /// The word of the language: `finding`, `wish` or `order`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::Wish => "wish",
            Self::Order => "order",
        }
    }
}

/// What a fact is about, besides the prisoner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Per {
    /// One value in a case.
    Case,
    /// One value a state.
    Destination,
    /// One value an act, and destination where the act has one.
    Act,
}

/// The type of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// yes or no
    YesNo,
    /// One of named values, each with a clause.
    OneOf(Vec<Value>),
    /// A civil date.
    Date,
    /// A whole number.
    Number,
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// `found`
    pub id: String,
    /// The clause for "it has this value", a whole clause.
    pub clause: String,
}

/// A finding, wish or order.
#[derive(Clone, Debug)]
pub struct Fact {
    /// `destination.quarantine`: the path in rules; in a case file the state stands after the first segment.
    pub id: String,
    /// Title.
    pub title: String,
    /// Its sort.
    pub sort: Sort,
    /// What it is about.
    pub per: Per,
    /// Its type.
    pub kind: Type,
    /// Clause for yes; `{destination}` stands for the state.
    pub holds: String,
    /// Clause for no.
    pub fails: String,
    /// The question to ask.
    pub ask: String,
    /// Who shows it.
    pub shown_by: Vec<BodyId>,
    /// To what standard.
    pub standard: String,
    /// Whether it may change.
    pub changes: bool,
    /// Protective values in order: the first whose condition holds; none: open.
    pub protective: Vec<Protective>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A protective value.
#[derive(Clone, Debug)]
pub struct Protective {
    /// The value; `None`: open.
    pub value: Option<Val>,
    /// When; [`Cond::True`] where unconditional.
    pub when: Cond,
}

/// A value of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Val {
    /// Of a yes/no fact or relation (`found` is true).
    Bool(bool),
    /// Of an enumeration: index of the value.
    Value(u32),
    /// Of a date.
    Date(Date),
    /// Of a number.
    Number(i64),
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// `private_interview`
    pub id: String,
    /// Title.
    pub title: String,
    /// The acts that it is done for; empty: once.
    pub acts: Vec<ActId>,
    /// Clause for done.
    pub holds: String,
    /// Clause for not done.
    pub fails: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// A relation between two different states: found (true), dispelled (false), or open.
#[derive(Clone, Debug)]
pub struct Relation {
    /// `passes_on_to`
    pub id: String,
    /// Title.
    pub title: String,
    /// `onward`: the table of the case file.
    pub table: String,
    /// Whether conditions read its transitive closure.
    pub transitive: bool,
    /// Clause for found, `{from}` and `{to}`.
    pub holds: String,
    /// Clause for dispelled.
    pub fails: String,
    /// The question to ask.
    pub ask: String,
    /// Who shows it.
    pub shown_by: Vec<BodyId>,
    /// To what standard.
    pub standard: String,
    /// Protective values (conditions may not name states).
    pub protective: Vec<Protective>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A named state of a case.
#[derive(Clone, Debug)]
pub struct Role {
    /// `origin`; the key in a case file.
    pub id: String,
    /// Title.
    pub title: String,
    /// The role whose state is taken when this one is not stated.
    pub default: Option<RoleId>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A derived concept.
#[derive(Clone, Debug)]
pub struct Term {
    /// `prisoner.is_prisoner_of_war`
    pub id: String,
    /// Title.
    pub title: String,
    /// One value a state.
    pub per_destination: bool,
    /// Names whom a norm binds or protects.
    pub status: bool,
    /// The word `home` means the states with this term.
    pub home: bool,
    /// Clause for holds.
    pub holds: String,
    /// Clause for fails.
    pub fails: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// An act.
#[derive(Clone, Debug)]
pub struct Act {
    /// `ship`
    pub id: String,
    /// Title.
    pub title: String,
    /// Indices into [`Rulebook::kinds`].
    pub kinds: Vec<u32>,
    /// Whether it has a destination.
    pub destination: bool,
    /// Whether it cannot be undone.
    pub irreversible: bool,
    /// The acts that cannot be done beside it (symmetric).
    pub excludes: Vec<ActId>,
    /// Needs no basis.
    pub free: bool,
    /// `ship the cargo to {destination}`
    pub phrase: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// A test on the value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A yes/no fact is yes.
    Yes,
    /// An enumeration has one of these values.
    OneOf(Vec<u32>),
    /// A date is earlier than this day.
    Before(Date),
    /// A date lies at least so long before the day of the case.
    Ago(i64, Unit),
    /// A number is at least this.
    AtLeast(i64),
}
