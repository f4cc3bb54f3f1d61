//! `check`, `fmt` and `test`

use super::{folder, given, law_with, run, with_law};

/// Without the time that it took.
fn timeless(text: &str) -> String {
    text.lines()
        .map(|l| l.split(", in ").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn check_proves_the_claims() {
    let ran = run(&with_law(&["check", "--coverage"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    insta::assert_snapshot!(timeless(&ran.out));
}

#[test]
fn check_refutes_a_false_claim_with_a_case() {
    let claim = "claim never_sent \"Nobody is ever owed a return\"\n  for every removal\n  never required";
    let law = law_with("false_claim", claim);
    let ran = run(&["check", "--rulebook", &law.display().to_string()]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    assert!(ran.out.contains("REFUTED  never_sent"), "{}", ran.out);
    assert!(ran.out.contains("hostilities have ceased"), "{}", ran.out);
}

#[test]
fn check_says_what_is_wrong_with_a_rulebook() {
    let law = law_with("broken", "rule t.9 \"Broken\"\n  when prisoner.hold\n  then must keep");
    let ran = run(&["check", "--rulebook", &law.display().to_string()]);
    assert_eq!(ran.code, 1);
    assert!(
        ran.err.contains("more.md:5") && ran.out.contains("cannot be used"),
        "{}\n{}",
        ran.err,
        ran.out
    );
    // The other commands cannot use it: bad input.
    let ran = run(&[
        "assess",
        "tests/cases/kept.toml",
        "--rulebook",
        &law.display().to_string(),
    ]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("more.md:5"));
}

#[test]
fn the_rulebook_in_the_program_can_be_used() {
    let ran = given(&["assess", "-"], "id = \"x\"\nas_of = 2026-02-11\ndetaining = \"UA\"\n");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn fmt_lays_out_once() {
    let folder = folder("fmt");
    let file = folder.join("law.md");
    let untidy = "# Law\n\n```rule\nact   keep \"Keep\"\n        free\n phrase \"keep him\"\n```\n";
    std::fs::write(&file, untidy).expect("a file");
    let path = folder.display().to_string();
    let ran = run(&["fmt", "--check", &path]);
    assert_eq!(ran.code, 1);
    assert_eq!(std::fs::read_to_string(&file).expect("a text"), untidy);
    assert_eq!(run(&["fmt", &path]).code, 0);
    let laid_out = std::fs::read_to_string(&file).expect("a text");
    assert_ne!(laid_out, untidy);
    let ran = run(&["fmt", "--check", &path]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""));
    std::fs::write(&file, "# Law\n\n```rule\nact keep \"Keep\n```\n").expect("a file");
    let ran = run(&["fmt", &path]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn precedents_pass_or_fail() {
    let ran = run(&with_law(&["test", "tests/cases/kept.toml"]));
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    insta::assert_snapshot!("precedents_that_pass", ran.out);
    let folder = folder("precedents");
    let text = std::fs::read_to_string("tests/cases/kept.toml").expect("a case");
    std::fs::write(
        folder.join("wrong.toml"),
        text.replacen("\"prohibited\"", "\"permitted\"", 1),
    )
    .expect("a file");
    std::fs::write(folder.join("broken.toml"), text.replacen("as_of", "asof", 1)).expect("a file");
    std::fs::write(
        folder.join("mute.toml"),
        text.split("[[expect]]").next().unwrap_or_default(),
    )
    .expect("a file");
    let path = folder.display().to_string();
    let ran = run(&with_law(&["test", &path]));
    assert_eq!(ran.code, 1);
    insta::assert_snapshot!(
        "precedents_that_fail",
        ran.out.replace(&path, "FOLDER").replace('\\', "/")
    );
}

#[test]
fn case_fences_are_tests() {
    let case = "```\n\n```case\nid = \"fence\"\nas_of = 2026-02-11\ndetaining = \"UA\"\n\n[[expect]]\nact = \"keep\"\nverdict = \"prohibited\"\n```\n\n```rule";
    let law = law_with("fences", case);
    let ran = run(&[
        "test",
        "tests/cases/kept.toml",
        "--rulebook",
        &law.display().to_string(),
    ]);
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    assert!(
        ran.out
            .contains("line 13: keep: verdict: expected prohibited, found permitted"),
        "{}",
        ran.out
    );
}

#[test]
fn nothing_to_test_is_bad_input() {
    // There is no folder `precedents` here, and the small rulebook has no fences.
    let ran = run(&with_law(&["test"]));
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
}
