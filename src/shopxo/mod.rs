//! ShopXO's after-sale (订单售后), as version 2.2.1 documents it and version 6.9.0 has it today.
//!
//! The shop owns the case: it moves the statuses, and it pays.
//!
//! - [`AfterSaleStatus`], [`AfterSaleType`] and the order's words: [`OrderStatus`], [`PayStatus`],
//!   [`OrderModel`], [`Refundment`];
//! - [`LIFECYCLE`]: its table, [`rules`];
//! - [`steps`]: its own step lists with their flags; [`texts`]: what it tells people;
//! - [`policy`]: its limits; [`Hardened`]: orders with its statuses that cannot pay twice;
#![cfg_attr(feature = "wire", doc = "- [`wire`]: its JSON.")]
#![cfg_attr(not(feature = "wire"), doc = "- `wire`: its JSON (with the feature `wire`).")]

pub mod policy;
pub mod rules;
mod status;
pub mod steps;
pub mod texts;
#[cfg(feature = "wire")]
pub mod wire;

pub use policy::Hardened;
pub use rules::LIFECYCLE;
pub use status::{AfterSaleStatus, AfterSaleType, OrderModel, OrderStatus, PayStatus, Refundment};
