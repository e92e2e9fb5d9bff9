//! WeChat Pay, API v2. Its documents are XML, and `req_info` of a notification is encrypted: the host gives the fields. The
//! query numbers its fields from 0, such as `refund_status_0`; in the table they have no number.

use super::wechat_pay_v3::{AFTER_TIMEOUT, AMOUNTS, KEYS, LIMITS, QUERIES};
use crate::gateway::AmountKind::Stated;
use crate::gateway::Meaning::{Failed, Processing, SaysNothing, Succeeded, Unknown};
use crate::gateway::NextTry::{NewKey, SameKey};
use crate::gateway::WordPlace::{Answer, Query, QueryError, RequestError, Webhook};
use crate::gateway::{Gateway, GatewayRow, WordPlace, word};

const STATUS: &[WordPlace] = &[Query, Webhook];

const PAGE: &str = "pay.weixin.qq.com/doc/v2/partner/4011989265";
const STAFF: &str = "staff of WeChat Pay, developers.weixin.qq.com/community/pay";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(&[Answer, Query, Webhook], "return_code", "SUCCESS", SaysNothing).documented(PAGE).because("about the transport only"),
    word(&[Answer], "return_code", "FAIL", Unknown).next(SameKey).inferred(PAGE).because("not understood, by this request at least"),
    word(&[Answer], "result_code", "SUCCESS", Processing).documented(PAGE).because("accepted, which is not a result"),
    word(&[Answer], "result_code", "FAIL", Unknown).documented(STAFF).because("err_code says more; by itself it may be a system error, after which the refund may have succeeded"),
    word(&[Query], "result_code", "SUCCESS", SaysNothing).inferred(PAGE).because("about the query"),
    word(STATUS, "refund_status", "SUCCESS", Succeeded).amount(Stated).unless_paid_to_merchant("refund_recv_accout", "退还商户").documented(PAGE).because("final; who got it stands in refund_recv_accout, which is spelled so"),
    word(STATUS, "refund_status", "REFUNDCLOSE", Failed).next(NewKey).documented(PAGE).because("v3 calls it CLOSED: the money never left; its guide says to send again under a new number"),
    word(STATUS, "refund_status", "PROCESSING", Processing).documented(PAGE).because("not decided yet"),
    word(STATUS, "refund_status", "CHANGE", Processing).needs_person().documented(STAFF).because("v3 calls it ABNORMAL: the money has left the merchant and waits"),
    word(&[RequestError], "err_code", "SYSTEMERROR", Unknown).next(SameKey).documented(STAFF).because("may have succeeded; never change the number"),
    word(&[RequestError], "err_code", "BIZERR_NEED_RETRY", Unknown).next(SameKey).documented(STAFF).because("may have succeeded; never change the number"),
    word(&[QueryError], "err_code", "REFUNDNOTEXIST", Unknown).next(SameKey).documented(STAFF).because("no such refund yet; the request may still be on its way"),
];

/// WeChat Pay, API v2.
pub const WECHAT_PAY_V2: Gateway = Gateway::new("WeChat Pay v2", "wechat_pay_v2", WORDS)
    .with_keys(KEYS)
    .with_limits(LIMITS)
    .with_amounts(AMOUNTS)
    .with_queries(QUERIES)
    .after_timeout(AFTER_TIMEOUT);
