//! The place in a statement's tokens, and the ways to step over one or to say why not.

use crate::ast::{Name, Text};
use crate::lexer::{Kind, Token, unescape};
use crate::source::{Diagnostic, Span, nearest};

use super::words::{RESERVED, UNITS};
use super::{Mark, Marks};

/// Something could not be read and has been reported; the caller looks for a place to go on.
#[derive(Debug)]
pub(super) struct Skip;

/// What was read, or [`Skip`].
pub(super) type Read<T> = Result<T, Skip>;

/// A parser of one statement.
pub(super) struct Parser<'a> {
    pub(super) file: u32,
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) at: usize,
    /// How deep the condition is nested that is being read.
    pub(super) depth: usize,
    /// The keyword of the statement.
    pub(super) keyword: &'a str,
    /// The title, once it was read.
    pub(super) title: Option<Text>,
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    marks: &'a mut Marks,
}

impl<'a> Parser<'a> {
    pub(super) fn new(
        file: u32,
        text: &'a str,
        tokens: &'a [Token],
        diagnostics: &'a mut Vec<Diagnostic>,
        marks: &'a mut Marks,
    ) -> Self {
        let keyword = tokens.first().map_or("", |t| t.text(text));
        Self {
            file,
            text,
            tokens,
            at: 0,
            depth: 0,
            keyword,
            title: None,
            diagnostics,
            marks,
        }
    }

    /// The token `n` ahead.
    pub(super) fn ahead(&self, n: usize) -> Option<&'a Token> {
        self.tokens.get(self.at + n)
    }

    /// The word `n` ahead, if there is one.
    pub(super) fn word(&self, n: usize) -> Option<&'a str> {
        self.ahead(n)
            .filter(|t| t.kind == Kind::Name)
            .map(|t| t.text(self.text))
    }

    /// Whether the next token is of this kind.
    pub(super) fn is(&self, kind: Kind) -> bool {
        self.ahead(0).is_some_and(|t| t.kind == kind)
    }

    /// The place of the next token; at the end, the place after the last.
    pub(super) fn here(&self) -> Span {
        match self.ahead(0) {
            Some(token) => token.span(self.file),
            None => {
                let last = self.tokens.last().map_or(Span::default(), |t| t.span(self.file));
                Span {
                    start: last.end,
                    ..last
                }
            }
        }
    }

    /// From `start` to the end of the token last stepped over.
    pub(super) fn since(&self, start: Span) -> Span {
        let end = self
            .at
            .checked_sub(1)
            .and_then(|n| self.tokens.get(n))
            .map_or(start.end, |t| t.span(self.file).end);
        Span {
            end: end.max(start.start),
            ..start
        }
    }

    /// Notes that a line may begin with the next token.
    pub(super) fn mark(&mut self, indent: usize, breaks: bool) {
        if let Some(token) = self.ahead(0) {
            self.marks.insert(token.start, Mark { indent, breaks });
        }
    }

    /// Steps over a token of this kind, if it is next.
    pub(super) fn eat(&mut self, kind: Kind) -> bool {
        let found = self.is(kind);
        self.at += usize::from(found);
        found
    }

    /// Steps over this word, if it is next.
    pub(super) fn eat_word(&mut self, word: &str) -> bool {
        let found = self.word(0) == Some(word);
        self.at += usize::from(found);
        found
    }

    /// Steps over this word.
    pub(super) fn expect_word(&mut self, word: &str) -> Read<()> {
        if self.eat_word(word) {
            return Ok(());
        }
        Err(self.unexpected("expected-word", &format!("`{word}`"), &[word]))
    }

    /// Steps over these words.
    pub(super) fn expect_words(&mut self, words: &[&str]) -> Read<()> {
        words.iter().try_for_each(|w| self.expect_word(w))
    }

    /// Steps over a closing bracket; `open` is the place of the one that it closes.
    pub(super) fn expect_close(&mut self, kind: Kind, open: Span, expected: &str) -> Read<()> {
        if self.eat(kind) {
            return Ok(());
        }
        let skip = self.unexpected("unclosed-bracket", expected, &[]);
        if let Some(last) = self.diagnostics.last_mut().filter(|d| d.code == "unclosed-bracket") {
            last.related.push((open, "opened here".to_owned()));
        }
        Err(skip)
    }

    /// A dotted name; `what` says whose.
    pub(super) fn name(&mut self, what: &str) -> Read<Name> {
        match self.ahead(0).filter(|t| t.kind == Kind::Name).copied() {
            Some(token) if !RESERVED.contains(&token.text(self.text)) => {
                self.at += 1;
                Ok(Name {
                    text: token.text(self.text).to_owned(),
                    span: token.span(self.file),
                })
            }
            _ => Err(self.unexpected("expected-name", what, &[])),
        }
    }

    /// A name of one segment.
    pub(super) fn single(&mut self, what: &str) -> Read<Name> {
        let name = self.name(what)?;
        self.check_single(&name, what);
        Ok(name)
    }

    /// Reports dots in a name that may have none.
    pub(super) fn check_single(&mut self, name: &Name, what: &str) {
        if name.text.contains('.') {
            self.diagnostics.push(
                Diagnostic::error(
                    "dotted-name",
                    name.span,
                    format!("expected {what}, which has no dots, found `{}`", name.text),
                )
                .label("a name of one segment was expected"),
            );
        }
    }

    /// Items between commas.
    pub(super) fn list<T>(&mut self, mut item: impl FnMut(&mut Self) -> Read<T>) -> Read<Vec<T>> {
        let mut items = vec![item(self)?];
        while self.eat(Kind::Comma) {
            items.push(item(self)?);
        }
        Ok(items)
    }

    /// Names of one segment between commas.
    pub(super) fn singles(&mut self, what: &str) -> Read<Vec<Name>> {
        self.list(|p| p.single(what))
    }

    /// A text in quotation marks.
    pub(super) fn quoted(&mut self, what: &str) -> Read<Text> {
        match self.eat_quoted() {
            Some(text) => Ok(text),
            None => Err(self.unexpected("expected-text", &format!("a text in quotation marks ({what})"), &[])),
        }
    }

    /// A text in quotation marks, if it is next.
    pub(super) fn eat_quoted(&mut self) -> Option<Text> {
        let token = self.ahead(0).filter(|t| t.kind == Kind::Text)?;
        self.at += 1;
        Some(Text {
            text: unescape(token.text(self.text)),
            span: token.span(self.file),
        })
    }

    /// A date.
    pub(super) fn date(&mut self) -> Read<Name> {
        self.literal(Kind::Date, "expected-date", "a date such as `2026-02-11`")
    }

    /// A whole number.
    pub(super) fn number(&mut self) -> Read<Name> {
        self.literal(Kind::Number, "expected-number", "a whole number")
    }

    fn literal(&mut self, kind: Kind, code: &'static str, expected: &str) -> Read<Name> {
        match self.ahead(0).filter(|t| t.kind == kind) {
            Some(token) => {
                self.at += 1;
                Ok(Name {
                    text: token.text(self.text).to_owned(),
                    span: token.span(self.file),
                })
            }
            None => Err(self.unexpected(code, expected, &[])),
        }
    }

    /// A unit of time, if it is next; in the plural.
    pub(super) fn eat_unit(&mut self) -> Option<Name> {
        let word = self.word(0)?;
        let (plural, _) = UNITS.iter().find(|(many, one)| word == *many || word == *one)?;
        let span = self.here();
        self.at += 1;
        Some(Name {
            text: (*plural).to_owned(),
            span,
        })
    }

    /// Reports that the next token is not what was expected; `words` are keywords that would have been right here.
    pub(super) fn unexpected(&mut self, code: &'static str, expected: &str, words: &[&str]) -> Skip {
        if self.is(Kind::Error) {
            return Skip;
        }
        let message = format!("expected {expected}, found {}", self.found());
        let mut diagnostic = Diagnostic::error(code, self.here(), message).label(format!("expected {expected}"));
        let near = self
            .word(0)
            .and_then(|w| nearest(w, words.iter().copied()).filter(|near| *near != w));
        if let Some(near) = near.filter(|_| words.len() > 1) {
            diagnostic.help = Some(format!("did you mean `{near}`?"));
        }
        self.diagnostics.push(diagnostic);
        Skip
    }

    /// The next token in words.
    pub(super) fn found(&self) -> String {
        let Some(token) = self.ahead(0) else {
            return "the end of the statement".to_owned();
        };
        let text = token.text(self.text);
        match token.kind {
            Kind::Text => format!("the text {text}"),
            Kind::Number => format!("the number `{text}`"),
            Kind::Date => format!("the date `{text}`"),
            Kind::Name if RESERVED.contains(&text) => format!("the keyword `{text}`"),
            _ => format!("`{text}`"),
        }
    }
}
