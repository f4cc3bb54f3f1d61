//! Which flaws stand for a reason, and which reasons are for nothing.

use super::worlds::Worlds;
use super::{Finding, Found, Suspect};
use crate::circuit::Lit;
use safeconduct_rulebook::model::*;
use std::collections::BTreeSet;

/// The waivers that speak of a flaw: of the same kind, and about it or part of it.
fn speaking(rb: &Rulebook, found: &Found) -> Vec<WaiverId> {
    let about: Vec<&str> = found.about().iter().map(|t| t.id(rb)).collect();
    let speaks = |w: &Waiver| {
        w.flaw == found.flaw() && !w.about.is_empty() && w.about.iter().all(|id| about.contains(&id.as_str()))
    };
    let all = rb.waivers.iter().enumerate().filter(|(_, w)| speaks(w));
    all.map(|(i, _)| WaiverId(i as u32)).collect()
}

/// A flaw of the rulebook as a whole, with its waivers.
pub(super) fn waived(rb: &Rulebook, found: Found) -> Finding {
    Finding {
        waived_by: speaking(rb, &found),
        found,
        witness: None,
    }
}

/// Those suspects that show in some case: first whether in one that no waiver covers. Also the waivers that cover some case.
pub(super) fn judge(worlds: &mut Worlds<'_>, suspects: Vec<Suspect>) -> (Vec<Finding>, BTreeSet<WaiverId>) {
    let rb = worlds.compiled.rulebook;
    let mut used = BTreeSet::new();
    let mut out = Vec::new();
    for suspect in suspects {
        if !worlds.possible(&[suspect.bad]) {
            continue;
        }
        let mut covered: Vec<(WaiverId, Lit)> = Vec::new();
        for waiver in speaking(rb, &suspect.found) {
            let when = worlds.compiled.waivers[waiver.ix()];
            if worlds.possible(&[suspect.bad, when]) {
                covered.push((waiver, when));
            }
        }
        used.extend(covered.iter().map(|(w, _)| *w));
        let not_covered: Vec<Lit> = covered.iter().map(|(_, l)| !*l).collect();
        let left = worlds.all(not_covered.into_iter().chain([suspect.bad]));
        let (bad, waived_by) = if worlds.possible(&[left]) {
            (left, Vec::new())
        } else {
            (suspect.bad, covered.iter().map(|(w, _)| *w).collect())
        };
        let mut found = suspect.found;
        let readings = worlds.readings(bad);
        if let Some(place) = found.readings_mut() {
            *place = readings;
        }
        out.push(Finding {
            found,
            witness: worlds.witness(bad, suspect.cell),
            waived_by,
        });
    }
    (out, used)
}

/// The waivers that waive nothing.
pub(super) fn idle(rb: &Rulebook, mut used: BTreeSet<WaiverId>, findings: &mut Vec<Finding>) {
    used.extend(findings.iter().flat_map(|f| f.waived_by.iter().copied()));
    let all = (0..rb.waivers.len()).map(|i| WaiverId(i as u32));
    let idle: Vec<Finding> = all
        .filter(|w| !used.contains(w))
        .map(|waiver| waived(rb, Found::WaivesNothing { waiver }))
        .collect();
    findings.extend(idle);
}
