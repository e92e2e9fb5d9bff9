//! Broken documents: refused with the path and the place, whatever is wrong with them, or decoded
//! and encoded again unchanged. Nothing panics, and nothing takes for ever.

use aftersale::shopxo::wire as shopxo_wire;
use aftersale::wechat::wire as wechat_wire;
use aftersale::wire::{Place, WireError};
use proptest::prelude::*;
use serde_json::Value;

use crate::{SHOPXO, SHOPXO_2_2_1, SHOPXO_6_9_0, WECHAT, answers, assert_same, pointers};

#[test]
fn a_broken_document_gives_the_path_of_the_field_and_the_place() {
    let broken = |text: &str| wechat_wire::Document::decode(text).unwrap_err();
    let refused = broken("{\"after_sale_order\": {\"order_id\": 1,\n \"details\": {\"num\": -1}}}");
    let WireError::Field { path, place, .. } = &refused else { panic!("{refused}") };
    assert_eq!(path, "after_sale_order.details.num");
    assert_eq!(*place, Place { line: 2, column: 22 });

    let refused = broken(
        r#"{"after_sale_order_list": [{"order_id": 1}, {"order_id": 2, "create_time": []}]}"#,
    );
    let WireError::Field { path, .. } = &refused else { panic!("{refused}") };
    assert_eq!(path, "after_sale_order_list[1].create_time");

    let refused = broken(r#"{"after_sale_order": {"order_id": 1, "status": "A", "status": "B"}}"#);
    assert_eq!(
        refused.to_string(),
        "field `after_sale_order`, at line 1 column 66: field `status` appears twice in one object",
    );

    for not_json in ["", "{", "{\"a\": 1}}", "nul", "{\"a\":1,}", "\u{feff}"] {
        let refused = broken(not_json);
        assert!(matches!(refused, WireError::NotJson { .. }), "{not_json:?}: {refused}");
    }
    for (field, value) in [("openid", "\"\\ud800\""), ("create_time", "1E400")] {
        let text = format!(r#"{{"after_sale_order": {{"order_id": 1, "{field}": {value}}}}}"#);
        let WireError::Field { path, .. } = broken(&text) else { panic!("{value} is JSON") };
        assert_eq!(path, format!("after_sale_order.{field}"));
    }
    let refused = broken("[]");
    assert_eq!(
        refused.to_string(),
        "the document, at line 1 column 0: invalid type: sequence, expected an object",
    );
}

#[test]
fn an_error_is_one_line_whatever_the_document_has_in_it() {
    let long = "很".repeat(10_000);
    for text in [
        "{\"after_sale_order\": {\"order_id\": 1, \"a\\nb\": 1, \"a\\nb\": 2}}".to_string(),
        r#"{"after_sale_order": {"order_id": 1, "a\u2028": 1, "a\u2028": 2}}"#.to_string(),
        format!(r#"{{"after_sale_order": {{"order_id": 1, "create_time": "{long}"}}}}"#),
        format!("{{\"after_sale_order\": {{\"order_id\": 1, \"{long}\": 1, \"{long}\": 2}}}}"),
    ] {
        let refused = wechat_wire::Document::decode(&text).unwrap_err().to_string();
        assert!(!refused.contains(['\n', '\u{2028}']), "{refused}");
        assert!(refused.chars().count() < 300, "{refused}");
    }
    let refused = wechat_wire::Document::decode_bytes(b"{\"a\": \"\xff\"}").unwrap_err();
    assert_eq!(refused.to_string(), "not UTF-8 text, from byte 7 on");
}

#[test]
fn a_large_document_takes_time_in_proportion_to_its_size() {
    let document = |fields: usize| {
        let fields: Vec<String> = (0..fields).map(|n| format!("\"f{n}\": {n}")).collect();
        format!(r#"{{"after_sale_order": {{"order_id": 1, {}}}}}"#, fields.join(","))
    };
    let time = |text: &str| {
        let start = std::time::Instant::now();
        assert!(wechat_wire::Document::decode(text).is_ok());
        start.elapsed()
    };
    let (small, large) = (document(5_000), document(50_000));
    let least = |text: &str| (0..3).map(|_| time(text)).min().unwrap();
    assert!(
        least(&large) < 60 * least(&small),
        "ten times the fields, far more than ten times the time"
    );
}

#[test]
fn brackets_without_end_are_refused_and_not_followed() {
    let deep = "[".repeat(200_000);
    let closed = format!("{deep}{}", "]".repeat(200_000));
    for text in [
        deep.clone(),
        format!(r#"{{"after_sale_order": {{"order_id": 1, "details": {closed}}}}}"#),
        format!(r#"{{"after_sale_order": {{"order_id": 1, "type": {deep}"#),
    ] {
        assert!(wechat_wire::Document::decode(&text).is_err());
        assert!(shopxo_wire::Document::decode(&text).is_err());
    }
    let unknown = format!(r#"{{"after_sale_order": {{"order_id": 1, "later": {closed}}}}}"#);
    let document = wechat_wire::Document::decode(&unknown).unwrap();
    assert!(document.encode().contains(&closed), "kept without looking into it");
}

/// Checks a document of either platform: it is refused, or decoded and encoded again unchanged.
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
