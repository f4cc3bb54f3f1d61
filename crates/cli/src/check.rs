//! `safeconduct check`

use crate::args::Check;
use crate::output::{Output, some};
use crate::{Failure, coverage, law, unverified};
use safeconduct_engine::claims::{Counterexample, Proof};
use safeconduct_engine::prove;
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::Severity;
use std::fmt::Write as _;
use std::time::Instant;

/// How many states besides the detaining power a claim is proved for.
const STATES: u32 = 3;

pub(crate) fn run(command: &Check, output: &mut Output) -> Result<(), Failure> {
    let loaded = law::loaded(&command.law)?;
    output.complain(&render(&loaded.sources, &loaded.diagnostics, output.complaint_colour()));
    let count = |severity| loaded.diagnostics.iter().filter(|d| d.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let Some(rulebook) = &loaded.rulebook else {
        output.print(&format!(
            "{}, {}: the rulebook cannot be used\n",
            some(errors, "error"),
            some(warnings, "warning")
        ));
        return Err(Failure::Check);
    };
    if command.coverage {
        output.print(&coverage::table(rulebook));
        output.print("\n");
    }
    if command.unverified {
        output.print(&unverified::list(rulebook, &loaded.sources));
        output.print("\n");
    }
    let start = Instant::now();
    let proofs = prove(rulebook, STATES);
    let took = start.elapsed();
    for proof in &proofs {
        output.print(&line(proof, rulebook));
    }
    if !proofs.is_empty() {
        output.print("\n");
    }
    let refuted = proofs.iter().filter(|p| p.counterexample.is_some()).count();
    output.print(&format!(
        "rulebook {}: {}, {}, {}\n",
        rulebook.version,
        some(rulebook.rules.len(), "rule"),
        some(rulebook.questions.len(), "contested question"),
        some(warnings, "warning")
    ));
    output.print(&format!(
        "{}: {} proved for {STATES} states, {refuted} refuted, in {} ms\n",
        some(proofs.len(), "claim"),
        proofs.len() - refuted,
        took.as_millis()
    ));
    if refuted > 0 { Err(Failure::Check) } else { Ok(()) }
}

fn line(proof: &Proof, rulebook: &Rulebook) -> String {
    let claim = &rulebook.claims[proof.claim.ix()];
    match &proof.counterexample {
        None => format!("proved   {}: {}\n", claim.id, claim.title),
        Some(case) => format!(
            "REFUTED  {}: {} ({}:{})\n{}",
            claim.id,
            claim.title,
            claim.origin.file,
            claim.origin.line,
            against(case)
        ),
    }
}

/// The case against a claim, for people.
fn against(case: &Counterexample) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    match (&case.act, case.verdict) {
        (Some(act), Some(verdict)) => {
            let _ = writeln!(out, "    {act} is {} where", verdict.word());
        }
        (Some(act), None) => {
            let _ = writeln!(out, "    {act}, where");
        }
        _ => out.push_str("    where\n"),
    }
    for (name, value) in case
        .roles
        .iter()
        .chain(&case.readings)
        .chain(&case.law)
        .chain(&case.facts)
    {
        let _ = writeln!(out, "      {name} = {value}");
    }
    if let Some((change, verdict)) = &case.after {
        let _ = writeln!(out, "    and {} after {change}", verdict.word());
    }
    out
}
