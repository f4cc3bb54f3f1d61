//! The command line of `safeconduct ask`.

use crate::args::{Law, day, pair};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The case file: one that exists is gone on with, otherwise it is made. Never name it after a person
    #[arg(value_name = "CASE")]
    pub(crate) case: Option<PathBuf>,
    /// For a new case: the day as of which it is answered, such as 2026-02-11
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// For a new case: the state that holds the prisoner
    #[arg(long, value_name = "STATE")]
    pub(crate) detaining: Option<String>,
    /// For a new case: the state that has a role, such as origin=KP
    #[arg(long = "role", value_name = "ROLE=STATE", value_parser = pair)]
    pub(crate) roles: Vec<(String, String)>,
    /// For a new case: a state asked about
    #[arg(long = "destination", value_name = "STATE")]
    pub(crate) destinations: Vec<String>,
    /// For a new case: take the positions of this profile
    #[arg(long)]
    pub(crate) profile: Option<String>,
    /// Ask only what bears on this act; repeatable
    #[arg(long = "act", value_name = "ACT")]
    pub(crate) acts: Vec<String>,
    /// After each finding, ask for its source, who found it, and since when it holds
    #[arg(long)]
    pub(crate) evidence: bool,
    /// In the end, print the case file
    #[arg(long)]
    pub(crate) print: bool,
    /// Use no symbols beyond ASCII
    #[arg(long)]
    pub(crate) ascii: bool,
    #[command(flatten)]
    pub(crate) law: Law,
}
