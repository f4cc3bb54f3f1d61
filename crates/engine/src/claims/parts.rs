//! What a case can say, one thing at a time, and what holds where it is silent.

use super::Prover;
use super::change::Subject;
use crate::circuit::Lit;
use crate::compile::items::Repr;
use crate::law::{Status, status};
use crate::witness;

/// One thing that a case can say.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What it is, where a change can be about it.
    pub(super) subject: Option<Subject>,
    /// The values that can be said, each as what it says; what cannot be said has none.
    pub(super) values: Vec<Vec<Lit>>,
    /// What holds in every world of a case that says nothing of it.
    pub(super) silent: Lit,
}

impl Prover<'_> {
    /// Everything that a case can say, the least telling first.
    pub(super) fn parts(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        let open = |subject, values, silent| Part {
            subject,
            values,
            silent,
        };
        let complete = self.compiled.complete;
        parts.push(open(None, vec![vec![complete]], !complete));
        for (.., lit) in &self.compiled.limits {
            parts.push(open(None, vec![vec![*lit]], !*lit));
        }
        let rulebook = self.compiled.rulebook;
        for (key, lit) in &self.compiled.open_law {
            // A state of which the rulebook knows nothing.
            let bound = status(rulebook, "", key.instrument, witness::DAY);
            let silent = if bound == Status::NotBound { !*lit } else { Lit::TRUE };
            parts.push(open(Some(Subject::Law(*key)), vec![vec![*lit], vec![!*lit]], silent));
        }
        let profile = rulebook.default_profile().map(|p| &rulebook.profiles[p.ix()]);
        for (q, lits) in self.compiled.questions.iter().enumerate() {
            let taken = profile.and_then(|p| lits.get(*p.choices.get(q)? as usize));
            parts.push(open(
                Some(Subject::Question(safeconduct_rulebook::model::QuestionId(q as u32))),
                lits.iter().map(|l| vec![*l]).collect(),
                taken.copied().unwrap_or(Lit::TRUE),
            ));
        }
        let circuit = &mut self.compiled.circuit;
        for (item, repr) in self.compiled.items.iter().rev() {
            // Presumptions bind where the case is silent.
            let about = self.compiled.presumptions.iter().filter(|p| p.item == *item);
            let presumed: Vec<Lit> = about.map(|p| circuit.implies(p.holds, p.value)).collect();
            let values = match repr {
                Repr::Below(bounds) if bounds.is_empty() => continue,
                repr => repr.values(),
            };
            parts.push(open(Some(Subject::Item(*item)), values, circuit.all(presumed)));
        }
        for (r, role) in rulebook.roles.iter().enumerate() {
            let lits = self.compiled.roles[r].clone();
            // The role from which this one is taken; nobody's if there is none.
            let given = role.default.map(|d| self.compiled.roles[d.ix()].clone());
            let same = lits.iter().enumerate().map(|(s, l)| match &given {
                Some(given) => !circuit.xor(*l, given[s]),
                None => !*l,
            });
            let same: Vec<Lit> = same.collect();
            parts.push(open(None, lits.iter().map(|l| vec![*l]).collect(), circuit.all(same)));
        }
        parts
    }
}
