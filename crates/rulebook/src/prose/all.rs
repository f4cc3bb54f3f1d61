//! Every statement of a rulebook that says something, as a sentence.

use super::*;
use crate::model::Origin;

/// A statement and its sentence.
#[derive(Clone, Debug)]
pub struct Statement<'a> {
    /// The word that declares it: `rule`, `basis`, `duty` and so on.
    pub kind: &'static str,
    /// Its id.
    pub id: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Where it stands, what it cites, what nobody has checked of it.
    pub origin: &'a Origin,
    /// What it says.
    pub sentence: String,
}

impl Statement<'_> {
    /// Its citations, for people: `HC art 2(1); HC Commentary on art 2, p. 12`.
    pub fn citation(&self) -> String {
        self.origin.citation()
    }
}

/// All statements, by kind and in declaration order.
pub fn statements(rb: &Rulebook) -> Vec<Statement<'_>> {
    let mut all = Vec::new();
    macro_rules! say {
        ($list:expr, $kind:literal, $sentence:path) => {
            all.extend($list.iter().map(|x| Statement {
                kind: $kind,
                id: &x.id,
                title: &x.title,
                origin: &x.origin,
                sentence: $sentence(rb, x),
            }));
        };
    }
    say!(rb.rules, "rule", sentence_rule);
    say!(rb.bases, "basis", sentence_basis);
    say!(rb.exceptions, "exception", sentence_exception);
    say!(rb.priorities, "priority", sentence_priority);
    say!(rb.presumptions, "presumption", sentence_presumption);
    say!(rb.duties, "duty", sentence_duty);
    say!(rb.impossibles, "impossibility", sentence_impossible);
    say!(rb.questions, "question", sentence_question);
    say!(rb.claims, "claim", sentence_claim);
    all
}
