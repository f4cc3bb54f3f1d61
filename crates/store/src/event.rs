//! What can happen in a case or in the office, as it is written down. Nothing is ever overwritten: what was wrong is withdrawn, what conflicts is kept side by side.

use crate::decision::{Move, Proposal};
use crate::entry::Id;
use crate::rights::Grant;
use jiff::civil::Date;
use safeconduct_casefile::Asked as Why;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An event. Its kind is written beside it in clear; the rest is sealed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "says", rename_all = "snake_case")]
pub enum Event {
    /// A case is opened.
    Opened(Setting),
    /// The setting of a case is another.
    Reset(Setting),
    /// Somebody found something.
    Found(Found),
    /// Somebody was asked, and there is no value.
    Asked(Asked),
    /// An earlier finding, reply or step no longer stands; it stays on the record.
    Withdrawn {
        /// The entry.
        entry: u64,
        /// Why.
        reason: String,
    },
    /// Of conflicting findings one is preferred, by a named person, for a reason.
    Preferred {
        /// The finding that is followed.
        entry: u64,
        /// Those that are not.
        over: Vec<u64>,
        /// Why.
        reason: String,
    },
    /// A step was taken.
    Done(Done),
    /// What the person said, and how he came to say it.
    Said(Box<Said>),
    /// The person takes back what he said: no form, no second person, at any time.
    TakenBack {
        /// What he said.
        entry: u64,
        /// His words, where there are any.
        words: Option<String>,
    },
    /// A decision is proposed, by somebody of this unit.
    Proposed {
        /// What is to be decided.
        proposal: Proposal,
        /// The unit of the author.
        unit: Id,
    },
    /// Something happens to a proposal, by somebody of this unit.
    Moved {
        /// The entry that proposed.
        proposal: u64,
        /// What happens.
        what: Move,
        /// The unit of whoever moves.
        unit: Id,
    },
    /// Somebody gets a right.
    Granted(Grant),
    /// A right is taken back.
    Revoked {
        /// The entry that gave it.
        grant: u64,
        /// Why.
        reason: String,
    },
    /// Somebody leaves the office: every right ends at once.
    Left {
        /// Who.
        person: Id,
    },
    /// What an entry says was erased.
    Erased {
        /// The entry.
        entry: u64,
        /// The ground for it.
        reason: String,
    },
}

impl Event {
    /// The kind of [`Event::Erased`].
    pub const ERASED: &'static str = "erased";
    /// The kind of [`Event::Proposed`].
    pub const PROPOSED: &'static str = "proposed";
    /// The kind of [`Event::Moved`].
    pub const MOVED: &'static str = "moved";

    /// Its kind, as it is written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Opened(_) => "opened",
            Self::Reset(_) => "reset",
            Self::Found(_) => "found",
            Self::Asked(_) => "asked",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Preferred { .. } => "preferred",
            Self::Done(_) => "done",
            Self::Said(_) => "said",
            Self::TakenBack { .. } => "taken_back",
            Self::Proposed { .. } => Self::PROPOSED,
            Self::Moved { .. } => Self::MOVED,
            Self::Granted(_) => "granted",
            Self::Revoked { .. } => "revoked",
            Self::Left { .. } => "left",
            Self::Erased { .. } => Self::ERASED,
        }
    }

    /// Whether it says all that it must.
    ///
    /// # Errors
    /// What is missing.
    pub fn valid(&self) -> Result<(), String> {
        let needed = |text: &str, what: &str| {
            if text.trim().is_empty() {
                return Err(format!("{what} is missing"));
            }
            Ok(())
        };
        match self {
            Self::Withdrawn { reason, .. } | Self::Erased { reason, .. } | Self::Revoked { reason, .. } => {
                needed(reason, "the reason")
            }
            Self::Preferred { reason, over, entry } => {
                needed(reason, "the reason")?;
                if over.is_empty() || over.contains(entry) {
                    return Err("what it is preferred over is missing".to_owned());
                }
                Ok(())
            }
            Self::Said(said) => {
                needed(&said.words, "the original wording")?;
                needed(&said.language, "the language")?;
                needed(&said.place, "the place")
            }
            Self::Found(found) => needed(&found.path, "what was found"),
            Self::Asked(asked) => needed(&asked.path, "what was asked"),
            Self::Opened(setting) | Self::Reset(setting) => {
                needed(&setting.name, "the name of the case")?;
                needed(&setting.detaining, "the detaining power")
            }
            Self::Done(done) => needed(&done.step, "the step"),
            Self::Proposed { proposal, .. } => needed(&proposal.act, "the act"),
            Self::TakenBack { .. } | Self::Moved { .. } | Self::Granted(_) | Self::Left { .. } => Ok(()),
        }
    }
}

/// The setting of a case, as in a case file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// The case's own name: a number, never the name of a person.
    pub name: String,
    /// The profile; the rulebook's default where there is none.
    pub profile: Option<String>,
    /// The state that detains.
    pub detaining: String,
    /// Who has a role: role and state.
    #[serde(default)]
    pub roles: BTreeMap<String, String>,
    /// The states asked about; all of the case where there is none.
    pub destinations: Option<Vec<String>>,
    /// There is no other state to go to.
    #[serde(default)]
    pub complete: bool,
    /// Positions that replace the profile's: question and position.
    #[serde(default)]
    pub readings: BTreeMap<String, String>,
}

/// A value as it was given.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A word of an enumeration, or a day.
    Text(String),
}

/// A finding: a value, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Found {
    /// The path of the fact, as in a case file: `destination.KP.torture`.
    pub path: String,
    /// Its value.
    pub value: Value,
    /// Evidence, in words.
    pub source: Option<String>,
    /// How strong it is: a word of the case file.
    pub strength: Option<String>,
    /// The body that found it.
    pub found_by: Option<String>,
    /// To what standard.
    pub standard: Option<String>,
    /// It holds since.
    pub since: Option<Date>,
    /// What the person said on which it rests, if it rests on that: an entry.
    pub said: Option<u64>,
    /// The language in which the source speaks.
    pub language: Option<String>,
}

/// A question without a value: unknown is never no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// The path of the fact.
    pub path: String,
    /// Why there is none.
    pub why: NoValue,
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoValue {
    /// Asked, and nobody knows.
    Unknown,
    /// Asked, and he declined to say.
    Refused,
    /// Not asked yet.
    NotAsked,
}

impl From<NoValue> for Why {
    fn from(why: NoValue) -> Self {
        match why {
            NoValue::Unknown => Self::Unknown,
            NoValue::Refused => Self::Refused,
            NoValue::NotAsked => Self::NotAsked,
        }
    }
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Done {
    /// The step.
    pub step: String,
    /// For which act; none where it is taken once.
    pub act: Option<String>,
    /// For which state.
    pub destination: Option<String>,
    /// The day on which it was taken.
    pub on: Date,
}

/// What the person said. It settles nothing by itself: what follows from it is found by somebody, and rests on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// His words, in the language in which he said them.
    pub words: String,
    /// That language.
    pub language: String,
    /// The day.
    pub on: Date,
    /// Where.
    pub place: String,
    /// How long it took, in minutes.
    pub minutes: Option<u32>,
    /// Everybody present besides him, by role or code name.
    pub present: Vec<String>,
    /// Who was kept out on purpose.
    pub kept_out: Vec<String>,
    /// What he had been told before: the version of the sheet.
    pub told: Option<String>,
    /// The interpreter, by code name; and the two languages.
    pub interpreter: Option<Interpreter>,
    /// A translation. It never takes the place of the words.
    pub translation: Option<Translation>,
    /// Whether it was read back to him, and what he said to that.
    pub read_back: ReadBack,
    /// Whether counsel, or the ICRC, was offered.
    pub offered: Vec<String>,
    /// Whether he signed.
    pub signed: Option<bool>,
}

/// Who interpreted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interpreter {
    /// A code name.
    pub name: String,
    /// From his language into this one.
    pub into: String,
    /// Whether the interpreter was at an interrogation of his.
    pub at_interrogation: Option<bool>,
}

/// A translation of what he said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Translation {
    /// The text.
    pub text: String,
    /// Its language.
    pub language: String,
    /// Who translated.
    pub translator: String,
    /// Whether a second translator has checked it.
    pub checked: bool,
}

/// What came of reading his words back to him.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadBack {
    /// They were not read back.
    Not,
    /// He confirmed them.
    Confirmed,
    /// He corrected them.
    Corrected,
    /// He declined.
    Declined,
}
