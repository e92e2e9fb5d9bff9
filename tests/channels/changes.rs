//! Changing one typed field changes exactly that in the JSON, every field of the record in turn.

use core::time::Duration;
use std::collections::BTreeSet;

use aftersale::channels::wire::calls::NegotiationPurpose;
use aftersale::channels::wire::{
    Address, AfterSaleOrder, Details, Document, ExchangeDeliveryInfo, ExchangeProductInfo,
    FastExchangeAct, FastExchangeInfo, GetAnswer, GiftProduct, ListAnswer, ListRequest, MediaInfo,
    MerchantUpdateDetail, MerchantUploadInfo, ProductInfo, RefundInfo, RefundResp, ReturnInfo,
    VirtualTelNumInfo, Voucher, VoucherUse,
};
use aftersale::channels::{
    AfterSaleReason, AfterSaleStatus, AfterSaleSubType, AfterSaleType, MediaType, RefundReason,
    ReturnType,
};
use aftersale::money::Amount;
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use aftersale::wire::{
    Field, Lenient, PlatformId, Record, ReturnCode, UnlistedCode, Word, YesNo, decode, encode,
};
use serde_json::{Value, json};

use crate::{EVERYTHING, assert_same, decoded, document, documents, json as compare, pointers};

fn at<T>(field: &mut Field<T>) -> &mut T {
    field.value_mut().expect("the example has a value here")
}

fn product(o: &mut AfterSaleOrder) -> &mut ProductInfo {
    at(&mut o.product_info)
}
fn gift(o: &mut AfterSaleOrder) -> &mut GiftProduct {
    &mut at(&mut product(o).gift_product_list)[0]
}
fn voucher(o: &mut AfterSaleOrder) -> &mut Voucher {
    &mut at(&mut product(o).voucher_list)[0]
}
fn voucher_use(o: &mut AfterSaleOrder) -> &mut VoucherUse {
    &mut at(&mut voucher(o).times_list)[0]
}
fn details(o: &mut AfterSaleOrder) -> &mut Details {
    at(&mut o.details)
}
fn media(o: &mut AfterSaleOrder) -> &mut MediaInfo {
    &mut at(&mut details(o).media_infos)[0]
}
fn refund(o: &mut AfterSaleOrder) -> &mut RefundInfo {
    at(&mut o.refund_info)
}
fn parcel(o: &mut AfterSaleOrder) -> &mut ReturnInfo {
    at(&mut o.return_info)
}
fn merchant_address(o: &mut AfterSaleOrder) -> &mut Address {
    at(&mut parcel(o).address_info)
}
fn upload(o: &mut AfterSaleOrder) -> &mut MerchantUploadInfo {
    at(&mut o.merchant_upload_info)
}
fn answer(o: &mut AfterSaleOrder) -> &mut RefundResp {
    at(&mut o.refund_resp)
}
fn exchanged(o: &mut AfterSaleOrder) -> &mut ExchangeProductInfo {
    at(&mut o.exchange_product_info)
}
fn delivery(o: &mut AfterSaleOrder) -> &mut ExchangeDeliveryInfo {
    at(&mut o.exchange_delivery_info)
}
fn buyer_address(o: &mut AfterSaleOrder) -> &mut Address {
    at(&mut delivery(o).user_address_info)
}
fn older_address(o: &mut AfterSaleOrder) -> &mut Address {
    at(&mut delivery(o).address_info)
}
fn fast(o: &mut AfterSaleOrder) -> &mut FastExchangeInfo {
    at(&mut at(&mut o.exchange_info).fast_exchange_info)
}
fn act(o: &mut AfterSaleOrder) -> &mut FastExchangeAct {
    at(&mut fast(o).fast_exchange_act)
}
fn phone(o: &mut AfterSaleOrder) -> &mut VirtualTelNumInfo {
    at(&mut o.virtual_tel_num_info)
}
fn offer(o: &mut AfterSaleOrder) -> &mut MerchantUpdateDetail {
    at(&mut o.merchant_update_detail)
}

/// A change by type, the path of its field in the after-sale order, and the value that is then there.
type Change = (fn(&mut AfterSaleOrder), &'static str, fn() -> Value);

/// Every field of the record that is no object itself.
const CHANGES: &[Change] = &[
    (
        |o| o.after_sale_order_id = PlatformId::from("new").into(),
        "after_sale_order_id",
        || json!("new"),
    ),
    (
        |o| o.status = Word::Known(AfterSaleStatus::UserCanceld).into(),
        "status",
        || json!("USER_CANCELD"),
    ),
    (|o| o.openid = "new".into(), "openid", || json!("new")),
    (|o| o.unionid = "new".into(), "unionid", || json!("new")),
    (|o| o.present_giver_openid = "new".into(), "present_giver_openid", || json!("new")),
    (|o| o.present_giver_unionid = "new".into(), "present_giver_unionid", || json!("new")),
    (|o| o.order_id = PlatformId::from("new").into(), "order_id", || json!("new")),
    (|o| o.create_time.set(Timestamp::from_seconds(9)), "create_time", || json!(9)),
    (|o| o.update_time.set(Timestamp::from_seconds(9)), "update_time", || json!(9)),
    (|o| o.complete_time.set(Timestamp::from_seconds(9)), "complete_time", || json!(9)),
    (|o| o.reason = Word::Known(AfterSaleReason::Others).into(), "reason", || json!("OTHERS")),
    (
        |o| o.reason_text = Word::Known(AfterSaleReason::Others).into(),
        "reason_text",
        || json!("OTHERS"),
    ),
    (|o| o.kind = Word::Known(AfterSaleType::Reship).into(), "type", || json!("RESHIP")),
    (
        |o| o.sub_type = Word::Known(AfterSaleSubType::RefundPriceDiff).into(),
        "sub_type",
        || json!("REFUND_PRICE_DIFF"),
    ),
    (|o| o.complaint_id = PlatformId::from("new").into(), "complaint_id", || json!("new")),
    (|o| o.deadline.set(Timestamp::from_seconds(9)), "deadline", || json!(9)),
    (|o| at(&mut o.need_offline_refund).set(true), "need_offline_refund", || json!(true)),
    (
        |o| o.compensation_liability_amount.set(Amount::from_minor(9)),
        "compensation_liability_amount",
        || json!(9),
    ),
    (|o| o.gen_scene.set(UnlistedCode(9)), "gen_scene", || json!(9)),
    (|o| o.aftersale_voucher_type.set(UnlistedCode(9)), "aftersale_voucher_type", || json!(9)),
    (
        |o| product(o).product_id = PlatformId::from("new").into(),
        "product_info/product_id",
        || json!("new"),
    ),
    (
        |o| product(o).sku_id = PlatformId::from("new").into(),
        "product_info/sku_id",
        || json!("new"),
    ),
    (|o| product(o).count.set(Quantity::new(9)), "product_info/count", || json!(9)),
    (|o| at(&mut product(o).fast_refund).set(true), "product_info/fast_refund", || json!(true)),
    (
        |o| product(o).sku_code = PlatformId::from("new").into(),
        "product_info/sku_code",
        || json!("new"),
    ),
    (
        |o| gift(o).product_id = PlatformId::from("new").into(),
        "product_info/gift_product_list/0/product_id",
        || json!("new"),
    ),
    (
        |o| gift(o).sku_id = PlatformId::from("new").into(),
        "product_info/gift_product_list/0/sku_id",
        || json!("new"),
    ),
    (
        |o| gift(o).count.set(Quantity::new(9)),
        "product_info/gift_product_list/0/count",
        || json!(9),
    ),
    (
        |o| gift(o).sku_code = PlatformId::from("new").into(),
        "product_info/gift_product_list/0/sku_code",
        || json!("new"),
    ),
    (
        |o| gift(o).task_id = PlatformId::from("new").into(),
        "product_info/gift_product_list/0/task_id",
        || json!("new"),
    ),
    (
        |o| voucher(o).vourcher_code = PlatformId::from("new").into(),
        "product_info/voucher_list/0/vourcher_code",
        || json!("new"),
    ),
    (
        |o| voucher(o).amount.set(Amount::from_minor(9)),
        "product_info/voucher_list/0/amount",
        || json!(9),
    ),
    (
        |o| voucher_use(o).serial_id = PlatformId::from("new").into(),
        "product_info/voucher_list/0/times_list/0/serial_id",
        || json!("new"),
    ),
    (
        |o| voucher_use(o).amount.set(Amount::from_minor(9)),
        "product_info/voucher_list/0/times_list/0/amount",
        || json!(9),
    ),
    (|o| details(o).desc = "new".into(), "details/desc", || json!("new")),
    (
        |o| details(o).receive_product = Lenient::Value(YesNo::from(false)).into(),
        "details/receive_product",
        || json!(false),
    ),
    (
        |o| details(o).cancel_time.set(Timestamp::from_seconds(9)),
        "details/cancel_time",
        || json!(9),
    ),
    (
        |o| details(o).media_id_list = vec![String::from("new")].into(),
        "details/media_id_list",
        || json!(["new"]),
    ),
    (
        |o| details(o).prove_imgs = vec![String::from("new")].into(),
        "details/prove_imgs",
        || json!(["new"]),
    ),
    (|o| details(o).tel_number = "new".into(), "details/tel_number", || json!("new")),
    (
        |o| details(o).wxa_vip_discounted_price.set(Amount::from_minor(9)),
        "details/wxa_vip_discounted_price",
        || json!(9),
    ),
    (
        |o| media(o).media_type.set(MediaType::Picture),
        "details/media_infos/0/media_type",
        || json!(1),
    ),
    (
        |o| media(o).picture_media_id = "new".into(),
        "details/media_infos/0/picture_media_id",
        || json!("new"),
    ),
    (
        |o| media(o).video_media_id = "new".into(),
        "details/media_infos/0/video_media_id",
        || json!("new"),
    ),
    (
        |o| media(o).video_play_length.set(Duration::from_secs(9)),
        "details/media_infos/0/video_play_length",
        || json!(9),
    ),
    (|o| refund(o).amount.set(Amount::from_minor(9)), "refund_info/amount", || json!(9)),
    (
        |o| refund(o).refund_reason.set(RefundReason::Dispute),
        "refund_info/refund_reason",
        || json!(5),
    ),
    (
        |o| refund(o).platform_discount_return_amount.set(Amount::from_minor(9)),
        "refund_info/platform_discount_return_amount",
        || json!(9),
    ),
    (
        |o| at(&mut refund(o).is_low_price_insurance_refund).set(true),
        "refund_info/is_low_price_insurance_refund",
        || json!(true),
    ),
    (
        |o| at(&mut refund(o).is_final_refund_by_insurance).set(false),
        "refund_info/is_final_refund_by_insurance",
        || json!(false),
    ),
    (
        |o| parcel(o).waybill_id = PlatformId::from("new").into(),
        "return_info/waybill_id",
        || json!("new"),
    ),
    (
        |o| parcel(o).delivery_id = PlatformId::from("new").into(),
        "return_info/delivery_id",
        || json!("new"),
    ),
    (|o| parcel(o).delivery_name = "new".into(), "return_info/delivery_name", || json!("new")),
    (|o| parcel(o).return_type.set(ReturnType::PickedUp), "return_info/return_type", || json!(2)),
    (
        |o| merchant_address(o).user_name = "new".into(),
        "return_info/address_info/user_name",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).postal_code = "new".into(),
        "return_info/address_info/postal_code",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).province_name = "new".into(),
        "return_info/address_info/province_name",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).city_name = "new".into(),
        "return_info/address_info/city_name",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).county_name = "new".into(),
        "return_info/address_info/county_name",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).detail_info = "new".into(),
        "return_info/address_info/detail_info",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).national_code = "new".into(),
        "return_info/address_info/national_code",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).tel_number = "new".into(),
        "return_info/address_info/tel_number",
        || json!("new"),
    ),
    (
        |o| merchant_address(o).house_number = "new".into(),
        "return_info/address_info/house_number",
        || json!("new"),
    ),
    (
        |o| upload(o).reject_reason = "new".into(),
        "merchant_upload_info/reject_reason",
        || json!("new"),
    ),
    (
        |o| upload(o).refund_certificates = vec![String::from("new")].into(),
        "merchant_upload_info/refund_certificates",
        || json!(["new"]),
    ),
    (|o| answer(o).code = "new".into(), "refund_resp/code", || json!("new")),
    (|o| answer(o).ret.set(ReturnCode(9)), "refund_resp/ret", || json!(9)),
    (|o| answer(o).message = "new".into(), "refund_resp/message", || json!("new")),
    (
        |o| exchanged(o).product_id = PlatformId::from("new").into(),
        "exchange_product_info/product_id",
        || json!("new"),
    ),
    (
        |o| exchanged(o).old_sku_id = PlatformId::from("new").into(),
        "exchange_product_info/old_sku_id",
        || json!("new"),
    ),
    (
        |o| exchanged(o).new_sku_id = PlatformId::from("new").into(),
        "exchange_product_info/new_sku_id",
        || json!("new"),
    ),
    (
        |o| exchanged(o).product_cnt.set(Quantity::new(9)),
        "exchange_product_info/product_cnt",
        || json!(9),
    ),
    (
        |o| exchanged(o).product_count.set(Quantity::new(9)),
        "exchange_product_info/product_count",
        || json!(9),
    ),
    (
        |o| exchanged(o).old_sku_price.set(Amount::from_minor(9)),
        "exchange_product_info/old_sku_price",
        || json!(9),
    ),
    (
        |o| exchanged(o).new_sku_price.set(Amount::from_minor(9)),
        "exchange_product_info/new_sku_price",
        || json!(9),
    ),
    (
        |o| exchanged(o).old_sku_code = PlatformId::from("new").into(),
        "exchange_product_info/old_sku_code",
        || json!("new"),
    ),
    (
        |o| exchanged(o).new_sku_code = PlatformId::from("new").into(),
        "exchange_product_info/new_sku_code",
        || json!("new"),
    ),
    (
        |o| delivery(o).waybill_id = PlatformId::from("new").into(),
        "exchange_delivery_info/waybill_id",
        || json!("new"),
    ),
    (
        |o| delivery(o).delivery_id = PlatformId::from("new").into(),
        "exchange_delivery_info/delivery_id",
        || json!("new"),
    ),
    (
        |o| delivery(o).delivery_name = "new".into(),
        "exchange_delivery_info/delivery_name",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).user_name = "new".into(),
        "exchange_delivery_info/user_address_info/user_name",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).postal_code = "new".into(),
        "exchange_delivery_info/user_address_info/postal_code",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).province_name = "new".into(),
        "exchange_delivery_info/user_address_info/province_name",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).city_name = "new".into(),
        "exchange_delivery_info/user_address_info/city_name",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).county_name = "new".into(),
        "exchange_delivery_info/user_address_info/county_name",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).detail_info = "new".into(),
        "exchange_delivery_info/user_address_info/detail_info",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).national_code = "new".into(),
        "exchange_delivery_info/user_address_info/national_code",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).tel_number = "new".into(),
        "exchange_delivery_info/user_address_info/tel_number",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).house_number = "new".into(),
        "exchange_delivery_info/user_address_info/house_number",
        || json!("new"),
    ),
    (
        |o| buyer_address(o).virtual_order_tel_number = "new".into(),
        "exchange_delivery_info/user_address_info/virtual_order_tel_number",
        || json!("new"),
    ),
    (
        |o| older_address(o).user_name = "new".into(),
        "exchange_delivery_info/address_info/user_name",
        || json!("new"),
    ),
    (
        |o| at(&mut fast(o).fast_exchange).set(false),
        "exchange_info/fast_exchange_info/fast_exchange",
        || json!(false),
    ),
    (
        |o| at(&mut act(o).merchant_confirm).set(false),
        "exchange_info/fast_exchange_info/fast_exchange_act/merchant_confirm",
        || json!(0),
    ),
    (
        |o| act(o).merchant_confirm_time.set(Timestamp::from_seconds(9)),
        "exchange_info/fast_exchange_info/fast_exchange_act/merchant_confirm_time",
        || json!(9),
    ),
    (
        |o| at(&mut act(o).merchant_reject).set(true),
        "exchange_info/fast_exchange_info/fast_exchange_act/merchant_reject",
        || json!(1),
    ),
    (
        |o| act(o).merchant_reject_time.set(Timestamp::from_seconds(9)),
        "exchange_info/fast_exchange_info/fast_exchange_act/merchant_reject_time",
        || json!(9),
    ),
    (
        |o| phone(o).virtual_tel_number = "new".into(),
        "virtual_tel_num_info/virtual_tel_number",
        || json!("new"),
    ),
    (
        |o| phone(o).virtual_tel_expire_time.set(Timestamp::from_seconds(9)),
        "virtual_tel_num_info/virtual_tel_expire_time",
        || json!(9),
    ),
    (
        |o| offer(o).merchant_update_type.set(NegotiationPurpose::InviteToCancel),
        "merchant_update_detail/merchant_update_type",
        || json!(1),
    ),
    (
        |o| offer(o).update_reason_type.set(UnlistedCode(9)),
        "merchant_update_detail/update_reason_type",
        || json!(9),
    ),
    (
        |o| offer(o).merchant_update_desc = "new".into(),
        "merchant_update_detail/merchant_update_desc",
        || json!("new"),
    ),
    (
        |o| offer(o).old_after_sale_type.set(AfterSaleType::Exchange),
        "merchant_update_detail/old_after_sale_type",
        || json!(3),
    ),
    (
        |o| offer(o).new_after_sale_type.set(AfterSaleType::Reship),
        "merchant_update_detail/new_after_sale_type",
        || json!(4),
    ),
    (
        |o| offer(o).old_after_sale_amount.set(Amount::from_minor(9)),
        "merchant_update_detail/old_after_sale_amount",
        || json!(9),
    ),
    (
        |o| offer(o).new_after_sale_amount.set(Amount::from_minor(9)),
        "merchant_update_detail/new_after_sale_amount",
        || json!(9),
    ),
    (
        |o| offer(o).media_ids = vec![String::from("new")].into(),
        "merchant_update_detail/media_ids",
        || json!(["new"]),
    ),
];

/// The values that are no object and no list of objects: each has to be in the table.
fn leaves(value: &Value) -> BTreeSet<String> {
    let is_leaf = |value: &Value| match value {
        Value::Object(_) => false,
        Value::Array(items) => !items.iter().any(Value::is_object),
        _ => true,
    };
    let is_of_a_list = |pointer: &str| {
        let above = pointer.rsplit_once('/').map_or("", |(above, _)| above);
        value.pointer(above).is_some_and(|above| above.is_array())
    };
    let mut found = pointers(value);
    found.retain(|pointer| value.pointer(pointer).is_some_and(is_leaf) && !is_of_a_list(pointer));
    found.into_iter().collect()
}

#[test]
fn every_field_of_the_record_is_typed_and_changing_it_changes_exactly_that() {
    let whole: Value = serde_json::from_str(EVERYTHING).unwrap();
    let order = whole.pointer("/after_sale_order").unwrap();
    let in_the_table: BTreeSet<String> =
        CHANGES.iter().map(|(_, pointer, _)| format!("/{pointer}")).collect();
    assert_eq!(in_the_table.len(), CHANGES.len());
    assert_eq!(in_the_table, leaves(order), "the table has every field of the example");
    assert_eq!(decoded(EVERYTHING).untyped_fields(), [], "and every field is typed");

    for (change, pointer, value) in CHANGES {
        let mut answer: GetAnswer = decode(EVERYTHING).unwrap();
        change(at(&mut answer.after_sale_order));
        let mut expected = whole.clone();
        let slot = expected.pointer_mut(&format!("/after_sale_order/{pointer}")).unwrap();
        assert_ne!(*slot, value(), "{pointer} does not change");
        *slot = value();
        if let Some(difference) = compare::first_difference(&expected.to_string(), &encode(&answer))
        {
            panic!("{pointer}: {difference}");
        }
        let again = decoded(&expected.to_string());
        assert_eq!(again, Document::GetAnswer(Box::new(answer)), "{pointer}: read as it was set");
    }
}

#[test]
fn a_field_that_is_taken_away_or_set_to_null_is_the_only_difference() {
    let whole: Value = serde_json::from_str(EVERYTHING).unwrap();
    for pointer in pointers(&whole).iter().filter(|pointer| !pointer.is_empty()) {
        let (above, name) = pointer.rsplit_once('/').unwrap();
        let mut without = whole.clone();
        if let Some(Value::Object(fields)) = without.pointer_mut(above) {
            fields.remove(name);
            // Without its code or its order an answer is another document, so it is read as this one.
            let answer: GetAnswer = decode(&without.to_string()).unwrap();
            assert_same(&without.to_string(), &encode(&answer));
            let mut null = whole.clone();
            *null.pointer_mut(pointer).unwrap() = Value::Null;
            let answer: GetAnswer = decode(&null.to_string()).unwrap();
            assert_same(&null.to_string(), &encode(&answer));
        }
    }
}

#[test]
fn changing_a_field_of_the_list_changes_exactly_that() {
    type Change<T> = (fn(&mut T), &'static str, fn() -> Value);
    fn check<T>(name: &str, changes: &[Change<T>])
    where
        T: serde::de::DeserializeOwned + serde::Serialize + Record,
    {
        let text = document(name);
        let whole: Value = serde_json::from_str(&text).unwrap();
        let fields: BTreeSet<&str> =
            whole.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(fields, changes.iter().map(|(_, name, _)| *name).collect());
        for (change, field, value) in changes {
            let mut record: T = decode(&text).unwrap();
            change(&mut record);
            let mut expected = whole.clone();
            assert_ne!(expected[*field], value());
            expected[*field] = value();
            assert_same(&expected.to_string(), &encode(&record));
            assert_eq!(record.untyped_fields(), []);
        }
    }
    check::<ListRequest>(
        "list_request_with_both.json",
        &[
            (
                |o| o.begin_create_time.set(Timestamp::from_seconds(9)),
                "begin_create_time",
                || json!(9),
            ),
            (|o| o.end_create_time.set(Timestamp::from_seconds(9)), "end_create_time", || json!(9)),
            (
                |o| o.begin_update_time.set(Timestamp::from_seconds(9)),
                "begin_update_time",
                || json!("9"),
            ),
            (|o| o.end_update_time.set(Timestamp::from_seconds(9)), "end_update_time", || json!(9)),
            (|o| o.next_key = "new".into(), "next_key", || json!("new")),
        ],
    );
    check::<ListAnswer>(
        "list_answer.json",
        &[
            (|o| o.errcode.set(ReturnCode(9)), "errcode", || json!(9)),
            (|o| o.errmsg = "new".into(), "errmsg", || json!("new")),
            (
                |o| at(&mut o.after_sale_order_id_list)[2] = PlatformId::from("new"),
                "after_sale_order_id_list",
                || json!(["2000000000000101", "2000000000000102", "new"]),
            ),
            (|o| at(&mut o.has_more).set(false), "has_more", || json!(false)),
            (|o| o.next_key = "new".into(), "next_key", || json!("new")),
        ],
    );
}

#[test]
fn a_field_that_no_type_knows_is_kept_and_listed_wherever_it_stands() {
    let mut injected = 0;
    for (name, text) in documents("") {
        let whole: Value = serde_json::from_str(&text).unwrap();
        let before = decoded(&text).untyped_fields();
        for pointer in pointers(&whole) {
            let mut altered = whole.clone();
            let Some(object) = altered.pointer_mut(&pointer).and_then(Value::as_object_mut) else {
                continue;
            };
            object.insert("später".into(), json!({"a": [1, null, {"b": 0.1}]}));
            let text = altered.to_string();
            let document = match Document::decode(&text) {
                Ok(document) => document,
                // What little these have is all by which they are told from others.
                Err(error)
                    if pointer.is_empty()
                        && (name.starts_with("bare") || name == "get_request.json") =>
                {
                    assert_eq!(error, aftersale::wire::WireError::UnknownShape, "{name}");
                    continue;
                }
                Err(error) => panic!("{name} {pointer}: {error}"),
            };
            assert_same(&text, &document.encode());
            let untyped = document.untyped_fields();
            let is_inside = pointer.contains("/new_") || pointer.contains("/media_files");
            assert_eq!(untyped.len(), before.len() + usize::from(!is_inside), "{name} {pointer}");
            if !is_inside {
                assert!(untyped.iter().any(|field| field.path.ends_with("später")), "{name}");
            }
            injected += 1;
        }
    }
    assert!(injected > 100, "only {injected} objects were tried");
}

#[test]
fn unknown_fields_at_every_level_are_listed_with_their_paths() {
    let untyped = decoded(&document("get_unknown_at_every_level.json")).untyped_fields();
    let paths: BTreeSet<&str> = untyped.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths.len(), untyped.len());
    for path in [
        "new_a",
        "after_sale_order.new_b",
        "after_sale_order.product_info.gift_product_list[0].new_d",
        "after_sale_order.product_info.voucher_list[0].times_list[0].new_f",
        "after_sale_order.details.media_infos[0].new_h",
        "after_sale_order.return_info.address_info.new_j",
        "after_sale_order.exchange_delivery_info.user_address_info.new_k",
        "after_sale_order.exchange_info.fast_exchange_info.fast_exchange_act.new_p",
        "after_sale_order.merchant_update_detail.new_r",
    ] {
        assert!(paths.contains(path), "{path}");
    }
    assert_eq!(paths.len(), 19, "{paths:?}");
}
