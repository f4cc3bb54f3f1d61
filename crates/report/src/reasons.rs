//! Why: for each act and destination one paragraph; those with the same reasons together.

use crate::content::Reason;
use crate::names::{Names, cited};
use crate::words::{self, Mark};
use safeconduct_engine::answer::{ActAnswer, Answer, NormRef, SetAside, StepAnswer};

/// More grounds than this stand in a list of their own.
const INLINE: usize = 3;

/// The reasons of an answer.
pub(crate) fn of(answer: &Answer, names: &Names) -> Vec<Reason> {
    let mut groups: Vec<(Body, Vec<(&str, Option<&str>)>)> = Vec::new();
    for act in &answer.acts {
        let body = Body::of(act, names);
        let cell = (act.act.as_str(), act.destination.as_deref());
        match groups.iter_mut().find(|(other, _)| *other == body) {
            Some((_, cells)) => cells.push(cell),
            None => groups.push((body, vec![cell])),
        }
    }
    groups
        .into_iter()
        .map(|(body, cells)| body.reason(&names.cells(&cells)))
        .collect()
}

/// A reason without the acts that it is about.
#[derive(PartialEq, Eq)]
struct Body {
    mark: Mark,
    head: String,
    sentences: Vec<String>,
    grounds: Vec<String>,
    after: Vec<String>,
}

impl Body {
    fn of(act: &ActAnswer, names: &Names) -> Self {
        let (mark, _) = words::cell(&act.verdict, &act.now);
        let mut body = Self {
            mark,
            head: head(act),
            sentences: Vec::new(),
            grounds: Vec::new(),
            after: Vec::new(),
        };
        match Mark::of(&act.verdict) {
            Mark::Prohibited => body.carried(
                &act.if_done,
                "",
                "One of these bars stands, whatever is found",
                "Perhaps also barred by",
            ),
            Mark::Required => body.carried(
                &act.if_not_done,
                "",
                "One of these duties stands, whatever is found",
                "Perhaps also owed under",
            ),
            Mark::Conflict => {
                body.carried(
                    &act.if_not_done,
                    "Breached if it is not done: ",
                    "Breached if it is not done, one of these",
                    "Perhaps also breached if it is not done",
                );
                body.carried(
                    &act.if_done,
                    "Breached if it is done: ",
                    "Breached if it is done, one of these",
                    "Perhaps also breached if it is done",
                );
            }
            Mark::Unavailable => body
                .sentences
                .push("The law as it stands on these findings opens no way to it.".to_owned()),
            _ => body.lawful(act),
        }
        body.after.extend(set_aside(&act.set_aside));
        if !matches!(mark, Mark::Prohibited | Mark::Unavailable) {
            body.after.extend(steps(&act.steps));
        }
        body.after.extend(pending(&act.pending));
        if matches!(Mark::of(&act.verdict), Mark::Permitted | Mark::Required) {
            body.after.extend(bars(&act.checked_bars, names));
        }
        body
    }

    /// Adds what carries a verdict: the grounds of the certain norms, then those that are not certain.
    fn carried(&mut self, norms: &[NormRef], before: &str, whatever: &str, perhaps: &str) {
        let certain: Vec<&NormRef> = norms.iter().filter(|n| n.certain).collect();
        let open: Vec<&NormRef> = norms.iter().filter(|n| !n.certain).collect();
        let grounds = grounds(&certain, before);
        if grounds.len() > INLINE {
            self.grounds.extend(grounds);
        } else {
            self.sentences.extend(grounds);
        }
        if !open.is_empty() {
            let lead = if certain.is_empty() { whatever } else { perhaps };
            self.after.push(format!("{lead}: {}.", titles(&open)));
        }
    }

    /// Adds what is said of an act that is permitted, or open.
    fn lawful(&mut self, act: &ActAnswer) {
        let (certain, open): (Vec<&NormRef>, Vec<&NormRef>) = act.basis.iter().partition(|n| n.certain);
        self.sentences.extend(grounds(&certain, "Basis: "));
        if !open.is_empty() {
            self.sentences.push(format!("Perhaps opened by: {}.", titles(&open)));
        }
        for (norms, verb) in [(&act.if_done, "barred by"), (&act.if_not_done, "owed under")] {
            let (certain, open): (Vec<&NormRef>, Vec<&NormRef>) = norms.iter().partition(|n| n.certain);
            self.sentences
                .extend(grounds(&certain, &format!("{}: ", words::upper_first(verb))));
            if !open.is_empty() {
                self.sentences.push(format!("Perhaps {verb}: {}.", titles(&open)));
            }
        }
    }

    fn reason(self, cells: &str) -> Reason {
        let Self {
            mark,
            head,
            sentences,
            grounds,
            after,
        } = self;
        Reason {
            mark,
            lead: format!("{cells}: {head}."),
            sentences,
            grounds,
            after,
        }
    }
}

/// `prohibited under every reading`
fn head(act: &ActAnswer) -> String {
    if act.verdict == "open" {
        let possible = words::verdicts(&act.possible_under_profile);
        let possible = if possible.is_empty() {
            String::new()
        } else {
            format!(" ({possible})")
        };
        let now = words::upper_first(&words::for_now(&act.now));
        return format!(
            "open{possible}; it {}{}. {now}",
            words::settled(&act.settled),
            others(act)
        );
    }
    let under = match act.settled.as_str() {
        "profile" => " under this profile".to_owned(),
        "every_reading" => " under every reading".to_owned(),
        other => format!(", {}", words::settled(other)),
    };
    let now = match act.now.as_str() {
        now if now == act.verdict => String::new(),
        "not_yet" => ", but not yet".to_owned(),
        now => format!(", but {}", words::for_now(now)),
    };
    format!("{}{under}{now}{}", words::verdict_phrase(&act.verdict), others(act))
}

/// What other readings may give besides.
fn others(act: &ActAnswer) -> String {
    let others: Vec<&String> = act
        .possible
        .iter()
        .filter(|v| !act.possible_under_profile.contains(v))
        .collect();
    if others.is_empty() {
        String::new()
    } else {
        format!("; on other readings it may be {}", words::verdicts(others))
    }
}

/// A sentence for each set of findings that carries norms, with their citations.
fn grounds(norms: &[&NormRef], before: &str) -> Vec<String> {
    let mut groups: Vec<Vec<&NormRef>> = Vec::new();
    for norm in norms {
        match groups
            .iter_mut()
            .find(|g| !norm.because.is_empty() && g[0].because == norm.because && g[0].lifts_when == norm.lifts_when)
        {
            Some(group) => group.push(norm),
            None => groups.push(vec![norm]),
        }
    }
    let several = groups.len() > 1;
    let mut sentences: Vec<String> = groups.iter().map(|g| ground(g, several)).collect();
    if let Some(first) = sentences.first_mut().filter(|_| !before.is_empty()) {
        *first = format!("{before}{first}");
    }
    sentences
}

fn ground(group: &[&NormRef], several: bool) -> String {
    let first = group[0];
    let mut text = if first.because.is_empty() {
        words::sentence(&cited(&first.title, &first.citation))
    } else {
        let clauses: Vec<&str> = first.because.iter().map(|b| words::clause(&b.clause)).collect();
        let cites = citations(group.iter().map(|n| (n.title.as_str(), n.citation.as_str())));
        words::sentence(&format!("{} ({cites})", clauses.join("; ")))
    };
    if several && group.iter().all(|n| n.stands_alone) {
        text.push_str(" Stands alone.");
    }
    if let Some(when) = first.lifts_when.as_deref().filter(|w| !w.is_empty()) {
        text.push_str(&format!(" Lifts when {}.", words::clause(when)));
    }
    text
}

/// Citations, each once; the title where there is none.
fn citations<'a>(norms: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut cites: Vec<&str> = Vec::new();
    for (title, citation) in norms {
        let cite = if citation.is_empty() { title } else { citation };
        if !cites.contains(&cite) {
            cites.push(cite);
        }
    }
    cites.join("; ")
}

/// Titles with citations, each once, joined.
fn titles(norms: &[&NormRef]) -> String {
    let mut titles: Vec<String> = Vec::new();
    for norm in norms {
        let title = cited(&norm.title, &norm.citation);
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles.join("; ")
}

/// What does not apply, those that the same thing sets aside together.
fn set_aside(all: &[SetAside]) -> Vec<String> {
    let mut groups: Vec<Vec<&SetAside>> = Vec::new();
    for aside in all {
        match groups
            .iter_mut()
            .find(|g| g[0].by == aside.by && g[0].how == aside.how && g[0].because == aside.because)
        {
            Some(group) => group.push(aside),
            None => groups.push(vec![aside]),
        }
    }
    groups
        .iter()
        .map(|group| {
            let mut what: Vec<String> = Vec::new();
            for aside in group {
                let title = cited(&aside.title, &aside.citation);
                if !what.contains(&title) {
                    what.push(title);
                }
            }
            let (first, verb) = (group[0], words::set_aside(&group[0].how));
            let clauses: Vec<&str> = first.because.iter().map(|b| words::clause(&b.clause)).collect();
            let since = if clauses.is_empty() {
                String::new()
            } else {
                format!(", since {}", clauses.join("; "))
            };
            format!(
                "Set aside: {}; {verb}: {}{since}.",
                what.join("; "),
                cited(&first.by_title, &first.by_citation)
            )
        })
        .collect()
}

/// Steps: first those that are missing.
fn steps(all: &[StepAnswer]) -> Vec<String> {
    let named = |wanted: &dyn Fn(&StepAnswer) -> bool| {
        let mut steps: Vec<(&str, &str, Vec<&str>)> = Vec::new();
        for step in all.iter().filter(|s| wanted(s)) {
            match steps.iter_mut().find(|(id, ..)| *id == step.step) {
                Some((_, _, cites)) if !cites.contains(&step.citation.as_str()) => cites.push(&step.citation),
                Some(_) => {}
                None => steps.push((&step.step, &step.title, vec![&step.citation])),
            }
        }
        let texts: Vec<String> = steps
            .iter()
            .map(|(_, title, cites)| cited(title, &cites.join("; ")))
            .collect();
        texts.join("; ")
    };
    let certain = |id: &str| all.iter().any(|s| s.step == id && s.certain);
    [
        ("First", named(&|s| !s.done && certain(&s.step))),
        ("Perhaps first", named(&|s| !s.done && !certain(&s.step))),
        ("Already done", named(&|s| s.done)),
    ]
    .into_iter()
    .filter(|(_, steps)| !steps.is_empty())
    .map(|(lead, steps)| format!("{lead}: {steps}."))
    .collect()
}

/// Duties that wait.
fn pending(norms: &[NormRef]) -> Vec<String> {
    let (certain, open): (Vec<&NormRef>, Vec<&NormRef>) = norms.iter().partition(|n| n.certain);
    let mut sentences = Vec::new();
    if !certain.is_empty() {
        sentences.push(format!(
            "Duty pending: it is owed, once what must come first is done, under: {}.",
            titles(&certain)
        ));
    }
    if !open.is_empty() {
        sentences.push(format!(
            "Duty pending: it may be owed, depending on what is found, under: {}.",
            titles(&open)
        ));
    }
    sentences
}

/// Bars that were looked at and do not stand.
fn bars(checked: &[String], names: &Names) -> Option<String> {
    if checked.is_empty() {
        return None;
    }
    let known: Vec<&str> = checked.iter().filter_map(|id| names.citation(id)).collect();
    let looked = words::count(
        checked.len(),
        "bar was looked at and does not stand",
        "bars were looked at and do not stand",
    );
    let complete = known.len() == checked.len();
    let cites = citations(known.into_iter().map(|c| ("", c)));
    Some(if complete {
        format!("{}: {cites}.", words::upper_first(&looked))
    } else {
        format!("{}.", words::upper_first(&looked))
    })
}
