//! Which verdicts, steps, duties and terms can change.

use super::conditions::{Corner, World};
use super::join::Joint;
use super::{Because, NEW, OLD, Other, OtherChange, VerdictChange};
use crate::circuit::Lit;
use crate::compile::{Cell, Mode};
use safeconduct_rulebook::model::*;

impl Joint<'_> {
    /// Every change of a verdict that some case has.
    pub(super) fn verdicts(&mut self) -> Vec<VerdictChange> {
        let acts: Vec<(usize, usize)> = self.names.acts.shared().collect();
        let mut found = Vec::new();
        for (old, new) in acts {
            let act = [ActId(old as u32), ActId(new as u32)];
            let cells = [OLD, NEW].map(|side| self.cell(side, act[side]));
            let [Some(was), Some(is)] = cells else { continue };
            let was_is = [(OLD, was), (NEW, is)].map(|(side, c)| {
                let lits = self.compiled[side].cells[c].verdicts;
                lits.map(|l| self.lit(side, l))
            });
            let turns = self.turns(was_is);
            if !turns.is_empty() {
                found.push((act, [was, is], turns));
            }
        }
        // Only now, so that a world found for one change is known to all.
        let mut out = Vec::new();
        for (act, cells, turns) in found {
            let mut corner = self.corner(cells, &turns);
            for (from, to, guard) in turns {
                out.push(self.change(&mut corner, act, cells, (from, to), guard));
            }
        }
        out
    }

    /// What has to do with these turns and their reasons.
    fn corner(&self, cells: [usize; 2], turns: &[(Verdict, Verdict, Lit)]) -> Corner {
        let sides = |(from, to, _): &(Verdict, Verdict, Lit)| [(OLD, *from), (NEW, *to)];
        let reasons = turns.iter().flat_map(sides);
        let reasons = reasons.flat_map(|(side, verdict)| self.reasons(side, cells[side], verdict));
        let guards = turns.iter().map(|(.., guard)| *guard);
        let roots: Vec<Lit> = guards.chain(reasons.map(|(_, lit)| lit)).collect();
        let part = self.nearby.part(&self.circuit, &roots);
        let solver = part.solver(&self.circuit);
        Corner { part, solver }
    }

    /// The cell of an act, toward the first state where it has a destination: the others are alike.
    fn cell(&self, side: usize, act: ActId) -> Option<usize> {
        let mut cells = self.compiled[side].cells.iter();
        cells.position(|c| c.act == act && c.destination.is_none_or(|d| d == 0))
    }

    /// Each verdict before and after that some world has, in order, and when.
    fn turns(&mut self, [was, is]: [[Lit; 5]; 2]) -> Vec<(Verdict, Verdict, Lit)> {
        let mut open: Vec<(usize, usize, Lit)> = Vec::new();
        for (i, from) in was.iter().enumerate() {
            for (j, to) in is.iter().enumerate().filter(|(j, _)| *j != i) {
                let both = self.circuit.and(*from, *to);
                if both != Lit::FALSE {
                    open.push((i, j, both));
                }
            }
        }
        let mut found = Vec::new();
        loop {
            let any = self.circuit.any(open.iter().map(|(.., l)| *l).collect::<Vec<_>>());
            if !self.possible(&[any]) {
                break;
            }
            self.worlds.push(World::of(self.solver.model()));
            let (now, rest): (Vec<_>, Vec<_>) = open.into_iter().partition(|(.., l)| self.solver.value(*l));
            open = rest;
            found.extend(now);
        }
        found.sort_unstable_by_key(|(i, j, _)| (*i, *j));
        found
            .into_iter()
            .map(|(i, j, l)| (Verdict::ALL[i], Verdict::ALL[j], l))
            .collect()
    }

    fn change(
        &mut self,
        corner: &mut Corner,
        act: [ActId; 2],
        cells: [usize; 2],
        (from, to): (Verdict, Verdict),
        guard: Lit,
    ) -> VerdictChange {
        let destination = self.compiled[NEW].cells[cells[NEW]].destination.is_some();
        let reasons = [(OLD, from), (NEW, to)].map(|(side, verdict)| self.reasons(side, cells[side], verdict));
        let watched: Vec<Lit> = reasons.iter().flatten().map(|(_, l)| *l).collect();
        let common = self.common(corner, guard, &watched);
        let only_where = self.necessary(guard, &common, destination);
        let (case, world) = self.example(corner, guard, act, destination);
        let because = reasons.map(|norms| {
            let mut here: Vec<Because> = Vec::new();
            for (norm, lit) in norms.into_iter().filter(|(_, l)| world.holds(*l)) {
                let always = common.holds(lit);
                match here.iter_mut().find(|b| b.norm == norm) {
                    Some(known) => known.always |= always,
                    None => here.push(Because { norm, always }),
                }
            }
            here
        });
        let enough = self.enough(guard, &only_where, &world, destination);
        VerdictChange {
            act,
            from,
            to,
            only_where: only_where.into_iter().map(|(c, _)| c).collect(),
            enough,
            because,
            case,
        }
    }

    /// The rules and bases that can carry a verdict on a cell, and when they do.
    fn reasons(&self, side: usize, cell: usize, verdict: Verdict) -> Vec<(Norm, Lit)> {
        let cell: &Cell = &self.compiled[side].cells[cell];
        let wanted = |mode: Mode| match mode {
            Mode::Must | Mode::MustHome => verdict != Verdict::Prohibited,
            Mode::Bar | Mode::While => matches!(verdict, Verdict::Prohibited | Verdict::Conflict),
            Mode::Until => false,
        };
        if verdict == Verdict::Unavailable {
            return Vec::new();
        }
        let mut out: Vec<(Norm, Lit)> = (cell.norms.iter())
            .filter(|n| wanted(n.mode))
            .map(|n| (Norm::Rule(n.rule), n.stands))
            .collect();
        let one_of = cell.last_choice_of.iter().filter(|_| wanted(Mode::Must));
        out.extend(one_of.map(|(o, l)| (Norm::Rule(self.compiled[side].one_of[*o].rule), *l)));
        if verdict == Verdict::Permitted {
            out.extend(cell.bases.iter().map(|b| (Norm::Basis(b.basis), b.holds)));
        }
        out.into_iter().map(|(n, l)| (n, self.lit(side, l))).collect()
    }

    /// Every step, duty and term that comes or goes in some case.
    pub(super) fn others(&mut self) -> Vec<OtherChange> {
        let mut pairs: Vec<(Other, [Vec<Lit>; 2])> = Vec::new();
        for (old, new) in self.names.acts.shared() {
            let act = [ActId(old as u32), ActId(new as u32)];
            for (o, n) in self.names.steps.shared() {
                let step = [StepId(o as u32), StepId(n as u32)];
                let lits = [OLD, NEW].map(|side| self.outstanding(side, act[side], step[side]));
                pairs.push((Other::Step(step, act), lits));
            }
        }
        for (old, new) in self.names.duties.shared() {
            let duty = [DutyId(old as u32), DutyId(new as u32)];
            let of = |side: usize| self.compiled[side].duties.iter().find(|d| d.duty == duty[side]);
            if let (Some(was), Some(is)) = (of(OLD), of(NEW)) {
                pairs.push((Other::Duty(duty), [vec![was.when], vec![is.when]]));
                pairs.push((Other::Suspended(duty), [vec![was.suspended], vec![is.suspended]]));
            }
        }
        for (old, new) in self.names.terms.shared() {
            let term = [TermId(old as u32), TermId(new as u32)];
            let of = |side: usize| {
                let mut terms = self.compiled[side].terms.iter();
                terms.find(|(t, place, _)| *t == term[side] && place.is_none_or(|p| p == 0))
            };
            if let (Some(was), Some(is)) = (of(OLD), of(NEW)) {
                pairs.push((Other::Term(term), [vec![was.2], vec![is.2]]));
            }
        }
        let mut out = Vec::new();
        for (what, sides) in pairs {
            let lits = [OLD, NEW].map(|side| sides[side].iter().map(|l| self.lit(side, *l)).collect::<Vec<Lit>>());
            let known = |there: usize| {
                let alone =
                    |w: &World| !lits[1 - there].iter().any(|l| w.holds(*l)) && lits[there].iter().any(|l| w.holds(*l));
                self.worlds.iter().any(alone)
            };
            let (known_comes, known_goes) = (known(NEW), known(OLD));
            let [was, is] = lits.map(|lits| self.circuit.any(lits));
            let (comes, goes) = (self.circuit.and(!was, is), self.circuit.and(was, !is));
            let comes = known_comes || self.found(comes);
            let goes = known_goes || self.found(goes);
            if comes || goes {
                out.push(OtherChange { what, comes, goes });
            }
        }
        out
    }

    /// Whether some world has this; it is remembered.
    fn found(&mut self, lit: Lit) -> bool {
        let found = self.possible(&[lit]);
        if found {
            self.worlds.push(World::of(self.solver.model()));
        }
        found
    }

    /// When a step has to come first for an act: the rules that demand it.
    fn outstanding(&self, side: usize, act: ActId, step: StepId) -> Vec<Lit> {
        let Some(cell) = self.cell(side, act).map(|c| &self.compiled[side].cells[c]) else {
            return Vec::new();
        };
        let rules = cell.steps.iter().filter(|(_, s, _)| *s == step);
        rules.map(|(n, ..)| cell.norms[*n].stands).collect()
    }
}
