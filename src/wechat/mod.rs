//! WeChat's after-sale order, as the mini-shop (微信小商店) publishes it.
//!
//! WeChat owns the case: it changes the statuses, and it pays the refunds. A merchant's system sees the
//! statuses in answers and callbacks, and needs to know which actions are possible now.
//!
//! - [`AfterSaleStatus`], [`AfterSaleType`], [`AfterSaleReason`]: the platform's words;
//! - [`LIFECYCLE`]: its table, [`rules`];
//! - [`WeChat`]: the policy of orders whose cases are WeChat's, with their terms, [`policy`];
#![cfg_attr(feature = "wire", doc = "- [`wire`]: its JSON.")]
#![cfg_attr(not(feature = "wire"), doc = "- `wire`: its JSON (with the feature `wire`).")]

pub mod policy;
pub mod rules;
mod status;
#[cfg(feature = "wire")]
pub mod wire;

pub use policy::WeChat;
pub use rules::LIFECYCLE;
pub use status::{AfterSaleReason, AfterSaleStatus, AfterSaleType};
