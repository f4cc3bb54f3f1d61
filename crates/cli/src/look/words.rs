//! Pages about the words of the rulebook: facts, relations, steps, terms, acts, roles, kinds of acts and bodies.

use super::index::{Does, Index, Item};
use super::page::{Entry, Page};
use super::statement::{named, place};
use safeconduct_rulebook::model::{Act, Fact, Per, Presumed, Protective, Relation, Role, Rulebook, Step, Term, Type};
use safeconduct_rulebook::prose;

fn blank(kind: &'static str, id: &str, title: &str, origin: &safeconduct_rulebook::model::Origin) -> Page {
    Page {
        kind,
        id: id.to_owned(),
        title: title.to_owned(),
        place: Some(place(origin)),
        ..Page::default()
    }
}

fn entries(items: Vec<&Item<'_>>) -> Vec<Entry> {
    items.into_iter().map(named).collect()
}

/// The statements that read something, by kind.
fn readers(page: &mut Page, items: &[&Item<'_>]) {
    for (kind, heading) in [
        ("rule", "Rules that read it"),
        ("basis", "Bases that read it"),
        ("exception", "Exceptions that read it"),
        ("priority", "Priorities that read it"),
        ("presumption", "Presumptions that read it"),
        ("duty", "Duties that read it"),
        ("impossibility", "What cannot be, with it"),
        ("claim", "Claims that read it"),
    ] {
        page.list(
            heading,
            items.iter().filter(|i| i.says.kind == kind).map(|i| named(i)).collect(),
        );
    }
}

pub(crate) fn fact(index: &Index<'_>, fact: &Fact) -> Page {
    let rb = index.rb;
    let number = rb.facts.iter().position(|f| f.id == fact.id).unwrap_or(usize::MAX);
    let mut page = blank(fact.sort.word(), &fact.id, &fact.title, &fact.origin);
    let per = match fact.per {
        Per::Case => "One value in a case",
        Per::Destination => "One value for each destination",
        Per::Act => "One value for each act, and destination where the act has one",
    };
    let kind = match &fact.kind {
        Type::YesNo => "yes or no",
        Type::OneOf(_) => "one of the values below",
        Type::Date => "a day",
        Type::Number => "a number",
    };
    let changes = if fact.changes {
        "; it may change"
    } else {
        "; it does not change"
    };
    page.words.push(format!("{per}: {kind}{changes}."));
    page.list("The question to ask", vec![Entry::words(&fact.ask)]);
    let values = match &fact.kind {
        Type::OneOf(values) => values.iter().map(|v| value(&v.id, &v.clause)).collect(),
        _ if fact.holds.is_empty() && fact.fails.is_empty() => Vec::new(),
        _ => vec![value("yes", &fact.holds), value("no", &fact.fails)],
    };
    page.list("What each value means", values);
    page.list("Who shows it", shown(rb, &fact.shown_by, &fact.standard));
    let values = |p: &Protective| match p.value {
        Some(v) => format!(
            "it is taken that {}",
            prose::value(rb, safeconduct_rulebook::model::FactId(number as u32), None, v)
        ),
        None => "it stays open".to_owned(),
    };
    page.list("While nobody has found it", protective(rb, &fact.protective, values));
    let presumed = index.which(|i| matches!(i.presumes, Some(Presumed::Fact(f)) if f.ix() == number));
    page.list("Presumptions about it", entries(presumed));
    let readers_of = index.which(|i| i.facts.contains(&number));
    readers(&mut page, &readers_of);
    page
}

pub(crate) fn relation(index: &Index<'_>, relation: &Relation) -> Page {
    let rb = index.rb;
    let number = rb
        .relations
        .iter()
        .position(|r| r.id == relation.id)
        .unwrap_or(usize::MAX);
    let mut page = blank("relation", &relation.id, &relation.title, &relation.origin);
    let through = if relation.transitive {
        "; from one to a third by way of a second, too"
    } else {
        ""
    };
    page.words.push(format!(
        "Between two states{through}. A case states it under “{}”.",
        relation.table
    ));
    page.list("The question to ask", vec![Entry::words(&relation.ask)]);
    page.list(
        "What each value means",
        vec![value("found", &relation.holds), value("dispelled", &relation.fails)],
    );
    page.list("Who shows it", shown(rb, &relation.shown_by, &relation.standard));
    let values = |p: &Protective| match p.value {
        Some(safeconduct_rulebook::model::Val::Bool(true)) => "it is taken as found".to_owned(),
        Some(_) => "it is taken as dispelled".to_owned(),
        None => "it stays open".to_owned(),
    };
    page.list(
        "While nobody has found it",
        protective(rb, &relation.protective, values),
    );
    let presumed = index.which(|i| matches!(i.presumes, Some(Presumed::Relation(r)) if r.ix() == number));
    page.list("Presumptions about it", entries(presumed));
    let readers_of = index.which(|i| i.relations.contains(&number));
    readers(&mut page, &readers_of);
    page
}

fn value(id: &str, clause: &str) -> Entry {
    Entry::words(format!("{id}: {clause}"))
}

fn shown(rb: &Rulebook, bodies: &[safeconduct_rulebook::model::BodyId], standard: &str) -> Vec<Entry> {
    let names: Vec<String> = (bodies.iter())
        .filter_map(|b| rb.bodies.get(b.ix()))
        .map(|b| format!("{} ({b})", prose::body_words(rb, b)))
        .collect();
    let mut out = Vec::new();
    if !names.is_empty() {
        out.push(Entry::words(prose::list(&names, "or")));
    }
    if !standard.is_empty() {
        out.push(Entry::words(format!("to the standard: {standard}")));
    }
    out
}

fn protective(rb: &Rulebook, all: &[Protective], value: impl Fn(&Protective) -> String) -> Vec<Entry> {
    if all.is_empty() {
        return vec![Entry::words("it stays open")];
    }
    (all.iter().enumerate())
        .map(|(i, p)| {
            let otherwise = if i > 0 { "otherwise " } else { "" };
            let when = match &p.when {
                safeconduct_rulebook::model::Cond::True => String::new(),
                cond => format!(", if {}", prose::clause(rb, cond)),
            };
            Entry::words(format!("{otherwise}{}{when}", value(p)))
        })
        .collect()
}

pub(crate) fn term(index: &Index<'_>, term: &Term) -> Page {
    let number = index
        .rb
        .terms
        .iter()
        .position(|t| t.id == term.id)
        .unwrap_or(usize::MAX);
    let mut page = blank("term", &term.id, &term.title, &term.origin);
    let mut words = vec![if term.per_destination {
        "A concept of the law, one value for each destination"
    } else {
        "A concept of the law"
    }];
    if term.status {
        words.push("it names whom the law binds or protects");
    }
    if term.home {
        words.push("states that have it are called home");
    }
    page.words.push(format!("{}.", words.join("; ")));
    page.list(
        "What it means",
        vec![value("it holds", &term.holds), value("it does not", &term.fails)],
    );
    let concluding = index.which(|i| i.concludes.contains(&number));
    page.list(
        "Rules that conclude it",
        concluding.into_iter().map(super::statement::said).collect(),
    );
    let readers_of = index.which(|i| i.terms.contains(&number));
    readers(&mut page, &readers_of);
    page
}

pub(crate) fn step(index: &Index<'_>, step: &Step) -> Page {
    let rb = index.rb;
    let number = rb.steps.iter().position(|s| s.id == step.id).unwrap_or(usize::MAX);
    let mut page = blank("step", &step.id, &step.title, &step.origin);
    let acts: Vec<String> = (step.acts.iter())
        .filter_map(|a| rb.acts.get(a.ix()))
        .map(|a| format!("{} ({})", a.title, a.id))
        .collect();
    page.words.push(if acts.is_empty() {
        "An act of the detaining power's own, done once.".to_owned()
    } else {
        format!(
            "An act of the detaining power's own, done for each of these separately: {}.",
            prose::list(&acts, "and")
        )
    });
    page.list(
        "What it means",
        vec![value("done", &step.holds), value("not done", &step.fails)],
    );
    let barring = index.which(|i| i.says.kind == "rule" && i.steps.contains(&number));
    page.list("Rules that bar until it is done", entries(barring));
    let done = index.which(|i| i.says.kind == "duty" && i.steps.contains(&number));
    page.list("Duties that it discharges", entries(done));
    page
}

pub(crate) fn role(index: &Index<'_>, role: &Role) -> Page {
    let rb = index.rb;
    let number = rb.roles.iter().position(|r| r.id == role.id).unwrap_or(usize::MAX);
    let mut page = blank("role", &role.id, &role.title, &role.origin);
    let default = role.default.and_then(|r| rb.roles.get(r.ix()));
    page.words.push(match default {
        Some(d) => format!(
            "A state that a case names; where it names none, {} ({}) is taken.",
            d.title, d.id
        ),
        None => "A state that a case names.".to_owned(),
    });
    let readers_of = index.which(|i| i.roles.contains(&number));
    readers(&mut page, &readers_of);
    page
}

pub(crate) fn act(index: &Index<'_>, act: &Act) -> Page {
    let rb = index.rb;
    let number = rb.acts.iter().position(|a| a.id == act.id).unwrap_or(usize::MAX);
    let mut page = blank("act", &act.id, &act.title, &act.origin);
    let kinds: Vec<String> = (act.kinds.iter())
        .filter_map(|k| rb.kinds.get(*k as usize))
        .map(|k| k.replace('_', " "))
        .collect();
    page.words
        .push(format!("To {}.", act.phrase.replace("{destination}", "a destination")));
    let mut about = Vec::new();
    if !kinds.is_empty() {
        about.push(format!("kind: {}", kinds.join(", ")));
    }
    about.push(
        if act.free {
            "it needs no basis in law"
        } else {
            "it needs a basis in law"
        }
        .to_owned(),
    );
    if act.irreversible {
        about.push("it cannot be undone".to_owned());
    }
    let excludes: Vec<String> = (act.excludes.iter())
        .filter_map(|a| rb.acts.get(a.ix()))
        .map(|a| format!("{} ({})", a.title, a.id))
        .collect();
    if !excludes.is_empty() {
        about.push(format!("it cannot be done beside {}", prose::list(&excludes, "or")));
    }
    page.words.push(format!("{}.", prose::capital(&about.join("; "))));
    for (does, heading) in [
        (Does::Opens, "Bases that open it"),
        (Does::Owes, "Rules by which it is owed"),
        (Does::Bars, "Rules that bar it"),
        (
            Does::Tests,
            "Claims on it, and conditions that ask whether it is barred",
        ),
    ] {
        page.list(heading, entries(index.which(|i| i.acts.contains(&(does, number)))));
    }
    let steps = rb.steps.iter().filter(|s| s.acts.iter().any(|a| a.ix() == number));
    page.list(
        "Steps that are done for it",
        steps.map(|s| Entry::of(&s.id, &s.title).saying(&s.holds)).collect(),
    );
    page
}

/// The page of a kind of acts.
pub(crate) fn kind(rb: &Rulebook, kind: usize) -> Page {
    let name = rb.kinds.get(kind).map_or("", String::as_str);
    let mut page = Page {
        kind: "kind of acts",
        id: name.to_owned(),
        title: prose::capital(&name.replace('_', " ")),
        ..Page::default()
    };
    let acts = rb.acts.iter().filter(|a| a.kinds.contains(&(kind as u32)));
    page.list(
        "Acts of this kind",
        acts.map(|a| Entry::of(&a.id, &a.title).saying(&a.phrase)).collect(),
    );
    page
}

/// The page of a body that finds or records.
pub(crate) fn body(rb: &Rulebook, body: usize) -> Page {
    let name = rb.bodies.get(body).map_or("", String::as_str);
    let mut page = Page {
        kind: "body",
        id: name.to_owned(),
        title: name.replace('_', " "),
        ..Page::default()
    };
    let facts = (rb.facts.iter().map(|f| (&f.id, &f.title, &f.ask, &f.shown_by)))
        .chain(rb.relations.iter().map(|r| (&r.id, &r.title, &r.ask, &r.shown_by)));
    let shows = facts.filter(|(.., by)| by.iter().any(|b| b.ix() == body));
    page.list(
        "What it shows",
        shows
            .map(|(id, title, ask, _)| Entry::of(id, title).saying(ask))
            .collect(),
    );
    let ends = rb
        .presumptions
        .iter()
        .filter(|p| p.until.iter().any(|b| b.ix() == body));
    page.list(
        "Presumptions that it ends",
        ends.map(|p| Entry::of(&p.id, &p.title)).collect(),
    );
    page
}
