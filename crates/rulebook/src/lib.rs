//! The rule language of Safeconduct: literate Markdown in, a checked [`model::Rulebook`] out.
#![warn(missing_docs)]

pub mod ast;
pub mod model;
pub mod source;
