//! SMT-LIB 2: every name is a symbol between bars.

use super::lines::{Called, Lines, cited, one_line};
use super::{Export, Literal, Name, Shape, Variable};
use std::fmt::Write as _;

impl Export {
    /// The circuit in SMT-LIB 2. What the case states is asserted; a position of the profile is not, but `|profile|` holds where all are taken.
    pub fn smtlib(&self) -> String {
        let lines = Lines::new(self);
        let mut out = String::new();
        self.smtlib_to(&lines, &mut out);
        out
    }

    fn smtlib_to(&self, lines: &Lines, out: &mut String) {
        let say = |out: &mut String, text: &str| {
            let _ = writeln!(out, "{text}");
        };
        for line in self.heading() {
            say(out, &format!("; {line}"));
        }
        say(out, "(set-logic QF_UF)\n\n; What may vary.");
        for variable in &self.variables {
            say(out, &format!("; {}", one_line(&variable.title)));
            declare(variable, lines, out);
        }
        say(out, "\n; What follows.");
        for line in &lines.lines {
            if let Some(i) = line.definition {
                let definition = &self.definitions[i];
                say(out, &format!("; {}", cited(&definition.title, &definition.cites)));
            }
            let word = if line.any { "or" } else { "and" };
            let of = joined(lines, word, &line.of);
            let name = symbol(&line.called);
            // What has a name can be assumed and asked for, so it is a constant; a gate is only an abbreviation.
            match line.called {
                Called::Name(_) => say(out, &format!("(declare-const {name} Bool)\n(assert (= {name} {of}))")),
                Called::Number(_) => say(out, &format!("(define-fun {name} () Bool {of})")),
            }
        }
        say(out, "\n; What holds in every world.");
        for constraint in &self.constraints {
            let (any, of) = lines.spread(constraint.literal);
            say(out, &format!("; {}", one_line(&constraint.why)));
            let word = if any { "or" } else { "and" };
            say(out, &format!("(assert {})", joined(lines, word, &of)));
        }
        if !self.given.is_empty() {
            say(out, "\n; What the case states.");
        }
        for lit in &self.given {
            say(out, &format!("(assert {})", literal(lines, *lit)));
        }
        say(out, "\n; The positions of the profile, for whoever assumes them.");
        let profile = joined(lines, "and", &self.profile);
        say(
            out,
            &format!("(declare-const |profile| Bool)\n(assert (= |profile| {profile}))"),
        );
        say(out, "\n; A verdict is possible if it can be assumed.\n(check-sat)");
    }
}

fn declare(variable: &Variable, lines: &Lines, out: &mut String) {
    let name = |value: &str| format!("|{}|", variable.name.is(value).symbol());
    for value in &variable.values {
        let own = Called::Name(variable.name.is(&value.value));
        let said = if value.says.is_empty() {
            String::new()
        } else {
            format!(" ; {}", one_line(&value.says))
        };
        let symbol = symbol(&own);
        let line = match lines.call(value.literal) {
            Some((called, false)) if self::symbol(called) == symbol => format!("(declare-const {symbol} Bool)"),
            _ => format!("(define-fun {symbol} () Bool {})", literal(lines, value.literal)),
        };
        let _ = writeln!(out, "{line}{said}");
    }
    let names: Vec<String> = variable.values.iter().map(|v| name(&v.value)).collect();
    if variable.shape == Shape::Ordered {
        for pair in names.windows(2) {
            let _ = writeln!(out, "(assert (=> {} {}))", pair[0], pair[1]);
        }
        return;
    }
    // Of two values one is the negation of the other.
    if variable.shape == Shape::ExactlyOne && names.len() <= 2 {
        return;
    }
    if variable.shape == Shape::ExactlyOne {
        let _ = writeln!(out, "(assert (or {}))", names.join(" "));
    }
    for (i, a) in names.iter().enumerate() {
        for b in &names[i + 1..] {
            let _ = writeln!(out, "(assert (not (and {a} {b})))");
        }
    }
}

impl Name {
    /// The symbol of SMT-LIB without its bars.
    pub fn symbol(&self) -> String {
        self.to_string().replace(['|', '\\'], "/")
    }
}

fn symbol(called: &Called) -> String {
    match called {
        Called::Name(name) => format!("|{}|", name.symbol()),
        Called::Number(n) => format!("g{n}"),
    }
}

fn literal(lines: &Lines, lit: Literal) -> String {
    match lines.call(lit) {
        Some((called, false)) => symbol(called),
        Some((called, true)) => format!("(not {})", symbol(called)),
        None => (lit == 1).to_string(),
    }
}

fn joined(lines: &Lines, word: &str, of: &[Literal]) -> String {
    let parts: Vec<String> = of.iter().map(|l| literal(lines, *l)).collect();
    match parts.as_slice() {
        [] => (word == "and").to_string(),
        [one] => one.clone(),
        _ => format!("({word} {})", parts.join(" ")),
    }
}
