//! The source of chance: numbers that follow from a seed.

/// Dice, which are tame when nothing odd shall happen.
pub(crate) struct Dice {
    seed: u64,
    is_tame: bool,
}

impl Dice {
    pub(crate) const fn new(seed: u64, is_tame: bool) -> Self {
        Self { seed, is_tame }
    }

    /// The next number (SplitMix64).
    fn next(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.seed ^ (self.seed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub(crate) fn pick_any<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { Some(self.pick(from)) }
    }

    /// So often in a hundred.
    pub(crate) fn percent(&mut self, often: usize) -> bool {
        self.below(100) < often
    }

    /// Something odd, so often in a hundred; never, if the dice are tame.
    pub(crate) fn odd(&mut self, often: usize) -> bool {
        self.percent(often) && !self.is_tame
    }

    /// One of the plain ones, and now and then one of the odd ones.
    pub(crate) fn plain_or_odd<T: Clone>(&mut self, plain: &[T], odd: &[T]) -> T {
        if self.odd(25) { self.pick(odd) } else { self.pick(plain) }
    }
}
