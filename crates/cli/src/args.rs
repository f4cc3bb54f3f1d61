//! The command line.

use crate::ask::args::Ask;
use crate::look::args::Look;
use crate::why::{Sensitivity, Why};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// What may, must and must not be done with a prisoner of war: where to, under which law, and what has to happen first.
#[derive(Debug, Parser)]
#[command(
    name = "safeconduct",
    version,
    max_term_width = 100,
    after_help = "Exit status:\n  0  answered, or every check passed\n  1  a check failed\n  2  bad input: a file, a name, an option, or a case that contradicts itself"
)]
pub(crate) struct Arguments {
    /// When to use colour; `auto` looks at the terminal and at NO_COLOR
    #[arg(
        long = "color",
        visible_alias = "colour",
        value_name = "WHEN",
        default_value = "auto",
        global = true
    )]
    pub(crate) colour: Colour,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Colour {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answer cases: what may, must and must not be done, with reasons
    Assess(Assess),
    /// Answer a case as it is and with changes, and show only what changed
    WhatIf(WhatIf),
    /// Be asked, one question after the other, and end with an answer and a case file
    Ask(Ask),
    /// Give the argument on one act and destination as a legal memo
    Why(Why),
    /// Tell how firmly the verdicts of a case stand: on which single findings they hang, and how many may fall
    Sensitivity(Sensitivity),
    /// Compare two cases: what differs, which answers differ, and which difference makes each of them differ
    Compare(crate::compare::Args),
    /// What would have to change for an act to have another verdict, who could bring it about, and with what burden
    Unless(crate::unless::Args),
    /// Check a rulebook: names, types, cycles, citations, and whether its claims hold in every possible case
    Check(Check),
    /// Prove claims of the rulebook for every possible case, or show the nearest case against each
    Prove(crate::prove::Prove),
    /// Find what is wrong with a rulebook as a whole: collisions, dilemmas, what has no effect; with a case of each
    AuditLaw(crate::audit::Audit),
    /// Lay out the rule fences of rulebook files
    Fmt(Fmt),
    /// Run precedents and the case fences of the rulebook, and compare the answers with what they expect
    Test(Test),
    /// Look things up in the rulebook: provisions, rules, words, the law of states, contested questions
    Law {
        #[command(subcommand)]
        command: Look,
    },
    /// Tell which verdicts a change of the law can change, exactly: between two rulebooks, two revisions, or two days
    Diff(crate::diff::args::Diff),
    /// Write the circuit of an act, of a case or of the rulebook for other solvers
    Export(crate::export::Export),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page
    Man {
        /// Write a page for every command into this folder instead
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}

/// For how many states besides the detaining power a rulebook is looked at, unless another number is given.
pub(crate) const STATES: u32 = 3;

#[derive(Debug, Args)]
pub(crate) struct Law {
    /// Use the rulebook in this folder instead of the one in the program
    #[arg(long, value_name = "DIR")]
    pub(crate) rulebook: Option<PathBuf>,
}

impl Law {
    /// What a command that is printed for the user needs, so that it asks the same rulebook: ` --rulebook DIR`.
    pub(crate) fn again(&self) -> String {
        let folder = self.rulebook.as_ref();
        folder.map_or_else(String::new, |f| format!(" --rulebook {}", quoted(f)))
    }
}

/// A path as it is typed at a shell.
pub(crate) fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "/._-:\\~".contains(c);
    if !path.is_empty() && path.chars().all(plain) {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// What is put on top of a case.
#[derive(Debug, Args)]
pub(crate) struct Changes {
    /// Answer as of this day, such as 2026-02-11
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// Take the positions of this profile
    #[arg(long)]
    pub(crate) profile: Option<String>,
    /// Take this position on a contested question
    #[arg(long = "reading", value_name = "QUESTION=POSITION", value_parser = pair)]
    pub(crate) readings: Vec<(String, String)>,
    /// State a fact, a relation, a step or a role; the value `open` takes a statement away
    #[arg(long = "set", value_name = "FACT=VALUE", value_parser = pair)]
    pub(crate) set: Vec<(String, String)>,
}

/// The form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a terminal
    Text,
    /// For a program; the schema is in docs/schema/
    Json,
    /// For a memo
    Markdown,
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// Case files, TOML or JSON; `-` reads one from standard input
    #[arg(required = true, value_name = "CASE")]
    pub(crate) cases: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) changes: Changes,
    /// The form of the answer
    #[arg(long, default_value = "text")]
    pub(crate) format: Format,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    pub(crate) ascii: bool,
    #[command(flatten)]
    pub(crate) law: Law,
}

#[derive(Debug, Args)]
pub(crate) struct WhatIf {
    /// A case file, TOML or JSON; `-` reads it from standard input
    #[arg(value_name = "CASE")]
    pub(crate) case: PathBuf,
    #[command(flatten)]
    pub(crate) changes: Changes,
    /// The form of the comparison
    #[arg(long, default_value = "text")]
    pub(crate) format: TextOrJson,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    pub(crate) ascii: bool,
    #[command(flatten)]
    pub(crate) law: Law,
}

/// The form of what is no memo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum TextOrJson {
    /// For a terminal
    Text,
    /// For a program; the schema is in docs/schema/
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) law: Law,
    /// Count, for every instrument, the provisions that have a statement and those that say why they have none, and list these
    #[arg(long)]
    pub(crate) coverage: bool,
    /// List everything that nobody has checked
    #[arg(long)]
    pub(crate) unverified: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Fmt {
    /// Rulebook files, or folders with them
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Change nothing; fail where a file is not laid out
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Precedents, or folders with them [default: the folder `precedents`, where there is one]
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,
    /// Tell what each case expects, and what really happened
    #[arg(long, short)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) law: Law,
}

pub(crate) fn day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "a day is written like 2026-02-11".to_owned())
}

pub(crate) fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a name and a value are written like name=value".to_owned()),
    }
}
