//! The rule language of Safeconduct: literate Markdown in, a checked [`model::Rulebook`] out.
#![warn(missing_docs)]

pub mod ast;
mod check;
pub mod coverage;
pub mod diagnostics;
pub mod format;
pub mod lexer;
mod load;
pub mod markdown;
pub mod model;
pub mod parser;
pub mod prose;
mod resolve;
pub mod source;
mod states;
mod table;

pub use load::{Loaded, load};
