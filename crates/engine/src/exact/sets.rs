//! Smallest sets of findings that suffice for something: implicit hitting sets.
//!
//! A set suffices if every world that agrees with it has the target. A world that refutes a set refutes every set that leaves what the
//! world rests on untouched; so each refutation becomes a clause that later sets must hit. Sets that hit all clauses are tried by size, then in
//! lexicographic order; the first that no world refutes is the answer, exactly. (Reiter 1987; Ignatiev et al., "Smallest MUS extraction", 2015.)

use super::Exact;
use crate::circuit::{Circuit, Lit, Node};
use std::collections::HashSet;

/// One possible finding.
#[derive(Clone, Debug)]
pub struct Literal {
    /// Findings with the same group exclude each other.
    pub group: usize,
    /// What it says.
    pub says: Vec<Lit>,
    /// The inputs that it fixes.
    pub fixes: Vec<Lit>,
    /// The input that says whether a statement is kept, as it is without this finding.
    pub without: Option<Lit>,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// The findings to choose from, in order.
    pub(crate) literals: Vec<Literal>,
    /// What is assumed besides.
    pub(crate) base: Vec<Lit>,
    /// What every world must have.
    pub(crate) target: Lit,
    /// How many sets are wanted.
    pub(crate) wanted: usize,
}

/// The smallest sets, as indices of literals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sets {
    /// In lexicographic order.
    pub sets: Vec<Vec<usize>>,
    /// There are more of this size, or the search was given up.
    pub more: bool,
}

/// After so many refutations the search is given up and `more` is said.
const PATIENCE: usize = 3000;

/// A clause: a set must contain one of `with`, or lack one of `without`.
#[derive(Clone, Debug)]
struct Clause {
    with: Vec<usize>,
    without: Vec<usize>,
}

impl Clause {
    fn hit(&self, set: &[usize]) -> bool {
        self.with.iter().any(|l| set.contains(l)) || self.without.iter().any(|l| !set.contains(l))
    }
}

impl Exact<'_> {
    /// The smallest sets that suffice.
    pub(crate) fn smallest_sets(&mut self, problem: &Problem) -> Sets {
        let bad = {
            let mut parts = self.compiled.world.clone();
            parts.retain(|l| !self.is_statement(*l));
            parts.extend(&problem.base);
            parts.push(!problem.target);
            self.compiled.circuit.all(parts)
        };
        self.sync();
        let mut clauses: Vec<Clause> = Vec::new();
        let mut found = Sets::default();
        let mut tries = 0;
        let mut size = 0;
        while size <= problem.literals.len() {
            let mut tried: Vec<Vec<usize>> = Vec::new();
            loop {
                let search = Search { literals: &problem.literals, clauses: &clauses, tried: &tried, size };
                let Some(set) = search.next(&mut Vec::new(), 0) else { break };
                tries += 1;
                if tries > PATIENCE {
                    found.more = true;
                    return found;
                }
                match self.refute(problem, &set, bad) {
                    Some(clause) => clauses.push(clause),
                    None => {
                        if found.sets.len() == problem.wanted {
                            found.more = true;
                            return found;
                        }
                        found.sets.push(set.clone());
                        tried.push(set);
                    }
                }
            }
            if !found.sets.is_empty() {
                return found;
            }
            size += 1;
        }
        found
    }

    /// Statement constraints are kept by construction when a finding replaces a statement.
    fn is_statement(&self, lit: Lit) -> bool {
        self.compiled.statement_constraints.contains(&lit)
    }

    /// A clause that a set fails, or none if it suffices.
    fn refute(&mut self, problem: &Problem, set: &[usize], bad: Lit) -> Option<Clause> {
        let mut assumed = problem.base.clone();
        for (i, literal) in problem.literals.iter().enumerate() {
            if set.contains(&i) {
                assumed.extend(&literal.says);
            } else if let Some(kept) = literal.without
                && !problem.literals.iter().enumerate().any(|(j, l)| l.group == literal.group && set.contains(&j))
            {
                assumed.push(kept);
            }
        }
        for s in &self.compiled.stated {
            let free = problem.literals.iter().any(|l| l.without.is_some_and(|k| k.node() == s.kept.node()));
            if !free {
                assumed.push(s.kept);
            }
        }
        if self.free.solve(assumed.iter().copied().chain([!problem.target])) {
            let model = self.free.model().to_vec();
            let reads = justification(&self.compiled.circuit, &model, bad);
            return Some(clause_of(problem, set, &model, &reads));
        }
        if self.free.solve(assumed.iter().copied()) {
            return None;
        }
        // No world has these findings together: no larger set has them either.
        let guilty: Vec<usize> =
            set.iter().copied().filter(|i| problem.literals[*i].says.iter().any(|l| self.free.in_core(*l))).collect();
        Some(Clause { with: Vec::new(), without: if guilty.is_empty() { set.to_vec() } else { guilty } })
    }
}

/// What would have to change for `bad` to fail in a world: the findings that touch an input it rests on.
fn clause_of(problem: &Problem, set: &[usize], model: &[bool], reads: &HashSet<usize>) -> Clause {
    let touches = |lits: &[Lit]| lits.iter().any(|l| reads.contains(&l.node()) && model[l.node()] == l.is_neg());
    let with = (0..problem.literals.len()).filter(|i| !set.contains(i) && touches(&problem.literals[*i].fixes)).collect();
    let without = set
        .iter()
        .copied()
        .filter(|i| problem.literals[*i].without.is_some_and(|kept| touches(&[kept])))
        .collect();
    Clause { with, without }
}

/// Inputs on which the truth of a literal rests in a world: changing only others leaves it true.
fn justification(circuit: &Circuit, model: &[bool], root: Lit) -> HashSet<usize> {
    let mut needed = vec![false; root.node() + 1];
    let mut reads = HashSet::new();
    needed[root.node()] = true;
    for n in (0..=root.node()).rev() {
        if !needed[n] {
            continue;
        }
        match circuit.nodes()[n] {
            Node::False => {}
            Node::Input => {
                reads.insert(n);
            }
            Node::And(a, b) if model[n] => {
                needed[a.node()] = true;
                needed[b.node()] = true;
            }
            Node::And(a, b) => {
                let fails = |l: Lit| model[l.node()] == l.is_neg();
                let constant = |l: Lit| l.node() == 0;
                // One failing operand is enough; take one that is needed anyway, or the one that reads less.
                let pick = match (fails(a), fails(b)) {
                    (true, false) => a,
                    (false, _) => b,
                    (true, true) if needed[a.node()] || constant(a) => a,
                    (true, true) if needed[b.node()] || constant(b) => b,
                    (true, true) => {
                        if a.node() <= b.node() {
                            a
                        } else {
                            b
                        }
                    }
                };
                needed[pick.node()] = true;
            }
        }
    }
    reads
}

/// The search for the next set of a size that hits all clauses.
struct Search<'a> {
    literals: &'a [Literal],
    clauses: &'a [Clause],
    tried: &'a [Vec<usize>],
    size: usize,
}

impl Search<'_> {
    fn next(&self, chosen: &mut Vec<usize>, start: usize) -> Option<Vec<usize>> {
        let left = self.size - chosen.len();
        let unhit: Vec<&Clause> = self.clauses.iter().filter(|c| !c.hit(chosen)).collect();
        if left == 0 {
            return (unhit.is_empty() && !self.tried.contains(chosen)).then(|| chosen.clone());
        }
        // A clause can still be hit by a later literal only (one that lacks a literal is hit already, or the literal was chosen).
        let mut last = self.literals.len().saturating_sub(1);
        let mut disjoint: Vec<usize> = Vec::new();
        let mut bound = 0;
        for clause in &unhit {
            let reach: Vec<usize> = clause.with.iter().copied().filter(|l| *l >= start).collect();
            let max = *reach.last()?;
            last = last.min(max);
            if reach.iter().all(|l| !disjoint.contains(l)) {
                bound += 1;
                disjoint.extend(reach);
            }
        }
        if bound > left {
            return None;
        }
        for i in start..=last {
            let useful = if left == 1 {
                unhit.iter().all(|c| c.with.contains(&i)) && (!unhit.is_empty() || self.clauses.iter().any(|c| c.with.contains(&i)))
            } else {
                self.clauses.iter().any(|c| c.with.contains(&i))
            };
            if !useful || chosen.iter().any(|c| self.literals[*c].group == self.literals[i].group) {
                continue;
            }
            chosen.push(i);
            // Clauses with `without` may become unhit by choosing; the recursion sees that.
            if let Some(set) = self.next(chosen, i + 1) {
                return Some(set);
            }
            chosen.pop();
        }
        None
    }
}
