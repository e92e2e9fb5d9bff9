//! Makes the changes of an event, one after the other, in the working state.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::sums::Way;
use super::{CaseFigures, CaseSums, Goods, State, TouchedCase};
use crate::lifecycle::{Phase, Status};
use crate::order::{CaseId, CasePosition, Change, Offer, Refund};
use crate::steps::{Milestones, StepName};
use crate::time::Timestamp;

impl<'a, S: Status> State<'a, S> {
    /// Makes one more change.
    pub(in crate::order) fn push(&mut self, change: Change<S>) {
        let index = self.changes.len();
        if index == 0 {
            self.changes = Cow::Owned(Vec::with_capacity(6));
        }
        self.changes.to_mut().push(change);
        self.make(index);
    }

    /// Makes all changes of an event that was recorded. The sums are moved on, or are to be added up afterwards.
    pub(in crate::order) fn make_all(&mut self, changes: &'a [Change<S>], keeps_sums: bool) {
        self.keeps_sums = keeps_sums;
        self.changes = Cow::Borrowed(changes);
        (0..changes.len()).for_each(|index| self.make(index));
    }

    /// Makes the change at this place.
    fn make(&mut self, index: usize) {
        let at = self.at;
        let Some(change) = self.changes.get(index) else { return };
        match change {
            Change::StageChanged { stage, shipped, received } => {
                (self.order.stage, self.order.shipped, self.order.received) =
                    (*stage, *shipped, *received);
            }
            Change::CaseOpened { case, position, .. } => {
                let (case, position) = (*case, *position);
                self.cases.insert(case, TouchedCase::opened(case, &position, index, at));
                self.booked_out = self.booked_out.saturating_add(1);
            }
            Change::ClaimChanged { case, .. } => self.change_case(*case, |case| {
                case.claim = Some(index);
                case.figures.offer = case.figures.offer.next();
            }),
            Change::Transitioned { case, position, .. } => {
                let position = *position;
                self.change_case(*case, |case| case.go(&position, at));
            }
            Change::GoodsReceived { case, .. } => self.touch_case(*case, |case| {
                case.goods = Goods::Received(index);
                case.milestones = case.milestones.done_at(StepName::ReceiveGoods, at);
            }),
            Change::ReturnWaived { case } => {
                self.touch_case(*case, |case| case.figures.waived = true);
            }
            Change::RefundWrittenOff { case } => {
                self.change_case(*case, |case| case.figures.written_off = true);
            }
            Change::DeadlineSet { case, deadline } => {
                let deadline = *deadline;
                self.touch_case(*case, |case| case.figures.deadline = deadline);
            }
            Change::GoodsTakenBack { case, .. } => {
                self.touch_case(*case, |case| case.figures.stocked = true);
            }
            Change::CaseAdopted { case, adopted } => {
                let stated = adopted.deadline;
                self.touch_case(*case, |case| case.figures.stated_deadline = stated);
            }
            Change::CaseHidden { case } => {
                self.touch_case(*case, |case| case.figures.hidden = true);
            }
            Change::RefundStarted(refund) | Change::RefundUpdated(refund) => {
                let case = refund.case;
                let is_started = matches!(change, Change::RefundStarted(_));
                if self.keeps_sums {
                    let place = self.place_of_refund(&refund.key);
                    self.put_refund(index, place, case);
                }
                if let Some(case) = case {
                    self.show_case(case, is_started);
                }
            }
            Change::RefundTotalReported { total, as_of } => {
                let (total, as_of) = (*total, *as_of);
                self.move_total(total, as_of);
            }
            Change::RefundIdentified { reference, .. } => {
                if let Some(place) = self.books.place_of_key(reference) {
                    self.take_out_refund(index, place);
                }
            }
            Change::PaymentAdded { paid, .. } => {
                self.order.paid = self.order.paid.saturating_add(*paid);
            }
            Change::OrderClosed => self.order.closed = Some(at),
            Change::OrderReopened => self.order.closed = None,
            // What was reported still holds: no sum and no state moves.
            Change::RefundConfirmed { .. }
            | Change::ApplicationCounted { .. }
            | Change::RefundWithheld { .. }
            | Change::EffectsAcknowledged { .. }
            | Change::AnomalyFound(_)
            | Change::RefundTaxed { .. }
            | Change::PaymentsChosen { .. } => {}
        }
    }

    /// Lets a refund be as this change has it.
    fn put_refund(&mut self, index: usize, place: Option<usize>, case: Option<CaseId>) {
        let case_before =
            place.and_then(|place| self.refund_at(place)).and_then(|refund: &Refund| refund.case);
        let other_case = case.filter(|case| Some(*case) != case_before);
        for case in case_before.into_iter().chain(other_case) {
            self.book_out(case);
        }
        let place = match place {
            Some(place) => {
                self.book_refund(place, Way::TakeAway);
                place
            }
            None => {
                let place = self.number_of_refunds;
                self.number_of_refunds = place.saturating_add(1);
                place
            }
        };
        self.refunds.insert(place, index);
        self.book_refund(place, Way::Add);
    }

    /// Takes the refund at this place out, as this change says.
    fn take_out_refund(&mut self, index: usize, place: usize) {
        if !self.keeps_sums {
            return;
        }
        if let Some(case) = self.refund_at(place).and_then(|refund| refund.case) {
            self.book_out(case);
        }
        self.book_refund(place, Way::TakeAway);
        self.refunds.insert(place, index);
    }

    /// Lets people see a case whose money has moved.
    fn show_case(&mut self, case: CaseId, is_started: bool) {
        let at = self.at;
        // The goods' milestone was set when they came.
        let has_goods = self.case(case).is_some_and(|case| case.goods.is_some());
        self.touch_case(case, |case| {
            case.figures.hidden = false;
            if is_started && !has_goods {
                let before = case.figures.status_phase;
                case.milestones = milestones_after(case.milestones, before, Phase::Refunding, at);
            }
        });
    }

    /// Changes a case in a way that can change what it holds.
    fn change_case(&mut self, case: CaseId, change: impl FnOnce(&mut TouchedCase<S>)) {
        self.book_out(case);
        self.touch_case(case, change);
    }

    fn touch_case(&mut self, case: CaseId, change: impl FnOnce(&mut TouchedCase<S>)) {
        if let Some(case) = self.case_to_change(case) {
            change(case);
        }
    }

    /// Returns a case, to be changed.
    pub(super) fn case_to_change(&mut self, id: CaseId) -> Option<&mut TouchedCase<S>> {
        self.cases.get_or_insert_with(id, || {
            let case = self.books.case(id)?;
            Some(TouchedCase {
                figures: CaseFigures::of(case),
                milestones: case.milestones,
                is_booked_in: true,
                claim: None,
                goods: Goods::AsBefore,
            })
        })
    }
}

impl<S: Status> TouchedCase<S> {
    pub(super) fn opened(
        case: CaseId,
        position: &CasePosition<S>,
        claim: usize,
        at: Timestamp,
    ) -> Self {
        let figures = CaseFigures {
            id: case,
            flow: position.flow,
            status: position.status,
            status_phase: position.status_phase,
            facts: position.facts,
            offer: Offer::FIRST,
            deadline: None,
            stated_deadline: None,
            waived: false,
            stocked: false,
            written_off: false,
            hidden: false,
            sums: CaseSums::default(),
        };
        let milestones = Milestones::default().done_at(StepName::Apply, at);
        let (claim, goods) = (Some(claim), Goods::Forgotten);
        Self { figures, milestones, is_booked_in: false, claim, goods }
    }

    fn go(&mut self, position: &CasePosition<S>, at: Timestamp) {
        let CasePosition { flow, status, status_phase, facts } = *position;
        let before = self.figures.status_phase;
        if status_phase == Phase::UnderReview && before != Phase::UnderReview {
            // The case is applied for again: the receipt of the first time does not count.
            self.goods = Goods::Forgotten;
            self.figures.waived = false;
            self.milestones = Milestones::default().done_at(StepName::Apply, at);
        }
        self.milestones = milestones_after(self.milestones, before, status_phase, at);
        if status != self.figures.status {
            self.figures.stated_deadline = None;
        }
        let figures = CaseFigures { flow, status, status_phase, facts, ..self.figures };
        self.figures = CaseFigures { hidden: false, ..figures };
    }
}

/// Returns the milestones of a case after it has moved from one phase to another.
fn milestones_after(
    milestones: Milestones,
    before: Phase,
    after: Phase,
    at: Timestamp,
) -> Milestones {
    let step = match (before, after) {
        (_, Phase::Refunded) => StepName::Refund,
        (Phase::UnderReview, Phase::WaitingForGoods | Phase::Refunding) => StepName::Review,
        (Phase::WaitingForGoods, Phase::WaitingForReceipt) => StepName::SendGoods,
        (Phase::WaitingForReceipt, Phase::Refunding) => StepName::ReceiveGoods,
        _ => return milestones,
    };
    milestones.done_at(step, at)
}
