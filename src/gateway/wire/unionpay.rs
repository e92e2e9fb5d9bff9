//! UnionPay: pairs, or a JSON object of texts.

use alloc::vec::Vec;

use super::pairs::Pairs;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::UNIONPAY;

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    let pairs = Pairs::read(text)?;
    // The code of a query is about the query, unless it is all there is.
    let field = if kind == DocumentKind::Query { "origRespCode" } else { "respCode" };
    let report = GatewayReport::of(&UNIONPAY, kind, field, pairs.get(field));
    Ok([GatewayReport {
        key: pairs.get("orderId"),
        id: pairs.get("queryId"),
        payment: pairs.get("origQryId"),
        amount: pairs.get("txnAmt").map(|text| StatedAmount { text, code: None }),
        ..report
    }]
    .into())
}
