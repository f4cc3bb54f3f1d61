//! `safeconduct compare`, and what it shares with `what-if`: two situations, what differs in the answers, and why.

use crate::args::{Law, TextOrJson};
use crate::output::Output;
use crate::{Failure, cases, law};
use safeconduct_casefile::{CaseFile, Overrides};
use safeconduct_engine::cause::causes;
use safeconduct_report::changes;
use safeconduct_report::names::Names;
use safeconduct_report::text::TextOptions;
use safeconduct_rulebook::model::Rulebook;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A case file, TOML or JSON; `-` reads it from standard input
    #[arg(value_name = "CASE_A")]
    first: PathBuf,
    /// Another, of the same person or of somebody else
    #[arg(value_name = "CASE_B")]
    second: PathBuf,
    /// The form of the comparison
    #[arg(long, default_value = "text")]
    format: TextOrJson,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    law: Law,
}

/// A case, and what is put on top of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side<'a> {
    pub(crate) case: &'a CaseFile,
    pub(crate) overrides: &'a Overrides,
}

pub(crate) fn run(command: &Args, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let first = cases::case(&command.first, &rulebook, output)?;
    let second = cases::case(&command.second, &rulebook, output)?;
    let overrides = &cases::nothing();
    let options = output.text_options(command.ascii);
    let text = (command.format == TextOrJson::Text).then_some(options);
    let (first, second) = (
        Side {
            case: &first,
            overrides,
        },
        Side {
            case: &second,
            overrides,
        },
    );
    let printed = differences(&rulebook, first, second, text, output)?;
    output.print(&printed);
    Ok(())
}

/// What differs in the answers to two situations, and why: as text, or as JSON.
pub(crate) fn differences(
    rulebook: &Rulebook,
    before: Side<'_>,
    after: Side<'_>,
    text: Option<TextOptions>,
    output: &Output,
) -> Result<String, Failure> {
    let situation = |side: Side<'_>| cases::situation(side.case, rulebook, side.overrides, output);
    let (a, b) = (situation(before)?, situation(after)?);
    let first = safeconduct_engine::answer(rulebook, &a)
        .map_err(|e| cases::failure(e, before.case, before.overrides, output))?;
    let second =
        safeconduct_engine::answer(rulebook, &b).map_err(|e| cases::failure(e, after.case, after.overrides, output))?;
    let causes = causes(rulebook, (&a, &first), (&b, &second))
        .map_err(|e| cases::failure(e, after.case, after.overrides, output))?;
    Ok(match text {
        None => changes::json_caused(&first, &second, &causes),
        Some(options) => {
            let names = Names::of(&second).and(&Names::of(&first)).with_rulebook(rulebook);
            changes::render_caused(&first, &second, &causes, &names, &options)
        }
    })
}
