//! Conditions, and what they refer to.

use super::{ActTo, Name};
use crate::source::Span;

/// `under QUESTION is POSITION or POSITION`
#[derive(Clone, Debug)]
pub struct Under {
    /// The question.
    pub question: Name,
    /// The positions, any of which.
    pub positions: Vec<Name>,
}

/// A reference to a fact, term or relation: `prisoner.age`, `s.quarantine`, `freely_wishes(s)`, `wish(s).says`,
/// `passes_on_to(destination, s)`.
#[derive(Clone, Debug)]
pub struct Ref {
    /// The path before any parenthesis.
    pub path: Name,
    /// The states in parentheses.
    pub args: Vec<Name>,
    /// The path after the parenthesis, without its leading dot.
    pub tail: Option<Name>,
    /// All of it.
    pub span: Span,
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Cond {
    /// All hold.
    And(Vec<Cond>),
    /// At least one holds.
    Or(Vec<Cond>),
    /// It does not hold.
    Not(Box<Cond>, Span),
    /// A yes/no fact, a relation or a term.
    Ref(Ref),
    /// `X is [not] Y`, `X is one of {…}`, `X before D`, `X since D`, `X at least N [days ago]`, `X less than N …`
    Compare(Ref, Compare, Span),
    /// `STATE bound by INSTRUMENT[.ARTICLE]`
    Bound(Name, Name),
    /// `STATE has reserved INSTRUMENT.ARTICLE`
    Reserved(Name, Name),
    /// `STATE derogates from INSTRUMENT.ARTICLE`
    Derogates(Name, Name),
    /// `under QUESTION is POSITION`
    Under(Under),
    /// `barred(ACT [to STATE])`
    Barred(ActTo, Span),
    /// `some|every state s [that X RELATION] [with COND] has COND`
    Quantified(Box<Quantified>),
    /// Something that could not be read; a diagnostic says so.
    Error(Span),
}

/// The comparison of a fact or state.
#[derive(Clone, Debug)]
pub enum Compare {
    /// `is V`; with several, `is one of {V, W}`
    Is(Vec<Name>),
    /// `is not V`
    IsNot(Vec<Name>),
    /// `before 2026-01-01`
    Before(Name),
    /// `since 2026-01-01`: on that day or later
    Since(Name),
    /// `at least 18 months ago` (number, unit; unit absent for plain numbers)
    AtLeast(Name, Option<Name>),
    /// `less than 18 months ago`
    LessThan(Name, Option<Name>),
}

/// A quantified condition over the states of the case.
#[derive(Clone, Debug)]
pub struct Quantified {
    /// `every` (true) or `some` (false)
    pub every: bool,
    /// `destination`, `state` or `home`
    pub domain: Name,
    /// The variable; absent: the domain word itself.
    pub var: Option<Name>,
    /// `that STATE RELATION`
    pub via: Option<(Name, Name)>,
    /// `with COND`
    pub with: Option<Cond>,
    /// `has COND`
    pub body: Cond,
    /// All of it.
    pub span: Span,
}
