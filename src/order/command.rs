//! Commands: what an actor asks an order to do.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::{
    Adoption, Application, Blame, BuyerId, CaseId, CommandId, EffectId, EvidenceId, LineId, Offer,
    OrderId, Outcome, PaymentId, ReceivedLine, RefundKey, RefundRef, Right, Ruling, Shipment,
    Stage, Text, Version,
};
use crate::lifecycle::{Action, Actor, Flow};
use crate::money::{Amount, Money};
use crate::time::Timestamp;

/// A command: the actor, the request, its time, and the version of the order that the actor saw.
///
/// ```
/// use aftersale::lifecycle::Actor;
/// use aftersale::order::{Request, CaseId, Command, Version};
/// use aftersale::shopxo::AfterSaleStatus;
/// use aftersale::time::Timestamp;
///
/// let at = Timestamp::from_seconds(1_795_300_763);
/// let cancel = Request::Cancel { case: CaseId::FIRST };
/// let command = Command::new("c-17", "ORDER1", Actor::Buyer, at, cancel).having_seen(Version::new(4));
/// # let _ = command;
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Command {
    /// The id of the command. The same command sent again has the same id.
    pub id: CommandId,
    /// The order that it is for.
    pub order: OrderId,
    /// The actor.
    pub by: Actor,
    /// The buyer in whose name it is given, if a buyer acts and the host tells buyers apart.
    pub buyer: Option<BuyerId>,
    /// The time now, by the host's clock. A command that is a little earlier than the order's last event is dated at that
    /// event, and one that is earlier than that is refused; reports on money are accepted whatever their time. An order
    /// whose last event is dated in the future, by a clock that was set wrong, is put right by
    /// [`Request::RepairClock`].
    pub at: Timestamp,
    /// The version of the order that the actor saw. When it is no longer the current one, the command
    /// is refused.
    pub seen: Option<Version>,
    /// The request.
    pub request: Request,
}

impl Command {
    /// Returns a command of this actor that names no buyer and no version.
    #[must_use]
    pub fn new(
        id: impl Into<CommandId>,
        order: impl Into<OrderId>,
        by: Actor,
        at: Timestamp,
        request: Request,
    ) -> Self {
        Self { id: id.into(), order: order.into(), by, buyer: None, at, seen: None, request }
    }

    /// Returns the same command, made after seeing this version of the order.
    #[must_use]
    pub fn having_seen(self, version: Version) -> Self {
        Self { seen: Some(version), ..self }
    }

    /// Returns the same command, made by this buyer.
    #[must_use]
    pub fn of_buyer(self, buyer: impl Into<BuyerId>) -> Self {
        Self { buyer: Some(buyer.into()), ..self }
    }
}

/// What a command asks for: one of the actions of the platform's table, or something beside it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Request {
    /// The order was shipped.
    OrderShipped {
        /// The time of shipping.
        when: Timestamp,
    },
    /// The buyer received the order.
    OrderReceived {
        /// The time of receipt.
        when: Timestamp,
    },
    /// The order's stage and its times of shipping and receipt are these, whatever was reported before. So this is
    /// also how an order becomes confirmed, paid or cancelled.
    OrderCorrected {
        /// The stage of the order.
        stage: Stage,
        /// The time of shipping, if the order was shipped.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        shipped: Option<Timestamp>,
        /// The time of receipt, if the order was received.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        received: Option<Timestamp>,
    },

    /// A buyer opens a case.
    Apply {
        /// The flow of the case.
        flow: Flow,
        /// The application.
        application: Application,
    },
    /// The buyer changes the application, or applies again in the same case.
    Modify {
        /// The case.
        case: CaseId,
        /// The application as it is now.
        application: Application,
    },
    /// The case is withdrawn.
    Cancel {
        /// The case.
        case: CaseId,
    },

    /// The merchant agrees to refund the claim.
    AgreeToRefund {
        /// The case.
        case: CaseId,
        /// The offer that is agreed to.
        offer: Offer,
    },
    /// The merchant agrees to the return of the goods.
    AgreeToReturn {
        /// The case.
        case: CaseId,
        /// The offer that is agreed to.
        offer: Offer,
        /// The address to which the buyer sends the goods.
        address: Text,
    },
    /// The platform agrees in the merchant's name, without waiting for the merchant's answer.
    AgreeForMerchant {
        /// The case.
        case: CaseId,
    },
    /// The merchant refuses the application, or the goods that came back.
    Refuse {
        /// The case.
        case: CaseId,
        /// The offer that is refused.
        offer: Offer,
        /// The merchant's reason.
        reason: Text,
        /// The merchant's evidence.
        evidence: Vec<EvidenceId>,
        /// Whether only the waybill is wrong, so that the buyer can send another one.
        waybill_wrong: bool,
    },

    /// The buyer has sent the goods.
    ShipReturn {
        /// The case.
        case: CaseId,
        /// The carrier and the waybill.
        shipment: Shipment,
    },
    /// The buyer corrects the shipment's carrier or waybill.
    AmendShipment {
        /// The case.
        case: CaseId,
        /// The corrected carrier and waybill.
        shipment: Shipment,
    },
    /// The buyer calls the parcel back.
    RecallShipment {
        /// The case.
        case: CaseId,
    },
    /// The merchant has the goods and states which units are accepted.
    ConfirmReceipt {
        /// The case.
        case: CaseId,
        /// The offer that it is about.
        offer: Offer,
        /// The units that came and that are accepted, for every line of the case.
        goods: Vec<ReceivedLine>,
    },
    /// The merchant refunds the claim without the goods.
    WaiveReturn {
        /// The case.
        case: CaseId,
        /// The offer that is refunded.
        offer: Offer,
    },

    /// The buyer asks the platform to decide.
    Escalate {
        /// The case.
        case: CaseId,
        /// The sender's own words.
        message: Text,
    },
    /// The platform decides.
    Rule {
        /// The case.
        case: CaseId,
        /// The decision.
        ruling: Ruling,
        /// The party at fault.
        blame: Blame,
    },
    /// The platform refunds the claim without asking buyer or merchant.
    ForceRefund {
        /// The case.
        case: CaseId,
    },
    /// A refund that failed or was reversed is issued again.
    RetryRefund {
        /// The case.
        case: CaseId,
    },
    /// The case ends without a refund, or a reversed refund is given up.
    Close {
        /// The case.
        case: CaseId,
        /// The reason, for the record.
        note: Text,
    },

    /// The outcome of a refund is reported.
    ReportRefund {
        /// The refund.
        refund: RefundRef,
        /// The outcome.
        outcome: Outcome,
        /// The time of the outcome, by the gateway's clock. Of two reports that contradict each other the later
        /// one counts, in whatever order they come.
        as_of: Timestamp,
    },
    /// A refund whose outcome cannot be found out is declared failed, on the actor's responsibility.
    DeclareFailed {
        /// The refund.
        refund: RefundKey,
        /// The reason for being sure.
        note: Text,
    },
    /// Money was refunded outside the order's own refunds: by hand at the gateway, or by a chargeback.
    ReportExternalRefund {
        /// The case that it pays, if it pays one.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        case: Option<CaseId>,
        /// The gateway's name for it. Reports on it name this.
        reference: RefundKey,
        /// The amount.
        amount: Money,
        /// The amounts of it that are for lines, where that is known.
        lines: Vec<(LineId, Amount)>,
        /// The amount of it that is for shipping.
        shipping: Amount,
        /// The time of the refund.
        as_of: Timestamp,
    },
    /// The gateway's running total of refunds for the order is reported.
    ReportRefundTotal {
        /// The total.
        total: Money,
        /// The time at which that was so.
        as_of: Timestamp,
    },
    /// The merchant proves that the buyer was refunded outside the platform.
    ProveOfflineRefund {
        /// The case.
        case: CaseId,
        /// The certificates.
        certificates: Vec<EvidenceId>,
        /// The sender's own words.
        note: Text,
    },
    /// The buyer confirms that this money has come. Where another refund has paid the case meanwhile, the merchant
    /// declares the proven refund failed instead.
    ConfirmOfflineRefund {
        /// The case.
        case: CaseId,
    },

    /// The host's timer for a deadline has gone off.
    TimeRanOut {
        /// The case.
        case: CaseId,
        /// The deadline for which the timer was set. When the case has another one by now, or none, there is nothing
        /// to do.
        deadline: Timestamp,
    },
    /// A deadline is moved, forward or back.
    MoveDeadline {
        /// The case.
        case: CaseId,
        /// The new deadline.
        deadline: Timestamp,
        /// The reason, for the record.
        note: Text,
    },

    /// An order whose last event is dated in the future, by a clock that was set wrong, is put right: the event of this
    /// command is dated at the command's time, although the event before it is later, and later commands follow on it.
    /// Deadlines that were set by the wrong clock stay, and can be moved. Where the last event is not in the future,
    /// there is nothing to do.
    RepairClock {
        /// The reason, for the record.
        note: Text,
    },
    /// A case that claims nothing is taken out of the lists that people see. Nothing is deleted.
    Hide {
        /// The case.
        case: CaseId,
    },
    /// The host has carried out these effects.
    Acknowledge {
        /// The effects.
        effects: Vec<EffectId>,
    },
    /// A case that was opened outside the engine is taken over.
    Adopt(Box<Adoption>),
    /// Money may be on its way to the buyer outside the order's own refunds, and so much of it: a chargeback that is not
    /// decided, or a refund by hand that the gateway is processing. The amount is reserved until the outcome is reported
    /// under the same reference; of several such reports the largest amount counts until then.
    ReportPendingExternalRefund {
        /// The case that it pays, if it pays one.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        case: Option<CaseId>,
        /// The gateway's name for it. Reports on it name this.
        reference: RefundKey,
        /// The amount.
        amount: Money,
        /// The amounts of it that are for lines, where that is known.
        lines: Vec<(LineId, Amount)>,
        /// The amount of it that is for shipping.
        shipping: Amount,
        /// The time at which that was so, by the gateway's clock.
        as_of: Timestamp,
    },
    /// A payment of the order has come after it was opened: the rest after a deposit. The payments of the order must have
    /// names ([`OrderFacts::payments`](super::OrderFacts::payments)).
    OrderPaid {
        /// The payment, by a name that no other payment of the order has.
        payment: PaymentId,
        /// The amount.
        amount: Money,
    },
    /// What a case still asks for goes back by these payments, so much by each, when a refund of it is started next; what
    /// is not named goes back by the rule of the terms ([`PaymentRule`](super::PaymentRule)). None: all of it goes by the
    /// rule.
    ChoosePayments {
        /// The case.
        case: CaseId,
        /// The payments, each once, and what goes back by each.
        payments: Vec<(PaymentId, Amount)>,
    },
    /// What is known under `reference` is the refund `refund`: one refund that has several names, since the gateway tells of
    /// it under its own number, or a bank under another. The reference is a further name of the refund from then on
    /// ([`Refund::references`](super::Refund::references)), for good, and a report under any of them is a report on it. An
    /// external refund that was recorded under the reference is that refund: it leaves the books, and what was reported on it
    /// counts as reported on the refund, each report once, by its time (I31).
    ///
    /// What the refund is for stays as it is; of the external one only the reports count. Where that is of another amount,
    /// there is the anomaly that a report of that amount has.
    ///
    /// This takes the right to report on refunds, since it is news of one of the order's own.
    IdentifyRefund {
        /// The refund, by its key or a further name: one of the order's own, or an external one.
        refund: RefundKey,
        /// The other name: one that the order does not know yet, or that of an external refund.
        reference: RefundKey,
    },
}

/// The capability that a request exercises: an action of the platform's table, or a right beside it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Capability {
    /// An action, which the table permits or not.
    Action(Action),
    /// A right beside the table.
    Right(Right),
}

impl core::fmt::Display for Capability {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Action(action) => core::fmt::Display::fmt(action, f),
            Self::Right(right) => core::fmt::Display::fmt(right, f),
        }
    }
}

impl Request {
    /// Returns the action or right that the request exercises.
    #[must_use]
    pub const fn capability(&self) -> Capability {
        Capability::Action(match self {
            Self::Apply { .. } => Action::Apply,
            Self::Modify { .. } => Action::Modify,
            Self::Cancel { .. } => Action::Cancel,
            Self::AgreeToRefund { .. } => Action::AgreeToRefund,
            Self::AgreeToReturn { .. } => Action::AgreeToReturn,
            Self::AgreeForMerchant { .. } => Action::AgreeForMerchant,
            Self::Refuse { .. } => Action::Refuse,
            Self::ShipReturn { .. } => Action::ShipReturn,
            Self::AmendShipment { .. } => Action::AmendShipment,
            Self::RecallShipment { .. } => Action::RecallShipment,
            Self::ConfirmReceipt { .. } => Action::ConfirmReceipt,
            Self::WaiveReturn { .. } => Action::WaiveReturn,
            Self::Escalate { .. } => Action::Escalate,
            Self::Rule { ruling: Ruling::ForBuyer, .. } => Action::RuleForBuyer,
            Self::Rule { ruling: Ruling::ReturnFirst, .. } => Action::RuleReturnFirst,
            Self::Rule { ruling: Ruling::ForMerchant, .. } => Action::RuleForMerchant,
            Self::ForceRefund { .. } => Action::ForceRefund,
            Self::RetryRefund { .. } => Action::RetryRefund,
            Self::Close { .. } => Action::Close,
            Self::ProveOfflineRefund { .. } => Action::ProveOfflineRefund,
            Self::ConfirmOfflineRefund { .. } => Action::ConfirmOfflineRefund,
            Self::TimeRanOut { .. } => Action::TimeRanOut,
            Self::OrderShipped { .. }
            | Self::OrderReceived { .. }
            | Self::OrderCorrected { .. }
            | Self::OrderPaid { .. }
            | Self::ChoosePayments { .. } => return Capability::Right(Right::ReportOrder),
            Self::ReportRefund { .. }
            | Self::ReportRefundTotal { .. }
            | Self::IdentifyRefund { .. } => {
                return Capability::Right(Right::ReportRefund);
            }
            Self::DeclareFailed { .. } => return Capability::Right(Right::DeclareFailed),
            Self::ReportExternalRefund { .. } | Self::ReportPendingExternalRefund { .. } => {
                return Capability::Right(Right::ReportExternalRefund);
            }
            Self::MoveDeadline { .. } => return Capability::Right(Right::MoveDeadline),
            Self::RepairClock { .. } => return Capability::Right(Right::RepairClock),
            Self::Hide { .. } => return Capability::Right(Right::Hide),
            Self::Acknowledge { .. } => return Capability::Right(Right::Acknowledge),
            Self::Adopt(_) => return Capability::Right(Right::Adopt),
        })
    }

    /// Returns the flow that the request names, if it names one. An order has cases of [some flows](Flow::is_of_orders)
    /// only.
    #[must_use]
    pub const fn flow(&self) -> Option<Flow> {
        match self {
            Self::Apply { flow, .. } => Some(*flow),
            Self::Adopt(adoption) => Some(adoption.flow),
            _ => None,
        }
    }

    /// Returns the case that the request names, if it names one.
    #[must_use]
    pub const fn case(&self) -> Option<CaseId> {
        match self {
            Self::Modify { case, .. }
            | Self::Cancel { case }
            | Self::AgreeToRefund { case, .. }
            | Self::AgreeToReturn { case, .. }
            | Self::AgreeForMerchant { case }
            | Self::Refuse { case, .. }
            | Self::ShipReturn { case, .. }
            | Self::AmendShipment { case, .. }
            | Self::RecallShipment { case }
            | Self::ConfirmReceipt { case, .. }
            | Self::WaiveReturn { case, .. }
            | Self::Escalate { case, .. }
            | Self::Rule { case, .. }
            | Self::ForceRefund { case }
            | Self::RetryRefund { case }
            | Self::Close { case, .. }
            | Self::ProveOfflineRefund { case, .. }
            | Self::ConfirmOfflineRefund { case }
            | Self::TimeRanOut { case, .. }
            | Self::MoveDeadline { case, .. }
            | Self::ChoosePayments { case, .. }
            | Self::Hide { case } => Some(*case),
            Self::ReportExternalRefund { case, .. }
            | Self::ReportPendingExternalRefund { case, .. } => *case,
            Self::ReportRefund { refund: RefundRef::OfCase(case), .. } => Some(*case),
            Self::Adopt(adoption) => adoption.case,
            _ => None,
        }
    }

    /// Returns the offer that the request decides on, if it is a decision on one.
    #[must_use]
    pub const fn offer(&self) -> Option<Offer> {
        match self {
            Self::AgreeToRefund { offer, .. }
            | Self::AgreeToReturn { offer, .. }
            | Self::Refuse { offer, .. }
            | Self::ConfirmReceipt { offer, .. }
            | Self::WaiveReturn { offer, .. } => Some(*offer),
            _ => None,
        }
    }

    /// Returns whether the request is put on record even where it changes nothing, because it has a reason or
    /// states what is right, and must not take effect later as if it were new.
    pub(super) const fn is_put_on_record(&self) -> bool {
        matches!(self, Self::MoveDeadline { .. } | Self::OrderCorrected { .. })
    }

    /// Returns whether the request states what is so whenever it comes: news of money (I12), and that effects were carried
    /// out, which is known from the effects when it comes again.
    pub(super) const fn is_of_any_time(&self) -> bool {
        self.is_news_of_money() || matches!(self, Self::Acknowledge { .. })
    }

    /// Returns whether the request reports what has happened to money. Such a request is never refused because it
    /// comes late (I12).
    pub(super) const fn is_news_of_money(&self) -> bool {
        matches!(
            self,
            Self::ReportRefund { .. }
                | Self::ReportExternalRefund { .. }
                | Self::ReportPendingExternalRefund { .. }
                | Self::ReportRefundTotal { .. }
                | Self::IdentifyRefund { .. }
        )
    }
}
