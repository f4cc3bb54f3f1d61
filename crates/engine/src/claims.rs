//! Claims: what must hold in every possible case, proved or refuted (`docs/semantics.md` §7).
//!
//! Generic states are alike: every atom about one is free, and the rulebook names none. So a claim about every destination is decided
//! at the first, one about any other state at the second, and one about a pair at the pairs that can be told apart.

use crate::circuit::{Circuit, Lit, Node};
use crate::compile::frame::{Frame, Place};
use crate::compile::items::Repr;
use crate::compile::{Compiled, compile};
use crate::law::LimitKind;
use crate::situation::{Item, What};
use crate::solve::Solver;
use safeconduct_rulebook::model::*;
use std::collections::HashMap;

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
    /// The act and destination: `repatriate to A`; none for a claim about no act.
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
        let cells: Vec<(Option<usize>, Lit, Lit)> = self.compiled.claims[id.ix()]
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

    fn plain(&mut self, cells: &[(Option<usize>, Lit, Lit)], verdicts: &[Verdict], never: bool) -> Attempt {
        let mut parts = Vec::new();
        for (cell, when, _) in cells {
            let Some(c) = cell else { continue };
            let among = self.among(&self.compiled.cells[*c].verdicts.clone(), verdicts);
            let wrong = if never { among } else { !among };
            parts.push((*cell, self.compiled.circuit.and(*when, wrong)));
        }
        self.attempt(parts, None)
    }

    fn among(&mut self, lits: &[Lit; 5], verdicts: &[Verdict]) -> Lit {
        let chosen: Vec<Lit> = Verdict::ALL
            .iter()
            .zip(lits)
            .filter(|(v, _)| verdicts.contains(v))
            .map(|(_, l)| *l)
            .collect();
        self.compiled.circuit.any(chosen)
    }

    fn attempt(&mut self, cells: Vec<(Option<usize>, Lit)>, after: Option<(String, Vec<[Lit; 5]>)>) -> Attempt {
        let some = self
            .compiled
            .circuit
            .any(cells.iter().map(|(_, l)| *l).collect::<Vec<_>>());
        let mut parts = self.compiled.world.clone();
        parts.push(some);
        let bad = self.compiled.circuit.all(parts);
        Attempt { bad, cells, after }
    }

    /// One attempt for each thing that the change can be about.
    fn changes(
        &mut self,
        cells: &[(Option<usize>, Lit, Lit)],
        change: &Change,
        from: &[Verdict],
        into: &[Verdict],
    ) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        let on_cell = |c: &Option<usize>, this: &Self| {
            c.map(|c| (this.compiled.cells[c].act, this.compiled.cells[c].destination))
        };
        match change {
            Change::Fact {
                fact,
                state,
                from: a,
                to: b,
            } => {
                let per = self.compiled.rulebook.facts[fact.ix()].per;
                let item = |act, state| Item {
                    what: What::Fact(*fact),
                    act,
                    state,
                    other: None,
                };
                let mut todo: Vec<(Item, Vec<(Option<usize>, Lit, Lit)>, Lit)> = Vec::new();
                match (per, state) {
                    (Per::Case, _) => todo.push((item(None, None), cells.to_vec(), Lit::TRUE)),
                    (Per::Act, _) => {
                        for cell in cells {
                            if let Some((act, destination)) = on_cell(&cell.0, self) {
                                todo.push((item(Some(act), destination), vec![*cell], Lit::TRUE));
                            }
                        }
                    }
                    (Per::Destination, Some(StateExpr::Destination)) => {
                        let with: Vec<_> = cells
                            .iter()
                            .filter(|c| on_cell(&c.0, self).is_some_and(|(_, d)| d.is_some()))
                            .copied()
                            .collect();
                        todo.push((item(None, Some(0)), with, Lit::TRUE));
                    }
                    (Per::Destination, Some(StateExpr::Role(role))) => {
                        for s in 0..self.compiled.states.min(2) {
                            let guard = self.compiled.roles[role.ix()][s as usize];
                            todo.push((item(None, Some(s)), cells.to_vec(), guard));
                        }
                    }
                    (Per::Destination, _) => {
                        for s in 0..self.compiled.states.min(2) {
                            todo.push((item(None, Some(s)), cells.to_vec(), Lit::TRUE));
                        }
                    }
                }
                for (item, cells, guard) in todo {
                    if let Some(repr) = self.compiled.items.get(&item).cloned() {
                        let name = item_name(&self.compiled, item);
                        attempts.push(self.change_item(&cells, &repr, *a, *b, guard, (name, from, into)));
                    }
                }
            }
            Change::Relation {
                relation,
                from: a,
                to: b,
            } => {
                for (s, t) in [(0, 1), (1, 0), (1, 2)] {
                    let item = Item {
                        what: What::Relation(*relation),
                        act: None,
                        state: Some(s),
                        other: Some(t),
                    };
                    if let Some(repr) = self.compiled.items.get(&item).cloned() {
                        let name = item_name(&self.compiled, item);
                        let values = (Some(Val::Bool(*a)), Some(Val::Bool(*b)));
                        attempts.push(self.change_item(
                            cells,
                            &repr,
                            values.0,
                            values.1,
                            Lit::TRUE,
                            (name, from, into),
                        ));
                    }
                }
            }
            Change::Reading {
                question,
                from: a,
                to: b,
            } => {
                let repr = Repr::OneOf(self.compiled.questions[question.ix()].clone());
                let name = self.compiled.rulebook.questions[question.ix()].id.clone();
                let values = (Some(Val::Value(*a)), Some(Val::Value(*b)));
                attempts.push(self.change_item(cells, &repr, values.0, values.1, Lit::TRUE, (name, from, into)));
            }
            Change::Bound {
                state,
                instrument,
                from: a,
                to: b,
            } => {
                let places: Vec<(Place, Lit)> = match state {
                    StateExpr::Detaining => vec![(Place::Detaining, Lit::TRUE)],
                    StateExpr::Role(role) => (0..self.compiled.states.min(2))
                        .map(|s| (Place::Listed(s), self.compiled.roles[role.ix()][s as usize]))
                        .collect(),
                    StateExpr::Destination | StateExpr::Var(_) => vec![(Place::Listed(0), Lit::TRUE)],
                };
                for (place, guard) in places {
                    let key = crate::compile::LawKey {
                        place,
                        instrument: *instrument,
                    };
                    if let Some(lit) = self.compiled.open_law.get(&key).copied() {
                        let name = format!("bound by {}", self.compiled.rulebook.instruments[instrument.ix()].id);
                        let values = (Some(Val::Bool(*a)), Some(Val::Bool(*b)));
                        attempts.push(self.change_item(
                            cells,
                            &Repr::Bool(lit),
                            values.0,
                            values.1,
                            guard,
                            (name, from, into),
                        ));
                    }
                }
            }
        }
        attempts
    }

    /// Two worlds that differ in one item: the second is the image of the first under the change.
    fn change_item(
        &mut self,
        cells: &[(Option<usize>, Lit, Lit)],
        repr: &Repr,
        from: Option<Val>,
        to: Option<Val>,
        guard: Lit,
        (name, before, into): (String, &[Verdict], &[Verdict]),
    ) -> Attempt {
        let circuit = &mut self.compiled.circuit;
        let other = other_values(repr, circuit);
        let is = |repr: &Repr, value: Option<Val>, not: Option<Val>, circuit: &mut Circuit| match (value, not) {
            (Some(v), _) => repr.is(circuit, v).unwrap_or(Lit::FALSE),
            (None, Some(v)) => !repr.is(circuit, v).unwrap_or(Lit::FALSE),
            (None, None) => Lit::TRUE,
        };
        let first = is(repr, from, to, circuit);
        let second = is(&other, to, from, circuit);
        let valid = [repr.constraint(circuit), other.constraint(circuit)];
        let mut map: HashMap<usize, Lit> = repr.inputs().iter().map(|l| l.node()).zip(other.inputs()).collect();
        for lit in self.compiled.rebutted.clone() {
            map.insert(lit.node(), circuit.input());
        }
        let indices: Vec<usize> = cells.iter().filter_map(|(c, ..)| *c).collect();
        let mut roots: Vec<Lit> = indices.iter().flat_map(|c| self.compiled.cells[*c].verdicts).collect();
        let verdicts = roots.len();
        roots.extend(self.compiled.types.iter().chain(&self.compiled.world));
        let image = circuit.substitute(&roots, |node, c| map.get(&node).copied().unwrap_or(c.literal(node)));
        let second_world = circuit.all(image[verdicts..].iter().copied());
        let common = circuit.all([first, second, guard, valid[0], valid[1], second_world]);
        let mut parts = Vec::new();
        let mut after = Vec::new();
        for (i, c) in indices.iter().enumerate() {
            let lits: [Lit; 5] = std::array::from_fn(|j| image[i * 5 + j]);
            let when = cells
                .iter()
                .find(|(cell, ..)| *cell == Some(*c))
                .map_or(Lit::TRUE, |(_, w, _)| *w);
            let was = self.among(&self.compiled.cells[*c].verdicts.clone(), before);
            let becomes = self.among(&lits, into);
            parts.push((Some(*c), self.compiled.circuit.all([common, when, was, becomes])));
            after.push(lits);
        }
        let word = |v: Option<Val>| v.map_or("anything else".to_owned(), |v| value_word(repr, v));
        let name = format!("{name}, changed from {} to {}", word(from), word(to));
        self.attempt(parts, Some((name, after)))
    }

    fn refute(&mut self, attempt: &Attempt) -> Option<Counterexample> {
        if attempt.bad == Lit::FALSE {
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

/// Fresh inputs for another value of an item.
fn other_values(repr: &Repr, circuit: &mut Circuit) -> Repr {
    match repr {
        Repr::Bool(_) => Repr::Bool(circuit.input()),
        Repr::OneOf(lits) if lits.len() == 2 => {
            let lit = circuit.input();
            Repr::OneOf(vec![lit, !lit])
        }
        Repr::OneOf(lits) => Repr::OneOf(lits.iter().map(|_| circuit.input()).collect()),
        Repr::Below(bounds) => Repr::Below(bounds.iter().map(|(t, _)| (*t, circuit.input())).collect()),
    }
}

fn letter(state: u32) -> String {
    char::from_u32('A' as u32 + state).unwrap_or('?').to_string()
}

fn value_word(repr: &Repr, value: Val) -> String {
    match (repr, value) {
        (_, Val::Bool(true)) => "yes".to_owned(),
        (_, Val::Bool(false)) => "no".to_owned(),
        (_, Val::Value(v)) => format!("value {}", v + 1),
        (_, Val::Date(d)) => d.to_string(),
        (_, Val::Number(n)) => n.to_string(),
    }
}

fn item_name(compiled: &Compiled<'_>, item: Item) -> String {
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
