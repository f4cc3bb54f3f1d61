//! Facts, relations, roles, terms, steps and questions on which nothing depends.

use super::differ::{Becomes, Differ, Pair};
use super::worlds::Worlds;
use super::{Found, Thing};
use crate::circuit::Lit;
use crate::compile::Mode;
use crate::compile::parts::Part;
use crate::situation::What;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeSet, HashMap};

pub(super) fn find(worlds: &mut Worlds<'_>, differ: &mut Differ) -> Vec<Found> {
    let rb = worlds.compiled.rulebook;
    let clocks: BTreeSet<FactId> = live_duties(worlds).iter().filter_map(|d| d.event).collect();
    let mut suspects: Vec<(Thing, Vec<Lit>)> = Vec::new();
    for f in (0..rb.facts.len() as u32).map(FactId).filter(|f| !clocks.contains(f)) {
        suspects.push((Thing::Fact(f), inputs(worlds, What::Fact(f))));
    }
    for r in (0..rb.relations.len() as u32).map(RelationId) {
        suspects.push((Thing::Relation(r), inputs(worlds, What::Relation(r))));
    }
    for (r, lits) in worlds.compiled.roles.iter().enumerate() {
        suspects.push((Thing::Role(RoleId(r as u32)), lits.clone()));
    }
    for (q, lits) in worlds.compiled.questions.iter().enumerate() {
        // That no verdict turns on it is said, and checked, in the rulebook.
        if rb.questions[q].no_verdict.is_none() {
            suspects.push((Thing::Question(QuestionId(q as u32)), lits.clone()));
        }
    }
    let mut out = Vec::new();
    for (what, lits) in suspects {
        let change: HashMap<usize, Becomes> = lits.iter().map(|l| (l.node(), Becomes::Free)).collect();
        if !depends(worlds, differ, what, change) {
            out.push(Found::NothingDepends { what });
        }
    }
    for t in (0..rb.terms.len() as u32).map(TermId) {
        let there = worlds.compiled.parts.there.get(&Part::Term(t)).copied();
        let change = there.iter().map(|l| (l.node(), Becomes::Off)).collect();
        let what = Thing::Term(t);
        if !depends(worlds, differ, what, change) {
            out.push(Found::NothingDepends { what });
        }
    }
    out.extend(steps(worlds));
    out
}

/// Everything that an answer tells, and what it assumes, save about the thing itself.
pub(super) fn seen(differ: &Differ, what: Thing) -> Vec<Lit> {
    let itself = |item: What| match what {
        Thing::Fact(f) => item == What::Fact(f),
        Thing::Relation(r) => item == What::Relation(r),
        _ => false,
    };
    let terms = differ.terms.iter().filter(|(t, _)| what != Thing::Term(*t));
    let assumed = differ.assumed.iter().filter(|(item, _)| !itself(item.what));
    (differ.told.iter().copied())
        .chain(terms.map(|(_, l)| *l))
        .chain(assumed.map(|(_, l)| *l))
        .collect()
}

fn depends(worlds: &mut Worlds<'_>, differ: &mut Differ, what: Thing, change: HashMap<usize, Becomes>) -> bool {
    let seen = seen(differ, what);
    let pair = Pair {
        change,
        first: &[],
        second: &[],
        seen: &seen,
    };
    differ.possible(worlds, &pair)
}

fn inputs(worlds: &Worlds<'_>, what: What) -> Vec<Lit> {
    let items = worlds.compiled.items.iter().filter(|(item, _)| item.what == what);
    items.flat_map(|(_, repr)| repr.inputs()).collect()
}

fn live_duties<'r>(worlds: &mut Worlds<'r>) -> Vec<&'r Duty> {
    let duties: Vec<(DutyId, Lit)> = worlds.compiled.duties.iter().map(|d| (d.duty, d.when)).collect();
    let live = duties.into_iter().filter(|(_, when)| worlds.possible(&[*when]));
    let live: Vec<DutyId> = live.map(|(d, _)| d).collect();
    let rb = worlds.compiled.rulebook;
    live.into_iter().map(|d| &rb.duties[d.ix()]).collect()
}

/// Steps for which no act ever waits and which no duty asks for.
fn steps(worlds: &mut Worlds<'_>) -> Vec<Found> {
    let rb = worlds.compiled.rulebook;
    let mut live: BTreeSet<StepId> = live_duties(worlds).iter().filter_map(|d| d.done_by).collect();
    let mut waits: Vec<(Vec<StepId>, Lit)> = Vec::new();
    for cell in &worlds.compiled.cells {
        for norm in cell.norms.iter().filter(|n| n.mode == Mode::Until) {
            if let Conclusion::MustNot {
                bar: Bar::Until(steps), ..
            } = &rb.rules[norm.rule.ix()].then[norm.conclusion as usize]
            {
                waits.push((steps.clone(), norm.stands));
            }
        }
    }
    for (steps, stands) in waits {
        if steps.iter().any(|s| !live.contains(s)) && worlds.possible(&[stands]) {
            live.extend(steps);
        }
    }
    let all = (0..rb.steps.len() as u32).map(StepId);
    all.filter(|s| !live.contains(s))
        .map(|s| Found::NothingDepends { what: Thing::Step(s) })
        .collect()
}
