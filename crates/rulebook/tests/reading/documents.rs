//! Headings, prose, paragraphs without a rule, fences.

use safeconduct_rulebook::ast::Document;
use safeconduct_rulebook::parser::parse;

fn clean(text: &str) -> Document {
    let (document, diagnostics) = parse(3, text);
    assert!(diagnostics.is_empty(), "{}", super::drawn(text, &diagnostics));
    document
}

#[test]
fn provisions_and_what_stands_under_them() {
    let text = "# Treaty\n\nWords.\n\n### `t1.1.2` No *way* `back`\n\nThe *words*.\n\n- a point\n\n```rule\nrule t1.1.2 \"R\"\n  then a.b\n```\n\nMore.\n\n```text\nquoted\n```\n\n#### `t1.1.3` Next\n\nnot modelled: a matter\nof form\n\n## Other\n\n```case\na = 1\n```\n";
    let d = clean(text);
    assert_eq!(d.provisions.len(), 2);
    let first = &d.provisions[0];
    assert_eq!(
        (first.id.text.as_str(), first.title.as_str(), first.level),
        ("t1.1.2", "No way back", 3)
    );
    assert_eq!(
        &text[first.id.span.start as usize..first.id.span.end as usize],
        "t1.1.2"
    );
    assert_eq!(
        first.prose,
        "The *words*.\n\n- a point\n\nMore.\n\n```text\nquoted\n```"
    );
    assert!(first.not_modelled.is_none());
    assert_eq!(d.provisions[1].not_modelled.as_ref().unwrap().text, "a matter of form");
    assert_eq!(d.statements[0].heading, Some(0));
    assert_eq!(d.statements[0].span.file, 3);
    assert_eq!((d.cases[0].text.as_str(), d.cases[0].heading), ("a = 1\n", None));
    let span = d.cases[0].span;
    assert_eq!(&text[span.start as usize..span.end as usize], "a = 1\n");
}

#[test]
fn windows_line_ends() {
    let text = "### `t1.1` One\r\n\r\n```rule\r\nrule t1.1 \"R\"\r\n  then a.b\r\n\r\nrule t1.1.b \"R\"\r\n  then a.c\r\n```\r\n";
    let d = clean(text);
    assert_eq!(d.statements.len(), 2);
    let id = &d.statements[1].id;
    assert_eq!(&text[id.span.start as usize..id.span.end as usize], "t1.1.b");
}

#[test]
fn tildes_long_fences_and_words_after_the_mark() {
    let d = clean("~~~~rule extra\nrule t1.1 \"R\"\n  then a.b\n~~~~\n\n````case\n```\n````\n");
    assert_eq!((d.statements.len(), d.cases.len()), (1, 1));
    assert_eq!(d.cases[0].text, "```\n");
}

#[test]
fn empty_fences_and_no_fences() {
    assert!(clean("```rule\n```\n").statements.is_empty());
    assert!(clean("```rule\n\n# nothing yet\n```").statements.is_empty());
    assert!(clean("").provisions.is_empty());
}

#[test]
fn headings_in_quotations_are_prose() {
    assert!(clean("> ### `t1.1` One\n").provisions.is_empty());
}

#[test]
fn a_byte_order_mark_is_passed_over() {
    let text = "\u{feff}```rule\nrule t1.1 \"R\"\n  then a.b\n```\n\n### `t1.2` Two\n\nWords.\n";
    let d = clean(text);
    let (id, heading) = (d.statements[0].id.span, &d.provisions[0]);
    assert_eq!(&text[id.start as usize..id.end as usize], "t1.1");
    assert_eq!(
        (
            &text[heading.id.span.start as usize..heading.id.span.end as usize],
            heading.prose.as_str()
        ),
        ("t1.2", "Words.")
    );
}
