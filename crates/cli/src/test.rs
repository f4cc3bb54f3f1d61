//! `safeconduct test`

use crate::args::Test;
use crate::output::{Output, some};
use crate::{Failure, cases, law};
use safeconduct_casefile::{CaseFile, Mismatch, Overrides, check};
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::Sources;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// A case with expectations: a file, or a fence of the rulebook.
struct Subject {
    /// Path, for a fence with its line.
    name: String,
    path: String,
    text: Result<String, String>,
}

pub(crate) fn run(command: &Test, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let subjects = subjects(command, &rulebook)?;
    if subjects.is_empty() {
        return Err(Failure::Input(
            "there is nothing to test: no precedents, no case fences".to_owned(),
        ));
    }
    let width = subjects.iter().map(|s| s.name.chars().count()).max().unwrap_or(0);
    let (mut expectations, mut unmet, mut failed) = (0, 0, 0);
    in_parallel(&subjects, &rulebook, output, |subject, result, output| {
        let (met, table) = match result {
            Ok(outcome) => {
                expectations += outcome.expectations;
                unmet += outcome.mismatches.len();
                let count = some(outcome.expectations, "expectation");
                let word = if outcome.mismatches.is_empty() { "ok" } else { "FAILED" };
                let line = format!("{:width$}  {word:6}  {count}\n", subject.name);
                (outcome.mismatches.is_empty(), line + &mismatches(&outcome))
            }
            Err(problem) => (
                false,
                format!("{:width$}  FAILED\n{}", subject.name, indented(&problem)),
            ),
        };
        failed += usize::from(!met);
        output.print(&table);
    });
    let total = subjects.len();
    output.print(&format!(
        "\n{}, {}: {} passed, {failed} failed, 0 skipped; {}\n",
        some(total, "case"),
        some(expectations, "expectation"),
        total - failed,
        some(unmet, "unmet expectation")
    ));
    if failed > 0 { Err(Failure::Check) } else { Ok(()) }
}

/// Runs the cases on all processors and tells what came of them in their order.
fn in_parallel(
    subjects: &[Subject],
    rulebook: &Rulebook,
    output: &mut Output,
    mut tell: impl FnMut(&Subject, Result<Outcome, String>, &mut Output),
) {
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let (done, next, mut output) = (done.clone(), &next, output.clone());
            scope.spawn(move || {
                while let Some((i, subject)) = take(subjects, next) {
                    // Nobody hears it only where the other side is gone, and then nobody needs it.
                    let _ = done.send((i, run_one(subject, rulebook, &mut output)));
                }
            });
        }
        drop(done);
        let mut waiting = BTreeMap::new();
        let mut told = 0;
        for (i, result) in results {
            waiting.insert(i, result);
            while let Some(result) = waiting.remove(&told) {
                tell(&subjects[told], result, output);
                told += 1;
            }
        }
    });
}

/// The next case that nobody has taken.
fn take<'s>(subjects: &'s [Subject], next: &AtomicUsize) -> Option<(usize, &'s Subject)> {
    let i = next.fetch_add(1, Ordering::Relaxed);
    subjects.get(i).map(|subject| (i, subject))
}

/// What came of a case.
struct Outcome {
    expectations: usize,
    mismatches: Vec<(Option<String>, Mismatch)>,
    sources: Sources,
}

fn run_one(subject: &Subject, rulebook: &Rulebook, output: &mut Output) -> Result<Outcome, String> {
    let said = |failure: Failure| match failure {
        Failure::Input(text) => text,
        Failure::Check => String::new(),
    };
    let text = subject.text.as_ref().map_err(String::clone)?;
    let case = cases::read_case(&subject.path, text, rulebook, output).map_err(said)?;
    if case.expects.is_empty() {
        return Err("it expects nothing: add [[expect]]".to_owned());
    }
    let mut mismatches = Vec::new();
    for profile in case.expected_profiles() {
        let overrides = Overrides {
            profile: profile.map(str::to_owned),
            ..cases::nothing()
        };
        let answer = cases::answer(&case, rulebook, &overrides, output).map_err(said)?;
        let mine = case
            .expects
            .iter()
            .filter(|e| e.profile.as_ref().map(|p| p.text.as_str()) == profile);
        mismatches.extend(
            check(mine, &answer)
                .into_iter()
                .map(|m| (profile.map(str::to_owned), m)),
        );
    }
    mismatches.sort_by_key(|(_, m)| m.span);
    Ok(Outcome {
        expectations: case.expects.len(),
        mismatches,
        sources: sources(&case),
    })
}

fn sources(case: &CaseFile) -> Sources {
    Sources {
        files: vec![case.source.clone()],
    }
}

fn mismatches(outcome: &Outcome) -> String {
    let mut out = String::new();
    for (profile, m) in &outcome.mismatches {
        let place = m.destination.as_ref().map_or(String::new(), |d| format!(" to {d}"));
        let under = profile.as_ref().map_or(String::new(), |p| format!(" under {p}"));
        let line = outcome.sources.line(m.span);
        let _ = writeln!(
            out,
            "    line {line}: {}{place}{under}: {}: expected {}, found {}",
            m.act, m.key, m.expected, m.found
        );
    }
    out
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        out
    })
}

fn subjects(command: &Test, rulebook: &Rulebook) -> Result<Vec<Subject>, Failure> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in &command.paths {
        if path.is_dir() {
            files.extend(precedents(path)?);
        } else {
            files.push(path.clone());
        }
    }
    let default = Path::new("precedents");
    if command.paths.is_empty() && default.is_dir() {
        files.extend(precedents(default)?);
    }
    let mut subjects: Vec<Subject> = files.iter().map(|path| from_file(path)).collect();
    for fence in &rulebook.cases {
        // The lines above the fence, empty, so that places are those of the file.
        let text = "\n".repeat(fence.line.saturating_sub(1)) + &fence.text;
        subjects.push(Subject {
            name: format!("{}:{}", fence.file, fence.line),
            path: fence.file.clone(),
            text: Ok(text),
        });
    }
    Ok(subjects)
}

fn from_file(path: &Path) -> Subject {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string());
    Subject {
        path: name.clone(),
        name,
        text,
    }
}

/// The case files below a folder.
fn precedents(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = law::files_below(folder)?;
    files.retain(|p| p.extension().is_some_and(|e| e == "toml" || e == "json"));
    if files.is_empty() {
        return Err(Failure::Input(format!("{}: there are no case files", folder.display())));
    }
    Ok(files)
}
