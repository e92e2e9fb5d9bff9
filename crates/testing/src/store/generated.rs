//! Orders and histories for a store to keep. They are made up and always the same: one seed makes one
//! history, on every machine.

use crate::by_the_buyer;
use crate::chance::Chance;
use aftersale::lifecycle::{Action, Actor, Flow};
use aftersale::money::{Amount, Currency, Money};
use aftersale::order::{
    Application, Ask, Blame, Case, CaseId, Command, Decision, Effect, Event, LineFacts, Order,
    OrderFacts, OrderId, Outcome, Policy, ReceivedLine, RefundRef, Request, Ruling, Shipment, Text,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

/// The time at which histories begin. Their deadlines are after 2038, where 32 bits of seconds end.
const START: i64 = 2_147_483_000;
/// The number of commands that are tried for one event before a history counts as ended.
const MOST_TRIES: u32 = 200;
/// The text in all correspondence. A store may not change it.
const SAMPLE_TEXT: &str = "O'Brien said \"100%\"; 不符合退款条件 \u{1F9F8} e\u{301}\\n\r\n\t<null>";

/// An event, and the order as it is after it.
#[derive(Clone, Debug)]
pub(super) struct Next<P: Policy> {
    pub(super) event: Event<P::Status>,
    pub(super) after: Order<P>,
}

/// Returns an order of three teas and two cups with shipping, which was shipped the day before.
pub(super) fn facts(order: impl Into<OrderId>) -> OrderFacts {
    priced(order, 1_000)
}

/// Returns the same order with this price of a tea.
pub(super) fn priced(order: impl Into<OrderId>, price: i64) -> OrderFacts {
    let line = |name: &str, units, price| {
        LineFacts::new(name, Quantity::new(units), Amount::from_minor(price))
    };
    let lines = vec![line("tea", 3, price), line("cup", 2, 499)];
    let facts = OrderFacts::new(order, Currency::CNY, lines);
    let shipping = Amount::from_minor(800);
    let paid = facts.goods_total.saturating_add(shipping);
    facts.shipping(shipping).paid(paid).shipped(START_OF_ALL.plus_seconds(-86_400))
}

const START_OF_ALL: Timestamp = Timestamp::from_seconds(START);

/// The history of an order: each next command is random.
#[derive(Clone, Debug)]
pub(super) struct Story<P: Policy> {
    pub(super) order: Order<P>,
    now: Timestamp,
    chance: Chance,
    name: String,
    commands: u64,
}

impl<P: Policy> Story<P> {
    /// Opens an order. `None` when its facts cannot open one.
    pub(super) fn open(policy: &P, facts: OrderFacts, seed: u64) -> Option<(Self, Next<P>)> {
        let (order, event) = Order::open(policy.clone(), facts, START_OF_ALL).ok()?;
        let opened = Next { event, after: order.clone() };
        let story = Self { chance: Chance::of(seed), ..Self::of(order, "command") };
        Some((story, opened))
    }

    /// Continues the history of an existing order, by commands with this name.
    pub(super) fn of(order: Order<P>, name: &str) -> Self {
        Self { order, now: START_OF_ALL, chance: Chance::of(0), name: name.into(), commands: 0 }
    }

    /// Advances to the order after this event.
    pub(super) fn advance(&mut self, next: &Next<P>) {
        self.order = next.after.clone();
    }

    /// Makes a random event. `None` when no command that was tried is accepted.
    pub(super) fn step(&mut self) -> Option<Next<P>> {
        self.now = self.now.plus_seconds(self.chance.pick(&[0, 61, 600, 90_000])?)?;
        (0..MOST_TRIES).find_map(|_| {
            let request = self.request()?;
            self.decide(&request)
        })
    }

    /// Makes an event that is possible at any time. `None` where the policy permits it to no actor.
    pub(super) fn always_accepted(&mut self) -> Option<Next<P>> {
        let order = &self.order;
        let (stage, shipped, received) = (order.stage(), order.shipped(), order.received());
        self.decide(&Request::OrderCorrected { stage, shipped, received })
    }

    /// Makes a request by the first actor that can. `None` when no actor can, or it makes no event.
    pub(super) fn decide(&mut self, request: &Request) -> Option<Next<P>> {
        Actor::ALL.iter().find_map(|by| {
            self.commands = self.commands.saturating_add(1);
            let id = format!("{}-{}", self.name, self.commands);
            let command = Command::new(id, self.order.id(), *by, self.now, request.clone());
            let command = by_the_buyer(command, &self.order);
            let Ok(Decision::Accepted { event, .. }) = self.order.decide(&command) else {
                return None;
            };
            let mut after = self.order.clone();
            after.apply(&event).ok()?;
            Some(Next { event, after })
        })
    }

    /// Advances the time to this one, if it is later than now.
    pub(super) fn wait_until(&mut self, time: Timestamp) {
        self.now = self.now.max(time);
    }

    /// Returns a report on a refund that is to be issued or may be in flight.
    pub(super) fn report(&self, outcome: fn(Amount, Currency) -> Outcome) -> Option<Request> {
        let refund = self.order.refunds().iter().rev().find(|known| known.is_in_flight())?;
        let outcome = outcome(refund.parts.total(), self.order.currency());
        let refund = RefundRef::Key(refund.key.clone());
        Some(Request::ReportRefund { refund, outcome, as_of: self.now })
    }

    /// Returns the external refund of a case whose own refund is still to be issued.
    pub(super) fn paid_by_hand(&self) -> Option<Request> {
        let open = self.order.pending_effects().iter();
        let mut refunds = open.filter_map(|pending| match pending.effect {
            Effect::IssueRefund { case, amount, .. } => Some((case, amount)),
            _ => None,
        });
        refunds.next().map(|(case, amount)| self.external_refund(Some(case), amount))
    }

    fn external_refund(&self, case: Option<CaseId>, amount: Money) -> Request {
        let reference = format!("desk-{}", self.commands).into();
        let (lines, shipping, as_of) = (Vec::new(), Amount::ZERO, self.now);
        Request::ReportExternalRefund { case, reference, amount, lines, shipping, as_of }
    }

    /// Returns the acknowledgement of one effect, if there is one besides refunds.
    pub(super) fn acknowledge_one(&mut self) -> Option<Request> {
        let open = self.order.pending_effects().iter();
        let others: Vec<_> = open
            .filter(|pending| !matches!(pending.effect, Effect::IssueRefund { .. }))
            .map(|pending| pending.id)
            .collect();
        let one = self.chance.pick(&others)?;
        Some(Request::Acknowledge { effects: vec![one] })
    }

    fn request(&mut self) -> Option<Request> {
        let as_of = self.now;
        let money = |minor| self.order.currency().money(Amount::from_minor(minor));
        match self.chance.below(21) {
            0..=3 => Some(self.apply()),
            4..=9 => {
                let case = self.chance.pick(self.order.cases())?;
                let action = self.chance.pick(Action::ALL)?;
                self.of_case(&case, action)
            }
            10..=13 => {
                let refund = self.chance.pick(self.order.refunds())?;
                let amount = self.order.currency().money(refund.parts.total());
                let outcome = self.chance.pick(&[
                    Outcome::Processing,
                    Outcome::Unknown,
                    Outcome::Succeeded(amount),
                    Outcome::Succeeded(amount),
                    Outcome::Failed,
                    Outcome::Reversed(amount),
                ])?;
                let refund = RefundRef::Key(refund.key);
                Some(Request::ReportRefund { refund, outcome, as_of })
            }
            14 | 15 => self.acknowledge_one(),
            16 => {
                let (deadline, case) = self.order.next_deadline()?;
                self.wait_until(deadline);
                Some(Request::TimeRanOut { case, deadline })
            }
            17 => {
                let (deadline, case) = self.order.next_deadline()?;
                let deadline = deadline.plus_seconds(3_600)?;
                Some(Request::MoveDeadline { case, deadline, note: sample_text() })
            }
            18 => match self.chance.below(2) {
                0 => self.paid_by_hand(),
                _ => Some(self.external_refund(None, money(7))),
            },
            19 => {
                let refund = self.chance.pick(self.order.refunds())?.key;
                Some(Request::DeclareFailed { refund, note: sample_text() })
            }
            _ => {
                let (stage, shipped) = (self.order.stage(), self.order.shipped());
                Some(Request::OrderCorrected { stage, shipped, received: Some(as_of) })
            }
        }
    }

    fn apply(&mut self) -> Request {
        let flow = self.chance.pick(Flow::OF_ORDERS).unwrap_or(Flow::RefundOnly);
        Request::Apply { flow, application: self.application() }
    }

    fn application(&mut self) -> Application {
        let lines = match self.chance.below(4) {
            0 => vec![Ask::units("tea", 1)],
            1 => vec![Ask::units("cup", 1)],
            2 => vec![Ask::units("tea", 2), Ask::units("cup", 1)],
            _ => vec![Ask::amount("cup", Amount::from_minor(333))],
        };
        let (reason, message, phone) = (sample_text(), sample_text(), sample_text());
        Application { reason, message, phone, ..Application::of(lines) }
    }

    fn of_case(&mut self, case: &Case<P::Status>, action: Action) -> Option<Request> {
        let (offer, case, claim) = (case.offer, case.id, &case.claim);
        let shipment = || Shipment { carrier: sample_text(), waybill: sample_text() };
        let rule = |ruling| Request::Rule { case, ruling, blame: Blame::Nobody };
        Some(match action {
            Action::Modify => Request::Modify { case, application: self.application() },
            Action::Cancel => Request::Cancel { case },
            Action::AgreeToRefund => Request::AgreeToRefund { case, offer },
            Action::AgreeToReturn => Request::AgreeToReturn { case, offer, address: sample_text() },
            Action::AgreeForMerchant => Request::AgreeForMerchant { case },
            Action::Refuse => Request::Refuse {
                case,
                offer,
                reason: sample_text(),
                evidence: vec!["picture 1".into()],
                waybill_wrong: self.chance.below(2) == 0,
            },
            Action::ShipReturn => Request::ShipReturn { case, shipment: shipment() },
            Action::AmendShipment => Request::AmendShipment { case, shipment: shipment() },
            Action::RecallShipment => Request::RecallShipment { case },
            Action::ConfirmReceipt => {
                let claimed = claim.lines.iter();
                let goods = claimed.map(|line| ReceivedLine::all(&line.line, line.units)).collect();
                Request::ConfirmReceipt { case, offer, goods }
            }
            Action::WaiveReturn => Request::WaiveReturn { case, offer },
            Action::Escalate => Request::Escalate { case, message: sample_text() },
            Action::RuleForBuyer => rule(Ruling::ForBuyer),
            Action::RuleReturnFirst => rule(Ruling::ReturnFirst),
            Action::RuleForMerchant => rule(Ruling::ForMerchant),
            Action::ForceRefund => Request::ForceRefund { case },
            Action::RetryRefund => Request::RetryRefund { case },
            Action::ProveOfflineRefund => {
                let certificates = vec!["certificate".into()];
                Request::ProveOfflineRefund { case, certificates, note: sample_text() }
            }
            Action::ConfirmOfflineRefund => Request::ConfirmOfflineRefund { case },
            Action::Close => Request::Close { case, note: sample_text() },
            // Applications, time-outs and reports are made above.
            _ => return None,
        })
    }
}

fn sample_text() -> Text {
    Text::Reference(String::from(SAMPLE_TEXT))
}

/// How many histories are looked through, and how far, for a wanted state.
const MOST_SEEDS: u64 = 60;
const MOST_STEPS: usize = 25;

/// Returns the seed of the shortest history, of those looked through, that comes to the wanted state.
pub(super) fn seed_where<P: Policy>(policy: &P, wanted: impl Fn(&Order<P>) -> bool) -> Option<u64> {
    let steps = |seed: u64, most: usize| {
        let (mut story, _) = Story::open(policy, facts("ORDER1"), seed)?;
        (1..most).find(|_| {
            let Some(next) = story.step() else { return false };
            story.advance(&next);
            wanted(&story.order)
        })
    };
    let shorter = |best: Option<(usize, u64)>, seed| {
        let most = best.map_or(MOST_STEPS, |(steps, _)| steps);
        steps(seed, most).map(|steps| (steps, seed)).or(best)
    };
    (0..MOST_SEEDS).fold(None, shorter).map(|(_, seed)| seed)
}
