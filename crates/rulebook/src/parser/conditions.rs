//! Conditions: `or`, `and`, `not`, parentheses, and atoms.

use crate::ast::{Compare, Cond, Name, Quantified, Ref, Under};
use crate::lexer::Kind;
use crate::source::{Diagnostic, Span};

use super::cursor::{Parser, Read};
use super::words::{DOMAINS, RESERVED};

/// How deep conditions may be nested.
const DEEPEST: usize = 64;

/// Words that go on with an atom after its first name.
const OPERATORS: &[&str] = &["is", "before", "since", "at", "less", "bound", "derogates"];

impl Parser<'_> {
    /// A condition.
    pub(super) fn condition(&mut self) -> Read<Cond> {
        self.chain("or", Self::conjunction, Cond::Or)
    }

    fn conjunction(&mut self) -> Read<Cond> {
        self.chain("and", Self::atom, Cond::And)
    }

    /// `X word X word X`; `and must` goes on with the conclusions of a rule instead.
    fn chain(
        &mut self,
        word: &str,
        mut part: impl FnMut(&mut Self) -> Read<Cond>,
        join: fn(Vec<Cond>) -> Cond,
    ) -> Read<Cond> {
        let first = part(self)?;
        let mut parts = Vec::new();
        while self.word(0) == Some(word) && self.word(1) != Some("must") {
            self.at += 1;
            parts.push(part(self)?);
        }
        if parts.is_empty() {
            return Ok(first);
        }
        parts.insert(0, first);
        Ok(join(parts))
    }

    /// A single atom, a `not`, or something in parentheses.
    pub(super) fn atom(&mut self) -> Read<Cond> {
        if self.depth >= DEEPEST {
            let message = format!("expected a simpler condition: this one is nested more than {DEEPEST} deep");
            self.diagnostics.push(
                Diagnostic::error("too-deep", self.here(), message)
                    .label("nested too deep here")
                    .help("give part of it a name: a `term`, concluded by a `rule` of its own"),
            );
            return Err(super::cursor::Skip);
        }
        self.depth += 1;
        let atom = self.atom_inside();
        self.depth -= 1;
        atom
    }

    fn atom_inside(&mut self) -> Read<Cond> {
        let start = self.here();
        if self.eat(Kind::OpenParen) {
            let inner = self.condition()?;
            self.expect_close(Kind::CloseParen, start, "`and`, `or` or `)`")?;
            return Ok(inner);
        }
        match self.word(0) {
            Some("not") => {
                self.at += 1;
                let inner = self.atom()?;
                Ok(Cond::Not(Box::new(inner), self.since(start)))
            }
            Some("under") => {
                self.at += 1;
                self.under_atom().map(Cond::Under)
            }
            Some("barred") => self.barred(start),
            Some(word @ ("some" | "every")) => {
                self.at += 1;
                self.quantified(word == "every", start)
            }
            Some(word) if !RESERVED.contains(&word) => self.comparison(start),
            _ => Err(self.unexpected(
                "expected-condition",
                "a condition",
                &["not", "under", "barred", "some", "every"],
            )),
        }
    }

    /// `QUESTION is POSITION [or POSITION]`: an `or` goes on with the positions where a single name follows that nothing goes on with.
    fn under_atom(&mut self) -> Read<Under> {
        let question = self.single("the name of a question")?;
        self.expect_word("is")?;
        let mut positions = vec![self.single("a position")?];
        while self.word(0) == Some("or") && self.position_ahead() {
            self.at += 1;
            positions.push(self.single("a position")?);
        }
        Ok(Under { question, positions })
    }

    /// Whether the name after the next word can only be a position.
    fn position_ahead(&self) -> bool {
        let plain = self.word(1).is_some_and(|w| !w.contains('.') && !RESERVED.contains(&w));
        let goes_on = self.word(2).is_some_and(|w| OPERATORS.contains(&w))
            || self.reserves_at(2)
            || self.ahead(2).is_some_and(|t| t.kind == Kind::OpenParen);
        plain && !goes_on
    }

    /// Whether `has reserved NAME` stands `n` ahead.
    fn reserves_at(&self, n: usize) -> bool {
        self.word(n) == Some("has")
            && self.word(n + 1) == Some("reserved")
            && self.word(n + 2).is_some_and(|w| !RESERVED.contains(&w))
    }

    /// `barred(ACT [to STATE])`
    fn barred(&mut self, start: Span) -> Read<Cond> {
        self.at += 1;
        let open = self.here();
        if !self.eat(Kind::OpenParen) {
            return Err(self.unexpected("expected-condition", "`(` and an act after `barred`", &[]));
        }
        let act = self.act_to()?;
        self.expect_close(Kind::CloseParen, open, "`to` or `)`")?;
        Ok(Cond::Barred(act, self.since(start)))
    }

    /// `state [NAME] [that STATE RELATION] [with atom] has atom`
    fn quantified(&mut self, every: bool, start: Span) -> Read<Cond> {
        let Some(domain) = self.word(0).filter(|w| DOMAINS.contains(w)) else {
            return Err(self.unexpected("expected-word", "`state`, `destination` or `home`", DOMAINS));
        };
        let domain = Name {
            text: domain.to_owned(),
            span: self.here(),
        };
        self.at += 1;
        let var = match self.word(0) {
            None | Some("that" | "with" | "has") => None,
            Some(_) => Some(self.single("a variable, `that`, `with` or `has`")?),
        };
        let via = if self.eat_word("that") {
            Some((self.single("a state")?, self.name("a relation")?))
        } else {
            None
        };
        let with = if self.eat_word("with") {
            Some(self.atom()?)
        } else {
            None
        };
        self.expect_word("has")?;
        let body = self.atom()?;
        let span = self.since(start);
        Ok(Cond::Quantified(Box::new(Quantified {
            every,
            domain,
            var,
            via,
            with,
            body,
            span,
        })))
    }

    /// A name, perhaps with states in parentheses, and what is said of it.
    fn comparison(&mut self, start: Span) -> Read<Cond> {
        let what = self.reference("a fact, relation, term or state")?;
        let compare = match self.word(0) {
            Some("is") => {
                self.at += 1;
                self.is_value()?
            }
            Some("before") => {
                self.at += 1;
                Compare::Before(self.date()?)
            }
            Some("since") => {
                self.at += 1;
                Compare::Since(self.date()?)
            }
            Some("at") => {
                self.at += 1;
                self.expect_word("least")?;
                let (number, unit) = self.amount()?;
                Compare::AtLeast(number, unit)
            }
            Some("less") => {
                self.at += 1;
                self.expect_word("than")?;
                let (number, unit) = self.amount()?;
                Compare::LessThan(number, unit)
            }
            Some("bound" | "derogates") => return self.law_of(what),
            _ if self.reserves_at(0) => return self.law_of(what),
            _ => return Ok(Cond::Ref(what)),
        };
        Ok(Cond::Compare(what, compare, self.since(start)))
    }

    /// `bound by INSTRUMENT`, `has reserved INSTRUMENT.ARTICLE`, `derogates from INSTRUMENT.ARTICLE`
    fn law_of(&mut self, state: Ref) -> Read<Cond> {
        if !state.args.is_empty() {
            self.diagnostics.push(
                Diagnostic::error(
                    "expected-state",
                    state.span,
                    "expected a state, found a reference with states in parentheses",
                )
                .label("only a state is bound, reserves or derogates"),
            );
        }
        self.check_single(&state.path, "a state");
        let word = self.word(0).unwrap_or("");
        self.at += 1;
        match word {
            "bound" => {
                self.expect_word("by")?;
                Ok(Cond::Bound(state.path, self.name("the name of an instrument")?))
            }
            "derogates" => {
                self.expect_word("from")?;
                Ok(Cond::Derogates(state.path, self.name("an instrument and article")?))
            }
            _ => {
                self.expect_word("reserved")?;
                Ok(Cond::Reserved(state.path, self.name("an instrument and article")?))
            }
        }
    }

    /// After `is`.
    fn is_value(&mut self) -> Read<Compare> {
        if self.eat_word("not") {
            return Ok(Compare::IsNot(vec![self.single("a value")?]));
        }
        if self.word(0) != Some("one") || self.word(1) != Some("of") {
            return Ok(Compare::Is(vec![self.single("a value")?]));
        }
        self.at += 2;
        let open = self.here();
        if !self.eat(Kind::OpenBrace) {
            return Err(self.unexpected("expected-value", "`{` and values", &[]));
        }
        let mut values = vec![self.single("a value")?];
        while self.eat(Kind::Comma) && !self.is(Kind::CloseBrace) {
            values.push(self.single("a value")?);
        }
        self.expect_close(Kind::CloseBrace, open, "`,` or `}`")?;
        Ok(Compare::Is(values))
    }

    /// `18 [months ago]`
    fn amount(&mut self) -> Read<(Name, Option<Name>)> {
        let number = self.number()?;
        let unit = self.eat_unit();
        if unit.is_some() {
            self.expect_word("ago")?;
        }
        Ok((number, unit))
    }

    /// `prisoner.age`, `wish(s).says`, `passes_on_to(s, t)`
    pub(super) fn reference(&mut self, what: &str) -> Read<Ref> {
        let start = self.here();
        let path = self.name(what)?;
        let open = self.here();
        let (mut args, mut tail) = (Vec::new(), None);
        if self.eat(Kind::OpenParen) {
            args = self.singles("a state")?;
            self.expect_close(Kind::CloseParen, open, "`,` or `)`")?;
            if self.eat(Kind::Dot) {
                tail = Some(self.name("the rest of the name")?);
            }
        }
        Ok(Ref {
            path,
            args,
            tail,
            span: self.since(start),
        })
    }
}
