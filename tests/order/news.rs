//! News of money: counted once in whatever order it comes (I10), and always recordable (I12).

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::order::{
    Act, Anomaly, Ask, AttemptState, CaseId, Decision, Kind, Ledger, Limit, Outcome, Payment,
    Reason, Text,
};
use aftersale::shopxo::{Faithful, Release};
use aftersale::time::Timestamp;

use crate::shop::{
    ActOf, Platform, STEP, Shop, apply, at, elsewhere, fen, kinds, report, report_of, shopxo, teas,
    wechat, yuan,
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
        let agree = shop.command(Merchant, Act::AgreeToRefund { case, offer });
        shop.send(&agree).unwrap();
        let before = shop.order.clone();
        for command in [&apply, &agree] {
            // Also later, and of somebody who has seen less.
            let at = command.at.plus_seconds(7).unwrap();
            let again = aftersale::order::Command { at, ..command.clone() };
            let again = again.having_seen(aftersale::order::Version::FIRST);
            let answer = shop.send(&again).unwrap();
            let Decision::Duplicate { open, .. } = &answer else { panic!("{answer:?}") };
            assert_eq!(*open, before.open_effects(), "what is still to be done");
        }
        assert_eq!((&shop.order, shop.to_pay().len()), (&before, usize::from(shop.shop_pays())));
        // The same name with another content is another thing.
        let other = aftersale::order::Command { act: Act::Cancel { case }, ..agree };
        let reasons = shop.send(&other).unwrap_err().reasons;
        assert_eq!(reasons, [Reason::CommandReused { id: other.id.clone() }]);
        assert_eq!(kinds(&reasons), [Kind::OtherContent]);
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
        // The desk cannot book it either, since it has the key of a payment of ours.
        let desk = elsewhere(key.as_str(), 1_000, &[("tea", 1_000)], as_of);
        assert_eq!(kinds(&shop.cannot(Merchant, desk)), [Kind::OtherContent]);
        // Older news of the same payment changes nothing of what is known.
        for outcome in [Outcome::Processing, Outcome::Unknown] {
            shop.changes_nothing(Platform, report(&key, outcome, at(0)));
        }
        assert_eq!((shop.whole(), shop.order.attempts().len()), ([4_800, 1_000, 0, 0], 1));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn the_same_success_told_at_another_time_is_nothing_strange_i10() {
    // woocommerce-gateway-stripe#838 (9): the answer of a query has the time of the query.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.refunded(teas(1), None);
        let key = shop.key(case);
        for seconds in [1, 60, 3_600] {
            let as_of = shop.now.plus_seconds(seconds).unwrap();
            let polled =
                shop.command(Platform, report(&key, Outcome::Succeeded(yuan(1_000)), as_of));
            let polled = shop.send(&polled).unwrap();
            let strange: Vec<&Anomaly> =
                polled.event().into_iter().flat_map(|event| event.anomalies()).collect();
            assert_eq!(strange, <[&Anomaly; 0]>::default(), "it says what is known");
            assert_eq!(shop.whole(), [4_800, 1_000, 0, 0]);
        }
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn old_news_of_one_payment_is_no_news_of_the_next_i10() {
    // woocommerce-gateway-stripe#5697 (9), sub2api#5188 (34): a notification is delivered again after
    // the payment was tried again. Whoever is not told keys means the payment of that time.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(1), None);
        let failed_at = shop.now;
        shop.does(Platform, report_of(case, Outcome::Failed, failed_at));
        shop.tries_again(case);
        let second = shop.key(case);
        let again = shop.command(Platform, report_of(case, Outcome::Failed, failed_at));
        shop.send(&again).unwrap();
        assert_eq!(shop.state(&second), AttemptState::Started, "nobody has heard of it");
        assert_eq!(shop.line("tea"), [3_000, 0, 1_000, 0]);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn an_old_success_is_no_success_of_the_payment_after_the_reversal_i10() {
    // woocommerce-gateway-stripe#838 (9) with spree#6522 (30): paid, came back, paid again; then the
    // first success is delivered once more, and the second is not "done" by that.
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.refunded(teas(1), None);
    let paid_at = shop.order.attempts()[0].succeeded().unwrap().0;
    shop.reported(case, Outcome::Reversed(yuan(1_000)));
    shop.does(Merchant, Act::RetryRefund { case });
    let again = report_of(case, Outcome::Succeeded(yuan(1_000)), paid_at);
    let again = shop.command(Platform, again);
    shop.send(&again).unwrap();
    assert_eq!((shop.phase(case), shop.line("tea")), (Phase::Refunding, [3_000, 0, 1_000, 0]));
    assert_eq!(shop.to_pay(), [("A-1-1-2".to_string(), yuan(1_000))]);
}

#[test]
fn a_running_total_is_not_added_each_time_it_comes_i10() {
    // Node#3537, opencode#28400 (39): a cumulative "amount refunded" was added each time it arrived.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.refunded(teas(1), None);
        let first = shop.now;
        let total = |total, as_of| Act::RefundedInTotal { total: yuan(total), as_of };
        let none_yet = shop.does(Platform, total(0, at(1)));
        assert_eq!((none_yet.anomalies, shop.whole()[1]), (vec![], 1_000));
        let known = shop.does(Platform, total(1_000, first));
        assert_eq!((known.anomalies, shop.whole()[1]), (vec![], 1_000), "what is booked anyway");
        shop.changes_nothing(Platform, total(1_000, first));
        // Whoever asks the gateway again is told the same success, as of now. It was in that total.
        let again = shop.reported(case, Outcome::Succeeded(yuan(1_000)));
        assert_eq!((again.anomalies, shop.whole()[1]), (vec![], 1_000));
        let later = first.plus_seconds(500).unwrap();
        let more = shop.does(Platform, total(2_500, later));
        assert_eq!(more.anomalies, [Anomaly::Unexplained { unexplained: yuan(1_500) }]);
        shop.changes_nothing(Platform, total(2_500, later));
        shop.changes_nothing(Platform, total(1_000, first));
        let same = shop.does(Platform, total(2_500, later.plus_seconds(1).unwrap()));
        assert_eq!(same.anomalies, [], "nothing is new in it");
        assert_eq!(shop.whole(), [4_800, 2_500, 0, 0]);
        // What it was for is told afterwards, and counts in that total.
        let told = shop.does(Merchant, elsewhere("desk-1", 1_500, &[("cup", 1_000)], first));
        assert_eq!((told.anomalies, shop.whole()[1]), (vec![], 2_500));
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
fn news_in_any_order_and_any_number_leaves_the_same_money_i10() {
    // woocommerce-gateway-stripe#838 (9), Node#3537 (39): each order of arrival gave another sum.
    fn story<P: Platform>(policy: P) {
        let mut open = Shop::of_tea(policy);
        let case = open.agreed(teas(2), Some(800));
        let (key, desk) = (open.key(case), "desk-1".into());
        let t = |seconds| open.now.plus_seconds(seconds).unwrap();
        let news: Vec<(ActOf<P>, [i64; 4])> = vec![
            (report(&key, Outcome::Succeeded(yuan(2_800)), t(1)), [4_800, 2_800, 0, 0]),
            (report(&key, Outcome::Reversed(yuan(300)), t(9)), [4_800, 2_500, 0, 300]),
            (report(&key, Outcome::Unknown, t(3)), [4_800, 2_500, 0, 300]),
            (report(&desk, Outcome::Succeeded(yuan(500)), t(2)), [4_800, 3_000, 0, 300]),
            (elsewhere("desk-1", 500, &[("cup", 500)], t(2)), [4_800, 3_000, 0, 300]),
        ];
        let mut in_turn = open.clone();
        for (act, whole) in &news {
            let command = in_turn.command(Platform, act.clone());
            in_turn.send(&command).unwrap();
            assert_eq!(in_turn.whole(), *whole);
        }
        let known = |shop: &Shop<P>| -> (Ledger, Vec<_>) {
            let mut states: Vec<_> = shop
                .order
                .attempts()
                .iter()
                .map(|a| (a.key.clone(), a.state(), a.paid()))
                .collect();
            states.sort();
            (shop.order.ledger(), states)
        };
        for order in permutations(&news) {
            let mut shop = open.clone();
            for (act, _) in order.iter().chain(&order) {
                let command = shop.command(Platform, act.clone());
                shop.send(&command).unwrap();
            }
            let order: Vec<_> = order.iter().map(|(act, _)| act).collect();
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
        // Late: of a payment that was declared failed, of a case that has then ended.
        let mut shop = Shop::of_tea(policy.clone());
        let case = shop.agreed(teas(3), None);
        let key = shop.key(case);
        shop.reported(case, Outcome::Unknown);
        let note = Text::from("查无此单");
        shop.does(Merchant, Act::DeclareFailed { attempt: key.clone(), note: note.clone() });
        if shop.shop_pays() {
            shop.does(Buyer, Act::Cancel { case });
        } else {
            shop.does(Platform, Act::Close { case, note });
        }
        assert_eq!(shop.whole(), [4_800, 0, 0, 0]);
        let late = shop.does(Platform, report(&key, success(3_000), at(0)));
        let after_all = Anomaly::SucceededAfterAll { key: key.clone() };
        assert_eq!(late.anomalies, [after_all, Anomaly::PaidOutOfTurn { case }]);
        let again = shop.does(Platform, report(&key, success(3_000), at(1)));
        assert_eq!(again.anomalies, [], "it is known to be out of turn");
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 0]);
        assert_eq!(shop.units("tea"), [3, 3, 0], "nobody gets these units again");
        assert!(!shop.cannot(Buyer, apply(ONLY, teas(1), None)).is_empty());
        // Unexpected: of a payment that nobody here knows.
        let unknown = shop.does(Platform, report(&"pay-77".into(), success(500), shop.now));
        assert_eq!(unknown.anomalies, [Anomaly::NotOurs { key: "pay-77".into() }]);
        assert_eq!(shop.whole(), [4_800, 3_500, 0, 0]);
        // Too large: more than was asked for, and more than was ever paid.
        let case = shop.agreed(vec![Ask::units("cup", 1)], None);
        let key = shop.key(case);
        let large = shop.reported(case, success(5_000));
        let (expected, paid) = (yuan(500), yuan(5_000));
        let other_amount = Anomaly::OtherAmount { key, expected, paid };
        let more =
            Anomaly::MoreThanPaid { of: Limit::Order, paid: yuan(4_800), refunded: yuan(8_500) };
        assert_eq!(large.anomalies, [other_amount, more]);
        assert_eq!(shop.reported(case, success(5_000)).anomalies, [], "it is known to be too much");
        assert_eq!(shop.phase(case), Phase::Refunded);
        assert_eq!(shop.order.ledger().order.left().minor(), 4_800 - 8_500);
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn a_part_that_has_left_and_then_the_rest_of_the_same_payment_complete_a_case_i11() {
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.agreed(teas(3), None);
        shop.reported(case, Outcome::Succeeded(yuan(1_000)));
        assert_ne!(shop.phase(case), Phase::Refunded);
        shop.reported(case, Outcome::Succeeded(yuan(3_000)));
        assert_eq!((shop.phase(case), shop.whole()[1]), (Phase::Refunded, 3_000));
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn more_than_was_paid_for_a_line_is_said_where_lines_are_looked_at_i1() {
    let more = |of, paid, refunded| Anomaly::MoreThanPaid {
        of,
        paid: yuan(paid),
        refunded: yuan(refunded),
    };
    let of_tea = || elsewhere("desk-1", 3_500, &[("tea", 3_500)], at(1));
    let mut shop = Shop::of_tea(shopxo());
    let told = shop.does(Merchant, of_tea());
    assert_eq!(told.anomalies, [more(Limit::Line("tea".into()), 3_000, 3_500)]);
    let mut shop = Shop::of_tea(Faithful::new(Release::V2_2_1));
    assert_eq!(shop.does(Merchant, of_tea()).anomalies, [], "only the order is, there");
    let told = shop.does(Merchant, elsewhere("desk-2", 1_500, &[], at(2)));
    assert_eq!(told.anomalies, [more(Limit::Order, 4_800, 5_000)]);
}

#[test]
fn what_is_strange_about_news_is_said_and_all_of_it_is_booked_i12() {
    use AttemptState::{Failed, Reversed, Succeeded};

    let (ok, back) =
        (|amount| Outcome::Succeeded(yuan(amount)), |amount| Outcome::Reversed(yuan(amount)));
    let key = || aftersale::order::AttemptKey::from("A-1-1-1");
    let superseded = || Anomaly::Superseded { key: key() };
    let failed_after_all = || Anomaly::FailedAfterAll { key: key() };
    let unpaid = |paid, reversed| Anomaly::ReversedUnpaid {
        key: key(),
        paid: yuan(paid),
        reversed: yuan(reversed),
    };
    let other = |paid| Anomaly::OtherAmount { key: key(), expected: yuan(1_000), paid: yuan(paid) };
    // What is heard and as of when; what is then known and how much is with the buyer; what is strange.
    type News = (Outcome, i64, AttemptState, i64, Vec<Anomaly>);
    let stories: Vec<Vec<News>> = vec![
        vec![
            (Outcome::Failed, 10, Failed, 0, vec![]),
            (ok(1_000), 20, Succeeded, 1_000, vec![Anomaly::SucceededAfterAll { key: key() }]),
        ],
        vec![
            (ok(1_000), 20, Succeeded, 1_000, vec![]),
            (Outcome::Failed, 10, Succeeded, 1_000, vec![superseded()]),
            (Outcome::Failed, 30, Reversed, 0, vec![failed_after_all()]),
        ],
        vec![
            (ok(1_000), 10, Succeeded, 1_000, vec![]),
            (back(400), 20, Reversed, 600, vec![]),
            (ok(1_000), 15, Reversed, 600, vec![superseded()]),
            (Outcome::Failed, 30, Reversed, 0, vec![]),
            // The failure is the newest of all, whatever had come back before.
            (back(300), 25, Reversed, 0, vec![]),
        ],
        vec![
            (ok(500), 10, Succeeded, 500, vec![other(500)]),
            (ok(500), 20, Succeeded, 500, vec![]),
            (back(500), 30, Reversed, 0, vec![]),
            (back(600), 40, Reversed, 0, vec![unpaid(500, 600)]),
            (back(600), 35, Reversed, 0, vec![]),
        ],
        vec![(back(1_000), 10, Reversed, 0, vec![unpaid(0, 1_000)])],
    ];
    for story in stories {
        let mut shop = Shop::of_tea(shopxo());
        let case = shop.agreed(teas(1), None);
        assert_eq!(shop.key(case), key());
        for (outcome, as_of, state, with_the_buyer, strange) in story {
            let told = shop.does(Platform, report(&key(), outcome, at(as_of)));
            assert_eq!(told.anomalies, strange, "{outcome:?} as of {as_of}");
            assert_eq!(shop.state(&key()), state, "{outcome:?} as of {as_of}");
            assert_eq!(shop.whole()[1], with_the_buyer, "{outcome:?} as of {as_of}");
        }
    }
}

#[test]
fn a_refund_elsewhere_can_be_told_again_with_more_but_not_as_another_i10() {
    type Told<'a> = (&'a str, Option<CaseId>, i64, &'a [(&'a str, i64)]);
    let mut shop = Shop::of_tea(shopxo());
    let teas = shop.applies(ONLY, teas(1), None);
    let cups = shop.agreed(vec![Ask::units("cup", 1)], None);
    let ours = shop.key(cups);
    let told = |(reference, of, amount, lines): Told<'_>| {
        let mut act = elsewhere(reference, amount, lines, at(7));
        if let Act::RefundedElsewhere { case, .. } = &mut act {
            *case = of;
        }
        act
    };
    let known = |shop: &Shop<_>, reference: &str| {
        let attempt = shop.order.attempt(&reference.into()).unwrap();
        (attempt.case, attempt.parts.lines.clone(), attempt.parts.rest)
    };
    let part = |line: &str, amount| vec![(line.into(), fen(amount))];

    // Whoever pays was quicker, and did not say for what; and somebody said for what, but not of whom.
    shop.does(Platform, report(&"desk-1".into(), Outcome::Succeeded(yuan(500)), at(7)));
    shop.does(Merchant, told(("desk-2", None, 300, &[("cup", 300)])));
    assert_eq!(known(&shop, "desk-1"), (None, vec![], fen(0)));
    assert_eq!(known(&shop, "desk-2"), (None, part("cup", 300), fen(0)));
    let refused: &[Told<'_>] = &[
        ("desk-2", Some(cups), 300, &[("tea", 300)]),
        ("desk-2", Some(cups), 200, &[("cup", 200)]),
        ("desk-2", None, 300, &[("tea", 300)]),
        (ours.as_str(), Some(cups), 500, &[("cup", 500)]),
    ];
    for other in refused {
        let key = other.0.into();
        assert_eq!(shop.cannot(Merchant, told(*other)), [Reason::PaymentReused { key }]);
    }
    shop.changes_nothing(Merchant, told(("desk-2", None, 300, &[("cup", 300)])));

    // Now somebody knows what they were for.
    shop.does(Merchant, told(("desk-1", Some(teas), 500, &[])));
    shop.does(Merchant, told(("desk-2", Some(cups), 300, &[("cup", 300)])));
    assert_eq!(known(&shop, "desk-1"), (Some(teas), part("tea", 500), fen(0)));
    assert_eq!(known(&shop, "desk-2"), (Some(cups), part("cup", 300), fen(0)));
    for same in [
        ("desk-1", Some(teas), 500, &[][..]),
        ("desk-1", Some(teas), 500, &[("tea", 500)]),
        ("desk-2", Some(cups), 300, &[("cup", 300)]),
        ("desk-2", Some(cups), 300, &[]),
    ] {
        shop.changes_nothing(Merchant, told(same));
    }
    let refused: &[Told<'_>] = &[
        ("desk-1", Some(teas), 400, &[]),
        ("desk-1", Some(teas), 500, &[("cup", 500)]),
        ("desk-1", Some(cups), 500, &[]),
        ("desk-1", None, 500, &[]),
        ("desk-2", None, 300, &[("cup", 300)]),
        ("desk-2", Some(teas), 300, &[("cup", 300)]),
    ];
    for other in refused {
        let key = other.0.into();
        assert_eq!(shop.cannot(Merchant, told(*other)), [Reason::PaymentReused { key }]);
    }
    assert_eq!(shop.whole()[1], 800);
    shop.does(Merchant, told(("desk-3", None, 200, &[])));
    assert_eq!(known(&shop, "desk-3"), (None, vec![], fen(200)));
}

#[test]
fn news_of_money_is_taken_from_behind_the_times_and_the_version_i12() {
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
        let as_of = shop.order.attempts()[0].succeeded().unwrap().0;
        assert_eq!(as_of, at(7));
        // Any other command is turned away.
        let mut cancel = shop.command(Buyer, apply(ONLY, vec![Ask::units("cup", 1)], None));
        cancel.at = at(7);
        let reasons = shop.send(&cancel).unwrap_err().reasons;
        let last = shop.events.last().unwrap().at;
        assert_eq!(reasons, [Reason::BeforeLastEvent { at: at(7), last }]);
        assert_eq!(kinds(&reasons), [Kind::OutOfDate]);
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
        let not_ours = Anomaly::NotOurs { key: "A-1-1-1".into() };
        assert_eq!(paid.anomalies, [not_ours]);
        assert_eq!((shop.phase(case), shop.whole()), (Phase::Refunded, [4_800, 1_000, 0, 0]));
        assert!(shop.to_pay().is_empty());
    }
    story(shopxo());
    story(wechat());
}

#[test]
fn everything_is_checked_before_the_instruction_to_pay_i12() {
    // vendure#2393 (13): the error came after the money had moved. Whatever the merchant gets told, he
    // gets told when he agrees, and the answer to the payment is then taken.
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        let case = shop.applies(ONLY, teas(3), None);
        let now: Timestamp = shop.now;
        shop.does(Platform, elsewhere("desk-1", 1, &[("tea", 1)], now));
        let offer = shop.offer(case);
        let reasons = shop.cannot(Merchant, Act::AgreeToRefund { case, offer });
        assert_eq!(kinds(&reasons), [Kind::NotThisMuch]);
        assert_eq!((shop.to_pay(), shop.line("tea")), (vec![], [3_000, 1, 0, 3_000]));
        // Had the desk been a moment later, the payment would have been out, and is booked.
        let mut shop = Shop::of_tea(shop.order.policy().clone());
        let case = shop.agreed(teas(3), None);
        let desk = shop.does(Platform, elsewhere("desk-1", 1, &[("tea", 1)], now));
        assert_eq!(desk.anomalies, []);
        shop.paid(case);
        assert_eq!(shop.line("tea"), [3_000, 3_001, 0, 0]);
        assert_eq!(shop.now.seconds(), crate::shop::START + 4 * STEP);
        let reference = Payment::Attempt("desk-1".into());
        let (outcome, as_of) = (Outcome::Reversed(yuan(1)), shop.now);
        shop.does(Platform, Act::ReportRefund { payment: reference, outcome, as_of });
        assert_eq!(shop.line("tea"), [3_000, 3_000, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}
