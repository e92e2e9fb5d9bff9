//! WeChat's JSON: the mini-shop's interface (微信小商店), request and answer.
//!
//! | interface | request | answer |
//! |---|---|---|
//! | `product/order/getaftersaleorder` | [`GetRequest`] | [`GetAnswer`] |
//! | `product/order/batchgetaftersaleorder` | [`BatchGetRequest`] | [`BatchGetAnswer`] |
//! | `product/order/acceptapply` | [`AcceptApplyRequest`] | [`OperationAnswer`] |
//! | `product/order/rejectrefund` | [`RejectRefundRequest`] | [`OperationAnswer`] |
//! | `product/order/upload_refund_certificate` | [`UploadRefundCertificateRequest`] | [`OperationAnswer`] |
//!
//! [`Document::decode`] finds the interface from a document's shape. Documents of the later generations
//! (the Channels shop and the two custom trade components) are refused with the name of their
//! interface.
//!
//! ```
//! use aftersale::lifecycle::{Action, Actor};
//! use aftersale::wechat::wire::Document;
//! use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
//!
//! let text = r#"{"errcode": 0, "after_sale_order": {
//!     "order_id": 7012, "original_order_id": 1768683047558651,
//!     "status": "MERCHANT_PROCESSING", "type": "RETURN", "loyalty_level": 3
//! }}"#;
//! let Document::GetAnswer(mut answer) = Document::decode(text)? else { panic!() };
//! let order = answer.after_sale_order.value_mut().unwrap();
//!
//! let position = order.position()?;
//! let agreed = LIFECYCLE.next(&position, Actor::Merchant, Action::AgreeToReturn)?;
//! assert_eq!(agreed.to, AfterSaleStatus::UserWaitReturn);
//!
//! order.status = aftersale::wire::Word::Known(agreed.to).into();
//! let changed = text.replace("MERCHANT_PROCESSING", "USER_WAIT_RETURN");
//! let same = |a: &str, b: &str| {
//!     serde_json::from_str::<serde_json::Value>(a).unwrap()
//!         == serde_json::from_str::<serde_json::Value>(b).unwrap()
//! };
//! assert!(same(&Document::GetAnswer(answer).encode(), &changed), "also loyalty_level is there");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod document;
mod messages;
mod order;

pub use document::Document;
pub use messages::{
    AcceptApplyRequest, BatchGetAnswer, BatchGetRequest, GetAnswer, GetRequest, OperationAnswer,
    RejectRefundRequest, UploadRefundCertificateRequest,
};
pub use order::{
    AfterSaleOrder, Details, MerchantUploadInfo, ProductInfo, RefundInfo, RefundResp, ReturnInfo,
};
