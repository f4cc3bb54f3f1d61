//! Steps that must come first: which rule asks for them, for which acts.

use super::Cell;
use crate::content::{Item, Section};
use crate::names::{Names, cited};
use crate::words::{self, Mark};
use safeconduct_engine::answer::{Answer, StepAnswer};

/// A step, the rules that ask for it, the acts for which it is asked.
type Asked<'a> = (&'a StepAnswer, Vec<&'a str>, Vec<Cell<'a>>);

pub(super) fn of(answer: &Answer, names: &Names) -> Section {
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for act in &answer.acts {
        let (mark, _) = words::cell(&act.verdict, &act.now);
        if matches!(mark, Mark::Prohibited | Mark::Unavailable) {
            continue;
        }
        let cell = (act.act.as_str(), act.destination.as_deref());
        for step in act.steps.iter().filter(|s| !s.done) {
            match asked.iter_mut().find(|(s, ..)| s.step == step.step) {
                Some((_, cites, cells)) => {
                    cites.push(&step.citation);
                    if !cells.contains(&cell) {
                        cells.push(cell);
                    }
                }
                None => asked.push((step, vec![&step.citation], vec![cell])),
            }
        }
    }
    let items = asked.into_iter().map(|(step, cites, cells)| {
        let (cites, cells) = (words::citations(cites), names.about(&cells));
        let title = words::upper_first(&step.title);
        let text = format!("{}, for: {cells}.", cited(&title, &cites));
        Item {
            text,
            below: Vec::new(),
            cells: vec![title, cites, cells],
        }
    });
    Section {
        heading: "Steps that must come first".to_owned(),
        columns: vec!["Step", "Asked for by", "For"],
        items: items.collect(),
        ..Section::default()
    }
}
