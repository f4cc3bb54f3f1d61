//! What can go wrong.

use crate::entry::{Compartment, Id};
use jiff::Timestamp;

/// Why something was not written, or not read. None of them holds content of a case.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Somebody else wrote first.
    #[error("somebody else wrote to {stream} first: expected version {expected}, found {actual}")]
    Conflict {
        /// Where.
        stream: Id,
        /// The version that was read before.
        expected: u64,
        /// The version that is there.
        actual: u64,
    },
    /// A request was repeated with another content.
    #[error("this request was made before, with another content")]
    Repeated,
    /// A decision cannot go this way.
    #[error("not possible: {0}")]
    NotPossible(#[from] crate::decision::NotPossible),
    /// A right cannot be given.
    #[error("not given: {0}")]
    BadGrant(#[from] crate::rights::BadGrant),
    /// The key of a compartment is not unlocked.
    #[error("the compartment `{}` is locked", .0.word())]
    Locked(Compartment),
    /// The passphrase opens nothing.
    #[error("this passphrase does not open `{0}`")]
    Passphrase(String),
    /// The clock was put back.
    #[error(
        "the clock says {now}, but the record was last written at {last}: nothing is written before the clock is put right"
    )]
    ClockBehind {
        /// What the clock says.
        now: Timestamp,
        /// The last entry.
        last: Timestamp,
    },
    /// Another process has the record open.
    #[error("the record is open already: {0}")]
    InUse(String),
    /// The record was changed by something else than this program.
    #[error("the record is not intact: {0}")]
    Tampered(#[from] crate::chain::Flaw),
    /// A newer program wrote this record.
    #[error("the record has version {found}; this program knows versions up to {known}")]
    Newer {
        /// The record's.
        found: i64,
        /// The program's.
        known: i64,
    },
    /// What was read is not what was written.
    #[error("{0} cannot be read: {1}")]
    Malformed(&'static str, String),
    /// What is asked to be written says nothing that could be kept.
    #[error("not written: {0}")]
    Invalid(String),
    /// The embedded database.
    #[error("the database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The database server.
    #[error("the database server: {0}")]
    Postgres(#[from] postgres::Error),
    /// A file.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// A backup that cannot be read, or not be written.
    #[error("the backup: {0}")]
    Backup(String),
    /// The operating system gives no randomness.
    #[error("no randomness: {0}")]
    Random(#[from] getrandom::Error),
}
