//! Smallest hitting sets, by SAT: which literals to choose so that every clause is hit, as few as can be, first in lexicographic order.

use batsat::{BasicSolver, Lit as SatLit, SolverInterface as _, lbool};
use std::collections::{BTreeMap, BTreeSet};

/// A set must contain one of `with`, or lack one of `without`.
#[derive(Clone, Debug)]
pub(crate) struct Clause {
    pub(crate) with: Vec<usize>,
    pub(crate) without: Vec<usize>,
}

/// The clauses so far, and a solver for sets of one size. Only literals that a clause names are variables: no other is in a smallest set.
pub(crate) struct Hitting<'a> {
    /// For each literal the group; two of one group exclude each other.
    groups: &'a dyn Fn(usize) -> usize,
    clauses: Vec<Clause>,
    size: usize,
    vars: BTreeMap<usize, SatLit>,
    solver: BasicSolver,
    stale: bool,
}

impl<'a> Hitting<'a> {
    pub(crate) fn new(groups: &'a dyn Fn(usize) -> usize) -> Self {
        let solver = BasicSolver::default();
        Self {
            groups,
            clauses: Vec::new(),
            size: 0,
            vars: BTreeMap::new(),
            solver,
            stale: true,
        }
    }

    /// Adds a clause that every later set hits.
    pub(crate) fn add(&mut self, clause: Clause) {
        let unit = clause.without.is_empty() && clause.with.len() == 1;
        let known = !unit
            && clause
                .with
                .iter()
                .chain(&clause.without)
                .all(|l| self.vars.contains_key(l));
        if known && !self.stale {
            self.post(&clause);
        } else {
            self.stale = true;
        }
        self.clauses.push(clause);
    }

    /// Looks for sets one larger from now on.
    pub(crate) fn grow(&mut self) {
        self.size += 1;
        self.stale = true;
    }

    /// The size of the sets looked for.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// No set smaller than this hits all clauses: so many of them have nothing in common.
    pub(crate) fn lower_bound(&self) -> usize {
        let mut clauses: Vec<&Clause> = self.clauses.iter().filter(|c| c.without.is_empty()).collect();
        clauses.sort_by_key(|c| c.with.len());
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut apart = 0;
        for clause in clauses {
            if clause.with.iter().all(|l| !used.contains(l)) {
                used.extend(&clause.with);
                apart += 1;
            }
        }
        apart
    }

    /// How many literals there are to choose from.
    pub(crate) fn choices(&self) -> usize {
        self.clauses.iter().flat_map(|c| &c.with).collect::<BTreeSet<_>>().len()
    }

    /// Some set of the size that hits all clauses.
    pub(crate) fn any(&mut self) -> Option<Vec<usize>> {
        self.refresh();
        self.solve(&[]).then(|| self.chosen())
    }

    /// The first such set in lexicographic order.
    pub(crate) fn first(&mut self) -> Option<Vec<usize>> {
        let mut chosen = self.any()?;
        let vars: Vec<(usize, SatLit)> = self.vars.iter().map(|(l, v)| (*l, *v)).collect();
        let mut fixed: Vec<SatLit> = Vec::new();
        let mut count = 0;
        for (literal, var) in vars {
            if count == self.size {
                break;
            }
            if !chosen.contains(&literal) {
                fixed.push(var);
                if !self.solve(&fixed) {
                    fixed.pop();
                    fixed.push(!var);
                    continue;
                }
                chosen = self.chosen();
            } else {
                fixed.push(var);
            }
            count += 1;
        }
        Some(chosen)
    }

    fn solve(&mut self, assumptions: &[SatLit]) -> bool {
        self.solver.solve_limited(assumptions) == lbool::TRUE
    }

    fn chosen(&self) -> Vec<usize> {
        let yes = |lit: SatLit| self.solver.value_lit(lit) == lbool::TRUE;
        self.vars.iter().filter(|(_, v)| yes(**v)).map(|(l, _)| *l).collect()
    }

    fn fresh(&mut self) -> SatLit {
        SatLit::new(self.solver.new_var_default(), true)
    }

    fn clause(&mut self, lits: impl IntoIterator<Item = SatLit>) {
        self.solver.add_clause_reuse(&mut lits.into_iter().collect());
    }

    fn post(&mut self, clause: &Clause) {
        let with: Vec<SatLit> = clause.with.iter().map(|l| self.vars[l]).collect();
        let without: Vec<SatLit> = clause.without.iter().map(|l| !self.vars[l]).collect();
        self.clause(with.into_iter().chain(without));
    }

    /// Makes the solver anew: variables, groups, clauses, and a counter that allows `size` choices (Sinz 2005);
    /// those that a clause forces are not counted one by one.
    fn refresh(&mut self) {
        if !self.stale {
            return;
        }
        self.stale = false;
        self.solver = BasicSolver::default();
        self.vars.clear();
        let clauses = std::mem::take(&mut self.clauses);
        let named: BTreeSet<usize> = clauses
            .iter()
            .flat_map(|c| c.with.iter().chain(&c.without))
            .copied()
            .collect();
        let literals: Vec<usize> = named.into_iter().collect();
        for literal in &literals {
            let var = self.fresh();
            self.vars.insert(*literal, var);
        }
        for (i, a) in literals.iter().enumerate() {
            for b in literals[i + 1..]
                .iter()
                .take_while(|b| (self.groups)(**b) == (self.groups)(*a))
            {
                let (a, b) = (self.vars[a], self.vars[b]);
                self.clause([!a, !b]);
            }
        }
        for clause in &clauses {
            self.post(clause);
        }
        self.clauses = clauses;
        let mut before: Vec<SatLit> = Vec::new();
        let forced: Vec<usize> = self
            .clauses
            .iter()
            .filter(|c| c.without.is_empty() && c.with.len() == 1)
            .map(|c| c.with[0])
            .collect();
        let forced: BTreeSet<usize> = forced.into_iter().collect();
        let Some(size) = self.size.checked_sub(forced.len()) else {
            self.clause([]);
            return;
        };
        for literal in literals.iter().filter(|l| !forced.contains(l)) {
            let x = self.vars[literal];
            if size == 0 {
                self.clause([!x]);
                continue;
            }
            let now: Vec<SatLit> = (0..size).map(|_| self.fresh()).collect();
            self.clause([!x, now[0]]);
            for (j, b) in before.iter().enumerate() {
                self.clause([!*b, now[j]]);
                if j + 1 < size {
                    self.clause([!x, !*b, now[j + 1]]);
                } else {
                    self.clause([!x, !*b]);
                }
            }
            before = now;
        }
    }
}
