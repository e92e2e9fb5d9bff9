//! The words of the Channels shop are the published ones, and an unknown one stays as it came (I24).

use std::collections::BTreeSet;

use aftersale::channels::{
    AfterSaleReason, AfterSaleStatus, AfterSaleSubType, AfterSaleType, MediaType, RefundReason,
    ReturnType,
};
use aftersale::wechat;
use aftersale::wire::{Loose, Word, decode};

#[test]
fn the_statuses_are_the_mini_shops_but_the_invalid_one_and_eight_more() {
    let names: BTreeSet<&str> = AfterSaleStatus::ALL.iter().map(|status| status.name()).collect();
    let mini: BTreeSet<&str> = wechat::AfterSaleStatus::ALL
        .iter()
        .filter(|status| **status != wechat::AfterSaleStatus::AftersalestatusInvalid)
        .map(|status| status.name())
        .collect();
    assert!(names.is_superset(&mini));
    let newer: Vec<&str> = names.difference(&mini).copied().collect();
    assert_eq!(
        newer,
        [
            "MERCHANT_EXCHANGE_SUCCESS",
            "MERCHANT_REJECT_EXCHANGE",
            "MERCHANT_REJECT_RESHIP",
            "PLATFORM_PROCESSING",
            "USER_WAIT_CONFIRM_UPDATE",
            "USER_WAIT_HANDLE_MERCHANT_AFTER_SALE",
            "USER_WAIT_RECEIPT",
            "WAIT_PACKAGE_INTERCEPT",
        ]
    );
    for status in AfterSaleStatus::ALL {
        assert_eq!(status.name().parse(), Ok(*status));
        if let Ok(mini) = status.name().parse::<wechat::AfterSaleStatus>() {
            assert_eq!(status.chinese(), mini.chinese(), "the labels are the platform's");
        }
    }
}

#[test]
fn the_types_and_reasons_are_the_mini_shops_and_more() {
    for kind in wechat::AfterSaleType::ALL {
        let ours: AfterSaleType = kind.name().parse().unwrap();
        assert_eq!(ours.code(), kind.code());
    }
    for reason in wechat::AfterSaleReason::ALL {
        assert_eq!(reason.name().parse::<AfterSaleReason>().unwrap().chinese(), reason.chinese());
    }
    let kinds: Vec<&str> = AfterSaleType::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(kinds, ["REFUND", "RETURN", "EXCHANGE", "RESHIP"]);
    let kinds: Vec<&str> = AfterSaleSubType::ALL.iter().map(|kind| kind.name()).collect();
    assert_eq!(kinds, ["DEFAULT", "REFUND_PRICE_DIFF"]);
    let numbers: Vec<u32> = RefundReason::ALL.iter().map(|reason| reason.code()).collect();
    let published: Vec<u32> = (1..=24).filter(|number| *number != 20).collect();
    assert_eq!(numbers, published);
    assert_eq!(ReturnType::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>(), [0, 1, 2]);
    assert_eq!(MediaType::ALL.iter().map(|kind| kind.code()).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn every_word_has_a_label_of_its_own_in_both_languages() {
    macro_rules! check {
        ($($list:ty),+) => {$({
            for word in <$list>::ALL {
                assert!(!word.chinese().is_ascii() && word.english().is_ascii(), "{word:?}");
            }
        })+};
    }
    check!(
        AfterSaleStatus,
        AfterSaleType,
        AfterSaleSubType,
        AfterSaleReason,
        RefundReason,
        ReturnType,
        MediaType
    );
    let labels: BTreeSet<&str> = RefundReason::ALL.iter().map(|reason| reason.chinese()).collect();
    assert_eq!(labels.len(), RefundReason::ALL.len());
}

#[test]
fn a_number_is_no_status_of_this_generation_not_even_in_quotes_i24() {
    for number in 0..=u8::MAX {
        for text in [number.to_string(), format!("\"{number}\"")] {
            let status: Word<AfterSaleStatus> = decode(&text).unwrap();
            assert_eq!(status.known(), None, "{text}");
            assert_eq!(serde_json::to_string(&status).unwrap(), text);
        }
    }
    assert_eq!(decode::<Word<AfterSaleType>>("\"1\"").unwrap().known(), None);
    let kind: Loose<Word<AfterSaleType>> = decode("\"1\"").unwrap();
    assert_eq!(kind.known(), Some(AfterSaleType::Refund), "where the interface says a number");
}

#[test]
fn a_word_that_is_not_published_is_kept_as_it_came_i24() {
    for text in [
        "\"\"",
        "\" USER_CANCELD\"",
        "\"user_canceld\"",
        "\"NEW\"",
        "null",
        "true",
        "1.50",
        "1e3",
        "-0",
        "123456789012345678901234567890",
        "[1]",
        "{\"a\":1.0}",
    ] {
        let status: Word<AfterSaleStatus> = decode(text).unwrap();
        assert_eq!(status.known(), None, "{text}");
        assert_eq!(serde_json::to_string(&status).unwrap(), text);
        let reason: Loose<Word<RefundReason>> = decode(text).unwrap();
        assert_eq!(reason.known(), None, "{text}");
        assert_eq!(serde_json::to_string(&reason).unwrap(), text);
    }
}
