//! The after-sale interface of the Channels shop (视频号小店, today 微信小店): the interface that lives on
//! after the mini-shop's.
//!
//! Its words are those of the mini-shop and more, its ids are texts, and its records grow every few
//! weeks. Its table shares most rules with the mini-shop's.
//!
//! - [`AfterSaleStatus`], [`AfterSaleType`], [`AfterSaleSubType`], [`AfterSaleReason`],
//!   [`RefundReason`], [`ReturnType`], [`MediaType`]: the platform's words;
//! - [`LIFECYCLE`]: its table, [`rules`], by which a [mirror](crate::mirror) follows cases;
#![cfg_attr(feature = "wire", doc = "- [`wire`]: the documents of its calls;")]
#![cfg_attr(feature = "wire", doc = "- [`notification`]: the events that it sends;")]
#![cfg_attr(feature = "wire", doc = "- [`call_error`]: the errors of its calls, and what to do;")]
#![cfg_attr(feature = "wire", doc = "- [`possible`]: what can be called now;")]
#![cfg_attr(
    feature = "wire",
    doc = "- [`WeChatDocument`]: a document of any of WeChat's interfaces."
)]
#![cfg_attr(not(feature = "wire"), doc = "- `wire`: its JSON (with the feature `wire`).")]

#[cfg(feature = "wire")]
pub mod call_error;
#[cfg(feature = "wire")]
pub mod notification;
#[cfg(feature = "wire")]
pub mod possible;
pub mod rules;
mod shared_rules;
#[cfg(feature = "wire")]
mod sightings;
mod status;
#[cfg(feature = "wire")]
mod wechat_document;
#[cfg(feature = "wire")]
pub mod wire;
mod words;

#[cfg(feature = "wire")]
pub use call_error::CallError;
pub use rules::LIFECYCLE;
pub use status::AfterSaleStatus;
#[cfg(feature = "wire")]
pub use wechat_document::WeChatDocument;
pub use words::{
    AfterSaleReason, AfterSaleSubType, AfterSaleType, MediaType, RefundReason, ReturnType,
};
