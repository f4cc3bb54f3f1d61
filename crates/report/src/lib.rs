//! Answers for people and programs: text for a terminal, Markdown for a memo, JSON for a program, and what changed
//! between two answers.
//!
//! - [`text`], [`markdown`], [`json`]: one answer;
//! - [`changes`]: two answers;
//! - [`claims`]: what came of a claim;
//! - [`audit`]: what is wrong with a rulebook;
//! - [`interview`]: a question, and how things stand while questions are asked;
//! - [`unless`]: what would have to change for another verdict;
//! - [`layout`]: lines that fit;
//! - [`names`]: what states, acts, rules and facts are called;
//! - [`words`]: the words for verdicts and all that surrounds them, in one place.
//!
//! Text and Markdown are two renderings of one content (`content`, filled by `summary`, `matrix`, `reasons`, `sections`), so that they
//! cannot say different things.
#![warn(missing_docs)]
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod audit;
pub mod changes;
pub mod claims;
pub mod diff;
pub mod interview;
pub mod json;
pub mod layout;
pub mod markdown;
pub mod memo;
pub mod names;
pub mod text;
pub mod unless;
pub mod words;

mod content;
mod grid;
mod groups;
mod matrix;
mod reasons;
mod sections;
mod summary;
