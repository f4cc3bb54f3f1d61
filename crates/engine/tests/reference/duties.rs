//! Duties: clocks, choices, dilemmas; and terms. `docs/semantics.md` sections 2, 3 and 6.

use super::bits::Bits;
use super::case::Case;
use super::eval::{Choice, NormAt, is_must, norms_on, ones_of};
use super::names;
use super::space::{Cx, all_cells, span};
use jiff::civil::Date;
use safeconduct_engine::situation::What;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// A `must one of`: its rule, what is left, what is barred, and its status.
pub type OneOf = (String, BTreeSet<String>, BTreeSet<String>, &'static str);

/// Kind, rules, acts, certain.
pub type Dilemma = (&'static str, BTreeSet<String>, BTreeSet<String>, bool);

pub fn ones(case: &Case<'_>) -> Vec<OneOf> {
    let open = case.open();
    let mut all = Vec::new();
    for (r, _, acts) in ones_of(case.book) {
        let holds = case.bits(|w| w.one_of_holds(r));
        let status = if !open.meets(&holds) {
            "not_triggered"
        } else if open.within(&holds) {
            "due"
        } else {
            "pending"
        };
        let choices: BTreeSet<Choice> = open.iter().flat_map(|w| case.worlds[w].choices(acts)).collect();
        let left: BTreeSet<Choice> = open.iter().flat_map(|w| case.worlds[w].left(acts)).collect();
        let say = |c: &Choice| names::choice(case.book, case.sit, *c);
        let barred = choices.difference(&left).map(say).collect();
        all.push((
            case.book.rules[r.ix()].id.clone(),
            left.iter().map(say).collect(),
            barred,
            status,
        ));
    }
    all.extend(homes(case).into_iter().filter_map(|norms| several_homes(case, &norms)));
    all
}

/// The norms of each conclusion `must …`, by act.
fn homes(case: &Case<'_>) -> Vec<Vec<NormAt>> {
    let mut homes: BTreeMap<(RuleId, usize, ActId), Vec<NormAt>> = BTreeMap::new();
    for n in all_cells(case.book, case.sit)
        .iter()
        .flat_map(|c| norms_on(case.book, *c, is_must))
    {
        homes.entry((n.rule, n.conclusion, n.cell.0)).or_default().push(n);
    }
    homes.into_values().collect()
}

/// A `must … to home` that stands toward several states in some open world is a choice between those toward which it stands in any.
fn several_homes(case: &Case<'_>, norms: &[NormAt]) -> Option<OneOf> {
    let open = case.open();
    let several = case.bits(|w| norms.iter().filter(|n| w.leads_home(**n) && w.stands(**n)).count() > 1);
    let in_some = |f: &dyn Fn(usize, NormAt) -> bool| -> BTreeSet<String> {
        let found = norms.iter().filter(|n| open.iter().any(|w| f(w, **n)));
        found.map(|n| names::cell(case.book, case.sit, n.cell)).collect()
    };
    let choices = in_some(&|w, n| case.worlds[w].stands(n));
    let left = in_some(&|w, n| case.worlds[w].stands(n) && !case.worlds[w].barred(n.cell));
    let status = if open.within(&several) { "due" } else { "pending" };
    let barred = choices.difference(&left).cloned().collect();
    let rule = case.book.rules[norms[0].rule.ix()].id.clone();
    open.meets(&several).then_some((rule, left, barred, status))
}

pub fn dilemmas(case: &Case<'_>) -> BTreeSet<Dilemma> {
    let open = case.open();
    let rule = |r: RuleId| case.book.rules[r.ix()].id.clone();
    let cell = |c| names::cell(case.book, case.sit, c);
    let mut found = BTreeSet::new();
    let mut add = |kind, worlds: &Bits, rules: BTreeSet<String>, acts: BTreeSet<String>| {
        if open.meets(worlds) {
            found.insert((kind, rules, acts, open.within(worlds)));
        }
    };
    for (r, _, acts) in ones_of(case.book) {
        let none = case.bits(|w| w.one_of_holds(r) && w.left(acts).is_empty());
        let choices: BTreeSet<Choice> = none
            .and(&open)
            .iter()
            .flat_map(|w| case.worlds[w].choices(acts))
            .collect();
        let choices = choices
            .into_iter()
            .map(|c| names::choice(case.book, case.sit, c))
            .collect();
        add("no_choice_left", &none, [rule(r)].into(), choices);
    }
    let cells = all_cells(case.book, case.sit);
    for norms in homes(case) {
        let r = norms[0].rule;
        let none = case.bits(|w| norms.iter().any(|n| w.no_home_left(*n)));
        let toward: BTreeSet<String> = none
            .and(&open)
            .iter()
            .flat_map(|w| norms.iter().filter(move |n| case.worlds[w].stands(**n)))
            .map(|n| cell(n.cell))
            .collect();
        add("no_choice_left", &none, [rule(r)].into(), toward);
    }
    let asked = |c: &&(ActId, Option<u32>)| c.1.is_none_or(|d| case.sit.asked.contains(&d));
    let cells: Vec<_> = cells.iter().filter(asked).collect();
    for (i, a) in cells.iter().copied().enumerate() {
        for b in cells[i + 1..].iter().copied() {
            if a.0 != b.0 && !case.book.acts[a.0.ix()].excludes.contains(&b.0) {
                continue;
            }
            let both = case.bits(|w| w.required(*a) && w.required(*b));
            let mut rules = BTreeSet::new();
            for c in [*a, *b] {
                for w in both.and(&open).iter() {
                    let w = &case.worlds[w];
                    rules.extend(
                        w.norms(c, is_must)
                            .into_iter()
                            .filter(|n| w.owed(*n))
                            .map(|n| rule(n.rule)),
                    );
                    rules.extend(
                        ones_of(case.book)
                            .into_iter()
                            .filter(|(r, _, acts)| w.last_choice(*r, acts, c))
                            .map(|(r, ..)| rule(r)),
                    );
                }
            }
            add("excluding_duties", &both, rules, [cell(*a), cell(*b)].into());
        }
    }
    found
}

/// How a clock stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The duty.
    pub duty: String,
    /// Whether an office has set itself the time.
    pub office: bool,
    /// Its status.
    pub status: &'static str,
    /// The due day.
    pub due: Option<String>,
    /// The day on which it was done.
    pub done: Option<String>,
}

/// The clocks.
pub fn clocks(case: &Case<'_>) -> Vec<Run> {
    let (open, sit) = (case.open(), case.sit);
    let mut all = Vec::new();
    for d in &case.book.duties {
        let holds = case.bits(|w| w.cond(&d.when, &Cx::default()));
        let event = d.event.and_then(|f| {
            let of = |s: &&safeconduct_engine::situation::Stated| s.item.what == What::Fact(f);
            sit.stated
                .iter()
                .find(of)
                .and_then(|s| if let Val::Date(day) = s.value { Some(day) } else { None })
        });
        let ahead = matches!(d.clock, Clock::Before(..));
        let days: BTreeSet<Date> = (sit.done.iter())
            .filter(|x| Some(x.step) == d.done_by && x.date <= sit.as_of)
            .map(|x| x.date)
            .collect();
        let event = event.filter(|e| ahead || *e <= sit.as_of);
        // What recurs runs from the last time that it was done, if that is later or the event is not known.
        let event = match d.clock {
            Clock::Every(..) => event.into_iter().chain(days.last().copied()).max(),
            _ => event,
        };
        let unknown = d.event.is_some() && event.is_none();
        let suspended = d
            .suspended_while
            .as_ref()
            .is_some_and(|c| open.within(&case.bits(|w| w.cond(c, &Cx::default()))));
        let due = event.and_then(|e| match d.clock {
            Clock::WithoutDelay => None,
            Clock::Within(n, unit) | Clock::Every(n, unit) => e.checked_add(span(n, unit)).ok(),
            Clock::Before(n, unit) => e.checked_sub(span(n, unit)).ok(),
        });
        let done = match d.clock {
            Clock::Every(..) => false,
            Clock::Before(..) => days.iter().any(|day| due.is_none_or(|due| *day <= due)),
            Clock::WithoutDelay | Clock::Within(..) => !days.is_empty(),
        };
        let counts = if matches!(d.clock, Clock::Every(..)) {
            days.last()
        } else {
            days.first()
        };
        let status = if !open.meets(&holds) {
            "not_triggered"
        } else if !open.within(&holds) || unknown {
            "pending"
        } else if done {
            "done"
        } else if suspended {
            "suspended"
        } else if due.is_some_and(|due| sit.as_of > due) {
            "overdue"
        } else {
            "due"
        };
        all.push(Run {
            duty: d.id.clone(),
            office: d.office_target.is_some(),
            status,
            due: due.map(|d| d.to_string()),
            done: counts.map(|d| d.to_string()),
        });
    }
    all
}

/// The terms: of a term per destination, one a state of the list.
pub fn terms(case: &Case<'_>) -> BTreeMap<String, String> {
    let open = case.open();
    let mut all = BTreeMap::new();
    for (i, t) in case.book.terms.iter().enumerate() {
        let states: Vec<Option<u32>> = if t.per_destination {
            (0..case.sit.states.len() as u32).map(Some).collect()
        } else {
            vec![None]
        };
        for s in states {
            let holds = case.bits(|w| w.term(TermId(i as u32), s));
            let name = match s.map(|s| &case.sit.states[s as usize].code) {
                None => t.id.clone(),
                Some(code) => match t.id.split_once('.') {
                    Some((first, rest)) => format!("{first}.{code}.{rest}"),
                    None => format!("{}({code})", t.id),
                },
            };
            let value = if open.within(&holds) {
                "true"
            } else if open.meets(&holds) {
                "open"
            } else {
                "false"
            };
            all.insert(name, value.to_owned());
        }
    }
    all
}
