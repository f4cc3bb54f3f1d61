//! From an id to its pages.

use super::index::Index;
use super::page::Page;
use super::{provision, question, statement, words};
use safeconduct_rulebook::model::Rulebook;

/// Everything that an id means: a provision and a statement may share it.
pub(crate) fn pages(index: &Index<'_>, asked: &str) -> Vec<Page> {
    let rb = index.rb;
    // An old name stands for the new one, a position for its question.
    let id = (rb.aliases.iter().find(|(old, ..)| old == asked)).map_or(asked, |(_, new, _)| new.as_str());
    let id = match id.split_once(':') {
        Some((question, position)) if is_position(rb, question, position) => question,
        _ => id,
    };
    let mut pages: Vec<Page> = provision::page(index, id).into_iter().collect();
    let shown = |pages: &[Page]| pages.iter().any(|p| holds(p, id));
    if let Some(q) = rb.questions.iter().find(|q| q.id == id) {
        pages.push(question::page(index, q));
    } else if let Some(item) = index.item(id)
        && !shown(&pages)
    {
        pages.push(statement::page(index, item, true));
    }
    pages.extend(rb.facts.iter().filter(|x| x.id == id).map(|x| words::fact(index, x)));
    pages.extend(
        rb.relations
            .iter()
            .filter(|x| x.id == id)
            .map(|x| words::relation(index, x)),
    );
    pages.extend(rb.terms.iter().filter(|x| x.id == id).map(|x| words::term(index, x)));
    pages.extend(rb.steps.iter().filter(|x| x.id == id).map(|x| words::step(index, x)));
    pages.extend(rb.roles.iter().filter(|x| x.id == id).map(|x| words::role(index, x)));
    pages.extend(rb.acts.iter().filter(|x| x.id == id).map(|x| words::act(index, x)));
    pages.extend(
        rb.profiles
            .iter()
            .filter(|x| x.id == id)
            .map(|x| question::profile(index, x)),
    );
    pages.extend(
        (rb.instruments.iter())
            .filter(|x| x.id == id)
            .map(|x| provision::instrument(index, x)),
    );
    pages.extend(
        (0..rb.kinds.len())
            .filter(|k| rb.kinds[*k] == id)
            .map(|k| words::kind(rb, k)),
    );
    pages.extend(
        (0..rb.bodies.len())
            .filter(|b| rb.bodies[*b] == id)
            .map(|b| words::body(rb, b)),
    );
    pages
}

fn is_position(rb: &Rulebook, question: &str, position: &str) -> bool {
    let question = rb.questions.iter().find(|q| q.id == question);
    question.is_some_and(|q| q.positions.iter().any(|p| p.id == position))
}

/// Whether the page of a statement stands somewhere within a page.
fn holds(page: &Page, id: &str) -> bool {
    let own = |p: &Page| !matches!(p.kind, "provision" | "article") && p.id == id;
    page.parts.iter().any(|p| own(p) || holds(p, id))
}

/// Every name that `show` understands.
pub(crate) fn names(rb: &Rulebook) -> Vec<&str> {
    let mut all: Vec<&str> = safeconduct_rulebook::prose::statements(rb)
        .iter()
        .map(|s| s.id)
        .collect();
    all.extend(rb.provisions.iter().map(|x| x.id.as_str()));
    all.extend(rb.facts.iter().map(|x| x.id.as_str()));
    all.extend(rb.relations.iter().map(|x| x.id.as_str()));
    all.extend(rb.terms.iter().map(|x| x.id.as_str()));
    all.extend(rb.steps.iter().map(|x| x.id.as_str()));
    all.extend(rb.roles.iter().map(|x| x.id.as_str()));
    all.extend(rb.acts.iter().map(|x| x.id.as_str()));
    all.extend(rb.profiles.iter().map(|x| x.id.as_str()));
    all.extend(rb.instruments.iter().map(|x| x.id.as_str()));
    all.extend(rb.kinds.iter().map(String::as_str));
    all.extend(rb.bodies.iter().map(String::as_str));
    all.extend(rb.aliases.iter().map(|(old, ..)| old.as_str()));
    all.sort_unstable();
    all.dedup();
    all
}

/// What to say of a name that means nothing: up to three names that may have been meant.
pub(crate) fn unknown(what: &str, asked: &str, known: &[&str]) -> String {
    let mut left: Vec<&str> = known.to_vec();
    let mut near = Vec::new();
    while near.len() < 3
        && let Some(name) = safeconduct_rulebook::source::nearest(asked, left.iter().copied())
    {
        left.retain(|n| *n != name);
        near.push(format!("`{name}`"));
    }
    let ending: Vec<&&str> = left.iter().filter(|n| n.ends_with(&format!(".{asked}"))).collect();
    near.extend(ending.into_iter().take(3).map(|n| format!("`{n}`")));
    if near.is_empty() {
        format!("there is no {what} `{asked}`; `safeconduct law search WORDS` looks for words")
    } else {
        format!(
            "there is no {what} `{asked}`; near to it: {}",
            safeconduct_rulebook::prose::list(&near, "and")
        )
    }
}
