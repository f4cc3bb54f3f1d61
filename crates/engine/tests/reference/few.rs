//! A case with few open items under one reading: its worlds are listed, however many readings and statements there are.

use super::case::Verdicts;
use super::eval::World;
use super::space::{Space, all_cells, presumptions_on};
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::*;

/// A presumption on an item that nothing rebuts: item, value.
fn presuming(book: &Rulebook, sit: &Situation, space: &Space) -> Vec<(PresumptionId, usize, usize)> {
    let mut found = Vec::new();
    for (id, presumption, index) in presumptions_on(book, sit, space) {
        let item = space.items[index].0;
        let rebutted = (sit.stated.iter().find(|s| s.item == item))
            .is_some_and(|s| presumption.until.is_empty() || s.by.is_some_and(|b| presumption.until.contains(&b)));
        if !rebutted {
            found.push((id, index, space.value_index(index, presumption.value)));
        }
    }
    found
}

/// The worlds of a case under a reading (positions, then open law entries), or `None` where more than `most` assignments would have to be looked at.
pub fn worlds<'a>(
    book: &'a Rulebook,
    sit: &'a Situation,
    space: &'a Space,
    reading: &[usize],
    most: usize,
) -> Option<Vec<World<'a>>> {
    let presuming = presuming(book, sit, space);
    let stated: Vec<Option<usize>> = space
        .items
        .iter()
        .enumerate()
        .map(|(i, (item, _))| {
            let said = sit.stated.iter().find(|s| s.item == *item)?;
            Some(space.value_index(i, said.value))
        })
        .collect();
    // What is stated and not presumed has one value.
    let choices: Vec<Vec<usize>> = space
        .items
        .iter()
        .enumerate()
        .map(|(i, (_, values))| match stated[i] {
            Some(value) if presuming.iter().all(|(_, item, _)| *item != i) => vec![value],
            _ => (0..values.count()).collect(),
        })
        .collect();
    let count = choices.iter().fold(1_usize, |n, c| n.saturating_mul(c.len()));
    if count > most {
        return None;
    }
    let mut worlds = Vec::new();
    for mut number in 0..count {
        let mut digits = reading.to_vec();
        for choice in &choices {
            digits.push(choice[number % choice.len()]);
            number /= choice.len();
        }
        let world = World::at(book, sit, space, digits);
        if is_world(&world, &presuming, &stated) {
            worlds.push(world);
        }
    }
    Some(worlds)
}

/// `docs/semantics.md` section 1, "World", 1 to 3.
fn is_world(world: &World<'_>, presuming: &[(PresumptionId, usize, usize)], stated: &[Option<usize>]) -> bool {
    let space = world.space;
    let value = |item: usize| world.digits[space.first_item + item];
    let mut overridden = vec![false; stated.len()];
    for (presumption, item, presumed) in presuming {
        if world.presumption(*presumption, &space.items[*item].0) {
            overridden[*item] = true;
            if value(*item) != *presumed {
                return false;
            }
        }
    }
    let kept = |i: usize| overridden[i] || stated[i].is_none_or(|v| v == value(i));
    (0..stated.len()).all(kept) && world.possible()
}

/// The verdicts of every cell over some worlds.
pub fn verdicts(book: &Rulebook, sit: &Situation, worlds: &[World<'_>]) -> Vec<Verdicts> {
    let mut found = vec![Verdicts::new(); all_cells(book, sit).len()];
    for world in worlds {
        for (set, verdict) in found.iter_mut().zip(world.verdicts()) {
            set.insert(verdict);
        }
    }
    found
}
