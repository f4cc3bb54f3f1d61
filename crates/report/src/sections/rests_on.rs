//! What the answer rests on: presumptions, assumptions, disputes, open law, the unverified, rules and findings named above.

use crate::content::{Item, Section};
use crate::groups;
use crate::names::{Names, cited, norms};
use crate::words;
use safeconduct_engine::answer::{Answer, Because, FactValue, Presumed};
use std::collections::BTreeSet;

pub(super) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    vec![
        presumed(answer, names),
        assumed(answer, names),
        disputed(answer, names),
        open_law(answer, names),
        unverified(answer, names),
        findings(answer),
        rules(answer),
    ]
}

/// So many presumptions or assumptions are named in any case.
const NAMED: usize = 12;

/// So many of the presumptions on which nothing above rests are named.
const UNNAMED: usize = 5;

/// Facts that a reason, an open question or a change listed above names.
fn named_above(answer: &Answer) -> BTreeSet<&str> {
    let mut named: BTreeSet<&str> = answer.next.iter().map(|n| n.fact.as_str()).collect();
    for act in &answer.acts {
        named.extend(act.open_facts.iter().map(String::as_str));
        named.extend(norms(act).flat_map(|n| &n.because).map(|b| b.fact.as_str()));
        named.extend((act.set_aside.iter().flat_map(|s| &s.because)).map(|b| b.fact.as_str()));
        let sets = act.settled_by.iter().chain(&act.unless).flat_map(|s| &s.sets);
        named.extend(sets.flatten().map(|v| v.fact.as_str()));
    }
    named
}

fn presumed(answer: &Answer, names: &Names) -> Section {
    let named = named_above(answer);
    let all = answer.presumed.len() <= NAMED;
    let (shown, rest): (Vec<&Presumed>, Vec<&Presumed>) =
        (answer.presumed.iter()).partition(|p| all || named.contains(p.fact.as_str()));
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for p in shown {
        let title = words::upper_first(&cited(&p.title, &words::citations([p.citation.as_str()])));
        let clause = words::clause(&names.value(&p.fact, &p.value)).to_owned();
        groups::add(&mut groups, title, clause);
    }
    let items = groups
        .into_iter()
        .map(|(title, clauses)| Item::new(format!("{title}: {}.", clauses.join("; "))));
    let further = if rest.len() == answer.presumed.len() {
        ""
    } else {
        "further "
    };
    let rest = (!rest.is_empty()).then(|| {
        let mut titles: Vec<String> = Vec::new();
        for p in &rest {
            if !titles.contains(&p.title) {
                titles.push(p.title.clone());
            }
        }
        let what = if rest.len() == 1 { "presumption" } else { "presumptions" };
        Item::new(format!(
            "{} {further}{what} that no reason, question or change above names; all are in the JSON answer: {}.",
            rest.len(),
            words::few(&titles, UNNAMED)
        ))
    });
    Section {
        heading: "Presumed".to_owned(),
        items: unique(items.chain(rest)),
        ..Section::default()
    }
}

fn assumed(answer: &Answer, names: &Names) -> Section {
    let (law, values): (Vec<&FactValue>, Vec<&FactValue>) =
        (answer.assumed.iter()).partition(|v| v.fact.starts_with("law."));
    let items: Vec<String> = if values.len() > NAMED {
        names.facts_with(values.iter().map(|v| (v.fact.as_str(), v.value.as_str())))
    } else {
        values.iter().map(|v| names.finding(v)).collect()
    };
    let shown = if items.len() > NAMED + 1 { NAMED } else { items.len() };
    let rest = items.len() - shown;
    let rest = (rest > 0).then(|| Item::new(format!("And {rest} others, listed in the JSON answer.")));
    // Law that the file states is told whole: nobody may take it for the law as it is.
    let stated = law.iter().map(|v| names.finding(v));
    let items = stated.chain(items.into_iter().take(shown));
    let items = items.map(|text| Item::new(words::sentence(&text)));
    let items = unique(items.chain(rest));
    let also = if law.is_empty() {
        ""
    } else {
        "because the file states it as law, "
    };
    Section {
        heading: "Assumed".to_owned(),
        intro: (!items.is_empty()).then(|| {
            format!(
                "Taken for what holds today, {also}to protect the prisoner, or because the file is silent; nobody has found it."
            )
        }),
        items,
        ..Section::default()
    }
}

fn disputed(answer: &Answer, names: &Names) -> Section {
    let items = answer.disputed.iter().map(|d| {
        let values = words::list(
            d.values
                .iter()
                .map(|v| words::clause(&names.clause(&d.fact, v).unwrap_or_else(|| words::plain(v))).to_owned()),
            "or",
        );
        let fact = words::upper_first(&names.fact(&d.fact));
        let values = if values.is_empty() {
            fact
        } else {
            format!("{fact}: {values}")
        };
        Item::new(if d.why.is_empty() {
            format!("{values}.")
        } else {
            format!("{values}. {}", words::sentence(&d.why))
        })
    });
    Section {
        heading: "Disputed".to_owned(),
        items: unique(items),
        ..Section::default()
    }
}

fn open_law(answer: &Answer, names: &Names) -> Section {
    let items = answer.open_law.iter().map(|law| {
        let text = if law.text.is_empty() {
            format!("it is open whether {}", names.law(&law.entry, "bound"))
        } else {
            law.text.clone()
        };
        let bears = super::missing::bears_on(&law.matters_to, names);
        let below = if bears.is_empty() {
            Vec::new()
        } else {
            vec![format!("Bears on: {bears}.")]
        };
        Item {
            text: words::sentence(&text),
            below,
            ..Item::default()
        }
    });
    Section {
        heading: "Open law".to_owned(),
        items: unique(items),
        ..Section::default()
    }
}

/// Of each source so many unchecked things are named.
const UNCHECKED: usize = 2;

/// A longer name is not given for several items.
const LONG: usize = 90;

/// What is unchecked, and of what.
type Unchecked = (String, Vec<String>);

/// What nobody has checked, by the source that is concerned.
fn unverified(answer: &Answer, names: &Names) -> Section {
    let mut single: Vec<String> = Vec::new();
    for text in (answer.unverified.iter()).map(|text| words::clause(&in_words(text.trim(), names)).to_owned()) {
        if !text.is_empty() && !single.contains(&text) {
            single.push(text);
        }
    }
    let intro = match single.len() {
        0 => None,
        1 => Some("Nobody has checked 1 item on which this answer rests.".to_owned()),
        n => Some(format!(
            "Nobody has checked {n} items on which this answer rests; by source, all in the JSON answer."
        )),
    };
    // Source, what is unchecked, of what.
    let mut sources: Vec<(String, Vec<Unchecked>)> = Vec::new();
    for text in single {
        let (of, what) = match text.rsplit_once(": ") {
            Some((of, what)) => (of.to_owned(), what.to_owned()),
            None => (String::new(), text.clone()),
        };
        let (source, of, what) = match what.strip_prefix("bound from ") {
            Some(day) => (
                "Days from which states are bound".to_owned(),
                String::new(),
                format!("{of} ({})", words::date(day)),
            ),
            None => {
                let (source, of) = source(&of);
                (source, of, what)
            }
        };
        let at = sources.iter().position(|(s, _)| *s == source).unwrap_or_else(|| {
            sources.push((source, Vec::new()));
            sources.len() - 1
        });
        let of: Option<String> = (!of.is_empty()).then_some(of);
        match sources[at].1.iter_mut().find(|(w, _)| *w == what) {
            Some((_, all)) => all.extend(of),
            None => sources[at].1.push((what, of.into_iter().collect())),
        }
    }
    sources.sort_by_key(|(source, _)| source.is_empty());
    let items = sources.into_iter().map(|(source, whats)| {
        let number: usize = whats.iter().map(|(_, of)| of.len().max(1)).sum();
        let whats: Vec<String> = whats
            .into_iter()
            .map(|(what, of)| match of.len() {
                0 => what,
                n if n > 1 && of[0].len() > LONG => format!("{what} ({n} items)"),
                _ => format!("{what} ({})", words::few(&of, 1)),
            })
            .collect();
        let whats = words::few(&whats, UNCHECKED);
        Item::new(words::sentence(&match (source.is_empty(), number) {
            (true, _) => format!("Other: {whats}"),
            (false, 1) => format!("{source}: {whats}"),
            (false, n) => format!("{source}, {n} items: {whats}"),
        }))
    });
    Section {
        heading: "Unverified".to_owned(),
        intro,
        items: items.collect(),
        ..Section::default()
    }
}

/// The source that is concerned, and what it is that is unchecked: `No removal to torture (CAT art 3(1))` is of `CAT`.
fn source(of: &str) -> (String, String) {
    // The citation is the last bracket that closes at the end; brackets may stand in it.
    if of.ends_with(')') {
        let mut depth = 0_usize;
        for (i, c) in of.char_indices().rev() {
            match c {
                ')' => depth += 1,
                '(' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                let cites = &of[i + 1..of.len() - 1];
                let first = cites.split("; ").next().unwrap_or(cites);
                let short = first.split(" art ").next().unwrap_or(first);
                let short = short.split(", ").next().unwrap_or(short);
                return (short.to_owned(), of[..i].trim_end().to_owned());
            }
        }
    }
    (String::new(), of.to_owned())
}

/// A finding that is named by its path (`the finding destination.KP.torture: …`) by its name.
fn in_words(text: &str, names: &Names) -> String {
    let path = text.strip_prefix("the finding ").and_then(|rest| rest.split_once(": "));
    match path.filter(|(path, _)| !path.contains(' ')) {
        Some((path, what)) => format!("finding \"{}\": {what}", names.fact(path)),
        None => text.to_owned(),
    }
}

fn findings(answer: &Answer) -> Section {
    let mut found: Vec<&Because> = Vec::new();
    for because in answer.acts.iter().flat_map(norms).flat_map(|n| &n.because) {
        if !found.iter().any(|f| f.fact == because.fact && f.value == because.value) {
            found.push(because);
        }
    }
    let (sourced, bare): (Vec<&Because>, Vec<&Because>) = (found.into_iter())
        .partition(|b| b.since.is_some() || b.source.as_deref().is_some_and(|s| !s.trim().is_empty()));
    let bare: Vec<&str> = bare.into_iter().map(|b| words::clause(&b.clause)).collect();
    let bare = (!bare.is_empty()).then(|| {
        let clauses = words::upper_first(&bare.join("; "));
        Item {
            text: format!("No source is named for: {}.", bare.join("; ")),
            below: Vec::new(),
            cells: vec![clauses, String::new(), "no source named".to_owned()],
        }
    });
    let items = sourced.into_iter().map(|b| {
        let clause = words::upper_first(words::clause(&b.clause));
        let since = b.since.as_deref().map(words::date).unwrap_or_default();
        let source = b
            .source
            .clone()
            .filter(|s| !s.trim().is_empty())
            .unwrap_or_else(|| "no source named".to_owned());
        let dated = if since.is_empty() {
            String::new()
        } else {
            format!("since {since}; ")
        };
        Item {
            text: format!("{clause} [{dated}{source}]."),
            below: Vec::new(),
            cells: vec![clause, since, source],
        }
    });
    Section {
        heading: "Findings named above".to_owned(),
        columns: vec!["Finding", "Since", "Source"],
        items: items.chain(bare).collect(),
        ..Section::default()
    }
}

fn rules(answer: &Answer) -> Section {
    let mut named: Vec<(&str, Vec<&str>)> = Vec::new();
    for norm in answer
        .acts
        .iter()
        .flat_map(norms)
        .filter(|n| n.certain && !n.because.is_empty() && !n.citation.is_empty())
    {
        match named.iter_mut().find(|(citation, _)| *citation == norm.citation) {
            Some((_, titles)) if !titles.contains(&norm.title.as_str()) => titles.push(&norm.title),
            Some(_) => {}
            None => named.push((&norm.citation, vec![&norm.title])),
        }
    }
    let items = named.into_iter().map(|(citation, titles)| {
        let (citation, titles) = (words::citations([citation]), titles.join("; "));
        Item {
            text: format!("{citation}: {titles}."),
            below: Vec::new(),
            cells: vec![citation, titles],
        }
    });
    Section {
        heading: "Rules named above".to_owned(),
        columns: vec!["Rule", "What it says"],
        items: items.collect(),
        ..Section::default()
    }
}

fn unique(items: impl IntoIterator<Item = Item>) -> Vec<Item> {
    let mut out: Vec<Item> = Vec::new();
    for item in items {
        if !out.contains(&item) {
            out.push(item);
        }
    }
    out
}
