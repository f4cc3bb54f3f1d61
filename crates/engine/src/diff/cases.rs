//! A case in which something changes.

use super::conditions::{Corner, World};
use super::join::{About, Joint, Says};
use super::telling::{LawOrTerm, Telling, law_or_term, with_side};
use super::{Condition, Days, Example, NEW, OLD};
use crate::circuit::Lit;
use crate::compile::LawKey;
use crate::compile::frame::Place;
use crate::law::{Status, status};
use crate::situation::Item;
use crate::witness::Witness;
use jiff::civil::Date;
use safeconduct_rulebook::model::*;
use std::collections::BTreeSet;

impl Joint<'_> {
    /// A case with `guard`, best on the day preferred, as each side would have it told: so much of a world that nothing can be left out.
    pub(super) fn example(
        &mut self,
        corner: &mut Corner,
        guard: Lit,
        act: [ActId; 2],
        destination: bool,
    ) -> (Example, World) {
        let prefer: Vec<Lit> = match self.laws.days() {
            Days::Every { prefer } => {
                let before = self.laws.before.iter();
                before.map(|(d, l)| if prefer < *d { *l } else { !*l }).collect()
            }
            Days::Two { .. } => Vec::new(),
        };
        let plain: Vec<Lit> = prefer.into_iter().chain([guard]).collect();
        let must = if self.possible(&plain) { plain } else { vec![guard] };
        // As much as can be is as it is presumed: then it need not be told.
        let mut presumed = self.presumed();
        while !self.possible(&presumed.iter().chain(&must).copied().collect::<Vec<_>>()) {
            let before = presumed.len();
            presumed.retain(|l| !self.solver.in_core(*l));
            if presumed.len() == before {
                break;
            }
        }
        let model = self.solver.model().to_vec();
        let world = World::of(&model);
        let value = |l: Lit| model[l.node()] != l.is_neg();
        let told = self.told_by(corner, guard, &world);
        let days = self.laws.day_of(&value);
        let stand = |(place, lits): (&Place, &Vec<Lit>)| {
            let i = lits.iter().position(|l| value(*l) && told.contains(&l.node()))?;
            Some((*place, self.laws.codes.get(i)?.clone()))
        };
        let states: Vec<(Place, String)> = self.laws.stands.iter().filter_map(stand).collect();
        let needed = self.circuit.rests_on(guard, &model);
        let stands = self.laws.stands.iter();
        let told_at: Vec<Place> = (stands.filter(|(_, lits)| lits.iter().any(|l| told.contains(&l.node()))))
            .map(|(place, _)| *place)
            .collect();
        let law = self.law_of_case(&value, &needed, &told_at, destination);
        let told = [OLD, NEW].map(|side| {
            let it = &self.compiled[side];
            let real = |l: Lit| value(self.lit(side, l));
            let free = self.laws.told(side, it, &self.names, &told);
            let counts = |l: Lit| free.contains(&l.node()) || told.contains(&self.lit(side, l).node());
            let mut told = Witness::read_on(it, Some(days[side]), real, counts);
            told.cell = Some((act[side], destination.then_some(0)));
            // The law of a state with a file is told where the file leaves it open, and then whole.
            let open = |key: &LawKey| match states.iter().find(|(place, _)| *place == key.place) {
                Some((_, code)) => status(it.rulebook, code, key.instrument, days[side]) == Status::Open,
                None => true,
            };
            told.law.retain(|(key, _)| open(key));
            told.limits.retain(|(key, ..)| open(key));
            let limits = it
                .limits
                .iter()
                .filter(|(key, ..)| told.law.iter().any(|(k, _)| k == key));
            for (key, article, kind, lit) in limits {
                let known = told.limits.iter().any(|(k, a, w, _)| (k, a, w) == (key, article, kind));
                if !known && states.iter().any(|(place, _)| *place == key.place) {
                    told.limits.push((*key, article.clone(), *kind, real(*lit)));
                }
            }
            told
        });
        let example = Example {
            days,
            states,
            law,
            told,
        };
        (example, world)
    }

    /// What is presumed under any condition, on both sides.
    fn presumed(&self) -> Vec<Lit> {
        let of = |side: usize| {
            let all = self.compiled[side].presumptions.iter();
            all.map(move |p| self.lit(side, p.value))
        };
        let mut all: Vec<Lit> = [OLD, NEW]
            .into_iter()
            .flat_map(of)
            .filter(|l| l.constant().is_none())
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The inputs of the items that a world does not have as something presumes.
    fn unlike_presumed(&self, value: &dyn Fn(Lit) -> bool) -> BTreeSet<usize> {
        let mut out = BTreeSet::new();
        for side in [OLD, NEW] {
            let it = &self.compiled[side];
            for p in it.presumptions.iter().filter(|p| !value(self.lit(side, p.value))) {
                let inputs = it.items.get(&p.item).map(|r| r.inputs()).unwrap_or_default();
                out.extend(inputs.into_iter().map(|l| self.lit(side, l).node()));
            }
        }
        out
    }

    /// The inputs of a world that make `guard` certain on its day: none of them can be left out.
    fn told_by(&self, corner: &mut Corner, guard: Lit, world: &World) -> BTreeSet<usize> {
        let value = |l: Lit| world.holds(l);
        let so = |l: Lit| if value(l) { l } else { !l };
        // The day is told, and whatever is not as it is presumed: a case that left it out would say the contrary.
        let mut days: Vec<Lit> = Vec::new();
        let unlike = self.unlike_presumed(&value);
        let mut inputs: Vec<(u8, Lit)> = self.laws.free().map(|l| (1, so(l))).collect();
        for says in &self.says {
            let lits = says.lits.iter().copied();
            match &says.what {
                About::Yes(_, item) | About::Below(_, item, _) => {
                    inputs.extend(lits.map(|l| (elsewhere(item), so(l))));
                }
                About::Values(_, item) => inputs.extend(lits.filter(|l| value(*l)).map(|l| (elsewhere(item), l))),
                About::Question(..) => inputs.extend(lits.filter(|l| value(*l)).map(|l| (3, l))),
                About::Role(..) | About::Complete => inputs.extend(lits.map(|l| (4, so(l)))),
                About::State(_) => inputs.extend(lits.filter(|l| value(*l)).map(|l| (5, l))),
                About::Day(_) => days.extend(lits.map(so)),
                About::Bound(..) | About::Limited(..) | About::Term(..) => {}
            }
        }
        let (told, mut inputs): (Vec<(u8, Lit)>, _) = inputs.into_iter().partition(|(_, l)| unlike.contains(&l.node()));
        let told: Vec<Lit> = told.into_iter().map(|(_, l)| l).collect();
        days.extend(&told);
        inputs.sort_unstable();
        days.push(!guard);
        days.retain(|l| corner.part.has(*l));
        let inputs = inputs.into_iter().map(|(_, l)| l);
        let lits: Vec<Lit> = inputs.filter(|l| corner.part.has(*l)).collect();
        let near = corner.part.near(world, &days, &lits);
        let mut set: Vec<usize> = (0..lits.len()).collect();
        let mut i = 0;
        let mut without = set.clone();
        loop {
            let assumed = without.iter().map(|i| lits[*i]).chain(days.iter().copied());
            if near.any(without.iter().copied(), None) || corner.solver.solve(assumed) {
                i += 1;
            } else {
                set = without;
                set.retain(|i| corner.solver.in_core(lits[*i]));
            }
            if i >= set.len() {
                let set = set.into_iter().map(|i| lits[i]);
                return set.chain(told).map(Lit::node).collect();
            }
            without = set.clone();
            without.remove(i);
        }
    }

    /// The law that counts in a world and differs between the sides.
    fn law_of_case(
        &self,
        value: &dyn Fn(Lit) -> bool,
        needed: &[bool],
        at: &[Place],
        destination: bool,
    ) -> Vec<Condition> {
        let of = Telling {
            compiled: &self.compiled,
            names: &self.names,
            codes: &self.laws.codes,
            destination,
        };
        let law = |s: &Says| {
            law_or_term(&s.what).filter(|(_, what)| matches!(what, LawOrTerm::Law(_, place, _) if at.contains(place)))
        };
        let mut out = Vec::new();
        for now in self.says.iter() {
            let Some((NEW, name)) = law(now) else { continue };
            let was = self
                .says
                .iter()
                .find(|s| law(s).is_some_and(|(side, n)| side == OLD && self.names_alike(NEW, &name, &n)));
            let Some(was) = was.filter(|was| value(was.lits[0]) != value(now.lits[0])) else {
                continue;
            };
            if needed[was.lits[0].node()] || needed[now.lits[0].node()] {
                for (side, says) in [(OLD, was), (NEW, now)] {
                    let told = of.one(&says.what, value(says.lits[0]));
                    out.extend(told.map(|told| with_side(told, Some(side))));
                }
            }
        }
        out
    }
}

/// Whether an item is about another state than the destination (then it is left out first).
fn elsewhere(item: &Item) -> u8 {
    match (item.state, item.other) {
        (None | Some(0), None) => 2,
        _ => 0,
    }
}

/// The days of a world for each side.
impl super::law::StateLaws {
    pub(super) fn day_of(&self, value: &dyn Fn(Lit) -> bool) -> [Date; 2] {
        match self.days() {
            Days::Two { old, new } => [old, new],
            Days::Every { prefer } => {
                let fits = self.before.iter().all(|(d, l)| value(*l) == (prefer < *d));
                let since = self.before.iter().rfind(|(_, l)| !value(*l)).map(|(d, _)| *d);
                let until = self.before.iter().find(|(_, l)| value(*l)).map(|(d, _)| *d);
                let day = match (fits, since, until) {
                    (true, ..) | (_, None, None) => prefer,
                    (_, Some(from), _) => from,
                    (_, None, Some(until)) => until.yesterday().unwrap_or(until),
                };
                [day, day]
            }
        }
    }
}
