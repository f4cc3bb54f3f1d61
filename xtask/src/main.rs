//! `cargo xtask test`: everything that must hold before a change lands, in one command.

mod postgres;
mod solvers;
mod stages;

use stages::{Outcome, STAGES};
use std::process::ExitCode;
use std::time::{Duration, Instant};

const USAGE: &str = "usage: cargo xtask test [STAGE…]";

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next();
    let wanted: Vec<String> = arguments.collect();
    if command.as_deref() != Some("test") {
        eprintln!("{USAGE}\n\nstages, in this order:");
        for stage in STAGES {
            eprintln!("  {:9} {}", stage.name, stage.what);
        }
        return ExitCode::from(2);
    }
    if let Some(unknown) = wanted.iter().find(|w| STAGES.iter().all(|s| s.name != w.as_str())) {
        let names: Vec<&str> = STAGES.iter().map(|s| s.name).collect();
        eprintln!("there is no stage `{unknown}`; the stages are {}", names.join(", "));
        return ExitCode::from(2);
    }
    // Cargo names the folder of this package; the workspace is the one around it.
    if let Some(package) = std::env::var_os("CARGO_MANIFEST_DIR") {
        let _ = std::env::set_current_dir(std::path::Path::new(&package).join(".."));
    }
    test(&wanted)
}

/// Runs the stages one after the other; the first that fails ends it.
fn test(wanted: &[String]) -> ExitCode {
    let begun = Instant::now();
    let mut report: Vec<(&str, Duration, Vec<String>)> = Vec::new();
    for stage in STAGES
        .iter()
        .filter(|s| wanted.is_empty() || wanted.iter().any(|w| w == s.name))
    {
        eprintln!("\n==> {}: {}", stage.name, stage.what);
        let start = Instant::now();
        let outcome = (stage.run)();
        let took = start.elapsed();
        match outcome {
            Outcome::Passed => report.push((stage.name, took, Vec::new())),
            Outcome::NotChecked(what) => report.push((stage.name, took, what)),
            Outcome::Failed(why) => {
                eprintln!("\nFAILED: {} after {}: {why}", stage.name, seconds(took));
                eprintln!(
                    "the stages after it did not run; `cargo xtask test {}` repeats it alone",
                    stage.name
                );
                return ExitCode::FAILURE;
            }
        }
    }
    eprintln!();
    for (name, took, _) in &report {
        eprintln!("{name:9} passed  {:>8}", seconds(*took));
    }
    eprintln!("{:9}         {:>8}", "all", seconds(begun.elapsed()));
    for (name, _, missing) in &report {
        for what in missing {
            eprintln!("\nNOT CHECKED ({name}): {what}");
        }
    }
    ExitCode::SUCCESS
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}
