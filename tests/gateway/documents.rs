//! Documents as the gateways send them: one for every row and place, and those that are broken, empty or strange.

use aftersale::gateway::wire::{
    DocumentError, DocumentKind, GatewayReport, MOST_BYTES, read, read_answer, read_bytes,
};
use aftersale::gateway::{
    ADYEN, ALIPAY, ALL, AmountKind, BRAINTREE, Beneficiary, Gateway, MOLLIE, Meaning, NextTry,
    PAYPAL, RAZORPAY, SQUARE, STRIPE, UNIONPAY, WECHAT_PAY_V2, WECHAT_PAY_V3, WordPlace,
};
use aftersale::money::{Amount, Currency};
use aftersale::order::Outcome;
use aftersale::time::Timestamp;

use DocumentKind::{Answer, Query, Webhook};

/// A document with a word in a place, as the gateway sends it: the word stands where `@` stands here.
fn template(gateway: &str, place: WordPlace, field: &str) -> (DocumentKind, &'static str) {
    use WordPlace as P;
    match (gateway, place, field) {
        ("wechat_pay_v3", P::Answer | P::Query, "status") => (
            kind(place),
            r#"{"refund_id": "50000000382019052709732678859", "out_refund_no": "KEY0000001", "transaction_id": "420", "channel": "ORIGINAL", "user_received_account": "招商银行信用卡0403", "success_time": "2026-11-28T12:00:00+08:00", "status": "@", "amount": {"total": 2000, "refund": 1000, "payer_total": 1900, "payer_refund": 900, "currency": "CNY"}}"#,
        ),
        ("wechat_pay_v3", P::Webhook, "refund_status") => (
            Webhook,
            r#"{"mchid": "1900000100", "out_trade_no": "ORDER1", "transaction_id": "420", "out_refund_no": "KEY0000001", "refund_id": "5000", "refund_status": "@", "success_time": "2026-11-28T12:00:00+08:00", "user_received_account": "招商银行信用卡0403", "amount": {"total": 2000, "refund": 1000, "payer_total": 1900, "payer_refund": 900}}"#,
        ),
        ("wechat_pay_v3", P::Webhook, "event_type") => (
            Webhook,
            r#"{"id": "EV-1", "create_time": "2026-11-28T12:00:00+08:00", "resource_type": "encrypt-resource", "event_type": "@", "resource": {"algorithm": "AEAD_AES_256_GCM", "ciphertext": "…", "nonce": "…"}}"#,
        ),
        ("wechat_pay_v3", P::RequestError, "code") => {
            (Answer, r#"{"code": "@", "message": "系统错误"}"#)
        }
        ("wechat_pay_v3", P::QueryError, "code") => {
            (Query, r#"{"code": "@", "message": "退款单不存在"}"#)
        }
        ("wechat_pay_v2", P::Answer, "return_code") => (Answer, "return_code=@&return_msg=OK"),
        ("wechat_pay_v2", P::Answer, "result_code") => (
            Answer,
            "return_code=SUCCESS&result_code=@&out_refund_no=KEY0000001&refund_id=5000&refund_fee=1000",
        ),
        ("wechat_pay_v2", P::Query, "refund_status") => (
            Query,
            "return_code=SUCCESS&result_code=SUCCESS&refund_count=1&out_refund_no_0=KEY0000001&refund_id_0=5000&refund_fee_0=1000&refund_status_0=@&refund_recv_accout_0=%E6%94%AF%E4%BB%98%E7%94%A8%E6%88%B7%E9%9B%B6%E9%92%B1&refund_success_time_0=2026-11-28+12%3A00%3A00",
        ),
        ("wechat_pay_v2", P::Webhook, "refund_status") => (
            Webhook,
            r#"{"out_refund_no": "KEY0000001", "refund_id": "5000", "refund_fee": "1000", "settlement_refund_fee": "900", "refund_status": "@", "success_time": "2026-11-28 12:00:00", "refund_recv_accout": "支付用户零钱"}"#,
        ),
        ("wechat_pay_v2", P::RequestError, "err_code") => {
            (Answer, "return_code=SUCCESS&result_code=FAIL&err_code=@&err_code_des=x")
        }
        ("wechat_pay_v2", P::QueryError, "err_code") => {
            (Query, "return_code=SUCCESS&result_code=FAIL&err_code=@")
        }
        ("alipay", P::Answer, "fund_change") => (
            Answer,
            r#"{"alipay_trade_refund_response": {"code": "10000", "msg": "Success", "trade_no": "2026", "fund_change": "@", "refund_fee": "88.88", "gmt_refund_pay": "2026-11-28 12:00:00"}, "sign": "…"}"#,
        ),
        ("alipay", P::Query, "refund_status") => (
            Query,
            r#"{"alipay_trade_fastpay_refund_query_response": {"code": "10000", "msg": "Success", "trade_no": "2026", "out_request_no": "KEY0000001", "refund_status": "@", "refund_amount": "10.00"}}"#,
        ),
        ("alipay", P::Query, "dback_status") => {
            (Query, r#"{"code": "10000", "out_request_no": "KEY0000001", "dback_status": "@"}"#)
        }
        ("alipay", P::Webhook, "dback_status") => (
            Webhook,
            "msg_method=alipay.trade.refund.depositback.completed&biz_content=%7B%22out_request_no%22%3A%22KEY0000001%22%2C%22dback_status%22%3A%22@%22%7D",
        ),
        ("alipay", P::Webhook, "trade_status") => (
            Webhook,
            "trade_no=2026&trade_status=@&out_biz_no=KEY0000001&refund_fee=88.88&gmt_refund=2026-11-28+12%3A00%3A00.123",
        ),
        ("alipay", P::RequestError, "sub_code") => (
            Answer,
            r#"{"alipay_trade_refund_response": {"code": "40004", "msg": "Business Failed", "sub_code": "@", "sub_msg": "…"}}"#,
        ),
        ("unionpay", P::Answer, "respCode") => (
            Answer,
            "merId=777&orderId=KEY0000001&txnTime=20261128120000&txnAmt=1000&origQryId=1&queryId=2&respCode=@&respMsg=x",
        ),
        ("unionpay", P::Query, "origRespCode") => (
            Query,
            r#"{"merId": "777", "orderId": "KEY0000001", "respCode": "00", "origRespCode": "@", "txnAmt": "1000", "queryId": "2"}"#,
        ),
        ("stripe", P::Answer | P::Query, "status") => (
            kind(place),
            r#"{"id": "re_1", "object": "refund", "amount": 1000, "charge": "ch_1", "currency": "cny", "destination_details": {"card": {"reference": "123"}, "type": "card"}, "metadata": {"refund_key": "KEY0000001"}, "status": "@"}"#,
        ),
        ("stripe", P::Webhook, "status") => (
            Webhook,
            r#"{"id": "evt_1", "object": "event", "created": 1795300763, "type": "refund.updated", "data": {"object": {"id": "re_1", "object": "refund", "amount": 1000, "currency": "cny", "metadata": {"refund_key": "KEY0000001"}, "status": "@"}}}"#,
        ),
        ("stripe", P::Webhook, "type") => (
            Webhook,
            r#"{"id": "evt_1", "object": "event", "created": 1795300763, "type": "@", "data": {"object": {"id": "ch_1", "object": "charge", "amount": 2000, "amount_refunded": 1500, "currency": "cny", "status": "succeeded"}}}"#,
        ),
        ("paypal", P::Answer | P::Query, "status") => (
            kind(place),
            r#"{"id": "1JU0", "amount": {"value": "10.00", "currency_code": "CNY"}, "invoice_id": "KEY0000001", "status": "@", "update_time": "2026-11-28T04:00:00Z", "acquirer_reference_number": "7"}"#,
        ),
        ("paypal", P::Webhook, "status") => (
            Webhook,
            r#"{"id": "WH-1", "event_type": "PAYMENT.CAPTURE.REFUNDED", "create_time": "2026-11-28T04:00:00.000Z", "resource": {"id": "1JU0", "invoice_id": "KEY0000001", "amount": {"value": "10.00", "currency_code": "CNY"}, "status": "@"}}"#,
        ),
        ("paypal", P::Webhook, "event_type") => {
            (Webhook, r#"{"id": "WH-1", "event_type": "@", "create_time": "2026-11-28T04:00:00Z"}"#)
        }
        ("paypal", P::RequestError, "issue") => (
            Answer,
            r#"{"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": "@", "description": "…"}], "debug_id": "b1"}"#,
        ),
        ("adyen", P::Answer, "status") => (
            Answer,
            r#"{"merchantAccount": "M", "paymentPspReference": "PSP1", "pspReference": "PSP2", "reference": "KEY0000001", "status": "@", "amount": {"currency": "CNY", "value": 1000}}"#,
        ),
        ("adyen", P::RequestError, "errorCode") => (
            Answer,
            r#"{"status": 422, "errorCode": "@", "message": "request already processed or in progress", "errorType": "validation"}"#,
        ),
        ("adyen", P::Webhook, "eventCode/success") => (
            Webhook,
            r#"{"live": "false", "notificationItems": [{"NotificationRequestItem": {"eventCode": "@", "amount": {"currency": "CNY", "value": 1000}, "eventDate": "2026-11-28T05:00:00+01:00", "merchantReference": "KEY0000001", "originalReference": "PSP1", "pspReference": "PSP2"}}]}"#,
        ),
        ("square", P::Answer | P::Query, "status") => (
            kind(place),
            r#"{"refund": {"id": "R1", "status": "@", "amount_money": {"amount": 1000, "currency": "USD"}, "payment_id": "P1", "updated_at": "2026-11-28T04:00:00.520Z"}}"#,
        ),
        ("square", P::Webhook, "status") => (
            Webhook,
            r#"{"type": "refund.updated", "created_at": "2026-11-28T04:00:00Z", "data": {"type": "refund", "id": "R1", "object": {"refund": {"id": "R1", "status": "@", "amount_money": {"amount": 1000, "currency": "USD"}}}}}"#,
        ),
        ("square", P::Webhook, "type") => {
            (Webhook, r#"{"type": "@", "created_at": "2026-11-28T04:00:00Z"}"#)
        }
        ("mollie", P::Answer | P::Query, "status") => (
            kind(place),
            r#"{"resource": "refund", "id": "re_4", "amount": {"value": "10.00", "currency": "EUR"}, "status": "@", "createdAt": "2026-11-28T04:00:00.0Z", "paymentId": "tr_1", "metadata": {"refund_key": "KEY0000001"}}"#,
        ),
        ("mollie", P::Webhook, "status") => (
            Webhook,
            r#"{"resource": "event", "id": "event_1", "type": "refund.refunded", "createdAt": "2026-11-28T04:00:00Z", "_embedded": {"entity": {"resource": "refund", "id": "re_4", "amount": {"value": "10.00", "currency": "EUR"}, "status": "@", "paymentId": "tr_1"}}}"#,
        ),
        ("razorpay", P::Answer | P::Query, "status") => (
            kind(place),
            r#"{"id": "rfnd_1", "entity": "refund", "amount": 1000, "currency": "INR", "payment_id": "pay_1", "receipt": "KEY0000001", "acquirer_data": {"arn": "10"}, "created_at": 1795300763, "status": "@"}"#,
        ),
        ("razorpay", P::Webhook, "status") => (
            Webhook,
            r#"{"entity": "event", "event": "refund.created", "created_at": 1795300763, "payload": {"refund": {"entity": {"id": "rfnd_1", "amount": 1000, "currency": "INR", "payment_id": "pay_1", "status": "@"}}}}"#,
        ),
        ("razorpay", P::Webhook, "event") => (
            Webhook,
            r#"{"entity": "event", "event": "@", "created_at": 1795300763, "payload": {}}"#,
        ),
        ("razorpay", P::RequestError, "code") => {
            (Answer, r#"{"error": {"code": "@", "description": "…"}}"#)
        }
        ("braintree", P::Answer, "success") => (Answer, r#"{"success": @}"#),
        ("braintree", P::Answer | P::Query | P::Webhook, "status") => (
            kind(place),
            r#"{"transaction": {"id": "t2", "orderId": "KEY0000001", "refundedTransactionId": "t1", "status": "@", "amount": "10.00", "currencyIsoCode": "EUR"}}"#,
        ),
        ("braintree", P::RequestError, _) => (
            Answer,
            r#"{"success": false, "transaction": {"id": "t2", "processorSettlementResponseCode": "@"}}"#,
        ),
        ("braintree", P::Query, _) => (
            Query,
            r#"{"id": "t2", "status": "settlement_declined", "processorSettlementResponseCode": "@"}"#,
        ),
        _ => (Answer, ""),
    }
}

fn kind(place: WordPlace) -> DocumentKind {
    match place {
        WordPlace::Webhook => Webhook,
        WordPlace::Query | WordPlace::QueryError => Query,
        _ => Answer,
    }
}

/// The rows that no document brings about, since another field in the same document outranks theirs.
fn is_outranked(gateway: &str, place: WordPlace, field: &str) -> bool {
    matches!(
        (gateway, place, field),
        ("alipay", _, "code")
            | ("unionpay", WordPlace::Query, "respCode")
            | ("wechat_pay_v2", WordPlace::Query, "result_code")
            | ("wechat_pay_v2", WordPlace::Query | WordPlace::Webhook, "return_code")
    )
}

#[test]
fn every_row_is_read_from_a_document_as_the_gateway_sends_it() {
    let mut read_rows = 0;
    for gateway in ALL {
        for row in gateway.words {
            for place in row.places.iter().filter(|place| **place != WordPlace::HttpStatus) {
                if is_outranked(gateway.id, *place, row.field) {
                    continue;
                }
                let (kind, text) = template(gateway.id, *place, row.field);
                assert!(!text.is_empty(), "no document: {} {place} {}", gateway.name, row.field);
                let text = match row.word.split_once('/') {
                    Some((code, success)) => text.replace(
                        r#""eventCode": "@""#,
                        &format!(r#""eventCode": "{code}", "success": "{success}""#),
                    ),
                    None => text.replace('@', row.word),
                };
                let reports = read(gateway, kind, &text);
                let reports = reports.unwrap_or_else(|error| panic!("{error}: {text}"));
                let [report] = reports.as_slice() else {
                    panic!("{} reports: {text}", reports.len())
                };
                assert_eq!(report.word.row, Some(row), "{} {text}", gateway.name);
                assert_eq!(report.word.place, *place);
                check_fields(gateway, report, &text);
                read_rows += 1;
            }
        }
    }
    assert!(read_rows > 170, "{read_rows}");
}

/// Checks the key and the amount that stand in the document, and the outcome for the order.
fn check_fields(gateway: &Gateway, report: &GatewayReport, text: &str) {
    if text.contains("KEY0000001") {
        assert_eq!(report.key.as_deref(), Some("KEY0000001"), "{} {text}", gateway.name);
    }
    let code = report.amount.as_ref().and_then(|amount| amount.code.as_deref());
    let currency: Currency = code.unwrap_or("CNY").to_uppercase().parse().expect("a currency");
    let asked = currency.money(Amount::from_minor(1_000));
    let outcome = report.outcome(gateway, asked).expect("an outcome");
    let is_there = report.amount.is_some() || report.word.amount == AmountKind::AsAsked;
    let expected = match report.word.meaning {
        Meaning::Processing => Some(Outcome::Processing),
        Meaning::Succeeded if is_there => Some(Outcome::Succeeded(asked)),
        Meaning::Reversed if is_there => Some(Outcome::Reversed(asked)),
        Meaning::Failed => Some(Outcome::Failed),
        Meaning::SaysNothing => None,
        _ => Some(Outcome::Unknown),
    };
    assert_eq!(outcome, expected, "{} {text}", gateway.name);
}

#[test]
fn a_new_word_in_any_document_is_unknown_and_kept() {
    for gateway in ALL {
        for row in gateway.words {
            for place in row.places.iter().filter(|place| **place != WordPlace::HttpStatus) {
                let (kind, text) = template(gateway.id, *place, row.field);
                if is_outranked(gateway.id, *place, row.field)
                    || text.is_empty()
                    || matches!(row.field, "success" | "processorSettlementResponseCode")
                {
                    continue;
                }
                for report in read(gateway, kind, &text.replace('@', "BRAND_NEW")).expect(text) {
                    assert_eq!(report.word.meaning, Meaning::Unknown, "{} {text}", gateway.name);
                    assert_eq!(report.word.next, NextTry::NoneYet);
                    assert_eq!(report.text.as_deref(), Some("BRAND_NEW"));
                }
            }
        }
    }
}

#[test]
fn a_document_without_its_word_is_unknown() {
    for gateway in ALL {
        for kind in DocumentKind::ALL {
            for report in read(gateway, *kind, "{}").expect("an object") {
                assert_eq!(report.word.meaning, Meaning::Unknown, "{} {kind}", gateway.name);
                assert_eq!(report.text, None);
            }
        }
    }
}

#[test]
fn a_field_of_another_form_is_named() {
    let wrong: [(&Gateway, DocumentKind, &str, &str); 12] = [
        (&STRIPE, Answer, r#"{"object": "refund", "amount": "ten"}"#, "field `amount`"),
        (&STRIPE, Webhook, r#"{"data": {"object": {"status": 7}}}"#, "field `data.object.status`"),
        (&WECHAT_PAY_V3, Query, r#"{"amount": {"refund": 1.5}}"#, "field `amount.refund`"),
        (
            &WECHAT_PAY_V3,
            Query,
            r#"{"success_time": "yesterday"}"#,
            "field `success_time`: not a time",
        ),
        (&PAYPAL, Answer, r#"{"amount": {"value": 10}}"#, "field `amount.value`"),
        (
            &ADYEN,
            Webhook,
            r#"{"notificationItems": [{"NotificationRequestItem": {"eventCode": []}}]}"#,
            "NotificationRequestItem.eventCode`",
        ),
        (&SQUARE, Answer, r#"{"refund": {"status": {}}}"#, "field `refund.status`"),
        (&RAZORPAY, Query, r#"{"amount": "1000"}"#, "field `amount`"),
        (&UNIONPAY, Answer, "respCode=00&respCode=05", "field `respCode`: stands twice"),
        (&UNIONPAY, Answer, "respCode=%zz", "field `respCode`: not UTF-8"),
        (&MOLLIE, Answer, r#"{"status": "#, "not JSON"),
        (
            &ALIPAY,
            Answer,
            r#"{"alipay_trade_refund_response": {"fund_change": true}}"#,
            "alipay_trade_refund_response.fund_change`",
        ),
    ];
    for (gateway, kind, text, expected) in wrong {
        let error = read(gateway, kind, text).expect_err(text).to_string();
        assert!(error.contains(expected), "{error} is not about {expected}");
    }
}

#[test]
fn what_is_longer_than_a_mebibyte_or_no_text_is_not_read() {
    let long = " ".repeat(MOST_BYTES + 1);
    for gateway in ALL {
        let error = Err(DocumentError::TooLarge { bytes: MOST_BYTES + 1 });
        assert_eq!(read(gateway, Query, &long), error);
        assert_eq!(read_bytes(gateway, Query, long.as_bytes()), error);
        assert!(read_bytes(gateway, Query, b"\xff{}").is_err());
        let nested = "[".repeat(MOST_BYTES / 2);
        assert!(read(gateway, Answer, &format!("{{\"a\": {nested}")).is_err());
    }
}

#[test]
fn the_body_outranks_the_status() {
    let refund = r#"{"object": "refund", "id": "re_1", "status": "failed"}"#;
    assert_eq!(read_answer(&STRIPE, 200, refund).word.meaning, Meaning::Failed);
    assert_eq!(read_answer(&STRIPE, 500, refund).word.meaning, Meaning::Failed);
    // An error without a word of the table: the status counts, and says that nothing is known.
    let error = r#"{"error": {"type": "idempotency_error"}}"#;
    let report = read_answer(&STRIPE, 409, error);
    assert_eq!((report.word.meaning, report.word.next), (Meaning::Unknown, NextTry::SameKey));
    // A new word of the refund itself is unknown, whatever the status says.
    let new = r#"{"out_refund_no": "KEY0000001", "status": "PAUSED"}"#;
    assert_eq!(read_answer(&WECHAT_PAY_V3, 200, new).word.meaning, Meaning::Unknown);
    assert_eq!(read_answer(&WECHAT_PAY_V3, 200, "").word.meaning, Meaning::Processing);
    let page = read_answer(&BRAINTREE, 502, "<html>bad gateway</html>");
    assert_eq!((page.word.meaning, page.word.next), (Meaning::Unknown, NextTry::NoneYet));
    let issue =
        r#"{"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": "CAPTURE_FULLY_REFUNDED"}]}"#;
    assert_eq!(read_answer(&PAYPAL, 422, issue).word.next, NextTry::NoneYet);
}

#[test]
fn of_several_issues_the_least_certain_counts() {
    let text =
        r#"{"name": "X", "details": [{"issue": "PENDING_CAPTURE"}, {"issue": "BRAND_NEW"}]}"#;
    let reports = read(&PAYPAL, Answer, text).expect("a document");
    assert_eq!(reports[0].word.meaning, Meaning::Unknown);
}

#[test]
fn a_running_total_is_never_booked() {
    let text = r#"{"alipay_trade_refund_response": {"code": "10000", "fund_change": "Y", "refund_fee": "88.88"}}"#;
    let reports = read(&ALIPAY, Answer, text).expect("a document");
    let asked = Currency::CNY.money(Amount::from_minor(1_000));
    assert_eq!(reports[0].outcome(&ALIPAY, asked), Ok(Some(Outcome::Succeeded(asked))));
    let charge = r#"{"type": "charge.refunded", "data": {"object": {"object": "charge", "status": "succeeded", "amount_refunded": 1500, "currency": "cny"}}}"#;
    let reports = read(&STRIPE, Webhook, charge).expect("a document");
    assert_eq!(reports[0].word.amount, AmountKind::RunningTotal);
    assert_eq!(reports[0].outcome(&STRIPE, asked), Ok(None));
}

#[test]
fn a_refund_that_went_to_the_merchant_is_reported_as_reversed() {
    let text = r#"{"out_refund_no": "KEY0000001", "status": "SUCCESS", "user_received_account": "退还商户基本账户", "amount": {"refund": 1000, "currency": "CNY"}}"#;
    let reports = read(&WECHAT_PAY_V3, Query, text).expect("a document");
    assert_eq!(reports[0].word.beneficiary, Beneficiary::Merchant);
    let asked = Currency::CNY.money(Amount::from_minor(1_000));
    let outcome = reports[0].outcome(&WECHAT_PAY_V3, asked);
    assert_eq!(outcome, Ok(Some(Outcome::Reversed(asked))));
}

#[test]
fn every_refund_of_a_list_is_read() {
    let v2 = "return_code=SUCCESS&result_code=SUCCESS&out_refund_no_0=A&refund_status_0=SUCCESS&refund_fee_0=1&out_refund_no_1=B&refund_status_1=CHANGE&refund_fee_1=2";
    let reports = read(&WECHAT_PAY_V2, Query, v2).expect("a document");
    let words: Vec<(Option<&str>, Meaning)> =
        reports.iter().map(|report| (report.key.as_deref(), report.word.meaning)).collect();
    assert_eq!(words, [(Some("A"), Meaning::Succeeded), (Some("B"), Meaning::Processing)]);
    let stripe = r#"{"object": "list", "data": [{"object": "refund", "status": "pending"}, {"object": "refund", "status": "failed"}]}"#;
    assert_eq!(read(&STRIPE, Query, stripe).expect("a list").len(), 2);
    assert_eq!(read(&SQUARE, Query, r#"{"refunds": [{}, {}, {}]}"#).expect("a list").len(), 3);
    assert_eq!(
        read(&RAZORPAY, Query, r#"{"items": [{"status": "failed"}]}"#).expect("a list").len(),
        1
    );
    let older = read(&MOLLIE, Webhook, "id=tr_1").expect("a form");
    assert_eq!(
        (older[0].word.meaning, older[0].payment.as_deref()),
        (Meaning::Unknown, Some("tr_1"))
    );
}

#[test]
fn times_are_read_with_their_zones() {
    let at = Timestamp::from_seconds(1_795_838_400);
    for text in [
        "2026-11-28T12:00:00+08:00",
        "2026-11-28T04:00:00Z",
        "2026-11-28T04:00:00.123Z",
        "2026-11-28 12:00:00",
        "2026-11-28T03:30:00-0030",
        "2026-11-28T12:00:00.5+08:00",
    ] {
        let text = format!(r#"{{"status": "SUCCESS", "success_time": "{text}"}}"#);
        assert_eq!(read(&WECHAT_PAY_V3, Query, &text).expect(&text)[0].as_of, Some(at), "{text}");
    }
    for text in [
        "2026-11-28",
        "2026-02-30T00:00:00Z",
        "2026-11-28T04:00:00+99:00",
        "2026-11-28T04:00:00X",
        "二〇二六年十一月二十八日",
    ] {
        let text = format!(r#"{{"success_time": "{text}"}}"#);
        assert!(read(&WECHAT_PAY_V3, Query, &text).is_err(), "{text}");
    }
}

/// Every document above is cut off at each place, and changed in each byte: nothing panics, and nothing that cannot be found
/// in a table is anything but unknown.
#[test]
fn broken_documents_do_no_harm() {
    let asked = Currency::CNY.money(Amount::from_minor(1_000));
    let mut outcomes = 0;
    let mut check = |gateway: &Gateway, kind: DocumentKind, bytes: &[u8]| {
        for report in read_bytes(gateway, kind, bytes).unwrap_or_default() {
            assert!(report.word.row.is_some() || report.word.meaning == Meaning::Unknown);
            let outcome = report.outcome(gateway, asked);
            let after = report.after_success();
            assert!(!matches!(after.word.meaning, Meaning::Processing | Meaning::Failed));
            outcomes += usize::from(outcome.is_ok());
        }
    };
    for gateway in ALL {
        for row in gateway.words {
            for place in row.places {
                let (kind, text) = template(gateway.id, *place, row.field);
                let text = text.replace('@', row.word).into_bytes();
                for index in 0..text.len() {
                    check(gateway, kind, &text[..index]);
                    for byte in [b'"', b'0', b'-', b'[', b'}', b'&', b'%', b'\\', 0xff] {
                        let mut changed = text.clone();
                        changed[index] = byte;
                        check(gateway, kind, &changed);
                    }
                }
                for other in DocumentKind::ALL {
                    for reader in ALL {
                        check(reader, *other, &text);
                    }
                }
            }
        }
    }
    assert!(outcomes > 10_000, "{outcomes}");
}
