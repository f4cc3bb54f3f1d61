//! Both rulebooks in one circuit: what they call the same is one input.

use super::conditions::World;
use super::law::StateLaws;
use super::names::Names;
use super::nearby::Nearby;
use super::{Days, NEW, OLD};
use crate::circuit::{Circuit, Lit, Node};
use crate::compile::frame::{Frame, Place, Threshold};
use crate::compile::items::Repr;
use crate::compile::{Compiled, LawKey, compile};
use crate::law::LimitKind;
use crate::situation::{Item, What};
use crate::solve::Solver;
use jiff::civil::Date;
use safeconduct_rulebook::model::*;
use std::collections::BTreeMap;

/// Something that a world says, as literals of the joint circuit. Names are those of `side`.
#[derive(Clone, Debug)]
pub(super) struct Says {
    pub(super) what: About,
    pub(super) lits: Vec<Lit>,
}

/// What it says something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// A yes/no item.
    Yes(usize, Item),
    /// The values of an enumeration, in order.
    Values(usize, Item),
    /// The thresholds of a date or number, in order.
    Below(usize, Item, Vec<Threshold>),
    /// The positions of a question, in order.
    Question(usize, QuestionId),
    /// Which state has a role.
    Role(usize, RoleId),
    /// Which state stands at a place: each code, then none of them.
    State(Place),
    /// The days before which the day of the case may lie, in order.
    Day(Vec<Date>),
    /// There is no other state to go to.
    Complete,
    /// Bound.
    Bound(usize, LawKey),
    /// A limit of an article.
    Limited(usize, LawKey, String, LimitKind),
    /// A term (of a state).
    Term(usize, TermId, Option<u32>),
}

/// Two rulebooks as one circuit.
pub(super) struct Joint<'r> {
    pub(super) compiled: [Compiled<'r>; 2],
    pub(super) names: Names,
    pub(super) circuit: Circuit,
    pub(super) solver: Solver,
    /// Worlds found so far. They show that something is possible, never that it is not.
    pub(super) worlds: Vec<World>,
    pub(super) nearby: Nearby,
    pub(super) laws: StateLaws,
    /// What worlds say, the most telling first.
    pub(super) says: Vec<Says>,
    image: [Vec<Lit>; 2],
}

/// An item by what both sides call it.
type Shared = (bool, usize, Option<usize>, Option<u32>, Option<u32>);

impl<'r> Joint<'r> {
    /// Compiles both rulebooks (without their claims, which nothing here reads) for so many generic states.
    pub(super) fn new(old: &'r Rulebook, new: &'r Rulebook, days: Days, states: u32) -> Self {
        let compiled = [old, new].map(|rb| compile(rb, Frame::Generic { states }));
        let names = Names::of(old, new);
        let mut joining = Joining {
            circuit: Circuit::default(),
            inputs: [BTreeMap::new(), BTreeMap::new()],
            always: Vec::new(),
            says: Vec::new(),
        };
        let mut laws = StateLaws::new([old, new], states, days, &mut joining.circuit);
        joining.questions(&compiled, &names);
        joining.laws(&laws);
        joining.roles(&compiled, &names, states);
        joining.items(&compiled, &names);
        let complete = joining.circuit.input();
        joining.tell(About::Complete, vec![complete]);
        for side in [OLD, NEW] {
            joining.inputs[side].insert(compiled[side].complete.node(), complete);
            let law = laws.inputs(side, &compiled[side], &names, &mut joining.circuit);
            joining.inputs[side].extend(law);
        }
        joining.always.extend(laws.always.iter().copied());
        let image = [OLD, NEW].map(|side| joining.import(side, &compiled[side].circuit));
        for side in [OLD, NEW] {
            let it = &compiled[side];
            let always = it.types.iter().chain(&it.world).map(|l| l.through(&image[side]));
            joining.always.extend(always);
        }
        let Joining {
            circuit, always, says, ..
        } = joining;
        let mut solver = Solver::new(&circuit, true);
        for lit in &always {
            solver.assert(*lit);
        }
        let nearby = Nearby::new(&circuit, &says, laws.free(), &always);
        let mut this = Self {
            compiled,
            names,
            circuit,
            solver,
            worlds: Vec::new(),
            nearby,
            laws,
            says,
            image,
        };
        this.derived();
        this
    }

    /// What a literal of one side is in the joint circuit.
    pub(super) fn lit(&self, side: usize, lit: Lit) -> Lit {
        lit.through(&self.image[side])
    }

    /// Adds what follows from the inputs: law atoms and terms.
    fn derived(&mut self) {
        for side in [NEW, OLD] {
            let it = &self.compiled[side];
            let mut more: Vec<(About, Lit)> = Vec::new();
            for (key, lit) in &it.open_law {
                more.push((About::Bound(side, *key), *lit));
            }
            for (key, article, kind, lit) in &it.limits {
                more.push((About::Limited(side, *key, article.clone(), *kind), *lit));
            }
            for (term, place, lit) in it.terms.iter().filter(|(_, place, _)| place.is_none_or(|p| p == 0)) {
                more.push((About::Term(side, *term, *place), *lit));
            }
            for (what, lit) in more {
                let lits = vec![lit.through(&self.image[side])];
                self.says.push(Says { what, lits });
            }
        }
    }

    /// Brings the solver up to date with a circuit that has grown.
    pub(super) fn possible(&mut self, lits: &[Lit]) -> bool {
        self.solver.encode(&self.circuit);
        !lits.contains(&Lit::FALSE) && self.solver.solve(lits.iter().copied())
    }
}

/// The joint circuit in the making.
struct Joining {
    circuit: Circuit,
    /// For each side what the inputs of its circuit stand for.
    inputs: [BTreeMap<usize, Lit>; 2],
    always: Vec<Lit>,
    says: Vec<Says>,
}

impl Joining {
    fn tell(&mut self, what: About, lits: Vec<Lit>) {
        self.says.push(Says { what, lits });
    }

    /// Copies a side's circuit over the joint inputs.
    fn import(&mut self, side: usize, from: &Circuit) -> Vec<Lit> {
        let mut image: Vec<Lit> = Vec::with_capacity(from.nodes().len());
        for (n, node) in from.nodes().iter().enumerate() {
            let lit = match node {
                Node::False => Lit::FALSE,
                Node::Input => match self.inputs[side].get(&n) {
                    Some(lit) => *lit,
                    None => self.circuit.input(),
                },
                Node::And(a, b) => self.circuit.and(a.through(&image), b.through(&image)),
            };
            image.push(lit);
        }
        image
    }

    /// One of several, on two sides that may know different ones: a literal for each that a side knows. Where both know the thing, a
    /// world has one that both know.
    fn one_of(&mut self, paired: &super::names::Paired, sides: [Option<&[Lit]>; 2]) -> Vec<Lit> {
        let lits: Vec<Lit> = match paired.both.len() {
            1 => vec![Lit::TRUE],
            2 => {
                let lit = self.circuit.input();
                vec![lit, !lit]
            }
            n => (0..n).map(|_| self.circuit.input()).collect(),
        };
        self.always.push(self.circuit.exactly_one(&lits));
        for (side, known) in sides.iter().enumerate() {
            let Some(known) = known else { continue };
            let mine: Vec<Lit> = (0..known.len()).map(|v| lits[paired.key[side][v]]).collect();
            for (theirs, lit) in known.iter().zip(&mine) {
                if theirs.constant().is_none() && !theirs.is_neg() {
                    self.inputs[side].insert(theirs.node(), *lit);
                }
            }
            self.always.push(self.circuit.any(mine));
        }
        lits
    }

    fn questions(&mut self, compiled: &[Compiled<'_>; 2], names: &Names) {
        for (pair, positions) in names.questions.both.iter().zip(&names.positions) {
            let sides = [OLD, NEW].map(|side| pair[side].map(|q| compiled[side].questions[q].as_slice()));
            let lits = self.one_of(positions, sides);
            let side = if pair[NEW].is_some() { NEW } else { OLD };
            let mine = positions.key[side].iter().map(|k| lits[*k]).collect();
            let question = QuestionId(pair[side].unwrap_or_default() as u32);
            self.tell(About::Question(side, question), mine);
        }
    }

    fn laws(&mut self, laws: &StateLaws) {
        for (place, lits) in &laws.stands {
            self.tell(About::State(*place), lits.clone());
        }
        let (days, lits) = laws.before.iter().copied().unzip();
        self.tell(About::Day(days), lits);
    }

    fn roles(&mut self, compiled: &[Compiled<'_>; 2], names: &Names, states: u32) {
        for pair in &names.roles.both {
            let lits: Vec<Lit> = (0..states).map(|_| self.circuit.input()).collect();
            for side in [OLD, NEW] {
                let Some(role) = pair[side] else { continue };
                let theirs = compiled[side].roles[role].iter().map(|l| l.node());
                self.inputs[side].extend(theirs.zip(lits.iter().copied()));
            }
            let side = if pair[NEW].is_some() { NEW } else { OLD };
            self.tell(About::Role(side, RoleId(pair[side].unwrap_or_default() as u32)), lits);
        }
    }

    fn items(&mut self, compiled: &[Compiled<'_>; 2], names: &Names) {
        let mut all: BTreeMap<Shared, [Option<Item>; 2]> = BTreeMap::new();
        for side in [OLD, NEW] {
            for item in compiled[side].items.keys() {
                let (relation, what) = match item.what {
                    What::Fact(f) => (false, names.facts.key[side][f.ix()]),
                    What::Relation(r) => (true, names.relations.key[side][r.ix()]),
                };
                let act = item.act.map(|a| names.acts.key[side][a.ix()]);
                all.entry((relation, what, act, item.state, item.other)).or_default()[side] = Some(*item);
            }
        }
        for ((relation, what, ..), pair) in all {
            let reprs = [OLD, NEW].map(|side| pair[side].and_then(|i| compiled[side].items.get(&i)));
            let side = if pair[NEW].is_some() { NEW } else { OLD };
            let Some(item) = pair[side] else { continue };
            match reprs[side] {
                Some(Repr::Bool(_)) => {
                    let lit = self.circuit.input();
                    for (inputs, repr) in self.inputs.iter_mut().zip(reprs) {
                        if let Some(Repr::Bool(theirs)) = repr {
                            inputs.insert(theirs.node(), lit);
                        }
                    }
                    self.tell(About::Yes(side, item), vec![lit]);
                }
                Some(Repr::OneOf(_)) if !relation => {
                    let known = reprs.map(|r| match r {
                        Some(Repr::OneOf(lits)) => Some(lits.as_slice()),
                        _ => None,
                    });
                    let values = &names.values[what];
                    let lits = self.one_of(values, known);
                    let mine = values.key[side].iter().map(|k| lits[*k]).collect();
                    self.tell(About::Values(side, item), mine);
                }
                Some(Repr::Below(_)) => self.below(side, item, reprs),
                _ => {}
            }
        }
    }

    /// The thresholds of both sides, in one order.
    fn below(&mut self, side: usize, item: Item, reprs: [Option<&Repr>; 2]) {
        let bounds = |repr: &Repr| match repr {
            Repr::Below(bounds) => bounds.clone(),
            _ => Vec::new(),
        };
        let sides = reprs.map(|r| r.map(bounds).unwrap_or_default());
        let mut all: Vec<Threshold> = sides.iter().flatten().map(|(t, _)| *t).collect();
        all.sort_unstable();
        all.dedup();
        let joint: Vec<(Threshold, Lit)> = all.iter().map(|t| (*t, self.circuit.input())).collect();
        self.always
            .push(Repr::Below(joint.clone()).constraint(&mut self.circuit));
        for (inputs, bounds) in self.inputs.iter_mut().zip(&sides) {
            for (threshold, theirs) in bounds {
                if let Ok(i) = joint.binary_search_by_key(threshold, |(t, _)| *t) {
                    inputs.insert(theirs.node(), joint[i].1);
                }
            }
        }
        self.tell(
            About::Below(side, item, all),
            joint.into_iter().map(|(_, l)| l).collect(),
        );
    }
}
