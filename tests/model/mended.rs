//! The faults of the order that the comparison with the model has found, one story each, as it is now: the order
//! and the model agree.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::Currency;
use aftersale::order::{
    Adoption, Ask, Command, Decision, Offer, Order, OrderFacts, Outcome, ReceivedLine, RefundRef,
    Request,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::AfterSaleStatus;
use aftersale_testing::by_the_buyer;
use aftersale_testing::model::{Answer, Model};

use crate::shop::{START, STEP, apply, at, case, elsewhere, fen, shopxo, tea_and_cups, teas, yuan};

type Told = (Actor, Request);

/// Returns the answer of both to the last of these, and checks that they agree all the way.
fn alike(facts: OrderFacts, story: Vec<Told>) -> Answer {
    let mut model = Model::open(shopxo(), &facts, at(START));
    let (mut order, _) = Order::open(shopxo(), facts, at(START)).unwrap();
    let mut last = Answer::Nothing;
    for (step, (by, request)) in (1..).zip(story) {
        let name = format!("c-{step}");
        let command = Command::new(name.as_str(), "ORDER1", by, at(START + step * STEP), request);
        let command = by_the_buyer(command, &order);
        last = model.answer(&command);
        model.take(&command);
        let answer = match order.accept(&command) {
            Ok(Decision::Accepted { .. }) => Answer::Accepted,
            Ok(Decision::Duplicate { .. }) => Answer::Duplicate,
            Ok(Decision::Nothing { .. }) => Answer::Nothing,
            Err(_) => Answer::Refused,
        };
        assert_eq!(last, answer, "step {step}");
        assert_eq!(model.differences(&order), Vec::<String>::new(), "step {step}");
    }
    last
}

/// A tea is applied for, and the merchant agrees.
fn agreed() -> Vec<Told> {
    let agree = Request::AgreeToRefund { case: case(1), offer: Offer::FIRST };
    vec![(Actor::Buyer, apply(Flow::RefundOnly, teas(1), None)), (Actor::Merchant, agree)]
}

fn total(minor: i64, later: i64) -> Request {
    Request::ReportRefundTotal { total: yuan(minor), as_of: at(START + later) }
}

fn report(outcome: Outcome, later: i64) -> Told {
    let (refund, as_of) = (RefundRef::OfCase(case(1)), at(START + later));
    (Actor::Platform, Request::ReportRefund { refund, outcome, as_of })
}

#[test]
fn shipping_that_is_overdrawn_bars_no_refund_of_goods_i13() {
    let paid = Request::ReportExternalRefund {
        case: None,
        reference: "desk-1".into(),
        amount: yuan(900),
        lines: vec![],
        shipping: fen(900),
        as_of: at(START),
    };
    let mut story = vec![(Actor::Platform, paid)];
    story.extend(agreed());
    assert_eq!(alike(tea_and_cups(), story), Answer::Accepted);
}

#[test]
fn an_external_refund_that_is_reported_again_as_of_later_than_a_total_counts_once_i10() {
    let again = Request::ReportRefund {
        refund: RefundRef::Key("desk-1".into()),
        outcome: Outcome::Succeeded(yuan(700)),
        as_of: at(START + 30),
    };
    let story = vec![
        (Actor::Platform, elsewhere("desk-1", 700, &[], at(START + 10))),
        (Actor::Platform, total(700, 20)),
        (Actor::Platform, again),
    ];
    assert_eq!(alike(tea_and_cups(), story), Answer::Accepted);
}

#[test]
fn the_same_success_of_an_external_refund_is_no_new_report_i10() {
    let again = Request::ReportRefund {
        refund: RefundRef::Key("desk-1".into()),
        outcome: Outcome::Succeeded(yuan(700)),
        as_of: at(START + 10),
    };
    let story = vec![
        (Actor::Platform, elsewhere("desk-1", 700, &[], at(START + 10))),
        (Actor::Platform, again),
    ];
    assert_eq!(alike(tea_and_cups(), story), Answer::Nothing);
}

#[test]
fn a_reversal_that_is_reported_again_as_of_later_than_a_total_counts_once_i10() {
    let mut story = agreed();
    story.extend([
        report(Outcome::Succeeded(yuan(1_000)), 300),
        report(Outcome::Reversed(yuan(400)), 310),
        (Actor::Platform, total(1_600, 320)),
        report(Outcome::Reversed(yuan(400)), 330),
    ]);
    assert_eq!(alike(tea_and_cups(), story), Answer::Accepted);
}

#[test]
fn an_uncertain_outcome_does_not_change_a_refund_that_has_failed() {
    let mut story = agreed();
    let declared = Request::DeclareFailed { refund: "ORDER1c1r1".into(), note: "sure".into() };
    story.extend([
        report(Outcome::Unknown, 300),
        (Actor::Merchant, declared),
        report(Outcome::Failed, 400),
        report(Outcome::Processing, 500),
    ]);
    assert_eq!(alike(tea_and_cups(), story), Answer::Nothing);
}

#[test]
fn units_beyond_what_can_be_counted_do_not_add_up_i3() {
    let all = u32::MAX;
    let asked = Adoption {
        lines: vec![Ask::units("tea", all)],
        ..Adoption::new(Flow::ReturnRefund, AfterSaleStatus::ToBeReviewed)
    };
    let wrong = Quantity::new(all);
    let goods = vec![ReceivedLine { wrong, ..ReceivedLine::all("tea", Quantity::new(all)) }];
    let receipt = Request::ConfirmReceipt { case: case(1), offer: Offer::FIRST, goods };
    let story = vec![(Actor::Merchant, Request::Adopt(asked.into())), (Actor::Merchant, receipt)];
    assert_eq!(alike(tea_and_cups(), story), Answer::Refused);
}

/// The gateway's clock is ahead, so that its report could be about the next refund.
#[test]
fn a_repeated_report_is_not_about_the_next_refund_i10() {
    let mut story = agreed();
    story.extend([report(Outcome::Failed, 1_000), report(Outcome::Failed, 1_100)]);
    story.push(agreed().remove(1));
    story.push(report(Outcome::Failed, 1_000));
    assert_eq!(alike(tea_and_cups(), story), Answer::Nothing);
}

/// The reported amount is another one than was booked in its place.
#[test]
fn a_repeated_report_in_another_currency_is_not_about_the_next_refund_i10() {
    let euro = Currency::with_places("EUR", 2).unwrap().money(fen(150));
    let mut story = agreed();
    story.extend([
        report(Outcome::Succeeded(euro), 1_000),
        report(Outcome::Reversed(yuan(1_000)), 1_100),
        (Actor::Merchant, Request::RetryRefund { case: case(1) }),
        report(Outcome::Succeeded(euro), 1_000),
    ]);
    assert_eq!(alike(tea_and_cups(), story), Answer::Nothing);
}
