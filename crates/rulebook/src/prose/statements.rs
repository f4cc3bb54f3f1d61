//! Rules, bases, exceptions, priorities and presumptions as sentences.

use super::conditions::{Prose, QUESTION};
use super::said::{breaks, several};
use super::{GENERAL, capital, list, state_words};
use crate::model::{
    ActId, ActTo, Bar, Basis, Conclusion, Cond, Exception, Norm, Origin, Presumed, Presumption, Priority, Rule,
    Rulebook, StateExpr, Target, Type, Val,
};

/// An act's phrase where no case is at hand: `hand the cargo over to the destination`.
pub fn act_phrase(rb: &Rulebook, act: ActId) -> String {
    prose(rb).phrase(act, None)
}

pub(super) fn prose(rb: &Rulebook) -> Prose<'_> {
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

/// Each of several acts; all acts of a kind, where they are many, by the kind.
fn act_phrases(rb: &Rulebook, acts: &[ActTo]) -> Vec<String> {
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
    said
}

/// Several acts in one line.
pub(super) fn phrases(rb: &Rulebook, acts: &[ActTo], word: &str) -> String {
    several(&act_phrases(rb, acts), word)
}

pub(super) fn anywhere(acts: &[ActId]) -> Vec<ActTo> {
    acts.iter().map(|a| ActTo { act: *a, to: None }).collect()
}

/// `Where “…?” is answered by “…”, if …, ` in front of what follows; nothing where the condition is always true.
pub(super) fn given(rb: &Rulebook, when: &Cond, then: &str) -> String {
    let (readings, condition) = apart(rb, when);
    let mut said = readings;
    match condition {
        Some(text) if breaks(&text) => said.push(format!("if {text}, then {then}")),
        Some(text) => said.push(format!("if {text}, {then}")),
        None => said.push(then.to_owned()),
    }
    format!("{}.", capital(&said.join(", ")))
}

/// The readings under which a condition holds (`where “…?” is answered by “…”`), and the rest of it.
pub(super) fn apart(rb: &Rulebook, when: &Cond) -> (Vec<String>, Option<String>) {
    let parts: Vec<&Cond> = match when {
        Cond::True => Vec::new(),
        Cond::And(all) => all.iter().collect(),
        one => vec![one],
    };
    let (readings, others): (Vec<&Cond>, Vec<&Cond>) = parts.into_iter().partition(|c| matches!(c, Cond::Under { .. }));
    let readings = readings.into_iter().enumerate().map(|(i, c)| {
        let said = prose(rb).clause(c);
        let said = (said.strip_prefix(QUESTION)).map_or_else(|| said.clone(), |rest| format!("“{rest}"));
        format!("{} {said}", if i > 0 { "and where" } else { "where" })
    });
    let rest = (!others.is_empty()).then(|| {
        let rest = Cond::And(others.into_iter().cloned().collect());
        prose(rb).clause(&rest)
    });
    (readings.collect(), rest)
}

/// Whom rules bind.
const BEARER: &str = super::DETAINING_POWER;

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
        Conclusion::Must(acts) => match act_phrases(rb, acts).as_slice() {
            several @ [_, _, ..] => format!("{BEARER} must do each of these: {}", enumerated(several, "and")),
            one => format!("{BEARER} must {}", list(one, "and")),
        },
        Conclusion::MustOneOf(acts) => match act_phrases(rb, acts).as_slice() {
            several @ [_, _, ..] => format!("{BEARER} must do one of these: {}", enumerated(several, "or")),
            one => format!("{BEARER} must {}", list(one, "or")),
        },
        Conclusion::MustNot { acts, bar } => barred(rb, acts, bar),
    }
}

fn enumerated(items: &[String], word: &str) -> String {
    super::said::enumerate(items, word, 3)
}

/// `the detaining power must not …`, and until or while what: before the acts, where these are many or could be
/// mistaken for a part of it.
fn barred(rb: &Rulebook, acts: &[ActTo], bar: &Bar) -> String {
    let done = act_phrases(rb, acts);
    let plain = done.len() < 3 && !done.iter().any(|d| breaks(d));
    let what = several(&done, "or");
    let limit = match bar {
        Bar::Flat => return format!("{BEARER} must not {what}"),
        Bar::Until(steps) => {
            let one = if let [a] = acts { Some(a.act) } else { None };
            let naming = super::Naming {
                state: GENERAL.state,
                act: one,
            };
            let prose = Prose { rb, naming: &naming };
            let all = (steps.iter())
                .filter_map(|s| rb.steps.get(s.ix()))
                .map(|s| super::said::Said::one(prose.fill(&s.holds, None)));
            format!("until {}", super::said::Said::join(all.collect(), true).text())
        }
        Bar::While(cond) => format!("while {}", prose(rb).clause(cond)),
    };
    if plain {
        format!("{BEARER} must not {what} {limit}")
    } else {
        format!("{BEARER} must not, {limit}, {what}")
    }
}

/// A basis: `If …, the law gives a basis to …`.
pub fn sentence_basis(rb: &Rulebook, basis: &Basis) -> String {
    let acts = anywhere(&basis.acts);
    given(
        rb,
        &basis.when,
        &format!("the law gives {BEARER} a basis to {}", phrases(rb, &acts, "or")),
    )
}

/// An exception: `If …, “…” (HC art 2) does not apply to the decision whether to …`.
pub fn sentence_exception(rb: &Rulebook, exception: &Exception) -> String {
    let norms: Vec<String> = exception.to.iter().map(|n| norm_title(rb, *n)).collect();
    let said = match norms.as_slice() {
        [one] => format!("{one} does not apply{}", deciding(rb, &exception.acts, "to")),
        [a, b] => format!("{a} and {b} do not apply{}", deciding(rb, &exception.acts, "to")),
        many => format!(
            "none of these applies{}: {}",
            deciding(rb, &exception.acts, "to"),
            enumerated(many, "and")
        ),
    };
    given(rb, &exception.when, &said)
}

/// ` to the decision whether to … or to …`, where a statement is limited to acts.
fn deciding(rb: &Rulebook, acts: &[ActId], to: &str) -> String {
    if acts.is_empty() {
        String::new()
    } else {
        format!(" {to} the decision whether to {}", phrases(rb, &anywhere(acts), "or"))
    }
}

/// A title, and the place of what has it: titles alone need not be unique.
fn titled(title: &str, origin: &Origin) -> String {
    match origin.cites.first() {
        Some(c) => format!("“{title}” ({})", c.text),
        None => format!("“{title}”"),
    }
}

fn norm_title(rb: &Rulebook, norm: Norm) -> String {
    match norm {
        Norm::Rule(r) => rb.rules.get(r.ix()).map(|x| titled(&x.title, &x.origin)),
        Norm::Basis(b) => rb.bases.get(b.ix()).map(|x| titled(&x.title, &x.origin)),
        Norm::Exception(e) => rb.exceptions.get(e.ix()).map(|x| titled(&x.title, &x.origin)),
        Norm::Presumption(p) => rb.presumptions.get(p.ix()).map(|x| titled(&x.title, &x.origin)),
    }
    .unwrap_or_default()
}

/// A priority: `“…” (HC art 2) prevails over “…” (QP art 1)`.
pub fn sentence_priority(rb: &Rulebook, priority: &Priority) -> String {
    let title = |r: crate::model::RuleId| {
        rb.rules
            .get(r.ix())
            .map_or_else(String::new, |r| titled(&r.title, &r.origin))
    };
    let said = format!(
        "{} prevails over {}{}",
        title(priority.winner),
        title(priority.loser),
        deciding(rb, &priority.acts, "on")
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
        .map(|b| super::body_words(rb, b))
        .collect();
    let until = if bodies.is_empty() {
        "somebody states".to_owned()
    } else {
        format!("{} finds", list(&bodies, "or"))
    };
    given(
        rb,
        &p.when,
        &format!("it is presumed that {what}, until {until} otherwise"),
    )
}
