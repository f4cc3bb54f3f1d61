//! Rules as English sentences, made of the clauses that facts, terms, steps and acts carry.

mod all;
mod conditions;
mod duties;
mod said;
mod statements;

use crate::model::{ActId, Cond, Rulebook, StateExpr};

pub use all::{Statement, statements};
pub use duties::{duty_term, sentence_claim, sentence_duty, sentence_impossible, sentence_question, value};
pub use said::Said;
pub use statements::{
    act_phrase, sentence_basis, sentence_exception, sentence_presumption, sentence_priority, sentence_rule,
};

/// How states and the act in question are called in a sentence.
pub struct Naming<'a> {
    /// The name of a state; `None`: the words that are used where no case is at hand.
    pub state: &'a dyn Fn(StateExpr) -> Option<String>,
    /// The act in question, for facts per act.
    pub act: Option<ActId>,
}

impl std::fmt::Debug for Naming<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Naming").field("act", &self.act).finish_non_exhaustive()
    }
}

/// The naming where no case is at hand.
const GENERAL: Naming<'static> = Naming {
    state: &|_| None,
    act: None,
};

/// A condition as an English clause, without a full stop: `the prisoner is fit to travel and detaining …`.
///
/// States are called `the destination`, `the detaining power`, by the title of their role, or `that state`.
pub fn clause(rb: &Rulebook, cond: &Cond) -> String {
    clause_with(rb, cond, &GENERAL)
}

/// A condition as an English clause, with the names of a case.
pub fn clause_with(rb: &Rulebook, cond: &Cond, naming: &Naming<'_>) -> String {
    conditions::Prose { rb, naming }.clause(cond)
}

/// What a state is called where no case is at hand.
pub fn state_words(rb: &Rulebook, state: StateExpr) -> String {
    match state {
        StateExpr::Destination => "the destination".to_owned(),
        StateExpr::Detaining => DETAINING_POWER.to_owned(),
        StateExpr::Role(r) => rb.roles.get(r.ix()).map_or_else(String::new, |r| r.title.clone()),
        StateExpr::Var(0) => "that state".to_owned(),
        StateExpr::Var(1) => "the other state".to_owned(),
        StateExpr::Var(n) => format!("state {}", n + 1),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(items: &[String], word: &str) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} {word} {last}", most.join(", ")),
    }
}

/// Articles in one line, by number: `3, 8.3, 12`.
pub fn in_order<'a>(articles: impl IntoIterator<Item = &'a String>) -> String {
    let mut all: Vec<&str> = articles.into_iter().map(String::as_str).collect();
    all.sort_by_key(|article| {
        let parts = article.split('.').map(|part| part.parse::<u32>().unwrap_or(u32::MAX));
        parts.collect::<Vec<_>>()
    });
    all.join(", ")
}

/// What the detaining power is called; a body that is called so is the detaining power itself.
pub const DETAINING_POWER: &str = "the detaining power";

/// A body that finds or records, by its id: `the competent tribunal`, unless the rulebook says what it is called.
pub fn body_words(rb: &Rulebook, body: &str) -> String {
    let name = rb.body_names.get(body).cloned();
    name.unwrap_or_else(|| format!("the {}", body.replace('_', " ")))
}

/// The first letter made capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
