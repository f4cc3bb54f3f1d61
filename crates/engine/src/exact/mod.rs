//! Exact answers by incremental SAT: what is possible, what is certain, what matters, what suffices.

pub(crate) mod arena;
mod bound;
pub(crate) mod hitting;
mod matters;
mod now;
mod order;
pub(crate) mod pool;
mod problems;
mod readings;
mod sets;

pub use now::{Now, Protective, Today};
pub use problems::{Finding, FindingSets};
pub use readings::{Axis, Group};
pub use sets::{Literal, Sets};

use crate::circuit::{Circuit, Lit, Node};
use crate::compile::{Compiled, LawKey};
use crate::situation::{Item, Situation};
use crate::solve::Solver;
use arena::Arena;
use pool::Pool;
use safeconduct_rulebook::model::Verdict;
use std::collections::HashMap;

/// A set of verdicts: bit i is [`Verdict::ALL`]`[i]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VerdictSet(pub u8);

impl VerdictSet {
    /// These verdicts.
    pub fn of(verdicts: &[Verdict]) -> Self {
        let bits = Verdict::ALL.iter().enumerate();
        Self(bits.filter(|(_, v)| verdicts.contains(v)).map(|(i, _)| 1 << i).sum())
    }

    /// The verdicts in it.
    pub fn iter(self) -> impl Iterator<Item = Verdict> {
        Verdict::ALL
            .into_iter()
            .enumerate()
            .filter(move |(i, _)| self.0 & (1 << i) != 0)
            .map(|(_, v)| v)
    }

    /// The only member.
    pub fn single(self) -> Option<Verdict> {
        if self.0.count_ones() == 1 {
            self.iter().next()
        } else {
            None
        }
    }

    /// Whether it contains a verdict.
    pub fn has(self, verdict: Verdict) -> bool {
        self.iter().any(|v| v == verdict)
    }

    /// Whether all members are among these.
    pub fn within(self, verdicts: &[Verdict]) -> bool {
        self.iter().all(|v| verdicts.contains(&v))
    }
}

/// In how many open worlds something holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Modal {
    /// In every one.
    Always,
    /// In some, not all.
    Sometimes,
    /// In none.
    Never,
}

/// Statements that cannot be true together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// The items, a smallest set by leaving out.
    pub items: Vec<Item>,
    /// Whether it is one only under the profile.
    pub under_profile: bool,
}

/// A compiled case and its solvers.
#[derive(Debug)]
pub struct Exact<'r> {
    /// The compiled rulebook. Its circuit grows with the questions asked.
    pub compiled: Compiled<'r>,
    /// "The questions stand as in the profile."
    pub profile: Lit,
    /// Knows the statements.
    solver: Solver,
    /// Known worlds that keep every statement.
    pool: Pool,
    /// For questions about sets of findings, made when first asked.
    arenas: [Option<Arena>; 4],
    /// The open law entries by code of the state, then instrument.
    law_order: Vec<LawKey>,
    /// Items whose statement stands for a presumption (see [`crate::changes`]): another finding may replace it.
    pub(crate) presumed: Vec<Item>,
    /// Items of which no finding is offered in a set.
    pub(crate) withheld: Vec<Item>,
    modal: HashMap<Lit, Modal>,
    /// By literal of the arena.
    grounds: HashMap<Lit, Vec<usize>>,
    /// By kind of question and literal of its arena.
    sets: HashMap<(usize, usize, Lit, Vec<Item>), FindingSets>,
    /// Whether no world remains when every statement is dropped, so that a ground may need any.
    needs_all: Option<bool>,
}

impl<'r> Exact<'r> {
    /// Prepares a compiled case.
    ///
    /// # Errors
    /// The statements of the case contradict each other.
    pub fn new(mut compiled: Compiled<'r>, case: &Situation) -> Result<Self, Contradiction> {
        let rulebook = compiled.rulebook;
        let mut positions = rulebook.profiles[case.profile.ix()].choices.clone();
        for (question, position) in &case.readings {
            positions[question.ix()] = *position;
        }
        let lits: Vec<Lit> = compiled
            .questions
            .iter()
            .zip(&positions)
            .map(|(lits, p)| lits[*p as usize])
            .collect();
        let profile = compiled.circuit.all(lits);
        let mut solver = Solver::new(&compiled.circuit, true);
        let mut free = Solver::new(&compiled.circuit, false);
        for lit in compiled.types.iter().chain(&compiled.world) {
            solver.assert(*lit);
            free.assert(*lit);
        }
        let kept: Vec<Lit> = compiled.stated.iter().flat_map(|s| [s.kept, s.rebuts]).collect();
        for guard in [Lit::TRUE, profile] {
            if !free.solve(kept.iter().copied().chain([guard])) {
                return Err(contradiction(&compiled, &mut free, guard));
            }
        }
        for lit in kept {
            solver.assert(lit);
        }
        // Solving draws what follows at once from what was asserted.
        solver.solve([profile]);
        let inputs = (0..compiled.circuit.nodes().len()).filter(|n| compiled.circuit.nodes()[*n] == Node::Input);
        let certain = inputs.filter_map(|n| Some((n, solver.known(n)?))).collect();
        let mut pool = Pool::random(&compiled, &certain, 6);
        pool.add(&compiled.circuit, solver.model());
        let mut law_order: Vec<LawKey> = compiled.open_law.keys().copied().collect();
        law_order.sort_by_key(|k| (crate::compile::state_of(case, k.place).code.clone(), k.instrument));
        Ok(Self {
            compiled,
            profile,
            solver,
            pool,
            arenas: [None, None, None, None],
            presumed: Vec::new(),
            withheld: Vec::new(),
            law_order,
            modal: HashMap::new(),
            grounds: HashMap::new(),
            sets: HashMap::new(),
            needs_all: None,
        })
    }

    /// Brings solvers and pool up to date with a circuit that has grown.
    fn sync(&mut self) {
        self.solver.encode(&self.compiled.circuit);
        self.pool.extend(&self.compiled.circuit);
    }

    /// Whether some world of the case satisfies all.
    pub fn possible(&mut self, lits: &[Lit]) -> bool {
        if lits.contains(&Lit::FALSE) {
            return false;
        }
        if self.pool.any(lits) {
            return true;
        }
        let found = self.solver.solve(lits.iter().copied());
        if found {
            self.pool.add(&self.compiled.circuit, self.solver.model());
        }
        found
    }

    /// The verdicts of a cell over all worlds that satisfy `guard`.
    pub fn verdicts(&mut self, cell: usize, guard: Lit) -> VerdictSet {
        let lits = self.compiled.cells[cell].verdicts;
        let mut set = 0u8;
        for (i, lit) in lits.iter().enumerate() {
            if *lit != Lit::FALSE && self.pool.any(&[guard, *lit]) {
                set |= 1 << i;
            }
        }
        self.verdicts_besides(cell, set, &[guard])
    }

    /// The verdicts known, and those that the solver finds besides in worlds that satisfy `guards`.
    fn verdicts_besides(&mut self, cell: usize, known: u8, guards: &[Lit]) -> VerdictSet {
        let lits = self.compiled.cells[cell].verdicts;
        let mut set = known;
        loop {
            let missing: Vec<Lit> = lits
                .iter()
                .enumerate()
                .filter(|(i, _)| set & (1 << i) != 0)
                .map(|(_, l)| !*l)
                .collect();
            if !self.solver.solve(missing.into_iter().chain(guards.iter().copied())) {
                return VerdictSet(set);
            }
            self.pool.add(&self.compiled.circuit, self.solver.model());
            for (i, lit) in lits.iter().enumerate() {
                if self.solver.value(*lit) {
                    set |= 1 << i;
                }
            }
        }
    }

    /// In how many worlds of the profile something holds.
    pub fn modal(&mut self, lit: Lit) -> Modal {
        match lit.constant() {
            Some(true) => return Modal::Always,
            Some(false) => return Modal::Never,
            None => {}
        }
        if let Some(modal) = self.modal.get(&lit) {
            return *modal;
        }
        self.sync();
        let modal = if !self.possible(&[self.profile, lit]) {
            Modal::Never
        } else if self.possible(&[self.profile, !lit]) {
            Modal::Sometimes
        } else {
            Modal::Always
        };
        self.modal.insert(lit, modal);
        modal
    }

    /// The stated value's index of an item, if it is stated.
    pub fn stated(&self, item: Item) -> Option<usize> {
        self.compiled.stated.iter().position(|s| s.item == item)
    }

    /// The cells that a case asks about: acts without a destination, and those toward a state asked about.
    pub fn asked(&self, case: &Situation) -> impl Iterator<Item = usize> {
        let cells = self.compiled.cells.iter().enumerate();
        cells
            .filter(|(_, c)| c.destination.is_none_or(|d| case.asked.contains(&d)))
            .map(|(i, _)| i)
    }

    /// The open law entries in their order.
    pub fn open_law(&self) -> impl Iterator<Item = (LawKey, Lit)> {
        self.law_order.iter().map(|k| (*k, self.compiled.open_law[k]))
    }
}

/// The inputs that a conjunction of inputs fixes; empty where `lit` is anything else.
pub(crate) fn justified_inputs(circuit: &Circuit, lit: Lit) -> Vec<Lit> {
    match circuit.nodes()[lit.node()] {
        Node::Input => vec![lit],
        Node::And(a, b) if !lit.is_neg() => {
            let mut out = justified_inputs(circuit, a);
            out.extend(justified_inputs(circuit, b));
            out
        }
        _ => Vec::new(),
    }
}

/// A smallest set of statements, by leaving out, that cannot be true together under `guard`.
fn contradiction(compiled: &Compiled<'_>, free: &mut Solver, guard: Lit) -> Contradiction {
    let holds = |s: &usize| [compiled.stated[*s].kept, compiled.stated[*s].rebuts];
    let mut core: Vec<usize> = (0..compiled.stated.len())
        .filter(|i| holds(i).iter().any(|l| free.in_core(*l)))
        .collect();
    let mut i = 0;
    while i < core.len() {
        let without = core
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .flat_map(|(_, s)| holds(s));
        let dropped = core.get(i).into_iter().flat_map(holds).map(|l| !l);
        if free.solve(without.chain(dropped).chain([guard])) {
            i += 1;
        } else {
            core.remove(i);
        }
    }
    Contradiction {
        items: core.into_iter().map(|s| compiled.stated[s].item).collect(),
        under_profile: guard != Lit::TRUE,
    }
}
