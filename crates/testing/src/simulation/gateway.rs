//! A payment gateway that keeps books of its own: what left, by which refund, and what came back.
//!
//! What becomes of a refund is drawn by chance when it takes the request: it is paid at once or days later, whole or in
//! parts, fails, fails weeks after it had succeeded, or comes back in part. It tells so by notices that are lost, late,
//! repeated and out of order; of some refunds they have its own number alone. A clerk refunds at its desk, past the shop.

use aftersale::money::Amount;
use aftersale::order::{CaseId, RefundKey};
use aftersale::time::Timestamp;

use crate::chance::Chance;
use crate::seed::later;

const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;

/// What has become of a refund.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Truth {
    /// The gateway is at work on it, and nothing has left.
    Waiting,
    /// So much has left, and the rest is to follow.
    Partly(Amount),
    /// So much has left, and no more will.
    Paid(Amount),
    /// Nothing has left, or all of it is back, and nothing more will happen.
    Failed,
    /// So much had left, and this amount of it is back.
    CameBack { left: Amount, back: Amount },
}

impl Truth {
    /// Returns the amount that is with the buyer.
    const fn with_buyer(self) -> Amount {
        match self {
            Self::Waiting | Self::Failed => Amount::ZERO,
            Self::Partly(left) | Self::Paid(left) => left,
            Self::CameBack { left, back } => left.saturating_sub(back),
        }
    }

    /// Returns whether more of it may leave.
    pub(super) const fn may_go_on(self) -> bool {
        matches!(self, Self::Waiting | Self::Partly(_))
    }
}

/// A refund in the gateway's books.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) reference: RefundKey,
    /// Its own number, where its notices name the refund by that alone. Its answers have both.
    pub(super) number: Option<RefundKey>,
    /// The case that a clerk at the desk has paid by it; `None` for a refund of the shop, or of nobody knows what.
    pub(super) case: Option<CaseId>,
    pub(super) is_of_desk: bool,
    /// The place of the payment by which it goes back.
    pub(super) payment: usize,
    pub(super) amount: Amount,
    /// What becomes of it and when, the earliest first.
    script: Vec<(Timestamp, Truth)>,
}

impl Kept {
    const fn new(reference: RefundKey, payment: usize, amount: Amount) -> Self {
        let script = Vec::new();
        Self { reference, number: None, case: None, is_of_desk: false, payment, amount, script }
    }

    /// Returns what is so at this time, and since when.
    pub(super) fn at(&self, now: Timestamp) -> (Timestamp, Truth) {
        let past = self.script.iter().rev().find(|(at, _)| *at <= now);
        past.copied().unwrap_or((now, Truth::Waiting))
    }

    /// Returns the time and the amount of the last success by this time, which a reversal takes something back of.
    pub(super) fn succeeded(&self, now: Timestamp) -> Option<(Timestamp, Amount)> {
        let past = self.script.iter().rev().filter(|(at, _)| *at <= now);
        past.filter_map(|(at, truth)| match truth {
            Truth::Paid(left) => Some((*at, *left)),
            _ => None,
        })
        .next()
    }

    /// Returns what of it is with the buyer.
    pub(super) fn with_buyer(&self, now: Timestamp) -> Amount {
        self.at(now).1.with_buyer()
    }

    fn reserved(&self, now: Timestamp) -> Amount {
        let (_, truth) = self.at(now);
        if truth.may_go_on() { self.amount } else { truth.with_buyer() }
    }
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Notice {
    /// The refund at this place of the books, as it was at a time.
    Refund(usize, Timestamp),
    /// What is with the buyer by all refunds together, as it was at a time.
    Total(Amount, Timestamp),
}

/// The gateway.
#[derive(Clone, Debug)]
pub(super) struct GatewayBooks {
    chance: Chance,
    /// Decides of which refunds the notices have its own number alone.
    numbers: Chance,
    /// What was paid, payment by payment.
    payments: Vec<Amount>,
    pub(super) refunds: Vec<Kept>,
    notices: Vec<(Timestamp, Notice)>,
    /// The number of refunds that it has refused, since their payments had not so much left.
    pub(super) refused: u32,
}

impl GatewayBooks {
    /// Returns the books of a gateway with these payments.
    pub(super) const fn new(payments: Vec<Amount>, seed: u64) -> Self {
        let (chance, numbers) = (Chance::of(seed), Chance::of(!seed));
        Self { chance, numbers, payments, refunds: Vec::new(), notices: Vec::new(), refused: 0 }
    }

    /// Takes one more payment.
    pub(super) fn pay(&mut self, paid: Amount) {
        self.payments.push(paid);
    }

    /// Takes a request of the shop. The same key again is the same refund. Returns the place of the refund in the books;
    /// `None` where no answer comes.
    pub(super) fn refund(
        &mut self,
        key: &RefundKey,
        payment: usize,
        amount: Amount,
        now: Timestamp,
    ) -> Option<usize> {
        if self.chance.percent(10) {
            return None;
        }
        let known = self.place_of(key);
        let place = known.unwrap_or_else(|| {
            let has_number = self.numbers.percent(40);
            let number = has_number.then(|| format!("re-{}", self.refunds.len()).into());
            let kept = Kept { number, ..Kept::new(key.clone(), payment, amount) };
            self.keep(kept, now)
        });
        let is_answered = !self.chance.percent(10);
        is_answered.then_some(place)
    }

    /// Has a clerk refund past the shop, as far as the payment has anything left.
    pub(super) fn refund_at_desk(&mut self, case: Option<CaseId>, amount: Amount, now: Timestamp) {
        let payment = self.chance.below(self.payments.len());
        let amount = amount.min(self.left(payment, now));
        if amount.is_positive() {
            let reference = format!("desk-{}", self.refunds.len()).into();
            let kept = Kept { case, is_of_desk: true, ..Kept::new(reference, payment, amount) };
            self.keep(kept, now);
        }
    }

    /// Sends a notice of the running total.
    pub(super) fn notify_total(&mut self, now: Timestamp) {
        let arrives = later(now, self.chance.seconds(0, 3 * DAY));
        self.notices.push((arrives, Notice::Total(self.with_buyer(now), now)));
    }

    /// Returns the place of a refund in the books, by the shop's name or by its own number.
    pub(super) fn place_of(&self, name: &RefundKey) -> Option<usize> {
        let is_called = |kept: &Kept| kept.reference == *name || kept.number.as_ref() == Some(name);
        self.refunds.iter().position(is_called)
    }

    /// Takes the notices that have arrived by this time, the first to arrive first.
    pub(super) fn arrived(&mut self, now: Timestamp) -> Vec<Notice> {
        let all = std::mem::take(&mut self.notices);
        let (mut due, rest): (Vec<_>, Vec<_>) = all.into_iter().partition(|(at, _)| *at <= now);
        self.notices = rest;
        due.sort_by_key(|(at, _)| *at);
        due.into_iter().map(|(_, notice)| notice).collect()
    }

    /// Returns the next time after this one at which something happens by itself.
    pub(super) fn next_time(&self, now: Timestamp) -> Option<Timestamp> {
        let notices = self.notices.iter().map(|(at, _)| *at);
        let scripts = self.refunds.iter().flat_map(|kept| kept.script.iter().map(|(at, _)| *at));
        notices.chain(scripts).filter(|at| *at > now).min()
    }

    /// Returns what is with the buyer.
    pub(super) fn with_buyer(&self, now: Timestamp) -> Amount {
        let all = self.refunds.iter().map(|kept| kept.with_buyer(now));
        Amount::saturating_sum(all)
    }

    /// Returns what is with the buyer by the payment at this place.
    pub(super) fn with_buyer_by(&self, payment: usize, now: Timestamp) -> Amount {
        let by_it = self.refunds.iter().filter(|kept| kept.payment == payment);
        Amount::saturating_sum(by_it.map(|kept| kept.with_buyer(now)))
    }

    fn left(&self, payment: usize, now: Timestamp) -> Amount {
        let by_it = self.refunds.iter().filter(|kept| kept.payment == payment);
        let reserved = Amount::saturating_sum(by_it.map(|kept| kept.reserved(now)));
        let paid = self.payments.get(payment).copied().unwrap_or_default();
        paid.saturating_sub(reserved)
    }

    /// Keeps a refund that has just been asked for, and returns its place.
    fn keep(&mut self, kept: Kept, now: Timestamp) -> usize {
        let script = if kept.amount > self.left(kept.payment, now) {
            self.refused += 1;
            vec![(now, Truth::Failed)]
        } else {
            self.script(kept.amount, now)
        };
        let place = self.refunds.len();
        let times: Vec<Timestamp> = script.iter().map(|(at, _)| *at).collect();
        self.refunds.push(Kept { script, ..kept });
        times.into_iter().for_each(|at| self.notify(place, at));
        place
    }

    /// Draws what becomes of a refund.
    fn script(&mut self, amount: Amount, now: Timestamp) -> Vec<(Timestamp, Truth)> {
        let mut script = vec![(now, Truth::Waiting)];
        let soon = if self.chance.percent(20) { 4 * DAY } else { HOUR };
        let mut at = later(now, self.chance.seconds(1, soon));
        if self.chance.percent(12) {
            script.push((at, Truth::Failed));
            return script;
        }
        let part = self.part_of(amount);
        let mut left = amount;
        if self.chance.percent(15) && part < amount {
            script.push((at, Truth::Partly(part)));
            at = later(at, self.chance.seconds(1, 2 * DAY));
            if self.chance.percent(25) {
                // The rest has failed.
                left = part;
            }
        }
        script.push((at, Truth::Paid(left)));
        at = later(at, self.chance.seconds(HOUR, 20 * DAY));
        match self.chance.below(20) {
            0 => script.push((at, Truth::Failed)),
            1 => script.push((at, Truth::CameBack { left, back: left })),
            2 => script.push((at, Truth::CameBack { left, back: self.part_of(left) })),
            _ => {}
        }
        script
    }

    /// Draws an amount from one unit to all of this.
    fn part_of(&mut self, amount: Amount) -> Amount {
        let most = usize::try_from(amount.minor()).unwrap_or(1);
        Amount::from_minor(i64::try_from(self.chance.below(most)).unwrap_or(0).saturating_add(1))
    }

    /// Sends notices of what is so from this time on: late, repeated, or none at all.
    fn notify(&mut self, place: usize, at: Timestamp) {
        for _ in 0..self.chance.below(4) {
            let wait = if self.chance.percent(50) { 5 } else { 3 * DAY };
            let arrives = later(at, self.chance.seconds(0, wait));
            self.notices.push((arrives, Notice::Refund(place, at)));
        }
    }
}
