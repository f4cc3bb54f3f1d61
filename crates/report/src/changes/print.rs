//! The differences, for people.

use super::compare::{CellChange, Changes, NormChange, Outcome, SettingChange, StepChange, compare};
use super::{besides, causes};
use crate::groups;
use crate::layout::cut;
use crate::names::{Names, cited};
use crate::text::{Page, TextOptions};
use crate::words;
use safeconduct_engine::answer::Answer;
use safeconduct_engine::cause::Causes;

/// What changed, as text; ends with a newline.
pub fn render(before: &Answer, after: &Answer, options: &TextOptions) -> String {
    let names = Names::of(after).and(&Names::of(before));
    render_named(before, after, &names, options)
}

/// The same, with names that the answers alone do not give (see [`Names::with_rulebook`]).
pub fn render_named(before: &Answer, after: &Answer, names: &Names, options: &TextOptions) -> String {
    render_with(before, after, None, names, options)
}

/// The same, with what makes each difference.
pub fn render_caused(before: &Answer, after: &Answer, causes: &Causes, names: &Names, options: &TextOptions) -> String {
    render_with(before, after, Some(causes), names, options)
}

fn render_with(
    before: &Answer,
    after: &Answer,
    causes: Option<&Causes>,
    names: &Names,
    options: &TextOptions,
) -> String {
    let changes = compare(before, after);
    let mut page = Page::new(*options);
    if causes.is_some() && changes.settings.iter().any(|s| s.setting == "case") {
        let text = format!("What differs from case {} to case {}", before.case, after.case);
        page.line(cut(&text, page.width));
        return rest_of(page, &changes, after, causes, names, options);
    }
    page.line(cut(
        &format!(
            "What changes in case {}, as of {}",
            changes.case,
            words::date(&after.as_of)
        ),
        page.width,
    ));
    rest_of(page, &changes, after, causes, names, options)
}

/// What stands below the first line.
fn rest_of(
    mut page: Page,
    changes: &Changes,
    after: &Answer,
    causes: Option<&Causes>,
    names: &Names,
    options: &TextOptions,
) -> String {
    // With causes the two cases have been named in the first line.
    let settings = changes.settings.iter();
    for setting in settings.filter(|s| causes.is_none() || s.setting != "case") {
        page.bullet(&asked(setting, after, names, options));
    }
    if let Some(causes) = causes {
        causes::summary(&mut page, changes, causes, names);
        files(&mut page, causes, names, options);
    }
    if changes.is_empty() {
        page.blank();
        let changes = match causes.is_some_and(|c| c.differences.is_empty()) {
            true => "differs between the two",
            false => "changes",
        };
        page.paragraph(&format!(
            "Nothing {changes}: every verdict, rule, step, duty and dilemma is the same."
        ));
        return page.finish();
    }
    let verdict = |o: &Option<Outcome>| o.as_ref().map(|o| o.verdict.clone());
    let (same, verdicts): (Vec<&CellChange>, Vec<&CellChange>) =
        (changes.cells.iter()).partition(|c| verdict(&c.before) == verdict(&c.after));
    let (reasons, range): (Vec<&CellChange>, Vec<&CellChange>) = same.into_iter().partition(|c| c.before == c.after);
    for (heading, changes) in [
        ("Verdicts that change", verdicts),
        (
            "The verdict stays; how far it holds, or what holds today, changes",
            range,
        ),
        ("The same verdict for other reasons", reasons),
    ] {
        cells(&mut page, heading, &changes, causes, names, options);
    }
    besides::of(&mut page, changes, names, options);
    page.blank();
    page.paragraph("All else is the same.");
    page.finish()
}

/// What differs between two files; nothing where it is only the day, which has been named above.
fn files(page: &mut Page, causes: &Causes, names: &Names, options: &TextOptions) {
    if causes.differences.iter().any(|d| d.kind != "day") {
        causes::files(page, causes, names, arrow(options));
    }
}

pub(super) fn arrow(options: &TextOptions) -> &'static str {
    if options.ascii { "->" } else { "\u{2192}" }
}

/// What was asked differently.
fn asked(setting: &SettingChange, after: &Answer, names: &Names, options: &TextOptions) -> String {
    let to = arrow(options);
    let both = |show: &dyn Fn(&str) -> String| format!("{} {to} {}", show(&setting.before), show(&setting.after));
    match setting.setting.as_str() {
        "as_of" => format!("Day: {}", both(&words::date)),
        "as_known" => format!("As known on: {}", both(&words::date)),
        "profile" => format!("Profile: {}", both(&|id| names.profile(id))),
        "readings" if after.readings.is_empty() => "Readings: as the profile has them.".to_owned(),
        "readings" => {
            let taken: Vec<String> = after
                .readings
                .iter()
                .map(|(q, p)| crate::sections::taken(names, q, p))
                .collect();
            format!("Read otherwise than the profile: {}", taken.join(" "))
        }
        "rulebook" => format!("Rulebook: {}", both(&short)),
        other => format!("{}: {}", words::upper_first(&words::plain(other)), both(&str::to_owned)),
    }
}

/// Version and short digest.
fn short(rulebook: &str) -> String {
    rulebook.rsplit_once(", ").map_or_else(
        || rulebook.to_owned(),
        |(v, d)| format!("{v}, {}", crate::content::short_digest(d)),
    )
}

fn cells(
    page: &mut Page,
    heading: &str,
    changes: &[&CellChange],
    causes: Option<&Causes>,
    names: &Names,
    options: &TextOptions,
) {
    type Group<'a> = (Vec<String>, Vec<(&'a str, Option<&'a str>)>);
    let mut groups: Vec<Group<'_>> = Vec::new();
    for change in changes {
        let why = causes.and_then(|c| Some(causes::lines(c, causes::of(c, change)?, names)));
        let body = body(change, causes.map(|_| why.unwrap_or_default()), options);
        let cell = (change.act.as_str(), change.destination.as_deref());
        groups::add(&mut groups, body, cell);
    }
    if groups.is_empty() {
        return;
    }
    page.heading(heading);
    for (body, cells) in groups {
        let mut body = body.iter();
        let first = body.next().map(String::as_str).unwrap_or_default();
        page.bullet(&format!("{}: {first}", names.cells(&cells)));
        body.for_each(|line| page.below(line));
    }
}

/// The lines on a changed cell; the first says from what to what. Where it is said why, the norms are not listed once more, and steps are told in
/// a few words.
fn body(change: &CellChange, why: Option<Vec<String>>, options: &TextOptions) -> Vec<String> {
    let mut lines = Vec::new();
    let first = match (&change.before, &change.after) {
        (Some(before), Some(after)) if before == after => format!("still {}.", shown(after)),
        (Some(before), Some(after)) => {
            lines.extend(from_to(before, after, options));
            lines.remove(0)
        }
        (None, Some(after)) => return vec![format!("newly asked: {}.", shown(after))],
        (Some(before), None) => return vec![format!("no longer asked; before: {}.", shown(before))],
        (None, None) => String::new(),
    };
    lines.insert(0, first);
    match why {
        None => {
            lines.extend(norm_lines(&change.norms));
            lines.extend(step_lines(&change.steps));
        }
        Some(why) if why.is_empty() => {
            lines.extend(norm_lines(&change.norms));
            lines.extend(steps_together(&change.steps));
        }
        Some(why) => {
            lines.splice(1..1, why);
            // What must come before an act that is barred is no news.
            if change
                .after
                .as_ref()
                .is_some_and(|a| matches!(a.verdict.as_str(), "permitted" | "required" | "open"))
            {
                lines.extend(steps_together(&change.steps));
            }
        }
    }
    lines
}

fn shown(outcome: &Outcome) -> String {
    let words = words::cell(&outcome.verdict, &outcome.now).1;
    words
        .split_once("; ")
        .map_or(words.clone(), |(verdict, now)| format!("{verdict} ({now})"))
}

/// Verdict and `now`; then how far it holds, and what is possible: of these only what changed.
fn from_to(before: &Outcome, after: &Outcome, options: &TextOptions) -> Vec<String> {
    let to = arrow(options);
    let (was, is) = (shown(before), shown(after));
    let mut lines = vec![if was == is {
        format!("still {is}.")
    } else {
        format!("{was} {to} {is}.")
    }];
    if before.settled != after.settled {
        lines.push(format!("Holds: {} {to} {}.", held(before), held(after)));
    }
    let possible =
        |a: &[String], b: &[String]| (a != b).then(|| format!("{} {to} {}", words::verdicts(a), words::verdicts(b)));
    let profile = possible(&before.possible_under_profile, &after.possible_under_profile);
    if let Some(profile) =
        profile.filter(|_| before.verdict == after.verdict || before.verdict == "open" || after.verdict == "open")
    {
        lines.push(format!("Possible under this profile: {profile}."));
    }
    if let Some(all) = possible(&before.possible, &after.possible)
        .filter(|_| before.settled == after.settled || before.verdict == after.verdict)
    {
        lines.push(format!("Possible under any reading: {all}."));
    }
    lines
}

fn held(outcome: &Outcome) -> String {
    match outcome.settled.as_str() {
        "profile" => "under this profile only".to_owned(),
        settled @ "every_reading" => words::settled(settled),
        settled => format!("open, {}", words::settled(settled)),
    }
}

/// More norms than this are counted, and their sources named.
const NAMED: usize = 6;

fn norm_lines(norms: &[NormChange]) -> Vec<String> {
    let mut lines: Vec<(String, Vec<&NormChange>)> = Vec::new();
    for norm in norms {
        let lead = norm_lead(norm);
        groups::add(&mut lines, lead, norm);
    }
    lines
        .into_iter()
        .map(|(lead, norms)| format!("{lead}: {}.", named(&norms)))
        .collect()
}

pub(super) fn named(norms: &[&NormChange]) -> String {
    if norms.len() > NAMED {
        let sources = words::sources(norms.iter().map(|n| n.citation.as_str()));
        return format!("{} rules ({})", norms.len(), sources.join(", "));
    }
    let mut titles: Vec<String> = Vec::new();
    for norm in norms {
        let title = cited(&norm.title, &words::citations([norm.citation.as_str()]));
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles.join("; ")
}

/// What a norm does to an act.
pub(super) fn part(norm: &NormChange) -> &'static str {
    match norm.side.as_str() {
        "if_done" => "a bar",
        "if_not_done" => "a duty",
        "basis" => "a basis",
        _ => "a duty that waits",
    }
}

/// How a norm stands otherwise.
fn norm_lead(norm: &NormChange) -> String {
    let what = part(norm);
    match (norm.before.as_str(), norm.after.as_str()) {
        ("absent", "certain") => format!("Now stands, as {what}"),
        ("absent", _) => format!("May now stand, as {what}"),
        ("certain", "absent") => format!("No longer stands, as {what}"),
        (_, "absent") => format!("Can no longer stand, as {what}"),
        (_, "certain") => format!("Now certain, as {what}"),
        _ => format!("No longer certain, as {what}"),
    }
}

/// The steps that stand differently, those that do so in the same way together.
fn steps_together(steps: &[StepChange]) -> Vec<String> {
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for line in step_lines(steps) {
        let Some((lead, title)) = line.split_once(": ") else {
            continue;
        };
        let title = words::clause(title).to_owned();
        groups::add(&mut groups, lead.to_owned(), title);
    }
    let said = |(lead, titles): &(String, Vec<String>)| format!("{lead}: {}.", words::few(titles, 3));
    groups.iter().map(said).collect()
}

fn step_lines(steps: &[StepChange]) -> Vec<String> {
    steps
        .iter()
        .map(|step| {
            let title = cited(&step.title, &step.citation);
            match (step.before.as_str(), step.after.as_str()) {
                (_, "done") => format!("Step done: {title}."),
                (_, "outstanding") => format!("Must now come first: {title}."),
                (_, "possible") => format!("Must perhaps come first: {title}."),
                _ => format!("Need no longer come first: {title}."),
            }
        })
        .collect()
}
