//! Differential claims: two worlds that differ in one thing, the second the image of the first under the change.

use super::describe::item_name;
use super::{Attempt, OnCell, Prover};
use crate::circuit::{Circuit, Lit};
use crate::compile::frame::Place;
use crate::compile::items::Repr;
use crate::situation::{Item, What};
use safeconduct_rulebook::model::*;
use std::collections::HashMap;

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
        let (was, becomes) = change_words(self.compiled.rulebook, change);
        let named = |name: String| format!("{name}, changed from {was} to {becomes}");
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
                        let name = named(item_name(&self.compiled, item));
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
                        let name = named(item_name(&self.compiled, item));
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
                let name = named(self.compiled.rulebook.questions[question.ix()].id.clone());
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
                        let name = named(format!(
                            "bound by {}",
                            self.compiled.rulebook.instruments[instrument.ix()].id
                        ));
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
        cells: &[OnCell],
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
        let map: HashMap<usize, Lit> = repr.inputs().iter().map(|l| l.node()).zip(other.inputs()).collect();
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
        self.attempt(parts, Some((name, after)))
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

/// The words for the values before and after a change.
fn change_words(rb: &Rulebook, change: &Change) -> (String, String) {
    let yes = |v: bool| if v { "yes" } else { "no" }.to_owned();
    match change {
        Change::Fact { fact, from, to, .. } => {
            let word = |v: Option<Val>| match (v, &rb.facts[fact.ix()].kind) {
                (None, _) => "anything else".to_owned(),
                (Some(Val::Value(v)), Type::OneOf(values)) => values[v as usize].id.clone(),
                (Some(Val::Bool(v)), _) => yes(v),
                (Some(Val::Date(d)), _) => d.to_string(),
                (Some(Val::Number(n)), _) => n.to_string(),
                (Some(Val::Value(v)), _) => v.to_string(),
            };
            (word(*from), word(*to))
        }
        Change::Relation { from, to, .. } => {
            let word = |v: bool| if v { "found" } else { "dispelled" }.to_owned();
            (word(*from), word(*to))
        }
        Change::Reading { question, from, to } => {
            let positions = &rb.questions[question.ix()].positions;
            (positions[*from as usize].id.clone(), positions[*to as usize].id.clone())
        }
        Change::Bound { from, to, .. } => (yes(*from), yes(*to)),
    }
}
