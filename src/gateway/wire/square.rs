//! Square: a refund in its envelope, a list of them, and events.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

use super::time::time;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::SQUARE;
use crate::time::UtcOffset;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    refund: Option<Refund>,
    refunds: Option<Vec<Refund>>,
    errors: Option<Vec<Problem>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Problem {
    code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    r#type: Option<String>,
    created_at: Option<String>,
    data: Option<EventData>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct EventData {
    object: Option<Answer>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refund {
    id: Option<String>,
    payment_id: Option<String>,
    status: Option<String>,
    amount_money: Option<Sum>,
    updated_at: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sum {
    amount: Option<i64>,
    currency: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    if kind == DocumentKind::Webhook {
        let event: Event = decode(text)?;
        let sent = time("created_at", event.created_at.as_deref(), UtcOffset::UTC)?;
        let report = match event.data.and_then(|data| data.object?.refund) {
            Some(refund) => report(kind, refund)?,
            None => GatewayReport::of(&SQUARE, kind, "type", event.r#type),
        };
        return Ok([GatewayReport { as_of: report.as_of.or(sent), ..report }].into());
    }
    let answer: Answer = decode(text)?;
    if let Some(refunds) = answer.refunds {
        return refunds.into_iter().map(|refund| report(kind, refund)).collect();
    }
    let code = answer.errors.and_then(|errors| errors.into_iter().find_map(|error| error.code));
    let report = match (answer.refund, code) {
        (None, Some(code)) => GatewayReport::of_error(&SQUARE, kind, "code", Some(code)),
        (refund, _) => report(kind, refund.unwrap_or_default())?,
    };
    Ok([report].into())
}

fn report(kind: DocumentKind, refund: Refund) -> Result<GatewayReport, DocumentError> {
    let sum = refund.amount_money.unwrap_or_default();
    Ok(GatewayReport {
        id: refund.id,
        payment: refund.payment_id,
        amount: sum
            .amount
            .map(|units| StatedAmount { text: units.to_string(), code: sum.currency }),
        as_of: time("updated_at", refund.updated_at.as_deref(), UtcOffset::UTC)?,
        ..GatewayReport::of(&SQUARE, kind, "status", refund.status)
    })
}
