//! What a caller puts on top of a case file.

use crate::file::{CaseFile, Word};
use jiff::civil::Date;
use safeconduct_rulebook::source::{SourceFile, Sources, Span};

/// What a caller puts on top of a case file: another day, another reading, other facts.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// The day as of which it is answered, instead of the file's.
    pub as_of: Option<Date>,
    /// The profile, instead of the file's.
    pub profile: Option<String>,
    /// Positions that replace the profile's and the file's: question, position.
    pub readings: Vec<(String, String)>,
    /// Facts, relations, steps and roles: path and value; the value `open` takes a statement away.
    pub set: Vec<(String, String)>,
    /// Today, for a case without a date.
    pub today: Date,
}

impl Overrides {
    /// Nothing on top; `today` is the day for a case that names none.
    pub fn none(today: Date) -> Self {
        Self {
            today,
            ..Self::default()
        }
    }
}

/// The files into which the diagnostics of [`crate::resolve`] and [`crate::situation`] point: the case file, then what was put on top, each
/// as a file of one line.
pub fn sources(case: &CaseFile, overrides: &Overrides) -> Sources {
    let mut files = vec![case.source.clone()];
    let mut add = |path: &str, text: String| {
        files.push(SourceFile {
            path: path.to_owned(),
            text,
        })
    };
    add("--profile", overrides.profile.clone().unwrap_or_default());
    for (question, position) in &overrides.readings {
        add("--reading", format!("{question}={position}"));
    }
    for (path, value) in &overrides.set {
        add("--set", format!("{path}={value}"));
    }
    Sources { files }
}

/// A word of an override: `text` stands at `start` of file number `file`.
fn word(file: usize, start: usize, text: &str) -> Word {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let span = Span {
        file: small(file),
        start: small(start),
        end: small(start + text.len()),
    };
    Word {
        text: text.to_owned(),
        span,
    }
}

impl Overrides {
    pub(crate) fn profile_word(&self) -> Option<Word> {
        self.profile.as_ref().map(|text| word(1, 0, text))
    }

    pub(crate) fn reading_words(&self) -> Vec<(Word, Word)> {
        let words = |(i, (question, position)): (usize, &(String, String))| {
            (word(2 + i, 0, question), word(2 + i, question.len() + 1, position))
        };
        self.readings.iter().enumerate().map(words).collect()
    }

    /// The path, segment by segment, and the value.
    pub(crate) fn set_words(&self) -> Vec<(Vec<Word>, Word)> {
        let first = 2 + self.readings.len();
        let words = |(i, (path, value)): (usize, &(String, String))| {
            (segments(path, first + i, 0), word(first + i, path.len() + 1, value))
        };
        self.set.iter().enumerate().map(words).collect()
    }
}

/// The segments of a dotted path that starts at `start` of file number `file`.
pub(crate) fn segments(path: &str, file: usize, start: usize) -> Vec<Word> {
    let mut at = start;
    let mut found = Vec::new();
    for segment in path.split('.') {
        found.push(word(file, at, segment));
        at += segment.len() + 1;
    }
    found
}
