//! Questions to an order: steps with their times, what is left and what limits it, which actions are not permitted
//! and why, which effects are pending.

use aftersale::lifecycle::Actor::{Buyer, Clock, Merchant, Platform as Payer};
use aftersale::lifecycle::{Action, Flow, Phase};
use aftersale::money::Amount;
use aftersale::order::{
    Adoption, Anomaly, Application, Ask, Bound, CaseId, Command, Effect, Outcome, Reason,
    RefundState, Request,
};
use aftersale::quantity::SignedQuantity;
use aftersale::shopxo::{AfterSaleStatus as ShopxoStatus, HardenedShop, Offered, Shop as _};
use aftersale::steps::Progress;
use aftersale::time::Timestamp;

use crate::shop::{
    Platform, START, STEP, Shop, apply, at, came, elsewhere, elsewhere_of, fen, report, report_of,
    shopxo, tea_and_cups, teas, wechat, yuan,
};

const CASE: CaseId = CaseId::FIRST;

/// The n-th command of a story is sent then.
fn nth(command: i64) -> Option<Timestamp> {
    Some(at(START + command * STEP))
}

#[test]
fn the_steps_of_a_case_have_the_times_at_which_they_were_done() {
    fn story<P: Platform>(policy: P, times: [Option<Timestamp>; 5]) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.sent_back(teas(2));
        let waiting: Vec<Progress> = shop.order.steps(case).map(|step| step.progress).collect();
        assert_eq!(waiting[..3], [Progress::Done; 3]);
        assert_eq!(waiting[3..], [Progress::Current, Progress::ToCome]);
        shop.received(case, vec![came("tea", 2, [2, 0, 0, 0])]);
        shop.paid(case);
        assert!(shop.order.steps(case).all(|step| step.progress == Progress::Done));
        let done: Vec<_> = shop.order.steps(case).map(|step| step.time).collect();
        assert_eq!(done, times);
    }
    // At ShopXO the merchant confirms the receipt (4) and agrees (5), and then it is paid (6).
    story(shopxo(), [nth(1), nth(2), nth(3), nth(4), nth(6)]);
    story(wechat(), [nth(1), nth(2), nth(3), nth(4), nth(5)]);
}

#[test]
fn goods_count_as_received_when_the_merchant_has_let_the_time_run_out() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.sent_back(teas(2));
    let deadline = shop.order.case(case).unwrap().deadline.unwrap();
    shop.now = deadline;
    shop.does(Clock, Request::TimeRanOut { case, deadline });
    let received = shop.order.steps(case).nth(3).unwrap();
    assert_eq!((received.progress, received.time), (Progress::Done, Some(shop.now)));
}

#[test]
fn a_case_that_is_taken_up_again_starts_over() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(Flow::RefundOnly, teas(1), None);
    let offer = shop.offer(case);
    shop.does(Merchant, crate::shop::refuse(case, offer));
    let application = Application::of(teas(1));
    shop.does(Buyer, Request::Modify { case, application });
    let steps: Vec<_> = shop.order.steps(case).map(|step| (step.progress, step.time)).collect();
    assert_eq!(steps[0], (Progress::Done, nth(3)));
    assert_eq!(steps[1], (Progress::Current, None));
}

#[test]
fn the_hardened_shop_offers_what_can_really_be_had_i7() {
    let mut shop = Shop::of_tea(shopxo());
    let offered = |order: &_, line: &str| {
        let Offered { quantity, amount } = HardenedShop::offered(order, &line.into());
        (quantity, amount)
    };
    assert_eq!(offered(&shop.order, "tea"), (SignedQuantity(3), fen(3_000)));
    shop.applies(Flow::RefundOnly, teas(1), None);
    assert_eq!(offered(&shop.order, "tea"), (SignedQuantity(2), fen(2_000)));
    assert_eq!(offered(&shop.order, "cup"), (SignedQuantity(2), fen(1_000)));
    assert_eq!(offered(&shop.order, "pot"), (SignedQuantity(0), Amount::ZERO));
    shop.refunded(vec![Ask::units("cup", 2)], None);
    assert_eq!(offered(&shop.order, "cup"), (SignedQuantity(0), Amount::ZERO));
    // Of 48.00 there are 5.00 left that were neither refunded nor asked for.
    shop.does(Merchant, elsewhere("desk-1", 2_300, &[], shop.now));
    assert_eq!(offered(&shop.order, "tea"), (SignedQuantity(2), fen(500)));
}

#[test]
fn a_shop_says_when_its_after_sales_have_closed_the_order() {
    let mut shop = Shop::of_tea(shopxo());
    shop.refunded(vec![Ask::units("tea", 3)], None);
    assert_eq!(HardenedShop::close_time(&shop.order), None);
    shop.refunded(vec![Ask::units("cup", 2)], Some(800));
    assert_eq!(HardenedShop::close_time(&shop.order), Some(shop.now));
}

#[test]
fn an_act_names_the_case_that_it_is_done_to() {
    let (key, outcome, as_of) = ("pay-1", Outcome::Failed, at(START));
    let adoption = Adoption::new(Flow::RefundOnly, ShopxoStatus::Completed);
    for (request, case) in [
        (elsewhere("desk-1", 100, &[], as_of), None),
        (elsewhere_of(Some(CASE), "desk-1", 100, &[], 0, as_of), Some(CASE)),
        (report(&key.into(), outcome, as_of), None),
        (report_of(CASE, outcome, as_of), Some(CASE)),
        (Request::Adopt(adoption.clone().into()), None),
        (Request::Adopt(Adoption { case: Some(CASE), ..adoption }.into()), Some(CASE)),
        (apply(Flow::RefundOnly, teas(1), None), None),
        (Request::Cancel { case: CASE }, Some(CASE)),
    ] {
        assert_eq!(request.case(), case, "{request:?}");
    }
}

#[test]
fn what_is_refundable_says_what_limits_it() {
    let mut shop = Shop::of_tea(shopxo());
    shop.applies(Flow::RefundOnly, vec![Ask::units("tea", 1)], Some(300));
    let left = shop.order.refundable();
    let lines: Vec<_> = left.lines.iter().map(|line| (line.units.units(), line.amount)).collect();
    assert_eq!(lines, [(2, fen(2_000)), (2, fen(1_000))]);
    assert_eq!((left.shipping, left.order), (fen(500), fen(3_500)));
    assert_eq!(
        (&left.lines[0].bound, &left.shipping_bound),
        (&Bound::Line("tea".into()), &Bound::Shipping)
    );
    // 30.00 go by an unknown way: now the order is what limits the teas.
    shop.does(Merchant, elsewhere("desk-1", 3_000, &[], shop.now));
    let left = shop.order.refundable();
    assert_eq!((left.lines[0].amount, &left.lines[0].bound), (fen(500), &Bound::Order));
    assert_eq!((left.lines[1].amount, &left.lines[1].bound), (fen(500), &Bound::Order));
    assert_eq!((left.shipping, &left.shipping_bound), (fen(500), &Bound::Shipping));
    assert_eq!(left.order, fen(500));
}

#[test]
fn a_quote_is_what_an_application_then_asks_for() {
    let mut shop = Shop::of_tea(shopxo());
    let lines = vec![Ask::units("tea", 2), Ask::amount("cup", fen(123))];
    let quote = shop.order.quote(Flow::RefundOnly, &lines, Some(fen(800))).unwrap();
    assert_eq!(quote.total, fen(2_923));
    let case = shop.applies(Flow::RefundOnly, lines, Some(800));
    assert_eq!(shop.order.case(case).unwrap().claim, quote.claim);
    let too_much = shop.order.quote(Flow::RefundOnly, &teas(2), Some(fen(1))).unwrap_err();
    assert_eq!(too_much.len(), 2, "{too_much:?}");
}

#[test]
fn actions_that_are_not_permitted_come_with_guards_and_money() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(Flow::RefundOnly, teas(3), None);
    let can = shop.order.permitted(case, Merchant, shop.now);
    assert_eq!(can.to_string(), "cancel, agree to the refund or refuse");
    // 25.00 go by other ways: the table still permits to agree, and the ledger does not.
    shop.does(Merchant, elsewhere("desk-1", 2_500, &[], shop.now));
    let can = shop.order.permitted(case, Merchant, shop.now);
    assert_eq!(can.to_string(), "cancel or refuse");
    let not: Vec<_> = shop.order.not_permitted(case, Merchant, shop.now);
    let agree = not.iter().find(|not| not.action == Action::AgreeToRefund).unwrap();
    let (bound, asked, left) = (Bound::Order, yuan(3_000), yuan(2_300));
    assert_eq!(agree.reasons, [Reason::TooMuch { bound, asked, left }]);
    let actions: Vec<Action> = not.iter().map(|not| not.action).collect();
    assert_eq!(
        actions,
        [Action::AgreeToRefund, Action::AgreeToReturn, Action::ConfirmReceipt, Action::WaiveReturn]
    );
    // While a refund may be in flight, no action is permitted, and each refusal names the refund.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(3), None);
    assert!(shop.order.permitted(case, Merchant, shop.now).is_empty());
    let key = shop.key(case);
    for not in shop.order.not_permitted(case, Merchant, shop.now) {
        let may_be_out = Reason::MoneyMayBeOut { key: key.clone(), state: RefundState::Started };
        assert!(not.reasons.contains(&may_be_out), "{not:?}");
    }
    assert!(shop.order.permitted(case, Payer, shop.now).contains(Action::RefundSucceeded));
}

#[test]
fn the_clock_can_act_when_its_time_has_come() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(Flow::RefundOnly, teas(1), None);
    let (deadline, of) = shop.order.next_deadline().unwrap();
    assert_eq!(of, case);
    let before = deadline.plus_seconds(-1).unwrap();
    assert!(shop.order.permitted(case, Clock, before).is_empty());
    assert_eq!(shop.order.permitted(case, Clock, deadline).to_string(), "expire");
}

#[test]
fn a_refund_that_was_given_up_and_comes_alive_withholds_the_one_in_its_place_i8() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    let first = shop.key(case);
    shop.reported(case, Outcome::Unknown);
    let declare = Request::DeclareFailed { refund: first.clone(), note: "查无此单".into() };
    shop.does(Merchant, declare);
    shop.agrees(case);
    let second = shop.key(case);
    assert_eq!(shop.to_pay(), [(second.to_string(), yuan(1_000))]);
    let later = shop.now.plus_seconds(50).unwrap();
    let alive = shop.does(Payer, report(&first, Outcome::Processing, later));
    assert_eq!(alive.anomalies, [Anomaly::ProcessingAfterDeclaredFailed { key: first.clone() }]);
    assert_eq!(alive.effects, [Effect::WithholdRefund { key: second.clone(), case }]);
    assert!(shop.to_pay().is_empty());
    let refunds_to_query: Vec<_> =
        shop.order.refunds_to_query().map(|refund| refund.key.clone()).collect();
    assert_eq!(refunds_to_query, [first.clone(), second.clone()]);
    // The first pays, the second was never made: money left once.
    shop.does(Payer, report(&first, Outcome::Succeeded(yuan(1_000)), shop.now));
    shop.does(Payer, report(&second, Outcome::Failed, shop.now));
    assert_eq!((shop.phase(case), shop.whole()), (Phase::Refunded, [4_800, 1_000, 0, 0]));
    assert!(shop.order.refunds_to_query().next().is_none());
}

#[test]
fn an_order_is_settled_when_nothing_is_left_to_do() {
    let mut shop = Shop::of_tea(shopxo());
    assert!(shop.order.is_settled());
    let case = shop.agreed(teas(1), None);
    shop.paid(case);
    assert!(!shop.order.is_settled(), "the buyer is to be informed");
    let effects = shop.order.pending_effects().iter().map(|pending| pending.id).collect();
    shop.does(Merchant, Request::Acknowledge { effects });
    assert!(shop.order.is_settled());
    shop.reported(case, Outcome::Reversed(yuan(1_000)));
    assert!(!shop.order.is_settled(), "the buyer has not got the money");
    shop.does(Merchant, Request::Close { case, note: "the buyer does not want it".into() });
    assert_eq!((shop.phase(case), shop.order.is_settled()), (Phase::Closed, true));
}

#[test]
fn an_order_shows_its_history_and_the_number_of_applications() {
    let mut facts = tea_and_cups();
    facts.shipped = None;
    let mut shop = Shop::open(shopxo(), facts);
    assert!(!shop.order.is_shipped());
    assert_eq!((shop.order.shipped(), shop.order.received()), (None, None));
    let when = at(START);
    shop.does(Merchant, Request::OrderShipped { when });
    assert_eq!((shop.order.shipped(), shop.order.received()), (Some(when), None));
    shop.does(Merchant, Request::OrderReceived { when });
    assert!(shop.order.is_shipped());
    assert_eq!(shop.order.received(), Some(when));

    let times = |shop: &Shop<_>| {
        ["tea", "cup", "pot"].map(|name| shop.order.applications_for(&name.into()))
    };
    assert_eq!(times(&shop), [0, 0, 0]);
    for count in 1..=3 {
        let case = shop.applies(Flow::RefundOnly, teas(1), None);
        assert_eq!(times(&shop), [count, 0, 0]);
        shop.does(Buyer, Request::Cancel { case });
    }
}

/// A hidden case is gone only where the platform says so.
#[test]
fn no_actor_can_act_on_a_hidden_case_that_is_gone() {
    fn story<P: Platform>(policy: P, is_gone: bool) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(Flow::RefundOnly, teas(1), None);
        let offer = shop.offer(case);
        shop.does(Merchant, crate::shop::refuse(case, offer));
        assert_eq!(shop.order.why_not(case, Buyer, Action::Cancel, shop.now), []);
        shop.does(Merchant, Request::Hide { case });
        let reasons = shop.order.why_not(case, Buyer, Action::Cancel, shop.now);
        let gone = Reason::NoSuchCase { case };
        assert_eq!(reasons, if is_gone { vec![gone] } else { vec![] });
    }
    story(shopxo(), false);
    let mut gone = shopxo();
    gone.terms.limits.hidden_is_gone = true;
    story(gone, true);
}

/// An application is changed as often as the platform lets it, and whether it is once more can be asked.
#[test]
fn whether_an_application_can_be_changed_again_is_known_beforehand() {
    let mut policy = wechat();
    policy.terms.limits.applications = Some(2);
    let mut shop = Shop::of_tea(policy);
    let case = shop.applies(Flow::RefundOnly, teas(1), None);
    let can = |shop: &Shop<_>, action| shop.order.why_not(case, Buyer, action, shop.now).is_empty();
    assert!(can(&shop, Action::Modify) && can(&shop, Action::Cancel));
    let application = Application::of(teas(1));
    shop.does(Buyer, Request::Modify { case, application });
    assert!(!can(&shop, Action::Modify));
    assert!(can(&shop, Action::Cancel));
}

/// Each effect is acknowledged by itself, whatever else is open; a refund is reported instead.
#[test]
fn what_is_acknowledged_is_done_and_nothing_else_is_i8() {
    let mut shop = Shop::of_tea(shopxo());
    let paid = shop.refunded(teas(1), None);
    let waiting = shop.agreed(vec![Ask::units("cup", 1)], None);
    let open = shop.order.pending_effects();
    let (refunds, others): (Vec<_>, Vec<_>) = open
        .iter()
        .cloned()
        .partition(|pending| matches!(pending.effect, Effect::IssueRefund { .. }));
    assert_eq!((refunds.len(), shop.key(waiting)), (1, "ORDER1c2r1".into()));
    assert!(others.len() >= 2 && paid != waiting, "{others:?}");

    let reasons = shop.cannot(Payer, Request::Acknowledge { effects: vec![refunds[0].id] });
    assert_eq!(
        reasons,
        [Reason::ReportRefundInstead { effect: refunds[0].id, key: shop.key(waiting) }]
    );
    for position in 0..others.len() {
        shop.does(Payer, Request::Acknowledge { effects: vec![others[position].id] });
        let left: Vec<_> = refunds.iter().chain(&others[position + 1..]).cloned().collect();
        let mut open = shop.order.pending_effects().to_vec();
        open.sort_by_key(|pending| (!refunds.contains(pending), pending.id));
        assert_eq!(open, left);
        shop.changes_nothing(Payer, Request::Acknowledge { effects: vec![others[position].id] });
    }
}

/// A case that may still be refunded, or has a clock running, is not hidden.
#[test]
fn a_case_with_a_clock_or_with_money_that_may_be_out_is_not_hidden() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(Flow::RefundOnly, teas(1), None);
    let offer = shop.offer(case);
    shop.does(Merchant, crate::shop::refuse(case, offer));
    assert!(shop.order.case(case).unwrap().deadline.is_some());
    assert_eq!(shop.cannot(Buyer, Request::Hide { case }), [Reason::CaseStillOpen]);
    shop.does(Buyer, Request::Cancel { case });
    shop.does(Buyer, Request::Hide { case });

    let mut shop = Shop::of_tea(shopxo());
    let case = shop.agreed(teas(1), None);
    shop.reported(case, Outcome::Unknown);
    let taken_over =
        Adoption { case: Some(case), ..Adoption::new(Flow::RefundOnly, ShopxoStatus::Rejected) };
    shop.does(Merchant, Request::Adopt(taken_over.into()));
    assert!(shop.order.case(case).unwrap().deadline.is_none());
    assert_eq!(shop.cannot(Merchant, Request::Hide { case }), [Reason::CaseStillOpen]);
}

/// A client who knows how the clock's commands are called must not be able to use up their ids.
#[test]
fn the_ids_of_the_clock_are_its_own_i13() {
    let mut shop = Shop::open(wechat(), tea_and_cups());
    shop.does(Buyer, apply(Flow::RefundOnly, teas(1), None));
    let case = CASE;
    let deadline = shop.order.case(case).unwrap().deadline.unwrap();
    let clock = Command::clock("ORDER1", case, deadline, deadline);
    let request = apply(Flow::RefundOnly, vec![Ask::units("cup", 1)], None);
    let taken = Command { id: clock.id.clone(), ..shop.command(Buyer, request) };
    let refusal = shop.order.decide(&taken).unwrap_err();
    assert_eq!(refusal.reasons, [Reason::ReservedId { id: clock.id.clone() }]);
    assert!(shop.order.decide(&clock).unwrap().event().is_some());
}

/// What can be asked for before anything is tried is what can be done: also where the order has less than its lines.
#[test]
fn everything_and_may_apply_look_at_the_money_of_the_whole_order_i1() {
    let mut shop = Shop::open(shopxo(), tea_and_cups());
    let outside = Request::ReportExternalRefund {
        case: None,
        reference: "by-hand".into(),
        amount: yuan(2_500),
        lines: vec![],
        shipping: fen(0),
        as_of: shop.now,
    };
    shop.does(Merchant, outside);
    let everything = Application::everything(&shop.order);
    let quote = shop.order.quote(Flow::RefundOnly, &everything.lines, everything.shipping).unwrap();
    assert_eq!(quote.total, shop.order.refundable().order);
    for may in shop.order.may_apply(Buyer, shop.now) {
        assert!(may.reasons.is_empty(), "{may:?}");
    }
    let rest = shop.order.refundable().order;
    let all = Request::ReportExternalRefund {
        case: None,
        reference: "the rest".into(),
        amount: yuan(rest.minor()),
        lines: vec![],
        shipping: fen(0),
        as_of: shop.now,
    };
    shop.does(Merchant, all);
    assert!(Application::everything(&shop.order).lines.is_empty());
    for may in shop.order.may_apply(Buyer, shop.now) {
        assert_eq!(may.reasons, [Reason::NothingRefundable { bound: Bound::Order }], "{may:?}");
    }
}
