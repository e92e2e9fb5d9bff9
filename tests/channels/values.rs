//! Ids keep their digits and their kind, yes and no its form, and numbers their quotes.

use aftersale::money::Amount;
use aftersale::time::Timestamp;
use aftersale::wire::{Loose, PlatformId, YesNo, decode};

fn written<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap()
}

#[test]
fn an_id_keeps_every_digit_and_never_changes_its_kind() {
    for text in [
        "0",
        "9007199254740993",
        "3705115058471208928",
        "18446744073709551615",
        "\"3705115058471208928\"",
        "\"370511505847120892837051150584712089283705115058471208928\"",
        "\"007\"",
        "\"\"",
        "\" 7\"",
        "\"-7\"",
        "\"1.0\"",
        "\"order-1\"",
        "\"订单\"",
        "\"\\n\"",
    ] {
        let id: PlatformId = decode(text).unwrap();
        assert_eq!(written(&id), text);
        assert_eq!(matches!(id, PlatformId::Text(_)), text.starts_with('"'), "{text}");
    }
}

#[test]
fn an_id_is_a_text_or_a_whole_number_and_nothing_else() {
    for text in ["-1", "-0", "1.0", "1e3", "18446744073709551616", "true", "null", "[]", "{}"] {
        let refused = decode::<PlatformId>(text).unwrap_err().to_string();
        assert!(
            refused.ends_with("expected an id: a text, or a whole number of up to 64 bits"),
            "{refused}"
        );
    }
}

#[test]
fn ids_are_compared_by_their_characters() {
    let id = |text: &str| decode::<PlatformId>(text).unwrap();
    assert!(id("7").is_same_as(&id("\"7\"")));
    assert!(!id("7").is_same_as(&id("\"07\"")), "a leading zero is a character");
    assert!(!id("9007199254740992").is_same_as(&id("9007199254740993")), "beyond 2^53");
    assert_ne!(id("7"), id("\"7\""), "written otherwise");
    assert!(id("\"\"").is_empty() && !id("0").is_empty());
    assert_eq!(id("12").to_string(), id("\"12\"").to_string());
}

#[test]
fn yes_and_no_keep_their_form_when_they_change() {
    for (yes, no) in [("true", "false"), ("1", "0"), ("\"true\"", "\"false\""), ("\"1\"", "\"0\"")]
    {
        let mut value: YesNo = decode(yes).unwrap();
        assert!(value.get());
        assert_eq!(written(&value), yes);
        value.set(false);
        assert_eq!(written(&value), no);
        assert_eq!(decode(no), Ok(value));
    }
    for text in ["2", "-1", "1.0", "\"\"", "\"yes\"", "\"01\"", "null", "[]", "{}"] {
        assert!(decode::<YesNo>(text).is_err(), "{text}");
    }
}

#[test]
fn a_number_in_quotes_keeps_them_in_every_spelling() {
    for text in ["0", "1790000000", "-5", "\"1790000000\"", "\"-5\"", "\"007\"", "\"\""] {
        let time: Loose<Timestamp> = decode(text).unwrap();
        assert_eq!(written(&time), text);
        assert_eq!(time.get().is_none(), text == "\"\"");
        let mut amount: Loose<Amount> = decode(text).unwrap();
        amount.set(Amount::from_minor(8));
        assert_eq!(written(&amount), if text.starts_with('"') { "\"8\"" } else { "8" });
    }
    for text in [
        "1.5",
        "1e3",
        "-0",
        "\"1.5\"",
        "\"1e3\"",
        "\"-0\"",
        "\"+1\"",
        "\" 1\"",
        "true",
        "[]",
        "9223372036854775808",
        "-9223372036854775809",
        "\"9223372036854775808\"",
    ] {
        assert!(decode::<Loose<Timestamp>>(text).is_err(), "{text}");
        assert!(decode::<Loose<Amount>>(text).is_err(), "{text}");
    }
}
