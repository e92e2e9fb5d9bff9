//! Adyen: the answer to a refund, its error, and webhooks, which can have several events.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Deserialize;

use super::time::time;
use super::{DocumentError, DocumentKind, GatewayReport, StatedAmount};
use crate::gateway::ADYEN;
use crate::time::UtcOffset;
use crate::wire::decode;

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Answer {
    psp_reference: Option<String>,
    payment_psp_reference: Option<String>,
    reference: Option<String>,
    status: Option<TextOrNumber>,
    error_code: Option<String>,
    amount: Option<Sum>,
}

/// In an answer the status is a text, in an error the HTTP status.
#[derive(Deserialize)]
#[serde(untagged)]
enum TextOrNumber {
    Text(String),
    Number(u16),
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Webhook {
    notification_items: Option<Vec<Item>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Item {
    #[serde(rename = "NotificationRequestItem")]
    event: Option<Event>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Event {
    event_code: Option<String>,
    success: Option<Truth>,
    psp_reference: Option<String>,
    original_reference: Option<String>,
    merchant_reference: Option<String>,
    event_date: Option<String>,
    amount: Option<Sum>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Truth {
    Text(String),
    Flag(bool),
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sum {
    value: Option<i64>,
    currency: Option<String>,
}

impl Sum {
    fn stated(self) -> Option<StatedAmount> {
        let code = self.currency;
        self.value.map(|units| StatedAmount { text: units.to_string(), code })
    }
}

pub(super) fn read(kind: DocumentKind, text: &str) -> Result<Vec<GatewayReport>, DocumentError> {
    if kind == DocumentKind::Webhook {
        let webhook: Webhook = decode(text)?;
        let events = webhook.notification_items.unwrap_or_default();
        return events.into_iter().filter_map(|item| item.event).map(event).collect();
    }
    let answer: Answer = decode(text)?;
    let status = match answer.status {
        Some(TextOrNumber::Text(text)) => Some(text),
        Some(TextOrNumber::Number(number)) => Some(number.to_string()),
        None => None,
    };
    let report = match answer.error_code {
        Some(code) => GatewayReport::of_error(&ADYEN, kind, "errorCode", Some(code)),
        None => GatewayReport::of(&ADYEN, kind, "status", status),
    };
    Ok([GatewayReport {
        key: answer.reference,
        id: answer.psp_reference,
        payment: answer.payment_psp_reference,
        amount: answer.amount.and_then(Sum::stated),
        ..report
    }]
    .into())
}

fn event(event: Event) -> Result<GatewayReport, DocumentError> {
    let success = event.success.map(|success| match success {
        Truth::Text(text) => text,
        Truth::Flag(flag) => flag.to_string(),
    });
    let word = match (event.event_code, success) {
        (Some(code), Some(success)) => Some(format!("{code}/{success}")),
        (code, _) => code,
    };
    Ok(GatewayReport {
        key: event.merchant_reference,
        id: event.psp_reference,
        payment: event.original_reference,
        amount: event.amount.and_then(Sum::stated),
        as_of: time("eventDate", event.event_date.as_deref(), UtcOffset::UTC)?,
        ..GatewayReport::of(&ADYEN, DocumentKind::Webhook, "eventCode/success", word)
    })
}
