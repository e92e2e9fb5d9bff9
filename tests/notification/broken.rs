//! Broken events: refused with the path and the place, or decoded and encoded again unchanged. Nothing panics.

use aftersale::channels::call_error::check_answer;
use aftersale::channels::notification::Notification;
use aftersale::wire::{Place, WireError};
use proptest::prelude::*;
use serde_json::Value;

use crate::{assert_same, document, documents};

fn refusal(text: &str) -> WireError {
    match Notification::decode(text) {
        Err(error) => error,
        Ok(notification) => panic!("{text}: {notification:?}"),
    }
}

#[test]
fn a_broken_event_gives_the_path_of_the_field_and_the_place() {
    let refused = refusal(
        "{\"Event\": \"channels_ec_complaint_update\",\n \"finder_shop_complaint\": {\"complaint_id\": [1]}}",
    );
    let WireError::Field { path, place, .. } = &refused else { panic!("{refused}") };
    assert_eq!(path, "finder_shop_complaint.complaint_id");
    assert_eq!(place.line, 2);
    let refused = refusal(r#"{"Event": "api_diff", "api_changes": [{}, {"cgi_path": 1}]}"#);
    let WireError::Field { path, .. } = &refused else { panic!("{refused}") };
    assert_eq!(path, "api_changes[1].cgi_path");
    let refused = refusal(r#"{"Event": "api_diff", "Event": "api_diff"}"#);
    assert_eq!(
        refused.to_string(),
        "the document, at line 1 column 42: field `Event` appears twice in one object"
    );
    for (text, place) in [
        ("", Place { line: 1, column: 0 }),
        ("{\"Event\": \"api_diff\",}", Place { line: 1, column: 22 }),
        ("{\"Event\": \"api_diff\"", Place { line: 1, column: 20 }),
    ] {
        let WireError::NotJson { place: found, .. } = refusal(text) else { panic!("{text}") };
        assert_eq!(found, place, "{text}");
    }
    for text in
        ["{}", r#"{"MsgType": "event"}"#, r#"{"event": "api_diff"}"#, "{\"a\": {\"Event\": 1}}"]
    {
        assert_eq!(refusal(text), WireError::UnknownShape, "{text}");
    }
    for text in ["[]", "null", "7", "\"Event\""] {
        assert!(matches!(refusal(text), WireError::Field { .. }), "{text}");
    }
    let refused = Notification::decode_bytes(b"<xml>\xff</xml>").unwrap_err();
    assert_eq!(refused, WireError::NotUtf8 { after: 5 });
}

/// Checks an event of either form: it is refused in one line, or decoded and encoded again unchanged.
fn comes_back_unchanged_or_is_refused(text: &str) {
    match Notification::decode(text) {
        Ok(notification @ Notification::Json(_)) => {
            assert_same(text.trim_start_matches('\u{feff}'), &notification.encode());
            let _ = (notification.message().subject(), notification.untyped_fields());
        }
        Ok(notification) => {
            assert_eq!(notification.encode(), text);
            let _ = (notification.message().subject(), notification.untyped_fields());
        }
        Err(error) => {
            let error = error.to_string();
            assert!(!error.contains('\n') && error.chars().count() < 600, "{error}");
        }
    }
    let _ = check_answer(text);
}

#[test]
fn every_truncation_of_an_event_is_refused() {
    for (name, text) in documents("json").into_iter().chain(documents("xml")) {
        // What stands behind the event may be left out.
        let end = text.rfind(['}', '>']).unwrap();
        let end = if name == "unusual_layout.xml" { text.find("</xml>").unwrap() } else { end };
        for (cut, _) in text.char_indices().filter(|(cut, _)| *cut <= end) {
            let refused = Notification::decode(&text[..cut]);
            assert!(
                matches!(refused, Err(WireError::NotJson { .. } | WireError::NotXml { .. })),
                "{name} {cut}: {refused:?}"
            );
        }
    }
}

#[test]
fn every_changed_byte_is_refused_or_comes_out_as_it_went_in() {
    for name in ["aftersale_update.json", "aftersale_update.xml", "unusual_layout.xml"] {
        let text = document(name).into_bytes();
        for place in 0..text.len() {
            for byte in [
                b'0', b'-', b'"', b'{', b'}', b'[', b']', b',', b':', b' ', b'<', b'>', b'/', b'&',
                b'!', b';', 0,
            ] {
                let mut altered = text.clone();
                altered[place] = byte;
                if let Ok(altered) = String::from_utf8(altered) {
                    comes_back_unchanged_or_is_refused(&altered);
                }
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
        ".{0,8}".prop_map(Value::from),
        "-?[0-9]{0,22}(\\.[0-9]{0,3})?".prop_map(Value::from),
        prop::sample::select(vec!["USER_CANCELD", "api_diff", "", "106"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,12}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn whatever_stands_in_a_field_it_is_refused_or_comes_out_as_it_went_in(
        (_, text) in prop::sample::select(documents("json")),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any_json()), 1..4),
    ) {
        let mut document: Value = serde_json::from_str(&text).unwrap();
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
    fn whatever_is_put_into_an_xml_text_it_is_refused_or_comes_out_as_it_went_in(
        (_, text) in prop::sample::select(documents("xml")),
        changes in prop::collection::vec(
            (any::<prop::sample::Index>(), "(<[a-z/!?]{0,3}>?|&[#a-z0-9]{0,4};?|<!\\[CDATA\\[|\\]\\]>|<!--|-->|.){0,3}"),
            1..4,
        ),
    ) {
        let mut text = text;
        for (place, piece) in changes {
            let places: Vec<usize> = text.char_indices().map(|(place, _)| place).collect();
            text.insert_str(places[place.index(places.len())], &piece);
        }
        comes_back_unchanged_or_is_refused(&text);
    }

    #[test]
    fn no_text_at_all_makes_decoding_panic(text in "<?.{0,200}") {
        comes_back_unchanged_or_is_refused(&text);
    }
}
