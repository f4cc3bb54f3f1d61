//! The dependency graph has no circle: otherwise the meaning of the rulebook would not be defined.

use super::Check;
use crate::model::walk;
use crate::model::{ActId, Bar, BasisId, Conclusion, Cond, Domain, ExceptionId, Norm, PresumptionId, RuleId, TermId};
use crate::source::Diagnostic;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Something whose truth depends on other things.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Term(TermId),
    Rule(RuleId),
    Basis(BasisId),
    Exception(ExceptionId),
    Presumption(PresumptionId),
    Barred(ActId),
}

type Graph = BTreeMap<Node, BTreeSet<Node>>;

impl Check<'_> {
    /// Circles in the graph, each printed once as a path of names.
    pub(super) fn cycles(&mut self) {
        let graph = self.graph();
        let mut done: BTreeSet<Node> = BTreeSet::new();
        for start in graph.keys() {
            if done.contains(start) {
                continue;
            }
            let Some(path) = shortest(&graph, *start) else { continue };
            // Everything on this circle is explained by it.
            done.extend(path.iter().copied());
            done.extend(same_circle(&graph, *start));
            let names: Vec<String> = path.iter().map(|n| self.name(*n)).collect();
            let shown = names.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(" → ");
            let first = format!("`{}`", names[0]);
            let mut error = Diagnostic::error(
                "circular",
                self.names.span(&self.declared(path[0])),
                format!("{first} depends on itself: {shown} → {first}"),
            )
            .label("depends on itself")
            .help("the law would not say which comes first; read a finding, or another term, in one of the conditions");
            for node in &path[1..] {
                error = error.related(self.names.span(&self.declared(*node)), "on the way");
            }
            self.diagnostics.push(error);
        }
        self.roles();
    }

    fn name(&self, node: Node) -> String {
        match node {
            Node::Barred(_) => format!("barred({})", self.declared(node)),
            _ => self.declared(node),
        }
    }

    fn declared(&self, node: Node) -> String {
        let rb = self.rb;
        match node {
            Node::Term(t) => rb.terms.get(t.ix()).map(|x| x.id.clone()),
            Node::Rule(r) => rb.rules.get(r.ix()).map(|x| x.id.clone()),
            Node::Basis(b) => rb.bases.get(b.ix()).map(|x| x.id.clone()),
            Node::Exception(e) => rb.exceptions.get(e.ix()).map(|x| x.id.clone()),
            Node::Presumption(p) => rb.presumptions.get(p.ix()).map(|x| x.id.clone()),
            Node::Barred(a) => rb.acts.get(a.ix()).map(|x| x.id.clone()),
        }
        .unwrap_or_default()
    }

    fn graph(&self) -> Graph {
        let rb = self.rb;
        let mut g = Graph::new();
        for (i, r) in rb.rules.iter().enumerate() {
            let node = Node::Rule(RuleId(i as u32));
            self.depends(&mut g, node, &r.when);
            for c in &r.then {
                match c {
                    Conclusion::Term { term, .. } => {
                        g.entry(Node::Term(*term)).or_default().insert(node);
                    }
                    Conclusion::MustNot { bar: Bar::Flat, acts } => {
                        for a in acts {
                            g.entry(Node::Barred(a.act)).or_default().insert(node);
                        }
                    }
                    _ => {}
                }
                if let Some(cond) = c.lasts() {
                    self.depends(&mut g, node, cond);
                }
                if let (true, Some(term)) = (c.toward_home(), rb.home()) {
                    g.entry(node).or_default().insert(Node::Term(term));
                }
            }
        }
        for p in &rb.priorities {
            let Some(loser) = rb.rules.get(p.loser.ix()) else {
                continue;
            };
            for c in loser
                .then
                .iter()
                .filter(|c| matches!(c, Conclusion::MustNot { bar: Bar::Flat, .. }))
            {
                for a in c.acts().iter().filter(|a| p.acts.is_empty() || p.acts.contains(&a.act)) {
                    g.entry(Node::Barred(a.act)).or_default().insert(Node::Rule(p.winner));
                }
            }
        }
        for (i, b) in rb.bases.iter().enumerate() {
            self.depends(&mut g, Node::Basis(BasisId(i as u32)), &b.when);
        }
        for (i, e) in rb.exceptions.iter().enumerate() {
            let node = Node::Exception(ExceptionId(i as u32));
            self.depends(&mut g, node, &e.when);
            for norm in &e.to {
                g.entry(lifted(*norm)).or_default().insert(node);
            }
        }
        for (i, p) in rb.presumptions.iter().enumerate() {
            self.depends(&mut g, Node::Presumption(PresumptionId(i as u32)), &p.when);
        }
        g
    }

    /// Notes what a condition reads.
    fn depends(&self, g: &mut Graph, node: Node, cond: &Cond) {
        let on = g.entry(node).or_default();
        walk(cond, &mut |c| {
            match c {
                Cond::Term { term, .. } => on.insert(Node::Term(*term)),
                Cond::Barred { act, .. } => on.insert(Node::Barred(*act)),
                Cond::Quantified {
                    domain: Domain::Home, ..
                } => match self.rb.home() {
                    Some(term) => on.insert(Node::Term(term)),
                    None => false,
                },
                _ => false,
            };
        });
    }

    /// Roles that stand in for each other.
    fn roles(&mut self) {
        let roles = &self.rb.roles;
        for (i, role) in roles.iter().enumerate() {
            let mut at = role.default;
            let mut steps = 0;
            while let Some(next) = at {
                if next.ix() == i && steps > 0 {
                    let message = format!("the role `{}` stands in for itself by way of others", role.id);
                    let error = Diagnostic::error("circular", self.names.span(&role.id), message);
                    self.diagnostics.push(error.label("in a circle"));
                    return;
                }
                steps += 1;
                at = roles
                    .get(next.ix())
                    .and_then(|r| r.default)
                    .filter(|_| steps <= roles.len());
            }
        }
    }
}

fn lifted(norm: Norm) -> Node {
    match norm {
        Norm::Rule(r) => Node::Rule(r),
        Norm::Basis(b) => Node::Basis(b),
        Norm::Exception(e) => Node::Exception(e),
        Norm::Presumption(p) => Node::Presumption(p),
    }
}

/// The shortest way from `start` back to itself, `start` first and not repeated.
fn shortest(graph: &Graph, start: Node) -> Option<Vec<Node>> {
    let mut from: BTreeMap<Node, Node> = BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for next in graph.get(&node).into_iter().flatten() {
            if *next == start {
                let mut path = vec![node];
                while let Some(before) = path.last().filter(|n| **n != start).and_then(|n| from.get(n)) {
                    path.push(*before);
                }
                path.reverse();
                return Some(path);
            }
            if !from.contains_key(next) {
                from.insert(*next, node);
                queue.push_back(*next);
            }
        }
    }
    None
}

/// Everything that `start` depends on and that depends on `start`.
fn same_circle(graph: &Graph, start: Node) -> BTreeSet<Node> {
    let mut reverse = Graph::new();
    for (node, on) in graph {
        for next in on {
            reverse.entry(*next).or_default().insert(*node);
        }
    }
    let forward = reachable(graph, start);
    reachable(&reverse, start).intersection(&forward).copied().collect()
}

fn reachable(graph: &Graph, start: Node) -> BTreeSet<Node> {
    let mut seen = BTreeSet::from([start]);
    let mut todo = vec![start];
    while let Some(node) = todo.pop() {
        for next in graph.get(&node).into_iter().flatten() {
            if seen.insert(*next) {
                todo.push(*next);
            }
        }
    }
    seen
}
