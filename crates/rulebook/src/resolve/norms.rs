//! Bases, rules, duties, exceptions, priorities, presumptions and impossibilities.

use super::names::{Kind, unknown};
use super::refs::Thing;
use super::{Owner, Placed, Resolver, Said, title};
use crate::ast::{self, Body, Name};
use crate::model::{
    Bar, Basis, BasisId, Conclusion, Exception, ExceptionId, Impossible, Norm, Presumed, Presumption, PresumptionId,
    Priority, Rule, RuleId, StateExpr, StepId,
};

impl Resolver<'_> {
    /// All norms, in declaration order.
    pub(super) fn norms(&mut self, statements: &[Placed<'_>]) {
        for &placed in statements {
            match &placed.1.body {
                Body::Basis(b) => self.basis(placed, b),
                Body::Rule(r) => self.rule(placed, r),
                Body::Duty(d) => self.duty(placed, d),
                Body::Exception(e) => self.exception(placed, e),
                Body::Priority(p) => self.priority(placed, p),
                Body::Presume(p) => self.presume(placed, p),
                Body::Impossible(i) => self.impossible(placed, i),
                _ => {}
            }
        }
    }

    fn basis(&mut self, placed: Placed<'_>, b: &ast::Basis) {
        let s = placed.1;
        if b.acts.is_empty() {
            self.missing(s, "`for` and the acts that it opens");
        }
        let acts = self.acts(&b.acts);
        let when = self.condition(Owner::Basis(self.rb.bases.len()), &b.under, b.when.as_ref());
        let origin = self.origin(placed, true);
        self.rb.bases.push(Basis {
            id: s.id.text.clone(),
            title: title(s),
            acts,
            when,
            origin,
        });
    }

    fn rule(&mut self, placed: Placed<'_>, r: &ast::Rule) {
        let s = placed.1;
        let index = self.rb.rules.len();
        if r.then.is_empty() {
            self.missing(s, "a conclusion, `then …`");
        }
        if r.regardless_of_status.is_some() {
            self.marks.regardless.insert(index);
        }
        let when = self.condition(Owner::Rule(index), &r.under, r.when.as_ref());
        let then = r
            .then
            .iter()
            .enumerate()
            .filter_map(|(i, c)| self.conclusion(index, i, c))
            .collect();
        let origin = self.origin(placed, true);
        self.rb.rules.push(Rule {
            id: s.id.text.clone(),
            title: title(s),
            when,
            then,
            origin,
        });
    }

    /// A conclusion; its number is that among those written, for the place of its `while`.
    fn conclusion(&mut self, rule: usize, number: usize, c: &ast::Conclusion) -> Option<Conclusion> {
        match &c.kind {
            ast::ConclusionKind::Term(r) => self.term_concluded(rule, r),
            ast::ConclusionKind::Must(acts) => Some(Conclusion::Must(self.acts_to(acts))),
            ast::ConclusionKind::MustOneOf(acts) => {
                let acts = self.acts_to(acts);
                if acts.len() == 1 {
                    self.error(
                        "one-choice",
                        c.span,
                        "`must one of` offers only one choice",
                        "one choice",
                        "write `must`",
                    );
                }
                Some(Conclusion::MustOneOf(acts))
            }
            ast::ConclusionKind::MustNot { acts, until, while_ } => {
                let acts = self.acts_to(acts);
                let steps: Vec<StepId> = until
                    .iter()
                    .filter_map(|n| self.lookup(n, Kind::Step).map(StepId))
                    .collect();
                let bar = match while_ {
                    _ if !until.is_empty() => {
                        for (step, name) in steps.iter().zip(until) {
                            self.done_for(*step, &acts, name);
                        }
                        if while_.is_some() {
                            let message = "a bar lasts `until` steps are done or `while` something holds, not both";
                            self.error("bad-bar", c.span, message, "both", "write two conclusions");
                        }
                        Bar::Until(steps)
                    }
                    Some(cond) => Bar::While(self.condition(Owner::While(rule, number), &[], Some(cond))),
                    None => Bar::Flat,
                };
                Some(Conclusion::MustNot { acts, bar })
            }
        }
    }

    /// A step that is done for certain acts cannot open others.
    fn done_for(&mut self, step: StepId, acts: &[crate::model::ActTo], name: &Name) {
        let Some(s) = self.rb.steps.get(step.ix()) else { return };
        if s.acts.is_empty() {
            return;
        }
        let other = acts
            .iter()
            .find(|a| !s.acts.contains(&a.act))
            .and_then(|a| self.rb.acts.get(a.act.ix()));
        if let Some(act) = other {
            let message = format!("the step `{}` is not done for `{}`", s.id, act.id);
            let help = format!(
                "add `{}` to the `for` of the step, or bar only the acts that it is done for",
                act.id
            );
            self.error("step-not-for-act", name.span, message, "never done for this act", &help);
        }
    }

    fn term_concluded(&mut self, rule: usize, r: &ast::Ref) -> Option<Conclusion> {
        // The state in a conclusion is no part of the condition.
        let before = self.marks.said.get(&Owner::Rule(rule)).cloned();
        self.owner = Owner::Rule(rule);
        let thing = self.thing(r);
        match before {
            Some(said) => self.marks.said.insert(Owner::Rule(rule), said),
            None => self.marks.said.remove(&Owner::Rule(rule)),
        };
        match thing? {
            Thing::Term(term, state) => {
                if state.is_some_and(|s| s != StateExpr::Destination) {
                    let message = "a term per destination is concluded of `destination`";
                    let help = "say in the condition which destination it is: `destination is origin`";
                    self.error("bad-conclusion", r.span, message, "of another state", help);
                }
                Some(Conclusion::Term {
                    term,
                    state: state.map(|_| StateExpr::Destination),
                })
            }
            _ => {
                let message = format!("`{}` is no term, so no rule concludes it", r.path.text);
                let help = "facts are found by people; declare a `term` for what rules conclude";
                self.error("bad-conclusion", r.span, message, "not a term", help);
                None
            }
        }
    }

    fn exception(&mut self, placed: Placed<'_>, e: &ast::Exception) {
        let s = placed.1;
        if e.to.is_empty() {
            self.missing(s, "`to` and the norms that it lifts");
        }
        let to = e.to.iter().filter_map(|n| self.norm(n)).collect();
        let acts = self.acts(&e.acts);
        let when = self.condition(Owner::Exception(self.rb.exceptions.len()), &e.under, e.when.as_ref());
        let origin = self.origin(placed, true);
        self.rb.exceptions.push(Exception {
            id: s.id.text.clone(),
            title: title(s),
            to,
            acts,
            when,
            origin,
        });
    }

    fn norm(&mut self, name: &Name) -> Option<Norm> {
        const KINDS: [Kind; 4] = [Kind::Rule, Kind::Basis, Kind::Presumption, Kind::Exception];
        let symbol = self.find(name);
        let norm = symbol.and_then(|s| match s.kind {
            Kind::Rule => Some(Norm::Rule(RuleId(s.index))),
            Kind::Basis => Some(Norm::Basis(BasisId(s.index))),
            Kind::Presumption => Some(Norm::Presumption(PresumptionId(s.index))),
            Kind::Exception => Some(Norm::Exception(ExceptionId(s.index))),
            _ => None,
        });
        if norm.is_none() {
            let expected = "a rule, basis, presumption or exception";
            let error = self.names.unknown(name, expected, self.names.known(&KINDS));
            self.diagnostics.push(error);
        }
        norm
    }

    fn priority(&mut self, placed: Placed<'_>, p: &ast::Priority) {
        let s = placed.1;
        if p.winner.is_none() || p.loser.is_none() {
            self.missing(s, "`RULE over RULE`");
        }
        let winner = p.winner.as_ref().and_then(|n| self.lookup(n, Kind::Rule));
        let loser = p.loser.as_ref().and_then(|n| self.lookup(n, Kind::Rule));
        let acts = self.acts(&p.acts);
        let under = self.condition(Owner::Priority(self.rb.priorities.len()), &p.under, None);
        let origin = self.origin(placed, true);
        // An unknown rule was reported, so the rulebook is thrown away; the index keeps its place.
        let (winner, loser) = (RuleId(winner.unwrap_or(u32::MAX)), RuleId(loser.unwrap_or(u32::MAX)));
        self.rb.priorities.push(Priority {
            id: s.id.text.clone(),
            title: title(s),
            winner,
            loser,
            acts,
            under,
            origin,
        });
    }

    fn presume(&mut self, placed: Placed<'_>, p: &ast::Presume) {
        let s = placed.1;
        let owner = Owner::Presumption(self.rb.presumptions.len());
        self.owner = owner;
        let thing = match &p.fact {
            None => {
                self.missing(s, "`that FACT is VALUE`");
                None
            }
            Some(r) => self.thing(r),
        };
        // The destination of the presumed fact itself is every state.
        self.marks.said.remove(&owner);
        let what = match (thing, &p.fact) {
            (Some(Thing::Fact(fact, None | Some(StateExpr::Destination))), _) => Some(Presumed::Fact(fact)),
            (Some(Thing::Relation(relation, None)), _) => Some(Presumed::Relation(relation)),
            (Some(_), Some(r)) => {
                let message = format!(
                    "only a fact or relation is presumed, of every state, not `{}`",
                    r.path.text
                );
                self.error("bad-presumption", r.span, message, "not a fact or relation", "");
                None
            }
            _ => None,
        };
        let value = match (what, &p.value) {
            (_, None) => {
                self.missing(s, "the value that is presumed, `is …`");
                None
            }
            (Some(Presumed::Fact(fact)), Some(v)) => self.value(fact, v),
            (Some(Presumed::Relation(_)), Some(v)) => self.yes_no(v, "found", "dispelled").map(crate::model::Val::Bool),
            (None, _) => None,
        };
        if p.until.is_empty() {
            self.missing(s, "`until` and the body that can dispel it, or `until anybody`");
        }
        let anybody = p.until.iter().find(|n| n.text == "anybody");
        if let (Some(name), true) = (anybody, p.until.len() > 1) {
            self.error(
                "bad-until",
                name.span,
                "`anybody` stands alone",
                "beside others",
                "name bodies, or nobody else",
            );
        }
        let until = if anybody.is_some() {
            Vec::new()
        } else {
            self.bodies(&p.until)
        };
        let when = self.condition(owner, &p.under, p.when.as_ref());
        let origin = self.origin(placed, true);
        self.rb.presumptions.push(Presumption {
            id: s.id.text.clone(),
            title: title(s),
            what: what.unwrap_or(Presumed::Fact(crate::model::FactId(u32::MAX))),
            value: value.unwrap_or(crate::model::Val::Bool(true)),
            until,
            when,
            origin,
        });
    }

    fn impossible(&mut self, placed: Placed<'_>, i: &ast::Impossible) {
        let s = placed.1;
        let owner = Owner::Impossible(self.rb.impossibles.len());
        if i.when.is_none() {
            self.missing(s, "`when …`");
        }
        let when = self.condition(owner, &[], i.when.as_ref());
        let said = self.marks.said.get(&owner);
        let per_destination = said.is_some_and(|all| all.iter().any(|(what, _)| *what == Said::Destination));
        let origin = self.origin(placed, false);
        self.rb.impossibles.push(Impossible {
            id: s.id.text.clone(),
            title: title(s),
            when,
            per_destination,
            origin,
        });
    }

    /// A verdict by its word.
    pub(super) fn verdict(&mut self, name: &Name) -> Option<crate::model::Verdict> {
        use crate::model::Verdict;
        let found = Verdict::ALL.into_iter().find(|v| v.word() == name.text);
        if found.is_none() {
            let words = Verdict::ALL.map(Verdict::word);
            let mut error = unknown(name, "a verdict", words);
            error
                .help
                .get_or_insert(format!("the verdicts are {}", words.join(", ")));
            self.diagnostics.push(error);
        }
        found
    }
}
