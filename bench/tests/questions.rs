//! Asking what the engine would ask next takes fewer questions than the order of the rulebook. Counts, not times.
#![allow(clippy::expect_used)]

use safeconduct_bench::questions::{Order, ask};
use safeconduct_bench::random::{Dice, Habits, complete_case};
use safeconduct_bench::rulebook;

const CASES: usize = 6;

#[test]
fn the_next_question_saves_questions() {
    let rulebook = rulebook();
    let habits = Habits::of_precedents(&rulebook);
    let mut dice = Dice::new(7);
    let (mut ours, mut mattering, mut form) = (0, 0, 0);
    for _ in 0..CASES {
        let complete = complete_case(&rulebook, &habits, &mut dice);
        let asked = ask(&rulebook, &complete, Order::Ours);
        let in_order = ask(&rulebook, &complete, Order::Mattering);
        // Whatever the order, nothing stays open that a finding could settle.
        assert_eq!(asked.left, in_order.left);
        ours += asked.count;
        mattering += in_order.count;
        form += ask(&rulebook, &complete, Order::Form).count;
    }
    assert!(ours * 100 <= form * 70, "{ours} questions, {form} by the form");
    assert!(
        ours * 100 <= mattering * 95,
        "{ours} questions, {mattering} in rulebook order"
    );
}
