//! Statements as sentences.

use super::conditions::{Prose, span};
use super::{GENERAL, capital, list, state_words};
use crate::model::{
    ActId, ActTo, Bar, Basis, Conclusion, Cond, Duty, Exception, Norm, Presumed, Presumption, Priority, Question, Rule,
    Rulebook, StateExpr, Target, Type, Val,
};

/// An act's phrase where no case is at hand: `hand the cargo over to the destination`.
pub fn act_phrase(rb: &Rulebook, act: ActId) -> String {
    prose(rb).phrase(act, None)
}

fn prose(rb: &Rulebook) -> Prose<'_> {
    Prose { rb, naming: &GENERAL }
}

/// An act toward its target.
fn phrase(rb: &Rulebook, a: &ActTo) -> String {
    match a.to {
        None => act_phrase(rb, a.act),
        Some(Target::State(s)) => prose(rb).phrase(a.act, Some(s)),
        Some(Target::Home) => {
            let words = rb.acts.get(a.act.ix()).map_or("", |a| a.phrase.as_str());
            words.replace("{destination}", "the home state")
        }
    }
}

/// Several acts; all acts of a kind, where they are many, by the kind.
fn phrases(rb: &Rulebook, acts: &[ActTo], word: &str) -> String {
    let mut left: Vec<&ActTo> = acts.iter().collect();
    let mut said = Vec::new();
    for (k, kind) in rb.kinds.iter().enumerate() {
        let of_kind: Vec<usize> = (0..rb.acts.len())
            .filter(|a| rb.acts[*a].kinds.contains(&(k as u32)))
            .collect();
        let named = |a: &usize| left.iter().any(|x| x.to.is_none() && x.act.ix() == *a);
        if of_kind.len() < 3 || !of_kind.iter().all(named) {
            continue;
        }
        let toward = if of_kind.iter().all(|a| rb.acts[*a].destination) {
            " to the destination"
        } else {
            ""
        };
        said.push(format!("carry out any {}{toward}", kind.replace('_', " ")));
        left.retain(|x| x.to.is_some() || !of_kind.contains(&x.act.ix()));
    }
    said.extend(left.iter().map(|a| phrase(rb, a)));
    list(&said, word)
}

/// `If …, ` in front of what follows; nothing where the condition is always true. Readings come first.
fn given(rb: &Rulebook, when: &Cond, then: &str) -> String {
    let parts: Vec<&Cond> = match when {
        Cond::True => Vec::new(),
        Cond::And(all) => all.iter().collect(),
        one => vec![one],
    };
    let (readings, others): (Vec<&Cond>, Vec<&Cond>) = parts.into_iter().partition(|c| matches!(c, Cond::Under { .. }));
    let mut said: Vec<String> = readings.into_iter().map(|c| prose(rb).clause(c)).collect();
    if !others.is_empty() {
        let rest = Cond::And(others.into_iter().cloned().collect());
        said.push(format!("if {}", prose(rb).clause(&rest)));
    }
    said.push(then.to_owned());
    format!("{}.", capital(&said.join(", ")))
}

/// Whom rules bind.
const BEARER: &str = "the detaining power";

/// A rule: `If …, the detaining power must …`.
pub fn sentence_rule(rb: &Rulebook, rule: &Rule) -> String {
    let mut then = String::new();
    for c in &rule.then {
        let said = conclusion(rb, c);
        match said.strip_prefix(BEARER).filter(|_| then.contains(BEARER)) {
            Some(rest) => then.push_str(&format!(", and{rest}")),
            None if then.is_empty() => then.push_str(&said),
            None => then.push_str(&format!(", and {said}")),
        }
    }
    given(rb, &rule.when, &then)
}

fn conclusion(rb: &Rulebook, c: &Conclusion) -> String {
    match c {
        Conclusion::Term { term, state } => {
            let words = rb.terms.get(term.ix()).map_or("", |t| t.holds.as_str());
            prose(rb).fill(words, *state)
        }
        Conclusion::Must(acts) => format!("{BEARER} must {}", phrases(rb, acts, "and")),
        Conclusion::MustOneOf(acts) => match acts.len() {
            0 | 1 => format!("{BEARER} must {}", phrases(rb, acts, "or")),
            _ => format!("{BEARER} must do one of these: {}", phrases(rb, acts, "or")),
        },
        Conclusion::MustNot { acts, bar } => {
            let barred = format!("{BEARER} must not {}", phrases(rb, acts, "or"));
            match bar {
                Bar::Flat => barred,
                Bar::Until(steps) => {
                    let one = if let [a] = acts.as_slice() { Some(a.act) } else { None };
                    let naming = super::Naming {
                        state: GENERAL.state,
                        act: one,
                    };
                    let prose = Prose { rb, naming: &naming };
                    let all: Vec<String> = (steps.iter())
                        .filter_map(|s| rb.steps.get(s.ix()))
                        .map(|s| prose.fill(&s.holds, None))
                        .collect();
                    format!("{barred} until {}", list(&all, "and"))
                }
                Bar::While(cond) => format!("{barred} while {}", prose(rb).clause(cond)),
            }
        }
    }
}

/// A basis: `If …, the detaining power may …`.
pub fn sentence_basis(rb: &Rulebook, basis: &Basis) -> String {
    let acts: Vec<ActTo> = basis.acts.iter().map(|a| ActTo { act: *a, to: None }).collect();
    given(
        rb,
        &basis.when,
        &format!("the law gives a basis to {}", phrases(rb, &acts, "or")),
    )
}

/// An exception: `“…” does not hold for … if …`.
pub fn sentence_exception(rb: &Rulebook, exception: &Exception) -> String {
    let norms: Vec<String> = exception
        .to
        .iter()
        .map(|n| format!("“{}”", norm_title(rb, *n)))
        .collect();
    let verb = if norms.len() == 1 { "does" } else { "do" };
    let said = format!(
        "{} {verb} not apply{}",
        list(&norms, "and"),
        deciding(rb, &exception.acts)
    );
    given(rb, &exception.when, &said)
}

/// `to the decision whether to … or to …`, where a statement is limited to acts.
fn deciding(rb: &Rulebook, acts: &[ActId]) -> String {
    let acts: Vec<ActTo> = acts.iter().map(|a| ActTo { act: *a, to: None }).collect();
    if acts.is_empty() {
        String::new()
    } else {
        format!(" to the decision whether to {}", phrases(rb, &acts, "or"))
    }
}

fn norm_title(rb: &Rulebook, norm: Norm) -> String {
    match norm {
        Norm::Rule(r) => rb.rules.get(r.ix()).map(|x| x.title.clone()),
        Norm::Basis(b) => rb.bases.get(b.ix()).map(|x| x.title.clone()),
        Norm::Exception(e) => rb.exceptions.get(e.ix()).map(|x| x.title.clone()),
        Norm::Presumption(p) => rb.presumptions.get(p.ix()).map(|x| x.title.clone()),
    }
    .unwrap_or_default()
}

/// A priority: `“…” prevails over “…”`.
pub fn sentence_priority(rb: &Rulebook, priority: &Priority) -> String {
    let title = |r: crate::model::RuleId| rb.rules.get(r.ix()).map_or_else(String::new, |r| r.title.clone());
    let on = deciding(rb, &priority.acts).replacen(" to", " on", 1);
    let said = format!(
        "“{}” prevails over “{}”{on}",
        title(priority.winner),
        title(priority.loser)
    );
    given(rb, &priority.under, &said)
}

/// A presumption: `It is presumed that …, until … finds otherwise`.
pub fn sentence_presumption(rb: &Rulebook, p: &Presumption) -> String {
    let prose = prose(rb);
    let what = match p.what {
        Presumed::Relation(r) => {
            let r = rb.relations.get(r.ix());
            let words = r.map_or("", |r| if p.value == Val::Bool(true) { &r.holds } else { &r.fails });
            words
                .replace("{from}", &state_words(rb, StateExpr::Destination))
                .replace("{to}", "another state")
        }
        Presumed::Fact(f) => match (rb.facts.get(f.ix()), p.value) {
            (Some(f), Val::Bool(yes)) => prose.fill(if yes { &f.holds } else { &f.fails }, None),
            (Some(f), Val::Value(v)) => match &f.kind {
                Type::OneOf(values) => prose.fill(values.get(v as usize).map_or("", |v| v.clause.as_str()), None),
                _ => String::new(),
            },
            (Some(f), Val::Date(d)) => format!("“{}” is {d}", f.title),
            (Some(f), Val::Number(n)) => format!("“{}” is {n}", f.title),
            (None, _) => String::new(),
        },
    };
    let bodies: Vec<String> = (p.until.iter())
        .filter_map(|b| rb.bodies.get(b.ix()))
        .map(|b| format!("the {}", b.replace('_', " ")))
        .collect();
    let until = if bodies.is_empty() {
        "anybody states".to_owned()
    } else {
        format!("{} finds", list(&bodies, "or"))
    };
    given(
        rb,
        &p.when,
        &format!("it is presumed that {what}, until {until} otherwise"),
    )
}

/// A duty: `If …, the detaining power must …`.
pub fn sentence_duty(rb: &Rulebook, d: &Duty) -> String {
    let mut then = format!("{} owes “{}”", state_words(rb, d.bearer), d.title);
    if let Some(toward) = &d.toward {
        then.push_str(&format!(" toward {toward},"));
    }
    match d.within {
        Some((n, unit)) => then.push_str(&format!(" within {}", span(n, unit))),
        None => then.push_str(" without delay"),
    }
    if let Some(f) = d.event.and_then(|f| rb.facts.get(f.ix())) {
        then.push_str(&format!(" of {}", prose(rb).named(f, None)));
    }
    if let Some(c) = &d.suspended_while {
        then.push_str(&format!("; it is suspended while {}", prose(rb).clause(c)));
    }
    given(rb, &d.when, &then)
}

/// A question with its positions and who holds them.
pub fn sentence_question(rb: &Rulebook, q: &Question) -> String {
    let _ = rb;
    let mut out = q.title.clone();
    for p in &q.positions {
        out.push_str(&format!(" {}: {}.", capital(&list(&p.held_by, "and")), p.says));
    }
    if !q.matters.is_empty() {
        out.push_str(&format!(" On this turns {}.", q.matters));
    }
    out
}
