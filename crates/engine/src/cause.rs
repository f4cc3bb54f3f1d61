//! Which of the differences between two situations turn the verdict of one into that of the other (`docs/semantics.md` §15).
//!
//! Any part of the differences makes a situation of its own, between the two. It is answered like any other, so that what is said to be the cause
//! is: the first situation with these differences, and with nothing else, has the outcome of the second.

mod between;
mod law;
mod said;

pub use said::{Differing, Each};

use crate::answer::{ActAnswer, Answer};
use crate::circuit::Lit;
use crate::explain::{EngineError, answer_on, prepare};
use crate::situation::Situation;
use between::Between;
use safeconduct_rulebook::model::{ActId, Rulebook};
use serde::Serialize;
use std::collections::HashMap;

/// What differs between two situations, and what of it makes each changed cell.
#[derive(Clone, Debug, Serialize)]
pub struct Causes {
    /// The differences, in order: findings, steps, readings, roles, states, day.
    pub differences: Vec<Differing>,
    /// For every act and destination of both answers whose outcome differs.
    pub cells: Vec<CellCause>,
}

/// What makes the difference for an act and destination.
#[derive(Clone, Debug, Serialize)]
pub struct CellCause {
    /// The act.
    pub act: String,
    /// The destination; null where it has none.
    pub destination: Option<String>,
    /// What is explained, the first of these that differs: verdict (what is possible under the profile), now, readings (what is possible under any).
    pub of: &'static str,
    /// Sets of differences (indices), each of which alone makes it. Every single one that does; else some.
    pub sets: Vec<Vec<usize>>,
    /// one (a single difference), smallest (no smaller set does it), irreducible (none of the set can be left out; another set may be
    /// smaller), unknown (no set was found).
    pub minimal: &'static str,
    /// The answer on the cell before.
    #[serde(skip)]
    pub before: Option<ActAnswer>,
    /// The answer on the cell with the first set alone.
    #[serde(skip)]
    pub with: Option<ActAnswer>,
}

/// An act and a destination: an index into the states of both situations together.
type Cell = (ActId, Option<u32>);

/// What is compared of a cell, in the words of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
struct View {
    profile: Vec<String>,
    now: Option<String>,
    all: Option<Vec<String>>,
}

/// A cell whose outcome differs.
struct Wanted {
    cell: Cell,
    of: &'static str,
    target: View,
}

/// So many pairs are tried at most.
const PAIRS: usize = 150;

/// What differs, and why each answer does. The answers are those to the two situations.
///
/// # Errors
/// One of the cases contradicts itself.
pub fn causes(rulebook: &Rulebook, a: (&Situation, &Answer), b: (&Situation, &Answer)) -> Result<Causes, EngineError> {
    let between = Between::new(rulebook, a.0, b.0);
    let wanted = wanted(rulebook, &between, a.1, b.1);
    let mut search = Search {
        between: &between,
        wanted: &wanted,
        known: HashMap::new(),
    };
    let found = search.all();
    let mut cells = Vec::new();
    for (w, (sets, minimal)) in wanted.iter().zip(found) {
        let act = rulebook.acts[w.cell.0.ix()].id.clone();
        let destination = w.cell.1.map(|d| between.code(d).to_owned());
        let same = |x: &&ActAnswer| x.act == act && x.destination == destination;
        let before = a.1.acts.iter().find(same).cloned();
        cells.push(CellCause {
            act,
            destination,
            of: w.of,
            sets,
            minimal,
            before,
            with: None,
        });
    }
    // One answer for all cells that have the same cause.
    let mut first: Vec<Vec<usize>> = cells.iter().filter_map(|c| c.sets.first().cloned()).collect();
    first.sort();
    first.dedup();
    for set in first {
        let (law, case) = between.with(&set);
        let law = law.as_ref().unwrap_or(rulebook);
        let of = |act: ActId, destination: Option<u32>| {
            let code = destination.map(|d| case.states[d as usize].code.as_str());
            let id = rulebook.acts[act.ix()].id.as_str();
            let mut mine = cells.iter().filter(|c| c.sets.first() == Some(&set));
            mine.any(|c| c.act == id && c.destination.as_deref() == code)
        };
        let answer = answer_on(law, &case, of)?;
        for cell in cells.iter_mut().filter(|c| c.sets.first() == Some(&set)) {
            let mut acts = answer.acts.iter();
            cell.with = acts
                .find(|x| x.act == cell.act && x.destination == cell.destination)
                .cloned();
        }
    }
    Ok(Causes {
        differences: between.said(),
        cells,
    })
}

/// The cells of both answers whose outcome differs.
fn wanted(rulebook: &Rulebook, between: &Between<'_>, before: &Answer, after: &Answer) -> Vec<Wanted> {
    let mut out = Vec::new();
    for new in &after.acts {
        let same = |x: &&ActAnswer| x.act == new.act && x.destination == new.destination;
        let Some(old) = before.acts.iter().find(same) else {
            continue;
        };
        let of = if old.possible_under_profile != new.possible_under_profile {
            "verdict"
        } else if old.now != new.now {
            "now"
        } else if old.possible != new.possible {
            "readings"
        } else {
            continue;
        };
        let act = rulebook.acts.iter().position(|x| x.id == new.act);
        let destination = new.destination.as_ref().map(|code| between.place(code));
        let (Some(act), false) = (act, destination == Some(None)) else {
            continue;
        };
        out.push(Wanted {
            cell: (ActId(act as u32), destination.flatten()),
            of,
            target: View {
                profile: new.possible_under_profile.clone(),
                now: (of == "now").then(|| new.now.clone()),
                all: (of == "readings").then(|| new.possible.clone()),
            },
        });
    }
    out
}

struct Search<'s, 'r> {
    between: &'s Between<'r>,
    wanted: &'s [Wanted],
    /// For each set of differences tried, which of the wanted cells it makes.
    known: HashMap<Vec<usize>, Vec<bool>>,
}

impl Search<'_, '_> {
    /// For each wanted cell the sets that make it, and how small they are.
    fn all(&mut self) -> Vec<(Vec<Vec<usize>>, &'static str)> {
        let n = self.between.len();
        let singles: Vec<Vec<bool>> = (0..n).map(|d| self.makes(&[d])).collect();
        // What makes most cells alone is left out last: it is likely to be in a small set.
        let makes = |d: usize| singles[d].iter().filter(|m| **m).count();
        let mut order: Vec<usize> = (0..n).collect();
        order.sort_by_key(|d| std::cmp::Reverse(makes(*d)));
        let total = self.wanted.len();
        let cell = |w: usize| {
            let alone: Vec<Vec<usize>> = (0..n).filter(|d| singles[*d][w]).map(|d| vec![d]).collect();
            if !alone.is_empty() {
                return (alone, "one");
            }
            match self.irreducible(w, &order) {
                Some(set) if set.len() <= 2 => (vec![set], "smallest"),
                Some(set) => (vec![set], "irreducible"),
                None => (Vec::new(), "unknown"),
            }
        };
        let mut out: Vec<(Vec<Vec<usize>>, &'static str)> = (0..total).map(cell).collect();
        // A pair, where only more were found, and there are not too many to try them all.
        if n * n.saturating_sub(1) / 2 <= PAIRS && out.iter().any(|(_, m)| *m == "irreducible") {
            for i in 0..n {
                for j in i + 1..n {
                    let made = self.makes(&[i, j]);
                    for (o, _) in out
                        .iter_mut()
                        .zip(made)
                        .filter(|(o, made)| *made && o.1 == "irreducible")
                    {
                        *o = (vec![vec![i, j]], "smallest");
                    }
                }
            }
            // No pair makes it: a set of three is a smallest one.
            for o in out.iter_mut().filter(|o| o.1 == "irreducible" && o.0[0].len() == 3) {
                o.1 = "smallest";
            }
        }
        out
    }

    /// A set that makes a cell and of which nothing can be left out: first so many of the first in order that they make it (the same for many
    /// cells, so answered once), then one after another is left out, the last first.
    fn irreducible(&mut self, w: usize, order: &[usize]) -> Option<Vec<usize>> {
        if !self.makes(order)[w] {
            return None;
        }
        let (mut few, mut many) = (0, order.len());
        while few + 1 < many {
            let middle = (few + many) / 2;
            if self.makes(&order[..middle])[w] {
                many = middle;
            } else {
                few = middle;
            }
        }
        let mut set = order[..many].to_vec();
        for i in (0..set.len()).rev() {
            let left_out = set.remove(i);
            if !self.makes(&set)[w] {
                set.insert(i, left_out);
            }
        }
        set.sort_unstable();
        Some(set)
    }

    /// Which of the wanted cells these differences make.
    fn makes(&mut self, set: &[usize]) -> Vec<bool> {
        let mut set = set.to_vec();
        set.sort_unstable();
        let set = set.as_slice();
        if let Some(known) = self.known.get(set) {
            return known.clone();
        }
        let made = self.views(set).unwrap_or_else(|| vec![None; self.wanted.len()]);
        let made: Vec<bool> = made
            .iter()
            .zip(self.wanted)
            .map(|(v, w)| v.as_ref() == Some(&w.target))
            .collect();
        self.known.insert(set.to_vec(), made.clone());
        made
    }

    /// What the first situation with these differences says of the wanted cells; nothing where it contradicts itself.
    fn views(&self, set: &[usize]) -> Option<Vec<Option<View>>> {
        let (law, case) = self.between.with(set);
        let mut exact = prepare(law.as_ref().unwrap_or(self.between.rulebook), &case).ok()?;
        let profile = exact.profile;
        let protective = self.wanted.iter().any(|w| w.of == "now").then(|| exact.protect(None));
        let mut out = Vec::new();
        for w in self.wanted {
            let here = match w.cell.1 {
                None => Some(None),
                Some(d) => case
                    .states
                    .iter()
                    .position(|s| s.code == self.between.code(d))
                    .map(|i| Some(i as u32)),
            };
            let found = here.and_then(|to| {
                exact
                    .compiled
                    .cells
                    .iter()
                    .position(|c| (c.act, c.destination) == (w.cell.0, to))
            });
            let Some(cell) = found else {
                out.push(None);
                continue;
            };
            let possible = exact.verdicts(cell, profile);
            let now = protective.as_ref().filter(|_| w.of == "now");
            let now = now.map(|p| exact.now(cell, possible, p).word().to_owned());
            let all = (w.of == "readings").then(|| crate::explain::words_of(exact.verdicts(cell, Lit::TRUE)));
            out.push(Some(View {
                profile: crate::explain::words_of(possible),
                now,
                all,
            }));
        }
        Some(out)
    }
}
