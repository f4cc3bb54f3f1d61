//! What is not known and matters to an open verdict, and what each answer would give.

use super::Missing;
use super::build::Build;
use crate::answer::Answer;
use crate::explain::words_of;
use crate::situation::Item;

impl Build<'_> {
    /// The open findings that matter, where the verdict is open under the profile.
    pub(super) fn missing(&mut self, answer: &Answer) -> Vec<Missing> {
        let open = answer.acts.iter().filter(|a| a.verdict == "open");
        let paths: Vec<&String> = open.flat_map(|a| &a.open_facts).collect();
        let items: Vec<Item> = (self.exact.compiled.items.keys().copied())
            .filter(|item| paths.iter().any(|p| **p == self.words.path(*item)))
            .collect();
        let mut out = Vec::new();
        for item in items {
            let fact = self.words.path(item);
            let asked = answer.next.iter().find(|n| n.fact == fact);
            let repr = self.exact.compiled.items[&item].clone();
            let mut answers = Vec::new();
            for (choice, is) in repr.choices() {
                let guard = self.exact.compiled.circuit.and(self.exact.profile, is);
                self.exact.modal(guard);
                let possible = self.exact.verdicts(self.cell, guard);
                // A value that no world has is no answer.
                if possible.iter().next().is_some() {
                    answers.push((self.words.choice(item, choice, &repr), words_of(possible)));
                }
            }
            out.push(Missing {
                fact,
                ask: asked.map(|n| n.ask.clone()).unwrap_or_default(),
                shown_by: asked.map(|n| n.shown_by.clone()).unwrap_or_default(),
                answers,
            });
        }
        out
    }
}
