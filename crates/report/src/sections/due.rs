//! What is due, and duties that no act can fulfil together.

use crate::content::{Item, Section};
use crate::names::{Names, cited};
use crate::words;
use safeconduct_engine::answer::{Answer, ClockAnswer, Dilemma, DutyAnswer};

/// So many findings on which a duty depends are named, the others counted.
const DEPENDS: usize = 3;

/// So many dates for which duties wait are named, the others counted.
const DATES: usize = 8;

pub(super) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    let (office, law) = answer
        .duties
        .iter()
        .partition::<Vec<_>, _>(|d| matches!(d, DutyAnswer::OfficeTarget(_)));
    let detaining = answer.states.first().map_or("", |s| s.code.as_str());
    let mut sections = vec![Section {
        heading: "What is due".to_owned(),
        ..due(&law, detaining, names)
    }];
    if !office.is_empty() {
        let targets = due(&office, detaining, names);
        sections.push(Section {
            heading: "Office targets (not law)".to_owned(),
            intro: Some(match targets.intro {
                Some(rest) => format!("The office has set itself these times; no law does. {rest}"),
                None => "The office has set itself these times; no law does.".to_owned(),
            }),
            ..targets
        });
    }
    sections
}

/// Overdue first; what is not certain last.
fn rank(duty: &DutyAnswer) -> usize {
    ["overdue", "due", "done", "suspended", "pending"]
        .iter()
        .position(|s| *s == duty.status())
        .unwrap_or(5)
}

/// Whether a duty waits for a date that nobody has recorded.
fn dateless(duty: &DutyAnswer) -> bool {
    duty.status() == "pending"
        && duty
            .clock()
            .is_some_and(|c| c.event.is_none() && c.due.is_none() && !c.depends_on.is_empty())
}

fn due(duties: &[&DutyAnswer], detaining: &str, names: &Names) -> Section {
    let triggered = || duties.iter().copied().filter(|d| d.status() != "not_triggered");
    let mut shown: Vec<&DutyAnswer> = triggered().filter(|d| !dateless(d)).collect();
    shown.sort_by_key(|d| rank(d));
    let ours = |c: &ClockAnswer| c.bearer == "detaining" || c.bearer == detaining;
    // Those with the same time together.
    let mut groups: Vec<(String, Vec<Item>)> = Vec::new();
    for duty in shown {
        let (time, item) = match duty {
            DutyAnswer::Clock(c) | DutyAnswer::OfficeTarget(c) => (time(c), owed(c, ours(c), names)),
            DutyAnswer::OneOf { .. } => (String::new(), self::duty(duty, names)),
        };
        match groups.iter_mut().find(|(t, _)| !t.is_empty() && *t == time) {
            Some((_, items)) => items.push(item),
            None => groups.push((time, vec![item])),
        }
    }
    let mut items: Vec<Item> = Vec::new();
    for (time, mut group) in groups {
        if time.is_empty() || group.len() == 1 {
            for item in &mut group {
                if !time.is_empty() {
                    item.text = format!("{time}: {}", item.text);
                }
            }
            items.append(&mut group);
        } else {
            let below = group
                .into_iter()
                .flat_map(|i| [i.text].into_iter().chain(i.below))
                .collect();
            items.push(Item {
                text: format!("{time}:"),
                below,
                ..Item::default()
            });
        }
    }
    items.extend(waiting(triggered().filter(|d| dateless(d)), names));
    let by_us = triggered().filter_map(DutyAnswer::clock).any(ours);
    let mut intro = Vec::new();
    if by_us {
        intro.push(format!(
            "Owed by {}, unless another is named.",
            names.bearer("detaining")
        ));
    }
    match duties.len() - triggered().count() {
        0 => {}
        n => intro.push(format!(
            "Not listed: {} that nothing has triggered.",
            words::count(n, "duty", "duties")
        )),
    }
    Section {
        intro: (!intro.is_empty()).then(|| intro.join(" ")),
        items,
        ..Section::default()
    }
}

/// In what time a duty is due: `Overdue since 9 Feb 2025, every month from the day of capture (9 Jan 2025)`.
fn time(c: &ClockAnswer) -> String {
    let when = clock(c);
    match c.term.as_str() {
        "" => when,
        _ if when == "Due without delay" && c.term.starts_with("without delay") => format!("Due {}", timed(c)),
        _ if when == "Pending" => format!("Perhaps due {}", timed(c)),
        _ => format!("{when}, {}", timed(c)),
    }
}

/// What is owed, to whom, and on what it depends.
fn owed(c: &ClockAnswer, ours: bool, names: &Names) -> Item {
    let toward = (c.toward.as_deref())
        .filter(|t| !t.is_empty())
        .map(|t| format!(", owed to {t}"))
        .unwrap_or_default();
    let by = if ours {
        String::new()
    } else {
        format!(", owed by {}", names.bearer(&c.bearer))
    };
    let mut text = format!(
        "{}{by}{toward}.",
        cited(&c.title, &words::citations([c.citation.as_str()]))
    );
    let depends: Vec<String> = names
        .facts(&c.depends_on)
        .iter()
        .map(|f| words::lower_first(f))
        .collect();
    if !depends.is_empty() {
        text.push_str(&format!(" Depends on: {}.", words::few(&depends, DEPENDS)));
    }
    if let Some(why) = c.why.as_deref().filter(|w| !w.is_empty()) {
        text.push_str(&format!(" Why: {}.", words::clause(why)));
    }
    Item::new(text)
}

/// In one line, the duties that wait for a date only; in another those that wait for other findings too.
fn waiting<'a>(duties: impl Iterator<Item = &'a DutyAnswer>, names: &Names) -> Vec<Item> {
    let mut dates: Vec<(String, usize)> = Vec::new();
    let (mut number, mut further) = (0, Vec::new());
    for clock in duties.filter_map(DutyAnswer::clock) {
        match &clock.depends_on[..] {
            [date] => {
                number += 1;
                let date = words::lower_first(&names.fact(date));
                match dates.iter_mut().find(|(d, _)| *d == date) {
                    Some((_, n)) => *n += 1,
                    None => dates.push((date, 1)),
                }
            }
            _ => further.push(cited(&clock.title, &words::citations([clock.citation.as_str()]))),
        }
    }
    dates.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let dates: Vec<String> = dates
        .into_iter()
        .map(|(date, n)| if n == 1 { date } else { format!("{date} ({n})") })
        .collect();
    let mut items = Vec::new();
    if number > 0 {
        let lead = words::count(
            number,
            "further duty waits for a date that nobody has recorded",
            "further duties wait for a date that nobody has recorded",
        );
        items.push(Item::new(format!("{lead}: {}.", words::few(&dates, DATES))));
    }
    if !further.is_empty() {
        let lead = words::count(
            further.len(),
            "further duty waits for such a date and depends on what is found besides",
            "further duties wait for such a date and depend on what is found besides",
        );
        items.push(Item::new(format!("{lead}: {}.", words::few(&further, DEPENDS))));
    }
    items
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

pub(super) fn dilemmas(answer: &Answer, names: &Names) -> Section {
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
