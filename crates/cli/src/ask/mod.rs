//! `safeconduct ask`: an interview in the terminal.
//!
//! [`setting`] asks what a new case is about, [`session`] the rest, with [`said`] for what is typed and [`more`] for what is asked after it; [`talk`] asks for one line, [`save`] keeps what was said. What
//! is said on the screen is made in `report`, what was replied is kept in `casefile`.

pub(crate) mod args;
mod more;
mod said;
mod save;
mod session;
mod setting;
mod show;
mod talk;

use crate::args::quoted;
use crate::cell::act;
use crate::output::Output;
use crate::{Failure, cases, law};
use args::Ask;
use safeconduct_casefile::interview::Interview;
use safeconduct_casefile::{CaseFile, write_toml};
use safeconduct_report::words;
use safeconduct_rulebook::model::{ActId, Rulebook};
use session::Session;
use setting::Setting;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use talk::{Stop, Talk};

pub(crate) fn run(command: &Ask, output: &mut Output) -> Result<(), Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        let what = "an interview needs a terminal; to answer a case file: safeconduct assess CASE";
        return Err(Failure::Input(what.to_owned()));
    }
    let rulebook = law::rulebook(&command.law, output)?;
    // All where none is named.
    let acts = command.acts.iter().map(|name| act(name, &rulebook));
    let acts = acts.collect::<Result<Vec<ActId>, Failure>>()?;
    let options = output.text_options(command.ascii);
    let talk = Talk::new(options.colour);
    let named = command
        .case
        .as_ref()
        .map(|path| match path.exists() || path.extension().is_some() {
            true => path.clone(),
            false => path.with_extension("toml"),
        });
    let (case, path) = match &named {
        Some(path) if path.exists() => resumed(command, path, &rulebook, output)?,
        _ => begun(command, named, &talk, &rulebook, output)?,
    };
    let interview = Interview::of(case);
    if !interview.records().is_empty() {
        let replies = words::count(interview.records().len(), "reply is", "replies are");
        output.print(&format!("{replies} there already.\n"));
    }
    Session::new(command, &rulebook, acts, &talk, path, interview, output)?.run(output)
}

/// A case that is gone on with. A file that somebody laid out is left as it is: what is said goes into a file beside it.
fn resumed(
    command: &Ask,
    path: &Path,
    rulebook: &Rulebook,
    output: &mut Output,
) -> Result<(CaseFile, PathBuf), Failure> {
    let given = command.as_of.is_some()
        || command.detaining.is_some()
        || command.profile.is_some()
        || !command.roles.is_empty()
        || !command.destinations.is_empty();
    if given {
        return Err(Failure::Input(format!(
            "{} is there already: its day, states and profile stand in it; change them there, or name a new file",
            path.display()
        )));
    }
    let case = cases::case(path, rulebook, output)?;
    if write_toml(&case) == case.source.text {
        return Ok((case, path.to_owned()));
    }
    let beside = path.with_extension("asked.toml");
    if beside.exists() {
        return Err(Failure::Input(format!(
            "{} was asked about before; to go on: safeconduct ask {}{}",
            path.display(),
            quoted(&beside),
            command.law.again()
        )));
    }
    let text = format!(
        "{} stays as it is, with its comments. What you reply is saved in {}.",
        path.display(),
        beside.display()
    );
    let options = output.text_options(command.ascii);
    output.print(&safeconduct_report::interview::note(&text, &[], &options));
    Ok((case, beside))
}

/// A new case.
fn begun(
    command: &Ask,
    named: Option<PathBuf>,
    talk: &Talk,
    rulebook: &Rulebook,
    output: &mut Output,
) -> Result<(CaseFile, PathBuf), Failure> {
    let setting = Setting {
        rulebook,
        command,
        talk,
    };
    let stopped = |stop: Stop| match stop {
        Stop::Interrupted => Failure::Input("stopped; nothing was saved".to_owned()),
        Stop::Broken(problem) => Failure::Input(problem),
    };
    output.print("Safeconduct asks one question at a time and saves every reply. Ctrl-C stops.\n");
    let path = match named {
        Some(path) => path,
        None => setting.file(output).map_err(stopped)?,
    };
    let id = path
        .file_stem()
        .map_or_else(|| "case".into(), |stem| stem.to_string_lossy());
    let today = jiff::ZonedDateTime::now().date();
    let text = setting.text(&id, today, output).map_err(stopped)?;
    let case = cases::read_case("the setting", &text, rulebook, output)?;
    save::save(&path, &write_toml(&case))?;
    Ok((case, path))
}
