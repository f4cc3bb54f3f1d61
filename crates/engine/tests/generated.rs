//! What the generator makes: rulebooks that load, and every construct and every outcome often enough.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod generator;
mod reference;

use generator::tally::{ALL, Tally, tally};
use generator::{count, some_pairs};
use reference::Outcome;
use safeconduct_rulebook::model::Clock;

#[test]
fn every_rulebook_loads_and_every_construct_occurs() {
    let mut seen = Tally::new();
    for pair in some_pairs(1).take(count(1500)) {
        match pair.load() {
            Ok((book, case)) => tally(&book, &case, &mut seen),
            Err(errors) => panic!("{errors}\n\n{pair}"),
        }
    }
    println!("{seen:#?}");
    let missing: Vec<_> = ALL.iter().filter(|c| seen.get(*c).copied().unwrap_or(0) == 0).collect();
    assert!(missing.is_empty(), "these constructs never occurred: {missing:?}");
}

#[test]
fn every_outcome_occurs() {
    let mut seen = Tally::new();
    let mut see = |what| *seen.entry(what).or_default() += 1;
    let (mut asked, mut answered) = (0, 0);
    for pair in some_pairs(2).take(count(1000)) {
        let (book, case) = pair.load().expect("it loads");
        asked += 1;
        if reference::cost(&book, &case) > 256 {
            continue;
        }
        answered += 1;
        let answer = match reference::answer(&book, &case) {
            Outcome::Answer(answer) => answer,
            Outcome::Contradiction(size) => {
                see(if size == 0 {
                    "contradiction without statements"
                } else {
                    "contradiction"
                });
                continue;
            }
        };
        for c in &answer.acts {
            see(match c.verdict {
                "required" => "verdict required",
                "permitted" => "verdict permitted",
                "prohibited" => "verdict prohibited",
                "unavailable" => "verdict unavailable",
                "conflict" => "verdict conflict",
                _ => "verdict open",
            });
            see(match c.now {
                "required" => "now required",
                "permitted" => "now permitted",
                "prohibited" => "now prohibited",
                "unavailable" => "now unavailable",
                "conflict" => "now conflict",
                _ => "now not_yet",
            });
            see(c.settled);
            for (what, yes) in [
                ("groups of readings", c.by_reading.len() > 1),
                (
                    "settled by one",
                    c.settled_by.iter().any(|s| s.1.iter().any(|s| s.len() == 1)),
                ),
                (
                    "settled by several",
                    c.settled_by.iter().any(|s| s.1.iter().any(|s| s.len() > 1)),
                ),
                ("unless one", c.unless.iter().any(|s| s.1.iter().any(|s| s.len() == 1))),
                (
                    "unless several",
                    c.unless.iter().any(|s| s.1.iter().any(|s| s.len() > 1)),
                ),
                ("ground of one", c.if_done.iter().any(|n| n.because.len() == 1)),
                ("ground of several", c.if_done.iter().any(|n| n.because.len() > 1)),
                ("not certain", c.if_done.iter().any(|n| !n.certain)),
                (
                    "stands beside another",
                    c.if_done.iter().any(|n| n.certain && !n.stands_alone),
                ),
                ("pending", !c.pending.is_empty()),
                ("steps outstanding", c.steps.iter().any(|s| !s.2)),
                ("steps done", c.steps.iter().any(|s| s.2)),
                ("set aside by exception", c.set_aside.iter().any(|s| s.2 == "exception")),
                ("set aside by priority", c.set_aside.iter().any(|s| s.2 == "priority")),
                ("suspended", c.set_aside.iter().any(|s| s.2 == "suspended")),
            ] {
                if yes {
                    see(what);
                }
            }
        }
        for o in &answer.ones {
            see(match o.3 {
                "due" => "one of due",
                "pending" => "one of pending",
                _ => "one of not triggered",
            });
            if !o.2.is_empty() {
                see("choice barred");
            }
        }
        answer.clocks.iter().for_each(|c| see(c.status));
        for (duty, run) in book.duties.iter().zip(&answer.clocks) {
            match (duty.clock, run.status) {
                (Clock::Before(..), "due") => see("due before"),
                (Clock::Before(..), "overdue") if run.done.is_some() => see("done too late"),
                (Clock::Before(..), "overdue") => see("overdue before"),
                (Clock::Before(..), "done") => see("done before"),
                (Clock::Every(..), "due") if run.done.is_some() => see("due again"),
                (Clock::Every(..), "overdue") => see("overdue again"),
                _ => {}
            }
        }
        for d in &answer.dilemmas {
            see(match (d.0, d.3) {
                ("no_choice_left", _) => "no choice left",
                (_, true) => "duties that exclude each other",
                (_, false) => "duties that may exclude each other",
            });
        }
        if answer.next.len() > 1 {
            see("several next");
        }
    }
    println!("{answered} of {asked}: {seen:#?}");
    let all = [
        "verdict required",
        "verdict permitted",
        "verdict prohibited",
        "verdict unavailable",
        "verdict conflict",
        "verdict open",
        "now required",
        "now permitted",
        "now prohibited",
        "now unavailable",
        "now conflict",
        "now not_yet",
        "every_reading",
        "profile",
        "open_law",
        "open_facts",
        "open_both",
        "groups of readings",
        "settled by one",
        "settled by several",
        "unless one",
        "unless several",
        "ground of one",
        "ground of several",
        "not certain",
        "stands beside another",
        "pending",
        "steps outstanding",
        "steps done",
        "set aside by exception",
        "set aside by priority",
        "suspended",
        "one of due",
        "one of pending",
        "one of not triggered",
        "choice barred",
        "not_triggered",
        "due",
        "overdue",
        "done",
        "due before",
        "overdue before",
        "done before",
        "done too late",
        "due again",
        "overdue again",
        "no choice left",
        "duties that exclude each other",
        "duties that may exclude each other",
        "several next",
        "contradiction",
    ];
    let missing: Vec<_> = all.iter().filter(|c| !seen.contains_key(*c)).collect();
    assert!(missing.is_empty(), "these never occurred: {missing:?}");
}
