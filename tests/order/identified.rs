//! One refund under several names is booked once (I31): the gateway tells of it under its own number, a bank under another,
//! and the host says that they are one, before or after.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Anomaly, Ask, CaseId, Change, Effect, EventKind, MaximumOf, OrderFacts, Outcome, PaymentFacts,
    Reason, RefundKey, RefundNumber, RefundState, ReplayError, Request, Stage, Text, Version,
    maximum,
};
use aftersale::time::Timestamp;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use crate::shop::{
    Platform, Shop, elsewhere, elsewhere_of, fen, patient_wechat, report, shopxo, tea_and_cups,
    teas, wechat, yuan,
};

const ONLY: Flow = Flow::RefundOnly;
/// All that was paid for the order of tea and cups.
const ALL: i64 = 4_800;

fn key(name: &str) -> RefundKey {
    name.into()
}

fn ok(amount: i64) -> Outcome {
    Outcome::Succeeded(yuan(amount))
}

/// The gateway's own number.
fn own() -> RefundKey {
    key("re_9")
}

fn identify(refund: &RefundKey, reference: &str) -> Request {
    Request::identify_refund(refund, reference)
}

fn pending(case: Option<CaseId>, amount: i64, as_of: Timestamp) -> Request {
    Request::ReportPendingExternalRefund {
        case,
        reference: own(),
        amount: yuan(amount),
        lines: Vec::new(),
        shipping: Amount::ZERO,
        as_of,
    }
}

fn names<P: Platform>(shop: &Shop<P>, refund: &RefundKey) -> Vec<String> {
    let refund = shop.order.refund(refund).unwrap();
    refund.references().iter().map(|name| name.as_str().to_owned()).collect()
}

#[test]
fn a_webhook_under_the_gateways_number_and_the_answer_under_the_key_are_one_refund_i31() {
    // antiwork/gumroad#6193: the webhook comes before the shop's own record.
    fn story<P: Platform>(policy: P) {
        for of_case in [false, true] {
            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.agreed(teas(1), None);
            let (refund, when) = (shop.key(case), shop.now);
            let of = of_case.then_some(case);
            shop.does(Platform, elsewhere_of(of, "re_9", 1_000, &[], 0, when));
            shop.does(Platform, report(&refund, ok(1_000), when));
            assert_eq!(shop.whole(), [ALL, 2_000, 0, 0], "nobody knows that they are one");

            let one = shop.does(Platform, identify(&refund, "re_9"));
            assert_eq!(one.anomalies, []);
            assert_eq!(shop.whole(), [ALL, 1_000, 0, 0]);
            assert_eq!(shop.line("tea"), [3_000, 1_000, 0, 0]);
            assert_eq!(shop.phase(case), Phase::Refunded);
            assert_eq!(shop.order.refunds().len(), 1);
            assert_eq!(names(&shop, &own()), ["re_9"]);
            assert_eq!(shop.order.refund(&own()), shop.order.refund(&refund));
            // It says again, in any words that mean the same.
            shop.changes_nothing(Platform, identify(&refund, "re_9"));
            shop.changes_nothing(Platform, identify(&own(), "re_9"));
            shop.changes_nothing(Platform, identify(&own(), refund.as_str()));
            // What the webhook says again is known.
            shop.changes_nothing(Platform, elsewhere_of(of, "re_9", 1_000, &[], 0, when));
            shop.changes_nothing(Platform, report(&own(), ok(1_000), when));
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_name_that_is_said_first_finds_the_refund_for_every_kind_of_report_i31() {
    fn story<P: Platform>(policy: P) {
        let tells: [fn(i64, Timestamp) -> Request; 4] = [
            |amount, at| report(&own(), ok(amount), at),
            |amount, at| elsewhere("re_9", amount, &[], at),
            |amount, at| elsewhere("re_9", amount, &[("cup", amount)], at),
            |amount, at| elsewhere_of(Some(CaseId::FIRST), "re_9", amount, &[], 0, at),
        ];
        for tell in tells {
            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.agreed(teas(1), None);
            let refund = shop.key(case);
            shop.does(Platform, identify(&refund, "re_9"));
            assert_eq!(shop.whole(), [ALL, 0, 1_000, 0], "a name is no news of the money");
            let told = shop.does(Platform, tell(1_000, shop.now));
            assert_eq!(told.anomalies, []);
            assert_eq!(shop.whole(), [ALL, 1_000, 0, 0]);
            assert_eq!(shop.line("tea")[1], 1_000, "what it is for stays as it is");
            assert_eq!(shop.phase(case), Phase::Refunded);
            // The answer under the key is the same success.
            shop.does(Platform, report(&refund, ok(1_000), shop.now));
            assert_eq!(shop.whole(), [ALL, 1_000, 0, 0]);
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn what_is_pending_under_the_further_name_is_not_issued_any_more_i8_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let refund = shop.key(case);
    // The gateway has it already, and tells of it under its own number: until they are one, twice as much is held.
    shop.does(Platform, pending(None, 1_000, shop.now));
    assert_eq!(shop.whole(), [ALL, 0, 2_000, 0]);
    assert_eq!(shop.to_pay().len(), 1);
    shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(shop.whole(), [ALL, 0, 1_000, 0]);
    assert_eq!(shop.state(&refund), RefundState::Processing);
    assert_eq!(shop.to_pay(), []);
    let to_query: Vec<_> = shop.order.refunds_to_query().map(|one| one.key.clone()).collect();
    assert_eq!(to_query, std::slice::from_ref(&refund));
    // A pending amount under the name is no other amount to pay.
    shop.changes_nothing(Platform, pending(Some(case), 1_500, shop.now));
    assert_eq!(shop.whole(), [ALL, 0, 1_000, 0]);
}

#[test]
fn a_name_without_an_amount_holds_the_order_until_it_is_known_whose_it_is_i26_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let first = shop.agreed(teas(1), None);
    let second = shop.applies(ONLY, vec![Ask::units("cup", 1)], None);
    let refund = shop.key(first);
    shop.does(Platform, report(&own(), Outcome::Processing, shop.now));
    assert_eq!(shop.to_pay(), [], "nobody knows how much is out");
    let agree = Request::AgreeToRefund { case: second, offer: shop.offer(second) };
    let state = RefundState::Processing;
    assert_eq!(shop.cannot(Merchant, agree), [Reason::MoneyMayBeOut { key: own(), state }]);
    shop.does(Platform, identify(&refund, "re_9"));
    shop.agrees(second);
    assert_eq!(shop.whole(), [ALL, 0, 1_500, 0]);
}

#[test]
fn a_late_failure_or_reversal_under_the_further_name_is_one_of_the_refund_i11_i31() {
    fn story<P: Platform>(policy: P) {
        for (outcome, left) in [(Outcome::Failed, 0), (Outcome::Reversed(yuan(400)), 600)] {
            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.refunded(teas(1), None);
            let refund = shop.key(case);
            shop.does(Platform, identify(&refund, "re_9"));
            let late = shop.does(Platform, report(&own(), outcome, shop.now));
            let expected = match outcome {
                Outcome::Failed => vec![Anomaly::FailedAfterSuccess { key: refund.clone() }],
                _ => vec![],
            };
            assert_eq!(late.anomalies, expected);
            assert_eq!(shop.whole()[1], left);
            assert_eq!(shop.phase(case), Phase::RefundFailed);
        }
        // The same where the failure was told before it was known whose it is.
        let mut shop = Shop::of_tea(policy);
        let case = shop.refunded(teas(1), None);
        let refund = shop.key(case);
        shop.does(Platform, report(&own(), Outcome::Failed, shop.now));
        assert_eq!(shop.phase(case), Phase::Refunded);
        let one = shop.does(Platform, identify(&refund, "re_9"));
        assert_eq!(one.anomalies, [Anomaly::FailedAfterSuccess { key: refund.clone() }]);
        assert_eq!(shop.whole()[1], 0);
        assert_eq!(shop.phase(case), Phase::RefundFailed);
        assert_eq!(shop.state(&refund), RefundState::Reversed);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_success_of_one_that_had_failed_takes_the_place_of_its_retry_i8_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let first = shop.key(case);
    shop.reported(case, Outcome::Failed);
    shop.tries_again(case);
    let second = shop.key(case);
    shop.does(Platform, elsewhere("re_9", 1_000, &[], shop.now));
    assert_eq!(shop.to_pay().len(), 1, "the order does not know yet what it is");
    let one = shop.does(Platform, identify(&first, "re_9"));
    assert_eq!(one.anomalies, [Anomaly::SucceededAfterFailure { key: first }]);
    let withheld = Effect::WithholdRefund { key: second, case };
    assert!(one.effects.contains(&withheld), "{:?}", one.effects);
    assert_eq!(shop.to_pay(), []);
    assert_eq!(shop.phase(case), Phase::Refunded);
}

#[test]
fn one_that_was_declared_failed_and_is_pending_under_its_number_holds_again_i8_i9() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let first = shop.key(case);
    shop.reported(case, Outcome::Unknown);
    let declare = |refund: &RefundKey| Request::DeclareFailed {
        refund: refund.clone(),
        note: Text::from("查无此单"),
    };
    shop.does(Merchant, declare(&first));
    shop.tries_again(case);
    assert_eq!(shop.to_pay().len(), 1);
    shop.does(Platform, pending(None, 1_000, shop.now));
    let one = shop.does(Platform, identify(&first, "re_9"));
    assert_eq!(one.anomalies, [Anomaly::ProcessingAfterDeclaredFailed { key: first.clone() }]);
    assert_eq!(shop.to_pay(), [], "the first one is on its way");

    // What was declared of the number alone was not declared of the refund.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let refund = shop.key(case);
    shop.reported(case, Outcome::Unknown);
    shop.does(Platform, report(&own(), Outcome::Unknown, shop.now));
    shop.does(Merchant, declare(&own()));
    shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(shop.state(&refund), RefundState::Unknown);
    assert_eq!(shop.whole(), [ALL, 0, 1_000, 0]);
}

#[test]
fn another_amount_under_the_number_has_the_anomalies_that_it_has_under_the_key_i25_i31() {
    let expected = |refund: &RefundKey| {
        let (case, claimed, refunded) = (CaseId::FIRST, yuan(1_000), yuan(1_200));
        let (key, expected, paid) = (refund.clone(), yuan(1_000), yuan(1_200));
        [
            Anomaly::AmountMismatch { key, expected, paid },
            Anomaly::RefundedMoreThanClaimed { case, claimed, refunded },
        ]
    };
    let mut under_key = Shop::of_tea(shopxo());
    let case = under_key.agreed(teas(1), None);
    let refund = under_key.key(case);
    let told = under_key.does(Platform, report(&refund, ok(1_200), under_key.now));
    assert_eq!(told.anomalies, expected(&refund));

    let mut shop = Shop::of_tea(shopxo());
    shop.agreed(teas(1), None);
    shop.does(Platform, elsewhere("re_9", 1_200, &[("tea", 1_200)], shop.now));
    let one = shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(one.anomalies, expected(&refund));
    assert_eq!(shop.order.ledger(), under_key.order.ledger());

    // No success is smaller than the one before it, whatever it is called.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    shop.does(Platform, elsewhere("re_9", 400, &[], shop.now));
    let one = shop.does(Platform, identify(&refund, "re_9"));
    let (key, paid, reported) = (refund, yuan(1_000), yuan(400));
    assert_eq!(one.anomalies, [Anomaly::SuccessBecameSmaller { key, paid, reported }]);
    assert_eq!((shop.whole()[1], shop.phase(case)), (1_000, Phase::Refunded));
}

#[test]
fn what_was_withheld_since_its_case_seemed_paid_is_the_refund_that_has_paid_it_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let refund = shop.key(case);
    let by_hand = elsewhere_of(Some(case), "re_9", 1_000, &[("tea", 1_000)], 0, shop.now);
    let paid = shop.does(Platform, by_hand);
    assert!(paid.effects.iter().any(|effect| matches!(effect, Effect::WithholdRefund { .. })));
    assert_eq!(shop.whole(), [ALL, 1_000, 1_000, 0], "and it may be out as well");
    shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(shop.whole(), [ALL, 1_000, 0, 0]);
    assert_eq!(shop.phase(case), Phase::Refunded);
    assert_eq!(shop.units("tea"), [3, 1, 0]);
}

#[test]
fn a_case_that_only_its_double_had_paid_asks_again_i11_i31() {
    // The refund has failed after what the number tells: they are one, and the money came back.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let (refund, when) = (shop.key(case), shop.now);
    shop.does(Platform, elsewhere_of(Some(case), "re_9", 1_000, &[], 0, when));
    assert_eq!(shop.phase(case), Phase::Refunded);
    shop.does(Platform, report(&refund, Outcome::Failed, shop.now));
    assert_eq!(shop.phase(case), Phase::Refunded, "the other one has paid it");
    shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(shop.phase(case), Phase::RefundFailed);
    assert_eq!(shop.whole(), [ALL, 0, 0, 1_000]);
    // It is paid again, under a new key that is neither of the names.
    let again = shop.does(Merchant, Request::RetryRefund { case });
    assert_eq!(again.pays(), [("ORDER1c1r2", yuan(1_000))]);
}

#[test]
fn a_case_whose_pending_double_is_gone_follows_the_failure_i9_i31() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(1), None);
    let refund = shop.key(case);
    shop.does(Platform, pending(Some(case), 1_000, shop.now));
    shop.does(Platform, report(&refund, Outcome::Failed, shop.now));
    assert_eq!(shop.phase(case), Phase::Refunding, "the other one may arrive");
    shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(shop.phase(case), Phase::RefundFailed);
    assert_eq!(shop.whole(), [ALL, 0, 0, 1_000]);
}

#[test]
fn an_order_that_a_double_has_closed_is_open_again_i28_i31() {
    // Half of it is paid, and the other half only seemed to be.
    let facts = OrderFacts::new("ORDER1", Currency::CNY, [crate::shop::line("tea", 2, 1_000)]);
    let mut shop = Shop::open(shopxo(), facts.buyer("b-1"));
    let first = shop.refunded(teas(1), None);
    let refund = shop.key(first);
    let second = shop.applies(ONLY, teas(1), None);
    shop.does(Platform, elsewhere_of(Some(second), "re_8", 1_000, &[], 0, shop.now));
    assert_eq!(shop.order.stage(), Stage::Closed);
    let other_case = shop.cannot(Platform, identify(&refund, "re_8"));
    assert_eq!(other_case, [Reason::RefundOfOtherCase { reference: key("re_8"), case: second }]);

    let facts = OrderFacts::new("ORDER1", Currency::CNY, [crate::shop::line("tea", 2, 1_000)]);
    let mut shop = Shop::open(patient_wechat(), facts.buyer("b-1"));
    let first = shop.refunded(teas(1), None);
    let refund = shop.key(first);
    shop.does(Platform, elsewhere("re_9", 1_000, &[("tea", 1_000)], shop.now));
    let closed = shop.order.closed();
    shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(shop.order.closed(), None, "it was closed: {closed:?}");
    assert_eq!(shop.whole(), [2_000, 1_000, 0, 0]);
    // And it can be closed by what is left.
    let second = shop.refunded(teas(1), None);
    assert_eq!((shop.phase(second), shop.whole()[1]), (Phase::Refunded, 2_000));
}

#[test]
fn a_total_that_knew_of_one_is_explained_once_they_are_one_i25_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    let refund = shop.key(case);
    shop.does(Platform, elsewhere("re_9", 1_000, &[], shop.now));
    let as_of = shop.now;
    let total = Request::ReportRefundTotal { total: yuan(1_000), as_of };
    let below = Anomaly::TotalBelowBooked { as_of, total: yuan(1_000), booked: yuan(2_000) };
    assert_eq!(shop.does(Platform, total).anomalies, [below]);
    let one = shop.does(Platform, identify(&refund, "re_9"));
    assert_eq!(one.anomalies, []);
    assert_eq!(shop.whole(), [ALL, 1_000, 0, 0]);
    // What comes later counts on top.
    shop.refunded(vec![Ask::units("cup", 1)], None);
    assert_eq!(shop.whole()[1], 1_500);
}

#[test]
fn the_tax_of_two_that_are_one_is_that_of_one_i27_i31() {
    let mut facts = tea_and_cups().shipping_tax(fen(100));
    facts.lines[0].tax = fen(401);
    // The refund, and what the number tells: in either order, with the answer or without.
    for (answered, parts) in
        [(true, &[("tea", 1_000)][..]), (true, &[]), (false, &[("tea", 1_000)]), (false, &[])]
    {
        let mut shop = Shop::open(shopxo(), facts.clone());
        let case = shop.agreed(teas(1), None);
        let refund = shop.key(case);
        shop.does(Platform, elsewhere("re_9", 1_000, parts, shop.now));
        if answered {
            shop.does(Platform, report(&refund, ok(1_000), shop.now));
        }
        let other = shop.refunded(vec![Ask::units("cup", 1)], Some(800));
        shop.does(Platform, identify(&refund, "re_9"));
        let of = |refund: &RefundKey| shop.order.tax_of_refund(refund).unwrap().refunded.total();
        let tax = shop.order.tax();
        let all = of(&refund).checked_add(of(&shop.key(other))).unwrap();
        assert_eq!(all, tax.order.refunded, "{answered} {parts:?}");
        assert_eq!(tax.lines[0].1.refunded, fen(133), "floor(401 × 1,000 ÷ 3,000)");
    }
}

#[test]
fn the_payment_of_the_refund_gives_back_what_the_number_tells_i29_i31() {
    let facts = tea_and_cups().payments([
        PaymentFacts::new("card", fen(1_800)),
        PaymentFacts::new("balance", fen(3_000)),
    ]);
    let mut policy = shopxo();
    policy.terms.payments = aftersale::order::PaymentRule::ProRata;
    let mut shop = Shop::open(policy, facts);
    shop.agreed(teas(1), None);
    let by = |shop: &Shop<_>| -> Vec<(i64, i64)> {
        let payments = shop.order.payments();
        payments.iter().map(|one| (one.refunded.minor(), one.in_flight.minor())).collect()
    };
    assert_eq!(by(&shop), [(0, 375), (0, 625)]);
    let balance = key("ORDER1c1r2");
    // It counts for the first payment, since nobody says by which it went back.
    shop.does(Platform, elsewhere("re_9", 625, &[], shop.now));
    assert_eq!(by(&shop), [(625, 375), (0, 625)]);
    shop.does(Platform, identify(&balance, "re_9"));
    assert_eq!(by(&shop), [(0, 375), (625, 0)]);
}

#[test]
fn two_external_refunds_can_be_one_and_the_one_that_says_more_counts_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(ONLY, teas(1), None);
    let when = shop.now;
    shop.does(Platform, report(&own(), ok(1_000), when));
    let arn = "24492153031000000000001";
    shop.does(Platform, elsewhere_of(Some(case), arn, 1_000, &[("tea", 1_000)], 0, when));
    assert_eq!(shop.whole()[1], 2_000);
    shop.does(Platform, identify(&own(), arn));
    assert_eq!(shop.whole(), [ALL, 1_000, 0, 0]);
    assert_eq!(shop.line("tea")[1], 1_000);
    assert_eq!(shop.phase(case), Phase::Refunded);
    let refund = shop.order.refund(&key(arn)).unwrap();
    assert_eq!((&refund.key, refund.case), (&own(), Some(case)));

    // All the names of one go over with it.
    shop.does(Platform, identify(&own(), "trace-1"));
    shop.does(Merchant, elsewhere("desk-1", 1_000, &[], when));
    shop.does(Platform, identify(&key("desk-1"), "trace-1x"));
    let all = shop.does(Platform, identify(&key(arn), "trace-1x"));
    assert!(
        all.changes()
            .contains(&Change::RefundIdentified { refund: own(), reference: key("desk-1") })
    );
    assert_eq!(names(&shop, &own()), [arn, "trace-1", "desk-1", "trace-1x"]);
    assert_eq!(shop.whole()[1], 1_000);
}

#[test]
fn what_cannot_be_one_is_refused_with_the_reason_i31() {
    let mut policy = shopxo();
    policy.terms.limits.applications = None;
    let mut shop = Shop::open(policy, tea_and_cups());
    let first = shop.agreed(teas(1), None);
    let second = shop.agreed(vec![Ask::units("cup", 1)], None);
    let (one, two) = (shop.key(first), shop.key(second));
    shop.does(Platform, identify(&two, "re_2"));
    shop.does(Platform, pending(Some(second), 300, shop.now));

    let mut cannot = |refund: &RefundKey, reference: &str| {
        let mut reasons = shop.cannot(Platform, identify(refund, reference));
        assert_eq!(reasons.len(), 1, "{reasons:?}");
        reasons.remove(0)
    };
    assert_eq!(cannot(&key("re_7"), "re_8"), Reason::NoSuchRefund { key: key("re_7") });
    assert_eq!(cannot(&one, ""), Reason::EmptyName);
    let own_refund = |reference: &str| {
        let (reference, refund) = (key(reference), two.clone());
        Reason::OwnRefund { reference, refund }
    };
    assert_eq!(cannot(&one, two.as_str()), own_refund(two.as_str()));
    assert_eq!(cannot(&one, "re_2"), own_refund("re_2"));
    assert_eq!(cannot(&own(), "re_2"), own_refund("re_2"), "the other way round");
    let of_other = Reason::RefundOfOtherCase { reference: own(), case: second };
    assert_eq!(of_other.to_string(), "what is known under re_9 pays case 2");
    assert_eq!(cannot(&one, "re_9"), of_other);
    let long = "9".repeat(maximum::REFUND_KEY_BYTES + 1);
    assert!(matches!(cannot(&one, &long), Reason::TooLong { .. }));
    // A report under a further name that says another case contradicts the refund.
    let told = elsewhere_of(Some(first), "re_2", 1_000, &[], 0, shop.now);
    let of_other = Reason::RefundOfOtherCase { reference: key("re_2"), case: second };
    assert_eq!(shop.cannot(Platform, told), [of_other]);
    // Only who reports on refunds knows their names.
    let reasons = shop.cannot(Merchant, identify(&one, "re_8"));
    assert!(matches!(reasons[..], [Reason::OtherActor { .. }]));
}

#[test]
fn an_offline_refund_has_no_name_at_a_gateway_i31() {
    let mut shop = Shop::of_tea(patient_wechat());
    let case = shop.agreed(teas(1), None);
    shop.reported(case, Outcome::Failed);
    let (certificates, note) = (vec!["bill-1".into()], Text::default());
    shop.does(Merchant, Request::ProveOfflineRefund { case, certificates, note });
    let offline = shop.key(case);
    let refused = shop.cannot(Platform, identify(&offline, "re_9"));
    assert_eq!(refused, [Reason::MadeOffline { key: offline }]);
}

#[test]
fn a_refund_has_so_many_names_and_no_more_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let refund = shop.key(case);
    for number in 0..maximum::REFERENCES {
        shop.does(Platform, identify(&refund, &format!("re_{number}")));
    }
    let (what, most) = (MaximumOf::References, maximum::REFERENCES as u64);
    let full = Reason::OrderIsFull { what, most };
    assert_eq!(shop.cannot(Platform, identify(&refund, "re_8")), [full]);
    shop.changes_nothing(Platform, identify(&refund, "re_7"));
}

#[test]
fn a_new_key_is_no_further_name_of_another_refund_i8_i31() {
    // The gateway's number looks like the key that would come next.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let first = shop.key(case);
    shop.does(Platform, identify(&first, "ORDER1c1r2"));
    shop.does(Platform, elsewhere("ORDER1c1r3", 1, &[], shop.now));
    shop.does(Platform, identify(&first, "ORDER1c1r3"));
    shop.reported(case, Outcome::Failed);
    let again = shop.tries_again(case);
    assert_eq!(again.pays().len(), 1);
    let second = shop.key(case);
    assert_eq!(second.as_str(), "ORDER1c1r4");
}

#[test]
fn many_refunds_keep_their_places_when_one_of_them_turns_out_to_be_another_i23_i31() {
    // More than a few, so that they are found by an index, and some later ones have tax and reports.
    let mut facts = tea_and_cups();
    facts.lines[0].tax = fen(400);
    for gone in 0..12 {
        let mut shop = Shop::open(shopxo(), facts.clone());
        let case = shop.agreed(teas(1), None);
        let refund = shop.key(case);
        let name = |number: u32| format!("re_{number}");
        for number in 0..12 {
            let parts = [("tea", 100)];
            shop.does(Platform, elsewhere(&name(number), 100, &parts, shop.now));
        }
        shop.does(Platform, identify(&refund, &name(gone)));
        for number in 0..12 {
            let found = shop.order.refund(&key(&name(number))).unwrap();
            let expected = if number == gone { refund.clone() } else { key(&name(number)) };
            assert_eq!(found.key, expected);
        }
        // Each is found under its number of now.
        for number in (0..12).filter(|number| *number != gone) {
            let later = report(&key(&name(number)), ok(100), shop.now);
            shop.does(Platform, later);
        }
        let of = |one: &RefundKey| shop.order.tax_of_refund(one).unwrap().refunded.total();
        let taxes = shop.order.refunds().iter().map(|one| of(&one.key));
        assert_eq!(Amount::sum(taxes), Some(shop.order.tax().order.refunded));
    }
}

#[test]
fn an_event_that_would_give_two_refunds_one_name_does_not_fit_i23_i31() {
    let mut shop = Shop::of_tea(shopxo());
    let first = shop.agreed(teas(1), None);
    let second = shop.agreed(vec![Ask::units("cup", 1)], None);
    let (one, two) = (shop.key(first), shop.key(second));
    shop.does(Platform, elsewhere("re_9", 100, &[], shop.now));
    shop.does(Platform, identify(&two, "re_2"));
    shop.reported(second, ok(500));

    let is = |refund: &RefundKey, reference: &str| Change::RefundIdentified {
        refund: refund.clone(),
        reference: key(reference),
    };
    let of = |refund: &RefundKey, name: &RefundKey| {
        let mut named = shop.order.refund(refund).unwrap().clone();
        (named.key, named.effect) = (name.clone(), named.effect.filter(|_| refund == name));
        named
    };
    let without_effect = |name: &str| of(&one, &key(name));
    let unfit = [
        vec![is(&key("re_7"), "re_8")],
        vec![is(&one, two.as_str())],
        vec![is(&one, one.as_str())],
        vec![is(&one, "re_2")],
        vec![is(&key("re_2"), "re_8")],
        vec![is(&one, "re_7"), is(&one, "re_8")],
        vec![is(&one, "re_9"), Change::RefundUpdated(without_effect("re_9"))],
        vec![is(&one, "re_7"), Change::RefundUpdated(without_effect("re_7"))],
        vec![is(&one, "re_7"), Change::RefundStarted(without_effect("re_7"))],
        vec![Change::RefundStarted(without_effect("re_7")), is(&one, "re_7")],
        vec![Change::RefundUpdated(without_effect("re_2"))],
        vec![Change::RefundStarted(without_effect("re_2"))],
        // Its further name is gone, or another has come.
        vec![is(&two, "re_7"), Change::RefundUpdated(of(&two, &two))],
        vec![Change::RefundUpdated(of(&two, &one))],
        vec![
            is(&one, "re_9"),
            Change::RefundConfirmed { refund: RefundNumber::new(2), as_of: shop.now },
        ],
    ];
    for changes in unfit {
        let mut event = shop.events.last().unwrap().clone();
        event.version = Version::new(event.version.number() + 1);
        let EventKind::Accepted(accepted) = &mut event.kind else { panic!("a command") };
        accepted.command = "another".into();
        accepted.changes = changes;
        let mut order = shop.order.clone();
        let error = order.apply(&event).unwrap_err();
        assert!(matches!(error, ReplayError::DoesNotFit { .. }), "{error} {event:?}");
        assert_eq!(order, shop.order);
    }
}

/// One report, by which of the two names, and when.
#[derive(Clone, Copy, Debug)]
enum Told {
    Outcome(Outcome),
    External(i64),
    ExternalOfCase(i64),
    Pending(i64),
}

fn reports() -> impl Strategy<Value = Vec<(bool, Told, i64)>> {
    let amount = prop_oneof![4 => Just(1_000_i64), 1 => Just(400), 1 => Just(1_200)];
    let told = prop_oneof![
        3 => amount.clone().prop_map(|amount| Told::Outcome(ok(amount))),
        1 => amount.clone().prop_map(|back| Told::Outcome(Outcome::Reversed(yuan(back)))),
        2 => Just(Told::Outcome(Outcome::Failed)),
        1 => Just(Told::Outcome(Outcome::Processing)),
        1 => Just(Told::Outcome(Outcome::Unknown)),
        2 => amount.clone().prop_map(Told::External),
        2 => amount.clone().prop_map(Told::ExternalOfCase),
        1 => amount.prop_map(Told::Pending),
    ];
    proptest::collection::vec((any::<bool>(), told, 0..6_i64), 1..6)
}

/// Plays reports, and says that the two names are one before the report at a place. `None` where a report is refused, since it
/// says another amount of the number than one before it, or where it says again that the external refund was made: while nobody
/// knows whose it is, the one is another refund, and the other no news.
fn played<P: Platform>(
    facts: &OrderFacts,
    policy: &P,
    reports: &[(bool, Told, i64)],
    place: usize,
) -> Option<Shop<P>> {
    let mut shop = Shop::open(policy.clone(), facts.clone());
    let case = shop.agreed(teas(1), Some(200));
    let (refund, from) = (shop.key(case), shop.now);
    let mut send = |request: Request| {
        let is_external = matches!(request, Request::ReportExternalRefund { .. });
        let command = shop.command(Platform, request);
        shop.send(&command).is_ok_and(|decision| !is_external || decision.event().is_some())
    };
    for (index, (under_number, told, later)) in reports.iter().enumerate() {
        if index == place && !send(identify(&refund, "re_9")) {
            return None;
        }
        let at = from.plus_seconds(*later).unwrap();
        let name = if *under_number { own() } else { refund.clone() };
        let told = match *told {
            Told::Outcome(outcome) => report(&name, outcome, at),
            // Only the number is told as that of an external refund.
            Told::External(amount) => elsewhere("re_9", amount, &[], at),
            Told::ExternalOfCase(amount) => {
                elsewhere_of(Some(CaseId::FIRST), "re_9", amount, &[], 0, at)
            }
            Told::Pending(amount) => pending(None, amount, at),
        };
        if !send(told) {
            return None;
        }
    }
    if place >= reports.len() {
        assert!(send(identify(&refund, "re_9")), "what was told of the number is no other case's");
    }
    Some(shop)
}

/// Checks that the books are the same wherever the two turn out to be one. Returns whether all reports were taken.
fn is_the_same_wherever_it_is_said<P: Platform>(
    facts: &OrderFacts,
    policy: &P,
    reports: &[(bool, Told, i64)],
) -> bool {
    let known = |shop: &Shop<P>| {
        let refund = shop.order.refund(&own()).unwrap();
        let outcome = (refund.state(), refund.paid(), refund.succeeded(), refund.reversed());
        let tax = (shop.order.tax_of_refund(&own()).unwrap(), shop.order.tax());
        // A case that its double had paid was called refunded; one that nobody had paid was not. Both ask for the rest.
        let phase = shop.phase(CaseId::FIRST);
        let phase = (phase == Phase::Refunded, phase.holds_claim());
        (outcome, shop.order.ledger(), tax, phase, shop.to_pay(), shop.order.refunds().len())
    };
    let shops: Option<Vec<_>> =
        (0..=reports.len()).map(|place| played(facts, policy, reports, place)).collect();
    let Some(shops) = shops else { return false };
    for (place, shop) in shops.iter().enumerate() {
        assert_eq!(known(&shops[0]), known(shop), "said before report {place} of {reports:?}");
    }
    true
}

#[test]
fn the_books_do_not_depend_on_when_the_two_turn_out_to_be_one_i31() {
    let mut facts = tea_and_cups().shipping_tax(fen(101));
    facts.lines[0].tax = fen(401);
    let seed = TestRng::from_seed(RngAlgorithm::ChaCha, &[31; 32]);
    let mut runner = TestRunner::new_with_rng(ProptestConfig::default(), seed);
    let mut taken = 0;
    for _ in 0..200 {
        let reports = reports().new_tree(&mut runner).unwrap().current();
        taken += u32::from(is_the_same_wherever_it_is_said(&facts, &shopxo(), &reports));
        taken += u32::from(is_the_same_wherever_it_is_said(&facts, &wechat(), &reports));
    }
    assert!(taken > 200, "{taken} of 400 were taken");
}
