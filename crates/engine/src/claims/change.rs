//! Differential claims: two worlds that differ in one thing, the second the image of the first under the change.

use super::{Attempt, On, OnCell, Prover};
use crate::circuit::{Circuit, Lit};
use crate::compile::LawKey;
use crate::compile::frame::Place;
use crate::compile::items::Repr;
use crate::situation::{Item, What};
use safeconduct_rulebook::model::*;
use std::collections::HashMap;

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Item(Item),
    Question(QuestionId),
    Law(LawKey),
}

/// A change as inputs of the circuit.
pub(super) struct Changing {
    pub(super) subject: Subject,
    /// Its value in the second world.
    pub(super) other: Repr,
    /// For each input of its value in the first world that of the second.
    pub(super) map: HashMap<usize, Lit>,
    /// That the second world is one.
    pub(super) world: Lit,
}

impl Prover<'_> {
    /// One attempt for each thing that the change can be about.
    pub(super) fn changes(
        &mut self,
        cells: &[OnCell],
        change: &Change,
        from: &[Verdict],
        into: &[Verdict],
    ) -> Vec<Attempt> {
        let mut attempts = Vec::new();
        let verdicts = (from, into);
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
                let mut todo: Vec<(Item, Vec<OnCell>, Lit)> = Vec::new();
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
                        attempts.push(self.change_one(&cells, Subject::Item(item), &repr, (*a, *b), guard, verdicts));
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
                        let values = (Some(Val::Bool(*a)), Some(Val::Bool(*b)));
                        attempts.push(self.change_one(cells, Subject::Item(item), &repr, values, Lit::TRUE, verdicts));
                    }
                }
            }
            Change::Reading {
                question,
                from: a,
                to: b,
            } => {
                let repr = Repr::OneOf(self.compiled.questions[question.ix()].clone());
                let values = (Some(Val::Value(*a)), Some(Val::Value(*b)));
                let subject = Subject::Question(*question);
                attempts.push(self.change_one(cells, subject, &repr, values, Lit::TRUE, verdicts));
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
                    let key = LawKey {
                        place,
                        instrument: *instrument,
                    };
                    if let Some(lit) = self.compiled.open_law.get(&key).copied() {
                        let values = (Some(Val::Bool(*a)), Some(Val::Bool(*b)));
                        let repr = Repr::Bool(lit);
                        attempts.push(self.change_one(cells, Subject::Law(key), &repr, values, guard, verdicts));
                    }
                }
            }
        }
        attempts
    }

    /// Two worlds that differ in one thing: the second is the image of the first under the change.
    fn change_one(
        &mut self,
        cells: &[OnCell],
        subject: Subject,
        repr: &Repr,
        values: (Option<Val>, Option<Val>),
        guard: Lit,
        verdicts: (&[Verdict], &[Verdict]),
    ) -> Attempt {
        let circuit = &mut self.compiled.circuit;
        let other = other_values(repr, circuit);
        let is = |repr: &Repr, value: Option<Val>, not: Option<Val>, circuit: &mut Circuit| match (value, not) {
            (Some(v), _) => repr.is(circuit, v).unwrap_or(Lit::FALSE),
            (None, Some(v)) => !repr.is(circuit, v).unwrap_or(Lit::FALSE),
            (None, None) => Lit::TRUE,
        };
        let first = is(repr, values.0, values.1, circuit);
        let second = is(&other, values.1, values.0, circuit);
        let valid = [repr.constraint(circuit), other.constraint(circuit)];
        let map: HashMap<usize, Lit> = repr.inputs().iter().map(|l| l.node()).zip(other.inputs()).collect();
        let with_act: Vec<(usize, Lit)> = cells.iter().filter_map(|(c, when, _)| Some(((*c)?, *when))).collect();
        let mut roots: Vec<Lit> = with_act
            .iter()
            .flat_map(|(c, _)| self.compiled.cells[*c].verdicts)
            .collect();
        let verdict_count = roots.len();
        roots.extend(self.compiled.types.iter().chain(&self.compiled.world));
        let image = circuit.substitute(&roots, |node, c| map.get(&node).copied().unwrap_or(c.literal(node)));
        let world = circuit.all(image[verdict_count..].iter().copied().chain([valid[1]]));
        let common = circuit.all([first, second, guard, valid[0], world]);
        let mut on = Vec::new();
        for (i, (c, when)) in with_act.iter().enumerate() {
            let after: [Lit; 5] = std::array::from_fn(|j| image[i * 5 + j]);
            let before = self.compiled.cells[*c].verdicts;
            let was = self.among(&before, verdicts.0);
            let becomes = self.among(&after, verdicts.1);
            on.push(On {
                cell: Some(*c),
                bad: self.compiled.circuit.all([common, *when, was, becomes]),
                shows: self.compiled.circuit.and(*when, guard),
                before: Some(before),
                after: Some(after),
            });
        }
        let change = Changing {
            subject,
            other,
            map,
            world,
        };
        self.attempt(on, Some(change))
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
