//! Numbers thrown beforehand, from which a command is made: the smaller they are, the plainer it is.

/// Some numbers, used one after the other; when they have all been used, nothing but zeros.
pub(crate) struct Dice(std::vec::IntoIter<u16>);

impl Dice {
    pub(crate) fn new(thrown: Vec<u16>) -> Self {
        Self(thrown.into_iter())
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::from(self.0.next().unwrap_or(0)) % end.max(1)
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    pub(crate) fn pick_any<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        if from.is_empty() { None } else { Some(self.pick(from)) }
    }

    /// So often in a hundred.
    pub(crate) fn percent(&mut self, often: usize) -> bool {
        self.below(100) >= 100 - often
    }
}
