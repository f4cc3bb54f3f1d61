//! Faults that the tests plant to see that the property tests catch them. Nothing else sets one.

/// A deliberate mistake in the meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A defeated norm still defeats and counts: `holds` is read where `stands` is meant.
    StandsForHolds,
    /// The loser of a priority wins.
    PriorityReversed,
    /// Exceptions do not apply.
    ExceptionIgnored,
    /// Exceptions to exceptions do not apply.
    NestedExceptionIgnored,
    /// `until` bars like a flat bar.
    StepReadAsBar,
    /// `while` does not suspend a duty.
    WhileDoesNotSuspend,
    /// A choice of duties opens its acts.
    ChoiceGivesBasis,
    /// Each of several homes is owed.
    EveryHomeOwed,
    /// A relation is not closed.
    ClosureMissing,
    /// Presumptions are ignored.
    PresumptionIgnored,
    /// A statement by anybody beats a presumption.
    AnybodyRebuts,
    /// Protective values are ignored.
    ProtectiveIgnored,
    /// Conditions of protective values are ignored.
    ProtectiveUnconditional,
    /// `impossible` is ignored.
    ImpossibleIgnored,
    /// A last choice is not owed.
    LastChoiceFree,
    /// Open law is read as not bound.
    OpenLawNotBound,
    /// What was done too late before an event counts as done.
    LateIsDone,
    /// What recurs does not start again when it is done.
    DoneDoesNotRestart,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::StandsForHolds,
        Self::PriorityReversed,
        Self::ExceptionIgnored,
        Self::NestedExceptionIgnored,
        Self::StepReadAsBar,
        Self::WhileDoesNotSuspend,
        Self::ChoiceGivesBasis,
        Self::EveryHomeOwed,
        Self::ClosureMissing,
        Self::PresumptionIgnored,
        Self::AnybodyRebuts,
        Self::ProtectiveIgnored,
        Self::ProtectiveUnconditional,
        Self::ImpossibleIgnored,
        Self::LastChoiceFree,
        Self::OpenLawNotBound,
        Self::LateIsDone,
        Self::DoneDoesNotRestart,
    ];
}
