//! Whatever a file says: reading it ends, places lie in it, and what can be read survives being written.
#![allow(clippy::panic, reason = "tests")]

mod common;

use common::rulebook;
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use safeconduct_casefile::{CaseFile, Overrides, read_json, read_toml, resolve, sources, write_toml};
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{Diagnostic, SourceFile, Sources};
use std::path::Path;
use std::sync::LazyLock;

static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(rulebook);

/// The broken files, and a good one.
static EXAMPLES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").path())
        .collect();
    files.sort();
    let mut texts: Vec<String> = files
        .iter()
        .filter(|p| p.is_file())
        .map(|p| std::fs::read_to_string(p).expect("a text"))
        .collect();
    texts.push(GOOD.to_owned());
    texts
});

const GOOD: &str = r#"id = "good"
as_of = 2026-02-11
detaining = "UA"
origin = "KP"
destinations = ["KP", "KR"]
prisoner.age = 20
onward = { RU = { KP = "found" } }
steps = { capture_card = 2025-01-18, examination.send.KR = 2026-01-20 }
[destination.KP]
torture = "found"
[orders.appeal_pending]
send = { KR = true }
release = false
[findings."destination.KP.torture"]
source = "a report" # and a comment
since = 2014-02-07
[findings."destination.KR.torture".disputed]
values = ["found", "dispelled"]
[[expect]]
act = "send"
destination = "KP"
verdict = "prohibited"
"#;

const WORDS: &[&str] = &[
    "\"",
    "'",
    "=",
    ".",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    ",",
    "\n",
    "#",
    "true",
    "false",
    "yes",
    "open",
    "unknown",
    "KP",
    "KR",
    "UA",
    "kp",
    "2026-02-30",
    "2026-02-11",
    "20",
    "-1",
    "0x10",
    "1e9",
    "null",
    "id",
    "as_of",
    "detaining",
    "destinations",
    "readings",
    "findings",
    "expect",
    "disputed",
    "values",
    "prisoner.age",
    "destination.KP.torture",
    "[destination]",
    "[findings.\"\"]",
    "\"\\u0000\"",
    "\u{2014}",
    "ї",
    "\u{200b}",
    "orders",
    "steps",
    "\"\"\"",
    "9999999999999999999999",
    "prisoner.fit = true\n",
    "[findings.\"prisoner.age\"]\n",
    "a.b.c.d.e.f.g.h",
    "\r\n",
    "\\",
    ":",
];

fn places(text: &str, diagnostics: &[Diagnostic]) {
    for d in diagnostics {
        for span in std::iter::once(&d.span).chain(d.related.iter().map(|(span, _)| span)) {
            assert!(
                text.get(span.start as usize..span.end as usize).is_some(),
                "{d} lies outside of\n{text}"
            );
        }
    }
    let files = vec![SourceFile {
        path: "case".to_owned(),
        text: text.to_owned(),
    }];
    let drawn = render(&Sources { files }, diagnostics, true);
    assert_eq!(drawn.is_empty(), diagnostics.is_empty());
}

fn survives(text: &str, set: &[(String, String)]) {
    for read in [read_toml, read_json] {
        let (case, diagnostics) = read("case", text, &RULEBOOK);
        assert!(
            case.is_some() || !diagnostics.is_empty(),
            "nothing is said about\n{text}"
        );
        places(text, &diagnostics);
        if let Some(case) = case {
            used(&case, set);
        }
    }
}

fn used(case: &CaseFile, set: &[(String, String)]) {
    let overrides = Overrides {
        set: set.to_vec(),
        ..Overrides::none(date(2026, 2, 11))
    };
    let (_, diagnostics) = resolve(case, &RULEBOOK, &overrides);
    render(&sources(case, &overrides), &diagnostics, false);
    let written = write_toml(case);
    let (again, said) = read_toml(&case.source.path, &written, &RULEBOOK);
    let again = again.unwrap_or_else(|| panic!("{said:#?}\n{written}"));
    assert_eq!(write_toml(&again), written);
    let nothing = Overrides::none(date(2026, 2, 11));
    assert_eq!(
        format!("{:?}", resolve(&again, &RULEBOOK, &nothing).0),
        format!("{:?}", resolve(case, &RULEBOOK, &nothing).0),
        "{written}"
    );
}

/// Lines of a case that is right, whatever is chosen.
fn good_case() -> impl Strategy<Value = String> {
    let value = |values: &[&'static str]| proptest::option::of(select(values.to_vec()));
    let head = (
        value(&["2026-02-11", "\"2025-12-31\""]),
        value(&["2026-01-01"]),
        value(&["\"strict\"", "\"modern\""]),
        value(&["true", "false"]),
    );
    let prisoner = (
        value(&["true", "false", "\"yes\"", "\"no\""]),
        value(&["2025-01-11", "\"2025-01-11\""]),
        value(&["0", "17", "-4", "0x1F"]),
    );
    let torture = [
        value(&["\"found\"", "\"dispelled\""]),
        value(&["\"found\"", "\"dispelled\""]),
    ];
    let tables = (
        value(&["\"found\"", "\"dispelled\""]),
        value(&["2026-01-20", "2030-01-01"]),
        value(&["true", "false"]),
        value(&["false", "{ send = true }"]),
    );
    let evidence = (
        any::<String>(),
        select(vec!["judgment", "report", "press"]),
        value(&["2014-02-07", "2026-02-01", "2031-01-01"]),
        any::<bool>(),
    );
    (head, prisoner, torture, tables, evidence).prop_map(|(head, prisoner, torture, tables, evidence)| {
        let mut out =
            String::from("id = \"good\"\ndetaining = \"UA\"\norigin = \"KP\"\ndestinations = [\"KR\", \"KP\"]\n");
        let mut line = |key: &str, value: Option<&str>| {
            if let Some(value) = value {
                out.push_str(&format!("{key} = {value}\n"));
            }
        };
        line("as_of", head.0);
        line("as_known", head.1);
        line("profile", head.2);
        line("destinations_complete", head.3);
        line("prisoner.fit_to_travel", prisoner.0);
        line("prisoner.captive_since", prisoner.1);
        line("prisoner.age", prisoner.2);
        line("destination.KP.torture", torture[0]);
        line("destination.KR.torture", torture[1]);
        line("onward.RU.KP", tables.0);
        line("steps.examination.send.KR", tables.1);
        line(
            "orders.appeal_pending",
            tables.3.filter(|v| *v == "false").or(tables.2.filter(|_| false)),
        );
        line("steps.capture_card", tables.1);
        if torture[0].is_some() {
            let source = toml::Value::String(format!("s{}", evidence.0)).to_string();
            out.push_str(&format!(
                "[findings.\"destination.KP.torture\"]\nsource = {source}\nkind = \"{}\"\n",
                evidence.1
            ));
            if let Some(day) = evidence.2 {
                out.push_str(&format!("{} = {day}\n", if evidence.3 { "since" } else { "recorded" }));
            }
        } else {
            out.push_str("[findings.\"destination.KP.torture\".disputed]\nvalues = [\"found\", \"dispelled\"]\n");
        }
        out
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_text(text in any::<String>(), path in any::<String>(), value in any::<String>()) {
        survives(&text, &[]);
        survives(GOOD, &[(path, value)]);
    }

    #[test]
    fn mutated_files(which in 0usize..1000, edits in proptest::collection::vec((0usize..2000, 0usize..12, select(WORDS)), 1..4)) {
        let mut text = EXAMPLES[which % EXAMPLES.len()].clone();
        for (cut, length, word) in edits {
            let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let from = cut % ends.len();
            let to = (from + length).min(ends.len() - 1);
            text.replace_range(ends[from]..ends[to], word);
        }
        survives(&text, &[("prisoner.age".to_owned(), "open".to_owned())]);
    }

    #[test]
    fn soup(words in proptest::collection::vec(select(WORDS), 0..40), glue in select(vec!["", " ", "\n"])) {
        survives(&words.join(glue), &[]);
        survives(&format!("id = \"x\"\ndetaining = \"UA\"\n{}", words.join(glue)), &[]);
    }

    #[test]
    fn good_files_are_read_and_come_back(text in good_case()) {
        let (case, said) = read_toml("case", &text, &RULEBOOK);
        prop_assert!(case.is_some(), "{said:#?}\n{text}");
        survives(&text, &[("destination.KR.torture".to_owned(), "open".to_owned())]);
    }
}

#[test]
fn deep_nesting_ends_in_a_diagnostic() {
    let dotted = vec!["a"; 20_000].join(".");
    let nested = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let quoted = vec!["\"a\""; 20_000].join(" . ");
    for text in [
        format!("{dotted} = 1\n"),
        format!("[{dotted}]\nb = 1\n"),
        format!("[{quoted}]\nb = 1\n"),
        format!("a = {nested}\n"),
        format!("a = {{ {dotted} = 1 }}\n"),
        format!("a = {}1{}\n", "{a=".repeat(20_000), "}".repeat(20_000)),
        nested.clone(),
        format!("{}1{}", "{\"a\":".repeat(20_000), "}".repeat(20_000)),
    ] {
        for read in [read_toml, read_json] {
            let (case, said) = read("case", &text, &RULEBOOK);
            assert!(case.is_none() && !said.is_empty());
        }
    }
}
