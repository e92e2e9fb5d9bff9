//! Refunds: one key for one intent, what a failure frees, and when a case may be called refunded.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Action, Flow, Phase};
use aftersale::order::{
    Adoption, Ask, CaseId, Effect, Offer, Outcome, Reason, ReasonKind, RefundKey, RefundState,
    Request, Route, Text,
};

use crate::shop::{
    Platform, ReasonOf, Shop, apply, case, elsewhere, elsewhere_of, fen, kinds, refuse, report,
    report_of, shopxo, teas, wechat, yuan,
};

const ONLY: Flow = Flow::RefundOnly;

fn may_be_out<P: Platform>(key: &RefundKey, state: RefundState) -> ReasonOf<P> {
    Reason::MoneyMayBeOut { key: key.clone(), state }
}

fn declare(key: &RefundKey) -> Request {
    Request::DeclareFailed { refund: key.clone(), note: Text::from("网关确认无此退款") }
}

#[test]
fn while_the_money_may_be_out_nothing_else_is_paid_refused_or_cancelled_i8() {
    // medusa#16681 (3): the retry made a new key. commerce-stripe#134 (11): pending treated as failed.
    // sub2api#5188 (34): a refund in flight could be started again. WeChat forum (45): a new number
    // after SYSTEMERROR.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let key = shop.key(case);
        let offer = shop.offer(case);
        for (outcome, state) in [
            (None, RefundState::Started),
            (Some(Outcome::Processing), RefundState::Processing),
            (Some(Outcome::Unknown), RefundState::Unknown),
        ] {
            if let Some(outcome) = outcome {
                shop.reported(case, outcome);
            }
            assert_eq!(shop.phase(case), Phase::Refunding);
            let tries: [(_, Request); 6] = [
                (Merchant, Request::AgreeToRefund { case, offer }),
                (Merchant, refuse(case, offer)),
                (Buyer, Request::Cancel { case }),
                (Platform, Request::RetryRefund { case }),
                (Platform, Request::ForceRefund { case }),
                (Platform, Request::Close { case, note: Text::from("不再处理") }),
            ];
            for (by, request) in tries {
                let reasons = shop.cannot(by, request.clone());
                assert!(
                    reasons.contains(&may_be_out::<P>(&key, state)),
                    "{request:?}: {reasons:?}"
                );
                assert!(kinds(&reasons).contains(&ReasonKind::MoneyMayBeOut));
            }
            for by in [Buyer, Merchant, Clock] {
                assert!(shop.order.permitted(case, by, shop.now).is_empty(), "{by}");
            }
            let reports = [Action::RefundSucceeded, Action::RefundFailed].into_iter().collect();
            assert_eq!(shop.order.permitted(case, Platform, shop.now), reports);
        }
        assert_eq!(shop.order.refunds().len(), 1);
        assert_eq!(shop.line("tea"), [3_000, 0, 1_000, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn only_the_shop_is_ever_instructed_to_pay_i8() {
    // medusa#16681 (3): paid twice. On WeChat the platform pays, so an instruction to pay would be a
    // second refund.
    fn story<P: Platform>(policy: P) -> Vec<Effect> {
        let mut shop = Shop::of_tea(policy);
        let mut effects = vec![];
        let case = shop.applies(ONLY, teas(1), None);
        effects.extend(shop.agrees(case).effects);
        effects.extend(shop.reported(case, Outcome::Failed).effects);
        effects.extend(shop.tries_again(case).effects);
        let report = report_of(case, Outcome::Succeeded(yuan(1_000)), shop.now);
        effects.extend(shop.does(Platform, report).effects);
        assert_eq!(shop.line("tea"), [3_000, 1_000, 0, 0]);
        effects.retain(|effect| matches!(effect, Effect::IssueRefund { .. }));
        effects
    }
    let pay = |key: &str| {
        let (key, case) = (key.into(), CaseId::FIRST);
        Effect::IssueRefund { key, case, amount: yuan(1_000), payment: None }
    };
    assert_eq!(story(shopxo()), [pay("ORDER1c1r1"), pay("ORDER1c1r2")]);
    assert_eq!(story(wechat()), []);
}

#[test]
fn of_two_clerks_who_agree_at_the_same_time_one_pays_i8() {
    // sub2api#5188 (34): no lock when a refund was finished, so two did it.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(1), None);
        let agree = || Request::AgreeToRefund { case, offer: Offer::FIRST };
        let (one, two) = (shop.command(Merchant, agree()), shop.command(Merchant, agree()));
        let late = shop.order.decide(&two).unwrap();
        shop.send(&one).unwrap();
        let taken = shop.order.apply(late.event().unwrap()).unwrap_err();
        assert_eq!(
            taken.to_string(),
            "event 4 of order ORDER1 was expected, and event 3 was found"
        );
        let reasons = shop.send(&two).unwrap_err().reasons;
        let (key, state) = (shop.key(case), RefundState::Started);
        assert!(reasons.contains(&may_be_out::<P>(&key, state)), "{reasons:?}");
        assert_eq!((shop.order.refunds().len(), shop.whole()[2]), (1, 1_000));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_intent_has_one_key_until_it_has_failed_for_certain_i8() {
    // medusa#16681 (3), WeChat forum (45): the same refund under two keys.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let key = shop.key(case);
        assert_eq!(key.as_str(), "ORDER1c1r1");
        for _ in 0..3 {
            shop.reported(case, Outcome::Unknown);
            shop.changes_nothing(Platform, report(&key, Outcome::Unknown, shop.now));
            shop.reported(case, Outcome::Processing);
            assert_eq!(shop.key(case), key);
        }
        shop.reported(case, Outcome::Failed);
        shop.tries_again(case);
        assert_eq!(shop.key(case).as_str(), "ORDER1c1r2");
        assert_eq!(shop.line("tea"), [3_000, 0, 1_000, 0], "one of the two is in flight");
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_key_of_ours_that_was_used_is_not_used_again_i8() {
    // WeChat forum (45), from the other side: another refund already has the name.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let now = shop.now;
        let done =
            shop.does(Platform, report(&"ORDER1c1r1".into(), Outcome::Succeeded(yuan(5)), now));
        assert_eq!(done.anomalies.len(), 1);
        let case = shop.agreed(teas(1), None);
        assert_eq!(shop.key(case).as_str(), "ORDER1c1r2");
        let desk = elsewhere("ORDER1c1r2", 1_000, &[], now);
        let reasons = shop.cannot(Merchant, desk);
        assert_eq!(reasons, [Reason::RefundReferenceReused { key: "ORDER1c1r2".into() }]);
        assert_eq!(kinds(&reasons), [ReasonKind::Conflict]);
        assert_eq!(shop.whole(), [4_800, 5, 1_000, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn only_an_unknown_refund_can_be_declared_failed_with_a_note_i8() {
    // commerce-stripe#134 (11): a refund that took long was called failed.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let key = shop.key(case);
        for (outcome, state) in
            [(None, RefundState::Started), (Some(Outcome::Processing), RefundState::Processing)]
        {
            if let Some(outcome) = outcome {
                shop.reported(case, outcome);
            }
            let ask = Reason::QueryGatewayFirst { key: key.clone(), state };
            assert_eq!(shop.cannot(Merchant, declare(&key)), [ask]);
        }
        shop.reported(case, Outcome::Unknown);
        let silent = Request::DeclareFailed { refund: key.clone(), note: Text::NONE };
        let reasons = shop.cannot(Merchant, silent);
        assert!(matches!(reasons[..], [Reason::TextLength { .. }]), "{reasons:?}");
        assert!(matches!(shop.cannot(Buyer, declare(&key))[..], [Reason::OtherActor { .. }]));
        shop.does(Merchant, declare(&key));
        assert_eq!(shop.line("tea"), [3_000, 0, 0, 1_000]);
        let state = RefundState::Failed;
        let known = Reason::NotInFlight { key: key.clone(), state };
        assert_eq!(shop.cannot(Merchant, declare(&key)), [known]);
        // It had been paid after all: that is believed, and the second refund is not made any more.
        shop.tries_again(case);
        assert_eq!(shop.to_pay().len(), usize::from(shop.shop_pays()));
        let late = shop.does(Platform, report(&key, Outcome::Succeeded(yuan(1_000)), shop.now));
        assert_eq!(late.anomalies.len(), 1, "{:?}", late.anomalies);
        assert_eq!((shop.phase(case), shop.to_pay()), (Phase::Refunded, vec![]));
        assert_eq!(shop.line("tea"), [3_000, 1_000, 1_000, 0], "but it has to be asked about");
        let asked: Vec<_> =
            shop.order.refunds_to_query().map(|refund| refund.key.as_str()).collect();
        assert_eq!(asked, ["ORDER1c1r2"]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_failure_frees_and_can_be_tried_again_and_an_unknown_outcome_does_not_i9() {
    // medusa#12192 (2): the failed row counted as refunded. solidus#3831 (27): one failure blocked all
    // later refunds. ruoyi#1031, #1163 (35): the claim waited for ever.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(3), Some(800));
        shop.reported(case, Outcome::Unknown);
        assert_eq!(shop.whole(), [4_800, 0, 3_800, 0]);
        shop.reported(case, Outcome::Failed);
        assert_eq!(shop.whole(), [4_800, 0, 0, 3_800], "asked for still, and not on its way");
        assert_eq!(shop.units("tea"), [3, 0, 3]);
        for number in 2..=4 {
            shop.tries_again(case);
            assert_eq!(shop.key(case).as_str(), format!("ORDER1c1r{number}"));
            shop.reported(case, Outcome::Failed);
            assert_eq!(shop.whole(), [4_800, 0, 0, 3_800]);
        }
        shop.tries_again(case);
        shop.paid(case);
        assert_eq!((shop.whole(), shop.phase(case)), ([4_800, 3_800, 0, 0], Phase::Refunded));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn what_a_failed_case_gives_up_another_can_have_i9() {
    // sub2api#5188 (34): a failed refund kept its amount for ever.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(3), Some(800));
        shop.reported(case, Outcome::Failed);
        if shop.shop_pays() {
            shop.does(Buyer, Request::Cancel { case });
        } else {
            // On WeChat such a case is not the buyer's to withdraw; customer service closes it (W40).
            let reasons = shop.cannot(Buyer, Request::Cancel { case });
            assert_eq!(kinds(&reasons), [ReasonKind::NotNow]);
            shop.does(Platform, Request::Close { case, note: Text::from("商家打款失败") });
        }
        assert_eq!(shop.whole(), [4_800, 0, 0, 0]);
        let again = shop.agreed(teas(3), Some(800));
        assert_eq!(shop.key(again).as_str(), "ORDER1c2r1");
        shop.paid(again);
        assert_eq!(shop.whole(), [4_800, 3_800, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_agreement_is_no_refund_i11() {
    // spree#6522 (30): after an error of the gateway the retry said "done" without paying.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(1), None);
        assert_eq!(shop.phase(case), Phase::UnderReview);
        shop.agrees(case);
        assert_eq!(shop.phase(case), Phase::Refunding);
        shop.reported(case, Outcome::Failed);
        let failed = if shop.shop_pays() { Phase::UnderReview } else { Phase::RefundFailed };
        assert_eq!(shop.phase(case), failed);
        shop.tries_again(case);
        for outcome in [Outcome::Unknown, Outcome::Processing] {
            shop.reported(case, outcome);
            assert_eq!((shop.phase(case), shop.line("tea")[1]), (Phase::Refunding, 0));
        }
        shop.paid(case);
        assert_eq!((shop.phase(case), shop.line("tea")[1]), (Phase::Refunded, 1_000));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_refund_that_came_back_is_not_called_refunded_any_more_i11() {
    // woocommerce-gateway-stripe#4405, woocommerce-refunds#2285, #10056 (10): a refund that failed
    // later stayed "refunded".
    fn story<P: Platform>(policy: P) {
        for (outcome, left_with_the_buyer) in [
            (Outcome::Failed, 0),
            (Outcome::Reversed(yuan(1_000)), 0),
            (Outcome::Reversed(yuan(1)), 999),
        ] {
            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.refunded(teas(1), None);
            let status = shop.order.case(case).unwrap().status;
            shop.reported(case, outcome);
            assert_eq!(shop.phase(case), Phase::RefundFailed, "{outcome:?}");
            assert_eq!(shop.order.case(case).unwrap().status, status, "the platform's word stays");
            let owed = 1_000 - left_with_the_buyer;
            assert_eq!(shop.line("tea"), [3_000, left_with_the_buyer, 0, owed]);
            if shop.shop_pays() {
                let again = shop.does(Merchant, Request::RetryRefund { case });
                assert_eq!(again.pays(), [("ORDER1c1r2", yuan(owed))]);
                assert_eq!(shop.phase(case), Phase::Refunding);
                let twice = shop.cannot(Merchant, Request::RetryRefund { case });
                assert_eq!(kinds(&twice), [ReasonKind::MoneyMayBeOut]);
            } else {
                // WeChat owns the case; it pays again without an instruction, and reports that.
                assert!(!shop.cannot(Platform, Request::RetryRefund { case }).is_empty());
                let again = report_of(case, Outcome::Succeeded(yuan(1_000)), shop.now);
                shop.does(Platform, again);
            }
            if shop.shop_pays() {
                shop.paid(case);
            }
            assert_eq!(shop.phase(case), Phase::Refunded, "{outcome:?}");
            assert_eq!(shop.line("tea")[1..], [1_000, 0, 0]);
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_part_of_the_money_is_no_refund_of_the_whole_i11() {
    // woocommerce-refunds#10056 (10): a part that came through counted for all.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(2), Some(500));
        let done = shop.reported(case, Outcome::Succeeded(yuan(1_000)));
        assert_eq!(done.anomalies.len(), 1, "{:?}", done.anomalies);
        assert_ne!(shop.phase(case), Phase::Refunded);
        assert_eq!(
            (shop.line("tea"), shop.shipping()),
            ([3_000, 800, 0, 1_200], [800, 200, 0, 300])
        );
        let again = shop.tries_again(case);
        if shop.shop_pays() {
            assert_eq!(again.pays(), [("ORDER1c1r2", yuan(1_500))], "only what is missing");
        }
        shop.paid(case);
        assert_eq!((shop.phase(case), shop.whole()), (Phase::Refunded, [4_800, 2_500, 0, 0]));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_certificate_is_the_merchants_word_and_no_success_i11() {
    // spree#6522 (30) on WeChat: the platform could not pay, the merchant proves a refund by another way.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(1), None);
    shop.reported(case, Outcome::Failed);
    let prove = |certificates: &[&str]| {
        let certificates = certificates.iter().map(|name| (*name).into()).collect();
        Request::ProveOfflineRefund { case, certificates, note: Text::NONE }
    };
    assert_eq!(shop.cannot(Merchant, prove(&[])), [Reason::CertificateRequired]);
    shop.does(Merchant, prove(&["transfer.png"]));
    assert_eq!(shop.phase(case), Phase::WaitingForConfirmation);
    assert_eq!(shop.line("tea"), [3_000, 0, 1_000, 0], "the money may be out");
    assert_eq!(shop.order.refunds().last().unwrap().route, Route::Offline);
    let reasons = shop.cannot(Platform, Request::ForceRefund { case });
    assert_eq!(kinds(&reasons), [ReasonKind::MoneyMayBeOut]);
    let done = shop.does(Buyer, Request::ConfirmOfflineRefund { case });
    assert!(done.effects.iter().all(|effect| !matches!(effect, Effect::TellBuyer { .. })));
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunded, [3_000, 1_000, 0, 0]));
}

#[test]
fn what_the_platform_pays_after_a_certificate_is_not_the_merchants_refund_i11() {
    // saleor#17098 (44), spree#6522 (30): WeChat's refund had failed, the merchant has paid by another
    // way, and then WeChat reports that its own refund went through after all. The buyer has it twice.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.agreed(teas(1), None);
    let platforms = shop.key(case);
    shop.reported(case, Outcome::Failed);
    let certificates = vec!["transfer.png".into()];
    shop.does(Merchant, Request::ProveOfflineRefund { case, certificates, note: Text::NONE });
    let merchants = shop.key(case);
    shop.does(Platform, report_of(case, Outcome::Succeeded(yuan(1_000)), shop.now));
    let states = (shop.state(&platforms), shop.state(&merchants));
    assert_eq!(states, (RefundState::Succeeded, RefundState::Processing));
    assert_eq!(shop.line("tea"), [3_000, 1_000, 1_000, 0]);
}

#[test]
fn two_parts_of_an_order_are_paid_by_two_keys_i8() {
    // medusa#16681 (3): keys that are too alike are as bad as keys that are too many.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let tea = shop.agreed(teas(1), None);
        let cup = shop.agreed(vec![Ask::units("cup", 1)], None);
        assert_eq!((shop.key(tea).as_str(), shop.key(cup).as_str()), ("ORDER1c1r1", "ORDER1c2r1"));
        shop.paid(cup);
        let phases = (shop.phase(tea), shop.phase(cup));
        assert_eq!(phases, (Phase::Refunding, Phase::Refunded));
        assert_eq!(shop.whole(), [4_800, 500, 1_000, 0]);
        let unknown = shop.cannot(Platform, declare(&"ORDER1c3r1".into()));
        assert_eq!(unknown, [Reason::NoSuchRefund { key: "ORDER1c3r1".into() }]);
        let more = apply(ONLY, vec![Ask::amount("cup", fen(501))], None);
        assert!(kinds(&shop.cannot(Buyer, more)).contains(&ReasonKind::ExceedsLimit));
        assert!(shop.order.case(case(3)).is_none());
        let retry = shop.order.permitted(cup, Merchant, shop.now).contains(Action::RetryRefund);
        assert!(!retry, "what was paid is not paid again");
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn what_was_given_up_is_not_paid_again_i17() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(3), None);
    shop.reported(case, Outcome::Reversed(yuan(3_000)));
    shop.does(Merchant, Request::Close { case, note: Text::from("退回") });
    assert_eq!(shop.phase(case), Phase::Closed);
    // What it gave up, another can have; it cannot have it back.
    shop.applies(Flow::RefundOnly, teas(3), None);
    assert!(!shop.cannot(Merchant, Request::RetryRefund { case }).is_empty());
    assert!(!shop.order.permitted(case, Merchant, shop.now).contains(Action::RetryRefund));
}

/// A refund at the desk of a case that had been refunded, so that it is for none of its lines; then the first one fails.
#[test]
fn what_a_case_has_got_for_nothing_in_particular_is_not_paid_again_i1() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.refunded(teas(1), None);
    let first = shop.key(case);
    shop.does(Platform, elsewhere_of(Some(case), "desk-1", 400, &[], 0, shop.now));
    assert_eq!(shop.order.refunds_of(case).last().unwrap().parts.rest, fen(400));

    shop.does(Platform, report(&first, Outcome::Failed, shop.now));
    let failed = aftersale::wechat::AfterSaleStatus::PlatformRefundFail;
    let adoption = Adoption { case: Some(case), ..Adoption::new(ONLY, failed) };
    shop.does(Platform, Request::Adopt(adoption.into()));
    shop.tries_again(case);
    let last = shop.order.refunds_of(case).last().unwrap();
    assert_eq!(last.parts.lines, [("tea".into(), fen(600))]);
}

#[test]
fn a_refund_in_the_way_hides_no_other_reason_i8() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let in_the_way =
        may_be_out::<aftersale::shopxo::HardenedShop>(&shop.key(case), RefundState::Started);
    let offer = shop.offer(case);
    let agree = Request::AgreeToRefund { case, offer };
    let by_merchant = shop.cannot(Merchant, agree.clone());
    assert_eq!(kinds(&by_merchant), [ReasonKind::MoneyMayBeOut], "once, with its key");
    let by_buyer = shop.cannot(Buyer, agree);
    assert_eq!(kinds(&by_buyer), [ReasonKind::NotPermitted, ReasonKind::MoneyMayBeOut]);
    assert!(by_merchant.contains(&in_the_way) && by_buyer.contains(&in_the_way));
}
