//! Money that comes before its turn, in part, by other ways, or by other hands, and cases that go on all
//! the same.

use aftersale::lifecycle::Action::RefundSucceeded;
use aftersale::lifecycle::Actor::{Buyer, Merchant, Platform as Payer};
use aftersale::lifecycle::{Flow, KnownFacts, Phase, Status};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Adoption, Anomaly, Ask, CaseId, Change, Effect, EventKind, Offer, OrderFacts, Outcome, Reason,
    Request, Ruling, Text, Version,
};
use aftersale::shopxo::AfterSaleStatus as ShopxoStatus;
use aftersale::wechat::AfterSaleStatus as WechatStatus;

use crate::shop::{
    STEP, Shop, came, elsewhere, elsewhere_of, fen, line, refuse, report_of, shopxo, teas, wechat,
    yuan,
};

const CASE: CaseId = CaseId::FIRST;
const ONLY: Flow = Flow::RefundOnly;

fn taken_over<S: Status>(case: Option<CaseId>, status: S, lines: Vec<Ask>) -> Request {
    let facts = KnownFacts::UNKNOWN.of_a_new_case();
    Request::Adopt(Adoption { case, facts, lines, ..Adoption::new(ONLY, status) }.into())
}

#[test]
fn a_part_that_was_paid_before_the_receipt_is_not_paid_twice_nor_lost_i3() {
    // spree#14678 (1) with a refund ahead of it: of two announced teas one comes, and 1.00 was paid.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(teas(2));
    shop.does(Payer, report_of(case, Outcome::Succeeded(yuan(100)), shop.now));
    shop.received(case, vec![came("tea", 1, [1, 0, 1, 0])]);
    assert_eq!(shop.order.case(case).unwrap().claim.total(), fen(1_000));
    assert_eq!(shop.line("tea"), [3_000, 100, 900, 0]);
    shop.paid(case);
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunded, [3_000, 1_000, 0, 0]));
}

#[test]
fn a_partly_paid_case_can_be_ruled_for_the_buyer_i13() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(ONLY, teas(3), None);
    shop.does(Payer, report_of(case, Outcome::Succeeded(yuan(100)), shop.now));
    shop.does(Merchant, refuse(case, Offer::FIRST));
    shop.does(Buyer, Request::Escalate { case, message: Text::NONE });
    let blame = aftersale::order::Blame::Merchant;
    shop.does(Payer, Request::Rule { case, ruling: Ruling::ForBuyer, blame });
    assert_eq!(shop.line("tea"), [3_000, 100, 2_900, 0], "only the rest is paid");
}

#[test]
fn what_was_paid_before_its_turn_completes_the_case_when_its_turn_comes_i11() {
    // openfoodnetwork#5449 (26): the gateway had refunded, and the shop never followed.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(Flow::ReturnRefund, teas(3), None);
    let early = shop.does(Payer, report_of(case, Outcome::Succeeded(yuan(3_000)), shop.now));
    assert!(
        early.anomalies.contains(&Anomaly::RefundedOutOfTurn { case }),
        "{:?}",
        early.anomalies
    );
    let address = Text::from("杭州");
    shop.does(Merchant, Request::AgreeToReturn { case, offer: Offer::FIRST, address });
    let shipment = crate::shop::parcel();
    shop.does(Buyer, Request::ShipReturn { case, shipment });
    let last = shop.received(case, vec![came("tea", 3, [3, 0, 0, 0])]);
    assert!(last.pays().is_empty(), "nothing is paid again");
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunded, [3_000, 3_000, 0, 0]));
}

#[test]
fn a_reversed_refund_is_paid_again_although_no_receipt_can_be_confirmed_any_more_i13() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(teas(3));
    shop.does(Payer, report_of(case, Outcome::Succeeded(yuan(3_000)), shop.now));
    assert_eq!(shop.phase(case), Phase::Refunded);
    shop.reported(case, Outcome::Reversed(yuan(3_000)));
    let again = shop.does(Merchant, Request::RetryRefund { case });
    assert_eq!(again.pays(), [("ORDER1c1r2", yuan(3_000))]);
    shop.paid(case);
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunded, [3_000, 3_000, 0, 0]));
}

#[test]
fn a_failure_of_a_refund_without_agreement_moves_nothing_i20() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(ONLY, teas(3), None);
    let failed = shop.does(Payer, report_of(case, Outcome::Failed, shop.now));
    assert!(
        failed.effects.is_empty(),
        "the buyer is not informed of a failure: {:?}",
        failed.effects
    );
    assert_eq!(shop.phase(case), Phase::UnderReview);
}

#[test]
fn completed_by_other_hands_is_not_paid_by_the_host_as_well_i8() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(3), None);
    assert_eq!(shop.to_pay().len(), 1);
    shop.does(Payer, taken_over(Some(case), ShopxoStatus::Completed, vec![]));
    assert!(shop.to_pay().is_empty());
    assert_eq!(shop.phase(case), Phase::Refunded);
    let asked: Vec<_> =
        shop.order.refunds_to_query().map(|refund| refund.key.to_string()).collect();
    assert_eq!(asked, ["ORDER1c1r1"], "whether it was made after all has to be queried");
}

#[test]
fn a_case_of_unknown_amount_that_is_taken_over_while_being_paid_can_fail_i13() {
    let mut shop = Shop::of_tea(wechat());
    shop.does(Payer, taken_over(None, WechatStatus::PlatformRefunding, vec![]));
    shop.does(Payer, report_of(CASE, Outcome::Failed, shop.now));
    assert_eq!(shop.order.case(CASE).unwrap().status, WechatStatus::PlatformRefundFail);
}

#[test]
fn implausible_amounts_cannot_crowd_out_real_ones_i12() {
    let mut shop = Shop::of_tea(shopxo());
    for _ in 0..2 {
        let all_there_is = vec![Ask::amount("tea", fen(i64::MAX))];
        shop.does(Payer, taken_over(None, ShopxoStatus::Completed, all_there_is));
    }
    let real =
        shop.does(Payer, crate::shop::report(&"Z".into(), Outcome::Succeeded(yuan(1)), shop.now));
    assert_eq!(real.anomalies.first(), Some(&Anomaly::UnknownRefund { key: "Z".into() }));
}

#[test]
fn an_order_is_closed_by_whatever_takes_the_last_of_it_i19() {
    let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![line("tea", 1, 1_000)])
        .shipping(fen(100))
        .paid(fen(1_100));
    let mut shop = Shop::open(shopxo(), facts);
    let case = shop.agreed(teas(1), None);
    assert!(!shop.paid(case).closes_the_order(), "the shipping is left");
    let desk = elsewhere_of(None, "desk-1", 100, &[], 100, shop.now);
    let mut by_total = shop.clone();
    assert!(shop.does(Merchant, desk).closes_the_order());
    let total = Request::ReportRefundTotal { total: yuan(1_100), as_of: by_total.now };
    assert!(by_total.does(Payer, total).closes_the_order());
    // Money alone closes nothing.
    let mut shop = Shop::of_tea(shopxo());
    assert!(!shop.does(Merchant, elsewhere("desk-1", 4_800, &[], shop.now)).closes_the_order());
}

#[test]
fn a_total_that_is_quicker_than_the_report_on_a_refund_is_no_anomaly_i10() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(3), None);
    let paid_at = shop.now;
    let total = |total, as_of| Request::ReportRefundTotal { total: yuan(total), as_of };
    let later = paid_at.plus_seconds(10).unwrap();
    let more = total(3_500, later.plus_seconds(10).unwrap());
    assert!(shop.does(Payer, total(3_000, later)).anomalies.is_empty());
    let success = Outcome::Succeeded(yuan(3_000));
    shop.does(Payer, crate::shop::report(&shop.key(case), success, paid_at));
    assert_eq!(shop.whole(), [4_800, 3_000, 0, 0]);
    // More than all refunds together is.
    let unexplained = shop.does(Payer, more).anomalies;
    assert_eq!(unexplained, [Anomaly::UnexplainedTotal { unexplained: yuan(500) }]);
}

#[test]
fn an_event_about_a_case_that_is_not_there_does_not_fit_i23() {
    let mut shop = Shop::of_tea(shopxo());
    let done = shop.does(Buyer, crate::shop::apply(ONLY, teas(1), None));
    for case in [CaseId::new(0), CaseId::new(2)] {
        let mut event = done.event.clone();
        event.version = Version::new(event.version.number() + 1);
        let EventKind::Accepted(accepted) = &mut event.kind else { panic!() };
        accepted.command = "another".into();
        accepted.changes = vec![Change::CaseHidden { case }];
        let before = shop.order.clone();
        assert_eq!(
            shop.order.apply(&event).unwrap_err().to_string(),
            "event 3 of order ORDER1 does not fit: a case or a line is not there",
        );
        assert_eq!(shop.order, before);
    }
}

#[test]
fn a_hidden_case_is_seen_again_when_its_money_comes_back_i23() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    shop.does(Merchant, Request::Hide { case });
    assert!(shop.order.case(case).unwrap().hidden);
    shop.reported(case, Outcome::Reversed(yuan(1_000)));
    assert!(!shop.order.case(case).unwrap().hidden);
}

#[test]
fn a_case_of_which_only_what_is_worth_nothing_is_accepted_ends_without_a_refund_i4() {
    let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![line("pin", 4, 0)]);
    let facts = facts.paid(fen(2)).shipped(crate::shop::at(0));
    let mut shop = Shop::open(shopxo(), facts);
    let case = shop.sent_back(vec![Ask::units("pin", 4)]);
    let receipt = shop.receipt(case, vec![came("pin", 1, [1, 0, 3, 0])]);
    assert!(shop.order.case(case).unwrap().claim.total() > Amount::ZERO);
    shop.does(Merchant, receipt);
    let agreed = shop.agrees(case);
    assert_eq!((agreed.pays(), shop.phase(case)), (vec![], Phase::Refunded));
    assert_eq!(shop.units("pin"), [4, 1, 0]);
}

#[test]
fn a_repeated_report_in_the_second_of_the_next_refund_is_not_about_that_i10() {
    // woo-stripe#838 (9) with a retry so quick that no clock can distinguish the two refunds.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(3), None);
    let second = shop.now;
    // The driver's clock goes on with each command; here it stands still.
    let mut at_once = |by, request| {
        shop.now = second.plus_seconds(-STEP).unwrap();
        let command = shop.command(by, request);
        assert_eq!(command.at, second);
        let decision = shop.send(&command).unwrap();
        (decision.event().is_some(), shop.line("tea"))
    };
    let (all_in_flight, is_news) = ([3_000, 0, 3_000, 0], true);
    let failed = report_of(case, Outcome::Failed, second);
    assert!(at_once(Payer, failed.clone()).0);
    at_once(Merchant, Request::AgreeToRefund { case, offer: Offer::FIRST });
    assert_eq!(at_once(Payer, failed), (!is_news, all_in_flight), "the second is in flight");
    // The same with a success that came back.
    let paid = report_of(case, Outcome::Succeeded(yuan(3_000)), second);
    at_once(Payer, paid.clone());
    at_once(Payer, report_of(case, Outcome::Reversed(yuan(3_000)), second));
    at_once(Merchant, Request::RetryRefund { case });
    assert_eq!(at_once(Payer, paid), (!is_news, all_in_flight), "the third is in flight");
}

#[test]
fn a_report_by_case_is_not_about_an_external_refund_i11() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let ours = shop.key(case);
    let by_hand = elsewhere_of(Some(case), "desk-1", 1_000, &[], 0, shop.now);
    let paid = shop.does(Merchant, by_hand);
    assert_eq!(paid.effects.last(), Some(&Effect::TellBuyer { case, action: RefundSucceeded }));
    assert!(paid.effects.contains(&Effect::WithholdRefund { key: ours.clone(), case }));
    // The host asks about its own refund, which was never made.
    shop.does(Payer, report_of(case, Outcome::Failed, shop.now));
    assert_eq!(shop.state(&ours), aftersale::order::RefundState::Failed);
    assert_eq!((shop.phase(case), shop.whole()), (Phase::Refunded, [4_800, 1_000, 0, 0]));
}

#[test]
fn an_old_failure_does_not_end_the_refund_after_it_i10() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(3), None);
    let first = shop.key(case);
    shop.reported(case, Outcome::Failed);
    shop.tries_again(case);
    shop.does(Payer, crate::shop::report(&first, Outcome::Failed, shop.now));
    let status = shop.order.case(case).unwrap().status;
    assert_eq!((status, shop.line("tea")), (WechatStatus::PlatformRefunding, [3_000, 0, 3_000, 0]));
}

#[test]
fn what_was_paid_offline_is_not_in_the_gateways_total_i10() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(2), None);
    shop.reported(case, Outcome::Failed);
    let certificates = vec!["proof".into()];
    shop.does(Merchant, Request::ProveOfflineRefund { case, certificates, note: Text::NONE });
    shop.does(Buyer, Request::ConfirmOfflineRefund { case });
    assert_eq!(shop.whole(), [4_800, 2_000, 0, 0]);
    shop.does(Payer, Request::ReportRefundTotal { total: yuan(500), as_of: shop.now });
    assert_eq!(shop.whole(), [4_800, 2_500, 0, 0]);
}

#[test]
fn a_case_that_goes_back_to_its_review_waits_for_its_goods_again_i3() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(teas(2));
    let receipt = shop.receipt(case, vec![came("tea", 2, [2, 0, 0, 0])]);
    shop.does(Merchant, receipt);
    let facts = KnownFacts::UNKNOWN.of_a_new_case();
    for status in [ShopxoStatus::ToBeConfirmed, ShopxoStatus::ToBeReviewed] {
        let adoption = Adoption::new(Flow::ReturnRefund, status);
        shop.does(Payer, Request::Adopt(Adoption { case: Some(case), facts, ..adoption }.into()));
    }
    let offer = shop.offer(case);
    let reasons = shop.cannot(Merchant, Request::AgreeToRefund { case, offer });
    assert_eq!(reasons, [Reason::ReceiptNotConfirmed]);
}
