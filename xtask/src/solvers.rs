//! The stage `solvers`: the exact answers against a naive reference and two solvers that others have written.

use crate::stages::{Outcome, cargo, quiet, run, works};
use std::path::{Path, PathBuf};
use std::process::Command;

/// How many cases and random rulebooks, unless `SAFECONDUCT_CASES` and `SAFECONDUCT_RULEBOOKS` say otherwise: some two minutes.
const NUMBERS: [(&str, &str); 2] = [("SAFECONDUCT_CASES", "600"), ("SAFECONDUCT_RULEBOOKS", "300")];

pub(crate) fn solvers() -> Outcome {
    // What needs no Python is checked all the same.
    let reference = run(&mut tests("whole"));
    if !matches!(reference, Outcome::Passed) {
        return reference;
    }
    match python() {
        Ok(python) => run(tests("solvers").env("SAFECONDUCT_PYTHON", python)),
        Err(why) => Outcome::NotChecked(vec![format!(
            "the agreement with clingo and Z3: {why}. The reference and the trace were compared. With Python 3 and a package index, \
             run `cargo xtask test solvers`; or name a Python that has the packages of xtask/solvers.txt in SAFECONDUCT_PYTHON"
        )]),
    }
}

/// A test target of the engine, which prints what it counted.
fn tests(target: &str) -> Command {
    let mut tests = cargo();
    tests.args(["test", "--release", "--quiet", "--package", "safeconduct-engine"]);
    tests.args(["--features", "solvers", "--test", target, "--", "--nocapture"]);
    // One after the other: the counts stay apart, and each solver has a processor.
    tests.args(["--test-threads", "1"]);
    for (name, number) in NUMBERS {
        if std::env::var_os(name).is_none() {
            tests.env(name, number);
        }
    }
    tests
}

/// A Python that has the solvers: the one that is named, or one in the target folder, made where it is missing.
fn python() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("SAFECONDUCT_PYTHON") {
        let named = PathBuf::from(named);
        return if has_solvers(&named) {
            Ok(named)
        } else {
            Err("the Python that SAFECONDUCT_PYTHON names lacks clingo or Z3".to_owned())
        };
    }
    let here = std::env::current_dir().map_err(|e| format!("the current folder: {e}"))?;
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
    let folder = here.join(target).join("solvers");
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if has_solvers(&python) {
        return Ok(python);
    }
    eprintln!("making a Python environment with clingo and Z3 in {}", folder.display());
    attempt(
        Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder),
        "`python3 -m venv` fails",
    )?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        "xtask/solvers.txt",
    ];
    attempt(
        Command::new(&python).args(install),
        "the packages of xtask/solvers.txt cannot be installed",
    )?;
    if has_solvers(&python) {
        Ok(python)
    } else {
        Err("clingo and Z3 are installed but cannot be imported".to_owned())
    }
}

fn has_solvers(python: &Path) -> bool {
    works(Command::new(python).args(["-c", "import clingo, z3"]))
}

/// Runs a command silently; the last line that it says where it fails.
fn attempt(command: &mut Command, failure: &str) -> Result<(), String> {
    let Some(output) = quiet(command) else {
        return Err(format!(
            "{failure}: there is no `{}`",
            command.get_program().to_string_lossy()
        ));
    };
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let last = said
        .lines()
        .rev()
        .find(|l| !l.trim().is_empty())
        .unwrap_or("no reason given");
    Err(format!("{failure}: {last}"))
}
