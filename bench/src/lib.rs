//! What the benchmarks share: the rulebook and the cases, read from the repository.

pub mod forty;
pub mod questions;
pub mod random;

use safeconduct_casefile::{Overrides, read_toml, situation};
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::load;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::SourceFile;
use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The files of the rulebook.
pub fn law_files() -> Vec<SourceFile> {
    fn walk(folder: &Path, base: &Path, out: &mut Vec<SourceFile>) {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, base, out);
            } else if let (Ok(text), Ok(relative)) = (std::fs::read_to_string(&path), path.strip_prefix(base)) {
                out.push(SourceFile {
                    path: relative.display().to_string(),
                    text,
                });
            }
        }
    }
    let law = root().join("law");
    let mut out = Vec::new();
    walk(&law, &law, &mut out);
    out
}

/// The rulebook of the repository.
///
/// # Panics
/// It has errors.
pub fn rulebook() -> Rulebook {
    load(law_files()).rulebook.expect("the rulebook has no errors")
}

/// What the benchmarks call their cases: precedents, and `forty-open`.
///
/// # Panics
/// It cannot be read.
pub fn named(name: &str, rulebook: &Rulebook) -> Situation {
    match name {
        "forty-open" => forty::forty_open(rulebook),
        _ => case(name, rulebook),
    }
}

/// A case of `precedents/ukraine-2025`.
///
/// # Panics
/// It cannot be read.
pub fn case(name: &str, rulebook: &Rulebook) -> Situation {
    let path = root().join("precedents/ukraine-2025").join(format!("{name}.toml"));
    let text = std::fs::read_to_string(&path).expect("the case is there");
    let (case, _) = read_toml(name, &text, rulebook);
    let case = case.expect("the case can be read");
    situation(&case, rulebook, &Overrides::none(jiff::civil::date(2026, 1, 1))).expect("the case fits the rulebook")
}

/// Seconds of processor time that this process has had: other work on the machine counts less than by the clock on the wall.
pub fn clock() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
