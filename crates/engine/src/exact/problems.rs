//! Grounds, settling sets, changes: what is put to the search for smallest sets (`docs/semantics.md` §5).

use super::sets::{Literal, Problem};
use super::{Exact, Sets};
use crate::circuit::Lit;
use crate::compile::items::{Choice, Repr};
use crate::situation::{Item, Situation, What};
use safeconduct_rulebook::model::{Sort, Verdict};

/// A set of more findings than this is no hint: that there may be one is said, it is not listed.
const LIMIT: usize = 4;

/// A value that a finding would give an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The item.
    pub item: Item,
    /// The value.
    pub choice: Choice,
}

/// Smallest sets of findings.
#[derive(Clone, Debug, Default)]
pub struct FindingSets {
    /// In order.
    pub sets: Vec<Vec<Finding>>,
    /// There are more.
    pub more: bool,
}

impl Exact<'_> {
    /// The first smallest set of statements (indices into the compiled statements) that alone makes a literal hold in every world of the profile.
    pub fn ground(&mut self, lit: Lit, case: &Situation) -> Vec<usize> {
        if let Some(ground) = self.grounds.get(&lit) {
            return ground.clone();
        }
        let mut order: Vec<usize> = (0..self.compiled.stated.len()).collect();
        order.sort_by_key(|s| {
            (
                case.stated[self.compiled.stated[*s].index].strength,
                self.compiled.stated[*s].item,
            )
        });
        let literals = order
            .iter()
            .map(|s| {
                let stated = &self.compiled.stated[*s];
                let repr = &self.compiled.items[&stated.item];
                let says = vec![stated.kept, stated.rebuts];
                let mut fixes = says.clone();
                fixes.extend(fixed_by(repr, stated.value, &self.compiled.circuit));
                let without = vec![!stated.kept, !stated.rebuts];
                Literal {
                    group: *s,
                    says,
                    fixes,
                    restores: without.clone(),
                    without,
                }
            })
            .collect();
        let problem = Problem {
            literals,
            base: vec![self.profile],
            target: lit,
            limit: usize::MAX,
            wanted: 1,
        };
        let chosen = match self.smallest_sets(&problem).sets.first() {
            Some(set) => set.clone(),
            // The search was given up: a set from which nothing can be left out is still a ground.
            None => self.irreducible(&problem),
        };
        let ground: Vec<usize> = chosen.into_iter().map(|i| order[i]).collect();
        self.grounds.insert(lit, ground.clone());
        ground
    }

    /// The smallest sets of values of open items that settle a cell on a verdict.
    pub fn settled_by(&mut self, cell: usize, verdict: Verdict) -> FindingSets {
        let target = self.verdict(cell, verdict);
        let relevant = self.relevant(target);
        let mut findings = Vec::new();
        let mut literals = Vec::new();
        for (group, (item, repr)) in self.compiled.items.iter().enumerate() {
            if self.stated(*item).is_some() || !relevant(repr) {
                continue;
            }
            for (choice, says) in repr.choices() {
                findings.push(Finding { item: *item, choice });
                literals.push(Literal {
                    group,
                    says: vec![says],
                    fixes: fixes(repr, choice),
                    without: Vec::new(),
                    restores: Vec::new(),
                });
            }
        }
        self.solve_for(findings, literals, target)
    }

    /// The smallest changes that settle a cell on a verdict. No wish is among them: nobody's mind is to be changed.
    pub fn unless(&mut self, cell: usize, verdict: Verdict) -> FindingSets {
        let target = self.verdict(cell, verdict);
        if target == Lit::FALSE {
            return FindingSets::default();
        }
        let relevant = self.relevant(target);
        let rulebook = self.compiled.rulebook;
        let mut findings = Vec::new();
        let mut literals = Vec::new();
        for (group, (item, repr)) in self.compiled.items.iter().enumerate() {
            let (sort, changes) = match item.what {
                What::Fact(fact) => (rulebook.facts[fact.ix()].sort, rulebook.facts[fact.ix()].changes),
                What::Relation(_) => (Sort::Finding, true),
            };
            if sort == Sort::Wish || !relevant(repr) {
                continue;
            }
            let stated = self.stated(*item).map(|s| &self.compiled.stated[s]);
            if stated.is_some() && !changes {
                continue;
            }
            for (choice, says) in repr.choices() {
                let mut literal = Literal {
                    group,
                    says: vec![says],
                    fixes: fixes(repr, choice),
                    without: Vec::new(),
                    restores: Vec::new(),
                };
                if let Some(stated) = stated {
                    let same = fixed_by(repr, stated.value, &self.compiled.circuit);
                    if same.contains(&says) {
                        continue;
                    }
                    literal.says.push(!stated.kept);
                    literal.fixes.push(!stated.kept);
                    literal.without = vec![stated.kept];
                    literal.restores = vec![stated.kept];
                    literal.restores.extend(same);
                }
                findings.push(Finding { item: *item, choice });
                literals.push(literal);
            }
        }
        self.solve_for(findings, literals, target)
    }

    fn solve_for(&mut self, findings: Vec<Finding>, literals: Vec<Literal>, target: Lit) -> FindingSets {
        let Sets { sets, more } = self.smallest_sets(&Problem {
            literals,
            base: vec![self.profile],
            target,
            limit: LIMIT,
            wanted: 5,
        });
        FindingSets {
            sets: sets
                .into_iter()
                .map(|s| s.into_iter().map(|i| findings[i]).collect())
                .collect(),
            more,
        }
    }

    fn verdict(&self, cell: usize, verdict: Verdict) -> Lit {
        let index = Verdict::ALL.iter().position(|v| *v == verdict).unwrap_or(0);
        self.compiled.cells[cell].verdicts[index]
    }

    /// Whether an item can have to do with a literal or with a constraint.
    fn relevant(&self, lit: Lit) -> impl Fn(&Repr) -> bool + use<> {
        let support = self.support(&[lit]);
        let world = self.world_support();
        move |repr| {
            repr.inputs()
                .iter()
                .any(|l| support.get(l.node()) == Some(&true) || world.get(l.node()) == Some(&true))
        }
    }
}

/// The inputs that a choice fixes.
fn fixes(repr: &Repr, choice: Choice) -> Vec<Lit> {
    match (repr, choice) {
        (Repr::Bool(lit), Choice::Bool(yes)) => vec![if yes { *lit } else { !*lit }],
        (Repr::OneOf(lits), Choice::Value(v)) if lits.len() > 2 => lits
            .iter()
            .enumerate()
            .map(|(i, l)| if i as u32 == v { *l } else { !*l })
            .collect(),
        (Repr::OneOf(lits), Choice::Value(v)) => vec![lits[v as usize]],
        (Repr::Below(bounds), Choice::Below(i)) => bounds[i as usize..].iter().map(|(_, l)| *l).collect(),
        (Repr::Below(bounds), Choice::Since(i)) => bounds[..=i as usize].iter().map(|(_, l)| !*l).collect(),
        _ => Vec::new(),
    }
}

/// The inputs that a stated value fixes.
fn fixed_by(repr: &Repr, value: Lit, circuit: &crate::circuit::Circuit) -> Vec<Lit> {
    match repr {
        Repr::OneOf(lits) if lits.len() > 2 => lits.iter().map(|l| if *l == value { *l } else { !*l }).collect(),
        Repr::Bool(_) | Repr::OneOf(_) => vec![value],
        Repr::Below(_) => super::justified_inputs(circuit, value),
    }
}
