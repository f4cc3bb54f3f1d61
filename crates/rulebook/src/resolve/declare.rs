//! Instruments, facts, steps, relations, roles, terms and acts: what the law is written about.

use super::names::{Kind, unknown};
use super::{Placed, Resolver, text, title};
use crate::ast::{self, Body, Name, Statement, Text};
use crate::model::{Act, ActId, Fact, Instrument, Per, Relation, Role, RoleId, Sort, Step, Term, Type, Value};
use std::collections::BTreeSet;

/// The kinds of instruments.
const SOURCES: [&str; 7] = [
    "treaty",
    "custom",
    "commentary",
    "judgment",
    "resolution",
    "statute",
    "document",
];

impl Resolver<'_> {
    pub(super) fn instruments(&mut self, statements: &[Placed<'_>]) {
        for &(doc, s) in statements {
            let Body::Instrument(i) = &s.body else { continue };
            if i.short.is_none() {
                self.missing(s, "`short` with the name that citations use");
            }
            match &i.kind {
                None => self.missing(s, "`kind`"),
                Some(k) if !SOURCES.contains(&k.text.as_str()) => {
                    let mut error = unknown(k, "a kind of instrument", SOURCES);
                    error.help.get_or_insert(format!("one of {}", SOURCES.join(", ")));
                    self.diagnostics.push(error);
                }
                Some(_) => {}
            }
            let origin = self.origin((doc, s), false);
            let adopted = i.adopted.as_ref().and_then(|d| self.date(d));
            let in_force = i.in_force.as_ref().and_then(|d| self.date(d));
            self.rb.instruments.push(Instrument {
                id: s.id.text.clone(),
                title: title(s),
                short: text(i.short.as_ref()),
                kind: i.kind.as_ref().map(|k| k.text.clone()).unwrap_or_default(),
                adopted,
                in_force,
                pinpoint: text(i.pinpoint.as_ref()),
                link: i.link.as_ref().map(|l| l.text.clone()),
                read: i.read.as_ref().map(|t| t.text.clone()),
                origin,
            });
        }
    }

    /// Everything that conditions can name; protective values come later, since they are conditions.
    pub(super) fn declarations(&mut self, statements: &[Placed<'_>]) {
        let mut bodies = BTreeSet::new();
        for (_, s) in statements {
            let named: &[Name] = match &s.body {
                Body::Fact(f) => &f.shown_by,
                Body::Relation(r) => &r.shown_by,
                Body::Presume(p) => &p.until,
                _ => &[],
            };
            bodies.extend(named.iter().map(|n| n.text.clone()).filter(|n| n != "anybody"));
        }
        self.rb.bodies = bodies.into_iter().collect();
        for &(doc, s) in statements {
            if let Body::Act(a) = &s.body {
                self.act((doc, s), a);
            }
        }
        self.rb.kinds = self.names.act_kinds();
        for &(doc, s) in statements {
            match &s.body {
                Body::Fact(f) => self.fact((doc, s), f),
                Body::Step(x) => self.step((doc, s), x),
                Body::Relation(r) => self.relation((doc, s), r),
                Body::Role(r) => self.role((doc, s), r),
                Body::Term(t) => self.term((doc, s), t),
                _ => {}
            }
        }
        self.excludes(statements);
    }

    fn clause(&mut self, s: &Statement, clause: Option<&Text>, word: &str, placeholders: &[&str]) -> String {
        match clause {
            None => self.missing(s, &format!("the clause `{word} \"…\"`")),
            Some(t) => self.placeholders(t, placeholders),
        }
        text(clause)
    }

    /// Words in braces must be among those that will be replaced.
    fn placeholders(&mut self, t: &Text, known: &[&str]) {
        for part in t.text.split('{').skip(1) {
            let word = part.split('}').next().unwrap_or_default();
            if !known.contains(&word) {
                let help = match known {
                    [] => "nothing is replaced in this text".to_owned(),
                    _ => format!(
                        "replaced are {}",
                        known.iter().map(|k| format!("{{{k}}}")).collect::<Vec<_>>().join(", ")
                    ),
                };
                self.error(
                    "unknown-placeholder",
                    t.span,
                    format!("`{{{word}}}` stands for nothing here"),
                    "in this text",
                    &help,
                );
            }
        }
    }

    fn act(&mut self, placed: Placed<'_>, a: &ast::Act) {
        let s = placed.1;
        let mut kinds = Vec::new();
        for name in &a.kinds {
            match self.names.declare_kind(name) {
                Ok(k) if !kinds.contains(&k) => kinds.push(k),
                Ok(_) => {}
                Err(e) => self.diagnostics.push(*e),
            }
        }
        if a.free.is_none() {
            self.missing(s, "`free` or `needs a basis`");
        }
        let placeholders: &[&str] = if a.destination { &["destination"] } else { &[] };
        let phrase = self.clause(s, a.phrase.as_ref(), "phrase", placeholders);
        let origin = self.origin(placed, false);
        self.rb.acts.push(Act {
            id: s.id.text.clone(),
            title: title(s),
            kinds,
            destination: a.destination,
            irreversible: a.irreversible,
            excludes: Vec::new(),
            free: a.free.unwrap_or(true),
            phrase,
            origin,
        });
    }

    /// Mutual exclusion, both ways, in declaration order.
    fn excludes(&mut self, statements: &[Placed<'_>]) {
        let mut pairs = BTreeSet::new();
        let acts = statements
            .iter()
            .filter_map(|(_, s)| if let Body::Act(a) = &s.body { Some(a) } else { None });
        for (i, a) in acts.enumerate() {
            for other in self.acts(&a.excludes) {
                if other.ix() != i {
                    pairs.insert((ActId(i as u32), other));
                    pairs.insert((other, ActId(i as u32)));
                }
            }
        }
        for (a, b) in pairs {
            if let Some(act) = self.rb.acts.get_mut(a.ix()) {
                act.excludes.push(b);
            }
        }
    }

    fn fact(&mut self, placed: Placed<'_>, f: &ast::Fact) {
        let s = placed.1;
        let sort = match f.sort.as_ref().map(|n| (n, n.text.as_str())) {
            None | Some((_, "finding")) => Sort::Finding,
            Some((_, "wish")) => Sort::Wish,
            Some((_, "order")) => Sort::Order,
            Some((n, _)) => {
                self.diagnostics
                    .push(unknown(n, "a sort of fact", ["finding", "wish", "order"]));
                Sort::Finding
            }
        };
        let per = self.per(s, f);
        let placeholders: &[&str] = match per {
            Per::Case => &[],
            Per::Destination => &["destination"],
            Per::Act => &["act", "destination"],
        };
        let kind = self.fact_type(s, f, placeholders);
        let (holds, fails) = if kind == Type::YesNo && f.kind.is_some() {
            let holds = self.clause(s, f.holds.as_ref(), "holds", placeholders);
            (holds, self.clause(s, f.fails.as_ref(), "fails", placeholders))
        } else {
            (text(f.holds.as_ref()), text(f.fails.as_ref()))
        };
        match &f.ask {
            None => self.missing(s, "the question, `ask \"…\"`"),
            Some(t) => self.placeholders(t, placeholders),
        }
        let origin = self.origin(placed, false);
        self.rb.facts.push(Fact {
            id: s.id.text.clone(),
            title: title(s),
            sort,
            per,
            kind,
            holds,
            fails,
            ask: text(f.ask.as_ref()),
            shown_by: self.bodies(&f.shown_by),
            standard: text(f.standard.as_ref()),
            changes: f.changes.unwrap_or(false),
            protective: Vec::new(),
            origin,
        });
    }

    fn per(&mut self, s: &Statement, f: &ast::Fact) -> Per {
        let mut per = Per::Case;
        for name in &f.per {
            let this = match name.text.as_str() {
                "destination" => Per::Destination,
                "act" => Per::Act,
                _ => {
                    self.diagnostics
                        .push(unknown(name, "a way to be", ["destination", "act"]));
                    continue;
                }
            };
            if per != Per::Case && per != this {
                self.error(
                    "bad-per",
                    name.span,
                    "a fact is per destination or per act, not both",
                    "one too many",
                    "a fact per act is also per destination where the act has one",
                );
            }
            per = this;
        }
        if s.id.text.starts_with("destination.") && per != Per::Destination {
            self.error(
                "bad-per",
                s.id.span,
                format!("`{}` is about a destination, so it is `per destination`", s.id.text),
                "not per destination",
                "add `per destination`, or choose another first segment",
            );
        }
        per
    }

    fn fact_type(&mut self, s: &Statement, f: &ast::Fact, placeholders: &[&str]) -> Type {
        match &f.kind {
            None => {
                self.missing(s, "`type`");
                Type::YesNo
            }
            Some(ast::FactType::YesNo) => Type::YesNo,
            Some(ast::FactType::Date) => Type::Date,
            Some(ast::FactType::Number) => Type::Number,
            Some(ast::FactType::OneOf(list)) => {
                let mut values: Vec<Value> = Vec::new();
                for (name, clause) in list {
                    if values.iter().any(|v| v.id == name.text) {
                        let message = format!("the value `{}` is listed twice", name.text);
                        self.error("duplicate-name", name.span, message, "again", "");
                        continue;
                    }
                    match clause {
                        None => self.missing(s, &format!("the clause of the value `{}`", name.text)),
                        Some(t) => self.placeholders(t, placeholders),
                    }
                    values.push(Value {
                        id: name.text.clone(),
                        clause: text(clause.as_ref()),
                    });
                }
                if values.len() < 2 {
                    self.missing(s, "a second value: an enumeration has at least two");
                }
                Type::OneOf(values)
            }
        }
    }

    fn step(&mut self, placed: Placed<'_>, x: &ast::Step) {
        let s = placed.1;
        let placeholders: &[&str] = if x.acts.is_empty() {
            &[]
        } else {
            &["act", "destination"]
        };
        let acts = self.acts(&x.acts);
        let holds = self.clause(s, x.holds.as_ref(), "holds", placeholders);
        let fails = self.clause(s, x.fails.as_ref(), "fails", placeholders);
        let origin = self.origin(placed, false);
        self.rb.steps.push(Step {
            id: s.id.text.clone(),
            title: title(s),
            acts,
            holds,
            fails,
            origin,
        });
    }

    fn relation(&mut self, placed: Placed<'_>, r: &ast::Relation) {
        let s = placed.1;
        if r.table.is_none() {
            self.missing(s, "`stated under` and the table of the case file");
        }
        let placeholders = &["from", "to"];
        let holds = self.clause(s, r.holds.as_ref(), "holds", placeholders);
        let fails = self.clause(s, r.fails.as_ref(), "fails", placeholders);
        match &r.ask {
            None => self.missing(s, "the question, `ask \"…\"`"),
            Some(t) => self.placeholders(t, placeholders),
        }
        let origin = self.origin(placed, false);
        self.rb.relations.push(Relation {
            id: s.id.text.clone(),
            title: title(s),
            table: r.table.as_ref().map(|t| t.text.clone()).unwrap_or_default(),
            transitive: r.transitive,
            holds,
            fails,
            ask: text(r.ask.as_ref()),
            shown_by: self.bodies(&r.shown_by),
            standard: text(r.standard.as_ref()),
            protective: Vec::new(),
            origin,
        });
    }

    fn role(&mut self, placed: Placed<'_>, r: &ast::Role) {
        let s = placed.1;
        let default = r.default.as_ref().and_then(|d| self.lookup(d, Kind::Role)).map(RoleId);
        if default.is_some_and(|d| d.ix() == self.rb.roles.len()) {
            self.error(
                "circular",
                s.id.span,
                format!("`{}` stands in for itself", s.id.text),
                "in a circle",
                "",
            );
        }
        let origin = self.origin(placed, false);
        self.rb.roles.push(Role {
            id: s.id.text.clone(),
            title: title(s),
            default,
            origin,
        });
    }

    fn term(&mut self, placed: Placed<'_>, t: &ast::Term) {
        let s = placed.1;
        let placeholders: &[&str] = if t.per_destination { &["destination"] } else { &[] };
        let holds = self.clause(s, t.holds.as_ref(), "holds", placeholders);
        let fails = self.clause(s, t.fails.as_ref(), "fails", placeholders);
        let about_destination = t.per_destination || !(t.home || s.id.text.starts_with("destination."));
        if !about_destination {
            self.error(
                "bad-per",
                s.id.span,
                format!("`{}` is about a destination, so it is `per destination`", s.id.text),
                "not per destination",
                "add `per destination`",
            );
        }
        let origin = self.origin(placed, false);
        self.rb.terms.push(Term {
            id: s.id.text.clone(),
            title: title(s),
            per_destination: t.per_destination,
            status: t.status,
            home: t.home,
            holds,
            fails,
            origin,
        });
    }
}
