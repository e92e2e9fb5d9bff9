//! Faults of the order that the comparison has found and that are not mended yet. A history in which one
//! of them may show is not followed further.

use std::collections::BTreeSet;

use aftersale::money::Amount;
use aftersale::order::{
    Act, AttemptKey, Change, Command, Decision, Limit, Order, Outcome, Payment, Reason,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

use crate::shop::Platform;

/// What is known of a history.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    has_shown: bool,
    totals: Vec<Timestamp>,
    /// What was told of a payment: its key, of which kind the news was, and as of when.
    news: BTreeSet<(AttemptKey, u8, Timestamp)>,
}

impl Known {
    /// Looks at a command that is about to be sent.
    pub(crate) fn look<P: Platform>(&mut self, order: &Order<P>, command: &Command<P::Status>) {
        self.has_shown |= asks_shipping_for_nothing(order, command);
        self.has_shown |= hears_what_is_certain(order, command);
        self.has_shown |= counts_beyond_32_bits(command);
        // A sum that fits is wrong where one on the way to it does not.
        let is_huge = order.facts().paid > Amount::from_minor(1 << 60);
        self.has_shown |= is_huge && !self.totals.is_empty();
        self.has_shown |= self.was_told_before(order, command);
        self.has_shown |= self.has_another_first(order, command);
        match &command.act {
            Act::RefundedInTotal { as_of, .. } => self.totals.push(*as_of),
            Act::RefundedElsewhere { reference, as_of, .. } => {
                self.news.insert((reference.clone(), 0, *as_of));
            }
            _ => {}
        }
    }

    /// Keeps what is known of the payments after it.
    pub(crate) fn remember<P: Platform>(&mut self, order: &Order<P>) {
        for told in order.attempts() {
            let succeeded = told.succeeded.map(|(as_of, _)| as_of);
            let reversed = told.reversed.map(|(as_of, _)| as_of);
            for (kind, as_of) in (0..).zip([succeeded, told.failed, reversed]) {
                self.news.extend(as_of.map(|as_of| (told.key.clone(), kind, as_of)));
            }
        }
    }

    /// News of a case's payment that was told before, but is not the last of its kind, or was in another
    /// currency, can be taken for news of the next payment.
    fn was_told_before<P: Platform>(&self, order: &Order<P>, command: &Command<P::Status>) -> bool {
        let Act::ReportRefund { payment: Payment::OfCase(case), outcome, as_of } = &command.act
        else {
            return false;
        };
        let kind = match outcome {
            Outcome::Succeeded(_) => 0,
            Outcome::Failed => 1,
            _ => 2,
        };
        let told = |key: &AttemptKey| self.news.contains(&(key.clone(), kind, *as_of));
        order.attempts_of(*case).count() > 1
            && order.attempts_of(*case).any(|attempt| told(&attempt.key))
    }

    /// The first success of a refund made elsewhere, or taken over, is not written down, so another is
    /// taken for it.
    fn has_another_first<P: Platform>(
        &self,
        order: &Order<P>,
        command: &Command<P::Status>,
    ) -> bool {
        let Act::ReportRefund { payment, outcome: Outcome::Succeeded(_), .. } = &command.act else {
            return false;
        };
        order.attempts().iter().any(|attempt| {
            let is_meant = match payment {
                Payment::Attempt(key) => attempt.key == *key,
                Payment::OfCase(case) => attempt.case == Some(*case),
            };
            let mut told =
                self.news.iter().filter(|(key, kind, _)| *key == attempt.key && *kind == 0);
            let first = told.next().map(|(_, _, as_of)| *as_of);
            is_meant && first != attempt.first_succeeded.map(|(as_of, _)| as_of)
        })
    }

    /// A total is not compared rightly with what was known of a payment at its time, where news of one
    /// kind came both as of before it and as of after it: the order keeps only the last of a kind.
    pub(crate) fn may_have_shown(&self) -> bool {
        let total_is_wrong = self.totals.iter().any(|total| {
            self.news.iter().any(|(key, kind, before)| {
                let same =
                    |(other, of, _): &&(AttemptKey, u8, Timestamp)| other == key && of == kind;
                let mut others = self.news.iter().filter(same);
                before <= total && others.any(|(_, _, after)| after > total)
            })
        });
        self.has_shown || total_is_wrong
    }
}

/// Where more was refunded of shipping than was paid for it, no case can be paid, not even one that asks
/// for no shipping (I13).
fn asks_shipping_for_nothing<P: Platform>(order: &Order<P>, command: &Command<P::Status>) -> bool {
    let for_nothing = |reason: &Reason<P::Status>| match reason {
        Reason::TooMuch { limit: Limit::Shipping, asked, .. } => asked.amount == Amount::ZERO,
        _ => false,
    };
    order.decide(command).is_err_and(|refusal| refusal.reasons.iter().all(for_nothing))
}

/// Of a payment that was declared failed and then was known for certain, what is not certain is still
/// heard.
fn hears_what_is_certain<P: Platform>(order: &Order<P>, command: &Command<P::Status>) -> bool {
    let Ok(Decision::Accepted { event, .. }) = order.decide(command) else { return false };
    let changes = event.deed().map_or(&[][..], |deed| &deed.changes);
    changes.iter().any(|change| match change {
        Change::Heard(told) => {
            let is_certain =
                [told.failed, told.succeeded.map(|it| it.0), told.reversed.map(|it| it.0)];
            let before = order.attempt(&told.key);
            before.is_some_and(|before| before.declared_failed && before.open != told.open)
                && is_certain.iter().any(Option::is_some)
        }
        _ => false,
    })
}

/// The units of a receipt that are together more than can be counted are taken for as many as can.
fn counts_beyond_32_bits<S>(command: &Command<S>) -> bool {
    let Act::ConfirmReceipt { goods, .. } = &command.act else { return false };
    goods.iter().any(|goods| {
        let all = [goods.resaleable, goods.damaged, goods.missing, goods.wrong];
        Quantity::sum(all).is_none()
    })
}
