//! Conditions, shown with all their parentheses.

use safeconduct_rulebook::ast::{Body, Compare, Cond, Name, Ref};

use super::one;

pub(super) fn names(list: &[Name]) -> String {
    list.iter().map(|n| n.text.as_str()).collect::<Vec<_>>().join(" ")
}

pub(super) fn reference(r: &Ref) -> String {
    let mut out = r.path.text.clone();
    if !r.args.is_empty() {
        out.push_str(&format!("({})", names(&r.args)));
    }
    if let Some(tail) = &r.tail {
        out.push_str(&format!(".{}", tail.text));
    }
    out
}

/// A condition with all its parentheses.
pub(super) fn shown(c: &Cond) -> String {
    let join = |parts: &[Cond], word: &str| format!("({})", parts.iter().map(shown).collect::<Vec<_>>().join(word));
    match c {
        Cond::And(parts) => join(parts, " and "),
        Cond::Or(parts) => join(parts, " or "),
        Cond::Not(inner, _) => format!("not {}", shown(inner)),
        Cond::Ref(r) => reference(r),
        Cond::Compare(r, how, _) => match how {
            Compare::Is(v) => format!("{} is {}", reference(r), names(v)),
            Compare::IsNot(v) => format!("{} is not {}", reference(r), names(v)),
            Compare::Before(d) => format!("{} before {}", reference(r), d.text),
            Compare::Since(d) => format!("{} since {}", reference(r), d.text),
            Compare::AtLeast(n, u) => format!("{} >= {}{}", reference(r), n.text, u.as_ref().map_or("", |u| &u.text)),
            Compare::LessThan(n, u) => format!("{} < {}{}", reference(r), n.text, u.as_ref().map_or("", |u| &u.text)),
        },
        Cond::Bound(s, i) => format!("{} bound {}", s.text, i.text),
        Cond::Reserved(s, i) => format!("{} reserved {}", s.text, i.text),
        Cond::Derogates(s, i) => format!("{} derogates {}", s.text, i.text),
        Cond::Under(u) => format!("under {} is {}", u.question.text, names(&u.positions)),
        Cond::Barred(a, _) => format!(
            "barred({}{})",
            a.act.text,
            a.to.as_ref().map_or(String::new(), |t| format!(" to {}", t.text))
        ),
        Cond::Quantified(q) => format!(
            "[{} {} {}{}{}: {}]",
            if q.every { "every" } else { "some" },
            q.domain.text,
            q.var.as_ref().map_or("_", |v| &v.text),
            q.via
                .as_ref()
                .map_or(String::new(), |(s, r)| format!(" that {} {}", s.text, r.text)),
            q.with.as_ref().map_or(String::new(), |w| format!(" with {}", shown(w))),
            shown(&q.body)
        ),
        Cond::Error(_) => "error".to_owned(),
    }
}

fn when(cond: &str) -> String {
    let statement = one(&format!("rule a.1 \"A\"\n  when {cond}\n  then a.b"));
    let Body::Rule(rule) = statement.body else { panic!() };
    shown(&rule.when.unwrap())
}

#[test]
fn conditions() {
    let table = [
        ("a.b or c.d and not e.f", "(a.b or (c.d and not e.f))"),
        ("(a.b or c.d) and e.f", "((a.b or c.d) and e.f)"),
        ("not not a.b", "not not a.b"),
        (
            "a.b is suspended or under q is never or always",
            "(a.b is suspended or under q is never always)",
        ),
        ("a.b is c and a.d is not e", "(a.b is c and a.d is not e)"),
        ("a.b is one of {c, d, }", "a.b is c d"),
        ("origin is not destination", "origin is not destination"),
        (
            "a.on before 2026-02-11 or a.on since 2024-02-29",
            "(a.on before 2026-02-11 or a.on since 2024-02-29)",
        ),
        (
            "a.on at least 18 months ago and a.on less than 1 year ago",
            "(a.on >= 18months and a.on < 1years)",
        ),
        (
            "a.age at least 18 and a.age less than 60",
            "(a.age >= 18 and a.age < 60)",
        ),
        (
            "detaining bound by t1 and destination bound by t1.13",
            "(detaining bound t1 and destination bound t1.13)",
        ),
        (
            "s has reserved t1.3 or s derogates from t1.4",
            "(s reserved t1.3 or s derogates t1.4)",
        ),
        ("under q is a or b or x.y", "(under q is a b or x.y)"),
        ("under q is a or wide(s)", "(under q is a or wide(s))"),
        ("under q is a or s bound by t1", "(under q is a or s bound t1)"),
        (
            "barred(send to home) and barred(keep)",
            "(barred(send to home) and barred(keep))",
        ),
        (
            "leads_to(s, t) and wish(s).says is yes",
            "(leads_to(s t) and wish(s).says is yes)",
        ),
        (
            "some state s that destination leads_to has s.bad",
            "[some state s that destination leads_to: s.bad]",
        ),
        ("every home has home.bad and a.b", "([every home _: home.bad] and a.b)"),
        (
            "some state s with s.x is y has s has reserved t1.3",
            "[some state s with s.x is y: s reserved t1.3]",
        ),
        (
            "every destination d with not d.x has (d.y or d.z)",
            "[every destination d with not d.x: (d.y or d.z)]",
        ),
        (
            "some state s has some state t has leads_to(s, t)",
            "[some state s: [some state t: leads_to(s t)]]",
        ),
    ];
    for (text, tree) in table {
        assert_eq!(when(text), tree, "{text}");
    }
}
