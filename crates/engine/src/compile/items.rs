//! Items and their atoms.

use super::frame::{Threshold, day_number};
use crate::circuit::{Circuit, Lit};
use safeconduct_rulebook::model::Val;

/// How an item is represented by inputs of the circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repr {
    /// Yes/no, or a relation.
    Bool(Lit),
    /// One literal a value, exactly one true.
    OneOf(Vec<Lit>),
    /// One literal a threshold, in order: the value is below it.
    Below(Vec<(Threshold, Lit)>),
}

/// A value of an item, or an interval of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Choice {
    /// Of a yes/no item.
    Bool(bool),
    /// Of an enumeration.
    Value(u32),
    /// Below the threshold with this index.
    Below(u32),
    /// Not below the threshold with this index.
    Since(u32),
}

impl Repr {
    /// The inputs.
    pub fn inputs(&self) -> Vec<Lit> {
        match self {
            Self::Bool(lit) => vec![*lit],
            Self::OneOf(lits) if lits.len() == 2 => vec![lits[0]],
            Self::OneOf(lits) => lits.clone(),
            Self::Below(bounds) => bounds.iter().map(|(_, lit)| *lit).collect(),
        }
    }

    /// The literal "the item has this value"; `None` where the value is not of its type.
    pub fn is(&self, circuit: &mut Circuit, value: Val) -> Option<Lit> {
        match (self, value) {
            (Self::Bool(lit), Val::Bool(yes)) => Some(if yes { *lit } else { !*lit }),
            (Self::OneOf(lits), Val::Value(v)) => lits.get(v as usize).copied(),
            (Self::Below(bounds), Val::Date(date)) => Some(Self::interval(bounds, circuit, day_number(date))),
            (Self::Below(bounds), Val::Number(number)) => Some(Self::interval(bounds, circuit, number)),
            _ => None,
        }
    }

    fn interval(bounds: &[(Threshold, Lit)], circuit: &mut Circuit, value: i64) -> Lit {
        let lits: Vec<Lit> = bounds
            .iter()
            .filter_map(|(threshold, lit)| match threshold {
                Threshold::At(bound) => Some(if value < *bound { *lit } else { !*lit }),
                Threshold::Ago(_) => None,
            })
            .collect();
        circuit.all(lits)
    }

    /// The choices that a finding could make, in order: for dates and numbers both sides of every threshold.
    pub fn choices(&self) -> Vec<(Choice, Lit)> {
        match self {
            Self::Bool(lit) => vec![(Choice::Bool(true), *lit), (Choice::Bool(false), !*lit)],
            Self::OneOf(lits) => lits
                .iter()
                .enumerate()
                .map(|(i, l)| (Choice::Value(i as u32), *l))
                .collect(),
            Self::Below(bounds) => bounds
                .iter()
                .enumerate()
                .flat_map(|(i, (_, l))| [(Choice::Below(i as u32), *l), (Choice::Since(i as u32), !*l)])
                .collect(),
        }
    }

    /// The mutually exclusive values, each as the conjunction of literals that says so: an interval between thresholds for dates and numbers.
    pub fn values(&self) -> Vec<Vec<Lit>> {
        match self {
            Self::Bool(lit) => vec![vec![*lit], vec![!*lit]],
            Self::OneOf(lits) => lits.iter().map(|l| vec![*l]).collect(),
            Self::Below(bounds) => (0..=bounds.len())
                .map(|i| {
                    bounds
                        .iter()
                        .enumerate()
                        .map(|(j, (_, l))| if j >= i { *l } else { !*l })
                        .collect()
                })
                .collect(),
        }
    }

    /// Which of [`Repr::values`] it has in a world.
    pub fn chosen(&self, holds: impl Fn(Lit) -> bool) -> Option<u32> {
        let values = self.values();
        let chosen = values.iter().position(|v| v.iter().all(|l| holds(*l)));
        chosen.map(|v| v as u32)
    }

    /// The constraint that the inputs denote one value.
    pub fn constraint(&self, circuit: &mut Circuit) -> Lit {
        match self {
            Self::Bool(_) => Lit::TRUE,
            Self::OneOf(lits) => circuit.exactly_one(lits),
            Self::Below(bounds) => {
                let pairs: Vec<(Lit, Lit)> = bounds
                    .windows(2)
                    .filter(|w| std::mem::discriminant(&w[0].0) == std::mem::discriminant(&w[1].0))
                    .map(|w| (w[0].1, w[1].1))
                    .collect();
                let ordered: Vec<Lit> = pairs.into_iter().map(|(a, b)| circuit.implies(a, b)).collect();
                circuit.all(ordered)
            }
        }
    }
}
