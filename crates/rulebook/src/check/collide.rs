//! Priorities: between rules that can collide, and never in a circle.

use super::Check;
use crate::model::walk;
use crate::model::{ActId, Bar, Conclusion, Cond, Priority, Rule, Rulebook};
use crate::source::Diagnostic;
use std::collections::{BTreeMap, BTreeSet};

/// For each question that a chain of priorities mentions, the positions that are left.
type Left = BTreeMap<u32, BTreeSet<u32>>;

impl Check<'_> {
    /// All priorities.
    pub(super) fn priorities(&mut self) {
        let rb = self.rb;
        for p in &rb.priorities {
            let (Some(winner), Some(loser)) = (rb.rules.get(p.winner.ix()), rb.rules.get(p.loser.ix())) else {
                continue;
            };
            if !colliding(winner, loser, &p.acts).is_empty() {
                continue;
            }
            let at = self.names.span(&p.id);
            let error = Diagnostic::error(
                "no-collision",
                at,
                format!("`{}` and `{}` never collide{}", winner.id, loser.id, on_these(&p.acts)),
            )
            .label("nothing to decide")
            .related(self.names.span(&winner.id), "the rule that would prevail")
            .related(self.names.span(&loser.id), "the rule that would give way");
            let waits = [winner, loser].into_iter().find(|r| only_until(r));
            self.diagnostics.push(match waits {
                Some(r) => error.help(format!(
                    "`{}` only bars until steps are done, which collides with nothing",
                    r.id
                )),
                None => error.help("rules collide where one says `must` and the other `must not` of the same act"),
            });
        }
        let mut seen = BTreeSet::new();
        for act in 0..rb.acts.len() {
            for circle in circles(rb, ActId(act as u32)) {
                let mut members: Vec<usize> = circle.clone();
                members.sort_unstable();
                if !seen.insert(members) {
                    continue;
                }
                let names: Vec<&str> = circle.iter().map(|p| rb.priorities[*p].id.as_str()).collect();
                let rules: Vec<String> = (circle.iter())
                    .filter_map(|p| rb.rules.get(rb.priorities[*p].winner.ix()))
                    .map(|r| format!("`{}`", r.id))
                    .collect();
                let mut error = Diagnostic::error(
                    "priorities-in-a-circle",
                    self.names.span(names[0]),
                    format!(
                        "on `{}`, {} over {} under one and the same reading",
                        rb.acts[act].id,
                        rules.join(" over "),
                        rules[0]
                    ),
                )
                .label("one of these priorities")
                .help("let one of them hold only under another position, or for other acts");
                for other in &names[1..] {
                    error = error.related(self.names.span(other), "and this one");
                }
                self.diagnostics.push(error);
            }
        }
    }
}

fn on_these(acts: &[ActId]) -> &'static str {
    if acts.is_empty() {
        ""
    } else {
        " on the acts after `for`"
    }
}

/// Whether all that a rule does to acts is to bar them until steps are done.
fn only_until(r: &Rule) -> bool {
    let mut about_acts = r
        .then
        .iter()
        .filter(|c| !matches!(c, Conclusion::Term { .. }))
        .peekable();
    about_acts.peek().is_some() && about_acts.all(|c| matches!(c, Conclusion::MustNot { bar: Bar::Until(_), .. }))
}

/// The acts on which one rule says `must` and the other `must not`, now or while something lasts.
fn colliding(a: &Rule, b: &Rule, only: &[ActId]) -> BTreeSet<ActId> {
    let mut out: BTreeSet<ActId> = owed(a).intersection(&barred(b)).copied().collect();
    out.extend(owed(b).intersection(&barred(a)).copied());
    out.retain(|a| only.is_empty() || only.contains(a));
    out
}

fn owed(r: &Rule) -> BTreeSet<ActId> {
    let must = r.then.iter().filter(|c| matches!(c, Conclusion::Must(_)));
    must.flat_map(|c| c.acts().iter().map(|a| a.act)).collect()
}

fn barred(r: &Rule) -> BTreeSet<ActId> {
    let bars = r.then.iter().filter(|c| {
        matches!(
            c,
            Conclusion::MustNot {
                bar: Bar::Flat | Bar::While(_),
                ..
            }
        )
    });
    bars.flat_map(|c| c.acts().iter().map(|a| a.act)).collect()
}

/// Circles of priorities on an act that hold together under some reading, each as indices of priorities.
fn circles(rb: &Rulebook, act: ActId) -> Vec<Vec<usize>> {
    let here: Vec<usize> = (0..rb.priorities.len())
        .filter(|p| decides(rb, &rb.priorities[*p], act))
        .collect();
    let mut out = Vec::new();
    for first in &here {
        let mut path = vec![*first];
        if let Some(left) = narrow(Left::new(), &rb.priorities[*first].under) {
            follow(rb, &here, &mut path, left, &mut out);
        }
    }
    out
}

/// Whether a priority says anything about an act.
fn decides(rb: &Rulebook, p: &Priority, act: ActId) -> bool {
    match (rb.rules.get(p.winner.ix()), rb.rules.get(p.loser.ix())) {
        (Some(w), Some(l)) => colliding(w, l, &p.acts).contains(&act),
        _ => false,
    }
}

/// Extends a chain of priorities, each taken up where the one before ends; only circles that start at their first member.
fn follow(rb: &Rulebook, here: &[usize], path: &mut Vec<usize>, left: Left, out: &mut Vec<Vec<usize>>) {
    let (first, last) = (path[0], path[path.len() - 1]);
    if rb.priorities[last].loser == rb.priorities[first].winner {
        out.push(path.clone());
        return;
    }
    for next in here {
        let p = &rb.priorities[*next];
        if *next < first || path.contains(next) || p.winner != rb.priorities[last].loser {
            continue;
        }
        if let Some(left) = narrow(left.clone(), &p.under) {
            path.push(*next);
            follow(rb, here, path, left, out);
            path.pop();
        }
    }
}

/// The positions left after one more condition; `None` where a question has none left.
fn narrow(mut left: Left, under: &Cond) -> Option<Left> {
    let mut possible = true;
    walk(under, &mut |c| {
        if let Cond::Under { question, positions } = c {
            let these: BTreeSet<u32> = positions.iter().copied().collect();
            let now = match left.get(&question.0) {
                Some(before) => before.intersection(&these).copied().collect(),
                None => these,
            };
            possible &= !now.is_empty();
            left.insert(question.0, now);
        }
    });
    possible.then_some(left)
}
