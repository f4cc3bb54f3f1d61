//! `safeconduct fmt`

use crate::args::Fmt;
use crate::output::Output;
use crate::{Failure, law};
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::format::format;
use safeconduct_rulebook::source::{SourceFile, Sources};
use std::path::PathBuf;

pub(crate) fn run(command: &Fmt, output: &mut Output) -> Result<(), Failure> {
    let mut files: Vec<PathBuf> = Vec::new();
    for path in &command.paths {
        if path.is_dir() {
            files.extend(
                law::files_below(path)?
                    .into_iter()
                    .filter(|p| p.extension().is_some_and(|e| e == "md")),
            );
        } else {
            files.push(path.clone());
        }
    }
    let (mut wrong, mut changed) = (false, 0_usize);
    for path in &files {
        let text = law::read(path)?;
        match format(&text) {
            Ok(laid_out) if laid_out == text => {}
            Ok(laid_out) => {
                changed += 1;
                output.print(&format!("{}\n", path.display()));
                if !command.check {
                    std::fs::write(path, laid_out).map_err(|e| Failure::Input(format!("{}: {e}", path.display())))?;
                }
            }
            Err(diagnostics) => {
                wrong = true;
                let sources = Sources {
                    files: vec![SourceFile {
                        path: path.display().to_string(),
                        text,
                    }],
                };
                output.complain(&render(&sources, &diagnostics, output.complaint_colour()));
            }
        }
    }
    if wrong {
        return Err(Failure::Input(
            "a file that cannot be read as a rulebook is left as it is".to_owned(),
        ));
    }
    if command.check && changed > 0 {
        output.complain(&format!(
            "{changed} of {} files are not laid out: run `safeconduct fmt`",
            files.len()
        ));
        return Err(Failure::Check);
    }
    Ok(())
}
