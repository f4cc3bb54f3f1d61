//! Whoever changes a record shows it: ten thousand single changes, each found.

use crate::backend::{Backend, Row, Select, Transaction, Work};
use crate::chain::Head;
use crate::entry::{Compartment, Entry, Id};
use crate::error::StoreError;
use crate::event::{Event, Found, Setting, Value};
use crate::keys::{Cost, KeyFile, Keys};
use crate::store::{Batch, Store};
use jiff::SignedDuration;
use std::sync::{Arc, Mutex};

/// A record in memory that anybody can change: what an attacker with the keys of the database has.
#[derive(Clone, Debug, Default, PartialEq)]
struct Open {
    rows: Vec<Row>,
    heads: Vec<Head>,
}

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Open>>);

impl Backend for Memory {
    fn write(&mut self, work: Work<'_>) -> Result<(), StoreError> {
        work(&mut *self.0.lock().expect("nobody failed"))
    }

    fn read(&mut self, work: Work<'_>) -> Result<(), StoreError> {
        work(&mut *self.0.lock().expect("nobody failed"))
    }
}

impl Transaction for Open {
    fn last(&mut self) -> Result<Option<Entry>, StoreError> {
        Ok(self.rows.last().map(|r| r.entry.clone()))
    }

    fn version(&mut self, stream: Id) -> Result<u64, StoreError> {
        Ok(self.rows.iter().filter(|r| r.entry.stream == stream).count() as u64)
    }

    fn written_by(&mut self, request: Id) -> Result<Vec<Entry>, StoreError> {
        let mine = self.rows.iter().filter(|r| r.request == request);
        Ok(mine.map(|r| r.entry.clone()).collect())
    }

    fn rows(&mut self, select: Select) -> Result<Vec<Row>, StoreError> {
        let mine = |r: &&Row| r.entry.seq > select.after && select.stream.is_none_or(|s| s == r.entry.stream);
        Ok(self
            .rows
            .iter()
            .filter(mine)
            .take(select.limit as usize)
            .cloned()
            .collect())
    }

    fn insert(&mut self, row: &Row) -> Result<(), StoreError> {
        self.rows.push(row.clone());
        Ok(())
    }

    fn erase(&mut self, seq: u64) -> Result<(), StoreError> {
        let mine = self.rows.iter_mut().filter(|r| r.entry.seq == seq);
        mine.for_each(|r| r.sealed = None);
        Ok(())
    }

    fn heads(&mut self) -> Result<Vec<Head>, StoreError> {
        Ok(self.heads.clone())
    }

    fn sign(&mut self, head: &Head) -> Result<(), StoreError> {
        self.heads.push(head.clone());
        Ok(())
    }
}

/// Numbers that look random and are the same in every run (SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn flip(&mut self, bytes: &mut [u8]) {
        let bit = self.below(bytes.len() * 8);
        bytes[bit / 8] ^= 1 << (bit % 8);
    }
}

fn event(i: usize) -> Event {
    Event::Found(Found {
        path: format!("destination.KP.fact_{}", i % 5),
        value: Value::Int(i as i64),
        source: None,
        strength: None,
        found_by: None,
        standard: None,
        since: None,
        said: None,
        language: None,
    })
}

/// Sixty entries in three streams, one of them erased, and a head signed at the end.
fn record() -> (Memory, Keys) {
    let cost = Cost {
        memory: 64,
        passes: 1,
        lanes: 1,
    };
    let (_, keys) = KeyFile::create("a passphrase for tests", &[], cost).expect("keys");
    let memory = Memory::default();
    let mut store = Store::over(Box::new(memory.clone()), keys.clone());
    let streams = [Id([1; 16]), Id([2; 16]), Id([3; 16])];
    let batch = |stream: Id, expected: u64, event: Event, i: usize| Batch {
        stream,
        expected,
        author: Id([i as u8; 16]),
        request: Id([i as u8 + 100; 16]),
        events: vec![(Compartment::ALL[i % 6], event)],
    };
    let mut versions = [0; 3];
    for i in 0..59 {
        let what = match versions[i % 3] {
            0 => Event::Opened(Setting {
                name: format!("case-{i}"),
                detaining: "UA".to_owned(),
                ..Setting::default()
            }),
            _ => event(i),
        };
        store
            .append(&batch(streams[i % 3], versions[i % 3], what, i))
            .expect("written");
        versions[i % 3] += 1;
    }
    store
        .erase(batch(streams[1], versions[1], event(0), 59), 5, "an order")
        .expect("erased");
    store.sign_head().expect("signed");
    (memory, keys)
}

/// Changes one thing; what it was, in words. `None` where the change is none.
fn change(open: &mut Open, numbers: &mut Numbers) -> Option<String> {
    let before = open.clone();
    let at = numbers.below(open.rows.len());
    let other = numbers.below(open.rows.len());
    let kind = numbers.below(18);
    let others = open.rows[other].sealed.clone();
    let row = &mut open.rows[at];
    match kind {
        0 => row.entry.seq ^= 1 << numbers.below(8),
        1 => numbers.flip(&mut row.entry.stream.0),
        2 => row.entry.version ^= 1 << numbers.below(8),
        3 => row.entry.recorded += SignedDuration::from_micros(numbers.below(1000) as i64 - 500),
        4 => numbers.flip(&mut row.entry.author.0),
        5 => row.entry.compartment = Compartment::ALL[numbers.below(6)],
        6 => row.entry.kind = ["found", "asked", "done", "erased", ""][numbers.below(5)].to_owned(),
        7 => numbers.flip(&mut row.entry.commitment.0),
        8 => numbers.flip(&mut row.entry.prev.0),
        9 => numbers.flip(&mut row.entry.hash.0),
        10 => numbers.flip(row.sealed.as_mut()?),
        11 => row.sealed = None,
        12 => row.sealed = others,
        13 => {
            open.rows.remove(at);
        }
        14 => {
            let copy = open.rows[other].clone();
            open.rows.insert(at, copy);
        }
        15 => open.rows.swap(at, other),
        16 => open.rows.truncate(at),
        // Who has no key to sign writes everything anew from some entry on.
        _ => {
            open.rows[at].entry.author = Id([250; 16]);
            for i in at..open.rows.len() {
                let prev = i.checked_sub(1).map(|p| open.rows[p].entry.hash).unwrap_or_default();
                open.rows[i].entry.prev = prev;
                open.rows[i].entry.hash = open.rows[i].entry.digest();
            }
        }
    }
    (*open != before).then(|| format!("change {kind} at {at}, {other}"))
}

#[test]
fn every_single_change_is_found() {
    let (memory, keys) = record();
    let whole = memory.0.lock().expect("nobody failed").clone();
    let mut store = Store::over(Box::new(memory.clone()), keys);
    let verified = store.verify(&[]).expect("it is intact");
    assert_eq!((verified.entries, verified.erased, verified.heads), (60, 1, 1));
    let count: usize = std::env::var("SAFECONDUCT_CHANGES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(10_000);
    let mut numbers = Numbers(7);
    let (mut done, mut kinds) = (0, std::collections::BTreeSet::new());
    while done < count {
        let mut open = whole.clone();
        let Some(what) = change(&mut open, &mut numbers) else {
            continue;
        };
        *memory.0.lock().expect("nobody failed") = open;
        let found = store.verify(&[]);
        assert!(matches!(found, Err(StoreError::Tampered(_))), "{what}: {found:?}");
        kinds.insert(what.split(' ').nth(1).map(str::to_owned));
        done += 1;
    }
    assert_eq!(kinds.len(), 18);
    println!("{done} changes, each found");
}

/// Heads in the record itself can go with it: one that somebody else keeps cannot.
#[test]
fn an_old_copy_shows_against_a_head_that_was_kept_elsewhere() {
    let (memory, keys) = record();
    let mut store = Store::over(Box::new(memory.clone()), keys);
    let old = memory.0.lock().expect("nobody failed").clone();
    let next = Batch {
        stream: Id([9; 16]),
        expected: 0,
        author: Id([9; 16]),
        request: Id([9; 16]),
        events: vec![(Compartment::General, event(1))],
    };
    store.append(&next).expect("written");
    let kept = store.sign_head().expect("signed");
    *memory.0.lock().expect("nobody failed") = old;
    store.verify(&[]).expect("by itself the old copy is intact");
    let found = store.verify(&[kept]).expect_err("it is old");
    assert!(
        matches!(found, StoreError::Tampered(crate::chain::Flaw::CutOff(61, 60))),
        "{found}"
    );
}
