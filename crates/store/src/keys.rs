//! The keys of an office, and the file in which they are kept: each wrapped by a passphrase through Argon2id (RFC 9106).
//!
//! A *lock* is a passphrase and the keys it opens. Who opens the office need not be able to open the compartments of identity and family: they may have
//! locks of their own. Nothing in the file says anything about a case.

use crate::entry::Compartment;
use crate::error::StoreError;
use crate::hex;
use crate::seal::Key;
use argon2::{Algorithm, Argon2, Params, Version};
use ed25519_dalek::{SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;
use zeroize::Zeroizing;

/// The keys that are unlocked.
#[derive(Clone, Debug)]
pub struct Keys {
    pub(crate) database: Key,
    pub(crate) signing: Key,
    pub(crate) compartments: BTreeMap<Compartment, Key>,
}

impl Keys {
    /// The compartments that can be read and written.
    pub fn unlocked(&self) -> impl Iterator<Item = Compartment> {
        self.compartments.keys().copied()
    }

    /// The key by which others can tell that a head is the office's.
    pub fn public(&self) -> VerifyingKey {
        self.signer().verifying_key()
    }

    pub(crate) fn signer(&self) -> SigningKey {
        SigningKey::from_bytes(self.signing.bytes())
    }
}

/// How much work a passphrase costs. RFC 9106 recommends 64 MiB and three passes where memory is scarce.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cost {
    /// Memory in KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// No file may ask for more: who changes it could otherwise stop the machine.
    const MOST: Self = Self {
        memory: 1024 * 1024,
        passes: 32,
        lanes: 16,
    };
    /// What an office uses.
    pub const OFFICE: Self = Self {
        memory: 64 * 1024,
        passes: 3,
        lanes: 4,
    };
}

/// The name of the lock that opens the office.
pub const OFFICE: &str = "office";

const DATABASE: &str = "database";
const SIGNING: &str = "signing";
const SHORTEST: usize = 12;

/// The file of keys.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyFile {
    version: u32,
    /// The office's public key, for whoever checks a signed head.
    pub public: String,
    locks: BTreeMap<String, Lock>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lock {
    salt: String,
    cost: Cost,
    /// Each key, sealed; in hexadecimal.
    keys: BTreeMap<String, String>,
}

/// A lock to be made: its passphrase, and the compartments it opens besides those of no other lock.
#[derive(Debug)]
pub struct NewLock<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its passphrase.
    pub passphrase: &'a str,
    /// The compartments that only it opens.
    pub compartments: &'a [Compartment],
}

impl KeyFile {
    /// New keys. The office's lock opens the database, the signing key and every compartment that has no lock of its own.
    ///
    /// # Errors
    /// A passphrase is shorter than twelve characters; two locks have one name; no randomness.
    pub fn create(passphrase: &str, others: &[NewLock<'_>], cost: Cost) -> Result<(Self, Keys), StoreError> {
        let mut keys = Keys {
            database: Key::random()?,
            signing: Key::random()?,
            compartments: BTreeMap::new(),
        };
        for compartment in Compartment::ALL {
            keys.compartments.insert(compartment, Key::random()?);
        }
        let apart = |c: &Compartment| others.iter().any(|lock| lock.compartments.contains(c));
        let mut office: Vec<(&str, &Key)> = vec![(DATABASE, &keys.database), (SIGNING, &keys.signing)];
        let shared = keys.compartments.iter().filter(|(c, _)| !apart(c));
        office.extend(shared.map(|(c, key)| (c.word(), key)));
        let mut locks = BTreeMap::new();
        locks.insert(OFFICE.to_owned(), Lock::new(OFFICE, passphrase, &office, cost)?);
        for other in others {
            let mine = other.compartments.iter();
            let mine: Vec<(&str, &Key)> = mine.map(|c| (c.word(), &keys.compartments[c])).collect();
            let lock = Lock::new(other.name, other.passphrase, &mine, cost)?;
            if locks.insert(other.name.to_owned(), lock).is_some() {
                return Err(StoreError::Invalid(format!(
                    "there are two locks named `{}`",
                    other.name
                )));
            }
        }
        let file = Self {
            version: 1,
            public: hex::encode(keys.public().as_bytes()),
            locks,
        };
        Ok((file, keys))
    }

    /// Opens the office's lock.
    ///
    /// # Errors
    /// The passphrase does not open it.
    pub fn open(&self, passphrase: &str) -> Result<Keys, StoreError> {
        let mut opened = self.unwrap(OFFICE, passphrase)?;
        let missing = || StoreError::Malformed("the file of keys", "a key is missing".to_owned());
        let mut keys = Keys {
            database: opened.remove(DATABASE).ok_or_else(missing)?,
            signing: opened.remove(SIGNING).ok_or_else(missing)?,
            compartments: BTreeMap::new(),
        };
        keys.compartments = compartments(opened);
        Ok(keys)
    }

    /// Opens another lock too.
    ///
    /// # Errors
    /// The passphrase does not open it.
    pub fn open_also(&self, keys: &mut Keys, lock: &str, passphrase: &str) -> Result<(), StoreError> {
        keys.compartments.extend(compartments(self.unwrap(lock, passphrase)?));
        Ok(())
    }

    /// Puts another passphrase in the place of that of a lock. The keys stay, and so does what they sealed.
    ///
    /// # Errors
    /// The old passphrase does not open it, or the new one is too short.
    pub fn change(&mut self, lock: &str, old: &str, new: &str, cost: Cost) -> Result<(), StoreError> {
        let opened = self.unwrap(lock, old)?;
        let keys: Vec<(&str, &Key)> = opened.iter().map(|(name, key)| (name.as_str(), key)).collect();
        self.locks.insert(lock.to_owned(), Lock::new(lock, new, &keys, cost)?);
        Ok(())
    }

    /// Reads the file.
    ///
    /// # Errors
    /// It cannot be read, or is none.
    pub fn read(path: &Path) -> Result<Self, StoreError> {
        let wrong = |e| StoreError::File(path.display().to_string(), e);
        let text = std::fs::read_to_string(path).map_err(wrong)?;
        Self::parse(&text)
    }

    /// The file from its text.
    ///
    /// # Errors
    /// It is none.
    pub fn parse(text: &str) -> Result<Self, StoreError> {
        let bad = |e: serde_json::Error| StoreError::Malformed("the file of keys", e.to_string());
        let file: Self = serde_json::from_str(text).map_err(bad)?;
        if file.version != 1 {
            return Err(StoreError::Newer {
                found: file.version.into(),
                known: 1,
            });
        }
        Ok(file)
    }

    /// The file as text.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    fn unwrap(&self, name: &str, passphrase: &str) -> Result<BTreeMap<String, Key>, StoreError> {
        let wrong = || StoreError::Passphrase(name.to_owned());
        let lock = self.locks.get(name).ok_or_else(wrong)?;
        let wrapping = wrapping(passphrase, &lock.salt, lock.cost)?;
        let mut keys = BTreeMap::new();
        for (key, sealed) in &lock.keys {
            let sealed = bytes(sealed)?;
            let opened = wrapping.open(&sealed, place(name, key).as_bytes()).ok_or_else(wrong)?;
            let opened: [u8; 32] = opened.as_slice().try_into().map_err(|_| wrong())?;
            keys.insert(key.clone(), Key::of(opened));
        }
        Ok(keys)
    }
}

impl Lock {
    fn new(name: &str, passphrase: &str, keys: &[(&str, &Key)], cost: Cost) -> Result<Self, StoreError> {
        if passphrase.chars().count() < SHORTEST {
            let what = format!("a passphrase has at least {SHORTEST} characters");
            return Err(StoreError::Invalid(what));
        }
        let mut salt = [0; 16];
        getrandom::fill(&mut salt)?;
        let salt = hex::encode(&salt);
        let wrapping = wrapping(passphrase, &salt, cost)?;
        let mut sealed = BTreeMap::new();
        for (key, value) in keys {
            let wrapped = wrapping.seal(value.bytes(), place(name, key).as_bytes())?;
            sealed.insert((*key).to_owned(), hex::encode(&wrapped));
        }
        Ok(Self {
            salt,
            cost,
            keys: sealed,
        })
    }
}

fn compartments(keys: BTreeMap<String, Key>) -> BTreeMap<Compartment, Key> {
    let known = |name: &str| Compartment::ALL.into_iter().find(|c| c.word() == name);
    keys.into_iter()
        .filter_map(|(name, key)| known(&name).map(|c| (c, key)))
        .collect()
}

/// A wrapped key opens only in its lock and under its name.
fn place(lock: &str, key: &str) -> String {
    format!("safeconduct key 1\0{lock}\0{key}")
}

fn wrapping(passphrase: &str, salt: &str, cost: Cost) -> Result<Key, StoreError> {
    let bad = |what: String| StoreError::Malformed("the file of keys", what);
    let salt: [u8; 16] = hex::decode(salt).map_err(|e| bad(e.to_string()))?;
    if cost.memory > Cost::MOST.memory || cost.passes > Cost::MOST.passes || cost.lanes > Cost::MOST.lanes {
        return Err(bad("it asks for more memory or work than any office would".to_owned()));
    }
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(|e| bad(e.to_string()))?;
    let mut out = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.as_bytes(), &salt, &mut *out)
        .map_err(|e| bad(e.to_string()))?;
    Ok(Key::of(*out))
}

fn bytes(text: &str) -> Result<Vec<u8>, StoreError> {
    // A wrapped key: nonce, key, tag.
    let bad = |e: hex::BadHex| StoreError::Malformed("the file of keys", e.to_string());
    hex::decode::<72>(text).map(Vec::from).map_err(bad)
}
