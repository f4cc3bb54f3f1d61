//! Lists of acts, and the states toward which norms are limited.

use super::Resolver;
use super::names::Kind;
use crate::ast::{self, Name};
use crate::model::{Act, ActId, ActTo, RoleId, StateExpr, Target};

impl Resolver<'_> {
    /// The acts that a name stands for: itself, or the acts of the kind in declaration order.
    pub(super) fn acts_of(&mut self, name: &Name) -> Vec<ActId> {
        if let Some(kind) = self.names.act_kind(&name.text) {
            let of_kind = |(_, a): &(usize, &Act)| a.kinds.contains(&kind);
            return self
                .rb
                .acts
                .iter()
                .enumerate()
                .filter(of_kind)
                .map(|(i, _)| ActId(i as u32))
                .collect();
        }
        match self.find(name) {
            Some(s) if s.kind == Kind::Act => vec![ActId(s.index)],
            _ => {
                let known = self.names.known(&[Kind::Act]).chain(self.names.known_act_kinds());
                let error = self.names.unknown(name, "an act or kind of acts", known);
                self.diagnostics.push(error);
                Vec::new()
            }
        }
    }

    /// A list of acts and kinds, without repetition.
    pub(super) fn acts(&mut self, list: &[Name]) -> Vec<ActId> {
        let mut out = Vec::new();
        for act in list.iter().flat_map(|n| self.acts_of(n)).collect::<Vec<_>>() {
            if !out.contains(&act) {
                out.push(act);
            }
        }
        out
    }

    /// A list of acts and kinds, each perhaps toward one state.
    pub(super) fn acts_to(&mut self, list: &[ast::ActTo]) -> Vec<ActTo> {
        let mut out: Vec<ActTo> = Vec::new();
        for item in list {
            let acts = self.acts_of(&item.act);
            let to = item.to.as_ref().and_then(|to| self.target(to));
            for act in acts {
                let destination = self.rb.acts.get(act.ix()).is_none_or(|a| a.destination);
                if let (Some(name), false) = (&item.to, destination) {
                    let id = self.rb.acts[act.ix()].id.clone();
                    self.error(
                        "act-without-destination",
                        name.span,
                        format!("`{id}` has no destination, so it cannot be done to `{}`", name.text),
                        "no destination here",
                        "leave `to` out, or declare the act `to a destination`",
                    );
                }
                let new = ActTo { act, to };
                if !out.contains(&new) {
                    out.push(new);
                }
            }
        }
        out
    }

    /// The state toward which a norm is limited: `home` or a role.
    fn target(&mut self, name: &Name) -> Option<Target> {
        match name.text.as_str() {
            "home" => {
                self.marks.home.push(name.span);
                return Some(Target::Home);
            }
            "destination" => {
                self.error(
                    "bad-target",
                    name.span,
                    "a norm of an act with a destination ranges over every destination anyway",
                    "leave `to destination` out",
                    "",
                );
                return None;
            }
            "detaining" => {
                self.error(
                    "bad-target",
                    name.span,
                    "the detaining power is no destination",
                    "not a destination",
                    "",
                );
                return None;
            }
            _ => {}
        }
        match self.find(name) {
            Some(s) if s.kind == Kind::Role => Some(Target::State(StateExpr::Role(RoleId(s.index)))),
            _ => {
                let known = self.names.known(&[Kind::Role]).chain(["home"]);
                let error = self.names.unknown(name, "a role", known);
                self.diagnostics.push(error);
                None
            }
        }
    }
}
