//! What the points of a condition come to in the case, and on what each rests.

use super::build::Build;
use super::tree::{Leaf, Node, Tree};
use super::{Concept, Element, Evidence, LawRead, Reached, Rests, Said, Standing};
use crate::circuit::Lit;
use crate::compile::frame::Place;
use crate::exact::Modal;
use crate::law::Law;
use crate::situation::{Item, What};
use safeconduct_rulebook::model::{
    ActId, Bar, Conclusion, Cond, InstrumentId, Per, PresumptionId, StateExpr, TermId, Val,
};
use safeconduct_rulebook::prose::{Naming, clause_with};

impl Build<'_> {
    /// Whether something holds in the worlds of the profile.
    pub(super) fn standing(&mut self, lit: Lit) -> Standing {
        match self.exact.modal(lit) {
            Modal::Always => Standing::Stands,
            Modal::Sometimes => Standing::Open,
            Modal::Never => Standing::Fails,
        }
    }

    /// The points of a condition: what meets it or is open about it; where it fails, the first reason why, which is the shortest.
    pub(super) fn elements(&mut self, tree: &Tree) -> Vec<Element> {
        let mut out = Vec::new();
        if self.exact.modal(tree.lit) == Modal::Never {
            self.collect(&tree.denied(), true, &mut out);
        } else {
            self.collect(tree, false, &mut out);
        }
        out
    }

    /// Adds the points of a condition that holds or is open; of several ways to it each that is certain, or only the shortest.
    fn collect(&mut self, tree: &Tree, shortest: bool, out: &mut Vec<Element>) {
        match &tree.node {
            Node::Leaf(leaf) => {
                let element = self.element(leaf, tree.lit);
                if !self.idle(leaf, tree.lit) && !out.contains(&element) {
                    out.push(element);
                }
            }
            Node::All(parts) => parts.iter().for_each(|p| self.collect(p, shortest, out)),
            Node::Any(parts) => {
                let mut certain = Vec::new();
                let mut open = Vec::new();
                for part in parts {
                    match self.exact.modal(part.lit) {
                        Modal::Always => certain.push(part),
                        Modal::Sometimes => open.push(part),
                        Modal::Never => {}
                    }
                }
                if shortest {
                    certain.sort_by_key(|p| p.size());
                    certain.truncate(1);
                }
                if certain.is_empty() && !open.is_empty() {
                    let either = self.either(&open, tree.lit, shortest);
                    out.push(either);
                }
                certain.into_iter().for_each(|p| self.collect(p, shortest, out));
            }
        }
    }

    fn either(&mut self, parts: &[&Tree], lit: Lit, shortest: bool) -> Element {
        let mut of: Vec<Vec<Element>> = Vec::new();
        for part in parts {
            let mut way = Vec::new();
            self.collect(part, shortest, &mut way);
            if !of.contains(&way) {
                of.push(way);
            }
        }
        let standing = self.standing(lit);
        if let [way] = &mut of[..]
            && let [_] = &way[..]
            && let Some(mut only) = way.pop()
        {
            only.standing = standing;
            return only;
        }
        Element {
            clause: String::new(),
            standing,
            rests: Rests::Either { of },
        }
    }

    /// Whether a leaf is so whatever the case: no state stands in a relation to itself.
    fn idle(&self, leaf: &Leaf, lit: Lit) -> bool {
        matches!(leaf.cond, Cond::Relation { from, to, .. } if lit == Lit::TRUE && self.place(from, leaf) == self.place(to, leaf))
    }

    fn element(&mut self, leaf: &Leaf, lit: Lit) -> Element {
        let rests = match &leaf.cond {
            Cond::Fact { .. } | Cond::Relation { .. } => self.findings(leaf, lit),
            Cond::Term { term, state } => match state.map(|s| self.place(s, leaf)) {
                None => self.concept(*term, None),
                Some(Some(Place::Listed(s))) => self.concept(*term, Some(s)),
                Some(_) => Rests::Given {},
            },
            Cond::Bound { state, instrument, .. }
            | Cond::Reserved { state, instrument, .. }
            | Cond::Derogates { state, instrument, .. } => match self.place(*state, leaf) {
                Some(place) => Rests::Law(self.law(place, *instrument)),
                None => Rests::Given {},
            },
            Cond::Under { question, .. } => {
                let question = &self.words.rb.questions[question.ix()];
                Rests::Reading {
                    question: question.id.clone(),
                    title: question.title.clone(),
                }
            }
            Cond::Barred { act, to } => {
                let to = to.and_then(|s| self.place(s, leaf));
                Rests::Bars {
                    bars: self.bars(*act, to),
                }
            }
            _ => Rests::Given {},
        };
        let standing = self.standing(lit);
        let clause = match standing {
            Standing::Stands => self.known(leaf).unwrap_or_else(|| self.clause(leaf)),
            _ => self.clause(leaf),
        };
        Element {
            clause,
            standing,
            rests,
        }
    }

    /// What is known, rather than what the rule asks: the value that was found or presumed, the position that is taken.
    fn known(&mut self, leaf: &Leaf) -> Option<String> {
        if let Cond::Under { question, .. } = leaf.cond {
            let (rb, case) = (self.words.rb, self.words.case);
            let taken = &rb.questions[question.ix()].positions[case.position(rb, question) as usize];
            return Some(taken.says.clone());
        }
        let item = self.item(leaf)?;
        let value = match self.recorded(item) {
            Some(index) => self.words.case.stated[index].value,
            None => {
                let on = self.presumed(item).first().copied()?;
                self.words.rb.presumptions[on.ix()].value
            }
        };
        matches!(value, Val::Bool(_) | Val::Value(_)).then(|| self.words.value(item, value).1)
    }

    /// The statement on an item, where no presumption stands against it: index into those of the case.
    fn recorded(&mut self, item: Item) -> Option<usize> {
        let index = self.exact.stated(item).map(|s| self.exact.compiled.stated[s].index)?;
        self.presumed(item).is_empty().then_some(index)
    }

    /// The presumptions on an item that nothing rebuts.
    fn presumed(&mut self, item: Item) -> Vec<PresumptionId> {
        let mut out = Vec::new();
        for on in self.exact.compiled.presumptions.clone() {
            let rebutted = on.rebutted_by.is_some() || on.item != item;
            if !rebutted && self.exact.modal(on.holds) != Modal::Never && !out.contains(&on.presumption) {
                out.push(on.presumption);
            }
        }
        out
    }

    /// The point in words.
    fn clause(&self, leaf: &Leaf) -> String {
        // That a state is the state of origin says something; that it is itself says nothing.
        let same = matches!(leaf.cond, Cond::Same(..));
        let name = |state: StateExpr| {
            let place = self.place(state, leaf)?;
            let role = same && matches!(state, StateExpr::Role(_));
            (!role).then(|| self.words.place_name(place).to_owned())
        };
        let naming = Naming {
            state: &name,
            act: leaf.at.act,
        };
        match leaf.denied {
            true => clause_with(self.words.rb, &Cond::Not(Box::new(leaf.cond.clone())), &naming),
            false => clause_with(self.words.rb, &leaf.cond, &naming),
        }
    }

    /// The state that an expression means in a leaf.
    fn place(&self, state: StateExpr, leaf: &Leaf) -> Option<Place> {
        self.words.means(state, leaf.at.destination, &leaf.at.vars)
    }

    /// What a leaf about a fact or relation was found or presumed from.
    fn findings(&mut self, leaf: &Leaf, lit: Lit) -> Rests {
        let (mut found, mut presumed) = (Vec::new(), Vec::new());
        if self.exact.modal(lit) == Modal::Always {
            let item = self.item(leaf);
            let plain = matches!(leaf.cond, Cond::Fact { .. });
            match item.and_then(|item| self.recorded(item)).filter(|_| plain) {
                Some(index) => found.push(self.words.evidence(&self.words.case.stated[index])),
                None => {
                    let ground = self.exact.ground(lit, self.words.case);
                    found.extend(ground.into_iter().map(|s| self.stated(s)));
                }
            }
            if found.is_empty()
                && let Some(item) = item
            {
                let ids = self.presumed(item);
                presumed.extend(ids.into_iter().map(|id| self.presumption(id)));
            }
        }
        Rests::Findings { found, presumed }
    }

    /// A statement (by its number among those compiled) with its evidence.
    pub(super) fn stated(&self, statement: usize) -> Evidence {
        let index = self.exact.compiled.stated[statement].index;
        self.words.evidence(&self.words.case.stated[index])
    }

    fn item(&self, leaf: &Leaf) -> Option<Item> {
        let listed = |state: StateExpr| match self.place(state, leaf) {
            Some(Place::Listed(s)) => Some(s),
            _ => None,
        };
        let (what, act, state, other) = match &leaf.cond {
            Cond::Fact { fact, state, .. } => {
                let what = What::Fact(*fact);
                match self.words.rb.facts[fact.ix()].per {
                    Per::Case => (what, None, None, None),
                    Per::Destination => {
                        let state = listed(state.unwrap_or(StateExpr::Destination))?;
                        (what, None, Some(state), None)
                    }
                    Per::Act => {
                        let act = leaf.at.act?;
                        let toward = self.words.rb.acts[act.ix()].destination;
                        (what, Some(act), leaf.at.destination.filter(|_| toward), None)
                    }
                }
            }
            Cond::Relation { relation, from, to } => (
                What::Relation(*relation),
                None,
                Some(listed(*from)?),
                Some(listed(*to)?),
            ),
            _ => return None,
        };
        Some(Item {
            what,
            act,
            state,
            other,
        })
    }

    /// A concept, worked out once; those on which it rests come before it.
    fn concept(&mut self, term: TermId, state: Option<u32>) -> Rests {
        if let Some(concept) = self.placed.get(&(term, state)) {
            return Rests::Concept { concept: *concept };
        }
        let rules = self.trees.concepts.get(&(term, state)).cloned().unwrap_or_default();
        let about = self
            .exact
            .compiled
            .terms
            .iter()
            .find(|(t, s, _)| (*t, *s) == (term, state));
        let lit = about.map_or(Lit::FALSE, |(_, _, lit)| *lit);
        let standing = self.standing(lit);
        let wanted: &[Modal] = match standing {
            Standing::Stands if rules.iter().any(|r| self.exact.modal(r.holds) == Modal::Always) => &[Modal::Always],
            Standing::Fails | Standing::SetAside => &[],
            Standing::Stands | Standing::Open => &[Modal::Sometimes],
        };
        let mut by = Vec::new();
        for rule in rules {
            if wanted.contains(&self.exact.modal(rule.holds)) {
                by.push(Reached {
                    said: self.rule(rule.rule),
                    standing: self.standing(rule.holds),
                    elements: self.elements(&rule.when),
                    against: self.against(&rule.exceptions),
                });
            }
        }
        let because = if standing == Standing::Fails {
            let ground = self.exact.ground(!lit, self.words.case);
            ground.into_iter().map(|s| self.stated(s)).collect()
        } else {
            Vec::new()
        };
        let declared = &self.words.rb.terms[term.ix()];
        let words = if standing == Standing::Fails {
            &declared.fails
        } else {
            &declared.holds
        };
        let name = state.map_or("", |s| self.words.name(s));
        let concept = self.concepts.len();
        self.concepts.push(Concept {
            term: declared.id.clone(),
            title: declared.title.clone(),
            state: state.map(|s| self.words.code(s).to_owned()),
            clause: words.replace("{destination}", name),
            standing,
            by,
            because,
        });
        self.placed.insert((term, state), concept);
        Rests::Concept { concept }
    }

    fn law(&self, place: Place, instrument: InstrumentId) -> LawRead {
        let rb = self.words.rb;
        let law = Law::new(rb, self.words.case);
        let entry = law.binding(place, instrument);
        LawRead {
            state: self.words.place(place).to_owned(),
            name: self.words.place_name(place).to_owned(),
            instrument: rb.instruments[instrument.ix()].short.clone(),
            since: entry.and_then(|e| e.from).map(|day| day.to_string()),
            until: entry.and_then(|e| e.until).map(|day| day.to_string()),
            source: entry.map(|e| e.source.clone()).filter(|s| !s.is_empty()),
            unverified: law.unverified(place, instrument),
        }
    }

    /// The bars that make an act barred for good in every open world.
    fn bars(&mut self, act: ActId, to: Option<Place>) -> Vec<Said> {
        let to = match to {
            Some(Place::Listed(s)) => Some(s),
            _ => None,
        };
        let cells = self.exact.compiled.cells.iter();
        let norms: Vec<_> = cells
            .filter(|c| (c.act, c.destination) == (act, to))
            .flat_map(|c| c.norms.clone())
            .collect();
        let mut out = Vec::new();
        for norm in norms {
            let flat = matches!(
                self.words.rb.rules[norm.rule.ix()].then[norm.conclusion as usize],
                Conclusion::MustNot { bar: Bar::Flat, .. }
            );
            if flat && self.exact.modal(norm.stands) == Modal::Always {
                out.push(self.rule(norm.rule));
            }
        }
        out
    }
}
