//! The bodies of fuzz targets, as ordinary functions.
//!
//! Each takes any bytes of a fuzzer and panics when a property does not hold that has to hold for all bytes. A
//! target is then one line (`fuzz/fuzz_targets`), the corpus is replayed by an ordinary test, and a program that
//! stores or serves with this crate can fuzz its own form or decoder with the same properties.
//!
//! | body | bytes | properties |
//! |---|---|---|
//! | `commands` (with the feature `arbitrary`) | an order, and the commands that it gets | it does as the [model](super::model), every invariant holds, its history gives it again |
//! | [`wechat_document`] | a document of WeChat | it is encoded as it came in; no unknown word is known (I24) |
//! | [`shopxo_answer`] | a document of ShopXO | the same |
//! | [`channels_document`] | a document of any of WeChat's interfaces | the same; and an error of a call is read from it |
//! | [`channels_event`] | an event of WeChat in JSON | the same; and its subject is that of its name |
//! | [`channels_event_xml`] | an event of WeChat in XML | it comes out letter by letter; one text is changed and nothing else |
//! | [`gateway_document`] | a gateway, and a document of it | no unknown word is known, and nothing else is a success |
//! | [`wire_value`] | a type, and one JSON value | the same, for records and single values by themselves |
//! | [`stored_events`] | a stored history | what is read is written again; an event changes all or nothing (I23) |
//! | [`stored_snapshot`] | a stored snapshot | what is read is written again; what is restored can be queried |
//!
//! ```
//! use aftersale_testing::fuzz;
//! use aftersale::wechat::wire::Document;
//!
//! // A fuzzer calls this with bytes of its own.
//! fuzz::wechat_document(br#"{"errcode": 0, "after_sale_order": {"order_id": 1, "status": "NEW"}}"#);
//!
//! // A decoder of your own is held to the same properties.
//! let mine = |bytes: &[u8]| Document::decode_bytes(bytes);
//! fuzz::wechat_document_by(mine, br#"{"after_sale_order_id": 7011}"#);
//! ```

// One module for each group of targets.
mod channels;
#[cfg(feature = "arbitrary")]
mod commands;
mod gateway;
mod json;
mod position;
mod shopxo;
mod stored;
mod value;
mod wechat;
mod words;

pub use channels::{channels_document, channels_document_by, channels_event, channels_event_xml};
#[cfg(feature = "arbitrary")]
pub use commands::commands;
pub use gateway::gateway_document;
pub use shopxo::{shopxo_answer, shopxo_answer_by};
pub use stored::{Form, Json, stored_events, stored_snapshot};
pub use value::wire_value;
pub use wechat::{wechat_document, wechat_document_by};
