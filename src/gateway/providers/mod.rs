//! The gateways, a file each: their words, and the rules of their keys, amounts, limits and queries.
//!
//! The facts were read in November 2026; each row names its source. A source that is *a copy* of a page was read where
//! others keep it.

mod adyen;
mod alipay;
mod braintree;
mod mollie;
mod paypal;
mod razorpay;
mod square;
mod stripe;
mod unionpay;
mod wechat_pay_v2;
mod wechat_pay_v3;

pub use adyen::ADYEN;
pub use alipay::ALIPAY;
pub use braintree::BRAINTREE;
pub use mollie::MOLLIE;
pub use paypal::PAYPAL;
pub use razorpay::RAZORPAY;
pub use square::SQUARE;
pub use stripe::STRIPE;
pub use unionpay::UNIONPAY;
pub use wechat_pay_v2::WECHAT_PAY_V2;
pub use wechat_pay_v3::WECHAT_PAY_V3;

use super::Gateway;

/// Every gateway of this crate, those of China first.
pub const ALL: [&Gateway; 11] = [
    &WECHAT_PAY_V3,
    &WECHAT_PAY_V2,
    &ALIPAY,
    &UNIONPAY,
    &STRIPE,
    &PAYPAL,
    &ADYEN,
    &SQUARE,
    &MOLLIE,
    &RAZORPAY,
    &BRAINTREE,
];
