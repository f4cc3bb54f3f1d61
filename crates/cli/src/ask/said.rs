//! What is typed at a question.

use safeconduct_casefile::interview::{Choice, Form, Question};
use safeconduct_casefile::{Asked, Plain};

/// What is meant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    Value(Plain),
    /// The value for every act and state.
    Everywhere,
    Nothing(Asked),
    Disputed,
    Back,
    Forward,
    /// To the question that was not asked yet.
    Front,
    Answer,
    List,
    Stop,
}

/// The keys that stand for no value, with what they mean, in the order in which they are shown.
const KEYS: [(&str, &str, Said); 6] = [
    ("b", "back", Said::Back),
    ("f", "forward", Said::Forward),
    ("e", "last question", Said::Front),
    ("a", "answer so far", Said::Answer),
    ("l", "list", Said::List),
    ("s", "stop", Said::Stop),
];

/// The replies without a value.
const NOTHING: [(&str, &str, Said); 4] = [
    ("u", "unknown: asked, and nobody knows", Said::Nothing(Asked::Unknown)),
    (
        "r",
        "refused: asked, and he declined to say",
        Said::Nothing(Asked::Refused),
    ),
    (
        "n",
        "not asked yet: come back to it later",
        Said::Nothing(Asked::NotAsked),
    ),
    ("d", "disputed: the evidence conflicts", Said::Disputed),
];

const EVERYWHERE: &str = "x";

/// The replies to a question: keys and what they mean.
pub(crate) fn replies(question: &Question) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = match &question.form {
        Form::Choices(choices) => {
            let one = |(i, c): (usize, &Choice)| ((i + 1).to_string(), clause(c));
            choices.iter().enumerate().map(one).collect()
        }
        Form::Day => vec![(
            "day".to_owned(),
            "written year-month-day, such as 2026-02-11".to_owned(),
        )],
        Form::Number => vec![("…".to_owned(), "a whole number".to_owned())],
    };
    if question.everywhere.is_some() {
        let text = "no, and the same for every other act and state".to_owned();
        all.push((EVERYWHERE.to_owned(), text));
    }
    all.extend(NOTHING.map(|(key, text, _)| (key.to_owned(), text.to_owned())));
    all
}

fn clause(choice: &Choice) -> String {
    match choice.word.as_str() {
        word @ ("yes" | "no") => format!("{word}: {}", choice.clause),
        _ => choice.clause.clone(),
    }
}

/// The other keys.
pub(crate) fn keys() -> Vec<(String, String)> {
    KEYS.map(|(key, text, _)| (key.to_owned(), text.to_owned())).to_vec()
}

/// What a text means at a question.
pub(crate) fn said(question: &Question, text: &str) -> Result<Said, String> {
    let letter = text.to_lowercase();
    let known = KEYS.iter().chain(&NOTHING).find(|(key, ..)| *key == letter);
    if let Some((.., said)) = known {
        return Ok(said.clone());
    }
    if letter == EVERYWHERE && question.everywhere.is_some() {
        return Ok(Said::Everywhere);
    }
    one(question, text)
        .map(Said::Value)
        .map_err(|problem| format!("{problem}; or one of the letters"))
}

/// A value: the number of a choice, its word, a day, a number.
pub(crate) fn one(question: &Question, text: &str) -> Result<Plain, String> {
    let Form::Choices(choices) = &question.form else {
        return question.value(text);
    };
    let number = text.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    number
        .and_then(|n| choices.get(n))
        .or_else(|| choices.iter().find(|c| c.word == text))
        .map(|c| c.value.clone())
        .ok_or_else(|| {
            format!(
                "`{text}` is none of the replies; type a number from 1 to {}",
                choices.len()
            )
        })
}

/// Several values of which nobody knows yet which is right.
pub(crate) fn several(question: &Question, text: &str) -> Result<Vec<Plain>, String> {
    let mut values = Vec::new();
    for word in text.split([' ', ',']).filter(|w| !w.is_empty()) {
        let value = one(question, word)?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if values.len() < 2 {
        return Err("a dispute is about at least two values; type them with blanks between them".to_owned());
    }
    Ok(values)
}
