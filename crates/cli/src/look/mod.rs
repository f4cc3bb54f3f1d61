//! `safeconduct law`: looking things up in the rulebook.

pub(crate) mod args;
mod at;
mod cases;
mod draw;
mod find;
mod glossary;
pub(crate) mod index;
mod page;
mod provision;
mod question;
mod search;
mod statement;
mod words;

use crate::args::TextOrJson;
use crate::output::Output;
use crate::{Failure, law};
use args::{Glossary, How, Look, Show, Why};
use draw::Sheet;
use index::Index;
use safeconduct_report::json;
use serde::Serialize;

pub(crate) fn run(command: &Look, output: &mut Output) -> Result<(), Failure> {
    match command {
        Look::Show(command) => show(command, output),
        Look::Search(command) => search::run(command, output),
        Look::At(command) => at::run(command, output),
        Look::Why(command) => why(command, output),
        Look::Glossary(command) => glossary(command, output),
    }
}

fn show(command: &Show, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.how.law, output)?;
    let index = Index::of(&rulebook);
    let mut pages = Vec::new();
    let mut wrong = Vec::new();
    for id in &command.ids {
        let found = find::pages(&index, id);
        if found.is_empty() {
            wrong.push(find::unknown(
                "provision, statement or word",
                id,
                &find::names(&rulebook),
            ));
        }
        pages.extend(found);
    }
    if !wrong.is_empty() {
        return Err(Failure::Input(wrong.join("\n")));
    }
    print(&command.how, output, &pages, |sheet| sheet.pages(&pages));
    Ok(())
}

fn why(command: &Why, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.how.law, output)?;
    let asked = command.question.split(':').next().unwrap_or_default();
    let Some(q) = rulebook.questions.iter().find(|q| q.id == asked) else {
        let known: Vec<&str> = rulebook.questions.iter().map(|q| q.id.as_str()).collect();
        return Err(Failure::Input(find::unknown("contested question", asked, &known)));
    };
    let pages = vec![question::page(&Index::of(&rulebook), q)];
    print(&command.how, output, &pages, |sheet| sheet.pages(&pages));
    Ok(())
}

fn glossary(command: &Glossary, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    output.print(&glossary::markdown(&rulebook));
    Ok(())
}

/// Prints data as JSON, or what `draw` makes of it.
fn print(how: &How, output: &mut Output, data: &impl Serialize, draw: impl FnOnce(&mut Sheet)) {
    let text = match how.format {
        TextOrJson::Json => json::pretty(data),
        TextOrJson::Text => {
            let mut sheet = Sheet::new(output, how.ascii);
            draw(&mut sheet);
            sheet.finish()
        }
    };
    output.print(&text);
}
