//! What is possible, by reading, what matters, and `now`: `docs/semantics.md` sections 3 and 4.

use super::bits::Bits;
use super::case::{Case, Verdicts};
use super::names;
use super::space::Cx;
use safeconduct_engine::situation::What;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// Groups of readings: `where` and what is possible.
pub type Groups = Vec<(BTreeMap<String, Vec<String>>, Verdicts)>;

/// The set of verdicts under each reading that has a world, by the number of the reading.
fn by_each_reading(case: &Case<'_>, cell: usize) -> BTreeMap<usize, Verdicts> {
    let mut sets: BTreeMap<usize, Verdicts> = BTreeMap::new();
    for w in case.all().iter() {
        sets.entry(case.reading(w)).or_default().insert(case.verdicts[cell][w]);
    }
    sets
}

pub fn settled(case: &Case<'_>, cell: usize) -> &'static str {
    let a = case.verdicts_in(cell, &case.all());
    let p = case.verdicts_in(cell, &case.open());
    let readings = by_each_reading(case, cell);
    let distinct: BTreeSet<&Verdicts> = readings.values().collect();
    if a.len() == 1 {
        "every_reading"
    } else if p.len() == 1 {
        "profile"
    } else if readings.values().all(|s| s.len() == 1) {
        "open_law"
    } else if distinct.len() == 1 {
        "open_facts"
    } else {
        "open_both"
    }
}

/// The possible sets by the values of the questions and entries from some place on; readings without a world are left out.
type Consequences = BTreeMap<Vec<usize>, Verdicts>;

fn agree(a: &Consequences, b: &Consequences) -> bool {
    a.iter().all(|(k, v)| b.get(k).is_none_or(|w| v == w))
}

pub fn by_reading(case: &Case<'_>, cell: usize) -> Groups {
    let first_item = case.space.first_item;
    let mut consequences = Consequences::new();
    for w in case.all().iter() {
        let reading = case.worlds[w].digits[..first_item].to_vec();
        consequences.entry(reading).or_default().insert(case.verdicts[cell][w]);
    }
    let mut groups = Groups::new();
    divide(case, 0, consequences, BTreeMap::new(), &mut groups);
    groups
}

fn divide(case: &Case<'_>, at: usize, part: Consequences, named: BTreeMap<String, Vec<String>>, groups: &mut Groups) {
    if at == case.space.first_item {
        let possible = part.into_values().flatten().collect();
        groups.push((named, possible));
        return;
    }
    // By value of this variable: the consequences by the values of those that follow.
    let mut together: Vec<(Vec<usize>, Consequences)> = Vec::new();
    for value in 0..case.space.radix[at] {
        let of_value: Consequences = part
            .iter()
            .filter(|(k, _)| k[0] == value)
            .map(|(k, v)| (k[1..].to_vec(), v.clone()))
            .collect();
        if of_value.is_empty() {
            continue;
        }
        match together.iter_mut().find(|(_, c)| agree(c, &of_value)) {
            Some((values, c)) => {
                values.push(value);
                c.extend(of_value);
            }
            None => together.push((vec![value], of_value)),
        }
    }
    let matters = together.len() > 1;
    for (values, consequences) in together {
        let mut named = named.clone();
        if matters {
            let (name, words) = names::reading(case, at);
            named.insert(name, values.iter().map(|v| words[*v].clone()).collect());
        }
        divide(case, at + 1, consequences, named, groups);
    }
}

/// Whether an item that is not stated matters to a cell.
pub fn matters(case: &Case<'_>, cell: usize, item: usize) -> bool {
    let all = case.all();
    let count = case.values(item).count();
    let verdicts = &case.verdicts[cell];
    let alone = all.iter().any(|w| {
        (0..count)
            .map(|v| case.neighbour(w, item, v))
            .any(|n| all.has(n) && verdicts[n] != verdicts[w])
    });
    let sets: BTreeSet<Verdicts> = (0..count)
        .map(|value| case.verdicts_in(cell, &all.and(&case.valued(item, |v| v == value))))
        .filter(|set| !set.is_empty())
        .collect();
    alone || sets.len() > 1
}

pub fn open_facts(case: &Case<'_>, cell: usize) -> Vec<usize> {
    case.open_items()
        .into_iter()
        .filter(|i| matters(case, cell, *i))
        .collect()
}

/// The protective worlds.
pub fn protective(case: &Case<'_>) -> Bits {
    let mut worlds = case.open();
    for index in case.open_items() {
        let item = *case.item(index);
        let (clauses, cx) = match item.what {
            What::Fact(f) => (&case.book.facts[f.ix()].protective, super::space::item_cx(&item)),
            What::Relation(r) => (&case.book.relations[r.ix()].protective, Cx::default()),
        };
        let mut earlier = Bits::none(case.space.size);
        for clause in clauses {
            let when = case.bits(|w| w.cond(&clause.when, &cx));
            if let Some(value) = clause.value {
                let value = case.space.value_index(index, value);
                let breach = when.minus(&earlier).minus(&case.valued(index, |v| v == value));
                let rest = worlds.minus(&breach);
                if !rest.is_empty() {
                    worlds = rest;
                }
            }
            earlier = earlier.or(&when);
        }
    }
    worlds
}

/// Steps: step, rule, whether it is done, whether the norm stands in every open world.
pub fn steps(case: &Case<'_>, cell: usize) -> BTreeSet<(String, String, bool, bool)> {
    let open = case.open();
    let at = case.cells[cell];
    let mut found = BTreeSet::new();
    for n in super::eval::norms_on(case.book, at, super::eval::is_until) {
        let stands = case.bits(|w| w.stands(n));
        if !stands.meets(&open) {
            continue;
        }
        let rule = &case.book.rules[n.rule.ix()];
        if let Conclusion::MustNot {
            bar: Bar::Until(steps), ..
        } = &rule.then[n.conclusion]
        {
            for s in steps {
                let step = &case.book.steps[s.ix()];
                let (act, state) = if step.acts.is_empty() {
                    (None, None)
                } else {
                    (Some(at.0), at.1)
                };
                let done = case
                    .sit
                    .done
                    .iter()
                    .any(|d| d.step == *s && d.act == act && d.state == state && d.date <= case.sit.as_of);
                found.insert((step.id.clone(), rule.id.clone(), done, open.within(&stands)));
            }
        }
    }
    found
}

pub fn now(case: &Case<'_>, cell: usize) -> &'static str {
    let open = case.open();
    let p = case.verdicts_in(cell, &open);
    let q = case.verdicts_in(cell, &protective(case));
    let outstanding = steps(case, cell).iter().any(|(_, _, done, _)| !done);
    let required = Verdicts::from([Verdict::Required]);
    let one = |set: &Verdicts| if set.len() == 1 { set.first().copied() } else { None };
    if case.book.acts[case.cells[cell].0.ix()].irreversible {
        let good = |v: &Verdict| matches!(v, Verdict::Required | Verdict::Permitted);
        if !p.iter().any(good) {
            if let Some(v) = one(&p) {
                return v.word();
            }
            let opened = case.bits(|w| w.opened(case.cells[cell]));
            if !opened.meets(&open) {
                return "unavailable";
            }
            return one(&q).map_or("prohibited", Verdict::word);
        }
        if outstanding || !p.iter().all(good) {
            "not_yet"
        } else if p == required {
            "required"
        } else {
            "permitted"
        }
    } else {
        if p == required {
            return if outstanding { "not_yet" } else { "required" };
        }
        let as_permitted = q
            .into_iter()
            .map(|v| if v == Verdict::Required { Verdict::Permitted } else { v })
            .collect();
        match one(&as_permitted) {
            Some(Verdict::Permitted) if outstanding => "not_yet",
            Some(v) => v.word(),
            None => "not_yet",
        }
    }
}
