//! A host: it sends the refunds of one order to a simulated gateway, and reports to the order what its reader makes of the
//! answers.

use std::collections::BTreeMap;

use aftersale::gateway::wire::{GatewayReport, StatedAmount};
use aftersale::gateway::{Gateway, NextTry, Provisional, WordMeaning, WordPlace};
use aftersale::lifecycle::Actor;
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Ask, CaseId, Command, Effect, LineFacts, Offer, Order, OrderFacts, Outcome, RefundKey,
    RefundRef, Request,
};
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;

use super::reader::Made;
use super::{Reader, Said, SimulatedGateway};
use crate::START;
use crate::seed::later;

/// The price of each of the three lines.
const PRICE: Amount = Amount::from_minor(1_000);
const HOUR: i64 = 3_600;
const DAY: i64 = 86_400;
/// The most steps of one order. A host that needs more never ends.
const MOST_STEPS: u32 = 2_000;
/// The most refunds that a merchant starts for one case.
const MOST_REFUNDS: usize = 5;

/// What one order came to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Books {
    /// What the merchant has agreed to refund.
    pub agreed: Amount,
    /// What the order has booked as refunded.
    pub booked: Amount,
    /// What the buyer has got, by the gateway's books.
    pub to_buyer: Amount,
    /// The number of keys under which money left twice.
    pub keys_paid_twice: usize,
    /// Whether a refund is still in flight.
    pub is_open: bool,
    /// Whether everything has come to rest within the number of steps.
    pub is_at_rest: bool,
}

/// What the host knows of a refund that it has sent.
#[derive(Clone, Debug)]
struct Attempt {
    amount: Money,
    sent: Timestamp,
    asked: u32,
    next: NextTry,
    has_succeeded: bool,
    /// When to do something about it; `None` where nothing is to be done.
    due: Option<Timestamp>,
    has_answer: bool,
}

struct Host {
    gateway: &'static Gateway,
    reader: Reader,
    order: Order<HardenedShop>,
    simulated: SimulatedGateway,
    attempts: BTreeMap<RefundKey, Attempt>,
    ids: BTreeMap<u64, RefundKey>,
    now: Timestamp,
    commands: u32,
    /// Cases whose refund the gateway does not try again.
    given_up: Vec<CaseId>,
}

/// Plays one order of three lines, of which two are refunded one after the other, until gateway and host have come to rest.
///
/// # Panics
///
/// When the order refuses what a host may always report, or the gateway takes none of the currencies that are tried.
#[must_use]
pub fn play(gateway: &'static Gateway, reader: Reader, seed: u64) -> Books {
    let currency = ["CNY", "EUR", "INR", "USD"]
        .iter()
        .filter_map(|code| code.parse::<Currency>().ok())
        .find(|currency| gateway.amounts.to_gateway(currency.money(PRICE)).is_ok())
        .expect("a currency that the gateway takes");
    let start = Timestamp::from_seconds(START);
    let lines = ["tea", "cup", "pot"].map(|line| LineFacts::new(line, 1, PRICE));
    let facts = OrderFacts::new("SIMULATED1", currency, lines);
    let (order, _) = Order::open(HardenedShop::default(), facts, start).expect("a plain order");
    let paid = Amount::saturating_sum([PRICE; 3]);
    let mut host = Host {
        gateway,
        reader,
        order,
        simulated: SimulatedGateway::new(gateway, paid, seed),
        attempts: BTreeMap::new(),
        ids: BTreeMap::new(),
        now: later(start, HOUR),
        commands: 0,
        given_up: Vec::new(),
    };
    host.agree("tea");
    let mut second = Some(later(host.now, 10 * DAY));
    let mut steps = 0;
    let is_at_rest = loop {
        host.work();
        steps += 1;
        if steps > MOST_STEPS {
            break false;
        }
        let due = host.attempts.values().filter_map(|attempt| attempt.due).min();
        let next = [due, host.simulated.next_notice(), second].into_iter().flatten().min();
        let Some(next) = next else { break true };
        host.now = next.max(later(host.now, 1));
        if second.is_some_and(|at| at <= host.now) {
            second = None;
            host.agree("cup");
        }
    };
    host.books(is_at_rest)
}

impl Host {
    fn send(&mut self, by: Actor, request: Request) -> bool {
        self.commands += 1;
        let id = format!("c-{}", self.commands);
        let mut command = Command::new(id, self.order.id(), by, self.now, request);
        command.buyer = self.order.facts().buyer.clone();
        self.order.accept(&command).is_ok()
    }

    fn agree(&mut self, line: &str) {
        self.send(Actor::Buyer, Request::refund_only([Ask::units(line, 1)]));
        let Some(case) = self.order.cases().last().map(|case| case.id) else { return };
        self.send(Actor::Merchant, Request::AgreeToRefund { case, offer: Offer::FIRST });
    }

    /// Does all that is due now.
    fn work(&mut self) {
        self.hear_notices();
        self.issue_new();
        let is_due = |(key, attempt): (&RefundKey, &Attempt)| {
            attempt.due.is_some_and(|due| due <= self.now).then(|| key.clone())
        };
        let due: Vec<RefundKey> = self.attempts.iter().filter_map(is_due).collect();
        for key in due {
            self.go_on(&key);
        }
        self.issue_new();
    }

    /// Sends every refund that the order wants issued and that was not sent before.
    fn issue_new(&mut self) {
        while let Some((key, amount)) = self.next_to_issue() {
            let attempt = Attempt {
                amount,
                sent: self.now,
                asked: 0,
                next: NextTry::NoneYet,
                has_succeeded: false,
                due: None,
                has_answer: false,
            };
            self.attempts.insert(key.clone(), attempt);
            self.issue(&key);
        }
    }

    fn next_to_issue(&self) -> Option<(RefundKey, Money)> {
        self.order.pending_effects().iter().find_map(|pending| match &pending.effect {
            Effect::IssueRefund { key, amount, .. } if !self.attempts.contains_key(key) => {
                Some((key.clone(), *amount))
            }
            _ => None,
        })
    }

    fn issue(&mut self, key: &RefundKey) {
        let has_key = self.gateway.keys.is_some() && self.reader.sends_key(self.gateway.id);
        let amount = self.attempts[key].amount.amount;
        let said = self.simulated.refund(key, has_key, amount, self.now);
        // A notice can be here before the answer.
        self.hear_notices();
        self.hear_answer(key, WordPlace::Answer, said.as_ref());
    }

    /// Sends a refund again, asks about it, or leaves it to a person, as what is known of it permits.
    fn go_on(&mut self, key: &RefundKey) {
        let attempt = self.attempts[key].clone();
        if attempt.next.permits_same_key() && !attempt.has_succeeded {
            return self.issue(key);
        }
        let person_at = self.gateway.queries.person_at(attempt.sent);
        if self.reader == Reader::Tables
            && !attempt.has_succeeded
            && person_at.is_some_and(|at| at <= self.now)
            && !self.simulated.has(key)
        {
            return self.person_finds_nothing(key);
        }
        let closes_at = self.reader.closes_after().and_then(|time| attempt.sent.checked_add(time));
        if closes_at.is_some_and(|at| at <= self.now) {
            return self.report(key, Outcome::Failed, self.now, NextTry::NewKey);
        }
        let entry = self.attempts.get_mut(key).expect("the attempt");
        entry.asked += 1;
        if self.reader.most_queries().is_some_and(|most| entry.asked > most) {
            entry.due = None;
            return;
        }
        if self.simulated.can_be_asked() {
            let said = self.simulated.query(key, self.now);
            self.hear_answer(key, WordPlace::Query, said.as_ref());
        }
        self.wait(key);
    }

    /// A person looks into the gateway's list, where there is no such refund.
    fn person_finds_nothing(&mut self, key: &RefundKey) {
        let note = "not in the gateway's list".into();
        let request = Request::DeclareFailed { refund: key.clone(), note };
        let case = self.order.refund(key).and_then(|refund| refund.case);
        let is_declared = self.send(Actor::Platform, request);
        assert!(is_declared, "a refund of unknown outcome can be declared failed");
        self.attempts.get_mut(key).expect("the attempt").due = None;
        self.retry(case);
    }

    /// Sets when to go on with a refund that is not certain.
    fn wait(&mut self, key: &RefundKey) {
        let (now, queries) = (self.now, self.gateway.queries);
        let attempt = self.attempts.get_mut(key).expect("the attempt");
        if let Some(due) = attempt.due
            && due <= now
        {
            let at = queries.query_at(attempt.sent, attempt.asked);
            attempt.due = Some(at.unwrap_or(now).max(later(now, 60)));
        }
    }

    fn hear_notices(&mut self) {
        for said in self.simulated.notices(self.now) {
            let of_id = said.id.and_then(|id| self.ids.get(&id)).cloned();
            let Some(key) = said.key.clone().or(of_id) else {
                // Of a refund whose answer has not come: ask about all that are not certain.
                let now = self.now;
                for attempt in self.attempts.values_mut().filter(|attempt| attempt.due.is_some()) {
                    attempt.due = Some(now);
                }
                continue;
            };
            if self.attempts.contains_key(&key) {
                self.hear(&key, WordPlace::Webhook, Some(&said));
            }
        }
    }

    fn hear_answer(&mut self, key: &RefundKey, place: WordPlace, said: Option<&Said>) {
        if let Some(id) = said.and_then(|said| said.id) {
            self.ids.insert(id, key.clone());
            self.attempts.get_mut(key).expect("the attempt").has_answer = true;
        }
        self.hear(key, place, said);
    }

    fn hear(&mut self, key: &RefundKey, place: WordPlace, said: Option<&Said>) {
        if self.reader == Reader::Tables {
            self.hear_by_tables(key, place, said);
        } else {
            self.hear_as_another(key, place, said);
        }
    }

    fn hear_by_tables(&mut self, key: &RefundKey, place: WordPlace, said: Option<&Said>) {
        let attempt = self.attempts[key].clone();
        let mut report = GatewayReport::new(self.meaning(place, said));
        if let Some(keys) = self.gateway.keys {
            report.word = report.word.with_key_sent(&keys, attempt.sent, self.now);
        }
        if attempt.has_succeeded {
            report = report.after_success();
        }
        let code = attempt.amount.currency.code();
        report.amount = said.and_then(|said| said.amount).map(|amount| {
            let money = attempt.amount.currency.money(amount);
            let sent = self.gateway.amounts.to_gateway(money).expect("a plain amount");
            StatedAmount { text: sent.to_string(), code: Some(code.to_owned()) }
        });
        let as_of = said.map_or(self.now, |said| said.as_of);
        let next = report.word.next;
        let outcome = report.outcome(self.gateway, attempt.amount).expect("the same currency");
        match outcome {
            None => {}
            // No money has left, and only the same key may try again: for the order it is under way.
            Some(Outcome::Failed) if next == NextTry::SameKey => {
                let attempt = self.attempts.get_mut(key).expect("the attempt");
                (attempt.next, attempt.due) = (next, Some(later(self.now, HOUR)));
            }
            Some(outcome) => self.report(key, outcome, as_of, next),
        }
        if let (Some(Outcome::Succeeded(_)), Some(Provisional::For(time))) =
            (outcome, report.word.provisional)
        {
            // All notices of its end may be lost, so it is asked about when its success is final.
            let until = as_of.checked_add(time).map(|until| later(until, DAY));
            let attempt = self.attempts.get_mut(key).expect("the attempt");
            attempt.due = until.filter(|until| *until > self.now);
        }
    }

    fn meaning(&self, place: WordPlace, said: Option<&Said>) -> WordMeaning {
        let Some(said) = said else {
            return match place {
                WordPlace::Answer => self.gateway.silence(),
                _ => self.gateway.meaning(place, "", None),
            };
        };
        match (said.row, said.http_status) {
            (Some(row), _) => {
                let word = self.gateway.meaning(said.place, row.field, Some(row.word));
                word.paid_to(said.account)
            }
            (None, Some(status)) => self.gateway.http_status(status),
            (None, None) => self.gateway.meaning(said.place, "", None),
        }
    }

    fn hear_as_another(&mut self, key: &RefundKey, place: WordPlace, said: Option<&Said>) {
        let is_over = self.attempts[key].due.is_none() && self.attempts[key].has_answer;
        if place == WordPlace::Webhook && is_over && !self.reader.hears_after_the_end() {
            return;
        }
        // The time of a notice is not looked at.
        let as_of = self.now;
        match self.reader.makes(self.gateway.id, place, said) {
            Made::Success => {
                let amount = self.attempts[key].amount;
                self.report(key, Outcome::Succeeded(amount), as_of, NextTry::NeverAgain);
            }
            Made::Failure => self.report(key, Outcome::Failed, as_of, NextTry::NewKey),
            Made::FailureSameKey => {
                let attempt = self.attempts.get_mut(key).expect("the attempt");
                (attempt.next, attempt.due) = (NextTry::SameKey, Some(later(as_of, HOUR)));
            }
            Made::Pending => {
                self.report(key, Outcome::Processing, as_of, NextTry::NoneYet);
                let is_silent = said.is_none_or(|said| said.row.is_none());
                if is_silent && !self.reader.asks_after_silence() {
                    self.attempts.get_mut(key).expect("the attempt").due = None;
                }
            }
            Made::Nothing => {
                let now = self.now;
                let attempt = self.attempts.get_mut(key).expect("the attempt");
                if !attempt.has_succeeded && place == WordPlace::Answer {
                    attempt.due = Some(later(now, 60));
                }
            }
        }
    }

    /// Reports to the order, and sets what comes next.
    fn report(&mut self, key: &RefundKey, outcome: Outcome, as_of: Timestamp, next: NextTry) {
        let refund = RefundRef::Key(key.clone());
        let is_heard = self.send(Actor::Platform, Request::ReportRefund { refund, outcome, as_of });
        assert!(is_heard, "a report is always heard");
        let case = self.order.refund(key).and_then(|refund| refund.case);
        let is_certain = !matches!(outcome, Outcome::Processing | Outcome::Unknown);
        let (now, queries) = (self.now, self.gateway.queries);
        let attempt = self.attempts.get_mut(key).expect("the attempt");
        attempt.next = next;
        attempt.has_succeeded =
            matches!(outcome, Outcome::Succeeded(_)) || !is_certain && attempt.has_succeeded;
        attempt.due = match (is_certain, next.permits_same_key()) {
            (true, _) => None,
            (false, true) => Some(later(now, 60)),
            (false, false) => {
                let at = queries.query_at(attempt.sent, attempt.asked).unwrap_or(now);
                Some(at.max(later(now, 60)))
            }
        };
        if !matches!(outcome, Outcome::Failed | Outcome::Reversed(_)) {
            return;
        }
        if next.permits_new_key() {
            self.retry(case);
        } else if let Some(case) = case {
            self.given_up.push(case);
        }
    }

    fn retry(&mut self, case: Option<CaseId>) {
        let has_more = |case: &CaseId| self.order.refunds_of(*case).count() < MOST_REFUNDS;
        let goes_on = |case: &CaseId| !self.given_up.contains(case) && has_more(case);
        if let Some(case) = case.filter(goes_on) {
            // Refused where another refund of the case is on its way, or it has its money.
            self.send(Actor::Merchant, Request::RetryRefund { case });
        }
    }

    fn books(&self, is_at_rest: bool) -> Books {
        let ledger = self.order.ledger().order;
        let is_twice = |key: &&RefundKey| self.simulated.payments_under(key) > 1;
        let cases = Amount::saturating_sum(self.order.cases().iter().map(|_| PRICE));
        Books {
            agreed: cases,
            booked: ledger.refunded,
            to_buyer: self.simulated.to_buyer(Timestamp::LATEST),
            keys_paid_twice: self.attempts.keys().filter(is_twice).count(),
            is_open: ledger.in_flight.is_positive(),
            is_at_rest,
        }
    }
}
