//! A case of four destinations with exactly forty open findings.

use crate::case;
use crate::random::{statement, value};
use safeconduct_engine::situation::{Item, Situation, State};
use safeconduct_engine::{answer, prepare};
use safeconduct_rulebook::model::Rulebook;

/// The findings that are left open.
pub const OPEN: usize = 40;

/// `k1` with a fourth destination, in which the forty findings that matter to most acts are open and everything else is stated: what `k1` says, else no,
/// else the first value that is possible.
///
/// # Panics
/// The precedent contradicts itself, or fewer findings matter.
pub fn forty_open(rulebook: &Rulebook) -> Situation {
    let mut case = case("k1", rulebook);
    let fourth = rulebook
        .states
        .iter()
        .find(|s| s.code == "CH")
        .expect("a neutral state");
    case.asked.push(case.states.len() as u32);
    case.states.push(State {
        code: fourth.code.clone(),
        name: fourth.name.clone(),
    });
    let next = answer(rulebook, &case).expect("the precedent has a world").next;
    let open: Vec<Item> = next.iter().take(OPEN).map(|n| n.item).collect();
    assert_eq!(open.len(), OPEN, "enough findings matter");
    let before = case.clone();
    let mut exact = prepare(rulebook, &before).expect("the precedent has a world");
    let mut world = vec![exact.profile];
    let items: Vec<_> = exact.compiled.items.iter().map(|(i, r)| (*i, r.clone())).collect();
    for (item, repr) in items {
        if open.contains(&item) || case.stated.iter().any(|s| s.item == item) {
            continue;
        }
        let values = repr.values();
        // The last value of a yes/no finding is no.
        for v in (0..values.len()).rev() {
            let length = world.len();
            world.extend(&values[v]);
            if exact.possible(&world) {
                let place = case.stated.partition_point(|s| s.item < item);
                case.stated
                    .insert(place, statement(item, value(rulebook, item, &repr, v)));
                break;
            }
            world.truncate(length);
        }
    }
    case
}
