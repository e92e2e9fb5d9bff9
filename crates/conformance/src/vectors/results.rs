//! Whether something is refused, and for which reason, in the words of vectors.

use serde_json::Value;

use super::fields::{Fields, Problem, Read, failed, not_understood};
use super::shop::{Class, Refused};

pub(super) fn is_about_refusing(name: &str) -> bool {
    matches!(name, "error" | "ok" | "accepted" | "allowed" | "rejected" | "refused" | "result")
}

/// Returns whether it was refused, or not, as expected.
pub(super) fn is_refused_as(name: &str, expected: &Value, refused: Option<&Refused>) -> Read<()> {
    let ours = refused.map_or("accepted", |refused| &refused.text);
    let same = match (name, expected) {
        ("rejected" | "refused", Value::Bool(rejected)) => *rejected == refused.is_some(),
        ("error", Value::Bool(is_error)) => *is_error == refused.is_some(),
        ("error", Value::Null) => refused.is_none(),
        ("error", Value::String(word)) => is_class(word, refused)?,
        ("error", _) => return not_understood(format!("the error {expected}")),
        (_, Value::Bool(is_ok)) => *is_ok == refused.is_none(),
        (_, Value::String(word)) => match word.as_str() {
            "ok" | "accepted" => refused.is_none(),
            "error" | "reject" | "rejected" | "refused" => refused.is_some(),
            "ok_or_reject" | "ok_or_error" => true,
            word => match word.split_once(':') {
                Some(("error" | "reject" | "rejected" | "refused", word)) => {
                    is_class(word.trim(), refused)?
                }
                _ => return not_understood(format!("the result {word:?}")),
            },
        },
        _ => return not_understood(format!("the result {expected}")),
    };
    if same { Ok(()) } else { failed(format!("expected {name} {expected}, ours: {ours}")) }
}

/// Returns whether a refusal is for a reason that this word means. The first that fits counts, so the more
/// particular ones come first.
fn is_class(word: &str, refused: Option<&Refused>) -> Read<bool> {
    use Class::*;
    let meanings: [(&[&str], &[Class]); 13] = [
        (&["zero_targets", "no_targets", "zero_weight", "no_weight", "all_zero"], &[NoWeight]),
        (&["negative_weight", "negative_cap", "bad_weight", "caps"], &[BadWeight]),
        (&["positive", "negative", "zero", "invalid_amount", "nothing_asked"], &[NotPositive]),
        (&["decimal", "number", "precision", "finer", "places"], &[BadNumber]),
        (&["progress", "flight", "pending", "refunding", "concurrent", "under_way"], &[InFlight]),
        (&["received", "came"], &[Received]),
        (&["duplicate_line", "line_twice", "same_line", "duplicate_item"], &[DuplicateLine]),
        (&["reused", "duplicate_key", "other_content", "idempotency"], &[Reused]),
        (&["currency"], &[Currency]),
        (&["qty", "quantity", "units"], &[Units]),
        (&["shipping", "delivery"], &[Shipping]),
        (&["line", "item"], &[Line]),
        (
            &["exceed", "refundable", "captured", "paid", "remaining", "over", "too_much", "left"],
            &[Order, Line, Shipping],
        ),
    ];
    let meaning = meanings.iter().find(|(parts, _)| parts.iter().any(|part| word.contains(part)));
    match meaning {
        Some((_, classes)) => Ok(refused
            .is_some_and(|refused| classes.iter().any(|class| refused.classes.contains(class)))),
        None => not_understood(format!("the error `{word}`")),
    }
}

/// Returns how several results, one after the other, differ from what was expected.
pub(super) fn results_differ(ours: &[Option<Refused>], expected: &Value) -> Read<Option<String>> {
    let Value::Array(expected) = expected else {
        return not_understood(format!("{expected}, where a list of results belongs,"));
    };
    if expected.len() != ours.len() {
        return Ok(Some(format!("{} results expected, ours {}", expected.len(), ours.len())));
    }
    for (index, (expected, ours)) in expected.iter().zip(ours).enumerate() {
        let compared = match expected {
            Value::Object(_) => Fields::of(expected)?
                .all()
                .try_for_each(|(name, expected)| is_refused_as(name, expected, ours.as_ref())),
            expected => is_refused_as("result", expected, ours.as_ref()),
        };
        match compared {
            Err(Problem::Failed(why)) => return Ok(Some(format!("request {}: {why}", index + 1))),
            other => other?,
        }
    }
    Ok(None)
}
