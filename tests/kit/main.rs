//! The proof kit, proved on the order itself: what its strategies make holds the invariants, and what is
//! broken is found.

mod explored;
mod histories;
mod simulation;
mod two_step;
