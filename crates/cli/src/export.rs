//! `safeconduct export`

use crate::args::{Changes, Law, STATES};
use crate::cell::{About, cell};
use crate::output::Output;
use crate::{Failure, cases, law};
use clap::Args;
use safeconduct_engine::compile::compile;
use safeconduct_engine::compile::frame::Frame;
use safeconduct_engine::export::{Export as Circuit, export};
use safeconduct_report::json;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// A case file, TOML or JSON; `-` reads it from standard input; without one: the rulebook, for every case
    #[arg(value_name = "CASE")]
    case: Option<PathBuf>,
    /// One act, such as `transfer`; without one: all acts
    #[arg(value_name = "ACT")]
    act: Option<String>,
    /// The code of the state, for an act that has a destination
    #[arg(value_name = "DEST")]
    destination: Option<String>,
    #[command(flatten)]
    language: Language,
    /// Without a case: how many states there are besides the detaining power
    #[arg(long, value_name = "N", default_value_t = STATES, value_parser = clap::value_parser!(u32).range(1..=8))]
    states: u32,
    /// With a case: leave open what it states, and give every statement that could be made instead
    #[arg(long, requires = "case")]
    form: bool,
    #[command(flatten)]
    changes: Changes,
    #[command(flatten)]
    law: Law,
}

/// Exactly one of these.
#[derive(Clone, Copy, Debug, Args)]
#[group(required = true, multiple = false)]
struct Language {
    /// SMT-LIB 2, for Z3, cvc5 and others
    #[arg(long)]
    smtlib: bool,
    /// A logic program, for clingo
    #[arg(long)]
    asp: bool,
    /// A drawing, for Graphviz; of one act
    #[arg(long)]
    dot: bool,
    /// JSON; the schema is in docs/schema/
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(command: &Export, output: &mut Output) -> Result<(), Failure> {
    if command.language.dot && command.act.is_none() {
        let what = "a drawing of all acts could not be read: name a case and an act, such as `safeconduct export k1.toml transfer KR --dot`";
        return Err(Failure::Input(what.to_owned()));
    }
    let rulebook = law::rulebook(&command.law, output)?;
    let circuit = match &command.case {
        None => {
            let frame = Frame::Generic { states: command.states };
            export(&compile(&rulebook, frame), frame, |_, _| true)
        }
        Some(path) => {
            let case = cases::open(path, &command.changes, &rulebook, output)?.situation;
            let one = About::perhaps(command.act.as_ref(), command.destination.as_ref())
                .map(|about| cell(&about, &rulebook, &case))
                .transpose()?;
            let frame = if command.form {
                Frame::Form(&case)
            } else {
                Frame::Case(&case)
            };
            let asked = |d: Option<u32>| d.is_none_or(|d| case.asked.contains(&d));
            export(&compile(&rulebook, frame), frame, |act, destination| {
                one.map_or(asked(destination), |one| one == (act, destination))
            })
        }
    };
    output.print(&written(&circuit, command.language));
    Ok(())
}

fn written(circuit: &Circuit, language: Language) -> String {
    if language.smtlib {
        circuit.smtlib()
    } else if language.asp {
        circuit.asp()
    } else if language.dot {
        circuit.dot()
    } else {
        json::render_circuit(circuit)
    }
}
