//! The sections after the reasons.

mod contested;
mod due;
mod missing;
mod rests_on;

pub(crate) use contested::taken;
pub(crate) use due::{dilemma, duty, status};

use crate::content::{Item, Section};
use crate::names::Names;
use safeconduct_engine::answer::Answer;

/// All sections that have something to say, in order.
pub(crate) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    let mut sections = missing::of(answer, names);
    sections.extend(contested::of(answer, names));
    sections.extend(due::of(answer, names));
    sections.extend(rests_on::of(answer, names));
    sections.retain(|s| !s.items.is_empty() || s.intro.is_some());
    sections
}

/// An act and destination.
type Cell<'a> = (&'a str, Option<&'a str>);

/// Cells with the same body together: each group an item whose text names the cells.
fn grouped<'a>(cells: impl IntoIterator<Item = (Cell<'a>, Vec<String>)>, names: &Names) -> Vec<Item> {
    let mut groups: Vec<(Vec<String>, Vec<Cell<'a>>)> = Vec::new();
    for (cell, body) in cells {
        if body.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(other, _)| *other == body) {
            Some((_, cells)) => cells.push(cell),
            None => groups.push((body, vec![cell])),
        }
    }
    groups
        .into_iter()
        .map(|(below, cells)| Item {
            text: format!("{}:", names.cells(&cells)),
            below,
            ..Item::default()
        })
        .collect()
}
