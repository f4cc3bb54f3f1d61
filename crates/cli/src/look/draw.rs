//! Pages as text for a terminal.

use super::page::{Entry, Page, Section};
use crate::output::Output;
use safeconduct_report::layout::{self, wrap};
use safeconduct_report::text::TextOptions;

/// Lines in the making.
pub(crate) struct Sheet {
    options: TextOptions,
    out: Vec<String>,
}

impl Sheet {
    pub(crate) fn new(output: &Output, ascii: bool) -> Self {
        Self {
            options: output.text_options(ascii),
            out: Vec::new(),
        }
    }

    pub(crate) fn width(&self) -> usize {
        self.options.width
    }

    /// A line as it is.
    pub(crate) fn line(&mut self, line: &str) {
        let line = self.typed(line);
        self.out.push(line);
    }

    /// The text, in ASCII where that is asked for.
    pub(crate) fn typed(&self, text: &str) -> String {
        if self.options.ascii {
            plain(text)
        } else {
            text.to_owned()
        }
    }

    /// An empty line, but never two.
    pub(crate) fn blank(&mut self) {
        if self.out.last().is_some_and(|l| !l.is_empty()) {
            self.out.push(String::new());
        }
    }

    /// A wrapped paragraph.
    pub(crate) fn put(&mut self, text: &str, first: &str, rest: &str) {
        let text = self.typed(text);
        self.out.extend(wrap(&text, self.options.width, first, rest));
    }

    /// A wrapped heading, bold where there is colour.
    pub(crate) fn heading(&mut self, text: &str, indent: &str) {
        let text = self.typed(text);
        for line in wrap(&text, self.options.width, indent, &format!("{indent}  ")) {
            self.out.push(if self.options.colour {
                format!("\x1b[1m{line}\x1b[0m")
            } else {
                line
            });
        }
    }

    pub(crate) fn pages(&mut self, pages: &[Page]) {
        for page in pages {
            self.blank();
            self.page(page, 0);
        }
    }

    fn page(&mut self, page: &Page, depth: usize) {
        let indent = " ".repeat(2 * depth);
        let inner = format!("{indent}  ");
        self.heading(
            &format!("{} {}: {}", page.kind.to_uppercase(), page.id, page.title),
            &indent,
        );
        let source = [page.citation.as_deref(), page.place.as_deref()];
        let source: Vec<&str> = source.into_iter().flatten().collect();
        if !source.is_empty() {
            self.put(&source.join(" | "), &inner, &inner);
        }
        for words in &page.words {
            self.blank();
            self.markdown(words, &inner);
        }
        if let Some(says) = &page.says {
            self.blank();
            self.put(says, &inner, &inner);
        }
        if let Some(mark) = &page.unverified {
            self.unverified(mark, &inner);
        }
        for section in &page.sections {
            self.blank();
            self.section(section, &inner);
        }
        for part in &page.parts {
            self.blank();
            self.page(part, depth + 1);
        }
        for section in &page.around {
            self.blank();
            self.section(section, &inner);
        }
    }

    /// A paragraph of Markdown: lists, tables and what is indented keep their lines.
    fn markdown(&mut self, words: &str, indent: &str) {
        let own_lines =
            |l: &str| l.starts_with(['|', '-', '*', '>', '#']) && !l.starts_with("**") || l.starts_with("    ");
        if words.lines().any(own_lines) {
            for line in words.lines() {
                self.put(line, indent, &format!("{indent}  "));
            }
        } else {
            self.put(words, indent, indent);
        }
    }

    fn unverified(&mut self, mark: &str, indent: &str) {
        self.put(&format!("Not verified: {mark}"), indent, &format!("{indent}  "));
    }

    fn section(&mut self, section: &Section, indent: &str) {
        self.put(&format!("{}:", section.heading), indent, indent);
        for entry in &section.entries {
            self.entry(entry, indent);
        }
    }

    fn entry(&mut self, entry: &Entry, indent: &str) {
        let inner = format!("{indent}  ");
        self.put(&lead(entry), &format!("{indent}- "), &inner);
        if let Some(mark) = &entry.unverified {
            self.unverified(mark, &inner);
        }
        for section in &entry.below {
            self.section(section, &inner);
        }
    }

    pub(crate) fn finish(self) -> String {
        layout::text(self.out)
    }
}

/// An entry in one line.
fn lead(entry: &Entry) -> String {
    let mut out = String::new();
    if let Some(id) = &entry.id {
        out.push_str(id);
    }
    if let Some(title) = &entry.title {
        out.push_str(&format!(" “{title}”"));
    }
    if let Some(citation) = &entry.citation {
        out.push_str(&format!(" ({citation})"));
    }
    match &entry.text {
        Some(text) if out.is_empty() => out.push_str(text),
        Some(text) => out.push_str(&format!(": {text}")),
        None => {}
    }
    out
}

/// Quotation marks and dashes as they are typed.
fn plain(text: &str) -> String {
    (text.replace(['“', '”'], "\"").replace(['‘', '’'], "'"))
        .replace(['–', '—'], "-")
        .replace('…', "...")
        .replace('§', "s.")
}
