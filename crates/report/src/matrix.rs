//! The matrix: one row an act, one column a destination; acts without destination in a block of their own.

use crate::layout::{RESET, pad, width, wrap};
use crate::names::Names;
use crate::words::{self, Mark};
use safeconduct_engine::answer::{ActAnswer, Answer};

/// The matrix.
#[derive(Debug, Default)]
pub(crate) struct Matrix {
    /// Names of the destinations asked about.
    pub(crate) columns: Vec<String>,
    /// Acts with a destination: title, and a cell for each column.
    pub(crate) rows: Vec<(String, Vec<Option<Cell>>)>,
    /// Acts without.
    pub(crate) single: Vec<(String, Cell)>,
}

/// A cell.
#[derive(Clone, Debug)]
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

    fn starred(&self) -> String {
        format!("{}{}", self.words, if self.readings_differ { "*" } else { "" })
    }
}

/// The matrix of an answer.
pub(crate) fn of(answer: &Answer, names: &Names) -> Matrix {
    let mut codes: Vec<&str> = Vec::new();
    for code in answer.acts.iter().filter_map(|a| a.destination.as_deref()) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let mut matrix = Matrix {
        columns: codes.iter().map(|c| names.state(c)).collect(),
        ..Matrix::default()
    };
    let mut ids: Vec<&str> = Vec::new();
    for act in &answer.acts {
        let title = words::upper_first(&act.title);
        let Some(code) = act.destination.as_deref() else {
            matrix.single.push((title, Cell::of(act)));
            continue;
        };
        let row = ids.iter().position(|id| *id == act.act).unwrap_or_else(|| {
            ids.push(&act.act);
            matrix.rows.push((title, vec![None; codes.len()]));
            ids.len() - 1
        });
        if let Some(column) = codes.iter().position(|c| *c == code) {
            matrix.rows[row].1[column] = Some(Cell::of(act));
        }
    }
    matrix
}

impl Matrix {
    fn cells(&self) -> impl Iterator<Item = &Cell> {
        self.rows
            .iter()
            .flat_map(|(_, cells)| cells.iter().flatten())
            .chain(self.single.iter().map(|(_, cell)| cell))
    }

    /// The entries of the legend: only what occurs.
    pub(crate) fn legend(&self, ascii: bool) -> Vec<String> {
        let mut marks: Vec<Mark> = self.cells().map(|c| c.mark).collect();
        if self.cells().any(|c| c.words.contains("not yet")) {
            marks.push(Mark::NotYet);
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

    /// The matrix in lines of at most `columns`.
    pub(crate) fn lines(&self, columns: usize, ascii: bool, colour: bool) -> Vec<String> {
        let grid = Grid { columns, ascii, colour };
        let longest = |titles: &mut dyn Iterator<Item = &String>| titles.map(|t| width(t)).max().unwrap_or(0);
        let title = longest(&mut self.rows.iter().map(|r| &r.0)).max(longest(&mut self.single.iter().map(|r| &r.0)));
        let titles = self.rows.iter().map(|r| &r.0).chain(self.single.iter().map(|r| &r.0));
        let word = titles
            .flat_map(|t| t.split_whitespace())
            .map(|w| width(w) + 2)
            .max()
            .unwrap_or(0)
            .min(title)
            .max(4);
        let wanted = self
            .cells()
            .map(|c| width(&c.text(ascii)))
            .chain(self.columns.iter().map(|c| width(c)))
            .max()
            .unwrap_or(0)
            + 2;
        let label = title
            .min(columns.saturating_sub(wanted * self.columns.len().max(1)))
            .max(title.min(columns / 4))
            .max(word)
            + 2;
        let room = columns.saturating_sub(label);
        if room < 16 {
            return grid.stacked(self);
        }
        let blocks = self.columns.len().div_ceil((room / 16).max(1)).max(1);
        let each = self.columns.len().div_ceil(blocks).max(1);
        let mut lines = Vec::new();
        for start in (0..self.columns.len()).step_by(each) {
            let end = (start + each).min(self.columns.len());
            if start > 0 {
                lines.push(String::new());
            }
            let column = (room / (end - start)).min(wanted.max(16));
            let heads: Vec<_> = self.columns[start..end]
                .iter()
                .map(|c| (wrap(c, column - 2, "", ""), None))
                .collect();
            lines.extend(grid.row("", label, &heads, column));
            for (title, cells) in &self.rows {
                let cells: Vec<_> = cells[start..end]
                    .iter()
                    .map(|cell| grid.cell(cell.as_ref(), column - 2))
                    .collect();
                lines.extend(grid.row(title, label, &cells, column));
            }
        }
        if !self.single.is_empty() {
            if !self.rows.is_empty() {
                lines.push(String::new());
            }
            for (title, cell) in &self.single {
                lines.extend(grid.row(title, label, &[grid.cell(Some(cell), room)], room));
            }
        }
        lines
    }
}

/// How the matrix is drawn.
#[derive(Clone, Copy)]
struct Grid {
    columns: usize,
    ascii: bool,
    colour: bool,
}

/// The lines of a cell and their colour.
type Drawn = (Vec<String>, Option<Mark>);

impl Grid {
    fn cell(self, cell: Option<&Cell>, columns: usize) -> Drawn {
        match cell {
            Some(cell) => {
                let symbol = format!("{} ", cell.mark.symbol(self.ascii));
                let words = cell.starred();
                // "permitted, not yet" is broken before "not", "open; now prohibited" before "now", and nowhere else.
                let parts: Vec<&str> = match words.find([',', ';']) {
                    Some(at) if width(&words) + 2 > columns => [&words[..=at], &words[at + 1..]].to_vec(),
                    _ => vec![&words],
                };
                let lines = parts
                    .iter()
                    .enumerate()
                    .flat_map(|(i, part)| wrap(part, columns, if i == 0 { &symbol } else { "  " }, "  "));
                (lines.collect(), Some(cell.mark))
            }
            None => (vec![String::new()], None),
        }
    }

    fn row(self, title: &str, label: usize, cells: &[Drawn], column: usize) -> Vec<String> {
        let titles = wrap(title, label.saturating_sub(2), "", "  ");
        let height = cells
            .iter()
            .map(|(lines, _)| lines.len())
            .chain([titles.len()])
            .max()
            .unwrap_or(0);
        (0..height)
            .map(|i| {
                let mut line = pad(titles.get(i).map_or("", String::as_str), label);
                for (n, (lines, mark)) in cells.iter().enumerate() {
                    let text = lines.get(i).map_or("", String::as_str);
                    let last = cells[n + 1..].iter().all(|(lines, _)| lines.len() <= i);
                    let blanks = if last { 0 } else { column.saturating_sub(width(text)) };
                    line.push_str(&self.painted(text, *mark));
                    line.push_str(&" ".repeat(blanks));
                }
                line.trim_end().to_owned()
            })
            .collect()
    }

    fn painted(self, text: &str, mark: Option<Mark>) -> String {
        match mark {
            Some(mark) if self.colour && !text.is_empty() => format!("{}{text}{RESET}", mark.colour()),
            _ => text.to_owned(),
        }
    }

    /// One line a cell, for narrow screens.
    fn stacked(self, matrix: &Matrix) -> Vec<String> {
        let mut lines = Vec::new();
        for (title, cells) in &matrix.rows {
            lines.extend(wrap(title, self.columns, "", "  "));
            for (name, cell) in matrix.columns.iter().zip(cells) {
                lines.extend(wrap(name, self.columns, "  ", "    "));
                lines.extend(self.below(cell.as_ref()));
            }
        }
        for (title, cell) in &matrix.single {
            lines.extend(wrap(title, self.columns, "", "  "));
            lines.extend(self.below(Some(cell)));
        }
        lines
    }

    fn below(self, cell: Option<&Cell>) -> Vec<String> {
        let (lines, mark) = self.cell(cell, self.columns.saturating_sub(4));
        lines
            .iter()
            .filter(|l| !l.is_empty())
            .map(|l| format!("    {}", self.painted(l, mark)))
            .collect()
    }
}
