//! The circuit as clauses, and an incremental SAT solver on it (batsat, pure Rust).

use crate::circuit::{Circuit, Lit, Node};
use crate::proof::{Event, Log, log};
use batsat::{Callbacks, ClauseKind, Lit as SatLit, Solver as Sat, SolverInterface as _, SolverOpts, Var, lbool};

/// Writes what the solver learns into a log, where there is one. Variables have the numbers of their nodes.
#[derive(Default)]
struct Watch(Option<Log>);

impl Callbacks for Watch {
    fn on_new_clause(&mut self, clause: &[SatLit], kind: ClauseKind) {
        if let (Some(log), ClauseKind::Learnt) = (&self.0, kind) {
            log.borrow_mut()
                .push(Event::Learnt(clause.iter().map(|l| lit_of(*l)).collect()));
        }
    }
}

fn lit_of(lit: SatLit) -> Lit {
    Lit::of(lit.var().idx() as usize, !lit.sign())
}

/// A solver that knows the gates of a circuit up to the node last encoded.
pub(crate) struct Solver {
    sat: Sat<Watch>,
    log: Option<Log>,
    vars: Vec<Var>,
    model: Vec<bool>,
    /// Gates follow from inputs. Deciding inputs alone finds worlds faster; deciding gates too refutes faster.
    decide_gates: bool,
}

impl std::fmt::Debug for Solver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Solver")
            .field("variables", &self.vars.len())
            .finish_non_exhaustive()
    }
}

impl Solver {
    /// A solver over a circuit.
    pub(crate) fn new(circuit: &Circuit, decide_gates: bool) -> Self {
        let mut this = Self::empty(decide_gates);
        this.encode(circuit);
        this
    }

    /// A solver that knows some gates of a circuit, by node: those on which they depend are among them. What its worlds say of others means nothing.
    pub(crate) fn of_part(circuit: &Circuit, inside: impl Fn(usize) -> bool) -> Self {
        let mut this = Self::empty(true);
        this.encode_part(circuit, inside);
        this
    }

    fn empty(decide_gates: bool) -> Self {
        let log = log();
        Self {
            sat: Sat::new(SolverOpts::default(), Watch(log.clone())),
            log,
            vars: Vec::new(),
            model: Vec::new(),
            decide_gates,
        }
    }

    /// Adds the clauses of gates that are new since the last call.
    pub(crate) fn encode(&mut self, circuit: &Circuit) {
        self.encode_part(circuit, |_| true);
    }

    fn encode_part(&mut self, circuit: &Circuit, inside: impl Fn(usize) -> bool) {
        let nodes = circuit.nodes();
        let told = self.vars.len().min(nodes.len());
        self.note(|| Event::Nodes(nodes[told..].to_vec()));
        for (n, node) in nodes.iter().enumerate().skip(self.vars.len()) {
            let var = self
                .sat
                .new_var(lbool::UNDEF, inside(n) && (self.decide_gates || *node == Node::Input));
            self.vars.push(var);
            if !inside(n) {
                continue;
            }
            let out = SatLit::new(self.vars[n], true);
            match node {
                Node::False => self.clause(&[!out]),
                Node::Input => {}
                Node::And(a, b) => {
                    let (a, b) = (self.sat_lit(*a), self.sat_lit(*b));
                    self.clause(&[!out, a]);
                    self.clause(&[!out, b]);
                    self.clause(&[out, !a, !b]);
                }
            }
        }
    }

    fn note(&self, event: impl FnOnce() -> Event) {
        if let Some(log) = &self.log {
            log.borrow_mut().push(event());
        }
    }

    fn clause(&mut self, lits: &[SatLit]) {
        self.sat.add_clause_reuse(&mut lits.to_vec());
    }

    fn sat_lit(&self, lit: Lit) -> SatLit {
        SatLit::new(self.vars[lit.node()], !lit.is_neg())
    }

    /// From now on this holds.
    pub(crate) fn assert(&mut self, lit: Lit) {
        self.note(|| Event::Given(vec![lit]));
        self.clause(&[self.sat_lit(lit)]);
    }

    /// From now on at least one of these holds, wherever `guard` is assumed.
    pub(crate) fn assert_any(&mut self, guard: Lit, lits: impl IntoIterator<Item = Lit>) {
        let clause: Vec<Lit> = std::iter::once(!guard).chain(lits).collect();
        self.note(|| Event::Given(clause.clone()));
        let clause: Vec<SatLit> = clause.into_iter().map(|l| self.sat_lit(l)).collect();
        self.clause(&clause);
    }

    /// Whether some world satisfies all assumptions. The world is kept for [`Self::value`], or a core for [`Self::in_core`].
    pub(crate) fn solve(&mut self, assumptions: impl IntoIterator<Item = Lit>) -> bool {
        let assumed: Vec<Lit> = assumptions.into_iter().filter(|l| *l != Lit::TRUE).collect();
        let assumptions: Vec<SatLit> = assumed.iter().map(|l| self.sat_lit(*l)).collect();
        self.model.clear();
        let possible = self.sat.solve_limited(&assumptions) == lbool::TRUE;
        if self.log.is_some() && possible {
            let model = self.model().to_vec();
            self.note(|| Event::Possible(assumed, model));
        } else if self.log.is_some() {
            let core = assumed.iter().copied().filter(|l| self.in_core(*l)).collect();
            self.note(|| Event::Impossible(assumed.clone(), core));
        }
        possible
    }

    /// The value of a literal in the world that [`Self::solve`] found.
    pub(crate) fn value(&self, lit: Lit) -> bool {
        match self.model.get(lit.node()) {
            Some(value) => *value != lit.is_neg(),
            None => self.sat.value_lit(self.sat_lit(lit)) == lbool::TRUE,
        }
    }

    /// The values of all nodes in the world that [`Self::solve`] found; they outlast clauses added afterwards.
    pub(crate) fn model(&mut self) -> &[bool] {
        if self.model.is_empty() {
            let values = self.sat.get_model();
            self.model = (0..self.vars.len())
                .map(|n| values.get(n).is_some_and(|v| *v == lbool::TRUE))
                .collect();
        }
        &self.model
    }

    /// The value that a node has in every world, if unit propagation of what was asserted shows it.
    pub(crate) fn known(&self, node: usize) -> Option<bool> {
        let var = self.vars.get(node)?;
        match self.sat.value_lvl_0(SatLit::new(*var, true)) {
            v if v == lbool::TRUE => Some(true),
            v if v == lbool::FALSE => Some(false),
            _ => None,
        }
    }

    /// Whether an assumption was needed for the last answer "no".
    pub(crate) fn in_core(&self, lit: Lit) -> bool {
        self.sat.unsat_core_contains_var(self.vars[lit.node()])
    }
}
