//! Words and numbers: known ones are typed, plain or in quotes; others stay as they came (I24).

use aftersale::channels::AfterSaleType;
use aftersale::channels::wire::calls::{
    AcceptApplyRequest, AcceptType, Call, ComplaintStatus, GenAftersaleOrderRequest,
    GuaranteeStatus, HandleFastExchangeReceiptRequest, MerchantUpdateAftersaleRequest,
    NegotiationPurpose, RejectRequest, UploadRefundCertificateRequest, WaybillRequest,
};
use aftersale::channels::wire::guarantee::GuaranteeOrder;
use aftersale::wire::{Code, PlatformId, decode, encode};
use serde_json::json;

use crate::assert_same;

#[test]
fn a_known_number_is_a_word_plain_and_in_quotes_and_every_other_stays_as_it_came_i24() {
    for (written, known) in [
        (json!(1), Some(AcceptType::ToReturn)),
        (json!("2"), Some(AcceptType::ToRefund)),
        (json!(0), None),
        (json!(3), None),
        (json!("02"), None),
        (json!(-1), None),
        (json!("TO_REFUND"), None),
        (json!(""), None),
        (json!(2.0), None),
        (json!([2]), None),
        (json!(u64::MAX), None),
    ] {
        let text = json!({"after_sale_order_id": "1", "accept_type": written}).to_string();
        let request: AcceptApplyRequest = decode(&text).unwrap();
        let word = request.accept_type.value().unwrap();
        assert_eq!(word.known(), known, "{text}");
        assert_same(&text, &encode(&request));
    }
}

#[test]
fn a_type_is_a_number_in_a_negotiation_and_a_name_when_a_case_is_opened() {
    let negotiation = |kind: &str| {
        let text = format!(r#"{{"type": {kind}}}"#);
        let request: MerchantUpdateAftersaleRequest = decode(&text).unwrap();
        assert_same(&text, &encode(&request));
        request.kind.value().unwrap().known()
    };
    assert_eq!(negotiation("4"), Some(AfterSaleType::Reship));
    assert_eq!(negotiation("\"3\""), Some(AfterSaleType::Exchange));
    assert_eq!(negotiation("\"EXCHANGE\""), None);
    let opening = |kind: &str| {
        let text = format!(r#"{{"type": {kind}}}"#);
        let request: GenAftersaleOrderRequest = decode(&text).unwrap();
        assert_same(&text, &encode(&request));
        request.kind.value().unwrap().known()
    };
    assert_eq!(opening("\"RESHIP\""), Some(AfterSaleType::Reship));
    assert_eq!(opening("4"), None, "no number is a type here");
    assert_eq!(opening("\"4\""), None);
    assert_eq!(opening("\"LATER\""), None);
}

#[test]
fn a_number_of_a_negotiation_that_is_no_purpose_is_kept() {
    let text = r#"{"merchant_update_type": 6, "update_reason_type": "123"}"#;
    let request: MerchantUpdateAftersaleRequest = decode(text).unwrap();
    assert_eq!(request.merchant_update_type.value().unwrap().known(), None);
    assert_eq!(request.update_reason_type.number(), Some(&Code(123)));
    assert_same(text, &encode(&request));
    assert_eq!(NegotiationPurpose::from_code(3), Some(NegotiationPurpose::ChangeApplication));
}

#[test]
fn the_numbers_of_disputes_and_guarantees_are_the_published_ones() {
    let codes: Vec<u32> = ComplaintStatus::ALL.iter().map(|status| status.code()).collect();
    let published: Vec<u32> = (100..=116).chain([305, 307, 400]).collect();
    assert_eq!(codes, published);
    let codes: Vec<u8> = GuaranteeStatus::ALL.iter().map(|status| status.code()).collect();
    assert_eq!(codes, [10, 12, 15, 20, 25, 30, 31, 32, 33, 35, 36, 40, 45, 50]);
    assert!(GuaranteeStatus::ALL.iter().all(|status| status.name().starts_with("STATUS_")));
    assert_eq!("STATUS_WAIT_OP_COMFIRM".parse(), Ok(GuaranteeStatus::WaitOpComfirm));
}

#[test]
fn a_guarantee_order_s_status_is_a_name_and_no_number() {
    for (written, known) in [
        (json!("STATUS_PAY_SUCC"), Some(GuaranteeStatus::PaySucc)),
        (json!("PAY_SUCC"), None),
        (json!(40), None),
        (json!("40"), None),
    ] {
        let text = json!({"status": written}).to_string();
        let order: GuaranteeOrder = decode(&text).unwrap();
        assert_eq!(order.status.value().unwrap().known(), known, "{text}");
        assert_same(&text, &encode(&order));
    }
}

#[test]
fn requests_are_made_with_what_the_platform_requires() {
    let case = || PlatformId::from("2609114500731882");
    for (request, expected) in [
        (
            encode(&AcceptApplyRequest::to_return(case(), "880417".into())),
            json!({"after_sale_order_id": "2609114500731882", "address_id": "880417", "accept_type": 1}),
        ),
        (
            encode(&RejectRequest::new(case(), Code(20), "有使用痕迹")),
            json!({
                "after_sale_order_id": "2609114500731882",
                "reject_reason": "有使用痕迹",
                "reject_reason_type": 20
            }),
        ),
        (
            encode(&UploadRefundCertificateRequest::new(case(), vec!["m-1".into()], "转账")),
            json!({
                "after_sale_order_id": "2609114500731882",
                "refund_certificates": ["m-1"],
                "desc": "转账"
            }),
        ),
        (
            encode(&WaybillRequest::new(case(), "SF", "SF1")),
            json!({"after_sale_order_id": "2609114500731882", "waybill_id": "SF1", "delivery_id": "SF"}),
        ),
        (
            encode(&HandleFastExchangeReceiptRequest::agreeing(case())),
            json!({"after_sale_order_id": "2609114500731882", "act": 1}),
        ),
    ] {
        assert_same(&expected.to_string(), &request);
    }
}

#[test]
fn every_call_has_a_path_and_a_name_of_its_own() {
    let paths: std::collections::BTreeSet<String> =
        Call::ALL.iter().map(|call| call.path()).collect();
    assert_eq!((paths.len(), Call::ALL.len()), (27, 27));
    for call in Call::ALL {
        assert_eq!(call.name().parse(), Ok(*call));
        assert_eq!(call.path(), format!("channels/ec/aftersale/{call}"));
    }
}
