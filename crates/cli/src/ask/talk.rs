//! One line asked for in the terminal.

use inquire::ui::{Color, ErrorMessageRenderConfig, RenderConfig, StyleSheet, Styled};
use inquire::validator::Validation;
use inquire::{InquireError, Text};

/// Why no line came.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Ctrl-C.
    Interrupted,
    /// The terminal does not work.
    Broken(String),
}

/// Asks for lines.
#[derive(Clone, Debug)]
pub(crate) struct Talk {
    look: RenderConfig<'static>,
}

impl Talk {
    pub(crate) fn new(colour: bool) -> Self {
        let mark = |text: &'static str| {
            let plain = Styled::new(text);
            if colour { plain.with_fg(Color::LightBlue) } else { plain }
        };
        let mut look = RenderConfig::empty()
            .with_prompt_prefix(mark(">"))
            .with_answered_prompt_prefix(mark(">"))
            .with_canceled_prompt_indicator(Styled::new(""))
            .with_error_message(ErrorMessageRenderConfig::empty().with_prefix(Styled::new("!")));
        if colour {
            look = look.with_answer(StyleSheet::new().with_fg(Color::LightCyan));
        }
        Self { look }
    }

    /// A line that passes the check; what is wrong is said, and the line asked for again.
    pub(crate) fn line<T>(&self, prompt: &str, check: impl Fn(&str) -> Result<T, String> + Clone) -> Result<T, Stop> {
        loop {
            let test = check.clone();
            let valid = move |text: &str| {
                Ok(match test(text.trim()) {
                    Ok(_) => Validation::Valid,
                    Err(message) => Validation::Invalid(message.into()),
                })
            };
            let asked = Text::new(prompt)
                .with_render_config(self.look)
                .with_validator(valid)
                .prompt();
            match asked {
                Ok(text) => {
                    if let Ok(value) = check(text.trim()) {
                        return Ok(value);
                    }
                }
                // Escape empties the line.
                Err(InquireError::OperationCanceled) => {}
                Err(InquireError::OperationInterrupted) => return Err(Stop::Interrupted),
                Err(problem) => return Err(Stop::Broken(problem.to_string())),
            }
        }
    }

    /// Whatever is typed; `None` where it is nothing.
    pub(crate) fn words(&self, prompt: &str) -> Result<Option<String>, Stop> {
        let text = self.line(prompt, |text| Ok(text.to_owned()))?;
        Ok((!text.is_empty()).then_some(text))
    }
}
