//! How firmly the verdicts of a case stand, in a table.

use super::points::number;
use super::short::{firmness, otherwise};
use crate::content::{Item, Section};
use crate::names::Names;
use crate::text::{Page, TextOptions};
use crate::{json, layout, markdown as md, words};
use safeconduct_engine::sensitivity::Sensitivity;

/// Acts and destinations of which the same is said, together.
fn section(all: &[Sensitivity], names: &Names) -> Section {
    type Group<'a> = (&'a Sensitivity, Vec<(&'a str, Option<&'a str>)>);
    let mut groups: Vec<Group<'_>> = Vec::new();
    for one in all {
        let same = |(other, _): &&mut Group<'_>| {
            (
                &other.verdict,
                &other.turning,
                &other.rests_on,
                other.withstands,
                other.given_up,
            ) == (&one.verdict, &one.turning, &one.rests_on, one.withstands, one.given_up)
        };
        let cell = (one.act.as_str(), one.destination.as_deref());
        match groups.iter_mut().find(same) {
            Some((_, cells)) => cells.push(cell),
            None => groups.push((one, vec![cell])),
        }
    }
    // The weakest first: what hangs on a single record is what to check.
    groups.sort_by_key(|(of, _)| of.withstands.unwrap_or(usize::MAX));
    let items = groups.into_iter().map(|(of, cells)| row(of, &names.cells(&cells)));
    Section {
        heading: "How firmly the verdicts stand".to_owned(),
        intro: Some(match all.is_empty() {
            true => {
                "Open under this profile: there is no verdict yet that a finding could turn. `safeconduct why` says what is missing, `safeconduct unless` what would settle it."
            }
            false => {
                "Under this profile; verdicts that are open are left out. Findings fall if they turn out wrong or are withdrawn."
            }
        }.to_owned()),
        columns: vec!["Acts", "Verdict", "Findings", "May fall", "Turned by one"],
        items: items.collect(),
        ..Section::default()
    }
}

fn row(of: &Sensitivity, cells: &str) -> Item {
    let verdict = words::verdict_phrase(&of.verdict);
    let single: Vec<&str> = of.turning.iter().map(|t| words::clause(&t.finding.clause)).collect();
    let said = match (&single[..], of.given_up) {
        (_, true) => "How many findings may fall was not found out in the time that is given to it.".to_owned(),
        ([], false) => firmness(of).unwrap_or_default(),
        ([one], false) => format!("It can fall with one finding: {one}."),
        ([one, other], false) => format!("It can fall with either of two findings: {one}; {other}."),
        (any, false) => format!(
            "It can fall with any one of {} findings: {}.",
            number(any.len()),
            any.join("; ")
        ),
    };
    let turned: Vec<String> = (of.turning.iter())
        .map(|t| {
            let to = otherwise(&t.possible, &of.verdict);
            format!("{} (then perhaps {to})", words::clause(&t.finding.clause))
        })
        .collect();
    let may_fall = match of.withstands {
        Some(k) => format!("any {}", number(k)),
        None if of.given_up => "not found out".to_owned(),
        None => "all".to_owned(),
    };
    let more = if of.rests_on_all { "" } else { " or more" };
    let findings = format!("{}{more}", of.rests_on.len());
    Item {
        text: format!("{cells}: {verdict}. {said}"),
        below: Vec::new(),
        cells: vec![cells.to_owned(), verdict, findings, may_fall, turned.join("; ")],
    }
}

/// As text; ends with a newline.
pub fn text(all: &[Sensitivity], names: &Names, options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.section(&section(all, names));
    page.finish()
}

/// As Markdown; ends with a newline.
pub fn markdown(all: &[Sensitivity], names: &Names) -> String {
    let mut out = Vec::new();
    md::section(&mut out, &section(all, names));
    layout::text(out)
}

/// As JSON, with the version of its shape; ends with a newline.
pub fn json(all: &[Sensitivity]) -> String {
    json::pretty(&serde_json::json!({ "schema": 1, "verdicts": all }))
}
