//! The driver of all stories: opens an order, sends commands with names and times of their own, and
//! looks after each event whether what must always hold does.

use std::fmt::Debug;

use aftersale::lifecycle::{Actor, Flow, Phase, Status};
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Anomaly, Application, Ask, Balance, CaseId, Change, Command, Condition, Decision, Effect,
    Event, LineFacts, Offer, Order, OrderFacts, Outcome, Payer, PendingEffect, Policy, Reason,
    ReasonKind, ReceivedLine, RefundKey, RefundRef, RefundState, Refusal, Request, Route, Shipment,
    Text,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::HardenedShop;
use aftersale::time::Timestamp;
use aftersale::wechat::{self, WeChat};

/// A policy for stories.
pub(crate) trait Platform: Policy + Debug + Eq {}
impl<P: Policy + Debug + Eq> Platform for P {}

pub(crate) type ReasonOf<P> = Reason<<P as Policy>::Status>;

/// The shop pays, with ShopXO's statuses.
pub(crate) fn shopxo() -> HardenedShop {
    HardenedShop::default()
}

/// WeChat pays.
pub(crate) fn wechat() -> WeChat {
    WeChat::default()
}

/// WeChat, if a line could have any number of cases, and a case any number of lines: terms are data.
pub(crate) fn patient_wechat() -> WeChat {
    let mut terms = wechat::policy::TERMS;
    terms.limits.again_after_refund = true;
    terms.limits.applications = None;
    terms.limits.lines = None;
    terms.limits.line_required = false;
    WeChat { terms: terms.into() }
}

pub(crate) const START: i64 = 1_795_300_000;
/// From one command to the next. More than the minute that WeChat wants between two refunds.
pub(crate) const STEP: i64 = 100;

pub(crate) const fn fen(minor: i64) -> Amount {
    Amount::from_minor(minor)
}

pub(crate) const fn yuan(minor: i64) -> Money {
    Currency::CNY.money(fen(minor))
}

pub(crate) const fn case(number: u32) -> CaseId {
    CaseId::new(number)
}

pub(crate) const fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(seconds)
}

pub(crate) fn line(name: &str, units: u32, price: i64) -> LineFacts {
    LineFacts::new(name, Quantity::new(units), fen(price))
}

/// Returns the command in the name of the order's buyer, where a buyer acts and the order knows its buyer.
pub(crate) fn by_the_buyer<P: Policy>(command: Command, order: &Order<P>) -> Command {
    match &order.facts().buyer {
        Some(buyer) if command.by == Actor::Buyer => command.of_buyer(buyer),
        _ => command,
    }
}

/// The order ORDER1 of buyer b-1: three teas of 10.00, two cups of 5.00 and 8.00 for shipping; shipped the day before.
pub(crate) fn tea_and_cups() -> OrderFacts {
    OrderFacts::new("ORDER1", Currency::CNY, vec![line("tea", 3, 1_000), line("cup", 2, 500)])
        .buyer("b-1")
        .shipping(fen(800))
        .paid(fen(4_800))
        .shipped(at(START - 86_400))
}

pub(crate) fn teas(units: u32) -> Vec<Ask> {
    vec![Ask::units("tea", units)]
}

pub(crate) fn apply(flow: Flow, lines: Vec<Ask>, shipping: Option<i64>) -> Request {
    let shipping = shipping.map(fen);
    Request::Apply { flow, application: Application { shipping, ..Application::of(lines) } }
}

pub(crate) fn refuse(case: CaseId, offer: Offer) -> Request {
    let reason = Text::from("不符合退款条件");
    Request::Refuse { case, offer, reason, evidence: vec![], waybill_wrong: false }
}

/// A refund by another way, for no case that is named and of no shipping.
pub(crate) fn elsewhere(
    reference: &str,
    amount: i64,
    lines: &[(&str, i64)],
    as_of: Timestamp,
) -> Request {
    elsewhere_of(None, reference, amount, lines, 0, as_of)
}

/// A refund by another way: for which case, how much, of which lines and how much of the shipping.
pub(crate) fn elsewhere_of(
    case: Option<CaseId>,
    reference: &str,
    amount: i64,
    lines: &[(&str, i64)],
    shipping: i64,
    as_of: Timestamp,
) -> Request {
    let lines = lines.iter().map(|(line, amount)| ((*line).into(), fen(*amount))).collect();
    let (reference, amount, shipping) = (reference.into(), yuan(amount), fen(shipping));
    Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of }
}

pub(crate) fn parcel() -> Shipment {
    Shipment { carrier: Text::from("顺丰速运"), waybill: Text::from("SF1234567890") }
}

/// Returns the receipt of a line: resaleable, damaged, missing, wrong; and how many are accepted.
pub(crate) fn came(
    name: &str,
    accepted: u32,
    [sound, broken, missing, wrong]: [u32; 4],
) -> ReceivedLine {
    ReceivedLine {
        line: name.into(),
        accepted: Quantity::new(accepted),
        resaleable: Quantity::new(sound),
        damaged: Quantity::new(broken),
        missing: Quantity::new(missing),
        wrong: Quantity::new(wrong),
    }
}

pub(crate) fn kinds<S: Status>(reasons: &[Reason<S>]) -> Vec<ReasonKind> {
    reasons.iter().map(Reason::kind).collect()
}

/// Paid, refunded, in flight and claimed, in the smallest unit.
pub(crate) const fn figures(balance: &Balance) -> [i64; 4] {
    let Balance { paid, refunded, in_flight, claimed } = balance;
    [paid.minor(), refunded.minor(), in_flight.minor(), claimed.minor()]
}

/// The result of an accepted command.
#[derive(Clone, Debug)]
pub(crate) struct Done<S> {
    pub(crate) event: Event<S>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) anomalies: Vec<Anomaly>,
}

impl<S: Clone> Done<S> {
    pub(crate) fn changes(&self) -> &[Change<S>] {
        self.event.accepted().map_or(&[], |accepted| &accepted.changes)
    }

    /// Returns the refunds to issue, with their keys.
    pub(crate) fn pays(&self) -> Vec<(&str, Money)> {
        let pays = self.effects.iter().filter_map(|effect| match effect {
            Effect::IssueRefund { key, amount, .. } => Some((key.as_str(), *amount)),
            _ => None,
        });
        pays.collect()
    }

    /// Returns the goods to take into stock.
    pub(crate) fn stock(&self) -> Vec<(&str, u32, Condition)> {
        let stock = self.effects.iter().filter_map(|effect| match effect {
            Effect::TakeIntoStock { line, units, condition, .. } => {
                Some((line.as_str(), units.units(), *condition))
            }
            _ => None,
        });
        stock.collect()
    }

    pub(crate) fn closes_the_order(&self) -> bool {
        self.effects.contains(&Effect::CloseOrder)
    }
}

/// A host with one order: its store, its clock and its command names.
#[derive(Clone)]
pub(crate) struct Shop<P: Platform> {
    pub(crate) order: Order<P>,
    pub(crate) events: Vec<Event<P::Status>>,
    pub(crate) now: Timestamp,
    sent: u32,
}

impl<P: Platform> Shop<P> {
    pub(crate) fn open(policy: P, facts: OrderFacts) -> Self {
        let now = at(START);
        let (order, opened) = Order::open(policy, facts, now).unwrap();
        Self { order, events: vec![opened], now, sent: 0 }
    }

    /// Returns the same host with this order instead.
    #[cfg(feature = "serde")]
    pub(crate) fn with_order(&self, order: Order<P>) -> Self {
        Self { order, ..self.clone() }
    }

    pub(crate) fn of_tea(policy: P) -> Self {
        Self::open(policy, tea_and_cups())
    }

    pub(crate) fn shop_pays(&self) -> bool {
        self.order.policy().terms().payer == Payer::Shop
    }

    /// The next command: with a name of its own, a little later than the one before.
    pub(crate) fn command(&mut self, by: Actor, request: Request) -> Command {
        self.now = self.now.plus_seconds(STEP).unwrap();
        self.sent += 1;
        let order = self.order.id().as_str();
        let command =
            Command::new(format!("c-{}", self.sent).as_str(), order, by, self.now, request);
        by_the_buyer(command, &self.order)
    }

    /// Sends a command as it is, stores its event and applies it.
    pub(crate) fn send(
        &mut self,
        command: &Command,
    ) -> Result<Decision<P::Status>, Refusal<P::Status>> {
        let decision = self.order.decide(command)?;
        if let Some(event) = decision.event() {
            let before = self.order.clone();
            self.order.apply(event).unwrap();
            self.events.push(event.clone());
            self.hold_what_must_hold(&before, event);
        }
        Ok(decision)
    }

    /// Sends a request that is accepted.
    #[track_caller]
    pub(crate) fn does(&mut self, by: Actor, request: Request) -> Done<P::Status> {
        let command = self.command(by, request);
        match self.send(&command) {
            Ok(Decision::Accepted { event, effects }) => {
                let anomalies = event.anomalies().cloned().collect();
                let effects = effects.into_iter().map(|pending| pending.effect).collect();
                Done { event, effects, anomalies }
            }
            Ok(other) => panic!("nothing new at {}: {other:?}", P::LIFECYCLE.platform()),
            Err(refusal) => panic!("refused at {}: {refusal}", P::LIFECYCLE.platform()),
        }
    }

    /// Sends a request that is refused, and returns the reasons.
    #[track_caller]
    pub(crate) fn refused(&mut self, by: Actor, request: Request) -> Refusal<P::Status> {
        let command = self.command(by, request);
        match self.send(&command) {
            Err(refusal) => refusal,
            Ok(decision) => panic!("not refused at {}: {decision:?}", P::LIFECYCLE.platform()),
        }
    }

    #[track_caller]
    pub(crate) fn cannot(&mut self, by: Actor, request: Request) -> Vec<ReasonOf<P>> {
        self.refused(by, request).reasons
    }

    /// Sends a request that is known, or too late: nothing happens.
    #[track_caller]
    pub(crate) fn changes_nothing(&mut self, by: Actor, request: Request) -> Vec<PendingEffect> {
        let command = self.command(by, request);
        match self.send(&command) {
            Ok(Decision::Nothing { pending }) => pending,
            other => panic!("something happens at {}: {other:?}", P::LIFECYCLE.platform()),
        }
    }

    /// The shop as it would be after this, where it is accepted and something happens. The clock, and
    /// whatever a deadline bars, is waited for.
    pub(crate) fn after(&self, by: Actor, request: Request) -> Option<Self> {
        let deadline = request.case().and_then(|case| self.order.case(case)?.deadline);
        let id = format!("after-{}", self.order.version());
        let at = deadline.max(self.now.plus_seconds(STEP)).unwrap();
        let command = Command::new(id.as_str(), self.order.id().as_str(), by, at, request);
        let command = by_the_buyer(command, &self.order);
        self.order.decide(&command).ok()?.event()?;
        let mut next = Self { now: at, ..self.clone() };
        next.send(&command).unwrap();
        Some(next)
    }

    // What stories are made of.

    #[track_caller]
    pub(crate) fn applies(&mut self, flow: Flow, lines: Vec<Ask>, shipping: Option<i64>) -> CaseId {
        self.does(Actor::Buyer, apply(flow, lines, shipping));
        self.order.cases().last().unwrap().id
    }

    #[track_caller]
    pub(crate) fn agrees(&mut self, case: CaseId) -> Done<P::Status> {
        let offer = self.offer(case);
        self.does(Actor::Merchant, Request::AgreeToRefund { case, offer })
    }

    /// Applies for money only, and the merchant agrees.
    #[track_caller]
    pub(crate) fn agreed(&mut self, lines: Vec<Ask>, shipping: Option<i64>) -> CaseId {
        let case = self.applies(Flow::RefundOnly, lines, shipping);
        self.agrees(case);
        case
    }

    /// Applies for money only, the merchant agrees, and the money has left.
    #[track_caller]
    pub(crate) fn refunded(&mut self, lines: Vec<Ask>, shipping: Option<i64>) -> CaseId {
        let case = self.agreed(lines, shipping);
        self.paid(case);
        case
    }

    /// A return, as far as the parcel on its way back.
    #[track_caller]
    pub(crate) fn sent_back(&mut self, lines: Vec<Ask>) -> CaseId {
        let case = self.applies(Flow::ReturnRefund, lines, None);
        let (offer, address) = (self.offer(case), Text::from("杭州市西湖区文三路 1 号"));
        self.does(Actor::Merchant, Request::AgreeToReturn { case, offer, address });
        self.does(Actor::Buyer, Request::ShipReturn { case, shipment: parcel() });
        case
    }

    pub(crate) fn receipt(&self, case: CaseId, goods: Vec<ReceivedLine>) -> Request {
        Request::ConfirmReceipt { case, offer: self.offer(case), goods }
    }

    /// Confirms the receipt of these goods; where that does not start the refund, the merchant agrees to it.
    #[track_caller]
    pub(crate) fn received(&mut self, case: CaseId, goods: Vec<ReceivedLine>) -> Done<P::Status> {
        let receipt = self.receipt(case, goods);
        let done = self.does(Actor::Merchant, receipt);
        if self.shop_pays() { self.agrees(case) } else { done }
    }

    /// Reports an outcome of the last refund of a case.
    #[track_caller]
    pub(crate) fn reported(&mut self, case: CaseId, outcome: Outcome) -> Done<P::Status> {
        let report = report(&self.key(case), outcome, self.now);
        self.does(Actor::Platform, report)
    }

    /// Reports that the last refund of a case has succeeded, in full.
    #[track_caller]
    pub(crate) fn paid(&mut self, case: CaseId) -> Done<P::Status> {
        let amount = self.order.refund(&self.key(case)).unwrap().parts.total();
        let amount = self.order.currency().money(amount);
        self.reported(case, Outcome::Succeeded(amount))
    }

    /// Retries a refund that failed for certain, as the platform has it.
    #[track_caller]
    pub(crate) fn tries_again(&mut self, case: CaseId) -> Done<P::Status> {
        if self.shop_pays() {
            self.agrees(case)
        } else {
            self.does(Actor::Platform, Request::RetryRefund { case })
        }
    }

    // What can be seen.

    pub(crate) fn offer(&self, case: CaseId) -> Offer {
        self.order.case(case).unwrap().offer
    }

    pub(crate) fn phase(&self, case: CaseId) -> Phase {
        self.order.phase(case).unwrap()
    }

    /// Returns the key of the last refund of a case.
    pub(crate) fn key(&self, case: CaseId) -> RefundKey {
        self.order.refunds_of(case).last().unwrap().key.clone()
    }

    pub(crate) fn state(&self, key: &RefundKey) -> RefundState {
        self.order.refund(key).unwrap().state()
    }

    pub(crate) fn line(&self, name: &str) -> [i64; 4] {
        figures(&self.order.ledger().line(&name.into()).unwrap().money)
    }

    pub(crate) fn shipping(&self) -> [i64; 4] {
        figures(&self.order.ledger().shipping)
    }

    pub(crate) fn whole(&self) -> [i64; 4] {
        figures(&self.order.ledger().order)
    }

    /// Units of a line: bought, returned, claimed.
    pub(crate) fn units(&self, name: &str) -> [u32; 3] {
        let units = self.order.ledger().line(&name.into()).unwrap().units;
        [units.bought.units(), units.returned.units(), units.claimed.units()]
    }

    /// Returns the refunds that the host still has to issue.
    pub(crate) fn to_pay(&self) -> Vec<(String, Money)> {
        let pay = |pending: &PendingEffect| match &pending.effect {
            Effect::IssueRefund { key, amount, .. } => Some((key.as_str().to_string(), *amount)),
            _ => None,
        };
        self.order.pending_effects().iter().filter_map(pay).collect()
    }

    /// Returns whether the event reports something in which the order had no part.
    pub(crate) fn has_outside_reports(&self) -> bool {
        let by_others = |change: &Change<P::Status>| match change {
            Change::AnomalyFound(_) | Change::RefundTotalReported { .. } => true,
            Change::RefundUpdated(refund) => refund.route == Route::External,
            _ => false,
        };
        let mut accepted = self.events.iter().filter_map(Event::accepted);
        accepted.any(|command| command.changes.iter().any(by_others))
    }

    /// Checks what holds after every event, whatever the story: the history gives the same order (I23); while
    /// nothing came from outside, no balance is overdrawn (I1) and no case has two refunds in flight
    /// (I8); no case that is called refunded is short of money (I11).
    #[track_caller]
    fn hold_what_must_hold(&self, before: &Order<P>, event: &Event<P::Status>) {
        let again = Order::replay(before.policy().clone(), &self.events).unwrap();
        assert_eq!(again, self.order, "{event:?}");
        for case in self.order.cases() {
            let of_case = || self.order.refunds_of(case.id);
            let paid = Amount::sum(of_case().map(|refund| refund.paid())).unwrap();
            let is_refunded = self.order.phase(case.id) == Some(Phase::Refunded);
            assert!(!is_refunded || paid >= case.claim.total(), "{event:?}");
            // Those that one event has started go back by different payments (I29).
            let in_flight = of_case().filter(|refund| refund.is_in_flight());
            let mut started: Vec<_> =
                in_flight.map(|refund| refund.effect.map(|effect| effect.version)).collect();
            started.dedup_by(|one, other| one.is_some() && one == other);
            assert!(self.has_outside_reports() || started.len() <= 1, "{event:?}");
        }
        if !self.has_outside_reports() {
            let ledger = self.order.ledger();
            let lines = ledger.lines.iter().map(|line| line.money);
            for balance in lines.chain([ledger.shipping, ledger.order]) {
                assert!(balance.left() >= Amount::ZERO, "{balance:?} after {event:?}");
            }
        }
    }
}

pub(crate) fn report(key: &RefundKey, outcome: Outcome, as_of: Timestamp) -> Request {
    Request::ReportRefund { refund: RefundRef::Key(key.clone()), outcome, as_of }
}

/// Returns a report by the case, without a key.
pub(crate) fn report_of(case: CaseId, outcome: Outcome, as_of: Timestamp) -> Request {
    Request::ReportRefund { refund: RefundRef::OfCase(case), outcome, as_of }
}
