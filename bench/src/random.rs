//! Random complete cases: a frame among the real states, and a value for everything that can be found.

use crate::root;
use jiff::civil::date;
use safeconduct_casefile::{Overrides, read_toml, situation};
use safeconduct_engine::compile::frame::{Threshold, day_from_number};
use safeconduct_engine::compile::items::Repr;
use safeconduct_engine::prepare;
use safeconduct_engine::situation::{Done, Item, Situation, State, Stated, What};
use safeconduct_rulebook::model::{ProfileId, Rulebook, Type, Val};
use std::collections::HashMap;
use std::path::Path;

/// xorshift64*: the same everywhere.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that always fall the same way.
    pub fn new(seed: u64) -> Self {
        let mut dice = Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16
    }

    /// Less than `n`.
    pub fn below(&mut self, n: usize) -> usize {
        self.next() as usize % n.max(1)
    }

    /// Once in `n` times.
    pub fn once_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// The values that the precedents state, each as often as they state it.
#[derive(Clone, Debug, Default)]
pub struct Habits(HashMap<What, Vec<Val>>);

impl Habits {
    /// Those of all precedents.
    pub fn of_precedents(rulebook: &Rulebook) -> Self {
        let mut files = Vec::new();
        list(&root().join("precedents"), &mut files);
        files.sort();
        let mut habits = Self::default();
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let (case, _) = read_toml("precedent", &text, rulebook);
            let Some(case) = case else { continue };
            let Ok(case) = situation(&case, rulebook, &Overrides::none(date(2026, 1, 1))) else {
                continue;
            };
            for stated in case.stated {
                habits.0.entry(stated.item.what).or_default().push(stated.value);
            }
        }
        habits
    }
}

fn list(folder: &Path, out: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            list(&path, out);
        } else if path.extension().is_some_and(|e| e == "toml") {
            out.push(path);
        }
    }
}

/// A case of which nothing is known, and all that could be: one world of the case.
#[derive(Clone, Debug)]
pub struct Complete {
    /// The case: states, roles, profile, steps; nothing found.
    pub case: Situation,
    /// A value for every item that is read, in item order.
    pub truth: Vec<Stated>,
}

/// A random complete case. Most values are drawn from those that precedents state of the same fact; presumptions hold, and nothing impossible is the case.
///
/// # Panics
/// The rulebook has fewer than six states, or a case without a world.
pub fn complete_case(rulebook: &Rulebook, habits: &Habits, dice: &mut Dice) -> Complete {
    let case = frame(rulebook, dice);
    let mut exact = prepare(rulebook, &case).expect("a case of which nothing is known has a world");
    let mut world = vec![exact.profile];
    let mut truth = Vec::new();
    let items: Vec<(Item, Repr)> = exact.compiled.items.iter().map(|(i, r)| (*i, r.clone())).collect();
    for (item, repr) in items {
        let values = repr.values();
        let mut order = preferred(item, &repr, habits, dice);
        order.extend(0..values.len());
        for v in order {
            let before = world.len();
            world.extend(&values[v]);
            if exact.possible(&world) {
                truth.push(statement(item, value(rulebook, item, &repr, v)));
                break;
            }
            world.truncate(before);
        }
    }
    Complete { case, truth }
}

/// A statement without evidence.
pub fn statement(item: Item, value: Val) -> Stated {
    Stated {
        item,
        value,
        by: None,
        strength: 0,
        since: None,
        source: None,
        unverified: None,
    }
}

/// The value to try first.
fn preferred(item: Item, repr: &Repr, habits: &Habits, dice: &mut Dice) -> Vec<usize> {
    let known = habits.0.get(&item.what).map_or(&[] as &[Val], Vec::as_slice);
    let drawn = if dice.once_in(4) {
        None
    } else {
        known.get(dice.below(known.len()))
    };
    let first = match (repr, drawn) {
        (Repr::Bool(_), Some(Val::Bool(yes))) => usize::from(!yes),
        (Repr::Bool(_), _) => usize::from(!dice.once_in(4)),
        (Repr::OneOf(_), Some(Val::Value(v))) => *v as usize,
        (Repr::OneOf(lits), _) => dice.below(lits.len()),
        (Repr::Below(bounds), _) => dice.below(bounds.len() + 1),
    };
    vec![first]
}

/// The value with this place among the exclusive values of an item.
pub fn value(rulebook: &Rulebook, item: Item, repr: &Repr, place: usize) -> Val {
    match repr {
        Repr::Bool(_) => Val::Bool(place == 0),
        Repr::OneOf(_) => Val::Value(place as u32),
        Repr::Below(bounds) => {
            let at = |t: Threshold| match t {
                Threshold::At(n) | Threshold::Ago(n) => n,
            };
            let number = match bounds.get(place) {
                Some((bound, _)) => at(*bound) - 1,
                None => bounds.last().map_or(0, |(bound, _)| at(*bound)),
            };
            let is_date = matches!(item.what, What::Fact(f) if rulebook.facts[f.ix()].kind == Type::Date);
            match day_from_number(number).filter(|_| is_date) {
                Some(day) => Val::Date(day),
                None => Val::Number(number),
            }
        }
    }
}

/// Who holds him, whose he is, where he could go, what has been done.
fn frame(rulebook: &Rulebook, dice: &mut Dice) -> Situation {
    let mut codes: Vec<usize> = (0..rulebook.states.len()).collect();
    let mut draw = |dice: &mut Dice| {
        let state = &rulebook.states[codes.remove(dice.below(codes.len()))];
        State {
            code: state.code.clone(),
            name: state.name.clone(),
        }
    };
    let detaining = draw(dice);
    let count = 1 + dice.below(4);
    let mut states: Vec<State> = (0..count).map(|_| draw(dice)).collect();
    let asked = (0..count as u32).collect();
    let mut roles: Vec<Option<u32>> = Vec::new();
    for role in &rulebook.roles {
        let state = match role.default {
            // Roles are declared before those that take their state.
            Some(other) if !dice.once_in(3) => roles.get(other.ix()).copied().flatten(),
            None if roles.is_empty() => Some(0),
            _ if dice.once_in(2) => None,
            _ => {
                if dice.once_in(3) {
                    states.push(draw(dice));
                }
                Some(dice.below(states.len()) as u32)
            }
        };
        roles.push(state);
    }
    let mut done = Vec::new();
    for (s, step) in rulebook.steps.iter().enumerate() {
        let id = safeconduct_rulebook::model::StepId(s as u32);
        let day = date(2026, 6, 1);
        if step.acts.is_empty() && dice.once_in(2) {
            done.push(Done {
                step: id,
                act: None,
                state: None,
                date: day,
            });
        }
        for act in &step.acts {
            let toward = if rulebook.acts[act.ix()].destination { count } else { 1 };
            for d in 0..toward as u32 {
                if dice.once_in(2) {
                    done.push(Done {
                        step: id,
                        act: Some(*act),
                        state: rulebook.acts[act.ix()].destination.then_some(d),
                        date: day,
                    });
                }
            }
        }
    }
    Situation {
        law: Vec::new(),
        id: "random".to_owned(),
        as_of: date(2026, 6, 30),
        as_known: None,
        profile: ProfileId(dice.below(rulebook.profiles.len()) as u32),
        readings: Vec::new(),
        detaining,
        states,
        asked,
        roles,
        complete: dice.once_in(2),
        stated: Vec::new(),
        disputed: Vec::new(),
        done,
        assumed: Vec::new(),
    }
}
