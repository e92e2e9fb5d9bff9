//! The pages of `docs/` that the code refers to, for readers who have only the crate's documentation.

/// The invariants I1 to I24: what each says, which bugs of real systems broke it, and where it is upheld.
#[doc = include_str!("../docs/invariants.md")]
pub mod invariants {}

/// The glossary: each word of the crate, with the word that others use for the same thing.
#[doc = include_str!("../docs/glossary.md")]
pub mod glossary {}

/// The stored forms: what is kept, how it is read back, and what lasts for ever.
#[doc = include_str!("../docs/stored.md")]
pub mod stored_forms {}
