//! Statements: their heads, and the clauses of those that declare words.

use crate::ast::{Act, Body, Fact, FactType, Instrument, Name, Relation, Role, Statement, Step, Term, Text};
use crate::lexer::Kind;
use crate::source::Span;

use super::clauses::{Clause, Sources, many, once};
use super::cursor::{Parser, Read};
use super::shared::put;

const INSTRUMENT: &[Clause] = &[
    once(&["short"]),
    once(&["kind"]),
    once(&["adopted"]),
    once(&["in"]),
    once(&["pinpoint"]),
    once(&["link"]),
    once(&["read"]),
];
const FACT: &[Clause] = &[
    once(&["sort"]),
    once(&["per"]),
    once(&["type"]),
    once(&["holds"]),
    once(&["fails"]),
    once(&["ask"]),
    once(&["shown"]),
    once(&["to"]),
    once(&["changes", "fixed"]),
    many(&["protective"]),
];
const STEP: &[Clause] = &[once(&["for"]), once(&["holds"]), once(&["fails"])];
const RELATION: &[Clause] = &[
    once(&["stated"]),
    once(&["transitive"]),
    once(&["holds"]),
    once(&["fails"]),
    once(&["ask"]),
    once(&["shown"]),
    once(&["to"]),
    many(&["protective"]),
];
const ROLE: &[Clause] = &[once(&["unless"])];
const TERM: &[Clause] = &[
    once(&["per"]),
    once(&["status"]),
    once(&["names"]),
    once(&["holds"]),
    once(&["fails"]),
];
const ACT: &[Clause] = &[
    once(&["kind"]),
    once(&["to"]),
    once(&["irreversible"]),
    once(&["excludes"]),
    once(&["free", "needs"]),
    once(&["phrase"]),
];

impl Parser<'_> {
    /// The statement, whose keyword is the first token.
    pub(super) fn statement(&mut self, heading: Option<usize>) -> Option<Statement> {
        let keyword = self.ahead(0)?.span(self.file);
        self.mark(0, true);
        self.at += 1;
        let kind = self.keyword.to_owned();
        let id = self.id(&kind);
        self.title = self.eat_quoted();
        let mut sources = Sources::default();
        let body = match kind.as_str() {
            "instrument" => Body::Instrument(self.instrument()),
            "fact" => Body::Fact(self.fact()),
            "step" => Body::Step(self.step()),
            "relation" => Body::Relation(self.relation()),
            "role" => Body::Role(self.role()),
            "term" => Body::Term(self.term()),
            "act" => Body::Act(self.act()),
            "basis" => Body::Basis(self.basis(&mut sources)),
            "rule" => Body::Rule(self.rule(&mut sources)),
            "duty" => Body::Duty(self.duty(&mut sources)),
            "exception" => Body::Exception(self.exception(&mut sources)),
            "priority" => Body::Priority(self.priority(&mut sources)),
            "presume" => Body::Presume(self.presume(&mut sources)),
            "impossible" => Body::Impossible(self.impossible()),
            "question" => Body::Question(self.question(&mut sources)),
            "profile" => Body::Profile(self.profile()),
            "claim" => Body::Claim(self.claim(&mut sources)),
            "waive" => Body::Waive(self.waive()),
            _ => Body::Alias(self.alias()),
        };
        Some(Statement {
            span: self.since(keyword),
            keyword,
            id,
            title: self.title.take(),
            cites: sources.cites,
            unverified: sources.unverified,
            heading,
            body,
        })
    }

    fn id(&mut self, kind: &str) -> Name {
        let here = self.here();
        let Ok(name) = self.name(&format!("the name of the {kind}")) else {
            self.at += usize::from(self.is(Kind::Error));
            return Name {
                text: String::new(),
                span: Span {
                    end: here.start,
                    ..here
                },
            };
        };
        if matches!(kind, "instrument" | "step" | "role" | "act" | "question" | "profile") {
            self.check_single(&name, &format!("the name of the {kind}"));
        }
        name
    }

    fn instrument(&mut self) -> Instrument {
        let mut out = Instrument::default();
        self.clauses(INSTRUMENT, |p, word| match word {
            "short" => put(&mut out.short, p.quoted("the short name")),
            "kind" => put(&mut out.kind, p.single("a kind of instrument")),
            "adopted" => put(&mut out.adopted, p.date()),
            "in" => {
                p.expect_word("force")?;
                put(&mut out.in_force, p.date())
            }
            "pinpoint" => put(&mut out.pinpoint, p.quoted("the word before a paragraph")),
            "link" => put(&mut out.link, p.quoted("an address")),
            _ => {
                p.expect_word("in")?;
                put(&mut out.read, p.quoted("the text that was read"))
            }
        });
        out
    }

    fn fact(&mut self) -> Fact {
        let mut out = Fact::default();
        self.clauses(FACT, |p, word| match word {
            "sort" => put(&mut out.sort, p.single("`finding`, `wish` or `order`")),
            "per" => p.singles("`destination` or `act`").map(|per| out.per = per),
            "type" => put(&mut out.kind, p.fact_type()),
            "holds" => put(&mut out.holds, p.quoted("a clause")),
            "fails" => put(&mut out.fails, p.quoted("a clause")),
            "ask" => put(&mut out.ask, p.quoted("the question to ask")),
            "shown" => p.shown_by().map(|by| out.shown_by = by),
            "to" => put(&mut out.standard, p.quoted("the standard")),
            "changes" | "fixed" => {
                out.changes = Some(word == "changes");
                Ok(())
            }
            _ => p.protective().map(|value| out.protective.push(value)),
        });
        out
    }

    /// `yes/no`, `one of { … }`, `date` or `number`
    fn fact_type(&mut self) -> Read<FactType> {
        let expected = "`yes/no`, `one of { … }`, `date` or `number`";
        match self.word(0) {
            Some("yes") if self.ahead(1).is_some_and(|t| t.kind == Kind::Slash) && self.word(2) == Some("no") => {
                self.at += 3;
                Ok(FactType::YesNo)
            }
            Some("date") => {
                self.at += 1;
                Ok(FactType::Date)
            }
            Some("number") => {
                self.at += 1;
                Ok(FactType::Number)
            }
            Some("one") if self.word(1) == Some("of") => {
                self.at += 2;
                let open = self.here();
                if !self.eat(Kind::OpenBrace) {
                    return Err(self.unexpected("expected-value", "`{` and values", &[]));
                }
                let mut values: Vec<(Name, Option<Text>)> = vec![self.value()?];
                while self.eat(Kind::Comma) && !self.is(Kind::CloseBrace) {
                    values.push(self.value()?);
                }
                self.expect_close(Kind::CloseBrace, open, "`,` or `}`")?;
                Ok(FactType::OneOf(values))
            }
            _ => Err(self.unexpected("expected-type", expected, &["yes", "one", "date", "number"])),
        }
    }

    /// `value "clause"`
    fn value(&mut self) -> Read<(Name, Option<Text>)> {
        let value = self.single("a value")?;
        Ok((value, self.eat_quoted()))
    }

    /// `by BODY, BODY`, after `shown`
    fn shown_by(&mut self) -> Read<Vec<Name>> {
        self.expect_word("by")?;
        self.singles("the name of a body")
    }

    fn step(&mut self) -> Step {
        let mut out = Step::default();
        self.clauses(STEP, |p, word| match word {
            "for" => p.acts().map(|acts| out.acts = acts),
            "holds" => put(&mut out.holds, p.quoted("a clause")),
            _ => put(&mut out.fails, p.quoted("a clause")),
        });
        out
    }

    fn relation(&mut self) -> Relation {
        let mut out = Relation::default();
        self.clauses(RELATION, |p, word| match word {
            "stated" => {
                p.expect_word("under")?;
                put(&mut out.table, p.single("the name of a table of the case file"))
            }
            "transitive" => {
                out.transitive = true;
                Ok(())
            }
            "holds" => put(&mut out.holds, p.quoted("a clause")),
            "fails" => put(&mut out.fails, p.quoted("a clause")),
            "ask" => put(&mut out.ask, p.quoted("the question to ask")),
            "shown" => p.shown_by().map(|by| out.shown_by = by),
            "to" => put(&mut out.standard, p.quoted("the standard")),
            _ => p.protective().map(|value| out.protective.push(value)),
        });
        out
    }

    fn role(&mut self) -> Role {
        let mut out = Role::default();
        self.clauses(ROLE, |p, _| {
            p.expect_word("stated")?;
            put(&mut out.default, p.single("the name of a role"))
        });
        out
    }

    fn term(&mut self) -> Term {
        let mut out = Term::default();
        self.clauses(TERM, |p, word| match word {
            "per" => {
                p.expect_word("destination")?;
                out.per_destination = true;
                Ok(())
            }
            "status" => {
                out.status = true;
                Ok(())
            }
            "names" => {
                p.expect_word("home")?;
                out.home = true;
                Ok(())
            }
            "holds" => put(&mut out.holds, p.quoted("a clause")),
            _ => put(&mut out.fails, p.quoted("a clause")),
        });
        out
    }

    fn act(&mut self) -> Act {
        let mut out = Act::default();
        self.clauses(ACT, |p, word| match word {
            "kind" => p.singles("a kind of acts").map(|kinds| out.kinds = kinds),
            "to" => {
                p.expect_words(&["a", "destination"])?;
                out.destination = true;
                Ok(())
            }
            "irreversible" => {
                out.irreversible = true;
                Ok(())
            }
            "excludes" => p.acts().map(|acts| out.excludes = acts),
            "free" => {
                out.free = Some(true);
                Ok(())
            }
            "needs" => {
                p.expect_words(&["a", "basis"])?;
                out.free = Some(false);
                Ok(())
            }
            _ => put(&mut out.phrase, p.quoted("the phrase")),
        });
        out
    }
}
