//! Where the time of one answer goes: `cargo run --release -p safeconduct-bench --bin phases [CASE…]`. Times are those of the processor.

use safeconduct_bench::{clock, named, rulebook};
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::compile::{compile, frame::Frame};
use safeconduct_engine::prepare;

fn main() {
    let rulebook = rulebook();
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    if names.is_empty() {
        names = ["k1-established", "forty-open", "k1", "k1-bare"]
            .map(str::to_owned)
            .to_vec();
    }
    for name in names {
        let situation = named(&name, &rulebook);
        println!("{name}");
        let mut last = clock();
        let mut lap = |what: &str| {
            println!("  {what:24} {:9.2} ms", (clock() - last) * 1000.0);
            last = clock();
        };
        let compiled = compile(&rulebook, Frame::Case(&situation));
        lap("compile");
        println!(
            "  {} items of which {} are open, {} nodes, {} cells",
            compiled.items.len(),
            compiled.items.len() - compiled.stated.len(),
            compiled.circuit.nodes().len(),
            compiled.cells.len()
        );
        let Ok(mut exact) = prepare(&rulebook, &situation) else {
            continue;
        };
        lap("prepare (with compile)");
        let cells = exact.compiled.cells.len();
        let sets: Vec<_> = (0..cells).map(|c| (c, exact.verdicts(c, Lit::TRUE))).collect();
        lap("possible, all readings");
        let profile = exact.profile;
        let under: Vec<_> = (0..cells).map(|c| exact.verdicts(c, profile)).collect();
        lap("possible, profile");
        let matters = exact.matters(&sets);
        lap("what matters");
        let groups: usize = sets.iter().map(|(c, all)| exact.by_reading(*c, *all).len()).sum();
        lap("by reading");
        let norms: Vec<Lit> = exact
            .compiled
            .cells
            .iter()
            .flat_map(|c| c.norms.iter().map(|n| n.stands))
            .collect();
        let certain: Vec<Lit> = norms
            .into_iter()
            .filter(|l| exact.modal(*l) == safeconduct_engine::exact::Modal::Always)
            .collect();
        lap("which norms stand");
        let grounds: usize = certain.iter().map(|l| exact.ground(*l, &situation).len()).sum();
        lap("grounds");
        let mut settled = 0;
        for (c, set) in under.iter().enumerate().filter(|(_, s)| s.single().is_none()) {
            for verdict in set.iter() {
                settled += exact.settled_by(c, verdict).sets.len();
            }
        }
        lap("settled by");
        let mut unless = 0;
        for (c, set) in under.iter().enumerate() {
            use safeconduct_rulebook::model::Verdict::{Permitted, Prohibited, Required};
            match set.single() {
                Some(Permitted | Required) => unless += exact.unless(c, Prohibited).sets.len(),
                Some(_) => unless += exact.unless(c, Permitted).sets.len(),
                None => {}
            }
        }
        lap("unless");
        let next = exact.next_question(&(0..cells).collect::<Vec<_>>(), &[]);
        lap("the next question");
        let open: usize = matters.iter().map(Vec::len).sum();
        println!(
            "  {open} open items matter, {groups} groups, {grounds} in grounds, {settled} settling sets, {unless} changes, a question: {}",
            next.is_some()
        );
        let start = clock();
        let answer = safeconduct_engine::answer(&rulebook, &situation);
        println!(
            "  {:24} {:9.2} ms ({})",
            "the whole answer",
            (clock() - start) * 1000.0,
            answer.is_ok()
        );
    }
}
