//! What of a Markdown file matters: headings that name provisions, the prose under them, and fences.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::ast::{Heading, Name, StatedIn, Text};
use crate::lexer::{is_name, span};
use crate::source::Diagnostic;

/// What a fence holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FenceKind {
    /// ` ```rule `: statements.
    Rule,
    /// ` ```case `: a case file.
    Case,
}

/// A fence whose content stands in one piece in the file.
#[derive(Clone, Debug)]
pub struct Fence {
    /// What it holds.
    pub kind: FenceKind,
    /// The bytes between the line that opens it and the line that closes it.
    pub content: Range<usize>,
    /// The provision under which it stands (index into [`Markdown::headings`]).
    pub heading: Option<usize>,
}

/// A Markdown file, read.
#[derive(Clone, Debug, Default)]
pub struct Markdown {
    /// The provisions.
    pub headings: Vec<Heading>,
    /// The fences, in order.
    pub fences: Vec<Fence>,
}

/// The words that begin a paragraph which says why a provision has no rule.
const NOT_MODELLED: &str = "not modelled:";

/// The words that begin a paragraph which says what carries a provision.
const STATED_IN: &str = "stated in:";

/// Finds headings, prose and fences.
pub fn read(file: u32, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Markdown {
    let mut reader = Reader {
        file,
        text,
        diagnostics,
        out: Markdown::default(),
        current: None,
        prose: Vec::new(),
        prose_from: 0,
    };
    // Some editors put a byte order mark first, which is no part of the text.
    let skipped = text.len() - text.trim_start_matches('\u{feff}').len();
    reader.prose_from = skipped;
    let mut depth = 0usize;
    let mut heading: Option<HeadingDraft> = None;
    let mut fence: Option<FenceDraft> = None;
    let events = Parser::new_ext(text.get(skipped..).unwrap_or(""), Options::empty()).into_offset_iter();
    for (event, range) in events {
        let range = range.start + skipped..range.end + skipped;
        match event {
            Event::Start(tag) => {
                match tag {
                    Tag::Heading { level, .. } if depth == 0 => {
                        reader.end_prose(range.start);
                        heading = Some(HeadingDraft::new(level));
                    }
                    Tag::Paragraph if depth == 0 => reader.paragraph(range),
                    Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                        fence = Some(FenceDraft {
                            info: info.to_string(),
                            range,
                            nested: depth > 0,
                            text: String::new(),
                        });
                    }
                    _ => {}
                }
                depth += 1;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::Heading(_) if depth == 0 => {
                        if let Some(draft) = heading.take() {
                            reader.heading(draft, range.end);
                        }
                    }
                    TagEnd::CodeBlock => {
                        if let Some(draft) = fence.take() {
                            reader.fence(&draft);
                        }
                    }
                    _ => {}
                }
            }
            Event::Code(code) => {
                if let Some(draft) = &mut heading {
                    draft.code(&code, range);
                }
            }
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => {
                if let Some(draft) = &mut fence {
                    draft.text.push_str(&words);
                } else if let Some(draft) = &mut heading {
                    draft.words(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(draft) = &mut heading {
                    draft.words(" ");
                }
            }
            _ => {}
        }
    }
    reader.end_prose(text.len());
    reader.out
}

/// A heading being read.
struct HeadingDraft {
    level: u8,
    id: Option<Range<usize>>,
    title: String,
    started: bool,
}

impl HeadingDraft {
    fn new(level: HeadingLevel) -> Self {
        Self {
            level: level as u8,
            id: None,
            title: String::new(),
            started: false,
        }
    }

    fn code(&mut self, code: &str, range: Range<usize>) {
        if self.started {
            self.title.push_str(code);
        } else {
            self.id = Some(range);
        }
        self.started = true;
    }

    fn words(&mut self, words: &str) {
        self.title.push_str(words);
        self.started = true;
    }
}

/// A fence being read.
struct FenceDraft {
    info: String,
    range: Range<usize>,
    nested: bool,
    text: String,
}

struct Reader<'a> {
    file: u32,
    text: &'a str,
    diagnostics: &'a mut Vec<Diagnostic>,
    out: Markdown,
    /// The provision that is open.
    current: Option<usize>,
    /// The pieces of its prose.
    prose: Vec<Range<usize>>,
    prose_from: usize,
}

impl Reader<'_> {
    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Ends the prose of the provision that is open, and the provision.
    fn end_prose(&mut self, at: usize) {
        self.prose.push(self.prose_from..at.max(self.prose_from));
        let pieces: Vec<&str> = self
            .prose
            .iter()
            .map(|r| self.text.get(r.clone()).unwrap_or("").trim())
            .filter(|s| !s.is_empty())
            .collect();
        let prose = pieces.join("\n\n");
        if let Some(heading) = self.current.take().and_then(|i| self.out.headings.get_mut(i)) {
            heading.prose = prose;
        }
        self.prose.clear();
        self.prose_from = at;
    }

    fn heading(&mut self, draft: HeadingDraft, end: usize) {
        self.prose_from = end;
        let Some(range) = draft.id else { return };
        let raw = self.slice(range.clone());
        let id = raw.trim_matches('`').trim().to_owned();
        let start = range.start + raw.find(id.as_str()).unwrap_or(0);
        let place = span(self.file, start..start + id.len());
        if !is_name(&id) {
            self.diagnostics.push(
                Diagnostic::warning(
                    "heading-name",
                    place,
                    format!("`{id}` is not a name, so this heading is no provision"),
                )
                .label("names are made of letters, digits, `_` and `.`")
                .help("write paragraphs as segments, as in `treaty.109.3`"),
            );
            return;
        }
        self.current = Some(self.out.headings.len());
        self.out.headings.push(Heading {
            id: Name { text: id, span: place },
            title: draft.title.trim().to_owned(),
            level: draft.level,
            prose: String::new(),
            not_modelled: None,
            stated_in: None,
        });
    }

    fn paragraph(&mut self, range: Range<usize>) {
        let text = self.slice(range.clone());
        let lead = text.len() - text.trim_start().len();
        let text = text.trim();
        let begins = |with: &str| text.get(..with.len()).is_some_and(|t| t.eq_ignore_ascii_case(with));
        if begins(STATED_IN) {
            let start = range.start + lead;
            return self.stated_in(start..start + text.len());
        }
        if !begins(NOT_MODELLED) {
            return;
        }
        let reason = text[NOT_MODELLED.len()..]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        let start = range.start + lead;
        let place = span(self.file, start..start + text.len());
        if reason.is_empty() {
            self.diagnostics.push(
                Diagnostic::error("not-modelled-reason", place, "`not modelled:` gives no reason")
                    .label("say in one line why there is no rule"),
            );
        }
        let open = self.current.and_then(|i| self.out.headings.get_mut(i));
        if let Some(heading) = open {
            heading.not_modelled.get_or_insert(Text {
                text: reason,
                span: place,
            });
        } else {
            self.diagnostics.push(
                Diagnostic::warning("not-modelled-place", place, "`not modelled:` stands under no provision")
                    .label("the heading above has no name in backticks"),
            );
        }
    }

    /// `` stated in: `hc.2.1`, `survey` — optional words ``
    fn stated_in(&mut self, range: Range<usize>) {
        let place = span(self.file, range.clone());
        let from = range.start + STATED_IN.len();
        let (names, words) = listed(self.slice(from..range.end));
        let names: Vec<Name> = names
            .into_iter()
            .map(|r| Name {
                text: self.slice(from + r.start..from + r.end).to_owned(),
                span: span(self.file, from + r.start..from + r.end),
            })
            .collect();
        if names.is_empty() {
            self.diagnostics.push(
                Diagnostic::error("stated-in-names", place, "`stated in:` names no statement")
                    .label("no name in backticks follows")
                    .help("name the statements, as in: stated in: `treaty.109.3`, `private_interview`"),
            );
            return;
        }
        let Some(heading) = self.current.and_then(|i| self.out.headings.get_mut(i)) else {
            self.diagnostics.push(
                Diagnostic::warning("stated-in-place", place, "`stated in:` stands under no provision")
                    .label("the heading above has no name in backticks"),
            );
            return;
        };
        match &mut heading.stated_in {
            Some(known) => {
                known.names.extend(names);
                known.words = match (known.words.take(), words) {
                    (Some(a), Some(b)) => Some(format!("{a} {b}")),
                    (a, b) => a.or(b),
                };
            }
            None => heading.stated_in = Some(StatedIn { names, words }),
        }
    }

    fn fence(&mut self, draft: &FenceDraft) {
        let word = draft.info.split_whitespace().next().unwrap_or("");
        let kind = match word {
            "rule" => FenceKind::Rule,
            "case" => FenceKind::Case,
            other => return self.other_fence(other, &draft.range),
        };
        let block = self.slice(draft.range.clone()).to_owned();
        let opening = block.lines().next().unwrap_or("").len();
        let place = span(self.file, draft.range.start..draft.range.start + opening);
        if !draft.nested {
            self.prose.push(self.prose_from..draft.range.start.max(self.prose_from));
            self.prose_from = draft.range.end;
        }
        let start = draft.range.start + block.find('\n').map_or(block.len(), |n| n + 1);
        let before = self.slice(0..draft.range.start);
        let at_line_start = before.is_empty() || before.ends_with(['\n', '\u{feff}']);
        if draft.nested || !at_line_start || block.starts_with(' ') {
            self.diagnostics.push(
                Diagnostic::error(
                    "nested-fence",
                    place,
                    format!("a `{word}` fence inside a list, a quotation or an indented line is not read"),
                )
                .label("it does not begin at the beginning of its line")
                .help("move the fence out of the list or quotation, to the beginning of the line"),
            );
            return;
        }
        let Some(end) = closing(&block).map(|n| draft.range.start + n).filter(|n| *n >= start) else {
            self.diagnostics.push(
                Diagnostic::error("unclosed-fence", place, format!("this `{word}` fence is not closed"))
                    .label("opened here")
                    .help("close it with a line of the same backticks"),
            );
            return;
        };
        let plain = |s: &str| s.replace(['\r', '\0', '\u{fffd}'], "");
        if plain(&draft.text) != plain(self.slice(start..end)) {
            self.diagnostics.push(
                Diagnostic::error(
                    "nested-fence",
                    place,
                    format!("the content of this `{word}` fence does not stand in one piece"),
                )
                .label("opened here"),
            );
            return;
        }
        self.out.fences.push(Fence {
            kind,
            content: start..end,
            heading: self.current,
        });
    }

    /// Says so where the author may have meant `rule` or `case`.
    fn other_fence(&mut self, word: &str, range: &Range<usize>) {
        let lower = word.to_lowercase();
        let meant = ["rule", "case"]
            .into_iter()
            .find(|m| lower.strip_suffix('s').unwrap_or(&lower) == *m);
        if let Some(meant) = meant {
            let opening = self.slice(range.clone()).lines().next().unwrap_or("").len();
            let place = span(self.file, range.start..range.start + opening);
            self.diagnostics.push(
                Diagnostic::error(
                    "fence-name",
                    place,
                    format!("fences are marked `rule` or `case`, found `{word}`"),
                )
                .label("nothing in this fence is read")
                .help(format!("did you mean `{meant}`?")),
            );
        }
    }
}

/// The names in backticks with which a text begins, between commas or `and`, and the words after them.
fn listed(text: &str) -> (Vec<Range<usize>>, Option<String>) {
    let mut names = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or("");
        let next = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',' && !names.is_empty());
        let next = match next.strip_prefix("and") {
            Some(more) if !names.is_empty() && more.trim_start().starts_with('`') => more.trim_start(),
            _ => next,
        };
        let Some(end) = next.strip_prefix('`').and_then(|name| name.find('`')) else {
            break;
        };
        let start = text.len() - next.len() + 1;
        names.push(start..start + end);
        at = start + end + 1;
    }
    let rest = text
        .get(at..)
        .unwrap_or("")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let words = rest.trim_start_matches(['—', '–', '-', ':', ';', ',', ' ']);
    (names, (!words.is_empty()).then(|| words.to_owned()))
}

/// Where in a fenced block the line that closes it begins.
fn closing(block: &str) -> Option<usize> {
    let mark = block.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let width = block.chars().take_while(|c| *c == mark).count();
    let body = block.trim_end_matches(['\n', '\r']);
    let start = body.rfind('\n')? + 1;
    let line = &body[start..];
    let indent = line.len() - line.trim_start_matches(' ').len();
    let line = line.trim();
    let closes = indent < 4 && line.chars().all(|c| c == mark) && line.chars().count() >= width;
    closes.then_some(start)
}
