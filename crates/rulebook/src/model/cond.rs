//! Conditions.

use super::*;

/// A state in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StateExpr {
    /// The destination of the norm.
    Destination,
    /// The detaining power.
    Detaining,
    /// A named state of the case.
    Role(RoleId),
    /// A variable of an enclosing [`Cond::Quantified`], counted from the outermost, 0.
    Var(u32),
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Cond {
    /// Always.
    True,
    /// All.
    And(Vec<Cond>),
    /// Any.
    Or(Vec<Cond>),
    /// Not.
    Not(Box<Cond>),
    /// A fact passes a test. The state is given exactly where the fact is [`Per::Destination`]; a [`Per::Act`] fact is
    /// that of the act and destination of the norm in question.
    Fact {
        /// The fact.
        fact: FactId,
        /// Whose.
        state: Option<StateExpr>,
        /// The test.
        test: Test,
    },
    /// A relation is found (its closure, where transitive) from one state to another.
    Relation {
        /// The relation.
        relation: RelationId,
        /// From.
        from: StateExpr,
        /// To.
        to: StateExpr,
    },
    /// A term holds.
    Term {
        /// The term.
        term: TermId,
        /// Of which state.
        state: Option<StateExpr>,
    },
    /// Two states are the same.
    Same(StateExpr, StateExpr),
    /// A state is bound by an instrument and, where an article is given, without reservation to it or derogation from it in force.
    Bound {
        /// Who.
        state: StateExpr,
        /// By what.
        instrument: InstrumentId,
        /// The article.
        article: Option<String>,
    },
    /// A state is bound by an instrument and has a reservation in force to the article.
    Reserved {
        /// Who.
        state: StateExpr,
        /// To what.
        instrument: InstrumentId,
        /// The article.
        article: String,
    },
    /// A state is bound by an instrument and derogates from the article.
    Derogates {
        /// Who.
        state: StateExpr,
        /// From what.
        instrument: InstrumentId,
        /// The article.
        article: String,
    },
    /// One of these positions on a question.
    Under {
        /// The question.
        question: QuestionId,
        /// The positions.
        positions: Vec<u32>,
    },
    /// The act is barred (for good, not `until` or `while`), toward the state where it has a destination.
    Barred {
        /// The act.
        act: ActId,
        /// Toward; given exactly where the act has a destination.
        to: Option<StateExpr>,
    },
    /// Some or every state has something.
    Quantified {
        /// Every, or some.
        every: bool,
        /// Which states.
        domain: Domain,
        /// The variable's number (its depth).
        var: u32,
        /// Only states to which this state stands in this relation.
        via: Option<(StateExpr, RelationId)>,
        /// Only states of which this holds.
        with: Option<Box<Cond>>,
        /// What they have.
        body: Box<Cond>,
    },
}

/// Which states a quantifier ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Every state of the case except the detaining power.
    State,
    /// Those that are home.
    Home,
}

/// Calls `f` for the condition and everything in it, outermost first.
pub fn walk<'a>(cond: &'a Cond, f: &mut dyn FnMut(&'a Cond)) {
    f(cond);
    match cond {
        Cond::And(all) | Cond::Or(all) => all.iter().for_each(|c| walk(c, f)),
        Cond::Not(c) => walk(c, f),
        Cond::Quantified { with, body, .. } => {
            if let Some(c) = with {
                walk(c, f);
            }
            walk(body, f);
        }
        Cond::True
        | Cond::Fact { .. }
        | Cond::Relation { .. }
        | Cond::Term { .. }
        | Cond::Same(..)
        | Cond::Bound { .. }
        | Cond::Reserved { .. }
        | Cond::Derogates { .. }
        | Cond::Under { .. }
        | Cond::Barred { .. } => {}
    }
}
