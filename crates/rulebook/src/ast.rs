//! The syntax tree: what the author wrote, name by name, with the place of everything.
//!
//! The tree knows no meaning: names are text, and nothing is looked up. `crate::resolve` turns it into a
//! [`crate::model::Rulebook`]. Statements that could not be read in full are still here, with what could be read.

mod cond;

pub use cond::{Compare, Cond, Quantified, Ref, Under};

use crate::source::Span;

/// A dotted name such as `hc.109.3`, `prisoner.fit_to_travel` or `ship`, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name as written.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A quoted string, without its quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The text between the quotation marks.
    pub text: String,
    /// Where it stands, quotation marks included.
    pub span: Span,
}

/// One file of the rulebook, read.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The provisions in the order of their headings.
    pub provisions: Vec<Heading>,
    /// The statements of all `rule` fences, in order.
    pub statements: Vec<Statement>,
    /// The `case` fences, in order.
    pub cases: Vec<CaseFence>,
}

/// A heading that names a provision: `` ### `hc.109.3` No return against the will ``.
#[derive(Clone, Debug)]
pub struct Heading {
    /// The provision's id.
    pub id: Name,
    /// The words after the id.
    pub title: String,
    /// The level of the heading, 1 to 6.
    pub level: u8,
    /// The prose under the heading, up to the next heading, without fences, as Markdown source.
    pub prose: String,
    /// The reason given by a paragraph that starts with `not modelled:`.
    pub not_modelled: Option<Text>,
    /// What a paragraph that starts with `stated in:` names.
    pub stated_in: Option<StatedIn>,
}

/// `` stated in: `hc.2.1`, `survey` — optional words ``: the statements that carry what the provision says.
#[derive(Clone, Debug)]
pub struct StatedIn {
    /// The statements, at least one.
    pub names: Vec<Name>,
    /// The words after them.
    pub words: Option<String>,
}

/// A fence ` ```case ` : a case file as TOML.
#[derive(Clone, Debug)]
pub struct CaseFence {
    /// The TOML text.
    pub text: String,
    /// Where the text stands.
    pub span: Span,
    /// The provision under which it stands (index into [`Document::provisions`]).
    pub heading: Option<usize>,
}

/// One statement of the language.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The whole statement.
    pub span: Span,
    /// Its keyword.
    pub keyword: Span,
    /// Its id; empty text where none could be read (a diagnostic says so).
    pub id: Name,
    /// Its title.
    pub title: Option<Text>,
    /// The `cite` clauses.
    pub cites: Vec<Cite>,
    /// The `unverified "…"` clause: what nobody has checked.
    pub unverified: Option<Text>,
    /// The provision under which it stands (index into [`Document::provisions`]).
    pub heading: Option<usize>,
    /// What it says.
    pub body: Body,
}

/// A citation: the dotted name of a provision, and a pinpoint within it in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cite {
    /// The provision, `hc.109.3`, or an instrument alone.
    pub provision: Name,
    /// A further pinpoint in words, `"para 4470"`.
    pub pinpoint: Option<Text>,
}

/// What a statement says, by keyword.
#[derive(Clone, Debug)]
pub enum Body {
    /// `instrument`
    Instrument(Instrument),
    /// `fact`
    Fact(Fact),
    /// `step`
    Step(Step),
    /// `relation`
    Relation(Relation),
    /// `role`
    Role(Role),
    /// `term`
    Term(Term),
    /// `act`
    Act(Act),
    /// `basis`
    Basis(Basis),
    /// `rule`
    Rule(Rule),
    /// `duty`
    Duty(Duty),
    /// `exception`
    Exception(Exception),
    /// `priority`
    Priority(Priority),
    /// `presume`
    Presume(Presume),
    /// `impossible`
    Impossible(Impossible),
    /// `question`
    Question(Question),
    /// `profile`
    Profile(Profile),
    /// `claim`
    Claim(Claim),
    /// `waive`
    Waive(Waive),
    /// `alias`
    Alias(Alias),
}

/// `instrument hc "Harbour Convention" …`
#[derive(Clone, Debug, Default)]
pub struct Instrument {
    /// `short "HC"`
    pub short: Option<Text>,
    /// `kind treaty`
    pub kind: Option<Name>,
    /// `adopted 1949-08-12`
    pub adopted: Option<Name>,
    /// `in force 1950-10-21`
    pub in_force: Option<Name>,
    /// `pinpoint "art"`
    pub pinpoint: Option<Text>,
    /// `link "https://…"`
    pub link: Option<Text>,
    /// `read in "…"`: the text against which its pinpoints were checked.
    pub read: Option<Text>,
}

/// `fact prisoner.fit_to_travel "…" …`
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// `sort finding`, `sort wish`, `sort order`
    pub sort: Option<Name>,
    /// `per destination`, `per act`
    pub per: Vec<Name>,
    /// `type …`
    pub kind: Option<FactType>,
    /// `holds "…"`
    pub holds: Option<Text>,
    /// `fails "…"`
    pub fails: Option<Text>,
    /// `ask "…"`
    pub ask: Option<Text>,
    /// `shown by BODY, BODY`
    pub shown_by: Vec<Name>,
    /// `to "standard"`
    pub standard: Option<Text>,
    /// `changes` (true) or `fixed` (false)
    pub changes: Option<bool>,
    /// `protective …`, in order
    pub protective: Vec<Protective>,
}

/// The type of a fact.
#[derive(Clone, Debug)]
pub enum FactType {
    /// `yes/no`
    YesNo,
    /// `one of { a "clause", b "clause" }`
    OneOf(Vec<(Name, Option<Text>)>),
    /// `date`
    Date,
    /// `number`
    Number,
}

/// `protective found when not freely_wishes(destination)`
#[derive(Clone, Debug)]
pub struct Protective {
    /// The value, or `open`.
    pub value: Name,
    /// The condition, if any.
    pub when: Option<Cond>,
}

/// `step private_interview "…" for removal …`
#[derive(Clone, Debug, Default)]
pub struct Step {
    /// `for ACT, KIND`: per act (and destination, where the act has one). Empty: done once for the prisoner.
    pub acts: Vec<Name>,
    /// `holds "…"`
    pub holds: Option<Text>,
    /// `fails "…"`
    pub fails: Option<Text>,
}

/// `relation passes_on_to "…" …`
#[derive(Clone, Debug, Default)]
pub struct Relation {
    /// `stated under onward`: the table of the case file.
    pub table: Option<Name>,
    /// `transitive`
    pub transitive: bool,
    /// `holds "{from} hands people on to {to}"`
    pub holds: Option<Text>,
    /// `fails "…"`
    pub fails: Option<Text>,
    /// `ask "…"`
    pub ask: Option<Text>,
    /// `shown by BODY`
    pub shown_by: Vec<Name>,
    /// `to "standard"`
    pub standard: Option<Text>,
    /// `protective found` …
    pub protective: Vec<Protective>,
}

/// `role origin "…"`
#[derive(Clone, Debug, Default)]
pub struct Role {
    /// `unless stated ROLE`
    pub default: Option<Name>,
}

/// `term prisoner.is_prisoner_of_war "…"`
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// `per destination`
    pub per_destination: bool,
    /// `status`
    pub status: bool,
    /// `names home`
    pub home: bool,
    /// `holds "…"`
    pub holds: Option<Text>,
    /// `fails "…"`
    pub fails: Option<Text>,
}

/// `act ship "Ship" …`
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// `kind removal`
    pub kinds: Vec<Name>,
    /// `to a destination`
    pub destination: bool,
    /// `irreversible`
    pub irreversible: bool,
    /// `excludes intern, transfer`
    pub excludes: Vec<Name>,
    /// `free` (true) or `needs a basis` (false)
    pub free: Option<bool>,
    /// `phrase "ship the cargo to {destination}"`
    pub phrase: Option<Text>,
}

/// `basis hc.111 "…" for store when …`
#[derive(Clone, Debug, Default)]
pub struct Basis {
    /// `for ACT, …`
    pub acts: Vec<Name>,
    /// `under …`
    pub under: Vec<Under>,
    /// `when …`
    pub when: Option<Cond>,
}

/// `rule hc.118.1 "…" when … then …`
#[derive(Clone, Debug, Default)]
pub struct Rule {
    /// `under …`
    pub under: Vec<Under>,
    /// `when …`
    pub when: Option<Cond>,
    /// `then … and …`
    pub then: Vec<Conclusion>,
    /// `regardless of status "reason"`
    pub regardless_of_status: Option<Text>,
}

/// One conclusion of a rule.
#[derive(Clone, Debug)]
pub struct Conclusion {
    /// Where it stands.
    pub span: Span,
    /// What it says.
    pub kind: ConclusionKind,
}

/// What a conclusion says.
#[derive(Clone, Debug)]
pub enum ConclusionKind {
    /// A term holds.
    Term(Ref),
    /// `must ACT, ACT [to STATE]`
    Must(Vec<ActTo>),
    /// `must one of ACT [to STATE], ACT`
    MustOneOf(Vec<ActTo>),
    /// `must not ACT, ACT [to STATE] [until STEP, STEP] [while COND]`
    MustNot {
        /// The acts or kinds.
        acts: Vec<ActTo>,
        /// `until STEP, STEP`
        until: Vec<Name>,
        /// `while COND`
        while_: Option<Cond>,
    },
}

/// An act or a kind of acts, perhaps toward a named state: `ship to home`.
#[derive(Clone, Debug)]
pub struct ActTo {
    /// The act or kind.
    pub act: Name,
    /// `to home`, `to origin`, …
    pub to: Option<Name>,
}

/// `duty hc.70 "Capture card" …`
#[derive(Clone, Debug, Default)]
pub struct Duty {
    /// `on detaining`
    pub bearer: Option<Name>,
    /// `office target "why"`: the clock is an office's own, not the law's.
    pub office_target: Option<Text>,
    /// `under …`
    pub under: Vec<Under>,
    /// `when …`
    pub when: Option<Cond>,
    /// `of FACT`: the date fact that starts the clock.
    pub event: Option<Ref>,
    /// `within …`, `without delay`, `at least … before` or `every …`
    pub clock: Option<Clock>,
    /// `toward "the Central Tracing Agency"`
    pub toward: Option<Text>,
    /// `done by STEP`
    pub done_by: Option<Name>,
    /// `while COND`: suspended as long as it lasts.
    pub suspended_while: Option<Cond>,
}

/// The time that a duty gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clock {
    /// `without delay`
    WithoutDelay,
    /// `within 7 days` (number, unit): after the day of the event.
    Within(Name, Name),
    /// `at least 30 days before` (number, unit): the day of the event lies ahead.
    Before(Name, Name),
    /// `every 1 months` (number, unit): again and again.
    Every(Name, Name),
}

/// `exception ID to NORM, NORM [for ACT, KIND] …`
#[derive(Clone, Debug, Default)]
pub struct Exception {
    /// `to …`
    pub to: Vec<Name>,
    /// `for …`
    pub acts: Vec<Name>,
    /// `under …`
    pub under: Vec<Under>,
    /// `when …`
    pub when: Option<Cond>,
}

/// `priority ID "…" RULE over RULE [for ACT] …`
#[derive(Clone, Debug, Default)]
pub struct Priority {
    /// The rule that prevails.
    pub winner: Option<Name>,
    /// The rule that gives way.
    pub loser: Option<Name>,
    /// `for …`
    pub acts: Vec<Name>,
    /// `under …`
    pub under: Vec<Under>,
}

/// `presume ID "…" that FACT is VALUE until BODY [under …] [when …]`
#[derive(Clone, Debug, Default)]
pub struct Presume {
    /// The fact or relation.
    pub fact: Option<Ref>,
    /// The value; for a yes/no fact `yes` or `no`.
    pub value: Option<Name>,
    /// The bodies that can dispel it, or `anybody`.
    pub until: Vec<Name>,
    /// `under …`
    pub under: Vec<Under>,
    /// `when …`
    pub when: Option<Cond>,
}

/// `impossible ID "…" when …`
#[derive(Clone, Debug, Default)]
pub struct Impossible {
    /// `when …`
    pub when: Option<Cond>,
}

/// `question ID "…" position … position …`
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// `turns on "…"`: what depends on it.
    pub matters: Option<Text>,
    /// `no verdict "why"`: no verdict or duty turns on it.
    pub no_verdict: Option<Text>,
    /// The positions.
    pub positions: Vec<Position>,
}

/// `position yields "…" held by "…" on com3.118`
#[derive(Clone, Debug)]
pub struct Position {
    /// Its name.
    pub name: Name,
    /// What it says, a whole clause.
    pub says: Option<Text>,
    /// Who holds it.
    pub held_by: Vec<Text>,
    /// On what authority.
    pub on: Vec<Cite>,
    /// `unverified "…"`
    pub unverified: Option<Text>,
}

/// `profile icrc_2020 "…" …`
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// `default`
    pub default: bool,
    /// `QUESTION is POSITION`
    pub choices: Vec<(Name, Name)>,
}

/// `claim ID "…" …`
#[derive(Clone, Debug, Default)]
pub struct Claim {
    /// `for every ACT, KIND`
    pub acts: Vec<Name>,
    /// `changing X from A to B`
    pub changing: Option<Changing>,
    /// `under …`
    pub under: Vec<Under>,
    /// `when …`
    pub when: Option<Cond>,
    /// What is claimed.
    pub says: Option<ClaimSays>,
}

/// `changing X from A to B`
#[derive(Clone, Debug)]
pub struct Changing {
    /// A fact or relation (`destination.quarantine`), or, where [`Changing::bound`] is given, unused.
    pub what: Option<Ref>,
    /// `changing reading QUESTION from p to q`
    pub question: Option<Name>,
    /// `changing detaining bound by cat from no to yes`
    pub bound: Option<(Name, Name)>,
    /// The value before (for facts may be `anything`).
    pub from: Name,
    /// The value after.
    pub to: Name,
}

/// What a claim says of the acts it ranges over.
#[derive(Clone, Debug)]
pub enum ClaimSays {
    /// `never VERDICT, VERDICT`
    Never(Vec<Name>),
    /// `always VERDICT, VERDICT`
    Always(Vec<Name>),
    /// `never turns from VERDICT, … into VERDICT, …`
    NeverTurns(Vec<Name>, Vec<Name>),
    /// `holds`: the `when` condition itself can never fail… written `then COND`.
    Then(Cond),
}

/// `waive ID "why it stands nevertheless" flaw … for … [under …] [when …]`
#[derive(Clone, Debug, Default)]
pub struct Waive {
    /// `flaw never_matters`
    pub flaw: Option<Name>,
    /// `for …`: the statements and acts that the flaw is about.
    pub about: Vec<Name>,
    /// `under …`
    pub under: Vec<Under>,
    /// `when …`
    pub when: Option<Cond>,
}

/// `alias OLD for NEW "message"`
#[derive(Clone, Debug, Default)]
pub struct Alias {
    /// The name that replaced it.
    pub new: Option<Name>,
}
