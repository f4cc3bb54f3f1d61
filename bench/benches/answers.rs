//! `cargo bench -p safeconduct-bench`: what one answer costs, part by part. Nothing here asserts a time.

use divan::Bencher;
use safeconduct_bench::{law_files, named, rulebook};
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::compile::{compile, frame::Frame};
use safeconduct_engine::{answer, prepare, prove};
use safeconduct_rulebook::load;

fn main() {
    divan::main();
}

const CASES: [&str; 4] = ["k1-established", "forty-open", "k1", "k1-bare"];

/// Reading and checking the rulebook: once a start of the program.
#[divan::bench]
fn read_the_rulebook(bencher: Bencher<'_, '_>) {
    bencher.with_inputs(law_files).bench_values(load);
}

/// The circuit of a case.
#[divan::bench(args = CASES)]
fn compile_a_case(bencher: Bencher<'_, '_>, name: &str) {
    let rulebook = rulebook();
    let situation = named(name, &rulebook);
    bencher.bench_local(|| compile(&rulebook, Frame::Case(&situation)).cells.len());
}

/// Which verdicts are possible for every act and destination, all readings, the circuit and solvers made before.
#[divan::bench(args = CASES)]
fn possible_verdicts(bencher: Bencher<'_, '_>, name: &str) {
    let rulebook = rulebook();
    let situation = named(name, &rulebook);
    bencher
        .with_inputs(|| prepare(&rulebook, &situation).expect("the case has a world"))
        .bench_local_values(|mut exact| {
            (0..exact.compiled.cells.len())
                .map(|c| exact.verdicts(c, Lit::TRUE).0 as usize)
                .sum::<usize>()
        });
}

/// Which open items matter to which act and destination.
#[divan::bench(args = CASES, sample_count = 20)]
fn what_matters(bencher: Bencher<'_, '_>, name: &str) {
    let rulebook = rulebook();
    let situation = named(name, &rulebook);
    bencher
        .with_inputs(|| {
            let mut exact = prepare(&rulebook, &situation).expect("the case has a world");
            let sets: Vec<_> = (0..exact.compiled.cells.len())
                .map(|c| (c, exact.verdicts(c, Lit::TRUE)))
                .collect();
            (exact, sets)
        })
        .bench_local_values(|(mut exact, sets)| exact.matters(&sets).len());
}

/// Which question is worth asking first.
#[divan::bench(args = CASES, sample_count = 20)]
fn next_question(bencher: Bencher<'_, '_>, name: &str) {
    let rulebook = rulebook();
    let situation = named(name, &rulebook);
    bencher.bench_local(|| safeconduct_engine::next_question(&rulebook, &situation, &[]).is_ok());
}

/// The whole answer, with grounds, settling sets and changes.
#[divan::bench(args = CASES, sample_count = 10)]
fn whole_answer(bencher: Bencher<'_, '_>, name: &str) {
    let rulebook = rulebook();
    let situation = named(name, &rulebook);
    bencher.bench_local(|| answer(&rulebook, &situation).is_ok());
}

/// Every claim of the rulebook.
#[divan::bench(sample_count = 10)]
fn prove_all_claims(bencher: Bencher<'_, '_>) {
    let rulebook = rulebook();
    bencher.bench_local(|| prove(&rulebook, 3).len());
}
