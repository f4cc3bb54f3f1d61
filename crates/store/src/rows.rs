//! Entries as both databases keep them: whole numbers with a sign, and bytes.

use crate::chain::Head;
use crate::entry::{Compartment, Entry, Hash, Id};
use crate::error::StoreError;
use jiff::Timestamp;

/// The columns of an entry.
#[derive(Debug)]
pub(crate) struct Fields {
    pub(crate) seq: i64,
    pub(crate) stream: Vec<u8>,
    pub(crate) version: i64,
    pub(crate) recorded: i64,
    pub(crate) author: Vec<u8>,
    pub(crate) compartment: i64,
    pub(crate) kind: String,
    pub(crate) commitment: Vec<u8>,
    pub(crate) prev: Vec<u8>,
    pub(crate) hash: Vec<u8>,
}

impl Fields {
    pub(crate) fn of(entry: &Entry) -> Result<Self, StoreError> {
        Ok(Self {
            seq: signed(entry.seq)?,
            stream: entry.stream.0.to_vec(),
            version: signed(entry.version)?,
            recorded: entry.recorded.as_microsecond(),
            author: entry.author.0.to_vec(),
            compartment: entry.compartment.number().into(),
            kind: entry.kind.clone(),
            commitment: entry.commitment.0.to_vec(),
            prev: entry.prev.0.to_vec(),
            hash: entry.hash.0.to_vec(),
        })
    }

    pub(crate) fn entry(self) -> Result<Entry, StoreError> {
        let compartment = u8::try_from(self.compartment).ok().and_then(Compartment::numbered);
        Ok(Entry {
            seq: unsigned(self.seq)?,
            stream: Id(bytes(&self.stream)?),
            version: unsigned(self.version)?,
            recorded: time(self.recorded)?,
            author: Id(bytes(&self.author)?),
            compartment: compartment.ok_or_else(malformed)?,
            kind: self.kind,
            commitment: Hash(bytes(&self.commitment)?),
            prev: Hash(bytes(&self.prev)?),
            hash: Hash(bytes(&self.hash)?),
        })
    }
}

pub(crate) fn head(seq: i64, hash: &[u8], at: i64, signature: &[u8]) -> Result<Head, StoreError> {
    Ok(Head {
        seq: unsigned(seq)?,
        hash: Hash(bytes(hash)?),
        at: time(at)?,
        signature: bytes(signature)?,
    })
}

pub(crate) fn signed(number: u64) -> Result<i64, StoreError> {
    i64::try_from(number).map_err(|_| malformed())
}

pub(crate) fn unsigned(number: i64) -> Result<u64, StoreError> {
    u64::try_from(number).map_err(|_| malformed())
}

fn time(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds).map_err(|_| malformed())
}

pub(crate) fn bytes<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| malformed())
}

fn malformed() -> StoreError {
    StoreError::Malformed("an entry", "a column has another form than it was given".to_owned())
}
