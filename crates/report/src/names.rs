//! What things are called. An answer names states, acts, rules and facts by short ids; a lawyer reads their names.

use crate::words;
use safeconduct_engine::answer::{ActAnswer, Answer, Because, DutyAnswer, FactValue, NormRef, Settling};
use safeconduct_rulebook::model::{Rulebook, Type};
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
            let (DutyAnswer::Clock {
                rule, title, citation, ..
            }
            | DutyAnswer::OneOf {
                rule, title, citation, ..
            }) = duty;
            names.rule(rule, title, citation);
        }
        for presumed in &answer.presumed {
            names.rule(&presumed.rule, &presumed.title, &presumed.citation);
        }
        names.learn_values(&answer.assumed);
        names
    }

    /// What the rulebook adds: titles of facts, bars, questions and profiles that the answer names by id alone. What the
    /// answer says itself is kept.
    pub fn with_rulebook(mut self, book: &Rulebook) -> Self {
        let citations = |origin: &safeconduct_rulebook::model::Origin| {
            origin
                .cites
                .iter()
                .map(|c| c.text.as_str())
                .collect::<Vec<_>>()
                .join("; ")
        };
        for (id, title, origin) in (book.rules.iter().map(|r| (&r.id, &r.title, &r.origin)))
            .chain(book.bases.iter().map(|b| (&b.id, &b.title, &b.origin)))
            .chain(book.exceptions.iter().map(|e| (&e.id, &e.title, &e.origin)))
            .chain(book.presumptions.iter().map(|p| (&p.id, &p.title, &p.origin)))
        {
            self.rule(id, title, &citations(origin));
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
        self.acts
            .extend(book.acts.iter().map(|a| (a.id.clone(), a.title.clone())));
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

    /// A state's name; its code where it has none.
    pub fn state(&self, code: &str) -> String {
        self.states.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// An act's title.
    pub fn act(&self, id: &str) -> String {
        self.acts
            .get(id)
            .cloned()
            .unwrap_or_else(|| words::upper_first(&words::plain(id)))
    }

    /// Who owes a duty: `the detaining power (Ukraine)`.
    pub fn bearer(&self, bearer: &str) -> String {
        match (bearer, &self.detaining) {
            ("detaining", Some(name)) if !name.is_empty() => format!("the detaining power ({name})"),
            ("detaining", _) => "the detaining power".to_owned(),
            (other, _) => self.states.get(other).cloned().unwrap_or_else(|| words::plain(other)),
        }
    }

    /// A profile's title and id; the id alone where no title is known.
    pub fn profile(&self, id: &str) -> String {
        self.profiles
            .get(id)
            .map_or_else(|| id.to_owned(), |title| format!("{id} ({title})"))
    }

    /// A rule's title and citation, where they are known.
    pub fn rule_title(&self, id: &str) -> Option<String> {
        self.rules.get(id).map(|(title, citation)| cited(title, citation))
    }

    /// A rule's citation, where it is known and says something.
    pub(crate) fn citation(&self, id: &str) -> Option<&str> {
        self.rules
            .get(id)
            .map(|(_, citation)| citation.as_str())
            .filter(|c| !c.is_empty())
    }

    /// A question's title.
    pub fn question(&self, id: &str) -> String {
        self.questions
            .get(id)
            .cloned()
            .unwrap_or_else(|| words::upper_first(&words::plain(id)))
    }

    /// What a position says.
    pub fn position(&self, question: &str, position: &str) -> String {
        let key = (question.to_owned(), position.to_owned());
        self.positions
            .get(&key)
            .cloned()
            .unwrap_or_else(|| words::plain(position))
    }

    /// An open entry of the law of states, `law.KR.gc3`, as a clause for its value.
    pub(crate) fn law(&self, entry: &str, value: &str) -> String {
        let mut parts = entry.splitn(3, '.').skip(1);
        let (state, instrument) = (parts.next().unwrap_or(entry), parts.next().unwrap_or_default());
        let instrument = self
            .instruments
            .get(instrument)
            .cloned()
            .unwrap_or_else(|| instrument.to_uppercase().replace('_', " "));
        let not = if value == "not_bound" { "not " } else { "" };
        format!("{} is {not}bound by {instrument}", self.state(state))
    }

    /// A fact in a few words: `danger of torture (North Korea)`.
    pub fn fact(&self, path: &str) -> String {
        if path.starts_with("law.") {
            return format!("whether {}", self.law(path, "bound"));
        }
        let (id, about) = self.split(path);
        let name = self.facts.get(&id).cloned().unwrap_or_else(|| humanised(&id));
        if about.is_empty() {
            name
        } else {
            format!("{name} ({about})")
        }
    }

    /// The clause that says that a fact has a value; fact and value where no clause is known.
    pub fn value(&self, path: &str, value: &str) -> String {
        self.clause(path, value)
            .unwrap_or_else(|| format!("{}: {}", self.fact(path), words::plain(value)))
    }

    /// The clause that says that a fact has a value, where it is known.
    pub fn clause(&self, path: &str, value: &str) -> Option<String> {
        if let Some(clause) = self.clauses.get(&(path.to_owned(), value.to_owned())) {
            return Some(clause.clone());
        }
        let (id, _) = self.split(path);
        self.patterns
            .get(&(id, value.to_owned()))
            .map(|pattern| self.filled(pattern, path))
    }

    /// A set of findings as one clause.
    pub(crate) fn findings(&self, set: &[FactValue]) -> String {
        let clauses: Vec<String> = set.iter().map(|v| self.finding(v)).collect();
        words::list(clauses, "and")
    }

    /// One finding as a clause.
    pub(crate) fn finding(&self, value: &FactValue) -> String {
        if value.clause.is_empty() {
            self.value(&value.fact, &value.value)
        } else {
            words::clause(&value.clause).to_owned()
        }
    }

    fn filled(&self, pattern: &str, path: &str) -> String {
        let mut states = path
            .split('.')
            .filter(|s| self.states.contains_key(*s))
            .map(|s| self.state(s));
        let (first, second) = (states.next().unwrap_or_default(), states.next().unwrap_or_default());
        let act = path
            .split('.')
            .find(|s| self.acts.contains_key(*s))
            .map(|a| words::lower_first(&self.act(a)))
            .unwrap_or_default();
        pattern
            .replace("{destination}", &first)
            .replace("{state}", &first)
            .replace("{from}", &first)
            .replace("{to}", &second)
            .replace("{act}", &act)
    }

    /// A path without its states and acts, and these in words.
    fn split(&self, path: &str) -> (String, String) {
        let (mut id, mut states, mut act) = (Vec::new(), Vec::new(), None);
        for (i, part) in path.split('.').enumerate() {
            if i > 0 && self.states.contains_key(part) {
                states.push(self.state(part));
            } else if i > 1 && self.acts.contains_key(part) {
                act = Some(part);
            } else {
                id.push(part);
            }
        }
        let about = match (act, &states[..]) {
            (Some(act), []) => words::lower_first(&self.act(act)),
            (Some(act), [state, ..]) => words::lower_first(&self.toward(act, &[state.clone()])),
            (None, [from, to, ..]) => format!("from {from} to {to}"),
            (None, states) => states.join(", "),
        };
        (id.join("."), about)
    }

    /// An act toward states: `Exchange to North Korea and Russia`.
    fn toward(&self, act: &str, states: &[String]) -> String {
        let title = self.act(act);
        if states.is_empty() {
            title
        } else if takes_to(&title) {
            format!("{title} to {}", words::list(states, "or"))
        } else {
            format!("{title} ({})", words::list(states, "or"))
        }
    }

    /// An act and destination: `Exchange to Russia`.
    pub fn cell(&self, act: &str, destination: Option<&str>) -> String {
        self.cells(&[(act, destination)])
    }

    /// Several acts and destinations, those with the same destinations together:
    /// `Repatriate, exchange or transfer to North Korea or Russia; publicise`.
    pub fn cells(&self, cells: &[(&str, Option<&str>)]) -> String {
        let mut acts: Vec<(&str, Vec<String>)> = Vec::new();
        for &(act, destination) in cells {
            let at = acts.iter().position(|(a, _)| *a == act).unwrap_or_else(|| {
                acts.push((act, Vec::new()));
                acts.len() - 1
            });
            if let Some(code) = destination {
                let state = self.state(code);
                if !acts[at].1.contains(&state) {
                    acts[at].1.push(state);
                }
            }
        }
        let mut merged: Vec<(bool, Vec<String>, Vec<String>)> = Vec::new();
        for (act, states) in acts {
            let title = self.act(act);
            let to = takes_to(&title);
            match merged.iter_mut().find(|(t, _, s)| *t == to && *s == states) {
                Some((_, titles, _)) => titles.push(words::lower_first(&title)),
                None => merged.push((to, vec![words::lower_first(&title)], states)),
            }
        }
        let parts: Vec<String> = merged
            .into_iter()
            .map(|(to, titles, states)| {
                let titles = words::list(titles, "or");
                match (states.is_empty(), to) {
                    (true, _) => titles,
                    (false, true) => format!("{titles} to {}", words::list(states, "or")),
                    (false, false) => format!("{titles} ({})", words::list(states, "or")),
                }
            })
            .collect();
        words::upper_first(&parts.join("; "))
    }

    /// An act or choice as the engine writes it: `exchange`, `repatriate to KP`, `resettle to any other state`.
    pub fn choice(&self, choice: &str) -> String {
        let (act, to) = choice
            .split_once(" to ")
            .map_or((choice, None), |(act, to)| (act, Some(to)));
        let states: Vec<String> = to.map(|to| self.state(to)).into_iter().collect();
        words::lower_first(&self.toward(act.trim(), &states))
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

/// "Exchange to Russia", but "Intern in a neutral country (Switzerland)".
fn takes_to(title: &str) -> bool {
    ![" in ", " to ", " into ", " with ", " by ", " at "]
        .iter()
        .any(|word| title.contains(word))
}

/// A fact's id as words, without the part that only says whom it is about.
fn humanised(id: &str) -> String {
    match id.split_once('.') {
        Some(("prisoner" | "conflict" | "destination" | "orders" | "state", rest)) => {
            words::plain(&rest.replace('.', ": "))
        }
        Some((first, rest)) => format!("{}: {}", words::plain(first), words::plain(&rest.replace('.', ": "))),
        None => words::plain(id),
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
