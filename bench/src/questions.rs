//! How many questions it takes to settle a case, in several orders of asking.

use crate::random::Complete;
use safeconduct_engine::exact::Exact;
use safeconduct_engine::prepare;
use safeconduct_engine::situation::{Item, Situation};
use safeconduct_rulebook::model::Rulebook;
use std::time::{Duration, Instant};

/// An order of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// What the engine would ask next.
    Ours,
    /// In declaration order what still matters to something open.
    Mattering,
    /// In declaration order whatever is open.
    Form,
}

/// What asking came to.
#[derive(Clone, Debug, Default)]
pub struct Asked {
    /// How many questions.
    pub count: usize,
    /// How many acts and destinations are open in the end, because law is open.
    pub left: usize,
    /// The longest time that it took to choose a question, preparation of the case included.
    pub slowest: Duration,
    /// The time of all choices.
    pub total: Duration,
}

/// Asks until everything that was asked about is settled under the profile, or nothing open matters to it.
///
/// # Panics
/// The case contradicts itself; a complete case never does.
pub fn ask(rulebook: &Rulebook, complete: &Complete, order: Order) -> Asked {
    let mut case = complete.case.clone();
    if order == Order::Form {
        return form(rulebook, complete, case);
    }
    let mut asked = Asked::default();
    loop {
        let start = Instant::now();
        let mut exact = prepare(rulebook, &case).expect("part of a world");
        let cells: Vec<usize> = exact.asked(&case).collect();
        let next = match order {
            Order::Ours => exact.next_question(&cells, &[]),
            _ => in_order(&mut exact, &cells),
        };
        let took = start.elapsed();
        asked.slowest = asked.slowest.max(took);
        asked.total += took;
        let Some((item, _)) = next else {
            asked.left = exact.unsettled(&cells).len();
            return asked;
        };
        state(&mut case, complete, item);
        asked.count += 1;
    }
}

fn in_order(exact: &mut Exact<'_>, cells: &[usize]) -> Option<(Item, Vec<usize>)> {
    let items: Vec<Item> = exact.compiled.items.keys().copied().collect();
    exact.first_that_matters(cells, items)
}

fn state(case: &mut Situation, complete: &Complete, item: Item) {
    let answer = complete.truth.iter().find(|s| s.item == item);
    let place = case.stated.partition_point(|s| s.item < item);
    case.stated
        .insert(place, answer.expect("every item has a value").clone());
}

/// The shortest beginning of the form after which nothing that is open matters. What is settled stays settled: it is found by halving.
fn form(rulebook: &Rulebook, complete: &Complete, mut case: Situation) -> Asked {
    let mut asked = Asked::default();
    let (mut low, mut high) = (0, complete.truth.len());
    while low < high {
        let middle = (low + high) / 2;
        case.stated = complete.truth[..middle].to_vec();
        let mut exact = prepare(rulebook, &case).expect("part of a world");
        let cells: Vec<usize> = exact.asked(&case).collect();
        if in_order(&mut exact, &cells).is_none() {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    asked.count = low;
    asked
}
