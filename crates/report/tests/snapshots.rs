//! What people and programs see, word for word.

mod fixtures;

use fixtures::{established, established_after, open_case, strict};
use safeconduct_report::text::TextOptions;
use safeconduct_report::{changes, json, markdown, text};

fn at(width: usize) -> TextOptions {
    TextOptions {
        width,
        ..TextOptions::default()
    }
}

#[test]
fn text_in_80_columns() {
    insta::assert_snapshot!("established_80", text::render(&established(), &at(80)));
    insta::assert_snapshot!("open_80", text::render(&open_case(), &at(80)));
    insta::assert_snapshot!("strict_80", text::render(&strict(), &at(80)));
}

#[test]
fn text_in_100_columns() {
    insta::assert_snapshot!("established_100", text::render(&established(), &at(100)));
    insta::assert_snapshot!("open_100", text::render(&open_case(), &at(100)));
    insta::assert_snapshot!("strict_100", text::render(&strict(), &at(100)));
}

#[test]
fn text_on_a_narrow_screen_in_ascii() {
    insta::assert_snapshot!(
        "established_30_ascii",
        text::render(
            &established(),
            &TextOptions {
                width: 30,
                colour: false,
                ascii: true
            }
        )
    );
}

#[test]
fn memo() {
    insta::assert_snapshot!("established_markdown", markdown::render(&established()));
    insta::assert_snapshot!("open_markdown", markdown::render(&open_case()));
    insta::assert_snapshot!("strict_markdown", markdown::render(&strict()));
}

#[test]
fn for_programs() {
    insta::assert_snapshot!("strict_json", json::render_one(&strict()));
}

#[test]
fn what_changed() {
    insta::assert_snapshot!(
        "changes_80",
        changes::render(&established(), &established_after(), &at(80))
    );
    insta::assert_snapshot!(
        "changes_back_80",
        changes::render(&established_after(), &established(), &at(80))
    );
    insta::assert_snapshot!("changes_other_80", changes::render(&open_case(), &strict(), &at(80)));
    insta::assert_snapshot!("changes_json", changes::json(&established(), &established_after()));
    insta::assert_snapshot!(
        "changes_none_80",
        changes::render(&established(), &established(), &at(80))
    );
}
