//! What an interview says: a question with its reasons, how things stand, and what follows from each side of a dispute.

use crate::content::Content;
use crate::layout::{RESET, pad, width, wrap};
use crate::names::Names;
use crate::text::{Page, TextOptions};
use crate::words::{self, Mark};
use safeconduct_engine::answer::{ActAnswer, Answer};

/// A question, ready to be asked.
#[derive(Clone, Debug, Default)]
pub struct Screen {
    /// Its number, counted from one.
    pub number: usize,
    /// What it is about, in a few words.
    pub title: String,
    /// How many questions there can be in all, at most.
    pub at_most: usize,
    /// How many answers are settled, of how many.
    pub settled: (usize, usize),
    /// The question.
    pub ask: String,
    /// Whether it asks for what the person says.
    pub wish: bool,
    /// The acts to which the reply matters, as the engine names them.
    pub bears_on: Vec<String>,
    /// The statements of the rulebook that read it: title and citation.
    pub rules: Vec<(String, String)>,
    /// Who shows it.
    pub shown_by: Vec<String>,
    /// To what standard.
    pub standard: String,
    /// What was replied before.
    pub replied: Option<String>,
    /// What can be replied: the key and what it means.
    pub replies: Vec<(String, String)>,
    /// What else can be typed: the key and what it does.
    pub keys: Vec<(String, String)>,
}

/// The escape sequence for what is kept but does not count.
const FAINT: &str = "\x1b[2m";

/// So many rules are named.
const RULES: usize = 2;

/// The question as text; ends with a newline.
pub fn screen(screen: &Screen, names: &Names, options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.heading(&format!("Question {}: {}", screen.number, screen.title));
    let (settled, all) = screen.settled;
    page.paragraph(&format!(
        "{} of at most {}; {settled} of {} settled so far.",
        screen.number,
        words::count(screen.at_most, "question", "questions"),
        words::count(all, "answer is", "answers are")
    ));
    page.blank();
    page.paragraph(&screen.ask);
    if screen.wish {
        page.paragraph(
            "This is about his own will: only his own words count, and how he came to say them. The order of the replies means nothing.",
        );
    }
    page.blank();
    if !screen.bears_on.is_empty() {
        let cells: Vec<(&str, Option<&str>)> = screen.bears_on.iter().map(|a| parts(a)).collect();
        let open = all.saturating_sub(settled);
        let many = match cells.len() {
            n if screen.replied.is_some() => words::count(n, "answer", "answers"),
            1 if open == 1 => "the one answer that is open".to_owned(),
            n if n == open => format!("all {n} answers that are open"),
            n => format!("{n} of the {open} answers that are open"),
        };
        page.labelled(
            "Why it is asked",
            &format!("it can change {many}: {}.", names.about(&cells)),
        );
    }
    if !screen.rules.is_empty() {
        page.labelled("Needed by", &format!("{}.", rules(&screen.rules)));
    }
    let shown: Vec<String> = screen.shown_by.iter().map(|b| words::plain(b)).collect();
    let shown = words::list(shown, "or");
    match (shown.is_empty(), screen.standard.is_empty()) {
        (false, false) => page.labelled("Shown by", &format!("{shown}; standard: {}.", screen.standard)),
        (false, true) => page.labelled("Shown by", &format!("{shown}.")),
        (true, false) => page.labelled("Standard", &format!("{}.", screen.standard)),
        (true, true) => {}
    }
    if let Some(reply) = &screen.replied {
        let idle = match screen.bears_on.is_empty() {
            true => " As things stand it bears on no act; it is kept.",
            false => "",
        };
        page.labelled("Your reply", &format!("{reply}.{idle}"));
    }
    page.blank();
    for (key, text) in &screen.replies {
        page.keyed(key, text);
    }
    page.blank();
    let keys: Vec<String> = screen.keys.iter().map(|(key, text)| format!("{key} {text}")).collect();
    page.paragraph(&keys.join(" · ").replace('·', if options.ascii { "|" } else { "·" }));
    page.finish()
}

fn rules(rules: &[(String, String)]) -> String {
    let cited = |(title, citation): &(String, String)| match citation.is_empty() {
        true => title.clone(),
        false => format!("{title} ({citation})"),
    };
    // One more is named rather than counted.
    let shown = if rules.len() == RULES + 1 { RULES + 1 } else { RULES };
    let mut named: Vec<String> = rules.iter().take(shown).map(cited).collect();
    if rules.len() > shown {
        named.push(format!("and {} others", rules.len() - shown));
    }
    named.join("; ")
}

fn parts(act: &str) -> (&str, Option<&str>) {
    act.split_once(" to ").map_or((act, None), |(act, to)| (act, Some(to)))
}

/// How things stand: the answer in a few lines, and the verdicts; ends with a newline.
pub fn standing(answer: &Answer, names: &Names, options: &TextOptions) -> String {
    let content = Content::of(answer, names);
    let mut page = Page::new(*options);
    page.answer(&content);
    page.finish()
}

/// The answer in a few lines; ends with a newline.
pub fn short(answer: &Answer, names: &Names, options: &TextOptions) -> String {
    let content = Content::of(answer, names);
    let mut page = Page::new(*options);
    page.header(&content);
    page.finish()
}

/// What follows from each side of a dispute: for each value its clause, and the answer if it is so. Only acts that come out differently are shown.
pub fn branches(title: &str, sides: &[(String, Answer)], names: &Names, options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.heading(&format!("Disputed: {title}"));
    let letters: Vec<String> = ('A'..='Z').take(sides.len()).map(String::from).collect();
    for (letter, (clause, _)) in letters.iter().zip(sides) {
        page.keyed(letter, &words::sentence(clause));
    }
    let mut rows: Vec<(String, Vec<String>)> = Vec::new();
    for act in sides.first().map_or(&[][..], |(_, a)| &a.acts) {
        let same = |a: &&ActAnswer| a.act == act.act && a.destination == act.destination;
        let cells: Vec<(String, String)> = sides
            .iter()
            .filter_map(|(_, answer)| answer.acts.iter().find(same))
            .map(|a| (a.verdict.clone(), a.now.clone()))
            .collect();
        if cells.iter().any(|c| *c != cells[0]) {
            let name = names.cells(&[(act.act.as_str(), act.destination.as_deref())]);
            let said = cells.iter().map(|(verdict, now)| {
                let (mark, text) = words::cell(verdict, now);
                format!("{} {text}", mark_of(mark, options))
            });
            rows.push((name, said.collect()));
        }
    }
    page.blank();
    if rows.is_empty() {
        page.paragraph("No verdict depends on which of them is right, as things stand.");
        return page.finish();
    }
    table(&mut page, &letters, &rows);
    let total = sides.first().map_or(0, |(_, a)| a.acts.len());
    let others = total - rows.len();
    if others > 0 {
        let same = words::count(others, "other act comes", "other acts come");
        page.paragraph(&format!("The {same} out the same whichever is right."));
    }
    page.finish()
}

fn mark_of(mark: Mark, options: &TextOptions) -> &'static str {
    mark.symbol(options.ascii)
}

/// Rows side by side where the columns fit, otherwise one below the other.
fn table(page: &mut Page, letters: &[String], rows: &[(String, Vec<String>)]) {
    let column = rows
        .iter()
        .flat_map(|(_, cells)| cells)
        .map(|c| width(c))
        .max()
        .unwrap_or(0)
        + 2;
    let first = page.width.saturating_sub(column * letters.len());
    if first < 24 {
        for (name, cells) in rows {
            page.bullet(&format!("{name}:"));
            for (letter, cell) in letters.iter().zip(cells) {
                page.below(&format!("{letter}: {cell}"));
            }
        }
        return;
    }
    let line = |name: &str, cells: &[String]| {
        let cells: String = cells.iter().map(|c| pad(c, column)).collect();
        format!("{}{cells}", pad(name, first)).trim_end().to_owned()
    };
    page.line(line("", letters));
    for (name, cells) in rows {
        let names = wrap(name, first - 2, "", "  ");
        for (i, part) in names.iter().enumerate() {
            let cells = if i == 0 { &cells[..] } else { &[] };
            page.line(line(part, cells));
        }
    }
}

/// What was replied so far: a number, the reply, and a remark; ends with a newline.
pub fn replies(rows: &[(usize, String, Option<&str>)], options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.heading("What was replied");
    for (number, text, remark) in rows {
        let remark = remark.map_or(String::new(), |r| format!(" [{r}]"));
        let lines = wrap(
            &format!("{text}{remark}"),
            page.width,
            &format!("{number:>3}  "),
            "     ",
        );
        let faint = options.colour && !remark.is_empty();
        page.lines(
            lines
                .into_iter()
                .map(|l| if faint { format!("{FAINT}{l}{RESET}") } else { l })
                .collect(),
        );
    }
    page.finish()
}

/// What is said in a paragraph, with lines below it; ends with a newline.
pub fn note(text: &str, below: &[String], options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.paragraph(text);
    below.iter().for_each(|line| page.below(line));
    page.finish()
}

/// What is said in a paragraph, and what can be chosen below it: key and meaning; ends with a newline.
pub fn offer(text: &str, choices: &[(String, String)], options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.paragraph(text);
    choices.iter().for_each(|(key, text)| page.keyed(key, text));
    page.finish()
}

impl Page {
    /// `Shown by: a court.`, the lines after the first set in.
    fn labelled(&mut self, label: &str, text: &str) {
        self.lines(wrap(&format!("{label}: {text}"), self.width, "", "  "));
    }

    /// A key and what it stands for.
    fn keyed(&mut self, key: &str, text: &str) {
        self.lines(wrap(text, self.width, &format!("{key:>3}  "), "     "));
    }
}
