//! Decisions: proposed by one person, approved by another of another unit, held, objected to, released. The program never takes a step itself.
//!
//! What may follow is decided here and nowhere else, whatever the way in which it is asked for. Hold periods and second persons are rules of the office
//! (`Rules`), not of law; they can be made stricter, never looser than that two people act.

use crate::entry::Id;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A decision that somebody proposes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposal {
    /// The act.
    pub act: String,
    /// The destination.
    pub destination: Option<String>,
    /// Whether it cannot be undone: the office's table of acts says so.
    pub irreversible: bool,
    /// The last entry of the case that the author had seen. What was written later is not part of what is decided.
    pub seen: u64,
    /// The digest of the rulebook under which the answer was given.
    pub rulebook: String,
    /// The verdict of that answer, and whether it held today.
    pub verdict: String,
    /// Why the act is proposed although the answer does not allow it.
    pub contrary: Option<String>,
}

/// What happens to a proposal; each names its entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "move", rename_all = "snake_case", deny_unknown_fields)]
pub enum Move {
    /// Another person approves; what was asked of the case, and the replies.
    Approve {
        /// Replies to questions about this case, not a tick in a box.
        replies: Vec<String>,
    },
    /// Another person refuses.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Somebody stops it.
    Hold {
        /// Why.
        reason: String,
    },
    /// Counsel, or whoever else may, objects: it stops until the objection is decided.
    Object {
        /// Why.
        reason: String,
    },
    /// A hold or an objection ends, and why.
    Lift {
        /// The entry that holds.
        entry: u64,
        /// Why.
        reason: String,
    },
    /// The author, or whoever approved, takes it back.
    TakeBack {
        /// Why.
        reason: String,
    },
    /// It is carried out.
    Release,
}

/// Who moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mover {
    /// The person.
    pub person: Id,
    /// The unit of the person on that day.
    pub unit: Id,
}

/// The rules of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Between approval and release of what cannot be undone: time in which counsel, the ICRC or a court can stop it.
    pub hold: SignedDuration,
    /// How many replies an approval of what cannot be undone needs.
    pub replies: usize,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            hold: SignedDuration::from_hours(24),
            replies: 2,
        }
    }
}

/// Why a move is not possible.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotPossible {
    /// There is no such proposal.
    #[error("there is no such proposal in this case")]
    Unknown,
    /// It is refused, taken back or released.
    #[error("the proposal is closed")]
    Closed,
    /// It is approved already, or not yet.
    #[error("the proposal is {}approved", if *.0 { "already " } else { "not " })]
    Approved(bool),
    /// Nobody decides on what he proposed himself.
    #[error("nobody approves or refuses what he proposed himself")]
    OwnProposal,
    /// What cannot be undone is approved in another unit.
    #[error("what cannot be undone is approved by somebody of another unit")]
    SameUnit,
    /// Nobody lifts an objection or a hold against what he proposed or approved.
    #[error("whoever proposed or approved does not lift what was put in the way")]
    OwnObstacle,
    /// Only who proposed or approved takes back.
    #[error("only who proposed or approved it takes it back")]
    NotTheirs,
    /// A reason is missing.
    #[error("the reason is missing")]
    Reason,
    /// Too few replies.
    #[error("{0} replies about this case are needed")]
    Replies(usize),
    /// Something stands in the way.
    #[error("entry {0} stands in the way")]
    Stopped(u64),
    /// The hold period is not over.
    #[error("not before {0}")]
    NotBefore(Timestamp),
    /// Something was written in the case after what the author had seen.
    #[error("entry {0} came after what was decided on: it has to be proposed again")]
    Changed(u64),
}

/// A proposal and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is proposed.
    pub proposal: Proposal,
    /// By whom.
    pub author: Mover,
    /// Who approved, and when.
    pub approved: Option<(Mover, Timestamp)>,
    /// What stands in the way: holds and objections that nobody lifted.
    pub obstacles: BTreeSet<u64>,
    /// How it ended.
    pub end: Option<End>,
}

/// How a decision ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// Refused.
    Refused,
    /// Taken back.
    TakenBack,
    /// Carried out.
    Released,
}

/// All decisions of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// By the entry that proposed.
    pub all: BTreeMap<u64, Decision>,
    /// The last entry of the case that is not part of a decision.
    pub last_fact: u64,
}

impl Decisions {
    /// Whether somebody may make a move now.
    ///
    /// # Errors
    /// Why not; the first reason.
    pub fn may(&self, proposal: u64, what: &Move, who: Mover, now: Timestamp, rules: Rules) -> Result<(), NotPossible> {
        let decision = self.all.get(&proposal).ok_or(NotPossible::Unknown)?;
        if decision.end.is_some() {
            return Err(NotPossible::Closed);
        }
        if let Move::Refuse { reason }
        | Move::Hold { reason }
        | Move::Object { reason }
        | Move::Lift { reason, .. }
        | Move::TakeBack { reason } = what
            && reason.trim().is_empty()
        {
            return Err(NotPossible::Reason);
        }
        let irreversible = decision.proposal.irreversible;
        let own = decision.author.person == who.person;
        let theirs = own || decision.approved.is_some_and(|(by, _)| by.person == who.person);
        match what {
            Move::Approve { .. } if decision.approved.is_some() => Err(NotPossible::Approved(true)),
            Move::Approve { .. } | Move::Refuse { .. } if own => Err(NotPossible::OwnProposal),
            Move::Approve { .. } if irreversible && decision.author.unit == who.unit => Err(NotPossible::SameUnit),
            Move::Approve { .. } if self.last_fact > decision.proposal.seen => {
                Err(NotPossible::Changed(self.last_fact))
            }
            Move::Approve { replies } => {
                let given = replies.iter().filter(|r| !r.trim().is_empty()).count();
                match irreversible && given < rules.replies {
                    true => Err(NotPossible::Replies(rules.replies)),
                    false => Ok(()),
                }
            }
            Move::Refuse { .. } | Move::Hold { .. } | Move::Object { .. } => Ok(()),
            Move::Lift { entry, .. } if !decision.obstacles.contains(entry) => Err(NotPossible::Unknown),
            Move::Lift { .. } if theirs => Err(NotPossible::OwnObstacle),
            Move::Lift { .. } => Ok(()),
            Move::TakeBack { .. } if !theirs => Err(NotPossible::NotTheirs),
            Move::TakeBack { .. } => Ok(()),
            Move::Release => {
                let (_, at) = decision.approved.ok_or(NotPossible::Approved(false))?;
                if let Some(entry) = decision.obstacles.first() {
                    return Err(NotPossible::Stopped(*entry));
                }
                if self.last_fact > decision.proposal.seen {
                    return Err(NotPossible::Changed(self.last_fact));
                }
                let over = if irreversible { at + rules.hold } else { at };
                if now < over {
                    return Err(NotPossible::NotBefore(over));
                }
                Ok(())
            }
        }
    }

    /// A proposal that was written down.
    pub fn proposed(&mut self, seq: u64, proposal: Proposal, author: Mover) {
        let decision = Decision {
            proposal,
            author,
            approved: None,
            obstacles: BTreeSet::new(),
            end: None,
        };
        self.all.insert(seq, decision);
    }

    /// A move that was written down; it was possible then.
    pub fn moved(&mut self, seq: u64, proposal: u64, what: &Move, who: Mover, at: Timestamp) {
        let Some(decision) = self.all.get_mut(&proposal) else {
            return;
        };
        match what {
            Move::Approve { .. } => decision.approved = Some((who, at)),
            Move::Refuse { .. } => decision.end = Some(End::Refused),
            Move::Hold { .. } | Move::Object { .. } => {
                decision.obstacles.insert(seq);
            }
            Move::Lift { entry, .. } => {
                decision.obstacles.remove(entry);
            }
            Move::TakeBack { .. } => decision.end = Some(End::TakenBack),
            Move::Release => decision.end = Some(End::Released),
        }
    }
}
