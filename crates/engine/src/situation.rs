//! What the engine is asked: a case, resolved against a rulebook. Plain data; the case-file reader makes it.

use crate::compile::frame::Place;
use jiff::civil::Date;
use safeconduct_rulebook::model::{
    ActId, BodyId, FactId, InstrumentId, ProfileId, QuestionId, RelationId, Rulebook, Sort, StepId, Val,
};

/// A case.
#[derive(Clone, Debug)]
pub struct Situation {
    /// The case's own name.
    pub id: String,
    /// The day as of which it is answered.
    pub as_of: Date,
    /// The day up to which records are taken into account, where it was given.
    pub as_known: Option<Date>,
    /// The profile.
    pub profile: ProfileId,
    /// Positions that replace the profile's.
    pub readings: Vec<(QuestionId, u32)>,
    /// The detaining power.
    pub detaining: State,
    /// The states of the case, without the detaining power: those asked about, those of the roles, those of relations, in this order.
    pub states: Vec<State>,
    /// The states asked about: indices into [`Situation::states`].
    pub asked: Vec<u32>,
    /// For each role of the rulebook the index of its state, defaults applied; `None` where nobody has it.
    pub roles: Vec<Option<u32>>,
    /// Whether there is no other state to go to.
    pub complete: bool,
    /// What the file states. At most one entry an item; in [`Item`] order.
    pub stated: Vec<Stated>,
    /// Law that the case states in place of the rulebook's: at most one entry a state and instrument.
    pub law: Vec<StatedLaw>,
    /// Items whose evidence conflicts; they stay open.
    pub disputed: Vec<Disputed>,
    /// The steps done on or before [`Situation::as_of`].
    pub done: Vec<Done>,
    /// What the reader assumed where the file is silent (a missing date, a default role): name and value.
    pub assumed: Vec<(String, String)>,
}

impl Situation {
    /// The position on a question that the case takes in place of the profile, or the profile's.
    pub fn position(&self, rulebook: &Rulebook, question: QuestionId) -> u32 {
        let replaced = self.readings.iter().rev().find(|(q, _)| *q == question);
        replaced.map_or_else(
            || rulebook.profiles[self.profile.ix()].choices[question.ix()],
            |(_, p)| *p,
        )
    }
}

/// A state of a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct State {
    /// `KP`
    pub code: String,
    /// `Country A`; the code where the rulebook has no file on it.
    pub name: String,
}

/// One thing that can be found: a fact or relation, of a case, a state, an act (and destination), or a pair of states.
///
/// The derived order is *item order*, which breaks ties: facts before relations, declaration order, then act, then states.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// What.
    pub what: What,
    /// For a fact per act.
    pub act: Option<ActId>,
    /// For a fact per destination, a fact per act with a destination, or the first state of a relation.
    pub state: Option<u32>,
    /// The second state of a relation.
    pub other: Option<u32>,
}

/// A fact or a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A fact.
    Fact(FactId),
    /// A relation.
    Relation(RelationId),
}

/// How a fact or relation is found.
#[derive(Clone, Copy, Debug)]
pub struct Inquiry<'r> {
    /// What it is called.
    pub title: &'r str,
    /// The question to ask, with holes for states.
    pub ask: &'r str,
    /// Its sort; a relation is a finding.
    pub sort: Sort,
    /// The bodies that show it.
    pub shown_by: &'r [BodyId],
    /// To what standard.
    pub standard: &'r str,
}

impl What {
    /// How it is found.
    pub fn inquiry(self, rulebook: &Rulebook) -> Inquiry<'_> {
        match self {
            Self::Fact(id) => {
                let fact = &rulebook.facts[id.ix()];
                Inquiry {
                    title: &fact.title,
                    ask: &fact.ask,
                    sort: fact.sort,
                    shown_by: &fact.shown_by,
                    standard: &fact.standard,
                }
            }
            Self::Relation(id) => {
                let relation = &rulebook.relations[id.ix()];
                Inquiry {
                    title: &relation.title,
                    ask: &relation.ask,
                    sort: Sort::Finding,
                    shown_by: &relation.shown_by,
                    standard: &relation.standard,
                }
            }
        }
    }
}

/// A stated value and its evidence.
#[derive(Clone, Debug)]
pub struct Stated {
    /// Of what.
    pub item: Item,
    /// The value.
    pub value: Val,
    /// The body that recorded it.
    pub by: Option<BodyId>,
    /// Strength of the evidence, 0 strongest.
    pub strength: u8,
    /// Holds since.
    pub since: Option<Date>,
    /// Evidence.
    pub source: Option<String>,
    /// What nobody has checked.
    pub unverified: Option<String>,
}

/// What a case states of a state and an instrument: it takes the place of every entry that the rulebook has on the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedLaw {
    /// Whose law.
    pub place: Place,
    /// Which instrument.
    pub instrument: InstrumentId,
    /// Whether the state is bound; `None`: as the rulebook's entries say.
    pub bound: Option<bool>,
    /// The articles that it has reserved.
    pub reserves: Vec<String>,
    /// The articles from which it derogates.
    pub derogates: Vec<String>,
}

/// An item whose evidence conflicts.
#[derive(Clone, Debug)]
pub struct Disputed {
    /// Of what.
    pub item: Item,
    /// The values that are put forward.
    pub values: Vec<Val>,
    /// Why it is disputed.
    pub why: String,
}

/// A step that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Done {
    /// The step.
    pub step: StepId,
    /// For which act; `None` where the step is done once.
    pub act: Option<ActId>,
    /// For which destination.
    pub state: Option<u32>,
    /// When.
    pub date: Date,
}
