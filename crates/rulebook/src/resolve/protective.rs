//! Protective values: what is taken while a fact or relation is open.

use super::names::Kind;
use super::{Owner, Placed, Resolver};
use crate::ast::{self, Body, Statement};
use crate::model::Protective;

impl Resolver<'_> {
    /// The protective values of facts and relations.
    pub(super) fn protective(&mut self, statements: &[Placed<'_>]) {
        for (_, s) in statements {
            match &s.body {
                Body::Fact(f) => {
                    let Some(fact) = self.names.of_kind(&s.id.text, Kind::Fact) else {
                        continue;
                    };
                    let mut all = Vec::new();
                    for p in &f.protective {
                        let when = self.condition(Owner::Fact(fact as usize), &[], p.when.as_ref());
                        let value = if p.value.text == "open" {
                            None
                        } else {
                            self.value(crate::model::FactId(fact), &p.value)
                        };
                        all.push(Protective { value, when });
                    }
                    self.never_taken(s, &f.protective);
                    self.rb.facts[fact as usize].protective = all;
                }
                Body::Relation(r) => {
                    let Some(relation) = self.names.of_kind(&s.id.text, Kind::Relation) else {
                        continue;
                    };
                    let mut all = Vec::new();
                    for p in &r.protective {
                        let when = self.condition(Owner::Relation(relation as usize), &[], p.when.as_ref());
                        let value = if p.value.text == "open" {
                            None
                        } else {
                            self.yes_no(&p.value, "found", "dispelled").map(crate::model::Val::Bool)
                        };
                        all.push(Protective { value, when });
                    }
                    self.never_taken(s, &r.protective);
                    self.rb.relations[relation as usize].protective = all;
                }
                _ => {}
            }
        }
    }

    /// A protective value after an unconditional one is never taken.
    fn never_taken(&mut self, s: &Statement, written: &[ast::Protective]) {
        let Some(first) = written.iter().position(|p| p.when.is_none()) else {
            return;
        };
        if let Some(next) = written.get(first + 1) {
            self.error(
                "never-taken",
                next.value.span,
                format!(
                    "a protective value of `{}` after an unconditional one is never taken",
                    s.id.text
                ),
                "never taken",
                "put the unconditional value last",
            );
        }
    }
}
