//! Documents of WeChat.

use super::json::{Object, check_round_trip, decoded, items};
use super::position;
use super::words::by_name;
use aftersale::wechat::wire::{AfterSaleOrder, Document};
use aftersale::wechat::{AfterSaleReason, AfterSaleStatus, AfterSaleType, LIFECYCLE};
use aftersale::wire::WireError;

/// Decodes these bytes as a document of WeChat. If it is one, it is encoded as it came in, its words are
/// known exactly when they are written so, and it answers every query.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn wechat_document(data: &[u8]) {
    wechat_document_by(Document::decode_bytes, data);
}

/// Checks the same, with a decoder of your own.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn wechat_document_by(decode: impl Fn(&[u8]) -> Result<Document, WireError>, data: &[u8]) {
    let Some((text, document)) = decoded(data, &decode) else { return };
    let written = Object::of(text);
    match &document {
        Document::GetAnswer(answer) => {
            let _ = answer.is_success();
            if let Some(order) = answer.after_sale_order.value() {
                check_order(&written.below("after_sale_order"), order);
            }
        }
        Document::BatchGetAnswer(answer) => {
            let _ = answer.is_success();
            let orders = answer.after_sale_order_list.value().into_iter().flatten();
            let written = items(written.get("after_sale_order_list").unwrap_or_default());
            for (written, order) in written.iter().zip(orders) {
                check_order(&Object::of(written.get()), order);
            }
        }
        _ => {}
    }
    let _ = (document.interface(), document.untyped_fields());
    check_round_trip(text, &document, &decode, Document::encode);
}

/// Checks that the answers of an after-sale order are as it is written.
pub(super) fn check_order(written: &Object, order: &AfterSaleOrder) {
    let status = by_name(written, "status", AfterSaleStatus::ALL, &order.status);
    let kind = by_name(written, "type", AfterSaleType::ALL, &order.kind);
    by_name(written, "reason", AfterSaleReason::ALL, &order.reason);
    let position = order.position().map(|position| (position.flow, position.status)).ok();
    let expected = status.zip(kind).map(|(status, kind)| (kind.flow(), Some(status)));
    assert_eq!(position, expected, "where the case stands");

    let (_, _, milestones) = (order.amount(), order.waybill(), order.milestones());
    let Ok(position) = order.position() else { return };
    position::query_position(&LIFECYCLE, &position, &milestones);
}
