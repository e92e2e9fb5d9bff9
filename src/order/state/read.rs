//! Reads the working state: what a case means, what its refunds have paid, what is left of a line.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use super::holding::{Counted, counted};
use super::sums::{LineSums, MoneySums, Sum, Way};
use super::{CaseView, Holding, OrderFigures, State};
use crate::lifecycle::{Fact, Phase, Position, Status};
use crate::money::Amount;
use crate::order::by_line::ByLine;
use crate::order::ledger::{Balance, LineBalance, Units};
use crate::order::{
    Bound, Case, CaseId, Ceiling, Claim, ClaimLine, Ledger, LineId, Opening, Parts, Refund,
    RefundKey, RefundState, Route, Stage,
};
use crate::time::Timestamp;

impl OrderFigures {
    pub(super) fn balance(&self) -> Balance {
        self.of_order().balance(self.paid)
    }

    /// Returns whether more of the order was refunded or is in flight than was paid.
    pub(super) fn is_short(&self) -> bool {
        self.of_order().is_short(self.paid)
    }

    /// Returns the sums of the order. What the gateway's running total says counts where it is more.
    pub(super) fn of_order(&self) -> MoneySums {
        let mut sums = self.order;
        if let Some((_, total)) = self.gateway_total {
            sums.refunded = sums.refunded.max(Sum::of([total]).plus(self.since_total));
        }
        sums
    }

    /// Returns the gateway's total of refunds, and what is booked by its time. Offline refunds are not the gateway's.
    fn total_and_booked(&self) -> Option<TotalAndBooked> {
        let (as_of, total) = self.gateway_total?;
        let booked = self.order.refunded.less(self.since_total).amount();
        Some(TotalAndBooked { as_of, total, booked })
    }
}

/// The gateway's total of refunds as of a time, and what is booked by then.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::order) struct TotalAndBooked {
    pub(in crate::order) as_of: Timestamp,
    pub(in crate::order) total: Amount,
    pub(in crate::order) booked: Amount,
}

impl<S: Status> State<'_, S> {
    pub(in crate::order) const fn is_shipped(&self) -> bool {
        let order = &self.order;
        order.stage.is_shipped() || order.shipped.is_some() || order.received.is_some()
    }

    pub(in crate::order) const fn stage(&self) -> Stage {
        self.order.stage
    }

    pub(in crate::order) const fn closed(&self) -> Option<Timestamp> {
        self.order.closed
    }

    /// Returns the phase of a case: the meaning of its status, its facts and its refunds together. A status that
    /// means *refunded* does so only while the money is with the buyer (I11).
    pub(in crate::order) fn phase_of(&self, case: &CaseView<'_, S>) -> Phase {
        let in_flight = case.has_refund_in_flight();
        match case.status_phase {
            Phase::Refunded if case.paid() >= case.claim.total() => Phase::Refunded,
            Phase::Refunded if in_flight => Phase::Refunding,
            Phase::Refunded if case.written_off => Phase::Closed,
            Phase::Refunded => Phase::RefundFailed,
            Phase::Withdrawn | Phase::Closed | Phase::WaitingForConfirmation => case.status_phase,
            _ if in_flight => Phase::Refunding,
            status_phase => status_phase.with_facts(case.facts),
        }
    }

    /// Returns the position of a case, with the facts of the case and of the order.
    pub(in crate::order) fn position(&self, case: &CaseView<'_, S>) -> Position<S> {
        Position { flow: case.flow, status: Some(case.status), facts: case.facts }
            .knowing(Fact::OrderShipped, self.is_shipped())
            .knowing(Fact::RefundUnderWay, case.has_refund_in_flight())
    }

    /// Returns the places of the refunds of a case, those that the changes have added last.
    pub(super) fn places_of_refunds(&self, case: CaseId) -> impl Iterator<Item = usize> {
        let is_of_case = move |place: usize| {
            self.refund_at(place).is_some_and(|refund| refund.case == Some(case))
        };
        let was_of_case = move |place: usize| {
            self.books.refunds.get(place).is_some_and(|refund| refund.case == Some(case))
        };
        let before = self.books.places_of_refunds(case).filter(move |place| is_of_case(*place));
        let added = self.refunds.iter().map(|(place, _)| place);
        before.chain(added.filter(move |place| is_of_case(*place) && !was_of_case(*place)))
    }

    /// Gives each refund of a case, those that the changes have added to it last.
    pub(super) fn each_refund_of<'s>(&'s self, case: CaseId, mut give: impl FnMut(&'s Refund)) {
        let mut give_if_of_case = |refund: Option<&'s Refund>| {
            if let Some(refund) = refund.filter(|refund| refund.case == Some(case)) {
                give(refund);
            }
        };
        for place in self.books.places_of_refunds(case) {
            give_if_of_case(self.refund_at(place));
        }
        for (place, _) in self.refunds.iter() {
            let before = self.books.refunds.get(place);
            if before.is_none_or(|before| before.case != Some(case)) {
                give_if_of_case(self.refund_at(place));
            }
        }
    }

    /// Returns the refunds of a case.
    pub(in crate::order) fn refunds_of(&self, case: CaseId) -> impl Iterator<Item = &Refund> {
        self.places_of_refunds(case).filter_map(|place| self.refund_at(place))
    }

    /// Returns the place of a refund among the refunds, those included that the changes have added.
    pub(in crate::order) fn place_of_refund(&self, key: &RefundKey) -> Option<usize> {
        self.books.place_of_refund(key).or_else(|| {
            let before = self.books.refunds.len();
            let mut added =
                self.refunds.iter().map(|(place, _)| place).filter(|place| *place >= before);
            added.find(|place| self.refund_at(*place).is_some_and(|refund| refund.key == *key))
        })
    }

    /// Returns the part of a case's claim that is neither refunded nor in flight. A refund for no particular part
    /// counts for its lines, one after the other, and then for the shipping, so that the case never gets more
    /// altogether than it asks for (I1).
    pub(in crate::order) fn still_asked(&self, case: &CaseView<'_, S>) -> Parts {
        let mut lines = Vec::new();
        let shipping = self.each_still_asked(case, |index, amount| {
            if let Some(claimed) = case.claim.lines.get(index) {
                lines.push((claimed.line.clone(), amount));
            }
        });
        Parts { lines, shipping, rest: Amount::ZERO }
    }

    /// Gives the amount of each line of the claim that is neither refunded nor in flight, where there is any, and returns
    /// that of the shipping.
    pub(in crate::order) fn each_still_asked(
        &self,
        case: &CaseView<'_, S>,
        mut give: impl FnMut(usize, Amount),
    ) -> Amount {
        let claimed = case.claim.total();
        if case.sums.settled().is_some_and(|settled| settled >= Sum::of([claimed])) {
            return Amount::ZERO;
        }
        let settled = self.settled(case);
        let lines = &case.claim.lines;
        // What is kept back is asked for by nobody.
        let net = (!case.claim.deductions.is_empty()).then(|| case.claim.parts());
        let net_line = |index: usize| net.as_ref()?.lines.get(index).map(|(_, amount)| *amount);
        let net_shipping = net.as_ref().map_or(case.claim.shipping, |net| net.shipping);
        let open = |asked: Amount, settled: Amount| asked.saturating_sub(settled).max(Amount::ZERO);
        let open_line = |(index, claimed): (usize, &ClaimLine)| {
            let settled = settled.sum(|parts| parts.of_line_near(&claimed.line, index));
            open(net_line(index).unwrap_or(claimed.amount), settled)
        };
        let shipping = open(net_shipping, settled.sum(|parts| parts.shipping));
        let all = lines.iter().enumerate().map(open_line);
        let all = Amount::saturating_sum(all.chain([shipping]));
        let still_due = open(claimed, settled.sum(Parts::total));
        let mut beyond = all.saturating_sub(still_due);
        let mut less = |amount: Amount| {
            let counts = beyond.min(amount);
            beyond = beyond.saturating_sub(counts);
            amount.saturating_sub(counts)
        };
        for (index, claimed) in lines.iter().enumerate() {
            let amount = less(open_line((index, claimed)));
            if amount.is_positive() {
                give(index, amount);
            }
        }
        less(shipping)
    }

    /// Returns what the refunds of a case have paid, or may have.
    fn settled(&self, case: &CaseView<'_, S>) -> Settled<'_> {
        if case.sums.succeeded == 0 && case.sums.in_flight == 0 {
            return Settled::Nothing;
        }
        let mut settled = Settled::Nothing;
        self.each_refund_of(case.id, |refund| {
            let Some(Counted { parts, .. }) = counted(refund, refund.paid()) else { return };
            settled = match core::mem::replace(&mut settled, Settled::Nothing) {
                Settled::Nothing => Settled::Once(parts),
                Settled::Once(first) => Settled::Often(Vec::from([first, parts])),
                Settled::Often(mut all) => {
                    all.push(parts);
                    Settled::Often(all)
                }
            };
        });
        settled
    }

    /// Returns the money of the order as a whole. What the gateway's running total says counts where it is more.
    pub(in crate::order) fn order_balance(&self, without: Option<&Holding>) -> Balance {
        self.check_booked_in();
        let mut order = self.order;
        if let Some(holding) = without {
            order.order.claimed.book(holding.total, Way::TakeAway);
        }
        order.balance()
    }

    /// Returns what the refunds have paid, and what was refunded before after-sales began, whatever the gateway's total
    /// says.
    pub(in crate::order) fn booked(&self) -> Amount {
        self.order.order.refunded.amount()
    }

    /// Returns the money for shipping.
    pub(in crate::order) fn shipping_balance(&self, without: Option<&Holding>) -> Balance {
        self.check_booked_in();
        let mut sums = self.order.shipping;
        if let Some(holding) = without {
            sums.claimed.book(holding.shipping, Way::TakeAway);
        }
        sums.balance(self.books.opening.facts.shipping_paid())
    }

    /// Returns the money and the units of the line at this place, as if a case that holds `without` claimed nothing. Its
    /// refunds count all the same.
    pub(in crate::order) fn line_balance(
        &self,
        place: usize,
        without: Option<&Holding>,
    ) -> Option<LineBalance> {
        self.check_booked_in();
        let opening = &self.books.opening;
        let (facts, share) = (opening.facts.lines.get(place)?, opening.shares.get(place)?);
        let mut sums = *self.line_at(place)?;
        if let Some(holding) = without {
            holding.book_line(place, &mut sums, Way::TakeAway);
        }
        Some(LineBalance {
            line: facts.line.clone(),
            money: sums.money.balance(share.goods),
            units: sums.units(facts.quantity),
            worth: sums.worth.amount(),
        })
    }

    /// Returns the ledger.
    pub(in crate::order) fn ledger(&self) -> Ledger {
        let places = 0..self.books.opening.facts.lines.len();
        Ledger {
            lines: places.filter_map(|place| self.line_balance(place, None)).collect(),
            shipping: self.shipping_balance(None),
            order: self.order_balance(None),
        }
    }

    /// Returns a refund in flight whose amount is not known: until that is known, nothing of the order is paid
    /// (I26).
    pub(in crate::order) fn refund_of_unknown_amount(&self) -> Option<&Refund> {
        if self.order.unknown_amounts == 0 {
            return None;
        }
        let before = self.books.kept.in_flight.iter().map(|place| *place as usize);
        let touched = self.refunds.iter().map(|(place, _)| place);
        let mut refunds = before.chain(touched).filter_map(|place| self.refund_at(place));
        refunds.find(|refund| refund.is_of_unknown_amount())
    }

    /// Returns whether a refund is still to be issued. A refund without any report is not, once another has paid its
    /// case or the case claims nothing (I17), its money has gone in another way (I1) or an unknown amount may have (I26), or a
    /// refund that was declared failed turns out to be under way (I8). Then the gateway has to be asked whether it was issued.
    pub(in crate::order) fn is_to_be_issued(&self, refund: &Refund) -> bool {
        if refund.route != Route::Shop || refund.state() != RefundState::Started {
            return false;
        }
        let Some(case) = refund.case.and_then(|case| self.case(case)) else { return false };
        let is_open = match case.status_phase {
            Phase::Refunded => !case.written_off,
            status_phase => status_phase.with_facts(case.facts).holds_claim(),
        };
        // It is itself in flight, and so are those by other payments that were started with it.
        let is_alone = case.sums.in_flight <= 1 || self.is_in_flight_together(refund, case.id);
        is_open && !case.is_paid() && is_alone && self.is_covered(refund)
    }

    /// Returns whether the order still has the money that a refund in flight is to pay.
    fn is_covered(&self, refund: &Refund) -> bool {
        let is_there = |line: &LineId| {
            let place = self.place_of_line(line);
            place.is_none_or(|place| {
                !self.line_at(place).is_some_and(|sums| self.is_short(place, sums))
            })
        };
        self.check_booked_in();
        let facts = &self.books.opening.facts;
        self.order.unknown_amounts == 0
            && !self.order.is_short()
            && self.is_covered_by_payment(refund)
            && (self.ceiling == Ceiling::Order
                || ((!refund.parts.shipping.is_positive()
                    || !self.order.shipping.is_short(facts.shipping_paid()))
                    && refund.parts.lines.iter().all(|(line, _)| is_there(line))))
    }

    /// Returns whether more of a line was refunded or is in flight than was paid.
    pub(super) fn is_short(&self, place: usize, sums: &LineSums) -> bool {
        let share = self.books.opening.shares.get(place);
        share.is_some_and(|share| sums.money.is_short(share.goods))
    }
}

/// The parts that refunds of a case have paid, or may have. Most cases have one.
enum Settled<'r> {
    Nothing,
    Once(Cow<'r, Parts>),
    Often(Vec<Cow<'r, Parts>>),
}

impl Settled<'_> {
    fn sum(&self, part: impl Fn(&Parts) -> Amount) -> Amount {
        match self {
            Self::Nothing => Amount::ZERO,
            Self::Once(parts) => part(parts),
            Self::Often(all) => Amount::saturating_sum(all.iter().map(|parts| part(parts))),
        }
    }
}

impl<S: Copy> CaseView<'_, S> {
    /// Returns the amount that has been paid for the case and not come back.
    pub(in crate::order) fn paid(&self) -> Amount {
        self.sums.paid.amount()
    }

    /// Returns whether money of the case may be out and its outcome is not known.
    pub(in crate::order) fn has_refund_in_flight(&self) -> bool {
        self.sums.in_flight > 0
    }

    /// Returns whether the case has got all that it asks for. A case that asks for nothing is paid once a refund of
    /// nothing has succeeded.
    pub(in crate::order) fn is_paid(&self) -> bool {
        self.sums.succeeded > 0 && self.paid() >= self.claim.total()
    }
}

impl<S: Status> State<'_, S> {
    /// Returns what a case holds by now.
    pub(in crate::order) fn held_by(&self, case: CaseId) -> Option<Holding> {
        self.case(case).map(|case| self.holding(&case))
    }

    /// Returns the units of each line, in the order of the lines.
    pub(in crate::order) fn units_of_lines(&self) -> impl Iterator<Item = Units> {
        let lines = self.books.opening.facts.lines.iter().enumerate();
        lines.filter_map(|(place, facts)| Some(self.line_at(place)?.units(facts.quantity)))
    }

    /// Returns the units of a line as if a case claimed nothing, for as long as what the case holds is out of the sums.
    pub(in crate::order) fn units_of_others(&self, case: CaseId, line: &LineId) -> Option<Units> {
        let is_out = self.cases.get(case).is_some_and(|case| !case.is_booked_in);
        debug_assert!(is_out && self.booked_out == 1, "the sums are those of the other cases");
        let place = self.place_of_line(line)?;
        let facts = self.books.opening.facts.lines.get(place)?;
        self.line_at(place).map(|sums| sums.units(facts.quantity))
    }

    /// Returns the lines of a claim that have a case whose status means *refunded*, in the order of the claim, each with
    /// the first such case.
    pub(in crate::order) fn first_refunded_cases<'c>(
        &self,
        claim: &'c Claim,
    ) -> Vec<(&'c LineId, CaseId)> {
        let is_refunded = |line: &&LineId| {
            let sums = self.place_of_line(line).and_then(|place| self.line_at(place));
            sums.is_some_and(|sums| sums.refunded > 0)
        };
        let lines = claim.lines.iter().map(|claimed| &claimed.line);
        let lines: Vec<&LineId> = lines.filter(is_refunded).collect();
        let by_line = ByLine::of(lines.iter().copied());
        let mut found: Vec<Option<CaseId>> = lines.iter().map(|_| None).collect();
        let mut missing = lines.len();
        let refunded = |case: &&Case<S>| case.status_phase == Phase::Refunded;
        for case in self.books.cases.iter().filter(refunded) {
            for claimed in &case.claim.lines {
                let place = by_line.first(&claimed.line);
                if let Some(first @ None) = place.and_then(|place| found.get_mut(place)) {
                    *first = Some(case.id);
                    missing = missing.saturating_sub(1);
                }
            }
            if missing == 0 {
                break;
            }
        }
        lines.into_iter().zip(found).filter_map(|(line, case)| Some((line, case?))).collect()
    }

    /// Returns whether a case other than that which holds `but` holds a claim on the line, or was refused and `refused_bars`.
    pub(in crate::order) fn is_open_elsewhere(
        &self,
        line: &LineId,
        but: Option<&Holding>,
        refused_bars: bool,
    ) -> bool {
        let Some(place) = self.place_of_line(line) else { return false };
        let Some(mut sums) = self.line_at(place).copied() else { return false };
        if let Some(holding) = but {
            holding.book_line(place, &mut sums, Way::TakeAway);
        }
        sums.holding > 0 || (refused_bars && sums.refused > 0)
    }

    /// Returns whether another case than this claims of the shipping, or did when it was refused and `refused_bars`.
    pub(in crate::order) fn is_shipping_claimed_elsewhere(
        &self,
        but: Option<CaseId>,
        refused_bars: bool,
    ) -> bool {
        self.books.cases.iter().filter(|case| Some(case.id) != but).any(|case| {
            let phase = self.phase_of(&CaseView::of(case));
            let was_refused = matches!(phase, Phase::Refused | Phase::Lapsed);
            case.claim.shipping.is_positive()
                && (phase.holds_claim() || refused_bars && was_refused)
        })
    }

    /// Returns the balances of which the changes have refunded more than what was paid: of lines, the shipping, payments,
    /// the order.
    pub(in crate::order) fn overdrawn_by_changes(&self) -> Vec<(Bound, Balance)> {
        self.check_booked_in();
        let mut overdrawn = Vec::new();
        let (kept, Opening { facts, shares, .. }) = (&self.books.kept, &self.books.opening);
        for (place, is) in self.lines.touched.iter() {
            let (was, share) = (kept.lines.get(place), shares.get(place));
            let (Some(was), Some(share)) = (was, share) else { continue };
            if is.money.is_overdrawn_since(&was.money, share.goods) {
                let balance = is.money.balance(share.goods);
                let line = facts.lines.get(place);
                overdrawn.extend(line.map(|facts| (Bound::Line(facts.line.clone()), balance)));
            }
        }
        let paid = facts.shipping_paid();
        if self.order.shipping.is_overdrawn_since(&kept.shipping, paid) {
            overdrawn.push((Bound::Shipping, self.order.shipping.balance(paid)));
        }
        overdrawn.extend(self.payments_overdrawn_by_changes());
        let (paid, is) = (self.order.paid, self.order.of_order());
        if is.is_overdrawn_since(&OrderFigures::of(self.books).of_order(), paid) {
            overdrawn.push((Bound::Order, is.balance(paid)));
        }
        overdrawn
    }

    /// Returns the cases that have got more than they ask for because of the changes, with what each asks for and what it
    /// has got.
    pub(in crate::order) fn overpaid_by_changes(&self) -> Vec<(CaseId, Amount, Amount)> {
        let beyond = |paid: Amount, claim: &Claim| paid.saturating_sub(claim.total());
        let mut overpaid = Vec::new();
        for (id, touched) in self.cases.iter() {
            let paid = touched.figures.sums.paid.amount();
            if !paid.is_positive() {
                continue;
            }
            let Some(is) = self.case(id) else { continue };
            let is_beyond = beyond(paid, is.claim);
            if !is_beyond.is_positive() {
                continue;
            }
            let was = self.books.case(id);
            let was = was.map(|case| beyond(case.sums.paid.amount(), &case.claim));
            if is_beyond > was.unwrap_or_default() {
                overpaid.push((id, is.claim.total(), paid));
            }
        }
        overpaid
    }

    /// Returns the gateway's total where it is below what is booked by its time, and one of the two is another than before
    /// the changes.
    pub(in crate::order) fn total_below_booked_by_changes(&self) -> Option<TotalAndBooked> {
        let is = self.order.total_and_booked()?;
        let was = OrderFigures::of(self.books).total_and_booked();
        let is_news = was.is_none_or(|was| (was.total, was.booked) != (is.total, is.booked));
        (is.total < is.booked && is_news).then_some(is)
    }
}
