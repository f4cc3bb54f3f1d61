//! The first pass: the shape of a file, without a rulebook.

use crate::file::{CaseFile, Plain, Statement, Word};
use crate::tree::{Entry, Node, Tree, day, shorten};
use jiff::civil::Date;
use safeconduct_rulebook::source::{Diagnostic, SourceFile, Span, nearest};

/// The keys at the top of a file that are neither roles nor facts.
pub(crate) const RESERVED: [&str; 13] = [
    "id",
    "title",
    "as_of",
    "as_known",
    "profile",
    "detaining",
    "destinations",
    "destinations_complete",
    "readings",
    "law",
    "happened",
    "findings",
    "expect",
];

/// Reads shapes and collects what is wrong with them.
pub(crate) struct Shape {
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Shape {
    /// Reads the whole file. Where something is wrong the case is incomplete, but still good for finding further mistakes.
    pub(crate) fn read(source: SourceFile, tree: &Tree) -> (CaseFile, Vec<Diagnostic>) {
        let mut case = CaseFile {
            source,
            id: String::new(),
            title: None,
            as_of: None,
            as_known: None,
            profile: None,
            detaining: Word::default(),
            destinations: None,
            complete: None,
            readings: Vec::new(),
            law: Vec::new(),
            statements: Vec::new(),
            findings: Vec::new(),
            expects: Vec::new(),
            happened: None,
            warnings: Vec::new(),
            empty: Vec::new(),
        };
        let mut shape = Self {
            diagnostics: Vec::new(),
        };
        let Node::Table(entries) = &tree.node else {
            shape.wrong(tree, "a case file", "a table of keys");
            return (case, shape.diagnostics);
        };
        let (mut id, mut detaining, mut as_of) = (false, false, false);
        for entry in entries {
            let (name, value) = (entry.key.text.as_str(), &entry.value);
            match name {
                "id" => {
                    id = true;
                    case.id = shape.filled(value, "`id`").map(|w| w.text).unwrap_or_default();
                }
                "title" => case.title = shape.text(value, "`title`").map(|w| w.text),
                "as_of" => {
                    as_of = true;
                    case.as_of = shape.date(value, "`as_of`");
                }
                "as_known" => case.as_known = shape.date(value, "`as_known`"),
                "profile" => case.profile = shape.text(value, "`profile`"),
                "detaining" => {
                    detaining = true;
                    case.detaining = shape.text(value, "`detaining`").unwrap_or_default();
                }
                "destinations" => case.destinations = shape.words(value, "`destinations`"),
                "destinations_complete" => case.complete = shape.bool(value, "`destinations_complete`"),
                "happened" => case.happened = shape.filled(value, "`happened`").map(|w| w.text),
                "readings" => case.readings = shape.readings(value),
                "law" => case.law = shape.law(value),
                "findings" => case.findings = shape.findings(value),
                "expect" => case.expects = shape.expects(value),
                _ => shape.statements(&mut vec![entry.key.clone()], entry, &mut case),
            }
        }
        let start = Span {
            file: 0,
            start: 0,
            end: 0,
        };
        if !id {
            shape.missing(start, "id", "the case's own name, such as `id = \"k1\"`");
        }
        if !detaining {
            shape.missing(
                start,
                "detaining",
                "the state that holds the prisoner, such as `detaining = \"UA\"`",
            );
        }
        if !as_of && case.is_precedent() {
            let message = "a precedent without `as_of`: its answer would change with the day on which it is asked";
            let help = "add the day as of which it is answered, such as as_of = 2026-02-11";
            shape
                .diagnostics
                .push(Diagnostic::error("no-date", start, message).help(help));
        }
        (case, shape.diagnostics)
    }

    /// Every leaf of a table of facts becomes a statement.
    fn statements(&mut self, path: &mut Vec<Word>, entry: &Entry, case: &mut CaseFile) {
        match &entry.value.node {
            Node::Table(entries) if entries.is_empty() => case.empty.push(path.clone()),
            Node::Table(entries) => {
                for entry in entries {
                    path.push(entry.key.clone());
                    self.statements(path, entry, case);
                    path.pop();
                }
            }
            _ => {
                let name = path.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(".");
                if let Some(value) = self.plain(&entry.value, &format!("`{}`", shorten(&name))) {
                    case.statements.push(Statement {
                        path: path.clone(),
                        value,
                        span: entry.value.span,
                    });
                }
            }
        }
    }

    fn readings(&mut self, tree: &Tree) -> Vec<(Word, Word)> {
        let mut found = Vec::new();
        for entry in self.table(tree, "`readings`") {
            if let Some(position) = self.text(&entry.value, &format!("the reading of `{}`", entry.key)) {
                found.push((entry.key.clone(), position));
            }
        }
        found
    }

    // Values.

    pub(crate) fn wrong(&mut self, tree: &Tree, what: &str, expected: &str) {
        let message = format!("{what} takes {expected}, but this is {}", tree.describe());
        self.diagnostics
            .push(Diagnostic::error("wrong-type", tree.span, message).label(format!("expected {expected}")));
    }

    pub(crate) fn missing(&mut self, at: Span, key: &str, what: &str) {
        let message = format!("the key `{key}` is missing");
        self.diagnostics
            .push(Diagnostic::error("missing-key", at, message).help(format!("add {what}")));
    }

    /// A key that a table does not know.
    pub(crate) fn unknown_key(&mut self, key: &Word, place: &str, known: &[&str]) {
        let message = format!("{place} has no key `{}`", shorten(&key.text));
        let help = match nearest(&key.text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("its keys are {}", known.join(", ")),
        };
        self.diagnostics.push(
            Diagnostic::error("unknown-key", key.span, message)
                .label("not known here")
                .help(help),
        );
    }

    pub(crate) fn table<'t>(&mut self, tree: &'t Tree, what: &str) -> &'t [Entry] {
        match &tree.node {
            Node::Table(entries) => entries,
            _ => {
                self.wrong(tree, what, "a table");
                &[]
            }
        }
    }

    pub(crate) fn text(&mut self, tree: &Tree, what: &str) -> Option<Word> {
        match &tree.node {
            Node::Text(text) => Some(Word {
                text: text.clone(),
                span: tree.span,
            }),
            _ => {
                self.wrong(tree, what, "a text in quotes");
                None
            }
        }
    }

    /// A text that is not blank.
    pub(crate) fn filled(&mut self, tree: &Tree, what: &str) -> Option<Word> {
        let word = self.text(tree, what)?;
        if word.text.trim().is_empty() {
            self.wrong(tree, what, "a text that says something");
            return None;
        }
        Some(word)
    }

    pub(crate) fn bool(&mut self, tree: &Tree, what: &str) -> Option<bool> {
        match &tree.node {
            Node::Bool(b) => Some(*b),
            _ => {
                self.wrong(tree, what, "true or false");
                None
            }
        }
    }

    pub(crate) fn words(&mut self, tree: &Tree, what: &str) -> Option<Vec<Word>> {
        let Node::Array(items) = &tree.node else {
            self.wrong(tree, what, "a list of texts, such as [\"a\", \"b\"]");
            return None;
        };
        Some(
            items
                .iter()
                .filter_map(|item| self.text(item, &format!("an entry of {what}")))
                .collect(),
        )
    }

    pub(crate) fn date(&mut self, tree: &Tree, what: &str) -> Option<Date> {
        match &tree.node {
            Node::Date(date) => return Some(*date),
            Node::NoSuchDay(text) => self.no_such_day(tree.span, text),
            Node::Text(text) => match day(text) {
                Some(Some(date)) => return Some(date),
                Some(None) => self.no_such_day(tree.span, text),
                None => self.wrong(tree, what, "a day such as 2026-02-11"),
            },
            _ => self.wrong(tree, what, "a day such as 2026-02-11"),
        }
        None
    }

    fn no_such_day(&mut self, at: Span, text: &str) {
        let message = format!("there is no day {text}");
        self.diagnostics
            .push(Diagnostic::error("impossible-date", at, message).label("not in the calendar"));
    }

    /// A single value of any type.
    pub(crate) fn plain(&mut self, tree: &Tree, what: &str) -> Option<Plain> {
        match &tree.node {
            Node::Bool(b) => Some(Plain::Bool(*b)),
            Node::Int(n) => Some(Plain::Int(*n)),
            Node::Text(s) => Some(Plain::Text(s.clone())),
            Node::Date(d) => Some(Plain::Date(*d)),
            Node::NoSuchDay(text) => {
                self.no_such_day(tree.span, text);
                None
            }
            Node::Table(_) | Node::Array(_) | Node::Other(_) => {
                self.wrong(tree, what, "one value: true or false, a text, a day or a whole number");
                None
            }
        }
    }
}
