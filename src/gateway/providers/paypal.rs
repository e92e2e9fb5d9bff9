//! PayPal, Payments v2: the refund object, the issues of its errors, and its event.

use crate::gateway::AmountKind::Stated;
use crate::gateway::Meaning::{Failed, Processing, SaysNothing, Succeeded, Unknown};
use crate::gateway::NextTry::{NeverAgain, NewKey, SameKey};
use crate::gateway::WordPlace::{Answer, HttpStatus, Query, RequestError, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyLifetime, KeyRules,
    OtherCurrencies, RefundLimits, WordPlace, word,
};
use crate::time::days_long;

/// The refund object, in an event as its `resource`.
const REFUND: &[WordPlace] = &[Answer, Query, Webhook];
const ERROR: &[WordPlace] = &[RequestError];

const SPEC: &str = "paypal/paypal-rest-api-specifications, openapi/payments_payment_v2.json";
const EVENTS: &str =
    "developer.paypal.com, event names; that a refund can be pending is in the specification";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(REFUND, "status", "PENDING", Processing).documented(SPEC).because("the only reason given is an eCheck"),
    word(REFUND, "status", "COMPLETED", Succeeded).amount(Stated).documented(SPEC).because("no text says that it can fall back"),
    word(REFUND, "status", "FAILED", Failed).next(NewKey).documented(SPEC).because("the answer stays stored under the key"),
    word(REFUND, "status", "CANCELLED", Failed).next(NewKey).documented(SPEC).because("the answer stays stored under the key"),
    word(&[Webhook], "event_type", "PAYMENT.CAPTURE.REFUNDED", SaysNothing).inferred(EVENTS).because("the refund in it may be pending: its status says"),
    word(ERROR, "issue", "CAPTURE_FULLY_REFUNDED", Unknown).documented(SPEC).because("may be one's own refund whose answer was lost: list the refunds"),
    word(ERROR, "issue", "DUPLICATE_INVOICE_ID", Unknown).documented(SPEC).because("a refund with this invoice_id was sent before: look for it"),
    word(ERROR, "issue", "REFUND_FAILED_INSUFFICIENT_FUNDS", Failed).next(NewKey).documented(SPEC).because("nothing moved; top up"),
    word(ERROR, "issue", "REFUND_TIME_LIMIT_EXCEEDED", Failed).next(NeverAgain).needs_person().documented(SPEC).because("too late; only by another way"),
    word(ERROR, "issue", "MAX_NUMBER_OF_REFUNDS_EXCEEDED", Failed).next(NeverAgain).needs_person().documented(SPEC).because("too many; only by another way"),
    word(ERROR, "issue", "PENDING_CAPTURE", Failed).next(NewKey).documented(SPEC).because("the payment itself is not there yet; later"),
    word(ERROR, "issue", "TRANSACTION_DISPUTED", Failed).next(NewKey).documented(SPEC).because("no part while a dispute is open; the whole is possible"),
    word(ERROR, "issue", "PARTIAL_REFUND_NOT_ALLOWED", Failed).next(NewKey).documented(SPEC).because("only the whole is possible"),
    word(ERROR, "issue", "REFUND_AMOUNT_TOO_LOW", Failed).next(NewKey).documented(SPEC).because("nothing after conversion; another amount"),
    word(ERROR, "issue", "DECIMALS_NOT_SUPPORTED", Failed).next(NewKey).documented(SPEC).because("the amount has decimals that the currency has not"),
    word(ERROR, "issue", "DECIMAL_PRECISION", Failed).next(NewKey).documented(SPEC).because("the amount has too many decimals"),
    word(&[HttpStatus], "status", "409", Unknown).next(SameKey).documented(SPEC).because("an earlier call is in progress"),
    word(&[HttpStatus], "status", "422", Unknown).documented(SPEC).because("the issue in the body says more"),
    word(&[HttpStatus], "status", "5xx", Unknown).next(SameKey).documented(SPEC).because("may have succeeded"),
];

/// PayPal.
pub const PAYPAL: Gateway = Gateway::new("PayPal", "paypal", WORDS)
    .with_keys(
        KeyRules::new("PayPal-Request-Id")
            .lifetime(KeyLifetime::AtLeast(days_long(45)))
            .within("not published", "not published"),
    )
    .with_limits(
        RefundLimits::noted(
            "there is a greatest number and a time, neither published here; no part while a dispute is open; no amount means all that is left, so always send one",
            SPEC,
        )
        .parts_depend(),
    )
    .with_amounts(AmountRules::new(
        AmountForm::DecimalNumber,
        OtherCurrencies::AsIsoUnlessDisputed,
        &[CurrencyRow::new("JPY", 0, 1), CurrencyRow::new("TND", 3, 1)],
        SPEC,
    ))
    .after_timeout("within 45 days send again under the same `PayPal-Request-Id`; after that read the capture, or look for the `invoice_id`");
