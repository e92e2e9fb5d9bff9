//! Broken documents are refused with the path and the place, and whatever is not refused comes out as it went in.

use aftersale::channels::wire::calls::CallDocument;
use aftersale::wire::WireError;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{assert_same, decode, documents, pointers};

#[test]
fn a_broken_document_gives_the_path_of_the_field_and_the_place() {
    // The value at fault stands between the marks.
    for (text, path) in [
        (r#"{"after_sale_order_id": "1", "address_id": «[]»}"#, "address_id"),
        (
            r#"{"complaint_id": "1", "work_order_info": {"items": [{}, {"desc": «7»}]}}"#,
            "work_order_info.items[1].desc",
        ),
        (
            r#"{"guarantee_order": {"product_info": [{"title": "a"}, {"product_cnt": «-1»}]}}"#,
            "guarantee_order.product_info[1].product_cnt",
        ),
        (
            r#"{"guarantee_order": {"product_info": {"real_price": «"much"»}}}"#,
            "guarantee_order.product_info.real_price",
        ),
    ] {
        let (before, rest) = text.split_once('«').unwrap();
        let (value, after) = rest.split_once('»').unwrap();
        let refused = CallDocument::decode(&format!("{before}{value}{after}")).unwrap_err();
        let WireError::Field { path: found, place, .. } = refused else { panic!("{refused}") };
        assert_eq!(found, path);
        assert_eq!(place.line, 1, "{path}");
        let at_value = before.len()..=before.len() + value.len() + 1;
        assert!(at_value.contains(&place.column), "{path}: {place}");
    }
    let twice = r#"{"complaint_id": "1", "work_order_info": {"version": 1, "version": 2}}"#;
    let refused = CallDocument::decode(twice).unwrap_err().to_string();
    assert!(refused.ends_with("field `version` appears twice in one object"), "{refused}");
}

#[test]
fn every_truncation_is_refused() {
    for (name, text) in documents() {
        let text = text.trim_end();
        for (end, _) in text.char_indices() {
            let refused = CallDocument::decode(&text[..end]);
            assert!(matches!(refused, Err(WireError::NotJson { .. })), "{name} {end}");
        }
    }
}

fn comes_back_unchanged_or_is_refused(text: &str) {
    if let Ok(document) = CallDocument::decode(text) {
        assert_same(text.trim_start_matches('\u{feff}'), &document.encode());
    }
}

#[test]
fn every_changed_byte_is_refused_or_comes_out_as_it_went_in() {
    const BYTES: &[u8] = b"0\"}[,{a ]-";
    for (number, (_, text)) in documents().into_iter().enumerate() {
        let text = text.as_bytes();
        for place in 0..text.len() {
            let mut altered = text.to_vec();
            altered[place] = BYTES[(place + number) % BYTES.len()];
            if let Ok(altered) = String::from_utf8(altered) {
                comes_back_unchanged_or_is_refused(&altered);
            }
        }
    }
}

#[test]
fn a_field_that_no_type_knows_is_kept_and_listed_wherever_it_stands() {
    let mut injected = 0;
    for (name, text) in documents() {
        if name.starts_with("unknown_fields") {
            continue;
        }
        let original: Value = serde_json::from_str(&text).unwrap();
        for pointer in pointers(&original) {
            let mut altered = original.clone();
            let object = altered.pointer_mut(&pointer).and_then(Value::as_object_mut);
            let Some(object) = object.filter(|_| !pointer.contains("history_list")) else {
                continue;
            };
            object.insert("später".into(), json!({"a": [1, null, {"b": 0.1}]}));
            let altered = altered.to_string();
            let read = decode(&altered);
            assert_same(&altered, &read.encode());
            let untyped = read.untyped_fields();
            assert_eq!(untyped.len(), 1, "{name} {pointer}");
            assert!(untyped[0].path.ends_with("später"), "{}", untyped[0].path);
            injected += 1;
        }
    }
    assert!(injected > 80, "only {injected} objects were tried");
}

#[test]
fn brackets_without_end_are_refused_or_kept_and_not_followed() {
    let deep = "[".repeat(200_000);
    let closed = format!("{deep}{}", "]".repeat(200_000));
    for text in [
        deep.clone(),
        format!(r#"{{"complaint_id": {closed}}}"#),
        format!(r#"{{"complaint_id": "1", "media_id_list": {closed}}}"#),
        format!(r#"{{"status_list": {deep}"#),
    ] {
        assert!(CallDocument::decode(&text).is_err());
    }
    for unknown in [
        format!(r#"{{"complaint_id": "1", "later": {closed}}}"#),
        format!(r#"{{"status_list": {closed}}}"#),
        format!(r#"{{"after_sale_order_id": "1", "accept_type": {closed}}}"#),
    ] {
        assert!(decode(&unknown).encode().contains(&closed));
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
        prop::sample::select(vec!["REFUND", "STATUS_PAYING", "", "1", "02"]).prop_map(Value::from),
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
        document in prop::sample::select(documents()),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 1..4),
    ) {
        let mut document: Value = serde_json::from_str(&document.1).unwrap();
        for (place, value) in changes {
            let pointers = pointers(&document);
            let pointer = &pointers[place.index(pointers.len())];
            if let Some(slot) = document.pointer_mut(pointer) {
                *slot = value;
            }
        }
        comes_back_unchanged_or_is_refused(&document.to_string());
    }
}
