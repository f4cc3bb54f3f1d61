//! The matrix drawn in lines that fit.

use crate::layout::{RESET, pad, width, wrap};
use crate::matrix::{Cell, GOING, Matrix};
use crate::words::Mark;

/// Below so many columns the answers stand below the acts.
const NARROW: usize = 60;

/// The matrix in lines of at most `columns`.
pub(crate) fn lines(matrix: &Matrix, columns: usize, ascii: bool, colour: bool) -> Vec<String> {
    let grid = Grid { columns, ascii, colour };
    let mut parts = vec![grid.going(matrix), grid.blocks(matrix)];
    if let Some(text) = &matrix.not_open {
        parts.push(wrap(
            text,
            columns,
            &format!("{} ", Mark::Unavailable.symbol(ascii)),
            "  ",
        ));
    }
    parts.retain(|lines| !lines.is_empty());
    parts.join(&String::new())
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
    /// Acts with a destination.
    fn going(self, matrix: &Matrix) -> Vec<String> {
        if matrix.rows.is_empty() {
            return Vec::new();
        }
        let titles = || matrix.rows.iter().map(|r| r.0.as_str()).chain([GOING]);
        let title = titles().map(width).max().unwrap_or(0);
        let word = titles()
            .flat_map(str::split_whitespace)
            .map(|w| width(w) + 2)
            .max()
            .unwrap_or(0)
            .min(title)
            .max(4);
        let cells = matrix.rows.iter().flat_map(|(_, cells)| cells.iter().flatten());
        let wanted = cells
            .map(|c| width(&c.text(self.ascii)))
            .chain(matrix.columns.iter().map(|c| width(c)))
            .max()
            .unwrap_or(0)
            + 2;
        let label = title
            .min(self.columns.saturating_sub(wanted * matrix.columns.len().max(1)))
            .max(title.min(self.columns / 4))
            .max(word)
            + 2;
        let room = self.columns.saturating_sub(label);
        if room < 16 {
            return self.stacked(matrix);
        }
        let blocks = matrix.columns.len().div_ceil((room / 16).max(1)).max(1);
        let each = matrix.columns.len().div_ceil(blocks).max(1);
        let mut lines = Vec::new();
        for start in (0..matrix.columns.len()).step_by(each) {
            let end = (start + each).min(matrix.columns.len());
            if start > 0 {
                lines.push(String::new());
            }
            let column = (room / (end - start)).min(wanted.max(16));
            let heads: Vec<_> = matrix.columns[start..end]
                .iter()
                .map(|c| (wrap(c, column - 2, "", ""), None))
                .collect();
            lines.extend(self.row(GOING, label, &heads, column));
            for (title, cells) in &matrix.rows {
                let cells: Vec<_> = cells[start..end]
                    .iter()
                    .map(|cell| self.cell(cell.as_ref(), column - 2))
                    .collect();
                lines.extend(self.row(&format!("  {title}"), label, &cells, column));
            }
        }
        lines
    }

    /// Acts without a destination: the answer first, then the acts.
    fn blocks(self, matrix: &Matrix) -> Vec<String> {
        let entries = matrix.blocks.iter().flat_map(|b| &b.entries);
        let answer = entries.map(|(c, _)| width(&c.text(self.ascii))).max().unwrap_or(0) + 4;
        let mut lines = Vec::new();
        for block in &matrix.blocks {
            lines.extend(wrap(block.heading, self.columns, "", "  "));
            for (cell, titles) in &block.entries {
                if self.columns < NARROW {
                    lines.extend(wrap(titles, self.columns, "  ", "    "));
                    lines.extend(self.below(Some(cell)));
                    continue;
                }
                let text = cell.text(self.ascii);
                let acts = wrap(titles, self.columns.saturating_sub(answer), "", "");
                for (i, act) in acts.iter().enumerate() {
                    let (shown, blanks) = if i == 0 {
                        (self.painted(&text, Some(cell.mark)), answer - 2 - width(&text))
                    } else {
                        (String::new(), answer - 2)
                    };
                    lines.push(format!("  {shown}{}{act}", " ".repeat(blanks)).trim_end().to_owned());
                }
            }
        }
        lines
    }

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

    /// A title that begins with blanks is indented.
    fn row(self, title: &str, label: usize, cells: &[Drawn], column: usize) -> Vec<String> {
        let indent = if title.starts_with(' ') { "  " } else { "" };
        let titles = wrap(title, label.saturating_sub(2), indent, &format!("{indent}  "));
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
        let mut lines = wrap(GOING, self.columns, "", "  ");
        for (title, cells) in &matrix.rows {
            lines.extend(wrap(title, self.columns, "", "  "));
            for (name, cell) in matrix.columns.iter().zip(cells) {
                lines.extend(wrap(name, self.columns, "  ", "    "));
                lines.extend(self.below(cell.as_ref()));
            }
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
