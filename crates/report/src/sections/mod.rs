//! The sections after the reasons.

mod contested;
mod due;
mod missing;
mod rests_on;
mod steps;

pub(crate) use contested::taken;
pub(crate) use due::{dilemma, duty};

use crate::content::Section;
use crate::names::Names;
use safeconduct_engine::answer::Answer;

/// All sections that have something to say, in order.
pub(crate) fn of(answer: &Answer, names: &Names) -> Vec<Section> {
    let mut sections = vec![due::dilemmas(answer, names), steps::of(answer, names)];
    sections.extend(due::of(answer, names));
    sections.extend(missing::of(answer, names));
    sections.extend(contested::of(answer, names));
    sections.extend(rests_on::of(answer, names));
    sections.retain(|s| !s.items.is_empty() || s.intro.is_some());
    sections
}

/// An act and destination.
type Cell<'a> = (&'a str, Option<&'a str>);
