//! UnionPay, the all-channel gateway. Its documents are pairs of names and values. In the answer of a query `respCode` is
//! about the query, and `origRespCode` about the refund.

use crate::gateway::AmountKind::AsAsked;
use crate::gateway::Meaning::{Processing, SaysNothing, Succeeded, Unknown};
use crate::gateway::WordPlace::{Answer, Query};
use crate::gateway::{
    AmountForm, AmountRules, CurrencyRow, Gateway, GatewayRow, KeyRules, OtherCurrencies,
    RefundLimits, word,
};

const SAMPLES: &str = "the samples of UnionPay's kit, as its users keep them";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(&[Answer], "respCode", "00", Processing).reported(SAMPLES).because("accepted, which does not mean success"),
    word(&[Answer], "respCode", "03", Unknown).reported(SAMPLES).because("timed out on the way: query it"),
    word(&[Answer], "respCode", "04", Unknown).reported(SAMPLES).because("not known: query it"),
    word(&[Answer], "respCode", "05", Unknown).reported(SAMPLES).because("accepted, not known: query it"),
    word(&[Query], "respCode", "00", SaysNothing).reported(SAMPLES).because("about the query; origRespCode is about the refund"),
    word(&[Query], "origRespCode", "00", Succeeded).amount(AsAsked).reported(SAMPLES).because("the refund was made"),
    word(&[Query], "origRespCode", "03", Unknown).reported(SAMPLES).because("not decided: query again"),
    word(&[Query], "origRespCode", "04", Unknown).reported(SAMPLES).because("not decided: query again"),
    word(&[Query], "origRespCode", "05", Unknown).reported(SAMPLES).because("not decided: query again"),
];

/// UnionPay, the all-channel gateway.
pub const UNIONPAY: Gateway = Gateway::new("UnionPay", "unionpay", WORDS)
    .with_keys(KeyRules::new("orderId").within("`merId`, `orderId` and `txnTime` together", "not published"))
    .ask_first()
    .with_limits(RefundLimits::noted("none was found; other codes are said to be failures, by users only, so they are unknown here", SAMPLES))
    .with_amounts(AmountRules::new(
        AmountForm::SmallestUnits,
        OtherCurrencies::NotTaken,
        &[CurrencyRow::new("CNY", 2, 1)],
        "whole fen",
    ))
    .after_timeout("query by `merId`, `orderId` and `txnTime` of the refund, and read `origRespCode`");
