//! What `unless` offers does what it says, and what `compare` names is the cause, on the law and the precedents.
//!
//! `SAFECONDUCT_STRIDE` says of how many acts, or pairs of cases, one is tried (1: all).

use safeconduct_casefile::{Overrides, read, resolve};
use safeconduct_engine::cause::causes;
use safeconduct_engine::changes::{Change, Outcome, unless};
use safeconduct_engine::exact::VerdictSet;
use safeconduct_engine::prepare;
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::{Rulebook, Verdict};
use safeconduct_rulebook::source::SourceFile;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const LIMIT: usize = 4;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All files below a folder, in the order of their paths.
fn files(folder: &Path, below: &Path, found: &mut Vec<(String, PathBuf)>) {
    let entries = std::fs::read_dir(below).expect("a folder");
    let mut paths: Vec<PathBuf> = entries.map(|e| e.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(folder, &path, found);
        } else {
            let name = path
                .strip_prefix(folder)
                .expect("it is below")
                .to_string_lossy()
                .into_owned();
            found.push((name, path));
        }
    }
}

fn law() -> Rulebook {
    let folder = root().join("law");
    let mut found = Vec::new();
    files(&folder, &folder, &mut found);
    let read = |(path, file): (String, PathBuf)| SourceFile {
        path,
        text: std::fs::read_to_string(file).expect("a file"),
    };
    let loaded = safeconduct_rulebook::load(found.into_iter().map(read).collect());
    loaded.rulebook.expect("the law is in order")
}

fn precedents(law: &Rulebook) -> Vec<(String, Situation)> {
    let folder = root().join("precedents");
    let mut found = Vec::new();
    files(&folder, &folder, &mut found);
    found.retain(|(name, _)| name.ends_with(".toml"));
    let mut cases = Vec::new();
    for (name, file) in found {
        let text = std::fs::read_to_string(file).expect("a file");
        let (case, _) = read(&name, &text, law);
        let today = "2026-07-01".parse().expect("a day");
        let (situation, _) = resolve(&case.expect("a case"), law, &Overrides::none(today));
        cases.push((name, situation.expect("a situation")));
    }
    cases
}

/// The case in which these findings have been made.
fn changed(case: &Situation, set: &[Change]) -> Situation {
    let mut case = case.clone();
    for change in set {
        let found = change.found.clone().expect("a value");
        case.stated.retain(|s| s.item != found.item);
        case.stated.push(found);
    }
    case.stated.sort_by_key(|s| s.item);
    case
}

fn stride() -> usize {
    std::env::var("SAFECONDUCT_STRIDE").map_or(29, |s| s.parse().expect("a number"))
}

/// Between a precedent and the next in the folder: all differences together make the second of the first, so every answer that differs has a cause.
#[test]
fn every_answer_that_differs_has_a_cause() {
    let law = law();
    let cases = precedents(&law);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in cases.windows(2).step_by(stride()) {
        let answers = [0, 1].map(|i| safeconduct_engine::answer(&law, &pair[i].1).expect("an answer"));
        let [a, b] = [0, 1].map(|i| (&pair[i].1, &answers[i]));
        for cell in causes(&law, a, b).expect("causes").cells {
            assert_ne!(
                cell.minimal, "unknown",
                "{} and {}: {} {:?}",
                pair[0].0, pair[1].0, cell.act, cell.destination
            );
            assert!(cell.with.is_some() && cell.sets.iter().all(|s| !s.is_empty()));
            *seen.entry(cell.minimal).or_default() += 1;
        }
    }
    println!("answers that differ, by how small what makes it is: {seen:?}");
    assert!(seen.contains_key("one") && seen.contains_key("smallest"), "{seen:?}");
}

#[test]
fn what_is_offered_does_what_it_says() {
    let law = law();
    let stride = stride();
    let lawful = VerdictSet::of(&[Verdict::Permitted, Verdict::Required]);
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sets_tried = 0;
    for (i, (name, case)) in precedents(&law).into_iter().enumerate() {
        let exact = prepare(&law, &case).expect("a case without contradiction");
        let cells: Vec<_> = exact
            .asked(&case)
            .map(|c| &exact.compiled.cells[c])
            .map(|c| (c.act, c.destination))
            .collect();
        for (j, about) in cells.into_iter().enumerate().filter(|(j, _)| (i + j) % stride == 0) {
            let to = if (i + j) / stride % 3 == 2 {
                VerdictSet::of(&[Verdict::Prohibited])
            } else {
                lawful
            };
            let answer = unless(&law, &case, about, to, LIMIT)
                .expect("an answer")
                .expect("a cell");
            let at = format!(
                "{name}, cell {j} ({} {:?}), to {}",
                answer.act, answer.destination, answer.to
            );
            let (kind, sets) = match answer.outcome {
                Outcome::Already => ("already", Vec::new()),
                Outcome::Open { sets, .. } => ("open", sets),
                Outcome::Changes {
                    sets, smallest: true, ..
                } => ("changes", sets),
                Outcome::Changes { sets, .. } => ("changes, perhaps not the smallest", sets),
                Outcome::Beyond { example } => ("beyond", example.into_iter().collect()),
                Outcome::HisToSay { .. } => ("his_to_say", Vec::new()),
                Outcome::OpenLaw { .. } => ("open_law", Vec::new()),
                Outcome::Fixed { .. } => ("fixed", Vec::new()),
                Outcome::OtherReading { .. } => ("other_reading", Vec::new()),
                Outcome::Never { .. } => ("never", Vec::new()),
            };
            *seen.entry(kind).or_default() += 1;
            for set in sets {
                sets_tried += 1;
                assert!(set.iter().all(|c| c.sort != "wish"), "a wish is offered: {at}");
                assert!(
                    (set.len() <= LIMIT) == (kind != "beyond"),
                    "{at}: {} findings",
                    set.len()
                );
                let case = changed(&case, &set);
                let mut exact = prepare(&law, &case).expect(&at);
                let mut cells = exact.compiled.cells.iter();
                let cell = cells.position(|c| (c.act, c.destination) == about).expect("the cell");
                let profile = exact.profile;
                let verdicts = exact.verdicts(cell, profile);
                assert!(verdicts.iter().all(|v| to.has(v)), "{at}: {set:?} gives {verdicts:?}");
            }
        }
    }
    println!("outcomes: {seen:?}; sets of findings put in and answered again: {sets_tried}");
    assert!(sets_tried > 0);
    for kind in ["open", "changes", "beyond", "his_to_say", "never"] {
        assert!(seen.contains_key(kind), "no case ends in {kind}: {seen:?}");
    }
}
