//! `safeconduct audit-law`

use crate::args::{Law, STATES, TextOrJson};
use crate::output::{Folder, Output};
use crate::{Failure, law};
use clap::Args;
use safeconduct_casefile::witness::case_of;
use safeconduct_engine::audit::Finding;
use safeconduct_report::audit;
use safeconduct_rulebook::model::{Flaw, Rulebook};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Look only for this: collision, no_lawful_act, excluding_duties, no_choice_left, never_stands, never_matters, nothing_depends, alike or waives_nothing
    #[arg(long, value_name = "KIND", value_parser = flaw)]
    kind: Option<Flaw>,
    /// Write a case for everything that shows in cases into this folder; every command opens them
    #[arg(long, value_name = "DIR")]
    save: Option<PathBuf>,
    /// Show what is waived too, with the reasons
    #[arg(long)]
    all: bool,
    /// The form of the report
    #[arg(long, default_value = "text")]
    format: TextOrJson,
    /// In text, use no symbols beyond ASCII
    #[arg(long)]
    ascii: bool,
    #[command(flatten)]
    law: Law,
}

fn flaw(text: &str) -> Result<Flaw, String> {
    let found = Flaw::ALL.into_iter().find(|f| f.word() == text);
    found.ok_or_else(|| format!("one of {}", Flaw::ALL.map(Flaw::word).join(", ")))
}

pub(crate) fn run(command: &Audit, output: &mut Output) -> Result<(), Failure> {
    let rulebook = law::rulebook(&command.law, output)?;
    let mut findings = safeconduct_engine::audit(&rulebook, STATES);
    findings.retain(|f| command.kind.is_none_or(|k| f.found.flaw() == k));
    let left = findings.iter().filter(|f| f.waived_by.is_empty()).count();
    let waived = findings.len() - left;
    if !command.all {
        findings.retain(|f| f.waived_by.is_empty());
    }
    let cases = match &command.save {
        Some(folder) => save(&rulebook, &findings, folder)?,
        None => vec![None; findings.len()],
    };
    let report = audit::Report {
        rulebook: &rulebook,
        findings: &findings,
        cases: &cases,
        left,
        waived,
    };
    output.print(&match command.format {
        TextOrJson::Json => audit::json(&report),
        TextOrJson::Text => audit::text(&report, &output.text_options(command.ascii)),
    });
    if left > 0 { Err(Failure::Check) } else { Ok(()) }
}

/// Writes the cases; the name of each file.
fn save(rulebook: &Rulebook, findings: &[Finding], folder: &Path) -> Result<Vec<Option<String>>, Failure> {
    let folder = Folder::made(folder)?;
    let mut names = Vec::new();
    for (i, finding) in findings.iter().enumerate() {
        let Some(witness) = &finding.witness else {
            names.push(None);
            continue;
        };
        let id = format!("{}-{}", finding.found.flaw().word().replace('_', "-"), i + 1);
        let text = case_of(rulebook, witness, &id, &audit::title(rulebook, &finding.found));
        let name = format!("{id}.toml");
        folder.write(&name, &text)?;
        names.push(Some(name));
    }
    Ok(names)
}
