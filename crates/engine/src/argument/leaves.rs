//! What the points of a condition come to in the case, and on what each rests.

use super::build::Build;
use super::tree::{Leaf, Node, Tree};
use super::{Concept, Element, Evidence, LawRead, Reached, Rests, Said, Standing};
use crate::circuit::Lit;
use crate::compile::frame::Place;
use crate::exact::Modal;
use crate::law;
use crate::situation::{Item, What};
use safeconduct_rulebook::model::{ActId, Bar, Conclusion, Cond, InstrumentId, Membership, Per, StateExpr, TermId};
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
                if !out.contains(&element) {
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
        Element {
            clause: self.clause(leaf),
            standing: self.standing(lit),
            rests,
        }
    }

    /// The point in words.
    fn clause(&self, leaf: &Leaf) -> String {
        let name = |state: StateExpr| self.place(state, leaf).map(|p| self.words.place_name(p).to_owned());
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
        match state {
            StateExpr::Detaining => Some(Place::Detaining),
            StateExpr::Destination => leaf.at.destination.map(Place::Listed),
            StateExpr::Var(v) => leaf.at.vars.get(v as usize).map(|s| Place::Listed(*s)),
            StateExpr::Role(role) => (self.words.case.roles.get(role.ix()).copied())
                .flatten()
                .map(Place::Listed),
        }
    }

    /// What a leaf about a fact or relation was found or presumed from.
    fn findings(&mut self, leaf: &Leaf, lit: Lit) -> Rests {
        let mut found: Vec<Evidence> = Vec::new();
        let mut presumed: Vec<Said> = Vec::new();
        if self.exact.modal(lit) == Modal::Always {
            let ground = self.exact.ground(lit, self.words.case);
            found = ground.into_iter().map(|s| self.stated(s)).collect();
        }
        if found.is_empty()
            && let Some(item) = self.item(leaf)
        {
            for on in self.exact.compiled.presumptions.clone() {
                if on.item == item && on.rebutted_by.is_none() && self.exact.modal(on.holds) != Modal::Never {
                    let said = self.presumption(on.presumption);
                    if !presumed.contains(&said) {
                        presumed.push(said);
                    }
                }
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
            Cond::Relation { relation, from, to } => {
                (What::Relation(*relation), None, Some(listed(*from)?), Some(listed(*to)?))
            }
            _ => return None,
        };
        Some(Item { what, act, state, other })
    }

    /// A concept, worked out once; those on which it rests come before it.
    fn concept(&mut self, term: TermId, state: Option<u32>) -> Rests {
        if let Some(concept) = self.known.get(&(term, state)) {
            return Rests::Concept { concept: *concept };
        }
        let rules = self.trees.concepts.get(&(term, state)).cloned().unwrap_or_default();
        let about = self.exact.compiled.terms.iter().find(|(t, s, _)| (*t, *s) == (term, state));
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
        self.known.insert((term, state), concept);
        Rests::Concept { concept }
    }

    fn law(&self, place: Place, instrument: InstrumentId) -> LawRead {
        let (rb, day) = (self.words.rb, self.words.case.as_of);
        let code = self.words.place(place);
        let entries = (rb.states.iter().filter(|s| s.code == code)).flat_map(|s| &s.entries);
        let covers = |from: jiff::civil::Date, until: Option<jiff::civil::Date>| {
            from <= day && until.is_none_or(|until| day < until)
        };
        let entry = (entries.filter(|e| e.instrument == instrument))
            .filter(|e| e.status == Membership::Party)
            .find(|e| e.from.is_some_and(|from| covers(from, e.until)));
        LawRead {
            state: code.to_owned(),
            name: self.words.place_name(place).to_owned(),
            instrument: rb.instruments[instrument.ix()].short.clone(),
            since: entry.and_then(|e| e.from).map(|day| day.to_string()),
            until: entry.and_then(|e| e.until).map(|day| day.to_string()),
            source: entry.map(|e| e.source.clone()).filter(|s| !s.is_empty()),
            unverified: law::unverified(rb, code, instrument, day),
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
