//! The facts of a random rulebook, with their protective values.

use super::conditions::{Scope, condition};
use super::draw::Draw;
use super::syntax::{Clause, Stmt};
use super::words::{BODIES, DAYS, Fact, Kind, Per, Words, fact_statement};

/// A value of a fact, as rules write it.
pub fn value(d: &mut Draw<'_>, f: &Fact) -> String {
    match &f.kind {
        Kind::YesNo => (*d.pick(&["yes", "no"])).into(),
        Kind::OneOf(values) => d.pick(values).clone(),
        Kind::Date => (*d.pick(&DAYS)).into(),
        Kind::Number => (*d.pick(&["9", "10", "17", "18", "20"])).into(),
    }
}

/// The facts, with their protective values; and those of relations are added.
pub fn facts(d: &mut Draw<'_>, w: &Words, statements: &mut [Stmt]) -> Vec<Stmt> {
    let mut all = Vec::new();
    for f in &w.facts {
        let body = *d.pick(&BODIES);
        let changes = d.chance(60);
        let mut s = fact_statement(f, changes, body);
        let scope = Scope {
            destination: f.per == Per::Destination,
            nowhere: false,
            act: f.per == Per::Act,
            terms: w.terms.len(),
            barred: w.acts.len(),
            vars: Vec::new(),
            facts: true,
        };
        for last in [false, true] {
            if d.chance(45) {
                // A date or number has no protective value but `open`.
                let ordered = matches!(f.kind, Kind::Date | Kind::Number);
                let value = if ordered || d.chance(10) {
                    "open".into()
                } else {
                    value(d, f)
                };
                if !last || d.chance(30) {
                    let c = condition(d, w, &scope);
                    s.push(Clause::when(format!("protective {value} when"), c));
                } else {
                    s.push(Clause::new(format!("protective {value}")));
                }
            }
        }
        all.push(s);
    }
    for s in statements.iter_mut().filter(|s| s.head.starts_with("relation")) {
        if d.chance(50) {
            s.push(Clause::new(format!("protective {}", d.pick(&["found", "dispelled"]))));
        }
    }
    all
}
