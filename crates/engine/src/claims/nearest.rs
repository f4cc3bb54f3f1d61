//! The nearest case against a claim: as little is said in it as can be, and it refutes the claim whatever else is found.
//!
//! A case says some of the parts and is silent on the others; what holds where it is silent (presumptions, positions of the default profile, no
//! reservations) holds in the file as well. So what is certain here is certain when the file is answered.

use super::change::{Changing, Subject};
use super::parts::Part;
use super::{Attempt, Changed, Counterexample, On, Prover};
use crate::circuit::{Circuit, Lit};
use crate::compile::items::Repr;
use crate::evaluate::holds;
use crate::solve::Solver;
use crate::witness::{Witness, value_of};
use safeconduct_rulebook::model::Verdict;

/// Looks for what has to be said. All its literals are those of the circuit of the part that matters.
struct Search {
    circuit: Circuit,
    solver: Solver,
    /// The values of each part that can be said, and what holds in silence, in the first world and in the second.
    parts: Vec<Said>,
    /// That the first world is one.
    world: Lit,
}

struct Said {
    values: Vec<Vec<Lit>>,
    silent: Lit,
    silent_after: Lit,
    /// The change is about it.
    changed: bool,
}

/// The second world, and what is said in it in place of what is changed.
struct After {
    world: Lit,
    says: Vec<Lit>,
}

impl Prover<'_> {
    /// The nearest case of an attempt that is possible.
    pub(super) fn nearest(&mut self, attempt: &Attempt) -> Option<Counterexample> {
        let parts = self.parts();
        let silent: Vec<Lit> = parts.iter().map(|p| p.silent).collect();
        let after = match &attempt.change {
            Some(change) => {
                let circuit = &mut self.compiled.circuit;
                circuit.substitute(&silent, |node, c| {
                    change.map.get(&node).copied().unwrap_or(c.literal(node))
                })
            }
            None => silent.clone(),
        };
        let world = self.compiled.world.clone();
        let world = self.compiled.circuit.all(world);
        let (mut search, image) = self.search(attempt, &parts, (&silent, &after), world);
        let there = |lit: Lit| lit.through(&image);

        // A world (pair) against the claim, in which silence is right as often as can be.
        let model = search.likely(there(attempt.bad))?;
        let holds = |lit: Lit| holds(&model, there(lit));
        let on = attempt.on.iter().find(|on| holds(on.bad))?;
        let verdict = |lits: &[Lit; 5]| Verdict::ALL.into_iter().zip(*lits).find(|(_, l)| holds(*l));
        let before = on.before.as_ref().and_then(verdict);
        let becomes = on.after.as_ref().and_then(verdict);

        // What is to be shown in each world, and the parts that are said.
        let first: Vec<Lit> = before.iter().map(|(_, l)| there(*l)).chain([there(on.shows)]).collect();
        let first = search.circuit.all(first);
        let second = becomes.map(|(_, l)| there(l));
        let change = attempt.change.as_ref();
        let changes = change.map(|change| After {
            world: there(change.world),
            says: inputs_as(&change.other, holds).into_iter().map(there).collect(),
        });
        let said = search.shrink(&model, first, changes.as_ref().zip(second));

        let rulebook = self.compiled.rulebook;
        let mut wanted = vec![false; self.compiled.circuit.nodes().len()];
        for (part, _) in parts.iter().zip(&said).filter(|(_, said)| **said) {
            part.values.iter().flatten().for_each(|l| wanted[l.node()] = true);
        }
        let cell = on.cell.map(|c| &self.compiled.cells[c]);
        let witness = Witness {
            cell: cell.map(|c| (c.act, c.destination)),
            ..Witness::read(&self.compiled, holds, |l| wanted[l.node()])
        };
        let changed = change.and_then(|change| {
            let other = &change.other;
            Some(match change.subject {
                Subject::Item(item) => Changed::Item(item, value_of(rulebook, item, other, witness.as_of, holds)?),
                Subject::Question(question) => Changed::Reading(question, other.chosen(holds)?),
                Subject::Law(key) => Changed::Law(key, other.chosen(holds)? == 0),
            })
        });
        Some(Counterexample {
            witness,
            verdict: before.map(|(v, _)| v),
            after: changed.zip(becomes.map(|(v, _)| v)),
        })
    }

    /// The part of the circuit that matters to an attempt, and the literals there of those here.
    fn search(
        &self,
        attempt: &Attempt,
        parts: &[Part],
        (silent, after): (&[Lit], &[Lit]),
        world: Lit,
    ) -> (Search, Vec<Lit>) {
        let on = |on: &On| {
            let verdicts = on.before.iter().chain(&on.after).flatten().copied();
            verdicts.chain([on.bad, on.shows]).collect::<Vec<Lit>>()
        };
        let change = |c: &Changing| c.other.inputs().into_iter().chain([c.world]).collect::<Vec<Lit>>();
        let mut roots: Vec<Lit> = self.compiled.types.clone();
        roots.extend([attempt.bad, world]);
        roots.extend(attempt.on.iter().flat_map(on));
        roots.extend(attempt.change.iter().flat_map(change));
        roots.extend(parts.iter().flat_map(|p| p.values.iter().flatten()));
        roots.extend(silent.iter().chain(after));
        let (circuit, image) = self.compiled.circuit.extract(&roots, |_| None);
        let mut solver = Solver::new(&circuit, true);
        for lit in &self.compiled.types {
            solver.assert(lit.through(&image));
        }
        let there = |lits: &Vec<Lit>| lits.iter().map(|l| l.through(&image)).collect();
        let subject = attempt.change.as_ref().map(|c| c.subject);
        let said = parts.iter().enumerate().map(|(i, part)| Said {
            values: part.values.iter().map(there).collect(),
            silent: silent[i].through(&image),
            silent_after: after[i].through(&image),
            changed: part.subject.is_some() && part.subject == subject,
        });
        let search = Search {
            parts: said.collect(),
            world: world.through(&image),
            circuit,
            solver,
        };
        (search, image)
    }
}

impl Search {
    /// A world (the value of every node) in which `bad` holds, and in which what holds in silence holds for as many parts as the solver manages to keep.
    fn likely(&mut self, bad: Lit) -> Option<Vec<bool>> {
        let both = self.parts.iter().flat_map(|p| [p.silent, p.silent_after]);
        let mut wished: Vec<Lit> = both.collect();
        loop {
            if self.solver.solve(wished.iter().copied().chain([bad])) {
                return Some(self.solver.model().to_vec());
            }
            let before = wished.len();
            wished.retain(|l| *l != Lit::TRUE && !self.solver.in_core(*l));
            if wished.len() == before {
                return None;
            }
        }
    }

    /// Which parts are said: those without which the first world need not show `first`, or the second `second`.
    fn shrink(&mut self, model: &[bool], first: Lit, second: Option<(&After, Lit)>) -> Vec<bool> {
        let says: Vec<Option<Vec<Lit>>> = self
            .parts
            .iter()
            .map(|p| p.values.iter().find(|v| v.iter().all(|l| holds(model, *l))).cloned())
            .collect();
        // Where the world has a value that cannot be said, the case is silent; where silence would say something else, it is not.
        let silent = |p: &Said| holds(model, p.silent) && holds(model, p.silent_after);
        let must: Vec<bool> = (self.parts.iter()).map(|p| p.changed || !silent(p)).collect();
        let mut said: Vec<bool> = says.iter().map(Option::is_some).collect();
        self.solver.encode(&self.circuit);
        if let Some(core) = self.certain(&says, &said, first, second) {
            for i in 0..said.len() {
                said[i] = said[i] && (must[i] || core[i]);
            }
        }
        for i in 0..said.len() {
            if said[i] && !self.parts[i].changed {
                said[i] = false;
                let fits = self.exists(&says, &said, first, second);
                match self.certain(&says, &said, first, second).filter(|_| fits) {
                    Some(core) => (0..said.len()).for_each(|j| said[j] = said[j] && (must[j] || core[j])),
                    None => said[i] = true,
                }
            }
        }
        said
    }

    /// What is said and what holds in silence, in the first world or in the second.
    fn stated(&self, says: &[Option<Vec<Lit>>], said: &[bool], second: bool) -> Vec<(usize, Lit)> {
        let mut all = Vec::new();
        for (i, part) in self.parts.iter().enumerate() {
            match (&says[i], said[i]) {
                (Some(_), true) if second && part.changed => {}
                (Some(lits), true) => all.extend(lits.iter().map(|l| (i, *l))),
                _ if second => all.push((i, part.silent_after)),
                _ => all.push((i, part.silent)),
            }
        }
        all
    }

    /// Whether every world of the case shows what it should: then the parts that were needed for it.
    fn certain(
        &mut self,
        says: &[Option<Vec<Lit>>],
        said: &[bool],
        first: Lit,
        second: Option<(&After, Lit)>,
    ) -> Option<Vec<bool>> {
        let mut core = vec![false; said.len()];
        let here = self.stated(says, said, false);
        let mut ask = |this: &mut Self, stated: Vec<(usize, Lit)>, rest: Vec<Lit>| {
            let assumed = stated.iter().map(|(_, l)| *l).chain(rest);
            if this.solver.solve(assumed) {
                return false;
            }
            for (i, l) in stated {
                core[i] |= l != Lit::TRUE && this.solver.in_core(l);
            }
            true
        };
        if !ask(self, here, vec![self.world, !first]) {
            return None;
        }
        if let Some((after, shows)) = second {
            let there = self.stated(says, said, true);
            let rest = after.says.iter().copied().chain([after.world, !shows]).collect();
            if !ask(self, there, rest) {
                return None;
            }
        }
        Some(core)
    }

    /// Whether the case has a world (and the changed case one that differs from it in the change alone).
    fn exists(&mut self, says: &[Option<Vec<Lit>>], said: &[bool], first: Lit, second: Option<(&After, Lit)>) -> bool {
        let mut all: Vec<Lit> = self.stated(says, said, false).into_iter().map(|(_, l)| l).collect();
        all.extend([self.world, first]);
        if let Some((after, shows)) = second {
            all.extend(self.stated(says, said, true).into_iter().map(|(_, l)| l));
            all.extend(after.says.iter().copied().chain([after.world, shows]));
        }
        self.solver.solve(all)
    }
}

/// The inputs of a representation, each as it is in a world.
fn inputs_as(repr: &Repr, holds: impl Fn(Lit) -> bool) -> Vec<Lit> {
    let inputs = repr.inputs().into_iter();
    inputs.map(|l| if holds(l) { l } else { !l }).collect()
}
