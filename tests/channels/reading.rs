//! Every example is decoded as what it is and comes out as it went in; broken ones are refused with the
//! field, the path and the place.

use aftersale::channels::wire::Document;
use aftersale::wire::WireError;
use serde_json::{Value, json};

use crate::{assert_same, decoded, documents, pointers};

/// The interfaces of the examples, by the beginning of the file's name.
const INTERFACES: &[(&str, &str)] = &[
    ("after_sale_order_", "channels/ec/aftersale after-sale order"),
    ("bare_answer", "bare answer"),
    ("get_request", "channels/ec/aftersale/getaftersaleorder request"),
    ("get_", "channels/ec/aftersale/getaftersaleorder answer"),
    ("gift_answer", "channels/ec/aftersale/present answer"),
    ("list_answer", "channels/ec/aftersale/getaftersalelist answer"),
    ("list_request", "channels/ec/aftersale/getaftersalelist request"),
];

#[test]
fn every_example_is_decoded_as_what_it_is_and_comes_out_as_it_went_in_i24() {
    let examples = documents("");
    assert!(examples.len() > 15, "only {} examples", examples.len());
    for (name, text) in examples {
        let document = decoded(&text);
        let interface = INTERFACES.iter().find(|(start, _)| name.starts_with(start));
        assert_eq!(
            Some(document.interface()),
            interface.map(|(_, interface)| *interface),
            "{name}"
        );
        assert_same(&text, &document.encode());
        assert_same(&text, &decoded(&document.encode()).encode());
        assert_same(&text, &Document::decode(&format!("\u{feff}{text}")).unwrap().encode());
    }
}

#[test]
fn a_broken_example_is_refused_with_the_field_the_path_and_the_place() {
    let refused: Vec<(String, String)> = documents("refused")
        .into_iter()
        .map(|(name, text)| (name, Document::decode(&text).unwrap_err().to_string()))
        .collect();
    let expected = [
        (
            "amount_with_decimals.json",
            "field `after_sale_order.refund_info.amount`, at line 1 column 90: invalid value: \
             \"12.50\", expected an amount in the smallest unit of its currency, plain or in quotes",
        ),
        ("cut_off.json", "not JSON, at line 2 column 0: EOF while parsing an object"),
        (
            "id_of_more_than_64_bits.json",
            "field `after_sale_order.after_sale_order_id`, at line 1 column 75: invalid type: \
             floating point `1.8446744073709552e+19`, expected an id: a text, or a whole number of up to 64 bits",
        ),
        (
            "id_twice.json",
            "field `after_sale_order`, at line 1 column 85: field `after_sale_order_id` appears \
             twice in one object",
        ),
        (
            "list_for_an_object.json",
            "field `after_sale_order.product_info`, at line 1 column 74: invalid type: sequence, \
             expected an object",
        ),
        ("mini_shop.json", "not supported: WeChat mini-shop (product/order)"),
        (
            "negative_length.json",
            "field `after_sale_order.details.media_infos[1].video_play_length`, at line 1 column 125: \
             invalid value: -1, expected a number of seconds, plain or in quotes",
        ),
        (
            "neither_yes_nor_no.json",
            "field `after_sale_order.exchange_info.fast_exchange_info.fast_exchange`, at line 1 \
             column 115: invalid value: integer `2`, expected true, false, 1 or 0, plain or in quotes",
        ),
        (
            "of_which_shop.json",
            "ambiguous document (an after-sale order of the mini-shop and one of the Channels shop): \
             decode it as the expected type",
        ),
        (
            "second_component.json",
            "not supported: WeChat custom trade component (shop/ecaftersale)",
        ),
    ];
    let refused: Vec<(&str, &str)> =
        refused.iter().map(|(name, error)| (name.as_str(), error.as_str())).collect();
    assert_eq!(refused, expected);
}

#[test]
fn a_text_cut_off_anywhere_is_refused_as_no_json() {
    for (name, text) in documents("") {
        let text = text.trim_end();
        for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
            let refused = Document::decode(&text[..end]).unwrap_err();
            assert!(matches!(refused, WireError::NotJson { .. }), "{name} at {end}: {refused}");
        }
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_with_the_place() {
    assert_eq!(
        Document::decode_bytes(b"{\"errcode\":0,\"errmsg\":\"\xff\"}"),
        Err(WireError::NotUtf8 { after: 23 })
    );
}

/// A value of every kind of JSON in place of every value of every example: each document either comes
/// out as it went in, or is refused with the path of the value or of one around it.
#[test]
fn a_value_of_another_kind_is_kept_or_refused_at_its_path() {
    let kinds = [
        json!(null),
        json!(true),
        json!(-1),
        json!(4_294_967_295_u64),
        json!(1.5),
        json!(""),
        json!("7"),
        json!("WORD"),
        json!([]),
        json!([{}]),
        json!({}),
        json!({"later": 1}),
    ];
    let (mut kept, mut refused) = (0, 0);
    for (name, text) in documents("") {
        let whole: Value = serde_json::from_str(&text).unwrap();
        for pointer in pointers(&whole).into_iter().filter(|pointer| !pointer.is_empty()) {
            for kind in &kinds {
                let mut altered = whole.clone();
                *altered.pointer_mut(&pointer).unwrap() = kind.clone();
                let text = altered.to_string();
                match Document::decode(&text) {
                    Ok(document) => {
                        assert_same(&text, &document.encode());
                        kept += 1;
                    }
                    Err(WireError::Field { path, place, .. }) => {
                        let dotted = path.replace('[', ".").replace(']', "").replace('.', "/");
                        let at = format!("/{}", dotted.trim_start_matches('/'));
                        assert!(at.starts_with(&pointer), "{name} {pointer} = {kind}: {path}");
                        assert!(place.line == 1 && place.column > 1, "{name}: {place}");
                        refused += 1;
                    }
                    // Without its names a document is no longer of this interface.
                    Err(WireError::Ambiguous { .. } | WireError::Unsupported { .. }) => {
                        refused += 1
                    }
                    Err(error) => panic!("{name} {pointer} = {kind}: {error}"),
                }
            }
        }
    }
    assert!(kept > 1_000 && refused > 1_000, "{kept} kept, {refused} refused");
}
