//! Where no set of findings settles a verdict: what stands in the way, found by giving up one thing after another.

use super::{Change, Outcome, Position, Search, carried};
use crate::circuit::Lit;
use crate::compile::items::{Choice, Repr};
use crate::compile::{LawKey, Mode};
use crate::evaluate::holds;
use crate::exact::Finding;
use crate::situation::Item;
use crate::solve::Solver;
use safeconduct_rulebook::model::{QuestionId, Sort, Verdict};
use std::collections::BTreeSet;

/// What a world may have otherwise than the case, besides findings that may change and what is open.
#[derive(Clone, Copy, Debug, Default)]
struct Freedom {
    /// What he is recorded to wish.
    wishes: bool,
    /// What is established and cannot change.
    fixed: bool,
    /// The positions on contested questions.
    readings: bool,
}

/// One thing that is as in some world rather than as in the case.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Move {
    Item(Item),
    Law(LawKey),
    Question(QuestionId),
}

/// A way to a verdict: a world, and what of it suffices.
struct Way {
    moves: Vec<(Move, Vec<Lit>)>,
    model: Vec<bool>,
}

impl Search<'_> {
    /// No set was found; `limited`: larger sets were not looked at.
    pub(super) fn otherwise(&mut self, limited: bool) -> Outcome {
        let target = self.exact.target(self.cell, self.to);
        self.presumed = self.presumptions();
        let mut solver = Solver::new(&self.exact.compiled.circuit, false);
        let compiled = &self.exact.compiled;
        for lit in compiled.types.iter().chain(&compiled.world) {
            // What is presumed of an open item binds until the item is found.
            if !self.presumed.iter().any(|(_, binds)| binds == lit) {
                solver.assert(*lit);
            }
        }
        // A statement that is changed is still that of the body that recorded it.
        for stated in &compiled.stated {
            solver.assert(stated.rebuts);
        }
        let steps = [
            Freedom::default(),
            Freedom {
                wishes: true,
                ..Freedom::default()
            },
            Freedom {
                fixed: true,
                ..Freedom::default()
            },
            Freedom {
                wishes: true,
                fixed: true,
                ..Freedom::default()
            },
            Freedom {
                readings: true,
                ..Freedom::default()
            },
        ];
        for freedom in steps {
            if let Some(way) = self.way(&mut solver, target, freedom) {
                return self.told(&way, freedom, limited, |way, moved| {
                    self.needed(&mut solver, target, way, moved)
                });
            }
        }
        let norms = self.standing(&mut solver);
        let open = self.exact.compiled.cells[self.cell].open;
        let held = self.unchangeable();
        let because = if self.lawful() && !solver.solve(held.into_iter().chain([open])) {
            "no_basis"
        } else if norms.is_empty() {
            "no_rule"
        } else {
            "norms"
        };
        Outcome::Never { because, norms }
    }

    /// What binds each open item by presumption.
    fn presumptions(&mut self) -> Vec<(Item, Lit)> {
        let compiled = &mut self.exact.compiled;
        let open = compiled.presumptions.iter().filter(|p| p.rebutted_by.is_none());
        let open: Vec<(Item, Lit, Lit)> = open.map(|p| (p.item, p.holds, p.value)).collect();
        open.into_iter()
            .map(|(item, holds, value)| (item, compiled.circuit.implies(holds, value)))
            .collect()
    }

    fn lawful(&self) -> bool {
        self.to.has(Verdict::Permitted) || self.to.has(Verdict::Required)
    }

    /// The profile, and the statements that no finding changes: what cannot change, and what he wishes.
    fn unchangeable(&self) -> Vec<Lit> {
        let stated = self.exact.compiled.stated.iter();
        let held = stated.filter(|s| !self.free(s.item, Freedom::default()));
        held.map(|s| s.kept).chain([self.exact.profile]).collect()
    }

    /// Some way to the target with this freedom: nothing can be left out of it, and of the worst (readings, what cannot change, wishes, open law) as
    /// little as can be by leaving out.
    fn way(&self, solver: &mut Solver, target: Lit, freedom: Freedom) -> Option<Way> {
        let compiled = &self.exact.compiled;
        let held: Vec<Lit> = compiled
            .stated
            .iter()
            .filter(|s| !self.free(s.item, freedom))
            .map(|s| s.kept)
            .collect();
        let profile = (!freedom.readings).then_some(self.exact.profile);
        if !solver.solve(held.iter().copied().chain(profile).chain([target])) {
            return None;
        }
        let model = solver.model().to_vec();
        let yes = |l: Lit| holds(&model, l);
        let mut moves: Vec<(u8, Move, Vec<Lit>)> = Vec::new();
        for (item, repr) in &compiled.items {
            let stated = self.exact.stated(*item).map(|s| &compiled.stated[s]);
            if stated.is_some_and(|s| yes(s.value) || !self.free(*item, freedom)) {
                continue;
            }
            let lits: Vec<Lit> = repr.inputs().into_iter().map(|l| if yes(l) { l } else { !l }).collect();
            let rank = match (self.exact.sort(*item), stated) {
                (_, Some(_)) if self.exact.sort(*item) != Sort::Wish && !self.exact.may_change(*item) => 1,
                (Sort::Wish, Some(_)) => 2,
                (Sort::Wish, None) => 3,
                (_, Some(_)) => 5,
                (_, None) => 6,
            };
            moves.push((rank, Move::Item(*item), lits));
        }
        for (key, lit) in self.exact.open_law() {
            moves.push((4, Move::Law(key), vec![if yes(lit) { lit } else { !lit }]));
        }
        if freedom.readings {
            for (q, lits) in compiled.questions.iter().enumerate() {
                let taken = lits.iter().copied().find(|l| yes(*l));
                moves.push((0, Move::Question(QuestionId(q as u32)), taken.into_iter().collect()));
            }
        }
        moves.sort_by_key(|(rank, ..)| *rank);
        let worst = moves.iter().filter(|(rank, ..)| *rank < 5).count();
        let moves = moves.into_iter().map(|(_, m, lits)| (m, lits)).collect();
        let mut way = Way { moves, model };
        if !self.suffices(solver, target, &way.moves) {
            // Not even every finding settles it: cannot happen, for the world is complete.
            return None;
        }
        self.shrink(solver, target, &mut way, worst);
        Some(way)
    }

    /// Leaves out what can be left out, one after another: the worst first; of the findings at once what the solver did not need.
    fn shrink(&self, solver: &mut Solver, target: Lit, way: &mut Way, worst: usize) {
        let mut i = 0;
        let mut left = worst;
        while i < way.moves.len() {
            if left == 0 {
                self.suffices(solver, target, &way.moves);
                let needed = |lits: &[Lit]| lits.iter().any(|l| solver.in_core(*l));
                let (kept, rest): (Vec<_>, Vec<_>) = way
                    .moves
                    .iter()
                    .cloned()
                    .enumerate()
                    .partition(|(j, (_, lits))| *j < i || needed(lits));
                let kept: Vec<_> = kept.into_iter().map(|(_, m)| m).collect();
                if !rest.is_empty() && self.suffices(solver, target, &kept) {
                    way.moves = kept;
                }
            }
            left = left.wrapping_sub(1);
            if i >= way.moves.len() {
                return;
            }
            let left_out = way.moves.remove(i);
            if !self.suffices(solver, target, &way.moves) {
                way.moves.insert(i, left_out);
                i += 1;
            }
        }
    }

    /// Whether with these moves, and all else as in the case, some world remains and all have the target.
    fn suffices(&self, solver: &mut Solver, target: Lit, moves: &[(Move, Vec<Lit>)]) -> bool {
        let compiled = &self.exact.compiled;
        let moved: BTreeSet<Item> = moves
            .iter()
            .filter_map(|(m, _)| if let Move::Item(item) = m { Some(*item) } else { None })
            .collect();
        let mut assumed: Vec<Lit> = compiled
            .stated
            .iter()
            .filter(|s| !moved.contains(&s.item))
            .map(|s| s.kept)
            .collect();
        for (q, lits) in compiled.questions.iter().enumerate() {
            let free = moves.iter().any(|(m, _)| *m == Move::Question(QuestionId(q as u32)));
            if !free {
                assumed.push(lits[self.case.position(self.words.rb, QuestionId(q as u32)) as usize]);
            }
        }
        assumed.extend(
            self.presumed
                .iter()
                .filter(|(item, _)| !moved.contains(item))
                .map(|(_, binds)| *binds),
        );
        assumed.extend(moves.iter().flat_map(|(_, lits)| lits.iter().copied()));
        // Last the question that leaves a core.
        solver.solve(assumed.iter().copied().chain([target])) && !solver.solve(assumed.into_iter().chain([!target]))
    }

    /// Whether a statement may be given up.
    fn free(&self, item: Item, freedom: Freedom) -> bool {
        match self.exact.sort(item) {
            Sort::Wish => freedom.wishes,
            _ => freedom.fixed || self.exact.may_change(item),
        }
    }

    /// Whether every world with the target, and this freedom's lack of others, has what the way has here.
    fn needed(&self, solver: &mut Solver, target: Lit, way: &Way, moved: &Move) -> bool {
        let held = self.unchangeable();
        let Some((_, lits)) = way.moves.iter().find(|(m, _)| m == moved) else {
            return false;
        };
        // Of one of several values, the one that it has; of a date or number, each bound.
        let has = lits.iter().find(|l| !l.is_neg()).or_else(|| lits.first());
        has.is_some_and(|l| !solver.solve(held.into_iter().chain([target, !*l])))
    }

    /// What a way says of the question asked.
    fn told(&self, way: &Way, freedom: Freedom, limited: bool, mut needed: impl FnMut(&Way, &Move) -> bool) -> Outcome {
        let items = || {
            way.moves
                .iter()
                .filter_map(|(m, _)| if let Move::Item(i) = m { Some(*i) } else { None })
        };
        let (mut wishes, mut fixed, mut found) = (Vec::new(), Vec::new(), Vec::new());
        let mut proved = !limited || freedom.wishes;
        for item in items() {
            let stated = self.stated(item).is_some();
            match self.exact.sort(item) {
                Sort::Wish => {
                    proved = proved || needed(way, &Move::Item(item));
                    wishes.push(self.wish(item));
                }
                _ if stated && !self.exact.may_change(item) => fixed.push(self.as_it_stands(item)),
                _ => found.push(item),
            }
        }
        let law: Vec<String> = way
            .moves
            .iter()
            .filter_map(|(m, _)| {
                if let Move::Law(key) = m {
                    Some(self.words.law(*key))
                } else {
                    None
                }
            })
            .collect();
        let positions = self.positions(way);
        if freedom.readings {
            let besides = way.moves.len() > positions.len();
            return Outcome::OtherReading { positions, besides };
        }
        if freedom.fixed {
            return Outcome::Fixed {
                facts: fixed,
                wish_too: freedom.wishes,
            };
        }
        if wishes.is_empty() && law.is_empty() {
            let set: Vec<Change> = found.into_iter().map(|i| self.as_in(i, way)).collect();
            // A day between two bounds is told by one of them: what is offered is answered again.
            if !self.does(&set) {
                return Outcome::Beyond { example: None };
            }
            if set.len() <= self.limit {
                return Outcome::Changes {
                    sets: vec![set],
                    more: true,
                    smallest: false,
                };
            }
            return Outcome::Beyond { example: Some(set) };
        }
        // A search that was cut short proves nothing about what this one way rests on.
        if !proved {
            return Outcome::Beyond { example: None };
        }
        if wishes.is_empty() {
            return Outcome::OpenLaw { law };
        }
        Outcome::HisToSay {
            wishes,
            besides: !found.is_empty(),
            law,
        }
    }

    /// The change of an item to what it is in a world.
    fn as_in(&self, item: Item, way: &Way) -> Change {
        let repr = &self.exact.compiled.items[&item];
        let yes = |l: Lit| holds(&way.model, l);
        let choice = match repr {
            Repr::Bool(lit) => Choice::Bool(yes(*lit)),
            Repr::OneOf(lits) => Choice::Value(lits.iter().position(|l| yes(*l)).unwrap_or(0) as u32),
            // Of an interval the side that is told: not before its first day, or before all.
            Repr::Below(bounds) => match bounds.iter().rposition(|(_, l)| !yes(*l)) {
                Some(i) => Choice::Since(i as u32),
                None => Choice::Below(0),
            },
        };
        self.change(Finding { item, choice })
    }

    fn positions(&self, way: &Way) -> Vec<Position> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for (moved, lits) in &way.moves {
            let Move::Question(q) = moved else { continue };
            let taken = self.exact.compiled.questions[q.ix()]
                .iter()
                .position(|l| lits.contains(l));
            let (question, profile) = (&rb.questions[q.ix()], self.case.position(rb, *q));
            let Some(position) = taken.and_then(|p| question.positions.get(p)) else {
                continue;
            };
            out.push(Position {
                question: question.id.clone(),
                title: question.title.clone(),
                position: position.id.clone(),
                says: position.says.clone(),
                instead_of: question.positions[profile as usize].says.clone(),
            });
        }
        out
    }

    /// The norms of the cell against these verdicts that stand in every world that keeps what cannot change and what he wishes.
    fn standing(&self, solver: &mut Solver) -> Vec<super::Carried> {
        let compiled = &self.exact.compiled;
        let (held, lawful) = (self.unchangeable(), self.lawful());
        let mut out = Vec::new();
        for norm in &compiled.cells[self.cell].norms {
            // Bars keep an act from being lawful, duties from being barred.
            let against = match norm.mode {
                Mode::Bar | Mode::While => lawful,
                Mode::Must | Mode::MustHome => !lawful,
                Mode::Until => false,
            };
            if against && !solver.solve(held.iter().copied().chain([!norm.stands])) {
                let rule = &self.words.rb.rules[norm.rule.ix()];
                let norm = carried(&rule.id, &rule.title, &rule.origin);
                if !out.contains(&norm) {
                    out.push(norm);
                }
            }
        }
        out
    }
}
