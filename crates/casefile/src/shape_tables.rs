//! The shapes of `[findings]`, `[law]` and `[[expect]]`.

use crate::expect::{About, Expect};
use crate::file::{Asked, DisputedValues, Finding, Kind, LawTable, Word};
use crate::overrides::segments;
use crate::shape::Shape;
use crate::tree::{Node, Tree, shorten};
use safeconduct_rulebook::source::{Diagnostic, nearest};

const FINDING: [&str; 9] = [
    "source",
    "kind",
    "found_by",
    "standard",
    "since",
    "recorded",
    "unverified",
    "disputed",
    "asked",
];
/// The keys that say what an expectation is about.
const SUBJECTS: [&str; 3] = ["act", "duty", "term"];
const EXPECT_ACT: [&str; 11] = [
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
const EXPECT_DUTY: [&str; 5] = ["duty", "status", "due", "profile", "why"];
const EXPECT_TERM: [&str; 5] = ["term", "state", "value", "profile", "why"];

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
            asked: None,
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
                "asked" => finding.asked = self.asked(value),
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

    fn asked(&mut self, tree: &Tree) -> Option<Asked> {
        let word = self.text(tree, "`asked` of a finding")?;
        let asked = Asked::ALL.into_iter().find(|a| a.word() == word.text);
        if asked.is_none() {
            self.unknown_word(&word, "reason why a fact has no value", &Asked::ALL.map(Asked::word));
        }
        // Whatever was meant, a missing value is not complained of as well.
        asked.or(Some(Asked::NotAsked))
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

    /// Law in place of the rulebook's: a table a state.
    pub(crate) fn law(&mut self, tree: &Tree) -> Vec<LawTable> {
        let mut found = Vec::new();
        for entry in self.table(tree, "`law`") {
            let place = format!("the law of `{}`", shorten(&entry.key.text));
            let mut law = LawTable {
                state: entry.key.clone(),
                ..LawTable::default()
            };
            for line in self.table(&entry.value, &place) {
                let what = format!("`{}` in {place}", shorten(&line.key.text));
                match line.key.text.as_str() {
                    "reserves" => law.reserves = self.words(&line.value, &what).unwrap_or_default(),
                    "derogates" => law.derogates = self.words(&line.value, &what).unwrap_or_default(),
                    _ => {
                        if let Some(bound) = self.bool(&line.value, &what) {
                            law.bound.push((line.key.clone(), bound));
                        }
                    }
                }
            }
            found.push(law);
        }
        found
    }

    pub(crate) fn expects(&mut self, tree: &Tree) -> Vec<Expect> {
        let Node::Array(items) = &tree.node else {
            self.wrong(tree, "`expect`", "a list of tables, each under [[expect]]");
            return Vec::new();
        };
        items.iter().filter_map(|item| self.expect(item)).collect()
    }

    fn expect(&mut self, tree: &Tree) -> Option<Expect> {
        let entries = self.table(tree, "an expectation");
        if !matches!(tree.node, Node::Table(_)) {
            return None;
        }
        let mut subjects = entries.iter().filter(|e| SUBJECTS.contains(&e.key.text.as_str()));
        let Some(subject) = subjects.next() else {
            self.missing(tree.span, "act", "the act, duty or term that the expectation is about");
            let known: Vec<&str> = [&EXPECT_ACT[..], &EXPECT_DUTY, &EXPECT_TERM].concat();
            for entry in entries.iter().filter(|e| !known.contains(&e.key.text.as_str())) {
                self.unknown_key(&entry.key, "an expectation", &EXPECT_ACT);
            }
            return None;
        };
        if let Some(second) = subjects.next() {
            let message = "an expectation is about one act, one duty or one term";
            self.diagnostics.push(
                Diagnostic::error("many-subjects", second.key.span, message)
                    .related(subject.key.span, "the first")
                    .help("write an [[expect]] for each"),
            );
            return None;
        }
        let word = self.text(&subject.value, &format!("`{}` of an expectation", subject.key));
        let (mut destination, mut state) = (None, None);
        let mut found = Expect {
            span: tree.span,
            ..Expect::default()
        };
        let (place, known): (_, &[&str]) = match subject.key.text.as_str() {
            "duty" => ("an expectation on a duty", &EXPECT_DUTY),
            "term" => ("an expectation on a term", &EXPECT_TERM),
            _ => ("an expectation", &EXPECT_ACT),
        };
        for entry in entries {
            let (name, value) = (entry.key.text.as_str(), &entry.value);
            let what = format!("`{name}` of an expectation");
            match name {
                _ if !known.contains(&name) => self.unknown_key(&entry.key, place, known),
                "destination" => destination = self.text(value, &what),
                "verdict" => found.verdict = self.text(value, &what),
                "now" => found.now = self.text(value, &what),
                "possible" => found.possible = self.words(value, &what),
                "settled" => found.settled = self.text(value, &what),
                "profile" => found.profile = self.text(value, &what),
                "not_settled" => found.not_settled = self.text(value, &what),
                "by_rule" => found.by_rule = self.words(value, &what).unwrap_or_default(),
                "steps" => found.steps = self.words(value, &what).unwrap_or_default(),
                "status" => found.status = self.text(value, &what),
                "due" => found.due = self.date(value, &what).map(|day| (day, value.span)),
                "state" => state = self.text(value, &what),
                "value" => found.value = self.truth(value, &what),
                "why" => found.why = self.text(value, &what).map(|w| w.text),
                _ => {}
            }
        }
        let word = word?;
        found.about = match subject.key.text.as_str() {
            "duty" => About::Duty(word),
            "term" => About::Term { term: word, state },
            _ => About::Act { act: word, destination },
        };
        if found.says_nothing() {
            let word = found.about.word();
            let message = format!("this expectation says nothing about `{}`", shorten(&word.text));
            let help = match found.about {
                About::Act { .. } => "add one of verdict, now, possible, settled, not_settled, by_rule, steps",
                About::Duty(_) => "add status or due",
                About::Term { .. } => "add value = \"true\", \"false\" or \"open\"",
            };
            self.diagnostics
                .push(Diagnostic::error("empty-expectation", word.span, message).help(help));
        }
        Some(found)
    }

    /// `"true"`, `"false"` or `"open"`, or true or false without quotes.
    fn truth(&mut self, tree: &Tree, what: &str) -> Option<Word> {
        match &tree.node {
            Node::Bool(b) => Some(Word {
                text: b.to_string(),
                span: tree.span,
            }),
            _ => self.text(tree, what),
        }
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
