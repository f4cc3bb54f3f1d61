//! A case that contradicts itself, shown in its file.

use crate::file::{CaseFile, Word};
use crate::names::join;
use crate::overrides::Overrides;
use safeconduct_rulebook::source::{Diagnostic, Span};

/// The complaint about statements that cannot be true together, as the engine names them by their paths. Its places point into
/// [`crate::sources`].
pub fn contradiction(case: &CaseFile, overrides: &Overrides, paths: &[String], under_profile: bool) -> Diagnostic {
    let mut places: Vec<(Span, &str)> = paths
        .iter()
        .filter_map(|p| Some((place(case, overrides, p)?, p.as_str())))
        .collect();
    places.sort_unstable();
    places.dedup_by_key(|(span, _)| *span);
    let mut message = format!("these statements cannot be true together: {}", paths.join(", "));
    if under_profile {
        message.push_str(" (under this profile)");
    }
    let first = places.first().map_or(Span::default(), |(span, _)| *span);
    let help = if under_profile {
        "correct one of them, or take another profile"
    } else {
        "correct one of them; where the evidence conflicts, put the values under `disputed`"
    };
    let mut found = Diagnostic::error("contradiction", first, message).help(help);
    if let Some((_, path)) = places.first() {
        found = found.label(*path);
    }
    for (span, path) in places.iter().skip(1) {
        found = found.related(*span, *path);
    }
    found
}

/// Where a path is stated: by itself, or by the value of a fact for every act. What was put on top comes first.
fn place(case: &CaseFile, overrides: &Overrides, path: &str) -> Option<Span> {
    let sets = overrides.set_words();
    let above = sets.iter().map(|(path, _)| path);
    let statements = case.statements.iter().map(|s| &s.path);
    above
        .rev()
        .chain(statements)
        .filter(|stated| covers(stated, path))
        .max_by_key(|stated| stated.len())
        .map(|stated| {
            let (start, end) = (
                stated.first().map_or(Span::default(), |w| w.span),
                join(stated, Span::default()).1,
            );
            // The whole path where it stands in one piece, else its last segment.
            let whole = end.end - start.start.min(end.end);
            let length: usize = stated.iter().map(|w| w.text.len() + 1).sum();
            if start.file == end.file && whole as usize + 1 == length {
                Span {
                    start: start.start,
                    ..end
                }
            } else {
                end
            }
        })
}

fn covers(stated: &[Word], path: &str) -> bool {
    let stated = join(stated, Span::default()).0;
    path.strip_prefix(&stated)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
