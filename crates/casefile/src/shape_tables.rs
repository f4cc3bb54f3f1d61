//! The shapes of `[findings]` and `[[expect]]`.

use crate::expect::Expect;
use crate::file::{DisputedValues, Finding, Kind, Word};
use crate::overrides::segments;
use crate::shape::Shape;
use crate::tree::{Node, Tree, shorten};
use safeconduct_rulebook::source::{Diagnostic, nearest};

const FINDING: [&str; 8] = [
    "source",
    "kind",
    "found_by",
    "standard",
    "since",
    "recorded",
    "unverified",
    "disputed",
];
const EXPECT: [&str; 11] = [
    "act",
    "destination",
    "verdict",
    "now",
    "possible",
    "settled",
    "profile",
    "not_settled",
    "by_rule",
    "steps",
    "why",
];

impl Shape {
    pub(crate) fn findings(&mut self, tree: &Tree) -> Vec<Finding> {
        let mut found: Vec<Finding> = Vec::new();
        for entry in self.table(tree, "`findings`") {
            found.push(self.finding(&entry.key, &entry.value));
        }
        found
    }

    fn finding(&mut self, key: &Word, tree: &Tree) -> Finding {
        let mut finding = Finding {
            path: path(key),
            span: key.span,
            source: None,
            kind: None,
            found_by: None,
            standard: None,
            since: None,
            recorded: None,
            unverified: None,
            disputed: None,
        };
        let place = format!("the finding on `{}`", shorten(&key.text));
        for entry in self.table(tree, &place) {
            let (name, value) = (entry.key.text.as_str(), &entry.value);
            let what = format!("`{name}` of a finding");
            match name {
                "source" => finding.source = self.filled(value, &what).map(|w| w.text),
                "kind" => finding.kind = self.kind(value),
                "found_by" => finding.found_by = self.filled(value, &what),
                "standard" => finding.standard = self.filled(value, &what).map(|w| w.text),
                "since" => finding.since = self.date(value, &what),
                "recorded" => finding.recorded = self.date(value, &what),
                "unverified" => finding.unverified = self.filled(value, &what).map(|w| w.text),
                "disputed" => finding.disputed = self.disputed(&entry.key, value),
                _ => {
                    self.unknown_key(&entry.key, &place, &FINDING);
                    if !key.text.contains('.') {
                        let help = format!("put the whole path in quotes: [findings.\"{}.{name}\"]", key.text);
                        if let Some(last) = self.diagnostics.last_mut() {
                            last.help = Some(help);
                        }
                    }
                }
            }
        }
        finding
    }

    fn kind(&mut self, tree: &Tree) -> Option<Kind> {
        let word = self.text(tree, "`kind` of a finding")?;
        let kind = Kind::ALL.into_iter().find(|k| k.word() == word.text);
        if kind.is_none() {
            self.unknown_word(&word, "kind of evidence", &Kind::ALL.map(Kind::word));
        }
        kind
    }

    fn disputed(&mut self, key: &Word, tree: &Tree) -> Option<DisputedValues> {
        let (mut values, mut why) = (Vec::new(), None);
        for entry in self.table(tree, "`disputed`") {
            match entry.key.text.as_str() {
                "values" => match &entry.value.node {
                    Node::Array(items) => {
                        for item in items {
                            if let Some(value) = self.plain(item, "a disputed value") {
                                values.push((value, item.span));
                            }
                        }
                    }
                    _ => self.wrong(&entry.value, "`values`", "a list of the values that are put forward"),
                },
                "why" => why = self.filled(&entry.value, "`why`").map(|w| w.text),
                _ => self.unknown_key(&entry.key, "`disputed`", &["values", "why"]),
            }
        }
        let distinct = values
            .iter()
            .enumerate()
            .filter(|(i, v)| values[..*i].iter().all(|w| w.0 != v.0))
            .count();
        if distinct < 2 {
            let message = "a dispute is about at least two different values";
            let help = "values = [\"…\", \"…\"]; a value that nobody disputes is stated with the fact";
            self.diagnostics
                .push(Diagnostic::error("no-dispute", key.span, message).help(help));
        }
        Some(DisputedValues {
            values,
            why,
            span: key.span,
        })
    }

    pub(crate) fn expects(&mut self, tree: &Tree) -> Vec<Expect> {
        let Node::Array(items) = &tree.node else {
            self.wrong(tree, "`expect`", "a list of tables, each under [[expect]]");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.expect(item)).collect()
    }

    fn expect(&mut self, tree: &Tree) -> Option<Expect> {
        let mut act = None;
        let mut found = Expect {
            span: tree.span,
            ..Expect::default()
        };
        for entry in self.table(tree, "an expectation") {
            let (name, value) = (entry.key.text.as_str(), &entry.value);
            let what = format!("`{name}` of an expectation");
            match name {
                "act" => act = self.text(value, &what),
                "destination" => found.destination = self.text(value, &what),
                "verdict" => found.verdict = self.text(value, &what),
                "now" => found.now = self.text(value, &what),
                "possible" => found.possible = self.words(value, &what),
                "settled" => found.settled = self.text(value, &what),
                "profile" => found.profile = self.text(value, &what),
                "not_settled" => found.not_settled = self.text(value, &what),
                "by_rule" => found.by_rule = self.words(value, &what).unwrap_or_default(),
                "steps" => found.steps = self.words(value, &what).unwrap_or_default(),
                "why" => found.why = self.text(value, &what).map(|w| w.text),
                _ => self.unknown_key(&entry.key, "an expectation", &EXPECT),
            }
        }
        if !matches!(tree.node, Node::Table(_)) {
            return None;
        }
        let Some(act) = act else {
            self.missing(tree.span, "act", "the act that the expectation is about");
            return None;
        };
        found.act = act;
        if found.says_nothing() {
            let message = format!("this expectation says nothing about `{}`", shorten(&found.act.text));
            let help = "add one of verdict, now, possible, settled, not_settled, by_rule, steps";
            self.diagnostics
                .push(Diagnostic::error("empty-expectation", found.act.span, message).help(help));
        }
        Some(found)
    }

    /// A word that is none of a closed list.
    pub(crate) fn unknown_word(&mut self, word: &Word, what: &str, known: &[&str]) {
        let message = format!("`{}` is no {what}", shorten(&word.text));
        let help = match nearest(&word.text, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known are {}", known.join(", ")),
        };
        self.diagnostics.push(
            Diagnostic::error("unknown-name", word.span, message)
                .label("not known")
                .help(help),
        );
    }
}

/// The segments of a path that stands as a key, in quotes as a rule.
fn path(key: &Word) -> Vec<Word> {
    let length = (key.span.end - key.span.start) as usize;
    let quotes = length.saturating_sub(key.text.len()) / 2;
    let mut path = segments(&key.text, 0, key.span.start as usize + quotes);
    if length != key.text.len() + 2 * quotes || quotes > 1 {
        // An escaped key: its segments have no places of their own.
        path.iter_mut().for_each(|segment| segment.span = key.span);
    }
    path
}
