//! What records and answers say: time limits, ends, success, pages.

use core::time::Duration;

use aftersale::channels::AfterSaleStatus;
use aftersale::channels::wire::{
    AfterSaleOrder, BareAnswer, Finished, GetAnswer, ListAnswer, TimeLimit,
};
use aftersale::money::Amount;
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;
use aftersale::wire::{PlatformId, decode};

use crate::{document, order};

#[test]
fn the_time_limit_is_a_point_in_time_and_below_ten_digits_the_seconds_left() {
    let limit = |deadline: &str| {
        decode::<AfterSaleOrder>(&format!("{{\"deadline\":{deadline}}}")).unwrap().time_limit()
    };
    let left = |seconds| Some(TimeLimit::Left(Duration::from_secs(seconds)));
    let at = |seconds| Some(TimeLimit::At(Timestamp::from_seconds(seconds)));
    assert_eq!(limit("1790172800"), at(1_790_172_800));
    assert_eq!(limit("\"1790172800\""), at(1_790_172_800));
    assert_eq!(limit("1000000000"), at(1_000_000_000));
    assert_eq!(limit("999999999"), left(999_999_999));
    assert_eq!(limit("1"), left(1));
    for none in ["0", "-1", "\"\"", "null"] {
        assert_eq!(limit(none), None, "{none}");
    }
    assert_eq!(order("get_deadline_as_seconds_left.json").time_limit(), left(86_399));
    assert_eq!(order("get_refund_failed_offline.json").time_limit(), None);
}

#[test]
fn a_case_with_a_time_of_its_end_is_finished_whatever_its_status() {
    for status in AfterSaleStatus::ALL.iter().map(|status| status.name()).chain(["NEW", "1", ""]) {
        let finished = |time: &str| {
            let text = format!("{{\"status\":\"{status}\"{time}}}");
            decode::<AfterSaleOrder>(&text).unwrap().finished()
        };
        let by_status = match status.parse::<AfterSaleStatus>() {
            Ok(status) if status.is_final() => Finished::Yes,
            Ok(_) => Finished::No,
            Err(_) => Finished::NotKnown,
        };
        for none in ["", ",\"complete_time\":0", ",\"complete_time\":-1", ",\"complete_time\":null"]
        {
            assert_eq!(finished(none), by_status, "{status}{none}");
        }
        assert_eq!(finished(",\"complete_time\":1790000000"), Finished::Yes, "{status}");
        assert_eq!(finished(",\"complete_time\":\"1790000000\""), Finished::Yes, "{status}");
    }
    let finished: Vec<&str> =
        AfterSaleStatus::ALL.iter().filter(|status| status.is_final()).map(|s| s.name()).collect();
    assert_eq!(
        finished,
        [
            "USER_CANCELD",
            "MERCHANT_REFUND_SUCCESS",
            "MERCHANT_RETURN_SUCCESS",
            "MERCHANT_REFUND_RETRY_FAIL",
            "MERCHANT_FAIL",
            "MERCHANT_EXCHANGE_SUCCESS",
        ]
    );
    assert_eq!(
        order("get_reship_of_unpublished_status.json").finished_at(),
        Some(Timestamp::from_seconds(1_790_004_000))
    );
}

#[test]
fn both_names_of_a_field_are_read() {
    let (newer, older) =
        (order("get_exchange_with_every_field.json"), order("get_older_names.json"));
    let province =
        |order: &AfterSaleOrder| order.buyer_address().unwrap().province_name.value().cloned();
    assert_eq!(province(&newer).as_deref(), Some("广东省"));
    assert_eq!(province(&older).as_deref(), Some("四川省"));
    let units = |order: &AfterSaleOrder| order.exchange_product_info.value().unwrap().units();
    assert_eq!(units(&newer), Some(Quantity::new(2)));
    assert_eq!(units(&older), Some(Quantity::new(1)));
}

#[test]
fn the_amount_and_the_waybill_are_there_or_not() {
    let full = order("get_exchange_with_every_field.json");
    assert_eq!(full.amount(), Some(Amount::from_minor(4_800)));
    assert_eq!(full.waybill(), Some(&PlatformId::from("SF900000001")));
    assert_eq!(order("get_waiting_for_merchant.json").waybill(), None, "\"\" is none");
    assert_eq!(order("get_nulls.json").amount(), None);
    let text = order("get_numbers_for_texts_and_texts_for_numbers.json");
    assert_eq!(text.amount(), Some(Amount::from_minor(2_400)));
}

#[test]
fn an_answer_is_a_success_only_with_a_code_of_zero_and_what_was_asked_for() {
    let bare = |text: &str| decode::<BareAnswer>(text).unwrap().is_success();
    assert!(bare(r#"{"errcode":0}"#) && bare(r#"{"errcode":"0","errmsg":"ok"}"#));
    for text in [
        r#"{}"#,
        r#"{"errmsg":"ok"}"#,
        r#"{"errcode":null}"#,
        r#"{"errcode":""}"#,
        r#"{"errcode":1}"#,
        r#"{"after_sale_order":{}}"#,
    ] {
        assert!(!bare(text), "{text}");
        assert!(!decode::<GetAnswer>(text).unwrap().is_success(), "{text}");
        assert!(!decode::<ListAnswer>(text).unwrap().is_success(), "{text}");
    }
    assert!(!decode::<GetAnswer>(r#"{"errcode":0}"#).unwrap().is_success(), "without an order");
    assert!(!decode::<ListAnswer>(r#"{"errcode":0}"#).unwrap().is_success(), "without a list");
    let get: GetAnswer = decode(&document("get_older_names.json")).unwrap();
    assert!(get.is_success());
}

#[test]
fn the_next_page_is_named_while_there_is_one() {
    let next = |name: &str| {
        let answer: ListAnswer = decode(&document(name)).unwrap();
        assert!(answer.is_success());
        answer.next_page().map(String::from)
    };
    assert_eq!(next("list_answer.json").as_deref(), Some("page-2"));
    assert_eq!(next("list_answer_without_has_more.json").as_deref(), Some("page-3"));
    assert_eq!(next("list_answer_last_page.json"), None);
}
