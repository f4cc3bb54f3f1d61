//! What is missing: the next questions, what would settle a cell, what would change it.

use super::grouped;
use crate::content::{Item, Section};
use crate::names::Names;
use crate::words;
use safeconduct_engine::answer::{Answer, Next, Settling};
use std::collections::BTreeSet;

pub(super) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    vec![
        next(answer, names),
        further(answer, names),
        settled_by(answer, names),
        unless(answer, names),
    ]
}

fn next(answer: &Answer, names: &Names) -> Section {
    Section {
        heading: "What is missing".to_owned(),
        intro: answer
            .next
            .is_empty()
            .then(|| "Nothing more needs to be found for any verdict under this profile.".to_owned()),
        columns: vec!["Question", "Shown by", "Bears on"],
        numbered: true,
        items: answer.next.iter().map(|n| question(n, names)).collect(),
    }
}

fn question(next: &Next, names: &Names) -> Item {
    let ask = if next.ask.is_empty() {
        format!("To be found: {}.", names.fact(&next.fact))
    } else {
        words::sentence(&next.ask)
    };
    let shown = words::plain(&next.shown_by);
    let bears = bears_on(&next.settles, names);
    let mut below = Vec::new();
    if !shown.is_empty() {
        below.push(format!("Shown by: {shown}."));
    }
    if !bears.is_empty() {
        below.push(format!("Bears on: {bears}."));
    }
    Item {
        text: ask.clone(),
        below,
        cells: vec![ask, shown, bears],
    }
}

/// Acts, with or without a destination, as words.
pub(super) fn bears_on(acts: &[String], names: &Names) -> String {
    let cells: Vec<(&str, Option<&str>)> = acts
        .iter()
        .map(|a| {
            a.split_once(" to ")
                .map_or((a.as_str(), None), |(act, to)| (act, Some(to)))
        })
        .collect();
    words::lower_first(&names.cells(&cells))
}

/// Open facts on which a verdict turns, and that no question above asks for.
fn further(answer: &Answer, names: &Names) -> Section {
    let asked: BTreeSet<&str> = answer.next.iter().map(|n| n.fact.as_str()).collect();
    let open: BTreeSet<&str> = answer
        .acts
        .iter()
        .flat_map(|a| &a.open_facts)
        .map(String::as_str)
        .filter(|f| !asked.contains(f))
        .collect();
    let mut facts: Vec<String> = Vec::new();
    for fact in answer
        .acts
        .iter()
        .flat_map(|a| &a.open_facts)
        .filter(|f| open.contains(f.as_str()))
    {
        let fact = words::upper_first(&names.fact(fact));
        if !facts.contains(&fact) {
            facts.push(fact);
        }
    }
    Section {
        heading: "Also open".to_owned(),
        intro: (!facts.is_empty())
            .then(|| "These bear on a verdict, though under another reading of the law only.".to_owned()),
        items: facts.into_iter().map(Item::new).collect(),
        ..Section::default()
    }
}

fn settled_by(answer: &Answer, names: &Names) -> Section {
    let items = grouped(
        answer.acts.iter().map(|a| {
            (
                (a.act.as_str(), a.destination.as_deref()),
                settlings(&a.settled_by, names),
            )
        }),
        names,
    );
    Section {
        heading: "What would settle it".to_owned(),
        intro: (!items.is_empty()).then(|| {
            "The shortest sets of findings after which one verdict is left. They are listed, not proposed.".to_owned()
        }),
        items,
        ..Section::default()
    }
}

fn unless(answer: &Answer, names: &Names) -> Section {
    let items = grouped(
        answer
            .acts
            .iter()
            .map(|a| ((a.act.as_str(), a.destination.as_deref()), settlings(&a.unless, names))),
        names,
    );
    Section {
        heading: "What would change a verdict".to_owned(),
        intro: (!items.is_empty())
            .then(|| "The shortest changes of circumstances after which the verdict would be another.".to_owned()),
        items,
        ..Section::default()
    }
}

/// `permitted if a and b; or if c`
fn settlings(all: &[Settling], names: &Names) -> Vec<String> {
    all.iter()
        .filter(|s| !s.sets.is_empty())
        .map(|s| {
            let sets: Vec<String> = s
                .sets
                .iter()
                .map(|set| names.findings(set))
                .filter(|set| !set.is_empty())
                .collect();
            let more = if s.more { "; and there are others as short" } else { "" };
            let verdict = words::upper_first(&words::verdict_phrase(&s.to));
            if sets.is_empty() {
                format!("{verdict} in any case.")
            } else {
                format!("{verdict} if {}{more}.", sets.join("; or if "))
            }
        })
        .collect()
}
