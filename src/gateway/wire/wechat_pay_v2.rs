//! WeChat Pay v2: the fields of its XML, which the host takes out of it, as pairs. A query numbers the refunds of an order
//! from 0.

use alloc::format;
use alloc::vec::Vec;

use super::pairs::Pairs;
use super::time::time;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::WECHAT_PAY_V2;
use crate::time::UtcOffset;

/// The most refunds of one order, and so of one query.
const MOST_REFUNDS: usize = 50;

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    let pairs = Pairs::read(text)?;
    let mut reports = Vec::new();
    if kind == DocumentKind::Query {
        for number in 0..MOST_REFUNDS {
            if pairs.get(&format!("out_refund_no_{number}")).is_some() {
                reports.push(refund(kind, &pairs, &format!("_{number}"))?);
            }
        }
    }
    if reports.is_empty() {
        reports.push(refund(kind, &pairs, "")?);
    }
    Ok(reports)
}

fn refund(kind: DocumentKind, pairs: &Pairs, number: &str) -> Result<GatewayReport, DocumentError> {
    let get = |name: &str| pairs.get(&format!("{name}{number}"));
    let gateway = &WECHAT_PAY_V2;
    let (status, code) = (get("refund_status"), pairs.get("err_code"));
    let result = pairs.get("result_code");
    let report = if status.is_some() || kind == DocumentKind::Webhook {
        GatewayReport::of(gateway, kind, "refund_status", status)
    } else if code.is_some() {
        GatewayReport::of_error(gateway, kind, "err_code", code)
    } else if kind == DocumentKind::Answer && result.is_none() && pairs.get("return_code").is_some()
    {
        GatewayReport::of(gateway, kind, "return_code", pairs.get("return_code"))
    } else if kind == DocumentKind::Answer {
        GatewayReport::of(gateway, kind, "result_code", result)
    } else {
        // A query that worked and has no status says nothing of the refund.
        GatewayReport::of(gateway, kind, "refund_status", None)
    };
    let time_of_success = get("refund_success_time").or_else(|| pairs.get("success_time"));
    Ok(GatewayReport {
        key: get("out_refund_no"),
        id: get("refund_id"),
        payment: pairs.get("transaction_id"),
        word: report.word.paid_to(get("refund_recv_accout").as_deref()),
        amount: get("refund_fee")
            .map(|text| StatedAmount { text, code: pairs.get("refund_fee_type") }),
        as_of: time("success_time", time_of_success.as_deref(), UtcOffset::CHINA)?,
        ..report
    })
}
