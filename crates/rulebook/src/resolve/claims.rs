//! Claims.

use super::names::Kind;
use super::refs::Thing;
use super::{Owner, Placed, Resolver, title};
use crate::ast::{self, Body, Name};
use crate::model::{Change, Claim, ClaimSays, Cond, FactId, QuestionId, StateExpr, Val, Verdict};

impl Resolver<'_> {
    pub(super) fn claims(&mut self, statements: &[Placed<'_>]) {
        for &placed in statements {
            let s = placed.1;
            let Body::Claim(c) = &s.body else { continue };
            let owner = Owner::Claim(self.rb.claims.len());
            let acts = self.acts(&c.acts);
            let toward = !acts.is_empty()
                && acts
                    .iter()
                    .all(|a| self.rb.acts.get(a.ix()).is_none_or(|a| a.destination));
            let when = self.condition(owner, &c.under, c.when.as_ref());
            self.whole(s, c);
            let says = self.says(owner, c, toward);
            let origin = self.origin(placed, false);
            self.rb.claims.push(Claim {
                id: s.id.text.clone(),
                title: title(s),
                acts,
                when,
                says: says.unwrap_or(ClaimSays::Then(Cond::True)),
                origin,
            });
        }
    }

    /// Each form has its clauses and no others.
    fn whole(&mut self, s: &ast::Statement, c: &ast::Claim) {
        let about_verdicts = !matches!(c.says, None | Some(ast::ClaimSays::Then(_)));
        if about_verdicts && c.acts.is_empty() {
            self.missing(s, "`for every` and the acts whose verdicts it is about");
        }
        match (&c.says, &c.changing) {
            (None, _) => self.missing(s, "what is claimed: `never …`, `always …`, `then …` or `never turns …`"),
            (Some(ast::ClaimSays::NeverTurns(..)), None) => self.missing(s, "`changing …`, which `never turns` needs"),
            (Some(ast::ClaimSays::NeverTurns(..)), Some(_)) | (_, None) => {}
            (Some(_), Some(_)) => self.missing(s, "`never turns … into …`, which `changing` needs"),
        }
    }

    fn verdicts(&mut self, names: &[Name]) -> Vec<Verdict> {
        let mut all: Vec<Verdict> = names.iter().filter_map(|n| self.verdict(n)).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    fn says(&mut self, owner: Owner, c: &ast::Claim, toward: bool) -> Option<ClaimSays> {
        Some(match c.says.as_ref()? {
            ast::ClaimSays::Never(v) => ClaimSays::Never(self.verdicts(v)),
            ast::ClaimSays::Always(v) => ClaimSays::Always(self.verdicts(v)),
            ast::ClaimSays::Then(cond) => ClaimSays::Then(self.condition(owner, &[], Some(cond))),
            ast::ClaimSays::NeverTurns(from, into) => {
                let (from, into) = (self.verdicts(from), self.verdicts(into));
                let change = self.change(owner, c.changing.as_ref()?, toward)?;
                ClaimSays::NeverTurns { change, from, into }
            }
        })
    }

    fn change(&mut self, owner: Owner, c: &ast::Changing, toward: bool) -> Option<Change> {
        if c.from.text == c.to.text {
            let message = "the value before and the value after are the same";
            self.error("no-change", c.to.span, message, "no change", "");
            return None;
        }
        if let Some(name) = &c.question {
            let question = self.lookup(name, Kind::Question)?;
            let (from, to) = (self.position(question, &c.from), self.position(question, &c.to));
            return Some(Change::Reading {
                question: QuestionId(question),
                from: from?,
                to: to?,
            });
        }
        self.owner = owner;
        if let Some((state, law)) = &c.bound {
            let state = self.state(state);
            let (instrument, article) = self.instrument(law)?;
            if !article.is_empty() {
                let message = "a claim changes whether a state is bound by a whole instrument";
                self.error("bad-change", law.span, message, "an article", "leave the article out");
                return None;
            }
            let (from, to) = (self.yes_no(&c.from, "yes", "no"), self.yes_no(&c.to, "yes", "no"));
            return Some(Change::Bound {
                state: state?,
                instrument,
                from: from?,
                to: to?,
            });
        }
        let r = c.what.as_ref()?;
        // Where no act of the claim has a destination, a fact per destination is changed of every state in turn.
        let before = self.marks.said.get(&owner).cloned();
        let thing = self.thing(r)?;
        if !toward {
            match before {
                Some(said) => self.marks.said.insert(owner, said),
                None => self.marks.said.remove(&owner),
            };
        }
        match thing {
            Thing::Fact(fact, state) => {
                let from = self.changed(fact, &c.from);
                let to = self.changed(fact, &c.to);
                let state = state.filter(|s| toward || *s != StateExpr::Destination);
                Some(Change::Fact {
                    fact,
                    state,
                    from: from?,
                    to: to?,
                })
            }
            Thing::Relation(relation, None) => {
                let from = if c.from.text == "anything" {
                    None
                } else {
                    Some(self.yes_no(&c.from, "found", "dispelled")?)
                };
                let to = if c.to.text == "anything" {
                    None
                } else {
                    Some(self.yes_no(&c.to, "found", "dispelled")?)
                };
                let from = from.or(to.map(|t| !t)).unwrap_or_default();
                Some(Change::Relation {
                    relation,
                    from,
                    to: to.unwrap_or(!from),
                })
            }
            _ => {
                let message = format!(
                    "`{}` cannot be changed: only a fact, a relation, a reading or the law of a state can",
                    r.path.text
                );
                self.error("bad-change", r.span, message, "cannot be changed", "");
                None
            }
        }
    }

    /// A value of a fact; `None` within for `anything`.
    fn changed(&mut self, fact: FactId, name: &Name) -> Option<Option<Val>> {
        if name.text == "anything" {
            Some(None)
        } else {
            self.value(fact, name).map(Some)
        }
    }
}
