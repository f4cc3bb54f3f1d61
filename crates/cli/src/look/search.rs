//! `safeconduct law search`

use super::args::Search;
use super::page::in_words;
use super::print;
use crate::output::{Output, some};
use crate::{Failure, law};
use safeconduct_report::layout::cut;
use safeconduct_rulebook::model::{Rulebook, Type};
use safeconduct_rulebook::prose;
use serde::Serialize;

/// Something in which words are looked for.
struct Subject {
    kind: &'static str,
    id: String,
    title: String,
    citation: String,
    /// The heading under which it stands, where it is no title itself.
    heading: String,
    text: String,
    /// A provision's title is a heading.
    is_heading: bool,
}

/// Something that was found.
#[derive(Serialize)]
struct Hit {
    kind: &'static str,
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    citation: String,
    title: String,
    /// The words around what was found.
    context: String,
    #[serde(skip)]
    rank: u8,
}

pub(crate) fn run(command: &Search, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.how.law, output)?;
    let words: Vec<String> = (command.words.iter())
        .flat_map(|w| w.split_whitespace())
        .map(str::to_lowercase)
        .collect();
    let mut hits: Vec<Hit> = subjects(&rulebook).iter().filter_map(|s| found(s, &words)).collect();
    hits.sort_by_key(|h| h.rank);
    let all = hits.len();
    hits.truncate(command.limit);
    print(&command.how, output, &hits, |sheet| {
        for hit in &hits {
            let citation = if hit.citation.is_empty() {
                String::new()
            } else {
                format!(" ({})", hit.citation)
            };
            sheet.heading(&format!("{} {} “{}”{citation}", hit.kind, hit.id, hit.title), "");
            let context = sheet.typed(&in_words(&hit.context));
            // Two columns for the margin, two for the dots that an ellipsis is without symbols beyond ASCII.
            sheet.line(&format!("  {}", cut(&context, sheet.width().saturating_sub(4))));
        }
        sheet.blank();
        let shown = if hits.len() < all {
            format!("; {} shown, --limit shows more", hits.len())
        } else {
            String::new()
        };
        sheet.line(&format!("{}{shown}", some(all, "result")));
    });
    Ok(())
}

/// Letters and figures are words, everything else stands between them.
fn words_of(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .map(move |w| (w.as_ptr() as usize - text.as_ptr() as usize, w))
}

/// Where a word of the text begins with `wanted`; a `wanted` of several parts (`118.1`) may stand anywhere after a border.
fn place(text: &str, wanted: &str) -> Option<usize> {
    let text = text.to_lowercase();
    words_of(&text)
        .map(|(at, _)| at)
        .find(|at| text[*at..].starts_with(wanted))
}

/// The worst field in which a word had to be looked for decides the rank; `None` where a word is missing.
fn found(subject: &Subject, words: &[String]) -> Option<Hit> {
    let mut rank = 0;
    let mut context = None;
    for word in words {
        let in_name = place(&subject.id, word).is_some()
            || place(&subject.title, word).is_some()
            || place(&subject.citation, word).is_some();
        let own = if in_name {
            u8::from(subject.is_heading)
        } else if place(&subject.heading, word).is_some() {
            1
        } else {
            let at = place(&subject.text, word)?;
            context.get_or_insert(at);
            2
        };
        rank = rank.max(own);
    }
    Some(Hit {
        kind: subject.kind,
        id: subject.id.clone(),
        citation: subject.citation.clone(),
        title: subject.title.clone(),
        context: around(&subject.text, context.unwrap_or(0)),
        rank,
    })
}

/// The text from a few words before a place.
fn around(text: &str, at: usize) -> String {
    // The place was found in the text in small letters, whose length may differ.
    let mut start = at.min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let before: Vec<usize> = words_of(&text[..start]).map(|(at, _)| at).collect();
    let from = before.len().checked_sub(4).map_or(0, |i| before[i]);
    let dots = if from > 0 { "… " } else { "" };
    let rest: String = text[from..].chars().take(300).collect();
    format!("{dots}{}", rest.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Everything that can be found, in the order of the answer.
fn subjects(rb: &Rulebook) -> Vec<Subject> {
    let mut all: Vec<Subject> = Vec::new();
    for s in prose::statements(rb) {
        let heading = s.origin.provision.and_then(|p| rb.provisions.get(p.ix()));
        all.push(Subject {
            kind: s.kind,
            id: s.id.to_owned(),
            title: s.title.to_owned(),
            citation: s.citation(),
            heading: heading.map_or_else(String::new, |p| p.title.clone()),
            text: s.sentence,
            is_heading: false,
        });
    }
    for p in &rb.provisions {
        let prose = p.prose.split_whitespace().collect::<Vec<_>>().join(" ");
        all.push(Subject {
            citation: p.citation.clone(),
            is_heading: true,
            ..subject("provision", &p.id, &p.title, prose)
        });
    }
    for f in &rb.facts {
        let clauses = match &f.kind {
            Type::OneOf(values) => values.iter().map(|v| v.clause.as_str()).collect::<Vec<_>>().join("; "),
            _ => join(&[&f.holds, &f.fails]),
        };
        all.push(subject("fact", &f.id, &f.title, join(&[&f.ask, &clauses])));
    }
    for r in &rb.relations {
        all.push(subject(
            "relation",
            &r.id,
            &r.title,
            join(&[&r.ask, &r.holds, &r.fails]),
        ));
    }
    for s in &rb.steps {
        all.push(subject("step", &s.id, &s.title, join(&[&s.holds, &s.fails])));
    }
    for t in &rb.terms {
        all.push(subject("term", &t.id, &t.title, join(&[&t.holds, &t.fails])));
    }
    for a in &rb.acts {
        all.push(subject("act", &a.id, &a.title, a.phrase.clone()));
    }
    for r in &rb.roles {
        all.push(subject("role", &r.id, &r.title, "a state that a case names".to_owned()));
    }
    for p in &rb.profiles {
        all.push(subject("profile", &p.id, &p.title, "a choice of positions".to_owned()));
    }
    for i in &rb.instruments {
        all.push(Subject {
            citation: i.short.clone(),
            ..subject("instrument", &i.id, &i.title, i.kind.clone())
        });
    }
    all
}

fn subject(kind: &'static str, id: &str, title: &str, text: String) -> Subject {
    Subject {
        kind,
        id: id.to_owned(),
        title: title.to_owned(),
        citation: String::new(),
        heading: String::new(),
        text,
        is_heading: false,
    }
}

fn join(parts: &[&str]) -> String {
    let said: Vec<&str> = parts.iter().copied().filter(|p| !p.is_empty()).collect();
    said.join("; ")
}
