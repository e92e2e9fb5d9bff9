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
fn three_sightings_of_one_status_make_one_story_in_any_order_m5() {
    for first in kinds(MerchantProcessing, 1) {
        for second in kinds(MerchantProcessing, 2) {
            for third in kinds(MerchantProcessing, 3) {
                check_all_orders(&[first, second, third]);
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
