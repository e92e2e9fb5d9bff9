//! Braintree: the fields of its answer, with the transaction in it or alone, under the names of GraphQL or of the client
//! libraries (`refundedTransactionId`).

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::BRAINTREE;
use crate::wire::decode;

const CODE: &str = "processorSettlementResponseCode";

#[derive(Default, Deserialize)]
#[serde(default)]
struct Answer {
    success: Option<bool>,
    transaction: Option<Transaction>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Transaction {
    id: Option<String>,
    order_id: Option<String>,
    refunded_transaction_id: Option<String>,
    acquirer_reference_number: Option<String>,
    status: Option<String>,
    amount: Option<String>,
    currency_iso_code: Option<String>,
    processor_settlement_response_code: Option<String>,
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    let answer: Answer = decode(text)?;
    let transaction: Transaction = match answer.transaction {
        Some(transaction) => transaction,
        None => decode(text)?,
    };
    // The code outranks the status, and both outrank the flag.
    let code = transaction.processor_settlement_response_code;
    let by_code = code.map(|code| match kind {
        DocumentKind::Answer => GatewayReport::of_error(&BRAINTREE, kind, CODE, Some(code)),
        _ => GatewayReport::of(&BRAINTREE, kind, CODE, Some(code)),
    });
    let report = match by_code.filter(|report| report.word.row.is_some()) {
        Some(report) => report,
        None if transaction.status.is_none() && answer.success.is_some() => {
            let success = answer.success.map(|success| success.to_string());
            GatewayReport::of(&BRAINTREE, kind, "success", success)
        }
        None => GatewayReport::of(&BRAINTREE, kind, "status", transaction.status),
    };
    let code = transaction.currency_iso_code;
    Ok([GatewayReport {
        key: transaction.order_id,
        id: transaction.id,
        payment: transaction.refunded_transaction_id,
        reference: transaction.acquirer_reference_number,
        amount: transaction.amount.map(|text| StatedAmount { text, code }),
        ..report
    }]
    .into())
}
