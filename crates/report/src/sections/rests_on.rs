//! What the answer rests on: presumptions, assumptions, disputes, open law, the unverified, rules and findings named above.

use crate::content::{Item, Section};
use crate::names::{Names, cited, norms};
use crate::words;
use safeconduct_engine::answer::{Answer, Because};

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

fn presumed(answer: &Answer, names: &Names) -> Section {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for p in &answer.presumed {
        let title = words::upper_first(&cited(&p.title, &p.citation));
        let clause = words::clause(&names.value(&p.fact, &p.value)).to_owned();
        match groups.iter_mut().find(|(t, _)| *t == title) {
            Some((_, clauses)) => clauses.push(clause),
            None => groups.push((title, vec![clause])),
        }
    }
    let items = groups
        .into_iter()
        .map(|(title, clauses)| Item::new(format!("{title}: {}.", clauses.join("; "))));
    Section {
        heading: "Presumed".to_owned(),
        items: unique(items),
        ..Section::default()
    }
}

/// More assumptions than this are named by title and value, those of several states together.
const ASSUMED: usize = 20;

fn assumed(answer: &Answer, names: &Names) -> Section {
    let items = if answer.assumed.len() > ASSUMED {
        let facts = answer.assumed.iter().map(|v| (v.fact.as_str(), v.value.as_str()));
        unique(
            names
                .facts_with(facts)
                .into_iter()
                .map(|f| Item::new(words::sentence(&f))),
        )
    } else {
        unique(
            answer
                .assumed
                .iter()
                .map(|v| Item::new(words::sentence(&names.finding(v)))),
        )
    };
    Section {
        heading: "Assumed".to_owned(),
        intro: (!items.is_empty()).then(|| {
            "Taken for what holds today, to protect the prisoner, or because the file is silent; nobody has found it."
                .to_owned()
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

fn unverified(answer: &Answer, names: &Names) -> Section {
    let mut single: Vec<String> = Vec::new();
    for text in answer
        .unverified
        .iter()
        .map(|text| words::clause(&in_words(text.trim(), names)).to_owned())
    {
        if !text.is_empty() && !single.contains(&text) {
            single.push(text);
        }
    }
    let intro = match single.len() {
        0 => None,
        1 => Some("Nobody has checked 1 item on which this answer rests.".to_owned()),
        n => Some(format!("Nobody has checked {n} items on which this answer rests.")),
    };
    // Those of which the same is unchecked together.
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for text in single {
        let (of, what) = text
            .rsplit_once(": ")
            .map_or((String::new(), text.clone()), |(of, what)| {
                (of.to_owned(), what.to_owned())
            });
        let (of, what) = match what.strip_prefix("bound from ") {
            Some(day) => (
                format!("{of} ({})", words::date(day)),
                "the day from which it binds".to_owned(),
            ),
            None => (of, what),
        };
        match groups.iter_mut().find(|(w, _)| *w == what) {
            Some((_, all)) => all.push(of),
            None => groups.push((what, vec![of])),
        }
    }
    let items = groups.into_iter().map(|(what, of)| {
        let of: Vec<String> = of.into_iter().filter(|o| !o.is_empty()).collect();
        Item::new(words::sentence(&if of.is_empty() {
            what
        } else {
            format!("{what}: {}", of.join("; "))
        }))
    });
    Section {
        heading: "Unverified".to_owned(),
        intro,
        items: items.collect(),
        ..Section::default()
    }
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
    let items = found.into_iter().map(|b| {
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
        items: items.collect(),
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
