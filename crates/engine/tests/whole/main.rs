//! On the rulebook of the repository the reference, the trace and the exact answers say the same.
//!
//! `SAFECONDUCT_CASES` sets the number of cases, `SAFECONDUCT_SEED` the seed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "../books/mod.rs"]
mod books;
mod cases;
#[path = "../reference/mod.rs"]
mod reference;

use cases::{Drawer, Sample, Setting, law_key, number, traced};
use reference::eval::World;
use reference::few;
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::compile::frame::Frame;
use safeconduct_engine::compile::{Compiled, compile};
use safeconduct_engine::evaluate::Tri;
use safeconduct_engine::exact::Exact;
use safeconduct_engine::trace::trace;
use safeconduct_rulebook::model::{Rulebook, Verdict};

/// The literal that a reading of the reference holds.
fn reading(compiled: &mut Compiled<'_>, setting: &Setting, digits: &[usize]) -> Lit {
    let mut lits: Vec<Lit> = compiled.questions.iter().zip(digits).map(|(l, d)| l[*d]).collect();
    for (i, (who, instrument)) in setting.space.law.iter().enumerate() {
        if let Some(lit) = compiled.open_law.get(&law_key(*who, *instrument)) {
            let bound = digits[setting.space.first_law + i] == 0;
            lits.push(if bound { *lit } else { !*lit });
        }
    }
    compiled.circuit.all(lits)
}

/// What was compared.
#[derive(Debug, Default)]
struct Counts {
    worlds: usize,
    listed: usize,
    assignments: usize,
    contradictions: usize,
    verdicts: [usize; 5],
}

/// The reference's verdicts of the world beside the case, and the trace's.
fn same_world(book: &Rulebook, setting: &Setting, sample: &Sample, compiled: &Compiled<'_>, counts: &mut Counts) {
    let world = World::at(book, &sample.case, &setting.space, sample.digits.clone());
    let expected = world.verdicts();
    let found = trace(compiled, &traced(book, setting, &sample.digits));
    for (cell, (ours, theirs)) in compiled.cells.iter().zip(expected.iter().zip(&found.cells)) {
        let place = (&book.acts[cell.act.ix()].id, cell.destination);
        assert_eq!(
            Some(*ours),
            theirs.verdict,
            "the world beside {:#?} at {place:?}",
            sample.case
        );
        counts.verdicts[Verdict::ALL.iter().position(|v| v == ours).unwrap()] += 1;
    }
    if !world.possible() {
        assert_eq!(found.world, Tri::False);
    }
    counts.worlds += 1;
}

/// The possible verdicts under one reading: the reference lists the worlds, where they are few.
fn same_verdicts(book: &Rulebook, setting: &Setting, sample: &Sample, counts: &mut Counts) {
    let case = &sample.case;
    let reading_of = sample.reading(setting);
    let Some(worlds) = few::worlds(book, case, &setting.space, reading_of, 16) else {
        return;
    };
    let mut compiled = compile(book, Frame::Case(case));
    let guard = reading(&mut compiled, setting, reading_of);
    counts.listed += 1;
    counts.assignments += worlds.len();
    let expected = few::verdicts(book, case, &worlds);
    match Exact::new(compiled, case) {
        Ok(mut exact) => {
            for (cell, expected) in expected.iter().enumerate() {
                let found: Vec<Verdict> = exact.verdicts(cell, guard).iter().collect();
                let expected: Vec<Verdict> = expected.iter().copied().collect();
                assert_eq!(expected, found, "{:?} of {case:#?}", exact.compiled.cells[cell].act);
            }
        }
        Err(_) => {
            // No world, at least under the profile: then there is none under a reading of the profile.
            let profile = sample.digits[..book.questions.len()].iter().enumerate().all(|(q, d)| {
                let replaced = case.readings.iter().find(|(r, _)| r.ix() == q).map(|(_, p)| *p);
                replaced.unwrap_or(book.profiles[case.profile.ix()].choices[q]) as usize == *d
            });
            assert!(
                worlds.is_empty() || !profile,
                "the engine sees a contradiction in {case:#?}"
            );
            counts.contradictions += 1;
        }
    }
}

#[test]
fn reference_trace_and_exact_agree() {
    let book = books::of_the_repository();
    let mut drawer = Drawer::new(&book, number("SAFECONDUCT_SEED", 5));
    let mut counts = Counts::default();
    let cases = number("SAFECONDUCT_CASES", 60);
    for _ in 0..cases {
        let (s, sample) = drawer.draw();
        let setting = &drawer.settings[s];
        let compiled = compile(&book, Frame::Case(&sample.case));
        same_world(&book, setting, &sample, &compiled, &mut counts);
        same_verdicts(&book, setting, &sample, &mut counts);
    }
    let words = Verdict::ALL
        .iter()
        .zip(counts.verdicts)
        .map(|(v, n)| format!("{n} {}", v.word()));
    println!(
        "the rulebook: reference and trace agree on {} complete worlds ({})",
        counts.worlds,
        words.collect::<Vec<_>>().join(", ")
    );
    println!(
        "the rulebook: reference and exact agree on {} cases with {} worlds under one reading, {} of them contradictory",
        counts.listed, counts.assignments, counts.contradictions
    );
    assert!(counts.listed * 5 > cases, "hardly any case has few worlds: {counts:?}");
    assert!(
        counts.contradictions * 5 < cases,
        "most cases contradict themselves: {counts:?}"
    );
    assert!(
        cases < 1000 || counts.verdicts.iter().all(|n| *n > 0),
        "a verdict never occurs: {counts:?}"
    );
}
