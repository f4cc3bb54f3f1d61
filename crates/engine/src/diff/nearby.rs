//! Worlds near a known one, 64 at once: one thing that the world says is changed, and all gates are computed anew.
//!
//! They show that something is possible, never that it is not: what they leave open is asked of the solver. (Evaluating 64 worlds at once to spare
//! calls of a solver: Mishchenko et al., "FRAIGs", 2005. A literal without which a set no longer suffices, shown by a world that differs in
//! it alone: Marques-Silva and Lynce, "On improving MUS extraction algorithms", 2011.)

use super::conditions::World;
use super::join::{About, Says};
use crate::circuit::{Circuit, Lit, Node};
use crate::evaluate::{LANES, lane};
use crate::exact::arena::{Ties, inputs};
use crate::solve::Solver;
use std::collections::BTreeMap;

/// What can be changed, and what every world satisfies.
pub(super) struct Nearby {
    moves: Vec<Change>,
    ties: Ties,
}

/// A change of a world.
#[derive(Clone)]
enum Change {
    /// An input gets the other value.
    Other(usize),
    /// These are made true, in order.
    To(Vec<Lit>),
}

/// As much of the circuit as has to do with something, and the moves in it. What lies outside stays as it is.
pub(super) struct Part {
    nodes: usize,
    /// All of the circuit.
    inputs: Vec<usize>,
    /// Whether a node belongs to it.
    inside: Vec<bool>,
    gates: Vec<(usize, Lit, Lit)>,
    constraints: Vec<Lit>,
    moves: Vec<Change>,
}

/// 64 worlds: the value of every node of a part, and which lanes are worlds.
struct Block {
    values: Vec<u64>,
    valid: u64,
}

impl Block {
    /// The worlds that satisfy all of these.
    fn with(&self, lits: &[Lit]) -> u64 {
        lits.iter().fold(self.valid, |acc, l| acc & lane(&self.values, *l))
    }
}

/// Which of some literals fail in worlds near a known one, 64 worlds a row.
pub(super) struct Near(Vec<(u64, Vec<u64>)>);

impl Near {
    /// Whether one of the worlds has all of these, and not that one.
    pub(super) fn any(&self, all: impl Iterator<Item = usize> + Clone, but: Option<usize>) -> bool {
        self.0.iter().any(|(worlds, fails)| {
            let found = but.map_or(*worlds, |i| worlds & fails[i]);
            found != 0 && all.clone().fold(found, |acc, i| acc & !fails[i]) != 0
        })
    }
}

impl Nearby {
    pub(super) fn new(circuit: &Circuit, says: &[Says], free: impl Iterator<Item = Lit>, always: &[Lit]) -> Self {
        let input = |l: &Lit| circuit.nodes()[l.node()] == Node::Input;
        let mut moves: Vec<Change> = free.map(|l| Change::Other(l.node())).collect();
        for Says { what, lits } in says {
            match what {
                About::Bound(..) | About::Limited(..) | About::Term(..) => {}
                _ if !lits.iter().all(input) => {}
                About::Yes(..) | About::Complete => moves.extend(lits.iter().map(|l| Change::Other(l.node()))),
                About::Values(..) | About::Question(..) | About::State(_) | About::Role(..) => {
                    let none: Vec<Lit> = lits.iter().map(|l| !*l).collect();
                    let one = |l: &Lit| Change::To(none.iter().chain([l]).copied().collect());
                    moves.extend(lits.iter().map(one));
                    if let About::Role(..) = what {
                        moves.push(Change::To(none.clone()));
                    }
                }
                About::Below(..) | About::Day(_) => {
                    let from = |i: usize| {
                        let all = lits.iter().enumerate();
                        Change::To(all.map(|(j, l)| if j >= i { *l } else { !*l }).collect())
                    };
                    moves.extend((0..=lits.len()).map(from));
                }
            }
        }
        let always = always.iter().copied().filter(|l| *l != Lit::TRUE).collect();
        Self {
            moves,
            ties: Ties::new(circuit, always),
        }
    }

    /// What has to do with these.
    pub(super) fn part(&self, circuit: &Circuit, roots: &[Lit]) -> Part {
        let (reach, constraints) = self.ties.close(inputs(circuit, roots));
        let roots: Vec<Lit> = roots.iter().chain(&constraints).copied().collect();
        let cone = circuit.cone(&roots);
        let mut part = Part {
            nodes: circuit.nodes().len(),
            inputs: Vec::new(),
            inside: vec![false; circuit.nodes().len()],
            gates: Vec::new(),
            constraints,
            moves: Vec::new(),
        };
        for node in cone {
            part.inside[node] = true;
            if let Node::And(a, b) = circuit.nodes()[node] {
                part.gates.push((node, a, b));
            }
        }
        let inputs = (0..part.nodes).filter(|n| circuit.nodes()[*n] == Node::Input);
        part.inputs = inputs.collect();
        let reached = |node: usize| reach.get(node).is_some_and(|r| *r);
        for change in &self.moves {
            match change {
                Change::Other(node) if reached(*node) => part.moves.push(change.clone()),
                Change::Other(_) => {}
                Change::To(lits) => {
                    let lits: Vec<Lit> = lits.iter().copied().filter(|l| reached(l.node())).collect();
                    if !lits.is_empty() {
                        part.moves.push(Change::To(lits));
                    }
                }
            }
        }
        part
    }
}

impl Part {
    /// A solver that knows no more than this.
    pub(super) fn solver(&self, circuit: &Circuit) -> Solver {
        let mut solver = Solver::of_part(circuit, |n| self.inside[n]);
        for lit in &self.constraints {
            solver.assert(*lit);
        }
        solver
    }

    /// Whether a literal belongs to it.
    pub(super) fn has(&self, lit: Lit) -> bool {
        self.inside.get(lit.node()).is_some_and(|i| *i)
    }

    /// A world of which the part is as in a model, and all else as in another world.
    pub(super) fn within(&self, circuit: &Circuit, model: &[bool], world: &World) -> World {
        let mut values: Vec<bool> = Vec::with_capacity(circuit.nodes().len());
        for (n, node) in circuit.nodes().iter().enumerate() {
            let holds = |l: &Lit| values[l.node()] != l.is_neg();
            let value = match node {
                Node::False => false,
                Node::Input if self.has(Lit::of(n, false)) => model[n],
                Node::Input => world.holds(Lit::of(n, false)),
                Node::And(a, b) => holds(a) && holds(b),
            };
            values.push(value);
        }
        World::of(&values)
    }

    /// Computes the gates.
    fn evaluate(&self, block: &mut Block) {
        for (node, a, b) in &self.gates {
            block.values[*node] = lane(&block.values, *a) & lane(&block.values, *b);
        }
        block.valid = self
            .constraints
            .iter()
            .fold(u64::MAX, |acc, l| acc & lane(&block.values, *l));
    }

    /// A world in every lane, its gates not yet computed.
    fn everywhere(&self, world: &World) -> Block {
        let mut values = vec![0; self.nodes];
        for node in &self.inputs {
            values[*node] = u64::from(world.holds(Lit::of(*node, false))).wrapping_neg();
        }
        Block { values, valid: 0 }
    }

    /// Of the worlds that one move makes of a world those that satisfy `must`, and which of `lits` fail there.
    pub(super) fn near(&self, world: &World, must: &[Lit], lits: &[Lit]) -> Near {
        let mut block = self.everywhere(world);
        let mut changed: Vec<(usize, u64)> = Vec::new();
        let mut rows = Vec::new();
        for moves in self.moves.chunks(LANES) {
            for (bit, change) in moves.iter().enumerate() {
                change.make(&mut block.values, 1 << bit, &mut changed);
            }
            self.evaluate(&mut block);
            let worlds = block.with(must);
            if worlds != 0 {
                rows.push((worlds, lits.iter().map(|l| lane(&block.values, !*l)).collect()));
            }
            while let Some((node, before)) = changed.pop() {
                block.values[node] = before;
            }
        }
        Near(rows)
    }

    /// Drops what is not common to `world` and to the worlds that walks from it come through, in all of which `guard` holds.
    pub(super) fn walk(&self, world: &World, guard: Lit, fixed: &mut BTreeMap<usize, bool>) {
        let mut block = self.everywhere(world);
        let rounds = self.moves.len().div_ceil(LANES);
        let mut changed: Vec<(usize, u64)> = Vec::new();
        let (mut at, mut idle) = (0, 0);
        while idle < IDLE && !fixed.is_empty() {
            let before = fixed.len();
            for _ in 0..rounds {
                changed.clear();
                for bit in 0..LANES {
                    // Every lane takes every move in turn, each beginning elsewhere.
                    let change = &self.moves[(at + bit * rounds) % self.moves.len()];
                    change.make(&mut block.values, 1 << bit, &mut changed);
                }
                at += 1;
                self.evaluate(&mut block);
                let good = block.with(&[guard]);
                fixed.retain(|node, yes| {
                    let value = block.values[*node];
                    good & if *yes { !value } else { value } == 0
                });
                // A move that leads out of it is taken back.
                for (node, before) in changed.iter().rev() {
                    block.values[*node] = block.values[*node] & good | before & !good;
                }
            }
            idle = if fixed.len() == before { idle + 1 } else { 0 };
        }
    }
}

/// After so many rounds in which a walk showed nothing new it ends.
const IDLE: usize = 2;

impl Change {
    /// Makes the move in one lane, and notes what was there before.
    fn make(&self, values: &mut [u64], lane: u64, changed: &mut Vec<(usize, u64)>) {
        match self {
            Self::Other(node) => {
                changed.push((*node, values[*node]));
                values[*node] ^= lane;
            }
            Self::To(lits) => {
                for lit in lits {
                    let value = &mut values[lit.node()];
                    changed.push((lit.node(), *value));
                    *value = if lit.is_neg() { *value & !lane } else { *value | lane };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// xorshift64: the same everywhere.
    fn next(state: &mut u64) -> u64 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        *state
    }

    /// Worlds near one and walks from it, held to a list of all worlds of random circuits.
    #[test]
    fn neighbours_are_worlds() {
        let mut dice = 0x9E37_79B9_7F4A_7C15;
        let (mut shown, mut dropped) = (0, 0);
        for _ in 0..400 {
            let mut circuit = Circuit::default();
            let mut lits: Vec<Lit> = (0..8).map(|_| circuit.input()).collect();
            let free = lits.clone();
            for _ in 0..24 {
                let mut draw = |_| {
                    let n = next(&mut dice);
                    let lit = lits[n as usize % lits.len()];
                    if n >> 32 & 1 == 1 { !lit } else { lit }
                };
                let [a, b] = [0, 1].map(&mut draw);
                let gate = circuit.and(a, b);
                lits.push(gate);
            }
            let always = [!lits[28], lits[22]];
            let (guard, nodes) = (lits[31], circuit.nodes().to_vec());
            let all = (0..256u32).map(|bits| {
                let mut at = 0;
                let mut values: Vec<bool> = Vec::new();
                for node in &nodes {
                    let holds = |l: &Lit| values[l.node()] != l.is_neg();
                    values.push(match node {
                        Node::False => false,
                        Node::Input => {
                            at += 1;
                            bits >> (at - 1) & 1 == 1
                        }
                        Node::And(a, b) => holds(a) && holds(b),
                    });
                }
                World::of(&values)
            });
            let worlds: Vec<World> = all.filter(|w| always.iter().all(|l| w.holds(*l))).collect();
            let with: Vec<&World> = worlds.iter().filter(|w| w.holds(guard)).collect();
            let Some(world) = with.first() else { continue };
            let nearby = Nearby::new(&circuit, &[], free.iter().copied(), &always);
            let part = nearby.part(&circuit, &[guard]);
            let known: Vec<Lit> = free.iter().map(|l| if world.holds(*l) { *l } else { !*l }).collect();
            let near = part.near(world, &[!guard], &known);
            for i in 0..known.len() {
                let rest = (0..known.len()).filter(|j| *j != i);
                if near.any(rest.clone(), Some(i)) {
                    shown += 1;
                    let fits =
                        |w: &&World| !w.holds(guard) && !w.holds(known[i]) && rest.clone().all(|j| w.holds(known[j]));
                    assert!(worlds.iter().any(|w| fits(&w)), "no such world");
                }
            }
            let inside = free.iter().filter(|l| part.has(**l));
            let mut fixed: BTreeMap<usize, bool> = inside.map(|l| (l.node(), world.holds(*l))).collect();
            let before = fixed.clone();
            part.walk(world, guard, &mut fixed);
            dropped += before.len() - fixed.len();
            for (node, yes) in before.iter().filter(|(n, _)| !fixed.contains_key(n)) {
                let unlike = with.iter().any(|w| w.holds(Lit::of(*node, false)) != *yes);
                assert!(unlike, "what all have in common was dropped");
            }
        }
        assert!(
            shown > 100 && dropped > 100,
            "{shown}, {dropped}: the test tests nothing"
        );
    }
}
