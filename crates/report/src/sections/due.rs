//! What is due, and duties that no act can fulfil together.

use crate::content::{Item, Section};
use crate::names::{Names, cited};
use crate::words;
use safeconduct_engine::answer::{Answer, ClockAnswer, Dilemma, DutyAnswer};

pub(super) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    let (office, law) = answer
        .duties
        .iter()
        .partition::<Vec<_>, _>(|d| matches!(d, DutyAnswer::OfficeTarget(_)));
    let mut sections = vec![due(&law, names)];
    if !office.is_empty() {
        sections.push(Section {
            heading: "What the office has set itself".to_owned(),
            intro: Some(match due(&office, names).intro {
                Some(rest) => format!("No law sets these times. {rest}"),
                None => "No law sets these times.".to_owned(),
            }),
            ..due(&office, names)
        });
    }
    sections.push(dilemmas(answer, names));
    sections
}

/// Overdue first.
fn rank(duty: &DutyAnswer) -> usize {
    ["overdue", "due", "pending", "suspended", "done"]
        .iter()
        .position(|s| *s == duty.status())
        .unwrap_or(5)
}

fn due(duties: &[&DutyAnswer], names: &Names) -> Section {
    let mut shown: Vec<&DutyAnswer> = duties
        .iter()
        .copied()
        .filter(|d| d.status() != "not_triggered")
        .collect();
    shown.sort_by_key(|d| rank(d));
    let intro = match duties.len() - shown.len() {
        0 => None,
        1 => Some("Not listed: 1 duty that nothing has triggered.".to_owned()),
        n => Some(format!("Not listed: {n} duties that nothing has triggered.")),
    };
    Section {
        heading: "What is due".to_owned(),
        intro,
        columns: vec!["Status", "Duty", "Owed by", "Remarks"],
        items: shown.into_iter().map(|d| duty(d, names)).collect(),
        ..Section::default()
    }
}

/// A duty with a clock, in a line and in cells.
fn clock_item(c: &ClockAnswer, names: &Names) -> Item {
    let when = clock(c);
    let toward = (c.toward.as_deref())
        .filter(|t| !t.is_empty())
        .map(|t| format!(" to {t}"))
        .unwrap_or_default();
    let owed = format!("{}{toward}", names.bearer(&c.bearer));
    let depends = names.facts(&c.depends_on).join("; ");
    let mut remarks = Vec::new();
    if !c.term.is_empty() {
        remarks.push(format!("{}.", words::upper_first(&timed(c))));
    }
    if let Some(why) = c.why.as_deref().filter(|w| !w.is_empty()) {
        remarks.push(format!(
            "Why the office has set itself this time: {}.",
            why.trim_end_matches('.')
        ));
    }
    if !depends.is_empty() {
        remarks.push(format!("Depends on: {depends}."));
    }
    Item {
        text: format!("{when}: {}, owed by {owed}.", cited(&c.title, &c.citation)),
        cells: vec![when, cited(&c.title, &c.citation), owed, remarks.join(" ")],
        below: remarks,
    }
}

/// `within 7 days of the arrival in the camp (11 Jan 2025), done on 20 Jan 2025, too late`
fn timed(c: &ClockAnswer) -> String {
    let event = (c.event.as_deref()).map_or_else(String::new, |day| format!(" ({})", words::date(day)));
    let Some(day) = c.done.as_deref() else {
        return format!("{}{event}", c.term);
    };
    let late = !c.recurring && c.due.as_deref().is_some_and(|due| day > due);
    format!(
        "{}{event}; {} on {}{}",
        c.term,
        if c.recurring { "last done" } else { "done" },
        words::date(day),
        if late { ", too late" } else { "" }
    )
}

/// A duty, in a line and in cells.
pub(crate) fn duty(duty: &DutyAnswer, names: &Names) -> Item {
    match duty {
        DutyAnswer::Clock(clock) | DutyAnswer::OfficeTarget(clock) => clock_item(clock, names),
        DutyAnswer::OneOf {
            title,
            citation,
            left,
            barred,
            status,
            ..
        } => {
            let when = match status.as_str() {
                "due" => "One of several acts is owed".to_owned(),
                "pending" => "One of several acts may be owed, depending on what is found".to_owned(),
                other => words::upper_first(&words::duty_status(other)),
            };
            let choices = |all: &[String]| words::list(all.iter().map(|c| names.choice(c)), "or");
            let mut below = Vec::new();
            match (left.is_empty(), status.as_str()) {
                (false, _) => below.push(format!("Left: {}.", choices(left))),
                (true, "due" | "pending") => below.push("No choice is left.".to_owned()),
                (true, _) => {}
            }
            if !barred.is_empty() {
                below.push(format!("Barred or unavailable: {}.", choices(barred)));
            }
            let cells = vec![
                when.clone(),
                cited(title, citation),
                names.bearer("detaining"),
                below.join(" "),
            ];
            Item {
                text: format!("{when}: {}.", cited(title, citation)),
                below,
                cells,
            }
        }
    }
}

/// `Overdue since 18 Jan 2025`
fn clock(c: &ClockAnswer) -> String {
    match (c.status.as_str(), c.due.as_deref()) {
        ("overdue", Some(day)) => format!("Overdue since {}", words::date(day)),
        ("due", Some(day)) if c.recurring => format!("Due again by {}", words::date(day)),
        ("due", Some(day)) => format!("Due by {}", words::date(day)),
        ("due", None) => "Due without delay".to_owned(),
        ("pending", Some(day)) => format!("Perhaps due by {}", words::date(day)),
        ("pending", None) => "Pending".to_owned(),
        (other, _) => words::upper_first(&words::duty_status(other)),
    }
}

fn dilemmas(answer: &Answer, names: &Names) -> Section {
    Section {
        heading: "Dilemmas".to_owned(),
        intro: (!answer.dilemmas.is_empty()).then(|| {
            "The law gives no way out of these on what is found; people must decide, and answer for it.".to_owned()
        }),
        items: answer.dilemmas.iter().map(|d| Item::new(dilemma(d, names))).collect(),
        ..Section::default()
    }
}

/// A dilemma in a sentence or two.
pub(crate) fn dilemma(dilemma: &Dilemma, names: &Names) -> String {
    let mut rules: Vec<String> = Vec::new();
    for rule in dilemma.rules.iter().filter_map(|id| names.rule_title(id)) {
        if !rules.contains(&rule) {
            rules.push(rule);
        }
    }
    let acts = words::list(dilemma.acts.iter().map(|a| names.choice(a)), "and");
    let perhaps = if dilemma.certain {
        ""
    } else {
        "Depending on what is found: "
    };
    let mut text = match dilemma.kind.as_str() {
        "no_choice_left" => {
            let of = if acts.is_empty() {
                String::new()
            } else {
                format!(" ({acts})")
            };
            format!("{perhaps}one act of several is owed, and every choice is barred or unavailable{of}.")
        }
        _ => {
            let acts = if acts.is_empty() {
                "acts are owed that".to_owned()
            } else {
                format!("{acts} are owed, and")
            };
            format!("{perhaps}{acts} exclude each other.")
        }
    };
    if !rules.is_empty() {
        text.push_str(&format!(" Duties: {}.", rules.join("; ")));
    }
    words::upper_first(&text)
}
