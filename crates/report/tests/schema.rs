//! What programs read keeps to `docs/schema/`.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::validator::validate;
use fixtures::{established, established_after, open_case, strict};
use safeconduct_engine::compile::{compile, frame::Frame};
use safeconduct_engine::export::export;
use safeconduct_engine::situation::{Situation, State};
use safeconduct_report::{changes, json};
use safeconduct_rulebook::model::ProfileId;
use safeconduct_rulebook::source::SourceFile;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn schema(name: &str) -> Value {
    let text = fs::read_to_string(root().join("docs/schema").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn parse(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn answers_keep_to_their_schema() {
    let schema = schema("answer.schema.json");
    let answers = [established(), established_after(), open_case(), strict()];
    for answer in &answers {
        let answer = parse(&json::render_one(answer));
        let root = with_root(&schema, "/$defs/answer");
        assert_eq!(validate(&root, &answer), Vec::<String>::new());
        assert!(validate(&schema, &answer).is_empty());
    }
    assert_eq!(
        validate(&schema, &parse(&json::render_many(&answers))),
        Vec::<String>::new()
    );
    assert_eq!(validate(&schema, &parse(&json::render_many(&[]))), Vec::<String>::new());
}

#[test]
fn a_wrong_answer_does_not_keep_to_it() {
    let schema = with_root(&schema("answer.schema.json"), "/$defs/answer");
    let good = parse(&json::render_one(&established()));
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut answer = good.clone();
        change(&mut answer);
        !validate(&schema, &answer).is_empty()
    };
    assert!(wrong(&|a| a["schema"] = 2.into()));
    assert!(wrong(&|a| a["acts"][0]["now"] = "open".into()));
    assert!(wrong(&|a| a["acts"][0]["verdict"] = "not_yet".into()));
    assert!(wrong(&|a| a["acts"][0]["score"] = 0.9.into()));
    assert!(wrong(&|a| a["duties"][0]["kind"] = "other".into()));
    assert!(wrong(&|a| a["as_of"] = "today".into()));
    assert!(wrong(&|a| {
        a.as_object_mut().unwrap().remove("unverified");
    }));
}

#[test]
fn changes_keep_to_their_schema() {
    let schema = schema("changes.schema.json");
    for (before, after) in [
        (established(), established_after()),
        (open_case(), strict()),
        (strict(), open_case()),
    ] {
        assert_eq!(
            validate(&schema, &parse(&changes::json(&before, &after))),
            Vec::<String>::new()
        );
    }
    let nothing = parse(&changes::json(&strict(), &strict()));
    assert_eq!(validate(&schema, &nothing), Vec::<String>::new());
    assert!(changes::compare(&strict(), &strict()).is_empty());
}

#[test]
fn precedents_keep_to_the_schema_of_cases() {
    let schema = schema("case.schema.json");
    let mut seen = 0;
    for folder in fs::read_dir(root().join("precedents"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.is_dir())
    {
        for file in fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()) {
            if file.extension().is_none_or(|e| e != "toml") {
                continue;
            }
            let case: toml::Table = toml::from_str(&fs::read_to_string(&file).unwrap()).unwrap();
            let case = plain(&toml::Value::Table(case));
            assert_eq!(validate(&schema, &case), Vec::<String>::new(), "{}", file.display());
            seen += 1;
        }
    }
    assert!(seen > 0);
}

#[test]
fn circuits_keep_to_their_schema() {
    let schema = schema("export.schema.json");
    let folder = root().join("crates/casefile/tests/rulebook");
    let file = |path: &str| SourceFile {
        path: path.to_owned(),
        text: fs::read_to_string(folder.join(path)).unwrap(),
    };
    let rulebook = safeconduct_rulebook::load(vec![file("rulebook.toml"), file("law.md")])
        .rulebook
        .unwrap();
    let state = |code: &str| State {
        code: code.to_owned(),
        name: code.to_owned(),
    };
    let mut case = Situation {
        law: Vec::new(),
        id: "a-case".to_owned(),
        as_of: jiff::civil::date(2026, 2, 11),
        as_known: None,
        profile: ProfileId(0),
        readings: Vec::new(),
        detaining: state("XD"),
        states: vec![state("XA"), state("XB")],
        asked: vec![0, 1],
        roles: vec![Some(0); rulebook.roles.len()],
        complete: true,
        stated: Vec::new(),
        disputed: Vec::new(),
        done: Vec::new(),
        assumed: Vec::new(),
    };
    let open = compile(&rulebook, Frame::Form(&case));
    // Everything is stated, so that there is something to be given.
    for (item, repr) in &open.items {
        use safeconduct_engine::compile::items::Repr;
        use safeconduct_rulebook::model::Val;
        let value = match repr {
            Repr::Bool(_) => Val::Bool(false),
            Repr::OneOf(_) => Val::Value(0),
            Repr::Below(_) => continue,
        };
        case.stated.push(safeconduct_engine::situation::Stated {
            item: *item,
            value,
            by: None,
            strength: 0,
            since: None,
            source: None,
            unverified: None,
        });
    }
    for frame in [Frame::Generic { states: 2 }, Frame::Form(&case), Frame::Case(&case)] {
        let compiled = compile(&rulebook, frame);
        for all in [true, false] {
            let circuit = export(&compiled, frame, |_, to| all || to == Some(0));
            let json = parse(&json::render_circuit(&circuit));
            assert_eq!(validate(&schema, &json), Vec::<String>::new());
            assert_eq!(
                json["given"].as_array().unwrap().is_empty(),
                !matches!(frame, Frame::Case(_))
            );
            assert!(!circuit.gates.is_empty() && !circuit.variables.is_empty());
            let mut wrong = json.clone();
            wrong["gates"][0] = serde_json::json!([1, 2]);
            assert!(!validate(&schema, &wrong).is_empty());
        }
    }
}

/// A part of a schema as a schema of its own.
fn with_root(schema: &Value, pointer: &str) -> Value {
    let mut part = schema.pointer(pointer).unwrap().clone();
    part["$defs"] = schema["$defs"].clone();
    part
}

/// TOML as JSON, dates as strings.
fn plain(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(s) => s.clone().into(),
        toml::Value::Integer(i) => (*i).into(),
        toml::Value::Float(f) => (*f).into(),
        toml::Value::Boolean(b) => (*b).into(),
        toml::Value::Datetime(d) => d.to_string().into(),
        toml::Value::Array(a) => a.iter().map(plain).collect(),
        toml::Value::Table(t) => Value::Object(t.iter().map(|(k, v)| (k.clone(), plain(v))).collect()),
    }
}
