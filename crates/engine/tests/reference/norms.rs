//! The norms of a rulebook: which conclusions are norms on a cell.

use super::space::Cell;
use safeconduct_rulebook::model::*;

/// A conclusion of a rule on one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NormAt {
    pub rule: RuleId,
    pub conclusion: usize,
    pub cell: Cell,
}

pub fn is_must(c: &Conclusion) -> bool {
    matches!(c, Conclusion::Must(_))
}

pub fn is_flat(c: &Conclusion) -> bool {
    matches!(c, Conclusion::MustNot { bar: Bar::Flat, .. })
}

pub fn is_while(c: &Conclusion) -> bool {
    matches!(c, Conclusion::MustNot { bar: Bar::While(_), .. })
}

pub fn is_until(c: &Conclusion) -> bool {
    matches!(c, Conclusion::MustNot { bar: Bar::Until(_), .. })
}

/// Whether a conclusion says `must ACT to home`.
pub fn is_to_home(c: &Conclusion, act: ActId) -> bool {
    matches!(c, Conclusion::Must(acts) if acts.iter().any(|a| a.act == act && a.to == Some(Target::Home)))
}

/// The norms on a cell: of each rule each conclusion that names the act.
pub fn norms_on(book: &Rulebook, cell: Cell, which: impl Fn(&Conclusion) -> bool) -> Vec<NormAt> {
    let mut norms = Vec::new();
    for (r, rule) in book.rules.iter().enumerate() {
        for (conclusion, c) in rule.then.iter().enumerate() {
            let names = match c {
                Conclusion::Must(acts) | Conclusion::MustNot { acts, .. } => acts.iter().any(|a| a.act == cell.0),
                Conclusion::Term { .. } | Conclusion::MustOneOf(_) => false,
            };
            if names && which(c) {
                norms.push(NormAt {
                    rule: RuleId(r as u32),
                    conclusion,
                    cell,
                });
            }
        }
    }
    norms
}

/// Every `must one of`: rule, conclusion, choices.
pub fn ones_of(book: &Rulebook) -> Vec<(RuleId, usize, &[ActTo])> {
    let mut found = Vec::new();
    for (r, rule) in book.rules.iter().enumerate() {
        for (i, c) in rule.then.iter().enumerate() {
            if let Conclusion::MustOneOf(acts) = c {
                found.push((RuleId(r as u32), i, acts.as_slice()));
            }
        }
    }
    found
}
