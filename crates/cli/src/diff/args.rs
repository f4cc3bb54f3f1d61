//! The command line of `safeconduct diff`.

use crate::args::{Format, Law, day};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The old law: a rulebook folder, a Git revision (its folder `law`), or a day such as 2023-06-01
    #[arg(value_name = "OLD")]
    pub(crate) old: String,
    /// The new law, named likewise; a day where OLD is one
    #[arg(value_name = "NEW")]
    pub(crate) new: String,
    /// For folders and revisions: read the law of states of OLD on this day, instead of comparing on every day
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// Read the law of states of NEW on this day [default: the day given with --from]
    #[arg(long, value_name = "DAY", value_parser = day, requires = "from")]
    pub(crate) to: Option<Date>,
    /// Write a case for every change of a verdict into this folder, once for each side
    #[arg(long, value_name = "DIR")]
    pub(crate) save: Option<PathBuf>,
    /// Answer the precedents in this folder under both sides [default: the folder `precedents`, where there is one]
    #[arg(long, value_name = "DIR")]
    pub(crate) precedents: Option<PathBuf>,
    /// The form of the report
    #[arg(long, default_value = "text")]
    pub(crate) format: Format,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    pub(crate) ascii: bool,
    #[command(flatten)]
    pub(crate) law: Law,
}
