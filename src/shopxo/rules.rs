//! ShopXO's table: the actions possible on an after-sale (订单售后), one rule a line.
//!
//! Each line reads: *row*, in which *flow*, *from* which statuses, which *action*, *by* which actors,
//! *to* which status, on what *evidence*. The rows are explained in `docs/shopxo.md`.
//!
//! ShopXO's *audit* is one operation: it pays and then completes the case. Here it is three lines of
//! the same row, because a refund takes time: the merchant agrees, and then the outcome of the refund
//! is reported. While the refund is under way the merchant cannot agree again or refuse, and no side
//! can cancel; these guards are ours. ShopXO treats the audit as instantaneous and does not check in
//! between, and so pays twice.
//!
//! *Delete* removes a refused or cancelled case from the lists and leads to no status, so it is not a
//! rule (row X8).

use super::AfterSaleStatus::{self, *};
use crate::lifecycle::Action::*;
use crate::lifecycle::Actor::*;
use crate::lifecycle::Evidence::*;
use crate::lifecycle::{
    ANY_FLOW, Fact, Guard, Phase, REFUND_ONLY, RETURN_REFUND, Rule, Standing, rule, standing,
};

/// The rules, rows 1 to 7.
#[rustfmt::skip]
pub const RULES: &[Rule<AfterSaleStatus>] = &[
    rule("X1", REFUND_ONLY,   &[],              Apply,           &[Buyer],    ToBeReviewed,  Documented)
        .only_if(&[Guard::NoOtherCaseOpen]),
    rule("X2", RETURN_REFUND, &[],              Apply,           &[Buyer],    ToBeConfirmed, Documented)
        .only_if(&[Guard::NoOtherCaseOpen]),
    rule("X3", RETURN_REFUND, &[ToBeConfirmed], AgreeToReturn,   &[Merchant], ToBeReturned,  Documented),
    rule("X4", RETURN_REFUND, &[ToBeReturned],  ShipReturn,      &[Buyer],    ToBeReviewed,  Documented)
        .making(&[(Fact::GoodsSent, true)]),
    rule("X5", ANY_FLOW,      &[ToBeReviewed],  AgreeToRefund,   &[Merchant], ToBeReviewed,  Documented)
        .only_if(&[Guard::NoRefundUnderWay])
        .starting_refund(),
    rule("X5", ANY_FLOW,      &[ToBeReviewed],  RefundSucceeded, &[Platform], Completed,     Documented)
        .only_if(&[Guard::RefundUnderWay]),
    rule("X5", ANY_FLOW,      &[ToBeReviewed],  RefundFailed,    &[Platform], ToBeReviewed,  Documented)
        .only_if(&[Guard::RefundUnderWay]),
    rule("X6", ANY_FLOW,      &[ToBeConfirmed], Refuse,          &[Merchant], Rejected,      Documented),
    rule("X6", ANY_FLOW,      &[ToBeReviewed],  Refuse,          &[Merchant], Rejected,      Documented)
        .only_if(&[Guard::NoRefundUnderWay]),
    rule("X7", ANY_FLOW,      &[ToBeConfirmed, ToBeReturned, Rejected], Cancel, &[Buyer, Merchant], Cancelled, Documented),
    rule("X7", ANY_FLOW,      &[ToBeReviewed],  Cancel,          &[Buyer, Merchant], Cancelled, Documented)
        .only_if(&[Guard::NoRefundUnderWay]),
];

/// The meaning of each status.
///
/// All of them belong to both flows: ShopXO's operations look at the type in two places only (rows X3
/// and X4). No operation brings a refund-only case to 0 or 1; one that was put there by hand in the
/// database can be refused (0) and cancelled (0 and 1).
#[rustfmt::skip]
pub const STANDINGS: &[Standing<AfterSaleStatus>] = &[
    standing(ToBeConfirmed, RETURN_REFUND, Phase::UnderReview),
    standing(ToBeConfirmed, REFUND_ONLY,   Phase::UnderReview).only_adopted(),
    standing(ToBeReturned,  RETURN_REFUND, Phase::WaitingForGoods),
    standing(ToBeReturned,  REFUND_ONLY,   Phase::WaitingForGoods).only_adopted(),
    standing(ToBeReviewed,  REFUND_ONLY,   Phase::UnderReview),
    standing(ToBeReviewed,  RETURN_REFUND, Phase::WaitingForReceipt),
    standing(Completed,     ANY_FLOW,      Phase::Refunded),
    standing(Rejected,      ANY_FLOW,      Phase::Refused),
    standing(Cancelled,     ANY_FLOW,      Phase::Withdrawn),
];

crate::impl_status!(AfterSaleStatus, published: |status| Some(status.code().into()));

crate::declare_lifecycle! {
    /// The lifecycle of a ShopXO after-sale.
    ///
    /// ```
    /// use aftersale::lifecycle::{Action, Actor, Fact, Flow, Position};
    /// use aftersale::shopxo::{AfterSaleStatus, LIFECYCLE};
    ///
    /// let review = Position::at(Flow::RefundOnly, AfterSaleStatus::ToBeReviewed);
    /// let agreed = review.knowing(Fact::RefundUnderWay, true);
    /// let second_click = LIFECYCLE.next(&agreed, Actor::Merchant, Action::AgreeToRefund);
    /// assert_eq!(
    ///     second_click.unwrap_err().to_string(),
    ///     "the merchant cannot agree to the refund at TO_BE_REVIEWED (refund only): \
    ///      a refund is under way",
    /// );
    /// ```
    pub const LIFECYCLE: Lifecycle<AfterSaleStatus> = {
        platform: "ShopXO",
        rules: RULES,
        standings: STANDINGS,
        without_rules: &[],
    };
}
