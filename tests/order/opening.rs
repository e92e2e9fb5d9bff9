//! Opening an order: the share of each line, facts that do not agree, and facts that cannot open an order.

use aftersale::money::{Amount, Currency};
use aftersale::order::{Discrepancy, LineFacts, OpeningFault, Order, OrderFacts};
use aftersale::quantity::Quantity;
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;

const fn fen(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

fn line(name: &str, units: u32, unit_price: i64) -> LineFacts {
    LineFacts::new(name, Quantity::new(units), fen(unit_price))
}

fn facts(lines: Vec<LineFacts>) -> OrderFacts {
    OrderFacts::new("ORDER1", Currency::CNY, lines)
}

fn open(facts: OrderFacts) -> Order<HardenedShop> {
    Order::open(HardenedShop::default(), facts, Timestamp::from_seconds(1_000)).unwrap().0
}

fn paid_for_goods(order: &Order<HardenedShop>) -> Vec<i64> {
    order.shares().iter().map(|share| share.goods.minor()).collect()
}

#[test]
fn the_amount_paid_is_shared_out_to_the_last_fen_whatever_the_figures_i6() {
    for (goods, shipping, discount, paid, shares, shipping_paid) in [
        ([1_000, 2_000], 0, 0, 3_000, [1_000, 2_000], 0),
        ([1_000, 2_000], 500, 300, 3_200, [900, 1_800], 500),
        // A fee below zero is a discount.
        ([14_900, 0], -1_354, 0, 13_546, [13_546, 0], 0),
        // Less was paid than the figures make, and more.
        ([1_000, 2_000], 0, 0, 2_000, [667, 1_333], 0),
        ([1_000, 2_000], 0, 0, 3_001, [1_000, 2_001], 0),
        // Less was paid than even the shipping cost.
        ([1_000, 2_000], 500, 0, 300, [0, 0], 300),
        // Everything is free, and something was paid.
        ([0, 0], 0, 0, 5, [3, 2], 0),
        ([0, 0], 0, 0, 0, [0, 0], 0),
    ] {
        let lines = vec![line("a", 1, goods[0]), line("b", 1, goods[1])];
        let order =
            open(facts(lines).shipping(fen(shipping)).discount(fen(discount)).paid(fen(paid)));
        assert_eq!(paid_for_goods(&order), shares, "{goods:?} {shipping} {discount} {paid}");
        let ledger = order.ledger();
        assert_eq!(ledger.shipping.paid, fen(shipping_paid));
        let lines = ledger.lines.iter().map(|line| line.money.paid);
        assert_eq!(Amount::sum(lines.chain([ledger.shipping.paid])), Some(ledger.order.paid));
        assert_eq!(ledger.order.left(), fen(paid));
    }
}

#[test]
fn the_discount_of_a_line_is_its_share_by_largest_remainder_i15() {
    // 3.99 off four units of 10.00: the discounts are 1.00, 1.00, 1.00 and 0.99.
    let lines = ["a", "b", "c", "d"].map(|name| line(name, 1, 1_000)).to_vec();
    let order = open(facts(lines).discount(fen(399)).paid(fen(3_601)));
    assert_eq!(paid_for_goods(&order), [900, 900, 900, 901]);
    assert!(order.discrepancies().is_empty());
}

#[test]
fn the_shipping_can_be_shared_over_the_lines_too() {
    let lines = vec![line("a", 1, 1_000), line("b", 1, 2_000)];
    let order = open(facts(lines).shipping(fen(500)).paid(fen(3_500)));
    let shipping: Vec<i64> = order.shares().iter().map(|share| share.shipping.minor()).collect();
    assert_eq!(shipping, [167, 333]);
}

#[test]
fn facts_that_do_not_agree_are_kept_with_their_figures() {
    let odd = LineFacts { total: fen(2_900), ..line("a", 3, 1_000) };
    let returned =
        LineFacts { refunded: fen(1_500), returned: Quantity::new(2), ..line("b", 1, 1_000) };
    let empty = line("c", 0, 0);
    let order = open(
        facts(vec![odd, returned, empty])
            .goods_total(fen(4_000))
            .shipping(fen(100))
            .shipping_refunded(fen(200))
            .paid(fen(4_050))
            .shipped(Timestamp::from_seconds(20))
            .received(Timestamp::from_seconds(10)),
    );
    let texts: Vec<String> = order.discrepancies().iter().map(ToString::to_string).collect();
    assert_eq!(
        texts,
        [
            "line a costs 29.00 CNY, which is not 3 times 10.00 CNY",
            "15.00 CNY was refunded for line b, for which 10.13 CNY was paid",
            "line b: units returned 2, bought 1",
            "line c has no units",
            "the lines cost 39.00 CNY together, and the goods total is 40.00 CNY",
            "40.50 CNY was paid, but goods, shipping and discount add up to 41.00 CNY",
            "2.00 CNY was refunded for shipping, for which 1.00 CNY was paid",
            "the order was received at 1970-01-01T00:00:10Z, before it was shipped at 1970-01-01T00:00:20Z",
        ]
    );
    assert!(matches!(order.discrepancies().first(), Some(Discrepancy::LineTotal { .. })));
    // What is left is signed, and nothing of the line is refundable.
    let ledger = order.ledger();
    assert_eq!(ledger.line(&"b".into()).unwrap().money.left(), fen(-487));
    assert_eq!((ledger.shipping.refunded, ledger.order.refunded), (fen(200), fen(1_700)));
    assert_eq!(order.refundable().lines[1].amount, Amount::ZERO);
}

#[test]
fn facts_that_cannot_open_an_order_are_refused_with_every_reason() {
    let at = Timestamp::from_seconds(0);
    let refused = |facts| Order::open(HardenedShop::default(), facts, at).unwrap_err();
    let faulty = facts(vec![line("a", 1, -5), line("a", 1, 5), line("", 1, 5)]).paid(fen(-1));
    assert_eq!(
        refused(faulty).to_string(),
        "the order cannot be opened: the order or one of its lines or payments has an empty id; \
         two lines have the id a; the total of a line is -0.05 CNY, below zero; the amount paid is -0.01 CNY, below \
         zero",
    );
    assert_eq!(refused(facts(vec![])).faults, [OpeningFault::NoLines]);
    let huge = vec![line("a", 1, i64::MAX), line("b", 1, 1)];
    assert_eq!(refused(facts(huge)).faults, [OpeningFault::TooLarge]);
    // A price that does not fit is no price, whichever sign it has.
    for price in [i64::MAX, i64::MIN] {
        let line = LineFacts::new("a", 3, fen(price));
        assert_eq!(refused(facts(vec![line])).faults, [OpeningFault::TooLarge]);
    }
    let milliseconds = Timestamp::from_seconds(1_795_300_763_000);
    for (what, faulty) in [
        ("the time of shipping", facts(vec![line("a", 1, 5)]).shipped(milliseconds)),
        ("the time of receipt", facts(vec![line("a", 1, 5)]).received(milliseconds)),
    ] {
        let fault = OpeningFault::TimeWithoutDate { what, at: milliseconds };
        assert_eq!(refused(faulty).faults, [fault]);
    }
    let one = facts(vec![line("a", 1, 5)]);
    let opened = Order::open(HardenedShop::default(), one, milliseconds);
    let fault = OpeningFault::TimeWithoutDate { what: "the time of the opening", at: milliseconds };
    assert_eq!(opened.unwrap_err().faults, [fault]);
    let most = facts(vec![line("a", 1, i64::MAX)]);
    assert_eq!(open(most).ledger().order.left(), fen(i64::MAX));
}
