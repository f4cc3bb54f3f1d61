//! A report laid out.

use super::data::{Precedent, Report, StatementLine, Turn};
use crate::markdown::escape;
use crate::text::{Page, TextOptions};
use crate::words;

/// So many findings of a case are told; the rest are counted.
const FINDINGS: usize = 8;

/// What a reader must know of a change for which no condition that is enough was found; said once.
const NEEDED: &str = "“Only where” is what every such case has in common. Where nothing is said of what makes the change certain, nothing short was found; the case is one in which it happens.";

/// A heading, what is said first, and lines with lines below them.
struct Part {
    heading: String,
    intro: Option<String>,
    items: Vec<(String, Vec<String>)>,
}

impl Part {
    fn plain(heading: &str, lines: &[String]) -> Self {
        Self {
            heading: heading.to_owned(),
            intro: None,
            items: lines.iter().map(|l| (l.clone(), Vec::new())).collect(),
        }
    }
}

/// The report as text; ends with a newline.
pub fn text(report: &Report, options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.paragraph(&title(report));
    page.blank();
    report.summary.iter().for_each(|line| page.paragraph(line));
    for part in parts(report) {
        page.heading(&part.heading);
        if let Some(intro) = &part.intro {
            page.paragraph(intro);
        }
        for (line, below) in &part.items {
            page.bullet(line);
            below.iter().for_each(|l| page.below(l));
        }
    }
    page.finish()
}

/// The report as Markdown; ends with a newline.
pub fn markdown(report: &Report) -> String {
    let mut out = vec![format!("# {}", escape(&title(report))), String::new()];
    for line in &report.summary {
        out.push(format!("- {}", escape(line)));
    }
    for part in parts(report) {
        out.extend([String::new(), format!("## {}", escape(&part.heading)), String::new()]);
        if let Some(intro) = &part.intro {
            out.extend([escape(intro), String::new()]);
        }
        for (line, below) in &part.items {
            out.push(format!("- {}", escape(line)));
            out.extend(below.iter().map(|l| format!("  - {}", escape(l))));
        }
    }
    out.push(String::new());
    out.join("\n")
}

fn title(report: &Report) -> String {
    let name = |side: &super::Side| match &side.day {
        Some(day) if *day != side.name => format!("{} on {}", side.name, words::date(day)),
        Some(day) => words::date(day),
        None => side.name.clone(),
    };
    format!(
        "What changes in the law from {} to {}",
        name(&report.old),
        name(&report.new)
    )
}

fn parts(report: &Report) -> Vec<Part> {
    let mut out = Vec::new();
    for (what, heading) in [
        ("added", "Statements added"),
        ("removed", "Statements removed"),
        ("changed", "Statements changed"),
        ("reworded", "Statements reworded, with the same meaning"),
    ] {
        let of: Vec<&StatementLine> = report.statements.iter().filter(|s| s.what == what).collect();
        if !of.is_empty() {
            out.push(Part {
                heading: heading.to_owned(),
                intro: None,
                items: of.into_iter().map(statement).collect(),
            });
        }
    }
    if !report.states.is_empty() {
        out.push(Part::plain("The law of states", &report.states));
    }
    if !report.names.is_empty() {
        let mut part = Part::plain("What only one side names", &report.names);
        part.intro = Some(
            "Cases are compared where both sides can tell them; what one side alone names may be anything.".to_owned(),
        );
        out.push(part);
    }
    let mut unsure = report
        .verdicts
        .changed
        .iter()
        .filter(|a| a.turns.iter().any(|t| t.enough.is_none()));
    let first_unsure = unsure.next().map(|a| &a.act);
    for act in &report.verdicts.changed {
        let needed = match first_unsure == Some(&act.act) {
            true => format!(" {NEEDED}"),
            false => String::new(),
        };
        let can = words::list(act.turns.iter().map(|t| format!("from {} to {}", t.from, t.to)), "or");
        out.push(Part {
            heading: act.title.clone(),
            intro: Some(format!("The verdict can change {can}.{needed}")),
            items: act.turns.iter().map(turn).collect(),
        });
    }
    if !report.verdicts.unchanged.is_empty() && !report.verdicts.changed.is_empty() {
        let titles = report.verdicts.unchanged.iter().map(|t| words::lower_first(t));
        let list = words::upper_first(&words::list(titles, "and"));
        out.push(Part::plain(
            "Proved to keep their verdict in every case",
            &[format!("{list}.")],
        ));
    }
    if !report.others.is_empty() {
        out.push(Part::plain(
            "Steps, duties and terms that come or go in some case",
            &report.others,
        ));
    }
    if let Some(touched) = report.precedents.as_ref().filter(|p| !p.is_empty()) {
        out.push(Part {
            heading: "Precedents that are answered otherwise".to_owned(),
            intro: None,
            items: touched.iter().map(precedent).collect(),
        });
    }
    out
}

fn statement(line: &StatementLine) -> (String, Vec<String>) {
    let below = match (&line.old, &line.new) {
        (Some(old), Some(new)) if old != new => vec![format!("Before: {old}"), format!("Now: {new}")],
        (Some(_), Some(new)) => vec![new.clone()],
        (Some(only), None) | (None, Some(only)) => vec![only.clone()],
        (None, None) => Vec::new(),
    };
    (format!("{} {}", words::upper_first(&line.kind), line.title), below)
}

/// Conditions all of which hold.
fn together(all: &[String]) -> String {
    match all {
        [most @ .., last] if !most.is_empty() => format!("{}; and {last}", most.join("; ")),
        _ => all.join("; "),
    }
}

fn turn(turn: &Turn) -> (String, Vec<String>) {
    let mut below = Vec::new();
    below.push(match turn.only_where.as_slice() {
        [] => "Cases in which it happens have nothing in common that can be said shortly.".to_owned(),
        all => format!("Only where {}.", together(all)),
    });
    match turn.enough.as_deref() {
        Some([]) => below.push("It happens in every such case.".to_owned()),
        Some(all) => below.push(format!("It is certain there if also {}.", together(all))),
        // The heading of the first act says what that means.
        None => {}
    }
    let mut case = turn.case.clone();
    let more = case.len().saturating_sub(FINDINGS);
    if more > 1 {
        case.truncate(FINDINGS);
        case.push(format!("and {more} statements more"));
    }
    below.push(format!("A case: {}.", case.join("; ")));
    if !turn.law.is_empty() {
        below.push(format!("There, {}.", turn.law.join("; ")));
    }
    let rests = |word: &str, all: &[String]| (!all.is_empty()).then(|| format!("{word} {}.", words::list(all, "and")));
    below.extend(rests("Before, it rests there on", &turn.before));
    below.extend(rests("Now, it rests there on", &turn.after));
    if !turn.saved.files.is_empty() {
        below.push(format!("Written to {}.", words::list(&turn.saved.files, "and")));
    }
    (format!("From {} to {}", turn.from, turn.to), below)
}

fn precedent(precedent: &Precedent) -> (String, Vec<String>) {
    let said = |(verdict, now): &(String, String)| {
        let said = words::cell(verdict, now).1;
        // “Now” is what holds today, not what holds after the change.
        said.split_once("; now ")
            .map_or_else(|| said.clone(), |(verdict, now)| format!("{verdict} (today {now})"))
    };
    let cells = precedent.cells.iter();
    let mut below: Vec<String> = cells
        .map(|c| {
            format!(
                "{}: before the change {}; after it {}",
                c.act,
                said(&c.old),
                said(&c.new)
            )
        })
        .collect();
    below.extend(precedent.problem.clone());
    let title = if precedent.title.is_empty() {
        String::new()
    } else {
        format!(": {}", precedent.title)
    };
    (format!("{}{title} ({})", precedent.case, precedent.file), below)
}
