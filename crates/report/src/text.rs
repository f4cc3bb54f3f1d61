//! An answer as text for a terminal: the answer first, then the matrix, why, what must come first, what is due, missing
//! and contested.

use crate::content::{Content, Reason, Section};
use crate::grid;
use crate::layout::{BOLD, NARROWEST, RESET, cut, width, wrap};
use crate::names::Names;
use crate::words::Mark;
use safeconduct_engine::answer::Answer;

/// How text is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// Columns; fewer than 24 count as 24.
    pub width: usize,
    /// Whether to colour. Colour never says anything that words and symbols do not say.
    pub colour: bool,
    /// Whether to use no symbols beyond ASCII. (What the case and the rulebook say is printed as it is.)
    pub ascii: bool,
}

impl Default for TextOptions {
    /// 80 columns, no colour.
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
            ascii: false,
        }
    }
}

/// The answer as text; ends with a newline.
pub fn render(answer: &Answer, options: &TextOptions) -> String {
    render_named(answer, &Names::of(answer), options)
}

/// The same, with names that the answer alone does not give (see [`Names::with_rulebook`]).
pub fn render_named(answer: &Answer, names: &Names, options: &TextOptions) -> String {
    let content = Content::of(answer, names);
    let mut page = Page::new(*options);
    page.answer(&content);
    page.heading("Why");
    if let Some(throughout) = &content.throughout {
        page.paragraph(throughout);
    }
    content.reasons.iter().for_each(|r| page.reason(r));
    content.sections.iter().for_each(|s| page.section(s));
    if !content.disclaimer.trim().is_empty() {
        page.blank();
        page.paragraph(&content.disclaimer);
    }
    page.finish()
}

/// Lines in the making.
pub(crate) struct Page {
    pub(crate) width: usize,
    options: TextOptions,
    out: Vec<String>,
}

impl Page {
    pub(crate) fn new(options: TextOptions) -> Self {
        Self {
            width: options.width.max(NARROWEST),
            options,
            out: Vec::new(),
        }
    }

    pub(crate) fn line(&mut self, line: String) {
        self.out.push(line);
    }

    pub(crate) fn lines(&mut self, lines: Vec<String>) {
        self.out.extend(lines);
    }

    pub(crate) fn blank(&mut self) {
        if self.out.last().is_some_and(|l| !l.is_empty()) {
            self.out.push(String::new());
        }
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        self.lines(wrap(text, self.width, "", ""));
    }

    pub(crate) fn bullet(&mut self, text: &str) {
        self.lines(wrap(text, self.width, "- ", "  "));
    }

    pub(crate) fn below(&mut self, text: &str) {
        self.lines(wrap(text, self.width, "  - ", "    "));
    }

    /// The answer before its reasons: the header, the matrix, and what must not be overlooked.
    pub(crate) fn answer(&mut self, content: &Content) {
        let TextOptions { ascii, colour, .. } = self.options;
        self.header(content);
        self.blank();
        self.lines(grid::lines(&content.matrix, self.width, ascii, colour));
        self.blank();
        self.legend(&content.matrix.legend(ascii));
        if !content.banners.is_empty() {
            self.blank();
        }
        content.banners.iter().for_each(|banner| self.banner(banner));
    }

    /// The case in a line, the answer, then profile and rulebook; on a narrow screen nothing is cut.
    pub(crate) fn header(&mut self, content: &Content) {
        if self.width < 60 {
            let case = format!("Case {}, {}", content.case, content.held);
            self.lines(wrap(&case, self.width, "", "  "));
        } else {
            // A long name is cut, never the day.
            let room = self.width.saturating_sub(width(&content.held) + 7).max(8);
            let case = format!("Case {}, {}", cut(&content.case, room), content.held);
            self.line(cut(&case, self.width));
        }
        for line in &content.summary {
            self.marked(line.mark, &line.text);
        }
        if !content.summary.is_empty() {
            self.blank();
        }
        for line in &content.header {
            if self.width < 60 {
                self.lines(wrap(line, self.width, "", "  "));
            } else {
                self.line(cut(line, self.width));
            }
        }
    }

    /// A paragraph after its symbol.
    pub(crate) fn marked(&mut self, mark: Mark, text: &str) {
        let symbol = mark.symbol(self.options.ascii);
        let mut lines = wrap(text, self.width, &format!("{symbol} "), "  ");
        if self.options.colour {
            let rest = lines[0].strip_prefix(symbol).unwrap_or_default().to_owned();
            lines[0] = format!("{}{symbol}{RESET}{rest}", mark.colour());
        }
        self.lines(lines);
    }

    pub(crate) fn banner(&mut self, text: &str) {
        let lines = wrap(text, self.width, "!! ", "   ");
        self.lines(lines.into_iter().map(|l| self.painted(BOLD, &l)).collect());
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.blank();
        let lines = wrap(&text.to_uppercase(), self.width, "", "");
        self.lines(lines.into_iter().map(|l| self.painted(BOLD, &l)).collect());
    }

    fn painted(&self, colour: &str, text: &str) -> String {
        if self.options.colour {
            format!("{colour}{text}{RESET}")
        } else {
            text.to_owned()
        }
    }

    pub(crate) fn legend(&mut self, entries: &[String]) {
        let mut line = String::new();
        for entry in entries {
            let longer = if line.is_empty() {
                entry.clone()
            } else {
                format!("{line}; {entry}")
            };
            if width(&longer) + 1 > self.width && !line.is_empty() {
                let full = format!("{line};");
                self.lines(wrap(&full, self.width, "", "  "));
                line.clone_from(entry);
            } else {
                line = longer;
            }
        }
        if !line.is_empty() {
            self.lines(wrap(&line, self.width, "", "  "));
        }
    }

    fn reason(&mut self, reason: &Reason) {
        let text = [&reason.lead]
            .into_iter()
            .chain(&reason.sentences)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" ");
        self.marked(reason.mark, &text);
        for ground in &reason.grounds {
            self.lines(wrap(ground, self.width, "  - ", "    "));
        }
        for sentence in &reason.after {
            self.lines(wrap(sentence, self.width, "  ", "  "));
        }
    }

    pub(crate) fn section(&mut self, section: &Section) {
        self.heading(&section.heading);
        if let Some(intro) = &section.intro {
            self.paragraph(intro);
        }
        for (i, item) in section.items.iter().enumerate() {
            if section.numbered {
                let number = format!("{}. ", i + 1);
                self.lines(wrap(&item.text, self.width, &number, &" ".repeat(number.len())));
            } else {
                self.bullet(&item.text);
            }
            item.below.iter().for_each(|text| self.below(text));
        }
    }

    pub(crate) fn finish(self) -> String {
        crate::layout::text(self.out)
    }
}
