//! The calls about disputes.

use super::*;

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
