//! The proof kit: what this crate is tested with, for those who link it.
//!
//! It is behind the features `testing` (strategies for proptest) and `arbitrary` (for fuzzers), and nothing
//! else of the crate knows of it.

// What is broken is told by a panic here: this is for tests.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a panic in a test is a failed test"
)]

#[cfg(feature = "testing")]
pub mod documents;
pub mod explore;
pub mod fuzz;
mod history;
pub mod invariants;
pub mod model;
mod seed;
pub mod store;
#[cfg(feature = "testing")]
mod strategies;
pub mod tries;

pub use history::{Answer, History, Plan, Told};
pub use seed::{CURRENCIES, LineSeed, OrderSeed, START, Step, What, When};
#[cfg(feature = "testing")]
pub use strategies::{histories, order_seeds, orders, plans, steps};
