//! The audit of a rulebook: what is wrong with it as a whole (`docs/semantics.md` §8).
//!
//! Everything is asked of every generic case (`docs/semantics.md` §7), with every part of the rulebook compiled so that it can be left out.
//! Known worlds are a fast way to a yes; every no is the solver's.

mod alike;
mod collisions;
mod depends;
mod differ;
mod dilemmas;
mod matters;
mod never;
mod thing;
mod waivers;
mod worlds;

pub use thing::Thing;

use crate::circuit::Lit;
use crate::compile::compile_in_parts;
use crate::compile::frame::Frame;
use crate::witness::Witness;
use differ::Differ;
use safeconduct_rulebook::model::*;
use worlds::Worlds;

/// A flaw found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it is.
    pub found: Found,
    /// A case in which it shows, where there is one.
    pub witness: Option<Witness>,
    /// The waivers that let it stand; empty: nobody has answered it.
    pub waived_by: Vec<WaiverId>,
}

/// For each question that matters, the positions under which something is possible; all others: whatever the position.
pub type Readings = Vec<(QuestionId, Vec<u32>)>;

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Two rules collide on acts, and no priority decides.
    Collision {
        /// The rule by which they are owed.
        owed: RuleId,
        /// The rule by which they are barred.
        barred: RuleId,
        /// The acts.
        acts: Vec<ActId>,
        /// Only where these positions are taken.
        readings: Readings,
    },
    /// Some case leaves no act of any kind that may or must be done.
    NoLawfulAct {
        /// A case of a person of this status.
        status: Option<TermId>,
        /// Only where these positions are taken.
        readings: Readings,
    },
    /// Two acts are owed that exclude each other.
    ExcludingDuties {
        /// The one.
        one: (RuleId, ActId),
        /// The other.
        other: (RuleId, ActId),
        /// Only where these positions are taken.
        readings: Readings,
    },
    /// One of several acts is owed, and none can be done.
    NoChoiceLeft {
        /// The rule.
        rule: RuleId,
        /// Only where these positions are taken.
        readings: Readings,
    },
    /// It has no effect in any case.
    NeverStands {
        /// What.
        what: Thing,
        /// For a rule: which conclusion; `None`: none of them.
        conclusion: Option<u32>,
        /// For a conclusion: only on these acts; empty: on all of them.
        acts: Vec<ActId>,
    },
    /// Without it every case would be answered alike.
    NeverMatters {
        /// What.
        what: Thing,
        /// For a rule with several conclusions: which.
        conclusion: Option<u32>,
    },
    /// Nothing depends on it.
    NothingDepends {
        /// What.
        what: Thing,
    },
    /// Nothing tells these values or positions apart.
    Alike {
        /// Of what.
        what: Thing,
        /// Which, at least two.
        values: Vec<u32>,
    },
    /// The flaw is not there, or not in the cases that it names.
    WaivesNothing {
        /// The waiver.
        waiver: WaiverId,
    },
}

impl Found {
    /// The flaw.
    pub fn flaw(&self) -> Flaw {
        match self {
            Self::Collision { .. } => Flaw::Collision,
            Self::NoLawfulAct { .. } => Flaw::NoLawfulAct,
            Self::ExcludingDuties { .. } => Flaw::ExcludingDuties,
            Self::NoChoiceLeft { .. } => Flaw::NoChoiceLeft,
            Self::NeverStands { .. } => Flaw::NeverStands,
            Self::NeverMatters { .. } => Flaw::NeverMatters,
            Self::NothingDepends { .. } => Flaw::NothingDepends,
            Self::Alike { .. } => Flaw::Alike,
            Self::WaivesNothing { .. } => Flaw::WaivesNothing,
        }
    }

    /// What it is about: a waiver names some of these.
    pub fn about(&self) -> Vec<Thing> {
        match self {
            Self::Collision { owed, barred, acts, .. } => [Thing::Rule(*owed), Thing::Rule(*barred)]
                .into_iter()
                .chain(acts.iter().map(|a| Thing::Act(*a)))
                .collect(),
            Self::NoLawfulAct { status, .. } => status.iter().map(|t| Thing::Term(*t)).collect(),
            Self::ExcludingDuties { one, other, .. } => vec![
                Thing::Rule(one.0),
                Thing::Act(one.1),
                Thing::Rule(other.0),
                Thing::Act(other.1),
            ],
            Self::NoChoiceLeft { rule, .. } => vec![Thing::Rule(*rule)],
            Self::NeverStands { what, acts, .. } => std::iter::once(*what)
                .chain(acts.iter().map(|a| Thing::Act(*a)))
                .collect(),
            Self::NeverMatters { what, .. } | Self::NothingDepends { what } | Self::Alike { what, .. } => vec![*what],
            Self::WaivesNothing { waiver } => vec![Thing::Waiver(*waiver)],
        }
    }

    /// Only where these positions are taken.
    pub fn readings(&self) -> &[(QuestionId, Vec<u32>)] {
        match self {
            Self::Collision { readings, .. }
            | Self::NoLawfulAct { readings, .. }
            | Self::ExcludingDuties { readings, .. }
            | Self::NoChoiceLeft { readings, .. } => readings,
            _ => &[],
        }
    }

    fn readings_mut(&mut self) -> Option<&mut Readings> {
        match self {
            Self::Collision { readings, .. }
            | Self::NoLawfulAct { readings, .. }
            | Self::ExcludingDuties { readings, .. }
            | Self::NoChoiceLeft { readings, .. } => Some(readings),
            _ => None,
        }
    }
}

/// What may be wrong: a flaw that shows in the cases in which `bad` holds.
struct Suspect {
    found: Found,
    bad: Lit,
    cell: Option<(ActId, Option<u32>)>,
}

/// Audits a rulebook in generic cases with so many states besides the detaining power. The gravest flaws come first, then declaration order.
pub fn audit(rulebook: &Rulebook, states: u32) -> Vec<Finding> {
    let compiled = compile_in_parts(rulebook, Frame::Generic { states });
    let mut worlds = Worlds::new(compiled);
    let mut suspects = collisions::suspects(&mut worlds);
    suspects.extend(dilemmas::suspects(&mut worlds));
    let (mut findings, used) = waivers::judge(&mut worlds, suspects);
    let never = never::find(&mut worlds);
    let mut differ = Differ::new(&mut worlds);
    let mut rest = matters::find(&mut worlds, &mut differ, &never);
    rest.extend(depends::find(&mut worlds, &mut differ));
    let alike = alike::find(&mut worlds, &mut differ, &rest);
    rest.extend(alike);
    rest.extend(never);
    findings.extend(rest.into_iter().map(|found| waivers::waived(rulebook, found)));
    waivers::idle(rulebook, used, &mut findings);
    findings.sort_by_key(|f| (f.found.flaw(), f.found.about()));
    findings
}
