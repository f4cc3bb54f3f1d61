//! Choices drawn from a list of numbers: the same list gives the same rulebook and case. Zero is the plainest choice.

#[derive(Debug)]
pub struct Draw<'a> {
    numbers: &'a [u32],
    at: usize,
}

impl<'a> Draw<'a> {
    pub fn new(numbers: &'a [u32]) -> Self {
        Self { numbers, at: 0 }
    }

    fn number(&mut self) -> u32 {
        // Spent numbers are used again, mixed with their place.
        let n = self.numbers.len().max(1);
        let number = self.numbers.get(self.at % n).copied().unwrap_or(0);
        let round = (self.at / n) as u32;
        self.at += 1;
        if round == 0 {
            number
        } else {
            number.rotate_left(round * 7) ^ round.wrapping_mul(0x9e37_79b9)
        }
    }

    /// A number below n.
    pub fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.number()) * n as u64) >> 32) as usize
    }

    /// True in `percent` of a hundred.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub fn pick<'b, T>(&mut self, from: &'b [T]) -> &'b T {
        &from[self.below(from.len())]
    }

    /// One of several, by weight.
    pub fn weighted<T: Copy>(&mut self, from: &[(usize, T)]) -> T {
        let mut n = self.below(from.iter().map(|(w, _)| w).sum());
        for (weight, what) in from {
            if n < *weight {
                return *what;
            }
            n -= weight;
        }
        unreachable!("the weights add up")
    }

    /// Some of several, at least one.
    pub fn some<T: Clone>(&mut self, from: &[T], percent: usize) -> Vec<T> {
        let mut some: Vec<T> = from.iter().filter(|_| self.chance(percent)).cloned().collect();
        if some.is_empty() {
            some.push(self.pick(from).clone());
        }
        some
    }
}
