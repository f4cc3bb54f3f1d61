//! How many questions settle a case, in the engine's order and in the rulebook's: `cargo run --release -p safeconduct-bench --bin questions [CASES [SEED]]`.

use safeconduct_bench::questions::{Asked, Order, ask};
use safeconduct_bench::random::{Dice, Habits, complete_case};
use safeconduct_bench::rulebook;

const ORDERS: [(Order, &str); 3] = [
    (Order::Ours, "the engine's order"),
    (Order::Mattering, "rulebook order, only what still matters"),
    (Order::Form, "rulebook order, everything"),
];

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|a| a.parse::<usize>().ok());
    let cases = arguments.next().unwrap_or(1000);
    let seed = arguments.next().unwrap_or(1) as u64;
    let rulebook = rulebook();
    let habits = Habits::of_precedents(&rulebook);
    let mut dice = Dice::new(seed);
    let mut all: Vec<[Asked; 3]> = Vec::new();
    let mut items = 0;
    for _ in 0..cases {
        let complete = complete_case(&rulebook, &habits, &mut dice);
        items += complete.truth.len();
        all.push(ORDERS.map(|(order, _)| ask(&rulebook, &complete, order)));
    }
    println!("{cases} cases, {:.1} items a case", items as f64 / cases as f64);
    for (i, (_, name)) in ORDERS.iter().enumerate() {
        let count: usize = all.iter().map(|a| a[i].count).sum();
        let open: usize = all.iter().map(|a| usize::from(a[i].left > 0)).sum();
        let slowest = all.iter().map(|a| a[i].slowest).max().unwrap_or_default();
        let total: f64 = all.iter().map(|a| a[i].total.as_secs_f64()).sum();
        println!(
            "  {name:42} {:7.2} questions a case; {open} cases left open by law; {:.1} ms a question, {:.1} ms the slowest",
            count as f64 / cases as f64,
            1000.0 * total / (count.max(1) as f64),
            1000.0 * slowest.as_secs_f64(),
        );
    }
    let (mut ours, mut theirs): (Vec<usize>, Vec<usize>) = all.iter().map(|a| (a[0].count, a[1].count)).unzip();
    ours.sort_unstable();
    theirs.sort_unstable();
    let worse = all.iter().filter(|a| a[0].count > a[1].count).count();
    println!(
        "  medians {} and {}; {worse} cases in which the engine's order takes more",
        ours[cases / 2],
        theirs[cases / 2]
    );
}
