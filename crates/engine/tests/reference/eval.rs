//! One world: every definition of `docs/semantics.md` section 2, as it stands there.

use super::law::{self, Kind};
use super::norms::is_to_home;
pub use super::norms::{NormAt, is_flat, is_must, is_until, is_while, norms_on, ones_of};
use super::space::{Cell, Cx, Space, Values, Who, all_cells, cells_of, fact_item, threshold, who};
use safeconduct_engine::situation::{Item, Situation, What};
use safeconduct_rulebook::model::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// A choice of a `must one of`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    Cell(Cell),
    AnyOther(ActId),
}

/// One assignment to every question, open law entry and item.
pub struct World<'a> {
    pub book: &'a Rulebook,
    pub sit: &'a Situation,
    pub space: &'a Space,
    pub digits: Vec<usize>,
    /// Whether a norm stands is asked often.
    stands: RefCell<BTreeMap<NormAt, bool>>,
}

impl<'a> World<'a> {
    pub fn new(book: &'a Rulebook, sit: &'a Situation, space: &'a Space, world: usize) -> Self {
        Self::at(book, sit, space, space.digits(world))
    }

    /// The world with these values, where there are too many worlds to number them.
    pub fn at(book: &'a Rulebook, sit: &'a Situation, space: &'a Space, digits: Vec<usize>) -> Self {
        Self {
            book,
            sit,
            space,
            digits,
            stands: RefCell::default(),
        }
    }

    fn states(&self) -> std::ops::Range<u32> {
        0..self.sit.states.len() as u32
    }

    fn value(&self, item: &Item) -> Option<usize> {
        self.space
            .item_index(item)
            .map(|i| self.digits[self.space.first_item + i])
    }

    // Conditions.

    fn bound(&self, w: Who, instrument: InstrumentId) -> bool {
        match self.space.law.iter().position(|l| *l == (w, instrument)) {
            Some(i) => self.digits[self.space.first_law + i] == 0,
            None => law::says(self.book, self.sit, w, instrument) == law::Says::Bound,
        }
    }

    fn code(&self, w: Who) -> &str {
        match w {
            Who::Detaining => &self.sit.detaining.code,
            Who::At(s) => &self.sit.states[s as usize].code,
        }
    }

    fn limited(&self, w: Who, instrument: InstrumentId, article: &str, kind: Kind) -> bool {
        law::limited(self.book, self.sit, w, instrument, article, kind)
    }

    fn found(&self, relation: RelationId, from: u32, to: u32) -> bool {
        let item = Item {
            what: What::Relation(relation),
            act: None,
            state: Some(from),
            other: Some(to),
        };
        self.value(&item) == Some(1)
    }

    /// Whether a relation holds of two states; never of a state and itself.
    fn related(&self, relation: RelationId, from: u32, to: u32) -> bool {
        if from == to {
            return false;
        }
        if !self.book.relations[relation.ix()].transitive {
            return self.found(relation, from, to);
        }
        let mut reached = BTreeSet::from([from]);
        loop {
            let more: BTreeSet<u32> = self
                .states()
                .filter(|t| !reached.contains(t) && reached.iter().any(|s| self.found(relation, *s, *t)))
                .collect();
            if more.is_empty() {
                return reached.contains(&to);
            }
            reached.extend(more);
        }
    }

    fn test(&self, item: &Item, test: &Test) -> bool {
        let Some(i) = self.space.item_index(item) else {
            return false;
        };
        let value = self.digits[self.space.first_item + i];
        match (test, &self.space.items[i].1) {
            (Test::Yes, _) => value == 1,
            (Test::OneOf(values), _) => values.iter().any(|v| *v as usize == value),
            (test, Values::Between(t)) => {
                let bound = threshold(test, self.sit.as_of).expect("a comparison");
                // Interval i ends at t[i].
                let below = t.get(value).is_some_and(|end| *end <= bound);
                if matches!(test, Test::AtLeast(_)) {
                    !below
                } else {
                    below
                }
            }
            (test, values) => unreachable!("{test:?} of {values:?}"),
        }
    }

    /// Whether a condition holds. An atom that names a role that nobody has does not hold.
    pub fn cond(&self, c: &Cond, cx: &Cx) -> bool {
        let who = |e: &StateExpr| who(self.sit, *e, cx);
        let listed = |e: &StateExpr| match who(e) {
            Some(Who::At(s)) => Some(s),
            _ => None,
        };
        match c {
            Cond::True => true,
            Cond::And(cs) => cs.iter().all(|c| self.cond(c, cx)),
            Cond::Or(cs) => cs.iter().any(|c| self.cond(c, cx)),
            Cond::Not(c) => !self.cond(c, cx),
            Cond::Fact { fact, state, test } => {
                fact_item(self.book, self.sit, *fact, *state, cx).is_some_and(|i| self.test(&i, test))
            }
            Cond::Relation { relation, from, to } => match (listed(from), listed(to)) {
                (Some(from), Some(to)) => self.related(*relation, from, to),
                _ => false,
            },
            Cond::Term { term, state: None } => self.term(*term, None),
            Cond::Term { term, state: Some(s) } => listed(s).is_some_and(|s| self.term(*term, Some(s))),
            Cond::Same(a, b) => who(a).is_some() && who(a) == who(b),
            Cond::Bound {
                state,
                instrument,
                article,
            } => who(state).is_some_and(|w| {
                self.bound(w, *instrument)
                    && article.as_ref().is_none_or(|a| {
                        !self.limited(w, *instrument, a, Kind::Reservation)
                            && !self.limited(w, *instrument, a, Kind::Derogation)
                    })
            }),
            Cond::Reserved {
                state,
                instrument,
                article,
            } => who(state).is_some_and(|w| {
                self.bound(w, *instrument) && self.limited(w, *instrument, article, Kind::Reservation)
            }),
            Cond::Derogates {
                state,
                instrument,
                article,
            } => who(state)
                .is_some_and(|w| self.bound(w, *instrument) && self.limited(w, *instrument, article, Kind::Derogation)),
            Cond::Under { question, positions } => positions.iter().any(|p| self.digits[question.ix()] == *p as usize),
            Cond::Barred { act, to: None } => self.barred((*act, None)),
            Cond::Barred { act, to: Some(s) } => listed(s).is_some_and(|s| self.barred((*act, Some(s)))),
            Cond::Quantified {
                every,
                domain,
                via,
                with,
                body,
                ..
            } => {
                let in_range = |s: &u32| {
                    (*domain == Domain::State || self.home(*s))
                        && via
                            .as_ref()
                            .is_none_or(|(e, r)| listed(e).is_some_and(|from| self.related(*r, from, *s)))
                        && with.as_ref().is_none_or(|w| self.cond(w, &cx.with(*s)))
                };
                let mut range = self.states().filter(in_range);
                if *every {
                    range.all(|s| self.cond(body, &cx.with(s)))
                } else {
                    range.any(|s| self.cond(body, &cx.with(s)))
                }
            }
        }
    }

    // Terms, exceptions, bases, presumptions.

    pub fn term(&self, term: TermId, state: Option<u32>) -> bool {
        let cx = Cx::new(None, state);
        self.book.rules.iter().enumerate().any(|(i, r)| {
            r.then
                .iter()
                .any(|c| matches!(c, Conclusion::Term { term: t, .. } if *t == term))
                && self.cond(&r.when, &cx)
                && !self.lifted(Norm::Rule(RuleId(i as u32)), &cx)
        })
    }

    pub fn home(&self, state: u32) -> bool {
        self.book
            .terms
            .iter()
            .position(|t| t.home)
            .is_some_and(|t| self.term(TermId(t as u32), Some(state)))
    }

    /// The exceptions that name a norm and count in its context. `for ACTS`: only in the context of these acts.
    pub fn exceptions(&self, norm: Norm, cx: &Cx) -> Vec<ExceptionId> {
        let exceptions = self.book.exceptions.iter().enumerate();
        exceptions
            .filter(|(_, e)| e.to.contains(&norm))
            .filter(|(_, e)| e.acts.is_empty() || cx.act.is_some_and(|a| e.acts.contains(&a)))
            .map(|(i, _)| ExceptionId(i as u32))
            .collect()
    }

    pub fn applies(&self, e: ExceptionId, cx: &Cx) -> bool {
        self.cond(&self.book.exceptions[e.ix()].when, cx) && !self.lifted(Norm::Exception(e), cx)
    }

    fn lifted(&self, norm: Norm, cx: &Cx) -> bool {
        self.exceptions(norm, cx).into_iter().any(|e| self.applies(e, cx))
    }

    pub fn basis_condition(&self, b: BasisId, cell: Cell) -> bool {
        self.cond(&self.book.bases[b.ix()].when, &Cx::new(Some(cell.0), cell.1))
    }

    pub fn basis(&self, b: BasisId, cell: Cell) -> bool {
        self.basis_condition(b, cell) && !self.lifted(Norm::Basis(b), &Cx::new(Some(cell.0), cell.1))
    }

    pub fn presumption(&self, p: PresumptionId, item: &Item) -> bool {
        let cx = super::space::item_cx(item);
        self.cond(&self.book.presumptions[p.ix()].when, &cx) && !self.lifted(Norm::Presumption(p), &cx)
    }

    // Norms.

    fn conclusion(&self, n: NormAt) -> &'a Conclusion {
        &self.book.rules[n.rule.ix()].then[n.conclusion]
    }

    /// The norms on a cell: of each rule each conclusion that names the act.
    pub fn norms(&self, cell: Cell, which: impl Fn(&Conclusion) -> bool) -> Vec<NormAt> {
        norms_on(self.book, cell, which)
    }

    /// Rule and conclusion, and whether the cell is toward the state that the conclusion names.
    pub fn condition(&self, n: NormAt) -> bool {
        let cx = Cx::new(Some(n.cell.0), n.cell.1);
        let (acts, more) = match self.conclusion(n) {
            Conclusion::Must(acts) => (acts, &Cond::True),
            Conclusion::MustNot {
                acts,
                bar: Bar::While(c),
            } => (acts, c),
            Conclusion::MustNot { acts, .. } => (acts, &Cond::True),
            other => unreachable!("no norm: {other:?}"),
        };
        let toward = acts.iter().filter(|a| a.act == n.cell.0).any(|a| match a.to {
            None => true,
            Some(Target::Home) => n.cell.1.is_some_and(|d| self.home(d)),
            Some(Target::State(e)) => who(self.sit, e, &cx) == n.cell.1.map(Who::At),
        });
        toward && self.cond(&self.book.rules[n.rule.ix()].when, &cx) && self.cond(more, &cx)
    }

    pub fn holds(&self, n: NormAt) -> bool {
        self.condition(n) && !self.lifted(Norm::Rule(n.rule), &Cx::new(Some(n.cell.0), n.cell.1))
    }

    /// The norms that contradict this one and have priority over it, whether they hold or not, and by which priority.
    pub fn superiors(&self, n: NormAt) -> Vec<(PriorityId, NormAt)> {
        let against: fn(&Conclusion) -> bool = match self.conclusion(n) {
            Conclusion::Must(_) => |c| is_flat(c) || is_while(c),
            c if is_flat(c) || is_while(c) => is_must,
            _ => |_| false,
        };
        let mut superiors = Vec::new();
        for (i, p) in self.book.priorities.iter().enumerate() {
            let counts = p.loser == n.rule
                && (p.acts.is_empty() || p.acts.contains(&n.cell.0))
                && self.cond(&p.under, &Cx::default());
            if counts {
                let winners = self.norms(n.cell, against).into_iter().filter(|m| m.rule == p.winner);
                superiors.extend(winners.map(|m| (PriorityId(i as u32), m)));
            }
        }
        superiors
    }

    pub fn stands(&self, n: NormAt) -> bool {
        if let Some(known) = self.stands.borrow().get(&n) {
            return *known;
        }
        let stands = self.holds(n) && !self.superiors(n).into_iter().any(|(_, m)| self.holds(m));
        self.stands.borrow_mut().insert(n, stands);
        stands
    }

    // Cells.

    fn any_stands(&self, cell: Cell, which: impl Fn(&Conclusion) -> bool) -> bool {
        self.norms(cell, which).into_iter().any(|n| self.stands(n))
    }

    pub fn barred(&self, cell: Cell) -> bool {
        self.any_stands(cell, is_flat)
    }

    pub fn waits(&self, cell: Cell) -> bool {
        self.any_stands(cell, is_while)
    }

    pub fn opened(&self, cell: Cell) -> bool {
        let bases = self
            .book
            .bases
            .iter()
            .enumerate()
            .filter(|(_, b)| b.acts.contains(&cell.0));
        self.book.acts[cell.0.ix()].free
            || bases.map(|(i, _)| BasisId(i as u32)).any(|b| self.basis(b, cell))
            || self.any_stands(cell, is_must)
    }

    /// Whether a `must` is `to home`.
    pub fn leads_home(&self, n: NormAt) -> bool {
        is_to_home(self.conclusion(n), n.cell.0)
    }

    /// Toward the other states toward which a `must ACT to home` stands.
    fn elsewhere(&self, n: NormAt) -> Vec<NormAt> {
        cells_of(self.book, self.sit, n.cell.0)
            .into_iter()
            .filter(|c| *c != n.cell)
            .map(|cell| NormAt { cell, ..n })
            .filter(|m| self.stands(*m))
            .collect()
    }

    /// Whether a `must` is owed on its own cell, as it is, unless it leads to several homes.
    pub fn owed(&self, n: NormAt) -> bool {
        if !self.stands(n) {
            return false;
        }
        if !is_to_home(self.conclusion(n), n.cell.0) {
            return true;
        }
        let others = self.elsewhere(n);
        others.is_empty() || (!self.barred(n.cell) && others.iter().all(|m| self.barred(m.cell)))
    }

    /// A `must ACT to home` that stands toward several states, all barred.
    pub fn no_home_left(&self, n: NormAt) -> bool {
        let others = self.elsewhere(n);
        is_to_home(self.conclusion(n), n.cell.0)
            && self.stands(n)
            && !others.is_empty()
            && self.barred(n.cell)
            && others.iter().all(|m| self.barred(m.cell))
    }

    pub fn one_of_holds(&self, rule: RuleId) -> bool {
        let cx = Cx::default();
        self.cond(&self.book.rules[rule.ix()].when, &cx) && !self.lifted(Norm::Rule(rule), &cx)
    }

    /// The choices of a `must one of` in this world.
    pub fn choices(&self, acts: &[ActTo]) -> BTreeSet<Choice> {
        let mut choices = BTreeSet::new();
        for a in acts {
            let cells = cells_of(self.book, self.sit, a.act);
            match a.to {
                None if self.book.acts[a.act.ix()].destination => {
                    let asked = |c: &Cell| c.1.is_some_and(|d| self.sit.asked.contains(&d));
                    choices.extend(cells.into_iter().filter(asked).map(Choice::Cell));
                    if !self.sit.complete {
                        choices.insert(Choice::AnyOther(a.act));
                    }
                }
                None => choices.extend(cells.into_iter().map(Choice::Cell)),
                Some(Target::Home) => {
                    choices.extend(
                        cells
                            .into_iter()
                            .filter(|c| c.1.is_some_and(|d| self.home(d)))
                            .map(Choice::Cell),
                    );
                }
                Some(Target::State(e)) => {
                    let to = who(self.sit, e, &Cx::default());
                    choices.extend(cells.into_iter().filter(|c| to == c.1.map(Who::At)).map(Choice::Cell));
                }
            }
        }
        choices
    }

    pub fn left(&self, acts: &[ActTo]) -> BTreeSet<Choice> {
        let mut left = self.choices(acts);
        left.retain(|c| match c {
            Choice::Cell(cell) => !self.barred(*cell) && self.opened(*cell),
            Choice::AnyOther(_) => true,
        });
        left
    }

    /// Whether the cell is the last choice of a `must one of` that holds.
    pub fn last_choice(&self, rule: RuleId, acts: &[ActTo], cell: Cell) -> bool {
        self.one_of_holds(rule) && self.left(acts) == BTreeSet::from([Choice::Cell(cell)])
    }

    pub fn must(&self, cell: Cell) -> bool {
        self.norms(cell, is_must).into_iter().any(|n| self.owed(n))
            || ones_of(self.book)
                .into_iter()
                .any(|(r, _, acts)| self.last_choice(r, acts, cell))
    }

    /// M: the act is owed.
    pub fn required(&self, cell: Cell) -> bool {
        self.must(cell) && !self.waits(cell)
    }

    pub fn verdict(&self, cell: Cell) -> Verdict {
        let forbidden = self.barred(cell) || self.waits(cell);
        let required = self.required(cell);
        if required && forbidden {
            Verdict::Conflict
        } else if forbidden {
            Verdict::Prohibited
        } else if required {
            Verdict::Required
        } else if !self.opened(cell) {
            Verdict::Unavailable
        } else {
            Verdict::Permitted
        }
    }

    pub fn possible(&self) -> bool {
        self.book.impossibles.iter().all(|i| {
            if i.per_destination {
                self.states().all(|d| !self.cond(&i.when, &Cx::new(None, Some(d))))
            } else {
                !self.cond(&i.when, &Cx::default())
            }
        })
    }

    pub fn verdicts(&self) -> Vec<Verdict> {
        all_cells(self.book, self.sit)
            .into_iter()
            .map(|c| self.verdict(c))
            .collect()
    }
}
