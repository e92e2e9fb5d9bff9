//! Every typed field has a value in a document, and altering one by its type changes exactly that in the JSON.

use std::fmt::Debug;

use aftersale::channels::wire::calls::*;
use aftersale::channels::wire::guarantee::*;
use aftersale::channels::{AfterSaleReason, AfterSaleType, MediaType};
use aftersale::money::Amount;
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use aftersale::wire::{
    Code, Field, Json, PlatformId, Record, ReturnCode, Word, YesNo, decode, encode,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::{document, json as compare, pointers};

/// The place of a field, its new value in the JSON, and the same change by type.
type Change<T> = (&'static str, Value, fn(&mut T));

/// Checks that the document has a value in every typed field, that every field of the document is altered, and that each
/// change changes exactly that.
#[track_caller]
fn each_change_changes_exactly_that<T>(text: &str, changes: &[Change<T>])
where
    T: DeserializeOwned + Serialize + Record + Debug + PartialEq,
{
    let original: T = decode(text).unwrap();
    assert!(original.untyped_fields().is_empty(), "{:?}", original.untyped_fields());
    let shown = format!("{original:?}");
    assert!(!shown.contains("Missing"), "a typed field has no value: {shown}");
    let document: Value = serde_json::from_str(text).unwrap();
    for pointer in pointers(&document) {
        let value = document.pointer(&pointer).unwrap();
        let is_part = match value {
            Value::Object(_) => !pointer.contains("history_list"),
            Value::Array(items) => items.iter().any(Value::is_object),
            _ => pointer.rsplit('/').next().is_some_and(|last| last.parse::<usize>().is_ok()),
        };
        let is_inside = changes.iter().any(|(place, ..)| pointer.starts_with(&format!("{place}/")));
        let is_altered = changes.iter().any(|(place, ..)| *place == pointer);
        assert!(is_part || is_inside || is_altered, "{pointer} is not altered");
    }
    for (pointer, value, change) in changes {
        let mut record: T = decode(text).unwrap();
        change(&mut record);
        assert_ne!(record, original, "{pointer}");
        let mut expected = document.clone();
        let slot = expected.pointer_mut(pointer);
        let slot = slot.unwrap_or_else(|| panic!("no {pointer} in the document"));
        assert_ne!(slot, value, "{pointer} does not change");
        *slot = value.clone();
        if let Some(difference) = compare::first_difference(&expected.to_string(), &encode(&record))
        {
            panic!("{pointer}: {difference}");
        }
        let again: T = decode(&expected.to_string()).unwrap();
        assert_eq!(again, record, "{pointer}");
    }
}

fn part<T>(field: &mut Field<T>) -> &mut T {
    field.value_mut().unwrap()
}

fn first<T>(field: &mut Field<Vec<T>>) -> &mut T {
    part(field).first_mut().unwrap()
}

fn first_of<T>(field: &mut Field<OneOrMany<T>>) -> &mut T {
    part(field).as_mut_slice().first_mut().unwrap()
}

/// An id that differs from each in the documents.
fn id() -> PlatformId {
    "3741926005518269999".into()
}

const ID: &str = "3741926005518269999";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

fn fen(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

#[test]
fn of_the_decisions_about_a_case() {
    each_change_changes_exactly_that::<ApplyVirtualTelNumRequest>(
        &document("applyvirtualtelnum_request"),
        &[("/after_sale_order_id", json!(ID), |r| r.after_sale_order_id = id().into())],
    );
    each_change_changes_exactly_that::<AcceptApplyRequest>(
        &document("acceptapply_request_return"),
        &[
            ("/after_sale_order_id", json!(7), |r| {
                r.after_sale_order_id = PlatformId::from(7).into();
            }),
            ("/address_id", json!(ID), |r| r.address_id = id().into()),
            ("/accept_type", json!(2), |r| part(&mut r.accept_type).set(AcceptType::ToRefund)),
        ],
    );
    each_change_changes_exactly_that::<RejectRequest>(
        &document("rejectapply_request_proof"),
        &[
            ("/after_sale_order_id", json!(ID), |r| r.after_sale_order_id = id().into()),
            ("/reject_reason", json!("坏"), |r| r.reject_reason = "坏".into()),
            ("/reject_reason_type", json!("21"), |r| r.reject_reason_type.set(Code(21))),
            ("/reject_certificates", json!([]), |r| r.reject_certificates = Vec::new().into()),
        ],
    );
    each_change_changes_exactly_that::<UploadRefundCertificateRequest>(
        &document("uploadrefundcertificate_request"),
        &[
            ("/after_sale_order_id", json!(ID), |r| r.after_sale_order_id = id().into()),
            ("/refund_certificates", json!(["m"]), |r| {
                r.refund_certificates = vec!["m".to_owned()].into();
            }),
            ("/desc", json!(""), |r| r.desc = "".into()),
        ],
    );
}

#[test]
fn of_a_negotiation() {
    let mut full: Value =
        serde_json::from_str(&document("merchantupdateaftersale_request_exchange")).unwrap();
    full["amount"] = json!(100);
    each_change_changes_exactly_that::<MerchantUpdateAftersaleRequest>(
        &full.to_string(),
        &[
            ("/after_sale_order_id", json!(ID), |r| r.after_sale_order_id = id().into()),
            ("/type", json!("4"), |r| part(&mut r.kind).set(AfterSaleType::Reship)),
            ("/amount", json!(-1), |r| r.amount.set(fen(-1))),
            ("/merchant_update_desc", json!("好"), |r| r.merchant_update_desc = "好".into()),
            ("/update_reason_type", json!("6"), |r| r.update_reason_type.set(Code(6))),
            ("/merchant_update_type", json!("1"), |r| {
                part(&mut r.merchant_update_type).set(NegotiationPurpose::InviteToCancel);
            }),
            ("/media_ids", json!([]), |r| r.media_ids = Vec::new().into()),
            ("/new_sku_id", json!(ID), |r| r.new_sku_id = id().into()),
            ("/product_cnt", json!(2), |r| r.product_cnt.set(Quantity::new(2))),
        ],
    );
}

#[test]
fn of_shipments() {
    each_change_changes_exactly_that::<WaybillRequest>(
        &document("acceptexchangereship_request"),
        &[
            ("/after_sale_order_id", json!(ID), |r| r.after_sale_order_id = id().into()),
            ("/waybill_id", json!("Y"), |r| r.waybill_id = PlatformId::from("Y").into()),
            ("/delivery_id", json!(7), |r| r.delivery_id = PlatformId::from(7).into()),
        ],
    );
    each_change_changes_exactly_that::<HandleFastExchangeReceiptRequest>(
        &document("handlefastexchangereceipt_request_refuse"),
        &[
            ("/after_sale_order_id", json!(ID), |r| r.after_sale_order_id = id().into()),
            ("/act", json!(1), |r| part(&mut r.decision).set(FastExchangeDecision::Agree)),
            ("/reject_reason", json!("x"), |r| r.reject_reason = "x".into()),
            ("/reject_reason_type", json!(47), |r| r.reject_reason_type.set(Code(47))),
            ("/merchant_text", json!("x"), |r| r.merchant_text = "x".into()),
            ("/reject_confirm_exchange", json!(["x"]), |r| {
                r.reject_confirm_exchange = vec!["x".to_owned()].into();
            }),
        ],
    );
    each_change_changes_exactly_that::<GetExchangeableSkuListRequest>(
        &document("getexchangeableskulist_request"),
        &[
            ("/order_id", json!(ID), |r| r.order_id = id().into()),
            ("/product_id", json!(ID), |r| r.product_id = id().into()),
            ("/sku_id", json!(ID), |r| r.sku_id = id().into()),
        ],
    );
    each_change_changes_exactly_that::<GetExchangeableSkuListAnswer>(
        &document("getexchangeableskulist_answer"),
        &[
            ("/errcode", json!(-1), |r| r.errcode.set(ReturnCode(-1))),
            ("/errmsg", json!(""), |r| r.errmsg = "".into()),
            ("/sku_id_list", json!([ID]), |r| r.sku_id_list = vec![id()].into()),
        ],
    );
}

#[test]
fn of_openings() {
    let mut full: Value = serde_json::from_str(&document("genaftersaleorder_request")).unwrap();
    full["exchange_sku_info"] = json!({"new_sku_id": "7719350042"});
    each_change_changes_exactly_that::<GenAftersaleOrderRequest>(
        &full.to_string(),
        &[
            ("/request_id", json!(ID), |r| r.request_id = id().into()),
            ("/order_id", json!(ID), |r| r.order_id = id().into()),
            ("/product_id", json!(ID), |r| r.product_id = id().into()),
            ("/sku_id", json!(ID), |r| r.sku_id = id().into()),
            ("/count", json!(0), |r| r.count.set(Quantity::new(0))),
            ("/amount", json!(1), |r| r.amount.set(fen(1))),
            ("/reason", json!("QUALITY_ISSUE"), |r| {
                r.reason = Word::Known(AfterSaleReason::QualityIssue).into();
            }),
            ("/type", json!("RESHIP"), |r| r.kind = Word::Known(AfterSaleType::Reship).into()),
            ("/address_id", json!(ID), |r| r.address_id = id().into()),
            ("/desc", json!("x"), |r| r.desc = "x".into()),
            ("/exchange_sku_info/new_sku_id", json!(ID), |r| {
                part(&mut r.exchange_sku_info).new_sku_id = id().into();
            }),
        ],
    );
    each_change_changes_exactly_that::<RefundPriceDiffRequest>(
        &document("refundpricediff_request"),
        &[
            ("/request_id", json!(ID), |r| r.request_id = id().into()),
            ("/order_id", json!(ID), |r| r.order_id = id().into()),
            ("/product_id", json!(ID), |r| r.product_id = id().into()),
            ("/sku_id", json!(ID), |r| r.sku_id = id().into()),
            ("/amount", json!(i64::MAX), |r| r.amount.set(fen(i64::MAX))),
            ("/reason", json!("OTHERS"), |r| {
                r.reason = Word::Known(AfterSaleReason::Others).into();
            }),
            ("/desc", json!("x"), |r| r.desc = "x".into()),
        ],
    );
    each_change_changes_exactly_that::<GeneratedAnswer>(
        &document("genaftersaleorder_answer_both"),
        &[
            ("/errcode", json!(1), |r| r.errcode.set(ReturnCode(1))),
            ("/errmsg", json!("x"), |r| r.errmsg = "x".into()),
            ("/aftersale_id", json!(ID), |r| r.aftersale_id = id().into()),
            ("/after_sale_order_id", json!(null), |r| r.after_sale_order_id = Field::Null),
        ],
    );
}

#[test]
fn of_reasons_and_telephone_numbers() {
    each_change_changes_exactly_that::<ReasonGetAnswer>(
        &document("reason_get_answer"),
        &[
            ("/errcode", json!(1), |r| r.errcode.set(ReturnCode(1))),
            ("/errmsg", json!("x"), |r| r.errmsg = "x".into()),
            ("/reason_list/0/reason", json!("10000001"), |r| {
                first(&mut r.reason_list).reason = Word::Known(AfterSaleReason::OutOfStock).into();
            }),
            ("/reason_list/0/reason_text", json!("x"), |r| {
                first(&mut r.reason_list).reason_text = "x".into();
            }),
            ("/reason_list/1", json!({}), |r| {
                part(&mut r.reason_list)[1] = ReasonEntry::default();
            }),
        ],
    );
    let entry = json!({
        "reject_reason_type": 4,
        "reject_reason_type_text": "已发出",
        "reject_reason": "请收货后再申请",
        "reject_scene": 1,
        "need_proof": 0
    });
    let both = json!({
        "errcode": 0, "errmsg": "ok", "reason_list": [entry], "reject_reason_list": [entry]
    });
    each_change_changes_exactly_that::<RejectReasonGetAnswer>(
        &both.to_string(),
        &[
            ("/errcode", json!(1), |r| r.errcode.set(ReturnCode(1))),
            ("/errmsg", json!("x"), |r| r.errmsg = "x".into()),
            ("/reason_list/0/reject_reason_type", json!(5), |r| {
                first(&mut r.reason_list).reject_reason_type.set(Code(5));
            }),
            ("/reason_list/0/reject_reason_type_text", json!("x"), |r| {
                first(&mut r.reason_list).reject_reason_type_text = "x".into();
            }),
            ("/reason_list/0/reject_reason", json!("x"), |r| {
                first(&mut r.reason_list).reject_reason = "x".into();
            }),
            ("/reason_list/0/reject_scene", json!(7), |r| {
                let scene = &mut first(&mut r.reason_list).reject_scene;
                part(scene).set(RejectScene::FastExchangeReceipt);
            }),
            ("/reason_list/0/need_proof", json!(1), |r| {
                first(&mut r.reason_list).need_proof = YesNo::number(true).into();
            }),
            ("/reject_reason_list", json!([]), |r| r.reject_reason_list = Vec::new().into()),
        ],
    );
    each_change_changes_exactly_that::<ApplyVirtualTelNumAnswer>(
        &document("applyvirtualtelnum_answer"),
        &[
            ("/errcode", json!(1), |r| r.errcode.set(ReturnCode(1))),
            ("/errmsg", json!("x"), |r| r.errmsg = "x".into()),
            ("/virtual_tel_number", json!(ID), |r| r.virtual_tel_number = id().into()),
            ("/virtual_tel_expire_time", json!(0), |r| r.virtual_tel_expire_time.set(at(0))),
        ],
    );
}

#[test]
fn of_disputes() {
    each_change_changes_exactly_that::<GetComplaintOrderRequest>(
        &document("getcomplaintorder_request"),
        &[("/complaint_id", json!(ID), |r| r.complaint_id = id().into())],
    );
    let file =
        json!({"media_id": "m", "ticket_url": "https://media.example/1", "video_play_length": 14});
    let full = json!({
        "errcode": 0,
        "errmsg": "ok",
        "after_sale_order_id": "2609114500731882",
        "order_id": "3741926005518263041",
        "history": [{
            "item_type": 1,
            "time": 1_795_300_900,
            "phone_number": "13500000017",
            "content": "不同意",
            "media_id_list": ["m"],
            "complaint_type": 700,
            "after_sale_type": 1,
            "after_sale_reason": 8,
            "media_infos": [{"type": 1, "picture": file, "video": file}]
        }],
        "status": 106,
        "virtual_tel_num_info": {
            "virtual_tel_number": "17000410238", "virtual_tel_expire_time": 1_797_120_000
        }
    });
    fn item(answer: &mut GetComplaintOrderAnswer) -> &mut ComplaintHistoryItem {
        first_of(&mut answer.history)
    }
    fn media(answer: &mut GetComplaintOrderAnswer) -> &mut ComplaintMedia {
        first(&mut item(answer).media_infos)
    }
    each_change_changes_exactly_that::<GetComplaintOrderAnswer>(
        &full.to_string(),
        &[
            ("/errcode", json!(1), |r| r.errcode.set(ReturnCode(1))),
            ("/errmsg", json!("x"), |r| r.errmsg = "x".into()),
            ("/after_sale_order_id", json!(ID), |r| r.after_sale_order_id = id().into()),
            ("/order_id", json!(ID), |r| r.order_id = id().into()),
            ("/history/0/item_type", json!(64), |r| item(r).item_type.set(Code(64))),
            ("/history/0/time", json!(1), |r| item(r).time.set(at(1))),
            ("/history/0/phone_number", json!(7), |r| {
                item(r).phone_number = PlatformId::from(7).into();
            }),
            ("/history/0/content", json!(""), |r| item(r).content = "".into()),
            ("/history/0/media_id_list", json!([]), |r| {
                item(r).media_id_list = Vec::new().into();
            }),
            ("/history/0/complaint_type", json!(1), |r| item(r).complaint_type.set(Code(1))),
            ("/history/0/after_sale_type", json!(2), |r| {
                part(&mut item(r).after_sale_type).set(AfterSaleType::Return);
            }),
            ("/history/0/after_sale_reason", json!(1), |r| {
                item(r).after_sale_reason.set(Code(1));
            }),
            ("/history/0/media_infos/0/type", json!(2), |r| {
                part(&mut media(r).kind).set(MediaType::Video);
            }),
            ("/history/0/media_infos/0/picture/media_id", json!("x"), |r| {
                part(&mut media(r).picture).media_id = "x".into();
            }),
            ("/history/0/media_infos/0/picture/ticket_url", json!("x"), |r| {
                part(&mut media(r).picture).ticket_url = "x".into();
            }),
            ("/history/0/media_infos/0/picture/video_play_length", json!(0), |r| {
                part(&mut media(r).picture).video_play_length.set(Code(0));
            }),
            ("/history/0/media_infos/0/video", json!({}), |r| {
                media(r).video = ComplaintFile::default().into();
            }),
            ("/status", json!(400), |r| {
                part(&mut r.status).set(ComplaintStatus::WaitingForWorkOrder);
            }),
            ("/virtual_tel_num_info/virtual_tel_number", json!("x"), |r| {
                part(&mut r.virtual_tel_num_info).virtual_tel_number = "x".into();
            }),
            ("/virtual_tel_num_info/virtual_tel_expire_time", json!(1), |r| {
                part(&mut r.virtual_tel_num_info).virtual_tel_expire_time.set(at(1));
            }),
        ],
    );
    each_change_changes_exactly_that::<AddToComplaintRequest>(
        &document("addcomplaintmaterial_request"),
        &[
            ("/complaint_id", json!(ID), |r| r.complaint_id = id().into()),
            ("/content", json!("x"), |r| r.content = "x".into()),
            ("/media_id_list", json!("m"), |r| {
                r.media_id_list = OneOrMany::One("m".to_owned()).into();
            }),
        ],
    );
}

#[test]
fn of_a_work_order() {
    let full = json!({
        "complaint_id": "5530217",
        "work_order_info": {
            "version": 3,
            "items": [{
                "status": 1,
                "desc": "已建工单",
                "update_time": 1_795_301_300,
                "result_type": 0,
                "refund_amount": 4900,
                "media_list": [{"type": 1, "picture": {"tmp_media_id": "t-m-9"}}],
                "work_order_id": "W-1"
            }],
            "work_order_id": "W-1"
        }
    });
    fn item(request: &mut SyncWorkOrderRequest) -> &mut WorkOrderItem {
        first(&mut part(&mut request.work_order_info).items)
    }
    each_change_changes_exactly_that::<SyncWorkOrderRequest>(
        &full.to_string(),
        &[
            ("/complaint_id", json!(ID), |r| r.complaint_id = id().into()),
            ("/work_order_info/version", json!(4), |r| {
                part(&mut r.work_order_info).version.set(Code(4));
            }),
            ("/work_order_info/work_order_id", json!(ID), |r| {
                part(&mut r.work_order_info).work_order_id = id().into();
            }),
            ("/work_order_info/items/0/status", json!(3), |r| {
                part(&mut item(r).status).set(WorkOrderStatus::Finished);
            }),
            ("/work_order_info/items/0/desc", json!("x"), |r| item(r).desc = "x".into()),
            ("/work_order_info/items/0/update_time", json!(1), |r| {
                item(r).update_time.set(at(1));
            }),
            ("/work_order_info/items/0/result_type", json!(2), |r| {
                part(&mut item(r).result_type).set(WorkOrderResult::Refusal);
            }),
            ("/work_order_info/items/0/refund_amount", json!(1), |r| {
                item(r).refund_amount.set(fen(1));
            }),
            ("/work_order_info/items/0/media_list/0/type", json!(2), |r| {
                part(&mut first(&mut item(r).media_list).kind).set(MediaType::Video);
            }),
            ("/work_order_info/items/0/media_list/0/picture/tmp_media_id", json!("x"), |r| {
                let picture = &mut first(&mut item(r).media_list).picture;
                part(picture).tmp_media_id = "x".into();
            }),
            ("/work_order_info/items/0/work_order_id", json!(ID), |r| {
                item(r).work_order_id = id().into();
            }),
        ],
    );
}

#[test]
fn of_the_calls_about_guarantee_orders() {
    each_change_changes_exactly_that::<GuaranteeIdRequest>(
        &document("getguaranteeorder_request"),
        &[("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into())],
    );
    each_change_changes_exactly_that::<SearchGuaranteeOrderRequest>(
        &document("searchguaranteeorder_request"),
        &[
            ("/guarantee_order_id_list", json!([ID]), |r| {
                r.guarantee_order_id_list = vec![id()].into();
            }),
            ("/order_id_list", json!([]), |r| r.order_id_list = Vec::new().into()),
            ("/type", json!(0), |r| part(&mut r.kind).set(GuaranteeKind::Any)),
            ("/begin_time", json!(1), |r| r.begin_time.set(at(1))),
            ("/end_time", json!(1), |r| r.end_time.set(at(1))),
            ("/status_list", json!(["STATUS_PAYING"]), |r| {
                let paying = Word::Known(GuaranteeStatus::Paying);
                r.status_list = OneOrMany::Many(vec![paying]).into();
            }),
            ("/offset", json!(0), |r| r.offset.set(Code(0))),
            ("/limit", json!(1), |r| r.limit.set(Code(1))),
        ],
    );
    each_change_changes_exactly_that::<MerchantModifyGuaranteeRequest>(
        &document("merchantmodifyguarantee_request"),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/bad_level", json!(100), |r| r.bad_level.set(Code(100))),
            ("/merchant_remark", json!(""), |r| r.merchant_remark = "".into()),
        ],
    );
    each_change_changes_exactly_that::<MerchantProofGuaranteeRequest>(
        &document("merchantproofguarantee_request"),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/content", json!(""), |r| r.content = "".into()),
            ("/pic_list", json!([]), |r| r.pic_list = Vec::new().into()),
        ],
    );
    each_change_changes_exactly_that::<MerchantRefuseGuaranteeRequest>(
        &document("merchantrefuseguarantee_request"),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/reason", json!(""), |r| r.reason = "".into()),
            ("/pic_list", json!([]), |r| r.pic_list = Vec::new().into()),
        ],
    );
    let found = json!({
        "errcode": 0, "errmsg": "ok", "guarantee_order_list": [], "total_num": 31
    });
    each_change_changes_exactly_that::<SearchGuaranteeOrderAnswer>(
        &found.to_string(),
        &[
            ("/errcode", json!(1), |r| r.errcode.set(ReturnCode(1))),
            ("/errmsg", json!("x"), |r| r.errmsg = "x".into()),
            ("/guarantee_order_list", json!([{}]), |r| {
                r.guarantee_order_list = vec![GuaranteeOrder::default()].into();
            }),
            ("/total_num", json!(0), |r| r.total_num.set(Code(0))),
        ],
    );
}

#[test]
fn of_a_guarantee_order() {
    fn product(order: &mut GuaranteeOrder) -> &mut GuaranteeProduct {
        first_of(&mut order.product_info)
    }
    fn fake(order: &mut GuaranteeOrder) -> &mut CounterfeitClaim {
        part(&mut order.fake_one_pay_four_info)
    }
    fn bad(order: &mut GuaranteeOrder) -> &mut DamageClaim {
        part(&mut order.bad_pay_info)
    }
    fn present(order: &mut GuaranteeOrder) -> &mut GuaranteePresent {
        part(&mut order.order_present_info)
    }
    let answer: Value = serde_json::from_str(&document("getguaranteeorder_answer")).unwrap();
    each_change_changes_exactly_that::<GuaranteeOrder>(
        &answer["guarantee_order"].to_string(),
        &[
            ("/guarantee_order_id", json!(ID), |r| r.guarantee_order_id = id().into()),
            ("/type", json!(2), |r| part(&mut r.kind).set(GuaranteeKind::Damage)),
            ("/order_id", json!(ID), |r| r.order_id = id().into()),
            ("/status", json!("STATUS_PAY_FAIL"), |r| {
                r.status = Word::Known(GuaranteeStatus::PayFail).into();
            }),
            ("/create_time", json!(1), |r| r.create_time.set(at(1))),
            ("/update_time", json!(1), |r| r.update_time.set(at(1))),
            ("/apply_reason", json!("x"), |r| r.apply_reason = "x".into()),
            ("/product_info/0/thumb_img", json!("x"), |r| product(r).thumb_img = "x".into()),
            ("/product_info/0/title", json!("x"), |r| product(r).title = "x".into()),
            ("/product_info/0/real_price", json!(1), |r| product(r).real_price.set(fen(1))),
            ("/product_info/0/product_cnt", json!(9), |r| {
                product(r).product_cnt.set(Quantity::new(9));
            }),
            ("/product_info/0/detail", json!("x"), |r| product(r).detail = "x".into()),
            ("/product_info/0/product_id", json!(ID), |r| product(r).product_id = id().into()),
            ("/product_info/0/sku_id", json!(ID), |r| product(r).sku_id = id().into()),
            ("/expire_time", json!(1), |r| r.expire_time.set(at(1))),
            ("/openid", json!("x"), |r| r.openid = "x".into()),
            ("/unionid", json!("x"), |r| r.unionid = "x".into()),
            ("/pay_amount", json!(1), |r| r.pay_amount.set(fen(1))),
            ("/merchant_refuse_reason", json!("x"), |r| r.merchant_refuse_reason = "x".into()),
            ("/order_pay_info/transaction_id", json!(ID), |r| {
                part(&mut r.order_pay_info).transaction_id = id().into();
            }),
            ("/complete_time", json!(1), |r| r.complete_time.set(at(1))),
            ("/apply_reason_type", json!(2), |r| r.apply_reason_type.set(Code(2))),
            ("/order_present_info/present_order_id", json!(ID), |r| {
                present(r).present_order_id = id().into();
            }),
            ("/order_present_info/accept_present_time", json!(1), |r| {
                present(r).accept_present_time.set(at(1));
            }),
            ("/order_present_info/giver_nickname", json!("x"), |r| {
                present(r).giver_nickname = "x".into();
            }),
            ("/order_type", json!(0), |r| r.order_type.set(Code(0))),
            ("/fake_one_pay_four_info/identify_fee", json!(1), |r| {
                fake(r).identify_fee.set(fen(1))
            }),
            ("/fake_one_pay_four_info/product_fee", json!(1), |r| fake(r).product_fee.set(fen(1))),
            ("/fake_one_pay_four_info/total_pay_fee", json!(1), |r| {
                fake(r).total_pay_fee.set(fen(1));
            }),
            ("/fake_one_pay_four_info/identify_proof_pic_list", json!([]), |r| {
                fake(r).identify_proof_pic_list = Vec::new().into();
            }),
            ("/fake_one_pay_four_info/fee_proof_pic_list", json!([]), |r| {
                fake(r).fee_proof_pic_list = Vec::new().into();
            }),
            ("/fake_one_pay_four_info/apply_reason", json!(2), |r| {
                fake(r).apply_reason.set(Code(2));
            }),
            ("/fake_one_pay_four_info/acctual_pay", json!(1), |r| fake(r).acctual_pay.set(fen(1))),
            ("/bad_pay_info/bad_level", json!(80), |r| bad(r).bad_level.set(Code(80))),
            ("/bad_pay_info/content", json!("x"), |r| bad(r).content = "x".into()),
            ("/bad_pay_info/pic_list", json!([]), |r| bad(r).pic_list = Vec::new().into()),
            ("/bad_pay_info/pay_fee", json!(1), |r| bad(r).pay_fee.set(fen(1))),
            ("/bad_pay_info/merchant_modify_level", json!(80), |r| {
                bad(r).merchant_modify_level.set(Code(80));
            }),
            ("/bad_pay_info/merchant_remark", json!("x"), |r| bad(r).merchant_remark = "x".into()),
            ("/bad_pay_info/platform_modify_level", json!(80), |r| {
                bad(r).platform_modify_level.set(Code(80));
            }),
            ("/bad_pay_info/refund_type", json!(3), |r| {
                part(&mut bad(r).refund_type).set(AfterSaleType::Exchange);
            }),
            ("/bad_pay_info/receive_product", json!(1), |r| bad(r).receive_product.set(Code(1))),
            ("/bad_pay_info/refund_reason", json!(1), |r| bad(r).refund_reason.set(Code(1))),
            ("/bad_pay_info/refund_reason_text", json!("x"), |r| {
                bad(r).refund_reason_text = "x".into();
            }),
            ("/bad_pay_info/title_pic_list", json!([]), |r| {
                bad(r).title_pic_list = Vec::new().into();
            }),
            ("/wxa_vip_discounted_price", json!(1), |r| r.wxa_vip_discounted_price.set(fen(1))),
            ("/history_list", json!(["x"]), |r| {
                r.history_list = vec!["\"x\"".parse::<Json>().unwrap()].into();
            }),
        ],
    );
}
