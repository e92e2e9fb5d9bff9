//! Changing one field of an event changes exactly that: in JSON every typed field, in XML every text.

use aftersale::channels::AfterSaleStatus;
use aftersale::channels::notification::{EventMessage, EventName, InterfaceChange};
use aftersale::channels::wire::calls::{ComplaintStatus, GuaranteeStatus};
use aftersale::money::Amount;
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use aftersale::wire::{Code, Field, PlatformId, Word, decode, encode};
use serde_json::{Value, json};

use crate::{document, json as compare};

/// A document, a change by type, and the same change in the JSON.
type Change = (&'static str, fn(&mut EventMessage), &'static str, fn() -> Value);

fn id(text: &str) -> Field<PlatformId> {
    PlatformId::from(text).into()
}

#[test]
fn changing_a_field_changes_exactly_that() {
    macro_rules! part {
        ($file:literal, $($path:ident).+, $pointer:literal = $json:expr, $($change:tt)+) => {
            (
                $file,
                (|message: &mut EventMessage| {
                    let part = message.$($path).+.value_mut().unwrap();
                    part.$($change)+;
                }) as fn(&mut EventMessage),
                $pointer,
                (|| json!($json)) as fn() -> Value,
            )
        };
    }
    macro_rules! whole {
        ($file:literal, $pointer:literal = $json:expr, $($change:tt)+) => {
            (
                $file,
                (|message: &mut EventMessage| { message.$($change)+; }) as fn(&mut EventMessage),
                $pointer,
                (|| json!($json)) as fn() -> Value,
            )
        };
    }
    let changes: &[Change] = &[
        whole!("aftersale_update.json", "/ToUserName" = "gh_2", to_user_name = "gh_2".into()),
        whole!("aftersale_update.json", "/FromUserName" = "o2", from_user_name = "o2".into()),
        whole!(
            "aftersale_update.json",
            "/CreateTime" = 5,
            create_time.set(Timestamp::from_seconds(5))
        ),
        whole!(
            "aftersale_update_number_ids.json",
            "/CreateTime" = "5",
            create_time.set(Timestamp::from_seconds(5))
        ),
        whole!("aftersale_update.json", "/MsgType" = "text", msg_type = "text".into()),
        whole!("aftersale_update.json", "/MsgType" = Value::Null, msg_type = Field::Null),
        whole!(
            "aftersale_update.json",
            "/Event" = "api_diff",
            event = Word::Known(EventName::InterfaceChange).into()
        ),
        whole!("encrypted.json", "/Encrypt" = "bW9yZQ==", encrypt = "bW9yZQ==".into()),
        part!(
            "aftersale_update.json",
            aftersale,
            "/finder_shop_aftersale_status_update/status" = "USER_CANCELD",
            status = Word::Known(AfterSaleStatus::UserCanceld).into()
        ),
        part!(
            "aftersale_update.json",
            aftersale,
            "/finder_shop_aftersale_status_update/after_sale_order_id" = "01",
            after_sale_order_id = id("01")
        ),
        part!(
            "aftersale_update.json",
            aftersale,
            "/finder_shop_aftersale_status_update/order_id" = u64::MAX,
            order_id = PlatformId::from(u64::MAX).into()
        ),
        part!(
            "aftersale_update.json",
            aftersale,
            "/finder_shop_aftersale_status_update/wxa_vip_discounted_price" = -1,
            wxa_vip_discounted_price.set(Amount::from_minor(-1))
        ),
        part!(
            "aftersale_update_number_ids.json",
            aftersale,
            "/finder_shop_aftersale_status_update/wxa_vip_discounted_price" = "7",
            wxa_vip_discounted_price.set(Amount::from_minor(7))
        ),
        whole!(
            "aftersale_update_price_beside.json",
            "/wxa_vip_discounted_price" = 7,
            wxa_vip_discounted_price_beside.set(Amount::from_minor(7))
        ),
        part!(
            "present_aftersale_update.json",
            present_aftersale,
            "/finder_shop_present_aftersale_status_update/status" = "PLATFORM_REFUNDING",
            status = Word::Known(AfterSaleStatus::PlatformRefunding).into()
        ),
        part!(
            "complaint_update.json",
            complaint,
            "/finder_shop_complaint/complaint_status" = 112,
            complaint_status.set(Word::from(ComplaintStatus::from_code(112).unwrap()))
        ),
        part!(
            "complaint_update.json",
            complaint,
            "/finder_shop_complaint/after_sale_order_id" = "1",
            after_sale_order_id = id("1")
        ),
        part!(
            "complaint_update.json",
            complaint,
            "/finder_shop_complaint/complaint_id" = "1",
            complaint_id = id("1")
        ),
        part!(
            "complaint_update.json",
            complaint,
            "/finder_shop_complaint/order_id" = "1",
            order_id = id("1")
        ),
        part!(
            "complaint_update_misprinted_key.json",
            misprinted_complaint,
            "/finder_finder_shop_complaint/order_id" = "1",
            order_id = id("1")
        ),
        part!(
            "guarantee_update.json",
            guarantee,
            "/finder_shop_guarantee_status_update/status" = "STATUS_PAYING",
            status = Word::Known("STATUS_PAYING".parse::<GuaranteeStatus>().unwrap()).into()
        ),
        part!(
            "guarantee_update.json",
            guarantee,
            "/finder_shop_guarantee_status_update/guarantee_order_id" = 1,
            guarantee_order_id = PlatformId::from(1).into()
        ),
        part!(
            "guarantee_update.json",
            guarantee,
            "/finder_shop_guarantee_status_update/order_id" = "1",
            order_id = id("1")
        ),
        part!("order_pay.json", order_info, "/order_info/order_id" = "1", order_id = id("1")),
        part!(
            "order_pay.json",
            order_info,
            "/order_info/pay_time" = "1",
            pay_time.set(Timestamp::from_seconds(1))
        ),
        whole!(
            "api_diff.json",
            "/changelog_url" = "https://example.com",
            changelog_url = "https://example.com".into()
        ),
        whole!("api_diff.json", "/change_time" = "1", change_time.set(Timestamp::from_seconds(1))),
        whole!(
            "api_diff_number_time.json",
            "/change_time" = 1,
            change_time.set(Timestamp::from_seconds(1))
        ),
        whole!(
            "api_diff_number_time.json",
            "/api_changes" = Value::from(vec![json!({})]),
            api_changes = vec![InterfaceChange::default()].into()
        ),
        part!(
            "api_diff.json",
            api_changes,
            "/api_changes/1/chinese_name" = "n",
            get_mut(1).unwrap().chinese_name = "n".into()
        ),
        part!(
            "api_diff.json",
            api_changes,
            "/api_changes/1/cgi_path" = "/p",
            get_mut(1).unwrap().cgi_path = "/p".into()
        ),
        part!(
            "api_diff.json",
            api_changes,
            "/api_changes/0/doc_url" = "u",
            get_mut(0).unwrap().doc_url = "u".into()
        ),
        part!(
            "api_diff.json",
            api_changes,
            "/api_changes/0/change_content" = "c",
            get_mut(0).unwrap().change_content = "c".into()
        ),
        part!(
            "component_new_order.json",
            aftersale_info,
            "/aftersale_info/aftersale_id" = 1,
            aftersale_id = PlatformId::from(1).into()
        ),
        part!(
            "component_new_order.json",
            aftersale_info,
            "/aftersale_info/order_id" = 1,
            order_id = PlatformId::from(1).into()
        ),
        part!(
            "component_new_order.json",
            aftersale_info,
            "/aftersale_info/out_order_id" = "1",
            out_order_id = id("1")
        ),
        part!(
            "component_order_update.json",
            order_update,
            "/OrderUpdateNotification/update_type" = 1,
            update_type.set(Code(1))
        ),
        part!(
            "component_order_update.json",
            order_update,
            "/OrderUpdateNotification/out_order_id" = "1",
            out_order_id = id("1")
        ),
        part!(
            "component_order_update.json",
            order_update,
            "/OrderUpdateNotification/openid" = "o",
            openid = "o".into()
        ),
        whole!(
            "old_component_add_aftersale.json",
            "/aftersale_id" = 1,
            aftersale_id = PlatformId::from(1).into()
        ),
        whole!(
            "old_component_add_aftersale.json",
            "/order_id" = 1,
            order_id = PlatformId::from(1).into()
        ),
        whole!("old_component_add_aftersale.json", "/type" = 1, kind.set(Code(1))),
        whole!("old_component_add_aftersale.json", "/status" = 1, status.set(Code(1))),
        part!(
            "old_component_add_aftersale.json",
            product_infos,
            "/product_infos/0/product_id" = 1,
            get_mut(0).unwrap().product_id = PlatformId::from(1).into()
        ),
        part!(
            "old_component_add_aftersale.json",
            product_infos,
            "/product_infos/0/sku_id" = 1,
            get_mut(0).unwrap().sku_id = PlatformId::from(1).into()
        ),
        part!(
            "old_component_add_aftersale.json",
            product_infos,
            "/product_infos/0/product_cnt" = 1,
            get_mut(0).unwrap().product_cnt.set(Quantity::new(1))
        ),
    ];
    for (file, change, pointer, value) in changes {
        let text = document(file);
        let mut message: EventMessage = decode(&text).unwrap();
        change(&mut message);
        let mut expected: Value = serde_json::from_str(&text).unwrap();
        let slot = expected.pointer_mut(pointer);
        let slot = slot.unwrap_or_else(|| panic!("no {pointer} in {file}"));
        assert_ne!(*slot, value(), "{pointer} does not change in {file}");
        *slot = value();
        if let Some(difference) =
            compare::first_difference(&expected.to_string(), &encode(&message))
        {
            panic!("{file} {pointer}: {difference}");
        }
    }
}

#[test]
fn an_added_field_that_no_document_has_is_written() {
    let mut message = EventMessage::default();
    message.out_aftersale_id = id("A-1");
    assert_eq!(encode(&message), r#"{"out_aftersale_id":"A-1"}"#);
    let mut message: EventMessage = decode(r#"{"aftersale_info": {}}"#).unwrap();
    message.aftersale_info.value_mut().unwrap().out_aftersale_id = id("A-1");
    assert_eq!(encode(&message), r#"{"aftersale_info":{"out_aftersale_id":"A-1"}}"#);
    let mut message: EventMessage = decode(r#"{"OrderUpdateNotification": {}}"#).unwrap();
    message.order_update.value_mut().unwrap().ext_order_id = id("e");
    assert_eq!(encode(&message), r#"{"OrderUpdateNotification":{"ext_order_id":"e"}}"#);
}
