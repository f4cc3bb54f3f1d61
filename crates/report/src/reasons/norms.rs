//! Norms in sentences: on what grounds they stand, and which they are.

use crate::names::{Names, cited};
use crate::words;
use safeconduct_engine::answer::{ActAnswer, Answer, Because, NormRef, SetAside};

/// More norms than this are counted, and their sources named.
const NAMED: usize = 3;

/// In the grounds of at least so many acts: a finding that is said once for all.
const THROUGHOUT: usize = 3;

/// Findings about the case as a whole on which the reasons of several acts rest: said once, left out of the single reasons.
pub(super) struct Common<'a>(Vec<&'a Because>);

impl<'a> Common<'a> {
    pub(super) fn of(answer: &'a Answer) -> Self {
        let mut found: Vec<(&Because, Vec<&str>)> = Vec::new();
        for act in &answer.acts {
            let certain = act
                .if_done
                .iter()
                .chain(&act.if_not_done)
                .chain(&act.basis)
                .filter(|n| n.certain);
            for because in certain.flat_map(|n| &n.because) {
                if because
                    .fact
                    .split('.')
                    .any(|part| answer.states.iter().any(|s| s.code == part))
                {
                    continue;
                }
                match found.iter_mut().find(|(b, _)| b.clause == because.clause) {
                    Some((_, acts)) if acts.contains(&act.act.as_str()) => {}
                    Some((_, acts)) => acts.push(&act.act),
                    None => found.push((because, vec![&act.act])),
                }
            }
        }
        Self(
            found
                .into_iter()
                .filter(|(_, acts)| acts.len() >= THROUGHOUT)
                .map(|(b, _)| b)
                .collect(),
        )
    }

    pub(super) fn sentence(&self) -> Option<String> {
        let clauses: Vec<&str> = self.0.iter().map(|b| words::clause(&b.clause)).collect();
        (!clauses.is_empty()).then(|| format!("Throughout, where a reason rests on it: {}.", clauses.join("; ")))
    }

    /// What is particular to a norm.
    fn rest<'n>(&self, norm: &'n NormRef) -> Vec<&'n Because> {
        norm.because
            .iter()
            .filter(|b| !self.0.iter().any(|c| c.clause == b.clause))
            .collect()
    }
}

/// A bar, what is particular to its grounds, and the acts that it bars.
type Bar<'a> = (&'a NormRef, Vec<&'a Because>, Vec<&'a str>);

/// The bars on several acts: those on the same grounds and the same acts together, those on most acts first.
pub(super) fn shared<'a>(acts: &[&'a ActAnswer], common: &Common<'_>, names: &Names) -> Vec<String> {
    let mut bars: Vec<Bar<'a>> = Vec::new();
    for act in acts {
        for norm in act.if_done.iter().filter(|n| n.certain) {
            let rest = common.rest(norm);
            let same = |(n, r, _): &&mut Bar<'a>| {
                n.rule == norm.rule
                    && *r == rest
                    && n.lifts_when == norm.lifts_when
                    && n.stands_alone == norm.stands_alone
            };
            match bars.iter_mut().find(same) {
                Some((.., on)) if on.contains(&act.act.as_str()) => {}
                Some((.., on)) => on.push(&act.act),
                None => bars.push((norm, rest, vec![&act.act])),
            }
        }
    }
    let mut groups: Vec<(Vec<&NormRef>, Vec<&Because>, Vec<&str>)> = Vec::new();
    for (norm, rest, on) in bars {
        let same = |(norms, r, o): &&mut (Vec<&NormRef>, Vec<&Because>, Vec<&str>)| {
            !rest.is_empty() && *r == rest && *o == on && norms[0].lifts_when == norm.lifts_when
        };
        match groups.iter_mut().find(same) {
            Some((norms, ..)) => norms.push(norm),
            None => groups.push((vec![norm], rest, on)),
        }
    }
    groups.sort_by_key(|(.., on)| std::cmp::Reverse(on.len()));
    let several = groups.len() > 1;
    let said = |on: &[&str], word: &str| words::list(on.iter().map(|a| words::lower_first(&names.act(a))), word);
    groups
        .iter()
        .map(|(norms, because, on)| {
            let others: Vec<&str> = (acts.iter().map(|a| a.act.as_str()))
                .filter(|a| !on.contains(a))
                .collect();
            let before = if others.is_empty() {
                String::new()
            } else if others.len() < on.len() {
                format!("All but {}: ", said(&others, "and"))
            } else {
                format!("{}: ", words::upper_first(&said(on, "or")))
            };
            ground(because, norms, several, &before)
        })
        .collect()
}

/// A sentence for each set of findings that carries norms, with their citations.
pub(super) fn grounds(norms: &[&NormRef], common: &Common<'_>, before: &str) -> Vec<String> {
    let mut groups: Vec<(Vec<&Because>, Vec<&NormRef>)> = Vec::new();
    for norm in norms {
        let rest = common.rest(norm);
        let same = |(because, group): &&mut (Vec<&Because>, Vec<&NormRef>)| {
            !rest.is_empty() && *because == rest && group[0].lifts_when == norm.lifts_when
        };
        match groups.iter_mut().find(same) {
            Some((_, group)) => group.push(norm),
            None => groups.push((rest, vec![norm])),
        }
    }
    let several = groups.len() > 1;
    let mut sentences: Vec<String> = groups
        .iter()
        .map(|(because, group)| ground(because, group, several, ""))
        .collect();
    if let Some(first) = sentences.first_mut() {
        *first = format!("{before}{first}");
    }
    sentences
}

fn ground(because: &[&Because], group: &[&NormRef], several: bool, before: &str) -> String {
    let first = group[0];
    let mut text = if because.is_empty() {
        let title = cited(&first.title, &words::citations([first.citation.as_str()]));
        words::sentence(&format!("{before}{title}"))
    } else {
        let clauses: Vec<&str> = because.iter().map(|b| words::clause(&b.clause)).collect();
        words::sentence(&format!("{before}{} ({})", clauses.join("; "), citations(group)))
    };
    if several && group.iter().all(|n| n.stands_alone) {
        text.push_str(" Stands alone.");
    }
    if let Some(when) = first.lifts_when.as_deref().filter(|w| !w.is_empty()) {
        text.push_str(&format!(" Lifts when {}.", words::clause(when)));
    }
    text
}

/// Citations of norms, each once; the title where there is none.
fn citations(norms: &[&NormRef]) -> String {
    words::citations(norms.iter().map(|n| {
        if n.citation.is_empty() {
            n.title.as_str()
        } else {
            n.citation.as_str()
        }
    }))
}

/// A few norms by title and citation; of many the first, and from where the others come.
pub(super) fn named(norms: &[&NormRef]) -> String {
    let mut titles: Vec<(String, &str)> = Vec::new();
    for norm in norms {
        let title = cited(&norm.title, &words::citations([norm.citation.as_str()]));
        if !titles.iter().any(|(t, _)| *t == title) {
            titles.push((title, &norm.citation));
        }
    }
    let shown = if titles.len() > NAMED + 1 { NAMED } else { titles.len() };
    let first = titles[..shown]
        .iter()
        .map(|(t, _)| t.as_str())
        .collect::<Vec<_>>()
        .join("; ");
    if shown == titles.len() {
        return first;
    }
    let sources = words::sources(titles[shown..].iter().map(|(_, c)| *c));
    let from = if sources.is_empty() {
        String::new()
    } else {
        format!(
            " ({})",
            words::few(&sources.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>(), 4)
        )
    };
    format!("{first}; and {} others{from}", titles.len() - shown)
}

/// What does not apply, those that the same thing sets aside together.
pub(super) fn set_aside(all: &[SetAside]) -> Vec<String> {
    let mut groups: Vec<Vec<&SetAside>> = Vec::new();
    for aside in all {
        match groups
            .iter_mut()
            .find(|g| g[0].by == aside.by && g[0].how == aside.how && g[0].because == aside.because)
        {
            Some(group) => group.push(aside),
            None => groups.push(vec![aside]),
        }
    }
    groups
        .iter()
        .map(|group| {
            let mut what: Vec<String> = Vec::new();
            for aside in group {
                let title = cited(&aside.title, &aside.citation);
                if !what.contains(&title) {
                    what.push(title);
                }
            }
            let (first, verb) = (group[0], words::set_aside(&group[0].how));
            let clauses: Vec<&str> = first.because.iter().map(|b| words::clause(&b.clause)).collect();
            let since = if clauses.is_empty() {
                String::new()
            } else {
                format!(", since {}", clauses.join("; "))
            };
            format!(
                "Set aside: {}; {verb}: {}{since}.",
                words::few(&what, NAMED),
                cited(&first.by_title, &first.by_citation)
            )
        })
        .collect()
}
