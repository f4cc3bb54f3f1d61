//! Killed at any moment, the record loses nothing that was acknowledged, and holds no half of anything.
#![allow(clippy::unwrap_used, clippy::panic)]

mod suite;

use safeconduct_store::entry::{Compartment, Id};
use safeconduct_store::keys::Cost;
use safeconduct_store::office;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

const PASS: &str = "correct horse battery staple";
const FOLDER: &str = "SAFECONDUCT_CRASH_FOLDER";

/// Not a test of its own: the process that is killed. It writes batches of three for as long as it lives and says which were acknowledged.
#[test]
fn writer() {
    let Some(folder) = std::env::var_os(FOLDER) else {
        return;
    };
    let (mut store, _) = office::open(Path::new(&folder), PASS).unwrap();
    let mut out = std::io::stdout().lock();
    loop {
        let mut batch = suite::batch(suite::id(), 0, suite::opened());
        batch.events.push((Compartment::Medical, suite::said()));
        batch.events.push((Compartment::General, suite::torture("found")));
        store.append(&batch).unwrap();
        writeln!(out, "\nwritten {}", batch.stream).unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn killed_at_any_moment() {
    let kills: u64 = std::env::var("SAFECONDUCT_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(25);
    let folder = tempfile::tempdir().unwrap();
    let quick = Cost {
        memory: 64,
        passes: 1,
        lanes: 1,
    };
    drop(office::create(folder.path(), PASS, &[], quick).unwrap());
    let mut acknowledged: BTreeSet<Id> = BTreeSet::new();
    for kill in 0..kills {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer", "--nocapture"])
            .env(FOLDER, folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let reader = std::thread::spawn(move || {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            let written = lines.filter_map(|l| l.strip_prefix("written ").and_then(|id| id.parse().ok()));
            written.collect::<Vec<Id>>()
        });
        std::thread::sleep(Duration::from_millis(30 + kill * 37 % 300));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(reader.join().unwrap());
        let (mut store, _) = office::open(folder.path(), PASS).unwrap();
        let verified = store.verify(&[]).unwrap();
        assert_eq!(verified.entries % 3, 0, "half a batch");
        if kill + 1 == kills || kill % 10 == 0 {
            for stream in &acknowledged {
                assert_eq!(store.stream(*stream, 0).unwrap().len(), 3, "{stream}");
            }
        }
    }
    assert!(
        acknowledged.len() > kills as usize / 2,
        "hardly anything was written: {}",
        acknowledged.len()
    );
    println!("{kills} kills, {} batches acknowledged, none lost", acknowledged.len());
}
