//! Duties, questions, claims and impossibilities as sentences.

use super::conditions::span;
use super::said::breaks;
use super::statements::{anywhere, apart, given, phrases, prose};
use super::{capital, list, state_words};
use crate::model::{
    Change, Claim, ClaimSays, Clock, Duty, FactId, Impossible, Question, Rulebook, StateExpr, Type, Val, Verdict,
};

/// A duty: `If …, the detaining power owes “…” toward …, within …`.
pub fn sentence_duty(rb: &Rulebook, d: &Duty) -> String {
    let toward = d.toward.as_ref().map_or_else(String::new, |t| format!(" toward {t},"));
    let term = duty_term(rb, d);
    let mut then = match &d.office_target {
        Some(why) => format!(
            "{} has set itself the target of doing this,{toward} {term}: “{}” (no law sets this time: {why})",
            state_words(rb, d.bearer),
            d.title
        ),
        None => format!("{} owes this,{toward} {term}: “{}”", state_words(rb, d.bearer), d.title),
    };
    if let Some(step) = d.done_by.and_then(|s| rb.steps.get(s.ix())) {
        let each = if matches!(d.clock, Clock::Every(..)) {
            "each time "
        } else {
            ""
        };
        then.push_str(&format!(
            "; {each}it is done once {}",
            prose(rb).fill(&step.holds, None)
        ));
    }
    if let Some(c) = &d.suspended_while {
        then.push_str(&format!("; it is suspended while {}", prose(rb).clause(c)));
    }
    given(rb, &d.when, &then)
}

/// The time that a duty gives: `within 7 days of the arrival in the camp`.
pub fn duty_term(rb: &Rulebook, d: &Duty) -> String {
    let event = d.event.and_then(|f| rb.facts.get(f.ix()));
    let event = event.map(|f| prose(rb).named(f, None));
    let of = |word: &str| event.as_ref().map_or_else(String::new, |e| format!(" {word} {e}"));
    match d.clock {
        Clock::WithoutDelay => format!("without delay{}", of("after")),
        Clock::Within(n, unit) => format!("within {}{}", span(n, unit), of("of")),
        Clock::Before(n, unit) => format!("at least {}{}", span(n, unit), of("before")),
        Clock::Every(n, unit) => {
            let span = span(n, unit);
            format!("every {}{}", span.strip_prefix("1 ").unwrap_or(&span), of("from"))
        }
    }
}

/// A question with its positions and who holds them.
pub fn sentence_question(rb: &Rulebook, q: &Question) -> String {
    let _ = rb;
    let mut out = q.title.clone();
    for p in &q.positions {
        let holders: Vec<String> = p.held_by.clone();
        out.push_str(&format!(
            " “{}” is the position of {}.",
            capital(&p.says),
            super::said::several(&holders, "and")
        ));
    }
    if !q.matters.is_empty() {
        out.push_str(&format!(" On this turns {}.", q.matters));
    }
    if let Some(why) = &q.no_verdict {
        out.push_str(&format!(" No verdict turns on it: {why}."));
    }
    out
}

/// What no case can be: `It cannot be that …`.
pub fn sentence_impossible(rb: &Rulebook, i: &Impossible) -> String {
    let clause = prose(rb).clause(&i.when);
    let lead = if i.per_destination {
        "Of no destination can it be that"
    } else {
        "It cannot be that"
    };
    format!("{lead} {clause}.")
}

/// A claim: `In every possible case, if …: it is never required or permitted to …`.
pub fn sentence_claim(rb: &Rulebook, claim: &Claim) -> String {
    let acts = if claim.acts.is_empty() {
        "do any act".to_owned()
    } else {
        phrases(rb, &anywhere(&claim.acts), "or")
    };
    let says = match &claim.says {
        ClaimSays::Never(v) => format!("it is never {} to {acts}", verdicts(v)),
        ClaimSays::Always(v) => format!("it is always {} to {acts}", verdicts(v)),
        ClaimSays::Then(cond) => prose(rb).clause(cond),
        ClaimSays::NeverTurns { change, from, into } => format!(
            "{}, and nothing else, never turns the answer on whether to {acts} from {} into {}",
            changed(rb, change),
            verdicts(from),
            verdicts(into)
        ),
    };
    let (mut readings, condition) = apart(rb, &claim.when);
    readings.insert(0, "in every possible case".to_owned());
    readings.push(match condition {
        Some(text) if breaks(&text) => format!("if {text}, then {says}"),
        Some(text) => format!("if {text}, {says}"),
        None => says,
    });
    format!("{}.", capital(&readings.join(", ")))
}

fn verdicts(all: &[Verdict]) -> String {
    let words: Vec<String> = (all.iter())
        .map(|v| match v {
            Verdict::Conflict => "both required and prohibited".to_owned(),
            v => v.word().to_owned(),
        })
        .collect();
    list(&words, "or")
}

/// What a claim changes, as the subject of a sentence.
fn changed(rb: &Rulebook, change: &Change) -> String {
    match change {
        Change::Fact { fact, state, from, to } => {
            let title = (rb.facts.get(fact.ix())).map_or_else(String::new, |f| format!("the finding “{}”", f.title));
            let of = match state {
                Some(s) => format!(" on {}", state_words(rb, *s)),
                None => String::new(),
            };
            let value = |v: &Option<Val>| v.map_or_else(|| "anything else".to_owned(), |v| value(rb, *fact, *state, v));
            format!("changing {title}{of} from {} to {}", value(from), value(to))
        }
        Change::Relation { relation, from, to } => {
            let title = rb.relations.get(relation.ix()).map_or("", |r| r.title.as_str());
            let word = |b: &bool| if *b { "found" } else { "dispelled" };
            format!(
                "changing “{title}” between two states from {} to {}",
                word(from),
                word(to)
            )
        }
        Change::Reading { question, from, to } => {
            let q = rb.questions.get(question.ix());
            let says = |p: &u32| {
                q.and_then(|q| q.positions.get(*p as usize))
                    .map_or("", |p| p.says.as_str())
            };
            let title = q.map_or("", |q| q.title.as_str());
            format!(
                "changing the reading of “{title}” from “{}” to “{}”",
                says(from),
                says(to)
            )
        }
        Change::Bound {
            state,
            instrument,
            from,
            to,
        } => {
            let word = |b: &bool| if *b { "bound" } else { "not bound" };
            format!(
                "changing {} from {} to {} by {}",
                state_words(rb, *state),
                word(from),
                word(to),
                prose(rb).law(*instrument, None)
            )
        }
    }
}

/// A value of a fact, as a clause in quotation marks or a figure.
pub fn value(rb: &Rulebook, fact: FactId, state: Option<StateExpr>, value: Val) -> String {
    let Some(f) = rb.facts.get(fact.ix()) else {
        return String::new();
    };
    match (value, &f.kind) {
        (Val::Bool(yes), _) => format!("“{}”", prose(rb).fill(if yes { &f.holds } else { &f.fails }, state)),
        (Val::Value(v), Type::OneOf(all)) => {
            let clause = all.get(v as usize).map_or("", |v| v.clause.as_str());
            format!("“{}”", prose(rb).fill(clause, state))
        }
        (Val::Value(_), _) => String::new(),
        (Val::Date(d), _) => d.to_string(),
        (Val::Number(n), _) => n.to_string(),
    }
}
