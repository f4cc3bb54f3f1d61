//! The precedents that a change of the law touches.

use crate::output::Output;
use crate::{Failure, cases, law};
use jiff::civil::Date;
use safeconduct_casefile::Overrides;
use safeconduct_engine::diff::{NEW, OLD};
use safeconduct_engine::prepare;
use safeconduct_report::diff::{Precedent, PrecedentCell};
use safeconduct_rulebook::model::Rulebook;
use std::path::Path;

/// The precedents of a folder that the two sides answer otherwise, each on its own day or on those given; `None` where there are none.
pub(super) fn touched(
    folder: Option<&Path>,
    books: [&Rulebook; 2],
    days: Option<[Date; 2]>,
    output: &Output,
) -> Result<Option<Vec<Precedent>>, Failure> {
    let Some(folder) = folder.or(cases::precedents()) else {
        return Ok(None);
    };
    let mut out = Vec::new();
    for file in cases::files_below(folder)? {
        let text = law::read(&file)?;
        out.extend(one(&file, &text, books, days, output));
    }
    Ok(Some(out))
}

/// An act of a precedent (its id, its destination) with its words, the verdict and what holds today.
type Cell = ((String, Option<String>), String, (String, String));

/// What becomes of one precedent; `None` where it is answered the same.
fn one(file: &Path, text: &str, books: [&Rulebook; 2], days: Option<[Date; 2]>, output: &Output) -> Option<Precedent> {
    let name = file.display().to_string();
    let mut title = String::new();
    let mut problem = None;
    let [old, new] = [OLD, NEW].map(
        |side| match cells(&name, text, books[side], days.map(|d| d[side]), output) {
            Ok((called, cells)) => {
                title = called;
                cells
            }
            Err(_) => {
                let word = if side == OLD { "before" } else { "after" };
                problem = Some(format!("It cannot be answered {word} the change."));
                Vec::new()
            }
        },
    );
    let differ = new.into_iter().filter_map(|(cell, act, is)| {
        let (.., was) = old.iter().find(|(c, ..)| *c == cell)?;
        (*was != is).then(|| PrecedentCell {
            act,
            old: was.clone(),
            new: is,
        })
    });
    let cells: Vec<PrecedentCell> = differ.collect();
    (problem.is_some() || !cells.is_empty()).then(|| Precedent {
        case: file
            .file_stem()
            .map(|s| s.to_string_lossy().into_owned())
            .unwrap_or_default(),
        title,
        file: name,
        cells,
        problem,
    })
}

/// The title of a case, and the verdicts on it.
fn cells(
    name: &str,
    text: &str,
    book: &Rulebook,
    day: Option<Date>,
    output: &Output,
) -> Result<(String, Vec<Cell>), Failure> {
    // What is wrong with it is not this command's to tell: `test` does.
    let (case, _) = safeconduct_casefile::read(name, text, book);
    let case = case.ok_or(Failure::Check)?;
    let overrides = Overrides {
        as_of: day,
        ..cases::nothing()
    };
    let situation = cases::situation(&case, book, &overrides, output)?;
    let mut exact = prepare(book, &situation).map_err(|e| cases::failure(e, &case, &overrides, output))?;
    let cells = exact.today(&situation).into_iter().map(|t| {
        let act = &book.acts[t.act.ix()];
        let state = t.destination.map(|d| &situation.states[d as usize]);
        let words = match state {
            Some(state) => format!("{} ({})", act.title, state.name),
            None => act.title.clone(),
        };
        let verdict = t.verdict.map_or("open", |v| v.word());
        let said = (verdict.to_owned(), t.now.word().to_owned());
        ((act.id.clone(), state.map(|s| s.code.clone())), words, said)
    });
    Ok((case.title.clone().unwrap_or_default(), cells.collect()))
}
