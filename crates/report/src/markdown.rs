//! An answer as Markdown, for a memo: the same content as the text.

use crate::content::{Content, Item, Reason, Section};
use crate::layout::clean;
use crate::matrix::{GOING, Matrix};
use crate::names::Names;
use safeconduct_engine::answer::Answer;

/// The answer as Markdown; ends with a newline.
pub fn render(answer: &Answer) -> String {
    render_named(answer, &Names::of(answer))
}

/// The same, with names that the answer alone does not give (see [`Names::with_rulebook`]).
pub fn render_named(answer: &Answer, names: &Names) -> String {
    let content = Content::of(answer, names);
    let mut out = vec![format!("# Case {}", escape(&content.case)), String::new()];
    let held = crate::words::upper_first(&content.held);
    out.extend([format!("{}.", escape(&held)), String::new()]);
    heading(&mut out, "Answer");
    let summary = content.summary.iter();
    out.extend(summary.map(|l| format!("- {} {}", escape(l.mark.symbol(false)), escape(&l.text))));
    out.push(String::new());
    let header = content.header.iter().map(|line| format!("{}.", escape(line)));
    out.extend([header.collect::<Vec<_>>().join("  \n"), String::new()]);
    matrix(&mut out, &content.matrix);
    out.extend(
        content
            .banners
            .iter()
            .flat_map(|banner| [format!("> **{}**", escape(banner)), String::new()]),
    );
    heading(&mut out, "Why");
    if let Some(throughout) = &content.throughout {
        out.extend([escape(throughout), String::new()]);
    }
    content.reasons.iter().for_each(|r| reason(&mut out, r));
    out.push(String::new());
    content.sections.iter().for_each(|s| section(&mut out, s));
    if !content.disclaimer.trim().is_empty() {
        out.extend([
            "---".to_owned(),
            String::new(),
            escape(&content.disclaimer),
            String::new(),
        ]);
    }
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    let mut text = out.join("\n");
    text.push('\n');
    text
}

/// Text that Markdown prints as it stands, in a paragraph as in a table.
pub(crate) fn escape(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    for (i, c) in text.char_indices() {
        let mark = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '<' | '&' => true,
            '#' | '+' | '-' | '>' | '=' => i == 0,
            '.' | ')' => i > 0 && text[..i].chars().all(|d| d.is_ascii_digit()),
            _ => false,
        };
        if mark {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

pub(crate) fn heading(out: &mut Vec<String>, text: &str) {
    out.extend([format!("## {}", escape(text)), String::new()]);
}

fn table(out: &mut Vec<String>, columns: &[String], rows: impl Iterator<Item = Vec<String>>) {
    out.push(format!("| {} |", columns.join(" | ")));
    out.push(format!("|{}", " --- |".repeat(columns.len())));
    out.extend(rows.map(|row| format!("| {} |", row.join(" | "))));
    out.push(String::new());
}

fn matrix(out: &mut Vec<String>, matrix: &Matrix) {
    if !matrix.rows.is_empty() {
        let columns: Vec<String> = [GOING.to_owned()]
            .into_iter()
            .chain(matrix.columns.iter().map(|c| escape(c)))
            .collect();
        let rows = matrix.rows.iter().map(|(title, cells)| {
            let cells = cells
                .iter()
                .map(|cell| cell.as_ref().map(|c| escape(&c.text(false))).unwrap_or_default());
            [escape(title)].into_iter().chain(cells).collect()
        });
        table(out, &columns, rows);
    }
    if !matrix.blocks.is_empty() {
        let columns = ["Other acts", "Answer", "Which"].map(str::to_owned);
        let rows = matrix.blocks.iter().flat_map(|block| {
            (block.entries.iter().enumerate()).map(move |(i, (cell, acts))| {
                let heading = if i == 0 { block.heading } else { "" };
                vec![heading.to_owned(), escape(&cell.text(false)), escape(acts)]
            })
        });
        table(out, &columns, rows);
    }
    if let Some(text) = &matrix.not_open {
        out.extend([escape(text), String::new()]);
    }
    let legend: Vec<String> = matrix.legend(false).iter().map(|entry| escape(entry)).collect();
    if !legend.is_empty() {
        out.extend([legend.join("; "), String::new()]);
    }
}

fn reason(out: &mut Vec<String>, reason: &Reason) {
    let mut text = format!("- {} **{}**", escape(reason.mark.symbol(false)), escape(&reason.lead));
    for sentence in &reason.sentences {
        text.push_str(&format!(" {}", escape(sentence)));
    }
    out.push(text);
    out.extend(
        reason
            .grounds
            .iter()
            .chain(&reason.after)
            .map(|s| format!("  - {}", escape(s))),
    );
}

pub(crate) fn section(out: &mut Vec<String>, section: &Section) {
    heading(out, &section.heading);
    if let Some(intro) = &section.intro {
        out.extend([escape(intro), String::new()]);
    }
    if section.items.is_empty() {
        return;
    }
    if section.columns.is_empty() {
        for (i, item) in section.items.iter().enumerate() {
            list_item(out, item, section.numbered.then_some(i + 1));
        }
        out.push(String::new());
        return;
    }
    let number = section.numbered.then(|| "No.".to_owned());
    let columns: Vec<String> = number
        .into_iter()
        .chain(section.columns.iter().map(|c| (*c).to_owned()))
        .collect();
    let rows = section.items.iter().enumerate().map(|(i, item)| {
        let number = section.numbered.then(|| (i + 1).to_string());
        number.into_iter().chain(item.cells.iter().map(|c| escape(c))).collect()
    });
    table(out, &columns, rows);
}

fn list_item(out: &mut Vec<String>, item: &Item, number: Option<usize>) {
    let (mark, indent) = number.map_or(("- ".to_owned(), "  ".to_owned()), |n| {
        let mark = format!("{n}. ");
        let indent = " ".repeat(mark.len());
        (mark, indent)
    });
    out.push(format!("{mark}{}", escape(&item.text)));
    out.extend(item.below.iter().map(|b| format!("{indent}- {}", escape(b))));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_is_printed_as_it_stands() {
        assert_eq!(escape("# a | *b* <script>\n1. c"), "\\# a \\| \\*b\\* \\<script> 1. c");
        assert_eq!(escape("1. c"), "1\\. c");
        assert_eq!(escape("GC III art 118(1)"), "GC III art 118(1)");
    }
}
