//! Case files that are right, and what becomes of them.
#![allow(clippy::panic, reason = "tests")]

mod common;

use common::rulebook;
use jiff::civil::{Date, date};
use safeconduct_casefile::{CaseFile, Overrides, read_json, read_toml, situation, sources, write_toml};
use safeconduct_engine::situation::{Situation, What};
use safeconduct_rulebook::model::{Rulebook, Val};

const TODAY: Date = date(2026, 3, 1);

const FULL: &str = r#"
id = "full"
title = "Everything that a case can say"
as_of = 2026-02-11
as_known = 2026-01-01
profile = "strict"
detaining = "UA"
origin = "KP"
destinations = ["KR", "KP"]
destinations_complete = true
happened = "He was kept, and \"nobody\" asked him."

[readings]
gives_way = "yields"

[conflict]
hostilities = "ongoing"

[prisoner]
fit_to_travel = "no"
captive_since = 2025-01-11
age = 20

[destination.KR]
torture = "dispelled"

[destination.KP]
torture = "found"

[wish]
KR = { says = "yes" }

[onward]
CH = { KP = "found" }
RU = { KP = "found", KR = "dispelled" }

[orders]
appeal_pending = false

[steps]
capture_card = 2025-01-18
[steps.examination.send]
KR = 2026-01-20
KP = 2026-03-20

[findings."destination.KR.torture"]
source = "a report"
kind = "report"
found_by = "court"
since = 2025-01-01
recorded = 2025-06-01
unverified = "the page"

[findings."destination.KP.torture"]
recorded = 2026-01-15

[findings."orders.appeal_pending"]
source = "the registry"

[findings."orders.appeal_pending.send.KR"]
kind = "judgment"

[findings."destination.RU.torture".disputed]
values = ["found", "dispelled"]

[[expect]]
act = "keep"
verdict = "permitted"

[[expect]]
duty = "t.1.card"
status = "done"
due = 2025-01-18

[[expect]]
term = "prisoner.held"
value = true

[[expect]]
term = "destination.is_home"
state = "KP"
value = "true"
why = "he comes from there"
"#;

fn read(text: &str, rulebook: &Rulebook) -> CaseFile {
    let (case, diagnostics) = read_toml("case.toml", text, rulebook);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    case.expect("a case")
}

fn ask(case: &CaseFile, rulebook: &Rulebook, overrides: &Overrides) -> Situation {
    situation(case, rulebook, overrides).unwrap_or_else(|d| {
        panic!(
            "{}",
            safeconduct_rulebook::diagnostics::render(&sources(case, overrides), &d, false)
        )
    })
}

/// The statements, for people.
fn said(s: &Situation, rulebook: &Rulebook) -> Vec<String> {
    let state = |i: Option<u32>| i.map(|i| s.states[i as usize].code.as_str()).unwrap_or("-");
    let mut lines: Vec<String> = Vec::new();
    for stated in &s.stated {
        let item = stated.item;
        let what = match item.what {
            What::Fact(f) => rulebook.facts[f.ix()].id.as_str(),
            What::Relation(r) => rulebook.relations[r.ix()].id.as_str(),
        };
        let act = item.act.map(|a| rulebook.acts[a.ix()].id.as_str()).unwrap_or("-");
        lines.push(format!(
            "{what} {act} {} {} = {:?} strength {} by {:?}",
            state(item.state),
            state(item.other),
            stated.value,
            stated.strength,
            stated.by.map(|b| rulebook.bodies[b.ix()].as_str())
        ));
    }
    lines
}

#[test]
fn everything() {
    let rulebook = rulebook();
    let case = read(FULL, &rulebook);
    let s = ask(&case, &rulebook, &Overrides::none(TODAY));
    let codes: Vec<&str> = s.states.iter().map(|s| s.code.as_str()).collect();
    assert_eq!(codes, ["KR", "KP", "CH", "RU"]);
    assert_eq!((s.asked.as_slice(), s.complete), ([0, 1].as_slice(), true));
    assert_eq!(s.roles, [Some(1), Some(1)]);
    assert_eq!(s.states[0].name, "Republic of Korea");
    assert_eq!(s.readings.len(), 1);
    insta::assert_snapshot!(said(&s, &rulebook).join("\n"));
    insta::assert_snapshot!(
        "assumed",
        s.assumed
            .iter()
            .map(|(n, v)| format!("{n}: {v}"))
            .collect::<Vec<_>>()
            .join("\n")
    );
    assert_eq!((s.disputed.len(), s.disputed[0].values.len()), (1, 2));
    let done: Vec<String> = s
        .done
        .iter()
        .map(|d| format!("{:?} {:?} {:?} {}", d.step, d.act, d.state, d.date))
        .collect();
    assert_eq!(
        done,
        [
            "StepId(0) None None 2025-01-18",
            "StepId(1) Some(ActId(0)) Some(0) 2026-01-20"
        ]
    );
}

#[test]
fn the_canonical_form_reads_back() {
    let rulebook = rulebook();
    let case = read(FULL, &rulebook);
    let written = write_toml(&case);
    insta::assert_snapshot!(written);
    let again = read(&written, &rulebook);
    assert_eq!(write_toml(&again), written);
    let nothing = Overrides::none(TODAY);
    assert_eq!(
        format!("{:?}", ask(&again, &rulebook, &nothing)),
        format!("{:?}", ask(&case, &rulebook, &nothing))
    );
}

#[test]
fn json_is_the_same_schema() {
    let rulebook = rulebook();
    let value: toml::Value = toml::from_str(FULL).expect("TOML");
    let mut json = serde_json::to_value(value).expect("JSON");
    plain_dates(&mut json);
    let text = serde_json::to_string_pretty(&json).expect("JSON");
    let (case, diagnostics) = read_json("case.json", &text, &rulebook);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let nothing = Overrides::none(TODAY);
    let (json, toml) = (
        ask(&case.expect("a case"), &rulebook, &nothing),
        ask(&read(FULL, &rulebook), &rulebook, &nothing),
    );
    let mut expected = toml.clone();
    // The order of left-out findings is that of the file.
    expected.assumed.sort();
    let mut found = json.clone();
    found.assumed.sort();
    assert_eq!(format!("{found:?}"), format!("{expected:?}"));
}

/// The `toml` crate wraps dates in a table of its own.
fn plain_dates(value: &mut serde_json::Value) {
    match value {
        serde_json::Value::Object(map) => {
            if let Some(date) = map.get("$__toml_private_datetime").cloned() {
                *value = date;
            } else {
                map.values_mut().for_each(plain_dates);
            }
        }
        serde_json::Value::Array(items) => items.iter_mut().for_each(plain_dates),
        _ => {}
    }
}

const SHORT: &str = "id = \"s\"\ndetaining = \"UA\"\norigin = \"KP\"\n[orders]\nappeal_pending = false\n[prisoner]\nfit_to_travel = true\n";

fn set(pairs: &[(&str, &str)]) -> Overrides {
    let set = pairs.iter().map(|(p, v)| ((*p).to_owned(), (*v).to_owned())).collect();
    Overrides {
        set,
        ..Overrides::none(TODAY)
    }
}

#[test]
fn what_is_missing_is_said_aloud() {
    let rulebook = rulebook();
    let s = ask(&read(SHORT, &rulebook), &rulebook, &Overrides::none(TODAY));
    assert_eq!(s.as_of, TODAY);
    let assumed: Vec<&str> = s.assumed.iter().map(|a| a.0.as_str()).collect();
    assert_eq!(assumed, ["as_of", "commanded_by"]);
    assert_eq!((s.asked.len(), s.profile.ix()), (1, 0));
}

#[test]
fn what_is_put_on_top() {
    let rulebook = rulebook();
    let case = read(SHORT, &rulebook);
    let s = ask(
        &case,
        &rulebook,
        &set(&[
            ("prisoner.fit_to_travel", "open"),
            ("prisoner.age", "20"),
            ("prisoner.captive_since", "2025-01-11"),
            ("onward.RU.KP", "found"),
            ("destination.RU.torture", "dispelled"),
            ("orders.appeal_pending.send.KP", "true"),
            ("orders.appeal_pending.release", "open"),
            ("steps.examination.send.KP", "2026-01-20"),
            ("steps.capture_card", "2027-01-20"),
            ("commanded_by", "RU"),
        ]),
    );
    insta::assert_snapshot!(said(&s, &rulebook).join("\n"));
    assert_eq!((s.done.len(), s.states.len(), s.roles[1]), (1, 2, Some(1)));
    let steps = s.assumed.iter().filter(|a| a.0 == "steps.capture_card").count();
    assert_eq!(steps, 1, "{:?}", s.assumed);
}

#[test]
fn what_is_put_on_top_and_wrong() {
    let rulebook = rulebook();
    let case = read(SHORT, &rulebook);
    let mut overrides = set(&[
        ("prisoner.fitt_to_travel", "true"),
        ("prisoner.fit_to_travel", "perhaps"),
        ("destination.CH.torture", "found"),
        ("as_of", "2026-01-01"),
        ("origin", "UA"),
        ("steps.examination.keep", "2026-01-20"),
        ("orders.appeal_pending.send.kp", "true"),
        ("", ""),
    ]);
    overrides.profile = Some("modernn".to_owned());
    overrides.readings = vec![
        ("gives_way".to_owned(), "yield".to_owned()),
        ("gives".to_owned(), "yields".to_owned()),
    ];
    let diagnostics = situation(&case, &rulebook, &overrides).expect_err("all of it is wrong");
    insta::assert_snapshot!(safeconduct_rulebook::diagnostics::render(
        &sources(&case, &overrides),
        &diagnostics,
        false
    ));
}

#[test]
fn a_value_put_on_top_has_no_evidence() {
    let rulebook = rulebook();
    let case = read(FULL, &rulebook);
    let s = ask(
        &case,
        &rulebook,
        &set(&[("destination.KR.torture", "found"), ("destination.RU.torture", "found")]),
    );
    assert!(s.disputed.is_empty());
    let found: Vec<_> = s
        .stated
        .iter()
        .filter(|s| s.value == Val::Value(0) && s.item.state.is_some() && s.source.is_none())
        .collect();
    assert!(found.len() >= 2);
}

#[test]
fn an_old_name_is_a_warning() {
    let rulebook = rulebook();
    let text = "id = \"s\"\ndetaining = \"UA\"\n[prisoner]\nfit = true\n";
    let (case, diagnostics) = read_toml("case.toml", text, &rulebook);
    let case = case.expect("a case");
    assert_eq!((case.warnings.len(), diagnostics[0].code), (1, "old-name"));
    assert_eq!(ask(&case, &rulebook, &Overrides::none(TODAY)).stated.len(), 1);
}

#[test]
fn what_is_expected_is_held_against_the_answer() {
    let rulebook = rulebook();
    let case = read(FULL, &rulebook);
    assert_eq!(case.happened.as_deref(), Some("He was kept, and \"nobody\" asked him."));
    let situation = ask(&case, &rulebook, &Overrides::none(TODAY));
    let answer = safeconduct_engine::answer(&rulebook, &situation).expect("an answer");
    assert_eq!(safeconduct_casefile::check(&case.expects, &answer), []);
    let lines: Vec<String> = case.expects.iter().map(safeconduct_casefile::Expect::line).collect();
    assert_eq!(
        lines,
        [
            "keep: verdict permitted",
            "duty t.1.card: status done, due 2025-01-18",
            "prisoner.held: value true",
            "destination.is_home of KP: value true",
        ]
    );
    let wrong = FULL
        .replace(
            "status = \"done\"\ndue = 2025-01-18",
            "status = \"due\"\ndue = 2025-01-19",
        )
        .replace("value = true", "value = \"open\"")
        .replace("value = \"true\"", "value = \"false\"");
    let case = read(&wrong, &rulebook);
    let found: Vec<String> = safeconduct_casefile::check(&case.expects, &answer)
        .iter()
        .map(|m| format!("{}: {}: expected {}, found {}", m.about, m.key, m.expected, m.found))
        .collect();
    assert_eq!(
        found,
        [
            "duty t.1.card: status: expected due, found done",
            "duty t.1.card: due: expected 2025-01-19, found 2025-01-18",
            "prisoner.held: value: expected open, found true",
            "destination.is_home of KP: value: expected false, found true",
        ]
    );
}
