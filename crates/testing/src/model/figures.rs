//! The model's sums of money and units: each time from the first case and the first refund on.

use super::Model;
use super::records::{CaseRecord, RefundRecord, Split};
use super::sums::{amount, goods_paid, minor, shipping_paid, target};
use super::table::{Known, all_known, holds, learn, meaning, meaning_with};
use aftersale::lifecycle::{Fact, KnownFacts, Phase};
use aftersale::order::{Balance, CaseId, Ceiling, LineId, Policy, RefundState, Route, Stage};
use aftersale::time::Timestamp;

/// An amount that was paid, and what became of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Figures {
    pub(super) paid: i128,
    pub(super) refunded: i128,
    pub(super) in_flight: i128,
    pub(super) claimed: i128,
}

impl Figures {
    /// Returns the amount that can be refunded to those who have claimed it.
    pub(super) const fn payable(&self) -> i128 {
        self.paid - self.refunded - self.in_flight
    }

    pub(super) fn balance(&self) -> Balance {
        Balance {
            paid: amount(self.paid),
            refunded: amount(self.refunded),
            in_flight: amount(self.in_flight),
            claimed: amount(self.claimed),
        }
    }

    /// Returns the amount that can still be claimed.
    pub(super) const fn left(&self) -> i128 {
        self.payable() - self.claimed
    }
}

/// The money and units of a line, and what became of them.
#[derive(Clone, Debug)]
pub(super) struct LineFigures {
    pub(super) line: LineId,
    pub(super) money: Figures,
    pub(super) bought: i128,
    pub(super) returned: i128,
    pub(super) claimed: i128,
    /// The worth of the returned and claimed units together.
    pub(super) worth: i128,
}

impl LineFigures {
    /// Returns whether so many more units can be claimed.
    pub(super) const fn has(&self, units: i128) -> bool {
        self.returned + self.claimed + units <= self.bought
    }

    /// Returns the worth of so many more units: the worth of all units so far and these, less the worth of those
    /// so far. `None` when there are not so many.
    pub(super) fn worth_of(&self, units: i128) -> Option<i128> {
        let all = target(self.money.paid, self.bought, self.returned + self.claimed + units)?;
        Some((all - self.worth).max(0))
    }
}

/// The balances of an order.
#[derive(Clone, Debug)]
pub(super) struct Balances {
    pub(super) lines: Vec<LineFigures>,
    pub(super) shipping: Figures,
    pub(super) order: Figures,
}

impl Balances {
    pub(super) fn line(&self, line: &LineId) -> Option<&LineFigures> {
        self.lines.iter().find(|figures| figures.line == *line)
    }

    /// Adds an amount to a column of the lines, of shipping and of the order.
    pub(super) fn add(&mut self, split: &Split, column: fn(&mut Figures) -> &mut i128) {
        for line in &mut self.lines {
            *column(&mut line.money) += split.of_line(&line.line);
        }
        *column(&mut self.shipping) += split.shipping;
        *column(&mut self.order) += split.total();
    }
}

impl<P: Policy> Model<P> {
    pub(super) fn case(&self, id: CaseId) -> Option<&CaseRecord<P::Status>> {
        self.cases.iter().find(|case| case.id == id)
    }

    pub(super) fn refunds_of(&self, case: CaseId) -> Vec<&RefundRecord> {
        self.refunds.iter().filter(|refund| refund.case == Some(case)).collect()
    }

    /// Returns what a total as of this time is beside: what came back later had left by then.
    pub(super) fn booked_for(&self, case: CaseId, as_of: Timestamp) -> i128 {
        let of_case = self.refunds_of(case).into_iter();
        of_case.map(|refund| refund.paid().max(refund.paid_by(as_of))).sum()
    }

    pub(super) fn has_refund_in_flight(&self, case: CaseId) -> bool {
        self.refunds_of(case).iter().any(|refund| refund.is_in_flight())
    }

    /// Returns the amount that was refunded for a case and has not come back.
    pub(super) fn paid_to(&self, case: CaseId) -> i128 {
        self.refunds_of(case).iter().map(|refund| refund.paid()).sum()
    }

    /// Returns whether a case was refunded all that it asks for, and not only because it asks for nothing.
    pub(super) fn is_paid(&self, case: &CaseRecord<P::Status>) -> bool {
        let mut has_got_something = false;
        for refund in self.refunds_of(case.id) {
            has_got_something |= refund.state() == RefundState::Succeeded || refund.paid() > 0;
        }
        has_got_something && self.paid_to(case.id) >= case.claim.total()
    }

    /// Returns what the status of a case means by itself.
    pub(super) fn status_phase(&self, case: &CaseRecord<P::Status>) -> Phase {
        // A case only ever comes to statuses of its flow.
        meaning::<P>(case.position.flow, case.position.status).unwrap_or(Phase::Closed)
    }

    /// Returns what a case means: its status phase, with a look at its refunds (I11).
    pub(super) fn phase(&self, case: &CaseRecord<P::Status>) -> Phase {
        let in_flight = self.has_refund_in_flight(case.id);
        match self.status_phase(case) {
            Phase::Refunded => {
                if self.paid_to(case.id) >= case.claim.total() {
                    Phase::Refunded
                } else if in_flight {
                    Phase::Refunding
                } else if case.written_off {
                    Phase::Closed
                } else {
                    Phase::RefundFailed
                }
            }
            ended @ (Phase::Withdrawn | Phase::Closed) => ended,
            Phase::WaitingForConfirmation => Phase::WaitingForConfirmation,
            _ if in_flight => Phase::Refunding,
            status_phase => meaning_with(status_phase, &case.position.known),
        }
    }

    /// Returns what a case asks for and what is neither refunded nor in flight.
    pub(super) fn still_asked(&self, case: &CaseRecord<P::Status>) -> Split {
        let mut asked = case.claim.split();
        for refund in self.refunds_of(case.id) {
            for gone in [refund.booked(), refund.in_flight()] {
                for (line, amount) in &mut asked.lines {
                    *amount -= gone.of_line(line);
                }
                asked.shipping -= gone.shipping;
            }
        }
        asked.lines.retain(|(_, amount)| *amount > 0);
        asked.shipping = asked.shipping.max(0);
        // Any other refund of the case counts for its lines in turn, and then for the shipping.
        let gone: i128 = self
            .refunds_of(case.id)
            .into_iter()
            .map(|refund| refund.booked().total() + refund.in_flight().total())
            .sum();
        let mut else_gone = asked.total() - (case.claim.total() - gone).max(0);
        while else_gone > 0 {
            let taken = match asked.lines.first_mut() {
                Some((_, amount)) if *amount > else_gone => {
                    *amount -= else_gone;
                    else_gone
                }
                Some(_) => asked.lines.remove(0).1,
                None => {
                    asked.shipping -= else_gone;
                    else_gone
                }
            };
            else_gone -= taken;
        }
        asked
    }

    /// Returns all balances, as if the case `without` asked for nothing. What was or may have been refunded for
    /// it counts all the same.
    pub(super) fn balances(&self, without: Option<CaseId>) -> Balances {
        let facts = &self.facts;
        let mut balances =
            Balances { lines: Vec::new(), shipping: Figures::default(), order: Figures::default() };
        for (line, paid) in facts.lines.iter().zip(goods_paid(facts)) {
            let refunded = minor(line.refunded);
            let (bought, returned) = (line.quantity.units().into(), line.returned.units().into());
            balances.lines.push(LineFigures {
                line: line.line.clone(),
                money: Figures { paid, refunded, ..Figures::default() },
                bought,
                returned,
                claimed: 0,
                worth: target(paid, bought, returned).unwrap_or(paid),
            });
            balances.order.refunded += refunded;
        }
        balances.shipping.paid = shipping_paid(facts);
        balances.shipping.refunded = minor(facts.shipping_refunded);
        balances.order.paid = self.has_come();
        balances.order.refunded += balances.shipping.refunded;

        for refund in &self.refunds {
            balances.add(&refund.booked(), |figures| &mut figures.refunded);
            balances.add(&refund.in_flight(), |figures| &mut figures.in_flight);
        }
        for case in self.cases.iter().filter(|case| Some(case.id) != without) {
            let phase = self.phase(case);
            if holds(phase) {
                balances.add(&self.still_asked(case), |figures| &mut figures.claimed);
            }
            let is_back = phase == Phase::Refunded || self.paid_to(case.id) > 0;
            for line in &mut balances.lines {
                let Some(claimed) = case.claim.line(&line.line) else { continue };
                if holds(phase) {
                    line.claimed += claimed.units;
                    line.worth += claimed.worth;
                } else if is_back {
                    line.returned += claimed.units;
                    line.worth += claimed.worth;
                } else if self.has_refund_in_flight(case.id) {
                    // Its money may come, so its units are not another case's.
                    line.claimed += claimed.units;
                    line.worth += claimed.worth;
                }
            }
        }
        balances.order.refunded = balances.order.refunded.max(self.refunded_by_total());
        balances
    }

    /// Returns the amount refunded by the gateway's newest total: that total, the changes since then, and the
    /// refunds that the gateway does not know of.
    fn refunded_by_total(&self) -> i128 {
        let Some((as_of, total)) = self.totals.iter().max().copied() else { return 0 };
        let mut refunded = total;
        for refund in &self.refunds {
            refunded += refund.paid();
            if refund.route != Route::Offline {
                refunded -= refund.paid_by(as_of);
            }
        }
        refunded
    }

    /// Returns whether the goods have left the shop.
    pub(super) fn is_shipped(&self) -> bool {
        let says_so = matches!(self.stage, Stage::ToBeReceived | Stage::Completed);
        says_so || self.shipped.is_some() || self.received.is_some()
    }

    /// Returns the facts of a case, including those of its order and its refunds.
    pub(super) fn known_of(&self, case: &CaseRecord<P::Status>) -> Known {
        let mut known = case.position.known.clone();
        learn(&mut known, Fact::OrderShipped, self.is_shipped());
        learn(&mut known, Fact::RefundUnderWay, self.has_refund_in_flight(case.id));
        known
    }

    /// Returns the facts that are known before there is a case.
    pub(super) fn known_before(&self, is_barred: bool) -> Known {
        let mut known = all_known(KnownFacts::UNKNOWN);
        learn(&mut known, Fact::OrderShipped, self.is_shipped());
        learn(&mut known, Fact::OtherCaseOpen, is_barred);
        known
    }

    /// Returns whether the shop still has to issue a refund: there is no report on it, its case is open and not
    /// refunded, no other refund of the case may be in flight, and the money is still there (I1, I8, I17).
    pub(super) fn is_to_be_issued(&self, refund: &RefundRecord) -> bool {
        let Some(case) = refund.case.and_then(|case| self.case(case)) else { return false };
        let is_open = match self.status_phase(case) {
            Phase::Refunded => !case.written_off,
            status_phase => holds(meaning_with(status_phase, &case.position.known)),
        };
        let others = self.refunds_of(case.id);
        let another_is_out = others.iter().any(|other| {
            let together = refund.payment.as_ref().zip(other.payment.as_ref());
            let together = together.is_some_and(|((_, one), (_, other))| one == other);
            other.key != refund.key && other.is_in_flight() && !together
        });
        refund.state() == RefundState::Started
            && refund.route == Route::Shop
            && is_open
            && !self.is_paid(case)
            && !another_is_out
            && !self.is_money_of_unknown_amount_out()
            && self.has_payment_for(refund)
            && self.has_money_for(&refund.split)
    }

    /// Returns whether money may be out by another way and nobody knows how much of the order it is (I26).
    pub(super) fn is_money_of_unknown_amount_out(&self) -> bool {
        self.refunds.iter().any(RefundRecord::is_of_unknown_amount)
    }

    /// Returns whether no balance that this refund counts against has been overdrawn.
    fn has_money_for(&self, split: &Split) -> bool {
        let balances = self.balances(None);
        if balances.order.payable() < 0 {
            return false;
        }
        if self.policy.terms().limits.ceiling == Ceiling::Order {
            return true;
        }
        if split.shipping > 0 && balances.shipping.payable() < 0 {
            return false;
        }
        for (line, _) in &split.lines {
            if balances.line(line).is_some_and(|figures| figures.money.payable() < 0) {
                return false;
            }
        }
        true
    }
}
