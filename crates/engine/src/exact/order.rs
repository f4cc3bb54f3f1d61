//! The question worth asking first: what is sampled chooses, the solver checks.
//!
//! In each of some known worlds a small set of open items is found whose values there show every open verdict, whatever the others are. An item that is
//! in such a set of most worlds will hardly be asked in vain. That is an estimate: worlds are drawn, not weighed. That an item matters is exact.

use super::arena::Arena;
use super::problems::Kind;
use super::{Exact, justified_inputs};
use crate::circuit::{Circuit, Lit, Node};
use crate::exact::pool::Pool;
use crate::situation::Item;
use std::collections::HashMap;

/// So many worlds are looked at.
const WORLDS: usize = 128;

/// How often the sets are looked for anew, each time preferring what the sets before had in common.
const ROUNDS: usize = 3;

impl Exact<'_> {
    /// The open item, not in `skip`, that is worth asking first to settle these cells under the profile, and those of them to which it matters under
    /// the profile. None where every cell is settled, or nothing that is left matters to one that is not.
    pub fn next_question(&mut self, cells: &[usize], skip: &[Item]) -> Option<(Item, Vec<usize>)> {
        let open = self.unsettled(cells);
        if open.is_empty() {
            return None;
        }
        let weights = self.weigh(&open);
        let mut ranked: Vec<(Item, f32)> = self.compiled.items.keys().copied().zip(weights).collect();
        // Stable: of equal weight the first in item order.
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        let ranked = ranked.into_iter().map(|(item, _)| item);
        self.first_that_matters(&open, ranked.filter(|i| !skip.contains(i)))
    }

    /// The first of these items that is open and matters under the profile to a cell that is open under the profile, and those cells.
    pub fn first_that_matters(
        &mut self,
        cells: &[usize],
        items: impl IntoIterator<Item = Item>,
    ) -> Option<(Item, Vec<usize>)> {
        let open = self.unsettled(cells);
        if open.is_empty() {
            return None;
        }
        let mut reduced = self.reduced_to_profile(&open);
        items.into_iter().find_map(|item| {
            let repr = self.compiled.items.get(&item)?.clone();
            if self.stated(item).is_some() {
                return None;
            }
            let matters = self.matters_under_profile(&mut reduced, &repr, &open);
            (!matters.is_empty()).then_some((item, matters))
        })
    }

    /// Those of the cells that are open under the profile.
    pub fn unsettled(&mut self, cells: &[usize]) -> Vec<usize> {
        let profile = self.profile;
        let open = |c: &usize| self.verdicts(*c, profile).single().is_none();
        cells.iter().copied().filter(open).collect()
    }

    /// For each item in how many of some worlds of the profile its value is among few that show the verdicts of the cells.
    fn weigh(&mut self, cells: &[usize]) -> Vec<f32> {
        let mut arena = self.borrow(Kind::Settling);
        let verdicts: Vec<[Lit; 5]> = cells
            .iter()
            .map(|c| {
                let whole = self.compiled.cells[*c].verdicts;
                whole.map(|l| arena.lit(&self.compiled.circuit, l))
            })
            .collect();
        arena.sync();
        let mut item_of = vec![None; arena.circuit.nodes().len()];
        for (i, repr) in self.compiled.items.values().enumerate() {
            for lit in self.here(&mut arena, &repr.inputs()) {
                if lit.constant().is_none() {
                    item_of[lit.node()] = Some(i);
                }
            }
        }
        let worlds = self.worlds_of_profile(&arena);
        self.keep(Kind::Settling, arena);
        let arena = self.arenas[Kind::Settling as usize].as_ref();
        let Some(arena) = arena else {
            return vec![0.0; self.compiled.items.len()];
        };
        let mut weights = vec![0.0f32; self.compiled.items.len()];
        for round in 0..ROUNDS {
            let price: Vec<f32> = item_of
                .iter()
                .map(|item| match item {
                    Some(_) if round == 0 => 1.0,
                    Some(i) => 1.0 / (0.05 + weights[*i]),
                    None => 0.0,
                })
                .collect();
            let mut seen = vec![0u32; weights.len()];
            for world in &worlds {
                let mut used = vec![false; weights.len()];
                let roots = verdicts.iter().flatten().filter(|l| world[l.node()] != l.is_neg());
                for node in shown_by(&arena.circuit, world, roots.copied(), &price) {
                    if let Some(i) = item_of[node] {
                        used[i] = true;
                    }
                }
                for (count, _) in seen.iter_mut().zip(used).filter(|(_, used)| *used) {
                    *count += 1;
                }
            }
            for (weight, count) in weights.iter_mut().zip(seen) {
                *weight = count as f32 / worlds.len().max(1) as f32;
            }
        }
        weights
    }

    /// Some worlds of the profile, as the values of all nodes of an arena.
    fn worlds_of_profile(&self, arena: &Arena) -> Vec<Vec<bool>> {
        let mut fixed = HashMap::new();
        for s in &self.compiled.stated {
            fixed.insert(s.kept.node(), true);
            fixed.insert(s.rebuts.node(), true);
        }
        let stated = self.compiled.stated.iter().map(|s| s.value);
        for lit in stated.chain([self.profile]) {
            for input in justified_inputs(&self.compiled.circuit, lit) {
                fixed.insert(input.node(), !input.is_neg());
            }
        }
        let drawn = Pool::random(&self.compiled, &fixed, 6);
        let drawn = drawn.image(&self.compiled.circuit, self.profile, &arena.circuit, arena.image());
        let blocks = drawn.blocks.iter().chain(arena.pool.blocks.iter().rev());
        blocks
            .flat_map(|b| {
                let lanes = (0..64).filter(|bit| b.valid >> bit & 1 == 1);
                lanes.map(|bit| b.values.iter().map(|v| v >> bit & 1 == 1).collect())
            })
            .take(WORLDS)
            .collect()
    }
}

/// Inputs of which the values in a world show that all roots hold, whatever the others are: few and cheap ones, by a bottom-up estimate.
fn shown_by(circuit: &Circuit, world: &[bool], roots: impl Iterator<Item = Lit>, price: &[f32]) -> Vec<usize> {
    let fails = |l: Lit| world[l.node()] == l.is_neg();
    let mut needed = vec![false; circuit.nodes().len()];
    let mut top = 0;
    for root in roots {
        needed[root.node()] = true;
        top = top.max(root.node());
    }
    let mut cost = vec![0f32; top + 1];
    for n in 0..=top {
        cost[n] = match circuit.nodes()[n] {
            Node::False => 0.0,
            Node::Input => price.get(n).copied().unwrap_or(0.0),
            Node::And(a, b) if world[n] => cost[a.node()] + cost[b.node()],
            Node::And(a, b) => match (fails(a), fails(b)) {
                (true, true) => cost[a.node()].min(cost[b.node()]),
                (true, false) => cost[a.node()],
                (false, _) => cost[b.node()],
            },
        };
    }
    let mut inputs = Vec::new();
    for n in (0..=top).rev().filter(|n| *n > 0) {
        if !needed[n] {
            continue;
        }
        match circuit.nodes()[n] {
            Node::False => {}
            Node::Input => inputs.push(n),
            Node::And(a, b) if world[n] => {
                needed[a.node()] = true;
                needed[b.node()] = true;
            }
            Node::And(a, b) => {
                let price = |l: Lit| if needed[l.node()] { 0.0 } else { cost[l.node()] };
                let first = fails(a) && (!fails(b) || price(a) <= price(b));
                needed[if first { a.node() } else { b.node() }] = true;
            }
        }
    }
    inputs
}
