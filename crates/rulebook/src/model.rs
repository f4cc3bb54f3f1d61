//! The rulebook, resolved: every name is an index, every condition is typed. Plain data, read by the engine.
//!
//! Invariant: a `Rulebook` that [`crate::load()`] returned without an error diagnostic is total: every index is in
//! range, every condition names only what its context has, and the dependency graph is acyclic.

use crate::source::Span;
use jiff::civil::Date;

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
    /// Bodies that find, record or dispel (named in `shown by` and `until`), sorted by name.
    pub bodies: Vec<String>,
    /// Aliases: old name, new name, message.
    pub aliases: Vec<(String, String, String)>,
    /// The `case` fences.
    pub cases: Vec<CaseFence>,
    /// The law of states, by code.
    pub states: Vec<StateLaw>,
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

/// A citation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// The instrument.
    pub instrument: InstrumentId,
    /// The dotted name, `gc3.109.3`.
    pub path: String,
    /// For people: `GC III art 109(3)`.
    pub text: String,
}

/// A source of law.
#[derive(Clone, Debug)]
pub struct Instrument {
    /// `gc3`
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
    /// Where it is declared.
    pub origin: Origin,
}

/// A provision: a heading and its prose.
#[derive(Clone, Debug)]
pub struct Provision {
    /// `gc3.109.3`
    pub id: String,
    /// Its instrument.
    pub instrument: InstrumentId,
    /// The heading's words.
    pub title: String,
    /// The prose, Markdown source.
    pub prose: String,
    /// Why it has no rule.
    pub not_modelled: Option<String>,
    /// For people: `GC III art 109(3)`.
    pub citation: String,
    /// Where it stands.
    pub span: Span,
}

/// The sort of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sort {
    /// Open until somebody finds it.
    Finding,
    /// What the prisoner says; open until he is asked; never in an `unless`.
    Wish,
    /// Somebody else's act; open until recorded.
    Order,
}

/// What a fact is about, besides the prisoner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Per {
    /// One value in a case.
    Case,
    /// One value a state.
    Destination,
    /// One value an act, and destination where the act has one.
    Act,
}

/// The type of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// yes or no
    YesNo,
    /// One of named values, each with a clause.
    OneOf(Vec<Value>),
    /// A civil date.
    Date,
    /// A whole number.
    Number,
}

/// A value of an enumeration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// `found`
    pub id: String,
    /// The clause for "it has this value", a whole clause.
    pub clause: String,
}

/// A finding, wish or order.
#[derive(Clone, Debug)]
pub struct Fact {
    /// `destination.torture`: the path in rules; in a case file the state stands after the first segment.
    pub id: String,
    /// Title.
    pub title: String,
    /// Its sort.
    pub sort: Sort,
    /// What it is about.
    pub per: Per,
    /// Its type.
    pub kind: Type,
    /// Clause for yes; `{destination}` stands for the state.
    pub holds: String,
    /// Clause for no.
    pub fails: String,
    /// The question to ask.
    pub ask: String,
    /// Who shows it.
    pub shown_by: Vec<BodyId>,
    /// To what standard.
    pub standard: String,
    /// Whether it may change.
    pub changes: bool,
    /// Protective values in order: the first whose condition holds; none: open.
    pub protective: Vec<Protective>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A protective value.
#[derive(Clone, Debug)]
pub struct Protective {
    /// The value; `None`: open.
    pub value: Option<Val>,
    /// When; [`Cond::True`] where unconditional.
    pub when: Cond,
}

/// A value of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Val {
    /// Of a yes/no fact or relation (`found` is true).
    Bool(bool),
    /// Of an enumeration: index of the value.
    Value(u32),
    /// Of a date.
    Date(Date),
    /// Of a number.
    Number(i64),
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    /// `private_interview`
    pub id: String,
    /// Title.
    pub title: String,
    /// The acts that it is done for; empty: once.
    pub acts: Vec<ActId>,
    /// Clause for done.
    pub holds: String,
    /// Clause for not done.
    pub fails: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// A relation between two different states: found (true), dispelled (false), or open.
#[derive(Clone, Debug)]
pub struct Relation {
    /// `passes_on_to`
    pub id: String,
    /// Title.
    pub title: String,
    /// `onward`: the table of the case file.
    pub table: String,
    /// Whether conditions read its transitive closure.
    pub transitive: bool,
    /// Clause for found, `{from}` and `{to}`.
    pub holds: String,
    /// Clause for dispelled.
    pub fails: String,
    /// The question to ask.
    pub ask: String,
    /// Who shows it.
    pub shown_by: Vec<BodyId>,
    /// To what standard.
    pub standard: String,
    /// Protective values (conditions may not name states).
    pub protective: Vec<Protective>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A named state of a case.
#[derive(Clone, Debug)]
pub struct Role {
    /// `origin`; the key in a case file.
    pub id: String,
    /// Title.
    pub title: String,
    /// The role whose state is taken when this one is not stated.
    pub default: Option<RoleId>,
    /// Where it is declared.
    pub origin: Origin,
}

/// A derived concept.
#[derive(Clone, Debug)]
pub struct Term {
    /// `prisoner.is_prisoner_of_war`
    pub id: String,
    /// Title.
    pub title: String,
    /// One value a state.
    pub per_destination: bool,
    /// Names whom a norm binds or protects.
    pub status: bool,
    /// The word `home` means the states with this term.
    pub home: bool,
    /// Clause for holds.
    pub holds: String,
    /// Clause for fails.
    pub fails: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// An act.
#[derive(Clone, Debug)]
pub struct Act {
    /// `repatriate`
    pub id: String,
    /// Title.
    pub title: String,
    /// Indices into [`Rulebook::kinds`].
    pub kinds: Vec<u32>,
    /// Whether it has a destination.
    pub destination: bool,
    /// Whether it cannot be undone.
    pub irreversible: bool,
    /// The acts that cannot be done beside it (symmetric).
    pub excludes: Vec<ActId>,
    /// Needs no basis.
    pub free: bool,
    /// `repatriate the prisoner to {destination}`
    pub phrase: String,
    /// Where it is declared.
    pub origin: Origin,
}

/// A power.
#[derive(Clone, Debug)]
pub struct Basis {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The acts that it opens.
    pub acts: Vec<ActId>,
    /// When; `under` clauses are conjoined as [`Cond::Under`].
    pub when: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// A rule.
#[derive(Clone, Debug)]
pub struct Rule {
    /// `gc3.118.1`
    pub id: String,
    /// Title.
    pub title: String,
    /// When; `under` clauses are conjoined as [`Cond::Under`].
    pub when: Cond,
    /// Its conclusions.
    pub then: Vec<Conclusion>,
    /// Where it stands.
    pub origin: Origin,
}

/// A conclusion.
#[derive(Clone, Debug)]
pub enum Conclusion {
    /// A term holds; of `state` where the term is per destination.
    Term {
        /// The term.
        term: TermId,
        /// The state it holds of: always [`StateExpr::Destination`] for a per-destination term.
        state: Option<StateExpr>,
    },
    /// The acts are owed, each a norm of its own.
    Must(Vec<ActTo>),
    /// One of the acts is owed.
    MustOneOf(Vec<ActTo>),
    /// The acts are barred, each a norm of its own.
    MustNot {
        /// The acts.
        acts: Vec<ActTo>,
        /// How long.
        bar: Bar,
    },
}

/// How long a bar lasts.
#[derive(Clone, Debug)]
pub enum Bar {
    /// As long as the condition holds.
    Flat,
    /// Until every one of these steps is done.
    Until(Vec<StepId>),
    /// While the condition holds, besides that of the rule.
    While(Cond),
}

/// An act, perhaps only toward one state or toward home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActTo {
    /// The act.
    pub act: ActId,
    /// `None`: every destination (or none, where the act has none).
    pub to: Option<Target>,
}

/// The state toward which a norm is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Every state that is home.
    Home,
    /// One state.
    State(StateExpr),
}

/// A duty with a clock.
#[derive(Clone, Debug)]
pub struct Duty {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// `detaining` or a role.
    pub bearer: StateExpr,
    /// When it is owed.
    pub when: Cond,
    /// The date fact that starts the clock (per case).
    pub event: Option<FactId>,
    /// The term; `None`: without delay.
    pub within: Option<(i64, Unit)>,
    /// To whom.
    pub toward: Option<String>,
    /// The step that discharges it (done once, or for any act).
    pub done_by: Option<StepId>,
    /// Suspended while.
    pub suspended_while: Option<Cond>,
    /// Where it stands.
    pub origin: Origin,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Days.
    Days,
    /// Weeks.
    Weeks,
    /// Months.
    Months,
    /// Years.
    Years,
}

/// What an exception or priority names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Norm {
    /// Every conclusion of a rule.
    Rule(RuleId),
    /// A basis.
    Basis(BasisId),
    /// An exception.
    Exception(ExceptionId),
    /// A presumption.
    Presumption(PresumptionId),
}

/// An exception.
#[derive(Clone, Debug)]
pub struct Exception {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it lifts.
    pub to: Vec<Norm>,
    /// Only for these acts; empty: all.
    pub acts: Vec<ActId>,
    /// When; `under` clauses are conjoined.
    pub when: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// A priority.
#[derive(Clone, Debug)]
pub struct Priority {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The rule that prevails.
    pub winner: RuleId,
    /// The rule that gives way.
    pub loser: RuleId,
    /// Only on these acts; empty: all.
    pub acts: Vec<ActId>,
    /// Under which reading: a conjunction of [`Cond::Under`], or [`Cond::True`].
    pub under: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// A presumption.
#[derive(Clone, Debug)]
pub struct Presumption {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// What is presumed.
    pub what: Presumed,
    /// The value.
    pub value: Val,
    /// The bodies whose record dispels it; empty: anybody's.
    pub until: Vec<BodyId>,
    /// When; for a presumption on a per-destination fact it may name the destination.
    pub when: Cond,
    /// Where it stands.
    pub origin: Origin,
}

/// What a presumption is about. For a fact per destination it holds of every state; per act, of every act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presumed {
    /// A fact.
    Fact(FactId),
    /// A relation: from every state (named `destination` in the condition) to every other.
    Relation(RelationId),
}

/// What no case can be; with `destination` in the condition: for no state.
#[derive(Clone, Debug)]
pub struct Impossible {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The condition that never holds.
    pub when: Cond,
    /// Whether it ranges over the states.
    pub per_destination: bool,
    /// Where it stands.
    pub origin: Origin,
}

/// A contested question.
#[derive(Clone, Debug)]
pub struct Question {
    /// Its id.
    pub id: String,
    /// The question.
    pub title: String,
    /// What turns on it.
    pub matters: String,
    /// The positions, at least two.
    pub positions: Vec<Position>,
    /// Where it stands.
    pub origin: Origin,
}

/// A position.
#[derive(Clone, Debug)]
pub struct Position {
    /// Its id.
    pub id: String,
    /// What it says.
    pub says: String,
    /// Who holds it.
    pub held_by: Vec<String>,
    /// On what authority.
    pub on: Vec<Citation>,
    /// What nobody has checked.
    pub unverified: Option<String>,
}

/// A choice of positions, one for every question.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The default profile.
    pub default: bool,
    /// The position for each question, by index of the question.
    pub choices: Vec<u32>,
    /// Where it stands.
    pub origin: Origin,
}

/// A claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Title.
    pub title: String,
    /// The acts over which it ranges.
    pub acts: Vec<ActId>,
    /// Under what condition; may name the destination where every act has one.
    pub when: Cond,
    /// What it says.
    pub says: ClaimSays,
    /// Where it stands.
    pub origin: Origin,
}

/// What a claim says.
#[derive(Clone, Debug)]
pub enum ClaimSays {
    /// The verdict is none of these.
    Never(Vec<Verdict>),
    /// The verdict is one of these.
    Always(Vec<Verdict>),
    /// This condition holds.
    Then(Cond),
    /// Changing one thing alone never turns a verdict of `from` into one of `into`.
    NeverTurns {
        /// What is changed.
        change: Change,
        /// The verdicts before.
        from: Vec<Verdict>,
        /// The verdicts after.
        into: Vec<Verdict>,
    },
}

/// The one thing that a differential claim changes.
#[derive(Clone, Debug)]
pub enum Change {
    /// A fact (of the destination of the act in question where `state` is [`StateExpr::Destination`] — of every
    /// state in turn where the fact is per destination and `state` is `None`; per act: of the act in question).
    Fact {
        /// The fact.
        fact: FactId,
        /// Whose.
        state: Option<StateExpr>,
        /// Before; `None`: anything else.
        from: Option<Val>,
        /// After; `None`: anything else.
        to: Option<Val>,
    },
    /// A relation, between any two states.
    Relation {
        /// The relation.
        relation: RelationId,
        /// Before.
        from: bool,
        /// After.
        to: bool,
    },
    /// A position.
    Reading {
        /// The question.
        question: QuestionId,
        /// Before.
        from: u32,
        /// After.
        to: u32,
    },
    /// An entry of the law of states.
    Bound {
        /// Whose.
        state: StateExpr,
        /// The instrument.
        instrument: InstrumentId,
        /// Before.
        from: bool,
        /// After.
        to: bool,
    },
}

/// A verdict on an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It must be done.
    Required,
    /// It may be done.
    Permitted,
    /// It must not be done.
    Prohibited,
    /// The law opens no way to it.
    Unavailable,
    /// It must and must not be done.
    Conflict,
}

impl Verdict {
    /// All of them, in the order in which they are reported.
    pub const ALL: [Self; 5] = [
        Self::Required,
        Self::Permitted,
        Self::Prohibited,
        Self::Unavailable,
        Self::Conflict,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Required => "required",
            Self::Permitted => "permitted",
            Self::Prohibited => "prohibited",
            Self::Unavailable => "unavailable",
            Self::Conflict => "conflict",
        }
    }
}

/// A state in a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StateExpr {
    /// The destination of the norm.
    Destination,
    /// The detaining power.
    Detaining,
    /// A named state of the case.
    Role(RoleId),
    /// A variable of an enclosing [`Cond::Quantified`], counted from the outermost, 0.
    Var(u32),
}

/// A condition.
#[derive(Clone, Debug)]
pub enum Cond {
    /// Always.
    True,
    /// All.
    And(Vec<Cond>),
    /// Any.
    Or(Vec<Cond>),
    /// Not.
    Not(Box<Cond>),
    /// A fact passes a test. The state is given exactly where the fact is [`Per::Destination`]; a [`Per::Act`] fact is
    /// that of the act and destination of the norm in question.
    Fact {
        /// The fact.
        fact: FactId,
        /// Whose.
        state: Option<StateExpr>,
        /// The test.
        test: Test,
    },
    /// A relation is found (its closure, where transitive) from one state to another.
    Relation {
        /// The relation.
        relation: RelationId,
        /// From.
        from: StateExpr,
        /// To.
        to: StateExpr,
    },
    /// A term holds.
    Term {
        /// The term.
        term: TermId,
        /// Of which state.
        state: Option<StateExpr>,
    },
    /// Two states are the same.
    Same(StateExpr, StateExpr),
    /// A state is bound by an instrument and, where an article is given, without reservation to it or derogation from it in force.
    Bound {
        /// Who.
        state: StateExpr,
        /// By what.
        instrument: InstrumentId,
        /// The article.
        article: Option<String>,
    },
    /// A state is bound by an instrument and has a reservation in force to the article.
    Reserved {
        /// Who.
        state: StateExpr,
        /// To what.
        instrument: InstrumentId,
        /// The article.
        article: String,
    },
    /// A state is bound by an instrument and derogates from the article.
    Derogates {
        /// Who.
        state: StateExpr,
        /// From what.
        instrument: InstrumentId,
        /// The article.
        article: String,
    },
    /// One of these positions on a question.
    Under {
        /// The question.
        question: QuestionId,
        /// The positions.
        positions: Vec<u32>,
    },
    /// The act is barred (for good, not `until` or `while`), toward the state where it has a destination.
    Barred {
        /// The act.
        act: ActId,
        /// Toward; given exactly where the act has a destination.
        to: Option<StateExpr>,
    },
    /// Some or every state has something.
    Quantified {
        /// Every, or some.
        every: bool,
        /// Which states.
        domain: Domain,
        /// The variable's number (its depth).
        var: u32,
        /// Only states to which this state stands in this relation.
        via: Option<(StateExpr, RelationId)>,
        /// Only states of which this holds.
        with: Option<Box<Cond>>,
        /// What they have.
        body: Box<Cond>,
    },
}

/// Which states a quantifier ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Every state of the case except the detaining power.
    State,
    /// Those that are home.
    Home,
}

/// A test on the value of a fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// A yes/no fact is yes.
    Yes,
    /// An enumeration has one of these values.
    OneOf(Vec<u32>),
    /// A date is earlier than this day.
    Before(Date),
    /// A date lies at least so long before the day of the case.
    Ago(i64, Unit),
    /// A number is at least this.
    AtLeast(i64),
}

/// A `case` fence.
#[derive(Clone, Debug)]
pub struct CaseFence {
    /// TOML.
    pub text: String,
    /// Where.
    pub span: Span,
    /// The file.
    pub file: String,
    /// The 1-based line of the first line of the text.
    pub line: usize,
    /// The provision under which it stands.
    pub provision: Option<ProvisionId>,
}

/// The law of a state: `states/UA.toml`.
#[derive(Clone, Debug)]
pub struct StateLaw {
    /// `UA`
    pub code: String,
    /// `Ukraine`
    pub name: String,
    /// Its entries, in file order.
    pub entries: Vec<LawEntry>,
    /// File number in the sources.
    pub file: u32,
}

/// A state and an instrument. Several entries for one instrument are several periods.
#[derive(Clone, Debug)]
pub struct LawEntry {
    /// The instrument.
    pub instrument: InstrumentId,
    /// Whether the state is known to be a party at all, whatever the dates.
    pub status: Membership,
    /// Bound from this day; `None` with [`Membership::Party`]: the date is not known, so the entry is open.
    pub from: Option<Date>,
    /// Bound until the day before this day.
    pub until: Option<Date>,
    /// Nobody has checked the entry against the depositary.
    pub unverified: bool,
    /// A remark, which answers that rest on the entry repeat when it is unverified.
    pub note: Option<String>,
    /// Where it was read.
    pub source: String,
    /// Reservations.
    pub reservations: Vec<Limit>,
    /// Derogations.
    pub derogations: Vec<Limit>,
    /// Line in the file, 1-based.
    pub line: usize,
}

/// Whether a state is a party.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Membership {
    /// It is or was.
    Party,
    /// It is not, on the date of the source.
    NotParty,
}

/// A reservation to, or derogation from, articles of an instrument.
#[derive(Clone, Debug)]
pub struct Limit {
    /// The articles, as in citations (`85`, `118.1`).
    pub articles: Vec<String>,
    /// From this day; `None`: from the start of the entry.
    pub from: Option<Date>,
    /// Until the day before this day.
    pub until: Option<Date>,
    /// Nobody has checked it.
    pub unverified: bool,
    /// What it says.
    pub note: Option<String>,
}
