//! From the syntax tree to the model: every name looked up, every test and value typed.
//!
//! Nothing stops at the first error: a statement with an unknown name is resolved as far as it goes, so that one run
//! shows everything that is wrong. A rulebook with an error is thrown away by [`crate::load()`].

mod acts;
mod cite;
mod claims;
mod cond;
mod contest;
mod declare;
mod duties;
pub(crate) mod names;
mod norms;
mod protective;
mod refs;
mod stated;
mod values;
mod waivers;

use crate::ast::{self, Name, Statement};
use crate::model::{Cond, Origin, ProvisionId, Rulebook};
use crate::source::{Diagnostic, Severity, Sources, Span};
use names::{Kind, Names, Symbol};
use std::collections::{BTreeMap, BTreeSet};

/// A document and the number of its file.
pub(crate) type Doc = (u32, ast::Document);

/// Whose condition it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Owner {
    /// Of a rule.
    Rule(usize),
    /// The `while` of a rule's conclusion.
    While(usize, usize),
    /// Of a basis.
    Basis(usize),
    /// Of a duty, its suspension included.
    Duty(usize),
    /// Of an exception.
    Exception(usize),
    /// Of a priority.
    Priority(usize),
    /// Of a presumption.
    Presumption(usize),
    /// Of an impossibility.
    Impossible(usize),
    /// Of a claim.
    Claim(usize),
    /// Of a waiver.
    Waiver(usize),
    /// The protective value of a fact.
    Fact(usize),
    /// The protective value of a relation.
    Relation(usize),
}

/// Something that a condition says and that only some contexts have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// It names the destination of the norm.
    Destination,
    /// It names a fact per act.
    Act,
    /// It calls a variable `destination`.
    Variable,
}

/// What the checks need besides the model.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// What each condition says that needs a context, and where.
    pub(crate) said: BTreeMap<Owner, Vec<(Said, Span)>>,
    /// Where `home` is used.
    pub(crate) home: Vec<Span>,
    /// Rules that hold regardless of status.
    pub(crate) regardless: BTreeSet<usize>,
    /// The level of each provision's heading, and its file.
    pub(crate) levels: Vec<(u32, u8)>,
    /// Provisions that hold a statement.
    pub(crate) inhabited: BTreeSet<usize>,
}

/// The result: a rulebook without the law of states, version and digest.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub(crate) rulebook: Rulebook,
    pub(crate) names: Names,
    pub(crate) marks: Marks,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// The state of the work.
pub(crate) struct Resolver<'a> {
    sources: &'a Sources,
    docs: &'a [Doc],
    rb: Rulebook,
    names: Names,
    marks: Marks,
    diagnostics: Vec<Diagnostic>,
    /// Errors of the parser: a statement with one is not blamed for what it lacks.
    broken: Vec<Span>,
    /// Headings by document and index.
    headings: BTreeMap<(usize, usize), Option<ProvisionId>>,
    /// Whose condition is being resolved.
    owner: Owner,
    /// The variables in scope, outermost first.
    vars: Vec<String>,
}

/// Resolves all documents.
pub(crate) fn resolve(sources: &Sources, docs: &[Doc], parsed: &[Diagnostic]) -> Resolved {
    let mut r = Resolver {
        sources,
        docs,
        rb: Rulebook::default(),
        names: Names::default(),
        marks: Marks::default(),
        diagnostics: Vec::new(),
        broken: parsed
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .map(|d| d.span)
            .collect(),
        headings: BTreeMap::new(),
        owner: Owner::Rule(0),
        vars: Vec::new(),
    };
    let statements = r.collect();
    r.instruments(&statements);
    r.provisions();
    r.declarations(&statements);
    r.questions(&statements);
    r.protective(&statements);
    r.norms(&statements);
    r.profiles(&statements);
    r.claims(&statements);
    r.waivers(&statements);
    r.stated_in();
    r.case_fences();
    r.rb.aliases = r
        .names
        .old()
        .map(|(old, o)| (old.clone(), o.new.clone(), o.message.clone()))
        .collect();
    Resolved {
        rulebook: r.rb,
        names: r.names,
        marks: r.marks,
        diagnostics: r.diagnostics,
    }
}

/// A statement with the number of its document.
type Placed<'a> = (usize, &'a Statement);

impl<'a> Resolver<'a> {
    /// Enters all names; the statements that count, in declaration order: without duplicates and nameless ones.
    fn collect(&mut self) -> Vec<Placed<'a>> {
        let docs = self.docs;
        let all = docs
            .iter()
            .enumerate()
            .flat_map(|(d, (_, doc))| doc.statements.iter().map(move |s| (d, s)));
        let mut kept = Vec::new();
        let mut aliases = Vec::new();
        for (d, s) in all {
            if s.id.text.is_empty() {
                continue;
            }
            let Some(kind) = Kind::of(&s.body) else {
                aliases.push(s);
                continue;
            };
            match self.names.declare(&s.id, kind) {
                Ok(()) => kept.push((d, s)),
                Err(e) => self.diagnostics.push(*e),
            }
            if s.title.is_none() {
                self.missing(s, "a title in quotation marks");
            }
        }
        for s in aliases {
            self.alias(s);
        }
        kept
    }

    fn alias(&mut self, s: &Statement) {
        let ast::Body::Alias(alias) = &s.body else { return };
        let Some(new) = &alias.new else {
            self.missing(s, "`for` and the name that replaced it");
            return;
        };
        if self.names.get(&new.text).is_none() {
            let error = names::unknown(new, "a name", self.names.known(ALL));
            self.diagnostics.push(error);
            return;
        }
        let message = match &s.title {
            Some(t) => t.text.clone(),
            None => format!("`{}` is now called `{}`", s.id.text, new.text),
        };
        if let Err(e) = self.names.declare_old(&s.id, new, message) {
            self.diagnostics.push(*e);
        }
    }

    /// Reports that a statement lacks something, unless the parser already complained about it.
    fn missing(&mut self, s: &Statement, what: &str) {
        let at = if s.id.span.end > s.id.span.start {
            s.id.span
        } else {
            s.keyword
        };
        self.missing_at(s, at, &s.id.text, what);
    }

    /// The same of a part of a statement.
    fn missing_at(&mut self, s: &Statement, at: Span, name: &str, what: &str) {
        if !self.is_broken(s) {
            let error = Diagnostic::error("missing-clause", at, format!("`{name}` lacks {what}"));
            self.diagnostics.push(error.label("incomplete"));
        }
    }

    /// Whether the parser could not read the whole statement.
    fn is_broken(&self, s: &Statement) -> bool {
        let within = |e: &Span| e.file == s.span.file && e.start >= s.span.start && e.start <= s.span.end;
        self.broken.iter().any(within)
    }

    fn error(&mut self, code: &'static str, span: Span, message: impl Into<String>, label: &str, help: &str) {
        let mut d = Diagnostic::error(code, span, message).label(label);
        if !help.is_empty() {
            d = d.help(help);
        }
        self.diagnostics.push(d);
    }

    /// Looks a name up, old names included.
    fn find(&mut self, name: &Name) -> Option<Symbol> {
        if let Some(s) = self.names.get(&name.text) {
            return Some(s);
        }
        let old = self.names.replaced(&name.text)?.clone();
        self.old_name(name.span, &name.text, &old);
        self.names.get(&old.new)
    }

    fn old_name(&mut self, span: Span, name: &str, old: &names::Old) {
        self.diagnostics.push(
            Diagnostic::warning("old-name", span, format!("`{name}` is an old name: {}", old.message))
                .label("old name")
                .related(old.span, "replaced here")
                .help(format!("write `{}`", old.new)),
        );
    }

    /// Looks up a name of one kind; an error otherwise.
    fn lookup(&mut self, name: &Name, kind: Kind) -> Option<u32> {
        match self.find(name) {
            Some(s) if s.kind == kind => Some(s.index),
            _ => {
                let error = self.names.unknown(name, kind.word(), self.names.known(&[kind]));
                self.diagnostics.push(error);
                None
            }
        }
    }

    /// Resolves a condition, with its `under` clauses, on behalf of `owner`.
    fn condition(&mut self, owner: Owner, under: &[ast::Under], when: Option<&ast::Cond>) -> Cond {
        self.owner = owner;
        self.vars.clear();
        let mut all: Vec<Cond> = under.iter().filter_map(|u| self.under(u)).collect();
        match when.map(|c| self.cond(c)) {
            None | Some(Cond::True) => {}
            Some(Cond::And(more)) => all.extend(more),
            Some(one) => all.push(one),
        }
        conjunction(all)
    }

    /// Notes that the present condition needs a context.
    fn said(&mut self, what: Said, span: Span) {
        self.marks.said.entry(self.owner).or_default().push((what, span));
    }

    fn origin(&mut self, placed: Placed<'_>, needs_citation: bool) -> Origin {
        let (doc, s) = placed;
        let heading = s.heading.and_then(|h| self.headings.get(&(doc, h)).copied());
        let provision = heading.flatten();
        let mut cites: Vec<_> = s.cites.iter().filter_map(|c| self.citation(c)).collect();
        if s.cites.is_empty() {
            if let Some(p) = provision.and_then(|p| self.rb.provisions.get(p.ix())) {
                cites.push(crate::model::Citation {
                    instrument: p.instrument,
                    path: p.id.clone(),
                    text: p.citation.clone(),
                });
            } else if needs_citation && heading.is_none() {
                self.missing_citation(s);
            }
        }
        Origin {
            span: s.span,
            file: self.sources.path(s.span).to_owned(),
            line: self.sources.line(s.span),
            provision,
            cites,
            unverified: s.unverified.as_ref().map(|t| t.text.clone()),
        }
    }

    fn missing_citation(&mut self, s: &Statement) {
        self.error(
            "missing-citation",
            s.id.span,
            format!(
                "`{}` rests on nothing: it stands under no provision and cites none",
                s.id.text
            ),
            "no citation",
            "put it under the heading of a provision, or add `cite` after the title",
        );
    }
}

/// All kinds of names.
pub(crate) const ALL: &[Kind] = &[
    Kind::Instrument,
    Kind::Fact,
    Kind::Step,
    Kind::Relation,
    Kind::Role,
    Kind::Term,
    Kind::Act,
    Kind::Basis,
    Kind::Rule,
    Kind::Duty,
    Kind::Exception,
    Kind::Priority,
    Kind::Presumption,
    Kind::Impossible,
    Kind::Question,
    Kind::Profile,
    Kind::Claim,
    Kind::Waiver,
];

/// The conjunction; a single condition stands for itself, none is always true.
fn conjunction(mut all: Vec<Cond>) -> Cond {
    match all.len() {
        0 => Cond::True,
        1 => all.remove(0),
        _ => Cond::And(all),
    }
}

/// The title of a statement; empty where it is missing.
fn title(s: &Statement) -> String {
    s.title.as_ref().map(|t| t.text.clone()).unwrap_or_default()
}

/// The text of an optional clause; empty where it is missing.
fn text(t: Option<&ast::Text>) -> String {
    t.map(|t| t.text.clone()).unwrap_or_default()
}
