//! What changes between two rulebooks, held to a list of every world of both: random rulebooks, one of each pair with a statement
//! or a condition less.
//!
//! `SAFECONDUCT_PAIRS` sets the number of pairs, `SAFECONDUCT_SEED` the seed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod generator;
mod reference;

use generator::syntax::Book;
use generator::{count, some_pairs};
use jiff::civil::{Date, date};
use reference::eval::World;
use reference::space::{Space, Values, Who};
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::diff::{Days, NEW, OLD, diff};
use safeconduct_engine::situation::{Item, Situation, State, StatedLaw, What};
use safeconduct_rulebook::model::*;
use std::collections::{BTreeMap, BTreeSet};

/// The most worlds that are listed for a pair.
const MOST: usize = 6000;

type Turns = BTreeSet<(String, &'static str, &'static str)>;

fn load(book: &Book) -> Option<Rulebook> {
    let rb = safeconduct_rulebook::load(book.files()).rulebook?;
    (!rb.acts.is_empty() && !rb.profiles.is_empty()).then_some(rb)
}

/// The engine's answer.
fn turns(old: &Rulebook, new: &Rulebook, days: Days) -> Turns {
    let found = diff(old, new, days, 1);
    let turn = |v: &safeconduct_engine::diff::VerdictChange| {
        (new.acts[v.act[NEW].ix()].id.clone(), v.from.word(), v.to.word())
    };
    found.verdicts.iter().map(turn).collect()
}

/// A case of which only what a generic case fixes is stated: who stands where, who has which role, what law the states without a file have.
#[derive(Clone, Debug)]
struct Shape {
    codes: [String; 2],
    roles: Vec<Option<u32>>,
    complete: bool,
    days: [Date; 2],
    /// Of the places without a file: the instruments that bind (where they are in force), and the limits.
    bound: BTreeSet<(usize, String)>,
    limits: BTreeSet<(usize, String, String, bool)>,
}

const PLACES: [Place; 2] = [Place::Detaining, Place::Listed(0)];

impl Shape {
    fn situation(&self, rb: &Rulebook, side: usize, names: &[String]) -> Situation {
        let state = |code: &String| State {
            code: code.clone(),
            name: code.clone(),
        };
        let mut law = Vec::new();
        for (p, code) in self.codes.iter().enumerate().filter(|(_, c)| c.starts_with('X')) {
            for (i, instrument) in rb.instruments.iter().enumerate() {
                let exists = instrument.in_force.is_none_or(|d| d <= self.days[side]);
                let limits = |derogation: bool| {
                    let all = self.limits.iter();
                    let mine = all.filter(|(q, id, _, d)| (*q, id, *d) == (p, &instrument.id, derogation));
                    mine.map(|(_, _, article, _)| article.clone()).collect()
                };
                assert!(code.starts_with('X'));
                law.push(StatedLaw {
                    place: PLACES[p],
                    instrument: InstrumentId(i as u32),
                    bound: Some(exists && self.bound.contains(&(p, instrument.id.clone()))),
                    reserves: limits(false),
                    derogates: limits(true),
                });
            }
        }
        let role = |r: &Role| names.iter().position(|n| *n == r.id).and_then(|i| self.roles[i]);
        Situation {
            id: "shape".into(),
            as_of: self.days[side],
            as_known: None,
            profile: ProfileId(0),
            readings: Vec::new(),
            detaining: state(&self.codes[0]),
            states: vec![state(&self.codes[1])],
            asked: vec![0],
            roles: rb.roles.iter().map(role).collect(),
            complete: self.complete,
            stated: Vec::new(),
            law,
            disputed: Vec::new(),
            done: Vec::new(),
            assumed: Vec::new(),
        }
    }
}

/// The name of an item that both sides use.
fn name(rb: &Rulebook, item: &Item) -> String {
    let what = match item.what {
        What::Fact(f) => &rb.facts[f.ix()].id,
        What::Relation(r) => &rb.relations[r.ix()].id,
    };
    let act = item.act.map(|a| rb.acts[a.ix()].id.clone());
    format!("{what} {act:?} {:?} {:?}", item.state, item.other)
}

/// What a world says: several words where the other side tells more apart.
type Said = BTreeMap<String, Vec<String>>;

/// Every world of a side: what it says, in words that both sides use, and the verdict on each act.
struct Listed {
    worlds: Vec<(Said, Vec<(String, &'static str)>)>,
}

/// The bounds of a date or number in either rulebook.
type Bounds = BTreeMap<String, BTreeSet<i64>>;

fn bounds(rb: &Rulebook, sit: &Situation) -> Bounds {
    let mut out = Bounds::new();
    for (item, values) in &Space::new(rb, sit).items {
        if let Values::Between(ends) = values {
            out.entry(name(rb, item)).or_default().extend(ends);
        }
    }
    out
}

fn list(rb: &Rulebook, sit: &Situation, bounds: &Bounds) -> Listed {
    let space = Space::new(rb, sit);
    let mut worlds = Vec::new();
    for w in 0..space.size {
        let world = World::new(rb, sit, &space, w);
        if !world.possible() {
            continue;
        }
        let mut says: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (q, question) in rb.questions.iter().enumerate() {
            let position = &question.positions[world.digits[q]];
            says.insert(format!("question {}", question.id), vec![position.id.clone()]);
        }
        for (l, (who, instrument)) in space.law.iter().enumerate() {
            let place = match who {
                Who::Detaining => 0,
                Who::At(_) => 1,
            };
            let id = &rb.instruments[instrument.ix()].id;
            let bound = world.digits[space.first_law + l] == 0;
            says.insert(format!("law {place} {id}"), vec![bound.to_string()]);
        }
        for (i, (item, values)) in space.items.iter().enumerate() {
            let digit = world.digits[space.first_item + i];
            let name = name(rb, item);
            let said = match values {
                Values::Bool => vec![(digit == 1).to_string()],
                Values::Named(_) => match item.what {
                    What::Fact(f) => match &rb.facts[f.ix()].kind {
                        Type::OneOf(values) => vec![values[digit].id.clone()],
                        other => panic!("{other:?}"),
                    },
                    What::Relation(_) => panic!("a relation has no named values"),
                },
                // Every interval between the bounds of both sides that lies in this one.
                Values::Between(ends) => {
                    let all: Vec<i64> = bounds[&name].iter().copied().collect();
                    let mine = |i: &usize| {
                        let point = if *i == 0 { i64::MIN } else { all[i - 1] };
                        ends.iter().filter(|e| point >= **e).count() == digit
                    };
                    (0..=all.len()).filter(mine).map(|i| format!("interval {i}")).collect()
                }
            };
            says.insert(format!("item {name}"), said);
        }
        let cells = reference::space::all_cells(rb, sit);
        let verdicts = cells
            .iter()
            .zip(world.verdicts())
            .map(|((act, _), v)| (rb.acts[act.ix()].id.clone(), v.word()));
        worlds.push((says, verdicts.collect()));
    }
    Listed { worlds }
}

impl Listed {
    /// By what both sides can say: the verdicts on each act.
    fn by(&self, keys: &BTreeSet<String>) -> BTreeMap<Vec<String>, BTreeSet<(String, &'static str)>> {
        let mut out: BTreeMap<Vec<String>, BTreeSet<(String, &'static str)>> = BTreeMap::new();
        for (says, verdicts) in &self.worlds {
            let mut ways: Vec<Vec<String>> = vec![Vec::new()];
            for key in keys {
                let longer = |way: &Vec<String>| {
                    says[key]
                        .iter()
                        .map(|v| way.iter().cloned().chain([v.clone()]).collect())
                        .collect::<Vec<_>>()
                };
                ways = ways.iter().flat_map(longer).collect();
            }
            for way in ways {
                out.entry(way).or_default().extend(verdicts.iter().cloned());
            }
        }
        out
    }

    fn keys(&self) -> BTreeSet<String> {
        self.worlds
            .first()
            .map(|(s, _)| s.keys().cloned().collect())
            .unwrap_or_default()
    }
}

fn subsets<T: Clone + Ord>(of: &[T]) -> Vec<BTreeSet<T>> {
    let picked = |bits: usize| {
        (0..of.len())
            .filter(|i| bits >> i & 1 == 1)
            .map(|i| of[i].clone())
            .collect()
    };
    (0..1 << of.len()).map(picked).collect()
}

/// Every shape of a case that either rulebook can tell apart; `None` where there are too many.
fn shapes(books: [&Rulebook; 2], days: Days) -> Option<(Vec<Shape>, Vec<String>)> {
    let mut codes: BTreeSet<String> = books.iter().flat_map(|b| &b.states).map(|s| s.code.clone()).collect();
    let filed = codes.clone();
    codes.extend(["XD".to_owned(), "XA".to_owned()]);
    let names: BTreeSet<String> = books.iter().flat_map(|b| &b.roles).map(|r| r.id.clone()).collect();
    let names: Vec<String> = names.into_iter().collect();
    let role = |n: &String| {
        books
            .iter()
            .flat_map(|b| b.roles.iter().map(move |r| (b, r)))
            .filter(move |(_, r)| r.id == *n)
            .collect::<Vec<_>>()
    };
    let whole: Vec<Vec<Option<u32>>> = subsets(&(0..names.len()).collect::<Vec<_>>())
        .into_iter()
        .filter(|held| {
            (0..names.len()).all(|i| {
                let defaults = role(&names[i])
                    .into_iter()
                    .filter_map(|(b, r)| Some(&b.roles[r.default?.ix()].id));
                held.contains(&i) || defaults.into_iter().all(|d| !held.iter().any(|h| names[*h] == *d))
            })
        })
        .map(|held| (0..names.len()).map(|i| held.contains(&i).then_some(0)).collect())
        .collect();
    let on: Vec<[Date; 2]> = match days {
        Days::Two { old, new } => vec![[old, new]],
        Days::Every { prefer } => {
            let mut all: BTreeSet<Date> = BTreeSet::from([prefer, date(1900, 1, 1)]);
            for b in books {
                all.extend(b.instruments.iter().filter_map(|i| i.in_force));
                for e in b.states.iter().flat_map(|s| &s.entries) {
                    all.extend([e.from, e.until].into_iter().flatten());
                    all.extend(
                        e.reservations
                            .iter()
                            .chain(&e.derogations)
                            .flat_map(|l| [l.from, l.until])
                            .flatten(),
                    );
                }
            }
            all.into_iter().map(|d| [d, d]).collect()
        }
    };
    let read = law_read(books);
    let mut out = Vec::new();
    for detaining in codes.iter().filter(|c| *c != "XA") {
        for other in codes.iter().filter(|c| *c != "XD" && *c != detaining) {
            let places: Vec<usize> = [detaining, other]
                .iter()
                .enumerate()
                .filter(|(_, c)| !filed.contains(**c))
                .map(|(p, _)| p)
                .collect();
            let bound: Vec<(usize, String)> = read.0.iter().filter(|(p, _)| places.contains(p)).cloned().collect();
            let limits: Vec<(usize, String, String, bool)> =
                read.1.iter().filter(|(p, ..)| places.contains(p)).cloned().collect();
            if bound.len() + limits.len() > 6 {
                return None;
            }
            for roles in &whole {
                for complete in [false, true] {
                    for days in &on {
                        for bound in subsets(&bound) {
                            for limits in subsets(&limits) {
                                out.push(Shape {
                                    codes: [detaining.clone(), other.clone()],
                                    roles: roles.clone(),
                                    complete,
                                    days: *days,
                                    bound: bound.clone(),
                                    limits,
                                });
                            }
                        }
                        if out.len() > MOST {
                            return None;
                        }
                    }
                }
            }
        }
    }
    Some((out, names))
}

/// Who is read to be bound by what, and with which limits, in either rulebook.
type LawRead = (BTreeSet<(usize, String)>, BTreeSet<(usize, String, String, bool)>);

fn law_read(books: [&Rulebook; 2]) -> LawRead {
    let mut out = LawRead::default();
    for rb in books {
        // As the engine has it: what a generic case leaves free.
        let compiled =
            safeconduct_engine::compile::compile(rb, safeconduct_engine::compile::frame::Frame::Generic { states: 1 });
        let place = |p: Place| usize::from(p != Place::Detaining);
        let id = |i: InstrumentId| rb.instruments[i.ix()].id.clone();
        out.0
            .extend(compiled.open_law.keys().map(|k| (place(k.place), id(k.instrument))));
        let derogation = |k| k == safeconduct_engine::law::LimitKind::Derogation;
        out.1.extend(
            compiled
                .limits
                .iter()
                .map(|(k, a, kind, _)| (place(k.place), id(k.instrument), a.clone(), derogation(*kind))),
        );
    }
    out
}

/// Whether some date of the rulebooks is compared both with days and with days before that of the case, or with several of these:
/// generic cases order these apart. Between two days any that looks back: the same time has passed on both, which no list of days shows.
fn mixes_days(books: [&Rulebook; 2], days: Days) -> bool {
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for rb in books {
        let text = format!("{rb:?}");
        for (f, fact) in rb.facts.iter().enumerate().filter(|(_, f)| f.kind == Type::Date) {
            let mark = format!("fact: FactId({f}), state: ");
            for found in text.split(&mark).skip(1) {
                let test = found.split("test: ").nth(1).unwrap_or_default();
                let test: String = test.split(" }").next().unwrap_or_default().to_owned();
                seen.entry(fact.id.clone()).or_default().insert(test);
            }
        }
    }
    let most = if matches!(days, Days::Two { .. }) { 0 } else { 1 };
    seen.values()
        .any(|tests| tests.len() > most && tests.iter().any(|t| t.starts_with("Ago")))
}

/// What listing all worlds shows; `None` where there are too many.
fn listed(old: &Rulebook, new: &Rulebook, days: Days) -> Option<Turns> {
    let books = [old, new];
    if mixes_days(books, days) {
        return None;
    }
    let (shapes, names) = shapes(books, days)?;
    let mut left = MOST;
    let mut out = Turns::new();
    for shape in shapes {
        let cases = [OLD, NEW].map(|side| shape.situation(books[side], side, &names));
        let cost: usize = [OLD, NEW].iter().map(|s| reference::cost(books[*s], &cases[*s])).sum();
        left = left.checked_sub(cost)?;
        let mut all = bounds(old, &cases[OLD]);
        for (name, ends) in bounds(new, &cases[NEW]) {
            all.entry(name).or_default().extend(ends);
        }
        let sides = [OLD, NEW].map(|side| list(books[side], &cases[side], &all));
        let keys: BTreeSet<String> = sides[OLD].keys().intersection(&sides[NEW].keys()).cloned().collect();
        let [was, is] = sides.map(|s| s.by(&keys));
        for (way, before) in &was {
            for (act, from) in before {
                for (other, to) in is.get(way).into_iter().flatten().filter(|(a, _)| a == act) {
                    if from != to {
                        out.insert((other.clone(), from, to));
                    }
                }
            }
        }
    }
    Some(out)
}

#[test]
fn engine_and_lists_agree() {
    let (mut compared, mut changed, mut bad) = (0, 0, Vec::new());
    let wanted = count(120);
    for (n, pair) in some_pairs(41).take(40 * wanted).enumerate() {
        if compared == wanted {
            break;
        }
        let smaller = pair.book.smaller();
        let Some((old, new)) = load(&pair.book).zip(smaller.get(n * 7 % smaller.len().max(1)).and_then(load)) else {
            continue;
        };
        // Either way round, on every day or on two.
        let (old, new) = if n % 2 == 0 { (old, new) } else { (new, old) };
        let days = match n % 3 {
            0 => Days::Every {
                prefer: date(2026, 2, 11),
            },
            _ => Days::Two {
                old: date(2010, 1, 1),
                new: date(2026, 2, 11),
            },
        };
        let Some(right) = listed(&old, &new, days) else {
            continue;
        };
        let found = turns(&old, &new, days);
        compared += 1;
        changed += usize::from(!right.is_empty());
        if found != right {
            bad.push(format!(
                "{days:?}\nlisted {right:?}\nengine {found:?}\nold {n}\n{}\nsmaller {}",
                pair.book.text(),
                smaller[n * 7 % smaller.len()].text()
            ));
        }
    }
    println!("{compared} pairs compared, {changed} with a change");
    assert!(bad.is_empty(), "{} of {compared}:\n{}", bad.len(), bad[0]);
    assert!(
        compared == wanted && changed * 5 >= compared,
        "{compared} compared, {changed} with a change"
    );
}

#[test]
fn nothing_changes_between_a_rulebook_and_itself() {
    for pair in some_pairs(43).take(count(200)) {
        let Some(book) = load(&pair.book) else { continue };
        let found = diff(
            &book,
            &book,
            Days::Every {
                prefer: date(2026, 2, 11),
            },
            2,
        );
        assert!(
            found.verdicts.is_empty() && found.others.is_empty() && found.names.is_empty(),
            "{pair}"
        );
    }
}
