//! What has happened to an order, and what the host has to do because of it.
//!
//! One accepted command makes one event, which holds everything that followed from it. So an event
//! cannot be stored by halves. The host keeps events for ever and in order; the state of an order is
//! what is left when they are applied one after the other, and no rule is asked again for that (I23).

use alloc::vec::Vec;

use super::{
    Anomaly, BuyerId, CaseId, Claim, CommandId, Condition, Discrepancy, EffectId, LineId,
    OrderFacts, OrderId, ReceivedLine, Refund, RefundKey, Request, Route, Share, Stage, Version,
};
use crate::lifecycle::{Action, Actor, Flow, KnownFacts, Phase};
use crate::money::{Amount, Currency, Money};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// One thing that happened to an order.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct Event<S> {
    /// The order.
    pub order: OrderId,
    /// The order's version after it. The first event has 1, and each has one more than the last.
    pub version: Version,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: EventKind<S>,
}

/// What happened.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "snake_case", bound = "S: crate::lifecycle::Status")
)]
#[allow(clippy::large_enum_variant, reason = "almost every event is an accepted command")]
pub enum EventKind<S> {
    /// After-sales of the order began.
    Opened(Opening),
    /// A command was accepted.
    Accepted(AcceptedCommand<S>),
}

/// What was known when after-sales began.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct Opening {
    /// The order.
    pub facts: OrderFacts,
    /// What each line has paid, in the order of the lines.
    pub shares: Vec<Share>,
    /// What did not add up.
    pub discrepancies: Vec<Discrepancy>,
    /// How many commands the order remembers.
    pub remembered: u32,
}

/// A command that was accepted, with all that followed from it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct AcceptedCommand<S> {
    /// The command.
    pub command: CommandId,
    /// What the command said, in short: by it the same command is known when it comes again.
    pub digest: Digest,
    /// Who acted.
    pub by: Actor,
    /// As which buyer.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
    pub buyer: Option<BuyerId>,
    /// What was done.
    pub request: Request,
    /// What followed, in this order.
    pub changes: Vec<Change<S>>,
}

/// What a command said, in 64 bits.
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
    /// How far the order has come, and what is known about shipping and receipt.
    StageChanged {
        /// How far the order has come.
        stage: Stage,
        /// When it was shipped.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        shipped: Option<Timestamp>,
        /// When it was received.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        received: Option<Timestamp>,
    },
    /// A case was opened, by an application or by being taken over.
    CaseOpened {
        /// Its number.
        case: CaseId,
        /// By which action; `None` where it was taken over.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        action: Option<Action>,
        /// What it asks for.
        claim: Claim,
        /// Where it stands.
        position: CasePosition<S>,
    },
    /// A case asks for something else than before.
    ClaimChanged {
        /// The case.
        case: CaseId,
        /// What it asks for now.
        claim: Claim,
    },
    /// A buyer has applied for these lines once more.
    ApplicationCounted {
        /// The lines.
        lines: Vec<LineId>,
    },
    /// A case has moved, or something about it has changed that the table knows of.
    Transitioned {
        /// The case.
        case: CaseId,
        /// By which action; `None` where it was taken over.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        action: Option<Action>,
        /// Where it stands now.
        position: CasePosition<S>,
    },
    /// Goods came back.
    GoodsReceived {
        /// The case.
        case: CaseId,
        /// What came.
        goods: Vec<ReceivedLine>,
    },
    /// The merchant pays without the goods.
    ReturnWaived {
        /// The case.
        case: CaseId,
    },
    /// A refund that came back is given up.
    RefundWrittenOff {
        /// The case.
        case: CaseId,
    },
    /// The deadline of a case has changed.
    DeadlineSet {
        /// The case.
        case: CaseId,
        /// Until when; `None`: no clock is running any more.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        deadline: Option<Timestamp>,
    },
    /// A refund is to be made, or was made elsewhere.
    RefundStarted(Refund),
    /// What is known of a refund now.
    RefundUpdated(Refund),
    /// A refund that was started shall not be made any more: its case has been paid by another, has
    /// ended, or its money has gone by other ways; or another one that was given up is under way.
    RefundWithheld {
        /// The case.
        case: CaseId,
        /// The refund.
        key: RefundKey,
    },
    /// The gateway's total.
    RefundTotalReported {
        /// How much it has refunded.
        total: Amount,
        /// When that was so.
        as_of: Timestamp,
    },
    /// Goods of a case that was paid belong to the shop again.
    GoodsTakenBack {
        /// The case.
        case: CaseId,
        /// The line.
        line: LineId,
        /// How many units.
        units: Quantity,
        /// In which condition.
        condition: Condition,
    },
    /// Nothing of the order is left, as its policy says: everything was refunded, and the units are back.
    OrderClosed,
    /// A case is out of the lists that people see.
    CaseHidden {
        /// The case.
        case: CaseId,
    },
    /// Effects were carried out.
    EffectsAcknowledged {
        /// Which ones.
        effects: Vec<EffectId>,
    },
    /// Something is as it should not be.
    AnomalyFound(Anomaly),
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct CasePosition<S> {
    /// Its flow.
    pub flow: Flow,
    /// Its status.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::status"))]
    pub status: S,
    /// What that means.
    pub status_phase: Phase,
    /// What is known besides.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::facts"))]
    pub facts: KnownFacts,
}

/// What the host has to do because of an event.
///
/// It is carried out at least once: a host that does not know whether it has, does it again. A refund
/// has its key for that, and everything else its [`EffectId`].
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Effect {
    /// Pay this amount under this key, and report what became of it.
    IssueRefund {
        /// The key. The gateway must get it, so that it pays at most once under it.
        key: RefundKey,
        /// The case that is paid.
        case: CaseId,
        /// How much.
        amount: Money,
    },
    /// Do not make this refund if it has not been made. Ask the gateway whether it has, and report
    /// that: one that is not known there has failed. Until then it may have to be made after all, and is
    /// then among the open effects again.
    WithholdRefund {
        /// Its key.
        key: RefundKey,
        /// The case.
        case: CaseId,
    },
    /// Take units into stock.
    TakeIntoStock {
        /// The case that they come from.
        case: CaseId,
        /// The line.
        line: LineId,
        /// How many.
        units: Quantity,
        /// In which condition.
        condition: Condition,
    },
    /// Tell the buyer what was done to the case.
    TellBuyer {
        /// The case.
        case: CaseId,
        /// What was done.
        action: Action,
    },
    /// Close the order: nothing of it is left.
    CloseOrder,
}

/// An effect with its name.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
pub struct PendingEffect {
    /// Its name, for [`Request::Acknowledge`].
    pub id: EffectId,
    /// What is to be done.
    pub effect: Effect,
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
    pub fn anomalies(&self) -> impl Iterator<Item = &Anomaly> {
        let changes = self.accepted().into_iter().flat_map(|accepted| &accepted.changes);
        changes.filter_map(|change| match change {
            Change::AnomalyFound(anomaly) => Some(anomaly),
            _ => None,
        })
    }

    /// Returns what the host has to do because of this event, each with its name. Amounts are in `currency`,
    /// the order's.
    pub(super) fn effects(&self, currency: Currency) -> Vec<PendingEffect> {
        let EventKind::Accepted(accepted) = &self.kind else { return Vec::new() };
        let effects = accepted.changes.iter().filter_map(|change| match change {
            Change::RefundStarted(Refund {
                key,
                case: Some(case),
                route: Route::Shop,
                parts,
                ..
            }) => {
                let amount = currency.money(parts.total());
                Some(Effect::IssueRefund { key: key.clone(), case: *case, amount })
            }
            Change::RefundWithheld { case, key } => {
                Some(Effect::WithholdRefund { key: key.clone(), case: *case })
            }
            Change::GoodsTakenBack { case, line, units, condition } => {
                Some(Effect::TakeIntoStock {
                    case: *case,
                    line: line.clone(),
                    units: *units,
                    condition: *condition,
                })
            }
            Change::Transitioned { case, action: Some(action), .. }
                if accepted.by != Actor::Buyer =>
            {
                Some(Effect::TellBuyer { case: *case, action: *action })
            }
            Change::OrderClosed => Some(Effect::CloseOrder),
            _ => None,
        });
        let named = |(index, effect)| PendingEffect {
            id: EffectId { version: self.version, index },
            effect,
        };
        (0u32..).zip(effects).map(named).collect()
    }

    /// The same, and writes into the refunds that are started which effect says to make them.
    pub(super) fn name_effects(&mut self, currency: Currency) -> Vec<PendingEffect> {
        let effects = self.effects(currency);
        let EventKind::Accepted(accepted) = &mut self.kind else { return effects };
        for change in &mut accepted.changes {
            let Change::RefundStarted(refund) = change else { continue };
            let pays = |pending: &&PendingEffect| matches!(&pending.effect, Effect::IssueRefund { key, .. } if *key == refund.key);
            refund.effect = effects.iter().find(pays).map(|pending| pending.id);
        }
        effects
    }
}
