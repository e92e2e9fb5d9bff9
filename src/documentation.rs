//! The pages of `docs/` that the code refers to, for readers who have only the crate's documentation.
//!
//! The pages link to each other by labels. `links.md` says where those lead here; the ends of the pages say where they
//! lead among the files.

/// The invariants I1 to I24: what each says, which bugs of real systems broke it, and where it is upheld.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/invariants.md")]
pub mod invariants {}

/// The glossary: each word of the crate, with the word that others use for the same thing.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/glossary.md")]
pub mod glossary {}

/// The stored forms: what is kept, how it is read back, and what lasts for ever.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/stored.md")]
pub mod stored_forms {}

/// WeChat: every rule of its table with its source, its phases and steps, and what is not known.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/wechat.md")]
pub mod wechat {}

/// ShopXO: every rule of its table with its source, its defects, and the two shops.
///
#[doc = include_str!("links.md")]
#[doc = include_str!("../docs/shopxo.md")]
pub mod shopxo {}
