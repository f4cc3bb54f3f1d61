//! `safeconduct check --unverified`: everything that nobody has checked.

use crate::output::some;
use safeconduct_rulebook::model::{Instrument, LawEntry, Limit, Rulebook};
use safeconduct_rulebook::prose;
use safeconduct_rulebook::source::Sources;
use std::fmt::Write as _;

/// Every mark with its place, by kind, and how many there are.
pub(crate) fn list(rb: &Rulebook, sources: &Sources) -> String {
    let groups = [
        ("statements", statements(rb)),
        ("positions on contested questions", positions(rb)),
        ("entries of the law of states", states(rb, sources)),
        ("sources of which nobody says in which text they were read", unread(rb)),
    ];
    let mut out = String::new();
    for (heading, lines) in &groups {
        let _ = writeln!(out, "UNVERIFIED: {heading}");
        lines.iter().for_each(|line| {
            let _ = writeln!(out, "  {line}");
        });
        if lines.is_empty() {
            out.push_str("  none\n");
        }
        out.push('\n');
    }
    for (heading, lines) in &groups {
        let _ = writeln!(out, "{:4}  {heading}", lines.len());
    }
    let _ = writeln!(
        out,
        "{} of {} are unverified",
        groups[0].1.len(),
        some(prose::statements(rb).len(), "statement")
    );
    out
}

fn statements(rb: &Rulebook) -> Vec<String> {
    (prose::statements(rb).iter())
        .filter_map(|s| Some((s, s.origin.unverified.as_ref()?)))
        .map(|(s, what)| {
            format!(
                "{}:{} {} {} “{}”: {what}",
                s.origin.file, s.origin.line, s.kind, s.id, s.title
            )
        })
        .collect()
}

fn positions(rb: &Rulebook) -> Vec<String> {
    let mut out = Vec::new();
    for q in &rb.questions {
        for p in &q.positions {
            if let Some(what) = &p.unverified {
                out.push(format!(
                    "{}:{} position {}:{} “{}”: {what}",
                    q.origin.file, q.origin.line, q.id, p.id, p.says
                ));
            }
        }
    }
    out
}

fn states(rb: &Rulebook, sources: &Sources) -> Vec<String> {
    let mut out = Vec::new();
    for state in &rb.states {
        let file = sources.files.get(state.file as usize).map_or("", |f| f.path.as_str());
        for e in &state.entries {
            let short = (rb.instruments.get(e.instrument.ix())).map_or("", |i| i.short.as_str());
            let lead = format!("{file}:{} {} and {short}", e.line, state.name);
            if e.unverified {
                out.push(format!("{lead}: {}{}", about(e), source(&e.source)));
            }
            for (word, limits) in [("reservation", &e.reservations), ("derogation", &e.derogations)] {
                let marked = limits.iter().filter(|l| l.unverified);
                out.extend(marked.map(|l| format!("{lead}: {}", limit(word, l))));
            }
        }
    }
    out
}

fn about(e: &LawEntry) -> String {
    use safeconduct_rulebook::model::Membership;
    match (e.status, e.from, e.until) {
        (Membership::NotParty, ..) => "not a party".to_owned(),
        (Membership::Party, None, _) => "a party, from a day not found".to_owned(),
        (Membership::Party, Some(from), None) => format!("bound from {from}"),
        (Membership::Party, Some(from), Some(until)) => format!("bound from {from} until {until}"),
    }
}

fn limit(word: &str, l: &Limit) -> String {
    let note = l.note.as_ref().map_or_else(String::new, |n| format!(": {n}"));
    format!("{word} to art {}{note}", l.articles.join(", "))
}

fn source(source: &str) -> String {
    if source.is_empty() {
        String::new()
    } else {
        format!(" ({source})")
    }
}

/// Instruments on which statements rest, and of which nobody has recorded the text that was read.
fn unread(rb: &Rulebook) -> Vec<String> {
    let cited = |i: usize| {
        prose::statements(rb)
            .iter()
            .filter(|s| s.origin.cites.iter().any(|c| c.instrument.ix() == i))
            .count()
    };
    let read = |i: &Instrument| i.read.is_some();
    (rb.instruments.iter().enumerate())
        .filter(|(_, i)| !read(i))
        .map(|(n, i)| {
            format!(
                "{}:{} {} “{}”, cited by {}",
                i.origin.file,
                i.origin.line,
                i.id,
                i.short,
                some(cited(n), "statement")
            )
        })
        .collect()
}
