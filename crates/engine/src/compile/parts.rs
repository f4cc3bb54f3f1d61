//! Parts of a rulebook that can be left out: each has an input that says that it is there.

use super::Compiler;
use crate::circuit::Lit;
use safeconduct_rulebook::model::*;
use std::collections::BTreeMap;

/// A part that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// A conclusion of a rule.
    Conclusion(RuleId, u32),
    /// A basis.
    Basis(BasisId),
    /// An exception.
    Exception(ExceptionId),
    /// A priority.
    Priority(PriorityId),
    /// A term: left out, it never holds.
    Term(TermId),
}

/// What is kept of parts.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// "The part is there": an input.
    pub there: BTreeMap<Part, Lit>,
    /// A conclusion that is a term, and whether its rule holds, perhaps of a state.
    pub concluded: Vec<(RuleId, u32, TermId, Option<u32>, Lit)>,
    /// An exception and whether it applies (in one context).
    pub applied: Vec<(ExceptionId, Lit)>,
}

impl Compiler<'_> {
    /// The literal, where the part is there.
    pub(crate) fn where_there(&mut self, part: Part, lit: Lit) -> Lit {
        let Some(parts) = &mut self.parts else { return lit };
        let c = &mut self.c;
        let there = *parts.there.entry(part).or_insert_with(|| c.input());
        self.c.and(lit, there)
    }

    /// Whether a rule concludes a term, by a conclusion that is there.
    pub(crate) fn concluded(&mut self, rule: RuleId, term: TermId, state: Option<u32>, holds: Lit) -> Lit {
        let mut any = Lit::FALSE;
        for (i, conclusion) in self.rb.rules[rule.ix()].then.iter().enumerate() {
            if matches!(conclusion, Conclusion::Term { term: t, .. } if *t == term) {
                let lit = self.where_there(Part::Conclusion(rule, i as u32), holds);
                if let Some(parts) = &mut self.parts {
                    parts.concluded.push((rule, i as u32, term, state, lit));
                }
                any = self.c.or(any, lit);
            }
        }
        any
    }
}
