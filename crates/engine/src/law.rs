//! The law of states on a day (`docs/semantics.md` §1).

use crate::compile::frame::Place;
use crate::situation::{Situation, StatedLaw};
use jiff::civil::Date;
use safeconduct_rulebook::model::{InstrumentId, LawEntry, Limit, Membership, Rulebook};
use std::collections::BTreeSet;

/// The law of the states of a case on its day: what the case states, else what the rulebook says.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    rulebook: &'a Rulebook,
    case: &'a Situation,
}

impl<'a> Law<'a> {
    /// The law of a case.
    pub fn new(rulebook: &'a Rulebook, case: &'a Situation) -> Self {
        Self { rulebook, case }
    }

    /// What the case states.
    fn stated(self, place: Place, instrument: InstrumentId) -> Option<&'a StatedLaw> {
        let about = |l: &&StatedLaw| (l.place, l.instrument) == (place, instrument);
        self.case.law.iter().find(about)
    }

    /// Whether a state is bound by an instrument.
    pub fn status(self, place: Place, instrument: InstrumentId) -> Status {
        match self.stated(place, instrument).and_then(|l| l.bound) {
            Some(true) => Status::Bound,
            Some(false) => Status::NotBound,
            None => status(self.rulebook, self.code(place), instrument, self.case.as_of),
        }
    }

    /// Whether a limit on an article is in force, supposing that the state is bound.
    pub fn limited(self, place: Place, instrument: InstrumentId, article: &str, kind: LimitKind) -> bool {
        match self.stated(place, instrument) {
            Some(stated) => stated.limits(kind).iter().any(|a| a == article),
            None => limited(
                self.rulebook,
                self.code(place),
                instrument,
                article,
                kind,
                self.case.as_of,
            ),
        }
    }

    /// The dated entry of the rulebook by which a state is bound; none where the case states whether it is.
    pub(crate) fn binding(self, place: Place, instrument: InstrumentId) -> Option<&'a LawEntry> {
        let day = self.case.as_of;
        let stated = self.stated(place, instrument).is_some_and(|l| l.bound.is_some());
        let mut entries = entries(self.rulebook, self.code(place), instrument);
        entries.find(|e| !stated && of_entry(e, day) == Status::Bound)
    }

    /// What is marked unverified in the entries that count, as sentences; what a case states needs no check.
    pub fn unverified(self, place: Place, instrument: InstrumentId) -> Vec<String> {
        match self.stated(place, instrument) {
            Some(_) => Vec::new(),
            None => unverified(self.rulebook, self.code(place), instrument, self.case.as_of),
        }
    }

    fn code(self, place: Place) -> &'a str {
        &crate::compile::state_of(self.case, place).code
    }
}

impl StatedLaw {
    /// The articles with a limit of this kind.
    pub fn limits(&self, kind: LimitKind) -> &[String] {
        match kind {
            LimitKind::Reservation => &self.reserves,
            LimitKind::Derogation => &self.derogates,
        }
    }
}

/// What the entries say of a state and an instrument on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It is bound.
    Bound,
    /// It is not.
    NotBound,
    /// No usable date.
    Open,
}

/// What one entry says on a day.
fn of_entry(entry: &LawEntry, day: Date) -> Status {
    match (entry.status, entry.from) {
        (Membership::NotParty, _) => Status::NotBound,
        (Membership::Party, Some(from)) if from <= day && entry.until.is_none_or(|until| day < until) => Status::Bound,
        (Membership::Party, Some(_)) => Status::NotBound,
        (Membership::Party, None) if entry.until.is_some_and(|until| day >= until) => Status::NotBound,
        (Membership::Party, None) => Status::Open,
    }
}

/// The entries of a state for an instrument.
fn entries<'r>(rulebook: &'r Rulebook, state: &str, instrument: InstrumentId) -> impl Iterator<Item = &'r LawEntry> {
    let law = rulebook.states.iter().find(|s| s.code == state);
    law.into_iter()
        .flat_map(|s| &s.entries)
        .filter(move |e| e.instrument == instrument)
}

/// Whether a state is bound by an instrument on a day.
pub fn status(rulebook: &Rulebook, state: &str, instrument: InstrumentId, day: Date) -> Status {
    let mut said: Option<Status> = None;
    for entry in entries(rulebook, state, instrument) {
        said = Some(match (said, of_entry(entry, day)) {
            (Some(Status::Bound), _) | (_, Status::Bound) => Status::Bound,
            (Some(Status::Open), _) | (_, Status::Open) => Status::Open,
            _ => Status::NotBound,
        });
    }
    let about = &rulebook.instruments[instrument.ix()];
    let not_yet = about.in_force.is_some_and(|from| day < from);
    let silent = if about.kind == "statute" || not_yet {
        Status::NotBound
    } else {
        Status::Open
    };
    said.unwrap_or(silent)
}

/// Which limits of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LimitKind {
    /// Reservations.
    Reservation,
    /// Derogations.
    Derogation,
}

pub(crate) fn limits(entry: &LawEntry, kind: LimitKind) -> &[Limit] {
    match kind {
        LimitKind::Reservation => &entry.reservations,
        LimitKind::Derogation => &entry.derogations,
    }
}

/// The entries that count on a day: those that bind or are open.
fn covering<'r>(
    rulebook: &'r Rulebook,
    state: &str,
    instrument: InstrumentId,
    day: Date,
) -> impl Iterator<Item = &'r LawEntry> {
    entries(rulebook, state, instrument).filter(move |e| of_entry(e, day) != Status::NotBound)
}

fn in_force(limit: &Limit, day: Date) -> bool {
    limit.from.is_none_or(|from| from <= day) && limit.until.is_none_or(|until| day < until)
}

/// Whether a limit on an article is in force on a day.
pub fn limited(
    rulebook: &Rulebook,
    state: &str,
    instrument: InstrumentId,
    article: &str,
    kind: LimitKind,
    day: Date,
) -> bool {
    covering(rulebook, state, instrument, day)
        .flat_map(|e| limits(e, kind))
        .any(|l| in_force(l, day) && l.articles.iter().any(|a| a == article))
}

/// What is marked unverified in the entries of a state for an instrument that count on a day, as sentences.
pub fn unverified(rulebook: &Rulebook, state: &str, instrument: InstrumentId, day: Date) -> Vec<String> {
    let Some(law) = rulebook.states.iter().find(|s| s.code == state) else {
        return Vec::new();
    };
    let short = &rulebook.instruments[instrument.ix()].short;
    let mut out = Vec::new();
    for entry in law.entries.iter().filter(|e| e.instrument == instrument) {
        if entry.unverified {
            let period = match (entry.status, entry.from, entry.until) {
                (Membership::NotParty, ..) => "not a party".to_owned(),
                (Membership::Party, None, _) => "a party, from a date not found".to_owned(),
                (Membership::Party, Some(from), None) => format!("bound from {from}"),
                (Membership::Party, Some(from), Some(until)) => format!("bound from {from} until {until}"),
            };
            out.push(format!("{} and {short}: {period}", law.name));
        }
        for (kind, word) in [
            (LimitKind::Reservation, "reservation"),
            (LimitKind::Derogation, "derogation"),
        ] {
            for limit in limits(entry, kind).iter().filter(|l| l.unverified && in_force(l, day)) {
                out.push(format!(
                    "{} and {short}: {word} to art {}",
                    law.name,
                    limit.articles.join(", ")
                ));
            }
        }
    }
    out
}

/// The articles of an instrument that a case can state as reserved or derogated from: those that the rulebook knows of.
pub fn articles(rulebook: &Rulebook, instrument: InstrumentId) -> BTreeSet<&str> {
    crate::compile::articles(rulebook, instrument)
}
