//! The call of a document follows from the names of its fields alone, and where it does not, the document is refused.

use aftersale::channels::WeChatDocument;
use aftersale::channels::wire::calls::{Call, CallDocument};
use aftersale::wire::WireError;

use crate::{assert_same, decode, document, documents};

#[test]
fn every_document_is_read_as_what_it_is_and_written_as_it_was_read() {
    // The first part of a file's name is the call.
    for (name, text) in documents() {
        let read = decode(&text);
        assert_same(&text, &read.encode());
        let untyped = read.untyped_fields().len();
        if name == "unknown_fields_request" {
            assert_eq!(untyped, 2, "{name}");
            continue;
        }
        assert_eq!(untyped, 0, "{name}: {:?}", read.untyped_fields());
        let call = ["reason_get", "rejectreason_get"]
            .into_iter()
            .find(|call| name.starts_with(call))
            .unwrap_or_else(|| name.split('_').next().unwrap());
        let call: Call = call.replace('_', "/").parse().unwrap();
        assert!(read.calls().contains(&call), "{name} was read as {}", read.interface());
        let is_answer = name.contains("_answer");
        assert_eq!(read.interface().ends_with(" answer"), is_answer, "{name}");
    }
}

#[test]
fn a_call_is_found_among_all_of_wechat_s_documents() {
    for (name, text) in documents() {
        let found = WeChatDocument::decode(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(found, WeChatDocument::Call(decode(&text)), "{name}");
        assert_same(&text, &found.encode());
    }
}

#[test]
fn the_call_follows_from_the_fields() {
    for (text, interface) in [
        (r#"{"after_sale_order_id": "1", "address_id": "2"}"#, "acceptapply request"),
        (r#"{"after_sale_order_id": "1", "accept_type": 2}"#, "acceptapply request"),
        (
            r#"{"after_sale_order_id": "1", "reject_reason": ""}"#,
            "rejectapply or rejectexchangereship request",
        ),
        (
            r#"{"after_sale_order_id": "1", "refund_certificates": []}"#,
            "uploadrefundcertificate request",
        ),
        (
            r#"{"after_sale_order_id": "1", "update_reason_type": 6}"#,
            "merchantupdateaftersale request",
        ),
        (
            r#"{"after_sale_order_id": "1", "waybill_id": "x"}"#,
            "acceptexchangereship, merchantreship or merchantupdatereshipexpress request",
        ),
        (
            r#"{"after_sale_order_id": "1", "act": 2, "reject_reason": "x"}"#,
            "handlefastexchangereceipt request",
        ),
        (
            r#"{"order_id": "1", "product_id": "2", "sku_id": "3"}"#,
            "getexchangeableskulist request",
        ),
        (
            r#"{"order_id": "1", "product_id": "2", "sku_id": "3", "amount": 1}"#,
            "refundpricediff request",
        ),
        (
            r#"{"order_id": "1", "product_id": "2", "sku_id": "3", "amount": 1, "count": 1}"#,
            "genaftersaleorder request",
        ),
        (r#"{"errcode": 0, "sku_id_list": []}"#, "getexchangeableskulist answer"),
        (
            r#"{"errcode": 0, "after_sale_order_id": "1"}"#,
            "genaftersaleorder or refundpricediff answer",
        ),
        (r#"{"aftersale_id": 1}"#, "genaftersaleorder or refundpricediff answer"),
        (r#"{"errcode": 0, "virtual_tel_number": "1"}"#, "applyvirtualtelnum answer"),
        (r#"{"reason_list": [{"reason": "1"}]}"#, "reason/get answer"),
        (r#"{"reason_list": [{"reject_reason_type": 1}]}"#, "rejectreason/get answer"),
        (r#"{"reject_reason_list": []}"#, "rejectreason/get answer"),
        (r#"{"complaint_id": "1"}"#, "getcomplaintorder request"),
        (
            r#"{"errcode": 0, "order_id": "1", "after_sale_order_id": "2", "status": 100}"#,
            "getcomplaintorder answer",
        ),
        (
            r#"{"complaint_id": "1", "content": "x"}"#,
            "addcomplaintmaterial or addcomplaintproof request",
        ),
        (r#"{"complaint_id": "1", "work_order_info": {}}"#, "syncworkorder request"),
        (r#"{"status_list": "STATUS_PAYING"}"#, "searchguaranteeorder request"),
        (r#"{"limit": 10, "begin_time": 1}"#, "searchguaranteeorder request"),
        (r#"{"errcode": 0, "guarantee_order_list": []}"#, "searchguaranteeorder answer"),
        (r#"{"guarantee_order_id": 1}"#, "getguaranteeorder or merchantacceptguarantee request"),
        (r#"{"guarantee_order_id": 1, "bad_level": 10}"#, "merchantmodifyguarantee request"),
        (r#"{"guarantee_order_id": 1, "content": ""}"#, "merchantproofguarantee request"),
        (r#"{"guarantee_order_id": 1, "reason": ""}"#, "merchantrefuseguarantee request"),
        (r#"{"guarantee_order": {}}"#, "getguaranteeorder answer"),
    ] {
        let read = decode(text);
        assert_eq!(read.interface(), format!("channels/ec/aftersale/{interface}"), "{text}");
        assert_same(text, &read.encode());
    }
}

#[test]
fn a_document_of_no_call_or_of_several_is_refused() {
    for text in [
        "{}",
        r#"{"errcode": 0, "errmsg": "ok"}"#,
        r#"{"errcode": 10021065}"#,
        r#"{"colour": "red"}"#,
        r#"{"limit": 10}"#,
        r#"{"order_id": "1"}"#,
        r#"{"after_sale_order_id": "1", "colour": "red"}"#,
        // A case, a dispute's event and a guarantee order without what should stand around them.
        r#"{"after_sale_order_id": "1", "status": "USER_CANCELD", "order_id": "2"}"#,
        r#"{"complaint_id": "1", "status": 100}"#,
        r#"{"guarantee_order_id": 1, "status": "STATUS_PAYING"}"#,
    ] {
        assert_eq!(CallDocument::decode(text), Err(WireError::UnknownShape), "{text}");
    }
    for (text, between) in [
        (
            r#"{"after_sale_order_id": "1"}"#,
            "requests of getaftersaleorder, acceptapply and applyvirtualtelnum",
        ),
        (r#"{"reason_list": []}"#, "answers of reason/get and rejectreason/get"),
        (r#"{"reason_list": [1]}"#, "answers of reason/get and rejectreason/get"),
        (
            r#"{"after_sale_order_id": "1", "waybill_id": "x", "address_id": "2"}"#,
            "requests of several operations on a case",
        ),
        (
            r#"{"guarantee_order_id": 1, "pic_list": []}"#,
            "requests of merchantproofguarantee and merchantrefuseguarantee",
        ),
        (
            r#"{"guarantee_order_id": 1, "content": "", "reason": ""}"#,
            "requests of merchantproofguarantee and merchantrefuseguarantee",
        ),
    ] {
        assert_eq!(CallDocument::decode(text), Err(WireError::Ambiguous { between }), "{text}");
    }
}

#[test]
fn a_byte_order_mark_is_skipped_and_bytes_that_are_no_text_are_refused() {
    let text = document("acceptapply_request_return");
    let marked = format!("\u{feff}{text}");
    assert_eq!(CallDocument::decode_bytes(marked.as_bytes()), CallDocument::decode(&text));
    let refused = CallDocument::decode_bytes(b"{\"complaint_id\": \"\xff\"}");
    assert_eq!(refused, Err(WireError::NotUtf8 { after: 18 }));
}
