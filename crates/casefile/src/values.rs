//! The value of a fact, relation or step, by its type.

use crate::file::Plain;
use crate::tree::{day, shorten};
use jiff::civil::Date;
use safeconduct_rulebook::model::{Type, Val};
use safeconduct_rulebook::source::{Diagnostic, Span, nearest};

fn describe(plain: &Plain) -> String {
    match plain {
        Plain::Bool(b) => format!("`{b}`"),
        Plain::Int(n) => format!("the number {n}"),
        Plain::Text(s) => format!("`{}`", shorten(s)),
        Plain::Date(d) => format!("the date {d}"),
    }
}

/// The value of a fact of this type; `name` is its path, for the message.
pub(crate) fn fact_value(kind: &Type, plain: &Plain, name: &str, span: Span) -> Result<Val, Diagnostic> {
    match (kind, plain) {
        (Type::YesNo, Plain::Bool(b)) => Ok(Val::Bool(*b)),
        (Type::YesNo, Plain::Text(s)) if s == "yes" => Ok(Val::Bool(true)),
        (Type::YesNo, Plain::Text(s)) if s == "no" => Ok(Val::Bool(false)),
        (Type::YesNo, _) => Err(unfit(plain, name, span, "true or false", ["yes", "no"])),
        (Type::OneOf(values), _) => {
            let known: Vec<&str> = values.iter().map(|v| v.id.as_str()).collect();
            let place = match plain {
                Plain::Text(s) => known.iter().position(|k| k == s),
                _ => None,
            };
            match place.and_then(|p| u32::try_from(p).ok()) {
                Some(value) => Ok(Val::Value(value)),
                None => Err(unfit(plain, name, span, &format!("one of {}", known.join(", ")), known)),
            }
        }
        (Type::Date, _) => date_value(plain, name, span).map(Val::Date),
        (Type::Number, Plain::Int(n)) => Ok(Val::Number(*n)),
        (Type::Number, _) => Err(unfit(plain, name, span, "a whole number", [])),
    }
}

/// The value of a relation.
pub(crate) fn relation_value(plain: &Plain, name: &str, span: Span) -> Result<Val, Diagnostic> {
    match plain {
        Plain::Text(s) if s == "found" => Ok(Val::Bool(true)),
        Plain::Text(s) if s == "dispelled" => Ok(Val::Bool(false)),
        _ => Err(unfit(
            plain,
            name,
            span,
            "\"found\" or \"dispelled\"",
            ["found", "dispelled"],
        )),
    }
}

/// A day.
pub(crate) fn date_value(plain: &Plain, name: &str, span: Span) -> Result<Date, Diagnostic> {
    match plain {
        Plain::Date(d) => Ok(*d),
        Plain::Text(s) if matches!(day(s), Some(None)) => {
            let message = format!("there is no day {s}");
            Err(Diagnostic::error("impossible-date", span, message).label("not in the calendar"))
        }
        Plain::Text(s) => match day(s) {
            Some(Some(date)) => Ok(date),
            _ => Err(unfit(plain, name, span, "a day such as 2026-02-11", [])),
        },
        _ => Err(unfit(plain, name, span, "a day such as 2026-02-11", [])),
    }
}

/// A value of the wrong type, or none of those known.
fn unfit<'a>(
    plain: &Plain,
    name: &str,
    span: Span,
    expected: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("`{}` takes {expected}, but this is {}", shorten(name), describe(plain));
    let mut code = "wrong-type";
    let mut help = None;
    if let Plain::Text(text) = plain {
        let mut known = known.into_iter().peekable();
        if known.peek().is_some() {
            code = "unknown-value";
        }
        if ["unknown", "open", "undecided", "unclear", "?", ""].contains(&text.as_str()) {
            help = Some("what is not known is left out: a fact that is not stated is open".to_owned());
        } else if let Some(near) = nearest(text, known) {
            help = Some(format!("did you mean \"{near}\"?"));
        }
    }
    let found = Diagnostic::error(code, span, message).label(format!("expected {expected}"));
    Diagnostic { help, ..found }
}

/// What a value given on the command line is, for a fact of this type.
pub(crate) fn from_words(kind: Option<&Type>, text: &str) -> Plain {
    let typed = match kind {
        Some(Type::YesNo) => text.parse().map(Plain::Bool).ok(),
        Some(Type::Number) => text.parse().map(Plain::Int).ok(),
        _ => None,
    };
    typed.unwrap_or_else(|| Plain::Text(text.to_owned()))
}
