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
        let mut axes: Vec<(Axis, Vec<Lit>)> = questions.map(|(q, lits)| (Axis::Question(QuestionId(q as u32)), lits.clone())).collect();
        axes.extend(self.open_law().map(|(key, lit)| (Axis::Law(key), vec![lit, !lit])));
        axes
    }

    /// The groups of readings of a cell whose set over all readings is `all`.
    pub fn by_reading(&mut self, cell: usize, all: VerdictSet) -> Vec<Group> {
        if all.single().is_some() {
            return vec![Group { at: Vec::new(), possible: all }];
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
            return vec![Group { at: Vec::new(), possible: all }];
        }
        let mut cubes: Vec<(Cube, VerdictSet)> = Vec::new();
        for (i, verdict) in verdicts.iter().enumerate() {
            if all.0 & (1 << i) != 0 {
                cubes.extend(self.cubes(*verdict, &axes).into_iter().map(|c| (c, VerdictSet(1 << i))));
            }
        }
        let mut diagram = Diagram { axes: &axes, nodes: Vec::new(), ids: HashMap::new() };
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
                .map(|(_, lits)| lits.iter().position(|l| model[l.node()] != l.is_neg()).map(|p| p as u32))
                .collect();
            for (axis, (_, lits)) in axes.iter().enumerate() {
                if self.irrelevant(lits, &mut values, &cone, &needed) {
                    cube[axis] = None;
                }
            }
            let blocked: Vec<Lit> =
                axes.iter().zip(&cube).filter_map(|((_, lits), value)| value.map(|v| !lits[v as usize])).collect();
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
    Split(usize, Vec<(Vec<u32>, usize)>),
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
        let Some(next) = rest else { return self.id(DiagramNode::Leaf(union)) };
        let mut parts: Vec<(Vec<u32>, usize)> = Vec::new();
        for value in 0..self.axes[next].1.len() as u32 {
            let at: Vec<(Cube, VerdictSet)> =
                cubes.iter().filter(|(c, _)| c[next].is_none_or(|v| v == value)).cloned().collect();
            let child = self.build(next + 1, &at);
            if self.nodes[child] == DiagramNode::Leaf(VerdictSet(0)) {
                continue;
            }
            let like = parts.iter().position(|(_, part)| self.agree(*part, child));
            match like {
                Some(i) => {
                    let merged = self.merge(parts[i].1, child);
                    parts[i].0.push(value);
                    parts[i].1 = merged;
                }
                None => parts.push((vec![value], child)),
            }
        }
        match parts.as_slice() {
            [] => self.id(DiagramNode::Leaf(VerdictSet(0))),
            [(_, only)] => *only,
            _ => self.id(DiagramNode::Split(next, parts)),
        }
    }

    /// The part of a node at a value of an axis; the node itself where it does not divide by the axis. `None`: no reading has it.
    fn at(&self, node: usize, axis: usize, value: u32) -> Option<usize> {
        match &self.nodes[node] {
            DiagramNode::Split(a, parts) if *a == axis => parts.iter().find(|(v, _)| v.contains(&value)).map(|(_, n)| *n),
            _ => Some(node),
        }
    }

    /// The first axis by which one of two nodes divides.
    fn axis_of(&self, a: usize, b: usize) -> Option<usize> {
        let axis = |n: usize| match &self.nodes[n] {
            DiagramNode::Split(axis, _) => Some(*axis),
            DiagramNode::Leaf(_) => None,
        };
        [axis(a), axis(b)].into_iter().flatten().min()
    }

    /// Whether two nodes give the same set wherever both have one.
    fn agree(&self, a: usize, b: usize) -> bool {
        if a == b {
            return true;
        }
        match self.axis_of(a, b) {
            None => self.nodes[a] == self.nodes[b] || [a, b].iter().any(|n| self.nodes[*n] == DiagramNode::Leaf(VerdictSet(0))),
            Some(axis) => (0..self.axes[axis].1.len() as u32).all(|v| match (self.at(a, axis, v), self.at(b, axis, v)) {
                (Some(x), Some(y)) => self.agree(x, y),
                _ => true,
            }),
        }
    }

    /// What two nodes that agree give together.
    fn merge(&mut self, a: usize, b: usize) -> usize {
        if a == b {
            return a;
        }
        let Some(axis) = self.axis_of(a, b) else {
            return if self.nodes[a] == DiagramNode::Leaf(VerdictSet(0)) { b } else { a };
        };
        let mut parts: Vec<(Vec<u32>, usize)> = Vec::new();
        for v in 0..self.axes[axis].1.len() as u32 {
            let part = match (self.at(a, axis, v), self.at(b, axis, v)) {
                (Some(x), Some(y)) => self.merge(x, y),
                (Some(x), None) | (None, Some(x)) => x,
                (None, None) => continue,
            };
            match parts.iter().position(|(_, p)| self.agree(*p, part)) {
                Some(i) => {
                    parts[i].1 = self.merge(parts[i].1, part);
                    parts[i].0.push(v);
                }
                None => parts.push((vec![v], part)),
            }
        }
        match parts.as_slice() {
            [(_, only)] => *only,
            _ => self.id(DiagramNode::Split(axis, parts)),
        }
    }

    fn groups(&self, node: usize, path: &mut Vec<(Axis, Vec<u32>)>, out: &mut Vec<Group>) {
        match &self.nodes[node] {
            DiagramNode::Leaf(VerdictSet(0)) => {}
            DiagramNode::Leaf(set) => out.push(Group { at: path.clone(), possible: *set }),
            DiagramNode::Split(axis, parts) => {
                for (values, child) in parts {
                    path.push((self.axes[*axis].0, values.clone()));
                    self.groups(*child, path, out);
                    path.pop();
                }
            }
        }
    }
}
