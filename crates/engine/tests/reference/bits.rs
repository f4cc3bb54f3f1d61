//! A set of worlds.

/// A set of numbers below a fixed bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
    len: usize,
}

impl Bits {
    pub fn none(len: usize) -> Self {
        Self {
            words: vec![0; len.div_ceil(64)],
            len,
        }
    }

    pub fn of(len: usize, mut f: impl FnMut(usize) -> bool) -> Self {
        let mut bits = Self::none(len);
        for i in 0..len {
            if f(i) {
                bits.words[i / 64] |= 1 << (i % 64);
            }
        }
        bits
    }

    pub fn all(len: usize) -> Self {
        Self::of(len, |_| true)
    }

    pub fn has(&self, i: usize) -> bool {
        self.words[i / 64] >> (i % 64) & 1 == 1
    }

    pub fn and(&self, other: &Self) -> Self {
        Self {
            words: self.words.iter().zip(&other.words).map(|(a, b)| a & b).collect(),
            len: self.len,
        }
    }

    pub fn or(&self, other: &Self) -> Self {
        Self {
            words: self.words.iter().zip(&other.words).map(|(a, b)| a | b).collect(),
            len: self.len,
        }
    }

    pub fn minus(&self, other: &Self) -> Self {
        Self {
            words: self.words.iter().zip(&other.words).map(|(a, b)| a & !b).collect(),
            len: self.len,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }

    /// Whether every member is a member of `other`.
    pub fn within(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).all(|(a, b)| a & !b == 0)
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.words.iter().zip(&other.words).any(|(a, b)| a & b != 0)
    }

    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.len).filter(|i| self.words[i / 64] != 0 && self.has(*i))
    }
}
