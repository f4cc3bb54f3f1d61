//! The words of a random rulebook: facts, relations, roles, terms, acts, questions, the law of states.

use super::draw::Draw;
use super::syntax::{Clause, Stmt};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    Case,
    Destination,
    Act,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    YesNo,
    OneOf(Vec<String>),
    Date,
    Number,
}

#[derive(Clone, Debug)]
pub struct Fact {
    pub id: String,
    pub per: Per,
    pub kind: Kind,
    pub sort: &'static str,
}

#[derive(Clone, Debug)]
pub struct Act {
    pub id: String,
    pub destination: bool,
    pub moving: bool,
}

#[derive(Clone, Debug)]
pub struct Term {
    pub id: String,
    pub per_destination: bool,
}

#[derive(Clone, Debug)]
pub struct Step {
    pub id: String,
    /// Ids of acts; empty: once.
    pub acts: Vec<String>,
}

/// What a rulebook can name.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// Codes; the detaining power is `AA` and not among them.
    pub states: Vec<String>,
    pub facts: Vec<Fact>,
    /// Id, transitive.
    pub relations: Vec<(String, bool)>,
    pub roles: Vec<String>,
    /// Home first, then by layer; the last may read `barred` of the first act.
    pub terms: Vec<Term>,
    pub late_term: bool,
    pub acts: Vec<Act>,
    pub questions: Vec<(String, Vec<String>)>,
    pub profiles: usize,
    pub steps: Vec<Step>,
    pub instruments: Vec<String>,
}

pub const BODIES: [&str; 2] = ["court", "panel"];
pub const DAYS: [&str; 3] = ["2020-01-31", "2020-07-01", "2020-08-31"];
pub const ACTS: [&str; 3] = ["go", "stay", "send"];

impl Words {
    pub fn draw(d: &mut Draw<'_>) -> Self {
        let states = d.weighted(&[(3, 2), (2, 1), (1, 3)]);
        let mut w = Self {
            states: ["BB", "CC", "DD"][..states].iter().map(|s| (*s).to_owned()).collect(),
            ..Self::default()
        };
        let acts = if states == 3 { 2 } else { 2 + d.below(2) };
        w.acts = ACTS[..acts]
            .iter()
            .map(|id| Act {
                id: (*id).into(),
                destination: *id != "stay",
                moving: *id != "stay",
            })
            .collect();
        w.roles = ["origin", "power"][..d.below(3)]
            .iter()
            .map(|r| (*r).to_owned())
            .collect();
        w.instruments = vec!["tr".into(), "st".into()];
        for q in 0..d.weighted(&[(3, 0), (4, 1), (2, 2)]) {
            let positions = ["yea", "nay", "mid"][..2 + usize::from(d.chance(20))]
                .iter()
                .map(|p| (*p).to_owned());
            w.questions.push((format!("q{q}"), positions.collect()));
        }
        w.profiles = 1 + d.below(2);
        w.facts(d);
        w.terms = vec![Term {
            id: "destination.is_home".into(),
            per_destination: true,
        }];
        for t in 0..d.below(3) {
            let per_destination = d.chance(50);
            let id = match (per_destination, d.chance(30)) {
                (true, true) => format!("likes{t}"),
                (true, false) => format!("destination.t{t}"),
                (false, _) => format!("case.t{t}"),
            };
            w.terms.push(Term { id, per_destination });
        }
        w.late_term = w.terms.len() > 1 && d.chance(30);
        for s in 0..d.below(3) {
            let acts = if d.chance(60) {
                w.acts.iter().filter(|_| d.chance(70)).map(|a| a.id.clone()).collect()
            } else {
                vec![]
            };
            w.steps.push(Step {
                id: format!("step{s}"),
                acts,
            });
        }
        w
    }

    fn facts(&mut self, d: &mut Draw<'_>) {
        let states = self.states.len();
        let cells: usize = self.acts.iter().map(|a| if a.destination { states } else { 1 }).sum();
        // In bits, roughly.
        let mut budget = 3 + d.below(5);
        if d.chance(45) {
            let pairs = states * (states - 1);
            // Only three states show whether a relation is closed.
            budget = if states == 3 { 8 } else { budget };
            if pairs <= budget {
                self.relations.push(("rel".into(), d.chance(70)));
                budget -= pairs;
            }
        }
        for i in 0..6 {
            let per = d.weighted(&[(4, Per::Case), (4, Per::Destination), (1, Per::Act)]);
            let kind = d.weighted(&[(6, 0), (2, 1), (1, 2), (1, 3)]);
            let times = match per {
                Per::Case => 1,
                Per::Destination => states,
                Per::Act => cells,
            };
            let cost = times * if kind == 0 { 1 } else { 2 };
            if cost > budget {
                continue;
            }
            budget -= cost;
            let kind = match kind {
                0 => Kind::YesNo,
                1 => Kind::OneOf(
                    ["red", "blue", "grey"][..2 + d.below(2)]
                        .iter()
                        .map(|v| (*v).to_owned())
                        .collect(),
                ),
                2 => Kind::Date,
                _ => Kind::Number,
            };
            let id = match per {
                Per::Case => format!("case.f{i}"),
                Per::Destination if d.chance(30) => format!("wish.f{i}"),
                Per::Destination => format!("destination.f{i}"),
                Per::Act => format!("orders.f{i}"),
            };
            let sort = d.weighted(&[(4, "finding"), (1, "wish"), (1, "order")]);
            self.facts.push(Fact { id, per, kind, sort });
        }
        // Beyond the budget: a day from which a clock may run.
        if d.chance(35) {
            self.facts.push(Fact {
                id: "case.event".into(),
                per: Per::Case,
                kind: Kind::Date,
                sort: "finding",
            });
        }
        if self.facts.is_empty() {
            self.facts.push(Fact {
                id: "case.f9".into(),
                per: Per::Case,
                kind: Kind::YesNo,
                sort: "finding",
            });
        }
    }

    /// The declarations, but for protective values, which need conditions.
    pub fn statements(&self, d: &mut Draw<'_>) -> Vec<Stmt> {
        let mut all = Vec::new();
        for (id, kind) in [("tr", "treaty"), ("st", "statute")] {
            let mut s = Stmt::new(format!("instrument {id}"))
                .say(format!("short \"{}\"", id.to_uppercase()))
                .say(format!("kind {kind}"));
            // On the days of the cases it may be in force, or not exist yet.
            if d.chance(30) {
                s = s.say(format!(
                    "in force {}",
                    if d.chance(50) { "2001-01-01" } else { "2031-01-01" }
                ));
            }
            all.push(s);
        }
        for (i, r) in self.roles.iter().enumerate() {
            let mut s = Stmt::new(format!("role {r}"));
            if i == 1 && d.chance(60) {
                s.push(Clause::new("unless stated origin"));
            }
            all.push(s);
        }
        for (r, transitive) in &self.relations {
            let mut s = Stmt::new(format!("relation {r}")).say("stated under ties");
            if *transitive {
                s.push(Clause::new("transitive"));
            }
            s = s
                .say("holds \"{from} is tied to {to}\"")
                .say("fails \"{from} is not tied to {to}\"")
                .say("ask \"Tied?\"");
            s.push(Clause::new(format!("shown by {}", d.pick(&BODIES))));
            all.push(s);
        }
        for t in &self.terms {
            let mut s = Stmt::new(format!("term {}", t.id));
            if t.per_destination {
                s.push(Clause::new("per destination"));
            }
            if t.id == "destination.is_home" {
                s.push(Clause::new("names home"));
            }
            all.push(s.say("holds \"it is so\"").say("fails \"it is not so\""));
        }
        for a in &self.acts {
            let mut s = Stmt::new(format!("act {}", a.id));
            s.push(Clause::new(if a.moving { "kind moving" } else { "kind resting" }));
            if a.destination {
                s.push(Clause::new("to a destination"));
            }
            if d.chance(50) {
                s.push(Clause::new("irreversible"));
            }
            let others: Vec<String> = self
                .acts
                .iter()
                .filter(|b| b.id > a.id && d.chance(25))
                .map(|b| b.id.clone())
                .collect();
            if !others.is_empty() {
                s.push(Clause::new(format!("excludes {}", others.join(", "))));
            }
            s.push(Clause::new(if d.chance(50) { "needs a basis" } else { "free" }));
            let phrase = if a.destination { "{destination}" } else { "here" };
            all.push(s.say(format!("phrase \"{} to {phrase}\"", a.id)));
        }
        for s in &self.steps {
            let mut stmt = Stmt::new(format!("step {}", s.id));
            if !s.acts.is_empty() {
                stmt.push(Clause::new(format!("for {}", s.acts.join(", "))));
            }
            all.push(stmt.say("holds \"it is done\"").say("fails \"it is not done\""));
        }
        for (q, positions) in &self.questions {
            let mut s = Stmt::new(format!("question {q}")).say("turns on \"something\"");
            for p in positions {
                s.push(Clause::new(format!(
                    "position {p} \"they say {p}\"\n    held by \"somebody\"\n    on tr.1"
                )));
            }
            all.push(s);
        }
        for p in 0..self.profiles {
            let mut s = Stmt::new(format!("profile p{p}"));
            if p == 0 {
                s.push(Clause::new("default"));
            }
            for (q, positions) in &self.questions {
                s.push(Clause::new(format!("{q} is {}", d.pick(positions))));
            }
            all.push(s);
        }
        all
    }
}

/// The declaration of a fact, without its protective values.
pub fn fact_statement(f: &Fact, changes: bool, body: &str) -> Stmt {
    let mut s = Stmt::new(format!("fact {}", f.id)).say(format!("sort {}", f.sort));
    match f.per {
        Per::Case => {}
        Per::Destination => s.push(Clause::new("per destination")),
        Per::Act => s.push(Clause::new("per act")),
    }
    s = match &f.kind {
        Kind::YesNo => s.say("type yes/no").say("holds \"it is\"").say("fails \"it is not\""),
        Kind::OneOf(values) => {
            let values: Vec<String> = values.iter().map(|v| format!("{v} \"it is {v}\"")).collect();
            s.say(format!("type one of {{ {} }}", values.join(", ")))
        }
        Kind::Date => s.say("type date"),
        Kind::Number => s.say("type number"),
    };
    s.say("ask \"Which is it?\"")
        .say(format!("shown by {body}"))
        .say(if changes { "changes" } else { "fixed" })
}

/// `states/*.toml`: the `[[law]]` tables of a state.
pub fn law(d: &mut Draw<'_>) -> Vec<String> {
    let mut all = Vec::new();
    for instrument in ["tr", "st"] {
        let mut periods: Vec<&str> = match d.weighted(&[(2, 0), (3, 1), (1, 2), (2, 3), (1, 4), (1, 5), (1, 6)]) {
            0 => vec![],
            1 => vec!["from = 2000-01-01"],
            2 => vec!["member = false"],
            3 => vec!["member = true"],
            4 => vec!["from = 2000-01-01\nuntil = 2020-07-01"],
            5 => vec!["from = 2000-01-01\nuntil = 2010-01-01", "from = 2020-07-01"],
            _ => vec!["member = true\nuntil = 2020-07-01"],
        };
        for period in periods.drain(..) {
            let mut entry = format!(
                "[[law]]\ninstrument = \"{instrument}\"\n{period}\nstatus = \"checked\"\nsource = \"a list\"\n"
            );
            for kind in ["reservations", "derogations"] {
                if period != "member = false" && d.chance(30) {
                    let from = d.pick(&["", "from = 2020-02-01\n", "until = 2020-07-01\n"]);
                    let article = d.pick(&["1", "2"]);
                    entry +=
                        &format!("  [[law.{kind}]]\n  articles = [\"{article}\"]\n  {from}  status = \"checked\"\n");
                }
            }
            all.push(entry);
        }
    }
    all
}
