//! The law of states on a day (`docs/semantics.md` §1).

use jiff::civil::Date;
use safeconduct_rulebook::model::{InstrumentId, LawEntry, Limit, Membership, Rulebook};

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LimitKind {
    /// Reservations.
    Reservation,
    /// Derogations.
    Derogation,
}

fn limits(entry: &LawEntry, kind: LimitKind) -> &[Limit] {
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
