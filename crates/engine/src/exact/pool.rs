//! Worlds that are known, 64 to a block: a fast way to see that something is possible. Never a proof that it is not.

use crate::circuit::{Circuit, Lit, Node};
use crate::compile::Compiled;
use crate::compile::items::Repr;
use crate::evaluate::{LANES, lane, lanes};
use std::collections::HashMap;

/// 64 worlds: the inputs, the value of every node, and which of the lanes are worlds.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    pub(crate) inputs: Vec<u64>,
    pub(crate) values: Vec<u64>,
    pub(crate) valid: u64,
}

impl Block {
    /// Computes gates that are new since the block was made, in every lane.
    fn extend(&mut self, circuit: &Circuit) {
        self.inputs.resize(circuit.nodes().len(), 0);
        for n in self.values.len()..circuit.nodes().len() {
            let value = match circuit.nodes()[n] {
                Node::And(a, b) => lane(&self.values, a) & lane(&self.values, b),
                Node::False | Node::Input => 0,
            };
            self.values.push(value);
        }
    }
}

/// Known worlds of a case.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    pub(crate) blocks: Vec<Block>,
    used: usize,
}

/// How often what is broken in random worlds is drawn anew.
const REPAIRS: usize = 4;

/// xorshift64*: small, good enough, the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    /// A word of which about one in `2^rarity` bits is set.
    fn word(&mut self, rarity: u32) -> u64 {
        (0..rarity).fold(u64::MAX, |acc, _| acc & self.next())
    }
}

impl Pool {
    /// Random worlds of a case. `fixed` gives the value of inputs that are certain. What breaks a constraint is drawn anew some times, and left out if
    /// that does not help.
    pub(crate) fn random(compiled: &Compiled<'_>, fixed: &HashMap<usize, bool>, blocks: usize) -> Self {
        let mut reprs: Vec<Repr> = compiled.items.values().cloned().collect();
        reprs.extend(compiled.questions.iter().map(|lits| Repr::OneOf(lits.clone())));
        let mut owner: Vec<Option<usize>> = vec![None; compiled.circuit.nodes().len()];
        for (i, repr) in reprs.iter().enumerate() {
            for lit in repr.inputs() {
                owner[lit.node()] = Some(i);
            }
        }
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let mut pool = Self::default();
        for b in 0..blocks {
            let rarity = 1 + b as u32 % 3;
            let mut inputs = vec![0u64; compiled.circuit.nodes().len()];
            for (n, node) in compiled.circuit.nodes().iter().enumerate() {
                if *node == Node::Input {
                    let word = random.word(rarity);
                    inputs[n] = match fixed.get(&n) {
                        Some(value) => u64::from(*value).wrapping_neg(),
                        None if b % 2 == 0 => word,
                        None => !word,
                    };
                }
            }
            for repr in &reprs {
                spread(repr, u64::MAX, fixed, &mut inputs, &mut random);
            }
            // Most presumptions hold in most worlds.
            for p in compiled.presumptions.iter().rev() {
                prefer(&compiled.items[&p.item], p.value, fixed, &mut inputs);
            }
            pool.push_inputs(compiled, inputs);
            for _ in 0..REPAIRS {
                let Some(mut block) = pool.blocks.pop_if(|b| b.valid != u64::MAX) else {
                    break;
                };
                for constraint in constraints(compiled) {
                    let broken = !lane(&block.values, constraint);
                    if broken == 0 {
                        continue;
                    }
                    for node in compiled.circuit.cone(&[constraint]) {
                        if compiled.circuit.nodes()[node] != Node::Input || fixed.contains_key(&node) {
                            continue;
                        }
                        let word = random.next();
                        block.inputs[node] = block.inputs[node] & !broken | word & broken;
                        if let Some(item) = owner[node] {
                            spread(&reprs[item], broken, fixed, &mut block.inputs, &mut random);
                        }
                    }
                }
                pool.push_inputs(compiled, block.inputs);
            }
        }
        pool.blocks.retain(|b| b.valid != 0);
        // The last block is full: the next world begins another.
        pool.used = pool.blocks.len() * LANES;
        pool
    }

    fn push_inputs(&mut self, compiled: &Compiled<'_>, inputs: Vec<u64>) {
        let mut values = Vec::new();
        lanes(&compiled.circuit, &inputs, &mut values);
        let valid = constraints(compiled).fold(u64::MAX, |acc, l| acc & lane(&values, l));
        self.blocks.push(Block { inputs, values, valid });
    }

    /// The known worlds that satisfy `guard`, in another circuit, where `image` gives the literal of each node.
    pub(crate) fn image(&self, whole: &Circuit, guard: Lit, part: &Circuit, image: &[Lit]) -> Self {
        let free = |n: &usize| whole.nodes()[*n] == Node::Input && image[*n].constant().is_none();
        let kept: Vec<usize> = (0..whole.nodes().len()).filter(free).collect();
        let mut pool = Self::default();
        for block in &self.blocks {
            let valid = block.valid & lane(&block.values, guard);
            if valid == 0 {
                continue;
            }
            let mut inputs = vec![0u64; part.nodes().len()];
            for n in &kept {
                inputs[image[*n].node()] = block.inputs.get(*n).copied().unwrap_or(0);
            }
            let mut values = Vec::new();
            lanes(part, &inputs, &mut values);
            pool.blocks.push(Block { inputs, values, valid });
        }
        // The last block is full: the next world begins another.
        pool.used = pool.blocks.len() * LANES;
        pool
    }

    /// Adds a world given by the value of every node.
    pub(crate) fn add(&mut self, circuit: &Circuit, model: &[bool]) {
        let bit = self.used % LANES;
        if bit == 0 {
            self.blocks.push(Block {
                inputs: Vec::new(),
                values: Vec::new(),
                valid: 0,
            });
        }
        self.used += 1;
        let Some(block) = self.blocks.last_mut() else { return };
        let size = circuit.nodes().len();
        block.extend(circuit);
        // The circuit may have grown since the model was made: newer gates are computed.
        for n in 0..size {
            let value = match (model.get(n), circuit.nodes()[n]) {
                (Some(value), _) => u64::from(*value) << bit,
                (None, Node::And(a, b)) => lane(&block.values, a) & lane(&block.values, b) & (1 << bit),
                (None, Node::False | Node::Input) => 0,
            };
            block.values[n] = block.values[n] & !(1 << bit) | value;
            if circuit.nodes()[n] == Node::Input {
                block.inputs[n] = block.inputs[n] & !(1 << bit) | value;
            }
        }
        block.valid |= 1 << bit;
    }

    /// Computes gates that are new since the blocks were made.
    pub(crate) fn extend(&mut self, circuit: &Circuit) {
        self.blocks.iter_mut().for_each(|b| b.extend(circuit));
    }

    /// The values of all nodes in some known world that satisfies all.
    pub(crate) fn find(&self, lits: &[Lit]) -> Option<Vec<bool>> {
        self.blocks.iter().find_map(|b| {
            let hits = lits.iter().fold(b.valid, |acc, l| acc & lane(&b.values, *l));
            (hits != 0).then(|| {
                let bit = hits.trailing_zeros();
                b.values.iter().map(|v| v >> bit & 1 == 1).collect()
            })
        })
    }

    /// Whether some known world satisfies all.
    pub(crate) fn any(&self, lits: &[Lit]) -> bool {
        self.blocks.iter().any(|b| {
            lits.iter().all(|l| l.node() < b.values.len())
                && lits.iter().fold(b.valid, |acc, l| acc & lane(&b.values, *l)) != 0
        })
    }
}

/// Gives an item a value in every lane, if it is a value that one input says and nothing else is certain of the item.
fn prefer(repr: &Repr, value: Lit, fixed: &HashMap<usize, bool>, inputs: &mut [u64]) {
    let own = repr.inputs();
    if own.iter().all(|l| l.node() != value.node()) || own.iter().any(|l| fixed.contains_key(&l.node())) {
        return;
    }
    if own.len() > 1 {
        for lit in &own {
            inputs[lit.node()] = 0;
        }
    }
    inputs[value.node()] = u64::from(!value.is_neg()).wrapping_neg();
}

/// What every world of a case satisfies.
fn constraints(compiled: &Compiled<'_>) -> impl Iterator<Item = Lit> {
    compiled.types.iter().chain(&compiled.world).copied()
}

/// Gives an enumeration or an ordered item one value in the lanes of a mask, one that is fixed if one is.
fn spread(repr: &Repr, mask: u64, fixed: &HashMap<usize, bool>, inputs: &mut [u64], random: &mut Random) {
    let mut set = |lit: &Lit, word: u64| {
        if !fixed.contains_key(&lit.node()) {
            inputs[lit.node()] = inputs[lit.node()] & !mask | word & mask;
        }
    };
    let is = |lit: &Lit| fixed.get(&lit.node()).map(|value| *value != lit.is_neg());
    match repr {
        Repr::Bool(_) => {}
        Repr::OneOf(lits) if lits.len() <= 2 => {}
        Repr::OneOf(lits) => {
            let certain = lits.iter().any(|l| is(l) == Some(true));
            let mut left = if certain { 0 } else { u64::MAX };
            let last = lits.iter().rposition(|l| is(l).is_none());
            for (i, lit) in lits.iter().enumerate().filter(|(_, l)| is(l).is_none()) {
                let word = if Some(i) == last { left } else { left & random.next() };
                set(lit, word);
                left &= !word;
            }
        }
        Repr::Below(bounds) => {
            let mut below = 0;
            for (_, lit) in bounds {
                below |= match is(lit) {
                    Some(true) => u64::MAX,
                    Some(false) => 0,
                    None => random.next() & random.next(),
                };
                set(lit, below);
            }
        }
    }
}
