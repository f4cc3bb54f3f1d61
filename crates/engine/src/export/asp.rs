//! Answer set programming, in the language of clingo: a finding is `fact("prisoner.fit_to_travel","yes")`, a verdict
//! `verdict("ship","AA","required")`.

use super::lines::{Called, Lines, cited, one_line};
use super::{Export, Literal, Name, Shape, Variable};
use std::collections::HashSet;
use std::fmt::Write as _;

impl Export {
    /// The circuit as a logic program: its answer sets are the worlds. What the case states is a fact of the program; what a case of a form
    /// could state is external, so false until it is set or added as a fact.
    pub fn asp(&self) -> String {
        let lines = Lines::new(self);
        let mut out = String::new();
        for line in self.heading() {
            let _ = writeln!(out, "% {line}");
        }
        let _ = writeln!(out, "\n% What may vary.");
        let given: HashSet<Literal> = self.given.iter().copied().collect();
        for variable in &self.variables {
            let _ = writeln!(out, "% {}", one_line(&variable.title));
            vary(variable, &given, &mut out);
        }
        let _ = writeln!(out, "\n% What follows.");
        for line in &lines.lines {
            // What never holds is no rule.
            if line.of == [0] {
                continue;
            }
            if let Some(i) = line.definition {
                let definition = &self.definitions[i];
                let _ = writeln!(out, "% {}", cited(&definition.title, &definition.cites));
            }
            let head = atom(&line.called);
            let bodies: Vec<&[Literal]> = if line.any {
                line.of.chunks(1).collect()
            } else {
                vec![&line.of]
            };
            for body in bodies {
                rule(&lines, &head, body, &mut out);
            }
        }
        let _ = writeln!(out, "\n% What holds in every world.");
        for constraint in &self.constraints {
            let _ = writeln!(out, "% {}", one_line(&constraint.why));
            let (any, of) = lines.spread(constraint.literal);
            let not: Vec<Literal> = of.iter().map(|l| l ^ 1).collect();
            let bodies: Vec<&[Literal]> = if any { vec![&not] } else { not.chunks(1).collect() };
            for body in bodies {
                rule(&lines, "", body, &mut out);
            }
        }
        let _ = writeln!(out, "\n% The positions of the profile, for whoever assumes them.");
        rule(&lines, "profile", &self.profile, &mut out);
        let _ = writeln!(
            out,
            "\n% `clingo --enum-mode=brave` gives the possible verdicts.\n#show verdict/3."
        );
        out
    }
}

fn vary(variable: &Variable, given: &HashSet<Literal>, out: &mut String) {
    let names: Vec<String> = variable
        .values
        .iter()
        .map(|v| variable.name.is(&v.value).atom())
        .collect();
    let mut say = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    let stated = variable.values.first().is_some_and(|v| given.contains(&v.literal));
    let selector = variable.name.kind == "states" || variable.name.kind == "rebuts";
    match (variable.shape, names.as_slice()) {
        (Shape::ExactlyOne, [only]) => say(format!("{only}.")),
        (Shape::ExactlyOne, [yes, no]) => {
            if stated {
                say(format!("{yes}."));
            } else if selector {
                say(format!("#external {yes}."));
            } else {
                say(format!("{{ {yes} }}."));
            }
            say(format!("{no} :- not {yes}."));
        }
        (Shape::ExactlyOne, _) => say(format!("1 {{ {} }} 1.", names.join("; "))),
        (Shape::AtMostOne, _) if selector => {
            names.iter().for_each(|n| say(format!("#external {n}.")));
            if names.len() > 1 {
                say(format!(":- 2 {{ {} }}.", names.join("; ")));
            }
        }
        (Shape::AtMostOne, _) => say(format!("{{ {} }} 1.", names.join("; "))),
        (Shape::Ordered, _) => {
            say(format!("{{ {} }}.", names.join("; ")));
            names
                .windows(2)
                .for_each(|w| say(format!(":- {}, not {}.", w[0], w[1])));
        }
    }
}

fn rule(lines: &Lines, head: &str, body: &[Literal], out: &mut String) {
    let body: Vec<String> = body.iter().filter_map(|l| literal(lines, *l)).collect();
    let _ = match (head, body.is_empty()) {
        ("", true) => writeln!(out, ":- #true."),
        (_, true) => writeln!(out, "{head}."),
        ("", false) => writeln!(out, ":- {}.", body.join(", ")),
        (_, false) => writeln!(out, "{head} :- {}.", body.join(", ")),
    };
}

fn literal(lines: &Lines, lit: Literal) -> Option<String> {
    let (called, not) = lines.call(lit)?;
    let not = if not { "not " } else { "" };
    Some(format!("{not}{}", atom(called)))
}

fn atom(called: &Called) -> String {
    match called {
        Called::Name(name) => name.atom(),
        Called::Number(n) => format!("g({n})"),
    }
}

impl Name {
    /// The atom of a logic program.
    pub fn atom(&self) -> String {
        let quoted = |text: &String| format!("\"{}\"", text.replace('\\', "/").replace('"', "'"));
        let parts: Vec<String> = self.about.iter().chain(&self.value).map(quoted).collect();
        format!("{}({})", self.kind, parts.join(","))
    }
}
