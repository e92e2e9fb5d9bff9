//! Adyen: refunds are answered `received`, and decided by webhooks. In the table `REFUND/true` is the event code `REFUND`
//! with `success=true`.

use crate::gateway::AmountKind::{AsAsked, Stated};
use crate::gateway::Meaning::{Failed, Processing, Reversed, Succeeded, Unknown};
use crate::gateway::NextTry::{NewKey, SameKey};
use crate::gateway::WordPlace::{Answer, RequestError, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyLifetime, KeyRules,
    OtherCurrencies, Provisional, QuerySchedule, RefundLimits, WordPlace, word,
};
use crate::time::{days_long, hours_long};

const EVENT: &[WordPlace] = &[Webhook];
const FIELD: &str = "eventCode/success";

const WEBHOOKS: &str = "docs.adyen.com/point-of-sale/basic-tapi-integration/refund-payment/refund-webhooks (2026-05-25)";
const FAILED: &str = "docs.adyen.com/online-payments/refund, refund failed";
const REVERSED: &str = "docs.adyen.com/api-explorer/Webhooks/1/post/REFUNDED_REVERSED";
const KEYS: &str = "a copy of docs.adyen.com/development-resources/api-idempotency";

const UNTIL_REFUSED: Provisional = Provisional::Indefinitely;

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(&[Answer], "status", "received", Processing).documented(WEBHOOKS).because("the webhook decides; there is no query"),
    word(EVENT, FIELD, "REFUND/true", Succeeded).amount(Stated).provisional(UNTIL_REFUSED).documented(WEBHOOKS).because("checked and sent to the scheme, which can still refuse it"),
    word(EVENT, FIELD, "REFUND/false", Failed).next(NewKey).documented(WEBHOOKS).because("the reason stands in reason"),
    word(EVENT, FIELD, "REFUND_WITH_DATA/true", Succeeded).amount(Stated).provisional(UNTIL_REFUSED).inferred(WEBHOOKS).because("a refund with the buyer's data; as REFUND"),
    word(EVENT, FIELD, "REFUND_WITH_DATA/false", Failed).next(NewKey).inferred(WEBHOOKS).because("as REFUND"),
    word(EVENT, FIELD, "CANCEL_OR_REFUND/true", Succeeded).amount(Stated).provisional(UNTIL_REFUSED).documented(WEBHOOKS).because("as REFUND"),
    word(EVENT, FIELD, "CANCEL_OR_REFUND/false", Failed).next(NewKey).documented(WEBHOOKS).because("as REFUND"),
    word(EVENT, FIELD, "REFUND_FAILED/true", Reversed).amount(AsAsked).next(NewKey).documented(FAILED).because("the scheme refused it later; the money is back"),
    word(EVENT, FIELD, "REFUNDED_REVERSED/true", Reversed).amount(Stated).next(NewKey).documented(REVERSED).because("returned to the merchant's account"),
    word(&[RequestError], "errorCode", "704", Unknown).next(SameKey).documented(KEYS).because("the same key is at work"),
    word(&[RequestError], "errorCode", "703", Unknown).next(SameKey).documented(KEYS).because("the store of keys is down"),
];

/// Adyen.
pub const ADYEN: Gateway = Gateway::new("Adyen", "adyen", WORDS)
    .with_keys(
        KeyRules::new("idempotency-key")
            .lifetime(KeyLifetime::AtLeast(days_long(7)))
            .within("the company account, in one region; send to the same region", "not published"),
    )
    .with_limits(RefundLimits::noted("by default refunds do not exceed what was captured", KEYS))
    .with_amounts(AmountRules::new(
        AmountForm::SmallestUnits,
        OtherCurrencies::AsIso,
        &[
            CurrencyRow::new("CLP", 2, 1),
            CurrencyRow::new("CVE", 0, 1),
            CurrencyRow::new("ISK", 2, 1),
            CurrencyRow::new("IDR", 0, 1),
            CurrencyRow::new("RSD", 2, 1),
            CurrencyRow::new("COP", 2, 1),
            CurrencyRow::new("HUF", 2, 1),
            CurrencyRow::new("MRO", 1, 1),
            CurrencyRow::new("GHC", 0, 1),
            CurrencyRow::not_published("CLF"),
            CurrencyRow::not_published("UYW"),
        ],
        "docs.adyen.com/development-resources/currency-codes, and the tables in Adyen's own libraries for ISK, IDR, RSD, MRO and GHC",
    ))
    .with_queries(QuerySchedule::new(
        &[],
        hours_long(24),
        days_long(3),
        "there is no query: what is due is a look for the webhook; chosen by this crate",
    ))
    .after_timeout("within 7 days send again under the same key to the same region; else wait for the webhook and match its `reference`");
