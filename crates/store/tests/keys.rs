//! Whatever stands in the file of keys, reading it ends in keys or an error: it never panics, never takes all memory, and never opens for another passphrase.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use safeconduct_store::StoreError;
use safeconduct_store::entry::Compartment;
use safeconduct_store::keys::{Cost, KeyFile, NewLock, OFFICE};

const PASS: &str = "correct horse battery staple";
const OTHER: &str = "another passphrase altogether";
const QUICK: Cost = Cost {
    memory: 64,
    passes: 1,
    lanes: 1,
};

fn file() -> KeyFile {
    let lock = NewLock {
        name: "protection",
        passphrase: OTHER,
        compartments: &[Compartment::Identity, Compartment::Family],
    };
    KeyFile::create(PASS, &[lock], QUICK).unwrap().0
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_changed_file(at in 0.0..1.0_f64, with in prop::sample::select(b"0123456789af{}\":,x".to_vec()), cut in prop::bool::weighted(0.1)) {
        let mut text = file().text().into_bytes();
        let place = (at * (text.len() - 1) as f64) as usize;
        text[place] = with;
        if cut {
            text.truncate(place);
        }
        if let Ok(file) = KeyFile::parse(&String::from_utf8(text).unwrap()) {
            let _ = file.open(PASS);
            prop_assert!(file.open(OTHER).is_err());
        }
    }
}

#[test]
fn a_file_that_asks_for_all_memory() {
    let text = file().text().replace("\"memory\": 64", "\"memory\": 4294967295");
    let file = KeyFile::parse(&text).unwrap();
    assert!(matches!(file.open(PASS), Err(StoreError::Malformed(..))));
}

#[test]
fn a_lock_opens_its_own_and_nothing_else() {
    let file = file();
    let mut keys = file.open(PASS).unwrap();
    let family = |keys: &safeconduct_store::keys::Keys| keys.unlocked().any(|c| c == Compartment::Family);
    assert!(!family(&keys));
    file.open_also(&mut keys, "protection", OTHER).unwrap();
    assert!(family(&keys));
    assert!(file.open(OTHER).is_err());
}

#[test]
fn another_passphrase_takes_the_place_of_one() {
    let mut file = file();
    let before = file.open(PASS).unwrap().public();
    assert!(file.change(OFFICE, OTHER, "a third passphrase", QUICK).is_err());
    assert!(file.change(OFFICE, PASS, "too short", QUICK).is_err());
    file.change(OFFICE, PASS, "a third passphrase", QUICK).unwrap();
    assert!(file.open(PASS).is_err());
    let again = KeyFile::parse(&file.text()).unwrap();
    assert_eq!(again.open("a third passphrase").unwrap().public(), before);
}
