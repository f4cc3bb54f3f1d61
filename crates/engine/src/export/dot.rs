//! A drawing for Graphviz: findings as leaves, norms as boxes, terms between them. No gate is drawn: an arrow says that one thing is read
//! in the other.

use super::lines::{negated, node, one_line};
use super::{Definition, Export, Literal, Variable};
use crate::circuit::Lit;
use crate::evaluate::{Tri, both, tri};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// Columns of a label.
const WIDTH: usize = 28;

/// How something is read: as it is, or negated.
type Reads = BTreeSet<(String, bool)>;

impl Export {
    /// The circuit as a drawing for Graphviz. What the statements of the case rule out is not drawn.
    pub fn dot(&self) -> String {
        let known = self.known();
        let mut drawing = Drawing {
            export: self,
            gates: self.gates.iter().map(|[n, a, b]| (*n, [*a, *b])).collect(),
            ends: HashMap::new(),
            known,
            leaves: BTreeMap::new(),
        };
        drawing.draw()
    }

    /// What is known of every node where the statements of the case are kept.
    fn known(&self) -> Vec<Tri> {
        let size = self
            .gates
            .iter()
            .map(|[n, ..]| *n)
            .chain(self.inputs())
            .max()
            .unwrap_or(0) as usize
            + 1;
        let mut known = vec![Tri::Unknown; size];
        known[0] = Tri::False;
        for lit in &self.given {
            known[node(*lit) as usize] = Tri::from(!negated(*lit));
        }
        // A statement that nothing overrides is a clause of two literals, or of more where it fixes thresholds: it is read off the constraints.
        for _ in 0..2 {
            for [n, a, b] in &self.gates {
                known[*n as usize] = both(at(&known, *a), at(&known, *b));
            }
            let gates: HashMap<u32, [Literal; 2]> = self.gates.iter().map(|[n, a, b]| (*n, [*a, *b])).collect();
            for constraint in &self.constraints {
                force(constraint.literal, &gates, &mut known);
            }
            for variable in &self.variables {
                settle(variable, &mut known);
            }
        }
        known
    }

    fn inputs(&self) -> impl Iterator<Item = u32> {
        self.variables
            .iter()
            .flat_map(|v| v.values.iter().map(|v| node(v.literal)))
    }
}

/// What is known of a literal.
fn at(known: &[Tri], lit: Literal) -> Tri {
    tri(known, Lit::of(node(lit) as usize, negated(lit)))
}

/// Makes a literal true, and what follows from that at once.
fn force(lit: Literal, gates: &HashMap<u32, [Literal; 2]>, known: &mut [Tri]) {
    let place = node(lit) as usize;
    match gates.get(&node(lit)) {
        None => known[place] = Tri::from(!negated(lit)),
        Some([a, b]) if !negated(lit) => {
            force(*a, gates, known);
            force(*b, gates, known);
        }
        // Not both: where one holds the other does not.
        Some([a, b]) => match (at(known, *a), at(known, *b)) {
            (Tri::True, Tri::Unknown) => force(b ^ 1, gates, known),
            (Tri::Unknown, Tri::True) => force(a ^ 1, gates, known),
            _ => {}
        },
    }
}

/// Where one of the values of an enumeration holds, the others do not.
fn settle(variable: &Variable, known: &mut [Tri]) {
    let exclusive = variable.shape != super::Shape::Ordered;
    if exclusive && variable.values.iter().any(|v| at(known, v.literal) == Tri::True) {
        for value in &variable.values {
            if at(known, value.literal) == Tri::Unknown {
                known[node(value.literal) as usize] = Tri::from(negated(value.literal));
            }
        }
    }
}

struct Drawing<'e> {
    export: &'e Export,
    gates: HashMap<u32, [Literal; 2]>,
    /// The nodes at which a walk ends: what is drawn for each, and whether it stands for the negation.
    ends: HashMap<u32, (String, bool)>,
    known: Vec<Tri>,
    leaves: BTreeMap<String, usize>,
}

impl Drawing<'_> {
    fn at(&self, lit: Literal) -> Tri {
        at(&self.known, lit)
    }

    fn draw(&mut self) -> String {
        let export = self.export;
        for (i, variable) in export.variables.iter().enumerate() {
            for value in &variable.values {
                self.ends
                    .entry(node(value.literal))
                    .or_insert((format!("v{i}"), negated(value.literal)));
            }
            self.leaves.insert(format!("v{i}"), i);
        }
        // A norm that stands wherever it holds is drawn once.
        for (i, definition) in export.definitions.iter().enumerate() {
            let place = node(definition.literal);
            if self.gates.contains_key(&place) && definition.name.kind != "verdict" {
                self.ends
                    .entry(place)
                    .or_insert((format!("d{i}"), negated(definition.literal)));
            }
        }
        let mut verdicts: BTreeMap<Vec<String>, (String, Vec<&Definition>)> = BTreeMap::new();
        for definition in export.definitions.iter().filter(|d| d.name.kind == "verdict") {
            let n = verdicts.len();
            verdicts
                .entry(definition.name.about.clone())
                .or_insert((format!("cell{n}"), Vec::new()))
                .1
                .push(definition);
        }
        let mut out = String::new();
        for line in export.heading() {
            let _ = writeln!(out, "// {line}");
        }
        let _ = writeln!(
            out,
            "digraph safeconduct {{\n  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=10];\n  edge [color=\"#555555\"];"
        );
        let mut todo: Vec<String> = Vec::new();
        let mut arrows: BTreeSet<(String, String, bool)> = BTreeSet::new();
        for (id, of) in verdicts.values() {
            let possible: Vec<&str> = of
                .iter()
                .filter(|d| self.at(d.literal) != Tri::False)
                .filter_map(|d| d.name.value.as_deref())
                .collect();
            let label = labelled(&[&of[0].title, &possible.join(" or ")]);
            let _ = writeln!(out, "  {id} [shape=doubleoctagon, label={label}];");
            for definition in of {
                for (read, _) in self.reads(definition.literal) {
                    arrows.insert((read.clone(), id.clone(), true));
                    todo.push(read);
                }
            }
        }
        let mut seen = BTreeSet::new();
        while let Some(id) = todo.pop() {
            if !seen.insert(id.clone()) {
                continue;
            }
            if let Some(i) = self.leaves.get(&id) {
                let _ = writeln!(out, "  {id} [{}];", self.leaf(&export.variables[*i]));
                continue;
            }
            let Some(definition) = id[1..].parse().ok().and_then(|i: usize| export.definitions.get(i)) else {
                continue;
            };
            let settled = definition.name.kind == "term" && self.at(definition.literal) == Tri::True;
            let _ = writeln!(out, "  {id} [{}];", boxed(definition, settled));
            // Why a term holds that the statements settle is a drawing of its own.
            if settled {
                continue;
            }
            for (read, plain) in self.reads(definition.literal) {
                arrows.insert((read.clone(), id.clone(), plain));
                todo.push(read);
            }
        }
        for (from, to, plain) in arrows {
            let style = if plain { "" } else { " [style=dashed, arrowhead=empty]" };
            let _ = writeln!(out, "  {from} -> {to}{style};");
        }
        let _ = writeln!(
            out,
            "  // A dashed arrow: read in its negation. What the statements of the case rule out is left out.\n}}"
        );
        out
    }

    /// What a gate reads, up to the next thing that is drawn.
    fn reads(&self, lit: Literal) -> Reads {
        let mut out = Reads::new();
        let mut seen: BTreeSet<Literal> = BTreeSet::new();
        let mut todo: Vec<Literal> = match self.gates.get(&node(lit)) {
            Some(pair) => pair.iter().map(|l| l ^ (lit & 1)).collect(),
            None => vec![lit],
        };
        while let Some(lit) = todo.pop() {
            if !seen.insert(lit) || self.at(lit) == Tri::False && self.gates.contains_key(&node(lit)) {
                continue;
            }
            match (self.ends.get(&node(lit)), self.gates.get(&node(lit))) {
                (Some((id, not)), _) => {
                    out.insert((id.clone(), *not == negated(lit)));
                }
                (None, Some(pair)) => todo.extend(pair.iter().map(|l| l ^ (lit & 1))),
                (None, None) => {}
            }
        }
        out
    }

    fn leaf(&self, variable: &Variable) -> String {
        let (shape, colour) = match variable.name.kind {
            "reading" => ("hexagon", "#fff3cd"),
            "law" | "reservation" | "derogation" => ("folder", "#e2e3e5"),
            "fact" => ("ellipse", "#d1e7dd"),
            _ => ("note", "#ffffff"),
        };
        let known = variable.values.iter().find(|v| self.at(v.literal) == Tri::True);
        let name = variable.name.about.join(" ");
        let (value, style) = match known {
            Some(value) => (value.value.clone(), "filled"),
            None => ("open".to_owned(), "filled,dashed"),
        };
        let label = labelled(&[&variable.title, &name, &value]);
        format!("shape={shape}, style=\"{style}\", fillcolor=\"{colour}\", label={label}")
    }
}

fn boxed(definition: &Definition, settled: bool) -> String {
    let (says, colour) = match (definition.name.kind, definition.name.about.get(1).map(String::as_str)) {
        ("stands" | "holds", Some("must")) => ("must", "#cfe2ff"),
        ("stands" | "holds", Some("must_not")) => ("must not", "#f8d7da"),
        ("stands" | "holds", Some("must_not_while")) => ("must not, while", "#f8d7da"),
        ("stands" | "holds", Some("must_not_until")) => ("must not, until", "#fde2c8"),
        ("exception", _) => ("exception", "#eeeeee"),
        ("basis", _) => ("basis", "#d6f0f7"),
        ("last_choice", _) => ("last choice", "#cfe2ff"),
        ("term", _) => ("", "#ffffff"),
        _ => ("", "#eeeeee"),
    };
    let subject = match (definition.name.kind, definition.name.about.first()) {
        ("term", Some(name)) => name.as_str(),
        _ => definition.cites.as_str(),
    };
    let shape = if definition.name.kind == "term" {
        "box, style=\"rounded,filled\""
    } else {
        "box, style=filled"
    };
    let holds = if settled { "holds, by what is stated" } else { "" };
    let label = labelled(&[says, &definition.title, subject, holds]);
    format!("shape={shape}, fillcolor=\"{colour}\", label={label}")
}

/// A label of several lines.
fn labelled(parts: &[&str]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for part in parts.iter().filter(|p| !p.is_empty()) {
        let mut line = String::new();
        for word in one_line(part).split(' ') {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > WIDTH {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    let text: Vec<String> = lines.iter().map(|l| l.replace('\\', "/").replace('"', "'")).collect();
    format!("\"{}\"", text.join("\\n"))
}
