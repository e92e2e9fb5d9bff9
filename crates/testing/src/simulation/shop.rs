//! A shop with one order: buyers, merchant and clerks do what comes into their heads, and a host sends the refunds to the
//! gateway and reports what it hears.

use std::collections::BTreeSet;

use aftersale::lifecycle::Actor;
use aftersale::lifecycle::Flow;
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Anomaly, Application, Ask, Case, CaseId, Command, Decision, Effect, LineFacts, Order,
    OrderFacts, Outcome, PaymentFacts, PaymentRule, RefundKey, RefundRef, Refusal, Request,
};
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use aftersale::time::Timestamp;

use super::gateway::{GatewayBooks, Notice, Truth};
use super::{Habit, Played};
use crate::START;
use crate::chance::Chance;
use crate::seed::later;

const DAY: i64 = 86_400;
/// The times at which something is done in one history, before all is left to come to rest.
const STEPS: usize = 40;
/// The most times that the host looks again while all comes to rest. A host that needs more never ends.
const MOST_LOOKS: u32 = 2_000;
const LINES: [&str; 3] = ["tea", "cup", "pot"];
const CURRENCY: Currency = Currency::CNY;
/// The names of the payments, of which an order has one or more.
const PAYMENTS: [&str; 3] = ["card", "balance", "points"];

pub(super) struct Shop {
    habit: Habit,
    chance: Chance,
    /// Decides when the host says which refund a number is of, and how it reports on a number.
    names: Chance,
    order: Order<HardenedShop>,
    gateway: GatewayBooks,
    now: Timestamp,
    commands: u32,
    /// The keys that were sent, as far as the host remembers: it forgets them when it crashes.
    sent: BTreeSet<RefundKey>,
    /// A payment that is still to come.
    later_payment: Option<Amount>,
    hears_totals: bool,
    has_desk: bool,
}

/// Plays one order of three lines and a shipping fee, until gateway and host have come to rest.
pub(super) fn play(seed: u64, habit: Habit) -> Played {
    let mut chance = Chance::of(seed);
    let start = Timestamp::from_seconds(START);
    let price = Amount::from_minor(1 + chance.seconds(0, 3_000));
    let lines = LINES.map(|line| LineFacts::new(line, 2, price));
    let shipping = Amount::from_minor(chance.seconds(0, 900));
    let facts = OrderFacts::new("SIMULATED1", CURRENCY, lines).shipping(shipping);
    let mut payments = split(facts.amount_paid(), &mut chance);
    // The last payment of some orders comes later.
    let later_payment =
        (payments.len() > 1 && chance.percent(30)).then(|| payments.pop()).flatten();
    let facts = match payments.as_slice() {
        [_] if later_payment.is_none() => facts,
        payments => {
            let named = payments.iter().zip(PAYMENTS);
            facts.payments(named.map(|(paid, name)| PaymentFacts::new(name, *paid)))
        }
    };
    let mut policy = HardenedShop::default();
    policy.terms.payments = chance.pick(PaymentRule::ALL).unwrap_or(PaymentRule::InOrder);
    let (order, _) = Order::open(policy, facts, start).expect("a plain order");
    let (hears_totals, has_desk) = (chance.percent(40), chance.percent(40));
    let mut shop = Shop {
        habit,
        chance,
        names: Chance::of(!seed.rotate_left(16)),
        order,
        gateway: GatewayBooks::new(payments, seed.rotate_left(32)),
        now: start,
        commands: 0,
        sent: BTreeSet::new(),
        later_payment,
        hears_totals,
        has_desk,
    };
    for _ in 0..STEPS {
        let wait = shop.chance.seconds(1, 2 * DAY);
        shop.go_on_to(later(shop.now, wait));
        shop.act();
        shop.work();
    }
    let is_at_rest = shop.come_to_rest();
    shop.played(is_at_rest)
}

impl Shop {
    fn go_on_to(&mut self, now: Timestamp) {
        self.now = now.max(self.now);
    }

    /// Sends a command, and returns whether it was accepted.
    fn send(&mut self, by: Actor, request: Request) -> bool {
        self.try_to_send(by, request).is_ok()
    }

    /// Sends a command that states what has happened, which is never refused.
    fn state(&mut self, request: Request) {
        if let Err(refusal) = self.try_to_send(Actor::Platform, request) {
            panic!("what has happened is always heard: {refusal}");
        }
    }

    fn try_to_send(
        &mut self,
        by: Actor,
        request: Request,
    ) -> Result<Decision<AfterSaleStatus>, Refusal<AfterSaleStatus>> {
        self.commands += 1;
        let id = format!("c-{}", self.commands);
        self.order.accept(&Command::new(id, self.order.id(), by, self.now, request))
    }

    /// Does something by chance; what the order refuses is not done.
    fn act(&mut self) {
        let case = self.chance.pick(self.order.cases()).map(|case| (case.id, case.offer));
        match (self.chance.below(16), case) {
            (0..4, _) => {
                let application = self.application();
                self.send(Actor::Buyer, Request::Apply { flow: Flow::RefundOnly, application });
            }
            (4..9, Some((case, offer))) => {
                self.send(Actor::Merchant, Request::agree_to_refund(case, offer));
            }
            (9..11, Some((case, _))) => {
                self.send(Actor::Merchant, Request::RetryRefund { case });
            }
            (11, Some((case, _))) => {
                self.send(Actor::Buyer, Request::cancel(case));
            }
            (12, case) if self.has_desk => {
                let amount = Amount::from_minor(1 + self.chance.seconds(0, 4_000));
                let case = case.map(|(case, _)| case).filter(|_| self.chance.percent(50));
                self.gateway.refund_at_desk(case, amount, self.now);
            }
            (13, _) => self.sent.clear(),
            (14, Some((case, _))) => self.choose_payment(case),
            (15, _) => self.pay_the_rest(),
            _ if self.hears_totals => self.gateway.notify_total(self.now),
            _ => {}
        }
    }

    /// Has some money of a case go back by one payment, if that is there.
    fn choose_payment(&mut self, case: CaseId) {
        let payment = self.chance.pick(&PAYMENTS).unwrap_or("card");
        let amount = Amount::from_minor(1 + self.chance.seconds(0, 1_000));
        let payments = vec![(payment.into(), amount)];
        self.send(Actor::Merchant, Request::ChoosePayments { case, payments });
    }

    /// Pays what was left to be paid, if something was.
    fn pay_the_rest(&mut self) {
        let Some(paid) = self.later_payment.take() else { return };
        self.gateway.pay(paid);
        let payment = PAYMENTS[self.order.payments().len()].into();
        self.state(Request::OrderPaid { payment, amount: CURRENCY.money(paid) });
    }

    fn application(&mut self) -> Application {
        let line = self.chance.pick(&LINES).unwrap_or("tea");
        let amount = Amount::from_minor(1 + self.chance.seconds(0, 3_000));
        let ask = match self.chance.below(3) {
            0 => Ask::amount(line, amount),
            units => Ask::units(line, u32::try_from(units).unwrap_or(1)),
        };
        let shipping = self.chance.percent(20).then_some(Amount::from_minor(100));
        Application { shipping, ..Application::of(vec![ask]) }
    }

    /// Hears what has come, sends what is to be sent, and now and then asks about what is in flight.
    fn work(&mut self) {
        for notice in self.gateway.arrived(self.now) {
            match notice {
                Notice::Refund(place, at) => self.hear_notice(place, at),
                Notice::Total(total, as_of) => self.hear_total(total, as_of),
            }
        }
        self.issue();
        if self.chance.percent(25) {
            self.ask();
        }
    }

    /// Sends every refund that the order wants issued, unless the host knows that it was sent.
    fn issue(&mut self) {
        let wanted =
            self.order.pending_effects().iter().filter_map(|pending| match &pending.effect {
                Effect::IssueRefund { key, amount, payment, .. } => {
                    let is_it =
                        |name: &&str| payment.as_ref().is_some_and(|it| it.as_str() == *name);
                    let place = PAYMENTS.iter().position(is_it).unwrap_or(0);
                    Some((key.clone(), place, amount.amount))
                }
                _ => None,
            });
        let unsent: Vec<(RefundKey, usize, Amount)> =
            wanted.filter(|(key, ..)| !self.sent.contains(key)).collect();
        for (key, payment, amount) in unsent {
            self.sent.insert(key.clone());
            match self.gateway.refund(&key, payment, amount, self.now) {
                Some(place) => self.hear_answer(place, self.now),
                None => self.hear_silence(&key),
            }
        }
    }

    fn hear_silence(&mut self, key: &RefundKey) {
        let outcome = match self.habit {
            Habit::TakesSilenceForFailure => Outcome::Failed,
            _ => Outcome::Unknown,
        };
        self.report(key, outcome, self.now);
    }

    /// Asks about every refund in flight. One that the gateway does not have is sent again, or was never sent.
    fn ask(&mut self) {
        let in_flight = self.order.refunds().iter().filter(|refund| refund.is_in_flight());
        let keys: Vec<RefundKey> = in_flight.map(|refund| refund.key.clone()).collect();
        for key in keys {
            match self.gateway.place_of(&key) {
                Some(place) => self.hear_answer(place, self.now),
                None if self.is_to_be_issued(&key) => {
                    self.sent.remove(&key);
                }
                None => self.report(&key, Outcome::Failed, self.now),
            }
        }
        self.issue();
    }

    fn is_to_be_issued(&self, key: &RefundKey) -> bool {
        self.order.pending_effects().iter().any(|pending| {
            matches!(&pending.effect, Effect::IssueRefund { key: wanted, .. } if wanted == key)
        })
    }

    /// Reports what an answer says of a refund. It has all names, and the host says sooner or later that they are of one refund:
    /// before it reports, after it, or when it asks again.
    fn hear_answer(&mut self, place: usize, at: Timestamp) {
        let when = self.names.below(3);
        if when == 0 {
            self.identify(place);
        }
        self.hear(place, at, false);
        if when == 1 {
            self.identify(place);
        }
    }

    /// Reports what a notice says of a refund.
    fn hear_notice(&mut self, place: usize, at: Timestamp) {
        self.hear(place, at, true);
    }

    /// Says that the gateway's own number of a refund is of the shop's refund.
    fn identify(&mut self, place: usize) {
        let kept = self.gateway.refunds.get(place);
        let names = kept.and_then(|kept| Some((kept.reference.clone(), kept.number.clone()?)));
        if let Some((refund, number)) = names.filter(|_| self.habit != Habit::TakesNamesForRefunds)
        {
            self.state(Request::identify_refund(refund, number));
        }
    }

    /// Reports what was so of a refund at this time, under the gateway's own number where a notice has that alone.
    fn hear(&mut self, place: usize, at: Timestamp, is_notice: bool) {
        let Some(kept) = self.gateway.refunds.get(place).cloned() else { return };
        let (as_of, truth) = kept.at(at);
        let number = kept.number.as_ref().filter(|_| is_notice);
        let key = number.unwrap_or(&kept.reference);
        match truth {
            Truth::Waiting | Truth::Partly(_) if kept.is_of_desk => {
                self.report_desk(place, kept.amount, as_of, true);
            }
            Truth::Partly(left) if self.habit == Habit::TakesPartsForSuccesses => {
                self.report(key, Outcome::Succeeded(CURRENCY.money(left)), as_of);
            }
            // Until the rest has come, or failed, more of it may leave.
            Truth::Waiting | Truth::Partly(_) => self.report(key, Outcome::Processing, as_of),
            Truth::Paid(left) if kept.is_of_desk => self.report_desk(place, left, as_of, false),
            // Nobody knows that it is no refund of the desk.
            Truth::Paid(left) if number.is_some() && self.names.percent(50) => {
                let amount = CURRENCY.money(left);
                self.report_external(key.clone(), None, amount, as_of, false);
            }
            Truth::Paid(left) => {
                self.report(key, Outcome::Succeeded(CURRENCY.money(left)), as_of);
            }
            Truth::Failed if self.habit == Habit::IsDeafToLateFailures => {}
            Truth::Failed => self.report(key, Outcome::Failed, as_of),
            Truth::CameBack { back, .. } => {
                // What came back had left, whether that was heard or not.
                if let Some((as_of, left)) = kept.succeeded(at) {
                    if kept.is_of_desk {
                        self.report_desk(place, left, as_of, false);
                    } else {
                        self.report(key, Outcome::Succeeded(CURRENCY.money(left)), as_of);
                    }
                }
                self.report(key, Outcome::Reversed(CURRENCY.money(back)), as_of);
            }
        }
    }

    fn report(&mut self, key: &RefundKey, outcome: Outcome, as_of: Timestamp) {
        let refund = RefundRef::Key(key.clone());
        self.state(Request::ReportRefund { refund, outcome, as_of });
    }

    fn report_desk(&mut self, place: usize, amount: Amount, as_of: Timestamp, is_pending: bool) {
        let Some(kept) = self.gateway.refunds.get(place) else { return };
        let (case, reference) = (kept.case, kept.reference.clone());
        self.report_external(reference, case, CURRENCY.money(amount), as_of, is_pending);
    }

    fn report_external(
        &mut self,
        reference: RefundKey,
        case: Option<CaseId>,
        amount: Money,
        as_of: Timestamp,
        is_pending: bool,
    ) {
        let (lines, shipping) = (Vec::new(), Amount::ZERO);
        let request = if is_pending {
            Request::ReportPendingExternalRefund { case, reference, amount, lines, shipping, as_of }
        } else {
            Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of }
        };
        self.state(request);
    }

    fn hear_total(&mut self, total: Amount, as_of: Timestamp) {
        let total = CURRENCY.money(total);
        let request = match self.habit {
            Habit::AddsTotals if total.amount.is_positive() => {
                let reference = format!("total-{}", as_of.seconds()).into();
                let (lines, shipping) = (Vec::new(), Amount::ZERO);
                let (case, amount) = (None, total);
                Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of }
            }
            _ => Request::ReportRefundTotal { total, as_of },
        };
        self.state(request);
    }

    /// Lets the gateway's scripts run to their ends, and then goes through its list. Returns whether nothing was in flight
    /// by then.
    fn come_to_rest(&mut self) -> bool {
        for _ in 0..MOST_LOOKS {
            let next = self.gateway.next_time(self.now);
            self.go_on_to(next.unwrap_or_else(|| later(self.now, 60)));
            self.work();
            self.ask();
            let is_in_flight = self.order.refunds().iter().any(|refund| refund.is_in_flight());
            if next.is_none() && !is_in_flight {
                for place in 0..self.gateway.refunds.len() {
                    self.identify(place);
                    self.hear_answer(place, self.now);
                }
                if self.hears_totals {
                    self.hear_total(self.gateway.with_buyer(self.now), self.now);
                }
                return true;
            }
        }
        false
    }

    fn played(&self, is_at_rest: bool) -> Played {
        let ledger = self.order.ledger().order;
        let paid_twice = self.order.cases().iter().filter(|case| self.is_paid_twice(case));
        let silent = self.order.cases().iter().filter(|case| self.is_silent_double(case));
        Played {
            booked: ledger.refunded,
            with_buyer: self.gateway.with_buyer(self.now),
            in_flight: ledger.in_flight,
            paid_twice: paid_twice.count(),
            silent_doubles: silent.count(),
            misplaced: if self.has_desk { 0 } else { self.misplaced() },
            refused: if self.has_desk { 0 } else { self.gateway.refused },
            is_at_rest,
        }
    }

    /// Returns the number of payments by which another amount is booked than went back by them.
    fn misplaced(&self) -> usize {
        let booked = self.order.payments().into_iter().map(|payment| payment.refunded).enumerate();
        booked
            .filter(|(place, booked)| self.gateway.with_buyer_by(*place, self.now) != *booked)
            .count()
    }

    /// Returns whether the shop has paid a case more than it asks for.
    fn is_paid_twice(&self, case: &Case<AfterSaleStatus>) -> bool {
        let keys = self.order.refunds_of(case.id).map(|refund| &refund.key);
        let kept = keys.filter_map(|key| self.gateway.refunds.get(self.gateway.place_of(key)?));
        let by_shop = kept.filter(|kept| !kept.is_of_desk).map(|kept| kept.with_buyer(self.now));
        Amount::saturating_sum(by_shop) > case.claim.total()
    }

    /// Returns whether a case has more than it asks for and nothing says so.
    fn is_silent_double(&self, case: &Case<AfterSaleStatus>) -> bool {
        let paid = self.order.refunds_of(case.id).map(|refund| refund.paid());
        let is_told = |anomaly: &Anomaly| matches!(anomaly, Anomaly::RefundedMoreThanClaimed { case: told, .. } if *told == case.id);
        Amount::saturating_sum(paid) > case.claim.total()
            && !self.order.anomalies().any(|(_, anomaly)| is_told(anomaly))
    }
}

/// Draws how an amount was paid: at once, or by two or three payments.
fn split(paid: Amount, chance: &mut Chance) -> Vec<Amount> {
    let mut rest = paid;
    let mut payments = Vec::new();
    for _ in 0..chance.below(PAYMENTS.len()) {
        let part = Amount::from_minor(chance.seconds(0, rest.minor()));
        if part.is_positive() {
            payments.push(part);
            rest = rest.saturating_sub(part);
        }
    }
    payments.push(rest);
    payments
}
