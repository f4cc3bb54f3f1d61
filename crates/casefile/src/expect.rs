//! What the answer to a case should be, and whether it is.

use crate::file::Word;
use jiff::civil::Date;
use safeconduct_engine::answer::{ActAnswer, Answer, ClockAnswer, DutyAnswer, NormRef};
use safeconduct_rulebook::source::Span;
use std::fmt;

/// What an expectation is about.
#[derive(Clone, Debug)]
pub enum About {
    /// An act, toward a state where the act has one.
    Act {
        /// The act.
        act: Word,
        /// The state.
        destination: Option<Word>,
    },
    /// A duty with a clock.
    Duty(Word),
    /// A term, of a state where the term is per destination.
    Term {
        /// The term.
        term: Word,
        /// The state.
        state: Option<Word>,
    },
}

impl Default for About {
    fn default() -> Self {
        Self::Act {
            act: Word::default(),
            destination: None,
        }
    }
}

impl About {
    /// The word that names it.
    pub fn word(&self) -> &Word {
        match self {
            Self::Act { act, .. } => act,
            Self::Duty(duty) => duty,
            Self::Term { term, .. } => term,
        }
    }
}

impl fmt::Display for About {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Act { act, destination: None } => write!(f, "{act}"),
            Self::Act {
                act,
                destination: Some(state),
            } => write!(f, "{act} to {state}"),
            Self::Duty(duty) => write!(f, "duty {duty}"),
            Self::Term { term, state: None } => write!(f, "{term}"),
            Self::Term {
                term,
                state: Some(state),
            } => write!(f, "{term} of {state}"),
        }
    }
}

/// What a precedent expects of one act toward one destination, of a duty, or of a term.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// Of what.
    pub about: About,
    /// The verdict under the profile; `open` where several are possible.
    pub verdict: Option<Word>,
    /// What holds today.
    pub now: Option<Word>,
    /// The verdicts possible over every world and reading.
    pub possible: Option<Vec<Word>>,
    /// How far it is settled.
    pub settled: Option<Word>,
    /// Under another profile than the case's.
    pub profile: Option<Word>,
    /// Not every world of the profile gives this verdict.
    pub not_settled: Option<Word>,
    /// These rules are among those that carry the verdict.
    pub by_rule: Vec<Word>,
    /// These steps are outstanding.
    pub steps: Vec<Word>,
    /// The status of the duty.
    pub status: Option<Word>,
    /// The day on which the duty is due.
    pub due: Option<(Date, Span)>,
    /// Of the term: `true`, `false` or `open`.
    pub value: Option<Word>,
    /// For people.
    pub why: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// An expectation that the answer does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// Of what: `exchange to RU`, `duty gc3.70`, `prisoner.is_refugee of KP`.
    pub about: String,
    /// The key of the expectation: `verdict`, `now`, …
    pub key: &'static str,
    /// What was expected.
    pub expected: String,
    /// What the answer says.
    pub found: String,
    /// Where that key stands.
    pub span: Span,
    /// Where the expectation stands: its [`Expect::span`].
    pub expectation: Span,
}

impl Expect {
    /// What it expects, in a line: `exchange to RU: verdict prohibited, settled every_reading`.
    pub fn line(&self) -> String {
        let mut all = Vec::new();
        let words = [
            ("verdict", &self.verdict),
            ("now", &self.now),
            ("settled", &self.settled),
            ("not settled as", &self.not_settled),
            ("status", &self.status),
            ("value", &self.value),
        ];
        all.extend(
            words
                .into_iter()
                .filter_map(|(key, word)| Some(format!("{key} {}", word.as_ref()?))),
        );
        all.extend(self.due.map(|(day, _)| format!("due {day}")));
        all.extend(self.possible.as_ref().map(|p| format!("possible {}", list(&texts(p)))));
        for (key, words) in [("by rule", &self.by_rule), ("steps", &self.steps)] {
            if !words.is_empty() {
                all.push(format!("{key} {}", list(&texts(words))));
            }
        }
        let under = self
            .profile
            .as_ref()
            .map_or_else(String::new, |p| format!(" under {p}"));
        format!("{}{under}: {}", self.about, all.join(", "))
    }

    pub(crate) fn says_nothing(&self) -> bool {
        self.verdict.is_none()
            && self.now.is_none()
            && self.possible.is_none()
            && self.settled.is_none()
            && self.not_settled.is_none()
            && self.by_rule.is_empty()
            && self.steps.is_empty()
            && self.status.is_none()
            && self.due.is_none()
            && self.value.is_none()
    }
}

/// Holds an answer against expectations, in their order. The caller passes those of the answer's profile.
pub fn check<'e>(expects: impl IntoIterator<Item = &'e Expect>, answer: &Answer) -> Vec<Mismatch> {
    let mut found = Vec::new();
    for expect in expects {
        let answered = match &expect.about {
            About::Act { act, destination } => {
                let destination = destination.as_ref().map(|d| d.text.as_str());
                let cell = (answer.acts.iter()).find(|a| a.act == act.text && a.destination.as_deref() == destination);
                cell.map(|cell| cell_mismatches(expect, cell, &mut found))
            }
            About::Duty(duty) => {
                let clock = answer
                    .duties
                    .iter()
                    .filter_map(DutyAnswer::clock)
                    .find(|d| d.duty == duty.text);
                clock.map(|clock| duty_mismatches(expect, clock, &mut found))
            }
            About::Term { term, state } => {
                let value = answer.terms.get(&term_path(&term.text, state.as_ref()));
                value.map(|value| same(expect, "value", expect.value.as_ref(), value, &mut found))
            }
        };
        if answered.is_none() {
            let word = expect.about.word();
            let key = match &expect.about {
                About::Act { .. } => "act",
                About::Duty(_) => "duty",
                About::Term { .. } => "term",
            };
            found.push(mismatch(
                expect,
                key,
                word.text.clone(),
                "no answer".to_owned(),
                word.span,
            ));
        }
    }
    found
}

/// The name of a term in an answer: `destination.KP.danger`.
fn term_path(term: &str, state: Option<&Word>) -> String {
    match (state, term.split_once('.')) {
        (None, _) => term.to_owned(),
        (Some(state), Some((first, rest))) => format!("{first}.{state}.{rest}"),
        (Some(state), None) => format!("{term}({state})"),
    }
}

fn mismatch(expect: &Expect, key: &'static str, expected: String, found: String, span: Span) -> Mismatch {
    Mismatch {
        about: expect.about.to_string(),
        key,
        expected,
        found,
        span,
        expectation: expect.span,
    }
}

/// Holds one word against that of the answer.
fn same(expect: &Expect, key: &'static str, expected: Option<&Word>, found: &str, out: &mut Vec<Mismatch>) {
    if let Some(word) = expected.filter(|w| w.text != found) {
        out.push(mismatch(expect, key, word.text.clone(), found.to_owned(), word.span));
    }
}

fn duty_mismatches(expect: &Expect, clock: &ClockAnswer, out: &mut Vec<Mismatch>) {
    same(expect, "status", expect.status.as_ref(), &clock.status, out);
    if let Some((day, span)) = expect.due {
        let found = clock.due.as_deref().unwrap_or("no day");
        if found != day.to_string() {
            out.push(mismatch(expect, "due", day.to_string(), found.to_owned(), span));
        }
    }
}

fn cell_mismatches(expect: &Expect, cell: &ActAnswer, out: &mut Vec<Mismatch>) {
    same(expect, "verdict", expect.verdict.as_ref(), &cell.verdict, out);
    same(expect, "now", expect.now.as_ref(), &cell.now, out);
    same(expect, "settled", expect.settled.as_ref(), &cell.settled, out);
    if let Some(possible) = &expect.possible {
        let mut expected: Vec<&str> = possible.iter().map(|w| w.text.as_str()).collect();
        let mut found: Vec<&str> = cell.possible.iter().map(String::as_str).collect();
        expected.sort_unstable();
        expected.dedup();
        found.sort_unstable();
        if expected != found {
            let span = possible.first().map_or(expect.span, |w| w.span);
            out.push(mismatch(
                expect,
                "possible",
                list(&expected),
                list(&cell.possible),
                span,
            ));
        }
    }
    if let Some(word) = &expect.not_settled
        && cell.possible_under_profile == [word.text.as_str()]
    {
        let expected = format!("not settled as {word}");
        out.push(mismatch(
            expect,
            "not_settled",
            expected,
            format!("settled as {word}"),
            word.span,
        ));
    }
    let carried = carriers(cell);
    for rule in &expect.by_rule {
        if !carried.contains(&rule.text.as_str()) {
            out.push(mismatch(
                expect,
                "by_rule",
                rule.text.clone(),
                list(&carried),
                rule.span,
            ));
        }
    }
    let outstanding: Vec<&str> = cell.steps.iter().filter(|s| !s.done).map(|s| s.step.as_str()).collect();
    for step in &expect.steps {
        if !outstanding.contains(&step.text.as_str()) {
            out.push(mismatch(
                expect,
                "steps",
                format!("{step} outstanding"),
                list(&outstanding),
                step.span,
            ));
        }
    }
}

/// The rules and bases that carry the verdict of a cell.
fn carriers(cell: &ActAnswer) -> Vec<&str> {
    let lists: &[&Vec<NormRef>] = match cell.verdict.as_str() {
        "prohibited" => &[&cell.if_done],
        "required" => &[&cell.if_not_done],
        "conflict" => &[&cell.if_done, &cell.if_not_done],
        "permitted" => &[&cell.basis],
        "unavailable" => &[],
        _ => &[&cell.if_done, &cell.if_not_done, &cell.basis, &cell.pending],
    };
    lists
        .iter()
        .flat_map(|norms| norms.iter().map(|n| n.rule.as_str()))
        .collect()
}

fn texts(words: &[Word]) -> Vec<&str> {
    words.iter().map(|w| w.text.as_str()).collect()
}

fn list<S: AsRef<str>>(words: &[S]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}
