//! Every short sequence of sightings, in every order of arrival, on every platform (M1 to M5); their number is pinned.
//! `crates/testing/examples/model_check` looks further. What it found is told here as stories.

use aftersale::lifecycle::{Flow, Lifecycle, Status};
use aftersale::mirror::{Finding, MOST_SPANS, Mirror, OldNews, SeenStatus, Sighting, Source};
use aftersale::wechat::AfterSaleStatus::{self, *};
use aftersale::{channels, shopxo, wechat};
use aftersale_testing::mirror::{Bounds, explore};

use crate::stories::{at, mirror};

/// Returns the number of stories, and of those that were compared with the model.
fn tried<S: Status>(lifecycle: Lifecycle<S>, bounds: &Bounds<S>) -> (usize, usize) {
    let explored = explore(&Mirror::of(lifecycle), bounds);
    if let Some(violation) = explored.violation {
        panic!("{violation}");
    }
    (explored.stories, explored.compared)
}

#[test]
fn no_two_sightings_of_any_platform_break_an_invariant() {
    fn two<S>() -> Bounds<S> {
        Bounds { sightings: 2, states_flow: true, ..Bounds::default() }
    }
    assert_eq!(tried(wechat::LIFECYCLE, &two()), (83_232, 55_584));
    assert_eq!(tried(shopxo::LIFECYCLE, &two()), (16_002, 10_710));
    let plain = Bounds { sightings: 2, says_finished: false, ..Bounds::default() };
    assert_eq!(tried(channels::LIFECYCLE, &plain), (5_256, 3_528));
}

#[test]
fn no_three_sightings_at_shopxo_break_an_invariant_finished_or_not() {
    assert_eq!(tried(shopxo::LIFECYCLE, &Bounds::default()), (75_894, 17_682));
}

fn seen(name: &str, seconds: i64) -> Sighting<'_, AfterSaleStatus> {
    Sighting::new(SeenStatus::named(name), at(seconds), Source::Callback)
}

/// M1: an unknown word of the second in which the buyer withdrew was before that.
#[test]
fn an_unknown_word_of_the_same_second_does_not_lead_out_of_an_end() {
    let mirror = mirror();
    let (mut case, _) = mirror.begin(&seen("USER_CANCELD", 1)).unwrap();
    mirror.see(&mut case, &seen("MERCHANT_THINKS_AGAIN", 1)).unwrap();
    assert_eq!(case.status(), Some(SeenStatus::Known(UserCanceld)));
    assert!(mirror.has_ended(&case));
    assert_eq!(case.story().next().unwrap().status.name(), "MERCHANT_THINKS_AGAIN");
    assert_eq!(mirror.unexplained(&case).count(), 0);
}

/// M1: the document that ends a case is of the same second as another status, and of a status that was seen before.
#[test]
fn a_status_of_the_second_in_which_a_case_ended_comes_before_the_end() {
    let mirror = mirror();
    let (mut case, _) = mirror.begin(&seen("PLATFORM_REFUNDING", 1)).unwrap();
    mirror.see(&mut case, &seen("PLATFORM_REFUNDING", 5).finished()).unwrap();
    mirror.see(&mut case, &seen("PLATFORM_REFUND_FAIL", 5)).unwrap();
    let story: Vec<&str> = case.story().map(|chapter| chapter.status.name()).collect();
    assert_eq!(story, ["PLATFORM_REFUNDING", "PLATFORM_REFUND_FAIL", "PLATFORM_REFUNDING"]);
    assert!(mirror.has_ended(&case));
}

/// M1 and M5: a document called the case finished, and something that cannot be was seen before it was asked again.
#[test]
fn what_was_called_finished_stays_so_whenever_a_contradiction_arrives() {
    let mirror = mirror();
    let sightings = [
        seen("PLATFORM_REFUNDING", 1).finished(),
        seen("USER_WAIT_RETURN", 2),
        seen("PLATFORM_REFUNDING", 3),
    ];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let (mut case, _) = mirror.begin(&sightings[order[0]]).unwrap();
        for place in &order[1..] {
            mirror.see(&mut case, &sightings[*place]).unwrap();
        }
        assert!(mirror.has_ended(&case), "{order:?}");
        assert_eq!(mirror.unexplained(&case).count(), 1, "{order:?}");
    }
}

/// M5: a document of the wrong type is told once, and not again by the next one of the right type.
#[test]
fn a_document_of_the_right_type_after_one_of_the_wrong_type_is_the_same_status() {
    let mirror = mirror();
    let wrong = seen("USER_WAIT_RETURN", 1).of_flow(Flow::RefundOnly);
    let (mut case, _) = mirror.begin(&wrong).unwrap();
    let right = seen("USER_WAIT_RETURN", 2).of_flow(Flow::ReturnRefund);
    assert_eq!(mirror.see(&mut case, &right), Ok(Finding::Same { is_newer: true }));
    assert_eq!(mirror.unexplained(&case).count(), 1);
}

/// M4: what is older than all that a full case keeps is too old each time, and counts as unexplained not even once.
#[test]
fn what_is_too_old_for_a_full_case_is_so_again_and_again() {
    let mirror = mirror();
    let words = ["USER_WAIT_RETURN", "MERCHANT_WAIT_RECEIPT"];
    let (mut case, _) = mirror.begin(&seen(words[0], 10)).unwrap();
    for (turn, seconds) in (1..MOST_SPANS).zip((20..).step_by(10)) {
        mirror.see(&mut case, &seen(words[turn % 2], seconds)).unwrap();
    }
    let full = case.clone();
    for seconds in [9, 5] {
        let old = seen("MERCHANT_THINKS_AGAIN", seconds);
        let finished = seen("USER_CANCELD", seconds - 1);
        for sighting in [old, old, finished, finished] {
            let finding = mirror.see(&mut case, &sighting).unwrap();
            assert_eq!(finding, Finding::OldNews(OldNews::TooOld));
        }
    }
    assert_eq!(case, full);
}
