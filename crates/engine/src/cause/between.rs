//! Two situations, what differs between them, and any situation between the two.

use super::law::{self, Pair};
use crate::situation::{Done, Item, Situation, State, Stated, StatedLaw};
use jiff::civil::Date;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// One difference. States are indices into [`Between::states`].
#[derive(Clone, Debug)]
pub(super) enum Difference {
    /// What is stated of an item; of several, where the same is stated of them for several acts.
    Items(Vec<Item>),
    /// When a step was done; for several acts and states, where it was done on one day.
    Steps(Vec<StepKey>),
    /// The position on a question.
    Reading(QuestionId),
    /// Who has a role.
    Role(RoleId),
    /// Whether a state is considered, and asked about.
    State(u32),
    /// Whether there is no other state to go to.
    Complete,
    /// Which state detains.
    Detaining,
    /// By what a state is bound: its law says otherwise on the other day, or one of the cases states it.
    Law(Pair),
    /// The day, apart from the law of states.
    Day,
}

pub(super) type StepKey = (StepId, Option<ActId>, Option<u32>);

/// What is asked of a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Absent,
    Considered,
    Asked,
}

/// One of the two situations, over the states of both.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) as_of: Date,
    pub(super) detaining: State,
    pub(super) complete: bool,
    pub(super) roles: Vec<Option<u32>>,
    pub(super) presence: Vec<Presence>,
    pub(super) positions: Vec<u32>,
    pub(super) items: BTreeMap<Item, Stated>,
    pub(super) steps: BTreeMap<StepKey, Date>,
    /// What the case itself states of the law of states.
    pub(super) law: BTreeMap<Pair, StatedLaw>,
}

/// Two situations and their differences.
pub(super) struct Between<'r> {
    pub(super) rulebook: &'r Rulebook,
    /// The states of both, those of the first before those of the second alone.
    pub(super) states: Vec<State>,
    pub(super) a: Side,
    pub(super) b: Side,
    pub(super) differences: Vec<Difference>,
    first: &'r Situation,
}

impl<'r> Between<'r> {
    pub(super) fn new(rulebook: &'r Rulebook, first: &'r Situation, second: &'r Situation) -> Self {
        let mut states = first.states.clone();
        for state in &second.states {
            if !states.iter().any(|s| s.code == state.code) {
                states.push(state.clone());
            }
        }
        let (a, b) = (side(rulebook, &states, first), side(rulebook, &states, second));
        let differences = differences(rulebook, &states, &a, &b);
        Self {
            rulebook,
            states,
            a,
            b,
            differences,
            first,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.differences.len()
    }

    pub(super) fn code(&self, state: u32) -> &str {
        &self.states[state as usize].code
    }

    /// A state by its code.
    pub(super) fn place(&self, code: &str) -> Option<u32> {
        self.states.iter().position(|s| s.code == code).map(|i| i as u32)
    }

    /// The first situation with these differences; and a rulebook of its own, where the law of states is not that of its day.
    pub(super) fn with(&self, chosen: &[usize]) -> (Option<Rulebook>, Situation) {
        let mut side = self.a.clone();
        let mut shifted: Vec<&Pair> = Vec::new();
        for d in chosen.iter().filter_map(|i| self.differences.get(*i)) {
            let b = &self.b;
            match d {
                Difference::Items(items) => items.iter().for_each(|item| swap(&mut side.items, &b.items, item)),
                Difference::Steps(keys) => keys.iter().for_each(|key| swap(&mut side.steps, &b.steps, key)),
                Difference::Reading(q) => side.positions[q.ix()] = b.positions[q.ix()],
                Difference::Role(role) => side.roles[role.ix()] = b.roles[role.ix()],
                Difference::State(s) => side.presence[*s as usize] = b.presence[*s as usize],
                Difference::Complete => side.complete = b.complete,
                Difference::Detaining => side.detaining = b.detaining.clone(),
                Difference::Law(pair) => shifted.push(pair),
                Difference::Day => side.as_of = b.as_of,
            }
        }
        let (law, stated) = self.law(side.as_of, &shifted);
        side.law = stated;
        (law, self.situation(side))
    }

    fn situation(&self, side: Side) -> Situation {
        let needed: BTreeSet<u32> = side.roles.iter().copied().flatten().collect();
        let mut place: Vec<Option<u32>> = Vec::new();
        let (mut states, mut asked) = (Vec::new(), Vec::new());
        for (i, state) in self.states.iter().enumerate() {
            let here = side.presence[i] != Presence::Absent || needed.contains(&(i as u32));
            if !here || state.code == side.detaining.code {
                place.push(None);
                continue;
            }
            let index = states.len() as u32;
            place.push(Some(index));
            if side.presence[i] == Presence::Asked {
                asked.push(index);
            }
            states.push(state.clone());
        }
        let mut stated: Vec<Stated> = Vec::new();
        for (item, value) in &side.items {
            if let Some(item) = moved(*item, &place) {
                stated.push(Stated { item, ..value.clone() });
            }
        }
        stated.sort_by_key(|s| s.item);
        let at = |state: Option<u32>| match state {
            None => Some(None),
            Some(s) => place[s as usize].map(Some),
        };
        let done = side.steps.iter().filter_map(|((step, act, state), date)| {
            let (step, act, date) = (*step, *act, *date);
            at(*state).map(|state| Done { step, act, state, date })
        });
        let law = law::placed(side.law, &side.detaining, &states);
        let profile = &self.rulebook.profiles[self.first.profile.ix()];
        let readings = side.positions.iter().zip(&profile.choices).enumerate();
        Situation {
            id: self.first.id.clone(),
            as_of: side.as_of,
            as_known: None,
            profile: self.first.profile,
            readings: readings
                .filter(|(_, (mine, its))| mine != its)
                .map(|(q, (mine, _))| (QuestionId(q as u32), *mine))
                .collect(),
            detaining: side.detaining.clone(),
            asked,
            roles: side.roles.iter().map(|r| at(*r).flatten()).collect(),
            complete: side.complete,
            law,
            stated,
            disputed: Vec::new(),
            // A step counts from the day on which it was done.
            done: done.filter(|d| d.date <= side.as_of).collect(),
            assumed: Vec::new(),
            states,
        }
    }
}

fn swap<K: Ord + Clone, V: Clone>(to: &mut BTreeMap<K, V>, from: &BTreeMap<K, V>, key: &K) {
    match from.get(key) {
        Some(value) => to.insert(key.clone(), value.clone()),
        None => to.remove(key),
    };
}

/// An item with other numbers for its states; nothing where a state has none.
fn moved(item: Item, place: &[Option<u32>]) -> Option<Item> {
    let at = |state: Option<u32>| match state {
        None => Some(None),
        Some(s) => place.get(s as usize).copied().flatten().map(Some),
    };
    Some(Item {
        state: at(item.state)?,
        other: at(item.other)?,
        ..item
    })
}

fn side(rulebook: &Rulebook, states: &[State], case: &Situation) -> Side {
    let place: Vec<Option<u32>> = case
        .states
        .iter()
        .map(|mine| states.iter().position(|s| s.code == mine.code).map(|i| i as u32))
        .collect();
    let at = |state: Option<u32>| state.and_then(|s| place.get(s as usize).copied().flatten());
    let mut presence = vec![Presence::Absent; states.len()];
    for (i, to) in place.iter().enumerate() {
        if let Some(to) = to {
            let asked = case.asked.contains(&(i as u32));
            presence[*to as usize] = if asked { Presence::Asked } else { Presence::Considered };
        }
    }
    let mut positions = rulebook.profiles[case.profile.ix()].choices.clone();
    for (question, position) in &case.readings {
        positions[question.ix()] = *position;
    }
    Side {
        as_of: case.as_of,
        detaining: case.detaining.clone(),
        complete: case.complete,
        roles: case.roles.iter().map(|r| at(*r)).collect(),
        presence,
        positions,
        items: case
            .stated
            .iter()
            .filter_map(|s| Some((moved(s.item, &place)?, s.clone())))
            .collect(),
        steps: case
            .done
            .iter()
            .map(|d| ((d.step, d.act, at(d.state)), d.date))
            .collect(),
        law: law::stated(case),
    }
}

/// The differences, findings first: what is named before is left out last.
fn differences(rulebook: &Rulebook, states: &[State], a: &Side, b: &Side) -> Vec<Difference> {
    let mut out = Vec::new();
    let items: BTreeSet<Item> = a.items.keys().chain(b.items.keys()).copied().collect();
    let what = |side: &Side, item: &Item| side.items.get(item).map(|s| (s.value, s.by));
    let items = items.into_iter().filter(|i| what(a, i) != what(b, i));
    // What is said of every act with one word is one difference.
    let together = |i: &Item| i.act.map(|_| (i.what, what(a, i), what(b, i)));
    out.extend(bundled(items, together).into_iter().map(Difference::Items));
    let steps: BTreeSet<StepKey> = a.steps.keys().chain(b.steps.keys()).copied().collect();
    let steps = steps.into_iter().filter(|k| a.steps.get(k) != b.steps.get(k));
    let together = |k: &StepKey| Some((k.0, a.steps.get(k), b.steps.get(k)));
    out.extend(bundled(steps, together).into_iter().map(Difference::Steps));
    let questions = (0..a.positions.len()).filter(|q| a.positions[*q] != b.positions[*q]);
    out.extend(questions.map(|q| Difference::Reading(QuestionId(q as u32))));
    let roles = (0..a.roles.len()).filter(|r| a.roles[*r] != b.roles[*r]);
    out.extend(roles.map(|r| Difference::Role(RoleId(r as u32))));
    let here = (0..states.len()).filter(|s| a.presence[*s] != b.presence[*s]);
    out.extend(here.map(|s| Difference::State(s as u32)));
    if a.complete != b.complete {
        out.push(Difference::Complete);
    }
    if a.detaining.code != b.detaining.code {
        out.push(Difference::Detaining);
    }
    out.extend(law::differing(rulebook, states, a, b).into_iter().map(Difference::Law));
    if a.as_of != b.as_of {
        out.push(Difference::Day);
    }
    out
}

/// Those with the same key together, in order; those without one alone.
fn bundled<T, K: PartialEq>(all: impl Iterator<Item = T>, key: impl Fn(&T) -> Option<K>) -> Vec<Vec<T>> {
    let mut out: Vec<Vec<T>> = Vec::new();
    for one in all {
        let mine = key(&one);
        let same = |bundle: &&mut Vec<T>| mine.is_some() && bundle.first().is_some_and(|x| key(x) == mine);
        match out.iter_mut().find(same) {
            Some(bundle) => bundle.push(one),
            None => out.push(vec![one]),
        }
    }
    out
}
