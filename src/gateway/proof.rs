//! The proof of a gateway's table, at compile time: a fault is a compile error that names the gateway and the word.
#![allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "const evaluation: a fault here is the compile error that is wanted"
)]

use super::{AmountKind, GatewayRow, Meaning, NextTry, WordPlace};
use crate::lifecycle::proof::message::Message;

/// Proves a table: no word twice in one place; whatever may be out is not paid again; a success that can be taken back
/// has a row that takes it back; each row says what the next try may do, how sure it is and why.
pub(super) const fn prove(gateway: &str, rows: &[GatewayRow]) {
    if rows.is_empty() {
        Message::new().text(gateway).text(" has no words").fail();
    }
    let mut i = 0;
    while i < rows.len() {
        check_row(gateway, &rows[i]);
        let mut k = 0;
        while k < i {
            if same_text(rows[k].field, rows[i].field)
                && same_text(rows[k].word, rows[i].word)
                && share_a_place(rows[k].places, rows[i].places)
            {
                fault(gateway, &rows[i], "stands twice in one place");
            }
            k += 1;
        }
        if rows[i].provisional.is_some() && !has_taker_back(rows) {
            fault(gateway, &rows[i], "is a success for now, and no word takes it back");
        }
        i += 1;
    }
}

const fn check_row(gateway: &str, row: &GatewayRow) {
    if row.word.is_empty() || row.field.is_empty() {
        fault(gateway, row, "has no word or no field");
    }
    if row.places.is_empty() {
        fault(gateway, row, "stands in no place");
    }
    let Some(next) = row.next else {
        fault(gateway, row, "does not say what the next try may do");
        return;
    };
    if row.evidence.is_none() || row.source.is_empty() || row.because.is_empty() {
        fault(gateway, row, "has no evidence, no source or no reason");
    }
    let moves_money = matches!(row.meaning, Meaning::Succeeded | Meaning::Reversed);
    match row.meaning {
        Meaning::Processing | Meaning::SaysNothing if !matches!(next, NextTry::NoneYet) => {
            fault(gateway, row, "permits a try while the money may be out");
        }
        Meaning::Unknown if next.permits_new_key() => {
            fault(gateway, row, "permits a new key while the money may be out");
        }
        Meaning::Unknown if matches!(next, NextTry::NeverAgain) => {
            fault(gateway, row, "is unknown and permits no try for ever");
        }
        Meaning::Succeeded if !matches!(next, NextTry::NeverAgain) => {
            fault(gateway, row, "permits a try after the money has left");
        }
        Meaning::Reversed if next.permits_same_key() => {
            fault(gateway, row, "permits a key again under which money has left");
        }
        _ => {}
    }
    if moves_money && matches!(row.amount, AmountKind::Absent | AmountKind::RunningTotal) {
        fault(gateway, row, "moves money and has no amount of this refund");
    }
    if matches!(row.takes_back, Some(AmountKind::Absent | AmountKind::RunningTotal)) {
        fault(gateway, row, "takes back no amount of this refund");
    }
    if !moves_money && matches!(row.amount, AmountKind::Stated | AmountKind::AsAsked) {
        fault(gateway, row, "moves no money and has an amount");
    }
    if row.takes_back.is_some() && !matches!(row.meaning, Meaning::Failed) {
        fault(gateway, row, "takes a success back and is no failure otherwise");
    }
    let is_success = matches!(row.meaning, Meaning::Succeeded);
    if (row.provisional.is_some() || row.paid_to_merchant.is_some()) && !is_success {
        fault(gateway, row, "can be taken back or went to the merchant, and is no success");
    }
    if row.takes_back.is_some() && next.permits_same_key() {
        fault(gateway, row, "permits a key again under which money has left");
    }
    if stands_in(row.places, WordPlace::HttpStatus) {
        if !is_http_status(row.word) {
            fault(gateway, row, "is no HTTP status and no class of them");
        }
        if moves_money || matches!(row.meaning, Meaning::Failed) {
            fault(gateway, row, "decides by the HTTP status alone");
        }
    }
    if stands_in(row.places, WordPlace::QueryError) && matches!(row.meaning, Meaning::Failed) {
        fault(gateway, row, "takes the failure of a query for the failure of the refund");
    }
}

const fn has_taker_back(rows: &[GatewayRow]) -> bool {
    let mut i = 0;
    while i < rows.len() {
        let is_later = stands_in(rows[i].places, WordPlace::Webhook)
            || stands_in(rows[i].places, WordPlace::Query);
        if is_later
            && (rows[i].takes_back.is_some() || matches!(rows[i].meaning, Meaning::Reversed))
        {
            return true;
        }
        i += 1;
    }
    false
}

const fn stands_in(places: &[WordPlace], place: WordPlace) -> bool {
    let mut i = 0;
    while i < places.len() {
        if places[i] as usize == place as usize {
            return true;
        }
        i += 1;
    }
    false
}

const fn share_a_place(one: &[WordPlace], other: &[WordPlace]) -> bool {
    let mut i = 0;
    while i < one.len() {
        if stands_in(other, one[i]) {
            return true;
        }
        i += 1;
    }
    false
}

/// Returns whether a text is three digits, or a digit and `xx`.
const fn is_http_status(text: &str) -> bool {
    let text = text.as_bytes();
    text.len() == 3
        && text[0].is_ascii_digit()
        && (text[1].is_ascii_digit() && text[2].is_ascii_digit()
            || text[1] == b'x' && text[2] == b'x')
}

const fn same_text(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut i = 0;
    while i < one.len() {
        if one[i] != other[i] {
            return false;
        }
        i += 1;
    }
    true
}

const fn fault(gateway: &str, row: &GatewayRow, fault: &str) {
    Message::new()
        .text(gateway)
        .text(": ")
        .text(row.word)
        .text(" (")
        .text(row.field)
        .text(") ")
        .text(fault)
        .fail();
}
