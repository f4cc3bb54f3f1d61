//! Grounds, settling sets, changes: what is put to the search for smallest sets (`docs/semantics.md` §5).

use super::arena::Arena;
use super::sets::{Literal, Problem};
use super::{Exact, Sets, VerdictSet};
use crate::circuit::Lit;
use crate::compile::StatedOn;
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

/// What is put in for good, for each kind of question.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// No statement: a ground may leave out any.
    Grounds,
    /// The statements that no change can be about.
    Changes,
    /// Every statement.
    Settling,
    /// Every statement; wishes are not asked for.
    Findings,
}

impl Exact<'_> {
    /// The first smallest set of statements (indices into the compiled statements) that alone makes a literal hold in every world of the profile.
    pub fn ground(&mut self, lit: Lit, case: &Situation) -> Vec<usize> {
        let mut arena = self.borrow(Kind::Grounds);
        let target = arena.lit(&self.compiled.circuit, lit);
        if let Some(ground) = self.grounds.get(&target) {
            let ground = ground.clone();
            self.keep(Kind::Grounds, arena);
            return ground;
        }
        let reach = arena.reach(target);
        // What has nothing to do with the target may be left out, if a world remains when it is.
        let all = match self.needs_all {
            Some(all) => all,
            None => {
                let dropped = self.compiled.stated.iter().flat_map(|s| [!s.kept, !s.rebuts]);
                let dropped = self.here(&mut arena, &dropped.collect::<Vec<_>>());
                *self.needs_all.insert(!arena.solver.solve(dropped))
            }
        };
        let mut order: Vec<usize> = Vec::new();
        for (s, stated) in self.compiled.stated.iter().enumerate() {
            if all || self.reached(&mut arena, &reach, stated.item, Some(stated)) {
                order.push(s);
            }
        }
        order.sort_by_key(|s| {
            let stated = &self.compiled.stated[*s];
            (case.stated[stated.index].strength, stated.item)
        });
        let mut literals = Vec::new();
        for s in &order {
            let stated = &self.compiled.stated[*s];
            let mut fixes = vec![stated.kept, stated.rebuts];
            let repr = &self.compiled.items[&stated.item];
            fixes.extend(fixed_by(repr, stated.value, &self.compiled.circuit));
            let says = self.here(&mut arena, &[stated.kept, stated.rebuts]);
            let without: Vec<Lit> = says.iter().map(|l| !*l).collect();
            literals.push(Literal {
                group: *s,
                says,
                fixes: self.here(&mut arena, &fixes),
                restores: without.clone(),
                without,
            });
        }
        let problem = Problem {
            literals,
            target,
            limit: usize::MAX,
            wanted: 1,
        };
        let (mut part, problem) = match all {
            true => (None, problem),
            false => {
                let (part, problem) = problem.part_of(&arena);
                (Some(part), problem)
            }
        };
        let place = part.as_mut().unwrap_or(&mut arena);
        let chosen = match place.smallest_sets(&problem).sets.first() {
            Some(set) => set.clone(),
            // The search was given up: a set from which nothing can be left out is still a ground.
            None => place.irreducible(&problem),
        };
        self.keep(Kind::Grounds, arena);
        let ground: Vec<usize> = chosen.into_iter().map(|i| order[i]).collect();
        self.grounds.insert(target, ground.clone());
        ground
    }

    /// The smallest sets of values of open items that settle a cell on a verdict.
    pub fn settled_by(&mut self, cell: usize, verdict: Verdict) -> FindingSets {
        self.smallest(Kind::Settling, cell, VerdictSet::of(&[verdict]), LIMIT)
    }

    /// The same on one of several verdicts and without wishes, up to so many findings a set.
    pub fn settled_without_wishes(&mut self, cell: usize, to: VerdictSet, limit: usize) -> FindingSets {
        self.smallest(Kind::Findings, cell, to, limit)
    }

    /// The smallest changes that settle a cell on a verdict. No wish is among them: nobody's mind is to be changed.
    pub fn unless(&mut self, cell: usize, verdict: Verdict) -> FindingSets {
        self.unless_within(cell, VerdictSet::of(&[verdict]), LIMIT)
    }

    /// The same on one of several verdicts, up to so many findings a set.
    pub fn unless_within(&mut self, cell: usize, to: VerdictSet, limit: usize) -> FindingSets {
        self.smallest(Kind::Changes, cell, to, limit)
    }

    /// The cell has one of these verdicts.
    pub(crate) fn target(&mut self, cell: usize, to: VerdictSet) -> Lit {
        let lits = Verdict::ALL.into_iter().zip(self.compiled.cells[cell].verdicts);
        let lits: Vec<Lit> = lits.filter(|(v, _)| to.has(*v)).map(|(_, l)| l).collect();
        self.compiled.circuit.any(lits)
    }

    fn smallest(&mut self, kind: Kind, cell: usize, to: VerdictSet, limit: usize) -> FindingSets {
        let target = self.target(cell, to);
        if target == Lit::FALSE {
            return FindingSets::default();
        }
        let mut arena = self.borrow(kind);
        let target = arena.lit(&self.compiled.circuit, target);
        if let Some(sets) = self.sets.get(&(kind as usize, limit, target, self.withheld.clone())) {
            let sets = sets.clone();
            self.keep(kind, arena);
            return sets;
        }
        let reach = arena.reach(target);
        let mut findings = Vec::new();
        let mut literals = Vec::new();
        for (group, (item, repr)) in self.compiled.items.iter().enumerate() {
            let stated = self.stated(*item).map(|s| &self.compiled.stated[s]);
            let offered = match (kind, stated) {
                _ if self.withheld.contains(item) => false,
                (Kind::Settling | Kind::Findings, Some(_)) | (Kind::Grounds, _) => false,
                (Kind::Settling, None) => true,
                (Kind::Findings, None) => self.sort(*item) != Sort::Wish,
                (Kind::Changes, Some(_)) => self.may_change(*item),
                (Kind::Changes, None) => self.sort(*item) != Sort::Wish,
            };
            if !offered || !self.reached(&mut arena, &reach, *item, stated) {
                continue;
            }
            for (choice, says) in repr.choices() {
                let here = self.here(&mut arena, &[says]);
                // What is excluded is in no set; what is certain anyway is in no smallest one, unless it replaces a statement.
                let certain = here.first().and_then(|l| l.constant());
                if certain == Some(false) || certain == Some(true) && stated.is_none() {
                    continue;
                }
                let mut literal = Literal {
                    group,
                    says: here,
                    fixes: self.here(&mut arena, &fixes(repr, choice)),
                    without: Vec::new(),
                    restores: Vec::new(),
                };
                if let Some(stated) = stated {
                    let same = fixed_by(repr, stated.value, &self.compiled.circuit);
                    if same.contains(&says) {
                        continue;
                    }
                    let kept = self.here(&mut arena, &[stated.kept]);
                    let dropped = kept.iter().map(|l| !*l);
                    literal.says.extend(dropped.clone());
                    literal.fixes.extend(dropped);
                    literal.restores.clone_from(&kept);
                    literal.restores.extend(self.here(&mut arena, &same));
                    literal.without = kept;
                }
                findings.push(Finding { item: *item, choice });
                literals.push(literal);
            }
        }
        let problem = Problem {
            literals,
            target,
            limit,
            wanted: 5,
        };
        let (mut part, problem) = problem.part_of(&arena);
        let Sets { sets, more } = part.smallest_sets(&problem);
        self.keep(kind, arena);
        let findings = |set: Vec<usize>| set.into_iter().map(|i| findings[i]).collect();
        let sets = FindingSets {
            sets: sets.into_iter().map(findings).collect(),
            more,
        };
        self.sets
            .insert((kind as usize, limit, target, self.withheld.clone()), sets.clone());
        sets
    }

    /// Whether an item, or what is stated of it, can have to do with what was reached.
    fn reached(&self, arena: &mut Arena, reach: &[bool], item: Item, stated: Option<&StatedOn>) -> bool {
        let mut lits = self.compiled.items[&item].inputs();
        lits.extend(stated.iter().flat_map(|s| [s.kept, s.rebuts]));
        self.here(arena, &lits)
            .iter()
            .any(|l| reach.get(l.node()).is_some_and(|r| *r))
    }

    /// Literals as they are in an arena.
    pub(crate) fn here(&self, arena: &mut Arena, lits: &[Lit]) -> Vec<Lit> {
        lits.iter().map(|l| arena.lit(&self.compiled.circuit, *l)).collect()
    }

    /// The arena for a kind of question; who borrows it puts it back.
    pub(crate) fn borrow(&mut self, kind: Kind) -> Arena {
        if let Some(arena) = self.arenas[kind as usize].take() {
            return arena;
        }
        let mut held = Vec::new();
        for stated in &self.compiled.stated {
            match kind {
                Kind::Grounds => {}
                // A changed statement is still that of the body that recorded it.
                Kind::Changes if self.may_change(stated.item) => held.push(stated.rebuts),
                Kind::Changes | Kind::Settling | Kind::Findings => held.extend([stated.kept, stated.rebuts]),
            }
        }
        self.arena(&held, matches!(kind, Kind::Settling | Kind::Findings))
    }

    /// Puts an arena back.
    pub(crate) fn keep(&mut self, kind: Kind, arena: Arena) {
        self.arenas[kind as usize] = Some(arena);
    }

    pub(crate) fn sort(&self, item: Item) -> Sort {
        match item.what {
            What::Fact(fact) => self.compiled.rulebook.facts[fact.ix()].sort,
            What::Relation(_) => Sort::Finding,
        }
    }

    /// Whether a stated value may be offered for change: it may change, or was only presumed, and is no wish.
    pub(crate) fn may_change(&self, item: Item) -> bool {
        self.sort(item) != Sort::Wish
            && match item.what {
                _ if self.presumed.contains(&item) => true,
                What::Fact(fact) => self.compiled.rulebook.facts[fact.ix()].changes,
                What::Relation(_) => true,
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
