//! The two sides: folders, revisions, or days.

use super::args::Diff;
use super::git;
use crate::output::Output;
use crate::{Failure, law};
use jiff::civil::Date;
use safeconduct_engine::diff::Days;
use safeconduct_report::diff::Side;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{SourceFile, Sources};
use safeconduct_rulebook::{Loaded, load};
use std::path::Path;

/// A rulebook, and how the user called it.
pub(super) struct Law {
    name: String,
    day: Option<Date>,
    pub(super) rulebook: Rulebook,
    pub(super) sources: Sources,
}

impl Law {
    pub(super) fn label(&self) -> Side {
        Side {
            name: self.name.clone(),
            digest: self.rulebook.digest.clone(),
            day: self.day.map(|d| d.to_string()),
        }
    }

    fn new(name: &str, day: Option<Date>, loaded: Loaded, output: &Output) -> Result<Self, Failure> {
        let (rulebook, sources) = law::usable(loaded, &format!("the rulebook of {name}"), output)?;
        Ok(Self {
            name: name.to_owned(),
            day,
            rulebook,
            sources,
        })
    }
}

/// Both sides, and on which days the law of states is read.
pub(super) struct Both {
    pub(super) old: Law,
    pub(super) new: Law,
    pub(super) days: Days,
}

pub(super) fn both(command: &Diff, output: &Output) -> Result<Both, Failure> {
    let day = |name: &str| name.parse::<Date>().ok();
    match (day(&command.old), day(&command.new)) {
        (Some(old), Some(new)) => {
            if command.from.is_some() {
                return Err(Failure::Input(
                    "OLD and NEW are days: --from and --to say nothing more".to_owned(),
                ));
            }
            let of = |name: &str, day| Law::new(name, Some(day), law::loaded(&command.law)?, output);
            Ok(Both {
                old: of(&command.old, old)?,
                new: of(&command.new, new)?,
                days: Days::Two { old, new },
            })
        }
        (None, None) => {
            if command.law.rulebook.is_some() {
                let what = "--rulebook names the rulebook of two days; OLD and NEW name rulebooks themselves here";
                return Err(Failure::Input(what.to_owned()));
            }
            let days = match command.from {
                Some(old) => Days::Two {
                    old,
                    new: command.to.unwrap_or(old),
                },
                None => Days::Every {
                    prefer: jiff::ZonedDateTime::now().date(),
                },
            };
            let on = match days {
                Days::Two { old, new } => [Some(old), Some(new)],
                Days::Every { .. } => [None, None],
            };
            Ok(Both {
                old: Law::new(&command.old, on[0], load(files(&command.old)?), output)?,
                new: Law::new(&command.new, on[1], load(files(&command.new)?), output)?,
                days,
            })
        }
        _ => Err(Failure::Input(format!(
            "{} and {}: a day is compared with a day, a rulebook with a rulebook (then --from and --to give the days)",
            command.old, command.new
        ))),
    }
}

/// The files of a folder or, where there is no such folder, of a revision.
fn files(name: &str) -> Result<Vec<SourceFile>, Failure> {
    let folder = Path::new(name);
    if folder.is_dir() {
        law::read_folder(folder)
    } else {
        git::law(name)
    }
}
