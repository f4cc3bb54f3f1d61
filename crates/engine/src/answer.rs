//! The answer: a contract with the world. `docs/semantics.md` says what each part means; serialised, it is the JSON of
//! `docs/schema/answer.schema.json`.

use crate::situation::Item;
use safeconduct_rulebook::model::Rulebook;
use serde::Serialize;
use std::collections::BTreeMap;

/// The answer to one case.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    /// Version of this shape: 1.
    pub schema: u32,
    /// Which rulebook answered.
    pub rulebook: RulebookRef,
    /// The case's name.
    pub case: String,
    /// The day as of which it is answered.
    pub as_of: String,
    /// The day up to which records were taken into account.
    pub as_known: String,
    /// The profile.
    pub profile: String,
    /// Positions that replace the profile's.
    pub readings: BTreeMap<String, String>,
    /// What this is not.
    pub disclaimer: String,
    /// The states of the case: code and name, the detaining power first.
    pub states: Vec<StateRef>,
    /// One entry an act and destination asked about, in declaration order of acts, then destinations.
    pub acts: Vec<ActAnswer>,
    /// Duties: clocks and choices.
    pub duties: Vec<DutyAnswer>,
    /// Duties that no act can fulfil together.
    pub dilemmas: Vec<Dilemma>,
    /// What was presumed.
    pub presumed: Vec<Presumed>,
    /// What was assumed: law that the case states, protective values used for `now`, defaults of the case file.
    pub assumed: Vec<FactValue>,
    /// Facts with conflicting evidence, or with a statement that does not dispel a presumption.
    pub disputed: Vec<Disputed>,
    /// Law that is open: `law.AA.treaty`.
    pub open_law: Vec<OpenLaw>,
    /// Terms under the profile: `true`, `false`, `open`.
    pub terms: BTreeMap<String, String>,
    /// What nobody has checked and this answer rests on.
    pub unverified: Vec<String>,
    /// What to find out next.
    pub next: Vec<Next>,
}

/// A rulebook's version and digest.
#[derive(Clone, Debug, Serialize)]
pub struct RulebookRef {
    /// Version.
    pub version: String,
    /// `sha256:…`
    pub digest: String,
}

impl RulebookRef {
    /// Of a rulebook.
    pub(crate) fn of(rulebook: &Rulebook) -> Self {
        Self {
            version: rulebook.version.clone(),
            digest: rulebook.digest.clone(),
        }
    }
}

/// A state's code and name.
#[derive(Clone, Debug, Serialize)]
pub struct StateRef {
    /// `KP`
    pub code: String,
    /// `Country A`
    pub name: String,
}

/// The answer on one act toward one destination.
#[derive(Clone, Debug, Serialize)]
pub struct ActAnswer {
    /// The act.
    pub act: String,
    /// Its title.
    pub title: String,
    /// The state's code; null where the act has no destination.
    pub destination: Option<String>,
    /// What holds today, protective of what is not known: required permitted prohibited unavailable conflict not_yet.
    pub now: String,
    /// Under the profile; `open` where several are possible.
    pub verdict: String,
    /// Over every world of the profile.
    pub possible_under_profile: Vec<String>,
    /// Over every world and every reading.
    pub possible: Vec<String>,
    /// every_reading profile open_law open_facts open_both
    pub settled: String,
    /// Disjoint groups of readings.
    pub by_reading: Vec<ReadingGroup>,
    /// The open items that matter.
    pub open_facts: Vec<String>,
    /// Smallest sets of findings that would settle it, for each possible verdict.
    pub settled_by: Vec<Settling>,
    /// Smallest changes toward another verdict.
    pub unless: Vec<Settling>,
    /// The bases that open it.
    pub basis: Vec<NormRef>,
    /// Bars that were looked at and do not stand.
    pub checked_bars: Vec<String>,
    /// What is breached if it is done.
    pub if_done: Vec<NormRef>,
    /// What is breached if it is not done.
    pub if_not_done: Vec<NormRef>,
    /// Duties to do it that stand in some open world only.
    pub pending: Vec<NormRef>,
    /// What would apply but is lifted, defeated or suspended.
    pub set_aside: Vec<SetAside>,
    /// The contested questions on which it turns.
    pub contested: Vec<Contested>,
    /// Steps that must come first.
    pub steps: Vec<StepAnswer>,
}

/// A group of readings with the same possible verdicts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReadingGroup {
    /// Question (or `law.XX.instrument`) to positions (or `bound`, `not_bound`); a question that is not named does not matter in this group.
    #[serde(rename = "where")]
    pub at: BTreeMap<String, Vec<String>>,
    /// The verdicts possible.
    pub possible: Vec<String>,
}

/// A fact's path and value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FactValue {
    /// `destination.AA.quarantine`
    pub fact: String,
    /// `found`
    pub value: String,
    /// The clause that says so.
    pub clause: String,
}

/// A finding on which a norm rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Because {
    /// Its path.
    pub fact: String,
    /// Its value.
    pub value: String,
    /// The clause that says so.
    pub clause: String,
    /// Holds since.
    pub since: Option<String>,
    /// Evidence.
    pub source: Option<String>,
}

/// A rule, basis or presumption, and why it stands.
#[derive(Clone, Debug, Serialize)]
pub struct NormRef {
    /// Its id.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// Whether it stands in every open world, or only in some.
    pub certain: bool,
    /// The smallest set of established findings that carries it; empty where it is not certain or needs none.
    pub because: Vec<Because>,
    /// Its grounds share no finding with those of another norm beside it.
    pub stands_alone: bool,
    /// When it lifts, for a bar that lasts `while` something lasts.
    pub lifts_when: Option<String>,
}

/// Smallest sets of findings toward a verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Settling {
    /// The verdict.
    pub to: String,
    /// At most five sets of the smallest size.
    pub sets: Vec<Vec<FactValue>>,
    /// There are more of that size.
    pub more: bool,
}

/// Something that would apply, and what sets it aside.
#[derive(Clone, Debug, Serialize)]
pub struct SetAside {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// What sets it aside.
    pub by: String,
    /// Its title.
    pub by_title: String,
    /// Its citation.
    pub by_citation: String,
    /// exception priority suspended
    pub how: String,
    /// What the exception rests on.
    pub because: Vec<Because>,
}

/// A contested question on which a verdict turns.
#[derive(Clone, Debug, Serialize)]
pub struct Contested {
    /// Its id.
    pub question: String,
    /// The question.
    pub title: String,
    /// The positions.
    pub positions: Vec<PositionAnswer>,
}

/// A position and what follows from it.
#[derive(Clone, Debug, Serialize)]
pub struct PositionAnswer {
    /// Its id.
    pub position: String,
    /// What it says.
    pub says: String,
    /// Who holds it.
    pub held_by: Vec<String>,
    /// On what authority.
    pub on: Vec<String>,
    /// Whether the profile takes it.
    pub in_profile: bool,
    /// The verdicts possible under it.
    pub possible: Vec<String>,
}

/// A step that must come first.
#[derive(Clone, Debug, Serialize)]
pub struct StepAnswer {
    /// Its id.
    pub step: String,
    /// Its title.
    pub title: String,
    /// The rule that asks for it.
    pub rule: String,
    /// Its citation.
    pub citation: String,
    /// Whether the record shows it as done.
    pub done: bool,
    /// Whether the rule stands in every open world.
    pub certain: bool,
}

/// A duty.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DutyAnswer {
    /// Due at a time that the law sets.
    Clock(ClockAnswer),
    /// Due at a time that an office has set itself.
    OfficeTarget(ClockAnswer),
    /// One of several acts is owed.
    OneOf {
        /// The rule.
        duty: String,
        /// Its title.
        title: String,
        /// The rule (the same id).
        rule: String,
        /// Its citation.
        citation: String,
        /// All choices: `ship to AA`, `store`, `sell to any other state`.
        choices: Vec<String>,
        /// Those neither barred nor unavailable in some open world.
        left: Vec<String>,
        /// Those barred or unavailable in every open world.
        barred: Vec<String>,
        /// not_triggered pending due
        status: String,
    },
}

/// A duty with a clock.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ClockAnswer {
    /// Its id.
    pub duty: String,
    /// Its title.
    pub title: String,
    /// The rule (the same id).
    pub rule: String,
    /// Its citation.
    pub citation: String,
    /// Who owes it.
    pub bearer: String,
    /// To whom.
    pub toward: Option<String>,
    /// The time that it gives, in words: `within 7 days of …`.
    pub term: String,
    /// Whether it falls due again each time that it was done.
    pub recurring: bool,
    /// Why the office has set itself this time; null where the law sets it.
    pub why: Option<String>,
    /// The day from which the time runs, or before which it lies; null where it is not known or there is none.
    pub event: Option<String>,
    /// The day; null where it is without delay or the event is not known.
    pub due: Option<String>,
    /// The day on which it was done, of several the one that counts; null where it was not.
    pub done: Option<String>,
    /// not_triggered pending due overdue done suspended
    pub status: String,
    /// The open facts on which it depends, where pending.
    pub depends_on: Vec<String>,
}

impl DutyAnswer {
    /// The clock, where it has one, whoever has set it.
    pub fn clock(&self) -> Option<&ClockAnswer> {
        match self {
            Self::Clock(clock) | Self::OfficeTarget(clock) => Some(clock),
            Self::OneOf { .. } => None,
        }
    }

    /// Its id.
    pub fn duty(&self) -> &str {
        match self {
            Self::Clock(clock) | Self::OfficeTarget(clock) => &clock.duty,
            Self::OneOf { duty, .. } => duty,
        }
    }

    /// Its status.
    pub fn status(&self) -> &str {
        match self {
            Self::Clock(clock) | Self::OfficeTarget(clock) => &clock.status,
            Self::OneOf { status, .. } => status,
        }
    }
}

/// Duties that cannot be fulfilled together, or a duty of which no choice is left.
#[derive(Clone, Debug, Serialize)]
pub struct Dilemma {
    /// `no_choice_left` or `excluding_duties`
    pub kind: String,
    /// The rules.
    pub rules: Vec<String>,
    /// The acts.
    pub acts: Vec<String>,
    /// In every open world, or in some.
    pub certain: bool,
}

/// A presumption that holds.
#[derive(Clone, Debug, Serialize)]
pub struct Presumed {
    /// The fact's path.
    pub fact: String,
    /// The value.
    pub value: String,
    /// The presumption.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
}

/// A fact with conflicting evidence.
#[derive(Clone, Debug, Serialize)]
pub struct Disputed {
    /// Its path.
    pub fact: String,
    /// The values put forward.
    pub values: Vec<String>,
    /// Why.
    pub why: String,
}

/// An entry of the law of states without a usable date.
#[derive(Clone, Debug, Serialize)]
pub struct OpenLaw {
    /// `law.AA.treaty`
    pub entry: String,
    /// For people.
    pub text: String,
    /// The acts on which it bears.
    pub matters_to: Vec<String>,
}

/// A question worth asking.
#[derive(Clone, Debug, Serialize)]
pub struct Next {
    /// What it is about; not part of the JSON.
    #[serde(skip)]
    pub item: Item,
    /// The fact's path.
    pub fact: String,
    /// The question.
    pub ask: String,
    /// Who shows it, to what standard.
    pub shown_by: String,
    /// The acts, open under the profile, to which it matters.
    pub settles: Vec<String>,
}
