//! Where sources contradict each other, both are read; and where an answer contradicts itself, it says so.

use aftersale::channels::wire::calls::{
    AddToComplaintRequest, ApplyVirtualTelNumAnswer, ComplaintStatus, ContradictingIds,
    GeneratedAnswer, GetComplaintOrderAnswer, GetExchangeableSkuListAnswer,
    GetGuaranteeOrderAnswer, GuaranteeStatus, OneOrMany, ReasonGetAnswer, RejectReasonGetAnswer,
    RejectScene, SearchGuaranteeOrderAnswer, SearchGuaranteeOrderRequest,
};
use aftersale::time::Timestamp;
use aftersale::wire::{PlatformId, decode};
use serde_json::Value;

use crate::{assert_same, document, documents, pointers};

#[test]
fn the_new_case_is_found_under_either_name_and_two_cases_are_none() {
    let case = |name: &str| {
        let answer: GeneratedAnswer = decode(&document(name)).unwrap();
        answer.case().map(|case| case.cloned())
    };
    let text = PlatformId::from("2609114500731990");
    let number = PlatformId::from(2_609_114_500_731_990);
    assert_eq!(case("genaftersaleorder_answer_number"), Ok(Some(number)));
    assert_eq!(case("genaftersaleorder_answer_text"), Ok(Some(text.clone())));
    assert_eq!(case("genaftersaleorder_answer_both"), Ok(Some(text.clone())));
    let contradiction = case("genaftersaleorder_answer_contradiction").unwrap_err();
    assert_eq!(
        contradiction.to_string(),
        "the answer names two cases: aftersale_id 2609114500731990, \
         after_sale_order_id 2609114500731991",
    );
    let ContradictingIds { aftersale_id, after_sale_order_id } = contradiction;
    assert_eq!((aftersale_id, after_sale_order_id), (text, "2609114500731991".into()));

    let of = |text: &str| decode::<GeneratedAnswer>(text).unwrap();
    let empty = of(r#"{"errcode": 0, "aftersale_id": "", "after_sale_order_id": "7"}"#);
    assert_eq!(empty.case(), Ok(Some(&PlatformId::from("7"))), "an empty text is no number");
    let none = of(r#"{"errcode": 0, "aftersale_id": "", "after_sale_order_id": ""}"#);
    assert_eq!((none.case(), none.is_success()), (Ok(None), false));
    let two_lines = of(r#"{"aftersale_id": "1\n2\u2028", "after_sale_order_id": 3}"#);
    assert_eq!(
        two_lines.case().unwrap_err().to_string(),
        "the answer names two cases: aftersale_id 1 2 , after_sale_order_id 3",
    );

    let failed: GeneratedAnswer = decode(r#"{"errcode": 10021089, "errmsg": "used"}"#).unwrap();
    assert_eq!((failed.case(), failed.is_success()), (Ok(None), false));
}

#[test]
fn the_reasons_of_a_refusal_are_found_under_either_name() {
    let scenes = |name: &str| {
        let answer: RejectReasonGetAnswer = decode(&document(name)).unwrap();
        let reasons = answer.reasons();
        reasons
            .map(|reason| reason.reject_scene.value().and_then(|scene| scene.known()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        scenes("rejectreason_get_answer"),
        [
            Some(RejectScene::Refund),
            Some(RejectScene::Return),
            Some(RejectScene::FastExchangeReceipt),
        ]
    );
    assert_eq!(scenes("rejectreason_get_answer_other_key"), [None]);
}

#[test]
fn one_value_is_read_like_a_list_of_one_and_stays_one() {
    let one: AddToComplaintRequest =
        decode(&document("addcomplaintproof_request_text_id")).unwrap();
    assert_eq!(one.media_id_list.value(), Some(&OneOrMany::One("m-sign-1".into())));
    let history: GetComplaintOrderAnswer =
        decode(&document("getcomplaintorder_answer_one_item")).unwrap();
    assert_eq!(history.history.value().unwrap().as_slice().len(), 1);
    assert_eq!(
        history.status.value().and_then(|status| status.known()),
        Some(ComplaintStatus::WaitingForWorkOrder)
    );
    let products: GetGuaranteeOrderAnswer =
        decode(&document("getguaranteeorder_answer_one_product_in_milliseconds")).unwrap();
    let order = products.guarantee_order.value().unwrap();
    assert_eq!(order.product_info.value().unwrap().as_slice().len(), 1);
    for text in [r#"{"status_list": true}"#, r#"{"status_list": 1.5}"#, r#"{"status_list": -1}"#] {
        let refused = decode::<SearchGuaranteeOrderRequest>(text).unwrap_err().to_string();
        assert!(refused.contains("a list, or one of its values"), "{refused}");
    }
    let refused =
        decode::<AddToComplaintRequest>(r#"{"media_id_list": ["a", 1]}"#).unwrap_err().to_string();
    assert!(refused.starts_with("field `media_id_list[1]`"), "{refused}");
}

#[test]
fn a_guarantee_order_s_times_are_read_in_seconds_and_in_milliseconds() {
    for name in ["getguaranteeorder_answer", "getguaranteeorder_answer_one_product_in_milliseconds"]
    {
        let answer: GetGuaranteeOrderAnswer = decode(&document(name)).unwrap();
        let order = answer.guarantee_order.value().unwrap();
        assert_eq!(order.created_at(), Some(Timestamp::from_seconds(1_795_200_100)), "{name}");
        assert_eq!(order.updated_at(), Some(Timestamp::from_seconds(1_795_200_400)), "{name}");
    }
}

#[test]
fn the_statuses_of_a_search_are_read_by_name_and_by_number() {
    let statuses = |name: &str| {
        let search: SearchGuaranteeOrderRequest = decode(&document(name)).unwrap();
        search.statuses().collect::<Vec<_>>()
    };
    use GuaranteeStatus::{WaitBothProof, WaitMerchantHandle, WaitMerchantProof};
    assert_eq!(statuses("searchguaranteeorder_request"), [WaitMerchantHandle]);
    assert_eq!(
        statuses("searchguaranteeorder_request_numbers"),
        [WaitMerchantHandle, WaitMerchantProof, WaitBothProof]
    );
    assert_eq!(statuses("searchguaranteeorder_request_names"), [WaitMerchantProof, WaitBothProof]);
}

/// The ids that sources write as a text here and as a number there.
const IDS: [&str; 13] = [
    "after_sale_order_id",
    "address_id",
    "aftersale_id",
    "complaint_id",
    "guarantee_order_id",
    "new_sku_id",
    "order_id",
    "present_order_id",
    "product_id",
    "request_id",
    "sku_id",
    "transaction_id",
    "work_order_id",
];

#[test]
fn every_id_is_read_as_a_text_and_as_a_number_and_keeps_its_kind_and_every_digit() {
    let mut tried = 0;
    for (name, text) in documents() {
        let original: Value = serde_json::from_str(&text).unwrap();
        for pointer in pointers(&original) {
            if !IDS.iter().any(|id| pointer.ends_with(&format!("/{id}"))) {
                continue;
            }
            for written in [
                Value::from("3741926005518263041"),
                Value::from(3_741_926_005_518_263_041_u64),
                Value::from(u64::MAX),
                Value::from("0017"),
                Value::from("123456789012345678901234567890"),
                Value::from(""),
                Value::Null,
            ] {
                let mut altered = original.clone();
                *altered.pointer_mut(&pointer).unwrap() = written;
                let altered = altered.to_string();
                let read = crate::decode(&altered);
                assert_same(&altered, &read.encode());
                tried += 1;
            }
            for refused in ["1.5", "-1", "true", "[]", "{}", "123456789012345678901234567890"] {
                let mut altered = original.clone();
                *altered.pointer_mut(&pointer).unwrap() = Value::from("here");
                let altered = altered.to_string().replace("\"here\"", refused);
                let error = aftersale::channels::wire::calls::CallDocument::decode(&altered);
                assert!(error.is_err(), "{name} {pointer} {refused}");
            }
        }
    }
    assert!(tried > 500, "{tried}");
}

#[test]
fn an_answer_without_a_code_or_without_what_was_asked_for_is_no_success() {
    macro_rules! check {
        ($($answer:ty: $content:literal,)+) => {
            $(for (text, is_success) in [
                ("{}".to_owned(), false),
                (r#"{"errcode": 0}"#.to_owned(), false),
                (r#"{"errcode": 0, "errmsg": "ok"}"#.to_owned(), false),
                (format!("{{{}}}", $content), false),
                (format!(r#"{{"errcode": null, {}}}"#, $content), false),
                (format!(r#"{{"errcode": 10021065, {}}}"#, $content), false),
                (format!(r#"{{"errcode": 0, {}}}"#, $content), true),
                (format!(r#"{{"errcode": "0", {}}}"#, $content), true),
            ] {
                let answer: $answer = decode(&text).unwrap();
                assert_eq!(answer.is_success(), is_success, "{text}");
            })+
        };
    }
    check! {
        ApplyVirtualTelNumAnswer: r#""virtual_tel_number": "1""#,
        GeneratedAnswer: r#""aftersale_id": 1"#,
        GeneratedAnswer: r#""after_sale_order_id": "1""#,
        GetComplaintOrderAnswer: r#""history": []"#,
        GetComplaintOrderAnswer: r#""status": 100"#,
        GetExchangeableSkuListAnswer: r#""sku_id_list": []"#,
        GetGuaranteeOrderAnswer: r#""guarantee_order": {}"#,
        ReasonGetAnswer: r#""reason_list": []"#,
        RejectReasonGetAnswer: r#""reason_list": []"#,
        RejectReasonGetAnswer: r#""reject_reason_list": []"#,
        SearchGuaranteeOrderAnswer: r#""guarantee_order_list": []"#,
    }
    let two: GeneratedAnswer =
        decode(r#"{"errcode": 0, "aftersale_id": 1, "after_sale_order_id": "2"}"#).unwrap();
    assert!(!two.is_success());
}
