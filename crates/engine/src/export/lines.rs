//! The circuit as lines for people: gates that are read once are put into the line that reads them, and what has a name is called by it.

use super::{Export, Literal, Name};
use std::collections::{HashMap, HashSet};

/// How a node is called: the name stands for the node, or for its negation.
#[derive(Clone, Debug)]
pub(super) enum Called {
    /// By its name.
    Name(Name),
    /// By its number.
    Number(u32),
}

/// A line: what is called so holds if all, or any, of these literals hold.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) called: Called,
    pub(super) any: bool,
    pub(super) of: Vec<Literal>,
    /// The place of the definition, where it is one.
    pub(super) definition: Option<usize>,
}

/// All lines, in an order in which each reads earlier ones only, and how literals are called.
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// For each node how it is called and whether the name stands for its negation.
    called: HashMap<u32, (Called, bool)>,
    gates: HashMap<u32, [Literal; 2]>,
}

impl Export {
    /// What every text begins with.
    pub(super) fn heading(&self) -> Vec<String> {
        let mut out = vec![
            format!("Safeconduct, {}", one_line(&self.about)),
            format!("Rulebook {} {}", self.rulebook.version, self.rulebook.digest),
        ];
        out.extend(self.as_of.iter().map(|day| format!("The law as of {day}")));
        out
    }
}

/// A text as one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A title and where it stands.
pub(super) fn cited(title: &str, cites: &str) -> String {
    if cites.is_empty() {
        one_line(title)
    } else {
        one_line(&format!("{title} ({cites})"))
    }
}

pub(super) fn node(lit: Literal) -> u32 {
    lit >> 1
}

pub(super) fn negated(lit: Literal) -> bool {
    lit & 1 == 1
}

impl Lines {
    pub(super) fn new(export: &Export) -> Self {
        let gates: HashMap<u32, [Literal; 2]> = export.gates.iter().map(|[n, a, b]| (*n, [*a, *b])).collect();
        // How often each literal is read.
        let mut reads: HashMap<Literal, usize> = HashMap::new();
        let roots = export.constraints.iter().map(|c| c.literal);
        let roots = roots.chain(export.definitions.iter().map(|d| d.literal));
        for lit in roots.chain(export.gates.iter().flat_map(|[_, a, b]| [*a, *b])) {
            *reads.entry(lit).or_default() += 1;
        }
        let count = |lit: Literal| reads.get(&lit).copied().unwrap_or(0);
        let mut called: HashMap<u32, (Called, bool)> = HashMap::new();
        for variable in &export.variables {
            for value in &variable.values {
                let name = Called::Name(variable.name.is(&value.value));
                called
                    .entry(node(value.literal))
                    .or_insert((name, negated(value.literal)));
            }
        }
        let mut first: HashMap<u32, usize> = HashMap::new();
        for (i, definition) in export.definitions.iter().enumerate() {
            let n = node(definition.literal);
            if gates.contains_key(&n) && !called.contains_key(&n) {
                let name = Called::Name(definition.name.clone());
                called.insert(n, (name, negated(definition.literal)));
                first.insert(n, i);
            }
        }
        // A gate without a name that is read once is put into the line that reads it; what reads a negation reads a line of its own.
        let constraints: HashSet<u32> = export.constraints.iter().map(|c| node(c.literal)).collect();
        let mut shared: Vec<u32> = Vec::new();
        for [n, ..] in &export.gates {
            let (plain, not) = (count(2 * n), count(2 * n + 1));
            let constraint = constraints.contains(n) && plain + not == 1;
            if called.contains_key(n) {
                shared.push(*n);
            } else if !constraint && (plain > 1 || not > 0) {
                called.insert(*n, (Called::Number(*n), plain == 0));
                shared.push(*n);
            }
        }
        let mut this = Self {
            lines: Vec::new(),
            called,
            gates,
        };
        for n in shared {
            let Some((called, any)) = this.called.get(&n).cloned() else {
                continue;
            };
            let mut of = Vec::new();
            this.operands(2 * n, true, &mut of);
            if any {
                of.iter_mut().for_each(|l| *l ^= 1);
            }
            this.lines.push(Line {
                called,
                any,
                of,
                definition: first.get(&n).copied(),
            });
        }
        // Other names of the same thing, and of variables and constants.
        for (i, definition) in export.definitions.iter().enumerate() {
            if first.get(&node(definition.literal)) != Some(&i) {
                this.lines.push(Line {
                    called: Called::Name(definition.name.clone()),
                    any: false,
                    of: if definition.literal == 1 {
                        Vec::new()
                    } else {
                        vec![definition.literal]
                    },
                    definition: Some(i),
                });
            }
        }
        this
    }

    /// The literals of which all hold where a literal does; those that are called something, but for the literal itself at the `top`.
    fn operands(&self, lit: Literal, top: bool, out: &mut Vec<Literal>) {
        match self.gates.get(&node(lit)) {
            Some(pair) if !negated(lit) && (top || !self.called.contains_key(&node(lit))) => {
                pair.iter().for_each(|l| self.operands(*l, false, out));
            }
            _ => out.push(lit),
        }
    }

    /// A literal as literals that are called something: whether any of them suffices, or all are needed.
    pub(super) fn spread(&self, lit: Literal) -> (bool, Vec<Literal>) {
        if !self.gates.contains_key(&node(lit)) || self.called.contains_key(&node(lit)) {
            return (false, vec![lit]);
        }
        let mut of = Vec::new();
        self.operands(lit & !1, true, &mut of);
        if negated(lit) {
            of.iter_mut().for_each(|l| *l ^= 1);
        }
        (negated(lit), of)
    }

    /// How a literal is called, and whether it is the negation of what is called so; `None` for a constant.
    pub(super) fn call(&self, lit: Literal) -> Option<(&Called, bool)> {
        let (called, stands_for_not) = self.called.get(&node(lit))?;
        Some((called, *stands_for_not != negated(lit)))
    }
}
