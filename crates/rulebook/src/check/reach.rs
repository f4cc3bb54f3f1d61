//! What no verdict or duty can depend on; norms that name no status; terms that nothing concludes.

use super::Check;
use crate::model::walk;
use crate::model::{Bar, Conclusion, Cond, Domain, Norm, Presumed, Rule, Rulebook, TermId};
use crate::source::Diagnostic;
use std::collections::BTreeSet;

/// What has been reached from the norms.
#[derive(Default)]
struct Reached {
    facts: BTreeSet<usize>,
    steps: BTreeSet<usize>,
    relations: BTreeSet<usize>,
    terms: BTreeSet<usize>,
    questions: BTreeSet<usize>,
    rules: BTreeSet<usize>,
    exceptions: BTreeSet<usize>,
    presumptions: BTreeSet<usize>,
    impossibles: BTreeSet<usize>,
}

impl Reached {
    fn size(&self) -> usize {
        self.facts.len()
            + self.steps.len()
            + self.relations.len()
            + self.terms.len()
            + self.questions.len()
            + self.rules.len()
            + self.exceptions.len()
            + self.presumptions.len()
            + self.impossibles.len()
    }

    fn cond(&mut self, cond: &Cond, home: Option<TermId>) {
        walk(cond, &mut |c| match c {
            Cond::Fact { fact, .. } => {
                self.facts.insert(fact.ix());
            }
            Cond::Relation { relation, .. } => {
                self.relations.insert(relation.ix());
            }
            Cond::Term { term, .. } => {
                self.terms.insert(term.ix());
            }
            Cond::Under { question, .. } => {
                self.questions.insert(question.ix());
            }
            Cond::Quantified { domain, via, .. } => {
                if let Some((_, relation)) = via {
                    self.relations.insert(relation.ix());
                }
                if let (Domain::Home, Some(term)) = (domain, home) {
                    self.terms.insert(term.ix());
                }
            }
            _ => {}
        });
    }

    fn rule(&mut self, r: &Rule, home: Option<TermId>) {
        self.cond(&r.when, home);
        for c in &r.then {
            if let Some(cond) = c.lasts() {
                self.cond(cond, home);
            }
            if let Conclusion::MustNot {
                bar: Bar::Until(steps), ..
            } = c
            {
                self.steps.extend(steps.iter().map(|s| s.ix()));
            }
            if let (true, Some(term)) = (c.toward_home(), home) {
                self.terms.insert(term.ix());
            }
        }
    }
}

impl Reached {
    /// Some statement that has been reached and reads the question.
    fn first_under<'a>(&self, rb: &'a Rulebook, question: usize) -> Option<&'a str> {
        let rules = rb.rules.iter().enumerate().filter(|(i, _)| self.rules.contains(i));
        let rules = rules.flat_map(|(_, r)| {
            let lasting = r.then.iter().filter_map(|c| c.lasts()).map(|c| (&r.id, c));
            lasting.chain([(&r.id, &r.when)])
        });
        let exceptions = rb
            .exceptions
            .iter()
            .enumerate()
            .filter(|(i, _)| self.exceptions.contains(i));
        let presumptions = rb.presumptions.iter().enumerate();
        let presumptions = presumptions.filter(|(i, _)| self.presumptions.contains(i));
        let duties = rb.duties.iter().flat_map(|d| {
            let suspended = d.suspended_while.iter().map(|c| (&d.id, c));
            suspended.chain([(&d.id, &d.when)])
        });
        let facts = rb.facts.iter().enumerate().filter(|(i, _)| self.facts.contains(i));
        let all = rules
            .chain(rb.bases.iter().map(|b| (&b.id, &b.when)))
            .chain(duties)
            .chain(exceptions.map(|(_, e)| (&e.id, &e.when)))
            .chain(rb.priorities.iter().map(|p| (&p.id, &p.under)))
            .chain(presumptions.map(|(_, p)| (&p.id, &p.when)))
            .chain(facts.flat_map(|(_, f)| f.protective.iter().map(|p| (&f.id, &p.when))));
        let mut found = None;
        for (id, cond) in all {
            walk(cond, &mut |c| {
                if matches!(c, Cond::Under { question: q, .. } if q.ix() == question) {
                    found.get_or_insert(id.as_str());
                }
            });
        }
        found
    }
}

impl Check<'_> {
    /// Warnings for what is declared and can change nothing.
    pub(super) fn unused(&mut self) {
        let reached = self.reached();
        let rb = self.rb;
        let mut idle: Vec<(&str, &str, &str)> = Vec::new();
        for (_, f) in rb.facts.iter().enumerate().filter(|(i, _)| !reached.facts.contains(i)) {
            idle.push((
                "fact",
                &f.id,
                "use it in a condition, or take it out: nobody should be asked in vain",
            ));
        }
        for (_, s) in rb.steps.iter().enumerate().filter(|(i, _)| !reached.steps.contains(i)) {
            idle.push(("step", &s.id, "bar an act `until` it, or let a duty be `done by` it"));
        }
        for (_, r) in rb
            .relations
            .iter()
            .enumerate()
            .filter(|(i, _)| !reached.relations.contains(i))
        {
            idle.push(("relation", &r.id, "use it in a condition, or take it out"));
        }
        for (i, q) in rb.questions.iter().enumerate() {
            match (reached.questions.get(&i), &q.no_verdict) {
                (None, None) => idle.push((
                    "question",
                    &q.id,
                    "let a norm hold `under` one of its positions, or say `no verdict \"why\"`",
                )),
                (Some(_), Some(_)) => {
                    let first = reached.first_under(rb, i);
                    let error = self.turns_a_verdict(&q.id, first);
                    self.diagnostics.push(error);
                }
                _ => {}
            }
        }
        for (word, id, help) in idle {
            let warning = Diagnostic::warning(
                "unused",
                self.names.span(id),
                format!("no verdict or duty can depend on the {word} `{id}`"),
            );
            self.diagnostics.push(warning.label("changes nothing").help(help));
        }
    }

    fn turns_a_verdict(&self, question: &str, norm: Option<&str>) -> Diagnostic {
        let error = Diagnostic::error(
            "turns-a-verdict",
            self.names.span(question),
            format!("`{question}` is marked `no verdict`, and a verdict or duty can depend on it"),
        )
        .label("marked `no verdict`")
        .help("take `no verdict` out, or the readings `under` it");
        match norm {
            Some(id) => error.related(self.names.span(id), "this reads it"),
            None => error,
        }
    }

    fn reached(&self) -> Reached {
        let rb = self.rb;
        let home = rb.home();
        let mut r = Reached::default();
        for (i, rule) in rb.rules.iter().enumerate() {
            if rule.then.iter().any(|c| !matches!(c, Conclusion::Term { .. })) {
                r.rules.insert(i);
                r.rule(rule, home);
            }
        }
        rb.bases.iter().for_each(|b| r.cond(&b.when, home));
        rb.priorities.iter().for_each(|p| r.cond(&p.under, home));
        for d in &rb.duties {
            r.cond(&d.when, home);
            d.suspended_while.iter().for_each(|c| r.cond(c, home));
            r.facts.extend(d.event.map(|f| f.ix()));
            r.steps.extend(d.done_by.map(|s| s.ix()));
        }
        loop {
            let before = r.size();
            self.spread(&mut r, home);
            if r.size() == before {
                return r;
            }
        }
    }

    /// One round: what bears on what has been reached is reached too.
    fn spread(&self, r: &mut Reached, home: Option<TermId>) {
        let rb = self.rb;
        for (i, rule) in rb.rules.iter().enumerate() {
            let concludes = |c: &Conclusion| matches!(c, Conclusion::Term { term, .. } if r.terms.contains(&term.ix()));
            if !r.rules.contains(&i) && rule.then.iter().any(concludes) {
                r.rules.insert(i);
                r.rule(rule, home);
            }
        }
        for (i, e) in rb.exceptions.iter().enumerate() {
            let lifts = |n: &Norm| match n {
                Norm::Rule(x) => r.rules.contains(&x.ix()),
                Norm::Basis(_) => true,
                Norm::Exception(x) => r.exceptions.contains(&x.ix()),
                Norm::Presumption(x) => r.presumptions.contains(&x.ix()),
            };
            if e.to.iter().any(lifts) {
                r.exceptions.insert(i);
                r.cond(&e.when, home);
            }
        }
        for (i, p) in rb.presumptions.iter().enumerate() {
            let bears = match p.what {
                Presumed::Fact(f) => r.facts.contains(&f.ix()),
                Presumed::Relation(x) => r.relations.contains(&x.ix()),
            };
            if bears {
                r.presumptions.insert(i);
                r.cond(&p.when, home);
            }
        }
        for (i, x) in rb.impossibles.iter().enumerate() {
            let mut bears = false;
            walk(&x.when, &mut |c| match c {
                Cond::Fact { fact, .. } => bears |= r.facts.contains(&fact.ix()),
                Cond::Relation { relation, .. } => bears |= r.relations.contains(&relation.ix()),
                Cond::Term { term, .. } => bears |= r.terms.contains(&term.ix()),
                _ => {}
            });
            if bears {
                r.impossibles.insert(i);
                r.cond(&x.when, home);
            }
        }
        for i in r.facts.clone() {
            if let Some(f) = rb.facts.get(i) {
                f.protective.iter().for_each(|p| r.cond(&p.when, home));
            }
        }
        for i in r.relations.clone() {
            if let Some(x) = rb.relations.get(i) {
                x.protective.iter().for_each(|p| r.cond(&p.when, home));
            }
        }
    }

    /// Warnings for terms that no rule concludes.
    pub(super) fn idle_terms(&mut self) {
        let concluded: BTreeSet<usize> = (self.rb.rules.iter().flat_map(|r| &r.then))
            .filter_map(|c| {
                if let Conclusion::Term { term, .. } = c {
                    Some(term.ix())
                } else {
                    None
                }
            })
            .collect();
        for (_, t) in self.rb.terms.iter().enumerate().filter(|(i, _)| !concluded.contains(i)) {
            let warning = Diagnostic::warning(
                "never-concluded",
                self.names.span(&t.id),
                format!("no rule concludes the term `{}`", t.id),
            );
            self.diagnostics.push(
                warning
                    .label("never holds")
                    .help(format!("write a rule with `then {}`", t.id)),
            );
        }
    }

    /// Warnings for norms whose condition says nothing about whom they bind or protect.
    pub(super) fn status(&mut self) {
        let rb = self.rb;
        if !rb.terms.iter().any(|t| t.status) {
            return;
        }
        let mut bare: Vec<&str> = Vec::new();
        for (i, r) in rb.rules.iter().enumerate() {
            let norm = r.then.iter().any(|c| !matches!(c, Conclusion::Term { .. }));
            if norm && !self.marks.regardless.contains(&i) && !self.names_status(&r.when) {
                bare.push(&r.id);
            }
        }
        bare.extend(
            rb.bases
                .iter()
                .filter(|b| !self.names_status(&b.when))
                .map(|b| b.id.as_str()),
        );
        bare.extend(
            rb.duties
                .iter()
                .filter(|d| !self.names_status(&d.when))
                .map(|d| d.id.as_str()),
        );
        let help = match rb.terms.iter().find(|t| t.status) {
            Some(t) => format!(
                "name a status in the condition, such as `{}`; a rule may say `regardless of status \"why\"`",
                t.id
            ),
            None => String::new(),
        };
        for id in bare {
            let warning = Diagnostic::warning(
                "no-status",
                self.names.span(id),
                format!("`{id}` does not say whom it binds or protects"),
            );
            self.diagnostics
                .push(warning.label("no status term in the condition").help(help.clone()));
        }
    }

    /// Whether a condition names a status term, or a term whose rules do.
    fn names_status(&self, cond: &Cond) -> bool {
        let rb = self.rb;
        let mut seen = BTreeSet::new();
        let mut todo = terms(rb, cond);
        while let Some(term) = todo.pop() {
            if !seen.insert(term) {
                continue;
            }
            if rb.terms.get(term.ix()).is_some_and(|t| t.status) {
                return true;
            }
            let concludes = |c: &Conclusion| matches!(c, Conclusion::Term { term: t, .. } if *t == term);
            for rule in rb.rules.iter().filter(|r| r.then.iter().any(concludes)) {
                todo.extend(terms(rb, &rule.when));
            }
        }
        false
    }
}

/// The terms that a condition reads, the one that names home included where it asks for home.
fn terms(rb: &Rulebook, cond: &Cond) -> Vec<TermId> {
    let mut out = Vec::new();
    walk(cond, &mut |c| match c {
        Cond::Term { term, .. } => out.push(*term),
        Cond::Quantified {
            domain: Domain::Home, ..
        } => out.extend(rb.home()),
        _ => {}
    });
    out
}
