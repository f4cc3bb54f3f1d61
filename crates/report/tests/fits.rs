//! Text fits, whatever the answer; nothing panics; nothing reaches a lawyer that is not for people.

mod fixtures;

use fixtures::{established, established_after, open_case, random, strict};
use proptest::prelude::*;
use safeconduct_report::text::TextOptions;
use safeconduct_report::{changes, json, markdown, text};
use unicode_width::UnicodeWidthStr;

/// Without colour.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        out.push_str(&rest[..at]);
        rest = rest[at..].split_once('m').map_or("", |(_, after)| after);
    }
    out + rest
}

fn longest(text: &str) -> usize {
    plain(text).lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_line_is_too_long(dice in prop::collection::vec(any::<u32>(), 0..600), width in 24_usize..130, colour: bool, ascii: bool) {
        let answer = random(&dice);
        let options = TextOptions { width, colour, ascii };
        let rendered = text::render(&answer, &options);
        prop_assert!(longest(&rendered) <= width, "{}", rendered);
        prop_assert!(colour || !rendered.contains('\x1b'));
        prop_assert!(rendered.lines().all(|line| line == line.trim_end()));
        prop_assert!(rendered.ends_with('\n') && !rendered.ends_with("\n\n"));
        let colourless = TextOptions { colour: false, ..options };
        prop_assert_eq!(plain(&rendered), text::render(&answer, &colourless));
        let other = random(&dice[dice.len() / 2..]);
        prop_assert!(longest(&changes::render(&answer, &other, &options)) <= width);
    }

    #[test]
    fn nothing_panics_and_tables_stay_whole(dice in prop::collection::vec(any::<u32>(), 0..600)) {
        let answer = random(&dice);
        let memo = markdown::render(&answer);
        let mut columns = None;
        for line in memo.lines() {
            if !line.starts_with('|') {
                columns = None;
                continue;
            }
            let bars = line.replace("\\\\", "").replace("\\|", "").matches('|').count();
            prop_assert_eq!(*columns.get_or_insert(bars), bars, "{}", line);
        }
        prop_assert!(serde_json::from_str::<serde_json::Value>(&json::render_one(&answer)).is_ok());
        prop_assert!(changes::compare(&answer, &answer).is_empty());
    }
}

#[test]
fn names_in_hangul_and_cyrillic_fit() {
    let mut answer = established();
    answer.states[1].name = "조선민주주의인민공화국".to_owned();
    answer.states[2].name = "Российская Федерация".to_owned();
    answer.states[3].name = "대한민국".to_owned();
    answer.case = "포로-".repeat(30);
    for width in [24, 40, 60, 80, 100] {
        let rendered = text::render(
            &answer,
            &TextOptions {
                width,
                ..TextOptions::default()
            },
        );
        assert!(longest(&rendered) <= width, "{rendered}");
        let first = rendered.lines().next().unwrap_or_default();
        assert!(
            width < 60 || first.ends_with("as of 11 Feb 2026"),
            "the day is never cut: {rendered}"
        );
    }
}

#[test]
fn the_answer_stands_in_the_first_lines() {
    let rendered = text::render(&established(), &TextOptions::default());
    let lines: Vec<&str> = rendered.lines().collect();
    assert_eq!(
        lines[1],
        "\u{2717} To North Korea or Russia: prohibited under every reading."
    );
    assert!(
        lines[2].contains("To South Korea: nothing may be done today"),
        "{rendered}"
    );
    assert!(lines[..8].iter().any(|line| line.is_empty()), "{rendered}");
}

#[test]
fn no_act_is_dropped() {
    let head = |rendered: &str| {
        let end = rendered.find("WHY").unwrap_or(rendered.len());
        let words: Vec<&str> = rendered[..end].split_whitespace().collect();
        words.join(" ").to_lowercase()
    };
    for answer in [established(), open_case(), strict()] {
        let wide = TextOptions {
            width: 200,
            ..TextOptions::default()
        };
        let shown = head(&text::render(&answer, &wide));
        let memo = markdown::render(&answer).to_lowercase();
        for act in &answer.acts {
            let title = act.title.to_lowercase();
            assert!(shown.contains(&title), "{title} in {shown}");
            assert!(memo.contains(&title), "{title} in {memo}");
        }
    }
}

#[test]
fn no_id_and_no_promise_reaches_a_lawyer() {
    for answer in [established(), open_case(), strict()] {
        for rendered in [
            text::render(&answer, &TextOptions::default()),
            markdown::render(&answer),
        ] {
            let rendered = rendered.replace("\\_", "_");
            for act in &answer.acts {
                for norm in act.if_done.iter().chain(&act.if_not_done).chain(&act.basis) {
                    assert!(!rendered.contains(&norm.rule), "{} in {rendered}", norm.rule);
                    assert!(norm.because.iter().all(|b| !rendered.contains(&b.fact)));
                }
                assert!(act.open_facts.iter().all(|fact| !rendered.contains(fact.as_str())));
            }
            let lower = rendered.to_lowercase();
            for word in [
                "safe",
                "voluntary",
                "cleared",
                "atom",
                "literal",
                "score",
                "recommend",
                "not_yet",
                "open_facts",
                "every_reading",
            ] {
                assert!(!lower.contains(word), "{word} in {rendered}");
            }
        }
    }
}

#[test]
fn what_did_not_change_is_not_shown() {
    let rendered = changes::render(&established(), &established_after(), &TextOptions::default());
    assert!(
        !rendered.contains("Transfer to North Korea") && !rendered.contains("Publicise"),
        "{rendered}"
    );
    assert!(!rendered.contains("Notice to the Central Agency"));
    let none = changes::render(&strict(), &strict(), &TextOptions::default());
    assert!(none.contains("Nothing changes"));
}
