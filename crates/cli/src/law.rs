//! The rulebook: the one in the program, or the one in a folder.

use crate::Failure;
use crate::args::Law;
use crate::output::Output;
use include_dir::{Dir, include_dir};
use safeconduct_rulebook::diagnostics::render;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{Severity, SourceFile, Sources, nearest};
use safeconduct_rulebook::{Loaded, load};
use std::path::{Path, PathBuf};

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../law");

/// Loads the rulebook that the command line names, without judging it.
pub(crate) fn loaded(law: &Law) -> Result<Loaded, Failure> {
    let files = match &law.rulebook {
        Some(folder) => read_folder(folder)?,
        None => embedded(),
    };
    Ok(load(files))
}

/// A rulebook that can be used; what is wrong with it otherwise. Warnings are for `check`.
pub(crate) fn rulebook(law: &Law, output: &Output) -> Result<Rulebook, Failure> {
    let (rulebook, _) = usable(loaded(law)?, "the rulebook", output)?;
    Ok(rulebook)
}

/// A rulebook without an error, and its files; otherwise its errors, and that it (as it is called) cannot be used.
pub(crate) fn usable(loaded: Loaded, called: &str, output: &Output) -> Result<(Rulebook, Sources), Failure> {
    if let Some(rulebook) = loaded.rulebook {
        return Ok((rulebook, loaded.sources));
    }
    let mut errors = loaded.diagnostics;
    errors.retain(|d| d.severity == Severity::Error);
    let drawn = render(&loaded.sources, &errors, output.complaint_colour());
    Err(Failure::Input(format!("{drawn}\n{called} cannot be used")))
}

fn embedded() -> Vec<SourceFile> {
    let mut files = Vec::new();
    let mut folders = vec![&EMBEDDED];
    while let Some(folder) = folders.pop() {
        folders.extend(folder.dirs());
        for file in folder.files().filter(|f| belongs(f.path())) {
            if let Some(text) = file.contents_utf8() {
                files.push(SourceFile {
                    path: slashes(file.path()),
                    text: text.to_owned(),
                });
            }
        }
    }
    files
}

pub(crate) fn read_folder(folder: &Path) -> Result<Vec<SourceFile>, Failure> {
    if !folder.is_dir() {
        return Err(Failure::Input(format!("{}: there is no such folder", folder.display())));
    }
    let mut files = Vec::new();
    for path in files_below(folder)?.into_iter().filter(|p| belongs(p)) {
        let text = read(&path)?;
        files.push(SourceFile {
            path: slashes(path.strip_prefix(folder).unwrap_or(&path)),
            text,
        });
    }
    Ok(files)
}

/// A file of a rulebook: Markdown or TOML.
pub(crate) fn belongs(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "md" || e == "toml")
}

fn slashes(path: &Path) -> String {
    path.components()
        .map(|c| c.as_os_str().to_string_lossy())
        .collect::<Vec<_>>()
        .join("/")
}

/// Every file below a folder, sorted by path; hidden ones are left alone.
pub(crate) fn files_below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let failed = |e: std::io::Error| Failure::Input(format!("{}: {e}", folder.display()));
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The text of a file.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|e| {
        Failure::Input(match e.kind() {
            std::io::ErrorKind::NotFound => missing(path),
            _ => format!("{}: {e}", path.display()),
        })
    })
}

/// That there is no such file, and the file of its folder that may have been meant.
fn missing(path: &Path) -> String {
    let shown = path.display();
    let folder = match path.parent() {
        Some(folder) if folder.as_os_str().is_empty() => Path::new("."),
        Some(folder) => folder,
        None => return format!("{shown}: there is no such file"),
    };
    let Ok(entries) = std::fs::read_dir(folder) else {
        return format!(
            "{shown}: there is no such file; nor is there a folder {}",
            folder.display()
        );
    };
    let mut names: Vec<String> = (entries.flatten())
        .filter(|e| e.path().is_file())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let asked = path.file_name().map(|n| n.to_string_lossy()).unwrap_or_default();
    match nearest(&asked, names.iter().map(String::as_str)) {
        Some(near) => format!(
            "{shown}: there is no such file; did you mean {}?",
            path.with_file_name(near).display()
        ),
        None => format!("{shown}: there is no such file"),
    }
}
