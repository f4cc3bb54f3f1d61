//! Paths of a case file and what they name in a rulebook.

use crate::file::Word;
use crate::shape::RESERVED;
use crate::states::{code_help, is_code};
use crate::tree::shorten;
use safeconduct_rulebook::model::{ActId, FactId, Per, RelationId, RoleId, Rulebook, StepId};
use safeconduct_rulebook::source::{Diagnostic, Span, nearest};

/// What a path names; states as they are written.
#[derive(Clone, Debug)]
pub(crate) enum Target {
    Fact {
        fact: FactId,
        act: Option<ActId>,
        state: Option<Word>,
    },
    Relation {
        relation: RelationId,
        from: Word,
        to: Word,
    },
    Step {
        step: StepId,
        act: Option<ActId>,
        state: Option<Word>,
    },
    Role(RoleId),
}

/// A part of a pattern.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part<'r> {
    Name(&'r str),
    State,
    Act,
}

#[derive(Clone, Copy)]
enum Named {
    Fact(FactId),
    Relation(RelationId),
    Step(StepId),
    Role(RoleId),
}

/// The paths that something can have: all `parts`, or at least the first `least` of them.
struct Pattern<'r> {
    parts: Vec<Part<'r>>,
    least: usize,
    named: Named,
    /// The message of an old name.
    old: Option<String>,
}

impl Pattern<'_> {
    /// How many segments of the path it shares, from the front.
    fn shares(&self, path: &[Word]) -> usize {
        let fits = |(part, word): &(&Part<'_>, &Word)| match part {
            Part::Name(name) => *name == word.text,
            Part::State | Part::Act => true,
        };
        self.parts.iter().zip(path).take_while(fits).count()
    }

    fn names(&self) -> usize {
        self.parts.iter().filter(|p| matches!(p, Part::Name(_))).count()
    }
}

/// All names that a case file may use.
pub(crate) struct Names<'r> {
    rulebook: &'r Rulebook,
    patterns: Vec<Pattern<'r>>,
}

fn id<T>(index: usize, make: fn(u32) -> T) -> T {
    make(u32::try_from(index).unwrap_or(u32::MAX))
}

impl<'r> Names<'r> {
    pub(crate) fn new(rulebook: &'r Rulebook) -> Self {
        let mut names = Self {
            rulebook,
            patterns: Vec::new(),
        };
        for (i, fact) in rulebook.facts.iter().enumerate() {
            names.fact(&fact.id, id(i, FactId), fact.per, None);
        }
        for (i, relation) in rulebook.relations.iter().enumerate() {
            let mut parts: Vec<_> = relation.table.split('.').map(Part::Name).collect();
            parts.extend([Part::State, Part::State]);
            names.add(parts, 0, Named::Relation(id(i, RelationId)), None);
        }
        for (i, step) in rulebook.steps.iter().enumerate() {
            names.step(&step.id, id(i, StepId), None);
        }
        for (i, role) in rulebook.roles.iter().enumerate() {
            names.add(vec![Part::Name(&role.id)], 0, Named::Role(id(i, RoleId)), None);
        }
        for (old, new, message) in &rulebook.aliases {
            let message = if message.is_empty() {
                format!("`{old}` is now `{new}`")
            } else {
                message.clone()
            };
            if let Some(i) = rulebook.facts.iter().position(|f| f.id == *new) {
                names.fact(old, id(i, FactId), rulebook.facts[i].per, Some(message));
            } else if let Some(i) = rulebook.steps.iter().position(|s| s.id == *new) {
                names.step(old, id(i, StepId), Some(message));
            } else if let Some(i) = rulebook.roles.iter().position(|r| r.id == *new) {
                names.add(vec![Part::Name(old)], 0, Named::Role(id(i, RoleId)), Some(message));
            }
        }
        names
    }

    fn fact(&mut self, name: &'r str, fact: FactId, per: Per, old: Option<String>) {
        let mut parts: Vec<_> = name.split('.').map(Part::Name).collect();
        let mut least = parts.len();
        match per {
            Per::Case => {}
            Per::Destination => {
                parts.insert(1, Part::State);
                least += 1;
            }
            Per::Act => parts.extend([Part::Act, Part::State]),
        }
        self.add(parts, least, Named::Fact(fact), old);
    }

    fn step(&mut self, name: &'r str, step: StepId, old: Option<String>) {
        let mut parts = vec![Part::Name("steps"), Part::Name(name)];
        let mut least = 2;
        if !self.rulebook.steps[step.ix()].acts.is_empty() {
            parts.extend([Part::Act, Part::State]);
            least = 3;
        }
        self.add(parts, least, Named::Step(step), old);
    }

    /// `least` 0 stands for all parts.
    fn add(&mut self, parts: Vec<Part<'r>>, least: usize, named: Named, old: Option<String>) {
        let least = if least == 0 { parts.len() } else { least };
        self.patterns.push(Pattern {
            parts,
            least,
            named,
            old,
        });
    }

    /// What a path names. Old names are reported as warnings.
    pub(crate) fn target(&self, path: &[Word], out: &mut Vec<Diagnostic>) -> Option<Target> {
        let fits = |p: &&Pattern<'_>| (p.least..=p.parts.len()).contains(&path.len()) && p.shares(path) == path.len();
        // The pattern with most names of its own; of several the first.
        let best = self
            .patterns
            .iter()
            .filter(fits)
            .reduce(|a, b| if b.names() > a.names() { b } else { a });
        let Some(pattern) = best else {
            out.push(self.unknown(path));
            return None;
        };
        if let Some(message) = &pattern.old {
            let place = join(path, Span::default()).1;
            out.push(Diagnostic::warning("old-name", place, message.clone()).label("an old name"));
        }
        let (mut states, mut act) = (Vec::new(), None);
        for (part, word) in pattern.parts.iter().zip(path) {
            match part {
                Part::Name(_) => {}
                Part::State if is_code(&word.text) => states.push(word.clone()),
                Part::State => {
                    let message = format!("`{}` is not the code of a state", shorten(&word.text));
                    out.push(Diagnostic::error("bad-state", word.span, message).help(code_help(&word.text)));
                    return None;
                }
                Part::Act => act = Some(self.act(word).map_err(|d| out.push(d)).ok()?),
            }
        }
        let state = states.first().cloned();
        if let Some(problem) = self.act_problem(pattern, act, state.as_ref(), path) {
            out.push(problem);
            return None;
        }
        Some(match pattern.named {
            Named::Fact(fact) => Target::Fact { fact, act, state },
            Named::Step(step) => Target::Step { step, act, state },
            Named::Role(role) => Target::Role(role),
            Named::Relation(relation) => Target::Relation {
                relation,
                from: state?,
                to: states.get(1)?.clone(),
            },
        })
    }

    /// An act by its name.
    pub(crate) fn act(&self, word: &Word) -> Result<ActId, Diagnostic> {
        let acts = &self.rulebook.acts;
        match acts.iter().position(|a| a.id == word.text) {
            Some(i) => Ok(id(i, ActId)),
            None => Err(unknown_name("act", word, acts.iter().map(|a| a.id.as_str()))),
        }
    }

    /// An act without a destination that has one here; a step for an act that it is not done for; a step toward no state.
    fn act_problem(
        &self,
        pattern: &Pattern<'_>,
        act: Option<ActId>,
        state: Option<&Word>,
        path: &[Word],
    ) -> Option<Diagnostic> {
        let act = act?;
        let name = &self.rulebook.acts[act.ix()].id;
        if let (false, Some(state)) = (self.rulebook.acts[act.ix()].destination, state) {
            let message = format!("the act `{name}` has no destination");
            return Some(Diagnostic::error("wrong-act", state.span, message).label("no state can stand here"));
        }
        let Named::Step(step) = pattern.named else { return None };
        let step = &self.rulebook.steps[step.ix()];
        if !step.acts.contains(&act) {
            let known: Vec<&str> = step
                .acts
                .iter()
                .map(|a| self.rulebook.acts[a.ix()].id.as_str())
                .collect();
            let message = format!("the step `{}` is not a step of the act `{name}`", step.id);
            let help = format!("it is done for {}", known.join(", "));
            return Some(Diagnostic::error("wrong-act", path[2].span, message).help(help));
        }
        if self.rulebook.acts[act.ix()].destination && state.is_none() {
            let message = format!(
                "the step `{}` is done for `{name}` toward one state; the state is missing",
                step.id
            );
            let help = format!("steps.{}.{name}.KR = 2026-01-20", step.id);
            return Some(Diagnostic::error("missing-state", path[2].span, message).help(help));
        }
        None
    }

    /// Whether something known may stand below this path.
    pub(crate) fn is_group(&self, path: &[Word]) -> bool {
        let one_table = path.len() == 1 && path[0].text == "steps";
        one_table
            || self
                .patterns
                .iter()
                .any(|p| p.parts.len() > path.len() && p.shares(path) == path.len())
    }

    /// The complaint about a path that names nothing.
    pub(crate) fn unknown(&self, path: &[Word]) -> Diagnostic {
        let (name, whole) = join(path, Span::default());
        if let Some(problem) = self.state_missing(path, &name, whole) {
            return problem;
        }
        let known = self.patterns.iter().map(|p| p.shares(path)).max().unwrap_or(0);
        if known >= path.len() {
            let message = format!("`{}` is a group; it has no value of its own", shorten(&name));
            let help = self.listed(path).unwrap_or_default();
            return Diagnostic::error("wrong-type", whole, message)
                .label("expected a table")
                .help(help);
        }
        // A complete name with something below it.
        let above = self
            .patterns
            .iter()
            .find(|p| p.parts.len() == known && p.shares(path) == known);
        if let Some(pattern) = above.filter(|_| known > 0) {
            let what = match pattern.named {
                Named::Step(_) => "step: it takes the day on which it was done",
                Named::Role(_) => "role: it takes the code of a state",
                Named::Fact(_) | Named::Relation(_) => "fact: it takes one value",
            };
            let message = format!("`{}` is a {what}, not a table", shorten(&join(&path[..known], whole).0));
            return Diagnostic::error("wrong-type", path[known].span, message).label("nothing can stand below it");
        }
        let word = &path[known];
        let message = match known {
            0 => format!(
                "`{}` is no fact, relation, role or key of a case file",
                shorten(&word.text)
            ),
            _ => format!(
                "there is no `{}` under `{}`",
                shorten(&word.text),
                join(&path[..known], whole).0
            ),
        };
        let found = Diagnostic::error("unknown-name", word.span, message).label("not known");
        let mut here = self.next_names(&path[..known]);
        if known == 0 {
            here.extend(RESERVED);
            here.push("steps");
        }
        let help = match nearest(&word.text, here.iter().copied()).filter(|_| !word.text.is_empty()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None if known == 0 => None,
            None => self.listed(&path[..known]),
        };
        Diagnostic { help, ..found }
    }

    /// A path that would be right with a state, or without one.
    fn state_missing(&self, path: &[Word], name: &str, whole: Span) -> Option<Diagnostic> {
        for pattern in &self.patterns {
            let without: Vec<Part<'_>> = pattern.parts.iter().copied().filter(|p| *p != Part::State).collect();
            let same = |parts: &[Part<'_>], path: &[Word]| {
                parts.len() == path.len() && parts.iter().zip(path).all(|(p, w)| *p == Part::Name(&w.text))
            };
            if matches!(pattern.named, Named::Fact(_)) && without.len() < pattern.parts.len() && same(&without, path) {
                let mut right: Vec<&str> = path.iter().map(|w| w.text.as_str()).collect();
                right.insert(1, "KR");
                let message = format!("`{name}` has a value for each state; the state is missing");
                let help = format!("the state stands after the first segment: {}", right.join("."));
                return Some(Diagnostic::error("missing-state", whole, message).help(help));
            }
            if path.len() > 2 && is_code(&path[1].text) {
                let mut rest = path.to_vec();
                let state = rest.remove(1);
                if without.len() == pattern.parts.len() && same(&pattern.parts, &rest) {
                    let right = join(&rest, whole).0;
                    let message = format!("`{right}` has one value in a case, not one for each state");
                    return Some(
                        Diagnostic::error("wrong-state", state.span, message).help(format!("write `{right}`")),
                    );
                }
            }
        }
        None
    }

    /// The names that may follow a path.
    fn next_names(&self, path: &[Word]) -> Vec<&'r str> {
        let mut found: Vec<&str> = Vec::new();
        for pattern in self
            .patterns
            .iter()
            .filter(|p| p.old.is_none() && p.shares(path) == path.len())
        {
            if let Some(Part::Name(name)) = pattern.parts.get(path.len())
                && !found.contains(name)
            {
                found.push(name);
            }
        }
        found
    }

    /// What may follow a path, for advice.
    fn listed(&self, path: &[Word]) -> Option<String> {
        let mut names = self.next_names(path);
        let group = join(path, Span::default()).0;
        if names.is_empty() {
            let state = self
                .patterns
                .iter()
                .any(|p| p.shares(path) == path.len() && p.parts.get(path.len()) == Some(&Part::State));
            return Some(if state {
                format!("next comes a state: `{group}.KR`")
            } else {
                format!("next comes an act: `{group}.…`")
            });
        }
        let more = names.len() > 8;
        names.truncate(8);
        Some(format!(
            "under `{group}` there are {}{}",
            names.join(", "),
            if more { ", …" } else { "" }
        ))
    }
}

/// A name that is not among those known.
pub(crate) fn unknown_name<'a>(what: &str, word: &Word, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let known: Vec<&str> = known.into_iter().collect();
    let message = format!("there is no {what} `{}`", shorten(&word.text));
    let help = match nearest(&word.text, known.iter().copied()) {
        Some(near) => Some(format!("did you mean `{near}`?")),
        None if !known.is_empty() && known.len() <= 12 => Some(format!("known are {}", known.join(", "))),
        None => None,
    };
    Diagnostic {
        help,
        ..Diagnostic::error("unknown-name", word.span, message).label("not known")
    }
}

/// A path with its dots, and the place of its last segment.
pub(crate) fn join(path: &[Word], otherwise: Span) -> (String, Span) {
    let name = path.iter().map(|w| w.text.as_str()).collect::<Vec<_>>().join(".");
    (name, path.last().map_or(otherwise, |w| w.span))
}
