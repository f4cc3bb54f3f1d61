//! The matrix: acts toward another state, one row an act, one column a destination; the other acts by kind and answer.

use crate::groups;
use crate::names::Names;
use crate::words::{self, Mark};
use safeconduct_engine::answer::{ActAnswer, Answer, NormRef};

/// The heading of the acts that have a destination.
pub(crate) const GOING: &str = "Going to another state";

/// The matrix.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    /// Names of the destinations asked about.
    pub(crate) columns: Vec<String>,
    /// Acts with a destination: title, and a cell for each column.
    pub(crate) rows: Vec<(String, Vec<Option<Cell>>)>,
    /// Acts without, by kind.
    pub(crate) blocks: Vec<Block>,
    /// Acts to which the law opens no way under any reading, in one line.
    pub(crate) not_open: Option<String>,
}

/// Acts of one kind: each answer with the acts that have it.
#[derive(Debug)]
pub(crate) struct Block {
    /// `Staying`
    pub(crate) heading: &'static str,
    /// `permitted`: `Keep interned; release in the country`.
    pub(crate) entries: Vec<(Cell, String)>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Its mark.
    pub(crate) mark: Mark,
    /// Its words.
    pub(crate) words: String,
    /// Whether it holds under the profile only.
    pub(crate) readings_differ: bool,
}

impl Cell {
    fn of(act: &ActAnswer) -> Self {
        let (mark, words) = words::cell(&act.verdict, &act.now);
        Self {
            mark,
            words,
            readings_differ: act.settled == "profile",
        }
    }

    /// Symbol and words.
    pub(crate) fn text(&self, ascii: bool) -> String {
        format!("{} {}", self.mark.symbol(ascii), self.starred())
    }

    pub(crate) fn starred(&self) -> String {
        format!("{}{}", self.words, if self.readings_differ { "*" } else { "" })
    }
}

/// Whether the law opens no way to an act, whatever is read.
pub(crate) fn not_open(act: &ActAnswer) -> bool {
    act.verdict == "unavailable" && act.now == "unavailable" && act.settled == "every_reading"
}

/// The matrix of an answer.
pub(crate) fn of(answer: &Answer, names: &Names) -> Matrix {
    // A row goes only if no destination is left in it.
    let gone = |act: &ActAnswer| answer.acts.iter().filter(|a| a.act == act.act).all(not_open);
    let closed: Vec<_> = (answer.acts.iter().filter(|a| gone(a)))
        .map(|a| (a.act.as_str(), a.destination.as_deref()))
        .collect();
    let acts: Vec<&ActAnswer> = answer.acts.iter().filter(|a| !gone(a)).collect();
    let mut matrix = going(&acts, names);
    for (heading, _) in words::GROUPS {
        let mut entries: Vec<(Cell, Vec<String>)> = Vec::new();
        let here = |a: &&&ActAnswer| a.destination.is_none() && names.group(&a.act) == heading;
        for act in acts.iter().filter(here) {
            let (cell, title) = (Cell::of(act), words::lower_first(&act.title));
            groups::add(&mut entries, cell, title);
        }
        if !entries.is_empty() {
            let entries = entries
                .into_iter()
                .map(|(cell, titles)| (cell, words::upper_first(&titles.join("; "))))
                .collect();
            matrix.blocks.push(Block { heading, entries });
        }
    }
    if !closed.is_empty() {
        let acts = words::lower_first(&names.cells(&closed));
        matrix.not_open = Some(format!("No way is open in this case, under any reading, to: {acts}."));
    }
    matrix
}

/// The rows of acts with a destination; acts that have the same answers by the same rules in one row.
fn going(acts: &[&ActAnswer], names: &Names) -> Matrix {
    let mut codes: Vec<&str> = Vec::new();
    for code in acts.iter().filter_map(|a| a.destination.as_deref()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let mut rows: Vec<(&str, Vec<Option<&ActAnswer>>)> = Vec::new();
    for act in acts {
        let Some(column) = codes.iter().position(|c| Some(*c) == act.destination.as_deref()) else {
            continue;
        };
        let row = rows.iter().position(|(id, _)| *id == act.act).unwrap_or_else(|| {
            rows.push((&act.act, vec![None; codes.len()]));
            rows.len() - 1
        });
        rows[row].1[column] = Some(act);
    }
    let mut merged: Vec<(Vec<String>, Vec<Option<&ActAnswer>>)> = Vec::new();
    for (id, row) in rows {
        let title = row
            .iter()
            .flatten()
            .next()
            .map_or_else(|| names.act(id), |a| a.title.clone());
        let title = words::lower_first(&title);
        match merged.iter_mut().find(|(_, other)| alike(other, &row)) {
            Some((titles, _)) => titles.push(title),
            None => merged.push((vec![title], row)),
        }
    }
    Matrix {
        columns: codes.iter().map(|c| words::upper_first(&names.state(c))).collect(),
        rows: merged
            .into_iter()
            .map(|(titles, row)| {
                let cells = row.into_iter().map(|act| act.map(Cell::of)).collect();
                (words::upper_first(&titles.join("; ")), cells)
            })
            .collect(),
        ..Matrix::default()
    }
}

/// Whether two acts have the same answers by the same rules, toward every destination.
fn alike(one: &[Option<&ActAnswer>], other: &[Option<&ActAnswer>]) -> bool {
    let rules =
        |norms: &[NormRef]| -> Vec<(String, bool)> { norms.iter().map(|n| (n.rule.clone(), n.certain)).collect() };
    one.iter().zip(other).all(|(a, b)| match (a, b) {
        (Some(a), Some(b)) => {
            Cell::of(a) == Cell::of(b)
                && rules(&a.if_done) == rules(&b.if_done)
                && rules(&a.if_not_done) == rules(&b.if_not_done)
                && rules(&a.basis) == rules(&b.basis)
        }
        (None, None) => true,
        _ => false,
    })
}

impl Matrix {
    /// All cells.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows
            .iter()
            .flat_map(|(_, cells)| cells.iter().flatten())
            .chain(self.blocks.iter().flat_map(|b| b.entries.iter().map(|(cell, _)| cell)))
    }

    /// The entries of the legend: only what occurs.
    pub(crate) fn legend(&self, ascii: bool) -> Vec<String> {
        let mut marks: Vec<Mark> = self.cells().map(|c| c.mark).collect();
        if self.cells().any(|c| c.words.contains("not yet")) {
            marks.push(Mark::NotYet);
        }
        if self.not_open.is_some() {
            marks.push(Mark::Unavailable);
        }
        marks.sort_unstable();
        marks.dedup();
        let mut legend: Vec<String> = marks
            .into_iter()
            .map(|m| format!("{} {}: {}", m.symbol(ascii), m.word(), m.meaning()))
            .collect();
        if self.cells().any(|c| c.readings_differ) {
            legend.push("* under this profile; other readings differ".to_owned());
        }
        legend
    }
}
