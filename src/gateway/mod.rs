//! What payment gateways say of a refund, as tables: which of their words means that it is processed, has succeeded, has
//! failed for certain, is unknown or was reversed, and what the next try may do.
//!
//! Most double refunds begin where the answer of a gateway is read: a timeout is taken for a failure, money that is on its
//! way is paid again, a running total is booked as an amount, a late failure is missed. Each [`Gateway`] here has
//!
//! - its words, a line a word ([`GatewayRow`]), proved at compile time;
//! - the rules of its keys ([`KeyRules`]), its limits ([`RefundLimits`]) and how it counts money ([`AmountRules`]);
//! - when to ask it again, and when a person has to look ([`QuerySchedule`]).
//!
//! There is no client here and no I/O. Three rules hold for all of them:
//!
//! 1. A word that is in no table is [unknown](Meaning::Unknown), never a success and never a failure. So is a field that is
//!    absent.
//! 2. The body outranks the HTTP status, and no HTTP status says that a refund has succeeded or failed.
//! 3. What may be out is not paid again: no row that is processing or unknown permits a new key.
//!
//! ```
//! use aftersale::gateway::{Meaning, NextTry, WECHAT_PAY_V3, WordPlace};
//!
//! let abnormal = WECHAT_PAY_V3.meaning(WordPlace::Query, "status", Some("ABNORMAL"));
//! assert_eq!(abnormal.meaning, Meaning::Processing, "the money has left the merchant");
//! assert!(abnormal.needs_person);
//!
//! let closed = WECHAT_PAY_V3.meaning(WordPlace::Query, "status", Some("CLOSED"));
//! assert_eq!((closed.meaning, closed.next), (Meaning::Failed, NextTry::NewKey));
//!
//! let new_word = WECHAT_PAY_V3.meaning(WordPlace::Query, "status", Some("PAUSED"));
//! assert_eq!((new_word.meaning, new_word.next), (Meaning::Unknown, NextTry::NoneYet));
//! ```
//!
//! A gateway of one's own is declared by the same means: `examples/own_gateway.rs`. The page `docs/gateways.md` has every
//! table for people to read.

mod amounts;
mod declaration;
mod http;
mod keys;
mod limits;
mod meaning;
mod proof;
mod providers;
mod row;
mod schedule;
#[cfg(feature = "wire")]
pub mod wire;
mod words;

pub use amounts::{
    AmountForm, AmountRules, CurrencyRow, GatewayAmount, NotExpressible, OtherCurrencies,
};
pub use declaration::Gateway;
pub use http::HTTP_STATUSES;
pub use keys::{KeyFault, KeyLifetime, KeyRules};
pub use limits::{LimitFault, PartialRefunds, PreviousRefunds, RefundLimits};
pub use meaning::WordMeaning;
pub use providers::{
    ADYEN, ALIPAY, ALL, BRAINTREE, MOLLIE, PAYPAL, RAZORPAY, SQUARE, STRIPE, UNIONPAY,
    WECHAT_PAY_V2, WECHAT_PAY_V3,
};
pub use row::{GatewayRow, PaidToMerchant, Provisional, word};
pub use schedule::{QuerySchedule, RefundQuery};
pub use words::{AmountKind, Beneficiary, Meaning, NextTry, WordPlace};
