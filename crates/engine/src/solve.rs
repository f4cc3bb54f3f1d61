//! The circuit as clauses, and an incremental SAT solver on it (rustsat over batsat, pure Rust).

use crate::circuit::{Circuit, Lit, Node};
use rustsat::solvers::{Solve as _, SolveIncremental as _, SolverResult};
use rustsat::types::{Clause, Lit as SatLit, TernaryVal, Var};
use rustsat_batsat::BasicSolver;
use std::collections::HashSet;

/// A solver that knows the gates of a circuit up to the node last encoded.
#[derive(Debug)]
pub(crate) struct Solver {
    sat: BasicSolver,
    encoded: usize,
    model: Vec<bool>,
    core: HashSet<SatLit>,
}


impl Solver {
    /// A solver over a circuit.
    pub(crate) fn new(circuit: &Circuit) -> Self {
        let mut this = Self { sat: BasicSolver::default(), encoded: 0, model: Vec::new(), core: HashSet::new() };
        this.encode(circuit);
        this
    }

    /// Adds the clauses of gates that are new since the last call.
    pub(crate) fn encode(&mut self, circuit: &Circuit) {
        let nodes = circuit.nodes();
        if nodes.len() == self.encoded {
            return;
        }
        self.sat.reserve(Var::new(nodes.len() as u32)).expect("batsat makes variables without fail");
        for (n, node) in nodes.iter().enumerate().skip(self.encoded) {
            let out = SatLit::new(n as u32, false);
            match node {
                Node::False => self.clause(&[!out]),
                Node::Input => {}
                Node::And(a, b) => {
                    let (a, b) = (sat(*a), sat(*b));
                    self.clause(&[!out, a]);
                    self.clause(&[!out, b]);
                    self.clause(&[out, !a, !b]);
                }
            }
        }
        self.encoded = nodes.len();
    }

    fn clause(&mut self, lits: &[SatLit]) {
        let clause: Clause = lits.iter().copied().collect();
        self.sat.add_clause(clause).expect("batsat takes every clause");
    }

    /// From now on this holds.
    pub(crate) fn assert(&mut self, lit: Lit) {
        self.clause(&[sat(lit)]);
    }

    /// From now on at least one of these holds, wherever `guard` is assumed.
    pub(crate) fn assert_any(&mut self, guard: Lit, lits: impl IntoIterator<Item = Lit>) {
        let clause: Vec<SatLit> = std::iter::once(!sat(guard)).chain(lits.into_iter().map(sat)).collect();
        self.clause(&clause);
    }

    /// Whether some world satisfies all assumptions. The world is kept for [`Self::value`], or a core for [`Self::in_core`].
    pub(crate) fn solve(&mut self, assumptions: impl IntoIterator<Item = Lit>) -> bool {
        let assumptions: Vec<SatLit> = assumptions.into_iter().filter(|l| *l != Lit::TRUE).map(sat).collect();
        match self.sat.solve_assumps(&assumptions) {
            Ok(SolverResult::Sat) => {
                self.model.clear();
                true
            }
            _ => {
                self.core.clear();
                let core = self.sat.core().unwrap_or_default();
                self.core.extend(core.iter().map(|l| l.var()).flat_map(|v| [v.pos_lit(), v.neg_lit()]));
                false
            }
        }
    }

    /// The value of a literal in the world that [`Self::solve`] found.
    pub(crate) fn value(&self, lit: Lit) -> bool {
        match self.model.get(lit.node()) {
            Some(value) => *value != lit.is_neg(),
            None => matches!(self.sat.lit_val(sat(lit)), Ok(TernaryVal::True)),
        }
    }

    /// The values of all nodes in the world that [`Self::solve`] found; they outlast clauses added afterwards.
    pub(crate) fn model(&mut self) -> &[bool] {
        if self.model.is_empty() {
            let value = |n: usize| self.sat.lit_val(SatLit::new(n as u32, false));
            self.model = (0..self.encoded).map(|n| matches!(value(n), Ok(TernaryVal::True))).collect();
        }
        &self.model
    }

    /// Whether an assumption was needed for the last answer "no".
    pub(crate) fn in_core(&self, lit: Lit) -> bool {
        self.core.contains(&sat(lit))
    }
}

fn sat(lit: Lit) -> SatLit {
    SatLit::new(lit.node() as u32, lit.is_neg())
}
