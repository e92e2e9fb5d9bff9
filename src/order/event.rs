//! What has happened to an order, and what the host has to do because of it.
//!
//! One accepted command makes one event, which holds everything that followed from it. So an event
//! cannot be stored by halves. The host keeps events for ever and in order; the state of an order is
//! what is left when they are applied one after the other, and no rule is asked again for that (I23).

use alloc::vec::Vec;

use super::{
    Act, Anomaly, Attempt, AttemptKey, BuyerId, CaseId, Claim, CommandId, Condition, Discrepancy,
    EffectId, LineId, OrderFacts, OrderId, Received, Route, Share, Stage, Version,
};
use crate::lifecycle::{Action, Actor, Facts, Flow, Phase};
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
    pub happened: Happened<S>,
}

/// What happened.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "snake_case", bound = "S: crate::lifecycle::Status")
)]
pub enum Happened<S> {
    /// After-sales of the order began.
    Opened(Opening),
    /// Somebody's command was accepted.
    Done(Deed<S>),
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
pub struct Deed<S> {
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
    pub act: Act<S>,
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
    Delivered {
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
    Opened {
        /// Its number.
        case: CaseId,
        /// By which action; `None` where it was taken over.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        action: Option<Action>,
        /// What it asks for.
        claim: Claim,
        /// Where it stands.
        place: Place<S>,
    },
    /// A case asks for something else than before.
    Claimed {
        /// The case.
        case: CaseId,
        /// What it asks for now.
        claim: Claim,
    },
    /// A buyer has applied for these lines once more.
    Applied {
        /// The lines.
        lines: Vec<LineId>,
    },
    /// A case has moved, or something about it has changed that the table knows of.
    Moved {
        /// The case.
        case: CaseId,
        /// By which action; `None` where it was taken over.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        action: Option<Action>,
        /// Where it stands now.
        place: Place<S>,
    },
    /// Goods came back.
    GoodsCame {
        /// The case.
        case: CaseId,
        /// What came.
        goods: Vec<Received>,
    },
    /// The merchant pays without the goods.
    ReturnWaived {
        /// The case.
        case: CaseId,
    },
    /// A refund that came back is given up.
    WrittenOff {
        /// The case.
        case: CaseId,
    },
    /// Until when somebody has time.
    DueAt {
        /// The case.
        case: CaseId,
        /// Until when; `None`: no clock is running any more.
        #[cfg_attr(feature = "serde", serde(deserialize_with = "crate::required::required"))]
        due: Option<Timestamp>,
    },
    /// A payment is to be made, or was made elsewhere.
    Started(Attempt),
    /// What is known of a payment now.
    Heard(Attempt),
    /// A payment that was started shall not be made any more: its case has been paid by another, has
    /// ended, or its money has gone by other ways; or another one that was given up is under way.
    Withheld {
        /// The case.
        case: CaseId,
        /// The payment.
        key: AttemptKey,
    },
    /// The gateway's total.
    InTotal {
        /// How much it has refunded.
        total: Amount,
        /// When that was so.
        as_of: Timestamp,
    },
    /// Goods of a case that was paid belong to the shop again.
    GoodsKept {
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
    Hidden {
        /// The case.
        case: CaseId,
    },
    /// Effects were carried out.
    Acknowledged {
        /// Which ones.
        effects: Vec<EffectId>,
    },
    /// Something is as it should not be.
    Strange(Anomaly),
}

/// Where a case stands.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, bound = "S: crate::lifecycle::Status"))]
pub struct Place<S> {
    /// Its flow.
    pub flow: Flow,
    /// Its status.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::status"))]
    pub status: S,
    /// What that means.
    pub standing: Phase,
    /// What is known besides.
    #[cfg_attr(feature = "serde", serde(with = "super::stored::facts"))]
    pub facts: Facts,
}

/// What the host has to do because of an event.
///
/// It is carried out at least once: a host that does not know whether it has, does it again. A payment
/// has its key for that, and everything else its [`EffectId`].
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(deny_unknown_fields, rename_all = "snake_case"))]
#[non_exhaustive]
pub enum Effect {
    /// Pay this amount under this key, and report what became of it.
    Pay {
        /// The key. The gateway must get it, so that it pays at most once under it.
        key: AttemptKey,
        /// The case that is paid.
        case: CaseId,
        /// How much.
        amount: Money,
    },
    /// Do not make this payment if it has not been made. Ask whoever pays whether it has, and report
    /// that: one that is not known there has failed. Until then it may have to be made after all, and is
    /// then among the open effects again.
    DoNotPay {
        /// Its key.
        key: AttemptKey,
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
    /// Tell the buyer what was done to his case.
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
pub struct Due {
    /// Its name, for [`Act::Acknowledge`].
    pub id: EffectId,
    /// What is to be done.
    pub effect: Effect,
}

impl<S> Event<S> {
    /// What somebody did, unless the event is the opening of the order.
    #[must_use]
    pub const fn deed(&self) -> Option<&Deed<S>> {
        match &self.happened {
            Happened::Opened(_) => None,
            Happened::Done(deed) => Some(deed),
        }
    }

    /// What is strange about it. Somebody should look at that.
    pub fn anomalies(&self) -> impl Iterator<Item = &Anomaly> {
        let changes = self.deed().into_iter().flat_map(|deed| &deed.changes);
        changes.filter_map(|change| match change {
            Change::Strange(anomaly) => Some(anomaly),
            _ => None,
        })
    }

    /// What the host has to do because of this event, each with its name. Amounts are in `currency`,
    /// the order's.
    pub(super) fn effects(&self, currency: Currency) -> Vec<Due> {
        let Happened::Done(deed) = &self.happened else { return Vec::new() };
        let effects = deed.changes.iter().filter_map(|change| match change {
            Change::Started(Attempt {
                key, case: Some(case), route: Route::Shop, parts, ..
            }) => {
                let amount = currency.money(parts.total());
                Some(Effect::Pay { key: key.clone(), case: *case, amount })
            }
            Change::Withheld { case, key } => {
                Some(Effect::DoNotPay { key: key.clone(), case: *case })
            }
            Change::GoodsKept { case, line, units, condition } => Some(Effect::TakeIntoStock {
                case: *case,
                line: line.clone(),
                units: *units,
                condition: *condition,
            }),
            Change::Moved { case, action: Some(action), .. } if deed.by != Actor::Buyer => {
                Some(Effect::TellBuyer { case: *case, action: *action })
            }
            Change::OrderClosed => Some(Effect::CloseOrder),
            _ => None,
        });
        let named = |(place, effect)| Due { id: EffectId { version: self.version, place }, effect };
        (0u32..).zip(effects).map(named).collect()
    }

    /// The same, and writes into the payments that are started which effect says to make them.
    pub(super) fn name_effects(&mut self, currency: Currency) -> Vec<Due> {
        let effects = self.effects(currency);
        let Happened::Done(deed) = &mut self.happened else { return effects };
        for change in &mut deed.changes {
            let Change::Started(attempt) = change else { continue };
            let pays =
                |due: &&Due| matches!(&due.effect, Effect::Pay { key, .. } if *key == attempt.key);
            attempt.effect = effects.iter().find(pays).map(|due| due.id);
        }
        effects
    }
}
