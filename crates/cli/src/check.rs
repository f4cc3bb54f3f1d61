//! `safeconduct check`

use crate::args::{Check, STATES};
use crate::output::{Output, some};
use crate::{Failure, coverage, law, prove, unverified};
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::source::Severity;

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
    let proofs = prove::decide(rulebook, &prove::all(rulebook), STATES);
    let width = output.text_options(false).width;
    for proof in &proofs {
        output.print(&prove::line(rulebook, proof, width, false, None));
    }
    if !proofs.is_empty() {
        output.print("\n");
    }
    let refuted = proofs.iter().any(|p| p.proof.counterexample.is_some());
    output.print(&format!(
        "rulebook {}: {}, {}, {}\n",
        rulebook.version,
        some(rulebook.rules.len(), "rule"),
        some(rulebook.questions.len(), "contested question"),
        some(warnings, "warning")
    ));
    output.print(&prove::total(&proofs, STATES));
    if refuted { Err(Failure::Check) } else { Ok(()) }
}
