//! The norms and bases of a cell: what each comes to, and what sets it aside.

use super::build::{Build, Excepting};
use super::tree::Tree;
use super::{Against, Considered, Element, Rests, Role, Said, Standing};
use crate::circuit::Lit;
use crate::compile::{Cell, Mode};
use crate::exact::Modal;
use safeconduct_rulebook::model::{BasisId, ExceptionId, Origin, PresumptionId, PriorityId, RuleId};
use safeconduct_rulebook::prose;

/// How a mode bears on an act.
pub(super) fn role(mode: Mode) -> Role {
    match mode {
        Mode::Must | Mode::MustHome => Role::Requires,
        Mode::Bar => Role::Bars,
        Mode::While => Role::BarsWhile,
        Mode::Until => Role::Waits,
    }
}

/// A norm as it was compiled: everything that is needed to say what it comes to.
struct Norm<'t> {
    said: Said,
    role: Role,
    condition: Lit,
    stands: Lit,
    when: &'t Tree,
    exceptions: &'t [Excepting],
    defeats: &'t [(PriorityId, Lit)],
}

impl Build<'_> {
    /// Everything that bears on the cell.
    pub(super) fn norms(&mut self) -> Vec<Considered> {
        let cell = self.exact.compiled.cells[self.cell].clone();
        let trees = std::mem::take(&mut self.trees);
        // Concepts are still looked up.
        self.trees.concepts = trees.concepts;
        let mut out = Vec::new();
        for (norm, (when, exceptions)) in cell.norms.iter().zip(&trees.norms) {
            let duty = matches!(norm.mode, Mode::Must | Mode::MustHome);
            let stands = match duty {
                true => self.exact.compiled.circuit.and(norm.owed, !cell.suspended),
                false => norm.stands,
            };
            let mut considered = self.considered(&Norm {
                said: self.rule(norm.rule),
                role: role(norm.mode),
                condition: norm.condition,
                stands,
                when,
                exceptions,
                defeats: &norm.defeats,
            });
            if duty && self.exact.modal(norm.stands) == Modal::Always {
                let suspended = self.suspended(&cell);
                if suspended.iter().any(|a| a.standing == Standing::Stands) {
                    considered.standing = Standing::SetAside;
                }
                considered.against.extend(suspended);
            }
            considered.lifts_when = self.words.lifts_when(norm);
            out.push(considered);
        }
        for ((duty, last), when) in cell.last_choice_of.iter().zip(&trees.choices) {
            let rule = self.exact.compiled.one_of[*duty].rule;
            let stands = self.exact.compiled.circuit.and(*last, !cell.suspended);
            let mut considered = self.considered(&Norm {
                said: self.rule(rule),
                role: Role::Requires,
                condition: stands,
                stands,
                when,
                exceptions: &[],
                defeats: &[],
            });
            considered.last_choice = true;
            // Where its condition is met, what is missing is that nothing else is left.
            let left = |clause: &str, standing| Element {
                clause: clause.to_owned(),
                standing,
                rests: Rests::Given {},
            };
            match (considered.standing, self.exact.modal(when.lit)) {
                (Standing::Stands, _) | (_, Modal::Never) => {}
                (Standing::Open, _) => {
                    let clause = "this is the only choice that is left";
                    considered.elements.push(left(clause, Standing::Open));
                }
                _ => considered.elements = vec![left("this is not the only choice that is left", Standing::Stands)],
            }
            out.push(considered);
        }
        for (basis, holds, when, exceptions) in &trees.bases {
            let considered = self.considered(&Norm {
                said: self.basis(*basis),
                role: Role::Opens,
                condition: when.lit,
                stands: *holds,
                when,
                exceptions,
                defeats: &[],
            });
            out.push(considered);
        }
        out
    }

    fn considered(&mut self, norm: &Norm<'_>) -> Considered {
        let mut standing = self.standing(norm.stands);
        let met = self.exact.modal(norm.condition);
        if standing == Standing::Fails && met != Modal::Never {
            standing = Standing::SetAside;
        }
        let because = if standing == Standing::Stands {
            let ground = self.exact.ground(norm.stands, self.words.case);
            ground.into_iter().map(|s| self.stated(s)).collect()
        } else {
            Vec::new()
        };
        let every_reading = standing == Standing::Stands && !self.exact.possible(&[!norm.stands]);
        let mut against = Vec::new();
        if met != Modal::Never {
            against = self.against(norm.exceptions);
            for (priority, defeats) in norm.defeats {
                against.push(Against {
                    said: self.priority(*priority),
                    how: "priority",
                    standing: self.standing(*defeats),
                    elements: Vec::new(),
                    against: Vec::new(),
                });
            }
        }
        Considered {
            said: norm.said.clone(),
            role: norm.role,
            standing,
            every_reading,
            because,
            elements: self.elements(norm.when),
            against,
            lifts_when: None,
            last_choice: false,
        }
    }

    /// Exceptions, and what each comes to.
    pub(super) fn against(&mut self, exceptions: &[Excepting]) -> Vec<Against> {
        let mut out = Vec::new();
        for on in exceptions {
            let met = self.exact.modal(on.when.lit) != Modal::Never;
            let standing = match self.standing(on.applies) {
                Standing::Fails if met => Standing::SetAside,
                standing => standing,
            };
            out.push(Against {
                said: self.exception(on.exception),
                how: "exception",
                standing,
                elements: self.elements(&on.when),
                against: if met { self.against(&on.exceptions) } else { Vec::new() },
            });
        }
        out
    }

    /// The bars that suspend a duty while something lasts.
    fn suspended(&mut self, cell: &Cell) -> Vec<Against> {
        let mut out = Vec::new();
        for norm in cell.norms.iter().filter(|n| n.mode == Mode::While) {
            let standing = self.standing(norm.stands);
            if standing != Standing::Fails {
                out.push(Against {
                    said: self.rule(norm.rule),
                    how: "suspended",
                    standing,
                    elements: Vec::new(),
                    against: Vec::new(),
                });
            }
        }
        out
    }

    pub(super) fn rule(&self, id: RuleId) -> Said {
        let rule = &self.words.rb.rules[id.ix()];
        let sentence = prose::sentence_rule(self.words.rb, rule);
        said("rule", &rule.id, &rule.title, &rule.origin, sentence)
    }

    pub(super) fn basis(&self, id: BasisId) -> Said {
        let basis = &self.words.rb.bases[id.ix()];
        let sentence = prose::sentence_basis(self.words.rb, basis);
        said("basis", &basis.id, &basis.title, &basis.origin, sentence)
    }

    pub(super) fn exception(&self, id: ExceptionId) -> Said {
        let exception = &self.words.rb.exceptions[id.ix()];
        let sentence = prose::sentence_exception(self.words.rb, exception);
        said(
            "exception",
            &exception.id,
            &exception.title,
            &exception.origin,
            sentence,
        )
    }

    pub(super) fn priority(&self, id: PriorityId) -> Said {
        let priority = &self.words.rb.priorities[id.ix()];
        let sentence = prose::sentence_priority(self.words.rb, priority);
        said("priority", &priority.id, &priority.title, &priority.origin, sentence)
    }

    pub(super) fn presumption(&self, id: PresumptionId) -> Said {
        let presumption = &self.words.rb.presumptions[id.ix()];
        let sentence = prose::sentence_presumption(self.words.rb, presumption);
        let (id, title) = (&presumption.id, &presumption.title);
        said("presumption", id, title, &presumption.origin, sentence)
    }
}

fn said(kind: &'static str, id: &str, title: &str, origin: &Origin, sentence: String) -> Said {
    Said {
        kind,
        id: id.to_owned(),
        title: title.to_owned(),
        citation: origin.citation(),
        sentence,
        unverified: origin.unverified.clone(),
    }
}
