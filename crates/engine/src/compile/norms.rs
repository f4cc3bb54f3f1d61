//! Norms, priorities, bars.

use super::frame::Place;
use super::parts::Part;
use super::{Compiler, Context, Mode, Norm, NormDecl};
use crate::circuit::Lit;
use crate::fault::Fault;
use safeconduct_rulebook::model::{Norm as NormName, *};

impl<'r> Compiler<'r> {
    /// Whether a declared norm holds toward a destination.
    pub(crate) fn norm_holds(&mut self, decl: usize, destination: Option<u32>) -> Lit {
        if let Some(lit) = self.norm_holds.get(&(decl, destination)) {
            return *lit;
        }
        let NormDecl { rule, act, .. } = self.decls[decl];
        let condition = self.norm_condition(decl, destination);
        let lifted = self.lifted(NormName::Rule(rule), Some(act), destination);
        let lit = self.c.and(condition, !lifted);
        self.norm_holds.insert((decl, destination), lit);
        lit
    }

    /// The condition of a declared norm toward a destination: that of its rule, of its `while`, of its `to`.
    pub(crate) fn norm_condition(&mut self, decl: usize, destination: Option<u32>) -> Lit {
        let NormDecl {
            rule,
            conclusion,
            act,
            to,
            ..
        } = self.decls[decl];
        let rb = self.rb;
        let condition = self.rule_condition(rule, Some(act), destination);
        let toward = self.toward(to, destination);
        let lasting = match rb.rules[rule.ix()].then[conclusion as usize].lasts() {
            Some(cond) => self.cond(cond, &mut Context::new(Some(act), destination)),
            None => Lit::TRUE,
        };
        let all = self.c.all([condition, toward, lasting]);
        self.where_there(Part::Conclusion(rule, conclusion), all)
    }

    /// Whether a norm limited to a target ranges over a destination.
    pub(crate) fn toward(&mut self, to: Option<Target>, destination: Option<u32>) -> Lit {
        match (to, destination) {
            (None, _) => Lit::TRUE,
            (Some(_), None) => Lit::FALSE,
            (Some(Target::Home), Some(d)) => self.is_home(d),
            (Some(Target::State(expr)), Some(d)) => {
                let places = self.places(expr, &Context::new(None, destination));
                self.c.any(
                    places
                        .into_iter()
                        .filter(|(_, p)| *p == Place::Listed(d))
                        .map(|(g, _)| g),
                )
            }
        }
    }

    /// The priorities by which some norm on the same cell would defeat a declared norm, and whether each does.
    pub(crate) fn defeats(&mut self, decl: usize, destination: Option<u32>) -> Vec<(PriorityId, Lit)> {
        let NormDecl { rule, act, mode, .. } = self.decls[decl];
        let rb = self.rb;
        let mut out = Vec::new();
        for (i, priority) in rb.priorities.iter().enumerate() {
            let (winner, loser) = match self.fault {
                Some(Fault::PriorityReversed) => (priority.loser, priority.winner),
                _ => (priority.winner, priority.loser),
            };
            if loser != rule || !(priority.acts.is_empty() || priority.acts.contains(&act)) {
                continue;
            }
            let under = self.cond(&priority.under, &mut Context::default());
            let mut by = Lit::FALSE;
            for other in self.decls_by_act[act.ix()].clone() {
                let m = self.decls[other];
                if m.rule == winner && contradict(m.mode, mode) {
                    let holds = self.norm_holds(other, destination);
                    by = self.c.or(by, holds);
                }
            }
            let defeated = self.c.and(under, by);
            let defeated = self.where_there(Part::Priority(PriorityId(i as u32)), defeated);
            if defeated != Lit::FALSE {
                out.push((PriorityId(i as u32), defeated));
            }
        }
        out
    }

    /// Whether a declared norm stands toward a destination.
    pub(crate) fn norm_stands(&mut self, decl: usize, destination: Option<u32>) -> Lit {
        if let Some(lit) = self.norm_stands.get(&(decl, destination)) {
            return *lit;
        }
        let holds = self.norm_holds(decl, destination);
        let lit = if self.fault == Some(Fault::StandsForHolds) {
            holds
        } else {
            let defeats = self.defeats(decl, destination);
            let defeated = self.c.any(defeats.into_iter().map(|(_, l)| l));
            self.c.and(holds, !defeated)
        };
        self.norm_stands.insert((decl, destination), lit);
        lit
    }

    /// Whether an act is barred for good toward a destination.
    pub(crate) fn barred(&mut self, act: ActId, destination: Option<u32>) -> Lit {
        if let Some(lit) = self.barred.get(&(act, destination)) {
            return *lit;
        }
        let mut acc = Lit::FALSE;
        for decl in self.decls_by_act[act.ix()].clone() {
            let mode = self.decls[decl].mode;
            if mode == Mode::Bar || (mode == Mode::Until && self.fault == Some(Fault::StepReadAsBar)) {
                let stands = self.norm_stands(decl, destination);
                acc = self.c.or(acc, stands);
            }
        }
        self.barred.insert((act, destination), acc);
        acc
    }

    /// A declared norm toward a destination, with everything that sets it aside; `None` where it can never apply.
    pub(crate) fn norm(&mut self, decl: usize, destination: Option<u32>) -> Option<Norm> {
        let NormDecl {
            rule,
            conclusion,
            act,
            mode,
            ..
        } = self.decls[decl];
        let condition = self.norm_condition(decl, destination);
        let exceptions = self.exceptions(NormName::Rule(rule), Some(act), destination);
        if condition == Lit::FALSE {
            return None;
        }
        Some(Norm {
            rule,
            conclusion,
            mode,
            condition,
            exceptions,
            holds: self.norm_holds(decl, destination),
            defeats: self.defeats(decl, destination),
            stands: self.norm_stands(decl, destination),
            owed: Lit::FALSE,
        })
    }
}

/// Whether two norms on one cell cannot both be complied with. `until` contradicts nothing.
fn contradict(a: Mode, b: Mode) -> bool {
    let must = |m| matches!(m, Mode::Must | Mode::MustHome);
    let bar = |m| matches!(m, Mode::Bar | Mode::While);
    (must(a) && bar(b)) || (bar(a) && must(b))
}

/// The norms of a rulebook as declared: an act that a conclusion names twice in the same way gives one.
pub(crate) fn declarations(rb: &Rulebook) -> Vec<NormDecl> {
    let mut out: Vec<NormDecl> = Vec::new();
    for (r, rule) in rb.rules.iter().enumerate() {
        for (i, conclusion) in rule.then.iter().enumerate() {
            let (acts, mode) = match conclusion {
                Conclusion::Must(acts) => (acts, Mode::Must),
                Conclusion::MustNot { acts, bar: Bar::Flat } => (acts, Mode::Bar),
                Conclusion::MustNot {
                    acts,
                    bar: Bar::Until(_),
                } => (acts, Mode::Until),
                Conclusion::MustNot {
                    acts,
                    bar: Bar::While(_),
                } => (acts, Mode::While),
                Conclusion::Term { .. } | Conclusion::MustOneOf(_) => continue,
            };
            let start = out.len();
            for a in acts {
                let mode = if mode == Mode::Must && a.to == Some(Target::Home) {
                    Mode::MustHome
                } else {
                    mode
                };
                if !out[start..].iter().any(|d| d.act == a.act && d.to == a.to) {
                    out.push(NormDecl {
                        rule: RuleId(r as u32),
                        conclusion: i as u32,
                        act: a.act,
                        to: a.to,
                        mode,
                    });
                }
            }
        }
    }
    out
}
