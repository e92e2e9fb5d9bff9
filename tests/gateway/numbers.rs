//! Keys, limits, amounts and times of queries.

use std::time::Duration;

use aftersale::gateway::{
    ADYEN, ALIPAY, ALL, BRAINTREE, Gateway, KeyFault, LimitFault, MOLLIE, NextTry, NotExpressible,
    PAYPAL, PreviousRefunds, RAZORPAY, SQUARE, STRIPE, WECHAT_PAY_V3, WordPlace,
};
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{CaseId, KeyShape};
use aftersale::time::{Timestamp, days_long};

const NOW: Timestamp = Timestamp::from_seconds(1_795_300_763);

fn money(code: &str, minor: i64) -> Money {
    code.parse::<Currency>().expect("a code").money(Amount::from_minor(minor))
}

#[test]
fn an_amount_is_sent_as_the_gateway_counts_it() {
    let sent: [(&Gateway, &str, i64, &str); 22] = [
        (&STRIPE, "EUR", 595, "595"),
        (&STRIPE, "JPY", 595, "595"),
        (&STRIPE, "ISK", 595, "59500"),
        (&STRIPE, "UGX", 595, "59500"),
        (&STRIPE, "CLP", 595, "595"),
        (&STRIPE, "CVE", 595, "595"),
        (&STRIPE, "HUF", 101, "101"),
        (&STRIPE, "MGA", 500, "5"),
        (&STRIPE, "BHD", 5_990, "5990"),
        (&ADYEN, "CLP", 595, "59500"),
        (&ADYEN, "CVE", 59_500, "595"),
        (&ADYEN, "ISK", 595, "59500"),
        (&ADYEN, "IDR", 59_500, "595"),
        (&ADYEN, "BHD", 5_991, "5991"),
        (&WECHAT_PAY_V3, "CNY", 2_850, "2850"),
        (&ALIPAY, "CNY", 2_850, "28.50"),
        (&PAYPAL, "JPY", 595, "595"),
        (&PAYPAL, "TND", 5_991, "5.991"),
        (&PAYPAL, "USD", 5, "0.05"),
        (&SQUARE, "JPY", 2, "2"),
        (&MOLLIE, "EUR", 595, "5.95"),
        (&RAZORPAY, "KWD", 295_990, "295990"),
    ];
    for (gateway, code, minor, expected) in sent {
        let asked = money(code, minor);
        let amount = gateway.amounts.to_gateway(asked).expect(code);
        assert_eq!(amount.to_string(), expected, "{} {code}", gateway.name);
        // And back without loss, in letters of either case.
        for code in [code.to_owned(), code.to_lowercase()] {
            let back = gateway.amounts.to_ledger(expected, &code, asked.currency);
            assert_eq!(back, Ok(asked), "{} {code}", gateway.name);
        }
    }
}

#[test]
fn what_a_gateway_cannot_express_is_refused_and_not_rounded() {
    let refused = |gateway: &Gateway, money: Money| gateway.amounts.to_gateway(money).unwrap_err();
    let fils = money("KWD", 99_991);
    for gateway in [&STRIPE, &RAZORPAY] {
        let expected = NotExpressible::NotAMultiple { money: fils, multiple_of: 10 };
        assert_eq!(refused(gateway, fils), expected);
    }
    // A ledger that counts aurar, which Stripe takes only as whole crowns.
    let aurar = Currency::with_places("ISK", 2).expect("a code");
    let odd = aurar.money(Amount::from_minor(1_550));
    assert_eq!(
        refused(&STRIPE, odd),
        NotExpressible::NotAMultiple { money: odd, multiple_of: 100 }
    );
    let rupiah = money("IDR", 59_550);
    assert_eq!(refused(&ADYEN, rupiah), NotExpressible::TooFine { money: rupiah, places: 0 });
    let most = money("ISK", i64::MAX);
    assert_eq!(refused(&STRIPE, most), NotExpressible::TooLarge { money: most, places: 2 });
    let not_taken = NotExpressible::CurrencyNotTaken { code: "EUR".into() };
    assert_eq!(refused(&WECHAT_PAY_V3, money("EUR", 1)), not_taken);
    for (gateway, code) in [(&PAYPAL, "HUF"), (&PAYPAL, "TWD"), (&MOLLIE, "ISK"), (&STRIPE, "CLF")]
    {
        let expected = NotExpressible::PlacesNotPublished { code: code.into() };
        assert_eq!(refused(gateway, money(code, 100)), expected);
    }
    let unlisted = Currency::with_places("XYZ", 2).expect("a code").money(Amount::from_minor(1));
    for gateway in ALL {
        assert_eq!(
            refused(gateway, unlisted),
            NotExpressible::CurrencyNotTaken { code: "XYZ".into() },
        );
    }
}

#[test]
fn an_amount_of_a_gateway_in_another_currency_or_form_is_refused() {
    let other = NotExpressible::OtherCurrency { code: "usd".into(), ledger: Currency::EUR };
    assert_eq!(STRIPE.amounts.to_ledger("5", "usd", Currency::EUR), Err(other));
    assert!(STRIPE.amounts.to_ledger("5.95", "EUR", Currency::EUR).is_err());
    assert!(MOLLIE.amounts.to_ledger("5.955", "EUR", Currency::EUR).is_err());
    assert!(MOLLIE.amounts.to_ledger("", "EUR", Currency::EUR).is_err());
    let finer = STRIPE.amounts.to_ledger("150", "ISK", "ISK".parse().expect("a code"));
    assert!(matches!(finer, Err(NotExpressible::TooFine { places: 0, .. })), "{finer:?}");
}

#[test]
fn a_key_is_checked_and_every_gateway_takes_the_keys_of_this_crate() {
    for gateway in ALL {
        let Some(rules) = gateway.keys else { continue };
        let shape = rules.shape();
        assert_eq!(shape, KeyShape::DEFAULT, "{}", gateway.name);
        for order in ["ORDER1", "20211010105358916225", "订单/2026"] {
            let key = shape.key(&order.into(), None, CaseId::FIRST, 1);
            assert_eq!(rules.check(key.as_str()), Ok(()), "{} {key}", gateway.name);
        }
    }
    let wechat = WECHAT_PAY_V3.keys.expect("keys");
    assert_eq!(wechat.check("a_b-c|d*e@f"), Ok(()));
    assert_eq!(wechat.check("a/b"), Err(KeyFault::Character { character: '/' }));
    assert_eq!(wechat.check("订单"), Err(KeyFault::Character { character: '订' }));
    assert_eq!(wechat.check(&"a".repeat(65)), Err(KeyFault::TooLong { length: 65, most: 64 }));
    assert_eq!(wechat.check(""), Err(KeyFault::TooShort { length: 0, least: 1 }));
    let razorpay = RAZORPAY.keys.expect("keys");
    assert_eq!(razorpay.check("A-1-1-1"), Err(KeyFault::TooShort { length: 7, least: 10 }));
    assert!(BRAINTREE.keys.is_none());
}

#[test]
fn the_same_key_is_safe_only_as_long_as_it_is_remembered() {
    let after = |gateway: &Gateway, days: u32| {
        let now = NOW.checked_add(days_long(days)).expect("a time");
        gateway.silence().with_key_sent(&gateway.keys.expect("keys"), NOW, now).next
    };
    assert_eq!([after(&STRIPE, 0), after(&STRIPE, 1)], [NextTry::SameKey, NextTry::NoneYet]);
    assert_eq!([after(&ADYEN, 6), after(&ADYEN, 7)], [NextTry::SameKey, NextTry::NoneYet]);
    assert_eq!([after(&PAYPAL, 44), after(&PAYPAL, 45)], [NextTry::SameKey, NextTry::NoneYet]);
    assert_eq!(after(&WECHAT_PAY_V3, 4_000), NextTry::SameKey, "for ever");
    assert_eq!(after(&SQUARE, 0), NextTry::NoneYet, "not published, so ask first");
}

#[test]
fn a_success_for_now_has_its_end_where_the_gateway_names_one() {
    let provisional = |gateway: &Gateway, place, field, word| {
        gateway.meaning(place, field, Some(word)).provisional.expect("a success for now")
    };
    let stripe = provisional(&STRIPE, WordPlace::Query, "status", "succeeded");
    assert_eq!(stripe.until(NOW), NOW.checked_add(days_long(30)));
    let adyen = provisional(&ADYEN, WordPlace::Webhook, "eventCode/success", "REFUND/true");
    assert_eq!(adyen.until(NOW), None);
}

#[test]
fn every_limit_that_a_refund_would_break_is_named() {
    let paid = NOW.checked_add(Duration::ZERO).expect("a time");
    let later = paid.checked_add(days_long(366)).expect("a time");
    let before = PreviousRefunds { count: 20, paid: Some(paid), last: None };
    let until = paid.checked_add(days_long(365)).expect("a time");
    assert_eq!(
        SQUARE.limits.faults(Amount::ZERO, &before, later),
        [
            LimitFault::TooMany { count: 20, most: 20 },
            LimitFault::TooOld { until },
            LimitFault::TooSmall { amount: 0, least: 1 },
        ]
    );
    assert_eq!(SQUARE.limits.faults(Amount::from_minor(1), &before, until).len(), 1);
    let last = PreviousRefunds { count: 1, paid: None, last: Some(NOW) };
    let at = |seconds| NOW.plus_seconds(seconds).expect("a time");
    let from = at(3);
    assert_eq!(
        ALIPAY.limits.faults(Amount::from_minor(1), &last, at(2)),
        [LimitFault::TooSoon { from }],
    );
    assert_eq!(ALIPAY.limits.faults(Amount::from_minor(1), &last, from), []);
}

#[test]
fn queries_go_on_and_become_rarer_and_a_person_looks_in_the_end() {
    for gateway in ALL {
        let at = |asked| gateway.queries.query_at(NOW, asked).expect("a time");
        assert!(at(0) > NOW, "{}", gateway.name);
        for asked in 0..200 {
            assert!(at(asked + 1) > at(asked), "{} {asked}", gateway.name);
            // Who goes by the time of the last query asks at the same times as who counts them.
            let after = |seconds| {
                let last = at(asked).plus_seconds(seconds).expect("a time");
                gateway.queries.query_after(NOW, last)
            };
            assert_eq!(after(0), Some(at(asked + 1)), "{} {asked}", gateway.name);
            assert_eq!(after(-1), Some(at(asked)), "{} {asked}", gateway.name);
        }
        assert!(gateway.queries.person_at(NOW).is_some_and(|at| at > NOW), "{}", gateway.name);
    }
    let wechat =
        |asked| WECHAT_PAY_V3.queries.query_at(NOW, asked).map(|at| at.seconds() - NOW.seconds());
    assert_eq!([wechat(0), wechat(1), wechat(2)], [Some(60), Some(300), Some(600)]);
    assert_eq!(ALIPAY.queries.query_at(NOW, 0), NOW.plus_seconds(10));
    assert_eq!(STRIPE.queries.query_at(NOW, u32::MAX), None);
}
