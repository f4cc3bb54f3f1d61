//! What an interview says: it fits, and says what it should.

mod fixtures;

use fixtures::{established, open_case, random};
use proptest::prelude::*;
use safeconduct_report::interview::{Screen, branches, offer, replies, screen, short, standing};
use safeconduct_report::names::Names;
use safeconduct_report::text::TextOptions;
use unicode_width::UnicodeWidthStr;

fn question() -> Screen {
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    Screen {
        number: 7,
        title: "Fit to travel".to_owned(),
        at_most: 31,
        settled: (12, 39),
        ask: "Is he fit to travel?".to_owned(),
        wish: false,
        bears_on: ["repatriate to KP", "transfer to KR"].map(str::to_owned).to_vec(),
        rules: vec![
            pair("Not while the journey endangers his recovery", "GC III art 47(1)"),
            pair("Nor to another camp", "GC III art 46(2)"),
            pair("A third", "GC III art 1"),
            pair("A fourth", "GC III art 2"),
        ],
        shown_by: vec!["camp_doctor".to_owned(), "medical_commission".to_owned()],
        standard: "medical finding".to_owned(),
        replied: None,
        replies: vec![pair("1", "yes: he is fit to travel"), pair("u", "unknown")],
        keys: vec![pair("b", "back"), pair("f", "forward")],
    }
}

#[test]
fn a_question_says_why_it_is_asked() {
    let answer = open_case();
    let names = Names::of(&answer);
    let options = TextOptions::default();
    insta::assert_snapshot!(screen(&question(), &names, &options));
    let again = Screen {
        wish: true,
        replied: Some("He is fit to travel".to_owned()),
        bears_on: Vec::new(),
        ..question()
    };
    insta::assert_snapshot!(screen(&again, &names, &TextOptions { ascii: true, ..options }));
}

#[test]
fn both_sides_of_a_dispute_stand_side_by_side() {
    let sides = [
        ("danger awaits him".to_owned(), established()),
        ("no danger awaits him".to_owned(), open_case()),
    ];
    let names = Names::of(&sides[0].1).and(&Names::of(&sides[1].1));
    let wide = branches("Danger", &sides, &names, &TextOptions::default());
    insta::assert_snapshot!(wide);
    let narrow = branches(
        "Danger",
        &sides,
        &names,
        &TextOptions {
            width: 40,
            ..TextOptions::default()
        },
    );
    insta::assert_snapshot!(narrow);
    let same = [sides[0].clone(), sides[0].clone()];
    assert!(branches("Danger", &same, &names, &TextOptions::default()).contains("No verdict depends"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_line_is_too_long(dice in prop::collection::vec(any::<u32>(), 0..400), width in 24_usize..130, ascii: bool) {
        let options = TextOptions { width, colour: false, ascii };
        let (one, other) = (random(&dice), random(&dice[dice.len() / 2..]));
        let names = Names::of(&one).and(&Names::of(&other));
        let rows = [(1, "He is fit to travel".to_owned(), None), (2, "He is of age".to_owned(), Some("kept"))];
        let sides = [("one".to_owned(), one.clone()), ("other".to_owned(), other)];
        for text in [
            screen(&question(), &names, &options),
            standing(&one, &names, &options),
            short(&one, &names, &options),
            branches("Danger", &sides, &names, &options),
            replies(&rows, &options),
            offer("Which profile?", &[("1".to_owned(), "The strict text".to_owned())], &options),
        ] {
            let longest = text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
            prop_assert!(longest <= width, "{}", text);
            prop_assert!(text.lines().all(|l| l == l.trim_end()), "{:?}", text);
            prop_assert!(text.ends_with('\n') && !text.ends_with("\n\n"));
        }
    }
}
