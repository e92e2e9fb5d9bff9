//! What the host has to do, in words.

use aftersale::order::{Effect, PendingEffect};

/// These effects, one after the other.
pub(crate) fn in_words(effects: &[PendingEffect]) -> String {
    let effects: Vec<String> = effects.iter().map(|pending| one(&pending.effect)).collect();
    effects.join("; ")
}

fn one(effect: &Effect) -> String {
    match effect {
        Effect::IssueRefund { key, amount, .. } => format!("pay {amount} under key {key}"),
        Effect::TakeIntoStock { line, units, condition, .. } => {
            format!("take {units} {line} into stock, {condition}")
        }
        Effect::TellBuyer { .. } => "tell the buyer".to_string(),
        Effect::CloseOrder => "close the order".to_string(),
        other => format!("{other:?}"),
    }
}
