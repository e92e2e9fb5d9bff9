//! The clicks of people: the actor, the request and the order. They follow from the seed and the number of the
//! click alone, so that a click without an answer is sent again letter by letter.

use aftersale::lifecycle::{Actor, Flow};
use aftersale::money::{Amount, Currency};
use aftersale::order::{
    Application, Ask, CaseId, LineFacts, Offer, OrderFacts, OrderId, ReceivedLine, Request,
    Shipment,
};
use aftersale::quantity::Quantity;
use aftersale::time::Timestamp;

use crate::platform::Platform;
use crate::random::Random;

/// 2026-07-01, ten o'clock in the morning.
pub(crate) const MORNING: Timestamp = Timestamp::from_seconds(1_782_900_000);

/// The number of orders that people click on in turn, and the clicks that each of them gets.
const ORDERS_AT_ONCE: u64 = 4;
const CLICKS_AN_ORDER: u64 = 13;
const SECONDS_A_CLICK: i64 = 1_200;

/// One click.
#[derive(Clone, Debug)]
pub(crate) struct Click {
    pub(crate) number: u64,
    /// The number of the click on its order, from 0.
    pub(crate) round: u64,
    pub(crate) order: OrderId,
    pub(crate) platform: Platform,
    seed: u64,
}

/// The way in which a click comes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Manner {
    Once,
    /// The same click comes again.
    Twice,
    /// Another person does something on the same order at the same moment.
    AtTheSameTime,
    /// The clerk does not wait for the host, and refunds by hand at the gateway.
    ByHand,
}

impl Click {
    /// Returns the click of this number.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let block = number / (ORDERS_AT_ONCE * CLICKS_AN_ORDER);
        let within = number % (ORDERS_AT_ONCE * CLICKS_AN_ORDER);
        let order = block * ORDERS_AT_ONCE + within % ORDERS_AT_ONCE;
        let platform = if order % 3 == 2 { Platform::WeChat } else { Platform::ShopXo };
        let name = OrderId::new(format!("{:05}", order + 1));
        Self { number, round: within / ORDERS_AT_ONCE, order: name, platform, seed }
    }

    /// Returns the time of the click.
    pub(crate) fn time(&self) -> Timestamp {
        time_of(self.number)
    }

    /// Returns the way in which the click comes.
    pub(crate) fn manner(&self) -> Manner {
        match self.random("manner").below(100) {
            0..15 => Manner::Twice,
            15..40 => Manner::AtTheSameTime,
            40..52 if self.round > 3 => Manner::ByHand,
            _ => Manner::Once,
        }
    }

    /// Returns the facts of the order that is bought, if this is its first click.
    pub(crate) fn facts(&self) -> OrderFacts {
        let mut random = self.random("facts");
        let mut line = |name, most| {
            let units = 1 + u32::try_from(random.below(most)).unwrap_or(0);
            let price = 100 + i64::try_from(random.below(9_900)).unwrap_or(0);
            LineFacts::new(name, Quantity::new(units), Amount::from_minor(price))
        };
        let lines = vec![line("kettle", 1), line("tea", 4)];
        let shipped = Some(self.time());
        let facts = OrderFacts::new(&self.order, Currency::CNY, lines);
        let discount = Amount::from_minor(37);
        let paid = facts.goods_total.saturating_sub(discount);
        facts.discount(discount).paid(paid).shipped(shipped)
    }

    /// Returns the actor and the request; `other` is for the other person's at the same moment.
    pub(crate) fn request(&self, other: bool) -> (Actor, Request) {
        let mut random = self.random(if other { "other" } else { "act" });
        let (first, case) = (self.is_on_the_first_case(), self.case());
        let flow = self.flow(first);
        let offer = if random.percent(85) { Offer::FIRST } else { Offer::new(2) };
        match random.below(100) {
            0..7 => (Actor::Buyer, Request::Cancel { case }),
            7..12 => (Actor::Merchant, refuse(case, offer)),
            12..18 if self.round > 2 => {
                (Actor::Buyer, Request::Modify { case, application: self.application(first, flow) })
            }
            _ if self.round <= 2 => {
                (Actor::Buyer, Request::Apply { flow, application: self.application(first, flow) })
            }
            _ if flow == Flow::RefundOnly => {
                (Actor::Merchant, Request::AgreeToRefund { case, offer })
            }
            _ => self.return_step(case, offer, first),
        }
    }

    /// Returns the case that it is about, if that one was opened.
    pub(crate) fn case(&self) -> CaseId {
        CaseId::new(if self.is_on_the_first_case() { 1 } else { 2 })
    }

    const fn is_on_the_first_case(&self) -> bool {
        self.round % 2 == 1
    }

    /// Returns the next step of a return.
    fn return_step(&self, case: CaseId, offer: Offer, first: bool) -> (Actor, Request) {
        match self.round {
            3..=4 => {
                let address = "1 Harbour Street".into();
                (Actor::Merchant, Request::AgreeToReturn { case, offer, address })
            }
            5..=6 => {
                let shipment = Shipment { carrier: "SF".into(), waybill: "SF 1001".into() };
                (Actor::Buyer, Request::ShipReturn { case, shipment })
            }
            7..=8 => {
                let goods = vec![ReceivedLine::all(line(first), Quantity::new(1))];
                (Actor::Merchant, Request::ConfirmReceipt { case, offer, goods })
            }
            _ => (Actor::Merchant, Request::AgreeToRefund { case, offer }),
        }
    }

    fn flow(&self, first: bool) -> Flow {
        let mut random = Random::of(self.seed, self.order.as_str(), u64::from(first));
        if random.percent(60) { Flow::RefundOnly } else { Flow::ReturnRefund }
    }

    fn application(&self, first: bool, flow: Flow) -> Application {
        let mut random = self.random("application");
        let ask = match flow {
            Flow::RefundOnly if random.percent(50) => {
                let amount = 1 + i64::try_from(random.below(99)).unwrap_or(0);
                Ask::amount(line(first), Amount::from_minor(amount))
            }
            _ => Ask::units(line(first), 1),
        };
        Application { reason: "too late".into(), ..Application::of(vec![ask]) }
    }

    fn random(&self, purpose: &str) -> Random {
        Random::of(self.seed, purpose, self.number)
    }
}

/// Returns how many clicks there are until so many orders have had some, of which the last have not had all of theirs.
pub(crate) const fn clicks_of(orders: u64) -> u64 {
    let blocks = orders.div_ceil(ORDERS_AT_ONCE);
    let of_blocks = blocks.saturating_mul(ORDERS_AT_ONCE * CLICKS_AN_ORDER);
    of_blocks.saturating_sub(ORDERS_AT_ONCE * CLICKS_AN_ORDER / 2)
}

/// Returns the time of the click of this number.
pub(crate) fn time_of(number: u64) -> Timestamp {
    let clicks = i64::try_from(number).unwrap_or(i64::MAX);
    MORNING.plus_seconds(clicks.saturating_mul(SECONDS_A_CLICK)).unwrap_or(MORNING)
}

const fn line(first: bool) -> &'static str {
    if first { "kettle" } else { "tea" }
}

fn refuse(case: CaseId, offer: Offer) -> Request {
    let (reason, evidence) = ("It was as described.".into(), Vec::new());
    Request::Refuse { case, offer, reason, evidence, waybill_wrong: false }
}
