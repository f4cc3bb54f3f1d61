//! Law that a case states in place of the rulebook's.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod common;

use common::rulebook;
use jiff::civil::date;
use safeconduct_casefile::{CaseFile, Overrides, read, resolve, write_toml};
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::Rulebook;

const CASE: &str = r#"
id = "a"
as_of = 2026-01-01
detaining = "UA"
origin = "KP"
destinations = ["KP", "KR"]

[conflict]
hostilities = "ongoing"

[law.UA]
t = false

[law.KP]
t = true
reserves = ["t.2"]

[law.KR]
derogates = ["t.2"]
"#;

fn case(text: &str, rulebook: &Rulebook) -> CaseFile {
    let (case, diagnostics) = read("case.toml", text, rulebook);
    case.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn ask(case: &CaseFile, rulebook: &Rulebook, set: &[(&str, &str)]) -> Situation {
    let overrides = Overrides {
        set: set.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        ..Overrides::none(date(2026, 1, 1))
    };
    let (situation, diagnostics) = resolve(case, rulebook, &overrides);
    situation.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

fn assumed(situation: &Situation, rulebook: &Rulebook) -> Vec<String> {
    let answer = safeconduct_engine::answer(rulebook, situation).unwrap();
    let law = answer.assumed.into_iter().filter(|v| v.fact.starts_with("law."));
    law.map(|v| format!("{} {}: {}", v.fact, v.value, v.clause)).collect()
}

#[test]
fn it_is_said_in_words() {
    let rulebook = rulebook();
    let situation = ask(&case(CASE, &rulebook), &rulebook, &[]);
    insta::assert_snapshot!(assumed(&situation, &rulebook).join("\n"));
    let answer = safeconduct_engine::answer(&rulebook, &situation).unwrap();
    let send = |to: &str| {
        let cell = answer
            .acts
            .iter()
            .find(|a| a.act == "send" && a.destination.as_deref() == Some(to));
        cell.unwrap().verdict.clone()
    };
    assert_eq!(send("KP"), "prohibited", "bound, and reserved");
    assert_eq!(send("KR"), "open", "whether it is bound stays open");
    assert_eq!(answer.open_law.len(), 1, "{:?}", answer.open_law);
}

#[test]
fn it_reads_back() {
    let rulebook = rulebook();
    let first = case(CASE, &rulebook);
    let written = write_toml(&first);
    let second = case(&written, &rulebook);
    assert_eq!(write_toml(&second), written);
    assert_eq!(ask(&second, &rulebook, &[]).law, ask(&first, &rulebook, &[]).law);
    assert_eq!(ask(&first, &rulebook, &[]).law.len(), 3);
    let json = r#"{"id": "a", "as_of": "2026-01-01", "detaining": "UA", "origin": "KP", "destinations": ["KP", "KR"],
        "conflict": {"hostilities": "ongoing"},
        "law": {"UA": {"t": false}, "KP": {"t": true, "reserves": ["t.2"]}, "KR": {"derogates": ["t.2"]}}}"#;
    assert_eq!(
        ask(&case(json, &rulebook), &rulebook, &[]).law,
        ask(&first, &rulebook, &[]).law
    );
}

#[test]
fn it_is_put_on_top() {
    let rulebook = rulebook();
    let file = case(CASE, &rulebook);
    let said = |set: &[(&str, &str)]| assumed(&ask(&file, &rulebook, set), &rulebook);
    assert!(said(&[("law.UA.t", "true")])[0].contains("UA is bound by T, without"));
    assert_eq!(said(&[("law.UA.t", "open")]).len(), 2);
    assert!(said(&[("law.KR.t", "true")])[2].contains("Republic of Korea is bound by T and derogates"));
    for (path, value, code) in [
        ("law.UA.s", "true", "unknown-name"),
        ("law.UA.t", "perhaps", "wrong-type"),
        ("law.UA.reserves", "t.2", "wrong-type"),
        ("law.UA", "true", "wrong-type"),
        ("law.FR.t", "true", "unknown-state"),
    ] {
        let overrides = Overrides {
            set: vec![(path.to_owned(), value.to_owned())],
            ..Overrides::none(date(2026, 1, 1))
        };
        let (situation, diagnostics) = resolve(&file, &rulebook, &overrides);
        let codes: Vec<&str> = diagnostics.iter().map(|d| d.code).collect();
        assert!(situation.is_none() && codes == [code], "{path}={value}: {codes:?}");
    }
}
