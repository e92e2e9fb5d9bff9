//! PayPal: the refund object, the error with its issues, and the event with the object as its resource.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::time::time;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::PAYPAL;
use crate::time::UtcOffset;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Event {
    event_type: Option<String>,
    create_time: Option<String>,
    resource: Option<Refund>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refund {
    id: Option<String>,
    status: Option<String>,
    amount: Option<Sum>,
    invoice_id: Option<String>,
    acquirer_reference_number: Option<String>,
    update_time: Option<String>,
    details: Option<Vec<Detail>>,
    name: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sum {
    value: Option<String>,
    currency_code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Detail {
    issue: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    let report = if kind == DocumentKind::Webhook {
        let event: Event = decode(text)?;
        let is_refund = event.event_type.as_deref() == Some("PAYMENT.CAPTURE.REFUNDED");
        let sent = time("create_time", event.create_time.as_deref(), UtcOffset::UTC)?;
        match event.resource {
            // A resource of another event can have the same words for something else.
            Some(refund) if is_refund => {
                let report = report(kind, refund)?;
                GatewayReport { as_of: report.as_of.or(sent), ..report }
            }
            _ => GatewayReport {
                as_of: sent,
                ..GatewayReport::of(&PAYPAL, kind, "event_type", event.event_type)
            },
        }
    } else {
        report(kind, decode(text)?)?
    };
    Ok([report].into())
}

fn report(kind: DocumentKind, refund: Refund) -> Result<GatewayReport, DocumentError> {
    let issues: Vec<String> =
        refund.details.unwrap_or_default().into_iter().filter_map(|one| one.issue).collect();
    let report = if refund.status.is_none() && (refund.name.is_some() || !issues.is_empty()) {
        error(kind, issues, refund.name)
    } else {
        GatewayReport::of(&PAYPAL, kind, "status", refund.status)
    };
    let amount = refund.amount.unwrap_or_default();
    Ok(GatewayReport {
        key: refund.invoice_id,
        id: refund.id,
        reference: refund.acquirer_reference_number,
        amount: amount.value.map(|text| StatedAmount { text, code: amount.currency_code }),
        as_of: time("update_time", refund.update_time.as_deref(), UtcOffset::UTC)?,
        ..report
    })
}

/// Returns the report of an error. It is a failure only if each of its issues is one: of several, the least certain counts.
fn error(kind: DocumentKind, issues: Vec<String>, name: Option<String>) -> GatewayReport {
    let reports = issues
        .into_iter()
        .map(|issue| GatewayReport::of_error(&PAYPAL, kind, "issue", Some(issue)));
    let least = reports.min_by_key(|report| {
        let is_failure = report.word.meaning == crate::gateway::Meaning::Failed;
        (is_failure, report.word.row.is_some())
    });
    least.unwrap_or_else(|| GatewayReport::of_error(&PAYPAL, kind, "issue", name))
}
