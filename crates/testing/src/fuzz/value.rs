//! Records and single values of the platforms' JSON, each by itself.

use core::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::json::{Object, check_round_trip, decoded};
use super::{shopxo, wechat};
use aftersale::money::Amount;
use aftersale::quantity::{Quantity, SignedQuantity};
use aftersale::shopxo::wire as of_shopxo;
use aftersale::time::{LocalTime, Timestamp, UtcOffset};
use aftersale::wechat::wire as of_wechat;
use aftersale::wire::{
    DecimalText, Flag, Id, Json, Lenient, Loose, Opaque, OrEmpty, ReturnCode, TextOr, WireError,
    Word, Written, decode,
};

/// Decodes the bytes after the first one as the type that the first one chooses: a record, or a value that
/// stands in one. If it is one, it is encoded as it came in, and it answers every query.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn wire_value(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else { return };
    match choice % 32 {
        0 => amount(text),
        1 => time(text),
        2 => check_value::<Loose<Id>>(text),
        3 => check_value::<Loose<Quantity>>(text),
        4 => check_value::<Loose<SignedQuantity>>(text),
        5 => check_value::<Loose<ReturnCode>>(text),
        6 => check_value::<Loose<Timestamp>>(text),
        7 => check_value::<Loose<Flag>>(text),
        8 => check_value::<Loose<Word<aftersale::shopxo::OrderStatus>>>(text),
        9 => check_value::<Word<aftersale::wechat::AfterSaleReason>>(text),
        10 => check_value::<Json>(text),
        11 => check_value::<Opaque>(text),
        12 => check_value::<Lenient<TextOr<of_shopxo::Address>>>(text),
        13 => check_value::<Lenient<OrEmpty<Vec<of_shopxo::TypeRow>>>>(text),
        14 => check_value::<OrEmpty<of_shopxo::StepData>>(text),
        15 => check_value::<of_shopxo::PlainAnswer>(text),
        16 => check_value::<of_shopxo::ViewRequest>(text),
        17 => check_value::<of_shopxo::ReturnedData>(text),
        18 => check_value::<of_shopxo::PlainData>(text),
        19 => check_value::<of_wechat::OperationAnswer>(text),
        20 => check_value::<of_wechat::AcceptApplyRequest>(text),
        21 => check_value::<of_wechat::UploadRefundCertificateRequest>(text),
        22 => {
            if let Some((text, order)) = check_and_read::<of_wechat::AfterSaleOrder>(text) {
                wechat::check_order(&Object::of(text), &order);
            }
        }
        23 => {
            if let Some((text, row)) = check_and_read::<of_shopxo::AftersaleRow>(text) {
                shopxo::check_row(&Object::of(text), &row);
            }
        }
        24 => {
            if let Some((text, order)) = check_and_read::<of_shopxo::OrderData>(text) {
                shopxo::check_order(&Object::of(text), &order);
            }
        }
        25 => check_value::<of_shopxo::AftersalePage>(text),
        26 => check_value::<of_shopxo::DetailPage>(text),
        27 => check_value::<of_shopxo::ListPage>(text),
        28 => check_value::<of_shopxo::OrderLine>(text),
        29 => check_value::<Loose<Word<aftersale::wechat::AfterSaleStatus>>>(text),
        30 => check_value::<of_wechat::BatchGetAnswer>(text),
        _ => check_value::<of_wechat::Details>(text),
    }
}

/// Checks a value whose only property is its JSON; some values have more.
fn check_value<T: Debug + PartialEq + Serialize + DeserializeOwned>(bytes: &[u8]) {
    let _ = check_and_read::<T>(bytes);
}

fn check_and_read<T: Debug + PartialEq + Serialize + DeserializeOwned>(
    bytes: &[u8],
) -> Option<(&str, T)> {
    let read = |bytes: &[u8]| -> Result<T, WireError> {
        decode(core::str::from_utf8(bytes).map_err(|error| {
            let after = error.valid_up_to();
            WireError::NotUtf8 { after }
        })?)
    };
    let (text, value) = decoded(bytes, &read)?;
    let write = |value: &T| -> String {
        let written = serde_json::to_string(value);
        assert!(written.is_ok(), "{value:?} was read and cannot be written: {written:?}");
        written.unwrap_or_default()
    };
    check_round_trip(text, &value, &read, write);
    Some((text, value))
}

/// Checks that an amount reads as it was written, and a changed one as its new amount.
fn amount(bytes: &[u8]) {
    let Some((_, mut text)) = check_and_read::<DecimalText>(bytes) else { return };
    for places in [0, 2, 3, u8::MAX] {
        let Ok(amount) = text.amount(places) else { continue };
        let written = amount.decimal(places).to_string();
        let again = Amount::parse_decimal(&written, places);
        assert_eq!(again, Ok(amount), "{} with {places} places became {written}", text.text());
        text.set(amount, places);
        assert_eq!(text.amount(places), Ok(amount), "it was set to {written}");
    }
}

/// Checks that a time reads as it was written.
fn time(bytes: &[u8]) {
    let Some((_, written)) = check_and_read::<Written>(bytes) else { return };
    for shop in [UtcOffset::UTC, UtcOffset::CHINA] {
        let time = written.time(shop);
        assert!(time.is_none() || !written.is_unset(), "not yet, and yet at {time:?}");
        let Written::Local(local) = &written else { continue };
        let again = LocalTime::at(local.in_zone(shop), shop);
        assert_eq!(again, *local, "the time {local}");
    }
}
