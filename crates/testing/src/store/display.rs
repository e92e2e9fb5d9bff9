//! Labels of orders and effects, and differences, as a report shows them.

use aftersale::lifecycle::Status;
use aftersale::order::stored::Snapshot;
use aftersale::order::{Effect, Order, OrderId, PendingEffect, Policy, Version};

/// Returns an order's id as people read it: of a long one only its ends.
pub(super) fn order_label(order: &OrderId) -> String {
    let letters: Vec<char> = order.as_str().chars().collect();
    let text =
        |part: &[char]| part.iter().flat_map(|letter| letter.escape_debug()).collect::<String>();
    match (letters.get(..60), letters.get(letters.len().saturating_sub(5)..)) {
        (Some(start), Some(end)) => {
            format!("{}…{} ({} letters)", text(start), text(end), letters.len())
        }
        _ => format!("\"{}\"", text(&letters)),
    }
}

/// Returns an effect as people read it.
pub(super) fn effect_label(order: &OrderId, pending: &PendingEffect) -> String {
    let what = match &pending.effect {
        Effect::IssueRefund { key, amount, .. } => format!("pay {amount} under {key}"),
        Effect::WithholdRefund { key, .. } => format!("do not pay under {key}"),
        Effect::TakeIntoStock { line, units, condition, .. } => {
            format!("take {units} of {line} into stock, {condition}")
        }
        Effect::TellBuyer { case, action } => format!("tell the buyer \"{action}\" of case {case}"),
        Effect::TellMerchant { case, action } => {
            format!("tell the merchant \"{action}\" of case {case}")
        }
        Effect::CloseOrder => String::from("close the order"),
        Effect::ReopenOrder => String::from("open the order again"),
        other => crate::not_known(other),
    };
    format!("{} {}: {what}", order_label(order), pending.id)
}

/// Returns where two lists differ: the missing lines, or else the extra ones.
pub(super) fn differences(what: &str, expected: &[String], found: &[String]) -> (String, String) {
    let only = |these: &[String], those: &[String]| {
        let mut left: Vec<&String> = those.iter().collect();
        let mut only = Vec::new();
        for this in these {
            match left.iter().position(|that| *that == this) {
                Some(position) => drop(left.remove(position)),
                None => only.push(this.clone()),
            }
        }
        let more = only.len().saturating_sub(MOST_SHOWN);
        only.truncate(MOST_SHOWN);
        let shown = only.join("; ");
        (!only.is_empty()).then(|| match more {
            0 => shown,
            more => format!("{shown}; and {more} more"),
        })
    };
    match (only(expected, found), only(found, expected)) {
        (Some(missing), None) => (format!("{what} has {missing}"), String::from("it has not")),
        (Some(missing), Some(extra)) => {
            (format!("{what} has {missing}"), format!("instead it has {extra}"))
        }
        (None, extra) => {
            let extra = extra.unwrap_or_default();
            (format!("{what} has nothing more"), format!("it has also {extra}"))
        }
    }
}

/// The highest number of lines of a list that are shown.
const MOST_SHOWN: usize = 3;

/// Returns where two orders differ, if they do, byte for byte.
pub(super) fn difference<P: Policy>(
    expected: Option<&Order<P>>,
    found: Option<&Order<P>>,
) -> Option<(String, String)> {
    let at = |order: &Order<P>| format!("it is there at version {}", order.version());
    match (expected, found) {
        (None, None) => None,
        (None, Some(found)) => Some(("it is not there".to_string(), at(found))),
        (Some(expected), None) => Some((at(expected), "it is not there".to_string())),
        (Some(expected), Some(found)) if expected.version() != found.version() => {
            let version = |version: Version| format!("version {version}");
            Some((version(expected.version()), version(found.version())))
        }
        (Some(expected), Some(found)) => {
            let (expected, found) = (expected.snapshot(), found.snapshot());
            (expected != found).then(|| first_difference(&expected, &found))
        }
    }
}

fn first_difference<S: Status>(expected: &Snapshot<S>, found: &Snapshot<S>) -> (String, String) {
    let text = |snapshot| serde_json::to_string_pretty(snapshot).unwrap_or_default();
    let (expected, found) = (text(expected), text(found));
    let mut lines = expected.lines().zip(found.lines()).zip(1..);
    let other = lines.find(|((expected, found), _)| expected != found);
    let ((expected, found), line) = other.unwrap_or((("its end", "more or less than that"), 0));
    let place = |what: &str| format!("{} (line {line} of its snapshot)", what.trim());
    (place(expected), place(found))
}
