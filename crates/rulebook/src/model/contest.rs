//! What is contested, chosen, claimed and tested: questions, profiles, claims, cases; and the verdicts.

use super::*;
use crate::source::Span;

/// A contested question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The question.
    pub title: String,
    /// What turns on it.
    pub matters: String,
    /// Why no verdict or duty turns on it, where the rulebook says so.
    pub no_verdict: Option<String>,
    /// The positions, at least two.
    pub positions: Vec<Position>,
    /// Where it stands.
    pub origin: Origin,
}

/// A position.
#[derive(Clone, Debug)]
pub struct Position {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Who holds it.
    pub held_by: Vec<String>,
    /// On what authority.
    pub on: Vec<Citation>,
    /// What nobody has checked.
    pub unverified: Option<String>,
}

/// A choice of positions, one for every question.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The default profile.
    pub default: bool,
    /// The position for each question, by index of the question.
    pub choices: Vec<u32>,
    /// Where it stands.
    pub origin: Origin,
}

/// A claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The acts over which it ranges.
    pub acts: Vec<ActId>,
    /// Under what condition; may name the destination where every act has one.
    pub when: Cond,
    /// What it says.
    pub says: ClaimSays,
    /// Where it stands.
    pub origin: Origin,
}

/// What a claim says.
#[derive(Clone, Debug)]
pub enum ClaimSays {
    /// The verdict is none of these.
    Never(Vec<Verdict>),
    /// The verdict is one of these.
    Always(Vec<Verdict>),
    /// This condition holds.
    Then(Cond),
    /// Changing one thing alone never turns a verdict of `from` into one of `into`.
    NeverTurns {
        /// What is changed.
        change: Change,
        /// The verdicts before.
        from: Vec<Verdict>,
        /// The verdicts after.
        into: Vec<Verdict>,
    },
}

/// The one thing that a differential claim changes.
#[derive(Clone, Debug)]
pub enum Change {
    /// A fact (of the destination of the act in question where `state` is [`StateExpr::Destination`] — of every
    /// state in turn where the fact is per destination and `state` is `None`; per act: of the act in question).
    Fact {
        /// The fact.
        fact: FactId,
        /// Whose.
        state: Option<StateExpr>,
        /// Before; `None`: anything else.
        from: Option<Val>,
        /// After; `None`: anything else.
        to: Option<Val>,
    },
    /// A relation, between any two states.
    Relation {
        /// The relation.
        relation: RelationId,
        /// Before.
        from: bool,
        /// After.
        to: bool,
    },
    /// A position.
    Reading {
        /// The question.
        question: QuestionId,
        /// Before.
        from: u32,
        /// After.
        to: u32,
    },
    /// An entry of the law of states.
    Bound {
        /// Whose.
        state: StateExpr,
        /// The instrument.
        instrument: InstrumentId,
        /// Before.
        from: bool,
        /// After.
        to: bool,
    },
}

/// A verdict on an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It must be done.
    Required,
    /// It may be done.
    Permitted,
    /// It must not be done.
    Prohibited,
    /// The law opens no way to it.
    Unavailable,
    /// It must and must not be done.
    Conflict,
}

impl Verdict {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 5] = [
        Self::Required,
        Self::Permitted,
        Self::Prohibited,
        Self::Unavailable,
        Self::Conflict,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Permitted => "permitted",
            Self::Prohibited => "prohibited",
            Self::Unavailable => "unavailable",
            Self::Conflict => "conflict",
        }
    }
}

/// A `case` fence.
#[derive(Clone, Debug)]
pub struct CaseFence {
    /// TOML.
    pub text: String,
    /// Where.
    pub span: Span,
    /// The file.
    pub file: String,
    /// The 1-based line of the first line of the text.
    pub line: usize,
    /// The provision under which it stands.
    pub provision: Option<ProvisionId>,
}
