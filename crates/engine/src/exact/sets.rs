//! Smallest sets of findings that suffice for something: implicit hitting sets.
//!
//! A set suffices if every world that agrees with it has the target. A world that refutes a set refutes every set that leaves what the
//! world rests on untouched; so each refutation becomes a clause that later sets must hit. Sets that hit all clauses are tried by size, then in
//! lexicographic order; the first that no world refutes is the answer, exactly. (Reiter 1987; Ignatiev et al., "Smallest MUS extraction", 2015.)

use super::Exact;
use super::hitting::{Clause, Hitting};
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
        let groups = |literal: usize| problem.literals[literal].group;
        let mut hitting = Hitting::new(&groups);
        let mut found = Sets::default();
        // First some smallest set, whichever comes; then the smallest in order.
        for _ in 0..PATIENCE {
            match hitting.any() {
                Some(set) => match self.refute(problem, &set, bad) {
                    Some(clause) => hitting.add(clause),
                    None => return self.in_order(problem, bad, &mut hitting, found),
                },
                None if hitting.size() >= hitting.choices() => return found,
                None => hitting.grow(),
            }
        }
        found.more = true;
        found
    }

    /// The smallest sets of the size reached, in lexicographic order.
    fn in_order(&mut self, problem: &Problem, bad: Lit, hitting: &mut Hitting<'_>, mut found: Sets) -> Sets {
        for _ in 0..PATIENCE {
            let Some(set) = (if found.sets.len() < problem.wanted { hitting.first() } else { hitting.any() }) else { return found };
            match self.refute(problem, &set, bad) {
                Some(clause) => hitting.add(clause),
                None if found.sets.len() == problem.wanted || problem.wanted == 1 => {
                    if problem.wanted == 1 {
                        found.sets.push(set);
                    } else {
                        found.more = true;
                    }
                    return found;
                }
                None => {
                    if set.is_empty() {
                        found.sets.push(set);
                        return found;
                    }
                    hitting.add(Clause { with: Vec::new(), without: set.clone() });
                    found.sets.push(set);
                }
            }
        }
        found.more = true;
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
