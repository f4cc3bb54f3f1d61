//! A solver in another process: `bench/peers/serve.py` under the Python that `SAFECONDUCT_PYTHON` names.

use safeconduct_engine::circuit::Lit;
use safeconduct_engine::export::{Export, Name, Names};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The solvers, and how each takes the exported text and its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Clingo,
    Z3,
}

impl Kind {
    pub(crate) const BOTH: [Self; 2] = [Self::Clingo, Self::Z3];

    fn word(self) -> &'static str {
        match self {
            Self::Clingo => "clingo",
            Self::Z3 => "z3",
        }
    }

    fn text(self, export: &Export) -> String {
        match self {
            Self::Clingo => export.asp(),
            Self::Z3 => export.smtlib(),
        }
    }

    fn name(self, name: &Name) -> String {
        match self {
            Self::Clingo => name.atom(),
            Self::Z3 => name.symbol(),
        }
    }
}

#[derive(Debug)]
pub(crate) struct Solver {
    pub(crate) kind: Kind,
    pub(crate) version: String,
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

/// Something assumed: a name, and whether it holds.
pub(crate) type Assumed = (Name, bool);

impl Solver {
    pub(crate) fn new(kind: Kind) -> Self {
        let python = std::env::var("SAFECONDUCT_PYTHON").expect(
            "SAFECONDUCT_PYTHON names no Python with clingo and Z3: run `cargo xtask test solvers`, which makes one",
        );
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/peers/serve.py");
        let mut child = Command::new(python)
            .arg(script)
            .arg(kind.word())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Python runs");
        let to = child.stdin.take().expect("its input");
        let from = BufReader::new(child.stdout.take().expect("its output"));
        Self {
            kind,
            version: String::new(),
            child,
            to,
            from,
        }
    }

    fn say(&mut self, question: &Value) {
        writeln!(self.to, "{question}").expect("the solver listens");
    }

    fn hear(&mut self) -> Value {
        let mut line = String::new();
        self.from.read_line(&mut line).expect("the solver answers");
        serde_json::from_str(&line).unwrap_or_else(|_| panic!("{:?} gave up; see above", self.kind))
    }

    /// Loads a circuit under a name.
    pub(crate) fn load(&mut self, id: &str, export: &Export) {
        let verdicts: Vec<String> = verdicts(export).map(|n| self.kind.name(n)).collect();
        let text = self.kind.text(export);
        self.say(&json!({ "load": id, "text": text, "verdicts": verdicts }));
        let answer = self.hear();
        self.version = answer["version"].as_str().expect("a version").to_owned();
    }

    pub(crate) fn forget(&mut self, id: &str) {
        self.say(&json!({ "forget": id }));
        self.hear();
    }

    /// Asks; the answer is heard with [`Solver::answer`], so that two solvers can think at once.
    pub(crate) fn ask(&mut self, id: &str, assumed: &[Assumed]) {
        let assumed: Vec<(String, bool)> = assumed.iter().map(|(n, v)| (self.kind.name(n), *v)).collect();
        self.say(&json!({ "ask": id, "assume": assumed }));
    }

    /// The verdicts that are possible, by their place among those of the export; none where there is no world.
    pub(crate) fn answer(&mut self) -> BTreeSet<usize> {
        let answer = self.hear();
        let possible = answer["possible"].as_array().expect("places");
        possible.iter().map(|p| p.as_u64().expect("a place") as usize).collect()
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn verdicts(export: &Export) -> impl Iterator<Item = &Name> {
    export
        .definitions
        .iter()
        .map(|d| &d.name)
        .filter(|n| n.kind == "verdict")
}

/// Literals of inputs as assumptions.
pub(crate) fn assumed(names: &Names, lits: &[Lit]) -> Vec<Assumed> {
    let call = |lit: &Lit| names.call(*lit).map(|(name, holds)| (name.clone(), holds));
    lits.iter().filter_map(call).collect()
}
