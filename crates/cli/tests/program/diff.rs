//! `diff`

use super::{folder, law_with, program, run, valid};
use std::path::{Path, PathBuf};

const REAL: &str = "../../law";
const SMALL: &str = "../casefile/tests/rulebook";

/// A file of the real rulebook, and an exception in it that a change takes away.
const TAKEN_AWAY: (&str, &str) = (
    "national/ukraine.md",
    "exception ua_3773.31.1.free \"Who freely goes is not returned by force\"
  cite ua_3773.31.1
  to ua_3773.31.1, ua_3773.31.1.onward for repatriate, exchange, resettle
  when freely_wishes(destination)
",
);

/// A copy of the real rulebook with a piece of text in one file replaced.
fn edited(name: &str, file: &str, from: &str, to: &str) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a folder") {
            let path = entry.expect("an entry").path();
            let there = to.join(path.file_name().expect("a name"));
            if path.is_dir() {
                copy(&path, &there);
            } else {
                std::fs::copy(&path, &there).expect("a copy");
            }
        }
    }
    let folder = folder(name);
    copy(Path::new(REAL), &folder);
    let text = std::fs::read_to_string(folder.join(file)).expect("the file");
    assert!(text.contains(from), "{file} has changed");
    std::fs::write(folder.join(file), text.replacen(from, to, 1)).expect("a file");
    folder
}

/// The report without the folder of the test.
fn shown(arguments: &[&str], folder: &Path) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    // Markdown marks what stands in a path.
    ran.out
        .replace('\\', "")
        .replace(&folder.display().to_string(), "EDITED")
}

#[test]
fn diff_of_a_rulebook_and_itself() {
    let ran = run(&["diff", SMALL, SMALL]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    assert!(ran.out.contains("No verdict changes"), "{}", ran.out);
}

#[test]
fn diff_of_two_days() {
    // The days on which a state derogated no longer.
    insta::assert_snapshot!(shown(
        &["diff", "2024-04-10", "2024-04-20", "--precedents", "../../precedents"],
        Path::new("no such folder")
    ));
}

#[test]
fn diff_of_a_real_edit() {
    let law = edited("diff_edit", TAKEN_AWAY.0, TAKEN_AWAY.1, "");
    let new = law.display().to_string();
    let diff = || {
        shown(
            &["diff", REAL, &new, "--from", "2026-02-11", "--format", "markdown"],
            &law,
        )
    };
    let said = diff();
    assert_eq!(diff(), said, "asked twice, the same is said");
    insta::assert_snapshot!(said);
}

#[test]
fn diff_saves_cases_that_the_program_answers_so() {
    let bar = "rule t.9 \"The old and the unfit\"\n  cite t.1\n  when prisoner.age at least 60 and not prisoner.fit_to_travel\n  then must not keep\n   and must not send";
    let new = law_with("diff_bar", bar);
    let cases = folder("diff_cases");
    let (new, dir) = (new.display().to_string(), cases.display().to_string());
    let ran = run(&["diff", SMALL, &new, "--save", &dir, "--format", "json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    valid("diff.schema.json", &ran.out);
    let mut seen = 0;
    for entry in std::fs::read_dir(&cases).expect("the folder") {
        let path = entry.expect("a file").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let words: Vec<&str> = name.split('-').collect();
        assert_eq!(words.len(), 4, "{name}");
        let (act, from, to, side) = (words[0], words[1], words[2], words[3]);
        let (law, verdict) = if side == "before" {
            (SMALL, from)
        } else {
            (new.as_str(), to)
        };
        let answer = run(&[
            "assess",
            &path.display().to_string(),
            "--rulebook",
            law,
            "--format",
            "json",
        ]);
        assert_eq!((answer.code, answer.err.as_str()), (0, ""), "{name}");
        let cell = answer
            .out
            .split("\"act\": ")
            .find(|c| c.starts_with(&format!("\"{act}\"")))
            .expect("the act");
        assert!(cell.contains(&format!("\"verdict\": \"{verdict}\"")), "{name}: {cell}");
        seen += 1;
    }
    assert!(seen >= 2, "{}", ran.out);
}

#[test]
fn diff_of_what_is_nowhere() {
    for (arguments, says) in [
        (["no-such-thing", SMALL], "neither a folder nor a revision"),
        (["--output=x", SMALL], "unexpected argument"),
        (["2024-01-01", SMALL], "a day is compared with a day"),
    ] {
        let ran = run(&["diff", arguments[0], arguments[1]]);
        assert_eq!(ran.code, 2);
        assert!(ran.err.contains(says), "{}", ran.err);
    }
    let mut dashed = program(&["diff", "--", "--output=x", SMALL]);
    let output = dashed.output().expect("it runs");
    assert!(String::from_utf8_lossy(&output.stderr).contains("neither a folder nor a revision"));
}
