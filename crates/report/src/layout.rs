//! Lines that fit: cleaning, measuring, wrapping, padding.

use unicode_width::UnicodeWidthStr;

/// The narrowest width that is honoured.
pub(crate) const NARROWEST: usize = 24;

/// Bold.
pub(crate) const BOLD: &str = "\x1b[1m";
/// End of colour.
pub(crate) const RESET: &str = "\x1b[0m";

/// One line without control characters, marks that turn the direction of writing, and runs of blanks: what a case file says
/// must not be able to rewrite the screen.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' => {}
            c if c.is_control() || c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Columns of a terminal.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// A blank at which no line is broken, while lines are made.
const HELD: char = '\u{a0}';

/// "art 118(1)" is not torn apart.
fn whole_citations(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(" art ") {
        let (before, after) = rest.split_at(at + 5);
        let number = after.starts_with(|c: char| c.is_ascii_digit());
        out.push_str(if number { before.trim_end() } else { before });
        if number {
            out.push(HELD);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// The text in lines of at most `columns`, the first after `first`, the others after `rest`. Never empty.
pub fn wrap(text: &str, columns: usize, first: &str, rest: &str) -> Vec<String> {
    let text = whole_citations(&clean(text));
    let options = textwrap::Options::new(columns.max(4))
        .initial_indent(first)
        .subsequent_indent(rest)
        .break_words(true)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    let lines: Vec<String> = textwrap::wrap(&text, options)
        .into_iter()
        .map(|line| line.trim_end().replace(HELD, " "))
        .collect();
    if lines.is_empty() {
        vec![first.trim_end().to_owned()]
    } else {
        lines
    }
}

/// Blanks up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// Cut to `columns`, with dots where something was cut.
pub fn cut(text: &str, columns: usize) -> String {
    let text = clean(text);
    if width(&text) <= columns {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        let mut longer = out.clone();
        longer.push(c);
        if width(&longer) + 1 > columns {
            break;
        }
        out = longer;
    }
    format!("{}…", out.trim_end())
}

/// Lines as a text: no empty ones at its end, and a line end after the last.
pub fn text(mut lines: Vec<String>) -> String {
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let mut text = lines.join("\n");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn screens_cannot_be_rewritten() {
        assert_eq!(clean("a\x1b[2J\r\nb \u{202e}c"), "a [2J b c");
    }

    #[test]
    fn hangul_counts_double() {
        assert_eq!(width("조선민주주의인민공화국"), 22);
        for line in wrap("조선민주주의인민공화국", 9, "- ", "  ") {
            assert!(width(&line) <= 9, "{line}");
        }
        assert!(width(&cut("조선민주주의인민공화국", 10)) <= 10);
    }
}
