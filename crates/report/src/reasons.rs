//! Why: for each act and destination one paragraph; those with the same reasons together.

use crate::content::Reason;
use crate::names::{Names, cited};
use crate::words::{self, Mark};
use safeconduct_engine::answer::{ActAnswer, Answer, Because, NormRef, SetAside, StepAnswer};

/// An act and destination.
type Cell<'a> = (&'a str, Option<&'a str>);

/// More grounds than this stand in a list of their own.
const INLINE: usize = 3;

/// More norms than this are named by citation alone.
const NAMED: usize = 3;

/// More norms than this are counted, and their sources named.
const COUNTED: usize = 8;

/// In the grounds of at least so many acts: a finding that is said once for all.
const THROUGHOUT: usize = 3;

/// The reasons of an answer, and what is said once for all of them.
pub(crate) fn of(answer: &Answer, names: &Names) -> (Option<String>, Vec<Reason>) {
    let common = Common::of(answer);
    let mut groups: Vec<(Body, Vec<Cell<'_>>)> = Vec::new();
    for act in &answer.acts {
        let body = Body::of(act, &common, names);
        let cell = (act.act.as_str(), act.destination.as_deref());
        match groups.iter_mut().find(|(other, _)| *other == body) {
            Some((_, cells)) => cells.push(cell),
            None => groups.push((body, vec![cell])),
        }
    }
    let reasons = groups
        .into_iter()
        .map(|(body, cells)| body.reason(&names.cells(&cells)));
    (common.sentence(), reasons.collect())
}

/// Findings about the case as a whole on which the reasons of several acts rest: said once, left out of the single reasons.
struct Common<'a>(Vec<&'a Because>);

impl<'a> Common<'a> {
    fn of(answer: &'a Answer) -> Self {
        let mut found: Vec<(&Because, Vec<&str>)> = Vec::new();
        for act in &answer.acts {
            let certain = act
                .if_done
                .iter()
                .chain(&act.if_not_done)
                .chain(&act.basis)
                .filter(|n| n.certain);
            for because in certain.flat_map(|n| &n.because) {
                if because
                    .fact
                    .split('.')
                    .any(|part| answer.states.iter().any(|s| s.code == part))
                {
                    continue;
                }
                match found.iter_mut().find(|(b, _)| b.clause == because.clause) {
                    Some((_, acts)) if acts.contains(&act.act.as_str()) => {}
                    Some((_, acts)) => acts.push(&act.act),
                    None => found.push((because, vec![&act.act])),
                }
            }
        }
        Self(
            found
                .into_iter()
                .filter(|(_, acts)| acts.len() >= THROUGHOUT)
                .map(|(b, _)| b)
                .collect(),
        )
    }

    fn sentence(&self) -> Option<String> {
        let clauses: Vec<&str> = self.0.iter().map(|b| words::clause(&b.clause)).collect();
        (!clauses.is_empty()).then(|| format!("Throughout, where a reason rests on it: {}.", clauses.join("; ")))
    }

    /// What is particular to a norm.
    fn rest<'n>(&self, norm: &'n NormRef) -> Vec<&'n Because> {
        norm.because
            .iter()
            .filter(|b| !self.0.iter().any(|c| c.clause == b.clause))
            .collect()
    }
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
    fn of(act: &ActAnswer, common: &Common<'_>, names: &Names) -> Self {
        let (mark, _) = words::cell(&act.verdict, &act.now);
        let mut body = Self {
            mark,
            head: head(act),
            sentences: Vec::new(),
            grounds: Vec::new(),
            after: Vec::new(),
        };
        match Mark::of(&act.verdict) {
            Mark::Prohibited => body.carried(&act.if_done, common, "", "One of these bars stands", "bars"),
            Mark::Required => body.carried(&act.if_not_done, common, "", "One of these duties stands", "duties"),
            Mark::Conflict => {
                body.carried(
                    &act.if_not_done,
                    common,
                    "Breached if it is not done: ",
                    "One of these is breached if it is not done",
                    "duties",
                );
                let one = "One of these is breached if it is done";
                body.carried(&act.if_done, common, "Breached if it is done: ", one, "bars");
            }
            Mark::Unavailable => {
                body.sentences
                    .push("The law as it stands on these findings opens no way to it.".to_owned());
            }
            _ => body.lawful(act, common),
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

    /// Adds what carries a verdict: the grounds of the certain norms, and whether others may stand.
    fn carried(&mut self, norms: &[NormRef], common: &Common<'_>, before: &str, one: &str, what: &str) {
        let (certain, open): (Vec<&NormRef>, Vec<&NormRef>) = norms.iter().partition(|n| n.certain);
        let grounds = grounds(&certain, common, before);
        if grounds.len() > INLINE {
            self.grounds.extend(grounds);
        } else {
            self.sentences.extend(grounds);
        }
        if certain.is_empty() && !open.is_empty() {
            self.after.push(format!("{one}, whatever is found: {}.", named(&open)));
        } else if !open.is_empty() {
            self.after
                .push(format!("Other {what} may stand too, depending on what is found."));
        }
    }

    /// Adds what is said of an act that is permitted, or open.
    fn lawful(&mut self, act: &ActAnswer, common: &Common<'_>) {
        let sides = [
            (&act.basis, "Basis", "opened"),
            (&act.if_done, "Barred", "barred"),
            (&act.if_not_done, "Owed", "owed"),
        ];
        for (norms, lead, verb) in sides {
            let (certain, open): (Vec<&NormRef>, Vec<&NormRef>) = norms.iter().partition(|n| n.certain);
            self.sentences.extend(grounds(&certain, common, &format!("{lead}: ")));
            if !open.is_empty() {
                self.sentences.push(format!("Perhaps {verb} by: {}.", named(&open)));
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
fn grounds(norms: &[&NormRef], common: &Common<'_>, before: &str) -> Vec<String> {
    let mut groups: Vec<(Vec<&Because>, Vec<&NormRef>)> = Vec::new();
    for norm in norms {
        let rest = common.rest(norm);
        let same = |(because, group): &&mut (Vec<&Because>, Vec<&NormRef>)| {
            !rest.is_empty() && *because == rest && group[0].lifts_when == norm.lifts_when
        };
        match groups.iter_mut().find(same) {
            Some((_, group)) => group.push(norm),
            None => groups.push((rest, vec![norm])),
        }
    }
    let several = groups.len() > 1;
    let mut sentences: Vec<String> = groups
        .iter()
        .map(|(because, group)| ground(because, group, several))
        .collect();
    if let Some(first) = sentences.first_mut() {
        *first = format!("{before}{first}");
    }
    sentences
}

fn ground(because: &[&Because], group: &[&NormRef], several: bool) -> String {
    let first = group[0];
    let mut text = if because.is_empty() {
        words::sentence(&cited(&first.title, &words::citations([first.citation.as_str()])))
    } else {
        let clauses: Vec<&str> = because.iter().map(|b| words::clause(&b.clause)).collect();
        words::sentence(&format!("{} ({})", clauses.join("; "), citations(group)))
    };
    if several && group.iter().all(|n| n.stands_alone) {
        text.push_str(" Stands alone.");
    }
    if let Some(when) = first.lifts_when.as_deref().filter(|w| !w.is_empty()) {
        text.push_str(&format!(" Lifts when {}.", words::clause(when)));
    }
    text
}

/// Citations of norms, each once; the title where there is none.
fn citations(norms: &[&NormRef]) -> String {
    words::citations(norms.iter().map(|n| {
        if n.citation.is_empty() {
            n.title.as_str()
        } else {
            n.citation.as_str()
        }
    }))
}

/// A few norms by title and citation, many by citation alone.
fn named(norms: &[&NormRef]) -> String {
    if norms.len() > COUNTED {
        let sources = words::sources(norms.iter().map(|n| n.citation.as_str()));
        return format!("one of {} rules ({})", norms.len(), sources.join(", "));
    }
    if norms.len() > NAMED {
        return citations(norms);
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

/// Steps: first those that are missing. Which rule asks for them stands in a section of its own.
fn steps(all: &[StepAnswer]) -> Vec<String> {
    let certain = |id: &str| all.iter().any(|s| s.step == id && s.certain);
    let named = |wanted: &dyn Fn(&StepAnswer) -> bool| {
        let mut titles: Vec<String> = Vec::new();
        for title in all.iter().filter(|s| wanted(s)).map(|s| words::lower_first(&s.title)) {
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles.join("; ")
    };
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
            named(&certain)
        ));
    }
    if !open.is_empty() {
        sentences.push(format!(
            "Duty pending: it may be owed, depending on what is found, under: {}.",
            named(&open)
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
    let looked = words::upper_first(&looked);
    if known.len() == checked.len() && known.len() <= COUNTED {
        Some(format!("{looked}: {}.", words::citations(known)))
    } else {
        Some(format!("{looked}."))
    }
}
