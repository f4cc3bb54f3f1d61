//! From a rulebook and a frame to a circuit (`docs/semantics.md` §§1-2).
//!
//! Everything is compiled on demand and once: a term, an exception in a context, a norm. The rulebook's dependency
//! graph is acyclic (checked by the rulebook crate), so the recursion ends.

mod build;
mod cond;
pub mod form;
pub mod frame;
pub mod items;
mod norms;
pub mod parts;
mod resume;
mod scope;
pub(crate) use cond::state_of;
pub(crate) use safeconduct_rulebook::model::walk;
pub(crate) use scope::{articles, conditions, span_ago};
mod world;

use crate::circuit::{Circuit, Lit};
use crate::fault::Fault;
use crate::law::LimitKind;
use crate::situation::Item;
use frame::{Frame, Place, Threshold};
use items::Repr;
use safeconduct_rulebook::model::*;
use scope::Scopes;
use std::collections::{BTreeMap, HashMap};

/// A norm as declared: one act of one conclusion of a rule.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NormDecl {
    pub(crate) rule: RuleId,
    pub(crate) conclusion: u32,
    pub(crate) act: ActId,
    pub(crate) to: Option<Target>,
    pub(crate) mode: Mode,
}

/// The mode of a norm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// `must`
    Must,
    /// `must … to home`
    MustHome,
    /// `must not`
    Bar,
    /// `must not … while`
    While,
    /// `must not … until`
    Until,
}

/// A norm on a cell.
#[derive(Clone, Debug)]
pub struct Norm {
    /// Its rule.
    pub rule: RuleId,
    /// Which conclusion of the rule.
    pub conclusion: u32,
    /// Its mode.
    pub mode: Mode,
    /// Its condition.
    pub condition: Lit,
    /// Each exception to it in its context, and whether it applies.
    pub exceptions: Vec<(ExceptionId, Lit)>,
    /// Its condition, and no exception.
    pub holds: Lit,
    /// Each priority that would defeat it, and whether it does.
    pub defeats: Vec<(PriorityId, Lit)>,
    /// It holds and is not defeated.
    pub stands: Lit,
    /// For a duty: it stands, and among several homes it is the only or the last one. Suspension is not counted here.
    pub owed: Lit,
}

/// A basis on a cell.
#[derive(Clone, Debug)]
pub struct BasisOn {
    /// The basis.
    pub basis: BasisId,
    /// Its condition.
    pub condition: Lit,
    /// Each exception to it in its context, and whether it applies.
    pub exceptions: Vec<(ExceptionId, Lit)>,
    /// Its condition, and no exception.
    pub holds: Lit,
}

/// An act and a destination, and everything that bears on it.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The act.
    pub act: ActId,
    /// The destination: a state of the frame.
    pub destination: Option<u32>,
    /// The norms, in declaration order.
    pub norms: Vec<Norm>,
    /// The bases, in declaration order.
    pub bases: Vec<BasisOn>,
    /// Some flat bar stands.
    pub barred: Lit,
    /// Some `while` bar stands.
    pub suspended: Lit,
    /// The act is open: free, by a basis or by a duty.
    pub open: Lit,
    /// The duties of one of several whose last choice this is: index into [`Compiled::one_of`] and when.
    pub last_choice_of: Vec<(usize, Lit)>,
    /// A duty to do it, before suspension.
    pub must: Lit,
    /// M: a breach if it is not done.
    pub owed: Lit,
    /// F: a breach if it is done.
    pub forbidden: Lit,
    /// In the order of [`Verdict::ALL`].
    pub verdicts: [Lit; 5],
    /// The steps of `until` norms: the norm's index, the step, whether it is done.
    pub steps: Vec<(usize, StepId, bool)>,
}

/// A choice of a duty of one of several.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceOn {
    /// The act.
    pub act: ActId,
    /// The destination; `None` also for "any other state" of an act with one.
    pub destination: Option<u32>,
    /// "any other state"
    pub other: bool,
    /// Whether it is a choice.
    pub active: Lit,
    /// Whether it is left.
    pub left: Lit,
}

/// A duty of one of several on which a `must one of`, or a `must … to home` with several homes, rests.
#[derive(Clone, Debug)]
pub struct OneOf {
    /// The rule.
    pub rule: RuleId,
    /// Which conclusion.
    pub conclusion: u32,
    /// Whether it is a `must … to home`.
    pub home: bool,
    /// Its condition.
    pub condition: Lit,
    /// Whether it stands.
    pub stands: Lit,
    /// Its choices.
    pub choices: Vec<ChoiceOn>,
    /// It stands and no choice is left.
    pub dilemma: Lit,
}

/// An open law entry or a generic law atom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LawKey {
    /// Whose.
    pub place: Place,
    /// Which instrument.
    pub instrument: InstrumentId,
}

/// A presumption on an item.
#[derive(Clone, Debug)]
pub struct PresumptionOn {
    /// The presumption.
    pub presumption: PresumptionId,
    /// The item.
    pub item: Item,
    /// Whether it holds.
    pub holds: Lit,
    /// The item has its value.
    pub value: Lit,
    /// A stated value of the item rebuts it (index into [`Compiled::stated`]).
    pub rebutted_by: Option<usize>,
    /// That it has its value where it holds and nothing rebuts it: in every world. True in a generic frame.
    pub binds: Lit,
}

/// What no world can be, for the case or for one state.
#[derive(Clone, Copy, Debug)]
pub struct ImpossibleOn {
    /// What.
    pub impossible: ImpossibleId,
    /// For which state.
    pub state: Option<u32>,
    /// That it is not so: in every world.
    pub never: Lit,
}

/// A statement of the case about an item that is read.
#[derive(Clone, Debug)]
pub struct StatedOn {
    /// Index into [`crate::situation::Situation::stated`].
    pub index: usize,
    /// The item.
    pub item: Item,
    /// "The statement is kept": an input; the world implies its consequence.
    pub kept: Lit,
    /// "It rebuts presumptions on the item": an input.
    pub rebuts: Lit,
    /// The item has the stated value.
    pub value: Lit,
    /// That the statement, where it is kept, binds unless a presumption that it does not rebut holds: in every world.
    pub binds: Lit,
}

/// A duty with a clock.
#[derive(Clone, Debug)]
pub struct DutyOn {
    /// The duty.
    pub duty: DutyId,
    /// Its condition, and no exception.
    pub when: Lit,
    /// Suspended.
    pub suspended: Lit,
}

/// A protective clause of an item: `clause` says that if it is its turn, the item has the value.
#[derive(Clone, Debug)]
pub struct ProtectiveOn {
    /// The item.
    pub item: Item,
    /// The value.
    pub value: Val,
    /// The item has the value.
    pub is: Lit,
    /// The clause.
    pub clause: Lit,
}

/// A compiled rulebook.
#[derive(Clone, Debug)]
pub struct Compiled<'r> {
    /// The rulebook.
    pub rulebook: &'r Rulebook,
    /// The number of states besides the detaining power.
    pub states: u32,
    /// The circuit.
    pub circuit: Circuit,
    /// The items that are read, in item order.
    pub items: BTreeMap<Item, Repr>,
    /// For each question the literal of each position.
    pub questions: Vec<Vec<Lit>>,
    /// Open law entries (in a generic frame: all law atoms), by state then instrument.
    pub open_law: BTreeMap<LawKey, Lit>,
    /// In a generic frame: for each role the literal of each state.
    pub roles: Vec<Vec<Lit>>,
    /// In a generic frame: the atoms of reservations and derogations.
    pub limits: Vec<(LawKey, String, LimitKind, Lit)>,
    /// Whether there is no other state to go to: a constant in a case, an input otherwise.
    pub complete: Lit,
    /// What every world satisfies besides [`Compiled::types`]: `impossible`, presumptions, statements that are kept.
    pub world: Vec<Lit>,
    /// That every item has one value, every question one position, every role at most one state.
    pub types: Vec<Lit>,
    /// Those of [`Compiled::world`] that say what is impossible.
    pub impossible: Vec<ImpossibleOn>,
    /// Those of [`Compiled::world`] that bind an item to a kept statement whatever else holds.
    pub statement_constraints: std::collections::HashSet<Lit>,
    /// Statements about items that are read, in item order.
    pub stated: Vec<StatedOn>,
    /// In a form: what a case could state of each item that is read, in item order.
    pub selectors: Vec<form::Selector>,
    /// The presumptions, in item order.
    pub presumptions: Vec<PresumptionOn>,
    /// Protective clauses, in item order.
    pub protective: Vec<ProtectiveOn>,
    /// The cells: every act and every state of the frame, in declaration order.
    pub cells: Vec<Cell>,
    /// The duties of one of several.
    pub one_of: Vec<OneOf>,
    /// The duties with a clock.
    pub duties: Vec<DutyOn>,
    /// Every term of every state.
    pub terms: Vec<(TermId, Option<u32>, Lit)>,
    /// For each claim and each of its cells (index into [`Compiled::cells`], `None` for a claim about no act): its `when` and, for `then` claims, its conclusion.
    pub claims: Vec<Vec<(Option<usize>, Lit, Lit)>>,
    /// In a generic frame: the condition of each waiver.
    pub waivers: Vec<Lit>,
    /// Where parts can be left out: what an audit looks at, besides.
    pub parts: parts::Parts,
}

/// The context in which a condition is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    pub(crate) act: Option<ActId>,
    pub(crate) destination: Option<u32>,
    pub(crate) vars: Vec<u32>,
}

impl Context {
    pub(crate) fn new(act: Option<ActId>, destination: Option<u32>) -> Self {
        Self {
            act,
            destination,
            vars: Vec::new(),
        }
    }
}

/// The compiler: the growing result and what has been compiled already.
pub(crate) struct Compiler<'r> {
    pub(crate) rb: &'r Rulebook,
    pub(crate) frame: Frame<'r>,
    pub(crate) fault: Option<Fault>,
    pub(crate) c: Circuit,
    pub(crate) items: HashMap<Item, Repr>,
    pub(crate) thresholds: Vec<Vec<Threshold>>,
    pub(crate) questions: Vec<Vec<Lit>>,
    pub(crate) law: BTreeMap<LawKey, Lit>,
    pub(crate) limits: Vec<(LawKey, String, LimitKind, Lit)>,
    pub(crate) roles: Vec<Vec<Lit>>,
    pub(crate) home: Option<TermId>,
    pub(crate) decls: Vec<NormDecl>,
    pub(crate) decls_by_act: Vec<Vec<usize>>,
    pub(crate) rules_by_term: Vec<Vec<RuleId>>,
    pub(crate) exceptions_to: HashMap<safeconduct_rulebook::model::Norm, Vec<ExceptionId>>,
    pub(crate) scopes: Scopes,
    pub(crate) terms: HashMap<(TermId, Option<u32>), Lit>,
    pub(crate) applied: HashMap<(ExceptionId, Option<ActId>, Option<u32>), Lit>,
    pub(crate) rule_conditions: HashMap<(RuleId, Option<ActId>, Option<u32>), Lit>,
    pub(crate) norm_holds: HashMap<(usize, Option<u32>), Lit>,
    pub(crate) norm_stands: HashMap<(usize, Option<u32>), Lit>,
    pub(crate) barred: HashMap<(ActId, Option<u32>), Lit>,
    pub(crate) closures: HashMap<RelationId, Vec<Vec<Lit>>>,
    pub(crate) parts: Option<parts::Parts>,
}

/// Compiles a rulebook for a frame.
pub fn compile<'r>(rulebook: &'r Rulebook, frame: Frame<'r>) -> Compiled<'r> {
    Compiler::new(rulebook, frame, None).build()
}

/// Compiles so that each part of the rulebook can be left out: for every part there is an input that says that it is there.
pub(crate) fn compile_in_parts<'r>(rulebook: &'r Rulebook, frame: Frame<'r>) -> Compiled<'r> {
    let mut compiler = Compiler::new(rulebook, frame, None);
    compiler.parts = Some(parts::Parts::default());
    compiler.build()
}

/// Compiles with a planted fault, for the tests of the tests.
pub(crate) fn compile_with<'r>(rulebook: &'r Rulebook, frame: Frame<'r>, fault: Option<Fault>) -> Compiled<'r> {
    Compiler::new(rulebook, frame, fault).build()
}
