//! What a case and a refund add to the sums: they are taken away before either changes, and added again after.

use super::sums::{Column, LineSums, Way, count, move_units};
use super::touched::Touched;
use super::{Books, CaseView, State};
use crate::lifecycle::{Phase, Status};
use crate::money::Amount;
use crate::order::{CaseId, Ceiling, Parts, Refund, RefundState, Route};
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
        let Some(held) = self.lines.get(place) else { return };
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
}

/// What a refund adds to the sums.
struct Booking {
    column: Column,
    lines: Touched<usize, Amount>,
    shipping: Amount,
    total: Amount,
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
                if !amount.is_positive() {
                    return;
                }
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
        for (place, _) in holding.lines.iter() {
            if let Some(sums) = self.line_to_change(place) {
                holding.book_line(place, sums, way);
            }
        }
        self.order.shipping.book(Column::Claimed, holding.shipping, way);
        self.order.order.book(Column::Claimed, holding.total, way);
    }

    /// Adds what the refund at this place has paid, or what of it is in flight, to the sums, or takes it away.
    pub(super) fn book_refund(&mut self, place: usize, way: Way) {
        if !self.keeps_sums {
            return;
        }
        let Some(refund) = self.refund_at(place) else { return };
        let booking = self.booking(refund);
        let beside = beside_total(refund, self.order.gateway_total);
        let (case, paid) = (refund.case, refund.paid());
        let (is_in_flight, has_succeeded) = (refund.is_in_flight(), has_succeeded(refund));
        let is_of_unknown_amount = refund.is_of_unknown_amount();
        self.order.since_total.change(beside, way);
        if is_of_unknown_amount {
            count(&mut self.order.unknown_amounts, way);
        }
        if let Some(booking) = booking {
            for (place, amount) in booking.lines.iter() {
                if let Some(line) = self.line_to_change(place) {
                    line.money.book(booking.column, *amount, way);
                }
            }
            self.order.shipping.book(booking.column, booking.shipping, way);
            self.order.order.book(booking.column, booking.total, way);
        }
        if let Some(case) = case.and_then(|case| self.case_to_change(case)) {
            let sums = &mut case.figures.sums;
            sums.paid.book(paid, way);
            if is_in_flight {
                count(&mut sums.in_flight, way);
            }
            if has_succeeded {
                count(&mut sums.succeeded, way);
            }
        }
    }

    fn booking(&self, refund: &Refund) -> Option<Booking> {
        if refund.is_in_flight() {
            return Some(self.booking_of(Column::InFlight, &refund.parts));
        }
        match refund.paid() {
            Amount::ZERO => None,
            paid if paid == refund.parts.total() => {
                Some(self.booking_of(Column::Refunded, &refund.parts))
            }
            _ => Some(self.booking_of(Column::Refunded, &refund.booked())),
        }
    }

    fn booking_of(&self, column: Column, parts: &Parts) -> Booking {
        let mut lines = Touched::new();
        for (line, amount) in &parts.lines {
            if let Some(place) = self.place_of_line(line) {
                lines.insert(place, *amount);
            }
        }
        Booking { column, lines, shipping: parts.shipping, total: parts.total() }
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

fn has_succeeded(refund: &Refund) -> bool {
    refund.state() == RefundState::Succeeded || refund.paid().is_positive()
}

impl<S: Status> Books<S> {
    /// Adds up the sums of all refunds and cases, and finds the refunds that are to be issued.
    pub(super) fn count_everything(&mut self, ceiling: Ceiling) {
        let mut state = State::of(self, ceiling, self.at);
        for place in 0..state.number_of_refunds {
            state.book_refund(place, Way::Add);
        }
        for number in (1u32..).take(self.cases.len()) {
            state.book_case(CaseId::new(number), Way::Add);
        }
        let outcome = state.into_outcome();
        self.keep_figures(&outcome);
    }
}
