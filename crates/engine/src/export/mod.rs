//! A compiled rulebook with names, as plain data: the circuit of some acts for other programs and solvers.
//!
//! [`Export`] is what there is to say; [`Export::smtlib`], [`Export::asp`] and [`Export::dot`] say it in other languages. (`Serialize`
//! says it in JSON: `docs/schema/export.schema.json`.)

mod asp;
mod definitions;
mod dot;
mod lines;
mod smtlib;
mod variables;

use crate::answer::RulebookRef;
use crate::circuit::{Circuit, Lit, Node};
use crate::compile::Compiled;
use crate::compile::frame::Frame;
use crate::explain::words::Words;
use crate::situation::{Situation, State};
use crate::witness::{DETAINING, code};
use safeconduct_rulebook::model::{ActId, ProfileId, QuestionId, Rulebook};
use serde::Serialize;
use std::collections::{HashMap, HashSet};

/// A literal of an exported circuit, as AIGER writes it: twice the number of the node, plus one where it is negated. 0 is never, 1 is always.
pub type Literal = u32;

/// The circuit of some acts.
#[derive(Clone, Debug, Serialize)]
pub struct Export {
    /// The version of this form.
    pub schema: u32,
    /// Of which rulebook.
    pub rulebook: RulebookRef,
    /// Of what: a case, the cases of one form, every case.
    pub about: String,
    /// The day on which the law is read; none where every case is meant.
    pub as_of: Option<String>,
    /// What may vary.
    pub variables: Vec<Variable>,
    /// Each gate: its node, and the two literals of which both hold. Nodes come in order: a gate reads smaller numbers only.
    pub gates: Vec<[Literal; 3]>,
    /// What the literals mean that have a name.
    pub definitions: Vec<Definition>,
    /// What holds in every world, besides the shapes of the variables.
    pub constraints: Vec<Constraint>,
    /// What the case states: literals that hold as long as its statements are kept. Empty where there is no case.
    pub given: Vec<Literal>,
    /// The positions of the profile, as literals.
    pub profile: Vec<Literal>,
}

/// Something that may vary: a finding, a reading, an entry of the law, a selector.
#[derive(Clone, Debug, Serialize)]
pub struct Variable {
    /// `fact prisoner.fit_to_travel`
    pub name: Name,
    /// What it is called.
    pub title: String,
    /// How its values hang together.
    pub shape: Shape,
    /// Its values.
    pub values: Vec<Value>,
}

/// How the values of a variable hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// Exactly one of them holds.
    ExactlyOne,
    /// At most one of them holds.
    AtMostOne,
    /// Each of them implies the next.
    Ordered,
}

/// A value of a variable.
#[derive(Clone, Debug, Serialize)]
pub struct Value {
    /// `yes`, `found`, `before 2026-01-01`
    pub value: String,
    /// The clause that says so; may be empty.
    pub says: String,
    /// When it holds.
    pub literal: Literal,
}

/// Something that follows: a verdict, a norm, a term.
#[derive(Clone, Debug, Serialize)]
pub struct Definition {
    /// `verdict ship AA = required`
    pub name: Name,
    /// What it is called.
    pub title: String,
    /// Where it stands; may be empty.
    pub cites: String,
    /// When it holds.
    pub literal: Literal,
}

/// What holds in every world.
#[derive(Clone, Debug, Serialize)]
pub struct Constraint {
    /// Why.
    pub why: String,
    /// What.
    pub literal: Literal,
}

/// A name in parts: `verdict ship AA = required` is of the kind `verdict`, about `ship` and `AA`, with the value `required`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    /// What is named.
    pub kind: &'static str,
    /// About what.
    pub about: Vec<String>,
    /// With which value.
    pub value: Option<String>,
}

impl Name {
    fn new(kind: &'static str, about: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            kind,
            about: about.into_iter().map(Into::into).collect(),
            value: None,
        }
    }

    /// The same with a value.
    pub fn is(&self, value: &str) -> Self {
        Self {
            value: Some(value.to_owned()),
            ..self.clone()
        }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind)?;
        for part in self.about.iter().filter(|p| !p.is_empty()) {
            write!(f, " {part}")?;
        }
        match &self.value {
            Some(value) => write!(f, " = {value}"),
            None => Ok(()),
        }
    }
}

impl Serialize for Name {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// The names of a generic case.
fn generic(states: u32) -> Situation {
    let state = |code: String| State {
        name: code.clone(),
        code,
    };
    Situation {
        law: Vec::new(),
        id: String::new(),
        as_of: jiff::civil::Date::constant(1970, 1, 1),
        as_known: None,
        profile: ProfileId(0),
        readings: Vec::new(),
        detaining: state(DETAINING.to_owned()),
        states: (0..states).map(code).map(state).collect(),
        asked: (0..states).collect(),
        roles: Vec::new(),
        complete: false,
        stated: Vec::new(),
        disputed: Vec::new(),
        done: Vec::new(),
        assumed: Vec::new(),
    }
}

/// The circuit of the acts (and destinations) that are wanted. `frame` is the frame for which the rulebook was compiled.
pub fn export(compiled: &Compiled<'_>, frame: Frame<'_>, wanted: impl Fn(ActId, Option<u32>) -> bool) -> Export {
    let rulebook = compiled.rulebook;
    let stand_in = generic(compiled.states);
    let case = frame.case().unwrap_or(&stand_in);
    let words = Words { rb: rulebook, case };
    let cells: Vec<_> = compiled.cells.iter().filter(|c| wanted(c.act, c.destination)).collect();
    let whole = cells.len() == compiled.cells.len();
    let mut variables = variables::variables(compiled, frame, words);
    let mut definitions = definitions::of_cells(&cells, compiled, words);
    let mut constraints = constraints(compiled, words);
    let mut roots: Vec<Lit> = definitions.iter().map(|d| d.literal).collect();
    if whole {
        roots.extend(constraints.iter().map(|c| c.literal));
    } else {
        let reached = reach(compiled, &mut roots, &constraints, &variables);
        constraints.retain(|c| reached.contains(&c.literal));
    }
    let cone: HashSet<usize> = compiled.circuit.cone(&roots).into_iter().collect();
    definitions.extend(definitions::of_terms(compiled, words, |l| {
        whole || cone.contains(&l.node())
    }));
    if whole {
        definitions.extend(definitions::of_duties(compiled));
    }
    definitions::distinct(&mut definitions);
    roots.extend(definitions.iter().map(|d| d.literal));
    // All that is said of a variable is said where one of its values is read.
    let cone: HashSet<usize> = compiled.circuit.cone(&roots).into_iter().collect();
    variables.retain(|v| whole || v.literals().any(|l| cone.contains(&l.node())));
    roots.extend(variables.iter().flat_map(variables::Named::literals));
    let (circuit, image) = compiled.circuit.extract(&roots, |_| None);
    let code = |lit: Lit| lit.through(&image).code();
    let here = |lit: &Lit| roots.contains(lit) || roots.contains(&!*lit);
    Export {
        schema: 1,
        rulebook: RulebookRef::of(rulebook),
        about: about(frame, words, &cells),
        as_of: frame.case().map(|c| c.as_of.to_string()),
        gates: gates(&circuit),
        given: variables::given(compiled)
            .iter()
            .filter(|l| here(l))
            .map(|l| code(*l))
            .collect(),
        profile: profile(compiled, frame.case(), rulebook)
            .iter()
            .filter(|l| here(l))
            .map(|l| code(*l))
            .collect(),
        variables: variables.into_iter().map(|v| v.through(code)).collect(),
        definitions: definitions.into_iter().map(|d| d.through(code)).collect(),
        constraints: constraints
            .into_iter()
            .map(|c| Constraint {
                why: c.why,
                literal: code(c.literal),
            })
            .collect(),
    }
}

/// What the inputs of a compiled rulebook are called in an export: each literal of an input is a name that holds or does not.
#[derive(Clone, Debug)]
pub struct Names(HashMap<usize, (Name, bool)>);

impl Names {
    /// The names. `frame` is the frame for which the rulebook was compiled.
    pub fn new(compiled: &Compiled<'_>, frame: Frame<'_>) -> Self {
        let stand_in = generic(compiled.states);
        let case = frame.case().unwrap_or(&stand_in);
        let rb = compiled.rulebook;
        let mut names = HashMap::new();
        for variable in variables::variables(compiled, frame, Words { rb, case }) {
            for (name, lit) in variable.names() {
                names.entry(lit.node()).or_insert((name, lit.is_neg()));
            }
        }
        Self(names)
    }

    /// The name of an input, and whether it holds where the literal does; `None` for anything else.
    pub fn call(&self, lit: Lit) -> Option<(&Name, bool)> {
        let (name, negated) = self.0.get(&lit.node())?;
        Some((name, lit.is_neg() == *negated))
    }
}

fn gates(circuit: &Circuit) -> Vec<[Literal; 3]> {
    let nodes = circuit.nodes().iter().enumerate();
    nodes
        .filter_map(|(n, node)| match node {
            Node::And(a, b) => Some([n as u32, a.code(), b.code()]),
            Node::False | Node::Input => None,
        })
        .collect()
}

/// A constraint of the compiled rulebook.
struct Bound {
    why: String,
    literal: Lit,
}

fn constraints(compiled: &Compiled<'_>, words: Words<'_>) -> Vec<Bound> {
    let rulebook = compiled.rulebook;
    let mut out = Vec::new();
    for i in &compiled.impossible {
        let declared = &rulebook.impossibles[i.impossible.ix()];
        let of = i.state.map(|s| format!(", of {}", words.code(s))).unwrap_or_default();
        out.push(Bound {
            why: format!("impossible: {}{of}", declared.title),
            literal: i.never,
        });
    }
    for p in &compiled.presumptions {
        let declared = &rulebook.presumptions[p.presumption.ix()];
        out.push(Bound {
            why: format!(
                "presumed of {}: {} ({})",
                words.path(p.item),
                declared.title,
                declared.origin.citation()
            ),
            literal: p.binds,
        });
    }
    for s in &compiled.stated {
        out.push(Bound {
            why: format!("what is stated of {} binds where it is kept", words.path(s.item)),
            literal: s.binds,
        });
    }
    for s in &compiled.selectors {
        out.extend(s.binds.iter().map(|lit| Bound {
            why: format!("what is stated of {} binds", words.path(s.item)),
            literal: *lit,
        }));
    }
    out.retain(|c| c.literal != Lit::TRUE);
    out
}

/// The constraints that have to do with what the roots read, directly or by way of other constraints. The others say nothing about the
/// roots, provided that they can be satisfied at all.
fn reach(
    compiled: &Compiled<'_>,
    roots: &mut Vec<Lit>,
    constraints: &[Bound],
    variables: &[variables::Named],
) -> HashSet<Lit> {
    let inputs = |lits: &[Lit]| -> HashSet<usize> {
        let cone = compiled.circuit.cone(lits).into_iter();
        cone.filter(|n| compiled.circuit.nodes()[*n] == Node::Input).collect()
    };
    let together: Vec<(Option<Lit>, HashSet<usize>)> = constraints
        .iter()
        .map(|c| (Some(c.literal), inputs(&[c.literal])))
        .chain(
            variables
                .iter()
                .map(|v| (None, inputs(&v.literals().collect::<Vec<_>>()))),
        )
        .collect();
    let mut read = inputs(roots);
    let mut out = HashSet::new();
    loop {
        let before = (read.len(), out.len());
        for (constraint, of) in &together {
            if !of.is_disjoint(&read) {
                read.extend(of);
                out.extend(constraint);
            }
        }
        if before == (read.len(), out.len()) {
            roots.extend(&out);
            return out;
        }
    }
}

fn profile(compiled: &Compiled<'_>, case: Option<&Situation>, rulebook: &Rulebook) -> Vec<Lit> {
    let default = rulebook.default_profile().map(|p| &rulebook.profiles[p.ix()].choices);
    let taken = |q: usize| match case {
        Some(case) => Some(case.position(rulebook, QuestionId(q as u32))),
        None => default?.get(q).copied(),
    };
    let questions = compiled.questions.iter().enumerate();
    questions
        .filter_map(|(q, lits)| Some(lits[taken(q)? as usize]))
        .filter(|l| *l != Lit::TRUE)
        .collect()
}

fn about(frame: Frame<'_>, words: Words<'_>, cells: &[&crate::compile::Cell]) -> String {
    let what = match frame {
        Frame::Case(case) => format!("case {}", case.id),
        Frame::Form(_) => "every case with these states, roles and day".to_owned(),
        Frame::Generic { states } => format!("every case with {states} states besides the detaining power"),
    };
    match cells {
        [cell] => format!("{what}: {}", words.act_name(cell.act, cell.destination)),
        _ => what,
    }
}
