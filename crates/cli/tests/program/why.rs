//! `why` and `sensitivity`

use super::{run, valid, with_law};
use safeconduct_casefile::{Overrides, read, resolve};
use safeconduct_engine::answer::{ActAnswer, NormRef};
use safeconduct_engine::argument;
use safeconduct_report::layout::clean;
use safeconduct_report::memo::{self, Depth};
use safeconduct_report::names::Names;
use safeconduct_report::text::TextOptions;
use safeconduct_report::words;
use safeconduct_rulebook::model::{ActId, Rulebook};
use safeconduct_rulebook::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const K1: &str = "../../precedents/ukraine-2025/k1.toml";
const ESTABLISHED: &str = "../../precedents/ukraine-2025/k1-established.toml";
const WOUNDED: &str = "../../precedents/ukraine-2025/wounded-russian.toml";
const KOREA: &str = "../../precedents/history/korea-1953-refuses-danger.toml";
const KEPT: &str = "tests/cases/kept.toml";

/// What it prints, without the digest of the rulebook.
fn told(arguments: &[&str]) -> String {
    let ran = run(arguments);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    let words = ran.out.split_inclusive([' ', '\n']);
    words
        .map(
            |word| match word.trim_end().trim_end_matches('.').starts_with("sha256:") {
                true => word.replace(word.trim_end(), "sha256:…"),
                false => word.to_owned(),
            },
        )
        .collect()
}

#[test]
fn a_prohibition() {
    insta::assert_snapshot!(told(&["why", K1, "repatriate", "KP"]));
}

#[test]
fn a_permission_shows_its_basis_and_the_bars_that_were_looked_at() {
    let memo = told(&["why", K1, "intern", "--depth", "full"]);
    assert!(memo.contains("Two bars were looked at; none") && memo.contains("Internment of prisoners of war"));
    insta::assert_snapshot!(memo);
}

#[test]
fn an_open_verdict_says_what_is_missing_and_what_each_answer_gives() {
    let memo = told(&["why", WOUNDED, "repatriate", "RU"]);
    assert!(memo.contains("WHAT IS MISSING, AND WHAT EACH ANSWER WOULD GIVE"));
    insta::assert_snapshot!(memo);
}

#[test]
fn a_conflict_shows_both_sides() {
    let memo = told(&[
        "why",
        KOREA,
        "repatriate",
        "KP",
        "--profile",
        "strict_1949",
        "--depth",
        "full",
    ]);
    assert!(memo.contains("For it:") && memo.contains("Against"));
    insta::assert_snapshot!(memo);
}

#[test]
fn a_memo_in_markdown() {
    insta::assert_snapshot!(told(&["why", KOREA, "repatriate", "KP", "--format", "markdown"]));
}

#[test]
fn in_a_sentence() {
    let one = |arguments: &[&str]| told(&[&["why"], arguments, &["--depth", "sentence"]].concat());
    let all = [
        one(&[K1, "repatriate", "KP"]),
        one(&[K1, "exchange", "RU"]),
        one(&[K1, "intern"]),
        one(&[K1, "intern_civilian"]),
        one(&[K1, "file_with_agency"]),
        one(&[K1, "transfer", "KR"]),
        one(&[K1, "release_locally"]),
        one(&[WOUNDED, "repatriate", "RU"]),
        one(&[KOREA, "repatriate", "KP"]),
        one(&[KOREA, "repatriate", "KP", "--profile", "strict_1949"]),
    ];
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn how_firmly_verdicts_stand() {
    let all = [K1, WOUNDED, KOREA].map(|case| told(&["sensitivity", case]));
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn one_verdict_and_other_forms() {
    let table = told(&["sensitivity", K1, "transfer", "KP", "--format", "markdown"]);
    assert!(table.contains("| any four |"), "{table}");
    let json = valid(
        "sensitivity.schema.json",
        &run(&["sensitivity", K1, "transfer", "--format", "json"]).out,
    );
    assert_eq!(
        (&json["schema"], json["verdicts"].as_array().map(Vec::len)),
        (&1.into(), Some(2))
    );
    let argument = |arguments: &[&str]| {
        let ran = run(&[&["why"], arguments, &["--format", "json"]].concat());
        let json = valid("why.schema.json", &ran.out);
        valid("answer.schema.json", &json["answer"].to_string());
        json
    };
    for open in [
        &[K1, "transfer", "KR"][..],
        &[WOUNDED, "repatriate", "RU"],
        &[K1, "intern_civilian"],
    ] {
        argument(open);
    }
    let json = argument(&[K1, "repatriate", "KP"]);
    assert_eq!((&json["schema"], &json["answer"]["schema"]), (&1.into(), &1.into()));
    assert_eq!(json["norms"][0]["said"]["kind"], "rule");
}

/// An open verdict has nothing that could fall: that is said, not left blank.
#[test]
fn an_open_verdict_hangs_on_nothing_yet() {
    let open = run(&["sensitivity", ESTABLISHED, "transfer", "KR"]);
    assert!(
        open.out.contains("Open under this profile") && open.out.contains("safeconduct unless"),
        "{}",
        open.out
    );
}

/// A position that the case puts in the place of the profile's is not put down to the profile.
#[test]
fn positions_that_the_case_replaces_are_told() {
    let memo = told(&[
        "why",
        KOREA,
        "repatriate",
        "KP",
        "--reading",
        "repatriation_and_wish=no_effect",
    ]);
    assert!(memo.contains("; read otherwise: "), "{memo}");
    let words = memo.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("with one of its positions replaced by the case")
            || !words.contains("as this profile reads the law"),
        "{memo}"
    );
}

#[test]
fn what_is_not_checked_is_what_the_memo_rests_on() {
    let memo = told(&["why", K1, "intern", "--depth", "full"]);
    let words = memo.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("UNVERIFIED - The whole case rests on 18 items"),
        "{memo}"
    );
}

/// The steps that wait are the same number wherever they are told.
#[test]
fn steps_are_counted_alike() {
    let counted = "9 steps that must come first, and 9 more that perhaps must";
    for arguments in [
        &["why", K1, "transfer", "KR"][..],
        &["unless", K1, "transfer", "KR", "--to", "permitted"],
    ] {
        let out = told(arguments).split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(counted), "{out}");
    }
}

#[test]
fn bad_input() {
    for (arguments, complaint) in [
        (&["why", KEPT, "sent"][..], "did you mean `send`?"),
        (&["why", KEPT, "send"], "name one of"),
        (&["why", KEPT, "send", "XX"], "does not ask about XX"),
        (&["sensitivity", KEPT, "sent"], "did you mean `send`?"),
    ] {
        let ran = run(&with_law(arguments));
        assert!(
            ran.code == 2 && ran.err.contains(complaint),
            "{arguments:?}: {}",
            ran.err
        );
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "md" || e == "toml") {
            out.push(path);
        }
    }
    out.sort();
}

fn the_law() -> Rulebook {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    let file = |path: &PathBuf| SourceFile {
        path: path
            .strip_prefix(&folder)
            .expect("below")
            .to_string_lossy()
            .replace('\\', "/"),
        text: std::fs::read_to_string(path).expect("text"),
    };
    safeconduct_rulebook::load(paths.iter().map(file).collect())
        .rulebook
        .expect("the law has no error")
}

/// Title and citation of everything that an answer names as standing, perhaps standing, or set aside; and of the bars that it looked at.
fn named(act: &ActAnswer, law: &Rulebook) -> BTreeSet<(String, String)> {
    let norm = |n: &NormRef| (n.title.clone(), n.citation.clone());
    let norms = [&act.if_done, &act.if_not_done, &act.basis, &act.pending];
    let mut all: BTreeSet<(String, String)> = norms.into_iter().flatten().map(norm).collect();
    for aside in &act.set_aside {
        all.insert((aside.title.clone(), aside.citation.clone()));
        all.insert((aside.by_title.clone(), aside.by_citation.clone()));
    }
    let rules = act.steps.iter().map(|s| &s.rule).chain(&act.checked_bars);
    for id in rules {
        let rule = law.rules.iter().find(|r| r.id == *id).expect("a rule");
        all.insert((rule.title.clone(), rule.origin.citation()));
    }
    all
}

/// In every precedent, acts in turn: nothing that the answer names is left out of the full memo, and no id is in it.
#[test]
fn the_full_memo_leaves_nothing_out() {
    let law = the_law();
    let ids: BTreeSet<&str> = (law.rules.iter().map(|r| r.id.as_str()))
        .chain(law.terms.iter().map(|t| t.id.as_str()))
        .chain(law.facts.iter().map(|f| f.id.as_str()))
        .chain(law.bases.iter().map(|b| b.id.as_str()))
        .chain(law.exceptions.iter().map(|e| e.id.as_str()))
        .chain(law.questions.iter().map(|q| q.id.as_str()))
        .filter(|id| id.contains(['.', '_']))
        .collect();
    let mut paths = Vec::new();
    files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("../../precedents"),
        &mut paths,
    );
    let wide = TextOptions {
        width: 1_000_000,
        ..TextOptions::default()
    };
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut turn = 0;
    for path in paths.iter().filter(|p| p.extension().is_some_and(|e| e == "toml")) {
        let text = std::fs::read_to_string(path).expect("text");
        let (case, _) = read(&path.display().to_string(), &text, &law);
        let case = case.expect("a case");
        let day = "2026-01-01".parse().expect("a day");
        let (situation, _) = resolve(&case, &law, &Overrides::none(day));
        let situation = situation.expect("it resolves");
        let cells = (0..law.acts.len()).flat_map(|a| {
            let toward: Vec<Option<u32>> = match law.acts[a].destination {
                true => situation.asked.iter().map(|d| Some(*d)).collect(),
                false => vec![None],
            };
            toward.into_iter().map(move |d| (ActId(a as u32), d))
        });
        let cells: Vec<(ActId, Option<u32>)> = cells.collect();
        for _ in 0..2 {
            turn += 7;
            let (id, to) = cells[turn % cells.len()];
            let of = argument(&law, &situation, id, to)
                .expect("a world")
                .expect("asked about");
            let act = &of.answer.acts[0];
            let names = Names::of(&of.answer).with_rulebook(&law);
            let memo = memo::text(&of, &names, Depth::Full, &wide);
            for (title, citation) in named(act, &law) {
                let citation = words::citations([citation.as_str()]);
                let wanted = [
                    format!("“{title}” ({citation})"),
                    format!("- {title} ({citation})"),
                    format!("“{title}”"),
                ];
                let there = wanted[..if citation.is_empty() { 3 } else { 2 }]
                    .iter()
                    .any(|w| memo.contains(&clean(w)));
                assert!(
                    there,
                    "{}: {} {:?}: {title} ({citation}) is left out\n{memo}",
                    path.display(),
                    act.act,
                    act.destination
                );
            }
            for word in memo.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_')) {
                let word = word.trim_end_matches('.');
                assert!(
                    !ids.contains(word),
                    "{}: the id {word} is in the memo\n{memo}",
                    path.display()
                );
            }
            *seen.entry(act.verdict.clone()).or_default() += 1;
        }
    }
    println!("{seen:?}");
    for verdict in ["required", "permitted", "prohibited", "unavailable", "open"] {
        assert!(
            seen.contains_key(verdict),
            "no memo on an act that is {verdict}: {seen:?}"
        );
    }
}
