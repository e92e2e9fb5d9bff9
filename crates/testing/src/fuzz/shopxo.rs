//! Documents of ShopXO.

use super::json::{Object, check_round_trip, decoded, items};
use super::position;
use super::words::by_number;
use aftersale::shopxo::wire::{AftersaleRow, Document, OrderData, OrderLine};
use aftersale::shopxo::{
    AfterSaleStatus, AfterSaleType, LIFECYCLE, OrderModel, OrderStatus, PayStatus, Refundment,
};
use aftersale::time::UtcOffset;
use aftersale::wire::{DecimalText, Field, WireError};

/// Decodes these bytes as a document of ShopXO. If it is one, it is encoded as it came in, its words are
/// known exactly when they are written so, and it answers every query.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn shopxo_answer(data: &[u8]) {
    shopxo_answer_by(Document::decode_bytes, data);
}

/// Checks the same, with a decoder of your own.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn shopxo_answer_by(decode: impl Fn(&[u8]) -> Result<Document, WireError>, data: &[u8]) {
    let Some((text, document)) = decoded(data, &decode) else { return };
    let page = Object::of(text).below("data");
    let view = match &document {
        Document::AftersaleAnswer(answer) => {
            let _ = answer.is_success();
            answer.data.present().map(|page| (&page.order_data, "new_aftersale_data"))
        }
        Document::DetailAnswer(answer) => {
            let _ = answer.is_success();
            answer.data.present().map(|page| (&page.order_data, "aftersale_data"))
        }
        Document::ListAnswer(answer) => {
            let _ = answer.is_success();
            let rows = answer.data.present().and_then(|page| page.data.present());
            let written = items(page.get("data").unwrap_or_default());
            for (written, row) in written.iter().zip(rows.into_iter().flatten()) {
                check_row(&Object::of(written.get()), row);
            }
            None
        }
        _ => None,
    };
    if let Some((order, newest)) = view {
        if let Some(order) = order.present() {
            check_order(&page.below("order_data"), order);
        }
        if let Some(row) = document.newest() {
            check_row(&page.below(newest), row);
        }
    }
    let _ = (document.interface(), document.untyped_fields());
    check_round_trip(text, &document, &decode, Document::encode);
}

/// Checks that the answers of an after-sale are as it is written.
pub(super) fn check_row(written: &Object, row: &AftersaleRow) {
    let status = by_number(written, "status", AfterSaleStatus::ALL, &row.status);
    let kind = by_number(written, "type", AfterSaleType::ALL, &row.kind);
    by_number(written, "refundment", Refundment::ALL, &row.refundment);
    let position = row.position().map(|position| (position.flow, position.status)).ok();
    let expected = status.zip(kind).map(|(status, kind)| (kind.flow(), Some(status)));
    assert_eq!(position, expected, "where the case stands");
    check_amount(&row.price);
    if let Some(order) = row.order_data.present() {
        check_order(&written.below("order_data"), order);
    }

    let milestones = row.milestones(UtcOffset::CHINA);
    let Ok(position) = row.position() else { return };
    position::query_position(&LIFECYCLE, &position, &milestones);
}

/// Checks that the answers of an order are as it is written.
pub(super) fn check_order(written: &Object, order: &OrderData) {
    by_number(written, "status", OrderStatus::ALL, &order.status);
    by_number(written, "pay_status", PayStatus::ALL, &order.pay_status);
    by_number(written, "order_model", OrderModel::ALL, &order.order_model);
    check_amount(&order.pay_price);
    if let Some(OrderLine { price, total_price, .. }) = order.items.present() {
        check_amount(price);
        check_amount(total_price);
    }
}

/// Checks that an amount that can be read is written as the same amount.
fn check_amount(price: &Field<DecimalText>) {
    let Some(text) = price.value() else { return };
    for places in [0, 2, 3, u8::MAX] {
        let Ok(amount) = text.amount(places) else { continue };
        let again = DecimalText::from_amount(amount, places).amount(places);
        assert_eq!(again, Ok(amount), "the amount {} with {places} places", text.text());
    }
}
