//! Several ways, each of several points, never read like other ways: a lawyer must see what is needed together, and what alone.
#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{established, open_case};
use safeconduct_engine::answer::{Answer, FactValue, Settling};
use safeconduct_engine::argument::{Argument, Considered, Element, Evidence, Rests, Role, Said, Standing};
use safeconduct_engine::sensitivity::Sensitivity;
use safeconduct_report::memo::{self, Depth};
use safeconduct_report::names::Names;
use safeconduct_report::text::{self, TextOptions};
use std::collections::BTreeMap;

/// Wide enough that no line breaks.
const WIDE: TextOptions = TextOptions {
    width: 10_000,
    colour: false,
    ascii: true,
};

type Shape = Vec<Vec<usize>>;

/// What a shape means: its ways, none of which holds another.
fn meaning(shape: &Shape) -> Shape {
    let holds = |a: &Vec<usize>, b: &Vec<usize>| a.iter().all(|x| b.contains(x));
    let mut ways: Shape = (shape.iter())
        .filter(|w| !shape.iter().any(|v| v != *w && holds(v, w)))
        .cloned()
        .collect();
    ways.sort();
    ways.dedup();
    ways
}

/// Every shape of up to three ways over four points, ways in order.
fn shapes() -> Vec<Shape> {
    let ways: Vec<Vec<usize>> = (1_usize..16)
        .map(|bits| (0..4).filter(|i| bits >> i & 1 == 1).collect())
        .collect();
    let mut all = Vec::new();
    for (i, a) in ways.iter().enumerate() {
        all.push(vec![a.clone()]);
        for (j, b) in ways.iter().enumerate().skip(i + 1) {
            all.push(vec![a.clone(), b.clone()]);
            all.extend(ways.iter().skip(j + 1).map(|c| vec![a.clone(), b.clone(), c.clone()]));
        }
    }
    all.retain(|shape| meaning(shape).len() == shape.len());
    all
}

/// No two shapes with different meanings read alike, whatever the points are like.
fn told_apart(say: impl Fn(&Shape, &[&str; 4]) -> String) {
    for points in [
        ["he is ill", "he is wounded", "he is old", "he is young"],
        [
            "he fears A, B or C",
            "he is ill and tired",
            "he is old",
            "X would hand him on",
        ],
    ] {
        let mut seen: BTreeMap<String, Shape> = BTreeMap::new();
        for shape in shapes() {
            let text = say(&shape, &points);
            assert!(!text.contains("if if ") && !text.contains("; if "), "{text}");
            if let Some(other) = seen.insert(text.clone(), meaning(&shape)) {
                assert_eq!(other, meaning(&shape), "{text}");
            }
        }
    }
}

fn said(title: &str) -> Said {
    Said {
        kind: "rule",
        id: title.to_owned(),
        title: title.to_owned(),
        citation: String::new(),
        sentence: String::new(),
        unverified: None,
    }
}

fn element(clause: &str, standing: Standing, rests: Rests) -> Element {
    Element {
        clause: clause.to_owned(),
        standing,
        rests,
    }
}

/// A norm that rests on one of several ways.
fn norm(shape: &Shape, points: &[&str; 4], standing: Standing) -> Considered {
    let point = |i: &usize| element(points[*i], standing, Rests::Given {});
    let of = shape.iter().map(|way| way.iter().map(point).collect()).collect();
    Considered {
        said: said("The bar"),
        role: Role::Bars,
        standing,
        every_reading: false,
        because: Vec::new(),
        elements: vec![element("", standing, Rests::Either { of })],
        against: Vec::new(),
        lifts_when: None,
        last_choice: false,
    }
}

/// A memo on an act that is open or prohibited, with this norm.
fn memo(norm: Considered) -> String {
    let verdict = match norm.standing {
        Standing::Open => "open",
        _ => "prohibited",
    };
    let mut answer = established();
    answer.acts.truncate(1);
    answer.acts[0].verdict = verdict.to_owned();
    printed(answer, vec![norm], None)
}

fn printed(answer: Answer, norms: Vec<Considered>, sensitivity: Option<Sensitivity>) -> String {
    let argument = Argument {
        schema: 1,
        answer,
        phrase: "send him".to_owned(),
        free: false,
        norms,
        concepts: Vec::new(),
        contested: Vec::new(),
        missing: Vec::new(),
        sensitivity,
    };
    let names = Names::of(&argument.answer);
    memo::text(&argument, &names, Depth::Full, &WIDE)
}

#[test]
fn what_would_bar_an_act_and_what_bars_it() {
    told_apart(|shape, points| {
        let text = memo(norm(shape, points, Standing::Open));
        assert!(text.contains("WHAT WOULD BAR IT"), "{text}");
        text
    });
    // In the short answer and in the application.
    told_apart(|shape, points| memo(norm(shape, points, Standing::Stands)));
    for (shape, text) in [
        (vec![vec![0, 1], vec![2]], "If either (a) A and B, or (b) C:"),
        (vec![vec![0], vec![1], vec![2]], "If either (a) A, (b) B, or (c) C:"),
        (vec![vec![0], vec![1, 2]], "If either (a) A, or (b) B and C:"),
        (vec![vec![0, 1]], "If A; and if B:"),
    ] {
        let memo = memo(norm(&shape, &["A", "B", "C", "D"], Standing::Open));
        assert!(memo.contains(text), "{memo}");
    }
}

#[test]
fn what_is_found_already_of_a_single_way_is_said_apart() {
    let found = element("A", Standing::Stands, Rests::Given {});
    let open = element("B", Standing::Open, Rests::Given {});
    let mut norm = norm(&vec![vec![0]], &["", "", "", ""], Standing::Open);
    norm.elements[0].rests = Rests::Either {
        of: vec![vec![found, open]],
    };
    let memo = memo(norm);
    assert!(memo.contains("- If B; and given that A:"), "{memo}");
}

#[test]
fn ways_within_ways() {
    let points = ["A", "B", "C", "D"];
    let inner = norm(&vec![vec![1], vec![2]], &points, Standing::Open)
        .elements
        .remove(0);
    let mut outer = norm(&vec![vec![0], vec![3]], &points, Standing::Open);
    if let Rests::Either { of } = &mut outer.elements[0].rests {
        of[0].push(inner);
    }
    let memo = memo(outer);
    let text = "If either (a) both (i) A, and (ii) either B or C, or (b) D:";
    assert!(memo.contains(text), "{memo}");
}

#[test]
fn what_would_settle_an_act() {
    told_apart(|shape, points| {
        let mut answer = open_case();
        answer.acts.truncate(1);
        let value = |i: &usize| FactValue {
            fact: format!("fact.{i}"),
            value: "true".to_owned(),
            clause: points[*i].to_owned(),
        };
        // So few findings that all of them are printed.
        let sets: Vec<Vec<FactValue>> = shape.iter().map(|way| way.iter().map(value).collect()).collect();
        if sets.iter().map(Vec::len).sum::<usize>() > 4 {
            return format!("{shape:?}");
        }
        answer.acts[0].settled_by = vec![Settling {
            to: "permitted".to_owned(),
            sets,
            more: false,
        }];
        text::render(&answer, &WIDE)
    });
}

#[test]
fn what_would_have_to_fall() {
    told_apart(|shape, points| {
        let finding = |i: &usize| Evidence {
            fact: format!("fact.{i}"),
            value: "true".to_owned(),
            clause: points[*i].to_owned(),
            sort: "finding",
            since: None,
            source: None,
            by: None,
            unverified: None,
        };
        let falls_with: Vec<Vec<Evidence>> = shape.iter().map(|way| way.iter().map(finding).collect()).collect();
        let mut answer = established();
        answer.acts.truncate(1);
        let of = Sensitivity {
            act: answer.acts[0].act.clone(),
            destination: answer.acts[0].destination.clone(),
            verdict: answer.acts[0].verdict.clone(),
            turning: Vec::new(),
            rests_on: Vec::new(),
            rests_on_all: true,
            withstands: Some(1),
            falls_with,
            more: false,
            given_up: false,
            norms: 1,
            independent: 1,
        };
        printed(answer, Vec::new(), Some(of))
    });
}
