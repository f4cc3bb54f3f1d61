//! Cases: from files or standard input to answers.

use crate::Failure;
use crate::args::Changes;
use crate::law;
use crate::output::Output;
use safeconduct_casefile::{CaseFile, Overrides, contradiction, read, resolve, sources};
use safeconduct_engine::EngineError;
use safeconduct_engine::answer::Answer;
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{Diagnostic, SourceFile, Sources};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The changes of the command line; today is the day for a case that names none.
pub(crate) fn overrides(changes: &Changes) -> Overrides {
    Overrides {
        as_of: changes.as_of,
        profile: changes.profile.clone(),
        readings: changes.readings.clone(),
        set: changes.set.clone(),
        ..nothing()
    }
}

/// No changes.
pub(crate) fn nothing() -> Overrides {
    Overrides::none(jiff::ZonedDateTime::now().date())
}

/// The folder of precedents, where there is one in the folder in which the program runs.
pub(crate) fn precedents() -> Option<&'static Path> {
    Some(Path::new("precedents")).filter(|folder| folder.is_dir())
}

/// The case files below a folder.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = law::files_below(folder)?;
    files.retain(|p| p.extension().is_some_and(|e| e == "toml" || e == "json"));
    Ok(files)
}

/// Reads a case; `-` is standard input. Warnings are printed, errors returned.
pub(crate) fn case(path: &Path, rulebook: &Rulebook, output: &mut Output) -> Result<CaseFile, Failure> {
    let (name, text) = if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(|e| Failure::Input(format!("standard input: {e}")))?;
        ("standard input".to_owned(), text)
    } else {
        (path.display().to_string(), law::read(path)?)
    };
    read_case(&name, &text, rulebook, output)
}

/// Reads a case from its text.
pub(crate) fn read_case(name: &str, text: &str, rulebook: &Rulebook, output: &mut Output) -> Result<CaseFile, Failure> {
    let (case, diagnostics) = read(name, text, rulebook);
    let files = vec![SourceFile {
        path: name.to_owned(),
        text: text.to_owned(),
    }];
    let drawn = draw(&Sources { files }, &diagnostics, output);
    match case {
        Some(case) => {
            output.complain(&drawn);
            Ok(case)
        }
        None => Err(Failure::Input(drawn)),
    }
}

/// A case as a command is asked about it: with what is put on top of it, and what the engine is asked.
pub(crate) struct Opened {
    case: CaseFile,
    overrides: Overrides,
    pub(crate) situation: Situation,
}

impl Opened {
    /// Why the engine has no answer, with the places in the case file.
    pub(crate) fn failure(&self, problem: EngineError, output: &Output) -> Failure {
        failure(problem, &self.case, &self.overrides, output)
    }
}

/// Reads a case and puts the changes of the command line on top.
pub(crate) fn open(
    path: &Path,
    changes: &Changes,
    rulebook: &Rulebook,
    output: &mut Output,
) -> Result<Opened, Failure> {
    let case = case(path, rulebook, output)?;
    let overrides = overrides(changes);
    let situation = situation(&case, rulebook, &overrides, output)?;
    Ok(Opened {
        case,
        overrides,
        situation,
    })
}

/// Answers a case.
pub(crate) fn answer(
    case: &CaseFile,
    rulebook: &Rulebook,
    overrides: &Overrides,
    output: &Output,
) -> Result<Answer, Failure> {
    let situation = situation(case, rulebook, overrides, output)?;
    safeconduct_engine::answer(rulebook, &situation).map_err(|e| failure(e, case, overrides, output))
}

/// What the engine is asked: the case, with what is put on top of it.
pub(crate) fn situation(
    case: &CaseFile,
    rulebook: &Rulebook,
    overrides: &Overrides,
    output: &Output,
) -> Result<Situation, Failure> {
    let (situation, diagnostics) = resolve(case, rulebook, overrides);
    situation.ok_or_else(|| Failure::Input(draw(&sources(case, overrides), &diagnostics, output)))
}

/// Why the engine has no answer, with the places in the case file.
pub(crate) fn failure(problem: EngineError, case: &CaseFile, overrides: &Overrides, output: &Output) -> Failure {
    match problem {
        EngineError::Contradiction {
            paths, under_profile, ..
        } => {
            let diagnostic = contradiction(case, overrides, &paths, under_profile);
            Failure::Input(draw(&sources(case, overrides), &[diagnostic], output))
        }
    }
}

fn draw(sources: &Sources, diagnostics: &[Diagnostic], output: &Output) -> String {
    if diagnostics.is_empty() {
        return String::new();
    }
    render(sources, diagnostics, output.complaint_colour())
}
