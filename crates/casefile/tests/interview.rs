//! Interviews: nothing that was said is lost, and nothing is made of what was not said.
#![allow(clippy::panic, reason = "tests")]

mod common;

use common::rulebook;
use jiff::civil::date;
use proptest::prelude::*;
use safeconduct_casefile::interview::{Evidence, Form, Interview, Question, Record, Reply, a_day, items_at};
use safeconduct_casefile::{Asked, CaseFile, Kind, Overrides, Plain, read_toml, situation};
use safeconduct_engine::situation::{Situation, What};
use safeconduct_rulebook::model::Rulebook;
use std::sync::LazyLock;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(rulebook);

const SETTING: &str =
    "id = \"x\"\nas_of = 2026-02-11\ndetaining = \"UA\"\norigin = \"KP\"\ndestinations = [\"KP\", \"KR\"]\n";

fn read(text: &str) -> CaseFile {
    let (case, wrong) = read_toml("x.toml", text, &RULEBOOK);
    case.unwrap_or_else(|| panic!("{wrong:?}\n{text}"))
}

fn resolved(case: &CaseFile) -> Situation {
    situation(case, &RULEBOOK, &Overrides::none(date(2026, 2, 11))).expect("the case fits the rulebook")
}

fn empty() -> Interview {
    Interview::of(read(SETTING))
}

fn yes() -> Reply {
    Reply::Value(Plain::Bool(true))
}

/// Questions of the small rulebook, and what can be replied to each.
fn replies() -> Vec<(&'static str, Vec<Reply>)> {
    let text = |t: &str| Plain::Text(t.to_owned());
    let of = |values: Vec<Plain>| {
        let disputed = Reply::Disputed(values.clone(), Some("two papers".to_owned()));
        let mut all: Vec<Reply> = values.into_iter().map(Reply::Value).collect();
        all.push(disputed);
        all.extend(Asked::ALL.map(Reply::Nothing));
        all
    };
    vec![
        ("conflict.hostilities", of(vec![text("ongoing"), text("ceased")])),
        (
            "prisoner.fit_to_travel",
            of(vec![Plain::Bool(true), Plain::Bool(false)]),
        ),
        ("prisoner.age", of(vec![Plain::Int(19), Plain::Int(40)])),
        (
            "prisoner.captive_since",
            of(vec![Plain::Date(date(2025, 1, 9)), Plain::Date(date(2025, 1, 11))]),
        ),
        ("destination.KP.torture", of(vec![text("found"), text("dispelled")])),
        ("destination.KR.torture", of(vec![text("found"), text("dispelled")])),
        ("wish.KR.says", of(vec![text("yes"), text("no")])),
        ("onward.KR.KP", of(vec![text("found"), text("dispelled")])),
        (
            "orders.appeal_pending.send.KR",
            of(vec![Plain::Bool(true), Plain::Bool(false)]),
        ),
    ]
}

fn record(question: usize, reply: usize) -> Record {
    let questions = replies();
    let (path, replies) = &questions[question % questions.len()];
    let mut record = Record::new(*path, replies[reply % replies.len()].clone());
    if reply.is_multiple_of(3) {
        record.evidence = Evidence {
            source: Some(format!("paper {reply}")),
            kind: Some(Kind::Report),
            found_by: Some("court".to_owned()),
            since: Some(date(2025, 2, 1)),
            ..Evidence::default()
        };
    }
    record
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is said: the file that is saved gives the same interview back, and the same file.
    #[test]
    fn saved_and_resumed(said in prop::collection::vec((0..9_usize, 0..12_usize), 0..14)) {
        let mut interview = empty();
        for (question, reply) in said {
            interview.to_the_front();
            interview.reply(record(question, reply));
        }
        let text = interview.text();
        let again = Interview::of(read(&text));
        prop_assert_eq!(&again.text(), &text);
        let sorted = |i: &Interview| {
            let mut all = i.records().to_vec();
            all.sort_by(|a, b| a.path.cmp(&b.path));
            all
        };
        prop_assert_eq!(sorted(&again), sorted(&interview));
    }

    /// A reply that is changed and changed back leaves the interview as it was: no other reply is touched, and its evidence comes back.
    #[test]
    fn changed_and_changed_back(
        said in prop::collection::vec((0..9_usize, 0..12_usize), 1..14),
        which in any::<prop::sample::Index>(),
        other in 0..12_usize,
    ) {
        let mut interview = empty();
        for (question, reply) in said {
            interview.to_the_front();
            interview.reply(record(question, reply));
        }
        let before = (interview.records().to_vec(), interview.text());
        let old = interview.records()[which.index(interview.records().len())].clone();
        prop_assert!(interview.go_to(&old.path));
        let place = replies().iter().position(|(path, _)| *path == old.path).unwrap_or(0);
        interview.reply(Record::new(&old.path, replies()[place].1[other % replies()[place].1.len()].clone()));
        let others = |records: &[Record]| records.iter().filter(|r| r.path != old.path).cloned().collect::<Vec<_>>();
        prop_assert_eq!(others(interview.records()), others(&before.0));
        prop_assert!(interview.go_to(&old.path));
        interview.reply(Record::new(&old.path, old.reply.clone()));
        prop_assert_eq!((interview.records().to_vec(), interview.text()), before);
    }

    /// Going back and forward changes nothing.
    #[test]
    fn walking_changes_nothing(
        said in prop::collection::vec((0..9_usize, 0..12_usize), 0..9),
        steps in prop::collection::vec(any::<bool>(), 0..30),
    ) {
        let mut interview = empty();
        for (question, reply) in said {
            interview.to_the_front();
            interview.reply(record(question, reply));
        }
        let before = interview.text();
        for back in steps {
            let _ = if back { interview.back() } else { interview.forward() };
            prop_assert!(interview.at() <= interview.records().len());
            prop_assert_eq!(interview.current().is_none(), interview.at() == interview.records().len());
        }
        prop_assert_eq!(interview.text(), before);
    }
}

#[test]
fn what_has_no_value_stays_open_and_is_not_asked_again() {
    let text = Plain::Text("found".to_owned());
    let other = Plain::Text("dispelled".to_owned());
    for reply in [
        Reply::Nothing(Asked::Unknown),
        Reply::Nothing(Asked::Refused),
        Reply::Nothing(Asked::NotAsked),
        Reply::Disputed(vec![text, other], None),
    ] {
        let mut interview = empty();
        interview.reply(Record::new("destination.KP.torture", reply.clone()));
        let case = resolved(&read(&interview.text()));
        assert!(case.stated.is_empty(), "{reply:?}");
        assert_eq!(case.disputed.len(), usize::from(matches!(reply, Reply::Disputed(..))));
        let skipped = interview.skipped(&RULEBOOK, &case);
        assert_eq!(skipped, items_at(&RULEBOOK, &case, "destination.KP.torture"));
        assert_eq!(skipped.len(), 1);
    }
}

#[test]
fn one_reply_may_speak_for_every_act_and_state() {
    let mut interview = empty();
    interview.reply(Record::new("orders.appeal_pending", Reply::Nothing(Asked::Unknown)));
    let case = resolved(&read(&interview.text()));
    // `send` to two states, `release`, `keep`.
    assert_eq!(interview.skipped(&RULEBOOK, &case).len(), 4);
    let question = Question::at(&RULEBOOK, &case, "orders.appeal_pending").expect("a question");
    assert_eq!(question.path, "orders.appeal_pending.send.KP");
    let all = question.everywhere.expect("it can be said of all");
    assert_eq!(
        (all.path.as_str(), all.value),
        ("orders.appeal_pending", Plain::Bool(false))
    );
    // One that is known beside many that are not is no contradiction.
    interview.to_the_front();
    interview.reply(Record::new("orders.appeal_pending.send.KR", yes()));
    assert_eq!(resolved(&read(&interview.text())).stated.len(), 1);
}

#[test]
fn a_file_becomes_an_interview_and_nothing_is_lost() {
    let text = r#"id = "x"
as_of = 2026-02-11
detaining = "UA"
origin = "KP"
destinations = ["KP", "KR"]

[prisoner]
age = 20

[steps.examination.send]
KR = 2026-01-20

[findings."destination.KP.torture"]
asked = "refused"
found_by = "court"

[findings."prisoner.age"]
source = "a paper"

[[expect]]
act = "send"
destination = "KP"
verdict = "prohibited"
"#;
    let interview = Interview::of(read(text));
    let paths: Vec<&str> = interview.records().iter().map(|r| r.path.as_str()).collect();
    assert_eq!(paths, ["prisoner.age", "destination.KP.torture"]);
    assert_eq!(interview.records()[0].evidence.source.as_deref(), Some("a paper"));
    assert!(interview.current().is_none(), "one stands at the front");
    let again = read(&interview.text());
    assert_eq!(
        (again.expects.len(), again.statements.len(), again.findings.len()),
        (1, 3, 2)
    );
    assert_eq!(again.findings.iter().find_map(|f| f.asked), Some(Asked::Refused));
}

#[test]
fn questions_say_what_can_be_replied() {
    let case = resolved(&read(SETTING));
    let at = |path| Question::at(&RULEBOOK, &case, path).expect("a question");
    let torture = at("destination.KR.torture");
    assert_eq!(torture.ask, "Would he be in danger of torture in Republic of Korea?");
    assert_eq!(
        (torture.shown_by.join(" "), torture.standard.as_str()),
        ("court asylum_authority".to_owned(), "substantial grounds")
    );
    let Form::Choices(choices) = &torture.form else {
        panic!("choices")
    };
    assert_eq!(
        choices[1].clause,
        "no danger of torture awaits him in Republic of Korea"
    );
    assert_eq!(torture.value("dispelled"), Ok(Plain::Text("dispelled".to_owned())));
    assert!(torture.value("unknown").is_err());
    let onward = at("onward.KP.KR");
    assert!(matches!(onward.item.what, What::Relation(_)));
    assert_eq!(
        onward.clause(&Plain::Text("found".to_owned())),
        "KP hands people on to Republic of Korea"
    );
    assert_eq!(at("prisoner.captive_since").form, Form::Day);
    assert_eq!(at("prisoner.age").value("27"), Ok(Plain::Int(27)));
    assert!(at("prisoner.age").value("twenty").is_err());
    assert!(
        Question::at(&RULEBOOK, &case, "destination.RU.torture").is_none(),
        "no state of the case"
    );
    assert_eq!(
        a_day("2026-02-30"),
        Err("there is no day 2026-02-30 in the calendar".to_owned())
    );
}
