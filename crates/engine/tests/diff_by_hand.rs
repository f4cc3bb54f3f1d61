//! What changes between small rulebooks that differ in one thing, where the answer is plain.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod books;

use books::{file, settings, whole};
use jiff::civil::date;
use safeconduct_engine::diff::{Condition, Days, Diff, NEW, Only, Other, Stated, diff, statements};
use safeconduct_rulebook::model::*;
use safeconduct_rulebook::prose::clause;
use safeconduct_rulebook::source::Sources;

const BOOK: &str = r#"# Words

```rule
instrument tr "A treaty"
  short "Tr"
  kind treaty
fact ship.afloat "Afloat"
  type yes/no
  holds "the ship is afloat"
  fails "the ship is not afloat"
  ask "Is it afloat?"
  shown by court
fact ship.flag "Flag"
  type one of { red "the flag is red", green "the flag is green" }
  ask "Which flag?"
  shown by court
act sail "Sail"
  free
  phrase "sail"
act anchor "Anchor"
  free
  phrase "anchor"
step signal "Signal"
  for sail
  holds "a signal was given"
  fails "no signal was given"
profile plain "Plain"
  default
```

## `tr.1` Ships

```rule
rule tr.1.bar "No ship that is not afloat sails"
  when not ship.afloat
  then must not sail

exception tr.1.green "A green ship may"
  to tr.1.bar
  when ship.flag is green

rule tr.1.treaty "Those bound do not anchor"
  when detaining bound by tr
  then must not anchor
```
"#;

const STATE: &str = r#"name = "Aland"

[[law]]
instrument = "tr"
from = 2010-01-01
status = "checked"
source = "a test"
"#;

fn load(text: &str, state: &str) -> (Rulebook, Sources) {
    let loaded = safeconduct_rulebook::load(vec![settings(), file("law.md", text), file("states/AA.toml", state)]);
    let sources = loaded.sources.clone();
    (whole(loaded), sources)
}

const EVERY: Days = Days::Every {
    prefer: date(2026, 2, 11),
};

/// The changes when something in the book is replaced, with the new book.
fn change(what: &str, with: &str) -> (Diff, Rulebook) {
    assert!(BOOK.contains(what), "{what}");
    let (old, new) = (load(BOOK, STATE).0, load(&BOOK.replace(what, with), STATE).0);
    (diff(&old, &new, EVERY, 3), new)
}

/// `sail permitted prohibited`, with what is told of where.
fn turns(found: &Diff, new: &Rulebook) -> Vec<(String, Vec<String>)> {
    let said = |c: &Condition| match c {
        Condition::Says { cond, only, .. } => format!(
            "{}{}",
            only.map_or("", |s| if s == NEW { "now " } else { "once " }),
            clause(new, cond)
        ),
        other => format!("{other:?}"),
    };
    let turn = |v: &safeconduct_engine::diff::VerdictChange| {
        let act = &new.acts[v.act[NEW].ix()].id;
        (
            format!("{act} {} {}", v.from.word(), v.to.word()),
            v.only_where.iter().map(said).collect(),
        )
    };
    found.verdicts.iter().map(turn).collect()
}

#[test]
fn a_bar_added() {
    let more = "rule tr.1.red \"No red ship anchors\"\n  when ship.flag is red and ship.afloat\n  then must not anchor\n\nrule tr.1.treaty";
    let (found, new) = change("rule tr.1.treaty", more);
    let (turn, only) = turns(&found, &new).remove(0);
    assert_eq!(turn, "anchor permitted prohibited");
    assert_eq!(found.verdicts.len(), 1);
    assert!(
        only.contains(&"the flag is red".to_owned()) && only.contains(&"the ship is afloat".to_owned()),
        "{only:?}"
    );
    // Only those who are not bound already; then that is certain.
    assert!(only.iter().any(|c| c.contains("is not bound by Tr")), "{only:?}");
    assert_eq!(found.verdicts[0].enough.as_ref().map(Vec::len), Some(0));
}

#[test]
fn an_exception_narrowed() {
    let (found, new) = change(
        "when ship.flag is green",
        "when ship.flag is green and detaining bound by tr",
    );
    let (turn, only) = turns(&found, &new).remove(0);
    assert_eq!(turn, "sail permitted prohibited");
    assert_eq!(only.len(), 3, "{only:?}");
    assert!(only.contains(&"the ship is not afloat".to_owned()) && only.contains(&"the flag is green".to_owned()));
}

#[test]
fn a_question_added_may_be_answered_either_way() {
    let question = "question q \"May green ships?\"\n  turns on \"green ships\"\n  position yes \"yes\"\n    held by \"some\"\n    on tr\n  position no \"no\"\n    held by \"others\"\n    on tr\nprofile plain \"Plain\"\n  default\n  q is yes";
    let text = BOOK.replace("profile plain \"Plain\"\n  default", question).replace(
        "  when ship.flag is green",
        "  under q is yes\n  when ship.flag is green",
    );
    let (old, new) = (load(BOOK, STATE).0, load(&text, STATE).0);
    let found = diff(&old, &new, EVERY, 3);
    let (turn, only) = turns(&found, &new).remove(0);
    assert_eq!(
        (turn.as_str(), only.len()),
        ("sail permitted prohibited", 3),
        "{only:?}"
    );
    assert!(
        found
            .names
            .iter()
            .any(|n| n.only == Only::New && n.kind == "question" && n.id == "q")
    );
}

#[test]
fn a_value_added_is_told_and_not_compared() {
    let (found, new) = change(
        "green \"the flag is green\" }",
        "green \"the flag is green\", blue \"the flag is blue\" }",
    );
    assert!(turns(&found, &new).is_empty());
    let name = found.names.iter().find(|n| n.kind == "value").expect("a value");
    assert_eq!((name.only, name.id.as_str()), (Only::New, "ship.flag is blue"));
}

#[test]
fn a_fact_renamed_with_an_alias_is_the_same_fact() {
    let renamed = BOOK
        .replace("ship.afloat", "ship.swims")
        .replace("act sail", "alias ship.afloat for ship.swims\nact sail");
    let ((old, before), (new, after)) = (load(BOOK, STATE), load(&renamed, STATE));
    for (old, new) in [(&old, &new), (&new, &old)] {
        let found = diff(old, new, EVERY, 3);
        assert!(found.verdicts.is_empty() && found.names.is_empty(), "{:?}", found.names);
    }
    assert!(
        statements((&old, &before), (&new, &after))
            .iter()
            .all(|s| s.kind == "fact")
    );
    // Without the alias it is another fact, and either may be found without the other.
    let other = load(&BOOK.replace("ship.afloat", "ship.swims"), STATE).0;
    let found = diff(&old, &other, EVERY, 3);
    assert_eq!(
        turns(&found, &other).iter().map(|t| t.0.as_str()).collect::<Vec<_>>(),
        ["sail permitted prohibited", "sail prohibited permitted"]
    );
    assert_eq!(found.names.len(), 2);
}

#[test]
fn an_act_added_is_new() {
    let (found, new) = change(
        "step signal",
        "act drift \"Drift\"\n  free\n  phrase \"drift\"\nstep signal",
    );
    assert!(turns(&found, &new).is_empty());
    assert_eq!((found.acts, found.names.len(), found.names[0].kind), (2, 1, "act"));
}

#[test]
fn an_entry_dated_otherwise() {
    let (old, new) = (load(BOOK, STATE).0, load(BOOK, &STATE.replace("2010", "2015")).0);
    let found = diff(&old, &new, EVERY, 3);
    assert_eq!(turns(&found, &new)[0].0, "anchor prohibited permitted");
    let only = &found.verdicts[0].only_where;
    let day = only.iter().find_map(|c| match c {
        Condition::Day { from, until } => Some((*from, *until)),
        _ => None,
    });
    assert_eq!(day, Some((Some(date(2010, 1, 1)), Some(date(2015, 1, 1)))));
    assert!(
        only.iter()
            .any(|c| matches!(c, Condition::State { may, unfiled: false, .. } if may == &["AA"])),
        "{only:?}"
    );
    assert_eq!(found.verdicts[0].case.days, [date(2010, 1, 1); 2]);
    // On two days of one rulebook it is the other way round.
    let days = Days::Two {
        old: date(2009, 12, 31),
        new: date(2010, 1, 1),
    };
    assert_eq!(
        turns(&diff(&old, &old, days, 3), &old)[0].0,
        "anchor permitted prohibited"
    );
    let later = Days::Two {
        old: date(2010, 1, 1),
        new: date(2026, 1, 1),
    };
    assert!(diff(&old, &old, later, 3).verdicts.is_empty());
}

#[test]
fn a_step_added_is_no_bar() {
    let more = "rule tr.1.signal \"Signal first\"\n  when ship.flag is red\n  then must not sail until signal\n\nrule tr.1.treaty";
    let (found, new) = change("rule tr.1.treaty", more);
    assert!(turns(&found, &new).is_empty());
    assert!(
        matches!(found.others.as_slice(), [o] if matches!(o.what, Other::Step(..)) && o.comes && !o.goes),
        "{:?}",
        found.others
    );
}

#[test]
fn words_changed_are_no_change() {
    let text = BOOK
        .replace("the ship is afloat", "the ship swims")
        .replace("A green ship may", "Green ships may");
    let ((old, before), (new, after)) = (load(BOOK, STATE), load(&text, STATE));
    assert!(diff(&old, &new, EVERY, 3).verdicts.is_empty());
    let found = statements((&old, &before), (&new, &after));
    let ids: Vec<&str> = found.iter().map(|s| s.id.as_str()).collect();
    assert_eq!(ids, ["tr.1.green", "ship.afloat"]);
    assert!(
        found.iter().all(|s| matches!(s.what, Stated::Reworded(..))),
        "{found:?}"
    );
    let narrower = load(&BOOK.replace("when ship.flag is green", "when ship.flag is red"), STATE);
    let found = statements((&old, &before), (&narrower.0, &narrower.1));
    assert!(matches!(found.as_slice(), [s] if s.id == "tr.1.green" && matches!(s.what, Stated::Changed(..))));
}
