//! The record on a PostgreSQL server, for many users. What entries say is sealed before it gets there.

use crate::backend::{Backend, Row, Select, Transaction, Work};
use crate::chain::Head;
use crate::entry::{Entry, Id};
use crate::error::StoreError;
use crate::rows::{self, Fields};
use postgres::config::Host;
use postgres::{Client, Config, IsolationLevel, NoTls};

/// Forward only: what stands here never changes, more is added at the end.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE entry (
        seq BIGINT PRIMARY KEY, stream BYTEA NOT NULL, version BIGINT NOT NULL, recorded BIGINT NOT NULL, author BYTEA NOT NULL,
        compartment BIGINT NOT NULL, kind TEXT NOT NULL, commitment BYTEA NOT NULL, prev BYTEA NOT NULL, hash BYTEA NOT NULL,
        request BYTEA NOT NULL, UNIQUE (stream, version)
    );
    CREATE INDEX entry_request ON entry (request);
    CREATE TABLE content (seq BIGINT PRIMARY KEY REFERENCES entry (seq), sealed BYTEA NOT NULL);
    CREATE TABLE head (id BIGSERIAL PRIMARY KEY, seq BIGINT NOT NULL, hash BYTEA NOT NULL, at BIGINT NOT NULL, signature BYTEA NOT NULL);
    CREATE FUNCTION stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the record never changes'; END $$;
    CREATE TRIGGER entry_stays BEFORE UPDATE OR DELETE ON entry FOR EACH ROW EXECUTE FUNCTION stays();
    CREATE TRIGGER content_stays BEFORE UPDATE ON content FOR EACH ROW EXECUTE FUNCTION stays();
"];

/// Whoever writes to the record holds this lock until the end of the transaction.
const WRITING: i64 = 0x5afe_c0de;

pub(crate) struct Postgres {
    client: Client,
}

impl Postgres {
    pub(crate) fn open(address: &str) -> Result<Self, StoreError> {
        let config: Config = address.parse()?;
        // Nothing goes over a network in clear, not even what is sealed: when somebody writes, and how much, is nobody's business.
        let here = |host: &Host| match host {
            Host::Tcp(name) => ["localhost", "127.0.0.1", "::1"].contains(&name.as_str()),
            Host::Unix(_) => true,
        };
        if !config.get_hosts().iter().all(here) {
            let what = "the database server must be on this machine; reach another through a tunnel that encrypts";
            return Err(StoreError::Invalid(what.to_owned()));
        }
        let mut client = config.connect(NoTls)?;
        migrate(&mut client)?;
        Ok(Self { client })
    }
}

fn migrate(client: &mut Client) -> Result<(), StoreError> {
    let mut transaction = client.transaction()?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&WRITING])?;
    transaction.batch_execute("CREATE TABLE IF NOT EXISTS record_version (version BIGINT NOT NULL)")?;
    let found = transaction.query_opt("SELECT version FROM record_version", &[])?;
    let found: i64 = found.map_or(0, |row| row.get(0));
    let known = MIGRATIONS.len() as i64;
    if found > known {
        return Err(StoreError::Newer { found, known });
    }
    for migration in &MIGRATIONS[usize::try_from(found).unwrap_or_default()..] {
        transaction.batch_execute(migration)?;
    }
    transaction.execute("DELETE FROM record_version", &[])?;
    transaction.execute("INSERT INTO record_version VALUES ($1)", &[&known])?;
    transaction.commit()?;
    Ok(())
}

impl Backend for Postgres {
    fn write(&mut self, work: Work<'_>) -> Result<(), StoreError> {
        let mut transaction = self.client.transaction()?;
        transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&WRITING])?;
        work(&mut transaction)?;
        transaction.commit()?;
        Ok(())
    }

    fn read(&mut self, work: Work<'_>) -> Result<(), StoreError> {
        let mut transaction = self
            .client
            .build_transaction()
            .isolation_level(IsolationLevel::RepeatableRead)
            .read_only(true)
            .start()?;
        work(&mut transaction)?;
        transaction.rollback()?;
        Ok(())
    }
}

const ENTRY: &str = "entry.seq, stream, version, recorded, author, compartment, kind, commitment, prev, hash";

fn entry(row: &postgres::Row) -> Result<Entry, StoreError> {
    let fields = Fields {
        seq: row.try_get(0)?,
        stream: row.try_get(1)?,
        version: row.try_get(2)?,
        recorded: row.try_get(3)?,
        author: row.try_get(4)?,
        compartment: row.try_get(5)?,
        kind: row.try_get(6)?,
        commitment: row.try_get(7)?,
        prev: row.try_get(8)?,
        hash: row.try_get(9)?,
    };
    fields.entry()
}

impl Transaction for postgres::Transaction<'_> {
    fn last(&mut self) -> Result<Option<Entry>, StoreError> {
        let sql = format!("SELECT {ENTRY} FROM entry ORDER BY seq DESC LIMIT 1");
        self.query_opt(&sql, &[])?.as_ref().map(entry).transpose()
    }

    fn version(&mut self, stream: Id) -> Result<u64, StoreError> {
        let sql = "SELECT coalesce(max(version), 0) FROM entry WHERE stream = $1";
        rows::unsigned(self.query_one(sql, &[&&stream.0[..]])?.try_get(0)?)
    }

    fn written_by(&mut self, request: Id) -> Result<Vec<Entry>, StoreError> {
        let sql = format!("SELECT {ENTRY} FROM entry WHERE request = $1 ORDER BY seq");
        self.query(&sql, &[&&request.0[..]])?.iter().map(entry).collect()
    }

    fn rows(&mut self, select: Select) -> Result<Vec<Row>, StoreError> {
        let stream = if select.stream.is_some() { "AND stream = $3" } else { "" };
        let sql = format!(
            "SELECT {ENTRY}, sealed, request FROM entry LEFT JOIN content ON content.seq = entry.seq
             WHERE entry.seq > $1 {stream} ORDER BY entry.seq LIMIT $2"
        );
        let (after, limit) = (rows::signed(select.after)?, i64::from(select.limit));
        let found = match &select.stream {
            Some(stream) => self.query(&sql, &[&after, &limit, &&stream.0[..]])?,
            None => self.query(&sql, &[&after, &limit])?,
        };
        let each = |row: &postgres::Row| {
            Ok(Row {
                entry: entry(row)?,
                sealed: row.try_get(10)?,
                request: Id(rows::bytes(row.try_get(11)?)?),
            })
        };
        found.iter().map(each).collect()
    }

    fn insert(&mut self, row: &Row) -> Result<(), StoreError> {
        let f = Fields::of(&row.entry)?;
        self.execute(
            "INSERT INTO entry VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            &[
                &f.seq,
                &f.stream,
                &f.version,
                &f.recorded,
                &f.author,
                &f.compartment,
                &f.kind,
                &f.commitment,
                &f.prev,
                &f.hash,
                &&row.request.0[..],
            ],
        )?;
        if let Some(sealed) = &row.sealed {
            self.execute("INSERT INTO content VALUES ($1, $2)", &[&f.seq, sealed])?;
        }
        Ok(())
    }

    fn erase(&mut self, seq: u64) -> Result<(), StoreError> {
        self.execute("DELETE FROM content WHERE seq = $1", &[&rows::signed(seq)?])?;
        Ok(())
    }

    fn heads(&mut self) -> Result<Vec<Head>, StoreError> {
        let found = self.query("SELECT seq, hash, at, signature FROM head ORDER BY id", &[])?;
        let each = |row: &postgres::Row| {
            let (hash, signature): (Vec<u8>, Vec<u8>) = (row.try_get(1)?, row.try_get(3)?);
            rows::head(row.try_get(0)?, &hash, row.try_get(2)?, &signature)
        };
        found.iter().map(each).collect()
    }

    fn sign(&mut self, head: &Head) -> Result<(), StoreError> {
        self.execute(
            "INSERT INTO head (seq, hash, at, signature) VALUES ($1, $2, $3, $4)",
            &[
                &rows::signed(head.seq)?,
                &&head.hash.0[..],
                &head.at.as_microsecond(),
                &&head.signature[..],
            ],
        )?;
        Ok(())
    }
}
