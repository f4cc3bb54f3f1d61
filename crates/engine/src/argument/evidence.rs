//! A finding with its evidence.

use crate::explain::words::Words;
use crate::situation::Stated;
use serde::Serialize;

/// A finding, and on what evidence it stands in the record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// Its path.
    pub fact: String,
    /// Its value.
    pub value: String,
    /// The clause that says so.
    pub clause: String,
    /// `finding`, `wish` or `order`.
    pub sort: &'static str,
    /// Holds since.
    pub since: Option<String>,
    /// On what it rests.
    pub source: Option<String>,
    /// The body that recorded it, in words.
    pub by: Option<String>,
    /// What nobody has checked.
    pub unverified: Option<String>,
}

impl Words<'_> {
    /// A statement of the case with its evidence.
    pub(crate) fn evidence(&self, stated: &Stated) -> Evidence {
        let (value, clause) = self.value(stated.item, stated.value);
        Evidence {
            fact: self.path(stated.item),
            value,
            clause,
            sort: stated.item.what.inquiry(self.rb).sort.word(),
            since: stated.since.map(|day| day.to_string()),
            source: stated.source.clone(),
            by: stated
                .by
                .map(|body| safeconduct_rulebook::prose::body_words(self.rb, &self.rb.bodies[body.ix()])),
            unverified: stated.unverified.clone(),
        }
    }
}
