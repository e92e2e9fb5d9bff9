//! Goods that are worth nothing come back like any others, in a case that ends without a refund (I4, I13).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::money::{Amount, Currency};
use aftersale::order::{Ask, Bound, Condition, OrderFacts, Reason};

use crate::shop::{
    Platform, ReasonOf, Shop, apply, at, came, fen, line, shopxo, tea_and_cups, teas, wechat,
};

const ONLY: Flow = Flow::RefundOnly;

fn gift() -> Vec<Ask> {
    vec![Ask::units("gift", 1)]
}

/// Tea and cups, and a gift beside them.
fn with_gift<P: Platform>(policy: P) -> Shop<P> {
    let mut facts = tea_and_cups();
    facts.lines.push(line("gift", 1, 0));
    Shop::open(policy, facts)
}

#[test]
fn a_gift_comes_back_alone_before_or_after_what_it_came_with_i13() {
    // PrestaShop#33529, chobbledotcom/tickets#2359: a line of 0.00 could not be refunded at all.
    fn story<P: Platform>(policy: P, is_first: bool) {
        let mut shop = with_gift(policy);
        if !is_first {
            shop.refunded(teas(3), None);
        }
        let before = shop.whole();
        let case = shop.sent_back(gift());
        let receipt = shop.receipt(case, vec![came("gift", 1, [1, 0, 0, 0])]);
        let mut done = shop.does(Merchant, receipt);
        if shop.phase(case) != Phase::Refunded {
            done = shop.agrees(case);
        }
        assert_eq!(done.pays(), []);
        assert_eq!(done.stock(), [("gift", 1, Condition::Resaleable)]);
        assert_eq!((shop.phase(case), shop.whole()), (Phase::Refunded, before));
        assert_eq!(shop.order.refunds_of(case).count(), 0, "there is no refund of nothing");
        assert_eq!(shop.units("gift"), [1, 1, 0]);
        // It is back, so it does not come back again.
        let again = shop.cannot(Buyer, apply(ONLY, gift(), None));
        let is_back = |reason: &ReasonOf<P>| matches!(reason, Reason::TooManyUnits { .. });
        assert!(again.iter().any(is_back), "{again:?}");
    }
    for is_first in [true, false] {
        story(shopxo(), is_first);
        story(wechat(), is_first);
    }
}

#[test]
fn an_order_with_a_gift_closes_once_the_gift_is_back_i19() {
    let mut facts =
        OrderFacts::new("ORDER1", Currency::CNY, [line("tea", 1, 1_000), line("gift", 1, 0)]);
    facts.shipped = Some(at(0));
    let mut shop = Shop::open(shopxo(), facts);
    let case = shop.applies(ONLY, teas(1), None);
    shop.agrees(case);
    assert!(!shop.paid(case).closes_the_order(), "the gift is still with the buyer");
    let case = shop.applies(ONLY, gift(), None);
    assert!(shop.agrees(case).closes_the_order());
}

#[test]
fn of_three_pins_for_one_fen_the_first_two_come_back_for_nothing_and_the_third_for_one_i7() {
    let facts = OrderFacts::new("ORDER1", Currency::CNY, [line("pin", 3, 0)]);
    let mut shop = Shop::open(shopxo(), facts.goods_total(fen(1)).paid(fen(1)).shipped(at(0)));
    let two = shop.applies(ONLY, vec![Ask::units("pin", 2)], None);
    assert_eq!(shop.agrees(two).pays(), []);
    assert_eq!(shop.phase(two), Phase::Refunded);
    let last = shop.refunded(vec![Ask::units("pin", 1)], None);
    let claimed = shop.order.case(last).unwrap().claim.total();
    assert_eq!((claimed, shop.whole()), (fen(1), [1, 1, 0, 0]));
}

#[test]
fn the_gift_came_and_the_tea_did_not_so_only_the_gift_is_back_i3() {
    let mut shop = with_gift(shopxo());
    let case = shop.sent_back(vec![Ask::units("tea", 1), Ask::units("gift", 1)]);
    let goods = vec![came("tea", 0, [0, 0, 1, 0]), came("gift", 1, [1, 0, 0, 0])];
    let receipt = shop.receipt(case, goods);
    shop.does(Merchant, receipt);
    assert_eq!(shop.agrees(case).pays(), []);
    assert_eq!((shop.phase(case), shop.units("tea")), (Phase::Refunded, [3, 0, 0]));
    assert_eq!((shop.units("gift"), shop.whole()[1]), ([1, 1, 0], 0));
}

#[test]
fn goods_whose_money_is_gone_are_not_worth_nothing_i4() {
    // All of the line's money was refunded as an amount: its units were worth something.
    let mut shop = Shop::of_tea(shopxo());
    shop.refunded(vec![Ask::amount("tea", fen(3_000))], None);
    let reasons = shop.cannot(Buyer, apply(ONLY, teas(1), None));
    let nothing = Reason::NothingRefundable { bound: Bound::Line("tea".into()) };
    assert_eq!(reasons, [nothing]);
    assert_eq!(shop.order.refundable().lines[0].amount, Amount::ZERO);
}
