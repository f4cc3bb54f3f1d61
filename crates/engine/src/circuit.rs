//! The circuit: a hash-consed graph of `and` gates with complemented edges (an and-inverter graph).
//!
//! Invariant: a gate's operands have smaller numbers than the gate, so one pass in order evaluates everything.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Gates are looked up all the time, by two small numbers of our own making: no need of a hash that withstands an enemy.
#[derive(Clone, Copy, Debug, Default)]
struct Mix(u64);

impl Hasher for Mix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u32(u32::from(*b)));
    }

    fn write_u32(&mut self, n: u32) {
        self.0 = (self.0.rotate_left(29) ^ u64::from(n)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 32;
    }
}

/// A literal: a node of the circuit, perhaps negated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lit(u32);

impl Lit {
    /// Never.
    pub const FALSE: Self = Self(0);
    /// Always.
    pub const TRUE: Self = Self(1);

    /// The node.
    pub fn node(self) -> usize {
        (self.0 >> 1) as usize
    }

    /// The literal of a node with that number, perhaps negated.
    pub fn of(node: usize, negated: bool) -> Self {
        Self((node as u32) << 1 | u32::from(negated))
    }

    /// Twice the number of the node, plus one where it is negated: how AIGER writes a literal.
    pub fn code(self) -> u32 {
        self.0
    }

    /// Whether it is negated.
    pub fn is_neg(self) -> bool {
        self.0 & 1 == 1
    }

    /// The same of another circuit, where `image` gives the literal of each node.
    pub fn through(self, image: &[Self]) -> Self {
        let to = image[self.node()];
        if self.is_neg() { !to } else { to }
    }

    /// Whether it is a constant.
    pub fn constant(self) -> Option<bool> {
        match self {
            Self::FALSE => Some(false),
            Self::TRUE => Some(true),
            _ => None,
        }
    }
}

impl From<bool> for Lit {
    fn from(value: bool) -> Self {
        if value { Self::TRUE } else { Self::FALSE }
    }
}

impl std::ops::Not for Lit {
    type Output = Self;
    fn not(self) -> Self {
        Self(self.0 ^ 1)
    }
}

impl std::fmt::Debug for Lit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}{}", if self.is_neg() { "!" } else { "" }, self.node())
    }
}

/// A node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Node {
    /// Node 0.
    False,
    /// A free input.
    Input,
    /// Both operands.
    And(Lit, Lit),
}

/// A growing circuit.
#[derive(Clone, Debug)]
pub struct Circuit {
    nodes: Vec<Node>,
    gates: HashMap<(Lit, Lit), u32, BuildHasherDefault<Mix>>,
}

impl Default for Circuit {
    fn default() -> Self {
        Self {
            nodes: vec![Node::False],
            gates: HashMap::default(),
        }
    }
}

impl Circuit {
    /// The nodes in evaluation order.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// The literal of a node.
    pub fn literal(&self, node: usize) -> Lit {
        Lit((node as u32) << 1)
    }

    /// A new free input.
    pub fn input(&mut self) -> Lit {
        self.nodes.push(Node::Input);
        Lit((self.nodes.len() as u32 - 1) << 1)
    }

    /// Forgets all but the first `length` nodes: nothing made since may be used any more.
    pub fn truncate(&mut self, length: usize) {
        for node in self.nodes.drain(length.max(1).min(self.nodes.len())..) {
            if let Node::And(a, b) = node {
                self.gates.remove(&(a, b));
            }
        }
    }

    /// Both.
    pub fn and(&mut self, a: Lit, b: Lit) -> Lit {
        let (a, b) = if a <= b { (a, b) } else { (b, a) };
        if a == Lit::FALSE || a == !b {
            return Lit::FALSE;
        }
        if a == Lit::TRUE || a == b {
            return b;
        }
        if let Some(node) = self.gates.get(&(a, b)) {
            return Lit(node << 1);
        }
        let node = self.nodes.len() as u32;
        self.nodes.push(Node::And(a, b));
        self.gates.insert((a, b), node);
        Lit(node << 1)
    }

    /// Either.
    pub fn or(&mut self, a: Lit, b: Lit) -> Lit {
        !self.and(!a, !b)
    }

    /// If `a` then `b`.
    pub(crate) fn implies(&mut self, a: Lit, b: Lit) -> Lit {
        self.or(!a, b)
    }

    /// Exactly one of two.
    pub(crate) fn xor(&mut self, a: Lit, b: Lit) -> Lit {
        let left = self.and(a, !b);
        let right = self.and(!a, b);
        self.or(left, right)
    }

    /// All of them.
    pub fn all(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        lits.into_iter().fold(Lit::TRUE, |acc, lit| self.and(acc, lit))
    }

    /// Any of them.
    pub fn any(&mut self, lits: impl IntoIterator<Item = Lit>) -> Lit {
        !lits.into_iter().fold(Lit::TRUE, |acc, lit| self.and(acc, !lit))
    }

    /// Exactly one of them.
    pub(crate) fn exactly_one(&mut self, lits: &[Lit]) -> Lit {
        let mut some = Lit::FALSE;
        let mut two = Lit::FALSE;
        for &lit in lits {
            let both = self.and(some, lit);
            two = self.or(two, both);
            some = self.or(some, lit);
        }
        self.and(some, !two)
    }

    /// The literal computed by the same gates over other inputs: `map` gives the replacement of an input node.
    pub(crate) fn substitute(&mut self, roots: &[Lit], mut map: impl FnMut(usize, &mut Self) -> Lit) -> Vec<Lit> {
        let cone = self.cone(roots);
        let mut image: Vec<Lit> = vec![Lit::FALSE; cone.last().map_or(0, |n| n + 1)];
        for node in cone {
            image[node] = match self.nodes[node] {
                Node::False => Lit::FALSE,
                Node::Input => map(node, self),
                Node::And(a, b) => match (a.through(&image), b.through(&image)) {
                    same if same == (a, b) => self.literal(node),
                    (a, b) => self.and(a, b),
                },
            };
        }
        roots.iter().map(|&root| root.through(&image)).collect()
    }

    /// The part on which `roots` depend, as a circuit of its own, with the inputs of which `known` tells the value put in as constants: and for each node of
    /// this circuit its literal there (`FALSE` for nodes that are not needed).
    pub(crate) fn extract(&self, roots: &[Lit], known: impl Fn(usize) -> Option<bool>) -> (Self, Vec<Lit>) {
        let mut part = Self::default();
        let mut image: Vec<Lit> = vec![Lit::FALSE; self.nodes.len()];
        for node in self.cone(roots) {
            image[node] = match self.nodes[node] {
                Node::False => Lit::FALSE,
                Node::Input => known(node).map_or_else(|| part.input(), Lit::from),
                Node::And(a, b) => {
                    let (a, b) = (a.through(&image), b.through(&image));
                    part.and(a, b)
                }
            };
        }
        (part, image)
    }

    /// For each node, whether the value of a literal rests on it in a world: one operand is enough where a gate is false.
    pub(crate) fn rests_on(&self, root: Lit, world: &[bool]) -> Vec<bool> {
        let mut needed = vec![false; self.nodes.len()];
        needed[root.node()] = true;
        for n in (0..=root.node()).rev() {
            if let (true, Node::And(a, b)) = (needed[n], self.nodes[n]) {
                let fails = |l: Lit| world[l.node()] == l.is_neg();
                if world[n] {
                    needed[a.node()] = true;
                    needed[b.node()] = true;
                } else if fails(a) && (needed[a.node()] || !fails(b) || a.node() < b.node()) {
                    needed[a.node()] = true;
                } else {
                    needed[b.node()] = true;
                }
            }
        }
        needed
    }

    /// The nodes on which `roots` depend, themselves included, in evaluation order.
    pub(crate) fn cone(&self, roots: &[Lit]) -> Vec<usize> {
        let top = roots.iter().map(|l| l.node()).max().unwrap_or(0);
        let mut seen = vec![false; top + 1];
        for root in roots {
            seen[root.node()] = true;
        }
        for node in (0..=top).rev() {
            if seen[node]
                && let Node::And(a, b) = self.nodes[node]
            {
                seen[a.node()] = true;
                seen[b.node()] = true;
            }
        }
        (0..=top).filter(|&n| seen[n]).collect()
    }
}
