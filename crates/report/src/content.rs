//! The content of a report, before it is laid out: what text and Markdown share.

use crate::matrix::Matrix;
use crate::names::Names;
use crate::summary::Line;
use crate::words::{self, Mark};
use crate::{matrix, reasons, sections, summary};
use safeconduct_engine::answer::Answer;

/// A report.
#[derive(Debug)]
pub(crate) struct Content {
    /// The case's name.
    pub(crate) case: String,
    /// Who holds the prisoner, and the day: `held by Ukraine, as of 11 Feb 2026`.
    pub(crate) held: String,
    /// The answer in a few lines.
    pub(crate) summary: Vec<Line>,
    /// Two lines: profile, rulebook.
    pub(crate) header: Vec<String>,
    /// Who is asked about where.
    pub(crate) matrix: Matrix,
    /// What nobody may overlook: conflicts, dilemmas.
    pub(crate) banners: Vec<String>,
    /// Findings on which many reasons rest, said once.
    pub(crate) throughout: Option<String>,
    /// Why, act by act.
    pub(crate) reasons: Vec<Reason>,
    /// The rest.
    pub(crate) sections: Vec<Section>,
    /// What this is not.
    pub(crate) disclaimer: String,
}

/// Why one or several cells have their verdict.
#[derive(Debug)]
pub(crate) struct Reason {
    /// The verdict.
    pub(crate) mark: Mark,
    /// `Exchange to Russia: prohibited under every reading.`
    pub(crate) lead: String,
    /// Sentences that follow.
    pub(crate) sentences: Vec<String>,
    /// Grounds that follow, one each, where there are many.
    pub(crate) grounds: Vec<String>,
    /// Sentences after the grounds.
    pub(crate) after: Vec<String>,
}

/// A section.
#[derive(Debug, Default)]
pub(crate) struct Section {
    /// Its heading.
    pub(crate) heading: String,
    /// A sentence below it.
    pub(crate) intro: Option<String>,
    /// Headings of the columns, where Markdown makes a table of it.
    pub(crate) columns: Vec<&'static str>,
    /// Whether the items are counted.
    pub(crate) numbered: bool,
    /// The items.
    pub(crate) items: Vec<Item>,
}

/// An item of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Item {
    /// In a line.
    pub(crate) text: String,
    /// Below it.
    pub(crate) below: Vec<String>,
    /// The same in cells, where the section has columns.
    pub(crate) cells: Vec<String>,
}

impl Item {
    /// A line.
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }
}

impl Content {
    /// The content of the report on an answer.
    pub(crate) fn of(answer: &Answer, names: &Names) -> Self {
        let (throughout, reasons) = reasons::of(answer, names);
        Self {
            case: answer.case.clone(),
            held: held(answer),
            summary: summary::of(answer, names),
            header: header(answer, names),
            matrix: matrix::of(answer, names),
            banners: banners(answer, names),
            throughout,
            reasons,
            sections: sections::of(answer, names),
            disclaimer: answer.disclaimer.clone(),
        }
    }
}

pub(crate) fn held(answer: &Answer) -> String {
    let by = answer
        .states
        .first()
        .filter(|s| !s.name.is_empty())
        .map(|s| format!("held by {}, ", s.name))
        .unwrap_or_default();
    format!("{by}as of {}", words::date(&answer.as_of))
}

fn header(answer: &Answer, names: &Names) -> Vec<String> {
    let known = if answer.as_known.is_empty() || answer.as_known == answer.as_of {
        String::new()
    } else {
        format!(", the file as known on {}", words::date(&answer.as_known))
    };
    let replaced = match answer.readings.len() {
        0 => String::new(),
        n => format!(
            ", with {} replaced (see below)",
            words::count(n, "position", "positions")
        ),
    };
    vec![
        format!("Profile {}{replaced}", names.profile(&answer.profile)),
        format!(
            "Rulebook {}, {}{known}",
            answer.rulebook.version,
            short_digest(&answer.rulebook.digest)
        ),
    ]
}

/// `sha256:` and the first twelve digits.
pub(crate) fn short_digest(digest: &str) -> String {
    let (kind, rest) = digest.split_once(':').unwrap_or(("", digest));
    let short: String = rest.chars().take(12).collect();
    if kind.is_empty() {
        short
    } else {
        format!("{kind}:{short}")
    }
}

fn banners(answer: &Answer, names: &Names) -> Vec<String> {
    let mut banners = Vec::new();
    let conflicts: Vec<_> = answer
        .acts
        .iter()
        .filter(|a| a.verdict == "conflict")
        .map(|a| (a.act.as_str(), a.destination.as_deref()))
        .collect();
    if !conflicts.is_empty() {
        banners.push(format!(
            "Conflict of duties: {}. Both sides are shown below.",
            words::lower_first(&names.cells(&conflicts))
        ));
    }
    match answer.dilemmas.len() {
        0 => {}
        n => banners.push(format!(
            "{}: see below.",
            words::upper_first(&words::count(n, "dilemma", "dilemmas"))
        )),
    }
    banners
}
