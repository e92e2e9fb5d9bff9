//! Razorpay: the refund entity, its events, and the HTTP status of a key that is at work.

use crate::gateway::AmountKind::{AsAsked, Stated};
use crate::gateway::Meaning::{Failed, Processing, Reversed, SaysNothing, Succeeded, Unknown};
use crate::gateway::NextTry::{NewKey, SameKey};
use crate::gateway::WordPlace::{Answer, HttpStatus, Query, RequestError, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyRules, OtherCurrencies,
    RefundLimits, WordPlace, word,
};
use crate::time::days_long;

const REFUND: &[WordPlace] = &[Answer, Query, Webhook];
const EVENT: &[WordPlace] = &[Webhook];

const ENTITY: &str = "razorpay/markdown-docs, api/refunds/entity.md";
const QUESTIONS: &str = "razorpay/markdown-docs, payments/refunds/faqs.md";
const EVENTS: &str = "razorpay/markdown-docs, webhooks/refunds.md";
const KEYS: &str = "razorpay/markdown-docs, api/refunds/normal-refunds-idempotent.md";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(REFUND, "status", "created", Processing).reported("an open-source payment switch").because("not sent on yet"),
    word(REFUND, "status", "pending", Processing).documented(ENTITY).because("not decided yet"),
    word(REFUND, "status", "processed", Succeeded).amount(Stated).documented(ENTITY).because("said to be final"),
    word(REFUND, "status", "failed", Failed).next(NewKey).documented(ENTITY).because("older than 6 months, or trouble at the bank"),
    word(REFUND, "status", "reversed", Reversed).amount(AsAsked).next(NewKey).documented(QUESTIONS).because("a final result in the questions and answers; the entity's page has no such status"),
    word(EVENT, "event", "refund.created", SaysNothing).documented(EVENTS).because("the status in it may be any"),
    word(EVENT, "event", "refund.processed", SaysNothing).documented(EVENTS).because("the status in it says"),
    word(EVENT, "event", "refund.failed", SaysNothing).documented(EVENTS).because("the status in it says"),
    word(EVENT, "event", "refund.speed_changed", SaysNothing).documented(EVENTS).because("instant became normal; the same refund"),
    word(&[RequestError], "code", "BAD_REQUEST_ERROR", Unknown).documented(KEYS).because("also for a key that was used with another content, so a refund may exist"),
    word(&[HttpStatus], "status", "409", Unknown).next(SameKey).documented(KEYS).because("the same key is at work; send it again"),
];

/// Razorpay.
pub const RAZORPAY: Gateway = Gateway::new("Razorpay", "razorpay", WORDS)
    .with_keys(
        KeyRules::new("X-Refund-Idempotency")
            .also("-_")
            .length(10, None)
            .within("not published", "BAD_REQUEST_ERROR"),
    )
    .with_limits(
        RefundLimits::noted("no amount means the whole payment, not the rest, so always send one; six months are counted as 184 days here", ENTITY)
            .until(days_long(184)),
    )
    .with_amounts(AmountRules::new(
        AmountForm::SmallestUnits,
        OtherCurrencies::AsIsoUnlessDisputed,
        &[
            CurrencyRow::new("JPY", 0, 1),
            CurrencyRow::new("BHD", 3, 10),
            CurrencyRow::new("KWD", 3, 10),
            CurrencyRow::new("OMR", 3, 10),
            CurrencyRow::not_published("JOD"),
            CurrencyRow::not_published("LYD"),
            CurrencyRow::not_published("TND"),
        ],
        ENTITY,
    ))
    .after_timeout("send again under the same key soon, or list the refunds of the payment");
