//! The generic cases of a rulebook, and whether something holds in one.

use super::Readings;
use crate::circuit::{Lit, Node};
use crate::compile::Compiled;
use crate::evaluate::holds;
use crate::exact::pool::Pool;
use crate::solve::Solver;
use crate::witness::Witness;
use safeconduct_rulebook::model::*;
use std::collections::HashMap;

/// Generic cases, with every part of the rulebook there.
pub(super) struct Worlds<'r> {
    pub(super) compiled: Compiled<'r>,
    pub(super) pool: Pool,
    /// The inputs that say that a part is there.
    pub(super) there: HashMap<usize, bool>,
}

impl<'r> Worlds<'r> {
    pub(super) fn new(compiled: Compiled<'r>) -> Self {
        let there: HashMap<usize, bool> = compiled.parts.there.values().map(|l| (l.node(), true)).collect();
        let pool = Pool::random(&compiled, &there, 6);
        Self { compiled, pool, there }
    }

    /// What every world satisfies.
    pub(super) fn always(&self) -> Vec<Lit> {
        self.compiled
            .types
            .iter()
            .chain(&self.compiled.world)
            .copied()
            .collect()
    }

    /// Any of these, which may be new.
    pub(super) fn any(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        let lit = self.compiled.circuit.any(lits);
        self.pool.extend(&self.compiled.circuit);
        lit
    }

    /// All of these, which may be new.
    pub(super) fn all(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        let lit = self.compiled.circuit.all(lits);
        self.pool.extend(&self.compiled.circuit);
        lit
    }

    /// Whether some case satisfies all.
    pub(super) fn possible(&mut self, lits: &[Lit]) -> bool {
        !lits.contains(&Lit::FALSE) && (self.pool.any(lits) || self.solve(lits).is_some())
    }

    /// A case that satisfies all: the value of every node. It is known from now on.
    fn solve(&mut self, lits: &[Lit]) -> Option<Vec<bool>> {
        let roots: Vec<Lit> = self.always().into_iter().chain(lits.iter().copied()).collect();
        let circuit = &self.compiled.circuit;
        let (part, image) = circuit.extract(&roots, |n| self.there.get(&n).copied());
        if roots.iter().any(|l| l.through(&image) == Lit::FALSE) {
            return None;
        }
        let mut solver = Solver::new(&part, true);
        for root in roots {
            solver.assert(root.through(&image));
        }
        if !solver.solve([]) {
            return None;
        }
        let inputs = |n: usize| match self.there.get(&n) {
            Some(there) => *there,
            None => image[n] != Lit::FALSE && solver.value(image[n]),
        };
        let model = self.evaluate(inputs);
        self.pool.add(&self.compiled.circuit, &model);
        Some(model)
    }

    /// The value of every node where the inputs have these.
    pub(super) fn evaluate(&self, input: impl Fn(usize) -> bool) -> Vec<bool> {
        let mut values: Vec<bool> = Vec::with_capacity(self.compiled.circuit.nodes().len());
        for (n, node) in self.compiled.circuit.nodes().iter().enumerate() {
            let value = match node {
                Node::False => false,
                Node::Input => input(n),
                Node::And(a, b) => holds(&values, *a) && holds(&values, *b),
            };
            values.push(value);
        }
        values
    }

    /// A case in which this holds, cut down to what it rests on.
    pub(super) fn witness(&mut self, bad: Lit, cell: Option<(ActId, Option<u32>)>) -> Option<Witness> {
        let model = self.solve(&[bad])?;
        let rests = self.compiled.circuit.rests_on(bad, &model);
        let value = |l: Lit| holds(&model, l);
        let mut witness = Witness::read(&self.compiled, value, |l| rests[l.node()]);
        witness.cell = cell;
        Some(witness)
    }

    /// For each question of which not every position is possible where this holds: those that are.
    pub(super) fn readings(&mut self, bad: Lit) -> Readings {
        let questions = self.compiled.questions.clone();
        let mut out = Vec::new();
        for (q, lits) in questions.iter().enumerate() {
            let open: Vec<u32> = (0..lits.len())
                .filter(|p| self.possible(&[bad, lits[*p]]))
                .map(|p| p as u32)
                .collect();
            if open.len() < lits.len() {
                out.push((QuestionId(q as u32), open));
            }
        }
        out
    }
}
