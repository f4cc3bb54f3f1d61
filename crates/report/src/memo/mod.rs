//! The argument on one act and destination as a legal memo: question, short answer, rule, application, conclusion.
//!
//! - [`text()`], [`markdown()`]: two renderings of one content, so that they cannot say different things;
//! - [`json()`]: the argument as it is, for a program.

mod application;
mod besides;
mod doubt;
mod points;
mod short;
pub mod table;

use crate::content::{Section, held, short_digest};
use crate::names::Names;
use crate::text::{Page, TextOptions};
use crate::{json, layout, markdown as md, words};
use points::Sheet;
use safeconduct_engine::answer::Answer;
use safeconduct_engine::argument::Argument;

/// How much is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// One to three sentences.
    Sentence,
    /// The memo.
    Steps,
    /// The memo with everything that was looked at, both sides of what is contested, and how firmly the verdict stands.
    Full,
}

/// The numbers of the sections.
const ROMAN: [&str; 12] = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

/// A memo, before it is laid out.
#[derive(Debug)]
struct Memo {
    title: String,
    about: Vec<String>,
    sections: Vec<Section>,
    disclaimer: String,
}

impl Memo {
    fn of(mut sheet: Sheet<'_>) -> Self {
        let (answer, names, depth) = (&sheet.argument.answer, sheet.names, sheet.depth);
        let mut sections = vec![
            Section {
                heading: "Question presented".to_owned(),
                intro: Some(short::question(&sheet)),
                ..Section::default()
            },
            Section {
                heading: "Short answer".to_owned(),
                intro: Some(short::answer(&sheet).join(" ")),
                ..Section::default()
            },
        ];
        sections.extend(application::of(&mut sheet));
        sections.extend(besides::set_aside(&mut sheet));
        sections.extend(doubt::of(&mut sheet));
        sections.push(besides::steps(&sheet));
        sections.push(Section {
            heading: "Conclusion".to_owned(),
            intro: Some(short::conclusion(&sheet).join(" ")),
            ..Section::default()
        });
        sections.retain(|s| s.intro.is_some() || !s.items.is_empty());
        for (i, section) in sections.iter_mut().enumerate() {
            section.heading = format!("{}. {}", ROMAN.get(i).unwrap_or(&"*"), section.heading);
        }
        sections.extend(besides::rests_on(&mut sheet));
        sections.retain(|s| s.intro.is_some() || !s.items.is_empty());
        let digest = match depth {
            Depth::Full => answer.rulebook.digest.clone(),
            _ => short_digest(&answer.rulebook.digest),
        };
        Self {
            title: format!(
                "Memo: {}",
                words::lower_first(&names.cell(&sheet.act.act, sheet.act.destination.as_deref()))
            ),
            about: vec![
                format!("Case {}, {}", answer.case, held(answer)),
                profile(answer, names),
                format!("Rulebook {}, {digest}", answer.rulebook.version),
            ],
            sections,
            disclaimer: answer.disclaimer.clone(),
        }
    }
}

/// The profile, and the positions that replace its own.
fn profile(answer: &Answer, names: &Names) -> String {
    let profile = format!("Profile {}", names.profile(&answer.profile));
    let taken = answer.readings.iter();
    let taken: Vec<String> = taken
        .map(|(q, p)| words::clause(&crate::sections::taken(names, q, p)).to_owned())
        .collect();
    match taken.is_empty() {
        true => profile,
        false => format!("{profile}; read otherwise: {}", taken.join("; ")),
    }
}

/// The argument as JSON; ends with a newline. `docs/cli.md` describes it.
pub fn json(argument: &Argument) -> String {
    json::pretty(argument)
}

/// The memo as text; ends with a newline.
pub fn text(argument: &Argument, names: &Names, depth: Depth, options: &TextOptions) -> String {
    let Some(sheet) = Sheet::new(argument, names, depth) else {
        return String::new();
    };
    let mut page = Page::new(*options);
    if depth == Depth::Sentence {
        page.paragraph(&short::answer(&sheet).join(" "));
        return page.finish();
    }
    let memo = Memo::of(sheet);
    page.heading(&memo.title);
    page.blank();
    for line in &memo.about {
        page.lines(layout::wrap(line, page.width, "", "  "));
    }
    memo.sections.iter().for_each(|s| page.section(s));
    if !memo.disclaimer.trim().is_empty() {
        page.blank();
        page.paragraph(&memo.disclaimer);
    }
    page.finish()
}

/// The memo as Markdown; ends with a newline.
pub fn markdown(argument: &Argument, names: &Names, depth: Depth) -> String {
    let Some(sheet) = Sheet::new(argument, names, depth) else {
        return String::new();
    };
    if depth == Depth::Sentence {
        return format!("{}\n", md::escape(&short::answer(&sheet).join(" ")));
    }
    let memo = Memo::of(sheet);
    let mut out = vec![format!("# {}", md::escape(&memo.title)), String::new()];
    let about: Vec<String> = memo.about.iter().map(|line| format!("{}.", md::escape(line))).collect();
    out.extend([about.join("  \n"), String::new()]);
    memo.sections.iter().for_each(|s| md::section(&mut out, s));
    if !memo.disclaimer.trim().is_empty() {
        let rule = "---".to_owned();
        out.extend([rule, String::new(), md::escape(&memo.disclaimer), String::new()]);
    }
    layout::text(out)
}
