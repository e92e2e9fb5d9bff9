//! The money and units that are there at the time of a refund: by line and by order, while other ways take of them.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::Flow;
use aftersale::order::{Adoption, Ask, Effect, Outcome, Reason, Request};
use aftersale::shopxo::{AfterSaleStatus, FaithfulShop, Release};

use crate::shop::{Platform, Shop, case, elsewhere, elsewhere_of, fen, report, shopxo, teas, yuan};

const ONLY: Flow = Flow::RefundOnly;

#[test]
fn a_refund_whose_money_has_gone_by_another_way_is_withheld_i1() {
    fn story<P: Platform>(policy: P, by_lines: bool) {
        // The claim beside a tea; what has gone, by parts and in all; whether the refund is then withheld where each
        // line has a ceiling, and where only the order has one.
        for (asked, lines, shipping, amount, is_withheld) in [
            (Some(800), &[("tea", 3_000)][..], 0, 3_000, by_lines),
            (Some(800), &[], 800, 800, by_lines),
            (None, &[], 800, 800, false),
            (None, &[("cup", 1_000)], 0, 1_000, false),
            (None, &[], 0, 4_500, true),
        ] {
            let mut shop = Shop::of_tea(policy.clone());
            let case = shop.agreed(teas(1), asked);
            let key = shop.key(case);
            let gone = elsewhere_of(None, "desk-1", amount, lines, shipping, shop.now);
            let done = shop.does(Merchant, gone.clone());
            let withheld = done.effects.contains(&Effect::WithholdRefund { key, case });
            assert_eq!(withheld, is_withheld, "{asked:?} {gone:?}");
            assert_eq!(shop.to_pay().is_empty(), is_withheld, "{asked:?} {gone:?}");
        }
    }
    story(shopxo(), true);
    story(FaithfulShop::new(Release::V6_9_0), false);
}

#[test]
fn what_was_withheld_is_to_be_paid_again_when_its_money_is_there_again_i1() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let withheld = Effect::WithholdRefund { key: shop.key(case), case };
    let open = |shop: &Shop<_>| -> Vec<Effect> {
        shop.order.pending_effects().iter().map(|pending| pending.effect.clone()).collect()
    };
    shop.does(Merchant, elsewhere("desk-1", 4_500, &[], shop.now));
    assert!(shop.to_pay().is_empty() && open(&shop).contains(&withheld));
    shop.does(Platform, report(&"desk-1".into(), Outcome::Reversed(yuan(4_500)), shop.now));
    assert_eq!(shop.to_pay().len(), 1);
    assert!(!open(&shop).contains(&withheld), "{:?}", open(&shop));
}

#[test]
fn what_came_back_is_paid_again_out_of_what_is_left_i1() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(3), None);
    shop.reported(case, Outcome::Reversed(yuan(3_000)));
    shop.does(Merchant, elsewhere("desk-1", 2_000, &[], shop.now));
    let left = shop.cannot(Merchant, Request::RetryRefund { case });
    let of_order = |asked, left| Reason::TooMuch {
        bound: aftersale::order::Bound::Order,
        asked: yuan(asked),
        left: yuan(left),
    };
    assert_eq!(left, [of_order(3_000, 2_800)]);
}

#[test]
fn of_two_cases_that_were_taken_over_for_the_same_units_the_first_is_paid_i2() {
    let mut shop = Shop::of_tea(shopxo());
    let reviewed = AfterSaleStatus::ToBeReviewed;
    let adoption = Adoption { lines: teas(3), ..Adoption::new(ONLY, reviewed) };
    shop.does(Merchant, Request::Adopt(adoption.clone().into()));
    shop.does(Merchant, Request::Adopt(adoption.into()));
    shop.agrees(case(1));
    shop.paid(case(1));
    let offer = shop.offer(case(2));
    let second = shop.cannot(Merchant, Request::AgreeToRefund { case: case(2), offer });
    assert!(second.iter().any(|reason| matches!(reason, Reason::TooMuch { .. })), "{second:?}");
}

#[test]
fn what_a_case_does_not_ask_for_may_be_overdrawn_i1() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(ONLY, teas(1), None);
    shop.does(Merchant, elsewhere_of(None, "desk-1", 900, &[], 900, shop.now));
    assert_eq!(shop.shipping(), [800, 900, 0, 0]);
    assert_eq!(shop.agrees(case).pays(), [("ORDER1c1r1", yuan(1_000))]);
}

#[test]
fn where_only_the_order_is_a_ceiling_money_is_paid_for_units_that_came_back_by_another_case_i2() {
    fn adopted<P: Platform<Status = AfterSaleStatus>>(policy: P) -> Shop<P> {
        let mut shop = Shop::of_tea(policy);
        let completed = Adoption::new(Flow::ReturnRefund, AfterSaleStatus::Completed);
        let lines = vec![Ask::units("tea", 3).at(fen(2_000))];
        shop.does(Merchant, Request::Adopt(Adoption { lines, ..completed }.into()));
        let lines = vec![Ask::units("tea", 1).at(fen(500))];
        let reviewed = Adoption::new(ONLY, AfterSaleStatus::ToBeReviewed);
        shop.does(Merchant, Request::Adopt(Adoption { lines, ..reviewed }.into()));
        shop
    }
    let mut faithful = adopted(FaithfulShop::new(Release::V6_9_0));
    assert_eq!(faithful.agrees(case(2)).pays(), [("ORDER1c2r1", yuan(500))]);
    let mut hardened = adopted(shopxo());
    let offer = hardened.offer(case(2));
    let reasons = hardened.cannot(Merchant, Request::AgreeToRefund { case: case(2), offer });
    let too_many = |reason: &_| matches!(reason, Reason::TooManyUnits { .. });
    assert!(reasons.iter().any(too_many), "{reasons:?}");
}
