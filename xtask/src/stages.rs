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
        name: "cases",
        what: "safeconduct test: precedents and case fences",
        run: cases,
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

fn layout() -> Outcome {
    run(cargo().args([
        "run",
        "--quiet",
        "--package",
        "safeconduct",
        "--",
        "fmt",
        "--check",
        "law",
    ]))
}

fn glossary() -> Outcome {
    let mut printing = cargo();
    printing.args(["run", "--quiet", "--package", "safeconduct", "--", "law", "glossary"]);
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
    run(cargo().args(["run", "--quiet", "--package", "safeconduct", "--", "check"]))
}

fn cases() -> Outcome {
    run(cargo().args(["run", "--quiet", "--package", "safeconduct", "--", "test"]))
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
