//! WeChat Pay, API v3. A notification's `resource` and the answers are decrypted and verified by the host.

use core::time::Duration;

use crate::gateway::AmountKind::Stated;
use crate::gateway::Meaning::{Failed, Processing, Succeeded, Unknown};
use crate::gateway::NextTry::{NewKey, SameKey};
use crate::gateway::WordPlace::{Answer, HttpStatus, Query, QueryError, RequestError, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyLifetime, KeyRules,
    OtherCurrencies, QuerySchedule, RefundLimits, WordPlace, word,
};
use crate::time::{days_long, hours_long};

/// A refund object: the answer to the request, and to a query.
const REFUND: &[WordPlace] = &[Answer, Query];
const NOTICE: &[WordPlace] = &[Webhook];

const GUIDE: &str = "pay.weixin.qq.com/doc/v3/merchant/4013071031 (2025-06-20)";
const QUERYING: &str = "pay.weixin.qq.com, query by out_refund_no";
const NOTICES: &str = "pay.weixin.qq.com/doc/v3/merchant/4012082053";
const STAFF: &str = "staff of WeChat Pay, developers.weixin.qq.com/community/pay";

/// How the text of `user_received_account` begins when the money went back to the merchant.
const TO_MERCHANT: &str = "退还商户";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(REFUND, "status", "PROCESSING", Processing).documented(GUIDE).because("can last 7 days while the merchant's account lacks funds"),
    word(REFUND, "status", "SUCCESS", Succeeded).amount(Stated).unless_paid_to_merchant("user_received_account", TO_MERCHANT).documented(QUERYING).because("final; who got it stands in user_received_account"),
    word(REFUND, "status", "CLOSED", Failed).next(NewKey).documented(GUIDE).because("the money never left; top up and send again under a new number"),
    word(REFUND, "status", "ABNORMAL", Processing).needs_person().documented(GUIDE).because("the money has left the merchant and waits; handle it as an abnormal refund, never pay again"),
    word(NOTICE, "refund_status", "SUCCESS", Succeeded).amount(Stated).unless_paid_to_merchant("user_received_account", TO_MERCHANT).documented(NOTICES).because("as in a query"),
    word(NOTICE, "refund_status", "CLOSED", Failed).next(NewKey).documented(NOTICES).because("as in a query"),
    word(NOTICE, "refund_status", "ABNORMAL", Processing).needs_person().documented(NOTICES).because("as in a query"),
    word(NOTICE, "refund_status", "PROCESSING", Processing).inferred(NOTICES).because("the same word as in a query; no notification is said to have it"),
    word(NOTICE, "event_type", "REFUND.SUCCESS", Succeeded).amount(Stated).unless_paid_to_merchant("user_received_account", TO_MERCHANT).documented(NOTICES).because("the same result as refund_status in the resource"),
    word(NOTICE, "event_type", "REFUND.ABNORMAL", Processing).needs_person().documented(NOTICES).because("the same result as refund_status in the resource"),
    word(NOTICE, "event_type", "REFUND.CLOSED", Failed).next(NewKey).documented(NOTICES).because("the same result as refund_status in the resource"),
    word(&[RequestError], "code", "SYSTEM_ERROR", Unknown).next(SameKey).documented(STAFF).because("may have succeeded; same number and same content, or query"),
    word(&[RequestError], "code", "INVALID_REQUEST", Unknown).documented("pay.weixin.qq.com/doc/v3/merchant/4013071200 (2025-10-14)").because("refuses this request; of an earlier one under the same number it says nothing, so query"),
    word(&[QueryError], "code", "RESOURCE_NOT_EXISTS", Unknown).next(SameKey).documented(STAFF).because("no such refund yet; the request may still be on its way"),
    word(&[HttpStatus], "status", "200", Processing).documented("pay.weixin.qq.com/wiki/doc/apiv3/apis/chapter3_5_9.shtml").because("an accepted request is not a result"),
    word(&[HttpStatus], "status", "5xx", Unknown).next(SameKey).documented(STAFF).because("may have succeeded; same number and same content, or query"),
];

pub(super) const LIMITS: RefundLimits = RefundLimits::noted(
    "profit sharing is not taken back; several refunds of one buyer at once may fail; few requests that fail are allowed",
    GUIDE,
)
.at_most(50)
.until(days_long(365))
.apart(Duration::from_secs(60));

pub(super) const KEYS: KeyRules = KeyRules::new("out_refund_no")
    .also("_-|*@")
    .length(1, Some(64))
    .lifetime(KeyLifetime::Unlimited)
    .within("the merchant", "an error; the first refund stands");

pub(super) const AMOUNTS: AmountRules = AmountRules::new(
    AmountForm::SmallestUnits,
    OtherCurrencies::NotTaken,
    &[CurrencyRow::new("CNY", 2, 1)],
    "whole fen; the amount of a refund is `refund`, not `payer_refund`, which is less where coupons were used",
);

/// The first query after one minute, then less and less often. A refund can stay processing for 7 days, and is closed then.
pub(super) const QUERIES: QuerySchedule = QuerySchedule::new(
    &[
        Duration::from_secs(60),
        Duration::from_secs(4 * 60),
        Duration::from_secs(5 * 60),
        Duration::from_secs(10 * 60),
        Duration::from_secs(20 * 60),
    ],
    Duration::from_secs(30 * 60),
    hours_long(24),
    GUIDE,
);

pub(super) const AFTER_TIMEOUT: &str = "query by `out_refund_no` after a minute; if there is no such refund, send again under the same number with the same content";

/// WeChat Pay, API v3.
pub const WECHAT_PAY_V3: Gateway = Gateway::new("WeChat Pay v3", "wechat_pay_v3", WORDS)
    .with_keys(KEYS)
    .with_limits(LIMITS)
    .with_amounts(AMOUNTS)
    .with_queries(QUERIES)
    .after_timeout(AFTER_TIMEOUT);
