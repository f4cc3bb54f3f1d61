//! What a change of the law changes, for whoever reviews it: as text, Markdown, and data.

mod conditions;
mod content;
mod data;
mod print;

pub use content::report;
pub use data::{ActChange, Precedent, PrecedentCell, Report, SavedCase, Side, StatementLine, Turn, Verdicts};
pub use print::{markdown, text};

/// The report as pretty JSON; ends with a newline.
pub fn json(report: &Report) -> String {
    crate::json::pretty(report)
}
