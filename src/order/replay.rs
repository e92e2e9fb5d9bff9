//! Applies events to the state of an order. Events are facts: no rule is consulted, and an event that cannot be the next
//! one changes nothing (I23).

use alloc::collections::VecDeque;
use alloc::vec::Vec;

use super::books::milestones_after;
use super::{
    AcceptedCommand, Adoption, Books, Case, CaseId, CasePosition, Change, Claim, Correspondence,
    Effect, Event, EventKind, HistoryEntry, LineId, Offer, Opening, Order, OrderId, Policy,
    Remembered, Request, Version,
};
use crate::lifecycle::{Action, Phase, Status};
use crate::money::Amount;
use crate::steps::{Milestones, StepName};
use crate::time::Timestamp;

/// The error of an event that cannot be the next one of an order. Nothing was changed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no event at all.
    #[error("there are no events")]
    Empty,
    /// The first event does not open the order.
    #[error("event {version} of order {order} comes first and does not open the order")]
    NotOpened {
        /// The order.
        order: OrderId,
        /// The version of the event.
        version: Version,
    },
    /// The event opens an order that has been opened.
    #[error("event {version} opens order {order} again")]
    OpenedTwice {
        /// The order.
        order: OrderId,
        /// The version of the event.
        version: Version,
    },
    /// The event belongs to another order.
    #[error("event {version} belongs to order {found}, not to order {expected}")]
    OtherOrder {
        /// The order.
        expected: OrderId,
        /// The order of the event.
        found: OrderId,
        /// The version of the event.
        version: Version,
    },
    /// The event is not the next one: an event is missing, doubled or out of order.
    #[error("event {expected} of order {order} was expected, and event {found} was found")]
    OutOfPlace {
        /// The order.
        order: OrderId,
        /// The version that should come next.
        expected: Version,
        /// The version of the event.
        found: Version,
    },
    /// The event is older than the one before it.
    #[error(
        "event {version} of order {order} is dated {at}, before the event at {before} that it follows"
    )]
    BackInTime {
        /// The order.
        order: OrderId,
        /// The version of the event.
        version: Version,
        /// The time of the event.
        at: Timestamp,
        /// The time of the event before it.
        before: Timestamp,
    },
    /// The event names a case, a line or a refund that is not there, or that is there already.
    #[error("event {version} of order {order} does not fit: {what}")]
    DoesNotFit {
        /// The order.
        order: OrderId,
        /// The version of the event.
        version: Version,
        /// The part that does not fit.
        what: &'static str,
    },
}

impl<P: Policy> Order<P> {
    /// Returns the order after these events: all of its events, in their order.
    ///
    /// # Errors
    ///
    /// An error for the first event that cannot be the next one.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// let again = Order::replay(HardenedShop::default(), &events)?;
    /// assert_eq!(again, order);
    ///
    /// let missing = Order::replay(HardenedShop::default(), [&events[0], &events[2]]).unwrap_err();
    /// assert_eq!(missing.to_string(), "event 2 of order A-1 was expected, and event 3 was found");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replay<'a>(
        policy: P,
        events: impl IntoIterator<Item = &'a Event<P::Status>>,
    ) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(ReplayError::Empty)?;
        let mut order = Self::from_opening(policy, first)?;
        events.try_for_each(|event| order.apply(event))?;
        Ok(order)
    }

    fn from_opening(policy: P, event: &Event<P::Status>) -> Result<Self, ReplayError> {
        let Event { order, version, at, kind } = event;
        let EventKind::Opened(opening) = kind else {
            return Err(ReplayError::NotOpened { order: order.clone(), version: *version });
        };
        let expected = Version::FIRST;
        if *version != expected {
            let order = order.clone();
            return Err(ReplayError::OutOfPlace { order, expected, found: *version });
        }
        if *order != opening.facts.order {
            let expected = opening.facts.order.clone();
            let (found, version) = (order.clone(), *version);
            return Err(ReplayError::OtherOrder { expected, found, version });
        }
        if let Some(what) = opening.misfit() {
            return Err(ReplayError::DoesNotFit { order: order.clone(), version: *version, what });
        }
        Ok(Self::from_first(policy, opening.clone(), *at))
    }

    pub(super) fn from_first(policy: P, opening: Opening, at: Timestamp) -> Self {
        Self {
            policy,
            books: Books::new(opening, at),
            remembered: VecDeque::new(),
            #[cfg(feature = "serde")]
            table_spans: Vec::new(),
        }
    }

    /// Applies an event. An event that [`decide`](Self::decide) has just made always fits.
    ///
    /// # Errors
    ///
    /// When the event cannot be the next one of this order. Then nothing is changed.
    ///
    /// ```
    #[doc = include_str!("example.md")]
    /// // The same event a second time is not the next one.
    /// let error = order.apply(&events[2]).unwrap_err();
    /// assert_eq!(error.to_string(), "event 4 of order A-1 was expected, and event 3 was found");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply(&mut self, event: &Event<P::Status>) -> Result<(), ReplayError> {
        let accepted = self.check(event)?;
        for change in &accepted.changes {
            self.books.change(change, event.version, event.at);
        }
        self.books.keep_correspondence(accepted);
        self.books.version = event.version;
        self.books.at = event.at;
        let effects = event.effects(self.books.currency()).into_iter();
        // Whether a refund is still to be issued follows from the refund itself.
        self.books.pending_effects.extend(
            effects.filter(|pending| !matches!(pending.effect, Effect::IssueRefund { .. })),
        );
        self.remember(accepted, event.version);
        Ok(())
    }

    fn remember(&mut self, accepted: &AcceptedCommand<P::Status>, version: Version) {
        let most = usize::try_from(self.books.opening.remembered).unwrap_or(usize::MAX);
        let AcceptedCommand { command, digest, .. } = accepted;
        self.remembered.push_back(Remembered { id: command.clone(), digest: *digest, version });
        while self.remembered.len() > most {
            self.remembered.pop_front();
        }
    }

    /// Checks whether the event can be the next one.
    fn check<'a>(
        &self,
        event: &'a Event<P::Status>,
    ) -> Result<&'a AcceptedCommand<P::Status>, ReplayError> {
        let books = &self.books;
        let here = &books.opening.facts.order;
        let Event { order, version, at, kind } = event;
        if order != here {
            let (expected, found, version) = (here.clone(), order.clone(), *version);
            return Err(ReplayError::OtherOrder { expected, found, version });
        }
        let order = order.clone();
        let (version, at) = (*version, *at);
        let EventKind::Accepted(accepted) = kind else {
            return Err(ReplayError::OpenedTwice { order, version });
        };
        let expected = books.version.next();
        if version != expected || version == books.version {
            return Err(ReplayError::OutOfPlace { order, expected, found: version });
        }
        if at < books.at {
            return Err(ReplayError::BackInTime { order, version, at, before: books.at });
        }
        let is_known = self.remembered.iter().any(|known| known.id == accepted.command);
        let known = is_known.then_some("its command has been carried out before");
        match known.or_else(|| books.misfit(&accepted.changes)) {
            Some(what) => Err(ReplayError::DoesNotFit { order, version, what }),
            None => Ok(accepted),
        }
    }
}

impl Opening {
    /// Returns the part of the opening that does not fit, if there is one.
    pub(super) fn misfit(&self) -> Option<&'static str> {
        let shares = self.shares.iter().flat_map(|share| [share.goods, share.shipping]);
        if !self.facts.faults().is_empty() {
            Some("its facts cannot open an order")
        } else if self.shares.len() != self.facts.lines.len() {
            Some("its shares are not one for each line")
        } else if Amount::sum(shares) != Some(self.facts.paid) {
            Some("its shares do not add up to what was paid")
        } else {
            None
        }
    }
}

impl<S: Status> Books<S> {
    /// Returns the change that does not fit, if there is one.
    fn misfit(&self, changes: &[Change<S>]) -> Option<&'static str> {
        let mut next = self.next_case();
        let mut started = Vec::new();
        let first = next;
        let knows_line = |line: &LineId| self.index_of_line(line).is_some();
        let knows_lines = |claim: &Claim| claim.lines.iter().all(|line| knows_line(&line.line));
        for change in changes {
            let opened = first != next;
            let knows_case = |case: CaseId| self.case(case).is_some() || (opened && case == first);
            let fits = match change {
                Change::CaseOpened { case, claim, .. } => {
                    next = first.next();
                    *case == first && !opened && knows_lines(claim)
                }
                Change::ClaimChanged { case, claim } => knows_case(*case) && knows_lines(claim),
                Change::Transitioned { case, .. }
                | Change::GoodsReceived { case, .. }
                | Change::ReturnWaived { case }
                | Change::RefundWrittenOff { case }
                | Change::DeadlineSet { case, .. }
                | Change::CaseHidden { case } => knows_case(*case),
                Change::GoodsTakenBack { case, line, .. } => knows_case(*case) && knows_line(line),
                Change::RefundWithheld { case, key } => {
                    knows_case(*case) && self.refund(key).is_some()
                }
                Change::ApplicationCounted { lines } => lines.iter().all(knows_line),
                Change::RefundStarted(refund) => {
                    let is_new =
                        self.refund(&refund.key).is_none() && !started.contains(&&refund.key);
                    started.push(&refund.key);
                    is_new && refund.case.is_none_or(knows_case) && refund.is_in_order()
                }
                Change::RefundUpdated(refund) => {
                    refund.case.is_none_or(knows_case) && refund.is_in_order()
                }
                Change::StageChanged { .. }
                | Change::RefundTotalReported { .. }
                | Change::OrderClosed
                | Change::EffectsAcknowledged { .. }
                | Change::AnomalyFound(_) => true,
            };
            if !fits {
                return Some(match change {
                    Change::CaseOpened { .. } => {
                        "it opens a case that is not the next one, or that claims a line that is not there"
                    }
                    Change::RefundStarted(_) => {
                        "it starts a refund that is there already, or whose case is not there"
                    }
                    Change::ApplicationCounted { .. } => "a line is not there",
                    Change::RefundUpdated(refund) if !refund.is_in_order() => {
                        "the reports of a refund are out of order"
                    }
                    _ => "a case or a line is not there",
                });
            }
        }
        None
    }

    /// Keeps the texts and evidence that came with a request.
    fn keep_correspondence(&mut self, accepted: &AcceptedCommand<S>) {
        let opens = |change: &Change<S>| match change {
            Change::CaseOpened { case, .. } => Some(*case),
            _ => None,
        };
        let case = accepted.request.case().or_else(|| accepted.changes.iter().find_map(opens));
        let Some(case) = case.and_then(|case| self.case_mut(case)) else { return };
        match &accepted.request {
            Request::Apply { application, .. } | Request::Modify { application, .. } => {
                case.correspondence.applied(application);
            }
            Request::AgreeToReturn { address, .. } => case.correspondence.address = address.clone(),
            Request::ShipReturn { shipment, .. } | Request::AmendShipment { shipment, .. } => {
                case.correspondence.shipment = Some(shipment.clone());
            }
            Request::RecallShipment { .. } => case.correspondence.shipment = None,
            Request::Refuse { reason, .. } => case.correspondence.refusal = reason.clone(),
            Request::Adopt(Adoption { case: None, correspondence, .. }) => {
                case.correspondence = correspondence.clone()
            }
            _ => {}
        }
    }

    /// Applies one change.
    pub(super) fn change(&mut self, change: &Change<S>, version: Version, at: Timestamp) {
        match change {
            Change::StageChanged { stage, shipped, received } => {
                self.stage = *stage;
                self.shipped = *shipped;
                self.received = *received;
            }
            Change::CaseOpened { case, action, claim, position } => self.cases.push(Case {
                id: *case,
                flow: position.flow,
                status: position.status,
                status_phase: position.status_phase,
                facts: position.facts,
                claim: claim.clone(),
                offer: Offer::FIRST,
                deadline: None,
                goods: None,
                waived: false,
                stocked: false,
                written_off: false,
                hidden: false,
                milestones: Milestones::default().done_at(StepName::Apply, at),
                correspondence: Correspondence::default(),
                history: [HistoryEntry::of(position, *action, version, at)].into(),
            }),
            Change::ClaimChanged { case, claim } => {
                if let Some(case) = self.case_mut(*case) {
                    case.claim = claim.clone();
                    case.offer = case.offer.next();
                }
            }
            Change::ApplicationCounted { lines } => {
                for line in lines {
                    let index = self.index_of_line(line);
                    if let Some(count) = index.and_then(|at| self.applications.get_mut(at)) {
                        *count = count.saturating_add(1);
                    }
                }
            }
            Change::Transitioned { case, action, position } => {
                if let Some(case) = self.case_mut(*case) {
                    case.go(position, HistoryEntry::of(position, *action, version, at));
                }
            }
            Change::GoodsReceived { case, goods } => {
                if let Some(case) = self.case_mut(*case) {
                    case.goods = Some(goods.clone());
                    case.milestones = case.milestones.done_at(StepName::ReceiveGoods, at);
                }
            }
            Change::ReturnWaived { case } => {
                if let Some(case) = self.case_mut(*case) {
                    case.waived = true;
                }
            }
            Change::RefundWrittenOff { case } => {
                if let Some(case) = self.case_mut(*case) {
                    case.written_off = true;
                }
            }
            Change::DeadlineSet { case, deadline } => {
                if let Some(case) = self.case_mut(*case) {
                    case.deadline = *deadline;
                }
            }
            Change::RefundStarted(refund) => {
                self.refunds.push(refund.clone());
                if let Some(case) = refund.case.and_then(|case| self.case_mut(case)) {
                    case.hidden = false;
                    // The goods' milestone was set when they came.
                    if case.goods.is_none() {
                        let before = case.status_phase;
                        case.milestones =
                            milestones_after(case.milestones, before, Phase::Refunding, at);
                    }
                }
            }
            Change::RefundUpdated(refund) => {
                match self.refunds.iter_mut().find(|known| known.key == refund.key) {
                    Some(known) => *known = refund.clone(),
                    None => self.refunds.push(refund.clone()),
                }
                // A case whose money has moved must be seen by people again.
                if let Some(case) = refund.case.and_then(|case| self.case_mut(case)) {
                    case.hidden = false;
                }
            }
            Change::RefundTotalReported { total, as_of } => {
                self.gateway_total = Some((*as_of, *total))
            }
            Change::GoodsTakenBack { case, .. } => {
                if let Some(case) = self.case_mut(*case) {
                    case.stocked = true;
                }
            }
            Change::OrderClosed => self.closed = Some(at),
            Change::CaseHidden { case } => {
                if let Some(case) = self.case_mut(*case) {
                    case.hidden = true;
                }
            }
            Change::EffectsAcknowledged { effects } => {
                self.pending_effects.retain(|pending| !effects.contains(&pending.id));
            }
            Change::AnomalyFound(anomaly) => self.anomalies.push((version, anomaly.clone())),
            Change::RefundWithheld { .. } => {}
        }
    }
}

impl<S: Copy> Case<S> {
    fn go(&mut self, position: &CasePosition<S>, step: HistoryEntry<S>) {
        let CasePosition { flow, status, status_phase, facts } = *position;
        let at = step.at;
        if status_phase == Phase::UnderReview && self.status_phase != Phase::UnderReview {
            // The case is applied for again: the receipt of the first time does not count.
            self.goods = None;
            self.waived = false;
            self.milestones = Milestones::default().done_at(StepName::Apply, at);
        }
        self.milestones = milestones_after(self.milestones, self.status_phase, status_phase, at);
        self.flow = flow;
        self.status = status;
        self.status_phase = status_phase;
        self.facts = facts;
        self.history.push(step);
        self.hidden = false;
    }
}

impl<S: Copy> HistoryEntry<S> {
    const fn of(
        position: &CasePosition<S>,
        action: Option<Action>,
        version: Version,
        at: Timestamp,
    ) -> Self {
        let CasePosition { flow, status, status_phase, .. } = *position;
        Self { action, flow, status, status_phase, version, at }
    }
}
