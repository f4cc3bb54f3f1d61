//! Long lists are folded, and what is folded is counted.

#![allow(clippy::unwrap_used)]

mod fixtures;

use fixtures::{established, strict};
use safeconduct_engine::answer::{Answer, ClockAnswer, DutyAnswer, NormRef, Presumed};
use safeconduct_report::text::{self, TextOptions};

fn shown(answer: &Answer) -> String {
    let wide = TextOptions {
        width: 100,
        ..TextOptions::default()
    };
    text::render(answer, &wide)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

fn clock(n: usize, depends_on: &[&str]) -> DutyAnswer {
    DutyAnswer::Clock(ClockAnswer {
        duty: format!("duty.{n}"),
        title: format!("Duty {n}"),
        bearer: "detaining".to_owned(),
        term: "within 7 days of the arrival in the camp".to_owned(),
        status: "pending".to_owned(),
        depends_on: depends_on.iter().map(|d| (*d).to_owned()).collect(),
        ..ClockAnswer::default()
    })
}

#[test]
fn duties_that_wait_for_a_date_are_one_line() {
    let mut answer = strict();
    answer.duties = (0..3).map(|n| clock(n, &["prisoner.arrived_in_camp"])).collect();
    answer.duties.push(clock(3, &["prisoner.asked_on"]));
    answer
        .duties
        .push(clock(4, &["prisoner.medical_group", "prisoner.asked_on"]));
    let shown = shown(&answer);
    assert!(
        shown.contains("4 further duties wait for a date that nobody has recorded: arrived in camp (3); asked on."),
        "{shown}"
    );
    assert!(
        shown.contains("1 further duty waits for such a date and depends on what is found besides: Duty 4."),
        "{shown}"
    );
    assert!(!shown.contains("Duty 0"), "{shown}");
}

#[test]
fn office_targets_stand_apart_from_the_law() {
    let shown = shown(&established());
    let law = shown.find("WHAT IS DUE").unwrap_or(usize::MAX);
    let office = shown.find("OFFICE TARGETS (NOT LAW)").unwrap_or(0);
    let papers = shown.find("Papers for the journey").unwrap_or(0);
    assert!(law < office && office < papers, "{shown}");
    assert!(shown.contains("By law 1 duty is overdue, 1 due."), "{shown}");
}

#[test]
fn presumptions_on_which_nothing_rests_are_counted() {
    let mut answer = established();
    answer.presumed = (0..30)
        .map(|n| Presumed {
            fact: if n == 7 {
                "agreement.KR.neutral_home".to_owned()
            } else {
                format!("prisoner.fact_{n}")
            },
            value: "false".to_owned(),
            rule: format!("rule.{n}"),
            title: format!("Presumption {n}"),
            citation: String::new(),
        })
        .collect();
    let shown = shown(&answer);
    assert!(shown.contains("Presumption 7: "), "{shown}");
    assert!(shown.contains("29 further presumptions that no reason"), "{shown}");
    assert!(shown.contains("Presumption 4; and 24 others."), "{shown}");
}

#[test]
fn unchecked_things_are_grouped_by_source() {
    let mut answer = strict();
    answer.unverified = [
        "No removal to torture (CAT art 3(1)): the paragraph",
        "How it is examined (CAT art 3(2); Soering): the paragraph",
        "Ukraine and ECHR: bound from 1997-09-11",
        "Russia and CAT: bound from 1987-06-26",
    ]
    .map(str::to_owned)
    .to_vec();
    let shown = shown(&answer);
    assert!(
        shown.contains("- CAT, 2 items: the paragraph (No removal to torture; How it is examined)."),
        "{shown}"
    );
    assert!(
        shown.contains(
            "- Days from which states are bound, 2 items: Ukraine and ECHR (11 Sep 1997); Russia and CAT (26 Jun 1987)."
        ),
        "{shown}"
    );
}

#[test]
fn many_bars_are_cut_and_counted() {
    let mut answer = established();
    let act = answer.acts.iter_mut().find(|a| a.act == "intern").unwrap();
    act.if_done = (0..30)
        .map(|n| NormRef {
            rule: format!("bar.{n}"),
            title: format!("Bar {n}"),
            citation: "GC III art 1".to_owned(),
            certain: false,
            because: Vec::new(),
            stands_alone: false,
            lifts_when: None,
        })
        .collect();
    let shown = shown(&answer);
    assert!(
        shown.contains("Perhaps barred by: Bar 0 (GC III art 1); Bar 1 (GC III art 1); Bar 2 (GC III art 1); and 27 others (GC III)."),
        "{shown}"
    );
}

#[test]
fn what_no_act_waits_for_any_more_is_said_to_be_done() {
    let mut answer = established();
    for step in answer.acts.iter_mut().flat_map(|a| &mut a.steps) {
        step.done = true;
    }
    let shown = shown(&answer);
    assert!(
        shown.contains("Nothing is outstanding; already done: written satisfaction about the receiving power"),
        "{shown}"
    );
}
