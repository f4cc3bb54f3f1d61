//! What a condition reads of its context, so that it is compiled once for all contexts that it cannot tell apart.

use super::frame::{Frame, Threshold, before, day_number, rough_days};
use safeconduct_rulebook::model::*;
use std::collections::BTreeSet;

/// Whether a condition reads the act or the destination of its context.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Scope {
    pub(crate) act: bool,
    pub(crate) destination: bool,
}

/// The scopes of rules and exceptions (exceptions with those of their own exceptions are compiled per context anyway).
#[derive(Clone, Debug, Default)]
pub(crate) struct Scopes {
    pub(crate) rules: Vec<Scope>,
}

impl Scopes {
    pub(crate) fn new(rb: &Rulebook) -> Self {
        Self {
            rules: rb.rules.iter().map(|r| scope(rb, &r.when)).collect(),
        }
    }
}

fn scope(rb: &Rulebook, cond: &Cond) -> Scope {
    let mut found = Scope::default();
    walk(cond, &mut |c| {
        if states(c).contains(&StateExpr::Destination) {
            found.destination = true;
        }
        if let Cond::Fact { fact, .. } = c
            && rb.facts[fact.ix()].per == Per::Act
        {
            found = Scope {
                act: true,
                destination: true,
            };
        }
    });
    found
}

/// The state expressions that a condition reads itself.
fn states(cond: &Cond) -> Vec<StateExpr> {
    match cond {
        Cond::Fact { state, .. } | Cond::Term { state, .. } => state.iter().copied().collect(),
        Cond::Relation { from, to, .. } => vec![*from, *to],
        Cond::Same(a, b) => vec![*a, *b],
        Cond::Bound { state, .. } | Cond::Reserved { state, .. } | Cond::Derogates { state, .. } => vec![*state],
        Cond::Barred { to, .. } => to.iter().copied().collect(),
        Cond::Quantified { via, .. } => via.iter().map(|(s, _)| *s).collect(),
        Cond::True | Cond::And(_) | Cond::Or(_) | Cond::Not(_) | Cond::Under { .. } => Vec::new(),
    }
}

/// Every condition of a rulebook, those of claims only for a generic frame.
pub(crate) fn conditions(rb: &Rulebook, claims: bool) -> Vec<&Cond> {
    let mut all: Vec<&Cond> = Vec::new();
    all.extend(rb.rules.iter().map(|r| &r.when));
    for conclusion in rb.rules.iter().flat_map(|r| &r.then) {
        all.extend(conclusion.lasts());
    }
    all.extend(rb.bases.iter().map(|b| &b.when));
    all.extend(rb.exceptions.iter().map(|e| &e.when));
    all.extend(rb.presumptions.iter().map(|p| &p.when));
    all.extend(rb.impossibles.iter().map(|i| &i.when));
    all.extend(rb.duties.iter().map(|d| &d.when));
    all.extend(rb.duties.iter().filter_map(|d| d.suspended_while.as_ref()));
    all.extend(rb.facts.iter().flat_map(|f| &f.protective).map(|p| &p.when));
    all.extend(rb.relations.iter().flat_map(|r| &r.protective).map(|p| &p.when));
    if claims {
        all.extend(rb.waivers.iter().map(|w| &w.when));
        for claim in &rb.claims {
            all.push(&claim.when);
            if let ClaimSays::Then(cond) = &claim.says {
                all.push(cond);
            }
        }
    }
    all
}

/// For each fact the thresholds that conditions compare it with, in order.
pub(crate) fn thresholds(rb: &Rulebook, frame: &Frame<'_>) -> Vec<Vec<Threshold>> {
    let mut out: Vec<Vec<Threshold>> = vec![Vec::new(); rb.facts.len()];
    for cond in conditions(rb, matches!(frame, Frame::Generic { .. })) {
        walk(cond, &mut |c| {
            if let Cond::Fact { fact, test, .. } = c
                && let Some(threshold) = threshold(test, frame)
            {
                out[fact.ix()].push(threshold);
            }
        });
    }
    for list in &mut out {
        list.sort_unstable();
        list.dedup();
    }
    out
}

/// How long ago a threshold of a generic frame lies, as a condition says it.
pub(crate) fn span_ago(rb: &Rulebook, fact: FactId, wanted: Threshold) -> Option<(i64, Unit)> {
    let mut found = None;
    for cond in conditions(rb, true) {
        walk(cond, &mut |c| {
            if let Cond::Fact {
                fact: f,
                test: Test::Ago(n, unit),
                ..
            } = c
                && *f == fact
                && Threshold::Ago(-rough_days(*n, *unit)) == wanted
            {
                found = Some((*n, *unit));
            }
        });
    }
    found
}

/// The articles of an instrument whose reservation or derogation some condition asks about, or some state has entered.
pub(crate) fn articles(rb: &Rulebook, instrument: InstrumentId) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for cond in conditions(rb, true) {
        walk(cond, &mut |c| match c {
            Cond::Bound {
                instrument: i,
                article: Some(article),
                ..
            }
            | Cond::Reserved {
                instrument: i, article, ..
            }
            | Cond::Derogates {
                instrument: i, article, ..
            } if *i == instrument => {
                found.insert(article.as_str());
            }
            _ => {}
        });
    }
    let entries = rb.states.iter().flat_map(|s| &s.entries);
    for entry in entries.filter(|e| e.instrument == instrument) {
        let limits = entry.reservations.iter().chain(&entry.derogations);
        found.extend(limits.flat_map(|l| &l.articles).map(String::as_str));
    }
    found
}

/// The threshold of a test; `None` for tests without one.
pub(crate) fn threshold(test: &Test, frame: &Frame<'_>) -> Option<Threshold> {
    match (test, frame) {
        (Test::Yes | Test::OneOf(_), _) => None,
        (Test::Before(date), _) => Some(Threshold::At(day_number(*date))),
        (Test::AtLeast(n), _) => Some(Threshold::At(*n)),
        (Test::Ago(n, unit), Frame::Case(case) | Frame::Form(case)) => {
            before(case.as_of, *n, *unit).map(|d| Threshold::At(day_number(d) + 1))
        }
        (Test::Ago(n, unit), Frame::Generic { .. }) => Some(Threshold::Ago(-rough_days(*n, *unit))),
    }
}
