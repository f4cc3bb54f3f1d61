//! The record of an office: what is written stays, in order, with its author and time.

use crate::backend::{Backend, Row, Select, Transaction};
use crate::chain::{Checker, Flaw, Head};
use crate::entry::{Compartment, Entry, Hash, Id, commit};
use crate::error::StoreError;
use crate::event::Event;
use crate::keys::{KeyFile, Keys};
use crate::postgres::Postgres;
use crate::sqlite::Sqlite;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What is written at once: all of it, or nothing.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Where: a case, or the office itself.
    pub stream: Id,
    /// The version of the stream that the author saw. Where another has been written since, nothing is.
    pub expected: u64,
    /// Who writes. It never changes afterwards.
    pub author: Id,
    /// The request: repeated, it writes nothing more and gives what it gave before.
    pub request: Id,
    /// What happened, and who may see it.
    pub events: Vec<(Compartment, Event)>,
}

/// What an entry says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// This.
    Event(Event),
    /// Its compartment is locked here.
    Locked,
    /// It was erased.
    Erased,
}

/// An entry, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The entry.
    pub entry: Entry,
    /// What it says.
    pub content: Content,
}

/// What a whole verification found in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// Entries.
    pub entries: u64,
    /// Of these, those whose content was opened and is what was committed to.
    pub opened: u64,
    /// Those that are locked here: the chain holds, what they say was not looked at.
    pub locked: u64,
    /// Those that were erased, with an entry that says so.
    pub erased: u64,
    /// Signed heads that lie on the chain.
    pub heads: u64,
}

/// So many rows are read at once.
const PAGE: u32 = 1000;

/// The clock may be so far behind the last entry; the record then goes on at the time of that entry.
const SLACK: jiff::SignedDuration = jiff::SignedDuration::from_secs(120);

type Clock = Box<dyn Fn() -> Timestamp + Send>;

/// The record of an office.
pub struct Store {
    pub(crate) backend: Box<dyn Backend>,
    pub(crate) keys: Keys,
    clock: Clock,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl Store {
    /// Opens the record in a folder, or begins one there: the file of keys and the encrypted database.
    ///
    /// # Errors
    /// Another process has it open; the keys are not its keys.
    pub fn in_folder(folder: &Path, keys: Keys) -> Result<Self, StoreError> {
        Ok(Self::over(Box::new(Sqlite::open(folder, &keys)?), keys))
    }

    /// Opens the record on a database server, or begins one there.
    ///
    /// # Errors
    /// The server cannot be reached.
    pub fn on_server(address: &str, keys: Keys) -> Result<Self, StoreError> {
        Ok(Self::over(Box::new(Postgres::open(address)?), keys))
    }

    pub(crate) fn over(backend: Box<dyn Backend>, keys: Keys) -> Self {
        Self {
            backend,
            keys,
            clock: Box::new(Timestamp::now),
        }
    }

    /// The same record with another clock, for tests of what time does.
    #[must_use]
    pub fn with_clock(mut self, clock: impl Fn() -> Timestamp + Send + 'static) -> Self {
        self.clock = Box::new(clock);
        self
    }

    /// What the clock says.
    pub(crate) fn now(&self) -> Timestamp {
        microseconds((self.clock)())
    }

    /// Opens a further lock.
    ///
    /// # Errors
    /// The passphrase does not open it.
    pub fn unlock(&mut self, file: &KeyFile, lock: &str, passphrase: &str) -> Result<(), StoreError> {
        file.open_also(&mut self.keys, lock, passphrase)
    }

    /// Writes a batch. When it returns, what was written lasts.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where somebody wrote to the stream since; [`StoreError::Locked`], [`StoreError::ClockBehind`],
    /// [`StoreError::Repeated`]; nothing is written then.
    pub fn append(&mut self, batch: &Batch) -> Result<Vec<Entry>, StoreError> {
        self.append_and(batch, &mut |_| Ok(()))
    }

    /// Erases what an entry says. The entry stays, and another says that, when, by whom and why.
    ///
    /// # Errors
    /// As [`Store::append`]; there is no such entry in the stream, or it says that something was erased.
    pub fn erase(&mut self, mut batch: Batch, seq: u64, reason: &str) -> Result<Vec<Entry>, StoreError> {
        let erased = Event::Erased {
            entry: seq,
            reason: reason.to_owned(),
        };
        batch.events = vec![(Compartment::General, erased)];
        let stream = batch.stream;
        self.append_and(&batch, &mut |transaction| {
            let row = transaction.rows(Select {
                stream: None,
                after: seq.saturating_sub(1),
                limit: 1,
            })?;
            let found = row.first().map(|r| &r.entry).filter(|e| e.seq == seq);
            match found.filter(|e| e.stream == stream && e.kind != Event::ERASED) {
                Some(_) => transaction.erase(seq),
                None => Err(StoreError::Invalid(format!("entry {seq} cannot be erased here"))),
            }
        })
    }

    fn append_and(
        &mut self,
        batch: &Batch,
        more: &mut dyn FnMut(&mut dyn Transaction) -> Result<(), StoreError>,
    ) -> Result<Vec<Entry>, StoreError> {
        let contents = self.contents(batch)?;
        let now = self.now();
        let keys = &self.keys;
        let mut written = Vec::new();
        self.backend.write(&mut |transaction| {
            let before = transaction.written_by(batch.request)?;
            if !before.is_empty() {
                written = repeated(keys, transaction, batch, &contents, before)?;
                return Ok(());
            }
            let last = transaction.last()?;
            let actual = transaction.version(batch.stream)?;
            if actual != batch.expected {
                return Err(StoreError::Conflict {
                    stream: batch.stream,
                    expected: batch.expected,
                    actual,
                });
            }
            let (mut seq, mut prev, earliest) = last.map_or((0, Hash::default(), now), |e| (e.seq, e.hash, e.recorded));
            if earliest.duration_since(now) > SLACK {
                return Err(StoreError::ClockBehind { now, last: earliest });
            }
            let recorded = now.max(earliest);
            for (i, ((compartment, event), content)) in batch.events.iter().zip(&contents).enumerate() {
                seq += 1;
                let mut salt = [0; 32];
                getrandom::fill(&mut salt)?;
                let mut entry = Entry {
                    seq,
                    stream: batch.stream,
                    version: batch.expected + 1 + i as u64,
                    recorded,
                    author: batch.author,
                    compartment: *compartment,
                    kind: event.kind().to_owned(),
                    commitment: commit(&salt, content),
                    prev,
                    hash: Hash::default(),
                };
                entry.hash = entry.digest();
                prev = entry.hash;
                let key = keys
                    .compartments
                    .get(compartment)
                    .ok_or(StoreError::Locked(*compartment))?;
                let sealed = key.seal(&[&salt[..], content].concat(), &place(&entry))?;
                let row = Row {
                    entry,
                    sealed: Some(sealed),
                    request: batch.request,
                };
                transaction.insert(&row)?;
                written.push(row.entry);
            }
            more(transaction)
        })?;
        Ok(written)
    }

    /// The bytes of what is said.
    fn contents(&self, batch: &Batch) -> Result<Vec<Vec<u8>>, StoreError> {
        if batch.events.is_empty() {
            return Err(StoreError::Invalid("nothing happened".to_owned()));
        }
        let mut contents = Vec::new();
        for (compartment, event) in &batch.events {
            if !self.keys.compartments.contains_key(compartment) {
                return Err(StoreError::Locked(*compartment));
            }
            event.valid().map_err(StoreError::Invalid)?;
            let bytes = serde_json::to_vec(event);
            contents.push(bytes.map_err(|e| StoreError::Malformed("an event", e.to_string()))?);
        }
        Ok(contents)
    }

    /// A stream, in order, from a version on.
    ///
    /// # Errors
    /// The database cannot be read; the content of an entry is not what was committed to.
    pub fn stream(&mut self, stream: Id, after_seq: u64) -> Result<Vec<Record>, StoreError> {
        let mut out = Vec::new();
        self.visit(Some(stream), after_seq, &mut |record| {
            out.push(record);
            Ok(())
        })?;
        Ok(out)
    }

    /// Every entry after a place in the record, one after another.
    ///
    /// # Errors
    /// As [`Store::stream`]; what `each` says.
    pub fn visit(
        &mut self,
        stream: Option<Id>,
        after: u64,
        each: &mut dyn FnMut(Record) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let keys = &self.keys;
        self.backend.read(&mut |transaction| {
            pages(transaction, stream, after, &mut |row| {
                let content = content(keys, &row)?;
                each(Record {
                    entry: row.entry,
                    content,
                })
            })
        })
    }

    /// Signs the end of the record, keeps the signed head, and gives it, so that somebody outside the office can keep it too.
    ///
    /// # Errors
    /// There is no entry yet; the database cannot be written.
    pub fn sign_head(&mut self) -> Result<Head, StoreError> {
        let key = self.keys.signer();
        let now = self.now();
        let mut signed = None;
        self.backend.write(&mut |transaction| {
            let last = transaction.last()?;
            let last = last.ok_or_else(|| StoreError::Invalid("the record is empty".to_owned()))?;
            let head = Head::sign(last.seq, last.hash, now.max(last.recorded), &key);
            transaction.sign(&head)?;
            signed = Some(head);
            Ok(())
        })?;
        signed.ok_or_else(|| StoreError::Invalid("the record is empty".to_owned()))
    }

    /// Checks the whole record: the chain, what every entry says, and every signed head, those kept elsewhere too.
    ///
    /// # Errors
    /// [`StoreError::Tampered`] with the first flaw.
    pub fn verify(&mut self, kept_elsewhere: &[Head]) -> Result<Verified, StoreError> {
        let keys = &self.keys;
        let public = keys.public();
        let mut verified = Verified::default();
        self.backend.read(&mut |transaction| {
            verified = Verified::default();
            let mut heads = transaction.heads()?;
            heads.extend_from_slice(kept_elsewhere);
            let mut at: BTreeMap<u64, Hash> = BTreeMap::new();
            for head in &heads {
                if !head.signed_by(&public) {
                    return Err(Flaw::Signature(head.seq).into());
                }
                if at.insert(head.seq, head.hash).is_some_and(|other| other != head.hash) {
                    return Err(Flaw::Head(head.seq).into());
                }
            }
            let mut checker = Checker::default();
            let (mut gone, mut kept, mut erased) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
            pages(transaction, None, 0, &mut |row| {
                checker.next(&row.entry)?;
                let seq = row.entry.seq;
                if at.get(&seq).is_some_and(|hash| *hash != row.entry.hash) {
                    return Err(Flaw::Head(seq).into());
                }
                match content(keys, &row)? {
                    Content::Event(event) => {
                        verified.opened += 1;
                        kept.insert(seq);
                        if let Event::Erased { entry, .. } = event {
                            erased.insert(entry);
                        }
                    }
                    Content::Locked => {
                        verified.locked += 1;
                        kept.insert(seq);
                    }
                    Content::Erased => {
                        gone.insert(seq);
                    }
                }
                Ok(())
            })?;
            let (end, _) = checker.end();
            if let Some(seq) = gone.difference(&erased).next() {
                return Err(Flaw::Gone(*seq).into());
            }
            if let Some(seq) = erased.intersection(&kept).next() {
                return Err(Flaw::Back(*seq).into());
            }
            if let Some(seq) = at.keys().next_back().filter(|seq| **seq > end) {
                return Err(Flaw::CutOff(*seq, end).into());
            }
            verified.entries = end;
            verified.erased = gone.len() as u64;
            verified.heads = heads.len() as u64;
            Ok(())
        })?;
        Ok(verified)
    }
}

fn microseconds(time: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(time.as_microsecond()).unwrap_or(time)
}

/// Content opens only where it was written.
fn place(entry: &Entry) -> Vec<u8> {
    let mut place = b"safeconduct place 1\0".to_vec();
    place.extend(entry.seq.to_be_bytes());
    place.extend(entry.stream.0);
    place.push(entry.compartment.number());
    place
}

fn content(keys: &Keys, row: &Row) -> Result<Content, StoreError> {
    let Some(sealed) = &row.sealed else {
        return Ok(Content::Erased);
    };
    let Some(key) = keys.compartments.get(&row.entry.compartment) else {
        return Ok(Content::Locked);
    };
    let changed = || Flaw::Content(row.entry.seq);
    let opened = key.open(sealed, &place(&row.entry)).ok_or_else(changed)?;
    let (salt, bytes) = opened.split_first_chunk::<32>().ok_or_else(changed)?;
    if commit(salt, bytes) != row.entry.commitment {
        return Err(changed().into());
    }
    let event: Event =
        serde_json::from_slice(bytes).map_err(|e| StoreError::Malformed("what an entry says", e.to_string()))?;
    if event.kind() != row.entry.kind {
        return Err(changed().into());
    }
    Ok(Content::Event(event))
}

pub(crate) fn pages(
    transaction: &mut dyn Transaction,
    stream: Option<Id>,
    mut after: u64,
    each: &mut dyn FnMut(Row) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    loop {
        let rows = transaction.rows(Select {
            stream,
            after,
            limit: PAGE,
        })?;
        let Some(last) = rows.last() else {
            return Ok(());
        };
        after = last.entry.seq;
        rows.into_iter().try_for_each(&mut *each)?;
    }
}

/// What a repeated request gave before; an error where it asks for something else now.
fn repeated(
    keys: &Keys,
    transaction: &mut dyn Transaction,
    batch: &Batch,
    contents: &[Vec<u8>],
    before: Vec<Entry>,
) -> Result<Vec<Entry>, StoreError> {
    let first = before.first().map_or(0, |e| e.seq);
    let mut rows = transaction.rows(Select {
        stream: Some(batch.stream),
        after: first.saturating_sub(1),
        limit: before.len() as u32,
    })?;
    rows.truncate(before.len());
    let same = rows.len() == contents.len()
        && before.len() == contents.len()
        && before[0].version == batch.expected + 1
        && rows.iter().zip(&batch.events).zip(contents).all(|((row, event), bytes)| {
            row.entry.author == batch.author
                && row.entry.compartment == event.0
                && matches!(content(keys, row), Ok(Content::Event(e)) if serde_json::to_vec(&e).ok().as_ref() == Some(bytes))
        });
    if same { Ok(before) } else { Err(StoreError::Repeated) }
}
