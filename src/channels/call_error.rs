//! The errors of calls, and what to do about each.

/// An error that a call of the interface answered.
#[derive(Clone, Debug, PartialEq)]
pub struct CallError {}
