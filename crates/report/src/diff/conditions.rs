//! Conditions of generic cases as clauses.

use crate::words;
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::diff::{Condition, NEW, OLD};
use safeconduct_rulebook::model::{Rulebook, StateExpr};
use safeconduct_rulebook::prose::{Naming, clause_with};

/// What is needed to say a condition.
pub(super) struct Clauses<'a> {
    /// Both rulebooks.
    pub(super) books: [&'a Rulebook; 2],
    /// Whether the act in question has a destination.
    pub(super) destination: bool,
}

impl Clauses<'_> {
    /// The conditions as clauses, without full stops.
    pub(super) fn all(&self, conditions: &[Condition]) -> Vec<String> {
        conditions.iter().filter_map(|c| self.one(c)).collect()
    }

    fn one(&self, condition: &Condition) -> Option<String> {
        match condition {
            Condition::Says { side, only, cond, act } => {
                let state = |expr: StateExpr| self.listed(expr);
                let naming = Naming {
                    state: &state,
                    act: *act,
                };
                let clause = clause_with(self.books[*side], cond, &naming);
                let clause = words::clause(&clause).to_owned();
                Some(match *only {
                    Some(OLD) => format!("before the change, {clause}"),
                    Some(_) => format!("after the change, {clause}"),
                    None => clause,
                })
            }
            Condition::State {
                place, may, unfiled, ..
            } => Some(self.state(*place, may, *unfiled)),
            Condition::Day { from, until } => {
                let since = from.map(|d| format!("on {} or later", words::date(&d.to_string())));
                let before = until.map(|d| format!("before {}", words::date(&d.to_string())));
                let both: Vec<String> = [since, before].into_iter().flatten().collect();
                (!both.is_empty()).then(|| format!("the day of the case lies {}", both.join(" and ")))
            }
            Condition::Elsewhere(true) => Some("the states asked about need not be all that he could go to".to_owned()),
            Condition::Elsewhere(false) => Some("he can go to no state but those asked about".to_owned()),
        }
    }

    /// What a state that is not the destination is called.
    fn listed(&self, expr: StateExpr) -> Option<String> {
        let StateExpr::Var(n) = expr else { return None };
        let n = if self.destination { n + 1 } else { n };
        Some(match n {
            0 => "one state".to_owned(),
            1 => "another state".to_owned(),
            2 => "a third state".to_owned(),
            n => format!("state {}", n + 1),
        })
    }

    /// What the state at a place is called.
    pub(super) fn place(&self, place: Place) -> String {
        match place {
            Place::Detaining => "the detaining power".to_owned(),
            Place::Listed(0) if self.destination => "the destination".to_owned(),
            Place::Listed(n) => {
                let n = if self.destination { n - 1 } else { n };
                self.listed(StateExpr::Var(n)).unwrap_or_default()
            }
        }
    }

    /// The name of a state; its code where no rulebook has a file on it.
    pub(super) fn name(&self, code: &str) -> String {
        let files = [NEW, OLD].into_iter().flat_map(|s| &self.books[s].states);
        files
            .into_iter()
            .find(|s| s.code == code)
            .map_or_else(|| code.to_owned(), |s| s.name.clone())
    }

    fn state(&self, place: Place, may: &[String], unfiled: bool) -> String {
        let place = self.place(place);
        let mut out: Vec<&String> = self.books.iter().flat_map(|b| &b.states).map(|s| &s.code).collect();
        out.sort_unstable();
        out.dedup();
        out.retain(|c| !may.contains(c));
        let names = |codes: &[&String], word: &str| words::list(codes.iter().map(|c| self.name(c)), word);
        let may: Vec<&String> = may.iter().collect();
        let other = "a state of which the rulebook has no file";
        match (may.is_empty(), out.is_empty(), unfiled) {
            (true, _, _) => format!("{place} is {other}"),
            (_, true, _) => format!("{place} is a state of which the rulebook has a file"),
            (_, _, true) if out.len() < may.len() => format!("{place} is not {}", names(&out, "or")),
            (_, _, true) => format!("{place} is {}, or {other}", names(&may, "or")),
            (_, _, false) => format!("{place} is {}", names(&may, "or")),
        }
    }
}
