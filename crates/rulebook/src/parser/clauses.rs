//! The clauses of a statement: which may follow, in which order, and those that several statements share.

use crate::ast::{Cite, Text};
use crate::lexer::Kind;
use crate::source::{Diagnostic, Span, nearest};

use super::cursor::{Parser, Read};
use super::words::STATEMENTS;

/// One kind of clause that a statement may have.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clause {
    /// The words with which it may begin; `=is` stands for any name followed by `is`.
    words: &'static [&'static str],
    /// Whether it may stand several times.
    repeats: bool,
    /// Whether it always begins a line.
    breaks: bool,
}

/// A clause that begins with one of these words and stands once.
pub(super) const fn once(words: &'static [&'static str]) -> Clause {
    Clause {
        words,
        repeats: false,
        breaks: true,
    }
}

/// A clause that begins with one of these words and may be repeated.
pub(super) const fn many(words: &'static [&'static str]) -> Clause {
    Clause {
        words,
        repeats: true,
        breaks: true,
    }
}

/// A clause that stands once and may stand on the line of the one before it.
pub(super) const fn along(words: &'static [&'static str]) -> Clause {
    Clause {
        words,
        repeats: false,
        breaks: false,
    }
}

/// `cite …`
pub(super) const CITE: Clause = once(&["cite"]);
/// `unverified …`
pub(super) const UNVERIFIED: Clause = once(&["unverified"]);
/// `under …`
pub(super) const UNDER: Clause = many(&["under"]);
/// `when …`
pub(super) const WHEN: Clause = once(&["when"]);

/// `cite` and `unverified`.
#[derive(Debug, Default)]
pub(super) struct Sources {
    pub(super) cites: Vec<Cite>,
    pub(super) unverified: Option<Text>,
}

impl Sources {
    /// Reads the clause, if it is one of the two.
    pub(super) fn read(&mut self, p: &mut Parser<'_>, word: &str) -> Option<Read<()>> {
        match word {
            "cite" => Some(p.list(Parser::cite).map(|cites| self.cites = cites)),
            "unverified" => Some(
                p.quoted("what nobody has checked")
                    .map(|text| self.unverified = Some(text)),
            ),
            _ => None,
        }
    }
}

impl Parser<'_> {
    /// Reads clauses to the end of the statement. `read` reads one, after its first word; for a clause that begins with a name it gets
    /// the word after the name, and reads both.
    pub(super) fn clauses(&mut self, known: &[Clause], mut read: impl FnMut(&mut Self, &str) -> Read<()>) {
        self.clauses_until(known, &[], 2, &mut read);
    }

    /// Reads clauses up to one of `stop`.
    pub(super) fn clauses_until(
        &mut self,
        known: &[Clause],
        stop: &[&str],
        indent: usize,
        read: &mut dyn FnMut(&mut Self, &str) -> Read<()>,
    ) {
        let mut seen = vec![None; known.len()];
        let mut last: Option<usize> = None;
        while self.ahead(0).is_some() {
            if self.word(0).is_some_and(|w| stop.contains(&w)) {
                break;
            }
            if self.misplaced_title() {
                continue;
            }
            let Some((index, word)) = self.clause(known) else {
                if self.not_a_clause(known, stop) {
                    continue;
                }
                break;
            };
            self.place(known, &mut seen, index, &mut last);
            self.mark(indent, known.get(index).is_some_and(|c| c.breaks));
            let result = match word.strip_prefix('=') {
                Some(word) => read(self, word),
                None => {
                    self.at += 1;
                    read(self, word)
                }
            };
            if result.is_err() {
                self.recover(known, stop);
            }
        }
    }

    /// Which clause begins here.
    fn clause(&self, known: &[Clause]) -> Option<(usize, &'static str)> {
        let word = self.word(0)?;
        let fits = |w: &&'static str| match w.strip_prefix('=') {
            Some(second) => self.word(1) == Some(second),
            None => *w == word,
        };
        // A name before a keyword wins: a question may be named `default`.
        let find = |named: bool| {
            known.iter().enumerate().find_map(|(i, c)| {
                c.words
                    .iter()
                    .copied()
                    .filter(|w| w.starts_with('=') == named)
                    .find(|w| fits(w))
                    .map(|w| (i, w))
            })
        };
        find(true).or_else(|| find(false))
    }

    /// Notes where the clause stands; reports it where it was there before or comes too late.
    fn place(&mut self, known: &[Clause], seen: &mut [Option<Span>], index: usize, last: &mut Option<usize>) {
        let (here, shown) = (self.here(), self.word(0).unwrap_or("").to_owned());
        let words = known.get(index).map_or::<&[&str], _>(&[], |c| c.words);
        let Some(place) = seen.get_mut(index) else {
            return;
        };
        if let Some(first) = place.filter(|_| !known.get(index).is_some_and(|c| c.repeats)) {
            self.diagnostics.push(
                Diagnostic::error(
                    "repeated-clause",
                    here,
                    format!("expected {} once, found it again", alternatives(words)),
                )
                .label("a second time")
                .related(first, "first here"),
            );
            return;
        }
        place.get_or_insert(here);
        if let Some(before) = last.filter(|l| *l > index) {
            let after = seen.get(before).copied().flatten();
            let mut diagnostic = Diagnostic::warning(
                "clause-order",
                here,
                format!("expected `{shown}` further up, found it after a clause that follows it"),
            )
            .label("this belongs further up")
            .help(format!("the order is: {}", order(known)));
            diagnostic
                .related
                .extend(after.map(|s| (s, "this follows it".to_owned())));
            self.diagnostics.push(diagnostic);
            return;
        }
        *last = Some(index);
    }

    /// Takes a title that stands among the clauses.
    fn misplaced_title(&mut self) -> bool {
        if self.title.is_some() || !self.is(Kind::Text) {
            return false;
        }
        let Some(text) = self.eat_quoted() else {
            return false;
        };
        if self.keyword != "alias" {
            self.diagnostics.push(
                Diagnostic::error(
                    "title-place",
                    text.span,
                    format!("the title of this {} does not stand after its name", self.keyword),
                )
                .label("this looks like the title")
                .help("put it directly after the name"),
            );
        }
        self.title = Some(text);
        true
    }

    /// Reports something that begins no clause and looks for the next one. False where the statement ends here.
    fn not_a_clause(&mut self, known: &[Clause], stop: &[&str]) -> bool {
        let token = self.ahead(0).copied();
        let first = token.is_some_and(|t| t.first);
        let word = self.word(0);
        if let Some(word) =
            word.filter(|w| first && STATEMENTS.contains(w) && self.ahead(2).is_some_and(|t| t.kind == Kind::Text))
        {
            self.diagnostics.push(
                Diagnostic::error(
                    "unknown-statement",
                    self.here(),
                    format!("expected a statement at the beginning of a line, found `{word}` indented"),
                )
                .label("indented")
                .help(format!("put `{word}` at the beginning of the line")),
            );
            self.at = self.tokens.len();
            return false;
        }
        let words = || {
            known
                .iter()
                .flat_map(|c| c.words.iter().copied())
                .filter(|w| !w.starts_with('='))
        };
        if first && word.is_some() {
            let mut diagnostic = Diagnostic::error(
                "unknown-clause",
                self.here(),
                format!("expected a clause of `{}`, found {}", self.keyword, self.found()),
            )
            .label(format!("`{}` has no such clause", self.keyword));
            diagnostic.help = Some(
                match word.and_then(|w| nearest(w, words().chain(stop.iter().copied()))) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("the clauses of `{}` are: {}", self.keyword, order(known)),
                },
            );
            self.diagnostics.push(diagnostic);
        } else {
            let near: Vec<&str> = words().collect();
            self.unexpected("unexpected", "the next clause", &near);
        }
        self.at += 1;
        self.recover(known, stop);
        true
    }

    /// Goes to the next line that begins with a clause.
    fn recover(&mut self, known: &[Clause], stop: &[&str]) {
        while let Some(token) = self.ahead(0) {
            let stops = self.word(0).is_some_and(|w| {
                stop.contains(&w) || STATEMENTS.contains(&w) && self.ahead(2).is_some_and(|t| t.kind == Kind::Text)
            });
            if token.first && (stops || self.clause(known).is_some()) {
                break;
            }
            self.at += 1;
        }
    }
}

/// The clauses of a statement in their order.
fn order(known: &[Clause]) -> String {
    let words: Vec<String> = known
        .iter()
        .filter(|c| !c.words.iter().any(|w| matches!(*w, "cite" | "unverified")))
        .map(|c| alternatives(c.words))
        .collect();
    words.join(", ")
}

fn alternatives(words: &[&str]) -> String {
    let shown: Vec<String> = words
        .iter()
        .map(|w| match *w {
            "=is" => "`QUESTION is POSITION`".to_owned(),
            "=over" => "`RULE over RULE`".to_owned(),
            w => format!("`{w}`"),
        })
        .collect();
    shown.join(" or ")
}
