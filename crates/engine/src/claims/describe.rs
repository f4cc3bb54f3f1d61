//! Refuting a claim, and saying what the case against it rests on.

use super::{Attempt, Counterexample, Prover};
use crate::circuit::{Lit, Node};
use crate::compile::Compiled;
use crate::compile::frame::Place;
use crate::compile::items::Repr;
use crate::law::LimitKind;
use crate::situation::{Item, What};
use crate::solve::Solver;
use safeconduct_rulebook::model::*;

impl Prover<'_> {
    pub(super) fn refute(&mut self, attempt: &Attempt) -> Option<Counterexample> {
        if !self.possible(attempt.bad) {
            return None;
        }
        self.solver.encode(&self.compiled.circuit);
        let types = self.compiled.types.clone();
        if !self.solver.solve(types.into_iter().chain([attempt.bad])) {
            return None;
        }
        let index = attempt.cells.iter().position(|(_, l)| self.solver.value(*l))?;
        let (cell, part) = attempt.cells[index];
        let reads = self.reads(part);
        let verdict_of = |lits: &[Lit; 5]| {
            Verdict::ALL
                .into_iter()
                .zip(lits)
                .find(|(_, l)| self.solver.value(**l))
                .map(|(v, _)| v)
        };
        let verdict = cell.and_then(|c| verdict_of(&self.compiled.cells[c].verdicts));
        let after = attempt
            .after
            .as_ref()
            .and_then(|(name, lits)| verdict_of(&lits[index]).map(|v| (name.clone(), v)));
        Some(self.describe(cell, verdict, after, &reads))
    }

    /// Whether a literal can hold, asked of a solver that knows only what it depends on.
    fn possible(&self, lit: Lit) -> bool {
        let roots: Vec<Lit> = self.compiled.types.iter().copied().chain([lit]).collect();
        let (part, image) = self.compiled.circuit.extract(&roots, |_| None);
        let mut solver = Solver::new(&part, true);
        for root in roots {
            solver.assert(root.through(&image));
        }
        lit != Lit::FALSE && solver.solve([])
    }

    /// The inputs on which a literal rests in the model found.
    fn reads(&mut self, root: Lit) -> Vec<bool> {
        let model = self.solver.model();
        let circuit = &self.compiled.circuit;
        let mut needed = vec![false; circuit.nodes().len()];
        needed[root.node()] = true;
        for n in (0..=root.node()).rev() {
            if let (true, Node::And(a, b)) = (needed[n], circuit.nodes()[n]) {
                let fails = |l: Lit| model[l.node()] == l.is_neg();
                if model[n] {
                    needed[a.node()] = true;
                    needed[b.node()] = true;
                } else if fails(a) && (needed[a.node()] || !fails(b) || a.node() < b.node()) {
                    needed[a.node()] = true;
                } else {
                    needed[b.node()] = true;
                }
            }
        }
        needed
    }

    fn describe(
        &self,
        cell: Option<usize>,
        verdict: Option<Verdict>,
        after: Option<(String, Verdict)>,
        reads: &[bool],
    ) -> Counterexample {
        let rb = self.compiled.rulebook;
        let read = |l: &Lit| reads[l.node()];
        let facts = self
            .compiled
            .items
            .iter()
            .filter(|(_, repr)| repr.inputs().iter().any(read))
            .map(|(item, repr)| (item_name(&self.compiled, *item), self.value(*item, repr)))
            .collect();
        let roles = self.compiled.roles.iter().enumerate().flat_map(|(r, lits)| {
            let has = lits.iter().position(|l| self.solver.value(*l));
            let named = lits.iter().any(read);
            named.then(|| {
                (
                    rb.roles[r].id.clone(),
                    has.map_or("nobody".to_owned(), |s| letter(s as u32)),
                )
            })
        });
        let readings = self
            .compiled
            .questions
            .iter()
            .enumerate()
            .filter(|(_, lits)| lits.iter().any(read))
            .filter_map(|(q, lits)| {
                let position = lits.iter().position(|l| self.solver.value(*l))?;
                Some((
                    rb.questions[q].id.clone(),
                    rb.questions[q].positions[position].id.clone(),
                ))
            });
        let yes = |l: Lit| if self.solver.value(l) { "yes" } else { "no" }.to_owned();
        let who = |place: Place| match place {
            Place::Detaining => "detaining".to_owned(),
            Place::Listed(s) => letter(s),
        };
        let mut law: Vec<(String, String)> = self
            .compiled
            .open_law
            .iter()
            .filter(|(_, l)| read(l))
            .map(|(k, l)| {
                (
                    format!("{} bound by {}", who(k.place), rb.instruments[k.instrument.ix()].id),
                    yes(*l),
                )
            })
            .collect();
        law.extend(
            self.compiled
                .limits
                .iter()
                .filter(|(.., l)| read(l))
                .map(|(k, article, kind, l)| {
                    let verb = match kind {
                        LimitKind::Reservation => "has reserved",
                        LimitKind::Derogation => "derogates from",
                    };
                    (
                        format!(
                            "{} {verb} {}.{article}",
                            who(k.place),
                            rb.instruments[k.instrument.ix()].id
                        ),
                        yes(*l),
                    )
                }),
        );
        Counterexample {
            act: cell.map(|c| {
                let cell = &self.compiled.cells[c];
                let act = &rb.acts[cell.act.ix()].id;
                cell.destination
                    .map_or_else(|| act.clone(), |d| format!("{act} to {}", letter(d)))
            }),
            verdict,
            after,
            facts,
            roles: roles.collect(),
            readings: readings.collect(),
            law,
        }
    }

    fn value(&self, item: Item, repr: &Repr) -> String {
        match repr {
            Repr::Bool(l) => match (item.what, self.solver.value(*l)) {
                (What::Relation(_), true) => "found",
                (What::Relation(_), false) => "dispelled",
                (What::Fact(_), true) => "yes",
                (What::Fact(_), false) => "no",
            }
            .to_owned(),
            Repr::OneOf(lits) => {
                let value = lits.iter().position(|l| self.solver.value(*l)).unwrap_or(0);
                match item.what {
                    What::Fact(f) => match &self.compiled.rulebook.facts[f.ix()].kind {
                        Type::OneOf(values) => values[value].id.clone(),
                        _ => value.to_string(),
                    },
                    What::Relation(_) => value.to_string(),
                }
            }
            Repr::Below(bounds) => match bounds.iter().find(|(_, l)| self.solver.value(*l)) {
                Some((t, _)) => format!("below {t:?}"),
                None => "beyond every threshold".to_owned(),
            },
        }
    }
}

fn letter(state: u32) -> String {
    char::from_u32('A' as u32 + state).unwrap_or('?').to_string()
}

pub(super) fn item_name(compiled: &Compiled<'_>, item: Item) -> String {
    let rb = compiled.rulebook;
    let states: Vec<String> = [item.state, item.other].into_iter().flatten().map(letter).collect();
    match item.what {
        What::Relation(r) => format!("{}.{}", rb.relations[r.ix()].table, states.join(".")),
        What::Fact(f) => {
            let id = &rb.facts[f.ix()].id;
            match (rb.facts[f.ix()].per, item.act, id.split_once('.')) {
                (Per::Act, Some(act), _) => [id.clone(), rb.acts[act.ix()].id.clone()]
                    .into_iter()
                    .chain(states)
                    .collect::<Vec<_>>()
                    .join("."),
                (Per::Destination, _, Some((head, tail))) => format!("{head}.{}.{tail}", states.join(".")),
                _ => id.clone(),
            }
        }
    }
}
