//! No way leads to a release of what cannot be undone with fewer than two people of two units, inside the hold period, past an objection, or on facts that
//! have changed since.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::{SignedDuration, Timestamp};
use safeconduct_store::decision::{Decisions, Move, Mover, NotPossible, Proposal, Rules};
use safeconduct_store::entry::Id;

struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

fn who(person: u8, unit: u8) -> Mover {
    Mover {
        person: Id([person; 16]),
        unit: Id([unit; 16]),
    }
}

fn proposal(irreversible: bool, seen: u64) -> Proposal {
    Proposal {
        act: "transfer".to_owned(),
        destination: Some("KR".to_owned()),
        irreversible,
        seen,
        rulebook: "sha256:0".to_owned(),
        verdict: "permitted".to_owned(),
        contrary: None,
    }
}

fn at(minutes: u64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + 60 * minutes as i64).unwrap()
}

/// One thing that happened, kept beside the state that is tested so that the test decides by itself what was right.
#[derive(Clone, Debug)]
struct Happened {
    seq: u64,
    who: Mover,
    minute: u64,
    what: Option<Move>,
}

fn a_move(numbers: &mut Numbers, seq: u64) -> Move {
    let reason = ["", "a reason"][usize::from(numbers.below(8) > 0)].to_owned();
    match numbers.below(12) {
        0..4 => Move::Approve {
            replies: (0..numbers.below(4))
                .map(|i| ["a reply", "another", " "][i as usize % 3].to_owned())
                .collect(),
        },
        4 if numbers.below(4) == 0 => Move::Refuse { reason },
        5 => Move::Hold { reason },
        6 => Move::Object { reason },
        7 => Move::Lift {
            entry: numbers.below(seq),
            reason,
        },
        8 if numbers.below(4) == 0 => Move::TakeBack { reason },
        _ => Move::Release,
    }
}

#[test]
fn no_way_around_the_second_person() {
    let runs: u64 = std::env::var("SAFECONDUCT_SEQUENCES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(200_000);
    let rules = Rules::default();
    let mut released = [0, 0];
    for run in 0..runs {
        let mut numbers = Numbers(run);
        let irreversible = numbers.below(4) > 0;
        let mut decisions = Decisions {
            last_fact: 1,
            ..Decisions::default()
        };
        let author = who(1, 1);
        decisions.proposed(2, proposal(irreversible, 1), author);
        let (mut minute, mut history): (u64, Vec<Happened>) = (0, Vec::new());
        for seq in 3..15 {
            minute += [1, 60, 700, 1500][numbers.below(4) as usize];
            let (person, unit) = [(1, 1), (2, 1), (3, 2), (4, 2)][numbers.below(4) as usize];
            let mover = who(person, unit);
            // Now and then a fact is written.
            if numbers.below(20) == 0 {
                decisions.last_fact = seq;
                history.push(Happened {
                    seq,
                    who: mover,
                    minute,
                    what: None,
                });
                continue;
            }
            let what = a_move(&mut numbers, seq);
            if decisions.may(2, &what, mover, at(minute), rules).is_err() {
                continue;
            }
            decisions.moved(seq, 2, &what, mover, at(minute));
            let release = what == Move::Release;
            history.push(Happened {
                seq,
                who: mover,
                minute,
                what: Some(what),
            });
            if release {
                released[usize::from(irreversible)] += 1;
                right(&history, author, irreversible);
                break;
            }
        }
    }
    assert!(released.iter().all(|n| *n > runs / 1000), "{released:?}");
    println!("{runs} sequences, {released:?} released");
}

/// What must hold of every release, told from the history alone.
fn right(history: &[Happened], author: Mover, irreversible: bool) {
    let release = history.last().unwrap();
    let mut approvals = history.iter().filter(|h| matches!(h.what, Some(Move::Approve { .. })));
    let approval = approvals
        .next()
        .unwrap_or_else(|| panic!("nobody approved: {history:?}"));
    assert!(approvals.next().is_none(), "{history:?}");
    assert_ne!(approval.who.person, author.person, "{history:?}");
    assert!(history.iter().all(|h| h.what.is_some()), "facts changed: {history:?}");
    assert!(
        !history
            .iter()
            .any(|h| matches!(h.what, Some(Move::Refuse { .. } | Move::TakeBack { .. }))),
        "{history:?}"
    );
    if irreversible {
        assert_ne!(approval.who.unit, author.unit, "{history:?}");
        assert!(release.minute >= approval.minute + 24 * 60, "{history:?}");
    }
    for stop in history
        .iter()
        .filter(|h| matches!(h.what, Some(Move::Hold { .. } | Move::Object { .. })))
    {
        let lifted = history
            .iter()
            .find(|h| matches!(&h.what, Some(Move::Lift { entry, .. }) if *entry == stop.seq));
        let lifted = lifted.unwrap_or_else(|| panic!("entry {} was not lifted: {history:?}", stop.seq));
        assert_ne!(lifted.who.person, author.person, "{history:?}");
        // Whoever had approved by then does not lift either.
        assert!(
            lifted.seq < approval.seq || lifted.who.person != approval.who.person,
            "{history:?}"
        );
    }
}

#[test]
fn what_is_said_to_whom() {
    let rules = Rules::default();
    let mut decisions = Decisions {
        last_fact: 5,
        ..Decisions::default()
    };
    let (author, colleague, other) = (who(1, 1), who(2, 1), who(3, 2));
    decisions.proposed(6, proposal(true, 5), author);
    let approve = Move::Approve {
        replies: vec![
            "the assurance of 3 March covers onward transfer".to_owned(),
            "counsel was heard on 4 March".to_owned(),
        ],
    };
    let may = |d: &Decisions, what: &Move, mover, minute| d.may(6, what, mover, at(minute), rules);
    assert_eq!(may(&decisions, &approve, author, 0), Err(NotPossible::OwnProposal));
    assert_eq!(may(&decisions, &approve, colleague, 0), Err(NotPossible::SameUnit));
    assert_eq!(
        may(&decisions, &Move::Approve { replies: vec![] }, other, 0),
        Err(NotPossible::Replies(2))
    );
    assert_eq!(
        may(&decisions, &Move::Release, other, 0),
        Err(NotPossible::Approved(false))
    );
    may(&decisions, &approve, other, 0).unwrap();
    decisions.moved(7, 6, &approve, other, at(0));
    let over = at(0) + SignedDuration::from_hours(24);
    assert_eq!(
        may(&decisions, &Move::Release, other, 24 * 60 - 1),
        Err(NotPossible::NotBefore(over))
    );
    let objection = Move::Object {
        reason: "the client was not heard".to_owned(),
    };
    decisions.moved(8, 6, &objection, who(9, 9), at(60));
    assert_eq!(
        may(&decisions, &Move::Release, other, 24 * 60),
        Err(NotPossible::Stopped(8))
    );
    let lift = Move::Lift {
        entry: 8,
        reason: "he was heard".to_owned(),
    };
    assert_eq!(may(&decisions, &lift, author, 70), Err(NotPossible::OwnObstacle));
    assert_eq!(may(&decisions, &lift, other, 70), Err(NotPossible::OwnObstacle));
    decisions.moved(9, 6, &lift, colleague, at(80));
    may(&decisions, &Move::Release, other, 24 * 60).unwrap();
    // He takes his word back, or anything else is written: it has to be proposed again.
    decisions.last_fact = 10;
    assert_eq!(
        may(&decisions, &Move::Release, other, 24 * 60),
        Err(NotPossible::Changed(10))
    );
}
