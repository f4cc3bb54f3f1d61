//! Claims: what must hold in every possible case, proved or refuted (`docs/semantics.md` §7).
//!
//! Generic states are alike: every atom about one is free, and the rulebook names none. So a claim about every destination is decided
//! at the first, one about any other state at the second, and one about a pair at the pairs that can be told apart.

mod change;
mod describe;

use crate::circuit::Lit;
use crate::compile::frame::Frame;
use crate::compile::{Compiled, compile};
use crate::solve::Solver;
use safeconduct_rulebook::model::*;

/// A claim and what came of it.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The claim.
    pub claim: ClaimId,
    /// How many states were considered besides the detaining power.
    pub states: u32,
    /// The nearest case against it; `None`: proved.
    pub counterexample: Option<Counterexample>,
}

/// A case against a claim: only what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counterexample {
    /// The act and destination: `ship to A`; none for a claim about no act.
    pub act: Option<String>,
    /// The verdict (for a differential claim, before the change).
    pub verdict: Option<Verdict>,
    /// What is changed, and the verdict after.
    pub after: Option<(String, Verdict)>,
    /// Facts and values, as in a case file; states are called A, B, C.
    pub facts: Vec<(String, String)>,
    /// Roles and their states.
    pub roles: Vec<(String, String)>,
    /// Positions on questions.
    pub readings: Vec<(String, String)>,
    /// Law: `detaining bound by …`: yes or no.
    pub law: Vec<(String, String)>,
}

/// Decides every claim of a rulebook for so many states besides the detaining power.
pub fn prove(rulebook: &Rulebook, states: u32) -> Vec<Proof> {
    let compiled = compile(rulebook, Frame::Generic { states });
    let mut prover = Prover {
        solver: Solver::new(&compiled.circuit, true),
        compiled,
    };
    (0..rulebook.claims.len())
        .map(|c| prover.decide(ClaimId(c as u32), states))
        .collect()
}

struct Prover<'r> {
    compiled: Compiled<'r>,
    solver: Solver,
}

/// A cell of a claim (none for a claim about no act), its `when`, and its conclusion.
type OnCell = (Option<usize>, Lit, Lit);

/// What a refutation would look like.
struct Attempt {
    /// True in a world (pair) that refutes the claim.
    bad: Lit,
    /// The cells, each with the part of `bad` that is about it.
    cells: Vec<(Option<usize>, Lit)>,
    /// The item changed, the values after, in the order of [`Verdict::ALL`] for each cell.
    after: Option<(String, Vec<[Lit; 5]>)>,
}

impl Prover<'_> {
    fn decide(&mut self, id: ClaimId, states: u32) -> Proof {
        let claim = &self.compiled.rulebook.claims[id.ix()];
        let cells: Vec<OnCell> = self.compiled.claims[id.ix()]
            .iter()
            .filter(|(cell, ..)| cell.is_none_or(|c| self.compiled.cells[c].destination.is_none_or(|d| d == 0)))
            .copied()
            .collect();
        let attempts = match &claim.says {
            ClaimSays::Never(verdicts) => vec![self.plain(&cells, verdicts, true)],
            ClaimSays::Always(verdicts) => vec![self.plain(&cells, verdicts, false)],
            ClaimSays::Then(_) => {
                let circuit = &mut self.compiled.circuit;
                let parts: Vec<(Option<usize>, Lit)> = cells
                    .iter()
                    .map(|(cell, when, then)| (*cell, circuit.and(*when, !*then)))
                    .collect();
                vec![self.attempt(parts, None)]
            }
            ClaimSays::NeverTurns { change, from, into } => self.changes(&cells, change, from, into),
        };
        let counterexample = attempts.iter().find_map(|a| self.refute(a));
        Proof {
            claim: id,
            states,
            counterexample,
        }
    }

    fn plain(&mut self, cells: &[OnCell], verdicts: &[Verdict], never: bool) -> Attempt {
        let mut parts = Vec::new();
        for (cell, when, _) in cells {
            let Some(c) = cell else { continue };
            let among = self.among(&self.compiled.cells[*c].verdicts.clone(), verdicts);
            let wrong = if never { among } else { !among };
            parts.push((*cell, self.compiled.circuit.and(*when, wrong)));
        }
        self.attempt(parts, None)
    }

    pub(super) fn among(&mut self, lits: &[Lit; 5], verdicts: &[Verdict]) -> Lit {
        let chosen: Vec<Lit> = Verdict::ALL
            .iter()
            .zip(lits)
            .filter(|(v, _)| verdicts.contains(v))
            .map(|(_, l)| *l)
            .collect();
        self.compiled.circuit.any(chosen)
    }

    pub(super) fn attempt(
        &mut self,
        cells: Vec<(Option<usize>, Lit)>,
        after: Option<(String, Vec<[Lit; 5]>)>,
    ) -> Attempt {
        let some = self
            .compiled
            .circuit
            .any(cells.iter().map(|(_, l)| *l).collect::<Vec<_>>());
        let mut parts = self.compiled.world.clone();
        parts.push(some);
        let bad = self.compiled.circuit.all(parts);
        Attempt { bad, cells, after }
    }
}
