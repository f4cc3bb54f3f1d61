//! From a case and a cell to the argument.

use super::tree::{Leaf, Node, Tree};
use super::{Argument, Concept};
use crate::EngineError;
use crate::circuit::Lit;
use crate::compile::frame::{Frame, Place};
use crate::compile::{Compiler, Context};
use crate::exact::Exact;
use crate::explain::words::Words;
use crate::situation::Situation;
use safeconduct_rulebook::model::{ActId, BasisId, Cond, ExceptionId, Norm as Target, RuleId, Rulebook, TermId};
use std::collections::HashMap;

/// The argument on one act and destination (an index into the states of the case); nothing where the case does not ask about it.
///
/// # Errors
/// The case contradicts itself.
pub fn argument(
    rulebook: &Rulebook,
    case: &Situation,
    act: ActId,
    destination: Option<u32>,
) -> Result<Option<Argument>, EngineError> {
    let answer = crate::answer_on(rulebook, case, |a, d| (a, d) == (act, destination))?;
    let mut exact = crate::prepare(rulebook, case)?;
    let mut cells = exact.compiled.cells.iter();
    let cell = cells.position(|c| (c.act, c.destination) == (act, destination));
    let Some(cell) = cell.filter(|_| !answer.acts.is_empty()) else {
        return Ok(None);
    };
    let trees = trees(&mut exact, case, cell);
    let words = Words { rb: rulebook, case };
    let mut build = Build {
        exact,
        words,
        cell,
        trees,
        concepts: Vec::new(),
        placed: HashMap::new(),
    };
    let norms = build.norms();
    let contested = build.contested(&answer);
    let missing = build.missing(&answer);
    let sensitivity = crate::sensitivity::of(&mut build.exact, words, cell);
    Ok(Some(Argument {
        schema: 1,
        answer,
        phrase: words.act_phrase(act, destination),
        free: rulebook.acts[act.ix()].free,
        norms,
        concepts: build.concepts,
        contested,
        missing,
        sensitivity,
    }))
}

/// The state of putting an argument together.
pub(super) struct Build<'r> {
    pub(super) exact: Exact<'r>,
    pub(super) words: Words<'r>,
    pub(super) cell: usize,
    pub(super) trees: Trees,
    pub(super) concepts: Vec<Concept>,
    /// The concepts that have been worked out: index into `concepts`.
    pub(super) placed: HashMap<(TermId, Option<u32>), usize>,
}

/// A rule that concludes a concept: whether it holds, its condition, and what could lift it.
#[derive(Clone, Debug)]
pub(super) struct Concluding {
    pub(super) rule: RuleId,
    pub(super) holds: Lit,
    pub(super) when: Tree,
    pub(super) exceptions: Vec<Excepting>,
}

/// An exception in a context: whether it applies, its condition, and the exceptions to it.
#[derive(Clone, Debug)]
pub(super) struct Excepting {
    pub(super) exception: ExceptionId,
    pub(super) applies: Lit,
    pub(super) when: Tree,
    pub(super) exceptions: Vec<Excepting>,
}

/// The conditions of everything that can have a part in the argument.
#[derive(Default)]
pub(super) struct Trees {
    /// Of each norm of the cell, `while` included, and of the exceptions to it.
    pub(super) norms: Vec<(Tree, Vec<Excepting>)>,
    /// Of the bases for the act, whether they hold or not.
    pub(super) bases: Vec<(BasisId, Lit, Tree, Vec<Excepting>)>,
    /// Of the duties of which the cell is the last choice.
    pub(super) choices: Vec<Tree>,
    /// Of concepts.
    pub(super) concepts: HashMap<(TermId, Option<u32>), Vec<Concluding>>,
}

fn trees<'r>(exact: &mut Exact<'r>, case: &'r Situation, cell: usize) -> Trees {
    let rb = exact.compiled.rulebook;
    let cell = exact.compiled.cells[cell].clone();
    let duties: Vec<RuleId> = (cell.last_choice_of.iter())
        .map(|(duty, _)| exact.compiled.one_of[*duty].rule)
        .collect();
    let at = Context::new(Some(cell.act), cell.destination);
    exact.compiled.resume(Frame::Case(case), |compiler| {
        let mut trees = Trees::default();
        for norm in &cell.norms {
            let rule = &rb.rules[norm.rule.ix()];
            let mut when = compiler.tree(&rule.when, false, &at);
            if let Some(lasts) = rule.then[norm.conclusion as usize].lasts() {
                let lasts = compiler.tree(lasts, false, &at);
                when = compiler.join(true, vec![when, lasts]);
            }
            let toward = compiler.targets(&rule.then[norm.conclusion as usize], &at);
            when = compiler.join(true, vec![when, toward]);
            let exceptions = excepting(compiler, Target::Rule(norm.rule), &at);
            trees.norms.push((when, exceptions));
        }
        for (b, basis) in rb.bases.iter().enumerate() {
            if !basis.acts.contains(&cell.act) {
                continue;
            }
            let id = BasisId(b as u32);
            let when = compiler.tree(&basis.when, false, &at);
            let exceptions = excepting(compiler, Target::Basis(id), &at);
            let lifted = compiler.c.any(exceptions.iter().map(|e| e.applies));
            let holds = compiler.c.and(when.lit, !lifted);
            trees.bases.push((id, holds, when, exceptions));
        }
        for rule in duties {
            let when = compiler.tree(&rb.rules[rule.ix()].when, false, &Context::default());
            trees.choices.push(when);
        }
        trees.reach(compiler, rb);
        trees
    })
}

impl Trees {
    /// Adds the concepts that the conditions name, and those that these name.
    fn reach<'r>(&mut self, compiler: &mut Compiler<'r>, rb: &'r Rulebook) {
        let mut left: Vec<(TermId, Option<u32>)> = Vec::new();
        let trees = (self.norms.iter().map(|(when, _)| when))
            .chain(self.bases.iter().map(|(_, _, when, _)| when))
            .chain(&self.choices);
        trees.for_each(|tree| named(tree, compiler, &mut left));
        let exceptions = (self.norms.iter().map(|(_, e)| e)).chain(self.bases.iter().map(|(.., e)| e));
        exceptions.for_each(|all| named_by(all, compiler, &mut left));
        while let Some(concept) = left.pop() {
            if self.concepts.contains_key(&concept) {
                continue;
            }
            let (term, state) = concept;
            let mut rules = Vec::new();
            for rule in compiler.rules_by_term[term.ix()].clone() {
                let at = Context::new(None, state);
                let when = compiler.tree(&rb.rules[rule.ix()].when, false, &at);
                let lifted = compiler.lifted(Target::Rule(rule), None, state);
                let holds = compiler.c.and(when.lit, !lifted);
                named(&when, compiler, &mut left);
                let exceptions = excepting(compiler, Target::Rule(rule), &at);
                named_by(&exceptions, compiler, &mut left);
                rules.push(Concluding {
                    rule,
                    holds,
                    when,
                    exceptions,
                });
            }
            self.concepts.insert(concept, rules);
        }
    }
}

/// The exceptions to something in a context, and those to them.
fn excepting(compiler: &mut Compiler<'_>, to: Target, at: &Context) -> Vec<Excepting> {
    let rb = compiler.rb;
    let mut out = Vec::new();
    for (exception, applies) in compiler.exceptions(to, at.act, at.destination) {
        out.push(Excepting {
            exception,
            applies,
            when: compiler.tree(&rb.exceptions[exception.ix()].when, false, at),
            exceptions: excepting(compiler, Target::Exception(exception), at),
        });
    }
    out
}

/// The concepts that exceptions name.
fn named_by(all: &[Excepting], compiler: &Compiler<'_>, found: &mut Vec<(TermId, Option<u32>)>) {
    for one in all {
        named(&one.when, compiler, found);
        named_by(&one.exceptions, compiler, found);
    }
}

/// The concepts that a condition names.
fn named(tree: &Tree, compiler: &Compiler<'_>, found: &mut Vec<(TermId, Option<u32>)>) {
    match &tree.node {
        Node::All(parts) | Node::Any(parts) => parts.iter().for_each(|p| named(p, compiler, found)),
        Node::Leaf(Leaf {
            cond: Cond::Term { term, state },
            at,
            ..
        }) => {
            let place = state.map(|state| compiler.places(state, at));
            match place.as_deref() {
                None => found.push((*term, None)),
                Some([(_, Place::Listed(s)), ..]) => found.push((*term, Some(*s))),
                Some(_) => {}
            }
        }
        Node::Leaf(_) => {}
    }
}
