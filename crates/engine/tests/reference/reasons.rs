//! Reasons: `docs/semantics.md` section 5.

use super::bits::Bits;
use super::case::{Case, combinations};
use super::eval::{NormAt, World, is_flat, is_must, is_while, norms_on, ones_of};
use super::names::{self, Lit};
use super::space::Cx;
use super::verdicts;
use safeconduct_engine::situation::What;
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// A norm that carries a verdict.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RefNorm {
    pub rule: String,
    pub certain: bool,
    /// Paths, in the order of strength, then item order.
    pub because: Vec<String>,
    pub stands_alone: bool,
}

/// A set of findings: paths and values, in item order.
pub type Finding = Vec<(String, String)>;

/// Sets toward a verdict, and whether there are more than the first five.
pub type Settling = (Verdict, Vec<Finding>, bool);

/// The ground of what holds in these worlds: indices of statements, strongest first.
fn ground(case: &Case<'_>, holds: &Bits) -> Vec<usize> {
    let mut order: Vec<usize> = (0..case.stated.len()).collect();
    order.sort_by_key(|s| (case.stated[*s].strength, case.stated[*s].item));
    for size in 0..=order.len() {
        for picked in combinations(order.len(), size) {
            let set: Vec<usize> = picked.iter().map(|i| order[*i]).collect();
            let mut kept = set.clone();
            kept.sort_unstable();
            let worlds = case.worlds_of(&kept).and(&case.profile);
            if !worlds.is_empty() && worlds.within(holds) {
                return set;
            }
        }
    }
    unreachable!("all statements together are a ground")
}

/// One side of a cell: norms and the worlds in which they count. Those that count in no open world are left out.
pub fn side(case: &Case<'_>, norms: Vec<(String, Bits)>) -> Vec<RefNorm> {
    let open = case.open();
    let mut found: Vec<(String, bool, Vec<usize>)> = Vec::new();
    for (rule, holds) in norms {
        if open.within(&holds) {
            found.push((rule, true, ground(case, &holds)));
        } else if open.meets(&holds) {
            found.push((rule, false, Vec::new()));
        }
    }
    let alone = |i: usize| {
        let others = found.iter().enumerate().filter(|(j, n)| *j != i && n.1);
        found[i].1 && others.flat_map(|(_, n)| &n.2).all(|s| !found[i].2.contains(s))
    };
    let path = |s: &usize| names::path(case.book, case.sit, case.item(case.stated[*s].item));
    let mut side: Vec<RefNorm> = found
        .iter()
        .enumerate()
        .map(|(i, (rule, certain, e))| RefNorm {
            rule: rule.clone(),
            certain: *certain,
            because: e.iter().map(path).collect(),
            stands_alone: alone(i),
        })
        .collect();
    side.sort();
    side
}

fn id(case: &Case<'_>, n: NormAt) -> String {
    case.book.rules[n.rule.ix()].id.clone()
}

/// What is breached if the act is done: the norms of F that stand.
pub fn if_done(case: &Case<'_>, cell: usize) -> Vec<RefNorm> {
    let bars = norms_on(case.book, case.cells[cell], |c| is_flat(c) || is_while(c));
    side(
        case,
        bars.into_iter()
            .map(|n| (id(case, n), case.bits(|w| w.stands(n))))
            .collect(),
    )
}

/// What is breached if it is not done: the norms of M. They count in the worlds in which they stand and M is true.
pub fn if_not_done(case: &Case<'_>, cell: usize) -> Vec<RefNorm> {
    let at = case.cells[cell];
    let mut norms: Vec<(String, Bits)> = norms_on(case.book, at, is_must)
        .into_iter()
        .map(|n| (id(case, n), case.bits(|w| w.owed(n) && w.required(at))))
        .collect();
    for (r, _, acts) in ones_of(case.book) {
        let counts = case.bits(|w| w.last_choice(r, acts, at) && w.required(at));
        norms.push((case.book.rules[r.ix()].id.clone(), counts));
    }
    side(case, norms)
}

pub fn basis(case: &Case<'_>, cell: usize) -> Vec<RefNorm> {
    let at = case.cells[cell];
    let bases = case
        .book
        .bases
        .iter()
        .enumerate()
        .filter(|(_, b)| b.acts.contains(&at.0));
    side(
        case,
        bases
            .map(|(i, b)| (b.id.clone(), case.bits(|w| w.basis(BasisId(i as u32), at))))
            .collect(),
    )
}

/// Norms breached if the act is not done in some but not every open world, or in every one while `now` is not `required`.
pub fn pending(case: &Case<'_>, cell: usize) -> BTreeSet<String> {
    let required = verdicts::now(case, cell) == "required";
    let norms = if_not_done(case, cell).into_iter();
    norms.filter(|n| !required || !n.certain).map(|n| n.rule).collect()
}

/// A value that a set may take: the item, the value, and the statement that it changes.
struct Candidate {
    item: usize,
    lit: Lit,
    changes: Option<usize>,
    worlds: Bits,
}

fn candidates(case: &Case<'_>, item: usize, changes: Option<usize>) -> Vec<Candidate> {
    Lit::all(case.values(item))
        .into_iter()
        .filter(|lit| changes.is_none_or(|s| !lit.passes(case.values(item), case.stated[s].value)))
        .map(|lit| Candidate {
            item,
            lit,
            changes,
            worlds: case.valued(item, |v| lit.passes(case.values(item), v)),
        })
        .collect()
}

/// Larger sets are not listed.
const LIMIT: usize = 4;

/// The smallest sets of candidates after which some world of the profile remains and all are in `good`.
fn smallest(case: &Case<'_>, candidates: &[Candidate], good: &Bits) -> (Vec<Finding>, bool) {
    let everything: Vec<usize> = (0..case.stated.len()).collect();
    let mut bases: BTreeMap<Vec<usize>, Bits> = BTreeMap::new();
    let mut after = |set: &[usize]| {
        let changed: Vec<usize> = set.iter().filter_map(|c| candidates[*c].changes).collect();
        let base = bases.entry(changed.clone()).or_insert_with(|| {
            let binding: Vec<usize> = everything.iter().copied().filter(|s| !changed.contains(s)).collect();
            case.worlds_where(&everything, &binding).and(&case.profile)
        });
        set.iter()
            .fold(base.clone(), |worlds, c| worlds.and(&candidates[*c].worlds))
    };
    // One value an item; a set whose values exclude each other is given up.
    let compatible = |set: &[usize]| {
        if set
            .windows(2)
            .any(|two| candidates[two[0]].item == candidates[two[1]].item)
        {
            return false;
        }
        let mut worlds = Bits::all(case.space.size);
        set.iter().for_each(|c| worlds = worlds.and(&candidates[*c].worlds));
        !worlds.is_empty()
    };
    let mut sets: Vec<Vec<usize>> = vec![Vec::new()];
    while sets.first().is_some_and(|set| set.len() <= LIMIT) {
        let found: Vec<&Vec<usize>> = sets
            .iter()
            .filter(|set| {
                let worlds = after(set);
                !worlds.is_empty() && worlds.within(good)
            })
            .collect();
        if !found.is_empty() {
            let say = |c: &usize| {
                let Candidate { item, lit, .. } = candidates[*c];
                let item = case.item(item);
                (
                    names::path(case.book, case.sit, item),
                    names::value(case.book, item, lit),
                )
            };
            let first = found.iter().take(5).map(|set| set.iter().map(say).collect()).collect();
            return (first, found.len() > 5);
        }
        sets = sets
            .iter()
            .flat_map(|set| {
                let from = set.last().map_or(0, |c| c + 1);
                (from..candidates.len())
                    .map(|c| [set.as_slice(), &[c]].concat())
                    .collect::<Vec<_>>()
            })
            .filter(|set| compatible(set))
            .collect();
    }
    (Vec::new(), false)
}

fn verdict_is(case: &Case<'_>, cell: usize, verdict: Verdict) -> Bits {
    Bits::of(case.space.size, |w| case.verdicts[cell][w] == verdict)
}

pub fn settled_by(case: &Case<'_>, cell: usize) -> Vec<Settling> {
    let p = case.verdicts_in(cell, &case.open());
    if p.len() < 2 {
        return Vec::new();
    }
    let candidates: Vec<Candidate> = case
        .open_items()
        .into_iter()
        .flat_map(|i| candidates(case, i, None))
        .collect();
    p.into_iter()
        .map(|v| {
            let (sets, more) = smallest(case, &candidates, &verdict_is(case, cell, v));
            (v, sets, more)
        })
        .filter(|(_, sets, _)| !sets.is_empty())
        .collect()
}

pub fn unless(case: &Case<'_>, cell: usize) -> Vec<Settling> {
    let p = case.verdicts_in(cell, &case.open());
    let [verdict] = p.iter().copied().collect::<Vec<_>>()[..] else {
        return Vec::new();
    };
    let toward = match verdict {
        Verdict::Prohibited | Verdict::Unavailable | Verdict::Conflict => Verdict::Permitted,
        Verdict::Required | Verdict::Permitted => Verdict::Prohibited,
    };
    let mut all = Vec::new();
    for index in 0..case.space.items.len() {
        let (changes, wish) = match case.item(index).what {
            What::Relation(_) => (true, false),
            What::Fact(f) => (
                case.book.facts[f.ix()].changes,
                case.book.facts[f.ix()].sort == Sort::Wish,
            ),
        };
        let stated = case.stated.iter().position(|s| s.item == index);
        if wish || (stated.is_some() && !changes) {
            continue;
        }
        all.extend(candidates(case, index, stated));
    }
    let (sets, more) = smallest(case, &all, &verdict_is(case, cell, toward));
    if sets.is_empty() {
        Vec::new()
    } else {
        vec![(toward, sets, more)]
    }
}

/// What is set aside: the norm or basis, by what, and how.
pub fn set_aside(case: &Case<'_>, cell: usize) -> BTreeSet<(String, String, String)> {
    let (at, open) = (case.cells[cell], case.open());
    let cx = Cx::new(Some(at.0), at.1);
    let always = |f: &dyn Fn(&World<'_>) -> bool| open.within(&case.bits(f));
    let mut found = BTreeSet::new();
    let mut say = |of: &str, by: &str, how: &str| found.insert((of.to_owned(), by.to_owned(), how.to_owned()));
    let world = &case.worlds[0];
    let mut by_exception = |norm: Norm, of: &str| {
        for e in world.exceptions(norm, &cx) {
            if always(&|w| w.applies(e, &cx)) {
                say(of, &case.book.exceptions[e.ix()].id, "exception");
            }
        }
    };
    for (i, b) in case.book.bases.iter().enumerate() {
        let basis = BasisId(i as u32);
        if b.acts.contains(&at.0) && always(&|w| w.basis_condition(basis, at)) {
            by_exception(Norm::Basis(basis), &b.id);
        }
    }
    for n in norms_on(case.book, at, |_| true) {
        if always(&|w| w.condition(n)) {
            by_exception(Norm::Rule(n.rule), &id(case, n));
        }
    }
    for n in norms_on(case.book, at, |_| true) {
        for (i, p) in case.book.priorities.iter().enumerate() {
            let defeats = |w: &World<'_>| w.superiors(n).iter().any(|(by, m)| by.ix() == i && w.holds(*m));
            if always(&|w| w.condition(n) && defeats(w)) {
                say(&id(case, n), &p.id, "priority");
            }
        }
    }
    for n in norms_on(case.book, at, is_must) {
        if always(&|w| w.stands(n) && w.waits(at)) {
            for m in norms_on(case.book, at, is_while) {
                if open.meets(&case.bits(|w| w.stands(m))) {
                    say(&id(case, n), &id(case, m), "suspended");
                }
            }
        }
    }
    found
}

/// The open items that matter to cells that were asked about and are open under the profile, most cells first.
pub fn next(case: &Case<'_>, asked: &[usize]) -> Vec<String> {
    let open = case.open();
    let undecided: Vec<usize> = asked
        .iter()
        .copied()
        .filter(|c| case.verdicts_in(*c, &open).len() > 1)
        .collect();
    let mut counted: Vec<(usize, usize)> = case
        .open_items()
        .into_iter()
        .map(|i| (undecided.iter().filter(|c| verdicts::matters(case, **c, i)).count(), i))
        .filter(|(n, _)| *n > 0)
        .collect();
    counted.sort_by_key(|(n, i)| (std::cmp::Reverse(*n), *i));
    counted
        .into_iter()
        .map(|(_, i)| names::path(case.book, case.sit, case.item(i)))
        .collect()
}
