//! Any text as a case file, in TOML and in JSON: read, drawn, resolved, written, read again.
#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use safeconduct_casefile::{CaseFile, Overrides, read_json, read_toml, resolve, sources, write_toml};
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{Diagnostic, SourceFile, Sources};
use std::sync::LazyLock;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(|| {
    let file = |path: &str, text: &str| SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let loaded = safeconduct_rulebook::load(vec![
        file(
            "rulebook.toml",
            include_str!("../../crates/casefile/tests/rulebook/rulebook.toml"),
        ),
        file("law.md", include_str!("../../crates/casefile/tests/rulebook/law.md")),
    ]);
    loaded.rulebook.expect("the rulebook of the tests is right")
});

fn drawn(text: &str, diagnostics: &[Diagnostic]) {
    let files = vec![SourceFile {
        path: "case".to_owned(),
        text: text.to_owned(),
    }];
    let _ = render(&Sources { files }, diagnostics, false);
}

fn used(case: &CaseFile) {
    // The first line of the file as something put on top of it.
    let line = case.source.text.lines().next().unwrap_or_default();
    let set = line
        .split_once('=')
        .map(|(path, value)| (path.trim().to_owned(), value.trim().to_owned()));
    let overrides = Overrides {
        set: set.into_iter().collect(),
        ..Overrides::none(date(2026, 2, 11))
    };
    let (_, diagnostics) = resolve(case, &RULEBOOK, &overrides);
    let _ = render(&sources(case, &overrides), &diagnostics, false);
    let written = write_toml(case);
    let (again, diagnostics) = read_toml(&case.source.path, &written, &RULEBOOK);
    let again = again.unwrap_or_else(|| panic!("the canonical form is wrong: {diagnostics:#?}\n{written}"));
    assert_eq!(write_toml(&again), written);
}

fuzz_target!(|text: &str| {
    for read in [read_toml, read_json] {
        let (case, diagnostics) = read("case", text, &RULEBOOK);
        assert!(case.is_some() || !diagnostics.is_empty());
        drawn(text, &diagnostics);
        if let Some(case) = case {
            used(&case);
        }
    }
});
