//! By what the states of two situations are bound, and the law of a situation between the two.

use super::between::{Between, Difference, Side};
use crate::compile::frame::Place;
use crate::law::{self, LimitKind, Status};
use crate::situation::{Situation, State, StatedLaw};
use jiff::civil::Date;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// How a state is bound: status, and the articles reserved and derogated from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bound {
    pub(super) status: Status,
    pub(super) reserved: BTreeSet<String>,
    pub(super) derogated: BTreeSet<String>,
}

/// A state, by its code, and an instrument.
pub(super) type Pair = (String, InstrumentId);

/// What a case states of the law of states itself.
pub(super) fn stated(case: &Situation) -> BTreeMap<Pair, StatedLaw> {
    let code = |l: &StatedLaw| crate::compile::state_of(case, l.place).code.clone();
    let law = case.law.iter();
    law.map(|l| ((code(l), l.instrument), l.clone())).collect()
}

/// What the rulebook says on a day.
pub(super) fn dated(rulebook: &Rulebook, state: &str, instrument: InstrumentId, day: Date) -> Bound {
    let entries = rulebook
        .states
        .iter()
        .filter(|s| s.code == state)
        .flat_map(|s| &s.entries);
    let mut articles: BTreeSet<String> = BTreeSet::new();
    for entry in entries.filter(|e| e.instrument == instrument) {
        let limits = entry.reservations.iter().chain(&entry.derogations);
        articles.extend(limits.flat_map(|l| l.articles.iter().cloned()));
    }
    let limited = |kind| {
        let in_force = articles
            .iter()
            .filter(|x| law::limited(rulebook, state, instrument, x, kind, day));
        in_force.cloned().collect()
    };
    Bound {
        status: law::status(rulebook, state, instrument, day),
        reserved: limited(LimitKind::Reservation),
        derogated: limited(LimitKind::Derogation),
    }
}

/// How a state is bound on one side: as its case states, else as the rulebook says on its day.
pub(super) fn bound(rulebook: &Rulebook, side: &Side, pair: &Pair) -> Bound {
    let mut bound = dated(rulebook, &pair.0, pair.1, side.as_of);
    if let Some(stated) = side.law.get(pair) {
        match stated.bound {
            Some(true) => bound.status = Status::Bound,
            Some(false) => bound.status = Status::NotBound,
            None => {}
        }
        let articles = |kind| stated.limits(kind).iter().cloned().collect();
        bound.reserved = articles(LimitKind::Reservation);
        bound.derogated = articles(LimitKind::Derogation);
    }
    bound
}

/// The pairs by which the two sides are bound otherwise, the detaining powers first.
pub(super) fn differing(rulebook: &Rulebook, states: &[State], a: &Side, b: &Side) -> Vec<Pair> {
    if a.as_of == b.as_of && a.law == b.law {
        return Vec::new();
    }
    let mut codes: Vec<&str> = Vec::new();
    for state in [&a.detaining, &b.detaining].into_iter().chain(states) {
        if !codes.contains(&state.code.as_str()) {
            codes.push(&state.code);
        }
    }
    let instruments = (0..rulebook.instruments.len()).map(|i| InstrumentId(i as u32));
    let pairs = codes
        .iter()
        .flat_map(|code| instruments.clone().map(|i| ((*code).to_owned(), i)));
    pairs
        .filter(|pair| bound(rulebook, a, pair) != bound(rulebook, b, pair))
        .collect()
}

impl Between<'_> {
    /// The law of states on a day, each pair that differs as on the side chosen for it: what is stated of it, and a rulebook of its own where one
    /// says of that day what it says of another.
    pub(super) fn law(&self, day: Date, shifted: &[&Pair]) -> (Option<Rulebook>, BTreeMap<Pair, StatedLaw>) {
        let mut out: Option<Rulebook> = None;
        // Where the two sides are bound alike, what either states holds for both.
        let mut all = self.b.law.clone();
        all.extend(self.a.law.clone());
        for d in &self.differences {
            let Difference::Law(pair) = d else {
                continue;
            };
            let of = if shifted.contains(&pair) { &self.b } else { &self.a };
            let stated = of.law.get(pair);
            match stated {
                Some(stated) => all.insert(pair.clone(), stated.clone()),
                None => all.remove(pair),
            };
            let silent = stated.is_none_or(|s| s.bound.is_none());
            if silent && of.as_of != day {
                let rulebook = out.get_or_insert_with(|| self.rulebook.clone());
                fix(rulebook, self.rulebook, &pair.0, pair.1, of.as_of);
            }
        }
        (out, all)
    }
}

/// What is stated, of the states of a situation.
pub(super) fn placed(law: BTreeMap<Pair, StatedLaw>, detaining: &State, states: &[State]) -> Vec<StatedLaw> {
    let placed = law.into_iter().filter_map(|((code, _), stated)| {
        let place = if code == detaining.code {
            Place::Detaining
        } else {
            Place::Listed(states.iter().position(|s| s.code == code)? as u32)
        };
        Some(StatedLaw { place, ..stated })
    });
    placed.collect()
}

/// Puts in the place of a state's entries for an instrument one that says on every day what they say on this one.
fn fix(rulebook: &mut Rulebook, of: &Rulebook, state: &str, instrument: InstrumentId, day: Date) {
    let bound = dated(of, state, instrument, day);
    let limit = |articles: BTreeSet<String>| {
        let articles: Vec<String> = articles.into_iter().collect();
        let limit = Limit {
            articles,
            from: None,
            until: None,
            unverified: false,
            note: None,
        };
        if limit.articles.is_empty() {
            Vec::new()
        } else {
            vec![limit]
        }
    };
    let entry = LawEntry {
        instrument,
        status: if bound.status == law::Status::NotBound {
            Membership::NotParty
        } else {
            Membership::Party
        },
        from: (bound.status == law::Status::Bound).then_some(Date::MIN),
        until: None,
        unverified: false,
        note: None,
        source: String::new(),
        reservations: limit(bound.reserved),
        derogations: limit(bound.derogated),
        line: 0,
    };
    match rulebook.states.iter_mut().find(|s| s.code == state) {
        Some(law) => {
            law.entries.retain(|e| e.instrument != instrument);
            law.entries.push(entry);
        }
        None => rulebook.states.push(StateLaw {
            code: state.to_owned(),
            name: state.to_owned(),
            entries: vec![entry],
            file: 0,
        }),
    }
}
