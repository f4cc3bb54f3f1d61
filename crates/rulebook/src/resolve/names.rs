//! The table of declared names, and the help for those that are not declared.

use crate::ast::{self, Name};
use crate::source::{Diagnostic, Span, nearest};
use std::collections::BTreeMap;

/// What sort of thing a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Instrument,
    Fact,
    Step,
    Relation,
    Role,
    Term,
    Act,
    Basis,
    Rule,
    Duty,
    Exception,
    Priority,
    Presumption,
    Impossible,
    Question,
    Profile,
    Claim,
    Waiver,
}

impl Kind {
    /// The word for it, with its article.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Instrument => "an instrument",
            Self::Fact => "a fact",
            Self::Step => "a step",
            Self::Relation => "a relation",
            Self::Role => "a role",
            Self::Term => "a term",
            Self::Act => "an act",
            Self::Basis => "a basis",
            Self::Rule => "a rule",
            Self::Duty => "a duty",
            Self::Exception => "an exception",
            Self::Priority => "a priority",
            Self::Presumption => "a presumption",
            Self::Impossible => "an impossibility",
            Self::Question => "a question",
            Self::Profile => "a profile",
            Self::Claim => "a claim",
            Self::Waiver => "a waiver",
        }
    }

    /// The kind that a statement declares; `None` for an alias.
    pub(crate) fn of(body: &ast::Body) -> Option<Self> {
        Some(match body {
            ast::Body::Instrument(_) => Self::Instrument,
            ast::Body::Fact(_) => Self::Fact,
            ast::Body::Step(_) => Self::Step,
            ast::Body::Relation(_) => Self::Relation,
            ast::Body::Role(_) => Self::Role,
            ast::Body::Term(_) => Self::Term,
            ast::Body::Act(_) => Self::Act,
            ast::Body::Basis(_) => Self::Basis,
            ast::Body::Rule(_) => Self::Rule,
            ast::Body::Duty(_) => Self::Duty,
            ast::Body::Exception(_) => Self::Exception,
            ast::Body::Priority(_) => Self::Priority,
            ast::Body::Presume(_) => Self::Presumption,
            ast::Body::Impossible(_) => Self::Impossible,
            ast::Body::Question(_) => Self::Question,
            ast::Body::Profile(_) => Self::Profile,
            ast::Body::Claim(_) => Self::Claim,
            ast::Body::Waive(_) => Self::Waiver,
            ast::Body::Alias(_) => return None,
        })
    }
}

/// A declared name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Symbol {
    /// What it stands for.
    pub(crate) kind: Kind,
    /// Index into the rulebook's vector of that kind.
    pub(crate) index: u32,
    /// Where it is declared.
    pub(crate) span: Span,
}

/// An old name.
#[derive(Clone, Debug)]
pub(crate) struct Old {
    /// The name that replaced it.
    pub(crate) new: String,
    /// What to say.
    pub(crate) message: String,
    /// Where it is declared.
    pub(crate) span: Span,
}

/// Words with a fixed meaning, which nothing else may be called.
const RESERVED: [&str; 6] = ["destination", "detaining", "home", "state", "anything", "anybody"];

/// All names of the rulebook.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    symbols: BTreeMap<String, Symbol>,
    old: BTreeMap<String, Old>,
    kinds: BTreeMap<String, u32>,
    counts: BTreeMap<Kind, u32>,
}

impl Names {
    /// Declares `name`; a second declaration is an error that points to the first.
    pub(crate) fn declare(&mut self, name: &Name, kind: Kind) -> Result<(), Box<Diagnostic>> {
        if RESERVED.contains(&name.text.as_str()) {
            return Err(Box::new(reserved(name)));
        }
        if let Some(first) = self.symbols.get(&name.text) {
            return Err(Box::new(duplicate(name, first.kind.word(), first.span)));
        }
        let count = self.counts.entry(kind).or_default();
        self.symbols.insert(
            name.text.clone(),
            Symbol {
                kind,
                index: *count,
                span: name.span,
            },
        );
        *count += 1;
        Ok(())
    }

    /// Declares an old name.
    pub(crate) fn declare_old(&mut self, name: &Name, new: &Name, message: String) -> Result<(), Box<Diagnostic>> {
        if let Some(first) = self.symbols.get(&name.text) {
            return Err(Box::new(duplicate(name, first.kind.word(), first.span)));
        }
        if let Some(first) = self.old.get(&name.text) {
            return Err(Box::new(duplicate(name, "an old name", first.span)));
        }
        self.old.insert(
            name.text.clone(),
            Old {
                new: new.text.clone(),
                message,
                span: name.span,
            },
        );
        Ok(())
    }

    /// Declares a kind of acts, or finds it; its index. An act of the same name is an error.
    pub(crate) fn declare_kind(&mut self, name: &Name) -> Result<u32, Box<Diagnostic>> {
        if RESERVED.contains(&name.text.as_str()) {
            return Err(Box::new(reserved(name)));
        }
        if let Some(first) = self.symbols.get(&name.text).filter(|s| s.kind == Kind::Act) {
            return Err(Box::new(duplicate(name, "an act", first.span)));
        }
        let next = self.kinds.len() as u32;
        Ok(*self.kinds.entry(name.text.clone()).or_insert(next))
    }

    /// The symbol of this name, old names not considered.
    pub(crate) fn get(&self, name: &str) -> Option<Symbol> {
        self.symbols.get(name).copied()
    }

    /// The symbol of this name if it is of this kind.
    pub(crate) fn of_kind(&self, name: &str, kind: Kind) -> Option<u32> {
        self.get(name).filter(|s| s.kind == kind).map(|s| s.index)
    }

    /// Where the name is declared.
    pub(crate) fn span(&self, name: &str) -> Span {
        self.get(name).map(|s| s.span).unwrap_or_default()
    }

    /// What replaced this old name.
    pub(crate) fn replaced(&self, name: &str) -> Option<&Old> {
        self.old.get(name)
    }

    /// The old names, by name.
    pub(crate) fn old(&self) -> impl Iterator<Item = (&String, &Old)> {
        self.old.iter()
    }

    /// The index of a kind of acts.
    pub(crate) fn act_kind(&self, name: &str) -> Option<u32> {
        self.kinds.get(name).copied()
    }

    /// The kinds of acts, by index.
    pub(crate) fn act_kinds(&self) -> Vec<String> {
        let mut all: Vec<_> = self.kinds.iter().collect();
        all.sort_by_key(|(_, i)| **i);
        all.into_iter().map(|(k, _)| k.clone()).collect()
    }

    /// The names of these kinds, sorted.
    pub(crate) fn known<'a>(&'a self, kinds: &'a [Kind]) -> impl Iterator<Item = &'a str> {
        self.symbols
            .iter()
            .filter(|(_, s)| kinds.contains(&s.kind))
            .map(|(k, _)| k.as_str())
    }

    /// The names of the kinds of acts, sorted.
    pub(crate) fn known_act_kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str)
    }

    /// The error for a name that stands for nothing, or for something else than was expected.
    pub(crate) fn unknown<'a>(
        &self,
        name: &Name,
        expected: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Diagnostic {
        if let Some(other) = self.get(&name.text) {
            return Diagnostic::error(
                "wrong-kind",
                name.span,
                format!("`{}` is {}, but {expected} was expected", name.text, other.kind.word()),
            )
            .label(format!("expected {expected}"))
            .related(other.span, "declared here");
        }
        unknown(name, expected, known)
    }
}

/// The error for a name that stands for nothing, with the nearest of `known`.
pub(crate) fn unknown<'a>(name: &Name, expected: &str, known: impl IntoIterator<Item = &'a str>) -> Diagnostic {
    let error = Diagnostic::error(
        "unknown-name",
        name.span,
        format!("there is no {} `{}`", bare(expected), name.text),
    )
    .label("not declared");
    match close(&name.text, known) {
        Some(near) => error.help(format!("did you mean `{near}`?")),
        None => error,
    }
}

/// The nearest known name: by spelling, or else the one that ends in the same segment.
pub(crate) fn close<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let known: Vec<&str> = known.into_iter().collect();
    let last = |n: &str| n.rsplit('.').next().unwrap_or_default().to_owned();
    nearest(name, known.iter().copied()).or_else(|| known.into_iter().find(|k| last(k) == last(name)))
}

/// `an act` without its article.
fn bare(expected: &str) -> &str {
    expected
        .strip_prefix("an ")
        .or_else(|| expected.strip_prefix("a "))
        .unwrap_or(expected)
}

/// The error for a second declaration.
pub(crate) fn duplicate(name: &Name, what: &str, first: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-name",
        name.span,
        format!("`{}` is already declared as {what}", name.text),
    )
    .label("declared again")
    .related(first, "first declared here")
    .help("names are global: choose another one")
}

fn reserved(name: &Name) -> Diagnostic {
    Diagnostic::error(
        "reserved-name",
        name.span,
        format!("`{}` is a word of the language and cannot be declared", name.text),
    )
    .label("choose another name")
}
