//! The answer on one act and destination.

use super::{Explain, Found};
use crate::answer::*;
use crate::circuit::Lit;
use crate::compile::{Mode, Norm};
use crate::exact::{FindingSets, Modal, Now, Protective, VerdictSet};
use crate::situation::Item;
use safeconduct_rulebook::model::{ExceptionId, Origin, RuleId, Verdict};

impl Explain<'_> {
    /// The answer on a cell.
    pub(crate) fn act(&mut self, found: &Found, protective: &Protective) -> ActAnswer {
        let cell = self.exact.compiled.cells[found.cell].clone();
        let now = self.exact.now(found.cell, found.profile, protective);
        let (if_done, if_not_done, pending) = self.breaches(&cell, now);
        let checked_bars = if found.profile.within(&[Verdict::Permitted, Verdict::Required]) {
            self.checked_bars(&cell.norms)
        } else {
            Vec::new()
        };
        ActAnswer {
            open_facts: found.matters.iter().map(|i| self.words.path(*i)).collect(),
            settled_by: self.settled_by(found),
            unless: self.unless(found),
            basis: self.bases(&cell),
            checked_bars,
            if_done,
            if_not_done,
            pending,
            set_aside: self.set_aside(&cell),
            contested: self.contested(found),
            steps: self.steps(&cell),
            ..self.verdict(found, now)
        }
    }

    /// The verdict of a cell, without reasons.
    pub(super) fn verdict(&self, found: &Found, now: Now) -> ActAnswer {
        let cell = &self.exact.compiled.cells[found.cell];
        let act = &self.words.rb.acts[cell.act.ix()];
        ActAnswer {
            act: act.id.clone(),
            title: act.title.clone(),
            destination: cell.destination.map(|d| self.words.code(d).to_owned()),
            now: now.word().to_owned(),
            verdict: found.profile.single().map_or("open", Verdict::word).to_owned(),
            possible_under_profile: words_of(found.profile),
            possible: words_of(found.all),
            settled: settled(found).to_owned(),
            by_reading: found.groups.iter().map(|g| self.words.group(g)).collect(),
            open_facts: Vec::new(),
            settled_by: Vec::new(),
            unless: Vec::new(),
            basis: Vec::new(),
            checked_bars: Vec::new(),
            if_done: Vec::new(),
            if_not_done: Vec::new(),
            pending: Vec::new(),
            set_aside: Vec::new(),
            contested: Vec::new(),
            steps: Vec::new(),
        }
    }

    fn sets(&self, to: Verdict, sets: FindingSets) -> Settling {
        let value =
            |f: &crate::exact::Finding| self.words.choice(f.item, f.choice, &self.exact.compiled.items[&f.item]);
        Settling {
            to: to.word().to_owned(),
            sets: sets.sets.iter().map(|s| s.iter().map(value).collect()).collect(),
            more: sets.more,
        }
    }

    fn settled_by(&mut self, found: &Found) -> Vec<Settling> {
        if found.profile.single().is_some() {
            return Vec::new();
        }
        let mut out = Vec::new();
        for verdict in found.profile.iter() {
            let sets = self.exact.settled_by(found.cell, verdict);
            if !sets.sets.is_empty() || sets.more {
                out.push(self.sets(verdict, sets));
            }
        }
        out
    }

    fn unless(&mut self, found: &Found) -> Vec<Settling> {
        let Some(verdict) = found.profile.single() else {
            return Vec::new();
        };
        let lawful = matches!(verdict, Verdict::Permitted | Verdict::Required);
        let to = if lawful {
            Verdict::Prohibited
        } else {
            Verdict::Permitted
        };
        let sets = self.exact.unless(found.cell, to);
        if sets.sets.is_empty() && !sets.more {
            Vec::new()
        } else {
            vec![self.sets(to, sets)]
        }
    }

    /// A norm or basis, with its ground where it is certain.
    fn norm_ref(&mut self, id: &str, title: &str, origin: &Origin, stands: Lit) -> Option<(NormRef, Vec<usize>)> {
        let certain = match self.exact.modal(stands) {
            Modal::Never => return None,
            Modal::Always => true,
            Modal::Sometimes => false,
        };
        let ground = if certain {
            self.exact.ground(stands, self.words.case)
        } else {
            Vec::new()
        };
        self.note(id, title, origin);
        let norm = NormRef {
            rule: id.to_owned(),
            title: title.to_owned(),
            citation: origin.citation(),
            certain,
            because: ground.iter().map(|s| self.because(*s)).collect(),
            stands_alone: false,
            lifts_when: None,
        };
        Some((norm, ground))
    }

    fn because(&self, stated: usize) -> Because {
        let on = &self.exact.compiled.stated[stated];
        let stated = &self.words.case.stated[on.index];
        let (value, clause) = self.words.value(on.item, stated.value);
        Because {
            fact: self.words.path(on.item),
            value,
            clause,
            since: stated.since.map(|d| d.to_string()),
            source: stated.source.clone(),
        }
    }

    /// What is breached if the act is done, what if it is not, and duties that are pending.
    fn breaches(&mut self, cell: &crate::compile::Cell, now: Now) -> (Vec<NormRef>, Vec<NormRef>, Vec<NormRef>) {
        let rb = self.words.rb;
        let required = now == Now::Verdict(Verdict::Required);
        let mut done = Vec::new();
        let mut not_done = Vec::new();
        let mut pending = Vec::new();
        for norm in &cell.norms {
            let rule = &rb.rules[norm.rule.ix()];
            match norm.mode {
                Mode::Bar | Mode::While => {
                    if let Some((mut r, ground)) = self.norm_ref(&rule.id, &rule.title, &rule.origin, norm.stands) {
                        self.note_law(norm.rule, cell.destination);
                        r.lifts_when = self.words.lifts_when(norm);
                        done.push((r, ground));
                    }
                }
                Mode::Must | Mode::MustHome => {
                    let owed = self.owed(cell, norm);
                    if let Some((r, ground)) = self.norm_ref(&rule.id, &rule.title, &rule.origin, owed) {
                        self.note_law(norm.rule, cell.destination);
                        if !r.certain || !required {
                            pending.push(r.clone());
                        }
                        not_done.push((r, ground));
                    }
                }
                Mode::Until => {}
            }
        }
        for (duty, last) in &cell.last_choice_of {
            let rule = &rb.rules[self.exact.compiled.one_of[*duty].rule.ix()];
            let owed = self.exact.compiled.circuit.and(*last, !cell.suspended);
            if let Some((r, ground)) = self.norm_ref(&rule.id, &rule.title, &rule.origin, owed) {
                if !r.certain || !required {
                    pending.push(r.clone());
                }
                not_done.push((r, ground));
            }
        }
        (alone(done), alone(not_done), pending)
    }

    /// When a duty is a breach if the act is not done: it is owed, and nothing suspends it.
    pub(crate) fn owed(&mut self, cell: &crate::compile::Cell, norm: &Norm) -> Lit {
        self.exact.compiled.circuit.and(norm.owed, !cell.suspended)
    }

    fn bases(&mut self, cell: &crate::compile::Cell) -> Vec<NormRef> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for on in &cell.bases {
            let basis = &rb.bases[on.basis.ix()];
            if let Some(r) = self.norm_ref(&basis.id, &basis.title, &basis.origin, on.holds) {
                self.note_cond(&basis.when, cell.destination);
                out.push(r);
            }
        }
        alone(out)
    }

    fn checked_bars(&mut self, norms: &[Norm]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for norm in norms.iter().filter(|n| matches!(n.mode, Mode::Bar | Mode::While)) {
            let id = &self.words.rb.rules[norm.rule.ix()].id;
            if self.exact.modal(norm.stands) == Modal::Never && !out.contains(id) {
                out.push(id.clone());
            }
        }
        out
    }

    fn set_aside(&mut self, cell: &crate::compile::Cell) -> Vec<SetAside> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for norm in &cell.norms {
            if self.exact.modal(norm.condition) != Modal::Always {
                continue;
            }
            let rule = &rb.rules[norm.rule.ix()];
            out.extend(self.excepted(&rule.id, &rule.title, &rule.origin, &norm.exceptions));
            for (priority, lit) in &norm.defeats {
                if self.exact.modal(*lit) == Modal::Always {
                    let by = &rb.priorities[priority.ix()];
                    let aside = self.aside(
                        (&rule.id, &rule.title, &rule.origin),
                        (&by.id, &by.title, &by.origin),
                        "priority",
                        *lit,
                    );
                    out.push(aside);
                }
            }
            let duty = matches!(norm.mode, Mode::Must | Mode::MustHome);
            if duty
                && self.exact.modal(norm.stands) == Modal::Always
                && self.exact.modal(cell.suspended) == Modal::Always
            {
                out.extend(self.suspended(cell, rule.id.as_str(), &rule.title, &rule.origin));
            }
        }
        for on in &cell.bases {
            if self.exact.modal(on.condition) == Modal::Always {
                let basis = &rb.bases[on.basis.ix()];
                out.extend(self.excepted(&basis.id, &basis.title, &basis.origin, &on.exceptions));
            }
        }
        out
    }

    fn excepted(&mut self, id: &str, title: &str, origin: &Origin, exceptions: &[(ExceptionId, Lit)]) -> Vec<SetAside> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for (e, lit) in exceptions {
            if self.exact.modal(*lit) == Modal::Always {
                let by = &rb.exceptions[e.ix()];
                out.push(self.aside((id, title, origin), (&by.id, &by.title, &by.origin), "exception", *lit));
            }
        }
        out
    }

    fn suspended(&mut self, cell: &crate::compile::Cell, id: &str, title: &str, origin: &Origin) -> Vec<SetAside> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for norm in cell.norms.iter().filter(|n| n.mode == Mode::While) {
            if self.exact.modal(norm.stands) != Modal::Never {
                let by = &rb.rules[norm.rule.ix()];
                out.push(self.aside(
                    (id, title, origin),
                    (&by.id, &by.title, &by.origin),
                    "suspended",
                    norm.stands,
                ));
            }
        }
        out
    }

    fn aside(&mut self, what: (&str, &str, &Origin), by: (&str, &str, &Origin), how: &str, lit: Lit) -> SetAside {
        let ground = if self.exact.modal(lit) == Modal::Always {
            self.exact.ground(lit, self.words.case)
        } else {
            Vec::new()
        };
        self.note(what.0, what.1, what.2);
        self.note(by.0, by.1, by.2);
        SetAside {
            rule: what.0.to_owned(),
            title: what.1.to_owned(),
            citation: what.2.citation(),
            by: by.0.to_owned(),
            by_title: by.1.to_owned(),
            by_citation: by.2.citation(),
            how: how.to_owned(),
            because: ground.iter().map(|s| self.because(*s)).collect(),
        }
    }

    fn steps(&mut self, cell: &crate::compile::Cell) -> Vec<StepAnswer> {
        let rb = self.words.rb;
        let mut out = Vec::new();
        for (norm, step, done) in &cell.steps {
            let rule = &rb.rules[cell.norms[*norm].rule.ix()];
            let certain = match self.exact.modal(cell.norms[*norm].stands) {
                Modal::Never => continue,
                modal => modal == Modal::Always,
            };
            self.note(&rule.id, &rule.title, &rule.origin);
            out.push(self.words.step(&cell.norms[*norm], *step, *done, certain));
        }
        out
    }

    /// The paths of items, for other lists.
    pub(crate) fn paths(&self, items: &[Item]) -> Vec<String> {
        items.iter().map(|i| self.words.path(*i)).collect()
    }

    /// The rule's own law entries are noted as unverified where they are.
    fn note_law(&mut self, rule: RuleId, destination: Option<u32>) {
        let rb = self.words.rb;
        self.note_cond(&rb.rules[rule.ix()].when, destination);
    }
}

/// Says of each norm whether its ground shares no finding with that of another certain one.
fn alone(norms: Vec<(NormRef, Vec<usize>)>) -> Vec<NormRef> {
    let grounds: Vec<Option<Vec<usize>>> = norms.iter().map(|(n, g)| n.certain.then(|| g.clone())).collect();
    norms
        .into_iter()
        .enumerate()
        .map(|(i, (mut norm, ground))| {
            let others = grounds
                .iter()
                .enumerate()
                .filter(|(j, _)| *j != i)
                .filter_map(|(_, g)| g.as_ref());
            norm.stands_alone = norm.certain && others.flatten().all(|s| !ground.contains(s));
            norm
        })
        .collect()
}

/// The words of a set of verdicts.
pub(crate) fn words_of(set: VerdictSet) -> Vec<String> {
    set.iter().map(|v| v.word().to_owned()).collect()
}

fn settled(found: &Found) -> &'static str {
    if found.all.single().is_some() {
        "every_reading"
    } else if found.profile.single().is_some() {
        "profile"
    } else if found.groups.iter().all(|g| g.possible.single().is_some()) {
        "open_law"
    } else if found.groups.iter().all(|g| g.possible == found.groups[0].possible) {
        "open_facts"
    } else {
        "open_both"
    }
}
