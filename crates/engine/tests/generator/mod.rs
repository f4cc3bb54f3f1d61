//! Random rulebooks, as text, and random cases for them. Names are neutral; layers keep them free of circles.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, clippy::expect_used)]

pub mod case;
pub mod conditions;
pub mod draw;
pub mod facts;
pub mod norms;
pub mod syntax;
pub mod tally;
pub mod words;

use case::CaseSpec;
use draw::Draw;
use proptest::prelude::*;
use safeconduct_engine::situation::Situation;
use safeconduct_rulebook::model::Rulebook;
use safeconduct_rulebook::source::Severity;
use std::fmt;
use syntax::Book;
use words::Words;

/// A rulebook and a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub book: Book,
    pub case: CaseSpec,
}

impl Pair {
    pub fn draw(numbers: &[u32]) -> Self {
        let d = &mut Draw::new(numbers);
        let words = Words::draw(d);
        let mut statements = words.statements(d);
        let facts = facts::facts(d, &words, &mut statements);
        statements.extend(facts);
        statements.extend(norms::Norms::draw(d, &words));
        let mut law = Vec::new();
        for code in ["AA", "BB", "CC"] {
            if d.chance(75) {
                law.push((code.to_owned(), words::law(d)));
            }
        }
        let case = CaseSpec::draw(d, &words);
        Self {
            book: Book { statements, law },
            case,
        }
    }

    /// The rulebook and the case as the engine takes them; the errors where it does not load.
    pub fn load(&self) -> Result<(Rulebook, Situation), String> {
        let loaded = safeconduct_rulebook::load(self.book.files());
        let errors: Vec<String> = loaded
            .diagnostics
            .iter()
            .filter(|d| d.severity == Severity::Error)
            .map(ToString::to_string)
            .collect();
        match loaded.rulebook {
            Some(book) if errors.is_empty() && !book.acts.is_empty() && !book.profiles.is_empty() => {
                let case = self.case.resolve(&book);
                Ok((book, case))
            }
            _ => Err(errors.join("\n")),
        }
    }

    /// The smallest pair to be had by single steps that is still bad.
    pub fn shrink(&self, bad: impl Fn(&Self) -> bool) -> Self {
        let mut best = self.clone();
        'again: loop {
            for case in best.case.smaller() {
                let pair = Self {
                    book: best.book.clone(),
                    case,
                };
                if bad(&pair) {
                    best = pair;
                    continue 'again;
                }
            }
            for book in best.book.smaller() {
                let pair = Self {
                    book,
                    case: best.case.clone(),
                };
                if bad(&pair) {
                    best = pair;
                    continue 'again;
                }
            }
            return best;
        }
    }
}

impl fmt::Display for Pair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.book.text())?;
        for (code, entries) in &self.book.law {
            writeln!(f, "states/{code}.toml:\n{}", entries.join("\n"))?;
        }
        write!(f, "{}", self.case)
    }
}

/// A random pair. It is made smaller by [`Pair::shrink`], which works on statements, not on numbers.
pub fn pairs() -> impl Strategy<Value = Pair> {
    proptest::collection::vec(any::<u32>(), 600)
        .prop_map(|numbers| Pair::draw(&numbers))
        .no_shrink()
}

/// The pairs of a test run: always the same for a seed (`SAFECONDUCT_SEED`), so that a failure comes back.
pub fn some_pairs(seed: u64) -> impl Iterator<Item = Pair> {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let seed = std::env::var("SAFECONDUCT_SEED")
        .ok()
        .and_then(|s| s.parse().ok())
        .unwrap_or(seed);
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&u64::to_le_bytes(seed));
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    std::iter::repeat_with(move || pairs().new_tree(&mut runner).expect("a pair").current())
}

/// How many pairs a test takes: `SAFECONDUCT_PAIRS`, or the number given.
pub fn count(default: usize) -> usize {
    std::env::var("SAFECONDUCT_PAIRS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(default)
}
