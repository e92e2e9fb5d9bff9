//! The platforms' words: published numbers and names, labels in both languages, and the same text
//! form everywhere (`Display`, `FromStr`, serde).

use std::collections::BTreeSet;

use aftersale::lifecycle::{Action, Actor, Evidence, Fact, Flow, Guard, Phase, SetMember};
use aftersale::{shopxo, wechat};

/// Checks a list of words against what its platform publishes: number and name of each.
macro_rules! check_words {
    ($word:ty, $published:expr) => {{
        let published: &[(u8, &str)] = $published;
        let ours: Vec<(u8, &str)> = <$word>::ALL.iter().map(|w| (w.code(), w.name())).collect();
        assert_eq!(ours, published);
        for code in 0..=u8::MAX {
            let name = published.iter().find(|(number, _)| *number == code).map(|(_, name)| *name);
            assert_eq!(<$word>::from_code(code).map(|word| word.name()), name, "{code}");
        }
        for word in <$word>::ALL {
            assert_eq!(word.to_string(), word.name());
            assert_eq!(word.name().parse::<$word>(), Ok(*word));
            assert!(word.name().to_lowercase().parse::<$word>().is_err(), "letter by letter");
            assert!(!word.chinese().is_ascii() && word.english().is_ascii(), "{word}");
        }
        let chinese: BTreeSet<&str> = <$word>::ALL.iter().map(|word| word.chinese()).collect();
        assert_eq!(chinese.len(), published.len(), "two words have the same label");
    }};
}

#[test]
fn the_words_of_wechat_are_the_published_ones() {
    check_words!(
        wechat::AfterSaleStatus,
        &[
            (0, "AFTERSALESTATUS_INVALID"),
            (1, "USER_CANCELD"),
            (2, "MERCHANT_PROCESSING"),
            (4, "MERCHANT_REJECT_REFUND"),
            (5, "MERCHANT_REJECT_RETURN"),
            (6, "USER_WAIT_RETURN"),
            (7, "RETURN_CLOSED"),
            (8, "MERCHANT_WAIT_RECEIPT"),
            (12, "MERCHANT_OVERDUE_REFUND"),
            (13, "MERCHANT_REFUND_SUCCESS"),
            (14, "MERCHANT_RETURN_SUCCESS"),
            (15, "PLATFORM_REFUNDING"),
            (16, "PLATFORM_REFUND_FAIL"),
            (17, "USER_WAIT_CONFIRM"),
            (18, "MERCHANT_REFUND_RETRY_FAIL"),
            (19, "MERCHANT_FAIL"),
        ]
    );
    check_words!(wechat::AfterSaleType, &[(1, "REFUND"), (2, "RETURN")]);
    check_words!(
        wechat::AfterSaleReason,
        &[
            (1, "INCORRECT_SELECTION"),
            (2, "NO_LONGER_WANT"),
            (3, "NO_EXPRESS_INFO"),
            (4, "EMPTY_PACKAGE"),
            (5, "REJECT_RECEIVE_PACKAGE"),
            (6, "NOT_DELIVERED_TOO_LONG"),
            (7, "NOT_MATCH_PRODUCT_DESC"),
            (8, "QUALITY_ISSUE"),
            (9, "SEND_WRONG_GOODS"),
            (10, "THREE_NO_PRODUCT"),
            (11, "FAKE_PRODUCT"),
            (12, "OTHERS"),
        ]
    );
}

#[test]
fn the_words_of_shopxo_have_the_published_numbers() {
    check_words!(
        shopxo::AfterSaleStatus,
        &[
            (0, "TO_BE_CONFIRMED"),
            (1, "TO_BE_RETURNED"),
            (2, "TO_BE_REVIEWED"),
            (3, "COMPLETED"),
            (4, "REJECTED"),
            (5, "CANCELLED"),
        ]
    );
    check_words!(shopxo::AfterSaleType, &[(0, "REFUND_ONLY"), (1, "REFUND_AND_RETURN")]);
    check_words!(shopxo::Refundment, &[(0, "ORIGINAL_ROUTE"), (1, "TO_WALLET"), (2, "MANUAL")]);
    check_words!(
        shopxo::OrderStatus,
        &[
            (0, "TO_BE_CONFIRMED"),
            (1, "TO_BE_PAID"),
            (2, "TO_BE_SHIPPED"),
            (3, "TO_BE_RECEIVED"),
            (4, "COMPLETED"),
            (5, "CANCELLED"),
            (6, "CLOSED"),
        ]
    );
    check_words!(
        shopxo::PayStatus,
        &[(0, "TO_BE_PAID"), (1, "PAID"), (2, "REFUNDED"), (3, "PARTIALLY_REFUNDED")]
    );
    check_words!(
        shopxo::OrderModel,
        &[(0, "EXPRESS"), (1, "SAME_CITY"), (2, "SELF_PICKUP"), (3, "VIRTUAL")]
    );
    let old: Vec<&str> = shopxo::OrderModel::ALL.iter().map(|word| word.chinese_2_2_1()).collect();
    assert_eq!(old, ["销售", "展示", "自提点", "虚拟销售"]);
    let shipped = shopxo::OrderStatus::ALL.iter().filter(|status| status.is_shipped());
    assert_eq!(shipped.map(|status| status.code()).collect::<Vec<_>>(), [3, 4]);
}

#[test]
fn a_type_is_a_flow() {
    let flows = |flows: [Flow; 2]| assert_eq!(flows, [Flow::RefundOnly, Flow::ReturnRefund]);
    flows([wechat::AfterSaleType::Refund.flow(), wechat::AfterSaleType::Return.flow()]);
    flows([
        shopxo::AfterSaleType::RefundOnly.flow(),
        shopxo::AfterSaleType::RefundAndReturn.flow(),
    ]);
}

#[test]
fn an_unknown_word_is_refused_with_the_list_it_is_not_in() {
    let refused = "USER_CANCELED".parse::<wechat::AfterSaleStatus>().unwrap_err();
    assert_eq!(refused.to_string(), "not a word of AfterSaleStatus");
    let refused = "seller".parse::<Actor>().unwrap_err();
    assert_eq!(refused.to_string(), "not a word of Actor");
}

#[test]
fn every_term_has_a_text_of_its_own() {
    fn check<T: SetMember + std::fmt::Display + std::str::FromStr + std::fmt::Debug>() {
        let texts: BTreeSet<String> = T::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(texts.len(), T::ALL.len(), "two terms have the same text");
        for term in T::ALL {
            assert!(term.to_string().parse::<T>().is_ok_and(|read| read == *term), "{term}");
            assert!(!term.to_string().ends_with('.'), "{term}");
        }
    }
    check::<Action>();
    check::<Actor>();
    check::<Evidence>();
    check::<Fact>();
    check::<Flow>();
    check::<Guard>();
    check::<Phase>();
}

#[test]
fn a_guard_reads_as_its_fact_and_unmet_as_the_opposite() {
    for guard in Guard::ALL {
        let (so, not_so) = (guard.fact().text(), guard.fact().denied());
        let texts = if guard.wants() { (so, not_so) } else { (not_so, so) };
        assert_eq!((guard.text(), guard.unmet()), texts);
    }
}

#[cfg(feature = "serde")]
#[test]
fn serde_writes_words_by_name_terms_in_snake_case_and_values_as_numbers() {
    use aftersale::money::Amount;
    use aftersale::quantity::Quantity;
    use aftersale::time::Timestamp;
    use serde_json::{from_value, json, to_value};

    for status in wechat::AfterSaleStatus::ALL {
        assert_eq!(to_value(status).unwrap(), json!(status.name()));
        assert_eq!(from_value::<wechat::AfterSaleStatus>(json!(status.name())).unwrap(), *status);
    }
    assert_eq!(to_value(shopxo::Refundment::ToWallet).unwrap(), json!("TO_WALLET"));
    assert_eq!(to_value(Action::AgreeToRefund).unwrap(), json!("agree_to_refund"));
    assert_eq!(to_value(Phase::WaitingForGoods).unwrap(), json!("waiting_for_goods"));
    assert_eq!(to_value(Amount::from_minor(-5)).unwrap(), json!(-5));
    assert_eq!(to_value(Quantity::new(3)).unwrap(), json!(3));
    assert_eq!(to_value(Timestamp::from_seconds(7)).unwrap(), json!(7));
    assert!(from_value::<wechat::AfterSaleStatus>(json!("NEW_STATUS")).is_err(), "never a default");
    assert!(from_value::<Quantity>(json!(-1)).is_err());
}
