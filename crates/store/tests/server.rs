//! The record on a PostgreSQL server: the same tests as for the embedded one. `cargo xtask test postgres` starts a server for them.
#![allow(clippy::unwrap_used, clippy::panic)]

mod suite;

use postgres::{Client, Config, NoTls};
use safeconduct_store::StoreError;
use safeconduct_store::keys::{Cost, KeyFile};
use safeconduct_store::store::Store;
use suite::{append, batch, id, opened, said, suite, torture};

const ADDRESS: &str = "SAFECONDUCT_POSTGRES";

fn address() -> String {
    std::env::var(ADDRESS)
        .unwrap_or_else(|_| panic!("{ADDRESS} names no server; `cargo xtask test postgres` starts one"))
}

/// A database of its own, and the address of it.
fn database() -> String {
    let name = format!("record_{}", id());
    Client::connect(&address(), NoTls)
        .unwrap()
        .batch_execute(&format!("CREATE DATABASE {name}"))
        .unwrap();
    format!("{} dbname={name}", address())
}

fn keys() -> safeconduct_store::keys::Keys {
    let quick = Cost {
        memory: 64,
        passes: 1,
        lanes: 1,
    };
    KeyFile::create("correct horse battery staple", &[], quick).unwrap().1
}

fn with_store(test: impl FnOnce(Store)) {
    test(Store::on_server(&database(), keys()).unwrap());
}

suite!(with_store);

#[test]
fn two_offices_at_one_server_write_one_after_the_other() {
    let (address, keys) = (database(), keys());
    let stream = id();
    Store::on_server(&address, keys.clone())
        .unwrap()
        .append(&batch(stream, 0, opened()))
        .unwrap();
    let writers: Vec<_> = (0..4)
        .map(|_| {
            let (address, keys) = (address.clone(), keys.clone());
            std::thread::spawn(move || {
                let mut store = Store::on_server(&address, keys).unwrap();
                let (mut written, mut refused) = (0, 0);
                while written < 10 {
                    let version = store.stream(stream, 0).unwrap().len() as u64;
                    match store.append(&batch(stream, version, torture("found"))) {
                        Ok(_) => written += 1,
                        Err(StoreError::Conflict { .. }) => refused += 1,
                        Err(other) => panic!("{other}"),
                    }
                }
                refused
            })
        })
        .collect();
    let refused: usize = writers.into_iter().map(|w| w.join().unwrap()).sum();
    let mut store = Store::on_server(&address, keys).unwrap();
    assert_eq!(store.verify(&[]).unwrap().entries, 41);
    println!("40 written, {refused} refused because another was first");
}

#[test]
fn nothing_reaches_the_server_in_clear() {
    let address = database();
    let mut store = Store::on_server(&address, keys()).unwrap();
    let stream = id();
    append(&mut store, stream, opened());
    append(&mut store, stream, said());
    append(&mut store, stream, torture("planted-secret"));
    let mut client = address.parse::<Config>().unwrap().connect(NoTls).unwrap();
    let rows = client.query("SELECT sealed FROM content", &[]).unwrap();
    assert_eq!(rows.len(), 3);
    for row in rows {
        let sealed: Vec<u8> = row.get(0);
        for clear in ["planted-secret", "case-17", "hospital", "destination"] {
            assert!(!sealed.windows(clear.len()).any(|w| w == clear.as_bytes()));
        }
    }
    for change in [
        "UPDATE entry SET kind = 'asked'",
        "DELETE FROM entry",
        "UPDATE content SET sealed = ''",
    ] {
        assert!(client.batch_execute(change).is_err(), "{change}");
    }
}

#[test]
fn a_server_elsewhere_is_not_spoken_to_in_clear() {
    let refused = Store::on_server("host=db.example.org user=office", keys()).unwrap_err();
    assert!(matches!(refused, StoreError::Invalid(_)), "{refused}");
}
