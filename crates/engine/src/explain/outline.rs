//! An answer without its reasons: what an interview shows after every reply.

use super::cells::{settled, words_of};
use super::{EngineError, Explain, Found, Words, prepare};
use crate::answer::{ActAnswer, Answer, RulebookRef, StateRef};
use crate::exact::Protective;
use crate::situation::Situation;
use safeconduct_rulebook::model::{ActId, Rulebook, Verdict};
use std::collections::{BTreeMap, BTreeSet};

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
    let profile = exact.profile;
    let mut asked: Vec<usize> = exact.asked(case).collect();
    asked.retain(|c| {
        let cell = &exact.compiled.cells[*c];
        wanted(cell.act, cell.destination)
    });
    let mut found = Vec::new();
    for cell in asked {
        let all = exact.verdicts(cell, crate::circuit::Lit::TRUE);
        found.push(Found {
            cell,
            all,
            profile: exact.verdicts(cell, profile),
            groups: exact.by_reading(cell, all),
            matters: Vec::new(),
        });
    }
    let protective = exact.protect(None);
    let mut explain = Explain {
        exact,
        words: Words { rb: rulebook, case },
        unverified: BTreeSet::new(),
    };
    let acts = found.iter().map(|f| explain.verdict(f, &protective)).collect();
    let duties = explain.duties(None);
    let dilemmas = explain.dilemmas(&found);
    let disputed = explain.disputed();
    let state = |s: &crate::situation::State| StateRef {
        code: s.code.clone(),
        name: s.name.clone(),
    };
    Ok(Answer {
        schema: 1,
        rulebook: RulebookRef {
            version: rulebook.version.clone(),
            digest: rulebook.digest.clone(),
        },
        case: case.id.clone(),
        as_of: case.as_of.to_string(),
        as_known: case.as_known.unwrap_or(case.as_of).to_string(),
        profile: rulebook.profiles[case.profile.ix()].id.clone(),
        readings: explain.readings(),
        disclaimer: rulebook.disclaimer.clone(),
        states: [&case.detaining].into_iter().chain(&case.states).map(state).collect(),
        acts,
        duties,
        dilemmas,
        presumed: Vec::new(),
        assumed: Vec::new(),
        disputed,
        open_law: Vec::new(),
        terms: BTreeMap::new(),
        unverified: Vec::new(),
        next: Vec::new(),
    })
}

impl Explain<'_> {
    /// The verdict of a cell, without reasons.
    fn verdict(&mut self, found: &Found, protective: &Protective) -> ActAnswer {
        let cell = &self.exact.compiled.cells[found.cell];
        let act = &self.words.rb.acts[cell.act.ix()];
        let destination = cell.destination.map(|d| self.words.code(d).to_owned());
        let now = self.exact.now(found.cell, found.profile, protective);
        ActAnswer {
            act: act.id.clone(),
            title: act.title.clone(),
            destination,
            now: now.word().to_owned(),
            verdict: found.profile.single().map_or("open", Verdict::word).to_owned(),
            possible_under_profile: words_of(found.profile),
            possible: words_of(found.all),
            settled: settled(found).to_owned(),
            by_reading: self.groups(found),
            open_facts: Vec::new(),
            settled_by: Vec::new(),
            unless: Vec::new(),
            basis: Vec::new(),
            checked_bars: Vec::new(),
            if_done: Vec::new(),
            if_not_done: Vec::new(),
            pending: Vec::new(),
            set_aside: Vec::new(),
            contested: Vec::new(),
            steps: Vec::new(),
        }
    }
}
