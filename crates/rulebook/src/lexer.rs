//! Tokens of the text in a `rule` fence. Nothing is lost: comments are tokens too, and every token knows its place.

use std::ops::Range;

use crate::source::{Diagnostic, Span};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word or dotted name: `when`, `treaty.109.3`.
    Name,
    /// `18`
    Number,
    /// `2026-02-11`
    Date,
    /// `"…"`, quotation marks included.
    Text,
    /// `(`
    OpenParen,
    /// `)`
    CloseParen,
    /// `{`
    OpenBrace,
    /// `}`
    CloseBrace,
    /// `,`
    Comma,
    /// `.` after a parenthesis: `wish(s).says`
    Dot,
    /// `/` of `yes/no`
    Slash,
    /// `# …` to the end of the line.
    Comment,
    /// Something that no text may hold; already reported.
    Error,
}

/// A token and its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// Whether it is the first on its line.
    pub first: bool,
    /// Whether it stands at the very beginning of its line.
    pub column_zero: bool,
    /// Whether an empty line stands before it.
    pub blank_before: bool,
}

impl Token {
    /// What the author wrote.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.start..self.end).unwrap_or("")
    }

    /// Its place, in file number `file`.
    pub fn span(&self, file: u32) -> Span {
        span(file, self.start..self.end)
    }
}

/// The span of a range of bytes.
pub(crate) fn span(file: u32, range: Range<usize>) -> Span {
    let byte = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span {
        file,
        start: byte(range.start),
        end: byte(range.end),
    }
}

/// Splits `text[range]` into tokens; what cannot be one becomes [`Kind::Error`] and a diagnostic.
pub fn lex(file: u32, text: &str, range: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Token> {
    let end = range.end.min(text.len());
    let mut lexer = Lexer {
        file,
        text: text.get(..end).unwrap_or(""),
        at: range.start,
        diagnostics,
    };
    let mut tokens = Vec::new();
    let (mut line_start, mut newlines) = (lexer.at, 0usize);
    let mut first = true;
    while let Some(c) = lexer.peek() {
        match c {
            '\n' => {
                lexer.at += 1;
                line_start = lexer.at;
                newlines += 1;
                first = true;
            }
            ' ' | '\t' | '\r' => lexer.at += 1,
            _ => {
                let start = lexer.at;
                let kind = lexer.token(c);
                tokens.push(Token {
                    kind,
                    start,
                    end: lexer.at,
                    first,
                    column_zero: start == line_start,
                    blank_before: newlines > 1,
                });
                first = false;
                newlines = 0;
            }
        }
    }
    tokens
}

/// The words between the quotation marks of `raw`, escapes resolved.
pub(crate) fn unescape(raw: &str) -> String {
    let inner = raw.strip_prefix('"').unwrap_or(raw);
    let inner = inner.strip_suffix('"').unwrap_or(inner);
    let mut out = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// Whether `text` is a dotted name.
pub(crate) fn is_name(text: &str) -> bool {
    text.split('.')
        .all(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        && !text.bytes().all(|b| b.is_ascii_digit())
}

struct Lexer<'a> {
    file: u32,
    text: &'a str,
    at: usize,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn second(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().nth(1)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) {
        while let Some(c) = self.peek().filter(|c| wanted(*c)) {
            self.at += c.len_utf8();
        }
    }

    fn token(&mut self, c: char) -> Kind {
        let single = match c {
            '(' => Kind::OpenParen,
            ')' => Kind::CloseParen,
            '{' => Kind::OpenBrace,
            '}' => Kind::CloseBrace,
            ',' => Kind::Comma,
            '.' => Kind::Dot,
            '/' => Kind::Slash,
            '#' => {
                self.take_while(|c| c != '\n');
                while self
                    .text
                    .as_bytes()
                    .get(self.at - 1)
                    .is_some_and(|b| matches!(b, b' ' | b'\t' | b'\r'))
                {
                    self.at -= 1;
                }
                return Kind::Comment;
            }
            '"' => return self.quoted(),
            '“' | '”' | '„' | '«' | '»' => return self.curly(c),
            c if is_word(c) => return self.word(),
            _ => return self.stranger(c),
        };
        self.at += 1;
        single
    }

    /// A text; it ends on its line.
    fn quoted(&mut self) -> Kind {
        let start = self.at;
        self.at += 1;
        let mut kind = Kind::Text;
        loop {
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return kind;
                }
                Some('\\') => {
                    let escape = self.at;
                    self.at += 1;
                    match self.peek() {
                        Some('"' | '\\') => self.at += 1,
                        _ => {
                            let error = self
                                .error(
                                    "bad-escape",
                                    escape..self.at,
                                    "`\\` stands only before `\"` or `\\` in a text",
                                )
                                .label("this `\\` means nothing")
                                .help("write `\\\\` for a backslash");
                            kind = self.report(error);
                        }
                    }
                }
                None | Some('\n') => {
                    let error = self
                        .error(
                            "unclosed-text",
                            start..self.at,
                            "this text has no closing quotation mark",
                        )
                        .label("it must end with `\"` on the same line");
                    return self.report(error);
                }
                Some(c) => self.at += c.len_utf8(),
            }
        }
    }

    fn curly(&mut self, open: char) -> Kind {
        let start = self.at;
        self.at += open.len_utf8();
        self.take_while(|c| !matches!(c, '\n' | '“' | '”' | '«' | '»' | '"'));
        if let Some(c) = self.peek().filter(|c| *c != '\n') {
            self.at += c.len_utf8();
        }
        let error = self
            .error(
                "bad-character",
                start..self.at,
                format!("`{open}` does not quote a text"),
            )
            .label("not straight quotation marks")
            .help("write texts between straight quotation marks, `\"…\"`");
        self.report(error)
    }

    fn word(&mut self) -> Kind {
        let start = self.at;
        self.segments();
        let word = &self.text[start..self.at];
        let digits = word.bytes().all(|b| b.is_ascii_digit());
        if self.peek() == Some('-') && self.second().is_some_and(is_word) {
            return self.hyphenated(start, digits);
        }
        if let Some(c) = word.chars().find(|c| !c.is_ascii()) {
            let error = self
                .error("bad-character", start..self.at, format!("`{c}` cannot stand in a name"))
                .label("names are made of the letters a to z, digits, `_` and `.`");
            return self.report(error);
        }
        if digits { Kind::Number } else { Kind::Name }
    }

    fn segments(&mut self) {
        self.take_while(is_word);
        while self.peek() == Some('.') && self.second().is_some_and(is_word) {
            self.at += 1;
            self.take_while(is_word);
        }
    }

    /// A date, or a name that was given hyphens.
    fn hyphenated(&mut self, start: usize, digits: bool) -> Kind {
        while self.peek() == Some('-') && self.second().is_some_and(is_word) {
            self.at += 1;
            self.segments();
        }
        let word = &self.text[start..self.at];
        if !digits {
            let error = self
                .error("bad-character", start..self.at, "`-` cannot stand in a name")
                .label("names are made of letters, digits, `_` and `.`")
                .help(format!("write `{}`", word.replace('-', "_")));
            return self.report(error);
        }
        let shape = word.len() == 10 && word.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        if shape && word.parse::<jiff::civil::Date>().is_ok() {
            return Kind::Date;
        }
        let error = self
            .error("bad-date", start..self.at, format!("`{word}` is not a date"))
            .label("dates are written year-month-day, as in `2026-02-11`");
        self.report(error)
    }

    fn stranger(&mut self, c: char) -> Kind {
        let start = self.at;
        self.take_while(|d| d == c);
        let shown = if c.is_control() || c.is_whitespace() {
            format!("the character U+{:04X}", u32::from(c))
        } else {
            format!("`{c}`")
        };
        let error = self
            .error(
                "bad-character",
                start..self.at,
                format!("{shown} has no meaning in a rule"),
            )
            .label("no statement holds this");
        self.report(error)
    }

    fn report(&mut self, diagnostic: Diagnostic) -> Kind {
        self.diagnostics.push(diagnostic);
        Kind::Error
    }

    fn error(&self, code: &'static str, range: Range<usize>, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(code, span(self.file, range), message)
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
