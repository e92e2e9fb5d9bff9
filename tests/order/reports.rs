//! Reports on money: counted once in whatever order they come (I10), and always recordable (I12).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::order::{
    Anomaly, Ask, Bound, Decision, Ledger, Outcome, Reason, ReasonKind, RefundRef, RefundState,
    Request, Text,
};
use aftersale::time::Timestamp;

use crate::shop::{
    Platform, STEP, Shop, apply, at, elsewhere, kinds, report, report_of, shopxo, teas, wechat,
    yuan,
};

const ONLY: Flow = Flow::RefundOnly;

#[test]
fn a_double_click_is_one_command_i10() {
    // openfoodnetwork#6330, solidus#2970 (25): a double click made two refunds.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let apply = shop.command(Buyer, apply(ONLY, teas(1), None));
        shop.send(&apply).unwrap();
        let case = shop.order.cases()[0].id;
        let offer = shop.offer(case);
        let agree = shop.command(Merchant, Request::AgreeToRefund { case, offer });
        shop.send(&agree).unwrap();
        let before = shop.order.clone();
        for command in [&apply, &agree] {
            // Also later, and having seen an earlier version.
            let at = command.at.plus_seconds(7).unwrap();
            let again = aftersale::order::Command { at, ..command.clone() };
            let again = again.having_seen(aftersale::order::Version::FIRST);
            let answer = shop.send(&again).unwrap();
            let Decision::Duplicate { pending: open, .. } = &answer else { panic!("{answer:?}") };
            assert_eq!(*open, before.pending_effects(), "what is still to be done");
        }
        assert_eq!((&shop.order, shop.to_pay().len()), (&before, usize::from(shop.shop_pays())));
        // The same name with another content is another thing.
        let other = aftersale::order::Command { request: Request::Cancel { case }, ..agree };
        let reasons = shop.send(&other).unwrap_err().reasons;
        assert_eq!(reasons, [Reason::CommandReused { id: other.id.clone() }]);
        assert_eq!(kinds(&reasons), [ReasonKind::Conflict]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn the_webhook_and_the_answer_are_one_refund_i10() {
    // woocommerce-gateway-stripe#838, #5697 (9), magento2#24149 (16), AvaTax#29 (18): both booked it,
    // and a redelivery booked it again.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let (key, as_of) = (shop.key(case), shop.now);
        let by_key = || report(&key, Outcome::Succeeded(yuan(1_000)), as_of);
        let by_case = || report_of(case, Outcome::Succeeded(yuan(1_000)), as_of);
        shop.does(Platform, by_key());
        for again in [by_case(), by_key(), by_case()] {
            shop.changes_nothing(Platform, again);
        }
        // The desk cannot book it either, since it has the key of a refund of ours.
        let desk = elsewhere(key.as_str(), 1_000, &[("tea", 1_000)], as_of);
        assert_eq!(kinds(&shop.cannot(Merchant, desk)), [ReasonKind::Conflict]);
        // An older report on the same refund changes nothing of what is known.
        for outcome in [Outcome::Processing, Outcome::Unknown] {
            shop.changes_nothing(Platform, report(&key, outcome, at(0)));
        }
        assert_eq!((shop.whole(), shop.order.refunds().len()), ([4_800, 1_000, 0, 0], 1));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn the_same_success_reported_at_another_time_is_no_anomaly_i10() {
    // woocommerce-gateway-stripe#838 (9): the answer of a query has the time of the query.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.refunded(teas(1), None);
        let key = shop.key(case);
        for _ in 0..3 {
            let as_of = shop.now;
            let polled =
                shop.command(Platform, report(&key, Outcome::Succeeded(yuan(1_000)), as_of));
            let polled = shop.send(&polled).unwrap();
            let anomalies: Vec<&Anomaly> =
                polled.event().into_iter().flat_map(|event| event.anomalies()).collect();
            assert_eq!(anomalies, <[&Anomaly; 0]>::default(), "it says what is known");
            assert_eq!(shop.whole(), [4_800, 1_000, 0, 0]);
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_old_report_on_one_refund_is_not_about_the_next_i10() {
    // woocommerce-gateway-stripe#5697 (9), sub2api#5188 (34): a notification is delivered again after
    // the refund was tried again. A report without a key means the refund of that time.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let failed_at = shop.now;
        shop.does(Platform, report_of(case, Outcome::Failed, failed_at));
        shop.tries_again(case);
        let second = shop.key(case);
        let again = shop.command(Platform, report_of(case, Outcome::Failed, failed_at));
        shop.send(&again).unwrap();
        assert_eq!(shop.state(&second), RefundState::Started, "there is no report on it");
        assert_eq!(shop.line("tea"), [3_000, 0, 1_000, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_old_success_is_no_success_of_the_refund_after_the_reversal_i10() {
    // woocommerce-gateway-stripe#838 (9) with spree#6522 (30): paid, came back, paid again; then the
    // first success is delivered once more, and the second is not "done" by that.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    let paid_at = shop.order.refunds()[0].succeeded().unwrap().0;
    shop.reported(case, Outcome::Reversed(yuan(1_000)));
    shop.does(Merchant, Request::RetryRefund { case });
    let again = report_of(case, Outcome::Succeeded(yuan(1_000)), paid_at);
    let again = shop.command(Platform, again);
    shop.send(&again).unwrap();
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunding, [3_000, 0, 1_000, 0]));
    assert_eq!(shop.to_pay(), [("ORDER1c1r2".to_string(), yuan(1_000))]);
}

#[test]
fn a_running_total_is_not_added_each_time_it_comes_i10() {
    // Node#3537, opencode#28400 (39): a cumulative "amount refunded" was added each time it arrived.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.refunded(teas(1), None);
        let first = shop.now;
        let total = |total, as_of| Request::ReportRefundTotal { total: yuan(total), as_of };
        let none_yet = shop.does(Platform, total(0, at(1)));
        assert_eq!((none_yet.anomalies, shop.whole()[1]), (vec![], 1_000));
        let known = shop.does(Platform, total(1_000, first));
        assert_eq!((known.anomalies, shop.whole()[1]), (vec![], 1_000), "what is booked anyway");
        shop.changes_nothing(Platform, total(1_000, first));
        // A second query of the gateway gives the same success, as of now. It was in that total.
        let again = shop.reported(case, Outcome::Succeeded(yuan(1_000)));
        assert_eq!((again.anomalies, shop.whole()[1]), (vec![], 1_000));
        let later = first.plus_seconds(500).unwrap();
        let more = shop.does(Platform, total(2_500, later));
        assert_eq!(more.anomalies, [Anomaly::UnexplainedTotal { unexplained: yuan(1_500) }]);
        shop.changes_nothing(Platform, total(2_500, later));
        shop.changes_nothing(Platform, total(1_000, first));
        let same = shop.does(Platform, total(2_500, later.plus_seconds(1).unwrap()));
        assert_eq!(same.anomalies, [], "nothing is new in it");
        assert_eq!(shop.whole(), [4_800, 2_500, 0, 0]);
        // The lines of it are reported afterwards, and count in that total.
        let done = shop.does(Merchant, elsewhere("desk-1", 1_500, &[("cup", 1_000)], first));
        assert_eq!((done.anomalies, shop.whole()[1]), (vec![], 2_500));
        assert_eq!(shop.line("cup"), [1_000, 1_000, 0, 0]);
        assert_eq!(shop.phase(case), Phase::Refunded);
    }
    story(shopxo());
    story(wechat());
}

fn permutations<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
    if items.is_empty() {
        return vec![vec![]];
    }
    let with_first = |first: usize| {
        let mut rest = items.to_vec();
        let first = rest.remove(first);
        permutations(&rest).into_iter().map(move |rest| [vec![first.clone()], rest].concat())
    };
    (0..items.len()).flat_map(with_first).collect()
}

#[test]
fn reports_in_any_order_and_any_number_leave_the_same_money_i10() {
    // woocommerce-gateway-stripe#838 (9), Node#3537 (39): each order of arrival gave another sum.
    fn story<P: Platform>(policy: P) {
        let mut open = Shop::of_tea(policy);
        let case = open.agreed(teas(2), Some(800));
        let (key, desk) = (open.key(case), "desk-1".into());
        let t = |seconds| open.now.plus_seconds(seconds).unwrap();
        let reports: Vec<(Request, [i64; 4])> = vec![
            (report(&key, Outcome::Succeeded(yuan(2_800)), t(1)), [4_800, 2_800, 0, 0]),
            (report(&key, Outcome::Reversed(yuan(300)), t(9)), [4_800, 2_500, 0, 300]),
            (report(&key, Outcome::Unknown, t(3)), [4_800, 2_500, 0, 300]),
            (report(&desk, Outcome::Succeeded(yuan(500)), t(2)), [4_800, 3_000, 0, 300]),
            (elsewhere("desk-1", 500, &[("cup", 500)], t(2)), [4_800, 3_000, 0, 300]),
        ];
        let mut in_turn = open.clone();
        for (request, whole) in &reports {
            let command = in_turn.command(Platform, request.clone());
            in_turn.send(&command).unwrap();
            assert_eq!(in_turn.whole(), *whole);
        }
        let known = |shop: &Shop<P>| -> (Ledger, Vec<_>) {
            let mut states: Vec<_> =
                shop.order.refunds().iter().map(|a| (a.key.clone(), a.state(), a.paid())).collect();
            states.sort();
            (shop.order.ledger(), states)
        };
        for order in permutations(&reports) {
            let mut shop = open.clone();
            for (request, _) in order.iter().chain(&order) {
                let command = shop.command(Platform, request.clone());
                shop.send(&command).unwrap();
            }
            let order: Vec<_> = order.iter().map(|(request, _)| request).collect();
            let (ledger, states) = known(&shop);
            assert_eq!(states, known(&in_turn).1, "{order:?}");
            let (whole, in_turn) = (ledger.order, in_turn.order.ledger().order);
            assert_eq!((whole.refunded, whole.in_flight), (in_turn.refunded, in_turn.in_flight));
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_success_is_recordable_however_late_unexpected_or_large_i12() {
    // vendure#2393 (13): the error came after the money had moved. openfoodnetwork#5449 (26): the
    // gateway refunded, the shop did not record it. saleor#17098 (44): the status did not follow.
    fn story<P: Platform>(policy: P) {
        let success = |amount| Outcome::Succeeded(yuan(amount));
        // Late: of a refund that was declared failed, of a case that has then ended.
        let mut shop = Shop::of_tea(policy.clone());
        let case = shop.agreed(teas(3), None);
        let key = shop.key(case);
        shop.reported(case, Outcome::Unknown);
        let note = Text::from("查无此单");
        shop.does(Merchant, Request::DeclareFailed { refund: key.clone(), note: note.clone() });
        if shop.shop_pays() {
            shop.does(Buyer, Request::Cancel { case });
        } else {
            shop.does(Platform, Request::Close { case, note });
        }
        assert_eq!(shop.whole(), [4_800, 0, 0, 0]);
        let late = shop.does(Platform, report(&key, success(3_000), at(0)));
        let after_all = Anomaly::SucceededAfterFailure { key: key.clone() };
        assert_eq!(late.anomalies, [after_all, Anomaly::RefundedOutOfTurn { case }]);
        let again = shop.does(Platform, report(&key, success(3_000), at(1)));
        assert_eq!(again.anomalies, [], "it is known to be out of turn");
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 0]);
        assert_eq!(shop.units("tea"), [3, 3, 0], "these units are not refunded again");
        assert!(!shop.cannot(Buyer, apply(ONLY, teas(1), None)).is_empty());
        // Unexpected: of a refund that the order does not know.
        let unknown = shop.does(Platform, report(&"pay-77".into(), success(500), shop.now));
        assert_eq!(unknown.anomalies, [Anomaly::UnknownRefund { key: "pay-77".into() }]);
        assert_eq!(shop.whole(), [4_800, 3_500, 0, 0]);
        // Too large: more than was asked for, and more than was ever paid.
        let case = shop.agreed(vec![Ask::units("cup", 1)], None);
        let key = shop.key(case);
        let large = shop.reported(case, success(5_000));
        let (expected, paid) = (yuan(500), yuan(5_000));
        let other_amount = Anomaly::AmountMismatch { key, expected, paid };
        let more = Anomaly::RefundedMoreThanPaid {
            of: Bound::Order,
            paid: yuan(4_800),
            refunded: yuan(8_500),
        };
        let (claimed, refunded) = (yuan(500), yuan(5_000));
        let than_asked = Anomaly::RefundedMoreThanClaimed { case, claimed, refunded };
        assert_eq!(large.anomalies, [other_amount, more, than_asked]);
        assert_eq!(shop.reported(case, success(5_000)).anomalies, [], "it is known to be too much");
        assert_eq!(shop.phase(case), Phase::Refunded);
        assert_eq!(shop.order.ledger().order.left().minor(), 4_800 - 8_500);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn money_reports_are_accepted_for_earlier_times_and_versions_i12() {
    // openfoodnetwork#5449 (26): the record was turned away, and the refund was not in the books.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let report = report(&shop.key(case), Outcome::Succeeded(yuan(1_000)), at(7));
        let mut late = shop.command(Platform, report).having_seen(aftersale::order::Version::FIRST);
        late.at = at(7);
        let decision = shop.send(&late).unwrap();
        assert!(decision.event().unwrap().at > at(7), "events do not go back in time");
        assert_eq!(shop.phase(case), Phase::Refunded);
        let as_of = shop.order.refunds()[0].succeeded().unwrap().0;
        assert_eq!(as_of, at(7));
        // Any other command is turned away.
        let mut cancel = shop.command(Buyer, apply(ONLY, vec![Ask::units("cup", 1)], None));
        cancel.at = at(7);
        let reasons = shop.send(&cancel).unwrap_err().reasons;
        let last = shop.events.last().unwrap().at;
        assert_eq!(reasons, [Reason::BeforeLastEvent { at: at(7), last }]);
        assert_eq!(kinds(&reasons), [ReasonKind::Stale]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn what_the_platform_paid_unasked_is_booked_and_the_case_follows_i12() {
    // saleor#17098 (44): the refund was made, and the status did not follow. A case under review that
    // is reported as paid.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(1), None);
        let paid = shop.does(Platform, report_of(case, Outcome::Succeeded(yuan(1_000)), shop.now));
        let not_ours = Anomaly::UnknownRefund { key: "ORDER1c1r1".into() };
        assert_eq!(paid.anomalies, [not_ours]);
        assert_eq!((shop.phase(case), shop.whole()), (Phase::Refunded, [4_800, 1_000, 0, 0]));
        assert!(shop.to_pay().is_empty());
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn everything_is_checked_before_the_instruction_to_pay_i12() {
    // vendure#2393 (13): the error came after the money had moved. Any refusal comes when the merchant
    // agrees, and the answer to the refund is then accepted.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(3), None);
        let now: Timestamp = shop.now;
        shop.does(Platform, elsewhere("desk-1", 1, &[("tea", 1)], now));
        let offer = shop.offer(case);
        let reasons = shop.cannot(Merchant, Request::AgreeToRefund { case, offer });
        assert_eq!(kinds(&reasons), [ReasonKind::ExceedsLimit]);
        assert_eq!((shop.to_pay(), shop.line("tea")), (vec![], [3_000, 1, 0, 3_000]));
        // Had the desk been a moment later, the refund would have been in flight, and is booked.
        let mut shop = Shop::of_tea(shop.order.policy().clone());
        let case = shop.agreed(teas(3), None);
        let desk = shop.does(Platform, elsewhere("desk-1", 1, &[("tea", 1)], now));
        assert_eq!(desk.anomalies, []);
        shop.paid(case);
        assert_eq!(shop.line("tea"), [3_000, 3_001, 0, 0]);
        assert_eq!(shop.now.seconds(), crate::shop::START + 4 * STEP);
        let reference = RefundRef::Key("desk-1".into());
        let (outcome, as_of) = (Outcome::Reversed(yuan(1)), shop.now);
        shop.does(Platform, Request::ReportRefund { refund: reference, outcome, as_of });
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}
