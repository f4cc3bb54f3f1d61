//! What one rulebook names and the other does not.

use super::names::{Names, Paired};
use super::{NEW, OLD};
use safeconduct_rulebook::model::*;

/// Which rulebook names something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Only {
    /// The new one alone.
    New,
    /// The old one alone.
    Old,
}

/// Something that one rulebook names and the other does not (or of another type). Each side is compared for every value that it may have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Which one.
    pub only: Only,
    /// `act`, `fact`, `value`, `question`, `position` and so on.
    pub kind: &'static str,
    /// Its id; for a value or position with that of its fact or question before it: `destination.danger is found`.
    pub id: String,
    /// Its title, clause or words.
    pub title: String,
}

/// All of them, by kind.
pub(super) fn names(names: &Names, books: [&Rulebook; 2]) -> Vec<Name> {
    let mut out = Vec::new();
    macro_rules! list {
        ($field:ident, $kind:literal) => {
            add(&mut out, &names.$field, $kind, |side, i| {
                let it = &books[side].$field[i];
                (it.id.clone(), it.title.clone())
            });
        };
    }
    list!(acts, "act");
    list!(facts, "fact");
    for (pair, values) in names.facts.both.iter().zip(&names.values) {
        if let [Some(old), Some(new)] = pair {
            let fact = |side: usize| &books[side].facts[if side == OLD { *old } else { *new }];
            add(&mut out, values, "value", |side, i| match &fact(side).kind {
                Type::OneOf(values) => (
                    format!("{} is {}", fact(side).id, values[i].id),
                    values[i].clause.clone(),
                ),
                _ => (fact(side).id.clone(), fact(side).title.clone()),
            });
        }
    }
    list!(relations, "relation");
    list!(roles, "role");
    list!(terms, "term");
    list!(steps, "step");
    list!(questions, "question");
    for (pair, positions) in names.questions.both.iter().zip(&names.positions) {
        if let [Some(old), Some(new)] = pair {
            add(&mut out, positions, "position", |side, i| {
                let question = &books[side].questions[if side == OLD { *old } else { *new }];
                let position = &question.positions[i];
                (format!("{} is {}", question.id, position.id), position.says.clone())
            });
        }
    }
    list!(duties, "duty");
    list!(instruments, "instrument");
    out
}

fn add(out: &mut Vec<Name>, paired: &Paired, kind: &'static str, words: impl Fn(usize, usize) -> (String, String)) {
    for pair in &paired.both {
        let (only, (id, title)) = match pair {
            [None, Some(new)] => (Only::New, words(NEW, *new)),
            [Some(old), None] => (Only::Old, words(OLD, *old)),
            _ => continue,
        };
        out.push(Name { only, kind, id, title });
    }
}
