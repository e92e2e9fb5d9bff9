//! What a case and a refund add to the sums: they are taken away before either changes, and added again after.

use super::books::place_of;
use super::sums::{Column, LineSums, Way, count, move_units};
use super::tax::TaxSums;
use super::touched::Touched;
use super::{Books, CaseSums, CaseView, LastLine, OrderFigures, State, payments, refund_at};
use alloc::borrow::Cow;

use crate::lifecycle::{Phase, Status};
use crate::money::Amount;
use crate::order::{CaseId, Ceiling, LineId, Parts, Refund, RefundState, Route};
use crate::quantity::Quantity;
use crate::time::Timestamp;

/// What a case holds of the order's lines and money, and what has come back because of it.
pub(in crate::order) struct Holding {
    lines: Touched<usize, HeldLine>,
    /// The amount of the shipping that it claims besides what was refunded or is in flight.
    pub(super) shipping: Amount,
    /// The amount of everything that it claims besides.
    pub(super) total: Amount,
    units: UnitsAre,
    stands: Stands,
    /// Whether its status means *refunded*.
    is_refunded: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct HeldLine {
    claimed: Amount,
    units: Quantity,
    worth: Amount,
}

/// What the units of a case are for its lines.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum UnitsAre {
    Claimed,
    Returned,
    Free,
}

/// How a case stands in the way of others on its lines.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stands {
    Holding,
    Refused,
    Aside,
}

impl Holding {
    /// Adds what is held of the line at this place to its sums, or takes it away.
    pub(super) fn book_line(&self, place: usize, sums: &mut LineSums, way: Way) {
        if let Some(held) = self.lines.get(place) {
            self.book_held(held, sums, way);
        }
    }

    fn book_held(&self, held: &HeldLine, sums: &mut LineSums, way: Way) {
        sums.money.book(Column::Claimed, held.claimed, way);
        match self.units {
            UnitsAre::Claimed => move_units(&mut sums.claimed, held.units, way),
            UnitsAre::Returned => move_units(&mut sums.returned, held.units, way),
            UnitsAre::Free => {}
        }
        if self.units != UnitsAre::Free {
            sums.worth.book(held.worth, way);
        }
        match self.stands {
            Stands::Holding => count(&mut sums.holding, way),
            Stands::Refused => count(&mut sums.refused, way),
            Stands::Aside => {}
        }
        if self.is_refunded {
            count(&mut sums.refunded, way);
        }
    }

    /// Adds what is held of the shipping and of the order to their sums, or takes it away.
    fn book_order(&self, order: &mut OrderFigures, way: Way) {
        order.shipping.book(Column::Claimed, self.shipping, way);
        order.order.book(Column::Claimed, self.total, way);
    }
}

/// What a refund adds to the sums.
struct Booking<'r> {
    refund: &'r Refund,
    /// What it counts for, by what it is for.
    counted: Option<Counted<'r>>,
    of_case: OfCase,
}

/// What a refund adds to the sums of its case.
#[derive(Clone, Copy)]
struct OfCase {
    paid: Amount,
    in_flight: Option<Amount>,
    has_succeeded: bool,
}

impl<'r> Booking<'r> {
    fn of(refund: &'r Refund) -> Self {
        let (paid, state) = (refund.paid(), refund.state());
        let has_succeeded = state == RefundState::Succeeded || paid.is_positive();
        let counted = counted(refund, paid);
        let total = counted.as_ref().map(|counted| counted.total);
        let in_flight = total.filter(|_| state.is_in_flight());
        Self { refund, counted, of_case: OfCase { paid, in_flight, has_succeeded } }
    }

    fn lines(&self) -> impl Iterator<Item = (&LineId, Column, Amount)> {
        let counted = self.counted.iter();
        counted.flat_map(|Counted { column, parts, .. }| {
            parts.lines.iter().map(|(line, amount)| (line, *column, *amount))
        })
    }

    /// Returns the place of the payment by which it goes back, and what of it is in flight or what it has paid.
    fn by_payment(&self) -> Option<(usize, Column, Amount)> {
        let place = payments::place_of(self.refund.payment()?)?;
        let Counted { column, total, .. } = self.counted.as_ref()?;
        Some((place, *column, *total))
    }

    fn book_order(&self, order: &mut OrderFigures, way: Way) {
        order.since_total.change(beside_total(self.refund, order.gateway_total), way);
        if self.refund.is_of_unknown_amount() {
            count(&mut order.unknown_amounts, way);
        }
        if let Some(Counted { column, parts, total }) = &self.counted {
            order.shipping.book(*column, parts.shipping, way);
            order.order.book(*column, *total, way);
        }
    }
}

impl OfCase {
    fn book(self, sums: &mut CaseSums, way: Way) {
        sums.paid.book(self.paid, way);
        if let Some(amount) = self.in_flight {
            sums.book_in_flight(amount, way);
        }
        if self.has_succeeded {
            count(&mut sums.succeeded, way);
        }
    }
}

impl<S: Status> State<'_, S> {
    /// Returns what a case holds.
    pub(in crate::order) fn holding(&self, case: &CaseView<'_, S>) -> Holding {
        let phase = self.phase_of(case);
        let holds = phase.holds_claim();
        let mut lines = Touched::new();
        for claimed in &case.claim.lines {
            let Some(place) = self.place_of_line(&claimed.line) else { continue };
            let (units, worth) = (claimed.units, claimed.worth);
            lines.insert(place, HeldLine { claimed: Amount::ZERO, units, worth });
        }
        let (mut shipping, mut total) = (Amount::ZERO, Amount::ZERO);
        if holds {
            shipping = self.each_still_asked(case, |index, amount| {
                total = total.saturating_add(amount);
                let claimed = case.claim.lines.get(index);
                let place = claimed.and_then(|claimed| self.place_of_line(&claimed.line));
                if let Some(held) = place.and_then(|place| lines.get_mut(place)) {
                    held.claimed = amount;
                }
            });
            total = total.saturating_add(shipping);
        }
        let units = if holds {
            UnitsAre::Claimed
        } else if phase == Phase::Refunded || case.paid().is_positive() {
            UnitsAre::Returned
        } else if case.has_refund_in_flight() {
            // Its money may arrive, whatever its status says, so no other case gets these units meanwhile.
            UnitsAre::Claimed
        } else {
            UnitsAre::Free
        };
        let stands = match phase {
            _ if holds => Stands::Holding,
            Phase::Refused | Phase::Lapsed => Stands::Refused,
            _ => Stands::Aside,
        };
        let is_refunded = case.status_phase == Phase::Refunded;
        Holding { lines, shipping, total, units, stands, is_refunded }
    }

    /// Adds what a case holds to the sums, or takes it away.
    pub(super) fn book_case(&mut self, case: CaseId, way: Way) {
        let Some(view) = self.case(case) else { return };
        let holding = self.holding(&view);
        for (place, held) in holding.lines.iter() {
            if let Some(sums) = self.lines.touch(place) {
                holding.book_held(held, sums, way);
            }
        }
        holding.book_order(&mut self.order, way);
    }

    /// Adds what the refund at this place has paid, or what of it is in flight, to the sums, or takes it away.
    pub(super) fn book_refund(&mut self, place: usize, way: Way) {
        if !self.keeps_sums {
            return;
        }
        let Some(refund) = refund_at(self.books, &self.changes, &self.refunds, place) else {
            return;
        };
        let booking = Booking::of(refund);
        booking.book_order(&mut self.order, way);
        for (line, column, amount) in booking.lines() {
            let place = self.lines.place_of(line);
            if let Some(line) = place.and_then(|place| self.lines.touch(place)) {
                line.money.book(column, amount, way);
            }
        }
        if let Some((place, column, amount)) = booking.by_payment() {
            let kept = &self.books.kept.payments;
            let payment = self.payments.get_or_insert_with(place, || kept.get(place).copied());
            if let Some(payment) = payment {
                payment.book(column, amount, way);
            }
        }
        let (case, of_case) = (refund.case, booking.of_case);
        if let Some(case) = case.and_then(|case| self.case_to_change(case)) {
            of_case.book(&mut case.figures.sums, way);
        }
    }

    /// Moves the time of the gateway's running total.
    pub(super) fn move_total(&mut self, total: Amount, as_of: Timestamp) {
        let before = self.order.gateway_total;
        self.order.gateway_total = Some((as_of, total));
        if !self.keeps_sums {
            return;
        }
        let mut since = super::Sum::default();
        let number = self.number_of_refunds;
        let kept = &self.books.kept.beside_total;
        let is_later = before.is_some_and(|(before, _)| before <= as_of);
        // What the total before this one knows of, this one knows of too.
        let candidates = kept.iter().map(|place| *place as usize).filter(|_| is_later);
        let touched = self.refunds.iter().map(|(place, _)| place).filter(|_| is_later);
        let not_kept = |place: &usize| {
            u32::try_from(*place).is_ok_and(|place| kept.binary_search(&place).is_err())
        };
        let all = (0..number).filter(|_| !is_later);
        for place in candidates.chain(touched.filter(not_kept)).chain(all) {
            if let Some(refund) = self.refund_at(place) {
                since.change(beside_total(refund, self.order.gateway_total), Way::Add);
            }
        }
        self.order.since_total = since;
    }
}

/// Returns what a refund has paid that the gateway's running total does not know of.
fn beside_total(refund: &Refund, total: Option<(Timestamp, Amount)>) -> i128 {
    let Some((as_of, _)) = total else { return 0 };
    let known = match refund.route {
        Route::Offline => Amount::ZERO,
        _ => refund.paid_by(as_of),
    };
    i128::from(refund.paid().minor()).saturating_sub(known.minor().into())
}

/// What a refund counts for, by what it is for: what of it is in flight, or what it has paid.
pub(super) struct Counted<'r> {
    column: Column,
    pub(super) parts: Cow<'r, Parts>,
    pub(super) total: Amount,
}

/// Returns what a refund that has paid this counts for.
pub(super) fn counted(refund: &Refund, paid: Amount) -> Option<Counted<'_>> {
    let is_in_flight = refund.is_in_flight();
    if !is_in_flight && paid == Amount::ZERO {
        return None;
    }
    let total = refund.parts.total();
    if is_in_flight || paid == total {
        let column = if is_in_flight { Column::InFlight } else { Column::Refunded };
        return Some(Counted { column, parts: Cow::Borrowed(&refund.parts), total });
    }
    let parts = refund.parts.spread(paid);
    let total = parts.total();
    Some(Counted { column: Column::Refunded, parts: Cow::Owned(parts), total })
}

impl<S: Status> Books<S> {
    /// Adds up the sums of all refunds and cases anew.
    pub(in crate::order) fn count_everything(&mut self, ceiling: Ceiling) {
        self.kept.forget_sums(&self.opening, &self.later_payments);
        self.cases.iter_mut().for_each(|case| case.sums = CaseSums::default());
        let mut order = OrderFigures::of(self);
        let mut lines = core::mem::take(&mut self.kept.lines);
        let mut payments = core::mem::take(&mut self.kept.payments);
        let last = LastLine::default();
        for refund in &self.refunds {
            let booking = Booking::of(refund);
            booking.book_order(&mut order, Way::Add);
            for (line, column, amount) in booking.lines() {
                let place = last.place_of_line(line, self);
                if let Some(line) = place.and_then(|place| lines.get_mut(place)) {
                    line.money.book(column, amount, Way::Add);
                }
            }
            if let Some((place, column, amount)) = booking.by_payment() {
                if let Some(payment) = payments.get_mut(place) {
                    payment.book(column, amount, Way::Add);
                }
            }
            let case = refund.case.and_then(place_of);
            if let Some(case) = case.and_then(|place| self.cases.get_mut(place)) {
                booking.of_case.book(&mut case.sums, Way::Add);
            }
        }
        let state = State::of(self, ceiling, self.at);
        for case in &self.cases {
            let holding = state.holding(&CaseView::of(case));
            for (place, held) in holding.lines.iter() {
                if let Some(sums) = lines.get_mut(place) {
                    holding.book_held(held, sums, Way::Add);
                }
            }
            holding.book_order(&mut order, Way::Add);
        }
        let kept = &mut self.kept;
        (kept.lines, kept.payments) = (lines, payments);
        (kept.shipping, kept.order) = (order.shipping, order.order);
        kept.tax = TaxSums::of(&self.opening, &kept.lines, &kept.shipping);
        kept.since_total = order.since_total;
        kept.unknown_amounts = order.unknown_amounts;
    }
}
