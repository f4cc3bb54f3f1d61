//! What a flaw is about.

use safeconduct_rulebook::model::*;

/// A statement of the rulebook, by index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Thing {
    Rule(RuleId),
    Basis(BasisId),
    Duty(DutyId),
    Exception(ExceptionId),
    Priority(PriorityId),
    Presumption(PresumptionId),
    Fact(FactId),
    Relation(RelationId),
    Role(RoleId),
    Term(TermId),
    Step(StepId),
    Question(QuestionId),
    Act(ActId),
    Waiver(WaiverId),
}

impl Thing {
    /// Its id, its title and where it stands.
    pub fn of(self, rb: &Rulebook) -> (&str, &str, &Origin) {
        macro_rules! of {
            ($list:ident, $i:expr) => {{
                let x = &rb.$list[$i.ix()];
                (x.id.as_str(), x.title.as_str(), &x.origin)
            }};
        }
        match self {
            Self::Rule(i) => of!(rules, i),
            Self::Basis(i) => of!(bases, i),
            Self::Duty(i) => of!(duties, i),
            Self::Exception(i) => of!(exceptions, i),
            Self::Priority(i) => of!(priorities, i),
            Self::Presumption(i) => of!(presumptions, i),
            Self::Fact(i) => of!(facts, i),
            Self::Relation(i) => of!(relations, i),
            Self::Role(i) => of!(roles, i),
            Self::Term(i) => of!(terms, i),
            Self::Step(i) => of!(steps, i),
            Self::Question(i) => of!(questions, i),
            Self::Act(i) => of!(acts, i),
            Self::Waiver(i) => {
                let w = &rb.waivers[i.ix()];
                (&w.id, &w.why, &w.origin)
            }
        }
    }

    /// Its id.
    pub fn id(self, rb: &Rulebook) -> &str {
        self.of(rb).0
    }
}
