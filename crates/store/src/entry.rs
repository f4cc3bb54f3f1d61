//! An entry of the record: who wrote what down, when, and the hash that binds it to everything before it.

use crate::hex;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// A random name of 128 bits: of a stream, a person, a request. It says nothing about what it names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(pub [u8; 16]);

impl Id {
    /// A new one.
    ///
    /// # Errors
    /// The operating system gives no randomness.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl std::str::FromStr for Id {
    type Err = hex::BadHex;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        hex::decode(text).map(Self)
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A SHA-256 digest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

/// What may be seen together: access is granted, and content is encrypted, per compartment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Compartment {
    /// What everybody on the case sees.
    General,
    /// Who the person is: names, photographs, numbers.
    Identity,
    /// The next of kin.
    Family,
    /// Medical findings.
    Medical,
    /// Between the person and counsel.
    Counsel,
    /// Intelligence.
    Intelligence,
}

impl Compartment {
    /// All of them; the place is what is hashed and stored, so it never changes.
    pub const ALL: [Self; 6] = [
        Self::General,
        Self::Identity,
        Self::Family,
        Self::Medical,
        Self::Counsel,
        Self::Intelligence,
    ];

    /// The place in [`Compartment::ALL`].
    pub fn number(self) -> u8 {
        Self::ALL.iter().position(|c| *c == self).unwrap_or_default() as u8
    }

    /// The compartment with this place.
    pub fn numbered(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Identity => "identity",
            Self::Family => "family",
            Self::Medical => "medical",
            Self::Counsel => "counsel",
            Self::Intelligence => "intelligence",
        }
    }
}

/// One line of the record, without what it says: that is kept apart, sealed, and can be erased; the entry holds a commitment to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its place in the record, from 1.
    pub seq: u64,
    /// What it is about: a case, or the office itself.
    pub stream: Id,
    /// Its place in the stream, from 1.
    pub version: u64,
    /// When it was written down: never earlier than the entry before.
    pub recorded: Timestamp,
    /// Who wrote it.
    pub author: Id,
    /// Who may see it.
    pub compartment: Compartment,
    /// What kind of event it is.
    pub kind: String,
    /// SHA-256 of a secret salt and what it says. Without the salt nobody can try out what it may have said.
    pub commitment: Hash,
    /// The hash of the entry before; zero for the first.
    pub prev: Hash,
    /// The hash of this one.
    pub hash: Hash,
}

impl Entry {
    /// The hash of everything else in the entry, each part with a fixed length or with its length before it.
    pub fn digest(&self) -> Hash {
        let mut sha = Sha256::new();
        sha.update(b"safeconduct entry 1\0");
        sha.update(self.seq.to_be_bytes());
        sha.update(self.stream.0);
        sha.update(self.version.to_be_bytes());
        sha.update(self.recorded.as_microsecond().to_be_bytes());
        sha.update(self.author.0);
        sha.update([self.compartment.number()]);
        sha.update((self.kind.len() as u64).to_be_bytes());
        sha.update(self.kind.as_bytes());
        sha.update(self.commitment.0);
        sha.update(self.prev.0);
        Hash(sha.finalize().into())
    }
}

/// The commitment to some content.
pub(crate) fn commit(salt: &[u8; 32], content: &[u8]) -> Hash {
    let mut sha = Sha256::new();
    sha.update(b"safeconduct content 1\0");
    sha.update(salt);
    sha.update(content);
    Hash(sha.finalize().into())
}
