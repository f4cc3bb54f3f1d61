//! From exact results to an [`Answer`].

mod cells;
mod duties;
mod lists;
mod outline;
pub(crate) mod words;

use crate::answer::{ActAnswer, Answer, Dilemma, Disputed, DutyAnswer, Next, RulebookRef, StateRef};
use crate::compile::frame::Frame;
use crate::compile::{Cell, compile_with};
use crate::exact::{Contradiction, Exact, Group, VerdictSet};
use crate::fault::Fault;
use crate::situation::{Item, Situation};
pub(crate) use cells::words_of;
pub use outline::outline;
use safeconduct_rulebook::model::{ActId, Rulebook};
use std::collections::{BTreeMap, BTreeSet};
pub use words::Words;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EngineError {
    /// The statements of the case cannot be true together.
    #[error("these statements cannot be true together: {}", paths.join(", "))]
    Contradiction {
        /// A smallest set of items, by leaving out.
        items: Vec<Item>,
        /// Their paths as in a case file.
        paths: Vec<String>,
        /// Whether it is so only under the profile.
        under_profile: bool,
    },
}

/// What is found out about a cell before it is put into words.
pub(crate) struct Found {
    /// Index of the cell.
    pub(crate) cell: usize,
    /// Over all worlds.
    pub(crate) all: VerdictSet,
    /// Over the worlds of the profile.
    pub(crate) profile: VerdictSet,
    /// By reading.
    pub(crate) groups: Vec<Group>,
    /// Open items that matter.
    pub(crate) matters: Vec<Item>,
}

impl Found {
    /// A cell with the verdicts possible over all worlds and the open items that matter to it.
    fn of(exact: &mut Exact<'_>, cell: usize, all: VerdictSet, matters: Vec<Item>) -> Self {
        Self {
            cell,
            all,
            profile: exact.verdicts(cell, exact.profile),
            groups: exact.by_reading(cell, all),
            matters,
        }
    }
}

/// The exact answer to a case.
///
/// # Errors
/// The case contradicts itself.
pub fn answer(rulebook: &Rulebook, case: &Situation) -> Result<Answer, EngineError> {
    answer_with(rulebook, case, None, |_| true)
}

/// The exact answer to a case on some acts and destinations only: quicker, and otherwise the same. What stands beside the acts (duties, dilemmas,
/// what to ask next) is about these alone.
///
/// # Errors
/// The case contradicts itself.
pub(crate) fn answer_on(
    rulebook: &Rulebook,
    case: &Situation,
    wanted: impl Fn(ActId, Option<u32>) -> bool,
) -> Result<Answer, EngineError> {
    answer_with(rulebook, case, None, |cell| wanted(cell.act, cell.destination))
}

/// The answer with a planted fault, for the tests of the tests.
///
/// # Errors
/// The case contradicts itself.
#[doc(hidden)]
pub fn answer_with_fault(rulebook: &Rulebook, case: &Situation, fault: Fault) -> Result<Answer, EngineError> {
    answer_with(rulebook, case, Some(fault), |_| true)
}

/// Compiles a case and makes it ready for questions.
///
/// # Errors
/// The case contradicts itself.
pub fn prepare<'r>(rulebook: &'r Rulebook, case: &'r Situation) -> Result<Exact<'r>, EngineError> {
    prepare_with(rulebook, case, None)
}

/// The question worth asking first, and the acts to which its answer matters under the profile: none where every act asked about is settled under the
/// profile, or where nothing that is open and not in `skip` matters to one that is not. It always matters; that it is the best is an estimate.
///
/// # Errors
/// The case contradicts itself.
pub fn next_question(rulebook: &Rulebook, case: &Situation, skip: &[Item]) -> Result<Option<Next>, EngineError> {
    let mut exact = prepare(rulebook, case)?;
    let cells: Vec<usize> = exact.asked(case).collect();
    let next = exact.next_question(&cells, skip);
    let words = Words { rb: rulebook, case };
    Ok(next.map(|(item, cells)| words.question(item, cells.iter().map(|c| &exact.compiled.cells[*c]))))
}

fn prepare_with<'r>(
    rulebook: &'r Rulebook,
    case: &'r Situation,
    fault: Option<Fault>,
) -> Result<Exact<'r>, EngineError> {
    let compiled = compile_with(rulebook, Frame::Case(case), fault);
    Exact::new(compiled, case).map_err(|Contradiction { items, under_profile }| {
        let words = Words { rb: rulebook, case };
        let paths = items.iter().map(|i| words.path(*i)).collect();
        EngineError::Contradiction {
            items,
            paths,
            under_profile,
        }
    })
}

fn answer_with(
    rulebook: &Rulebook,
    case: &Situation,
    fault: Option<Fault>,
    wanted: impl Fn(&Cell) -> bool,
) -> Result<Answer, EngineError> {
    let mut exact = prepare_with(rulebook, case, fault)?;
    let words = Words { rb: rulebook, case };
    let asked: Vec<usize> = exact
        .asked(case)
        .filter(|c| wanted(&exact.compiled.cells[*c]))
        .collect();
    let sets: Vec<(usize, VerdictSet)> = asked
        .iter()
        .map(|c| (*c, exact.verdicts(*c, crate::circuit::Lit::TRUE)))
        .collect();
    let matters = exact.matters(&sets);
    let found: Vec<Found> = sets
        .into_iter()
        .zip(matters)
        .map(|((cell, all), matters)| Found::of(&mut exact, cell, all, matters))
        .collect();
    let protective = exact.protect(fault);
    let mut explain = Explain {
        exact,
        words,
        unverified: BTreeSet::new(),
    };
    let acts = found.iter().map(|f| explain.act(f, &protective)).collect();
    let duties = explain.duties(fault);
    let dilemmas = explain.dilemmas(&found);
    let open_law = explain.open_law(&found);
    let terms = explain.terms();
    let presumed = explain.presumed();
    let assumed = explain.assumed(&found, &protective);
    let disputed = explain.disputed();
    let next = explain.next(&found);
    explain.note_statements(&found);
    let bare = explain.bare(acts, duties, dilemmas, disputed);
    Ok(Answer {
        presumed,
        assumed,
        open_law,
        terms,
        unverified: explain.unverified.into_iter().collect(),
        next,
        ..bare
    })
}

/// The state of putting an answer together.
pub(crate) struct Explain<'r> {
    pub(crate) exact: Exact<'r>,
    pub(crate) words: Words<'r>,
    /// What the answer rests on and nobody has checked.
    pub(crate) unverified: BTreeSet<String>,
}

impl Explain<'_> {
    /// An answer without its reasons.
    fn bare(
        &self,
        acts: Vec<ActAnswer>,
        duties: Vec<DutyAnswer>,
        dilemmas: Vec<Dilemma>,
        disputed: Vec<Disputed>,
    ) -> Answer {
        let Words { rb, case } = self.words;
        Answer {
            schema: 1,
            rulebook: RulebookRef::of(rb),
            case: case.id.clone(),
            as_of: case.as_of.to_string(),
            as_known: case.as_known.unwrap_or(case.as_of).to_string(),
            profile: rb.profiles[case.profile.ix()].id.clone(),
            readings: self.readings(),
            disclaimer: rb.disclaimer.clone(),
            states: std::iter::once(&case.detaining)
                .chain(&case.states)
                .map(|s| StateRef {
                    code: s.code.clone(),
                    name: s.name.clone(),
                })
                .collect(),
            acts,
            duties,
            dilemmas,
            presumed: Vec::new(),
            assumed: Vec::new(),
            disputed,
            open_law: Vec::new(),
            terms: BTreeMap::new(),
            unverified: Vec::new(),
            next: Vec::new(),
        }
    }

    fn readings(&self) -> BTreeMap<String, String> {
        let rb = self.words.rb;
        let readings = self.words.case.readings.iter();
        readings
            .map(|(q, p)| {
                let question = &rb.questions[q.ix()];
                (question.id.clone(), question.positions[*p as usize].id.clone())
            })
            .collect()
    }
}
