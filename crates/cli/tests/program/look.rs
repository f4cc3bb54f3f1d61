//! `safeconduct law`

use super::{closed_pipe, run};

/// The minimal rulebook of the language's own tests: every kind of statement, and it is stable.
const MINIMAL: [&str; 2] = ["--rulebook", "../rulebook/tests/minimal"];

fn law<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    ["law"]
        .into_iter()
        .chain(arguments.iter().copied())
        .chain(MINIMAL)
        .collect()
}

/// What is printed for these arguments.
fn shown(arguments: &[&str]) -> String {
    let ran = run(&law(arguments));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    let widest = ran.out.lines().map(|l| l.chars().count()).max().unwrap_or(0);
    assert!(widest <= 80, "{widest} columns: {arguments:?}");
    ran.out
}

#[test]
fn an_article_with_its_provisions() {
    insta::assert_snapshot!(shown(&["show", "hc.2"]));
}

#[test]
fn a_provision_and_everything_under_it() {
    insta::assert_snapshot!(shown(&["show", "qp.1"]));
}

#[test]
fn a_statement_alone() {
    insta::assert_snapshot!(shown(&["show", "qp.1.onward", "qp.2", "hc.5.report"]));
}

#[test]
fn every_kind_of_word() {
    insta::assert_snapshot!(shown(&[
        "show",
        "destination.quarantine",
        "cargo.is_protected",
        "survey",
        "sell",
        "flag",
        "reships_to",
        "shipping",
        "court",
    ]));
}

#[test]
fn an_instrument_and_a_profile_and_a_claim() {
    insta::assert_snapshot!(shown(&["show", "qp", "strict", "quarantine_bars"]));
}

#[test]
fn a_contested_question() {
    insta::assert_snapshot!(shown(&["why", "free_risk"]));
    assert_eq!(shown(&["why", "free_risk"]), shown(&["show", "free_risk"]));
}

#[test]
fn words_are_found_in_titles_first() {
    insta::assert_snapshot!(shown(&["search", "quarant", "--limit", "6"]));
    assert!(shown(&["search", "no", "such", "words"]).starts_with("0 results"));
}

#[test]
fn the_law_of_states_on_a_day() {
    insta::assert_snapshot!(shown(&["at", "2026-02-11"]));
    let ran = run(&law(&["at", "2026-02-11", "XX"]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("`XX`"), "{}", ran.err);
    assert_eq!(run(&law(&["at", "tomorrow"])).code, 2);
}

#[test]
fn the_glossary() {
    let ran = run(&law(&["glossary"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!(ran.out);
}

#[test]
fn a_name_that_means_nothing_is_bad_input() {
    for (arguments, near) in [
        (&["show", "hc.2.9"][..], "`hc.2.1`"),
        (&["show", "destination.quarantin"], "`destination.quarantine`"),
        (&["why", "free_rsk"], "`free_risk`"),
    ] {
        let ran = run(&law(arguments));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(near), "{arguments:?}: {}", ran.err);
    }
}

#[test]
fn for_programs() {
    for arguments in [
        &["show", "hc.2", "--format", "json"][..],
        &["why", "free_risk", "--format", "json"],
        &["search", "cargo", "--format", "json"],
        &["at", "2026-02-11", "--format", "json"],
    ] {
        let ran = run(&law(arguments));
        let value: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
        assert!(value.as_array().is_some_and(|a| !a.is_empty()), "{arguments:?}");
    }
}

#[test]
fn ascii_alone() {
    for arguments in [
        &["show", "hc.2", "--ascii"][..],
        &["why", "free_risk", "--ascii"],
        &["search", "cargo", "--ascii"],
        &["at", "2026-02-11", "--ascii"],
    ] {
        assert!(shown(arguments).is_ascii(), "{arguments:?}");
    }
}

#[test]
fn a_closed_pipe_is_no_trouble() {
    for arguments in [&["show", "hc.2"][..], &["search", "cargo"], &["glossary"]] {
        assert_eq!(closed_pipe(&law(arguments)), (Some(0), String::new()), "{arguments:?}");
    }
}

/// Every name of the law that is in the program has a page, and every page has the title beside the id.
#[test]
fn every_name_of_the_law_has_a_page() {
    let law = safeconduct_rulebook::load(super::map::files("law"));
    let rb = law.rulebook.expect("the law has no error");
    let mut ids: Vec<&str> = rb.provisions.iter().map(|p| p.id.as_str()).collect();
    ids.extend(safeconduct_rulebook::prose::statements(&rb).iter().map(|s| s.id));
    ids.extend(rb.facts.iter().map(|f| f.id.as_str()));
    ids.extend(rb.instruments.iter().map(|i| i.id.as_str()));
    let mut arguments = vec!["law", "show", "--rulebook", "../../law"];
    arguments.extend(&ids);
    let ran = run(&arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    for word in ["{destination}", "{act}", "{from}", "“”"] {
        assert!(!ran.out.contains(word), "{word}");
    }
}

#[test]
fn what_nobody_has_checked() {
    let arguments = ["check", "--unverified"];
    let ran = run(&arguments.into_iter().chain(MINIMAL).collect::<Vec<_>>());
    let list: Vec<&str> = ran.out.lines().take_while(|l| !l.starts_with("proved")).collect();
    insta::assert_snapshot!(list.join("\n"));
}
