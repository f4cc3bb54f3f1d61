//! Cases that test a statement: fences of the rulebook, and precedents in the folder where the program runs.

use super::page::Entry;
use crate::{cases, law};
use safeconduct_rulebook::model::Rulebook;

/// The cases that name one of these ids in what they expect.
pub(crate) fn testing(rb: &Rulebook, ids: &[&str]) -> Vec<Entry> {
    let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let names = |text: &str| quoted.iter().any(|q| text.contains(q.as_str()));
    let mut out: Vec<Entry> = (rb.cases.iter())
        .filter(|c| names(&c.text))
        .map(|c| entry(&c.text, &format!("{}:{}", c.file, c.line)))
        .collect();
    for (path, text) in precedents() {
        if names(&text) {
            out.push(entry(&text, &path));
        }
    }
    out
}

/// Path and text of the precedents, where there are any.
pub(crate) fn precedents() -> Vec<(String, String)> {
    let files = cases::precedents().map(law::files_below);
    (files.into_iter().flatten().flatten())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .filter_map(|p| Some((p.display().to_string(), law::read(&p).ok()?)))
        .collect()
}

pub(crate) fn entry(text: &str, place: &str) -> Entry {
    Entry::of(&key(text, "id"), &key(text, "title")).cited(place)
}

/// The text of a key at the top of a case.
fn key(text: &str, name: &str) -> String {
    for line in text.lines().map(str::trim) {
        if line.starts_with('[') {
            break;
        }
        let value = (line.strip_prefix(name)).and_then(|rest| rest.trim_start().strip_prefix('='));
        if let Some(value) = value {
            return value.trim().trim_matches('"').to_owned();
        }
    }
    String::new()
}
