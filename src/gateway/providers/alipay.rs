//! Alipay, the open platform's `alipay.trade.refund` and its query. Signatures are verified by the host.

use core::time::Duration;

use crate::gateway::AmountKind::{AsAsked, RunningTotal, Stated};
use crate::gateway::Meaning::{Failed, SaysNothing, Succeeded, Unknown};
use crate::gateway::NextTry::{NeverAgain, SameKey};
use crate::gateway::WordPlace::{Answer, Query, RequestError, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyLifetime, KeyRules,
    OtherCurrencies, QuerySchedule, RefundLimits, WordPlace, word,
};
use crate::time::hours_long;

const REFUND: &str = "a copy of opendocs.alipay.com, alipay.trade.refund";
const QUERYING: &str = "a copy of opendocs.alipay.com, alipay.trade.fastpay.refund.query";
const DEPOSIT_BACK: &str =
    "a copy of opendocs.alipay.com, alipay.trade.refund.depositback.completed";
const NOTICES: &str = "an open-source payment system that takes refund_fee for the refund's amount";

const ERROR: &[WordPlace] = &[RequestError];
const TO_CARD: &[WordPlace] = &[Query, Webhook];

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(&[Answer, Query], "code", "10000", SaysNothing).documented(REFUND).because("the call worked, which is not a refund"),
    word(&[Answer], "fund_change", "Y", Succeeded).amount(AsAsked).documented(REFUND).because("money moved now; refund_fee is the total of the trade, not this amount"),
    word(&[Answer], "fund_change", "N", Unknown).documented(REFUND).because("also when a refund that was made is sent again: query it"),
    word(&[Query], "refund_status", "REFUND_SUCCESS", Succeeded).amount(Stated).documented(QUERYING).because("the amount is refund_amount; without the field a refund is unknown"),
    word(ERROR, "sub_code", "ACQ.SYSTEM_ERROR", Unknown).next(SameKey).documented(REFUND).because("either; send again with the same key and the same amount"),
    word(ERROR, "sub_code", "ACQ.DISCORDANT_REPEAT_REQUEST", Unknown).documented(REFUND).because("the first refund under this key succeeded, with another amount: query it and book that"),
    word(ERROR, "sub_code", "ACQ.SELLER_BALANCE_NOT_ENOUGH", Failed).next(SameKey).documented(REFUND).because("nothing moved; top up and send again"),
    word(ERROR, "sub_code", "ACQ.TRADE_HAS_FINISHED", Failed).next(NeverAgain).needs_person().documented(REFUND).because("past the time for refunds; only by another way"),
    word(ERROR, "sub_code", "ACQ.TRADE_HAS_CLOSE", Unknown).documented(REFUND).because("not paid, or refunded in full already: query it"),
    word(TO_CARD, "dback_status", "S", Succeeded).amount(AsAsked).documented(DEPOSIT_BACK).because("arrived at the buyer's bank card"),
    word(TO_CARD, "dback_status", "P", Succeeded).amount(AsAsked).documented(DEPOSIT_BACK).because("refunded, on its way to the bank card"),
    word(TO_CARD, "dback_status", "F", Succeeded).amount(AsAsked).documented(DEPOSIT_BACK).because("not to the card, so it goes to the buyer's Alipay balance; no reversal"),
    word(&[Webhook], "trade_status", "TRADE_SUCCESS", SaysNothing).amount(RunningTotal).reported(NOTICES).because("about the trade; refund_fee beside it is the total of its refunds"),
    word(&[Webhook], "trade_status", "TRADE_CLOSED", SaysNothing).amount(RunningTotal).reported(NOTICES).because("about the trade, unpaid or refunded in full; refund_fee is the total"),
];

/// Alipay.
pub const ALIPAY: Gateway = Gateway::new("Alipay", "alipay", WORDS)
    .with_keys(
        KeyRules::new("out_request_no")
            .length(1, Some(64))
            .lifetime(KeyLifetime::Unlimited)
            .within("the trade; without it the key is the trade's own number", "ACQ.DISCORDANT_REPEAT_REQUEST"),
    )
    .ask_first()
    .with_limits(
        RefundLimits::noted(
            "the time for refunds is in the contract; a coupon can forbid parts; never mix with Alipay's other refund products, which share no keys",
            REFUND,
        )
        .apart(Duration::from_secs(3))
        .parts_depend(),
    )
    .with_amounts(AmountRules::new(
        AmountForm::DecimalNumber,
        OtherCurrencies::NotTaken,
        &[CurrencyRow::new("CNY", 2, 1)],
        "yuan as text with two places",
    ))
    .with_queries(QuerySchedule::new(
        &[
            Duration::from_secs(10),
            Duration::from_secs(60),
            Duration::from_secs(5 * 60),
            Duration::from_secs(10 * 60),
            Duration::from_secs(30 * 60),
        ],
        hours_long(1),
        hours_long(24),
        "not before 10 seconds, as the query's page says; the rest is chosen by this crate",
    ))
    .after_timeout("wait 10 seconds at least, then query; if the status is absent, and again some time later, send again with the same key and the same amount");
