//! What makes a difference, for people and programs.

use super::compare::{CellChange, Changes, NormChange, StepChange, compare, norms, steps};
use super::print::{named, part};
use crate::groups;
use crate::names::{Names, cited};
use crate::text::Page;
use crate::words;
use safeconduct_engine::answer::{ActAnswer, Answer, SetAside};
use safeconduct_engine::cause::{Causes, CellCause, Differing};
use serde::Serialize;

/// What changed, what differs, and why: the JSON of `compare` and `what-if`.
#[derive(Serialize)]
struct Caused<'a> {
    #[serde(flatten)]
    changes: Changes,
    /// What differs between the two situations.
    differences: &'a [Differing],
    /// For each changed cell, what of it makes the change.
    causes: Vec<CauseSaid<'a>>,
}

#[derive(Serialize)]
struct CauseSaid<'a> {
    #[serde(flatten)]
    cause: &'a CellCause,
    /// The norms that the first set alone makes stand otherwise, of those that carry the outcome.
    by: Vec<NormChange>,
}

/// What changed and why, as pretty JSON; ends with a newline.
pub fn json_caused(before: &Answer, after: &Answer, causes: &Causes) -> String {
    let said = |cause| CauseSaid {
        cause,
        by: carrying(cause),
    };
    crate::json::pretty(&Caused {
        changes: compare(before, after),
        differences: &causes.differences,
        causes: causes.cells.iter().map(said).collect(),
    })
}

/// What makes the difference of a cell, if its outcome differs.
pub(super) fn of<'c>(causes: &'c Causes, change: &CellChange) -> Option<&'c CellCause> {
    let mut cells = causes.cells.iter();
    cells.find(|c| c.act == change.act && c.destination == change.destination)
}

/// The answer in a few lines: how many outcomes change, and what makes most of them.
pub(super) fn summary(page: &mut Page, changes: &Changes, causes: &Causes, names: &Names) {
    let differ = words::count(causes.differences.len(), "difference", "differences");
    let verdicts = causes.cells.iter().filter(|c| c.of == "verdict").count();
    if causes.differences.is_empty() && changes.is_empty() {
        return;
    }
    page.blank();
    page.paragraph(&match (causes.differences.len(), changes.cells.len()) {
        (_, 0) => format!("{differ} between the two; no act is answered otherwise."),
        (_, 1) if verdicts == 1 => format!("{differ} between the two; one answer differs, in the verdict."),
        (_, 1) => format!("{differ} between the two; one answer differs, not in the verdict."),
        (_, total) => {
            let verdicts = match verdicts {
                0 => "none of them".to_owned(),
                2 if total == 2 => "both".to_owned(),
                n if n == total => "all of them".to_owned(),
                n => format!("{n} of them"),
            };
            format!("{differ} between the two; {total} answers differ, {verdicts} in the verdict.")
        }
    });
    if causes.differences.len() < 2 {
        return;
    }
    // What alone makes the most verdicts differ; where no verdict does, the most answers.
    let counts = |c: &&CellCause| verdicts == 0 || c.of == "verdict";
    let alone = |d: usize| {
        let cells = causes.cells.iter().filter(counts);
        cells.filter(|c| c.sets.iter().any(|s| *s == [d])).count()
    };
    let most = (0..causes.differences.len()).max_by_key(|d| (alone(*d), std::cmp::Reverse(*d)));
    if let Some(d) = most.filter(|d| alone(*d) > 1) {
        let of = if verdicts == 0 { "answers" } else { "verdicts" };
        let all = causes.cells.iter().filter(counts).count();
        let makes = match alone(d) {
            2 if all == 2 => format!("both {of} differ"),
            n if n == all => format!("all {n} {of} differ"),
            n => format!("{n} of the {all} {of} differ"),
        };
        page.paragraph(&format!(
            "One difference alone makes {makes}: {}.",
            difference(&causes.differences[d], None, names)
        ));
    }
}

/// Of more acts than this the number is told.
const MANY: usize = 6;

/// More causes than this are counted.
const NAMED: usize = 4;

/// Why a cell's outcome differs.
pub(super) fn lines(causes: &Causes, cause: &CellCause, names: &Names) -> Vec<String> {
    let lead = match cause.of {
        "now" => "What makes the difference today",
        "readings" => "What makes the difference under other readings",
        _ => "What makes the difference",
    };
    let say = |d: &usize| difference(&causes.differences[*d], Some(cause), names);
    let mut lines = Vec::new();
    if causes.differences.len() > 1 {
        lines.push(match (cause.minimal, &cause.sets[..]) {
            ("one", [set]) => format!("{lead}: {}. Nothing else is needed.", joined(set.iter().map(say))),
            ("one", sets) => {
                let all: Vec<String> = sets.iter().flatten().map(say).collect();
                format!("{lead}, any one of these alone: {}.", words::few(&all, NAMED))
            }
            ("smallest", [set, ..]) => format!(
                "{lead}, only together: {}. Nothing fewer would do.",
                joined(set.iter().map(say))
            ),
            (_, [set, ..]) => format!(
                "{lead}, together: {}. None of these {} can be left out; whether other, fewer ones would do was not looked for.",
                words::few(&set.iter().map(say).collect::<Vec<_>>(), 2 * NAMED),
                set.len()
            ),
            (_, []) => format!("{lead}: not found."),
        });
    }
    lines.extend(by(cause));
    lines
}

fn joined(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("; and ")
}

/// The norm that makes it: what carries the new outcome and did not carry the old, with nothing else changed.
fn by(cause: &CellCause) -> Option<String> {
    let norms = carrying(cause);
    let lifted = lifted(cause);
    let lifted: Vec<String> = lifted
        .iter()
        .map(|l| {
            format!(
                "{} sets aside {}",
                cited(&l.by_title, &l.by_citation),
                cited(&l.title, &l.citation)
            )
        })
        .collect();
    let mut parts: Vec<String> = Vec::new();
    if !lifted.is_empty() && matches!(verdict(cause), Some("permitted" | "open" | "unavailable")) {
        parts.push(words::few(&lifted, 2));
    }
    let mut leads: Vec<(String, Vec<&NormChange>)> = Vec::new();
    for norm in &norms {
        let lead = lead(norm);
        groups::add(&mut leads, lead, norm);
    }
    parts.extend(leads.iter().map(|(lead, norms)| format!("{lead}: {}", named(norms))));
    let steps = changed_steps(cause);
    if parts.is_empty() && cause.of == "now" && !steps.is_empty() {
        let titles: Vec<String> = steps.iter().map(|s| cited(&s.title, &s.citation)).collect();
        parts.push(format!("other steps: {}", words::few(&titles, NAMED)));
    }
    if parts.is_empty() && verdict(cause) == Some("prohibited") {
        // No single bar is certain, and yet one of them stands in every case.
        let bars = norms_of(cause.with.as_ref());
        let bars: Vec<&NormChange> = bars.iter().filter(|n| n.side == "if_done").collect();
        if !bars.is_empty() {
            parts.push(format!(
                "one or another of these bars then stands, whatever is found: {}",
                named(&bars)
            ));
        }
    }
    (!parts.is_empty()).then(|| format!("By what rule: {}.", parts.join("; ")))
}

/// How a norm stands otherwise, in fewer ways than the list of all that changed: what stood perhaps and what stood for certain are one.
fn lead(norm: &NormChange) -> String {
    let what = part(norm);
    match (norm.before.as_str(), norm.after.as_str()) {
        (_, "certain") => format!("now stands, as {what}"),
        ("absent", _) => format!("may now stand, as {what}"),
        (_, "absent") => format!("can no longer stand, as {what}"),
        _ => format!("no longer certain, as {what}"),
    }
}

fn norms_of(act: Option<&ActAnswer>) -> Vec<NormChange> {
    norms(None, act)
}

fn verdict(cause: &CellCause) -> Option<&str> {
    cause.with.as_ref().map(|w| w.verdict.as_str())
}

/// The norms that stand otherwise with the first set alone, on the side that carries the new outcome.
fn carrying(cause: &CellCause) -> Vec<NormChange> {
    let (Some(before), Some(with)) = (&cause.before, &cause.with) else {
        return Vec::new();
    };
    let sides: &[&str] = match with.verdict.as_str() {
        "prohibited" => &["if_done"],
        "required" => &["if_not_done"],
        "conflict" => &["if_done", "if_not_done"],
        "unavailable" => &["basis", "if_not_done", "if_done"],
        "permitted" if before.verdict == "required" => &["if_not_done"],
        "permitted" if before.verdict == "unavailable" => &["basis"],
        "permitted" => &["if_done", "if_not_done"],
        _ => &["if_done", "if_not_done", "basis"],
    };
    let place = |n: &NormChange| sides.iter().position(|s| *s == n.side);
    let all = norms(Some(before), Some(with));
    let mut mine: Vec<NormChange> = all
        .iter()
        .filter(|n| sides.contains(&n.side.as_str()))
        .cloned()
        .collect();
    mine.sort_by_key(place);
    // A bar that stands for certain carries a prohibition; one that may stand does not.
    let certain: Vec<NormChange> = mine.iter().filter(|n| n.after == "certain").cloned().collect();
    let settles = matches!(with.verdict.as_str(), "prohibited" | "required" | "conflict");
    match (settles && !certain.is_empty(), mine.is_empty()) {
        (true, _) => certain,
        (false, false) => mine,
        (false, true) => all.into_iter().filter(|n| n.side != "pending").collect(),
    }
}

/// What is newly set aside with the first set alone.
fn lifted(cause: &CellCause) -> Vec<&SetAside> {
    let (Some(before), Some(with)) = (&cause.before, &cause.with) else {
        return Vec::new();
    };
    let was = |x: &SetAside| before.set_aside.iter().any(|y| (&y.rule, &y.by) == (&x.rule, &x.by));
    with.set_aside.iter().filter(|x| !was(x)).collect()
}

fn changed_steps(cause: &CellCause) -> Vec<StepChange> {
    let (before, with): (Option<&ActAnswer>, _) = (cause.before.as_ref(), cause.with.as_ref());
    steps(before, with)
}

/// A difference as a clause: what is after, and what was before. Of several acts the one that the cell is about, if it is among them.
fn difference(d: &Differing, cause: Option<&CellCause>, names: &Names) -> String {
    let clause = |c: &Option<String>| c.as_deref().map(|c| words::clause(c).to_owned());
    let about = |c: &CellCause| {
        let mut each = d.each.iter();
        each.find(|e| e.act.as_deref() == Some(&c.act) && e.destination == c.destination)
    };
    let mine = cause.and_then(about);
    let (after, before) = mine.map_or((&d.after_clause, &d.before_clause), |e| {
        (&e.after_clause, &e.before_clause)
    });
    let others = match (mine, d.each.len()) {
        (None, n) if n > 1 => format!(", and the same of {}", words::count(n - 1, "other act", "other acts")),
        _ => String::new(),
    };
    match d.kind {
        "finding" | "wish" | "order" => match (clause(after), clause(before)) {
            (Some(after), Some(before)) => format!("{after} (before: {before}){others}"),
            (Some(after), None) => format!("{after} (before: open){others}"),
            (None, Some(before)) => format!("it is open whether {before}{others}"),
            (None, None) => names.fact(&d.name),
        },
        "step" => clause(after).unwrap_or_else(|| d.title.clone()),
        "reading" => format!(
            "on \u{201c}{}\u{201d}, the position \u{201c}{}\u{201d} (before: \u{201c}{}\u{201d})",
            words::clause(&d.title),
            clause(&d.after_clause).unwrap_or_default(),
            clause(&d.before_clause).unwrap_or_default()
        ),
        "law" => {
            let supposed = |when: &str| if d.assumed.contains(&when) { " as supposed" } else { "" };
            let remark = match (&d.since, clause(&d.before_clause)) {
                (Some(day), _) => format!(" (the law changed on {})", words::date(day)),
                (None, Some(before)) => format!(" (before{}: {before})", supposed("before")),
                (None, None) => String::new(),
            };
            format!(
                "{}{}{remark}",
                clause(&d.after_clause).unwrap_or_default(),
                supposed("after")
            )
        }
        "day" => {
            let day = |day: &Option<String>| day.as_deref().map(words::date).unwrap_or_default();
            format!("the time that passes from {} to {}", day(&d.before), day(&d.after))
        }
        "state" => match (&d.before, &d.after) {
            (None, Some(after)) => format!("{} is {after}", d.title),
            (_, None) => format!("{} is not considered", d.title),
            (Some(before), Some(after)) => format!("{} is {after} (before: {before})", d.title),
        },
        "complete" => match d.after.as_deref() {
            Some("true") => "there is no other state to go to".to_owned(),
            _ => "there may be another state to go to".to_owned(),
        },
        _ => {
            let who = |w: &Option<String>| w.clone().unwrap_or_else(|| "nobody".to_owned());
            format!(
                "{} is {} (before: {})",
                words::lower_first(&d.title),
                who(&d.after),
                who(&d.before)
            )
        }
    }
}

/// What differs between the two, by kind; the day is named above.
pub(super) fn files(page: &mut Page, causes: &Causes, names: &Names, arrow: &str) {
    page.heading("What differs");
    let kinds = [
        ("Findings", &["finding"][..]),
        ("What he says and wishes", &["wish"]),
        ("Orders", &["order"]),
        ("Steps", &["step"]),
        ("Readings of contested questions", &["reading"]),
        ("Setting", &["role", "state", "complete", "detaining"]),
        ("Law of states", &["law"]),
    ];
    for (lead, kinds) in kinds {
        let mine: Vec<&Differing> = causes.differences.iter().filter(|d| kinds.contains(&d.kind)).collect();
        if mine.is_empty() {
            continue;
        }
        page.bullet(&format!("{lead}:"));
        listed(&mine, names, arrow).iter().for_each(|line| page.below(line));
    }
}

/// Differences as lines: name, and from what to what; those of one fact with the same values together.
fn listed(all: &[&Differing], names: &Names, arrow: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut facts: Vec<(&str, String)> = Vec::new();
    for d in all {
        let none = match d.kind {
            "step" => "not done",
            "role" => "nobody",
            "state" => "not considered",
            _ => "open",
        };
        let show = |v: &Option<String>| match v {
            Some(v) if matches!(d.kind, "day" | "step") => words::date(v),
            Some(v) => words::plain(v),
            None => none.to_owned(),
        };
        let change = format!("{} {arrow} {}", show(&d.before), show(&d.after));
        if d.each.len() > MANY {
            let title = words::upper_first(words::clause(&d.title));
            lines.push(format!(
                "{title}: {change} (for {} acts and destinations).",
                d.each.len()
            ));
            continue;
        }
        if matches!(d.kind, "finding" | "wish" | "order") {
            let several = d.each.iter().map(|e| e.name.as_str());
            let paths: Vec<&str> = if d.each.is_empty() {
                vec![&d.name]
            } else {
                several.collect()
            };
            facts.extend(paths.into_iter().map(|path| (path, change.clone())));
            continue;
        }
        if d.kind == "law" {
            lines.push(words::sentence(&difference(d, None, names)));
            continue;
        }
        let title = words::upper_first(words::clause(&d.title));
        let acts: Vec<String> = if d.each.is_empty() {
            d.name
                .split_once(" for ")
                .into_iter()
                .map(|(_, act)| names.choice(act))
                .collect()
        } else {
            d.each
                .iter()
                .filter_map(|e| {
                    e.act
                        .as_deref()
                        .map(|a| words::lower_first(&names.cell(a, e.destination.as_deref())))
                })
                .collect()
        };
        let acts = if acts.is_empty() {
            String::new()
        } else {
            format!(" ({})", words::few(&acts, NAMED))
        };
        lines.push(format!("{title}{acts}: {change}."));
    }
    let grouped = names.facts_with(facts.iter().map(|(path, change)| (*path, change.as_str())));
    lines.extend(grouped.iter().map(|line| format!("{}.", words::upper_first(line))));
    lines
}
