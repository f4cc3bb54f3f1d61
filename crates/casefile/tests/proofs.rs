//! The possible verdicts of precedents under the law: every answer of the solver is checked.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

use jiff::civil::date;
use safeconduct_casefile::{Overrides, read, resolve};
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::prepare;
use safeconduct_engine::proof::{Checked, check, recorded};
use safeconduct_rulebook::source::SourceFile;
use std::path::{Path, PathBuf};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "md" || e == "toml") {
            found.push(path);
        }
    }
}

#[test]
fn possible_verdicts_of_precedents_have_proofs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths = Vec::new();
    files(&root.join("law"), &mut paths);
    let law = paths.iter().map(|path| SourceFile {
        path: path
            .strip_prefix(root.join("law"))
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/"),
        text: std::fs::read_to_string(path).unwrap(),
    });
    let law = law.filter(|f| !f.path.starts_with("locale/")).collect();
    let rulebook = safeconduct_rulebook::load(law).rulebook.expect("the law loads");
    let mut sum = Checked::default();
    for name in [
        "ukraine-2025/k1.toml",
        "ukraine-2025/wounded-russian.toml",
        "history/korea-1953-refuses-danger.toml",
    ] {
        let text = std::fs::read_to_string(root.join("precedents").join(name)).unwrap();
        let case = read(name, &text, &rulebook).0.expect("it reads");
        let case = resolve(&case, &rulebook, &Overrides::none(date(2026, 1, 1)))
            .0
            .expect("it resolves");
        let (cells, logs) = recorded(|| {
            let mut exact = prepare(&rulebook, &case).expect("it has a world");
            let asked: Vec<usize> = exact.asked(&case).collect();
            asked.iter().map(|c| exact.verdicts(*c, Lit::TRUE)).collect::<Vec<_>>()
        });
        for log in &logs {
            let one = check(log).unwrap_or_else(|e| panic!("{name}: {e}"));
            sum.possible += one.possible;
            sum.impossible += one.impossible;
            sum.learnt += one.learnt;
        }
        assert!(!cells.is_empty());
    }
    println!("{sum:?}");
    assert!(sum.impossible > 60 && sum.possible > 10, "{sum:?}");
}
