//! A case under its profile with some statements put in for good: a smaller circuit in which the same worlds are possible. Questions about sets of
//! findings are put to it.

use super::Exact;
use super::pool::Pool;
use crate::circuit::{Circuit, Lit, Node};
use crate::solve::Solver;
use std::collections::HashSet;

/// The circuit with what is certain put in, a solver that knows its constraints, and worlds known in it.
#[derive(Debug)]
pub(crate) struct Arena {
    pub(crate) circuit: Circuit,
    pub(crate) solver: Solver,
    pub(crate) pool: Pool,
    /// What every world satisfies, but for statements on which no presumption bears and for types.
    pub(crate) world: Vec<Lit>,
    /// The literal of each node of the whole circuit.
    image: Vec<Lit>,
    /// The inputs that a constraint or a type ties together.
    ties: Vec<HashSet<usize>>,
}

impl Arena {
    /// The literal here of a literal of the whole circuit, which may have grown since.
    pub(crate) fn lit(&mut self, whole: &Circuit, lit: Lit) -> Lit {
        for node in self.image.len()..=lit.node() {
            let image = match whole.nodes()[node] {
                Node::False => Lit::FALSE,
                Node::Input => self.circuit.input(),
                Node::And(a, b) => {
                    let (a, b) = (self.follow(a), self.follow(b));
                    self.circuit.and(a, b)
                }
            };
            self.image.push(image);
        }
        self.follow(lit)
    }

    /// The literal of each node of the whole circuit.
    pub(crate) fn image(&self) -> &[Lit] {
        &self.image
    }

    fn follow(&self, lit: Lit) -> Lit {
        lit.through(&self.image)
    }

    /// Solver and worlds know the gates made since.
    pub(crate) fn sync(&mut self) {
        self.solver.encode(&self.circuit);
        self.pool.extend(&self.circuit);
    }

    /// The inputs that can have to do with a literal: those on which it depends, and those that constraints tie to them.
    pub(crate) fn reach(&self, lit: Lit) -> HashSet<usize> {
        let mut reach = inputs(&self.circuit, &[lit]);
        tied(&mut reach, self.ties.iter());
        reach
    }
}

impl Exact<'_> {
    /// The arena in which these hold besides the profile.
    pub(crate) fn arena(&self, held: &[Lit], decide_gates: bool) -> Arena {
        let whole = &self.compiled.circuit;
        let types = self.compiled.types.iter().copied();
        let constraints = types.chain(self.compiled.world.iter().copied());
        let mut knows = Solver::new(whole, true);
        for lit in constraints.clone().chain(held.iter().copied()).chain([self.profile]) {
            knows.assert(lit);
        }
        knows.solve([]);
        let roots: Vec<Lit> = (0..whole.nodes().len()).map(|n| whole.literal(n)).collect();
        let (circuit, image) = whole.extract(&roots, |n| knows.known(n));
        let mut arena = Arena {
            solver: Solver::new(&circuit, decide_gates),
            pool: self.pool.image(whole, self.profile, &circuit, &image),
            circuit,
            world: Vec::new(),
            image,
            ties: Vec::new(),
        };
        for lit in constraints.chain(held.iter().copied()).chain([self.profile]) {
            let here = arena.follow(lit);
            arena.solver.assert(here);
            if here == Lit::TRUE {
                continue;
            }
            arena.ties.push(inputs(&arena.circuit, &[here]));
        }
        for lit in &self.compiled.world {
            if !self.compiled.statement_constraints.contains(lit) && arena.follow(*lit) != Lit::TRUE {
                arena.world.push(arena.follow(*lit));
            }
        }
        arena
    }
}

/// Adds to some inputs all that are tied to them, however far; which ties that took.
pub(crate) fn tied<'t>(reach: &mut HashSet<usize>, ties: impl Iterator<Item = &'t HashSet<usize>>) -> Vec<usize> {
    let mut left: Vec<(usize, &HashSet<usize>)> = ties.enumerate().collect();
    let mut taken = Vec::new();
    loop {
        let before = taken.len();
        left.retain(|(k, tie)| {
            let apart = tie.is_disjoint(reach);
            if !apart {
                reach.extend(*tie);
                taken.push(*k);
            }
            apart
        });
        if taken.len() == before {
            return taken;
        }
    }
}

/// The inputs on which literals depend.
pub(crate) fn inputs(circuit: &Circuit, lits: &[Lit]) -> HashSet<usize> {
    let cone = circuit.cone(lits).into_iter();
    cone.filter(|n| circuit.nodes()[*n] == Node::Input).collect()
}
