//! What may be paid or counted twice is never silent (I25): a case that gets more than it asks for, a success that becomes
//! smaller, a total below what is booked, a case that leaves its end, money that was refunded before the opening.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Fact, Flow, KnownFacts, Phase};
use aftersale::order::{
    Adoption, Anomaly, Ask, Bound, CaseId, Outcome, RefundKey, RefundState, Request, Text,
};
use aftersale::shopxo::AfterSaleStatus as ShopxoStatus;
use aftersale::time::Timestamp;
use aftersale::wechat::AfterSaleStatus as WechatStatus;

use crate::shop::{
    Platform, Shop, came, elsewhere, elsewhere_of, fen, report, report_of, shopxo, tea_and_cups,
    teas, wechat, yuan,
};

const ONLY: Flow = Flow::RefundOnly;
const CASE: CaseId = CaseId::FIRST;

fn ok(amount: i64) -> Outcome {
    Outcome::Succeeded(yuan(amount))
}

fn more_than_asked(case: CaseId, claimed: i64, refunded: i64) -> Anomaly {
    Anomaly::RefundedMoreThanClaimed { case, claimed: yuan(claimed), refunded: yuan(refunded) }
}

fn smaller(key: &RefundKey, paid: i64, reported: i64) -> Anomaly {
    Anomaly::SuccessBecameSmaller { key: key.clone(), paid: yuan(paid), reported: yuan(reported) }
}

fn below(as_of: Timestamp, total: i64, booked: i64) -> Anomaly {
    Anomaly::TotalBelowBooked { as_of, total: yuan(total), booked: yuan(booked) }
}

fn total(amount: i64, as_of: Timestamp) -> Request {
    Request::ReportRefundTotal { total: yuan(amount), as_of }
}

/// Takes a case over: a new one about these lines, or the first one once more.
fn adopted<P: Platform>(status: P::Status, lines: Option<Vec<Ask>>) -> Request {
    let new = Adoption::new(ONLY, status);
    let told = match lines {
        Some(lines) => Adoption { lines, ..new },
        None => Adoption { case: Some(CASE), ..new },
    };
    Request::Adopt(told.into())
}

#[test]
fn a_case_that_is_paid_by_its_refund_and_by_hand_has_an_anomaly_in_either_order_i25() {
    // OwnPay#222, smartstore#1544: a clerk pays by hand what the gateway has paid, and nobody sees it.
    fn story<P: Platform>(policy: P) {
        for parts in [&[][..], &[("tea", 1_000)]] {
            let by_hand = |name: &str, at| elsewhere_of(Some(CASE), name, 1_000, parts, 0, at);
            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.refunded(teas(1), None);
            let twice = shop.does(Merchant, by_hand("desk-1", shop.now));
            assert_eq!(twice.anomalies, [more_than_asked(case, 1_000, 2_000)]);
            let thrice = shop.does(Merchant, by_hand("desk-2", shop.now));
            assert_eq!(thrice.anomalies, [more_than_asked(case, 1_000, 3_000)]);
            assert_eq!(shop.whole()[1], 3_000, "it has happened, so it is booked");

            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.agreed(teas(1), None);
            let key = shop.key(case);
            assert_eq!(shop.does(Merchant, by_hand("desk-1", shop.now)).anomalies, []);
            let twice = shop.does(Platform, report(&key, ok(1_000), shop.now));
            assert_eq!(twice.anomalies, [more_than_asked(case, 1_000, 2_000)]);
            // The same once more says nothing new.
            let again = shop.does(Platform, report(&key, ok(1_000), shop.now));
            assert_eq!(again.anomalies, []);
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_refund_that_succeeds_after_another_took_its_place_makes_an_anomaly_of_the_second_i25() {
    // OwnPay#222: the refund was given up while it was pending, and made again.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let first = shop.key(case);
        shop.reported(case, Outcome::Unknown);
        let note = Text::from("查无此单");
        shop.does(Merchant, Request::DeclareFailed { refund: first.clone(), note });
        shop.tries_again(case);
        let second = shop.key(case);
        let late = shop.does(Platform, report(&first, ok(1_000), shop.now));
        assert_eq!(late.anomalies, [Anomaly::SucceededAfterFailure { key: first.clone() }]);
        let double = shop.does(Platform, report(&second, ok(1_000), shop.now));
        assert_eq!(double.anomalies, [more_than_asked(case, 1_000, 2_000)]);
        // What comes back is no double any more, and what is paid again is one.
        shop.does(Platform, report(&second, Outcome::Reversed(yuan(1_000)), shop.now));
        let again = shop.does(Platform, report(&second, ok(1_000), shop.now));
        assert_eq!(again.anomalies, [more_than_asked(case, 1_000, 2_000)]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_refund_that_pays_more_than_the_case_asks_for_says_so_of_both_i25() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let key = shop.key(case);
    let (expected, paid) = (yuan(1_000), yuan(1_001));
    let other = Anomaly::AmountMismatch { key, expected, paid };
    let large = shop.reported(case, ok(1_001)).anomalies;
    assert_eq!(large, [other, more_than_asked(case, 1_000, 1_001)]);
    assert_eq!(large[1].to_string(), "case 1 asks for 10.00 CNY and has got 10.01 CNY");
    assert_eq!(large[1].code(), "refunded_more_than_claimed");
}

#[test]
fn a_case_that_asks_for_less_than_it_has_got_has_an_anomaly_i25() {
    // Three teas are on their way back and paid by hand; only one is accepted.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(teas(3));
    let by_hand = elsewhere_of(Some(case), "desk-1", 2_000, &[], 0, shop.now);
    assert_eq!(shop.does(Merchant, by_hand).anomalies, []);
    let receipt = shop.receipt(case, vec![came("tea", 1, [1, 2, 0, 0])]);
    let received = shop.does(Merchant, receipt);
    assert_eq!(received.anomalies, [more_than_asked(case, 1_000, 2_000)]);
}

#[test]
fn a_success_does_not_become_smaller_i25() {
    // adyen-commercetools#975: a gateway tells the parts of a refund one by one, under one key.
    fn story<P: Platform>(policy: P, told: &[(i64, i64)], with_the_buyer: i64) -> Vec<Anomaly> {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let key = shop.key(case);
        let start = shop.now;
        let mut anomalies = Vec::new();
        for (amount, later) in told {
            let as_of = start.plus_seconds(*later).unwrap();
            anomalies = shop.does(Platform, report(&key, ok(*amount), as_of)).anomalies;
        }
        assert_eq!(shop.whole()[1], with_the_buyer, "{told:?}");
        assert_eq!(shop.state(&key), RefundState::Succeeded);
        anomalies.retain(|anomaly| !matches!(anomaly, Anomaly::AmountMismatch { .. }));
        anomalies
    }
    let key = RefundKey::from("ORDER1c1r1");
    for (told, with_the_buyer, anomalies) in [
        (&[(600, 0), (400, 10)][..], 600, vec![smaller(&key, 600, 400)]),
        (&[(1_000, 0), (600, 10)], 1_000, vec![smaller(&key, 1_000, 600)]),
        // The larger one comes late, and was first all the same.
        (&[(600, 10), (1_000, 0)], 1_000, vec![smaller(&key, 1_000, 600)]),
        (&[(400, 0), (600, 10)], 600, vec![]),
        // It is said once more, and then otherwise.
        (&[(1_000, 0), (600, 10), (600, 20)], 1_000, vec![]),
        (&[(1_000, 0), (600, 10), (600, 5)], 1_000, vec![]),
        (&[(1_000, 0), (600, 10), (500, 20)], 1_000, vec![smaller(&key, 1_000, 500)]),
        (&[(1_000, 0), (600, 10), (1_000, 20)], 1_000, vec![]),
        // Of the same second the larger one is the later one.
        (&[(600, 0), (1_000, 0)], 1_000, vec![]),
        (&[(1_000, 0), (600, 0)], 1_000, vec![]),
    ] {
        assert_eq!(story(shopxo(), told, with_the_buyer), anomalies, "{told:?}");
        assert_eq!(story(wechat(), told, with_the_buyer), anomalies, "{told:?}");
    }
    assert_eq!(
        smaller(&key, 1_000, 600).to_string(),
        "refund ORDER1c1r1 was reported to have paid 10.00 CNY, and later only 6.00 CNY; the larger amount counts"
    );
}

#[test]
fn what_a_smaller_success_leaves_out_is_not_paid_again_i25() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    let key = shop.key(case);
    let told = shop.does(Platform, report(&key, ok(600), shop.now));
    assert_eq!(told.anomalies, [smaller(&key, 1_000, 600)]);
    assert_eq!(shop.phase(case), Phase::Refunded);
    assert!(!shop.cannot(Merchant, Request::RetryRefund { case }).is_empty());
    let offer = shop.offer(case);
    assert!(!shop.cannot(Merchant, Request::AgreeToRefund { case, offer }).is_empty());
}

#[test]
fn after_a_return_or_a_failure_a_success_may_be_smaller_i25() {
    for back in [Outcome::Reversed(yuan(1_000)), Outcome::Failed] {
        let mut shop = Shop::of_tea(shopxo());
        let case = shop.refunded(teas(1), None);
        let key = shop.key(case);
        shop.does(Platform, report(&key, back, shop.now));
        assert_eq!(shop.whole()[1], 0);
        let less = shop.does(Platform, report(&key, ok(600), shop.now)).anomalies;
        let is_smaller =
            |anomaly: &Anomaly| matches!(anomaly, Anomaly::SuccessBecameSmaller { .. });
        assert!(!less.iter().any(is_smaller), "{less:?}");
        assert_eq!(shop.whole()[1], 600);
    }
    // What comes back is taken from the largest.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    let key = shop.key(case);
    shop.does(Platform, report(&key, ok(600), shop.now));
    shop.does(Platform, report(&key, Outcome::Reversed(yuan(700)), shop.now));
    assert_eq!(shop.whole()[1], 300);
}

#[test]
fn an_external_refund_that_is_named_with_less_than_its_webhook_said_has_an_anomaly_i25() {
    let mut shop = Shop::of_tea(shopxo());
    let key = RefundKey::from("desk-1");
    shop.does(Platform, report(&key, ok(500), shop.now));
    let named = shop.does(Merchant, elsewhere("desk-1", 400, &[("tea", 400)], shop.now));
    assert_eq!(named.anomalies, [smaller(&key, 500, 400)]);
    assert_eq!(shop.whole()[1], 500);
}

#[test]
fn a_total_below_what_is_booked_has_an_anomaly_i25() {
    // gumroad#6193: the webhook had the gateway's own number, and the answer the order's key.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        shop.does(Platform, report(&"re_9".into(), ok(1_000), shop.now));
        shop.paid(case);
        assert_eq!(shop.whole()[1], 2_000);
        let as_of = shop.now;
        let told = shop.does(Platform, total(1_000, as_of)).anomalies;
        assert_eq!(told, [below(as_of, 1_000, 2_000)]);
        let text = format!(
            "the gateway had refunded 10.00 CNY by {as_of}, and 20.00 CNY is booked by then"
        );
        assert_eq!(told[0].to_string(), text);
        assert_eq!(shop.whole()[1], 2_000, "which of the two is right is for people to find out");
        // The same figures the next day say nothing new; others do.
        assert_eq!(shop.does(Platform, total(1_000, shop.now)).anomalies, []);
        let as_of = shop.now;
        assert_eq!(shop.does(Platform, total(0, as_of)).anomalies, [below(as_of, 0, 2_000)]);
        let as_of = shop.now;
        assert_eq!(
            shop.does(Platform, total(1_500, as_of)).anomalies,
            [below(as_of, 1_500, 2_000)]
        );
        assert_eq!(shop.does(Platform, total(2_000, shop.now)).anomalies, []);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_refund_that_comes_to_light_after_the_total_of_its_time_has_an_anomaly_i25() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    let (early, as_of) = (shop.now, shop.now.plus_seconds(10).unwrap());
    assert_eq!(shop.does(Platform, total(1_000, as_of)).anomalies, []);
    // By the time of the total only 10.00 had left.
    let late = shop.does(Merchant, elsewhere("desk-1", 500, &[("tea", 500)], early));
    assert_eq!(late.anomalies, [below(as_of, 1_000, 1_500)]);
    // What has left since then is not in that total.
    let since = shop.does(Merchant, elsewhere("desk-2", 300, &[("tea", 300)], shop.now));
    assert_eq!(since.anomalies, []);
    // Neither is what came back since.
    let back = report(&shop.key(case), Outcome::Reversed(yuan(1_000)), shop.now);
    assert_eq!(shop.does(Platform, back).anomalies, []);
}

#[test]
fn a_total_is_compared_with_what_the_gateway_has_paid_i25() {
    // An offline refund is not the gateway's.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(1), None);
    shop.reported(case, Outcome::Failed);
    let certificates = vec!["proof".into()];
    shop.does(
        Merchant,
        Request::ProveOfflineRefund { case, certificates, note: Text::from("银行转账") },
    );
    shop.does(Buyer, Request::ConfirmOfflineRefund { case });
    assert_eq!(shop.whole()[1], 1_000);
    assert_eq!(shop.does(Platform, total(0, shop.now)).anomalies, []);
    // What was refunded before the opening counts as booked.
    let mut facts = tea_and_cups();
    facts.lines[0].refunded = fen(1_000);
    let mut shop = Shop::open(shopxo(), facts);
    let as_of = shop.now;
    assert_eq!(shop.does(Platform, total(400, as_of)).anomalies, [below(as_of, 400, 1_000)]);
}

#[test]
fn a_late_callback_that_moves_a_case_out_of_its_end_has_an_anomaly_and_makes_up_no_refund_i25() {
    // bitcore#4216: callbacks come late, and the paid case is refunding again.
    let mut shop = Shop::of_tea(wechat());
    let left = |was, is| Anomaly::LeftItsEnd { case: CASE, was, is, refunded: yuan(1_000) };
    let told = |shop: &mut Shop<_>, status| {
        shop.does(Platform, adopted::<aftersale::wechat::WeChat>(status, None)).anomalies
    };
    let success = WechatStatus::MerchantRefundSuccess;
    shop.does(Platform, adopted::<aftersale::wechat::WeChat>(success, Some(teas(1))));
    let paid = shop.whole();

    let late = told(&mut shop, WechatStatus::PlatformRefunding);
    assert_eq!(late, [left(Phase::Refunded, Phase::Refunding)]);
    assert_eq!(
        late[0].to_string(),
        "case 1 had ended (refunded, 10.00 CNY refunded), and is said to be otherwise now (refunding)"
    );
    assert_eq!(shop.order.refunds().len(), 1, "nothing is owed, so nothing is under way");
    assert_eq!(shop.whole(), paid);
    // It has left its end already.
    assert_eq!(told(&mut shop, WechatStatus::MerchantProcessing), []);
    // The platform says again what it said at first.
    assert_eq!(told(&mut shop, success), []);
    assert_eq!((shop.phase(CASE), shop.order.refunds().len()), (Phase::Refunded, 1));
    assert_eq!(told(&mut shop, success), []);
    // Another end is not this one.
    let ended = told(&mut shop, WechatStatus::UserCanceld);
    assert_eq!(ended, [left(Phase::Refunded, Phase::Withdrawn)]);
    assert_eq!(shop.order.refunds().len(), 1);
}

#[test]
fn a_paid_case_that_is_taken_over_where_money_is_under_way_has_no_refund_of_nothing_i25() {
    let under_way = KnownFacts::UNKNOWN.of_a_new_case().with(Fact::RefundUnderWay, true);
    for (status, facts) in [
        (WechatStatus::PlatformRefunding, KnownFacts::UNKNOWN),
        (WechatStatus::UserWaitConfirm, KnownFacts::UNKNOWN),
        (WechatStatus::MerchantProcessing, under_way),
    ] {
        let mut shop = Shop::of_tea(wechat());
        let case = shop.refunded(teas(1), None);
        let again = Adoption { case: Some(case), facts, ..Adoption::new(ONLY, status) };
        shop.does(Platform, Request::Adopt(again.into()));
        assert_eq!(shop.order.refunds().len(), 1, "{status}");
        assert_eq!(shop.order.refunds_to_query().count(), 0, "{status}");
        assert_eq!(shop.whole()[..3], [4_800, 1_000, 0], "{status}");
    }
    // Where money is owed there is one to ask about, as ever.
    let mut shop = Shop::of_tea(wechat());
    shop.applies(ONLY, teas(1), None);
    let refunding = WechatStatus::PlatformRefunding;
    shop.does(Platform, adopted::<aftersale::wechat::WeChat>(refunding, None));
    assert_eq!(shop.whole()[2], 1_000);
}

#[test]
fn a_case_that_had_not_ended_leaves_no_end_i25() {
    // A reversed refund has to be paid again, so its case had not ended.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.refunded(teas(1), None);
    shop.reported(case, Outcome::Reversed(yuan(1_000)));
    let refunding = WechatStatus::PlatformRefunding;
    let again = shop.does(Platform, adopted::<aftersale::wechat::WeChat>(refunding, None));
    assert_eq!(again.anomalies, []);
    // A withdrawn one had, though nothing was paid for it.
    let mut shop = Shop::of_tea(shopxo());
    shop.applies(ONLY, teas(1), None);
    shop.does(Buyer, Request::Cancel { case: CASE });
    let review = ShopxoStatus::ToBeReviewed;
    let again = shop.does(Merchant, adopted::<aftersale::shopxo::HardenedShop>(review, None));
    let (was, is, refunded) = (Phase::Withdrawn, Phase::UnderReview, yuan(0));
    assert_eq!(again.anomalies, [Anomaly::LeftItsEnd { case: CASE, was, is, refunded }]);
}

#[test]
fn a_finished_case_on_a_line_that_has_as_much_refunded_already_has_an_anomaly_i25() {
    // chobbledotcom/tickets#1367: the columns of the old table and its cases are the same money.
    fn says<P: Platform>(policy: P, status: P::Status, refunded: i64, ask: Ask) -> Vec<Anomaly> {
        let mut facts = tea_and_cups().shipping_refunded(fen(300));
        facts.lines[0].refunded = fen(refunded);
        let mut shop = Shop::open(policy, facts);
        let adoption = Adoption { lines: vec![ask], ..Adoption::new(ONLY, status) };
        let mut anomalies = shop.does(Merchant, Request::Adopt(adoption.into())).anomalies;
        anomalies.retain(|anomaly| matches!(anomaly, Anomaly::RefundedBeforeOpening { .. }));
        anomalies
    }
    let twice = |before, refunded| Anomaly::RefundedBeforeOpening {
        case: CASE,
        of: Bound::Line("tea".into()),
        before: yuan(before),
        refunded: yuan(refunded),
    };
    let (done, open) = (ShopxoStatus::Completed, ShopxoStatus::ToBeReviewed);
    let tea = |amount| Ask::units("tea", 1).at(fen(amount));
    for (refunded, ask, anomalies) in [
        (1_000, tea(1_000), vec![twice(1_000, 1_000)]),
        (3_000, Ask::units("tea", 3).at(fen(3_000)), vec![twice(3_000, 3_000)]),
        (1_000, tea(400), vec![twice(1_000, 400)]),
        (999, tea(1_000), vec![]),
        (0, tea(1_000), vec![]),
        (1_000, tea(0), vec![]),
        (1_000, Ask::units("cup", 1), vec![]),
    ] {
        assert_eq!(says(shopxo(), done, refunded, ask.clone()), anomalies, "{refunded} {ask:?}");
        let success = WechatStatus::MerchantRefundSuccess;
        assert_eq!(says(wechat(), success, refunded, ask.clone()), anomalies);
        assert_eq!(says(shopxo(), open, refunded, ask), [], "an open case has got nothing");
    }
    assert_eq!(
        twice(1_000, 400).to_string(),
        "case 1 was taken over with 4.00 CNY refunded for line tea, of which 10.00 CNY was refunded before the order was opened"
    );

    // Of the shipping as well.
    let mut shop = Shop::open(shopxo(), tea_and_cups().shipping_refunded(fen(300)));
    let shipping = Some(fen(300));
    let adoption = Adoption { lines: teas(1), shipping, ..Adoption::new(ONLY, done) };
    let (of, before, refunded) = (Bound::Shipping, yuan(300), yuan(300));
    let expected = Anomaly::RefundedBeforeOpening { case: CASE, of, before, refunded };
    assert_eq!(shop.does(Merchant, Request::Adopt(adoption.into())).anomalies, [expected]);
}

#[test]
fn without_keys_a_success_after_the_failure_belongs_to_the_refund_in_flight_i25() {
    // pgeu/pgeu-system#157: the host hears of the retry late, so the success is older than the retry is here.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(1), None);
    let first = shop.key(case);
    let failed = shop.now;
    shop.does(Platform, report_of(case, Outcome::Failed, failed));
    shop.tries_again(case);
    let second = shop.key(case);
    assert!(shop.order.refund(&second).unwrap().started > failed.plus_seconds(1).unwrap());
    let paid = shop.does(Platform, report_of(case, ok(1_000), failed.plus_seconds(1).unwrap()));
    assert_eq!(paid.anomalies, []);
    assert_eq!(shop.state(&first), RefundState::Failed);
    assert_eq!(shop.state(&second), RefundState::Succeeded);
    // The next poll says the same at a later time.
    assert_eq!(shop.does(Platform, report_of(case, ok(1_000), shop.now)).anomalies, []);
    assert_eq!((shop.whole()[1], shop.phase(case)), (1_000, Phase::Refunded));

    // A failure of that time is still the first one's.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(1), None);
    let failed = shop.now;
    shop.does(Platform, report_of(case, Outcome::Failed, failed));
    shop.tries_again(case);
    let second = shop.key(case);
    shop.does(Platform, report_of(case, Outcome::Failed, failed.plus_seconds(1).unwrap()));
    assert!(shop.order.refund(&second).unwrap().is_in_flight());
}

#[test]
fn a_status_that_contradicts_the_figures_has_an_anomaly_i25() {
    // bitpay/bitcore#4216: a success without an amount, and an end without a refund beside money that has left.
    let contradicts = |is, refunded| {
        let refunded = yuan(refunded);
        Anomaly::StatusContradictsBooks { case: CASE, is, refunded }
    };
    let mut shop = Shop::of_tea(wechat());
    let success = WechatStatus::MerchantRefundSuccess;
    let told = shop.does(Platform, adopted::<aftersale::wechat::WeChat>(success, Some(vec![])));
    assert_eq!(told.anomalies, [contradicts(Phase::Refunded, 0)]);
    // The same once more says nothing new.
    let again = shop.does(Platform, adopted::<aftersale::wechat::WeChat>(success, None));
    assert_eq!(again.anomalies, []);

    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(ONLY, teas(2), None);
    let desk = elsewhere_of(Some(case), "desk-1", 1_000, &[("tea", 1_000)], 0, shop.now);
    shop.does(Platform, desk);
    let closed = WechatStatus::UserCanceld;
    let told = shop.does(Platform, adopted::<aftersale::wechat::WeChat>(closed, None));
    assert_eq!(told.anomalies, [contradicts(Phase::Withdrawn, 1_000)]);
}
