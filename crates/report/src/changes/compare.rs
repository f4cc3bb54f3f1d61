//! The differences, as data.

use safeconduct_engine::answer::{ActAnswer, Answer, Dilemma, DutyAnswer, NormRef};
use serde::Serialize;
use std::collections::BTreeMap;

/// What changed from one answer to another. Serialised, it is the JSON of `what-if`.
#[derive(Clone, Debug, Serialize)]
pub struct Changes {
    /// Version of this shape: 1.
    pub schema: u32,
    /// The case's name, after.
    pub case: String,
    /// What the two answers were asked differently: day, profile, readings, rulebook.
    pub settings: Vec<SettingChange>,
    /// Acts and destinations whose verdict, `now`, possible verdicts, robustness, norms or steps changed.
    pub cells: Vec<CellChange>,
    /// Duties whose status, day or choices changed.
    pub duties: Vec<DutyChange>,
    /// Dilemmas that appeared, disappeared, or became certain or uncertain.
    pub dilemmas: Vec<DilemmaChange>,
}

/// A difference between the questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SettingChange {
    /// case as_of as_known profile readings rulebook
    pub setting: String,
    /// Before.
    pub before: String,
    /// After.
    pub after: String,
}

/// A changed cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// The act.
    pub act: String,
    /// Its title.
    pub title: String,
    /// The destination; null where the act has none.
    pub destination: Option<String>,
    /// Before; null where it was not asked.
    pub before: Option<Outcome>,
    /// After; null where it is not asked.
    pub after: Option<Outcome>,
    /// Norms that appeared, disappeared, or became certain or uncertain.
    pub norms: Vec<NormChange>,
    /// Steps that appeared, disappeared, or were done.
    pub steps: Vec<StepChange>,
}

/// The verdict of a cell and how far it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Under the profile.
    pub verdict: String,
    /// Today.
    pub now: String,
    /// Possible under the profile.
    pub possible_under_profile: Vec<String>,
    /// Possible under any reading.
    pub possible: Vec<String>,
    /// How far it holds.
    pub settled: String,
}

/// A norm that stands differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NormChange {
    /// The rule.
    pub rule: String,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// if_done if_not_done basis pending
    pub side: String,
    /// absent possible certain
    pub before: String,
    /// absent possible certain
    pub after: String,
}

/// A step that stands differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StepChange {
    /// The step.
    pub step: String,
    /// Its title.
    pub title: String,
    /// The citation of the rule that asks for it.
    pub citation: String,
    /// absent possible outstanding done
    pub before: String,
    /// absent possible outstanding done
    pub after: String,
}

/// A duty that changed: how it was, how it is.
#[derive(Clone, Debug, Serialize)]
pub struct DutyChange {
    /// The duty.
    pub duty: String,
    /// Before; null where it was not there.
    pub before: Option<DutyAnswer>,
    /// After; null where it is not there.
    pub after: Option<DutyAnswer>,
}

/// A dilemma that appeared, disappeared, or became certain or uncertain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DilemmaChange {
    /// no_choice_left excluding_duties
    pub kind: String,
    /// The rules.
    pub rules: Vec<String>,
    /// The acts.
    pub acts: Vec<String>,
    /// absent possible certain
    pub before: String,
    /// absent possible certain
    pub after: String,
}

impl Changes {
    /// Whether the answers are the same in all that is compared, apart from what was asked.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.duties.is_empty() && self.dilemmas.is_empty()
    }
}

/// The differences between two answers.
pub fn compare(before: &Answer, after: &Answer) -> Changes {
    Changes {
        schema: 1,
        case: after.case.clone(),
        settings: settings(before, after),
        cells: cells(before, after),
        duties: duties(before, after),
        dilemmas: dilemmas(before, after),
    }
}

fn settings(before: &Answer, after: &Answer) -> Vec<SettingChange> {
    let readings = |a: &Answer| {
        a.readings
            .iter()
            .map(|(q, p)| format!("{q} = {p}"))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let rulebook = |a: &Answer| format!("{}, {}", a.rulebook.version, a.rulebook.digest);
    [
        ("case", before.case.clone(), after.case.clone()),
        ("as_of", before.as_of.clone(), after.as_of.clone()),
        ("as_known", before.as_known.clone(), after.as_known.clone()),
        ("profile", before.profile.clone(), after.profile.clone()),
        ("readings", readings(before), readings(after)),
        ("rulebook", rulebook(before), rulebook(after)),
    ]
    .into_iter()
    .filter(|(_, before, after)| before != after)
    .map(|(setting, before, after)| SettingChange {
        setting: setting.to_owned(),
        before,
        after,
    })
    .collect()
}

/// The keys of both, those of `after` first, each once.
fn union<T: PartialEq>(after: impl Iterator<Item = T>, before: impl Iterator<Item = T>) -> Vec<T> {
    let mut all = Vec::new();
    for key in after.chain(before) {
        if !all.contains(&key) {
            all.push(key);
        }
    }
    all
}

fn cells(before: &Answer, after: &Answer) -> Vec<CellChange> {
    fn key(a: &ActAnswer) -> (&str, Option<&str>) {
        (a.act.as_str(), a.destination.as_deref())
    }
    union(after.acts.iter().map(key), before.acts.iter().map(key))
        .into_iter()
        .filter_map(|k| {
            let old = before.acts.iter().find(|a| key(a) == k);
            let new = after.acts.iter().find(|a| key(a) == k);
            let change = CellChange {
                act: k.0.to_owned(),
                title: new.or(old)?.title.clone(),
                destination: k.1.map(str::to_owned),
                before: old.map(outcome),
                after: new.map(outcome),
                norms: norms(old, new),
                steps: steps(old, new),
            };
            (change.before != change.after || !change.norms.is_empty() || !change.steps.is_empty()).then_some(change)
        })
        .collect()
}

fn outcome(act: &ActAnswer) -> Outcome {
    Outcome {
        verdict: act.verdict.clone(),
        now: act.now.clone(),
        possible_under_profile: act.possible_under_profile.clone(),
        possible: act.possible.clone(),
        settled: act.settled.clone(),
    }
}

/// Side and rule; how it stands, and the norm.
type Standing<'a> = ((&'static str, &'a str), (&'static str, &'a NormRef));

/// How the norms of a cell stand; the certain one where a rule has several.
fn standing(act: Option<&ActAnswer>) -> Vec<Standing<'_>> {
    let Some(act) = act else { return Vec::new() };
    let sides = [
        ("if_done", &act.if_done),
        ("if_not_done", &act.if_not_done),
        ("basis", &act.basis),
        ("pending", &act.pending),
    ];
    let mut all: Vec<Standing<'_>> = Vec::new();
    for (side, norms) in sides {
        for norm in norms {
            let how = if norm.certain { "certain" } else { "possible" };
            match all.iter_mut().find(|(key, _)| *key == (side, norm.rule.as_str())) {
                Some((_, known)) if norm.certain => *known = (how, norm),
                Some(_) => {}
                None => all.push(((side, &norm.rule), (how, norm))),
            }
        }
    }
    all
}

pub(super) fn norms(old: Option<&ActAnswer>, new: Option<&ActAnswer>) -> Vec<NormChange> {
    let (old, new) = (standing(old), standing(new));
    union(new.iter().map(|n| n.0), old.iter().map(|n| n.0))
        .into_iter()
        .filter_map(|key| {
            let was = old.iter().find(|n| n.0 == key).map(|n| n.1);
            let is = new.iter().find(|n| n.0 == key).map(|n| n.1);
            let (_, norm) = is.or(was)?;
            let (was, is) = (was.map_or("absent", |n| n.0), is.map_or("absent", |n| n.0));
            (was != is).then(|| NormChange {
                rule: norm.rule.clone(),
                title: norm.title.clone(),
                citation: norm.citation.clone(),
                side: key.0.to_owned(),
                before: was.to_owned(),
                after: is.to_owned(),
            })
        })
        .collect()
}

pub(super) fn steps(old: Option<&ActAnswer>, new: Option<&ActAnswer>) -> Vec<StepChange> {
    let state = |act: Option<&ActAnswer>, step: &str, rule: &str| {
        let found = act.and_then(|a| a.steps.iter().find(|s| s.step == step && s.rule == rule));
        match found {
            None => "absent",
            Some(s) if s.done => "done",
            Some(s) if s.certain => "outstanding",
            Some(_) => "possible",
        }
    };
    let all = |act: Option<&'_ ActAnswer>| act.map(|a| a.steps.clone()).unwrap_or_default();
    let mut seen: Vec<(String, String)> = Vec::new();
    let mut changes = Vec::new();
    for step in all(new).into_iter().chain(all(old)) {
        let key = (step.step.clone(), step.rule.clone());
        if seen.contains(&key) {
            continue;
        }
        let (before, after) = (state(old, &key.0, &key.1), state(new, &key.0, &key.1));
        seen.push(key);
        if before != after {
            let (before, after) = (before.to_owned(), after.to_owned());
            changes.push(StepChange {
                step: step.step,
                title: step.title,
                citation: step.citation,
                before,
                after,
            });
        }
    }
    changes
}

/// What is compared of a duty.
fn state_of(duty: &DutyAnswer) -> (String, Option<String>, Vec<String>, Vec<String>) {
    match duty {
        DutyAnswer::Clock(c) | DutyAnswer::OfficeTarget(c) => {
            (c.status.clone(), c.due.clone(), c.depends_on.clone(), Vec::new())
        }
        DutyAnswer::OneOf {
            left, barred, status, ..
        } => (status.clone(), None, left.clone(), barred.clone()),
    }
}

fn duties(before: &Answer, after: &Answer) -> Vec<DutyChange> {
    fn key(d: &DutyAnswer) -> (bool, &str) {
        (d.clock().is_some(), d.duty())
    }
    union(after.duties.iter().map(key), before.duties.iter().map(key))
        .into_iter()
        .filter_map(|k| {
            let old = before.duties.iter().find(|d| key(d) == k);
            let new = after.duties.iter().find(|d| key(d) == k);
            (old.map(state_of) != new.map(state_of)).then(|| DutyChange {
                duty: k.1.to_owned(),
                before: old.cloned(),
                after: new.cloned(),
            })
        })
        .collect()
}

fn dilemmas(before: &Answer, after: &Answer) -> Vec<DilemmaChange> {
    type Key<'a> = (&'a str, &'a [String], &'a [String]);
    fn key(d: &Dilemma) -> Key<'_> {
        (&d.kind, &d.rules, &d.acts)
    }
    let how = |answer: &Answer| -> BTreeMap<(String, Vec<String>, Vec<String>), bool> {
        answer
            .dilemmas
            .iter()
            .map(|d| ((d.kind.clone(), d.rules.clone(), d.acts.clone()), d.certain))
            .collect()
    };
    let (old, new) = (how(before), how(after));
    let word = |certain: Option<&bool>| match certain {
        None => "absent",
        Some(true) => "certain",
        Some(false) => "possible",
    };
    union(after.dilemmas.iter().map(key), before.dilemmas.iter().map(key))
        .into_iter()
        .filter_map(|(kind, rules, acts)| {
            let owned = (kind.to_owned(), rules.to_vec(), acts.to_vec());
            let (was, is) = (word(old.get(&owned)), word(new.get(&owned)));
            let (kind, rules, acts) = owned;
            (was != is).then(|| DilemmaChange {
                kind,
                rules,
                acts,
                before: was.to_owned(),
                after: is.to_owned(),
            })
        })
        .collect()
}
