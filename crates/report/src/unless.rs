//! What would have to change, for people. Nothing here proposes a finding: each is told with who makes it and how well it must be shown.

use crate::groups;
use crate::names::{Names, cited};
use crate::text::{Page, TextOptions};
use crate::words;
use safeconduct_engine::answer::StepAnswer;
use safeconduct_engine::changes::{Change, Outcome, Unless, Wish};
use safeconduct_rulebook::prose::DETAINING_POWER;

/// The answer as pretty JSON; ends with a newline.
pub fn json(unless: &Unless) -> String {
    crate::json::pretty(unless)
}

/// The answer as text; ends with a newline.
pub fn render(unless: &Unless, names: &Names, options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    let cell = names.cell(&unless.act, unless.destination.as_deref());
    let to = words::verdict_phrase(&unless.to);
    page.paragraph(&format!("{cell}: what would make it {to}?"));
    page.paragraph(&format!(
        "Case {}, as of {}, profile {}.",
        unless.case,
        words::date(&unless.as_of),
        names.profile(&unless.profile)
    ));
    page.blank();
    // Without the mark of the verdict: that of some reads like a bullet.
    page.paragraph(&first(unless, &to));
    body(&mut page, unless, names, &to);
    other_readings(&mut page, unless, names, &to);
    steps(&mut page, unless);
    page.finish()
}

/// How it stands, and the answer.
fn first(unless: &Unless, to: &str) -> String {
    let stands = if unless.verdict == "open" {
        let possible = words::verdicts(&unless.possible_under_profile);
        format!("Today it is open: {possible}, by what is still to be found.")
    } else {
        format!("Today it is {}.", words::verdict_phrase(&unless.verdict))
    };
    let answer = match &unless.outcome {
        Outcome::Already => return format!("It is {to} already, whatever is still to be found.{}", now(unless)),
        Outcome::Open { sets, smallest, .. } => on_findings(&format!("would settle it as {to}"), sets, *smallest),
        Outcome::Changes { sets, smallest, .. } => on_findings(&format!("would make it {to}"), sets, *smallest),
        Outcome::Beyond { example } => {
            let limit = words::count(unless.limit, "finding", "findings");
            let longer = match example {
                Some(set) => format!(
                    "The following {} would do it together, and none of them could be left out.",
                    words::count(set.len(), "finding", "findings")
                ),
                None => "Whether a longer list would do it has not been decided.".to_owned(),
            };
            format!("No set of {limit} or fewer was found that would make it {to}. {longer}")
        }
        Outcome::HisToSay { wishes, besides, .. } => his_to_say(wishes, *besides, to),
        Outcome::OpenLaw { .. } => format!("No finding would make it {to}: it hangs on law that is open."),
        Outcome::Fixed { .. } => {
            format!(
                "It would be {to} only if something that is established, and does not change, had been found wrongly."
            )
        }
        Outcome::OtherReading { besides, .. } => {
            let besides = if *besides { ", and other findings besides" } else { "" };
            format!(
                "No finding would make it {to} under this profile. It would take another reading of the law{besides}."
            )
        }
        Outcome::Never { because, .. } if because == &"no_basis" => {
            format!("It can never be {to} in this case: the law opens no way to this act here, whatever is found.")
        }
        Outcome::Never { because, .. } if because == &"no_rule" => {
            format!("It can never be {to}: no rule of the rulebook makes it so in this case, whatever is found.")
        }
        Outcome::Never { .. } => format!("It is never {to}, whatever is found and however the law is read."),
    };
    format!("{stands} {answer}")
}

/// What keeps a verdict from being acted on today.
fn now(unless: &Unless) -> &'static str {
    if unless.now == "not_yet" {
        " It waits today for what must come first."
    } else {
        ""
    }
}

/// On how many findings it hangs: `Any one of these sets of 3 findings would settle it as permitted; no smaller set would.`
fn on_findings(would: &str, sets: &[Vec<Change>], smallest: bool) -> String {
    let size = sets.iter().map(Vec::len).max().unwrap_or_default();
    let smaller = match (size, smallest) {
        (1, _) => "",
        (_, true) => "; no smaller set would",
        (_, false) if sets.len() == 1 => "; none of them can be left out",
        (_, false) => "; nothing can be left out of any of them",
    };
    match (sets.len(), size) {
        (1, 1) => format!("One finding {would}."),
        (_, 1) => format!("Any one of these findings {would}."),
        (1, n) => format!("These {n} findings together {would}{smaller}."),
        (_, n) => format!("Any one of these sets of {n} findings {would}{smaller}."),
    }
}

/// The refusal: what a person wishes is not for others to bring about.
fn his_to_say(wishes: &[Wish], besides: bool, to: &str) -> String {
    let lead = if besides {
        format!("Without his own wish nothing that others find would make it {to}.")
    } else {
        format!("The only thing that would make it {to} is what he himself wishes.")
    };
    let open = wishes.iter().any(|w| w.says.is_none());
    let recorded = if open {
        "Not all of it has been recorded."
    } else {
        "What is recorded is below."
    };
    format!("{lead} That is his alone to say; this program does not look for ways to change it. {recorded}")
}

fn body(page: &mut Page, unless: &Unless, names: &Names, to: &str) {
    match &unless.outcome {
        Outcome::Already => {}
        Outcome::Open { sets, more, smallest } | Outcome::Changes { sets, more, smallest } => {
            all_sets(page, sets, names);
            if *more {
                page.blank();
                page.paragraph(if *smallest {
                    "There are other sets as small."
                } else {
                    "There may be other sets, and smaller ones."
                });
            }
            caution(page);
        }
        Outcome::Beyond { example } => {
            let Some(set) = example else { return };
            page.blank();
            findings(page, &set.iter().collect::<Vec<_>>(), names);
            caution(page);
        }
        Outcome::HisToSay { wishes, law, .. } => {
            page.blank();
            for wish in wishes {
                let says = match &wish.says {
                    Some(clause) => format!("Recorded: {}", words::clause(clause)),
                    None => "Not recorded".to_owned(),
                };
                page.bullet(&format!("{}. {says}.", words::upper_first(&names.fact(&wish.fact))));
            }
            hangs_on(page, law, names);
        }
        Outcome::OpenLaw { law } => {
            page.blank();
            hangs_on(page, law, names);
        }
        Outcome::Fixed { facts, wish_too } => {
            page.blank();
            for fact in facts {
                let clause = fact.before_clause.as_deref().unwrap_or(&fact.title);
                page.bullet(&words::sentence(clause));
            }
            if *wish_too {
                page.paragraph("It would also take another wish of his own, which is his alone to say.");
            }
        }
        Outcome::OtherReading { positions, .. } => {
            page.blank();
            for p in positions {
                page.bullet(&words::sentence(&p.title));
                page.below(&format!("It would take: {}", words::sentence(&p.says)));
                page.below(&format!("This profile reads: {}", words::sentence(&p.instead_of)));
            }
        }
        Outcome::Never { norms, .. } => {
            if !norms.is_empty() {
                page.blank();
                page.paragraph(&format!(
                    "What stands in every case, and keeps it from ever being {to}:"
                ));
                norms
                    .iter()
                    .for_each(|n| page.bullet(&format!("{}.", cited(&n.title, &n.citation))));
            }
        }
    }
}

fn hangs_on(page: &mut Page, law: &[String], names: &Names) {
    law.iter()
        .for_each(|entry| page.bullet(&format!("Open: whether {}.", names.law(entry, "bound"))));
}

/// Sets of findings: what all of them share, then what each has besides.
fn all_sets(page: &mut Page, sets: &[Vec<Change>], names: &Names) {
    let same = |a: &Change, b: &Change| (&a.fact, &a.after) == (&b.fact, &b.after);
    let shared = |c: &Change| sets.len() > 1 && sets.iter().all(|s| s.iter().any(|d| same(c, d)));
    let common: Vec<&Change> = sets.iter().take(1).flatten().filter(|c| shared(c)).collect();
    if !common.is_empty() {
        page.blank();
        page.paragraph("In every one of them:");
        findings(page, &common, names);
    }
    let rest: Vec<Vec<&Change>> = sets.iter().map(|s| s.iter().filter(|c| !shared(c)).collect()).collect();
    if sets.len() > 1 && rest.iter().all(|r| r.len() == 1) {
        page.blank();
        let and = if common.is_empty() {
            "Any one of these alone:"
        } else {
            "And with these, any one of:"
        };
        page.paragraph(and);
        findings(page, &rest.concat(), names);
        return;
    }
    for (i, set) in rest.iter().enumerate() {
        page.blank();
        match (i, common.is_empty(), sets.len()) {
            (.., 1) => {}
            (0, false, _) => page.paragraph("And with these, either"),
            (0, true, _) => page.paragraph("Either"),
            _ => page.paragraph("or"),
        }
        findings(page, set, names);
    }
}

/// Findings, those of the same bodies and standard together, each with how it stands.
fn findings(page: &mut Page, set: &[&Change], names: &Names) {
    let mut groups: Vec<(String, Vec<&Change>)> = Vec::new();
    for change in set {
        let burden = burden(change, names);
        groups::add(&mut groups, burden, change);
    }
    for (burden, changes) in groups {
        page.bullet(&burden);
        for change in changes {
            let stands = match (change.stands, &change.before_clause) {
                ("presumed", Some(clause)) => format!("Until then presumed: {}.", words::clause(clause)),
                (_, Some(clause)) => format!("Today: {}.", words::clause(clause)),
                (_, None) => "Today: open.".to_owned(),
            };
            page.below(&format!(
                "{} {stands}",
                words::sentence(words::clause(&change.after_clause))
            ));
        }
    }
}

/// Who could bring it about, and how well it must be shown: the lead of the findings.
fn burden(change: &Change, names: &Names) -> String {
    let bodies: Vec<String> = change.shown_by.iter().map(|b| names.body(b)).collect();
    let own = bodies.iter().any(|b| b == DETAINING_POWER);
    let bodies = words::list(bodies, "or");
    let standard = match words::clause(&change.standard) {
        "" => String::new(),
        standard => format!(" (standard: {standard})"),
    };
    let subject: Vec<&str> = change.fact.split('.').collect();
    match (change.sort, subject[0], bodies.is_empty()) {
        (_, _, true) => format!("Would have to be found{standard}:"),
        ("order", ..) => format!("An order, or that there is none, is for {bodies} alone to record{standard}:"),
        (_, "agreement", _) => {
            let with = subject
                .get(1)
                .map_or(String::new(), |s| format!(" with {}", names.state(s)));
            format!("Would take what others must agree to{with}, shown by {bodies}{standard}:")
        }
        _ if own => format!("Would have to be found by {bodies}{standard}:"),
        _ => format!("Would have to be found by {bodies}, and by nobody in their place{standard}:"),
    }
}

fn caution(page: &mut Page) {
    page.blank();
    page.paragraph(
        "This says on what the verdict hangs. It proposes no finding: each is for those named to make, on the evidence alone, and one made for the \
         sake of what follows from it is worth nothing.",
    );
}

fn other_readings(page: &mut Page, unless: &Unless, names: &Names, to: &str) {
    const SHOWN: usize = 3;
    let all = &unless.other_readings;
    if all.is_empty() {
        return;
    }
    page.heading("Under another reading of the law");
    let lead = match all.len() {
        1 => format!("On the findings as they are, it is {to} if the law is read so:"),
        _ => format!("On the findings as they are, it is {to} under each of these readings:"),
    };
    page.paragraph(&lead);
    for group in all.iter().take(SHOWN) {
        let parts: Vec<String> = group
            .at
            .iter()
            .map(|(question, positions)| {
                if question.starts_with("law.") {
                    return format!("if {}", names.law(question, &positions[0]));
                }
                let says = words::list(
                    positions
                        .iter()
                        .map(|p| words::clause(&names.position(question, p)).to_owned()),
                    "or",
                );
                format!(
                    "on \u{201c}{}\u{201d}: {}",
                    words::clause(&names.question(question)),
                    words::lower_first(&says)
                )
            })
            .collect();
        page.bullet(&format!("{}.", words::upper_first(&parts.join("; and "))));
    }
    if all.len() > SHOWN {
        let rest = words::count(all.len() - SHOWN, "other group", "other groups");
        page.bullet(&format!("And under {rest} of readings: listed in the JSON answer."));
    }
}

fn steps(page: &mut Page, unless: &Unless) {
    let lawful = matches!(unless.to.as_str(), "permitted" | "required" | "lawful");
    let reached = matches!(
        unless.outcome,
        Outcome::Already | Outcome::Open { .. } | Outcome::Changes { .. } | Outcome::Beyond { .. }
    );
    if unless.steps.is_empty() || !lawful || !reached {
        return;
    }
    page.heading("Steps");
    if matches!(unless.outcome, Outcome::Already) {
        page.paragraph(&format!(
            "It waits today for {}. They never change the verdict:",
            words::steps_first(&unless.steps)
        ));
        listed(page, &unless.steps);
        return;
    }
    page.paragraph(&format!(
        "A step of the detaining power never changes the verdict, so none is offered above. Were the act lawful, it would wait for {}; \
         `safeconduct why` lists them.",
        words::steps_first(&unless.steps)
    ));
}

/// The steps, each once, with the rules that ask for it; those that are certain first.
fn listed(page: &mut Page, steps: &[StepAnswer]) {
    let mut each: Vec<(&str, &str, bool, Vec<&str>)> = Vec::new();
    for step in steps {
        match each.iter_mut().find(|(id, ..)| *id == step.step) {
            Some((.., certain, citations)) => {
                *certain |= step.certain;
                citations.push(&step.citation);
            }
            None => each.push((&step.step, &step.title, step.certain, vec![&step.citation])),
        }
    }
    each.sort_by_key(|(.., certain, _)| !certain);
    for (_, title, certain, citations) in each {
        let perhaps = if certain { "" } else { "Perhaps: " };
        page.bullet(&format!("{perhaps}{}.", cited(title, &words::citations(citations))));
    }
}
