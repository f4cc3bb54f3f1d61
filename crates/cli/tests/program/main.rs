//! The program as people run it.

mod answers;
#[cfg(unix)]
mod ask;
mod audit;
mod compare;
mod diff;
mod export;
mod look;
mod map;
mod pages;
mod prove;
mod rulebooks;
#[cfg(unix)]
mod terminal;
mod unless;
#[path = "../../../report/tests/fixtures/validator.rs"]
mod validator;
mod why;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What the program did.
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The exit status, and what it complains of, of a run of which nobody reads the output.
pub(crate) fn closed_pipe(arguments: &[&str]) -> (Option<i32>, String) {
    let mut child = program(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    (
        output.status.code(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

/// The program in its crate's folder, so that paths in its output are the same everywhere.
pub(crate) fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_safeconduct"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    command
}

pub(crate) fn run(arguments: &[&str]) -> Ran {
    given(arguments, "")
}

/// Runs it with something on standard input.
pub(crate) fn given(arguments: &[&str], input: &str) -> Ran {
    let mut command = program(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("standard input");
    // It may end without reading.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Ran {
        code: output.status.code().expect("an exit status"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The small rulebook of the tests of case files.
pub(crate) const LAW: [&str; 2] = ["--rulebook", "../casefile/tests/rulebook"];

/// Arguments with the small rulebook.
pub(crate) fn with_law<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    arguments.iter().copied().chain(LAW).collect()
}

/// JSON that keeps to its schema in `docs/schema/`.
pub(crate) fn valid(schema: &str, json: &str) -> serde_json::Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../docs/schema")
        .join(schema);
    let schema = std::fs::read_to_string(path).expect("a schema");
    let schema = serde_json::from_str(&schema).expect("JSON");
    let value = serde_json::from_str(json).expect("JSON");
    assert_eq!(validator::validate(&schema, &value), Vec::<String>::new());
    value
}

/// A new folder for a test.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// The small rulebook with another statement at its end, in a folder of its own.
pub(crate) fn law_with(name: &str, statement: &str) -> PathBuf {
    let folder = folder(name);
    let small = Path::new(env!("CARGO_MANIFEST_DIR")).join("../casefile/tests/rulebook");
    for file in ["rulebook.toml", "law.md"] {
        std::fs::copy(small.join(file), folder.join(file)).expect("a copy");
    }
    std::fs::write(folder.join("more.md"), format!("# More\n\n```rule\n{statement}\n```\n")).expect("a file");
    folder
}
