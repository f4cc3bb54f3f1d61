//! How long it takes to tell what changes between two days: `cargo run --release -p safeconduct-bench --bin changes [REPETITIONS [OLD NEW]…]`.
//!
//! Of every pair the least time of the repetitions, on the processor. `cases` and `enough` may differ between two versions
//! of the program that are both right: a case is some case.

use jiff::civil::Date;
use safeconduct_bench::{clock, rulebook};
use safeconduct_engine::diff::{Days, diff};

/// Pairs between which most changes: Russia leaves the ECHR; a derogation ends, or begins; all that happened in a war; since the files begin.
const PAIRS: [[&str; 2]; 8] = [
    ["2022-09-01", "2022-09-30"],
    ["2022-09-30", "2022-09-01"],
    ["2024-04-01", "2024-04-30"],
    ["2022-01-01", "2022-03-15"],
    ["2022-01-01", "2023-01-01"],
    ["2020-01-01", "2026-01-01"],
    ["1995-01-01", "2026-01-01"],
    ["1950-01-01", "2026-01-01"],
];

fn main() {
    let mut args = std::env::args().skip(1);
    let repetitions: usize = args.next().and_then(|n| n.parse().ok()).unwrap_or(3);
    let days: Vec<Date> = args.filter_map(|d| d.parse().ok()).collect();
    let pairs: Vec<[Date; 2]> = match days.is_empty() {
        true => PAIRS.map(|p| p.map(|d| d.parse().expect("a day"))).to_vec(),
        false => days.chunks_exact(2).map(|p| [p[0], p[1]]).collect(),
    };
    let rulebook = rulebook();
    for [old, new] in pairs {
        let mut least = f64::INFINITY;
        let mut told = String::new();
        for _ in 0..repetitions {
            let start = clock();
            let found = diff(&rulebook, &rulebook, Days::Two { old, new }, 3);
            least = least.min(clock() - start);
            let conditions: usize = found.verdicts.iter().map(|v| v.only_where.len()).sum();
            let cases: usize = found.verdicts.iter().map(|v| v.case.told[1].facts.len()).sum();
            let enough: usize = found.verdicts.iter().flat_map(|v| &v.enough).map(Vec::len).sum();
            told = format!(
                "{} changes of verdicts, {} of other things; {conditions} conditions, {enough} that are enough, {cases} findings in cases",
                found.verdicts.len(),
                found.others.len()
            );
        }
        println!("{old} to {new}  {least:7.2} s  {told}");
    }
}
