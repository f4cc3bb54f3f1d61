//! What changed between two answers: for `what-if`, and for a case assessed again.

mod besides;
mod causes;
mod compare;
mod print;

pub use causes::json_caused;
pub use compare::{
    CellChange, Changes, DilemmaChange, DutyChange, NormChange, Outcome, SettingChange, StepChange, compare,
};
pub use print::{render, render_caused, render_named};

use safeconduct_engine::answer::Answer;

/// What changed, as pretty JSON; ends with a newline.
pub fn json(before: &Answer, after: &Answer) -> String {
    crate::json::pretty(&compare(before, after))
}
