//! How much of each instrument the rulebook has made into rules.

use safeconduct_rulebook::model::{Origin, ProvisionId, Rulebook};
use std::fmt::Write as _;

/// A table: for every instrument with provisions, how many have a rule, how many say why they have none, and the rest by name.
pub(crate) fn table(rulebook: &Rulebook) -> String {
    let mut ruled = vec![false; rulebook.provisions.len()];
    {
        let mut mark = |origin: &Origin| {
            if let Some(ruled) = origin.provision.and_then(|p: ProvisionId| ruled.get_mut(p.ix())) {
                *ruled = true;
            }
        };
        rulebook.rules.iter().for_each(|r| mark(&r.origin));
        rulebook.bases.iter().for_each(|b| mark(&b.origin));
        rulebook.duties.iter().for_each(|d| mark(&d.origin));
        rulebook.exceptions.iter().for_each(|e| mark(&e.origin));
        rulebook.priorities.iter().for_each(|p| mark(&p.origin));
        rulebook.presumptions.iter().for_each(|p| mark(&p.origin));
    }
    let mut out = String::from("provisions            with a rule   not modelled   neither\n");
    let (mut with, mut without, mut rest) = (0, 0, Vec::new());
    for (i, instrument) in rulebook.instruments.iter().enumerate() {
        let mine: Vec<_> = rulebook.provisions.iter().enumerate().filter(|(_, p)| p.instrument.ix() == i).collect();
        if mine.is_empty() {
            continue;
        }
        let has_rule = mine.iter().filter(|(n, _)| ruled[*n]).count();
        let said = mine.iter().filter(|(n, p)| !ruled[*n] && p.not_modelled.is_some()).count();
        let neither: Vec<&str> = mine
            .iter()
            // A heading whose paragraphs are provisions of their own counts through them.
            .filter(|(n, p)| !ruled[*n] && p.not_modelled.is_none() && !mine.iter().any(|(_, q)| q.id.starts_with(&format!("{}.", p.id))))
            .map(|(_, p)| p.citation.as_str())
            .collect();
        let _ = writeln!(out, "{:20}  {has_rule:11}   {said:12}   {:7}", instrument.short, neither.len());
        with += has_rule;
        without += said;
        rest.extend(neither);
    }
    let _ = writeln!(out, "{:20}  {with:11}   {without:12}   {:7}", "all", rest.len());
    if !rest.is_empty() {
        let _ = writeln!(out, "neither a rule nor a reason: {}", rest.join("; "));
    }
    out
}
