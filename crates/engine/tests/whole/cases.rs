//! Random cases of the rulebook of the repository: a few settings, and in each files that are complete, nearly so, or hardly begun.
#![allow(dead_code, reason = "each target uses a part of it")]

use crate::reference::eval::World;
use crate::reference::reads::Reads;
use crate::reference::space::{Cx, Space, Values, Who, day_back};
use jiff::civil::{Date, date};
use safeconduct_engine::compile::LawKey;
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::situation::{Disputed, Item, Situation, State, Stated, What};
use safeconduct_engine::trace;
use safeconduct_rulebook::model::*;

/// A number that the environment sets.
pub(crate) fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// splitmix64: the same everywhere.
#[derive(Clone, Debug)]
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }
}

/// States, roles and day: what the cases of a setting have in common.
#[derive(Debug)]
pub(crate) struct Setting {
    pub(crate) base: Situation,
    pub(crate) space: Space,
}

/// Detaining power, four states, the state of each role, the day.
fn settings(book: &Rulebook) -> Vec<Setting> {
    type Of = (&'static str, [&'static str; 4], [Option<u32>; 3], Date);
    let all: [Of; 4] = [
        (
            "UA",
            ["RU", "KP", "KR", "CH"],
            [Some(1), Some(0), None],
            date(2026, 2, 11),
        ),
        (
            "GB",
            ["AR", "CH", "US", "VN"],
            [Some(0), Some(0), None],
            date(1982, 6, 20),
        ),
        (
            "US",
            ["KP", "CN", "KR", "IN"],
            [Some(0), Some(1), Some(3)],
            date(1953, 6, 8),
        ),
        // Of these states nothing is on file: all law is open.
        (
            "XD",
            ["XA", "XB", "XC", "XE"],
            [Some(0), Some(0), Some(2)],
            date(2026, 2, 11),
        ),
    ];
    let state = |code: &str| State {
        code: code.to_owned(),
        name: code.to_owned(),
    };
    let setting = |(detaining, states, roles, as_of): Of| {
        let mut roles = roles.to_vec();
        roles.resize(book.roles.len(), None);
        let base = Situation {
            law: Vec::new(),
            id: "random".to_owned(),
            as_of,
            as_known: None,
            profile: ProfileId(0),
            readings: Vec::new(),
            detaining: state(detaining),
            states: states.map(state).to_vec(),
            asked: vec![0, 1, 2, 3],
            roles,
            complete: false,
            stated: Vec::new(),
            disputed: Vec::new(),
            done: Vec::new(),
            assumed: Vec::new(),
        };
        let space = Space::new(book, &base);
        Setting { base, space }
    };
    all.into_iter().map(setting).collect()
}

/// A random case, and a random world beside it.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) case: Situation,
    /// A value of every question, open law entry and item: the statements of the case are taken from it, but for those that contradict it.
    pub(crate) digits: Vec<usize>,
}

impl Sample {
    /// The reading: positions, then open law entries.
    pub(crate) fn reading<'s>(&'s self, setting: &Setting) -> &'s [usize] {
        &self.digits[..setting.space.first_item]
    }
}

/// In how many of a hundred cases which share of the items, in per mille, is stated.
const SHARES: [(usize, usize); 6] = [(20, 1000), (35, 995), (15, 970), (10, 900), (10, 500), (10, 100)];

/// Draws cases, setting by setting. Worlds in which something is permitted, required or in conflict are rare: such worlds are remembered, and
/// half of the worlds are changed ones of these.
#[derive(Debug)]
pub(crate) struct Drawer<'b> {
    book: &'b Rulebook,
    pub(crate) settings: Vec<Setting>,
    random: Random,
    /// For each setting worlds and what they are worth.
    liked: Vec<Vec<(usize, Vec<usize>)>>,
    drawn: usize,
}

impl<'b> Drawer<'b> {
    pub(crate) fn new(book: &'b Rulebook, seed: usize) -> Self {
        let settings = settings(book);
        Self {
            book,
            liked: vec![Vec::new(); settings.len()],
            settings,
            random: Random(seed as u64),
            drawn: 0,
        }
    }

    /// A case, and the number of its setting.
    pub(crate) fn draw(&mut self) -> (usize, Sample) {
        let s = self.drawn % self.settings.len();
        self.drawn += 1;
        let (setting, random) = (&self.settings[s], &mut self.random);
        let known = &self.liked[s];
        let like = (!known.is_empty() && random.chance(60)).then(|| random.pick(known).1.clone());
        let sample = draw(self.book, setting, like.as_deref(), random);
        let verdicts = World::at(self.book, &sample.case, &setting.space, sample.digits.clone()).verdicts();
        let worth = |v: &Verdict| match v {
            Verdict::Conflict => 5,
            Verdict::Required => 2,
            Verdict::Permitted => 1,
            Verdict::Prohibited | Verdict::Unavailable => 0,
        };
        self.liked[s].push((verdicts.iter().map(worth).sum(), sample.digits.clone()));
        self.liked[s].sort_by_key(|(worth, _)| std::cmp::Reverse(*worth));
        self.liked[s].dedup();
        self.liked[s].truncate(12);
        (s, sample)
    }
}

/// Draws a case of a setting, perhaps with most values of a world that is liked.
fn draw(book: &Rulebook, setting: &Setting, like: Option<&[usize]>, random: &mut Random) -> Sample {
    let mut case = setting.base.clone();
    case.complete = random.chance(50);
    case.profile = ProfileId(random.below(book.profiles.len()) as u32);
    for (q, question) in book.questions.iter().enumerate() {
        if random.chance(10) {
            let position = random.below(question.positions.len()) as u32;
            case.readings.push((QuestionId(q as u32), position));
        }
    }
    let digits = world(book, setting, &case, like, random);
    let mut which = random.below(100);
    let mut share = 0;
    for (weight, of) in SHARES {
        share = of;
        if which < weight {
            break;
        }
        which -= weight;
    }
    // Most files are in order: what is presumed is rebutted by the body that may.
    let in_order = random.chance(80);
    for (i, (item, values)) in setting.space.items.iter().enumerate() {
        if random.below(1000) >= share {
            if random.chance(10) {
                case.disputed.push(Disputed {
                    item: *item,
                    values: Vec::new(),
                    why: "evidence conflicts".to_owned(),
                });
            }
            continue;
        }
        let stray = !in_order && random.chance(1);
        let digit = if stray {
            random.below(values.count())
        } else {
            digits[setting.space.first_item + i]
        };
        case.stated.push(Stated {
            item: *item,
            value: value(book, item, values, digit),
            by: body(book, item, in_order, random),
            strength: random.below(8) as u8,
            since: None,
            source: None,
            unverified: None,
        });
    }
    Sample { case, digits }
}

/// Who recorded it: a body that the presumptions on the item name, or any, or nobody.
fn body(book: &Rulebook, item: &Item, in_order: bool, random: &mut Random) -> Option<BodyId> {
    let named: Vec<&Vec<BodyId>> = book
        .presumptions
        .iter()
        .filter(|p| about(p, item) && !p.until.is_empty())
        .map(|p| &p.until)
        .collect();
    let all = (0..book.bodies.len()).map(|b| BodyId(b as u32));
    let rebuts: Vec<BodyId> = all.filter(|b| named.iter().all(|until| until.contains(b))).collect();
    if !named.is_empty() && !rebuts.is_empty() && (in_order || random.chance(50)) {
        return Some(*random.pick(&rebuts));
    }
    random
        .chance(50)
        .then(|| BodyId(random.below(book.bodies.len()) as u32))
}

fn about(presumption: &Presumption, item: &Item) -> bool {
    item.what
        == match presumption.what {
            Presumed::Fact(f) => What::Fact(f),
            Presumed::Relation(r) => What::Relation(r),
        }
}

/// A value of every variable of which nothing that is impossible follows.
fn world(
    book: &Rulebook,
    setting: &Setting,
    case: &Situation,
    like: Option<&[usize]>,
    random: &mut Random,
) -> Vec<usize> {
    let space = &setting.space;
    let mut digits: Vec<usize> = Vec::new();
    let profile = &book.profiles[case.profile.ix()].choices;
    let stray = *random.pick(&[0, 0, 50]);
    for (q, question) in book.questions.iter().enumerate() {
        let replaced = case.readings.iter().find(|(r, _)| r.ix() == q).map(|(_, p)| *p);
        let position = replaced.unwrap_or(profile[q]) as usize;
        digits.push(if random.chance(stray) {
            random.below(question.positions.len())
        } else {
            position
        });
    }
    digits.extend(space.law.iter().map(|_| random.below(2)));
    let (often, presumed) = (*random.pick(&[5, 20, 50]), *random.pick(&[50, 80, 95]));
    let one = |item: &Item, values: &Values, i: usize, random: &mut Random| {
        let presumption = book.presumptions.iter().find(|p| about(p, item));
        match (presumption, values) {
            (Some(p), _) if random.chance(presumed) => space.value_index(i, p.value),
            (_, Values::Bool) => usize::from(random.chance(often)),
            (_, values) => random.below(values.count()),
        }
    };
    for (i, (item, values)) in space.items.iter().enumerate() {
        let liked = like.filter(|_| !random.chance(4)).map(|l| l[space.first_item + i]);
        digits.push(liked.unwrap_or_else(|| one(item, values, i, random)));
    }
    // What an impossible condition reads is drawn again until it does not hold.
    for _ in 0..200 {
        let now = World::at(book, case, space, digits.clone());
        let mut again: Vec<Item> = Vec::new();
        for impossible in &book.impossibles {
            let places: Vec<Option<u32>> = if impossible.per_destination {
                (0..case.states.len() as u32).map(Some).collect()
            } else {
                vec![None]
            };
            for place in places {
                let cx = Cx::new(None, place);
                if now.cond(&impossible.when, &cx) {
                    again.extend(Reads::of(book, case, &impossible.when, &cx));
                }
            }
        }
        if again.is_empty() {
            return digits;
        }
        for item in again {
            if let Some(i) = space.item_index(&item) {
                digits[space.first_item + i] = one(&item, &space.items[i].1, i, random);
            }
        }
    }
    digits
}

/// A value with this number.
fn value(book: &Rulebook, item: &Item, values: &Values, digit: usize) -> Val {
    match values {
        Values::Bool => Val::Bool(digit == 1),
        Values::Named(_) => Val::Value(digit as u32),
        Values::Between(t) => {
            let n = match (digit.checked_sub(1).map(|i| t[i]), t.first()) {
                (Some(from), _) => from,
                (None, Some(end)) => end - 1,
                (None, None) => 0,
            };
            if matches!(item.what, What::Fact(f) if book.facts[f.ix()].kind == Type::Date) {
                Val::Date(day_back(n))
            } else {
                Val::Number(n)
            }
        }
    }
}

/// Where a law entry stands.
pub(crate) fn law_key(who: Who, instrument: InstrumentId) -> LawKey {
    let place = match who {
        Who::Detaining => Place::Detaining,
        Who::At(s) => Place::Listed(s),
    };
    LawKey { place, instrument }
}

/// The world beside a case as a trace takes it.
pub(crate) fn traced(book: &Rulebook, setting: &Setting, digits: &[usize]) -> trace::World {
    let space = &setting.space;
    let law = space.law.iter().enumerate();
    let items = space.items.iter().enumerate();
    trace::World {
        readings: (0..book.questions.len()).map(|q| Some(digits[q] as u32)).collect(),
        law: law
            .map(|(i, (who, instrument))| (law_key(*who, *instrument), digits[space.first_law + i] == 0))
            .collect(),
        values: items
            .map(|(i, (item, values))| (*item, value(book, item, values, digits[space.first_item + i])))
            .collect(),
    }
}
