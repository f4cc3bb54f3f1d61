//! References: facts, terms, relations and states, in the forms in which conditions write them.

use super::names::{Kind, unknown};
use super::{Resolver, Said};
use crate::ast::{Name, Ref};
use crate::model::{FactId, Per, RelationId, RoleId, StateExpr, TermId};
use crate::source::Span;

/// What a reference stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Thing {
    /// A fact, of a state where it is per destination.
    Fact(FactId, Option<StateExpr>),
    /// A term, of a state where it is per destination.
    Term(TermId, Option<StateExpr>),
    /// A relation between two states; `None` where none are given.
    Relation(RelationId, Option<(StateExpr, StateExpr)>),
    /// A state.
    State(StateExpr),
}

impl Resolver<'_> {
    /// A state by its name: a variable, `destination`, `detaining` or a role.
    pub(super) fn state_named(&self, name: &str) -> Option<StateExpr> {
        if let Some(depth) = self.vars.iter().rposition(|v| v == name) {
            return Some(StateExpr::Var(depth as u32));
        }
        match name {
            "destination" => Some(StateExpr::Destination),
            "detaining" => Some(StateExpr::Detaining),
            _ => self.names.of_kind(name, Kind::Role).map(|r| StateExpr::Role(RoleId(r))),
        }
    }

    /// A state, or an error.
    pub(super) fn state(&mut self, name: &Name) -> Option<StateExpr> {
        if let Some(s) = self.state_named(&name.text) {
            if s == StateExpr::Destination {
                self.said(Said::Destination, name.span);
            }
            return Some(s);
        }
        if let Some(s) = self.find(name).filter(|s| s.kind == Kind::Role) {
            return Some(StateExpr::Role(RoleId(s.index)));
        }
        if name.text == "home" || name.text == "state" {
            self.no_such_state(name);
            return None;
        }
        let vars = self.vars.clone();
        let known = vars.iter().map(String::as_str).chain(["destination", "detaining"]);
        let error = self
            .names
            .unknown(name, "a state", known.chain(self.names.known(&[Kind::Role])));
        self.diagnostics.push(error);
        None
    }

    /// `home` and `state` outside of a quantifier.
    fn no_such_state(&mut self, name: &Name) {
        let word = &name.text;
        let help = if word == "home" {
            "say which: `some home has …` or `every home has …`; that a state is home is a term"
        } else {
            "say which: `some state s has …` or `every state s has …`"
        };
        self.error(
            "unbound-state",
            name.span,
            format!("`{word}` is no single state here"),
            "which one?",
            help,
        );
    }

    /// What a reference stands for; errors are reported.
    pub(super) fn thing(&mut self, r: &Ref) -> Option<Thing> {
        if r.args.is_empty() {
            self.plain(r)
        } else {
            self.applied(r)
        }
    }

    /// `name(s)`, `name(s).rest`, `relation(s, t)`.
    fn applied(&mut self, r: &Ref) -> Option<Thing> {
        let text = match &r.tail {
            Some(tail) => format!("{}.{}", r.path.text, tail.text),
            None => r.path.text.clone(),
        };
        let args: Vec<Option<StateExpr>> = r.args.iter().map(|a| self.state(a)).collect();
        let args: Vec<StateExpr> = args.into_iter().collect::<Option<_>>()?;
        let name = Name { text, span: r.span };
        let Some(symbol) = self.find(&name) else {
            self.unknown_reference(&name);
            return None;
        };
        match (symbol.kind, args.as_slice()) {
            (Kind::Relation, &[from, to]) => Some(Thing::Relation(RelationId(symbol.index), Some((from, to)))),
            (Kind::Relation, _) => {
                let help = format!("write `{}(from, to)`", name.text);
                self.error(
                    "wrong-state",
                    r.span,
                    "a relation stands between two states",
                    "two states",
                    &help,
                );
                None
            }
            (Kind::Fact | Kind::Term, &[state]) => {
                let whole = self.of(symbol.kind, symbol.index, state, r.span)?;
                if let Some(rest) = name.text.strip_prefix("destination.") {
                    let help = format!("write `{}.{rest}`", r.args[0].text);
                    let message = "a name that starts with `destination` takes the state in its place";
                    self.error("wrong-state", r.span, message, "state in the wrong place", &help);
                }
                Some(whole)
            }
            (Kind::Fact | Kind::Term, _) => {
                self.error(
                    "wrong-state",
                    r.span,
                    format!("`{}` is about one state", name.text),
                    "one state",
                    "",
                );
                None
            }
            _ => {
                self.unknown_reference(&name);
                None
            }
        }
    }

    /// A fact or term of a state; an error where it has no state.
    fn of(&mut self, kind: Kind, index: u32, state: StateExpr, span: Span) -> Option<Thing> {
        let (id, per_destination) = match kind {
            Kind::Fact => {
                let f = self.rb.facts.get(index as usize)?;
                (f.id.clone(), f.per == Per::Destination)
            }
            _ => {
                let t = self.rb.terms.get(index as usize)?;
                (t.id.clone(), t.per_destination)
            }
        };
        if !per_destination {
            let message = format!("`{id}` is not per destination, so it is not asked of a state");
            self.error("wrong-state", span, message, "no state here", &format!("write `{id}`"));
            return None;
        }
        Some(match kind {
            Kind::Fact => Thing::Fact(FactId(index), Some(state)),
            _ => Thing::Term(TermId(index), Some(state)),
        })
    }

    /// A reference without parentheses.
    fn plain(&mut self, r: &Ref) -> Option<Thing> {
        let name = &r.path;
        let (first, rest) = name.text.split_once('.').unwrap_or((name.text.as_str(), ""));
        if self.vars.iter().any(|v| v == first) {
            return self.of_state(name, first, rest);
        }
        if let Some(symbol) = self.names.get(&name.text) {
            return self.symbol(r, symbol.kind, symbol.index);
        }
        if self.names.replaced(&name.text).is_some() {
            let symbol = self.find(name)?;
            return self.symbol(r, symbol.kind, symbol.index);
        }
        if self.state_named(first).is_some() {
            return self.of_state(name, first, rest);
        }
        if first == "home" || first == "state" {
            let at = Name {
                text: first.to_owned(),
                span: name.span,
            };
            self.no_such_state(&at);
            return None;
        }
        self.unknown_reference(name);
        None
    }

    /// `s` or `s.rest`, where `s` is a state.
    fn of_state(&mut self, name: &Name, first: &str, rest: &str) -> Option<Thing> {
        let state = self.state_named(first)?;
        if rest.is_empty() {
            if state == StateExpr::Destination {
                self.said(Said::Destination, name.span);
            }
            return Some(Thing::State(state));
        }
        let full = Name {
            text: format!("destination.{rest}"),
            span: name.span,
        };
        let found = self.find(&full).filter(|s| matches!(s.kind, Kind::Fact | Kind::Term));
        if let Some(s) = found {
            if state == StateExpr::Destination {
                self.said(Said::Destination, name.span);
            }
            return self.of(s.kind, s.index, state, name.span);
        }
        // Perhaps `s.says` for `wish(s).says`: the same last segments under another first one.
        let facts = [Kind::Fact, Kind::Term];
        let elsewhere = self
            .names
            .known(&facts)
            .find_map(|k| k.split_once('.').filter(|(_, r)| *r == rest));
        let help = elsewhere.map(|(head, _)| format!("write `{head}({first}).{rest}`"));
        let of_state: Vec<String> = self
            .names
            .known(&facts)
            .filter_map(|k| k.strip_prefix("destination."))
            .map(|k| format!("{first}.{k}"))
            .collect();
        let mut error = unknown(name, "a fact or term", of_state.iter().map(String::as_str));
        if let (None, Some(help)) = (&error.help, help) {
            error.help = Some(help);
        }
        self.diagnostics.push(error);
        None
    }

    /// A declared name that stands alone.
    fn symbol(&mut self, r: &Ref, kind: Kind, index: u32) -> Option<Thing> {
        match kind {
            Kind::Fact => {
                let fact = self.rb.facts.get(index as usize)?;
                match fact.per {
                    Per::Case => Some(Thing::Fact(FactId(index), None)),
                    Per::Act => {
                        self.said(Said::Act, r.span);
                        Some(Thing::Fact(FactId(index), None))
                    }
                    Per::Destination => {
                        let state = self.implied(&r.path)?;
                        Some(Thing::Fact(FactId(index), Some(state)))
                    }
                }
            }
            Kind::Term => {
                let term = self.rb.terms.get(index as usize)?;
                if !term.per_destination {
                    return Some(Thing::Term(TermId(index), None));
                }
                let state = self.implied(&r.path)?;
                Some(Thing::Term(TermId(index), Some(state)))
            }
            Kind::Relation => Some(Thing::Relation(RelationId(index), None)),
            Kind::Role => Some(Thing::State(StateExpr::Role(RoleId(index)))),
            Kind::Step => {
                self.error(
                    "step-in-condition",
                    r.span,
                    format!("`{}` is a step, and steps cannot stand in conditions", r.path.text),
                    "a step",
                    "a rule bars an act until a step is done: `must not … until …`",
                );
                None
            }
            _ => {
                self.unknown_reference(&r.path);
                None
            }
        }
    }

    /// The state of a per-destination name without one, where the name has a dot: `destination`, which in `some destination has …`
    /// is the variable.
    fn implied(&mut self, name: &Name) -> Option<StateExpr> {
        if !name.text.contains('.') {
            let help = format!("write `{}(destination)`", name.text);
            self.error(
                "wrong-state",
                name.span,
                format!("`{}` is about a state", name.text),
                "of which state?",
                &help,
            );
            return None;
        }
        let state = self.state_named("destination");
        if state == Some(StateExpr::Destination) {
            self.said(Said::Destination, name.span);
        }
        state
    }

    fn unknown_reference(&mut self, name: &Name) {
        let kinds = [Kind::Fact, Kind::Term, Kind::Relation];
        let error = self
            .names
            .unknown(name, "a fact, term or relation", self.names.known(&kinds));
        self.diagnostics.push(error);
    }
}
