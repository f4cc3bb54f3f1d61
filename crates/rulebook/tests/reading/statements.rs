//! One test for every statement.

use safeconduct_rulebook::ast::{Body, ClaimSays, Clock, ConclusionKind, FactType};

use super::conditions::{names, reference, shown};
use super::{clean, one};

macro_rules! body {
    ($kind:ident, $text:expr) => {{
        let statement = one($text);
        let Body::$kind(body) = statement.body else {
            panic!("{:?}", statement.body)
        };
        body
    }};
}

#[test]
fn instrument() {
    let text = "instrument t1 \"Treaty\"\n  short \"T\"\n  kind treaty\n  adopted 1949-08-12\n  in force 1950-10-21\n  pinpoint \"art\"\n  link \"https://example.org/#1\"";
    let i = body!(Instrument, text);
    assert_eq!(i.short.unwrap().text, "T");
    assert_eq!(i.kind.unwrap().text, "treaty");
    assert_eq!(i.adopted.unwrap().text, "1949-08-12");
    assert_eq!(i.in_force.unwrap().text, "1950-10-21");
    assert_eq!(i.pinpoint.unwrap().text, "art");
    assert_eq!(i.link.unwrap().text, "https://example.org/#1");
}

#[test]
fn fact() {
    let f = body!(
        Fact,
        "fact door.state \"The door\"\n  sort order\n  per destination, act\n  type one of { open_wide \"it is \\\"open\\\"\", shut \"it is shut\", }\n  ask \"Is it?\"\n  shown by porter, owner\n  to \"sight\"\n  fixed\n  protective shut when not seen(destination)\n  protective open_wide"
    );
    assert_eq!(
        (f.sort.unwrap().text.as_str(), names(&f.per).as_str()),
        ("order", "destination act")
    );
    let Some(FactType::OneOf(values)) = f.kind else {
        panic!()
    };
    assert_eq!(values[0].1.as_ref().unwrap().text, "it is \"open\"");
    assert_eq!(
        (
            names(&f.shown_by).as_str(),
            f.standard.unwrap().text.as_str(),
            f.changes
        ),
        ("porter owner", "sight", Some(false))
    );
    assert_eq!(shown(f.protective[0].when.as_ref().unwrap()), "not seen(destination)");
    assert!(f.protective[1].when.is_none());
    let f = body!(
        Fact,
        "fact a.b \"A\"\n  type yes/no\n  holds \"yes\"\n  fails \"no\"\n  ask \"?\"\n  changes"
    );
    assert!(matches!(f.kind, Some(FactType::YesNo)) && f.changes == Some(true) && f.fails.is_some());
    assert!(matches!(
        body!(Fact, "fact a.b \"A\"\n  type date").kind,
        Some(FactType::Date)
    ));
    assert!(matches!(
        body!(Fact, "fact a.b \"A\"\n  type number").kind,
        Some(FactType::Number)
    ));
}

#[test]
fn step_relation_role_term_act() {
    let s = body!(
        Step,
        "step look \"A look\"\n  for removal, release\n  holds \"done\"\n  fails \"not done\""
    );
    assert_eq!(names(&s.acts), "removal release");
    let r = body!(
        Relation,
        "relation leads_to \"Leads\"\n  stated under paths\n  transitive\n  holds \"h\"\n  fails \"f\"\n  ask \"?\"\n  shown by guide\n  to \"likely\"\n  protective found"
    );
    assert!(r.transitive && r.table.unwrap().text == "paths" && r.protective.len() == 1);
    assert_eq!(
        body!(Role, "role sender \"S\"\n  unless stated origin")
            .default
            .unwrap()
            .text,
        "origin"
    );
    let t = body!(
        Term,
        "term destination.is_near \"Near\"\n  per destination\n  status\n  names home\n  holds \"h\"\n  fails \"f\""
    );
    assert!(t.per_destination && t.status && t.home && t.holds.is_some());
    let a = body!(
        Act,
        "act send \"Send\"\n  kind removal, trip\n  to a destination\n  irreversible\n  excludes keep, hold\n  needs a basis\n  phrase \"send to {destination}\""
    );
    assert_eq!(
        (names(&a.kinds).as_str(), names(&a.excludes).as_str()),
        ("removal trip", "keep hold")
    );
    assert!(a.destination && a.irreversible && a.free == Some(false) && a.phrase.is_some());
    assert_eq!(body!(Act, "act wait \"Wait\"\n  free").free, Some(true));
}

#[test]
fn basis_and_sources() {
    let s = one(
        "basis t1.1 \"B\"\n  cite t1.2, c1.3 \"p. 5\"\n  unverified \"the page\"\n  for send\n  under q is a or b\n  when x.y",
    );
    assert_eq!(s.cites.len(), 2);
    assert_eq!(s.cites[1].pinpoint.as_ref().unwrap().text, "p. 5");
    assert_eq!(s.unverified.unwrap().text, "the page");
    let Body::Basis(b) = s.body else { panic!() };
    assert_eq!(
        (names(&b.acts).as_str(), names(&b.under[0].positions).as_str()),
        ("send", "a b")
    );
    assert!(b.when.is_some());
}

#[test]
fn rule() {
    let r = body!(
        Rule,
        "rule t1.1 \"R\"\n  under q is a\n  regardless of status \"all\"\n  when x.y\n  then x.z\n   and must send to home, keep\n   and must one of send to home, keep, go to origin\n   and must not send until look, ask\n   and must not keep to origin while x.w and x.v\n   and near(destination)"
    );
    // The last `and` belongs to the condition after `while`.
    assert_eq!(
        (r.then.len(), r.under.len(), r.regardless_of_status.is_some()),
        (5, 1, true)
    );
    assert!(matches!(&r.then[0].kind, ConclusionKind::Term(t) if reference(t) == "x.z"));
    assert!(
        matches!(&r.then[1].kind, ConclusionKind::Must(a) if a.len() == 2 && a[0].to.is_some() && a[1].to.is_none())
    );
    assert!(matches!(&r.then[2].kind, ConclusionKind::MustOneOf(a) if a.len() == 3));
    assert!(matches!(&r.then[3].kind, ConclusionKind::MustNot { until, .. } if names(until) == "look ask"));
    let ConclusionKind::MustNot { while_: Some(c), .. } = &r.then[4].kind else {
        panic!()
    };
    assert_eq!(shown(c), "(x.w and x.v and near(destination))");
    let r = body!(Rule, "rule a.1 \"R\"\n  then must not keep while x.w\n   and must send");
    assert_eq!(r.then.len(), 2);
}

#[test]
fn duty() {
    let d = body!(
        Duty,
        "duty t1.2 \"D\"\n  on detaining\n  under q is a\n  when x.y\n  of x.arrived\n  within 1 day\n  toward \"the owner\"\n  done by card\n  suspended while x.w"
    );
    let Some(Clock::Within(n, unit)) = d.clock else {
        panic!()
    };
    assert_eq!((n.text.as_str(), unit.text.as_str()), ("1", "days"));
    assert_eq!(
        (d.bearer.unwrap().text.as_str(), d.done_by.unwrap().text.as_str()),
        ("detaining", "card")
    );
    assert_eq!(reference(&d.event.unwrap()), "x.arrived");
    assert!(d.suspended_while.is_some() && d.toward.is_some() && d.office_target.is_none());
    let d = body!(Duty, "duty a.1 \"D\"\n  on detaining\n  of x.y\n  without delay");
    assert_eq!(d.clock, Some(Clock::WithoutDelay));
    let d = body!(
        Duty,
        "duty a.1 \"D\"\n  on detaining\n  office target \"why\"\n  when x.age\n      at least 3\n  of x.y\n  at least 30 days before"
    );
    assert!(matches!(&d.clock, Some(Clock::Before(n, unit)) if n.text == "30" && unit.text == "days"));
    assert_eq!(d.office_target.unwrap().text, "why");
    let d = body!(Duty, "duty a.1 \"D\"\n  on detaining\n  of x.y\n  every 1 month");
    assert!(matches!(&d.clock, Some(Clock::Every(n, unit)) if n.text == "1" && unit.text == "months"));
}

#[test]
fn exception_priority_presume_impossible() {
    let e = body!(
        Exception,
        "exception t1.3 \"E\"\n  to t1.1, t1.2 for send, keep\n  under q is a\n  when x.y"
    );
    assert_eq!(
        (names(&e.to).as_str(), names(&e.acts).as_str(), e.under.len()),
        ("t1.1 t1.2", "send keep", 1)
    );
    let p = body!(
        Priority,
        "priority t1.4 \"P\"\n  t1.1 over t1.2 for send\n  under q is a"
    );
    assert_eq!(
        (p.winner.unwrap().text, p.loser.unwrap().text, names(&p.acts)),
        ("t1.1".into(), "t1.2".into(), "send".into())
    );
    let p = body!(
        Presume,
        "presume t1.5 \"P\"\n  that x.kind is small\n  until court, anybody\n  under q is a\n  when x.doubt"
    );
    assert_eq!(
        (reference(&p.fact.unwrap()), p.value.unwrap().text, names(&p.until)),
        ("x.kind".into(), "small".into(), "court anybody".into())
    );
    assert_eq!(
        shown(
            &body!(Impossible, "impossible x1 \"I\"\n  when x.y and not x.z")
                .when
                .unwrap()
        ),
        "(x.y and not x.z)"
    );
}

#[test]
fn question_and_profile() {
    let s = one(
        "question q \"Q\"\n  cite t1.1\n  turns on \"whether\"\n  position default \"d\"\n    held by \"A\", \"B\"\n    on t1.2 \"para 4\", c1.3\n    unverified \"the paragraph\"\n  position other \"o\"\n    held by \"C\"\n    on t1.1",
    );
    let Body::Question(q) = s.body else { panic!() };
    assert_eq!(
        (
            q.positions.len(),
            q.matters.unwrap().text.as_str(),
            s.cites.len(),
            s.unverified.is_none()
        ),
        (2, "whether", 1, true)
    );
    let first = &q.positions[0];
    assert_eq!(
        (
            first.held_by.len(),
            first.on.len(),
            first.unverified.is_some(),
            first.name.text.as_str()
        ),
        (2, 2, true, "default")
    );
    assert_eq!(q.positions[1].on[0].provision.text, "t1.1");
    let p = body!(Profile, "profile p \"P\"\n  default\n  q is other\n  default is a");
    assert!(p.default);
    assert_eq!(p.choices[1].0.text, "default");
}

#[test]
fn claim() {
    let c = body!(
        Claim,
        "claim c1 \"C\"\n  for every removal, keep\n  under q is a\n  when x.y\n  never required, permitted"
    );
    assert!(matches!(&c.says, Some(ClaimSays::Never(v)) if names(v) == "required permitted"));
    assert_eq!(
        (names(&c.acts).as_str(), c.under.len(), c.when.is_some()),
        ("removal keep", 1, true)
    );
    let c = body!(
        Claim,
        "claim c1 \"C\"\n  changing wish(home).says from anything to yes\n  never turns from prohibited, conflict into permitted, required"
    );
    assert!(matches!(&c.says, Some(ClaimSays::NeverTurns(a, b)) if a.len() == 2 && b.len() == 2));
    let change = c.changing.unwrap();
    assert_eq!(
        (reference(&change.what.unwrap()), change.from.text, change.to.text),
        ("wish(home).says".into(), "anything".into(), "yes".into())
    );
    let c = body!(
        Claim,
        "claim c1 \"C\"\n  changing reading q from a to b\n  never turns from permitted into prohibited"
    );
    assert_eq!(c.changing.unwrap().question.unwrap().text, "q");
    let c = body!(
        Claim,
        "claim c1 \"C\"\n  changing detaining bound by t1 from no to yes\n  never turns from permitted into prohibited"
    );
    assert_eq!(c.changing.unwrap().bound.unwrap().1.text, "t1");
    assert!(matches!(
        body!(Claim, "claim c1 \"C\"\n  for every keep\n  always permitted").says,
        Some(ClaimSays::Always(_))
    ));
    assert!(matches!(
        body!(Claim, "claim c1 \"C\"\n  when x.y\n  then x.z or x.w").says,
        Some(ClaimSays::Then(_))
    ));
}

#[test]
fn waive() {
    let s = one(
        "waive w.1 \"It stands\"\n  flaw never_matters\n  for t1.1, keep\n  under q is a or b\n  when x.y and not x.z",
    );
    assert_eq!(s.title.as_ref().unwrap().text, "It stands");
    let Body::Waive(w) = s.body else { panic!() };
    assert_eq!(
        (w.flaw.unwrap().text, names(&w.about), w.under.len()),
        ("never_matters".into(), "t1.1 keep".into(), 1)
    );
    assert_eq!(shown(&w.when.unwrap()), "(x.y and not x.z)");
}

#[test]
fn alias() {
    let s = one("alias x.old for x.new");
    assert!(s.title.is_none() && matches!(s.body, Body::Alias(a) if a.new.as_ref().unwrap().text == "x.new"));
    assert_eq!(
        one("alias x.old \"write the new one\" for x.new").title.unwrap().text,
        "write the new one"
    );
    assert_eq!(
        one("alias x.old for x.new \"write the new one\"").title.unwrap().text,
        "write the new one"
    );
}

#[test]
fn places_and_keywords_in_dotted_names() {
    let text = "rule when.then.1 \"R\"\n  when not.is is or_else\n  then must keep";
    let s = one(text);
    assert_eq!(&text[s.id.span.start as usize..s.id.span.end as usize], "when.then.1");
    assert_eq!((s.span.start, s.span.end as usize), (0, text.len()));
    assert_eq!(&text[s.keyword.start as usize..s.keyword.end as usize], "rule");
    assert_eq!(
        clean("rule a.1 \"A\"\n  then a.b\n\n# a comment\nrule a.2 \"B\" # more\n  then a.b").len(),
        2
    );
}
