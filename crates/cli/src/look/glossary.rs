//! `safeconduct law glossary`: every word of the rulebook, as Markdown.

use super::page::in_words;
use safeconduct_rulebook::model::{Fact, Rulebook, Sort, Type};

/// A word: what it is sorted by, and its line.
type Word = (String, String);

/// The glossary; `docs/glossary.md` is this text.
pub(crate) fn markdown(rb: &Rulebook) -> String {
    let mut out = String::from(
        "# Glossary\n\nEvery word of the rulebook, in plain words, with the name by which cases, rules and the program call it. \
         `safeconduct law show NAME` says more about each.\n\n\
         *This page is made by the program: `safeconduct law glossary > docs/glossary.md`. Change the rulebook, not this page.*\n",
    );
    let clauses = |a: &str, b: &str| format!("{a} / {b}");
    group(&mut out, "Short names of sources", "", instruments(rb));
    let terms = rb
        .terms
        .iter()
        .map(|t| word(&t.title, &t.id, &clauses(&t.holds, &t.fails)));
    group(
        &mut out,
        "Concepts of the law",
        "What the rules conclude from findings: the clause when it holds / when it does not.",
        terms.collect(),
    );
    for (sort, heading, about) in [
        (
            Sort::Finding,
            "Findings",
            "What people find. A finding is open until somebody finds it.",
        ),
        (
            Sort::Wish,
            "Wishes",
            "What he says he wants. A wish is open until he is asked.",
        ),
        (
            Sort::Order,
            "Orders",
            "Acts of courts and other bodies, open until they are recorded.",
        ),
    ] {
        let facts = rb.facts.iter().filter(|f| f.sort == sort);
        group(&mut out, heading, about, facts.map(fact).collect());
    }
    let relations = rb
        .relations
        .iter()
        .map(|r| word(&r.title, &r.id, &clauses(&r.holds, &r.fails)));
    group(&mut out, "Relations between states", "", relations.collect());
    let steps = rb
        .steps
        .iter()
        .map(|s| word(&s.title, &s.id, &clauses(&s.holds, &s.fails)));
    group(
        &mut out,
        "Steps",
        "What the detaining power itself does before or beside an act.",
        steps.collect(),
    );
    group(&mut out, "Acts", "What may, must or must not be done.", acts(rb));
    let roles = rb
        .roles
        .iter()
        .map(|r| word(&r.title, &r.id, "a state that a case names"));
    group(&mut out, "Roles of states", "", roles.collect());
    group(&mut out, "Bodies", "Who finds or records, and what.", bodies(rb));
    let questions = rb.questions.iter().map(|q| {
        let positions: Vec<String> = q
            .positions
            .iter()
            .map(|p| format!("\n  - `{}`: {}", p.id, p.says))
            .collect();
        (
            q.title.clone(),
            format!("- **{}** `{}`{}", q.title, q.id, positions.concat()),
        )
    });
    group(&mut out, "Contested questions", "", questions.collect());
    let profiles = rb.profiles.iter().map(|p| {
        let default = if p.default { "the default" } else { "" };
        word(&p.title, &p.id, default)
    });
    group(
        &mut out,
        "Profiles",
        "Choices of one position on every question.",
        profiles.collect(),
    );
    out
}

fn group(out: &mut String, heading: &str, about: &str, mut words: Vec<Word>) {
    if words.is_empty() {
        return;
    }
    words.sort_by_key(|(title, line)| (title.to_lowercase(), line.clone()));
    out.push_str(&format!("\n## {heading}\n\n"));
    if !about.is_empty() {
        out.push_str(&format!("{about}\n\n"));
    }
    for (_, line) in words {
        out.push_str(&line);
        out.push('\n');
    }
}

fn word(title: &str, id: &str, text: &str) -> Word {
    let text = in_words(text);
    let colon = if text.is_empty() { "" } else { ": " };
    (title.to_owned(), format!("- **{title}** `{id}`{colon}{text}"))
}

fn fact(f: &Fact) -> Word {
    let clauses = match &f.kind {
        Type::OneOf(values) => (values.iter())
            .map(|v| format!("\n  - `{}`: {}", v.id, in_words(&v.clause)))
            .collect::<String>(),
        Type::Date => ": a day".to_owned(),
        Type::Number => ": a number".to_owned(),
        Type::YesNo => format!(": {} / {}", in_words(&f.holds), in_words(&f.fails)),
    };
    (f.title.clone(), format!("- **{}** `{}`{clauses}", f.title, f.id))
}

fn instruments(rb: &Rulebook) -> Vec<Word> {
    (rb.instruments.iter())
        .map(|i| {
            (
                i.short.clone(),
                format!("- **{}** `{}`: {} ({})", i.short, i.id, i.title, i.kind),
            )
        })
        .collect()
}

fn acts(rb: &Rulebook) -> Vec<Word> {
    let kinds = |a: &safeconduct_rulebook::model::Act| {
        let names: Vec<String> = (a.kinds.iter())
            .filter_map(|k| rb.kinds.get(*k as usize))
            .map(|k| format!("`{k}`"))
            .collect();
        if names.is_empty() {
            String::new()
        } else {
            format!(" ({})", names.join(", "))
        }
    };
    (rb.acts.iter())
        .map(|a| word(&a.title, &a.id, &format!("to {}{}", a.phrase, kinds(a))))
        .collect()
}

/// Bodies have no declaration: they are known by what they show.
fn bodies(rb: &Rulebook) -> Vec<Word> {
    let shows = |number: usize| {
        let facts = (rb.facts.iter().map(|f| (&f.id, &f.title, &f.shown_by)))
            .chain(rb.relations.iter().map(|r| (&r.id, &r.title, &r.shown_by)));
        let mut shown: Vec<String> = facts
            .filter(|(_, _, by)| by.iter().any(|b| b.ix() == number))
            .map(|(id, title, _)| format!("\n  - {title} `{id}`"))
            .collect();
        let ended = rb
            .presumptions
            .iter()
            .filter(|p| p.until.iter().any(|b| b.ix() == number));
        shown.extend(ended.map(|p| format!("\n  - ends the presumption: {} `{}`", p.title, p.id)));
        shown.concat()
    };
    (rb.bodies.iter().enumerate())
        .map(|(i, b)| {
            let title = b.replace('_', " ");
            (title.clone(), format!("- **{title}** `{b}`{}", shows(i)))
        })
        .collect()
}
