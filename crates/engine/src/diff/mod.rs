//! What a change of the law changes: two rulebooks, or one on two days, in one circuit (`docs/semantics.md` §10).
//!
//! Nothing is sampled. That a verdict does not change is proved by the solver; that it can is shown by a case.

mod cases;
mod changes;
mod conditions;
mod join;
mod law;
mod names;
mod nearby;
mod statements;
mod telling;
mod words;

pub use statements::{Entry, Stated, StatementChange, StatementText, entries, statements};
pub use words::{Name, Only};

use crate::compile::frame::Place;
use crate::witness::Witness;
use jiff::civil::Date;
use join::Joint;
use safeconduct_rulebook::model::*;

/// The side of the old rulebook, in pairs.
pub const OLD: usize = 0;
/// The side of the new rulebook, in pairs.
pub const NEW: usize = 1;

/// On which days the law of states is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Days {
    /// On every day, the same for both rulebooks; cases shown lie on `prefer` where they can.
    Every {
        /// The day on which a case is best.
        prefer: Date,
    },
    /// The old rulebook on one day, the new one on another (or the same).
    Two {
        /// The day of the old rulebook.
        old: Date,
        /// The day of the new rulebook.
        new: Date,
    },
}

/// What changes between two rulebooks.
#[derive(Clone, Debug)]
pub struct Diff {
    /// How many states besides the detaining power were considered.
    pub states: u32,
    /// How many acts both rulebooks know.
    pub acts: usize,
    /// The verdicts that can change, by act in the order of the new rulebook. All other acts of both rulebooks are proved to keep
    /// their verdict in every case.
    pub verdicts: Vec<VerdictChange>,
    /// Steps, duties and terms that come or go in some case.
    pub others: Vec<OtherChange>,
    /// What one rulebook names and the other does not.
    pub names: Vec<Name>,
}

/// A verdict on an act that can change.
#[derive(Clone, Debug)]
pub struct VerdictChange {
    /// The act, as each side numbers it.
    pub act: [ActId; 2],
    /// The verdict under the old rulebook.
    pub from: Verdict,
    /// The verdict under the new rulebook.
    pub to: Verdict,
    /// What every case with this change has in common; nothing that the rest implies.
    pub only_where: Vec<Condition>,
    /// What, on top of it, makes the change certain; nothing of it can be left out. `None`: nothing short was found.
    pub enough: Option<Vec<Condition>>,
    /// For each side the rules and bases on which the verdict rests in the case.
    pub because: [Vec<Because>; 2],
    /// A case in which it changes.
    pub case: Example,
}

/// A rule or basis on which a verdict rests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Because {
    /// It.
    pub norm: Norm,
    /// Whether it does so in every case with the change.
    pub always: bool,
}

/// A case in which something changes: how each rulebook would have it told, for their words may differ.
#[derive(Clone, Debug)]
pub struct Example {
    /// The day for each rulebook.
    pub days: [Date; 2],
    /// The states of the rulebooks that stand in it; other places are taken by states of which there is no file.
    pub states: Vec<(Place, String)>,
    /// The law of these states that counts in it and is not the same on both sides: what holds on one side only.
    pub law: Vec<Condition>,
    /// The case for each rulebook.
    pub told: [Witness; 2],
}

/// Something beside the verdicts that can change.
#[derive(Clone, Debug)]
pub struct OtherChange {
    /// What.
    pub what: Other,
    /// Whether there are cases with it under the new rulebook alone.
    pub comes: bool,
    /// Whether there are cases with it under the old rulebook alone.
    pub goes: bool,
}

/// Something beside the verdicts, as each side numbers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// A step that has to come first for an act.
    Step([StepId; 2], [ActId; 2]),
    /// A duty with a clock is due.
    Duty([DutyId; 2]),
    /// A duty with a clock is suspended.
    Suspended([DutyId; 2]),
    /// A term holds.
    Term([TermId; 2]),
}

/// Something that holds in a case.
#[derive(Clone, Debug)]
pub enum Condition {
    /// A sentence in the words of a rulebook.
    Says {
        /// The side whose names the sentence uses.
        side: usize,
        /// On which side it holds; `None`: on both.
        only: Option<usize>,
        /// It. The destination is that of the act; the other states are variables, 0 and 1 (for an act without destination: 0, 1 and 2).
        cond: Cond,
        /// For a fact per act: the act.
        act: Option<ActId>,
    },
    /// Which state stands at a place.
    State {
        /// The place.
        place: Place,
        /// The states with a file that may stand there.
        may: Vec<String>,
        /// Whether a state without a file may.
        unfiled: bool,
        /// How many states have a file.
        of: usize,
    },
    /// The day of the case.
    Day {
        /// On this day or later.
        from: Option<Date>,
        /// Before this day.
        until: Option<Date>,
    },
    /// Whether there is any other state to go to.
    Elsewhere(bool),
}

/// Compares two rulebooks for so many generic states.
pub fn diff(old: &Rulebook, new: &Rulebook, days: Days, states: u32) -> Diff {
    let [old, new] = [old, new].map(|rb| Rulebook {
        claims: Vec::new(),
        ..rb.clone()
    });
    let mut joint = Joint::new(&old, &new, days, states);
    let verdicts = joint.verdicts();
    let others = joint.others();
    Diff {
        states,
        acts: joint.names.acts.shared().count(),
        verdicts,
        others,
        names: words::names(&joint.names, [&old, &new]),
    }
}
