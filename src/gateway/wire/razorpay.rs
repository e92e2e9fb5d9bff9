//! Razorpay: the refund entity, a collection of them, the error, and events.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::RAZORPAY;
use crate::time::Timestamp;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    event: Option<String>,
    created_at: Option<i64>,
    payload: Option<Payload>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Payload {
    refund: Option<Holder>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Holder {
    entity: Option<Refund>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    error: Option<Problem>,
    items: Option<Vec<Refund>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refund {
    id: Option<String>,
    payment_id: Option<String>,
    amount: Option<i64>,
    currency: Option<String>,
    receipt: Option<String>,
    status: Option<String>,
    acquirer_data: Option<Acquirer>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Acquirer {
    arn: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    if kind == DocumentKind::Webhook {
        let event: Event = decode(text)?;
        // An event can have the status of the moment at which it was sent; the entity says.
        let refund = event.payload.and_then(|payload| payload.refund?.entity);
        let report = match refund {
            Some(refund) => report(kind, refund),
            None => GatewayReport::of(&RAZORPAY, kind, "event", event.event),
        };
        let as_of = event.created_at.map(Timestamp::from_seconds);
        return Ok([GatewayReport { as_of, ..report }].into());
    }
    let answer: Answer = decode(text)?;
    if let Some(refunds) = answer.items {
        return Ok(refunds.into_iter().map(|refund| report(kind, refund)).collect());
    }
    let report = match answer.error {
        Some(error) => GatewayReport::of_error(&RAZORPAY, kind, "code", error.code),
        None => report(kind, decode(text)?),
    };
    Ok([report].into())
}

fn report(kind: DocumentKind, refund: Refund) -> GatewayReport {
    GatewayReport {
        key: refund.receipt,
        id: refund.id,
        reference: refund.acquirer_data.and_then(|acquirer| acquirer.arn),
        payment: refund.payment_id,
        amount: refund
            .amount
            .map(|units| StatedAmount { text: units.to_string(), code: refund.currency }),
        ..GatewayReport::of(&RAZORPAY, kind, "status", refund.status)
    }
}
