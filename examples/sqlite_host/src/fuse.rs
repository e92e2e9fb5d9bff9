//! The points where the host can be killed: it names each of its steps, and a fuse that has burnt down ends
//! the process there and then.

use std::cell::Cell;
use std::rc::Rc;

/// Counts steps, and ends the process at the last one.
#[derive(Clone, Debug)]
pub(crate) struct Fuse {
    left: Rc<Cell<Option<u64>>>,
    counts: Steps,
}

/// The steps that a fuse counts.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Steps {
    /// All steps.
    All,
    /// The steps between the host and the gateway. They are few, and the ones that matter most.
    AtTheGateway,
}

impl Fuse {
    /// Returns a fuse that never burns down.
    pub(crate) fn none() -> Self {
        Self { left: Rc::new(Cell::new(None)), counts: Steps::All }
    }

    /// Returns a fuse that ends the process at this step from now, counted from 1.
    pub(crate) fn of(steps: u64, counts: Steps) -> Self {
        Self { left: Rc::new(Cell::new(Some(steps))), counts }
    }

    /// Counts a step of the host.
    pub(crate) fn step(&self, place: &'static str) {
        if self.counts == Steps::All {
            self.burn(place);
        }
    }

    /// Counts a step during which the gateway waits for the host or has just answered it.
    pub(crate) fn step_at_the_gateway(&self, place: &'static str) {
        self.burn(place);
    }

    /// A process that ends prints its last step.
    fn burn(&self, place: &'static str) {
        let Some(left) = self.left.get() else { return };
        if left <= 1 {
            println!("{place}");
            std::process::abort();
        }
        self.left.set(Some(left - 1));
    }
}
