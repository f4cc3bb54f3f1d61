//! JSON to the tree that it has in common with TOML, with exact places and with every key, also one that occurs twice.

use crate::file::Word;
use crate::tree::{DEEPEST, Entry, Node, Tree, span};
use safeconduct_rulebook::source::{Diagnostic, Span};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;

/// Parses JSON.
pub(crate) fn parse_json(text: &str) -> Result<Tree, Vec<Diagnostic>> {
    let mut reader = Reader {
        text,
        wrong: Vec::new(),
    };
    // The whole text is parsed once for its syntax; after that no part of it can fail.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        return Err(vec![reader.syntax(&error)]);
    }
    let raw: &RawValue = serde_json::from_str(text).map_err(|e| vec![reader.syntax(&e)])?;
    let tree = reader.value(raw, 0);
    if reader.wrong.is_empty() {
        Ok(tree)
    } else {
        Err(reader.wrong)
    }
}

struct Reader<'a> {
    text: &'a str,
    wrong: Vec<Diagnostic>,
}

/// The entries of an object in their order, none dropped.
struct Entries<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;
        impl<'de> Visitor<'de> for Each {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry::<Key<'de>, &'de RawValue>()? {
                    entries.push((entry.0.0, entry.1));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(Each)
    }
}

#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

impl<'a> Reader<'a> {
    fn syntax(&self, error: &serde_json::Error) -> Diagnostic {
        let start: usize = self
            .text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let line = self.text[start..].lines().next().unwrap_or_default();
        let mut at = error.column().saturating_sub(1).min(line.len());
        while !line.is_char_boundary(at) {
            at -= 1;
        }
        let width = line[at..].chars().next().map_or(0, char::len_utf8);
        let mut message = error.to_string();
        if let Some(cut) = message.rfind(" at line ") {
            message.truncate(cut);
        }
        Diagnostic::error(
            "syntax",
            span(start + at, start + at + width),
            format!("this is not JSON: {message}"),
        )
    }

    fn place(&self, raw: &RawValue) -> Span {
        let start = (raw.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        span(start, start + raw.get().len())
    }

    fn value(&mut self, raw: &'a RawValue, depth: usize) -> Tree {
        let at = self.place(raw);
        let text = raw.get();
        if depth > DEEPEST {
            let message = "this is nested too deep: a case file has five levels at most";
            self.wrong.push(Diagnostic::error(
                "syntax",
                Span {
                    end: at.start + 1,
                    ..at
                },
                message,
            ));
            return Tree {
                node: Node::Other("a value that is nested too deep"),
                span: at,
            };
        }
        let node = match text.as_bytes().first() {
            Some(b'{') => self.object(text, at, depth),
            Some(b'[') => match serde_json::from_str::<Vec<&'a RawValue>>(text) {
                Ok(items) => Node::Array(items.into_iter().map(|item| self.value(item, depth + 1)).collect()),
                Err(_) => Node::Other("a list"),
            },
            Some(b'"') => serde_json::from_str::<String>(text).map_or(Node::Other("a text"), Node::Text),
            Some(b't') => Node::Bool(true),
            Some(b'f') => Node::Bool(false),
            Some(b'n') => Node::Other("`null`"),
            _ if text.contains(['.', 'e', 'E']) => Node::Other("a number with a fraction"),
            _ => text
                .parse()
                .map_or(Node::Other("a number that is too large"), Node::Int),
        };
        Tree { node, span: at }
    }

    fn object(&mut self, text: &'a str, at: Span, depth: usize) -> Node {
        let Ok(Entries(raw)) = serde_json::from_str::<Entries<'a>>(text) else {
            return Node::Other("an object");
        };
        let mut entries: Vec<Entry> = Vec::new();
        let mut from = at.start as usize + 1;
        for (key, value) in raw {
            let end = self.place(value);
            let here = self.key_place(from, end.start as usize);
            from = end.end as usize;
            if let Some(first) = entries.iter().find(|e| e.key.text == key) {
                let message = format!("the key `{key}` stands twice in the same object");
                let twice = Diagnostic::error("duplicate-key", here, message)
                    .related(first.key.span, "here for the first time");
                self.wrong.push(twice);
                continue;
            }
            let value = self.value(value, depth + 1);
            entries.push(Entry {
                key: Word {
                    text: key.into_owned(),
                    span: here,
                },
                value,
            });
        }
        Node::Table(entries)
    }

    /// The key between the end of the last entry and the start of its value, with its quotes.
    fn key_place(&self, from: usize, to: usize) -> Span {
        let between = self.text.get(from..to).unwrap_or_default();
        let start = between.find('"').unwrap_or(0);
        let end = between.rfind('"').map_or(between.len(), |q| q + 1);
        span(from + start, from + end.max(start))
    }
}
