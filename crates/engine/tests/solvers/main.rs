//! On the rulebook of the repository, and on random ones, two solvers that others have written say what the engine says: clingo and Z3 from their
//! Python packages, in the Python that `SAFECONDUCT_PYTHON` names. `cargo xtask test solvers` sees to that; the feature `solvers` keeps these tests
//! out of every other run.
//!
//! `SAFECONDUCT_CASES` and `SAFECONDUCT_RULEBOOKS` set the numbers, `SAFECONDUCT_SEED` the seed.
#![allow(clippy::unwrap_used, clippy::panic, clippy::expect_used)]

#[path = "../books/mod.rs"]
mod books;
#[path = "../whole/cases.rs"]
mod cases;
#[path = "../generator/mod.rs"]
mod generator;
mod process;
#[path = "../reference/mod.rs"]
mod reference;

use cases::{Drawer, Setting, law_key, number, traced};
use generator::some_pairs;
use process::{Assumed, Kind, Solver, assumed};
use reference::space::Values;
use safeconduct_engine::circuit::Lit;
use safeconduct_engine::compile::frame::Frame;
use safeconduct_engine::compile::{Compiled, compile};
use safeconduct_engine::evaluate::Tri;
use safeconduct_engine::exact::Exact;
use safeconduct_engine::export::{Names, export};
use safeconduct_engine::situation::Situation;
use safeconduct_engine::trace::trace;
use safeconduct_rulebook::model::{QuestionId, Rulebook, Verdict};
use std::collections::BTreeSet;

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
        let positions = (0..book.questions.len() as u32).map(|q| case.position(book, QuestionId(q)));
        let profile: Vec<Lit> = self
            .compiled
            .questions
            .iter()
            .zip(positions)
            .map(|(l, p)| l[p as usize])
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
fn independent_solvers_agree() {
    let book = books::of_the_repository();
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
