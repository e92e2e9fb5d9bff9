//! Alipay: the answers of a refund and of its query, with or without their envelope, and notifications as pairs.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Deserialize;

use super::pairs::Pairs;
use super::time::time;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::ALIPAY;
use crate::time::UtcOffset;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Envelope {
    alipay_trade_refund_response: Option<Refund>,
    alipay_trade_fastpay_refund_query_response: Option<Refund>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Refund {
    code: Option<String>,
    sub_code: Option<String>,
    trade_no: Option<String>,
    out_request_no: Option<String>,
    fund_change: Option<String>,
    refund_status: Option<String>,
    refund_amount: Option<String>,
    refund_fee: Option<String>,
    gmt_refund_pay: Option<String>,
    dback_status: Option<String>,
    dback_ack_time: Option<String>,
    bank_ack_time: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    let report = match kind {
        DocumentKind::Webhook => notice(text)?,
        DocumentKind::Answer | DocumentKind::Query => {
            let envelope: Envelope = decode(text)?;
            let inner = match kind {
                DocumentKind::Query => envelope.alipay_trade_fastpay_refund_query_response,
                _ => envelope.alipay_trade_refund_response,
            };
            answer(kind, inner.map_or_else(|| decode(text), Ok)?)?
        }
    };
    Ok([report].into())
}

fn answer(kind: DocumentKind, refund: Refund) -> Result<GatewayReport, DocumentError> {
    let gateway = &ALIPAY;
    let is_error = refund.code.as_deref() != Some("10000") && refund.sub_code.is_some();
    let report = if is_error {
        GatewayReport::of_error(gateway, kind, "sub_code", refund.sub_code)
    } else if kind == DocumentKind::Answer {
        GatewayReport::of(gateway, kind, "fund_change", refund.fund_change)
    } else if refund.refund_status.is_none() && refund.dback_status.is_some() {
        GatewayReport::of(gateway, kind, "dback_status", refund.dback_status)
    } else {
        GatewayReport::of(gateway, kind, "refund_status", refund.refund_status)
    };
    // In the answer of a refund there is only `refund_fee`, the total of the trade.
    let amount = if kind == DocumentKind::Query { refund.refund_amount } else { refund.refund_fee };
    Ok(GatewayReport {
        key: refund.out_request_no,
        payment: refund.trade_no,
        amount: amount.map(|text| StatedAmount { text, code: None }),
        as_of: time("gmt_refund_pay", refund.gmt_refund_pay.as_deref(), UtcOffset::CHINA)?,
        ..report
    })
}

/// A notification: that of the trade, or the one that the money has come to the buyer's bank, whose fields stand in
/// `biz_content` as JSON.
fn notice(text: &str) -> Result<GatewayReport, DocumentError> {
    let (gateway, kind) = (&ALIPAY, DocumentKind::Webhook);
    let pairs = Pairs::read(text)?;
    if pairs.get("trade_status").is_some() {
        let report = GatewayReport::of(gateway, kind, "trade_status", pairs.get("trade_status"));
        return Ok(GatewayReport {
            key: pairs.get("out_biz_no"),
            payment: pairs.get("trade_no"),
            amount: pairs.get("refund_fee").map(|text| StatedAmount { text, code: None }),
            as_of: time("gmt_refund", pairs.get("gmt_refund").as_deref(), UtcOffset::CHINA)?,
            ..report
        });
    }
    let refund: Refund = match pairs.get("biz_content") {
        Some(content) => decode(&content)?,
        None => Refund {
            dback_status: pairs.get("dback_status"),
            out_request_no: pairs.get("out_request_no"),
            trade_no: pairs.get("trade_no"),
            bank_ack_time: pairs.get("bank_ack_time"),
            ..Refund::default()
        },
    };
    let acknowledged = refund.dback_ack_time.or(refund.bank_ack_time);
    Ok(GatewayReport {
        key: refund.out_request_no,
        payment: refund.trade_no,
        as_of: time("bank_ack_time", acknowledged.as_deref(), UtcOffset::CHINA)?,
        ..GatewayReport::of(gateway, kind, "dback_status", refund.dback_status)
    })
}
