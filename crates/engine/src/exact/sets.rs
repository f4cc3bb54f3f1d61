//! Smallest sets of findings that suffice for something: implicit hitting sets.
//!
//! A set suffices if every world that agrees with it has the target. A world that refutes a set refutes every set that leaves what the
//! world rests on untouched; so each refutation becomes a clause that later sets must hit. Sets that hit all clauses are tried by size, then in
//! lexicographic order; the first that no world refutes is the answer, exactly. (Reiter 1987; Ignatiev et al., "Smallest MUS extraction", 2015.)

use super::arena::Arena;
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
    /// The inputs that say whether a statement is kept, as they are without this finding.
    pub without: Vec<Lit>,
    /// The inputs that are fixed without this finding: those, and those of the statement that it replaces.
    pub restores: Vec<Lit>,
}

/// What is asked.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// The findings to choose from, in order.
    pub(crate) literals: Vec<Literal>,
    /// What every world must have.
    pub(crate) target: Lit,
    /// Sets larger than this are not looked for.
    pub(crate) limit: usize,
    /// How many sets are wanted.
    pub(crate) wanted: usize,
}

impl Problem {
    /// The part of an arena that has to do with the target, and the same problem there.
    pub(crate) fn part_of(self, arena: &Arena) -> (Arena, Self) {
        let named = self.literals.iter().flat_map(|l| {
            let all = l.says.iter().chain(&l.fixes).chain(&l.without).chain(&l.restores);
            all.copied()
        });
        let (part, image) = arena.part(self.target, named);
        let there = |lits: Vec<Lit>| lits.into_iter().map(|l| l.through(&image)).collect();
        let literals = self.literals.into_iter().map(|l| Literal {
            group: l.group,
            says: there(l.says),
            fixes: there(l.fixes),
            without: there(l.without),
            restores: there(l.restores),
        });
        let problem = Self {
            literals: literals.collect(),
            target: self.target.through(&image),
            ..self
        };
        (part, problem)
    }
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

impl Arena {
    /// The smallest sets that suffice.
    pub(crate) fn smallest_sets(&mut self, problem: &Problem) -> Sets {
        let bad = {
            let mut parts = self.world.clone();
            parts.push(!problem.target);
            self.circuit.all(parts)
        };
        self.sync();
        let mut changeable = vec![false; bad.node() + 1];
        for lit in problem.literals.iter().flat_map(|l| &l.fixes) {
            if let Some(flag) = changeable.get_mut(lit.node()) {
                *flag = true;
            }
        }
        let groups = |literal: usize| problem.literals[literal].group;
        let mut hitting = Hitting::new(&groups);
        let mut found = Sets::default();
        if !self.attainable(problem) {
            return found;
        }
        // First some smallest set, whichever comes; then the smallest in order.
        for _ in 0..PATIENCE {
            match hitting.any() {
                Some(set) => match self.refute(problem, &set, bad, &changeable) {
                    Some(clause) => self.refute_further(problem, set, clause, bad, &changeable, &mut hitting),
                    None => return self.in_order(problem, bad, &changeable, &mut hitting, found),
                },
                None if hitting.size() >= hitting.choices() => return found,
                None if hitting.size().max(hitting.lower_bound().saturating_sub(1)) >= problem.limit => {
                    found.more = true;
                    return found;
                }
                None => hitting.grow(),
            }
        }
        found.more = true;
        found
    }

    /// A world that satisfies all assumptions and has not the target.
    fn counterexample(&mut self, problem: &Problem, assumed: &[Lit]) -> Option<Vec<bool>> {
        let mut wanted = assumed.to_vec();
        wanted.push(!problem.target);
        if let Some(model) = self.pool.find(&wanted) {
            return Some(model);
        }
        self.solver.solve(wanted).then(|| {
            let model = self.solver.model().to_vec();
            self.pool.add(&self.circuit, &model);
            model
        })
    }

    /// A set that suffices and from which nothing can be left out.
    pub(crate) fn irreducible(&mut self, problem: &Problem) -> Vec<usize> {
        let mut set: Vec<usize> = (0..problem.literals.len()).collect();
        let mut i = set.len();
        while i > 0 {
            i -= 1;
            let literal = set.remove(i);
            let assumed = self.assumed(problem, &set);
            if self.counterexample(problem, &assumed).is_some() || !self.solver.solve(assumed) {
                set.insert(i, literal);
            }
        }
        set
    }

    /// Whether some world has the target at all, whatever the findings.
    fn attainable(&mut self, problem: &Problem) -> bool {
        self.solver.solve([problem.target])
    }

    /// Adds a clause that a set fails; repairs the set so that it hits the clause and goes on as long as it is refuted. Many clauses
    /// for one smallest hitting set.
    fn refute_further(
        &mut self,
        problem: &Problem,
        mut set: Vec<usize>,
        mut clause: Clause,
        bad: Lit,
        changeable: &[bool],
        hitting: &mut Hitting<'_>,
    ) {
        loop {
            let free = |l: &&usize| {
                set.iter()
                    .all(|s| problem.literals[*s].group != problem.literals[**l].group)
            };
            let repair = clause.with.iter().find(free).copied();
            let stuck = !clause.without.is_empty();
            hitting.add(clause);
            let enough = hitting.lower_bound() > problem.limit;
            let Some(literal) = repair.filter(|_| !stuck && !enough) else {
                return;
            };
            set.push(literal);
            set.sort_unstable();
            match self.refute(problem, &set, bad, changeable) {
                Some(next) => clause = next,
                None => return,
            }
        }
    }

    /// The smallest sets of the size reached, in lexicographic order.
    fn in_order(
        &mut self,
        problem: &Problem,
        bad: Lit,
        changeable: &[bool],
        hitting: &mut Hitting<'_>,
        mut found: Sets,
    ) -> Sets {
        for _ in 0..PATIENCE {
            let Some(set) = (if found.sets.len() < problem.wanted {
                hitting.first()
            } else {
                hitting.any()
            }) else {
                return found;
            };
            match self.refute(problem, &set, bad, changeable) {
                Some(clause) => self.refute_further(problem, set, clause, bad, changeable, hitting),
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
                    hitting.add(Clause {
                        with: Vec::new(),
                        without: set.clone(),
                    });
                    found.sets.push(set);
                }
            }
        }
        found.more = true;
        found
    }

    /// What is assumed with a set of findings: they, statements that they do not replace, and the rest of the question.
    fn assumed(&self, problem: &Problem, set: &[usize]) -> Vec<Lit> {
        let mut assumed = Vec::new();
        for (i, literal) in problem.literals.iter().enumerate() {
            if set.contains(&i) {
                assumed.extend(&literal.says);
            } else if !set.iter().any(|j| problem.literals[*j].group == literal.group) {
                assumed.extend(&literal.without);
            }
        }
        assumed
    }

    /// A clause that a set fails, or none if it suffices.
    fn refute(&mut self, problem: &Problem, set: &[usize], bad: Lit, changeable: &[bool]) -> Option<Clause> {
        let assumed = self.assumed(problem, set);
        if let Some(model) = self.counterexample(problem, &assumed) {
            let reads = justification(&self.circuit, &model, bad, changeable);
            return Some(clause_of(problem, set, &model, &reads));
        }
        if self.solver.solve(assumed.iter().copied()) {
            return None;
        }
        // No world has these findings together, unless another finding replaces a statement that stands in the way.
        let in_core = |lits: &[Lit]| lits.iter().any(|l| self.solver.in_core(*l));
        let guilty: Vec<usize> = set
            .iter()
            .copied()
            .filter(|i| in_core(&problem.literals[*i].says))
            .collect();
        let with = (0..problem.literals.len())
            .filter(|i| !set.contains(i) && in_core(&problem.literals[*i].without))
            .collect();
        Some(Clause { with, without: guilty })
    }
}

/// What would have to change for `bad` to fail in a world: the findings that touch an input it rests on.
fn clause_of(problem: &Problem, set: &[usize], model: &[bool], reads: &HashSet<usize>) -> Clause {
    let touches = |lits: &[Lit]| {
        lits.iter()
            .any(|l| reads.contains(&l.node()) && model[l.node()] == l.is_neg())
    };
    let with = (0..problem.literals.len())
        .filter(|i| !set.contains(i) && touches(&problem.literals[*i].fixes))
        .collect();
    let without = set
        .iter()
        .copied()
        .filter(|i| touches(&problem.literals[*i].restores))
        .collect();
    Clause { with, without }
}

/// Inputs on which the truth of a literal rests in a world: changing only others leaves it true. Of several such sets one that
/// names few inputs that a finding could change, by a bottom-up estimate.
fn justification(circuit: &Circuit, model: &[bool], root: Lit, changeable: &[bool]) -> HashSet<usize> {
    let fails = |l: Lit| model[l.node()] == l.is_neg();
    let mut cost = vec![0u32; root.node() + 1];
    for n in 0..=root.node() {
        cost[n] = match circuit.nodes()[n] {
            Node::False => 0,
            Node::Input => u32::from(changeable[n]),
            Node::And(a, b) if model[n] => cost[a.node()].saturating_add(cost[b.node()]),
            Node::And(a, b) => match (fails(a), fails(b)) {
                (true, true) => cost[a.node()].min(cost[b.node()]),
                (true, false) => cost[a.node()],
                (false, _) => cost[b.node()],
            },
        };
    }
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
                // One failing operand is enough: one that is needed anyway, or the cheaper.
                let price = |l: Lit| if needed[l.node()] { 0 } else { cost[l.node()] };
                let first = fails(a) && (!fails(b) || price(a) <= price(b));
                needed[if first { a.node() } else { b.node() }] = true;
            }
        }
    }
    reads
}
