//! Recursive descent from tokens to the syntax tree. It never fails: what cannot be read is reported and skipped, inside a
//! statement up to the next clause, otherwise up to the next statement at the beginning of a line.

mod clauses;
mod conditions;
mod cursor;
mod norms;
mod shared;
mod statements;
mod words;

pub use words::STATEMENTS;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::ast::{CaseFence, Document, Statement};
use crate::lexer::{Kind, Token, lex, span};
use crate::markdown::{self, FenceKind};
use crate::source::{Diagnostic, nearest};
use cursor::Parser;
use words::CLAUSES;

/// How far a line that begins with a certain token is indented, and whether that token always begins a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    /// Spaces before it.
    pub(crate) indent: usize,
    /// Whether it begins a line even where the author went on.
    pub(crate) breaks: bool,
}

/// The marks of a file by the byte at which their token starts; the formatter lays lines out by them.
pub(crate) type Marks = BTreeMap<usize, Mark>;

/// Everything that reading a file gives.
#[derive(Debug, Default)]
pub(crate) struct Parsed {
    /// The tree.
    pub(crate) document: Document,
    /// What is wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The content of the `rule` fences.
    pub(crate) rules: Vec<Range<usize>>,
    /// Where statements and clauses begin.
    pub(crate) marks: Marks,
}

/// Reads a file of the rulebook. Never fails: the tree holds what could be read, the diagnostics say what could not.
pub fn parse(file: u32, text: &str) -> (Document, Vec<Diagnostic>) {
    let parsed = parse_all(file, text);
    (parsed.document, parsed.diagnostics)
}

/// Like [`parse`], with what the formatter needs.
pub(crate) fn parse_all(file: u32, text: &str) -> Parsed {
    let mut parsed = Parsed::default();
    let markdown = markdown::read(file, text, &mut parsed.diagnostics);
    parsed.document.provisions = markdown.headings;
    for fence in markdown.fences {
        let content = fence.content.clone();
        match fence.kind {
            FenceKind::Case => parsed.document.cases.push(CaseFence {
                text: text.get(content.clone()).unwrap_or("").to_owned(),
                span: span(file, content),
                heading: fence.heading,
            }),
            FenceKind::Rule => {
                parsed.rules.push(content.clone());
                let mut tokens = lex(file, text, content, &mut parsed.diagnostics);
                tokens.retain(|t| t.kind != Kind::Comment);
                for chunk in statements(file, text, &tokens, &mut parsed.diagnostics) {
                    let mut parser = Parser::new(file, text, chunk, &mut parsed.diagnostics, &mut parsed.marks);
                    let statement = parser.statement(fence.heading);
                    parsed.document.statements.extend(statement);
                }
            }
        }
    }
    parsed.diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    parsed
}

/// Reads statements that stand in no fence, as in the examples of the documentation.
pub fn parse_statements(file: u32, text: &str) -> (Vec<Statement>, Vec<Diagnostic>) {
    let (mut diagnostics, mut marks) = (Vec::new(), Marks::new());
    let mut tokens = lex(file, text, 0..text.len(), &mut diagnostics);
    tokens.retain(|t| t.kind != Kind::Comment);
    let mut out = Vec::new();
    for chunk in statements(file, text, &tokens, &mut diagnostics) {
        out.extend(Parser::new(file, text, chunk, &mut diagnostics, &mut marks).statement(None));
    }
    diagnostics.sort_by_key(|d| (d.span.start, d.span.end));
    (out, diagnostics)
}

/// Splits tokens into statements. Each starts with its keyword at the beginning of a line.
fn statements<'t>(file: u32, text: &str, tokens: &'t [Token], diagnostics: &mut Vec<Diagnostic>) -> Vec<&'t [Token]> {
    let starts = |t: &Token| t.column_zero && t.kind == Kind::Name && STATEMENTS.contains(&t.text(text));
    let mut chunks = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let rest = &tokens[at + 1..];
        let next = at + 1 + rest.iter().position(starts).unwrap_or(rest.len());
        if starts(token) {
            let stop = unindented(file, text, tokens, at + 1..next, diagnostics);
            chunks.push(&tokens[at..stop]);
        } else {
            diagnostics.push(not_a_statement(file, text, token));
        }
        at = next;
    }
    chunks
}

/// Looks for tokens at the beginning of a line within a statement. Clauses that were not indented are reported and stay in it;
/// a word that is no keyword of any kind ends it. Gives the end of the statement.
fn unindented(
    file: u32,
    text: &str,
    tokens: &[Token],
    range: Range<usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> usize {
    let mut reported = false;
    for at in range.clone() {
        let Some(token) = tokens.get(at).filter(|t| t.column_zero) else {
            continue;
        };
        let word = token.text(text);
        if token.kind == Kind::Name && !CLAUSES.contains(&word) {
            diagnostics.push(not_a_statement(file, text, token));
            return at;
        }
        if !reported && token.kind != Kind::Error {
            reported = true;
            diagnostics.push(
                Diagnostic::error(
                    "not-indented",
                    token.span(file),
                    format!("`{word}` stands at the beginning of a line, where a statement was expected"),
                )
                .label("this goes on with the statement above")
                .help("indent it: only statements start at the beginning of a line"),
            );
        }
    }
    range.end
}

fn not_a_statement(file: u32, text: &str, token: &Token) -> Diagnostic {
    let word = token.text(text);
    let known = STATEMENTS.contains(&word);
    let message = if known {
        format!("expected a statement at the beginning of a line, found `{word}` indented")
    } else {
        format!("expected a statement, found `{word}`")
    };
    let diagnostic = Diagnostic::error("unknown-statement", token.span(file), message);
    if known {
        return diagnostic
            .label("indented")
            .help(format!("put `{word}` at the beginning of the line"));
    }
    let diagnostic = diagnostic.label("no statement starts with this");
    match nearest(word, STATEMENTS.iter().copied()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None if token.column_zero => diagnostic.help("indent what goes on with the statement above"),
        None => diagnostic.help(format!("a statement starts with one of: {}", STATEMENTS.join(", "))),
    }
}
