//! A case under its profile with some statements put in for good: a smaller circuit in which the same worlds are possible. Questions about sets of
//! findings are put to it.

use super::Exact;
use super::pool::Pool;
use crate::circuit::{Circuit, Lit, Node};
use crate::solve::Solver;

/// The circuit with what is certain put in, a solver that knows its constraints, and worlds known in it.
#[derive(Debug)]
pub(crate) struct Arena {
    pub(crate) circuit: Circuit,
    pub(crate) solver: Solver,
    decide_gates: bool,
    pub(crate) pool: Pool,
    /// What every world satisfies, but for statements on which no presumption bears and for types.
    pub(crate) world: Vec<Lit>,
    /// The literal of each node of the whole circuit.
    image: Vec<Lit>,
    /// What a constraint or a type ties together.
    ties: Ties,
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
    pub(crate) fn reach(&self, lit: Lit) -> Vec<bool> {
        self.ties.close(inputs(&self.circuit, &[lit])).0
    }

    /// What a literal can have to do with, as an arena of its own, and the literal there of each node here. Constraints on anything else are satisfiable
    /// apart. `named` are literals that are needed there too.
    pub(crate) fn part(&self, lit: Lit, named: impl Iterator<Item = Lit>) -> (Self, Vec<Lit>) {
        let (_, constraints) = self.ties.close(inputs(&self.circuit, &[lit]));
        let mut roots = constraints.clone();
        roots.push(lit);
        roots.extend(named);
        let (circuit, image) = self.circuit.extract(&roots, |_| None);
        let mut part = Self {
            solver: Solver::new(&circuit, self.decide_gates),
            decide_gates: self.decide_gates,
            pool: self.pool.image(&self.circuit, Lit::TRUE, &circuit, &image),
            circuit,
            world: Vec::new(),
            image: Vec::new(),
            ties: Ties::default(),
        };
        for constraint in constraints {
            let there = constraint.through(&image);
            part.solver.assert(there);
            if self.world.contains(&constraint) {
                part.world.push(there);
            }
        }
        (part, image)
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
            decide_gates,
            pool: self.pool.image(whole, self.profile, &circuit, &image),
            circuit,
            world: Vec::new(),
            image,
            ties: Ties::default(),
        };
        let mut ties = Vec::new();
        for lit in constraints.chain(held.iter().copied()).chain([self.profile]) {
            let here = arena.follow(lit);
            arena.solver.assert(here);
            if here != Lit::TRUE {
                ties.push(here);
            }
        }
        arena.ties = Ties::new(&arena.circuit, ties);
        for lit in &self.compiled.world {
            if !self.compiled.statement_constraints.contains(lit) && arena.follow(*lit) != Lit::TRUE {
                arena.world.push(arena.follow(*lit));
            }
        }
        arena
    }
}

/// Constraints, and which inputs they tie together, however far: inputs of different components are satisfiable apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ties {
    /// The component of each node that is an input on which a constraint depends.
    component: Vec<Option<usize>>,
    /// Each constraint, with its component.
    constraints: Vec<(Lit, usize)>,
}

impl Ties {
    pub(crate) fn new(circuit: &Circuit, constraints: Vec<Lit>) -> Self {
        let mut component: Vec<Option<usize>> = vec![None; circuit.nodes().len()];
        // Components are numbered as they come, and lead to the one that they were joined to.
        let mut joined: Vec<usize> = Vec::new();
        let find = |joined: &[usize], mut c: usize| {
            while joined[c] != c {
                c = joined[c];
            }
            c
        };
        let mut of = Vec::new();
        for lit in &constraints {
            let own = joined.len();
            joined.push(own);
            for node in inputs(circuit, &[*lit]) {
                match component[node] {
                    Some(c) => {
                        let other = find(&joined, c);
                        joined[other] = own;
                    }
                    None => component[node] = Some(own),
                }
            }
            of.push(own);
        }
        for c in component.iter_mut().flatten() {
            *c = find(&joined, *c);
        }
        Self {
            component,
            constraints: constraints
                .into_iter()
                .zip(of.into_iter().map(|c| find(&joined, c)))
                .collect(),
        }
    }

    /// Some inputs and all that are tied to them, by node, and the constraints that do so.
    pub(crate) fn close(&self, some: Vec<usize>) -> (Vec<bool>, Vec<Lit>) {
        let of = |node: usize| self.component.get(node).copied().flatten();
        let mut touched = vec![false; self.constraints.len()];
        let size = some.iter().max().map_or(0, |n| n + 1).max(self.component.len());
        let mut reach = vec![false; size];
        for node in some {
            reach[node] = true;
            if let Some(c) = of(node) {
                touched[c] = true;
            }
        }
        for (node, component) in self.component.iter().enumerate() {
            reach[node] |= component.is_some_and(|c| touched[c]);
        }
        let constraints = self.constraints.iter().filter(|(_, c)| touched[*c]);
        (reach, constraints.map(|(lit, _)| *lit).collect())
    }
}

/// The inputs on which literals depend.
pub(crate) fn inputs(circuit: &Circuit, lits: &[Lit]) -> Vec<usize> {
    let cone = circuit.cone(lits).into_iter();
    cone.filter(|n| circuit.nodes()[*n] == Node::Input).collect()
}
