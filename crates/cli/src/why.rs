//! `safeconduct why` and `safeconduct sensitivity`

use crate::args::{Changes, Format, Law};
use crate::cell::{About, cell};
use crate::output::Output;
use crate::{Failure, cases, law};
use clap::{Args, ValueEnum};
use safeconduct_report::memo::{self, Depth};
use safeconduct_report::names::Names;
use std::path::PathBuf;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Length {
    /// One to three sentences
    Sentence,
    /// A memo: question, short answer, rule, application, conclusion
    Steps,
    /// The memo with every norm that was looked at, both sides of what is contested, and how firmly the verdict stands
    Full,
}

#[derive(Debug, Args)]
pub(crate) struct Why {
    /// A case file, TOML or JSON; `-` reads it from standard input
    #[arg(value_name = "CASE")]
    case: PathBuf,
    #[command(flatten)]
    about: About,
    /// How much is said
    #[arg(long, default_value = "steps")]
    depth: Length,
    #[command(flatten)]
    changes: Changes,
    /// The form of the memo
    #[arg(long, default_value = "text")]
    format: Format,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    law: Law,
}

pub(crate) fn why(command: &Why, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let overrides = cases::overrides(&command.changes);
    let case = cases::case(&command.case, &rulebook, output)?;
    let situation = cases::situation(&case, &rulebook, &overrides, output)?;
    let (act, destination) = cell(&command.about, &rulebook, &situation)?;
    let argument = safeconduct_engine::argument(&rulebook, &situation, act, destination)
        .map_err(|e| cases::failure(e, &case, &overrides, output))?;
    let names = Names::of(&argument.answer).with_rulebook(&rulebook);
    let depth = match command.depth {
        Length::Sentence => Depth::Sentence,
        Length::Steps => Depth::Steps,
        Length::Full => Depth::Full,
    };
    let printed = match command.format {
        Format::Json => memo::json(&argument),
        Format::Text => memo::text(&argument, &names, depth, &output.text_options(command.ascii)),
        Format::Markdown => memo::markdown(&argument, &names, depth),
    };
    output.print(&printed);
    Ok(())
}
