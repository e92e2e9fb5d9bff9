//! A shop that carries a vector out on a real order, from the application to the report of the refund.

use std::collections::BTreeSet;

use aftersale::lifecycle::{self, Actor, Flow, Guard};
use aftersale::money::{Amount, Currency, NotShared};
use aftersale::order::{
    Application, Ask, Bound, CaseId, Command, Decision, Effect, Event, Ledger, Order, OrderFacts,
    Outcome, Reason, ReceivedLine, RefundKey, RefundRef, Refusal, Request, Shipment, Text,
};
use aftersale::quantity::Quantity;
use aftersale::shopxo::{AfterSaleStatus, HardenedShop};
use aftersale::time::Timestamp;

use super::fields::{Problem, Read, failed};

/// The class of a refusal, in the words of vectors.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Class {
    NotPositive,
    Line,
    Shipping,
    Order,
    Units,
    InFlight,
    DuplicateLine,
    Reused,
    Received,
    Currency,
    NoWeight,
    BadWeight,
    BadNumber,
}

/// Goods of a line that were announced to come back, and how many of them came.
#[derive(Clone, Copy)]
pub(super) struct Returned {
    pub(super) index: usize,
    pub(super) announced: u32,
    pub(super) came: u32,
}

/// A refusal of the crate.
#[derive(Clone, Debug)]
pub(super) struct Refused {
    pub(super) classes: BTreeSet<Class>,
    pub(super) text: String,
}

impl Refused {
    pub(super) fn new(class: Class, text: impl ToString) -> Self {
        Self { classes: [class].into(), text: text.to_string() }
    }
}

impl From<NotShared> for Refused {
    fn from(error: NotShared) -> Self {
        let class = match error {
            NotShared::NoWeight { .. } => Class::NoWeight,
            _ => Class::BadWeight,
        };
        Self::new(class, error)
    }
}

impl From<Refusal<AfterSaleStatus>> for Refused {
    fn from(refusal: Refusal<AfterSaleStatus>) -> Self {
        let classes = refusal.reasons.iter().flat_map(|reason| classes(reason).iter().copied());
        Self { classes: classes.collect(), text: refusal.to_string() }
    }
}

fn classes(reason: &Reason<AfterSaleStatus>) -> &'static [Class] {
    match reason {
        Reason::NotPositive { .. } | Reason::NothingRequested => &[Class::NotPositive],
        Reason::NoUnits { .. } => &[Class::NotPositive, Class::Units],
        Reason::TooMuch { bound, .. } | Reason::NothingRefundable { bound } => match bound {
            Bound::Line(_) | Bound::Units(_) => &[Class::Line],
            Bound::Shipping => &[Class::Shipping],
            _ => &[Class::Order],
        },
        Reason::AlreadyRefunded { .. } | Reason::TooLarge => &[Class::Order],
        Reason::TooManyUnits { .. } => &[Class::Units, Class::Line],
        Reason::MoneyMayBeOut { .. }
        | Reason::Table(lifecycle::TableReason::GuardNotMet {
            guard: Guard::NoOtherCaseOpen | Guard::NoRefundUnderWay,
        }) => &[Class::InFlight],
        Reason::DuplicateLine { .. } => &[Class::DuplicateLine, Class::Units],
        Reason::CommandReused { .. } | Reason::RefundReferenceReused { .. } => &[Class::Reused],
        Reason::AcceptedMoreThanReceived { .. } | Reason::UnitsDoNotAddUp { .. } => {
            &[Class::Received]
        }
        Reason::CurrencyMismatch { .. } => &[Class::Currency],
        _ => &[],
    }
}

/// Returns the name of the line with this index, from 0.
pub(super) fn line(index: usize) -> String {
    format!("line {}", index + 1)
}

pub(super) fn minor(amount: i64) -> Amount {
    Amount::from_minor(amount)
}

/// Returns the sum, or that the vector has failed: figures that cannot be added up are no input.
pub(super) fn sum(amounts: impl IntoIterator<Item = Amount>) -> Read<Amount> {
    Amount::sum(amounts).ok_or_else(|| Problem::Failed("the amounts are too large".into()))
}

type Accepted = Decision<AfterSaleStatus>;

/// An order, with everything that was ever stored of it.
#[derive(Clone)]
pub(super) struct Shop {
    pub(super) order: Order<HardenedShop>,
    events: Vec<Event<AfterSaleStatus>>,
}

impl Shop {
    /// The time of every command; only reports have others.
    const NOW: Timestamp = Timestamp::from_seconds(1_795_300_763);

    pub(super) fn open(facts: OrderFacts) -> Read<Self> {
        match Order::open(HardenedShop::default(), facts, Self::NOW) {
            Ok((order, opened)) => Ok(Self { order, events: vec![opened] }),
            Err(refused) => failed(refused.to_string()),
        }
    }

    pub(super) fn ledger(&self) -> Ledger {
        self.order.ledger()
    }

    pub(super) fn refunded(&self) -> Amount {
        self.ledger().order.refunded
    }

    pub(super) fn currency(&self) -> Currency {
        self.order.currency()
    }

    /// Returns the money and the units that are left of a line.
    pub(super) fn left_of(&self, index: usize) -> (Amount, u32) {
        let refundable = self.order.refundable();
        let line = refundable.lines.get(index);
        line.map_or((Amount::ZERO, 0), |line| (line.amount, line.units.units()))
    }

    pub(super) fn send(
        &mut self,
        id: &str,
        by: Actor,
        request: Request,
    ) -> Result<Accepted, Refused> {
        let order = self.order.id().clone();
        let command = Command { order, ..Command::new(id, "", by, Self::NOW, request) };
        let decision = self.order.accept(&command)?;
        self.events.extend(decision.event().cloned());
        Ok(decision)
    }

    fn next_case(&self) -> CaseId {
        let last = self.order.cases().last().map_or(0, |case| case.id.number());
        CaseId::new(last + 1)
    }

    /// Opens a case for these lines and this much shipping. The name is that of the command.
    pub(super) fn apply(
        &mut self,
        name: &str,
        flow: Flow,
        asks: Vec<Ask>,
        shipping: Option<Amount>,
    ) -> Result<CaseId, Refused> {
        let case = self.next_case();
        let application = Application { shipping, ..Application::of(asks) };
        self.send(name, Actor::Buyer, Request::Apply { flow, application })?;
        Ok(case)
    }

    /// Agrees to a refund, which starts it.
    pub(super) fn agree(
        &mut self,
        name: &str,
        case: CaseId,
    ) -> Result<(RefundKey, Amount), Refused> {
        let offer = self.order.case(case).map(|case| case.offer);
        let offer = offer.unwrap_or(aftersale::order::Offer::FIRST);
        self.send(name, Actor::Merchant, Request::AgreeToRefund { case, offer })?;
        let effects = self.order.pending_effects();
        let pay = effects.iter().find_map(|pending| match &pending.effect {
            Effect::IssueRefund { key, case: of, amount } if *of == case => {
                Some((key.clone(), amount.amount))
            }
            _ => None,
        });
        pay.ok_or_else(|| Refused::new(Class::Reused, "no refund has started"))
    }

    pub(super) fn report(
        &mut self,
        name: &str,
        key: RefundKey,
        outcome: Outcome,
        as_of: i64,
    ) -> Result<Accepted, Refused> {
        let as_of = Timestamp::from_seconds(as_of);
        let refund = RefundRef::Key(key);
        self.send(name, Actor::Platform, Request::ReportRefund { refund, outcome, as_of })
    }

    /// Makes a whole refund, from the application to the report that the money has left. Returns what the buyer has
    /// more than before.
    pub(super) fn refund(
        &mut self,
        asks: Vec<Ask>,
        shipping: Option<Amount>,
    ) -> Result<Amount, Refused> {
        let before = self.refunded();
        let names = self.names();
        let case = self.apply(&names[0], Flow::RefundOnly, asks, shipping)?;
        self.pay(&names, case)?;
        Ok(self.more_than(before))
    }

    /// Makes a refund with goods that come back, of which the merchant accepts those that came.
    pub(super) fn take_back(&mut self, goods: &[Returned]) -> Result<Amount, Refused> {
        let before = self.refunded();
        let names = self.names();
        let shipped = Request::OrderShipped { when: Self::NOW };
        self.send(&names[3], Actor::Merchant, shipped)?;
        let ask = |one: &Returned| Ask::units(line(one.index).as_str(), one.announced);
        let asks = goods.iter().map(ask).collect();
        let case = self.apply(&names[0], Flow::ReturnRefund, asks, None)?;
        let offer = aftersale::order::Offer::FIRST;
        let address = Text::from("1 Shop Street");
        let agree = Request::AgreeToReturn { case, offer, address };
        self.send(&names[4], Actor::Merchant, agree)?;
        let shipment = Shipment { carrier: "SF".into(), waybill: "SF1".into() };
        self.send(&names[5], Actor::Buyer, Request::ShipReturn { case, shipment })?;
        let received = |one: &Returned| {
            let came = Quantity::new(one.came);
            let missing = Quantity::new(one.announced).saturating_sub(came);
            ReceivedLine { missing, ..ReceivedLine::all(line(one.index).as_str(), came) }
        };
        let goods = goods.iter().map(received).collect();
        let came = Request::ConfirmReceipt { case, offer, goods };
        self.send(&names[6], Actor::Merchant, came)?;
        self.pay(&names, case)?;
        Ok(self.more_than(before))
    }

    fn pay(&mut self, names: &[String], case: CaseId) -> Result<(), Refused> {
        let (key, amount) = self.agree(&names[1], case)?;
        let outcome = Outcome::Succeeded(self.currency().money(amount));
        self.report(&names[2], key, outcome, Self::NOW.seconds())?;
        Ok(())
    }

    /// Returns names that no command has had.
    fn names(&self) -> Vec<String> {
        (0..7).map(|name| format!("c-{}-{name}", self.order.version())).collect()
    }

    fn more_than(&self, before: Amount) -> Amount {
        self.refunded().checked_sub(before).unwrap_or_default()
    }

    /// Refunds everything that is left, in one case.
    pub(super) fn refund_all(&mut self) -> Result<Amount, Refused> {
        let refundable = self.order.refundable();
        let asks = refundable.lines.iter().filter(|line| line.amount.is_positive());
        let asks = asks
            .map(|left| match left.units.units() {
                0 => Ask::amount(left.line.as_str(), left.amount),
                units => Ask::units(left.line.as_str(), units),
            })
            .collect();
        let shipping = Some(refundable.shipping).filter(|shipping| shipping.is_positive());
        self.refund(asks, shipping)
    }

    /// Checks what is true of every order: its events give it again, the buyer has no more than was paid, and what
    /// is left can still be refunded and comes to nothing.
    pub(super) fn is_sound(&self) -> Read<()> {
        match Order::replay(HardenedShop::default(), &self.events) {
            Ok(again) if again == self.order => {}
            _ => return failed("its events do not give the order again"),
        }
        let balance = self.ledger().order;
        if balance.refunded > balance.paid {
            return failed(format!("{balance:?}: more was refunded than paid"));
        }
        Ok(())
    }
}
