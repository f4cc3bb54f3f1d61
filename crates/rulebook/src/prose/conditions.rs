//! Conditions as clauses.

use super::said::Said;
use super::{Naming, state_words};
use crate::model::{Cond, Domain, Fact, FactId, InstrumentId, Rulebook, StateExpr, Test, Type, Unit};

/// What clauses are made from.
pub(super) struct Prose<'a> {
    pub(super) rb: &'a Rulebook,
    pub(super) naming: &'a Naming<'a>,
}

impl Prose<'_> {
    pub(super) fn clause(&self, cond: &Cond) -> String {
        self.say(cond, true).text()
    }

    pub(super) fn state(&self, state: StateExpr) -> String {
        (self.naming.state)(state).unwrap_or_else(|| state_words(self.rb, state))
    }

    /// The clause for `cond` being `holds`.
    fn say(&self, cond: &Cond, holds: bool) -> Said {
        match cond {
            Cond::True => one(if holds { "in any case" } else { "in no case" }),
            Cond::Not(c) => self.say(c, !holds),
            Cond::And(all) | Cond::Or(all) => {
                let and = matches!(cond, Cond::And(_)) == holds;
                Said::join(all.iter().map(|c| self.say(c, holds)).collect(), and)
            }
            Cond::Fact { fact, state, test } => self.fact(*fact, *state, test, holds),
            Cond::Relation { relation, from, to } => {
                let Some(r) = self.rb.relations.get(relation.ix()) else {
                    return one("");
                };
                let words = if holds { &r.holds } else { &r.fails };
                one(words
                    .replace("{from}", &self.state(*from))
                    .replace("{to}", &self.state(*to)))
            }
            Cond::Term { term, state } => {
                let Some(t) = self.rb.terms.get(term.ix()) else {
                    return one("");
                };
                one(self.fill(if holds { &t.holds } else { &t.fails }, *state))
            }
            Cond::Same(a, b) => one(format!("{} is {}{}", self.state(*a), not(holds), self.state(*b))),
            Cond::Bound {
                state,
                instrument,
                article,
            } => {
                let law = self.law(*instrument, article.as_deref());
                one(format!("{} is {}bound by {law}", self.state(*state), not(holds)))
            }
            Cond::Reserved {
                state,
                instrument,
                article,
            } => {
                let law = self.law(*instrument, Some(article));
                let verb = if holds {
                    "has made a reservation"
                } else {
                    "has made no reservation"
                };
                one(format!("{} {verb} to {law}", self.state(*state)))
            }
            Cond::Derogates {
                state,
                instrument,
                article,
            } => {
                let law = self.law(*instrument, Some(article));
                let verb = if holds { "derogates" } else { "does not derogate" };
                one(format!("{} {verb} from {law}", self.state(*state)))
            }
            Cond::Under { question, positions } => self.under(question.ix(), positions, holds),
            Cond::Barred { act, to } => {
                let phrase = self.phrase(*act, *to);
                one(format!("it is {}prohibited to {phrase}", not(holds)))
            }
            Cond::Quantified {
                every,
                domain,
                var,
                via,
                with,
                body,
            } => self.quantified(
                *every == holds,
                *domain,
                StateExpr::Var(*var),
                *via,
                with.as_deref(),
                body,
                holds,
            ),
        }
    }

    /// The clause of a state or act filled in.
    pub(super) fn fill(&self, words: &str, state: Option<StateExpr>) -> String {
        let place = self.state(state.unwrap_or(StateExpr::Destination));
        let act = match self.naming.act {
            Some(act) => self.phrase(act, Some(state.unwrap_or(StateExpr::Destination))),
            None => "do so".to_owned(),
        };
        words.replace("{act}", &act).replace("{destination}", &place)
    }

    /// An act's phrase.
    pub(super) fn phrase(&self, act: crate::model::ActId, to: Option<StateExpr>) -> String {
        let phrase = self.rb.acts.get(act.ix()).map_or("", |a| a.phrase.as_str());
        phrase.replace("{destination}", &self.state(to.unwrap_or(StateExpr::Destination)))
    }

    pub(super) fn law(&self, instrument: InstrumentId, article: Option<&str>) -> String {
        let Some(i) = self.rb.instruments.get(instrument.ix()) else {
            return String::new();
        };
        match article {
            None => i.short.clone(),
            Some(a) => {
                let mut segments = a.split('.');
                let first = segments.next().unwrap_or_default();
                let rest: String = segments.map(|s| format!("({s})")).collect();
                let word = if i.pinpoint.is_empty() {
                    String::new()
                } else {
                    format!("{} ", i.pinpoint)
                };
                format!("{} {word}{first}{rest}", i.short)
            }
        }
    }

    fn under(&self, question: usize, positions: &[u32], holds: bool) -> Said {
        let Some(q) = self.rb.questions.get(question) else {
            return one("");
        };
        let taken = |i: &usize| positions.contains(&(*i as u32)) == holds;
        let says: Vec<String> = (0..q.positions.len())
            .filter(taken)
            .filter_map(|i| q.positions.get(i))
            .map(|p| format!("“{}”", p.says))
            .collect();
        one(if says.is_empty() {
            format!("the question “{}” has no answer", q.title)
        } else {
            format!("{QUESTION}{}” is answered by {}", q.title, says.join(" or by "))
        })
    }

    fn fact(&self, id: FactId, state: Option<StateExpr>, test: &Test, holds: bool) -> Said {
        let Some(f) = self.rb.facts.get(id.ix()) else {
            return one("");
        };
        match test {
            Test::Yes => one(self.fill(if holds { &f.holds } else { &f.fails }, state)),
            Test::OneOf(values) => self.values(f, state, values, holds),
            Test::Before(date) => {
                let day = if holds {
                    format!("before {date}")
                } else {
                    format!("on {date} or later")
                };
                one(self.dated(f, state, &day))
            }
            Test::Ago(n, unit) => {
                let word = if holds { "at least" } else { "less than" };
                one(self.dated(f, state, &format!("{word} {} ago", span(*n, *unit))))
            }
            Test::AtLeast(n) => {
                let word = if holds { "at least" } else { "less than" };
                one(format!("{} is {word} {n}", self.named(f, state)))
            }
        }
    }

    /// A date or number by its own clause or else by its title.
    fn dated(&self, f: &Fact, state: Option<StateExpr>, when: &str) -> String {
        if f.holds.is_empty() {
            format!("{} was {when}", self.named(f, state))
        } else {
            format!("{} {when}", self.fill(&f.holds, state))
        }
    }

    pub(super) fn named(&self, f: &Fact, state: Option<StateExpr>) -> String {
        let mut title = f.title.clone();
        // A title starts with a capital letter; within a sentence it does not, unless it is an abbreviation.
        if !title.chars().nth(1).is_some_and(char::is_uppercase) {
            title = title
                .chars()
                .take(1)
                .flat_map(char::to_lowercase)
                .chain(title.chars().skip(1))
                .collect();
        }
        match state {
            Some(s) => format!("the {title} of {}", self.state(s)),
            None => format!("the {title}"),
        }
    }

    fn values(&self, f: &Fact, state: Option<StateExpr>, values: &[u32], holds: bool) -> Said {
        let Type::OneOf(all) = &f.kind else { return one("") };
        let taken = |i: usize| values.contains(&(i as u32)) == holds;
        let clauses: Vec<Said> = (0..all.len())
            .filter(|i| taken(*i))
            .map(|i| one(self.fill(&all[i].clause, state)))
            .collect();
        // A long list of what else it may be says less than what it is not.
        if !holds && clauses.len() > 4 {
            let denied = values.iter().filter_map(|v| all.get(*v as usize));
            return Said::None(denied.map(|v| one(self.fill(&v.clause, state))).collect());
        }
        Said::join(clauses, false)
    }

    /// `every` is whether the sentence, with its negation drawn in, speaks of every state.
    #[expect(clippy::too_many_arguments, reason = "the parts of one construct")]
    fn quantified(
        &self,
        every: bool,
        domain: Domain,
        var: StateExpr,
        via: Option<(StateExpr, crate::model::RelationId)>,
        with: Option<&Cond>,
        body: &Cond,
        holds: bool,
    ) -> Said {
        let mut limits = Vec::new();
        if let Some((from, relation)) = via {
            let words = self.rb.relations.get(relation.ix()).map_or("", |r| r.holds.as_str());
            limits.push(one(words
                .replace("{from}", &self.state(from))
                .replace("{to}", &self.state(var))));
        }
        limits.extend(with.map(|c| self.say(c, true)));
        let state = match domain {
            Domain::Home => "home state",
            Domain::State => "state other than the detaining power",
        };
        let body = self.say(body, holds);
        if !every {
            limits.push(body);
            let such = Box::new(Said::join(limits, true));
            return Said::Some { state, such };
        }
        let such = (!limits.is_empty()).then(|| Box::new(Said::join(limits, true)));
        let body = Box::new(body);
        Said::Every { state, such, body }
    }
}

/// How the clause of a reading begins.
pub(super) const QUESTION: &str = "the question “";

fn one(text: impl Into<String>) -> Said {
    Said::one(text)
}

fn not(holds: bool) -> &'static str {
    if holds { "" } else { "not " }
}

/// A length of time.
pub(super) fn span(n: i64, unit: Unit) -> String {
    let word = match unit {
        Unit::Days => "day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
    };
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}
