//! Mollie: the refund object. The older webhook names the payment only, and says nothing of a refund.

use crate::gateway::AmountKind::Stated;
use crate::gateway::Meaning::{Failed, Processing, Succeeded, Unknown};
use crate::gateway::NextTry::NewKey;
use crate::gateway::WordPlace::{Answer, HttpStatus, Query, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, Gateway, GatewayRow, KeyRules, OtherCurrencies, Provisional,
    RefundLimits, WordPlace, word,
};

const REFUND: &[WordPlace] = &[Answer, Query, Webhook];

const PAGE: &str = "docs.mollie.com/payments/refunds";
const CLIENT: &str = "the texts of Mollie's own client library";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(REFUND, "status", "queued", Processing).documented(PAGE).because("waits for funds; can still be cancelled"),
    word(REFUND, "status", "pending", Processing).documented(PAGE).because("sent on soon; can still be cancelled"),
    word(REFUND, "status", "processing", Processing).documented(PAGE).because("sent to the bank"),
    word(REFUND, "status", "refunded", Succeeded).amount(Stated).provisional(Provisional::Indefinitely).documented(CLIENT).because("has arrived, or is on its way"),
    word(REFUND, "status", "failed", Failed).takes_back(Stated).next(NewKey).documented(PAGE).because("failed after processing; the money is back"),
    word(REFUND, "status", "canceled", Failed).next(NewKey).documented(PAGE).because("cancelled before it was sent"),
    word(&[HttpStatus], "status", "409", Unknown).reported("a user of Mollie").because("the same refund was just asked for, with a key or without: list the refunds"),
];

/// Mollie.
pub const MOLLIE: Gateway = Gateway::new("Mollie", "mollie", WORDS)
    .with_keys(
        KeyRules::new("Idempotency-Key")
            .within("not published", "409 on the same refund in quick succession"),
    )
    .ask_first()
    .with_limits(RefundLimits::noted(
        "none was found; `amountRefunded` of a payment is a total",
        PAGE,
    ))
    .with_amounts(AmountRules::new(
        AmountForm::DecimalNumber,
        OtherCurrencies::AsIsoUnlessDisputed,
        &[],
        "docs.mollie.com: a currency and a text such as 5.95",
    ))
    .after_timeout(
        "list the refunds of the payment, by amount and description, before anything is sent again",
    );
