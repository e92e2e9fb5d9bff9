//! Keeps the changes of an event: what the working state has made of figures and sums, and the texts, claims, goods and
//! history that it has left where they are.

use alloc::boxed::Box;

use super::books::{Noted, add_to, drop_from, place_of, put_into};
use super::touched::Touched;
use super::{Books, CaseFigures, Goods, LineSums, MoneySums, OrderFigures, State, TouchedCase};
use crate::lifecycle::{Action, Status};
use crate::order::{
    AcceptedCommand, Case, CaseId, CasePosition, Change, Claim, ClaimLine, Correspondence,
    EffectSubject, Event, HistoryEntry, LineId, Parts, PaymentFacts, ReceivedLine, Refund,
    RefundKey, RefundNumber, Request, Terms, Version,
};
use crate::time::Timestamp;

/// What the changes of an event have touched, without the state that they were made on.
pub(super) struct Outcome<S> {
    order: OrderFigures,
    cases: Touched<CaseId, TouchedCase<S>>,
    lines: Touched<usize, LineSums>,
    payments: Touched<usize, MoneySums>,
    /// Whether money that a refund waits for is there and was not, or the other way round.
    has_money_moved: bool,
}

impl<S: Status> State<'_, S> {
    pub(super) fn into_outcome(mut self) -> Outcome<S> {
        self.book_in();
        let has_money_moved = self.keeps_sums && self.has_money_moved();
        Outcome {
            order: self.order,
            cases: self.cases,
            lines: self.lines.touched,
            payments: self.payments,
            has_money_moved,
        }
    }
}

impl<S: Status> Books<S> {
    /// Applies an event that fits. Where many are applied, the sums are added up afterwards, by
    /// [`count_everything`](Self::count_everything).
    pub(in crate::order) fn apply(
        &mut self,
        event: &Event<S>,
        accepted: &AcceptedCommand<S>,
        terms: &Terms,
        keeps_sums: bool,
    ) {
        let ceiling = terms.limits.ceiling;
        let mut state = State::of(self, ceiling, event.at);
        state.make_all(&accepted.changes, keeps_sums);
        let outcome = state.into_outcome();
        self.move_gateway_total(&outcome.order);
        for change in &accepted.changes {
            self.keep_change(change, event.version, event.at);
        }
        self.keep_claims_and_goods(&outcome, &accepted.changes);
        self.keep_correspondence(accepted);
        self.version = event.version;
        self.at = event.at;
        self.keep_figures(&outcome);
        self.add_effects(event, terms.effects);
        if keeps_sums {
            self.find_refunds_to_issue(&outcome, ceiling);
        }
    }

    /// Keeps what one change says besides figures.
    fn keep_change(&mut self, change: &Change<S>, version: Version, at: Timestamp) {
        match change {
            Change::CaseOpened { case, action, position, .. } => {
                add_to(&mut self.cases, Case::opened(*case, position, *action, version, at));
            }
            Change::Transitioned { case, action, position } => {
                if let Some(case) = self.case_mut(*case) {
                    case.outdate_what_was_told(position.status, *action, at);
                    add_to(&mut case.history, HistoryEntry::of(position, *action, version, at));
                }
            }
            Change::CaseAdopted { case, adopted } => {
                if let Some(case) = self.case_mut(*case) {
                    case.adopted = Some(Box::new(adopted.clone()));
                }
            }
            Change::ApplicationCounted { lines } => {
                for line in lines {
                    let place = self.place_of_line(line);
                    if let Some(count) = place.and_then(|place| self.applications.get_mut(place)) {
                        *count = count.saturating_add(1);
                    }
                }
            }
            Change::RefundStarted(refund) | Change::RefundUpdated(refund) => {
                self.keep_refund(refund);
                // What was chosen for the next refund was chosen for this one.
                if let (Some(_), Some(case)) = (refund.payment(), refund.case) {
                    if matches!(change, Change::RefundStarted(_)) {
                        self.keep_chosen_payments(case, &[]);
                    }
                }
            }
            Change::RefundIdentified { refund, reference } => {
                self.keep_references(refund, reference);
            }
            Change::PaymentAdded { payment, paid } => {
                self.later_payments.push(PaymentFacts::new(payment, *paid));
                self.kept.payments.push(MoneySums::default());
            }
            Change::PaymentsChosen { case, payments } => {
                self.keep_chosen_payments(*case, payments);
            }
            Change::RefundConfirmed { refund, as_of } => self.confirm(*refund, *as_of),
            Change::EffectsAcknowledged { effects } => {
                self.acknowledge(effects);
            }
            Change::RefundTaxed { refund, tax } => self.keep_tax(refund, tax),
            // What is not right any more is not asked for any more (I28).
            Change::OrderClosed => self.forget_effects_on(EffectSubject::ReopenOrder),
            Change::OrderReopened => self.forget_effects_on(EffectSubject::CloseOrder),
            Change::AnomalyFound(anomaly) => self.anomalies.push((version, anomaly.clone())),
            _ => {}
        }
    }

    fn confirm(&mut self, number: RefundNumber, as_of: Timestamp) {
        let place = number.number().saturating_sub(1);
        let Some(refund) = self.refunds.get_mut(place as usize) else { return };
        refund.confirm(as_of);
        if self.gateway_total.is_some_and(|(total, _)| as_of > total) {
            put_into(&mut self.kept.beside_total, place);
        }
    }

    /// Keeps a further name of a refund, and those of the external refund that it was until now.
    fn keep_references(&mut self, refund: &RefundKey, reference: &RefundKey) {
        let gone = self.place_of_key(reference).and_then(|place| self.take_out_refund(place));
        let Some(place) = self.place_of_key(refund) else { return };
        let more = gone.iter().flat_map(Refund::references);
        for name in core::iter::once(reference).chain(more) {
            self.note_reference(place, name);
            if let Some(known) = self.refunds.get_mut(place) {
                known.references.add([name]);
            }
        }
    }

    /// Keeps a refund as a change has it.
    fn keep_refund(&mut self, refund: &Refund) {
        let known = self.place_of_key(&refund.key);
        let Some((place, known)) = known.and_then(|place| Some((place, self.refunds.get(place)?)))
        else {
            let parts = self.with_own_names(&refund.parts);
            let (key, reports) = (refund.key.clone(), refund.reports.clone());
            let references = refund.references.clone();
            add_to(&mut self.refunds, Refund { key, parts, reports, references, ..*refund });
            self.note_refund(self.refunds.len().saturating_sub(1), None);
            return;
        };
        let before = Noted::of(known);
        // A report mostly leaves the parts as they are.
        let parts = (known.parts != refund.parts).then(|| self.with_own_names(&refund.parts));
        if let Some(known) = self.refunds.get_mut(place) {
            let key = known.key.clone();
            let parts = parts.unwrap_or_else(|| core::mem::take(&mut known.parts));
            let references = core::mem::take(&mut known.references);
            *known = Refund { key, parts, reports: refund.reports.clone(), references, ..*refund };
        }
        self.note_refund(place, Some(before));
    }

    /// Keeps the tax in what a refund has paid.
    fn keep_tax(&mut self, refund: &RefundKey, tax: &Parts) {
        let Some(number) = self.number_of_refund(refund) else { return };
        let tax = self.with_own_names(tax);
        match self.refund_taxes.binary_search_by_key(&number, |(number, _)| *number) {
            Ok(index) if tax == Parts::default() => {
                self.refund_taxes.remove(index);
            }
            Ok(index) => {
                if let Some((_, known)) = self.refund_taxes.get_mut(index) {
                    *known = tax;
                }
            }
            Err(index) => self.refund_taxes.insert(index, (number, tax)),
        }
    }

    /// Moves on the sums of the tax in what was refunded.
    fn keep_tax_sums(&mut self, outcome: &Outcome<S>) {
        if self.kept.tax.is_any() {
            let lines = outcome.lines.iter();
            self.kept.tax = self.tax_sums_after(lines, &outcome.order.shipping);
        }
    }

    /// Returns parts whose lines share their names with the order's.
    fn with_own_names(&self, parts: &Parts) -> Parts {
        let lines = parts.lines.iter().map(|(line, amount)| (self.own_name(line), *amount));
        Parts { lines: lines.collect(), ..*parts }
    }

    fn own_name(&self, line: &LineId) -> LineId {
        let place = self.place_of_line(line);
        let facts = place.and_then(|place| self.opening.facts.lines.get(place));
        facts.map_or(line, |facts| &facts.line).clone()
    }

    fn keep_claims_and_goods(&mut self, outcome: &Outcome<S>, changes: &[Change<S>]) {
        for (id, touched) in outcome.cases.iter() {
            let claim = match touched.claim.and_then(|change| changes.get(change)) {
                Some(Change::CaseOpened { claim, .. } | Change::ClaimChanged { claim, .. }) => {
                    let own = |claimed: &ClaimLine| ClaimLine {
                        line: self.own_name(&claimed.line),
                        ..*claimed
                    };
                    let lines = claim.lines.iter().map(own).collect();
                    let deductions = claim.deductions.clone();
                    Some(Claim { lines, shipping: claim.shipping, deductions })
                }
                _ => None,
            };
            let goods: Option<Option<alloc::vec::Vec<ReceivedLine>>> = match touched.goods {
                Goods::AsBefore => None,
                Goods::Forgotten => Some(None),
                Goods::Received(change) => match changes.get(change) {
                    Some(Change::GoodsReceived { goods, .. }) => Some(Some(goods.clone())),
                    _ => None,
                },
            };
            let Some(case) = self.case_mut(id) else { continue };
            let named_before = case.named_lines();
            if let Some(claim) = claim {
                case.claim = claim;
            }
            if let Some(goods) = goods {
                case.goods = goods;
            }
            let named_now = case.named_lines();
            let named = self.kept.named_lines.saturating_sub(named_before);
            self.kept.named_lines = named.saturating_add(named_now);
        }
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
            Request::Adopt(adoption) if adoption.case.is_none() => {
                case.correspondence = adoption.correspondence.clone();
            }
            _ => {}
        }
    }

    /// Keeps the time of the gateway's total, and finds the refunds that it may not know of.
    fn move_gateway_total(&mut self, order: &OrderFigures) {
        let before = core::mem::replace(&mut self.gateway_total, order.gateway_total);
        let Some((as_of, _)) = order.gateway_total.filter(|_| before != order.gateway_total) else {
            return;
        };
        let refunds = &self.refunds;
        let is_beside = |place: &u32| {
            let refund = refunds.get(*place as usize);
            refund.is_some_and(|refund| {
                refund.route == crate::order::Route::Offline || refund.has_news_after(as_of)
            })
        };
        let beside = &mut self.kept.beside_total;
        if before.is_some_and(|(before, _)| before <= as_of) {
            beside.retain(is_beside);
        } else {
            let number = u32::try_from(refunds.len()).unwrap_or(u32::MAX);
            *beside = (0..number).filter(is_beside).collect();
        }
    }

    /// Keeps the figures and sums that the changes have moved.
    pub(super) fn keep_figures(&mut self, outcome: &Outcome<S>) {
        let order = &outcome.order;
        (self.stage, self.shipped, self.received) = (order.stage, order.shipped, order.received);
        self.closed = order.closed;
        self.keep_tax_sums(outcome);
        let kept = &mut self.kept;
        (kept.shipping, kept.order) = (order.shipping, order.order);
        kept.since_total = order.since_total;
        kept.unknown_amounts = order.unknown_amounts;
        for (place, sums) in outcome.lines.iter() {
            if let Some(line) = kept.lines.get_mut(place) {
                *line = *sums;
            }
        }
        for (place, sums) in outcome.payments.iter() {
            if let Some(payment) = kept.payments.get_mut(place) {
                *payment = *sums;
            }
        }
        for (id, touched) in outcome.cases.iter() {
            let CaseFigures { deadline, .. } = touched.figures;
            let case = place_of(id).and_then(|place| self.cases.get_mut(place));
            let Some(case) = case else { continue };
            if case.deadline != deadline {
                let deadlines = &mut self.kept.deadlines;
                if let Some(before) = case.deadline {
                    drop_from(deadlines, (before, id));
                }
                if let Some(deadline) = deadline {
                    put_into(deadlines, (deadline, id));
                }
            }
            case.keep(&touched.figures);
            case.milestones = touched.milestones;
        }
    }
}

impl<S: Status> Outcome<S> {
    pub(super) const fn has_money_moved(&self) -> bool {
        self.has_money_moved
    }

    /// Returns the cases that the changes have touched.
    pub(super) fn touched_cases(&self) -> impl Iterator<Item = CaseId> {
        self.cases.iter().map(|(case, _)| case)
    }
}

impl<S: Status> Case<S> {
    /// Returns a case that was just opened. Its figures and its claim come with the rest of its event.
    fn opened(
        id: CaseId,
        position: &CasePosition<S>,
        action: Option<Action>,
        version: Version,
        at: Timestamp,
    ) -> Self {
        // Most cases are agreed to and then paid.
        let mut history = alloc::vec::Vec::with_capacity(3);
        history.push(HistoryEntry::of(position, action, version, at));
        let TouchedCase { figures, milestones, .. } = TouchedCase::opened(id, position, 0, at);
        Self {
            id,
            flow: figures.flow,
            status: figures.status,
            status_phase: figures.status_phase,
            facts: figures.facts,
            claim: Claim::default(),
            offer: figures.offer,
            deadline: None,
            goods: None,
            waived: false,
            stocked: false,
            written_off: false,
            hidden: false,
            milestones,
            correspondence: Correspondence::default(),
            adopted: None,
            history,
            sums: figures.sums,
        }
    }

    /// Lets a transition to this status count as newer than what the platform has told, if it is one by an action, and drops
    /// the deadline that was stated for another status.
    fn outdate_what_was_told(&mut self, status: S, action: Option<Action>, at: Timestamp) {
        let Some(adopted) = &mut self.adopted else { return };
        if action.is_some() {
            adopted.as_of = adopted.as_of.max(at);
        }
        if self.history.last().is_none_or(|last| last.status != status) {
            adopted.deadline = None;
        }
    }

    fn keep(&mut self, figures: &CaseFigures<S>) {
        let CaseFigures { flow, status, status_phase, facts, offer, .. } = *figures;
        (self.flow, self.status, self.status_phase) = (flow, status, status_phase);
        (self.facts, self.offer) = (facts, offer);
        let CaseFigures { deadline, waived, stocked, written_off, hidden, .. } = *figures;
        (self.deadline, self.waived, self.stocked) = (deadline, waived, stocked);
        (self.written_off, self.hidden) = (written_off, hidden);
        self.sums = figures.sums;
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
