//! A form: a rulebook compiled once for every case with the same states, roles and day. What a case states becomes an assignment to selectors.
//!
//! A form reads the protective values of every item, a case only those of items that it does not state. So a form may read more items; they bear on no
//! verdict, unless two presumptions on one of them contradict each other.

use super::items::Repr;
use super::{Compiled, Compiler, PresumptionOn};
use crate::circuit::Lit;
use crate::compile::frame::{Threshold, day_number};
use crate::situation::{Item, Situation, Stated};
use safeconduct_rulebook::model::Val;

/// What a case could state of one item.
#[derive(Clone, Debug)]
pub struct Selector {
    /// The item.
    pub item: Item,
    /// For each of its values, in the order of [`Repr::values`], the input "this value is stated". A case sets one at most.
    pub says: Vec<Lit>,
    /// For each presumption on the item (index into [`Compiled::presumptions`]) that only named bodies rebut, the input "one of them recorded
    /// the stated value".
    pub rebuts: Vec<(usize, Lit)>,
    /// That the item has the stated value, for each value, unless a presumption that is not rebutted holds: in every world.
    pub binds: Vec<Lit>,
}

impl<'r> Compiler<'r> {
    /// The selectors of every item that is read.
    pub(crate) fn selectors(&mut self, presumptions: &[PresumptionOn]) -> Vec<Selector> {
        let mut items: Vec<Item> = self.items.keys().copied().collect();
        items.sort_unstable();
        let mut out = Vec::new();
        for item in items {
            let values = self.items[&item].values().len();
            let says = (0..values).map(|_| self.c.input()).collect();
            let mut rebuts = Vec::new();
            for (i, p) in presumptions.iter().enumerate().filter(|(_, p)| p.item == item) {
                if !self.rb.presumptions[p.presumption.ix()].until.is_empty() {
                    rebuts.push((i, self.c.input()));
                }
            }
            out.push(Selector {
                item,
                says,
                rebuts,
                binds: Vec::new(),
            });
        }
        out
    }

    /// The same as for the statements of a case, for every statement that could be made (`docs/semantics.md` §1, world 1 and 3).
    pub(crate) fn bind_selectors(
        &mut self,
        selectors: &mut [Selector],
        presumptions: &mut [PresumptionOn],
    ) -> Vec<Lit> {
        let mut out = Vec::new();
        for selector in selectors {
            let said = self.c.any(selector.says.iter().copied());
            let mut overridden = Lit::FALSE;
            for (i, p) in presumptions
                .iter_mut()
                .enumerate()
                .filter(|(_, p)| p.item == selector.item)
            {
                let named = selector.rebuts.iter().find(|(r, _)| *r == i);
                let rebutted = match named {
                    Some((_, by)) => self.c.and(said, *by),
                    None => said,
                };
                let standing = self.c.and(p.holds, !rebutted);
                p.binds = self.c.implies(standing, p.value);
                out.push(p.binds);
                overridden = self.c.or(overridden, standing);
            }
            let values = self.items[&selector.item].values();
            for (says, value) in selector.says.iter().zip(values) {
                let value = self.c.all(value);
                let bound = self.c.or(overridden, value);
                selector.binds.push(self.c.implies(*says, bound));
            }
            out.extend(&selector.binds);
        }
        out
    }
}

impl Compiled<'_> {
    /// The selectors of a form as a case sets them, each true or negated. The case must have the states, roles and day of the form.
    pub fn selected(&self, case: &Situation) -> Vec<Lit> {
        let mut out = vec![if case.complete { self.complete } else { !self.complete }];
        for selector in &self.selectors {
            let stated = case.stated.iter().find(|s| s.item == selector.item);
            let value = stated.and_then(|s| self.items.get(&s.item)?.position(s.value));
            for (i, says) in selector.says.iter().enumerate() {
                out.push(if value == Some(i) { *says } else { !*says });
            }
            for (p, by) in &selector.rebuts {
                let rebutted = stated.is_some_and(|s| self.rebutted(*p, s));
                out.push(if rebutted { *by } else { !*by });
            }
        }
        out
    }

    /// Whether a body recorded it that the presumption names.
    fn rebutted(&self, presumption: usize, stated: &Stated) -> bool {
        let id = self.presumptions[presumption].presumption;
        let until = &self.rulebook.presumptions[id.ix()].until;
        stated.by.is_some_and(|b| until.contains(&b))
    }
}

impl Repr {
    /// The index in [`Repr::values`] of a value; `None` where it is not of the item's type.
    fn position(&self, value: Val) -> Option<usize> {
        let since = |bounds: &[(Threshold, Lit)], value: i64| {
            let passed = |t: &Threshold| matches!(t, Threshold::At(bound) if value >= *bound);
            bounds.iter().filter(|(t, _)| passed(t)).count()
        };
        match (self, value) {
            (Self::Bool(_), Val::Bool(yes)) => Some(usize::from(!yes)),
            (Self::OneOf(lits), Val::Value(v)) => Some(v as usize).filter(|v| *v < lits.len()),
            (Self::Below(bounds), Val::Date(date)) => Some(since(bounds, day_number(date))),
            (Self::Below(bounds), Val::Number(n)) => Some(since(bounds, n)),
            _ => None,
        }
    }
}
