//! ShopXO's after-sale (订单售后), as release 2.2.1 documents it and release 6.9.0 has it today.
//!
//! The shop owns the case: it changes the statuses, and it pays the refunds.
//!
//! - [`AfterSaleStatus`], [`AfterSaleType`] and the order's words: [`OrderStatus`], [`PayStatus`],
//!   [`OrderModel`], [`Refundment`];
//! - [`LIFECYCLE`]: its table, [`rules`];
//! - [`steps`]: its own step lists with their flags; [`texts`]: the texts that it shows;
//! - [`arithmetic`]: the figures that it offers to refund, and the effect of an audit on an order;
//! - [`operation`] and [`answer`]: the operations of its clients, and their answers;
//! - [`policy`]: its limits; [`HardenedShop`]: orders with its statuses that cannot be refunded twice;
//!   [`FaithfulShop`]: orders as ShopXO handles them itself, defects included;
#![cfg_attr(feature = "wire", doc = "- [`wire`]: its JSON; [`page`]: whole answers in it.")]
#![cfg_attr(
    not(feature = "wire"),
    doc = "- `wire`: its JSON; `page`: whole answers in it (with the feature `wire`)."
)]

pub mod answer;
pub mod arithmetic;
pub mod faithful;
pub mod operation;
#[cfg(feature = "wire")]
pub mod page;
pub mod policy;
mod release;
pub mod rules;
mod shop;
mod status;
pub mod steps;
pub mod texts;
mod times;
#[cfg(feature = "wire")]
pub mod wire;

pub use crate::Language;
pub use answer::{Answer, Wording};
pub use arithmetic::{Offered, OrderFigures};
pub use faithful::FaithfulShop;
pub use operation::Operation;
pub use policy::HardenedShop;
pub use release::Release;
pub use rules::LIFECYCLE;
pub use shop::Shop;
pub use status::{AfterSaleStatus, AfterSaleType, OrderModel, OrderStatus, PayStatus, Refundment};
pub use times::Times;
