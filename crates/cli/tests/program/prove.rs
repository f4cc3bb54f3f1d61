//! `prove`

use crate::{folder, run, valid, with_law};
use std::fs;
use std::path::{Path, PathBuf};

/// Without times and places.
fn told(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let times = words
            .windows(2)
            .position(|w| w[1].trim_end_matches(',') == "ms" && w[0].parse::<u32>().is_ok());
        let mut words: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
        if let Some(at) = times {
            words[at] = "N".to_owned();
        }
        words.dedup_by(|a, b| a.is_empty() && b.is_empty());
        out += &words
            .join(" ")
            .replace(env!("CARGO_TARGET_TMPDIR"), "TMP")
            .replace('\\', "/");
        out.push('\n');
    }
    out
}

/// A copy of the law with each of these texts replaced once.
fn broken_law(name: &str, changes: &[(&str, &str, &str)]) -> PathBuf {
    fn copy(from: &Path, to: &Path) {
        fs::create_dir_all(to).expect("a folder");
        for entry in fs::read_dir(from).expect("a folder") {
            let path = entry.expect("an entry").path();
            let to = to.join(path.file_name().expect("a name"));
            if path.is_dir() {
                copy(&path, &to);
            } else {
                fs::copy(&path, to).expect("a copy");
            }
        }
    }
    let folder = folder(name);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law"), &folder);
    for (file, from, to) in changes {
        let text = fs::read_to_string(folder.join(file)).expect("a text");
        assert!(text.contains(from), "{file} says it no longer: {from}");
        fs::write(folder.join(file), text.replace(from, to)).expect("a file");
    }
    folder
}

#[test]
fn what_is_proved() {
    let ran = run(&["prove", "wish.no_duty_into_danger", "protective.*"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    insta::assert_snapshot!(told(&ran.out));
    let one = run(&with_law(&["prove", "--states", "1", "--format", "json"]));
    let claims = valid("prove.schema.json", &one.out);
    assert_eq!(claims[0]["claim"], "no_sending_into_danger");
    assert_eq!((&claims[0]["proved"], &claims[0]["states"]), (&true.into(), &1.into()));
}

#[test]
fn a_claim_that_is_none() {
    let ran = run(&["prove", "wish.no_duty_in_danger", "nothing.*"]);
    assert_eq!(ran.code, 2);
    insta::assert_snapshot!(ran.err);
}

/// The refutations of a law in which the duty to return no longer yields to danger, and the wounded may be returned against their will.
#[test]
fn each_counterexample_is_a_case_that_shows_it() {
    let law = broken_law(
        "prove_broken",
        &[
            (
                "gc3/5-end-of-hostilities.md",
                "for repatriate\n  under repatriation_and_danger is yields",
                "for repatriate\n  under repatriation_and_danger is absolute",
            ),
            (
                "gc3/4-wounded-and-sick.md",
                "prisoner.due_direct_repatriation and (wish.says is not yes or not wish.free)\n  then must not repatriate, exchange",
                "prisoner.due_direct_repatriation and (wish.says is not yes and not wish.free)\n  then must not repatriate, exchange",
            ),
        ],
    );
    let law = law.display().to_string();
    let saved = folder("prove_saved");
    let to = saved.display().to_string();
    let claims = ["wish.*", "collision.return", "medical.injury_opens_nothing"];
    let ask = |more: &[&str]| run(&[&["prove", "--rulebook", &law], &claims[..], more].concat());
    let text = ask(&["--save", &to]);
    assert_eq!(text.code, 1);
    let refuted: Vec<&str> = text.out.lines().filter(|l| !l.starts_with("proved")).collect();
    insta::assert_snapshot!(told(&refuted.join("\n")));

    let json = ask(&["--format", "json"]);
    let told = valid("prove.schema.json", &json.out);
    let (mut plain, mut differential) = (0, 0);
    for claim in told.as_array().expect("a list").iter().filter(|c| c["proved"] == false) {
        let case = &claim["counterexample"];
        let name = claim["claim"].as_str().expect("a name");
        let file = saved.join(format!("{name}.toml"));
        assert_eq!(
            fs::read_to_string(&file).expect("it is saved"),
            case["case"].as_str().expect("a text")
        );
        let file = file.display().to_string();
        let verdict = |more: &[&str]| {
            let ran = run(&[&["assess", "--format", "json", "--rulebook", &law, &file][..], more].concat());
            assert_eq!(ran.code, 0, "{name}: {}", ran.err);
            let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
            let acts = answer["acts"].as_array().expect("acts").clone();
            let cell = acts
                .iter()
                .find(|a| a["act"] == case["act"] && a["destination"] == case["destination"]);
            cell.expect("the act is answered")["verdict"].clone()
        };
        assert_eq!(verdict(&[]), case["verdict"], "{name}");
        if let Some(change) = case["change"].as_array() {
            let change: Vec<&str> = change.iter().map(|c| c.as_str().expect("a text")).collect();
            assert_eq!(verdict(&change), case["verdict_after"], "{name}");
            let ran = run(&[&["what-if", &file, "--rulebook", &law][..], &change].concat());
            assert_eq!(ran.code, 0, "{name}: {}", ran.err);
            differential += 1;
        } else {
            plain += 1;
        }
    }
    assert!(
        plain >= 2 && differential >= 2,
        "{plain} plain, {differential} differential"
    );
}
