//! What is shown of a thing, before it is laid out: one structure for people and for programs.

use serde::Serialize;

/// A page about one thing.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Page {
    /// `provision`, `rule`, `fact` and so on.
    pub(crate) kind: &'static str,
    pub(crate) id: String,
    pub(crate) title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) citation: Option<String>,
    /// File and line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) place: Option<String>,
    /// Plain words, by paragraph; those of the rulebook are Markdown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) words: Vec<String>,
    /// What a statement says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) says: Option<String>,
    /// What nobody has checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unverified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) sections: Vec<Section>,
    /// Pages within it: the statements of a provision, the provisions of an article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) parts: Vec<Page>,
    /// Lists that stand after the pages within it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) around: Vec<Section>,
}

/// A list with a heading.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Section {
    pub(crate) heading: String,
    pub(crate) entries: Vec<Entry>,
}

/// A line of a list.
#[derive(Clone, Debug, Default, Serialize)]
pub(crate) struct Entry {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) citation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) unverified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) below: Vec<Section>,
}

impl Section {
    /// Adds a list to others, unless it is empty.
    fn put(to: &mut Vec<Self>, heading: &str, entries: Vec<Entry>) {
        if !entries.is_empty() {
            to.push(Self {
                heading: heading.to_owned(),
                entries,
            });
        }
    }
}

impl Page {
    /// Adds a list, unless it is empty.
    pub(crate) fn list(&mut self, heading: &str, entries: Vec<Entry>) {
        Section::put(&mut self.sections, heading, entries);
    }

    /// Adds a list after the pages within it, unless it is empty.
    pub(crate) fn after(&mut self, heading: &str, entries: Vec<Entry>) {
        Section::put(&mut self.around, heading, entries);
    }
}

impl Entry {
    /// A thing by its id and title.
    pub(crate) fn of(id: &str, title: &str) -> Self {
        Self {
            id: Some(id.to_owned()),
            title: Some(title.to_owned()).filter(|t| !t.is_empty()),
            ..Self::default()
        }
    }

    /// Words alone.
    pub(crate) fn words(text: impl Into<String>) -> Self {
        Self {
            text: Some(in_words(&text.into())),
            ..Self::default()
        }
    }

    pub(crate) fn cited(mut self, citation: impl Into<String>) -> Self {
        self.citation = Some(citation.into()).filter(|c| !c.is_empty());
        self
    }

    pub(crate) fn saying(mut self, text: impl Into<String>) -> Self {
        self.text = Some(in_words(&text.into())).filter(|t| !t.is_empty());
        self
    }

    pub(crate) fn marked(mut self, unverified: Option<&str>) -> Self {
        self.unverified = unverified.map(str::to_owned);
        self
    }

    /// Adds a list below, unless it is empty.
    pub(crate) fn list(mut self, heading: &str, entries: Vec<Entry>) -> Self {
        Section::put(&mut self.below, heading, entries);
        self
    }
}

/// Clauses name what they are about in braces; here it is put in words.
pub(crate) fn in_words(text: &str) -> String {
    (text.replace("{destination}", "the destination"))
        .replace("{act}", "do so")
        .replace("{from}", "the one state")
        .replace("{to}", "the other state")
}
