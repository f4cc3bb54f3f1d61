//! The possible verdicts of every act, over all readings, of a case with 40 open findings and 4 destinations: by us, by clingo and by Z3, in one
//! run. `cargo run --release -p safeconduct-bench --bin peers [REPETITIONS]`, with `SAFECONDUCT_PYTHON` naming a Python that has both packages
//! (`cargo xtask test solvers` makes one in `target/solvers`).
//!
//! Everybody is asked for the same: act by act, a world, then one with a verdict that is not known, until there is none. Each repetition begins anew, so
//! that nobody remembers an answer. Further rows give the peers one call for each verdict, and the way that suits them best (brave reasoning, for
//! clingo). Times are those of the processor.

use safeconduct_bench::forty::{OPEN, forty_open};
use safeconduct_bench::{clock, rulebook};
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::compile::compile;
use safeconduct_engine::compile::frame::Frame;
use safeconduct_engine::exact::Exact;
use safeconduct_engine::export::{Export, export};
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::Rulebook;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, ExitCode, Stdio};

fn main() -> ExitCode {
    let Ok(python) = std::env::var("SAFECONDUCT_PYTHON") else {
        eprintln!(
            "SAFECONDUCT_PYTHON names no Python with clingo and Z3; `cargo xtask test solvers` makes one in target/solvers"
        );
        return ExitCode::from(2);
    };
    let repetitions: usize = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(7);
    let rulebook = rulebook();
    let case = forty_open(&rulebook);
    let compiled = compile(&rulebook, Frame::Case(&case));
    let circuit = export(&compiled, Frame::Case(&case), |_, _| true);
    println!(
        "{} states asked about, {} acts and destinations, {} findings stated, {OPEN} open; {} variables, {} gates",
        case.asked.len(),
        compiled.cells.len(),
        case.stated.len(),
        circuit.variables.len(),
        circuit.gates.len()
    );
    let peers = [
        ("clingo", "blocking"),
        ("clingo", "each"),
        ("clingo", "own"),
        ("z3", "blocking"),
        ("z3", "each"),
        ("z3", "own"),
    ];
    let (mut ours, mut theirs) = (Times::default(), peers.map(|_| Times::default()));
    let mut possible = 0;
    for _ in 0..repetitions {
        let expected = us(&rulebook, &case, &mut ours);
        possible = expected.len();
        for ((solver, method), times) in peers.iter().zip(&mut theirs) {
            let Some(found) = peer(&python, solver, method, &circuit, times) else {
                eprintln!("{solver} gives no answer; see above");
                return ExitCode::FAILURE;
            };
            if found != expected {
                eprintln!("{solver} ({method}) finds other verdicts: {found:?}, we {expected:?}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!("{possible} verdicts are possible; all agree on them");
    print(repetitions, &ours, &peers, &theirs);
    ExitCode::SUCCESS
}

/// Seconds, one of each a repetition.
#[derive(Debug, Default)]
struct Times {
    load: Vec<f64>,
    ask: Vec<f64>,
    again: Vec<f64>,
}

fn least(times: &[f64]) -> f64 {
    times.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(times: &[f64]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

fn print(repetitions: usize, ours: &Times, peers: &[(&str, &str)], theirs: &[Times]) {
    println!(
        "milliseconds, least and median of {repetitions} repetitions, and how many times as long as we take (least; medians)\n"
    );
    println!(
        "{:18} {:>17} {:>17} {:>17}   {:>15} {:>15}",
        "", "load", "ask", "ask again", "ask", "in all"
    );
    let ms = |t: &[f64]| format!("{:8.2} {:8.2}", least(t) * 1000.0, median(t) * 1000.0);
    let times = |of: fn(&[f64]) -> f64, t: &Times| {
        let whole = |t: &Times| of(&t.load) + of(&t.ask);
        (of(&t.ask) / of(&ours.ask), whole(t) / whole(ours))
    };
    let row = |name: &str, t: &Times| {
        let ((ask, all), (ask_median, all_median)) = (times(least, t), times(median, t));
        println!(
            "{name:18} {} {} {}   {ask:6.1}x {ask_median:6.1}x {all:6.1}x {all_median:6.1}x",
            ms(&t.load),
            ms(&t.ask),
            ms(&t.again),
        );
    };
    row("safeconduct", ours);
    for ((solver, method), times) in peers.iter().zip(theirs) {
        row(&format!("{solver}, {method}"), times);
    }
    println!(
        "\n`load` compiles the rulebook for the case (peers: reads and grounds what we exported); `ask again` asks the same of a solver that has answered."
    );
}

/// Our answer, as places among the verdicts of all cells.
fn us(rulebook: &Rulebook, case: &Situation, times: &mut Times) -> BTreeSet<usize> {
    let start = clock();
    let mut exact = Exact::new(compile(rulebook, Frame::Case(case)), case).expect("the case has a world");
    times.load.push(clock() - start);
    let mut ask = |times: &mut Vec<f64>| {
        let start = clock();
        let sets: Vec<u8> = (0..exact.compiled.cells.len())
            .map(|cell| exact.verdicts(cell, Lit::TRUE).0)
            .collect();
        times.push(clock() - start);
        sets
    };
    let sets = ask(&mut times.ask);
    ask(&mut times.again);
    let places = sets.iter().enumerate();
    places
        .flat_map(|(cell, set)| (0..5).filter(move |v| set & (1 << v) != 0).map(move |v| 5 * cell + v))
        .collect()
}

fn peer(python: &str, solver: &str, method: &str, circuit: &Export, times: &mut Times) -> Option<BTreeSet<usize>> {
    let names = circuit
        .definitions
        .iter()
        .map(|d| &d.name)
        .filter(|n| n.kind == "verdict");
    let clingo = solver == "clingo";
    let verdicts: Vec<String> = names.map(|n| if clingo { n.atom() } else { n.symbol() }).collect();
    let groups: Vec<Vec<usize>> = (0..verdicts.len() / 5).map(|c| (5 * c..5 * c + 5).collect()).collect();
    let text = if clingo { circuit.asp() } else { circuit.smtlib() };
    let question = json!({ "text": text, "verdicts": verdicts, "groups": groups, "assume": [], "method": method });
    let mut child = Command::new(python)
        .arg(safeconduct_bench::root().join("bench/peers/timed.py"))
        .arg(solver)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(question.to_string().as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    let answer: Value = serde_json::from_slice(&output.stdout).ok()?;
    times.load.push(answer["load"].as_f64()?);
    times.ask.push(answer["ask"].as_f64()?);
    times.again.push(answer["again"].as_f64()?);
    let places = answer["possible"].as_array()?.iter();
    Some(places.filter_map(Value::as_u64).map(|p| p as usize).collect())
}
