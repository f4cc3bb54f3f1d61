//! The argument says what the answer says, every point of it is so, and the findings that it names suffice.
//!
//! `SAFECONDUCT_PAIRS` sets the number of pairs, `SAFECONDUCT_SEED` the seed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod books;
mod generator;
mod reference;

use generator::{Pair, count, some_pairs};
use jiff::civil::date;
use safeconduct_engine::answer::{ActAnswer, NormRef};
use safeconduct_engine::argument::{Against, Argument, Element, LawRead, Rests, Role, Standing};
use safeconduct_engine::compile::frame::Place;
use safeconduct_engine::exact::Modal;
use safeconduct_engine::situation::{Situation, State, StatedLaw};
use safeconduct_engine::{argument, prepare};
use safeconduct_rulebook::model::{ActId, InstrumentId, ProfileId, Rulebook};
use std::collections::{BTreeMap, BTreeSet};

type Seen = BTreeMap<&'static str, usize>;

fn ids(norms: &[NormRef], certain: bool) -> BTreeSet<&str> {
    norms
        .iter()
        .filter(|n| n.certain == certain)
        .map(|n| n.rule.as_str())
        .collect()
}

fn considered<'a>(of: &'a Argument, roles: &[Role], standing: Standing) -> BTreeSet<&'a str> {
    let norms = of
        .norms
        .iter()
        .filter(|n| roles.contains(&n.role) && n.standing == standing);
    norms.map(|n| n.said.id.as_str()).collect()
}

/// The answer and the argument name the same norms.
fn same(act: &ActAnswer, of: &Argument) -> Option<String> {
    let bars = [Role::Bars, Role::BarsWhile];
    let sides: [(&[NormRef], &[Role]); 3] = [
        (&act.if_done, &bars),
        (&act.if_not_done, &[Role::Requires]),
        (&act.basis, &[Role::Opens]),
    ];
    for (norms, roles) in sides {
        for (certain, standing) in [(true, Standing::Stands), (false, Standing::Open)] {
            let (answer, argued) = (ids(norms, certain), considered(of, roles, standing));
            if answer != argued {
                return Some(format!(
                    "{roles:?} {standing:?}: answer {answer:?}, argument {argued:?}"
                ));
            }
        }
    }
    let aside: BTreeSet<(&str, &str)> = (act.set_aside.iter())
        .map(|s| (s.rule.as_str(), s.by.as_str()))
        .collect();
    let argued: BTreeSet<(&str, &str)> = (of.norms.iter())
        .flat_map(|n| n.against.iter().map(move |a| (n, a)))
        .filter(|(_, a)| a.standing == Standing::Stands || a.how == "suspended")
        .map(|(n, a)| (n.said.id.as_str(), a.said.id.as_str()))
        .collect();
    let lost: Vec<_> = aside.difference(&argued).collect();
    (!lost.is_empty()).then(|| format!("set aside, and the argument does not say so: {lost:?}"))
}

/// The paths of the findings on which points rest, through concepts; or a point that is not so.
fn found(of: &Argument, elements: &[Element], out: &mut BTreeSet<String>) -> Result<(), String> {
    for element in elements {
        if element.standing != Standing::Stands && !matches!(element.rests, Rests::Concept { .. }) {
            return Err(format!("a norm stands on what does not hold: {element:?}"));
        }
        match &element.rests {
            Rests::Findings { found, .. } => out.extend(found.iter().map(|e| e.fact.clone())),
            Rests::Concept { concept } => {
                let concept = &of.concepts[*concept];
                out.extend(concept.because.iter().map(|e| e.fact.clone()));
                for by in &concept.by {
                    // Of ways none of which is certain by itself there is nothing to hold.
                    if by.standing == Standing::Stands {
                        found(of, &by.elements, out)?;
                        kept_away(of, &by.against, out)?;
                    }
                }
            }
            Rests::Either { .. } | Rests::Bars { .. } => return Err(String::new()),
            _ => {}
        }
    }
    Ok(())
}

/// The same of exceptions: what keeps them from applying, or makes them apply.
fn kept_away(of: &Argument, all: &[Against], out: &mut BTreeSet<String>) -> Result<(), String> {
    for against in all {
        match against.standing {
            // The condition is met, or may be: what keeps it away is an exception to it.
            Standing::SetAside => {}
            Standing::Open => return Err(String::new()),
            Standing::Stands | Standing::Fails => found(of, &against.elements, out)?,
        }
        kept_away(of, &against.against, out)?;
    }
    Ok(())
}

/// The findings that an argument names for a norm make its condition hold alone.
fn suffices(
    book: &Rulebook,
    case: &Situation,
    cell: (ActId, Option<u32>),
    of: &Argument,
    seen: &mut Seen,
) -> Option<String> {
    for (n, norm) in of.norms.iter().enumerate() {
        if norm.standing != Standing::Stands || norm.last_choice || norm.role == Role::Opens {
            continue;
        }
        let mut named = BTreeSet::new();
        match found(of, &norm.elements, &mut named) {
            Ok(()) => {}
            Err(why) if why.is_empty() => continue,
            Err(why) => return Some(why),
        }
        let exact = prepare(book, case).expect("it has a world");
        let paths: BTreeMap<_, _> = {
            let stated = exact.compiled.stated.iter().map(|s| s.item);
            stated.map(|i| (i, reference::names::path(book, case, &i))).collect()
        };
        let mut small = case.clone();
        small
            .stated
            .retain(|s| paths.get(&s.item).is_some_and(|p| named.contains(p)));
        let dropped = case.stated.len() - small.stated.len();
        let Ok(mut exact) = prepare(book, &small) else { continue };
        let at = (exact.compiled.cells.iter())
            .find(|c| (c.act, c.destination) == cell)
            .expect("a cell");
        let Some(on) = at.norms.get(n) else { continue };
        let condition = on.condition;
        if exact.modal(condition) != Modal::Always {
            return Some(format!("{} does not hold on {named:?} alone", norm.said.id));
        }
        *seen.entry("suffices").or_default() += 1;
        if dropped > 0 {
            *seen.entry("suffices without others").or_default() += 1;
        }
    }
    None
}

fn differs(pair: &Pair, seen: &mut Seen) -> Option<String> {
    let (book, case) = pair.load().expect("it loads");
    let answer = safeconduct_engine::answer(&book, &case).ok()?;
    for act in &answer.acts {
        let id = ActId(book.acts.iter().position(|a| a.id == act.act).expect("an act") as u32);
        let at = |code: &String| case.states.iter().position(|s| s.code == *code).expect("a state") as u32;
        let cell = (id, act.destination.as_ref().map(at));
        let of = argument(&book, &case, cell.0, cell.1)
            .expect("it has a world")
            .expect("asked about");
        let place = format!("{} {:?}", act.act, act.destination);
        if let Some(difference) = same(act, &of) {
            return Some(format!("{place}: {difference}"));
        }
        // A statement that rebuts a presumption may be what keeps another point from holding alone.
        if book.presumptions.is_empty()
            && let Some(difference) = suffices(&book, &case, cell, &of, seen)
        {
            return Some(format!("{place}: {difference}"));
        }
        for (what, yes) in [
            ("open", act.verdict == "open"),
            ("missing", !of.missing.is_empty()),
            ("contested", !of.contested.is_empty()),
            ("concepts", !of.concepts.is_empty()),
            ("firm", of.sensitivity.is_some()),
        ] {
            *seen.entry(what).or_default() += usize::from(yes);
        }
    }
    None
}

#[test]
fn the_argument_says_what_the_answer_says() {
    let mut seen = Seen::new();
    for pair in some_pairs(41).take(count(400)) {
        if differs(&pair, &mut seen).is_some() {
            let small = pair.shrink(|p| p.load().is_ok() && differs(p, &mut Seen::new()).is_some());
            panic!("{}\n\n{small}", differs(&small, &mut Seen::new()).unwrap_or_default());
        }
    }
    println!("{seen:?}");
    for what in [
        "open",
        "missing",
        "contested",
        "concepts",
        "firm",
        "suffices",
        "suffices without others",
    ] {
        assert!(
            seen.get(what).is_some_and(|n| *n > 0),
            "{what} never occurred: {seen:?}"
        );
    }
}

const BOUND: &str = r#"# Law

```rule
instrument tr "Treaty"
  short "TR"
  kind treaty
act anchor "Anchor"
  free
  phrase "anchor"
profile only "The only one"
  default
rule tr.1 "Those bound do not anchor"
  cite tr
  when detaining bound by tr
  then must not anchor
```
"#;

const STATE: &str = r#"name = "Aland"

[[law]]
instrument = "tr"
from = 2010-01-01
status = "unverified"
source = "a list"
"#;

/// On what the bar of [`BOUND`] rests, where the case states this law.
fn law_read(law: Vec<StatedLaw>) -> LawRead {
    let files = vec![
        books::settings(),
        books::file("law.md", BOUND),
        books::file("states/AA.toml", STATE),
    ];
    let book = books::whole(safeconduct_rulebook::load(files));
    let case = Situation {
        id: "case".into(),
        as_of: date(2026, 1, 1),
        as_known: None,
        profile: ProfileId(0),
        readings: Vec::new(),
        detaining: State {
            code: "AA".into(),
            name: "Aland".into(),
        },
        states: Vec::new(),
        asked: Vec::new(),
        roles: Vec::new(),
        complete: false,
        stated: Vec::new(),
        law,
        disputed: Vec::new(),
        done: Vec::new(),
        assumed: Vec::new(),
    };
    let of = argument(&book, &case, ActId(0), None).unwrap().unwrap();
    match &of.norms[0].elements[0].rests {
        Rests::Law(read) => read.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn law_that_a_case_states_is_not_told_as_an_entry_of_the_rulebook() {
    let stated = |bound| StatedLaw {
        place: Place::Detaining,
        instrument: InstrumentId(0),
        bound,
        reserves: Vec::new(),
        derogates: Vec::new(),
    };
    let entry = law_read(Vec::new());
    assert_eq!(
        (entry.since.as_deref(), entry.source.as_deref(), entry.unverified.len()),
        (Some("2010-01-01"), Some("a list"), 1)
    );
    let limits_only = law_read(vec![stated(None)]);
    assert_eq!(limits_only.since.as_deref(), Some("2010-01-01"));
    let own = law_read(vec![stated(Some(true))]);
    assert_eq!((own.since, own.source, own.unverified.len()), (None, None, 0));
}
