//! What is said: names looked up, and put into phrases.

use super::Names;
use crate::words;
use safeconduct_engine::answer::FactValue;

/// What a fact is about: an act, states.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct About<'a> {
    act: Option<&'a str>,
    states: Vec<&'a str>,
}
impl Names {
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

    /// The group in which the matrix shows an act without destination.
    pub(crate) fn group(&self, act: &str) -> &'static str {
        let kinds = self.kinds.get(act).map_or(&[][..], Vec::as_slice);
        let named = |names: &[&str]| names.iter().any(|n| *n == act || kinds.iter().any(|k| k == n));
        words::GROUPS
            .iter()
            .find(|(_, names)| named(names))
            .map_or(words::GROUPS[0].0, |(heading, _)| heading)
    }

    /// A body that makes findings, with its article; where the rulebook is not known, by the words of its id.
    pub(crate) fn body(&self, body: &str) -> String {
        let name = self.bodies.get(body).cloned();
        name.unwrap_or_else(|| format!("the {}", words::plain(body)))
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
    pub(crate) fn rule_title(&self, id: &str) -> Option<String> {
        self.rules
            .get(id)
            .map(|(title, citation)| super::cited(title, citation))
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
        let name = self.title(&id);
        let about = self.said(&about);
        if about.is_empty() {
            name
        } else {
            format!("{name} ({about})")
        }
    }

    /// Several facts, those with the same title together: `Danger of torture (North Korea; Russia)`.
    pub fn facts<'a>(&self, paths: impl IntoIterator<Item = &'a String>) -> Vec<String> {
        self.facts_with(paths.into_iter().map(|path| (path.as_str(), "")))
    }

    /// The same with their values: `Danger of torture: found (North Korea; Russia)`.
    pub(crate) fn facts_with<'a>(&self, facts: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<String> {
        let mut groups: Vec<(String, Vec<About<'a>>)> = Vec::new();
        for (path, value) in facts {
            let law = path.starts_with("law.");
            let (id, about) = self.split(path);
            let title = if law { self.fact(path) } else { self.title(&id) };
            let title = if value.is_empty() {
                title
            } else {
                format!("{title}: {}", words::plain(value))
            };
            let about = if law { About::default() } else { about };
            match groups.iter_mut().find(|(t, _)| *t == title) {
                Some((_, abouts)) if abouts.contains(&about) => {}
                Some((_, abouts)) => abouts.push(about),
                None => groups.push((title, vec![about])),
            }
        }
        let about = |abouts: &[About<'a>]| {
            let cells: Vec<_> = abouts
                .iter()
                .filter_map(|a| a.act.map(|act| (act, a.states.first().copied())))
                .collect();
            let states = abouts.iter().filter(|a| a.act.is_none()).map(|a| self.said(a));
            let cells = (!cells.is_empty()).then(|| self.about(&cells));
            states
                .chain(cells)
                .filter(|s| !s.is_empty())
                .collect::<Vec<_>>()
                .join("; ")
        };
        let groups = groups.into_iter().map(|(title, abouts)| match about(&abouts) {
            none if none.is_empty() => title,
            about => format!("{title} ({about})"),
        });
        groups.collect()
    }

    fn title(&self, id: &str) -> String {
        self.facts.get(id).cloned().unwrap_or_else(|| humanised(id))
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

    /// A path without its states and acts, and these.
    fn split<'p>(&self, path: &'p str) -> (String, About<'p>) {
        let (mut id, mut about) = (Vec::new(), About::default());
        for (i, part) in path.split('.').enumerate() {
            if i > 0 && self.states.contains_key(part) {
                about.states.push(part);
            } else if i > 1 && self.acts.contains_key(part) {
                about.act = Some(part);
            } else {
                id.push(part);
            }
        }
        (id.join("."), about)
    }

    /// What a fact is about, in words.
    fn said(&self, about: &About<'_>) -> String {
        match (about.act, &about.states[..]) {
            (Some(act), states) => words::lower_first(&self.cell(act, states.first().copied())),
            (None, [from, to, ..]) => format!("from {} to {}", self.state(from), self.state(to)),
            (None, states) => states.iter().map(|s| self.state(s)).collect(),
        }
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

    /// The same in a few words: where there are many acts toward one state, their number.
    pub(crate) fn about(&self, cells: &[(&str, Option<&str>)]) -> String {
        const MANY: usize = 4;
        let toward = |to: Option<&str>| cells.iter().filter(|(_, d)| d.is_some() && *d == to).count();
        let mut counted: Vec<&str> = Vec::new();
        for to in cells.iter().filter_map(|(_, to)| *to) {
            if toward(Some(to)) >= MANY && !counted.contains(&to) {
                counted.push(to);
            }
        }
        let named: Vec<_> = cells
            .iter()
            .filter(|(_, to)| !to.is_some_and(|to| counted.contains(&to)))
            .copied()
            .collect();
        let numbers = counted
            .iter()
            .map(|to| format!("{} acts toward {}", toward(Some(to)), self.state(to)));
        let rest = (!named.is_empty()).then(|| words::lower_first(&self.cells(&named)));
        numbers.chain(rest).collect::<Vec<_>>().join("; ")
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
