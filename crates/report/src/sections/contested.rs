//! What is contested: questions, positions, holders, and what each would give; and how readings combine.

use super::Cell;
use crate::content::{Item, Section};
use crate::groups;
use crate::names::Names;
use crate::words;
use safeconduct_engine::answer::{ActAnswer, Answer, Contested, PositionAnswer, ReadingGroup};

pub(super) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    vec![
        replaced(answer, names),
        questions(answer, names),
        combined(answer, names),
    ]
}

/// Positions that replace the profile's.
fn replaced(answer: &Answer, names: &Names) -> Section {
    Section {
        heading: "Read otherwise than the profile".to_owned(),
        items: answer
            .readings
            .iter()
            .map(|(q, p)| Item::new(taken(names, q, p)))
            .collect(),
        ..Section::default()
    }
}

/// A question and the position taken on it.
pub(crate) fn taken(names: &Names, question: &str, position: &str) -> String {
    let title = names.question(question);
    let mark = if title.ends_with('?') { "" } else { ":" };
    words::sentence(&format!(
        "{title}{mark} {}",
        words::upper_first(words::clause(&names.position(question, position)))
    ))
}

fn questions(answer: &Answer, names: &Names) -> Section {
    let mut asked: Vec<(&Contested, Vec<(&ActAnswer, &Contested)>)> = Vec::new();
    for act in &answer.acts {
        for question in &act.contested {
            match asked.iter_mut().find(|(q, _)| q.question == question.question) {
                Some((_, on)) => on.push((act, question)),
                None => asked.push((question, vec![(act, question)])),
            }
        }
    }
    Section {
        heading: "What is contested".to_owned(),
        intro: (!asked.is_empty())
            .then(|| "Which reading is taken is a choice of people, not of this program.".to_owned()),
        numbered: true,
        items: asked
            .into_iter()
            .map(|(question, on)| contested(question, &on, names))
            .collect(),
        ..Section::default()
    }
}

fn contested(question: &Contested, on: &[(&ActAnswer, &Contested)], names: &Names) -> Item {
    let below = question.positions.iter().map(|p| position(p, on, names)).collect();
    Item {
        text: words::sentence(&question.title),
        below,
        ..Item::default()
    }
}

fn position(position: &PositionAnswer, on: &[(&ActAnswer, &Contested)], names: &Names) -> String {
    let mut text = words::upper_first(words::clause(&position.says));
    if !position.held_by.is_empty() {
        text.push_str(&format!("; held by {}", words::list(&position.held_by, "and")));
    }
    if !position.on.is_empty() {
        text.push_str(&format!(" ({})", position.on.join("; ")));
    }
    if position.in_profile {
        text.push_str(" [this profile]");
    }
    let mut gives: Vec<(String, Vec<Cell<'_>>)> = Vec::new();
    for (act, question) in on {
        let Some(here) = question.positions.iter().find(|p| p.position == position.position) else {
            continue;
        };
        let cell = (act.act.as_str(), act.destination.as_deref());
        let verdicts = words::verdicts(&here.possible);
        groups::add(&mut gives, verdicts, cell);
    }
    let gives: Vec<String> = gives
        .into_iter()
        .filter(|(verdicts, _)| !verdicts.is_empty())
        .map(|(verdicts, cells)| format!("{}: {verdicts}", words::lower_first(&names.cells(&cells))))
        .collect();
    if gives.is_empty() {
        format!("{text}.")
    } else {
        format!("{text}. Under it, {}.", gives.join(". Under it, "))
    }
}

/// More groups of readings than this are counted, not listed.
const COMBINED: usize = 6;

/// Where a verdict turns on several questions at once, or on open law.
fn combined(answer: &Answer, names: &Names) -> Section {
    let turns = |act: &&ActAnswer| {
        act.by_reading.len() > 1
            && act
                .by_reading
                .iter()
                .any(|g| g.at.len() > 1 || g.at.keys().any(|k| k.starts_with("law.")))
    };
    let cells = answer.acts.iter().filter(turns).map(|a| {
        let many = format!(
            "{} combinations of positions; the JSON answer lists them.",
            a.by_reading.len()
        );
        let few = a.by_reading.len() <= COMBINED;
        let groups = if few {
            a.by_reading.iter().map(|g| group(g, names)).collect()
        } else {
            vec![many]
        };
        ((a.act.as_str(), a.destination.as_deref()), groups)
    });
    Section {
        heading: "How readings combine".to_owned(),
        items: grouped(cells, names),
        ..Section::default()
    }
}

fn group(group: &ReadingGroup, names: &Names) -> String {
    let at: Vec<String> = group
        .at
        .iter()
        .map(|(key, values)| {
            let law = key.starts_with("law.");
            let values = values.iter().map(|v| {
                if law {
                    names.law(key, v)
                } else {
                    quoted(&names.position(key, v))
                }
            });
            words::list(values, "or")
        })
        .collect();
    let verdicts = words::upper_first(&words::verdicts(&group.possible));
    if at.is_empty() {
        format!("{verdicts} in every other case.")
    } else {
        format!("{verdicts} under: {}.", at.join("; "))
    }
}

fn quoted(position: &str) -> String {
    format!("\"{}\"", words::clause(position))
}

/// Cells with the same body together: each group an item whose text names the cells.
fn grouped<'a>(cells: impl IntoIterator<Item = (Cell<'a>, Vec<String>)>, names: &Names) -> Vec<Item> {
    let mut groups: Vec<(Vec<String>, Vec<Cell<'a>>)> = Vec::new();
    for (cell, body) in cells {
        if body.is_empty() {
            continue;
        }
        groups::add(&mut groups, body, cell);
    }
    groups
        .into_iter()
        .map(|(below, cells)| Item {
            text: format!("{}:", names.cells(&cells)),
            below,
            ..Item::default()
        })
        .collect()
}
