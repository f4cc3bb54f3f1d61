//! A condition as a tree whose leaves are read one by one, each with the literal that says whether it holds.

use crate::circuit::Lit;
use crate::compile::frame::Place;
use crate::compile::{Compiler, Context};
use safeconduct_rulebook::model::{Conclusion, Cond, Domain, StateExpr, Target};

/// A condition, negations drawn into the leaves and states put in for quantifiers.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    /// Whether it holds.
    pub(super) lit: Lit,
    pub(super) node: Node,
}

#[derive(Clone, Debug)]
pub(super) enum Node {
    /// A condition without parts.
    Leaf(Leaf),
    /// All of them.
    All(Vec<Tree>),
    /// At least one of them.
    Any(Vec<Tree>),
}

/// A condition without parts, and where it is read.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) cond: Cond,
    /// It is denied.
    pub(super) denied: bool,
    pub(super) at: Context,
}

impl<'r> Compiler<'r> {
    /// A condition (denied or not) in a context.
    pub(super) fn tree(&mut self, cond: &'r Cond, denied: bool, at: &Context) -> Tree {
        match cond {
            Cond::Not(inner) => self.tree(inner, !denied, at),
            Cond::And(parts) | Cond::Or(parts) => {
                let parts: Vec<Tree> = parts.iter().map(|p| self.tree(p, denied, at)).collect();
                let all = matches!(cond, Cond::And(_)) != denied;
                self.join(all, parts)
            }
            Cond::True => self.join(!denied, Vec::new()),
            Cond::Quantified {
                every,
                domain,
                var,
                via,
                with,
                body,
            } => {
                let all = *every != denied;
                let mut states = Vec::new();
                for state in 0..self.frame.states() {
                    let mut at = at.clone();
                    at.vars.truncate(*var as usize);
                    at.vars.push(state);
                    // Of every state: it is not among those meant, or it has what is said. Of some: it is, and has.
                    let mut parts = Vec::new();
                    if let (Domain::Home, Some(term)) = (domain, self.home) {
                        let state = Some(StateExpr::Var(*var));
                        parts.push(self.guard(Cond::Term { term, state }, all, &at));
                    }
                    if let Some((from, relation)) = via {
                        let (from, relation, to) = (*from, *relation, StateExpr::Var(*var));
                        parts.push(self.guard(Cond::Relation { relation, from, to }, all, &at));
                    }
                    if let Some(with) = with {
                        parts.push(self.tree(with, all, &at));
                    }
                    parts.push(self.tree(body, denied, &at));
                    states.push(self.join(!all, parts));
                }
                self.join(all, states)
            }
            _ => {
                let mut context = at.clone();
                let lit = self.cond(cond, &mut context);
                self.leaf(cond.clone(), denied, at, lit)
            }
        }
    }

    /// That the destination is one toward which a conclusion limits the act; nothing where it does not.
    pub(super) fn targets(&mut self, conclusion: &Conclusion, at: &Context) -> Tree {
        let acts = conclusion.acts();
        let limits: Vec<Option<Target>> = (acts.iter().filter(|a| Some(a.act) == at.act)).map(|a| a.to).collect();
        if limits.contains(&None) {
            return self.join(true, Vec::new());
        }
        let mut toward = Vec::new();
        for limit in limits.into_iter().flatten() {
            let is = match (limit, self.home) {
                (Target::State(state), _) => Cond::Same(StateExpr::Destination, state),
                (Target::Home, Some(term)) => Cond::Term {
                    term,
                    state: Some(StateExpr::Destination),
                },
                (Target::Home, None) => continue,
            };
            toward.push(self.guard(is, false, at));
        }
        self.join(false, toward)
    }

    fn leaf(&mut self, cond: Cond, denied: bool, at: &Context, holds: Lit) -> Tree {
        let lit = if denied { !holds } else { holds };
        let at = at.clone();
        let node = Node::Leaf(Leaf { cond, denied, at });
        Tree { lit, node }
    }

    /// A condition about states that no statement says in so many words.
    fn guard(&mut self, cond: Cond, denied: bool, at: &Context) -> Tree {
        let here = |expr: StateExpr, this: &Self| this.places(expr, at).first().map(|(_, place)| *place);
        let holds = match &cond {
            Cond::Term { state: Some(state), .. } => match here(*state, self) {
                Some(Place::Listed(s)) => self.is_home(s),
                _ => Lit::FALSE,
            },
            Cond::Relation { relation, from, to } => match (here(*from, self), here(*to, self)) {
                (Some(from), Some(to)) => self.related(*relation, from, to),
                _ => Lit::FALSE,
            },
            Cond::Same(a, b) => (here(*a, self).is_some() && here(*a, self) == here(*b, self)).into(),
            _ => Lit::FALSE,
        };
        self.leaf(cond, denied, at, holds)
    }

    /// All or any of them.
    pub(super) fn join(&mut self, all: bool, mut parts: Vec<Tree>) -> Tree {
        if parts.len() == 1
            && let Some(only) = parts.pop()
        {
            return only;
        }
        let lits: Vec<Lit> = parts.iter().map(|p| p.lit).collect();
        let lit = if all { self.c.all(lits) } else { self.c.any(lits) };
        let node = if all { Node::All(parts) } else { Node::Any(parts) };
        Tree { lit, node }
    }
}

impl Tree {
    /// The opposite.
    pub(super) fn denied(&self) -> Self {
        let all = |parts: &[Self]| parts.iter().map(Self::denied).collect();
        let node = match &self.node {
            Node::All(parts) => Node::Any(all(parts)),
            Node::Any(parts) => Node::All(all(parts)),
            Node::Leaf(leaf) => Node::Leaf(Leaf {
                denied: !leaf.denied,
                ..leaf.clone()
            }),
        };
        Self { lit: !self.lit, node }
    }

    /// How many leaves it has.
    pub(super) fn size(&self) -> usize {
        match &self.node {
            Node::All(parts) | Node::Any(parts) => parts.iter().map(Self::size).sum(),
            Node::Leaf(_) => 1,
        }
    }
}
