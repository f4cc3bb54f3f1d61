//! The states of a case.

use crate::file::Word;
use crate::tree::shorten;
use safeconduct_engine::situation::State;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{Diagnostic, nearest};

/// Whether a word has the form of a state's code: capital letters, perhaps digits after the first, two to eight of them.
pub fn is_code(text: &str) -> bool {
    (2..=8).contains(&text.len())
        && text.starts_with(|c: char| c.is_ascii_uppercase())
        && text
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// Advice on a code.
pub(crate) fn code_help(text: &str) -> String {
    let upper = text.to_ascii_uppercase();
    let general = "the code of a state is written in capital letters, such as KR";
    if text.len() <= 3 && is_code(&upper) {
        format!("{general}; did you mean `{upper}`?")
    } else {
        general.to_owned()
    }
}

/// A state as the rulebook knows it.
pub(crate) fn state(rulebook: &Rulebook, code: &str) -> State {
    let name = rulebook
        .states
        .iter()
        .find(|s| s.code == code)
        .map_or(code, |s| s.name.as_str());
    State {
        code: code.to_owned(),
        name: name.to_owned(),
    }
}

/// The states of a case, fixed before anything is said about them.
#[derive(Clone, Debug, Default)]
pub(crate) struct States {
    pub(crate) detaining: String,
    pub(crate) codes: Vec<String>,
}

impl States {
    /// Adds a state unless it is there.
    pub(crate) fn add(&mut self, code: &str) {
        if !self.codes.iter().any(|c| c == code) {
            self.codes.push(code.to_owned());
        }
    }

    /// Its index.
    pub(crate) fn index(&self, code: &str) -> Option<u32> {
        self.codes
            .iter()
            .position(|c| c == code)
            .and_then(|i| u32::try_from(i).ok())
    }

    /// The index of a state that something is said about.
    pub(crate) fn find(&self, word: &Word) -> Result<u32, Diagnostic> {
        if let Some(index) = self.index(&word.text) {
            return Ok(index);
        }
        let code = shorten(&word.text);
        if !self.detaining.is_empty() && word.text == self.detaining {
            let message = format!("{code} is the detaining power; this is said about other states only");
            return Err(Diagnostic::error("detaining-power", word.span, message));
        }
        let message = format!("{code} is not a state of this case");
        let mut help = format!("name {code} in `destinations`, in a role or under a relation");
        if self.codes.is_empty() {
            help.push_str("; the case has no state besides the detaining power");
        } else {
            help.push_str(&format!("; the states are {}", self.codes.join(", ")));
        }
        if let Some(near) = nearest(&word.text, self.codes.iter().map(String::as_str))
            .filter(|n| n.chars().next() == word.text.chars().next())
        {
            help.push_str(&format!("; did you mean {near}?"));
        }
        Err(Diagnostic::error("unknown-state", word.span, message).help(help))
    }
}

/// Complains about a word that has not the form of a code.
pub(crate) fn check_code(word: &Word, what: &str, out: &mut Vec<Diagnostic>) -> bool {
    if is_code(&word.text) {
        return true;
    }
    let message = format!(
        "{what} takes the code of a state, but this is `{}`",
        shorten(&word.text)
    );
    out.push(Diagnostic::error("bad-state", word.span, message).help(code_help(&word.text)));
    false
}
