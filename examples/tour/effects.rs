//! The effects for the host, in words.

use aftersale::order::{Effect, PendingEffect};

/// Returns these effects in words, one after the other.
pub(crate) fn in_words(effects: &[PendingEffect]) -> String {
    let effects: Vec<String> = effects.iter().map(|pending| one(&pending.effect)).collect();
    effects.join("; ")
}

fn one(effect: &Effect) -> String {
    match effect {
        Effect::IssueRefund { key, amount, .. } => format!("refund {amount} under key {key}"),
        Effect::TakeIntoStock { line, units, condition, .. } => {
            format!("take {units} {line} into stock, {condition}")
        }
        Effect::TellBuyer { .. } => "inform the buyer".to_string(),
        Effect::TellMerchant { .. } => "inform the merchant".to_string(),
        Effect::CloseOrder => "close the order".to_string(),
        Effect::ReopenOrder => "open the order again".to_string(),
        other => format!("{other:?}"),
    }
}
