//! How firmly a verdict stands: which single findings turn it if they are wrong, and how many may fall (`docs/semantics.md` §12). Exact, or said not to be.

mod falls;

use crate::EngineError;
use crate::argument::evidence::Evidence;
use crate::circuit::Lit;
use crate::compile::Mode;
use crate::exact::{Exact, Modal, VerdictSet};
use crate::explain::words::Words;
use crate::explain::words_of;
use crate::situation::Situation;
use falls::Falls;
use safeconduct_rulebook::model::{ActId, Rulebook, Verdict};
use serde::Serialize;
use std::collections::BTreeSet;

/// How firmly the verdict on one act and destination stands, under the profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sensitivity {
    /// The act.
    pub act: String,
    /// The state's code; null where the act has no destination.
    pub destination: Option<String>,
    /// The verdict.
    pub verdict: String,
    /// The findings of which one alone, if it is wrong, can turn the verdict.
    pub turning: Vec<Turning>,
    /// The findings on which it rests at all: those in some ground from which nothing can be left out.
    pub rests_on: Vec<Evidence>,
    /// Whether that is all of them; else the search was given up.
    pub rests_on_all: bool,
    /// The verdict stands even if any so many of these findings fall, but not if any one more does. Null where nothing that falls can turn
    /// it, or where the search was given up.
    pub withstands: Option<usize>,
    /// The smallest sets of findings whose fall lets the verdict fall: the first five.
    pub falls_with: Vec<Vec<Evidence>>,
    /// There are more of that size.
    pub more: bool,
    /// The search for these sets was given up.
    pub given_up: bool,
    /// The norms that carry the verdict in every open world.
    pub norms: usize,
    /// So many of them, at most, have grounds no two of which share a finding.
    pub independent: usize,
}

/// A finding that alone can turn a verdict.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Turning {
    /// The finding as it is recorded.
    pub finding: Evidence,
    /// The verdicts possible if it is wrong and every other finding is right. If the verdict is not among them, it falls for certain.
    pub possible: Vec<String>,
}

/// How firmly the verdict on each wanted act and destination that a case asks about stands. Verdicts that are open under the profile are left out.
///
/// # Errors
/// The case contradicts itself.
pub fn sensitivity(
    rulebook: &Rulebook,
    case: &Situation,
    wanted: impl Fn(ActId, Option<u32>) -> bool,
) -> Result<Vec<Sensitivity>, EngineError> {
    let mut exact = crate::prepare(rulebook, case)?;
    let asked: Vec<usize> = exact.asked(case).collect();
    let words = Words { rb: rulebook, case };
    let mut out = Vec::new();
    for cell in asked {
        let on = &exact.compiled.cells[cell];
        if wanted(on.act, on.destination) {
            out.extend(of(&mut exact, words, cell));
        }
    }
    Ok(out)
}

/// How firmly the verdict on a cell stands; nothing where it is open.
pub(crate) fn of(exact: &mut Exact<'_>, words: Words<'_>, cell: usize) -> Option<Sensitivity> {
    let verdict = exact.verdicts(cell, exact.profile).single()?;
    let number = Verdict::ALL.iter().position(|v| *v == verdict)?;
    let mut falls = Falls::new(exact, cell, number);
    let stated: Vec<Evidence> = (exact.compiled.stated.iter())
        .map(|s| words.evidence(&words.case.stated[s.index]))
        .collect();
    let smallest = falls.smallest();
    let turning = if smallest.sets.first().is_some_and(|set| set.len() > 1) {
        Vec::new()
    } else {
        let single: Vec<usize> = (0..stated.len()).filter(|s| falls.breaks(&[*s])).collect();
        (single.into_iter())
            .map(|s| Turning {
                finding: stated[s].clone(),
                possible: words_of(VerdictSet(falls.if_wrong(s))),
            })
            .collect()
    };
    let (needed, rests_on_all) = falls.needed();
    let grounds = grounds(exact, words.case, cell, verdict);
    let on = &exact.compiled.cells[cell];
    Some(Sensitivity {
        act: words.rb.acts[on.act.ix()].id.clone(),
        destination: on.destination.map(|d| words.code(d).to_owned()),
        verdict: verdict.word().to_owned(),
        turning,
        rests_on: needed.into_iter().map(|s| stated[s].clone()).collect(),
        rests_on_all,
        withstands: smallest.sets.first().map(|set| set.len() - 1),
        falls_with: (smallest.sets.iter())
            .map(|set| set.iter().map(|s| stated[*s].clone()).collect())
            .collect(),
        more: smallest.more,
        given_up: smallest.given_up,
        norms: grounds.len(),
        independent: apart(&grounds),
    })
}

/// The grounds of the norms that carry a verdict in every open world.
fn grounds(exact: &mut Exact<'_>, case: &Situation, cell: usize, verdict: Verdict) -> Vec<BTreeSet<usize>> {
    let mut grounds = Vec::new();
    for lit in carrying(exact, cell, verdict) {
        if exact.modal(lit) == Modal::Always {
            grounds.push(exact.ground(lit, case).into_iter().collect());
        }
    }
    grounds
}

/// When each norm carries a verdict: the bars of what is prohibited, the duties of what is required, the bases of what is permitted.
fn carrying(exact: &mut Exact<'_>, cell: usize, verdict: Verdict) -> Vec<Lit> {
    let cell = exact.compiled.cells[cell].clone();
    let mut lits = Vec::new();
    if matches!(verdict, Verdict::Prohibited | Verdict::Conflict) {
        let bars = (cell.norms.iter()).filter(|n| matches!(n.mode, Mode::Bar | Mode::While));
        lits.extend(bars.map(|n| n.stands));
    }
    if matches!(verdict, Verdict::Required | Verdict::Conflict) {
        let duties = (cell.norms.iter()).filter(|n| matches!(n.mode, Mode::Must | Mode::MustHome));
        let owed = duties
            .map(|n| n.owed)
            .chain(cell.last_choice_of.iter().map(|(_, last)| *last));
        let circuit = &mut exact.compiled.circuit;
        lits.extend(owed.map(|lit| circuit.and(lit, !cell.suspended)));
    }
    if verdict == Verdict::Permitted {
        lits.extend(cell.bases.iter().map(|b| b.holds));
    }
    lits
}

/// How many of the sets can be chosen so that no two have anything in common.
fn apart(sets: &[BTreeSet<usize>]) -> usize {
    let empty = sets.iter().filter(|s| s.is_empty()).count();
    let mut distinct: Vec<&BTreeSet<usize>> = sets.iter().filter(|s| !s.is_empty()).collect();
    distinct.sort_by_key(|s| (s.len(), *s));
    distinct.dedup();
    // A set that contains another is never the better choice.
    let minimal: Vec<&BTreeSet<usize>> = (distinct.iter().copied())
        .filter(|s| !distinct.iter().any(|o| o != s && o.is_subset(s)))
        .collect();
    empty + most(&minimal, &BTreeSet::new())
}

fn most(sets: &[&BTreeSet<usize>], used: &BTreeSet<usize>) -> usize {
    let Some(at) = sets.iter().position(|s| s.is_disjoint(used)) else {
        return 0;
    };
    let rest = &sets[at + 1..];
    let with = 1 + most(rest, &used.union(sets[at]).copied().collect());
    // Leaving it out can only pay where it stands in the way of others.
    let in_the_way = rest.iter().any(|s| s.is_disjoint(used) && !s.is_disjoint(sets[at]));
    if in_the_way { with.max(most(rest, used)) } else { with }
}
