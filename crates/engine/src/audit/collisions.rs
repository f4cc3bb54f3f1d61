//! Acts that are both owed and barred.

use super::worlds::Worlds;
use super::{Found, Suspect};
use crate::circuit::Lit;
use crate::compile::frame::first;
use crate::compile::{Compiled, Mode};
use safeconduct_rulebook::model::*;
use std::collections::BTreeMap;

/// The rules by which a cell is owed, each with when.
pub(super) fn owed_by(compiled: &mut Compiled<'_>, cell: usize) -> Vec<(RuleId, Lit)> {
    let Compiled {
        cells, one_of, circuit, ..
    } = compiled;
    let cell = &cells[cell];
    let norms = cell.norms.iter().map(|n| (n.rule, n.owed));
    let last = cell.last_choice_of.iter().map(|(i, l)| (one_of[*i].rule, *l));
    norms
        .chain(last)
        .map(|(rule, l)| (rule, circuit.and(l, !cell.suspended)))
        .filter(|(_, l)| *l != Lit::FALSE)
        .collect()
}

/// Pairs of a rule that owes and a rule that bars an act, wherever a cell can be in conflict.
pub(super) fn suspects(worlds: &mut Worlds<'_>) -> Vec<Suspect> {
    type On = (ActId, Option<u32>, Lit);
    let mut pairs: BTreeMap<(RuleId, RuleId), Vec<On>> = BTreeMap::new();
    for c in 0..worlds.compiled.cells.len() {
        let cell = worlds.compiled.cells[c].clone();
        if !first(cell.destination) || !worlds.possible(&[cell.verdicts[4]]) {
            continue;
        }
        let owed = owed_by(&mut worlds.compiled, c);
        for (rule, owed) in owed {
            for bar in cell.norms.iter().filter(|n| n.mode == Mode::Bar) {
                let both = worlds.all([owed, bar.stands]);
                if worlds.possible(&[both]) {
                    let on = pairs.entry((rule, bar.rule)).or_default();
                    on.push((cell.act, cell.destination, both));
                }
            }
        }
    }
    let mut out = Vec::new();
    for ((owed, barred), on) in pairs {
        let bad = worlds.any(on.iter().map(|(.., l)| *l));
        let mut acts: Vec<ActId> = on.iter().map(|(a, ..)| *a).collect();
        acts.dedup();
        out.push(Suspect {
            found: Found::Collision {
                owed,
                barred,
                acts,
                readings: Vec::new(),
            },
            bad,
            cell: on.first().map(|(a, d, _)| (*a, *d)),
        });
    }
    out
}
