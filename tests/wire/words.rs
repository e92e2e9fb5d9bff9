//! Words: known ones typed, all others as they came and never taken for known ones (I24).

use aftersale::shopxo;
use aftersale::shopxo::wire as shopxo_wire;
use aftersale::wechat::wire::GetAnswer;
use aftersale::wire::{Id, Loose, Unknown, Unplaced, Word, decode, encode};
use serde_json::{Value, json};

use crate::{SHOPXO_2_2_1, WECHAT, answers, assert_same, wechat_order};

#[test]
fn an_unknown_word_stays_as_it_came_and_is_never_taken_for_a_known_one_i24() {
    for (written, unknown) in [
        (json!("WAIT_PACKAGE_INTERCEPT"), Unknown::Text("WAIT_PACKAGE_INTERCEPT".into())),
        (json!("user_canceld"), Unknown::Text("user_canceld".into())),
        (json!("USER_CANCELED"), Unknown::Text("USER_CANCELED".into())),
        (json!(" USER_CANCELD"), Unknown::Text(" USER_CANCELD".into())),
        (json!(""), Unknown::Text("".into())),
        (json!("1"), Unknown::Text("1".into())),
        (json!(1), Unknown::Other("1".parse().unwrap())),
        (json!(-1), Unknown::Other("-1".parse().unwrap())),
        (json!(1.5), Unknown::Other("1.5".parse().unwrap())),
        (json!(true), Unknown::Other("true".parse().unwrap())),
        (json!([]), Unknown::Other("[]".parse().unwrap())),
        (json!({}), Unknown::Other("{}".parse().unwrap())),
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
    for written in [
        json!(6),
        json!("6"),
        json!("06"),
        json!("02"),
        json!("00002"),
        json!("-0"),
        json!(" 2"),
        json!("2.0"),
        json!(2.0),
        json!(-1),
        json!("abc"),
        json!(""),
        json!(true),
        json!([2]),
        json!(u64::MAX),
        json!("99999999999999999999999999999999999999999999"),
    ] {
        for field in ["status", "type", "refundment"] {
            let mut document = row.clone();
            document["data"]["new_aftersale_data"][field] = written.clone();
            let text = document.to_string();
            let document = shopxo_wire::Document::decode(&text).unwrap();
            assert_same(&text, &document.encode());
            let row = document.newest().unwrap();
            let known = match field {
                "status" => row.status.value().unwrap().known().is_some(),
                "type" => row.kind.value().unwrap().known().is_some(),
                _ => row.refundment.value().unwrap().known().is_some(),
            };
            assert!(!known, "{field} {written}");
            assert_eq!(row.position().is_err(), field != "refundment", "{field} {written}");
        }
    }
}

#[test]
fn a_number_of_shopxo_means_the_same_in_quotes_and_without() {
    for (text, plain) in [("2", false), ("2", true)] {
        let text = if plain { text.to_string() } else { format!("\"{text}\"") };
        let status: Loose<Word<shopxo::AfterSaleStatus>> = decode(&text).unwrap();
        assert_eq!(status.known(), Some(shopxo::AfterSaleStatus::ToBeReviewed));
        assert_eq!(serde_json::to_string(&status).unwrap(), text);
    }
    let mut odd: Loose<Id> = decode("\"007\"").unwrap();
    assert_eq!(
        (odd.get(), serde_json::to_string(&odd).unwrap().as_str()),
        (Some(&Id(7)), "\"007\"")
    );
    odd.set(Id(8));
    assert_eq!(serde_json::to_string(&odd).unwrap(), "\"8\"");
    let unknown = Loose::plain(Word::<shopxo::AfterSaleStatus>::Unknown(Unknown::Text("x".into())));
    assert_eq!(serde_json::to_string(&unknown).unwrap(), "\"x\"", "a text is never lost");
}
