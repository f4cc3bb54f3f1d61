//! Clauses put together so that nobody has to guess what belongs to what: simple pairs stand as they are, everything
//! else gets letters, `(a)` at the first level, `(i)` within it, and so on.

use super::list;

/// A clause, or what is made of several; never all within all, nor any within any.
#[derive(Clone, Debug)]
pub enum Said {
    /// One clause.
    One(String),
    /// All of them hold.
    All(Vec<Said>),
    /// At least one of them holds.
    Any(Vec<Said>),
    /// None of them holds.
    None(Vec<Said>),
    /// There is a state such that this holds.
    Some {
        /// `state`, `home state`.
        state: &'static str,
        /// What holds of it.
        such: Box<Said>,
    },
    /// Of every such state this holds.
    Every {
        /// `state`, `home state`.
        state: &'static str,
        /// Which states; all where it is `None`.
        such: Option<Box<Said>>,
        /// What holds of them.
        body: Box<Said>,
    },
}

impl Said {
    /// A clause.
    pub fn one(text: impl Into<String>) -> Self {
        Self::One(text.into())
    }

    /// Several together, with those of the same kind drawn up.
    pub fn join(parts: Vec<Said>, and: bool) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::All(inner) if and => flat.extend(inner),
                Self::Any(inner) if !and => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match (flat.len(), and) {
            (0, true) => Self::one("in any case"),
            (0, false) => Self::one("in no case"),
            (1, _) => flat.remove(0),
            (_, true) => Self::All(flat),
            (_, false) => Self::Any(flat),
        }
    }

    /// As a clause that stands by itself.
    pub fn text(&self) -> String {
        self.at(0)
    }

    /// As a clause whose own list, if it needs one, is marked for this level.
    fn at(&self, level: usize) -> String {
        match self {
            Self::One(text) => text.clone(),
            Self::All(parts) if plain(parts) => pair(parts, "and"),
            Self::Any(parts) if plain(parts) => format!("either {}", pair(parts, "or")),
            Self::All(parts) if level == 0 => marked(parts, "and", level),
            Self::All(parts) if parts.len() == 2 => format!("both {}", marked(parts, "and", level)),
            Self::All(parts) => format!("all of this is so: {}", marked(parts, "and", level)),
            Self::Any(parts) => format!("either {}", marked(parts, "or", level)),
            Self::None(parts) => match parts.as_slice() {
                [part] => format!("it is not the case that {}", part.at(level)),
                _ if plain(parts) => format!("it is neither the case that {}", pair(parts, "nor that")),
                _ => format!("none of this is so: {}", marked(parts, "or", level)),
            },
            Self::Some { state, such } => format!("there is a {state} {}", such_that(such, level)),
            Self::Every { state, such, body } => {
                let which = such
                    .as_ref()
                    .map_or_else(String::new, |such| format!(" {}", such_that(such, level)));
                // Two lists with the same marks in one breath would be hard to tell apart.
                let body_level = level + usize::from(which.contains("("));
                let comma = if which.is_empty() { "" } else { "," };
                format!("of every {state}{which}{comma} it is true that {}", body.at(body_level))
            }
        }
    }

    fn is_simple(&self) -> bool {
        matches!(self, Self::One(text) if !breaks(text))
    }
}

/// `such that …`; `that …` where the clause begins with the state itself.
fn such_that(such: &Said, level: usize) -> String {
    let text = such.at(level);
    let own = text
        .strip_prefix("that state ")
        .filter(|_| matches!(such, Said::One(_)));
    own.map_or_else(|| format!("such that {text}"), |rest| format!("that {rest}"))
}

/// Whether a text has something in it that could be taken for the end of a clause or a list.
pub(super) fn breaks(text: &str) -> bool {
    text.contains([',', ';', ':'])
        || [" and ", " or ", " nor ", " while ", " until "]
            .iter()
            .any(|w| text.contains(w))
}

/// Two simple clauses, of which nobody can mistake the border.
fn plain(parts: &[Said]) -> bool {
    parts.len() == 2 && parts.iter().all(Said::is_simple)
}

fn pair(parts: &[Said], word: &str) -> String {
    list(&parts.iter().map(|p| p.at(0)).collect::<Vec<_>>(), word)
}

fn marked(parts: &[Said], word: &str, level: usize) -> String {
    let items: Vec<String> = parts.iter().map(|p| p.at(level + 1)).collect();
    enumerate(&items, word, level)
}

/// `(a) …, (b) …, and (c) …`.
pub(super) fn enumerate(items: &[String], word: &str, level: usize) -> String {
    let last = items.len().saturating_sub(1);
    let mut out = String::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push_str(if i == last { ", " } else { "," });
            if i == last {
                out.push_str(word);
            }
            out.push(' ');
        }
        out.push_str(&format!("({}) {item}", mark(i, level)));
    }
    out
}

/// The mark of an item: letters, Roman numbers, capitals, figures.
fn mark(i: usize, level: usize) -> String {
    let letter = |first: u8| {
        let n = u8::try_from(i).ok().filter(|n| *n < 26);
        n.map_or_else(|| (i + 1).to_string(), |n| char::from(first + n).to_string())
    };
    match level {
        0 => letter(b'a'),
        1 => roman(i + 1),
        2 => letter(b'A'),
        _ => (i + 1).to_string(),
    }
}

/// A small Roman number.
fn roman(mut n: usize) -> String {
    let mut out = String::new();
    for (value, figure) in [
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ] {
        while n >= value {
            out.push_str(figure);
            n -= value;
        }
    }
    out
}

/// Acts, steps or titles: plain where they are simple and few, numbered otherwise.
pub(super) fn several(items: &[String], word: &str) -> String {
    match items {
        [] | [_] => list(items, word),
        [_, _] if !items.iter().any(|i| breaks(i)) => list(items, word),
        _ => enumerate(items, word, 3),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Said {
        Said::one(text)
    }

    fn all(parts: &[Said]) -> Said {
        Said::join(parts.to_vec(), true)
    }

    fn any(parts: &[Said]) -> Said {
        Said::join(parts.to_vec(), false)
    }

    #[test]
    fn pairs_are_plain_and_the_rest_has_letters() {
        assert_eq!(all(&[one("A"), one("B")]).text(), "A and B");
        assert_eq!(any(&[one("A"), one("B")]).text(), "either A or B");
        assert_eq!(all(&[one("A"), one("B"), one("C")]).text(), "(a) A, (b) B, and (c) C");
        assert_eq!(all(&[one("A, knowing"), one("B")]).text(), "(a) A, knowing, and (b) B");
        assert_eq!(
            all(&[one("A"), any(&[one("B"), one("C")])]).text(),
            "(a) A, and (b) either B or C"
        );
        assert_eq!(
            any(&[one("A"), all(&[one("B"), one("C or D")])]).text(),
            "either (a) A, or (b) both (i) B, and (ii) C or D"
        );
        assert_eq!(
            any(&[one("A"), all(&[one("B"), one("C"), any(&[one("D, E"), one("F")])])]).text(),
            "either (a) A, or (b) all of this is so: (i) B, (ii) C, and (iii) either (A) D, E, or (B) F"
        );
    }

    #[test]
    fn none_and_every() {
        assert_eq!(Said::None(vec![one("A")]).text(), "it is not the case that A");
        assert_eq!(
            Said::None(vec![one("A"), one("B")]).text(),
            "it is neither the case that A nor that B"
        );
        let every = Said::Every {
            state: "state",
            such: Some(Box::new(all(&[one("A"), one("B")]))),
            body: Box::new(one("C")),
        };
        assert_eq!(every.text(), "of every state such that A and B, it is true that C");
        assert_eq!(
            all(&[every, one("D")]).text(),
            "(a) of every state such that A and B, it is true that C, and (b) D"
        );
        let some = Said::Some {
            state: "state",
            such: Box::new(one("that state is bound")),
        };
        assert_eq!(some.text(), "there is a state that is bound");
    }

    #[test]
    fn marks() {
        assert_eq!([mark(0, 0), mark(25, 0), mark(26, 0)], ["a", "z", "27"]);
        assert_eq!([mark(3, 1), mark(8, 1), mark(1, 2), mark(1, 9)], ["iv", "ix", "B", "2"]);
    }
}
