//! What the solver was told and what it answered, so that tests can check every answer by themselves.
//!
//! Solvers are made deep inside the engine; a recorder of the thread spares every function on the way a parameter that only tests would use. Where
//! nobody records, a solver keeps nothing.

use crate::circuit::{Lit, Node};
use std::cell::RefCell;
use std::rc::Rc;

/// What happened in a solver, in order. The literals are those of its circuit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was told of these further nodes.
    Nodes(Vec<Node>),
    /// At least one of these holds from now on.
    Given(Vec<Lit>),
    /// It learnt that at least one of these holds.
    Learnt(Vec<Lit>),
    /// It found a world with what was assumed: the value of every node.
    Possible(Vec<Lit>, Vec<bool>),
    /// There is none: what was assumed, and which part of it cannot hold.
    Impossible(Vec<Lit>, Vec<Lit>),
}

/// The events of one solver.
pub(crate) type Log = Rc<RefCell<Vec<Event>>>;

thread_local! {
    static RECORDER: RefCell<Option<Vec<Log>>> = const { RefCell::new(None) };
}

/// Runs `f` and records every solver that is made in it on this thread.
pub fn recorded<T>(f: impl FnOnce() -> T) -> (T, Vec<Vec<Event>>) {
    RECORDER.with(|r| *r.borrow_mut() = Some(Vec::new()));
    let result = f();
    let logs = RECORDER.with(|r| r.borrow_mut().take()).unwrap_or_default();
    (result, logs.into_iter().map(|log| log.take()).collect())
}

/// A log for a new solver, where somebody records.
pub(crate) fn log() -> Option<Log> {
    RECORDER.with(|r| {
        let mut recorder = r.borrow_mut();
        let log = Log::default();
        recorder.as_mut()?.push(log.clone());
        Some(log)
    })
}

/// How many answers were checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Answers that there is a world.
    pub possible: usize,
    /// Answers that there is none.
    pub impossible: usize,
    /// Clauses learnt on the way.
    pub learnt: usize,
}

/// Replays the events of one solver. A world that it found is evaluated gate by gate. What it learnt, and that there is no world, must follow by unit
/// propagation from the gates, from what it was given, and from what was shown before (reverse unit propagation). The clauses of the gates are made
/// here, not taken from the solver.
///
/// # Errors
/// The first event that does not hold.
pub fn check(events: &[Event]) -> Result<Checked, String> {
    let mut checker = Checker::default();
    let mut nodes: Vec<Node> = Vec::new();
    let mut given: Vec<&Vec<Lit>> = Vec::new();
    let mut checked = Checked::default();
    for (i, event) in events.iter().enumerate() {
        let wrong = |what: &str| Err(format!("event {i}: {what}"));
        match event {
            Event::Nodes(more) => {
                for node in more {
                    let out = Lit::of(nodes.len(), false);
                    nodes.push(*node);
                    match node {
                        Node::False => checker.add(vec![!out]),
                        Node::Input => checker.add(Vec::from([out, !out])),
                        Node::And(a, b) => {
                            checker.add(vec![!out, *a]);
                            checker.add(vec![!out, *b]);
                            checker.add(vec![out, !*a, !*b]);
                        }
                    }
                }
            }
            Event::Given(clause) => {
                given.push(clause);
                checker.add(clause.clone());
            }
            Event::Learnt(clause) => {
                if !checker.follows(clause) {
                    return wrong("what was learnt does not follow");
                }
                checked.learnt += 1;
                checker.add(clause.clone());
            }
            Event::Possible(assumed, model) => {
                let holds = |l: &Lit| model.get(l.node()).is_some_and(|v| *v != l.is_neg());
                let right = nodes.iter().zip(model).all(|(node, value)| match node {
                    Node::False => !value,
                    Node::Input => true,
                    Node::And(a, b) => *value == (holds(a) && holds(b)),
                });
                if !right || model.len() != nodes.len() {
                    return wrong("the world is not one of the circuit");
                }
                if !assumed.iter().all(holds) || !given.iter().all(|c| c.iter().any(holds)) {
                    return wrong("the world does not have what was asked");
                }
                checked.possible += 1;
            }
            Event::Impossible(assumed, core) => {
                if !core.iter().all(|l| assumed.contains(l)) {
                    return wrong("what cannot hold was not assumed");
                }
                if !checker.follows(&core.iter().map(|l| !*l).collect::<Vec<Lit>>()) {
                    return wrong("it does not follow that there is no world");
                }
                checked.impossible += 1;
            }
        }
    }
    Ok(checked)
}

/// Clauses, and what follows from them by unit propagation alone. Plain on purpose: nothing is ever taken away.
#[derive(Default)]
struct Checker {
    clauses: Vec<Vec<Lit>>,
    /// For each literal, by node and sign, the clauses in which it stands.
    places: Vec<[Vec<usize>; 2]>,
    values: Vec<Option<bool>>,
    /// The clauses contradict each other.
    broken: bool,
}

impl Checker {
    fn add(&mut self, clause: Vec<Lit>) {
        let index = self.clauses.len();
        for lit in &clause {
            if self.places.len() <= lit.node() {
                self.places.resize(lit.node() + 1, [Vec::new(), Vec::new()]);
                self.values.resize(lit.node() + 1, None);
            }
            self.places[lit.node()][usize::from(lit.is_neg())].push(index);
        }
        self.clauses.push(clause);
        let mut queue = Vec::new();
        self.broken |= !self.look(index, &mut queue) || !self.propagate(queue, &mut Vec::new());
    }

    /// Whether a clause follows: its negation propagates to a contradiction.
    fn follows(&mut self, clause: &[Lit]) -> bool {
        if self.broken {
            return true;
        }
        let mut trail = Vec::new();
        let consistent = self.propagate(clause.iter().map(|l| !*l).collect(), &mut trail);
        for node in trail {
            self.values[node] = None;
        }
        !consistent
    }

    fn value(&self, lit: Lit) -> Option<bool> {
        self.values[lit.node()].map(|v| v != lit.is_neg())
    }

    /// Makes literals true, and all that follows from them; whether nothing contradicts.
    fn propagate(&mut self, mut queue: Vec<Lit>, trail: &mut Vec<usize>) -> bool {
        while let Some(lit) = queue.pop() {
            match self.value(lit) {
                Some(true) => continue,
                Some(false) => return false,
                None => {}
            }
            self.values[lit.node()] = Some(!lit.is_neg());
            trail.push(lit.node());
            for i in 0..self.places[lit.node()][usize::from(!lit.is_neg())].len() {
                let clause = self.places[lit.node()][usize::from(!lit.is_neg())][i];
                if !self.look(clause, &mut queue) {
                    return false;
                }
            }
        }
        true
    }

    /// Looks at a clause: what has to be true for it is queued; false if it cannot be true.
    fn look(&self, clause: usize, queue: &mut Vec<Lit>) -> bool {
        let mut open = None;
        for lit in &self.clauses[clause] {
            match (self.value(*lit), open) {
                (Some(true), _) => return true,
                (Some(false), _) => {}
                (None, Some(other)) if other != *lit => return true,
                (None, _) => open = Some(*lit),
            }
        }
        queue.extend(open);
        open.is_some()
    }
}
