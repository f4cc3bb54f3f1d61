//! The protective layer: what holds today (`docs/semantics.md` §4).

use super::{Exact, Modal, VerdictSet};
use crate::circuit::Lit;
use crate::fault::Fault;
use crate::situation::{Item, Situation};
use safeconduct_rulebook::model::{ActId, Val, Verdict};

/// What may be done today: a verdict, or not yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Now {
    /// This verdict.
    Verdict(Verdict),
    /// Something must come first: a step, or a finding.
    NotYet,
}

impl Now {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verdict(v) => v.word(),
            Self::NotYet => "not_yet",
        }
    }
}

/// The protective worlds: a guard to assume, and the values that were taken.
#[derive(Clone, Debug)]
pub struct Protective {
    guard: Lit,
    /// The items and the values that protect.
    pub taken: Vec<(Item, Val)>,
}

/// An act and destination asked about: the verdict under the profile (`None`: open), and what may be done today. The answer without its reasons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Today {
    /// The act.
    pub act: ActId,
    /// The destination: an index into the states of the case.
    pub destination: Option<u32>,
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// What may be done today.
    pub now: Now,
}

impl Exact<'_> {
    /// The verdict on every act and destination asked about, without reasons.
    pub fn today(&mut self, case: &Situation) -> Vec<Today> {
        let protective = self.protect(None);
        let asked: Vec<usize> = self.asked(case).collect();
        let profile = self.profile;
        let of = |this: &mut Self, cell: usize| {
            let p = this.verdicts(cell, profile);
            let now = this.now(cell, p, &protective);
            let it = &this.compiled.cells[cell];
            Today {
                act: it.act,
                destination: it.destination,
                verdict: p.single(),
                now,
            }
        };
        asked.into_iter().map(|cell| of(self, cell)).collect()
    }

    /// Goes through the protective clauses in order and keeps those that a world of the profile still satisfies.
    pub(crate) fn protect(&mut self, fault: Option<Fault>) -> Protective {
        let guard = self.compiled.circuit.input();
        self.sync();
        let clauses = if fault == Some(Fault::ProtectiveIgnored) {
            Vec::new()
        } else {
            self.compiled.protective.clone()
        };
        self.solver.solve([guard, self.profile]);
        self.solver.model();
        let mut kept = Vec::new();
        for p in clauses {
            if !self.solver.value(p.clause) {
                if !self.solver.solve([guard, self.profile, p.clause]) {
                    // The last model satisfies everything kept so far; it is needed for the next clause.
                    self.solver.solve([guard, self.profile]);
                    self.solver.model();
                    continue;
                }
                self.solver.model();
            }
            // Adding a clause to the solver does not invalidate the model kept in `self.solver`.
            self.solver.assert_any(guard, [p.clause]);
            kept.push(p);
        }
        self.pool.add(&self.compiled.circuit, self.solver.model());
        let mut taken = Vec::new();
        for p in kept {
            if p.is != Lit::TRUE && !self.solver.solve([guard, self.profile, !p.is]) {
                taken.push((p.item, p.value));
            }
        }
        Protective { guard, taken }
    }

    /// The verdicts of a cell at the protective values.
    pub(crate) fn protected_verdicts(&mut self, cell: usize, protective: &Protective) -> VerdictSet {
        self.verdicts_besides(cell, 0, &[protective.guard, self.profile])
    }

    /// Whether a step of the cell is required in some open world and not done.
    pub(crate) fn steps_outstanding(&mut self, cell: usize) -> bool {
        let cell = &self.compiled.cells[cell];
        let lits: Vec<Lit> = cell
            .steps
            .iter()
            .filter(|(.., done)| !done)
            .map(|(n, ..)| cell.norms[*n].stands)
            .collect();
        lits.into_iter().any(|l| self.modal(l) != Modal::Never)
    }

    /// What holds today for a cell whose set over the profile is `p`.
    pub(crate) fn now(&mut self, cell: usize, p: VerdictSet, protective: &Protective) -> Now {
        let outstanding = self.steps_outstanding(cell);
        let act = self.compiled.cells[cell].act;
        let open = self.compiled.cells[cell].open;
        if self.compiled.rulebook.acts[act.ix()].irreversible {
            if !p.has(Verdict::Required) && !p.has(Verdict::Permitted) {
                if let Some(verdict) = p.single() {
                    return Now::Verdict(verdict);
                }
                if self.modal(open) == Modal::Never {
                    return Now::Verdict(Verdict::Unavailable);
                }
                let q = self.protected_verdicts(cell, protective);
                return Now::Verdict(q.single().unwrap_or(Verdict::Prohibited));
            }
            if outstanding || !p.within(&[Verdict::Required, Verdict::Permitted]) {
                return Now::NotYet;
            }
            return Now::Verdict(
                p.single()
                    .filter(|v| *v == Verdict::Required)
                    .unwrap_or(Verdict::Permitted),
            );
        }
        if p.single() == Some(Verdict::Required) {
            return if outstanding {
                Now::NotYet
            } else {
                Now::Verdict(Verdict::Required)
            };
        }
        let q = self.protected_verdicts(cell, protective);
        let required = 1 << 0;
        let permitted = 1 << 1;
        let q = if q.0 & required != 0 {
            VerdictSet((q.0 & !required) | permitted)
        } else {
            q
        };
        match q.single() {
            Some(Verdict::Permitted) if outstanding => Now::NotYet,
            Some(verdict) => Now::Verdict(verdict),
            None => Now::NotYet,
        }
    }
}
