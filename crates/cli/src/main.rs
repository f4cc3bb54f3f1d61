//! `safeconduct`: what may, must and must not be done with a prisoner of war.
//!
//! A thin program: it reads files, asks the libraries and prints. `docs/cli.md` describes it.

mod args;
mod ask;
mod assess;
mod audit;
mod cases;
mod cell;
mod check;
mod compare;
mod coverage;
mod diff;
mod export;
mod fmt;
mod law;
mod look;
mod output;
mod pages;
mod prove;
mod test;
mod unless;
mod unverified;
mod what_if;
mod why;

use args::{Arguments, Command};
use clap::Parser;
use output::Output;
use std::process::ExitCode;

/// Why a command did not do what it was asked to.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A check failed; what failed has been printed.
    Check,
    /// The input was bad; the text says why, unless it has been said already.
    Input(String),
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut output = Output::new(arguments.colour);
    let done = match &arguments.command {
        Command::Assess(command) => assess::run(command, &mut output),
        Command::WhatIf(command) => what_if::run(command, &mut output),
        Command::Why(command) => why::why(command, &mut output),
        Command::Sensitivity(command) => why::sensitivity(command, &mut output),
        Command::Compare(command) => compare::run(command, &mut output),
        Command::Unless(command) => unless::run(command, &mut output),
        Command::Check(command) => check::run(command, &mut output),
        Command::Prove(command) => prove::run(command, &mut output),
        Command::AuditLaw(command) => audit::run(command, &mut output),
        Command::Ask(command) => ask::run(command, &mut output),
        Command::Fmt(command) => fmt::run(command, &mut output),
        Command::Test(command) => test::run(command, &mut output),
        Command::Law { command } => look::run(command, &mut output),
        Command::Diff(command) => diff::run(command, &mut output),
        Command::Export(command) => export::run(command, &mut output),
        Command::Completions { shell } => pages::completions(*shell, &mut output),
        Command::Man { dir } => pages::man(dir.as_deref(), &mut output),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Check) => ExitCode::from(1),
        Err(Failure::Input(text)) => {
            output.complain(&text);
            ExitCode::from(2)
        }
    }
}
