//! What the answer to a case should be, and whether it is.

use crate::file::Word;
use safeconduct_engine::answer::{ActAnswer, Answer, NormRef};
use safeconduct_rulebook::source::Span;

/// What a precedent expects of one act toward one destination.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// The act.
    pub act: Word,
    /// The state, where the act has one.
    pub destination: Option<Word>,
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
    /// For people.
    pub why: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// An expectation that the answer does not meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    /// The act.
    pub act: String,
    /// The state.
    pub destination: Option<String>,
    /// The key of the expectation: `verdict`, `now`, …
    pub key: &'static str,
    /// What was expected.
    pub expected: String,
    /// What the answer says.
    pub found: String,
    /// Where the expectation stands.
    pub span: Span,
}

impl Expect {
    pub(crate) fn says_nothing(&self) -> bool {
        self.verdict.is_none()
            && self.now.is_none()
            && self.possible.is_none()
            && self.settled.is_none()
            && self.not_settled.is_none()
            && self.by_rule.is_empty()
            && self.steps.is_empty()
    }
}

/// Holds an answer against expectations, in their order. The caller passes those of the answer's profile.
pub fn check<'e>(expects: impl IntoIterator<Item = &'e Expect>, answer: &Answer) -> Vec<Mismatch> {
    let mut found = Vec::new();
    for expect in expects {
        let destination = expect.destination.as_ref().map(|d| d.text.as_str());
        let cell = answer
            .acts
            .iter()
            .find(|a| a.act == expect.act.text && a.destination.as_deref() == destination);
        match cell {
            Some(cell) => cell_mismatches(expect, cell, &mut found),
            None => found.push(mismatch(
                expect,
                "act",
                expect.act.text.clone(),
                "no answer".to_owned(),
                expect.act.span,
            )),
        }
    }
    found
}

fn mismatch(expect: &Expect, key: &'static str, expected: String, found: String, span: Span) -> Mismatch {
    let destination = expect.destination.as_ref().map(|d| d.text.clone());
    Mismatch {
        act: expect.act.text.clone(),
        destination,
        key,
        expected,
        found,
        span,
    }
}

fn cell_mismatches(expect: &Expect, cell: &ActAnswer, out: &mut Vec<Mismatch>) {
    let mut same = |key: &'static str, expected: &Option<Word>, found: &str| {
        if let Some(word) = expected.as_ref().filter(|w| w.text != found) {
            out.push(mismatch(expect, key, word.text.clone(), found.to_owned(), word.span));
        }
    };
    same("verdict", &expect.verdict, &cell.verdict);
    same("now", &expect.now, &cell.now);
    same("settled", &expect.settled, &cell.settled);
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

fn list<S: AsRef<str>>(words: &[S]) -> String {
    if words.is_empty() {
        return "none".to_owned();
    }
    words.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}
