//! `assess` and `what-if`

use super::{closed_pipe, given, program, run, with_law};

const KEPT: &str = "tests/cases/kept.toml";

#[test]
fn text_for_a_terminal() {
    let ran = run(&with_law(&["assess", KEPT]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("prohibited") && !ran.out.contains('\u{1b}'));
    let widest = ran.out.lines().map(|l| l.chars().count()).max().unwrap_or(0);
    assert!(widest <= 80, "{widest} columns");
}

#[test]
fn json_is_an_object_or_a_list() {
    let one = run(&with_law(&["assess", KEPT, "--format", "json"]));
    let answer: serde_json::Value = serde_json::from_str(&one.out).expect("JSON");
    assert_eq!(
        (one.code, &answer["schema"], &answer["case"]),
        (0, &1.into(), &"kept".into())
    );
    let send = &answer["acts"][0];
    assert_eq!(
        (&send["act"], &send["destination"], &send["verdict"]),
        (&"send".into(), &"KP".into(), &"prohibited".into())
    );
    let two = run(&with_law(&[
        "assess",
        KEPT,
        "tests/cases/kept.json",
        "--format",
        "json",
    ]));
    let answers: serde_json::Value = serde_json::from_str(&two.out).expect("JSON");
    assert_eq!(
        (answers.as_array().map(Vec::len), &answers[1]["case"]),
        (Some(2), &"kept-json".into())
    );
}

#[test]
fn markdown_and_ascii() {
    let ran = run(&with_law(&["assess", KEPT, "--format", "markdown"]));
    assert!(ran.code == 0 && ran.out.starts_with("# "), "{}", ran.out);
    let ran = run(&with_law(&["assess", KEPT, "--ascii"]));
    assert!(ran.code == 0 && ran.out.is_ascii());
}

#[test]
fn the_rulebook_in_the_program_answers_the_case_that_it_was_made_for() {
    let ran = run(&["assess", "../../precedents/ukraine-2025/k1.toml", "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let acts = answer["acts"].as_array().expect("acts");
    let home = acts
        .iter()
        .find(|a| a["act"] == "repatriate" && a["destination"] == "KP")
        .expect("an answer");
    assert_eq!(home["verdict"], "prohibited");
}

#[test]
fn the_same_to_the_byte() {
    let arguments = with_law(&["assess", KEPT, "--format", "json"]);
    assert_eq!(run(&arguments).out, run(&arguments).out);
}

#[test]
fn standard_input() {
    let text = std::fs::read_to_string("tests/cases/kept.toml").expect("a case");
    let from_file = run(&with_law(&["assess", KEPT, "--format", "json"]));
    assert_eq!(
        given(&with_law(&["assess", "-", "--format", "json"]), &text).out,
        from_file.out
    );
    let json = std::fs::read_to_string("tests/cases/kept.json").expect("a case");
    let ran = given(&with_law(&["assess", "-", "--format", "json"]), &json);
    assert!(ran.code == 0 && ran.out.contains("kept-json"), "{}", ran.err);
}

#[test]
fn what_is_put_on_top_counts() {
    let ran = run(&with_law(&[
        "assess",
        KEPT,
        "--set",
        "destination.KP.torture=dispelled",
        "--set",
        "destination.KR.torture=dispelled",
        "--profile",
        "strict",
        "--reading",
        "gives_way=yields",
        "--as-of",
        "2026-03-01",
        "--format",
        "json",
    ]));
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    assert_eq!(
        (&answer["as_of"], &answer["profile"]),
        (&"2026-03-01".into(), &"strict".into())
    );
    assert_eq!(answer["readings"]["gives_way"], "yields");
    assert_ne!(answer["acts"][0]["verdict"], "prohibited");
}

#[test]
fn a_case_without_a_day_is_answered_as_of_today_and_says_so() {
    let case = "id = \"x\"\ndetaining = \"UA\"\norigin = \"KP\"\n";
    let ran = given(&with_law(&["assess", "-", "--format", "json"]), case);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let assumed = answer["assumed"].as_array().expect("a list");
    let day = assumed.iter().find(|a| a["fact"] == "as_of").expect("said aloud");
    assert_eq!(day["value"], answer["as_of"]);
}

#[test]
fn bad_input_is_told_apart() {
    let ran = given(
        &with_law(&["assess", "-"]),
        "id = \"x\"\ndetaining = \"UA\"\n[prisonr]\nage = 20\n",
    );
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("bad_case", ran.err);
    let ran = run(&with_law(&["assess", KEPT, "tests/cases/none.toml"]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.starts_with("tests/cases/none.toml: "), "{}", ran.err);
    let ran = run(&with_law(&[
        "assess",
        KEPT,
        "--set",
        "destination.KR.tortur=found",
        "--profile",
        "strikt",
    ]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!("bad_change", ran.err);
    for arguments in [
        &["assess"][..],
        &["assess", KEPT, "--as-of", "2026-02-30"],
        &["assess", KEPT, "--set", "x"],
        &["assess", KEPT, "--format", "pdf"],
        &["asess", KEPT],
        &["assess", KEPT, "--rulebook", "tests/no-rulebook"],
    ] {
        let ran = run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(!ran.err.is_empty() && !ran.err.contains("panicked"));
    }
}

#[test]
fn a_case_that_contradicts_itself() {
    let ran = run(&with_law(&["assess", KEPT, "--set", "prisoner.age=0"]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!(ran.err);
}

#[test]
fn what_if_shows_only_what_changed() {
    let ran = run(&with_law(&[
        "what-if",
        KEPT,
        "--set",
        "destination.KP.torture=dispelled",
    ]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("KP") || ran.out.contains("Send home"), "{}", ran.out);
    assert!(!ran.out.contains("Keep: permitted"));
    let same = run(&with_law(&["what-if", KEPT, "--set", "destination.KP.torture=found"]));
    assert!(
        same.code == 0 && same.out.contains("Nothing differs between the two"),
        "{}",
        same.out
    );
    let json = run(&with_law(&["what-if", KEPT, "--profile", "strict", "--format", "json"]));
    assert!(json.code == 0 && serde_json::from_str::<serde_json::Value>(&json.out).is_ok());
    let nothing = run(&with_law(&["what-if", KEPT]));
    assert_eq!((nothing.code, nothing.out.as_str()), (2, ""));
}

#[test]
fn colour_only_where_it_is_wanted() {
    let coloured = run(&with_law(&["assess", KEPT, "--color", "always"]));
    assert!(coloured.out.contains('\u{1b}'));
    let plain = run(&with_law(&["assess", KEPT, "--colour", "never"]));
    assert!(!plain.out.contains('\u{1b}'));
    for (name, value, expected) in [("NO_COLOR", "1", false), ("CLICOLOR_FORCE", "1", true)] {
        let output = program(&with_law(&["assess", KEPT]))
            .env(name, value)
            .output()
            .expect("it runs");
        assert_eq!(output.stdout.contains(&0x1b), expected, "{name}");
    }
    let both = program(&with_law(&["assess", KEPT]))
        .env("NO_COLOR", "1")
        .env("CLICOLOR_FORCE", "1")
        .output();
    assert!(!both.expect("it runs").stdout.contains(&0x1b));
}

#[test]
fn a_closed_pipe_is_no_trouble() {
    for arguments in [
        with_law(&["assess", KEPT]),
        with_law(&["assess", KEPT, "--format", "json"]),
        with_law(&["check"]),
        vec!["completions", "bash"],
        vec!["man"],
        vec!["--help"],
    ] {
        assert_eq!(closed_pipe(&arguments), (Some(0), String::new()), "{arguments:?}");
    }
}
