//! The tax of what is refunded follows the money, and all of it adds up on any path (I27).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::Flow;
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Ask, Bound, CaseId, Change, Discrepancy, LineFacts, OpeningFault, Order, OrderFacts, Outcome,
    Request,
};
use aftersale::shopxo::HardenedShop;
use proptest::prelude::*;

use crate::shop::{
    Platform, Shop, apply, at, case, elsewhere, fen, line, patient_wechat, report, report_of,
    shopxo, tea_and_cups, teas, yuan,
};

const ONLY: Flow = Flow::RefundOnly;

/// The shop without a limit of applications for a line.
fn patient_shop() -> HardenedShop {
    let mut policy = shopxo();
    policy.terms.limits.applications = None;
    policy
}

/// Three teas for 30.00, of which 4.00 is tax; two cups for 10.00, of which nothing is; and 8.00 for shipping, of which 1.00
/// is.
fn taxed() -> OrderFacts {
    let mut facts = tea_and_cups().shipping_tax(fen(100));
    facts.lines[0].tax = fen(400);
    facts
}

fn taxed_shop() -> Shop<HardenedShop> {
    Shop::open(patient_shop(), taxed())
}

/// Returns the tax that the refunds of a case carry, and the tax of what is to come.
fn tax_of<P: Platform>(shop: &Shop<P>, case: CaseId) -> (i64, i64) {
    let tax = shop.order.tax_of_case(case).unwrap();
    (tax.refunded.total().minor(), tax.expected.total().minor())
}

/// Returns the tax that was refunded of the order.
fn refunded<P: Platform>(shop: &Shop<P>) -> i64 {
    shop.order.tax().order.refunded.minor()
}

/// Four units share a discount that four does not divide, with tax in what is left.
fn four_units() -> OrderFacts {
    let four = LineFacts { total: fen(3_961), ..line("tea", 4, 1_000) }.tax(fen(360));
    OrderFacts::new("ORDER1", Currency::CNY, [four]).shipped(at(crate::shop::START - 86_400))
}

#[test]
fn the_taxes_of_units_that_come_back_one_by_one_add_up_i27() {
    // Sylius/RefundPlugin, "viewing details of a credit memo with a promotion applied".
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::open(policy, four_units());
        let mut cases = Vec::new();
        for expected in [89, 90, 90, 91] {
            let case = shop.applies(ONLY, teas(1), None);
            assert_eq!(tax_of(&shop, case), (0, expected));
            shop.agrees(case);
            assert_eq!(tax_of(&shop, case), (0, expected));
            shop.paid(case);
            cases.push((case, expected));
            // What the earlier ones carry stays as it is.
            for (case, carried) in &cases {
                assert_eq!(tax_of(&shop, *case), (*carried, 0));
            }
        }
        assert_eq!(refunded(&shop), 360);
        assert_eq!(shop.order.tax().order.left(), Amount::ZERO);
    }
    story(patient_shop());
    story(patient_wechat());
}

#[test]
fn the_event_that_books_a_refund_has_its_tax_by_what_it_is_for_i27() {
    let mut shop = taxed_shop();
    let case = shop.agreed(teas(1), Some(300));
    let done = shop.paid(case);
    let key = shop.key(case);
    let taxed = done.changes().iter().find_map(|change| match change {
        Change::RefundTaxed { refund, tax } => Some((refund, tax)),
        _ => None,
    });
    let (refund, tax) = taxed.unwrap();
    assert_eq!((refund, tax.lines.as_slice()), (&key, &[("tea".into(), fen(133))][..]));
    assert_eq!((tax.shipping, tax.rest), (fen(37), fen(0)));
    assert_eq!(shop.order.tax_of_refund(&key).unwrap().refunded, *tax);
    // Cups carry none, and there is nothing to record of them.
    let case = shop.agreed(vec![Ask::units("cup", 1)], None);
    let done = shop.paid(case);
    assert!(!done.changes().iter().any(|change| matches!(change, Change::RefundTaxed { .. })));
}

#[test]
fn what_comes_back_takes_its_tax_along_and_no_other_i27() {
    let mut shop = taxed_shop();
    let first = shop.refunded(teas(1), None);
    let second = shop.refunded(teas(1), None);
    assert_eq!((tax_of(&shop, first), tax_of(&shop, second)), ((133, 0), (133, 0)));
    // Half of the first comes back: 15.00 is with the buyer.
    let reversed = Outcome::Reversed(yuan(500));
    shop.does(Platform, report(&shop.key(first), reversed, at(shop.now.seconds())));
    assert_eq!(tax_of(&shop, second), (133, 0));
    assert_eq!((refunded(&shop), tax_of(&shop, first).0), (200, 67));
    // It is paid again in full, and the last one gets the rest.
    let again = Outcome::Succeeded(yuan(1_000));
    let key = shop.key(first);
    shop.does(Platform, report(&key, again, at(shop.now.seconds() + 1)));
    let third = shop.refunded(teas(1), None);
    assert_eq!((refunded(&shop), tax_of(&shop, third)), (400, (134, 0)));
}

#[test]
fn a_success_that_comes_late_carries_what_is_left_for_it_i27() {
    let mut shop = taxed_shop();
    let first = shop.agreed(teas(1), None);
    let key = shop.key(first);
    shop.does(Platform, report(&key, Outcome::Failed, shop.now));
    shop.does(Buyer, Request::Cancel { case: first });
    assert_eq!(refunded(&shop), 0);
    let second = shop.refunded(vec![Ask::units("tea", 2).at(fen(1_999))], None);
    assert_eq!(tax_of(&shop, second), (266, 0));
    shop.does(Platform, report(&key, Outcome::Succeeded(yuan(1_000)), shop.now));
    // 29.99 of 30.00: 399.86 is rounded down.
    assert_eq!((refunded(&shop), tax_of(&shop, first).0, tax_of(&shop, second).0), (399, 133, 266));
}

#[test]
fn a_refund_in_flight_comes_before_what_is_asked_for_later_i27() {
    let mut shop = Shop::open(patient_shop(), four_units());
    let first = shop.agreed(vec![Ask::amount("tea", fen(11))], None);
    assert_eq!(tax_of(&shop, first), (0, 0));
    // 11 and 1 are 12, of which 1 is tax.
    let quote = shop.order.quote(ONLY, &[Ask::amount("tea", fen(1))], None).unwrap();
    assert_eq!(quote.tax.total(), fen(1));
    shop.paid(first);
    assert_eq!(tax_of(&shop, first), (0, 0));
    let quote = shop.order.quote(ONLY, &[Ask::amount("tea", fen(1))], None).unwrap();
    assert_eq!(quote.tax.total(), fen(1));
}

#[test]
fn no_more_tax_is_refunded_than_was_stated_for_the_whole_order_i27() {
    // magento/magento2, `tax_amount_not_over_invoiced_tax_amount`: the parts are one more than the whole.
    let mut shop = Shop::open(patient_shop(), taxed().tax(fen(499)));
    let all = shop.applies(ONLY, vec![Ask::units("tea", 3), Ask::units("cup", 2)], Some(800));
    assert_eq!(tax_of(&shop, all), (0, 499));
    shop.agrees(all);
    shop.paid(all);
    assert_eq!((tax_of(&shop, all), refunded(&shop)), ((499, 0), 499));
    let tax = shop.order.tax_of_refund(&shop.key(all)).unwrap().refunded;
    assert_eq!((tax.shipping, tax.rest), (fen(100), fen(-1)));
    let left = shop.order.tax().order.left();
    assert_eq!(left, Amount::ZERO);
    // A whole that is more than its parts says nothing.
    let shop = Shop::open(patient_shop(), taxed().tax(fen(501)));
    assert_eq!(shop.order.tax().order.paid, fen(500));
}

#[test]
fn money_for_nothing_in_particular_carries_the_tax_of_what_is_left_i27() {
    let mut shop = taxed_shop();
    // 10.00 of 48.00, of which 5.00 is tax.
    shop.does(Merchant, elsewhere("desk-1", 1_000, &[], shop.now));
    assert_eq!(refunded(&shop), 104);
    let tax = shop.order.tax_of_refund(&"desk-1".into()).unwrap().refunded;
    assert_eq!((tax.lines.len(), tax.rest), (0, fen(104)));
    // All teas come back: 4.00 of tax. Of the 18.00 that are left, 1.00 is tax, and 10.00 have gone out of that.
    let teas = shop.refunded(teas(3), None);
    assert_eq!((refunded(&shop), tax_of(&shop, teas).0), (455, 351));
    // The rest goes out too, and no tax is left.
    shop.does(Merchant, elsewhere("desk-2", 800, &[], shop.now));
    assert_eq!((refunded(&shop), shop.order.tax().order.left()), (500, Amount::ZERO));
}

#[test]
fn a_total_of_the_gateway_counts_for_the_order_and_for_no_refund_i27() {
    let mut shop = taxed_shop();
    let then = shop.now;
    shop.does(Platform, Request::ReportRefundTotal { total: yuan(1_000), as_of: then });
    assert_eq!(refunded(&shop), 104);
    // The refund that it was is learnt of: its tax is that of its line, and the total is explained.
    let case = shop.applies(ONLY, teas(1), None);
    shop.does(Platform, report_of(case, Outcome::Succeeded(yuan(1_000)), then));
    assert_eq!((tax_of(&shop, case), refunded(&shop)), ((133, 0), 133));
}

#[test]
fn what_was_refunded_before_the_opening_has_the_tax_that_goes_with_it_i27() {
    let mut facts = taxed().shipping_refunded(fen(400));
    facts.lines[0].refunded = fen(1_000);
    let mut shop = Shop::open(patient_shop(), facts);
    assert_eq!(refunded(&shop), 133 + 50);
    let quote = shop.order.quote(ONLY, &[Ask::amount("tea", fen(2_000))], Some(fen(400))).unwrap();
    assert_eq!(quote.tax.total(), fen(267 + 50));
    shop.refunded(vec![Ask::amount("tea", fen(2_000)), Ask::units("cup", 2)], Some(400));
    assert_eq!(refunded(&shop), 500);
}

#[test]
fn the_amount_of_one_before_tax_is_that_amount_and_its_tax_i27() {
    // magento/magento2, ShippingTest: half of the shipping before tax, after the other half has come back.
    let lines = [line("tea", 1, 1_000).tax(fen(1_000)), line("cup", 1, 100)];
    let facts = OrderFacts::new("ORDER1", Currency::CNY, lines)
        .shipping(fen(2_400))
        .shipping_tax(fen(400))
        .shipping_refunded(fen(1_200));
    let mut shop = Shop::open(patient_shop(), facts);
    let amount = shop.order.with_tax_of_shipping(fen(1_000));
    assert_eq!(amount, Some(fen(1_200)));
    let case = shop.applies(ONLY, vec![], amount.map(Amount::minor));
    assert_eq!(tax_of(&shop, case), (0, 200));
    // More than is left is an amount all the same, which an application is refused for.
    let more = shop.order.with_tax_of_shipping(fen(1_001)).unwrap();
    assert_eq!(more, fen(1_201));
    // Nothing of a line that is all tax is before tax.
    let of_line = |name: &str, before: i64| shop.order.with_tax_of_line(&name.into(), fen(before));
    assert_eq!((of_line("tea", 0), of_line("tea", 1)), (Some(fen(1_000)), None));
    // Where there is no tax, an amount is the same before and with it.
    assert_eq!((of_line("cup", 40), of_line("cup", 0)), (Some(fen(40)), Some(fen(0))));
    assert_eq!((of_line("cup", -1), of_line("pot", 1)), (None, None));
    assert_eq!(of_line("cup", i64::MAX), Some(fen(i64::MAX)));
}

#[test]
fn an_order_without_tax_has_none_and_records_none() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), Some(800));
    let done = shop.paid(case);
    assert!(!done.changes().iter().any(|change| matches!(change, Change::RefundTaxed { .. })));
    assert_eq!((tax_of(&shop, case), refunded(&shop)), ((0, 0), 0));
    assert_eq!(shop.order.with_tax_of_shipping(fen(70)), Some(fen(70)));
}

#[test]
fn tax_of_a_line_for_which_nothing_was_paid_is_no_tax() {
    // The shipping was all that was paid.
    let mut facts = taxed().shipping_tax(fen(0)).paid(fen(800));
    facts.lines[0].tax = fen(1);
    let mut shop = Shop::open(patient_shop(), facts);
    shop.does(Merchant, elsewhere("desk-1", 100, &[], shop.now));
    let case = shop.refunded(vec![], Some(700));
    assert_eq!((tax_of(&shop, case), refunded(&shop)), ((0, 0), 0));
    assert_eq!(shop.order.tax().order.paid, fen(0));
}

#[test]
fn more_tax_than_money_is_a_fault_of_an_opening_or_told_with_it() {
    let faults =
        |facts: OrderFacts| Order::open(shopxo(), facts, at(0)).map(|_| ()).unwrap_err().faults;
    let mut above = taxed().shipping_tax(fen(801));
    above.lines[0].tax = fen(3_001);
    above.lines[1].tax = fen(-1);
    let found = faults(above.tax(fen(-2)));
    let expected = [
        OpeningFault::Negative { what: "the tax of a line", amount: yuan(-1) },
        OpeningFault::Negative { what: "the tax of the order", amount: yuan(-2) },
        OpeningFault::TaxTooLarge {
            of: Bound::Line("tea".into()),
            tax: yuan(3_001),
            costs: yuan(3_000),
        },
        OpeningFault::TaxTooLarge { of: Bound::Shipping, tax: yuan(801), costs: yuan(800) },
    ];
    assert_eq!(found, expected);
    // A discount can leave less than the tax: then all that was paid is tax.
    let all_tax = OrderFacts::new("ORDER1", Currency::CNY, [line("tea", 1, 1_000).tax(fen(900))])
        .discount(fen(200));
    let (order, _) = Order::open(shopxo(), all_tax, at(0)).unwrap();
    let (paid, tax) = (yuan(800), yuan(900));
    assert_eq!(
        order.discrepancies(),
        [Discrepancy::TaxAbovePaid { line: "tea".into(), paid, tax }]
    );
    assert_eq!(order.tax().order.paid, fen(800));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whatever is asked for, one amount after the other, and comes back in between.
    #[test]
    fn the_taxes_of_any_amounts_add_up_and_are_all_of_it_in_the_end_i27(
        paid in 1..400_i64,
        tax in 0..400_i64,
        asks in proptest::collection::vec((1..60_i64, any::<bool>()), 0..6),
        before_tax in 0..200_i64,
    ) {
        let tax = tax.min(paid);
        let facts = OrderFacts::new("ORDER1", Currency::CNY, [line("tea", 1, paid).tax(fen(tax))]);
        let mut shop = Shop::open(patient_shop(), facts.shipped(at(crate::shop::START - 86_400)));
        for (amount, comes_back) in asks {
            let left = shop.order.ledger().order.left().minor();
            if left == 0 {
                break;
            }
            let case = shop.refunded(vec![Ask::amount("tea", fen(amount.min(left)))], None);
            if comes_back {
                let key = shop.key(case);
                shop.does(Platform, report(&key, Outcome::Reversed(yuan(1)), shop.now));
                shop.does(Merchant, Request::Close { case, note: "kept".into() });
            }
            let gone = shop.order.ledger().order.refunded.minor();
            prop_assert_eq!(refunded(&shop), tax * gone / paid);
            let cases = shop.order.cases().iter();
            let carried: i64 = cases.map(|case| tax_of(&shop, case.id).0).sum();
            prop_assert_eq!(carried, tax * gone / paid);
        }
        if let Some(amount) = shop.order.with_tax_of_line(&"tea".into(), fen(before_tax)) {
            if amount.is_positive() && amount <= shop.order.ledger().order.left() {
                let quote = shop.order.quote(ONLY, &[Ask::amount("tea", amount)], None).unwrap();
                prop_assert_eq!(quote.total.minor() - quote.tax.total().minor(), before_tax);
            }
        }
        let left = shop.order.ledger().order.left();
        if left.is_positive() {
            let last = shop.does(Buyer, apply(ONLY, vec![Ask::amount("tea", left)], None));
            prop_assert!(!last.changes().is_empty());
            let last = case(u32::try_from(shop.order.cases().len()).unwrap());
            shop.agrees(last);
            shop.paid(last);
        }
        prop_assert_eq!(refunded(&shop), tax);
    }
}
