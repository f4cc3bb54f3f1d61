//! What must happen first: for each act the steps that its rules ask for; what several acts share is said once.

use super::Cell;
use crate::content::{Item, Section};
use crate::names::{Names, cited};
use crate::words::{self, Mark};
use safeconduct_engine::answer::{ActAnswer, Answer};
use std::collections::BTreeSet;

/// A step: its id, and whether the rule that asks for it stands in every open world.
type Need<'a> = (&'a str, bool);

/// An act, what it waits for, what is done.
struct Waits<'a> {
    cell: Cell<'a>,
    needs: Vec<Need<'a>>,
    done: Vec<&'a str>,
}

/// Of so many acts toward one state, the steps that all of them share are said once.
const SHARED: usize = 3;

pub(super) fn of(answer: &Answer, names: &Names) -> Section {
    // In one order for all acts, so that the same steps read the same.
    let mut order: Vec<&str> = Vec::new();
    for step in answer.acts.iter().flat_map(|a| &a.steps) {
        if !order.contains(&step.step.as_str()) {
            order.push(&step.step);
        }
    }
    let mut waits: Vec<Waits<'_>> = answer.acts.iter().filter_map(|a| waiting(a, &order)).collect();
    let mut sheet = Sheet {
        answer,
        named: BTreeSet::new(),
        items: Vec::new(),
    };
    let mut states: Vec<&str> = Vec::new();
    for to in waits.iter().filter_map(|w| w.cell.1) {
        if !states.contains(&to) {
            states.push(to);
        }
    }
    let mut besides: Vec<Cell<'_>> = Vec::new();
    let mut cores: Vec<(Vec<Need<'_>>, Vec<Cell<'_>>)> = Vec::new();
    for to in states {
        let here: Vec<&Waits<'_>> = (waits.iter().filter(|w| w.cell.1 == Some(to) && !w.needs.is_empty())).collect();
        if here.len() < SHARED {
            continue;
        }
        let common: Vec<Need<'_>> = (here[0].needs.iter().copied())
            .filter(|need| here.iter().all(|w| w.needs.contains(need)))
            .collect();
        if common.is_empty() {
            continue;
        }
        let whom: Vec<Cell<'_>> = here.iter().map(|w| w.cell).collect();
        besides.extend(&whom);
        for w in waits.iter_mut().filter(|w| whom.contains(&w.cell)) {
            w.needs.retain(|need| !common.contains(need));
        }
        match cores.iter_mut().find(|(c, _)| *c == common) {
            Some((_, cells)) => cells.extend(whom),
            None => cores.push((common, whom)),
        }
    }
    for (common, whom) in cores {
        let whom = words::lower_first(&names.cells(&whom));
        sheet.item(&format!("Before each of these: {whom}"), &common, &[], false);
    }
    let mut groups: Vec<(Waits<'_>, Vec<Cell<'_>>)> = Vec::new();
    for w in waits {
        let cell = w.cell;
        let shares = |c: Cell<'_>| besides.contains(&c);
        let same = |(other, _): &&mut (Waits<'_>, Vec<Cell<'_>>)| {
            other.needs == w.needs && other.done == w.done && shares(other.cell) == shares(cell)
        };
        match groups.iter_mut().find(same) {
            Some((_, cells)) => cells.push(cell),
            None => groups.push((w, vec![cell])),
        }
    }
    let shares = |c: Cell<'_>| besides.contains(&c);
    for (w, cells) in groups {
        if w.needs.is_empty() && w.done.is_empty() {
            continue;
        }
        let shared = shares(w.cell);
        let also = if shared { ", besides" } else { "" };
        sheet.item(&format!("{}{also}", names.cells(&cells)), &w.needs, &w.done, shared);
    }
    Section {
        heading: "What must happen first".to_owned(),
        intro: (!sheet.items.is_empty())
            .then(|| "The rule that asks for a step stands where the step is first named.".to_owned()),
        items: sheet.items,
        ..Section::default()
    }
}

/// What an act waits for and what is done, if it is not ruled out and steps are asked for.
fn waiting<'a>(act: &'a ActAnswer, order: &[&str]) -> Option<Waits<'a>> {
    let (mark, _) = words::cell(&act.verdict, &act.now);
    if matches!(mark, Mark::Prohibited | Mark::Unavailable) || act.steps.is_empty() {
        return None;
    }
    let certain = |id: &str| act.steps.iter().any(|s| s.step == id && s.certain);
    let (mut needs, mut done): (Vec<Need<'_>>, Vec<&str>) = (Vec::new(), Vec::new());
    for step in &act.steps {
        let need = (step.step.as_str(), certain(&step.step));
        if step.done && !done.contains(&need.0) {
            done.push(need.0);
        } else if !step.done && !needs.contains(&need) {
            needs.push(need);
        }
    }
    let place = |id: &str| order.iter().position(|o| *o == id);
    needs.sort_by_key(|(id, _)| place(id));
    done.sort_by_key(|id| place(id));
    Some(Waits {
        cell: (act.act.as_str(), act.destination.as_deref()),
        needs,
        done,
    })
}

/// The items in the making, and the steps whose authority has been named.
struct Sheet<'a> {
    answer: &'a Answer,
    named: BTreeSet<&'a str>,
    items: Vec<Item>,
}

impl<'a> Sheet<'a> {
    fn item(&mut self, text: &str, needs: &[Need<'a>], done: &[&'a str], besides: bool) {
        let mut below = Vec::new();
        for (lead, wanted) in [("First", true), ("Perhaps first", false)] {
            let steps: Vec<String> = (needs.iter().filter(|(_, certain)| *certain == wanted))
                .map(|(id, _)| self.step(id, true))
                .collect();
            if !steps.is_empty() {
                below.push(format!("{lead}: {}.", steps.join("; ")));
            }
        }
        if !done.is_empty() {
            let steps: Vec<String> = done.iter().map(|id| self.step(id, false)).collect();
            let lead = if below.is_empty() && !besides {
                "Nothing is outstanding; already done"
            } else {
                "Already done"
            };
            below.push(format!("{lead}: {}.", steps.join("; ")));
        }
        self.items.push(Item {
            text: format!("{text}:"),
            below,
            ..Item::default()
        });
    }

    /// The title of a step, with every rule that asks for it where it is named first.
    fn step(&mut self, id: &'a str, authority: bool) -> String {
        let asked = || self.answer.acts.iter().flat_map(|a| &a.steps).filter(|s| s.step == id);
        let title = asked()
            .next()
            .map_or_else(String::new, |s| words::lower_first(&s.title));
        let cites = words::citations(asked().map(|s| s.citation.as_str()));
        if authority && self.named.insert(id) {
            cited(&title, &cites)
        } else {
            title
        }
    }
}
