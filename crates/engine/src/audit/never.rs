//! What has no effect in any case.

use super::worlds::Worlds;
use super::{Found, Thing};
use crate::circuit::Lit;
use crate::compile::Mode;
use safeconduct_rulebook::model::*;
use std::collections::BTreeMap;

pub(super) fn find(worlds: &mut Worlds<'_>) -> Vec<Found> {
    let mut out = rules(worlds);
    for (what, lits) in others(worlds) {
        if !lits.into_iter().any(|l| worlds.possible(&[l])) {
            out.push(Found::NeverStands {
                what,
                conclusion: None,
                acts: Vec::new(),
            });
        }
    }
    out
}

/// Rules none of whose conclusions ever stands; else the conclusions, else the acts, that never do.
fn rules(worlds: &mut Worlds<'_>) -> Vec<Found> {
    let rb = worlds.compiled.rulebook;
    let mut stands: BTreeMap<(RuleId, u32, Option<ActId>), Vec<Lit>> = BTreeMap::new();
    for (rule, conclusion, act) in conclusions(rb) {
        stands.insert((rule, conclusion, act), Vec::new());
    }
    let mut add = |rule, conclusion, act, lit| {
        stands.entry((rule, conclusion, act)).or_default().push(lit);
    };
    for cell in &worlds.compiled.cells {
        for norm in &cell.norms {
            let lit = if norm.mode == Mode::MustHome {
                norm.owed
            } else {
                norm.stands
            };
            add(norm.rule, norm.conclusion, Some(cell.act), lit);
        }
    }
    for duty in worlds.compiled.one_of.iter().filter(|o| !o.home) {
        add(duty.rule, duty.conclusion, None, duty.stands);
    }
    for (rule, conclusion, .., lit) in &worlds.compiled.parts.concluded {
        add(*rule, *conclusion, None, *lit);
    }
    // Of each conclusion: how many acts it has, on which of them it never stands, whether one without acts never does.
    type Dead = (usize, Vec<ActId>, bool);
    let mut dead: BTreeMap<RuleId, BTreeMap<u32, Dead>> = BTreeMap::new();
    for ((rule, conclusion, act), lits) in stands {
        let ever = lits.into_iter().any(|l| worlds.possible(&[l]));
        let entry = dead.entry(rule).or_default().entry(conclusion).or_default();
        entry.0 += 1;
        if !ever {
            entry.1.extend(act);
            entry.2 |= act.is_none();
        }
    }
    let mut out = Vec::new();
    for (rule, conclusions) in dead {
        let never = |(all, acts, whole): &Dead| *whole || acts.len() == *all;
        let found = |conclusion, acts| Found::NeverStands {
            what: Thing::Rule(rule),
            conclusion,
            acts,
        };
        if conclusions.values().all(never) {
            out.push(found(None, Vec::new()));
            continue;
        }
        for (conclusion, dead) in &conclusions {
            if never(dead) {
                out.push(found(Some(*conclusion), Vec::new()));
            } else if !dead.1.is_empty() {
                out.push(found(Some(*conclusion), dead.1.clone()));
            }
        }
    }
    out
}

/// Every conclusion of every rule; those about acts, act by act.
fn conclusions(rb: &Rulebook) -> Vec<(RuleId, u32, Option<ActId>)> {
    let mut out = Vec::new();
    for (r, rule) in rb.rules.iter().enumerate() {
        for (i, conclusion) in rule.then.iter().enumerate() {
            let at = |act| (RuleId(r as u32), i as u32, act);
            match conclusion {
                Conclusion::Must(acts) | Conclusion::MustNot { acts, .. } => {
                    out.extend(acts.iter().map(|a| at(Some(a.act))));
                }
                Conclusion::Term { .. } | Conclusion::MustOneOf(_) => out.push(at(None)),
            }
        }
    }
    out
}

/// Everything else that can stand, and when.
fn others(worlds: &mut Worlds<'_>) -> Vec<(Thing, Vec<Lit>)> {
    let rb = worlds.compiled.rulebook;
    let mut out: BTreeMap<Thing, Vec<Lit>> = BTreeMap::new();
    let empty = (0..rb.bases.len() as u32).map(|i| Thing::Basis(BasisId(i)));
    let empty = empty
        .chain((0..rb.exceptions.len() as u32).map(|i| Thing::Exception(ExceptionId(i))))
        .chain((0..rb.priorities.len() as u32).map(|i| Thing::Priority(PriorityId(i))))
        .chain((0..rb.presumptions.len() as u32).map(|i| Thing::Presumption(PresumptionId(i))));
    out.extend(empty.map(|t| (t, Vec::new())));
    let compiled = &mut worlds.compiled;
    for cell in &compiled.cells {
        for basis in &cell.bases {
            out.entry(Thing::Basis(basis.basis)).or_default().push(basis.holds);
        }
        for norm in &cell.norms {
            for (priority, defeated) in &norm.defeats {
                let decides = compiled.circuit.and(norm.holds, *defeated);
                out.entry(Thing::Priority(*priority)).or_default().push(decides);
            }
        }
    }
    for (exception, lit) in &compiled.parts.applied {
        out.entry(Thing::Exception(*exception)).or_default().push(*lit);
    }
    for duty in &compiled.duties {
        out.insert(Thing::Duty(duty.duty), vec![duty.when]);
    }
    for p in &compiled.presumptions {
        let binds = compiled.circuit.and(p.holds, !p.value);
        out.entry(Thing::Presumption(p.presumption)).or_default().push(binds);
    }
    worlds.pool.extend(&worlds.compiled.circuit);
    out.into_iter().collect()
}
