//! WeChat Pay v3: the refund object, its error, and the decrypted resource of a notification, alone or in its envelope.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

use super::time::time;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::WECHAT_PAY_V3;
use crate::time::UtcOffset;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Document {
    event_type: Option<String>,
    resource: Option<Refund>,
    code: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refund {
    out_refund_no: Option<String>,
    refund_id: Option<String>,
    transaction_id: Option<String>,
    status: Option<String>,
    refund_status: Option<String>,
    user_received_account: Option<String>,
    success_time: Option<String>,
    amount: Option<Sums>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sums {
    refund: Option<i64>,
    currency: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    let document: Document = decode(text)?;
    let refund = match document.resource {
        Some(resource) => resource,
        None => decode(text)?,
    };
    let gateway = &WECHAT_PAY_V3;
    let report = match kind {
        DocumentKind::Webhook if refund.refund_status.is_none() => {
            GatewayReport::of(gateway, kind, "event_type", document.event_type)
        }
        DocumentKind::Webhook => {
            GatewayReport::of(gateway, kind, "refund_status", refund.refund_status)
        }
        _ if refund.status.is_none() && document.code.is_some() => {
            GatewayReport::of_error(gateway, kind, "code", document.code)
        }
        _ => GatewayReport::of(gateway, kind, "status", refund.status),
    };
    let sums = refund.amount.unwrap_or_default();
    Ok([GatewayReport {
        key: refund.out_refund_no,
        id: refund.refund_id,
        payment: refund.transaction_id,
        word: report.word.paid_to(refund.user_received_account.as_deref()),
        amount: sums.refund.map(|fen| StatedAmount { text: fen.to_string(), code: sums.currency }),
        as_of: time("success_time", refund.success_time.as_deref(), UtcOffset::CHINA)?,
        ..report
    }]
    .into())
}
