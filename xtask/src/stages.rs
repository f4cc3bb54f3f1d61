//! The stages of `cargo xtask test`.

use std::ffi::OsString;
use std::process::{Command, Output, Stdio};

/// Something that must hold.
pub(crate) struct Stage {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) run: fn() -> Outcome,
}

/// What came of a stage.
pub(crate) enum Outcome {
    Passed,
    /// All that could be checked holds; this could not be checked, and how it could be.
    NotChecked(Vec<String>),
    Failed(String),
}

pub(crate) const STAGES: &[Stage] = &[
    Stage {
        name: "format",
        what: "the code is formatted",
        run: format,
    },
    Stage {
        name: "clippy",
        what: "no lint complains, in any target",
        run: clippy,
    },
    Stage {
        name: "docs",
        what: "the documentation builds without a warning",
        run: docs,
    },
    Stage {
        name: "tests",
        what: "all tests of the workspace",
        run: tests,
    },
    Stage {
        name: "postgres",
        what: "the record on a PostgreSQL server",
        run: crate::postgres::postgres,
    },
    Stage {
        name: "layout",
        what: "safeconduct fmt: the rulebook is laid out",
        run: layout,
    },
    Stage {
        name: "glossary",
        what: "docs/glossary.md is what the program prints",
        run: glossary,
    },
    Stage {
        name: "rulebook",
        what: "safeconduct check: the rulebook and its claims",
        run: rulebook,
    },
    Stage {
        name: "audit",
        what: "safeconduct audit-law: nothing is left unanswered",
        run: audit,
    },
    Stage {
        name: "cases",
        what: "safeconduct test: precedents and case fences",
        run: cases,
    },
    Stage {
        name: "diff",
        what: "safeconduct diff: which verdicts a change of the law changes (told, never held against it)",
        run: diff,
    },
    Stage {
        name: "deny",
        what: "licences, bans, sources and advisories of dependencies",
        run: deny,
    },
    Stage {
        name: "browser",
        what: "the rulebook and the engine build for the browser",
        run: browser,
    },
    Stage {
        name: "solvers",
        what: "reference, trace, exact answers, clingo and Z3 agree on random cases of the rulebook",
        run: crate::solvers::solvers,
    },
];

const BROWSER: &str = "wasm32-unknown-unknown";

pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Runs a command with its output shown.
pub(crate) fn run(command: &mut Command) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Outcome::Passed,
        Ok(status) => Outcome::Failed(format!("`{}` ended with {status}", shown(command))),
        Err(error) => Outcome::Failed(format!("`{}` cannot be run: {error}", shown(command))),
    }
}

/// Runs a command silently; `None` where it cannot be run.
pub(crate) fn quiet(command: &mut Command) -> Option<Output> {
    command.stdin(Stdio::null()).output().ok()
}

pub(crate) fn works(command: &mut Command) -> bool {
    quiet(command).is_some_and(|o| o.status.success())
}

fn shown(command: &Command) -> String {
    let mut words = vec![
        if command.get_program().to_string_lossy().contains("rustup") {
            "rustup"
        } else {
            "cargo"
        }
        .to_owned(),
    ];
    words.extend(command.get_args().map(|a| a.to_string_lossy().into_owned()));
    words.join(" ")
}

/// A component of the toolchain that is missing.
fn component(command: &str, name: &str) -> Option<Outcome> {
    if works(cargo().args([command, "--version"])) {
        return None;
    }
    Some(Outcome::Failed(format!(
        "`cargo {command}` is missing; install it with `rustup component add {name}`"
    )))
}

fn format() -> Outcome {
    component("fmt", "rustfmt").unwrap_or_else(|| run(cargo().args(["fmt", "--all", "--check"])))
}

fn clippy() -> Outcome {
    let all = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--quiet",
        "--",
        "-D",
        "warnings",
    ];
    component("clippy", "clippy").unwrap_or_else(|| run(cargo().args(all)))
}

fn docs() -> Outcome {
    run(cargo()
        .args(["doc", "--workspace", "--no-deps", "--quiet"])
        .env("RUSTDOCFLAGS", "-D warnings"))
}

fn tests() -> Outcome {
    // A snapshot that differs fails; it is not written.
    run(cargo()
        .args(["test", "--workspace", "--quiet"])
        .env("INSTA_UPDATE", "no"))
}

/// The program with these arguments, made first with these options of `cargo run`.
fn program(arguments: &[&str]) -> Command {
    let mut program = cargo();
    program.args(["run", "--quiet", "--release", "--package", "safeconduct", "--"]);
    program.args(arguments);
    program
}

fn layout() -> Outcome {
    run(&mut program(&["fmt", "--check", "law"]))
}

fn glossary() -> Outcome {
    let mut printing = program(&["law", "glossary"]);
    let Some(printed) = quiet(&mut printing).filter(|o| o.status.success()) else {
        return Outcome::Failed(format!("`{}` does not print a glossary", shown(&printing)));
    };
    let kept = std::fs::read("docs/glossary.md").unwrap_or_default();
    if kept == printed.stdout {
        Outcome::Passed
    } else {
        Outcome::Failed(format!(
            "docs/glossary.md is not what the program prints; `{} > docs/glossary.md` makes it anew",
            shown(&printing)
        ))
    }
}

fn rulebook() -> Outcome {
    run(&mut program(&["check"]))
}

fn audit() -> Outcome {
    run(&mut program(&["audit-law"]))
}

fn cases() -> Outcome {
    run(&mut program(&["test"]))
}

fn diff() -> Outcome {
    // The base of the change; on a clone without history nobody knows what was before.
    let base = std::env::var("SAFECONDUCT_BASE").unwrap_or_else(|_| "HEAD~1".to_owned());
    let mut git = Command::new("git");
    git.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]);
    if !works(git.arg(format!("{base}^{{commit}}"))) {
        let what = format!(
            "what the change of the law changes: there is no earlier revision `{base}` here (a shallow clone?). \
             With a history: `cargo run --release -- diff {base} law`; SAFECONDUCT_BASE names another base"
        );
        return Outcome::NotChecked(vec![what]);
    }
    // New files that Git does not know yet count too.
    let mut changed = Command::new("git");
    let Some(changed) = quiet(changed.args(["diff", "--name-only", &base, "--", "law"])) else {
        return Outcome::Failed("`git diff` cannot be run".to_owned());
    };
    let mut more = Command::new("git");
    let more = quiet(more.args(["ls-files", "--others", "--exclude-standard", "--", "law"]));
    if changed.stdout.is_empty() && more.is_none_or(|m| m.stdout.is_empty()) {
        eprintln!("law unchanged since {base}");
        return Outcome::Passed;
    }
    run(&mut program(&["diff", "--", &base, "law"]))
}

fn deny() -> Outcome {
    if !works(cargo().args(["deny", "--version"])) {
        eprintln!("cargo-deny is missing; installing it with `cargo install cargo-deny --locked`");
        if let Outcome::Failed(why) = run(cargo().args(["install", "cargo-deny", "--locked"])) {
            return Outcome::Failed(format!("cargo-deny is missing and cannot be installed: {why}"));
        }
    }
    let here = run(cargo().args(["deny", "--log-level", "error", "check", "licenses", "bans", "sources"]));
    if !matches!(here, Outcome::Passed) {
        return here;
    }
    let mut advisories = cargo();
    advisories.args(["deny", "--log-level", "error", "check", "advisories"]);
    let Some(output) = quiet(&mut advisories) else {
        return Outcome::Failed(format!("`{}` cannot be run", shown(&advisories)));
    };
    if output.status.success() {
        return Outcome::Passed;
    }
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    if said.contains("failed to fetch advisory database") || said.contains("failed to load advisory database") {
        let what = "known vulnerabilities of dependencies: the advisory database could not be reached. \
                    Licences, bans and sources were checked. With a network: `cargo deny check advisories`";
        return Outcome::NotChecked(vec![what.to_owned()]);
    }
    eprintln!("{said}");
    Outcome::Failed("a dependency has an advisory against it".to_owned())
}

fn browser() -> Outcome {
    if !has_browser_target() {
        eprintln!("the target {BROWSER} is missing; trying `rustup target add {BROWSER}`");
        let _ = Command::new("rustup").args(["target", "add", BROWSER]).status();
    }
    if !has_browser_target() {
        let what = format!(
            "the build for the browser: the target {BROWSER} is not installed and could not be added. \
             Install it with `rustup target add {BROWSER}`, then run `cargo xtask test browser`"
        );
        return Outcome::NotChecked(vec![what]);
    }
    let packages = ["--package", "safeconduct-rulebook", "--package", "safeconduct-engine"];
    run(cargo().args(["check", "--quiet", "--target", BROWSER]).args(packages))
}

/// Whether the compiler in use has the standard library of the browser target.
fn has_browser_target() -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
    let Some(output) = quiet(Command::new(rustc).args(["--print", "target-libdir", "--target", BROWSER])) else {
        return false;
    };
    let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success() && std::path::Path::new(&folder).is_dir()
}
