//! ShopXO's after-sale (订单售后), as release 2.2.1 documents it and release 6.9.0 has it today.
//!
//! The shop owns the case: it moves the statuses, and it pays.
//!
//! - [`AfterSaleStatus`], [`AfterSaleType`] and the order's words: [`OrderStatus`], [`PayStatus`],
//!   [`OrderModel`], [`Refundment`];
//! - [`LIFECYCLE`]: its table, [`rules`];
//! - [`steps`]: its own step lists with their flags; [`texts`]: what it tells people;
//! - [`arithmetic`]: what it offers to refund, and what an audit makes of an order;
//! - [`operation`] and [`answer`]: what its clients ask for, and what it answers;
//! - [`policy`]: its limits; [`HardenedShop`]: orders with its statuses that cannot pay twice;
//!   [`FaithfulShop`]: orders as it has them itself, defects included;
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

pub use answer::{Answer, Wording};
pub use arithmetic::{Offered, OrderFigures};
pub use faithful::FaithfulShop;
pub use operation::Operation;
pub use policy::HardenedShop;
pub use release::{Language, Release};
pub use rules::LIFECYCLE;
pub use shop::Shop;
pub use status::{AfterSaleStatus, AfterSaleType, OrderModel, OrderStatus, PayStatus, Refundment};
pub use times::Times;
