//! Whether a change to the rulebook, or to one thing in a case, can be seen in any answer.

use super::worlds::Worlds;
use crate::circuit::{Circuit, Lit, Node};
use crate::compile::frame::first;
use crate::compile::{Compiled, Mode};
use crate::evaluate::lane;
use crate::situation::Item;
use crate::solve::Solver;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, HashMap};

/// What becomes of an input in the second world of a pair; all others stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Becomes {
    /// Never true: the part is left out.
    Off,
    /// Anything.
    Free,
}

/// A pair of worlds that is asked for.
pub(super) struct Pair<'a> {
    /// What differs.
    pub(super) change: HashMap<usize, Becomes>,
    /// What holds in the first.
    pub(super) first: &'a [Lit],
    /// What holds in the second.
    pub(super) second: &'a [Lit],
    /// In which of these they differ.
    pub(super) seen: &'a [Lit],
}

/// What an answer tells.
#[derive(Debug)]
pub(super) struct Differ {
    /// Verdicts; by which instruments an act is owed, barred, opened, or waits for a step; duties.
    pub(super) told: Vec<Lit>,
    /// By which instruments a term holds.
    pub(super) concluded: Vec<Lit>,
    /// Each norm, basis and conclusion that stands.
    pub(super) reasons: Vec<Lit>,
    /// Terms.
    pub(super) terms: Vec<(TermId, Lit)>,
    /// What is presumed of an item, or taken to protect.
    pub(super) assumed: Vec<(Item, Lit)>,
    sizes: HashMap<Lit, usize>,
}

impl Differ {
    pub(super) fn new(worlds: &mut Worlds<'_>) -> Self {
        let told = told(&mut worlds.compiled);
        let concluded = concluded(&mut worlds.compiled);
        worlds.pool.extend(&worlds.compiled.circuit);
        let compiled = &worlds.compiled;
        let cells = compiled.cells.iter().filter(|c| first(c.destination));
        let stand = cells.flat_map(|c| c.norms.iter().map(|n| n.stands).chain(c.bases.iter().map(|b| b.holds)));
        let conclude = compiled.parts.concluded.iter().map(|(.., l)| *l);
        let reasons = stand.chain(conclude).collect();
        let terms = compiled.terms.iter().filter(|(_, place, _)| first(*place));
        let presumed = compiled.presumptions.iter().map(|p| (p.item, p.holds));
        let protective = compiled.protective.iter().map(|p| (p.item, p.clause));
        Self {
            told,
            concluded,
            reasons,
            terms: terms.map(|(t, _, l)| (*t, *l)).collect(),
            assumed: presumed.chain(protective).collect(),
            sizes: HashMap::new(),
        }
    }

    /// Whether there are two such worlds.
    pub(super) fn possible(&mut self, worlds: &mut Worlds<'_>, pair: &Pair<'_>) -> bool {
        let affected = affected(&worlds.compiled.circuit, &pair.change);
        let mut seen: Vec<Lit> = pair.seen.iter().copied().filter(|l| affected[l.node()]).collect();
        seen.sort_unstable();
        seen.dedup();
        let ties: Vec<Lit> = (worlds.compiled.world.iter().copied())
            .filter(|l| affected[l.node()])
            .collect();
        if seen.is_empty() && ties.is_empty() {
            return false;
        }
        if known(worlds, pair, &affected, &seen, &ties) {
            return true;
        }
        seen.sort_by_cached_key(|l| self.size(&worlds.compiled.circuit, *l));
        let few = seen.len().min(4);
        solved(worlds, pair, &seen[..few], &ties) || (few < seen.len() && solved(worlds, pair, &seen[few..], &[]))
    }

    fn size(&mut self, circuit: &Circuit, lit: Lit) -> usize {
        *self.sizes.entry(lit).or_insert_with(|| circuit.cone(&[lit]).len())
    }
}

/// Everything that an answer tells of acts and duties. Reasons count by the instrument that a norm cites first: whoever is bound by it may invoke it.
fn told(compiled: &mut Compiled<'_>) -> Vec<Lit> {
    let Compiled {
        rulebook: rb,
        circuit,
        cells,
        one_of,
        duties,
        ..
    } = compiled;
    let by = |origin: &Origin| origin.cites.first().map(|c| c.instrument);
    let mut out = Vec::new();
    for cell in cells.iter().filter(|c| first(c.destination)) {
        out.extend(cell.verdicts);
        let mut reasons: BTreeMap<(u8, Option<StepId>, Option<InstrumentId>), Vec<Lit>> = BTreeMap::new();
        for norm in &cell.norms {
            let rule = &rb.rules[norm.rule.ix()];
            let mut add = |side, step, lit| reasons.entry((side, step, by(&rule.origin))).or_default().push(lit);
            match norm.mode {
                Mode::Must | Mode::MustHome => add(0, None, norm.owed),
                Mode::Bar => add(1, None, norm.stands),
                Mode::While => add(2, None, norm.stands),
                Mode::Until => {
                    if let Conclusion::MustNot {
                        bar: Bar::Until(steps), ..
                    } = &rule.then[norm.conclusion as usize]
                    {
                        steps.iter().for_each(|s| add(3, Some(*s), norm.stands));
                    }
                }
            }
        }
        for basis in &cell.bases {
            let origin = &rb.bases[basis.basis.ix()].origin;
            reasons.entry((4, None, by(origin))).or_default().push(basis.holds);
        }
        out.extend(reasons.into_values().map(|lits| circuit.any(lits)));
    }
    out.extend(one_of.iter().flat_map(|o| [o.stands, o.dilemma]));
    for duty in duties {
        out.push(duty.when);
        out.push(circuit.and(duty.when, duty.suspended));
    }
    out
}

/// Each term, by each instrument under which it holds.
fn concluded(compiled: &mut Compiled<'_>) -> Vec<Lit> {
    let rb = compiled.rulebook;
    let mut by: BTreeMap<(TermId, Option<InstrumentId>), Vec<Lit>> = BTreeMap::new();
    for (rule, _, term, state, lit) in &compiled.parts.concluded {
        if first(*state) {
            let cites = &rb.rules[rule.ix()].origin.cites;
            let instrument = cites.first().map(|c| c.instrument);
            by.entry((*term, instrument)).or_default().push(*lit);
        }
    }
    by.into_values().map(|lits| compiled.circuit.any(lits)).collect()
}

/// The nodes that depend on what changes.
fn affected(circuit: &Circuit, change: &HashMap<usize, Becomes>) -> Vec<bool> {
    let mut out = vec![false; circuit.nodes().len()];
    for (n, node) in circuit.nodes().iter().enumerate() {
        out[n] = match node {
            Node::False => false,
            Node::Input => change.contains_key(&n),
            Node::And(a, b) => out[a.node()] || out[b.node()],
        };
    }
    out
}

/// Whether such a pair is among the known worlds, each beside its image.
fn known(worlds: &Worlds<'_>, pair: &Pair<'_>, affected: &[bool], seen: &[Lit], ties: &[Lit]) -> bool {
    let nodes = worlds.compiled.circuit.nodes();
    let changed: Vec<usize> = (0..nodes.len()).filter(|n| affected[*n]).collect();
    let types: Vec<Lit> = (worlds.compiled.types.iter().copied())
        .filter(|l| affected[l.node()])
        .collect();
    let turns: &[u32] = if pair.change.values().any(|b| *b == Becomes::Free) {
        &[1, 6, 17, 31]
    } else {
        &[0]
    };
    for block in &worlds.pool.blocks {
        let first = pair
            .first
            .iter()
            .fold(block.valid, |acc, l| acc & lane(&block.values, *l));
        if first == 0 {
            continue;
        }
        let mut values = block.values.clone();
        for turn in turns {
            for &n in &changed {
                values[n] = match nodes[n] {
                    Node::And(a, b) => lane(&values, a) & lane(&values, b),
                    _ if pair.change.get(&n) == Some(&Becomes::Off) => 0,
                    _ => block.inputs[n].rotate_left(*turn),
                };
            }
            let all = |lits: &[Lit], from: u64| lits.iter().fold(from, |acc, l| acc & lane(&values, *l));
            let second = all(pair.second, all(&types, first));
            let differ = (seen.iter()).fold(!all(ties, u64::MAX), |acc, l| {
                acc | (lane(&values, *l) ^ lane(&block.values, *l))
            });
            if second & differ != 0 {
                return true;
            }
        }
    }
    false
}

/// Whether the solver finds such a pair. The first world is known from then on.
fn solved(worlds: &mut Worlds<'_>, pair: &Pair<'_>, seen: &[Lit], ties: &[Lit]) -> bool {
    let circuit = &worlds.compiled.circuit;
    let types = &worlds.compiled.types;
    let always = worlds.always();
    let roots: Vec<Lit> = (always.iter().chain(pair.first).chain(pair.second).chain(seen).copied()).collect();
    let mut part = Circuit::default();
    let (mut one, mut other) = (
        vec![Lit::FALSE; circuit.nodes().len()],
        vec![Lit::FALSE; circuit.nodes().len()],
    );
    for n in circuit.cone(&roots) {
        match circuit.nodes()[n] {
            Node::False => {}
            Node::Input => {
                one[n] = worlds.there.get(&n).map_or_else(|| part.input(), |t| (*t).into());
                other[n] = match pair.change.get(&n) {
                    None => one[n],
                    Some(Becomes::Off) => Lit::FALSE,
                    Some(Becomes::Free) => part.input(),
                };
            }
            Node::And(a, b) => {
                one[n] = part.and(a.through(&one), b.through(&one));
                other[n] = part.and(a.through(&other), b.through(&other));
            }
        }
    }
    let mut differ: Vec<Lit> = ties.iter().map(|l| !l.through(&other)).collect();
    for l in seen {
        differ.push(part.xor(l.through(&one), l.through(&other)));
    }
    let differ = part.any(differ);
    let firsts = always.iter().chain(pair.first).map(|l| l.through(&one));
    let seconds = types.iter().chain(pair.second).map(|l| l.through(&other));
    let holds: Vec<Lit> = firsts.chain(seconds).chain([differ]).collect();
    if holds.contains(&Lit::FALSE) {
        return false;
    }
    let mut solver = Solver::new(&part, true);
    holds.iter().for_each(|l| solver.assert(*l));
    if !solver.solve([]) {
        return false;
    }
    let model = worlds.evaluate(|n| match worlds.there.get(&n) {
        Some(there) => *there,
        None => one[n] != Lit::FALSE && solver.value(one[n]),
    });
    worlds.pool.add(&worlds.compiled.circuit, &model);
    true
}
