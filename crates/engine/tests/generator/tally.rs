//! Which constructs a rulebook and case use.

use safeconduct_engine::situation::{Situation, What};
use safeconduct_rulebook::model::*;
use std::collections::BTreeMap;

/// How often each construct occurred (in how many pairs).
pub type Tally = BTreeMap<&'static str, usize>;

/// Every construct that must occur.
pub const ALL: &[&str] = &[
    "sort finding",
    "sort wish",
    "sort order",
    "per case",
    "per destination",
    "per act",
    "yes/no",
    "enumeration",
    "date",
    "number",
    "protective",
    "protective when",
    "protective open",
    "before",
    "ago",
    "at least",
    "one of several values",
    "relation",
    "transitive relation",
    "closure read",
    "role",
    "role with default",
    "role of nobody",
    "term",
    "term per destination",
    "home",
    "kind",
    "free",
    "needs a basis",
    "irreversible",
    "excludes",
    "basis",
    "must",
    "must to home",
    "must to a role",
    "must one of",
    "must one of to home",
    "must not",
    "until",
    "while",
    "exception to a rule",
    "exception to a basis",
    "exception to a presumption",
    "exception to an exception",
    "exception for acts",
    "priority",
    "priority for acts",
    "priority under",
    "law stated: bound",
    "law stated: not bound",
    "law stated: limits",
    "presumption",
    "presumption until a body",
    "presumption until anybody",
    "presumption on a relation",
    "presumption when",
    "impossible",
    "impossible per destination",
    "question",
    "second profile",
    "under",
    "barred",
    "some",
    "every",
    "that",
    "with",
    "home quantified",
    "same state",
    "bound",
    "bound by an article",
    "reserved",
    "derogates",
    "law period",
    "law without date",
    "no party",
    "reservation",
    "derogation",
    "no file",
    "statute",
    "step once",
    "step for acts",
    "duty with a term",
    "duty before",
    "duty again and again",
    "office target",
    "duty without delay",
    "duty suspended",
    "stated",
    "disputed",
    "stated by a body",
    "step done",
    "complete",
    "not all asked",
    "readings replaced",
];

fn conds<'a>(c: &'a Cond, found: &mut Vec<&'a Cond>) {
    found.push(c);
    match c {
        Cond::And(cs) | Cond::Or(cs) => cs.iter().for_each(|c| conds(c, found)),
        Cond::Not(c) => conds(c, found),
        Cond::Quantified { with, body, .. } => {
            with.iter().for_each(|w| conds(w, found));
            conds(body, found);
        }
        _ => {}
    }
}

/// Adds the constructs of one pair.
#[allow(clippy::too_many_lines)]
pub fn tally(book: &Rulebook, case: &Situation, into: &mut Tally) {
    let mut seen: BTreeMap<&'static str, bool> = BTreeMap::new();
    let mut see = |what: &'static str, yes: bool| *seen.entry(what).or_default() |= yes;
    let mut all = Vec::new();
    for f in &book.facts {
        see(
            match f.sort {
                Sort::Finding => "sort finding",
                Sort::Wish => "sort wish",
                Sort::Order => "sort order",
            },
            true,
        );
        see(
            match f.per {
                Per::Case => "per case",
                Per::Destination => "per destination",
                Per::Act => "per act",
            },
            true,
        );
        let kind = match f.kind {
            Type::YesNo => "yes/no",
            Type::OneOf(_) => "enumeration",
            Type::Date => "date",
            Type::Number => "number",
        };
        see(kind, true);
        for p in &f.protective {
            see("protective", true);
            see("protective open", p.value.is_none());
            see("protective when", !matches!(p.when, Cond::True));
            conds(&p.when, &mut all);
        }
    }
    for r in &book.relations {
        see("relation", true);
        see("transitive relation", r.transitive);
    }
    for (i, r) in book.roles.iter().enumerate() {
        see("role", true);
        see("role with default", r.default.is_some());
        see("role of nobody", case.roles[i].is_none());
    }
    for t in &book.terms {
        see("term", !t.home);
        see("home", t.home);
        see("term per destination", t.per_destination && !t.home);
    }
    for a in &book.acts {
        see("kind", !a.kinds.is_empty());
        see(if a.free { "free" } else { "needs a basis" }, true);
        see("irreversible", a.irreversible);
        see("excludes", !a.excludes.is_empty());
    }
    for b in &book.bases {
        see("basis", true);
        conds(&b.when, &mut all);
    }
    for r in &book.rules {
        conds(&r.when, &mut all);
        for c in &r.then {
            let home = |acts: &[ActTo]| acts.iter().any(|a| a.to == Some(Target::Home));
            match c {
                Conclusion::Term { .. } => {}
                Conclusion::Must(acts) => {
                    see("must", true);
                    see("must to home", home(acts));
                    see(
                        "must to a role",
                        acts.iter().any(|a| matches!(a.to, Some(Target::State(_)))),
                    );
                }
                Conclusion::MustOneOf(acts) => {
                    see("must one of", true);
                    see("must one of to home", home(acts));
                }
                Conclusion::MustNot { bar, .. } => match bar {
                    Bar::Flat => see("must not", true),
                    Bar::Until(_) => see("until", true),
                    Bar::While(c) => {
                        see("while", true);
                        conds(c, &mut all);
                    }
                },
            }
        }
    }
    for e in &book.exceptions {
        for n in &e.to {
            let what = match n {
                Norm::Rule(_) => "exception to a rule",
                Norm::Basis(_) => "exception to a basis",
                Norm::Exception(_) => "exception to an exception",
                Norm::Presumption(_) => "exception to a presumption",
            };
            see(what, true);
        }
        see("exception for acts", !e.acts.is_empty());
        conds(&e.when, &mut all);
    }
    for p in &book.priorities {
        see("priority", true);
        see("priority for acts", !p.acts.is_empty());
        see("priority under", !matches!(p.under, Cond::True));
    }
    for p in &book.presumptions {
        see("presumption", true);
        see(
            if p.until.is_empty() {
                "presumption until anybody"
            } else {
                "presumption until a body"
            },
            true,
        );
        see("presumption on a relation", matches!(p.what, Presumed::Relation(_)));
        see("presumption when", !matches!(p.when, Cond::True));
        conds(&p.when, &mut all);
    }
    for i in &book.impossibles {
        see(
            if i.per_destination {
                "impossible per destination"
            } else {
                "impossible"
            },
            true,
        );
        conds(&i.when, &mut all);
    }
    see("question", !book.questions.is_empty());
    see("second profile", case.profile.ix() > 0);
    for d in &book.duties {
        see(
            match d.clock {
                Clock::Within(..) => "duty with a term",
                Clock::Before(..) => "duty before",
                Clock::Every(..) => "duty again and again",
                Clock::WithoutDelay => "duty without delay",
            },
            true,
        );
        see("office target", d.office_target.is_some());
        see("duty suspended", d.suspended_while.is_some());
        conds(&d.when, &mut all);
    }
    for c in all {
        see_cond(book, c, &mut see);
    }
    for s in &book.states {
        for e in &s.entries {
            see("law period", e.from.is_some());
            see("law without date", e.from.is_none() && e.status == Membership::Party);
            see("no party", e.status == Membership::NotParty);
            see("reservation", !e.reservations.is_empty());
            see("derogation", !e.derogations.is_empty());
        }
    }
    see("no file", book.states.len() < case.states.len() + 1);
    see("statute", book.instruments.iter().any(|i| i.kind == "statute"));
    for s in &book.steps {
        see(
            if s.acts.is_empty() {
                "step once"
            } else {
                "step for acts"
            },
            true,
        );
    }
    see("stated", !case.stated.is_empty());
    see("law stated: bound", case.law.iter().any(|l| l.bound == Some(true)));
    see("law stated: not bound", case.law.iter().any(|l| l.bound == Some(false)));
    let limits = |l: &safeconduct_engine::situation::StatedLaw| !l.reserves.is_empty() || !l.derogates.is_empty();
    see("law stated: limits", case.law.iter().any(limits));
    see("disputed", !case.disputed.is_empty());
    see("stated by a body", case.stated.iter().any(|s| s.by.is_some()));
    see("step done", !case.done.is_empty());
    see("complete", case.complete);
    see("not all asked", case.asked.len() < case.states.len());
    see("readings replaced", !case.readings.is_empty());
    let relations = case.stated.iter().any(|s| matches!(s.item.what, What::Relation(_)));
    see("relation stated", relations);
    for (what, yes) in seen {
        *into.entry(what).or_default() += usize::from(yes);
    }
}

fn see_cond(book: &Rulebook, c: &Cond, see: &mut impl FnMut(&'static str, bool)) {
    match c {
        Cond::Fact { test, .. } => {
            see("before", matches!(test, Test::Before(_)));
            see("ago", matches!(test, Test::Ago(..)));
            see("at least", matches!(test, Test::AtLeast(_)));
            see("one of several values", matches!(test, Test::OneOf(v) if v.len() > 1));
        }
        Cond::Relation { relation, .. } => see("closure read", book.relations[relation.ix()].transitive),
        Cond::Same(..) => see("same state", true),
        Cond::Bound { article, .. } => see(
            if article.is_some() {
                "bound by an article"
            } else {
                "bound"
            },
            true,
        ),
        Cond::Reserved { .. } => see("reserved", true),
        Cond::Derogates { .. } => see("derogates", true),
        Cond::Under { .. } => see("under", true),
        Cond::Barred { .. } => see("barred", true),
        Cond::Quantified {
            every,
            domain,
            via,
            with,
            ..
        } => {
            see(if *every { "every" } else { "some" }, true);
            see("home quantified", *domain == Domain::Home);
            see("that", via.is_some());
            see("with", with.is_some());
        }
        Cond::True | Cond::And(_) | Cond::Or(_) | Cond::Not(_) | Cond::Term { .. } => {}
    }
}
