//! Duties: clocks, choices, dilemmas (`docs/semantics.md` §§2, 6).

use super::{Explain, Found};
use crate::answer::{Dilemma, DutyAnswer};
use crate::circuit::Lit;
use crate::compile::frame::after;
use crate::compile::{Cell, ChoiceOn, DutyOn, Mode, OneOf};
use crate::exact::Modal;
use crate::situation::{Item, What};
use safeconduct_rulebook::model::{StateExpr, Val};

impl Explain<'_> {
    /// Every duty of one of several, then every clock.
    pub(crate) fn duties(&mut self) -> Vec<DutyAnswer> {
        let one_of = self.exact.compiled.one_of.clone();
        let mut out: Vec<DutyAnswer> = one_of.iter().filter_map(|d| self.one_of(d)).collect();
        let clocks = self.exact.compiled.duties.clone();
        out.extend(clocks.iter().map(|d| self.clock(d)));
        out
    }

    fn one_of(&mut self, duty: &OneOf) -> Option<DutyAnswer> {
        let rule = &self.words.rb.rules[duty.rule.ix()];
        let modal = self.exact.modal(duty.stands);
        // Several homes are a matter of readings; where there is one, the duty stands with the act.
        if duty.home && modal == Modal::Never {
            return None;
        }
        self.note(&rule.id, &rule.title, &rule.origin);
        let mut choices = Vec::new();
        let mut left = Vec::new();
        let mut barred = Vec::new();
        for choice in &duty.choices {
            if self.exact.modal(choice.active) == Modal::Never {
                continue;
            }
            let name = self.choice_name(choice);
            if self.exact.modal(choice.left) == Modal::Never {
                barred.push(name.clone());
            } else {
                left.push(name.clone());
            }
            choices.push(name);
        }
        let status = match modal {
            Modal::Never => "not_triggered",
            Modal::Sometimes => "pending",
            Modal::Always => "due",
        };
        Some(DutyAnswer::OneOf {
            duty: rule.id.clone(),
            title: rule.title.clone(),
            rule: rule.id.clone(),
            citation: self.words.citation(&rule.origin),
            choices,
            left,
            barred,
            status: status.to_owned(),
        })
    }

    fn choice_name(&self, choice: &ChoiceOn) -> String {
        self.words.act_name(choice.act, choice.destination)
    }

    fn clock(&mut self, on: &DutyOn) -> DutyAnswer {
        let rb = self.words.rb;
        let case = self.words.case;
        let duty = &rb.duties[on.duty.ix()];
        let modal = self.exact.modal(on.when);
        let event = duty.event.map(|fact| Item {
            what: What::Fact(fact),
            act: None,
            state: None,
            other: None,
        });
        let started = event.map(|item| {
            case.stated.iter().find(|s| s.item == item).and_then(|s| match s.value {
                Val::Date(date) if date <= case.as_of => Some(date),
                _ => None,
            })
        });
        let due = match (started, duty.within) {
            (Some(Some(day)), Some((n, unit))) => after(day, n, unit),
            _ => None,
        };
        let done = duty
            .done_by
            .is_some_and(|step| case.done.iter().any(|d| d.step == step));
        let unknown_event = matches!(started, Some(None));
        let status = match modal {
            Modal::Never => "not_triggered",
            Modal::Sometimes => "pending",
            Modal::Always if unknown_event => "pending",
            Modal::Always if done => "done",
            Modal::Always if self.exact.modal(on.suspended) == Modal::Always => "suspended",
            Modal::Always if due.is_some_and(|d| case.as_of > d) => "overdue",
            Modal::Always => "due",
        };
        let mut depends_on = Vec::new();
        if status == "pending" {
            if modal == Modal::Sometimes {
                depends_on = self.open_support(on.when);
            }
            if unknown_event && let Some(item) = event {
                depends_on.push(self.words.path(item));
            }
        }
        if status != "not_triggered" {
            self.note(&duty.id, &duty.title, &duty.origin);
        }
        let bearer = match duty.bearer {
            StateExpr::Role(role) => case
                .roles
                .get(role.ix())
                .copied()
                .flatten()
                .map(|s| self.words.code(s).to_owned()),
            _ => Some(case.detaining.code.clone()),
        };
        DutyAnswer::Clock {
            duty: duty.id.clone(),
            title: duty.title.clone(),
            rule: duty.id.clone(),
            citation: self.words.citation(&duty.origin),
            bearer: bearer.unwrap_or_default(),
            toward: duty.toward.clone(),
            due: due.map(|d| d.to_string()),
            status: status.to_owned(),
            depends_on,
        }
    }

    /// The open items that a literal reads.
    fn open_support(&self, lit: Lit) -> Vec<String> {
        let support = self.exact.support(&[lit]);
        let items: Vec<Item> = self
            .exact
            .compiled
            .items
            .iter()
            .filter(|(item, repr)| {
                self.exact.stated(**item).is_none() && repr.inputs().iter().any(|l| support[l.node()])
            })
            .map(|(item, _)| *item)
            .collect();
        self.paths(&items)
    }

    /// Duties of which no choice is left, and pairs of duties that exclude each other.
    pub(crate) fn dilemmas(&mut self, found: &[Found]) -> Vec<Dilemma> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for duty in self.exact.compiled.one_of.clone() {
            let certain = match self.exact.modal(duty.dilemma) {
                Modal::Never => continue,
                modal => modal == Modal::Always,
            };
            let rules = vec![rb.rules[duty.rule.ix()].id.clone()];
            let mut active = Vec::new();
            for choice in &duty.choices {
                let here = self.exact.compiled.circuit.and(choice.active, duty.dilemma);
                if self.exact.modal(here) != Modal::Never {
                    active.push(choice);
                }
            }
            let acts = active.into_iter().map(|c| self.choice_name(c)).collect();
            out.push(Dilemma {
                kind: "no_choice_left".to_owned(),
                rules,
                acts,
                certain,
            });
        }
        let owed: Vec<usize> = found
            .iter()
            .map(|f| f.cell)
            .filter(|c| {
                let owed = self.exact.compiled.cells[*c].owed;
                self.exact.modal(owed) != Modal::Never
            })
            .collect();
        for (i, a) in owed.iter().enumerate() {
            for b in &owed[i + 1..] {
                let (x, y) = (
                    self.exact.compiled.cells[*a].clone(),
                    self.exact.compiled.cells[*b].clone(),
                );
                if x.act != y.act && !rb.acts[x.act.ix()].excludes.contains(&y.act) {
                    continue;
                }
                let both = self.exact.compiled.circuit.and(x.owed, y.owed);
                let certain = match self.exact.modal(both) {
                    Modal::Never => continue,
                    modal => modal == Modal::Always,
                };
                let rules = self.rules_owed(&x, &y, both);
                let acts = [&x, &y].map(|c| self.words.act_name(c.act, c.destination)).to_vec();
                out.push(Dilemma {
                    kind: "excluding_duties".to_owned(),
                    rules,
                    acts,
                    certain,
                });
            }
        }
        out
    }

    /// The rules that carry the duties of two cells in worlds where both are owed.
    fn rules_owed(&mut self, x: &Cell, y: &Cell, both: Lit) -> Vec<String> {
        let rb = self.words.rb;
        let mut rules: Vec<String> = Vec::new();
        for cell in [x, y] {
            let mut duties = Vec::new();
            for norm in cell
                .norms
                .iter()
                .filter(|n| matches!(n.mode, Mode::Must | Mode::MustHome))
            {
                duties.push((norm.rule, self.owed(cell, norm)));
            }
            for (duty, last) in &cell.last_choice_of {
                duties.push((self.exact.compiled.one_of[*duty].rule, *last));
            }
            for (rule, lit) in duties {
                let here = self.exact.compiled.circuit.and(lit, both);
                let id = &rb.rules[rule.ix()].id;
                if self.exact.modal(here) != Modal::Never && !rules.contains(id) {
                    rules.push(id.clone());
                }
            }
        }
        rules
    }
}
