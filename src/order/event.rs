//! Events, which record what has happened to an order, and effects, which the host has to carry out.
//!
//! One accepted command makes one event, which holds everything that followed from it. So an event
//! cannot be stored by halves. The host keeps events for ever and in order; applied one after the other they
//! make the state of the order, and no rule is consulted again for that (I23).

use alloc::string::String;
use alloc::vec::Vec;

use super::{
    Adopted, Anomaly, BuyerId, CaseId, Claim, CommandId, Condition, Discrepancy, EffectId, LineId,
    OrderFacts, OrderId, Parts, PaymentId, PaymentNumber, ReceivedLine, Refund, RefundKey,
    RefundNumber, Request, Share, Stage, Version,
};
use crate::lifecycle::{Action, Actor, Flow, KnownFacts, Phase};
use crate::money::Amount;
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// One thing that happened to an order.
///
/// ```
#[doc = include_str!("example.md")]
/// let agreed = events.last().ok_or("three events")?;
/// assert_eq!((agreed.version, agreed.at), (Version::new(3), now));
/// let accepted = agreed.accepted().ok_or("the first event alone is an opening")?;
/// assert_eq!((accepted.command.as_str(), accepted.by), ("c-2", Actor::Merchant));
/// assert_eq!(accepted.request, agree);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct Event<S> {
    /// The order.
    pub order: OrderId,
    /// The order's version after the event. The first event has 1, and each has one more than the last.
    pub version: Version,
    /// The time of the command.
    pub at: Timestamp,
    /// The opening, or the accepted command with its changes.
    pub kind: EventKind<S>,
}

/// The content of an event.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "snake_case", bound = "S: crate::lifecycle::Status")
)]
#[allow(clippy::large_enum_variant, reason = "almost every event is an accepted command")]
pub enum EventKind<S> {
    /// The order was opened for after-sales.
    Opened(Opening),
    /// A command was accepted.
    Accepted(AcceptedCommand<S>),
}

/// The facts of an order when after-sales began, and what was worked out from them.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Opening {
    /// The order.
    pub facts: OrderFacts,
    /// The frozen share of each line in what was paid, in the order of the lines.
    pub shares: Vec<Share>,
    /// The facts that do not agree with each other.
    pub discrepancies: Vec<Discrepancy>,
    /// The number of command ids that the order remembers.
    pub remembered: u32,
    /// The name of the policy under which the order was opened.
    pub policy: String,
}

/// A command that was accepted, with all that followed from it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct AcceptedCommand<S> {
    /// The command.
    pub command: CommandId,
    /// The digest of the command, by which a duplicate is recognized.
    pub digest: Digest,
    /// The actor.
    pub by: Actor,
    /// The buyer in whose name it was given, if one was named.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub buyer: Option<BuyerId>,
    /// The request.
    pub request: Request,
    /// All that changed, in this order.
    pub changes: Vec<Change<S>>,
}

/// The content of a command in 64 bits: two commands of one content have the same digest.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Digest(
    #[cfg_attr(feature = "serde", serde(with = "super::stored::bits"))] pub(super) u64,
);

/// One change of an order.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "snake_case", bound = "S: crate::lifecycle::Status")
)]
#[non_exhaustive]
pub enum Change<S> {
    /// The stage of the order, or its time of shipping or receipt, has changed.
    StageChanged {
        /// The stage now.
        stage: Stage,
        /// The time of shipping, if it is known.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        shipped: Option<Timestamp>,
        /// The time of receipt, if it is known.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        received: Option<Timestamp>,
    },
    /// A case was opened, by an application or by being taken over.
    CaseOpened {
        /// The number of the new case.
        case: CaseId,
        /// The action; `None` where the case was taken over.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        action: Option<Action>,
        /// The claim.
        claim: Claim,
        /// The position in which it begins.
        position: CasePosition<S>,
    },
    /// The claim of a case has changed.
    ClaimChanged {
        /// The case.
        case: CaseId,
        /// The new claim.
        claim: Claim,
    },
    /// A buyer has applied for these lines once more.
    ApplicationCounted {
        /// The lines.
        lines: Vec<LineId>,
    },
    /// A case has another position than before: its status, flow or facts have changed.
    Transitioned {
        /// The case.
        case: CaseId,
        /// The action; `None` where the case was taken over.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        action: Option<Action>,
        /// The new position.
        position: CasePosition<S>,
    },
    /// The merchant has received the goods of a case.
    GoodsReceived {
        /// The case.
        case: CaseId,
        /// The units of each line that came, and that were accepted.
        goods: Vec<ReceivedLine>,
    },
    /// The merchant waived the return: the case is refunded without the goods.
    ReturnWaived {
        /// The case.
        case: CaseId,
    },
    /// A reversed refund was given up.
    RefundWrittenOff {
        /// The case.
        case: CaseId,
    },
    /// The deadline of a case has changed.
    DeadlineSet {
        /// The case.
        case: CaseId,
        /// The new deadline; `None` where no clock is running any more.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        deadline: Option<Timestamp>,
    },
    /// A refund was started, or an external one recorded.
    RefundStarted(Refund),
    /// A refund as it is known now, after a report.
    RefundUpdated(Refund),
    /// What was last reported of a refund still holds as of this later time.
    RefundConfirmed {
        /// The refund.
        refund: RefundNumber,
        /// The time, by the gateway's clock.
        as_of: Timestamp,
    },
    /// A refund that was started must not be made any more: another refund has paid its case, the case has
    /// ended, the money went out in another way, or a refund that was declared failed is under way after all.
    RefundWithheld {
        /// The case.
        case: CaseId,
        /// The refund.
        key: RefundKey,
    },
    /// The gateway's running total of refunds was reported.
    RefundTotalReported {
        /// The amount that the gateway has refunded in total.
        total: Amount,
        /// The time at which that was so.
        as_of: Timestamp,
    },
    /// Units of a refunded case belong to the shop again.
    GoodsTakenBack {
        /// The case.
        case: CaseId,
        /// The line.
        line: LineId,
        /// The units.
        units: Quantity,
        /// Their condition.
        condition: Condition,
    },
    /// The order is closed, since all its money was refunded and all its units are back, as far as the policy asks
    /// for that.
    OrderClosed,
    /// A case was taken out of the lists that people see.
    CaseHidden {
        /// The case.
        case: CaseId,
    },
    /// The host has acknowledged effects.
    EffectsAcknowledged {
        /// The effects.
        effects: Vec<EffectId>,
    },
    /// An anomaly was recorded.
    AnomalyFound(Anomaly),
    /// The tax of what a refund has paid has changed, since money of it has left or come back.
    RefundTaxed {
        /// The refund.
        refund: RefundKey,
        /// The tax in what it has paid and what has not come back, by what that is for.
        tax: Parts,
    },
    /// The order that was closed is open again: something of it is left after all, or the host has said so.
    OrderReopened,
    /// A payment of the order has come.
    PaymentAdded {
        /// The payment.
        payment: PaymentId,
        /// The amount.
        paid: Amount,
    },
    /// What a case still asks for goes back by these payments when a refund of it is started next.
    PaymentsChosen {
        /// The case.
        case: CaseId,
        /// The payments, and what goes back by each. None: the rule of the terms decides.
        payments: Vec<(PaymentNumber, Amount)>,
    },
    /// A refund has a further name. An external refund under that name has left the books, and its own further names are
    /// the refund's. What was reported on it is in the [`RefundUpdated`](Self::RefundUpdated) after this, if it was news.
    RefundIdentified {
        /// The refund.
        refund: RefundKey,
        /// The further name.
        reference: RefundKey,
    },
    /// The platform that owns a case has told of it: its id, a time, a deadline.
    CaseAdopted {
        /// The case.
        case: CaseId,
        /// All that is known of this now.
        adopted: Adopted,
    },
}

/// The position of a case: its flow, its status with what that means, and its facts.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct CasePosition<S> {
    /// The flow.
    pub flow: Flow,
    /// The status.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::status"))]
    pub status: S,
    /// The phase that the status means in this flow.
    pub status_phase: Phase,
    /// The facts that are known besides the status.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::facts"))]
    pub facts: KnownFacts,
}

impl<S> Event<S> {
    /// Returns the accepted command, unless the event is the opening of the order.
    #[must_use]
    pub const fn accepted(&self) -> Option<&AcceptedCommand<S>> {
        match &self.kind {
            EventKind::Opened(_) => None,
            EventKind::Accepted(accepted) => Some(accepted),
        }
    }

    /// Returns the anomalies that the event records. People should look at them.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // The gateway has paid more than it should.
    /// let refund = RefundRef::Key("ORDER1c1r1".into());
    /// let outcome = Outcome::Succeeded(Currency::CNY.money(fen(1_200)));
    /// let report = Request::ReportRefund { refund, outcome, as_of: now };
    /// let decision = order.decide(&Command::new("c-3", "ORDER1", Actor::Platform, now, report))?;
    /// let anomalies: Vec<_> = decision.event().into_iter().flat_map(|event| event.anomalies()).collect();
    /// assert_eq!(anomalies[0].to_string(), "refund ORDER1c1r1 was to pay 10.00 CNY and has paid 12.00 CNY");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn anomalies(&self) -> impl Iterator<Item = &Anomaly> {
        let changes = self.accepted().into_iter().flat_map(|accepted| &accepted.changes);
        changes.filter_map(|change| match change {
            Change::AnomalyFound(anomaly) => Some(anomaly),
            _ => None,
        })
    }
}
