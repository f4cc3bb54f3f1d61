//! The law of states on the day of a case: `docs/semantics.md` section 1, "Law of states".

use super::space::Who;
use jiff::civil::Date;
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::situation::{Situation, StatedLaw};
use safeconduct_rulebook::model::{InstrumentId, LawEntry, Limit, Membership, Rulebook};

/// What the files say of a state and an instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Says {
    Bound,
    Open,
    NotBound,
}

fn entries<'a>(book: &'a Rulebook, code: &str, instrument: InstrumentId) -> Vec<&'a LawEntry> {
    book.states
        .iter()
        .filter(|s| s.code == code)
        .flat_map(|s| &s.entries)
        .filter(|e| e.instrument == instrument)
        .collect()
}

fn entry_says(e: &LawEntry, as_of: Date) -> Says {
    let over = e.until.is_some_and(|u| as_of >= u);
    match (e.status, e.from) {
        (Membership::NotParty, _) => Says::NotBound,
        (Membership::Party, Some(from)) if from <= as_of && !over => Says::Bound,
        (Membership::Party, Some(_)) => Says::NotBound,
        (Membership::Party, None) if over => Says::NotBound,
        (Membership::Party, None) => Says::Open,
    }
}

/// What the case states of a state and an instrument: it takes the place of all entries.
fn stated(sit: &Situation, w: Who, instrument: InstrumentId) -> Option<&StatedLaw> {
    let place = match w {
        Who::Detaining => Place::Detaining,
        Who::At(s) => Place::Listed(s),
    };
    sit.law.iter().find(|l| l.place == place && l.instrument == instrument)
}

fn code(sit: &Situation, w: Who) -> &str {
    match w {
        Who::Detaining => &sit.detaining.code,
        Who::At(s) => &sit.states[s as usize].code,
    }
}

/// Whether a state is bound in a case.
pub fn says(book: &Rulebook, sit: &Situation, w: Who, instrument: InstrumentId) -> Says {
    match stated(sit, w, instrument).and_then(|l| l.bound) {
        Some(true) => Says::Bound,
        Some(false) => Says::NotBound,
        None => files_say(book, code(sit, w), instrument, sit.as_of),
    }
}

/// What the entries say together.
fn files_say(book: &Rulebook, code: &str, instrument: InstrumentId, as_of: Date) -> Says {
    let said: Vec<Says> = entries(book, code, instrument)
        .into_iter()
        .map(|e| entry_says(e, as_of))
        .collect();
    if said.is_empty() {
        let source = &book.instruments[instrument.ix()];
        let exists = source.in_force.is_none_or(|from| from <= as_of);
        return if source.kind == "statute" || !exists {
            Says::NotBound
        } else {
            Says::Open
        };
    }
    if said.contains(&Says::Bound) {
        Says::Bound
    } else if said.contains(&Says::Open) {
        Says::Open
    } else {
        Says::NotBound
    }
}

/// The entries by which the state is bound, where it is.
fn covering<'a>(book: &'a Rulebook, code: &str, instrument: InstrumentId, as_of: Date) -> Vec<&'a LawEntry> {
    let which = files_say(book, code, instrument, as_of);
    entries(book, code, instrument)
        .into_iter()
        .filter(|e| entry_says(e, as_of) == which)
        .collect()
}

/// Of two kinds: reservations and derogations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Reservation,
    Derogation,
}

fn in_force(limit: &Limit, entry: &LawEntry, as_of: Date) -> bool {
    // A missing `from` is the start of the entry; where that is not known either, the limit is in force.
    let from = limit.from.or(entry.from);
    from.is_none_or(|f| f <= as_of) && limit.until.is_none_or(|u| as_of < u)
}

/// Whether a limit of this kind to the article is in force in a case, supposing that the state is bound.
pub fn limited(book: &Rulebook, sit: &Situation, w: Who, instrument: InstrumentId, article: &str, kind: Kind) -> bool {
    if let Some(law) = stated(sit, w, instrument) {
        let articles = match kind {
            Kind::Reservation => &law.reserves,
            Kind::Derogation => &law.derogates,
        };
        return articles.iter().any(|a| a == article);
    }
    covering(book, code(sit, w), instrument, sit.as_of)
        .into_iter()
        .any(|e| {
            let limits = match kind {
                Kind::Reservation => &e.reservations,
                Kind::Derogation => &e.derogations,
            };
            limits
                .iter()
                .any(|l| l.articles.iter().any(|a| a == article) && in_force(l, e, sit.as_of))
        })
}
