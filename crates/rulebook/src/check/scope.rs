//! Does every condition name only what its context has: a destination, an act?

use super::Check;
use crate::model::{ActId, Conclusion, ExceptionId, Norm, Per, Presumed, Presumption};
use crate::resolve::{Owner, Said};
use crate::source::Diagnostic;

/// One norm, as far as its conditions care.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Context {
    /// It is about an act.
    act: bool,
    /// It has a destination.
    destination: bool,
    /// What it is, for people.
    what: String,
}

impl Context {
    fn none(what: impl Into<String>) -> Self {
        Self {
            act: false,
            destination: false,
            what: what.into(),
        }
    }
}

impl Check<'_> {
    /// All conditions.
    pub(super) fn scopes(&mut self) {
        let owners: Vec<Owner> = self.marks.said.keys().copied().collect();
        for owner in owners {
            let contexts = self.contexts(owner);
            self.scope(owner, &contexts);
        }
        for i in 0..self.rb.exceptions.len() {
            self.lifts(i);
        }
    }

    fn scope(&mut self, owner: Owner, contexts: &[Context]) {
        let Some(said) = self.marks.said.get(&owner) else {
            return;
        };
        for (what, span) in said {
            let lacking = match what {
                Said::Destination => contexts.iter().find(|c| !c.destination),
                Said::Act => contexts.iter().find(|c| !c.act),
                Said::Variable => contexts.iter().find(|c| c.destination),
            };
            let Some(context) = lacking else { continue };
            let exception = matches!(owner, Owner::Exception(_));
            self.diagnostics.push(match what {
                Said::Destination => {
                    let error = Diagnostic::error(
                        "no-destination",
                        *span,
                        format!("`destination` is named here, but {} has none", context.what),
                    );
                    error.label("which destination?").help(if exception {
                        "limit the exception to acts with a destination (`for …`), or say `some state s has …`"
                    } else {
                        "say `some state s has …`, `every state s has …` or `some home has …`"
                    })
                }
                Said::Act => Diagnostic::error(
                    "no-act",
                    *span,
                    format!("this fact is per act, but {} is about no act", context.what),
                )
                .label("of which act?")
                .help("facts per act stand only in conditions of norms that require, bar or open acts"),
                Said::Variable => Diagnostic::error(
                    "shadowed-name",
                    *span,
                    format!("the variable `destination` hides the destination of {}", context.what),
                )
                .label("hides the destination of the norm")
                .help("give the variable a name: `some destination d has d.…`"),
            });
        }
    }

    fn contexts(&self, owner: Owner) -> Vec<Context> {
        let rb = self.rb;
        match owner {
            Owner::Rule(r) => rb
                .rules
                .get(r)
                .map(|r| self.of_conclusions(&r.then, &[]))
                .unwrap_or_default(),
            Owner::While(r, c) => {
                let conclusion = rb.rules.get(r).and_then(|r| r.then.get(c));
                conclusion
                    .map(|c| self.of_conclusions(std::slice::from_ref(c), &[]))
                    .unwrap_or_default()
            }
            Owner::Basis(b) => rb.bases.get(b).map(|b| self.of_acts(&b.acts)).unwrap_or_default(),
            Owner::Exception(e) => self.of_exception(e, &[], &mut Vec::new()),
            Owner::Duty(_) => vec![Context::none("a duty with a clock")],
            Owner::Priority(_) => vec![Context::none("a priority")],
            Owner::Presumption(p) => rb
                .presumptions
                .get(p)
                .map(|p| vec![self.of_presumption(p)])
                .unwrap_or_default(),
            Owner::Impossible(i) => {
                let ranges = rb.impossibles.get(i).is_some_and(|i| i.per_destination);
                vec![Context {
                    act: false,
                    destination: ranges,
                    what: "an impossibility".into(),
                }]
            }
            Owner::Claim(c) => match rb.claims.get(c) {
                Some(c) if !c.acts.is_empty() => self.of_acts(&c.acts),
                _ => vec![Context::none("a claim without `for every`")],
            },
            Owner::Waiver(_) => vec![Context::none("a waiver")],
            Owner::Fact(f) => rb.facts.get(f).map_or_else(Vec::new, |f| {
                let destination = f.per == Per::Destination;
                vec![Context {
                    act: f.per == Per::Act,
                    destination,
                    what: format!("the protective value of `{}`", f.id),
                }]
            }),
            Owner::Relation(_) => vec![Context::none("the protective value of a relation")],
        }
    }

    fn of_acts(&self, acts: &[ActId]) -> Vec<Context> {
        let one = |a: &ActId| {
            let act = self.rb.acts.get(a.ix())?;
            Some(Context {
                act: true,
                destination: act.destination,
                what: format!("the norm on `{}`", act.id),
            })
        };
        acts.iter().filter_map(one).collect()
    }

    /// The norms of these conclusions; with `only`, those on these acts.
    fn of_conclusions(&self, then: &[Conclusion], only: &[ActId]) -> Vec<Context> {
        let mut out = Vec::new();
        for c in then {
            match c {
                Conclusion::Term { term, .. } if only.is_empty() => {
                    if let Some(t) = self.rb.terms.get(term.ix()) {
                        let what = format!("the conclusion `{}`", t.id);
                        out.push(Context {
                            act: false,
                            destination: t.per_destination,
                            what,
                        });
                    }
                }
                Conclusion::Term { .. } => {}
                Conclusion::MustOneOf(choices) => {
                    // An exception that is limited to acts lifts no duty to do one of several.
                    if only.is_empty() && !choices.is_empty() {
                        out.push(Context::none("a duty to do one of several acts"));
                    }
                }
                Conclusion::Must(_) | Conclusion::MustNot { .. } => {
                    let these: Vec<ActId> = c
                        .acts()
                        .iter()
                        .map(|a| a.act)
                        .filter(|a| only.is_empty() || only.contains(a))
                        .collect();
                    out.extend(self.of_acts(&these));
                }
            }
        }
        out
    }

    fn of_presumption(&self, p: &Presumption) -> Context {
        let destination = match p.what {
            Presumed::Relation(_) => true,
            Presumed::Fact(f) => self.rb.facts.get(f.ix()).is_none_or(|f| f.per == Per::Destination),
        };
        Context {
            act: false,
            destination,
            what: format!("the presumption `{}`", p.id),
        }
    }

    /// The norms that an exception lifts; `only` limits them further. `seen` stops at circles, which are reported elsewhere.
    fn of_exception(&self, e: usize, only: &[ActId], seen: &mut Vec<usize>) -> Vec<Context> {
        let Some(exception) = self.rb.exceptions.get(e) else {
            return Vec::new();
        };
        if seen.contains(&e) {
            return Vec::new();
        }
        seen.push(e);
        let mut out = Vec::new();
        if let Some(only) = narrowed(only, &exception.acts) {
            for norm in &exception.to {
                out.extend(self.of_norm(*norm, &only, seen));
            }
        }
        seen.pop();
        out
    }

    fn of_norm(&self, norm: Norm, only: &[ActId], seen: &mut Vec<usize>) -> Vec<Context> {
        match norm {
            Norm::Rule(r) => self
                .rb
                .rules
                .get(r.ix())
                .map(|r| self.of_conclusions(&r.then, only))
                .unwrap_or_default(),
            Norm::Basis(b) => {
                let acts = self
                    .rb
                    .bases
                    .get(b.ix())
                    .map(|b| narrowed(only, &b.acts).unwrap_or_default());
                acts.map(|a| self.of_acts(&a)).unwrap_or_default()
            }
            Norm::Exception(ExceptionId(e)) => self.of_exception(e as usize, only, seen),
            Norm::Presumption(p) => match self.rb.presumptions.get(p.ix()) {
                Some(p) if only.is_empty() => vec![self.of_presumption(p)],
                _ => Vec::new(),
            },
        }
    }

    /// An exception that is limited to acts must find a norm on one of them in everything that it names.
    fn lifts(&mut self, e: usize) {
        let exception = &self.rb.exceptions[e];
        for norm in &exception.to {
            let found = self.of_norm(*norm, &exception.acts, &mut vec![e]);
            let circle = matches!(norm, Norm::Exception(_));
            if found.is_empty() && !circle && !exception.acts.is_empty() {
                let id = self.norm_id(*norm);
                let at = self.names.span(&exception.id);
                self.diagnostics.push(
                    Diagnostic::error(
                        "lifts-nothing",
                        at,
                        format!(
                            "`{}` lifts nothing: `{id}` has no norm on the acts after `for`",
                            exception.id
                        ),
                    )
                    .label("lifts nothing")
                    .related(self.names.span(&id), "declared here")
                    .help("name an act on which it has a norm, or leave `for` out"),
                );
            }
        }
    }

    /// The name of a norm.
    pub(super) fn norm_id(&self, norm: Norm) -> String {
        match norm {
            Norm::Rule(r) => self.rb.rules.get(r.ix()).map(|x| x.id.clone()),
            Norm::Basis(b) => self.rb.bases.get(b.ix()).map(|x| x.id.clone()),
            Norm::Exception(e) => self.rb.exceptions.get(e.ix()).map(|x| x.id.clone()),
            Norm::Presumption(p) => self.rb.presumptions.get(p.ix()).map(|x| x.id.clone()),
        }
        .unwrap_or_default()
    }
}

/// The acts in both lists, where an empty list means all; `None` where nothing is left.
fn narrowed(a: &[ActId], b: &[ActId]) -> Option<Vec<ActId>> {
    if a.is_empty() || b.is_empty() {
        return Some(if a.is_empty() { b.to_vec() } else { a.to_vec() });
    }
    let both: Vec<ActId> = a.iter().copied().filter(|x| b.contains(x)).collect();
    (!both.is_empty()).then_some(both)
}
