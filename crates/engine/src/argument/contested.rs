//! What each side of a contested question would say of the act.

use super::build::Build;
use super::norms::role;
use super::{Dispute, Role, Said, Side};
use crate::answer::Answer;
use crate::circuit::Lit;
use crate::explain::words_of;
use safeconduct_rulebook::model::QuestionId;

impl Build<'_> {
    /// The questions on which the verdict turns, each with its sides.
    pub(super) fn contested(&mut self, answer: &Answer) -> Vec<Dispute> {
        let rb = self.words.rb;
        let turns = |id: &str| (answer.acts.iter()).any(|a| a.contested.iter().any(|c| c.question == id));
        let mut out = Vec::new();
        for (q, question) in rb.questions.iter().enumerate() {
            if !turns(&question.id) {
                continue;
            }
            let id = QuestionId(q as u32);
            let sides = (0..question.positions.len() as u32).map(|p| self.side(id, p)).collect();
            out.push(Dispute {
                question: question.id.clone(),
                title: question.title.clone(),
                matters: question.matters.clone(),
                sides,
            });
        }
        out
    }

    fn side(&mut self, question: QuestionId, position: u32) -> Side {
        let rb = self.words.rb;
        let lits: Vec<Lit> = (0..rb.questions.len())
            .map(|q| {
                let id = QuestionId(q as u32);
                let p = if id == question {
                    position
                } else {
                    self.words.case.position(rb, id)
                };
                self.exact.compiled.questions[q][p as usize]
            })
            .collect();
        let guard = self.exact.compiled.circuit.all(lits);
        // Makes the solver know the new gate.
        self.exact.modal(guard);
        let possible = self.exact.verdicts(self.cell, guard);
        let cell = self.exact.compiled.cells[self.cell].clone();
        let mut stand: Vec<(Role, Said)> = Vec::new();
        let mut set_aside = Vec::new();
        // Where no case is possible, nothing is said of it.
        let any = possible.iter().next().is_some();
        for norm in cell.norms.iter().filter(|_| any) {
            let counts = match role(norm.mode) {
                Role::Requires => self.exact.compiled.circuit.and(norm.owed, !cell.suspended),
                _ => norm.stands,
            };
            self.exact.modal(counts);
            if self.always(guard, counts) {
                stand.push((role(norm.mode), self.rule(norm.rule)));
            } else if self.always(guard, norm.condition) {
                for (exception, applies) in &norm.exceptions {
                    if self.always(guard, *applies) {
                        set_aside.push((self.rule(norm.rule), self.exception(*exception)));
                    }
                }
                for (priority, defeats) in &norm.defeats {
                    if self.always(guard, *defeats) {
                        set_aside.push((self.rule(norm.rule), self.priority(*priority)));
                    }
                }
            }
        }
        for basis in cell.bases.iter().filter(|_| any) {
            if self.always(guard, basis.holds) {
                stand.push((Role::Opens, self.basis(basis.basis)));
            } else if self.always(guard, basis.condition) {
                for (exception, applies) in &basis.exceptions {
                    if self.always(guard, *applies) {
                        set_aside.push((self.basis(basis.basis), self.exception(*exception)));
                    }
                }
            }
        }
        let at = &rb.questions[question.ix()].positions[position as usize];
        Side {
            position: at.id.clone(),
            says: at.says.clone(),
            held_by: at.held_by.clone(),
            on: at.on.iter().map(|c| c.text.clone()).collect(),
            unverified: at.unverified.clone(),
            in_profile: self.words.case.position(rb, question) == position,
            possible: words_of(possible),
            stand,
            set_aside,
        }
    }

    /// Whether something holds in every world that satisfies a guard.
    fn always(&mut self, guard: Lit, lit: Lit) -> bool {
        !self.exact.possible(&[guard, !lit])
    }
}
