//! Which open items matter to which cells (`docs/semantics.md` §3).

use super::{Exact, VerdictSet};
use crate::circuit::Lit;
use crate::compile::items::Repr;
use crate::evaluate::{lane, lanes};
use crate::situation::Item;
use crate::solve::Solver;
use std::collections::{HashMap, HashSet};

/// The second copy of the circuit, in which open items may have other values.
struct Twin {
    solver: Solver,
    /// For each open item: it is the same in both copies.
    same: Vec<Lit>,
    /// For each cell: its verdict is not the same in both copies.
    differs: Vec<Lit>,
}

impl Exact<'_> {
    /// For each of `cells` with its set over all worlds: the open items that matter to it, in item order.
    pub fn matters(&mut self, cells: &[(usize, VerdictSet)]) -> Vec<Vec<Item>> {
        let open: Vec<(Item, Repr)> = self
            .compiled
            .items
            .iter()
            .filter(|(item, _)| self.stated(**item).is_none())
            .map(|(item, repr)| (*item, repr.clone()))
            .collect();
        let supports: Vec<Vec<bool>> = cells
            .iter()
            .map(|(c, _)| self.support(&self.compiled.cells[*c].verdicts))
            .collect();
        let constrained = self.world_support();
        let reads = |support: &[bool], repr: &Repr| repr.inputs().iter().any(|l| support[l.node()]);
        let mut found: Vec<HashSet<usize>> = vec![HashSet::new(); cells.len()];
        let mut candidates: Vec<Vec<usize>> = Vec::new();
        for (_, repr) in &open {
            let on = (0..cells.len()).filter(|c| cells[*c].1.single().is_none() && reads(&supports[*c], repr));
            candidates.push(on.collect());
        }
        for (i, (_, repr)) in open.iter().enumerate() {
            for c in self.seen_to_matter(repr, &candidates[i], cells) {
                found[c].insert(i);
            }
        }
        let missing = |i: usize, found: &[HashSet<usize>]| -> Vec<usize> {
            candidates[i]
                .iter()
                .copied()
                .filter(|c| !found[*c].contains(&i))
                .collect()
        };
        if (0..open.len()).any(|i| !missing(i, &found).is_empty()) {
            let mut twin = self.twin(&open, cells);
            // "All are the same but this one" as two literals: those before, those after.
            let mut before = vec![Lit::TRUE];
            let mut after = vec![Lit::TRUE];
            for i in 0..open.len() {
                before.push(self.compiled.circuit.and(before[i], twin.same[i]));
                after.push(self.compiled.circuit.and(after[i], twin.same[open.len() - 1 - i]));
            }
            for i in 0..open.len() {
                let mut left = missing(i, &found);
                while !left.is_empty() {
                    let guard = self.compiled.circuit.input();
                    twin.solver.encode(&self.compiled.circuit);
                    twin.solver.assert_any(guard, left.iter().map(|c| twin.differs[*c]));
                    if !twin.solver.solve([before[i], after[open.len() - 1 - i], guard]) {
                        break;
                    }
                    for c in &left {
                        if twin.solver.value(twin.differs[*c]) {
                            found[*c].insert(i);
                        }
                    }
                    left.retain(|c| !found[*c].contains(&i));
                }
            }
        }
        // Items tied to others by constraints can matter although no two worlds differ in them alone.
        for (i, (_, repr)) in open.iter().enumerate() {
            if !reads(&constrained, repr) {
                continue;
            }
            for (c, (cell, all)) in cells.iter().enumerate() {
                if all.single().is_none() && !found[c].contains(&i) && self.sets_differ(repr, *cell, *all) {
                    found[c].insert(i);
                }
            }
        }
        found
            .into_iter()
            .map(|f| {
                open.iter()
                    .enumerate()
                    .filter(|(i, _)| f.contains(i))
                    .map(|(_, (item, _))| *item)
                    .collect()
            })
            .collect()
    }

    /// The candidates to which an item is seen to matter among the worlds known, by changing it alone.
    fn seen_to_matter(&self, repr: &Repr, candidates: &[usize], cells: &[(usize, VerdictSet)]) -> Vec<usize> {
        let mut out = HashSet::new();
        let circuit = &self.compiled.circuit;
        let mut values = Vec::new();
        for block in self.pool.blocks.iter().filter(|b| b.valid != 0) {
            if out.len() == candidates.len() {
                break;
            }
            let mut inputs = block.inputs.clone();
            inputs.resize(circuit.nodes().len(), 0);
            for value in repr.values() {
                for lit in &value {
                    inputs[lit.node()] = if lit.is_neg() { 0 } else { u64::MAX };
                }
                if let Repr::OneOf(lits) = repr {
                    for lit in lits.iter().filter(|l| lits.len() > 2 && !value.contains(l)) {
                        inputs[lit.node()] = 0;
                    }
                }
                lanes(circuit, &inputs, &mut values);
                let constraints = self.compiled.types.iter().chain(&self.compiled.world);
                let valid = constraints.fold(block.valid, |acc, l| acc & lane(&values, *l));
                for c in candidates
                    .iter()
                    .filter(|c| valid != 0 && !out.contains(*c))
                    .copied()
                    .collect::<Vec<_>>()
                {
                    let verdicts = &self.compiled.cells[cells[c].0].verdicts;
                    if verdicts
                        .iter()
                        .any(|l| (lane(&values, *l) ^ lane(&block.values, *l)) & valid != 0)
                    {
                        out.insert(c);
                    }
                }
            }
        }
        out.into_iter().collect()
    }

    fn twin(&mut self, open: &[(Item, Repr)], cells: &[(usize, VerdictSet)]) -> Twin {
        let mut roots: Vec<Lit> = cells
            .iter()
            .flat_map(|(c, _)| self.compiled.cells[*c].verdicts)
            .collect();
        let verdicts = roots.len();
        roots.extend(self.compiled.types.iter().chain(&self.compiled.world));
        let inputs: HashSet<usize> = open.iter().flat_map(|(_, r)| r.inputs()).map(Lit::node).collect();
        let mut copies: HashMap<usize, Lit> = HashMap::new();
        let image = self.compiled.circuit.substitute(&roots, |node, circuit| {
            if inputs.contains(&node) {
                let copy = circuit.input();
                copies.insert(node, copy);
                copy
            } else {
                circuit.literal(node)
            }
        });
        let circuit = &mut self.compiled.circuit;
        let mut same = Vec::new();
        for (_, repr) in open {
            let mut equal = Lit::TRUE;
            for input in repr.inputs() {
                if let Some(copy) = copies.get(&input.node()) {
                    let differ = circuit.xor(circuit.literal(input.node()), *copy);
                    equal = circuit.and(equal, !differ);
                }
            }
            same.push(equal);
        }
        let mut differs = Vec::new();
        for i in 0..cells.len() {
            let pairs: Vec<Lit> = (i * 5..i * 5 + 5).map(|j| circuit.and(roots[j], !image[j])).collect();
            differs.push(circuit.any(pairs));
        }
        let mut solver = Solver::new(circuit, true);
        for lit in roots[verdicts..].iter().chain(&image[verdicts..]) {
            solver.assert(*lit);
        }
        for s in &self.compiled.stated {
            solver.assert(s.kept);
            solver.assert(s.rebuts);
        }
        Twin { solver, same, differs }
    }

    /// Whether two values of an item, each with a world, give a cell different sets of verdicts.
    fn sets_differ(&mut self, repr: &Repr, cell: usize, all: VerdictSet) -> bool {
        let mut seen: Option<VerdictSet> = None;
        for value in repr.values() {
            if !self.possible(&value) {
                continue;
            }
            let set = self.verdicts_where(cell, &value, all);
            if seen.is_some_and(|s| s != set) {
                return true;
            }
            seen = Some(set);
        }
        false
    }

    /// The verdicts of a cell, among `all`, over the worlds that satisfy some literals.
    fn verdicts_where(&mut self, cell: usize, lits: &[Lit], all: VerdictSet) -> VerdictSet {
        let verdicts = self.compiled.cells[cell].verdicts;
        let mut set = 0;
        for (i, verdict) in verdicts.iter().enumerate().filter(|(i, _)| all.0 & (1 << i) != 0) {
            let mut wanted = lits.to_vec();
            wanted.push(*verdict);
            if self.possible(&wanted) {
                set |= 1 << i;
            }
        }
        VerdictSet(set)
    }
}
