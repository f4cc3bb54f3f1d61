//! One world, or part of one, read by evaluation: every norm's why. In three values, so a partial world gives a sound but perhaps
//! incomplete picture; on a complete world everything is decided.

use crate::circuit::Lit;
use crate::compile::frame::{Threshold, day_number};
use crate::compile::items::Repr;
use crate::compile::{Compiled, LawKey, Mode};
use crate::evaluate::{Tri, three_valued, tri};
use crate::situation::Item;
use safeconduct_rulebook::model::{ActId, BasisId, ExceptionId, PriorityId, RuleId, TermId, Val, Verdict};
use std::collections::HashMap;

/// A world, or what is known of it.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// For each question the position, where known.
    pub readings: Vec<Option<u32>>,
    /// Open law entries: bound or not.
    pub law: Vec<(LawKey, bool)>,
    /// Values of items.
    pub values: Vec<(Item, Val)>,
}

/// What evaluation says.
#[derive(Clone, Debug)]
pub struct Trace {
    /// Whether it is a world of the case: every constraint holds.
    pub world: Tri,
    /// Every cell.
    pub cells: Vec<CellTrace>,
    /// Every term of every state.
    pub terms: Vec<(TermId, Option<u32>, Tri)>,
}

/// A cell, evaluated.
#[derive(Clone, Debug)]
pub struct CellTrace {
    /// The act.
    pub act: ActId,
    /// The destination.
    pub destination: Option<u32>,
    /// The verdict, where it is decided.
    pub verdict: Option<Verdict>,
    /// M.
    pub owed: Tri,
    /// F.
    pub forbidden: Tri,
    /// B.
    pub open: Tri,
    /// The norms.
    pub norms: Vec<NormTrace>,
    /// The bases, and whether each holds.
    pub bases: Vec<(BasisId, Tri)>,
}

/// A norm, evaluated.
#[derive(Clone, Debug)]
pub struct NormTrace {
    /// Its rule.
    pub rule: RuleId,
    /// Its mode.
    pub mode: Mode,
    /// Its condition.
    pub condition: Tri,
    /// The exceptions to it, and whether each applies.
    pub exceptions: Vec<(ExceptionId, Tri)>,
    /// Condition and no exception.
    pub holds: Tri,
    /// The priorities against it, and whether each defeats it.
    pub defeats: Vec<(PriorityId, Tri)>,
    /// It holds and is not defeated.
    pub stands: Tri,
}

/// Evaluates a compiled case in a world.
pub fn trace(compiled: &Compiled<'_>, world: &World) -> Trace {
    let inputs = inputs(compiled, world);
    let values = three_valued(&compiled.circuit, |n| inputs.get(&n).copied().unwrap_or(Tri::Unknown));
    let at = |lit: Lit| tri(&values, lit);
    let all = |lits: &[Lit]| lits.iter().fold(Tri::True, |acc, l| meet(acc, at(*l)));
    let cells = compiled
        .cells
        .iter()
        .map(|cell| CellTrace {
            act: cell.act,
            destination: cell.destination,
            verdict: Verdict::ALL
                .into_iter()
                .zip(cell.verdicts)
                .find(|(_, l)| at(*l) == Tri::True)
                .map(|(v, _)| v),
            owed: at(cell.owed),
            forbidden: at(cell.forbidden),
            open: at(cell.open),
            norms: cell
                .norms
                .iter()
                .map(|n| NormTrace {
                    rule: n.rule,
                    mode: n.mode,
                    condition: at(n.condition),
                    exceptions: n.exceptions.iter().map(|(e, l)| (*e, at(*l))).collect(),
                    holds: at(n.holds),
                    defeats: n.defeats.iter().map(|(p, l)| (*p, at(*l))).collect(),
                    stands: at(n.stands),
                })
                .collect(),
            bases: cell.bases.iter().map(|b| (b.basis, at(b.holds))).collect(),
        })
        .collect();
    Trace {
        world: meet(all(&compiled.types), all(&compiled.world)),
        cells,
        terms: compiled.terms.iter().map(|(t, s, l)| (*t, *s, at(*l))).collect(),
    }
}

fn meet(a: Tri, b: Tri) -> Tri {
    match (a, b) {
        (Tri::False, _) | (_, Tri::False) => Tri::False,
        (Tri::True, Tri::True) => Tri::True,
        _ => Tri::Unknown,
    }
}

fn inputs(compiled: &Compiled<'_>, world: &World) -> HashMap<usize, Tri> {
    let mut out = HashMap::new();
    let mut fix = |lit: Lit, value: bool| {
        out.insert(lit.node(), Tri::from(value != lit.is_neg()));
    };
    for (lits, position) in compiled.questions.iter().zip(&world.readings) {
        if let Some(position) = position {
            for (i, lit) in lits.iter().enumerate() {
                fix(*lit, i as u32 == *position);
            }
        }
    }
    for (key, bound) in &world.law {
        if let Some(lit) = compiled.open_law.get(key) {
            fix(*lit, *bound);
        }
    }
    for s in &compiled.stated {
        fix(s.kept, true);
        fix(s.rebuts, true);
    }
    for (item, value) in &world.values {
        let Some(repr) = compiled.items.get(item) else { continue };
        match (repr, value) {
            (Repr::Bool(lit), Val::Bool(yes)) => fix(*lit, *yes),
            (Repr::OneOf(lits), Val::Value(v)) => lits.iter().enumerate().for_each(|(i, l)| fix(*l, i as u32 == *v)),
            (Repr::Below(bounds), Val::Date(date)) => bounds
                .iter()
                .for_each(|(t, l)| below(*t, day_number(*date), *l, &mut fix)),
            (Repr::Below(bounds), Val::Number(n)) => bounds.iter().for_each(|(t, l)| below(*t, *n, *l, &mut fix)),
            _ => {}
        }
    }
    // A literal that is a constant needs no value: node 0 is false.
    out.remove(&0);
    out
}

fn below(threshold: Threshold, value: i64, lit: Lit, fix: &mut impl FnMut(Lit, bool)) {
    if let Threshold::At(bound) = threshold {
        fix(lit, value < bound);
    }
}
