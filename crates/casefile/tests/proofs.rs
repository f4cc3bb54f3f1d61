//! The possible verdicts of precedents under the law: every answer of the solver is checked.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "../../engine/tests/books/mod.rs"]
mod books;

use jiff::civil::date;
use safeconduct_casefile::{Overrides, read, resolve};
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::prepare;
use safeconduct_engine::proof::{Checked, check, recorded};
use std::path::Path;

#[test]
fn possible_verdicts_of_precedents_have_proofs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let rulebook = books::of_the_repository();
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
