//! The order: the unit in which money and goods stay right.
//!
//! Two cases on one order compete for the same money, so the order decides and not the case. It does no I/O. The
//! host lets it decide on a command, stores the one event that comes out, applies the event, and carries out the
//! effects:
//!
//! ```
//! use aftersale::lifecycle::{Actor, Flow, Phase};
//! use aftersale::money::{Amount, Currency};
//! use aftersale::order::{
//!     Request, Application, Ask, CaseId, Command, Effect, LineFacts, Offer, Order, OrderFacts, Outcome,
//!     RefundRef,
//! };
//! use aftersale::quantity::Quantity;
//! use aftersale::shopxo::HardenedShop;
//! use aftersale::time::Timestamp;
//!
//! let fen = Amount::from_minor;
//! let tea = LineFacts::new("tea", Quantity::new(3), fen(1_000));
//! let facts = OrderFacts::new("ORDER1", Currency::CNY, vec![tea]);
//! let now = Timestamp::from_seconds(1_795_300_763);
//! let (mut order, opened) = Order::open(HardenedShop::default(), facts, now)?;
//! // … store `opened` …
//!
//! // The buyer wants one of the three back; the merchant agrees.
//! let application = Application::of(vec![Ask::units("tea", 1)]);
//! let apply = Request::Apply { flow: Flow::RefundOnly, application };
//! let case = CaseId::FIRST;
//! let agree = Request::AgreeToRefund { case, offer: Offer::FIRST };
//! let mut refund = None;
//! for (id, by, request) in [("c-1", Actor::Buyer, apply), ("c-2", Actor::Merchant, agree.clone())] {
//!     let decision = order.decide(&Command::new(id, "ORDER1", by, now, request))?;
//!     let event = decision.event().ok_or("a new command makes an event")?;
//!     // … store the event and its effects in one transaction …
//!     order.apply(event)?;
//!     refund = decision.effects().iter().find_map(|pending| match &pending.effect {
//!         Effect::IssueRefund { key, amount, .. } => Some((key.clone(), *amount)),
//!         _ => None,
//!     });
//! }
//! let (key, amount) = refund.ok_or("agreeing starts a refund")?;
//! assert_eq!((key.as_str(), amount.to_string().as_str()), ("ORDER1c1r1", "10.00 CNY"));
//!
//! // A second click changes nothing.
//! let again = Command::new("c-3", "ORDER1", Actor::Merchant, now, agree);
//! assert_eq!(
//!     order.decide(&again).unwrap_err().to_string(),
//!     "the merchant cannot agree to the refund (case 1 at TO_BE_REVIEWED, refund only): \
//!      refund ORDER1c1r1 is under way; find out its outcome first",
//! );
//!
//! // The gateway reports success. Only now the case is refunded.
//! let outcome = Outcome::Succeeded(amount);
//! let report = Request::ReportRefund { refund: RefundRef::Key(key), outcome, as_of: now };
//! let decision = order.decide(&Command::new("c-4", "ORDER1", Actor::Platform, now, report))?;
//! order.apply(decision.event().ok_or("a new report makes an event")?)?;
//! assert_eq!(order.phase(case), Some(Phase::Refunded));
//! assert_eq!(order.ledger().order.left(), fen(2_000));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # What the host does
//!
//! 1. It loads the order: [`Order::replay`] of its events, which it stores as `order::stored` has them.
//! 2. It asks [`decide`](Order::decide), which changes nothing. A refusal has every reason.
//! 3. It stores the event and the effects in one transaction, under the condition that the order's
//!    version has not changed meanwhile (each event's version is one more than the last), and then
//!    [applies](Order::apply) it. Of two that decide at the same time one finds the version taken,
//!    loads the order again and asks again.
//! 4. It carries the effects out, at least once, and reports: the outcome of a refund with
//!    [`Request::ReportRefund`], anything else with [`Request::Acknowledge`]. A refund is issued under its key each
//!    time it is found among the effects, since the gateway pays only once for a key; one that
//!    [`Effect::WithholdRefund`] names is not issued any more.
//! 5. After a crash it asks for what is left: [`pending_effects`](Order::pending_effects),
//!    [`refunds_to_query`](Order::refunds_to_query), [`next_deadline`](Order::next_deadline). A refund to be queried that
//!    the gateway does not know has not reached it: it is issued again under its key, or, where an
//!    effect says not to make it, reported as failed.
//!
//! Where the shop pays, the gateway is the [platform](crate::lifecycle::Actor::Platform), and the host
//! reports in its name. An answer that did not come in time is reported as [`Outcome::Unknown`], never as a
//! failure. The time of a report is the gateway's own, so that a new report is distinguished from one
//! that is only repeated.
//!
//! [`documentation::invariants`](crate::documentation::invariants) says what I1 to I32 mean, and where each is upheld.

mod anomaly;
mod by_line;
mod case;
mod chinese;
mod command;
mod decide;
mod digest;
mod effect;
mod event;
mod grants;
mod id;
mod key;
mod ledger;
pub mod maximum;
mod opening;
mod payment;
mod pending;
mod permission;
mod policy;
mod query;
mod reason;
mod refund;
mod refusal;
mod remembered;
mod replay;
mod request_content;
mod shorthand;
mod stage;
mod state;
#[cfg(feature = "serde")]
pub mod stored;
mod tax;
mod uuid;

#[cfg(feature = "serde")]
use alloc::vec::Vec;

use remembered::Commands;
use state::{Books, State};

pub use anomaly::Anomaly;
pub use case::{Adopted, Case, Claim, ClaimLine, HistoryEntry};
pub use command::{Capability, Command, Request};
pub use decide::Decision;
pub(crate) use effect::refund_among;
pub use effect::{Effect, EffectId, EffectKind, EffectSubject, NotAnEffectId, PendingEffect};
pub use event::{AcceptedCommand, CasePosition, Change, Digest, Event, EventKind, Opening};
pub use grants::{Barred, CheckOrder, RightHolders};
pub use id::{
    BuyerId, CaseId, CommandId, EvidenceId, LineId, LineNumber, Offer, OpeningId, OrderId,
    PaymentId, PaymentNumber, PlatformCaseId, RefundKey, RefundNumber, Version,
};
pub use key::{KeyAlphabet, KeyShape};
pub use ledger::{Balance, Ledger, LineBalance, Units};
pub use maximum::MaximumOf;
pub use opening::{Discrepancy, LineFacts, OpeningError, OpeningFault, OrderFacts, Share};
pub use payment::{PaymentBalance, PaymentFacts, PaymentProgress, PaymentRule, RefundProgress};
pub use permission::{ActionRefusal, LineRefundable, MayApply, Quote, Refundable};
pub use policy::{
    AmountChange, AmountChangeRules, Ceiling, Clocks, Limits, Payer, Policy, RIGHTS, Returnable,
    Right, SharedTerms, Terms, TextLimit, Window,
};
#[cfg(feature = "json")]
pub(crate) use reason::OtherCurrency;
pub use reason::{Bound, Reason};
pub use refund::{KnownOutcome, Parts, Refund, RefundReport, RefundState, Route, UncertainState};
pub use refusal::{Check, ReasonKind, Refusal};
pub use replay::ReplayError;
pub use request_content::{
    Adoption, Application, Ask, Blame, Condition, Correspondence, Deduction, Outcome, ReceivedLine,
    RefundRef, Ruling, Shipment, StatusRef, Text,
};
pub use stage::Stage;
pub use tax::{CarriedTax, TaxBalance, TaxLedger};

use crate::time::Timestamp;

/// An order with its cases, refunds and deadlines, under a platform's policy.
///
/// See the [module](self) for how a host uses it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Order<P: Policy> {
    policy: P,
    books: Books<P::Status>,
    /// The last accepted commands.
    remembered: Commands,
    /// The stretches of events that came about under other tables than today's, in their order.
    #[cfg(feature = "serde")]
    table_spans: Vec<stored::TableSpan>,
}

impl<P: Policy> Order<P> {
    /// Opens an order for after-sales. The host stores the event before it does anything else.
    ///
    /// The share of each line in what was paid is frozen here. Facts that do not agree with each other are in
    /// [`discrepancies`](Self::discrepancies).
    ///
    /// # Errors
    ///
    /// Every reason why the order cannot be opened: it has no lines, two lines or payments of one id, an empty id, amounts
    /// below zero, payments that are more than what was paid, or amounts that are too large to add up. Facts that go beyond a [maximum] have the reasons of that alone:
    /// nothing else of them is looked at.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// assert_eq!((order.version(), events[0].version), (Version::new(3), Version::FIRST));
    ///
    /// let no_lines = OrderFacts::new("A-2", Currency::CNY, vec![]);
    /// let error = Order::open(HardenedShop::default(), no_lines, now).unwrap_err();
    /// assert_eq!(error.to_string(), "the order cannot be opened: the order has no lines");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open(
        policy: P,
        facts: OrderFacts,
        at: Timestamp,
    ) -> Result<(Self, Event<P::Status>), OpeningError> {
        let faults = facts.faults_of_size();
        if !faults.is_empty() {
            return Err(OpeningError { faults });
        }
        let facts = facts.with_paid_stated();
        let (shares, discrepancies) = facts.freeze(at, policy.terms().keys)?;
        let remembered = policy.terms().remembered.min(maximum::REMEMBERED);
        let remembered = u32::try_from(remembered).unwrap_or(u32::MAX);
        let policy_name = policy.name().into();
        let opening = Opening { facts, shares, discrepancies, remembered, policy: policy_name };
        let event = Event {
            order: opening.facts.order.clone(),
            version: Version::FIRST,
            at,
            kind: EventKind::Opened(opening.clone()),
        };
        Ok((Self::from_first(policy, opening, at), event))
    }

    /// Returns the state of the order, to be read.
    fn state(&self) -> State<'_, P::Status> {
        self.state_at(self.books.at)
    }

    /// Returns the state of the order, for an event at this time.
    fn state_at(&self, at: Timestamp) -> State<'_, P::Status> {
        State::of(&self.books, self.policy.terms().limits.ceiling, at)
    }

    /// Decides and, if it is accepted, applies: for tests, and for hosts whose store cannot fail.
    ///
    /// # Errors
    ///
    /// As [`decide`](Self::decide).
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let shipped = Request::OrderShipped { when: now };
    /// let decision = order.accept(&Command::new("c-3", "ORDER1", Actor::Merchant, now, shipped))?;
    /// // The event is to be stored.
    /// assert_eq!(decision.event().map(|event| event.version), Some(Version::new(4)));
    /// assert_eq!(order.version(), Version::new(4));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn accept(&mut self, command: &Command) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        let decision = self.decide(command)?;
        if let Some(event) = decision.event() {
            let fits = self.apply(event);
            debug_assert_eq!(fits, Ok(()), "what was just decided fits");
        }
        Ok(decision)
    }
}
