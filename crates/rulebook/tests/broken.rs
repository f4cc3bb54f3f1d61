//! Broken rulebooks and what is said about them.
//!
//! A file `tests/broken/NN-name.md` is added to the minimal rulebook; a folder stands alone.

mod common;

use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::load;
use safeconduct_rulebook::source::SourceFile;

#[test]
fn diagnostics_of_broken_rulebooks() {
    let mut entries: Vec<_> = std::fs::read_dir(common::folder("broken"))
        .expect("the folder can be read")
        .map(|e| e.expect("the entry can be read").path())
        .collect();
    entries.sort();
    assert!(entries.len() >= 30);
    for path in entries {
        let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let files = if path.is_dir() {
            common::read(&path)
        } else {
            let text = std::fs::read_to_string(&path).expect("the file can be read");
            let mut files = common::minimal();
            files.push(SourceFile {
                path: "9-broken.md".into(),
                text,
            });
            files
        };
        let loaded = load(files);
        assert!(!loaded.diagnostics.is_empty(), "{name} is not broken");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("broken-{name}"), render(&loaded.sources, &loaded.diagnostics, false));
        });
    }
}
