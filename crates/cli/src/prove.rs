//! `safeconduct prove`

use crate::args::{Law, STATES, TextOrJson, quoted};
use crate::output::{Folder, Output, some};
use crate::{Failure, law};
use clap::Args;
use safeconduct_casefile::witness::{case_of, change_of};
use safeconduct_engine::claims::{Proof, Prover};
use safeconduct_report::claims::against;
use safeconduct_report::json;
use safeconduct_rulebook::model::{ClaimId, Rulebook};
use safeconduct_rulebook::source::nearest;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[derive(Debug, Args)]
pub(crate) struct Prove {
    /// Claims by their names; `wish.*` stands for all that begin so [default: all]
    #[arg(value_name = "CLAIM")]
    claims: Vec<String>,
    /// For how many states besides the detaining power
    #[arg(long, value_name = "N", default_value_t = STATES, value_parser = clap::value_parser!(u32).range(1..=6))]
    states: u32,
    /// Save the case against each refuted claim in this folder, as CLAIM.toml
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
    /// The form of the report
    #[arg(long, default_value = "text")]
    format: TextOrJson,
    #[command(flatten)]
    law: Law,
}

pub(crate) fn run(command: &Prove, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let claims = chosen(&rulebook, command)?;
    let decided = decide(&rulebook, &claims, command.states);
    if let Some(folder) = &command.save {
        save(&rulebook, &decided, folder)?;
    }
    let refuted = decided.iter().filter(|d| d.proof.counterexample.is_some()).count();
    match command.format {
        TextOrJson::Json => {
            let all: Vec<Told<'_>> = decided.iter().map(|d| told(&rulebook, d)).collect();
            output.print(&json::pretty(&all));
        }
        TextOrJson::Text => {
            for one in &decided {
                let saved = command.save.as_deref().map(|folder| (folder, &command.law));
                output.print(&line(&rulebook, one, output.text_options(false).width, true, saved));
            }
            if !decided.is_empty() {
                output.print("\n");
            }
            output.print(&total(&decided, command.states));
        }
    }
    if refuted > 0 { Err(Failure::Check) } else { Ok(()) }
}

/// A claim, what came of it, and how long that took.
pub(crate) struct Decided {
    pub(crate) proof: Proof,
    took: Duration,
}

/// Decides claims, all of them with one compiled rulebook; its time is in that of the first.
pub(crate) fn decide(rulebook: &Rulebook, claims: &[ClaimId], states: u32) -> Vec<Decided> {
    let mut start = Instant::now();
    if claims.is_empty() {
        return Vec::new();
    }
    let mut prover = Prover::new(rulebook, states);
    let one = |claim: &ClaimId| {
        let proof = prover.decide(*claim);
        let took = start.elapsed();
        start = Instant::now();
        Decided { proof, took }
    };
    claims.iter().map(one).collect()
}

/// Every claim.
pub(crate) fn all(rulebook: &Rulebook) -> Vec<ClaimId> {
    let count = u32::try_from(rulebook.claims.len()).unwrap_or(0);
    (0..count).map(ClaimId).collect()
}

/// The claims with these names, in the order of the rulebook.
fn chosen(rulebook: &Rulebook, command: &Prove) -> Result<Vec<ClaimId>, Failure> {
    let names = &command.claims;
    if names.is_empty() {
        return Ok(all(rulebook));
    }
    let fits = |name: &str, id: &str| match name.strip_suffix('*') {
        Some(start) => id.starts_with(start),
        None => id == name,
    };
    let ids: Vec<&str> = rulebook.claims.iter().map(|c| c.id.as_str()).collect();
    let mut wrong = Vec::new();
    for name in names.iter().filter(|n| !ids.iter().any(|id| fits(n, id))) {
        wrong.push(match nearest(name, ids.iter().copied()) {
            _ if name.ends_with('*') => format!("no claim begins with `{}`", name.trim_end_matches('*')),
            Some(near) => format!("there is no claim `{name}`; did you mean `{near}`?"),
            None => format!(
                "there is no claim `{name}`; `safeconduct prove{}` shows them all",
                command.law.again()
            ),
        });
    }
    if !wrong.is_empty() {
        return Err(Failure::Input(wrong.join("\n")));
    }
    let mut claims = all(rulebook);
    claims.retain(|c| names.iter().any(|n| fits(n, ids[c.ix()])));
    Ok(claims)
}

/// A claim and what came of it; `timed` with its time, and how to open the case against it: from its folder, with its rulebook.
pub(crate) fn line(
    rulebook: &Rulebook,
    one: &Decided,
    width: usize,
    timed: bool,
    saved: Option<(&Path, &Law)>,
) -> String {
    let claim = &rulebook.claims[one.proof.claim.ix()];
    let took = if timed {
        format!("{:>5} ms  ", one.took.as_millis())
    } else {
        String::new()
    };
    let Some(case) = &one.proof.counterexample else {
        return format!("proved   {took}{}: {}\n", claim.id, claim.title);
    };
    let origin = &claim.origin;
    let mut lines = vec![format!(
        "REFUTED  {took}{}: {} ({}:{})",
        claim.id, claim.title, origin.file, origin.line
    )];
    lines.extend(against(rulebook, case, width, "    "));
    if let Some((folder, law)) = saved.filter(|_| timed) {
        let (file, law) = (quoted(&folder.join(file_name(&claim.id))), law.again());
        lines.push(format!("    safeconduct assess {file}{law}"));
        if let Some((changed, _)) = &case.after {
            let (option, value) = change_of(rulebook, changed);
            lines.push(format!("    safeconduct what-if {file} {option} {value}{law}"));
        }
    }
    lines.join("\n") + "\n"
}

/// `195 claims: 195 proved for 3 states, 0 refuted, in 320 ms`
pub(crate) fn total(decided: &[Decided], states: u32) -> String {
    let refuted = decided.iter().filter(|d| d.proof.counterexample.is_some()).count();
    let took: Duration = decided.iter().map(|d| d.took).sum();
    format!(
        "{}: {} proved for {}, {refuted} refuted, in {} ms\n",
        some(decided.len(), "claim"),
        decided.len() - refuted,
        some(states as usize, "state"),
        took.as_millis()
    )
}

fn file_name(claim: &str) -> String {
    format!("{claim}.toml")
}

/// The case against a claim as a file.
fn case_text(rulebook: &Rulebook, one: &Decided) -> Option<String> {
    let claim = &rulebook.claims[one.proof.claim.ix()];
    let case = one.proof.counterexample.as_ref()?;
    let title = format!("A case against the claim: {}", claim.title);
    Some(case_of(rulebook, &case.witness, &claim.id, &title))
}

fn save(rulebook: &Rulebook, decided: &[Decided], folder: &Path) -> Result<(), Failure> {
    let folder = Folder::made(folder)?;
    for one in decided {
        if let Some(text) = case_text(rulebook, one) {
            let claim = &rulebook.claims[one.proof.claim.ix()];
            folder.write(&file_name(&claim.id), &text)?;
        }
    }
    Ok(())
}

/// A claim and what came of it, for a program.
#[derive(Serialize)]
struct Told<'r> {
    claim: &'r str,
    title: &'r str,
    states: u32,
    proved: bool,
    milliseconds: u128,
    #[serde(skip_serializing_if = "Option::is_none")]
    counterexample: Option<Against>,
}

#[derive(Serialize)]
struct Against {
    /// A case file.
    case: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    act: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    destination: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    /// Of a differential claim: what `what-if` takes, and the verdict after.
    #[serde(skip_serializing_if = "Option::is_none")]
    change: Option<[String; 2]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict_after: Option<&'static str>,
}

fn told<'r>(rulebook: &'r Rulebook, one: &Decided) -> Told<'r> {
    let claim = &rulebook.claims[one.proof.claim.ix()];
    let counterexample = one.proof.counterexample.as_ref().map(|case| {
        let change = case.after.as_ref().map(|(changed, _)| change_of(rulebook, changed));
        let cell = case.witness.cell;
        Against {
            case: case_text(rulebook, one).unwrap_or_default(),
            act: cell.map(|(act, _)| rulebook.acts[act.ix()].id.clone()),
            destination: cell.and_then(|(_, to)| to).map(safeconduct_engine::witness::code),
            verdict: case.verdict.map(|v| v.word()),
            change: change.map(|(option, value)| [option.to_owned(), value]),
            verdict_after: case.after.as_ref().map(|(_, v)| v.word()),
        }
    });
    Told {
        claim: &claim.id,
        title: &claim.title,
        states: one.proof.states,
        proved: counterexample.is_none(),
        milliseconds: one.took.as_millis(),
        counterexample,
    }
}
