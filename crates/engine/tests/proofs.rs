//! Every answer of the solver is checked: worlds by evaluation, their absence by a proof.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod books;
mod generator;

use generator::{count, some_pairs};
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::proof::{Checked, Event, check, recorded};
use safeconduct_engine::{answer, prove};

/// Checks every solver; how much was checked.
fn all(logs: &[Vec<Event>]) -> Checked {
    let mut sum = Checked::default();
    for (i, log) in logs.iter().enumerate() {
        let one = check(log).unwrap_or_else(|e| panic!("solver {i}: {e}"));
        sum.possible += one.possible;
        sum.impossible += one.impossible;
        sum.learnt += one.learnt;
    }
    sum
}

#[test]
fn every_claim_of_the_law_has_a_proof() {
    let law = books::of_the_repository();
    let (proofs, logs) = recorded(|| prove(&law, 3));
    let checked = all(&logs);
    println!("{} claims: {checked:?}", proofs.len());
    assert!(proofs.len() > 150 && proofs.iter().all(|p| p.counterexample.is_none()));
    // Each attempt at a claim is one answer; a claim about a pair or an act has several.
    assert!(checked.impossible >= proofs.len() && checked.possible == 0);
    assert!(checked.learnt > 100);
}

#[test]
fn answers_on_random_rulebooks_have_proofs() {
    let mut sum = Checked::default();
    for pair in some_pairs(31).take(count(400)) {
        let (book, case) = pair.load().unwrap();
        let (_, logs) = recorded(|| answer(&book, &case));
        let one = all(&logs);
        sum.possible += one.possible;
        sum.impossible += one.impossible;
        sum.learnt += one.learnt;
    }
    println!("{sum:?}");
    assert!(sum.possible > 1000 && sum.impossible > 1000 && sum.learnt > 100);
}

#[test]
fn nobody_records_nothing_is_kept() {
    let pair = some_pairs(31).next().unwrap();
    let (book, case) = pair.load().unwrap();
    let _ = answer(&book, &case);
    assert!(recorded(|| ()).1.is_empty());
}

/// One change to a log that makes it wrong.
fn corrupt(log: &[Event], change: impl Fn(&mut Event) -> bool) -> Vec<Event> {
    let mut log = log.to_vec();
    assert!(log.iter_mut().any(change), "nothing to corrupt");
    log
}

#[test]
fn a_wrong_proof_is_rejected() {
    let pairs = some_pairs(31).take(200);
    let logs: Vec<Vec<Event>> = pairs
        .flat_map(|pair| {
            let (book, case) = pair.load().unwrap();
            recorded(|| answer(&book, &case)).1
        })
        .collect();
    let learns = |e: &Event| matches!(e, Event::Learnt(c) if c.len() > 1);
    let mut rejected = [0; 4];
    for log in &logs {
        // A world with one gate turned round.
        if log.iter().any(|e| matches!(e, Event::Possible(..))) {
            let wrong = corrupt(log, |e| match e {
                Event::Possible(_, model) => {
                    model[0] = true;
                    true
                }
                _ => false,
            });
            assert!(check(&wrong).is_err());
            rejected[0] += 1;
        }
        // The answer "no" where the answer is "yes".
        if log.iter().any(|e| matches!(e, Event::Possible(..))) {
            let wrong = corrupt(log, |e| match e {
                Event::Possible(assumed, _) => {
                    *e = Event::Impossible(assumed.clone(), assumed.clone());
                    true
                }
                _ => false,
            });
            assert!(check(&wrong).is_err());
            rejected[1] += 1;
        }
        // What was learnt, with the sign of every literal turned round, or cut down to one literal: some of these must not follow.
        if log.iter().any(learns) {
            let turned = corrupt(log, |e| match e {
                Event::Learnt(c) if c.len() > 1 => {
                    c.iter_mut().for_each(|l| *l = !*l);
                    true
                }
                _ => false,
            });
            rejected[2] += usize::from(check(&turned).is_err());
            let cut = corrupt(log, |e| match e {
                Event::Learnt(c) if c.len() > 1 => {
                    c.truncate(1);
                    true
                }
                _ => false,
            });
            rejected[3] += usize::from(check(&cut).is_err());
        }
    }
    println!("{rejected:?}");
    assert!(rejected.iter().all(|n| *n > 10), "{rejected:?}");
}

#[test]
fn the_checker_by_hand() {
    use safeconduct_engine::circuit::Node;
    let l = |n: usize| Lit::of(n, false);
    // 3 is (1 and 2); 4 is (not 1 and 2).
    let nodes = Event::Nodes(vec![
        Node::False,
        Node::Input,
        Node::Input,
        Node::And(l(1), l(2)),
        Node::And(!l(1), l(2)),
    ]);
    let log = |more: &[Event]| [std::slice::from_ref(&nodes), more].concat();
    assert!(check(&log(&[Event::Impossible(vec![l(3), l(4)], vec![l(3), l(4)])])).is_ok());
    assert!(check(&log(&[Event::Impossible(vec![l(3), l(4)], vec![l(3)])])).is_err());
    assert!(check(&log(&[Event::Impossible(vec![l(3)], vec![l(4)])])).is_err());
    assert!(check(&log(&[Event::Learnt(vec![!l(3), l(1)])])).is_ok());
    assert!(check(&log(&[Event::Learnt(vec![!l(3), l(4)])])).is_err());
    let world = |one, two| vec![false, one, two, one && two, !one && two];
    assert!(check(&log(&[Event::Possible(vec![l(3)], world(true, true))])).is_ok());
    assert!(check(&log(&[Event::Possible(vec![l(3)], world(true, false))])).is_err());
    assert!(
        check(&log(&[
            Event::Given(vec![!l(2)]),
            Event::Possible(vec![], world(true, true))
        ]))
        .is_err()
    );
    assert!(
        check(&log(&[
            Event::Given(vec![l(3)]),
            Event::Given(vec![l(4)]),
            Event::Impossible(vec![], vec![])
        ]))
        .is_ok()
    );
}
