//! A rulebook as a list of statements that can be printed, and made smaller one step at a time.

use safeconduct_rulebook::source::SourceFile;
use std::fmt;

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum C {
    Atom(String),
    Not(Box<C>),
    And(Vec<C>),
    Or(Vec<C>),
    Has {
        head: String,
        with: Option<Box<C>>,
        body: Box<C>,
    },
}

impl C {
    pub fn atom(text: impl Into<String>) -> Self {
        Self::Atom(text.into())
    }

    pub fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    fn tight(&self) -> String {
        match self {
            Self::Atom(_) | Self::Not(_) => self.to_string(),
            _ => format!("({self})"),
        }
    }

    /// Every condition that is one step simpler.
    pub fn simpler(&self) -> Vec<Self> {
        let mut all = Vec::new();
        match self {
            Self::Atom(_) => {}
            Self::Not(c) => {
                all.push((**c).clone());
                all.extend(c.simpler().into_iter().map(Self::negated));
            }
            Self::And(cs) | Self::Or(cs) => {
                let build = |cs: Vec<Self>| {
                    if matches!(self, Self::And(_)) {
                        Self::And(cs)
                    } else {
                        Self::Or(cs)
                    }
                };
                all.extend(cs.iter().cloned());
                for (i, c) in cs.iter().enumerate() {
                    for s in c.simpler() {
                        let mut cs = cs.clone();
                        cs[i] = s;
                        all.push(build(cs));
                    }
                }
            }
            Self::Has { head, with, body } => {
                if with.is_some() {
                    all.push(Self::Has {
                        head: head.clone(),
                        with: None,
                        body: body.clone(),
                    });
                }
                for s in body.simpler() {
                    all.push(Self::Has {
                        head: head.clone(),
                        with: with.clone(),
                        body: Box::new(s),
                    });
                }
                for s in with.iter().flat_map(|w| w.simpler()) {
                    all.push(Self::Has {
                        head: head.clone(),
                        with: Some(Box::new(s)),
                        body: body.clone(),
                    });
                }
            }
        }
        all
    }
}

impl fmt::Display for C {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Atom(text) => f.write_str(text),
            Self::Not(c) => write!(
                f,
                "not {}",
                if matches!(**c, Self::Atom(_)) {
                    c.to_string()
                } else {
                    format!("({c})")
                }
            ),
            Self::And(cs) => f.write_str(&cs.iter().map(Self::tight).collect::<Vec<_>>().join(" and ")),
            Self::Or(cs) => f.write_str(&cs.iter().map(Self::tight).collect::<Vec<_>>().join(" or ")),
            Self::Has { head, with, body } => {
                write!(f, "{head} ")?;
                if let Some(w) = with {
                    write!(f, "with {} ", w.tight())?;
                }
                write!(f, "has {}", body.tight())
            }
        }
    }
}

/// A clause: words, and a condition after them where there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    pub text: String,
    pub cond: Option<C>,
    /// A conclusion: `then` or `and` stands before it.
    pub concludes: bool,
}

impl Clause {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            cond: None,
            concludes: false,
        }
    }

    pub fn when(text: impl Into<String>, cond: C) -> Self {
        Self {
            text: text.into(),
            cond: Some(cond),
            concludes: false,
        }
    }

    pub fn then(text: impl Into<String>, cond: Option<C>) -> Self {
        Self {
            text: text.into(),
            cond,
            concludes: true,
        }
    }
}

/// A statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stmt {
    /// Keyword and id.
    pub head: String,
    pub clauses: Vec<Clause>,
}

impl Stmt {
    pub fn new(head: impl Into<String>) -> Self {
        Self {
            head: head.into(),
            clauses: Vec::new(),
        }
    }

    pub fn say(mut self, text: impl Into<String>) -> Self {
        self.clauses.push(Clause::new(text));
        self
    }

    pub fn push(&mut self, clause: Clause) {
        self.clauses.push(clause);
    }
}

impl fmt::Display for Stmt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let title = self.head.split(' ').nth(1).unwrap_or_default();
        writeln!(f, "{} \"About {title}\"", self.head)?;
        let mut first = true;
        for c in &self.clauses {
            let lead = match (c.concludes, first) {
                (false, _) => "",
                (true, true) => "then ",
                (true, false) => " and ",
            };
            first &= !c.concludes;
            match &c.cond {
                Some(cond) => writeln!(f, "  {lead}{} {cond}", c.text)?,
                None => writeln!(f, "  {lead}{}", c.text)?,
            }
        }
        Ok(())
    }
}

/// A rulebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Book {
    pub statements: Vec<Stmt>,
    /// By code: the `[[law]]` tables.
    pub law: Vec<(String, Vec<String>)>,
}

impl Book {
    pub fn text(&self) -> String {
        let (sources, rest): (Vec<&Stmt>, Vec<&Stmt>) =
            self.statements.iter().partition(|s| s.head.starts_with("instrument"));
        let print = |all: Vec<&Stmt>| all.iter().map(|s| s.to_string()).collect::<Vec<_>>().join("\n");
        format!(
            "# Words\n\n```rule\n{}```\n\n## `tr.1` Everything\n\n```rule\n{}```\n",
            print(sources),
            print(rest)
        )
    }

    pub fn files(&self) -> Vec<SourceFile> {
        let mut files = vec![
            SourceFile {
                path: "rulebook.toml".into(),
                text: "version = \"1\"\ndisclaimer = \"A test.\"\n".into(),
            },
            SourceFile {
                path: "law.md".into(),
                text: self.text(),
            },
        ];
        for (code, entries) in &self.law {
            let text = format!("name = \"State {code}\"\n\n{}", entries.join("\n"));
            files.push(SourceFile {
                path: format!("states/{code}.toml"),
                text,
            });
        }
        files
    }

    /// Every rulebook that is one step smaller; some do not load.
    pub fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        let mut add = |change: &dyn Fn(&mut Self)| {
            let mut book = self.clone();
            change(&mut book);
            all.push(book);
        };
        for i in (0..self.statements.len()).rev() {
            add(&|b| drop(b.statements.remove(i)));
        }
        for i in 0..self.law.len() {
            add(&|b| drop(b.law.remove(i)));
            for j in 0..self.law[i].1.len() {
                add(&|b| drop(b.law[i].1.remove(j)));
            }
        }
        for (i, s) in self.statements.iter().enumerate() {
            for (j, c) in s.clauses.iter().enumerate() {
                let needed = [
                    "short",
                    "kind",
                    "type",
                    "holds",
                    "fails",
                    "ask",
                    "phrase",
                    "to a destination",
                    "free",
                    "needs",
                ];
                if !needed.iter().any(|n| c.text.starts_with(n)) {
                    add(&|b| drop(b.statements[i].clauses.remove(j)));
                }
                for simple in c.cond.iter().flat_map(C::simpler) {
                    add(&|b| b.statements[i].clauses[j].cond = Some(simple.clone()));
                }
                if let Some(shorter) = shorter(&c.text) {
                    for text in shorter {
                        add(&|b| b.statements[i].clauses[j].text.clone_from(&text));
                    }
                }
            }
        }
        all
    }
}

/// A list of acts, targets, steps with one left out.
fn shorter(text: &str) -> Option<Vec<String>> {
    let at = ["must one of ", "must not ", "must ", "for ", "to "]
        .iter()
        .find(|p| text.starts_with(**p))?;
    let (lead, rest) = text.split_at(at.len());
    let parts: Vec<&str> = rest.split(", ").collect();
    if parts.len() < 2 {
        return None;
    }
    let without = |i: usize| {
        let mut parts = parts.clone();
        parts.remove(i);
        format!("{lead}{}", parts.join(", "))
    };
    Some((0..parts.len()).map(without).collect())
}
