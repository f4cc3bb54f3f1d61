//! How firmly verdicts stand, against every set of findings tried one by one on small random rulebooks and cases.
//!
//! `SAFECONDUCT_PAIRS` sets the number of pairs, `SAFECONDUCT_SEED` the seed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod generator;
mod reference;

use generator::{Pair, count, some_pairs};
use reference::bits::Bits;
use reference::case::{Case, Verdicts, combinations};
use reference::names;
use reference::space::Space;
use safeconduct_engine::sensitivity::Sensitivity;
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::{Rulebook, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// More statements than this are too many to try every set.
const MOST: usize = 9;

/// What the sets tried one by one say of a cell.
#[derive(Debug, PartialEq, Eq)]
struct Tried {
    verdict: String,
    turning: Vec<(String, Vec<String>)>,
    rests_on: Vec<String>,
    withstands: Option<usize>,
    falls_with: Vec<Vec<String>>,
    more: bool,
}

fn tried(case: &Case<'_>, cell: usize) -> Option<Tried> {
    let verdicts = case.verdicts_in(cell, &case.open());
    let verdict = *verdicts.iter().next().filter(|_| verdicts.len() == 1)?;
    let n = case.stated.len();
    let all: Vec<usize> = (0..n).collect();
    let path = |s: &usize| names::path(case.book, case.sit, case.item(case.stated[*s].item));
    let paths = |set: &[usize]| set.iter().map(path).collect::<Vec<String>>();
    let worlds = |fallen: &[usize]| -> Bits {
        let stand: Vec<usize> = all.iter().copied().filter(|s| !fallen.contains(s)).collect();
        case.worlds_where(&all, &stand).and(&case.profile)
    };
    let mut breaks: BTreeMap<Vec<usize>, bool> = BTreeMap::new();
    for size in 0..=n {
        for set in combinations(n, size) {
            let other = case.verdicts_in(cell, &worlds(&set)).iter().any(|v| *v != verdict);
            breaks.insert(set, other);
        }
    }
    let without = |set: &[usize], one: usize| -> Vec<usize> { set.iter().copied().filter(|s| *s != one).collect() };
    let minimal = |set: &Vec<usize>| breaks[set] && set.iter().all(|s| !breaks[&without(set, *s)]);
    let rests: BTreeSet<usize> = breaks.keys().filter(|s| minimal(s)).flatten().copied().collect();
    let least = breaks.iter().filter(|(_, b)| **b).map(|(s, _)| s.len()).min();
    // Keys are in lexicographic order; among sets of one size that is the order wanted.
    let smallest: Vec<&Vec<usize>> = breaks.keys().filter(|s| breaks[*s] && Some(s.len()) == least).collect();
    let word = |set: Verdicts| -> Vec<String> {
        (Verdict::ALL.iter().filter(|v| set.contains(v)))
            .map(|v| v.word().to_owned())
            .collect()
    };
    let wrong = |s: usize| {
        let stated = &case.stated[s];
        let worlds = worlds(&[s]).and(&case.valued(stated.item, |v| v != stated.value));
        word(case.verdicts_in(cell, &worlds))
    };
    let turning = (all.iter().filter(|s| breaks[&vec![**s]])).map(|s| (path(s), wrong(*s)));
    Some(Tried {
        verdict: verdict.word().to_owned(),
        turning: turning.collect(),
        rests_on: paths(&rests.into_iter().collect::<Vec<_>>()),
        withstands: least.map(|l| l - 1),
        falls_with: smallest.iter().take(5).map(|s| paths(s)).collect(),
        more: smallest.len() > 5,
    })
}

fn given(of: &Sensitivity) -> Tried {
    let paths = |set: &[safeconduct_engine::argument::Evidence]| set.iter().map(|e| e.fact.clone()).collect::<Vec<_>>();
    Tried {
        verdict: of.verdict.clone(),
        turning: of
            .turning
            .iter()
            .map(|t| (t.finding.fact.clone(), t.possible.clone()))
            .collect(),
        rests_on: paths(&of.rests_on),
        withstands: of.withstands,
        falls_with: of.falls_with.iter().map(|s| paths(s)).collect(),
        more: of.more,
    }
}

/// What differs, and how often each thing was seen.
fn differs(book: &Rulebook, sit: &Situation, seen: &mut BTreeMap<String, usize>) -> Option<String> {
    let space = Space::new(book, sit);
    if space.size > 512 {
        return None;
    }
    let case = Case::new(book, sit, &space);
    if case.stated.len() > MOST || case.open().is_empty() {
        return None;
    }
    let found = safeconduct_engine::sensitivity(book, sit, |_, _| true).expect("it has a world");
    let mut found = found.iter();
    for cell in reference::asked_cells(book, sit) {
        let Some(tried) = tried(&case, case.cell(cell)) else {
            continue;
        };
        let of = found.next().expect("as many settled verdicts as the reference has");
        if of.given_up || !of.rests_on_all {
            return Some("given up on a small case".to_owned());
        }
        *seen.entry(format!("withstands {:?}", tried.withstands)).or_default() += 1;
        *seen.entry(format!("rests on {}", tried.rests_on.len())).or_default() += 1;
        let surely = tried.turning.iter().any(|(_, p)| !p.contains(&tried.verdict));
        *seen.entry(format!("turns for certain: {surely}")).or_default() += 1;
        *seen.entry(format!("more: {}", tried.more)).or_default() += 1;
        if given(of) != tried {
            return Some(format!("reference: {tried:#?}\nengine: {:#?}", given(of)));
        }
    }
    found
        .next()
        .map(|f| format!("the engine has a settled verdict too many: {f:?}"))
}

#[test]
fn every_set_tried_one_by_one_agrees() {
    let mut seen = BTreeMap::new();
    for pair in some_pairs(31).take(count(800)) {
        let (book, case) = pair.load().expect("it loads");
        if differs(&book, &case, &mut seen).is_some() {
            let still = |p: &Pair| {
                p.load()
                    .is_ok_and(|(b, c)| differs(&b, &c, &mut BTreeMap::new()).is_some())
            };
            let small = pair.shrink(still);
            let (book, case) = small.load().expect("it loads");
            panic!(
                "{}\n\n{small}",
                differs(&book, &case, &mut BTreeMap::new()).unwrap_or_default()
            );
        }
    }
    println!("{seen:#?}");
    for outcome in [
        "withstands None",
        "withstands Some(0)",
        "withstands Some(1)",
        "turns for certain: true",
        "rests on 3",
    ] {
        assert!(seen.contains_key(outcome), "{outcome} never occurred: {seen:?}");
    }
}
