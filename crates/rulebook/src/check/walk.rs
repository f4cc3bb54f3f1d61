//! Walking conditions.

use crate::model::{ActTo, Bar, Conclusion, Cond, Domain, Rulebook, Target, TermId};

/// Calls `f` for the condition and everything in it, outermost first.
pub(crate) fn walk<'a>(cond: &'a Cond, f: &mut dyn FnMut(&'a Cond)) {
    f(cond);
    match cond {
        Cond::And(all) | Cond::Or(all) => all.iter().for_each(|c| walk(c, f)),
        Cond::Not(c) => walk(c, f),
        Cond::Quantified { with, body, .. } => {
            if let Some(c) = with {
                walk(c, f);
            }
            walk(body, f);
        }
        Cond::True
        | Cond::Fact { .. }
        | Cond::Relation { .. }
        | Cond::Term { .. }
        | Cond::Same(..)
        | Cond::Bound { .. }
        | Cond::Reserved { .. }
        | Cond::Derogates { .. }
        | Cond::Under { .. }
        | Cond::Barred { .. } => {}
    }
}

/// The terms that a condition reads, the one that names home included where it asks for home.
pub(crate) fn terms(rb: &Rulebook, cond: &Cond) -> Vec<TermId> {
    let mut out = Vec::new();
    walk(cond, &mut |c| match c {
        Cond::Term { term, .. } => out.push(*term),
        Cond::Quantified {
            domain: Domain::Home, ..
        } => out.extend(home(rb)),
        _ => {}
    });
    out
}

/// The term that names home.
pub(crate) fn home(rb: &Rulebook) -> Option<TermId> {
    rb.terms.iter().position(|t| t.home).map(|i| TermId(i as u32))
}

/// The acts of a conclusion, with their targets; none for a term.
pub(crate) fn acts(conclusion: &Conclusion) -> &[ActTo] {
    match conclusion {
        Conclusion::Term { .. } => &[],
        Conclusion::Must(acts) | Conclusion::MustOneOf(acts) | Conclusion::MustNot { acts, .. } => acts,
    }
}

/// Whether the conclusion is toward home.
pub(crate) fn toward_home(conclusion: &Conclusion) -> bool {
    acts(conclusion).iter().any(|a| a.to == Some(Target::Home))
}

/// The `while` of a conclusion.
pub(crate) fn lasts(conclusion: &Conclusion) -> Option<&Cond> {
    match conclusion {
        Conclusion::MustNot { bar: Bar::While(c), .. } => Some(c),
        _ => None,
    }
}
