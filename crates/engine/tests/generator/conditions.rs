//! Random conditions, from what a context may name.

use super::draw::Draw;
use super::syntax::C;
use super::words::{DAYS, Fact, Kind, Per, Words};

/// What a condition may name here.
#[derive(Clone, Debug)]
pub struct Scope {
    /// `destination` is named.
    pub destination: bool,
    /// Nothing here has a destination, so that a variable may be called so.
    pub nowhere: bool,
    /// Facts per act may stand.
    pub act: bool,
    /// How many of the terms have been concluded below.
    pub terms: usize,
    /// The first so many acts may be asked about with `barred`.
    pub barred: usize,
    pub vars: Vec<String>,
    /// Facts and relations may stand.
    pub facts: bool,
}

impl Scope {
    pub fn narrow(&self, other: &Self) -> Self {
        Self {
            destination: self.destination && other.destination,
            nowhere: self.nowhere && other.nowhere,
            act: self.act && other.act,
            terms: self.terms.min(other.terms),
            barred: self.barred.min(other.barred),
            vars: Vec::new(),
            facts: true,
        }
    }
}

pub fn condition(d: &mut Draw<'_>, w: &Words, scope: &Scope) -> C {
    match d.weighted(&[(6, 0), (4, 1), (3, 2), (1, 3)]) {
        0 => literal(d, w, scope),
        1 => C::And(vec![literal(d, w, scope), literal(d, w, scope)]),
        2 => C::Or(vec![literal(d, w, scope), literal(d, w, scope)]),
        _ => C::And(vec![
            literal(d, w, scope),
            C::Or(vec![literal(d, w, scope), literal(d, w, scope)]),
        ]),
    }
}

fn literal(d: &mut Draw<'_>, w: &Words, scope: &Scope) -> C {
    let atom = atom(d, w, scope);
    if d.chance(25) { atom.negated() } else { atom }
}

/// The states that can be named, without the detaining power.
fn states(w: &Words, scope: &Scope) -> Vec<String> {
    let mut all: Vec<String> = scope.vars.iter().rev().cloned().collect();
    if scope.destination {
        all.insert(0, "destination".into());
    }
    all.extend(w.roles.iter().cloned());
    all
}

fn atom(d: &mut Draw<'_>, w: &Words, scope: &Scope) -> C {
    let states = states(w, scope);
    for _ in 0..8 {
        let kind = d.weighted(&[(12, 0), (4, 1), (4, 2), (3, 3), (2, 4), (2, 5), (2, 6), (3, 7)]);
        let made = match kind {
            0 if scope.facts => fact(d, w, scope, &states),
            1 if scope.facts && states.len() > 1 && !w.relations.is_empty() => {
                let (from, to) = (d.pick(&states), d.pick(&states));
                Some(C::atom(format!("{}({from}, {to})", d.pick(&w.relations).0)))
            }
            2 => term(d, w, scope, &states),
            3 => Some(C::atom(bound(d, w, &states))),
            4 if !w.questions.is_empty() => {
                let (q, positions) = d.pick(&w.questions);
                Some(C::atom(format!("under {q} is {}", d.some(positions, 30).join(" or "))))
            }
            5 if !states.is_empty() => {
                let mut others = states.clone();
                others.push("detaining".into());
                let (a, b) = (d.pick(&states), d.pick(&others));
                Some(C::atom(format!("{a} {} {b}", d.pick(&["is", "is not"]))))
            }
            6 if scope.barred > 0 => {
                let act = &w.acts[d.below(scope.barred)];
                match (act.destination, states.is_empty()) {
                    (false, _) => Some(C::atom(format!("barred({})", act.id))),
                    (true, true) => None,
                    (true, false) => {
                        let to = d.pick(&states);
                        let whole = format!("barred({} to {to})", act.id);
                        Some(C::atom(if to == "destination" {
                            format!("barred({})", act.id)
                        } else {
                            whole
                        }))
                    }
                }
            }
            7 if scope.vars.len() < 2 => Some(quantified(d, w, scope, &states)),
            _ => None,
        };
        if let Some(c) = made {
            return c;
        }
    }
    C::atom("detaining bound by tr")
}

fn of_state(id: &str, state: &str, variable: bool) -> String {
    let (first, rest) = id.split_once('.').unwrap_or((id, ""));
    match (first, rest, state) {
        ("destination", rest, _) => format!("{state}.{rest}"),
        (_, "", _) => format!("{id}({state})"),
        // A variable may be called `destination` too; then the place is named.
        (_, _, "destination") if !variable => id.to_owned(),
        _ => format!("{first}({state}).{rest}"),
    }
}

fn fact(d: &mut Draw<'_>, w: &Words, scope: &Scope, states: &[String]) -> Option<C> {
    let f = d.pick(&w.facts);
    let path = match f.per {
        Per::Case => f.id.clone(),
        Per::Act if scope.act => f.id.clone(),
        Per::Destination if !states.is_empty() => of_state(&f.id, d.pick::<String>(states), !scope.destination),
        Per::Act | Per::Destination => return None,
    };
    Some(C::atom(test(d, f, &path)))
}

/// A test on a fact.
pub fn test(d: &mut Draw<'_>, f: &Fact, path: &str) -> String {
    match &f.kind {
        Kind::YesNo => path.to_owned(),
        Kind::OneOf(values) => match d.below(3) {
            0 => format!("{path} is {}", d.pick(values)),
            1 => format!("{path} is not {}", d.pick(values)),
            _ => format!("{path} is one of {{ {} }}", d.some(values, 60).join(", ")),
        },
        Kind::Date => match d.below(4) {
            0 => format!("{path} before {}", d.pick(&DAYS)),
            1 => format!("{path} since {}", d.pick(&DAYS)),
            2 => format!(
                "{path} at least {}",
                d.pick(&["6 months ago", "30 days ago", "1 years ago", "4 weeks ago"])
            ),
            _ => format!("{path} less than {}", d.pick(&["6 months ago", "31 days ago"])),
        },
        Kind::Number => match d.below(2) {
            0 => format!("{path} at least {}", d.pick(&[10, 18])),
            _ => format!("{path} less than {}", d.pick(&[10, 18])),
        },
    }
}

fn term(d: &mut Draw<'_>, w: &Words, scope: &Scope, states: &[String]) -> Option<C> {
    if scope.terms == 0 {
        return None;
    }
    let t = &w.terms[d.below(scope.terms)];
    if !t.per_destination {
        return Some(C::atom(t.id.clone()));
    }
    if states.is_empty() {
        return None;
    }
    Some(C::atom(of_state(&t.id, d.pick::<String>(states), !scope.destination)))
}

fn bound(d: &mut Draw<'_>, w: &Words, states: &[String]) -> String {
    let mut states = states.to_vec();
    states.push("detaining".into());
    let state = d.pick(&states);
    let instrument = d.pick(&w.instruments);
    let article = d.pick(&["1", "2"]);
    match d.weighted(&[(3, 0), (3, 1), (1, 2), (1, 3)]) {
        0 => format!("{state} bound by {instrument}"),
        1 => format!("{state} bound by {instrument}.{article}"),
        2 => format!("{state} has reserved {instrument}.{article}"),
        _ => format!("{state} derogates from {instrument}.{article}"),
    }
}

fn quantified(d: &mut Draw<'_>, w: &Words, scope: &Scope, states: &[String]) -> C {
    let which = d.pick(&["some", "every"]);
    let home = scope.terms > 0 && d.chance(35);
    let depth = scope.vars.len();
    let mut domain = if home {
        "home"
    } else {
        *d.pick(&["state", "destination"])
    };
    let named = depth > 0 || d.chance(60);
    if !named && domain == "destination" && !scope.nowhere {
        domain = "state";
    }
    let var = if named { format!("s{depth}") } else { domain.to_owned() };
    let mut head = format!("{which} {domain}");
    if named {
        head += &format!(" {var}");
    }
    if scope.facts && !states.is_empty() && !w.relations.is_empty() && d.chance(50) {
        head += &format!(" that {} {}", d.pick(states), d.pick(&w.relations).0);
    }
    let mut inner = scope.clone();
    inner.vars.push(var);
    let with = d.chance(25).then(|| Box::new(literal(d, w, &inner)));
    let body = if d.chance(20) {
        C::Or(vec![literal(d, w, &inner), literal(d, w, &inner)])
    } else {
        literal(d, w, &inner)
    };
    C::Has {
        head,
        with,
        body: Box::new(body),
    }
}
