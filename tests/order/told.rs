//! Cases that their platform owns, told of again and again: each is one case of its order, what comes late changes nothing, and
//! the platform's deadline counts (I32).

use aftersale::lifecycle::Actor::{Clock, Merchant, Platform};
use aftersale::lifecycle::{Fact, Flow, KnownFacts, Phase};
use aftersale::money::Currency;
use aftersale::order::{
    Adopted, Adoption, Anomaly, Ask, CaseId, Change, Outcome, PlatformCaseId, Reason, ReasonKind,
    RefundRef, Request,
};
use aftersale::time::Timestamp;
use aftersale::wechat::{AfterSaleStatus as Status, WeChat};

use crate::shop::{START, Shop, at, came, fen, kinds, shopxo, teas, wechat, yuan};

const CASE: CaseId = CaseId::FIRST;
const ID: &str = "2000004419300370";

/// What the platform tells of a case of one tea: its status at this time, and that no dispute is open.
fn telling(status: Status, seconds: i64) -> Adoption {
    let facts = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, false);
    Adoption {
        platform_case: Some(ID.into()),
        as_of: Some(at(START + seconds)),
        lines: teas(1),
        facts,
        ..Adoption::new(Flow::RefundOnly, status)
    }
}

fn told(status: Status, seconds: i64) -> Request {
    Request::Adopt(telling(status, seconds).into())
}

fn shop() -> Shop<WeChat> {
    let mut shop = Shop::of_tea(wechat());
    // The platform's times of these stories are those of the last hours.
    shop.now = at(START + 10_000);
    shop
}

fn id() -> PlatformCaseId {
    ID.into()
}

#[test]
fn a_callback_that_comes_late_changes_nothing_i32() {
    // bitcore#4216: callbacks come late, and the paid case is refunding again.
    let mut shop = shop();
    shop.does(Platform, told(Status::MerchantRefundSuccess, 900));
    let paid = shop.order.clone();
    for (status, seconds) in [
        (Status::PlatformRefunding, 800),
        (Status::MerchantProcessing, 0),
        (Status::UserCanceld, 899),
        // It is of the same second, and an end is the last of it.
        (Status::PlatformRefunding, 900),
    ] {
        shop.changes_nothing(Platform, told(status, seconds));
        assert_eq!(shop.order, paid, "{status}");
    }
    assert_eq!((shop.phase(CASE), shop.whole()), (Phase::Refunded, [4_800, 1_000, 0, 0]));
    // What is later is taken, and each time that it leaves an end it says so.
    let left = |was, is| Anomaly::LeftItsEnd { case: CASE, was, is, refunded: yuan(1_000) };
    for (status, seconds, anomalies) in [
        (Status::PlatformRefunding, 901, vec![left(Phase::Refunded, Phase::Refunding)]),
        (Status::MerchantProcessing, 902, vec![]),
        (Status::MerchantRefundSuccess, 903, vec![]),
        (Status::UserCanceld, 903, vec![left(Phase::Refunded, Phase::Withdrawn)]),
    ] {
        let taken = shop.does(Platform, told(status, seconds));
        assert_eq!(taken.anomalies, anomalies, "{status}");
        assert_eq!(shop.order.cases()[0].status, status);
        assert_eq!(shop.order.cases()[0].known_as_of(), at(START + seconds));
    }
    assert_eq!((shop.order.refunds().len(), shop.order.cases().len()), (1, 1));
}

#[test]
fn one_case_of_the_platform_is_one_case_however_often_it_is_told_i32() {
    // Amazon-Order-Manager#4: a return that is told twice is two returns.
    let mut shop = shop();
    shop.does(Platform, told(Status::MerchantRefundSuccess, 900));
    let once = shop.order.clone();
    shop.changes_nothing(Platform, told(Status::MerchantRefundSuccess, 900));
    assert_eq!(shop.order, once);
    assert_eq!(shop.order.case_of_platform(&id()).map(|case| case.id), Some(CASE));
    // Without a time it counts as of the command, and is the same case all the same.
    let untimed = Adoption { as_of: None, ..telling(Status::MerchantRefundSuccess, 0) };
    let again = shop.does(Platform, Request::Adopt(untimed.into()));
    assert!(matches!(again.changes(), [Change::CaseAdopted { .. }]), "{:?}", again.changes());
    assert_eq!((shop.order.cases().len(), shop.whole()[1]), (1, 1_000));
    // Another id is another case.
    let other =
        Adoption { platform_case: Some("77".into()), ..telling(Status::MerchantProcessing, 0) };
    shop.does(Platform, Request::Adopt(other.into()));
    assert_eq!(shop.order.case_of_platform(&"77".into()).map(|case| case.id), Some(CaseId::new(2)));
}

#[test]
fn the_same_at_a_later_time_is_kept_in_little_i32() {
    let mut shop = shop();
    shop.does(Platform, told(Status::PlatformRefunding, 100));
    let (history, whole) = (shop.order.cases()[0].history.clone(), shop.whole());
    let later = shop.does(Platform, told(Status::PlatformRefunding, 300));
    let (platform_case, as_of) = (Some(id()), at(START + 300));
    let adopted = Adopted { platform_case, as_of, deadline: None };
    assert_eq!(later.changes(), [Change::CaseAdopted { case: CASE, adopted }]);
    assert_eq!((&shop.order.cases()[0].history, shop.whole()), (&history, whole));
    // What was so between the two is old, although nothing was said of it before.
    shop.changes_nothing(Platform, told(Status::MerchantProcessing, 200));
}

#[test]
fn a_case_that_was_opened_here_gets_the_platforms_id_i32() {
    let mut shop = shop();
    let case = shop.applies(Flow::RefundOnly, teas(1), None);
    assert_eq!(shop.order.cases()[0].platform_case(), None);
    // The document is older than the application, so that nothing but the id is news.
    let before = shop.order.cases()[0].clone();
    let named = Adoption { case: Some(case), ..telling(Status::UserCanceld, 0) };
    let done = shop.does(Platform, Request::Adopt(named.into()));
    assert!(matches!(done.changes(), [Change::CaseAdopted { .. }]), "{:?}", done.changes());
    let after = &shop.order.cases()[0];
    assert_eq!(after.platform_case(), Some(&id()));
    assert_eq!((after.status, &after.history), (before.status, &before.history));
    assert_eq!((after.deadline, after.known_as_of()), (before.deadline, before.known_as_of()));
    // From then on the id is enough.
    let cancelled = Adoption { as_of: None, ..telling(Status::UserCanceld, 0) };
    shop.does(Platform, Request::Adopt(cancelled.into()));
    assert_eq!((shop.order.cases().len(), shop.phase(case)), (1, Phase::Withdrawn));
}

#[test]
fn an_id_of_another_case_and_a_second_id_are_refused_i32() {
    let mut shop = shop();
    let of = |case, id: &str| {
        let platform_case = Some(id.into());
        Request::Adopt(Adoption { case, platform_case, ..telling(Status::MerchantFail, 0) }.into())
    };
    shop.does(Platform, of(None, "A"));
    shop.does(Platform, of(None, "B"));
    shop.does(Platform, Request::Adopt(telling(Status::MerchantFail, 0).into()));
    let (one, two) = (CASE, CaseId::new(2));
    let known =
        |known, given| Reason::PlatformCaseKnown { platform_case: "B".into(), known, given };
    let other = |case, known: &str, given: &str| {
        let (known, given) = (known.into(), given.into());
        Reason::OtherPlatformCase { case, known, given }
    };
    let both = shop.cannot(Platform, of(Some(one), "B"));
    assert_eq!(both, [known(two, one), other(one, "A", "B")]);
    assert_eq!(kinds(&both), [ReasonKind::Conflict, ReasonKind::Conflict]);
    assert_eq!(shop.cannot(Platform, of(Some(two), "C")), [other(two, "B", "C")]);
    let unnamed = shop.cannot(Platform, of(None, ""));
    assert_eq!(unnamed, [Reason::EmptyName]);
    let nowhere = shop.cannot(Platform, of(Some(CaseId::new(9)), "D"));
    assert_eq!(nowhere, [Reason::NoSuchCase { case: CaseId::new(9) }]);
    // The right one is none of these.
    shop.changes_nothing(Platform, of(Some(two), "B"));
}

#[test]
fn what_is_done_here_is_news_of_its_time_i32() {
    let mut shop = Shop::of_tea(wechat());
    let case = shop.applies(Flow::RefundOnly, teas(1), None);
    let applied = shop.now;
    let named = Adoption {
        case: Some(case),
        as_of: Some(applied),
        ..telling(Status::MerchantProcessing, 0)
    };
    shop.does(Platform, Request::Adopt(named.into()));
    assert_eq!(shop.order.cases()[0].known_as_of(), applied);
    shop.agrees(case);
    let agreed = shop.now;
    assert_eq!(shop.order.cases()[0].known_as_of(), agreed);
    let told = |as_of| {
        Request::Adopt(Adoption { as_of: Some(as_of), ..telling(Status::UserCanceld, 0) }.into())
    };
    shop.changes_nothing(Platform, told(agreed.plus_seconds(-1).unwrap()));
    assert_eq!(shop.phase(case), Phase::Refunding);
    shop.does(Platform, told(agreed));
    assert_eq!(shop.order.cases()[0].status, Status::UserCanceld);
}

#[test]
fn a_telling_that_is_dated_ahead_counts_as_of_its_command_with_an_anomaly_i32() {
    for ahead in [at(START + 999_999), Timestamp::from_seconds(i64::MAX)] {
        let mut shop = shop();
        let told =
            |status| Request::Adopt(Adoption { as_of: Some(ahead), ..telling(status, 0) }.into());
        let taken = shop.does(Platform, told(Status::PlatformRefunding));
        let counted = shop.now;
        assert_eq!(taken.anomalies, [Anomaly::ReportDatedAhead { as_of: ahead, counted }]);
        assert_eq!(shop.order.cases()[0].known_as_of(), counted);
        // Told again it is the same.
        shop.changes_nothing(Platform, told(Status::PlatformRefunding));
    }
}

#[test]
fn the_platforms_deadline_counts_for_as_long_as_the_case_stays_at_its_status_i32() {
    let mut shop = shop();
    let told = |status, seconds, deadline: Option<i64>| {
        let deadline = deadline.map(|seconds| at(START + seconds));
        Request::Adopt(Adoption { deadline, ..telling(status, seconds) }.into())
    };
    let deadline = |shop: &Shop<WeChat>| {
        shop.order.cases()[0].deadline.map(|deadline| deadline.seconds() - START)
    };
    let review = Status::MerchantProcessing;
    shop.does(Platform, told(review, 100, Some(50_000)));
    assert_eq!(deadline(&shop), Some(50_000), "not the 48 hours of the terms");
    // A later document that states none leaves it as it is, one that states another moves it, an older one does not.
    shop.does(Platform, told(review, 200, None));
    assert_eq!(deadline(&shop), Some(50_000));
    shop.does(Platform, told(review, 300, Some(90_000)));
    assert_eq!(deadline(&shop), Some(90_000));
    shop.changes_nothing(Platform, told(review, 250, Some(60_000)));
    assert_eq!(deadline(&shop), Some(90_000));
    let pushed = Request::MoveDeadline {
        case: CASE,
        deadline: at(START + 95_000),
        note: "asked for".into(),
    };
    shop.does(Merchant, pushed);
    shop.does(Platform, told(review, 400, None));
    assert_eq!(deadline(&shop), Some(95_000), "what was moved here stays moved");
    shop.does(Platform, told(review, 500, Some(96_000)));
    assert_eq!(deadline(&shop), Some(96_000), "until the platform states another");
    // It is a deadline like any other.
    shop.now = at(START + 96_000);
    let late = Request::TimeRanOut { case: CASE, deadline: at(START + 96_000) };
    shop.does(Clock, late);
    // At another status it is over, and the clocks of the terms count again.
    assert_ne!(deadline(&shop), Some(96_000));
    assert_eq!(shop.order.cases()[0].adopted.as_ref().unwrap().deadline, None);
}

#[test]
fn a_deadline_of_the_terms_goes_on_when_the_same_is_told_again_i32() {
    let mut shop = shop();
    shop.does(Platform, told(Status::MerchantProcessing, 100));
    let first = shop.order.cases()[0].deadline.unwrap();
    shop.does(Platform, told(Status::MerchantProcessing, 200));
    assert_eq!(shop.order.cases()[0].deadline, Some(first));
    // A deadline for which no clock runs is known, and rings for nobody.
    let mut shop = Shop::of_tea(shopxo());
    let status = aftersale::shopxo::AfterSaleStatus::ToBeReviewed;
    let deadline = Some(at(START + 50_000));
    let told = Adoption { deadline, ..Adoption::new(Flow::RefundOnly, status) };
    shop.does(Platform, Request::Adopt(told.into()));
    let case = &shop.order.cases()[0];
    assert_eq!(case.deadline, None);
    assert_eq!(case.adopted.as_ref().and_then(|adopted| adopted.deadline), deadline);
}

/// What the platform tells of a case of one tea, with what it has refunded in all.
fn refunded(status: Status, seconds: i64, total: i64, reference: Option<&str>) -> Request {
    let reference = reference.map(Into::into);
    let refunded = Some(yuan(total));
    Request::Adopt(Adoption { refunded, reference, ..telling(status, seconds) }.into())
}

fn below(seconds: i64, total: i64, booked: i64) -> Anomaly {
    let (total, booked) = (yuan(total), yuan(booked));
    Anomaly::CaseTotalBelowBooked { case: CASE, as_of: at(START + seconds), total, booked }
}

#[test]
fn what_a_case_was_refunded_in_all_is_booked_once_i10() {
    let success = Status::MerchantRefundSuccess;
    let mut shop = shop();
    shop.does(Platform, refunded(Status::PlatformRefunding, 100, 0, None));
    assert_eq!(shop.whole(), [4_800, 0, 1_000, 0]);
    // What was in flight has succeeded, and nothing comes on top of it.
    shop.does(Platform, refunded(success, 200, 1_000, None));
    let paid = (shop.whole(), shop.order.refunds().len());
    assert_eq!(paid, ([4_800, 1_000, 0, 0], 1));
    shop.changes_nothing(Platform, refunded(success, 200, 1_000, None));
    shop.does(Platform, refunded(success, 300, 1_000, None));
    shop.changes_nothing(Platform, refunded(success, 250, 900, None));
    assert_eq!((shop.whole(), shop.order.refunds().len()), paid);
    // A total is not added, and a smaller one is strange.
    let less = shop.does(Platform, refunded(success, 400, 600, None));
    assert_eq!(less.anomalies, [below(400, 600, 1_000)]);
    assert_eq!(shop.whole(), paid.0);
    // More than the case asks for is booked, and strange as well.
    let more = shop.does(Platform, refunded(success, 500, 1_200, None));
    let (claimed, refunded) = (yuan(1_000), yuan(1_200));
    assert!(more.anomalies.contains(&Anomaly::RefundedMoreThanClaimed {
        case: CASE,
        claimed,
        refunded
    }));
    assert_eq!(shop.whole()[1], 1_200);
}

/// A total of a time at which the money had left knows nothing of what came back later.
#[test]
fn a_total_that_is_told_again_after_the_money_came_back_is_not_booked_again_i10() {
    let told = || refunded(Status::MerchantRefundSuccess, 200, 1_000, None);
    let mut shop = shop();
    shop.does(Platform, told());
    let key = shop.order.refunds()[0].key.clone();
    let (outcome, as_of) = (Outcome::Reversed(yuan(1_000)), at(START + 300));
    shop.does(Platform, Request::ReportRefund { refund: RefundRef::Key(key), outcome, as_of });
    let back = shop.whole();
    shop.changes_nothing(Platform, told());
    assert_eq!((shop.whole(), shop.order.refunds().len()), (back, 1));
    // One of a later time does: the platform has refunded once more.
    shop.does(Platform, refunded(Status::MerchantRefundSuccess, 400, 1_000, None));
    assert_eq!((shop.whole()[1], shop.order.refunds().len()), (1_000, 2));
}

#[test]
fn a_part_that_was_refunded_leaves_the_rest_owed_i10() {
    let mut shop = shop();
    shop.does(Platform, refunded(Status::PlatformRefunding, 100, 400, None));
    assert_eq!(shop.whole(), [4_800, 400, 600, 0]);
    shop.does(Platform, refunded(Status::MerchantRefundSuccess, 200, 1_000, None));
    assert_eq!((shop.whole(), shop.phase(CASE)), ([4_800, 1_000, 0, 0], Phase::Refunded));
}

#[test]
fn what_was_reported_under_the_gateways_key_is_not_booked_again_in_either_order_i10() {
    let success = Status::MerchantRefundSuccess;
    let report = |shop: &Shop<WeChat>| {
        crate::shop::report(&"gw-1".into(), Outcome::Succeeded(yuan(1_000)), shop.now)
    };
    for status in [None, Some(Status::PlatformRefunding)] {
        // The gateway's report comes first, and nobody knows what it is about.
        let mut first = shop();
        if let Some(status) = status {
            first.does(Platform, told(status, 100));
        }
        let unknown = report(&first);
        first.does(Platform, unknown);
        first.does(Platform, refunded(success, 900, 1_000, Some("gw-1")));
        // It comes last.
        let mut last = shop();
        if let Some(status) = status {
            last.does(Platform, told(status, 100));
        }
        last.does(Platform, refunded(success, 900, 1_000, Some("gw-1")));
        let known = report(&last);
        last.does(Platform, known);
        for shop in [first, last] {
            assert_eq!(shop.whole()[1], 1_000, "{status:?}");
            assert_eq!(shop.phase(CASE), Phase::Refunded, "{status:?}");
            assert_eq!(shop.order.refund(&"gw-1".into()).unwrap().case, Some(CASE));
        }
    }
}

#[test]
fn a_reference_of_another_case_and_money_that_cannot_be_are_refused() {
    let mut shop = shop();
    shop.does(Platform, refunded(Status::MerchantRefundSuccess, 900, 1_000, Some("gw-1")));
    let other = |refunded, reference: &str| {
        let platform_case = Some("77".into());
        let reference = Some(reference.into());
        let plain = telling(Status::MerchantRefundSuccess, 900);
        Request::Adopt(
            Adoption { platform_case, refunded: Some(refunded), reference, ..plain }.into(),
        )
    };
    let reused = shop.cannot(Platform, other(yuan(500), "gw-1"));
    assert_eq!(reused, [Reason::RefundReferenceReused { key: "gw-1".into() }]);
    let (given, here) = (Currency::USD.money(fen(500)), Currency::CNY);
    let foreign = shop.cannot(Platform, other(given, "gw-2"));
    assert_eq!(foreign, [Reason::CurrencyMismatch { given, here }]);
    let negative = shop.cannot(Platform, other(yuan(-1), ""));
    let amount = yuan(-1);
    assert_eq!(negative, [Reason::EmptyName, Reason::NotPositive { what: "report", amount }]);
}

#[test]
fn a_claim_that_was_negotiated_on_the_platform_is_taken_i32() {
    let mut shop = shop();
    shop.does(Platform, told(Status::MerchantProcessing, 100));
    let asks = |seconds, lines| {
        Request::Adopt(Adoption { lines, ..telling(Status::MerchantProcessing, seconds) }.into())
    };
    // Less money, the other flow, and then another line.
    let negotiated = asks(200, vec![Ask::units("tea", 1).at(fen(700))]);
    shop.does(Platform, negotiated.clone());
    assert_eq!(shop.order.cases()[0].claim.total(), fen(700));
    assert_eq!((shop.offer(CASE).number(), shop.whole()), (2, [4_800, 0, 0, 700]));
    shop.changes_nothing(Platform, negotiated);
    shop.changes_nothing(Platform, asks(100, vec![Ask::units("tea", 3)]));
    let as_a_return = Adoption {
        flow: Flow::ReturnRefund,
        lines: vec![Ask::units("cup", 2)],
        ..telling(Status::MerchantProcessing, 300)
    };
    shop.does(Platform, Request::Adopt(as_a_return.into()));
    let case = &shop.order.cases()[0];
    assert_eq!((case.flow, case.claim.total()), (Flow::ReturnRefund, fen(1_000)));
    assert_eq!((shop.line("tea")[3], shop.line("cup")[3]), (0, 1_000));
    // A document that says nothing of it leaves it.
    shop.does(Platform, asks(400, vec![]));
    assert_eq!(shop.order.cases()[0].claim.total(), fen(1_000));
    // What is asked for is worth what it is worth without the case itself.
    shop.does(Platform, asks(500, vec![Ask::units("tea", 3)]));
    assert_eq!(shop.whole(), [4_800, 0, 0, 3_000]);
    // Less than was paid already is strange.
    shop.does(Platform, refunded(Status::MerchantRefundSuccess, 600, 1_000, None));
    let less = asks(700, vec![Ask::units("tea", 1).at(fen(400))]);
    let (claimed, refunded) = (yuan(400), yuan(1_000));
    let more = Anomaly::RefundedMoreThanClaimed { case: CASE, claimed, refunded };
    assert!(shop.does(Platform, less).anomalies.contains(&more));
}

#[test]
fn a_claim_beyond_what_was_accepted_is_not_taken_and_is_strange_i3() {
    let mut shop = Shop::of_tea(shopxo());
    let case = shop.sent_back(teas(2));
    let receipt = shop.receipt(case, vec![came("tea", 1, [1, 0, 1, 0])]);
    shop.does(Merchant, receipt);
    let asks = |units| {
        let known = &shop.order.cases()[0];
        Request::Adopt(
            Adoption {
                case: Some(case),
                as_of: Some(shop.now.plus_seconds(1).unwrap()),
                facts: known.facts,
                lines: teas(units),
                ..Adoption::new(known.flow, known.status)
            }
            .into(),
        )
    };
    let (more, all) = (asks(2), asks(1));
    let strange = shop.does(Platform, more.clone());
    assert_eq!(strange.anomalies, [Anomaly::ClaimExceedsRefundable { case }]);
    assert_eq!(shop.order.cases()[0].claim.total(), fen(1_000));
    shop.changes_nothing(Platform, more);
    shop.changes_nothing(Platform, all);
}
