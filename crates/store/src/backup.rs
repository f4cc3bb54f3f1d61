//! A backup: the whole record in one file that `age` encrypts with a passphrase, so that it opens without this program too.
//!
//! Inside stand lines of JSON: the file of keys and how many lines follow; every entry, what it says sealed as it is in the database; every signed head.
//! A backup is not called one until it was put back elsewhere and verified.

use crate::backend::Row;
use crate::chain::Head;
use crate::entry::{Compartment, Entry, Hash, Id};
use crate::error::StoreError;
use crate::hex;
use crate::keys::KeyFile;
use crate::office;
use crate::store::{Store, Verified, pages};
use age::secrecy::SecretString;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead as _, BufReader, BufWriter, Read, Write};
use std::path::Path;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct First {
    safeconduct_record: u32,
    keys: KeyFile,
    entries: u64,
    heads: u64,
}

/// An entry as a line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    seq: u64,
    stream: Id,
    version: u64,
    recorded: i64,
    author: Id,
    compartment: Compartment,
    kind: String,
    commitment: String,
    prev: String,
    hash: String,
    request: Id,
    sealed: Option<String>,
}

/// A signed head as a line; this is also how a head is given to whoever keeps it outside the office.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HeadLine {
    seq: u64,
    hash: String,
    at: i64,
    signature: String,
}

impl From<&Head> for HeadLine {
    fn from(head: &Head) -> Self {
        Self {
            seq: head.seq,
            hash: head.hash.to_string(),
            at: head.at.as_microsecond(),
            signature: hex::encode(&head.signature),
        }
    }
}

impl TryFrom<HeadLine> for Head {
    type Error = StoreError;

    fn try_from(line: HeadLine) -> Result<Self, StoreError> {
        Ok(Self {
            seq: line.seq,
            hash: hash(&line.hash)?,
            at: time(line.at)?,
            signature: hex::decode(&line.signature).map_err(|e| malformed(&e))?,
        })
    }
}

/// Writes a backup, puts it back into a folder that is thrown away, and verifies it there. Only then it has its name.
///
/// # Errors
/// It cannot be written, or what was put back is not the record.
pub fn write(store: &mut Store, keys: &KeyFile, to: &Path, passphrase: &str) -> Result<Verified, StoreError> {
    let before = store.verify(&[])?;
    let wrong = |e| StoreError::File(to.display().to_string(), e);
    let folder = to
        .parent()
        .filter(|p| !p.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let partial = tempfile::NamedTempFile::new_in(folder).map_err(wrong)?;
    pack(store, keys, partial.as_file(), passphrase)?;
    let scratch = tempfile::tempdir_in(folder).map_err(wrong)?;
    let read = File::open(partial.path()).map_err(wrong)?;
    let unpacked = unpack(read, passphrase)?;
    let mut copy = Store::in_folder(scratch.path(), store.keys.clone())?;
    let after = put_back(&mut copy, unpacked.rows, &unpacked.heads)?;
    if after.entries < before.entries || after.opened < before.opened {
        return Err(StoreError::Backup(
            "what was put back is less than the record".to_owned(),
        ));
    }
    partial.as_file().sync_all().map_err(wrong)?;
    partial.persist(to).map_err(|e| wrong(e.error))?;
    Ok(after)
}

/// Puts a backup back into an empty folder, and verifies it; also against heads that were kept elsewhere, which tell whether it is the latest.
///
/// # Errors
/// A passphrase is wrong; the folder has an office already; the record is not intact, or older than a head that was kept elsewhere.
pub fn restore(
    from: &Path,
    passphrase: &str,
    folder: &Path,
    office_passphrase: &str,
    kept_elsewhere: &[Head],
) -> Result<Verified, StoreError> {
    let wrong = |e| StoreError::File(from.display().to_string(), e);
    let unpacked = unpack(File::open(from).map_err(wrong)?, passphrase)?;
    let keys = unpacked.keys.open(office_passphrase)?;
    office::write(folder, &unpacked.keys)?;
    let mut store = Store::in_folder(folder, keys)?;
    put_back(&mut store, unpacked.rows, &unpacked.heads)?;
    store.verify(kept_elsewhere)
}

fn put_back(store: &mut Store, rows: Vec<Row>, heads: &[Head]) -> Result<Verified, StoreError> {
    store.backend.write(&mut |transaction| {
        if transaction.last()?.is_some() {
            return Err(StoreError::Backup("there is a record here already".to_owned()));
        }
        rows.iter().try_for_each(|row| transaction.insert(row))?;
        heads.iter().try_for_each(|head| transaction.sign(head))
    })?;
    store.verify(&[])
}

fn pack(store: &mut Store, keys: &KeyFile, to: &File, passphrase: &str) -> Result<(), StoreError> {
    let recipient = age::scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).map_err(|e| failed(&e))?;
    let mut out = encryptor.wrap_output(BufWriter::new(to)).map_err(|e| failed(&e))?;
    store.backend.read(&mut |transaction| {
        let heads = transaction.heads()?;
        let first = First {
            safeconduct_record: 1,
            keys: keys.clone(),
            entries: transaction.last()?.map_or(0, |e| e.seq),
            heads: heads.len() as u64,
        };
        line(&mut out, &first)?;
        pages(transaction, None, 0, &mut |row| line(&mut out, &Line::of(&row)))?;
        heads.iter().try_for_each(|head| line(&mut out, &HeadLine::from(head)))
    })?;
    let mut inner = out.finish().map_err(|e| failed(&e))?;
    inner.flush().map_err(|e| failed(&e))
}

fn line(to: &mut dyn Write, what: &impl Serialize) -> Result<(), StoreError> {
    let text = serde_json::to_string(what).map_err(|e| failed(&e))?;
    writeln!(to, "{text}").map_err(|e| failed(&e))
}

/// What a backup holds.
struct Unpacked {
    keys: KeyFile,
    rows: Vec<Row>,
    heads: Vec<Head>,
}

fn unpack(from: impl Read, passphrase: &str) -> Result<Unpacked, StoreError> {
    let identity = age::scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    let decryptor = age::Decryptor::new_buffered(BufReader::new(from)).map_err(|e| failed(&e))?;
    let identities = std::iter::once(&identity as &dyn age::Identity);
    let opened = decryptor.decrypt(identities);
    let opened = opened.map_err(|_| StoreError::Passphrase("the backup".to_owned()))?;
    let mut lines = BufReader::new(opened).lines();
    let mut next = || {
        let line = lines
            .next()
            .ok_or_else(|| StoreError::Backup("it ends too early".to_owned()))?;
        line.map_err(|e| failed(&e))
    };
    let first: First = serde_json::from_str(&next()?).map_err(|e| failed(&e))?;
    if first.safeconduct_record != 1 {
        return Err(StoreError::Newer {
            found: first.safeconduct_record.into(),
            known: 1,
        });
    }
    let mut rows = Vec::new();
    for _ in 0..first.entries {
        let line: Line = serde_json::from_str(&next()?).map_err(|e| failed(&e))?;
        rows.push(line.row()?);
    }
    let mut heads = Vec::new();
    for _ in 0..first.heads {
        let line: HeadLine = serde_json::from_str(&next()?).map_err(|e| failed(&e))?;
        heads.push(line.try_into()?);
    }
    if lines.next().is_some() {
        return Err(StoreError::Backup("there is more in it than it says".to_owned()));
    }
    Ok(Unpacked {
        keys: first.keys,
        rows,
        heads,
    })
}

impl Line {
    fn of(row: &Row) -> Self {
        let entry = &row.entry;
        Self {
            seq: entry.seq,
            stream: entry.stream,
            version: entry.version,
            recorded: entry.recorded.as_microsecond(),
            author: entry.author,
            compartment: entry.compartment,
            kind: entry.kind.clone(),
            commitment: entry.commitment.to_string(),
            prev: entry.prev.to_string(),
            hash: entry.hash.to_string(),
            request: row.request,
            sealed: row.sealed.as_deref().map(hex::encode),
        }
    }

    fn row(self) -> Result<Row, StoreError> {
        let sealed = self.sealed.as_deref().map(hex::decode_all).transpose();
        Ok(Row {
            entry: Entry {
                seq: self.seq,
                stream: self.stream,
                version: self.version,
                recorded: time(self.recorded)?,
                author: self.author,
                compartment: self.compartment,
                kind: self.kind,
                commitment: hash(&self.commitment)?,
                prev: hash(&self.prev)?,
                hash: hash(&self.hash)?,
            },
            sealed: sealed.map_err(|e| malformed(&e))?,
            request: self.request,
        })
    }
}

fn hash(text: &str) -> Result<Hash, StoreError> {
    hex::decode(text).map(Hash).map_err(|e| malformed(&e))
}

fn time(microseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(microseconds).map_err(|e| malformed(&e))
}

fn malformed(what: &dyn std::fmt::Display) -> StoreError {
    StoreError::Malformed("a line of the backup", what.to_string())
}

fn failed(what: &dyn std::fmt::Display) -> StoreError {
    StoreError::Backup(what.to_string())
}
