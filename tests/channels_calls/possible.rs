//! Which calls are possible at which status: every call with every status and type, beside a table written by hand from the
//! platform's pages, which `docs/channels_calls.md` names. Nothing in it was made from the crate's tables.

use std::collections::BTreeSet;

use aftersale::Language;
use aftersale::channels::possible::{
    CALLS, CallBasis, CallCondition, CallProspect, CaseInView, Missing, Obstacle, Prospect,
};
use aftersale::channels::wire::AfterSaleOrder;
use aftersale::channels::wire::calls::{Call, CallDocument};
use aftersale::channels::{AfterSaleStatus, AfterSaleType, LIFECYCLE};
use aftersale::lifecycle::{Actor, Evidence, Fact, Flow, KnownFacts, Set};
use aftersale::mirror::{Mirror, SeenStatus, Sighting, Source};
use aftersale::time::Timestamp;
use aftersale::wire::{PlatformId, decode};

/// Where a call is possible: call, type, status, row of the lifecycle, what it depends on, and what the merchant has to add.
const POSSIBLE: &str = "
acceptapply              REFUND    MERCHANT_PROCESSING      W4   -           -
acceptapply              RETURN    MERCHANT_PROCESSING      W5   -           address_id
acceptapply              EXCHANGE  MERCHANT_PROCESSING      C15  -           address_id
acceptapply              RETURN    USER_WAIT_RETURN         W13  -           -
acceptapply              RETURN    MERCHANT_WAIT_RECEIPT    W17  -           -
rejectapply              REFUND    MERCHANT_PROCESSING      W6   no_dispute  reject_reason_type
rejectapply              RETURN    MERCHANT_PROCESSING      W7   no_dispute  reject_reason_type
rejectapply              EXCHANGE  MERCHANT_PROCESSING      C16  no_dispute  reject_reason_type
rejectapply              RETURN    MERCHANT_WAIT_RECEIPT    W18  no_dispute  reject_reason_type
uploadrefundcertificate  REFUND    PLATFORM_REFUND_FAIL     W35  is_asked    refund_certificates,desc
uploadrefundcertificate  RETURN    PLATFORM_REFUND_FAIL     W35  is_asked    refund_certificates,desc
uploadrefundcertificate  REFUND    MERCHANT_OVERDUE_REFUND  W37  -           refund_certificates,desc
uploadrefundcertificate  RETURN    MERCHANT_OVERDUE_REFUND  W37  -           refund_certificates,desc
merchantupdateaftersale  REFUND    MERCHANT_PROCESSING      C4   -           type,amount,merchant_update_desc,update_reason_type,merchant_update_type,media_ids
merchantupdateaftersale  RETURN    MERCHANT_PROCESSING      C4   -           type,amount,merchant_update_desc,update_reason_type,merchant_update_type,media_ids
merchantupdateaftersale  EXCHANGE  MERCHANT_PROCESSING      C4   -           type,amount,merchant_update_desc,update_reason_type,merchant_update_type,media_ids
acceptexchangereship     EXCHANGE  MERCHANT_WAIT_RECEIPT    C19  -           waybill_id,delivery_id
rejectexchangereship     EXCHANGE  MERCHANT_WAIT_RECEIPT    C20  -           -
";

/// What holds of a call everywhere else: before an end by type, and after an end. `status` and `type` stand against it, `open`
/// is the case itself, `?` is not known, `free` is possible if no other case is open.
const OTHERWISE: &str = "
call                         REFUND  RETURN  EXCHANGE  RESHIP  ended
acceptapply                  status  status  status    ?       ended
rejectapply                  status  status  status    ?       ended
uploadrefundcertificate      status  status  type      type    ended
merchantupdateaftersale      status  status  status    ?       ended
acceptexchangereship         type    type    status    type    ended
rejectexchangereship         type    type    status    type    ended
handlefastexchangereceipt    type    type    ?         type    as_before
merchantreship               type    type    type      ?       ended
merchantupdatereshipexpress  type    type    type      ?       ended
genaftersaleorder            open    open    open      open    free
refundpricediff              ?       ?       ?         ?       ?
";

const ENDS: &[&str] = &[
    "USER_CANCELD",
    "MERCHANT_REFUND_SUCCESS",
    "MERCHANT_RETURN_SUCCESS",
    "MERCHANT_REFUND_RETRY_FAIL",
    "MERCHANT_FAIL",
    "MERCHANT_EXCHANGE_SUCCESS",
];

fn record(status: &str, kind: &str, more: &str) -> AfterSaleOrder {
    let text = format!(
        r#"{{"after_sale_order_id":"77","order_id":"55","status":"{status}","type":"{kind}"{more}}}"#
    );
    decode(&text).unwrap()
}

fn fields(missing: Set<Missing>) -> Vec<&'static str> {
    missing.iter().map(Missing::field).collect()
}

fn codes(prospect: &CallProspect) -> Vec<i64> {
    prospect.errors().into_iter().map(|code| code.0).collect()
}

/// Compares one answer with the tables.
fn compare(prospect: &CallProspect, kind: &str, status: &str) {
    let call = prospect.call.name();
    let place = format!("{call} {kind} {status}");
    let listed = POSSIBLE.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let listed = listed.into_iter().find(|row| row.len() == 6 && row[..3] == [call, kind, status]);
    if let Some(row) = listed {
        let [way] = prospect.ways.as_slice() else { panic!("{place}: {prospect:?}") };
        assert_eq!(way.rule.unwrap().row, row[3], "{place}");
        let (conditions, errors): (&[&str], &[i64]) = match row[4] {
            "no_dispute" => (&["if no dispute is open"], &[10_021_051]),
            "is_asked" => (&["if the platform asks for an offline refund"], &[]),
            _ => (&[], &[]),
        };
        let texts: Vec<String> = way.conditions.iter().map(ToString::to_string).collect();
        assert_eq!(texts, conditions, "{place}");
        assert_eq!(codes(prospect), errors, "{place}");
        let is_free = conditions.is_empty();
        let expected = if is_free { Prospect::Possible } else { Prospect::PossibleIf };
        assert_eq!(prospect.prospect, expected, "{place}");
        let mut missing: Vec<&str> = row[5].split(',').filter(|field| *field != "-").collect();
        missing.sort_unstable();
        let mut given = fields(way.missing);
        given.sort_unstable();
        assert_eq!(given, missing, "{place}");
        assert_eq!(prospect.obstacles, Set::EMPTY, "{place}");
        return;
    }
    let rows: Vec<Vec<&str>> =
        OTHERWISE.lines().map(|line| line.split_whitespace().collect()).collect();
    let row = rows.iter().find(|row| row.first() == Some(&call)).unwrap();
    let column = rows[1].iter().position(|name| *name == kind).unwrap();
    let otherwise = match row[5] {
        "as_before" => row[column],
        after if ENDS.contains(&status) => after,
        _ => row[column],
    };
    let not_now: &[i64] = match prospect.call {
        Call::MerchantReship => &[],
        _ => &[10_020_001, 10_021_041],
    };
    let (expected, obstacle, errors): (Prospect, Option<Obstacle>, &[i64]) = match otherwise {
        "status" => (Prospect::NotPossible, Some(Obstacle::Status), not_now),
        "ended" => (Prospect::NotPossible, Some(Obstacle::Ended), not_now),
        "type" => (Prospect::NotPossible, Some(Obstacle::OtherType), &[]),
        "open" => (Prospect::NotPossible, Some(Obstacle::OtherCaseOpen), &[]),
        "free" => (Prospect::PossibleIf, None, &[]),
        "?" => (Prospect::NotKnown, None, &[]),
        other => panic!("{other}"),
    };
    assert_eq!(prospect.prospect, expected, "{place}");
    assert_eq!(prospect.obstacles.iter().collect::<Vec<_>>(), Vec::from_iter(obstacle), "{place}");
    assert_eq!(codes(prospect), errors, "{place}");
    // Of a reship no rule is told, so that there is nothing to try; a call that is for reships alone can be tried.
    let has_no_way = expected == Prospect::NotPossible || row[1] == "status" && otherwise == "?";
    assert_eq!(prospect.ways.is_empty(), has_no_way, "{place}");
}

/// Every call, type and status, by the record and by a mirror.
#[test]
fn every_call_at_every_status_is_what_the_pages_say() {
    let mirror = Mirror::of(LIFECYCLE);
    let mut listed = BTreeSet::new();
    let mut number = 0;
    for kind in AfterSaleType::ALL {
        for status in AfterSaleStatus::ALL {
            if LIFECYCLE.phase(kind.flow(), *status).is_none() {
                continue;
            }
            let record = record(status.name(), kind.name(), "");
            let by_record = CaseInView::of_record(&record);
            let seen = Sighting::new(
                SeenStatus::Known(*status),
                Timestamp::from_seconds(1_795_300_000),
                Source::Callback,
            );
            let (case, _) = mirror.begin(&seen.of_flow(kind.flow())).unwrap();
            let by_mirror = CaseInView::of_mirrored(&mirror, &case, PlatformId::from("77"));
            for (one, other) in by_record.calls().zip(by_mirror.calls()) {
                compare(&one, kind.name(), status.name());
                compare(&other, kind.name(), status.name());
                number += 1;
                if one.ways.iter().any(|way| way.rule.is_some()) {
                    listed.insert((one.call.name(), kind.name(), status.name()));
                }
            }
        }
    }
    assert_eq!(number, 11 * 46);
    for line in POSSIBLE.lines().filter(|line| !line.is_empty()) {
        let row: Vec<&str> = line.split_whitespace().collect();
        assert!(listed.contains(&(row[0], row[1], row[2])), "{line}");
    }
}

/// The table names each call once, and rows that the merchant carries out, each at one call.
#[test]
fn every_row_of_a_call_is_the_merchants_and_no_two_calls_have_it() {
    let mut calls = BTreeSet::new();
    let mut rows = BTreeSet::new();
    for row in CALLS {
        assert!(calls.insert(row.call), "{:?} stands twice", row.call);
        let of_call: Vec<&str> = match row.basis {
            CallBasis::Rules { rows, .. } => rows.to_vec(),
            CallBasis::Opening { row } => vec![row],
            _ => vec![],
        };
        for name in of_call {
            assert!(rows.insert(name), "{name} stands twice");
            let rules: Vec<_> = LIFECYCLE.rules().iter().filter(|rule| rule.row == name).collect();
            assert!(!rules.is_empty(), "{name} is no row");
            assert!(rules.iter().all(|rule| rule.by == [Actor::Merchant]), "{name}");
        }
        for code in row.not_at_this_status.iter().chain(row.in_dispute).chain(row.even_so) {
            let known = aftersale::channels::call_error::KNOWN.iter();
            assert!(known.into_iter().any(|known| known.code == *code), "{code} is not published");
        }
    }
    // The interception is done on the shop's pages; no call starts it.
    let merchants = LIFECYCLE.rules().iter().filter(|rule| rule.by.contains(&Actor::Merchant));
    let without: BTreeSet<&str> =
        merchants.map(|rule| rule.row).filter(|row| !rows.contains(row)).collect();
    assert_eq!(without.into_iter().collect::<Vec<_>>(), ["C13"]);
}

#[test]
fn a_request_has_what_the_record_tells_and_names_the_rest() {
    let goods = r#","product_info":{"product_id":"9","sku_id":"8","count":2}"#;
    let of_refund = record("USER_CANCELD", "REFUND", goods);
    let case = CaseInView::of_record(&of_refund);
    let opening = case.call(Call::GenAftersaleOrder).unwrap();
    assert_eq!(opening.prospect, Prospect::PossibleIf);
    let way = &opening.ways[0];
    assert_eq!(way.request.encode(), r#"{"order_id":"55","product_id":"9","sku_id":"8"}"#);
    assert_eq!(fields(way.missing), ["request_id", "count", "amount", "reason", "type"]);
    assert_eq!(opening.evidence(), Some(Evidence::Inferred));

    let without_goods = record("MERCHANT_PROCESSING", "REFUND", "");
    let case = CaseInView::of_record(&without_goods);
    let difference = case.call(Call::RefundPriceDiff).unwrap();
    assert_eq!(difference.prospect, Prospect::NotKnown);
    let missing = fields(difference.ways[0].missing);
    assert_eq!(missing, ["request_id", "product_id", "sku_id", "amount", "reason"]);

    let nameless: AfterSaleOrder =
        decode(r#"{"status":"MERCHANT_PROCESSING","type":"REFUND"}"#).unwrap();
    let accept = CaseInView::of_record(&nameless).call(Call::AcceptApply).unwrap();
    assert_eq!(fields(accept.ways[0].missing), ["after_sale_order_id"]);
    let CallDocument::AcceptApply(request) = &accept.ways[0].request else { panic!() };
    assert!(request.after_sale_order_id.value().is_none());
}

/// Of what the merchant can leave out, the platform publishes one answer: that there is no address to return to.
#[test]
fn the_error_of_a_missing_address_is_published_and_no_other() {
    let published =
        Missing::ALL.iter().filter_map(|missing| Some((missing.field(), missing.error()?.0)));
    assert_eq!(published.collect::<Vec<_>>(), [("address_id", 10_021_060)]);
}

#[test]
fn every_request_is_one_of_its_call() {
    for kind in AfterSaleType::ALL {
        for status in AfterSaleStatus::ALL {
            let record = record(status.name(), kind.name(), "");
            for prospect in CaseInView::of_record(&record).calls() {
                for way in &prospect.ways {
                    assert!(way.request.calls().contains(&prospect.call), "{prospect:?}");
                }
            }
        }
    }
}

#[test]
fn an_open_dispute_forbids_the_refusal_and_names_its_error() {
    let disputed = record("MERCHANT_PROCESSING", "REFUND", r#","complaint_id":"2172884""#);
    let reject = CaseInView::of_record(&disputed).call(Call::RejectApply).unwrap();
    assert_eq!(reject.prospect, Prospect::NotPossible);
    assert_eq!(reject.obstacles.iter().collect::<Vec<_>>(), [Obstacle::DisputeOpen]);
    assert_eq!(codes(&reject), [10_021_051]);

    let free = record("MERCHANT_PROCESSING", "REFUND", r#","complaint_id":"""#);
    let reject = CaseInView::of_record(&free).call(Call::RejectApply).unwrap();
    assert_eq!((reject.prospect, codes(&reject)), (Prospect::Possible, vec![]));
    let even_so: Vec<i64> = reject.row().unwrap().even_so.iter().map(|code| code.0).collect();
    assert_eq!(even_so, [10_021_044, 10_021_068], "a negotiation can be wanted first");
}

#[test]
fn an_offline_refund_is_proved_only_when_the_platform_asks_for_it() {
    for (asked, expected) in [("true", Prospect::Possible), ("false", Prospect::NotPossible)] {
        let more = format!(r#","need_offline_refund":{asked}"#);
        let failed = record("PLATFORM_REFUND_FAIL", "REFUND", &more);
        let proof = CaseInView::of_record(&failed).call(Call::UploadRefundCertificate).unwrap();
        assert_eq!(proof.prospect, expected);
        // It is no matter of a refund that is overdue: then the merchant owes it.
        let overdue = record("MERCHANT_OVERDUE_REFUND", "REFUND", &more);
        let proof = CaseInView::of_record(&overdue).call(Call::UploadRefundCertificate).unwrap();
        assert_eq!(proof.prospect, Prospect::Possible);
    }
}

#[test]
fn the_goods_of_a_fast_exchange_are_answered_once_and_in_a_fast_exchange_alone() {
    let fast = |info: &str| {
        let more = format!(r#","exchange_info":{{"fast_exchange_info":{info}}}"#);
        let record = record("USER_WAIT_RECEIPT", "EXCHANGE", &more);
        let prospect =
            CaseInView::of_record(&record).call(Call::HandleFastExchangeReceipt).unwrap();
        let conditions = prospect.ways.first().map(|way| way.conditions.clone());
        (prospect.prospect, prospect.obstacles.iter().next(), conditions)
    };
    let none = Some(vec![]);
    assert_eq!(fast(r#"{"fast_exchange":true}"#), (Prospect::NotKnown, None, none));
    assert_eq!(
        fast(r#"{"fast_exchange":false}"#),
        (Prospect::NotPossible, Some(Obstacle::NotFastExchange), None)
    );
    let answered = r#"{"fast_exchange":true,"fast_exchange_act":{"merchant_reject":1}}"#;
    assert_eq!(fast(answered), (Prospect::NotPossible, Some(Obstacle::AnsweredAlready), None));
    assert_eq!(fast("{}"), (Prospect::NotKnown, None, Some(vec![CallCondition::FastExchange])));
}

#[test]
fn a_case_of_an_unknown_type_has_a_way_for_each() {
    let untyped: AfterSaleOrder =
        decode(r#"{"after_sale_order_id":"77","status":"MERCHANT_PROCESSING"}"#).unwrap();
    let case = CaseInView::of_record(&untyped);
    let accept = case.call(Call::AcceptApply).unwrap();
    assert_eq!(accept.prospect, Prospect::PossibleIf);
    let ways: Vec<(&str, String)> = accept
        .ways
        .iter()
        .map(|way| (way.rule.unwrap().row, way.conditions[0].to_string()))
        .collect();
    let expected = [
        ("W4", "if the type is refund only".to_owned()),
        ("W5", "if the type is return and refund".to_owned()),
        ("C15", "if the type is exchange".to_owned()),
    ];
    assert_eq!(ways, expected);
    let chinese = accept.ways[1].conditions[0].text_in(Language::Chinese);
    assert_eq!(chinese, "若类型为退货退款");

    // A status without money leaves refund and return, which have the same request.
    let failed: AfterSaleOrder = decode(r#"{"status":"MERCHANT_OVERDUE_REFUND"}"#).unwrap();
    let proof = CaseInView::of_record(&failed).call(Call::UploadRefundCertificate).unwrap();
    assert_eq!(proof.prospect, Prospect::Possible);
    let flows: Vec<Flow> = proof.ways[0].flows.iter().collect();
    assert_eq!(flows, [Flow::RefundOnly, Flow::ReturnRefund]);
}

/// Where a record's type and status contradict each other, the status counts: it is what the merchant answers to.
#[test]
fn a_type_that_cannot_have_the_status_is_not_believed() {
    let back = record("USER_WAIT_RETURN", "REFUND", "");
    let accept = CaseInView::of_record(&back).call(Call::AcceptApply).unwrap();
    let rows: Vec<&str> = accept.ways.iter().map(|way| way.rule.unwrap().row).collect();
    assert_eq!(
        (accept.prospect, rows),
        (Prospect::PossibleIf, vec!["W13"]),
        "a return or an exchange"
    );
}

#[test]
fn a_mirror_that_has_seen_a_dispute_forbids_the_refusal_and_one_that_has_not_leaves_it_open() {
    let mirror = Mirror::of(LIFECYCLE);
    for (told, expected) in [
        (Some(true), Prospect::NotPossible),
        (Some(false), Prospect::PossibleIf),
        (None, Prospect::PossibleIf),
    ] {
        let mut facts = KnownFacts::UNKNOWN;
        if let Some(is_open) = told {
            facts = facts.with(Fact::DisputeOpen, is_open);
        }
        let status = SeenStatus::Known(AfterSaleStatus::MerchantProcessing);
        let at = Timestamp::from_seconds(1_795_300_000);
        let seen = Sighting::new(status, at, Source::Poll).of_flow(Flow::RefundOnly).telling(facts);
        let (case, _) = mirror.begin(&seen).unwrap();
        let case = CaseInView::of_mirrored(&mirror, &case, PlatformId::from("77"));
        assert_eq!(case.call(Call::RejectApply).unwrap().prospect, expected, "{told:?}");
    }
}

/// I24: an unknown status permits nothing and forbids nothing; `complete_time` ends a case whatever its status is called.
#[test]
fn of_an_unknown_status_nothing_is_known() {
    let unheard = record("UNHEARD_OF", "REFUND", "");
    for prospect in CaseInView::of_record(&unheard).calls() {
        let expected = match prospect.call {
            Call::GenAftersaleOrder => Prospect::PossibleIf,
            Call::HandleFastExchangeReceipt
            | Call::MerchantReship
            | Call::MerchantUpdateReshipExpress => Prospect::NotPossible,
            _ => Prospect::NotKnown,
        };
        assert_eq!(prospect.prospect, expected, "{:?}", prospect.call);
    }
    let finished = record("UNHEARD_OF", "RESHIP", r#","complete_time":1795300000"#);
    let reship = CaseInView::of_record(&finished).call(Call::MerchantReship).unwrap();
    assert_eq!(reship.obstacles.iter().collect::<Vec<_>>(), [Obstacle::Ended]);
}

#[test]
fn rules_that_are_not_trusted_leave_a_call_unknown() {
    let back = record("USER_WAIT_RETURN", "RETURN", "");
    let case = CaseInView::of_record(&back);
    assert_eq!(case.call(Call::AcceptApply).unwrap().evidence(), Some(Evidence::Inferred));
    let careful = case.by(LIFECYCLE.trusting(Evidence::Documented));
    assert_eq!(careful.call(Call::AcceptApply).unwrap().prospect, Prospect::NotKnown);
    assert_eq!(careful.call(Call::GetAftersaleOrder), None, "it acts on no case");
}
