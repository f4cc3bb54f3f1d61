//! Random cases, by name, so that a case survives a smaller rulebook.

use super::draw::Draw;
use super::facts::value;
use super::words::{BODIES, Per, Words};
use jiff::civil::Date;
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::situation::*;
use safeconduct_rulebook::model::*;
use std::fmt;

/// An item, by name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemSpec {
    pub what: String,
    pub act: Option<String>,
    pub state: Option<String>,
    pub other: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedSpec {
    pub item: ItemSpec,
    pub value: String,
    pub by: Option<String>,
    pub strength: u8,
}

/// A case, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseSpec {
    pub as_of: Date,
    pub profile: usize,
    pub readings: Vec<(String, String)>,
    pub states: Vec<String>,
    pub asked: Vec<String>,
    pub roles: Vec<(String, String)>,
    pub complete: bool,
    pub stated: Vec<StatedSpec>,
    pub law: Vec<LawSpec>,
    pub disputed: Vec<ItemSpec>,
    /// Step, act, state, day.
    pub done: Vec<(String, Option<String>, Option<String>, Date)>,
}

/// Law that the case states: state, instrument, bound, the articles reserved and derogated from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawSpec {
    pub state: String,
    pub instrument: String,
    pub bound: Option<bool>,
    pub reserves: Vec<String>,
    pub derogates: Vec<String>,
}

const TODAY: Date = Date::constant(2020, 7, 31);

/// Days on which steps were done.
const DONE: [Date; 3] = [
    Date::constant(2020, 7, 1),
    Date::constant(2020, 6, 15),
    Date::constant(2020, 7, 31),
];

/// Every item of the words.
fn items(w: &Words) -> Vec<(ItemSpec, Option<usize>)> {
    let of = |what: &str, act: Option<&str>, state: Option<&str>, other: Option<&str>| ItemSpec {
        what: what.into(),
        act: act.map(Into::into),
        state: state.map(Into::into),
        other: other.map(Into::into),
    };
    let mut all = Vec::new();
    for (i, f) in w.facts.iter().enumerate() {
        let i = Some(i);
        match f.per {
            Per::Case => all.push((of(&f.id, None, None, None), i)),
            Per::Destination => all.extend(w.states.iter().map(|s| (of(&f.id, None, Some(s), None), i))),
            Per::Act => {
                for a in &w.acts {
                    if a.destination {
                        all.extend(w.states.iter().map(|s| (of(&f.id, Some(&a.id), Some(s), None), i)));
                    } else {
                        all.push((of(&f.id, Some(&a.id), None, None), i));
                    }
                }
            }
        }
    }
    for (r, _) in &w.relations {
        for s in &w.states {
            all.extend(
                w.states
                    .iter()
                    .filter(|t| *t != s)
                    .map(|t| (of(r, None, Some(s), Some(t)), None)),
            );
        }
    }
    all
}

impl CaseSpec {
    pub fn draw(d: &mut Draw<'_>, w: &Words) -> Self {
        let asked: Vec<String> = if d.chance(25) {
            d.some(&w.states, 50)
        } else {
            w.states.clone()
        };
        let mut states = asked.clone();
        states.extend(w.states.iter().filter(|s| !asked.contains(s)).cloned());
        let mut roles = Vec::new();
        for r in &w.roles {
            if d.chance(85) {
                roles.push((r.clone(), d.pick(&w.states).clone()));
            }
        }
        let often = *d.pick(&[30, 60, 85, 100]);
        let (mut stated, mut disputed) = (Vec::new(), Vec::new());
        for (item, fact) in items(w) {
            if d.chance(often) {
                let value = match fact {
                    Some(f) => value(d, &w.facts[f]),
                    None => (*d.pick(&["found", "dispelled"])).into(),
                };
                let by = d.chance(40).then(|| (*d.pick(&BODIES)).to_owned());
                let strength = *d.pick(&[7, 0, 1, 3]);
                stated.push(StatedSpec {
                    item,
                    value,
                    by,
                    strength,
                });
            } else if d.chance(5) {
                disputed.push(item);
            }
        }
        let mut done = Vec::new();
        for s in &w.steps {
            if s.acts.is_empty() {
                if d.chance(40) {
                    done.push((s.id.clone(), None, None, *d.pick(&DONE)));
                }
                continue;
            }
            for a in w.acts.iter().filter(|a| s.acts.contains(&a.id)) {
                let states: Vec<Option<String>> = if a.destination {
                    w.states.iter().cloned().map(Some).collect()
                } else {
                    vec![None]
                };
                for state in states {
                    if d.chance(40) {
                        done.push((s.id.clone(), Some(a.id.clone()), state, *d.pick(&DONE)));
                    }
                }
            }
        }
        let mut readings = Vec::new();
        for (q, positions) in &w.questions {
            if d.chance(15) {
                readings.push((q.clone(), d.pick(positions).clone()));
            }
        }
        let profile = d.below(w.profiles);
        let law = if d.chance(25) {
            Self::law(d, &states)
        } else {
            Vec::new()
        };
        Self {
            as_of: TODAY,
            profile,
            readings,
            states,
            asked,
            roles,
            complete: d.chance(60),
            stated,
            law,
            disputed,
            done,
        }
    }

    fn law(d: &mut Draw<'_>, states: &[String]) -> Vec<LawSpec> {
        let mut all = Vec::new();
        for state in states.iter().map(String::as_str).chain(["AA"]) {
            for instrument in ["tr", "st"] {
                if d.chance(40) {
                    let bound = *d.pick(&[None, Some(true), Some(true), Some(false)]);
                    let articles = ["1".to_owned(), "2".to_owned()];
                    let mut limits = || {
                        if bound == Some(false) {
                            Vec::new()
                        } else {
                            d.some(&articles, 30)
                        }
                    };
                    let (reserves, derogates) = (limits(), limits());
                    all.push(LawSpec {
                        state: state.to_owned(),
                        instrument: instrument.to_owned(),
                        bound,
                        reserves,
                        derogates,
                    });
                }
            }
        }
        all
    }

    fn state(&self, code: &str) -> Option<u32> {
        self.states.iter().position(|s| s == code).map(|s| s as u32)
    }

    fn item(&self, book: &Rulebook, spec: &ItemSpec) -> Option<Item> {
        let fact = book
            .facts
            .iter()
            .position(|f| f.id == spec.what)
            .map(|f| What::Fact(FactId(f as u32)));
        let relation = || {
            book.relations
                .iter()
                .position(|r| r.id == spec.what)
                .map(|r| What::Relation(RelationId(r as u32)))
        };
        let act = match &spec.act {
            None => None,
            Some(a) => Some(ActId(book.acts.iter().position(|x| x.id == *a)? as u32)),
        };
        let state = |s: &Option<String>| match s {
            None => Some(None),
            Some(s) => self.state(s).map(Some),
        };
        Some(Item {
            what: fact.or_else(relation)?,
            act,
            state: state(&spec.state)?,
            other: state(&spec.other)?,
        })
    }

    fn value(book: &Rulebook, item: &Item, text: &str) -> Option<Val> {
        match item.what {
            What::Relation(_) => Some(Val::Bool(text == "found")),
            What::Fact(f) => match &book.facts[f.ix()].kind {
                Type::YesNo => Some(Val::Bool(text == "yes")),
                Type::OneOf(values) => values.iter().position(|v| v.id == text).map(|v| Val::Value(v as u32)),
                Type::Date => text.parse().ok().map(Val::Date),
                Type::Number => text.parse().ok().map(Val::Number),
            },
        }
    }

    /// The case against a rulebook; what the rulebook does not name is left out.
    pub fn resolve(&self, book: &Rulebook) -> Situation {
        let body = |b: &String| book.bodies.iter().position(|x| x == b).map(|b| BodyId(b as u32));
        let mut stated: Vec<Stated> = (self.stated.iter())
            .filter_map(|s| {
                let item = self.item(book, &s.item)?;
                Some(Stated {
                    item,
                    value: Self::value(book, &item, &s.value)?,
                    by: s.by.as_ref().and_then(body),
                    strength: s.strength,
                    since: None,
                    source: None,
                    unverified: None,
                })
            })
            .collect();
        stated.sort_by_key(|s| s.item);
        let disputed = (self.disputed.iter())
            .filter_map(|i| self.item(book, i))
            .map(|item| Disputed {
                item,
                values: Vec::new(),
                why: "evidence conflicts".into(),
            })
            .collect();
        let mut roles: Vec<Option<u32>> = (book.roles.iter())
            .map(|r| {
                self.roles
                    .iter()
                    .find(|(id, _)| *id == r.id)
                    .and_then(|(_, s)| self.state(s))
            })
            .collect();
        for (i, r) in book.roles.iter().enumerate() {
            if let (None, Some(other)) = (roles[i], r.default) {
                roles[i] = roles[other.ix()];
            }
        }
        let mut done: Vec<Done> = (self.done.iter())
            .filter_map(|(step, act, state, date)| {
                let step = StepId(book.steps.iter().position(|s| s.id == *step)? as u32);
                if act.is_none() != book.steps[step.ix()].acts.is_empty() {
                    return None;
                }
                let act = match act {
                    None => None,
                    Some(a) => Some(ActId(book.acts.iter().position(|x| x.id == *a)? as u32)),
                };
                let state = match state {
                    None => None,
                    Some(s) => Some(self.state(s)?),
                };
                Some(Done {
                    step,
                    act,
                    state,
                    date: *date,
                })
            })
            .collect();
        done.sort();
        let readings = (self.readings.iter())
            .filter_map(|(q, p)| {
                let q = book.questions.iter().position(|x| x.id == *q)?;
                let p = book.questions[q].positions.iter().position(|x| x.id == *p)?;
                Some((QuestionId(q as u32), p as u32))
            })
            .collect();
        let law = (self.law.iter())
            .filter_map(|l| {
                let place = match l.state.as_str() {
                    "AA" => Place::Detaining,
                    code => Place::Listed(self.state(code)?),
                };
                let instrument = book.instruments.iter().position(|i| i.id == l.instrument)?;
                Some(StatedLaw {
                    place,
                    instrument: InstrumentId(instrument as u32),
                    bound: l.bound,
                    reserves: l.reserves.clone(),
                    derogates: l.derogates.clone(),
                })
            })
            .collect();
        Situation {
            id: "case".into(),
            as_of: self.as_of,
            as_known: None,
            profile: ProfileId(self.profile.min(book.profiles.len() - 1) as u32),
            readings,
            detaining: State {
                code: "AA".into(),
                name: "State AA".into(),
            },
            states: self
                .states
                .iter()
                .map(|s| State {
                    code: s.clone(),
                    name: format!("State {s}"),
                })
                .collect(),
            asked: self.asked.iter().filter_map(|s| self.state(s)).collect(),
            roles,
            complete: self.complete,
            stated,
            law,
            disputed,
            done,
            assumed: Vec::new(),
        }
    }

    /// Every case that is one step smaller.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut add = |change: &dyn Fn(&mut Self)| {
            let mut case = self.clone();
            change(&mut case);
            all.push(case);
        };
        for s in self.states.iter().skip(1) {
            add(&|c| {
                c.states.retain(|x| x != s);
                c.asked.retain(|x| x != s);
                c.roles.retain(|(_, x)| x != s);
            });
        }
        for i in 0..self.stated.len() {
            add(&|c| drop(c.stated.remove(i)));
            if self.stated[i].by.is_some() {
                add(&|c| c.stated[i].by = None);
            }
            if self.stated[i].strength != 0 {
                add(&|c| c.stated[i].strength = 0);
            }
        }
        for i in 0..self.law.len() {
            add(&|c| drop(c.law.remove(i)));
        }
        for i in 0..self.disputed.len() {
            add(&|c| drop(c.disputed.remove(i)));
        }
        for i in 0..self.done.len() {
            add(&|c| drop(c.done.remove(i)));
            if self.done[i].3 != DONE[0] {
                add(&|c| c.done[i].3 = DONE[0]);
            }
        }
        for i in 0..self.readings.len() {
            add(&|c| drop(c.readings.remove(i)));
        }
        for i in 0..self.roles.len() {
            add(&|c| drop(c.roles.remove(i)));
        }
        if self.profile > 0 {
            add(&|c| c.profile = 0);
        }
        all.retain(|c| !c.asked.is_empty());
        all
    }
}

impl fmt::Display for ItemSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        for part in [&self.act, &self.state, &self.other].into_iter().flatten() {
            write!(f, " {part}")?;
        }
        Ok(())
    }
}

impl fmt::Display for CaseSpec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "as of {}, profile {}, readings {:?}",
            self.as_of, self.profile, self.readings
        )?;
        writeln!(
            f,
            "states {:?}, asked {:?}, roles {:?}, complete {}",
            self.states, self.asked, self.roles, self.complete
        )?;
        for s in &self.stated {
            writeln!(f, "  {} = {} (by {:?}, strength {})", s.item, s.value, s.by, s.strength)?;
        }
        for l in &self.law {
            writeln!(f, "  law of {}: {l:?}", l.state)?;
        }
        for i in &self.disputed {
            writeln!(f, "  {i} is disputed")?;
        }
        for d in &self.done {
            writeln!(f, "  done: {d:?}")?;
        }
        Ok(())
    }
}
