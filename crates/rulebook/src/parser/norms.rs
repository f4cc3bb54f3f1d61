//! The clauses of statements that say what the law is, what is contested, and what must hold.

use crate::ast::{
    Alias, Basis, Changing, Claim, ClaimSays, Clock, Duty, Exception, Impossible, Name, Position, Presume, Priority,
    Profile, Question, Rule, Waive,
};

use super::clauses::{CITE, Clause, Sources, UNDER, UNVERIFIED, WHEN, along, many, once};
use super::cursor::{Parser, Read};
use super::shared::put;

const BASIS: &[Clause] = &[CITE, UNVERIFIED, once(&["for"]), UNDER, WHEN];
const RULE: &[Clause] = &[CITE, UNVERIFIED, UNDER, once(&["regardless"]), WHEN, once(&["then"])];
const DUTY: &[Clause] = &[
    CITE,
    UNVERIFIED,
    once(&["on"]),
    once(&["office"]),
    UNDER,
    WHEN,
    once(&["of"]),
    once(&["within", "without", "at", "every"]),
    once(&["toward"]),
    once(&["done"]),
    once(&["suspended"]),
];
const EXCEPTION: &[Clause] = &[CITE, UNVERIFIED, once(&["to"]), along(&["for"]), UNDER, WHEN];
const PRIORITY: &[Clause] = &[CITE, UNVERIFIED, once(&["=over"]), along(&["for"]), UNDER];
const PRESUME: &[Clause] = &[CITE, UNVERIFIED, once(&["that"]), once(&["until"]), UNDER, WHEN];
const IMPOSSIBLE: &[Clause] = &[WHEN];
const QUESTION: &[Clause] = &[CITE, UNVERIFIED, once(&["turns"]), once(&["no"]), many(&["position"])];
const POSITION: &[Clause] = &[once(&["held"]), once(&["on"]), UNVERIFIED];
const PROFILE: &[Clause] = &[once(&["default"]), many(&["=is"])];
const CLAIM: &[Clause] = &[
    CITE,
    UNVERIFIED,
    once(&["for"]),
    once(&["changing"]),
    UNDER,
    WHEN,
    once(&["never", "always", "then"]),
];
const WAIVE: &[Clause] = &[once(&["flaw"]), once(&["for"]), UNDER, WHEN];
const ALIAS: &[Clause] = &[along(&["for"])];

impl Parser<'_> {
    pub(super) fn basis(&mut self, sources: &mut Sources) -> Basis {
        let mut out = Basis::default();
        self.clauses(BASIS, |p, word| match word {
            "for" => p.acts().map(|acts| out.acts = acts),
            "under" => p.under_clause().map(|under| out.under.push(under)),
            "when" => p.put_condition(&mut out.when),
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    pub(super) fn rule(&mut self, sources: &mut Sources) -> Rule {
        let mut out = Rule::default();
        self.clauses(RULE, |p, word| match word {
            "under" => p.under_clause().map(|under| out.under.push(under)),
            "regardless" => {
                p.expect_words(&["of", "status"])?;
                put(&mut out.regardless_of_status, p.quoted("the reason"))
            }
            "when" => p.put_condition(&mut out.when),
            "then" => p.conclusions(&mut out.then),
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    pub(super) fn duty(&mut self, sources: &mut Sources) -> Duty {
        let mut out = Duty::default();
        self.clauses(DUTY, |p, word| match word {
            "on" => put(&mut out.bearer, p.single("the state that bears the duty")),
            "under" => p.under_clause().map(|under| out.under.push(under)),
            "when" => p.put_condition(&mut out.when),
            "of" => put(&mut out.event, p.reference("a date fact")),
            "office" => {
                p.expect_word("target")?;
                put(
                    &mut out.office_target,
                    p.quoted("why the office has set itself this time"),
                )
            }
            "within" | "without" | "at" | "every" => put(&mut out.clock, p.clock(word)),
            "toward" => put(&mut out.toward, p.quoted("to whom it is owed")),
            "done" => {
                p.expect_word("by")?;
                put(&mut out.done_by, p.single("the name of a step"))
            }
            "suspended" => {
                p.expect_word("while")?;
                p.put_condition(&mut out.suspended_while)
            }
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    /// The time that a duty gives, after its first word.
    fn clock(&mut self, word: &str) -> Read<Clock> {
        match word {
            "without" => {
                self.expect_word("delay")?;
                Ok(Clock::WithoutDelay)
            }
            "at" => {
                self.expect_word("least")?;
                let (number, unit) = self.length()?;
                self.expect_word("before")?;
                Ok(Clock::Before(number, unit))
            }
            "every" => self.length().map(|(number, unit)| Clock::Every(number, unit)),
            _ => self.length().map(|(number, unit)| Clock::Within(number, unit)),
        }
    }

    /// `7 days`
    fn length(&mut self) -> Read<(Name, Name)> {
        let number = self.number()?;
        let units = ["days", "weeks", "months", "years"];
        let expected = "`days`, `weeks`, `months` or `years`";
        match self.eat_unit() {
            Some(unit) => Ok((number, unit)),
            None => Err(self.unexpected("expected-word", expected, &units)),
        }
    }

    pub(super) fn exception(&mut self, sources: &mut Sources) -> Exception {
        let mut out = Exception::default();
        self.clauses(EXCEPTION, |p, word| match word {
            "to" => p
                .list(|p| p.name("the rule, basis, presumption or exception that it lifts"))
                .map(|to| out.to = to),
            "for" => p.acts().map(|acts| out.acts = acts),
            "under" => p.under_clause().map(|under| out.under.push(under)),
            "when" => p.put_condition(&mut out.when),
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    pub(super) fn priority(&mut self, sources: &mut Sources) -> Priority {
        let mut out = Priority::default();
        self.clauses(PRIORITY, |p, word| match word {
            "over" => {
                out.winner = Some(p.name("the rule that prevails")?);
                p.expect_word("over")?;
                put(&mut out.loser, p.name("the rule that gives way"))
            }
            "for" => p.acts().map(|acts| out.acts = acts),
            "under" => p.under_clause().map(|under| out.under.push(under)),
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    pub(super) fn presume(&mut self, sources: &mut Sources) -> Presume {
        let mut out = Presume::default();
        self.clauses(PRESUME, |p, word| match word {
            "that" => {
                out.fact = Some(p.reference("a fact or relation")?);
                p.expect_word("is")?;
                put(&mut out.value, p.single("a value"))
            }
            "until" => p
                .singles("the name of a body, or `anybody`")
                .map(|until| out.until = until),
            "under" => p.under_clause().map(|under| out.under.push(under)),
            "when" => p.put_condition(&mut out.when),
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    pub(super) fn impossible(&mut self) -> Impossible {
        let mut out = Impossible::default();
        self.clauses(IMPOSSIBLE, |p, _| p.put_condition(&mut out.when));
        out
    }

    pub(super) fn question(&mut self, sources: &mut Sources) -> Question {
        let mut out = Question::default();
        self.clauses(QUESTION, |p, word| match word {
            "turns" => {
                p.expect_word("on")?;
                put(&mut out.matters, p.quoted("what depends on it"))
            }
            "no" => {
                p.expect_word("verdict")?;
                put(&mut out.no_verdict, p.quoted("why no verdict turns on it"))
            }
            "position" => p.position().map(|position| out.positions.push(position)),
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    /// `NAME "…"` and the clauses below it, after `position`.
    fn position(&mut self) -> Read<Position> {
        let name = self.single("the name of the position")?;
        let says = self.quoted("what the position says")?;
        let mut out = Position {
            name,
            says: Some(says),
            held_by: Vec::new(),
            on: Vec::new(),
            unverified: None,
        };
        self.clauses_until(
            POSITION,
            &["position", "turns", "no", "cite"],
            4,
            &mut |p, word| match word {
                "held" => {
                    p.expect_word("by")?;
                    p.list(|p| p.quoted("who holds it")).map(|by| out.held_by = by)
                }
                "on" => p.list(Parser::cite).map(|on| out.on = on),
                _ => put(&mut out.unverified, p.quoted("what nobody has checked")),
            },
        );
        Ok(out)
    }

    pub(super) fn profile(&mut self) -> Profile {
        let mut out = Profile::default();
        self.clauses(PROFILE, |p, word| match word {
            "default" => {
                out.default = true;
                Ok(())
            }
            _ => {
                let question = p.single("the name of a question")?;
                p.expect_word("is")?;
                out.choices.push((question, p.single("a position")?));
                Ok(())
            }
        });
        out
    }

    pub(super) fn claim(&mut self, sources: &mut Sources) -> Claim {
        let mut out = Claim::default();
        self.clauses(CLAIM, |p, word| match word {
            "for" => {
                p.expect_word("every")?;
                p.acts().map(|acts| out.acts = acts)
            }
            "changing" => put(&mut out.changing, p.changing()),
            "under" => p.under_clause().map(|under| out.under.push(under)),
            "when" => p.put_condition(&mut out.when),
            "never" => put(&mut out.says, p.never()),
            "always" => put(&mut out.says, p.singles("a verdict").map(ClaimSays::Always)),
            "then" => put(&mut out.says, p.condition().map(ClaimSays::Then)),
            other => sources.read(p, other).unwrap_or(Ok(())),
        });
        out
    }

    /// `VERDICT, …` or `turns from VERDICT, … into VERDICT, …`, after `never`.
    fn never(&mut self) -> Read<ClaimSays> {
        if !self.eat_word("turns") {
            return self.singles("a verdict, or `turns from`").map(ClaimSays::Never);
        }
        self.expect_word("from")?;
        let from = self.singles("a verdict")?;
        self.expect_word("into")?;
        Ok(ClaimSays::NeverTurns(from, self.singles("a verdict")?))
    }

    /// `X from A to B`, after `changing`.
    fn changing(&mut self) -> Read<Changing> {
        let (mut what, mut question, mut bound) = (None, None, None);
        if self.word(0) == Some("reading") && self.word(1) != Some("from") {
            self.at += 1;
            question = Some(self.single("the name of a question")?);
        } else if self.word(1) == Some("bound") {
            let state = self.single("a state")?;
            self.expect_words(&["bound", "by"])?;
            bound = Some((state, self.name("the name of an instrument")?));
        } else {
            what = Some(self.reference("a fact, relation, `reading` or state")?);
        }
        self.expect_word("from")?;
        let from = self.single("a value")?;
        self.expect_word("to")?;
        Ok(Changing {
            what,
            question,
            bound,
            from,
            to: self.single("a value")?,
        })
    }

    pub(super) fn waive(&mut self) -> Waive {
        let mut out = Waive::default();
        self.clauses(WAIVE, |p, word| match word {
            "flaw" => put(&mut out.flaw, p.single("a flaw")),
            "for" => p
                .list(|p| p.name("what the flaw is about"))
                .map(|about| out.about = about),
            "under" => p.under_clause().map(|under| out.under.push(under)),
            _ => p.put_condition(&mut out.when),
        });
        out
    }

    pub(super) fn alias(&mut self) -> Alias {
        let mut out = Alias::default();
        self.clauses(ALIAS, |p, _| put(&mut out.new, p.name("the name that replaced it")));
        out
    }
}
