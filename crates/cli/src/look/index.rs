//! Which statement reads, concludes, opens, owes, bars and lifts what.

use safeconduct_rulebook::model::{
    ActId, ActTo, Bar, ClaimSays, Conclusion, Cond, Norm, Presumed, Rulebook, StateExpr,
};
use safeconduct_rulebook::prose::{Statement, statements};
use std::collections::{BTreeMap, BTreeSet};

/// What a statement does to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Does {
    Opens,
    Owes,
    Bars,
    Tests,
}

/// What a statement takes of a question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken {
    /// The positions under which it holds.
    pub(crate) positions: BTreeSet<u32>,
    /// Whether it holds under these alone; otherwise they matter to a part of its condition.
    pub(crate) only: bool,
}

/// A statement with what it names.
#[derive(Clone, Debug)]
pub(crate) struct Item<'a> {
    pub(crate) says: Statement<'a>,
    pub(crate) facts: BTreeSet<usize>,
    pub(crate) relations: BTreeSet<usize>,
    pub(crate) terms: BTreeSet<usize>,
    pub(crate) roles: BTreeSet<usize>,
    pub(crate) instruments: BTreeSet<usize>,
    pub(crate) steps: BTreeSet<usize>,
    pub(crate) questions: BTreeMap<usize, Taken>,
    /// The terms that it concludes.
    pub(crate) concludes: BTreeSet<usize>,
    pub(crate) acts: BTreeSet<(Does, usize)>,
    /// The ids of what it lifts.
    pub(crate) lifts: Vec<&'a str>,
    /// The ids of the rule that prevails and of the one that gives way.
    pub(crate) over: Option<(&'a str, &'a str)>,
    /// The fact or relation that it presumes.
    pub(crate) presumes: Option<Presumed>,
}

/// All statements, by kind and in declaration order.
pub(crate) struct Index<'a> {
    pub(crate) rb: &'a Rulebook,
    pub(crate) items: Vec<Item<'a>>,
}

impl<'a> Index<'a> {
    pub(crate) fn of(rb: &'a Rulebook) -> Self {
        let mut items: Vec<Item<'a>> = statements(rb).into_iter().map(Item::new).collect();
        let mut all = items.iter_mut();
        // In the order in which `statements` lists them.
        for (rule, item) in rb.rules.iter().zip(&mut all) {
            item.condition(&rule.when);
            rule.then.iter().for_each(|c| item.conclusion(c));
        }
        for (basis, item) in rb.bases.iter().zip(&mut all) {
            item.condition(&basis.when);
            item.does(Does::Opens, basis.acts.iter().copied());
        }
        for (exception, item) in rb.exceptions.iter().zip(&mut all) {
            item.condition(&exception.when);
            item.lifts = exception.to.iter().map(|n| norm_id(rb, *n)).collect();
        }
        for (priority, item) in rb.priorities.iter().zip(&mut all) {
            item.condition(&priority.under);
            let id = |r: usize| rb.rules.get(r).map_or("", |r| r.id.as_str());
            item.over = Some((id(priority.winner.ix()), id(priority.loser.ix())));
        }
        for (presumption, item) in rb.presumptions.iter().zip(&mut all) {
            item.condition(&presumption.when);
            item.presumes = Some(presumption.what);
        }
        for (duty, item) in rb.duties.iter().zip(&mut all) {
            item.condition(&duty.when);
            item.state(duty.bearer);
            item.facts.extend(duty.event.map(|f| f.ix()));
            item.steps.extend(duty.done_by.map(|s| s.ix()));
            duty.suspended_while.iter().for_each(|c| item.read(c, true, false));
        }
        for (impossible, item) in rb.impossibles.iter().zip(&mut all) {
            item.condition(&impossible.when);
        }
        all.by_ref().take(rb.questions.len()).for_each(drop);
        for (claim, item) in rb.claims.iter().zip(&mut all) {
            item.condition(&claim.when);
            item.does(Does::Tests, claim.acts.iter().copied());
            if let ClaimSays::Then(cond) = &claim.says {
                item.read(cond, true, false);
            }
        }
        Self { rb, items }
    }

    pub(crate) fn item(&self, id: &str) -> Option<&Item<'a>> {
        self.items.iter().find(|i| i.says.id == id)
    }

    /// The statements of which this is true.
    pub(crate) fn which(&self, is: impl Fn(&Item<'a>) -> bool) -> Vec<&Item<'a>> {
        self.items.iter().filter(|i| is(i)).collect()
    }
}

impl<'a> Item<'a> {
    fn new(says: Statement<'a>) -> Self {
        Self {
            says,
            facts: BTreeSet::new(),
            relations: BTreeSet::new(),
            terms: BTreeSet::new(),
            roles: BTreeSet::new(),
            instruments: BTreeSet::new(),
            steps: BTreeSet::new(),
            questions: BTreeMap::new(),
            concludes: BTreeSet::new(),
            acts: BTreeSet::new(),
            lifts: Vec::new(),
            over: None,
            presumes: None,
        }
    }

    fn does(&mut self, what: Does, acts: impl Iterator<Item = ActId>) {
        self.acts.extend(acts.map(|a| (what, a.ix())));
    }

    fn conclusion(&mut self, conclusion: &Conclusion) {
        let acts = |acts: &[ActTo]| acts.iter().map(|a| a.act).collect::<Vec<_>>().into_iter();
        match conclusion {
            Conclusion::Term { term, .. } => {
                self.concludes.insert(term.ix());
            }
            Conclusion::Must(a) | Conclusion::MustOneOf(a) => self.does(Does::Owes, acts(a)),
            Conclusion::MustNot { acts: a, bar } => {
                self.does(Does::Bars, acts(a));
                match bar {
                    Bar::Flat => {}
                    Bar::Until(steps) => self.steps.extend(steps.iter().map(|s| s.ix())),
                    Bar::While(cond) => self.read(cond, true, false),
                }
            }
        }
    }

    /// The condition under which it holds: a reading named at its top is one on which it depends altogether.
    fn condition(&mut self, cond: &Cond) {
        self.read(cond, true, true);
    }

    fn state(&mut self, state: StateExpr) {
        if let StateExpr::Role(role) = state {
            self.roles.insert(role.ix());
        }
    }

    /// Notes what a condition names; `holds`: not within a `not`; `top`: on this all of it depends.
    fn read(&mut self, cond: &Cond, holds: bool, top: bool) {
        match cond {
            Cond::True => {}
            Cond::And(all) => all.iter().for_each(|c| self.read(c, holds, top && holds)),
            Cond::Or(all) => all.iter().for_each(|c| self.read(c, holds, false)),
            Cond::Not(c) => self.read(c, !holds, false),
            Cond::Fact { fact, state, .. } => {
                self.facts.insert(fact.ix());
                state.iter().for_each(|s| self.state(*s));
            }
            Cond::Relation { relation, from, to } => {
                self.relations.insert(relation.ix());
                self.state(*from);
                self.state(*to);
            }
            Cond::Term { term, state } => {
                self.terms.insert(term.ix());
                state.iter().for_each(|s| self.state(*s));
            }
            Cond::Same(a, b) => {
                self.state(*a);
                self.state(*b);
            }
            Cond::Bound { state, instrument, .. }
            | Cond::Reserved { state, instrument, .. }
            | Cond::Derogates { state, instrument, .. } => {
                self.instruments.insert(instrument.ix());
                self.state(*state);
            }
            Cond::Under { question, positions } if holds => {
                let taken = self.questions.entry(question.ix()).or_default();
                taken.positions.extend(positions);
                taken.only |= top;
            }
            Cond::Under { question, .. } => {
                self.questions.entry(question.ix()).or_default();
            }
            Cond::Barred { act, to } => {
                self.acts.insert((Does::Tests, act.ix()));
                to.iter().for_each(|s| self.state(*s));
            }
            Cond::Quantified { via, with, body, .. } => {
                if let Some((from, relation)) = via {
                    self.relations.insert(relation.ix());
                    self.state(*from);
                }
                with.iter().for_each(|c| self.read(c, holds, false));
                self.read(body, holds, false);
            }
        }
    }
}

fn norm_id(rb: &Rulebook, norm: Norm) -> &str {
    match norm {
        Norm::Rule(r) => rb.rules.get(r.ix()).map(|x| x.id.as_str()),
        Norm::Basis(b) => rb.bases.get(b.ix()).map(|x| x.id.as_str()),
        Norm::Exception(e) => rb.exceptions.get(e.ix()).map(|x| x.id.as_str()),
        Norm::Presumption(p) => rb.presumptions.get(p.ix()).map(|x| x.id.as_str()),
    }
    .unwrap_or("")
}
