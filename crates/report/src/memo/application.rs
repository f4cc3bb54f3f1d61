//! Rule and application: what the rules say, and how their conditions are met, from the findings up.

use super::Depth;
use super::points::{Sheet, quoted, title, titles};
use crate::content::{Item, Section};
use crate::words;
use safeconduct_engine::argument::{Against, Considered, Element, Evidence, Rests, Role, Said, Standing};

/// So many rules are gone through, unless everything is asked for.
const GONE_THROUGH: usize = 3;

/// The rules, and how they apply.
pub(super) fn of<'a>(sheet: &mut Sheet<'a>) -> Vec<Section> {
    let (norms, besides) = chosen(sheet);
    let rules = Section {
        heading: if norms.len() == 1 { "Rule" } else { "Rules" }.to_owned(),
        items: norms
            .iter()
            .map(|n| rule(&n.said))
            .chain(named(&besides, sheet))
            .collect(),
        ..Section::default()
    };
    let concepts = reached(sheet, &norms);
    for (i, concept) in concepts.iter().enumerate() {
        sheet.steps[*concept] = Some(i + 1);
    }
    let mut items: Vec<Item> = concepts.iter().map(|c| step(sheet, *c)).collect();
    items.extend(norms.into_iter().map(|n| applied(sheet, n)));
    if sheet.act.verdict == "unavailable" {
        items.extend(not_open(sheet));
    }
    if sheet.argument.free && sheet.act.verdict == "permitted" {
        items.push(Item::new("The act needs no basis in law."));
    }
    let application = Section {
        heading: "Application".to_owned(),
        intro: (!items.is_empty()).then(|| {
            "From the findings up. A number in brackets is that of a finding in the list at the end; a step is one of this list.".to_owned()
        }),
        numbered: true,
        items,
        ..Section::default()
    };
    vec![rules, application]
}

/// The norms that are gone through, and those of the same kind that are only named.
fn chosen<'a>(sheet: &Sheet<'a>) -> (Vec<&'a Considered>, Vec<&'a Considered>) {
    let carrying = sheet.carrying();
    let mut norms: Vec<&Considered> = Vec::new();
    // Both sides of a conflict, and whatever opens or owes an open act, come first.
    for role in carrying {
        let side = sheet.norms(&[*role], Standing::Stands);
        norms.extend(side);
    }
    if sheet.act.verdict == "open" {
        norms.extend(sheet.norms(&[Role::Opens, Role::Requires], Standing::Open));
    }
    let besides = if sheet.depth == Depth::Full {
        let others: Vec<Role> = [Role::Bars, Role::BarsWhile, Role::Requires, Role::Opens]
            .into_iter()
            .filter(|r| !carrying.contains(r))
            .collect();
        norms.extend(sheet.norms(&others, Standing::Stands));
        Vec::new()
    } else {
        let mut of_role: Vec<Role> = Vec::new();
        let (kept, besides) = norms.into_iter().partition(|n| {
            of_role.push(n.role);
            of_role.iter().filter(|r| **r == n.role).count() <= GONE_THROUGH
        });
        norms = kept;
        besides
    };
    (norms, besides)
}

/// A rule in general words.
fn rule(said: &Said) -> Item {
    let unverified = said.unverified.as_ref();
    Item {
        text: format!("{}.", title(said)),
        below: [said.sentence.clone()]
            .into_iter()
            .chain(unverified.map(|what| format!("Nobody has checked: {}.", words::clause(what))))
            .collect(),
        ..Item::default()
    }
}

fn named(besides: &[&Considered], sheet: &Sheet<'_>) -> Option<Item> {
    (!besides.is_empty()).then(|| {
        let all = titles(besides.iter().map(|n| &n.said));
        let end = if sheet.act.verdict == "open" {
            ""
        } else {
            ", to the same end"
        };
        Item::new(format!("Beside these{end}: {all}."))
    })
}

/// The concepts on which norms rest, each after those on which it rests itself. What fails is said where it is needed.
fn reached(sheet: &Sheet<'_>, norms: &[&Considered]) -> Vec<usize> {
    let mut wanted = vec![false; sheet.argument.concepts.len()];
    let mut left: Vec<&Element> = norms.iter().flat_map(|n| &n.elements).collect();
    if sheet.depth == Depth::Full {
        let against = norms.iter().flat_map(|n| &n.against);
        left.extend(
            against
                .filter(|a| a.standing == Standing::Stands)
                .flat_map(|a| &a.elements),
        );
    }
    while let Some(element) = left.pop() {
        match &element.rests {
            Rests::Concept { concept } if !wanted[*concept] => {
                let about = &sheet.argument.concepts[*concept];
                if matches!(about.standing, Standing::Stands | Standing::Open) {
                    wanted[*concept] = true;
                    left.extend(about.by.iter().flat_map(|r| &r.elements));
                }
            }
            Rests::Either { of } => left.extend(of.iter().flatten()),
            _ => {}
        }
    }
    (0..wanted.len()).filter(|c| wanted[*c]).collect()
}

/// How a concept is reached.
fn step<'a>(sheet: &mut Sheet<'a>, concept: usize) -> Item {
    let concept = &sheet.argument.concepts[concept];
    let clause = words::upper_first(words::clause(&concept.clause));
    let mut ways: Vec<String> = (concept.by.iter())
        .map(|by| {
            let points = sheet.points(&by.elements);
            sheet.say(&by.said);
            let way = match points.is_empty() {
                true => quoted(&by.said),
                false => format!("{points} ({})", source(&by.said)),
            };
            let lifts = by.against.iter().filter_map(|a| against(sheet, a, &[]));
            let lifts: Vec<String> = lifts.collect();
            match lifts.is_empty() {
                true => way,
                false => format!("{way}. {}", words::clause(&lifts.join(" "))),
            }
        })
        .collect();
    let open = concept.standing == Standing::Open;
    let lead = if open {
        format!("It is open whether {}", words::lower_first(&clause))
    } else {
        clause
    };
    match ways.len() {
        0 => Item::new(format!("{lead}.")),
        1 => Item::new(format!("{lead}: {}.", ways.remove(0))),
        _ => Item {
            text: format!("{lead}, in more than one way:"),
            below: ways.into_iter().map(|w| words::sentence(&w)).collect(),
            ..Item::default()
        },
    }
}

fn source(said: &Said) -> String {
    let citation = words::citations([said.citation.as_str()]);
    if citation.is_empty() {
        format!("“{}”", said.title)
    } else {
        format!("“{}”, {citation}", said.title)
    }
}

/// How a norm applies.
fn applied<'a>(sheet: &mut Sheet<'a>, norm: &'a Considered) -> Item {
    let points = sheet.points(&norm.elements);
    let verb = match (norm.role, norm.standing) {
        (Role::Bars | Role::BarsWhile, Standing::Stands) => "therefore bars it",
        (Role::Requires, Standing::Stands) => "therefore requires it",
        (Role::Opens, Standing::Stands) if matches!(sheet.act.verdict.as_str(), "prohibited" | "conflict") => {
            "would open the way to it, but for what bars it"
        }
        (Role::Opens, Standing::Stands) => "therefore opens the way to it",
        (Role::Requires, _) => "would require it",
        (Role::Opens, _) => "would open the way to it",
        _ => "would bar it",
    };
    let last = if norm.last_choice {
        "; no other choice that it names is left"
    } else {
        ""
    };
    let points = if points.is_empty() {
        "in any case".to_owned()
    } else {
        points
    };
    let every = if norm.every_reading && norm.role != Role::Waits {
        " It stands under every reading of the law."
    } else {
        ""
    };
    let mut below = Vec::new();
    for one in &norm.against {
        below.extend(against(sheet, one, &norm.because));
    }
    if let Some(when) = &norm.lifts_when {
        below.push(format!("It lifts when {}.", words::clause(when)));
    }
    Item {
        text: format!("{} {verb}: {points}{last}.{every}", sheet.say(&norm.said)),
        below,
        ..Item::default()
    }
}

/// What could set a norm aside, and does not, may or does. What does not is worth a word where the norm stands on the findings that keep it away.
fn against<'a>(sheet: &mut Sheet<'a>, against: &'a Against, because: &[Evidence]) -> Option<String> {
    let away = matches!(against.standing, Standing::Fails | Standing::SetAside);
    let keeps = |e| sheet.comes_from(e, because);
    if away && sheet.depth != Depth::Full && !against.elements.iter().any(keeps) {
        return None;
    }
    let what = quoted(&against.said);
    if against.standing == Standing::SetAside {
        let by = titles((against.against.iter().filter(|a| a.standing == Standing::Stands)).map(|a| &a.said));
        let by = if by.is_empty() { "others".to_owned() } else { by };
        return Some(format!("{what} does not change this: it is lifted itself, by {by}."));
    }
    let points = sheet.points(&against.elements);
    let since = if points.is_empty() {
        String::new()
    } else {
        format!(", since {points}")
    };
    Some(match against.standing {
        Standing::Fails | Standing::SetAside => format!("{what} does not change this{since}."),
        Standing::Open if points.is_empty() => format!("It may be lifted by {what}."),
        Standing::Open => format!("It may be lifted by {what}: {points}."),
        Standing::Stands => format!("It is lifted by {what}{since}."),
    })
}

/// Why no basis is met.
fn not_open<'a>(sheet: &mut Sheet<'a>) -> Vec<Item> {
    let norms = sheet
        .argument
        .norms
        .iter()
        .filter(|n| matches!(n.role, Role::Opens | Role::Requires));
    let norms: Vec<&Considered> = norms.collect();
    (norms.into_iter())
        .map(|norm| {
            let mut why = sheet.points(&norm.elements);
            for against in norm.against.iter().filter(|a| a.standing == Standing::Stands) {
                why = format!("it is lifted by {}", quoted(&against.said));
            }
            Item::new(format!("{} does not open it: {why}.", quoted(&norm.said)))
        })
        .collect()
}
