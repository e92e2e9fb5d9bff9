//! Constructors of the commands and requests that most hosts send. What they leave out has its usual value; a struct
//! literal states it otherwise.

use alloc::vec::Vec;

use super::{
    Application, Ask, Bound, BuyerId, CaseId, Command, CommandId, EffectId, Offer, Order, OrderId,
    Outcome, Policy, ReceivedLine, RefundKey, RefundRef, Request, Shipment, Text,
};
use crate::lifecycle::{Actor, Flow};
use crate::money::Money;
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// The beginning of the ids of the clock's commands. No other actor's command can have such an id, since one that was
/// used before the deadline would bar the clock.
pub(super) const CLOCK_IDS: &str = "clock-";

impl Command {
    /// Returns a command of this buyer. The host must have authenticated the buyer: the engine takes the name as true.
    #[must_use]
    pub fn buyer(
        id: impl Into<CommandId>,
        order: impl Into<OrderId>,
        buyer: impl Into<BuyerId>,
        at: Timestamp,
        request: Request,
    ) -> Self {
        Self::new(id, order, Actor::Buyer, at, request).of_buyer(buyer)
    }

    /// Returns a command of the merchant. The host must have authenticated the merchant.
    #[must_use]
    pub fn merchant(
        id: impl Into<CommandId>,
        order: impl Into<OrderId>,
        at: Timestamp,
        request: Request,
    ) -> Self {
        Self::new(id, order, Actor::Merchant, at, request)
    }

    /// Returns a command of the platform: a ruling, or the gateway's report on a refund. Where the shop pays, the host
    /// speaks for its gateway.
    #[must_use]
    pub fn platform(
        id: impl Into<CommandId>,
        order: impl Into<OrderId>,
        at: Timestamp,
        request: Request,
    ) -> Self {
        Self::new(id, order, Actor::Platform, at, request)
    }

    /// Returns the command of a timer of the host that has gone off for this deadline of this case. It is its own id,
    /// so that a timer that goes off twice acts once.
    #[must_use]
    pub fn clock(
        order: impl Into<OrderId>,
        case: CaseId,
        deadline: Timestamp,
        at: Timestamp,
    ) -> Self {
        let id = alloc::format!("{CLOCK_IDS}{case}-{}", deadline.seconds());
        Self::new(id, order, Actor::Clock, at, Request::TimeRanOut { case, deadline })
    }
}

impl Request {
    /// Returns an application for money alone.
    #[must_use]
    pub fn refund_only(lines: impl IntoIterator<Item = Ask>) -> Self {
        let application = Application::of(lines.into_iter().collect());
        Self::Apply { flow: Flow::RefundOnly, application }
    }

    /// Returns an application for a refund after a return of the goods.
    #[must_use]
    pub fn return_and_refund(lines: impl IntoIterator<Item = Ask>) -> Self {
        let application = Application::of(lines.into_iter().collect());
        Self::Apply { flow: Flow::ReturnRefund, application }
    }

    /// Returns the merchant's agreement to refund this offer of a case.
    #[must_use]
    pub const fn agree_to_refund(case: CaseId, offer: Offer) -> Self {
        Self::AgreeToRefund { case, offer }
    }

    /// Returns the merchant's agreement to the return of the goods, with the address where they go.
    #[must_use]
    pub fn agree_to_return(case: CaseId, offer: Offer, address: impl Into<Text>) -> Self {
        Self::AgreeToReturn { case, offer, address: address.into() }
    }

    /// Returns the merchant's refusal of this offer of a case.
    #[must_use]
    pub fn refuse(case: CaseId, offer: Offer, reason: impl Into<Text>) -> Self {
        let reason = reason.into();
        Self::Refuse { case, offer, reason, evidence: Vec::new(), waybill_wrong: false }
    }

    /// Returns a request that withdraws a case.
    #[must_use]
    pub const fn cancel(case: CaseId) -> Self {
        Self::Cancel { case }
    }

    /// Returns the statement that what is known under the reference is this refund.
    #[must_use]
    pub fn identify_refund(refund: impl Into<RefundKey>, reference: impl Into<RefundKey>) -> Self {
        Self::IdentifyRefund { refund: refund.into(), reference: reference.into() }
    }

    /// Returns the buyer's statement of the parcel with which the goods come back.
    #[must_use]
    pub fn ship_return(case: CaseId, carrier: impl Into<Text>, waybill: impl Into<Text>) -> Self {
        let shipment = Shipment { carrier: carrier.into(), waybill: waybill.into() };
        Self::ShipReturn { case, shipment }
    }

    /// Returns the merchant's receipt of the goods of a case, line by line.
    #[must_use]
    pub fn confirm_receipt(
        case: CaseId,
        offer: Offer,
        goods: impl IntoIterator<Item = ReceivedLine>,
    ) -> Self {
        Self::ConfirmReceipt { case, offer, goods: goods.into_iter().collect() }
    }

    /// Returns the gateway's report that a refund has succeeded with this amount, as of this time.
    #[must_use]
    pub fn refunded(key: impl Into<RefundKey>, amount: Money, as_of: Timestamp) -> Self {
        Self::report(key.into(), Outcome::Succeeded(amount), as_of)
    }

    /// Returns the gateway's report that a refund has failed for certain, as of this time.
    #[must_use]
    pub fn refund_failed(key: impl Into<RefundKey>, as_of: Timestamp) -> Self {
        Self::report(key.into(), Outcome::Failed, as_of)
    }

    /// Returns the report that the outcome of a refund is not known: no answer came, or one that does not say.
    #[must_use]
    pub fn refund_unknown(key: impl Into<RefundKey>, as_of: Timestamp) -> Self {
        Self::report(key.into(), Outcome::Unknown, as_of)
    }

    /// Returns the gateway's report that it is processing a refund, as of this time.
    #[must_use]
    pub fn refund_processing(key: impl Into<RefundKey>, as_of: Timestamp) -> Self {
        Self::report(key.into(), Outcome::Processing, as_of)
    }

    /// Returns the gateway's report that this amount of a refund came back, as of this time.
    #[must_use]
    pub fn refund_reversed(key: impl Into<RefundKey>, amount: Money, as_of: Timestamp) -> Self {
        Self::report(key.into(), Outcome::Reversed(amount), as_of)
    }

    fn report(key: RefundKey, outcome: Outcome, as_of: Timestamp) -> Self {
        Self::ReportRefund { refund: RefundRef::Key(key), outcome, as_of }
    }

    /// Returns the host's statement that these effects have been carried out.
    #[must_use]
    pub fn acknowledge(effects: impl IntoIterator<Item = EffectId>) -> Self {
        Self::Acknowledge { effects: effects.into_iter().collect() }
    }
}

impl Application {
    /// Returns an application for everything that is still refundable of an order: all units that are left with what
    /// they are worth, the money that is left of lines whose units are gone, and the shipping.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // Two teas, the cup and the shipping.
    /// let everything = Application::everything(&order);
    /// let quote = order.quote(Flow::RefundOnly, &everything.lines, everything.shipping);
    /// assert_eq!(quote.map(|quote| quote.total), Ok(fen(4_000)));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn everything<P: Policy>(order: &Order<P>) -> Self {
        let refundable = order.refundable();
        let mut rest = refundable.order;
        let mut lines = Vec::new();
        for line in &refundable.lines {
            let amount = line.amount.min(rest);
            rest = rest.saturating_sub(amount);
            let units = (line.units > Quantity::ZERO).then_some(line.units);
            // The worth of the units is asked for, unless the order has less.
            let is_less = line.bound == Bound::Order || amount < line.amount || units.is_none();
            let is_asked = amount.is_positive() || (units.is_some() && !is_less);
            if is_asked {
                let amount = is_less.then_some(amount);
                lines.push(Ask { line: line.line.clone(), units, amount });
            }
        }
        let shipping = Some(refundable.shipping.min(rest)).filter(|amount| amount.is_positive());
        Self { shipping, ..Self::of(lines) }
    }
}
