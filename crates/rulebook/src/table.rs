//! A TOML table that is read key by key, with the place of everything, and that knows which keys nobody asked for.

use crate::source::{Diagnostic, Span, nearest};
use jiff::civil::Date;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// A value and its place.
type Placed<'a> = (Span, DeValue<'a>);

/// A table that is being read.
pub(crate) struct Table<'a> {
    /// Where it starts.
    pub(crate) span: Span,
    /// What is left: key, place of the key, value.
    left: BTreeMap<String, (Span, Placed<'a>)>,
    known: Vec<String>,
}

fn place(file: u32, range: std::ops::Range<usize>) -> Span {
    Span {
        file,
        start: range.start as u32,
        end: range.end as u32,
    }
}

impl<'a> Table<'a> {
    /// Reads a file; a syntax error is reported.
    pub(crate) fn parse(file: u32, text: &'a str, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        match DeTable::parse(text) {
            Ok(table) => {
                let span = Span { file, start: 0, end: 0 };
                Some(Self::new(file, span, table.into_inner()))
            }
            Err(e) => {
                let span = place(file, e.span().unwrap_or(0..0));
                diagnostics.push(Diagnostic::error(
                    "bad-toml",
                    span,
                    format!("this is no TOML: {}", e.message()),
                ));
                None
            }
        }
    }

    fn new(file: u32, span: Span, table: DeTable<'a>) -> Self {
        let entry = |(key, value): (Spanned<std::borrow::Cow<'a, str>>, Spanned<DeValue<'a>>)| {
            let at = place(file, key.span());
            let value_at = place(file, value.span());
            (key.into_inner().into_owned(), (at, (value_at, value.into_inner())))
        };
        Self {
            span,
            left: table.into_iter().map(entry).collect(),
            known: Vec::new(),
        }
    }

    /// Whether the key is there and still unread.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.left.contains_key(key)
    }

    fn take(&mut self, key: &str) -> Option<Placed<'a>> {
        self.known.push(key.to_owned());
        self.left.remove(key).map(|(_, v)| v)
    }

    /// A text that must be there.
    pub(crate) fn required_text(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        if !self.left.contains_key(key) {
            self.known.push(key.to_owned());
            diagnostics.push(
                Diagnostic::error("missing-key", self.span, format!("`{key}` is missing"))
                    .help(format!("write `{key} = \"…\"`")),
            );
            return None;
        }
        self.text(key, diagnostics).map(|(_, t)| t)
    }

    /// A text and its place.
    pub(crate) fn text(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<(Span, String)> {
        match self.take(key)? {
            (span, DeValue::String(s)) => Some((span, s.into_owned())),
            (span, other) => {
                diagnostics.push(wrong(key, span, "a text in quotation marks", &other));
                None
            }
        }
    }

    /// A date and its place.
    pub(crate) fn date(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<(Span, Date)> {
        let (span, value) = self.take(key)?;
        let date = match &value {
            DeValue::Datetime(d) if d.time.is_none() => d.date.and_then(|d| {
                Date::new(
                    i16::try_from(d.year).ok()?,
                    i8::try_from(d.month).ok()?,
                    i8::try_from(d.day).ok()?,
                )
                .ok()
            }),
            _ => None,
        };
        if date.is_none() {
            diagnostics.push(wrong(
                key,
                span,
                "a date such as 2026-02-11, without quotation marks",
                &value,
            ));
        }
        date.map(|d| (span, d))
    }

    /// `true` or `false` and its place.
    pub(crate) fn flag(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<(Span, bool)> {
        match self.take(key)? {
            (span, DeValue::Boolean(b)) => Some((span, b)),
            (span, other) => {
                diagnostics.push(wrong(key, span, "true or false", &other));
                None
            }
        }
    }

    /// A list of texts with their places.
    pub(crate) fn texts(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(Span, String)> {
        let mut out = Vec::new();
        for (span, value) in self.list(key, "a list of texts", diagnostics) {
            match value {
                DeValue::String(s) => out.push((span, s.into_owned())),
                other => diagnostics.push(wrong(key, span, "a text in quotation marks", &other)),
            }
        }
        out
    }

    /// A table.
    pub(crate) fn table(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        match self.take(key)? {
            (span, DeValue::Table(table)) => Some(Self::new(span.file, span, table)),
            (span, other) => {
                diagnostics.push(wrong(key, span, "a table", &other));
                None
            }
        }
    }

    /// A list of tables.
    pub(crate) fn tables(&mut self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Self> {
        let mut out = Vec::new();
        for (span, value) in self.list(key, "a list of tables, written `[[…]]`", diagnostics) {
            match value {
                DeValue::Table(t) => out.push(Self::new(span.file, span, t)),
                other => diagnostics.push(wrong(key, span, "a table", &other)),
            }
        }
        out
    }

    fn list(&mut self, key: &str, expected: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<Placed<'a>> {
        match self.take(key) {
            None => Vec::new(),
            Some((span, DeValue::Array(items))) => unpack(span.file, items),
            Some((span, other)) => {
                diagnostics.push(wrong(key, span, expected, &other));
                Vec::new()
            }
        }
    }

    /// Reports the keys that nobody asked for.
    pub(crate) fn finish(self, diagnostics: &mut Vec<Diagnostic>) {
        for (key, (span, _)) in &self.left {
            let error =
                Diagnostic::error("unknown-key", *span, format!("there is no key `{key}` here")).label("unknown key");
            diagnostics.push(match nearest(key, self.known.iter().map(String::as_str)) {
                Some(near) => error.help(format!("did you mean `{near}`?")),
                None => error.help(format!("the keys here are {}", self.known.join(", "))),
            });
        }
    }
}

fn unpack(file: u32, items: DeArray<'_>) -> Vec<Placed<'_>> {
    items
        .into_iter()
        .map(|v| (place(file, v.span()), v.into_inner()))
        .collect()
}

fn wrong(key: &str, span: Span, expected: &str, found: &DeValue<'_>) -> Diagnostic {
    let found = match found {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    };
    Diagnostic::error(
        "wrong-type",
        span,
        format!("`{key}` is {found}, but {expected} was expected"),
    )
    .label(format!("expected {expected}"))
}
