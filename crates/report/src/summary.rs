//! The answer in a few lines: for each destination, and for the acts without one, what holds; and what is overdue.

use crate::names::Names;
use crate::words::{self, Mark};
use safeconduct_engine::answer::{ActAnswer, Answer, DutyAnswer};

/// A line of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its mark.
    pub(crate) mark: Mark,
    /// `To Russia: prohibited under every reading, all 8 acts.`
    pub(crate) text: String,
}

/// The order in which answers are named, and so many acts that are named rather than counted.
const ORDER: [(Mark, usize); 7] = [
    (Mark::Conflict, usize::MAX),
    (Mark::Required, usize::MAX),
    (Mark::Permitted, usize::MAX),
    (Mark::NotYet, usize::MAX),
    (Mark::Open, 3),
    (Mark::Prohibited, 1),
    (Mark::Unavailable, 0),
];

/// The answer in a few lines.
pub(crate) fn of(answer: &Answer, names: &Names) -> Vec<Line> {
    let mut codes: Vec<Option<&str>> = Vec::new();
    for act in &answer.acts {
        if !codes.contains(&act.destination.as_deref()) {
            codes.push(act.destination.as_deref());
        }
    }
    codes.sort_by_key(Option::is_none);
    let mut lines: Vec<(Mark, String, Vec<String>)> = Vec::new();
    for code in codes {
        let toward = |a: &&ActAnswer| a.destination.as_deref() == code;
        let acts: Vec<&ActAnswer> = answer.acts.iter().filter(toward).collect();
        let (mark, text) = what(&acts);
        let state = code.map(|c| names.state(c));
        match lines
            .iter_mut()
            .find(|(_, t, to)| state.is_some() && *t == text && !to.is_empty())
        {
            Some((.., to)) => to.extend(state),
            None => lines.push((mark, text, state.into_iter().collect())),
        }
    }
    let mut lines: Vec<Line> = lines
        .into_iter()
        .map(|(mark, text, to)| {
            let lead = if to.is_empty() {
                "Here".to_owned()
            } else {
                format!("To {}", words::list(to, "or"))
            };
            Line {
                mark,
                text: format!("{lead}: {text}."),
            }
        })
        .collect();
    lines.extend(overdue(answer));
    lines
}

/// What holds of acts toward one state, or of those without destination.
fn what(acts: &[&ActAnswer]) -> (Mark, String) {
    let mark = |a: &ActAnswer| words::cell(&a.verdict, &a.now).0;
    let mut parts: Vec<(Mark, String)> = Vec::new();
    for (kind, named) in ORDER {
        let these: Vec<&ActAnswer> = acts.iter().filter(|a| mark(a) == kind).copied().collect();
        if these.is_empty() {
            continue;
        }
        if kind == Mark::NotYet {
            parts.extend(later(&these));
            continue;
        }
        let under = under(kind, &these);
        let which = |word: &str| words::list(these.iter().map(|a| words::lower_first(&a.title)), word);
        let all = these.len() == acts.len() && these.len() > 1;
        let text = match kind {
            Mark::Prohibited if all => format!("prohibited{under}"),
            _ if all && these.len() > named => format!("all {} acts {}{under}", these.len(), state(kind)),
            // "4 acts prohibited; 5 unavailable"
            Mark::Unavailable if parts.iter().any(|(_, text)| text.contains(" acts ")) => {
                format!("{} unavailable", these.len())
            }
            _ if these.len() > named => format!("{} {}{under}", words::count(these.len(), "act", "acts"), state(kind)),
            Mark::Conflict => format!("both required and prohibited to {}{under}", which("and")),
            Mark::Required => format!("required to {}{under}", which("and")),
            Mark::Permitted => format!("permitted to {}{under}", which("or")),
            Mark::Open => format!("open whether to {}", which("or")),
            _ => format!("prohibited to {}{under}", which("or")),
        };
        parts.push((kind, text));
    }
    let first = parts.first().map_or(Mark::Open, |(mark, _)| *mark);
    let text = parts.into_iter().map(|(_, t)| t).collect::<Vec<_>>().join("; ");
    let today = |a: &&ActAnswer| matches!(a.now.as_str(), "required" | "permitted" | "conflict");
    let waits = matches!(first, Mark::NotYet | Mark::Open) && !acts.iter().any(today);
    let lead = if waits { "nothing may be done today; " } else { "" };
    (first, format!("{lead}{text}"))
}

/// What may or must be done, but not yet.
fn later(acts: &[&ActAnswer]) -> Vec<(Mark, String)> {
    let mut parts: Vec<(Mark, String)> = Vec::new();
    for (verdict, word) in [("required", "and"), ("permitted", "or")] {
        let these = acts.iter().filter(|a| a.verdict == verdict);
        let titles: Vec<String> = these.map(|a| words::lower_first(&a.title)).collect();
        if !titles.is_empty() {
            let to = words::list(titles, word);
            parts.push((Mark::NotYet, format!("{verdict}, but not yet, to {to}")));
        }
    }
    parts
}

/// What acts are that are counted. "Open" alone could be taken for a permission.
fn state(kind: Mark) -> &'static str {
    match kind {
        Mark::Open => "undecided",
        other => other.word(),
    }
}

/// Under which readings a bar, a duty or a permission holds.
fn under(kind: Mark, acts: &[&ActAnswer]) -> String {
    if matches!(kind, Mark::NotYet | Mark::Open | Mark::Unavailable) {
        return String::new();
    }
    match acts.iter().filter(|a| a.settled == "profile").count() {
        0 if kind == Mark::Prohibited && acts.iter().all(|a| a.settled == "every_reading") => {
            " under every reading".to_owned()
        }
        0 => String::new(),
        n if n == acts.len() => " under this profile".to_owned(),
        n => format!(" ({n} under this profile only)"),
    }
}

/// How many duties that the law sets are overdue or due.
fn overdue(answer: &Answer) -> Option<Line> {
    let law = |d: &&DutyAnswer| !matches!(d, DutyAnswer::OfficeTarget(_));
    let count = |status: &str| {
        answer
            .duties
            .iter()
            .filter(law)
            .filter(|d| d.status() == status)
            .count()
    };
    let (overdue, due) = (count("overdue"), count("due"));
    let text = match (overdue, due) {
        (0, 0) => return None,
        (0, n) => format!("By law {}.", words::count(n, "duty is due", "duties are due")),
        (n, 0) => format!("By law {}.", words::count(n, "duty is overdue", "duties are overdue")),
        (n, m) => format!(
            "By law {}, {m} due.",
            words::count(n, "duty is overdue", "duties are overdue")
        ),
    };
    Some(Line {
        mark: Mark::Required,
        text,
    })
}
