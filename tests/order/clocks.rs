//! Deadlines: not twice, not early, not after the case has moved on, and moved only with a reason.

use aftersale::lifecycle::Actor::{self, *};
use aftersale::lifecycle::{Action, Flow};
use aftersale::order::{
    Anomaly, Application, Ask, CaseId, Change, Command, EventKind, Offer, Order, Outcome, Reason,
    ReasonKind, ReplayError, Request, Text,
};
use aftersale::time::{Timestamp, days_long, hours_long};
use aftersale::wechat::AfterSaleStatus::{self, *};
use aftersale::wechat::{self, WeChat};

use crate::shop::{Shop, parcel, refuse, shopxo, teas, wechat, yuan};

const CASE: CaseId = CaseId::FIRST;

fn run_out(deadline: Timestamp) -> Request {
    Request::TimeRanOut { case: CASE, deadline }
}

fn agree_to_return() -> Request {
    Request::AgreeToReturn { case: CASE, offer: Offer::FIRST, address: Text::from("杭州") }
}

fn ship() -> Request {
    Request::ShipReturn { case: CASE, shipment: parcel() }
}

fn move_to(deadline: Timestamp, note: &str) -> Request {
    Request::MoveDeadline { case: CASE, deadline, note: note.into() }
}

fn deadline(shop: &Shop<WeChat>) -> Timestamp {
    let (deadline, case) = shop.order.next_deadline().unwrap();
    assert_eq!(case, CASE);
    deadline
}

/// The requests that lead to a clock, the hours after which it runs out, and where that leads.
type Winding = (Flow, Vec<(Actor, Request)>, i64, AfterSaleStatus);

/// Every clock of WeChat.
fn clocks() -> Vec<Winding> {
    let (only, back) = (Flow::RefundOnly, Flow::ReturnRefund);
    let refused = || (Merchant, refuse(CASE, Offer::FIRST));
    let agreed = || (Merchant, agree_to_return());
    vec![
        (only, vec![], 48, PlatformRefunding),
        (back, vec![], 48, UserWaitReturn),
        (back, vec![agreed()], 7 * 24, ReturnClosed),
        (back, vec![agreed(), (Buyer, ship())], 10 * 24, PlatformRefunding),
        (only, vec![refused()], 7 * 24, UserCanceld),
        (back, vec![refused()], 7 * 24, UserCanceld),
    ]
}

#[test]
fn where_the_terms_give_the_merchant_time_to_pay_by_another_way_it_runs_out_i22() {
    let mut policy = wechat();
    policy.terms.clocks.merchant_pays_offline = Some(hours_long(24));
    let mut shop = Shop::of_tea(policy);
    let case = shop.agreed(teas(1), None);
    shop.reported(case, Outcome::Failed);
    assert_eq!(Some(deadline(&shop)), shop.now.plus_seconds(24 * 3_600));
    shop.now = deadline(&shop);
    shop.does(Clock, run_out(shop.now));
    assert_eq!(shop.order.case(case).unwrap().status, MerchantOverdueRefund);
}

#[test]
fn a_clock_fires_when_it_is_due_and_once_i22() {
    // The Vendure plug-in whose retry armed its own timer again.
    for (flow, requests, hours, to) in clocks() {
        let mut shop = Shop::of_tea(wechat());
        shop.applies(flow, teas(1), None);
        for (by, request) in requests {
            shop.does(by, request);
        }
        let deadline = deadline(&shop);
        assert_eq!(deadline.seconds() - shop.now.seconds(), hours * 3_600, "{to}");
        // A second early it does not fire, however often it tries.
        let mut early = shop.command(Clock, run_out(deadline));
        early.at = deadline.plus_seconds(-1).unwrap();
        for _ in 0..2 {
            let reasons = shop.send(&early).unwrap_err().reasons;
            assert_eq!(reasons, [Reason::DeadlineNotReached { deadline }]);
            assert_eq!(reasons[0].kind(), ReasonKind::NotNow);
        }
        // Only the clock can report that it has run out.
        let mut merchants = shop.command(Merchant, run_out(deadline));
        merchants.at = deadline;
        assert!(!shop.send(&merchants).unwrap_err().reasons.is_empty());
        let mut on_time = shop.command(Clock, run_out(deadline));
        on_time.at = deadline;
        shop.send(&on_time).unwrap();
        assert_eq!(shop.order.cases()[0].status, to);
        // Twice is once.
        shop.now = deadline;
        let before = shop.order.clone();
        shop.changes_nothing(Clock, run_out(deadline));
        shop.send(&on_time).unwrap();
        assert_eq!(shop.order, before);
        assert_ne!(
            shop.order.next_deadline(),
            Some((deadline, CASE)),
            "it has not armed itself again"
        );
    }
}

#[test]
fn a_timer_that_goes_off_after_the_case_moved_on_does_nothing_i22() {
    // The Vendure plug-in again: a timer of a state that is over.
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::ReturnRefund, teas(1), None);
    let mut old = vec![deadline(&shop)];
    for (by, request) in [(Merchant, agree_to_return()), (Buyer, ship())] {
        shop.does(by, request);
        old.push(deadline(&shop));
    }
    let last = old.pop().unwrap();
    shop.now = last.plus_seconds(1).unwrap();
    for deadline in old {
        shop.changes_nothing(Clock, run_out(deadline));
    }
    assert_eq!(shop.order.cases()[0].status, MerchantWaitReceipt);
    let receipt = shop.receipt(CASE, vec![crate::shop::came("tea", 1, [1, 0, 0, 0])]);
    shop.does(Merchant, receipt);
    shop.changes_nothing(Clock, run_out(last));
    assert_eq!(shop.order.cases()[0].status, PlatformRefunding);
    assert_eq!(shop.order.next_deadline(), None);
}

#[test]
fn words_do_not_wind_a_clock_up_again_and_a_new_offer_does_i22() {
    // The Vendure plug-in again: everything that touched the job gave it more time.
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::ReturnRefund, teas(2), None);
    let first = deadline(&shop);
    shop.cannot(Merchant, refuse(CASE, Offer::new(7)));
    assert_eq!(deadline(&shop), first, "a refused command winds nothing");
    shop.does(Buyer, Request::Modify { case: CASE, application: Application::of(teas(1)) });
    assert_eq!(
        deadline(&shop).seconds() - shop.now.seconds(),
        48 * 3_600,
        "it asks for something else"
    );
    let offer = shop.offer(CASE);
    shop.does(Merchant, Request::AgreeToReturn { case: CASE, offer, address: Text::from("杭州") });
    shop.does(Buyer, ship());
    let receipt = deadline(&shop);
    shop.does(Buyer, Request::AmendShipment { case: CASE, shipment: parcel() });
    assert_eq!(deadline(&shop), receipt, "another waybill is no more time");
}

#[test]
fn a_deadline_is_moved_with_a_reason_and_by_whom_may_i22() {
    // The Vendure plug-in again: extended by itself, for no known reason.
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::RefundOnly, teas(1), None);
    let old = deadline(&shop);
    let new = old.plus_seconds(86_400).unwrap();
    let silent = shop.cannot(Merchant, move_to(new, ""));
    let text = "the note must have at least 1 character, and has 0";
    assert_eq!(silent[0].to_string(), text);
    assert_eq!(silent[0].kind(), ReasonKind::Invalid);
    for by in [Buyer, Clock] {
        assert_eq!(shop.cannot(by, move_to(new, "节日"))[0].kind(), ReasonKind::NotPermitted);
    }
    let passed = shop.now;
    assert_eq!(
        shop.cannot(Platform, move_to(passed, "节日")),
        [Reason::InThePast { when: passed }]
    );
    let moved = shop.does(Platform, move_to(new, "春节延长"));
    assert_eq!(moved.changes(), [Change::DeadlineSet { case: CASE, deadline: Some(new) }]);
    let EventKind::Accepted(accepted) = &moved.event.kind else { panic!() };
    assert_eq!(accepted.request, move_to(new, "春节延长"), "the reason is in the history");
    // Sent once more it changes nothing, and the request is on record.
    assert_eq!(shop.does(Platform, move_to(new, "春节延长")).changes(), []);
    // The timer of the old deadline does nothing, that of the new one does.
    shop.now = old;
    shop.changes_nothing(Clock, run_out(old));
    shop.now = new;
    shop.does(Clock, run_out(new));
    assert_eq!(shop.order.cases()[0].status, PlatformRefunding);
    let over = shop.now.plus_seconds(900).unwrap();
    assert_eq!(shop.cannot(Platform, move_to(over, "再等等")), [Reason::NoDeadline]);
}

#[test]
fn a_dispute_stops_the_clock_and_a_ruling_winds_a_new_one_i22() {
    // The Vendure plug-in again: a job that went on while people had stopped it.
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::ReturnRefund, teas(1), None);
    shop.does(Merchant, refuse(CASE, Offer::FIRST));
    let lapses = deadline(&shop);
    shop.does(Buyer, Request::Escalate { case: CASE, message: Text::NONE });
    assert_eq!(shop.order.next_deadline(), None);
    shop.now = lapses;
    shop.changes_nothing(Clock, run_out(lapses));
    let (ruling, blame) = (aftersale::order::Ruling::ReturnFirst, aftersale::order::Blame::Nobody);
    shop.does(Platform, Request::Rule { case: CASE, ruling, blame });
    assert_eq!(deadline(&shop).seconds() - shop.now.seconds(), 7 * 86_400);
}

#[test]
fn a_restored_order_has_the_same_deadlines_whatever_the_terms_are_now_i22() {
    // The Vendure plug-in again: a restart gave everything its full time again.
    for (flow, requests, ..) in clocks() {
        let mut shop = Shop::of_tea(wechat());
        shop.applies(flow, teas(1), None);
        for (by, request) in requests {
            shop.does(by, request);
        }
        let mut terms = wechat::policy::TERMS;
        terms.clocks.merchant_answers_refund = Some(hours_long(1));
        terms.clocks.merchant_answers_return = Some(hours_long(1));
        terms.clocks.buyer_ships = Some(days_long(90));
        terms.clocks.merchant_receives = None;
        let restored = Order::replay(WeChat { terms: terms.into() }, &shop.events).unwrap();
        assert_eq!(restored.next_deadline(), shop.order.next_deadline());
        assert!(restored.next_deadline().is_some());
    }
}

#[test]
fn the_earliest_of_several_deadlines_is_next_i22() {
    // The Vendure plug-in again: one timer for all of its jobs.
    let mut shop = Shop::of_tea(wechat());
    let tea = shop.applies(Flow::RefundOnly, teas(1), None);
    let first = shop.order.next_deadline();
    let cup = shop.applies(Flow::RefundOnly, vec![Ask::units("cup", 1)], None);
    assert_eq!(shop.order.next_deadline(), first);
    let later = first.unwrap().0.plus_seconds(86_400).unwrap();
    shop.does(
        Merchant,
        Request::MoveDeadline { case: tea, deadline: later, note: Text::from("备货") },
    );
    assert_eq!(shop.order.next_deadline().map(|(_, case)| case), Some(cup));
    shop.does(Buyer, Request::Cancel { case: cup });
    assert_eq!(shop.order.next_deadline(), Some((later, tea)));
}

#[test]
fn shopxo_has_no_clock_and_none_can_be_wound_up_i22() {
    // The other table does nothing there when people do not act.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.applies(Flow::ReturnRefund, teas(1), None);
    assert_eq!(shop.order.next_deadline(), None);
    let some_day = shop.now.plus_seconds(86_400).unwrap();
    assert_eq!(shop.cannot(Merchant, move_to(some_day, "等")), [Reason::NoDeadline]);
    shop.changes_nothing(Clock, run_out(some_day));
    let why_not = shop.order.why_not(case, Clock, Action::TimeRanOut, some_day);
    assert_eq!(why_not.first(), Some(&Reason::NoDeadline));
}

/// A command whose own time is not the shop's.
fn dated(shop: &mut Shop<WeChat>, by: Actor, request: Request, at: Timestamp) -> Command {
    Command { at, ..shop.command(by, request) }
}

fn note(text: &str) -> Request {
    Request::RepairClock { note: text.into() }
}

#[test]
fn a_command_dated_in_milliseconds_is_refused_and_stops_no_order() {
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::RefundOnly, teas(1), None);
    let before = shop.order.clone();
    let milliseconds = Timestamp::from_seconds(shop.now.seconds() * 1_000);
    let wrong = dated(&mut shop, Buyer, Request::Cancel { case: CASE }, milliseconds);
    let refusal = shop.order.decide(&wrong).unwrap_err();
    assert_eq!(refusal.reasons, [Reason::TimeWithoutDate { at: milliseconds }]);
    assert_eq!(shop.order, before);
    for end in [Timestamp::EARLIEST, Timestamp::LATEST] {
        let beyond = end.plus_seconds(end.seconds().signum()).unwrap();
        let wrong = dated(&mut shop, Buyer, Request::Cancel { case: CASE }, beyond);
        let reasons = shop.order.decide(&wrong).unwrap_err().reasons;
        assert_eq!(reasons, [Reason::TimeWithoutDate { at: beyond }]);
    }
    // The next command comes at its own time.
    shop.does(Buyer, Request::Cancel { case: CASE });
}

#[test]
fn a_host_whose_clock_is_a_little_behind_is_not_refused_and_its_event_is_not_before_the_last() {
    let tolerance = i64::try_from(wechat().terms.clock_tolerance.as_secs()).unwrap();
    assert_eq!(tolerance, 120);
    for (behind, is_taken) in [(1, true), (tolerance, true), (tolerance + 1, false)] {
        let mut shop = Shop::of_tea(wechat());
        shop.applies(Flow::RefundOnly, teas(1), None);
        let last = shop.order.last_event_at();
        let at = last.plus_seconds(-behind).unwrap();
        let command = dated(&mut shop, Buyer, Request::Cancel { case: CASE }, at);
        match shop.order.decide(&command) {
            Ok(decision) => {
                assert!(is_taken, "{behind} s");
                assert_eq!(decision.event().unwrap().at, last);
            }
            Err(refusal) => {
                assert!(!is_taken, "{behind} s");
                assert_eq!(refusal.reasons, [Reason::BeforeLastEvent { at, last }]);
            }
        }
    }
}

#[test]
fn a_deadline_is_looked_at_as_of_the_time_of_the_event_i22() {
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::RefundOnly, teas(1), None);
    let deadline = deadline(&shop);
    // A host whose clock is ahead has come to the deadline; the timer's is a second behind.
    let another = Request::refund_only([Ask::units("cup", 1)]);
    let ahead = dated(&mut shop, Buyer, another, deadline);
    shop.send(&ahead).unwrap();
    let timer = dated(&mut shop, Clock, run_out(deadline), deadline.plus_seconds(-1).unwrap());
    let decision = shop.send(&timer).unwrap();
    assert_eq!(decision.event().unwrap().at, deadline);
}

#[test]
fn a_leap_ahead_is_refused_and_a_long_silence_is_not() {
    let silence = i64::try_from(wechat().terms.longest_silence.as_secs()).unwrap();
    for (ahead, is_taken) in [(silence, true), (silence + 1, false)] {
        let mut shop = Shop::of_tea(wechat());
        shop.applies(Flow::RefundOnly, teas(1), None);
        let last = shop.order.last_event_at();
        let at = last.plus_seconds(ahead).unwrap();
        let command = dated(&mut shop, Buyer, Request::Cancel { case: CASE }, at);
        match shop.order.decide(&command) {
            Ok(_) => assert!(is_taken),
            Err(refusal) => {
                assert!(!is_taken);
                assert_eq!(refusal.reasons, [Reason::TooFarAhead { at, last }]);
            }
        }
    }
}

#[test]
fn news_of_money_is_never_refused_for_its_time_i12() {
    let wrong_times = [
        Timestamp::from_seconds(i64::MAX),
        Timestamp::from_seconds(i64::MIN),
        Timestamp::from_seconds(1_795_300_763_000),
        Timestamp::from_seconds(0),
    ];
    for at in wrong_times {
        for told in wrong_times {
            let mut shop = Shop::of_tea(wechat());
            let case = shop.agreed(teas(1), None);
            let last = shop.order.last_event_at();
            let report = Request::refunded(shop.key(case), yuan(1_000), told);
            let command = dated(&mut shop, Platform, report, at);
            let decision = shop.send(&command).unwrap();
            let event = decision.event().unwrap();
            assert_eq!(event.at, last, "{at:?} {told:?}");
            let counted = shop.order.refunds()[0].succeeded().unwrap().0;
            let is_right = told.seconds() == 0;
            assert_eq!(counted, if is_right { told } else { last });
            let ahead = Anomaly::ReportDatedAhead { as_of: told, counted };
            let found: Vec<&Anomaly> = event.anomalies().collect();
            assert_eq!(found.contains(&&ahead), !is_right, "{found:?}");
        }
    }
}

#[test]
fn an_order_whose_clock_was_set_wrong_is_put_right_on_record_i23() {
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::RefundOnly, teas(1), None);
    let now = shop.now;
    let wrong = now.plus_seconds(365 * 86_400).unwrap();
    let another = Request::refund_only([Ask::units("cup", 1)]);
    let ahead = dated(&mut shop, Buyer, another, wrong);
    shop.send(&ahead).unwrap();
    assert_eq!(shop.order.last_event_at(), wrong);
    let cancel = dated(&mut shop, Buyer, Request::Cancel { case: CASE }, now);
    let reasons = shop.order.decide(&cancel).unwrap_err().reasons;
    assert_eq!(reasons, [Reason::BeforeLastEvent { at: now, last: wrong }]);
    // Only those who have the right to, and only with a reason.
    let by_buyer = dated(&mut shop, Buyer, note("the host's clock was a year ahead"), now);
    assert!(shop.order.decide(&by_buyer).is_err());
    let without_reason = dated(&mut shop, Merchant, note(""), now);
    assert!(shop.order.decide(&without_reason).is_err());
    let repair = dated(&mut shop, Merchant, note("the host's clock was a year ahead"), now);
    let decision = shop.send(&repair).unwrap();
    assert_eq!(decision.event().unwrap().at, now);
    assert_eq!(shop.order.last_event_at(), now);
    shop.send(&cancel).unwrap();
    // No other event steps back in time, and the whole history replays.
    assert_eq!(Order::replay(wechat(), &shop.events).unwrap(), shop.order);
    let mut events = shop.events.clone();
    let last = events.last_mut().unwrap();
    last.at = now.plus_seconds(-1).unwrap();
    let error = Order::replay(wechat(), &events).unwrap_err();
    assert!(matches!(error, ReplayError::BackInTime { .. }), "{error}");
}

#[test]
fn where_the_last_event_is_not_in_the_future_there_is_nothing_to_repair() {
    let mut shop = Shop::of_tea(wechat());
    shop.applies(Flow::RefundOnly, teas(1), None);
    let repair = shop.command(Merchant, note("to be sure"));
    assert_eq!(shop.order.decide(&repair).unwrap().event(), None);
}
