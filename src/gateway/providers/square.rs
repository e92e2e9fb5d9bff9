//! Square: the refund object, in answers, queries and `refund.updated`.

use crate::gateway::AmountKind::Stated;
use crate::gateway::Meaning::{Failed, Processing, SaysNothing, Succeeded};
use crate::gateway::NextTry::{NeverAgain, NewKey};
use crate::gateway::WordPlace::{Answer, Query, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyRules, OtherCurrencies,
    RefundLimits, WordPlace, word,
};
use crate::time::days_long;

const REFUND: &[WordPlace] = &[Answer, Query, Webhook];

const GUIDE: &str = "developer.squareup.com/docs/payments-api/refund-payments";
const OBJECT: &str = "developer.squareup.com/reference/square/objects/PaymentRefund";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(REFUND, "status", "PENDING", Processing).documented(GUIDE).because("also while funds are being secured"),
    word(REFUND, "status", "COMPLETED", Succeeded).amount(Stated).documented(GUIDE).because("final"),
    word(REFUND, "status", "REJECTED", Failed).next(NewKey).documented(OBJECT).because("refused"),
    word(REFUND, "status", "FAILED", Failed).next(NeverAgain).needs_person().documented(GUIDE).because("for lack of funds; no further refund of the payment is allowed, so pay the buyer otherwise"),
    word(&[Webhook], "type", "refund.created", SaysNothing).inferred(OBJECT).because("the status of the object in it says"),
    word(&[Webhook], "type", "refund.updated", SaysNothing).inferred(OBJECT).because("the status of the object in it says"),
];

/// Square.
pub const SQUARE: Gateway = Gateway::new("Square", "square", WORDS)
    .with_keys(
        KeyRules::new("idempotency_key")
            .length(1, Some(45))
            .within("not published", "not published"),
    )
    .with_limits(
        RefundLimits::noted("only payments that are COMPLETED", GUIDE)
            .at_most(20)
            .until(days_long(365)),
    )
    .with_amounts(AmountRules::new(
        AmountForm::SmallestUnits,
        OtherCurrencies::NotTaken,
        &[
            CurrencyRow::new("AUD", 2, 1),
            CurrencyRow::new("CAD", 2, 1),
            CurrencyRow::new("EUR", 2, 1),
            CurrencyRow::new("GBP", 2, 1),
            CurrencyRow::new("JPY", 0, 1),
            CurrencyRow::new("USD", 2, 1),
        ],
        "developer.squareup.com/docs/build-basics/working-with-monetary-amounts",
    ))
    .after_timeout("send again under the same key soon, or list the refunds of the payment; how long a key is kept is not published");
