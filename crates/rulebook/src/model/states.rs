//! The law of states.

use super::*;
use jiff::civil::Date;

/// The law of a state: `states/UA.toml`.
#[derive(Clone, Debug)]
pub struct StateLaw {
    /// `UA`
    pub code: String,
    /// `Country B`
    pub name: String,
    /// Its entries, in file order.
    pub entries: Vec<LawEntry>,
    /// File number in the sources.
    pub file: u32,
}

/// A state and an instrument. Several entries for one instrument are several periods.
#[derive(Clone, Debug)]
pub struct LawEntry {
    /// The instrument.
    pub instrument: InstrumentId,
    /// Whether the state is known to be a party at all, whatever the dates.
    pub status: Membership,
    /// Bound from this day; `None` with [`Membership::Party`]: the date is not known, so the entry is open.
    pub from: Option<Date>,
    /// Bound until the day before this day.
    pub until: Option<Date>,
    /// Nobody has checked the entry against the depositary.
    pub unverified: bool,
    /// A remark, which answers that rest on the entry repeat when it is unverified.
    pub note: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Reservations.
    pub reservations: Vec<Limit>,
    /// Derogations.
    pub derogations: Vec<Limit>,
    /// Line in the file, 1-based.
    pub line: usize,
}

/// Whether a state is a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// It is or was.
    Party,
    /// It is not, on the date of the source.
    NotParty,
}

/// A reservation to, or derogation from, articles of an instrument.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The articles, as in citations (`85`, `118.1`).
    pub articles: Vec<String>,
    /// From this day; `None`: from the start of the entry.
    pub from: Option<Date>,
    /// Until the day before this day.
    pub until: Option<Date>,
    /// Nobody has checked it.
    pub unverified: bool,
    /// What it says.
    pub note: Option<String>,
}
