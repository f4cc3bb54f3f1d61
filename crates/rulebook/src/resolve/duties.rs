//! Duties with a clock.

use super::names::Kind;
use super::refs::Thing;
use super::{Owner, Placed, Resolver, title};
use crate::ast;
use crate::model::{Clock, Duty, Per, StateExpr, StepId, Type, Unit};

impl Resolver<'_> {
    pub(super) fn duty(&mut self, placed: Placed<'_>, d: &ast::Duty) {
        let s = placed.1;
        let owner = Owner::Duty(self.rb.duties.len());
        let bearer = match &d.bearer {
            None => {
                self.missing(s, "`on detaining` or another bearer");
                None
            }
            Some(name) if name.text == "destination" => {
                self.error(
                    "bad-bearer",
                    name.span,
                    "a duty has no destination",
                    "no destination",
                    "name a role or `detaining`",
                );
                None
            }
            Some(name) => self.state(name),
        };
        match &d.clock {
            None => self.missing(s, "`within …`, `without delay`, `at least … before` or `every …`"),
            Some(ast::Clock::WithoutDelay) => {}
            Some(_) if d.event.is_some() => {}
            Some(_) => self.missing(s, "`of` and the date fact from which the time runs"),
        }
        let when = self.condition(owner, &d.under, d.when.as_ref());
        let suspended_while = d.suspended_while.as_ref().map(|c| self.condition(owner, &[], Some(c)));
        let event = d.event.as_ref().and_then(|r| self.event(r));
        let clock = d.clock.as_ref().and_then(|c| self.clock(c));
        let done_by = d.done_by.as_ref().and_then(|n| self.lookup(n, Kind::Step)).map(StepId);
        let origin = self.origin(placed, true);
        self.rb.duties.push(Duty {
            id: s.id.text.clone(),
            title: title(s),
            bearer: bearer.unwrap_or(StateExpr::Detaining),
            office_target: d.office_target.as_ref().map(|t| t.text.clone()),
            when,
            event,
            clock: clock.unwrap_or(Clock::WithoutDelay),
            toward: d.toward.as_ref().map(|t| t.text.clone()),
            done_by,
            suspended_while,
            origin,
        });
    }

    fn clock(&mut self, clock: &ast::Clock) -> Option<Clock> {
        let (make, number, unit): (fn(i64, Unit) -> Clock, _, _) = match clock {
            ast::Clock::WithoutDelay => return Some(Clock::WithoutDelay),
            ast::Clock::Within(number, unit) => (Clock::Within, number, unit),
            ast::Clock::Before(number, unit) => (Clock::Before, number, unit),
            ast::Clock::Every(number, unit) => (Clock::Every, number, unit),
        };
        let (n, unit) = self.length(number, unit)?;
        if n == 0 && matches!(clock, ast::Clock::Every(..)) {
            let message = "what is owed again and again is owed at least a day apart";
            self.error("bad-number", number.span, message, "no time between", "");
            return None;
        }
        Some(make(n, unit))
    }

    fn event(&mut self, r: &ast::Ref) -> Option<crate::model::FactId> {
        let thing = self.thing(r)?;
        if let Thing::Fact(fact, None) = thing {
            let f = self.rb.facts.get(fact.ix())?;
            if f.kind == Type::Date && f.per == Per::Case {
                return Some(fact);
            }
        }
        let message = format!("time runs from a date fact of the case, and `{}` is none", r.path.text);
        self.error("wrong-type", r.span, message, "not a date of the case", "");
        None
    }
}
