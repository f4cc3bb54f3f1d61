//! A naive second reading of `docs/semantics.md`: every world of a small case is listed and every definition is read
//! off the list. Written from the text alone; it shares nothing with the engine but the rulebook and the case.
//!
//! Where the text leaves a choice, this reading takes:
//! - an atom that names a role nobody has (or the detaining power where only a state of the list can stand) does not hold;
//! - a relation, closed or not, never holds of a state and itself;
//! - a limit in force of an entry whose start is not known is in force from the beginning;
//! - `for ACTS` on an exception to an exception or presumption: it counts in the context of these acts alone;
//! - a duty is breached if the act is not done in the worlds in which it is owed *and* no `while` lasts: in the others
//!   it is suspended; "certain" and grounds are about these worlds;
//! - a ground may be a set of statements with which no world remains;
//! - "sets of verdicts" of two values of an item are over all readings together;
//! - a set of findings names one value of an item; `before t` comes before `since t`;
//! - in an `unless` a changed value still rebuts what the statement rebutted, and it binds whatever is presumed;
//! - the thresholds are those of a fact in the whole rulebook, whichever state or act a condition names (the language
//!   has no protective or presumed dates and numbers);
//! - readings without a world agree with everything, so the groups do not name them.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

pub mod bits;
pub mod case;
pub mod duties;
pub mod eval;
pub mod few;
pub mod law;
pub mod names;
pub mod norms;
pub mod reads;
pub mod reasons;
pub mod space;
pub mod verdicts;

use case::{Case, Verdicts};
use duties::{Dilemma, OneOf, Run};
use reasons::{RefNorm, Settling};
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::{Rulebook, Verdict};
use space::{Cell, Space};
use std::collections::{BTreeMap, BTreeSet};

/// The answer on one cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefCell {
    pub act: String,
    pub destination: Option<String>,
    pub now: &'static str,
    pub verdict: &'static str,
    pub possible_under_profile: Vec<&'static str>,
    pub possible: Vec<&'static str>,
    pub settled: &'static str,
    pub by_reading: verdicts::Groups,
    pub open_facts: Vec<String>,
    pub settled_by: Vec<Settling>,
    pub unless: Vec<Settling>,
    pub basis: Vec<RefNorm>,
    pub if_done: Vec<RefNorm>,
    pub if_not_done: Vec<RefNorm>,
    pub pending: BTreeSet<String>,
    pub set_aside: BTreeSet<(String, String, String)>,
    pub steps: BTreeSet<(String, String, bool, bool)>,
}

/// The answer to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefAnswer {
    pub acts: Vec<RefCell>,
    pub ones: Vec<OneOf>,
    pub clocks: Vec<Run>,
    pub dilemmas: BTreeSet<Dilemma>,
    pub terms: BTreeMap<String, String>,
    pub next: Vec<String>,
}

/// What the reference says of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Answer(Box<RefAnswer>),
    /// The case has no world under its profile: how many statements a smallest contradiction has.
    Contradiction(usize),
}

fn words(set: &Verdicts) -> Vec<&'static str> {
    set.iter().map(|v| v.word()).collect()
}

/// How many assignments the case has: what it costs to list them.
pub fn cost(book: &Rulebook, sit: &Situation) -> usize {
    Space::new(book, sit).size
}

/// The cells asked about: declaration order of acts, then the destinations asked about.
pub fn asked_cells(book: &Rulebook, sit: &Situation) -> Vec<Cell> {
    let all = space::all_cells(book, sit);
    let mut cells: Vec<Cell> = Vec::new();
    for a in 0..book.acts.len() {
        let of_act = |c: &&Cell| c.0.ix() == a;
        cells.extend(all.iter().filter(of_act).filter(|c| c.1.is_none()));
        for d in &sit.asked {
            cells.extend(all.iter().filter(of_act).filter(|c| c.1 == Some(*d)));
        }
    }
    cells
}

/// Answers a case by listing its worlds.
pub fn answer(book: &Rulebook, sit: &Situation) -> Outcome {
    let space = Space::new(book, sit);
    let case = Case::new(book, sit, &space);
    if let Some(size) = case.contradiction() {
        return Outcome::Contradiction(size);
    }
    let open = case.open();
    let asked: Vec<usize> = asked_cells(book, sit).into_iter().map(|c| case.cell(c)).collect();
    let one = |c: usize| {
        let (act, destination) = case.cells[c];
        let a = case.verdicts_in(c, &case.all());
        let p = case.verdicts_in(c, &open);
        RefCell {
            act: book.acts[act.ix()].id.clone(),
            destination: destination.map(|d| sit.states[d as usize].code.clone()),
            now: verdicts::now(&case, c),
            verdict: if p.len() == 1 { words(&p)[0] } else { "open" },
            possible_under_profile: words(&p),
            possible: words(&a),
            settled: verdicts::settled(&case, c),
            by_reading: verdicts::by_reading(&case, c),
            open_facts: verdicts::open_facts(&case, c)
                .into_iter()
                .map(|i| names::path(book, sit, case.item(i)))
                .collect(),
            settled_by: reasons::settled_by(&case, c),
            unless: reasons::unless(&case, c),
            basis: reasons::basis(&case, c),
            if_done: reasons::if_done(&case, c),
            if_not_done: reasons::if_not_done(&case, c),
            pending: reasons::pending(&case, c),
            set_aside: reasons::set_aside(&case, c),
            steps: verdicts::steps(&case, c),
        }
    };
    Outcome::Answer(Box::new(RefAnswer {
        acts: asked.iter().map(|c| one(*c)).collect(),
        ones: duties::ones(&case),
        clocks: duties::clocks(&case),
        dilemmas: duties::dilemmas(&case),
        terms: duties::terms(&case),
        next: reasons::next(&case, &asked),
    }))
}

/// A verdict's word back to the verdict.
pub fn verdict(word: &str) -> Option<Verdict> {
    Verdict::ALL.into_iter().find(|v| v.word() == word)
}
