//! Commands: what an actor asks an order to do.

use alloc::vec::Vec;

use super::{
    Adoption, Application, Blame, BuyerId, CaseId, CommandId, EffectId, EvidenceId, LineId, Offer,
    OrderId, Outcome, ReceivedLine, RefundKey, RefundRef, Right, Ruling, Shipment, Stage, Text,
    Version,
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
/// let command = Command::new("c-17", "A-1", Actor::Buyer, at, cancel).having_seen(Version::new(4));
/// # let _ = command;
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Command {
    /// The name of the command. The same command sent again has the same name.
    pub id: CommandId,
    /// The order that it is for.
    pub order: OrderId,
    /// Who acts.
    pub by: Actor,
    /// As which buyer, if a buyer acts and the host tells buyers apart.
    pub buyer: Option<BuyerId>,
    /// The time now, by the host's clock. No later command can be of an earlier time, so a clock that is
    /// far ahead stops an order until all clocks have come as far.
    pub at: Timestamp,
    /// The version of the order that the actor saw. When it is no longer the current one, the command
    /// is refused.
    pub seen: Option<Version>,
    /// What shall be done.
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

/// What shall be done.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Request {
    /// The order was shipped.
    OrderShipped {
        /// When.
        when: Timestamp,
    },
    /// The buyer received the order.
    OrderReceived {
        /// When.
        when: Timestamp,
    },
    /// How far the order has come, and when it was shipped and received: this holds, whatever was said
    /// before. So it is also how an order comes to be confirmed, paid or cancelled.
    OrderCorrected {
        /// How far the order has come.
        stage: Stage,
        /// When it was shipped, if it was.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        shipped: Option<Timestamp>,
        /// When it was received, if it was.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        received: Option<Timestamp>,
    },

    /// A buyer opens a case.
    Apply {
        /// In which flow.
        flow: Flow,
        /// What the buyer applies for.
        application: Application,
    },
    /// The buyer changes the application, or applies again in the same case.
    Modify {
        /// The case.
        case: CaseId,
        /// What the buyer applies for now.
        application: Application,
    },
    /// The case is withdrawn.
    Cancel {
        /// The case.
        case: CaseId,
    },

    /// The merchant agrees: the money goes back.
    AgreeToRefund {
        /// The case.
        case: CaseId,
        /// The offer that is agreed to.
        offer: Offer,
    },
    /// The merchant agrees: the goods may come back.
    AgreeToReturn {
        /// The case.
        case: CaseId,
        /// The offer that is agreed to.
        offer: Offer,
        /// Where the goods shall go.
        address: Text,
    },
    /// The platform agrees in the merchant's name, without waiting for the merchant's answer.
    AgreeForMerchant {
        /// The case.
        case: CaseId,
    },
    /// The merchant refuses: the application, or the goods that came back.
    Refuse {
        /// The case.
        case: CaseId,
        /// The offer that is refused.
        offer: Offer,
        /// Why.
        reason: Text,
        /// The merchant's evidence.
        evidence: Vec<EvidenceId>,
        /// Whether the waybill is what is wrong, so that another one would help.
        waybill_wrong: bool,
    },

    /// The buyer has sent the goods.
    ShipReturn {
        /// The case.
        case: CaseId,
        /// How.
        shipment: Shipment,
    },
    /// The buyer corrects the shipment's carrier or waybill.
    AmendShipment {
        /// The case.
        case: CaseId,
        /// How they were sent.
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
        /// What came, for every line of the case.
        goods: Vec<ReceivedLine>,
    },
    /// The merchant pays without the goods.
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
        /// How.
        ruling: Ruling,
        /// Whose fault it was.
        blame: Blame,
    },
    /// The platform pays without asking buyer or merchant.
    ForceRefund {
        /// The case.
        case: CaseId,
    },
    /// A refund that has failed, or that came back, is paid again.
    RetryRefund {
        /// The case.
        case: CaseId,
    },
    /// The case is put to an end without a refund, or a refund that came back is given up.
    Close {
        /// The case.
        case: CaseId,
        /// Why.
        note: Text,
    },

    /// What became of a refund.
    ReportRefund {
        /// Which one.
        refund: RefundRef,
        /// What became of it.
        outcome: Outcome,
        /// When it did, by the gateway's clock. Of two that contradict each other the later
        /// one is believed, in whatever order they come.
        as_of: Timestamp,
    },
    /// A refund whose outcome cannot be found out is declared failed, on the actor's responsibility.
    DeclareFailed {
        /// The refund.
        refund: RefundKey,
        /// The reason for being sure.
        note: Text,
    },
    /// Money was refunded by other ways than the order's own: by hand at the gateway, or by a
    /// chargeback.
    ReportExternalRefund {
        /// The case that it pays, if it pays one.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        case: Option<CaseId>,
        /// What the gateway calls it. Reports on it name this.
        reference: RefundKey,
        /// How much.
        amount: Money,
        /// For which lines how much of it, where that is known.
        lines: Vec<(LineId, Amount)>,
        /// How much of it for shipping.
        shipping: Amount,
        /// When.
        as_of: Timestamp,
    },
    /// The gateway says how much of the order it has refunded in total.
    ReportRefundTotal {
        /// How much.
        total: Money,
        /// When that was so.
        as_of: Timestamp,
    },
    /// The merchant proves that the buyer was paid by another way.
    ProveOfflineRefund {
        /// The case.
        case: CaseId,
        /// The certificates.
        certificates: Vec<EvidenceId>,
        /// The sender's own words.
        note: Text,
    },
    /// The buyer says that this money has come. Where the case has been paid by another way meanwhile,
    /// the merchant declares the proven refund failed instead.
    ConfirmOfflineRefund {
        /// The case.
        case: CaseId,
    },

    /// The host's timer for a deadline has gone off.
    TimeRanOut {
        /// The case.
        case: CaseId,
        /// The deadline for which it was set. When the case has another one by now, or none, there
        /// is nothing to do.
        deadline: Timestamp,
    },
    /// A deadline is moved, forward or back.
    MoveDeadline {
        /// The case.
        case: CaseId,
        /// The new deadline.
        deadline: Timestamp,
        /// Why.
        note: Text,
    },

    /// A case that holds nothing is taken out of the lists that people see. Nothing is lost.
    Hide {
        /// The case.
        case: CaseId,
    },
    /// Effects that the host has carried out.
    Acknowledge {
        /// Which ones.
        effects: Vec<EffectId>,
    },
    /// A case that came about elsewhere is taken over.
    Adopt(Adoption),
}

/// What an act is an exercise of: an action of the platform's table, or a right beside it.
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
    /// Returns what it is an exercise of.
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
            | Self::OrderCorrected { .. } => return Capability::Right(Right::ReportOrder),
            Self::ReportRefund { .. } | Self::ReportRefundTotal { .. } => {
                return Capability::Right(Right::ReportRefund);
            }
            Self::DeclareFailed { .. } => return Capability::Right(Right::DeclareFailed),
            Self::ReportExternalRefund { .. } => {
                return Capability::Right(Right::ReportExternalRefund);
            }
            Self::MoveDeadline { .. } => return Capability::Right(Right::MoveDeadline),
            Self::Hide { .. } => return Capability::Right(Right::Hide),
            Self::Acknowledge { .. } => return Capability::Right(Right::Acknowledge),
            Self::Adopt(_) => return Capability::Right(Right::Adopt),
        })
    }

    /// The case that it is done to, where it names one.
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
            | Self::Hide { case } => Some(*case),
            Self::ReportExternalRefund { case, .. } => *case,
            Self::ReportRefund { refund: RefundRef::OfCase(case), .. } => Some(*case),
            Self::Adopt(adoption) => adoption.case,
            _ => None,
        }
    }

    /// The offer that it is a decision on, where it is one.
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

    /// Returns whether it is put on record even where it changes nothing, because it says why, or what is
    /// right, and must not come again later as if it were new.
    pub(super) const fn is_put_on_record(&self) -> bool {
        matches!(self, Self::MoveDeadline { .. } | Self::OrderCorrected { .. })
    }

    /// Returns whether it tells what has happened to money. Such an act is never refused because it comes
    /// late (I12).
    pub(super) const fn is_news_of_money(&self) -> bool {
        matches!(
            self,
            Self::ReportRefund { .. }
                | Self::ReportExternalRefund { .. }
                | Self::ReportRefundTotal { .. }
        )
    }
}
