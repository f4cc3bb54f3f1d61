//! The engine of Safeconduct: a rulebook and a situation in, an exact answer out. No I/O, no clock, no law.
//!
//! `docs/semantics.md` gives the meaning. The parts: [`compile`] makes a circuit, [`evaluate`] reads it by evaluation,
//! [`exact`] by SAT, [`answer()`] puts an answer together, [`prove`] decides claims.
#![warn(missing_docs)]

pub mod answer;
pub mod argument;
pub mod audit;
pub mod cause;
pub mod changes;
pub mod circuit;
pub mod claims;
pub mod compile;
pub mod diff;
pub mod evaluate;
pub mod exact;
mod explain;
pub mod export;
#[doc(hidden)]
pub mod fault;
pub mod law;
#[doc(hidden)]
pub mod proof;
pub mod sensitivity;
pub mod situation;
mod solve;
pub mod trace;
pub mod witness;

pub use argument::argument;
pub use audit::audit;
pub use claims::prove;
pub(crate) use explain::answer_on;
#[doc(hidden)]
pub use explain::answer_with_fault;
pub use explain::{EngineError, Words, answer, next_question, outline, prepare};
pub use sensitivity::sensitivity;
pub use trace::trace;
