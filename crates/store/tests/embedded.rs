//! The record in an encrypted file.
#![allow(clippy::unwrap_used, clippy::panic)]

mod suite;

use safeconduct_store::entry::Compartment;
use safeconduct_store::keys::{Cost, NewLock};
use safeconduct_store::store::{Content, Store};
use safeconduct_store::{StoreError, backup, office};
use std::path::Path;
use suite::{append, id, opened, said, suite, torture};

const PASS: &str = "correct horse battery staple";
const FAMILY: &str = "another passphrase altogether";
const QUICK: Cost = Cost {
    memory: 64,
    passes: 1,
    lanes: 1,
};

fn begun(folder: &Path) -> Store {
    office::create(folder, PASS, &[], QUICK).unwrap()
}

fn with_store(test: impl FnOnce(Store)) {
    let folder = tempfile::tempdir().unwrap();
    test(begun(folder.path()));
}

suite!(with_store);

#[test]
fn closed_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let stream = id();
    let mut store = begun(folder.path());
    append(&mut store, stream, opened());
    let before = store.stream(stream, 0).unwrap();
    drop(store);
    let (mut store, _) = office::open(folder.path(), PASS).unwrap();
    assert_eq!(store.stream(stream, 0).unwrap(), before);
}

#[test]
fn a_wrong_passphrase_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    drop(begun(folder.path()));
    let wrong = office::open(folder.path(), "correct horse battery stapler").unwrap_err();
    assert!(matches!(wrong, StoreError::Passphrase(_)), "{wrong}");
    let short = office::create(&folder.path().join("new"), "short", &[], QUICK).unwrap_err();
    assert!(matches!(short, StoreError::Invalid(_)), "{short}");
}

#[test]
fn an_office_is_never_begun_over_another() {
    let folder = tempfile::tempdir().unwrap();
    drop(begun(folder.path()));
    assert!(office::create(folder.path(), PASS, &[], QUICK).is_err());
    // Where the record is gone, nothing new takes its place.
    std::fs::remove_file(folder.path().join("office.db")).unwrap();
    let gone = office::open(folder.path(), PASS).unwrap_err();
    assert!(matches!(gone, StoreError::File(..)), "{gone}");
    assert!(!folder.path().join("office.db").exists());
}

#[test]
fn two_processes_do_not_share_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let _open = begun(folder.path());
    let second = office::open(folder.path(), PASS).unwrap_err();
    let StoreError::InUse(who) = second else {
        panic!("{second}");
    };
    assert!(who.contains(&std::process::id().to_string()), "{who}");
}

#[test]
fn a_compartment_with_a_lock_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let lock = NewLock {
        name: "protection",
        passphrase: FAMILY,
        compartments: &[Compartment::Identity, Compartment::Family],
    };
    let mut store = office::create(folder.path(), PASS, &[lock], QUICK).unwrap();
    let stream = id();
    append(&mut store, stream, opened());
    let mut secret = suite::batch(stream, 1, said());
    secret.events[0].0 = Compartment::Family;
    store.append(&secret).unwrap();
    drop(store);
    let (mut store, file) = office::open(folder.path(), PASS).unwrap();
    assert_eq!(store.stream(stream, 0).unwrap()[1].content, Content::Locked);
    assert_eq!(store.case(stream, None).unwrap().locked, 1);
    assert_eq!(store.verify(&[]).unwrap().locked, 1);
    let mut more = suite::batch(stream, 2, said());
    more.events[0].0 = Compartment::Family;
    assert!(matches!(
        store.append(&more),
        Err(StoreError::Locked(Compartment::Family))
    ));
    assert!(store.unlock(&file, "protection", PASS).is_err());
    store.unlock(&file, "protection", FAMILY).unwrap();
    assert_eq!(store.stream(stream, 0).unwrap()[1].content, Content::Event(said()));
}

#[test]
fn nothing_stands_in_a_file_in_clear() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = begun(folder.path());
    let planted = "planted-secret";
    for i in 0..200 {
        let stream = id();
        append(&mut store, stream, opened());
        append(&mut store, stream, torture(&format!("{planted}-{i:04}")));
    }
    store.sign_head().unwrap();
    // While it is open: the log of writes is there too.
    let mut files = 0;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        files += 1;
        for clear in [
            planted.as_bytes(),
            b"destination.KP",
            b"SQLite format",
            b"opened",
            "found".as_bytes(),
        ] {
            assert!(!bytes.windows(clear.len()).any(|w| w == clear));
        }
    }
    assert!(files >= 3, "{files}");
}

#[test]
fn a_backup_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let (office_folder, new) = (folder.path().join("office"), folder.path().join("new"));
    let mut store = begun(&office_folder);
    let stream = id();
    append(&mut store, stream, opened());
    let words = append(&mut store, stream, said()).seq;
    store
        .erase(suite::batch(stream, 2, opened()), words, "an order")
        .unwrap();
    let old = store.sign_head().unwrap();
    let file = folder.path().join("office.age");
    let keys = safeconduct_store::keys::KeyFile::read(&office_folder.join(office::KEYS)).unwrap();
    let written = backup::write(&mut store, &keys, &file, "a passphrase for backups").unwrap();
    assert_eq!((written.entries, written.erased, written.heads), (3, 1, 1));
    append(&mut store, stream, torture("found"));
    let latest = store.sign_head().unwrap();
    let restore =
        |to: &Path, backups: &str, office: &str, kept: Vec<_>| backup::restore(&file, backups, to, office, &kept);
    assert!(restore(&new, "another passphrase", PASS, vec![]).is_err());
    assert!(restore(&new, "a passphrase for backups", "another passphrase", vec![]).is_err());
    restore(&new, "a passphrase for backups", PASS, vec![old]).unwrap();
    let (mut copy, _) = office::open(&new, PASS).unwrap();
    assert_eq!(copy.stream(stream, 0).unwrap(), store.stream(stream, 0).unwrap()[..3]);
    // What was erased is not in it.
    assert!(copy.case(stream, None).unwrap().said.is_empty());
    // A head that was kept elsewhere tells that this is not the latest.
    let third = folder.path().join("third");
    let older = restore(&third, "a passphrase for backups", PASS, vec![latest]).unwrap_err();
    assert!(matches!(older, StoreError::Tampered(_)), "{older}");
    assert!(
        restore(&new, "a passphrase for backups", PASS, vec![]).is_err(),
        "an office is there already"
    );
}

#[test]
fn a_damaged_backup_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let office_folder = folder.path().join("office");
    let mut store = begun(&office_folder);
    append(&mut store, id(), opened());
    let file = folder.path().join("office.age");
    let keys = safeconduct_store::keys::KeyFile::read(&office_folder.join(office::KEYS)).unwrap();
    backup::write(&mut store, &keys, &file, "a passphrase for backups").unwrap();
    let whole = std::fs::read(&file).unwrap();
    for (i, at) in [whole.len() / 2, whole.len() - 1].into_iter().enumerate() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1;
        std::fs::write(&file, bytes).unwrap();
        let to = folder.path().join(format!("new-{i}"));
        assert!(backup::restore(&file, "a passphrase for backups", &to, PASS, &[]).is_err());
    }
    std::fs::write(&file, &whole[..whole.len() - 20]).unwrap();
    let to = folder.path().join("cut");
    assert!(backup::restore(&file, "a passphrase for backups", &to, PASS, &[]).is_err());
}
