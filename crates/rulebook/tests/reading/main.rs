//! Tests of reading, drawing diagnostics and laying out.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod broken;
mod conditions;
mod documents;
mod layout;
mod robust;
mod statements;

use safeconduct_rulebook::ast::{Document, Statement};
use safeconduct_rulebook::parser::{STATEMENTS, parse, parse_statements};
use safeconduct_rulebook::source::{Diagnostic, SourceFile, Sources};

/// The statements of a text without a fence, which must be free of errors and warnings.
fn clean(text: &str) -> Vec<Statement> {
    let (statements, diagnostics) = parse_statements(0, text);
    assert!(diagnostics.is_empty(), "{}", drawn(text, &diagnostics));
    statements
}

/// The one statement of a text.
fn one(text: &str) -> Statement {
    let mut statements = clean(text);
    assert_eq!(statements.len(), 1);
    statements.remove(0)
}

fn drawn(text: &str, diagnostics: &[Diagnostic]) -> String {
    let file = SourceFile {
        path: "law/sample.md".to_owned(),
        text: text.to_owned(),
    };
    safeconduct_rulebook::diagnostics::render(&Sources { files: vec![file] }, diagnostics, false)
}

/// A rule fence with this content.
fn fence(text: &str) -> String {
    format!("```rule\n{text}\n```\n")
}

/// What a tree says, without places.
fn without_places(document: &Document) -> String {
    let shown = format!("{document:#?}");
    let mut out = String::new();
    let mut skip = 0;
    for line in shown.lines() {
        if line.trim_start().starts_with("span: Span {")
            || line.trim_start().starts_with("keyword: Span {")
            || line.trim_start() == "Span {"
        {
            skip = 5;
        }
        if skip > 0 {
            skip -= 1;
        } else {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// The reference of the language.
fn reference() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/language.md")).unwrap()
}

/// The examples of statements in section 3 of the reference.
fn examples() -> Vec<String> {
    let text = reference();
    let section = text.split("\n## ").find(|s| s.starts_with("3. ")).unwrap().to_owned();
    let mut blocks: Vec<String> = vec![String::new()];
    for line in section.lines() {
        match line.strip_prefix("    ") {
            Some(code) => blocks.last_mut().unwrap().push_str(&format!("{code}\n")),
            None if line.is_empty() && blocks.last().unwrap().is_empty() => {}
            None if line.is_empty() => blocks.last_mut().unwrap().push('\n'),
            None => blocks.push(String::new()),
        }
    }
    blocks.retain(|b| {
        let mut words = b.split_whitespace();
        words.next().is_some_and(|w| STATEMENTS.contains(&w)) && words.next() != Some("=")
    });
    blocks
}

#[test]
fn the_examples_of_the_reference_are_read() {
    let examples = examples();
    let statements: usize = examples.iter().map(|e| clean(e).len()).sum();
    assert!(
        statements >= 20,
        "only {statements} statements were found in the reference"
    );
}

#[test]
fn every_code_is_in_the_reference() {
    let reference = reference();
    let codes = broken::CASES
        .iter()
        .flat_map(|(_, text)| parse(0, text).1)
        .map(|d| d.code);
    for code in codes {
        assert!(
            reference.contains(&format!("`{code}`")),
            "`{code}` is missing in section 7 of the reference"
        );
    }
}
