//! What every world satisfies: types, `impossible`, presumptions, statements.

use super::frame::Frame;
use super::{Compiler, Context, ImpossibleOn, PresumptionOn, ProtectiveOn, StatedOn};
use crate::circuit::Lit;
use crate::fault::Fault;
use crate::situation::{Item, Situation, What};
use safeconduct_rulebook::model::{Norm as Target, *};

impl<'r> Compiler<'r> {
    /// The `impossible` conditions, negated.
    pub(crate) fn impossibles(&mut self) -> Vec<ImpossibleOn> {
        if self.fault == Some(Fault::ImpossibleIgnored) {
            return Vec::new();
        }
        let rb = self.rb;
        let mut out = Vec::new();
        for (i, impossible) in rb.impossibles.iter().enumerate() {
            let places: Vec<Option<u32>> = if impossible.per_destination {
                (0..self.frame.states()).map(Some).collect()
            } else {
                vec![None]
            };
            for place in places {
                let lit = self.cond(&impossible.when, &mut Context::new(None, place));
                out.push(ImpossibleOn {
                    impossible: ImpossibleId(i as u32),
                    state: place,
                    never: !lit,
                });
            }
        }
        out
    }

    /// The protective clauses of every item that nothing states, in item order.
    pub(crate) fn protective(&mut self) -> Vec<ProtectiveOn> {
        let mut done: std::collections::HashSet<Item> = std::collections::HashSet::new();
        let mut out = Vec::new();
        // A condition of a protective value may read items that nothing else reads.
        loop {
            let mut items: Vec<Item> = self.items.keys().copied().filter(|i| !done.contains(i)).collect();
            if items.is_empty() {
                out.sort_by_key(|p: &ProtectiveOn| p.item);
                return out;
            }
            items.sort_unstable();
            for item in items {
                done.insert(item);
                let stated = matches!(self.frame, Frame::Case(case) if case.stated.iter().any(|s| s.item == item));
                if !stated {
                    self.protect(item, &mut out);
                }
            }
        }
    }

    fn protect(&mut self, item: Item, out: &mut Vec<ProtectiveOn>) {
        let rb = self.rb;
        let clauses: &'r [Protective] = match item.what {
            What::Fact(fact) => &rb.facts[fact.ix()].protective,
            What::Relation(relation) => &rb.relations[relation.ix()].protective,
        };
        let mut earlier = Lit::FALSE;
        for clause in clauses {
            let when = match self.fault {
                Some(Fault::ProtectiveUnconditional) => Lit::TRUE,
                _ => self.cond(&clause.when, &mut Context::new(item.act, item.state)),
            };
            let turn = self.c.and(when, !earlier);
            earlier = self.c.or(earlier, when);
            let Some(value) = clause.value else { continue };
            let repr = self.item(item).clone();
            let Some(is) = repr.is(&mut self.c, value) else {
                continue;
            };
            let clause = self.c.implies(turn, is);
            out.push(ProtectiveOn {
                item,
                value,
                is,
                clause,
            });
        }
    }

    /// The presumptions on every item that is read; new items may come to be read on the way.
    pub(crate) fn presumptions(&mut self) -> Vec<PresumptionOn> {
        if self.fault == Some(Fault::PresumptionIgnored) {
            return Vec::new();
        }
        let rb = self.rb;
        let mut done: Vec<(usize, Item)> = Vec::new();
        let mut out = Vec::new();
        loop {
            let mut items: Vec<Item> = self.items.keys().copied().collect();
            items.sort_unstable();
            let mut found = false;
            for item in items {
                for (p, presumption) in rb.presumptions.iter().enumerate() {
                    let about = match presumption.what {
                        Presumed::Fact(fact) => item.what == What::Fact(fact),
                        Presumed::Relation(relation) => item.what == What::Relation(relation),
                    };
                    if !about || done.contains(&(p, item)) {
                        continue;
                    }
                    done.push((p, item));
                    found = true;
                    let condition = self.cond(&presumption.when, &mut Context::new(item.act, item.state));
                    let id = PresumptionId(p as u32);
                    let lifted = self.lifted(Target::Presumption(id), item.act, item.state);
                    let holds = self.c.and(condition, !lifted);
                    let repr = self.item(item).clone();
                    let Some(value) = repr.is(&mut self.c, presumption.value) else {
                        continue;
                    };
                    out.push(PresumptionOn {
                        presumption: id,
                        item,
                        holds,
                        value,
                        rebutted_by: None,
                        binds: Lit::TRUE,
                    });
                }
            }
            if !found {
                out.sort_by_key(|p: &PresumptionOn| (p.item, p.presumption));
                return out;
            }
        }
    }

    /// The statements about items that are read.
    pub(crate) fn statements(&mut self, case: &Situation) -> Vec<StatedOn> {
        let mut out = Vec::new();
        for (index, stated) in case.stated.iter().enumerate() {
            let Some(repr) = self.items.get(&stated.item).cloned() else {
                continue;
            };
            let Some(value) = repr.is(&mut self.c, stated.value) else {
                continue;
            };
            out.push(StatedOn {
                index,
                item: stated.item,
                kept: self.c.input(),
                rebuts: self.c.input(),
                value,
                binds: Lit::TRUE,
            });
        }
        out.sort_by_key(|s| s.item);
        out
    }

    /// An item has the presumed value where the presumption holds and no kept statement rebuts it (`docs/semantics.md` §1, world 3).
    pub(crate) fn bind_presumptions(
        &mut self,
        case: &Situation,
        stated: &[StatedOn],
        presumptions: &mut [PresumptionOn],
    ) -> Vec<Lit> {
        let mut out = Vec::new();
        for p in presumptions.iter_mut() {
            let until = &self.rb.presumptions[p.presumption.ix()].until;
            p.rebutted_by = stated.iter().position(|s| {
                s.item == p.item
                    && (until.is_empty()
                        || self.fault == Some(Fault::AnybodyRebuts)
                        || case.stated[s.index].by.is_some_and(|b| until.contains(&b)))
            });
            let rebutted = p.rebutted_by.map_or(Lit::FALSE, |s| stated[s].rebuts);
            let binds = self.c.and(p.holds, !rebutted);
            p.binds = self.c.implies(binds, p.value);
            out.push(p.binds);
        }
        out
    }

    /// An item has the value of a kept statement, unless a presumption that the statement does not rebut holds: first those
    /// constraints that no presumption touches, then the others.
    pub(crate) fn bind_statements(
        &mut self,
        stated: &mut [StatedOn],
        presumptions: &[PresumptionOn],
    ) -> (Vec<Lit>, Vec<Lit>) {
        let (mut plain, mut overridable) = (Vec::new(), Vec::new());
        for (i, s) in stated.iter_mut().enumerate() {
            let standing: Vec<Lit> = presumptions
                .iter()
                .filter(|p| p.item == s.item && p.rebutted_by != Some(i))
                .map(|p| p.holds)
                .collect();
            let overridden = self.c.any(standing);
            let bound = self.c.or(overridden, s.value);
            s.binds = self.c.implies(s.kept, bound);
            if overridden == Lit::FALSE {
                plain.push(s.binds)
            } else {
                overridable.push(s.binds)
            }
        }
        (plain, overridable)
    }

    /// Every item denotes one value; every question has one position; a role has at most one state, and somebody's where its default is somebody's.
    pub(crate) fn types(&mut self) -> Vec<Lit> {
        let mut items: Vec<Item> = self.items.keys().copied().collect();
        items.sort_unstable();
        let mut out = Vec::new();
        for item in items {
            let repr = self.items[&item].clone();
            out.push(repr.constraint(&mut self.c));
        }
        for positions in self.questions.clone() {
            out.push(self.c.exactly_one(&positions));
        }
        for role in self.roles.clone() {
            for (i, a) in role.iter().enumerate() {
                for b in &role[i + 1..] {
                    let both = self.c.and(*a, *b);
                    out.push(!both);
                }
            }
        }
        let roles = self.roles.iter().zip(&self.rb.roles);
        let defaults: Vec<(Vec<Lit>, Vec<Lit>)> = roles
            .filter_map(|(lits, role)| Some((lits.clone(), self.roles.get(role.default?.ix())?.clone())))
            .collect();
        for (role, default) in defaults {
            let (somebody, given) = (self.c.any(role), self.c.any(default));
            out.push(self.c.implies(given, somebody));
        }
        out
    }
}
