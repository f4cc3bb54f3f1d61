//! The engine and the naive reference agree, on thousands of random rulebooks and cases, on every part of the answer.
//!
//! `SAFECONDUCT_PAIRS` sets the number of pairs, `SAFECONDUCT_SEED` the seed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod compare;
mod generator;
mod reference;

use compare::disagreement;
use generator::{Pair, count, some_pairs};
use reference::Outcome;
use safeconduct_engine::{answer, answer_with_fault, fault::Fault, next_question};

/// How many assignments the reference lists at most.
const MOST: usize = 768;

fn differs(pair: &Pair) -> Option<String> {
    let (book, case) = pair.load().ok()?;
    if reference::cost(&book, &case) > MOST {
        return None;
    }
    disagreement(&reference::answer(&book, &case), &answer(&book, &case))
}

/// The name of the field that differs.
fn field(difference: &str) -> &str {
    difference.split(':').next().unwrap_or_default()
}

#[test]
fn engine_and_reference_agree() {
    let mut bad: Vec<(Pair, String)> = Vec::new();
    let mut fields: std::collections::BTreeMap<String, usize> = Default::default();
    for pair in some_pairs(11).take(count(2500)) {
        if let Some(difference) = differs(&pair) {
            *fields.entry(field(&difference).to_owned()).or_default() += 1;
            if bad.iter().all(|(_, d)| field(d) != field(&difference)) {
                bad.push((pair, difference));
            }
        }
    }
    let mut report = String::new();
    for (pair, difference) in bad {
        let same = |p: &Pair| differs(p).is_some_and(|d| field(&d) == field(&difference));
        let small = pair.shrink(same);
        let difference = differs(&small).expect("it still differs");
        report += &format!("{difference}\n\n{small}\n==========\n");
    }
    assert!(report.is_empty(), "{fields:?}\n{report}");
}

#[test]
fn the_next_question_matters_and_is_asked_where_one_does() {
    let (mut asked, mut bad) = (0, Vec::new());
    for pair in some_pairs(31).take(count(2500)) {
        let Ok((book, case)) = pair.load() else { continue };
        if reference::cost(&book, &case) > MOST {
            continue;
        }
        let Outcome::Answer(right) = reference::answer(&book, &case) else {
            continue;
        };
        let next = next_question(&book, &case, &[]).expect("it has a world");
        asked += usize::from(next.is_some());
        // One finding that settles a verdict alone matters under the profile.
        let one = |sets: &[reference::reasons::Finding]| sets.iter().any(|s| s.len() == 1);
        let settles = right
            .acts
            .iter()
            .any(|a| a.settled_by.iter().any(|(_, sets, _)| one(sets)));
        let fine = match &next {
            Some(next) => right.next.contains(&next.fact),
            None => !settles,
        };
        if !fine {
            bad.push(format!("{next:?} of {:?}\n\n{pair}\n==========\n", right.next));
        }
    }
    assert!(asked > 0);
    assert!(bad.is_empty(), "{} of {asked}\n{}", bad.len(), bad[0]);
}

#[test]
fn planted_faults_are_found() {
    let mut missed = Vec::new();
    for fault in Fault::ALL {
        let found = some_pairs(23).take(count(2500)).any(|pair| {
            let (book, case) = pair.load().expect("it loads");
            if reference::cost(&book, &case) > 512 {
                return false;
            }
            let right = reference::answer(&book, &case);
            disagreement(&right, &answer_with_fault(&book, &case, fault)).is_some()
                && disagreement(&right, &answer(&book, &case)).is_none()
        });
        if !found {
            missed.push(fault);
        }
    }
    assert!(missed.is_empty(), "nothing shows these faults: {missed:?}");
}
