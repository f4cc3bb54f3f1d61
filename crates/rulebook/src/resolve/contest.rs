//! Questions and profiles.

use super::names::Kind;
use super::{Placed, Resolver, text, title};
use crate::ast::Body;
use crate::model::{Position, Profile, Question};

impl Resolver<'_> {
    pub(super) fn questions(&mut self, statements: &[Placed<'_>]) {
        for &placed in statements {
            let s = placed.1;
            let Body::Question(q) = &s.body else { continue };
            let mut positions: Vec<Position> = Vec::new();
            for p in &q.positions {
                if positions.iter().any(|known| known.id == p.name.text) {
                    let message = format!("the position `{}` is listed twice", p.name.text);
                    self.error("duplicate-name", p.name.span, message, "again", "");
                    continue;
                }
                let lacks = [
                    (p.says.is_none(), "words in quotation marks that say what it is"),
                    (p.held_by.is_empty(), "a holder, `held by \"…\"`"),
                    (p.on.is_empty(), "an authority, `on …`"),
                ];
                for (_, what) in lacks.iter().filter(|(lacks, _)| *lacks) {
                    self.missing_at(s, p.name.span, &p.name.text, what);
                }
                positions.push(Position {
                    id: p.name.text.clone(),
                    says: text(p.says.as_ref()),
                    held_by: p.held_by.iter().map(|t| t.text.clone()).collect(),
                    on: p.on.iter().filter_map(|c| self.citation(c)).collect(),
                    unverified: p.unverified.as_ref().map(|t| t.text.clone()),
                });
            }
            if positions.len() < 2 {
                self.missing(
                    s,
                    "a second position: a question on which nobody differs is no question",
                );
            }
            let origin = self.origin(placed, false);
            self.rb.questions.push(Question {
                id: s.id.text.clone(),
                title: title(s),
                matters: text(q.matters.as_ref()),
                no_verdict: q.no_verdict.as_ref().map(|t| t.text.clone()),
                positions,
                origin,
            });
        }
    }

    pub(super) fn profiles(&mut self, statements: &[Placed<'_>]) {
        let mut default = None;
        for &placed in statements {
            let s = placed.1;
            let Body::Profile(p) = &s.body else { continue };
            let mut choices: Vec<Option<(u32, crate::source::Span)>> = vec![None; self.rb.questions.len()];
            let mut complete = !self.is_broken(s);
            for (question, position) in &p.choices {
                let Some(q) = self.lookup(question, Kind::Question) else {
                    complete = false;
                    continue;
                };
                let index = self.position(q, position);
                let Some(place) = choices.get_mut(q as usize) else {
                    continue;
                };
                if let Some((_, first)) = place {
                    let d = crate::source::Diagnostic::error(
                        "duplicate-name",
                        question.span,
                        format!("`{}` already takes a position on `{}`", s.id.text, question.text),
                    );
                    self.diagnostics
                        .push(d.label("again").related(*first, "first taken here"));
                    continue;
                }
                *place = Some((index.unwrap_or_default(), question.span));
            }
            let open: Vec<&str> = (choices.iter().zip(&self.rb.questions))
                .filter(|(choice, _)| choice.is_none())
                .map(|(_, q)| q.id.as_str())
                .collect();
            if !open.is_empty() && complete {
                let list = open.join("`, `");
                let message = format!("the profile `{}` takes no position on `{list}`", s.id.text);
                self.error(
                    "incomplete-profile",
                    s.id.span,
                    message,
                    "not total",
                    "a profile takes one position on every question",
                );
            }
            if p.default {
                match default {
                    None => default = Some(s.id.span),
                    Some(first) => {
                        let message = format!("`{}` is a second default profile", s.id.text);
                        let d = crate::source::Diagnostic::error("default-profile", s.id.span, message);
                        self.diagnostics
                            .push(d.label("second default").related(first, "the first default"));
                    }
                }
            }
            let origin = self.origin(placed, false);
            self.rb.profiles.push(Profile {
                id: s.id.text.clone(),
                title: title(s),
                default: p.default,
                choices: choices.into_iter().map(|c| c.map_or(0, |(i, _)| i)).collect(),
                origin,
            });
        }
        if default.is_none() {
            let at = statements
                .iter()
                .find(|(_, s)| matches!(s.body, Body::Profile(_)))
                .map(|(_, s)| s.id.span);
            let help = "mark one profile `default`: it answers where a case names none";
            self.error(
                "default-profile",
                at.unwrap_or_default(),
                "no profile is the default",
                "no default",
                help,
            );
        }
    }
}
