//! `compare`, and the causes that `what-if` names

use super::{folder, law_with, run, valid, with_law};
use serde_json::Value;

const KEPT: &str = "tests/cases/kept.toml";
const UKRAINE: &str = "../../precedents/ukraine-2025";
const K1: &str = "../../precedents/ukraine-2025/k1.toml";
const ESTABLISHED: &str = "../../precedents/ukraine-2025/k1-established.toml";

fn compared(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    ran.out
}

fn json(arguments: &[&str]) -> Value {
    let text = compared(&[arguments, &["--format", "json"]].concat());
    valid("changes.schema.json", &text)
}

fn precedent(name: &str) -> String {
    format!("{UKRAINE}/{name}.toml")
}

/// The cause of a cell.
fn cause<'v>(answer: &'v Value, act: &str, destination: &str) -> &'v Value {
    let mut causes = answer["causes"].as_array().expect("causes").iter();
    causes
        .find(|c| c["act"] == act && c["destination"] == destination)
        .expect("a cause")
}

#[test]
fn two_precedents() {
    let (ongoing, ceased) = (precedent("baseline-ongoing"), precedent("baseline-ceased"));
    insta::assert_snapshot!("ongoing_and_ceased", compared(&["compare", &ongoing, &ceased]));
    let (earlier, later) = (precedent("own-derogation-2023"), precedent("own-derogation-2024"));
    insta::assert_snapshot!("a_derogation_ends", compared(&["compare", &earlier, &later]));
}

#[test]
fn two_persons() {
    let (k1, wounded) = (precedent("k1"), precedent("wounded-russian"));
    insta::assert_snapshot!(compared(&["compare", &k1, &wounded]));
}

/// What a case supposes of the law of a state is a difference like any other, whatever the day, and from either side.
#[test]
fn law_that_is_supposed() {
    let k1 = precedent("k1");
    let supposed = ["--set", "law.KR.gc3=false", "--as-of", "2026-03-01"];
    insta::assert_snapshot!(compared(&[&["what-if", k1.as_str()][..], &supposed].concat()));
    let file = folder("compare-supposed").join("k1.toml");
    let text = std::fs::read_to_string(&k1).expect("the case");
    std::fs::write(&file, format!("{text}\n[law.KR]\ngc3 = false\n")).expect("a case");
    for (first, second, was, is) in [
        (k1.as_str(), file.to_str().expect("a path"), "bound", "not_bound"),
        (file.to_str().expect("a path"), k1.as_str(), "not_bound", "bound"),
    ] {
        let answer = json(&["compare", first, second]);
        let differences = answer["differences"].as_array().expect("differences");
        assert_eq!(differences.len(), 1);
        assert_eq!(
            (&differences[0]["before"], &differences[0]["after"]),
            (&was.into(), &is.into())
        );
        let cause = cause(&answer, "transfer", "KR");
        assert_eq!((&cause["of"], &cause["minimal"]), (&"verdict".into(), &"one".into()));
    }
}

#[test]
fn for_programs() {
    let (ongoing, ceased) = (precedent("baseline-ongoing"), precedent("baseline-ceased"));
    let answer = json(&["compare", &ongoing, &ceased]);
    insta::assert_snapshot!(serde_json::to_string_pretty(&answer["causes"]).expect("text"));
}

/// Every cause that consists of single findings, put on top of the first case, gives the verdict of the second.
#[test]
fn a_cause_makes_what_it_is_the_cause_of() {
    let (bare, established) = (precedent("k1-bare"), precedent("k1-established"));
    let answer = json(&["compare", &bare, &established]);
    let differences = answer["differences"].as_array().expect("differences");
    let mut tried = 0;
    let mut known: Vec<(Vec<String>, Value)> = Vec::new();
    for cause in answer["causes"].as_array().expect("causes") {
        assert_ne!(cause["minimal"], "unknown", "{cause}");
        for set in cause["sets"].as_array().expect("sets") {
            let set: Vec<&Value> = set
                .as_array()
                .expect("a set")
                .iter()
                .map(|d| &differences[d.as_u64().expect("a number") as usize])
                .collect();
            let plain = |d: &&Value| {
                ["finding", "wish", "order"].contains(&d["kind"].as_str().unwrap_or(""))
                    && d["each"].as_array().is_none_or(Vec::is_empty)
            };
            if !set.iter().all(plain) || cause["of"] != "verdict" {
                continue;
            }
            let sets: Vec<String> = set
                .iter()
                .map(|d| {
                    format!(
                        "{}={}",
                        d["name"].as_str().expect("a path"),
                        d["after"].as_str().unwrap_or("open")
                    )
                })
                .collect();
            // An answer takes time; each set is put in once, and some are enough.
            if known.len() == 5 && !known.iter().any(|(s, _)| *s == sets) {
                continue;
            }
            if !known.iter().any(|(s, _)| *s == sets) {
                let mut arguments = vec!["assess", &bare];
                sets.iter().for_each(|s| arguments.extend(["--set", s.as_str()]));
                let text = compared(&[&arguments[..], &["--format", "json"]].concat());
                known.push((sets.clone(), serde_json::from_str(&text).expect("JSON")));
            }
            let changed = &known.iter().find(|(s, _)| *s == sets).expect("it was answered").1;
            let same = |a: &&Value| a["act"] == cause["act"] && a["destination"] == cause["destination"];
            let now = changed["acts"]
                .as_array()
                .expect("acts")
                .iter()
                .find(same)
                .expect("the act");
            let wanted = answer["cells"]
                .as_array()
                .expect("cells")
                .iter()
                .find(same)
                .expect("the cell");
            assert_eq!(
                now["possible_under_profile"], wanted["after"]["possible_under_profile"],
                "{cause} with {sets:?}"
            );
            tried += 1;
        }
    }
    assert!(tried >= 5, "{tried} causes tried");
}

#[test]
fn alone_together_and_any_of_several() {
    let kept = |sets: &[&str]| {
        let mut arguments = with_law(&["what-if", KEPT]);
        sets.iter().for_each(|s| arguments.extend(["--set", s]));
        json(&arguments)
    };
    // Each alone: either opens what was barred.
    let one = kept(&["destination.KP.torture=dispelled", "wish.KP.says=open"]);
    let sending = cause(&one, "send", "KP");
    assert_eq!(
        (&sending["minimal"], &sending["sets"]),
        (&"one".into(), &serde_json::json!([[0], [1]]))
    );
    // Together: an end of the hostilities and no danger make it required, each alone does not. His age has no part in it.
    let two = kept(&[
        "destination.KP.torture=dispelled",
        "destination.KR.torture=dispelled",
        "prisoner.age=30",
        "conflict.hostilities=ceased",
    ]);
    let sending = cause(&two, "send", "KP");
    assert_eq!(
        (&sending["minimal"], &sending["of"]),
        (&"smallest".into(), &"verdict".into())
    );
    assert_eq!(sending["sets"][0].as_array().expect("a set").len(), 3);
    let by = sending["by"].as_array().expect("norms");
    assert!(
        by.iter().any(|n| n["rule"] == "t.1.return" && n["after"] == "certain"),
        "{by:?}"
    );
}

#[test]
fn the_law_of_a_state_on_another_day() {
    let law = law_with(
        "what-if-law",
        "rule t.9 \"The bound keep nobody\"\n  cite t.1\n  when detaining bound by t\n  then must not keep",
    );
    std::fs::create_dir_all(law.join("states")).expect("a folder");
    std::fs::write(
        law.join("states/UA.toml"),
        "name = \"Ukraine\"\n\n[[law]]\ninstrument = \"t\"\nfrom = 2026-03-01\nstatus = \"checked\"\nsource = \"the depositary\"\n",
    )
    .expect("a file");
    let law = law.to_str().expect("a path");
    let answer = json(&["what-if", KEPT, "--as-of", "2026-04-01", "--rulebook", law]);
    let keeping = answer["causes"]
        .as_array()
        .expect("causes")
        .iter()
        .find(|c| c["act"] == "keep")
        .expect("a cause");
    let differences = answer["differences"].as_array().expect("differences");
    let index = differences
        .iter()
        .position(|d| d["kind"] == "law")
        .expect("the law differs");
    assert_eq!(differences[index]["since"], "2026-03-01");
    assert_eq!(
        (&keeping["sets"], &keeping["by"][0]["rule"]),
        (&serde_json::json!([[index]]), &"t.9".into()),
        "{answer}"
    );
    let text = compared(&["what-if", KEPT, "--as-of", "2026-04-01", "--rulebook", law]);
    assert!(text.contains("Ukraine is bound by T (the law changed on"), "{text}");
}

/// What keeps its verdict does not stand among the verdicts that change, and a bar that only was possible is told so everywhere.
#[test]
fn what_stays_and_what_only_was_possible() {
    let out = run(&["what-if", K1, "--set", "conflict.active_hostilities=ceased"]).out;
    let (change, rest) = out.split_once("THE VERDICT STAYS").expect("the heading");
    let (_, change) = change.split_once("VERDICTS THAT CHANGE").expect("the heading");
    assert!(!change.contains("still ") && rest.contains("still prohibited"), "{out}");
    let set = "destination.KR.willing_and_able=true";
    let out = run(&["what-if", ESTABLISHED, "--set", set]).out;
    assert!(!out.contains("o longer stands, as a bar"), "{out}");
    assert!(out.matches("an no longer stand, as a bar").count() == 2, "{out}");
    let out = run(&["what-if", K1, "--set", "onward.RU.KP=open"]).out;
    assert!(out.contains("  - Now also left: "), "{out}");
}

#[test]
fn a_case_compared_with_itself() {
    let out = run(&["compare", K1, K1]).out;
    assert!(out.contains("Nothing differs between the two: every verdict"), "{out}");
    assert!(!out.contains(" 0 ") && !out.contains("differ,"), "{out}");
}

#[test]
fn a_file_that_is_not_there() {
    let near = K1.replace("k1.toml", "k11.toml");
    let ran = run(&["compare", &near, K1]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.err.contains("there is no such file; did you mean") && !ran.err.contains("os error"),
        "{}",
        ran.err
    );
}
