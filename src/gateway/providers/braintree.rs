//! Braintree: a refund is a transaction of its own, with a status in small letters (in GraphQL in capitals). There are no keys.

use crate::gateway::AmountKind::{AsAsked, Stated};
use crate::gateway::Meaning::{Failed, Processing, SaysNothing, Succeeded, Unknown};
use crate::gateway::NextTry::{NeverAgain, NewKey};
use crate::gateway::WordPlace::{Answer, Query, RequestError, Webhook};
use crate::gateway::{
    AmountForm, AmountRules, Gateway, GatewayRow, OtherCurrencies, RefundLimits, WordPlace, word,
};

const REFUNDED: &[WordPlace] = &[Answer, Query, Webhook];
/// A code stands in an answer, and in the transaction.
const CODE: &[WordPlace] = &[RequestError, Query];
const FIELD: &str = "processorSettlementResponseCode";

const REFUND: &str = "developer.paypal.com/braintree/docs/reference/request/transaction/refund";
const CODES: &str = "developer.paypal.com/braintree/docs/reference/general/processor-responses/settlement-responses";
const SWITCH: &str = "an open-source payment switch, and Braintree's list of statuses";

#[rustfmt::skip]
const WORDS: &[GatewayRow] = &[
    word(&[Answer], "success", "true", SaysNothing).documented(REFUND).because("the refund is a transaction now, and its status says"),
    word(&[Answer], "success", "false", Failed).next(NewKey).documented(REFUND).because("refused; the code may say more, and outranks this"),
    word(REFUNDED, "status", "submitted_for_settlement", Processing).documented(REFUND).because("on its way; settlement can be declined"),
    word(REFUNDED, "status", "settlement_pending", Processing).reported(SWITCH).because("on its way; settlement can be declined"),
    word(REFUNDED, "status", "settling", Processing).documented(REFUND).because("on its way; settlement can be declined"),
    word(REFUNDED, "status", "settled", Succeeded).amount(Stated).documented(REFUND).because("final"),
    word(REFUNDED, "status", "settlement_declined", Failed).takes_back(AsAsked).next(NewKey).documented(CODES).because("nothing was paid; whoever booked it before has to take it back"),
    word(REFUNDED, "status", "processor_declined", Failed).next(NewKey).reported(SWITCH).because("refused"),
    word(REFUNDED, "status", "gateway_rejected", Failed).next(NewKey).reported(SWITCH).because("refused"),
    word(REFUNDED, "status", "failed", Failed).next(NewKey).reported(SWITCH).because("refused"),
    word(REFUNDED, "status", "SUBMITTED_FOR_SETTLEMENT", Processing).documented(REFUND).because("the same, in GraphQL"),
    word(REFUNDED, "status", "SETTLEMENT_PENDING", Processing).reported(SWITCH).because("the same, in GraphQL"),
    word(REFUNDED, "status", "SETTLING", Processing).documented(REFUND).because("the same, in GraphQL"),
    word(REFUNDED, "status", "SETTLED", Succeeded).amount(Stated).documented(REFUND).because("the same, in GraphQL"),
    word(REFUNDED, "status", "SETTLEMENT_DECLINED", Failed).takes_back(AsAsked).next(NewKey).documented(CODES).because("the same, in GraphQL"),
    word(REFUNDED, "status", "PROCESSOR_DECLINED", Failed).next(NewKey).reported(SWITCH).because("the same, in GraphQL"),
    word(REFUNDED, "status", "GATEWAY_REJECTED", Failed).next(NewKey).reported(SWITCH).because("the same, in GraphQL"),
    word(REFUNDED, "status", "FAILED", Failed).next(NewKey).reported(SWITCH).because("the same, in GraphQL"),
    word(CODE, FIELD, "4001", Failed).next(NewKey).documented(CODES).because("settlement declined"),
    word(CODE, FIELD, "4004", Unknown).documented(CODES).because("already refunded, which may be one's own refund whose answer was lost"),
    word(CODE, FIELD, "4019", Failed).next(NewKey).documented(CODES).because("a case is open at the processor"),
    word(CODE, FIELD, "4020", Failed).next(NeverAgain).needs_person().documented(CODES).because("as many tries as are permitted"),
];

/// Braintree.
pub const BRAINTREE: Gateway = Gateway::new("Braintree", "braintree", WORDS)
    .with_limits(
        RefundLimits::noted(
            "only while the payment is settling or settled; before that a void, which is of the whole; no amount means all, so always send one",
            REFUND,
        )
        .parts_depend(),
    )
    .with_amounts(AmountRules::new(
        AmountForm::DecimalNumber,
        OtherCurrencies::AsIsoUnlessDisputed,
        &[],
        REFUND,
    ))
    .after_timeout("search the refund among the transactions of the payment before anything is sent again; there are no keys");
