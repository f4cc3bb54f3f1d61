//! Statements read as English: those of the minimal rulebook, which is stable, and those of the law, which is not.
//!
//! After a change of the law: `INSTA_UPDATE=always cargo test -p safeconduct-rulebook --test english`, and read the
//! difference before it is committed.

mod common;

use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::prose::{Statement, statements};
use safeconduct_rulebook::{diagnostics, load};
use std::collections::BTreeMap;
use std::path::Path;

fn said(s: &Statement<'_>) -> String {
    let mark = s
        .origin
        .unverified
        .as_ref()
        .map_or_else(String::new, |m| format!("\n  not verified: {m}"));
    format!(
        "{} {} “{}” ({})\n  {}{mark}\n",
        s.kind,
        s.id,
        s.title,
        s.citation(),
        s.sentence
    )
}

fn law() -> Rulebook {
    let loaded = load(common::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law")));
    let drawn = diagnostics::render(&loaded.sources, &loaded.diagnostics, false);
    loaded.rulebook.expect(&drawn)
}

#[test]
fn the_minimal_rulebook_reads_as_english() {
    let rb = load(common::minimal()).rulebook.expect("there is no error");
    let all: Vec<String> = statements(&rb).iter().map(said).collect();
    snapshot("minimal", &all);
}

fn snapshot(name: &str, all: &[String]) {
    insta::with_settings!({snapshot_path => "english", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, all.join("\n"));
    });
}

/// One snapshot for each folder of the law.
#[test]
fn the_law_reads_as_english() {
    let rb = law();
    let mut folders: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for s in statements(&rb) {
        let folder = s.origin.file.split_once('/').map_or("top", |(folder, _)| folder);
        folders.entry(folder.to_owned()).or_default().push(said(&s));
    }
    for (folder, all) in folders {
        snapshot(&format!("law-{folder}"), &all);
    }
}

/// What a sentence must never have, whatever the law says.
#[test]
fn no_sentence_has_holes() {
    for rb in [law(), load(common::minimal()).rulebook.expect("there is no error")] {
        for s in statements(&rb) {
            for wrong in ["{", "}", "  ", " ,", " .", "..", ",,", "““", "””", "“”", "()"] {
                assert!(!s.sentence.contains(wrong), "`{wrong}` in {}: {}", s.id, s.sentence);
            }
            let (open, shut) = (s.sentence.matches('“').count(), s.sentence.matches('”').count());
            assert_eq!(open, shut, "{}: {}", s.id, s.sentence);
            assert!(s.sentence.ends_with(['.', '?']), "{}: {}", s.id, s.sentence);
            assert!(
                s.sentence.starts_with(|c: char| !c.is_lowercase()),
                "{}: {}",
                s.id,
                s.sentence
            );
        }
    }
}
