//! Pages about provisions and instruments.

use super::cases;
use super::index::Index;
use super::page::{Entry, Page};
use super::statement::{self, named, said};
use safeconduct_rulebook::model::{Instrument, Origin, Provision, ProvisionId, Rulebook};

/// Whether a dotted name is another one or stands below it.
pub(crate) fn within(name: &str, above: &str) -> bool {
    name.strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The page of everything under a name: a paragraph, an article with its paragraphs.
pub(crate) fn page(index: &Index<'_>, id: &str) -> Option<Page> {
    let rb = index.rb;
    let found: Vec<(usize, &Provision)> = (rb.provisions.iter().enumerate())
        .filter(|(_, p)| p.id == id || id.contains('.') && within(&p.id, id))
        .collect();
    match found.as_slice() {
        [] => None,
        [(i, only)] => Some(one(index, *i, only)),
        several => {
            let mut page = match several.iter().find(|(_, p)| p.id == id) {
                Some((i, own)) => one(index, *i, own),
                None => Page {
                    kind: "article",
                    id: id.to_owned(),
                    title: format!("its {} provisions", several.len()),
                    citation: several.first().map(|(_, p)| article(rb, p, id)),
                    ..Page::default()
                },
            };
            let parts = several.iter().filter(|(_, p)| p.id != id);
            page.parts.extend(parts.map(|(i, p)| one(index, *i, p)));
            Some(page)
        }
    }
}

/// The citation of an article of which only paragraphs are headings.
fn article(rb: &Rulebook, below: &Provision, id: &str) -> String {
    let Some(i) = rb.instruments.get(below.instrument.ix()) else {
        return id.to_owned();
    };
    let mut segments = id
        .strip_prefix(&i.id)
        .unwrap_or("")
        .split('.')
        .filter(|s| !s.is_empty());
    let first = segments.next().unwrap_or("");
    let rest: String = segments.map(|s| format!("({s})")).collect();
    let words = [i.short.as_str(), &i.pinpoint, &format!("{first}{rest}")].join(" ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The page of one provision.
fn one(index: &Index<'_>, number: usize, p: &Provision) -> Page {
    let rb = index.rb;
    let here = |o: &Origin| o.provision == Some(ProvisionId(number as u32));
    let mut page = Page {
        kind: "provision",
        id: p.id.clone(),
        title: p.title.clone(),
        citation: Some(p.citation.clone()),
        words: words(&p.prose),
        ..Page::default()
    };
    if let Some(why) = &p.not_modelled {
        page.list("Not modelled", vec![Entry::words(why)]);
    }
    if let Some(elsewhere) = &p.stated_in {
        let mut entries: Vec<Entry> = elsewhere.ids.iter().map(|id| carried(index, id)).collect();
        entries.extend(elsewhere.words.iter().map(Entry::words));
        page.list("What it says is stated elsewhere", entries);
    }
    page.list("Declared here", declared(rb, &here));
    page.parts = (index.which(|i| here(i.says.origin)).into_iter())
        .map(|i| statement::page(index, i, false))
        .collect();
    // What stands under its own paragraphs is shown there.
    let below = |o: &Origin| {
        let stands = o.provision.and_then(|x| rb.provisions.get(x.ix()));
        stands.is_some_and(|x| within(&x.id, &p.id))
    };
    let stated = |id: &str| p.stated_in.as_ref().is_some_and(|s| s.ids.iter().any(|x| x == id));
    let citing = |o: &Origin| o.cites.iter().any(|c| within(&c.path, &p.id));
    let elsewhere =
        index.which(|i| i.says.kind != "claim" && !below(i.says.origin) && !stated(i.says.id) && citing(i.says.origin));
    page.after(
        "Statements elsewhere that rest on it",
        elsewhere.into_iter().map(said).collect(),
    );
    let contested = rb.questions.iter().filter_map(|q| {
        let on = q
            .positions
            .iter()
            .filter(|x| x.on.iter().any(|c| within(&c.path, &p.id)));
        let says: Vec<String> = on.map(|x| format!("{} “{}”", x.id, x.says)).collect();
        (!says.is_empty()).then(|| Entry::of(&q.id, &q.title).saying(format!("position {}", says.join("; "))))
    });
    page.after("Positions on contested questions that rest on it", contested.collect());
    let claims = index.which(|i| i.says.kind == "claim" && citing(i.says.origin));
    page.after("Claims on it", claims.into_iter().map(named).collect());
    let fences = rb
        .cases
        .iter()
        .filter(|c| c.provision == Some(ProvisionId(number as u32)));
    let mut tested: Vec<Entry> = fences
        .map(|c| cases::entry(&c.text, &format!("{}:{}", c.file, c.line)))
        .collect();
    tested.retain(|c| {
        !page
            .parts
            .iter()
            .any(|part| part.sections.iter().any(|s| s.entries.iter().any(|e| e.id == c.id)))
    });
    page.after("Cases beside it", tested);
    page
}

/// A statement of any kind that carries a provision.
fn carried(index: &Index<'_>, id: &str) -> Entry {
    let rb = index.rb;
    if let Some(item) = index.item(id) {
        return said(item);
    }
    let facts = rb.facts.iter().map(|x| (&x.id, &x.title, &x.ask));
    let terms = rb.terms.iter().map(|x| (&x.id, &x.title, &x.holds));
    let steps = rb.steps.iter().map(|x| (&x.id, &x.title, &x.holds));
    let acts = rb.acts.iter().map(|x| (&x.id, &x.title, &x.phrase));
    let relations = rb.relations.iter().map(|x| (&x.id, &x.title, &x.ask));
    let mut all = facts.chain(terms).chain(steps).chain(acts).chain(relations);
    match all.find(|(x, ..)| *x == id) {
        Some((_, title, text)) => Entry::of(id, title).saying(text),
        None => Entry::of(id, ""),
    }
}

/// What is declared under a heading besides statements of the law.
fn declared(rb: &Rulebook, here: &impl Fn(&Origin) -> bool) -> Vec<Entry> {
    let facts = rb.facts.iter().map(|x| (&x.id, &x.title, &x.origin, &x.ask));
    let terms = rb.terms.iter().map(|x| (&x.id, &x.title, &x.origin, &x.holds));
    let steps = rb.steps.iter().map(|x| (&x.id, &x.title, &x.origin, &x.holds));
    let acts = rb.acts.iter().map(|x| (&x.id, &x.title, &x.origin, &x.phrase));
    (facts.chain(terms).chain(steps).chain(acts))
        .filter(|(_, _, origin, _)| here(origin))
        .map(|(id, title, _, text)| Entry::of(id, title).saying(text))
        .collect()
}

/// The plain words by paragraph, without what is said apart.
pub(crate) fn words(prose: &str) -> Vec<String> {
    let marked = |p: &str| {
        let start = p.trim_start().to_lowercase();
        start.starts_with("not modelled:") || start.starts_with("stated in:")
    };
    (prose.split("\n\n").map(str::trim))
        .filter(|p| !p.is_empty() && !marked(p))
        .map(str::to_owned)
        .collect()
}

/// The page of an instrument.
pub(crate) fn instrument(index: &Index<'_>, i: &Instrument) -> Page {
    let rb = index.rb;
    let number = rb.instruments.iter().position(|x| x.id == i.id).unwrap_or(usize::MAX);
    let mut page = Page {
        kind: "instrument",
        id: i.id.clone(),
        title: i.title.clone(),
        citation: Some(i.short.clone()),
        place: Some(statement::place(&i.origin)),
        ..Page::default()
    };
    let day = |what: &str, day: Option<jiff::civil::Date>| day.map(|d| format!("{what} {d}"));
    let facts = [
        Some(i.kind.clone()),
        day("adopted", i.adopted),
        day("in force", i.in_force),
    ];
    page.words
        .push(facts.into_iter().flatten().collect::<Vec<_>>().join(", "));
    page.words.extend(i.link.clone());
    page.words.push(match &i.read {
        Some(read) => format!("Its pinpoints were checked against: {read}"),
        None => "Nobody has recorded against which text its pinpoints were checked.".to_owned(),
    });
    let own = rb.provisions.iter().filter(|p| p.instrument.ix() == number);
    page.list(
        "Provisions",
        own.map(|p| {
            let how = match (&p.not_modelled, &p.stated_in) {
                (Some(why), _) => format!("not modelled: {why}"),
                (_, Some(s)) => format!("stated in {}", s.ids.join(", ")),
                _ => String::new(),
            };
            Entry::of(&p.id, &p.title).cited(&p.citation).saying(how)
        })
        .collect(),
    );
    let rests = index.which(|x| x.says.origin.cites.iter().any(|c| c.instrument.ix() == number));
    page.list("Statements that rest on it", rests.into_iter().map(named).collect());
    let read = index.which(|x| x.instruments.contains(&number));
    page.list(
        "Statements that ask whether a state is bound by it",
        read.into_iter().map(named).collect(),
    );
    let states = rb
        .states
        .iter()
        .filter(|s| s.entries.iter().any(|e| e.instrument.ix() == number));
    page.list(
        "States with an entry (safeconduct law at DAY says more)",
        states.map(|s| Entry::of(&s.code, &s.name)).collect(),
    );
    page
}
