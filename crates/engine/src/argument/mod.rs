//! The argument on one act and destination: not only which norms carry the verdict, but how they are reached from what was found. Plain data, for a memo.

mod build;
mod contested;
pub(crate) mod evidence;
mod leaves;
mod missing;
mod norms;
mod tree;

pub use build::argument;
pub use evidence::Evidence;

use crate::answer::{Answer, FactValue};
use crate::sensitivity::Sensitivity;
use serde::Serialize;

/// The argument.
#[derive(Clone, Debug, Serialize)]
pub struct Argument {
    /// Version of this shape: 1.
    pub schema: u32,
    /// The answer on this act and destination alone.
    pub answer: Answer,
    /// The act in words, with its destination: `hand the cargo over to Country A`.
    pub phrase: String,
    /// Whether the act needs no basis.
    pub free: bool,
    /// Every norm and basis that bears on it, in declaration order: bars, duties, steps, bases.
    pub norms: Vec<Considered>,
    /// The legal concepts through which they are reached; each after those that it is reached through itself.
    pub concepts: Vec<Concept>,
    /// The contested questions on which the verdict turns.
    pub contested: Vec<Dispute>,
    /// What is not known and matters, where the verdict is open under the profile.
    pub missing: Vec<Missing>,
    /// How firmly the verdict stands; null where it is open under the profile.
    pub sensitivity: Option<Sensitivity>,
}

/// A statement of the rulebook.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Said {
    /// `rule`, `basis`, `exception`, `priority` or `presumption`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// What it says, in general.
    pub sentence: String,
    /// What nobody has checked.
    pub unverified: Option<String>,
}

/// What a norm does to the act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It bars it.
    Bars,
    /// It bars it while something lasts.
    BarsWhile,
    /// It bars it until steps are done: it makes it wait, and never prohibits it.
    Waits,
    /// It owes it.
    Requires,
    /// It opens it.
    Opens,
}

/// Whether something holds in the worlds of the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// In every one.
    Stands,
    /// In some.
    Open,
    /// In none, though its condition is met: something sets it aside.
    SetAside,
    /// In none.
    Fails,
}

/// A norm or basis that bears on the act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Considered {
    /// The rule or basis.
    pub said: Said,
    /// What it does to the act.
    pub role: Role,
    /// Whether it stands.
    pub standing: Standing,
    /// It stands whatever reading is taken.
    pub every_reading: bool,
    /// The smallest set of findings that carries it, where it stands.
    pub because: Vec<Evidence>,
    /// What its condition comes to in this case: what meets it, what is open, or the first thing that fails.
    pub elements: Vec<Element>,
    /// What lifts it, defeats it or suspends it, or could.
    pub against: Vec<Against>,
    /// When it lifts, for a bar that lasts while something lasts.
    pub lifts_when: Option<String>,
    /// It is the last choice that is left of a duty to do one of several things.
    pub last_choice: bool,
}

/// Something that could set a norm aside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Against {
    /// The exception, the priority, or the bar that suspends a duty.
    pub said: Said,
    /// `exception`, `priority` or `suspended`.
    pub how: &'static str,
    /// Whether it does.
    pub standing: Standing,
    /// Why it does, or the first reason why it does not.
    pub elements: Vec<Element>,
    /// What lifts the exception itself, or could.
    pub against: Vec<Against>,
}

/// One point of a condition, as it is in this case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Element {
    /// In words, with the names of the case.
    pub clause: String,
    /// Whether it holds.
    pub standing: Standing,
    /// On what it rests.
    #[serde(flatten)]
    pub rests: Rests,
}

/// On what a point rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Rests {
    /// On what was found, or presumed.
    Findings {
        /// The findings.
        found: Vec<Evidence>,
        /// The presumptions.
        presumed: Vec<Said>,
    },
    /// On a legal concept.
    Concept {
        /// Index into [`Argument::concepts`].
        concept: usize,
    },
    /// On the law by which a state is bound.
    Law(LawRead),
    /// On a position on a contested question.
    Reading {
        /// The question.
        question: String,
        /// What it asks.
        title: String,
    },
    /// On whether an act is barred.
    Bars {
        /// The bars.
        bars: Vec<Said>,
    },
    /// On one of several points, none of which is certain by itself.
    Either {
        /// Each the points of one way to it.
        of: Vec<Vec<Element>>,
    },
    /// On nothing but who is who in the case.
    Given {},
}

/// Whether a state is bound by an instrument.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LawRead {
    /// The state's code.
    pub state: String,
    /// Its name.
    pub name: String,
    /// The instrument's short name.
    pub instrument: String,
    /// Bound from this day.
    pub since: Option<String>,
    /// Bound until the day before this day.
    pub until: Option<String>,
    /// Where it was read.
    pub source: Option<String>,
    /// What nobody has checked.
    pub unverified: Vec<String>,
}

/// A legal concept, and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Concept {
    /// Its id.
    pub term: String,
    /// Its title.
    pub title: String,
    /// The state's code, for a concept that is one of a state.
    pub state: Option<String>,
    /// Whether it holds, in words.
    pub clause: String,
    /// Whether it holds.
    pub standing: Standing,
    /// The rules by which it holds, or may hold.
    pub by: Vec<Reached>,
    /// Where it fails: the smallest set of findings for which no rule gives it.
    pub because: Vec<Evidence>,
}

/// A rule by which a concept is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reached {
    /// The rule.
    pub said: Said,
    /// Whether it gives the concept.
    pub standing: Standing,
    /// What its condition comes to.
    pub elements: Vec<Element>,
    /// What lifts it, or could.
    pub against: Vec<Against>,
}

/// A contested question, and what each side would say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dispute {
    /// Its id.
    pub question: String,
    /// What it asks.
    pub title: String,
    /// What turns on it.
    pub matters: String,
    /// The sides.
    pub sides: Vec<Side>,
}

/// One side of a contested question. What follows is computed under the profile with this position alone put in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The position.
    pub position: String,
    /// What it says.
    pub says: String,
    /// Who holds it.
    pub held_by: Vec<String>,
    /// On what authority.
    pub on: Vec<String>,
    /// What nobody has checked of it.
    pub unverified: Option<String>,
    /// Whether the profile takes it.
    pub in_profile: bool,
    /// The verdicts possible.
    pub possible: Vec<String>,
    /// The norms that stand: bars, duties, bases.
    pub stand: Vec<(Role, Said)>,
    /// What is set aside, and by what.
    pub set_aside: Vec<(Said, Said)>,
}

/// Something that is not known and matters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Its path.
    pub fact: String,
    /// The question to ask.
    pub ask: String,
    /// Who shows it, to what standard.
    pub shown_by: String,
    /// What each value would give.
    pub answers: Vec<(FactValue, Vec<String>)>,
}
