//! Conditions.

use super::names::{Kind, unknown};
use super::refs::Thing;
use super::{Resolver, Said, conjunction};
use crate::ast::{self, Name};
use crate::model::{Cond, Domain, QuestionId, RelationId, StateExpr};
use crate::source::Span;

impl Resolver<'_> {
    /// Resolves a condition. What cannot be resolved is reported and stands as always true.
    pub(super) fn cond(&mut self, c: &ast::Cond) -> Cond {
        match c {
            ast::Cond::And(all) => conjunction(all.iter().map(|c| self.cond(c)).collect()),
            ast::Cond::Or(all) => Cond::Or(all.iter().map(|c| self.cond(c)).collect()),
            ast::Cond::Not(c, _) => Cond::Not(Box::new(self.cond(c))),
            ast::Cond::Ref(r) => self.reference(r).unwrap_or(Cond::True),
            ast::Cond::Compare(r, compare, span) => self.compare(r, compare, *span).unwrap_or(Cond::True),
            ast::Cond::Bound(state, law) => {
                let state = self.state(state);
                let law = self.instrument(law);
                match (state, law) {
                    (Some(state), Some((instrument, article))) => {
                        let article = Some(article).filter(|a| !a.is_empty());
                        Cond::Bound {
                            state,
                            instrument,
                            article,
                        }
                    }
                    _ => Cond::True,
                }
            }
            ast::Cond::Reserved(state, law) => match self.limited(state, law, "has reserved") {
                Some((state, instrument, article)) => Cond::Reserved {
                    state,
                    instrument,
                    article,
                },
                None => Cond::True,
            },
            ast::Cond::Derogates(state, law) => match self.limited(state, law, "derogates from") {
                Some((state, instrument, article)) => Cond::Derogates {
                    state,
                    instrument,
                    article,
                },
                None => Cond::True,
            },
            ast::Cond::Under(under) => self.under(under).unwrap_or(Cond::True),
            ast::Cond::Barred(act, span) => self.barred(act, *span).unwrap_or(Cond::True),
            ast::Cond::Quantified(q) => self.quantified(q).unwrap_or(Cond::True),
            ast::Cond::Error(_) => Cond::True,
        }
    }

    /// A state and an article of an instrument.
    fn limited(
        &mut self,
        state: &Name,
        law: &Name,
        verb: &str,
    ) -> Option<(StateExpr, crate::model::InstrumentId, String)> {
        let state = self.state(state);
        let (instrument, article) = self.instrument(law)?;
        if article.is_empty() {
            self.error(
                "missing-article",
                law.span,
                format!("`{verb}` needs an article"),
                "which article?",
                &format!("write `{}.13`", law.text),
            );
            return None;
        }
        Some((state?, instrument, article))
    }

    /// A bare reference as a condition.
    fn reference(&mut self, r: &ast::Ref) -> Option<Cond> {
        match self.thing(r)? {
            Thing::Fact(fact, state) => Some(Cond::Fact {
                fact,
                state,
                test: self.bare(fact, r.span)?,
            }),
            Thing::Term(term, state) => Some(Cond::Term { term, state }),
            Thing::Relation(relation, Some((from, to))) => Some(Cond::Relation { relation, from, to }),
            Thing::Relation(_, None) => {
                let help = format!("write `{}(from, to)`", r.path.text);
                self.error(
                    "wrong-state",
                    r.span,
                    "a relation stands between two states",
                    "between which?",
                    &help,
                );
                None
            }
            Thing::State(_) => {
                let help = format!(
                    "write `{0} is …`, `{0} bound by …` or `{0}.` and the name of a fact",
                    r.path.text
                );
                self.error(
                    "wrong-type",
                    r.span,
                    format!("`{}` is a state, not a condition", r.path.text),
                    "a state",
                    &help,
                );
                None
            }
        }
    }

    fn compare(&mut self, r: &ast::Ref, compare: &ast::Compare, span: Span) -> Option<Cond> {
        match self.thing(r)? {
            Thing::State(left) => self.same(left, compare, span),
            Thing::Fact(fact, state) => {
                let (test, negated) = self.test(fact, compare, span)?;
                let cond = Cond::Fact { fact, state, test };
                Some(if negated { Cond::Not(Box::new(cond)) } else { cond })
            }
            Thing::Term(..) => {
                let help = format!("write `{0}` or `not {0}`", r.path.text);
                self.error(
                    "wrong-type",
                    span,
                    "a term holds or does not; it has no value",
                    "a term",
                    &help,
                );
                None
            }
            Thing::Relation(..) => {
                let help = format!("write `{0}(from, to)` or `not {0}(from, to)`", r.path.text);
                self.error(
                    "wrong-type",
                    span,
                    "a relation is found or not; it is not compared",
                    "a relation",
                    &help,
                );
                None
            }
        }
    }

    fn same(&mut self, left: StateExpr, compare: &ast::Compare, span: Span) -> Option<Cond> {
        let (names, negated) = match compare {
            ast::Compare::Is(names) => (names, false),
            ast::Compare::IsNot(names) => (names, true),
            _ => {
                self.error(
                    "wrong-type",
                    span,
                    "a state is only compared with a state",
                    "a state",
                    "write `… is …`",
                );
                return None;
            }
        };
        let states: Vec<Option<StateExpr>> = names.iter().map(|n| self.state(n)).collect();
        let mut any: Vec<Cond> = states
            .into_iter()
            .map(|s| Some(Cond::Same(left, s?)))
            .collect::<Option<_>>()?;
        let cond = if any.len() == 1 { any.remove(0) } else { Cond::Or(any) };
        Some(if negated { Cond::Not(Box::new(cond)) } else { cond })
    }

    /// `under QUESTION is POSITION or POSITION`.
    pub(super) fn under(&mut self, under: &ast::Under) -> Option<Cond> {
        let index = self.lookup(&under.question, Kind::Question)?;
        let mut positions = Vec::new();
        for name in &under.positions {
            positions.push(self.position(index, name)?);
        }
        positions.sort_unstable();
        positions.dedup();
        Some(Cond::Under {
            question: QuestionId(index),
            positions,
        })
    }

    /// A position of a question.
    pub(super) fn position(&mut self, question: u32, name: &Name) -> Option<u32> {
        let q = self.rb.questions.get(question as usize)?;
        if let Some(i) = q.positions.iter().position(|p| p.id == name.text) {
            return Some(i as u32);
        }
        let known: Vec<&str> = q.positions.iter().map(|p| p.id.as_str()).collect();
        let mut error = unknown(name, &format!("a position on `{}` called", q.id), known.iter().copied());
        error
            .help
            .get_or_insert(format!("the positions are {}", known.join(", ")));
        self.diagnostics.push(error);
        None
    }

    fn barred(&mut self, what: &ast::ActTo, span: Span) -> Option<Cond> {
        if self.names.act_kind(&what.act.text).is_some() {
            self.error(
                "wrong-kind",
                what.act.span,
                format!("`{}` is a kind of acts, but `barred` asks about one act", what.act.text),
                "a kind",
                "name an act; several with `and` or `or`",
            );
            return None;
        }
        let act = self.acts_of(&what.act).first().copied()?;
        let destination = self.rb.acts.get(act.ix())?.destination;
        let to = match (&what.to, destination) {
            (None, false) => None,
            (None, true) => {
                if let Some(depth) = self.vars.iter().rposition(|v| v == "destination") {
                    Some(StateExpr::Var(depth as u32))
                } else {
                    self.said(Said::Destination, span);
                    Some(StateExpr::Destination)
                }
            }
            (Some(name), true) => Some(self.state(name)?),
            (Some(name), false) => {
                let message = format!("`{}` has no destination", what.act.text);
                self.error(
                    "act-without-destination",
                    name.span,
                    message,
                    "no destination here",
                    "leave `to` out",
                );
                return None;
            }
        };
        Some(Cond::Barred { act, to })
    }

    fn quantified(&mut self, q: &ast::Quantified) -> Option<Cond> {
        let domain = match q.domain.text.as_str() {
            "state" | "destination" => Domain::State,
            "home" => {
                self.marks.home.push(q.domain.span);
                Domain::Home
            }
            _ => {
                self.diagnostics
                    .push(unknown(&q.domain, "a set of states", ["state", "destination", "home"]));
                return None;
            }
        };
        let via = match &q.via {
            None => None,
            Some((state, relation)) => {
                let from = self.state(state);
                let relation = self.lookup(relation, Kind::Relation).map(RelationId);
                Some((from?, relation?))
            }
        };
        let var = q.var.as_ref().unwrap_or(&q.domain);
        self.variable(var, q.var.is_some());
        let depth = self.vars.len() as u32;
        self.vars.push(var.text.clone());
        let with = q.with.as_ref().map(|c| Box::new(self.cond(c)));
        let body = Box::new(self.cond(&q.body));
        self.vars.pop();
        Some(Cond::Quantified {
            every: q.every,
            domain,
            var: depth,
            via,
            with,
            body,
        })
    }

    /// A variable must not hide another state.
    fn variable(&mut self, var: &Name, named: bool) {
        let hides = if self.vars.contains(&var.text) {
            "another variable"
        } else if var.text == "detaining" || (named && matches!(var.text.as_str(), "destination" | "home" | "state")) {
            "a word of the language"
        } else if self.names.get(&var.text).is_some() {
            "a declared name"
        } else {
            if var.text == "destination" {
                self.said(Said::Variable, var.span);
            }
            return;
        };
        self.error(
            "shadowed-name",
            var.span,
            format!("the variable `{}` hides {hides}", var.text),
            "hides something",
            "call it something else, such as `s`",
        );
    }
}
