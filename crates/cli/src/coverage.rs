//! How much of each instrument the rulebook has made into rules.

use safeconduct_rulebook::coverage::{Coverage, coverage};
use safeconduct_rulebook::model::Rulebook;
use std::fmt::Write as _;

/// A table: for every instrument, its provisions, how many have statements, how many say why they have none, and the rest.
pub(crate) fn table(rulebook: &Rulebook) -> String {
    let rows = coverage(rulebook);
    let width = rows
        .iter()
        .map(|r| r.short.chars().count())
        .max()
        .unwrap_or(0)
        .clamp(10, 36);
    let mut out = format!(
        "{:width$}  provisions  stated  not modelled  bare  statements  unverified\n",
        "instrument"
    );
    let mut all = Coverage {
        short: "all".to_owned(),
        ..Coverage::default()
    };
    for row in &rows {
        all.provisions += row.provisions;
        all.with_statements += row.with_statements;
        all.not_modelled += row.not_modelled;
        all.bare += row.bare;
        all.statements += row.statements;
        all.unverified += row.unverified;
    }
    for row in rows.iter().chain([&all]) {
        let _ = writeln!(
            out,
            "{:width$}  {:10}  {:6}  {:12}  {:4}  {:10}  {:10}",
            row.short.chars().take(width).collect::<String>(),
            row.provisions,
            row.with_statements,
            row.not_modelled,
            row.bare,
            row.statements,
            row.unverified
        );
    }
    out
}
