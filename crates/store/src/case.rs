//! A case as the record has it: everything that was ever said, and what of it stands.
//!
//! Findings that say different things on one path are all kept. As long as nobody prefers one of them, with a reason, the fact is disputed in the case file
//! that is made of them, and the answer shows what follows from each.

use crate::StoreError;
use crate::decision::{Decisions, Move, Mover, NotPossible, Proposal, Rules};
use crate::entry::{Compartment, Entry, Id};
use crate::event::{Asked, Done, Event, Found, Said, Setting, Value};
use crate::store::{Batch, Content, Record, Store};
use jiff::Timestamp;
use safeconduct_casefile::{
    CaseFile, DisputedValues, Finding, Kind, Plain, Statement, Word, read_json, read_toml, write_toml,
};
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::{Diagnostic, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Whether something that was said still stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands.
    Stands,
    /// It was withdrawn, or taken back, by this entry.
    Withdrawn(u64),
    /// Another finding was preferred, by this entry.
    Overruled(u64),
}

/// Something that was said, by whom and when, and whether it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Held<T> {
    /// The entry.
    pub entry: Entry,
    /// What it says.
    pub what: T,
    /// Whether it stands.
    pub standing: Standing,
}

impl<T> Held<T> {
    fn stands(&self) -> bool {
        self.standing == Standing::Stands
    }
}

/// A case, folded from its entries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Case {
    /// The version up to which it was folded: what a writer says that he has seen.
    pub version: u64,
    /// The setting; the last one counts.
    pub setting: Option<Held<Setting>>,
    /// Findings by entry.
    pub findings: BTreeMap<u64, Held<Found>>,
    /// Questions without a value, by entry.
    pub asked: BTreeMap<u64, Held<Asked>>,
    /// Steps by entry.
    pub steps: BTreeMap<u64, Held<Done>>,
    /// What the person said, by entry.
    pub said: BTreeMap<u64, Held<Said>>,
    /// Decisions: proposals and what became of them.
    pub decisions: Decisions,
    /// How many entries are in compartments that are locked here.
    pub locked: usize,
    /// Entries whose content was erased.
    pub erased: BTreeSet<u64>,
}

impl Case {
    /// The case from the records of its stream, as it was known at a time: later entries are left out.
    pub fn of(records: impl IntoIterator<Item = Record>, known_at: Option<Timestamp>) -> Self {
        let mut case = Self::default();
        for record in records {
            if known_at.is_none_or(|t| record.entry.recorded <= t) {
                case.apply(record);
            }
        }
        case
    }

    /// The next record of the stream.
    pub fn apply(&mut self, record: Record) {
        let entry = record.entry;
        self.version = entry.version;
        let seq = entry.seq;
        // What cannot be read here may be a fact, and counts as one.
        if ![Event::PROPOSED, Event::MOVED].contains(&entry.kind.as_str()) {
            self.decisions.last_fact = seq;
        }
        let event = match record.content {
            Content::Event(event) => event,
            Content::Locked => {
                self.locked += 1;
                return;
            }
            Content::Erased => {
                self.erased.insert(seq);
                return;
            }
        };
        match event {
            Event::Opened(setting) | Event::Reset(setting) => self.setting = Some(held(entry, setting)),
            Event::Found(found) => {
                self.findings.insert(seq, held(entry, found));
            }
            Event::Asked(asked) => {
                self.asked.insert(seq, held(entry, asked));
            }
            Event::Done(done) => {
                self.steps.insert(seq, held(entry, done));
            }
            Event::Said(said) => {
                self.said.insert(seq, held(entry, *said));
            }
            Event::Withdrawn { entry: of, .. } | Event::TakenBack { entry: of, .. } => {
                self.ends(of, Standing::Withdrawn(seq))
            }
            Event::Preferred {
                entry: chosen, over, ..
            } => {
                for other in over {
                    if let Some(finding) = self.findings.get_mut(&other).filter(|f| f.stands()) {
                        finding.standing = Standing::Overruled(seq);
                    }
                }
                // Who prefers a finding that was overruled before takes it up again.
                if let Some(finding) = self.findings.get_mut(&chosen)
                    && matches!(finding.standing, Standing::Overruled(_))
                {
                    finding.standing = Standing::Stands;
                }
            }
            Event::Proposed { proposal, unit } => {
                let author = Mover {
                    person: entry.author,
                    unit,
                };
                self.decisions.proposed(seq, proposal, author);
            }
            Event::Moved { proposal, what, unit } => {
                let who = Mover {
                    person: entry.author,
                    unit,
                };
                self.decisions.moved(seq, proposal, &what, who, entry.recorded);
            }
            // Of the office, not of a case; or said by the entry that is gone.
            Event::Granted(_) | Event::Revoked { .. } | Event::Left { .. } | Event::Erased { .. } => {}
        }
    }

    fn ends(&mut self, of: u64, how: Standing) {
        let places = [
            self.findings.get_mut(&of).map(|h| &mut h.standing),
            self.asked.get_mut(&of).map(|h| &mut h.standing),
            self.steps.get_mut(&of).map(|h| &mut h.standing),
            self.said.get_mut(&of).map(|h| &mut h.standing),
        ];
        for standing in places.into_iter().flatten() {
            *standing = how;
        }
        // What rests on words that were taken back no longer stands.
        for finding in self.findings.values_mut() {
            if finding.what.said == Some(of) && finding.stands() {
                finding.standing = how;
            }
        }
    }

    /// The findings that stand, by path, where they say different things.
    pub fn conflicts(&self) -> BTreeMap<&str, Vec<&Held<Found>>> {
        let mut by_path = self.by_path();
        by_path.retain(|_, all| all.iter().any(|f| f.what.value != all[0].what.value));
        by_path
    }

    fn by_path(&self) -> BTreeMap<&str, Vec<&Held<Found>>> {
        let mut by_path: BTreeMap<&str, Vec<&Held<Found>>> = BTreeMap::new();
        for finding in self.findings.values().filter(|f| f.stands()) {
            by_path.entry(&finding.what.path).or_default().push(finding);
        }
        // A finding for every act and state gives way to a later one for a single act, and takes the place of earlier ones.
        let last = |all: &[&Held<Found>]| all.iter().map(|f| f.entry.seq).max();
        let places: Vec<(String, Option<u64>)> = by_path
            .iter()
            .map(|(path, all)| ((*path).to_owned(), last(all)))
            .collect();
        let under = |narrow: &str, wide: &str| narrow.strip_prefix(wide).is_some_and(|rest| rest.starts_with('.'));
        by_path.retain(|path, all| {
            let mine = last(all);
            !places
                .iter()
                .any(|(other, its)| (under(path, other) || under(other, path)) && *its > mine)
        });
        by_path
    }

    /// The case as a file that every other part of the program reads, as of a day.
    ///
    /// # Errors
    /// What the rulebook does not know, or what contradicts itself; the text is what was read.
    pub fn file(&self, rulebook: &Rulebook, as_of: jiff::civil::Date) -> Result<CaseFile, NoCase> {
        let setting = self.setting.as_ref().ok_or(NoCase::NotOpened)?;
        let bare = serde_json::to_string(&bare(&setting.what, as_of)).map_err(|e| NoCase::Setting(e.to_string()))?;
        let (case, wrong) = read_json("setting.json", &bare, rulebook);
        let mut case = case.ok_or(NoCase::Malformed(bare, wrong))?;
        let by_path = self.by_path();
        for (path, all) in &by_path {
            let best = all
                .iter()
                .min_by_key(|f| (strength(&f.what), std::cmp::Reverse(f.entry.seq)));
            let Some(best) = best else {
                continue;
            };
            let values: BTreeSet<&Value> = all.iter().map(|f| &f.what.value).collect();
            if values.len() == 1 {
                case.statements.push(statement(path, plain(&best.what.value)));
                case.findings.push(finding(path, Some(best), None, None));
            } else {
                let disputed = DisputedValues {
                    values: values.into_iter().map(|v| (plain(v), Span::default())).collect(),
                    why: Some(sources(all)),
                    span: Span::default(),
                };
                case.findings.push(finding(path, None, Some(disputed), None));
            }
        }
        // The last reply on a path that has no finding.
        let mut replies: BTreeMap<&str, &Held<Asked>> = BTreeMap::new();
        for reply in self.asked.values().filter(|a| a.stands()) {
            replies.insert(&reply.what.path, reply);
        }
        for (path, reply) in replies.into_iter().filter(|(path, _)| !by_path.contains_key(path)) {
            case.findings.push(finding(path, None, None, Some(&reply.what)));
        }
        let mut steps: BTreeMap<String, Plain> = BTreeMap::new();
        for step in self.steps.values().filter(|s| s.stands()) {
            let done = &step.what;
            let path = [
                Some("steps"),
                Some(&*done.step),
                done.act.as_deref(),
                done.destination.as_deref(),
            ];
            let path: Vec<&str> = path.into_iter().flatten().collect();
            steps.insert(path.join("."), Plain::Date(done.on));
        }
        case.statements
            .extend(steps.into_iter().map(|(path, on)| statement(&path, on)));
        let text = write_toml(&case);
        let (case, wrong) = read_toml(&setting.what.name, &text, rulebook);
        case.ok_or(NoCase::Malformed(text, wrong))
    }
}

/// Why the record makes no case that can be answered.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoCase {
    /// No entry opens it, or that entry is locked or erased.
    #[error("nothing that can be read opens this case")]
    NotOpened,
    /// The setting cannot be written.
    #[error("the setting cannot be written: {0}")]
    Setting(String),
    /// The file that was made of it is no case of this rulebook.
    #[error("the record is no case of this rulebook: {}", first(.1))]
    Malformed(String, Vec<Diagnostic>),
}

fn first(wrong: &[Diagnostic]) -> String {
    wrong.first().map_or_else(String::new, |d| d.message.clone())
}

fn held<T>(entry: Entry, what: T) -> Held<T> {
    Held {
        entry,
        what,
        standing: Standing::Stands,
    }
}

fn bare(setting: &Setting, as_of: jiff::civil::Date) -> serde_json::Value {
    let mut out = serde_json::Map::new();
    let mut put = |key: &str, value: serde_json::Value| {
        out.insert(key.to_owned(), value);
    };
    put("id", setting.name.clone().into());
    put("as_of", as_of.to_string().into());
    put("detaining", setting.detaining.clone().into());
    if let Some(profile) = &setting.profile {
        put("profile", profile.clone().into());
    }
    if let Some(destinations) = &setting.destinations {
        put("destinations", destinations.clone().into());
    }
    if setting.complete {
        put("complete", true.into());
    }
    for (role, state) in &setting.roles {
        put(role, state.clone().into());
    }
    if !setting.readings.is_empty() {
        let readings = setting.readings.iter().map(|(q, p)| (q.clone(), p.clone().into()));
        put("readings", serde_json::Value::Object(readings.collect()));
    }
    serde_json::Value::Object(out)
}

fn plain(value: &Value) -> Plain {
    match value {
        Value::Bool(b) => Plain::Bool(*b),
        Value::Int(n) => Plain::Int(*n),
        Value::Text(text) => text.parse().map_or_else(|_| Plain::Text(text.clone()), Plain::Date),
    }
}

fn words(path: &str) -> Vec<Word> {
    let word = |text: &str| Word {
        text: text.to_owned(),
        span: Span::default(),
    };
    path.split('.').map(word).collect()
}

fn statement(path: &str, value: Plain) -> Statement {
    Statement {
        path: words(path),
        value,
        span: Span::default(),
    }
}

fn kind(found: &Found) -> Option<Kind> {
    let word = found.strength.as_deref()?;
    Kind::ALL.into_iter().find(|k| k.word() == word)
}

/// The strongest first; what has no source last.
fn strength(found: &Found) -> (bool, bool, Option<Kind>) {
    let kind = kind(found);
    (found.source.is_none(), kind.is_none(), kind)
}

fn sources(all: &[&Held<Found>]) -> String {
    let said = all.iter().map(|f| {
        let source = f.what.source.as_deref().unwrap_or("no source is named");
        format!("entry {}: {source}", f.entry.seq)
    });
    said.collect::<Vec<_>>().join("; ")
}

fn finding(path: &str, held: Option<&Held<Found>>, disputed: Option<DisputedValues>, asked: Option<&Asked>) -> Finding {
    let found = held.map(|h| &h.what);
    let word = |text: &String| Word {
        text: text.clone(),
        span: Span::default(),
    };
    Finding {
        path: words(path),
        span: Span::default(),
        source: found.and_then(|f| f.source.clone()),
        kind: found.and_then(kind),
        found_by: found.and_then(|f| f.found_by.as_ref()).map(word),
        standard: found.and_then(|f| f.standard.clone()),
        since: found.and_then(|f| f.since),
        recorded: held.map(|h| day(h.entry.recorded)),
        unverified: None,
        disputed,
        asked: asked.map(|a| a.why.into()),
    }
}

/// The day in UTC.
fn day(time: Timestamp) -> jiff::civil::Date {
    jiff::tz::Offset::UTC.to_datetime(time).date()
}

impl Store {
    /// A case as it is known now, or was at a time.
    ///
    /// # Errors
    /// As [`Store::stream`].
    pub fn case(&mut self, stream: Id, known_at: Option<Timestamp>) -> Result<Case, StoreError> {
        Ok(Case::of(self.stream(stream, 0)?, known_at))
    }

    /// Proposes a decision on what the author has seen of a case.
    ///
    /// # Errors
    /// [`StoreError::NotPossible`] where more was written since; as [`Store::append`].
    pub fn propose(&mut self, stream: Id, proposal: Proposal, who: Mover, request: Id) -> Result<Entry, StoreError> {
        let case = self.case(stream, None)?;
        if proposal.seen != case.decisions.last_fact {
            return Err(NotPossible::Changed(case.decisions.last_fact).into());
        }
        let unit = who.unit;
        self.decided(stream, &case, Event::Proposed { proposal, unit }, who, request)
    }

    /// Approves, refuses, holds, objects, lifts, takes back or releases, where that is possible now.
    ///
    /// # Errors
    /// [`StoreError::NotPossible`]; [`StoreError::Conflict`] where something was written at the same moment; as [`Store::append`].
    pub fn decide(
        &mut self,
        stream: Id,
        proposal: u64,
        what: Move,
        who: Mover,
        rules: Rules,
        request: Id,
    ) -> Result<Entry, StoreError> {
        let case = self.case(stream, None)?;
        case.decisions.may(proposal, &what, who, self.now(), rules)?;
        let unit = who.unit;
        self.decided(stream, &case, Event::Moved { proposal, what, unit }, who, request)
    }

    /// Written only if the case is still what was looked at.
    fn decided(&mut self, stream: Id, case: &Case, event: Event, who: Mover, request: Id) -> Result<Entry, StoreError> {
        let written = self.append(&Batch {
            stream,
            expected: case.version,
            author: who.person,
            request,
            events: vec![(Compartment::General, event)],
        })?;
        let first = written.into_iter().next();
        first.ok_or_else(|| StoreError::Invalid("nothing was written".to_owned()))
    }
}
