//! The record in one encrypted file: SQLite with SQLCipher.

use crate::backend::{Backend, Row, Select, Transaction, Work};
use crate::chain::Head;
use crate::entry::{Entry, Id};
use crate::error::StoreError;
use crate::hex;
use crate::keys::Keys;
use crate::rows::{self, Fields};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use std::fs::File;
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// The database in the folder of an office.
pub(crate) const DATABASE: &str = "office.db";
const LOCK: &str = "office.lock";

/// Forward only: what stands here never changes, more is added at the end.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE entry (
        seq INTEGER PRIMARY KEY, stream BLOB NOT NULL, version INTEGER NOT NULL, recorded INTEGER NOT NULL, author BLOB NOT NULL,
        compartment INTEGER NOT NULL, kind TEXT NOT NULL, commitment BLOB NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL,
        request BLOB NOT NULL, UNIQUE (stream, version)
    ) STRICT;
    CREATE INDEX entry_request ON entry (request);
    CREATE TABLE content (seq INTEGER PRIMARY KEY REFERENCES entry (seq), sealed BLOB NOT NULL) STRICT;
    CREATE TABLE head (seq INTEGER NOT NULL, hash BLOB NOT NULL, at INTEGER NOT NULL, signature BLOB NOT NULL) STRICT;
    CREATE TRIGGER entry_stays BEFORE UPDATE ON entry BEGIN SELECT RAISE (ABORT, 'an entry never changes'); END;
    CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry BEGIN SELECT RAISE (ABORT, 'an entry is never deleted'); END;
    CREATE TRIGGER content_stays BEFORE UPDATE ON content BEGIN SELECT RAISE (ABORT, 'content never changes'); END;
"];

pub(crate) struct Sqlite {
    connection: Connection,
    /// Held as long as the record is open.
    _lock: File,
}

impl Sqlite {
    pub(crate) fn open(folder: &Path, keys: &Keys) -> Result<Self, StoreError> {
        let file = |e| StoreError::File(folder.display().to_string(), e);
        std::fs::create_dir_all(folder).map_err(file)?;
        let lock = lock(&folder.join(LOCK))?;
        let mut connection = Connection::open(folder.join(DATABASE))?;
        unlock(&connection, keys)?;
        // FULL: with WAL alone the last commits can be lost when the power goes. Deleted content is overwritten. Nothing is spilt to files in clear.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
             PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;",
        )?;
        migrate(&mut connection)?;
        Ok(Self {
            connection,
            _lock: lock,
        })
    }
}

/// Gives the key. A wrong one shows at the first look into the file.
fn unlock(connection: &Connection, keys: &Keys) -> Result<(), StoreError> {
    let key = zeroize::Zeroizing::new(format!("x'{}'", hex::encode(keys.database.bytes())));
    connection.pragma_update(None, "key", key.as_str())?;
    let look = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()));
    look.map_err(|_| StoreError::Malformed("the database", "these are not its keys, or it is damaged".to_owned()))
}

/// One process at a time: the file says which.
fn lock(path: &Path) -> Result<File, StoreError> {
    let wrong = |e| StoreError::File(path.display().to_string(), e);
    let mut file = File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(path)
        .map_err(wrong)?;
    if file.try_lock().is_err() {
        let mut who = String::new();
        let _ = file.read_to_string(&mut who);
        return Err(StoreError::InUse(who.trim().to_owned()));
    }
    file.set_len(0).map_err(wrong)?;
    file.rewind().map_err(wrong)?;
    let who = format!("process {}, since {}\n", std::process::id(), jiff::Timestamp::now());
    file.write_all(who.as_bytes()).map_err(wrong)?;
    Ok(file)
}

fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for migration in &MIGRATIONS[usize::try_from(found).unwrap_or_default()..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", known)?;
    transaction.commit()?;
    Ok(())
}

impl Backend for Sqlite {
    fn write(&mut self, work: Work<'_>) -> Result<(), StoreError> {
        let mut transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        work(&mut transaction)?;
        transaction.commit()?;
        Ok(())
    }

    fn read(&mut self, work: Work<'_>) -> Result<(), StoreError> {
        let mut transaction = self.connection.transaction()?;
        work(&mut transaction)?;
        transaction.rollback()?;
        Ok(())
    }
}

const ENTRY: &str = "entry.seq, stream, version, recorded, author, compartment, kind, commitment, prev, hash";

fn fields(row: &rusqlite::Row<'_>) -> rusqlite::Result<Fields> {
    Ok(Fields {
        seq: row.get(0)?,
        stream: row.get(1)?,
        version: row.get(2)?,
        recorded: row.get(3)?,
        author: row.get(4)?,
        compartment: row.get(5)?,
        kind: row.get(6)?,
        commitment: row.get(7)?,
        prev: row.get(8)?,
        hash: row.get(9)?,
    })
}

impl Transaction for rusqlite::Transaction<'_> {
    fn last(&mut self) -> Result<Option<Entry>, StoreError> {
        let sql = format!("SELECT {ENTRY} FROM entry ORDER BY seq DESC LIMIT 1");
        let found = self.prepare_cached(&sql)?.query_row([], fields).optional()?;
        found.map(Fields::entry).transpose()
    }

    fn version(&mut self, stream: Id) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(version), 0) FROM entry WHERE stream = ?1";
        let version: i64 = self.prepare_cached(sql)?.query_row([stream.0], |row| row.get(0))?;
        rows::unsigned(version)
    }

    fn written_by(&mut self, request: Id) -> Result<Vec<Entry>, StoreError> {
        let sql = format!("SELECT {ENTRY} FROM entry WHERE request = ?1 ORDER BY seq");
        let mut statement = self.prepare_cached(&sql)?;
        let found = statement.query_map([request.0], fields)?;
        found.map(|f| f?.entry()).collect()
    }

    fn rows(&mut self, select: Select) -> Result<Vec<Row>, StoreError> {
        let stream = if select.stream.is_some() { "AND stream = ?3" } else { "" };
        let sql = format!(
            "SELECT {ENTRY}, sealed, request FROM entry LEFT JOIN content ON content.seq = entry.seq
             WHERE entry.seq > ?1 {stream} ORDER BY entry.seq LIMIT ?2"
        );
        let after = rows::signed(select.after)?;
        let mut statement = self.prepare_cached(&sql)?;
        let each = |row: &rusqlite::Row<'_>| {
            Ok((
                fields(row)?,
                row.get::<_, Option<Vec<u8>>>(10)?,
                row.get::<_, Vec<u8>>(11)?,
            ))
        };
        let found = match select.stream {
            Some(stream) => statement.query_map(params![after, select.limit, stream.0], each)?,
            None => statement.query_map(params![after, select.limit], each)?,
        };
        found
            .map(|row| {
                let (fields, sealed, request) = row?;
                Ok(Row {
                    entry: fields.entry()?,
                    sealed,
                    request: Id(rows::bytes(&request)?),
                })
            })
            .collect()
    }

    fn insert(&mut self, row: &Row) -> Result<(), StoreError> {
        let f = Fields::of(&row.entry)?;
        let sql = "INSERT INTO entry VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        self.prepare_cached(sql)?.execute(params![
            f.seq,
            f.stream,
            f.version,
            f.recorded,
            f.author,
            f.compartment,
            f.kind,
            f.commitment,
            f.prev,
            f.hash,
            row.request.0
        ])?;
        if let Some(sealed) = &row.sealed {
            self.prepare_cached("INSERT INTO content VALUES (?1, ?2)")?
                .execute(params![f.seq, sealed])?;
        }
        Ok(())
    }

    fn erase(&mut self, seq: u64) -> Result<(), StoreError> {
        let seq = rows::signed(seq)?;
        self.prepare_cached("DELETE FROM content WHERE seq = ?1")?
            .execute([seq])?;
        Ok(())
    }

    fn heads(&mut self) -> Result<Vec<Head>, StoreError> {
        let mut statement = self.prepare_cached("SELECT seq, hash, at, signature FROM head ORDER BY rowid")?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
        found
            .map(|row| {
                let (seq, hash, at, signature): (i64, Vec<u8>, i64, Vec<u8>) = row?;
                rows::head(seq, &hash, at, &signature)
            })
            .collect()
    }

    fn sign(&mut self, head: &Head) -> Result<(), StoreError> {
        let seq = rows::signed(head.seq)?;
        self.prepare_cached("INSERT INTO head VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![seq, head.hash.0, head.at.as_microsecond(), head.signature])?;
        Ok(())
    }
}
