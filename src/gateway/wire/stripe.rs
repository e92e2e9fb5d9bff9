//! Stripe: the refund object, a list of them, the error, and events with the object in them.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::STRIPE;
use crate::time::Timestamp;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    r#type: Option<String>,
    created: Option<i64>,
    data: Option<EventData>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EventData {
    object: Option<Refund>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct List {
    data: Option<Vec<Refund>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Kind {
    object: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refund {
    object: Option<String>,
    id: Option<String>,
    amount: Option<i64>,
    amount_refunded: Option<i64>,
    currency: Option<String>,
    charge: Option<String>,
    status: Option<String>,
    metadata: Option<Metadata>,
    destination_details: Option<Destination>,
}

/// Stripe does not repeat a key: a host that wants it back puts it into the metadata under this name.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    refund_key: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Destination {
    card: Option<Card>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Card {
    reference: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    if kind == DocumentKind::Webhook {
        let event: Event = decode(text)?;
        let refund = event.data.and_then(|data| data.object).unwrap_or_default();
        let report = report(kind, refund, event.r#type);
        let as_of = event.created.map(Timestamp::from_seconds);
        return Ok([GatewayReport { as_of, ..report }].into());
    }
    if decode::<Kind>(text)?.object.as_deref() == Some("list") {
        let refunds = decode::<List>(text)?.data.unwrap_or_default();
        return Ok(refunds.into_iter().map(|refund| report(kind, refund, None)).collect());
    }
    Ok([report(kind, decode(text)?, None)].into())
}

fn report(kind: DocumentKind, refund: Refund, event: Option<String>) -> GatewayReport {
    // An event about a charge has the status of the charge in it, which is none of a refund.
    let is_refund = refund.object.as_deref() == Some("refund");
    let is_event = event.is_some();
    let report = if is_refund || !is_event {
        let status = refund.status.filter(|_| is_refund);
        GatewayReport::of(&STRIPE, kind, "status", status)
    } else {
        GatewayReport::of(&STRIPE, kind, "type", event)
    };
    let (id, payment, amount) = if is_refund {
        (refund.id, refund.charge, refund.amount)
    } else {
        (None, refund.id.filter(|_| is_event), refund.amount_refunded)
    };
    GatewayReport {
        key: refund.metadata.and_then(|metadata| metadata.refund_key),
        id,
        payment,
        reference: refund
            .destination_details
            .and_then(|details| details.card)
            .and_then(|card| card.reference),
        amount: amount.map(|units| StatedAmount { text: units.to_string(), code: refund.currency }),
        ..report
    }
}
