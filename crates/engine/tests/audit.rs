//! The audit of a rulebook: each flaw on a small rulebook that has it and on one close to it that has not; and every answer
//! of "never" against all cases, listed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod books;
mod reference;

use jiff::civil::Date;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use reference::Outcome;
use safeconduct_engine::audit;
use safeconduct_engine::audit::Finding;
use safeconduct_engine::situation::{Item, Situation, State, Stated, What};
use safeconduct_rulebook::model::*;
use std::collections::BTreeSet;

const WORDS: &str = r#"
instrument tr "Treaty"
  short "TR"
  kind treaty
instrument ts "Other treaty"
  short "TS"
  kind treaty
act stay "Stay"
  kind resting
  free
  phrase "stay"
act rest "Rest"
  excludes stay
  free
  phrase "rest"
act leave "Leave"
  needs a basis
  phrase "leave"
question q "Which?"
  turns on "something"
  position one "one"
    held by "somebody"
    on tr
  position other "the other"
    held by "somebody"
    on tr
profile p "P"
  default
  q is one
"#;

fn yes_no(id: &str) -> String {
    format!(
        "fact {id} \"{id}\"\n  type yes/no\n  holds \"{id}\"\n  fails \"not {id}\"\n  ask \"{id}?\"\n  shown by court\n"
    )
}

fn book(rules: &str) -> Rulebook {
    let facts: String = ["case.a", "case.b", "case.c", "case.d"].map(yes_no).concat();
    books::of_statements(&format!("{WORDS}{facts}{rules}"))
}

/// What is found of one kind: what each is about.
fn found(rules: &str, flaw: Flaw) -> Vec<String> {
    let book = book(rules);
    let all = audit(&book, 3);
    let of_kind = all.iter().filter(|f| f.found.flaw() == flaw);
    of_kind.map(|f| about(&book, f)).collect()
}

fn about(book: &Rulebook, finding: &Finding) -> String {
    let ids: Vec<&str> = finding.found.about().iter().map(|t| t.id(book)).collect();
    let waived = if finding.waived_by.is_empty() { "" } else { " (waived)" };
    format!("{}{waived}", ids.join(" "))
}

const OWED: &str = "rule r.owed \"Owed\"\n  cite tr\n  when case.a\n  then must stay\n";

fn barred(when: &str) -> String {
    format!("{OWED}rule r.barred \"Barred\"\n  cite tr\n  when {when}\n  then must not stay\n")
}

#[test]
fn collisions() {
    assert_eq!(found(&barred("case.b"), Flaw::Collision), ["r.owed r.barred stay"]);
    assert!(found(&barred("case.b and not case.a"), Flaw::Collision).is_empty());
    let decided = barred("case.b") + "priority r.first \"First\"\n  cite tr\n  r.owed over r.barred\n";
    assert!(found(&decided, Flaw::Collision).is_empty());
    let lasting = barred("case.b").replace("must not stay", "must not stay while case.c");
    assert!(found(&lasting, Flaw::Collision).is_empty(), "a bar for a time suspends");
}

#[test]
fn a_collision_names_the_readings_and_a_case() {
    let rules = barred("under q is other and case.b");
    let book = book(&rules);
    let all = audit(&book, 3);
    let collision = all.iter().find(|f| f.found.flaw() == Flaw::Collision).unwrap();
    assert_eq!(collision.found.readings(), [(QuestionId(0), vec![1])]);
    let witness = collision.witness.as_ref().unwrap();
    let facts: Vec<(&str, Val)> = (witness.facts.iter())
        .map(|(item, v)| match item.what {
            What::Fact(f) => (book.facts[f.ix()].id.as_str(), *v),
            What::Relation(_) => panic!(),
        })
        .collect();
    assert_eq!(facts, [("case.a", Val::Bool(true)), ("case.b", Val::Bool(true))]);
    assert_eq!(witness.cell, Some((ActId(0), None)));
    assert_eq!(witness.readings, [(QuestionId(0), 1)]);
}

#[test]
fn no_lawful_act() {
    let bar = "rule r.bar \"Bar\"\n  cite tr\n  when case.a\n  then must not stay\n";
    assert_eq!(found(bar, Flaw::NoLawfulAct), [""]);
    let yes = format!("{bar}act wait \"Wait\"\n  kind resting\n  free\n  phrase \"wait\"\n");
    assert!(found(&yes, Flaw::NoLawfulAct).is_empty());
    let status = "term x.held \"Held\"\n  status\n  holds \"held\"\n  fails \"not held\"\n\
                  rule r.held \"Held\"\n  cite tr\n  when not case.a\n  then x.held\n";
    let held = bar.replace("when case.a", "when x.held and case.a");
    assert!(
        found(&(status.to_owned() + &held), Flaw::NoLawfulAct).is_empty(),
        "he is never of that status then"
    );
    let held = bar.replace("when case.a", "when x.held and case.b");
    assert_eq!(found(&(status.to_owned() + &held), Flaw::NoLawfulAct), ["x.held"]);
}

#[test]
fn excluding_duties() {
    let both = |when: &str| format!("{OWED}rule r.other \"Other\"\n  cite tr\n  when {when}\n  then must rest\n");
    assert_eq!(
        found(&both("case.b"), Flaw::ExcludingDuties),
        ["r.owed stay r.other rest"]
    );
    assert!(found(&both("not case.a"), Flaw::ExcludingDuties).is_empty());
}

#[test]
fn no_choice_left() {
    let one_of = "rule r.one \"One\"\n  cite tr\n  when case.a\n  then must one of stay, rest\n";
    let none =
        |when: &str| format!("{one_of}rule r.bar \"Bar\"\n  cite tr\n  when {when}\n  then must not stay, rest\n");
    assert_eq!(found(&none("case.b"), Flaw::NoChoiceLeft), ["r.one"]);
    assert!(found(&none("not case.a"), Flaw::NoChoiceLeft).is_empty());
    let excluded = format!(
        "{one_of}rule r.bar \"Bar\"\n  cite tr\n  when case.b\n  then must not stay\n\
         rule r.wait \"Wait\"\n  cite tr\n  when case.b\n  then must wait\n\
         act wait \"Wait\"\n  excludes rest\n  free\n  phrase \"wait\"\n"
    );
    assert_eq!(found(&excluded, Flaw::NoChoiceLeft), ["r.one"]);
}

#[test]
fn never_stands() {
    let rules = "impossible x.both \"Both\"\n  when case.a and case.b\n\
        rule r.dead \"Dead\"\n  cite tr\n  when case.a and case.b\n  then must not stay\n\
        rule r.live \"Live\"\n  cite tr\n  when case.a and case.c\n  then must not stay\n\
        rule r.part \"Part\"\n  cite tr\n  when case.c\n  then must not stay, rest\n\
        exception r.part.rest \"Not rest\"\n  cite tr\n  to r.part for rest\n\
        basis r.way \"Way\"\n  cite tr\n  for leave\n  when case.d and not case.d\n\
        basis r.open \"Open\"\n  cite tr\n  for leave\n  when case.d\n\
        exception r.never \"Never\"\n  cite tr\n  to r.live\n  when case.a and case.b\n\
        presume r.idle \"Idle\"\n  cite tr\n  that case.b is no\n  until court\n  when case.a\n\
        presume r.binds \"Binds\"\n  cite tr\n  that case.c is no\n  until court\n  when case.a\n";
    assert_eq!(
        found(rules, Flaw::NeverStands),
        ["r.dead", "r.part rest", "r.way", "r.never", "r.idle"]
    );
}

#[test]
fn never_matters() {
    let twice = |second: &str| format!("{OWED}rule r.again \"Again\"\n  cite {second}\n  then must stay\n");
    assert_eq!(found(&twice("tr"), Flaw::NeverMatters), ["r.owed"]);
    assert!(
        found(&twice("ts"), Flaw::NeverMatters).is_empty(),
        "another instrument is another reason"
    );
    let lifted = |when: &str| {
        format!(
            "{OWED}exception r.e1 \"E1\"\n  cite tr\n  to r.owed\n  when case.b\n\
             exception r.e2 \"E2\"\n  cite tr\n  to r.owed\n  when {when}\n"
        )
    };
    assert_eq!(found(&lifted("case.b and case.c"), Flaw::NeverMatters), ["r.e2"]);
    assert!(found(&lifted("case.c"), Flaw::NeverMatters).is_empty());
}

#[test]
fn nothing_depends() {
    let rules = |b: &str| {
        format!(
            "{OWED}rule r.b \"B\"\n  cite tr\n  under q is one or other\n  when case.c and case.d and ({b})\n  then must not rest\n"
        )
    };
    assert_eq!(
        found(&rules("case.b or not case.b"), Flaw::NothingDepends),
        ["case.b", "q"]
    );
    assert_eq!(found(&rules("case.b"), Flaw::NothingDepends), ["q"]);
    let term = "term x.t \"T\"\n  holds \"t\"\n  fails \"not t\"\nrule r.t \"T\"\n  cite tr\n  when case.b and case.c and case.d\n  then x.t\n";
    assert_eq!(found(&format!("{OWED}{term}"), Flaw::NothingDepends), ["x.t", "q"]);
}

#[test]
fn alike() {
    let fact =
        "fact case.kind \"Kind\"\n  type one of { x \"x\", y \"y\", z \"z\" }\n  ask \"Which?\"\n  shown by court\n";
    let rules = |when: &str| format!("{fact}rule r.k \"K\"\n  cite tr\n  when {when}\n  then must not rest\n");
    assert_eq!(
        found(&rules("case.kind is x or case.kind is y"), Flaw::Alike),
        ["case.kind"]
    );
    assert!(
        found(&rules("case.kind is one of { x, y }"), Flaw::Alike).is_empty(),
        "nobody tells them apart"
    );
    let told = rules("case.kind is x or case.kind is y and case.a");
    assert!(found(&told, Flaw::Alike).is_empty());
}

#[test]
fn waivers() {
    let waive = |more: &str| barred("case.b") + "waive w \"It stands\"\n  flaw collision\n  for r.owed" + more;
    assert_eq!(found(&waive("\n"), Flaw::Collision), ["r.owed r.barred stay (waived)"]);
    assert_eq!(
        found(&waive(", r.barred\n"), Flaw::Collision),
        ["r.owed r.barred stay (waived)"]
    );
    assert_eq!(
        found(&waive("\n  when case.a\n"), Flaw::Collision),
        ["r.owed r.barred stay (waived)"]
    );
    assert_eq!(
        found(&waive("\n  when case.c\n"), Flaw::Collision),
        ["r.owed r.barred stay"]
    );
    assert!(
        found(&waive("\n  when case.c\n"), Flaw::WaivesNothing).is_empty(),
        "it covers some cases"
    );
    assert_eq!(found(&waive("\n  when not case.a\n"), Flaw::WaivesNothing), ["w"]);
    let idle = barred("not case.a") + "waive w \"It stands\"\n  flaw collision\n  for r.owed\n";
    assert_eq!(found(&idle, Flaw::WaivesNothing), ["w"]);
}

/// A condition over the four facts.
#[derive(Clone, Debug)]
enum Say {
    Fact(u8),
    Not(Box<Say>),
    And(Box<Say>, Box<Say>),
    Or(Box<Say>, Box<Say>),
}

impl Say {
    fn text(&self) -> String {
        match self {
            Self::Fact(n) => format!("case.{}", ["a", "b", "c", "d"][*n as usize % 4]),
            Self::Not(s) => format!("not ({})", s.text()),
            Self::And(s, t) => format!("({} and {})", s.text(), t.text()),
            Self::Or(s, t) => format!("({} or {})", s.text(), t.text()),
        }
    }
}

fn say() -> impl Strategy<Value = Say> {
    let leaf = (0u8..4).prop_map(Say::Fact);
    leaf.prop_recursive(2, 6, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|s| Say::Not(Box::new(s))),
            (inner.clone(), inner.clone()).prop_map(|(s, t)| Say::And(Box::new(s), Box::new(t))),
            (inner.clone(), inner).prop_map(|(s, t)| Say::Or(Box::new(s), Box::new(t))),
        ]
    })
}

/// Statements: rules and bases on two acts, exceptions to the rules.
fn statements() -> impl Strategy<Value = Vec<String>> {
    let heads = prop::collection::vec((0u8..4, say()), 2..6);
    let lifts = prop::collection::vec((0usize..6, say()), 0..3);
    (heads, lifts).prop_map(|(heads, lifts)| {
        let mut out = Vec::new();
        for (i, (kind, when)) in heads.iter().enumerate() {
            let (head, clause, then) = match kind {
                0 => ("rule", "", "\n  then must leave"),
                1 => ("rule", "", "\n  then must not leave"),
                2 => ("rule", "", "\n  then must not stay"),
                _ => ("basis", "\n  for leave", ""),
            };
            out.push(format!(
                "{head} n.{i} \"N\"\n  cite tr{clause}\n  when {}{then}\n",
                when.text()
            ));
        }
        for (i, (to, when)) in lifts.iter().enumerate() {
            let to = to % heads.len();
            out.push(format!(
                "exception e.{i} \"E\"\n  cite tr\n  to n.{to}\n  when {}\n",
                when.text()
            ));
        }
        out
    })
}

/// A case in which the facts are these.
fn case(book: &Rulebook, bits: u32) -> Situation {
    let state = |code: &str| State {
        code: code.into(),
        name: code.into(),
    };
    let stated = (0..4u32).map(|f| Stated {
        item: Item {
            what: What::Fact(FactId(f)),
            act: None,
            state: None,
            other: None,
        },
        value: Val::Bool(bits >> f & 1 == 1),
        by: None,
        strength: 1,
        since: None,
        source: None,
        unverified: None,
    });
    assert_eq!(book.facts.len(), 4);
    Situation {
        id: "case".into(),
        as_of: Date::constant(2020, 7, 31),
        as_known: None,
        profile: ProfileId(0),
        readings: Vec::new(),
        detaining: state("AA"),
        states: vec![state("BB")],
        asked: vec![0],
        roles: Vec::new(),
        complete: true,
        stated: stated.collect(),
        law: Vec::new(),
        disputed: Vec::new(),
        done: Vec::new(),
        assumed: Vec::new(),
    }
}

/// For every case what an answer tells: for each act the verdict and whether a norm bars it, owes it, opens it. And all norms that ever stand.
fn listed(statements: &[String]) -> (Vec<String>, BTreeSet<String>) {
    let book = book(&statements.concat());
    let mut stand = BTreeSet::new();
    let told = (0..16).map(|bits| {
        let Outcome::Answer(answer) = reference::answer(&book, &case(&book, bits)) else {
            panic!("a contradiction")
        };
        let mut told = String::new();
        for cell in &answer.acts {
            let real = |norms: &[reference::reasons::RefNorm]| norms.iter().any(|n| n.rule.contains('.'));
            let sides = [&cell.if_done, &cell.if_not_done, &cell.basis];
            for norm in sides.into_iter().flatten() {
                stand.insert(norm.rule.clone());
            }
            let [done, not_done, basis] = sides.map(|n| real(n));
            told.push_str(&format!("{} {} {done} {not_done} {basis};", cell.act, cell.verdict));
        }
        told
    });
    (told.collect(), stand)
}

#[test]
fn what_is_listed_is_what_is_found() {
    let mut runner = TestRunner::deterministic();
    let (mut never, mut idle) = (0, 0);
    for _ in 0..200 {
        let statements = statements().new_tree(&mut runner).unwrap().current();
        let text = statements.concat();
        let book = book(&text);
        let all = audit(&book, 1);
        let of = |flaw: Flaw| -> BTreeSet<String> {
            let these = all.iter().filter(|f| f.found.flaw() == flaw);
            these.map(|f| f.found.about()[0].id(&book).to_owned()).collect()
        };
        let (dead, left_out) = (of(Flaw::NeverStands), of(Flaw::NeverMatters));
        let (whole, stand) = listed(&statements);
        for (i, statement) in statements.iter().enumerate() {
            let id = statement.split(' ').nth(1).unwrap();
            if id.starts_with("n.") {
                assert_eq!(dead.contains(id), !stand.contains(id), "{id} never stands\n{text}");
                never += usize::from(dead.contains(id));
            }
            // Without the norm its exceptions would have nothing to lift; what never stands is not said to matter never.
            if dead.contains(id) || statements.iter().any(|s| s.contains(&format!("to {id}\n"))) {
                continue;
            }
            let mut without = statements.clone();
            without.remove(i);
            let same = listed(&without).0 == whole;
            assert_eq!(left_out.contains(id), same, "{id} never matters\n{text}");
            idle += usize::from(same);
        }
    }
    assert!(never > 20 && idle > 20, "{never} never stood, {idle} never mattered");
}
