//! Reading folders, for tests.
#![allow(dead_code)]

use safeconduct_rulebook::source::SourceFile;
use std::path::{Path, PathBuf};

/// A folder beside the tests.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// All files of a folder, with paths relative to it.
pub(crate) fn read(root: &Path) -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut todo = vec![root.to_path_buf()];
    while let Some(folder) = todo.pop() {
        for entry in std::fs::read_dir(&folder).expect("the folder can be read") {
            let path = entry.expect("the entry can be read").path();
            if path.is_dir() {
                todo.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .expect("it is below")
                    .to_string_lossy()
                    .replace('\\', "/");
                let text = std::fs::read_to_string(&path).expect("the file can be read");
                files.push(SourceFile { path: name, text });
            }
        }
    }
    files
}

/// The minimal rulebook.
pub(crate) fn minimal() -> Vec<SourceFile> {
    read(&folder("minimal"))
}
