//! What is kept back from a refund has a name and a reason, never makes it negative, and stays on record (I30); and shipping goes
//! by what is accepted (I3).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::money::{Amount, Currency};
use aftersale::order::maximum::{DEDUCTION_BYTES, DEDUCTIONS};
use aftersale::order::{
    AmountChange, Application, Ask, CaseId, Check, Condition, Deduction, MaximumOf, OrderFacts,
    Outcome, Parts, Reason, Request, TextLimit,
};
use aftersale::shopxo::{FaithfulShop, HardenedShop, Release};

use crate::shop::{
    Platform, ReasonOf, Shop, at, came, fen, line, patient_wechat, report, shopxo, tea_and_cups,
    teas, wechat, yuan,
};

fn fee(amount: i64) -> Deduction {
    Deduction::new("restocking fee", "the box was opened", fen(amount))
}

fn application(lines: Vec<Ask>, shipping: i64, deductions: Vec<Deduction>) -> Application {
    let shipping = Some(fen(shipping)).filter(|shipping| shipping.is_positive());
    Application { shipping, deductions, ..Application::of(lines) }
}

fn apply(flow: Flow, application: Application) -> Request {
    Request::Apply { flow, application }
}

/// Applies for money only, with these deductions.
fn applies(
    shop: &mut Shop<HardenedShop>,
    lines: Vec<Ask>,
    shipping: i64,
    deductions: Vec<Deduction>,
) -> CaseId {
    shop.does(Buyer, apply(Flow::RefundOnly, application(lines, shipping, deductions)));
    shop.order.cases().last().unwrap().id
}

/// A return with these deductions, as far as the parcel on its way back.
fn sent_back(
    shop: &mut Shop<HardenedShop>,
    lines: Vec<Ask>,
    shipping: i64,
    deductions: Vec<Deduction>,
) -> CaseId {
    shop.does(Buyer, apply(Flow::ReturnRefund, application(lines, shipping, deductions)));
    let case = shop.order.cases().last().unwrap().id;
    shop.does(Merchant, Request::agree_to_return(case, shop.offer(case), "Shanghai"));
    shop.does(Buyer, Request::ship_return(case, "SF", "SF-1"));
    case
}

fn total(shop: &Shop<HardenedShop>, case: CaseId) -> Amount {
    shop.order.case(case).unwrap().claim.total()
}

/// Returns what a line has refunded, and what is left of it.
fn refunded_and_left(shop: &Shop<HardenedShop>, name: &str) -> (Amount, Amount) {
    let ledger = shop.order.ledger();
    let money = ledger.line(&name.into()).unwrap().money;
    (money.refunded, money.left())
}

#[test]
fn a_fee_is_kept_back_and_stays_left_of_its_line_i30() {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let case = applies(&mut shop, teas(1), 0, vec![fee(60)]);
    assert_eq!(shop.order.ledger().order.claimed, fen(940));
    let agreed = shop.agrees(case);
    assert_eq!(agreed.pays(), [("ORDER1c1r1", yuan(940))]);
    shop.paid(case);
    assert_eq!(shop.phase(case), Phase::Refunded);
    assert_eq!(refunded_and_left(&shop, "tea"), (fen(940), fen(2_060)));
    assert_eq!(shop.order.case(case).unwrap().claim.deductions, [fee(60)], "it stays on record");
    // The next tea is worth what it is worth, and the fee does not come back with it (I7).
    let next = applies(&mut shop, teas(1), 0, vec![fee(40), fee(10)]);
    assert_eq!(total(&shop, next), fen(950));
    shop.agrees(next);
    shop.paid(next);
    assert_eq!(refunded_and_left(&shop, "tea"), (fen(1_890), fen(1_110)));
    // All that is left of the line can be asked for as an amount, the fees included.
    let rest = applies(&mut shop, vec![Ask::amount("tea", fen(1_110))], 0, vec![]);
    shop.agrees(rest);
    shop.paid(rest);
    assert_eq!(refunded_and_left(&shop, "tea"), (fen(3_000), fen(0)));
}

#[test]
fn a_fee_above_what_was_paid_makes_the_refund_nothing_and_never_a_debt_i30() {
    // Shopify's suggested refunds: a fee of 60.00 on 50.99.
    let facts = OrderFacts::new("ORDER1", Currency::CNY, [line("tea", 1, 5_099)]).shipped(at(0));
    let mut shop = Shop::open(shopxo(), facts);
    let case = sent_back(&mut shop, teas(1), 0, vec![fee(6_000)]);
    assert_eq!((total(&shop, case), shop.whole()), (fen(0), [5_099, 0, 0, 0]));
    let receipt = shop.receipt(case, vec![came("tea", 1, [1, 0, 0, 0])]);
    shop.does(Merchant, receipt);
    let done = shop.agrees(case);
    assert_eq!(done.pays(), []);
    assert_eq!(done.stock(), [("tea", 1, Condition::Resaleable)]);
    assert_eq!((shop.phase(case), shop.whole()), (Phase::Refunded, [5_099, 0, 0, 0]));
    assert_eq!(shop.order.refunds_of(case).count(), 0, "there is no refund of nothing");
    assert_eq!(refunded_and_left(&shop, "tea"), (fen(0), fen(5_099)));
    assert!(shop.order.closed().is_none(), "all of its money is left");
}

#[test]
fn what_is_kept_back_is_kept_of_all_parts_and_the_tax_follows_i27_i30() {
    let mut facts = tea_and_cups().shipping_tax(fen(100));
    facts.lines[0].tax = fen(400);
    let mut shop = Shop::open(shopxo(), facts);
    let case = applies(&mut shop, teas(1), 800, vec![fee(100)]);
    shop.agrees(case);
    let key = shop.key(case);
    let parts = Parts { lines: vec![("tea".into(), fen(944))], shipping: fen(756), rest: fen(0) };
    assert_eq!(shop.order.refund(&key).unwrap().parts, parts, "17.00, 10 to 8");
    shop.paid(case);
    let tax = shop.order.tax_of_refund(&key).unwrap().refunded;
    assert_eq!((tax.of("tea"), tax.shipping), (fen(125), fen(94)));
}

/// The tax of a line, in parts.
trait OfLine {
    fn of(&self, line: &str) -> Amount;
}

impl OfLine for Parts {
    fn of(&self, line: &str) -> Amount {
        let found = self.lines.iter().find(|(name, _)| name.as_str() == line);
        found.map_or(Amount::ZERO, |(_, amount)| *amount)
    }
}

#[test]
fn a_fee_stays_when_less_is_accepted_and_can_take_all_of_it_i3_i30() {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let case = sent_back(&mut shop, teas(3), 0, vec![fee(1_500)]);
    assert_eq!(total(&shop, case), fen(1_500));
    let receipt = shop.receipt(case, vec![came("tea", 2, [2, 0, 1, 0])]);
    let two = shop.after(Merchant, receipt).unwrap();
    assert_eq!(total(&two, case), fen(500));
    let receipt = shop.receipt(case, vec![came("tea", 1, [1, 0, 2, 0])]);
    shop.does(Merchant, receipt);
    assert_eq!(shop.order.case(case).unwrap().claim.deductions, [fee(1_500)]);
    assert_eq!(total(&shop, case), fen(0));
    assert_eq!(shop.agrees(case).pays(), []);
    assert_eq!((shop.phase(case), shop.units("tea")), (Phase::Refunded, [3, 1, 0]));
    assert_eq!(refunded_and_left(&shop, "tea"), (fen(0), fen(3_000)));
}

#[test]
fn another_application_names_its_own_deductions_i30() {
    let mut policy = patient_wechat();
    policy.terms.limits.deductions = true;
    policy.terms.limits.change.refund_only = AmountChange::Free;
    let mut shop = Shop::open(policy, tea_and_cups());
    let asked = |deductions| application(teas(1), 0, deductions);
    shop.does(Buyer, apply(Flow::RefundOnly, asked(vec![fee(100)])));
    let case = CaseId::FIRST;
    for (deductions, total) in [(vec![fee(30)], 970), (vec![], 1_000), (vec![fee(999)], 1)] {
        let application = asked(deductions.clone());
        shop.does(Buyer, Request::Modify { case, application });
        let claim = &shop.order.case(case).unwrap().claim;
        assert_eq!((&claim.deductions, claim.total()), (&deductions, fen(total)));
    }
}

#[test]
fn a_refund_that_failed_or_paid_less_is_made_good_up_to_what_is_not_kept_back_i9_i30() {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let case = applies(&mut shop, teas(1), 0, vec![fee(60)]);
    shop.agrees(case);
    shop.reported(case, Outcome::Failed);
    assert_eq!(shop.order.ledger().order.claimed, fen(940));
    assert_eq!(shop.agrees(case).pays(), [("ORDER1c1r2", yuan(940))]);
    let key = shop.key(case);
    shop.does(Platform, report(&key, Outcome::Succeeded(yuan(900)), shop.now));
    assert_eq!(shop.order.ledger().order.claimed, fen(40));
    assert_eq!(shop.agrees(case).pays(), [("ORDER1c1r3", yuan(40))]);
}

#[test]
fn platforms_without_deductions_refuse_them_and_say_so_i30() {
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::open(policy, tea_and_cups());
        let asked = apply(Flow::RefundOnly, application(teas(1), 0, vec![fee(60)]));
        let reasons = shop.cannot(Buyer, asked);
        assert_eq!(reasons, [Reason::DeductionsNotAllowed { named: 1 }]);
        assert!(shop.order.cases().is_empty());
    }
    story(wechat());
    for release in [Release::V2_2_1, Release::V6_9_0] {
        let mut policy = FaithfulShop::new(release);
        policy.terms.limits.reason = TextLimit::NONE;
        let facts = tea_and_cups();
        let (order, _) =
            aftersale::order::Order::open(policy, facts, at(crate::shop::START)).unwrap();
        let asked = apply(Flow::RefundOnly, application(teas(1), 0, vec![fee(60)]));
        let now = at(crate::shop::START + 60);
        let command = aftersale::order::Command::buyer("c-1", "ORDER1", "b-1", now, asked);
        let reasons = order.decide(&command).unwrap_err().reasons;
        assert_eq!(reasons, [Reason::DeductionsNotAllowed { named: 1 }]);
    }
}

#[test]
fn a_deduction_has_a_name_a_reason_and_an_amount_and_there_are_not_too_many_i4_i30() {
    type Expected = ReasonOf<HardenedShop>;
    let limit = TextLimit::SOMETHING;
    let empty = |text| Expected::TextLength { text, length: 0, limit };
    let not_positive = |amount| Expected::NotPositive { what: "deduct", amount: yuan(amount) };
    let too_long =
        |what| Expected::TooLong { what, length: DEDUCTION_BYTES + 1, most: DEDUCTION_BYTES };
    let long = "x".repeat(DEDUCTION_BYTES + 1);
    let (named, most) = (DEDUCTIONS + 1, DEDUCTIONS);
    for (deductions, reason) in [
        (vec![fee(0)], not_positive(0)),
        (vec![fee(60), fee(-1)], not_positive(-1)),
        (vec![Deduction::new("", "opened", fen(1))], empty(Check::DeductionName)),
        (vec![Deduction::new("fee", "", fen(1))], empty(Check::DeductionReason)),
        (vec![Deduction::new(long.as_str(), "opened", fen(1))], too_long(MaximumOf::DeductionName)),
        (vec![Deduction::new("fee", long.as_str(), fen(1))], too_long(MaximumOf::DeductionReason)),
        (
            vec![Deduction::new("fee", "a\0", fen(1))],
            Expected::ContainsNul { what: MaximumOf::DeductionReason },
        ),
        (vec![fee(i64::MAX), fee(1)], Reason::TooLarge),
        (vec![fee(1); named], Expected::TooMany { what: MaximumOf::Deductions, named, most }),
    ] {
        let mut shop = Shop::open(shopxo(), tea_and_cups());
        let asked = apply(Flow::RefundOnly, application(teas(1), 0, deductions));
        assert_eq!(shop.cannot(Buyer, asked), [reason]);
        assert!(shop.order.cases().is_empty());
    }
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let case = applies(&mut shop, teas(1), 0, vec![fee(1); DEDUCTIONS]);
    assert_eq!(total(&shop, case), fen(1_000 - 20));
}

#[test]
fn what_is_claimed_beside_the_deductions_still_has_to_be_there_i1() {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let asked = vec![Ask::amount("tea", fen(3_001))];
    let reasons = shop.cannot(Buyer, apply(Flow::RefundOnly, application(asked, 0, vec![fee(60)])));
    assert!(matches!(reasons[..], [Reason::TooMuch { .. }]), "{reasons:?}");
}

#[test]
fn the_shipping_that_is_claimed_goes_by_the_worth_of_what_is_accepted_i3() {
    for (accepted, shipping) in [(3, 800), (2, 533), (1, 267)] {
        let mut shop = Shop::open(shopxo(), tea_and_cups());
        let case = sent_back(&mut shop, teas(3), 800, vec![]);
        let missing = 3 - accepted;
        let receipt = shop.receipt(case, vec![came("tea", accepted, [accepted, 0, missing, 0])]);
        shop.does(Merchant, receipt);
        let claim = &shop.order.case(case).unwrap().claim;
        assert_eq!(claim.shipping, fen(shipping));
        let goods = i64::from(accepted) * 1_000;
        assert_eq!(shop.agrees(case).pays()[0].1, yuan(goods + shipping));
    }
    // Tea for 10.00 came, and cups for 10.00 did not.
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let lines = vec![Ask::units("tea", 1), Ask::units("cup", 2)];
    let case = sent_back(&mut shop, lines, 300, vec![]);
    let goods = vec![came("tea", 1, [1, 0, 0, 0]), came("cup", 0, [0, 0, 2, 0])];
    let receipt = shop.receipt(case, goods);
    shop.does(Merchant, receipt);
    assert_eq!(total(&shop, case), fen(1_150));
}
