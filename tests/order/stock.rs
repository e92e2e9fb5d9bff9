//! Goods that belong to the shop again: once, no more than came, and not against an instruction.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, KnownFacts};
use aftersale::order::Condition::{Damaged, Resaleable};
use aftersale::order::{Adoption, Ask, Outcome, Request, Stage};

use crate::shop::{
    Platform, Shop, came, fen, line, parcel, patient_wechat, report, shopxo, tea_and_cups, teas,
    wechat, yuan,
};

const ONLY: Flow = Flow::RefundOnly;

#[test]
fn goods_go_into_stock_as_many_as_came_and_in_the_condition_they_came_i14() {
    // PrestaShop#21005 (22): restocked although the box was not ticked. woocommerce#54499 (6): more
    // than sold.
    for (goods, accepted, expected) in [
        ([3, 0, 0, 0], 3, vec![("tea", 3, Resaleable)]),
        ([2, 1, 0, 0], 3, vec![("tea", 2, Resaleable), ("tea", 1, Damaged)]),
        ([0, 3, 0, 0], 3, vec![("tea", 3, Damaged)]),
        ([2, 0, 1, 0], 2, vec![("tea", 2, Resaleable)]),
        ([2, 0, 0, 1], 2, vec![("tea", 2, Resaleable)]),
        ([3, 0, 0, 0], 1, vec![("tea", 1, Resaleable)]),
        ([1, 2, 0, 0], 2, vec![("tea", 1, Resaleable), ("tea", 1, Damaged)]),
    ] {
        let mut shop = Shop::of_tea(shopxo());
        let case = shop.sent_back(teas(3));
        let agreed = shop.received(case, vec![came("tea", accepted, goods)]);
        assert_eq!(agreed.stock(), [], "not before the money has left");
        assert_eq!(shop.paid(case).stock(), expected, "{goods:?}");
        if accepted == 3 {
            let mut shop = Shop::of_tea(wechat());
            let case = shop.sent_back(teas(3));
            shop.received(case, vec![came("tea", accepted, goods)]);
            assert_eq!(shop.paid(case).stock(), expected, "{goods:?}");
        }
    }
}

#[test]
fn goods_go_into_stock_once_however_often_the_refund_is_reported_i14() {
    // PrestaShop#16869 (22): a refund and then a cancellation restocked twice.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.sent_back(teas(2));
        shop.received(case, vec![came("tea", 2, [2, 0, 0, 0])]);
        assert_eq!(shop.reported(case, Outcome::Failed).stock(), []);
        let failed = shop.key(case);
        shop.tries_again(case);
        assert_eq!(shop.paid(case).stock(), [("tea", 2, Resaleable)]);
        let key = shop.key(case);
        let mut later = vec![];
        for (key, outcome) in [
            (&key, Outcome::Reversed(yuan(2_000))),
            (&key, Outcome::Succeeded(yuan(2_000))),
            (&failed, Outcome::Succeeded(yuan(2_000))),
            (&key, Outcome::Failed),
        ] {
            let report = report(key, outcome, shop.now);
            later.extend(shop.does(Platform, report).effects);
        }
        assert_eq!(later, [], "neither stock nor anything else");
        assert!(!shop.cannot(Buyer, Request::Cancel { case }).is_empty());
        assert_eq!(shop.units("tea"), [3, 2, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_case_that_was_forced_back_and_is_paid_again_restocks_nothing_i14() {
    // PrestaShop#16869 (22): restocked twice. The money came back, the row was set back by hand,
    // and the case went the same way once more.
    fn story<P: Platform>(policy: P, status: P::Status) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.sent_back(teas(2));
        shop.received(case, vec![came("tea", 2, [2, 0, 0, 0])]);
        assert_eq!(shop.paid(case).stock(), [("tea", 2, Resaleable)]);
        shop.reported(case, Outcome::Reversed(yuan(2_000)));
        let (flow, facts) = (Flow::ReturnRefund, KnownFacts::UNKNOWN.of_a_new_case());
        let back = Adoption { case: Some(case), facts, ..Adoption::new(flow, status) };
        shop.does(Merchant, Request::Adopt(back.into()));
        shop.tries_again(case);
        assert_eq!(shop.paid(case).stock(), []);
        assert_eq!((shop.units("tea"), shop.line("tea")), ([3, 2, 0], [3_000, 2_000, 0, 0]));
    }
    story(shopxo(), aftersale::shopxo::AfterSaleStatus::ToBeReviewed);
    story(wechat(), aftersale::wechat::AfterSaleStatus::PlatformRefundFail);
}

#[test]
fn what_never_left_the_shop_is_there_again_and_what_the_buyer_keeps_is_not_i14() {
    // PrestaShop#21005 (22): restocked although nothing came. Refunds without a return, of an order
    // that was not shipped, was shipped, was shipped while the money was on its way, is virtual.
    fn story<P: Platform>(policy: P) {
        let unshipped = || tea_and_cups().shipped(None);
        for (facts, ships_meanwhile, expected) in [
            (unshipped(), false, vec![("tea", 2, Resaleable)]),
            (unshipped(), true, vec![]),
            (tea_and_cups(), false, vec![]),
            (unshipped().is_virtual(true), false, vec![]),
        ] {
            let mut shop = Shop::open(policy.clone(), facts);
            let case = shop.agreed(teas(2), None);
            if ships_meanwhile {
                let when = shop.now;
                shop.does(Merchant, Request::OrderShipped { when });
            }
            let paid = shop.paid(case);
            assert_eq!(paid.stock(), expected, "{ships_meanwhile}");
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_amount_alone_brings_no_goods_back_i14() {
    // PrestaShop#21005 (22): money for a scratch, and the shop had the thing in stock again.
    fn story<P: Platform>(policy: P) {
        let facts = tea_and_cups().shipped(None);
        let mut shop = Shop::open(policy, facts);
        let case = shop.agreed(vec![Ask::amount("tea", fen(3_000))], None);
        assert_eq!(shop.paid(case).stock(), []);
        assert_eq!(shop.units("tea"), [3, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn several_cases_put_no_more_into_stock_than_was_bought_i14() {
    // woocommerce#54499 (6): two refunds of the same units restocked them twice.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let mut stocked = 0;
        for _ in 0..3 {
            let case = shop.sent_back(teas(1));
            shop.received(case, vec![came("tea", 1, [1, 0, 0, 0])]);
            stocked += shop.paid(case).stock().iter().map(|(_, units, _)| units).sum::<u32>();
        }
        assert!(!shop.cannot(Buyer, crate::shop::apply(ONLY, teas(1), None)).is_empty());
        assert_eq!(stocked, 3);
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn a_parcel_that_was_refused_stays_out_of_stock_i14() {
    // PrestaShop#16869 (22): the case ends without money, and nothing is restocked, then or later.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.sent_back(teas(3));
        let offer = shop.offer(case);
        let refused = shop.does(Merchant, crate::shop::refuse(case, offer));
        let cancelled = shop.does(Buyer, Request::Cancel { case });
        assert_eq!((refused.stock(), cancelled.stock()), (vec![], vec![]));
        // The same three come with another case, and count for that one only.
        let again = shop.sent_back(teas(3));
        let shipped_twice = Request::ShipReturn { case: again, shipment: parcel() };
        assert!(!shop.cannot(Buyer, shipped_twice).is_empty());
        shop.received(again, vec![came("tea", 3, [3, 0, 0, 0])]);
        assert_eq!(shop.paid(again).stock(), [("tea", 3, Resaleable)]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn goods_of_an_order_that_was_closed_had_left_the_shop_all_the_same_i14() {
    // The order came as far as the buyer, without a time; closing it must not forget that.
    let facts = tea_and_cups().shipped(None).stage(Stage::Completed);
    let mut facts = facts;
    facts.lines = vec![line("tea", 3, 1_000)];
    let facts = facts.shipping(fen(0)).discount(fen(0));
    let mut shop = Shop::open(shopxo(), facts.paid(fen(3_000)));
    let first = shop.sent_back(teas(3));
    shop.received(first, vec![came("tea", 3, [3, 0, 0, 0])]);
    let paid = shop.paid(first);
    assert!(paid.closes_the_order());
    assert_eq!(paid.stock(), [("tea", 3, Resaleable)]);
    assert_eq!(shop.order.stage(), Stage::Closed);
    assert!(shop.order.is_shipped());
    shop.reported(first, Outcome::Reversed(yuan(3_000)));
    shop.does(Merchant, Request::Close { case: first, note: "退回".into() });
    let second = shop.agreed(teas(3), None);
    assert_eq!(shop.paid(second).stock(), [], "they are in stock already");
}
