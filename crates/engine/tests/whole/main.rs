//! On the rulebook of the repository the reference, the trace, the exact answers and two independent solvers say the same.
//!
//! `SAFECONDUCT_CASES` sets the number of cases, `SAFECONDUCT_SEED` the seed. The solvers are clingo and Z3 from their Python packages, in the
//! Python that `SAFECONDUCT_PYTHON` names; `cargo xtask test solvers` sees to that.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

mod cases;
#[path = "../generator/mod.rs"]
mod generator;
#[path = "../reference/mod.rs"]
mod reference;
mod solvers;

use cases::{Drawer, Sample, Setting, law_key, rulebook, traced};
use generator::some_pairs;
use reference::eval::World;
use reference::few;
use reference::space::Values;
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::compile::frame::Frame;
use safeconduct_engine::compile::{Compiled, compile};
use safeconduct_engine::evaluate::Tri;
use safeconduct_engine::exact::Exact;
use safeconduct_engine::export::{Names, export};
use safeconduct_engine::situation::Situation;
use safeconduct_engine::trace::trace;
use safeconduct_rulebook::model::{Rulebook, Verdict};
use solvers::{Assumed, Kind, Solver, assumed};
use std::collections::BTreeSet;

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// The literals of every input that a world decides.
fn inputs(compiled: &Compiled<'_>, setting: &Setting, digits: &[usize]) -> Vec<Lit> {
    let space = &setting.space;
    let mut lits: Vec<Lit> = compiled.questions.iter().zip(digits).map(|(l, d)| l[*d]).collect();
    for (i, (who, instrument)) in space.law.iter().enumerate() {
        if let Some(lit) = compiled.open_law.get(&law_key(*who, *instrument)) {
            let bound = digits[space.first_law + i] == 0;
            lits.push(if bound { *lit } else { !*lit });
        }
    }
    for (i, (item, values)) in space.items.iter().enumerate() {
        let digit = digits[space.first_item + i];
        // The reference counts no before yes; intervals and named values are counted alike.
        let index = if *values == Values::Bool { 1 - digit } else { digit };
        if let Some(repr) = compiled.items.get(item) {
            lits.extend(&repr.values()[index]);
        }
    }
    lits
}

/// The literal that a reading of the reference holds.
fn reading(compiled: &mut Compiled<'_>, setting: &Setting, digits: &[usize]) -> Lit {
    let mut lits: Vec<Lit> = compiled.questions.iter().zip(digits).map(|(l, d)| l[*d]).collect();
    for (i, (who, instrument)) in setting.space.law.iter().enumerate() {
        if let Some(lit) = compiled.open_law.get(&law_key(*who, *instrument)) {
            let bound = digits[setting.space.first_law + i] == 0;
            lits.push(if bound { *lit } else { !*lit });
        }
    }
    compiled.circuit.all(lits)
}

/// What was compared.
#[derive(Debug, Default)]
struct Counts {
    worlds: usize,
    listed: usize,
    assignments: usize,
    contradictions: usize,
    verdicts: [usize; 5],
}

/// The reference's verdicts of the world beside the case, and the trace's.
fn same_world(book: &Rulebook, setting: &Setting, sample: &Sample, compiled: &Compiled<'_>, counts: &mut Counts) {
    let world = World::at(book, &sample.case, &setting.space, sample.digits.clone());
    let expected = world.verdicts();
    let found = trace(compiled, &traced(book, setting, &sample.digits));
    for (cell, (ours, theirs)) in compiled.cells.iter().zip(expected.iter().zip(&found.cells)) {
        let place = (&book.acts[cell.act.ix()].id, cell.destination);
        assert_eq!(
            Some(*ours),
            theirs.verdict,
            "the world beside {:#?} at {place:?}",
            sample.case
        );
        counts.verdicts[Verdict::ALL.iter().position(|v| v == ours).unwrap()] += 1;
    }
    if !world.possible() {
        assert_eq!(found.world, Tri::False);
    }
    counts.worlds += 1;
}

/// The possible verdicts under one reading: the reference lists the worlds, where they are few.
fn same_verdicts(book: &Rulebook, setting: &Setting, sample: &Sample, counts: &mut Counts) {
    let case = &sample.case;
    let reading_of = sample.reading(setting);
    let Some(worlds) = few::worlds(book, case, &setting.space, reading_of, 16) else {
        return;
    };
    let mut compiled = compile(book, Frame::Case(case));
    let guard = reading(&mut compiled, setting, reading_of);
    counts.listed += 1;
    counts.assignments += worlds.len();
    let expected = few::verdicts(book, case, &worlds);
    match Exact::new(compiled, case) {
        Ok(mut exact) => {
            for (cell, expected) in expected.iter().enumerate() {
                let found: Vec<Verdict> = exact.verdicts(cell, guard).iter().collect();
                let expected: Vec<Verdict> = expected.iter().copied().collect();
                assert_eq!(expected, found, "{:?} of {case:#?}", exact.compiled.cells[cell].act);
            }
        }
        Err(_) => {
            // No world, at least under the profile: then there is none under a reading of the profile.
            let profile = sample.digits[..book.questions.len()].iter().enumerate().all(|(q, d)| {
                let replaced = case.readings.iter().find(|(r, _)| r.ix() == q).map(|(_, p)| *p);
                replaced.unwrap_or(book.profiles[case.profile.ix()].choices[q]) as usize == *d
            });
            assert!(
                worlds.is_empty() || !profile,
                "the engine sees a contradiction in {case:#?}"
            );
            counts.contradictions += 1;
        }
    }
}

#[test]
fn reference_trace_and_exact_agree() {
    let book = rulebook();
    let mut drawer = Drawer::new(&book, number("SAFECONDUCT_SEED", 5));
    let mut counts = Counts::default();
    let cases = number("SAFECONDUCT_CASES", 60);
    for _ in 0..cases {
        let (s, sample) = drawer.draw();
        let setting = &drawer.settings[s];
        let compiled = compile(&book, Frame::Case(&sample.case));
        same_world(&book, setting, &sample, &compiled, &mut counts);
        same_verdicts(&book, setting, &sample, &mut counts);
    }
    let words = Verdict::ALL
        .iter()
        .zip(counts.verdicts)
        .map(|(v, n)| format!("{n} {}", v.word()));
    println!(
        "the rulebook: reference and trace agree on {} complete worlds ({})",
        counts.worlds,
        words.collect::<Vec<_>>().join(", ")
    );
    println!(
        "the rulebook: reference and exact agree on {} cases with {} worlds under one reading, {} of them contradictory",
        counts.listed, counts.assignments, counts.contradictions
    );
    assert!(counts.listed * 5 > cases, "hardly any case has few worlds: {counts:?}");
    assert!(
        counts.contradictions * 5 < cases,
        "most cases contradict themselves: {counts:?}"
    );
    assert!(
        cases < 1000 || counts.verdicts.iter().all(|n| *n > 0),
        "a verdict never occurs: {counts:?}"
    );
}

/// The possible verdicts, by place, over all worlds and under the profile; nothing where there is no world.
fn exactly(book: &Rulebook, case: &Situation) -> [BTreeSet<usize>; 2] {
    let mut found = [BTreeSet::new(), BTreeSet::new()];
    let contradiction = match Exact::new(compile(book, Frame::Case(case)), case) {
        Err(contradiction) => contradiction,
        Ok(mut exact) => {
            for (found, guard) in found.iter_mut().zip([Lit::TRUE, exact.profile]) {
                for cell in 0..exact.compiled.cells.len() {
                    let set = exact.verdicts(cell, guard).0;
                    found.extend((0..5).filter(|v| set & (1 << v) != 0).map(|v| 5 * cell + v));
                }
            }
            return found;
        }
    };
    if contradiction.under_profile {
        // The same case has worlds under other profiles: nothing to compare there.
        found[0].insert(usize::MAX);
    }
    found
}

/// A circuit that the solvers know, and the case with its names.
struct Asked<'a> {
    id: &'a str,
    compiled: &'a Compiled<'a>,
    names: &'a Names,
}

impl Asked<'_> {
    /// What the case assumes, and what its profile assumes besides.
    fn assumed(&self, book: &Rulebook, case: &Situation) -> [Vec<Assumed>; 2] {
        let positions = (0..book.questions.len()).map(|q| {
            let replaced = case.readings.iter().find(|(r, _)| r.ix() == q).map(|(_, p)| *p);
            replaced.unwrap_or(book.profiles[case.profile.ix()].choices[q]) as usize
        });
        let profile: Vec<Lit> = self
            .compiled
            .questions
            .iter()
            .zip(positions)
            .map(|(l, p)| l[p])
            .collect();
        // A case that is compiled for itself has its statements asserted.
        let selected = if self.compiled.stated.is_empty() {
            self.compiled.selected(case)
        } else {
            Vec::new()
        };
        let of = |lits: &[Lit]| assumed(self.names, lits);
        [of(&selected), of(&[selected.as_slice(), &profile].concat())]
    }

    /// Both solvers say what the engine says.
    fn same(&self, book: &Rulebook, case: &Situation, solvers: &mut [Solver]) {
        let expected = exactly(book, case);
        for (assumed, expected) in self.assumed(book, case).iter().zip(&expected) {
            if expected.contains(&usize::MAX) {
                continue;
            }
            for solver in solvers.iter_mut() {
                solver.ask(self.id, assumed);
            }
            for solver in solvers.iter_mut() {
                let found = solver.answer();
                assert_eq!(*expected, found, "{:?} on {case:#?}", solver.kind);
            }
        }
    }
}

#[test]
#[ignore = "needs Python with clingo and Z3: `cargo xtask test solvers`"]
fn independent_solvers_agree() {
    let book = rulebook();
    let cases = number("SAFECONDUCT_CASES", 200);
    let mut solvers = Kind::BOTH.map(Solver::new);
    let mut drawer = Drawer::new(&book, number("SAFECONDUCT_SEED", 6));
    let bases: Vec<Situation> = drawer.settings.iter().map(|s| s.base.clone()).collect();
    let forms: Vec<(Frame<'_>, Compiled<'_>)> = bases
        .iter()
        .map(|base| (Frame::Form(base), compile(&book, Frame::Form(base))))
        .collect();
    let names: Vec<Names> = forms.iter().map(|(frame, form)| Names::new(form, *frame)).collect();
    for (i, (frame, form)) in forms.iter().enumerate() {
        let export = export(form, *frame, |_, _| true);
        solvers.iter_mut().for_each(|s| s.load(&i.to_string(), &export));
    }
    let (mut asked_z3, mut verdicts, mut worlds, mut none) = (0, 0, 0, 0);
    for n in 0..cases {
        let (s, sample) = drawer.draw();
        let (_, form) = &forms[s];
        let id = s.to_string();
        let asked = Asked {
            id: &id,
            compiled: form,
            names: &names[s],
        };
        // Z3 takes ten times as long as clingo.
        let solvers = if n % 5 == 4 {
            &mut solvers[..]
        } else {
            &mut solvers[..1]
        };
        asked_z3 += solvers.len() - 1;
        asked.same(&book, &sample.case, solvers);
        verdicts += form.cells.len();
        // The world beside the case: one verdict of each cell where it is a world of the case, otherwise none.
        let setting = &drawer.settings[s];
        let inputs = inputs(form, setting, &sample.digits);
        let assumed = assumed(&names[s], &[form.selected(&sample.case), inputs].concat());
        solvers.iter_mut().for_each(|solver| solver.ask(&id, &assumed));
        let found = trace(
            &compile(&book, Frame::Case(&sample.case)),
            &traced(&book, setting, &sample.digits),
        );
        let place = |v| Verdict::ALL.iter().position(|x| Some(*x) == v).expect("a verdict");
        let expected: BTreeSet<usize> = match found.world {
            Tri::True => found
                .cells
                .iter()
                .enumerate()
                .map(|(c, cell)| 5 * c + place(cell.verdict))
                .collect(),
            _ => BTreeSet::new(),
        };
        for solver in solvers {
            assert_eq!(
                expected,
                solver.answer(),
                "{:?} on a world of {:#?}",
                solver.kind,
                sample.case
            );
        }
        if expected.is_empty() {
            none += 1;
        } else {
            worlds += 1;
        }
    }
    let [clingo, z3] = solvers.map(|s| s.version.clone());
    println!(
        "the rulebook: exact and clingo {clingo} agree on {cases} cases ({verdicts} acts and destinations, over all readings and under the profile), on {worlds} complete worlds, and that {none} worlds contradict their case; so does Z3 {z3} on {asked_z3} of these cases"
    );
}

#[test]
#[ignore = "needs Python with clingo and Z3: `cargo xtask test solvers`"]
fn independent_solvers_agree_on_random_rulebooks() {
    let rulebooks = number("SAFECONDUCT_RULEBOOKS", 200);
    let mut solvers = Kind::BOTH.map(Solver::new);
    let (mut compared, mut forms, mut open) = (0, 0, 0);
    for pair in some_pairs(71) {
        if compared == rulebooks {
            break;
        }
        let Ok((book, case)) = pair.load() else { continue };
        let plain = compile(&book, Frame::Case(&case));
        for frame in [Frame::Case(&case), Frame::Form(&case)] {
            let compiled = compile(&book, frame);
            if let Frame::Form(_) = frame {
                // An item that only the protective value of a stated item reads counts in the form alone, and what is presumed of it may
                // contradict itself (`docs/semantics.md` section 11).
                if compiled.presumptions.len() != plain.presumptions.len() {
                    continue;
                }
                forms += 1;
            }
            let export = export(&compiled, frame, |_, _| true);
            solvers.iter_mut().for_each(|s| s.load("pair", &export));
            let names = Names::new(&compiled, frame);
            let asked = Asked {
                id: "pair",
                compiled: &compiled,
                names: &names,
            };
            asked.same(&book, &case, &mut solvers);
            solvers.iter_mut().for_each(|s| s.forget("pair"));
        }
        compared += 1;
        open += exactly(&book, &case)[0].len();
    }
    println!(
        "random rulebooks: exact, clingo and Z3 agree on {compared} rulebooks and cases, {forms} of them exported as a form too ({open} possible verdicts)"
    );
    assert!(
        forms * 2 > compared,
        "hardly any form is comparable: {forms} of {compared}"
    );
}

/// What the solvers read is what they judge: a circuit with one operand negated is found out.
#[test]
#[ignore = "needs Python with clingo and Z3: `cargo xtask test solvers`"]
fn a_wrong_circuit_is_found_out() {
    let mut solvers = Kind::BOTH.map(Solver::new);
    let mut found = [0, 0];
    for pair in some_pairs(83).take(60) {
        let Ok((book, case)) = pair.load() else { continue };
        let frame = Frame::Form(&case);
        let compiled = compile(&book, frame);
        let mut export = export(&compiled, frame, |_, _| true);
        let Some(gate) = export.gates.last_mut() else { continue };
        gate[1] ^= 1;
        let names = Names::new(&compiled, frame);
        let asked = Asked {
            id: "wrong",
            compiled: &compiled,
            names: &names,
        };
        let [all, _] = asked.assumed(&book, &case);
        let [expected, _] = exactly(&book, &case);
        for (solver, found) in solvers.iter_mut().zip(&mut found) {
            solver.load("wrong", &export);
            solver.ask("wrong", &all);
            *found += usize::from(solver.answer() != expected);
            solver.forget("wrong");
        }
    }
    assert!(found.iter().all(|n| *n > 10), "hardly noticed: {found:?}");
    assert_eq!(found[0], found[1], "one solver sees what the other does not");
}
