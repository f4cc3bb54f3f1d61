//! What `unless` answers: plain data, serialisable.

use crate::answer::{ReadingGroup, StepAnswer};
use crate::situation::Stated;
use serde::Serialize;

/// What would have to change for a cell to have a verdict. Serialised, it is the JSON of `unless`.
#[derive(Clone, Debug, Serialize)]
pub struct Unless {
    /// Version of this shape: 1.
    pub schema: u32,
    /// The case's name.
    pub case: String,
    /// The day as of which it is answered.
    pub as_of: String,
    /// The profile.
    pub profile: String,
    /// The act.
    pub act: String,
    /// Its title.
    pub title: String,
    /// The state's code; null where the act has no destination.
    pub destination: Option<String>,
    /// The verdict today under the profile; `open` where several are possible.
    pub verdict: String,
    /// Over every world of the profile.
    pub possible_under_profile: Vec<String>,
    /// What holds today, protective of what is not known.
    pub now: String,
    /// The verdict asked for; `lawful` where permitted or required were.
    pub to: String,
    /// Sets of more findings are not listed.
    pub limit: usize,
    /// How it could come about.
    pub outcome: Outcome,
    /// The readings under which, on the findings as they are, the verdict asked for is the only one possible, where the profile is not among them.
    pub other_readings: Vec<ReadingGroup>,
    /// Steps still to be done; they bear on what holds today, never on the verdict.
    pub steps: Vec<StepAnswer>,
}

/// How a verdict could come about.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Outcome {
    /// It is the verdict.
    Already,
    /// It is possible as the file stands, and these findings on what is open would settle it.
    Open {
        /// At most five sets, without wishes.
        sets: Vec<Vec<Change>>,
        /// There are, or may be, others.
        more: bool,
        /// Whether no set is smaller; else nothing can be left out of any of these.
        smallest: bool,
    },
    /// These sets of changes would do it.
    Changes {
        /// At most five.
        sets: Vec<Vec<Change>>,
        /// There are, or may be, others.
        more: bool,
        /// Whether no set is smaller; else nothing can be left out of any of these.
        smallest: bool,
    },
    /// Not within the limit. A longer set, none of whose findings can be left out, or null where none was found (which is no proof that there is none).
    Beyond {
        /// The longer set.
        example: Option<Vec<Change>>,
    },
    /// Nothing that others find can settle it: it hangs on what the person himself wishes.
    HisToSay {
        /// The wishes on which it hangs.
        wishes: Vec<Wish>,
        /// Whether other findings would be needed besides.
        besides: bool,
        /// The law that is open and on which it hangs too: `law.AA.treaty`.
        law: Vec<String>,
    },
    /// No finding can settle it: it hangs on entries of the law of states that are open.
    OpenLaw {
        /// `law.AA.treaty`
        law: Vec<String>,
    },
    /// It would take that something that cannot change were otherwise.
    Fixed {
        /// What is established and cannot change, as it stands.
        facts: Vec<Change>,
        /// Whether it would also take another wish of his.
        wish_too: bool,
    },
    /// No finding under this profile; it would take another reading of the law.
    OtherReading {
        /// The positions: on which question, and which.
        positions: Vec<Position>,
        /// Whether findings would have to change too.
        besides: bool,
    },
    /// In no case that keeps what cannot change, whatever is found and however the law is read.
    Never {
        /// no_basis (nothing opens the act), norms (these stand whatever is found), no_rule (no rule leads to the verdict)
        because: &'static str,
        /// The norms against the verdict that stand whatever is found.
        norms: Vec<Carried>,
    },
}

/// A wish: how it stands, never how it would have to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    /// The fact's path.
    pub fact: String,
    /// Its title.
    pub title: String,
    /// What the file says; null where it is open.
    pub says: Option<String>,
}

/// A position on a contested question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Position {
    /// The question's id.
    pub question: String,
    /// The question.
    pub title: String,
    /// The position's id.
    pub position: String,
    /// What it says.
    pub says: String,
    /// What the profile's position says.
    pub instead_of: String,
}

/// A norm that carries a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Carried {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
}

/// One finding of a set.
#[derive(Clone, Debug, Serialize)]
pub struct Change {
    /// The fact's path.
    pub fact: String,
    /// Its title.
    pub title: String,
    /// finding order
    pub sort: &'static str,
    /// How it stands: stated presumed open
    pub stands: &'static str,
    /// The value that it has; null where it is open.
    pub before: Option<String>,
    /// The clause that says so.
    pub before_clause: Option<String>,
    /// The value that would have to be found.
    pub after: String,
    /// The clause that says so.
    pub after_clause: String,
    /// The bodies that show it.
    pub shown_by: Vec<String>,
    /// To what standard; empty where the rulebook names none.
    pub standard: String,
    /// The statement of a case in which it is found: for a date or number, one of the values that would do.
    #[serde(skip)]
    pub found: Option<Stated>,
}
