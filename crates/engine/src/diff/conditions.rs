//! What every case with a change has in common, and what makes the change certain.

use super::join::{About, Joint, Says};
use super::nearby::Part;
use super::telling::{LawOrTerm, Telling, law_or_term, with_side};
use super::{Condition, OLD};
use crate::circuit::Lit;
use crate::solve::Solver;
use std::collections::{BTreeMap, BTreeSet};

/// The most conditions that are told as enough.
const ENOUGH: usize = 4;

/// The literals that have one value in every world with something.
pub(super) struct Common(BTreeMap<usize, bool>);

impl Common {
    pub(super) fn holds(&self, lit: Lit) -> bool {
        self.value(lit) == Some(true)
    }

    fn value(&self, lit: Lit) -> Option<bool> {
        lit.constant()
            .or_else(|| self.0.get(&lit.node()).map(|yes| *yes != lit.is_neg()))
    }
}

/// A world known: the value of every node, one bit each. Nodes made later are not in it.
pub(super) struct World(Vec<u64>);

impl World {
    pub(super) fn of(model: &[bool]) -> Self {
        let word = |bits: &[bool]| bits.iter().rev().fold(0, |word, bit| word << 1 | u64::from(*bit));
        Self(model.chunks(64).map(word).collect())
    }

    pub(super) fn holds(&self, lit: Lit) -> bool {
        let word = self.0.get(lit.node() / 64).copied().unwrap_or_default();
        (word >> (lit.node() % 64) & 1 == 1) != lit.is_neg()
    }
}

/// A condition and its literal.
pub(super) type Known = (Condition, Lit);

/// What has to do with the verdicts on an act, and a solver that knows no more: most of a rulebook is about something else.
pub(super) struct Corner {
    pub(super) part: Part,
    pub(super) solver: Solver,
}

impl Joint<'_> {
    /// What every world with `guard` has in common, of what it says and of the literals given.
    pub(super) fn common(&mut self, corner: &mut Corner, guard: Lit, besides: &[Lit]) -> Common {
        let mut relevant = vec![false; self.circuit.nodes().len()];
        for node in self.circuit.cone(&[guard]) {
            relevant[node] = true;
        }
        let told = self.says.iter().flat_map(|s| &s.lits).filter(|l| relevant[l.node()]);
        let lits = told.chain(besides).filter(|l| l.constant().is_none());
        corner.solver.solve([guard]);
        let model = corner.solver.model();
        let mut fixed: BTreeMap<usize, bool> = lits.map(|l| (l.node(), model[l.node()])).collect();
        for world in self.worlds.iter().filter(|w| w.holds(guard)) {
            fixed.retain(|n, yes| world.holds(Lit::of(*n, false)) == *yes);
        }
        // What walks from a world leave is asked of the solver: a world as unlike as can be, without what a core shows to be too much. What a core
        // shows alone is common. (Janota, Lynce and Marques-Silva, "Algorithms for computing backbones of propositional formulae", 2015.)
        let mut certain: BTreeSet<usize> = BTreeSet::new();
        loop {
            let world = corner
                .part
                .within(&self.circuit, corner.solver.model(), &self.worlds[0]);
            fixed.retain(|n, yes| world.holds(Lit::of(*n, false)) == *yes);
            corner.part.walk(&world, guard, &mut fixed);
            self.worlds.push(world);
            let open = fixed.iter().filter(|(n, _)| !certain.contains(n));
            let mut unlike: Vec<Lit> = open.map(|(n, yes)| Lit::of(*n, *yes)).collect();
            unlike.sort_unstable();
            let all = unlike.clone();
            let solver = &mut corner.solver;
            while !unlike.is_empty() && !solver.solve(unlike.iter().copied().chain([guard])) {
                let (core, rest): (Vec<Lit>, Vec<Lit>) = unlike.into_iter().partition(|l| solver.in_core(*l));
                if let [one] = core[..] {
                    certain.insert(one.node());
                }
                unlike = rest;
            }
            let left = all.into_iter().filter(|l| !certain.contains(&l.node()));
            if unlike.is_empty() && !self.one_of(solver, guard, left.collect()) {
                return Common(fixed);
            }
        }
    }

    /// Whether some world with `guard` has one of these.
    fn one_of(&mut self, solver: &mut Solver, guard: Lit, lits: Vec<Lit>) -> bool {
        if lits.is_empty() {
            return false;
        }
        let question = self.circuit.input();
        solver.encode(&self.circuit);
        solver.assert_any(question, lits);
        let found = solver.solve([guard, question]);
        // The world outlasts what is asserted.
        solver.model();
        solver.assert(!question);
        found
    }

    /// What is common, in words, without what the rest implies: terms say more than the findings under them.
    pub(super) fn necessary(&mut self, guard: Lit, common: &Common, destination: bool) -> Vec<Known> {
        let mut known: Vec<(u8, Known)> = Vec::new();
        for says in self.says.clone() {
            known.extend(self.common_of(&says, common, destination));
        }
        // First those that go most easily: findings, then law, then terms; readings, states and days last.
        let mut order: Vec<usize> = (0..known.len()).collect();
        order.sort_by_key(|i| known[*i].0);
        let lits: Vec<Lit> = known.iter().map(|(_, (_, l))| *l).collect();
        let part = self.nearby.part(&self.circuit, &[&lits[..], &[guard]].concat());
        let near = (self.worlds.iter().rev().find(|w| w.holds(guard))).map(|w| part.near(w, &[], &lits));
        let mut kept = vec![true; known.len()];
        for i in order {
            let rest = (0..known.len()).filter(|j| *j != i && kept[*j]);
            if !near.as_ref().is_some_and(|n| n.any(rest.clone(), Some(i))) {
                let lits: Vec<Lit> = rest.map(|j| lits[j]).chain([!lits[i]]).collect();
                kept[i] = self.possible(&lits);
            }
        }
        let all = known.into_iter().zip(kept);
        all.filter(|(_, kept)| *kept).map(|((_, known), _)| known).collect()
    }

    /// What is common of one thing that worlds say.
    fn common_of(&mut self, says: &Says, common: &Common, destination: bool) -> Vec<(u8, Known)> {
        let of = Telling {
            compiled: &self.compiled,
            names: &self.names,
            codes: &self.laws.codes,
            destination,
        };
        let fixed: Vec<Option<bool>> = says.lits.iter().map(|l| common.value(*l)).collect();
        if fixed.iter().all(Option::is_none) {
            return Vec::new();
        }
        let lits = &says.lits;
        let may: Vec<usize> = match fixed.iter().position(|f| *f == Some(true)) {
            Some(one) => vec![one],
            None => (0..lits.len()).filter(|i| fixed[*i].is_none()).collect(),
        };
        let c = &mut self.circuit;
        match &says.what {
            About::Yes(..) | About::Complete | About::Bound(..) | About::Limited(..) | About::Term(..) => {
                let Some(yes) = fixed[0] else { return Vec::new() };
                let lit = if yes { lits[0] } else { !lits[0] };
                let Some((side, name)) = law_or_term(&says.what) else {
                    return of
                        .one(&says.what, yes)
                        .map(|told| (0, (told, lit)))
                        .into_iter()
                        .collect();
                };
                // The same on the other side is told once; what differs, on each side.
                let other = self.says.iter().find(|s| {
                    law_or_term(&s.what).is_some_and(|(s, n)| s != side && self.names_alike(side, &name, &n))
                });
                let there = other.and_then(|s| common.value(s.lits[0]));
                let both = there == Some(yes);
                if both && side == OLD {
                    return Vec::new();
                }
                let weight = if matches!(says.what, About::Term(..)) { 3 } else { 2 };
                let alike = other.is_some_and(|s| s.lits[0] == lits[0]);
                let only = (!both && !alike).then_some(side);
                let told = of.one(&says.what, yes).map(|told| with_side(told, only));
                told.map(|told| (weight, (told, lit))).into_iter().collect()
            }
            About::Values(..) | About::Question(..) | About::State(_) => {
                let lit = c.any(may.iter().map(|i| lits[*i]).collect::<Vec<_>>());
                let weight = match says.what {
                    About::Values(..) => 0,
                    About::State(_) => 5,
                    _ => 4,
                };
                of.among(&says.what, &may, lits.len())
                    .map(|told| (weight, (told, lit)))
                    .into_iter()
                    .collect()
            }
            About::Role(..) => {
                let one = fixed.iter().position(|f| *f == Some(true));
                let mut out = Vec::new();
                for (i, value) in fixed.iter().enumerate() {
                    if let Some(yes) = value.filter(|yes| *yes || one.is_none()) {
                        let lit = if yes { lits[i] } else { !lits[i] };
                        out.extend(of.role(&says.what, i, yes).map(|told| (1, (told, lit))));
                    }
                }
                out
            }
            About::Below(..) | About::Day(_) => {
                let since = fixed.iter().rposition(|f| *f == Some(false));
                let until = fixed.iter().position(|f| *f == Some(true));
                let weight = if matches!(says.what, About::Day(_)) { 4 } else { 0 };
                let mut out = Vec::new();
                for told in of.between(&says.what, since, until) {
                    let (told, ends) = told;
                    let lit = c.all(
                        ends.into_iter()
                            .map(|(i, below)| if below { lits[i] } else { !lits[i] }),
                    );
                    out.push((weight, (told, lit)));
                }
                out
            }
        }
    }

    pub(super) fn names_alike(&self, side: usize, a: &LawOrTerm, b: &LawOrTerm) -> bool {
        let (here, there) = (side, 1 - side);
        match (a, b) {
            (LawOrTerm::Term(a, p), LawOrTerm::Term(b, q)) => {
                p == q && self.names.terms.key[here][a.ix()] == self.names.terms.key[there][b.ix()]
            }
            (LawOrTerm::Law(a, p, x), LawOrTerm::Law(b, q, y)) => {
                (p, x) == (q, y)
                    && self.names.instruments.key[here][a.ix()] == self.names.instruments.key[there][b.ix()]
            }
            _ => false,
        }
    }

    /// What makes `guard` certain on top of what is necessary, if little does: taken from a world, and nothing of it can be left out.
    pub(super) fn enough(
        &mut self,
        guard: Lit,
        necessary: &[Known],
        world: &World,
        destination: bool,
    ) -> Option<Vec<Condition>> {
        let base: Vec<Lit> = necessary.iter().map(|(_, l)| *l).chain([!guard]).collect();
        let mut all: Vec<(u8, Known)> = Vec::new();
        for says in &self.says {
            all.extend(self.in_world(world, says, destination));
        }
        // What is left out first: findings on other states, findings, law.
        all.sort_by_key(|(weight, _)| *weight);
        let all: Vec<Known> = all.into_iter().map(|(_, known)| known).collect();
        let lits: Vec<Lit> = all.iter().map(|(_, l)| *l).collect();
        let part = self.nearby.part(&self.circuit, &[&lits[..], &base[..]].concat());
        let near = part.near(world, &base, &lits);
        // What a neighbour without the change lacks alone is in every set that suffices.
        let every = 0..lits.len();
        let alone = every
            .clone()
            .filter(|i| near.any(every.clone().filter(|j| j != i), Some(*i)));
        if alone.count() > ENOUGH {
            return None;
        }
        let assumed =
            |set: &[usize]| -> Vec<Lit> { set.iter().map(|i| lits[*i]).chain(base.iter().copied()).collect() };
        let mut set: Vec<usize> = every.collect();
        if self.possible(&assumed(&set)) {
            return None;
        }
        set.retain(|i| self.solver.in_core(lits[*i]));
        let mut i = 0;
        while i < set.len() {
            let mut without = set.clone();
            without.remove(i);
            if near.any(without.iter().copied(), None) || self.possible(&assumed(&without)) {
                i += 1;
                if i > ENOUGH {
                    return None;
                }
            } else {
                without.retain(|i| self.solver.in_core(lits[*i]));
                // Those before were needed, so they are in every core.
                set = without;
            }
        }
        (set.len() <= ENOUGH).then(|| set.into_iter().map(|i| all[i].0.clone()).collect())
    }

    /// What a world says of one thing.
    fn in_world(&self, world: &World, says: &Says, destination: bool) -> Vec<(u8, Known)> {
        let of = Telling {
            compiled: &self.compiled,
            names: &self.names,
            codes: &self.laws.codes,
            destination,
        };
        let lits = &says.lits;
        let value = |i: usize| world.holds(lits[i]);
        let lit = |i: usize| if value(i) { lits[i] } else { !lits[i] };
        let chosen = (0..lits.len()).find(|i| value(*i));
        let elsewhere = u8::from(!of.about_destination(&says.what));
        match &says.what {
            About::Yes(..) | About::Complete => {
                let told = of.one(&says.what, value(0)).map(|t| (3 - elsewhere, (t, lit(0))));
                told.into_iter().collect()
            }
            About::Term(side, ..) | About::Bound(side, _) | About::Limited(side, ..) => {
                let told = of.one(&says.what, value(0)).map(|t| with_side(t, Some(*side)));
                let weight = if matches!(says.what, About::Term(..)) { 5 } else { 1 };
                told.map(|t| (weight, (t, lit(0)))).into_iter().collect()
            }
            About::Values(..) | About::Question(..) => {
                let told = chosen.and_then(|i| Some((of.among(&says.what, &[i], lits.len())?, lits[i])));
                let weight = if matches!(says.what, About::Question(..)) {
                    4
                } else {
                    3 - elsewhere
                };
                told.map(|t| (weight, t)).into_iter().collect()
            }
            // A state without a file says nothing of its law.
            About::State(_) => {
                let filed = chosen.filter(|i| i + 1 < lits.len());
                let told = filed.and_then(|i| Some((of.among(&says.what, &[i], lits.len())?, lits[i])));
                told.map(|t| (4, t)).into_iter().collect()
            }
            About::Role(..) => (0..lits.len())
                .filter_map(|i| Some((2, (of.role(&says.what, i, value(i))?, lit(i)))))
                .collect(),
            About::Below(..) | About::Day(_) => (0..lits.len())
                .flat_map(|i| {
                    let (since, until) = if value(i) { (None, Some(i)) } else { (Some(i), None) };
                    of.between(&says.what, since, until)
                        .into_iter()
                        .map(move |(t, _)| (2, t, i))
                })
                .map(|(weight, told, i)| (weight, (told, lit(i))))
                .collect(),
        }
    }
}
