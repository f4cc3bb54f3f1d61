//! The law of states as gates: which state stands at each place, on which day, and what binds it there.

use super::names::Names;
use super::{Days, OLD};
use crate::circuit::{Circuit, Lit};
use crate::compile::frame::Place;
use crate::compile::{Compiled, LawKey};
use crate::law::{LimitKind, limits};
use jiff::civil::Date;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// The states of the rulebooks at the places of a generic case.
#[derive(Clone, Debug)]
pub(super) struct StateLaws {
    /// The codes of both rulebooks, in order.
    pub(super) codes: Vec<String>,
    /// For each place: one literal a code, and a last one for a state of which no rulebook has a file.
    pub(super) stands: BTreeMap<Place, Vec<Lit>>,
    /// In order: the day is before this one. Empty where the days are fixed.
    pub(super) before: Vec<(Date, Lit)>,
    /// What always holds of these.
    pub(super) always: Vec<Lit>,
    days: Days,
    /// What binds where no file says whether it does: by place and instrument (of both sides).
    open: BTreeMap<(Place, usize), Lit>,
    limited: BTreeMap<(Place, usize, String, LimitKind), Lit>,
}

impl StateLaws {
    pub(super) fn new(books: [&Rulebook; 2], states: u32, days: Days, c: &mut Circuit) -> Self {
        let codes: BTreeSet<&String> = books.iter().flat_map(|b| &b.states).map(|s| &s.code).collect();
        let codes: Vec<String> = codes.into_iter().cloned().collect();
        let mut always = Vec::new();
        let mut stands = BTreeMap::new();
        for place in std::iter::once(Place::Detaining).chain((0..states).map(Place::Listed)) {
            let lits: Vec<Lit> = match codes.len() {
                0 => vec![Lit::TRUE],
                n => (0..=n).map(|_| c.input()).collect(),
            };
            always.push(c.exactly_one(&lits));
            stands.insert(place, lits);
        }
        let places: Vec<&Vec<Lit>> = stands.values().collect();
        for code in 0..codes.len() {
            for (i, a) in places.iter().enumerate() {
                for b in &places[i + 1..] {
                    let twice = c.and(a[code], b[code]);
                    always.push(!twice);
                }
            }
        }
        let mut before: Vec<(Date, Lit)> = Vec::new();
        if let Days::Every { .. } = days {
            before.extend(dates(books).into_iter().map(|d| (d, c.input())));
            for pair in before.windows(2) {
                always.push(c.implies(pair[0].1, pair[1].1));
            }
        }
        Self {
            codes,
            stands,
            before,
            always,
            days,
            open: BTreeMap::new(),
            limited: BTreeMap::new(),
        }
    }

    /// On which days the law is read.
    pub(super) fn days(&self) -> Days {
        self.days
    }

    /// What may be either way where no file says: an input each.
    pub(super) fn free(&self) -> impl Iterator<Item = Lit> {
        self.open.values().chain(self.limited.values()).copied()
    }

    /// The nodes of a side's circuit whose law rests on one of these inputs.
    pub(super) fn told(
        &self,
        side: usize,
        compiled: &Compiled<'_>,
        names: &Names,
        inputs: &BTreeSet<usize>,
    ) -> BTreeSet<usize> {
        let shared = |key: &LawKey| names.instruments.key[side][key.instrument.ix()];
        let free = |lit: Option<&Lit>| lit.is_some_and(|l| inputs.contains(&l.node()));
        let bound = compiled.open_law.iter();
        let bound = bound.filter(|(key, _)| free(self.open.get(&(key.place, shared(key)))));
        let limits = compiled.limits.iter().filter(|(key, article, kind, _)| {
            free(self.limited.get(&(key.place, shared(key), article.clone(), *kind)))
        });
        let limits = limits.map(|(.., lit)| lit.node());
        bound.map(|(_, lit)| lit.node()).chain(limits).collect()
    }

    /// The day of a side is before this one.
    fn before(&self, side: usize, date: Date) -> Lit {
        match self.days {
            Days::Two { old, new } => (if side == OLD { old } else { new } < date).into(),
            Days::Every { .. } => {
                let found = self.before.binary_search_by_key(&date, |(d, _)| *d);
                found.map_or(Lit::FALSE, |i| self.before[i].1)
            }
        }
    }

    /// The literals of the law atoms of a side: what each input of its circuit stands for.
    pub(super) fn inputs(
        &mut self,
        side: usize,
        compiled: &Compiled<'_>,
        names: &Names,
        c: &mut Circuit,
    ) -> Vec<(usize, Lit)> {
        let rb = compiled.rulebook;
        let mut out = Vec::new();
        for (key, lit) in &compiled.open_law {
            out.push((lit.node(), self.bound(side, rb, *key, names, c)));
        }
        for (key, article, kind, lit) in &compiled.limits {
            out.push((lit.node(), self.limited(side, rb, (*key, article, *kind), names, c)));
        }
        out
    }

    fn bound(&mut self, side: usize, rb: &Rulebook, key: LawKey, names: &Names, c: &mut Circuit) -> Lit {
        let shared = names.instruments.key[side][key.instrument.ix()];
        let free = *self.open.entry((key.place, shared)).or_insert_with(|| c.input());
        let mut out = Lit::FALSE;
        for (i, code) in self.codes.iter().enumerate() {
            let (bound, open) = self.says(side, rb, code, key.instrument, c);
            let taken = c.and(open, free);
            let here = c.or(bound, taken);
            let stands = self.stands[&key.place][i];
            let both = c.and(stands, here);
            out = c.or(out, both);
        }
        let unknown = self.stands[&key.place][self.codes.len()];
        let exists = self.exists(side, rb, key.instrument);
        let other = c.all([unknown, exists, free]);
        c.or(out, other)
    }

    fn limited(
        &mut self,
        side: usize,
        rb: &Rulebook,
        (key, article, kind): (LawKey, &str, LimitKind),
        names: &Names,
        c: &mut Circuit,
    ) -> Lit {
        let shared = names.instruments.key[side][key.instrument.ix()];
        let name = (key.place, shared, article.to_owned(), kind);
        let free = *self.limited.entry(name).or_insert_with(|| c.input());
        let mut out = Lit::FALSE;
        for (i, code) in self.codes.iter().enumerate() {
            for entry in entries(rb, code, key.instrument) {
                let (bound, open) = self.entry(side, entry, c);
                let counts = c.or(bound, open);
                for limit in limits(entry, kind)
                    .iter()
                    .filter(|l| l.articles.iter().any(|a| a == article))
                {
                    let begun = limit.from.map_or(Lit::TRUE, |d| !self.before(side, d));
                    let lasts = limit.until.map_or(Lit::TRUE, |d| self.before(side, d));
                    let here = c.all([self.stands[&key.place][i], counts, begun, lasts]);
                    out = c.or(out, here);
                }
            }
        }
        let other = c.and(self.stands[&key.place][self.codes.len()], free);
        c.or(out, other)
    }

    /// The instrument is in force on the day.
    fn exists(&self, side: usize, rb: &Rulebook, instrument: InstrumentId) -> Lit {
        let from = rb.instruments[instrument.ix()].in_force;
        from.map_or(Lit::TRUE, |d| !self.before(side, d))
    }

    /// A state is bound; whether it is bound is open. As [`crate::law::status`] has it.
    fn says(&self, side: usize, rb: &Rulebook, code: &str, instrument: InstrumentId, c: &mut Circuit) -> (Lit, Lit) {
        let (mut bound, mut open, mut silent) = (Lit::FALSE, Lit::FALSE, true);
        for entry in entries(rb, code, instrument) {
            let (b, o) = self.entry(side, entry, c);
            bound = c.or(bound, b);
            open = c.or(open, o);
            silent = false;
        }
        if silent && rb.instruments[instrument.ix()].kind != "statute" {
            open = self.exists(side, rb, instrument);
        }
        (bound, c.and(open, !bound))
    }

    fn entry(&self, side: usize, entry: &LawEntry, c: &mut Circuit) -> (Lit, Lit) {
        let lasts = entry.until.map_or(Lit::TRUE, |d| self.before(side, d));
        match (entry.status, entry.from) {
            (Membership::NotParty, _) => (Lit::FALSE, Lit::FALSE),
            (Membership::Party, Some(from)) => (c.and(!self.before(side, from), lasts), Lit::FALSE),
            (Membership::Party, None) => (Lit::FALSE, lasts),
        }
    }
}

fn entries<'r>(rb: &'r Rulebook, code: &str, instrument: InstrumentId) -> impl Iterator<Item = &'r LawEntry> {
    let law = rb.states.iter().find(|s| s.code == code);
    law.into_iter()
        .flat_map(|s| &s.entries)
        .filter(move |e| e.instrument == instrument)
}

/// Every day on which something begins or ends, in order.
fn dates(books: [&Rulebook; 2]) -> BTreeSet<Date> {
    let entries = books.iter().flat_map(|b| &b.states).flat_map(|s| &s.entries);
    let in_force = books.iter().flat_map(|b| &b.instruments).filter_map(|i| i.in_force);
    let of = |e: &LawEntry| {
        let limits = e
            .reservations
            .iter()
            .chain(&e.derogations)
            .flat_map(|l| [l.from, l.until]);
        limits.chain([e.from, e.until]).flatten().collect::<Vec<_>>()
    };
    entries.flat_map(of).chain(in_force).collect()
}
