//! One status, told by documents of one type and of the other, and by callbacks that state none: in whatever order they
//! arrive, the story is the same (M5); and what is older than all that is kept changes nothing.

use aftersale::lifecycle::Flow;
use aftersale::mirror::{Finding, MOST_SPANS, MirroredCase, OldNews, SeenStatus, Sighting, Source};
use aftersale::wechat::AfterSaleStatus::{self, *};

use crate::stories::{at, mirror};

type Seen = Sighting<'static, AfterSaleStatus>;

fn seen(status: AfterSaleStatus, seconds: i64) -> Seen {
    Sighting::new(SeenStatus::Known(status), at(seconds), Source::Poll)
}

/// Returns every order of these.
fn orders(sightings: &[Seen]) -> Vec<Vec<Seen>> {
    let Some((first, rest)) = sightings.split_first() else { return vec![Vec::new()] };
    let with_first = |order: Vec<Seen>| {
        (0..=order.len()).map(move |place| {
            let mut order = order.clone();
            order.insert(place, *first);
            order
        })
    };
    orders(rest).into_iter().flat_map(with_first).collect()
}

fn after(sightings: &[Seen]) -> MirroredCase<AfterSaleStatus> {
    let mirror = mirror();
    let (mut case, _) = mirror.begin(&sightings[0]).unwrap();
    for sighting in &sightings[1..] {
        mirror.see(&mut case, sighting).unwrap();
    }
    case
}

/// Returns a sighting of each kind: of a type or of none, of a finished case or of one that goes on.
fn kinds(status: AfterSaleStatus, seconds: i64) -> Vec<Seen> {
    let flows = [None, Some(Flow::RefundOnly), Some(Flow::ReturnRefund)];
    let stated = flows.map(|flow| match flow {
        None => seen(status, seconds),
        Some(flow) => seen(status, seconds).of_flow(flow),
    });
    stated.into_iter().flat_map(|sighting| [sighting, sighting.finished()]).collect()
}

fn check_all_orders(sightings: &[Seen]) {
    let in_order = after(sightings);
    for order in orders(sightings) {
        assert_eq!(after(&order), in_order, "{order:#?}");
    }
}

#[test]
fn three_sightings_make_one_story_in_any_order_m5() {
    // The other status comes nowhere, first, second or last.
    for other in 0..=3 {
        let kinds_at =
            |time| kinds(if time == other { PlatformRefunding } else { MerchantProcessing }, time);
        for first in kinds_at(1) {
            for second in kinds_at(2) {
                for third in kinds_at(3) {
                    check_all_orders(&[first, second, third]);
                }
            }
        }
    }
}

#[test]
fn two_statuses_that_are_seen_twice_each_make_one_story_in_any_order_m5() {
    let (one, other) = (MerchantProcessing, PlatformRefunding);
    for statuses in [[one, one, other, other], [one, other, one, other], [one, other, other, one]] {
        for kind in 0..6 {
            // Both statuses are first seen so, and then so.
            for next in 0..6 {
                let sightings: Vec<Seen> = (1..)
                    .zip(statuses)
                    .enumerate()
                    .map(|(place, (time, status))| {
                        let kind = if statuses[..place].contains(&status) { next } else { kind };
                        kinds(status, time)[kind]
                    })
                    .collect();
                check_all_orders(&sightings);
            }
        }
    }
}

/// A buyer who sends the goods and recalls them, every ten seconds, until the first statuses are not kept any more.
#[test]
fn what_is_older_than_all_that_is_kept_changes_nothing_and_what_is_not_fills_in() {
    let mirror = mirror();
    let status = |turn: i64| if turn % 2 == 0 { UserWaitReturn } else { MerchantWaitReceipt };
    let turns: Vec<Seen> =
        (1..=20).map(|turn| seen(status(turn), turn * 10).of_flow(Flow::ReturnRefund)).collect();
    let case = after(&turns);
    let oldest = case.story().next().unwrap();
    assert_eq!((case.story().count(), oldest.first), (MOST_SPANS, at(90)));
    let (here, next) = (status(9), status(10));
    for (sighting, expected) in [
        (seen(here, 85), OldNews::TooOld),
        (seen(next, 85), OldNews::TooOld),
        (seen(here, 90), OldNews::Repeated),
        // They belong to the next status, which was seen at 100.
        (seen(next, 90), OldNews::FillsIn),
        (seen(next, 95), OldNews::FillsIn),
    ] {
        let mut told = case.clone();
        assert_eq!(
            mirror.see(&mut told, &sighting),
            Ok(Finding::OldNews(expected)),
            "{sighting:?}"
        );
        assert_eq!(told == case, expected != OldNews::FillsIn, "{sighting:?}");
        assert_eq!(told.story().count(), MOST_SPANS);
    }
}

/// Returns the statuses that were seen, in their order, with their times.
fn story(sightings: &[Seen]) -> Vec<(AfterSaleStatus, i64, i64)> {
    let case = after(sightings);
    let chapter = |status: SeenStatus<'_, AfterSaleStatus>| status.known().unwrap();
    case.story().map(|one| (chapter(one.status), one.first.seconds(), one.last.seconds())).collect()
}

#[test]
fn of_one_second_an_end_comes_last_then_what_the_table_explains_then_what_arrives_later() {
    let statuses = |sightings: &[Seen]| -> Vec<AfterSaleStatus> {
        story(sightings).into_iter().map(|(status, ..)| status).collect()
    };
    let begun = seen(MerchantProcessing, 1);
    for (one, other, is_either) in [
        // The first of each two comes first, whichever arrives first, but where both ways are in the table.
        (PlatformRefunding, MerchantRefundSuccess, false),
        (UserWaitReturn, UserCanceld, false),
        (MerchantProcessing, PlatformRefunding, false),
        (PlatformRefunding, PlatformRefundFail, true),
        (AftersalestatusInvalid, UserWaitReturn, false),
        (UserWaitReturn, MerchantWaitReceipt, true),
    ] {
        let (first, second) = (seen(one, 5), seen(other, 5));
        let told = statuses(&[begun, first, second]);
        assert_eq!(told[told.len() - 2..], [one, other], "in order");
        let told = statuses(&[begun, second, first]);
        let expected = if is_either { [other, one] } else { [one, other] };
        assert_eq!(told[told.len() - 2..], expected, "the other way round");
    }
    // A document that calls the case finished comes last, whatever the table says of its status.
    let (refunding, finished) =
        (seen(PlatformRefunding, 5), seen(MerchantProcessing, 5).finished());
    for order in [[begun, refunding, finished], [begun, finished, refunding]] {
        assert_eq!(
            story(&order),
            [(MerchantProcessing, 1, 1), (PlatformRefunding, 5, 5), (MerchantProcessing, 5, 5)]
        );
    }
    // The same status of two types: nothing decides.
    let of = |flow| seen(AftersalestatusInvalid, 5).of_flow(flow);
    for (first, second) in
        [(Flow::RefundOnly, Flow::ReturnRefund), (Flow::ReturnRefund, Flow::RefundOnly)]
    {
        let case = after(&[begun, of(first), of(second), of(second)]);
        assert_eq!(case.story().count(), 3);
        let again =
            mirror().see(&mut case.clone(), &seen(AftersalestatusInvalid, 6).of_flow(second));
        assert_eq!(again, Ok(Finding::Same { is_newer: true }), "the last stays the last");
    }
}

#[test]
fn what_lies_within_a_status_and_in_the_second_of_its_document_splits_it_there() {
    let mirror = mirror();
    // The document of that second was before it: its type holds for all that follows.
    let told = [
        seen(MerchantProcessing, 1),
        seen(MerchantProcessing, 3).of_flow(Flow::RefundOnly),
        seen(MerchantProcessing, 5),
        seen(MerchantRejectRefund, 3),
    ];
    let mut case = after(&told);
    assert_eq!(
        story(&told),
        [(MerchantProcessing, 1, 1), (MerchantRejectRefund, 3, 3), (MerchantProcessing, 5, 5)]
    );
    assert_eq!(mirror.flows(&case).to_string(), Flow::RefundOnly.to_string());
    assert_eq!(mirror.unexplained(&case).count(), 0);

    // What follows has stated none itself.
    let other = seen(MerchantProcessing, 6).of_flow(Flow::ReturnRefund);
    assert_eq!(mirror.see(&mut case, &other), Ok(Finding::Same { is_newer: true }));

    // An end of that second comes after it, with the type that its document states.
    let ended = [
        seen(MerchantProcessing, 1),
        seen(MerchantProcessing, 5).of_flow(Flow::RefundOnly).finished(),
        seen(MerchantRejectRefund, 5),
    ];
    let mut case = after(&ended);
    assert_eq!(
        story(&ended),
        [(MerchantProcessing, 1, 1), (MerchantRejectRefund, 5, 5), (MerchantProcessing, 5, 5)]
    );
    assert!(mirror.has_ended(&case));
    assert_eq!(mirror.unexplained(&case).count(), 0);
    mirror.see(&mut case, &seen(MerchantProcessing, 2).of_flow(Flow::ReturnRefund)).unwrap();
    assert_eq!(case.story().count(), 3, "the first status had no type yet");

    // So does a document of that second that calls the case finished, where it goes on to be seen.
    let finished = [
        seen(UserWaitReturn, 1),
        seen(UserWaitReturn, 3).finished(),
        seen(UserWaitReturn, 5),
        seen(MerchantWaitReceipt, 3),
    ];
    let case = after(&finished);
    assert_eq!(
        story(&finished),
        [(UserWaitReturn, 1, 1), (MerchantWaitReceipt, 3, 3), (UserWaitReturn, 5, 5)]
    );
    assert!(mirror.has_ended(&case));
    assert_eq!(mirror.unexplained(&case).count(), 0);
}
