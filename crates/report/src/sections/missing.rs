//! What is missing: the next questions, what would settle a cell, what would change it.

use super::Cell;
use crate::content::{Item, Section};
use crate::groups;
use crate::names::Names;
use crate::words;
use safeconduct_engine::answer::{ActAnswer, Answer, Next, Settling};
use std::collections::BTreeSet;

pub(super) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    vec![
        next(answer, names),
        further(answer, names),
        settled_by(answer, names),
        unless(answer, names),
    ]
}

/// So many questions are printed in full.
const QUESTIONS: usize = 12;

/// So many of the open facts that are not asked about at once are named.
const FURTHER: usize = 12;

/// Of so many questions: all, where hardly any would be left.
fn shown(total: usize) -> usize {
    if total <= QUESTIONS + 4 { total } else { QUESTIONS }
}

fn next(answer: &Answer, names: &Names) -> Section {
    let total = answer.next.len();
    let intro = match total {
        0 => Some("Nothing more needs to be found for any verdict under this profile.".to_owned()),
        n if n > shown(n) => Some(format!(
            "The first {QUESTIONS} of {n} questions, those that bear on most first; the others below."
        )),
        _ => None,
    };
    Section {
        heading: "What is missing".to_owned(),
        intro,
        columns: vec!["Question", "Shown by", "Bears on"],
        numbered: true,
        items: answer
            .next
            .iter()
            .take(shown(total))
            .map(|n| question(n, names))
            .collect(),
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
    if !bears.is_empty() {
        below.push(format!("Bears on {bears}."));
    }
    if !shown.is_empty() {
        below.push(format!("Shown by {shown}."));
    }
    Item {
        text: ask.clone(),
        below: (!below.is_empty()).then(|| below.join(" ")).into_iter().collect(),
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
    names.about(&cells)
}

/// The questions after the first, and open facts that bear on a verdict under another reading only.
fn further(answer: &Answer, names: &Names) -> Section {
    let asked: BTreeSet<&str> = answer.next.iter().map(|n| n.fact.as_str()).collect();
    let later = names.facts(answer.next.iter().skip(shown(answer.next.len())).map(|n| &n.fact));
    let other = names.facts(
        answer
            .acts
            .iter()
            .flat_map(|a| &a.open_facts)
            .filter(|f| !asked.contains(f.as_str())),
    );
    let named = |facts: Vec<String>| words::few(&facts, FURTHER);
    let items = [
        ("To be found too", named(later)),
        ("To be found under another reading of the law only", named(other)),
    ]
    .into_iter()
    .filter(|(_, facts)| !facts.is_empty())
    .map(|(lead, facts)| Item::new(format!("{lead}: {facts}.")));
    Section {
        heading: "Also open".to_owned(),
        items: items.collect(),
        ..Section::default()
    }
}

fn settled_by(answer: &Answer, names: &Names) -> Section {
    let items = by_line(answer.acts.iter().map(|a| (a, settlings(&a.settled_by, names))), names);
    Section {
        heading: "What would settle it".to_owned(),
        intro: (!items.is_empty()).then(|| {
            "The shortest sets of findings after which one verdict is left. They are listed, not proposed; a set of more than 4 findings is counted, and listed in the JSON answer.".to_owned()
        }),
        items,
        ..Section::default()
    }
}

fn unless(answer: &Answer, names: &Names) -> Section {
    let items = by_line(answer.acts.iter().map(|a| (a, settlings(&a.unless, names))), names);
    Section {
        heading: "What would change a verdict".to_owned(),
        intro: (!items.is_empty())
            .then(|| "The shortest changes of circumstances after which the verdict would be another; those of more than 4 findings are counted, and listed in the JSON answer.".to_owned()),
        items,
        ..Section::default()
    }
}

/// Lines on acts: a line that is said of several is said once, and lines that are said of the same acts together.
fn by_line<'a>(acts: impl Iterator<Item = (&'a ActAnswer, Vec<String>)>, names: &Names) -> Vec<Item> {
    let mut lines: Vec<(String, Vec<Cell<'a>>)> = Vec::new();
    for (act, body) in acts {
        let cell = (act.act.as_str(), act.destination.as_deref());
        for line in body {
            groups::add(&mut lines, line, cell);
        }
    }
    let mut groups: Vec<(Vec<Cell<'a>>, Vec<String>)> = Vec::new();
    for (line, cells) in lines {
        groups::add(&mut groups, cells, line);
    }
    let shown = if groups.len() > GROUPS + 1 {
        GROUPS
    } else {
        groups.len()
    };
    let rest: usize = groups[shown..].iter().map(|(cells, _)| cells.len()).sum();
    let rest = (rest > 0).then(|| {
        let acts = words::count(rest, "other act", "other acts");
        Item::new(format!("And for {acts}: listed in the JSON answer."))
    });
    groups
        .into_iter()
        .take(shown)
        .map(|(cells, below)| Item {
            text: format!("{}:", names.cells(&cells)),
            below,
            ..Item::default()
        })
        .chain(rest)
        .collect()
}

/// So many acts, or groups of acts that share their sets, are listed with them.
const GROUPS: usize = 12;

/// A set of more findings than this is counted, not listed.
const LISTED: usize = 4;

/// `Permitted if a and b; or if c.`
fn settlings(all: &[Settling], names: &Names) -> Vec<String> {
    all.iter()
        .filter_map(|settling| {
            let size = settling.sets.iter().map(Vec::len).min()?;
            let verdict = words::upper_first(&words::verdict_phrase(&settling.to));
            if size == 0 {
                return Some(format!("{verdict} in any case."));
            }
            if size > LISTED {
                return Some(format!("{verdict} only on {size} findings together."));
            }
            // At most about four findings a verdict.
            let shown = (4 / size).max(1);
            let sets: Vec<String> = settling
                .sets
                .iter()
                .take(shown)
                .map(|set| names.findings(set))
                .collect();
            let more = settling.more || settling.sets.len() > shown;
            let more = if more { "; and there are others as short" } else { "" };
            Some(format!("{verdict} if {}{more}.", sets.join("; or if ")))
        })
        .collect()
}
