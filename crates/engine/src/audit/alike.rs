//! Values of a fact, and positions on a question, that nothing tells apart.
//!
//! That a list names values which count alike is no flaw: forms and annexes do. It is one where conditions tell values apart and no case does,
//! not even by the norms that it cites.

use super::depends::seen;
use super::differ::{Becomes, Differ, Pair};
use super::worlds::Worlds;
use super::{Found, Thing};
use crate::circuit::Lit;
use crate::compile::frame::first;
use crate::compile::items::Repr;
use crate::compile::{conditions, walk};
use crate::situation::What;
use safeconduct_rulebook::model::*;

/// Of everything of which not all values are alike.
pub(super) fn find(worlds: &mut Worlds<'_>, differ: &mut Differ, found: &[Found]) -> Vec<Found> {
    let rb = worlds.compiled.rulebook;
    let mut suspects: Vec<(Thing, Vec<Vec<Lit>>)> = Vec::new();
    for (f, fact) in rb.facts.iter().enumerate() {
        let id = FactId(f as u32);
        if matches!(fact.kind, Type::OneOf(_)) {
            let items = worlds.compiled.items.iter();
            let lits = items.filter(|(item, _)| item.what == What::Fact(id) && first(item.state));
            let lits = lits.filter_map(|(_, repr)| match repr {
                Repr::OneOf(lits) => Some(lits.clone()),
                _ => None,
            });
            suspects.push((Thing::Fact(id), lits.collect()));
        }
    }
    for (q, lits) in worlds.compiled.questions.iter().enumerate() {
        suspects.push((Thing::Question(QuestionId(q as u32)), vec![lits.clone()]));
    }
    let idle = |what: Thing| found.contains(&Found::NothingDepends { what });
    let said = |what: Thing| matches!(what, Thing::Question(q) if rb.questions[q.ix()].no_verdict.is_some());
    let mut out = Vec::new();
    for (what, instances) in suspects {
        let values = instances.first().map_or(0, Vec::len);
        if values < 3 || idle(what) || said(what) {
            continue;
        }
        // Being told apart by nothing is transitive: one of each group stands for all.
        let mut groups: Vec<Vec<u32>> = Vec::new();
        // Another norm is another reason, and another citation.
        let seen: Vec<Lit> = seen(differ, what).into_iter().chain(differ.reasons.clone()).collect();
        for value in 0..values {
            let same = groups.iter().position(|group| {
                let other = group[0] as usize;
                !instances.iter().any(|lits| {
                    let pair = Pair {
                        change: lits.iter().map(|l| (l.node(), Becomes::Free)).collect(),
                        first: &[lits[other]],
                        second: &[lits[value]],
                        seen: &seen,
                    };
                    differ.possible(worlds, &pair)
                })
            });
            match same {
                Some(group) => groups[group].push(value as u32),
                None => groups.push(vec![value as u32]),
            }
        }
        let alike = groups.into_iter().filter(|g| g.len() > 1 && told_apart(rb, what, g));
        out.extend(alike.map(|values| Found::Alike { what, values }));
    }
    out
}

/// Whether some condition tests for some of these values and not for the others; positions are there to be told apart.
fn told_apart(rb: &Rulebook, what: Thing, values: &[u32]) -> bool {
    let Thing::Fact(id) = what else { return true };
    let mut apart = false;
    for cond in conditions(rb, false) {
        walk(cond, &mut |c| {
            if let Cond::Fact {
                fact,
                test: Test::OneOf(these),
                ..
            } = c
                && *fact == id
            {
                let named = values.iter().filter(|v| these.contains(v)).count();
                apart |= named > 0 && named < values.len();
            }
        });
    }
    apart
}
