//! What an event is about: its name, its part, and the case in question.

use aftersale::channels::notification::{EventName, Notification, Subject};
use aftersale::channels::wire::Document as ChannelsDocument;
use aftersale::channels::wire::calls::CallDocument;
use aftersale::channels::wire::calls::{ComplaintStatus, GuaranteeStatus};
use aftersale::channels::{AfterSaleStatus, WeChatDocument};
use aftersale::money::Amount;
use aftersale::time::Timestamp;
use aftersale::wechat::wire::Document as MiniShopDocument;
use aftersale::wire::{Loose, PlatformId, UnlistedCode, WireError, Word};

use crate::{assert_same, document, documents};

fn decoded(name: &str) -> Notification {
    Notification::decode(&document(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The subject of an event in few words.
fn told(notification: &Notification) -> String {
    let word = |word: Option<String>| word.unwrap_or_else(|| "nothing".into());
    match notification.message().subject() {
        Ok(Subject::AfterSale(update)) => {
            format!("after-sale {}", word(update.status.value().map(ToString::to_string)))
        }
        Ok(Subject::PresentAfterSale(update)) => {
            format!("gift {}", word(update.status.value().map(ToString::to_string)))
        }
        Ok(Subject::Complaint(update)) => {
            let status = update.complaint_status.value().and_then(Loose::known);
            format!("dispute {}", word(status.map(|status| status.english().to_owned())))
        }
        Ok(Subject::Guarantee(update)) => {
            format!("guarantee {}", word(update.status.value().map(ToString::to_string)))
        }
        Ok(Subject::InterfaceChanges(changes)) => format!("{} changes", changes.len()),
        Ok(Subject::Component(_)) => "component".into(),
        Ok(Subject::ComponentOrder(_)) => "component's order".into(),
        Ok(Subject::OldComponent(_)) => "old component".into(),
        Ok(other) => format!("{other:?}"),
        Err(unplaced) => unplaced.to_string(),
    }
}

#[test]
fn each_event_is_about_what_its_name_says() {
    let rows: &[(&str, &str, &str, &str)] = &[
        (
            "aftersale_update.json",
            "channels_ec_aftersale_update",
            "after-sale MERCHANT_WAIT_RECEIPT",
            "2000004419206731",
        ),
        (
            "aftersale_update.xml",
            "channels_ec_aftersale_update",
            "after-sale MERCHANT_WAIT_RECEIPT",
            "2000004419206731",
        ),
        (
            "aftersale_update_unknown_status.json",
            "channels_ec_aftersale_update",
            "after-sale \"MERCHANT_WAIT_RESHIPPING\"",
            "2000004419206733",
        ),
        (
            "aftersale_update_number_ids.json",
            "channels_ec_aftersale_update",
            "after-sale \"7\"",
            "9007199254740993",
        ),
        (
            "aftersale_update_nothing_in_it.json",
            "channels_ec_aftersale_update",
            "the document has no finder_shop_aftersale_status_update",
            "-",
        ),
        (
            "unusual_layout.xml",
            "channels_ec_aftersale_update",
            "after-sale nothing",
            "0020000044192067",
        ),
        (
            "complaint_update.json",
            "channels_ec_complaint_update",
            "dispute waiting for the merchant's proofs",
            "2000004419206731",
        ),
        (
            "complaint_update.xml",
            "channels_ec_complaint_update",
            "dispute waiting for the merchant's proofs",
            "2000004419206731",
        ),
        (
            "complaint_update_misprinted_key.json",
            "channels_ec_complaint_update",
            "dispute settled",
            "2000004419206731",
        ),
        (
            "complaint_update_unknown_status.json",
            "channels_ec_complaint_update",
            "dispute nothing",
            "-",
        ),
        (
            "guarantee_update.json",
            "channels_ec_guarantee_update",
            "guarantee STATUS_WAIT_OP_COMFIRM",
            "-",
        ),
        (
            "guarantee_update_number_id.json",
            "channels_ec_guarantee_update",
            "guarantee \"STATUS_WAIT_NEW_JUDGE\"",
            "-",
        ),
        ("guarantee_update.xml", "channels_ec_guarantee_update", "guarantee STATUS_PAYING", "-"),
        (
            "present_aftersale_update.json",
            "channels_ec_present_aftersale_update",
            "gift PLATFORM_REFUND_FAIL",
            "2000003318206731",
        ),
        (
            "present_aftersale_update.xml",
            "channels_ec_present_aftersale_update",
            "gift MERCHANT_REFUND_SUCCESS",
            "2000003318206731",
        ),
        ("api_diff.json", "api_diff", "2 changes", "-"),
        ("api_diff.xml", "api_diff", "2 changes", "-"),
        ("api_diff_number_time.json", "api_diff", "0 changes", "-"),
        ("component_new_order.json", "aftersale_new_order", "component", "4000000009145201"),
        ("component_new_order.xml", "aftersale_new_order", "component", "4000000009145201"),
        ("component_order_update.json", "open_product_order_update", "component's order", "-"),
        ("component_order_update.xml", "open_product_order_update", "component's order", "-"),
        (
            "old_component_add_aftersale.json",
            "wxaproduct_add_aftersale",
            "old component",
            "411111117",
        ),
        (
            "old_component_add_aftersale.xml",
            "wxaproduct_add_aftersale",
            "old component",
            "411111117",
        ),
        ("order_pay.json", "order event", "the Event \"channels_ec_order_pay\" is not known", "-"),
        (
            "unknown_event.json",
            "event of an unknown name",
            "the Event \"channels_ec_reship_update\" is not known",
            "-",
        ),
        ("encrypted.json", "encrypted event", "the document has no Event", "-"),
        ("encrypted.xml", "encrypted event", "the document has no Event", "-"),
        (
            "encrypted_beside_plain.json",
            "channels_ec_aftersale_update",
            "after-sale PLATFORM_REFUNDING",
            "2000004419206731",
        ),
    ];
    for (name, interface, subject, id) in rows {
        let notification = decoded(name);
        assert_eq!(notification.interface(), *interface, "{name}");
        assert_eq!(told(&notification), *subject, "{name}");
        let found = notification.message().after_sale_id().map(|id| id.text().into_owned());
        assert_eq!(found.as_deref().unwrap_or("-"), *id, "{name}");
    }
}

#[test]
fn every_kind_of_event_has_a_document_in_which_no_field_is_untyped() {
    for name in EventName::ALL {
        let mut documents = documents("json").into_iter().chain(documents("xml"));
        let is_whole = documents.any(|(_, text)| {
            let notification = Notification::decode(&text).unwrap();
            let message = notification.message();
            message.event.value().and_then(Word::known) == Some(*name)
                && message.subject().is_ok()
                && notification.untyped_fields().is_empty()
        });
        assert!(is_whole, "{name}");
    }
}

#[test]
fn a_document_comes_out_as_it_went_in_and_what_no_type_knows_is_listed() {
    for (name, text) in documents("json") {
        let notification = Notification::decode_bytes(text.as_bytes()).unwrap();
        assert_same(&text, &notification.encode());
        let untyped: Vec<_> =
            notification.untyped_fields().into_iter().map(|field| field.path).collect();
        let expected: &[&str] = match name.as_str() {
            "aftersale_update_unknown_fields.json" => {
                &["finder_shop_aftersale_status_update.version", "push_id"]
            }
            "unknown_event.json" => &["finder_shop_reship"],
            _ => &[],
        };
        assert_eq!(untyped, expected, "{name}");
    }
}

#[test]
fn an_id_keeps_its_digits_and_its_kind() {
    let notification = decoded("aftersale_update_number_ids.json");
    let update = notification.message().aftersale.value().unwrap();
    let id = PlatformId::Number(9_007_199_254_740_993);
    assert_eq!(update.after_sale_order_id.value(), Some(&id));
    assert_eq!(update.order_id.value(), Some(&PlatformId::Number(3_735_500_218_841_937_155)));
    assert_eq!(notification.message().time(), Some(Timestamp::from_seconds(1_793_841_608)));
    let notification = decoded("aftersale_update_unknown_fields.json");
    let update = notification.message().aftersale.value().unwrap();
    assert_eq!(update.after_sale_order_id.value(), Some(&PlatformId::from("0020000044192067")));
}

#[test]
fn the_price_for_members_is_found_in_both_places() {
    for (name, price) in [
        ("aftersale_update.json", Some(250)),
        ("aftersale_update.xml", Some(250)),
        ("aftersale_update_price_beside.json", Some(90)),
        ("aftersale_update_number_ids.json", Some(0)),
        ("aftersale_update_unknown_fields.json", None),
        ("api_diff.json", None),
    ] {
        let found = decoded(name).message().wxa_vip_discounted_price();
        assert_eq!(found, price.map(Amount::from_minor), "{name}");
    }
}

#[test]
fn a_number_is_no_status_of_another_generation() {
    let notification = decoded("old_component_add_aftersale.json");
    let message = notification.message();
    assert_eq!(message.status.number(), Some(&UnlistedCode(16)));
    assert_eq!(message.kind.number(), Some(&UnlistedCode(3)));
    // 7 is a status of the mini-shop; the Channels shop has no numbers.
    let text = document("aftersale_update_number_ids.json").replace("\"7\"", "7");
    let notification = Notification::decode(&text).unwrap();
    let update = notification.message().aftersale.value().unwrap();
    assert!(matches!(update.status.value(), Some(Word::Unknown(_))));
}

#[test]
fn a_part_under_the_name_of_another_event_is_not_taken_for_its_own() {
    let text =
        document("aftersale_update.json").replace("channels_ec_aftersale_update", "api_diff");
    let notification = Notification::decode(&text).unwrap();
    assert_eq!(told(&notification), "the document has no api_changes");
    assert_same(&text, &notification.encode());
    for name in EventName::ALL {
        let text = format!(r#"{{"Event": "{name}"}}"#);
        let notification = Notification::decode(&text).unwrap();
        assert!(notification.message().subject().is_err(), "{name}");
        assert_eq!(notification.message().after_sale_id(), None);
    }
}

#[test]
fn a_known_word_is_known_only_when_it_is_written_so() {
    let complaint = |status: &str| {
        let text = format!(
            r#"{{"Event": "channels_ec_complaint_update", "finder_shop_complaint": {{"complaint_status": {status}}}}}"#
        );
        let notification = Notification::decode(&text).unwrap();
        let update = notification.message().complaint.value().unwrap();
        assert_same(&text, &notification.encode());
        update.complaint_status.value().and_then(Loose::known)
    };
    for status in ComplaintStatus::ALL {
        assert_eq!(complaint(&status.code().to_string()), Some(*status));
        assert_eq!(complaint(&format!("\"{}\"", status.code())), Some(*status));
        assert_eq!(complaint(&format!("\"0{}\"", status.code())), None);
    }
    for status in ["99", "117", "306", "\"\"", "true", "null", "100.5"] {
        assert_eq!(complaint(status), None, "{status}");
    }
    for status in AfterSaleStatus::ALL {
        let text =
            document("aftersale_update.json").replace("MERCHANT_WAIT_RECEIPT", status.name());
        assert_eq!(told(&Notification::decode(&text).unwrap()), format!("after-sale {status}"));
    }
    for status in GuaranteeStatus::ALL {
        let text =
            document("guarantee_update.json").replace("STATUS_WAIT_OP_COMFIRM", status.name());
        assert_eq!(told(&Notification::decode(&text).unwrap()), format!("guarantee {status}"));
    }
}

#[test]
fn an_event_that_nobody_knows_is_read_whatever_stands_under_a_common_name() {
    for value in ["\"PAID\"", "{\"code\": 1.50}", "[15]", "1e400", "true"] {
        let text = format!(r#"{{"Event": "of_tomorrow", "status": {value}, "type": {value}}}"#);
        let event = Notification::decode(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_same(&text, &event.encode());
        let untyped: Vec<_> = event.untyped_fields().into_iter().map(|field| field.path).collect();
        assert_eq!(untyped, ["type", "status"], "{text}");
    }
}

#[test]
fn an_event_is_an_event_whatever_document_it_carries() {
    for (event, carried) in [
        (r#""Event": "of_tomorrow""#, r#""after_sale_order": {"after_sale_order_id": "1"}"#),
        (r#""Event": "of_tomorrow""#, r#""after_sale_order": {"order_id": 1}, "errcode": 0"#),
        (r#""Event": "of_tomorrow""#, r#""after_sale_order": {"original_order_id": 1}"#),
        (r#""Encrypt": "abc""#, r#""after_sale_order": {"after_sale_order_id": "1"}"#),
        (
            r#""Event": "wxaproduct_add_aftersale""#,
            r#""aftersale_id": 1, "after_sale_order_list": []"#,
        ),
        (r#""Event": "of_tomorrow""#, r#""after_sale_order_id": "1", "waybill_id": "a""#),
    ] {
        let text = format!("{{{event}, {carried}}}");
        let found = WeChatDocument::decode(&text).unwrap();
        assert!(matches!(found, WeChatDocument::Notification(_)), "{text}");
        assert_same(&text, &found.encode());
        let refusals = [
            ChannelsDocument::decode(&text).map(|document| document.interface()),
            MiniShopDocument::decode(&text).map(|document| document.interface()),
            CallDocument::decode(&text).map(|document| document.interface()),
        ];
        for refused in refusals {
            let by_name = |error: &WireError| matches!(error, WireError::Unsupported { interface } if interface.contains("event"));
            assert!(refused.as_ref().is_err_and(by_name), "{text}: {refused:?}");
        }
    }
}
