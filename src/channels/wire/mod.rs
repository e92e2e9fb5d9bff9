//! The JSON of the Channels shop's after-sale interface, typed field by field.
//!
//! A document is decoded into a typed record and encoded again as the same JSON value. The platform adds
//! fields every few weeks: what no type describes is kept at every level, in its order, and listed by
//! [`untyped_fields`](crate::wire::Record::untyped_fields). Where two of its pages contradict each other
//! both forms are read, and each is written as it came: ids and numbers in quotes or without, and fields
//! with an old and a new name.
//!
//! ```
//! use aftersale::channels::AfterSaleStatus;
//! use aftersale::channels::wire::{Document, Finished};
//! use aftersale::wire::Word;
//!
//! let text = r#"{"errcode":0,"after_sale_order":{
//!     "after_sale_order_id":"1934164653012121","order_id":"3705115058471208928",
//!     "status":"MERCHANT_PROCESSING","type":"EXCHANGE","complete_time":0,"media_files":[{"a":1}]
//! }}"#;
//! let mut document = Document::decode(text)?;
//! let Document::GetAnswer(answer) = &mut document else { panic!() };
//! let order = answer.after_sale_order.value_mut().unwrap();
//! assert_eq!(order.finished(), Finished::No);
//! assert_eq!(order.order_id.value().unwrap().text(), "3705115058471208928");
//!
//! order.status = Word::Known(AfterSaleStatus::UserWaitReturn).into();
//! let untyped: Vec<String> =
//!     document.untyped_fields().into_iter().map(|field| field.path).collect();
//! assert_eq!(untyped, ["after_sale_order.media_files"]);
//! let same = |a: &str, b: &str| {
//!     serde_json::from_str::<serde_json::Value>(a).unwrap()
//!         == serde_json::from_str::<serde_json::Value>(b).unwrap()
//! };
//! assert!(same(&document.encode(), &text.replace("MERCHANT_PROCESSING", "USER_WAIT_RETURN")));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod application;
pub mod calls;
mod document;
mod exchange;
mod gift;
mod goods;
pub mod guarantee;
mod messages;
mod negotiation;
mod order;
mod parcel;
mod refund;

pub use application::{Details, MediaInfo, MerchantUploadInfo};
pub use document::Document;
pub use exchange::{
    ExchangeDeliveryInfo, ExchangeInfo, ExchangeProductInfo, FastExchangeAct, FastExchangeInfo,
};
pub use gift::{GiftAfterSaleOrder, GiftAnswer, GiftOrderInfo, GiftOrderProduct};
pub use goods::{GiftProduct, ProductInfo, Voucher, VoucherUse};
pub use messages::{BareAnswer, GetAnswer, GetRequest, ListAnswer, ListRequest};
pub use negotiation::MerchantUpdateDetail;
pub use order::{AfterSaleOrder, Finished, TimeLimit};
pub use parcel::{Address, ReturnInfo, VirtualTelNumInfo};
pub use refund::{RefundInfo, RefundResp};
