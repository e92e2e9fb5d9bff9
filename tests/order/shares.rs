//! The shares of the amount paid: full refunds to the last fen, splits, frozen shares of the discount.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::Flow;
use aftersale::money::{Amount, Currency};
use aftersale::order::{Adoption, Ask, Bound, CaseId, LineFacts, OrderFacts, Reason, Request};
use aftersale::shopxo::AfterSaleStatus as ShopxoStatus;

use crate::shop::{Platform, Shop, apply, came, fen, line, patient_wechat, shopxo, wechat, yuan};

const ONLY: Flow = Flow::RefundOnly;

/// Three single things of 43.00, 14.00 and 23.00, with 2.99 off.
fn discounted() -> OrderFacts {
    let lines = vec![line("lamp", 1, 4_300), line("bulb", 1, 1_400), line("cable", 1, 2_300)];
    OrderFacts::new("ORDER1", Currency::CNY, lines).discount(fen(299)).paid(fen(7_701))
}

/// Orders that other systems could not refund in full.
fn awkward_orders() -> Vec<(&'static str, OrderFacts)> {
    let order = |lines| OrderFacts::new("ORDER1", Currency::CNY, lines);
    let thirds = LineFacts { total: fen(29_000), ..line("case", 3, 9_667) };
    vec![
        (
            "a third of 290.00, shipping",
            order(vec![thirds.clone()]).shipping(fen(1_500)).paid(fen(30_500)),
        ),
        ("a discount that does not divide", discounted()),
        (
            "shipping at half price with its tax",
            order(vec![line("mug", 2, 1_000)]).shipping(fen(615)).discount(fen(1)).paid(fen(2_614)),
        ),
        (
            "a negative fee",
            order(vec![line("mug", 2, 1_000), line("jug", 1, 1_000)])
                .shipping(fen(-500))
                .paid(fen(2_500)),
        ),
        (
            "seven units, 0.99 each, 1 fen off",
            order(vec![line("pin", 7, 99)]).discount(fen(1)).paid(fen(692)),
        ),
        (
            "paid more than it costs",
            order(vec![line("a", 3, 100), line("b", 7, 100)]).paid(fen(1_001)),
        ),
    ]
}

/// Ways to give everything back: claims of lines with their units, and whether with the shipping.
fn ways(facts: &OrderFacts) -> Vec<Vec<Vec<Ask>>> {
    let whole = |line: &LineFacts| Ask::units(line.line.as_str(), line.quantity.units());
    let at_once = vec![facts.lines.iter().map(whole).collect()];
    let by_line = facts.lines.iter().map(|line| vec![whole(line)]).collect();
    let one_by_one = facts.lines.iter().flat_map(|line| {
        (0..line.quantity.units()).map(|_| vec![Ask::units(line.line.as_str(), 1)])
    });
    let mut backwards: Vec<Vec<Ask>> = one_by_one.clone().collect();
    backwards.reverse();
    vec![at_once, by_line, one_by_one.collect(), backwards]
}

#[test]
fn everything_given_back_is_everything_that_was_paid_i6() {
    // woocommerce#64668 and its like (7): rounding line by line. vendure#989 (14), RefundPlugin#110
    // (33): shipping and its tax. magento-lts#4396 (19), spree#14467 (31): parts that are not the
    // whole. easy-digital-downloads#9834 (41): a negative fee.
    fn story<P: Platform>(policy: P) {
        for (name, facts) in awkward_orders() {
            for way in ways(&facts) {
                let mut shop = Shop::open(policy.clone(), facts.clone());
                let paid = facts.amount_paid().minor();
                let (mut sum, mut closed) = (0, 0);
                for claim in way {
                    let case = shop.applies(ONLY, claim, None);
                    sum += shop.order.case(case).unwrap().claim.total().minor();
                    shop.agrees(case);
                    closed += u32::from(shop.paid(case).closes_the_order());
                }
                if facts.shipping.is_positive() {
                    assert_eq!(closed, 0, "{name}: the shipping is not back");
                    let case = shop.applies(ONLY, vec![], Some(facts.shipping.minor()));
                    sum += facts.shipping.minor();
                    shop.agrees(case);
                    closed += u32::from(shop.paid(case).closes_the_order());
                }
                assert_eq!(sum, paid, "{name}");
                assert_eq!(shop.whole(), [paid, paid, 0, 0], "{name}");
                assert_eq!(shop.order.ledger().order.left(), Amount::ZERO, "{name}");
                assert_eq!(closed, 1, "{name}");
            }
        }
    }
    story(shopxo());
    story(patient_wechat());
}

/// All ways to split so many units into claims, one after the other.
fn splits(units: u32) -> Vec<Vec<u32>> {
    if units == 0 {
        return vec![vec![]];
    }
    let with_first =
        |first| splits(units - first).into_iter().map(move |rest| [vec![first], rest].concat());
    (1..=units).flat_map(with_first).collect()
}

#[test]
fn a_line_gives_the_same_for_so_many_units_however_it_is_split_i7() {
    // woocommerce#64668 and its like (7): rounding each refund makes their sum depend on the split.
    fn story<P: Platform>(policy: P) {
        let mut claims = 0;
        for total in [5, 11, 1_003, 29_000] {
            for split in splits(5) {
                let lines = vec![LineFacts { total: fen(total), ..line("case", 5, 0) }];
                let facts = OrderFacts::new("ORDER1", Currency::CNY, lines);
                let mut shop = Shop::open(policy.clone(), facts);
                let mut units = 0;
                for more in &split {
                    shop.refunded(vec![Ask::units("case", *more)], None);
                    units += *more;
                    let target = total * i64::from(units) / 5;
                    assert_eq!(shop.line("case"), [total, target, 0, 0], "{split:?} of {total}");
                    assert_eq!(shop.units("case"), [5, units, 0]);
                    claims += 1;
                }
            }
        }
        assert_eq!(claims, 4 * 48);
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn on_wechat_a_line_is_refunded_once_and_the_rest_stays_i7() {
    // WeChat has no split: of a line of which something was refunded nothing more is.
    let mut shop = Shop::of_tea(wechat());
    let case = shop.refunded(vec![Ask::units("tea", 1)], None);
    let rest = apply(ONLY, vec![Ask::units("tea", 2)], None);
    let reasons = shop.cannot(Buyer, rest);
    assert_eq!(reasons, [Reason::AlreadyRefundedOnce { line: "tea".into(), case }]);
    assert_eq!(shop.line("tea"), [3_000, 1_000, 0, 0]);
}

#[test]
fn a_part_of_a_parcel_is_a_split_like_any_other_i7() {
    // woocommerce#64668 (7): of three units for 290.00 two come, one is accepted, the rest comes later.
    let lines = vec![LineFacts { total: fen(29_000), ..line("case", 3, 9_667) }];
    let facts = OrderFacts::new("ORDER1", Currency::CNY, lines).shipped(crate::shop::at(0));
    let mut shop = Shop::open(shopxo(), facts);
    let mut back = vec![];
    for (asked, accepted) in [(2, 1), (2, 1), (1, 1)] {
        let case = shop.sent_back(vec![Ask::units("case", asked)]);
        shop.received(case, vec![came("case", accepted, [accepted, asked - accepted, 0, 0])]);
        shop.paid(case);
        back.push(shop.line("case")[1]);
    }
    assert_eq!(back, [9_666, 19_333, 29_000]);
}

#[test]
fn shares_of_the_discount_stay_what_they_were_i15() {
    // vendure#4811, #5127 (12): once a line was cancelled, the discount was spread again over the
    // others. PrestaShop#42502 (20): all of it was taken off one refund.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::open(policy, discounted());
        let shares = shop.order.shares().to_vec();
        let of = |pick: fn(&aftersale::order::Share) -> Amount| -> Vec<i64> {
            shares.iter().map(|share| pick(share).minor()).collect()
        };
        assert_eq!(of(|share| share.discount), [161, 52, 86], "largest remainder, as vendure's");
        assert_eq!(of(|share| share.goods), [4_139, 1_348, 2_214]);
        for (name, price, share) in [("bulb", 1_400, 1_348), ("lamp", 4_300, 4_139)] {
            let list_price = apply(ONLY, vec![Ask::units(name, 1).at(fen(price))], None);
            let (bound, asked) = (Bound::Line(name.into()), yuan(price));
            let reasons = shop.cannot(Buyer, list_price);
            assert_eq!(reasons, [Reason::TooMuch { bound, asked, left: yuan(share) }]);
            let case = shop.refunded(vec![Ask::units(name, 1)], None);
            assert_eq!(shop.order.case(case).unwrap().claim.total(), fen(share));
            assert_eq!(shop.order.shares(), shares, "after {name}");
        }
        // A case that dies changes no share either.
        let case = shop.applies(ONLY, vec![Ask::units("cable", 1)], None);
        shop.does(Buyer, Request::Cancel { case });
        shop.refunded(vec![Ask::units("cable", 1)], None);
        assert_eq!(shop.line("cable"), [2_214, 2_214, 0, 0]);
        assert_eq!(shop.whole(), [7_701, 7_701, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_unit_of_a_discounted_line_is_worth_what_was_paid_for_it_i15() {
    // sonata#177, BCApps#10462, bagisto#1509 (40): a part paid at list price, the discount taken again
    // off the last unit. solidus#512 (28): the order's discount forgotten.
    fn story<P: Platform>(policy: P) {
        let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![line("tea", 3, 1_000)])
            .discount(fen(100))
            .paid(fen(2_900));
        let mut shop = Shop::open(policy, facts);
        let mut back = vec![];
        for _ in 0..3 {
            let list_price = apply(ONLY, vec![Ask::units("tea", 1).at(fen(1_000))], None);
            let reasons = shop.cannot(Buyer, list_price);
            assert!(reasons.iter().all(|reason| matches!(reason, Reason::TooMuch { .. })));
            let case = shop.refunded(vec![Ask::units("tea", 1)], None);
            back.push(shop.order.case(case).unwrap().claim.total().minor());
        }
        assert_eq!(back, [966, 967, 967]);
    }
    story(shopxo());
    story(patient_wechat());
}

#[test]
fn discrepancies_are_reported_and_the_amount_paid_counts_i15() {
    // solidus#512 (28): a total that was never compared. An order that says 30.00 and was paid 29.00.
    fn story<P: Platform>(policy: P) {
        let lines = vec![line("tea", 3, 1_000)];
        let facts = OrderFacts::new("ORDER1", Currency::CNY, lines).paid(fen(2_900));
        let shop = Shop::open(policy, facts);
        let given: Vec<String> =
            shop.order.discrepancies().iter().map(ToString::to_string).collect();
        let text = "29.00 CNY was paid, but goods, shipping and discount add up to 30.00 CNY";
        assert_eq!(given, [text]);
        assert_eq!(shop.line("tea"), [2_900, 0, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_duplicate_that_was_taken_over_makes_the_rest_worth_no_more_i7() {
    // Two cases on one line, as ShopXO's race leaves them (D4), are taken over; together they have more
    // units than there are. One of them dies; what is left must not be worth more for that.
    let mut shop = Shop::of_tea(shopxo());
    for units in [3, 1] {
        let lines = vec![Ask::units("tea", units).at(fen(1))];
        let adoption = Adoption::new(ONLY, ShopxoStatus::ToBeReviewed);
        shop.does(Merchant, Request::Adopt(Adoption { lines, ..adoption }.into()));
    }
    shop.does(Buyer, Request::Cancel { case: CaseId::FIRST });
    let quote = |amount| {
        let ask = Ask::units("tea", 1).at(fen(amount));
        shop.order.quote(ONLY, &[ask], None).map(|quote| quote.total)
    };
    assert_eq!(quote(1_000), Ok(fen(1_000)));
    let bound = Bound::Units("tea".into());
    let too_much = Reason::TooMuch { bound, asked: yuan(1_001), left: yuan(1_000) };
    assert_eq!(quote(1_001), Err(vec![too_much]));
}
