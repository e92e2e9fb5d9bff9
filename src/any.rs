//! Orders of several platforms in one collection: traits that can be `dyn`, for every policy, one's own included.
//!
//! An `Order<P>` knows its statuses as a type. A worker that pays refunds, a table of orders and a web page need none of
//! that: they ask [`AnyOrder`]. A host that opens and restores orders by the name of their platform has an [`AnyPolicy`]
//! for each.
//!
//! ```
//! use aftersale::any::{AnyOrder, AnyPolicy};
//! use aftersale::prelude::*;
//! use aftersale::wechat::WeChat;
//!
//! let policies: [Box<dyn AnyPolicy>; 2] =
//!     [Box::new(HardenedShop::default()), Box::new(WeChat::default())];
//! let now = Timestamp::from_seconds(1_795_300_763);
//!
//! let mut orders: Vec<Box<dyn AnyOrder>> = Vec::new();
//! for policy in &policies {
//!     let lines = [LineFacts::new("tea", 3, Amount::from_minor(1_000))];
//!     let facts = OrderFacts::new(policy.platform(), Currency::CNY, lines);
//!     let (order, stored) = policy.open(facts, now)?;
//!     assert!(stored.contains(policy.platform()));
//!     orders.push(order);
//! }
//!
//! // One worker for all of them.
//! for order in &mut orders {
//!     let apply = Request::refund_only([Ask::units("tea", 1)]);
//!     order.accept_any(&Command::buyer("c-1", order.id(), "b-7", now, apply))?;
//!     let agree = Request::agree_to_refund(CaseId::FIRST, Offer::FIRST);
//!     let decision = order.accept_any(&Command::merchant("c-2", order.id(), now, agree))?;
//!     // At WeChat the platform pays, so nothing is to be issued.
//!     assert_eq!(decision.refund_to_issue().is_some(), order.platform() == "ShopXO");
//!     assert_eq!(order.phase(CaseId::FIRST), Some(Phase::Refunding));
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::any::Any;
use core::fmt;

use serde_json::Value;

use crate::json;
use crate::lifecycle::{Actor, Phase};
use crate::money::{Currency, Money};
use crate::order::refund_among;
use crate::order::stored::{RestoreError, Stored, StoredEvent, StoredSnapshot, restore};
use crate::order::{
    Anomaly, CaseId, Command, Decision, Event, Ledger, OpeningError, Order, OrderFacts, OrderId,
    PendingEffect, Policy, ReasonKind, Refund, RefundKey, Refundable, Refusal, ReplayError,
    Version,
};
use crate::time::Timestamp;

/// An order of any platform.
pub trait AnyOrder: fmt::Debug + Send + Sync {
    /// Returns the host's name for the order.
    fn id(&self) -> &OrderId;
    /// Returns the name of the platform.
    fn platform(&self) -> &'static str;
    /// Returns the number of events that the order has had.
    fn version(&self) -> Version;
    /// Returns the currency of all amounts of the order.
    fn currency(&self) -> Currency;
    /// Returns the numbers of the cases.
    fn cases(&self) -> Vec<CaseId>;
    /// Returns the status of a case, in the platform's word.
    fn status(&self, case: CaseId) -> Option<&'static str>;
    /// Returns the phase of a case.
    fn phase(&self, case: CaseId) -> Option<Phase>;
    /// Returns the amounts that were paid, refunded, are in flight and are claimed.
    fn ledger(&self) -> Ledger;
    /// Returns the amounts and units that are still refundable.
    fn refundable(&self) -> Refundable;
    /// Returns the refund with this key or further name.
    fn refund(&self, key: &RefundKey) -> Option<&Refund>;
    /// Returns the effects that the host has still to carry out.
    fn pending_effects(&self) -> Vec<PendingEffect>;
    /// Returns the refunds about which the host should query the gateway.
    fn refunds_to_query(&self) -> Vec<&Refund>;
    /// Returns the next deadline, and the case that has it.
    fn next_deadline(&self) -> Option<(Timestamp, CaseId)>;
    /// Returns whether nothing is open.
    fn is_settled(&self) -> bool;
    /// Returns the anomalies so far, each with the version of its event.
    fn anomalies(&self) -> Vec<(Version, &Anomaly)>;

    /// Decides on a command. Changes nothing.
    ///
    /// # Errors
    ///
    /// Every reason why the command is refused.
    fn decide_any(&self, command: &Command) -> Result<AnyDecision, AnyRefusal>;
    /// Applies the event of a decision of this order. A decision without an event changes nothing.
    ///
    /// # Errors
    ///
    /// When the event cannot be the next one of this order.
    fn apply_any(&mut self, decision: &AnyDecision) -> Result<(), ReplayError>;
    /// Decides and, if the command is accepted, applies: for hosts whose store cannot fail.
    ///
    /// # Errors
    ///
    /// As [`decide_any`](Self::decide_any).
    fn accept_any(&mut self, command: &Command) -> Result<AnyDecision, AnyRefusal>;

    /// Returns a snapshot of the order, as JSON to be stored.
    fn stored_snapshot(&self) -> String;
    /// Returns a case as JSON ([`json::case`]).
    fn case_json(&self, case: CaseId) -> Option<Value>;
    /// Returns what an actor can do to a case as JSON ([`json::permissions`]).
    fn permissions_json(&self, case: CaseId, by: Actor, at: Timestamp) -> Value;
    /// Returns whether a case can be opened as JSON ([`json::may_apply`]).
    fn may_apply_json(&self, by: Actor, at: Timestamp) -> Value;
}

/// The answer of an order of any platform to a command that is not refused.
#[derive(Debug)]
pub struct AnyDecision {
    event: Option<Box<dyn Any + Send + Sync>>,
    stored: Option<String>,
    effects: Vec<PendingEffect>,
    json: Value,
}

impl AnyDecision {
    /// Returns the event as JSON to be stored, if there is one.
    #[must_use]
    pub fn stored_event(&self) -> Option<&str> {
        self.stored.as_deref()
    }

    /// Returns the effects that the host has to carry out.
    #[must_use]
    pub fn effects(&self) -> &[PendingEffect] {
        &self.effects
    }

    /// Returns the key and the amount of the refund that the host has to issue because of this decision, if it is a new
    /// event that starts one.
    #[must_use]
    pub fn refund_to_issue(&self) -> Option<(&RefundKey, Money)> {
        self.event.as_ref()?;
        refund_among(&self.effects)
    }

    /// Returns the decision as JSON ([`json::decision`]).
    #[must_use]
    pub const fn json(&self) -> &Value {
        &self.json
    }
}

/// A command that an order of any platform refused.
#[derive(Clone, Debug, PartialEq)]
pub struct AnyRefusal {
    text: String,
    kinds: Vec<ReasonKind>,
    json: Value,
}

impl AnyRefusal {
    /// Returns the kinds of the reasons, in their order.
    #[must_use]
    pub fn kinds(&self) -> &[ReasonKind] {
        &self.kinds
    }

    /// Returns the refusal as JSON ([`json::refusal`]).
    #[must_use]
    pub const fn json(&self) -> &Value {
        &self.json
    }
}

impl fmt::Display for AnyRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl core::error::Error for AnyRefusal {}

fn any_decision<P: Policy>(order: &Order<P>, decision: Decision<P::Status>) -> AnyDecision {
    let json = json::decision(order, &decision);
    let effects = decision.effects().to_vec();
    let event = match decision {
        Decision::Accepted { event, .. } => Some(event),
        Decision::Duplicate { .. } | Decision::Nothing { .. } => None,
    };
    // Every stored type has a form in JSON, so this does not fail.
    let stored = |event: &Event<P::Status>| {
        serde_json::to_string(&StoredEvent::<P>::of(event.clone())).unwrap_or_default()
    };
    let stored = event.as_ref().map(stored);
    let event = event.map(|event| Box::new(event) as Box<dyn Any + Send + Sync>);
    AnyDecision { event, stored, effects, json }
}

fn any_refusal<P: Policy>(order: &Order<P>, refusal: &Refusal<P::Status>) -> AnyRefusal {
    let kinds = refusal.reasons.iter().map(crate::order::Reason::kind).collect();
    AnyRefusal { text: refusal.to_string(), kinds, json: json::refusal(order, refusal) }
}

fn any_answer<P: Policy>(
    order: &Order<P>,
    answer: Result<Decision<P::Status>, Refusal<P::Status>>,
) -> Result<AnyDecision, AnyRefusal> {
    match answer {
        Ok(decision) => Ok(any_decision(order, decision)),
        Err(refusal) => Err(any_refusal(order, &refusal)),
    }
}

impl<P: Policy + fmt::Debug> AnyOrder for Order<P> {
    fn id(&self) -> &OrderId {
        self.id()
    }

    fn platform(&self) -> &'static str {
        P::LIFECYCLE.platform()
    }

    fn version(&self) -> Version {
        self.version()
    }

    fn currency(&self) -> Currency {
        self.currency()
    }

    fn cases(&self) -> Vec<CaseId> {
        self.cases().iter().map(|case| case.id).collect()
    }

    fn status(&self, case: CaseId) -> Option<&'static str> {
        self.case(case).map(|case| crate::lifecycle::Status::name(case.status))
    }

    fn phase(&self, case: CaseId) -> Option<Phase> {
        self.phase(case)
    }

    fn ledger(&self) -> Ledger {
        self.ledger()
    }

    fn refundable(&self) -> Refundable {
        self.refundable()
    }

    fn refund(&self, key: &RefundKey) -> Option<&Refund> {
        self.refund(key)
    }

    fn pending_effects(&self) -> Vec<PendingEffect> {
        self.pending_effects().to_vec()
    }

    fn refunds_to_query(&self) -> Vec<&Refund> {
        self.refunds_to_query().collect()
    }

    fn next_deadline(&self) -> Option<(Timestamp, CaseId)> {
        self.next_deadline()
    }

    fn is_settled(&self) -> bool {
        self.is_settled()
    }

    fn anomalies(&self) -> Vec<(Version, &Anomaly)> {
        self.anomalies().collect()
    }

    fn decide_any(&self, command: &Command) -> Result<AnyDecision, AnyRefusal> {
        any_answer(self, self.decide(command))
    }

    fn apply_any(&mut self, decision: &AnyDecision) -> Result<(), ReplayError> {
        let Some(event) = &decision.event else { return Ok(()) };
        match event.downcast_ref::<Event<P::Status>>() {
            Some(event) => self.apply(event),
            // A decision of an order of another platform.
            None => Err(ReplayError::OtherOrder {
                expected: self.id().clone(),
                found: OrderId::new(""),
                version: self.version(),
            }),
        }
    }

    fn accept_any(&mut self, command: &Command) -> Result<AnyDecision, AnyRefusal> {
        let answer = self.accept(command);
        any_answer(self, answer)
    }

    fn stored_snapshot(&self) -> String {
        let stored: StoredSnapshot<P> = Stored::of(self.snapshot());
        serde_json::to_string(&stored).unwrap_or_default()
    }

    fn case_json(&self, case: CaseId) -> Option<Value> {
        json::case(self, case)
    }

    fn permissions_json(&self, case: CaseId, by: Actor, at: Timestamp) -> Value {
        json::permissions(self, case, by, at)
    }

    fn may_apply_json(&self, by: Actor, at: Timestamp) -> Value {
        json::may_apply(self, by, at)
    }
}

/// A policy of any platform: it opens and restores orders.
pub trait AnyPolicy: Send + Sync {
    /// Returns the name of the platform, which is in every stored event and snapshot.
    fn platform(&self) -> &'static str;

    /// Opens an order, and returns its first event as JSON to be stored.
    ///
    /// # Errors
    ///
    /// Every reason why the order cannot be opened.
    fn open(
        &self,
        facts: OrderFacts,
        at: Timestamp,
    ) -> Result<(Box<dyn AnyOrder>, String), OpeningError>;

    /// Restores an order from its stored snapshot, if there is one, and the stored events after it.
    ///
    /// # Errors
    ///
    /// When one of them cannot be read, or does not fit.
    fn restore(
        &self,
        snapshot: Option<&str>,
        events: &[&str],
    ) -> Result<Box<dyn AnyOrder>, AnyRestoreError>;
}

/// The error of an order of any platform that was not restored.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AnyRestoreError {
    /// A stored form is not JSON of its type.
    #[error("a stored form cannot be read: {0}")]
    Json(String),
    /// The stored forms do not make an order.
    #[error(transparent)]
    Restore(RestoreError),
}

impl<P: Policy + fmt::Debug> AnyPolicy for P {
    fn platform(&self) -> &'static str {
        P::LIFECYCLE.platform()
    }

    fn open(
        &self,
        facts: OrderFacts,
        at: Timestamp,
    ) -> Result<(Box<dyn AnyOrder>, String), OpeningError> {
        let (order, opened) = Order::open(self.clone(), facts, at)?;
        let stored = serde_json::to_string(&StoredEvent::<P>::of(opened)).unwrap_or_default();
        Ok((Box::new(order), stored))
    }

    fn restore(
        &self,
        snapshot: Option<&str>,
        events: &[&str],
    ) -> Result<Box<dyn AnyOrder>, AnyRestoreError> {
        let json = |error: serde_json::Error| AnyRestoreError::Json(error.to_string());
        let snapshot: Option<StoredSnapshot<P>> =
            snapshot.map(serde_json::from_str).transpose().map_err(json)?;
        let events = events.iter().map(|event| serde_json::from_str(event));
        let events: Vec<StoredEvent<P>> = events.collect::<Result<_, _>>().map_err(json)?;
        let restored = restore(self.clone(), snapshot, events).map_err(AnyRestoreError::Restore)?;
        Ok(Box::new(restored.order))
    }
}
