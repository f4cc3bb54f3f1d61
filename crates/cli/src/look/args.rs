//! The command line of `safeconduct law`.

use crate::args::{Law, TextOrJson};
use clap::{Args, Subcommand};
use jiff::civil::Date;

#[derive(Debug, Subcommand)]
pub(crate) enum Look {
    /// Show a provision, a statement or a word of the rulebook: what it says, what it rests on, what rests on it
    Show(Show),
    /// Look for words in headings, plain words, titles and sentences
    Search(Search),
    /// Show by what states are bound on a day, with reservations, derogations and what nobody has checked
    At(At),
    /// Show a contested question: who says what on what authority, and what holds under each position
    Why(Why),
    /// Print every word of the rulebook as Markdown; this is docs/glossary.md
    Glossary(Glossary),
}

#[derive(Debug, Args)]
pub(crate) struct How {
    /// The form of what is shown
    #[arg(long, default_value = "text")]
    pub(crate) format: TextOrJson,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    pub(crate) ascii: bool,
    #[command(flatten)]
    pub(crate) law: Law,
}

#[derive(Debug, Args)]
pub(crate) struct Show {
    /// A provision (`gc3.109.3`), an article (`gc3.109`), or the id of a statement, fact, term, step, act, role, question,
    /// profile, claim, instrument, kind of acts or body
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    #[command(flatten)]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct Search {
    /// Words or their beginnings; all of them must occur
    #[arg(required = true)]
    pub(crate) words: Vec<String>,
    /// Show so many at most
    #[arg(long, value_name = "NUMBER", default_value_t = 20)]
    pub(crate) limit: usize,
    #[command(flatten)]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct At {
    /// The day, such as 2026-02-11
    #[arg(value_parser = crate::args::day)]
    pub(crate) day: Date,
    /// Codes of states [default: every state of the rulebook]
    #[arg(value_name = "STATE")]
    pub(crate) states: Vec<String>,
    #[command(flatten)]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct Why {
    /// The id of a contested question
    pub(crate) question: String,
    #[command(flatten)]
    pub(crate) how: How,
}

#[derive(Debug, Args)]
pub(crate) struct Glossary {
    #[command(flatten)]
    pub(crate) law: Law,
}
