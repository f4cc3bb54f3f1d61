//! The tree that TOML and JSON have in common: values and where they stand.

use crate::file::Word;
use jiff::civil::Date;
use safeconduct_rulebook::source::{Diagnostic, Span};
use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

/// A value and its place.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    pub(crate) node: Node,
    pub(crate) span: Span,
}

/// A value.
#[derive(Clone, Debug)]
pub(crate) enum Node {
    Table(Vec<Entry>),
    Array(Vec<Tree>),
    Text(String),
    Bool(bool),
    Int(i64),
    Date(Date),
    /// A date that no calendar has.
    NoSuchDay(String),
    /// Anything that a case file has no use for, in words.
    Other(&'static str),
}

/// A key and its value.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) key: Word,
    pub(crate) value: Tree,
}

impl Tree {
    /// What stands there, for a message.
    pub(crate) fn describe(&self) -> String {
        match &self.node {
            Node::Table(_) => "a table".to_owned(),
            Node::Array(_) => "a list".to_owned(),
            Node::Text(s) => format!("the text \"{}\"", shorten(s)),
            Node::Bool(b) => format!("`{b}`"),
            Node::Int(n) => format!("the number {n}"),
            Node::Date(d) => format!("the date {d}"),
            Node::NoSuchDay(s) => format!("`{s}`"),
            Node::Other(what) => (*what).to_owned(),
        }
    }
}

/// At most forty characters, for a message.
pub(crate) fn shorten(text: &str) -> String {
    if text.chars().count() <= 40 {
        text.escape_debug().to_string()
    } else {
        let start: String = text.chars().take(39).collect();
        format!("{}…", start.escape_debug())
    }
}

/// Bytes `start..end` of the case file.
pub(crate) fn span(start: usize, end: usize) -> Span {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span {
        file: 0,
        start: small(start),
        end: small(end),
    }
}

/// A day in the form `2026-02-11`: `None` where the text has another form, `Some(None)` where no calendar has that day.
pub(crate) fn day(text: &str) -> Option<Option<Date>> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| bytes.get(range).is_some_and(|b| b.iter().all(u8::is_ascii_digit));
    let form = bytes.len() == 10 && bytes[4] == b'-' && bytes[7] == b'-';
    if !(form && digits(0..4) && digits(5..7) && digits(8..10)) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<i16>().ok());
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    Some(Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok())
}

/// Parses TOML; on a syntax error the errors, the first ones first.
pub(crate) fn parse_toml(text: &str) -> Result<Tree, Vec<Diagnostic>> {
    if let Some(place) = too_deep(text) {
        let message = "this is nested too deep: a case file has five levels at most";
        return Err(vec![Diagnostic::error("syntax", place, message)]);
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        let whole = table.span();
        return Ok(Tree {
            node: from_table(table.get_ref(), text),
            span: span(whole.start, whole.end),
        });
    }
    let mut found: Vec<Diagnostic> = Vec::new();
    for error in errors.iter().take(5) {
        let at = error.span().unwrap_or(0..0);
        let message = format!("this is not TOML: {}", error.message().trim().replace('\n', "; "));
        let help =
            "a text stands in double quotes, a date is written 2026-02-11, a table starts with its name in [brackets]";
        found.push(Diagnostic::error("syntax", span(at.start, at.end), message).help(help));
    }
    found.sort_by_key(|d| d.span.start);
    Err(found)
}

/// How deep tables may be nested, by dots and by brackets. A case file has five levels.
pub(crate) const DEEPEST: usize = 20;

/// The place where tables are nested so deep that the stack of the parser might not bear it.
fn too_deep(text: &str) -> Option<Span> {
    let (mut dots, mut brackets) = (0_usize, 0_usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => dots += 1,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                dots = 0;
                brackets += 1;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                dots = 0;
                brackets = brackets.saturating_sub(1);
            }
            TokenKind::Equals | TokenKind::Comma | TokenKind::Newline => dots = 0,
            _ => {}
        }
        if dots > DEEPEST || brackets > DEEPEST {
            return Some(span(token.span().start(), token.span().end()));
        }
    }
    None
}

fn from_table(table: &DeTable<'_>, text: &str) -> Node {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| {
            let at = key.span();
            Entry {
                key: Word {
                    text: key.get_ref().to_string(),
                    span: span(at.start, at.end),
                },
                value: from_value(value.get_ref(), value.span(), text),
            }
        })
        .collect();
    entries.sort_by_key(|e| (e.key.span.start, e.value.span.start));
    Node::Table(entries)
}

fn from_value(value: &DeValue<'_>, at: std::ops::Range<usize>, text: &str) -> Tree {
    let node = match value {
        DeValue::String(s) => Node::Text(s.to_string()),
        DeValue::Integer(n) => {
            i64::from_str_radix(n.as_str(), n.radix()).map_or(Node::Other("a number that is too large"), Node::Int)
        }
        DeValue::Float(_) => Node::Other("a number with a fraction"),
        DeValue::Boolean(b) => Node::Bool(*b),
        DeValue::Datetime(d) => match (d.date, d.time, d.offset) {
            (Some(d), None, None) => {
                let written = format!("{:04}-{:02}-{:02}", d.year, d.month, d.day);
                match day(&written) {
                    Some(Some(date)) => Node::Date(date),
                    _ => Node::NoSuchDay(written),
                }
            }
            _ => Node::Other("a time of day"),
        },
        DeValue::Array(items) => Node::Array(
            items
                .iter()
                .map(|item| from_value(item.get_ref(), item.span(), text))
                .collect(),
        ),
        DeValue::Table(table) => from_table(table, text),
    };
    Tree {
        node,
        span: span(at.start, at.end),
    }
}
