//! Broken case files, each with the diagnostic that it deserves.
#![allow(clippy::panic, reason = "tests")]

mod common;

use common::rulebook;
use safeconduct_casefile::read;
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::source::{SourceFile, Sources};
use std::path::Path;

#[test]
fn every_broken_file_is_told_what_is_wrong() {
    let rulebook = rulebook();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .expect("the folder is there")
        .map(|e| e.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|n| n.ends_with(".toml") || n.ends_with(".json"))
        .collect();
    names.sort();
    assert!(names.len() >= 30, "{}", names.len());
    for name in names {
        let text = std::fs::read_to_string(folder.join(&name)).expect("a text");
        let (case, diagnostics) = read(&name, &text, &rulebook);
        assert!(case.is_none(), "{name} was read");
        for d in &diagnostics {
            let place = text.get(d.span.start as usize..d.span.end as usize);
            assert!(
                place.is_some() && d.span.file == 0,
                "{name}: {d} lies outside of the file"
            );
        }
        let drawn = render(
            &Sources {
                files: vec![SourceFile {
                    path: name.clone(),
                    text,
                }],
            },
            &diagnostics,
            false,
        );
        insta::with_settings!({ snapshot_path => "broken/snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name.replace('.', "_"), drawn);
        });
    }
}
