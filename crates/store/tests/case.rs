//! A case of the record under the rulebook.
#![allow(clippy::unwrap_used, clippy::panic)]

mod suite;

use jiff::civil::date;
use safeconduct_casefile::{Overrides, resolve};
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::SourceFile;
use safeconduct_store::event::{Asked, Done, Event, NoValue, Value};
use safeconduct_store::keys::Cost;
use safeconduct_store::office;
use safeconduct_store::store::Store;
use std::path::{Path, PathBuf};
use suite::{append, found, id, opened, torture};

fn law(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            law(&path, found);
        } else if path.extension().is_some_and(|e| e == "md" || e == "toml") {
            found.push(path);
        }
    }
}

fn rulebook() -> Rulebook {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law");
    let mut paths = Vec::new();
    law(&root, &mut paths);
    let files = paths.iter().map(|path| SourceFile {
        path: path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
        text: std::fs::read_to_string(path).unwrap(),
    });
    let files = files.filter(|f| !f.path.starts_with("locale/")).collect();
    safeconduct_rulebook::load(files).rulebook.expect("the law loads")
}

fn store(folder: &Path) -> Store {
    let quick = Cost {
        memory: 64,
        passes: 1,
        lanes: 1,
    };
    office::create(folder, "correct horse battery staple", &[], quick).unwrap()
}

#[test]
fn what_the_record_says_is_a_case_that_is_answered() {
    let (rulebook, folder) = (rulebook(), tempfile::tempdir().unwrap());
    let mut store = store(folder.path());
    let stream = id();
    append(&mut store, stream, opened());
    append(&mut store, stream, found("conflict.international", Value::Bool(true)));
    append(&mut store, stream, torture("found"));
    append(&mut store, stream, torture("dispelled"));
    append(&mut store, stream, found("wish.KP.says", Value::Text("no".to_owned())));
    let asked = Asked {
        path: "prisoner.fit_to_travel".to_owned(),
        why: NoValue::Refused,
    };
    append(&mut store, stream, Event::Asked(asked));
    let step = Done {
        step: "individual_examination".to_owned(),
        act: Some("transfer".to_owned()),
        destination: Some("KR".to_owned()),
        on: date(2026, 1, 20),
    };
    append(&mut store, stream, Event::Done(step));
    let today = date(2026, 2, 11);
    let case = store.case(stream, None).unwrap();
    let file = case.file(&rulebook, today).unwrap_or_else(|e| panic!("{e}"));
    for line in [
        "detaining = \"UA\"",
        "international = true",
        "asked = \"refused\"",
        "KR = 2026-01-20",
    ] {
        assert!(file.source.text.contains(line), "{line}\n{}", file.source.text);
    }
    let (situation, wrong) = resolve(&file, &rulebook, &Overrides::none(today));
    assert!(wrong.is_empty(), "{wrong:?}");
    let situation = situation.unwrap();
    assert_eq!(situation.disputed.len(), 1, "both reports are kept, the fact is open");
    let disputed = safeconduct_engine::answer(&rulebook, &situation).unwrap();
    let repatriate = disputed.acts.iter().find(|a| a.act == "repatriate").unwrap();
    assert_eq!(repatriate.destination.as_deref(), Some("KP"));
    // Somebody prefers one, with a reason: the fact is found.
    let (a, b) = (3, 4);
    let prefer = Event::Preferred {
        entry: a,
        over: vec![b],
        reason: "the second report relies on the state's own word".to_owned(),
    };
    append(&mut store, stream, prefer);
    let file = store.case(stream, None).unwrap().file(&rulebook, today).unwrap();
    assert!(file.source.text.contains("torture = \"found\""), "{}", file.source.text);
}

#[test]
fn a_finding_for_every_act_and_one_for_a_single_act() {
    let (rulebook, folder) = (rulebook(), tempfile::tempdir().unwrap());
    let mut store = store(folder.path());
    let stream = id();
    let today = date(2026, 2, 11);
    append(&mut store, stream, opened());
    append(&mut store, stream, found("orders.interim_measure", Value::Bool(false)));
    append(
        &mut store,
        stream,
        found("orders.interim_measure.transfer.KR", Value::Bool(true)),
    );
    let text = |store: &mut Store| {
        store
            .case(stream, None)
            .unwrap()
            .file(&rulebook, today)
            .unwrap()
            .source
            .text
    };
    // That there is one against a transfer does not leave a "no" for all others that nobody repeated: unknown is never no.
    let narrow = text(&mut store);
    assert!(
        narrow.contains("KR = true") && !narrow.contains("interim_measure = false"),
        "{narrow}"
    );
    append(&mut store, stream, found("orders.interim_measure", Value::Bool(false)));
    assert!(text(&mut store).contains("interim_measure = false"));
}

#[test]
fn what_the_rulebook_does_not_know_is_named() {
    let (rulebook, folder) = (rulebook(), tempfile::tempdir().unwrap());
    let mut store = store(folder.path());
    let stream = id();
    append(&mut store, stream, opened());
    append(
        &mut store,
        stream,
        found("destination.KP.tortur", Value::Text("found".to_owned())),
    );
    let case = store.case(stream, None).unwrap();
    let wrong = case.file(&rulebook, date(2026, 2, 11)).unwrap_err().to_string();
    assert!(wrong.contains("tortur"), "{wrong}");
}
