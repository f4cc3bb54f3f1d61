//! Conditions, terms, exceptions, relations, law.

use super::frame::{Frame, Place};
use super::items::Repr;
use super::parts::Part;
use super::scope::threshold;
use super::{Compiler, Context, LawKey};
use crate::circuit::Lit;
use crate::fault::Fault;
use crate::law::{Law, LimitKind, Status};
use crate::situation::{Item, What};
use safeconduct_rulebook::model::{Norm as Target, *};

impl<'r> Compiler<'r> {
    /// A condition in a context.
    pub(crate) fn cond(&mut self, cond: &'r Cond, ctx: &mut Context) -> Lit {
        match cond {
            Cond::True => Lit::TRUE,
            Cond::And(parts) => {
                let mut acc = Lit::TRUE;
                for part in parts {
                    let lit = self.cond(part, ctx);
                    acc = self.c.and(acc, lit);
                }
                acc
            }
            Cond::Or(parts) => {
                let mut acc = Lit::FALSE;
                for part in parts {
                    let lit = self.cond(part, ctx);
                    acc = self.c.or(acc, lit);
                }
                acc
            }
            Cond::Not(inner) => !self.cond(inner, ctx),
            Cond::Fact { fact, state, test } => self.fact(*fact, *state, test, ctx),
            Cond::Relation { relation, from, to } => {
                let (from, to) = (self.places(*from, ctx), self.places(*to, ctx));
                let mut acc = Lit::FALSE;
                self.close(*relation);
                for &(g, a) in &from {
                    for &(h, b) in &to {
                        let related = self.related(*relation, a, b);
                        let guarded = self.c.all([g, h, related]);
                        acc = self.c.or(acc, guarded);
                    }
                }
                acc
            }
            Cond::Term { term, state } => match state {
                None => self.term(*term, None),
                Some(state) => self.at(*state, ctx, |this, place| match place {
                    Place::Listed(s) => this.term(*term, Some(s)),
                    Place::Detaining => Lit::FALSE,
                }),
            },
            Cond::Same(a, b) => {
                let (a, b) = (self.places(*a, ctx), self.places(*b, ctx));
                let mut acc = Lit::FALSE;
                for &(g, x) in &a {
                    for &(h, y) in b.iter().filter(|(_, y)| *y == x) {
                        debug_assert_eq!(x, y);
                        let both = self.c.and(g, h);
                        acc = self.c.or(acc, both);
                    }
                }
                acc
            }
            Cond::Bound {
                state,
                instrument,
                article,
            } => self.at(*state, ctx, |this, place| {
                let bound = this.bound(place, *instrument);
                match article {
                    None => bound,
                    Some(article) => {
                        let reserved = this.limited(place, *instrument, article, LimitKind::Reservation);
                        let derogated = this.limited(place, *instrument, article, LimitKind::Derogation);
                        this.c.all([bound, !reserved, !derogated])
                    }
                }
            }),
            Cond::Reserved {
                state,
                instrument,
                article,
            } => self.at(*state, ctx, |this, place| {
                let bound = this.bound(place, *instrument);
                let limited = this.limited(place, *instrument, article, LimitKind::Reservation);
                this.c.and(bound, limited)
            }),
            Cond::Derogates {
                state,
                instrument,
                article,
            } => self.at(*state, ctx, |this, place| {
                let bound = this.bound(place, *instrument);
                let limited = this.limited(place, *instrument, article, LimitKind::Derogation);
                this.c.and(bound, limited)
            }),
            Cond::Under { question, positions } => {
                let lits: Vec<Lit> = positions
                    .iter()
                    .map(|p| self.questions[question.ix()][*p as usize])
                    .collect();
                self.c.any(lits)
            }
            Cond::Barred { act, to } => match to {
                None => self.barred(*act, None),
                Some(to) => self.at(*to, ctx, |this, place| match place {
                    Place::Listed(s) => this.barred(*act, Some(s)),
                    Place::Detaining => Lit::FALSE,
                }),
            },
            Cond::Quantified {
                every,
                domain,
                var,
                via,
                with,
                body,
            } => {
                let mut acc = Lit::FALSE;
                if let Some((_, relation)) = via {
                    self.close(*relation);
                }
                for s in 0..self.frame.states() {
                    let mut guard = Lit::TRUE;
                    if *domain == Domain::Home {
                        guard = self.is_home(s);
                    }
                    if let Some((from, relation)) = via {
                        let related = self.at(*from, ctx, |this, place| {
                            this.related(*relation, place, Place::Listed(s))
                        });
                        guard = self.c.and(guard, related);
                    }
                    ctx.vars.truncate(*var as usize);
                    ctx.vars.push(s);
                    if let Some(with) = with {
                        let with = self.cond(with, ctx);
                        guard = self.c.and(guard, with);
                    }
                    let body = self.cond(body, ctx);
                    ctx.vars.truncate(*var as usize);
                    let hit = self.c.and(guard, if *every { !body } else { body });
                    acc = self.c.or(acc, hit);
                }
                if *every { !acc } else { acc }
            }
        }
    }

    /// The states that an expression can mean, each with its guard.
    pub(crate) fn places(&self, expr: StateExpr, ctx: &Context) -> Vec<(Lit, Place)> {
        match (expr, self.frame) {
            (StateExpr::Destination, _) => ctx
                .destination
                .map(|d| (Lit::TRUE, Place::Listed(d)))
                .into_iter()
                .collect(),
            (StateExpr::Detaining, _) => vec![(Lit::TRUE, Place::Detaining)],
            (StateExpr::Var(v), _) => ctx
                .vars
                .get(v as usize)
                .map(|s| (Lit::TRUE, Place::Listed(*s)))
                .into_iter()
                .collect(),
            (StateExpr::Role(role), Frame::Case(case) | Frame::Form(case)) => case
                .roles
                .get(role.ix())
                .copied()
                .flatten()
                .map(|s| (Lit::TRUE, Place::Listed(s)))
                .into_iter()
                .collect(),
            (StateExpr::Role(role), Frame::Generic { .. }) => self.roles[role.ix()]
                .iter()
                .enumerate()
                .map(|(s, l)| (*l, Place::Listed(s as u32)))
                .collect(),
        }
    }

    /// `f` of the state that an expression means; false where it means none.
    fn at(&mut self, expr: StateExpr, ctx: &Context, mut f: impl FnMut(&mut Self, Place) -> Lit) -> Lit {
        let mut acc = Lit::FALSE;
        for (guard, place) in self.places(expr, ctx) {
            let value = f(self, place);
            let guarded = self.c.and(guard, value);
            acc = self.c.or(acc, guarded);
        }
        acc
    }

    fn fact(&mut self, fact: FactId, state: Option<StateExpr>, test: &Test, ctx: &Context) -> Lit {
        let what = What::Fact(fact);
        match self.rb.facts[fact.ix()].per {
            Per::Case => self.test(
                Item {
                    what,
                    act: None,
                    state: None,
                    other: None,
                },
                test,
            ),
            Per::Act => {
                let Some(act) = ctx.act else { return Lit::FALSE };
                let state = if self.rb.acts[act.ix()].destination {
                    ctx.destination
                } else {
                    None
                };
                self.test(
                    Item {
                        what,
                        act: Some(act),
                        state,
                        other: None,
                    },
                    test,
                )
            }
            Per::Destination => self.at(
                state.unwrap_or(StateExpr::Destination),
                ctx,
                |this, place| match place {
                    Place::Listed(s) => this.test(
                        Item {
                            what,
                            act: None,
                            state: Some(s),
                            other: None,
                        },
                        test,
                    ),
                    Place::Detaining => Lit::FALSE,
                },
            ),
        }
    }

    fn test(&mut self, item: Item, test: &Test) -> Lit {
        let frame = self.frame;
        match (self.item(item), test) {
            (Repr::Bool(lit), Test::Yes) => *lit,
            (Repr::OneOf(lits), Test::OneOf(values)) => {
                let lits: Vec<Lit> = values.iter().map(|v| lits[*v as usize]).collect();
                self.c.any(lits)
            }
            (Repr::Below(bounds), test) => {
                let wanted = threshold(test, &frame);
                let below = bounds
                    .iter()
                    .find(|(t, _)| Some(*t) == wanted)
                    .map_or(Lit::FALSE, |(_, l)| *l);
                if matches!(test, Test::AtLeast(_)) {
                    !below
                } else {
                    below
                }
            }
            _ => Lit::FALSE,
        }
    }

    /// The atoms of an item.
    pub(crate) fn item(&mut self, item: Item) -> &Repr {
        if !self.items.contains_key(&item) {
            let repr = match item.what {
                What::Relation(_) => Repr::Bool(self.c.input()),
                What::Fact(fact) => match &self.rb.facts[fact.ix()].kind {
                    Type::YesNo => Repr::Bool(self.c.input()),
                    Type::OneOf(values) => Repr::OneOf(self.one_of_inputs(values.len())),
                    Type::Date | Type::Number => {
                        let bounds = self.thresholds[fact.ix()].clone();
                        Repr::Below(bounds.into_iter().map(|t| (t, self.c.input())).collect())
                    }
                },
            };
            self.items.insert(item, repr);
        }
        &self.items[&item]
    }

    /// Inputs of which exactly one is true: none for one value, one for two.
    pub(crate) fn one_of_inputs(&mut self, values: usize) -> Vec<Lit> {
        match values {
            1 => vec![Lit::TRUE],
            2 => {
                let lit = self.c.input();
                vec![lit, !lit]
            }
            n => (0..n).map(|_| self.c.input()).collect(),
        }
    }

    /// A term (of a state).
    pub(crate) fn term(&mut self, term: TermId, state: Option<u32>) -> Lit {
        if let Some(lit) = self.terms.get(&(term, state)) {
            return *lit;
        }
        let rules = self.rules_by_term[term.ix()].clone();
        let mut acc = Lit::FALSE;
        for rule in rules {
            let condition = self.rule_condition(rule, None, state);
            let lifted = self.lifted(Target::Rule(rule), None, state);
            let mut holds = self.c.and(condition, !lifted);
            if self.parts.is_some() {
                holds = self.concluded(rule, term, state, holds);
            }
            acc = self.c.or(acc, holds);
        }
        let acc = self.where_there(Part::Term(term), acc);
        self.terms.insert((term, state), acc);
        acc
    }

    /// Whether a state is home.
    pub(crate) fn is_home(&mut self, state: u32) -> Lit {
        self.home.map_or(Lit::FALSE, |term| self.term(term, Some(state)))
    }

    /// The condition of a rule in a context.
    pub(crate) fn rule_condition(&mut self, rule: RuleId, act: Option<ActId>, destination: Option<u32>) -> Lit {
        let scope = self.scopes.rules[rule.ix()];
        let key = (
            rule,
            act.filter(|_| scope.act),
            destination.filter(|_| scope.destination),
        );
        if let Some(lit) = self.rule_conditions.get(&key) {
            return *lit;
        }
        let rb = self.rb;
        let lit = self.cond(&rb.rules[rule.ix()].when, &mut Context::new(act, destination));
        self.rule_conditions.insert(key, lit);
        lit
    }

    /// The exceptions to something in a context, and whether each applies.
    pub(crate) fn exceptions(
        &mut self,
        to: Target,
        act: Option<ActId>,
        destination: Option<u32>,
    ) -> Vec<(ExceptionId, Lit)> {
        let nested = matches!(to, Target::Exception(_));
        if self.fault == Some(Fault::ExceptionIgnored) || (nested && self.fault == Some(Fault::NestedExceptionIgnored))
        {
            return Vec::new();
        }
        let ids = self.exceptions_to.get(&to).cloned().unwrap_or_default();
        ids.into_iter()
            .map(|e| (e, self.applies(e, act, destination)))
            .filter(|(_, l)| *l != Lit::FALSE)
            .collect()
    }

    /// Whether some exception to something applies in a context.
    pub(crate) fn lifted(&mut self, to: Target, act: Option<ActId>, destination: Option<u32>) -> Lit {
        let applied = self.exceptions(to, act, destination);
        self.c.any(applied.into_iter().map(|(_, l)| l))
    }

    fn applies(&mut self, e: ExceptionId, act: Option<ActId>, destination: Option<u32>) -> Lit {
        let rb = self.rb;
        let exception = &rb.exceptions[e.ix()];
        if !exception.acts.is_empty() && act.is_none_or(|a| !exception.acts.contains(&a)) {
            return Lit::FALSE;
        }
        if let Some(lit) = self.applied.get(&(e, act, destination)) {
            return *lit;
        }
        let condition = self.cond(&exception.when, &mut Context::new(act, destination));
        let lifted = self.lifted(Target::Exception(e), act, destination);
        let lit = self.c.and(condition, !lifted);
        let lit = self.where_there(Part::Exception(e), lit);
        if let Some(parts) = &mut self.parts {
            parts.applied.push((e, lit));
        }
        self.applied.insert((e, act, destination), lit);
        lit
    }

    /// Whether one state stands in a relation to another. A state stands in none to itself.
    pub(crate) fn related(&mut self, relation: RelationId, from: Place, to: Place) -> Lit {
        let (Place::Listed(from), Place::Listed(to)) = (from, to) else {
            return Lit::FALSE;
        };
        self.close(relation);
        match self.closures.get(&relation) {
            Some(matrix) => matrix[from as usize][to as usize],
            None if from == to => Lit::FALSE,
            None => self.pair(relation, from, to),
        }
    }

    /// Computes the closure of a transitive relation, once: it reads every pair.
    fn close(&mut self, relation: RelationId) {
        let transitive = self.rb.relations[relation.ix()].transitive && self.fault != Some(Fault::ClosureMissing);
        if !transitive || self.closures.contains_key(&relation) {
            return;
        }
        let n = self.frame.states() as usize;
        let mut matrix = vec![vec![Lit::FALSE; n]; n];
        for (i, row) in matrix.iter_mut().enumerate() {
            for (j, entry) in row.iter_mut().enumerate().filter(|(j, _)| *j != i) {
                *entry = self.pair(relation, i as u32, j as u32);
            }
        }
        for k in 0..n {
            for i in (0..n).filter(|i| *i != k) {
                for j in (0..n).filter(|j| *j != k && *j != i) {
                    let through = self.c.and(matrix[i][k], matrix[k][j]);
                    matrix[i][j] = self.c.or(matrix[i][j], through);
                }
            }
        }
        self.closures.insert(relation, matrix);
    }

    /// Whether a relation is found between two states, not closed.
    fn pair(&mut self, relation: RelationId, from: u32, to: u32) -> Lit {
        let item = Item {
            what: What::Relation(relation),
            act: None,
            state: Some(from),
            other: Some(to),
        };
        match self.item(item) {
            Repr::Bool(lit) => *lit,
            _ => Lit::FALSE,
        }
    }

    /// Whether a state is bound by an instrument.
    fn bound(&mut self, place: Place, instrument: InstrumentId) -> Lit {
        if let Some(case) = self.frame.case() {
            match Law::new(self.rb, case).status(place, instrument) {
                Status::Bound => return Lit::TRUE,
                Status::NotBound => return Lit::FALSE,
                Status::Open if self.fault == Some(Fault::OpenLawNotBound) => return Lit::FALSE,
                Status::Open => {}
            }
        }
        let key = LawKey { place, instrument };
        if let Some(lit) = self.law.get(&key) {
            return *lit;
        }
        let lit = self.c.input();
        self.law.insert(key, lit);
        lit
    }

    fn limited(&mut self, place: Place, instrument: InstrumentId, article: &str, kind: LimitKind) -> Lit {
        if let Some(case) = self.frame.case() {
            return Law::new(self.rb, case).limited(place, instrument, article, kind).into();
        }
        let key = LawKey { place, instrument };
        if let Some((.., lit)) = self
            .limits
            .iter()
            .find(|(k, a, what, _)| (*k, a.as_str(), *what) == (key, article, kind))
        {
            return *lit;
        }
        let lit = self.c.input();
        self.limits.push((key, article.to_owned(), kind, lit));
        lit
    }
}

/// The state at a place of a case.
pub(crate) fn state_of(case: &crate::situation::Situation, place: Place) -> &crate::situation::State {
    match place {
        Place::Detaining => &case.detaining,
        Place::Listed(s) => &case.states[s as usize],
    }
}
