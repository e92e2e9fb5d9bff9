//! The proof kit: what this crate is tested with, for those who link it.
//!
//! It is behind the features `testing` (strategies for proptest) and `arbitrary` (for fuzzers), and nothing
//! else of the crate knows of it.

#[cfg(feature = "testing")]
pub mod documents;
pub mod fuzz;
