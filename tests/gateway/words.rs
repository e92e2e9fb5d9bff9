//! The words by themselves: the traps, the laws of every table, history, HTTP.

use std::collections::BTreeSet;

use aftersale::gateway::{
    ADYEN, ALIPAY, ALL, AmountKind, BRAINTREE, Beneficiary, Gateway, MOLLIE, Meaning, NextTry,
    PAYPAL, RAZORPAY, SQUARE, STRIPE, UNIONPAY, WECHAT_PAY_V2, WECHAT_PAY_V3, WordPlace,
};

use Meaning::{Failed, Processing, Reversed, SaysNothing, Succeeded, Unknown};
use NextTry::{NeverAgain, NewKey, NoneYet, SameKey};
use WordPlace::{Answer, Query, QueryError, RequestError, Webhook};

#[test]
fn the_words_on_which_others_lose_money_mean_what_the_gateways_say() {
    type Trap = (&'static Gateway, WordPlace, &'static str, &'static str, Meaning, NextTry);
    let traps: [Trap; 30] = [
        (&WECHAT_PAY_V3, Query, "status", "ABNORMAL", Processing, NoneYet),
        (&WECHAT_PAY_V3, Query, "status", "CLOSED", Failed, NewKey),
        (&WECHAT_PAY_V3, RequestError, "code", "SYSTEM_ERROR", Unknown, SameKey),
        (&WECHAT_PAY_V3, RequestError, "code", "INVALID_REQUEST", Unknown, NoneYet),
        (&WECHAT_PAY_V2, Query, "refund_status", "CHANGE", Processing, NoneYet),
        (&WECHAT_PAY_V2, Answer, "result_code", "SUCCESS", Processing, NoneYet),
        (&WECHAT_PAY_V2, RequestError, "err_code", "BIZERR_NEED_RETRY", Unknown, SameKey),
        (&ALIPAY, Answer, "code", "10000", SaysNothing, NoneYet),
        (&ALIPAY, Answer, "fund_change", "N", Unknown, NoneYet),
        (&ALIPAY, RequestError, "sub_code", "ACQ.DISCORDANT_REPEAT_REQUEST", Unknown, NoneYet),
        (&ALIPAY, RequestError, "sub_code", "ACQ.TRADE_HAS_CLOSE", Unknown, NoneYet),
        (&ALIPAY, RequestError, "sub_code", "ACQ.TRADE_HAS_FINISHED", Failed, NeverAgain),
        (&ALIPAY, Webhook, "dback_status", "F", Succeeded, NeverAgain),
        (&UNIONPAY, Answer, "respCode", "00", Processing, NoneYet),
        (&UNIONPAY, Query, "respCode", "00", SaysNothing, NoneYet),
        (&UNIONPAY, Query, "origRespCode", "00", Succeeded, NeverAgain),
        (&UNIONPAY, Answer, "respCode", "05", Unknown, NoneYet),
        (&STRIPE, Answer, "status", "requires_action", Processing, NoneYet),
        (&STRIPE, Query, "status", "canceled", Failed, NewKey),
        (&PAYPAL, RequestError, "issue", "CAPTURE_FULLY_REFUNDED", Unknown, NoneYet),
        (&PAYPAL, Webhook, "event_type", "PAYMENT.CAPTURE.REFUNDED", SaysNothing, NoneYet),
        (&ADYEN, Webhook, "eventCode/success", "REFUND/true", Succeeded, NeverAgain),
        (&ADYEN, Webhook, "eventCode/success", "REFUNDED_REVERSED/true", Reversed, NewKey),
        (&ADYEN, RequestError, "errorCode", "704", Unknown, SameKey),
        (&SQUARE, Query, "status", "FAILED", Failed, NeverAgain),
        (&MOLLIE, Query, "status", "queued", Processing, NoneYet),
        (&RAZORPAY, Webhook, "event", "refund.speed_changed", SaysNothing, NoneYet),
        (&BRAINTREE, Query, "status", "submitted_for_settlement", Processing, NoneYet),
        (&BRAINTREE, Query, "status", "SETTLEMENT_DECLINED", Failed, NewKey),
        (&BRAINTREE, RequestError, "processorSettlementResponseCode", "4004", Unknown, NoneYet),
    ];
    for (gateway, place, field, word, meaning, next) in traps {
        let found = gateway.meaning(place, field, Some(word));
        assert!(found.row.is_some(), "{}: {word}", gateway.name);
        assert_eq!((found.meaning, found.next), (meaning, next), "{}: {word}", gateway.name);
    }
}

#[test]
fn a_word_that_is_in_no_table_is_unknown_wherever_it_stands() {
    // Words of other gateways, of other interfaces and of users' guesses; letters of another case; nothing at all.
    let strangers = [
        "settlement_confirmed",
        "voided",
        "SETTLEMENT_CONFIRMED",
        "VOIDED",
        "SUCCEED",
        "success ",
        "Settled",
        "RECEIVED",
        "ACCEPTED",
        "RefundInitiated",
        "Refunded",
        "Declined",
        "Finished",
        "Change",
        "FUND_PROCESSING",
        "PARTIALLY_REFUNDED",
        "REVERSED",
        "paused",
        "01",
        "12",
        "34",
        "60",
        "99",
        "ACQ.NOT_ALLOW_PARTIAL_REFUND",
        "NOT_ENOUGH",
        "REFUND_REVERSED/true",
        "REFUND_FAILED/false",
        "REFUND",
        "PAYMENT.REFUND.COMPLETED",
        "refund.settled",
        "4002",
        "",
        " SUCCESS",
        "SUCCESS\0",
    ];
    for gateway in ALL {
        let fields: BTreeSet<&str> = gateway.words.iter().map(|row| row.field).collect();
        for place in WordPlace::ALL {
            for field in &fields {
                let words: Vec<Option<&str>> =
                    strangers.iter().map(|word| Some(*word)).chain([None]).collect();
                for word in words {
                    let found = gateway.meaning(*place, field, word);
                    assert!(found.row.is_none(), "{} {place} {field} {word:?}", gateway.name);
                    assert_eq!((found.meaning, found.next), (Unknown, NoneYet));
                    assert_eq!(found.beneficiary, Beneficiary::NotStated);
                }
            }
        }
    }
}

#[test]
fn a_word_in_another_place_or_field_is_unknown() {
    for gateway in ALL {
        for row in gateway.words {
            for place in WordPlace::ALL.iter().filter(|place| !row.is_in(**place)) {
                let other = gateway
                    .words
                    .iter()
                    .any(|one| one.word == row.word && one.field == row.field && one.is_in(*place));
                let found = gateway.meaning(*place, row.field, Some(row.word));
                assert_eq!(found.row.is_some(), other, "{} {place} {}", gateway.name, row.word);
            }
            let found = gateway.meaning(row.places[0], "another field", Some(row.word));
            assert_eq!(found.meaning, Unknown);
        }
    }
}

#[test]
fn what_may_be_out_is_never_paid_again_under_a_new_key() {
    for gateway in ALL {
        let mut all: Vec<_> = gateway
            .words
            .iter()
            .map(|row| gateway.meaning(row.places[0], row.field, Some(row.word)))
            .collect();
        all.extend((100..600).map(|status| gateway.http_status(status)));
        all.push(gateway.silence());
        let histories = all.clone().into_iter().map(|meaning| meaning.after_success());
        for found in all.iter().copied().chain(histories) {
            let is_over = matches!(found.meaning, Failed | Reversed);
            assert!(is_over || !found.next.permits_new_key(), "{}: {found:?}", gateway.name);
            // Under a key under which money has left nothing is sent again.
            if matches!(found.meaning, Succeeded | Reversed) {
                assert!(!found.next.permits_same_key(), "{}: {found:?}", gateway.name);
            }
        }
    }
}

#[test]
fn no_http_status_is_a_success_or_a_failure() {
    for gateway in ALL {
        for status in 0..=u16::MAX {
            let found = gateway.http_status(status);
            assert!(matches!(found.meaning, Unknown | Processing), "{} {status}", gateway.name);
        }
        assert_eq!(gateway.http_status(404).meaning, Unknown);
    }
    assert_eq!(PAYPAL.http_status(409).row.map(|row| row.word), Some("409"));
    assert_eq!(PAYPAL.http_status(503).row.map(|row| row.word), Some("5xx"));
    assert_eq!(STRIPE.http_status(404).row.map(|row| row.word), Some("4xx"));
    assert_eq!(BRAINTREE.http_status(500).next, NoneYet, "it has no keys");
    assert_eq!(RAZORPAY.http_status(500).next, SameKey);
}

#[test]
fn a_failure_after_a_success_is_a_reversal_where_the_gateway_knows_one() {
    let reversed = [
        (&STRIPE, "failed", AmountKind::Stated),
        (&STRIPE, "canceled", AmountKind::Stated),
        (&MOLLIE, "failed", AmountKind::Stated),
        (&BRAINTREE, "settlement_declined", AmountKind::AsAsked),
    ];
    for (gateway, word, amount) in reversed {
        let after = gateway.meaning(Webhook, "status", Some(word)).after_success();
        assert_eq!((after.meaning, after.amount, after.next), (Reversed, amount, NewKey), "{word}");
        assert_eq!(after.beneficiary, Beneficiary::Merchant);
    }
    // PayPal knows none: a person has to look, and nothing is paid meanwhile.
    let after = PAYPAL.meaning(Query, "status", Some("FAILED")).after_success();
    assert_eq!((after.meaning, after.next, after.needs_person), (Unknown, NoneYet, true));
    // The refusal of a second request says nothing about the first.
    let refused = PAYPAL.meaning(RequestError, "issue", Some("REFUND_FAILED_INSUFFICIENT_FUNDS"));
    assert_eq!(refused.after_success().meaning, SaysNothing);
    assert_eq!(STRIPE.http_status(500).after_success().meaning, SaysNothing);
    assert_eq!(WECHAT_PAY_V3.meaning(QueryError, "code", None).after_success().next, NeverAgain);
}

#[test]
fn money_that_went_back_to_the_merchant_is_a_reversal() {
    for (gateway, place, field) in [
        (&WECHAT_PAY_V3, Query, "status"),
        (&WECHAT_PAY_V3, Answer, "status"),
        (&WECHAT_PAY_V3, Webhook, "refund_status"),
        (&WECHAT_PAY_V2, Query, "refund_status"),
    ] {
        let success = gateway.meaning(place, field, Some("SUCCESS"));
        assert_eq!(success.beneficiary, Beneficiary::OtherField);
        for account in ["退还商户基本账户", "退还商户结算银行账户"] {
            let merchant = success.paid_to(Some(account));
            assert_eq!((merchant.meaning, merchant.beneficiary), (Reversed, Beneficiary::Merchant));
            assert!(merchant.needs_person);
        }
        let buyer = success.paid_to(Some("招商银行信用卡0403"));
        assert_eq!((buyer.meaning, buyer.beneficiary), (Succeeded, Beneficiary::Buyer));
    }
    let closed = WECHAT_PAY_V3.meaning(Query, "status", Some("CLOSED"));
    assert_eq!(closed.paid_to(Some("退还商户基本账户")), closed);
}
