//! Cases of the Channels shop: negotiation, exchange, reopening, a dispute that the platform begins, and a status that
//! nobody has heard of.

use aftersale::channels::AfterSaleStatus::{self, *};
use aftersale::channels::LIFECYCLE;
use aftersale::lifecycle::{Action, Actor, Evidence, Fact, Flow, KnownFacts, Phase};
use aftersale::mirror::{
    Finding, GoodsState, Mirror, MirroredCase, MoneyState, Passage, SeenStatus, Sighting, Source,
};
use aftersale::time::Timestamp;

const START: i64 = 1_795_300_000;

fn mirror() -> Mirror<AfterSaleStatus> {
    Mirror::of(LIFECYCLE)
}

fn callback(status: AfterSaleStatus, after: i64) -> Sighting<'static, AfterSaleStatus> {
    let at = Timestamp::from_seconds(START + after);
    Sighting::new(SeenStatus::Known(status), at, Source::Callback)
}

/// A case of this flow that begins with its document.
fn begun(mirror: &Mirror<AfterSaleStatus>, flow: Flow) -> MirroredCase<AfterSaleStatus> {
    mirror.begin(&callback(MerchantProcessing, 0).of_flow(flow)).unwrap().0
}

/// Follows a sighting that is one step, and returns its passage with the rows that explain it.
fn step(
    mirror: &Mirror<AfterSaleStatus>,
    case: &mut MirroredCase<AfterSaleStatus>,
    sighting: &Sighting<'_, AfterSaleStatus>,
) -> (Passage<AfterSaleStatus>, Vec<&'static str>) {
    let Finding::Step(passage) = mirror.see(case, sighting).unwrap() else { panic!("no step") };
    (passage, mirror.rules(passage).map(|step| step.rule.row).collect())
}

#[test]
fn in_a_negotiation_the_old_type_holds_until_the_buyer_agrees() {
    let mirror = mirror();
    let mut case = begun(&mirror, Flow::ReturnRefund);
    let (_, rows) = step(&mirror, &mut case, &callback(UserWaitConfirmUpdate, 60));
    assert_eq!(rows, ["C4"]);
    assert_eq!(
        (mirror.phase(&case), mirror.turn(&case)),
        (Some(Phase::WaitingForAnswer), Some(Actor::Buyer))
    );
    assert_eq!(mirror.flows(&case).iter().collect::<Vec<_>>(), [Flow::ReturnRefund]);
    assert_eq!(mirror.money(&case), MoneyState::NotMoving);

    // The buyer declines, the merchant proposes again, the buyer agrees: the return has become a refund.
    let (_, rows) = step(&mirror, &mut case, &callback(MerchantProcessing, 120));
    assert_eq!(rows, ["C7", "C6"], "the status does not tell an answer from silence");
    step(&mirror, &mut case, &callback(UserWaitConfirmUpdate, 180));
    let agreed = callback(PlatformRefunding, 240).of_flow(Flow::RefundOnly);
    let (passage, rows) = step(&mirror, &mut case, &agreed);
    assert_eq!(rows, ["C5"]);
    assert_eq!(mirror.evidence(passage), Some(Evidence::Documented));
    step(&mirror, &mut case, &callback(MerchantRefundSuccess, 300));
    assert_eq!(mirror.money(&case), MoneyState::WithBuyer);
    assert!(mirror.has_ended(&case));
    assert_eq!(mirror.unexplained(&case).count(), 0);
}

#[test]
fn an_exchange_ends_fulfilled_and_without_money() {
    let mirror = mirror();
    let mut case = begun(&mirror, Flow::Exchange);
    let way = [
        (UserWaitReturn, "C15", Actor::Buyer, GoodsState::NotSent),
        (MerchantWaitReceipt, "C17", Actor::Merchant, GoodsState::OnTheirWay),
        (UserWaitReceipt, "C19", Actor::Buyer, GoodsState::Sent),
    ];
    for (after, (status, row, turn, goods)) in (1..).zip(way) {
        let (passage, rows) = step(&mirror, &mut case, &callback(status, after));
        // A ruling leads to the return as well as the merchant's agreement does.
        let rulings = if row == "C15" { vec!["C27"] } else { vec![] };
        assert_eq!(rows, [vec![row], rulings].concat());
        assert_eq!(mirror.turn(&case), Some(turn));
        assert_eq!(mirror.goods(&case), goods, "{status}");
        let is_sure = mirror.evidence(passage) == Some(Evidence::Documented);
        assert_eq!(is_sure, row == "C15");
    }
    let (_, rows) = step(&mirror, &mut case, &callback(MerchantExchangeSuccess, 9));
    assert_eq!(rows, ["C21"]);
    assert_eq!(mirror.phase(&case), Some(Phase::Fulfilled));
    assert!(mirror.has_ended(&case));
    assert_eq!((mirror.turn(&case), mirror.money(&case)), (None, MoneyState::NotMoving));
    let again = mirror.see(&mut case, &callback(MerchantProcessing, 20)).unwrap();
    assert!(again.is_unexplained(), "an exchange that is done is not taken up again: {again}");
}

#[test]
fn an_exchange_is_recognised_by_its_statuses_where_no_document_told() {
    let mirror = mirror();
    let (mut case, _) = mirror.begin(&callback(MerchantProcessing, 0)).unwrap();
    assert_eq!(mirror.flows(&case).len(), 4);
    let Finding::Gap(missed) = mirror.see(&mut case, &callback(UserWaitReceipt, 9)).unwrap() else {
        panic!()
    };
    assert_eq!(mirror.must_pass(missed), [UserWaitReturn, MerchantWaitReceipt]);
    assert_eq!(mirror.flows(&case).iter().collect::<Vec<_>>(), [Flow::Exchange]);
}

#[test]
fn a_refused_case_is_taken_up_again_and_a_lapsed_one_too() {
    let mirror = mirror();
    for (stopped, way) in [
        (MerchantRejectReturn, vec![MerchantRejectReturn]),
        (ReturnClosed, vec![UserWaitReturn, ReturnClosed]),
    ] {
        let mut case = begun(&mirror, Flow::ReturnRefund);
        for (after, status) in (1..).zip(way) {
            step(&mirror, &mut case, &callback(status, after));
        }
        let (again, _) = step(&mirror, &mut case, &callback(MerchantProcessing, 9));
        assert!(mirror.reopens(again), "{stopped}");
        assert_eq!(mirror.turn(&case), Some(Actor::Merchant));
    }
}

#[test]
fn the_platform_begins_a_dispute_at_review_and_rules_on_it() {
    let mirror = mirror();
    let disputed = KnownFacts::UNKNOWN.with(Fact::DisputeOpen, true);
    for (flow, verdict, row) in [
        (Flow::ReturnRefund, UserWaitReturn, "C27"),
        (Flow::ReturnRefund, PlatformRefunding, "C26"),
        (Flow::Exchange, MerchantFail, "C28"),
    ] {
        let mut case = begun(&mirror, flow);
        assert_eq!(mirror.turn(&case), Some(Actor::Merchant));
        let told = callback(MerchantProcessing, 60).telling(disputed);
        let finding = mirror.see(&mut case, &told).unwrap();
        assert_eq!(
            finding,
            Finding::Same { is_newer: true },
            "only the number of the dispute tells"
        );
        let now = (mirror.phase(&case), mirror.turn(&case));
        assert_eq!(now, (Some(Phase::InDispute), Some(Actor::Platform)));
        let position = mirror.position(&case).unwrap();
        assert!(LIFECYCLE.why_not(&position, Actor::Merchant, Action::Refuse).is_some());

        let (_, rows) = step(&mirror, &mut case, &callback(verdict, 120));
        assert!(rows.contains(&row), "{rows:?}");
    }
    // The status of which one source alone knows is a dispute's as well.
    let mut case = begun(&mirror, Flow::RefundOnly);
    let (passage, rows) = step(&mirror, &mut case, &callback(PlatformProcessing, 60));
    assert_eq!((rows, mirror.evidence(passage)), (vec!["C24"], Some(Evidence::Inferred)));
    assert_eq!(mirror.turn(&case), Some(Actor::Platform));
}

#[test]
fn a_status_that_nobody_has_heard_of_is_followed_until_its_document_says_that_it_is_finished() {
    let mirror = mirror();
    let mut case = begun(&mirror, Flow::Reship);
    let at = |after| Timestamp::from_seconds(START + after);
    let unheard = SeenStatus::named("A_STATUS_OF_A_RESHIP");
    let waiting = Sighting::new(unheard, at(60), Source::Callback);
    assert_eq!(mirror.see(&mut case, &waiting), Ok(Finding::UnknownStatus));
    assert!(!mirror.has_ended(&case));
    assert_eq!((mirror.phase(&case), mirror.turn(&case)), (None, None));

    let done = Sighting::new(unheard, at(120), Source::Poll).of_flow(Flow::Reship).finished();
    mirror.see(&mut case, &done).unwrap();
    assert!(mirror.has_ended(&case));
    assert_eq!(case.status(), Some(unheard));
    assert_eq!(mirror.unexplained(&case).count(), 0);
}

#[test]
fn by_documented_rules_alone_an_exchange_comes_as_far_as_the_return() {
    let mirror = Mirror::of(LIFECYCLE.trusting(Evidence::Documented));
    let mut case = mirror.begin(&callback(UserWaitReturn, 0).of_flow(Flow::Exchange)).unwrap().0;
    let next = mirror.see(&mut case, &callback(MerchantWaitReceipt, 1)).unwrap();
    assert_eq!(next.code(), "impossible");
}

#[cfg(feature = "wire")]
mod documents {
    use super::*;
    use aftersale::channels::notification::Notification;
    use aftersale::channels::wire::AfterSaleOrder;
    use aftersale::wire::{Unplaced, decode};

    fn record(fields: &str) -> AfterSaleOrder {
        decode(&format!("{{{fields}}}")).unwrap()
    }

    #[test]
    fn a_record_is_a_position_where_its_status_and_its_type_are_known() {
        for (kind, flow) in [
            ("REFUND", Flow::RefundOnly),
            ("RETURN", Flow::ReturnRefund),
            ("EXCHANGE", Flow::Exchange),
            ("RESHIP", Flow::Reship),
        ] {
            let fields = format!(r#""status":"MERCHANT_PROCESSING","type":"{kind}""#);
            let position = record(&fields).position().unwrap();
            assert_eq!((position.flow, position.status), (flow, Some(MerchantProcessing)));
            let nothing_to_send = (!flow.brings_goods_back()).then_some(false);
            assert_eq!(position.facts.get(Fact::GoodsSent), nothing_to_send);
        }
        let faults = [
            (r#""type":"RETURN""#, "status"),
            (r#""status":"UNHEARD_OF","type":"RETURN""#, "status"),
            (r#""status":4,"type":"RETURN""#, "status"),
            (r#""status":"USER_WAIT_RETURN""#, "type"),
            (r#""status":"USER_WAIT_RETURN","type":"UNHEARD_OF""#, "type"),
        ];
        for (fields, field) in faults {
            let fault = record(fields).position().unwrap_err();
            assert!(fault.to_string().contains(field), "{fault}");
        }
    }

    #[test]
    fn a_record_tells_of_a_dispute_only_where_one_can_wait_for_its_ruling() {
        let told = |status: &str, complaint: &str| {
            let fields = format!(r#""status":"{status}","type":"RETURN"{complaint}"#);
            record(&fields).position().unwrap().facts.get(Fact::DisputeOpen)
        };
        let number = r#","complaint_id":"2172884""#;
        for status in ["MERCHANT_PROCESSING", "MERCHANT_REJECT_RETURN", "RETURN_CLOSED"] {
            assert_eq!(told(status, number), Some(true), "{status}");
        }
        for status in ["USER_WAIT_RETURN", "PLATFORM_REFUNDING", "MERCHANT_FAIL"] {
            assert_eq!(told(status, number), None, "{status}: the dispute may be over");
        }
        assert_eq!(told("MERCHANT_PROCESSING", r#","complaint_id":"""#), Some(false));
        assert_eq!(told("MERCHANT_PROCESSING", ""), None);
    }

    #[test]
    fn a_record_is_a_sighting_with_all_that_it_states() {
        let read = record(
            r#""status":"MERCHANT_WAIT_RECEIPT","type":"EXCHANGE","update_time":1795300060,
            "deadline":1795900000,"complete_time":0,"return_info":{"waybill_id":"SF1"}"#,
        );
        let seen = read.sighting(Source::Poll).unwrap();
        let facts = KnownFacts::UNKNOWN.with(Fact::GoodsSent, true);
        let expected = callback(MerchantWaitReceipt, 60).of_flow(Flow::Exchange).telling(facts);
        let expected = expected.until(Timestamp::from_seconds(1_795_900_000));
        let mut expected = expected;
        expected.source = Source::Poll;
        assert_eq!(seen, expected);

        // Seconds that are left are no point in time, and an unknown type leaves the flow open.
        let older = r#""status":"MERCHANT_PROCESSING","type":"X","update_time":1795300060,"deadline":86399"#;
        let older = record(older);
        let seen = older.sighting(Source::Poll).unwrap();
        assert_eq!((seen.deadline, seen.flow, seen.is_finished), (None, None, false));

        let unheard =
            r#""status":"UNHEARD_OF","update_time":1795300060,"complete_time":1795300050"#;
        let unheard = record(unheard);
        let seen = unheard.sighting(Source::Poll).unwrap();
        assert_eq!((seen.status, seen.is_finished), (SeenStatus::Unknown("UNHEARD_OF"), true));
        let number = record(r#""status":4,"update_time":1795300060"#);
        let seen = number.sighting(Source::Poll).unwrap();
        assert_eq!(seen.status, SeenStatus::Unknown("4"), "a number is never a status");

        for (fields, field) in [
            (r#""update_time":1795300060"#, "status"),
            (r#""status":"USER_WAIT_RETURN""#, "update_time"),
            (r#""status":"USER_WAIT_RETURN","update_time":0"#, "update_time"),
        ] {
            let fault = record(fields).sighting(Source::Poll).unwrap_err();
            assert_eq!(fault, Unplaced::Missing { field });
        }
    }

    #[test]
    fn an_event_is_a_sighting_of_its_status_and_nothing_else() {
        let event = |name: &str, part: &str| {
            let text =
                format!(r#"{{"CreateTime":1795300060,"MsgType":"event","Event":"{name}",{part}}}"#);
            Notification::decode(&text).unwrap()
        };
        let part = r#""finder_shop_aftersale_status_update":{"status":"USER_WAIT_RECEIPT","after_sale_order_id":"1","order_id":"2"}"#;
        let update = event("channels_ec_aftersale_update", part);
        assert_eq!(update.message().sighting(), Ok(callback(UserWaitReceipt, 60)));

        let complaint = event(
            "channels_ec_complaint_update",
            r#""finder_shop_complaint":{"complaint_status":101}"#,
        );
        assert!(complaint.message().sighting().is_err());
    }
}
