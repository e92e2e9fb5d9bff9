//! Decoding and encoding the platforms' JSON: nothing is lost, nothing is guessed, and nothing that
//! is broken gets through.

#[path = "../examples/conformance/json.rs"]
mod json;

use aftersale::lifecycle::{Fact, Flow, Phase};
use aftersale::money::Amount;
use aftersale::quantity::Quantity;
use aftersale::shopxo::{self, wire as shopxo_wire};
use aftersale::steps::{Progress, steps};
use aftersale::time::{Timestamp, UtcOffset};
use aftersale::wechat::wire::{AfterSaleOrder, GetAnswer};
use aftersale::wechat::{
    self, AfterSaleReason, AfterSaleStatus, AfterSaleType, wire as wechat_wire,
};
use aftersale::wire::{
    Code, DecimalText, Field, Flag, Id, Loose, Opaque, OrEmpty, Place, ReturnCode, SignedQuantity,
    TextOr, Unknown, Unplaced, WireError, Word, Written, decode, encode,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const WECHAT: &str = include_str!("../examples/data/wechat_seed.json");
const SHOPXO: &str = include_str!("../examples/data/shopxo_seed.json");
const SHOPXO_2_2_1: &str = include_str!("data/shopxo/http/v221_life.json");
const SHOPXO_6_9_0: &str = include_str!("data/shopxo/http/head_life.json");

#[track_caller]
fn assert_same(left: &str, right: &str) {
    if let Some(difference) = json::first_difference(left, right) {
        panic!("{difference}");
    }
}

fn wechat_order(text: &str) -> AfterSaleOrder {
    let answer: GetAnswer = decode(text).unwrap();
    answer.after_sale_order.value().unwrap().clone()
}

/// The recorded answers of a file, as values.
fn answers(file: &str) -> Vec<Value> {
    let steps: Vec<Value> = serde_json::from_str(file).unwrap();
    steps.into_iter().map(|step| step["response"].clone()).collect()
}

/// All paths to a value, as JSON pointers.
fn pointers(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut to_do = vec![(String::new(), value)];
    while let Some((pointer, value)) = to_do.pop() {
        match value {
            Value::Object(fields) => {
                to_do.extend(
                    fields.iter().map(|(name, value)| (format!("{pointer}/{name}"), value)),
                );
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                to_do.extend(items.map(|(index, value)| (format!("{pointer}/{index}"), value)));
            }
            _ => {}
        }
        found.push(pointer);
    }
    found
}

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
        if let Some(difference) = json::first_difference(&expected.to_string(), &encode(&record)) {
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
            change!("details/time", details.time = Opaque(1), 1),
            change!("details/receive_product", details.receive_product = Opaque(0), 0),
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
            (|answer| answer.code.value_mut().unwrap().set(ReturnCode(-1)), "/code", || json!(-1)),
            (
                |answer| order(answer).id.value_mut().unwrap().set(Id(u64::MAX)),
                "/data/order_data/id",
                || json!("18446744073709551615"),
            ),
            (
                |answer| {
                    order(answer)
                        .status
                        .value_mut()
                        .unwrap()
                        .set(shopxo::OrderStatus::Closed.into())
                },
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
                |answer| {
                    order(answer).is_can_launch_aftersale.value_mut().unwrap().set(Flag(false))
                },
                "/data/order_data/is_can_launch_aftersale",
                || json!(0),
            ),
            (
                |answer| line(answer).buy_number.value_mut().unwrap().set(Quantity::new(2)),
                "/data/order_data/items/buy_number",
                || json!("2"),
            ),
            (
                |answer| line(answer).spec = OrEmpty::EmptyText.into(),
                "/data/order_data/items/spec",
                || json!(""),
            ),
            (
                |answer| {
                    let step_data = page(answer).step_data.present_mut().unwrap();
                    step_data.step1.value_mut().unwrap()[4]
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
                |answer| page(answer).return_goods_address = TextOr::Text("北京".into()).into(),
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
fn an_unknown_word_stays_as_it_came_and_is_never_taken_for_a_known_one_i24() {
    for (written, unknown) in [
        (json!("WAIT_PACKAGE_INTERCEPT"), Unknown::Text("WAIT_PACKAGE_INTERCEPT".into())),
        (json!("user_canceld"), Unknown::Text("user_canceld".into())),
        (json!("USER_CANCELED"), Unknown::Text("USER_CANCELED".into())),
        (json!(" USER_CANCELD"), Unknown::Text(" USER_CANCELD".into())),
        (json!(""), Unknown::Text("".into())),
        (json!("1"), Unknown::Text("1".into())),
        (json!(1), Unknown::Number(1.into())),
        (json!(-1), Unknown::Number((-1).into())),
    ] {
        for field in ["status", "type", "reason"] {
            let mut document: Value = serde_json::from_str(WECHAT).unwrap();
            document["after_sale_order"][field] = written.clone();
            let text = document.to_string();
            let order = wechat_order(&text);
            let known = match field {
                "status" => order.status.value().unwrap().known().is_some(),
                "type" => order.kind.value().unwrap().known().is_some(),
                _ => order.reason.value().unwrap().known().is_some(),
            };
            assert!(!known, "{field} {written}");
            let answer: GetAnswer = decode(&text).unwrap();
            assert_same(&text, &encode(&answer));
            if field != "reason" {
                let unplaced = Unplaced::Unknown { field, word: unknown.clone() };
                assert_eq!(order.position(), Err(unplaced));
            }
        }
    }
}

#[test]
fn an_unknown_number_of_shopxo_stays_as_it_came_i24() {
    let row = answers(SHOPXO_2_2_1)
        .into_iter()
        .find(|answer| answer["data"]["new_aftersale_data"].is_object())
        .unwrap();
    for written in
        [json!(6), json!("6"), json!("06"), json!(-1), json!("abc"), json!(""), json!(u64::MAX)]
    {
        for field in ["status", "type", "refundment"] {
            let mut document = row.clone();
            document["data"]["new_aftersale_data"][field] = written.clone();
            let text = document.to_string();
            let document = shopxo_wire::Document::decode(&text).unwrap();
            assert_same(&text, &document.encode());
            let row = document.newest().unwrap();
            let known = match field {
                "status" => row.status.value().unwrap().get().known().is_some(),
                "type" => row.kind.value().unwrap().get().known().is_some(),
                _ => row.refundment.value().unwrap().get().known().is_some(),
            };
            assert!(!known, "{field} {written}");
            assert_eq!(row.position().is_err(), field != "refundment");
        }
    }
}

#[test]
fn a_number_of_shopxo_means_the_same_in_quotes_and_without() {
    for (text, plain) in [("2", false), ("2", true)] {
        let text = if plain { text.to_string() } else { format!("\"{text}\"") };
        let status: Loose<Code<shopxo::AfterSaleStatus>> = decode(&text).unwrap();
        assert_eq!(status.get().known(), Some(shopxo::AfterSaleStatus::ToBeReviewed));
        assert_eq!(serde_json::to_string(&status).unwrap(), text);
    }
    let mut odd: Loose<Id> = decode("\"007\"").unwrap();
    assert_eq!((odd.get(), serde_json::to_string(&odd).unwrap().as_str()), (&Id(7), "\"007\""));
    odd.set(Id(8));
    assert_eq!(serde_json::to_string(&odd).unwrap(), "\"8\"");
    let unknown = Loose::plain(Code::<shopxo::AfterSaleStatus>::Unknown(Unknown::Text("x".into())));
    assert_eq!(serde_json::to_string(&unknown).unwrap(), "\"x\"", "a text is never lost");
}

#[test]
fn money_is_decimal_text_and_never_a_float() {
    for (text, minor) in [
        ("\"28.50\"", Some(2_850)),
        ("\"28.5\"", Some(2_850)),
        ("28.50", Some(2_850)),
        ("\"0\"", Some(0)),
        ("\"-0.01\"", Some(-1)),
        ("90071992547409.93", Some(9_007_199_254_740_993)),
        ("\"0.000000\"", Some(0)),
        ("\"1.005\"", None),
        ("\"99999999999999999999\"", None),
    ] {
        let price: DecimalText = decode(text).unwrap();
        assert_eq!(price.amount(2).ok(), minor.map(Amount::from_minor), "{text}");
        assert_eq!(serde_json::to_string(&price).unwrap(), text, "kept as it came");
    }
    for text in ["\"abc\"", "\"\"", "\"1e3\"", "1e3", "\"1,000\"", "true", "[]", "\"1.\"", "\"１\""]
    {
        let refused = decode::<DecimalText>(text);
        assert!(matches!(refused, Err(WireError::Field { .. })), "{text}: {refused:?}");
    }
}

#[test]
fn what_is_not_there_comes_in_four_ways_and_goes_out_in_the_same() {
    for absent in ["[]", "null", "\"\"", ""] {
        let field = if absent.is_empty() {
            String::new()
        } else {
            format!(r#""new_aftersale_data": {absent}, "#)
        };
        let text = format!(r#"{{"msg": "", "code": 0, "data": {{{field}"order_data": []}}}}"#);
        let answer: shopxo_wire::AftersaleAnswer = decode(&text).unwrap();
        assert!(answer.data.present().unwrap().newest().is_none());
        assert_same(&text, &encode(&answer));
    }
    for list in ["[]", "null", "\"\"", "[\"a\"]"] {
        let text = format!(r#"{{"images": {list}}}"#);
        let row: shopxo_wire::AftersaleRow = decode(&text).unwrap();
        assert_same(&text, &encode(&row));
    }
    let refused = decode::<shopxo_wire::AftersaleAnswer>(r#"{"data": [1]}"#).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "field `data`, at line 1 column 12: invalid type: sequence, expected an object, [] or \"\"",
    );
}

#[test]
fn ids_of_64_bits_and_the_largest_receive_product_survive() {
    let order = wechat_order(WECHAT);
    let details = order.details.value().unwrap();
    assert_eq!(details.receive_product, Field::Value(Opaque(4_294_967_295)));
    assert_eq!(order.original_order_id, Field::Value(Id(1_768_683_047_558_651)));
    let text = include_str!("data/wechat/get_answer_largest_numbers.json");
    let order = wechat_order(text);
    assert_eq!(order.order_id, Field::Value(Id(u64::MAX)));
    assert_eq!(
        order.untyped.get("exact").map(|json| json.text()),
        Some("123456789012345678901234567890.12345678901234567890"),
    );
}

#[test]
fn the_interface_is_told_from_the_shape() {
    for (text, interface) in [
        (r#"{"after_sale_order_id": 1}"#, "product/order/getaftersaleorder request"),
        (WECHAT, "product/order/getaftersaleorder answer"),
        (r#"{"errcode": 0, "after_sale_order": null}"#, "product/order/getaftersaleorder answer"),
        (r#"{"after_sale_order_id_list": [1]}"#, "product/order/batchgetaftersaleorder request"),
        (r#"{"after_sale_order_list": []}"#, "product/order/batchgetaftersaleorder answer"),
        (r#"{"order_id": 1}"#, "product/order/acceptapply request"),
        (r#"{"order_id": 1, "address_id": "7"}"#, "product/order/acceptapply request"),
        (r#"{"order_id": 1, "reject_reason": ""}"#, "product/order/rejectrefund request"),
        (
            r#"{"order_id": 1, "refund_certificates": []}"#,
            "product/order/upload_refund_certificate request",
        ),
    ] {
        let document = wechat_wire::Document::decode(text).unwrap();
        assert_eq!(document.interface(), interface);
    }
    for (text, interface) in [
        (SHOPXO, "orderaftersale/aftersale answer"),
        (r#"{"oid": "112", "did": "124"}"#, "orderaftersale view request"),
        (r#"{"msg": "error", "code": -1, "data": []}"#, "plain answer"),
        (r#"{"msg": "没有相关数据", "code": -100, "data": ""}"#, "plain answer"),
        (r#"{"msg": "申请成功", "code": 0, "data": 12}"#, "plain answer"),
        (r#"{"msg": "申请成功", "code": 0, "data": "12"}"#, "plain answer"),
        (r#"{"msg": "", "code": "0"}"#, "plain answer"),
        (r#"{"code": 0, "data": {"aftersale_data": null}}"#, "orderaftersale/detail answer"),
        (r#"{"code": 0, "data": {"page_total": 0, "data": []}}"#, "orderaftersale/index answer"),
    ] {
        let document = shopxo_wire::Document::decode(text).unwrap();
        assert_eq!(document.interface(), interface);
        assert_same(text, &document.encode());
    }
}

#[test]
fn an_ambiguous_or_unsupported_document_is_refused_by_name() {
    for (text, message) in [
        (r#"{"errcode": 40001}"#, "ambiguous: the error answers of all interfaces"),
        (
            r#"{"after_sale_order": {"status": "USER_CANCELD"}}"#,
            "ambiguous: an after-sale order of the mini-shop and one of the Channels shop",
        ),
        (
            r#"{"after_sale_order": {"order_id": 1, "after_sale_order_id": "1"}}"#,
            "ambiguous: an after-sale order of the mini-shop and one of the Channels shop",
        ),
        (
            r#"{"order_id": 1, "reject_reason": "", "refund_certificates": []}"#,
            "ambiguous: requests of acceptapply, rejectrefund and upload_refund_certificate",
        ),
        (
            r#"{"after_sale_order": {"order_id": 1}, "after_sale_order_list": []}"#,
            "ambiguous: an answer of getaftersaleorder and one of batchgetaftersaleorder",
        ),
        (
            r#"{"after_sale_order": {"after_sale_order_id": "1", "order_id": "2"}}"#,
            "not supported: WeChat Channels shop (channels/ec/aftersale)",
        ),
        (
            r#"{"after_sale_order": {"present_order_id": "1"}}"#,
            "not supported: WeChat Channels shop, a gift's after-sale order",
        ),
        (
            r#"{"after_sales_order": {}}"#,
            "not supported: WeChat custom trade component (shop/ecaftersale)",
        ),
        (
            r#"{"aftersale_infos": []}"#,
            "not supported: WeChat custom trade component, first version (shop/aftersale)",
        ),
        (
            r#"{"order_id": 1, "original_order_id": 2, "status": "USER_CANCELD"}"#,
            "not supported: WeChat mini-shop, an after-sale order without its answer around it",
        ),
        (r#"{"colour": "red"}"#, "no interface known here has documents of this shape"),
        (r#"{}"#, "no interface known here has documents of this shape"),
    ] {
        let refused = wechat_wire::Document::decode(text).unwrap_err();
        assert_eq!(refused.to_string(), message, "{text}");
    }
    for (text, message) in [
        (
            r#"{"code": 0, "data": {"new_aftersale_data": [], "aftersale_data": null}}"#,
            "ambiguous: answers of orderaftersale/aftersale and of orderaftersale/detail",
        ),
        (
            r#"{"code": 0, "data": {"goods": []}}"#,
            "not supported: ShopXO, an answer that is not about after-sales",
        ),
        (
            r#"{"id": 1}"#,
            "ambiguous: requests of orderaftersale/detail, cancel, confirm and delete",
        ),
        (
            r#"{"id": 1, "refuse_reason": "不符合"}"#,
            "not supported: ShopXO, a request of an operation on an after-sale",
        ),
        (r#"{}"#, "no interface known here has documents of this shape"),
    ] {
        let refused = shopxo_wire::Document::decode(text).unwrap_err();
        assert_eq!(refused.to_string(), message, "{text}");
    }
}

#[test]
fn a_broken_document_gives_the_path_of_the_field_and_the_place() {
    let broken = |text: &str| wechat_wire::Document::decode(text).unwrap_err();
    let refused = broken("{\"after_sale_order\": {\"order_id\": 1,\n \"details\": {\"num\": -1}}}");
    let WireError::Field { path, place, .. } = &refused else { panic!("{refused}") };
    assert_eq!(path, "after_sale_order.details.num");
    assert_eq!(*place, Place { line: 2, column: 22 });

    let refused =
        broken(r#"{"after_sale_order_list": [{"order_id": 1}, {"order_id": 2, "type": []}]}"#);
    let WireError::Field { path, .. } = &refused else { panic!("{refused}") };
    assert_eq!(path, "after_sale_order_list[1].type");

    let refused = broken(r#"{"after_sale_order": {"order_id": 1, "status": "A", "status": "B"}}"#);
    assert_eq!(
        refused.to_string(),
        "field `after_sale_order`, at line 1 column 66: field `status` stands twice in one object",
    );

    for not_json in ["", "{", "{\"a\": 1}}", "nul", "{\"a\":1,}", "\u{feff}"] {
        let refused = broken(not_json);
        assert!(matches!(refused, WireError::NotJson { .. }), "{not_json:?}: {refused}");
    }
    let lone_surrogate = r#"{"after_sale_order": {"order_id": 1, "openid": "\ud800"}}"#;
    assert!(matches!(broken(lone_surrogate), WireError::NotJson { .. }));
    let refused = broken("[]");
    assert_eq!(
        refused.to_string(),
        "field `.`, at line 1 column 0: invalid type: sequence, expected an object",
    );
}

/// What happens to a document of either platform: refused, or decoded and encoded again unchanged.
fn comes_back_unchanged_or_is_refused(text: &str) {
    if let Ok(document) = wechat_wire::Document::decode(text) {
        assert_same(text.trim_start_matches('\u{feff}'), &document.encode());
    }
    if let Ok(document) = shopxo_wire::Document::decode(text) {
        assert_same(text.trim_start_matches('\u{feff}'), &document.encode());
    }
}

#[test]
fn every_truncation_of_an_answer_is_refused() {
    for (text, is_shopxo) in [(WECHAT.trim_end(), false), (SHOPXO.trim_end(), true)] {
        for (end, _) in text.char_indices() {
            let cut = &text[..end];
            let refused = if is_shopxo {
                shopxo_wire::Document::decode(cut).unwrap_err()
            } else {
                wechat_wire::Document::decode(cut).unwrap_err()
            };
            assert!(matches!(refused, WireError::NotJson { .. }), "{end}: {refused}");
        }
    }
}

#[test]
fn every_changed_byte_is_refused_or_comes_out_as_it_went_in() {
    let text = WECHAT.as_bytes();
    for place in 0..text.len() {
        for byte in [b'0', b'9', b'-', b'"', b'{', b'}', b'[', b']', b',', b':', b' ', b'a', 0] {
            let mut altered = text.to_vec();
            altered[place] = byte;
            if let Ok(altered) = String::from_utf8(altered) {
                comes_back_unchanged_or_is_refused(&altered);
            }
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        "-?[0-9]{0,22}(\\.[0-9]{0,3})?".prop_map(Value::from),
        prop::sample::select(vec!["REFUND", "USER_CANCELD", "", "2021-10-10 10:53:58", "1"])
            .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,12}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn whatever_stands_in_a_field_it_is_refused_or_comes_out_as_it_went_in(
        document in prop_oneof![
            Just(serde_json::from_str::<Value>(WECHAT).unwrap()),
            Just(serde_json::from_str::<Value>(SHOPXO).unwrap()),
            prop::sample::select(answers(SHOPXO_2_2_1)),
            prop::sample::select(answers(SHOPXO_6_9_0)),
        ],
        changes in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 1..4),
    ) {
        let mut document = document;
        for (place, value) in changes {
            let pointers = pointers(&document);
            let pointer = &pointers[place.index(pointers.len())];
            if let Some(slot) = document.pointer_mut(pointer) {
                *slot = value;
            }
        }
        comes_back_unchanged_or_is_refused(&document.to_string());
    }

    #[test]
    fn no_text_at_all_makes_decoding_panic(text in ".{0,200}") {
        comes_back_unchanged_or_is_refused(&text);
    }
}

#[test]
fn the_published_answer_of_wechat_is_a_refunded_case() {
    let order = wechat_order(WECHAT);
    let position = order.position().unwrap();
    assert_eq!(position.flow, Flow::RefundOnly);
    assert_eq!(position.status, Some(AfterSaleStatus::MerchantRefundSuccess));
    assert_eq!(position.facts.get(Fact::GoodsSent), Some(false));
    let phase = wechat::LIFECYCLE.phase(position.flow, AfterSaleStatus::MerchantRefundSuccess);
    assert_eq!(phase, Some(Phase::Refunded));
    let line: Vec<_> = steps(position.flow, Phase::Refunded, &order.milestones()).collect();
    assert!(line.iter().all(|step| step.progress == Progress::Done));
    assert_eq!(line[0].time, Some(Timestamp::from_seconds(1_591_319_454)));
    assert_eq!(line[2].time, None, "the platform does not say when it paid");
}

#[test]
fn a_return_with_a_waybill_has_its_goods_sent_and_one_without_may_have() {
    let text = include_str!("data/wechat/get_answer_refused_after_sending.json");
    let facts = wechat_order(text).position().unwrap().facts;
    assert_eq!(facts.get(Fact::GoodsSent), Some(true));
    let text = include_str!("data/wechat/get_answer_under_review.json");
    let facts = wechat_order(text).position().unwrap().facts;
    assert_eq!(facts.get(Fact::GoodsSent), None);
}

#[test]
fn the_times_of_both_shopxo_versions_are_the_same_steps() {
    for file in [SHOPXO_2_2_1, SHOPXO_6_9_0] {
        let document = answers(file)
            .iter()
            .map(|answer| shopxo_wire::Document::decode(&answer.to_string()).unwrap())
            .find(|document| {
                document.newest().is_some_and(|row| {
                    row.position().unwrap().status == Some(shopxo::AfterSaleStatus::Completed)
                        && row.position().unwrap().flow == Flow::ReturnRefund
                })
            })
            .unwrap();
        let row = document.newest().unwrap();
        let milestones = row.milestones(UtcOffset::CHINA);
        let times: Vec<_> = steps(Flow::ReturnRefund, Phase::Refunded, &milestones)
            .map(|step| step.time.unwrap().seconds())
            .collect();
        assert!(times.is_sorted() && times[4] - times[0] < 5, "{times:?}");
        assert!((1_795_300_356..1_795_300_366).contains(&times[0]), "{times:?}");
    }
}
