//! What a case file says, word for word.

use crate::expect::Expect;
use crate::shape::Shape;
use crate::tree::{Tree, parse_toml};
use crate::{json, resolve};
use jiff::civil::Date;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{Diagnostic, Severity, SourceFile, Span};
use std::fmt;

/// A word of a case file and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Word {
    /// The word.
    pub text: String,
    /// Where.
    pub span: Span,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plain {
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text: a value of an enumeration, `yes` and `no`, a date in quotes.
    Text(String),
    /// A day.
    Date(Date),
}

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(b) => write!(f, "{b}"),
            Self::Int(n) => write!(f, "{n}"),
            Self::Text(s) => f.write_str(s),
            Self::Date(d) => write!(f, "{d}"),
        }
    }
}

/// One line of facts: `destination.KP.torture = "found"`, `steps.release_order.release_locally = 2026-01-20`, `origin = "KP"`.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Its path, segment by segment.
    pub path: Vec<Word>,
    /// The value.
    pub value: Plain,
    /// Where the value stands.
    pub span: Span,
}

/// The strength of evidence, strongest first; it decides which of several grounds is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A court's judgment.
    Judgment,
    /// A decision of another body.
    Decision,
    /// An official document or statement of a state or international organisation.
    Official,
    /// A medical finding.
    Medical,
    /// A report.
    Report,
    /// Somebody's statement.
    Statement,
    /// The press.
    Press,
}

impl Kind {
    /// All of them, strongest first.
    pub const ALL: [Self; 7] = [
        Self::Judgment,
        Self::Decision,
        Self::Official,
        Self::Medical,
        Self::Report,
        Self::Statement,
        Self::Press,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Judgment => "judgment",
            Self::Decision => "decision",
            Self::Official => "official",
            Self::Medical => "medical",
            Self::Report => "report",
            Self::Statement => "statement",
            Self::Press => "press",
        }
    }
}

/// Why a fact about which somebody was to be asked has no value. The fact stays open: nothing follows from the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// Asked, and nobody knows.
    Unknown,
    /// Asked, and the person declined to say.
    Refused,
    /// Not asked yet.
    NotAsked,
}

impl Asked {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Unknown, Self::Refused, Self::NotAsked];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Refused => "refused",
            Self::NotAsked => "not_asked",
        }
    }
}

/// The evidence for a fact.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The fact's path.
    pub path: Vec<Word>,
    /// Where the path stands.
    pub span: Span,
    /// Evidence, in words.
    pub source: Option<String>,
    /// How strong it is.
    pub kind: Option<Kind>,
    /// The body that found it.
    pub found_by: Option<Word>,
    /// To what standard.
    pub standard: Option<String>,
    /// It holds since.
    pub since: Option<Date>,
    /// The office knows it since.
    pub recorded: Option<Date>,
    /// What nobody has checked.
    pub unverified: Option<String>,
    /// Conflicting values, instead of a statement.
    pub disputed: Option<DisputedValues>,
    /// Why there is no value, instead of a statement.
    pub asked: Option<Asked>,
}

/// Conflicting evidence.
#[derive(Clone, Debug)]
pub struct DisputedValues {
    /// The values that are put forward, at least two.
    pub values: Vec<(Plain, Span)>,
    /// Why it is disputed.
    pub why: Option<String>,
    /// Where.
    pub span: Span,
}

/// What the file states of the law of one state, in place of what the rulebook says.
#[derive(Clone, Debug, Default)]
pub struct LawTable {
    /// The state: the detaining power, or a state of the case.
    pub state: Word,
    /// Whether it is bound: instrument, yes or no.
    pub bound: Vec<(Word, bool)>,
    /// The articles that it has reserved: `gc3.118`.
    pub reserves: Vec<Word>,
    /// The articles from which it derogates.
    pub derogates: Vec<Word>,
}

/// A case file, read and checked against a rulebook.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// The file.
    pub source: SourceFile,
    /// The case's own name.
    pub id: String,
    /// Title.
    pub title: Option<String>,
    /// The day as of which it is to be answered.
    pub as_of: Option<Date>,
    /// Findings recorded later are left out.
    pub as_known: Option<Date>,
    /// The profile; `None`: the rulebook's default.
    pub profile: Option<Word>,
    /// The detaining power's code.
    pub detaining: Word,
    /// The states asked about; `None`: all states of the case.
    pub destinations: Option<Vec<Word>>,
    /// Whether there is no other state to go to; `None`: not said, which means that there is.
    pub complete: Option<bool>,
    /// Positions that replace the profile's: question, position.
    pub readings: Vec<(Word, Word)>,
    /// Law in place of the rulebook's, a table a state.
    pub law: Vec<LawTable>,
    /// Roles, facts, relations and steps, in the order of the file.
    pub statements: Vec<Statement>,
    /// Evidence.
    pub findings: Vec<Finding>,
    /// What the answer should be.
    pub expects: Vec<Expect>,
    /// What really happened, beside what the law asked.
    pub happened: Option<String>,
    /// Warnings found in reading: old names.
    pub warnings: Vec<Diagnostic>,
    /// Tables without an entry; they state nothing, but their names are checked.
    pub(crate) empty: Vec<Vec<Word>>,
}

impl CaseFile {
    /// Whether it is a precedent: it says what the answer should be, or stands in a folder `precedents`.
    pub fn is_precedent(&self) -> bool {
        !self.expects.is_empty() || self.source.path.split(['/', '\\']).any(|part| part == "precedents")
    }

    /// The profiles under which its expectations are to be checked: `None` is the case's own.
    pub fn expected_profiles(&self) -> Vec<Option<&str>> {
        let mut profiles = Vec::new();
        for expect in &self.expects {
            let profile = expect.profile.as_ref().map(|p| p.text.as_str());
            if !profiles.contains(&profile) {
                profiles.push(profile);
            }
        }
        profiles
    }
}

/// Reads a case file in TOML. Its diagnostics point into file number 0; `path` is only for them. Where it returns no case there is an error among them.
pub fn read_toml(path: &str, text: &str, rulebook: &Rulebook) -> (Option<CaseFile>, Vec<Diagnostic>) {
    from_tree(path, text, parse_toml(text), rulebook)
}

/// Reads a case file in JSON: the same schema, the same diagnostics.
pub fn read_json(path: &str, text: &str, rulebook: &Rulebook) -> (Option<CaseFile>, Vec<Diagnostic>) {
    from_tree(path, text, json::parse_json(text), rulebook)
}

/// Reads a case file: JSON where the path ends in `.json` or the text begins with a brace, otherwise TOML.
pub fn read(path: &str, text: &str, rulebook: &Rulebook) -> (Option<CaseFile>, Vec<Diagnostic>) {
    if path.to_ascii_lowercase().ends_with(".json") || text.trim_start().starts_with('{') {
        read_json(path, text, rulebook)
    } else {
        read_toml(path, text, rulebook)
    }
}

fn from_tree(
    path: &str,
    text: &str,
    tree: Result<Tree, Vec<Diagnostic>>,
    rulebook: &Rulebook,
) -> (Option<CaseFile>, Vec<Diagnostic>) {
    let tree = match tree {
        Ok(tree) => tree,
        Err(errors) => return (None, errors),
    };
    let source = SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let (mut case, mut diagnostics) = Shape::read(source, &tree);
    diagnostics.extend(resolve::check_file(&case, rulebook));
    diagnostics.sort_by_key(|d| (d.span.file, d.span.start, d.span.end));
    diagnostics.dedup();
    if diagnostics.iter().any(|d| d.severity == Severity::Error) {
        return (None, diagnostics);
    }
    case.warnings.clone_from(&diagnostics);
    (Some(case), diagnostics)
}
