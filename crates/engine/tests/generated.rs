//! What the generator makes: rulebooks that load, and every construct and outcome often enough.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod generator;
mod reference;

use generator::{count, some_pairs};

#[test]
fn every_rulebook_loads() {
    for pair in some_pairs(1).take(count(1000)) {
        if let Err(errors) = pair.load() {
            panic!("{errors}\n\n{pair}");
        }
    }
}

#[test]
fn costs() {
    let mut costs = Vec::new();
    let mut contradictions = 0;
    let start = std::time::Instant::now();
    for pair in some_pairs(1).take(count(200)) {
        let (book, case) = pair.load().expect("it loads");
        let cost = reference::cost(&book, &case);
        costs.push(cost);
        if cost <= 1024 {
            if let reference::Outcome::Contradiction(_) = reference::answer(&book, &case) {
                contradictions += 1;
            }
        }
    }
    costs.sort_unstable();
    println!("{:?} contradictions {contradictions} {:?}", costs.iter().step_by(10).collect::<Vec<_>>(), start.elapsed());
}
