//! The record of an office: append-only, encrypted, tamper-evident.
//!
//! - [`entry`]: a line of the record, and the hash that binds it to everything before it
//! - [`event`]: what can happen in a case
//! - [`case`]: a case as the record has it, at any time that was
//! - [`decision`]: proposed, approved by another person, held, objected to, released
//! - [`rights`]: who may do what, one function
//! - [`chain`]: whether a record is intact; signed heads
//! - [`keys`], [`seal`]: passphrases, keys and sealing
//! - [`store`]: writing and reading, over SQLite or PostgreSQL
//! - [`office`]: an office in a folder: its keys and its record
//! - [`backup`]: one file that can be put back, and is not good until it was

pub mod backup;
pub mod case;
pub mod chain;
pub mod decision;
pub mod entry;
pub mod event;
pub mod hex;
pub mod keys;
pub mod office;
pub mod rights;
pub mod seal;
pub mod store;

mod backend;
mod error;
mod postgres;
mod rows;
mod sqlite;
#[cfg(test)]
mod tamper;

pub use error::StoreError;
