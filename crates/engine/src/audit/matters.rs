//! Statements without which every case would be answered alike.

use super::depends::seen;
use super::differ::{Becomes, Differ, Pair};
use super::worlds::Worlds;
use super::{Found, Thing};
use crate::circuit::Lit;
use crate::compile::parts::Part;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeSet, HashMap};

/// Those that matter never, besides those that have no effect anyway.
pub(super) fn find(worlds: &mut Worlds<'_>, differ: &mut Differ, never: &[Found]) -> Vec<Found> {
    let rb = worlds.compiled.rulebook;
    let dead: BTreeSet<(Thing, Option<u32>)> = (never.iter())
        .filter_map(|f| match f {
            Found::NeverStands { what, conclusion, acts } if acts.is_empty() => Some((*what, *conclusion)),
            _ => None,
        })
        .collect();
    let told: Vec<Lit> = differ.told.iter().chain(&differ.concluded).copied().collect();
    let mut out = Vec::new();
    for (part, there) in worlds.compiled.parts.there.clone() {
        let (what, conclusion) = match part {
            Part::Conclusion(rule, i) => (Thing::Rule(rule), Some(i)),
            Part::Basis(i) => (Thing::Basis(i), None),
            Part::Exception(i) => (Thing::Exception(i), None),
            Part::Priority(i) => (Thing::Priority(i), None),
            Part::Term(_) => continue,
        };
        if dead.contains(&(what, None)) || dead.contains(&(what, conclusion)) {
            continue;
        }
        let pair = Pair {
            change: HashMap::from([(there.node(), Becomes::Off)]),
            first: &[],
            second: &[],
            seen: &told,
        };
        if !differ.possible(worlds, &pair) {
            let several = matches!(what, Thing::Rule(r) if rb.rules[r.ix()].then.len() > 1);
            out.push(Found::NeverMatters {
                what,
                conclusion: conclusion.filter(|_| several),
            });
        }
    }
    out.extend(presumptions(worlds, differ, &dead));
    out
}

/// A presumption matters if in some case in which it binds and all else is established, what it rules out would be answered otherwise, or could not be.
fn presumptions(worlds: &mut Worlds<'_>, differ: &mut Differ, dead: &BTreeSet<(Thing, Option<u32>)>) -> Vec<Found> {
    let rb = worlds.compiled.rulebook;
    let all = worlds.compiled.presumptions.clone();
    let mut out = Vec::new();
    for i in 0..rb.presumptions.len() {
        let id = PresumptionId(i as u32);
        if dead.contains(&(Thing::Presumption(id), None)) {
            continue;
        }
        let what = match rb.presumptions[i].what {
            Presumed::Fact(fact) => Thing::Fact(fact),
            Presumed::Relation(relation) => Thing::Relation(relation),
        };
        let told = seen(differ, what);
        let matters = all.iter().filter(|p| p.presumption == id).any(|p| {
            let mut first = vec![p.holds, p.value];
            let same = |q: &&crate::compile::PresumptionOn| q.item == p.item && q.presumption != id;
            first.extend(all.iter().filter(same).map(|q| !q.holds));
            let Some(repr) = worlds.compiled.items.get(&p.item) else {
                return false;
            };
            let change: HashMap<usize, Becomes> = repr.inputs().iter().map(|l| (l.node(), Becomes::Free)).collect();
            let forth = Pair {
                change: change.clone(),
                first: &first,
                second: &[!p.value],
                seen: &told,
            };
            if differ.possible(worlds, &forth) {
                return true;
            }
            first[1] = !p.value;
            let back = Pair {
                change,
                first: &first,
                second: &[p.value],
                seen: &told,
            };
            differ.possible(worlds, &back)
        });
        if !matters {
            out.push(Found::NeverMatters {
                what: Thing::Presumption(id),
                conclusion: None,
            });
        }
    }
    out
}
