//! What a mirror answers about one sighting and one case, answer by answer.

use aftersale::lifecycle::{Action, Fact, Flow, KnownFacts};
use aftersale::mirror::{
    Finding, MirroredCase, OldNews, Passage, SeenStatus, Sighting, Source, Until,
};
use aftersale::order::Clocks;
use aftersale::time::days_long;
use aftersale::wechat::AfterSaleStatus::{self, *};

use crate::stories::{at, mirror};

type Seen<'a> = Sighting<'a, AfterSaleStatus>;

fn seen(status: AfterSaleStatus, seconds: i64) -> Seen<'static> {
    Sighting::new(SeenStatus::Known(status), at(seconds), Source::Callback)
}

fn word(seconds: i64) -> Seen<'static> {
    Sighting::new(SeenStatus::named("NEW_STATUS"), at(seconds), Source::Poll)
}

/// Plays sightings, and returns the case and what was said of the last.
fn played(sightings: &[Seen<'_>]) -> (MirroredCase<AfterSaleStatus>, Finding<AfterSaleStatus>) {
    let mirror = mirror();
    let (first, rest) = sightings.split_first().unwrap();
    let (mut case, mut finding) = mirror.begin(first).unwrap();
    for sighting in rest {
        finding = mirror.see(&mut case, sighting).unwrap();
    }
    (case, finding)
}

fn passage(
    from: AfterSaleStatus,
    to: AfterSaleStatus,
    flow: Flow,
) -> Option<Passage<AfterSaleStatus>> {
    played(&[seen(from, 1).of_flow(flow), seen(to, 2).of_flow(flow)]).1.passage()
}

#[test]
fn every_finding_has_its_name_its_words_and_its_passage() {
    let (first, step) = (seen(MerchantProcessing, 1), seen(PlatformRefunding, 5));
    let paid = seen(MerchantRefundSuccess, 9);
    let jump = seen(MerchantProcessing, 20);
    let table: &[(&[Seen<'_>], &str, &str, bool, bool)] = &[
        (&[first], "first", "first seen: no case → MERCHANT_PROCESSING", false, true),
        (&[first, first], "same", "nothing new", false, false),
        (
            &[first, seen(MerchantProcessing, 2)],
            "same",
            "the same status, seen later",
            false,
            false,
        ),
        (&[first, step], "step", "one step: MERCHANT_PROCESSING → PLATFORM_REFUNDING", false, true),
        (
            &[first, paid],
            "gap",
            "something was missed: MERCHANT_PROCESSING → MERCHANT_REFUND_SUCCESS",
            false,
            true,
        ),
        (&[first, word(3)], "unknown_status", "an unknown status", false, false),
        (
            &[first, word(3), step],
            "after_unknown",
            "by way of an unknown status: MERCHANT_PROCESSING → PLATFORM_REFUNDING",
            false,
            true,
        ),
        (&[first, step, first], "old_news_repeated", "old news, seen before", false, false),
        (&[first, paid, step], "old_news_fills_in", "old news, which was missing", false, false),
        (
            &[first, paid, seen(UserCanceld, 5)],
            "old_news_contradicts",
            "old news that cannot be: USER_CANCELD → MERCHANT_REFUND_SUCCESS: the case had ended",
            true,
            true,
        ),
        (
            &[first, paid, jump],
            "impossible",
            "cannot be: MERCHANT_REFUND_SUCCESS → MERCHANT_PROCESSING: the case had ended",
            true,
            true,
        ),
        (
            &[first, paid, word(12)],
            "unknown_after_end",
            "an unknown status after the case had ended",
            true,
            false,
        ),
    ];
    for (sightings, name, words, is_unexplained, has_passage) in table {
        let (case, finding) = played(sightings);
        assert_eq!(finding.code(), *name);
        assert_eq!(finding.to_string(), *words);
        assert_eq!(finding.is_unexplained(), *is_unexplained, "{finding}");
        assert_eq!(finding.passage().is_some(), *has_passage, "{finding}");
        assert_eq!(mirror().unexplained(&case).count(), usize::from(*is_unexplained), "{finding}");
    }
    let told = |sightings: &[Seen<'_>]| {
        let (case, _) = played(sightings);
        mirror().unexplained(&case).map(|told| told.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(
        told(&[first, paid, jump]),
        [
            "MERCHANT_REFUND_SUCCESS → MERCHANT_PROCESSING at 1970-01-01T00:00:20Z: the case had ended"
        ]
    );
    assert_eq!(
        told(&[first, paid, word(12)]),
        ["MERCHANT_REFUND_SUCCESS → an unknown status at 1970-01-01T00:00:12Z: the case had ended"]
    );
}

/// Returns the statuses of a flow.
fn statuses(flow: Flow) -> impl Iterator<Item = AfterSaleStatus> {
    let all = AfterSaleStatus::ALL.iter().copied();
    all.filter(move |status| mirror().lifecycle().phase(flow, *status).is_some())
}

#[test]
fn a_case_is_taken_up_again_from_a_refusal_or_a_lapse_and_from_nothing_else() {
    let stopped = [MerchantRejectRefund, MerchantRejectReturn, ReturnClosed];
    let going_on = [
        MerchantProcessing,
        UserWaitReturn,
        MerchantWaitReceipt,
        MerchantOverdueRefund,
        PlatformRefunding,
        PlatformRefundFail,
        UserWaitConfirm,
    ];
    let mut pairs = 0;
    for flow in [Flow::RefundOnly, Flow::ReturnRefund] {
        for from in statuses(flow) {
            for to in statuses(flow) {
                let Some(passage) = passage(from, to, flow) else { continue };
                let is_again = stopped.contains(&from) && going_on.contains(&to);
                assert_eq!(mirror().reopens(passage), is_again, "{flow}: {passage}");
                pairs += 1;
            }
        }
    }
    assert!(pairs > 200, "{pairs}");
    let (_, first) = played(&[seen(MerchantProcessing, 1)]);
    assert!(!mirror().reopens(first.passage().unwrap()));
}

#[test]
fn an_answer_to_a_call_that_no_rule_knows_leaves_all_rules_open() {
    let mirror = mirror();
    let (mut case, _) =
        mirror.begin(&seen(MerchantProcessing, 1).of_flow(Flow::RefundOnly)).unwrap();
    let rows = |action: Option<Action>| {
        let mut case = case.clone();
        let status = SeenStatus::Known(PlatformRefunding);
        let by_call = action.map(|action| Sighting::after(action, status, at(5)));
        let sighting = by_call.unwrap_or_else(|| seen(PlatformRefunding, 5));
        let passage = mirror.see(&mut case, &sighting).unwrap().passage().unwrap();
        mirror.rules(passage).map(|step| step.rule.row).collect::<Vec<_>>()
    };
    let all = rows(None);
    assert!(all.len() > 1, "{all:?}");
    let one = rows(Some(Action::AgreeToRefund));
    assert!(!one.is_empty() && one.len() < all.len(), "{one:?}");
    assert_eq!(rows(Some(Action::ConfirmReceipt)), all, "the status is right, whatever was called");
    mirror.see(&mut case, &seen(PlatformRefunding, 5)).unwrap();
    assert_eq!(case.since(), Some(at(5)));
    mirror.see(&mut case, &seen(PlatformRefunding, 9)).unwrap();
    assert_eq!((case.since(), case.seen_at()), (Some(at(5)), Some(at(9))));
}

/// Two sightings of one status, in both orders and in the same second: what they tell besides follows their times.
#[test]
fn what_a_status_tells_besides_follows_the_times_of_its_sightings() {
    let mirror = mirror();
    let disputed = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true);
    let settled = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, false);
    let before = seen(MerchantProcessing, 1);
    let early = |seconds| seen(MerchantRejectRefund, seconds).telling(disputed).until(at(100));
    let late = |seconds| seen(MerchantRejectRefund, seconds).telling(settled).until(at(200));
    for (sightings, told, until) in [
        ([before, early(5), late(7)], settled, 200),
        ([before, late(7), early(5)], settled, 200),
        // In the same second the one that came last.
        ([before, early(5), late(5)], settled, 200),
        ([before, late(5), early(5)], disputed, 100),
    ] {
        let (case, _) = played(&sightings);
        assert_eq!(mirror.facts(&case).get(Fact::DisputeOpen), told.get(Fact::DisputeOpen));
        assert_eq!(mirror.until(&case), Some(Until::Stated(at(until))), "{sightings:?}");
    }
}

#[test]
fn a_chapter_begins_with_the_source_and_the_call_of_its_first_sighting() {
    let before = seen(MerchantProcessing, 1);
    let call = |seconds| {
        let status = SeenStatus::Known(PlatformRefunding);
        Sighting::after(Action::AgreeToRefund, status, at(seconds))
    };
    let poll =
        |seconds| Sighting::new(SeenStatus::Known(PlatformRefunding), at(seconds), Source::Poll);
    let agreed = Some(Action::AgreeToRefund);
    for (sightings, source, action) in [
        ([before, call(5), poll(7)], Source::OwnCall, agreed),
        ([before, poll(7), call(5)], Source::OwnCall, agreed),
        ([before, poll(5), call(7)], Source::Poll, None),
        ([before, call(7), poll(5)], Source::Poll, agreed),
        ([before, call(5), poll(5)], Source::OwnCall, agreed),
        ([before, poll(5), call(5)], Source::Poll, agreed),
    ] {
        let (case, finding) = played(&sightings);
        let chapter = case.story().last().unwrap();
        assert_eq!((chapter.source, chapter.action), (source, action), "{sightings:?}: {finding}");
        assert_eq!(case.since(), Some(sightings[1].at.min(sightings[2].at)));
    }
}

#[test]
fn comparing_says_what_seeing_says_and_changes_nothing() {
    let mirror = mirror();
    let (case, _) = played(&[
        seen(MerchantProcessing, 1),
        seen(PlatformRefunding, 5),
        seen(PlatformRefunding, 8),
    ]);
    for (sighting, expected) in [
        (seen(PlatformRefunding, 8), Finding::Same { is_newer: false }),
        (seen(PlatformRefunding, 9), Finding::Same { is_newer: true }),
        (seen(PlatformRefunding, 6), Finding::Same { is_newer: false }),
        (seen(PlatformRefunding, 5), Finding::Same { is_newer: false }),
        (seen(PlatformRefunding, 4), Finding::OldNews(OldNews::FillsIn)),
        (seen(MerchantProcessing, 1), Finding::OldNews(OldNews::Repeated)),
    ] {
        assert_eq!(mirror.compare(&case, &sighting), Ok(expected), "{sighting:?}");
        assert_eq!(mirror.see(&mut case.clone(), &sighting), Ok(expected), "{sighting:?}");
    }
}

#[test]
fn a_deadline_is_told_where_all_flows_that_the_case_can_have_give_the_same() {
    let day = |days| Some(days_long(days));
    for (of_refunds, of_returns, told) in [(2, 2, Some(2)), (2, 3, None), (3, 2, None)] {
        let mut clocks = Clocks::NONE;
        clocks.merchant_answers_refund = day(of_refunds);
        clocks.merchant_answers_return = day(of_returns);
        let mirror = mirror().with_clocks(clocks);
        let (case, _) = mirror.begin(&seen(MerchantProcessing, 1)).unwrap();
        let until = told.map(|days| at(1).checked_add(days_long(days)).unwrap());
        assert_eq!(mirror.until(&case), until.map(Until::ByTheTerms), "{of_refunds}, {of_returns}");
        // Where the flow is stated, its clock counts.
        let (case, _) =
            mirror.begin(&seen(MerchantProcessing, 1).of_flow(Flow::ReturnRefund)).unwrap();
        let until = at(1).checked_add(days_long(of_returns)).map(Until::ByTheTerms);
        assert_eq!(mirror.until(&case), until);
    }
}

#[test]
fn what_documents_told_of_a_status_stays_known_where_the_next_corrects_its_type() {
    let mirror = mirror();
    let disputed = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true);
    // No refund without a return waits for goods, so the first document states the wrong type.
    let wrong = seen(UserWaitReturn, 2).of_flow(Flow::RefundOnly).telling(disputed);
    let right = seen(UserWaitReturn, 3).of_flow(Flow::ReturnRefund);
    let (case, finding) = played(&[seen(MerchantProcessing, 1), wrong, right]);
    assert_eq!(finding, Finding::Same { is_newer: true });
    assert_eq!(mirror.facts(&case).get(Fact::DisputeOpen), Some(true));
    assert_eq!(mirror.flows(&case).to_string(), Flow::ReturnRefund.to_string());
}
