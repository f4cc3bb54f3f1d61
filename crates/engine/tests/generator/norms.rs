//! Random norms: terms' rules, duties and bars, bases, exceptions, priorities, presumptions, impossibilities, clocks.

use super::conditions::{Scope, condition};
use super::draw::Draw;
use super::facts::value;
use super::syntax::{C, Clause, Stmt};
use super::words::{Act, Fact, Kind, Per, Words};

/// A norm that an exception may name.
struct Named {
    id: String,
    scope: Scope,
    /// The acts on which it has norms; empty: none (terms, presumptions).
    acts: Vec<usize>,
    /// By what a priority must be ordered: the rule's first act, musts and bars by act.
    musts: Vec<usize>,
    bars: Vec<usize>,
    rule: bool,
    /// It also concludes a term or a choice, which an exception for acts does not reach.
    more: bool,
}

pub struct Norms<'a, 'b> {
    d: &'a mut Draw<'b>,
    w: &'a Words,
    named: Vec<Named>,
    pub statements: Vec<Stmt>,
}

impl<'a, 'b> Norms<'a, 'b> {
    pub fn draw(d: &'a mut Draw<'b>, w: &'a Words) -> Vec<Stmt> {
        let mut n = Self {
            d,
            w,
            named: Vec::new(),
            statements: Vec::new(),
        };
        n.terms();
        for i in 0..2 + n.d.below(5) {
            n.rule(i);
        }
        for i in 0..n.d.below(3) {
            n.basis(i);
        }
        for i in 0..n.d.weighted(&[(2, 0), (2, 1), (1, 2)]) {
            n.presumption(i);
        }
        for i in 0..n.d.weighted(&[(2, 0), (3, 1), (3, 2), (1, 3)]) {
            n.exception(i);
        }
        for i in 0..2 {
            n.priority(i);
        }
        if n.d.chance(25) {
            n.impossible();
        }
        for i in 0..n.d.weighted(&[(3, 0), (3, 1), (2, 2)]) {
            n.clock(i);
        }
        n.statements
    }

    fn early(&self, destination: bool) -> Scope {
        Scope {
            destination,
            nowhere: !destination,
            act: false,
            terms: 0,
            barred: 0,
            vars: Vec::new(),
            facts: true,
        }
    }

    /// The scope of norms of which the first act is `first`.
    fn late(&self, destination: bool, act: bool, first: usize) -> Scope {
        let all = self.w.terms.len();
        let terms = if self.w.late_term && first == 0 { all - 1 } else { all };
        Scope {
            destination,
            nowhere: !destination && !act,
            act,
            terms,
            barred: first,
            vars: Vec::new(),
            facts: true,
        }
    }

    fn when(&mut self, s: &mut Stmt, scope: &Scope) {
        if !self.w.questions.is_empty() && self.d.chance(15) {
            let (q, positions) = self.d.pick(&self.w.questions);
            s.push(Clause::new(format!(
                "under {q} is {}",
                self.d.some(positions, 20).join(" or ")
            )));
        }
        if !self.d.chance(12) {
            let c = condition(self.d, self.w, scope);
            s.push(Clause::when("when", c));
        }
    }

    fn terms(&mut self) {
        for (i, t) in self.w.terms.iter().enumerate() {
            let mut scope = self.early(t.per_destination);
            scope.terms = i;
            if self.w.late_term && i + 1 == self.w.terms.len() {
                scope.barred = 1;
            }
            for r in 0..1 + usize::from(self.d.chance(40)) {
                let id = format!("tr.1.term{i}_{r}");
                let mut s = Stmt::new(format!("rule {id}"));
                let by_role = i == 0 && !self.w.roles.is_empty() && self.d.chance(70);
                if by_role {
                    let role = self.d.pick(&self.w.roles);
                    let is = C::atom(format!("destination is {role}"));
                    let more = self.d.chance(40).then(|| condition(self.d, self.w, &scope));
                    s.push(Clause::when("when", more.map_or(is.clone(), |c| C::And(vec![is, c]))));
                } else {
                    self.when(&mut s, &scope);
                }
                let place = if t.per_destination && !t.id.contains('.') {
                    "(destination)"
                } else {
                    ""
                };
                s.push(Clause::then(format!("{}{place}", t.id), None));
                self.statements.push(s);
                let named = Named {
                    id,
                    scope: scope.clone(),
                    acts: vec![],
                    musts: vec![],
                    bars: vec![],
                    rule: true,
                    more: true,
                };
                self.named.push(named);
            }
        }
    }

    /// Acts for one conclusion, with targets. A kind stands alone.
    fn acts(&mut self, destination: Option<bool>) -> (String, Vec<usize>) {
        let fits = |a: &Act| destination.is_none_or(|d| a.destination == d);
        let all: Vec<usize> = (0..self.w.acts.len()).filter(|i| fits(&self.w.acts[*i])).collect();
        let moving: Vec<usize> = all.iter().copied().filter(|i| self.w.acts[*i].moving).collect();
        if moving.len() > 1 && self.d.chance(20) {
            return (format!("moving{}", self.target(20)), moving);
        }
        let some = self.d.some(&all, 25);
        let text: Vec<String> = some
            .iter()
            .map(|i| {
                let act = &self.w.acts[*i];
                let to = if act.destination {
                    self.target(35)
                } else {
                    String::new()
                };
                format!("{}{to}", act.id)
            })
            .collect();
        (text.join(", "), some)
    }

    fn target(&mut self, percent: usize) -> String {
        if !self.d.chance(percent) {
            return String::new();
        }
        if self.w.roles.is_empty() || self.d.chance(65) {
            " to home".into()
        } else {
            format!(" to {}", self.d.pick(&self.w.roles))
        }
    }

    fn rule(&mut self, i: usize) {
        let id = format!("tr.1.rule{i}");
        let destination = *self.d.pick(&[true, true, false]);
        let mut s = Stmt::new(format!("rule {id}"));
        let mut conclusions: Vec<(u8, String, Vec<usize>)> = Vec::new();
        for _ in 0..1 + usize::from(self.d.chance(30)) {
            let kind = self.d.weighted(&[(5, 0_u8), (4, 1), (3, 2), (3, 3), (3, 4)]);
            let only = if destination { Some(true) } else { None };
            if kind == 4 {
                let choices = self.choices();
                if let (false, Some((text, acts))) = (destination, choices) {
                    conclusions.push((4, format!("must one of {text}"), acts));
                }
                continue;
            }
            let (text, acts) = self.acts(only);
            let steps: Vec<String> = (self.w.steps.iter())
                .filter(|s| s.acts.is_empty() || acts.iter().all(|a| s.acts.contains(&self.w.acts[*a].id)))
                .map(|s| s.id.clone())
                .collect();
            conclusions.push(match kind {
                0 => (0, format!("must {text}"), acts),
                2 if !steps.is_empty() => {
                    let steps = self.d.some(&steps, 40).join(", ");
                    (2, format!("must not {text} until {steps}"), acts)
                }
                3 => (3, format!("must not {text} while"), acts),
                _ => (1, format!("must not {text}"), acts),
            });
        }
        if conclusions.is_empty() {
            let (text, acts) = self.acts(None);
            conclusions.push((0, format!("must {text}"), acts));
        }
        let acts: Vec<usize> = conclusions.iter().flat_map(|(_, _, a)| a.clone()).collect();
        let first = acts.iter().copied().min().unwrap_or(0);
        let one_of = conclusions.iter().any(|(k, ..)| *k == 4);
        let named_destination = acts.iter().all(|a| self.w.acts[*a].destination) && !one_of;
        // What reads `barred` of an act must not bear on it, so the choices count too.
        let mut scope = self.late(named_destination, !one_of, first);
        scope.nowhere = false;
        self.when(&mut s, &scope);
        for (kind, text, of) in &conclusions {
            let mut own = scope.clone();
            own.destination = of.iter().all(|a| self.w.acts[*a].destination);
            own.act = true;
            own.nowhere = false;
            let cond = (*kind == 3).then(|| condition(self.d, self.w, &own));
            s.push(Clause::then(text.clone(), cond));
        }
        self.statements.push(s);
        let of = |kinds: &[u8]| -> Vec<usize> {
            conclusions
                .iter()
                .filter(|(k, ..)| kinds.contains(k))
                .flat_map(|(_, _, a)| a.clone())
                .collect()
        };
        self.named.push(Named {
            id,
            scope,
            acts: of(&[0, 1, 2, 3]),
            musts: of(&[0]),
            bars: of(&[1, 3]),
            rule: true,
            more: one_of,
        });
    }

    fn choices(&mut self) -> Option<(String, Vec<usize>)> {
        let all: Vec<usize> = (0..self.w.acts.len()).collect();
        let some = self.d.some(&all, 70);
        (some.len() > 1).then(|| {
            let text: Vec<String> = some
                .iter()
                .map(|i| {
                    let act = &self.w.acts[*i];
                    format!(
                        "{}{}",
                        act.id,
                        if act.destination {
                            self.target(60)
                        } else {
                            String::new()
                        }
                    )
                })
                .collect();
            (text.join(", "), some)
        })
    }

    fn basis(&mut self, i: usize) {
        let id = format!("tr.1.basis{i}");
        let all: Vec<usize> = (0..self.w.acts.len()).collect();
        let acts = self.d.some(&all, 40);
        let scope = self.late(
            acts.iter().all(|a| self.w.acts[*a].destination),
            true,
            self.w.acts.len(),
        );
        let text: Vec<&str> = acts.iter().map(|a| self.w.acts[*a].id.as_str()).collect();
        let mut s = Stmt::new(format!("basis {id}")).say(format!("for {}", text.join(", ")));
        self.when(&mut s, &scope);
        self.statements.push(s);
        self.name(id, scope, acts, false);
    }

    /// Names what is no rule, so that an exception may be to it.
    fn name(&mut self, id: String, scope: Scope, acts: Vec<usize>, more: bool) {
        self.named.push(Named {
            id,
            scope,
            acts,
            musts: vec![],
            bars: vec![],
            rule: false,
            more,
        });
    }

    fn presumption(&mut self, i: usize) {
        let id = format!("tr.1.presume{i}");
        let mut s = Stmt::new(format!("presume {id}"));
        let named: Vec<&Fact> = self
            .w
            .facts
            .iter()
            .filter(|f| matches!(f.kind, Kind::YesNo | Kind::OneOf(_)))
            .collect();
        if named.is_empty() {
            return;
        }
        let relation = !self.w.relations.is_empty() && self.d.chance(20);
        let (what, destination) = if relation {
            (
                format!("{} is {}", self.w.relations[0].0, self.d.pick(&["found", "dispelled"])),
                true,
            )
        } else {
            let f = *self.d.pick(&named);
            (format!("{} is {}", f.id, value(self.d, f)), f.per == Per::Destination)
        };
        s.push(Clause::new(format!("that {what}")));
        let until = self.d.pick(&["court", "panel", "anybody", "court, panel"]);
        s.push(Clause::new(format!("until {until}")));
        let scope = self.late(destination, false, self.w.acts.len());
        self.when(&mut s, &scope);
        self.statements.push(s);
        self.named.push(Named {
            id,
            scope,
            acts: vec![],
            musts: vec![],
            bars: vec![],
            rule: false,
            more: true,
        });
    }

    fn exception(&mut self, i: usize) {
        let id = format!("tr.1.except{i}");
        // The last declared are likelier, so that exceptions to exceptions occur.
        let n = self.named.len();
        let at = if self.d.chance(35) {
            n - 1 - self.d.below(n.min(2))
        } else {
            self.d.below(n)
        };
        let also = if self.d.chance(15) {
            Some(self.d.below(n)).filter(|b| *b != at)
        } else {
            None
        };
        let targets: Vec<&Named> = [Some(at), also].into_iter().flatten().map(|t| &self.named[t]).collect();
        let mut scope = targets[0].scope.clone();
        let mut acts: Vec<usize> = targets[0].acts.clone();
        let mut only = Vec::new();
        for t in &targets[1..] {
            scope = scope.narrow(&t.scope);
            acts.retain(|a| t.acts.contains(a));
        }
        if !acts.is_empty() && self.d.chance(50) {
            only = self.d.some(&acts, 40);
            only.dedup();
            // It reaches norms on these acts alone, all of which may have a destination.
            scope.destination = only.iter().all(|a| self.w.acts[*a].destination);
            scope.act = true;
            scope.nowhere = false;
        }
        let more = only.is_empty() && targets.iter().any(|t| t.more);
        let mut acts = if only.is_empty() {
            targets.iter().flat_map(|t| t.acts.clone()).collect()
        } else {
            only.clone()
        };
        acts.sort_unstable();
        acts.dedup();
        let to: Vec<&str> = targets.iter().map(|t| t.id.as_str()).collect();
        let mut s = Stmt::new(format!("exception {id}")).say(format!("to {}", to.join(", ")));
        if !only.is_empty() {
            only.sort_unstable();
            only.dedup();
            let text: Vec<&str> = only.iter().map(|a| self.w.acts[*a].id.as_str()).collect();
            s.push(Clause::new(format!("for {}", text.join(", "))));
        }
        self.when(&mut s, &scope);
        self.statements.push(s);
        self.name(id, scope, acts, more);
    }

    fn priority(&mut self, i: usize) {
        let meets = |a: &[usize], b: &[usize]| a.iter().any(|x| b.contains(x));
        let mut pairs = Vec::new();
        for (l, loser) in self.named.iter().enumerate() {
            for (w, winner) in self.named.iter().enumerate().filter(|(_, n)| n.rule) {
                // Always a later bar over a must, or a later must over a bar: never in a circle, as the order is that of places.
                let collide = meets(&loser.musts, &winner.bars) || meets(&loser.bars, &winner.musts);
                if loser.rule
                    && l != w
                    && collide
                    && (l < w) == (i == 0 || l < w)
                    && winner.scope.barred <= loser.scope.barred
                {
                    pairs.push((l, w));
                }
            }
        }
        pairs.retain(|(l, w)| l < w);
        if pairs.is_empty() || !self.d.chance(60) {
            return;
        }
        let (l, w) = *self.d.pick(&pairs);
        let (loser, winner) = (&self.named[l], &self.named[w]);
        let mut s = Stmt::new(format!("priority tr.1.priority{i}"));
        let both = |a: &[usize], b: &[usize]| a.iter().copied().filter(|x| b.contains(x)).collect::<Vec<_>>();
        let mut on = both(&loser.musts, &winner.bars);
        on.extend(both(&loser.bars, &winner.musts));
        let only = if self.d.chance(35) {
            format!(" for {}", self.w.acts[*self.d.pick(&on)].id)
        } else {
            String::new()
        };
        s.push(Clause::new(format!("{} over {}{only}", winner.id, loser.id)));
        if !self.w.questions.is_empty() && self.d.chance(40) {
            let (q, positions) = self.d.pick(&self.w.questions);
            s.push(Clause::new(format!("under {q} is {}", self.d.pick(positions))));
        }
        self.statements.push(s);
    }

    fn impossible(&mut self) {
        let destination = self.d.chance(50);
        let scope = self.late(destination, false, self.w.acts.len());
        let a = condition(self.d, self.w, &scope);
        let b = condition(self.d, self.w, &scope);
        let mut s = Stmt::new("impossible impossible0");
        s.push(Clause::when("when", C::And(vec![a, b])));
        self.statements.push(s);
    }

    fn clock(&mut self, i: usize) {
        let dates: Vec<&Fact> = self
            .w
            .facts
            .iter()
            .filter(|f| f.kind == Kind::Date && f.per == Per::Case)
            .collect();
        let mut s = Stmt::new(format!("duty tr.1.clock{i}")).say("on detaining");
        if self.d.chance(20) {
            s = s.say("office target \"to keep up\"");
        }
        let scope = self.late(false, false, self.w.acts.len());
        if self.d.chance(60) {
            self.when(&mut s, &scope);
        }
        if !dates.is_empty() && self.d.chance(80) {
            s.push(Clause::new(format!("of {}", self.d.pick(&dates).id)));
            let length = *self.d.pick(&["7 days", "2 weeks", "1 months", "2 months"]);
            s.push(Clause::new(match self.d.below(3) {
                0 => format!("within {length}"),
                1 => format!("at least {length} before"),
                _ => format!("every {length}"),
            }));
        } else {
            s.push(Clause::new("without delay"));
        }
        if !self.w.steps.is_empty() && self.d.chance(65) {
            s.push(Clause::new(format!("done by {}", self.d.pick(&self.w.steps).id)));
        }
        if self.d.chance(30) {
            let c = condition(self.d, self.w, &scope);
            s.push(Clause::when("suspended while", c));
        }
        self.statements.push(s);
    }
}
