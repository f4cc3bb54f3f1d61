//! Pages about contested questions and profiles.

use super::index::{Index, Item};
use super::page::{Entry, Page};
use super::statement::{named, place, said};
use safeconduct_rulebook::model::{Position, Profile, Question};

/// The page of a question, and `safeconduct law why`.
pub(crate) fn page(index: &Index<'_>, question: &Question) -> Page {
    let number = index.rb.questions.iter().position(|q| q.id == question.id);
    let number = number.unwrap_or(usize::MAX);
    let mut page = Page {
        kind: "contested question",
        id: question.id.clone(),
        title: question.title.clone(),
        citation: Some(question.origin.citation()).filter(|c| !c.is_empty()),
        place: Some(place(&question.origin)),
        unverified: question.origin.unverified.clone(),
        ..Page::default()
    };
    page.list("What turns on it", vec![Entry::words(&question.matters)]);
    if let Some(why) = &question.no_verdict {
        page.list("No verdict turns on it", vec![Entry::words(why)]);
    }
    let positions = question.positions.iter().enumerate();
    page.list(
        "Positions",
        positions
            .map(|(i, p)| position(index, question, number, i as u32, p))
            .collect(),
    );
    let open = index.which(|i| i.questions.get(&number).is_some_and(|t| t.positions.is_empty()));
    page.list("Statements that deny a position", open.into_iter().map(named).collect());
    page
}

fn position(index: &Index<'_>, question: &Question, number: usize, i: u32, p: &Position) -> Entry {
    let on: Vec<Entry> =
        p.on.iter()
            .map(|c| Entry::words(format!("{} ({})", c.text, c.path)))
            .collect();
    let taking = index.rb.profiles.iter().filter(|x| x.choices.get(number) == Some(&i));
    let profiles = taking.map(|x| {
        let default = if x.default { "the default" } else { "" };
        Entry::of(&x.id, &x.title).saying(default)
    });
    let takes = |item: &Item<'_>, only: bool| {
        item.questions
            .get(&number)
            .is_some_and(|t| t.only == only && t.positions.contains(&i))
    };
    Entry::of(&format!("{}:{}", question.id, p.id), &p.says)
        .marked(p.unverified.as_deref())
        .list("Held by", p.held_by.iter().map(Entry::words).collect())
        .list("On the authority of", on)
        .list("Taken by the profiles", profiles.collect())
        .list(
            "What holds only under it",
            index.which(|x| takes(x, true)).into_iter().map(said).collect(),
        )
        .list(
            "What it changes in part",
            index.which(|x| takes(x, false)).into_iter().map(said).collect(),
        )
}

/// The page of a profile.
pub(crate) fn profile(index: &Index<'_>, profile: &Profile) -> Page {
    let rb = index.rb;
    let mut page = Page {
        kind: "profile",
        id: profile.id.clone(),
        title: profile.title.clone(),
        place: Some(place(&profile.origin)),
        ..Page::default()
    };
    page.words.push(
        if profile.default {
            "The default: its positions are shown first where nobody asks for another profile."
        } else {
            "Its positions are shown first where somebody asks for it."
        }
        .to_owned(),
    );
    let choices = rb.questions.iter().zip(&profile.choices).filter_map(|(q, choice)| {
        let p = q.positions.get(*choice as usize)?;
        Some(Entry::of(&q.id, &q.title).saying(format!("{} “{}”", p.id, p.says)))
    });
    page.list("Its positions", choices.collect());
    page
}
