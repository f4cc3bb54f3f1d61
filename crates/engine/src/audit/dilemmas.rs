//! Duties that cannot be kept together, and cases that leave no lawful act.

use super::collisions::owed_by;
use super::worlds::Worlds;
use super::{Found, Suspect};
use crate::circuit::Lit;
use crate::compile::Cell;
use crate::compile::frame::first;
use safeconduct_rulebook::model::*;
use std::collections::BTreeMap;

pub(super) fn suspects(worlds: &mut Worlds<'_>) -> Vec<Suspect> {
    let mut out = no_lawful_act(worlds);
    out.extend(excluding(worlds));
    out.extend(no_choice(worlds));
    out
}

/// A person of each status, or anybody, for whom no act that has a kind is required or permitted, toward no state.
fn no_lawful_act(worlds: &mut Worlds<'_>) -> Vec<Suspect> {
    let rb = worlds.compiled.rulebook;
    let lawful: Vec<Lit> = (worlds.compiled.cells.iter())
        .filter(|c| !rb.acts[c.act.ix()].kinds.is_empty())
        .flat_map(|c| [c.verdicts[0], c.verdicts[1]])
        .collect();
    if lawful.is_empty() {
        return Vec::new();
    }
    let lawful = worlds.any(lawful);
    let mut whom: Vec<(Option<TermId>, Lit)> = (worlds.compiled.terms.iter())
        .filter(|(t, place, _)| rb.terms[t.ix()].status && first(*place))
        .map(|(t, _, l)| (Some(*t), *l))
        .collect();
    if whom.is_empty() {
        whom.push((None, Lit::TRUE));
    }
    let suspect = |(status, is): (Option<TermId>, Lit)| Suspect {
        found: Found::NoLawfulAct {
            status,
            readings: Vec::new(),
        },
        bad: worlds.all([is, !lawful]),
        cell: None,
    };
    whom.into_iter().map(suspect).collect()
}

/// Whether two cells cannot both be done.
fn exclude(rb: &Rulebook, a: &Cell, b: &Cell) -> bool {
    if a.act == b.act {
        a.destination != b.destination
    } else {
        rb.acts[a.act.ix()].excludes.contains(&b.act)
    }
}

/// Two acts that exclude each other, both owed.
fn excluding(worlds: &mut Worlds<'_>) -> Vec<Suspect> {
    let rb = worlds.compiled.rulebook;
    let cells = worlds.compiled.cells.clone();
    // Two states that can be told apart only by their names are enough.
    let near = |c: &Cell| c.owed != Lit::FALSE && c.destination.is_none_or(|d| d < 2);
    let owed: Vec<usize> = (0..cells.len()).filter(|c| near(&cells[*c])).collect();
    type Duty = (RuleId, ActId);
    let mut pairs: BTreeMap<(Duty, Duty), Vec<Lit>> = BTreeMap::new();
    for (i, &a) in owed.iter().enumerate().filter(|(_, a)| first(cells[**a].destination)) {
        for (j, &b) in owed.iter().enumerate() {
            let (one, other) = (&cells[a], &cells[b]);
            let again = first(other.destination) && j <= i;
            if again || !exclude(rb, one, other) || !worlds.possible(&[one.owed, other.owed]) {
                continue;
            }
            let (by, and_by) = (owed_by(&mut worlds.compiled, a), owed_by(&mut worlds.compiled, b));
            for (rule, l) in &by {
                for (second, m) in &and_by {
                    let both = worlds.all([*l, *m]);
                    let (x, y) = ((*rule, one.act), (*second, other.act));
                    pairs.entry((x.min(y), x.max(y))).or_default().push(both);
                }
            }
        }
    }
    let suspect = |((one, other), lits): ((Duty, Duty), Vec<Lit>)| Suspect {
        found: Found::ExcludingDuties {
            one,
            other,
            readings: Vec::new(),
        },
        bad: worlds.any(lits),
        cell: Some((one.1, rb.acts[one.1.ix()].destination.then_some(0))),
    };
    pairs.into_iter().map(suspect).collect()
}

/// One of several acts is owed, and each is barred, unavailable, or excluded by another act that is owed.
fn no_choice(worlds: &mut Worlds<'_>) -> Vec<Suspect> {
    let rb = worlds.compiled.rulebook;
    let cells = worlds.compiled.cells.clone();
    let mut out: BTreeMap<RuleId, Vec<Lit>> = BTreeMap::new();
    for duty in worlds.compiled.one_of.clone() {
        let mut none = vec![duty.stands];
        for choice in &duty.choices {
            let excluded = cells.iter().filter(|c| {
                if choice.other {
                    c.act == choice.act || rb.acts[choice.act.ix()].excludes.contains(&c.act)
                } else {
                    let same = (c.act, c.destination) == (choice.act, choice.destination);
                    !same && (c.act == choice.act || rb.acts[choice.act.ix()].excludes.contains(&c.act))
                }
            });
            let excluded: Vec<Lit> = excluded.map(|c| c.owed).chain([!choice.left]).collect();
            none.push(worlds.any(excluded));
        }
        let bad = worlds.all(none);
        out.entry(duty.rule).or_default().push(bad);
    }
    let suspect = |(rule, lits): (RuleId, Vec<Lit>)| Suspect {
        found: Found::NoChoiceLeft {
            rule,
            readings: Vec::new(),
        },
        bad: worlds.any(lits),
        cell: None,
    };
    out.into_iter().map(suspect).collect()
}
