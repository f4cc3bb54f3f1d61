//! What of one rulebook is what of the other: by name, old names included.

use safeconduct_rulebook::model::*;

/// Things of one kind on both sides. A thing that both have under one name (or under an old name that the other keeps alive) is one.
#[derive(Clone, Debug, Default)]
pub(super) struct Paired {
    /// For each thing its index on the old and on the new side. First those of the new side, in its order.
    pub(super) both: Vec<[Option<usize>; 2]>,
    /// For each side, for each index there, the place in [`Paired::both`].
    pub(super) key: [Vec<usize>; 2],
}

impl Paired {
    /// `alike` says whether an old and a new thing of one name can be one at all.
    pub(super) fn of(books: [&Rulebook; 2], names: [Vec<&str>; 2], alike: impl Fn(usize, usize) -> bool) -> Self {
        let [old, new] = names;
        let called = |aliases: &[(String, String, String)], name: &str, there: &[&str], here: &[&str]| {
            let (_, to, _) = aliases.iter().find(|(was, ..)| was == name)?;
            // Where this side has the new name too, the old one is something else.
            let free = !here.contains(&to.as_str());
            there.iter().position(|n| n == to).filter(|_| free)
        };
        let mut this = Self::default();
        this.key[0] = vec![0; old.len()];
        for (n, name) in new.iter().enumerate() {
            let found = (old.iter().position(|o| o == name))
                .or_else(|| (0..old.len()).find(|o| called(&books[1].aliases, old[*o], &new, &old) == Some(n)))
                .or_else(|| called(&books[0].aliases, name, &old, &new))
                .filter(|o| alike(*o, n));
            this.key[1].push(this.both.len());
            if let Some(o) = found {
                this.key[0][o] = this.both.len();
            }
            this.both.push([found, Some(n)]);
        }
        for o in 0..old.len() {
            if !this.both.iter().any(|[found, _]| *found == Some(o)) {
                this.key[0][o] = this.both.len();
                this.both.push([Some(o), None]);
            }
        }
        this
    }

    /// Those that both sides have: the old index and the new one.
    pub(super) fn shared(&self) -> impl Iterator<Item = (usize, usize)> {
        self.both.iter().filter_map(|[o, n]| Some(((*o)?, (*n)?)))
    }
}

/// Everything that two rulebooks name.
#[derive(Clone, Debug)]
pub(super) struct Names {
    pub(super) facts: Paired,
    /// By place in `facts.both`; empty for a fact without named values.
    pub(super) values: Vec<Paired>,
    pub(super) relations: Paired,
    pub(super) roles: Paired,
    pub(super) acts: Paired,
    pub(super) terms: Paired,
    pub(super) steps: Paired,
    pub(super) duties: Paired,
    pub(super) instruments: Paired,
    pub(super) questions: Paired,
    /// By place in `questions.both`.
    pub(super) positions: Vec<Paired>,
}

macro_rules! pair {
    ($books:ident, $list:ident) => {
        pair!($books, $list, |_, _| true)
    };
    ($books:ident, $list:ident, $alike:expr) => {
        Paired::of(
            $books,
            $books.map(|b| b.$list.iter().map(|x| x.id.as_str()).collect()),
            $alike,
        )
    };
}

impl Names {
    pub(super) fn of(old: &Rulebook, new: &Rulebook) -> Self {
        let books = [old, new];
        let facts = pair!(books, facts, |o: usize, n: usize| {
            let (o, n) = (&old.facts[o], &new.facts[n]);
            o.per == n.per && std::mem::discriminant(&o.kind) == std::mem::discriminant(&n.kind)
        });
        let values = facts.both.iter().map(|pair| values(books, *pair)).collect();
        let questions = pair!(books, questions);
        let positions = questions.both.iter().map(|pair| positions(books, *pair)).collect();
        Self {
            values,
            positions,
            relations: pair!(books, relations, |o: usize, n: usize| {
                old.relations[o].transitive == new.relations[n].transitive
            }),
            roles: pair!(books, roles),
            acts: pair!(books, acts, |o: usize, n: usize| old.acts[o].destination
                == new.acts[n].destination),
            terms: pair!(books, terms, |o: usize, n: usize| {
                old.terms[o].per_destination == new.terms[n].per_destination
            }),
            steps: pair!(books, steps),
            duties: pair!(books, duties),
            instruments: pair!(books, instruments),
            facts,
            questions,
        }
    }
}

fn values(books: [&Rulebook; 2], pair: [Option<usize>; 2]) -> Paired {
    let named = |side: usize| match pair[side].map(|f| &books[side].facts[f].kind) {
        Some(Type::OneOf(values)) => values.iter().map(|v| v.id.as_str()).collect(),
        _ => Vec::new(),
    };
    Paired::of(books, [named(0), named(1)], |_, _| true)
}

fn positions(books: [&Rulebook; 2], pair: [Option<usize>; 2]) -> Paired {
    let named = |side: usize| match pair[side].map(|q| &books[side].questions[q].positions) {
        Some(positions) => positions.iter().map(|p| p.id.as_str()).collect(),
        None => Vec::new(),
    };
    Paired::of(books, [named(0), named(1)], |_, _| true)
}
