//! Reading a circuit by evaluation: one world, a partial world in three values, or 64 worlds at once.

use crate::circuit::{Circuit, Lit, Node};

/// True, false, or not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tri {
    /// It holds.
    True,
    /// It does not.
    False,
    /// Not known.
    Unknown,
}

impl From<bool> for Tri {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl std::ops::Not for Tri {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// The value of every node in three values (Kleene): sound, but `Unknown` may hide a settled value.
pub(crate) fn three_valued(circuit: &Circuit, input: impl Fn(usize) -> Tri) -> Vec<Tri> {
    let mut values: Vec<Tri> = Vec::with_capacity(circuit.nodes().len());
    for (n, node) in circuit.nodes().iter().enumerate() {
        let value = match node {
            Node::False => Tri::False,
            Node::Input => input(n),
            Node::And(a, b) => both(tri(&values, *a), tri(&values, *b)),
        };
        values.push(value);
    }
    values
}

/// The value of a literal among the values of nodes.
pub(crate) fn tri(values: &[Tri], lit: Lit) -> Tri {
    let value = values[lit.node()];
    if lit.is_neg() { !value } else { value }
}

/// Whether both hold.
pub(crate) fn both(a: Tri, b: Tri) -> Tri {
    match (a, b) {
        (Tri::False, _) | (_, Tri::False) => Tri::False,
        (Tri::True, Tri::True) => Tri::True,
        _ => Tri::Unknown,
    }
}

/// Whether a literal holds in a world, given the value of every node.
pub(crate) fn holds(world: &[bool], lit: Lit) -> bool {
    world[lit.node()] != lit.is_neg()
}

/// Worlds evaluated at once in one block.
pub(crate) const LANES: usize = 64;

/// The value of every node in 64 worlds at once, one bit a world.
pub(crate) fn lanes(circuit: &Circuit, inputs: &[u64], values: &mut Vec<u64>) {
    values.clear();
    for (n, node) in circuit.nodes().iter().enumerate() {
        let value = match node {
            Node::False => 0,
            Node::Input => inputs[n],
            Node::And(a, b) => lane(values, *a) & lane(values, *b),
        };
        values.push(value);
    }
}

/// The 64 values of a literal.
pub(crate) fn lane(values: &[u64], lit: Lit) -> u64 {
    let value = values[lit.node()];
    if lit.is_neg() { !value } else { value }
}
