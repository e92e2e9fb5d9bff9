//! Mollie: the refund object. A webhook of the newer kind has it in `_embedded.entity`.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::time::time;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::MOLLIE;
use crate::time::UtcOffset;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Refund {
    resource: Option<String>,
    id: Option<String>,
    payment_id: Option<String>,
    status: Option<MaybeStatus>,
    amount: Option<Sum>,
    metadata: Option<Metadata>,
    created_at: Option<String>,
    #[serde(rename = "_embedded")]
    embedded: Option<Embedded>,
}

/// In an error the status is the HTTP status.
#[derive(Deserialize)]
#[serde(untagged)]
enum MaybeStatus {
    Word(String),
    Http(#[allow(dead_code, reason = "read to see that it is a number")] u16),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Embedded {
    entity: Option<Entity>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Entity {
    id: Option<String>,
    payment_id: Option<String>,
    status: Option<String>,
    amount: Option<Sum>,
    metadata: Option<Metadata>,
}

/// Mollie does not repeat a key: a host that wants it back puts it into the metadata under this name.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Metadata {
    refund_key: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sum {
    value: Option<String>,
    currency: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    // The older webhook is a form with the id of the payment.
    if kind == DocumentKind::Webhook && !text.trim_start().starts_with('{') {
        let pairs = super::pairs::Pairs::read(text)?;
        let report = GatewayReport::of(&MOLLIE, kind, "status", None);
        return Ok([GatewayReport { payment: pairs.get("id"), ..report }].into());
    }
    let refund: Refund = decode(text)?;
    let as_of = match kind {
        DocumentKind::Webhook => time("createdAt", refund.created_at.as_deref(), UtcOffset::UTC)?,
        // Of the object it is the time of its creation, not of its status.
        _ => None,
    };
    let entity = refund.embedded.and_then(|embedded| embedded.entity);
    let is_refund = refund.resource.as_deref().is_none_or(|resource| resource == "refund");
    let entity = entity.unwrap_or(Entity {
        id: refund.id,
        payment_id: refund.payment_id,
        status: match refund.status {
            Some(MaybeStatus::Word(word)) if is_refund => Some(word),
            Some(MaybeStatus::Word(_) | MaybeStatus::Http(_)) | None => None,
        },
        amount: refund.amount,
        metadata: refund.metadata,
    });
    let sum = entity.amount.unwrap_or_default();
    Ok([GatewayReport {
        key: entity.metadata.and_then(|metadata| metadata.refund_key),
        id: entity.id,
        payment: entity.payment_id,
        amount: sum.value.map(|text| StatedAmount { text, code: sum.currency }),
        as_of,
        ..GatewayReport::of(&MOLLIE, kind, "status", entity.status)
    }]
    .into())
}
