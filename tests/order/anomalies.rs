//! Unexpected reports on money: their anomalies, once (I12), and which reports can come again.

use aftersale::lifecycle::Actor::*;
use aftersale::lifecycle::{Flow, Phase};
use aftersale::order::{Anomaly, Ask, Bound, CaseId, Outcome, Reason, RefundKey, RefundState};
use aftersale::shopxo::{FaithfulShop, Release};

use crate::shop::{
    Platform, Shop, at, elsewhere, elsewhere_of, fen, report, shopxo, teas, wechat, yuan,
};

const ONLY: Flow = Flow::RefundOnly;

#[test]
fn anomalies_of_reports_are_recorded_and_every_report_is_booked_i12() {
    use RefundState::{Failed, Reversed, Succeeded};

    let (ok, back) =
        (|amount| Outcome::Succeeded(yuan(amount)), |amount| Outcome::Reversed(yuan(amount)));
    let key = || RefundKey::from("ORDER1c1r1");
    let superseded = || Anomaly::OutdatedReport { key: key() };
    let failed_after_all = || Anomaly::FailedAfterSuccess { key: key() };
    let unpaid = |paid, reversed| Anomaly::ReversedMoreThanPaid {
        key: key(),
        paid: yuan(paid),
        reversed: yuan(reversed),
    };
    let other =
        |paid| Anomaly::AmountMismatch { key: key(), expected: yuan(1_000), paid: yuan(paid) };
    // The outcome and its time; the state and the buyer's money after it; the anomalies.
    type Reported = (Outcome, i64, RefundState, i64, Vec<Anomaly>);
    let stories: Vec<Vec<Reported>> = vec![
        vec![
            (Outcome::Failed, 10, Failed, 0, vec![]),
            (ok(1_000), 20, Succeeded, 1_000, vec![Anomaly::SucceededAfterFailure { key: key() }]),
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
        for (outcome, as_of, state, with_the_buyer, anomalies) in story {
            let done = shop.does(Platform, report(&key(), outcome, at(as_of)));
            assert_eq!(done.anomalies, anomalies, "{outcome:?} as of {as_of}");
            assert_eq!(shop.state(&key()), state, "{outcome:?} as of {as_of}");
            assert_eq!(shop.whole()[1], with_the_buyer, "{outcome:?} as of {as_of}");
        }
    }
}

#[test]
fn more_than_was_paid_for_a_line_is_an_anomaly_where_lines_have_a_ceiling_i1() {
    let more = |of, paid, refunded| Anomaly::RefundedMoreThanPaid {
        of,
        paid: yuan(paid),
        refunded: yuan(refunded),
    };
    let of_tea = || elsewhere("desk-1", 3_500, &[("tea", 3_500)], at(1));
    let mut shop = Shop::of_tea(shopxo());
    let done = shop.does(Merchant, of_tea());
    assert_eq!(done.anomalies, [more(Bound::Line("tea".into()), 3_000, 3_500)]);
    let mut shop = Shop::of_tea(FaithfulShop::new(Release::V2_2_1));
    assert_eq!(shop.does(Merchant, of_tea()).anomalies, [], "only the order is, there");
    let done = shop.does(Merchant, elsewhere("desk-2", 1_500, &[], at(2)));
    assert_eq!(done.anomalies, [more(Bound::Order, 4_800, 5_000)]);
}

#[test]
fn a_part_that_has_left_and_then_the_rest_of_the_same_refund_complete_a_case_i11() {
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
fn an_external_refund_can_be_reported_again_with_more_but_not_as_another_i10() {
    type ExternalRefund<'a> = (&'a str, Option<CaseId>, i64, &'a [(&'a str, i64)]);
    let mut shop = Shop::of_tea(shopxo());
    let teas = shop.applies(ONLY, teas(1), None);
    let cups = shop.agreed(vec![Ask::units("cup", 1)], None);
    let ours = shop.key(cups);
    let external = |(reference, case, amount, lines): ExternalRefund<'_>| {
        elsewhere_of(case, reference, amount, lines, 0, at(7))
    };
    let known = |shop: &Shop<_>, reference: &str| {
        let refund = shop.order.refund(&reference.into()).unwrap();
        (refund.case, refund.parts.lines.clone(), refund.parts.rest)
    };
    let part = |line: &str, amount| vec![(line.into(), fen(amount))];

    // The gateway's report was quicker, without lines and case; and another one had the lines, but no case.
    shop.does(Platform, report(&"desk-1".into(), Outcome::Succeeded(yuan(500)), at(7)));
    shop.does(Merchant, external(("desk-2", None, 300, &[("cup", 300)])));
    assert_eq!(known(&shop, "desk-1"), (None, vec![], fen(0)));
    assert_eq!(known(&shop, "desk-2"), (None, part("cup", 300), fen(0)));
    let refused: &[ExternalRefund<'_>] = &[
        ("desk-2", Some(cups), 300, &[("tea", 300)]),
        ("desk-2", Some(cups), 200, &[("cup", 200)]),
        ("desk-2", None, 300, &[("tea", 300)]),
        (ours.as_str(), Some(cups), 500, &[("cup", 500)]),
    ];
    for other in refused {
        let key = other.0.into();
        assert_eq!(
            shop.cannot(Merchant, external(*other)),
            [Reason::RefundReferenceReused { key }]
        );
    }
    shop.changes_nothing(Merchant, external(("desk-2", None, 300, &[("cup", 300)])));

    // Now it is known what they were for.
    shop.does(Merchant, external(("desk-1", Some(teas), 500, &[])));
    shop.does(Merchant, external(("desk-2", Some(cups), 300, &[("cup", 300)])));
    assert_eq!(known(&shop, "desk-1"), (Some(teas), part("tea", 500), fen(0)));
    assert_eq!(known(&shop, "desk-2"), (Some(cups), part("cup", 300), fen(0)));
    for same in [
        ("desk-1", Some(teas), 500, &[][..]),
        ("desk-1", Some(teas), 500, &[("tea", 500)]),
        ("desk-2", Some(cups), 300, &[("cup", 300)]),
        ("desk-2", Some(cups), 300, &[]),
    ] {
        shop.changes_nothing(Merchant, external(same));
    }
    let refused: &[ExternalRefund<'_>] = &[
        ("desk-1", Some(teas), 400, &[]),
        ("desk-1", Some(teas), 500, &[("cup", 500)]),
        ("desk-1", Some(cups), 500, &[]),
        ("desk-1", None, 500, &[]),
        ("desk-2", None, 300, &[("cup", 300)]),
        ("desk-2", Some(teas), 300, &[("cup", 300)]),
    ];
    for other in refused {
        let key = other.0.into();
        assert_eq!(
            shop.cannot(Merchant, external(*other)),
            [Reason::RefundReferenceReused { key }]
        );
    }
    assert_eq!(shop.whole()[1], 800);
    shop.does(Merchant, external(("desk-3", None, 200, &[])));
    assert_eq!(known(&shop, "desk-3"), (None, vec![], fen(200)));

    // What was reported without its case and its lines is given to them later, once.
    let key = RefundKey::from("desk-3");
    let other = external(("desk-3", Some(cups), 300, &[]));
    assert_eq!(shop.cannot(Merchant, other), [Reason::RefundReferenceReused { key: key.clone() }]);
    shop.does(Merchant, external(("desk-3", Some(cups), 200, &[("cup", 200)])));
    assert_eq!(known(&shop, "desk-3"), (Some(cups), part("cup", 200), fen(0)));
    shop.changes_nothing(Merchant, external(("desk-3", Some(cups), 200, &[("cup", 200)])));
    let other = external(("desk-3", Some(teas), 200, &[]));
    assert_eq!(shop.cannot(Merchant, other), [Reason::RefundReferenceReused { key }]);
    assert_eq!(shop.whole()[1], 1_000);
}

#[test]
fn a_chargeback_without_a_case_is_given_to_its_case_and_pays_it_i10() {
    fn story<P: Platform>(policy: P) {
        let mut shop = Shop::of_tea(policy);
        shop.does(Platform, elsewhere("cb-1", 1_000, &[], at(7)));
        let case = shop.applies(ONLY, teas(1), None);
        shop.does(Merchant, elsewhere_of(Some(case), "cb-1", 1_000, &[], 0, at(7)));
        assert_eq!((shop.whole()[1], shop.phase(case)), (1_000, Phase::Refunded));
        assert_eq!(shop.line("tea"), [3_000, 1_000, 0, 0]);
    }
    story(shopxo());
    story(wechat());
}
