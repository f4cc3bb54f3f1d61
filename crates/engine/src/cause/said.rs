//! Differences in the words of an answer.

use super::between::{Between, Difference, Presence, Side};
use super::law::{Bound, Pair, bound, dated};
use crate::explain::words::Words;
use crate::law::Status;
use crate::situation::{Item, Situation, What};
use jiff::civil::Date;
use safeconduct_rulebook::model::*;
use safeconduct_rulebook::prose::in_order;
use serde::Serialize;
use std::collections::BTreeSet;

/// One difference between two situations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differing {
    /// finding wish order step reading role state complete detaining law day
    pub kind: &'static str,
    /// The fact's path, the step with act and state (of several the first), the question, the role, `law.AA.treaty`; empty where there is only one of the kind.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The value before; null where it is open, not done, or nobody's.
    pub before: Option<String>,
    /// The value after; null where it is open, not done, or nobody's.
    pub after: Option<String>,
    /// The clause that says what is before, where there is one.
    pub before_clause: Option<String>,
    /// The clause that says what is after, where there is one.
    pub after_clause: Option<String>,
    /// The day on which the law of a state changed, where there is one such day between the two.
    pub since: Option<String>,
    /// Of law of states: before, after, where a case states it itself and it is not the law of that state.
    pub assumed: Vec<&'static str>,
    /// Where the same is said of several acts or states: each of them.
    pub each: Vec<Each>,
}

/// One of several that differ in the same way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Each {
    /// The fact's path, or the step with act and state.
    pub name: String,
    /// The act.
    pub act: Option<String>,
    /// The state's code.
    pub destination: Option<String>,
    /// The clause that says what is after, where there is one.
    pub after_clause: Option<String>,
    /// The clause that says what is before, where there is one.
    pub before_clause: Option<String>,
}

impl Between<'_> {
    /// The differences, in words.
    pub(super) fn said(&self) -> Vec<Differing> {
        let both = self.both();
        let words = Words {
            rb: self.rulebook,
            case: &both,
        };
        self.differences.iter().map(|d| self.differing(d, words)).collect()
    }

    /// A situation with the states of both, for names alone.
    fn both(&self) -> Situation {
        Situation {
            states: self.states.clone(),
            ..self.with(&[]).1
        }
    }

    fn differing(&self, difference: &Difference, words: Words<'_>) -> Differing {
        let rb = self.rulebook;
        let (a, b) = (&self.a, &self.b);
        let name_of = |s: u32| words.name(s).to_owned();
        let plain = |kind, name: String, title: String, before: Option<String>, after: Option<String>| Differing {
            kind,
            name,
            title,
            before,
            after,
            before_clause: None,
            after_clause: None,
            since: None,
            assumed: Vec::new(),
            each: Vec::new(),
        };
        match difference {
            Difference::Items(items) => {
                let each = items.iter().map(|i| (self.item(*i, words), i.act, i.state)).collect();
                self.several(each)
            }
            Difference::Steps(keys) => {
                let each = keys.iter().map(|key| {
                    let step = &rb.steps[key.0.ix()];
                    let act = key.1.map(|act| words.act_name(act, key.2));
                    let name = [Some(step.id.clone()), act]
                        .into_iter()
                        .flatten()
                        .collect::<Vec<_>>()
                        .join(" for ");
                    let date = |side: &Side| side.steps.get(key).map(Date::to_string);
                    let mut said = plain("step", name, step.title.clone(), date(a), date(b));
                    let clause = |done: bool| if done { &step.holds } else { &step.fails }.clone();
                    said.before_clause = Some(clause(said.before.is_some()));
                    said.after_clause = Some(clause(said.after.is_some()));
                    (said, key.1, key.2)
                });
                self.several(each.collect())
            }
            Difference::Reading(q) => {
                let question = &rb.questions[q.ix()];
                let position = |side: &Side| &question.positions[side.positions[q.ix()] as usize];
                let (was, is) = (position(a), position(b));
                let ids = (Some(was.id.clone()), Some(is.id.clone()));
                let mut said = plain("reading", question.id.clone(), question.title.clone(), ids.0, ids.1);
                said.before_clause = Some(was.says.clone());
                said.after_clause = Some(is.says.clone());
                said
            }
            Difference::Role(role) => {
                let who = |side: &Side| side.roles[role.ix()].map(name_of);
                let declared = &rb.roles[role.ix()];
                plain("role", declared.id.clone(), declared.title.clone(), who(a), who(b))
            }
            Difference::State(s) => {
                let how = |side: &Side| match side.presence[*s as usize] {
                    Presence::Absent => None,
                    Presence::Considered => Some("considered".to_owned()),
                    Presence::Asked => Some("asked about".to_owned()),
                };
                plain("state", self.code(*s).to_owned(), name_of(*s), how(a), how(b))
            }
            Difference::Complete => {
                let how = |side: &Side| Some(side.complete.to_string());
                plain(
                    "complete",
                    String::new(),
                    "No other state to go to".to_owned(),
                    how(a),
                    how(b),
                )
            }
            Difference::Detaining => {
                let who = |side: &Side| Some(side.detaining.name.clone());
                plain(
                    "detaining",
                    String::new(),
                    "The detaining power".to_owned(),
                    who(a),
                    who(b),
                )
            }
            Difference::Law(pair) => self.law_said(pair),
            Difference::Day => {
                let day = |side: &Side| Some(side.as_of.to_string());
                plain("day", String::new(), "The day".to_owned(), day(a), day(b))
            }
        }
    }

    /// One difference that is said of several acts or states.
    fn several(&self, mut all: Vec<(Differing, Option<ActId>, Option<u32>)>) -> Differing {
        let each: Vec<Each> = all
            .iter()
            .map(|(d, act, state)| Each {
                name: d.name.clone(),
                act: act.map(|a| self.rulebook.acts[a.ix()].id.clone()),
                destination: state.map(|s| self.code(s).to_owned()),
                after_clause: d.after_clause.clone(),
                before_clause: d.before_clause.clone(),
            })
            .collect();
        let mut first = all.swap_remove(0).0;
        if each.len() > 1 {
            first.each = each;
        }
        first
    }

    fn item(&self, item: Item, words: Words<'_>) -> Differing {
        let rb = self.rulebook;
        let value = |side: &Side| side.items.get(&item).map(|s| words.value(item, s.value));
        let (before, after) = (value(&self.a), value(&self.b));
        let (kind, title) = match item.what {
            What::Relation(r) => ("finding", &rb.relations[r.ix()].title),
            What::Fact(f) => {
                let fact = &rb.facts[f.ix()];
                let kind = match fact.sort {
                    Sort::Finding => "finding",
                    Sort::Wish => "wish",
                    Sort::Order => "order",
                };
                (kind, &fact.title)
            }
        };
        Differing {
            kind,
            name: words.path(item),
            title: title.clone(),
            before: before.as_ref().map(|v| v.0.clone()),
            after: after.as_ref().map(|v| v.0.clone()),
            before_clause: before.map(|v| v.1),
            after_clause: after.map(|v| v.1),
            since: None,
            assumed: Vec::new(),
            each: Vec::new(),
        }
    }

    fn law_said(&self, pair: &Pair) -> Differing {
        let rb = self.rulebook;
        let (state, instrument) = (pair.0.as_str(), pair.1);
        let short = &rb.instruments[instrument.ix()].short;
        let mut known = [&self.a.detaining, &self.b.detaining].into_iter().chain(&self.states);
        let name = known.find(|s| s.code == state).map_or(state, |s| s.name.as_str());
        let (was, is) = (bound(rb, &self.a, pair), bound(rb, &self.b, pair));
        let clause = |bound: &Bound| {
            let status = match bound.status {
                Status::Bound => format!("{name} is bound by {short}"),
                Status::NotBound => format!("{name} is not bound by {short}"),
                Status::Open => format!("it is open whether {name} is bound by {short}"),
            };
            let limits = [("has reserved", &bound.reserved), ("derogates from", &bound.derogated)];
            let limits = limits.into_iter().filter(|(_, articles)| !articles.is_empty());
            let limits = limits.map(|(what, articles)| format!(" and {what} art {}", in_order(articles)));
            format!("{status}{}", limits.collect::<String>())
        };
        // Where it is bound on both days, what it has reserved or derogates from is all that differs.
        let (before_clause, after_clause) = if was.status == is.status {
            let mut parts = Vec::new();
            let limits = [
                ("reserves", &was.reserved, &is.reserved),
                ("derogates from", &was.derogated, &is.derogated),
            ];
            for (what, was, is) in limits {
                let (gone, new): (BTreeSet<_>, BTreeSet<_>) = (
                    was.difference(is).cloned().collect(),
                    is.difference(was).cloned().collect(),
                );
                if !new.is_empty() {
                    parts.push(format!("{name} {what} {short} art {}", in_order(&new)));
                }
                if !gone.is_empty() {
                    parts.push(format!("{name} no longer {what} {short} art {}", in_order(&gone)));
                }
            }
            (None, parts.join(" and "))
        } else {
            (Some(clause(&was)), clause(&is))
        };
        let word = |bound: &Bound| match bound.status {
            Status::Bound => "bound",
            Status::NotBound => "not_bound",
            Status::Open => "open",
        };
        Differing {
            kind: "law",
            name: format!("law.{state}.{}", rb.instruments[instrument.ix()].id),
            title: format!("{name} and {short}"),
            before: Some(word(&was).to_owned()),
            after: Some(word(&is).to_owned()),
            before_clause,
            after_clause: Some(after_clause),
            since: self.turning(pair).map(|d| d.to_string()),
            assumed: [("before", &self.a), ("after", &self.b)]
                .into_iter()
                .filter(|(_, side)| side.law.contains_key(pair))
                .map(|(when, _)| when)
                .collect(),
            each: Vec::new(),
        }
    }

    /// The one day between the two on which something begins or ends for a state and an instrument; none where a case states its law itself.
    fn turning(&self, pair: &Pair) -> Option<Date> {
        let rb = self.rulebook;
        if self.a.law.contains_key(pair) || self.b.law.contains_key(pair) {
            return None;
        }
        let (state, instrument) = (pair.0.as_str(), pair.1);
        let (from, to) = (self.a.as_of.min(self.b.as_of), self.a.as_of.max(self.b.as_of));
        let entries = rb.states.iter().filter(|s| s.code == state).flat_map(|s| &s.entries);
        let mut days: Vec<Date> = rb.instruments[instrument.ix()].in_force.into_iter().collect();
        for entry in entries.filter(|e| e.instrument == instrument) {
            days.extend([entry.from, entry.until].into_iter().flatten());
            for limit in entry.reservations.iter().chain(&entry.derogations) {
                days.extend([limit.from, limit.until].into_iter().flatten());
            }
        }
        days.retain(|d| from < *d && *d <= to);
        days.sort_unstable();
        days.dedup();
        // Of several days the one that brought what holds after.
        let after = dated(rb, state, instrument, to);
        days.into_iter().find(|d| dated(rb, state, instrument, *d) == after)
    }
}
