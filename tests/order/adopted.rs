//! Cases that are taken over as they are: their positions, their claims, and their refunds.

use aftersale::lifecycle::Actor::{Buyer, Merchant};
use aftersale::lifecycle::{Fact, Flow, KnownFacts, Phase, PublishedNumber};
use aftersale::money::Amount;
use aftersale::order::{
    Adoption, Anomaly, Ask, CaseId, Reason, RefundState, Request, Route, StatusRef,
};
use aftersale::shopxo::{AfterSaleStatus as ShopxoStatus, FaithfulShop, Release};
use aftersale::wechat::AfterSaleStatus as WechatStatus;

use crate::shop::{Platform, Shop, apply, fen, shopxo, tea_and_cups, teas, wechat};

const CASE: CaseId = CaseId::FIRST;

#[test]
fn a_case_that_is_taken_over_stands_where_it_stood_with_its_money() {
    fn stands<P: Platform>(policy: P, flow: Flow, status: P::Status) -> (Phase, [i64; 4], bool) {
        let mut shop = Shop::open(policy, tea_and_cups());
        let facts = KnownFacts::UNKNOWN.of_a_new_case();
        let lines = vec![Ask::units("tea", 2)];
        let adoption = Adoption { facts, lines, ..Adoption::new(flow, status) };
        shop.does(Merchant, Request::Adopt(adoption.into()));
        let asks = shop.order.refunds_to_query().next().is_some();
        assert!(shop.to_pay().is_empty(), "what was begun elsewhere is asked about, not begun");
        (shop.phase(CASE), shop.line("tea"), asks)
    }
    use Flow::{RefundOnly, ReturnRefund};
    for (flow, status, phase, figures, asks) in [
        (RefundOnly, ShopxoStatus::ToBeReviewed, Phase::UnderReview, [0, 0, 2_000], false),
        (ReturnRefund, ShopxoStatus::ToBeReturned, Phase::WaitingForGoods, [0, 0, 2_000], false),
        (ReturnRefund, ShopxoStatus::Completed, Phase::Refunded, [2_000, 0, 0], false),
        (RefundOnly, ShopxoStatus::Rejected, Phase::Refused, [0, 0, 0], false),
        (RefundOnly, ShopxoStatus::Cancelled, Phase::Withdrawn, [0, 0, 0], false),
    ] {
        let [refunded, in_flight, claimed] = figures;
        let expected = (phase, [3_000, refunded, in_flight, claimed], asks);
        assert_eq!(stands(shopxo(), flow, status), expected, "{status}");
    }
    for (status, phase, figures, asks) in [
        (WechatStatus::PlatformRefunding, Phase::Refunding, [0, 2_000, 0], true),
        (WechatStatus::PlatformRefundFail, Phase::RefundFailed, [0, 0, 2_000], false),
        (WechatStatus::UserWaitConfirm, Phase::WaitingForConfirmation, [0, 2_000, 0], false),
        (WechatStatus::MerchantRefundSuccess, Phase::Refunded, [2_000, 0, 0], false),
        (WechatStatus::MerchantFail, Phase::Closed, [0, 0, 0], false),
    ] {
        let [refunded, in_flight, claimed] = figures;
        let expected = (phase, [3_000, refunded, in_flight, claimed], asks);
        assert_eq!(stands(wechat(), RefundOnly, status), expected, "{status}");
    }
}

#[test]
fn a_case_that_is_taken_over_may_ask_for_more_than_there_is_with_an_anomaly() {
    let facts = tea_and_cups().paid(fen(1_000));
    let mut shop = Shop::open(shopxo(), facts);
    let lines = vec![Ask::units("tea", 2).at(fen(2_000))];
    let flow = Flow::RefundOnly;
    let adoption = Adoption { lines, ..Adoption::new(flow, ShopxoStatus::ToBeReviewed) };
    let taken = shop.does(Merchant, Request::Adopt(adoption.into()));
    assert_eq!(taken.anomalies, [Anomaly::ClaimExceedsRefundable { case: CASE }]);
    assert!(shop.order.ledger().order.left() < Amount::ZERO);
    let reasons = shop.cannot(Buyer, apply(flow, vec![Ask::units("cup", 1)], None));
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::TooMuch { .. })), "{reasons:?}");
    let offer = shop.offer(CASE);
    let agree = shop.cannot(Merchant, Request::AgreeToRefund { case: CASE, offer });
    assert!(agree.iter().all(|reason| matches!(reason, Reason::TooMuch { .. })), "{agree:?}");
}

#[test]
fn a_case_that_is_taken_over_has_an_anomaly_only_where_it_asks_for_too_much() {
    fn says<P: Platform>(policy: P, status: P::Status, lines: Vec<Ask>, shipping: i64) -> usize {
        let mut shop = Shop::of_tea(policy);
        let shipping = Some(fen(shipping));
        let adoption = Adoption { lines, shipping, ..Adoption::new(Flow::RefundOnly, status) };
        let command = shop.command(Merchant, Request::Adopt(adoption.into()));
        shop.order.decide(&command).unwrap().event().unwrap().anomalies().count()
    }
    let tea = |amount| Ask::units("tea", 3).at(fen(amount));
    let cup = |amount| Ask::units("cup", 2).at(fen(amount));
    for (lines, shipping, by_lines, by_order) in [
        (vec![tea(3_000), cup(1_000)], 800, 0, 0),
        (vec![tea(3_001)], 0, 1, 0),
        (vec![tea(1_000)], 801, 1, 0),
        (vec![tea(3_800), cup(1_000)], 0, 1, 0),
        (vec![tea(3_801), cup(1_000)], 0, 1, 1),
    ] {
        let status = ShopxoStatus::ToBeReviewed;
        let hardened = says(shopxo(), status, lines.clone(), shipping);
        assert_eq!(hardened, by_lines, "{lines:?} {shipping}");
        let faithful = FaithfulShop::new(Release::V6_9_0);
        assert_eq!(
            says(faithful, status, lines.clone(), shipping),
            by_order,
            "{lines:?} {shipping}"
        );
    }
}

#[test]
fn a_case_that_is_taken_over_while_its_money_may_be_out_has_one_refund_to_ask_about_i8() {
    fn refunds<P: Platform>(shop: &Shop<P>) -> Vec<(Route, RefundState)> {
        shop.order.refunds().iter().map(|refund| (refund.route, refund.state())).collect()
    }
    fn adopted<P: Platform>(policy: P, status: P::Status, facts: KnownFacts) -> Shop<P> {
        let mut shop = Shop::of_tea(policy);
        let adoption =
            Adoption { facts, lines: teas(1), ..Adoption::new(Flow::RefundOnly, status) };
        shop.does(Merchant, Request::Adopt(adoption.into()));
        shop
    }
    let new = KnownFacts::UNKNOWN.of_a_new_case();
    let under_way = new.with(Fact::RefundUnderWay, true);
    for (facts, expected) in [
        (new, vec![]),
        (KnownFacts::UNKNOWN, vec![]),
        (under_way, vec![(Route::Shop, RefundState::Unknown)]),
    ] {
        let mut shop = adopted(shopxo(), ShopxoStatus::ToBeReviewed, facts);
        assert_eq!(refunds(&shop), expected, "{facts:?}");
        // The same case once more makes no other refund.
        let again = Adoption {
            case: Some(CASE),
            facts: under_way,
            ..Adoption::new(Flow::RefundOnly, ShopxoStatus::ToBeReviewed)
        };
        shop.does(Merchant, Request::Adopt(again.into()));
        assert_eq!(refunds(&shop), [(Route::Shop, RefundState::Unknown)], "{facts:?}");
    }
    for (status, refund) in [
        (WechatStatus::MerchantProcessing, None),
        (WechatStatus::PlatformRefunding, Some((Route::Platform, RefundState::Unknown))),
        (WechatStatus::UserWaitConfirm, Some((Route::Offline, RefundState::Processing))),
        (WechatStatus::MerchantRefundSuccess, Some((Route::Platform, RefundState::Succeeded))),
    ] {
        let mut shop = adopted(wechat(), status, new);
        assert_eq!(refunds(&shop), Vec::from_iter(refund), "{status}");
        let again =
            Adoption { case: Some(CASE), facts: new, ..Adoption::new(Flow::RefundOnly, status) };
        let again = shop.command(Merchant, Request::Adopt(again.into()));
        let _ = shop.send(&again).unwrap();
        assert_eq!(refunds(&shop), Vec::from_iter(refund), "{status}");
    }
}

#[test]
fn a_status_can_be_named_by_its_published_name_or_number_and_is_stored_by_its_name() {
    let status = WechatStatus::PlatformRefundFail;
    let by_number = StatusRef::Number(PublishedNumber(status.code().into()));
    let mut answers = Vec::new();
    for named in [StatusRef::to(status), by_number] {
        let mut shop = Shop::of_tea(wechat());
        let adoption = Adoption { lines: teas(1), ..Adoption::named(Flow::RefundOnly, named) };
        let command = shop.command(Merchant, Request::Adopt(adoption.into()));
        let decision = shop.send(&command).unwrap();
        assert_eq!(shop.order.cases()[0].status, status);
        answers.push(decision.event().unwrap().clone());
    }
    assert_eq!(answers[0], answers[1], "the same command, digest included");

    for unknown in
        [StatusRef::Name("platform_refund_fail".into()), StatusRef::Number(PublishedNumber(3))]
    {
        let mut shop = Shop::of_tea(wechat());
        let adoption = Request::Adopt(Adoption::named(Flow::RefundOnly, unknown.clone()).into());
        assert_eq!(shop.cannot(Merchant, adoption), [Reason::UnknownStatus { status: unknown }]);
    }
}
