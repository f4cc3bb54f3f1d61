//! Broken texts and the messages that they get.

use safeconduct_rulebook::parser::parse;
use safeconduct_rulebook::source::{Diagnostic, SourceFile, Sources, Span};

use super::drawn;

/// Names and texts, one for every code at least.
pub(super) const CASES: &[(&str, &str)] = &[
    (
        "unclosed_fence",
        "# A\n\n```rule\nrule a.1 \"A\"\n  then b.c\n\nprose\n",
    ),
    (
        "nested_fence",
        "- a list\n\n  ```rule\n  rule a.1 \"A\"\n    then b.c\n  ```\n\n> ```case\n> a = 1\n> ```\n",
    ),
    ("indented_fence", " ```rule\n rule a.1 \"A\"\n   then b.c\n ```\n"),
    ("fence_name", "```Rules\nrule a.1 \"A\"\n```\n"),
    ("heading_name", "### `t1.1(2)` One\n"),
    (
        "not_modelled",
        "### `t1.1` One\n\nnot modelled:\n\n## Two\n\nNot modelled: nothing here\n",
    ),
    (
        "bad_character",
        "```rule\nrule a.1 “A”\n  when b.c & b.d-e\n  then naïve.b\n```\n",
    ),
    ("bad_escape", "```rule\nrule a.1 \"A \\n B\"\n  then b.c\n```\n"),
    ("unclosed_text", "```rule\nrule a.1 \"A\n  then b.c\n```\n"),
    (
        "bad_date",
        "```rule\ninstrument t1 \"T\"\n  adopted 2025-02-29\n  in force 21-10-1950\n```\n",
    ),
    (
        "unknown_statement",
        "```rule\nruel a.1 \"A\"\n  then b.c\n\nrule a.2 \"B\"\n  then b.c\n```\n",
    ),
    (
        "indented_statement",
        "```rule\n  rule a.1 \"A\"\n  then b.c\n\nrule a.2 \"B\"\n  then b.c\n  rule a.3 \"C\"\n    then b.c\n```\n",
    ),
    ("not_indented", "```rule\nrule a.1 \"A\"\nwhen b.c\nthen b.d\n```\n"),
    (
        "expected_name",
        "```rule\nrule \"A\"\n  then b.c\n\nexception to a.1\n  to a.1\n```\n",
    ),
    ("title_place", "```rule\nexception a.2\n  to a.1 \"A\"\n```\n"),
    (
        "dotted_name",
        "```rule\nact send.away \"Send\"\n  excludes keep.here\n  free\n```\n",
    ),
    (
        "unknown_clause",
        "```rule\nrule a.1 \"A\"\n  wehn b.c\n  then b.d\n\nact send \"Send\"\n  cite t1.1\n  free\n```\n",
    ),
    (
        "repeated_clause",
        "```rule\nrule a.1 \"A\"\n  when b.c\n  when b.d\n  then b.e\n\nact send \"Send\"\n  free\n  needs a basis\n```\n",
    ),
    ("clause_order", "```rule\nrule a.1 \"A\"\n  then b.e\n  when b.c\n```\n"),
    (
        "unexpected",
        "```rule\nrule a.1 \"A\"\n  when b.c b.d\n  then b.e, b.f\n```\n",
    ),
    (
        "expected_text",
        "```rule\nquestion q \"Q\"\n  turns on whether\n  position a \"A\"\n    held by nobody\n    on t1.1\n  position b\n```\n",
    ),
    (
        "expected_word",
        "```rule\nfact a.b \"A\"\n  shown bye court\n\npriority a.1 \"A\"\n  a.2 over a.3\n\nprofile p \"P\"\n  q was a\n```\n",
    ),
    (
        "expected_number",
        "```rule\nduty a.1 \"A\"\n  on detaining\n  of b.c\n  within seven days\n\nduty a.2 \"A\"\n  within 7 dais\n```\n",
    ),
    (
        "expected_type",
        "```rule\nfact a.b \"A\"\n  type yes\n\nfact a.c \"A\"\n  type one of a, b\n```\n",
    ),
    (
        "expected_condition",
        "```rule\nrule a.1 \"A\"\n  when\n  then b.c\n\nrule a.2 \"A\"\n  when b.c and\n\nrule a.3 \"A\"\n  when barred send\n  then b.c\n```\n",
    ),
    (
        "expected_state",
        "```rule\nrule a.1 \"A\"\n  when s(t) bound by t1\n  then b.c\n```\n",
    ),
    ("expected_conclusion", "```rule\nrule a.1 \"A\"\n  then not b.c\n```\n"),
    (
        "expected_domain",
        "```rule\nrule a.1 \"A\"\n  when some stat s has s.b\n  then b.c\n```\n",
    ),
    (
        "unclosed_bracket",
        "```rule\nrule a.1 \"A\"\n  when (b.c and b.d\n  then b.e\n\nfact a.b \"A\"\n  type one of { a \"a\", b \"b\"\n  ask \"?\"\n```\n",
    ),
    (
        "expected_date",
        "```rule\nrule a.1 \"A\"\n  when a.b before yesterday\n  then b.c\n```\n",
    ),
    (
        "expected_value",
        "```rule\nrule a.1 \"A\"\n  when a.b is one of c, d\n  then b.c\n```\n",
    ),
    (
        "claim_words",
        "```rule\nclaim c1 \"C\"\n  for removal\n  never turns permitted into required\n```\n",
    ),
];

#[test]
fn broken_texts() {
    for (name, text) in CASES {
        let (_, diagnostics) = parse(0, text);
        assert!(!diagnostics.is_empty(), "{name} has no diagnostics");
        insta::assert_snapshot!(*name, format!("{text}\n────\n{}", drawn(text, &diagnostics)));
    }
}

#[test]
fn too_deep() {
    for open in ["(", "not ", "some state has "] {
        let text = format!(
            "```rule\nrule a.1 \"A\"\n  when {}b.c\n  then b.d\n```\n",
            open.repeat(100_000)
        );
        let (document, diagnostics) = parse(0, &text);
        assert_eq!(diagnostics.iter().map(|d| d.code).collect::<Vec<_>>(), ["too-deep"]);
        assert_eq!(document.statements.len(), 1);
    }
    let deep = format!(
        "rule a.1 \"A\"\n  when {}b.c{}\n  then b.d",
        "(".repeat(63),
        ")".repeat(63)
    );
    super::one(&deep);
}

#[test]
fn what_follows_an_error_is_still_read() {
    let text =
        "```rule\nrule a.1 \"A\"\n  when b.c is\n  then b.d\n   and must keep\n\nrule a.2 \"B\"\n  then b.e\n```\n";
    let (document, diagnostics) = parse(0, text);
    assert_eq!(diagnostics.len(), 1);
    let safeconduct_rulebook::ast::Body::Rule(rule) = &document.statements[0].body else {
        panic!()
    };
    assert!(matches!(rule.when, Some(safeconduct_rulebook::ast::Cond::Error(_))));
    assert_eq!((rule.then.len(), document.statements.len()), (2, 2));
}

#[test]
fn drawing_is_sorted_and_shows_other_files() {
    let file = |path: &str, text: &str| SourceFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    let sources = Sources {
        files: vec![file("a.md", "one two\nthree ü four\n"), file("b.md", "five\nsix\n")],
    };
    let span = |file, start, end| Span { file, start, end };
    let diagnostics = [
        Diagnostic::warning("second", span(1, 5, 8), "the later one")
            .label("here")
            .related(span(0, 0, 3), "and there"),
        Diagnostic::error("first", span(0, 4, 7), "the earlier one")
            .label("this")
            .related(span(0, 17, 99), "the end")
            .help("do\nbetter"),
        Diagnostic::error("no-file", span(9, 4, 7), "a file that is not there\u{1b}[31m"),
        Diagnostic::error("no-label", span(0, 15, 15), "in the middle of a letter"),
    ];
    insta::assert_snapshot!(safeconduct_rulebook::diagnostics::render(&sources, &diagnostics, false));
    let coloured = safeconduct_rulebook::diagnostics::render(&sources, &diagnostics, true);
    assert!(coloured.contains("\u{1b}[") && !coloured.contains("there\u{1b}[31m"));
}
