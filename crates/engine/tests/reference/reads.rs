//! What the conditions of a rulebook read in a case: `docs/semantics.md` section 1, "Items" and "Atoms".

use super::space::{Cell, Cx, Threshold, Who, cells_of, fact_item, item_cx, items_of, threshold, who};
use safeconduct_engine::situation::{Item, Situation, What};
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Finds what the conditions of the rulebook read in this case.
pub struct Reads<'a> {
    book: &'a Rulebook,
    sit: &'a Situation,
    pub items: BTreeSet<Item>,
    /// Of a fact, whichever state or act a condition names.
    pub thresholds: BTreeMap<FactId, BTreeSet<Threshold>>,
    pub law: BTreeSet<(Who, InstrumentId)>,
    /// Whether claims are read as well: for generic cases.
    pub claims: bool,
}

impl<'a> Reads<'a> {
    pub fn new(book: &'a Rulebook, sit: &'a Situation) -> Self {
        Self {
            book,
            sit,
            items: BTreeSet::new(),
            thresholds: BTreeMap::new(),
            law: BTreeSet::new(),
            claims: false,
        }
    }

    /// The items that one condition reads, without those of the terms in it.
    pub fn of(book: &'a Rulebook, sit: &'a Situation, c: &Cond, cx: &Cx) -> BTreeSet<Item> {
        let mut this = Self::new(book, sit);
        this.cond(c, cx);
        this.items
    }

    fn law(&mut self, state: StateExpr, instrument: InstrumentId, cx: &Cx) {
        if let Some(w) = who(self.sit, state, cx) {
            self.law.insert((w, instrument));
        }
    }

    fn relation(&mut self, relation: RelationId, from: StateExpr, to: Option<StateExpr>, cx: &Cx) {
        let pair = (who(self.sit, from, cx), to.map(|t| who(self.sit, t, cx)));
        for item in items_of(self.book, self.sit, What::Relation(relation)) {
            let this = self.book.relations[relation.ix()].transitive
                || (pair.0 == item.state.map(Who::At) && pair.1.is_none_or(|t| t == item.other.map(Who::At)));
            if this {
                self.items.insert(item);
            }
        }
    }

    fn cond(&mut self, c: &Cond, cx: &Cx) {
        match c {
            Cond::True | Cond::Same(..) | Cond::Under { .. } | Cond::Term { .. } | Cond::Barred { .. } => {}
            Cond::And(cs) | Cond::Or(cs) => cs.iter().for_each(|c| self.cond(c, cx)),
            Cond::Not(c) => self.cond(c, cx),
            Cond::Fact { fact, state, .. } => self.items.extend(fact_item(self.book, self.sit, *fact, *state, cx)),
            Cond::Relation { relation, from, to } => self.relation(*relation, *from, Some(*to), cx),
            Cond::Bound { state, instrument, .. }
            | Cond::Reserved { state, instrument, .. }
            | Cond::Derogates { state, instrument, .. } => self.law(*state, *instrument, cx),
            Cond::Quantified { via, with, body, .. } => {
                if let Some((from, relation)) = via {
                    self.relation(*relation, *from, None, cx);
                }
                for s in 0..self.sit.states.len() as u32 {
                    let cx = cx.with(s);
                    if let Some(with) = with {
                        self.cond(with, &cx);
                    }
                    self.cond(body, &cx);
                }
            }
        }
    }

    /// With what a condition compares dates and numbers.
    fn thresholds(&mut self, c: &Cond) {
        match c {
            Cond::And(cs) | Cond::Or(cs) => cs.iter().for_each(|c| self.thresholds(c)),
            Cond::Not(c) => self.thresholds(c),
            Cond::Quantified { with, body, .. } => {
                with.iter().for_each(|w| self.thresholds(w));
                self.thresholds(body);
            }
            Cond::Fact { fact, test, .. } => {
                self.thresholds
                    .entry(*fact)
                    .or_default()
                    .extend(threshold(test, self.sit.as_of));
            }
            _ => {}
        }
    }

    /// The contexts of what an exception may lift.
    fn contexts(&self, norm: Norm) -> BTreeSet<Cx> {
        let (book, sit) = (self.book, self.sit);
        let cell = |(a, d): Cell| Cx::new(Some(a), d);
        match norm {
            Norm::Basis(b) => book.bases[b.ix()]
                .acts
                .iter()
                .flat_map(|a| cells_of(book, sit, *a))
                .map(cell)
                .collect(),
            Norm::Presumption(p) => {
                let what = match book.presumptions[p.ix()].what {
                    Presumed::Fact(f) => What::Fact(f),
                    Presumed::Relation(r) => What::Relation(r),
                };
                // A presumption on an item that does not count presumes nothing.
                items_of(book, sit, what)
                    .iter()
                    .filter(|i| self.items.contains(i))
                    .map(item_cx)
                    .collect()
            }
            // Where it is limited to some acts, in their contexts only.
            Norm::Exception(e) => {
                let lifts = &book.exceptions[e.ix()];
                let contexts = lifts.to.iter().flat_map(|n| self.contexts(*n));
                let meant = |cx: &Cx| lifts.acts.is_empty() || cx.act.is_some_and(|a| lifts.acts.contains(&a));
                contexts.filter(meant).collect()
            }
            Norm::Rule(r) => book.rules[r.ix()]
                .then
                .iter()
                .flat_map(|c| match c {
                    Conclusion::Term { term, .. } if book.terms[term.ix()].per_destination => (0..sit.states.len()
                        as u32)
                        .map(|d| Cx::new(None, Some(d)))
                        .collect::<Vec<_>>(),
                    Conclusion::Term { .. } | Conclusion::MustOneOf(_) => vec![Cx::new(None, None)],
                    Conclusion::Must(acts) | Conclusion::MustNot { acts, .. } => {
                        acts.iter().flat_map(|a| cells_of(book, sit, a.act)).map(cell).collect()
                    }
                })
                .collect(),
        }
    }

    /// Everything, until nothing is added: what a presumption or a protective value reads counts where its item does.
    pub fn all(&mut self) {
        loop {
            let before = (self.items.len(), self.law.len());
            self.once();
            if before == (self.items.len(), self.law.len()) {
                return;
            }
        }
    }

    fn once(&mut self) {
        let (book, sit, claims) = (self.book, self.sit, self.claims);
        let states: Vec<Cx> = (0..sit.states.len() as u32).map(|d| Cx::new(None, Some(d))).collect();
        let known = Self {
            items: self.items.clone(),
            ..Self::new(book, sit)
        };
        let of = |n: Norm| known.contexts(n);
        let mut read = |c: &Cond, contexts: BTreeSet<Cx>| {
            self.thresholds(c);
            contexts.iter().for_each(|cx| self.cond(c, cx));
        };
        for (i, r) in book.rules.iter().enumerate() {
            let contexts = of(Norm::Rule(RuleId(i as u32)));
            read(&r.when, contexts);
            for c in &r.then {
                // Of the acts of this conclusion alone: another of the same rule does not read it.
                if let Conclusion::MustNot {
                    bar: Bar::While(c),
                    acts,
                } = c
                {
                    let cells = acts.iter().flat_map(|a| cells_of(book, sit, a.act));
                    read(c, cells.map(|(a, d)| Cx::new(Some(a), d)).collect());
                }
            }
        }
        for (i, b) in book.bases.iter().enumerate() {
            read(&b.when, of(Norm::Basis(BasisId(i as u32))));
        }
        for (i, e) in book.exceptions.iter().enumerate() {
            read(&e.when, of(Norm::Exception(ExceptionId(i as u32))));
        }
        for (i, p) in book.presumptions.iter().enumerate() {
            read(&p.when, of(Norm::Presumption(PresumptionId(i as u32))));
        }
        for i in &book.impossibles {
            let contexts = if i.per_destination {
                states.iter().cloned().collect()
            } else {
                [Cx::default()].into()
            };
            read(&i.when, contexts);
        }
        for d in &book.duties {
            read(&d.when, [Cx::default()].into());
            d.suspended_while.iter().for_each(|c| read(c, [Cx::default()].into()));
        }
        for claim in book.claims.iter().filter(|_| claims) {
            let cells = claim.acts.iter().flat_map(|a| cells_of(book, sit, *a));
            let mut contexts: BTreeSet<Cx> = cells.map(|(a, d)| Cx::new(Some(a), d)).collect();
            if claim.acts.is_empty() {
                contexts.insert(Cx::default());
            }
            read(&claim.when, contexts.clone());
            if let ClaimSays::Then(c) = &claim.says {
                read(c, contexts);
            }
        }
        for (i, f) in book.facts.iter().enumerate() {
            let items = items_of(book, sit, What::Fact(FactId(i as u32)));
            let open = |i: &&Item| known.items.contains(i) && sit.stated.iter().all(|s| s.item != **i);
            let contexts: BTreeSet<Cx> = items.iter().filter(open).map(item_cx).collect();
            f.protective.iter().for_each(|p| read(&p.when, contexts.clone()));
        }
        for (i, r) in book.relations.iter().enumerate() {
            let what = What::Relation(RelationId(i as u32));
            let counts = items_of(book, sit, what).iter().any(|i| known.items.contains(i));
            let contexts: BTreeSet<Cx> = counts.then(Cx::default).into_iter().collect();
            r.protective.iter().for_each(|p| read(&p.when, contexts.clone()));
        }
    }
}
