//! Documents of all of WeChat's after-sale interfaces, and its events in JSON and in XML.

use super::json::{Object, check_round_trip, decoded};
use super::words::{by_name, by_number};
use aftersale::channels::LIFECYCLE;
use aftersale::channels::call_error::{CallFailure, check_answer};
use aftersale::channels::notification::{EventName, Notification, SetTextError, XmlMessage};
use aftersale::channels::wire::calls::{ComplaintStatus, GuaranteeStatus};
use aftersale::channels::wire::{AfterSaleOrder, Document};
use aftersale::channels::{
    AfterSaleReason, AfterSaleStatus, AfterSaleSubType, AfterSaleType, RefundReason, WeChatDocument,
};
use aftersale::mirror::{Mirror, Source};
use aftersale::steps::Milestones;
use aftersale::wire::{ReturnCode, WireError};

/// Decodes these bytes as a document of any of WeChat's interfaces, in JSON. If it is one, it is encoded as it came in,
/// the words of its case are known exactly when they are written so, and its answers to queries do not contradict each
/// other.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn channels_document(data: &[u8]) {
    channels_document_by(WeChatDocument::decode_bytes, data);
}

/// Checks the same, with a decoder of your own.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn channels_document_by(
    decode: impl Fn(&[u8]) -> Result<WeChatDocument, WireError>,
    data: &[u8],
) {
    if is_xml(data) {
        return;
    }
    let Some((text, document)) = decoded(data, &decode) else { return };
    let written = Object::of(text);
    if let WeChatDocument::Channels(document) = &document {
        match document {
            Document::GetAnswer(answer) => {
                assert!(!answer.is_success() || check_answer(text).is_ok(), "two minds: {text}");
                if let Some(order) = answer.after_sale_order.value() {
                    check_order(&written.below("after_sale_order"), order);
                }
            }
            Document::AfterSaleOrder(order) => check_order(&written, order),
            Document::BareAnswer(answer) => {
                assert_eq!(answer.is_success(), check_answer(text).is_ok(), "two minds: {text}");
            }
            _ => {}
        }
    }
    check_error(text);
    let _ = (document.interface(), document.untyped_fields());
    check_round_trip(text, &document, &decode, WeChatDocument::encode);
}

/// Checks that the words of an after-sale order are as they are written.
fn check_order(written: &Object, order: &AfterSaleOrder) {
    by_name(written, "status", AfterSaleStatus::ALL, &order.status);
    by_name(written, "type", AfterSaleType::ALL, &order.kind);
    by_name(written, "sub_type", AfterSaleSubType::ALL, &order.sub_type);
    by_name(written, "reason", AfterSaleReason::ALL, &order.reason);
    by_name(written, "reason_text", AfterSaleReason::ALL, &order.reason_text);
    if let Some(refund) = order.refund_info.value() {
        let written = written.below("refund_info");
        by_number(&written, "refund_reason", RefundReason::ALL, &refund.refund_reason);
    }
    let _ = (order.finished(), order.time_limit(), order.amount(), order.waybill());
    if let Ok(position) = order.position() {
        super::position::query_position(&LIFECYCLE, &position, &Milestones::default());
    }
    if let Ok(sighting) = order.sighting(Source::Poll) {
        let mirror = Mirror::of(LIFECYCLE);
        if let Ok((case, _)) = mirror.begin(&sighting) {
            assert!(!sighting.is_finished || mirror.has_ended(&case), "finished and not ended");
            let _ = (mirror.phase(&case), mirror.turn(&case), mirror.until(&case));
        }
    }
}

/// Checks what is read of an answer's error.
fn check_error(text: &str) {
    let Err(failure) = check_answer(text) else { return };
    let message = failure.to_string();
    assert!(!message.contains('\n'), "an error of more than one line: {message:?}");
    let CallFailure::Refused(error) = failure else { return };
    assert_ne!(error.code(), ReturnCode(0), "an error that is none: {text}");
    assert_eq!(error.known().map(|known| known.advice), error.advice(), "two advices");
    let rid = error.rid().map(|rid| (rid.text().to_owned(), rid.time()));
    assert!(rid.is_none_or(|(rid, _)| error.text().contains(&rid)), "a rid out of nothing: {text}");
    assert!(error.text().contains(error.message()), "a message out of nothing: {text}");
}

/// Decodes these bytes as an event in JSON. If it is one, it is encoded as it came in, its words are known exactly when
/// they are written so, and its subject is that of its name.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn channels_event(data: &[u8]) {
    if is_xml(data) {
        return;
    }
    let decode = |data: &[u8]| Notification::decode_bytes(data);
    let Some((text, notification)) = decoded(data, &decode) else { return };
    let (written, message) = (Object::of(text), notification.message());
    by_name(&written, "Event", EventName::ALL, &message.event);
    for (part, update) in [
        ("finder_shop_aftersale_status_update", &message.aftersale),
        ("finder_shop_present_aftersale_status_update", &message.present_aftersale),
    ] {
        if let Some(update) = update.value() {
            by_name(&written.below(part), "status", AfterSaleStatus::ALL, &update.status);
        }
    }
    if let Some(update) = message.complaint.value() {
        let written = written.below("finder_shop_complaint");
        by_number(&written, "complaint_status", ComplaintStatus::ALL, &update.complaint_status);
    }
    if let Some(update) = message.guarantee.value() {
        let written = written.below("finder_shop_guarantee_status_update");
        by_name(&written, "status", GuaranteeStatus::ALL, &update.status);
    }
    check_queries(&notification);
    check_round_trip(text, &notification, &decode, Notification::encode);
}

/// Decodes these bytes as an event in XML. If it is one, it comes out letter by letter, and a text of it can be changed,
/// with nothing else.
///
/// # Panics
///
/// When one of these properties does not hold.
pub fn channels_event_xml(data: &[u8]) {
    if !is_xml(data) {
        return;
    }
    let notification = match Notification::decode_bytes(data) {
        Ok(notification) => notification,
        Err(error) => {
            let message = error.to_string();
            assert!(!message.contains('\n'), "an error of more than one line: {message:?}");
            assert!(message.chars().count() < 600, "an endless error: {message}");
            return;
        }
    };
    let text = core::str::from_utf8(data);
    assert_eq!(text, Ok(notification.encode().as_str()), "it went out otherwise than it came in");
    check_queries(&notification);
    let Notification::Xml(message) = notification else {
        panic!("XML was read as something else: {notification:?}")
    };
    for path in
        ["Event", "ToUserName", "CreateTime", "aftersale_info.order_id", "api_changes[1].doc_url"]
    {
        check_change(&message, path, "17");
        check_change(&message, path, "<&]]>");
    }
}

/// Checks that a changed text is changed in one place and that the event is otherwise the same.
fn check_change(message: &XmlMessage, path: &str, text: &str) {
    let mut changed = message.clone();
    match changed.set_text(path, text) {
        Ok(()) => {}
        Err(
            SetTextError::NoElement { .. }
            | SetTextError::NotAText { .. }
            | SetTextError::Unreadable(_),
        ) => {
            assert_eq!(&changed, message, "it was refused and has changed");
            return;
        }
        Err(other) => panic!("{other}"),
    }
    let source = message.encode();
    let mut back = changed.clone();
    assert_eq!(back.set_text(path, text), Ok(()), "it was changed once and cannot be again");
    assert_eq!(back, changed, "the same change twice");
    // What stands before and behind the text is the same.
    let written = changed.encode();
    let same = |pair: &(u8, u8)| pair.0 == pair.1;
    let before = source.bytes().zip(written.bytes()).take_while(same).count();
    let after = source.bytes().rev().zip(written.bytes().rev()).take_while(same).count();
    let longest = text.len() * 5 + "<![CDATA[]]><![CDATA[]]>".len() + path.len() * 2 + 8;
    assert!(
        written.len() <= before + after + longest,
        "more than the text at {path} has changed: {source} became {written}"
    );
}

fn check_queries(notification: &Notification) {
    let message = notification.message();
    let about = message.subject();
    assert!(about.is_ok() || message.after_sale_id().is_none(), "a case without a subject");
    let _ = (message.encrypted(), message.time(), message.wxa_vip_discounted_price());
    let _ = (notification.interface(), notification.untyped_fields());
}

/// Returns whether these bytes begin as XML does.
fn is_xml(data: &[u8]) -> bool {
    let data = data.strip_prefix("\u{feff}".as_bytes()).unwrap_or(data);
    data.trim_ascii_start().first() == Some(&b'<')
}
