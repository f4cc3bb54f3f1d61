//! Claims on small random rulebooks: what is proved and what is refuted agrees with a list of every generic case, and the case against a refuted claim
//! shows what it says it shows.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod generator;
mod reference;

use generator::draw::Draw;
use generator::{count, some_pairs};
use jiff::civil::Date;
use reference::eval::World;
use reference::space::{Cell, Cx, Space, all_cells, cells_of};
use safeconduct_engine::claims::{Changed, Counterexample};
use safeconduct_engine::compile::frame::{Frame, Place, Threshold};
use safeconduct_engine::compile::items::Repr;
use safeconduct_engine::compile::{Compiled, LawKey, compile};
use safeconduct_engine::law::LimitKind;
use safeconduct_engine::situation::{Item, Situation, State, Stated, StatedLaw, What};
use safeconduct_engine::witness::Witness;
use safeconduct_engine::{answer, prove};
use safeconduct_rulebook::model::*;
use safeconduct_rulebook::source::SourceFile;
use std::collections::HashMap;

/// How many worlds are listed at most for a rulebook.
const MOST: usize = 6000;

const DAY: Date = Date::constant(2026, 1, 1);

/// Claims about the words of a rulebook, as text.
fn claims(book: &Rulebook, d: &mut Draw<'_>) -> String {
    let mut text = String::new();
    for n in 0..6 {
        if book.acts.is_empty() {
            break;
        }
        let act = d.pick(&book.acts);
        let simple = |f: &&Fact| {
            matches!(f.kind, Type::YesNo | Type::OneOf(_)) && (f.per != Per::Destination || act.destination)
        };
        let facts: Vec<&Fact> = book.facts.iter().filter(simple).collect();
        let all: Vec<&str> = Verdict::ALL.map(Verdict::word).to_vec();
        let (some, many) = (d.some(&all, 25), d.some(&all, 50));
        // What is turned into itself would be "turned" by what nobody reads.
        let rest: Vec<&str> = all.iter().filter(|v| !many.contains(v)).copied().collect();
        if rest.is_empty() {
            continue;
        }
        let others = d.some(&rest, 60).join(", ");
        let (some, many) = (some.join(", "), many.join(", "));
        let says = match n {
            0 => format!("never {some}"),
            1 => format!("always {many}"),
            2 | 3 if !facts.is_empty() => match d.pick(&facts) {
                f if f.kind == Type::YesNo => format!(
                    "changing {} from no to yes\n  never turns from {many} into {others}",
                    f.id
                ),
                f => {
                    let Type::OneOf(values) = &f.kind else { continue };
                    format!(
                        "changing {} from {} to anything\n  never turns from {many} into {others}",
                        f.id, values[0].id
                    )
                }
            },
            4 if !book.relations.is_empty() => format!(
                "changing {} from dispelled to found\n  never turns from {many} into {others}",
                d.pick(&book.relations).id
            ),
            5 if !book.questions.is_empty() => {
                let q = d.pick(&book.questions);
                let (a, b) = (&q.positions[0].id, &q.positions[1].id);
                format!(
                    "changing reading {} from {a} to {b}\n  never turns from {many} into {others}",
                    q.id
                )
            }
            _ => format!("never {others}"),
        };
        let when = if facts.is_empty() || d.chance(40) {
            String::new()
        } else {
            match d.pick(&facts) {
                f if f.kind == Type::YesNo => format!("\n  when not {}", f.id),
                f => {
                    let Type::OneOf(values) = &f.kind else { continue };
                    format!("\n  when {} is {}", f.id, values[values.len() - 1].id)
                }
            }
        };
        // The order of the clauses is free.
        text += &format!(
            "claim c{n} \"Claim\"\n  cite tr.1\n  for every {}{when}\n  {says}\n\n",
            act.id
        );
    }
    text
}

/// A situation with these roles and this law, in which nothing is stated.
fn situation(book: &Rulebook, states: u32, roles: Vec<Option<u32>>, complete: bool, law: Vec<StatedLaw>) -> Situation {
    let state = |code: String| State {
        name: code.clone(),
        code,
    };
    let profile = book.profiles.iter().position(|p| p.default).unwrap_or(0);
    Situation {
        id: "generic".into(),
        as_of: DAY,
        as_known: None,
        profile: ProfileId(profile as u32),
        readings: Vec::new(),
        detaining: state("QQ".into()),
        states: (0..states).map(|s| state(format!("Q{s}"))).collect(),
        asked: (0..states).collect(),
        roles,
        complete,
        stated: Vec::new(),
        law,
        disputed: Vec::new(),
        done: Vec::new(),
        assumed: Vec::new(),
    }
}

/// Every choice of roles that a case can have.
fn all_roles(book: &Rulebook, states: u32) -> Vec<Vec<Option<u32>>> {
    let mut all = vec![Vec::new()];
    for _ in &book.roles {
        let values: Vec<Option<u32>> = std::iter::once(None).chain((0..states).map(Some)).collect();
        all = all
            .into_iter()
            .flat_map(|roles: Vec<Option<u32>>| values.iter().map(move |v| [&roles[..], &[*v]].concat()))
            .collect();
    }
    all.retain(|roles| {
        let given = |r: &Role| r.default.is_some_and(|d| roles[d.ix()].is_some());
        book.roles.iter().zip(roles).all(|(r, s)| s.is_some() || !given(r))
    });
    all
}

/// Every law that a case can state.
fn all_law(compiled: &Compiled<'_>) -> Vec<Vec<StatedLaw>> {
    let mut all = vec![Vec::new()];
    for key in compiled.open_law.keys() {
        let mut values = vec![(false, Vec::new(), Vec::new()), (true, Vec::new(), Vec::new())];
        for (_, article, kind, _) in compiled.limits.iter().filter(|(k, ..)| k == key) {
            let limited = values.iter().filter(|v| v.0).cloned().map(|mut v| {
                match kind {
                    LimitKind::Reservation => v.1.push(article.clone()),
                    LimitKind::Derogation => v.2.push(article.clone()),
                }
                v
            });
            let limited: Vec<_> = limited.collect();
            values.extend(limited);
        }
        let law = |(bound, reserves, derogates): &(bool, Vec<String>, Vec<String>)| StatedLaw {
            place: key.place,
            instrument: key.instrument,
            bound: Some(*bound),
            reserves: reserves.clone(),
            derogates: derogates.clone(),
        };
        all = all
            .into_iter()
            .flat_map(|laws: Vec<StatedLaw>| values.iter().map(move |v| [&laws[..], &[law(v)]].concat()))
            .collect();
        if all.len() > MOST {
            break;
        }
    }
    all
}

/// Which claims some generic case refutes, from the list of all of them; `None` where there are too many.
fn listed(book: &Rulebook, compiled: &Compiled<'_>) -> Option<Vec<bool>> {
    let mut situations = Vec::new();
    let laws = all_law(compiled);
    let roles = all_roles(book, compiled.states);
    if laws.len() * roles.len() * 2 > MOST {
        return None;
    }
    let mut total = 0;
    for roles in &roles {
        for law in &laws {
            for complete in [false, true] {
                let sit = situation(book, compiled.states, roles.clone(), complete, law.clone());
                let space = Space::generic(book, &sit);
                total += space.size;
                if total > MOST {
                    return None;
                }
                situations.push((sit, space));
            }
        }
    }
    let mut refuted = vec![false; book.claims.len()];
    for (sit, space) in &situations {
        let worlds: Vec<World<'_>> = (0..space.size)
            .map(|w| World::new(book, sit, space, w))
            .filter(World::possible)
            .collect();
        let at: HashMap<&[usize], usize> = worlds
            .iter()
            .enumerate()
            .map(|(i, w)| (w.digits.as_slice(), i))
            .collect();
        let cells = all_cells(book, sit);
        let verdicts: Vec<Vec<Verdict>> = worlds.iter().map(World::verdicts).collect();
        let verdict = |w: usize, cell: Cell| verdicts[w][cells.iter().position(|c| *c == cell).unwrap()];
        for (c, claim) in book.claims.iter().enumerate() {
            let on: Vec<Cell> = claim.acts.iter().flat_map(|a| cells_of(book, sit, *a)).collect();
            for (w, world) in worlds.iter().enumerate() {
                for cell in &on {
                    let cx = Cx::new(Some(cell.0), cell.1);
                    if !world.cond(&claim.when, &cx) {
                        continue;
                    }
                    refuted[c] |= match &claim.says {
                        ClaimSays::Never(v) => v.contains(&verdict(w, *cell)),
                        ClaimSays::Always(v) => !v.contains(&verdict(w, *cell)),
                        ClaimSays::Then(then) => !world.cond(then, &cx),
                        ClaimSays::NeverTurns { change, from, into } => {
                            from.contains(&verdict(w, *cell))
                                && images(space, world, change, *cell).iter().any(|digits| {
                                    at.get(digits.as_slice())
                                        .is_some_and(|i| into.contains(&verdict(*i, *cell)))
                                })
                        }
                    };
                }
            }
        }
    }
    Some(refuted)
}

/// The assignments that differ from a world in the thing changed alone.
fn images(space: &Space, world: &World<'_>, change: &Change, cell: Cell) -> Vec<Vec<usize>> {
    let index = |i: usize, v: Val| space.value_index(i, v);
    let mut found = Vec::new();
    let mut put = |at: usize, from: Option<usize>, to: Option<usize>| {
        let is = world.digits[at];
        let was = from.map_or(to != Some(is), |f| f == is);
        for v in (0..space.radix[at]).filter(|v| was && to.map_or(from != Some(*v), |t| t == *v)) {
            let mut digits = world.digits.clone();
            digits[at] = v;
            found.push(digits);
        }
    };
    match change {
        Change::Fact { fact, from, to, .. } => {
            for (i, (item, _)) in space.items.iter().enumerate() {
                let meant = item.what == What::Fact(*fact)
                    && match (item.act, item.state) {
                        (Some(act), state) => (act, state) == cell,
                        (None, state) => state.is_none() || state == cell.1,
                    };
                if meant {
                    put(space.first_item + i, from.map(|v| index(i, v)), to.map(|v| index(i, v)));
                }
            }
        }
        Change::Relation { relation, from, to } => {
            for (i, (item, _)) in space.items.iter().enumerate() {
                if item.what == What::Relation(*relation) {
                    put(space.first_item + i, Some(usize::from(*from)), Some(usize::from(*to)));
                }
            }
        }
        Change::Reading { question, from, to } => put(question.ix(), Some(*from as usize), Some(*to as usize)),
        Change::Bound { .. } => unreachable!("no such claim is made"),
    }
    found
}

/// The case of a witness, and that with the change.
fn case_of(book: &Rulebook, witness: &Witness) -> Situation {
    let mut roles = vec![None; book.roles.len()];
    witness.roles.iter().for_each(|(r, s)| roles[r.ix()] = Some(*s));
    for _ in &book.roles {
        for (i, role) in book.roles.iter().enumerate() {
            roles[i] = roles[i].or(role.default.and_then(|d| roles[d.ix()]));
        }
    }
    let mut law: Vec<StatedLaw> = Vec::new();
    let mut of = |key: LawKey, add: &dyn Fn(&mut StatedLaw)| {
        let index = law
            .iter()
            .position(|l| (l.place, l.instrument) == (key.place, key.instrument));
        let index = index.unwrap_or_else(|| {
            law.push(StatedLaw {
                place: key.place,
                instrument: key.instrument,
                bound: None,
                reserves: Vec::new(),
                derogates: Vec::new(),
            });
            law.len() - 1
        });
        add(&mut law[index]);
    };
    for (key, bound) in &witness.law {
        of(*key, &|l| l.bound = Some(*bound));
    }
    for (key, article, kind, yes) in &witness.limits {
        if *yes {
            of(*key, &|l| match kind {
                LimitKind::Reservation => l.reserves.push(article.clone()),
                LimitKind::Derogation => l.derogates.push(article.clone()),
            });
        }
    }
    let mut case = situation(book, witness.states, roles, witness.complete, law);
    case.as_of = witness.as_of;
    case.readings.clone_from(&witness.readings);
    case.stated = witness
        .facts
        .iter()
        .map(|(item, value)| stated(book, *item, *value))
        .collect();
    case.stated.sort_by_key(|s| s.item);
    case
}

fn stated(book: &Rulebook, item: Item, value: Val) -> Stated {
    let about = |p: &&Presumption| match p.what {
        Presumed::Fact(f) => item.what == What::Fact(f),
        Presumed::Relation(r) => item.what == What::Relation(r),
    };
    let until = book.presumptions.iter().filter(about).find(|p| !p.until.is_empty());
    Stated {
        item,
        value,
        by: until.map(|p| p.until[0]),
        strength: 0,
        since: None,
        source: None,
        unverified: None,
    }
}

fn changed(book: &Rulebook, case: &Situation, change: &Changed) -> Situation {
    let mut case = case.clone();
    match change {
        Changed::Item(item, value) => {
            case.stated.retain(|s| s.item != *item);
            case.stated.push(stated(book, *item, *value));
            case.stated.sort_by_key(|s| s.item);
        }
        Changed::Reading(question, position) => {
            case.readings.retain(|(q, _)| q != question);
            case.readings.push((*question, *position));
        }
        Changed::Law(..) => unreachable!("no such claim is made"),
    }
    case
}

/// The verdict on the cell of a counterexample.
fn verdict(book: &Rulebook, case: &Situation, against: &Counterexample) -> String {
    let (act, to) = against.witness.cell.unwrap();
    let answer = answer(book, case).expect("it has a world");
    let to = to.map(|d| case.states[d as usize].code.clone());
    let acts = answer.acts.iter();
    let mut cell = acts.filter(|a| a.act == book.acts[act.ix()].id && a.destination == to);
    cell.next().expect("it is answered").verdict.clone()
}

/// Absolute and relative thresholds of one date are independent in generic cases, but not on one day; two bodies may have to record one thing.
fn beyond_a_list(book: &Rulebook, compiled: &Compiled<'_>) -> bool {
    let mixed = |repr: &Repr| match repr {
        Repr::Below(bounds) => {
            bounds.iter().any(|(t, _)| matches!(t, Threshold::At(_)))
                && bounds.iter().any(|(t, _)| matches!(t, Threshold::Ago(_)))
        }
        _ => false,
    };
    let presumed = |p: &Presumption| (book.presumptions.iter()).filter(|q| q.what == p.what).count() > 1;
    compiled.items.values().any(mixed) || book.presumptions.iter().any(presumed)
}

#[test]
fn proved_and_refuted_as_a_list_of_all_cases_says() {
    let (mut seen, mut proved, mut refuted, mut differential) = (0, 0, 0, 0);
    let (mut listed_proved, mut listed_refuted) = (0, 0);
    for (round, mut pair) in some_pairs(47).take(count(3000)).enumerate() {
        let states = 1 + (round % 2) as u32;
        // Small rulebooks: only some of the rules, exceptions, presumptions and so on.
        let numbers: Vec<u32> = (0..200)
            .map(|i| (round as u32 * 200 + i).wrapping_mul(0x9e37_79b9))
            .collect();
        let d = &mut Draw::new(&numbers);
        let heads = [
            "rule",
            "exception",
            "presume",
            "impossible",
            "duty",
            "priority",
            "basis",
        ];
        pair.book
            .statements
            .retain(|s| !heads.iter().any(|h| s.head.starts_with(h)) || d.chance(40));
        let mut files = pair.book.files();
        let Some(book) = safeconduct_rulebook::load(files.clone()).rulebook else {
            continue;
        };
        let text = format!("# Claims\n\n## `tr.2` Claims\n\n```rule\n{}```\n", claims(&book, d));
        files.push(SourceFile {
            path: "zz.md".into(),
            text: text.clone(),
        });
        let loaded = safeconduct_rulebook::load(files);
        let Some(book) = loaded.rulebook else {
            panic!("{:?}\n{text}", loaded.diagnostics);
        };
        if book.profiles.is_empty() {
            continue;
        }
        let compiled = compile(&book, Frame::Generic { states });
        if beyond_a_list(&book, &compiled) {
            continue;
        }
        let proofs = prove(&book, states);
        let list = listed(&book, &compiled);
        seen += usize::from(list.is_some());
        for (c, proof) in proofs.iter().enumerate() {
            if let Some(list) = &list {
                listed_refuted += usize::from(list[c]);
                listed_proved += usize::from(!list[c]);
                assert_eq!(
                    proof.counterexample.is_some(),
                    list[c],
                    "claim {c} for {states} states\n{text}\n{pair}"
                );
            }
            let Some(against) = &proof.counterexample else {
                proved += 1;
                continue;
            };
            refuted += 1;
            let case = case_of(&book, &against.witness);
            let said = against.verdict.map(Verdict::word).unwrap_or_default();
            assert_eq!(
                verdict(&book, &case, against),
                said,
                "claim {c}: {against:?}\n{text}\n{pair}"
            );
            if let Some((change, after)) = &against.after {
                let case = changed(&book, &case, change);
                assert_eq!(
                    verdict(&book, &case, against),
                    after.word(),
                    "claim {c} after: {against:?}\n{text}\n{pair}"
                );
                differential += 1;
            }
        }
    }
    println!(
        "{seen} rulebooks listed: {listed_proved} claims proved, {listed_refuted} refuted; in all {proved} proved, {refuted} refuted, {differential} of them differential"
    );
    assert!(seen > 50 && listed_proved > 50 && listed_refuted > 50 && differential > 50);
}

#[test]
fn places_have_names() {
    use safeconduct_engine::witness::{code, place};
    let all: Vec<String> = (0..4).map(code).chain([place(Place::Detaining)]).collect();
    assert_eq!(all, ["XA", "XB", "XC", "XE", "XD"]);
}
