//! Rulebooks from text, and the rulebook of the repository.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::expect_used,
    clippy::panic,
    reason = "each target uses a part of it"
)]

use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::SourceFile;
use safeconduct_rulebook::{Loaded, load};
use std::path::Path;

pub fn file(path: &str, text: &str) -> SourceFile {
    SourceFile {
        path: path.into(),
        text: text.into(),
    }
}

/// Some version and disclaimer.
pub fn settings() -> SourceFile {
    file("rulebook.toml", "version = \"1\"\ndisclaimer = \"A test.\"\n")
}

/// A rulebook of one fence with these statements.
pub fn of_statements(text: &str) -> Rulebook {
    whole(load(vec![
        settings(),
        file("law.md", &format!("# Law\n\n```rule{text}\n```\n")),
    ]))
}

/// What was loaded, without an error.
pub fn whole(loaded: Loaded) -> Rulebook {
    loaded.rulebook.unwrap_or_else(|| panic!("{:#?}", loaded.diagnostics))
}

/// The rulebook of the repository.
pub fn of_the_repository() -> Rulebook {
    let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let mut files = Vec::new();
    let mut folders = vec![law.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                let below = path.strip_prefix(&law).expect("below").to_string_lossy();
                files.push(file(&below.replace('\\', "/"), &text));
            }
        }
    }
    whole(load(files))
}
