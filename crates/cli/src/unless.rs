//! `safeconduct unless`

use crate::args::{Changes, Law, TextOrJson};
use crate::cell::{About, cell};
use crate::output::Output;
use crate::{Failure, cases, law};
use safeconduct_engine::exact::VerdictSet;
use safeconduct_report::names::Names;
use safeconduct_report::unless;
use safeconduct_rulebook::model::Verdict;
use safeconduct_rulebook::source::nearest;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A case file, TOML or JSON; `-` reads it from standard input
    #[arg(value_name = "CASE")]
    case: PathBuf,
    #[command(flatten)]
    about: About,
    /// The verdict: required, permitted, lawful (one of these two), prohibited, unavailable or conflict
    #[arg(long, value_name = "VERDICT", value_parser = verdicts)]
    to: VerdictSet,
    /// List no set of more findings than this
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=12))]
    limit: u8,
    #[command(flatten)]
    changes: Changes,
    /// The form of the answer
    #[arg(long, default_value = "text")]
    format: TextOrJson,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    law: Law,
}

fn verdicts(word: &str) -> Result<VerdictSet, String> {
    if word == LAWFUL {
        return Ok(VerdictSet::of(&[Verdict::Permitted, Verdict::Required]));
    }
    if let Some(found) = Verdict::ALL.into_iter().find(|v| v.word() == word) {
        return Ok(VerdictSet::of(&[found]));
    }
    if word == "not_yet" {
        return Err("`not_yet` says that an act waits today, for a step or a finding; it is no verdict".to_owned());
    }
    let all: Vec<&str> = Verdict::ALL.into_iter().map(Verdict::word).chain([LAWFUL]).collect();
    let near = nearest(word, all.iter().copied()).map_or(String::new(), |n| format!("; did you mean `{n}`?"));
    Err(format!("the verdicts are {}{near}", all.join(", ")))
}

/// Permitted or required.
const LAWFUL: &str = "lawful";

pub(crate) fn run(command: &Args, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let opened = cases::open(&command.case, &command.changes, &rulebook, output)?;
    let situation = &opened.situation;
    let about = cell(&command.about, &rulebook, situation)?;
    let limit = usize::from(command.limit);
    let unless = safeconduct_engine::changes::unless(&rulebook, situation, about, command.to, limit)
        .map_err(|e| opened.failure(e, output))?;
    let Some(answer) = unless else {
        return Err(Failure::Input(
            "the case does not ask about this act and state".to_owned(),
        ));
    };
    let printed = match command.format {
        TextOrJson::Json => unless::json(&answer),
        TextOrJson::Text => {
            let names = Names::of_case(situation).with_rulebook(&rulebook);
            unless::render(&answer, &names, &output.text_options(command.ascii))
        }
    };
    output.print(&printed);
    Ok(())
}
