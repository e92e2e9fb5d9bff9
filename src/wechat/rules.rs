//! WeChat's table: the actions possible on an after-sale order, one rule a line.
//!
//! Each line reads: *row*, in which *flow*, *from* which statuses, which *action*, *by* which actors,
//! *to* which status, on what *evidence*. The rows are explained one by one, with the platform's pages,
//! in `docs/wechat.md`.
//!
//! The table leaves out what the platform does not publish: the consequence when the buyer denies an
//! offline refund or stays silent (row W39), and any status beyond the 16 of the mini-shop.

use super::AfterSaleStatus::{self, *};
use crate::lifecycle::Action::*;
use crate::lifecycle::Actor::*;
use crate::lifecycle::Evidence::*;
use crate::lifecycle::{
    ANY_FLOW, Fact, Guard, Phase, REFUND_ONLY, RETURN_REFUND, Rule, Standing, rule, standing,
};

/// The rules, rows 1 to 41.
#[rustfmt::skip]
pub const RULES: &[Rule<AfterSaleStatus>] = &[
    // Opening, and the merchant's answer.
    rule("W1",  REFUND_ONLY,   &[],                     Apply,           &[Buyer],    MerchantProcessing,   Documented)
        .only_if(&[Guard::NoOtherCaseOpen]),
    rule("W1",  RETURN_REFUND, &[],                     Apply,           &[Buyer],    MerchantProcessing,   Documented)
        .only_if(&[Guard::OrderShipped, Guard::NoOtherCaseOpen]),
    rule("W2",  ANY_FLOW,      &[MerchantProcessing],   Modify,          &[Buyer],    MerchantProcessing,   Reported),
    rule("W3",  ANY_FLOW,      &[MerchantProcessing],   Cancel,          &[Buyer],    UserCanceld,          Inferred),
    rule("W4",  REFUND_ONLY,   &[MerchantProcessing],   AgreeToRefund,   &[Merchant], PlatformRefunding,    Documented)
        .starting_refund(),
    rule("W5",  RETURN_REFUND, &[MerchantProcessing],   AgreeToReturn,   &[Merchant], UserWaitReturn,       Documented),
    rule("W6",  REFUND_ONLY,   &[MerchantProcessing],   Refuse,          &[Merchant], MerchantRejectRefund, Reported)
        .only_if(&[Guard::NoDisputeOpen]),
    rule("W7",  RETURN_REFUND, &[MerchantProcessing],   Refuse,          &[Merchant], MerchantRejectReturn, Inferred)
        .only_if(&[Guard::NoDisputeOpen]),
    rule("W8",  REFUND_ONLY,   &[MerchantProcessing],   TimeRanOut,      &[Clock],    PlatformRefunding,    Documented)
        .starting_refund(),
    rule("W9",  RETURN_REFUND, &[MerchantProcessing],   TimeRanOut,      &[Clock],    UserWaitReturn,       Documented),
    rule("W10", REFUND_ONLY,   &[MerchantProcessing],   AgreeForMerchant, &[Platform], PlatformRefunding,   Documented)
        .only_if(&[Guard::OrderNotShipped])
        .starting_refund(),

    // The goods come back.
    rule("W11", RETURN_REFUND, &[UserWaitReturn],       ShipReturn,      &[Buyer],    MerchantWaitReceipt,  Documented)
        .making(&[(Fact::GoodsSent, true)]),
    rule("W12", RETURN_REFUND, &[UserWaitReturn],       TimeRanOut,      &[Clock],    ReturnClosed,         Documented),
    rule("W13", RETURN_REFUND, &[UserWaitReturn],       WaiveReturn,     &[Merchant], PlatformRefunding,    Inferred)
        .starting_refund(),
    rule("W14", RETURN_REFUND, &[UserWaitReturn],       Cancel,          &[Buyer],    UserCanceld,          Inferred),
    rule("W15", RETURN_REFUND, &[MerchantWaitReceipt],  RecallShipment,  &[Buyer],    UserWaitReturn,       Documented)
        .making(&[(Fact::GoodsSent, false)]),
    rule("W16", RETURN_REFUND, &[MerchantWaitReceipt],  AmendShipment,   &[Buyer],    MerchantWaitReceipt,  Documented),
    rule("W17", RETURN_REFUND, &[MerchantWaitReceipt],  ConfirmReceipt,  &[Merchant], PlatformRefunding,    Documented)
        .starting_refund(),
    rule("W18", RETURN_REFUND, &[MerchantWaitReceipt],  Refuse,          &[Merchant], MerchantRejectReturn, Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .also_seen(&[MerchantRejectRefund]),
    rule("W19", RETURN_REFUND, &[MerchantWaitReceipt],  TimeRanOut,      &[Clock],    PlatformRefunding,    Documented)
        .starting_refund(),

    // After a refusal or a lapse. Row 22 is the guard of row 20: not after the goods are sent.
    rule("W20", ANY_FLOW,      &[MerchantRejectRefund, MerchantRejectReturn], Modify, &[Buyer], MerchantProcessing, Reported)
        .only_if(&[Guard::GoodsNotSent]),
    rule("W21", RETURN_REFUND, &[ReturnClosed],         Modify,          &[Buyer],    MerchantProcessing,   Inferred),
    rule("W23", RETURN_REFUND, &[MerchantRejectRefund, MerchantRejectReturn], ShipReturn, &[Buyer], MerchantWaitReceipt, Inferred)
        .only_if(&[Guard::GoodsSent, Guard::WaybillWrong])
        .making(&[(Fact::WaybillWrong, false)]),
    rule("W24", REFUND_ONLY,   &[MerchantRejectRefund], Cancel,          &[Buyer],    UserCanceld,          Documented),
    rule("W24", RETURN_REFUND, &[MerchantRejectRefund, MerchantRejectReturn], Cancel, &[Buyer], UserCanceld,  Inferred),
    rule("W25", RETURN_REFUND, &[ReturnClosed],         TimeRanOut,      &[Clock],    UserCanceld,          Documented)
        .only_if(&[Guard::NoDisputeOpen]),
    rule("W26", ANY_FLOW,      &[MerchantRejectRefund, MerchantRejectReturn], TimeRanOut, &[Clock], UserCanceld, Inferred)
        .only_if(&[Guard::NoDisputeOpen]),
    rule("W27", ANY_FLOW,      &[MerchantRejectRefund], Escalate,        &[Buyer],    MerchantRejectRefund, Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)]),
    rule("W27", RETURN_REFUND, &[MerchantRejectReturn], Escalate,        &[Buyer],    MerchantRejectReturn, Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)]),
    rule("W27", RETURN_REFUND, &[ReturnClosed],         Escalate,        &[Buyer],    ReturnClosed,         Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)]),
    rule("W28", ANY_FLOW,      &[MerchantRejectRefund, MerchantRejectReturn, ReturnClosed], RuleForBuyer, &[Platform], PlatformRefunding, Documented)
        .only_if(&[Guard::DisputeOpen])
        .making(&[(Fact::DisputeOpen, false)])
        .starting_refund(),
    rule("W29", RETURN_REFUND, &[MerchantRejectReturn, ReturnClosed], RuleReturnFirst, &[Platform], UserWaitReturn, Documented)
        .only_if(&[Guard::DisputeOpen])
        .making(&[(Fact::DisputeOpen, false), (Fact::GoodsSent, false)]),
    rule("W30", ANY_FLOW,      &[MerchantRejectRefund, MerchantRejectReturn, ReturnClosed], RuleForMerchant, &[Platform], MerchantFail, Documented)
        .only_if(&[Guard::DisputeOpen])
        .making(&[(Fact::DisputeOpen, false)]),
    rule("W31", ANY_FLOW,      &[
        MerchantProcessing, MerchantRejectRefund, MerchantRejectReturn, UserWaitReturn, ReturnClosed,
        MerchantWaitReceipt, MerchantOverdueRefund, PlatformRefunding, PlatformRefundFail, UserWaitConfirm,
    ], ForceRefund, &[Platform], PlatformRefunding, Inferred)
        .starting_refund(),

    // The money goes back.
    rule("W32", REFUND_ONLY,   &[PlatformRefunding],    RefundSucceeded, &[Platform], MerchantRefundSuccess, Reported),
    rule("W33", RETURN_REFUND, &[PlatformRefunding],    RefundSucceeded, &[Platform], MerchantReturnSuccess, Reported),
    rule("W34", ANY_FLOW,      &[PlatformRefunding],    RefundFailed,    &[Platform], PlatformRefundFail,   Documented),
    rule("W35", ANY_FLOW,      &[PlatformRefundFail],   ProveOfflineRefund, &[Merchant], UserWaitConfirm,   Reported),
    rule("W36", ANY_FLOW,      &[PlatformRefundFail],   TimeRanOut,      &[Clock],    MerchantOverdueRefund, Documented),
    rule("W37", ANY_FLOW,      &[MerchantOverdueRefund], ProveOfflineRefund, &[Merchant], UserWaitConfirm,  Inferred),
    rule("W38", REFUND_ONLY,   &[UserWaitConfirm],      ConfirmOfflineRefund, &[Buyer], MerchantRefundSuccess, Reported),
    rule("W38", RETURN_REFUND, &[UserWaitConfirm],      ConfirmOfflineRefund, &[Buyer], MerchantReturnSuccess, Reported),
    rule("W40", ANY_FLOW,      &[PlatformRefundFail, MerchantOverdueRefund], Close, &[Platform], MerchantRefundRetryFail, Inferred),
    rule("W41", ANY_FLOW,      &[PlatformRefundFail],   RetryRefund,     &[Platform], PlatformRefunding,    Inferred)
        .starting_refund(),
];

/// The meaning of each status, and the flows to which it belongs.
#[rustfmt::skip]
pub const STANDINGS: &[Standing<AfterSaleStatus>] = &[
    standing(UserCanceld,             ANY_FLOW,      Phase::Withdrawn),
    standing(MerchantProcessing,      ANY_FLOW,      Phase::UnderReview),
    standing(MerchantRejectRefund,    ANY_FLOW,      Phase::Refused),
    standing(MerchantRejectReturn,    RETURN_REFUND, Phase::Refused),
    standing(UserWaitReturn,          RETURN_REFUND, Phase::WaitingForGoods),
    standing(ReturnClosed,            RETURN_REFUND, Phase::Lapsed),
    standing(MerchantWaitReceipt,     RETURN_REFUND, Phase::WaitingForReceipt),
    standing(MerchantOverdueRefund,   ANY_FLOW,      Phase::RefundFailed),
    standing(MerchantRefundSuccess,   REFUND_ONLY,   Phase::Refunded),
    standing(MerchantReturnSuccess,   RETURN_REFUND, Phase::Refunded),
    standing(PlatformRefunding,       ANY_FLOW,      Phase::Refunding),
    standing(PlatformRefundFail,      ANY_FLOW,      Phase::RefundFailed),
    standing(UserWaitConfirm,         ANY_FLOW,      Phase::WaitingForConfirmation),
    standing(MerchantRefundRetryFail, ANY_FLOW,      Phase::Closed),
    standing(MerchantFail,            ANY_FLOW,      Phase::Closed),
];

crate::impl_status!(AfterSaleStatus, published: |status| Some(status.code().into()));

crate::declare_lifecycle! {
    /// The lifecycle of a WeChat after-sale order.
    ///
    /// ```
    /// use aftersale::lifecycle::{Action, Actor, Flow, Position};
    /// use aftersale::wechat::{AfterSaleStatus, LIFECYCLE};
    ///
    /// let position = Position::at(Flow::ReturnRefund, AfterSaleStatus::ReturnClosed);
    /// let over = LIFECYCLE.next(&position, Actor::Clock, Action::TimeRanOut);
    /// assert_eq!(
    ///     over.unwrap_err().to_string(),
    ///     "the clock cannot expire at RETURN_CLOSED (return and refund): \
    ///      it is not known whether a dispute is open",
    /// );
    /// ```
    pub const LIFECYCLE: Lifecycle<AfterSaleStatus> = {
        platform: "WeChat",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[AftersalestatusInvalid],
    };
}
