//! Which findings a verdict can do without: the search (`docs/semantics.md` §12).
//!
//! A set of findings *breaks* a verdict if, where they fall and the others stand, some world of the profile has another. More fallen findings leave more
//! worlds, so every set that contains a breaking one breaks. The smallest breaking sets are the smallest that hit every ground (Reiter 1987).

use crate::circuit::{Circuit, Lit, Node};
use crate::compile::items::Repr;
use crate::exact::Exact;
use crate::exact::hitting::{Clause, Hitting};
use crate::solve::Solver;
use std::collections::HashMap;

/// After so many rounds a search is given up, and said to be.
const PATIENCE: usize = 2000;

/// So many smallest sets are listed.
const LISTED: usize = 5;

/// The worlds of the profile in which each statement may be kept or have fallen.
pub(super) struct Falls {
    circuit: Circuit,
    /// Types, constraints, the profile, that every body has recorded something.
    world: Vec<Lit>,
    /// "The statement stands", in the order of the statements.
    kept: Vec<Lit>,
    /// "The item has the stated value."
    value: Vec<Lit>,
    /// For each statement the inputs of its item, and what they are where it has the stated value.
    fixed: Vec<HashMap<usize, Lit>>,
    /// The five verdicts.
    verdicts: [Lit; 5],
    /// The verdict is another.
    other: Lit,
    solver: Solver,
    /// For each statement whether it is known to occur in a smallest ground or breaking set.
    needed: Vec<bool>,
}

/// How many findings may fall.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Smallest {
    /// The smallest breaking sets, at most [`LISTED`]; none where nothing breaks the verdict.
    pub(super) sets: Vec<Vec<usize>>,
    /// There are more of that size.
    pub(super) more: bool,
    /// The search was given up.
    pub(super) given_up: bool,
}

impl Falls {
    /// The question whether a cell keeps the verdict with this number.
    pub(super) fn new(exact: &Exact<'_>, cell: usize, verdict: usize) -> Self {
        let compiled = &exact.compiled;
        let whole = &compiled.circuit;
        let rebuts = compiled.stated.iter().map(|s| s.rebuts);
        let held: Vec<Lit> = (compiled.types.iter().chain(&compiled.world).copied())
            .chain(rebuts)
            .chain([exact.profile])
            .collect();
        let mut knows = Solver::new(whole, true);
        held.iter().for_each(|lit| knows.assert(*lit));
        knows.solve([]);
        let wanted: Vec<Lit> = (held.iter().copied())
            .chain(compiled.stated.iter().flat_map(|s| [s.kept, s.value]))
            .chain(compiled.cells[cell].verdicts)
            .collect();
        let (circuit, image) = whole.extract(&wanted, |n| knows.known(n));
        let here = |lit: Lit| lit.through(&image);
        let world: Vec<Lit> = held.into_iter().map(here).filter(|l| *l != Lit::TRUE).collect();
        let verdicts = compiled.cells[cell].verdicts.map(here);
        let mut falls = Self {
            world,
            kept: compiled.stated.iter().map(|s| here(s.kept)).collect(),
            value: compiled.stated.iter().map(|s| here(s.value)).collect(),
            fixed: (compiled.stated.iter())
                .map(|s| {
                    let inputs = fixed(whole, &compiled.items[&s.item], s.value);
                    // An input that is certain has its value already.
                    let open = inputs.into_iter().map(|(input, value)| (here(input), value));
                    let node = |(input, value): (Lit, bool)| (input.node(), Lit::from(value != input.is_neg()));
                    open.filter(|(input, _)| input.constant().is_none()).map(node).collect()
                })
                .collect(),
            verdicts,
            other: !verdicts[verdict],
            solver: Solver::new(&circuit, true),
            needed: vec![false; compiled.stated.len()],
            circuit,
        };
        falls.solver = falls.fresh();
        falls
    }

    fn fresh(&self) -> Solver {
        let mut solver = Solver::new(&self.circuit, true);
        self.world.iter().for_each(|lit| solver.assert(*lit));
        solver
    }

    /// How many statements there are.
    fn count(&self) -> usize {
        self.kept.len()
    }

    fn solve(&mut self, fallen: &[usize], also: &[Lit]) -> bool {
        let kept = (0..self.count()).filter(|s| !fallen.contains(s));
        let assumed: Vec<Lit> = kept.map(|s| self.kept[s]).chain(also.iter().copied()).collect();
        self.solver.solve(assumed)
    }

    /// Whether the verdict can be another once these have fallen.
    pub(super) fn breaks(&mut self, fallen: &[usize]) -> bool {
        self.solve(fallen, &[self.other])
    }

    /// The verdicts possible where one finding is wrong and all others are right: bit i is the verdict with that number.
    pub(super) fn if_wrong(&mut self, statement: usize) -> u8 {
        let wrong = !self.value[statement];
        let mut set = 0;
        for (i, verdict) in self.verdicts.into_iter().enumerate() {
            if self.solve(&[statement], &[wrong, verdict]) {
                set |= 1 << i;
            }
        }
        set
    }

    /// A ground from which nothing can be left out, without the fallen; `None` if they break the verdict.
    fn ground_without(&mut self, fallen: &[usize]) -> Option<Vec<usize>> {
        if self.breaks(fallen) {
            return None;
        }
        let mut ground = self.core((0..self.count()).filter(|s| !fallen.contains(s)));
        let mut i = 0;
        while i < ground.len() {
            let rest: Vec<usize> = ground.iter().copied().filter(|s| *s != ground[i]).collect();
            let assumed: Vec<Lit> = rest.iter().map(|s| self.kept[*s]).chain([self.other]).collect();
            if self.solver.solve(assumed) {
                i += 1;
            } else {
                ground = self.core(rest.into_iter());
            }
        }
        self.need(&ground);
        Some(ground)
    }

    /// Those of the statements that were needed for the last answer "no".
    fn core(&self, of: impl Iterator<Item = usize>) -> Vec<usize> {
        of.filter(|s| self.kept[*s].constant().is_none() && self.solver.in_core(self.kept[*s]))
            .collect()
    }

    fn need(&mut self, statements: &[usize]) {
        statements.iter().for_each(|s| self.needed[*s] = true);
    }

    /// The smallest breaking sets, in lexicographic order.
    pub(super) fn smallest(&mut self) -> Smallest {
        let groups = |statement: usize| statement;
        let mut hitting = Hitting::new(&groups);
        let mut found = Smallest::default();
        for _ in 0..PATIENCE {
            let next = if found.sets.len() == LISTED {
                hitting.any()
            } else {
                hitting.first()
            };
            let Some(set) = next else {
                if !found.sets.is_empty() || hitting.size() >= hitting.choices() {
                    return found;
                }
                hitting.grow();
                continue;
            };
            match self.ground_without(&set) {
                // Nothing has to be found for it: nothing that falls can break it.
                Some(ground) if ground.is_empty() => return found,
                Some(ground) => hitting.add(Clause {
                    with: ground,
                    without: Vec::new(),
                }),
                None if found.sets.len() == LISTED => {
                    found.more = true;
                    return found;
                }
                None => {
                    self.need(&set);
                    hitting.add(Clause {
                        with: Vec::new(),
                        without: set.clone(),
                    });
                    found.sets.push(set);
                }
            }
        }
        found.given_up = true;
        found
    }

    /// The statements that occur in some ground from which nothing can be left out, and whether that is known of all.
    ///
    /// The same occur in some breaking set from which nothing can be left out. For each that is not known to, such a set is looked for; sets found
    /// that do without it are excluded, until there is one with it or none at all.
    pub(super) fn needed(&mut self) -> (Vec<usize>, bool) {
        let mut seek = self.fresh();
        let mut left = PATIENCE;
        let mut complete = true;
        for statement in 0..self.count() {
            if self.needed[statement] || self.kept[statement].constant().is_some() {
                continue;
            }
            let turns = self.turns_on(statement);
            seek.encode(&self.circuit);
            while !self.needed[statement] && seek.solve([turns, !self.kept[statement]]) {
                if left == 0 {
                    complete = false;
                    break;
                }
                left -= 1;
                let mut fallen: Vec<usize> = (0..self.count()).filter(|s| !seek.value(self.kept[*s])).collect();
                // The statement in question last: it stays if the set does not break without it.
                let order: Vec<usize> = (fallen.iter().copied().filter(|s| *s != statement))
                    .chain([statement])
                    .collect();
                for s in order {
                    let rest: Vec<usize> = fallen.iter().copied().filter(|f| *f != s).collect();
                    if self.breaks(&rest) {
                        fallen = rest;
                    }
                }
                self.need(&fallen);
                seek.assert_any(Lit::TRUE, fallen.iter().map(|s| self.kept[*s]).collect::<Vec<_>>());
            }
        }
        let needed = (0..self.count()).filter(|s| self.needed[*s]).collect();
        (needed, complete)
    }

    /// The verdict is another, and is not, or there is no such world, where this statement alone is right after all.
    fn turns_on(&mut self, statement: usize) -> Lit {
        let fixed = &self.fixed[statement];
        let roots: Vec<Lit> = self.world.iter().copied().chain([self.other]).collect();
        let right = (self.circuit).substitute(&roots, |node, circuit| {
            fixed.get(&node).copied().unwrap_or_else(|| circuit.literal(node))
        });
        let still = self.circuit.all(right);
        self.circuit.and(self.other, !still)
    }
}

/// The inputs of an item and their values where it has the stated value.
fn fixed(circuit: &Circuit, repr: &Repr, value: Lit) -> Vec<(Lit, bool)> {
    match repr {
        Repr::OneOf(lits) if lits.len() > 2 => lits.iter().map(|l| (*l, *l == value)).collect(),
        _ => conjuncts(circuit, value),
    }
}

/// The inputs that a conjunction of inputs fixes.
fn conjuncts(circuit: &Circuit, lit: Lit) -> Vec<(Lit, bool)> {
    match circuit.nodes()[lit.node()] {
        Node::Input => vec![(circuit.literal(lit.node()), !lit.is_neg())],
        Node::And(a, b) if !lit.is_neg() => {
            let mut both = conjuncts(circuit, a);
            both.extend(conjuncts(circuit, b));
            both
        }
        _ => Vec::new(),
    }
}
