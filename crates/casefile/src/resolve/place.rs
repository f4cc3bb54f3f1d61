//! From statements to items: what is stated, what is done, and what is put on top.

use super::{NO_EVIDENCE, Placed, Resolver};
use crate::file::{Plain, Word};
use crate::names::{Target, join};
use crate::values::{date_value, fact_value, from_words, relation_value};
use safeconduct_engine::situation::{Item, Stated, What};
use safeconduct_rulebook::model::{ActId, Per, Val};
use safeconduct_rulebook::source::{Diagnostic, Span};

impl Resolver<'_> {
    /// The items that a path stands for: a fact per act without its act is said of every act and state.
    pub(super) fn items(&mut self, target: &Target) -> Option<Vec<Item>> {
        let rulebook = self.rulebook;
        match target {
            Target::Fact { fact, act, state } => {
                let what = What::Fact(*fact);
                let state = self.index(state.as_ref())?;
                if rulebook.facts[fact.ix()].per != Per::Act {
                    return Some(vec![Item {
                        what,
                        act: None,
                        state,
                        other: None,
                    }]);
                }
                let mut items = Vec::new();
                for (i, meant) in rulebook.acts.iter().enumerate() {
                    let id = ActId(u32::try_from(i).ok()?);
                    if act.is_some_and(|a| a != id) {
                        continue;
                    }
                    let states: Vec<Option<u32>> = match state {
                        _ if !meant.destination => vec![None],
                        Some(state) => vec![Some(state)],
                        None => (0..u32::try_from(self.states.codes.len()).ok()?).map(Some).collect(),
                    };
                    items.extend(states.into_iter().map(|state| Item {
                        what,
                        act: Some(id),
                        state,
                        other: None,
                    }));
                }
                Some(items)
            }
            Target::Relation { relation, from, to } => {
                let (state, other) = (self.index(Some(from))?, self.index(Some(to))?);
                Some(vec![Item {
                    what: What::Relation(*relation),
                    act: None,
                    state,
                    other,
                }])
            }
            Target::Step { .. } | Target::Role(_) => Some(Vec::new()),
        }
    }

    /// `None` where the state is none of the case.
    #[allow(clippy::option_option)]
    pub(super) fn index(&mut self, word: Option<&Word>) -> Option<Option<u32>> {
        match word.map(|word| self.states.find(word)) {
            None => Some(None),
            Some(Ok(index)) => Some(Some(index)),
            Some(Err(problem)) => {
                self.out.push(problem);
                None
            }
        }
    }

    /// Takes a statement of the file, or one put on top of it.
    pub(super) fn state_it(&mut self, target: &Target, path: &[Word], value: &Plain, span: Span, over: bool) {
        let (name, whole) = join(path, span);
        if let Target::Step { step, act, state } = target {
            let Some(state) = self.index(state.as_ref()) else {
                return;
            };
            match date_value(value, &name, span) {
                Ok(date) => {
                    let before = self.done.insert((*step, *act, state), (date, whole));
                    if let (Some((_, first)), false) = (before, over) {
                        self.twice(&name, whole, first, "duplicate-key");
                    }
                }
                Err(problem) => self.out.push(problem),
            }
            return;
        }
        let resolved = match target {
            Target::Fact { fact, .. } => fact_value(&self.rulebook.facts[fact.ix()].kind, value, &name, span),
            Target::Relation { .. } => relation_value(value, &name, span),
            Target::Step { .. } | Target::Role(_) => return,
        };
        let resolved = resolved.map_err(|d| self.out.push(d)).ok();
        let (Some(items), Some(value)) = (self.items(target), resolved) else {
            return;
        };
        for item in items {
            let stated = Stated {
                item,
                value,
                by: None,
                strength: NO_EVIDENCE,
                since: None,
                source: None,
                unverified: None,
            };
            self.disputed.remove(&item);
            let before = self.stated.insert(item, Placed { stated, span: whole });
            if let (Some(first), false) = (before, over) {
                let code = if first.stated.value == value {
                    "duplicate-key"
                } else {
                    "contradiction"
                };
                self.twice(&name, whole, first.span, code);
                return;
            }
        }
    }

    pub(super) fn twice(&mut self, name: &str, here: Span, first: Span, code: &'static str) {
        let message = match code {
            "contradiction" => format!("`{name}` is stated twice, with different values"),
            _ => format!("`{name}` is stated twice"),
        };
        self.out
            .push(Diagnostic::error(code, here, message).related(first, "here for the first time"));
    }

    /// Takes what was put on top; `open` takes a statement away.
    pub(super) fn set(&mut self, target: &Target, path: &[Word], value: &Word) {
        let kind = match target {
            Target::Fact { fact, .. } => Some(&self.rulebook.facts[fact.ix()].kind),
            _ => None,
        };
        if value.text != "open" {
            self.state_it(target, path, &from_words(kind, &value.text), value.span, true);
        } else if let Target::Step { step, act, state } = target {
            if let Some(state) = self.index(state.as_ref()) {
                self.done.remove(&(*step, *act, state));
            }
        } else {
            for item in self.items(target).unwrap_or_default() {
                self.stated.remove(&item);
                self.disputed.remove(&item);
            }
        }
    }

    /// A step counts from the day on which it was done.
    pub(super) fn done_in_time(&mut self) {
        for ((step, act, state), (date, _)) in &self.done {
            if *date > self.as_of {
                let mut name = format!("steps.{}", self.rulebook.steps[step.ix()].id);
                for part in [
                    act.map(|a| &self.rulebook.acts[a.ix()].id),
                    state.and_then(|s| self.states.codes.get(s as usize)),
                ]
                .into_iter()
                .flatten()
                {
                    name.push('.');
                    name.push_str(part);
                }
                self.assumed
                    .push((name, format!("not yet done: {date} is after the day of the case")));
            }
        }
        let as_of = self.as_of;
        self.done.retain(|_, (date, _)| *date <= as_of);
    }

    /// The disputed values, resolved.
    pub(super) fn disputed_values(&mut self, target: &Target, values: &[(Plain, Span)], name: &str) -> Vec<Val> {
        let mut found = Vec::new();
        for (value, span) in values {
            let resolved = match target {
                Target::Fact { fact, .. } => fact_value(&self.rulebook.facts[fact.ix()].kind, value, name, *span),
                _ => relation_value(value, name, *span),
            };
            match resolved {
                Ok(value) if !found.contains(&value) => found.push(value),
                Ok(_) => {}
                Err(problem) => self.out.push(problem),
            }
        }
        found
    }
}
