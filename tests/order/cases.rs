//! Cases beside each other: dead ones hold nothing (I17), no command touches another's case (I19), and no
//! decision is made on an offer that was not seen (I21).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Action, Flow, KnownFacts, Phase};
use aftersale::order::{
    Adoption, Application, Ask, Blame, Bound, CaseId, Command, Effect, Offer, Outcome, Reason,
    ReasonKind, Request, Ruling, Text, Version,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::AfterSaleStatus as ShopxoStatus;

use crate::shop::{
    Platform, Shop, apply, came, case, elsewhere, fen, kinds, parcel, refuse, shopxo, teas, wechat,
    yuan,
};

const ONLY: Flow = Flow::RefundOnly;
const RETURN: Flow = Flow::ReturnRefund;

#[test]
fn a_case_that_was_refused_or_withdrawn_holds_nothing_i17() {
    // spree#5982 (29): a rejected return still counted as returned, and could not be put right.
    fn story<P: Platform>(policy: P) {
        for is_withdrawn in [false, true] {
            let mut shop = Shop::of_tea(policy.clone());
            let lines = teas(3);
            let case = shop.applies(RETURN, lines.clone(), Some(800));
            assert_eq!(shop.whole(), [4_800, 0, 0, 3_800]);
            let offer = shop.offer(case);
            shop.does(Merchant, refuse(case, offer));
            assert_eq!(shop.phase(case), Phase::Refused);
            assert_eq!((shop.whole(), shop.units("tea")), ([4_800, 0, 0, 0], [3, 0, 0]));
            if is_withdrawn {
                shop.does(Buyer, Request::Cancel { case });
                assert_eq!(shop.phase(case), Phase::Withdrawn);
            } else if !shop.shop_pays() {
                // At WeChat a refused case can be taken up again, so until it has ended no other one
                // is opened on its lines.
                let reasons = shop.cannot(Buyer, apply(RETURN, lines, Some(800)));
                assert_eq!(kinds(&reasons), [ReasonKind::NotNow], "and not for want of money");
                continue;
            }
            let again = shop.applies(RETURN, lines, Some(800));
            assert_eq!(shop.order.case(again).unwrap().claim.total(), fen(3_800));
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_lapsed_case_holds_nothing_and_comes_back_only_if_there_is_room_i17() {
    // spree#5982 (29) the other way: what came back to life must not count on what is gone.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(RETURN, teas(3), None);
    let (offer, address) = (shop.offer(case), "杭州".into());
    shop.does(Merchant, Request::AgreeToReturn { case, offer, address });
    let (deadline, _) = shop.order.next_deadline().unwrap();
    shop.now = deadline;
    shop.does(Clock, Request::TimeRanOut { case, deadline });
    assert_eq!((shop.phase(case), shop.units("tea")), (Phase::Lapsed, [3, 0, 0]));
    assert_eq!(shop.line("tea"), [3_000, 0, 0, 0]);
    shop.does(Platform, elsewhere("desk-1", 1_500, &[("tea", 1_500)], shop.now));
    // The buyer asks again in the same case; all of it is not there any more.
    let again = |lines| Request::Modify { case, application: Application::of(lines) };
    let (bound, asked, left) = (Bound::Line("tea".into()), yuan(3_000), yuan(1_500));
    let too_much = Reason::TooMuch { bound, asked, left };
    let reasons = shop.cannot(Buyer, again(vec![Ask::units("tea", 3).at(fen(3_000))]));
    assert_eq!(reasons.first(), Some(&too_much));
    shop.does(Buyer, again(teas(3)));
    assert_eq!(shop.order.case(case).unwrap().claim.total(), fen(1_500), "what is left of it");
    assert_eq!(shop.line("tea"), [3_000, 1_500, 0, 1_500]);
}

#[test]
fn a_dispute_about_a_dead_case_needs_room_as_well_i17() {
    // spree#5982 (29): a case that held nothing is paid by a ruling, and meanwhile the money went.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(RETURN, teas(3), Some(800));
    let offer = shop.offer(case);
    shop.does(Merchant, refuse(case, offer));
    shop.refunded(vec![Ask::units("cup", 1)], Some(300));
    let escalate = Request::Escalate { case, message: Text::NONE };
    let (bound, asked, left) = (Bound::Shipping, yuan(800), yuan(500));
    assert_eq!(shop.cannot(Buyer, escalate), [Reason::TooMuch { bound, asked, left }]);
    assert_eq!(shop.phase(case), Phase::Refused);
}

#[test]
fn a_case_in_dispute_holds_its_claim_until_the_ruling_i17() {
    for ruling in [Ruling::ForBuyer, Ruling::ReturnFirst, Ruling::ForMerchant] {
        let mut shop = Shop::of_tea(wechat());
        let case = shop.applies(RETURN, teas(3), Some(800));
        let offer = shop.offer(case);
        shop.does(Merchant, refuse(case, offer));
        assert_eq!((shop.phase(case), shop.units("tea")), (Phase::Refused, [3, 0, 0]));
        shop.does(Buyer, Request::Escalate { case, message: Text::NONE });
        assert_eq!((shop.phase(case), shop.units("tea")), (Phase::InDispute, [3, 0, 3]));
        let other = apply(Flow::RefundOnly, vec![Ask::units("cup", 1)], Some(300));
        let (bound, asked, left) = (Bound::Shipping, yuan(300), yuan(0));
        assert_eq!(shop.cannot(Buyer, other), [Reason::TooMuch { bound, asked, left }]);
        let hidden = shop.cannot(Merchant, Request::Hide { case });
        assert_eq!(hidden, [Reason::CaseStillOpen]);
        shop.does(Platform, Request::Rule { case, ruling, blame: Blame::Merchant });
        let (phase, left) = match ruling {
            Ruling::ForBuyer => (Phase::Refunding, 1_000),
            Ruling::ReturnFirst => (Phase::WaitingForGoods, 1_000),
            _ => (Phase::Closed, 4_800),
        };
        assert_eq!(shop.phase(case), phase, "{ruling}");
        assert_eq!(shop.order.ledger().order.left(), fen(left), "{ruling}");
    }
}

#[test]
fn a_new_waybill_takes_up_only_what_is_still_there_i17() {
    // spree#5982 (29): refused for a wrong waybill, and the units came back by another way meanwhile.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.sent_back(teas(3));
    let (offer, reason) = (shop.offer(case), Text::from("运单号不存在"));
    let evidence = vec![];
    shop.does(Merchant, Request::Refuse { case, offer, reason, evidence, waybill_wrong: true });
    assert_eq!(shop.units("tea"), [3, 0, 0]);
    shop.does(Merchant, elsewhere("desk-1", 1, &[("tea", 1)], shop.now));
    let ship = Request::ShipReturn { case, shipment: parcel() };
    let (bound, asked, left) = (Bound::Line("tea".into()), yuan(3_000), yuan(2_999));
    assert_eq!(shop.cannot(Buyer, ship), [Reason::TooMuch { bound, asked, left }]);
    let cancel = shop.order.permitted(case, Buyer, shop.now).contains(Action::Cancel);
    assert!(cancel, "there is a way on");
}

#[test]
fn a_dead_case_asks_the_host_for_nothing_i17() {
    // OCA/rma#592 (42): the case was cancelled, and the delivery of the replacement went on. Here it is
    // a refund that was not made yet, of a case that was ended by hand in the database.
    for status in [ShopxoStatus::Cancelled, ShopxoStatus::Rejected] {
        let mut shop = Shop::of_tea(shopxo());
        let case = shop.agreed(teas(1), None);
        assert_eq!(shop.to_pay().len(), 1);
        let facts = KnownFacts::UNKNOWN.of_a_new_case();
        let adoption = Adoption { case: Some(case), facts, ..Adoption::new(ONLY, status) };
        shop.does(Merchant, Request::Adopt(adoption.into()));
        assert_eq!(shop.to_pay(), [], "{status}");
        // It may have been made all the same, so it is reserved until it was queried.
        assert_eq!(
            (shop.line("tea"), shop.order.refunds_to_query().count()),
            ([3_000, 0, 1_000, 0], 1)
        );
        shop.reported(case, Outcome::Failed);
        assert_eq!(shop.line("tea"), [3_000, 0, 0, 0], "{status}");
    }
}

#[test]
fn another_orders_and_another_buyers_commands_change_nothing_i19() {
    // pretix#343 (43): one record of money moved another. D12: another buyer's case.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let requests: [Request; 4] = [
            apply(ONLY, vec![Ask::units("cup", 1)], None),
            Request::Cancel { case },
            Request::Hide { case },
            crate::shop::report(&shop.key(case), Outcome::Succeeded(yuan(1_000)), shop.now),
        ];
        for request in requests {
            let command = shop.command(Buyer, request);
            let foreign = Command { order: "B-2".into(), ..command.clone() };
            let reasons = shop.send(&foreign).unwrap_err().reasons;
            let other = Reason::OtherOrder { given: "B-2".into(), here: "ORDER1".into() };
            assert!(reasons.contains(&other), "{reasons:?}");
            let stranger = command.of_buyer("b-2");
            let reasons = shop.send(&stranger).unwrap_err().reasons;
            assert!(reasons.contains(&Reason::OtherBuyer), "{reasons:?}");
        }
        let foreign = apply(ONLY, vec![Ask::units("cup", 1)], None);
        let foreign = shop.command(Buyer, foreign).of_buyer("b-1");
        assert!(shop.send(&foreign).is_ok());
        let foreign = shop.cannot(Buyer, Request::Cancel { case: CaseId::new(9) });
        assert_eq!(foreign, [Reason::NoSuchCase { case: CaseId::new(9) }]);
        assert_eq!(kinds(&foreign), [ReasonKind::NotFound]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_command_of_another_order_is_no_duplicate_of_one_here_i19() {
    // pretix#343 (43): hosts number commands for each order, and one is brought to the wrong order.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let apply = shop.command(Buyer, apply(ONLY, teas(1), None));
        shop.send(&apply).unwrap();
        let foreign = Command { order: "B-2".into(), ..apply };
        let answer = shop.send(&foreign).map_err(|refusal| refusal.reasons);
        let other = Reason::OtherOrder { given: "B-2".into(), here: "ORDER1".into() };
        assert_eq!(answer, Err(vec![other]), "it was never done to B-2");
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_duplicate_refund_given_back_closes_no_order_and_touches_no_case_i19() {
    // pretix#343 (43): refunding a refund that was made twice cancelled the order.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(RETURN, teas(1), None);
        let before = shop.order.case(case).unwrap().clone();
        let back = shop.does(Platform, elsewhere("paid-twice", 4_800, &[], shop.now));
        assert_eq!((back.effects, back.anomalies), (vec![], vec![]));
        assert_eq!(*shop.order.case(case).unwrap(), before);
        assert_eq!((shop.line("tea"), shop.units("tea")), ([3_000, 0, 0, 1_000], [3, 0, 1]));
        shop.changes_nothing(Platform, elsewhere("paid-twice", 4_800, &[], shop.now));
        let more = shop.does(Merchant, elsewhere("desk-2", 1, &[("cup", 1)], shop.now));
        let anomaly = aftersale::order::Anomaly::RefundedMoreThanPaid {
            of: Bound::Order,
            paid: yuan(4_800),
            refunded: yuan(4_801),
        };
        assert_eq!(more.anomalies, [anomaly]);
        let closed = shop.events.iter().any(|event| format!("{event:?}").contains("OrderClosed"));
        assert!(!closed);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn the_order_is_closed_when_the_last_unit_and_the_last_fen_are_back_i19() {
    // pretix#343 (43): closed by money alone. It takes all money and all units, and it happens once until money comes back.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let tea = shop.agreed(teas(3), Some(800));
        assert!(!shop.paid(tea).closes_the_order());
        let cups = shop.agreed(vec![Ask::units("cup", 2)], None);
        let paid = shop.paid(cups);
        assert!(paid.closes_the_order());
        let to_buyer = Effect::TellBuyer { case: cups, action: Action::RefundSucceeded };
        assert!(paid.effects.contains(&to_buyer));
        let reversed = shop.reported(cups, Outcome::Reversed(yuan(1_000)));
        let again = shop.reported(cups, Outcome::Succeeded(yuan(1_000)));
        assert_eq!(reversed.effects, [Effect::ReopenOrder]);
        assert!(again.closes_the_order());
        // An acknowledged effect is done, and only an effect that there is can be acknowledged.
        let open: Vec<_> = shop.order.pending_effects().iter().map(|pending| pending.id).collect();
        shop.does(Merchant, Request::Acknowledge { effects: open.clone() });
        assert!(shop.order.pending_effects().is_empty() && shop.order.is_settled());
        shop.changes_nothing(Merchant, Request::Acknowledge { effects: open });
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_decision_on_an_offer_that_has_changed_is_refused_i21() {
    // Taobao's refund_version exists for this: the merchant agrees to the offer on the screen, and the buyer
    // asks for something else meanwhile.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(RETURN, teas(3), None);
    let less = Application::of(teas(2));
    shop.does(Buyer, Request::Modify { case, application: less });
    let (seen, now) = (Offer::FIRST, Offer::new(2));
    let changed = [Reason::OfferChanged { seen, now }];
    let decisions = |offer| {
        let address = || Text::from("杭州");
        [Request::AgreeToReturn { case, offer, address: address() }, refuse(case, offer)]
    };
    for request in decisions(seen) {
        let reasons = shop.cannot(Merchant, request);
        assert_eq!(reasons, changed);
        assert_eq!(kinds(&reasons), [ReasonKind::Stale]);
    }
    for request in decisions(Offer::new(3)) {
        assert_eq!(
            kinds(&shop.cannot(Merchant, request)),
            [ReasonKind::Stale],
            "nor on one yet to come"
        );
    }
    let [agree, _] = decisions(now);
    shop.does(Merchant, agree);
    assert_eq!(shop.units("tea"), [3, 0, 2]);
}

#[test]
fn a_receipt_of_fewer_is_a_new_offer_i21() {
    // Taobao's refund_version, in a shop: one clerk confirms the receipt, another agrees to the old claim.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(teas(3));
    let seen = shop.offer(case);
    let receipt = shop.receipt(case, vec![came("tea", 2, [2, 0, 1, 0])]);
    shop.does(Merchant, receipt);
    let now = shop.offer(case);
    let reasons = shop.cannot(Merchant, Request::AgreeToRefund { case, offer: seen });
    assert_eq!(reasons, [Reason::OfferChanged { seen, now }]);
    assert_eq!(shop.agrees(case).pays(), [("ORDER1c1r1", yuan(2_000))]);
}

#[test]
fn a_command_that_has_seen_another_version_is_refused_i21() {
    // Taobao's refund_version, for the whole order.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let seen = shop.order.version();
        let one = shop.applies(ONLY, teas(1), None);
        let (cancel, now) = (shop.command(Buyer, Request::Cancel { case: one }), Version::new(2));
        let reasons = shop.send(&cancel.clone().having_seen(seen)).unwrap_err().reasons;
        assert_eq!(reasons, [Reason::Stale { seen, now }]);
        assert_eq!(kinds(&reasons), [ReasonKind::Stale]);
        // The refused command has left no trace: under the same name it is sent again, and accepted.
        assert!(shop.send(&cancel.having_seen(now)).is_ok());
        assert_eq!(shop.phase(one), Phase::Withdrawn);
        assert_eq!(shop.order.case(case(1)).unwrap().claim.lines[0].units, Quantity::new(1));
    }
    story(shopxo());
    story(wechat());
}
