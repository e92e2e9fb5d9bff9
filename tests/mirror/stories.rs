//! Stories of merchants' systems, told with the times that were recorded.

use aftersale::lifecycle::{Action, Actor, Evidence, Fact, Flow, KnownFacts};
use aftersale::mirror::{
    Finding, GoodsState, Impossibility, Mirror, MirroredCase, MoneyState, OldNews, SeenStatus,
    Sighting, SightingFault, Source, Unexplained, Until,
};
use aftersale::time::{Timestamp, hours_long};
use aftersale::wechat::AfterSaleStatus::{self, *};
use aftersale::wechat::{LIFECYCLE, WeChat};

type Case = MirroredCase<AfterSaleStatus>;

pub(crate) fn mirror() -> Mirror<AfterSaleStatus> {
    Mirror::of(LIFECYCLE)
}

pub(crate) const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn callback(status: AfterSaleStatus, seconds: i64) -> Sighting<'static, AfterSaleStatus> {
    Sighting::new(SeenStatus::Known(status), at(seconds), Source::Callback)
}

fn document(
    status: AfterSaleStatus,
    flow: Flow,
    seconds: i64,
) -> Sighting<'static, AfterSaleStatus> {
    Sighting::new(SeenStatus::Known(status), at(seconds), Source::Poll).of_flow(flow)
}

fn begun(mirror: &Mirror<AfterSaleStatus>, sighting: Sighting<'_, AfterSaleStatus>) -> Case {
    mirror.begin(&sighting).unwrap().0
}

/// The times are those of a record of a dispute: refused 66 seconds after the application, in dispute 23 seconds later. The
/// status stays the refusal's meanwhile; only the document's number of the dispute tells.
#[test]
fn a_dispute_does_not_show_in_the_status_and_makes_it_the_platforms_turn() {
    let mirror = mirror();
    let mut case = begun(&mirror, callback(MerchantProcessing, 1_669_120_322));
    let refused = mirror.see(&mut case, &callback(MerchantRejectRefund, 1_669_120_388)).unwrap();
    let Finding::Step(passage) = refused else { panic!("{refused}") };
    // A refusal without a stated type: of a refund (W6), or of goods that had come back (W18, also seen). The first is one
    // step, and so it was one.
    let rows: Vec<&str> = mirror.rules(passage).map(|step| step.rule.row).collect();
    assert_eq!(rows, ["W6"]);
    assert_eq!(mirror.turn(&case), Some(Actor::Buyer));

    let disputed = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true);
    let seen = document(MerchantRejectRefund, Flow::RefundOnly, 1_669_120_412).telling(disputed);
    assert_eq!(mirror.see(&mut case, &seen), Ok(Finding::Same { is_newer: true }));
    assert_eq!(mirror.turn(&case), Some(Actor::Platform));
    assert!(!mirror.has_ended(&case));

    // 1,020 seconds later customer service rules for the buyer.
    let ruled = mirror.see(&mut case, &callback(PlatformRefunding, 1_669_121_432)).unwrap();
    let Finding::Step(passage) = ruled else { panic!("{ruled}") };
    let rows: Vec<&str> = mirror.rules(passage).map(|step| step.rule.row).collect();
    assert_eq!(rows, ["W28", "W31"]);
    assert_eq!(mirror.actors(passage).to_string(), "platform");
    assert_eq!(mirror.money(&case), MoneyState::UnderWay);
}

/// A return that was refused after the goods had come back, and was then changed by the buyer, came back under review, where
/// neither agreement was accepted. The platform forbade that change afterwards, so the table lacks it once the goods are known
/// to have been sent; what is seen is followed all the same.
#[test]
fn the_stuck_ticket_is_followed_and_counts_as_taken_up_again() {
    let mirror = mirror();
    let mut case = begun(&mirror, document(MerchantProcessing, Flow::ReturnRefund, 1_655_000_000));
    for (status, seconds) in [
        (UserWaitReturn, 1_655_003_600),
        (MerchantWaitReceipt, 1_655_090_000),
        (MerchantRejectRefund, 1_655_180_000),
    ] {
        let finding = mirror.see(&mut case, &callback(status, seconds)).unwrap();
        assert!(matches!(finding, Finding::Step(_)), "{finding}");
    }
    assert_eq!(mirror.goods(&case), GoodsState::Sent);

    let again = mirror.see(&mut case, &callback(MerchantProcessing, 1_655_190_000)).unwrap();
    let Finding::Step(passage) = again else { panic!("{again}") };
    assert!(mirror.reopens(passage), "it is the same case, under its old number");
    assert_eq!(mirror.phase(&case), Some(aftersale::lifecycle::Phase::UnderReview));
    assert_eq!(mirror.unexplained(&case).count(), 0);
}

#[test]
fn a_callback_that_is_repeated_within_a_second_is_nothing_new() {
    let mirror = mirror();
    let mut case = begun(&mirror, callback(MerchantProcessing, 1_795_300_000));
    let step = callback(PlatformRefunding, 1_795_300_060);
    assert!(matches!(mirror.see(&mut case, &step), Ok(Finding::Step(_))));
    let once = case.clone();
    for _ in 0..9 {
        assert_eq!(mirror.see(&mut case, &step), Ok(Finding::Same { is_newer: false }));
    }
    assert_eq!(case, once);
}

/// The platform tries a callback again for some three and a half hours.
#[test]
fn a_retry_after_three_hours_does_not_bring_an_old_status_back() {
    let mirror = mirror();
    let mut case = begun(&mirror, callback(MerchantProcessing, 1_795_300_000));
    mirror.see(&mut case, &callback(PlatformRefunding, 1_795_300_060)).unwrap();
    mirror.see(&mut case, &callback(MerchantRefundSuccess, 1_795_300_120)).unwrap();
    let ended = case.clone();
    let retry = callback(PlatformRefunding, 1_795_300_060);
    assert_eq!(mirror.see(&mut case, &retry), Ok(Finding::OldNews(OldNews::Repeated)));
    assert_eq!(case, ended);
    assert!(mirror.has_ended(&case));
    assert_eq!(mirror.money(&case), MoneyState::WithBuyer);
}

#[test]
fn a_missed_callback_is_a_gap_and_fills_in_when_it_comes_late() {
    let mirror = mirror();
    let mut case = begun(&mirror, document(MerchantProcessing, Flow::ReturnRefund, 1_795_300_000));
    let success = document(MerchantReturnSuccess, Flow::ReturnRefund, 1_795_900_000);
    let finding = mirror.see(&mut case, &success).unwrap();
    let Finding::Gap(passage) = finding else { panic!("{finding}") };
    assert_eq!(
        mirror.must_pass(passage),
        [PlatformRefunding],
        "whether the goods came back is open"
    );
    let ways = mirror.ways(passage);
    let rows: Vec<Vec<&str>> =
        ways.iter().map(|way| way.iter().map(|step| step.rule.row).collect()).collect();
    assert_eq!(rows, [["W31", "W33"]]);
    assert_eq!(mirror.evidence(passage), Some(Evidence::Inferred));

    let late = mirror.see(&mut case, &callback(MerchantWaitReceipt, 1_795_500_000)).unwrap();
    assert_eq!(late, Finding::OldNews(OldNews::FillsIn));
    let story: Vec<String> = case.story().map(|chapter| chapter.status.to_string()).collect();
    assert_eq!(story, ["MERCHANT_PROCESSING", "MERCHANT_WAIT_RECEIPT", "MERCHANT_RETURN_SUCCESS"]);
}

/// Three statuses of October 2026 have names that nobody has published.
#[test]
fn a_status_that_nobody_knows_is_kept_and_is_finished_when_its_document_says_so() {
    let mirror = mirror();
    let mut case = begun(&mirror, callback(MerchantProcessing, 1_795_300_000));
    let unknown = SeenStatus::named("MERCHANT_WAIT_RESHIP_SOMETHING");
    let seen = Sighting::new(unknown, at(1_795_300_100), Source::Callback);
    assert_eq!(mirror.see(&mut case, &seen), Ok(Finding::UnknownStatus));
    assert_eq!(case.status(), Some(unknown));
    assert!(!mirror.has_ended(&case));
    assert_eq!((mirror.phase(&case), mirror.turn(&case)), (None, None));
    assert_eq!(mirror.money(&case), MoneyState::NotKnown);

    let finished = Sighting::new(unknown, at(1_795_300_200), Source::Poll).finished();
    assert_eq!(mirror.see(&mut case, &finished), Ok(Finding::Same { is_newer: true }));
    assert!(mirror.has_ended(&case));
    assert_eq!(mirror.until(&case), None);

    // What is seen after an end is followed, and the end is not forgotten.
    let after = mirror.see(&mut case, &callback(UserWaitReturn, 1_795_300_300)).unwrap();
    assert!(matches!(after, Finding::Impossible(_, Impossibility::LeavesItsEnd)), "{after}");
    assert_eq!(case.status(), Some(SeenStatus::Known(UserWaitReturn)));
}

#[test]
fn a_case_that_leaves_its_end_is_an_anomaly_and_the_platform_is_right() {
    let mirror = mirror();
    let mut case = begun(&mirror, callback(UserCanceld, 1_795_300_000));
    let finding = mirror.see(&mut case, &callback(MerchantProcessing, 1_795_400_000)).unwrap();
    let Finding::Impossible(passage, Impossibility::LeavesItsEnd) = finding else {
        panic!("{finding}")
    };
    assert_eq!(
        finding.to_string(),
        "cannot be: USER_CANCELD → MERCHANT_PROCESSING: the case had ended"
    );
    assert_eq!(case.status(), Some(SeenStatus::Known(MerchantProcessing)));
    let unexplained: Vec<_> = mirror.unexplained(&case).collect();
    assert_eq!(unexplained, [Unexplained::Impossible(passage, Impossibility::LeavesItsEnd)]);
}

/// An integrator's own example has it: a successful refund-only status under the type of a return.
#[test]
fn a_status_of_the_other_type_is_an_anomaly_and_the_status_counts() {
    let mirror = mirror();
    let seen = document(MerchantRefundSuccess, Flow::ReturnRefund, 1_795_300_000);
    let (case, finding) = mirror.begin(&seen).unwrap();
    assert!(matches!(finding, Finding::Impossible(_, Impossibility::OtherFlow)), "{finding}");
    assert!(mirror.has_ended(&case));
    assert_eq!(mirror.money(&case), MoneyState::WithBuyer);
}

#[test]
fn the_answer_to_an_own_call_tells_which_rule_it_was() {
    let mirror = mirror();
    let mut case = begun(&mirror, document(MerchantProcessing, Flow::RefundOnly, 1_795_300_000));
    let seen = SeenStatus::Known(PlatformRefunding);
    let own = Sighting::after(Action::AgreeToRefund, seen, at(1_795_300_060));
    let Ok(Finding::Step(passage)) = mirror.see(&mut case, &own) else { panic!() };
    let rows: Vec<&str> = mirror.rules(passage).map(|step| step.rule.row).collect();
    assert_eq!(rows, ["W4"]);
    assert_eq!(mirror.actors(passage).to_string(), "merchant");

    // Without it, the merchant, the clock and the platform can have been it.
    let mut other = begun(&mirror, document(MerchantProcessing, Flow::RefundOnly, 1_795_300_000));
    let told = callback(PlatformRefunding, 1_795_300_060);
    let Ok(Finding::Step(passage)) = mirror.see(&mut other, &told) else { panic!() };
    assert_eq!(mirror.actors(passage).to_string(), "merchant, platform or clock");
}

#[test]
fn what_a_document_says_of_the_deadline_counts_before_the_terms() {
    let terms = WeChat::default();
    let clocks = aftersale::Policy::terms(&terms).clocks;
    let mirror = mirror().with_clocks(clocks);
    let mut case = begun(&mirror, document(MerchantProcessing, Flow::RefundOnly, 1_795_300_000));
    let by_terms = at(1_795_300_000).checked_add(clocks.merchant_answers_refund.unwrap());
    assert_eq!(mirror.until(&case), by_terms.map(Until::ByTheTerms));

    let stated = at(1_795_300_000).checked_add(hours_long(36)).unwrap();
    let seen = document(MerchantProcessing, Flow::RefundOnly, 1_795_300_001).until(stated);
    mirror.see(&mut case, &seen).unwrap();
    assert_eq!(mirror.until(&case), Some(Until::Stated(stated)));

    // The deadline is that of the status: the next one has another.
    mirror.see(&mut case, &callback(MerchantRejectRefund, 1_795_300_100)).unwrap();
    let by_terms = at(1_795_300_100).checked_add(clocks.buyer_answers_refusal.unwrap());
    assert_eq!(mirror.until(&case), by_terms.map(Until::ByTheTerms));
}

#[test]
fn documented_rules_alone_explain_less() {
    let documented = Mirror::of(LIFECYCLE.trusting(Evidence::Documented));
    let mut case = begun(&documented, document(UserWaitReturn, Flow::ReturnRefund, 1_795_300_000));
    // The buyer's withdrawal at this status is only inferred (W14). By documented rules alone the case would have lapsed on
    // the way (W12, W25).
    let seen = callback(UserCanceld, 1_795_300_100);
    let Ok(Finding::Gap(passage)) = documented.see(&mut case, &seen) else { panic!() };
    assert_eq!(documented.must_pass(passage), [ReturnClosed]);

    let all = mirror();
    let mut case = begun(&all, document(UserWaitReturn, Flow::ReturnRefund, 1_795_300_000));
    let Ok(Finding::Step(passage)) = all.see(&mut case, &seen) else { panic!() };
    assert_eq!(all.evidence(passage), Some(Evidence::Inferred));
}

#[test]
fn two_statuses_of_one_second_come_in_the_order_that_the_table_explains() {
    let mirror = mirror();
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let all = [
            callback(MerchantProcessing, 1_795_300_000),
            callback(PlatformRefunding, 1_795_300_060),
            callback(MerchantRefundSuccess, 1_795_300_060),
        ];
        let [first, rest @ ..] = order.map(|index: usize| all[index]);
        let mut case = begun(&mirror, first);
        for sighting in rest {
            mirror.see(&mut case, &sighting).unwrap();
        }
        let story: Vec<_> = case.story().filter_map(|chapter| chapter.status.known()).collect();
        assert_eq!(story, [MerchantProcessing, PlatformRefunding, MerchantRefundSuccess]);
        assert_eq!(mirror.unexplained(&case).count(), 0, "{order:?}");
    }
}

#[test]
fn a_broken_sighting_is_refused_and_changes_nothing() {
    let mirror = mirror();
    let mut case = begun(&mirror, callback(MerchantProcessing, 1_795_300_000));
    let before = case.clone();
    let long = "X".repeat(257);
    for (sighting, fault) in [
        (callback(PlatformRefunding, 1_795_300_060_000), "time_without_date"),
        (Sighting::new(SeenStatus::named(""), at(1_795_300_060), Source::Poll), "no_status"),
        (
            Sighting::new(SeenStatus::named(&long), at(1_795_300_060), Source::Poll),
            "status_too_long",
        ),
    ] {
        let refused: SightingFault = mirror.see(&mut case, &sighting).unwrap_err();
        assert_eq!(refused.code(), fault);
        assert_eq!(mirror.begin(&sighting).unwrap_err(), refused);
        assert_eq!(mirror.compare(&case, &sighting), Err(refused));
    }
    assert_eq!(case, before);
    let longest = "X".repeat(256);
    let sighting = Sighting::new(SeenStatus::named(&longest), at(1_795_300_060), Source::Poll);
    assert_eq!(mirror.see(&mut case, &sighting), Ok(Finding::UnknownStatus));
}
