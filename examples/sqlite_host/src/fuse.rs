//! Where the host can be killed: it says before and after every step where it is, and a fuse that has
//! burnt down ends the process there and then, as a power cut would.

use std::cell::Cell;
use std::rc::Rc;

/// Counts steps, and ends the process at the last one.
#[derive(Clone, Debug)]
pub(crate) struct Fuse {
    left: Rc<Cell<Option<u64>>>,
}

impl Fuse {
    /// One that never burns down.
    pub(crate) fn none() -> Self {
        Self { left: Rc::new(Cell::new(None)) }
    }

    /// One that ends the process at this step from now, counted from 1.
    pub(crate) fn of(steps: u64) -> Self {
        Self { left: Rc::new(Cell::new(Some(steps))) }
    }

    /// The host is here. The last words of a process that ends are where it was.
    pub(crate) fn step(&self, place: &'static str) {
        let Some(left) = self.left.get() else { return };
        if left <= 1 {
            println!("{place}");
            std::process::abort();
        }
        self.left.set(Some(left - 1));
    }
}
