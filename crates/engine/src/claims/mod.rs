//! Claims: what must hold in every possible case, proved or refuted (`docs/semantics.md` §7).
//!
//! Generic states are alike: every atom about one is free, and the rulebook names none. So a claim about every destination is decided
//! at the first, one about any other state at the second, and one about a pair at the pairs that can be told apart.

mod change;
mod nearest;
mod parts;

use crate::circuit::Lit;
use crate::compile::frame::{Frame, first};
use crate::compile::{Compiled, LawKey, compile};
use crate::situation::Item;
use crate::solve::Solver;
use crate::witness::Witness;
use change::Changing;
use safeconduct_rulebook::model::*;

/// A claim and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The claim.
    pub claim: ClaimId,
    /// How many states were considered besides the detaining power.
    pub states: u32,
    /// The nearest case against it; `None`: proved.
    pub counterexample: Option<Counterexample>,
}

/// A case against a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// The case: nothing that it names can be left out, and whatever else is found, it refutes the claim.
    pub witness: Witness,
    /// The verdict on its cell, for a differential claim the one before the change; none for a claim that a condition holds.
    pub verdict: Option<Verdict>,
    /// For a differential claim the change, and the verdict after it.
    pub after: Option<(Changed, Verdict)>,
}

/// What a change puts in place of what the case says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// A finding, wish, order or relation.
    Item(Item, Val),
    /// A position on a contested question.
    Reading(QuestionId, u32),
    /// Whether a state is bound.
    Law(LawKey, bool),
}

/// Decides every claim of a rulebook for so many states besides the detaining power.
pub fn prove(rulebook: &Rulebook, states: u32) -> Vec<Proof> {
    let mut prover = Prover::new(rulebook, states);
    (0..rulebook.claims.len())
        .map(|c| prover.decide(ClaimId(c as u32)))
        .collect()
}

/// Decides claims one by one.
#[derive(Debug)]
pub struct Prover<'r> {
    compiled: Compiled<'r>,
}

/// A cell of a claim (none for a claim about no act), its `when`, and its conclusion.
type OnCell = (Option<usize>, Lit, Lit);

/// What a refutation would look like.
struct Attempt {
    /// True in a world (pair) that refutes the claim.
    bad: Lit,
    /// The cells on which it could be refuted.
    on: Vec<On>,
    /// The thing changed.
    change: Option<Changing>,
}

/// A cell on which a claim could be refuted.
struct On {
    cell: Option<usize>,
    /// The part of [`Attempt::bad`] that is about it.
    bad: Lit,
    /// What the first world must show besides the verdict: `when`, and for a claim that a condition holds, that it does not.
    shows: Lit,
    /// Its verdicts in the first world, in the order of [`Verdict::ALL`]; none for a claim that a condition holds.
    before: Option<[Lit; 5]>,
    /// Its verdicts after the change.
    after: Option<[Lit; 5]>,
}

impl<'r> Prover<'r> {
    /// For so many states besides the detaining power.
    pub fn new(rulebook: &'r Rulebook, states: u32) -> Self {
        Self {
            compiled: compile(rulebook, Frame::Generic { states }),
        }
    }

    /// Proves a claim, or finds the nearest case against it.
    pub fn decide(&mut self, claim: ClaimId) -> Proof {
        let rulebook = self.compiled.rulebook;
        let states = self.compiled.states;
        let found = self.refute(claim);
        let fewer = || (1..states).find_map(|n| Self::new(rulebook, n).refute(claim));
        Proof {
            claim,
            states,
            counterexample: found.map(|found| fewer().unwrap_or(found)),
        }
    }

    /// A case against a claim, with these states.
    fn refute(&mut self, claim: ClaimId) -> Option<Counterexample> {
        let attempts = self.attempts(claim);
        let found = attempts.iter().find(|a| self.possible(a.bad))?;
        self.nearest(found)
    }

    fn attempts(&mut self, id: ClaimId) -> Vec<Attempt> {
        let claim = &self.compiled.rulebook.claims[id.ix()];
        let cells: Vec<OnCell> = self.compiled.claims[id.ix()]
            .iter()
            .filter(|(cell, ..)| cell.is_none_or(|c| first(self.compiled.cells[c].destination)))
            .copied()
            .collect();
        match &claim.says {
            ClaimSays::Never(verdicts) => vec![self.plain(&cells, verdicts)],
            ClaimSays::Always(verdicts) => {
                let others: Vec<Verdict> = Verdict::ALL.into_iter().filter(|v| !verdicts.contains(v)).collect();
                vec![self.plain(&cells, &others)]
            }
            ClaimSays::Then(_) => {
                let circuit = &mut self.compiled.circuit;
                let on = cells.iter().map(|(cell, when, then)| {
                    let shows = circuit.and(*when, !*then);
                    On {
                        cell: *cell,
                        bad: shows,
                        shows,
                        before: None,
                        after: None,
                    }
                });
                let on = on.collect();
                vec![self.attempt(on, None)]
            }
            ClaimSays::NeverTurns { change, from, into } => self.changes(&cells, change, from, into),
        }
    }

    /// A claim that no cell has one of these verdicts.
    fn plain(&mut self, cells: &[OnCell], wrong: &[Verdict]) -> Attempt {
        let mut on = Vec::new();
        for (cell, when, _) in cells {
            let Some(c) = cell else { continue };
            let before = self.compiled.cells[*c].verdicts;
            let among = self.among(&before, wrong);
            on.push(On {
                cell: *cell,
                bad: self.compiled.circuit.and(*when, among),
                shows: *when,
                before: Some(before),
                after: None,
            });
        }
        self.attempt(on, None)
    }

    fn among(&mut self, lits: &[Lit; 5], verdicts: &[Verdict]) -> Lit {
        let chosen = Verdict::ALL.iter().zip(lits).filter(|(v, _)| verdicts.contains(v));
        let chosen: Vec<Lit> = chosen.map(|(_, l)| *l).collect();
        self.compiled.circuit.any(chosen)
    }

    fn attempt(&mut self, on: Vec<On>, change: Option<Changing>) -> Attempt {
        let circuit = &mut self.compiled.circuit;
        let some = circuit.any(on.iter().map(|on| on.bad));
        let world = self.compiled.world.iter().copied();
        let bad = circuit.all(world.chain([some]));
        Attempt { bad, on, change }
    }

    /// Whether a literal can hold, asked of a solver that knows only what it depends on.
    fn possible(&self, lit: Lit) -> bool {
        let roots: Vec<Lit> = self.compiled.types.iter().copied().chain([lit]).collect();
        let (part, image) = self.compiled.circuit.extract(&roots, |_| None);
        let mut solver = Solver::new(&part, true);
        for root in roots {
            solver.assert(root.through(&image));
        }
        solver.solve([])
    }
}
