//! The reference's answer beside the engine's, field by field.
#![allow(dead_code, unreachable_pub)]

use crate::reference::reasons::{Finding, RefNorm, Settling};
use crate::reference::{Outcome, RefAnswer, RefCell};
use safeconduct_engine::EngineError;
use safeconduct_engine::answer::{ActAnswer, Answer, ClockAnswer, DutyAnswer, NormRef};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// The first field that differs (of those that `SAFECONDUCT_SKIP` does not name), with both values.
pub fn disagreement(reference: &Outcome, engine: &Result<Answer, EngineError>) -> Option<String> {
    match (reference, engine) {
        (Outcome::Answer(r), Ok(e)) => answers(r, e),
        (Outcome::Contradiction(size), Err(EngineError::Contradiction { items, .. })) => {
            // The engine's set cannot be made smaller by leaving out; the reference's is the smallest there is.
            differ("contradiction", &true, &(items.len() >= *size))
        }
        (Outcome::Contradiction(_), Ok(_)) => Some("outcome: reference: contradiction, engine: an answer".into()),
        (Outcome::Answer(_), Err(e)) => Some(format!("outcome: reference: an answer, engine: {e}")),
    }
}

fn differ<T: PartialEq + Debug>(field: &str, reference: &T, engine: &T) -> Option<String> {
    let skipped = std::env::var("SAFECONDUCT_SKIP").unwrap_or_default();
    if skipped.split(',').any(|s| s == field) {
        return None;
    }
    (reference != engine).then(|| format!("{field}: reference: {reference:?}, engine: {engine:?}"))
}

fn texts(from: &[&str]) -> Vec<String> {
    from.iter().map(|s| (*s).to_owned()).collect()
}

fn answers(r: &RefAnswer, e: &Answer) -> Option<String> {
    let cells = |c: &[(String, Option<String>)]| c.to_vec();
    let asked: Vec<_> = r.acts.iter().map(|a| (a.act.clone(), a.destination.clone())).collect();
    let given: Vec<_> = e.acts.iter().map(|a| (a.act.clone(), a.destination.clone())).collect();
    differ("cells", &cells(&asked), &cells(&given))
        .or_else(|| {
            r.acts.iter().zip(&e.acts).find_map(|(r, e)| {
                let place = format!("{} {}", r.act, r.destination.as_deref().unwrap_or("-"));
                acts(r, e).map(|d| format!("{d} ({place})"))
            })
        })
        .or_else(|| differ("terms", &r.terms, &e.terms))
        .or_else(|| ones(r, e))
        .or_else(|| clocks(r, e))
        .or_else(|| dilemmas(r, e))
        .or_else(|| differ("next", &r.next, &e.next.iter().map(|n| n.fact.clone()).collect()))
}

fn acts(r: &RefCell, e: &ActAnswer) -> Option<String> {
    differ("verdict", &r.verdict.to_owned(), &e.verdict)
        .or_else(|| {
            differ(
                "possible_under_profile",
                &texts(&r.possible_under_profile),
                &e.possible_under_profile,
            )
        })
        .or_else(|| differ("possible", &texts(&r.possible), &e.possible))
        .or_else(|| differ("settled", &r.settled.to_owned(), &e.settled))
        .or_else(|| {
            let groups: Vec<_> = r
                .by_reading
                .iter()
                .map(|(at, set)| (at.clone(), set.iter().map(|v| v.word().to_owned()).collect::<Vec<_>>()))
                .collect();
            let given = e
                .by_reading
                .iter()
                .map(|g| (g.at.clone(), g.possible.clone()))
                .collect();
            differ("by_reading", &groups, &given)
        })
        .or_else(|| differ("open_facts", &r.open_facts, &e.open_facts))
        .or_else(|| differ("now", &r.now.to_owned(), &e.now))
        .or_else(|| {
            let given = e
                .steps
                .iter()
                .map(|s| (s.step.clone(), s.rule.clone(), s.done, s.certain))
                .collect();
            differ("steps", &r.steps, &given)
        })
        .or_else(|| differ("basis", &r.basis, &norms(&e.basis)))
        .or_else(|| differ("if_done", &r.if_done, &norms(&e.if_done)))
        .or_else(|| differ("if_not_done", &r.if_not_done, &norms(&e.if_not_done)))
        .or_else(|| {
            differ(
                "pending",
                &r.pending,
                &e.pending.iter().map(|n| n.rule.clone()).collect(),
            )
        })
        .or_else(|| {
            let given = e
                .set_aside
                .iter()
                .map(|s| (s.rule.clone(), s.by.clone(), s.how.clone()))
                .collect();
            differ("set_aside", &r.set_aside, &given)
        })
        .or_else(|| differ("settled_by", &settlings(&r.settled_by), &given(&e.settled_by)))
        .or_else(|| differ("unless", &settlings(&r.unless), &given(&e.unless)))
}

fn norms(given: &[NormRef]) -> Vec<RefNorm> {
    let mut all: Vec<RefNorm> = given
        .iter()
        .map(|n| RefNorm {
            rule: n.rule.clone(),
            certain: n.certain,
            because: n.because.iter().map(|b| b.fact.clone()).collect(),
            stands_alone: n.stands_alone,
        })
        .collect();
    all.sort();
    all
}

type Sets = Vec<(String, Vec<Finding>, bool)>;

fn settlings(all: &[Settling]) -> Sets {
    all.iter()
        .map(|(v, sets, more)| (v.word().to_owned(), sets.clone(), *more))
        .collect()
}

fn given(all: &[safeconduct_engine::answer::Settling]) -> Sets {
    let set = |s: &Vec<safeconduct_engine::answer::FactValue>| -> Finding {
        s.iter().map(|v| (v.fact.clone(), v.value.clone())).collect()
    };
    all.iter()
        .filter(|s| !s.sets.is_empty())
        .map(|s| (s.to.clone(), s.sets.iter().map(set).collect(), s.more))
        .collect()
}

fn ones(r: &RefAnswer, e: &Answer) -> Option<String> {
    let mut ours: Vec<_> = r
        .ones
        .iter()
        .map(|(d, l, b, s)| (d.clone(), l.clone(), b.clone(), (*s).to_owned()))
        .collect();
    let set = |v: &[String]| v.iter().cloned().collect::<BTreeSet<String>>();
    let mut theirs: Vec<_> = e
        .duties
        .iter()
        .filter_map(|d| match d {
            DutyAnswer::OneOf {
                duty,
                left,
                barred,
                status,
                ..
            } => Some((duty.clone(), set(left), set(barred), status.clone())),
            DutyAnswer::Clock(_) | DutyAnswer::OfficeTarget(_) => None,
        })
        .collect();
    ours.sort();
    theirs.sort();
    differ("one_of", &ours, &theirs)
}

fn clocks(r: &RefAnswer, e: &Answer) -> Option<String> {
    let run = |c: &ClockAnswer, office| {
        let (duty, status) = (c.duty.clone(), c.status.clone());
        (duty, office, status, c.due.clone(), c.done.clone())
    };
    let ours: Vec<_> = r
        .clocks
        .iter()
        .map(|c| {
            (
                c.duty.clone(),
                c.office,
                c.status.to_owned(),
                c.due.clone(),
                c.done.clone(),
            )
        })
        .collect();
    let theirs = e
        .duties
        .iter()
        .filter_map(|d| match d {
            DutyAnswer::Clock(c) => Some(run(c, false)),
            DutyAnswer::OfficeTarget(c) => Some(run(c, true)),
            DutyAnswer::OneOf { .. } => None,
        })
        .collect();
    differ("clocks", &ours, &theirs)
}

fn dilemmas(r: &RefAnswer, e: &Answer) -> Option<String> {
    let set = |v: &[String]| v.iter().cloned().collect::<BTreeSet<String>>();
    let ours: BTreeSet<_> = r
        .dilemmas
        .iter()
        .map(|(k, rules, acts, c)| ((*k).to_owned(), rules.clone(), acts.clone(), *c))
        .collect();
    let theirs = e
        .dilemmas
        .iter()
        .map(|d| (d.kind.clone(), set(&d.rules), set(&d.acts), d.certain))
        .collect();
    differ("dilemmas", &ours, &theirs)
}
