//! Duties and dilemmas that are not as they were.

use super::compare::{Changes, DilemmaChange, DutyChange};
use super::print::arrow;
use crate::names::Names;
use crate::sections::{dilemma, duty};
use crate::text::{Page, TextOptions};
use crate::words;
use safeconduct_engine::answer::{Dilemma, DutyAnswer};

pub(super) fn of(page: &mut Page, changes: &Changes, names: &Names, options: &TextOptions) {
    if !changes.duties.is_empty() {
        page.heading("Duties");
        changes
            .duties
            .iter()
            .for_each(|change| duty_change(page, change, names, options));
    }
    if !changes.dilemmas.is_empty() {
        page.heading("Dilemmas");
        changes
            .dilemmas
            .iter()
            .for_each(|change| page.bullet(&dilemma_change(change, names)));
    }
}

fn duty_change(page: &mut Page, change: &DutyChange, names: &Names, options: &TextOptions) {
    let not_there = || "not listed".to_owned();
    let status = |d: Option<&safeconduct_engine::answer::DutyAnswer>| {
        d.and_then(|d| duty(d, names).cells.first().map(|s| words::lower_first(s)))
            .unwrap_or_else(not_there)
    };
    let Some(item) = change.after.as_ref().or(change.before.as_ref()).map(|d| duty(d, names)) else {
        return;
    };
    let title = item.cells.get(1).cloned().unwrap_or_default();
    let (was, is) = (status(change.before.as_ref()), status(change.after.as_ref()));
    if let (true, Some(before), Some(after)) = (was == is, &change.before, &change.after) {
        page.bullet(&format!("{title}: {is}, as before."));
        within(before, after, names, options)
            .iter()
            .for_each(|line| page.below(line));
        return;
    }
    page.bullet(&format!("{title}: {was} {} {is}.", arrow(options)));
    if change.after.is_some() {
        item.below.iter().for_each(|line| page.below(line));
    }
}

/// What changes in a duty that keeps its status: its choices, or its day and what it depends on.
fn within(before: &DutyAnswer, after: &DutyAnswer, names: &Names, options: &TextOptions) -> Vec<String> {
    let mut lines = Vec::new();
    if let (
        DutyAnswer::OneOf {
            left: was,
            barred: was_barred,
            ..
        },
        DutyAnswer::OneOf {
            left: is,
            barred: is_barred,
            ..
        },
    ) = (before, after)
    {
        let mut only = |lead: &str, all: &[String], others: &[&[String]]| {
            let mut only: Vec<String> = Vec::new();
            for choice in all.iter().filter(|c| !others.iter().any(|o| o.contains(c))) {
                only.push(names.choice(choice));
            }
            if !only.is_empty() {
                lines.push(format!("{lead}: {}.", words::list(only, "and")));
            }
        };
        only("Now also left", is, &[was]);
        only("No longer left", was, &[is]);
        // What goes from one list to the other has been said.
        only("Now also barred or unavailable", is_barred, &[was_barred, was]);
        only("No longer among the choices", was_barred, &[is_barred, is]);
    }
    if let (Some(was), Some(is)) = (before.clock(), after.clock()) {
        let day = |day: &Option<String>| day.as_deref().map_or_else(|| "none".to_owned(), words::date);
        if was.due != is.due {
            lines.push(format!("Day: {} {} {}.", day(&was.due), arrow(options), day(&is.due)));
        }
        if was.depends_on != is.depends_on {
            let on = match is.depends_on.is_empty() {
                true => "nothing that is open".to_owned(),
                false => names.facts(&is.depends_on).join("; "),
            };
            lines.push(format!("Now depends on: {on}."));
        }
    }
    lines
}

fn dilemma_change(change: &DilemmaChange, names: &Names) -> String {
    let DilemmaChange {
        kind,
        rules,
        acts,
        before,
        after,
    } = change;
    let as_is = |certain| Dilemma {
        kind: kind.clone(),
        rules: rules.clone(),
        acts: acts.clone(),
        certain,
    };
    let text = dilemma(
        &as_is(after != "possible" && (after != "absent" || before != "possible")),
        names,
    );
    match (before.as_str(), after.as_str()) {
        ("absent", _) => format!("Appears: {text}"),
        (_, "absent") => format!("Disappears: {text}"),
        (_, "certain") => format!("Now certain: {text}"),
        _ => format!("No longer certain: {text}"),
    }
}
