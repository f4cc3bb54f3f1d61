//! What was set aside, what was looked at and does not stand, what must come first, on what the memo rests.

use super::Depth;
use super::points::{Sheet, quoted, title, titles};
use crate::content::{Item, Section};
use crate::groups;
use crate::names::cited;
use crate::words;
use safeconduct_engine::argument::{Considered, Evidence, Role, Said, Standing};

/// What would apply but for something that sets it aside; and, where everything is asked for, what was looked at and does not stand.
pub(super) fn set_aside<'a>(sheet: &mut Sheet<'a>) -> Vec<Section> {
    let norms: Vec<&Considered> = sheet.argument.norms.iter().collect();
    let mut groups: Vec<(Vec<String>, Vec<&Said>)> = Vec::new();
    for norm in norms.iter().filter(|n| n.standing == Standing::SetAside) {
        let met = norm.elements.iter().all(|e| e.standing == Standing::Stands);
        if !met && sheet.depth != Depth::Full {
            continue;
        }
        let by: Vec<_> = norm.against.iter().filter(|a| a.standing == Standing::Stands).collect();
        let mut whys: Vec<String> = Vec::new();
        for against in by {
            let points = sheet.points(&against.elements);
            let since = if points.is_empty() {
                String::new()
            } else {
                format!(", since {points}")
            };
            let verb = words::set_aside(against.how);
            let met = if met { "" } else { "Whether or not it is met: " };
            whys.push(words::sentence(&format!(
                "{met}{verb} {}{since}",
                quoted(&against.said)
            )));
        }
        if whys.is_empty() {
            whys.push("It does not come to bear, whatever is found.".to_owned());
        }
        groups::add(&mut groups, whys, &norm.said);
    }
    let aside = Section {
        heading: "What was set aside".to_owned(),
        items: (groups.into_iter())
            .map(|(below, said)| Item {
                text: format!("{}:", titles(said)),
                below,
                ..Item::default()
            })
            .collect(),
        ..Section::default()
    };
    let mut sections = vec![aside];
    if sheet.depth == Depth::Full {
        sections.push(looked_at(sheet));
    }
    sections
}

/// Norms that do not stand, those with the same reason together.
fn looked_at<'a>(sheet: &mut Sheet<'a>) -> Section {
    let unavailable = sheet.act.verdict == "unavailable";
    let failing: Vec<&Considered> = (sheet.argument.norms.iter())
        .filter(|n| n.standing == Standing::Fails && !(unavailable && matches!(n.role, Role::Opens | Role::Requires)))
        .collect();
    let mut groups: Vec<(Role, String, Vec<&Said>)> = Vec::new();
    for norm in failing {
        let why = sheet.points(&norm.elements);
        let role = if norm.role == Role::BarsWhile {
            Role::Bars
        } else {
            norm.role
        };
        match groups.iter_mut().find(|(r, w, _)| *r == role && *w == why) {
            Some((.., said)) => said.push(&norm.said),
            None => groups.push((role, why, vec![&norm.said])),
        }
    }
    groups.sort_by_key(|(role, ..)| *role);
    let items = groups.into_iter().map(|(role, why, said)| {
        let (one, many) = match role {
            Role::Bars | Role::BarsWhile => ("This bar does", "These bars do"),
            Role::Waits => ("This step is not asked for", "These steps are not asked for"),
            Role::Requires => ("This duty does", "These duties do"),
            Role::Opens => ("This basis does", "These bases do"),
        };
        let lead = if said.len() == 1 { one } else { many };
        let not = if role == Role::Waits { "" } else { " not stand" };
        let since = if why.is_empty() {
            String::new()
        } else {
            format!(", since {why}")
        };
        Item {
            text: format!("{lead}{not}{since}:"),
            below: vec![format!("{}.", titles(said))],
            ..Item::default()
        }
    });
    Section {
        heading: "What was looked at and does not stand".to_owned(),
        items: items.collect(),
        ..Section::default()
    }
}

/// What must come first, and which rule asks for it.
pub(super) fn steps(sheet: &Sheet<'_>) -> Section {
    let mut steps: Vec<(&str, &str, bool, bool, Vec<String>)> = Vec::new();
    for step in &sheet.act.steps {
        let norm = sheet.argument.norms.iter().find(|n| n.said.id == step.rule);
        let rule = norm.map_or_else(|| step.citation.clone(), |n| quoted(&n.said));
        match steps.iter_mut().find(|s| s.0 == step.step) {
            Some(known) => {
                known.3 |= step.certain;
                if !known.4.contains(&rule) {
                    known.4.push(rule);
                }
            }
            None => steps.push((&step.step, &step.title, step.done, step.certain, vec![rule])),
        }
    }
    let ruled_out = matches!(sheet.act.verdict.as_str(), "prohibited" | "unavailable");
    if ruled_out && sheet.depth != Depth::Full {
        return Section::default();
    }
    steps.sort_by_key(|s| (s.2, !s.3));
    let items = steps.into_iter().map(|(_, step, done, certain, rules)| {
        let state = match (done, certain) {
            (true, _) => " (done)",
            (false, true) => "",
            (false, false) => " (perhaps)",
        };
        Item::new(format!("{}{state}: {}.", words::upper_first(step), rules.join("; ")))
    });
    let items: Vec<Item> = items.collect();
    Section {
        heading: "What must come first".to_owned(),
        intro: (!items.is_empty() && ruled_out).then(|| {
            "No step opens an act that is ruled out; these would be asked for if it were open, and are named so that nothing that was looked at is left out."
                .to_owned()
        }),
        items,
        ..Section::default()
    }
}

/// Findings, presumptions, what nobody has checked.
pub(super) fn rests_on<'a>(sheet: &mut Sheet<'a>) -> Vec<Section> {
    let findings = Section {
        heading: "Findings relied on".to_owned(),
        numbered: true,
        columns: vec!["Finding", "Since", "Found by", "Source"],
        items: sheet.found.iter().map(|e| finding(e)).collect(),
        ..Section::default()
    };
    let presumed = Section {
        heading: "Presumptions relied on".to_owned(),
        items: (sheet.presumed.iter())
            .map(|p| Item {
                text: format!("{}.", title(p)),
                below: vec![p.sentence.clone()],
                ..Item::default()
            })
            .collect(),
        ..Section::default()
    };
    vec![findings, presumed, unverified(sheet)]
}

/// What nobody has checked of what the memo rests on; in full also how much there is in the case, and where it is listed.
fn unverified(sheet: &Sheet<'_>) -> Section {
    let mut items: Vec<Item> = (sheet.unchecked.iter())
        .map(|what| Item::new(words::sentence(what)))
        .collect();
    let all = sheet.argument.answer.unverified.len();
    let none = items.is_empty();
    if sheet.depth == Depth::Full && all > 0 {
        items.push(Item::new(format!(
            "The whole case rests on {} that nobody has checked; `safeconduct assess` lists them.",
            words::count(all, "item", "items")
        )));
    }
    Section {
        heading: "Unverified".to_owned(),
        intro: match none {
            true => None,
            false => Some("Of the law gone through above nobody has checked:".to_owned()),
        },
        items,
        ..Section::default()
    }
}

/// A finding with its evidence.
fn finding(evidence: &Evidence) -> Item {
    let clause = words::upper_first(words::clause(&evidence.clause));
    let since = evidence.since.as_deref().map(words::date).unwrap_or_default();
    let by = evidence.by.clone().unwrap_or_default();
    let source = evidence.source.clone().filter(|s| !s.trim().is_empty());
    let unchecked = evidence
        .unverified
        .as_ref()
        .map(|what| format!("not checked: {}", words::clause(what)));
    let source = source.unwrap_or_else(|| "no source named".to_owned());
    let told: Vec<String> = [
        (!since.is_empty()).then(|| format!("since {since}")),
        (!by.is_empty()).then(|| format!("found by {by}")),
        Some(source.clone()),
        unchecked.clone(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let cell = [Some(source), unchecked]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ");
    Item {
        text: format!("{}.", words::clause(&cited(&clause, &told.join("; ")))),
        below: Vec::new(),
        cells: vec![clause, since, by, cell],
    }
}
