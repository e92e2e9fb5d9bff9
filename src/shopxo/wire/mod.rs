//! ShopXO's JSON: the requests and answers of `orderaftersale/aftersale` (release 2.2.1) and its
//! successor `orderaftersale/detail` (6.9.0).
//!
//! Every answer is an envelope `{msg, code, data}`. Numbers come plain or in quotes, depending on the
//! version of PHP; money comes as decimal text; an absent value comes as `[]`, `null`, `""` or not at
//! all. Everything is written as it was read.
//!
//! | interface | request | answer |
//! |---|---|---|
//! | `orderaftersale/aftersale` (2.2.1) | [`ViewRequest`] | [`AftersaleAnswer`] |
//! | `orderaftersale/detail` (6.9.0) | [`ViewRequest`] | [`DetailAnswer`] |
//! | `orderaftersale/index` | | [`ListAnswer`] |
//! | operations, and all refusals | | [`PlainAnswer`] |
//!
//! [`Document::decode`] finds the interface from a document's shape.
//!
//! ```
//! use aftersale::shopxo::wire::Document;
//!
//! let text = r#"{"msg": "订单售后正在进行中，请勿重复申请", "code": -1, "data": ""}"#;
//! let Document::PlainAnswer(answer) = Document::decode(text)? else { panic!() };
//! assert!(!answer.is_success());
//! assert_eq!(answer.msg.value().map(String::as_str), Some("订单售后正在进行中，请勿重复申请"));
//! # Ok::<(), aftersale::wire::WireError>(())
//! ```

mod answer;
mod document;
mod order;
mod row;

pub use answer::{
    Address, AftersaleAnswer, AftersalePage, DetailAnswer, DetailPage, ListAnswer, ListPage,
    PlainAnswer, PlainData, ReturnedData, StepData, StepRow, TypeRow, ViewRequest,
};
pub use document::Document;
pub use order::{BaseData, CurrencyData, OrderData, OrderLine, SpecItem};
pub use row::{AftersaleRow, TipRow};
