//! Loosely typed input, as PHP takes it: from the recorded input to the crate's typed values.
//!
//! This is the harness's own: the crate has typed values only. The rules are those of PHP 8, by which
//! both releases were recorded.

use aftersale::money::Amount;
use aftersale::order::{CaseId, EvidenceId, LineId, OrderId};
use aftersale::quantity::Quantity;
use aftersale::shopxo::operation::{Canceller, Create};
use aftersale::shopxo::policy::is_price;
use aftersale::shopxo::{AfterSaleType, Operation, Refundment};
use serde_json::{Map, Value};

use super::recorded::Step;

/// The order that the sequence is about.
pub(super) const OURS: &str = "ours";
/// Another order of the same buyer.
pub(super) const FOREIGN: &str = "foreign";
/// The buyer of both.
pub(super) const OWNER: &str = "owner";

/// The operation of a step, and what the crate's types cannot hold of it.
pub(super) struct Asked {
    pub(super) operation: Operation,
    /// How far the number of units is below zero. There is no such number of units, so the order sees
    /// none; the database then refuses to store it.
    pub(super) below_zero: u64,
    /// Whether the clerk refunds by hand an order that was paid offline.
    pub(super) by_hand: bool,
}

/// Returns the operation of a step; `None` where the step is none of ShopXO's operations on after-sales.
pub(super) fn asked(step: &Step) -> Option<Asked> {
    let input = &step.input;
    let id = case_id(input.get("id"));
    let text = |key: &str| string(input.get(key)).unwrap_or_default();
    let operation = match step.op.as_str() {
        "create" => return Some(create(input)),
        "confirm" => Operation::Confirm { id },
        "delivery" => Operation::Delivery {
            id,
            express_name: text("express_name"),
            express_number: text("express_number"),
            user: user(input),
        },
        "audit" => Operation::Audit { id, refundment: refundment(input.get("refundment")) },
        "refuse" => Operation::Refuse { id, refuse_reason: text("refuse_reason") },
        "cancel" => {
            let by = match input.get("by").and_then(Value::as_str) {
                Some("admin") => Canceller::Shop,
                Some("empty_user") => Canceller::Buyer(None),
                Some("other") => Canceller::Buyer(Some("other".into())),
                _ => Canceller::Buyer(Some(OWNER.into())),
            };
            Operation::Cancel { id, by }
        }
        "delete" => Operation::Delete { id },
        _ => return None,
    };
    let by_hand = loose(input.get("is_under_line_use_manual")) == Some(1.0);
    Some(Asked { operation, below_zero: 0, by_hand })
}

fn create(input: &Map<String, Value>) -> Asked {
    let number = intval(input.get("number"));
    let kind = kind(input.get("type"));
    let create = Create {
        order: match input.get("order").and_then(Value::as_str) {
            None => Some(OURS.into()),
            Some("zero" | "missing") => None,
            Some(other) => Some(OrderId::from(other)),
        },
        line: match input.get("line") {
            Some(Value::Number(index)) => Some(LineId::from(index.to_string())),
            Some(Value::String(text)) if text != "zero" && text != "missing" => {
                Some(LineId::from(text.as_str()))
            }
            _ => None,
        },
        kind,
        price: price(input.get("price")),
        number: Quantity::new(u32::try_from(number.max(0)).unwrap_or(u32::MAX)),
        reason: string(input.get("reason")),
        message: string(input.get("msg")),
        images: images(input.get("images")),
        user: user(input),
    };
    let is_counted = kind == Some(AfterSaleType::RefundAndReturn);
    let below_zero = if is_counted { number.min(0).unsigned_abs() } else { 0 };
    Asked { operation: Operation::Create(create), below_zero, by_hand: false }
}

fn user(input: &Map<String, Value>) -> Option<aftersale::order::BuyerId> {
    match input.get("user").and_then(Value::as_str) {
        None => Some(OWNER.into()),
        Some("missing") => None,
        Some(other) => Some(other.into()),
    }
}

/// Returns the case with this number, from 0, in the order in which they were made.
pub(super) fn case_id(id: Option<&Value>) -> Option<CaseId> {
    match id? {
        Value::Number(alias) => {
            let alias = alias.as_u64().and_then(|alias| u32::try_from(alias).ok())?;
            Some(CaseId::new(alias.checked_add(1)?))
        }
        Value::String(text) if text == "nonexist" => Some(CaseId::new(u32::MAX)),
        _ => None,
    }
}

/// Returns the value that PHP compares with a number; `None` for one that is equal to none.
fn loose(value: Option<&Value>) -> Option<f64> {
    match value? {
        Value::Bool(yes) => Some(f64::from(u8::from(*yes))),
        Value::Number(number) => number.as_f64(),
        // A numeric text may have white space around it.
        Value::String(text) => {
            let text = text.trim_matches([' ', '\t', '\n', '\r', '\u{b}', '\u{c}']);
            let is_numeric = text.bytes().any(|byte| byte.is_ascii_digit())
                && text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
            text.parse().ok().filter(|_| is_numeric)
        }
        _ => None,
    }
}

fn kind(value: Option<&Value>) -> Option<AfterSaleType> {
    let number = loose(value)?;
    AfterSaleType::ALL.iter().copied().find(|kind| f64::from(kind.code()) == number)
}

fn refundment(value: Option<&Value>) -> Option<Refundment> {
    let number = loose(value)?;
    Refundment::ALL.iter().copied().find(|authorise| f64::from(authorise.code()) == number)
}

/// Does what `intval` does: reads the number at the beginning of a text, cut to a whole one. One with an
/// exponent is a number as well, and a whole one that is too large is the largest.
fn intval(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Bool(yes)) => i64::from(*yes),
        Some(Value::Number(number)) => {
            number.as_i64().or_else(|| number.as_f64().map(|number| number as i64)).unwrap_or(0)
        }
        Some(Value::String(text)) => {
            let text = text.trim_start();
            let numeric = numeric_beginning(text);
            match numeric.parse() {
                Ok(number) => number,
                Err(_) => numeric.parse::<f64>().map_or(0, |number| number as i64),
            }
        }
        _ => 0,
    }
}

/// Returns the longest beginning of a text that is a number: digits, a point with digits, an exponent.
fn numeric_beginning(text: &str) -> &str {
    let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut end = usize::from(text.starts_with(['-', '+']));
    let whole = digits(end);
    end += whole;
    if text[end..].starts_with('.') && whole + digits(end + 1) > 0 {
        end += 1 + digits(end + 1);
    } else if whole == 0 {
        return "";
    }
    if text[end..].starts_with(['e', 'E']) {
        let sign = usize::from(text[end + 1..].starts_with(['-', '+']));
        match digits(end + 1 + sign) {
            0 => {}
            exponent => end += 1 + sign + exponent,
        }
    }
    &text[..end]
}

fn string(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn price(value: Option<&Value>) -> Option<Amount> {
    let text = string(value).filter(|text| is_price(text))?;
    Amount::parse_decimal(text.trim_end_matches('\n'), 2).ok()
}

/// Returns a list, or a list written as JSON.
fn images(value: Option<&Value>) -> Vec<EvidenceId> {
    let list = match value {
        Some(Value::Array(list)) => list.clone(),
        Some(Value::String(text)) => serde_json::from_str(text).unwrap_or_default(),
        _ => Vec::new(),
    };
    let names = list.iter().map(|image| image.as_str().unwrap_or_default());
    names.map(EvidenceId::from).collect()
}
