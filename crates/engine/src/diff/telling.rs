//! From what worlds say to conditions that can be told.

use super::join::About;
use super::names::Names;
use super::{Condition, NEW, OLD};
use crate::compile::frame::{Place, Threshold, day_from_number};
use crate::compile::{Compiled, span_ago};
use crate::law::LimitKind;
use crate::situation::{Item, What};
use safeconduct_rulebook::model::*;

/// A term, or an atom of the law of states, of one side.
pub(super) enum LawOrTerm {
    Term(TermId, Option<u32>),
    Law(InstrumentId, Place, Option<(String, LimitKind)>),
}

pub(super) fn law_or_term(what: &About) -> Option<(usize, LawOrTerm)> {
    match what {
        About::Term(side, term, place) => Some((*side, LawOrTerm::Term(*term, *place))),
        About::Bound(side, key) => Some((*side, LawOrTerm::Law(key.instrument, key.place, None))),
        About::Limited(side, key, article, kind) => {
            let limit = Some((article.clone(), *kind));
            Some((*side, LawOrTerm::Law(key.instrument, key.place, limit)))
        }
        _ => None,
    }
}

pub(super) fn with_side(told: Condition, on: Option<usize>) -> Condition {
    match told {
        Condition::Says { side, cond, act, .. } => Condition::Says {
            side,
            only: on,
            cond,
            act,
        },
        other => other,
    }
}

/// From what worlds say to conditions.
pub(super) struct Telling<'a, 'r> {
    pub(super) compiled: &'a [Compiled<'r>; 2],
    pub(super) names: &'a Names,
    pub(super) codes: &'a [String],
    pub(super) destination: bool,
}

impl Telling<'_, '_> {
    fn says(&self, side: usize, cond: Cond, yes: bool, act: Option<ActId>) -> Condition {
        let cond = if yes { cond } else { Cond::Not(Box::new(cond)) };
        Condition::Says {
            side,
            only: None,
            cond,
            act,
        }
    }

    fn state(&self, listed: u32) -> StateExpr {
        match (self.destination, listed) {
            (true, 0) => StateExpr::Destination,
            (true, s) => StateExpr::Var(s - 1),
            (false, s) => StateExpr::Var(s),
        }
    }

    fn place(&self, place: Place) -> StateExpr {
        match place {
            Place::Detaining => StateExpr::Detaining,
            Place::Listed(s) => self.state(s),
        }
    }

    /// Whether it is about the case or the destination, not about another state.
    pub(super) fn about_destination(&self, what: &About) -> bool {
        match what {
            About::Yes(_, item) | About::Values(_, item) | About::Below(_, item, _) => {
                item.other.is_none() && item.state.is_none_or(|s| s == 0)
            }
            _ => true,
        }
    }

    fn fact(&self, item: Item, test: Test) -> Option<Cond> {
        match item.what {
            What::Fact(fact) => Some(Cond::Fact {
                fact,
                state: item.state.map(|s| self.state(s)),
                test,
            }),
            What::Relation(relation) => Some(Cond::Relation {
                relation,
                from: self.state(item.state?),
                to: self.state(item.other?),
            }),
        }
    }

    /// Something that holds or does not.
    pub(super) fn one(&self, what: &About, yes: bool) -> Option<Condition> {
        let told = |side: &usize, cond| Some(self.says(*side, cond, yes, None));
        match what {
            About::Yes(side, item) => {
                let cond = self.fact(*item, Test::Yes)?;
                Some(self.says(*side, cond, yes, item.act))
            }
            About::Complete => Some(Condition::Elsewhere(!yes)),
            About::Bound(side, key) => told(
                side,
                Cond::Bound {
                    state: self.place(key.place),
                    instrument: key.instrument,
                    article: None,
                },
            ),
            About::Limited(side, key, article, kind) => {
                let (state, instrument, article) = (self.place(key.place), key.instrument, article.clone());
                let cond = match kind {
                    LimitKind::Reservation => Cond::Reserved {
                        state,
                        instrument,
                        article,
                    },
                    LimitKind::Derogation => Cond::Derogates {
                        state,
                        instrument,
                        article,
                    },
                };
                told(side, cond)
            }
            About::Term(side, term, place) => told(
                side,
                Cond::Term {
                    term: *term,
                    state: place.map(|p| self.state(p)),
                },
            ),
            _ => None,
        }
    }

    /// One of several, of so many.
    pub(super) fn among(&self, what: &About, may: &[usize], of: usize) -> Option<Condition> {
        if may.is_empty() || may.len() == of {
            return None;
        }
        // The shorter way to say it.
        let out: Vec<u32> = (0..of).filter(|i| !may.contains(i)).map(|i| i as u32).collect();
        let short = may.len() == 1 || may.len() <= out.len();
        let listed = if short {
            may.iter().map(|i| *i as u32).collect()
        } else {
            out
        };
        match what {
            About::Values(side, item) => {
                let cond = self.fact(*item, Test::OneOf(listed))?;
                Some(self.says(*side, cond, short, item.act))
            }
            About::Question(side, question) => {
                let cond = Cond::Under {
                    question: *question,
                    positions: listed,
                };
                Some(self.says(*side, cond, short, None))
            }
            About::State(place) => Some(Condition::State {
                place: *place,
                may: may.iter().filter_map(|i| self.codes.get(*i).cloned()).collect(),
                unfiled: may.contains(&self.codes.len()),
                of: self.codes.len(),
            }),
            _ => None,
        }
    }

    pub(super) fn role(&self, what: &About, state: usize, yes: bool) -> Option<Condition> {
        let About::Role(side, role) = what else { return None };
        let cond = Cond::Same(StateExpr::Role(*role), self.state(state as u32));
        Some(self.says(*side, cond, yes, None))
    }

    /// Not below one threshold, below another: the conditions, each with its thresholds and whether it is below.
    pub(super) fn between(
        &self,
        what: &About,
        since: Option<usize>,
        until: Option<usize>,
    ) -> Vec<(Condition, Vec<(usize, bool)>)> {
        let ends = [since.map(|i| (i, false)), until.map(|i| (i, true))];
        match what {
            About::Day(days) => {
                let at = |i: Option<usize>| i.map(|i| days[i]);
                let told = Condition::Day {
                    from: at(since),
                    until: at(until),
                };
                vec![(told, ends.into_iter().flatten().collect())]
            }
            About::Below(side, item, thresholds) => (ends.into_iter().flatten())
                .filter_map(|(i, below)| {
                    let (test, inverted) = self.test(*side, *item, thresholds[i])?;
                    let cond = self.fact(*item, test)?;
                    Some((self.says(*side, cond, below != inverted, item.act), vec![(i, below)]))
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The test of which a threshold is the bound, as the rulebooks have it, and whether it holds from the threshold on.
    fn test(&self, side: usize, item: Item, threshold: Threshold) -> Option<(Test, bool)> {
        let What::Fact(fact) = item.what else { return None };
        match (threshold, &self.compiled[side].rulebook.facts[fact.ix()].kind) {
            (Threshold::At(n), Type::Date) => Some((Test::Before(day_from_number(n)?), false)),
            (Threshold::At(n), _) => Some((Test::AtLeast(n), true)),
            (Threshold::Ago(_), _) => {
                let key = self.names.facts.key[side][fact.ix()];
                let known = self.names.facts.both[key];
                let found = [NEW, OLD].iter().find_map(|s| {
                    let fact = FactId(known[*s]? as u32);
                    span_ago(self.compiled[*s].rulebook, fact, threshold)
                });
                let (n, unit) = found?;
                Some((Test::Ago(n, unit), false))
            }
        }
    }
}
