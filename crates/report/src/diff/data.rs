//! A change of the law in words, as data: the JSON of `diff`, which text and Markdown lay out.

use serde::Serialize;

/// A side as the user named it.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    /// What it is called: a folder, a revision, a day.
    pub name: String,
    /// The digest of its rulebook.
    pub digest: String,
    /// The day on which its law of states is read; `None`: every day.
    pub day: Option<String>,
}

/// What changes, in words.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// The version of this form.
    pub schema: u32,
    /// The old side.
    pub old: Side,
    /// The new side.
    pub new: Side,
    /// The answer in a few sentences.
    pub summary: Vec<String>,
    /// What stands otherwise in the law: statements, then the law of states.
    pub statements: Vec<StatementLine>,
    /// The law of states that reads otherwise.
    pub states: Vec<String>,
    /// What only one side names.
    pub names: Vec<String>,
    /// How many acts both sides know.
    pub acts: usize,
    /// The verdicts that can change.
    pub verdicts: Verdicts,
    /// Steps, duties and terms that come or go.
    pub others: Vec<String>,
    /// The precedents that are answered otherwise; `None`: none were there to be answered.
    pub precedents: Option<Vec<Precedent>>,
}

/// The verdicts that can change.
#[derive(Clone, Debug, Serialize)]
pub struct Verdicts {
    /// The acts proved to keep their verdict in every case.
    pub unchanged: Vec<String>,
    /// The others.
    pub changed: Vec<ActChange>,
}

/// An act with a verdict that can change.
#[derive(Clone, Debug, Serialize)]
pub struct ActChange {
    /// Its id.
    pub act: String,
    /// Its title.
    pub title: String,
    /// How the verdict can change.
    pub turns: Vec<Turn>,
}

/// A change of a verdict.
#[derive(Clone, Debug, Serialize)]
pub struct Turn {
    /// The verdict before.
    pub from: String,
    /// The verdict after.
    pub to: String,
    /// What every case with it has in common.
    pub only_where: Vec<String>,
    /// What, on top of it, is enough; `None`: nothing short.
    pub enough: Option<Vec<String>>,
    /// On what the verdict before rests, in the case.
    pub before: Vec<String>,
    /// On what the verdict after rests, in the case.
    pub after: Vec<String>,
    /// The law of the states in the case that is not the same on both sides.
    pub law: Vec<String>,
    /// What the case says.
    pub case: Vec<String>,
    /// The case as files.
    pub saved: SavedCase,
}

/// A case as files, for each side.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SavedCase {
    /// The names of the files; empty where none were written.
    pub files: Vec<String>,
    /// The text of the case under the old side.
    pub old: String,
    /// The text of the case under the new side.
    pub new: String,
}

/// A statement that is not as it was.
#[derive(Clone, Debug, Serialize)]
pub struct StatementLine {
    /// `added`, `removed`, `changed` or `reworded`.
    pub what: String,
    /// The word that declares it.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its title and citation.
    pub title: String,
    /// What it said.
    pub old: Option<String>,
    /// What it says.
    pub new: Option<String>,
}

/// A precedent that is answered otherwise.
#[derive(Clone, Debug, Serialize)]
pub struct Precedent {
    /// Its id.
    pub case: String,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub file: String,
    /// The acts with another answer.
    pub cells: Vec<PrecedentCell>,
    /// Why a side has no answer.
    pub problem: Option<String>,
}

/// An act of a precedent with another answer.
#[derive(Clone, Debug, Serialize)]
pub struct PrecedentCell {
    /// The act, with its destination.
    pub act: String,
    /// The verdict, and what holds today, before.
    pub old: (String, String),
    /// The same after.
    pub new: (String, String),
}
