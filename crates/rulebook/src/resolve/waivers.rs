//! Waivers: flaws that stand for a reason.

use super::names::unknown;
use super::{ALL, Owner, Placed, Resolver, title};
use crate::ast::{self, Body, Name};
use crate::model::{Cond, Flaw, Waiver};

impl Resolver<'_> {
    pub(super) fn waivers(&mut self, statements: &[Placed<'_>]) {
        for &placed in statements {
            if let Body::Waive(waive) = &placed.1.body {
                self.waiver(placed, waive);
            }
        }
    }

    fn waiver(&mut self, placed: Placed<'_>, w: &ast::Waive) {
        let s = placed.1;
        let flaw = match &w.flaw {
            Some(name) => self.flaw(name),
            None => {
                self.missing(s, "`flaw` and the word for what it waives");
                None
            }
        };
        if w.about.is_empty() {
            self.missing(s, "`for` and the names of what the flaw is about");
        }
        let mut about: Vec<String> = Vec::new();
        for (.., id) in self.statements(&w.about, ALL, "a statement or act") {
            if !about.contains(&id) {
                about.push(id);
            }
        }
        let when = self.condition(Owner::Waiver(self.rb.waivers.len()), &w.under, w.when.as_ref());
        if let (Some(flaw), Some(name)) = (flaw.filter(|f| !f.has_cases()), &w.flaw)
            && !matches!(when, Cond::True)
        {
            self.error(
                "no-cases",
                name.span,
                format!(
                    "`{}` is a flaw of the rulebook as a whole, not of some cases",
                    flaw.word()
                ),
                "no `under` and no `when` here",
                "leave them out",
            );
        }
        let origin = self.origin(placed, false);
        self.rb.waivers.push(Waiver {
            id: s.id.text.clone(),
            why: title(s),
            flaw: flaw.unwrap_or(Flaw::NeverMatters),
            about,
            when,
            origin,
        });
    }

    fn flaw(&mut self, name: &Name) -> Option<Flaw> {
        let mut all = Flaw::ALL.into_iter().filter(|f| *f != Flaw::WaivesNothing);
        let found = all.clone().find(|f| f.word() == name.text);
        if found.is_none() {
            let words: Vec<&str> = all.by_ref().map(Flaw::word).collect();
            let mut error = unknown(name, "a flaw", words.iter().copied());
            error.help.get_or_insert(format!("the flaws are {}", words.join(", ")));
            self.diagnostics.push(error);
        }
        found
    }
}
