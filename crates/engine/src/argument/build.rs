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
use safeconduct_rulebook::model::{
    ActId, Bar, BasisId, Conclusion, Cond, ExceptionId, Norm as Target, RuleId, Rulebook, TermId,
};
use std::collections::HashMap;

/// The argument on one act and destination (an index into the states of the case).
///
/// # Errors
/// The case contradicts itself.
pub fn argument(
    rulebook: &Rulebook,
    case: &Situation,
    act: ActId,
    destination: Option<u32>,
) -> Result<Argument, EngineError> {
    let answer = crate::answer_on(rulebook, case, |a, d| (a, d) == (act, destination))?;
    let mut exact = crate::prepare(rulebook, case)?;
    let cell = (exact.compiled.cells.iter())
        .position(|c| (c.act, c.destination) == (act, destination))
        .unwrap_or(0);
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
    Ok(Argument {
        schema: 1,
        answer,
        phrase: words.act_phrase(act, destination),
        free: rulebook.acts[act.ix()].free,
        norms,
        concepts: build.concepts,
        contested,
        missing,
        sensitivity,
    })
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

/// A rule that concludes a concept: whether it holds, and its condition.
#[derive(Clone, Debug)]
pub(super) struct Concluding {
    pub(super) rule: RuleId,
    pub(super) holds: Lit,
    pub(super) when: Tree,
}

/// The conditions of everything that can have a part in the argument.
#[derive(Default)]
pub(super) struct Trees {
    /// Of each norm of the cell, `while` included.
    pub(super) norms: Vec<Tree>,
    /// Of the bases for the act, whether they hold or not.
    pub(super) bases: Vec<(BasisId, Lit, Tree, Vec<(ExceptionId, Lit)>)>,
    /// Of the duties of which the cell is the last choice.
    pub(super) choices: Vec<Tree>,
    /// Of exceptions in the context of the cell.
    pub(super) exceptions: HashMap<ExceptionId, Tree>,
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
            if let Conclusion::MustNot {
                bar: Bar::While(lasts), ..
            } = &rule.then[norm.conclusion as usize]
            {
                let lasts = compiler.tree(lasts, false, &at);
                when = compiler.join(true, vec![when, lasts]);
            }
            let toward = compiler.targets(&rule.then[norm.conclusion as usize], &at);
            when = compiler.join(true, vec![when, toward]);
            trees.norms.push(when);
            for (exception, _) in &norm.exceptions {
                trees.except(*exception, compiler, &at);
            }
        }
        for (b, basis) in rb.bases.iter().enumerate() {
            if !basis.acts.contains(&cell.act) {
                continue;
            }
            let id = BasisId(b as u32);
            let when = compiler.tree(&basis.when, false, &at);
            let exceptions = compiler.exceptions(Target::Basis(id), at.act, at.destination);
            for (exception, _) in &exceptions {
                trees.except(*exception, compiler, &at);
            }
            let lifted = compiler.c.any(exceptions.iter().map(|(_, lit)| *lit));
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
    fn except<'r>(&mut self, exception: ExceptionId, compiler: &mut Compiler<'r>, at: &Context) {
        let rb = compiler.rb;
        let made = compiler.tree(&rb.exceptions[exception.ix()].when, false, at);
        self.exceptions.entry(exception).or_insert(made);
    }

    /// Adds the concepts that the conditions name, and those that these name.
    fn reach<'r>(&mut self, compiler: &mut Compiler<'r>, rb: &'r Rulebook) {
        let mut left: Vec<(TermId, Option<u32>)> = Vec::new();
        let trees = (self.norms.iter())
            .chain(self.bases.iter().map(|(_, _, when, _)| when))
            .chain(&self.choices)
            .chain(self.exceptions.values());
        trees.for_each(|tree| named(tree, compiler, &mut left));
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
                rules.push(Concluding { rule, holds, when });
            }
            self.concepts.insert(concept, rules);
        }
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
