//! How much of its instruments the law states: a figure that may get better, and not worse.

mod common;

use safeconduct_rulebook::coverage::{Coverage, coverage};
use safeconduct_rulebook::load;
use std::path::Path;

/// In a hundred provisions, so many may say why they are not modelled.
const NOT_MODELLED: usize = 30;

#[test]
fn little_is_not_modelled_and_nothing_is_bare() {
    let law = load(common::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law")));
    let rb = law.rulebook.expect("the law has no error");
    let rows = coverage(&rb);
    let bare: Vec<&str> = rows.iter().filter(|r| r.bare > 0).map(|r| r.short.as_str()).collect();
    assert!(
        bare.is_empty(),
        "provisions of {} hold nothing: neither a statement nor `stated in:` nor `not modelled:`",
        bare.join(", ")
    );
    let all = Coverage::total(&rows);
    assert!(
        all.percent_not_modelled() <= NOT_MODELLED,
        "{} of {} provisions are not modelled: {} %, and at most {NOT_MODELLED} % may be; \
         `safeconduct check --coverage` lists them",
        all.not_modelled,
        all.in_scope(),
        all.percent_not_modelled()
    );
}
