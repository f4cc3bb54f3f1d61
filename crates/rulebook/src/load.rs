//! From files to a rulebook. Pure: the caller reads the folder.

use crate::model::Rulebook;
use crate::resolve::{self, Doc};
use crate::source::{Diagnostic, Severity, SourceFile, Sources, Span};
use crate::{check, parser, states, table};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// What came of loading: the rulebook, unless anything is wrong with it, and everything there is to say about it.
#[derive(Debug)]
pub struct Loaded {
    /// The files that belong to the rulebook, sorted by path. Places in the rulebook and in diagnostics point here.
    pub sources: Sources,
    /// The rulebook; `None` where there is an error.
    pub rulebook: Option<Rulebook>,
    /// Errors and warnings, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a file of the folder is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Settings,
    Law,
    State,
    Stray,
    Other,
}

/// Loads a rulebook from its files: paths relative to its folder, with `/`.
///
/// Read are `rulebook.toml`, every `*.md` and `states/*.toml`; translations under `locale/` and files of other kinds are
/// left alone. The order of `files` does not matter.
pub fn load(files: Vec<SourceFile>) -> Loaded {
    let mut files: Vec<SourceFile> = files.into_iter().filter(|f| role(&f.path) != Role::Other).collect();
    files.sort_by(|a, b| a.path.cmp(&b.path));
    let sources = Sources { files };
    let mut diagnostics = Vec::new();
    let mut docs: Vec<Doc> = Vec::new();
    let mut settings = None;
    for (i, file) in sources.files.iter().enumerate() {
        let i = i as u32;
        match role(&file.path) {
            Role::Law => {
                let (document, found) = parser::parse(i, &file.text);
                diagnostics.extend(found);
                docs.push((i, document));
            }
            Role::Settings => settings = Some(i),
            Role::Stray => diagnostics.push(
                Diagnostic::warning(
                    "stray-file",
                    Span {
                        file: i,
                        start: 0,
                        end: 0,
                    },
                    format!("`{}` is no part of a rulebook", file.path),
                )
                .label("not read")
                .help("the law of states is in `states/`, the version in `rulebook.toml`"),
            ),
            Role::State | Role::Other => {}
        }
    }
    let resolved = resolve::resolve(&sources, &docs, &diagnostics);
    diagnostics.extend(resolved.diagnostics);
    let mut rulebook = resolved.rulebook;
    set(&mut rulebook, &sources, settings, &mut diagnostics);
    for (i, file) in sources.files.iter().enumerate() {
        if role(&file.path) == Role::State {
            let (state, found) = states::parse(i as u32, file, &rulebook);
            diagnostics.extend(found);
            rulebook.states.extend(state);
        }
    }
    check::check(&rulebook, &resolved.names, &resolved.marks, &mut diagnostics);
    rulebook.digest = digest(&sources);
    diagnostics.sort_by_key(|d| (d.span.file, d.span.start, d.span.end));
    diagnostics.dedup();
    let fine = diagnostics.iter().all(|d| d.severity != Severity::Error);
    Loaded {
        sources,
        rulebook: fine.then_some(rulebook),
        diagnostics,
    }
}

fn role(path: &str) -> Role {
    let (name, extension) = path.rsplit_once('.').unwrap_or((path, ""));
    match extension {
        _ if path.starts_with("locale/") => Role::Other,
        "md" => Role::Law,
        "toml" if name == "rulebook" => Role::Settings,
        "toml" if name.strip_prefix("states/").is_some_and(|rest| !rest.contains('/')) => Role::State,
        "toml" => Role::Stray,
        _ => Role::Other,
    }
}

/// Reads `rulebook.toml`.
fn set(rb: &mut Rulebook, sources: &Sources, settings: Option<u32>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(file) = settings else {
        diagnostics.push(
            Diagnostic::error("missing-file", Span::default(), "the rulebook has no `rulebook.toml`")
                .help("write one with `version = \"…\"` and `disclaimer = \"…\"`"),
        );
        return;
    };
    let Some(mut top) = table::Table::parse(file, sources.text(file), diagnostics) else {
        return;
    };
    rb.version = top.required_text("version", diagnostics).unwrap_or_default();
    rb.disclaimer = top.required_text("disclaimer", diagnostics).unwrap_or_default();
    if let Some(mut names) = top.table("bodies", diagnostics) {
        for body in &rb.bodies {
            let name = names.text(body, diagnostics);
            rb.body_names.extend(name.map(|(_, name)| (body.clone(), name)));
        }
        names.finish(diagnostics);
    }
    top.finish(diagnostics);
}

/// `sha256:` and the hash over path, length and content of every file, in path order.
fn digest(sources: &Sources) -> String {
    let mut hash = Sha256::new();
    for file in &sources.files {
        hash.update(file.path.as_bytes());
        hash.update([0]);
        hash.update(file.text.len().to_string().as_bytes());
        hash.update([0]);
        hash.update(file.text.as_bytes());
    }
    let mut out = String::from("sha256:");
    for byte in hash.finalize() {
        let _ = write!(out, "{byte:02x}");
    }
    out
}
