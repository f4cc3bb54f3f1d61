//! `safeconduct diff`: what a change of the law changes.

pub(crate) mod args;
mod git;
mod precedents;
mod sides;

use crate::Failure;
use crate::args::{Format, STATES};
use crate::output::{Folder, Output};
use args::Diff;
use safeconduct_casefile::witness::case_with;
use safeconduct_engine::diff::{Days, NEW, OLD, VerdictChange, diff, entries, statements};
use safeconduct_report::diff::{SavedCase, json, markdown, report, text};
use safeconduct_rulebook::model::Rulebook;

pub(crate) fn run(command: &Diff, output: &mut Output) -> Result<(), Failure> {
    let sides = sides::both(command, output)?;
    let books = [&sides.old.rulebook, &sides.new.rulebook];
    let found = diff(books[OLD], books[NEW], sides.days, STATES);
    let statements = statements((books[OLD], &sides.old.sources), (books[NEW], &sides.new.sources));
    let entries = entries(books[OLD], books[NEW], sides.days);
    let mut saved: Vec<SavedCase> = (found.verdicts.iter().enumerate())
        .map(|(i, change)| cases(books, change, &name(books[NEW], &found.verdicts, i)))
        .collect();
    if let Some(folder) = &command.save {
        let folder = Folder::made(folder)?;
        for (i, case) in saved.iter_mut().enumerate() {
            save(&folder, &name(books[NEW], &found.verdicts, i), case)?;
        }
    }
    let days = match sides.days {
        Days::Two { old, new } => Some([old, new]),
        Days::Every { .. } => None,
    };
    let precedents = precedents::touched(command.precedents.as_deref(), books, days, output)?;
    let labels = [sides.old.label(), sides.new.label()];
    let report = report(labels, books, &found, &statements, &entries, saved, precedents);
    output.print(&match command.format {
        Format::Text => text(&report, &output.text_options(command.ascii)),
        Format::Markdown => markdown(&report),
        Format::Json => json(&report),
    });
    Ok(())
}

/// The name of the files of a change: `repatriate-permitted-prohibited`.
fn name(book: &Rulebook, all: &[VerdictChange], i: usize) -> String {
    let change = &all[i];
    let act = &book.acts[change.act[NEW].ix()].id;
    format!("{act}-{}-{}", change.from.word(), change.to.word()).replace('_', "-")
}

/// The case of a change, in the words of each side.
fn cases(books: [&Rulebook; 2], change: &VerdictChange, id: &str) -> SavedCase {
    let act = &books[NEW].acts[change.act[NEW].ix()].title;
    let [old, new] = [(OLD, change.from), (NEW, change.to)].map(|(side, verdict)| {
        let word = if side == OLD { "before" } else { "after" };
        let title = format!("{act}: {} {word} the change (an invented case)", verdict.word());
        case_with(books[side], &change.case.told[side], &change.case.states, id, &title)
    });
    SavedCase {
        files: Vec::new(),
        old,
        new,
    }
}

/// Writes a case for both sides.
fn save(folder: &Folder<'_>, name: &str, case: &mut SavedCase) -> Result<(), Failure> {
    for (side, text) in [("before", &case.old), ("after", &case.new)] {
        let path = folder.write(&format!("{name}-{side}.toml"), text)?;
        case.files.push(path.display().to_string());
    }
    Ok(())
}
