//! Values, dates, numbers and tests, typed by the fact that they are about.

use super::Resolver;
use super::names::close;
use crate::ast::{self, Name};
use crate::model::{BodyId, Fact, FactId, Test, Type, Unit, Val};
use jiff::civil::Date;

/// The words for the units of time.
const UNITS: [(&str, Unit); 8] = [
    ("days", Unit::Days),
    ("day", Unit::Days),
    ("weeks", Unit::Weeks),
    ("week", Unit::Weeks),
    ("months", Unit::Months),
    ("month", Unit::Months),
    ("years", Unit::Years),
    ("year", Unit::Years),
];

impl Resolver<'_> {
    pub(super) fn date(&mut self, name: &Name) -> Option<Date> {
        match name.text.parse() {
            Ok(date) => Some(date),
            Err(_) => {
                self.error(
                    "bad-date",
                    name.span,
                    format!("`{}` is no date", name.text),
                    "expected a date",
                    "dates are written 2026-02-11",
                );
                None
            }
        }
    }

    pub(super) fn number(&mut self, name: &Name) -> Option<i64> {
        match name.text.parse() {
            Ok(n) => Some(n),
            Err(_) => {
                self.error(
                    "bad-number",
                    name.span,
                    format!("`{}` is no whole number", name.text),
                    "expected a number",
                    "",
                );
                None
            }
        }
    }

    pub(super) fn unit(&mut self, name: &Name) -> Option<Unit> {
        let found = UNITS.iter().find(|(word, _)| *word == name.text).map(|(_, u)| *u);
        if found.is_none() {
            self.error(
                "bad-unit",
                name.span,
                format!("`{}` is no unit of time", name.text),
                "expected a unit",
                "one of days, weeks, months, years",
            );
        }
        found
    }

    /// A length of time, at most a thousand years, so that counting back from any day stays in the calendar.
    pub(super) fn length(&mut self, number: &Name, unit: &Name) -> Option<(i64, Unit)> {
        let (n, unit) = (self.number(number)?, self.unit(unit)?);
        let most = match unit {
            Unit::Days => 365_000,
            Unit::Weeks => 52_000,
            Unit::Months => 12_000,
            Unit::Years => 1_000,
        };
        if (0..=most).contains(&n) {
            return Some((n, unit));
        }
        self.error(
            "bad-number",
            number.span,
            "a length of time is at most a thousand years",
            "too long",
            "",
        );
        None
    }

    /// The bodies, which are declared by being named.
    pub(super) fn bodies(&self, names: &[Name]) -> Vec<BodyId> {
        let mut out = Vec::new();
        for name in names {
            if let Ok(i) = self.rb.bodies.binary_search(&name.text) {
                let id = BodyId(i as u32);
                if !out.contains(&id) {
                    out.push(id);
                }
            }
        }
        out
    }

    fn fact_id(&self, fact: FactId) -> String {
        self.rb.facts.get(fact.ix()).map(|f| f.id.clone()).unwrap_or_default()
    }

    fn kind(&self, fact: FactId) -> Type {
        self.rb.facts.get(fact.ix()).map_or(Type::YesNo, |f| f.kind.clone())
    }

    /// The index of a value of an enumeration.
    fn value_index(&mut self, fact: FactId, name: &Name) -> Option<u32> {
        let Some(Fact {
            kind: Type::OneOf(values),
            id,
            ..
        }) = self.rb.facts.get(fact.ix())
        else {
            return None;
        };
        if let Some(i) = values.iter().position(|v| v.id == name.text) {
            return Some(i as u32);
        }
        let all: Vec<&str> = values.iter().map(|v| v.id.as_str()).collect();
        let help = match close(&name.text, all.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? The values are {}", all.join(", ")),
            None => format!("the values are {}", all.join(", ")),
        };
        let message = format!("`{id}` has no value `{}`", name.text);
        self.error("unknown-value", name.span, message, "not a value of this fact", &help);
        None
    }

    /// A value as a fact takes it.
    pub(super) fn value(&mut self, fact: FactId, name: &Name) -> Option<Val> {
        match self.kind(fact) {
            Type::YesNo => self.yes_no(name, "yes", "no").map(Val::Bool),
            Type::OneOf(_) => self.value_index(fact, name).map(Val::Value),
            Type::Date => self.date(name).map(Val::Date),
            Type::Number => self.number(name).map(Val::Number),
        }
    }

    /// One of two words.
    pub(super) fn yes_no(&mut self, name: &Name, yes: &str, no: &str) -> Option<bool> {
        if name.text == yes {
            return Some(true);
        }
        if name.text != no {
            let message = format!("`{}` is no value here", name.text);
            self.error(
                "unknown-value",
                name.span,
                message,
                "unknown value",
                &format!("the values are {yes} and {no}"),
            );
            return None;
        }
        Some(false)
    }

    /// The test that a comparison makes, and whether it is negated.
    pub(super) fn test(
        &mut self,
        fact: FactId,
        compare: &ast::Compare,
        span: crate::source::Span,
    ) -> Option<(Test, bool)> {
        use ast::Compare as C;
        let id = self.fact_id(fact);
        match (self.kind(fact), compare) {
            (Type::OneOf(_), C::Is(values)) => Some((Test::OneOf(self.value_set(fact, values)?), false)),
            (Type::OneOf(_), C::IsNot(values)) => Some((Test::OneOf(self.value_set(fact, values)?), true)),
            (Type::Date, C::Before(date)) => Some((Test::Before(self.date(date)?), false)),
            (Type::Date, C::Since(date)) => Some((Test::Before(self.date(date)?), true)),
            (Type::Date, C::AtLeast(n, Some(unit))) => self.length(n, unit).map(|(n, u)| (Test::Ago(n, u), false)),
            (Type::Date, C::LessThan(n, Some(unit))) => self.length(n, unit).map(|(n, u)| (Test::Ago(n, u), true)),
            (Type::Number, C::AtLeast(n, None)) => Some((Test::AtLeast(self.number(n)?), false)),
            (Type::Number, C::LessThan(n, None)) => Some((Test::AtLeast(self.number(n)?), true)),
            (Type::YesNo, _) => {
                let help = format!("write `{id}` or `not {id}`");
                self.error(
                    "wrong-type",
                    span,
                    format!("`{id}` is a yes/no fact and is not compared"),
                    "a yes/no fact",
                    &help,
                );
                None
            }
            (kind, _) => {
                let (what, how) = how(&kind, &id);
                self.error(
                    "wrong-type",
                    span,
                    format!("`{id}` is {what} and cannot be tested like this"),
                    what,
                    &how,
                );
                None
            }
        }
    }

    fn value_set(&mut self, fact: FactId, values: &[Name]) -> Option<Vec<u32>> {
        let found: Vec<Option<u32>> = values.iter().map(|v| self.value_index(fact, v)).collect();
        let mut found: Vec<u32> = found.into_iter().collect::<Option<_>>()?;
        found.sort_unstable();
        found.dedup();
        Some(found)
    }

    /// The bare name of a fact as a condition: only where it is a yes/no fact.
    pub(super) fn bare(&mut self, fact: FactId, span: crate::source::Span) -> Option<Test> {
        let kind = self.kind(fact);
        if kind == Type::YesNo {
            return Some(Test::Yes);
        }
        let id = self.fact_id(fact);
        let (what, how) = how(&kind, &id);
        self.error(
            "wrong-type",
            span,
            format!("`{id}` is {what}, not a yes/no fact"),
            "needs a test",
            &how,
        );
        None
    }
}

/// What a type is called, and how it is tested.
fn how(kind: &Type, id: &str) -> (&'static str, String) {
    match kind {
        Type::YesNo => ("a yes/no fact", format!("write `{id}` or `not {id}`")),
        Type::OneOf(values) => {
            let all: Vec<&str> = values.iter().map(|v| v.id.as_str()).collect();
            (
                "an enumeration",
                format!("write `{id} is …` with one of {}", all.join(", ")),
            )
        }
        Type::Date => (
            "a date",
            format!("write `{id} before 2026-02-11` or `{id} at least 18 months ago`"),
        ),
        Type::Number => ("a number", format!("write `{id} at least 18` or `{id} less than 18`")),
    }
}
