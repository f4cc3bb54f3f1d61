//! An office in a folder: the file of its keys, and its record.

use crate::error::StoreError;
use crate::keys::{Cost, KeyFile, NewLock};
use crate::store::Store;
use std::io::Write as _;
use std::path::Path;

/// The file of keys in the folder of an office.
pub const KEYS: &str = "office.keys";

/// Makes an office in a folder in which there is none.
///
/// # Errors
/// There is one already; a passphrase is too short; the folder cannot be written.
pub fn create(folder: &Path, passphrase: &str, others: &[NewLock<'_>], cost: Cost) -> Result<Store, StoreError> {
    let (file, keys) = KeyFile::create(passphrase, others, cost)?;
    write(folder, &file)?;
    Store::in_folder(folder, keys)
}

/// Opens the office in a folder. Where its record is gone nothing new is begun in its place.
///
/// # Errors
/// There is none; the passphrase does not open it; another process has it open.
pub fn open(folder: &Path, passphrase: &str) -> Result<(Store, KeyFile), StoreError> {
    let file = KeyFile::read(&folder.join(KEYS))?;
    let keys = file.open(passphrase)?;
    let database = folder.join(crate::sqlite::DATABASE);
    if let Err(missing) = std::fs::metadata(&database) {
        return Err(StoreError::File(database.display().to_string(), missing));
    }
    Ok((Store::in_folder(folder, keys)?, file))
}

/// Writes the file of keys, readable by its owner alone, where there is none.
pub(crate) fn write(folder: &Path, file: &KeyFile) -> Result<(), StoreError> {
    let path = folder.join(KEYS);
    let wrong = |e| StoreError::File(path.display().to_string(), e);
    std::fs::create_dir_all(folder).map_err(wrong)?;
    let mut options = std::fs::File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut to = options.open(&path).map_err(wrong)?;
    to.write_all(file.text().as_bytes()).map_err(wrong)?;
    to.sync_all().map_err(wrong)
}
