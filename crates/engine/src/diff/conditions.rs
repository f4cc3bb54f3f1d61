//! What every case with a change has in common, what makes the change certain, and a case.

use super::join::{About, Joint, Says};
use super::names::Names;
use super::{Condition, Days, Example, NEW, OLD};
use crate::circuit::{Circuit, Lit};
use crate::compile::LawKey;
use crate::compile::frame::{Place, Threshold, day_from_number};
use crate::compile::{Compiled, span_ago};
use crate::law::{LimitKind, Status, status};
use crate::situation::{Item, What};
use crate::witness::Witness;
use jiff::civil::Date;
use safeconduct_rulebook::model::*;
use std::collections::{HashMap, HashSet};

/// The most conditions that are told as enough.
const ENOUGH: usize = 4;
/// After so many worlds drawn that showed nothing new, the solver is asked.
const IDLE: usize = 4;

/// The literals that have one value in every world with something.
pub(super) struct Common(HashMap<usize, bool>);

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
    fn of(model: &[bool]) -> Self {
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

impl Joint<'_> {
    /// What every world with `guard` has in common, of what it says and of the literals given.
    pub(super) fn common(&mut self, guard: Lit, besides: &[Lit]) -> Common {
        let mut relevant = vec![false; self.circuit.nodes().len()];
        for node in self.circuit.cone(&[guard]) {
            relevant[node] = true;
        }
        let told = self.says.iter().flat_map(|s| &s.lits).filter(|l| relevant[l.node()]);
        let lits: Vec<Lit> = told
            .chain(besides)
            .copied()
            .filter(|l| l.constant().is_none())
            .collect();
        self.possible(&[guard]);
        let mut fixed: HashMap<usize, bool> = lits
            .iter()
            .map(|l| (l.node(), self.solver.value(*l) != l.is_neg()))
            .collect();
        // Worlds known already, then worlds drawn; what they leave is asked of the solver.
        for world in &self.worlds {
            if world.holds(guard) {
                fixed.retain(|n, yes| world.holds(self.circuit.literal(*n)) == *yes);
            }
        }
        self.scout.encode(&self.circuit);
        let mut idle = 0;
        while idle < IDLE && !fixed.is_empty() && self.scout.solve([guard]) {
            let world = World::of(self.scout.model());
            let before = fixed.len();
            fixed.retain(|n, yes| world.holds(self.circuit.literal(*n)) == *yes);
            idle = if fixed.len() == before { idle + 1 } else { 0 };
            self.worlds.push(world);
        }
        loop {
            let mut different: Vec<Lit> = (fixed.iter())
                .map(|(n, yes)| {
                    if *yes {
                        !self.circuit.literal(*n)
                    } else {
                        self.circuit.literal(*n)
                    }
                })
                .collect();
            different.sort_unstable();
            let question = self.circuit.input();
            self.solver.encode(&self.circuit);
            self.solver.assert_any(question, different);
            let found = !fixed.is_empty() && self.solver.solve([guard, question]);
            if found {
                let world = World::of(self.solver.model());
                fixed.retain(|n, yes| world.holds(self.circuit.literal(*n)) == *yes);
                self.worlds.push(world);
            }
            self.solver.assert(!question);
            if !found {
                return Common(fixed);
            }
        }
    }

    /// What is common, in words, without what the rest implies: terms say more than the findings under them.
    pub(super) fn necessary(&mut self, common: &Common, destination: bool) -> Vec<Known> {
        let mut known: Vec<(u8, Known)> = Vec::new();
        for says in self.says.clone() {
            known.extend(self.common_of(&says, common, destination));
        }
        // First those that go most easily: findings, then law, then terms; readings, states and days last.
        let mut order: Vec<usize> = (0..known.len()).collect();
        order.sort_by_key(|i| known[*i].0);
        let mut kept = vec![true; known.len()];
        for i in order {
            let rest = (0..known.len()).filter(|j| *j != i && kept[*j]).map(|j| known[j].1.1);
            let lits: Vec<Lit> = rest.chain([!known[i].1.1]).collect();
            kept[i] = self.possible(&lits);
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

    fn names_alike(&self, side: usize, a: &LawOrTerm, b: &LawOrTerm) -> bool {
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
    pub(super) fn enough(&mut self, guard: Lit, necessary: &[Known], destination: bool) -> Option<Vec<Condition>> {
        let base: Vec<Lit> = necessary.iter().map(|(_, l)| *l).collect();
        if !self.possible(&[guard]) {
            return None;
        }
        let mut all: Vec<(u8, Known)> = Vec::new();
        for says in self.says.clone() {
            all.extend(self.in_world(&says, destination));
        }
        // What is left out first: findings on other states, findings, law.
        all.sort_by_key(|(weight, _)| *weight);
        let mut set: Vec<Known> = all.into_iter().map(|(_, known)| known).collect();
        let lits = |set: &[Known]| -> Vec<Lit> {
            set.iter()
                .map(|(_, l)| *l)
                .chain(base.iter().copied())
                .chain([!guard])
                .collect()
        };
        if self.possible(&lits(&set)) {
            return None;
        }
        set.retain(|(_, l)| self.solver.in_core(*l));
        let mut i = 0;
        while i < set.len() {
            let mut without = set.clone();
            without.remove(i);
            if self.possible(&lits(&without)) {
                i += 1;
                if i > ENOUGH {
                    return None;
                }
            } else {
                without.retain(|(_, l)| self.solver.in_core(*l));
                // Those before were needed, so they are in every core.
                set = without;
            }
        }
        (set.len() <= ENOUGH).then(|| set.into_iter().map(|(c, _)| c).collect())
    }

    /// What the world found says of one thing.
    fn in_world(&self, says: &Says, destination: bool) -> Vec<(u8, Known)> {
        let of = Telling {
            compiled: &self.compiled,
            names: &self.names,
            codes: &self.laws.codes,
            destination,
        };
        let lits = &says.lits;
        let value = |i: usize| self.solver.value(lits[i]);
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

    /// A case with `guard`, best on the day preferred, as each side would have it told: so much of a world that nothing can be left out.
    pub(super) fn example(&mut self, guard: Lit, act: [ActId; 2], destination: bool) -> (Example, World) {
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
        let value = |l: Lit| model[l.node()] != l.is_neg();
        let told = self.told_by(guard, &value);
        let days = self.laws.day_of(&value);
        let stand = |(place, lits): (&Place, &Vec<Lit>)| {
            let i = lits.iter().position(|l| value(*l) && told.contains(&l.node()))?;
            Some((*place, self.laws.codes.get(i)?.clone()))
        };
        let states: Vec<(Place, String)> = self.laws.stands.iter().filter_map(stand).collect();
        let needed = needed(&self.circuit, &model, guard);
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
        (example, World::of(&model))
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
    fn unlike_presumed(&self, value: &dyn Fn(Lit) -> bool) -> HashSet<usize> {
        let mut out = HashSet::new();
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
    fn told_by(&mut self, guard: Lit, value: &dyn Fn(Lit) -> bool) -> HashSet<usize> {
        let so = |l: Lit| if value(l) { l } else { !l };
        // The day is told, and whatever is not as it is presumed: a case that left it out would say the contrary.
        let mut days: Vec<Lit> = Vec::new();
        let unlike = self.unlike_presumed(value);
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
        let mut set: Vec<Lit> = inputs.into_iter().map(|(_, l)| l).collect();
        let mut i = 0;
        let mut without = set.clone();
        loop {
            let lits: Vec<Lit> = without
                .iter()
                .copied()
                .chain(days.iter().copied())
                .chain([!guard])
                .collect();
            if self.possible(&lits) {
                i += 1;
            } else {
                set = without;
                set.retain(|l| self.solver.in_core(*l));
            }
            if i >= set.len() {
                return set.into_iter().chain(told).map(Lit::node).collect();
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

/// The nodes on which a literal rests in a world.
fn needed(circuit: &Circuit, model: &[bool], root: Lit) -> Vec<bool> {
    use crate::circuit::Node;
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

/// Whether an item is about another state than the destination (then it is left out first).
fn elsewhere(item: &Item) -> u8 {
    match (item.state, item.other) {
        (None | Some(0), None) => 2,
        _ => 0,
    }
}

/// A term, or an atom of the law of states, of one side.
enum LawOrTerm {
    Term(TermId, Option<u32>),
    Law(InstrumentId, Place, Option<(String, LimitKind)>),
}

fn law_or_term(what: &About) -> Option<(usize, LawOrTerm)> {
    match what {
        About::Term(side, term, place) => Some((*side, LawOrTerm::Term(*term, *place))),
        About::Bound(side, key) => Some((*side, LawOrTerm::Law(key.instrument, key.place, None))),
        About::Limited(side, key, article, kind) => {
            let limit = Some((article.clone(), *kind));
            Some((*side, LawOrTerm::Law(key.instrument, key.place, limit)))
        }
        _ => None,
    }
}

fn with_side(told: Condition, on: Option<usize>) -> Condition {
    match told {
        Condition::Says { side, cond, act, .. } => Condition::Says {
            side,
            only: on,
            cond,
            act,
        },
        other => other,
    }
}

/// From what worlds say to conditions.
struct Telling<'a, 'r> {
    compiled: &'a [Compiled<'r>; 2],
    names: &'a Names,
    codes: &'a [String],
    destination: bool,
}

impl Telling<'_, '_> {
    fn says(&self, side: usize, cond: Cond, yes: bool, act: Option<ActId>) -> Condition {
        let cond = if yes { cond } else { Cond::Not(Box::new(cond)) };
        Condition::Says {
            side,
            only: None,
            cond,
            act,
        }
    }

    fn state(&self, listed: u32) -> StateExpr {
        match (self.destination, listed) {
            (true, 0) => StateExpr::Destination,
            (true, s) => StateExpr::Var(s - 1),
            (false, s) => StateExpr::Var(s),
        }
    }

    fn place(&self, place: Place) -> StateExpr {
        match place {
            Place::Detaining => StateExpr::Detaining,
            Place::Listed(s) => self.state(s),
        }
    }

    /// Whether it is about the case or the destination, not about another state.
    fn about_destination(&self, what: &About) -> bool {
        match what {
            About::Yes(_, item) | About::Values(_, item) | About::Below(_, item, _) => {
                item.other.is_none() && item.state.is_none_or(|s| s == 0)
            }
            _ => true,
        }
    }

    fn fact(&self, item: Item, test: Test) -> Option<Cond> {
        match item.what {
            What::Fact(fact) => Some(Cond::Fact {
                fact,
                state: item.state.map(|s| self.state(s)),
                test,
            }),
            What::Relation(relation) => Some(Cond::Relation {
                relation,
                from: self.state(item.state?),
                to: self.state(item.other?),
            }),
        }
    }

    /// Something that holds or does not.
    fn one(&self, what: &About, yes: bool) -> Option<Condition> {
        let told = |side: &usize, cond| Some(self.says(*side, cond, yes, None));
        match what {
            About::Yes(side, item) => {
                let cond = self.fact(*item, Test::Yes)?;
                Some(self.says(*side, cond, yes, item.act))
            }
            About::Complete => Some(Condition::Elsewhere(!yes)),
            About::Bound(side, key) => told(
                side,
                Cond::Bound {
                    state: self.place(key.place),
                    instrument: key.instrument,
                    article: None,
                },
            ),
            About::Limited(side, key, article, kind) => {
                let (state, instrument, article) = (self.place(key.place), key.instrument, article.clone());
                let cond = match kind {
                    LimitKind::Reservation => Cond::Reserved {
                        state,
                        instrument,
                        article,
                    },
                    LimitKind::Derogation => Cond::Derogates {
                        state,
                        instrument,
                        article,
                    },
                };
                told(side, cond)
            }
            About::Term(side, term, place) => told(
                side,
                Cond::Term {
                    term: *term,
                    state: place.map(|p| self.state(p)),
                },
            ),
            _ => None,
        }
    }

    /// One of several, of so many.
    fn among(&self, what: &About, may: &[usize], of: usize) -> Option<Condition> {
        if may.is_empty() || may.len() == of {
            return None;
        }
        // The shorter way to say it.
        let out: Vec<u32> = (0..of).filter(|i| !may.contains(i)).map(|i| i as u32).collect();
        let short = may.len() == 1 || may.len() <= out.len();
        let listed = if short {
            may.iter().map(|i| *i as u32).collect()
        } else {
            out
        };
        match what {
            About::Values(side, item) => {
                let cond = self.fact(*item, Test::OneOf(listed))?;
                Some(self.says(*side, cond, short, item.act))
            }
            About::Question(side, question) => {
                let cond = Cond::Under {
                    question: *question,
                    positions: listed,
                };
                Some(self.says(*side, cond, short, None))
            }
            About::State(place) => Some(Condition::State {
                place: *place,
                may: may.iter().filter_map(|i| self.codes.get(*i).cloned()).collect(),
                unfiled: may.contains(&self.codes.len()),
                of: self.codes.len(),
            }),
            _ => None,
        }
    }

    fn role(&self, what: &About, state: usize, yes: bool) -> Option<Condition> {
        let About::Role(side, role) = what else { return None };
        let cond = Cond::Same(StateExpr::Role(*role), self.state(state as u32));
        Some(self.says(*side, cond, yes, None))
    }

    /// Not below one threshold, below another: the conditions, each with its thresholds and whether it is below.
    fn between(
        &self,
        what: &About,
        since: Option<usize>,
        until: Option<usize>,
    ) -> Vec<(Condition, Vec<(usize, bool)>)> {
        let ends = [since.map(|i| (i, false)), until.map(|i| (i, true))];
        match what {
            About::Day(days) => {
                let at = |i: Option<usize>| i.map(|i| days[i]);
                let told = Condition::Day {
                    from: at(since),
                    until: at(until),
                };
                vec![(told, ends.into_iter().flatten().collect())]
            }
            About::Below(side, item, thresholds) => (ends.into_iter().flatten())
                .filter_map(|(i, below)| {
                    let (test, inverted) = self.test(*side, *item, thresholds[i])?;
                    let cond = self.fact(*item, test)?;
                    Some((self.says(*side, cond, below != inverted, item.act), vec![(i, below)]))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The test of which a threshold is the bound, as the rulebooks have it, and whether it holds from the threshold on.
    fn test(&self, side: usize, item: Item, threshold: Threshold) -> Option<(Test, bool)> {
        let What::Fact(fact) = item.what else { return None };
        match (threshold, &self.compiled[side].rulebook.facts[fact.ix()].kind) {
            (Threshold::At(n), Type::Date) => Some((Test::Before(day_from_number(n)?), false)),
            (Threshold::At(n), _) => Some((Test::AtLeast(n), true)),
            (Threshold::Ago(_), _) => {
                let key = self.names.facts.key[side][fact.ix()];
                let known = self.names.facts.both[key];
                let found = [NEW, OLD].iter().find_map(|s| {
                    let fact = FactId(known[*s]? as u32);
                    span_ago(self.compiled[*s].rulebook, fact, threshold)
                });
                let (n, unit) = found?;
                Some((Test::Ago(n, unit), false))
            }
        }
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
