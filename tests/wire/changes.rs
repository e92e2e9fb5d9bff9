//! Changing one typed field changes exactly that in the JSON; what no type knows is kept and listed.

use aftersale::money::Amount;
use aftersale::quantity::{Quantity, SignedQuantity};
use aftersale::shopxo;
use aftersale::shopxo::wire as shopxo_wire;
use aftersale::time::Timestamp;
use aftersale::wechat::wire as wechat_wire;
use aftersale::wechat::wire::GetAnswer;
use aftersale::wechat::{AfterSaleReason, AfterSaleStatus, AfterSaleType};
use aftersale::wire::{
    DecimalText, Field, Flag, Id, Lenient, Opaque, OrEmpty, ReturnCode, TextOr, Word, Written,
    decode, encode,
};
use serde_json::{Value, json};

use crate::{
    SHOPXO, SHOPXO_2_2_1, SHOPXO_6_9_0, WECHAT, answers, assert_same, json as compare, pointers,
};

/// One change by type, and the same change in the JSON.
type Change<T> = (fn(&mut T), &'static str, fn() -> Value);

#[track_caller]
fn each_change_changes_exactly_that<T>(text: &str, changes: &[Change<T>])
where
    T: serde::de::DeserializeOwned + serde::Serialize + aftersale::wire::Record,
{
    for (change, pointer, value) in changes {
        let mut record: T = decode(text).unwrap();
        change(&mut record);
        let mut expected: Value = serde_json::from_str(text).unwrap();
        let slot = expected.pointer_mut(pointer);
        let slot = slot.unwrap_or_else(|| panic!("no {pointer} in the example"));
        assert_ne!(*slot, value(), "{pointer} does not change");
        *slot = value();
        if let Some(difference) = compare::first_difference(&expected.to_string(), &encode(&record))
        {
            panic!("{pointer}: {difference}");
        }
    }
}

#[test]
fn changing_a_field_of_wechat_changes_exactly_that() {
    macro_rules! change {
        ($pointer:literal, $($field:ident).+ = $value:expr, $json:expr) => {{
            let change: fn(&mut GetAnswer) = |answer| {
                let order = answer.after_sale_order.value_mut().unwrap();
                change!(@ order, $($field).+ = $value);
            };
            let value: fn() -> Value = || json!($json);
            (change, concat!("/after_sale_order/", $pointer), value)
        }};
        (@ $order:ident, $field:ident = $value:expr) => { $order.$field = $value.into() };
        (@ $order:ident, $part:ident.$field:ident = $value:expr) => {
            $order.$part.value_mut().unwrap().$field = $value.into()
        };
    }
    each_change_changes_exactly_that(
        WECHAT,
        &[
            change!("order_id", order_id = Id(u64::MAX), u64::MAX),
            change!("status", status = Word::Known(AfterSaleStatus::UserCanceld), "USER_CANCELD"),
            change!("openid", openid = String::from("o2"), "o2"),
            change!("original_order_id", original_order_id = Id(0), 0),
            change!("product_info/product_id", product_info.product_id = Id(1), 1),
            change!("product_info/sku_id", product_info.sku_id = Id(1), 1),
            change!("product_info/count", product_info.count = Quantity::new(3), 3),
            change!("details/num", details.num = Quantity::new(0), 0),
            change!("details/desc", details.desc = String::from("坏了"), "坏了"),
            change!("details/time", details.time = Opaque::from(1), 1),
            change!("details/receive_product", details.receive_product = Opaque::from(0), 0),
            change!("details/cancel_time", details.cancel_time = Timestamp::from_seconds(1), 1),
            change!("details/prove_imgs", details.prove_imgs = vec![String::from("图")], ["图"]),
            change!("details/tel_number", details.tel_number = String::from("1"), "1"),
            change!("refund_info/amount", refund_info.amount = Amount::from_minor(-1), -1),
            change!("return_info/waybill_id", return_info.waybill_id = String::from("SF1"), "SF1"),
            change!("return_info/delivery_id", return_info.delivery_id = String::from("SF"), "SF"),
            change!(
                "return_info/delivery_name",
                return_info.delivery_name = String::from("顺丰"),
                "顺丰"
            ),
            change!(
                "merchant_upload_info/reject_reason",
                merchant_upload_info.reject_reason = String::from("no"),
                "no"
            ),
            change!(
                "merchant_upload_info/refund_certificates",
                merchant_upload_info.refund_certificates = vec![String::from("c")],
                ["c"]
            ),
            change!("create_time", create_time = Timestamp::from_seconds(0), 0),
            change!("update_time", update_time = Timestamp::from_seconds(i64::MAX), i64::MAX),
            change!("reason", reason = Word::Known(AfterSaleReason::Others), "OTHERS"),
            change!("refund_resp/code", refund_resp.code = String::from("E"), "E"),
            change!("refund_resp/ret", refund_resp.ret = ReturnCode(-1), -1),
            change!("refund_resp/message", refund_resp.message = String::from("m"), "m"),
            change!("type", kind = Word::Known(AfterSaleType::Return), "RETURN"),
            change!("type", kind = Field::Null, Value::Null),
        ],
    );
}

#[test]
fn changing_a_field_of_shopxo_changes_exactly_that_and_keeps_its_quotes() {
    use shopxo_wire::{AftersaleAnswer, AftersalePage, OrderData, OrderLine};

    fn page(answer: &mut AftersaleAnswer) -> &mut AftersalePage {
        answer.data.present_mut().unwrap()
    }
    fn order(answer: &mut AftersaleAnswer) -> &mut OrderData {
        page(answer).order_data.present_mut().unwrap()
    }
    fn line(answer: &mut AftersaleAnswer) -> &mut OrderLine {
        order(answer).items.present_mut().unwrap()
    }
    each_change_changes_exactly_that::<AftersaleAnswer>(
        SHOPXO,
        &[
            (|answer| answer.msg = String::from("失败").into(), "/msg", || json!("失败")),
            (|answer| answer.code.set(ReturnCode(-1)), "/code", || json!(-1)),
            (
                |answer| order(answer).id.set(Id(u64::MAX)),
                "/data/order_data/id",
                || json!("18446744073709551615"),
            ),
            (
                |answer| order(answer).status.set(shopxo::OrderStatus::Closed),
                "/data/order_data/status",
                || json!("6"),
            ),
            (
                |answer| {
                    order(answer).pay_price =
                        DecimalText::from_amount(Amount::from_minor(5), 2).into()
                },
                "/data/order_data/pay_price",
                || json!("0.05"),
            ),
            (
                |answer| {
                    order(answer).close_time =
                        Written::Local("2021-10-11 00:00:00".parse().unwrap()).into()
                },
                "/data/order_data/close_time",
                || json!("2021-10-11 00:00:00"),
            ),
            (
                |answer| order(answer).is_can_launch_aftersale.set(Flag(false)),
                "/data/order_data/is_can_launch_aftersale",
                || json!(0),
            ),
            (
                |answer| line(answer).buy_number.set(Quantity::new(2)),
                "/data/order_data/items/buy_number",
                || json!("2"),
            ),
            (
                |answer| line(answer).spec = Lenient::Value(OrEmpty::Value(vec![])).into(),
                "/data/order_data/items/spec",
                || json!([]),
            ),
            (
                |answer| {
                    let step_data = page(answer).step_data.present_mut().unwrap();
                    step_data.step1.present_mut().unwrap()[4]
                        .is_end
                        .value_mut()
                        .unwrap()
                        .set(Flag(true));
                },
                "/data/step_data/step1/4/is_end",
                || json!(1),
            ),
            (
                |answer| {
                    let returned = page(answer).returned_data.present_mut().unwrap();
                    returned.returned_quantity.value_mut().unwrap().set(SignedQuantity(-6));
                },
                "/data/returned_data/returned_quantity",
                || json!(-6),
            ),
            (
                |answer| {
                    page(answer).return_goods_address =
                        Lenient::Value(TextOr::Text("北京".into())).into()
                },
                "/data/return_goods_address",
                || json!("北京"),
            ),
            (
                |answer| {
                    page(answer).new_aftersale_data =
                        OrEmpty::Value(shopxo_wire::AftersaleRow::default()).into();
                },
                "/data/new_aftersale_data",
                || json!({}),
            ),
        ],
    );
}

#[test]
fn a_field_that_no_type_knows_is_kept_and_listed_wherever_it_stands() {
    let wechat: Value = serde_json::from_str(WECHAT).unwrap();
    let mut documents = vec![(wechat, false)];
    documents.push((serde_json::from_str(SHOPXO).unwrap(), true));
    documents.extend(answers(SHOPXO_2_2_1).into_iter().map(|answer| (answer, true)));
    documents.extend(answers(SHOPXO_6_9_0).into_iter().map(|answer| (answer, true)));
    let mut injected = 0;
    for (document, is_shopxo) in documents {
        for pointer in pointers(&document) {
            let mut altered = document.clone();
            let Some(object) = altered.pointer_mut(&pointer).and_then(Value::as_object_mut) else {
                continue;
            };
            object.insert("später".into(), json!({"a": [1, null, {"b": 0.1}]}));
            let text = altered.to_string();
            let (encoded, untyped) = if is_shopxo {
                let document = shopxo_wire::Document::decode(&text).unwrap();
                (document.encode(), document.untyped_fields())
            } else {
                let document = wechat_wire::Document::decode(&text).unwrap();
                (document.encode(), document.untyped_fields())
            };
            assert_same(&text, &encoded);
            assert_eq!(untyped.len(), 1, "{pointer}");
            assert!(untyped[0].path.ends_with("später"), "{}", untyped[0].path);
            injected += 1;
        }
    }
    assert!(injected > 500, "only {injected} objects were tried");
}

#[test]
fn a_typed_field_is_not_written_twice() {
    let mut request = wechat_wire::GetRequest::new(Id(7));
    request.untyped.set("after_sale_order_id", "8".parse().unwrap());
    assert_eq!(encode(&request), r#"{"after_sale_order_id":7}"#);
}
