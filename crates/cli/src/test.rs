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

/// The longest title that is not cut.
const TITLE: usize = 44;
/// The longest line of what happened.
const LINE: usize = 100;

/// Where a case stands: a file, or a fence of the rulebook.
struct Source {
    /// Path, for a fence with its line.
    name: String,
    path: String,
    text: Result<String, String>,
}

/// A case with expectations.
struct Subject {
    /// Path, for a fence with its line.
    name: String,
    /// The case, or why there is none.
    case: Result<CaseFile, String>,
}

impl Subject {
    fn read(source: Source, rulebook: &Rulebook, output: &mut Output) -> Self {
        let case = (source.text).and_then(|text| cases::read_case(&source.path, &text, rulebook, output).map_err(said));
        let case = case.and_then(|case| {
            if case.expects.is_empty() {
                return Err("it expects nothing: add [[expect]]".to_owned());
            }
            Ok(case)
        });
        Self {
            name: source.name,
            case,
        }
    }

    fn id(&self) -> &str {
        self.case.as_ref().map_or("-", |case| case.id.as_str())
    }

    fn title(&self) -> String {
        let title = self.case.as_ref().ok().and_then(|case| case.title.as_deref());
        cut(title.unwrap_or(""), TITLE)
    }
}

/// What came of a case: what is not met, and under which profile.
type Outcome = Result<Vec<(Option<String>, Mismatch)>, String>;

pub(crate) fn run(command: &Test, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let subjects = subjects(command, &rulebook)?;
    if subjects.is_empty() {
        return Err(Failure::Input(
            "there is nothing to test: no precedents, no case fences".to_owned(),
        ));
    }
    let subjects: Vec<Subject> = (subjects.into_iter())
        .map(|source| Subject::read(source, &rulebook, output))
        .collect();
    let table = Table::of(&subjects, command.verbose);
    output.print(&table.head());
    let (mut expectations, mut unmet, mut failed) = (0, 0, 0);
    in_parallel(&subjects, &rulebook, output, |subject, result, output| {
        let met = matches!(&result, Ok(mismatches) if mismatches.is_empty());
        if let (Ok(mismatches), Ok(case)) = (&result, &subject.case) {
            expectations += case.expects.len();
            unmet += mismatches.len();
        }
        failed += usize::from(!met);
        output.print(&table.rows(subject, &result));
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
    mut tell: impl FnMut(&Subject, Outcome, &mut Output),
) {
    let next = AtomicUsize::new(0);
    let (done, results) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            let (done, next, output) = (done.clone(), &next, output.clone());
            scope.spawn(move || {
                while let Some((i, subject)) = take(subjects, next) {
                    // Nobody hears it only where the other side is gone, and then nobody needs it.
                    let _ = done.send((i, run_one(subject, rulebook, &output)));
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

fn said(failure: Failure) -> String {
    match failure {
        Failure::Input(text) => text,
        Failure::Check => String::new(),
    }
}

fn run_one(subject: &Subject, rulebook: &Rulebook, output: &Output) -> Outcome {
    let case = subject.case.as_ref().map_err(String::clone)?;
    let mut mismatches = Vec::new();
    for profile in case.expected_profiles() {
        let overrides = Overrides {
            profile: profile.map(str::to_owned),
            ..cases::nothing()
        };
        let answer = cases::answer(case, rulebook, &overrides, output).map_err(said)?;
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
    Ok(mismatches)
}

/// How wide the columns are.
struct Table {
    id: usize,
    title: usize,
    verbose: bool,
}

impl Table {
    fn of(subjects: &[Subject], verbose: bool) -> Self {
        let width = |words: &str| words.chars().count();
        Self {
            id: subjects.iter().map(|s| width(s.id())).max().unwrap_or(0).max(4),
            title: subjects.iter().map(|s| width(&s.title())).max().unwrap_or(0).max(5),
            verbose,
        }
    }

    fn head(&self) -> String {
        self.row("Case", "Title", "Expected", "Result", "Where")
    }

    fn row(&self, id: &str, title: &str, expected: &str, result: &str, name: &str) -> String {
        let (i, t) = (self.id, self.title);
        format!("{id:i$}  {title:t$}  {expected:>8}  {result:6}  {name}\n")
    }

    /// The line on a case, and what is to be said below it.
    fn rows(&self, subject: &Subject, outcome: &Outcome) -> String {
        let word = match outcome {
            Ok(mismatches) if mismatches.is_empty() => "ok",
            _ => "FAILED",
        };
        let expected = subject.case.as_ref().map_or(0, |case| case.expects.len()).to_string();
        let mut out = self.row(subject.id(), &subject.title(), &expected, word, &subject.name);
        match (outcome, &subject.case) {
            (Ok(mismatches), Ok(case)) => {
                out.push_str(&unmet_lines(mismatches, case));
                if self.verbose {
                    out.push_str(&told(case, mismatches));
                }
            }
            (Err(problem), _) | (Ok(_), Err(problem)) => out.push_str(&indented(problem)),
        }
        out
    }
}

fn unmet_lines(mismatches: &[(Option<String>, Mismatch)], case: &CaseFile) -> String {
    let sources = Sources {
        files: vec![case.source.clone()],
    };
    let mut out = String::new();
    for (profile, m) in mismatches {
        let under = profile.as_ref().map_or(String::new(), |p| format!(" under {p}"));
        let line = sources.line(m.span);
        let _ = writeln!(
            out,
            "    line {line}: {}{under}: {}: expected {}, found {}",
            m.about, m.key, m.expected, m.found
        );
    }
    out
}

/// What a case expects, what of it is met, and what really happened.
fn told(case: &CaseFile, mismatches: &[(Option<String>, Mismatch)]) -> String {
    let mut out = String::new();
    for expect in &case.expects {
        let unmet = mismatches.iter().any(|(_, m)| m.expectation == expect.span);
        let _ = writeln!(out, "    {} {}", if unmet { "not met:" } else { "met:" }, expect.line());
    }
    if let Some(happened) = &case.happened {
        let mut line = "    What happened:".to_owned();
        for word in happened.split_whitespace() {
            if line.chars().count() + word.chars().count() >= LINE {
                let _ = writeln!(out, "{line}");
                line = "     ".to_owned();
            }
            line.push(' ');
            line.push_str(word);
        }
        let _ = writeln!(out, "{line}");
    }
    out
}

/// The words, cut to a width.
fn cut(words: &str, width: usize) -> String {
    if words.chars().count() <= width {
        return words.to_owned();
    }
    let kept: String = words.chars().take(width - 1).collect();
    format!("{}…", kept.trim_end())
}

fn indented(text: &str) -> String {
    text.lines().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}", format!("    {line}").trim_end());
        out
    })
}

fn subjects(command: &Test, rulebook: &Rulebook) -> Result<Vec<Source>, Failure> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in &command.paths {
        if path.is_dir() {
            files.extend(precedents(path)?);
        } else {
            files.push(path.clone());
        }
    }
    if let (true, Some(folder)) = (command.paths.is_empty(), cases::precedents()) {
        files.extend(precedents(folder)?);
    }
    let mut subjects: Vec<Source> = files.iter().map(|path| from_file(path)).collect();
    for fence in &rulebook.cases {
        // The lines above the fence, empty, so that places are those of the file.
        let text = "\n".repeat(fence.line.saturating_sub(1)) + &fence.text;
        subjects.push(Source {
            name: format!("{}:{}", fence.file, fence.line),
            path: fence.file.clone(),
            text: Ok(text),
        });
    }
    Ok(subjects)
}

fn from_file(path: &Path) -> Source {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|e| e.to_string());
    Source {
        path: name.clone(),
        name,
        text,
    }
}

/// The case files below a folder.
fn precedents(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let files = cases::files_below(folder)?;
    if files.is_empty() {
        return Err(Failure::Input(format!("{}: there are no case files", folder.display())));
    }
    Ok(files)
}
