//! What a database must do for the record. Two do: SQLite with SQLCipher, and PostgreSQL; the same tests hold for both.

use crate::chain::Head;
use crate::entry::{Entry, Id};
use crate::error::StoreError;

/// An entry as it is kept: what it says is sealed, or gone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) entry: Entry,
    pub(crate) sealed: Option<Vec<u8>>,
    /// The request that wrote it.
    pub(crate) request: Id,
}

/// Which rows are read, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Select {
    /// Of one stream, or of all.
    pub(crate) stream: Option<Id>,
    /// After this place in the record.
    pub(crate) after: u64,
    /// At most so many.
    pub(crate) limit: u32,
}

/// Inside a transaction.
pub(crate) trait Transaction {
    /// The last entry.
    fn last(&mut self) -> Result<Option<Entry>, StoreError>;
    /// The last version of a stream; 0 where it is empty.
    fn version(&mut self, stream: Id) -> Result<u64, StoreError>;
    /// The entries that a request wrote.
    fn written_by(&mut self, request: Id) -> Result<Vec<Entry>, StoreError>;
    /// Rows.
    fn rows(&mut self, select: Select) -> Result<Vec<Row>, StoreError>;
    /// A new row.
    fn insert(&mut self, row: &Row) -> Result<(), StoreError>;
    /// Removes what an entry says; the entry stays.
    fn erase(&mut self, seq: u64) -> Result<(), StoreError>;
    /// Signed heads, in order.
    fn heads(&mut self) -> Result<Vec<Head>, StoreError>;
    /// Another signed head.
    fn sign(&mut self, head: &Head) -> Result<(), StoreError>;
}

/// What is done in a transaction.
pub(crate) type Work<'w> = &'w mut dyn FnMut(&mut dyn Transaction) -> Result<(), StoreError>;

pub(crate) trait Backend: Send {
    /// Runs some work and makes it last before it returns; where the work fails, nothing of it stays. Only one writes at a time.
    fn write(&mut self, work: Work<'_>) -> Result<(), StoreError>;
    /// Runs some work that sees one state of the record and changes nothing.
    fn read(&mut self, work: Work<'_>) -> Result<(), StoreError>;
}
