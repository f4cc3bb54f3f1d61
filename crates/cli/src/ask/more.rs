//! What is asked after a reply: of how many acts it is meant, which values are disputed, where a finding comes from.

use super::said;
use super::session::Session;
use super::talk::Stop;
use crate::output::Output;
use safeconduct_casefile::interview::{Evidence, Form, Question, Reply, a_day};

impl Session<'_> {
    /// The path of a question that has no value, or of all its kind: what is not known of one plan is seldom known of another.
    pub(super) fn of_how_many(&self, question: &Question) -> Result<String, Stop> {
        let Some(all) = &question.everywhere else {
            return Ok(question.path.clone());
        };
        let every = self.talk.line(
            "For every act and every state? (y; Enter: this one)",
            |text| match text {
                "" | "n" => Ok(false),
                "y" => Ok(true),
                _ => Err("y, or Enter".to_owned()),
            },
        )?;
        Ok(if every { all.path.clone() } else { question.path.clone() })
    }

    pub(super) fn dispute(&self, question: &Question, output: &mut Output) -> Result<Reply, Stop> {
        let values = match &question.form {
            Form::Choices(choices) if choices.len() == 2 => choices.iter().map(|c| c.value.clone()).collect(),
            _ => {
                output.print("\nWhich values are put forward? At least two, with blanks between them.\n");
                self.talk.line("Values:", |text| said::several(question, text))?
            }
        };
        output.print("\nBoth are kept, and in the end the answer is given for each. Who says what, and why?\n");
        let why = self.talk.words("Why (Enter: nothing):")?;
        Ok(Reply::Disputed(values, why))
    }

    pub(super) fn evidence(&self, question: &Question) -> Result<Evidence, Stop> {
        let source = self.talk.words("Source (Enter: none):")?;
        let bodies = &self.rulebook.bodies;
        let shown = match question.shown_by.is_empty() {
            true => String::new(),
            false => format!(", such as {}", question.shown_by.join(", ")),
        };
        let found_by = self.talk.line(&format!("Found by{shown} (Enter: not said):"), |text| {
            let id = text.replace(' ', "_");
            match id.as_str() {
                "" => Ok(None),
                _ if bodies.contains(&id) => Ok(Some(id)),
                _ => Err(format!("`{text}` is none of {}", bodies.join(", "))),
            }
        })?;
        let since = self
            .talk
            .line("Holds since which day? (Enter: not said)", |text| match text {
                "" => Ok(None),
                _ => a_day(text).map(Some),
            })?;
        Ok(Evidence {
            source,
            found_by,
            since,
            ..Evidence::default()
        })
    }
}
