//! A small rulebook for these tests.
#![allow(dead_code)]

use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::SourceFile;
use std::path::Path;

pub(crate) fn rulebook() -> Rulebook {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebook");
    let files = ["rulebook.toml", "law.md", "states/KR.toml"].map(|path| SourceFile {
        path: path.to_owned(),
        text: std::fs::read_to_string(folder.join(path)).expect("the file is there"),
    });
    let loaded = safeconduct_rulebook::load(files.to_vec());
    let said = safeconduct_rulebook::diagnostics::render(&loaded.sources, &loaded.diagnostics, false);
    loaded.rulebook.unwrap_or_else(|| panic!("{said}"))
}
