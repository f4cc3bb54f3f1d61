//! What is checked once every name is resolved: scopes, circles, collisions, and what can change nothing.

mod collide;
mod cycles;
mod reach;
mod read;
mod scope;

use crate::model::Rulebook;
use crate::resolve::Marks;
use crate::resolve::names::Names;
use crate::source::{Diagnostic, Severity};

/// The state of the work.
struct Check<'a> {
    rb: &'a Rulebook,
    names: &'a Names,
    marks: &'a Marks,
    diagnostics: Vec<Diagnostic>,
}

/// Checks the rulebook; what is wrong is added to `diagnostics`.
///
/// Where names could not be resolved, what is said about unused things would be wrong and is left out.
pub(crate) fn check(rb: &Rulebook, names: &Names, marks: &Marks, diagnostics: &mut Vec<Diagnostic>) {
    let sound = diagnostics.iter().all(|d| d.severity != Severity::Error);
    let mut c = Check {
        rb,
        names,
        marks,
        diagnostics: Vec::new(),
    };
    c.home();
    c.scopes();
    c.cycles();
    c.priorities();
    c.provisions();
    c.unread();
    if sound {
        c.unused();
        c.idle_terms();
        c.status();
    }
    diagnostics.append(&mut c.diagnostics);
}

impl Check<'_> {
    /// Exactly one term names home, if anything asks for home.
    fn home(&mut self) {
        let mut named = self.rb.terms.iter().filter(|t| t.home);
        match (named.next(), named.next()) {
            (None, _) => {
                if let Some(span) = self.marks.home.first() {
                    let error = Diagnostic::error("no-home", *span, "`home` is used, but no term names it");
                    self.diagnostics.push(
                        error
                            .label("what is home?")
                            .help("declare a term with `per destination` and `names home`"),
                    );
                }
            }
            (Some(first), Some(second)) => {
                let error = Diagnostic::error(
                    "no-home",
                    self.names.span(&second.id),
                    format!("`{}` is a second term that names home", second.id),
                );
                let error = error.label("second").related(self.names.span(&first.id), "the first");
                self.diagnostics.push(error);
            }
            (Some(_), None) => {}
        }
    }

    /// Provisions that hold nothing and do not say why.
    fn provisions(&mut self) {
        for (i, p) in self.rb.provisions.iter().enumerate() {
            let Some((file, level)) = self.marks.levels.get(i) else {
                continue;
            };
            let divided = self
                .marks
                .levels
                .get(i + 1)
                .is_some_and(|(f, l)| f == file && l > level);
            if self.marks.inhabited.contains(&i) || divided || p.stated_in.is_some() || p.not_modelled.is_some() {
                continue;
            }
            let warning = Diagnostic::warning(
                "empty-provision",
                p.span,
                format!("`{}` has no statement and does not say why", p.id),
            );
            self.diagnostics.push(
                warning
                    .label("no statement")
                    .help("write one, or a paragraph `stated in: …` or `not modelled: …`"),
            );
        }
    }
}
