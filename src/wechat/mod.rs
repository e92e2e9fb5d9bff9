//! WeChat's after-sale order, as the mini-shop (微信小商店) publishes it.
//!
//! WeChat owns the case: it moves the statuses and it pays. A merchant's system sees statuses in
//! answers and callbacks, and has to know what it may do now.
//!
//! - [`AfterSaleStatus`], [`AfterSaleType`], [`AfterSaleReason`]: the platform's words;
//! - [`LIFECYCLE`]: its table, [`rules`];
//! - [`WeChat`]: orders whose cases are here; their terms, [`policy`];
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
