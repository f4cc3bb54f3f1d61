//! The rulebook, resolved: every name is an index, every condition is typed. Plain data, read by the engine.
//!
//! Invariant: a `Rulebook` that [`crate::load()`] returned without an error diagnostic is total: every index is in
//! range, every condition names only what its context has, and the dependency graph is acyclic.

mod cond;
mod contest;
mod facts;
mod norms;
mod states;
mod waivers;

pub use cond::*;
pub use contest::*;
pub use facts::*;
pub use norms::*;
pub use states::*;
pub use waivers::*;

use crate::source::Span;
use jiff::civil::Date;
use std::collections::BTreeMap;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u32);
        impl $name {
            /// As an index.
            pub fn ix(self) -> usize { self.0 as usize }
        }
    )*};
}

ids! {
    /// Index into [`Rulebook::instruments`].
    InstrumentId,
    /// Index into [`Rulebook::provisions`].
    ProvisionId,
    /// Index into [`Rulebook::facts`].
    FactId,
    /// Index into [`Rulebook::steps`].
    StepId,
    /// Index into [`Rulebook::relations`].
    RelationId,
    /// Index into [`Rulebook::roles`].
    RoleId,
    /// Index into [`Rulebook::terms`].
    TermId,
    /// Index into [`Rulebook::acts`].
    ActId,
    /// Index into [`Rulebook::bases`].
    BasisId,
    /// Index into [`Rulebook::rules`].
    RuleId,
    /// Index into [`Rulebook::duties`].
    DutyId,
    /// Index into [`Rulebook::exceptions`].
    ExceptionId,
    /// Index into [`Rulebook::priorities`].
    PriorityId,
    /// Index into [`Rulebook::presumptions`].
    PresumptionId,
    /// Index into [`Rulebook::impossibles`].
    ImpossibleId,
    /// Index into [`Rulebook::questions`].
    QuestionId,
    /// Index into [`Rulebook::profiles`].
    ProfileId,
    /// Index into [`Rulebook::claims`].
    ClaimId,
    /// Index into [`Rulebook::waivers`].
    WaiverId,
    /// Index into [`Rulebook::bodies`].
    BodyId,
}

/// The law as data. All vectors are in declaration order: files by path, then place in the file.
#[derive(Clone, Debug, Default)]
pub struct Rulebook {
    /// `version` of `rulebook.toml`.
    pub version: String,
    /// `sha256:…` over all files, path and content, in path order.
    pub digest: String,
    /// `disclaimer` of `rulebook.toml`: printed with every answer.
    pub disclaimer: String,
    /// Sources.
    pub instruments: Vec<Instrument>,
    /// Provisions, by heading.
    pub provisions: Vec<Provision>,
    /// Facts: findings, wishes, orders.
    pub facts: Vec<Fact>,
    /// Steps of the detaining power.
    pub steps: Vec<Step>,
    /// Relations between states.
    pub relations: Vec<Relation>,
    /// Named states of a case.
    pub roles: Vec<Role>,
    /// Derived concepts.
    pub terms: Vec<Term>,
    /// Kinds of acts.
    pub kinds: Vec<String>,
    /// Acts.
    pub acts: Vec<Act>,
    /// Bases.
    pub bases: Vec<Basis>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Duties with a clock.
    pub duties: Vec<Duty>,
    /// Exceptions.
    pub exceptions: Vec<Exception>,
    /// Priorities.
    pub priorities: Vec<Priority>,
    /// Presumptions.
    pub presumptions: Vec<Presumption>,
    /// What no case can be.
    pub impossibles: Vec<Impossible>,
    /// Contested questions.
    pub questions: Vec<Question>,
    /// Profiles; exactly one is the default.
    pub profiles: Vec<Profile>,
    /// Claims.
    pub claims: Vec<Claim>,
    /// Flaws that stand for a reason.
    pub waivers: Vec<Waiver>,
    /// Bodies that find, record or dispel (named in `shown by` and `until`), sorted by name.
    pub bodies: Vec<String>,
    /// `[bodies]` of `rulebook.toml`: what a body is called, where its words with an article would not do.
    pub body_names: BTreeMap<String, String>,
    /// Aliases: old name, new name, message.
    pub aliases: Vec<(String, String, String)>,
    /// The `case` fences.
    pub cases: Vec<CaseFence>,
    /// The law of states, by code.
    pub states: Vec<StateLaw>,
}

impl Rulebook {
    /// The term that names home.
    pub fn home(&self) -> Option<TermId> {
        self.terms.iter().position(|t| t.home).map(|i| TermId(i as u32))
    }

    /// The profile of a case that names none: the one marked so, or the first; a rulebook may have none at all.
    pub fn default_profile(&self) -> Option<ProfileId> {
        let marked = self.profiles.iter().position(|p| p.default).unwrap_or(0);
        (marked < self.profiles.len()).then_some(ProfileId(marked as u32))
    }
}

/// Where a statement comes from, and how well it is checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The statement.
    pub span: Span,
    /// File path and 1-based line.
    pub file: String,
    /// 1-based line.
    pub line: usize,
    /// The heading under which it stands.
    pub provision: Option<ProvisionId>,
    /// Its citations: its own, or that of its heading. At least one for every rule, basis, exception, priority, presumption and duty.
    pub cites: Vec<Citation>,
    /// What nobody has checked; `None` where nothing is marked.
    pub unverified: Option<String>,
}

impl Origin {
    /// The citations in one line.
    pub fn citation(&self) -> String {
        let all: Vec<&str> = self.cites.iter().map(|c| c.text.as_str()).collect();
        all.join("; ")
    }
}

/// A citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The dotted name, `hc.109.3`.
    pub path: String,
    /// For people: `HC art 109(3)`.
    pub text: String,
}

/// The statements that carry what a provision says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatedIn {
    /// Their ids, at least one; ids are one name space over all kinds of statements.
    pub ids: Vec<String>,
    /// What is said beside them.
    pub words: Option<String>,
}

/// A source of law.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// `hc`
    pub id: String,
    /// Full title.
    pub title: String,
    /// Short name.
    pub short: String,
    /// treaty, custom, commentary, judgment, resolution, statute, document
    pub kind: String,
    /// When it was adopted.
    pub adopted: Option<Date>,
    /// When it entered into force.
    pub in_force: Option<Date>,
    /// The word before a pinpoint, `art`; may be empty.
    pub pinpoint: String,
    /// Where to read it.
    pub link: Option<String>,
    /// The text against which its pinpoints were checked; `None`: nobody has read it.
    pub read: Option<String>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A provision: a heading and its prose.
#[derive(Clone, Debug)]
pub struct Provision {
    /// `hc.109.3`
    pub id: String,
    /// Its instrument.
    pub instrument: InstrumentId,
    /// The heading's words.
    pub title: String,
    /// The prose, Markdown source.
    pub prose: String,
    /// Why it has no rule.
    pub not_modelled: Option<String>,
    /// The statements elsewhere that carry what it says.
    pub stated_in: Option<StatedIn>,
    /// For people: `HC art 109(3)`.
    pub citation: String,
    /// Where it stands.
    pub span: Span,
}
