//! `unless`

use super::{law_with, run, valid, with_law};

const KEPT: &str = "tests/cases/kept.toml";
const K1: &str = "../../precedents/ukraine-2025/k1.toml";
const WOUNDED: &str = "../../precedents/ukraine-2025/wounded-russian.toml";
const REFUSES: &str = "../../precedents/history/korea-1953-refuses-danger.toml";

fn asked(arguments: &[&str]) -> String {
    let ran = run(&[&["unless"], arguments].concat());
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    let json = arguments.contains(&"json");
    let widest = ran.out.lines().map(|l| l.chars().count()).max().unwrap_or(0);
    assert!(json || widest <= 80, "{widest} columns: {arguments:?}");
    ran.out
}

/// The kind of outcome, and the whole answer, with the small rulebook.
fn outcome(law: &[&str], arguments: &[&str]) -> (String, serde_json::Value) {
    let text = asked(&[arguments, &["--format", "json"], law].concat());
    let answer = valid("unless.schema.json", &text);
    (answer["outcome"]["kind"].as_str().expect("a kind").to_owned(), answer)
}

#[test]
fn what_is_missing_for_a_transfer_is_told_with_who_finds_it() {
    insta::assert_snapshot!(asked(&[K1, "transfer", "KR", "--to", "lawful"]));
}

#[test]
fn a_wish_is_his_to_say() {
    insta::assert_snapshot!("k1_his_to_say", asked(&[K1, "exchange", "RU", "--to", "permitted"]));
    insta::assert_snapshot!(
        "refuses_his_to_say",
        asked(&[REFUSES, "repatriate", "KP", "--to", "required"])
    );
}

#[test]
fn what_no_rule_opens() {
    insta::assert_snapshot!(asked(&[K1, "transfer", "KP", "--to", "permitted"]));
}

#[test]
fn toward_lawful_and_toward_prohibited() {
    insta::assert_snapshot!(
        "wounded_lawful",
        asked(&[WOUNDED, "repatriate", "RU", "--to", "lawful"])
    );
    insta::assert_snapshot!(
        "wounded_prohibited",
        asked(&[WOUNDED, "repatriate", "RU", "--to", "prohibited"])
    );
    insta::assert_snapshot!(
        "refuses_lawful",
        asked(&[REFUSES, "repatriate", "KP", "--to", "lawful"])
    );
}

#[test]
fn for_programs() {
    let text = asked(&[REFUSES, "repatriate", "KP", "--to", "lawful", "--format", "json"]);
    valid("unless.schema.json", &text);
    insta::assert_snapshot!(text);
}

#[test]
fn every_outcome_on_a_law_small_enough_to_see_it() {
    let small = super::LAW;
    let (kind, answer) = outcome(&small, &[KEPT, "send", "KP", "--to", "prohibited"]);
    assert_eq!((kind.as_str(), &answer["verdict"]), ("already", &"prohibited".into()));

    let (kind, answer) = outcome(&small, &[KEPT, "send", "KP", "--to", "required"]);
    let facts: Vec<_> = answer["outcome"]["sets"][0]
        .as_array()
        .expect("a set")
        .iter()
        .map(|c| c["fact"].clone())
        .collect();
    assert_eq!(kind, "changes");
    // His age is not among them: he is fit to travel, and an infant could not be.
    assert_eq!(
        facts,
        [
            "conflict.hostilities",
            "destination.KP.torture",
            "destination.KR.torture"
        ]
    );
    let set = &answer["outcome"]["sets"][0];
    assert_eq!(
        (&set[0]["stands"], &set[0]["before"], &set[0]["after"]),
        (&"stated".into(), &"ongoing".into(), &"ceased".into())
    );
    assert_eq!(
        (&set[2]["stands"], &set[2]["before"]),
        (&"open".into(), &serde_json::Value::Null)
    );
    assert_eq!(
        (&set[2]["shown_by"][1], &set[2]["standard"]),
        (&"asylum_authority".into(), &"substantial grounds".into())
    );

    let (kind, answer) = outcome(&small, &[KEPT, "send", "KP", "--to", "required", "--limit", "2"]);
    let longer = answer["outcome"]["example"].as_array().expect("a set").len();
    assert!(kind == "beyond" && longer > 2, "{kind}, {longer}");

    let (kind, answer) = outcome(&small, &[KEPT, "keep", "--to", "required"]);
    assert_eq!(
        (kind.as_str(), &answer["outcome"]["because"]),
        ("never", &"no_rule".into())
    );

    let (kind, answer) = outcome(&small, &[KEPT, "send", "KR", "--to", "lawful"]);
    assert_eq!(
        (kind.as_str(), &answer["outcome"]["because"]),
        ("never", &"no_basis".into())
    );

    let late = [
        KEPT,
        "send",
        "KP",
        "--to",
        "required",
        "--set",
        "prisoner.captive_since=2031-01-01",
    ];
    let (kind, answer) = outcome(&small, &late);
    let fixed = &answer["outcome"]["facts"][0];
    assert_eq!(
        (kind.as_str(), &fixed["fact"], &fixed["after"]),
        ("fixed", &"prisoner.captive_since".into(), &"".into())
    );

    let open = [
        KEPT,
        "send",
        "KP",
        "--to",
        "prohibited",
        "--set",
        "destination.KP.torture=open",
        "--set",
        "prisoner.fit_to_travel=open",
    ];
    let (kind, answer) = outcome(&small, &open);
    assert_eq!((kind.as_str(), &answer["verdict"]), ("open", &"open".into()));
    assert!(
        answer["outcome"]["sets"]
            .as_array()
            .expect("sets")
            .iter()
            .all(|s| s.as_array().expect("a set").len() == 1)
    );
}

#[test]
fn only_by_his_wish_and_only_under_another_reading() {
    let wish = law_with(
        "unless-wish",
        "rule t.9 \"Nobody is sent against his will\"\n  cite t.1\n  when prisoner.held and not wish.says is yes\n  then must not send",
    );
    let law = ["--rulebook", wish.to_str().expect("a path")];
    let (kind, answer) = outcome(&law, &[KEPT, "send", "KP", "--to", "lawful"]);
    assert_eq!(kind, "his_to_say");
    let wishes = answer["outcome"]["wishes"].as_array().expect("wishes");
    assert_eq!((wishes.len(), &wishes[0]["fact"]), (1, &"wish.KP.says".into()));
    // How it stands is told; how it would have to be is not.
    assert!(wishes[0].get("after").is_none());
    assert_eq!(wishes[0]["says"], "he does not want to go to KP");
    let text = asked(&[&[KEPT, "send", "KP", "--to", "lawful"], &law[..]].concat());
    assert!(text.contains("his alone to say"), "{text}");

    let reading = law_with(
        "unless-reading",
        "rule t.9 \"Kept in any case\"\n  cite t.1\n  under gives_way is absolute\n  when prisoner.held\n  then must keep",
    );
    let law = ["--rulebook", reading.to_str().expect("a path")];
    let (kind, answer) = outcome(&law, &[KEPT, "keep", "--to", "required"]);
    assert_eq!(
        (kind.as_str(), &answer["outcome"]["positions"][0]["position"]),
        ("other_reading", &"absolute".into())
    );
    assert_eq!(answer["other_readings"][0]["where"]["gives_way"][0], "absolute");
}

#[test]
fn a_bad_question_is_answered_with_what_was_meant() {
    for (arguments, says) in [
        (["send", "KP", "--to", "not_yet"], "it is no verdict"),
        (["send", "KP", "--to", "prohibted"], "did you mean `prohibited`?"),
        (["sent", "KP", "--to", "permitted"], "did you mean `send`?"),
        (["send", "RU", "--to", "permitted"], "it asks about KP, KR"),
    ] {
        let ran = run(&with_law(&[&["unless", KEPT], &arguments[..]].concat()));
        assert!(
            ran.code == 2 && ran.out.is_empty() && ran.err.contains(says),
            "{arguments:?}: {}",
            ran.err
        );
    }
}
