//! Duties: clocks, choices, dilemmas (`docs/semantics.md` §§2, 6).

use super::{Explain, Found};
use crate::answer::{ClockAnswer, Dilemma, DutyAnswer};
use crate::circuit::Lit;
use crate::compile::frame::{after, before};
use crate::compile::{Cell, ChoiceOn, DutyOn, Mode, OneOf};
use crate::exact::Modal;
use crate::fault::Fault;
use crate::situation::{Item, What};
use jiff::civil::Date;
use safeconduct_rulebook::model::{Clock, Duty, StateExpr, Val};
use safeconduct_rulebook::prose::duty_term;

/// How a clock stands, whatever the condition of its duty.
struct Run {
    /// Whether the day from which it runs is known.
    known: bool,
    /// The day on which the duty is due.
    due: Option<Date>,
    /// Whether it is done, for good.
    done: bool,
    /// The day on which it was done.
    day: Option<Date>,
}

/// How the clock of a duty stands: on which day its event is stated, and on which days its step was done.
fn run(duty: &Duty, as_of: Date, event: Option<Date>, times: &[Date], fault: Option<Fault>) -> Run {
    let (first, last) = (times.iter().min().copied(), times.iter().max().copied());
    let past = event.filter(|day| *day <= as_of);
    match duty.clock {
        Clock::WithoutDelay => Run {
            known: duty.event.is_none() || past.is_some(),
            due: None,
            done: first.is_some(),
            day: first,
        },
        Clock::Within(n, unit) => Run {
            known: past.is_some(),
            due: past.and_then(|day| after(day, n, unit)),
            done: first.is_some(),
            day: first,
        },
        // The day lies ahead; what was done too late was not done in time.
        Clock::Before(n, unit) => {
            let due = event.and_then(|day| before(day, n, unit));
            Run {
                known: event.is_some(),
                due,
                done: first.is_some_and(|day| due.is_none_or(|due| day <= due) || fault == Some(Fault::LateIsDone)),
                day: first,
            }
        }
        Clock::Every(n, unit) => {
            let from = if fault == Some(Fault::DoneDoesNotRestart) {
                past
            } else {
                past.max(last)
            };
            Run {
                known: from.is_some(),
                due: from.and_then(|day| after(day, n, unit)),
                done: false,
                day: last,
            }
        }
    }
}

impl Explain<'_> {
    /// Every duty of one of several, then every clock.
    pub(crate) fn duties(&mut self, fault: Option<Fault>) -> Vec<DutyAnswer> {
        let one_of = self.exact.compiled.one_of.clone();
        let mut out: Vec<DutyAnswer> = one_of.iter().filter_map(|d| self.one_of(d)).collect();
        let clocks = self.exact.compiled.duties.clone();
        out.extend(clocks.iter().map(|d| self.clock(d, fault)));
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
            citation: rule.origin.citation(),
            choices,
            left,
            barred,
            status: status.to_owned(),
        })
    }

    fn choice_name(&self, choice: &ChoiceOn) -> String {
        self.words.act_name(choice.act, choice.destination)
    }

    fn clock(&mut self, on: &DutyOn, fault: Option<Fault>) -> DutyAnswer {
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
        let stated = event.and_then(|item| {
            let stated = case.stated.iter().find(|s| s.item == item)?;
            if let Val::Date(date) = stated.value {
                Some(date)
            } else {
                None
            }
        });
        let times: Vec<Date> = (case.done.iter())
            .filter(|d| Some(d.step) == duty.done_by)
            .map(|d| d.date)
            .collect();
        let run = run(duty, case.as_of, stated, &times, fault);
        let status = match modal {
            Modal::Never => "not_triggered",
            Modal::Sometimes => "pending",
            Modal::Always if !run.known => "pending",
            Modal::Always if run.done => "done",
            Modal::Always if self.exact.modal(on.suspended) == Modal::Always => "suspended",
            Modal::Always if run.due.is_some_and(|d| case.as_of > d) => "overdue",
            Modal::Always => "due",
        };
        let mut depends_on = Vec::new();
        if status == "pending" {
            if modal == Modal::Sometimes {
                depends_on = self.open_support(on.when);
            }
            if !run.known
                && let Some(item) = event
            {
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
        let answer = ClockAnswer {
            duty: duty.id.clone(),
            title: duty.title.clone(),
            rule: duty.id.clone(),
            citation: duty.origin.citation(),
            bearer: bearer.unwrap_or_default(),
            toward: duty.toward.clone(),
            term: duty_term(rb, duty),
            recurring: matches!(duty.clock, Clock::Every(..)),
            why: duty.office_target.clone(),
            event: stated.map(|d| d.to_string()),
            due: run.due.map(|d| d.to_string()),
            done: run.day.map(|d| d.to_string()),
            status: status.to_owned(),
            depends_on,
        };
        if duty.office_target.is_some() {
            DutyAnswer::OfficeTarget(answer)
        } else {
            DutyAnswer::Clock(answer)
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
