//! Which open items matter to which cells (`docs/semantics.md` §3).

use super::arena::{inputs, tied};
use super::{Exact, VerdictSet};
use crate::circuit::{Circuit, Lit};
use crate::compile::items::Repr;
use crate::evaluate::{lane, lanes};
use crate::situation::Item;
use crate::solve::Solver;
use std::collections::{HashMap, HashSet};

/// A case with what is certain put in: the same worlds, a smaller circuit.
pub(crate) struct Reduced {
    circuit: Circuit,
    /// The literal of each node of the whole circuit that is needed.
    image: Vec<Lit>,
    /// Five a cell.
    verdicts: Vec<Lit>,
    /// What every world satisfies, with the inputs on which it depends.
    constraints: Vec<(Lit, HashSet<usize>)>,
}

impl Reduced {
    /// Those of the cells of which the verdict is another in two worlds that differ in an item alone.
    ///
    /// Only what depends on the item is doubled, and only constraints that have to do with it are kept: the others are satisfiable apart.
    fn changed_by(&mut self, repr: &Repr, mut left: Vec<usize>) -> Vec<usize> {
        let own: HashSet<usize> = repr
            .inputs()
            .into_iter()
            .map(|l| l.through(&self.image))
            .filter(|l| l.constant().is_none())
            .map(Lit::node)
            .collect();
        if own.is_empty() {
            return Vec::new();
        }
        let circuit = &mut self.circuit;
        let mut roots: Vec<Lit> = left
            .iter()
            .flat_map(|c| &self.verdicts[c * 5..c * 5 + 5])
            .copied()
            .collect();
        let verdicts = roots.len();
        roots.extend(self.constraints.iter().map(|(l, _)| l));
        let mut copies = HashMap::new();
        let other = circuit.substitute(&roots, |node, circuit| match own.contains(&node) {
            true => *copies.entry(node).or_insert_with(|| circuit.input()),
            false => circuit.literal(node),
        });
        let mut differs = Vec::new();
        for pair in 0..left.len() {
            let pairs: Vec<Lit> = (pair * 5..pair * 5 + 5)
                .map(|j| circuit.and(roots[j], !other[j]))
                .collect();
            differs.push(circuit.any(pairs));
        }
        let mut reach = inputs(circuit, &differs);
        reach.extend(own.iter().filter(|n| copies.contains_key(n)));
        let kept = tied(&mut reach, self.constraints.iter().map(|(_, inputs)| inputs));
        let mut needed = differs.clone();
        for k in kept {
            needed.extend([roots[verdicts + k], other[verdicts + k]]);
        }
        let (part, image) = circuit.extract(&needed, |_| None);
        let needed: Vec<Lit> = needed.into_iter().map(|l| l.through(&image)).collect();
        let mut solver = Solver::new(&part, true);
        for lit in &needed[differs.len()..] {
            solver.assert(*lit);
        }
        let mut differs: Vec<Lit> = needed[..differs.len()].to_vec();
        let mut changed = Vec::new();
        while !left.is_empty() {
            solver.assert_any(Lit::TRUE, differs.iter().copied());
            if !solver.solve([]) {
                break;
            }
            let seen: Vec<bool> = differs.iter().map(|d| solver.value(*d)).collect();
            let mut at = seen.iter();
            left.retain(|c| {
                let seen = at.next().copied().unwrap_or(false);
                if seen {
                    changed.push(*c);
                }
                !seen
            });
            let mut at = seen.iter();
            differs.retain(|_| !at.next().copied().unwrap_or(false));
        }
        changed
    }
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
            let mut reduced = self.reduced(cells.iter().map(|(c, _)| *c), &self.solver);
            for (i, (_, repr)) in open.iter().enumerate() {
                let left = missing(i, &found);
                if !left.is_empty() {
                    for c in reduced.changed_by(repr, left) {
                        found[c].insert(i);
                    }
                }
            }
        }
        // Items tied to others by constraints can matter although no two worlds differ in them alone.
        for (i, (_, repr)) in open.iter().enumerate() {
            if !reads(&constrained, repr) {
                continue;
            }
            for (c, (cell, all)) in cells.iter().enumerate() {
                if all.single().is_none() && !found[c].contains(&i) && self.sets_differ(repr, *cell, *all, Lit::TRUE) {
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

    /// The verdicts of the cells and the constraints, with everything put in that a solver knows to be certain.
    fn reduced(&self, cells: impl Iterator<Item = usize>, knows: &Solver) -> Reduced {
        let mut roots: Vec<Lit> = cells.flat_map(|c| self.compiled.cells[c].verdicts).collect();
        let verdicts = roots.len();
        roots.extend(self.compiled.types.iter().chain(&self.compiled.world));
        let (circuit, image) = self.compiled.circuit.extract(&roots, |n| knows.known(n));
        let roots: Vec<Lit> = roots.into_iter().map(|l| l.through(&image)).collect();
        let mut constraints: Vec<(Lit, HashSet<usize>)> = Vec::new();
        for lit in &roots[verdicts..] {
            if *lit != Lit::TRUE {
                constraints.push((*lit, inputs(&circuit, &[*lit])));
            }
        }
        Reduced {
            verdicts: roots[..verdicts].to_vec(),
            constraints,
            circuit,
            image,
        }
    }

    /// The same under the profile.
    pub(crate) fn reduced_to_profile(&self, cells: &[usize]) -> Reduced {
        let mut knows = Solver::new(&self.compiled.circuit, true);
        let stated = self.compiled.stated.iter().flat_map(|s| [s.kept, s.rebuts]);
        let constraints = self.compiled.types.iter().chain(&self.compiled.world).copied();
        for lit in constraints.chain(stated).chain([self.profile]) {
            knows.assert(lit);
        }
        knows.solve([]);
        self.reduced(cells.iter().copied(), &knows)
    }

    /// To which of the cells an item matters under the profile.
    pub(crate) fn matters_under_profile(&mut self, reduced: &mut Reduced, repr: &Repr, cells: &[usize]) -> Vec<usize> {
        let mut found: HashSet<usize> = reduced
            .changed_by(repr, (0..cells.len()).collect())
            .into_iter()
            .collect();
        let constrained = self.world_support();
        if repr.inputs().iter().any(|l| constrained[l.node()]) {
            for (c, cell) in cells.iter().enumerate() {
                let all = self.verdicts(*cell, self.profile);
                if !found.contains(&c) && self.sets_differ(repr, *cell, all, self.profile) {
                    found.insert(c);
                }
            }
        }
        (0..cells.len())
            .filter(|c| found.contains(c))
            .map(|c| cells[c])
            .collect()
    }

    /// Whether two values of an item, each with a world that satisfies `guard`, give a cell different sets of verdicts.
    fn sets_differ(&mut self, repr: &Repr, cell: usize, all: VerdictSet, guard: Lit) -> bool {
        let mut seen: Option<VerdictSet> = None;
        for mut value in repr.values() {
            value.push(guard);
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
