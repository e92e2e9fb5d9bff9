//! Applies events to the state of an order. Events are facts: no rule is consulted, and an event that cannot be the next
//! one changes nothing (I23).

use alloc::vec::Vec;

use super::remembered::{Commands, Sought};
use super::state::Books;
use super::{
    AcceptedCommand, Case, CaseId, Ceiling, Change, Claim, EffectId, Event, EventKind, LineId,
    Opening, Order, OrderId, PaymentNumber, Policy, Refund, RefundKey, Request, Route, Version,
};
use crate::lifecycle::Status;
use crate::money::Amount;
use crate::time::Timestamp;

/// The error of an event that cannot be the next one of an order. Nothing was changed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReplayError {
    /// There is no event at all.
    #[error("there are no events")]
    Empty,
    /// The first event does not open the order.
    #[error("event {version} of order {order:#} comes first and does not open the order")]
    NotOpened {
        /// The order.
        order: OrderId,
        /// The version of the event.
        version: Version,
    },
    /// The event opens an order that has been opened.
    #[error("event {version} opens order {order:#} again")]
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
    #[error("event {expected} of order {order:#} was expected, and event {found} was found")]
    OutOfPlace {
        /// The order.
        order: OrderId,
        /// The version that should come next.
        expected: Version,
        /// The version of the event.
        found: Version,
    },
    /// The event is older than the one before it, and does not repair the clock of the order.
    #[error(
        "event {version} of order {order:#} is dated {at}, before the event at {before} that it follows"
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
    #[error("event {version} of order {order:#} does not fit: {what}")]
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
    /// assert_eq!(missing.to_string(), "event 2 of order ORDER1 was expected, and event 3 was found");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn replay<'a>(
        policy: P,
        events: impl IntoIterator<Item = &'a Event<P::Status>>,
    ) -> Result<Self, ReplayError> {
        let mut events = events.into_iter();
        let first = events.next().ok_or(ReplayError::Empty)?;
        let mut order = Self::from_opening(policy, first)?;
        events.try_for_each(|event| order.apply_one_of_many(event))?;
        order.recount();
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
            remembered: Commands::default(),
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
    /// assert_eq!(error.to_string(), "event 4 of order ORDER1 was expected, and event 3 was found");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn apply(&mut self, event: &Event<P::Status>) -> Result<(), ReplayError> {
        let (accepted, command) = self.check(event)?;
        self.books.apply(event, accepted, self.policy.terms(), true);
        self.remember(accepted, command, event.version);
        self.check_sums();
        Ok(())
    }

    /// Applies an event after which more will come, and after these [`recount`](Self::recount).
    pub(super) fn apply_one_of_many(
        &mut self,
        event: &Event<P::Status>,
    ) -> Result<(), ReplayError> {
        let (accepted, command) = self.check(event)?;
        self.books.apply(event, accepted, self.policy.terms(), false);
        self.remember(accepted, command, event.version);
        Ok(())
    }

    /// Adds up all sums.
    pub(super) fn recount(&mut self) {
        let ceiling = self.ceiling();
        self.books.forget_refunds_to_issue();
        self.books.count_everything(ceiling);
        self.books.find_all_refunds_to_issue(ceiling);
        self.check_sums();
    }

    fn ceiling(&self) -> Ceiling {
        self.policy.terms().limits.ceiling
    }

    /// Panics in a debug build where a sum or an index that is kept is not what adding up everything anew gives.
    fn check_sums(&self) {
        #[cfg(debug_assertions)]
        {
            let mut anew = self.books.without_kept();
            anew.recount(self.ceiling());
            anew.find_all_refunds_to_issue(self.ceiling());
            debug_assert!(anew == self.books, "the kept sums are what they add up to");
        }
    }

    fn remember(
        &mut self,
        accepted: &AcceptedCommand<P::Status>,
        command: Sought<'_>,
        version: Version,
    ) {
        // Acknowledged twice is acknowledged: nothing is left to do the second time.
        if matches!(accepted.request, Request::Acknowledge { .. }) {
            return;
        }
        let most = usize::try_from(self.books.opening.remembered).unwrap_or(usize::MAX);
        self.remembered.push(command, accepted.digest, version, most);
    }

    /// Checks whether the event can be the next one. Returns its command, and the id of that.
    fn check<'a>(
        &self,
        event: &'a Event<P::Status>,
    ) -> Result<(&'a AcceptedCommand<P::Status>, Sought<'a>), ReplayError> {
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
        let repairs = matches!(accepted.request, Request::RepairClock { .. });
        if at < books.at && !repairs {
            return Err(ReplayError::BackInTime { order, version, at, before: books.at });
        }
        let command = Sought::of(&accepted.command);
        let is_known = self.remembered.get(command).is_some();
        let known = is_known.then_some("its command has been carried out before");
        let by = accepted.by;
        let doubled = || {
            let is_doubled = books.has_doubled_effects(&accepted.changes, by);
            is_doubled.then_some("two of its effects have the same id")
        };
        let misfit = || books.misfit(&accepted.changes, version).or_else(doubled);
        match known.or_else(misfit) {
            Some(what) => Err(ReplayError::DoesNotFit { order, version, what }),
            None => Ok((accepted, command)),
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

/// Returns whether no two of these are equal.
pub(super) fn all_differ<T: Ord>(values: impl Iterator<Item = T>) -> bool {
    let mut values = values;
    let (Some(first), Some(second)) = (values.next(), values.next()) else { return true };
    let mut values: Vec<T> = [first, second].into_iter().chain(values).collect();
    values.sort_unstable();
    values.iter().zip(values.iter().skip(1)).all(|(one, next)| one != next)
}

/// Returns the refund that these changes identify, and its further name.
fn identified<S>(changes: Option<&[Change<S>]>) -> Option<(&RefundKey, &RefundKey)> {
    changes?.iter().find_map(|change| match change {
        Change::RefundIdentified { refund, reference } => Some((refund, reference)),
        _ => None,
    })
}

impl<S: Status> Books<S> {
    /// Returns the change that does not fit, if there is one.
    fn misfit(&self, changes: &[Change<S>], version: Version) -> Option<&'static str> {
        let first = self.next_case();
        let (mut opened, mut adopted_one) = (false, false);
        for (index, change) in changes.iter().enumerate() {
            let starts_before = |key: &RefundKey| {
                let starts = |change: &Change<S>| matches!(change, Change::RefundStarted(refund) if refund.key == *key);
                changes.iter().take(index).any(starts)
            };
            let knows_case = |case: CaseId| self.case(case).is_some() || (opened && case == first);
            let misfit = match change {
                Change::CaseOpened { case, claim, .. } => {
                    if *case != first || opened || !self.knows_claim(claim) {
                        return Some(
                            "it opens a case that is not the next one, or that claims a line that is not there, or twice",
                        );
                    }
                    opened = true;
                    None
                }
                Change::ClaimChanged { case, claim } => {
                    self.misfit_of_case(knows_case(*case) && self.knows_claim(claim))
                }
                Change::CaseAdopted { case, adopted } => {
                    let known = self.case(*case).and_then(Case::platform_case);
                    let id = adopted.platform_case.as_ref();
                    let owner = id.and_then(|id| self.case_of_platform(id));
                    let fits = known.is_none_or(|known| id == Some(known))
                        && owner.is_none_or(|owner| owner.id == *case);
                    if adopted_one || !fits {
                        return Some(
                            "it gives a case another id on its platform, or that of another case",
                        );
                    }
                    adopted_one = true;
                    self.misfit_of_case(knows_case(*case))
                }
                Change::Transitioned { case, .. }
                | Change::GoodsReceived { case, .. }
                | Change::ReturnWaived { case }
                | Change::RefundWrittenOff { case }
                | Change::DeadlineSet { case, .. }
                | Change::CaseHidden { case } => self.misfit_of_case(knows_case(*case)),
                Change::GoodsTakenBack { case, line, .. } => {
                    self.misfit_of_case(knows_case(*case) && self.knows_line(line))
                }
                Change::RefundWithheld { case, key } => {
                    self.misfit_of_case(knows_case(*case) && self.refund_with_key(key).is_some())
                }
                Change::ApplicationCounted { lines } => {
                    (!lines.iter().all(|line| self.knows_line(line)))
                        .then_some("a line is not there")
                }
                Change::RefundStarted(refund) => {
                    let is_new = self.refund(&refund.key).is_none() && !starts_before(&refund.key);
                    let is_named = !self.fits_names(refund, None, changes.get(..index));
                    if !is_new || is_named || !refund.case.is_none_or(knows_case) {
                        Some("it starts a refund that is there already, or whose case is not there")
                    } else if refund.effect.is_some_and(|effect| {
                        effect != EffectId::issuing(version, refund.payment())
                    }) {
                        Some("it starts a refund that another event has started")
                    } else if !self.has_payment_of(refund) {
                        Some("it starts a refund by a payment that is not there")
                    } else {
                        self.misfit_of_refund(refund)
                    }
                }
                Change::RefundUpdated(refund) => {
                    let known = self.refund_with_key(&refund.key);
                    if !self.fits_names(refund, known, changes.get(..index)) {
                        Some("a refund has a name of another one, or other names than it had")
                    } else if !refund.case.is_none_or(knows_case) {
                        self.misfit_of_case(false)
                    } else if known.is_some_and(|known| known.effect != refund.effect) {
                        Some("a refund has another effect than it had")
                    } else if known.is_none()
                        && refund.effect.is_some()
                        && !starts_before(&refund.key)
                    {
                        Some("a refund has an effect, and no event has started it")
                    } else {
                        self.misfit_of_refund(refund)
                    }
                }
                Change::RefundConfirmed { refund, as_of } => {
                    let last = self.numbered_refund(*refund).and_then(|known| known.reports.last());
                    // One that is gone leaves its number to the next.
                    let are_numbered = identified(changes.get(..index)).is_none();
                    let fits = are_numbered && last.is_some_and(|last| last.as_of < *as_of);
                    (!fits).then_some(
                        "it confirms a report on a refund that is not there, or is later",
                    )
                }
                Change::RefundTaxed { refund, tax } => {
                    let changes_before = |change: &Change<S>| match change {
                        Change::RefundStarted(other) | Change::RefundUpdated(other) => {
                            other.key == *refund
                        }
                        _ => false,
                    };
                    let is_there = self.refund_with_key(refund).is_some()
                        || changes.iter().take(index).any(changes_before);
                    let fits =
                        is_there && self.knows_each_once(tax.lines.iter().map(|(line, _)| line));
                    (!fits).then_some("the tax of a refund or of a line that is not there")
                }
                Change::RefundIdentified { refund, reference } => {
                    let is_only = identified(changes.get(..index)).is_none();
                    let is_new = |change: &Change<S>| {
                        matches!(change, Change::RefundStarted(other) | Change::RefundUpdated(other)
                            if other.key == *reference && self.refund_with_key(reference).is_none())
                    };
                    let fits = is_only
                        && self.can_be_one(refund, reference)
                        && !changes.iter().take(index).any(is_new);
                    (!fits).then_some("it identifies a refund that is not there, with one of the order's own or twice")
                }
                Change::PaymentAdded { payment, .. } => {
                    let fits = self.has_payments()
                        && self.number_of_payment(payment).is_none()
                        && self.number_of_payments() < usize::from(u8::MAX);
                    (!fits).then_some("it adds a payment that is there already, or to an order whose payments have no names")
                }
                Change::PaymentsChosen { case, payments } => {
                    let fits = knows_case(*case) && self.knows_payments(payments);
                    (!fits).then_some("it chooses payments that are not there, or twice, or for a case that is not")
                }
                Change::StageChanged { .. }
                | Change::RefundTotalReported { .. }
                | Change::OrderClosed
                | Change::OrderReopened
                | Change::EffectsAcknowledged { .. }
                | Change::AnomalyFound(_) => None,
            };
            if misfit.is_some() {
                return misfit;
            }
        }
        None
    }

    const fn misfit_of_case(&self, fits: bool) -> Option<&'static str> {
        if fits { None } else { Some("a case or a line is not there") }
    }

    /// Returns whether a refund is there which can have this further name: one that is nobody's, or the key of an external
    /// refund.
    fn can_be_one(&self, refund: &RefundKey, reference: &RefundKey) -> bool {
        let is_external = |other: &Refund| {
            other.key == *reference && other.key != *refund && other.route == Route::External
        };
        self.refund_with_key(refund).is_some() && self.refund(reference).is_none_or(is_external)
    }

    /// Returns whether a refund, as it is updated after these changes, has the names that it has by then and no others.
    fn fits_names(
        &self,
        refund: &Refund,
        known: Option<&Refund>,
        before: Option<&[Change<S>]>,
    ) -> bool {
        let identified = identified(before);
        let gone = identified.map(|(_, reference)| reference);
        let more = identified.filter(|(of, _)| **of == refund.key).map(|(_, reference)| reference);
        let of_gone = more.and_then(|reference| self.refund_with_key(reference));
        let names = known.into_iter().flat_map(Refund::references).chain(more);
        let names = names.chain(of_gone.into_iter().flat_map(Refund::references));
        (known.is_some() || self.refund(&refund.key).is_none())
            && gone != Some(&refund.key)
            && refund.references().iter().eq(names)
    }

    /// Returns whether the payment of a refund is there, or it has none and the order's payments have no names.
    pub(super) fn has_payment_of(&self, refund: &Refund) -> bool {
        match refund.payment() {
            Some(payment) => self.payment(payment).is_some(),
            None => refund.effect.is_none() || !self.has_payments(),
        }
    }

    /// Returns whether each of these payments is there, and none of them twice.
    pub(super) fn knows_payments(&self, payments: &[(PaymentNumber, Amount)]) -> bool {
        payments.iter().all(|(payment, _)| self.payment(*payment).is_some())
            && all_differ(payments.iter().map(|(payment, _)| *payment))
    }

    fn misfit_of_refund(&self, refund: &Refund) -> Option<&'static str> {
        if !refund.is_in_order() {
            Some("the reports of a refund are out of order")
        } else if !self.knows_each_once(refund.parts.lines.iter().map(|(line, _)| line)) {
            Some("a refund is for a line that is not there, or twice for one")
        } else {
            None
        }
    }

    fn knows_line(&self, line: &LineId) -> bool {
        self.place_of_line(line).is_some()
    }

    /// Returns whether each line of a claim is there and is claimed once, and whether nothing below zero is kept back.
    pub(super) fn knows_claim(&self, claim: &Claim) -> bool {
        let mut deductions = claim.deductions.iter();
        deductions.all(|deduction| deduction.amount.is_positive())
            && self.knows_each_once(claim.lines.iter().map(|claimed| &claimed.line))
    }

    /// Returns whether each of these lines is there, and none of them twice.
    pub(super) fn knows_each_once<'l>(
        &self,
        lines: impl Iterator<Item = &'l LineId> + Clone,
    ) -> bool {
        let is_one = lines.clone().nth(1).is_none();
        lines.clone().all(|line| self.knows_line(line)) && (is_one || all_differ(lines))
    }
}
