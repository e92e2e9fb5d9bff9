//! The Channels shop's table: the mini-shop's rules, and what is different, one rule a line.
//!
//! The rows `W1` to `W41` are the mini-shop's ([`wechat::rules`](crate::wechat::rules), `docs/wechat.md`), in the words of the
//! Channels shop. What the Channels shop has in another way, or besides, is all here: [`LEFT_OUT`] and [`ADDED`], whose rows
//! `C1` to `C30` are explained one by one, with the platform's pages, in `docs/channels_rules.md`. A line reads: *row*, in
//! which *flow*, *from* which statuses, which *action*, *by* which actors, *to* which status, on what *evidence*.
//!
//! The table leaves out what no source tells; that page lists it. Above all it has no rules for the statuses of reships, whose
//! names are not published, and none for what a fast exchange shows on the way.

use super::AfterSaleStatus::{self, *};
use super::shared_rules::{SHARED_STANDINGS, number_of_shared, rules_with, standings_with};
use crate::lifecycle::Action::*;
use crate::lifecycle::Actor::*;
use crate::lifecycle::Evidence::*;
use crate::lifecycle::{
    ANY_FLOW, EXCHANGE, Fact, Flow, Guard, Phase, REFUND_ONLY, RETURN_REFUND, Rule, Standing, rule,
    standing,
};

/// The flows without money.
const NO_MONEY: &[Flow] = &[Flow::Exchange, Flow::Reship];
/// The flows in which goods come back.
const GOODS_BACK: &[Flow] = &[Flow::ReturnRefund, Flow::Exchange];
/// All but the reship flow, of whose course nearly nothing is published.
const NO_RESHIP: &[Flow] = &[Flow::RefundOnly, Flow::ReturnRefund, Flow::Exchange];

/// The rows of the mini-shop that the Channels shop has in another way.
///
/// - `W1`: here the platform opens cases too (`C1`).
/// - `W27`: here a status may show that the platform is at work on a dispute (`C25`).
pub const LEFT_OUT: &[&str] = &["W1", "W27"];

/// The rules that the Channels shop has in the place of those, or besides.
#[rustfmt::skip]
pub const ADDED: &[Rule<AfterSaleStatus>] = &[
    // Opening. C2 and C3 are for exchanges and reships what W1 and W3 are for refunds and returns.
    rule("C1",  REFUND_ONLY,   &[],                      Apply,           &[Buyer, Platform], MerchantProcessing, Documented)
        .only_if(&[Guard::NoOtherCaseOpen]),
    rule("C1",  RETURN_REFUND, &[],                      Apply,           &[Buyer, Platform], MerchantProcessing, Documented)
        .only_if(&[Guard::OrderShipped, Guard::NoOtherCaseOpen]),
    rule("C2",  NO_MONEY,      &[],                      Apply,           &[Buyer],    MerchantProcessing,    Inferred)
        .only_if(&[Guard::NoOtherCaseOpen]),
    rule("C3",  NO_MONEY,      &[MerchantProcessing],    Cancel,          &[Buyer],    UserCanceld,           Inferred),

    // Negotiation. The old type and the old amount hold until the buyer agrees.
    rule("C4",  NO_RESHIP,     &[MerchantProcessing],    ProposeTerms,    &[Merchant], UserWaitConfirmUpdate, Documented),
    rule("C5",  REFUND_ONLY,   &[UserWaitConfirmUpdate], AcceptProposal,  &[Buyer],    PlatformRefunding,     Documented)
        .starting_refund(),
    rule("C5",  RETURN_REFUND, &[UserWaitConfirmUpdate], AcceptProposal,  &[Buyer],    PlatformRefunding,     Documented)
        .turning_into(Flow::RefundOnly)
        .starting_refund(),
    rule("C6",  REFUND_ONLY,   &[UserWaitConfirmUpdate], DeclineProposal, &[Buyer],    MerchantProcessing,    Documented),
    rule("C6",  GOODS_BACK,    &[UserWaitConfirmUpdate], DeclineProposal, &[Buyer],    MerchantProcessing,    Inferred),
    rule("C7",  NO_RESHIP,     &[UserWaitConfirmUpdate], TimeRanOut,      &[Clock],    MerchantProcessing,    Inferred),
    rule("C8",  NO_RESHIP,     &[UserWaitConfirmUpdate], Cancel,          &[Buyer],    UserCanceld,           Inferred),

    // Cases that the merchant opens for the buyer.
    rule("C9",  Flow::ALL,     &[],                      ApplyForBuyer,   &[Merchant], UserWaitHandleMerchantAfterSale, Inferred)
        .only_if(&[Guard::NoOtherCaseOpen]),
    rule("C10", REFUND_ONLY,   &[UserWaitHandleMerchantAfterSale], AcceptProposal,  &[Buyer], PlatformRefunding, Documented)
        .starting_refund(),
    rule("C11", GOODS_BACK,    &[UserWaitHandleMerchantAfterSale], AcceptProposal,  &[Buyer], UserWaitReturn,    Inferred),
    rule("C12", Flow::ALL,     &[UserWaitHandleMerchantAfterSale], DeclineProposal, &[Buyer], UserCanceld,       Inferred),

    // The parcel to the buyer is stopped on its way.
    rule("C13", REFUND_ONLY,   &[MerchantProcessing],    InterceptParcel,   &[Merchant], WaitPackageIntercept, Inferred),
    rule("C14", REFUND_ONLY,   &[WaitPackageIntercept],  ParcelIntercepted, &[Platform], PlatformRefunding,    Documented)
        .starting_refund(),

    // Exchange: the goods come back, then others are sent.
    rule("C15", EXCHANGE,      &[MerchantProcessing],    AgreeToReturn,   &[Merchant], UserWaitReturn,        Documented),
    rule("C16", EXCHANGE,      &[MerchantProcessing],    Refuse,          &[Merchant], MerchantRejectExchange, Inferred)
        .only_if(&[Guard::NoDisputeOpen]),
    rule("C17", EXCHANGE,      &[UserWaitReturn],        ShipReturn,      &[Buyer],    MerchantWaitReceipt,   Inferred)
        .making(&[(Fact::GoodsSent, true)]),
    rule("C18", EXCHANGE,      &[UserWaitReturn],        Cancel,          &[Buyer],    UserCanceld,           Inferred),
    rule("C19", EXCHANGE,      &[MerchantWaitReceipt],   ShipExchange,    &[Merchant], UserWaitReceipt,       Inferred),
    rule("C20", EXCHANGE,      &[MerchantWaitReceipt],   Refuse,          &[Merchant], MerchantRejectReship,  Inferred),
    rule("C21", EXCHANGE,      &[UserWaitReceipt],       ConfirmExchange, &[Buyer],    MerchantExchangeSuccess, Inferred),
    rule("C22", EXCHANGE,      &[MerchantRejectExchange], Cancel,         &[Buyer],    UserCanceld,           Inferred),
    rule("C23", EXCHANGE,      &[MerchantRejectExchange, MerchantRejectReship], TimeRanOut, &[Clock], UserCanceld, Inferred)
        .only_if(&[Guard::NoDisputeOpen]),

    // Disputes. The platform itself begins one at review (C24); the buyer begins one after a refusal or a lapse (C25).
    rule("C24", NO_RESHIP,     &[MerchantProcessing],    Escalate,        &[Platform], MerchantProcessing,    Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)])
        .also_seen(&[PlatformProcessing]),
    rule("C25", ANY_FLOW,      &[MerchantRejectRefund],  Escalate,        &[Buyer],    MerchantRejectRefund,  Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)])
        .also_seen(&[PlatformProcessing]),
    rule("C25", RETURN_REFUND, &[MerchantRejectReturn],  Escalate,        &[Buyer],    MerchantRejectReturn,  Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)])
        .also_seen(&[PlatformProcessing]),
    rule("C25", RETURN_REFUND, &[ReturnClosed],          Escalate,        &[Buyer],    ReturnClosed,          Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)])
        .also_seen(&[PlatformProcessing]),
    rule("C25", EXCHANGE,      &[MerchantRejectExchange], Escalate,       &[Buyer],    MerchantRejectExchange, Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)])
        .also_seen(&[PlatformProcessing]),
    rule("C25", EXCHANGE,      &[MerchantRejectReship],  Escalate,        &[Buyer],    MerchantRejectReship,  Inferred)
        .only_if(&[Guard::NoDisputeOpen])
        .making(&[(Fact::DisputeOpen, true)])
        .also_seen(&[PlatformProcessing]),
    rule("C26", ANY_FLOW,      &[MerchantProcessing, PlatformProcessing], RuleForBuyer, &[Platform], PlatformRefunding, Inferred)
        .only_if(&[Guard::DisputeOpen])
        .making(&[(Fact::DisputeOpen, false)])
        .starting_refund(),
    rule("C27", GOODS_BACK,    &[MerchantProcessing, MerchantRejectExchange, PlatformProcessing], RuleReturnFirst, &[Platform], UserWaitReturn, Inferred)
        .only_if(&[Guard::DisputeOpen])
        .making(&[(Fact::DisputeOpen, false), (Fact::GoodsSent, false)]),
    rule("C28", NO_RESHIP,     &[MerchantProcessing, PlatformProcessing], RuleForMerchant, &[Platform], MerchantFail, Inferred)
        .only_if(&[Guard::DisputeOpen])
        .making(&[(Fact::DisputeOpen, false)]),
    rule("C29", EXCHANGE,      &[MerchantRejectExchange, MerchantRejectReship], RuleForMerchant, &[Platform], MerchantFail, Inferred)
        .only_if(&[Guard::DisputeOpen])
        .making(&[(Fact::DisputeOpen, false)]),
    rule("C30", ANY_FLOW,      &[
        UserWaitConfirmUpdate, UserWaitHandleMerchantAfterSale, WaitPackageIntercept, PlatformProcessing,
    ], ForceRefund, &[Platform], PlatformRefunding, Inferred)
        .starting_refund(),
];

/// The meanings of the statuses that the Channels shop has besides, and of shared ones in its other flows.
#[rustfmt::skip]
pub const ADDED_STANDINGS: &[Standing<AfterSaleStatus>] = &[
    standing(UserCanceld,             NO_MONEY,      Phase::Withdrawn),
    standing(MerchantProcessing,      NO_MONEY,      Phase::UnderReview),
    standing(UserWaitReturn,          EXCHANGE,      Phase::WaitingForGoods),
    standing(MerchantWaitReceipt,     EXCHANGE,      Phase::WaitingForReceipt),
    standing(MerchantFail,            EXCHANGE,      Phase::Closed),
    standing(UserWaitConfirmUpdate,   NO_RESHIP,     Phase::WaitingForAnswer),
    standing(UserWaitHandleMerchantAfterSale, Flow::ALL, Phase::WaitingForAnswer),
    standing(WaitPackageIntercept,    REFUND_ONLY,   Phase::WaitingForInterception),
    standing(MerchantRejectExchange,  EXCHANGE,      Phase::Refused),
    standing(MerchantRejectReship,    EXCHANGE,      Phase::Refused),
    standing(UserWaitReceipt,         EXCHANGE,      Phase::WaitingForNewGoods),
    standing(MerchantExchangeSuccess, EXCHANGE,      Phase::Fulfilled),
    standing(PlatformProcessing,      NO_RESHIP,     Phase::InDispute),
];

/// All rules: the shared ones, and behind them [`ADDED`].
pub const RULES: &[Rule<AfterSaleStatus>] =
    &rules_with::<{ number_of_shared(LEFT_OUT) + ADDED.len() }>(LEFT_OUT, ADDED);

/// The meaning of each status, and the flows to which it belongs: the shared ones, and behind them [`ADDED_STANDINGS`].
pub const STANDINGS: &[Standing<AfterSaleStatus>] =
    &standings_with::<{ SHARED_STANDINGS + ADDED_STANDINGS.len() }>(ADDED_STANDINGS);

crate::impl_status!(AfterSaleStatus);

crate::declare_lifecycle! {
    /// The lifecycle of an after-sale order of the Channels shop.
    ///
    /// ```
    /// use aftersale::channels::{AfterSaleStatus, LIFECYCLE};
    /// use aftersale::lifecycle::{Action, Actor, Flow, Phase, Position};
    ///
    /// let asked = Position::at(Flow::ReturnRefund, AfterSaleStatus::UserWaitConfirmUpdate);
    /// assert_eq!(LIFECYCLE.phase_at(&asked), Some(Phase::WaitingForAnswer));
    ///
    /// // A return is negotiated into a refund.
    /// let agreed = LIFECYCLE.next(&asked, Actor::Buyer, Action::AcceptProposal)?;
    /// assert_eq!((agreed.flow, agreed.to), (Flow::RefundOnly, AfterSaleStatus::PlatformRefunding));
    /// assert_eq!(agreed.rule.row, "C5");
    /// # Ok::<(), aftersale::lifecycle::TableRefusal<AfterSaleStatus>>(())
    /// ```
    pub const LIFECYCLE: Lifecycle<AfterSaleStatus> = {
        platform: "WeChat Channels shop",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}
