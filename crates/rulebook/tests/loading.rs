//! Loading never panics, whatever the files hold.

mod common;

use proptest::prelude::*;
use safeconduct_rulebook::source::SourceFile;
use safeconduct_rulebook::{diagnostics, load};

/// A damage done to one file.
#[derive(Clone, Debug)]
enum Damage {
    /// Words are left out.
    Cut { file: usize, from: usize, words: usize },
    /// A word is put in the place of another.
    Swap {
        file: usize,
        word: usize,
        other_file: usize,
        other: usize,
    },
    /// Any text is put somewhere.
    Insert { file: usize, at: usize, text: String },
    /// A line is doubled.
    Double { file: usize, line: usize },
    /// A file is missing.
    Remove { file: usize },
}

fn damage() -> impl Strategy<Value = Damage> {
    let n = any::<usize>;
    prop_oneof![
        (n(), n(), 1usize..9).prop_map(|(file, from, words)| Damage::Cut { file, from, words }),
        (n(), n(), n(), n()).prop_map(|(file, word, other_file, other)| Damage::Swap {
            file,
            word,
            other_file,
            other
        }),
        (n(), n(), "\\PC{0,12}").prop_map(|(file, at, text)| Damage::Insert { file, at, text }),
        (n(), n()).prop_map(|(file, line)| Damage::Double { file, line }),
        n().prop_map(|file| Damage::Remove { file }),
    ]
}

/// The byte ranges of the words of a text.
fn words(text: &str) -> Vec<std::ops::Range<usize>> {
    let start = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|w| w.as_ptr() as usize - start..w.as_ptr() as usize - start + w.len())
        .collect()
}

fn apply(files: &mut Vec<SourceFile>, damage: &Damage) {
    if files.is_empty() {
        return;
    }
    let n = files.len();
    match damage {
        Damage::Cut {
            file,
            from,
            words: count,
        } => {
            let f = &mut files[file % n];
            let all = words(&f.text);
            if !all.is_empty() {
                let first = from % all.len();
                let last = (first + count - 1).min(all.len() - 1);
                f.text.replace_range(all[first].start..all[last].end, "");
            }
        }
        Damage::Swap {
            file,
            word,
            other_file,
            other,
        } => {
            let from = files[other_file % n].text.clone();
            let source = words(&from);
            let f = &mut files[file % n];
            let all = words(&f.text);
            if !all.is_empty() && !source.is_empty() {
                let new = &from[source[other % source.len()].clone()];
                f.text.replace_range(all[word % all.len()].clone(), new);
            }
        }
        Damage::Insert { file, at, text } => {
            let f = &mut files[file % n];
            let mut at = at % (f.text.len() + 1);
            while !f.text.is_char_boundary(at) {
                at -= 1;
            }
            f.text.insert_str(at, text);
        }
        Damage::Double { file, line } => {
            let f = &mut files[file % n];
            let mut lines: Vec<String> = f.text.lines().map(str::to_owned).collect();
            if !lines.is_empty() {
                let i = line % lines.len();
                lines.insert(i, lines[i].clone());
                f.text = lines.join("\n");
            }
        }
        Damage::Remove { file } => {
            files.remove(file % n);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn damaged_rulebooks_are_diagnosed(damages in prop::collection::vec(damage(), 1..6)) {
        let mut files = common::minimal();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        for d in &damages {
            apply(&mut files, d);
        }
        let loaded = load(files);
        let errors = loaded.diagnostics.iter().any(|d| d.severity == safeconduct_rulebook::source::Severity::Error);
        prop_assert_eq!(loaded.rulebook.is_none(), errors);
        let _ = diagnostics::render(&loaded.sources, &loaded.diagnostics, false);
    }
}

#[test]
fn nothing_is_a_rulebook_without_law() {
    let loaded = load(Vec::new());
    assert!(loaded.rulebook.is_none());
    let _ = diagnostics::render(&loaded.sources, &loaded.diagnostics, false);
}
