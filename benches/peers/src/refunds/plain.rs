//! A service as one writes it for this job without any crate: orders in a hash map, and the checks that come to mind.
//!
//! It was written before anything was measured.

use std::collections::{HashMap, HashSet};

use super::Ids;

/// The state of a request for a refund.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Status {
    Requested,
    Refunding,
    Refunded,
    Failed,
    Refused,
}

/// A line of an order: units, their price, and what is asked for or paid.
#[derive(Debug)]
struct Line {
    sku: String,
    units: u32,
    price: u64,
    units_claimed: u32,
}

/// A request for a refund.
#[derive(Debug)]
struct Case {
    line: usize,
    units: u32,
    amount: u64,
    status: Status,
    refund_key: Option<String>,
}

#[derive(Debug)]
struct Order {
    buyer: String,
    lines: Vec<Line>,
    cases: Vec<Case>,
    paid: u64,
    /// The amount of the cases that may still be paid, or were.
    claimed: u64,
    commands: HashSet<String>,
    events: Vec<Event>,
}

/// An event, as it is stored.
#[derive(Clone, Debug)]
#[expect(dead_code, reason = "events are only stored here")]
pub(crate) enum Event {
    Opened { order: String, paid: u64 },
    Applied { command: String, case: usize, line: usize, units: u32, amount: u64 },
    Agreed { command: String, case: usize, refund_key: String },
    Refused { command: String, case: usize },
    Succeeded { command: String, case: usize, refund_key: String, amount: u64 },
    Failed { command: String, case: usize, refund_key: String },
}

/// The reason why a command was not carried out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Problem {
    OrderExists,
    NoSuchOrder,
    NoSuchLine,
    NoSuchCase,
    NotTheBuyer,
    NoUnits,
    NotEnoughUnits,
    AmountTooHigh,
    WrongStatus,
    RefundKeyTaken,
    NoSuchRefund,
    WrongAmount,
}

/// The answer to a command that is not refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Done<T> {
    Now(T),
    /// The command was carried out before, or its news was known.
    Already,
}

/// The service.
#[derive(Debug, Default)]
pub(crate) struct Service {
    orders: HashMap<String, Order>,
    /// The case of each refund key, which is unique among all orders.
    refunds: HashMap<String, (String, usize)>,
}

impl Service {
    pub(crate) fn open(
        &mut self,
        order: &str,
        buyer: &str,
        lines: &[(&str, u32, u64)],
    ) -> Result<(), Problem> {
        if self.orders.contains_key(order) {
            return Err(Problem::OrderExists);
        }
        let paid = lines.iter().map(|(_, units, price)| u64::from(*units) * price).sum();
        let line = |(sku, units, price): &(&str, u32, u64)| Line {
            sku: (*sku).to_owned(),
            units: *units,
            price: *price,
            units_claimed: 0,
        };
        let opened = Order {
            buyer: buyer.to_owned(),
            lines: lines.iter().map(line).collect(),
            cases: Vec::new(),
            paid,
            claimed: 0,
            commands: HashSet::new(),
            events: vec![Event::Opened { order: order.to_owned(), paid }],
        };
        self.orders.insert(order.to_owned(), opened);
        Ok(())
    }

    /// Opens a case about units of a line, and returns its number.
    pub(crate) fn apply(
        &mut self,
        command: &str,
        order: &str,
        buyer: &str,
        sku: &str,
        units: u32,
    ) -> Result<Done<usize>, Problem> {
        let order = self.orders.get_mut(order).ok_or(Problem::NoSuchOrder)?;
        if order.commands.contains(command) {
            return Ok(Done::Already);
        }
        if order.buyer != buyer {
            return Err(Problem::NotTheBuyer);
        }
        let found = order.lines.iter_mut().enumerate().find(|(_, line)| line.sku == sku);
        let (index, line) = found.ok_or(Problem::NoSuchLine)?;
        if units == 0 {
            return Err(Problem::NoUnits);
        }
        if units > line.units - line.units_claimed {
            return Err(Problem::NotEnoughUnits);
        }
        let amount = u64::from(units) * line.price;
        if amount > order.paid - order.claimed {
            return Err(Problem::AmountTooHigh);
        }
        line.units_claimed += units;
        order.claimed += amount;
        let case = order.cases.len();
        let status = Status::Requested;
        order.cases.push(Case { line: index, units, amount, status, refund_key: None });
        order.commands.insert(command.to_owned());
        let command = command.to_owned();
        order.events.push(Event::Applied { command, case, line: index, units, amount });
        Ok(Done::Now(case))
    }

    /// Agrees to a case, and returns the amount that the gateway has to pay under this key.
    pub(crate) fn agree(
        &mut self,
        command: &str,
        order_id: &str,
        case_number: usize,
        refund_key: &str,
    ) -> Result<Done<u64>, Problem> {
        let order = self.orders.get_mut(order_id).ok_or(Problem::NoSuchOrder)?;
        if order.commands.contains(command) {
            return Ok(Done::Already);
        }
        let case = order.cases.get_mut(case_number).ok_or(Problem::NoSuchCase)?;
        if case.status != Status::Requested {
            return Err(Problem::WrongStatus);
        }
        if self.refunds.contains_key(refund_key) {
            return Err(Problem::RefundKeyTaken);
        }
        self.refunds.insert(refund_key.to_owned(), (order_id.to_owned(), case_number));
        case.status = Status::Refunding;
        case.refund_key = Some(refund_key.to_owned());
        let amount = case.amount;
        order.commands.insert(command.to_owned());
        order.events.push(Event::Agreed {
            command: command.to_owned(),
            case: case_number,
            refund_key: refund_key.to_owned(),
        });
        Ok(Done::Now(amount))
    }

    /// Refuses a case, which gives its units and its amount back.
    #[cfg_attr(not(test), expect(dead_code, reason = "no part of what is measured"))]
    pub(crate) fn refuse(
        &mut self,
        command: &str,
        order: &str,
        case_number: usize,
    ) -> Result<Done<()>, Problem> {
        let order = self.orders.get_mut(order).ok_or(Problem::NoSuchOrder)?;
        if order.commands.contains(command) {
            return Ok(Done::Already);
        }
        let case = order.cases.get_mut(case_number).ok_or(Problem::NoSuchCase)?;
        if case.status != Status::Requested {
            return Err(Problem::WrongStatus);
        }
        case.status = Status::Refused;
        order.claimed -= case.amount;
        let line = order.lines.get_mut(case.line).ok_or(Problem::NoSuchLine)?;
        line.units_claimed -= case.units;
        order.commands.insert(command.to_owned());
        order.events.push(Event::Refused { command: command.to_owned(), case: case_number });
        Ok(Done::Now(()))
    }

    /// Writes down that the gateway has paid.
    pub(crate) fn succeeded(
        &mut self,
        command: &str,
        refund_key: &str,
        amount: u64,
    ) -> Result<Done<()>, Problem> {
        let (order, number) = self.refunds.get(refund_key).ok_or(Problem::NoSuchRefund)?;
        let order = self.orders.get_mut(order).ok_or(Problem::NoSuchOrder)?;
        if order.commands.contains(command) {
            return Ok(Done::Already);
        }
        let case = order.cases.get_mut(*number).ok_or(Problem::NoSuchCase)?;
        if case.amount != amount {
            return Err(Problem::WrongAmount);
        }
        match case.status {
            Status::Refunded => return Ok(Done::Already),
            Status::Refunding | Status::Failed => {}
            Status::Requested | Status::Refused => return Err(Problem::WrongStatus),
        }
        case.status = Status::Refunded;
        order.commands.insert(command.to_owned());
        order.events.push(Event::Succeeded {
            command: command.to_owned(),
            case: *number,
            refund_key: refund_key.to_owned(),
            amount,
        });
        Ok(Done::Now(()))
    }

    /// Writes down that the gateway has not paid.
    #[cfg_attr(not(test), expect(dead_code, reason = "no part of what is measured"))]
    pub(crate) fn failed(&mut self, command: &str, refund_key: &str) -> Result<Done<()>, Problem> {
        let (order, number) = self.refunds.get(refund_key).ok_or(Problem::NoSuchRefund)?;
        let order = self.orders.get_mut(order).ok_or(Problem::NoSuchOrder)?;
        if order.commands.contains(command) {
            return Ok(Done::Already);
        }
        let case = order.cases.get_mut(*number).ok_or(Problem::NoSuchCase)?;
        if case.status != Status::Refunding {
            return Err(Problem::WrongStatus);
        }
        case.status = Status::Failed;
        order.commands.insert(command.to_owned());
        let (case, refund_key) = (*number, refund_key.to_owned());
        order.events.push(Event::Failed { command: command.to_owned(), case, refund_key });
        Ok(Done::Now(()))
    }
}

/// The checks of aftersale that this service lacks.
pub(crate) const LACKS: &[&str] = &[
    "a command id that comes again with another content is refused (here it counts as a duplicate)",
    "two events that want to follow the same version cannot both be stored",
    "amounts of several refunds of one line add up to what was paid for it, to the last cent, discounts included",
    "currencies, shipping, gifts, and units that were never shipped",
    "flows with goods that come back, disputes, deadlines, and offline refunds",
    "a report of success for another amount or for an unknown key is kept as an anomaly that someone has to look at (here \
     it is an error, and the news of the money is lost)",
    "a success after which the money came back, and a second payment of the same refund",
    "what is left to do for the host (which refund to issue) is remembered until it is acknowledged",
    "a retry of a failed refund, with a key that tells the gateway that it is the same one",
    "limits on applications, windows of time, and clocks that disagree",
    "sums that are too large are refused (here they would overflow)",
    "events are read back, checked, and bring the state back after a restart",
    "every refusal names all its reasons",
];

/// Takes one unit of a new order from the opening to the report of the gateway.
pub(crate) fn whole_refund(service: &mut Service, ids: &Ids) {
    let lines = [(ids.line.as_str(), super::UNITS, super::PRICE)];
    service.open(&ids.order, &ids.buyer, &lines).expect("a new order");
    let applied = service.apply(&ids.apply, &ids.order, &ids.buyer, &ids.line, 1);
    let Ok(Done::Now(case)) = applied else { panic!("not accepted: {applied:?}") };
    let agreed = service.agree(&ids.agree, &ids.order, case, &ids.refund_key);
    let Ok(Done::Now(amount)) = agreed else { panic!("not accepted: {agreed:?}") };
    let succeeded = service.succeeded(&ids.success, &ids.refund_key, amount);
    assert_eq!(succeeded, Ok(Done::Now(())));
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &[(&str, u32, u64)] = &[("tea", 2, 1_000)];

    fn opened() -> Service {
        let mut service = Service::default();
        service.open("1", "anna", LINES).expect("a new order");
        service
    }

    #[test]
    fn units_and_amounts_are_not_refunded_twice() {
        let mut service = opened();
        assert_eq!(service.open("1", "anna", LINES), Err(Problem::OrderExists));
        assert_eq!(service.apply("a", "2", "anna", "tea", 1), Err(Problem::NoSuchOrder));
        assert_eq!(service.apply("a", "1", "ben", "tea", 1), Err(Problem::NotTheBuyer));
        assert_eq!(service.apply("a", "1", "anna", "tea", 3), Err(Problem::NotEnoughUnits));
        assert_eq!(service.apply("a", "1", "anna", "tea", 2), Ok(Done::Now(0)));
        assert_eq!(service.apply("a", "1", "anna", "tea", 2), Ok(Done::Already));
        assert_eq!(service.apply("b", "1", "anna", "tea", 1), Err(Problem::NotEnoughUnits));
        assert_eq!(service.refuse("c", "1", 0), Ok(Done::Now(())));
        assert_eq!(service.apply("d", "1", "anna", "tea", 1), Ok(Done::Now(1)));
    }

    #[test]
    fn a_success_counts_once() {
        let mut service = opened();
        assert_eq!(service.apply("a", "1", "anna", "tea", 1), Ok(Done::Now(0)));
        assert_eq!(service.succeeded("b", "key", 1_000), Err(Problem::NoSuchRefund));
        assert_eq!(service.agree("c", "1", 0, "key"), Ok(Done::Now(1_000)));
        assert_eq!(service.agree("d", "1", 0, "other"), Err(Problem::WrongStatus));
        assert_eq!(service.apply("e", "1", "anna", "tea", 1), Ok(Done::Now(1)));
        assert_eq!(service.agree("f", "1", 1, "key"), Err(Problem::RefundKeyTaken));
        assert_eq!(service.failed("g", "key"), Ok(Done::Now(())));
        assert_eq!(service.succeeded("h", "key", 999), Err(Problem::WrongAmount));
        assert_eq!(service.succeeded("i", "key", 1_000), Ok(Done::Now(())));
        assert_eq!(service.succeeded("j", "key", 1_000), Ok(Done::Already));
    }
}
