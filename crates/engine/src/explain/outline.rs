//! An answer without its reasons: what an interview shows after every reply.

use super::{EngineError, Explain, Found, Words, prepare};
use crate::answer::Answer;
use crate::situation::Situation;
use safeconduct_rulebook::model::{ActId, Rulebook};
use std::collections::BTreeSet;

/// The verdicts of [`super::answer()`] on some acts and destinations, with what is due and what is disputed: quick, because no reasons are looked for.
/// What gives reasons (norms, grounds, sets of findings, open facts, contested questions, terms, what to ask next) is empty.
///
/// # Errors
/// The case contradicts itself.
pub fn outline(
    rulebook: &Rulebook,
    case: &Situation,
    wanted: impl Fn(ActId, Option<u32>) -> bool,
) -> Result<Answer, EngineError> {
    let mut exact = prepare(rulebook, case)?;
    let mut asked: Vec<usize> = exact.asked(case).collect();
    asked.retain(|c| {
        let cell = &exact.compiled.cells[*c];
        wanted(cell.act, cell.destination)
    });
    let mut found = Vec::new();
    for cell in asked {
        let all = exact.verdicts(cell, crate::circuit::Lit::TRUE);
        found.push(Found::of(&mut exact, cell, all, Vec::new()));
    }
    let protective = exact.protect(None);
    let mut explain = Explain {
        exact,
        words: Words { rb: rulebook, case },
        unverified: BTreeSet::new(),
    };
    let mut acts = Vec::new();
    for f in &found {
        let now = explain.exact.now(f.cell, f.profile, &protective);
        acts.push(explain.verdict(f, now));
    }
    let duties = explain.duties(None);
    let dilemmas = explain.dilemmas(&found);
    let disputed = explain.disputed();
    Ok(explain.bare(acts, duties, dilemmas, disputed))
}
