//! `safeconduct check --coverage`: how much of each instrument the rulebook has made into rules.

use safeconduct_report::layout::{pad, width};
use safeconduct_rulebook::coverage::{Coverage, coverage};
use safeconduct_rulebook::model::Rulebook;
use std::fmt::Write as _;

/// A table: for every instrument its provisions, how many have statements, how many are stated elsewhere, how many say why
/// they have none, and the rest; then those that say why.
pub(crate) fn table(rulebook: &Rulebook) -> String {
    let rows = coverage(rulebook);
    let all = Coverage::total(&rows);
    let names = rows.iter().map(|r| width(&r.short)).max().unwrap_or(0).clamp(10, 36);
    let mut out = format!(
        "{}  provisions  stated  elsewhere  not modelled  bare  statements  unverified\n",
        pad("instrument", names)
    );
    for row in rows.iter().chain([&all]) {
        let short: String = row.short.chars().take(names).collect();
        let _ = writeln!(
            out,
            "{}  {:10}  {:6}  {:9}  {:12}  {:4}  {:10}  {:10}",
            pad(&short, names),
            row.in_scope(),
            row.with_statements,
            row.stated_in,
            row.not_modelled,
            row.bare,
            row.statements,
            row.unverified
        );
    }
    let _ = writeln!(
        out,
        "\n{} of {} provisions are not modelled: {} %",
        all.not_modelled,
        all.in_scope(),
        all.percent_not_modelled()
    );
    out.push_str(&not_modelled(rulebook));
    out
}

/// The provisions that say why they have no statement, by instrument.
fn not_modelled(rulebook: &Rulebook) -> String {
    let mut out = String::new();
    for (number, instrument) in rulebook.instruments.iter().enumerate() {
        let mut of = (rulebook.provisions.iter())
            .filter(|p| p.instrument.ix() == number)
            .filter_map(|p| Some((p, p.not_modelled.as_ref()?)))
            .peekable();
        if of.peek().is_some() {
            let _ = writeln!(out, "\n{}", instrument.short);
        }
        for (p, why) in of {
            let _ = writeln!(out, "  {} “{}” ({}): {why}", p.id, p.title, p.citation);
        }
    }
    out
}
