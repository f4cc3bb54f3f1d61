//! What things are called. An answer names states, acts, rules and facts by short ids; a lawyer reads their names.

mod say;

use safeconduct_engine::answer::{ActAnswer, Answer, Because, DutyAnswer, FactValue, NormRef, Settling};
use safeconduct_engine::situation::{Situation, State};
use safeconduct_rulebook::model::{Rulebook, Type};
use safeconduct_rulebook::prose::body_words;
use std::collections::BTreeMap;

/// Names, learned from an answer and, for what the answer only hints at, from the rulebook.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// Code to name.
    states: BTreeMap<String, String>,
    /// The detaining power's name.
    detaining: Option<String>,
    /// Act to title.
    acts: BTreeMap<String, String>,
    /// Rule to title and citation.
    rules: BTreeMap<String, (String, String)>,
    /// Path and value to clause, with states filled in.
    clauses: BTreeMap<(String, String), String>,
    /// Id of a fact (path without states and acts) to title.
    facts: BTreeMap<String, String>,
    /// Id of a fact and value to clause, states not filled in.
    patterns: BTreeMap<(String, String), String>,
    /// Question and position to what it says.
    positions: BTreeMap<(String, String), String>,
    /// Question to title.
    questions: BTreeMap<String, String>,
    /// Profile to title.
    profiles: BTreeMap<String, String>,
    /// Instrument to short name.
    instruments: BTreeMap<String, String>,
    /// Body to what it is called.
    bodies: BTreeMap<String, String>,
    /// Act to its kinds.
    kinds: BTreeMap<String, Vec<String>>,
}

impl Names {
    /// What an answer itself says.
    pub fn of(answer: &Answer) -> Self {
        let mut names = Self {
            detaining: answer.states.first().map(|s| s.name.clone()),
            ..Self::default()
        };
        for state in &answer.states {
            let name = if state.name.is_empty() {
                &state.code
            } else {
                &state.name
            };
            names.states.insert(state.code.clone(), name.clone());
        }
        for act in &answer.acts {
            names.acts.insert(act.act.clone(), act.title.clone());
            names.learn_act(act);
        }
        for duty in &answer.duties {
            match duty {
                DutyAnswer::Clock(c) | DutyAnswer::OfficeTarget(c) => names.rule(&c.rule, &c.title, &c.citation),
                DutyAnswer::OneOf {
                    rule, title, citation, ..
                } => names.rule(rule, title, citation),
            }
        }
        for presumed in &answer.presumed {
            names.rule(&presumed.rule, &presumed.title, &presumed.citation);
        }
        names.learn_values(&answer.assumed);
        names
    }

    /// The states of a case, for what is said of it without an answer.
    pub fn of_case(case: &Situation) -> Self {
        let states = std::iter::once(&case.detaining).chain(&case.states);
        let name = |s: &State| {
            if s.name.is_empty() {
                s.code.clone()
            } else {
                s.name.clone()
            }
        };
        Self {
            detaining: Some(case.detaining.name.clone()),
            states: states.map(|s| (s.code.clone(), name(s))).collect(),
            ..Self::default()
        }
    }

    /// What the rulebook adds: titles of facts, bars, questions and profiles that the answer names by id alone. What the
    /// answer says itself is kept.
    pub fn with_rulebook(mut self, book: &Rulebook) -> Self {
        for (id, title, origin) in (book.rules.iter().map(|r| (&r.id, &r.title, &r.origin)))
            .chain(book.bases.iter().map(|b| (&b.id, &b.title, &b.origin)))
            .chain(book.exceptions.iter().map(|e| (&e.id, &e.title, &e.origin)))
            .chain(book.presumptions.iter().map(|p| (&p.id, &p.title, &p.origin)))
        {
            self.rule(id, title, &origin.citation());
        }
        for fact in &book.facts {
            self.facts.entry(fact.id.clone()).or_insert_with(|| fact.title.clone());
            match &fact.kind {
                Type::YesNo => {
                    self.pattern(&fact.id, "true", &fact.holds);
                    self.pattern(&fact.id, "yes", &fact.holds);
                    self.pattern(&fact.id, "false", &fact.fails);
                    self.pattern(&fact.id, "no", &fact.fails);
                }
                Type::OneOf(values) => values.iter().for_each(|v| self.pattern(&fact.id, &v.id, &v.clause)),
                Type::Date | Type::Number => {}
            }
        }
        for relation in &book.relations {
            self.facts
                .entry(relation.table.clone())
                .or_insert_with(|| relation.title.clone());
            self.pattern(&relation.table, "found", &relation.holds);
            self.pattern(&relation.table, "dispelled", &relation.fails);
        }
        for question in &book.questions {
            self.questions
                .entry(question.id.clone())
                .or_insert_with(|| question.title.clone());
            for position in &question.positions {
                let key = (question.id.clone(), position.id.clone());
                self.positions.entry(key).or_insert_with(|| position.says.clone());
            }
        }
        let bodies = book.bodies.iter();
        self.bodies.extend(bodies.map(|b| (b.clone(), body_words(book, b))));
        self.acts
            .extend(book.acts.iter().map(|a| (a.id.clone(), a.title.clone())));
        let kind = |k: &u32| usize::try_from(*k).ok().and_then(|k| book.kinds.get(k)).cloned();
        self.kinds
            .extend((book.acts.iter()).map(|a| (a.id.clone(), a.kinds.iter().filter_map(kind).collect())));
        self.profiles
            .extend(book.profiles.iter().map(|p| (p.id.clone(), p.title.clone())));
        self.instruments
            .extend(book.instruments.iter().map(|i| (i.id.clone(), i.short.clone())));
        self
    }

    /// What is not known here, from there.
    pub fn and(mut self, other: &Self) -> Self {
        fn add<K: Ord + Clone, V: Clone>(to: &mut BTreeMap<K, V>, from: &BTreeMap<K, V>) {
            for (key, value) in from {
                to.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        add(&mut self.states, &other.states);
        add(&mut self.acts, &other.acts);
        add(&mut self.rules, &other.rules);
        add(&mut self.clauses, &other.clauses);
        add(&mut self.facts, &other.facts);
        add(&mut self.patterns, &other.patterns);
        add(&mut self.positions, &other.positions);
        add(&mut self.questions, &other.questions);
        add(&mut self.profiles, &other.profiles);
        add(&mut self.instruments, &other.instruments);
        add(&mut self.bodies, &other.bodies);
        add(&mut self.kinds, &other.kinds);
        self
    }

    fn pattern(&mut self, fact: &str, value: &str, clause: &str) {
        self.patterns
            .insert((fact.to_owned(), value.to_owned()), clause.to_owned());
    }

    fn rule(&mut self, id: &str, title: &str, citation: &str) {
        self.rules
            .entry(id.to_owned())
            .or_insert_with(|| (title.to_owned(), citation.to_owned()));
    }

    fn learn_act(&mut self, act: &ActAnswer) {
        for norm in norms(act) {
            self.rule(&norm.rule, &norm.title, &norm.citation);
            self.learn_because(&norm.because);
        }
        for aside in &act.set_aside {
            self.rule(&aside.rule, &aside.title, &aside.citation);
            self.rule(&aside.by, &aside.by_title, &aside.by_citation);
            self.learn_because(&aside.because);
        }
        for Settling { sets, .. } in act.settled_by.iter().chain(&act.unless) {
            sets.iter().for_each(|set| self.learn_values(set));
        }
        for question in &act.contested {
            self.questions.insert(question.question.clone(), question.title.clone());
            for position in &question.positions {
                self.positions.insert(
                    (question.question.clone(), position.position.clone()),
                    position.says.clone(),
                );
            }
        }
    }

    fn learn_because(&mut self, because: &[Because]) {
        for b in because {
            self.clauses
                .entry((b.fact.clone(), b.value.clone()))
                .or_insert_with(|| b.clause.clone());
        }
    }

    fn learn_values(&mut self, values: &[FactValue]) {
        for v in values.iter().filter(|v| !v.clause.is_empty()) {
            self.clauses
                .entry((v.fact.clone(), v.value.clone()))
                .or_insert_with(|| v.clause.clone());
        }
    }
}

/// Every norm that an answer on an act names, by the side on which it stands.
pub(crate) fn norms(act: &ActAnswer) -> impl Iterator<Item = &NormRef> {
    act.if_done
        .iter()
        .chain(&act.if_not_done)
        .chain(&act.basis)
        .chain(&act.pending)
}

/// Title and citation.
pub(crate) fn cited(title: &str, citation: &str) -> String {
    match (title.is_empty(), citation.is_empty()) {
        (false, false) => format!("{title} ({citation})"),
        (true, false) => citation.to_owned(),
        _ => title.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names
            .states
            .extend([("KP", "North Korea"), ("RU", "Russia")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        let acts = [
            ("exchange", "Exchange"),
            ("transfer", "Transfer"),
            ("intern_neutral", "Intern in a neutral country"),
            ("publicise", "Publicise"),
        ];
        names.acts.extend(acts.map(|(a, b)| (a.to_owned(), b.to_owned())));
        names
    }

    #[test]
    fn cells_with_the_same_destinations_are_named_together() {
        let names = names();
        assert_eq!(names.cell("exchange", Some("RU")), "Exchange to Russia");
        assert_eq!(
            names.cell("intern_neutral", Some("RU")),
            "Intern in a neutral country (Russia)"
        );
        let cells = [
            ("exchange", Some("KP")),
            ("exchange", Some("RU")),
            ("transfer", Some("KP")),
            ("transfer", Some("RU")),
            ("publicise", None),
        ];
        assert_eq!(
            names.cells(&cells),
            "Exchange or transfer to North Korea or Russia; publicise"
        );
    }

    #[test]
    fn paths_become_words() {
        let names = names();
        assert_eq!(names.fact("destination.KP.torture"), "torture (North Korea)");
        assert_eq!(names.fact("prisoner.fit_to_travel"), "fit to travel");
        assert_eq!(names.fact("onward.RU.KP"), "onward (from Russia to North Korea)");
        assert_eq!(
            names.fact("orders.appeal_pending.transfer.RU"),
            "appeal pending (transfer to Russia)"
        );
        assert_eq!(
            names.choice("transfer to any other state"),
            "transfer to any other state"
        );
        assert_eq!(names.choice("release_locally"), "release locally");
        assert_eq!(names.law("law.KP.gc3", "not_bound"), "North Korea is not bound by GC3");
    }
}
