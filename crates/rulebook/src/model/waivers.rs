//! Flaws of a rulebook, and those that its authors let stand.

use super::*;

/// What an audit of a rulebook can find, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flaw {
    /// An act is both owed and barred, and no priority decides.
    Collision,
    /// Some case leaves no act that may or must be done.
    NoLawfulAct,
    /// Two acts are owed that exclude each other.
    ExcludingDuties,
    /// One of several acts is owed, and none of them can be done.
    NoChoiceLeft,
    /// A norm, basis, priority, duty, exception or presumption has no effect in any case, because its condition never holds where it could have one.
    NeverStands,
    /// A statement that could be left out: no case would be answered otherwise.
    NeverMatters,
    /// A fact, relation, role, term, step or question on which nothing depends.
    NothingDepends,
    /// Two values of a fact, or two positions on a question, that nothing tells apart.
    Alike,
    /// A waiver of a flaw that is not there.
    WaivesNothing,
}

impl Flaw {
    /// All of them, the gravest first.
    pub const ALL: [Self; 9] = [
        Self::Collision,
        Self::NoLawfulAct,
        Self::ExcludingDuties,
        Self::NoChoiceLeft,
        Self::NeverStands,
        Self::NeverMatters,
        Self::NothingDepends,
        Self::Alike,
        Self::WaivesNothing,
    ];

    /// The word for it in a rulebook.
    pub fn word(self) -> &'static str {
        match self {
            Self::Collision => "collision",
            Self::NoLawfulAct => "no_lawful_act",
            Self::ExcludingDuties => "excluding_duties",
            Self::NoChoiceLeft => "no_choice_left",
            Self::NeverStands => "never_stands",
            Self::NeverMatters => "never_matters",
            Self::NothingDepends => "nothing_depends",
            Self::Alike => "alike",
            Self::WaivesNothing => "waives_nothing",
        }
    }

    /// Whether it shows in cases, so that it can be waived for some of them.
    pub fn has_cases(self) -> bool {
        self <= Self::NoChoiceLeft
    }
}

/// A flaw that stands for a reason.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Its id.
    pub id: String,
    /// Why the flaw stands nevertheless.
    pub why: String,
    /// The flaw.
    pub flaw: Flaw,
    /// The ids of what the flaw is about, or of some of it.
    pub about: Vec<String>,
    /// In which cases; [`Cond::True`]: in all.
    pub when: Cond,
    /// Where it stands.
    pub origin: Origin,
}
