//! A case as a table: every world of the space evaluated, and which of them are worlds of the case.

use super::bits::Bits;
use super::eval::World;
use super::space::{Cell, Space, Values, all_cells, presumptions_on};
use safeconduct_engine::situation::{Item, Situation};
use safeconduct_rulebook::model::*;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// A set of verdicts, in the order in which they are reported.
pub type Verdicts = BTreeSet<Verdict>;

/// A statement on an item that some condition reads.
#[derive(Clone, Debug)]
pub struct Statement {
    pub item: usize,
    pub value: usize,
    pub strength: u8,
}

/// A presumption on one item.
struct Presuming {
    item: usize,
    holds: Bits,
    value: Bits,
    /// Whether the statement on the item, if there is one, rebuts it.
    rebuttable: bool,
}

pub struct Case<'a> {
    pub book: &'a Rulebook,
    pub sit: &'a Situation,
    pub space: &'a Space,
    pub worlds: Vec<World<'a>>,
    pub cells: Vec<Cell>,
    /// By cell, by world.
    pub verdicts: Vec<Vec<Verdict>>,
    /// In item order.
    pub stated: Vec<Statement>,
    presuming: Vec<Presuming>,
    possible: Bits,
    /// The assignments under the profile, worlds of the case or not.
    pub profile: Bits,
    known: RefCell<BTreeMap<Vec<usize>, Rc<Bits>>>,
}

impl<'a> Case<'a> {
    pub fn new(book: &'a Rulebook, sit: &'a Situation, space: &'a Space) -> Self {
        let worlds: Vec<World<'a>> = (0..space.size).map(|w| World::new(book, sit, space, w)).collect();
        let cells = all_cells(book, sit);
        let by_world: Vec<Vec<Verdict>> = worlds.iter().map(World::verdicts).collect();
        let verdicts = (0..cells.len())
            .map(|c| by_world.iter().map(|v| v[c]).collect())
            .collect();
        let mut stated: Vec<Statement> = Vec::new();
        for s in &sit.stated {
            if let Some(item) = space.item_index(&s.item) {
                stated.push(Statement {
                    item,
                    value: space.value_index(item, s.value),
                    strength: s.strength,
                });
            }
        }
        stated.sort_by_key(|s| s.item);
        let bits = |f: &dyn Fn(&World<'_>) -> bool| Bits::of(space.size, |w| f(&worlds[w]));
        let mut presuming = Vec::new();
        for (id, presumption, index) in presumptions_on(book, sit, space) {
            let item = space.items[index].0;
            let value = space.value_index(index, presumption.value);
            let by = sit.stated.iter().find(|s| s.item == item).and_then(|s| s.by);
            presuming.push(Presuming {
                item: index,
                holds: bits(&|w| w.presumption(id, &item)),
                value: bits(&|w| w.digits[space.first_item + index] == value),
                rebuttable: presumption.until.is_empty() || by.is_some_and(|b| presumption.until.contains(&b)),
            });
        }
        let positions: Vec<usize> = (0..book.questions.len())
            .map(|q| {
                let replaced = sit.readings.iter().find(|(r, _)| r.ix() == q).map(|(_, p)| *p);
                replaced.unwrap_or(book.profiles[sit.profile.ix()].choices[q]) as usize
            })
            .collect();
        let profile = bits(&|w| w.digits.starts_with(&positions));
        let possible = bits(&|w| w.possible());
        let known = RefCell::default();
        Self {
            book,
            sit,
            space,
            worlds,
            cells,
            verdicts,
            stated,
            presuming,
            possible,
            profile,
            known,
        }
    }

    pub fn bits(&self, f: impl Fn(&World<'_>) -> bool) -> Bits {
        Bits::of(self.space.size, |w| f(&self.worlds[w]))
    }

    /// The worlds in which an item has a value that passes.
    pub fn valued(&self, item: usize, f: impl Fn(usize) -> bool) -> Bits {
        self.bits(|w| f(w.digits[self.space.first_item + item]))
    }

    /// The assignments that constraints and presumptions allow where these statements (indices) are made.
    /// `rebutting` are the statements that are made, of which `binding` bind.
    pub fn worlds_where(&self, rebutting: &[usize], binding: &[usize]) -> Bits {
        let mut worlds = self.possible.clone();
        let rebutted = |p: &Presuming| p.rebuttable && rebutting.iter().any(|s| self.stated[*s].item == p.item);
        for p in self.presuming.iter().filter(|p| !rebutted(p)) {
            worlds = worlds.minus(&p.holds.minus(&p.value));
        }
        for s in binding {
            let Statement { item, value, .. } = self.stated[*s];
            let mut allowed = self.valued(item, |v| v == value);
            for p in self.presuming.iter().filter(|p| p.item == item && !rebutted(p)) {
                allowed = allowed.or(&p.holds);
            }
            worlds = worlds.and(&allowed);
        }
        worlds
    }

    /// The worlds of the case that remains if only these statements were made, under any reading.
    pub fn worlds_of(&self, kept: &[usize]) -> Rc<Bits> {
        if let Some(known) = self.known.borrow().get(kept) {
            return known.clone();
        }
        let worlds = Rc::new(self.worlds_where(kept, kept));
        self.known.borrow_mut().insert(kept.to_vec(), worlds.clone());
        worlds
    }

    fn every_statement(&self) -> Vec<usize> {
        (0..self.stated.len()).collect()
    }

    /// The worlds of the case.
    pub fn all(&self) -> Rc<Bits> {
        self.worlds_of(&self.every_statement())
    }

    /// The worlds of the case under the profile: the open worlds.
    pub fn open(&self) -> Bits {
        self.all().and(&self.profile)
    }

    /// The items that are not stated, in item order.
    pub fn open_items(&self) -> Vec<usize> {
        (0..self.space.items.len())
            .filter(|i| self.stated.iter().all(|s| s.item != *i))
            .collect()
    }

    pub fn cell(&self, cell: Cell) -> usize {
        self.cells.iter().position(|c| *c == cell).expect("a cell of the case")
    }

    pub fn verdicts_in(&self, cell: usize, worlds: &Bits) -> Verdicts {
        worlds.iter().map(|w| self.verdicts[cell][w]).collect()
    }

    /// The number of the reading of a world, and how many there are.
    pub fn reading(&self, world: usize) -> usize {
        world % self.readings()
    }

    pub fn readings(&self) -> usize {
        self.space.radix[..self.space.first_item].iter().product()
    }

    /// The same world with another value of one item.
    pub fn neighbour(&self, world: usize, item: usize, value: usize) -> usize {
        let variable = self.space.first_item + item;
        let stride: usize = self.space.radix[..variable].iter().product();
        let now = self.worlds[world].digits[variable];
        world - now * stride + value * stride
    }

    pub fn item(&self, index: usize) -> &Item {
        &self.space.items[index].0
    }

    pub fn values(&self, index: usize) -> &Values {
        &self.space.items[index].1
    }

    /// The smallest number of statements that cannot be true together, where the case has no world.
    pub fn contradiction(&self) -> Option<usize> {
        if !self.open().is_empty() {
            return None;
        }
        let n = self.stated.len();
        // Where no world at all keeps the statements, the profile is not to blame.
        let all: Vec<usize> = (0..n).collect();
        let guard = if self.worlds_of(&all).is_empty() {
            Bits::all(self.space.size)
        } else {
            self.profile.clone()
        };
        (0..=n).find(|size| {
            combinations(n, *size)
                .iter()
                .any(|e| self.worlds_of(e).and(&guard).is_empty())
        })
    }
}

/// All sets of `size` numbers below `n`, in lexicographic order.
pub fn combinations(n: usize, size: usize) -> Vec<Vec<usize>> {
    fn extend(n: usize, size: usize, from: usize, so_far: &mut Vec<usize>, all: &mut Vec<Vec<usize>>) {
        if so_far.len() == size {
            all.push(so_far.clone());
            return;
        }
        for i in from..n {
            so_far.push(i);
            extend(n, size, i + 1, so_far, all);
            so_far.pop();
        }
    }
    let mut all = Vec::new();
    extend(n, size, 0, &mut Vec::new(), &mut all);
    all
}
