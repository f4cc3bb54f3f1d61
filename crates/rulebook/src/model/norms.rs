//! What the law says: bases, rules, duties, exceptions, priorities, presumptions.

use super::*;

/// A power.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The acts that it opens.
    pub acts: Vec<ActId>,
    /// When; `under` clauses are conjoined as [`Cond::Under`].
    pub when: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `hc.118.1`
    pub id: String,
    /// Title.
    pub title: String,
    /// When; `under` clauses are conjoined as [`Cond::Under`].
    pub when: Cond,
    /// Its conclusions.
    pub then: Vec<Conclusion>,
    /// Where it stands.
    pub origin: Origin,
}

/// A conclusion.
#[derive(Clone, Debug)]
pub enum Conclusion {
    /// A term holds; of `state` where the term is per destination.
    Term {
        /// The term.
        term: TermId,
        /// The state it holds of: always [`StateExpr::Destination`] for a per-destination term.
        state: Option<StateExpr>,
    },
    /// The acts are owed, each a norm of its own.
    Must(Vec<ActTo>),
    /// One of the acts is owed.
    MustOneOf(Vec<ActTo>),
    /// The acts are barred, each a norm of its own.
    MustNot {
        /// The acts.
        acts: Vec<ActTo>,
        /// How long.
        bar: Bar,
    },
}

impl Conclusion {
    /// The acts, with their targets; none for a term.
    pub fn acts(&self) -> &[ActTo] {
        match self {
            Self::Term { .. } => &[],
            Self::Must(acts) | Self::MustOneOf(acts) | Self::MustNot { acts, .. } => acts,
        }
    }

    /// Whether some act is meant toward home.
    pub fn toward_home(&self) -> bool {
        self.acts().iter().any(|a| a.to == Some(Target::Home))
    }

    /// While what a bar lasts, where it lasts while something does.
    pub fn lasts(&self) -> Option<&Cond> {
        match self {
            Self::MustNot {
                bar: Bar::While(cond), ..
            } => Some(cond),
            _ => None,
        }
    }
}

/// How long a bar lasts.
#[derive(Clone, Debug)]
pub enum Bar {
    /// As long as the condition holds.
    Flat,
    /// Until every one of these steps is done.
    Until(Vec<StepId>),
    /// While the condition holds, besides that of the rule.
    While(Cond),
}

/// An act, perhaps only toward one state or toward home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActTo {
    /// The act.
    pub act: ActId,
    /// `None`: every destination (or none, where the act has none).
    pub to: Option<Target>,
}

/// The state toward which a norm is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Every state that is home.
    Home,
    /// One state.
    State(StateExpr),
}

/// A duty with a clock.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// `detaining` or a role.
    pub bearer: StateExpr,
    /// Why an office has set itself this time, where no law does.
    pub office_target: Option<String>,
    /// When it is owed.
    pub when: Cond,
    /// The date fact that starts the clock (per case).
    pub event: Option<FactId>,
    /// The time that it gives.
    pub clock: Clock,
    /// To whom.
    pub toward: Option<String>,
    /// The step that discharges it (done once, or for any act).
    pub done_by: Option<StepId>,
    /// Suspended while.
    pub suspended_while: Option<Cond>,
    /// Where it stands.
    pub origin: Origin,
}

/// The time that a duty gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// Without delay.
    WithoutDelay,
    /// So long after the event.
    Within(i64, Unit),
    /// So long before the event, at the latest.
    Before(i64, Unit),
    /// So long after the event, and again after each time that it was done.
    Every(i64, Unit),
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// What an exception or priority names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Norm {
    /// Every conclusion of a rule.
    Rule(RuleId),
    /// A basis.
    Basis(BasisId),
    /// An exception.
    Exception(ExceptionId),
    /// A presumption.
    Presumption(PresumptionId),
}

/// An exception.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it lifts.
    pub to: Vec<Norm>,
    /// Only for these acts; empty: all.
    pub acts: Vec<ActId>,
    /// When; `under` clauses are conjoined.
    pub when: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// A priority.
#[derive(Clone, Debug)]
pub struct Priority {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The rule that prevails.
    pub winner: RuleId,
    /// The rule that gives way.
    pub loser: RuleId,
    /// Only on these acts; empty: all.
    pub acts: Vec<ActId>,
    /// Under which reading: a conjunction of [`Cond::Under`], or [`Cond::True`].
    pub under: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// A presumption.
#[derive(Clone, Debug)]
pub struct Presumption {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is presumed.
    pub what: Presumed,
    /// The value.
    pub value: Val,
    /// The bodies whose record dispels it; empty: anybody's.
    pub until: Vec<BodyId>,
    /// When; for a presumption on a per-destination fact it may name the destination.
    pub when: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// What a presumption is about. For a fact per destination it holds of every state; per act, of every act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presumed {
    /// A fact.
    Fact(FactId),
    /// A relation: from every state (named `destination` in the condition) to every other.
    Relation(RelationId),
}

/// What no case can be; with `destination` in the condition: for no state.
#[derive(Clone, Debug)]
pub struct Impossible {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The condition that never holds.
    pub when: Cond,
    /// Whether it ranges over the states.
    pub per_destination: bool,
    /// Where it stands.
    pub origin: Origin,
}
