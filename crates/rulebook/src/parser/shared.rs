//! Clauses, and parts of clauses, that several statements share.

use crate::ast::{ActTo, Cite, Conclusion, ConclusionKind, Cond, Name, Protective, Under};

use super::cursor::{Parser, Read};
use super::words::RESERVED;

/// Fills the slot of a clause that holds one thing.
pub(super) fn put<T>(slot: &mut Option<T>, read: Read<T>) -> Read<()> {
    *slot = Some(read?);
    Ok(())
}

impl Parser<'_> {
    /// `treaty.109.3 "p. 508"`
    pub(super) fn cite(&mut self) -> Read<Cite> {
        let provision = self.name("the provision cited")?;
        Ok(Cite {
            provision,
            pinpoint: self.eat_quoted(),
        })
    }

    /// `QUESTION is POSITION or POSITION`, after `under`.
    pub(super) fn under_clause(&mut self) -> Read<Under> {
        let question = self.single("the name of a question")?;
        self.expect_word("is")?;
        let mut positions = vec![self.single("a position")?];
        while self.eat_word("or") {
            positions.push(self.single("a position")?);
        }
        Ok(Under { question, positions })
    }

    /// A condition, into the slot of its clause; one that cannot be read leaves [`Cond::Error`] there.
    pub(super) fn put_condition(&mut self, slot: &mut Option<Cond>) -> Read<()> {
        let start = self.here();
        match self.condition() {
            Ok(condition) => *slot = Some(condition),
            Err(skip) => {
                *slot = Some(Cond::Error(self.since(start)));
                return Err(skip);
            }
        }
        Ok(())
    }

    /// Acts or kinds of acts between commas.
    pub(super) fn acts(&mut self) -> Read<Vec<Name>> {
        self.singles("the name of an act or kind of acts")
    }

    /// `VALUE [when COND]`, after `protective`.
    pub(super) fn protective(&mut self) -> Read<Protective> {
        let value = self.single("a value, or `open`")?;
        let when = if self.eat_word("when") {
            Some(self.condition()?)
        } else {
            None
        };
        Ok(Protective { value, when })
    }

    /// `ACT [to STATE]`
    pub(super) fn act_to(&mut self) -> Read<ActTo> {
        let act = self.single("the name of an act or kind of acts")?;
        let to = if self.eat_word("to") {
            Some(self.single("`home` or a role")?)
        } else {
            None
        };
        Ok(ActTo { act, to })
    }

    /// `CONCLUSION and CONCLUSION`, after `then`.
    pub(super) fn conclusions(&mut self, out: &mut Vec<Conclusion>) -> Read<()> {
        loop {
            let start = self.here();
            let kind = self.conclusion()?;
            out.push(Conclusion {
                span: self.since(start),
                kind,
            });
            if self.word(0) != Some("and") {
                return Ok(());
            }
            self.mark(3, false);
            self.at += 1;
        }
    }

    fn conclusion(&mut self) -> Read<ConclusionKind> {
        if !self.eat_word("must") {
            if self.word(0).is_none_or(|w| RESERVED.contains(&w)) {
                return Err(self.unexpected("expected-conclusion", "`must` or a term", &["must"]));
            }
            return self.reference("a term").map(ConclusionKind::Term);
        }
        if self.word(0) == Some("one") && self.word(1) == Some("of") {
            self.at += 2;
            return self.list(Self::act_to).map(ConclusionKind::MustOneOf);
        }
        if !self.eat_word("not") {
            return self.list(Self::act_to).map(ConclusionKind::Must);
        }
        let acts = self.list(Self::act_to)?;
        let until = if self.eat_word("until") {
            self.singles("the name of a step")?
        } else {
            Vec::new()
        };
        let while_ = if self.eat_word("while") {
            Some(self.condition()?)
        } else {
            None
        };
        Ok(ConclusionKind::MustNot { acts, until, while_ })
    }
}
