//! `safeconduct audit-law`.

use crate::{folder, law_with, run, valid};

/// A collision under one position, statements without effect, and waivers.
const FLAWS: &str = "\
act audit_wait \"Wait\"
  free
  phrase \"let him wait\"

rule audit.owed \"He waits\"
  cite t.1
  regardless of status \"a test\"
  under gives_way is yields
  when prisoner.fit_to_travel
  then must audit_wait

rule audit.barred \"He does not wait\"
  cite t.2
  regardless of status \"a test\"
  when prisoner.fit_to_travel
  then must not audit_wait

rule audit.again \"Again he does not wait\"
  cite t.3
  regardless of status \"a test\"
  when prisoner.fit_to_travel and audit.far
  then must not audit_wait

term audit.far \"Far\"
  holds \"it is far\"
  fails \"it is near\"

rule audit.far_never \"It is never far\"
  cite t.4
  when prisoner.fit_to_travel and not prisoner.fit_to_travel
  then audit.far

waive audit.waived \"A test keeps it\"
  flaw never_stands
  for audit.far_never

waive audit.idle \"A test keeps what is not there\"
  flaw never_stands
  for audit.owed";

fn law(name: &str) -> String {
    let folder = law_with(name, FLAWS);
    folder.to_string_lossy().into_owned()
}

#[test]
fn what_is_wrong_is_told_the_gravest_first() {
    let law = law("audit-text");
    let ran = run(&["audit-law", "--rulebook", &law, "--all"]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    insta::assert_snapshot!("audit", ran.out);
    let one = run(&["audit-law", "--rulebook", &law, "--kind", "never_stands", "--all"]);
    assert!(
        one.out.contains("Waived") && !one.out.contains("OWED AND FORBIDDEN"),
        "{}",
        one.out
    );
}

#[test]
fn cases_that_are_saved_can_be_opened() {
    let law = law("audit-save");
    let saved = folder("audit-save-cases");
    let ran = run(&[
        "audit-law",
        "--rulebook",
        &law,
        "--kind",
        "collision",
        "--format",
        "json",
        "--save",
        &saved.to_string_lossy(),
    ]);
    assert_eq!((ran.code, ran.err.as_str()), (1, ""));
    let report = valid("audit.schema.json", &ran.out);
    let flaws = report["flaws"].as_array().expect("flaws");
    let about = serde_json::json!(["audit.owed", "audit.barred", "audit_wait"]);
    let flaw = flaws.iter().find(|f| f["about"] == about).expect("the collision");
    assert_eq!(flaw["readings"], serde_json::json!({ "gives_way": ["yields"] }));
    let file = saved.join(flaw["case"].as_str().expect("a file"));
    let answered = run(&[
        "assess",
        &file.to_string_lossy(),
        "--rulebook",
        &law,
        "--format",
        "json",
    ]);
    assert_eq!((answered.code, answered.err.as_str()), (0, ""), "{}", answered.out);
    let answer: serde_json::Value = serde_json::from_str(&answered.out).expect("JSON");
    let acts = answer["acts"].as_array().expect("acts");
    let wait = acts.iter().find(|a| a["act"] == "audit_wait").expect("the act");
    assert_eq!(wait["verdict"], "conflict");
}

#[test]
fn nothing_is_left_in_the_law() {
    let ran = run(&["audit-law"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(
        ran.out.contains("is in order: no flaw is left unanswered"),
        "{}",
        ran.out
    );
}
