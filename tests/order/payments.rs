//! Orders that were paid in several ways: each payment gives back what it gave at most, and a refund of its own goes back by
//! each (I29).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Anomaly, Ask, Bound, CaseId, Effect, EffectId, LineFacts, OpeningFault, Order, OrderFacts,
    Outcome, PaymentFacts, PaymentRule, Reason, Request,
};
use aftersale::shopxo::HardenedShop;

use crate::shop::{
    Shop, apply, at, case, elsewhere, fen, line, report, shopxo, tea_and_cups, teas, yuan,
};

const ONLY: Flow = Flow::RefundOnly;

fn patient_shop(rule: PaymentRule) -> HardenedShop {
    let mut policy = shopxo();
    policy.terms.limits.applications = None;
    policy.terms.limits.again_after_refund = true;
    policy.terms.payments = rule;
    policy
}

/// Three teas, two cups and the shipping for 48.00: 18.00 by card, 20.00 by balance, 10.00 in points.
fn three_ways() -> OrderFacts {
    tea_and_cups().payments([
        PaymentFacts::new("card", fen(1_800)),
        PaymentFacts::new("balance", fen(2_000)),
        PaymentFacts::new("points", fen(1_000)),
    ])
}

fn in_order() -> Shop<HardenedShop> {
    Shop::open(patient_shop(PaymentRule::InOrder), three_ways())
}

fn pro_rata() -> Shop<HardenedShop> {
    Shop::open(patient_shop(PaymentRule::ProRata), three_ways())
}

/// Returns what has gone back and what is in flight by each payment.
fn by_payment(shop: &Shop<HardenedShop>) -> Vec<(i64, i64)> {
    let payments = shop.order.payments();
    payments.iter().map(|one| (one.refunded.minor(), one.in_flight.minor())).collect()
}

/// Returns the refunds to issue: the payment and the amount of each.
fn to_issue(shop: &Shop<HardenedShop>) -> Vec<(String, i64)> {
    let issue = |effect: &Effect| match effect {
        Effect::IssueRefund { payment: Some(payment), amount, .. } => {
            Some((payment.as_str().to_owned(), amount.amount.minor()))
        }
        _ => None,
    };
    shop.order.pending_effects().iter().filter_map(|pending| issue(&pending.effect)).collect()
}

fn named(expected: &[(&str, i64)]) -> Vec<(String, i64)> {
    expected.iter().map(|(name, amount)| ((*name).to_owned(), *amount)).collect()
}

/// Reports the outcome of the refund of a case by a payment: the last one.
fn reports(shop: &mut Shop<HardenedShop>, case: CaseId, payment: &str, outcome: &str) {
    let refunds = shop.order.refunds_of(case);
    let by_it = |key| shop.order.payment_of_refund(key).is_some_and(|by| by.as_str() == payment);
    let refund = refunds.filter(|refund| by_it(&refund.key)).last().unwrap().clone();
    let outcome = match outcome {
        "succeeded" => Outcome::Succeeded(yuan(refund.parts.total().minor())),
        "failed" => Outcome::Failed,
        "unknown" => Outcome::Unknown,
        other => panic!("{other}"),
    };
    let as_of = shop.now;
    shop.does(Platform, report(&refund.key, outcome, as_of));
}

/// Returns what was refunded of a case, is in flight and is left, and by which payments.
fn progress(shop: &Shop<HardenedShop>, case: CaseId) -> ([i64; 3], Vec<(String, [i64; 3])>) {
    let progress = shop.order.refund_progress(case).unwrap();
    let figures = |amounts: [Amount; 3]| amounts.map(Amount::minor);
    let payments = progress
        .payments
        .iter()
        .map(|one| (one.payment.to_string(), figures([one.refunded, one.in_flight, one.left])));
    (figures([progress.refunded, progress.in_flight, progress.left]), payments.collect())
}

#[test]
fn a_refund_goes_back_by_the_first_payment_as_far_as_that_goes_and_then_by_the_next_i29() {
    // Solidus, "multiple payment methods": one reimbursement by several.
    let mut shop = in_order();
    let case = shop.agreed(teas(2), Some(300));
    assert_eq!(to_issue(&shop), named(&[("card", 1_800), ("balance", 500)]));
    assert_eq!(by_payment(&shop), [(0, 1_800), (0, 500), (0, 0)]);
    let refunds: Vec<_> = shop.order.refunds_of(case).cloned().collect();
    let keys: Vec<_> = refunds.iter().map(|refund| refund.key.as_str()).collect();
    assert_eq!(keys, ["ORDER1c1r1", "ORDER1c1r2"]);
    // Each names its part of lines and shipping, and together they are the claim.
    let of_tea: Vec<_> = refunds.iter().map(|refund| refund.parts.lines[0].1.minor()).collect();
    assert_eq!(of_tea, [1_565, 435]);
    let shipping = Amount::sum(refunds.iter().map(|refund| refund.parts.shipping));
    assert_eq!(shipping, Some(fen(300)));
    // The ids of the effects tell them apart.
    let ids: Vec<String> = refunds.iter().map(|one| one.effect.unwrap().to_string()).collect();
    assert_eq!(ids, ["3.issue_refund.1", "3.issue_refund.2"]);
    for id in &ids {
        assert_eq!(id.parse::<EffectId>().unwrap().to_string(), *id);
    }
    reports(&mut shop, case, "card", "succeeded");
    reports(&mut shop, case, "balance", "succeeded");
    assert_eq!(shop.phase(case), Phase::Refunded);
    assert_eq!(by_payment(&shop), [(1_800, 0), (500, 0), (0, 0)]);
    // The next one goes on from there.
    let next = shop.agreed(vec![Ask::units("tea", 1), Ask::units("cup", 2)], Some(500));
    assert_eq!(to_issue(&shop), named(&[("balance", 1_500), ("points", 1_000)]));
    reports(&mut shop, next, "points", "succeeded");
    reports(&mut shop, next, "balance", "succeeded");
    assert_eq!(shop.whole(), [4_800, 4_800, 0, 0]);
    assert!(shop.order.payments().iter().all(|payment| payment.left() == fen(0)));
}

#[test]
fn pro_rata_each_payment_gives_by_what_is_left_of_it_i29() {
    let mut shop = pro_rata();
    let case = shop.agreed(teas(1), None);
    // 1000 of 4800, by 1800, 2000 and 1000.
    assert_eq!(to_issue(&shop), named(&[("card", 375), ("balance", 417), ("points", 208)]));
    let payments = ["card", "balance", "points"];
    payments.iter().for_each(|payment| reports(&mut shop, case, payment, "succeeded"));
    assert_eq!(shop.phase(case), Phase::Refunded);
    let rest = shop.agreed(vec![Ask::units("tea", 2), Ask::units("cup", 2)], Some(800));
    assert_eq!(to_issue(&shop), named(&[("card", 1_425), ("balance", 1_583), ("points", 792)]));
    payments.iter().for_each(|payment| reports(&mut shop, rest, payment, "succeeded"));
    assert_eq!(by_payment(&shop), [(1_800, 0), (2_000, 0), (1_000, 0)]);
}

#[test]
fn what_the_host_chooses_goes_first_and_the_rest_by_the_rule_i29() {
    let mut shop = in_order();
    let case = shop.applies(ONLY, teas(2), None);
    let choose = |payments: &[(&str, i64)]| {
        let payments = payments.iter().map(|(name, amount)| ((*name).into(), fen(*amount)));
        Request::ChoosePayments { case, payments: payments.collect() }
    };
    let texts = |reasons: Vec<_>| -> Vec<String> {
        reasons.iter().map(|reason: &Reason<_>| reason.to_string()).collect()
    };
    for (payments, expected) in [
        (
            &[("points", 1_001)][..],
            &["asked 10.01 CNY, still refundable for payment points: 10.00 CNY"][..],
        ),
        (&[("cash", 1)], &["there is no payment cash"]),
        (&[("card", 5), ("card", 5)], &["payment card is named twice"]),
        (&[("card", 0)], &["0.00 CNY is not an amount to refund"]),
        (&[("card", 1_000), ("balance", 1_001)], &["the parts add up to more than 20.00 CNY"]),
    ] {
        assert_eq!(texts(shop.cannot(Merchant, choose(payments))), expected);
    }
    shop.does(Merchant, choose(&[("points", 900)]));
    shop.changes_nothing(Merchant, choose(&[("points", 900)]));
    let expected = vec![("card".to_owned(), [0, 0, 1_100]), ("points".to_owned(), [0, 0, 900])];
    assert_eq!(progress(&shop, case), ([0, 0, 2_000], expected));
    shop.agrees(case);
    assert_eq!(to_issue(&shop), named(&[("card", 1_100), ("points", 900)]));
    // It was chosen for this refund alone.
    reports(&mut shop, case, "card", "failed");
    reports(&mut shop, case, "points", "failed");
    assert_eq!(progress(&shop, case).1[0], ("card".to_owned(), [0, 0, 1_800]));
}

#[test]
fn a_case_is_partly_refunded_until_every_payment_has_given_its_part_i29() {
    // Shopify: "the refund on the gift card failed", and the order is called refunded.
    let mut shop = in_order();
    let case = shop.agreed(teas(3), None);
    let both = |card: [i64; 3], balance: [i64; 3]| {
        vec![("card".to_owned(), card), ("balance".to_owned(), balance)]
    };
    assert_eq!(progress(&shop, case), ([0, 3_000, 0], both([0, 1_800, 0], [0, 1_200, 0])));
    reports(&mut shop, case, "card", "succeeded");
    assert_eq!(shop.phase(case), Phase::Refunding);
    assert_eq!(progress(&shop, case), ([1_800, 1_200, 0], both([1_800, 0, 0], [0, 1_200, 0])));
    assert!(shop.order.refund_progress(case).unwrap().is_partly_refunded());
    // Nothing can be tried while money may be out.
    let offer = shop.offer(case);
    let again = shop.cannot(Merchant, Request::AgreeToRefund { case, offer });
    assert!(matches!(again[0], Reason::MoneyMayBeOut { .. }), "{again:?}");
    reports(&mut shop, case, "balance", "failed");
    assert_ne!(shop.phase(case), Phase::Refunded);
    assert_eq!(progress(&shop, case), ([1_800, 0, 1_200], both([1_800, 0, 0], [0, 0, 1_200])));
    // The rest goes by another payment, as the host says.
    let payments = vec![("points".into(), fen(700))];
    shop.does(Merchant, Request::ChoosePayments { case, payments });
    shop.agrees(case);
    assert_eq!(to_issue(&shop), named(&[("balance", 500), ("points", 700)]));
    reports(&mut shop, case, "points", "succeeded");
    reports(&mut shop, case, "balance", "succeeded");
    assert_eq!(shop.phase(case), Phase::Refunded);
    assert_eq!(by_payment(&shop), [(1_800, 0), (500, 0), (700, 0)]);
    assert!(!shop.order.refund_progress(case).unwrap().is_partly_refunded());
}

#[test]
fn what_may_be_out_by_a_payment_is_reserved_over_all_cases_i29() {
    let mut shop = in_order();
    let first = shop.agreed(teas(1), None);
    reports(&mut shop, first, "card", "unknown");
    let second = shop.agreed(vec![Ask::units("cup", 2)], None);
    assert_eq!(by_payment(&shop), [(0, 1_800), (0, 200), (0, 0)]);
    reports(&mut shop, second, "card", "succeeded");
    reports(&mut shop, second, "balance", "succeeded");
    reports(&mut shop, first, "card", "failed");
    shop.does(Buyer, Request::Cancel { case: first });
    // What did not leave can leave again.
    let third = shop.agreed(teas(2), None);
    assert_eq!(to_issue(&shop), named(&[("card", 1_000), ("balance", 1_000)]));
    assert_eq!(shop.phase(third), Phase::Refunding);
}

#[test]
fn a_late_success_that_overdraws_a_payment_is_told_and_stops_what_waits_i29() {
    let mut shop = in_order();
    let first = shop.agreed(teas(1), None);
    let late = shop.key(first);
    reports(&mut shop, first, "card", "failed");
    // Two refunds drain the card.
    let second = shop.agreed(vec![Ask::units("cup", 2)], Some(800));
    assert_eq!(to_issue(&shop), named(&[("card", 1_800)]));
    let outcome = Outcome::Succeeded(yuan(1_000));
    let done = shop.does(Platform, report(&late, outcome, shop.now));
    // It was not acknowledged, and the money is gone.
    assert_eq!(to_issue(&shop), []);
    assert!(done.effects.iter().any(|effect| matches!(effect, Effect::WithholdRefund { .. })));
    let outcome = Outcome::Succeeded(yuan(1_800));
    let done = shop.does(Platform, report(&shop.key(second), outcome, shop.now));
    let overdrawn = Anomaly::RefundedMoreThanPaid {
        of: Bound::Payment("card".into()),
        paid: yuan(1_800),
        refunded: yuan(2_800),
    };
    assert_eq!(done.anomalies, [overdrawn]);
    assert_eq!(by_payment(&shop), [(2_800, 0), (0, 0), (0, 0)]);
}

#[test]
fn no_more_goes_back_than_has_come_until_the_rest_comes_i29() {
    let deposit = tea_and_cups().payments([PaymentFacts::new("deposit", fen(1_500))]);
    let mut shop = Shop::open(patient_shop(PaymentRule::InOrder), deposit);
    assert_eq!(shop.whole(), [1_500, 0, 0, 0]);
    let reasons = shop.cannot(Buyer, apply(ONLY, teas(2), None));
    let left = "asked 20.00 CNY, still refundable for the order: 15.00 CNY";
    assert_eq!(reasons.iter().map(ToString::to_string).collect::<Vec<_>>(), [left]);
    let paid = |payment: &str, amount| Request::OrderPaid {
        payment: payment.into(),
        amount: yuan(amount),
    };
    for (payment, amount, expected) in [
        ("rest", 3_301, "the payments would be 48.01 CNY, and the order costs 48.00 CNY"),
        (
            "deposit",
            3_300,
            "payment deposit is known already, of 15.00 CNY; a further one needs a name of its own",
        ),
        ("rest", 0, "0.00 CNY is not an amount to report"),
        ("", 3_300, "an id is empty"),
    ] {
        let reasons = shop.cannot(Platform, paid(payment, amount));
        assert_eq!(reasons[0].to_string(), expected);
    }
    shop.changes_nothing(Platform, paid("deposit", 1_500));
    shop.does(Platform, paid("rest", 3_300));
    shop.changes_nothing(Platform, paid("rest", 3_300));
    assert_eq!(shop.whole(), [4_800, 0, 0, 0]);
    shop.agreed(teas(2), None);
    assert_eq!(to_issue(&shop), named(&[("deposit", 1_500), ("rest", 500)]));
    // The payments of an order that names none are not known one by one.
    let mut unnamed = Shop::of_tea(shopxo());
    let reasons = unnamed.cannot(Platform, paid("rest", 1));
    assert!(matches!(reasons[0], Reason::PaymentsExceedOrder { .. }), "{reasons:?}");
}

#[test]
fn an_order_closes_with_what_has_come_and_opens_when_more_comes_i28_i29() {
    let one = OrderFacts::new("ORDER1", Currency::CNY, [line("tea", 1, 1_000)])
        .payments([PaymentFacts::new("deposit", fen(300))]);
    let mut shop = Shop::open(patient_shop(PaymentRule::InOrder), one);
    let case = shop.agreed(vec![Ask::units("tea", 1).at(fen(300))], None);
    assert!(shop.paid(case).closes_the_order());
    let amount = yuan(700);
    let done = shop.does(Platform, Request::OrderPaid { payment: "rest".into(), amount });
    assert_eq!(done.effects, [Effect::ReopenOrder]);
}

#[test]
fn money_without_a_payment_counts_for_the_payments_in_their_order_i29() {
    let mut shop = in_order();
    shop.does(Platform, elsewhere("by hand", 2_000, &[], at(crate::shop::START)));
    assert_eq!(by_payment(&shop), [(1_800, 0), (200, 0), (0, 0)]);
    shop.agreed(teas(2), None);
    assert_eq!(to_issue(&shop), named(&[("balance", 1_800), ("points", 200)]));
    let total = yuan(2_300);
    shop.does(Platform, Request::ReportRefundTotal { total, as_of: shop.now });
    assert_eq!(by_payment(&shop), [(1_800, 0), (200, 1_800), (300, 200)]);
}

#[test]
fn where_a_case_is_paid_otherwise_none_of_its_refunds_is_issued_i17_i29() {
    let mut shop = in_order();
    let case = shop.agreed(teas(2), None);
    assert_eq!(shop.to_pay().len(), 2);
    let paid = crate::shop::elsewhere_of(Some(case), "by hand", 2_000, &[], 0, shop.now);
    let done = shop.does(Platform, paid);
    let withheld = |effect: &&Effect| matches!(effect, Effect::WithholdRefund { .. });
    assert_eq!(done.effects.iter().filter(withheld).count(), 2);
    assert_eq!(shop.to_pay(), []);
    // They differ by their ids, so that each is acknowledged by itself.
    let pending = shop.order.pending_effects().iter();
    let ids: Vec<String> = pending.map(|pending| pending.id.to_string()).collect();
    assert!(ids.contains(&"4.withhold_refund.1.1".to_owned()), "{ids:?}");
    assert!(ids.contains(&"4.withhold_refund.1.2".to_owned()), "{ids:?}");
}

#[test]
fn an_order_with_payments_that_cannot_be_is_not_opened_i29() {
    let faults = |facts: OrderFacts| {
        Order::open(shopxo(), facts, at(crate::shop::START)).unwrap_err().faults
    };
    let of = |payments: &[(&str, i64, i64)]| {
        let payments = payments.iter();
        tea_and_cups().payments(payments.map(|(name, paid, refunded)| {
            PaymentFacts::new(*name, fen(*paid)).refunded(fen(*refunded))
        }))
    };
    assert!(matches!(&faults(of(&[("", 1, 0)]))[..], [OpeningFault::EmptyName]));
    assert!(matches!(
        &faults(of(&[("a", 1, 0), ("a", 2, 0)]))[..],
        [OpeningFault::DuplicatePayment { payment }] if payment.as_str() == "a"
    ));
    assert!(matches!(&faults(of(&[("a", -1, 0)]))[..], [OpeningFault::Negative { .. }]));
    assert!(matches!(
        &faults(of(&[("a", 4_000, 0), ("b", 801, 0)]))[..],
        [OpeningFault::PaymentsExceedOrder { .. }]
    ));
    // More than it gave, and more than was refunded of the order.
    assert!(matches!(
        &faults(of(&[("a", 10, 11)]))[..],
        [
            OpeningFault::PaymentOverRefunded { of: Bound::Payment(_), .. },
            OpeningFault::PaymentOverRefunded { of: Bound::Order, .. }
        ]
    ));
    let many: Vec<String> = (0..21).map(|number| number.to_string()).collect();
    let many: Vec<_> = many.iter().map(|name| (name.as_str(), 1, 0)).collect();
    assert!(matches!(&faults(of(&many))[..], [OpeningFault::TooMany { most: 20, .. }]));
    // What was refunded before the opening is of the payments that say so, and of the first besides.
    let mut facts = of(&[("a", 1_000, 0), ("b", 2_000, 500)]);
    facts.lines[0] = LineFacts { refunded: fen(800), ..facts.lines[0].clone() };
    let shop = Shop::open(shopxo(), facts);
    assert_eq!(by_payment(&shop), [(300, 0), (500, 0)]);
    assert_eq!(case(1), CaseId::FIRST);
}
