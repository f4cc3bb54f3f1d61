//! What an audit found in a rulebook, the gravest first.

use crate::json::pretty;
use crate::text::{Page, TextOptions};
use crate::words;
use safeconduct_engine::audit::{Finding, Found, Readings, Thing};
use safeconduct_rulebook::model::{ActId, Conclusion, Flaw, Rulebook, Type};
use safeconduct_rulebook::prose::list;
use serde_json::{Value, json};

/// What was found, and what is told of it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// What is told, in its order.
    pub findings: &'a [Finding],
    /// For each the file of a case in which it shows, where one was written.
    pub cases: &'a [Option<String>],
    /// How many are left.
    pub left: usize,
    /// How many are waived.
    pub waived: usize,
}

/// The report for people.
pub fn text(report: &Report<'_>, options: &TextOptions) -> String {
    let mut page = Page::new(*options);
    page.paragraph(&summary(report));
    let shown = report.findings.iter().zip(report.cases);
    if shown.into_iter().any(|(f, case)| f.witness.is_some() && case.is_none()) {
        page.paragraph("With --save DIR the cases in which flaws show are written to a folder.");
    }
    for flaw in Flaw::ALL {
        let all = report.findings.iter().zip(report.cases);
        let these: Vec<_> = all.filter(|(f, _)| f.found.flaw() == flaw).collect();
        if these.is_empty() {
            continue;
        }
        page.heading(&format!("{} ({})", heading(flaw), these.len()));
        page.paragraph(explained(flaw));
        for (finding, case) in these {
            page.bullet(&sentence(report.rulebook, &finding.found));
            for line in only_where(report.rulebook, finding.found.readings()) {
                page.below(&line);
            }
            if let Some(witness) = &finding.witness {
                let findings = match witness.facts.len() {
                    1 => "one finding".to_owned(),
                    n => format!("{n} findings"),
                };
                page.below(&match case {
                    Some(file) => format!("A case in which it shows, with {findings}: {file}"),
                    None => format!("It shows in a case with {findings}."),
                });
            }
            for waiver in &finding.waived_by {
                let waiver = &report.rulebook.waivers[waiver.ix()];
                page.below(&format!("Waived ({}): {}", place(&waiver.origin), waiver.why));
            }
        }
    }
    page.finish()
}

fn summary(report: &Report<'_>) -> String {
    let waived = match report.waived {
        0 => String::new(),
        n => format!(
            " {} waived in the rulebook for a written reason.",
            words::count(n, "is", "are")
        ),
    };
    match report.left {
        0 => format!(
            "Rulebook {} is in order: no flaw is left unanswered.{waived}",
            report.rulebook.version
        ),
        n => format!(
            "Rulebook {} has {} that nobody has answered.{waived}",
            report.rulebook.version,
            words::count(n, "flaw", "flaws")
        ),
    }
}

fn heading(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Collision => "Owed and forbidden at once",
        Flaw::NoLawfulAct => "No lawful act",
        Flaw::ExcludingDuties => "Duties that exclude each other",
        Flaw::NoChoiceLeft => "Duties that cannot be kept",
        Flaw::NeverStands => "Without effect in any case",
        Flaw::NeverMatters => "Could be left out",
        Flaw::NothingDepends => "Nothing depends on it",
        Flaw::Alike => "Told apart for nothing",
        Flaw::WaivesNothing => "Waivers without object",
    }
}

fn explained(flaw: Flaw) -> &'static str {
    match flaw {
        Flaw::Collision => "Nothing says which of two norms gives way.",
        Flaw::NoLawfulAct => "Some case leaves none of the acts that belong to a kind required or permitted.",
        Flaw::ExcludingDuties => "Some case demands two acts of which only one can be done.",
        Flaw::NoChoiceLeft => "Some case demands one of several acts, and none can be done.",
        Flaw::NeverStands => "The condition never holds where it could have an effect.",
        Flaw::NeverMatters => {
            "Without it every case has the same verdicts, steps and duties, under the same instruments."
        }
        Flaw::NothingDepends => "Whatever is found, no answer changes.",
        Flaw::Alike => "Conditions name them apart, and no case is answered otherwise for it.",
        Flaw::WaivesNothing => "The flaw that they speak of is not there, or not in the cases that they name.",
    }
}

fn place(origin: &safeconduct_rulebook::model::Origin) -> String {
    format!("{}:{}", origin.file, origin.line)
}

/// Its title, what it rests on, where it stands.
fn named(rb: &Rulebook, thing: Thing) -> String {
    let (_, title, origin) = thing.of(rb);
    match origin.citation() {
        cites if cites.is_empty() => format!("\u{201c}{title}\u{201d} ({})", place(origin)),
        cites => format!("\u{201c}{title}\u{201d} ({cites}; {})", place(origin)),
    }
}

fn phrase(rb: &Rulebook, act: ActId) -> String {
    rb.acts[act.ix()].phrase.replace("{destination}", "a state")
}

fn acts(rb: &Rulebook, acts: &[ActId]) -> String {
    list(&acts.iter().map(|a| phrase(rb, *a)).collect::<Vec<_>>(), "or")
}

/// Which conclusion of a rule.
fn conclusion(rb: &Rulebook, what: Thing, number: Option<u32>) -> String {
    let (Thing::Rule(rule), Some(number)) = (what, number) else {
        return String::new();
    };
    match rb.rules[rule.ix()].then.get(number as usize) {
        Some(Conclusion::Term { term, .. }) => format!(", as to \u{201c}{}\u{201d}", rb.terms[term.ix()].title),
        Some(Conclusion::Must(to)) => format!(
            ", as to the duty to {}",
            acts(rb, &to.iter().map(|a| a.act).collect::<Vec<_>>())
        ),
        Some(Conclusion::MustOneOf(_)) => ", as to the duty to do one of several acts".to_owned(),
        Some(Conclusion::MustNot { acts: to, .. }) => {
            let to: Vec<ActId> = to.iter().map(|a| a.act).collect();
            format!(", as to the ban to {}", acts(rb, &to))
        }
        None => String::new(),
    }
}

fn sentence(rb: &Rulebook, found: &Found) -> String {
    match found {
        Found::Collision {
            owed, barred, acts: on, ..
        } => format!(
            "To {} is owed by {} and forbidden by {}.",
            acts(rb, on),
            named(rb, Thing::Rule(*owed)),
            named(rb, Thing::Rule(*barred))
        ),
        Found::NoLawfulAct { status, .. } => match status {
            Some(term) => format!("In a case of {}.", named(rb, Thing::Term(*term))),
            None => "In some case.".to_owned(),
        },
        Found::ExcludingDuties { one, other, .. } => {
            if one == other {
                format!(
                    "To {} is owed toward two states at once, by {}.",
                    phrase(rb, one.1),
                    named(rb, Thing::Rule(one.0))
                )
            } else {
                format!(
                    "To {} is owed by {}, and to {} by {}.",
                    phrase(rb, one.1),
                    named(rb, Thing::Rule(one.0)),
                    phrase(rb, other.1),
                    named(rb, Thing::Rule(other.0))
                )
            }
        }
        Found::NoChoiceLeft { rule, .. } => format!("{} leaves no choice.", named(rb, Thing::Rule(*rule))),
        Found::NeverStands {
            what,
            conclusion: number,
            acts: on,
        } => {
            let on = if on.is_empty() {
                conclusion(rb, *what, *number)
            } else {
                format!(", where the act is to {}", acts(rb, on))
            };
            format!("{}{on}.", named(rb, *what))
        }
        Found::NeverMatters {
            what,
            conclusion: number,
        } => format!("{}{}.", named(rb, *what), conclusion(rb, *what, *number)),
        Found::NothingDepends { what } => format!("{}.", named(rb, *what)),
        Found::Alike { what, values } => {
            let words = values.iter().map(|v| match what {
                Thing::Question(q) => rb.questions[q.ix()].positions[*v as usize].says.clone(),
                Thing::Fact(f) => match &rb.facts[f.ix()].kind {
                    Type::OneOf(all) => all[*v as usize].clause.replace("{destination}", "a state"),
                    _ => v.to_string(),
                },
                _ => v.to_string(),
            });
            let words: Vec<String> = words.map(|w| format!("\u{201c}{w}\u{201d}")).collect();
            format!("Of {}: {}.", named(rb, *what), list(&words, "and"))
        }
        Found::WaivesNothing { waiver } => named(rb, Thing::Waiver(*waiver)) + ".",
    }
}

fn only_where(rb: &Rulebook, readings: &[(safeconduct_rulebook::model::QuestionId, Vec<u32>)]) -> Vec<String> {
    let one = |(q, positions): &(safeconduct_rulebook::model::QuestionId, Vec<u32>)| {
        let question = &rb.questions[q.ix()];
        let says = positions.iter().map(|p| {
            let says = words::clause(&question.positions[*p as usize].says);
            format!("\u{201c}{says}\u{201d}")
        });
        format!(
            "Only where the answer to \u{201c}{}\u{201d} is: {}.",
            question.title,
            list(&says.collect::<Vec<_>>(), "or")
        )
    };
    readings.iter().map(one).collect()
}

/// A title for a case in which a flaw shows.
pub fn title(rb: &Rulebook, found: &Found) -> String {
    let titles: Vec<&str> = found.about().iter().map(|t| t.of(rb).1).collect();
    format!("{}: {}", heading(found.flaw()), titles.join("; "))
}

/// The report for programs.
pub fn json(report: &Report<'_>) -> String {
    let rb = report.rulebook;
    let readings = |readings: &Readings| -> Value {
        let one = |(q, positions): &(safeconduct_rulebook::model::QuestionId, Vec<u32>)| {
            let question = &rb.questions[q.ix()];
            let positions: Vec<&str> = positions
                .iter()
                .map(|p| question.positions[*p as usize].id.as_str())
                .collect();
            (question.id.clone(), json!(positions))
        };
        Value::Object(readings.iter().map(one).collect())
    };
    let finding = |(f, case): (&Finding, &Option<String>)| {
        let about = f.found.about();
        let about: Vec<&str> = about.iter().map(|t| t.id(rb)).collect();
        let waived: Vec<Value> = (f.waived_by.iter())
            .map(|w| json!({ "id": rb.waivers[w.ix()].id, "why": rb.waivers[w.ix()].why }))
            .collect();
        json!({
            "flaw": f.found.flaw().word(),
            "about": about,
            "says": sentence(rb, &f.found),
            "readings": readings(&f.found.readings().to_vec()),
            "waived_by": waived,
            "case": case,
        })
    };
    let findings: Vec<Value> = report.findings.iter().zip(report.cases).map(finding).collect();
    pretty(&json!({
        "rulebook": { "version": rb.version, "digest": rb.digest },
        "left": report.left,
        "waived": report.waived,
        "flaws": findings,
    }))
}
