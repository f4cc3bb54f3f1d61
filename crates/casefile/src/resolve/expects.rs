//! Whether expectations name what there is.

use super::Resolver;
use crate::expect::{About, Expect};
use crate::file::Word;
use crate::names::unknown_name;
use safeconduct_rulebook::model::Verdict;
use safeconduct_rulebook::source::Diagnostic;

const SETTLED: [&str; 5] = ["every_reading", "profile", "open_law", "open_facts", "open_both"];

/// The status of a duty with a clock.
const STATUS: [&str; 6] = ["not_triggered", "pending", "due", "overdue", "done", "suspended"];

impl Resolver<'_> {
    pub(super) fn check_expects(&mut self) {
        let case = self.case;
        for expect in &case.expects {
            match &expect.about {
                About::Act { act, destination } => self.check_act(act, destination.as_ref()),
                About::Duty(duty) => {
                    let duties: Vec<&str> = self.rulebook.duties.iter().map(|d| d.id.as_str()).collect();
                    self.one_of(Some(duty), "duty", &duties);
                }
                About::Term { term, state } => self.check_term(term, state.as_ref()),
            }
            self.check_words(expect);
        }
    }

    fn check_act(&mut self, word: &Word, destination: Option<&Word>) {
        let act = match self.names.act(word) {
            Ok(act) => &self.rulebook.acts[act.ix()],
            Err(problem) => return self.out.push(problem),
        };
        match (destination, act.destination) {
            (None, true) => {
                let message = format!("`{}` has a destination; the expectation names none", act.id);
                let problem = Diagnostic::error("missing-key", word.span, message);
                self.out
                    .push(problem.help("add destination = \"…\" with one of the states asked about"));
            }
            (Some(word), false) => {
                let message = format!("the act `{}` has no destination", act.id);
                self.out
                    .push(Diagnostic::error("wrong-act", word.span, message).label("no state can stand here"));
            }
            (Some(word), true) => match self.states.find(word) {
                Ok(index) if self.asked.contains(&index) => {}
                Ok(_) => {
                    let message = format!("{word} is not among the states asked about, so there is no answer on it");
                    let problem = Diagnostic::error("unknown-state", word.span, message);
                    self.out.push(problem.help(format!("add {word} to `destinations`")));
                }
                Err(problem) => self.out.push(problem),
            },
            (None, false) => {}
        }
    }

    fn check_term(&mut self, word: &Word, state: Option<&Word>) {
        let rulebook = self.rulebook;
        let Some(term) = rulebook.terms.iter().find(|t| t.id == word.text) else {
            let known = rulebook.terms.iter().map(|t| t.id.as_str());
            return self.out.push(unknown_name("term", word, known));
        };
        match (state, term.per_destination) {
            (None, true) => {
                let message = format!("`{}` holds of a state; the expectation names none", term.id);
                let problem = Diagnostic::error("missing-key", word.span, message);
                self.out
                    .push(problem.help("add state = \"…\" with one of the states of the case"));
            }
            (Some(word), false) => {
                let message = format!("the term `{}` holds of no state", term.id);
                self.out
                    .push(Diagnostic::error("wrong-state", word.span, message).label("no state can stand here"));
            }
            (Some(word), true) => {
                if let Err(problem) = self.states.find(word) {
                    self.out.push(problem);
                }
            }
            (None, false) => {}
        }
    }

    fn check_words(&mut self, expect: &Expect) {
        let verdicts = Verdict::ALL.map(Verdict::word);
        let with = |more: &'static str| verdicts.iter().copied().chain([more]).collect::<Vec<_>>();
        self.one_of(expect.verdict.as_ref(), "verdict", &with("open"));
        self.one_of(expect.now.as_ref(), "verdict", &with("not_yet"));
        self.one_of(expect.not_settled.as_ref(), "verdict", &verdicts);
        self.one_of(expect.status.as_ref(), "status of a duty", &STATUS);
        self.one_of(expect.value.as_ref(), "value of a term", &["true", "false", "open"]);
        self.one_of(expect.settled.as_ref(), "degree of settlement", &SETTLED);
        for word in expect.possible.iter().flatten() {
            self.one_of(Some(word), "verdict", &verdicts);
        }
        let rulebook = self.rulebook;
        let profiles: Vec<&str> = rulebook.profiles.iter().map(|p| p.id.as_str()).collect();
        self.one_of(expect.profile.as_ref(), "profile", &profiles);
        let steps: Vec<&str> = rulebook.steps.iter().map(|s| s.id.as_str()).collect();
        for word in &expect.steps {
            self.one_of(Some(word), "step", &steps);
        }
        if !expect.by_rule.is_empty() {
            let bases = rulebook.bases.iter().map(|b| b.id.as_str());
            let rules: Vec<&str> = rulebook.rules.iter().map(|r| r.id.as_str()).chain(bases).collect();
            for word in &expect.by_rule {
                self.one_of(Some(word), "rule or basis", &rules);
            }
        }
    }

    fn one_of(&mut self, word: Option<&Word>, what: &str, known: &[&str]) {
        if let Some(word) = word.filter(|w| !known.contains(&w.text.as_str())) {
            self.out.push(unknown_name(what, word, known.iter().copied()));
        }
    }
}
