//! Lays out the `rule` fences of a file. Works on tokens, so that comments survive; prose and `case` fences stay byte for byte.

use std::ops::Range;

use crate::lexer::{Kind, Token, lex};
use crate::parser::{Mark, Marks, parse_all};
use crate::source::{Diagnostic, Severity};

/// How far lines are indented that go on with a clause.
const CONTINUATION: usize = 6;
/// How far a comment of its own within a statement is indented, where no clause follows it.
const CLAUSE: usize = 2;

/// The text with its `rule` fences laid out.
///
/// # Errors
/// The errors in the text, if there are any; their file is number 0. A text that cannot be read cannot be laid out.
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let parsed = parse_all(0, text);
    let errors: Vec<Diagnostic> = parsed
        .diagnostics
        .into_iter()
        .filter(|d| d.severity == Severity::Error)
        .collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for fence in parsed.rules {
        out.push_str(text.get(from..fence.start).unwrap_or(""));
        from = fence.end;
        let laid_out = lay_out(text, fence.clone(), &parsed.marks);
        let windows = text.get(fence).is_some_and(|t| t.contains("\r\n"));
        out.push_str(&if windows {
            laid_out.replace('\n', "\r\n")
        } else {
            laid_out
        });
    }
    out.push_str(text.get(from..).unwrap_or(""));
    Ok(out)
}

fn lay_out(text: &str, fence: Range<usize>, marks: &Marks) -> String {
    let tokens = lex(0, text, fence, &mut Vec::new());
    let mut page = Page {
        out: String::new(),
        in_statement: false,
    };
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|n| tokens.get(n));
        let line = if token.kind == Kind::Comment {
            page.comment(token, &tokens[at + 1..], marks)
        } else {
            page.word(token, before, marks.get(&token.start).copied())
        };
        match line {
            Line::New { indent, blank } => page.new_line(indent, blank),
            Line::Same => {
                if before.is_some_and(|b| spaced(text, b, token)) {
                    page.out.push(' ');
                }
            }
        }
        page.out.push_str(token.text(text));
    }
    if !page.out.is_empty() {
        page.out.push('\n');
    }
    page.out
}

/// Where a token goes.
enum Line {
    /// On the line of the one before.
    Same,
    /// On a line of its own, after an empty line where `blank`.
    New { indent: usize, blank: bool },
}

struct Page {
    out: String,
    /// Whether the line before belongs to a statement (rather than to the comments before the next one).
    in_statement: bool,
}

impl Page {
    fn new_line(&mut self, indent: usize, blank: bool) {
        if !self.out.is_empty() {
            self.out.push_str(if blank { "\n\n" } else { "\n" });
        }
        self.out.push_str(&" ".repeat(indent));
    }

    fn word(&mut self, token: &Token, before: Option<&Token>, mark: Option<Mark>) -> Line {
        let comments_before = !self.in_statement;
        match mark {
            Some(Mark { indent: 0, .. }) => {
                self.in_statement = true;
                // Comments above a statement stay with it.
                Line::New {
                    indent: 0,
                    blank: !comments_before || token.blank_before,
                }
            }
            Some(Mark { indent, breaks }) if breaks || token.first => Line::New { indent, blank: false },
            None if token.first && before.is_some() => Line::New {
                indent: CONTINUATION,
                blank: false,
            },
            _ => Line::Same,
        }
    }

    /// A comment after something on its line stays there. One at the beginning of a line belongs to the statement below, unless the
    /// one above goes on; one that is indented belongs to the statement above.
    fn comment(&mut self, token: &Token, rest: &[Token], marks: &Marks) -> Line {
        if !token.first {
            return Line::Same;
        }
        let next = rest.iter().find(|t| t.kind != Kind::Comment);
        let mark = next.and_then(|t| marks.get(&t.start));
        let between = next.is_none() || mark.is_some_and(|m| m.indent == 0);
        if !between {
            return Line::New {
                indent: mark.map_or(CONTINUATION, |m| m.indent),
                blank: false,
            };
        }
        if self.in_statement && !token.column_zero {
            return Line::New {
                indent: CLAUSE,
                blank: false,
            };
        }
        let blank = self.in_statement || token.blank_before;
        self.in_statement = false;
        Line::New { indent: 0, blank }
    }
}

/// Whether a space stands between two tokens on one line.
fn spaced(text: &str, before: &Token, token: &Token) -> bool {
    if token.kind == Kind::Comment {
        return true;
    }
    let opens = |t: &Token| matches!(t.kind, Kind::OpenParen | Kind::Dot | Kind::Slash);
    if opens(before) || matches!(token.kind, Kind::CloseParen | Kind::Comma | Kind::Dot | Kind::Slash) {
        return false;
    }
    // A parenthesis after a name lists states; after one of these words it holds a condition.
    let groups = ["and", "or", "not", "when", "while", "with", "has", "then"];
    token.kind != Kind::OpenParen || before.kind != Kind::Name || groups.contains(&before.text(text))
}
