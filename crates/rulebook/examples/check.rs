//! Reads a rulebook folder and prints what is wrong with it.
//!
//!     cargo run -p safeconduct-rulebook --example check -- law [--coverage] [--prose]

use safeconduct_rulebook::coverage::coverage;
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::source::{Severity, SourceFile};
use safeconduct_rulebook::{load, prose};
use std::path::Path;
use std::process::ExitCode;

fn read(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read(root, &path, files)?;
        } else if path.extension().is_some_and(|e| e == "md" || e == "toml") {
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.push(SourceFile {
                path: name,
                text: std::fs::read_to_string(&path)?,
            });
        }
    }
    Ok(())
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments
        .iter()
        .find(|a| !a.starts_with("--"))
        .map_or("law", String::as_str);
    let asked = |word: &str| arguments.iter().any(|a| a == word);
    let mut files = Vec::new();
    if let Err(e) = read(Path::new(folder), Path::new(folder), &mut files) {
        eprintln!("cannot read {folder}: {e}");
        return ExitCode::from(2);
    }
    let loaded = load(files);
    print!("{}", render(&loaded.sources, &loaded.diagnostics, false));
    let errors = loaded
        .diagnostics
        .iter()
        .filter(|d| d.severity == Severity::Error)
        .count();
    println!("{errors} errors, {} warnings", loaded.diagnostics.len() - errors);
    let Some(rb) = loaded.rulebook else {
        return ExitCode::FAILURE;
    };
    if asked("--coverage") {
        for c in coverage(&rb) {
            println!(
                "{}: {} provisions, {} with statements, {} divided, {} not modelled, {} bare; {} statements, {} unverified",
                c.short, c.provisions, c.with_statements, c.divided, c.not_modelled, c.bare, c.statements, c.unverified
            );
        }
    }
    if asked("--prose") {
        for s in prose::statements(&rb) {
            println!("{} {} ({}): {}", s.kind, s.id, s.citation(), s.sentence);
        }
    }
    ExitCode::SUCCESS
}
