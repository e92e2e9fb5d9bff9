//! JSON for services: commands as clients send them, and answers as clients read them.
//!
//! It is apart from the [stored form](crate::order::stored), which is strict and never changes. Here a request leaves out
//! what it usually does not say, an amount is `{"minor": 880, "currency": "CNY"}` or `"8.80 CNY"`, a time is
//! `"2026-11-21T22:39:23Z"` or seconds since 1970, an id is a text or a number, and an error names the field. Unknown
//! fields are errors: a misspelt amount must not be taken for none.
//!
//! ```
//! use aftersale::json::{self, Sender};
//! use aftersale::lifecycle::Actor;
//! use aftersale::money::{Amount, Currency};
//! use aftersale::order::{LineFacts, Order, OrderFacts};
//! use aftersale::shopxo::HardenedShop;
//! use aftersale::time::Timestamp;
//!
//! let now = Timestamp::from_seconds(1_795_300_763);
//! let lines = [LineFacts::new("tea", 3, Amount::from_minor(1_000))];
//! let facts = OrderFacts::new("ORDER1", Currency::CNY, lines).buyer("b-7");
//! let (mut order, _opened) = Order::open(HardenedShop::default(), facts, now)?;
//!
//! // The body of a request of a buyer whom the service has authenticated.
//! let body = br#"{"id": "c-1", "request": {"apply": {
//!     "flow": "refund_only", "application": {"lines": [{"line": "tea", "units": 1}]}
//! }}}"#;
//! let sender = Sender { order: order.id().clone(), by: Actor::Buyer, buyer: Some("b-7".into()), at: now };
//! let command = json::decode_command(body, order.currency(), &sender)?;
//! let decision = order.accept(&command)?;
//! assert_eq!(json::decision(&order, &decision)["outcome"], "accepted");
//!
//! // A second application for more than what is left.
//! let body = br#"{"id": "c-2", "request": {"apply": {
//!     "flow": "refund_only", "application": {"lines": [{"line": "tea", "units": 3}]}
//! }}}"#;
//! let command = json::decode_command(body, order.currency(), &sender)?;
//! let refusal = json::refusal(&order, &order.decide(&command).unwrap_err());
//! let reason = &refusal["reasons"][1];
//! assert_eq!(reason["code"], "too_many_units");
//! assert_eq!(reason["figures"]["bought"], 3);
//! assert_eq!(reason["text"]["en"], "asked 3 of line tea: bought 3, claimed 1, returned 0");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Shapes
//!
//! `docs/schemas/` has a JSON Schema for each: of a command, and of each answer. [`documentation::json`] lists the codes of
//! the reasons, which never change.
//!
//! [`documentation::json`]: crate::documentation::json

mod answers;
mod facts;
mod figures;
mod request;
mod values;

use alloc::format;
use alloc::string::{String, ToString};

use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use answers::{
    anomaly, case, decision, effect, ledger, may_apply, money, opening_error, permissions, quote,
    refundable, refusal, steps,
};

pub use facts::decode_facts;

use self::request::RequestBody;
use self::values::{IdBody, TimeBody};
use crate::lifecycle::Actor;
use crate::money::Currency;
use crate::one_line;
use crate::order::{BuyerId, Command, CommandId, OrderId, Version};
use crate::time::Timestamp;

/// The most bytes that a command may have, or the facts of an order: one mebibyte. More is refused unread. The largest that
/// keep to the [maxima](crate::order::maximum) have half as many, unless they are written with escapes or blanks.
pub const MOST_BYTES: usize = 1 << 20;

/// What a service knows of the sender of a command, from the address and the authentication of the request.
///
/// The crate takes it as true. A command can state the same besides; what it states otherwise is an error.
#[derive(Clone, Debug, Eq, PartialEq)]
#[allow(clippy::exhaustive_structs, reason = "the service fills it in")]
pub struct Sender {
    /// The order that the command is for.
    pub order: OrderId,
    /// The authenticated actor.
    pub by: Actor,
    /// The authenticated buyer, if a buyer acts.
    pub buyer: Option<BuyerId>,
    /// The time by the service's clock.
    pub at: Timestamp,
}

/// The error of a command that was not read. Nothing was changed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("field `{path}`: {problem}")]
#[non_exhaustive]
pub struct JsonError {
    /// The path of the field, such as `request.apply.application.lines[0].units`; `.` for the whole text.
    pub path: String,
    /// The problem with it.
    pub problem: String,
    /// The number of bytes of the text, where that is more than [`MOST_BYTES`].
    pub too_long: Option<usize>,
}

impl JsonError {
    fn new(path: &str, problem: &str) -> Self {
        // A problem can name all the fields or words that are expected.
        let (path, problem) = (one_line::shortened(path), one_line::around(problem, 1_000));
        Self { path, problem, too_long: None }
    }
}

/// A command as JSON.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct CommandBody {
    id: IdBody,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    order: Option<IdBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Actor>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    buyer: Option<IdBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<TimeBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<Version>,
    request: RequestBody,
}

/// Reads a whole JSON text into a body.
fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, JsonError> {
    if bytes.len() > MOST_BYTES {
        let problem = format!("{} bytes, and at most {MOST_BYTES} are allowed", bytes.len());
        let too_long = Some(bytes.len());
        return Err(JsonError { too_long, ..JsonError::new(".", &problem) });
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let body = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        JsonError::new(&path, &error.into_inner().to_string())
    })?;
    let end = |error: serde_json::Error| JsonError::new(".", &error.to_string());
    reader.end().map_err(end)?;
    Ok(body)
}

/// Returns the error of a field that the sender set otherwise than the service.
fn set_by_service(path: &str, known: &dyn core::fmt::Display) -> JsonError {
    JsonError::new(path, &format!("the service has {known}; leave the field out"))
}

/// Reads a command that an authenticated sender sends to an order in this currency.
///
/// # Errors
///
/// With the path of the field: the text is not JSON, has a field that is unknown, missing or of another form, an amount
/// in another currency than the order's where only its own makes sense, or says otherwise than the service about the
/// sender.
pub fn decode_command(
    bytes: &[u8],
    currency: Currency,
    sender: &Sender,
) -> Result<Command, JsonError> {
    let CommandBody { id, order, by, buyer, at, seen, request } = read(bytes)?;
    if order.is_some_and(|order| order.0 != sender.order.as_str()) {
        return Err(set_by_service("order", &sender.order));
    }
    if by.is_some_and(|by| by != sender.by) {
        return Err(set_by_service("by", &sender.by));
    }
    if let Some(buyer) = buyer {
        match &sender.buyer {
            Some(known) if known.as_str() == buyer.0 => {}
            Some(known) => return Err(set_by_service("buyer", known)),
            None => return Err(set_by_service("buyer", &"no buyer")),
        }
    }
    if at.is_some_and(|at| at.0 != sender.at) {
        return Err(set_by_service("at", &sender.at));
    }
    Ok(Command {
        id: CommandId::new(id.0),
        order: sender.order.clone(),
        by: sender.by,
        buyer: sender.buyer.clone(),
        at: sender.at,
        seen,
        request: request.read(currency)?,
    })
}

/// Reads a command that states its order, actor and time itself, as [`encode_command`] writes it: from a queue or a log
/// of the host's own, never from a client.
///
/// # Errors
///
/// As [`decode_command`], and where the order, the actor or the time is missing.
pub fn decode_whole_command(bytes: &[u8], currency: Currency) -> Result<Command, JsonError> {
    let CommandBody { id, order, by, buyer, at, seen, request } = read(bytes)?;
    let missing = |path: &str| JsonError::new(path, "missing");
    Ok(Command {
        id: CommandId::new(id.0),
        order: OrderId::new(order.ok_or_else(|| missing("order"))?.0),
        by: by.ok_or_else(|| missing("by"))?,
        buyer: buyer.map(|buyer| BuyerId::new(buyer.0)),
        at: at.ok_or_else(|| missing("at"))?.0,
        seen,
        request: request.read(currency)?,
    })
}

/// Writes a command to an order in this currency, whole.
///
/// ```
/// use aftersale::json;
/// use aftersale::money::Currency;
/// use aftersale::order::{CaseId, Command, Request};
/// use aftersale::time::Timestamp;
///
/// let now = Timestamp::from_seconds(1_795_300_763);
/// let command = Command::merchant("c-1", "ORDER1", now, Request::cancel(CaseId::FIRST));
/// let text = json::encode_command(&command, Currency::CNY).to_string();
/// assert_eq!(json::decode_whole_command(text.as_bytes(), Currency::CNY), Ok(command));
/// ```
#[must_use]
pub fn encode_command(command: &Command, currency: Currency) -> Value {
    let body = CommandBody {
        id: IdBody::of(&command.id),
        order: Some(IdBody::of(&command.order)),
        by: Some(command.by),
        buyer: command.buyer.as_ref().map(IdBody::of),
        at: Some(TimeBody(command.at)),
        seen: command.seen,
        request: RequestBody::write(&command.request, currency),
    };
    // Every part of a command has a form in JSON, so this does not fail.
    serde_json::to_value(body).unwrap_or_default()
}
