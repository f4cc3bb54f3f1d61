//! Which readings give which verdicts: disjoint groups over the questions that matter (`docs/semantics.md` §3).
//!
//! Worlds are enumerated by reading: each world found is widened to all readings under which it has the same verdict, and these
//! are blocked. The result is kept as a reduced decision diagram over the questions, in which equal parts are the same node.

use super::{Exact, VerdictSet};
use crate::circuit::Lit;
use crate::compile::LawKey;
use crate::evaluate::Tri;
use safeconduct_rulebook::model::QuestionId;
use std::collections::HashMap;

/// What readings differ in: a question, or an open law entry (values 0 bound, 1 not bound).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Axis {
    /// A question; its values are its positions.
    Question(QuestionId),
    /// An open law entry.
    Law(LawKey),
}

/// A group of readings with the same set of possible verdicts: for each axis that divides it off, the values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The axes and values.
    pub at: Vec<(Axis, Vec<u32>)>,
    /// The set.
    pub possible: VerdictSet,
}

/// Readings, as far as they agree: for each axis the value, or any.
type Cube = Vec<Option<u32>>;

impl Exact<'_> {
    /// The axes in order, with the literal of each value.
    fn axes(&self) -> Vec<(Axis, Vec<Lit>)> {
        let questions = self.compiled.questions.iter().enumerate();
        let mut axes: Vec<(Axis, Vec<Lit>)> = questions
            .map(|(q, lits)| (Axis::Question(QuestionId(q as u32)), lits.clone()))
            .collect();
        axes.extend(self.open_law().map(|(key, lit)| (Axis::Law(key), vec![lit, !lit])));
        axes
    }

    /// The groups of readings of a cell whose set over all readings is `all`.
    pub fn by_reading(&mut self, cell: usize, all: VerdictSet) -> Vec<Group> {
        if all.single().is_some() {
            return vec![Group {
                at: Vec::new(),
                possible: all,
            }];
        }
        let verdicts = self.compiled.cells[cell].verdicts;
        let support = self.support(&verdicts);
        let world_support = self.world_support();
        let axes: Vec<(Axis, Vec<Lit>)> = self
            .axes()
            .into_iter()
            .filter(|(_, lits)| lits.len() > 1 && lits.iter().any(|l| support[l.node()] || world_support[l.node()]))
            .collect();
        if axes.is_empty() {
            return vec![Group {
                at: Vec::new(),
                possible: all,
            }];
        }
        let mut cubes: Vec<(Cube, VerdictSet)> = Vec::new();
        for (i, verdict) in verdicts.iter().enumerate() {
            if all.0 & (1 << i) != 0 {
                cubes.extend(self.cubes(*verdict, &axes).into_iter().map(|c| (c, VerdictSet(1 << i))));
            }
        }
        let mut diagram = Diagram {
            axes: &axes,
            nodes: Vec::new(),
            ids: HashMap::new(),
        };
        let root = diagram.build(0, &cubes);
        let mut groups = Vec::new();
        diagram.groups(root, &mut Vec::new(), &mut groups);
        groups
    }

    /// Cubes that together are exactly the readings under which some world has `verdict`.
    fn cubes(&mut self, verdict: Lit, axes: &[(Axis, Vec<Lit>)]) -> Vec<Cube> {
        let guard = self.compiled.circuit.input();
        self.sync();
        let mut needed: Vec<Lit> = self.compiled.world.clone();
        needed.push(verdict);
        let cone = self.compiled.circuit.cone(&needed);
        let mut out = Vec::new();
        while self.solver.solve([guard, verdict]) {
            let model = self.solver.model().to_vec();
            self.pool.add(&self.compiled.circuit, &model);
            let mut values: Vec<Tri> = model.iter().map(|v| Tri::from(*v)).collect();
            let mut cube: Cube = axes
                .iter()
                .map(|(_, lits)| {
                    lits.iter()
                        .position(|l| model[l.node()] != l.is_neg())
                        .map(|p| p as u32)
                })
                .collect();
            for (axis, (_, lits)) in axes.iter().enumerate() {
                if self.irrelevant(lits, &mut values, &cone, &needed) {
                    cube[axis] = None;
                }
            }
            let blocked: Vec<Lit> = axes
                .iter()
                .zip(&cube)
                .filter_map(|((_, lits), value)| value.map(|v| !lits[v as usize]))
                .collect();
            let done = blocked.is_empty();
            self.solver.assert_any(guard, blocked);
            out.push(cube);
            if done {
                break;
            }
        }
        out
    }

    /// Whether everything needed still holds when these inputs are forgotten; if so they stay forgotten.
    fn irrelevant(&self, lits: &[Lit], values: &mut Vec<Tri>, cone: &[usize], needed: &[Lit]) -> bool {
        use crate::circuit::Node;
        use crate::evaluate::tri;
        let before = values.clone();
        for lit in lits {
            values[lit.node()] = Tri::Unknown;
        }
        for &n in cone {
            if let Node::And(a, b) = self.compiled.circuit.nodes()[n] {
                values[n] = match (tri(values, a), tri(values, b)) {
                    (Tri::False, _) | (_, Tri::False) => Tri::False,
                    (Tri::True, Tri::True) => Tri::True,
                    _ => Tri::Unknown,
                };
            }
        }
        let fine = needed.iter().all(|l| tri(values, *l) == Tri::True);
        if !fine {
            *values = before;
        }
        fine
    }

    /// Which nodes the literals depend on.
    pub(crate) fn support(&self, lits: &[Lit]) -> Vec<bool> {
        let mut seen = vec![false; self.compiled.circuit.nodes().len()];
        for node in self.compiled.circuit.cone(lits) {
            seen[node] = true;
        }
        seen
    }

    /// Which nodes the constraints depend on, besides that every item has one value.
    pub(crate) fn world_support(&self) -> Vec<bool> {
        self.support(&self.compiled.world)
    }
}

/// A reduced decision diagram over readings; leaves are sets of verdicts.
struct Diagram<'a> {
    axes: &'a [(Axis, Vec<Lit>)],
    nodes: Vec<DiagramNode>,
    ids: HashMap<DiagramNode, usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum DiagramNode {
    Leaf(VerdictSet),
    /// By an axis: the part at each of its values.
    Split(usize, Vec<usize>),
}

impl Diagram<'_> {
    fn id(&mut self, node: DiagramNode) -> usize {
        if let Some(id) = self.ids.get(&node) {
            return *id;
        }
        self.nodes.push(node.clone());
        self.ids.insert(node, self.nodes.len() - 1);
        self.nodes.len() - 1
    }

    fn build(&mut self, axis: usize, cubes: &[(Cube, VerdictSet)]) -> usize {
        let union = VerdictSet(cubes.iter().fold(0, |acc, (_, v)| acc | v.0));
        let rest = (axis..self.axes.len()).find(|a| cubes.iter().any(|(c, _)| c[*a].is_some()));
        let Some(next) = rest else {
            return self.id(DiagramNode::Leaf(union));
        };
        let parts = (0..self.axes[next].1.len() as u32)
            .map(|value| {
                let at: Vec<(Cube, VerdictSet)> = cubes
                    .iter()
                    .filter(|(c, _)| c[next].is_none_or(|v| v == value))
                    .cloned()
                    .collect();
                self.build(next + 1, &at)
            })
            .collect();
        self.split(next, parts)
    }

    fn split(&mut self, axis: usize, parts: Vec<usize>) -> usize {
        if parts.iter().all(|p| *p == parts[0]) {
            parts[0]
        } else {
            self.id(DiagramNode::Split(axis, parts))
        }
    }

    /// No reading here has a world.
    fn empty(&self, node: usize) -> bool {
        self.nodes[node] == DiagramNode::Leaf(VerdictSet(0))
    }

    /// The first axis by which one of two nodes divides, and the parts of both.
    fn apart(&self, a: usize, b: usize) -> Option<(usize, Vec<(usize, usize)>)> {
        let axis = |n: usize| match &self.nodes[n] {
            DiagramNode::Split(axis, _) => Some(*axis),
            DiagramNode::Leaf(_) => None,
        };
        let first = [axis(a), axis(b)].into_iter().flatten().min()?;
        let part = |n: usize, value: usize| match &self.nodes[n] {
            DiagramNode::Split(axis, parts) if *axis == first => parts[value],
            _ => n,
        };
        Some((
            first,
            (0..self.axes[first].1.len())
                .map(|v| (part(a, v), part(b, v)))
                .collect(),
        ))
    }

    /// Whether two nodes give the same set wherever both have a world.
    fn agree(&self, a: usize, b: usize) -> bool {
        if a == b || self.empty(a) || self.empty(b) {
            return true;
        }
        self.apart(a, b)
            .is_some_and(|(_, parts)| parts.into_iter().all(|(x, y)| self.agree(x, y)))
    }

    /// What two nodes that agree give together.
    fn merge(&mut self, a: usize, b: usize) -> usize {
        if a == b || self.empty(b) {
            return a;
        }
        if self.empty(a) {
            return b;
        }
        let Some((axis, parts)) = self.apart(a, b) else {
            return a;
        };
        let parts = parts.into_iter().map(|(x, y)| self.merge(x, y)).collect();
        self.split(axis, parts)
    }

    /// The groups below a node: values with the same consequences together, readings without a world left out.
    fn groups(&mut self, node: usize, path: &mut Vec<(Axis, Vec<u32>)>, out: &mut Vec<Group>) {
        let (axis, children) = match &self.nodes[node] {
            DiagramNode::Leaf(VerdictSet(0)) => return,
            DiagramNode::Leaf(set) => {
                out.push(Group {
                    at: path.clone(),
                    possible: *set,
                });
                return;
            }
            DiagramNode::Split(axis, children) => (*axis, children.clone()),
        };
        let mut parts: Vec<(Vec<u32>, usize)> = Vec::new();
        for (value, child) in children
            .into_iter()
            .enumerate()
            .filter(|(_, c)| !self.empty(*c))
            .collect::<Vec<_>>()
        {
            match parts.iter().position(|(_, part)| self.agree(*part, child)) {
                Some(i) => {
                    parts[i].0.push(value as u32);
                    parts[i].1 = self.merge(parts[i].1, child);
                }
                None => parts.push((vec![value as u32], child)),
            }
        }
        if let [(_, only)] = parts.as_slice() {
            return self.groups(*only, path, out);
        }
        for (values, child) in parts {
            path.push((self.axes[axis].0, values));
            self.groups(child, path, out);
            path.pop();
        }
    }
}
