//! Case files: one prisoner's facts, steps and evidence, read from TOML or JSON and resolved against a rulebook.
//!
//! `docs/case-files.md` is the reference. Reading has two passes. The first ([`read_toml`], [`read_json`]) knows only the
//! shape of a file and yields a [`CaseFile`]: words and where they stand. The second ([`resolve`], [`situation`]) gives the words
//! their meaning in a rulebook, with what a caller puts on top ([`Overrides`]). Every mistake is a diagnostic; nothing is
//! guessed, nothing is dropped, and nothing panics.
#![warn(missing_docs)]
#![allow(
    clippy::result_large_err,
    reason = "an error is a diagnostic for people, made once a mistake"
)]

mod contradiction;
mod expect;
mod file;
pub mod interview;
mod json;
mod names;
mod overrides;
mod resolve;
mod shape;
mod shape_tables;
mod states;
mod tree;
mod values;
pub mod witness;
mod write;

pub use contradiction::contradiction;
pub use expect::{About, Expect, Mismatch, check};
pub use file::{
    Asked, CaseFile, DisputedValues, Finding, Kind, LawTable, Plain, Statement, Word, read, read_json, read_toml,
};
pub use overrides::{Overrides, sources};
pub use resolve::{resolve, situation};
pub use states::is_code;
pub use write::{quoted, write_toml};
