//! `safeconduct why` and `safeconduct sensitivity`

use crate::args::{Changes, Format, Law};
use crate::cell::{About, act, cell};
use crate::output::Output;
use crate::{Failure, cases, law};
use clap::{Args, ValueEnum};
use safeconduct_report::memo::{self, Depth, table};
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
    let opened = cases::open(&command.case, &command.changes, &rulebook, output)?;
    let situation = &opened.situation;
    let (act, destination) = cell(&command.about, &rulebook, situation)?;
    let argument = safeconduct_engine::argument(&rulebook, situation, act, destination)
        .map_err(|e| opened.failure(e, output))?
        .ok_or_else(|| Failure::Input("the case does not ask about this".to_owned()))?;
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

#[derive(Debug, Args)]
pub(crate) struct Sensitivity {
    /// A case file, TOML or JSON; `-` reads it from standard input
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// An act, such as `transfer`; every act where none is named
    #[arg(value_name = "ACT")]
    act: Option<String>,
    /// The code of the state, for an act that has a destination
    #[arg(value_name = "DEST")]
    destination: Option<String>,
    #[command(flatten)]
    changes: Changes,
    /// The form of the table
    #[arg(long, default_value = "text")]
    format: Format,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    law: Law,
}

pub(crate) fn sensitivity(command: &Sensitivity, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let opened = cases::open(&command.case, &command.changes, &rulebook, output)?;
    let situation = &opened.situation;
    let about = match About::perhaps(command.act.as_ref(), command.destination.as_ref()) {
        None => None,
        // Of an act that has a destination every one, where none is named.
        Some(about) if about.destination.is_none() => Some((act(&about.act, &rulebook)?, None)),
        Some(about) => Some(cell(&about, &rulebook, situation)?),
    };
    let wanted = |act, destination| about.is_none_or(|(a, d)| a == act && d.is_none_or(|d| Some(d) == destination));
    let found = safeconduct_engine::sensitivity(&rulebook, situation, wanted).map_err(|e| opened.failure(e, output))?;
    let names = Names::of_case(situation).with_rulebook(&rulebook);
    let printed = match command.format {
        Format::Json => table::json(&found),
        Format::Text => table::text(&found, &names, &output.text_options(command.ascii)),
        Format::Markdown => table::markdown(&found, &names),
    };
    output.print(&printed);
    Ok(())
}
