//! Why: for each act and destination one paragraph; those with the same reasons together.

mod norms;

use crate::content::Reason;
use crate::matrix::not_open;
use crate::names::Names;
use crate::words::{self, Mark};
use norms::{Common, grounds, named, set_aside, shared};
use safeconduct_engine::answer::{ActAnswer, Answer, NormRef};

/// An act and destination.
type Cell<'a> = (&'a str, Option<&'a str>);

/// More grounds than this stand in a list of their own.
const INLINE: usize = 3;

/// More bars than this are counted.
const COUNTED: usize = 8;

/// So many acts toward a state are named together, where they are all that is asked about.
const TOGETHER: usize = 4;

/// So many are named as not among them, where these are nearly all.
const EXCEPTED: usize = 2;

/// The reasons of an answer, and what is said once for all of them.
pub(crate) fn of(answer: &Answer, names: &Names) -> (Option<String>, Vec<Reason>) {
    let common = Common::of(answer);
    // Bars toward one state first together: each is said once, with the acts that it bars.
    let mut together: Vec<(Body, Vec<&ActAnswer>)> = Vec::new();
    for act in &answer.acts {
        let body = Body::of(act, &common, names);
        if not_open(act) && body.after.is_empty() {
            continue;
        }
        let barred = body.barred && act.destination.is_some();
        let with = |(other, acts): &&mut (Body, Vec<&ActAnswer>)| {
            barred && *other == body && acts[0].destination == act.destination
        };
        match together.iter_mut().find(with) {
            Some((_, acts)) => acts.push(act),
            None => together.push((body, vec![act])),
        }
    }
    let mut groups: Vec<(Body, Vec<&ActAnswer>)> = Vec::new();
    for (mut body, acts) in together {
        if body.barred {
            body.bars(shared(&acts, &common, names));
        }
        match groups.iter_mut().find(|(other, _)| *other == body) {
            Some((_, others)) => others.extend(acts),
            None => groups.push((body, acts)),
        }
    }
    let reasons = groups.into_iter().map(|(mut body, acts)| {
        if body.many {
            body.sentences.extend(perhaps(&acts));
        }
        let cells: Vec<Cell<'_>> = acts
            .iter()
            .map(|a| (a.act.as_str(), a.destination.as_deref()))
            .collect();
        body.reason(&lead(&cells, answer, names))
    });
    (common.sentence(), reasons.collect())
}

/// The many bars that may stand against acts, those of all acts together.
fn perhaps(acts: &[&ActAnswer]) -> Vec<String> {
    let open = |act: &ActAnswer| act.if_done.iter().filter(|n| !n.certain).count();
    let mut bars: Vec<&NormRef> = Vec::new();
    for norm in acts.iter().flat_map(|a| &a.if_done).filter(|n| !n.certain) {
        if !bars.iter().any(|b| b.rule == norm.rule) {
            bars.push(norm);
        }
    }
    let mut sentences = vec![format!("Perhaps barred by: {}.", named(&bars))];
    if acts.iter().any(|a| open(a) != bars.len()) {
        sentences.push("Not each of them bears on each act.".to_owned());
    }
    sentences
}

/// `All 8 acts toward Russia`, where these are all that are asked about; otherwise their names.
fn lead(cells: &[Cell<'_>], answer: &Answer, names: &Names) -> String {
    let mut states: Vec<&str> = Vec::new();
    for (_, to) in cells {
        match to {
            Some(to) if !states.contains(to) => states.push(to),
            Some(_) => {}
            None => return names.cells(cells),
        }
    }
    let size = |to: &str| cells.iter().filter(|(_, d)| *d == Some(to)).count();
    let whole = |to: &str| {
        answer
            .acts
            .iter()
            .filter(|a| a.destination.as_deref() == Some(to))
            .count()
    };
    let Some(first) = states.first().map(|to| size(to)) else {
        return names.cells(cells);
    };
    if let [to] = states[..]
        && first >= TOGETHER
    {
        // `All acts toward Russia but exchange`
        let toward = answer.acts.iter().filter(|a| a.destination.as_deref() == Some(to));
        let others: Vec<String> = toward
            .filter(|a| !cells.iter().any(|(id, _)| *id == a.act))
            .map(|a| words::lower_first(&a.title))
            .collect();
        if (1..=EXCEPTED).contains(&others.len()) {
            let (state, others) = (names.state(to), words::list(others, "and"));
            return format!("All acts toward {state} but {others}");
        }
    }
    if first < TOGETHER || states.iter().any(|to| size(to) != first || whole(to) != first) {
        return names.cells(cells);
    }
    let each = if states.len() > 1 { " each" } else { "" };
    let states = words::list(states.iter().map(|to| names.state(to)), "or");
    format!("All {first} acts toward {states}{each}")
}

/// A reason without the acts that it is about.
#[derive(PartialEq, Eq)]
struct Body {
    mark: Mark,
    /// Whether bars carry it; its grounds are added when the acts that share them are known.
    barred: bool,
    /// Whether many bars may stand; they are named when the acts that share the rest are known.
    many: bool,
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
            barred: Mark::of(&act.verdict) == Mark::Prohibited,
            many: false,
            head: head(act),
            sentences: Vec::new(),
            grounds: Vec::new(),
            after: Vec::new(),
        };
        match Mark::of(&act.verdict) {
            Mark::Prohibited => body.open(&act.if_done, "One of these bars stands", "bars"),
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
        body.after.extend(pending(act));
        if matches!(Mark::of(&act.verdict), Mark::Permitted | Mark::Required) {
            body.after.extend(bars(&act.checked_bars, names));
        }
        body
    }

    /// Adds what carries a verdict: the grounds of the certain norms, and whether others may stand.
    fn carried(&mut self, norms: &[NormRef], common: &Common<'_>, before: &str, one: &str, what: &str) {
        let certain: Vec<&NormRef> = norms.iter().filter(|n| n.certain).collect();
        self.bars(grounds(&certain, common, before));
        self.open(norms, one, what);
    }

    /// Adds grounds.
    fn bars(&mut self, grounds: Vec<String>) {
        if grounds.len() > INLINE {
            self.grounds.extend(grounds);
        } else {
            self.sentences.extend(grounds);
        }
    }

    /// Adds whether others may stand.
    fn open(&mut self, norms: &[NormRef], one: &str, what: &str) {
        let (certain, open): (Vec<&NormRef>, Vec<&NormRef>) = norms.iter().partition(|n| n.certain);
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
            if verb == "barred" && open.len() > COUNTED {
                self.many = true;
            } else if !open.is_empty() {
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
            ..
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

/// Duties that wait.
fn pending(act: &ActAnswer) -> Vec<String> {
    let (certain, mut open): (Vec<&NormRef>, Vec<&NormRef>) = act.pending.iter().partition(|n| n.certain);
    // What has been named as perhaps owed is not named again.
    open.retain(|n| !act.if_not_done.iter().any(|m| m.rule == n.rule && !m.certain));
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
