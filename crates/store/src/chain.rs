//! Whether a record is intact, and signed heads by which somebody outside the office can tell.
//!
//! Every entry holds the hash of the one before. What is changed, left out, put in or moved breaks the chain. That the end was cut off, or an old copy put
//! back, shows against a head that somebody else kept.

use crate::entry::{Entry, Hash};
use ed25519_dalek::{Signature, Signer as _, SigningKey, Verifier as _, VerifyingKey};
use jiff::Timestamp;

/// The end of the record at a time, signed by the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last entry.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
    /// When it was signed.
    pub at: Timestamp,
    /// Ed25519 over [`Head::message`].
    pub signature: [u8; 64],
}

impl Head {
    /// Signs the end of a record.
    pub(crate) fn sign(seq: u64, hash: Hash, at: Timestamp, key: &SigningKey) -> Self {
        let signature = key.sign(&Self::message(seq, hash, at)).to_bytes();
        Self {
            seq,
            hash,
            at,
            signature,
        }
    }

    /// What is signed.
    pub fn message(seq: u64, hash: Hash, at: Timestamp) -> Vec<u8> {
        let mut message = b"safeconduct head 1\0".to_vec();
        message.extend(seq.to_be_bytes());
        message.extend(hash.0);
        message.extend(at.as_microsecond().to_be_bytes());
        message
    }

    /// Whether the office signed it.
    pub fn signed_by(&self, key: &VerifyingKey) -> bool {
        let message = Self::message(self.seq, self.hash, self.at);
        key.verify(&message, &Signature::from_bytes(&self.signature)).is_ok()
    }
}

/// How a record is not intact. The first flaw that is met.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// An entry is missing, or stands twice.
    #[error("entry {expected} is missing; entry {found} stands in its place")]
    Missing {
        /// The one that should come.
        expected: u64,
        /// The one that comes.
        found: u64,
    },
    /// An entry does not say what it said when it was written.
    #[error("entry {0} was changed")]
    Changed(u64),
    /// An entry does not follow on the one before.
    #[error("entry {0} does not follow on the one before")]
    Unlinked(u64),
    /// An entry is earlier than the one before.
    #[error("entry {0} is earlier than the one before")]
    Earlier(u64),
    /// The entries of a stream are not numbered one after another.
    #[error("entry {0} has not the next version of its stream")]
    Version(u64),
    /// What an entry says is not what was committed to.
    #[error("what entry {0} says was changed")]
    Content(u64),
    /// What an entry says is gone, and no entry says that it was erased.
    #[error("what entry {0} says is gone, and nothing says that it was erased")]
    Gone(u64),
    /// What an entry says was erased, and is there again.
    #[error("what entry {0} says was erased, and is there again")]
    Back(u64),
    /// A signed head says another end.
    #[error("a head signed at entry {0} says another hash: the record was written anew")]
    Head(u64),
    /// A signed head lies behind the end.
    #[error(
        "a head was signed at entry {0}, but the record ends at {1}: its end was cut off, or an old copy was put back"
    )]
    CutOff(u64, u64),
    /// A head is not signed by the office.
    #[error("the head at entry {0} is not signed by this office")]
    Signature(u64),
}

/// Checks a chain entry by entry.
#[derive(Clone, Debug, Default)]
pub struct Checker {
    last: Option<(u64, Hash, Timestamp)>,
    versions: std::collections::HashMap<crate::entry::Id, u64>,
}

impl Checker {
    /// The next entry.
    ///
    /// # Errors
    /// The first flaw.
    pub fn next(&mut self, entry: &Entry) -> Result<(), Flaw> {
        let (seq, prev, earliest) = self.last.unwrap_or((0, Hash::default(), Timestamp::MIN));
        if entry.seq != seq + 1 {
            return Err(Flaw::Missing {
                expected: seq + 1,
                found: entry.seq,
            });
        }
        if entry.digest() != entry.hash {
            return Err(Flaw::Changed(entry.seq));
        }
        if entry.prev != prev {
            return Err(Flaw::Unlinked(entry.seq));
        }
        if entry.recorded < earliest {
            return Err(Flaw::Earlier(entry.seq));
        }
        let version = self.versions.entry(entry.stream).or_default();
        *version += 1;
        if entry.version != *version {
            return Err(Flaw::Version(entry.seq));
        }
        self.last = Some((entry.seq, entry.hash, entry.recorded));
        Ok(())
    }

    /// The last entry and its hash.
    pub fn end(&self) -> (u64, Hash) {
        self.last.map_or((0, Hash::default()), |(seq, hash, _)| (seq, hash))
    }
}
