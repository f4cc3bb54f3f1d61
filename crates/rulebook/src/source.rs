//! Source files, places in them, and diagnostics.

use std::fmt;

/// A place in a source file: bytes `start..end` of file number `file`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Index into [`Sources::files`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A source file: its path as the user knows it (relative, with `/`), and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the rulebook folder, e.g. `hc/118.md`; for a case file as given by the user.
    pub path: String,
    /// The whole text.
    pub text: String,
}

/// All files that were read, in a fixed order (sorted by path).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The files.
    pub files: Vec<SourceFile>,
}

impl Sources {
    /// The 1-based line on which `span` starts.
    pub fn line(&self, span: Span) -> usize {
        let text = self.text(span.file);
        let end = (span.start as usize).min(text.len());
        text.as_bytes()[..end].iter().filter(|b| **b == b'\n').count() + 1
    }

    /// The path of the file in which `span` stands.
    pub fn path(&self, span: Span) -> &str {
        self.files.get(span.file as usize).map_or("?", |f| f.path.as_str())
    }

    /// The text of file number `file`; empty where there is none.
    pub fn text(&self, file: u32) -> &str {
        self.files.get(file as usize).map_or("", |f| f.text.as_str())
    }
}

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rulebook or case cannot be used.
    Error,
    /// It can be used, but somebody should look.
    Warning,
}

/// What is wrong, where, and what would be right. Data; [`crate::diagnostics::render`] draws it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// A stable code such as `unknown-name`; listed in `docs/language.md` and `docs/case-files.md`.
    pub code: &'static str,
    /// One sentence: what was found, what was expected.
    pub message: String,
    /// Where.
    pub span: Span,
    /// A few words under the marked place.
    pub label: String,
    /// Other places that matter ("first declared here").
    pub related: Vec<(Span, String)>,
    /// What to do, with the nearest known name where there is one.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error without related places or help.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            span,
            label: String::new(),
            related: Vec::new(),
            help: None,
        }
    }

    /// A warning without related places or help.
    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, span, message)
        }
    }

    /// With words under the marked place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// With advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With another place.
    #[must_use]
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}[{}]: {}",
            if self.severity == Severity::Error {
                "error"
            } else {
                "warning"
            },
            self.code,
            self.message
        )
    }
}

/// The known name nearest to `name`, if any is near enough to be meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|k| (strsim::damerau_levenshtein(name, k), k))
        .filter(|(d, k)| *d <= (k.len().max(name.len()) / 3).max(2))
        .min()
        .map(|(_, k)| k)
}
