//! The calls about cases.

use super::*;

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
