//! What is not certain: what is missing, what is contested and what each side would say, how firmly the verdict stands.

use super::Depth;
use super::points::{Sheet, number, quoted, spread, titles};
use super::short::{firmness, otherwise};
use crate::content::{Item, Section};
use crate::groups;
use crate::words;
use safeconduct_engine::answer::ReadingGroup;
use safeconduct_engine::argument::{Considered, Dispute, Element, Missing, Role, Said, Side, Standing};
use safeconduct_engine::sensitivity::Sensitivity;
use std::collections::BTreeSet;

/// So many norms are named in a line, unless everything is asked for.
const NAMED: usize = 4;

/// So many combinations of positions are listed, unless everything is asked for.
const COMBINED: usize = 6;

pub(super) fn of<'a>(sheet: &mut Sheet<'a>) -> Vec<Section> {
    let mut sections = Vec::new();
    if sheet.act.verdict == "open" {
        sections.push(waiting(sheet, &[Role::Bars, Role::BarsWhile], "What would bar it"));
        sections.push(missing(sheet));
    } else if sheet.depth == Depth::Full {
        let all = [Role::Bars, Role::BarsWhile, Role::Requires, Role::Opens];
        sections.push(waiting(sheet, &all, "What may stand besides, and changes nothing"));
    }
    sections.push(contested(sheet));
    if let (Some(sensitivity), Depth::Full) = (&sheet.argument.sensitivity, sheet.depth) {
        sections.push(firm(sheet, sensitivity));
    }
    sections
}

/// The points that are open in a condition.
fn open<'a>(sheet: &mut Sheet<'a>, norm: &'a Considered) -> String {
    let elements = norm.elements.iter().filter(|e| e.standing == Standing::Open);
    // What is open in one way only waits for a part of it: the rest is given.
    let (open, given): (Vec<&Element>, Vec<&Element>) =
        (spread(elements).into_iter()).partition(|e| e.standing == Standing::Open);
    let open = open.into_iter().map(|e| sheet.point(e)).collect::<Vec<_>>();
    let given = given.into_iter().map(|e| format!("given that {}", sheet.point(e)));
    let said = open.into_iter().chain(given).collect::<Vec<_>>().join("; and ");
    let lifted = titles((norm.against.iter().filter(|a| a.standing == Standing::Open)).map(|a| &a.said));
    match (said.is_empty(), lifted.is_empty()) {
        (_, true) => said,
        (true, false) => format!("unless it is lifted by {lifted}"),
        (false, false) => format!("{said}; unless it is lifted by {lifted}"),
    }
}

/// Norms that may stand, those that wait for the same together.
fn waiting<'a>(sheet: &mut Sheet<'a>, roles: &[Role], heading: &str) -> Section {
    let mut groups: Vec<(String, Vec<&Said>)> = Vec::new();
    for norm in sheet.norms(roles, Standing::Open) {
        let why = open(sheet, norm);
        groups::add(&mut groups, why, &norm.said);
    }
    let items = groups.into_iter().map(|(why, said)| {
        let why = if why.is_empty() {
            "depending on what is found".to_owned()
        } else {
            why
        };
        Item {
            text: format!("{}:", words::upper_first(&why)),
            below: vec![format!("{}.", titles(said))],
            ..Item::default()
        }
    });
    Section {
        heading: heading.to_owned(),
        items: items.collect(),
        ..Section::default()
    }
}

/// What is not known, and what each answer would give.
fn missing(sheet: &Sheet<'_>) -> Section {
    let all = &sheet.argument.missing;
    let possible: BTreeSet<&String> = sheet.act.possible_under_profile.iter().collect();
    let narrows = |m: &&Missing| {
        m.answers
            .iter()
            .any(|(_, verdicts)| verdicts.iter().collect::<BTreeSet<_>>() != possible)
    };
    let (alone, together): (Vec<&Missing>, Vec<&Missing>) = all.iter().partition(narrows);
    let mut items = questions(sheet, alone);
    if !together.is_empty() {
        let asks: Vec<String> = together.iter().map(|m| asked(sheet, m)).collect();
        let lead = if items.is_empty() {
            "No single answer narrows it; together these decide:"
        } else {
            "These narrow nothing alone, and decide together with others:"
        };
        items.push(Item {
            text: lead.to_owned(),
            below: asks,
            ..Item::default()
        });
    }
    Section {
        heading: "What is missing, and what each answer would give".to_owned(),
        items,
        ..Section::default()
    }
}

/// Questions and what each answer gives; unless everything is asked for, those with the same answers to the same effect together.
fn questions(sheet: &Sheet<'_>, all: Vec<&Missing>) -> Vec<Item> {
    /// A value, and the verdicts that it leaves.
    type Effect<'m> = Vec<(&'m str, &'m Vec<String>)>;
    let mut groups: Vec<(Effect<'_>, Vec<&Missing>)> = Vec::new();
    for missing in all {
        let effect: Effect<'_> = missing.answers.iter().map(|(v, to)| (v.value.as_str(), to)).collect();
        match groups
            .iter_mut()
            .find(|(e, _)| *e == effect && sheet.depth != Depth::Full)
        {
            Some((_, group)) => group.push(missing),
            None => groups.push((effect, vec![missing])),
        }
    }
    let items = groups.into_iter().map(|(effect, group)| match &group[..] {
        [one] => question(sheet, one),
        several => {
            let gives = effect.into_iter().map(|(value, to)| {
                let value = words::plain(value);
                format!("“{value}” leaves {}", words::verdicts(to))
            });
            Item {
                text: format!("Of each of these, {}:", words::list(gives, "and")),
                below: several.iter().map(|m| asked(sheet, m)).collect(),
                ..Item::default()
            }
        }
    });
    items.collect()
}

/// The question to ask.
pub(super) fn asked(sheet: &Sheet<'_>, missing: &Missing) -> String {
    match missing.ask.is_empty() {
        true => format!("To be found: {}.", sheet.names.fact(&missing.fact)),
        false => words::sentence(&missing.ask),
    }
}

fn question(sheet: &Sheet<'_>, missing: &Missing) -> Item {
    let mut gives: Vec<(String, Vec<String>)> = Vec::new();
    for (value, verdicts) in &missing.answers {
        let clause = sheet.names.finding(value);
        let verdicts = words::verdicts(verdicts);
        groups::add(&mut gives, verdicts, clause);
    }
    let mut below: Vec<String> = (gives.into_iter())
        .map(|(verdicts, clauses)| format!("If {}: {verdicts}.", words::list(clauses, "or")))
        .collect();
    let by = words::plain(&missing.shown_by);
    if !by.is_empty() {
        below.push(format!("Shown by {by}."));
    }
    Item {
        text: asked(sheet, missing),
        below,
        ..Item::default()
    }
}

/// The contested questions, with what each side would say of the act.
fn contested(sheet: &Sheet<'_>) -> Section {
    let disputes = &sheet.argument.contested;
    Section {
        heading: "What is contested, and what each side would say".to_owned(),
        intro: (!disputes.is_empty()).then(|| {
            "Which reading is taken is a choice of people. What a side would say is computed with all other positions as in this memo.".to_owned()
        }),
        items: disputes.iter().map(|d| dispute(sheet, d)).chain(combined(sheet)).collect(),
        ..Section::default()
    }
}

/// How positions combine, where the answer turns on several questions at once.
fn combined(sheet: &Sheet<'_>) -> Option<Item> {
    let groups = &sheet.act.by_reading;
    let several = groups.iter().any(|g| g.at.len() > 1) && !sheet.argument.contested.is_empty();
    (several && (groups.len() <= COMBINED || sheet.depth == Depth::Full)).then(|| Item {
        text: "Taken together, over all readings:".to_owned(),
        below: groups.iter().map(|g| group(sheet, g)).collect(),
        ..Item::default()
    })
}

fn group(sheet: &Sheet<'_>, group: &ReadingGroup) -> String {
    let taken = group.at.iter().map(|(key, values)| {
        let values = values.iter().map(|value| match key.starts_with("law.") {
            true => sheet.names.law(key, value),
            false => format!("“{}”", words::clause(&sheet.names.position(key, value))),
        });
        values.collect::<Vec<_>>().join(" or ")
    });
    let taken: Vec<String> = taken.collect();
    let verdicts = words::upper_first(&words::verdicts(&group.possible));
    match taken.is_empty() {
        true => format!("{verdicts} in every other case."),
        false => format!("{verdicts} where the reading is {}.", taken.join("; and ")),
    }
}

fn dispute(sheet: &Sheet<'_>, dispute: &Dispute) -> Item {
    let same = dispute.sides.windows(2).all(|two| two[0].possible == two[1].possible);
    let mut text = words::sentence(&dispute.title);
    if !dispute.matters.is_empty() {
        text.push_str(&format!(" What turns on it: {}.", words::clause(&dispute.matters)));
    }
    if same {
        text.push_str(" Taken alone, no side changes the answer here; it matters together with another question.");
    }
    Item {
        text,
        below: dispute.sides.iter().map(|s| side(sheet, s, same)).collect(),
        ..Item::default()
    }
}

fn side(sheet: &Sheet<'_>, side: &Side, same: bool) -> String {
    let mut text = format!("“{}”", words::upper_first(words::clause(&side.says)));
    if side.in_profile {
        text.push_str(" (taken in this memo)");
    }
    if !side.held_by.is_empty() {
        text.push_str(&format!(", held by {}", words::list(&side.held_by, "and")));
    }
    if !side.on.is_empty() {
        text.push_str(&format!(
            ", on the authority of {}",
            words::citations(side.on.iter().map(String::as_str))
        ));
    }
    if let Some(what) = &side.unverified {
        text.push_str(&format!(" (nobody has checked: {})", words::clause(what)));
    }
    let verdicts = words::verdicts(&side.possible);
    if verdicts.is_empty() {
        text.push_str(". No case like this one is possible under it.");
        return text;
    }
    if same {
        text.push('.');
        return text;
    }
    text.push_str(&format!(". Then it is {verdicts}"));
    let named = |said: Vec<&Said>| {
        let all: Vec<String> = said.into_iter().map(quoted).collect();
        let shown = if sheet.depth == Depth::Full { all.len() } else { NAMED };
        words::few(&all, shown)
    };
    for (roles, word) in [
        (&[Role::Bars, Role::BarsWhile][..], "Barred by"),
        (&[Role::Requires][..], "Owed under"),
        (&[Role::Opens][..], "Opened by"),
    ] {
        let stand: Vec<&Said> = (side.stand.iter())
            .filter(|(r, _)| roles.contains(r))
            .map(|(_, s)| s)
            .collect();
        if !stand.is_empty() {
            text.push_str(&format!(". {word}: {}", named(stand)));
        }
    }
    let mut aside: Vec<String> = Vec::new();
    for (what, by) in &side.set_aside {
        let one = format!("{} by {}", quoted(what), quoted(by));
        if !aside.contains(&one) {
            aside.push(one);
        }
    }
    if !aside.is_empty() {
        let shown = if sheet.depth == Depth::Full { aside.len() } else { NAMED };
        text.push_str(&format!(". Set aside: {}", words::few(&aside, shown)));
    }
    text.push('.');
    text
}

/// How firmly the verdict stands.
fn firm<'a>(sheet: &mut Sheet<'a>, of: &'a Sensitivity) -> Section {
    let mut items = Vec::new();
    if !of.turning.is_empty() {
        let below = of.turning.iter().map(|t| {
            let other = otherwise(&t.possible, &of.verdict);
            let surely = !t.possible.contains(&of.verdict);
            let verb = if surely { "it would be" } else { "it could be" };
            let (clause, at) = (
                words::upper_first(words::clause(&t.finding.clause)),
                sheet.refer(&t.finding),
            );
            match t.possible.is_empty() {
                true => format!("{clause} {at}: the rest of the record excludes that it is wrong."),
                false => format!("{clause} {at}: {verb} {other}."),
            }
        });
        let below: Vec<String> = below.collect();
        items.push(Item {
            text: "If one of these records is wrong and all others are right:".to_owned(),
            below,
            ..Item::default()
        });
    }
    if of.turning.iter().any(|t| t.finding.sort == "wish") {
        let text = "Whether a record of his wish is right is a question about the record, never a reason to ask him to change his mind.";
        items.push(Item::new(text));
    }
    if of.withstands.is_some_and(|k| k > 0) {
        let sets: Vec<String> = (of.falls_with.iter())
            .map(|set| {
                let said: Vec<String> = (set.iter())
                    .map(|e| format!("{} {}", words::clause(&e.clause), sheet.refer(e)))
                    .collect();
                words::sentence(&said.join("; and "))
            })
            .collect();
        let more = if of.more { ", the first of several" } else { "" };
        items.push(Item {
            text: format!("It would fall only if all of one of these sets fell{more}:"),
            below: sets,
            ..Item::default()
        });
    }
    if !of.rests_on.is_empty() {
        let refs: Vec<String> = (of.rests_on.iter())
            .map(|e| format!("{} {}", words::clause(&e.clause), sheet.refer(e)))
            .collect();
        let lead = if of.rests_on_all {
            "All in all it rests on"
        } else {
            "It rests, with others that were not found out, on"
        };
        items.push(Item::new(format!(
            "{lead} {} findings: {}.",
            number(of.rests_on.len()),
            refs.join("; ")
        )));
    }
    if of.norms > 1 {
        let apart = match of.independent {
            1 => "any two of them have a finding in common".to_owned(),
            n if n == of.norms => "no two of them share a finding".to_owned(),
            n => format!("{} of them rest on grounds that share no finding", number(n)),
        };
        items.push(Item::new(words::sentence(&format!(
            "{} rules carry it; {apart}",
            number(of.norms)
        ))));
    }
    if of.given_up {
        items.push(Item::new(
            "How many findings may fall could not be found out in the time that is given to it.",
        ));
    }
    Section {
        heading: "How firmly it stands".to_owned(),
        intro: match of.turning.len() {
            0 => firmness(of),
            1 => Some("It hangs on one finding: if it is wrong, the verdict can be another.".to_owned()),
            n => Some(format!(
                "It hangs on {} findings: if any one of them is wrong, the verdict can be another.",
                number(n)
            )),
        },
        items,
        ..Section::default()
    }
}
