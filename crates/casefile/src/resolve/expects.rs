//! Whether expectations name what there is.

use super::Resolver;
use crate::expect::Expect;
use crate::file::Word;
use crate::names::unknown_name;
use safeconduct_rulebook::model::Verdict;
use safeconduct_rulebook::source::Diagnostic;

const SETTLED: [&str; 5] = ["every_reading", "profile", "open_law", "open_facts", "open_both"];

impl Resolver<'_> {
    pub(super) fn check_expects(&mut self) {
        let case = self.case;
        for expect in &case.expects {
            self.check_act(expect);
            self.check_words(expect);
        }
    }

    fn check_act(&mut self, expect: &Expect) {
        let act = match self.names.act(&expect.act) {
            Ok(act) => &self.rulebook.acts[act.ix()],
            Err(problem) => return self.out.push(problem),
        };
        match (&expect.destination, act.destination) {
            (None, true) => {
                let message = format!("`{}` has a destination; the expectation names none", act.id);
                let problem = Diagnostic::error("missing-key", expect.act.span, message);
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

    fn check_words(&mut self, expect: &Expect) {
        let verdicts = Verdict::ALL.map(Verdict::word);
        let with = |more: &'static str| verdicts.iter().copied().chain([more]).collect::<Vec<_>>();
        self.one_of(expect.verdict.as_ref(), "verdict", &with("open"));
        self.one_of(expect.now.as_ref(), "verdict", &with("not_yet"));
        self.one_of(expect.not_settled.as_ref(), "verdict", &verdicts);
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
