//! `safeconduct assess`

use crate::args::{Assess, Format};
use crate::output::Output;
use crate::{Failure, cases, law};
use safeconduct_engine::answer::Answer;
use safeconduct_report::names::Names;
use safeconduct_report::{json, markdown, text};
use safeconduct_rulebook::model::Rulebook;

pub(crate) fn run(command: &Assess, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let overrides = cases::overrides(&command.changes);
    let mut answers = Vec::new();
    let mut wrong = false;
    for path in &command.cases {
        let answer =
            cases::case(path, &rulebook, output).and_then(|case| cases::answer(&case, &rulebook, &overrides, output));
        match answer {
            Ok(answer) => answers.push(answer),
            Err(Failure::Input(text)) => {
                output.complain(&text);
                wrong = true;
            }
            Err(failure) => return Err(failure),
        }
    }
    if wrong {
        // Every bad case has been complained about; an incomplete list of answers would be mistaken for a complete one.
        return Err(Failure::Input(String::new()));
    }
    let printed = match command.format {
        Format::Json => match answers.as_slice() {
            [answer] => json::render_one(answer),
            several => json::render_many(several),
        },
        Format::Text => {
            let options = output.text_options(command.ascii);
            join(&answers, |a| text::render_named(a, &names(a, &rulebook), &options))
        }
        Format::Markdown => join(&answers, |a| markdown::render_named(a, &names(a, &rulebook))),
    };
    output.print(&printed);
    Ok(())
}

fn names(answer: &Answer, rulebook: &Rulebook) -> Names {
    Names::of(answer).with_rulebook(rulebook)
}

/// One after the other, with an empty line between them.
fn join(answers: &[Answer], render: impl Fn(&Answer) -> String) -> String {
    answers.iter().map(render).collect::<Vec<_>>().join("\n")
}
