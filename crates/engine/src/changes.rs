//! What would have to change for a cell to have a named verdict (`docs/semantics.md` §14). A closed list of outcomes, each exact or said not to be.
//!
//! Nobody's mind is to be changed: no wish is ever among the changes. Where only a wish would do, that is the outcome.

mod said;
mod ways;

pub use said::{Carried, Change, Outcome, Position, Unless, Wish};

use crate::answer::StepAnswer;
use crate::circuit::Lit;
use crate::compile::frame::{Threshold, day_from_number};
use crate::compile::items::{Choice, Repr};
use crate::exact::{Exact, Finding, FindingSets, Modal, VerdictSet};
use crate::explain::words::Words;
use crate::explain::{EngineError, prepare, words_of};
use crate::situation::{Item, Situation, Stated};
use safeconduct_rulebook::model::{ActId, BodyId, Origin, Rulebook, Val, Verdict};

/// What would have to change for an act (and destination) to have one of some verdicts, in sets of at most so many findings; nothing where the case has no
/// such act and destination.
///
/// # Errors
/// The case contradicts itself.
pub fn unless(
    rulebook: &Rulebook,
    case: &Situation,
    about: (ActId, Option<u32>),
    to: VerdictSet,
    limit: usize,
) -> Result<Option<Unless>, EngineError> {
    let (case, presumed) = with_presumed(rulebook, case)?;
    let mut exact = prepare(rulebook, &case)?;
    exact.presumed = presumed;
    let cells = exact.compiled.cells.iter();
    let Some(cell) = cells.enumerate().find(|(_, c)| (c.act, c.destination) == about) else {
        return Ok(None);
    };
    let cell = cell.0;
    let profile = exact.profile;
    let possible = exact.verdicts(cell, profile);
    let protective = exact.protect(None);
    let now = exact.now(cell, possible, &protective);
    let all = exact.verdicts(cell, Lit::TRUE);
    let groups = exact.by_reading(cell, all);
    let words = Words {
        rb: rulebook,
        case: &case,
    };
    let other_readings = groups
        .iter()
        .filter(|g| !within(possible, to) && within(g.possible, to))
        .map(|g| words.group(g))
        .collect();
    let steps = outstanding(&mut exact, words, cell);
    let mut search = Search {
        exact,
        case: &case,
        words,
        cell,
        to,
        limit,
        presumed: Vec::new(),
    };
    let outcome = search.outcome(within(possible, to), possible.0 & to.0 != 0);
    let act = &rulebook.acts[about.0.ix()];
    Ok(Some(Unless {
        schema: 1,
        case: case.id.clone(),
        as_of: case.as_of.to_string(),
        profile: rulebook.profiles[case.profile.ix()].id.clone(),
        act: act.id.clone(),
        title: act.title.clone(),
        destination: about.1.map(|d| words.code(d).to_owned()),
        verdict: possible.single().map_or("open", Verdict::word).to_owned(),
        possible_under_profile: words_of(possible),
        now: now.word().to_owned(),
        to: to.single().map_or("lawful", Verdict::word).to_owned(),
        limit,
        outcome,
        other_readings,
        steps,
    }))
}

/// The case in which every presumption that certainly holds is stated, by the body that could record otherwise: the worlds are the same, and what
/// that body might find can be put in its place. And the items so stated.
fn with_presumed(rulebook: &Rulebook, case: &Situation) -> Result<(Situation, Vec<Item>), EngineError> {
    let mut exact = prepare(rulebook, case)?;
    let mut stated = case.clone();
    let mut presumed = Vec::new();
    for on in exact.compiled.presumptions.clone() {
        let known = presumed.contains(&on.item) || exact.stated(on.item).is_some();
        if known || exact.modal(on.holds) != Modal::Always {
            continue;
        }
        let presumption = &rulebook.presumptions[on.presumption.ix()];
        stated.stated.push(Stated {
            item: on.item,
            value: presumption.value,
            by: presumption.until.first().copied(),
            strength: u8::MAX,
            since: None,
            source: None,
            unverified: None,
        });
        presumed.push(on.item);
    }
    stated.disputed.retain(|d| !presumed.contains(&d.item));
    stated.stated.sort_by_key(|s| s.item);
    Ok((stated, presumed))
}

/// The steps of a cell that some world of the profile asks for and the record does not show.
fn outstanding(exact: &mut Exact<'_>, words: Words<'_>, cell: usize) -> Vec<StepAnswer> {
    let cell = exact.compiled.cells[cell].clone();
    let mut out = Vec::new();
    for (norm, step, _) in cell.steps.iter().filter(|(.., done)| !done) {
        let on = &cell.norms[*norm];
        let modal = exact.modal(on.stands);
        if modal != Modal::Never {
            out.push(words.step(on, *step, false, modal == Modal::Always));
        }
    }
    out
}

/// The search for one cell and verdict.
struct Search<'r> {
    exact: Exact<'r>,
    case: &'r Situation,
    words: Words<'r>,
    cell: usize,
    to: VerdictSet,
    limit: usize,
    /// What binds open items by presumption, for what is asked where no set was found.
    presumed: Vec<(Item, Lit)>,
}

/// Whether every verdict of a set is one of the others.
fn within(set: VerdictSet, others: VerdictSet) -> bool {
    set.0 & !others.0 == 0
}

impl Search<'_> {
    fn outcome(&mut self, already: bool, possible: bool) -> Outcome {
        if already {
            return Outcome::Already;
        }
        if possible {
            let (sets, more, smallest) =
                self.sets(|exact, cell, to, limit| exact.settled_without_wishes(cell, to, limit));
            if !sets.is_empty() {
                return Outcome::Open { sets, more, smallest };
            }
        }
        let (sets, more, smallest) = self.sets(|exact, cell, to, limit| exact.unless_within(cell, to, limit));
        if !sets.is_empty() {
            return Outcome::Changes { sets, more, smallest };
        }
        self.otherwise(more)
    }

    /// The sets of a search, each put in and answered again; whether there are more; whether they are the smallest.
    ///
    /// A finding on which a presumption may hold, by what else is open, either does away with the presumption or does not count: then the worlds are
    /// others than those that the search looks at. Where such a set fails, the search is made again without such findings.
    fn sets(
        &mut self,
        search: impl Fn(&mut Exact<'_>, usize, VerdictSet, usize) -> FindingSets,
    ) -> (Vec<Vec<Change>>, bool, bool) {
        let found = search(&mut self.exact, self.cell, self.to, self.limit);
        let told = |this: &Self, found: &FindingSets| -> Vec<Vec<Change>> {
            let sets = found.sets.iter();
            sets.map(|set| set.iter().map(|f| this.change(*f)).collect()).collect()
        };
        let sets = told(self, &found);
        if sets.iter().all(|set| self.does(set)) {
            return (sets, found.more, true);
        }
        let presumptions = self.exact.compiled.presumptions.iter();
        let perhaps = presumptions.filter(|p| p.rebutted_by.is_none()).map(|p| p.item);
        self.exact.withheld = perhaps.collect();
        let found = search(&mut self.exact, self.cell, self.to, self.limit);
        self.exact.withheld.clear();
        let mut sets = told(self, &found);
        sets.retain(|set| self.does(set));
        (sets, true, false)
    }

    /// Whether the case in which these findings have been made has the verdict.
    fn does(&self, set: &[Change]) -> bool {
        let mut case = self.case.clone();
        for found in set.iter().filter_map(|c| c.found.clone()) {
            case.stated.retain(|s| s.item != found.item);
            case.stated.push(found);
        }
        case.stated.sort_by_key(|s| s.item);
        prepare(self.words.rb, &case).is_ok_and(|mut exact| {
            let profile = exact.profile;
            within(exact.verdicts(self.cell, profile), self.to)
        })
    }

    /// The body whose finding does away with a presumption on an item.
    fn rebutted_by(&self, item: Item) -> Option<BodyId> {
        let mut presumptions = self.exact.compiled.presumptions.iter();
        let on = presumptions.find(|p| p.item == item)?;
        self.words.rb.presumptions[on.presumption.ix()].until.first().copied()
    }

    /// A finding, with how it stands and who shows it.
    fn change(&self, finding: Finding) -> Change {
        let Finding { item, choice } = finding;
        let repr = &self.exact.compiled.items[&item];
        let after = self.words.choice(item, choice, repr);
        let mut change = self.as_it_stands(item);
        change.found = value_of(choice, repr, self.words.is_date(item)).map(|value| Stated {
            value,
            ..self.stated(item).cloned().unwrap_or(Stated {
                item,
                value,
                by: self.rebutted_by(item),
                strength: 0,
                since: None,
                source: None,
                unverified: None,
            })
        });
        change.after = after.value;
        change.after_clause = after.clause;
        change
    }

    /// What is known of an item, without another value.
    fn as_it_stands(&self, item: Item) -> Change {
        let rb = self.words.rb;
        let inquiry = item.what.inquiry(rb);
        let stated = self.stated(item);
        let before = stated.map(|s| self.words.value(item, s.value));
        Change {
            fact: self.words.path(item),
            title: inquiry.title.to_owned(),
            sort: inquiry.sort.word(),
            stands: match stated {
                None => "open",
                Some(_) if self.exact.presumed.contains(&item) => "presumed",
                Some(_) => "stated",
            },
            before: before.as_ref().map(|b| b.0.clone()),
            before_clause: before.map(|b| b.1),
            after: String::new(),
            after_clause: String::new(),
            shown_by: inquiry.shown_by.iter().map(|b| rb.bodies[b.ix()].clone()).collect(),
            standard: inquiry.standard.to_owned(),
            found: None,
        }
    }

    fn stated(&self, item: Item) -> Option<&Stated> {
        self.case.stated.iter().find(|s| s.item == item)
    }

    fn wish(&self, item: Item) -> Wish {
        let as_it_stands = self.as_it_stands(item);
        Wish {
            fact: as_it_stands.fact,
            title: as_it_stands.title,
            says: as_it_stands.before_clause,
        }
    }
}

/// One value that a finding allows.
fn value_of(choice: Choice, repr: &Repr, is_date: bool) -> Option<Val> {
    let bound = |i: u32| match repr {
        Repr::Below(bounds) => match bounds.get(i as usize)?.0 {
            Threshold::At(n) => Some(n),
            Threshold::Ago(_) => None,
        },
        _ => None,
    };
    let number = match choice {
        Choice::Bool(yes) => return Some(Val::Bool(yes)),
        Choice::Value(v) => return Some(Val::Value(v)),
        Choice::Below(i) => bound(i)?.checked_sub(1)?,
        Choice::Since(i) => bound(i)?,
    };
    if is_date {
        day_from_number(number).map(Val::Date)
    } else {
        Some(Val::Number(number))
    }
}

fn carried(id: &str, title: &str, origin: &Origin) -> Carried {
    Carried {
        rule: id.to_owned(),
        title: title.to_owned(),
        citation: origin.citation(),
    }
}
