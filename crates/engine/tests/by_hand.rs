//! The reference on small rulebooks whose answers are plain from `docs/semantics.md`, so that it is itself held to something.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod books;
mod reference;

use jiff::civil::Date;
use reference::{Outcome, RefAnswer, RefCell};
use safeconduct_engine::situation::{Item, Situation, State, Stated, What};
use safeconduct_rulebook::model::*;

const WORDS: &str = r#"
instrument tr "Treaty"
  short "TR"
  kind treaty
role origin "Origin"
role power "Power"
act go "Go"
  to a destination
  irreversible
  needs a basis
  phrase "go to {destination}"
act stay "Stay"
  free
  phrase "stay"
step talk "Talk"
  for go
  holds "done"
  fails "not done"
fact case.a "A"
  type yes/no
  holds "a"
  fails "not a"
  ask "A?"
  shown by court, clerk
  changes
fact destination.risk "Risk"
  per destination
  type yes/no
  holds "risk"
  fails "no risk"
  ask "Risk?"
  shown by court, clerk
  changes
  protective yes
term destination.is_home "Home"
  per destination
  names home
  holds "home"
  fails "not home"
question q "Which?"
  turns on "where home is"
  position one "one"
    held by "somebody"
    on tr
  position both "both"
    held by "somebody"
    on tr
profile p "P"
  default
  q is one
rule home.first "Home"
  cite tr
  when destination is origin
  then destination.is_home
rule home.second "Home"
  cite tr
  under q is both
  when destination is power
  then destination.is_home
"#;

fn book(rules: &str) -> Rulebook {
    books::of_statements(&format!("{WORDS}{rules}"))
}

/// Origin is BB, power is CC; facts by name, with the state where there is one.
fn case(book: &Rulebook, stated: &[(&str, Option<u32>, bool, Option<&str>)]) -> Situation {
    let state = |code: &str| State {
        code: code.into(),
        name: code.into(),
    };
    let mut stated: Vec<Stated> = stated
        .iter()
        .map(|(fact, state, value, by)| Stated {
            item: Item {
                what: What::Fact(FactId(book.facts.iter().position(|f| f.id == *fact).unwrap() as u32)),
                act: None,
                state: *state,
                other: None,
            },
            value: Val::Bool(*value),
            by: by.map(|b| BodyId(book.bodies.iter().position(|x| x == b).unwrap() as u32)),
            strength: 1,
            since: None,
            source: None,
            unverified: None,
        })
        .collect();
    stated.sort_by_key(|s| s.item);
    Situation {
        id: "case".into(),
        as_of: Date::constant(2020, 7, 31),
        as_known: None,
        profile: ProfileId(0),
        readings: Vec::new(),
        detaining: state("AA"),
        states: vec![state("BB"), state("CC")],
        asked: vec![0, 1],
        roles: vec![Some(0), Some(1)],
        complete: true,
        stated,
        law: Vec::new(),
        disputed: Vec::new(),
        done: Vec::new(),
        assumed: Vec::new(),
    }
}

fn answered(book: &Rulebook, case: &Situation) -> RefAnswer {
    match reference::answer(book, case) {
        Outcome::Answer(a) => *a,
        Outcome::Contradiction(n) => panic!("a contradiction of {n} statements"),
    }
}

fn cell<'a>(answer: &'a RefAnswer, act: &str, destination: Option<&str>) -> &'a RefCell {
    answer
        .acts
        .iter()
        .find(|c| c.act == act && c.destination.as_deref() == destination)
        .unwrap()
}

#[test]
fn a_bar_that_an_exception_lifts_no_longer_defeats() {
    let rules = r#"
rule duty "Duty"
  cite tr
  then must go to home
rule bar "Bar"
  cite tr
  when destination.risk
  then must not go
exception free "Free"
  cite tr
  to bar
  when case.a
priority first "First"
  cite tr
  bar over duty
"#;
    let book = book(rules);
    let with = |a| {
        answered(
            &book,
            &case(
                &book,
                &[("case.a", None, a, None), ("destination.risk", Some(0), true, None)],
            ),
        )
    };
    let barred = with(false);
    let home = cell(&barred, "go", Some("BB"));
    assert_eq!((home.verdict, home.now), ("prohibited", "prohibited"));
    assert_eq!(home.if_done[0].because, ["case.a", "destination.BB.risk"]);
    assert!(
        home.set_aside
            .contains(&("duty".into(), "first".into(), "priority".into()))
    );
    assert_eq!(cell(&with(true), "go", Some("BB")).verdict, "required");
    // The other state is no home, and nothing opens the way there.
    let other = cell(&barred, "go", Some("CC"));
    assert_eq!((other.verdict, other.now), ("open", "unavailable"));
    assert_eq!(other.possible_under_profile, ["prohibited", "unavailable"]);
}

#[test]
fn several_homes_are_a_choice() {
    let book = book(
        "rule duty \"Duty\"\n  cite tr\n  then must go to home\nrule bar \"Bar\"\n  cite tr\n  when destination.risk\n  then must not go\n",
    );
    let mut sit = case(
        &book,
        &[
            ("destination.risk", Some(0), false, None),
            ("destination.risk", Some(1), false, None),
        ],
    );
    let one = answered(&book, &sit);
    assert_eq!(cell(&one, "go", Some("BB")).verdict, "required");
    assert_eq!(cell(&one, "go", Some("CC")).verdict, "unavailable");
    assert_eq!(cell(&one, "go", Some("BB")).settled, "profile");
    assert_eq!(cell(&one, "go", Some("BB")).by_reading.len(), 2);
    sit.readings = vec![(QuestionId(0), 1)];
    let both = answered(&book, &sit);
    assert_eq!(cell(&both, "go", Some("BB")).verdict, "permitted");
    assert_eq!(cell(&both, "go", Some("CC")).verdict, "permitted");
    sit.stated[1].value = Val::Bool(true);
    let last = answered(&book, &sit);
    assert_eq!(cell(&last, "go", Some("BB")).verdict, "required");
    assert_eq!(cell(&last, "go", Some("CC")).verdict, "prohibited");
    sit.stated[0].value = Val::Bool(true);
    let none = answered(&book, &sit);
    assert!(none.dilemmas.iter().any(|d| d.0 == "no_choice_left" && d.3));
}

#[test]
fn steps_wait_and_while_suspends() {
    let rules = r#"
rule duty "Duty"
  cite tr
  then must go to home
rule first "First"
  cite tr
  then must not go until talk
rule pause "Pause"
  cite tr
  then must not go while case.a
"#;
    let book = book(rules);
    let calm = answered(&book, &case(&book, &[("case.a", None, false, None)]));
    let home = cell(&calm, "go", Some("BB"));
    assert_eq!((home.verdict, home.now), ("required", "not_yet"));
    assert!(home.steps.contains(&("talk".into(), "first".into(), false, true)));
    let paused = answered(&book, &case(&book, &[("case.a", None, true, None)]));
    let home = cell(&paused, "go", Some("BB"));
    assert_eq!((home.verdict, home.now), ("prohibited", "prohibited"));
    assert!(
        home.set_aside
            .contains(&("duty".into(), "pause".into(), "suspended".into()))
    );
    assert!(home.if_not_done.is_empty());
    let unknown = answered(&book, &case(&book, &[]));
    let home = cell(&unknown, "go", Some("BB"));
    assert_eq!((home.verdict, home.settled), ("open", "open_both"));
    assert_eq!(home.open_facts, ["case.a"]);
    assert_eq!(home.settled_by.len(), 2);
    assert_eq!(unknown.next, ["case.a"]);
}

#[test]
fn the_last_choice_is_owed() {
    let rules = r#"
rule choice "Choice"
  cite tr
  then must one of go, stay
basis way "Way"
  cite tr
  for go
  when not destination.risk
rule bar "Bar"
  cite tr
  when case.a
  then must not stay
"#;
    let book = book(rules);
    let facts = |a, first, second| {
        [
            ("case.a", None, a, None),
            ("destination.risk", Some(0), first, None),
            ("destination.risk", Some(1), second, None),
        ]
    };
    let one = answered(&book, &case(&book, &facts(true, false, true)));
    assert_eq!(cell(&one, "go", Some("BB")).verdict, "required");
    assert_eq!(one.ones[0].1.len(), 1);
    let none = answered(&book, &case(&book, &facts(true, true, true)));
    assert!(none.dilemmas.iter().any(|d| d.0 == "no_choice_left"));
    let mut open = case(&book, &facts(true, false, true));
    open.complete = false;
    assert_eq!(cell(&answered(&book, &open), "go", Some("BB")).verdict, "permitted");
}

#[test]
fn only_the_named_body_rebuts() {
    let rules = r#"
presume risky "Risky"
  cite tr
  that destination.risk is yes
  until court
rule bar "Bar"
  cite tr
  when destination.risk
  then must not go
basis way "Way"
  cite tr
  for go
"#;
    let book = book(rules);
    let by = |body| answered(&book, &case(&book, &[("destination.risk", Some(0), false, Some(body))]));
    assert_eq!(cell(&by("court"), "go", Some("BB")).verdict, "permitted");
    assert_eq!(cell(&by("clerk"), "go", Some("BB")).verdict, "prohibited");
    assert_eq!(cell(&by("court"), "go", Some("CC")).verdict, "prohibited");
    let permitted = cell(&by("court"), "go", Some("BB")).clone();
    assert_eq!(permitted.basis[0].because, Vec::<String>::new());
    let change = vec![("destination.BB.risk".to_owned(), "yes".to_owned())];
    assert_eq!(permitted.unless, [(Verdict::Prohibited, vec![change], false)]);
}

#[test]
fn a_contradiction_has_a_smallest_size() {
    let rules = "impossible never \"Never\"\n  when case.a and destination.risk\nrule bar \"Bar\"\n  cite tr\n  when case.a\n  then must not stay\n";
    let book = book(rules);
    let sit = case(
        &book,
        &[("case.a", None, true, None), ("destination.risk", Some(1), true, None)],
    );
    assert_eq!(reference::answer(&book, &sit), Outcome::Contradiction(2));
}
