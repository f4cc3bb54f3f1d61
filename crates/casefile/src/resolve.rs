//! The second pass: what the words of a case file mean in a rulebook.

mod evidence;
mod expects;
mod law;
mod place;

use crate::file::{CaseFile, Plain, Word};
use crate::names::{Names, Target, unknown_name};
use crate::overrides::Overrides;
use crate::shape::RESERVED;
use crate::states::{States, check_code, state};
use jiff::civil::Date;
use safeconduct_engine::compile::LawKey;
use safeconduct_engine::situation::{Disputed, Done, Item, Situation, Stated, StatedLaw};
use safeconduct_rulebook::model::{ActId, ProfileId, QuestionId, RoleId, Rulebook, StepId};
use safeconduct_rulebook::source::{Diagnostic, Severity, Span};
use std::collections::BTreeMap;

/// The strength of a statement without evidence; with evidence of no stated kind it is one stronger.
pub(crate) const NO_EVIDENCE: u8 = u8::MAX;

/// A case as the engine is asked it, with what was put on top. Its diagnostics point into [`crate::sources`]; without a situation there is an
/// error among them.
pub fn resolve(case: &CaseFile, rulebook: &Rulebook, overrides: &Overrides) -> (Option<Situation>, Vec<Diagnostic>) {
    let (situation, mut diagnostics) = Resolver::new(case, rulebook, overrides).run();
    diagnostics.sort_by_key(|d| (d.span.file, d.span.start, d.span.end));
    let mut seen: Vec<(&'static str, Span)> = Vec::new();
    diagnostics.retain(|d| {
        let first = !seen.contains(&(d.code, d.span));
        seen.push((d.code, d.span));
        first
    });
    let wrong = diagnostics.iter().any(|d| d.severity == Severity::Error);
    (situation.filter(|_| !wrong), diagnostics)
}

/// As [`resolve`], without the warnings.
pub fn situation(case: &CaseFile, rulebook: &Rulebook, overrides: &Overrides) -> Result<Situation, Vec<Diagnostic>> {
    let (situation, mut diagnostics) = resolve(case, rulebook, overrides);
    situation.ok_or_else(|| {
        diagnostics.retain(|d| d.severity == Severity::Error);
        diagnostics
    })
}

/// What is wrong with the file alone.
pub(crate) fn check_file(case: &CaseFile, rulebook: &Rulebook) -> Vec<Diagnostic> {
    resolve(case, rulebook, &Overrides::default()).1
}

/// A statement of the file.
struct Placed {
    stated: Stated,
    span: Span,
}

type StepKey = (StepId, Option<ActId>, Option<u32>);

struct Resolver<'a> {
    case: &'a CaseFile,
    rulebook: &'a Rulebook,
    overrides: &'a Overrides,
    names: Names<'a>,
    as_of: Date,
    states: States,
    asked: Vec<u32>,
    roles: Vec<Option<Word>>,
    stated: BTreeMap<Item, Placed>,
    disputed: BTreeMap<Item, Disputed>,
    done: BTreeMap<StepKey, (Date, Span)>,
    law: BTreeMap<LawKey, StatedLaw>,
    assumed: Vec<(String, String)>,
    out: Vec<Diagnostic>,
}

impl<'a> Resolver<'a> {
    fn new(case: &'a CaseFile, rulebook: &'a Rulebook, overrides: &'a Overrides) -> Self {
        Self {
            case,
            rulebook,
            overrides,
            names: Names::new(rulebook),
            as_of: overrides.as_of.or(case.as_of).unwrap_or(overrides.today),
            states: States {
                detaining: case.detaining.text.clone(),
                codes: Vec::new(),
            },
            asked: Vec::new(),
            roles: vec![None; rulebook.roles.len()],
            stated: BTreeMap::new(),
            disputed: BTreeMap::new(),
            done: BTreeMap::new(),
            law: BTreeMap::new(),
            assumed: Vec::new(),
            out: Vec::new(),
        }
    }

    fn run(mut self) -> (Option<Situation>, Vec<Diagnostic>) {
        let case = self.case;
        if case.as_of.is_none() && self.overrides.as_of.is_none() {
            self.assumed.push(("as_of".to_owned(), self.as_of.to_string()));
        }
        let profile = self.profile();
        let readings = self.readings();
        for path in &case.empty {
            if !self.names.is_group(path) {
                let problem = self.names.unknown(path);
                self.out.push(problem);
            }
        }
        let statements: Vec<(Option<Target>, _)> = case
            .statements
            .iter()
            .map(|s| (self.names.target(&s.path, &mut self.out), s))
            .collect();
        let (law_sets, sets): (Vec<_>, Vec<_>) =
            (self.overrides.set_words().into_iter()).partition(|(p, _)| law::is_law(p));
        let sets: Vec<(Option<Target>, Vec<Word>, Word)> = sets
            .into_iter()
            .map(|(path, value)| (self.set_target(&path), path, value))
            .collect();
        for (target, statement) in &statements {
            if let Some(Target::Role(role)) = target {
                self.role(*role, &statement.value, statement.span, false);
            }
        }
        for (target, _, value) in &sets {
            if let Some(Target::Role(role)) = target {
                self.role(*role, &Plain::Text(value.text.clone()), value.span, true);
            }
        }
        self.default_roles();
        let related = statements
            .iter()
            .map(|(t, _)| t)
            .chain(sets.iter().filter(|s| s.2.text != "open").map(|(t, ..)| t));
        let related: Vec<Target> = related
            .flatten()
            .filter(|t| matches!(t, Target::Relation { .. }))
            .cloned()
            .collect();
        self.fix_states(&related);
        self.law_tables();
        for (path, value) in &law_sets {
            self.set_law(path, value);
        }
        for (target, statement) in &statements {
            if let Some(target) = target {
                self.state_it(target, &statement.path, &statement.value, statement.span, false);
            }
        }
        self.evidence();
        for (target, path, value) in &sets {
            if let Some(target) = target {
                self.set(target, path, value);
            }
        }
        self.check_expects();
        self.done_in_time();
        let situation = self.finish(profile, readings);
        (situation, self.out)
    }

    /// What is put on top of the file is a fact, a relation, a step or a role, not a key of the file.
    fn set_target(&mut self, path: &[Word]) -> Option<Target> {
        if let [key] = path
            && RESERVED.contains(&key.text.as_str())
        {
            let message =
                format!("`{key}` is a key of the case file; only facts, relations, steps and roles can be set");
            self.out.push(Diagnostic::error("not-a-fact", key.span, message));
            return None;
        }
        self.names.target(path, &mut self.out)
    }

    fn profile(&mut self) -> Option<ProfileId> {
        let profiles = &self.rulebook.profiles;
        let word = self.overrides.profile_word().or_else(|| self.case.profile.clone());
        let place = match &word {
            Some(word) => {
                let place = profiles.iter().position(|p| p.id == word.text);
                if place.is_none() {
                    self.out
                        .push(unknown_name("profile", word, profiles.iter().map(|p| p.id.as_str())));
                }
                place
            }
            None => {
                let place = profiles.iter().position(|p| p.default);
                if place.is_none() {
                    let message = "the case names no profile, and the rulebook has no default profile";
                    self.out
                        .push(Diagnostic::error("missing-key", Span::default(), message));
                }
                place
            }
        };
        place.and_then(|i| u32::try_from(i).ok()).map(ProfileId)
    }

    fn readings(&mut self) -> BTreeMap<QuestionId, u32> {
        let mut readings = BTreeMap::new();
        let words = self.case.readings.iter().cloned().chain(self.overrides.reading_words());
        for (question, position) in words {
            let Some(i) = self.rulebook.questions.iter().position(|q| q.id == question.text) else {
                let known = self.rulebook.questions.iter().map(|q| q.id.as_str());
                self.out.push(unknown_name("question", &question, known));
                continue;
            };
            let positions = &self.rulebook.questions[i].positions;
            match positions.iter().position(|p| p.id == position.text) {
                Some(p) => {
                    if let (Ok(i), Ok(p)) = (u32::try_from(i), u32::try_from(p)) {
                        readings.insert(QuestionId(i), p);
                    }
                }
                None => {
                    let what = format!("position on `{}`", question.text);
                    self.out
                        .push(unknown_name(&what, &position, positions.iter().map(|p| p.id.as_str())));
                }
            }
        }
        readings
    }

    fn role(&mut self, role: RoleId, value: &Plain, span: Span, over: bool) {
        let id = &self.rulebook.roles[role.ix()].id;
        let Plain::Text(text) = value else {
            let message = format!("`{id}` takes the code of a state in quotes, but this is {value}");
            self.out
                .push(Diagnostic::error("wrong-type", span, message).label("expected a state"));
            return;
        };
        let word = Word {
            text: text.clone(),
            span,
        };
        if over && text == "open" {
            self.roles[role.ix()] = None;
            return;
        }
        if !check_code(&word, &format!("`{id}`"), &mut self.out) {
            return;
        }
        if *text == self.case.detaining.text {
            let message = format!("{text} is the detaining power; `{id}` is another state");
            self.out.push(Diagnostic::error("detaining-power", span, message));
            return;
        }
        if let (Some(first), false) = (&self.roles[role.ix()], over) {
            let twice = Diagnostic::error("duplicate-key", span, format!("`{id}` is stated twice"));
            self.out.push(twice.related(first.span, "here for the first time"));
            return;
        }
        self.roles[role.ix()] = Some(word);
    }

    /// Roles that nobody stated take the state of another, said aloud.
    fn default_roles(&mut self) {
        for _ in 0..self.rulebook.roles.len() {
            for (i, role) in self.rulebook.roles.iter().enumerate() {
                let given = role.default.and_then(|d| self.roles.get(d.ix()).cloned().flatten());
                if let (None, Some(word)) = (&self.roles[i], given) {
                    self.assumed.push((role.id.clone(), word.text.clone()));
                    self.roles[i] = Some(word);
                }
            }
        }
    }

    /// The states of the case: those asked about, those of the roles, those of relations.
    fn fix_states(&mut self, relations: &[Target]) {
        let case = self.case;
        if !case.detaining.text.is_empty() {
            check_code(&case.detaining, "`detaining`", &mut self.out);
        }
        for (i, word) in case.destinations.iter().flatten().enumerate() {
            if !check_code(word, "`destinations`", &mut self.out) {
                continue;
            }
            if word.text == case.detaining.text {
                let message = format!("{word} is the detaining power; it cannot be a destination");
                let problem = Diagnostic::error("detaining-power", word.span, message);
                self.out
                    .push(problem.related(case.detaining.span, "the detaining power"));
            } else if case.destinations.iter().flatten().take(i).any(|w| w.text == word.text) {
                let message = format!("{word} stands twice among the destinations");
                self.out.push(Diagnostic::error("duplicate-key", word.span, message));
            } else {
                self.states.add(&word.text);
            }
        }
        let asked = self.states.codes.len();
        for word in self.roles.iter().flatten() {
            self.states.add(&word.text);
        }
        let mut named: Vec<&Word> = Vec::new();
        for relation in relations {
            if let Target::Relation { from, to, .. } = relation {
                if from.text == to.text {
                    let message = format!("{from} and {to} are the same state; a relation is between two");
                    self.out.push(Diagnostic::error("same-state", to.span, message));
                }
                named.extend([from, to]);
            }
        }
        named.sort_by(|a, b| a.text.cmp(&b.text));
        for word in named.into_iter().filter(|w| w.text != case.detaining.text) {
            self.states.add(&word.text);
        }
        let asked = if case.destinations.is_some() {
            asked
        } else {
            self.states.codes.len()
        };
        self.asked = (0..u32::try_from(asked).unwrap_or(0)).collect();
    }

    fn finish(&mut self, profile: Option<ProfileId>, readings: BTreeMap<QuestionId, u32>) -> Option<Situation> {
        let rulebook = self.rulebook;
        Some(Situation {
            id: self.case.id.clone(),
            as_of: self.as_of,
            as_known: self.case.as_known,
            profile: profile?,
            readings: readings.into_iter().collect(),
            detaining: state(rulebook, &self.states.detaining),
            states: self.states.codes.iter().map(|code| state(rulebook, code)).collect(),
            asked: std::mem::take(&mut self.asked),
            roles: self
                .roles
                .iter()
                .map(|r| r.as_ref().and_then(|w| self.states.index(&w.text)))
                .collect(),
            complete: self.case.complete.unwrap_or(false),
            stated: std::mem::take(&mut self.stated)
                .into_values()
                .map(|p| p.stated)
                .collect(),
            law: std::mem::take(&mut self.law).into_values().collect(),
            disputed: std::mem::take(&mut self.disputed).into_values().collect(),
            done: self
                .done
                .iter()
                .map(|((step, act, state), (date, _))| Done {
                    step: *step,
                    act: *act,
                    state: *state,
                    date: *date,
                })
                .collect(),
            assumed: std::mem::take(&mut self.assumed),
        })
    }
}
