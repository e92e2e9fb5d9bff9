//! Stripe, API v1: the refund object, its events, and the HTTP statuses of requests.

use crate::gateway::AmountKind::{RunningTotal, Stated};
use crate::gateway::Meaning::{Failed, Processing, SaysNothing, Succeeded, Unknown};
use crate::gateway::NextTry::{NewKey, SameKey};
use crate::gateway::WordPlace::{Answer, HttpStatus, Query, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyLifetime, KeyRules,
    OtherCurrencies, Provisional, RefundLimits, WordPlace, word,
};
use crate::time::{days_long, hours_long};

/// The refund object, wherever it comes.
const REFUND: &[WordPlace] = &[Answer, Query, Webhook];
const EVENT: &[WordPlace] = &[Webhook];

const REFUNDS: &str = "a copy of docs.stripe.com/refunds";
const REASONS: &str = "docs.stripe.com/changelog/basil/2025-04-30/refund-pending-reason";
const KEYS: &str = "docs.stripe.com/api/idempotent_requests";
const TOTAL: &str = "docs.stripe.com/api/charges";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(REFUND, "status", "pending", Processing).documented(REASONS).because("also held while the balance is too low"),
    word(REFUND, "status", "requires_action", Processing).documented(REFUNDS).because("the buyer has to give bank details; no clerk can help"),
    word(REFUND, "status", "succeeded", Succeeded).amount(Stated).provisional(Provisional::For(days_long(30))).documented(REFUNDS).because("can still fail about 30 days later"),
    word(REFUND, "status", "failed", Failed).takes_back(Stated).next(NewKey).documented(REFUNDS).because("after a success the money is back on the Stripe balance, and the buyer has nothing"),
    word(REFUND, "status", "canceled", Failed).takes_back(Stated).next(NewKey).documented(REFUNDS).because("a kind of failure; after a success the money is back"),
    word(EVENT, "type", "refund.created", SaysNothing).documented(REFUNDS).because("the status of the object in it says more"),
    word(EVENT, "type", "refund.updated", SaysNothing).documented(REFUNDS).because("the status of the object in it says more; also sent for a new reference"),
    word(EVENT, "type", "charge.refund.updated", SaysNothing).documented(REFUNDS).because("the status of the object in it says more; not sent for every method"),
    word(EVENT, "type", "refund.failed", Failed).takes_back(Stated).next(NewKey).documented(REFUNDS).because("as the status in it says"),
    word(EVENT, "type", "charge.refunded", SaysNothing).amount(RunningTotal).documented(TOTAL).because("about the charge; amount_refunded is a total, also after a part"),
    word(&[HttpStatus], "status", "409", Unknown).next(SameKey).documented(KEYS).because("the same key is at work; send it again later"),
    word(&[HttpStatus], "status", "429", Unknown).next(SameKey).documented(KEYS).because("nothing is stored for it; an earlier request may have been"),
    word(&[HttpStatus], "status", "5xx", Unknown).next(SameKey).documented(KEYS).because("stored under the key like any answer, so the same key may bring it again: then list the refunds of the charge"),
];

/// Stripe.
pub const STRIPE: Gateway = Gateway::new("Stripe", "stripe", WORDS)
    .with_keys(
        KeyRules::new("Idempotency-Key")
            .length(1, Some(255))
            .lifetime(KeyLifetime::AtLeast(hours_long(24)))
            .within("the account", "an error"),
    )
    .with_limits(RefundLimits::noted(
        "the time for refunds depends on the method: 60 days for FPX, 730 for Pay by Bank",
        REFUNDS,
    ))
    .with_amounts(AmountRules::new(
        AmountForm::SmallestUnits,
        OtherCurrencies::AsIso,
        &[
            CurrencyRow::new("ISK", 2, 100),
            CurrencyRow::new("UGX", 2, 100),
            CurrencyRow::new("CLP", 0, 1),
            CurrencyRow::new("CVE", 2, 1),
            CurrencyRow::new("COP", 2, 1),
            CurrencyRow::new("HUF", 2, 1),
            CurrencyRow::new("TWD", 2, 1),
            CurrencyRow::new("JPY", 0, 1),
            CurrencyRow::new("MGA", 0, 1),
            CurrencyRow::new("BHD", 3, 10),
            CurrencyRow::new("JOD", 3, 10),
            CurrencyRow::new("KWD", 3, 10),
            CurrencyRow::new("OMR", 3, 10),
            CurrencyRow::new("TND", 3, 10),
            CurrencyRow::not_published("CLF"),
            CurrencyRow::not_published("IQD"),
            CurrencyRow::not_published("LYD"),
            CurrencyRow::not_published("UYW"),
        ],
        "a copy of docs.stripe.com/currencies; MGA as a shop system counts it for Stripe",
    ))
    .after_timeout("within 24 hours send again under the same key; after that list the refunds of the charge first, since the key is forgotten");
