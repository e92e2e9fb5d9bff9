//! Numbers, money, times, and what is not there.

use aftersale::money::Amount;
use aftersale::shopxo::wire as shopxo_wire;
use aftersale::wire::Record as _;
use aftersale::wire::{DecimalText, Field, Id, Opaque, ReturnCode, WireError, decode, encode};

use crate::{WECHAT, assert_same, wechat_order};

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
    for (text, written) in [("\"\"", "no amount"), ("1e3", "an exponent")] {
        let price: DecimalText = decode(text).unwrap();
        assert!(price.amount(2).is_err(), "{written}");
        assert_eq!(serde_json::to_string(&price).unwrap(), text, "kept as it came");
    }
    for text in ["\"abc\"", "\"1e3\"", "\"1,000\"", "true", "[]", "\"1.\"", "\"１\""] {
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
    assert_eq!(details.receive_product, Field::Value(Opaque::from(4_294_967_295)));
    assert_eq!(details.receive_product.value().unwrap().number(), Some(u32::MAX.into()));
    assert_eq!(order.original_order_id, Field::Value(Id(1_768_683_047_558_651)));
    let text = include_str!("../data/wechat/get_answer_largest_numbers.json");
    let order = wechat_order(text);
    assert_eq!(order.order_id, Field::Value(Id(u64::MAX)));
    assert_eq!(
        order.untyped.get("exact").map(|json| json.text()),
        Some("123456789012345678901234567890.12345678901234567890"),
    );
}

#[test]
fn what_a_page_only_shows_does_not_stand_in_the_way() {
    for (field, values) in [
        ("images", &[r#"{"1": "a"}"#, r#"[{"url": "a"}]"#, r#"["a", null]"#, "\"\""][..]),
        ("tips_msg", &["[]", "5", r#"{"title": 5}"#]),
        ("user", &["null", "\"\"", r#"{"id": 5, "avatar": "a"}"#]),
        ("apply_time", &["\"0000-00-00 00:00:00\"", "\"2021-10-10\"", "false", "\"-\"", "1.5"]),
    ] {
        for value in values {
            let text = format!(r#"{{"status": 1, "type": 1, "{field}": {value}}}"#);
            let row: shopxo_wire::AftersaleRow = decode(&text).unwrap();
            assert_same(&text, &encode(&row));
            assert!(row.position().is_ok());
            let is_listed =
                !matches!(field, "user" | "apply_time") && *value != "\"\"" && *value != "[]";
            assert!(row.untyped_fields().len() <= 1, "{field} {value}");
            assert!(!is_listed || row.untyped_fields().len() == 1, "{field} {value}");
        }
    }
    for empty in [r#"{"id": ""}"#, r#"{"number": ""}"#, r#"{"price": ""}"#, r#"{"id": null}"#] {
        let row: shopxo_wire::AftersaleRow = decode(empty).unwrap();
        assert_same(empty, &encode(&row));
        assert_eq!(row.id.number(), None);
    }
}

#[test]
fn a_refused_answer_keeps_its_message_whatever_its_data_is() {
    for data in ["true", "\"SQLSTATE[22003]\"", "[\"a\"]", "{\"login\": 1}", "null", "[ ]", "-1.5"]
    {
        let text = format!(r#"{{"msg": "登录失效，请重新登录", "code": -400, "data": {data}}}"#);
        let document = shopxo_wire::Document::decode(&text).unwrap();
        assert_same(&text, &document.encode());
        let shopxo_wire::Document::PlainAnswer(answer) = document else { panic!("{text}") };
        assert_eq!(answer.msg.value().map(String::as_str), Some("登录失效，请重新登录"));
        assert!(!answer.is_success());
    }
    let refused = shopxo_wire::PlainAnswer::refused("状态不可操作[已取消]", ReturnCode(-1));
    assert_eq!(encode(&refused), r#"{"msg":"状态不可操作[已取消]","code":-1,"data":""}"#);
    assert!(shopxo_wire::PlainAnswer::done("取消成功").is_success());
}

#[test]
fn a_changed_amount_stays_in_quotes_if_it_was() {
    for (before, after) in [("\"28.5\"", "\"1.00\""), ("28.5", "1.00"), ("\"\"", "\"1.00\"")] {
        let mut price: DecimalText = decode(before).unwrap();
        price.set(Amount::from_minor(100), 2);
        assert_eq!(price.text(), "1.00");
        assert_eq!(serde_json::to_string(&price).unwrap(), after);
    }
}
