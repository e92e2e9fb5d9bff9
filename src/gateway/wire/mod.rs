//! Reading what gateways send of a refund: answers, queries and webhooks, as [`GatewayReport`]s.
//!
//! Only the fields that matter here are read; others may be there, and are ignored. The host decrypts and verifies first:
//! what is read here is believed. Nothing is read beyond [`MOST_BYTES`].
//!
//! ```
//! use aftersale::gateway::wire::{DocumentKind, read};
//! use aftersale::gateway::{Meaning, NextTry, STRIPE};
//! use aftersale::money::{Amount, Currency};
//! use aftersale::order::Outcome;
//!
//! let text = r#"{"id": "re_1", "object": "refund", "amount": 1000, "currency": "eur", "status": "succeeded"}"#;
//! let reports = read(&STRIPE, DocumentKind::Query, text)?;
//! let [report] = reports.as_slice() else { panic!() };
//! assert_eq!(report.word.meaning, Meaning::Succeeded);
//! assert_eq!(report.id.as_deref(), Some("re_1"));
//! let ten_euros = Currency::EUR.money(Amount::from_minor(1_000));
//! assert_eq!(report.outcome(&STRIPE, ten_euros)?, Some(Outcome::Succeeded(ten_euros)));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod adyen;
mod alipay;
mod braintree;
mod mollie;
mod pairs;
mod paypal;
mod razorpay;
mod report;
mod square;
mod stripe;
mod time;
mod unionpay;
mod wechat_pay_v2;
mod wechat_pay_v3;

use alloc::string::String;
use alloc::vec::Vec;

pub use report::{GatewayReport, StatedAmount};

use super::{Gateway, WordPlace};
use crate::wire::{WireError, text_of};
use crate::words::terms;

/// The most bytes of a document that are read: one mebibyte.
pub const MOST_BYTES: usize = 1_048_576;

terms! {
    /// What a document is: which of the three a host has at hand, it knows.
    pub enum DocumentKind {
        /// The answer to the request for a refund, an error included.
        Answer, "answer", "退款请求的应答";
        /// The answer to a query of the refund, an error included.
        Query, "query", "退款查询的应答";
        /// A notification that the gateway sent, verified and decrypted.
        Webhook, "webhook", "异步通知";
    }
}

impl DocumentKind {
    /// Returns the place of the words of the refund in it.
    #[must_use]
    pub const fn place(self) -> WordPlace {
        match self {
            Self::Answer => WordPlace::Answer,
            Self::Query => WordPlace::Query,
            Self::Webhook => WordPlace::Webhook,
        }
    }

    /// Returns the place of the code of an error in it.
    #[must_use]
    pub const fn error_place(self) -> WordPlace {
        match self {
            Self::Answer => WordPlace::RequestError,
            Self::Query | Self::Webhook => WordPlace::QueryError,
        }
    }
}

/// The reason why a document of a gateway was not read. Nothing of it is known then: ask the gateway again.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentError {
    /// It is longer than anything that a gateway sends of a refund.
    #[error("the document has {bytes} bytes, and {MOST_BYTES} at most are read")]
    TooLarge {
        /// Its length in bytes.
        bytes: usize,
    },
    /// It is not JSON, or a field has not the form that the gateway documents.
    #[error("{0}")]
    Json(#[from] WireError),
    /// It is neither a JSON object nor pairs of names and values.
    #[error("field `{field}`: {problem}")]
    Pair {
        /// The name of the pair; the number of the pair where it has no name.
        field: String,
        /// The problem with it.
        problem: &'static str,
    },
    /// A field is not a time in the form that the gateway documents.
    #[error("field `{field}`: not a time: {text:?}")]
    Time {
        /// The path of the field.
        field: &'static str,
        /// Its text, the beginning of it.
        text: String,
    },
    /// There is no reader for the gateway in this crate.
    #[error("there is no reader for the documents of {name}")]
    NoReader {
        /// The name of the gateway.
        name: &'static str,
    },
}

/// Reads a document of a gateway of this crate: each refund that it is about, with what it means. It is often one, and none
/// where a webhook is about something else.
///
/// A document whose word is absent or in no table gives a report that is unknown.
///
/// # Errors
///
/// When the document is too long, is broken, or has a field of another form than documented, which the error names.
pub fn read(
    gateway: &Gateway,
    kind: DocumentKind,
    text: &str,
) -> Result<Vec<GatewayReport>, DocumentError> {
    if text.len() > MOST_BYTES {
        return Err(DocumentError::TooLarge { bytes: text.len() });
    }
    match gateway.id {
        "wechat_pay_v3" => wechat_pay_v3::read(kind, text),
        "wechat_pay_v2" => wechat_pay_v2::read(kind, text),
        "alipay" => alipay::read(kind, text),
        "unionpay" => unionpay::read(kind, text),
        "stripe" => stripe::read(kind, text),
        "paypal" => paypal::read(kind, text),
        "adyen" => adyen::read(kind, text),
        "square" => square::read(kind, text),
        "mollie" => mollie::read(kind, text),
        "razorpay" => razorpay::read(kind, text),
        "braintree" => braintree::read(kind, text),
        _ => Err(DocumentError::NoReader { name: gateway.name }),
    }
}

/// Reads a document that came as bytes.
///
/// # Errors
///
/// As [`read`], and when the bytes are not UTF-8.
pub fn read_bytes(
    gateway: &Gateway,
    kind: DocumentKind,
    bytes: &[u8],
) -> Result<Vec<GatewayReport>, DocumentError> {
    if bytes.len() > MOST_BYTES {
        return Err(DocumentError::TooLarge { bytes: bytes.len() });
    }
    read(gateway, kind, text_of(bytes)?)
}

/// Reads the answer to a request together with its HTTP status. The body outranks the status: the status counts only where
/// the body cannot be read, has no word of the refund, or an error whose code is in no table.
///
/// ```
/// use aftersale::gateway::wire::read_answer;
/// use aftersale::gateway::{Meaning, NextTry, PAYPAL};
///
/// let page_of_a_proxy = read_answer(&PAYPAL, 504, "<html>");
/// assert_eq!(page_of_a_proxy.word.meaning, Meaning::Unknown);
/// assert_eq!(page_of_a_proxy.word.next, NextTry::SameKey);
/// let body = r#"{"id": "1JU08902781691411", "status": "COMPLETED"}"#;
/// assert_eq!(read_answer(&PAYPAL, 500, body).word.meaning, Meaning::Succeeded);
/// ```
#[must_use]
pub fn read_answer(gateway: &Gateway, status: u16, body: &str) -> GatewayReport {
    let from_body = read(gateway, DocumentKind::Answer, body)
        .ok()
        .and_then(|reports| reports.into_iter().next());
    match from_body {
        // A new word of the refund itself is unknown, whatever the status says.
        Some(report) if report.word.row.is_some() => report,
        Some(report) if report.text.is_some() && report.word.place == WordPlace::Answer => report,
        Some(report) => GatewayReport { word: gateway.http_status(status), ..report },
        None => GatewayReport::new(gateway.http_status(status)),
    }
}
