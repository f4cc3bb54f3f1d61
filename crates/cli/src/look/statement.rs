//! Pages about statements of the law.

use super::cases;
use super::index::{Index, Item};
use super::page::{Entry, Page};
use safeconduct_rulebook::model::Origin;

/// File and line.
pub(crate) fn place(origin: &Origin) -> String {
    format!("{}:{}", origin.file, origin.line)
}

/// A statement by id, title and citation.
pub(crate) fn named(item: &Item<'_>) -> Entry {
    Entry::of(item.says.id, item.says.title)
        .cited(item.says.citation())
        .marked(item.says.origin.unverified.as_deref())
}

/// A statement with its sentence.
pub(crate) fn said(item: &Item<'_>) -> Entry {
    named(item).saying(&item.says.sentence)
}

/// The page of a statement; `alone`: not under its provision, so that more is said about it.
pub(crate) fn page(index: &Index<'_>, item: &Item<'_>, alone: bool) -> Page {
    let rb = index.rb;
    let says = &item.says;
    let mut page = Page {
        kind: says.kind,
        id: says.id.to_owned(),
        title: says.title.to_owned(),
        citation: Some(says.citation()).filter(|c| !c.is_empty()),
        place: Some(place(says.origin)),
        says: Some(says.sentence.clone()),
        unverified: says.origin.unverified.clone(),
        ..Page::default()
    };
    page.list(
        "Exceptions to it",
        exceptions(index, says.id, &mut vec![says.id.to_owned()]),
    );
    let lifted: Vec<Entry> = (item.lifts.iter())
        .filter_map(|id| index.item(id))
        .map(|i| named(i).saying(if alone { i.says.sentence.as_str() } else { "" }))
        .collect();
    page.list("It is an exception to", lifted);
    for (heading, wins) in [("It prevails over", true), ("It gives way to", false)] {
        let others = index.items.iter().filter_map(|p| {
            let (winner, loser) = p.over?;
            let (own, other) = if wins { (winner, loser) } else { (loser, winner) };
            (own == says.id).then_some((p, other))
        });
        let others = others.map(|(p, other)| {
            let title = index.item(other).map_or("", |i| i.says.title);
            let priority = Entry::of(p.says.id, p.says.title).saying(&p.says.sentence);
            Entry::of(other, title).list("by the priority", vec![priority])
        });
        page.list(heading, others.collect());
    }
    page.list("Contested questions on which it hangs", contested(index, item));
    if alone {
        let facts = item.facts.iter().filter_map(|f| rb.facts.get(*f));
        page.list(
            "Findings that it reads",
            facts.map(|f| Entry::of(&f.id, &f.title).saying(&f.ask)).collect(),
        );
        let terms = item.terms.iter().filter_map(|t| rb.terms.get(*t));
        page.list(
            "Concepts that it uses",
            terms.map(|t| Entry::of(&t.id, &t.title).saying(&t.holds)).collect(),
        );
        let steps = item.steps.iter().filter_map(|s| rb.steps.get(*s));
        page.list(
            "Steps that it names",
            steps.map(|s| Entry::of(&s.id, &s.title).saying(&s.holds)).collect(),
        );
        let paths: Vec<&str> = says.origin.cites.iter().map(|c| c.path.as_str()).collect();
        let claims = index.which(|i| {
            i.says.kind == "claim"
                && i.says.id != says.id
                && i.says.origin.cites.iter().any(|c| paths.contains(&c.path.as_str()))
        });
        page.list("Claims on the same provision", claims.into_iter().map(named).collect());
    }
    page.list("Cases that test it", cases::testing(rb, &[says.id]));
    page
}

/// The exceptions to a statement, and those to them.
fn exceptions(index: &Index<'_>, id: &str, seen: &mut Vec<String>) -> Vec<Entry> {
    let mut out = Vec::new();
    for item in index.which(|i| i.lifts.contains(&id)) {
        let own = item.says.id.to_owned();
        let below = if seen.contains(&own) {
            Vec::new()
        } else {
            seen.push(own);
            exceptions(index, item.says.id, seen)
        };
        out.push(said(item).list("Exceptions to that", below));
    }
    out
}

/// The questions on which a statement hangs, and what it takes of them.
pub(crate) fn contested(index: &Index<'_>, item: &Item<'_>) -> Vec<Entry> {
    let mut out = Vec::new();
    for (q, taken) in &item.questions {
        let Some(question) = index.rb.questions.get(*q) else {
            continue;
        };
        let positions: Vec<String> = (taken.positions.iter())
            .filter_map(|p| question.positions.get(*p as usize))
            .map(|p| format!("{} “{}”", p.id, p.says))
            .collect();
        let text = match (taken.only, positions.is_empty()) {
            (_, true) => "a part of its condition depends on the answer".to_owned(),
            (true, _) => format!("it holds only under {}", positions.join(" or ")),
            (false, _) => format!("a part of its condition holds under {}", positions.join(" or ")),
        };
        out.push(Entry::of(&question.id, &question.title).saying(text));
    }
    out
}
